"""The story of one issue, and the source that starts these stories."""

from collections.abc import Iterator

import numpy as np

from sim.engine.reference.centre import Centre
from sim.engine.reference.clock import Moment, Steps, Story
from sim.engine.reference.contact import Contact
from sim.engine.reference.draws import arrival_slots
from sim.rules.journey import next_opening, pick_next_channel
from sim.rules.lifecycle import CAUSE_OF_OUTCOME, ChannelKind, IssueOutcome, Outcome, Reason, next_reason
from sim.rules.order import Rank, contact_ident, event_order
from sim.streams import Stream, draw
from sim.world.world import World

_BLOCK = 8192
_ARRIVAL_ORDER = event_order(Rank.ARRIVAL, 0)
_DEFERRED = int(ChannelKind.DEFERRED)
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
            yield Moment(centre.env, contact.arrived_tick, _ARRIVAL_ORDER + contact.ident)


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
    tick = _tries_from(centre, last.segment, cause, channel) + delay
    return _make_next(centre, last, next_reason(cause, last.channel, channel), channel, tick)


def _tries_from(centre: Centre, segment: int, cause: int, channel: int) -> int:
    """The tick from which the delay before the next contact runs: now, or the next opening of its channel.

    Where it never opens again, that is the end of the horizon, so that the contact never comes.
    """
    tables, now = centre.tables, centre.env.now
    if not tables.once_open[segment][cause] or tables.kind[channel] == _DEFERRED:
        return now
    opening = next_opening(now, tables.open_start[channel], tables.open_end[channel])
    return centre.world.horizon.end if opening < 0 else opening


def _make_next(centre: Centre, last: Contact, reason: int, channel: int, tick: int) -> Contact:
    visit = last.visit + 1
    ident, slot = contact_ident(last.issue, visit), centre.slot_at(tick)
    contact = Contact(last.index, ident, last.issue, visit, reason, channel, last.segment, last.intent, tick, slot)
    contact.told_before = last.told_before or last.answered_tick >= 0
    contact.is_same_channel = channel == last.channel
    contact.waited_before = last.waited_before
    contact.customer = last.customer
    return contact


def _close(centre: Centre, last: Contact, outcome: int) -> None:
    centre.ledger.issue_outcome[last.index] = outcome
    centre.ledger.issue_ended[last.index] = centre.env.now


def demand(centre: Centre) -> Steps:
    """Start the story of every issue at its first arrival, one calendar entry ahead of the clock."""
    env, reason = centre.env, int(Reason.FIRST)
    for index, ident, issue, tick, segment, intent, channel, slot in _arrivals(centre.world):
        yield Moment(env, tick, _ARRIVAL_ORDER + ident)
        contact = Contact(index, ident, issue, 0, reason, channel, segment, intent, tick, slot)
        story = contact.customer = Story(customer(centre, contact))
        story.go_on()


def _arrivals(world: World) -> Iterator[tuple[int, ...]]:
    """Yield the rows of all first contacts, turned into plain integers a block at a time."""
    arrivals = world.arrivals
    columns = (
        np.arange(len(arrivals.issue)),
        arrivals.issue * contact_ident(1, 0),
        arrivals.issue,
        arrivals.tick,
        arrivals.segment,
        arrivals.intent,
        arrivals.channel,
        arrival_slots(world),
    )
    for first in range(0, len(arrivals.issue), _BLOCK):
        yield from zip(*(column[first : first + _BLOCK].tolist() for column in columns), strict=True)
