"""The story of one issue, and the source that starts these stories."""

from bisect import bisect_right

import numpy as np

from sim.engine.reference.centre import Centre
from sim.engine.reference.clock import Steps, Story, Wait
from sim.engine.reference.contact import Contact
from sim.rules.journey import pick_next_channel
from sim.rules.lifecycle import CAUSE_OF_OUTCOME, IssueOutcome, Outcome, Reason, next_reason
from sim.rules.order import Rank, contact_ident, event_order
from sim.streams import Stream, draw
from sim.world.world import Ints

_ARRIVAL_ORDER = event_order(Rank.ARRIVAL, 0)
_RESOLVED, _LOST = int(IssueOutcome.RESOLVED), int(IssueOutcome.LOST)
_NEXT_CHANNEL, _NEXT_DELAY = int(Stream.NEXT_CHANNEL), int(Stream.NEXT_DELAY)


def customer(centre: Centre, first: Contact) -> Steps:
    """One need of one customer, from the first contact until it is resolved or given up.

    A contact is made; when it is over the customer is content, gives up, or waits a while and tries
    again, perhaps on another channel.
    """
    contact: Contact | None = first
    while contact is not None:
        centre.arrive(contact)
        if not contact.is_over:
            yield None
        contact = next_contact(centre, contact)
        if contact is not None:
            yield Wait(contact.arrived_tick, _ARRIVAL_ORDER + contact_ident(contact.issue, contact.visit))


def next_contact(centre: Centre, last: Contact) -> Contact | None:
    """Decide what a customer does after a contact is over.

    Returns:
        The next contact, with the tick it arrives; None when the issue is resolved or lost.
    """
    if last.is_resolved == 1:
        _close(centre, last, _RESOLVED)
        return None
    tables, visit = centre.tables, last.visit
    cause = CAUSE_OF_OUTCOME[Outcome(last.outcome)]
    channel = -1
    if visit + 1 < tables.max_visits:
        u = centre.draws.of(_NEXT_CHANNEL, last.index, visit) * 2.0**-53
        row = tables.next_share[last.segment][cause][last.channel]
        channel = pick_next_channel(u, row, tables.stay[last.segment][cause][visit])
    if channel < 0:
        _close(centre, last, _LOST)
        return None
    table = tables.next_delay[last.segment][cause][channel]
    assert table is not None
    delay = draw(table, centre.draws.of(_NEXT_DELAY, last.index, visit))
    if last.outcome == Outcome.ABANDONED and delay == 0:
        delay = 1  # an arrival is looked at before patience on one tick, so the next tick it is
    tick = centre.env.now + delay
    return _make_next(centre, last, next_reason(cause, last.channel, channel), channel, tick)


def _make_next(centre: Centre, last: Contact, reason: int, channel: int, tick: int) -> Contact:
    contact = Contact(last.index, last.issue, last.visit + 1, reason, channel, last.segment, last.intent, tick)
    horizon = centre.world.horizon
    contact.slot = slot_at(horizon.slot_tick.tolist(), horizon.slot.tolist(), tick) if len(horizon.slot) > 1 else 0
    contact.told_before = last.told_before or last.answered_tick >= 0
    contact.is_same_channel = channel == last.channel
    contact.waited_before = last.waited_before
    contact.customer = last.customer
    return contact


def slot_at(slot_tick: list[int], slot: list[int], tick: int) -> int:
    """The slot of the day that holds at a tick."""
    return slot[bisect_right(slot_tick, tick) - 1]


def _close(centre: Centre, last: Contact, outcome: int) -> None:
    centre.ledger.issue_outcome[last.index] = outcome
    centre.ledger.issue_ended[last.index] = centre.env.now


def demand(centre: Centre) -> Steps:
    """Start the story of every issue at its first arrival, one calendar entry ahead of the clock."""
    arrivals, horizon, env = centre.world.arrivals, centre.world.horizon, centre.env
    rows = zip(
        arrivals.issue.tolist(),
        arrivals.tick.tolist(),
        arrivals.segment.tolist(),
        arrivals.intent.tolist(),
        arrivals.channel.tolist(),
        _slots(horizon.slot_tick, horizon.slot, arrivals.tick),
        strict=True,
    )
    reason = int(Reason.FIRST)
    for index, (issue, tick, segment, intent, channel, slot) in enumerate(rows):
        yield Wait(tick, _ARRIVAL_ORDER + contact_ident(issue, 0))
        contact = Contact(index, issue, 0, reason, channel, segment, intent, tick)
        contact.slot = slot
        story = contact.customer = Story(env, customer(centre, contact))
        story.go_on()


def _slots(slot_tick: Ints, slot: Ints, tick: Ints) -> list[int]:
    """Slots of the day of many ticks."""
    if len(slot_tick) <= 1:
        return [0] * len(tick)
    place = np.searchsorted(slot_tick, tick, side="right") - 1
    slots: list[int] = slot[place].tolist()
    return slots
