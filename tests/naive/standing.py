"""Who stood in which queue, told again: the route taken, moves by age and condition, full queues, patience, order.

Conditions are looked at with the facts of the record: the clock, incidents, segment, intent, product, visit, reason,
and how many stand in a queue. Where that number hangs on the order of events within a tick, or a fact is none of these
(announced waits, recent service, idle agents), nothing is said.
"""

from itertools import pairwise
from typing import NamedTuple

from sim.rules.condition import Compare, Fact
from sim.rules.lifecycle import ChannelKind, Duty, Outcome, Reason
from sim.streams import Stream
from tests.naive.labour import Labour
from tests.naive.told import ON_THE_LINE, Contact, Told, is_within

GONE_BEFORE = (Outcome.DISCONNECTED, Outcome.CONTAINED)
"""Outcomes whose rank goes before arrivals on a tick; who abandons goes after them."""


class Stay(NamedTuple):
    """A time in a queue: of whom, from when to when, since when its age counts, and how it began and ended."""

    contact: Contact
    queue: int
    start: int
    end: int
    since: int
    begins_by_move: bool
    ends_by_move: bool
    is_sure: bool

    @property
    def turn(self) -> tuple[int, int, int, int]:
        """Where it comes in its queue: by age, then by queued tick (an answer: of its contact), issue, visit."""
        return self.since, self.contact.queued_tick, *self.contact.key


class Standing:
    """Tells the queues of a record.

    Args:
        told: The record, after its issues were told (`taken_for`).
        labour: Its work: what fits into hands, and which places are held.
    """

    def __init__(self, told: Told, labour: Labour) -> None:
        self.labour = labour
        self.told, self.world, self.routing = told, told.world, told.world.routing
        self.end = self.world.horizon.end
        self.stays = [stay for contact in told.contacts.values() for stay in self._stays_of(contact)]

    def check(self) -> None:
        """Compare every contact that came to a queue's door."""
        for contact in self.told.contacts.values():
            is_bot = self.told.kind(contact) == ChannelKind.SELF_SERVICE
            if is_bot or contact.outcome in (Outcome.CLOSED, Outcome.BLOCKED):
                self.told.expect("queue", contact, (contact.queue, contact.queued_tick), (-1, -1))
            if is_bot or contact.outcome == Outcome.CLOSED:
                continue
            if contact.queued_tick >= 0:
                self.told.expect("queued", contact, contact.queued_tick, contact.arrived_tick)
            self._check_route(contact)
            if contact.queued_tick >= 0:
                self._check_moves(contact)
                self._check_patience(contact)
                self._check_opener(contact)
        for stay in self.stays:
            self._check_longest_idle(stay)
        self._check_nobody_has_room()
        self._check_order()

    # --- stays --------------------------------------------------------------------------------------------------

    def _left(self, contact: Contact) -> int:
        """When a contact first left its queues: opened, or over; the end of the horizon while it waits."""
        ticks = (contact.answered_tick, contact.ended_tick)
        return next((tick for tick in ticks if tick >= 0), self.end)

    def _stays_of(self, contact: Contact) -> list[Stay]:
        """Return the stays of a contact: the first by its moves, then those of answers and of what was given back."""
        if contact.queued_tick < 0:
            return []
        first = self._left(contact)
        moves = [m for m in self.told.moves[contact.key] if m.tick <= first]
        queues = [moves[0].from_queue if moves else contact.queue, *(m.to_queue for m in moves)]
        cuts = [contact.queued_tick, *(m.tick for m in moves), first]
        last, since = len(moves), contact.queued_tick
        stays = [Stay(contact, q, cuts[n], cuts[n + 1], since, n > 0, n < last, True) for n, q in enumerate(queues)]
        return stays + self._answers_of(contact) + self._given_back(contact)

    def _answers_of(self, contact: Contact) -> list[Stay]:
        """Return the times in which answers to messages waited; those taken at once by who had to are no stays."""
        stays = []
        for before, turn in pairwise(self.told.turns[contact.key]):
            asked, end = turn.asked_tick, turn.taken_tick if turn.taken_tick >= 0 else self.end
            is_free = self.labour.is_released(contact, before, asked) and not self._goes_to_agent(contact)
            if end > asked or is_free:
                stays.append(Stay(contact, contact.queue, asked, end, asked, False, False, True))
        return stays

    def _goes_to_agent(self, contact: Contact) -> bool:
        return bool(self.world.behaviour.replies.to_agent[contact.channel])

    def _given_back(self, contact: Contact) -> list[Stay]:
        """Return the times in which what was given back may have waited: gaps in its spells that no reply explains."""
        stays, spells = [], self.told.spells[contact.key]
        replies = {turn.replied_tick for turn in self.told.turns[contact.key]}
        for before, after in zip(spells, [*spells[1:], None], strict=False):
            end = self.end if contact.ended_tick < 0 else contact.ended_tick
            end = end if after is None else after.start_tick
            if before.end_tick < end and before.end_tick not in replies:
                stays.append(Stay(contact, contact.queue, before.end_tick, end, -1, False, False, False))
        return stays

    def _waiting(self, queue: int, contact: Contact, tick: int, step: int) -> tuple[int, int]:
        """Return how many stand in a queue, at least and at most, when an event of a contact is looked at (rank 4)."""
        least = most = 0
        for stay in self.stays:
            if stay.queue == queue and stay.start <= tick <= stay.end:
                sure, maybe = self._is_in(stay, contact, tick, step)
                least += sure
                most += maybe
        return least, most

    def _is_in(self, stay: Stay, contact: Contact, tick: int, step: int) -> tuple[bool, bool]:
        """Whether one stands in a queue when an event of rank 4 is looked at: surely, and perhaps."""
        if not stay.is_sure:
            return False, True
        here = (contact.issue, contact.visit, step)
        if tick in (stay.start, stay.end) and stay.contact.issue == contact.issue and stay.contact is not contact:
            return False, True  # as which visit a contact comes that is still on its way is not in the record
        if stay.start == tick:
            came = (stay.contact.issue, stay.contact.visit, 15 if stay.begins_by_move else 0)
            if came >= here:
                return False, False
            is_gone_at_once = stay.end == tick and stay.contact.answered_tick == tick
            return not is_gone_at_once and self._stays_on(stay, tick, here), True
        return self._stays_on(stay, tick, here), stay.end > tick or self._may_be_in(stay, here)

    def _stays_on(self, stay: Stay, tick: int, here: tuple[int, int, int]) -> bool:
        """Whether who stood there before the tick has surely not left when rank 4 comes to an event."""
        if stay.end > tick:
            return True
        if stay.ends_by_move:
            return (stay.contact.issue, stay.contact.visit, 15) >= here
        return stay.contact.outcome == Outcome.ABANDONED

    def _may_be_in(self, stay: Stay, here: tuple[int, int, int]) -> bool:
        """Whether who leaves on the tick of an event of rank 4 may still stand there."""
        if stay.ends_by_move:
            return (stay.contact.issue, stay.contact.visit, 15) >= here
        return stay.contact.outcome not in GONE_BEFORE or stay.contact.answered_tick >= 0

    # --- conditions ---------------------------------------------------------------------------------------------

    def _hold(self, conditions: list[list[int]], contact: Contact, tick: int, step: int) -> bool | None:
        """Tell whether conditions hold together; None where the record does not say."""
        answers = [self._holds(row, contact, tick, step) for row in conditions]
        if False in answers:
            return False
        return None if None in answers else True

    def _holds(self, row: list[int], contact: Contact, tick: int, step: int) -> bool | None:
        fact, subject, compare, value = row
        bounds = self._fact(fact, subject, contact, tick, step)
        if bounds is None:
            return None
        answers = {_compares(compare, number, value) for number in bounds}
        self.told.seen[f"condition {Fact(fact).name}"] += len(answers) == 1
        return answers.pop() if len(answers) == 1 else None

    def _fact(self, fact: int, subject: int, contact: Contact, tick: int, step: int) -> tuple[int, int] | None:
        """Return the least and the most a fact may be; None for what the record does not say."""
        facts = self.world.condition_facts
        if fact == Fact.WAITING:
            return self._waiting(subject, contact, tick, step)
        if fact in (Fact.TIME_OF_DAY, Fact.INCIDENT_ON):
            known = int(is_within(facts.span_start[subject].tolist(), facts.span_end[subject].tolist(), tick))
        elif fact == Fact.IS_OPEN:
            known = int(self.told.is_open(subject, tick))
        elif fact == Fact.SEGMENT:
            known = contact.segment
        elif fact == Fact.INTENT:
            known = self.told.taken_for[contact.key]
        elif fact == Fact.PRODUCT:
            known = int(facts.product[self.told.taken_for[contact.key]])
        elif fact == Fact.VISIT:
            known = contact.visit
        elif fact == Fact.REASON:
            known = contact.reason
        else:
            return None
        return known, known

    # --- the door, and moves ------------------------------------------------------------------------------------

    def _check_route(self, contact: Contact) -> None:
        """It joins the first queue that takes it and whose conditions hold, unless that one is full."""
        place = (contact.channel, self.told.taken_for[contact.key], contact.segment)
        possible = []
        for queue in range(len(self.world.names.queues)):
            if not self.routing.takes[(queue, *place)]:
                continue
            holds = self._hold(self.routing.when[queue].tolist(), contact, contact.arrived_tick, 0)
            possible += [queue] * (holds is not False)
            if len(self.routing.when[queue]):
                self.told.seen[f"route {holds}"] += 1
            if holds:
                break
        if contact.outcome == Outcome.BLOCKED:
            self.told.expect(
                "may be full", contact, any(self._is_full(q, contact) is not False for q in possible), True
            )
            self.told.seen["blocked"] += 1
            return
        moves = self.told.moves[contact.key]
        joined = moves[0].from_queue if moves else contact.queue
        self.told.expect("route", contact, joined, joined if joined in possible else possible)
        if joined not in possible:
            return
        if contact.answered_tick != contact.arrived_tick and contact.reason != Reason.FOLLOW_UP:
            self.told.expect("is full", contact, self._is_full(joined, contact) is True, False)

    def _is_full(self, queue: int, contact: Contact) -> bool | None:
        """Tell whether a queue holds as many as may wait when a contact comes."""
        limit = int(self.routing.limit[queue])
        if limit < 0:
            return False
        answers = {number >= limit for number in self._waiting(queue, contact, contact.arrived_tick, 0)}
        return answers.pop() if len(answers) == 1 else None

    def _check_moves(self, contact: Contact) -> None:
        """By age, each rule of the queue it stands in is tested once; after a move those of a later age."""
        left = self._left(contact)
        moves = [m for m in self.told.moves[contact.key] if m.tick <= left]
        queue, age, told = moves[0].from_queue if moves else contact.queue, -1, 0
        rules = [rule for rule in self.routing.overflow[queue] if rule.after > age]
        while rules:
            rule = rules.pop(0)
            tick = contact.queued_tick + rule.after
            is_tied = tick == left and contact.outcome != Outcome.ABANDONED
            if tick > left or tick >= self.end or (tick == left and contact.outcome in GONE_BEFORE):
                break
            made = told < len(moves) and (moves[told].from_queue, moves[told].to_queue, moves[told].tick) == (
                queue,
                rule.to,
                tick,
            )
            goes = self._goes_over(rule.to, rule.conditions.tolist(), contact, tick)
            if goes is not None and not (is_tied and not made):
                self.told.expect(
                    f"move to {rule.to} at age {rule.after}: {rule.conditions.tolist()}", contact, made, goes
                )
                self.told.seen[f"overflow {goes}"] += 1
            if made:
                told += 1
                queue = rule.to
                rules = [later for later in self.routing.overflow[queue] if later.after > rule.after]
        self.told.expect("moves", contact, len(moves), told)
        if len(moves) == len(self.told.moves[contact.key]):
            self.told.expect("queue at the end", contact, contact.queue, queue)
        else:
            self.told.seen["moved again later"] += 1

    def _goes_over(self, to: int, conditions: list[list[int]], contact: Contact, tick: int) -> bool | None:
        """Tell whether a rule moves who still waits: its conditions hold, and the other queue is not full."""
        holds = self._hold(conditions, contact, tick, 15)
        limit = int(self.routing.limit[to])
        if limit < 0 or holds is False:
            return holds
        is_full = {number >= limit for number in self._waiting(to, contact, tick, 15)}
        if is_full == {True}:
            self.told.seen["overflow: full"] += 1
            return False
        return holds if is_full == {False} else None

    # --- patience, idleness, order ------------------------------------------------------------------------------

    def _check_patience(self, contact: Contact) -> None:
        """Who waits on the line leaves when patience ends, wherever they went; letters and the centre never do."""
        table = int(self.world.behaviour.patience[contact.segment, contact.channel, 0])
        waits = table >= 0 and self.told.kind(contact) in ON_THE_LINE and contact.reason != Reason.FOLLOW_UP
        until = self.end
        if waits:
            until = min(self.end, contact.queued_tick + self.told.ticks(table, Stream.PATIENCE, contact))
        if contact.outcome == Outcome.ABANDONED:
            self.told.expect("patience", contact, contact.ended_tick, until)
            self.told.seen["abandoned after a move"] += bool(self.told.moves[contact.key])
        else:
            self.told.expect("waits no longer", contact, self._left(contact) <= until, True)

    def _can_take(self, agent: int, stay: Stay) -> bool:
        """Whether an agent works a contact's channel and what it is taken for, and serves the queue it stands in."""
        staffing, contact = self.world.staffing, stay.contact
        listed = self.routing.priority[staffing.pool[agent], stay.queue, contact.channel]
        knows = self.told.knows(agent, self.told.taken_for[contact.key])
        return bool(listed and knows and staffing.channel_level[agent, contact.channel])

    def _check_opener(self, contact: Contact) -> None:
        """Who opens a contact serves its queue, knows what it is taken for, and takes it at the age of their pool."""
        stays = [stay for stay in self.stays if stay.contact is contact]
        first = next(stay for stay in stays if not stay.ends_by_move)
        if contact.answered_tick < 0:
            return
        agent = self.told.opener(contact)
        self.told.expect("opened by who may", contact, self._can_take(agent, first), True)
        self.told.expect("old enough", contact, contact.answered_tick >= self._eligible(agent, first), True)

    def _check_longest_idle(self, stay: Stay) -> None:
        """Who is pushed goes to the lowest priority, then to whom nothing has happened for longest."""
        spell = next((s for s in self.told.spells[stay.contact.key] if s.start_tick == stay.start), None)
        if spell is None or stay.begins_by_move or stay.end != stay.start:
            return
        tick, chosen = stay.start, spell.agent
        took = self._last(chosen, tick - 1, [s.start_tick for s in self.told.work[chosen]])
        for agent in self.told.work:
            if agent == chosen or not self._can_take(agent, stay) or self._eligible(agent, stay) > tick:
                continue
            is_first = self._priority(agent, stay) <= self._priority(chosen, stay)
            ended = [t for s in self.told.work[agent] for t in (s.start_tick, s.end_tick)]
            is_idle = self._last(agent, tick, ended + [end for _, end, _ in self.labour.places_of(agent)]) < took
            on_duty = any(a < tick < b for a, b, kind in self.told.duties[agent] if kind == Duty.ON_QUEUE)
            has_room = self.labour.has_room(agent, stay.contact, tick) is True
            self.told.seen["idle agents compared"] += 1
            if is_first and is_idle and on_duty and has_room:
                self.told.expect(f"pushed to {chosen} at {tick}", stay.contact, chosen, agent)

    def _priority(self, agent: int, stay: Stay) -> int:
        return int(self.routing.priority[self.world.staffing.pool[agent], stay.queue, stay.contact.channel])

    def _last(self, agent: int, tick: int, ticks: list[int]) -> int:
        """Return the last of some ticks, or of those an agent came on duty, up to a tick."""
        return max((t for t in [*ticks, *(row[0] for row in self.told.duties[agent])] if t <= tick), default=-1)

    def _eligible(self, agent: int, stay: Stay) -> int:
        """From when on an agent may take who stands in a queue: its age counts from the message, not from a move."""
        delay = int(self.routing.delay[self.world.staffing.pool[agent], stay.queue])
        return max(stay.start, stay.since + delay)

    def _check_nobody_has_room(self) -> None:
        """Nobody on duty has room for a contact they could take while it stands in a queue."""
        for agent, spells in self.told.work.items():
            mine = [stay for stay in self.stays if self._is_free_to_go(stay) and self._can_take(agent, stay)]
            held = [(s.start_tick, s.end_tick, s.channel) for s in spells] + self.labour.places_of(agent)
            cuts = {tick for start, end, _ in held for tick in (start, end)}
            for start, end, kind in self.told.duties[agent]:
                if kind == Duty.ON_QUEUE:
                    inside = sorted({start, end, *(tick for tick in cuts if start < tick < end)})
                    for span in pairwise(inside):
                        self._check_span(agent, span, mine, held)

    def _check_span(
        self, agent: int, span: tuple[int, int], stays: list[Stay], held: list[tuple[int, int, int]]
    ) -> None:
        """In a span in which an agent's hands do not change: none stands there who would fit into them."""
        begin, stop = span
        channels = [channel for start, end, channel in held if start <= begin and stop <= end]
        for stay in stays:
            since = max(begin, self._eligible(agent, stay))
            if since < min(stop, stay.end) and self.labour.fits([*channels, stay.contact.channel]):
                self.told.expect(f"agent {agent} has room at {since}", stay.contact, "waits", "taken")

    def _is_free_to_go(self, stay: Stay) -> bool:
        """Whether it is sure that anybody may take who stands there: no contact of the centre of a closed channel."""
        is_unasked = stay.contact.reason == Reason.FOLLOW_UP and self.told.kind(stay.contact) in ON_THE_LINE
        return stay.is_sure and not is_unasked

    def _check_order(self) -> None:
        """In one queue nobody who came later is taken by an agent who could have taken who came before."""
        first = [s for s in self.stays if s.is_sure and not s.ends_by_move]
        for later in first:
            spell = next((s for s in self.told.spells[later.contact.key] if s.start_tick == later.end), None)
            if spell is None:
                continue
            for earlier in first:
                if earlier.queue != later.queue or earlier.contact.channel != later.contact.channel:
                    continue
                is_before = earlier.turn < later.turn
                is_waiting = max(earlier.since, earlier.start) < later.end < earlier.end
                if is_before and is_waiting and self._is_free_to_go(earlier) and self._can_take(spell.agent, earlier):
                    self.told.expect("taken before its turn", later.contact, earlier.contact.key, "none before")
                self.told.seen["orders compared"] += is_before and is_waiting


def _compares(compare: int, fact: int, value: int) -> bool:
    if compare == Compare.OVER:
        return fact > value
    if compare == Compare.UNDER:
        return fact < value
    return (fact == value) == (compare == Compare.IS)
