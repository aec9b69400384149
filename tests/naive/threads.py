"""One issue told again: its threads of contacts, from the draws of the world and the ticks of the record alone.

A thread is a contact and what follows from it; a chase starts a second one. What is taken from the record: when each
contact was answered, was over and how it ended. What is computed: which contact follows, when, where and why; which
are cancelled; who is recognised; whether the story is known; what is resolved; how the issue stands.
"""

import heapq
from collections.abc import Callable
from typing import Any, NamedTuple

from sim.rules.lifecycle import CAUSE_OF_OUTCOME, Cause, ChannelKind, IssueOutcome, Outcome, Reason, Step, Story
from sim.streams import Stream, draw, uniform, uniform_to_float
from sim.world.world import World

CLOSING, END, ARRIVAL, LEAVING = 2, 3, 4, 5
"""Ranks of one tick: closings, ends of work, arrivals, patience and tolerance."""


class Planned(NamedTuple):
    """A contact on its way, the one it comes from, and whether it asks for a reply."""

    tick: int
    channel: int
    reason: int
    last: Any
    is_chase: bool


class Threads:
    """Tells the threads of one issue.

    Args:
        world: The world.
        journey: The contacts of the issue by visit.
        expect: Called as expect(what, contact, got, right).
    """

    def __init__(self, world: World, journey: list[Any], expect: Callable[[str, Any, object, object], None]) -> None:
        self.world, self.behaviour, self.journey, self.expect = world, world.behaviour, journey, expect
        self.events: list[tuple[int, int, int, str, Any]] = []
        self.n_made, self.n_threads, self.n_counted, self.n_arrived = 1, 1, 0, 0
        self.resolved_tick = self.lost_tick = -1
        self.linked: dict[int, bool] = {}
        self.residue: dict[int, float] = {}

    def tell(self) -> tuple[int, int, int]:
        """Tell the issue to the end of the horizon.

        Returns:
            Its outcome, the tick it ended (−1: open), the customer contacts made.
        """
        first = self.journey[0]
        self._push(first.arrived_tick, ARRIVAL, "arrival", Planned(first.arrived_tick, first.channel, 0, None, False))
        while self.events and self.events[0][0] < self.world.horizon.end:
            tick, _, _, what, subject = heapq.heappop(self.events)
            getattr(self, f"_on_{what}")(subject, tick)
        self.expect("contacts", first, len(self.journey), self.n_arrived)
        self._check_links()
        if self.resolved_tick >= 0:
            return int(IssueOutcome.RESOLVED), self.resolved_tick, self.n_counted
        if self.lost_tick >= 0:
            return int(IssueOutcome.LOST), self.lost_tick, self.n_counted
        return int(IssueOutcome.OPEN), -1, self.n_counted

    def _push(self, tick: int, rank: int, what: str, subject: object) -> None:
        heapq.heappush(self.events, (tick, rank, len(self.events) + 1000 * self.n_arrived, what, subject))

    def _chance(self, stream: Stream, visit: int) -> float:
        issue = self.journey[0].issue
        return uniform_to_float(uniform(self.world.seed, self.world.replication, stream, issue, visit))

    def _drawn(self, table: int, stream: Stream, visit: int) -> int:
        issue = self.journey[0].issue
        u = uniform(self.world.seed, self.world.replication, stream, issue, visit)
        return draw(self.behaviour.tables[table].tolist(), u)

    def _kind(self, contact: Any) -> int:
        return int(self.world.channels.kind[contact.channel])

    def _on_arrival(self, planned: Planned, tick: int) -> None:
        """A planned contact comes, unless there is no reason for it any more."""
        if self.resolved_tick >= 0 or (planned.is_chase and self._is_over(planned.last, tick, ARRIVAL)):
            self.n_made -= planned.reason != Reason.ESCALATION
            self._end_thread(tick)
            return
        if self.n_arrived >= len(self.journey):
            self.expect("next contact", planned.last, None, planned[:3])
            return
        contact = self.journey[self.n_arrived]
        made = contact.arrived_tick, contact.channel, contact.reason
        self.expect("next contact", contact, made, planned[:3])
        self.expect("visit", contact, contact.visit, self.n_arrived)
        self.n_arrived += 1
        self.n_counted += contact.reason != Reason.ESCALATION
        is_known = planned.is_chase and self._chance(Stream.RECOGNISED, contact.visit) < self.behaviour.recognised
        self.linked[contact.visit] = is_known
        if planned.reason == Reason.ESCALATION:
            self.residue[contact.visit] = float(self.behaviour.residue[contact.intent, planned.last.channel])
        self._check_story(contact, planned.last)
        over, rank = self._over(contact)
        if over >= 0:
            self._push(over, rank, "over", contact)
        table = int(self.behaviour.tolerance[contact.channel])
        if table >= 0 and over != tick:
            self._push(tick + self._drawn(table, Stream.TOLERANCE, contact.visit), LEAVING, "tolerance", contact)

    def _over(self, contact: Any) -> tuple[int, int]:
        """When a contact is over for its customer, −1 for not yet, and the rank of that event."""
        if contact.talk_end_tick >= 0:
            return contact.talk_end_tick, END
        ranks = {Outcome.ABANDONED: LEAVING, Outcome.WITHDRAWN: LEAVING, Outcome.DISCONNECTED: CLOSING}
        return contact.ended_tick, ranks.get(Outcome(contact.outcome), ARRIVAL)

    def _is_over(self, contact: Any, tick: int, rank: int) -> bool:
        """Whether a contact is over for its customer before what a tick and a rank are the time of."""
        over = self._over(contact)
        return over[0] >= 0 and over < (tick, rank)

    def _on_tolerance(self, contact: Any, tick: int) -> None:
        """The customer asks again where the reply has not been sent."""
        if self.resolved_tick >= 0 or self._is_over(contact, tick, LEAVING):
            return
        chase = self._plan(contact, Cause.UNANSWERED, tick, Stream.CHASE_CHANNEL, Stream.CHASE_DELAY)
        if chase is not None:
            self.n_threads += 1
            self._push(max(chase.tick, tick + 1), ARRIVAL, "arrival", chase._replace(tick=max(chase.tick, tick + 1)))

    def _on_over(self, contact: Any, tick: int) -> None:
        """A contact is over: the issue is resolved, the customer goes on, or the thread is at its end."""
        is_found = 0 <= self.resolved_tick < contact.answered_tick
        if self.resolved_tick == contact.answered_tick:
            is_found = contact.is_resolved == -1  # which was first on that tick is not in the record
        if contact.talk_end_tick >= 0:
            right = -1 if is_found else int(self._is_resolved(contact))
            self.expect("is_resolved", contact, contact.is_resolved, right)
        if self.resolved_tick >= 0 or contact.outcome == Outcome.WITHDRAWN:
            self._end_thread(tick)
        elif contact.is_resolved == 1:
            self.resolved_tick = tick
            self.n_threads -= 1
        elif self._kind(contact) == ChannelKind.DEFERRED and self.n_threads > 1:
            self._end_thread(tick)
        else:
            planned = self._plan(contact, self._cause(contact), tick, Stream.NEXT_CHANNEL, Stream.NEXT_DELAY)
            if planned is None:
                self._end_thread(tick)
            else:
                self._push(planned.tick, ARRIVAL, "arrival", planned)

    def _end_thread(self, tick: int) -> None:
        self.n_threads -= 1
        if not self.n_threads and self.resolved_tick < 0:
            self.lost_tick = tick

    def _is_resolved(self, contact: Any) -> bool:
        """Whether a session or a conversation resolves the issue, by its own draws; a session's outcome besides."""
        behaviour, place = self.behaviour, (contact.intent, contact.channel)
        if self._kind(contact) == ChannelKind.SELF_SERVICE:
            is_contained = self._chance(Stream.CONTAINED, contact.visit) < float(behaviour.contained[place])
            self.expect("outcome", contact, contact.outcome, Outcome.CONTAINED if is_contained else Outcome.ANSWERED)
            helped = self._chance(Stream.CONTAINED_SOLVED, contact.visit) < float(behaviour.contained_solved[place])
            return is_contained and helped
        chance = float(behaviour.solved[place]) * float(behaviour.level_solved[contact.level])
        chance *= behaviour.lost_solved if contact.story == Story.LOST else 1.0
        return self._chance(Stream.RESOLVED, contact.visit) < chance

    def _cause(self, contact: Any) -> Cause:
        if self._kind(contact) == ChannelKind.SELF_SERVICE and contact.talk_end_tick >= 0:
            return Cause.BOT_GONE if contact.outcome == Outcome.CONTAINED else Cause.BOT_FAILED
        return CAUSE_OF_OUTCOME[Outcome(contact.outcome)]

    def _plan(self, last: Any, cause: Cause, tick: int, where: Stream, when: Stream) -> Planned | None:
        """Return the contact that follows another one for a cause, None to give up."""
        behaviour, most = self.behaviour, self.behaviour.max_visits
        is_leg = cause == Cause.BOT_FAILED
        if self.n_made >= most and not is_leg:
            return None
        stay = float(behaviour.stay[last.segment, cause, min(self.n_made, most) - 1])
        shares = behaviour.next_share[last.segment, cause, last.channel].tolist()
        u = self._chance(where, last.visit)
        channel = next((number for number, share in enumerate(shares) if u < share * stay), None)
        if channel is None:
            return None
        delay = self._drawn(int(behaviour.next_delay[last.segment, cause, channel]), when, last.visit)
        if delay == 0 and last.outcome == Outcome.ABANDONED:
            delay = 1
        self.n_made += not is_leg
        return Planned(
            tick + delay, channel, int(_reason(cause, channel != last.channel)), last, where != Stream.NEXT_CHANNEL
        )

    def _check_story(self, contact: Any, last: Any) -> None:
        """A story exists when another contact was opened before; whether it is known hangs on the step just made."""
        if contact.answered_tick < 0:
            return
        others = [c.answered_tick for c in self.journey if c is not contact and c.answered_tick >= 0]
        if contact.answered_tick in (*others, self._resolved_before(contact)):
            return  # which was first on that tick is not in the record
        if self._resolved_before(contact) >= 0 or self._kind(contact) == ChannelKind.SELF_SERVICE:
            self.expect("story", contact, contact.story, Story.NONE)
            return
        right = Story.NONE
        if last is not None and any(tick < contact.answered_tick for tick in others):
            step = Step.SAME_CHANNEL if last.channel == contact.channel else Step.OTHER_CHANNEL
            if self._kind(last) == ChannelKind.SELF_SERVICE and last.answered_tick >= 0:
                step = Step.FROM_BOT
            is_kept = self._chance(Stream.STORY, contact.visit) < float(self.behaviour.keep[step])
            right = Story.KEPT if is_kept else Story.LOST
        self.expect("story", contact, contact.story, right)

    def _resolved_before(self, contact: Any) -> int:
        """The tick at which another contact had resolved the issue when this one was opened, −1 for none."""
        ends = [c.talk_end_tick for c in self.journey if c is not contact and c.is_resolved == 1]
        return min((tick for tick in ends if tick <= contact.answered_tick), default=-1)

    def _check_links(self) -> None:
        """Of a contact and its one chase, recognised, the first opened withdraws the other; nobody else withdraws."""
        chases = [c for c in self.journey if c.reason == Reason.CHASE]
        withdrawn = [c for c in self.journey if c.outcome == Outcome.WITHDRAWN]
        for contact in withdrawn:
            by = [c for c in self.journey if c.answered_tick == contact.ended_tick]
            is_known = any(self.linked.get(c.visit) or self.linked.get(contact.visit) for c in by)
            self.expect("withdrawn by one that is known", contact, is_known, True)
        if len(chases) != 1 or not self.linked.get(chases[0].visit):
            return
        chased = [c for c in self.journey if self._kind(c) == ChannelKind.DEFERRED and c.visit < chases[0].visit][-1:]
        for one, other in ((chases[0], c) for c in chased):
            for opened, waits in ((one, other), (other, one)):
                was_waiting = 0 <= waits.queued_tick < opened.answered_tick and (
                    waits.answered_tick > opened.answered_tick or waits.answered_tick < 0 <= waits.ended_tick
                )
                if was_waiting and (waits.ended_tick < 0 or waits.ended_tick >= opened.answered_tick):
                    self.expect("withdrawn", waits, (waits.outcome, waits.ended_tick), (8, opened.answered_tick))


def _reason(cause: Cause, is_other_channel: bool) -> Reason:
    """Why a contact is made, by what led to it."""
    fixed = {Cause.BOT_FAILED: Reason.ESCALATION, Cause.UNANSWERED: Reason.CHASE}
    if cause in fixed:
        return fixed[cause]
    if is_other_channel:
        return Reason.SWITCH
    return Reason.RETURN if cause in (Cause.NOT_SOLVED, Cause.BOT_GONE) else Reason.REDIAL
