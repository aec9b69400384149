"""Agents, the groups of a pool with equal skills, and teams.

What an agent holds is one of few *hands* (counts by channel); the free agents of a group stand in one heap for
each kind of hands, longest idle first, so the best agent for a contact is the best of a few heads.
"""

from heapq import heappop, heappush

from sim.engine.reference.clock import Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.lanes import Lane
from sim.rules.routing import AGENT_INDEX_BITS, fits

_AGENT_MASK = (1 << AGENT_INDEX_BITS) - 1


class Hands:
    """All the ways an agent's hands can be filled, numbered as they come up; 0 is empty.

    Args:
        weight, maximum, capacity, beside: As in `rules.routing.fits`.
    """

    def __init__(self, weight: list[int], maximum: list[int], capacity: int, beside: list[list[bool]]) -> None:
        self._fits = weight, maximum, capacity, beside
        self._weight = weight
        self.load: list[int] = []
        self._number: dict[tuple[int, ...], int] = {}
        self._held: list[tuple[int, ...]] = []
        self.admits: list[list[bool]] = []
        self.has_room: list[bool] = []
        self._more: list[list[int]] = []
        self._less: list[list[int]] = []
        self._number_of(tuple(0 for _ in weight))

    def _number_of(self, held: tuple[int, ...]) -> int:
        number = self._number.get(held)
        if number is None:
            number = self._number[held] = len(self._held)
            self._held.append(held)
            channels = range(len(held))
            self.admits.append([fits(held, c, *self._fits) for c in channels])
            self.load.append(sum(count * weight for count, weight in zip(held, self._weight, strict=True)))
            self.has_room.append(any(self.admits[-1]))
            self._more.append([-1] * len(held))
            self._less.append([-1] * len(held))
        return number

    def with_one(self, number: int, channel: int) -> int:
        """Number of the hands after one contact of a channel more."""
        after = self._more[number][channel]
        if after < 0:
            after = self._more[number][channel] = self._changed(number, channel, 1)
        return after

    def without_one(self, number: int, channel: int) -> int:
        """Number of the hands after one contact of a channel less."""
        after = self._less[number][channel]
        if after < 0:
            after = self._less[number][channel] = self._changed(number, channel, -1)
        return after

    def _changed(self, number: int, channel: int, change: int) -> int:
        held = list(self._held[number])
        held[channel] += change
        return self._number_of(tuple(held))


class Agent:
    """One person: what is in hand, whether new work is taken, and since when idle."""

    __slots__ = (
        "away_moment",
        "breaks_due",
        "drops_since",
        "group",
        "hands",
        "held",
        "idle_key",
        "in_hand",
        "index",
        "interrupted",
        "is_leaving",
        "is_on_break",
        "is_present",
        "last_channel",
        "own_lanes",
        "span_kind",
        "span_start",
        "stop_tick",
        "suspended",
        "takes_work",
        "team",
        "wake_moment",
    )

    def __init__(self, index: int, group: "Group", team: "Team") -> None:
        self.index = index
        self.group = group
        self.team = team
        self.hands = 0
        self.in_hand: list[Contact] = []
        self.suspended: list[Contact] = []
        self.interrupted: list[Contact] = []
        """Work that gave way to other contacts, the latest last."""
        self.held: list[Contact] = []
        """Conversations whose customer is to answer: they take room, and nobody works on them."""
        self.idle_key = 0
        self.is_present = False
        self.is_leaving = False
        self.is_on_break = False
        self.takes_work = False
        """Present, not about to leave, no break due, not one too many of the team (`review`)."""
        self.drops_since = -1
        """Since when this agent is one too many of a team staffed by interval, −1 when not."""
        self.breaks_due: list[int] = []
        """Lengths of breaks that are due and wait for the end of live work or of the break before."""
        self.own_lanes: list[Lane] = []
        """Contacts that wait for this agent in particular."""
        self.last_channel = -1
        self.stop_tick = -1
        """Planned end of the present duty of a person; at that tick nothing is taken any more."""
        self.span_start = 0
        self.span_kind = 0
        self.wake_moment: Moment | None = None
        self.away_moment: Moment | None = None
        """When an agent who has not taken an offer takes contacts again, None where none was missed of late."""

    def review(self) -> None:
        """Settle anew whether new work may come, after anything it hangs on has changed."""
        self.takes_work = (
            self.is_present
            and not self.is_leaving
            and not self.is_on_break
            and self.away_moment is None
            and not self.breaks_due
            and self.drops_since < 0
        )


class Group:
    """Agents of one pool with equal skills.

    Attributes:
        lanes: By priority, lowest first: [(lane, delay), …] that these agents serve.
        channel_level, intent_level: Their levels.
        is_scored: Whether some of these queues has another order than by wait.
    """

    __slots__ = ("_hands", "agents", "channel_level", "free", "intent_level", "is_paced", "is_scored", "lanes", "pool")

    def __init__(self, pool: int, channel_level: tuple[int, ...], intent_level: tuple[int, ...], hands: Hands) -> None:
        self.pool = pool
        self.channel_level = channel_level
        self.intent_level = intent_level
        self.lanes: list[list[tuple[Lane, int]]] = []
        self.agents: dict[int, Agent] = {}
        self.free: dict[int, list[int]] = {}
        self.is_paced = False
        self.is_scored = False
        self._hands = hands

    def offer(self, agent: Agent) -> None:
        """Let an agent stand among the free ones, if there is room in hand."""
        if self._hands.has_room[agent.hands]:
            heap = self.free.get(agent.hands)
            if heap is None:
                heap = self.free[agent.hands] = []
            heappush(heap, agent.idle_key)

    def with_room(self, channel: int) -> list[Agent]:
        """All agents with room for a contact of a channel, by index."""
        admits = self._hands.admits
        return [agent for agent in self.agents.values() if agent.takes_work and admits[agent.hands][channel]]

    def longest_idle(self, channel: int) -> Agent | None:
        """The agent with room for a contact of a channel who has been idle longest; ties: lowest index."""
        best: Agent | None = None
        agents = self.agents
        for hands, heap in self.free.items():
            if not self._hands.admits[hands][channel]:
                continue
            while heap:
                key = heap[0]
                agent = agents[key & _AGENT_MASK]
                if agent.idle_key == key and agent.hands == hands and agent.takes_work:
                    if best is None or key < best.idle_key:
                        best = agent
                    break
                heappop(heap)
        return best


class Team:
    """The people of one pool who are there.

    Attributes:
        planned: Heads wanted now (pools staffed by interval).
        drops: Ticks since which somebody is one too many but not yet named, oldest first.
        leavers: Those who were named and still have something in hand, in order.
        off: Agents who are away, lowest index first (heap).
    """

    __slots__ = ("agents", "drops", "index", "leavers", "n_present", "off", "planned")

    def __init__(self, index: int) -> None:
        self.index = index
        self.agents: list[Agent] = []
        self.planned = 0
        self.n_present = 0
        self.drops: list[int] = []
        self.leavers: list[Agent] = []
        self.off: list[int] = []
