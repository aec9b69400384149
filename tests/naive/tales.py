"""One issue told again, all of it: what each contact comes to, what follows, what the centre does itself.

From the record come the ticks: when each contact was answered, was over, and how it ended; and who opened it. From the
draws of the world comes the rest: which contact follows, where and why; as what it is taken; who is identified; whether
the story is known; what is resolved, passed on, sent elsewhere, and why not; who is followed up and kept informed; how
the issue stands. On one tick the event of the lower visit goes first; of arrivals the one the record has.
"""

import heapq
from typing import NamedTuple

from sim.rules.lifecycle import Cause, ChannelKind, IssueOutcome, Outcome, Reason, Story, Way
from sim.streams import Stream
from tests.naive.endings import Endings, reason_of
from tests.naive.stories import Stories, check_links
from tests.naive.told import BY_LETTER, LEGS, ON_THE_LINE, Contact, Told

CLOSING, END, ARRIVAL, LEAVING = 2, 3, 4, 5
"""Ranks of one tick: closings, ends of work, arrivals, patience and tolerance."""


class Planned(NamedTuple):
    """A contact of the customer, or a leg, on its way."""

    tick: int
    channel: int
    reason: int
    last: Contact | None
    led_by: int
    intent: int = -1


class Unasked(NamedTuple):
    """A contact that the centre is to make: a follow-up of a resolved contact, or news while one waits."""

    is_news: bool
    parent: Contact
    channel: int
    prevents: float
    of_resolution: int


class Tale:
    """Tells one issue.

    Args:
        told: The record; takes the faults and what each contact was taken for.
        issue: Which issue.
    """

    def __init__(self, told: Told, issue: int) -> None:
        self.told, self.world, self.behaviour = told, told.world, told.world.behaviour
        self.journey = told.journeys[issue]
        self.endings, self.stories = Endings(told), Stories(told, self.journey)
        self.first = self.journey[0]
        place = self.world.arrivals.issue.tolist().index(issue)
        self.arrival = (int(self.world.arrivals.tick[place]), int(self.world.arrivals.channel[place]))
        self.intent = int(self.world.arrivals.intent[place])
        self.born = (*self.arrival, self.intent, int(self.world.arrivals.segment[place]))
        self.events: list[tuple[int, int, int, int, str, object]] = []
        self.n_events = self.n_arrived = self.n_counted = 0
        self.n_made = self.n_threads = 1
        self.resolved_tick = self.lost_tick = self.resolved_by = -1
        self.changes: dict[int, bool] = {}
        self.linked: set[int] = set()
        self.gave_up: set[int] = set()
        self.made: dict[tuple[bool, int], Contact] = {}
        self.withdrawn: set[int] = set()

    def tell(self) -> None:
        """Tell the issue to the end of the horizon, and compare how it stands."""
        tick, channel = self.arrival
        self._push(tick, ARRIVAL, 0, "arrival", Planned(tick, channel, int(Reason.FIRST), None, -1))
        while self.events and self.events[0][0] < self.world.horizon.end:
            tick, _, _, _, what, subject = self._pop()
            getattr(self, f"_on_{what}")(subject, tick)
        self.told.expect("contacts", self.first, len(self.journey), self.n_arrived)
        check_links(self.told, self.journey, self.linked, self.withdrawn)
        outcome = (int(IssueOutcome.OPEN), -1)
        if self.resolved_tick >= 0:
            outcome = (int(IssueOutcome.RESOLVED), self.resolved_tick)
        elif self.lost_tick >= 0:
            outcome = (int(IssueOutcome.LOST), self.lost_tick)
        self.told.expect(
            "issue", self.first, self.told.issues[self.first.issue], (*self.born, *outcome, self.n_counted)
        )

    # --- events -------------------------------------------------------------------------------------------------

    def _push(self, tick: int, rank: int, visit: int, what: str, subject: object) -> None:
        self.n_events += 1
        heapq.heappush(self.events, (tick, rank, visit, self.n_events, what, subject))

    def _pop(self) -> tuple[int, int, int, int, str, object]:
        """Take the next event; of contacts that come on one tick the one whose row is next in the record."""
        tick, rank = self.events[0][:2]
        together = sorted(e for e in self.events if e[:2] == (tick, rank) and e[4] in ("arrival", "unasked"))
        chosen = next((event for event in together if self._is_next(event[5], tick)), None)
        if chosen is None:
            return heapq.heappop(self.events)
        self.events.remove(chosen)
        heapq.heapify(self.events)
        return chosen

    def _is_next(self, subject: object, tick: int) -> bool:
        """Tell whether something on its way is the next contact of the record, and has reason to come."""
        if self.n_arrived >= len(self.journey):
            return False
        row = self.journey[self.n_arrived]
        if isinstance(subject, Unasked):
            made = (row.reason, row.after_visit) == (Reason.FOLLOW_UP, subject.parent.visit)
            return made and not self._is_needless(subject, tick)
        assert isinstance(subject, Planned)
        after = -1 if subject.last is None else subject.last.visit
        made = (row.reason, row.after_visit, row.led_by) == (subject.reason, after, subject.led_by)
        return made and not self._is_cancelled(subject, tick)

    def _next_row(self, what: str, tick: int, right: tuple[int, ...]) -> Contact | None:
        """Take the next contact of the record, and compare what is known of it before it is looked at."""
        if self.n_arrived >= len(self.journey):
            self.told.expect(f"contacts ({what} at {tick})", self.first, None, right)
            return None
        contact = self.journey[self.n_arrived]
        got = (contact.arrived_tick, contact.reason, contact.after_visit, contact.led_by)
        self.told.expect(what, contact, got, right)
        self.told.expect("visit", contact, contact.visit, self.n_arrived)
        self.n_arrived += 1
        return contact

    # --- contacts of the customer, and legs ---------------------------------------------------------------------

    def _on_arrival(self, planned: Planned, tick: int) -> None:
        """A contact comes, unless there is no reason for it any more."""
        is_tied = planned.last is not None and planned.last.ended_tick == tick and not self._is_next(planned, tick)
        if self._is_cancelled(planned, tick) or (is_tied and planned.led_by == Cause.UNANSWERED):
            if planned.led_by != Cause.REOPENED:
                self.n_made -= planned.reason not in LEGS
                self._end_thread(tick)
            return
        if planned.led_by == Cause.REOPENED:
            self.resolved_tick = self.lost_tick = -1
            self.changes[tick] = False
            self.n_threads += 1
            self.told.seen["reopened"] += 1
            self._withdraw(is_news=False, parent=self.resolved_by, tick=tick)
        after = -1 if planned.last is None else planned.last.visit
        contact = self._next_row("next contact", tick, (tick, planned.reason, after, planned.led_by))
        if contact is None:
            return
        self.n_counted += planned.reason not in LEGS
        if not self._enters(contact, planned):
            return
        self._identify(contact, planned)
        self.stories.check(contact, planned.last)
        if planned.reason == Reason.ESCALATION and planned.last is not None:
            self.told.residue[contact.key] = float(self.behaviour.residue[planned.last.intent, planned.last.channel])
        over, rank = self._over(contact)
        if over >= 0:
            self._push(over, rank, contact.visit, "over", contact)
        else:
            nothing = (contact.is_resolved, contact.way, contact.cause)
            self.told.expect("not over", contact, nothing, (-1, int(Way.NONE), -1))
        if self.told.kind(contact) in BY_LETTER:
            self._await_reply(contact, tick)

    def _is_cancelled(self, planned: Planned, tick: int) -> bool:
        """Resolved meanwhile, answered meanwhile (a chase), kept from coming by a contact of the centre."""
        if planned.led_by == Cause.REOPENED:
            assert planned.last is not None
            return self._has_helped(planned.last, tick, ARRIVAL, is_news=False)
        if self.resolved_tick >= 0:
            return True
        if planned.led_by != Cause.UNANSWERED:
            return False
        assert planned.last is not None
        is_over = self._is_answered(planned.last, tick, ARRIVAL)
        return is_over or self._has_helped(planned.last, tick, ARRIVAL, is_news=True)

    def _enters(self, contact: Contact, planned: Planned) -> bool:
        """Whether the customer gets in: not where the channel is closed to them and they turn nowhere else."""
        channel = planned.channel
        closed = -1 if planned.reason in LEGS else int(self.world.steering.closed[contact.segment, channel])
        if closed >= 0:
            instead, u = self.world.steering.instead[closed], self.told.chance(Stream.ACCESS, contact)
            place = next((k for k, share in enumerate(instead.share.tolist()) if u < share), None)
            if place is None:
                got = (contact.channel, contact.outcome, contact.ended_tick, contact.queue, contact.queued_tick)
                right = (channel, Outcome.CLOSED, contact.arrived_tick, -1, -1)
                self.told.expect("closed to them", contact, got, right)
                self.told.seen["access: gave up"] += 1
                self._end_thread(contact.arrived_tick)
                return False
            channel = int(instead.channel[place])
            self.told.seen["access: turned elsewhere"] += 1
            if instead.intent[place] >= 0:
                self.intent = int(instead.intent[place])
                self.told.seen["access: as another intent"] += 1
        intent = self.intent if planned.intent < 0 else planned.intent
        self.told.expect("channel and intent", contact, (contact.channel, contact.intent), (channel, intent))
        is_closed = self.told.kind_of(channel) in ON_THE_LINE and not self.told.is_open(channel, contact.arrived_tick)
        self.told.expect("is closed", contact, contact.outcome == Outcome.CLOSED, is_closed)
        self.told.seen["closed by the hours"] += is_closed
        return True

    def _identify(self, contact: Contact, planned: Planned) -> None:
        """Who is known, whether a chase is linked, and what the contact is taken for."""
        is_leg = contact.reason in LEGS
        identified = float(self.world.channels.identified[contact.channel])
        if is_leg or self.told.chance(Stream.IDENTIFIED, contact) < identified:
            self.told.known.add(contact.key)
            recognised = self.told.chance(Stream.RECOGNISED, contact) < self.behaviour.recognised
            if planned.led_by == Cause.UNANSWERED and recognised:
                self.linked.add(contact.visit)
        else:
            self.told.seen["not identified"] += 1
        self.told.taken_for[contact.key] = contact.intent
        is_taken_right = self.told.chance(Stream.TAKEN_FOR, contact) < self.world.channels.recognised[contact.channel]
        if is_leg or is_taken_right or self.told.kind(contact) == ChannelKind.SELF_SERVICE:
            return
        served = [n for n, row in enumerate(self.behaviour.talk.tolist()) if row[contact.channel][0] >= 0]
        others = [n for n in served if n != contact.intent]
        place = int(self.told.chance(Stream.TAKEN_FOR_WHAT, contact) * len(others))
        self.told.taken_for[contact.key] = others[place]
        self.told.seen["taken for something else"] += 1

    def _await_reply(self, contact: Contact, tick: int) -> None:
        """The customer's tolerance, and the centre's news while the contact waits."""
        table = int(self.behaviour.tolerance[contact.channel])
        if table >= 0:
            ends = tick + self.told.ticks(table, Stream.TOLERANCE, contact)
            self._push(ends, LEAVING, contact.visit, "tolerance", contact)
        self._plan_unasked(contact, tick, is_news=True)
        reply = self.told.first_reply(contact)
        if reply >= 0:
            self._push(reply, END, contact.visit, "reply", contact)

    def _over(self, contact: Contact) -> tuple[int, int]:
        """When a contact is over for its customer, −1 for not yet, and the rank of that event."""
        if contact.talk_end_tick >= 0:
            return contact.talk_end_tick, END
        ranks = {Outcome.ABANDONED: LEAVING, Outcome.WITHDRAWN: LEAVING, Outcome.DISCONNECTED: CLOSING}
        return contact.ended_tick, ranks.get(Outcome(contact.outcome), ARRIVAL)

    def _is_answered(self, contact: Contact, tick: int, rank: int) -> bool:
        """Whether the reply to a letter has been sent, or the letter is over, before a tick and a rank."""
        reply, over = self.told.first_reply(contact), self._over(contact)
        if contact.outcome == Outcome.WITHDRAWN and contact.ended_tick == tick and rank == ARRIVAL:
            return False  # which was first on that tick is not in the record
        return (reply >= 0 and (reply, END) < (tick, rank)) or (over[0] >= 0 and over < (tick, rank))

    def _on_reply(self, contact: Contact, tick: int) -> None:
        """The first reply is sent: no news is needed any more."""
        self._withdraw(is_news=True, parent=contact.visit, tick=tick)

    def _on_tolerance(self, contact: Contact, tick: int) -> None:
        """The customer asks again where the reply has not been sent."""
        if self.resolved_tick >= 0 or self._is_answered(contact, tick, LEAVING):
            return
        if self._has_helped(contact, tick, LEAVING, is_news=True):
            self.told.seen["chase prevented"] += 1
            return
        chase = self._plan(contact, Cause.UNANSWERED, tick, Stream.CHASE_CHANNEL, Stream.CHASE_DELAY)
        if chase is not None:
            self.n_threads += 1
            self._push_arrival(chase._replace(tick=max(chase.tick, tick + 1)))

    def _on_over(self, contact: Contact, tick: int) -> None:
        """A contact is over: the issue is resolved, a leg or a next contact follows, or the thread is at its end."""
        ending = self.endings.of(contact, is_found=contact.talk_end_tick >= 0 and self._is_found(contact))
        self.told.expect("ending", contact, (contact.is_resolved, contact.way, contact.cause), ending)
        if self.told.kind(contact) in BY_LETTER:
            self._withdraw(is_news=True, parent=contact.visit, tick=tick)
        if self.resolved_tick >= 0 or contact.outcome == Outcome.WITHDRAWN:
            self._end_thread(tick)
        elif ending.is_resolved == 1:
            self._resolve(contact, tick)
        elif ending.way in (Way.PASSED_ON, Way.PASSED_ON_WARM, Way.WRONG_QUEUE):
            self._push_arrival(self._leg(contact, ending.way, tick))
        elif self.told.kind(contact) in BY_LETTER and self.n_threads > 1:
            self._end_thread(tick)
        else:
            cause = self.endings.row(contact, ending.way)
            planned = self._plan(contact, cause, tick, Stream.NEXT_CHANNEL, Stream.NEXT_DELAY)
            if planned is None:
                self._end_thread(tick)
            else:
                self._push_arrival(planned)

    def _push_arrival(self, planned: Planned) -> None:
        visit = -1 if planned.last is None else planned.last.visit
        self._push(planned.tick, ARRIVAL, visit, "arrival", planned)

    def _end_thread(self, tick: int) -> None:
        self.n_threads -= 1
        if not self.n_threads and self.resolved_tick < 0:
            self.lost_tick = tick

    def _resolve(self, contact: Contact, tick: int) -> None:
        """The issue is resolved: news are needless, a follow-up may be planned, and it may open again."""
        self.resolved_tick, self.resolved_by = tick, contact.visit
        self.changes[tick] = True
        self.n_threads -= 1
        for is_news, parent in list(self.made):
            if is_news:
                self._withdraw(is_news=True, parent=parent, tick=tick)
        is_person = contact.answered_tick >= 0 and self.told.kind(contact) != ChannelKind.SELF_SERVICE
        if is_person:
            self._plan_unasked(contact, tick, is_news=False)
        reopens = float(self.behaviour.reopens[contact.intent, contact.channel])
        if self.told.chance(Stream.REOPENED, contact) < reopens:
            planned = self._plan(contact, Cause.REOPENED, tick, Stream.REOPEN_CHANNEL, Stream.REOPEN_DELAY)
            if planned is not None:
                self._push_arrival(planned)

    def _is_found(self, contact: Contact) -> bool:
        """Whether the issue was resolved when a contact was opened."""
        if contact.answered_tick in self.changes:
            return contact.is_resolved == -1  # which was first on that tick is not in the record
        before = max((tick for tick in self.changes if tick < contact.answered_tick), default=-1)
        return before >= 0 and self.changes[before]

    def _leg(self, contact: Contact, way: int, tick: int) -> Planned:
        """Return the leg on which a contact goes on: as another intent, or where it belongs."""
        if way == Way.WRONG_QUEUE:
            return Planned(tick, contact.channel, int(Reason.TRANSFER), contact, -1, contact.intent)
        place = (contact.intent, contact.channel)
        delay = self.told.ticks(self.behaviour.passed_delay[place], Stream.HAND_OFF_DELAY, contact)
        channel, intent = int(self.behaviour.passed_channel[place]), int(self.behaviour.passed_intent[place])
        comes = tick + delay
        if delay and self.told.kind_of(channel) in ON_THE_LINE and not self.told.is_open(channel, comes):
            comes = self.told.opening(channel, comes)
            self.told.seen["hand-off put off to the opening"] += 1
        return Planned(comes, channel, int(Reason.TRANSFER), contact, -1, intent)

    def _plan(self, last: Contact, cause: Cause, tick: int, where: Stream, when: Stream) -> Planned | None:
        """Return the contact that follows another one for a cause, None to give up."""
        behaviour, most = self.behaviour, self.behaviour.max_visits
        is_leg = cause == Cause.BOT_FAILED
        if self.n_made >= most and not is_leg:
            return None
        stay = float(behaviour.stay[last.segment, cause, min(self.n_made, most) - 1])
        shares = behaviour.next_share[last.segment, cause, last.channel].tolist()
        u = self.told.chance(where, last)
        channel = next((number for number, share in enumerate(shares) if u < share * stay), None)
        if channel is None:
            return None
        delay = self.told.ticks(behaviour.next_delay[last.segment, cause, channel], when, last)
        if delay == 0 and last.outcome == Outcome.ABANDONED:
            delay = 1
        self.n_made += not is_leg
        return Planned(tick + delay, channel, int(reason_of(cause, channel != last.channel)), last, int(cause))

    # --- contacts of the centre ---------------------------------------------------------------------------------

    def _plan_unasked(self, parent: Contact, tick: int, *, is_news: bool) -> None:
        """Plan a follow-up of a contact, or news while it waits, by its draws."""
        plans = self.behaviour.keep_informed if is_news else self.behaviour.follow_up
        place = (parent.intent, parent.channel)
        if_stream, when_stream = (
            (Stream.INFORMED, Stream.INFORMED_DELAY) if is_news else (Stream.FOLLOW_UP, Stream.FOLLOW_UP_DELAY)
        )
        channel = int(plans.channel[place])
        if channel < 0 or self.told.chance(if_stream, parent) >= float(plans.share[place]):
            return
        due = tick + self.told.ticks(plans.after[place], when_stream, parent)
        if self.told.kind_of(channel) in ON_THE_LINE and not self.told.is_open(channel, due):
            due = self.told.opening(channel, due)
            self.told.seen["unasked: put off to the opening"] += 1
        plan = Unasked(is_news, parent, channel, float(plans.prevents[place]), tick)
        self._push(due, ARRIVAL, parent.visit, "unasked", plan)

    def _is_needless(self, plan: Unasked, tick: int) -> bool:
        """News: the contact was answered or the issue resolved. A follow-up: it is not that resolution any more."""
        if plan.is_news:
            return self.resolved_tick >= 0 or self._is_answered(plan.parent, tick, ARRIVAL)
        return self.resolved_tick < 0 or self.resolved_by != plan.parent.visit

    def _on_unasked(self, plan: Unasked, tick: int) -> None:
        """The centre makes a contact itself, unless it is needless: queued like any, and it decides nothing."""
        name = "keep_informed" if plan.is_news else "follow_up"
        is_next = self._is_next(plan, tick)
        if self._is_needless(plan, tick) or (not is_next and plan.parent.ended_tick == tick):
            self.told.seen[f"{name}: needless"] += 1
            return
        right = (tick, int(Reason.FOLLOW_UP), plan.parent.visit, -1)
        contact = self._next_row(name, tick, right)
        if contact is None:
            return
        self.told.seen[f"{name}: made"] += 1
        self.told.taken_for[contact.key] = contact.intent
        self.made[plan.is_news, plan.parent.visit] = contact
        got = (contact.channel, contact.intent, contact.queued_tick, contact.is_resolved, contact.cause, contact.way)
        self.told.expect("unasked", contact, got, (plan.channel, self.intent, tick, -1, -1, int(Way.NONE)))
        decides = (contact.story, contact.wrap_up_ticks, contact.hold_ticks)
        self.told.expect("decides nothing", contact, decides, (int(Story.NONE), 0, 0))
        stands = contact.outcome in (Outcome.ANSWERED, Outcome.OPEN, Outcome.WITHDRAWN)
        self.told.expect("never blocked, gone or cut off", contact, stands, True)
        if self.told.kind(contact) in ON_THE_LINE and contact.answered_tick >= 0:
            is_open = self.told.is_open(contact.channel, contact.answered_tick)
            self.told.expect("taken while open", contact, is_open, True)

    def _withdraw(self, *, is_news: bool, parent: int, tick: int) -> None:
        """A contact of the centre that still waits is withdrawn on the tick it becomes needless."""
        contact = self.made.get((is_news, parent))
        if contact is None or contact.visit in self.withdrawn or contact.answered_tick == tick:
            return  # which was first on that tick is not in the record
        if 0 <= contact.answered_tick < tick and not self.told.is_back_in_queue(contact, tick):
            return
        self.withdrawn.add(contact.visit)
        self.told.expect("withdrawn", contact, (contact.outcome, contact.ended_tick), (Outcome.WITHDRAWN, tick))
        self.told.seen["unasked: withdrawn"] += 1

    def _has_helped(self, parent: Contact, tick: int, rank: int, *, is_news: bool) -> bool:
        """Whether the talk of a contact of the centre has ended before a tick and a rank, and prevents what follows."""
        contact = self.made.get((is_news, parent.visit))
        if contact is None or contact.talk_end_tick < 0 or (contact.talk_end_tick, END) >= (tick, rank):
            return False
        plans = self.behaviour.keep_informed if is_news else self.behaviour.follow_up
        stream = Stream.INFORMED_HELPS if is_news else Stream.FOLLOW_UP_HELPS
        helps = self.told.chance(stream, parent) < float(plans.prevents[parent.intent, parent.channel])
        self.told.seen[f"{'keep_informed' if is_news else 'follow_up'}: {'prevents' if helps else 'in vain'}"] += 1
        return helps
