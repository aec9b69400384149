"""What each contact of a record is, in the letters of KPIS.md: masks and times that several sums share.

Owns the reading of one contact: was it offered, answered, in the target, a short abandon. Where customers wait for
a reply (deferred, messaging, community) a contact is answered when the reply is sent (MODEL.md 10), a conversation
of messages when the first one is, so one still in work on it when the horizon ends is open. A post that another
customer answers flows out of its queue. A contact that entered no queue is booked on the queue it would have
entered. Outbound work of the centre itself (a follow-up, a campaign) waits for no customer's sake: it stands outside N
and every letter that belongs to N.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.kpi.clock import NEVER, deadlines
from sim.kpi.places import contact_row
from sim.record.record import Record
from sim.rules.lifecycle import ASYNC, LEGS, OF_CENTRE, QUEUED_OUTCOMES, ChannelKind, Offer, Outcome, Reason
from sim.world.world import World

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

_LEGS = [int(reason) for reason in LEGS]
_OF_CENTRE = [int(reason) for reason in OF_CENTRE]
_BY_CUSTOMER = [int(reason) for reason in Reason if reason not in LEGS | OF_CENTRE]
_QUEUED = [int(outcome) for outcome in QUEUED_OUTCOMES]
_BY_CENTRE = [int(Outcome.DISCONNECTED), int(Outcome.EXPIRED)]
_LIVE = [int(kind) for kind in ChannelKind if kind not in ASYNC | {ChannelKind.SELF_SERVICE}]


@dataclass(frozen=True, slots=True)
class Facts:
    """One row a contact, in the order of the record.

    Attributes:
        queue: Queue it entered or would have entered, −1 for none.
        in_window: Arrived in the measured window.
        ends_in_window: Ended in the measured window.
        is_by_customer: A customer contact: neither a leg nor made by the centre (MODEL.md 2).
        is_leg: Continues another contact.
        is_of_centre: Made by the centre.
        is_live: On a live or chat channel; on the others but self-service customers wait for a reply.
        is_session: On a channel of self-service: it stands in no queue and is answered by no person.
        has_session: A session that began.
        is_contained: A session left without wanting a person, helped or only gone.
        is_by_person: A person opened it, whoever made it.
        is_queued: N.
        is_answered: H.
        is_abandoned: L.
        is_disconnected: X: the centre ended it, at closing or after the longest wait of its queue.
        is_open: Q.
        is_callback: An accepted callback, whatever became of it.
        is_called_back: A conversation that the centre rang up: an accepted callback, or a call to who was missed.
        is_worked: A person has worked it for a customer: H, and callbacks that were reached.
        is_flow_out: F: a post that another customer answered, or an accepted callback. What goes over to another
            queue is no contact of its own; `sim.kpi.queue_sums` adds it by queue.
        is_withdrawn: W: another contact of its issue was answered while it waited.
        has_target: On a channel with a service level target.
        in_target: H_T.
        is_early: L_T.
        is_short: L_s.
        is_undecided: Q_T.
        wait_ticks: From queue entry to opening, leaving or the end of the horizon; 0 outside N.
        reply_tick: When the reply was sent, the first one of a conversation of messages; −1 while it was not.
        stop_tick: When the customer stopped waiting for the answer: the opening on live and chat channels, else the
            reply; or the leaving; `NEVER` while open and outside N.
    """

    queue: Ints
    in_window: Mask
    ends_in_window: Mask
    is_by_customer: Mask
    is_leg: Mask
    is_of_centre: Mask
    is_live: Mask
    is_session: Mask
    has_session: Mask
    is_contained: Mask
    is_by_person: Mask
    is_queued: Mask
    is_answered: Mask
    is_abandoned: Mask
    is_disconnected: Mask
    is_open: Mask
    is_callback: Mask
    is_called_back: Mask
    is_worked: Mask
    is_flow_out: Mask
    is_withdrawn: Mask
    has_target: Mask
    in_target: Mask
    is_early: Mask
    is_short: Mask
    is_undecided: Mask
    wait_ticks: Ints
    reply_tick: Ints
    stop_tick: Ints


def read_facts(record: Record, world: World) -> Facts:
    """Read every contact of a record.

    Args:
        record: What happened.
        world: The world it happened in; same strategy and replication.

    Returns:
        The facts; every mask is of dtype bool and as long as the contacts.
    """
    contacts, outcome = record.contacts, record.contacts["outcome"]
    reason, kind = contacts["reason"], world.channels.kind[contacts["channel"]]
    is_session, is_of_centre = kind == ChannelKind.SELF_SERVICE, np.isin(reason, _OF_CENTRE)
    is_inbound = ~is_session & ~is_of_centre
    is_live, reply_tick = np.isin(kind, _LIVE), _reply_tick(record)
    is_callback = (contacts["callback"] == Offer.ACCEPTED) & is_inbound
    is_called_back = (is_callback | (reason == Reason.CALLBACK_MISSED)) & (contacts["answered_tick"] >= 0)
    is_flow_out = ((outcome == Outcome.CONTAINED) & is_inbound) | is_callback
    is_queued = (np.isin(outcome, _QUEUED) & is_inbound) | is_flow_out
    is_inbound = is_inbound & ~is_callback
    has_reply = ~is_live & (reply_tick >= 0)
    in_hand, waits = outcome == Outcome.ANSWERED, outcome == Outcome.OPEN
    is_answered = ((in_hand & (is_live | has_reply)) | (waits & has_reply)) & is_inbound
    is_open = (in_hand | waits) & ~is_answered & is_inbound
    has_left = is_queued & ~is_answered & ~is_open & (contacts["ended_tick"] >= 0)
    stop_tick = _stop_tick(record, is_live, is_answered, has_left, reply_tick)
    wait_ticks = _wait_ticks(record, world, is_queued, has_left)
    target_tick = _target_tick(record, world)
    is_abandoned = (outcome == Outcome.ABANDONED) & is_inbound
    is_within = stop_tick <= target_tick
    return Facts(
        queue=_queue(record, world),
        in_window=_in_window(contacts["arrived_tick"], world),
        ends_in_window=_in_window(contacts["ended_tick"], world),
        is_by_customer=np.isin(reason, _BY_CUSTOMER),
        is_leg=np.isin(reason, _LEGS),
        is_of_centre=is_of_centre,
        is_live=is_live,
        is_session=is_session,
        has_session=is_session & (contacts["answered_tick"] >= 0),
        is_contained=is_session & (outcome == Outcome.CONTAINED),
        is_by_person=~is_session & (contacts["answered_tick"] >= 0),
        is_queued=is_queued,
        is_answered=is_answered,
        is_abandoned=is_abandoned,
        is_disconnected=np.isin(outcome, _BY_CENTRE) & is_inbound,
        is_open=is_open,
        is_callback=is_callback,
        is_called_back=is_called_back,
        is_worked=is_answered | (is_called_back & is_callback),
        is_flow_out=is_flow_out,
        is_withdrawn=(outcome == Outcome.WITHDRAWN) & is_inbound,
        has_target=world.channels.target_ticks[contacts["channel"]] >= 0,
        in_target=is_answered & is_within,
        is_early=is_abandoned & is_within,
        is_short=is_abandoned & (wait_ticks <= world.short_abandon_ticks),
        is_undecided=is_open & (target_tick >= world.horizon.end),
        wait_ticks=wait_ticks,
        reply_tick=reply_tick,
        stop_tick=stop_tick,
    )


def handle_time(record: Record) -> Ints:
    """Handle time of each contact [ticks]: talk, hold and wrap-up, in hand of all agents (MODEL.md 9)."""
    contacts = record.contacts
    return contacts["talk_ticks"] + contacts["hold_ticks"] + contacts["wrap_up_ticks"]


def _in_window(tick: Ints, world: World) -> Mask:
    """Mask the ticks inside the measured window (half-open)."""
    return (tick >= world.horizon.measure_start) & (tick < world.horizon.measure_end)


def _queue(record: Record, world: World) -> Ints:
    """Give the queue of each contact, or the one it would have entered."""
    contacts = record.contacts
    wanted = world.routing.queue[contacts["channel"], contacts["intent"], contacts["segment"]]
    return np.where(contacts["queue"] >= 0, contacts["queue"], wanted)


def _reply_tick(record: Record) -> Ints:
    """Tell when each reply was sent: the first message of a conversation that has turns, else the end of talk."""
    turns, reply_tick = record.turns, record.contacts["talk_end_tick"].copy()
    first = np.flatnonzero((turns["turn"] == 0) & (turns["replied_tick"] >= 0))
    if len(first):
        reply_tick[contact_row(record, turns["issue"][first], turns["visit"][first])] = turns["replied_tick"][first]
    return reply_tick


def _stop_tick(record: Record, is_live: Mask, is_answered: Mask, has_left: Mask, reply_tick: Ints) -> Ints:
    """Tell when each customer stopped waiting for the answer."""
    contacts = record.contacts
    answer = np.where(is_live, contacts["answered_tick"], reply_tick)
    return np.where(is_answered, answer, np.where(has_left, contacts["ended_tick"], NEVER))


def _wait_ticks(record: Record, world: World, is_queued: Mask, has_left: Mask) -> Ints:
    """Tell how long each contact stood in the queue before it was opened, left, or the horizon ended."""
    contacts = record.contacts
    opened = contacts["answered_tick"]
    until = np.where(has_left, contacts["ended_tick"], world.horizon.end)
    until = np.where(opened >= 0, opened, until)
    return np.where(is_queued, until - contacts["queued_tick"], 0)


def _target_tick(record: Record, world: World) -> Ints:
    """Give the last tick on which an answer meets the target of its channel; `NEVER` without a target."""
    contacts, channels = record.contacts, world.channels
    wanted = channels.target_ticks[contacts["channel"]]
    from_tick = np.where(contacts["queued_tick"] >= 0, contacts["queued_tick"], contacts["arrived_tick"])
    target_tick = np.where(wanted >= 0, from_tick + wanted, NEVER)
    for c in np.flatnonzero((channels.target_ticks > 0) & (channels.target_is_working != 0)):
        mine = np.flatnonzero(contacts["channel"] == c)
        spans = channels.work_start[c], channels.work_end[c]
        target_tick[mine] = deadlines(from_tick[mine], int(channels.target_ticks[c]), *spans)
    return target_tick
