"""Facts of the moment, as conditions look at them (MODEL.md 6), and the recent service of queues."""

from bisect import bisect_right
from collections import deque
from typing import TYPE_CHECKING

from sim.engine.reference.contact import Contact
from sim.rules.condition import Fact, holds, served_share
from sim.world.world import ConditionFacts

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

FOR_EVER = 1 << 62
"""Announced where nobody is there to answer, as conditions see it."""

Rows = list[list[int]]
"""Conditions that hold together: (fact, subject, comparison, value) each."""


class _Meter:
    """What became of the contacts of a queue of late."""

    __slots__ = ("_ended", "_n_served", "_ticks")

    def __init__(self, ticks: int) -> None:
        self._ticks = ticks
        self._ended: deque[tuple[int, bool]] = deque()
        self._n_served = 0

    def note(self, now: int, is_served: bool) -> None:
        self._ended.append((now, is_served))
        self._n_served += is_served

    def share(self, now: int) -> int:
        """Share served in time of what ended within the time looked back, that long ago not counted any more."""
        ended = self._ended
        while ended and ended[0][0] <= now - self._ticks:
            self._n_served -= ended.popleft()[1]
        return served_share(self._n_served, len(ended))


class Facts:
    """Looks facts up for conditions.

    Args:
        given: What their subjects point at.
        centre: The centre whose state they look at.
    """

    def __init__(self, given: ConditionFacts, centre: "Centre") -> None:
        self._centre = centre
        spans = zip(given.span_start, given.span_end, strict=True)
        self._spans: list[tuple[list[int], list[int]]] = [(start.tolist(), end.tolist()) for start, end in spans]
        self._product: list[int] = given.product.tolist()
        self._meters = [_Meter(ticks) for ticks in given.meter_ticks.tolist()]
        self._meters_of: dict[int, list[_Meter]] = {}
        for queue, meter in zip(given.meter_queue.tolist(), self._meters, strict=True):
            self._meters_of.setdefault(queue, []).append(meter)
        self.has_meters = bool(self._meters)

    def hold(self, rows: Rows, contact: Contact) -> bool:
        """Tell whether conditions hold now for a contact; none always hold."""
        return all(holds(compare, self._fact(fact, subject, contact), value) for fact, subject, compare, value in rows)

    def note(self, contact: Contact, now: int) -> None:
        """Count a contact that is answered or leaves for the recent service of its queue."""
        for meter in self._meters_of.get(contact.queue, ()):
            target = self._centre.tables.target_ticks[contact.channel]
            is_answered = contact.answered_tick >= 0
            meter.note(now, is_answered and (target < 0 or now - contact.queued_tick <= target))

    def _fact(self, fact: int, subject: int, contact: Contact) -> int:
        """Look up a fact."""
        centre = self._centre
        if fact in (Fact.TIME_OF_DAY, Fact.INCIDENT_ON):
            starts, ends = self._spans[subject]
            return int(bisect_right(starts, centre.env.now) > bisect_right(ends, centre.env.now))
        if fact == Fact.IS_OPEN:
            return int(centre.takes(subject))
        if fact == Fact.WAITING:
            return centre.n_waiting[subject]
        if fact == Fact.IDLE_AGENTS:
            return sum(agent.takes_work and not agent.in_hand for agent in centre.teams[subject].agents)
        if fact == Fact.ESTIMATED_WAIT:
            return centre.estimates.announced(subject, FOR_EVER)
        if fact == Fact.RECENT_SERVICE:
            return self._meters[subject].share(centre.env.now)
        return self._of_contact(fact, contact)

    def _of_contact(self, fact: int, contact: Contact) -> int:
        """Look up a fact of a contact; of its intent the centre knows what it takes it for."""
        if fact == Fact.SEGMENT:
            return contact.segment
        if fact == Fact.INTENT:
            return contact.taken_for
        if fact == Fact.REASON:
            return contact.reason
        return self._product[contact.taken_for] if fact == Fact.PRODUCT else contact.visit
