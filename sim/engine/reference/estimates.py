"""Waits that customers are told: 0 while somebody eligible is free, else an estimate by the queue (MODEL.md 7)."""

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.reference.contact import Contact
from sim.engine.reference.lanes import Lane
from sim.rules.estimate import Estimate, mean_wait, queue_length_estimate
from sim.world.world import Routing

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre


_REMEMBERING = (Estimate.LAST_SERVED, Estimate.MEAN_OF_LAST)


class Estimates:
    """Estimates waits.

    Args:
        routing: Queues of the world.
        centre: The centre they belong to.

    Attributes:
        remembers: Whether some queue estimates by who was answered.
    """

    def __init__(self, routing: Routing, centre: "Centre") -> None:
        self._centre = centre
        self._kind: list[int] = routing.estimate.tolist()
        self._last: list[deque[int]] = [deque(maxlen=n) for n in routing.of_last.tolist()]
        self.remembers = any(kind in _REMEMBERING for kind in self._kind)
        self._lanes = [_lanes_of(queue, routing, centre) for queue in range(len(self._kind))]
        """By queue, the lanes of the contacts it takes."""
        priority = centre.tables.priority
        listed = [[q for q, by_channel in enumerate(row) if any(by_channel)] for row in priority]
        self._share = [
            [(p, 1.0 / len(queues)) for p, queues in enumerate(listed) if q in queues] for q in range(len(self._kind))
        ]
        """For each queue the pools that list it, a pool of n queues counting 1/n."""
        offers = centre.world.behaviour.callbacks
        self._has_quiet = any(offer is not None and offer.is_quiet for offer in offers)

    def note(self, contact: Contact, now: int) -> None:
        """Remember the wait of a contact that is answered."""
        self._last[contact.queue].append(now - contact.queued_tick)

    def announced(self, queue: int, when_nobody: int) -> int:
        """The wait that is announced to who comes to a queue now [ticks]: 0 while somebody eligible is free."""
        if any(self._is_somebody_free(lane) for lane in self._lanes[queue]):
            return 0
        return self.when_busy(queue, when_nobody)

    def _is_somebody_free(self, lane: Lane) -> bool:
        """Whether an agent who may take contacts of a lane at once has room; one that is kept back may not."""
        may_take = self._centre.matches.may_take
        return any(
            not delay and group.longest_idle(lane.channel) is not None and may_take(group.pool, lane.queue)
            for level in lane.candidates
            for group, delay in level
        )

    def when_busy(self, queue: int, when_nobody: int) -> int:
        """Estimate the wait of who joins a queue now and finds nobody free [ticks].

        Args:
            queue: The queue.
            when_nobody: What is said while nobody is on duty who serves it.
        """
        kind, last, centre = self._kind[queue], self._last[queue], self._centre
        agents = sum(share * centre.teams[p].n_present for p, share in self._share[queue])
        if agents > 0.0:
            if kind == Estimate.HEAD_OF_LINE:
                return self._head_of_line(queue)
            if last and kind in _REMEMBERING:
                return mean_wait(last)
        waiting, handle = centre.n_waiting[queue] - self._behind(queue), centre.tables.queue_handle[queue]
        return queue_length_estimate(waiting, handle, agents, when_nobody)

    def _behind(self, queue: int) -> int:
        """How many callbacks stand behind whoever joins a queue now."""
        if not self._has_quiet:
            return 0
        return sum(lane.n_waiting for lane in self._centre.lanes.all() if lane.queue == queue and lane.is_quiet)

    def _head_of_line(self, queue: int) -> int:
        """How long the one has waited who has stood in a queue longest; 0 where nobody does."""
        lanes = [lane for lane in self._centre.lanes.all() if lane.queue == queue and not lane.is_quiet]
        first = min((contact.queued_tick for lane in lanes for contact in lane.waiting()), default=-1)
        return 0 if first < 0 else self._centre.env.now - first


def _lanes_of(queue: int, routing: Routing, centre: "Centre") -> list[Lane]:
    """Lanes in which contacts stand that a queue takes."""
    places = np.argwhere(routing.takes[queue].any(axis=2)).tolist()
    return list(dict.fromkeys(centre.lanes.inbound[queue][channel][intent] for channel, intent in places))
