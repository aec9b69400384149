"""The story of one issue, and the source that starts these stories."""

from collections.abc import Iterator

import numpy as np

from sim.engine.reference.callbacks import Unasked
from sim.engine.reference.centre import Centre
from sim.engine.reference.clock import Moment, Steps, Story
from sim.engine.reference.contact import Contact
from sim.engine.reference.draws import arrival_slots
from sim.engine.reference.need import Need
from sim.rules.journey import pick_next_channel, step_of
from sim.rules.lifecycle import (
    LEGS,
    NEXT_LEG,
    OF_CENTRE,
    Cause,
    ChannelKind,
    IssueOutcome,
    Outcome,
    Reason,
    Step,
    Way,
    cause_of,
    next_reason,
)
from sim.rules.order import LAST_VISIT, Rank, contact_ident, event_order
from sim.streams import Stream, draw
from sim.world.campaigns import FIRST_CALL
from sim.world.world import World

_BLOCK = 8192
_ARRIVAL_ORDER, _TOLERANCE_ORDER = event_order(Rank.ARRIVAL, 0), event_order(Rank.PATIENCE, 0)
_SELF_SERVICE = int(ChannelKind.SELF_SERVICE)
_RESOLVED, _LOST, _OPEN = int(IssueOutcome.RESOLVED), int(IssueOutcome.LOST), int(IssueOutcome.OPEN)
_NEXT = int(Stream.NEXT_CHANNEL), int(Stream.NEXT_DELAY)
_CHASE = int(Stream.CHASE_CHANNEL), int(Stream.CHASE_DELAY)
_REOPEN = int(Stream.REOPEN_CHANNEL), int(Stream.REOPEN_DELAY)
_TOLERANCE, _RECOGNISED, _REOPENED = int(Stream.TOLERANCE), int(Stream.RECOGNISED), int(Stream.REOPENED)
_HAND_OFF_DELAY = int(Stream.HAND_OFF_DELAY)
_LAST_STEP, _STEP_TRANSFER = 15, int(Step.TRANSFER)


def customer(centre: Centre, first: Contact, comes_now: bool = True) -> Steps:
    """A thread of one need of one customer, from a contact until it is resolved or given up.

    A contact is made; when it is over the customer is content, gives up, or waits a while and tries
    again, perhaps on another channel.

    Args:
        centre: The centre.
        first: The contact it begins with.
        comes_now: Whether that comes now, and not at its time of arrival.
    """
    contact: Contact | None = first
    can_chase, informs, door = centre.tables.can_chase, centre.follow_ups.informs, centre.door
    while contact is not None:
        if contact is not first or not comes_now:
            step = 0 if contact.chased is None else _LAST_STEP
            yield Moment(centre.env, contact.arrived_tick, _ARRIVAL_ORDER + contact.ident + step)
            if not _is_made(centre, contact):
                return
        elif door.is_used:
            door.meet(contact)
        if contact.is_denied:
            centre.turn_away(contact, Outcome.CLOSED)
        else:
            centre.arrive(contact)
        if not contact.is_over:
            if can_chase:
                _wait_for_reply(centre, contact)
                contact.need.waiting.append(contact)
            if informs:
                centre.follow_ups.inform(contact)
            yield None
            if can_chase:
                contact.need.waiting.remove(contact)
        contact = next_contact(centre, contact)


def _is_made(centre: Centre, contact: Contact) -> bool:
    """Settle the visit of a further contact; false where there is no reason for it any more: it has been answered."""
    need = contact.need
    if _is_needless(centre, contact):
        need.n_made -= contact.reason not in LEGS
        if contact.sender is not None:
            centre.work.end_hold(contact.sender, centre.env.now)
        _end_thread(centre, contact)
        return False
    contact.visit = need.n_visits
    contact.ident = contact_ident(contact.issue, contact.visit)
    need.n_visits += 1
    if contact.reason not in LEGS:
        if centre.door.is_used:
            centre.door.meet(contact)
        centre.ledger.issue_contacts[contact.index] += 1
    if contact.chased is not None and contact.is_identified and contact.chased.is_identified:
        u = centre.draws.of(_RECOGNISED, contact.index, contact.visit) * 2.0**-53
        contact.link = contact.chased.link if u < centre.tables.recognised else contact.visit
    else:
        contact.link = contact.visit
    if contact.reopened is not None:
        _reopen(centre, contact)
    if contact.unasked is not None:
        centre.callbacks.cross(contact.unasked)
    return True


def _is_needless(centre: Centre, contact: Contact) -> bool:
    """Whether there is no reason for a further contact any more: it has been answered, or the centre came first."""
    chased, reopened = contact.chased, contact.reopened
    if chased is not None and (chased.has_reply or centre.follow_ups.prevents(chased.informed)):
        return True
    if contact.unasked is not None and contact.unasked.is_reached:
        return True
    if reopened is not None:
        return centre.follow_ups.prevents(reopened.followed)
    return contact.need.is_resolved


def _wait_for_reply(centre: Centre, contact: Contact) -> None:
    """Where a reply takes longer than the customer tolerates, they ask again."""
    table = centre.tables.tolerance[contact.channel] if contact.ring is None else contact.ring.tolerance
    if table is not None:
        tick = centre.env.now + draw(table, centre.draws.of(_TOLERANCE, contact.index, contact.visit))
        order = _TOLERANCE_ORDER + contact.ident
        Moment(centre.env, tick, order, lambda moment: _ask_again(centre, moment.subject), contact)


def _ask_again(centre: Centre, contact: Contact) -> None:
    """The customer has waited long enough for a reply: perhaps they ask for it elsewhere, while it stays queued."""
    if contact.has_reply or contact.need.is_resolved or centre.follow_ups.prevents(contact.informed):
        return
    chase = _next_of(centre, contact, Cause.UNANSWERED, _CHASE)
    if chase is None:
        return
    chase.arrived_tick = max(chase.arrived_tick, centre.env.now + 1)  # an arrival goes before tolerance on one tick
    chase.chased = contact
    contact.need.n_threads += 1
    story = chase.customer = Story(customer(centre, chase, comes_now=False))
    story.go_on()


def next_contact(centre: Centre, last: Contact) -> Contact | None:
    """Decide what a customer does after a contact is over.

    Returns:
        The next contact, with the tick it arrives; None when this thread is at its end.
    """
    need = last.need
    if last.is_denied:
        _end_thread(centre, last)
        return None
    if last.is_resolved == 1 and not need.is_resolved:
        return _resolve(centre, last)
    if (last.is_resolved != 0 and last.outcome in (Outcome.ANSWERED, Outcome.WITHDRAWN)) or need.is_resolved:
        _end_thread(centre, last)
        centre.work.end_hold(last, centre.env.now)
        return None
    if last.way in NEXT_LEG:
        return _next_leg(centre, last)
    tables = centre.tables
    if tables.is_async[last.channel] and need.n_threads > 1:
        _end_thread(centre, last)  # they ask elsewhere already
        return None
    cause = cause_of(last.outcome, tables.kind[last.channel], last.way)
    unasked = _ring_back(centre, last) if centre.callbacks.are_missed else None
    following = _next_of(centre, last, cause, _NEXT)
    if following is not None:
        following.unasked = unasked
    if following is None:
        _end_thread(centre, last)
    return following


def _ring_back(centre: Centre, last: Contact) -> Unasked | None:
    """Perhaps the centre means to ring a customer who did not get through."""
    plan = None if last.reason in LEGS else centre.callbacks.plan(last)
    if plan is not None:
        plan.story = Story(_call(centre, plan))
        plan.story.go_on()
    return plan


def _call(centre: Centre, plan: Unasked) -> Steps:
    """Ring a customer who did not get through; who answers goes on from there."""
    last, need = plan.parent, plan.parent.need
    after = plan.rule.after_ticks
    if last.outcome == Outcome.ABANDONED and after == 0:
        after = 1  # an arrival is looked at before patience on one tick, so the next tick it is
    tick = centre.when_open(last.channel, centre.env.now + after)
    yield Moment(centre.env, tick, _ARRIVAL_ORDER + contact_ident(last.issue, LAST_VISIT, 2))
    if need.is_resolved or not centre.takes(last.channel):
        centre.callbacks.drop(plan)
    if plan.is_dropped:
        return
    contact = _contact_after(centre, last, int(Reason.CALLBACK_MISSED), last.channel, centre.env.now)
    contact.visit, contact.customer = need.n_visits, plan.story
    contact.ident = contact_ident(contact.issue, contact.visit)
    contact.link = contact.visit
    need.n_visits += 1
    centre.callbacks.arrive(plan, contact)
    if not contact.is_over:
        yield None
    if contact.outcome == Outcome.ANSWERED:
        yield from _go_on_after(centre, contact)


def _go_on_after(centre: Centre, call: Contact) -> Steps:
    """What customers do after a call that the centre made to them."""
    following = next_contact(centre, call)
    if following is not None:
        yield from customer(centre, following, comes_now=False)


def _campaign(centre: Centre, call: Contact) -> Steps:
    """Ring a customer of a campaign; who is not reached never knew of it, and does nothing."""
    centre.callbacks.arrive_of_campaign(call)
    yield None
    if call.outcome == Outcome.ANSWERED:
        yield from _go_on_after(centre, call)
    else:
        _end_thread(centre, call)


def _next_of(centre: Centre, last: Contact, cause: int, streams: tuple[int, int]) -> Contact | None:
    """Draw whether, where and when there is a next contact by a row of `what_next`."""
    tables, visit, need = centre.tables, last.visit, last.need
    if need.n_made >= tables.max_visits and cause != Cause.BOT_FAILED:
        return None
    u = centre.draws.of(streams[0], last.index, visit) * 2.0**-53
    row = tables.next_share[last.segment][cause][last.channel]
    n_failed = min(max(need.n_made, 1), tables.max_visits)
    channel = pick_next_channel(u, row, tables.stay[last.segment][cause][n_failed - 1])
    if channel < 0:
        return None
    table = tables.next_delay[last.segment][cause][channel]
    assert table is not None
    delay = draw(table, centre.draws.of(streams[1], last.index, visit))
    if last.outcome in (Outcome.ABANDONED, Outcome.EXPIRED) and delay == 0:
        delay = 1  # an arrival is looked at before patience on one tick, so the next tick it is
    tick = centre.env.now + delay
    if tables.once_open[last.segment][cause]:
        tick = centre.when_open(channel, centre.when_open(channel, centre.env.now) + delay)
    following = _contact_after(centre, last, next_reason(cause, last.channel, channel), channel, tick)
    following.led_by = int(cause)
    return following


def _contact_after(centre: Centre, last: Contact, reason: int, channel: int, tick: int) -> Contact:
    """Prepare the contact that follows another; its visit is settled when it is made."""
    tables, need = centre.tables, last.need
    visit, slot = need.n_visits, centre.slot_at(tick)
    ident = contact_ident(last.issue, visit)
    contact = Contact(
        last.index, ident, last.issue, visit, reason, channel, last.segment, need.intent, tick, slot, need
    )
    is_from_bot = tables.kind[last.channel] == _SELF_SERVICE
    contact.step = step_of(channel == last.channel, is_from_bot and last.answered_tick >= 0)
    contact.waited_before = last.waited_before
    contact.customer = last.customer
    contact.after_visit, contact.from_channel = last.visit, last.channel
    if reason in OF_CENTRE:
        return contact
    if reason in LEGS:
        contact.residue = tables.residue[last.intent][last.channel]
    else:
        need.n_made += 1
    return contact


def _next_leg(centre: Centre, last: Contact) -> Contact:
    """Pass a contact on to another skill or channel: it is queued there on the same tick, or after a while."""
    tables, n, c = centre.tables, last.intent, last.channel
    if last.way == Way.WRONG_QUEUE:
        leg = _contact_after(centre, last, int(Reason.TRANSFER), c, centre.env.now)
        leg.intent = leg.taken_for = n
        leg.residue, leg.step = last.residue, _STEP_TRANSFER
        return leg
    table = tables.passed_delay[n][c]
    delay = 0 if table is None else draw(table, centre.draws.of(_HAND_OFF_DELAY, last.index, last.visit))
    channel, tick = tables.passed_channel[n][c], centre.env.now + delay
    tick = centre.when_open(channel, tick) if delay else tick  # who comes later comes when it is open
    leg = _contact_after(centre, last, int(Reason.TRANSFER), channel, tick)
    leg.intent = leg.taken_for = tables.passed_intent[n][c]
    leg.residue, leg.step, leg.is_passed = 1.0, _STEP_TRANSFER, True
    leg.sender = last if last.way == Way.PASSED_ON_WARM else None
    return leg


def _resolve(centre: Centre, last: Contact) -> Contact | None:
    """The issue is resolved; it may open again."""
    need, tables = last.need, centre.tables
    need.is_resolved = True
    _close(centre, last, _RESOLVED)
    for contact in need.waiting:
        centre.follow_ups.drop(contact.informed)
    if centre.follow_ups.follows and last.agent is not None:
        centre.follow_ups.follow(last)
    share = tables.reopens[last.intent][last.channel]
    if share > 0.0 and centre.draws.of(_REOPENED, last.index, last.visit) * 2.0**-53 < share:
        again = _next_of(centre, last, Cause.REOPENED, _REOPEN)
        if again is not None:
            again.reopened = last
            return again
    need.n_threads -= 1
    return None


def _reopen(centre: Centre, contact: Contact) -> None:
    """What was resolved is open again."""
    assert contact.reopened is not None
    centre.follow_ups.drop(contact.reopened.followed)
    contact.need.is_resolved = False
    centre.ledger.issue_outcome[contact.index] = _OPEN
    centre.ledger.issue_ended[contact.index] = -1


def _end_thread(centre: Centre, last: Contact) -> None:
    """One thread of an issue has come to its end; the issue is lost when it was the last and nothing was resolved."""
    last.need.n_threads -= 1
    if not last.need.n_threads and not last.need.is_resolved:
        _close(centre, last, _LOST)


def _close(centre: Centre, last: Contact, outcome: int) -> None:
    centre.ledger.issue_outcome[last.index] = outcome
    centre.ledger.issue_ended[last.index] = centre.env.now


def demand(centre: Centre) -> Steps:
    """Start the story of every issue at its first arrival, one calendar entry ahead of the clock."""
    env, reason = centre.env, int(Reason.FIRST)
    for index, ident, issue, tick, segment, intent, channel, slot in _arrivals(centre.world):
        yield Moment(env, tick, _ARRIVAL_ORDER + ident)
        contact = Contact(index, ident, issue, 0, reason, channel, segment, intent, tick, slot, Need(intent))
        is_rung = issue >= FIRST_CALL
        story = contact.customer = Story(_campaign(centre, contact) if is_rung else customer(centre, contact))
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
