"""Sums of contacts: service level, waiting, rates, counts, handle time, deferred work (KPIS.md 1 to 4 and 7).

Booked by arrival in the measured window, handle time where the contact ends. Times in seconds.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, Cells
from sim.kpi.clock import NEVER, open_before
from sim.kpi.facts import Facts
from sim.kpi.histogram import histogram
from sim.kpi.links import Links
from sim.kpi.row import ANSWERED, CONTACT
from sim.record.record import Record
from sim.rules.lifecycle import Outcome, Reason, Way
from sim.units import TICKS_PER_SECOND
from sim.world.world import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Values = dict[str, ByCut]


def queue_sums(record: Record, facts: Facts, links: Links, world: World) -> Values:
    """Measure every sum over contacts but those by interval and those of sessions.

    Args:
        record: What happened.
        facts: What each contact is (`read_facts`).
        links: How they hang together (`read_links`).
        world: The world it happened in.

    Returns:
        By name of sum, by cut, an array by index.
    """
    cells = contact_cells(record, facts, world)
    values = _add(cells, CONTACT, _count_masks(record, facts), {})
    values |= _add(cells, CONTACT, _rate_masks(values, facts), {})
    values |= _service_sums(cells, facts)
    values |= _waiting_sums(cells, facts, world, record)
    values |= _handle_sums(cells, record, facts)
    values |= _deferred_sums(cells, record, facts, world)
    values |= _passing_sums(cells, record, facts, links)
    served = cells.sums(facts.in_window & (facts.is_queued | facts.has_session), CONTACT)
    values["offered_or_blocked"] = _plus(served, values["blocked"])
    values["offered_or_balked"] = _plus(values["offered"], values["balked"])
    values["offered_or_closed"] = _plus(served, values["closed"])
    values["sl_per_group"] = {"pool": _per_group(record, facts, world, values["sl_answered"]["pool"])}
    return values


def contact_cells(record: Record, facts: Facts, world: World) -> Cells:
    """Group contacts by all their indices."""
    contacts, names = record.contacts, world.names
    return Cells(
        {
            "channel": contacts["channel"],
            "queue": facts.queue,
            "pool": contacts["pool"],
            "segment": contacts["segment"],
            "intent": contacts["intent"],
        },
        {
            "channel": len(names.channels),
            "queue": len(names.queues),
            "pool": len(names.pools),
            "segment": len(names.segments),
            "intent": len(names.intents),
        },
    )


def wait_histograms(record: Record, facts: Facts, world: World) -> dict[str, NDArray[np.int32]]:
    """Count waits and times to reply into bins, by channel.

    Returns:
        "wait" (answered and abandoned, live and chat), "answered" (live and chat) and "reply" (deferred),
        each (channels, bins).
    """
    contacts, n_channels = record.contacts, len(world.names.channels)
    live = facts.in_window & facts.is_live
    replied = facts.in_window & ~facts.is_live & facts.is_answered
    chosen = {
        "wait": (facts.wait_ticks, live & (facts.is_answered | facts.is_abandoned)),
        "answered": (facts.wait_ticks, live & facts.is_answered),
        "reply": (contacts["talk_end_tick"] - contacts["arrived_tick"], replied),
    }
    return {
        name: histogram(ticks[mask], contacts["channel"][mask], n_channels) for name, (ticks, mask) in chosen.items()
    }


def _add(cells: Cells, cuts: tuple[str, ...], masks: dict[str, Mask], seconds: Mapping[str, NDArray[Any]]) -> Values:
    """Sum masks and seconds by cuts."""
    return {name: cells.sums(weight, cuts) for name, weight in {**masks, **seconds}.items()}


def _plus(one: ByCut, two: ByCut) -> ByCut:
    """Add two sums."""
    return {cut: one[cut] + two[cut] for cut in one}


def _count_masks(record: Record, facts: Facts) -> dict[str, Mask]:
    """N, L, W, X, Q and what stands outside N."""
    outcome, here = record.contacts["outcome"], facts.in_window
    return {
        "offered": here & facts.is_queued,
        "abandoned": here & facts.is_abandoned,
        "disconnected": here & facts.is_disconnected,
        "still_open": here & facts.is_open,
        "flow_outs": here & facts.is_flow_out,
        "withdrawn": here & facts.is_withdrawn,
        "blocked": here & (outcome == Outcome.BLOCKED),
        "balked": here & (outcome == Outcome.BALKED),
        "closed": here & (outcome == Outcome.CLOSED),
    }


def _rate_masks(values: Values, facts: Facts) -> dict[str, Mask]:
    """Variants of the abandonment rate."""
    here = facts.in_window
    aimed = here & facts.has_target
    return {
        "abandoned_over_short": here & facts.is_abandoned & ~facts.is_short,
        "abandoned_over_target": aimed & facts.is_abandoned & ~facts.is_early,
        "offered_with_target": aimed & facts.is_queued,
    }


def _service_sums(cells: Cells, facts: Facts) -> Values:
    """Numerators and denominators of every variant of the service level (KPIS.md 1)."""
    aimed = facts.in_window & facts.has_target
    offered = service_base(facts)
    answered, ended = aimed & facts.is_answered, aimed & (facts.is_answered | facts.is_abandoned)
    ended_or_flown = ended | (aimed & facts.is_flow_out)
    early, short = facts.is_early, facts.is_short
    by_pool = {"answered_in_target": aimed & facts.in_target, "sl_answered": answered}
    masks = {
        "sl_offered": offered,
        "sl_offered_less_early": offered & ~early,
        "sl_offered_less_short": offered & ~short,
        "sl_in_target_or_early": aimed & (facts.in_target | early),
        "sl_in_target_or_short": aimed & (facts.in_target | short),
        "sl_genesys": ended,
        "sl_genesys_less_short": ended & ~short,
        "sl_genesys_flow_outs": ended_or_flown,
        "sl_genesys_flow_outs_less_short": ended_or_flown & ~short,
    }
    return _add(cells, CONTACT, masks, {}) | _add(cells, ANSWERED, by_pool, {})


def service_base(facts: Facts) -> Mask:
    """Mask N of the service levels: without F, W and what is still undecided, channels with a target."""
    left_out = facts.is_flow_out | facts.is_withdrawn | facts.is_undecided
    return facts.in_window & facts.has_target & facts.is_queued & ~left_out


def _waiting_sums(cells: Cells, facts: Facts, world: World, record: Record) -> Values:
    """Sums of waits on live and chat channels (KPIS.md 2)."""
    live = facts.in_window & facts.is_live
    answered, abandoned = live & facts.is_answered, live & facts.is_abandoned
    waited = answered | abandoned
    wait_s = facts.wait_ticks / TICKS_PER_SECOND
    target_s = world.channels.target_ticks[record.contacts["channel"]] / TICKS_PER_SECOND
    aimed = waited & facts.has_target
    masks = {
        "live_abandoned": abandoned,
        "live_waited": waited,
        "live_waited_with_target": aimed,
    }
    seconds = {
        "wait_s": waited * wait_s,
        "abandoned_wait_s": abandoned * wait_s,
        "excess_wait_s": aimed * np.maximum(0.0, wait_s - target_s),
    }
    by_pool = {"live_answered": answered, "answered": facts.in_window & facts.is_answered}
    values = _add(cells, CONTACT, masks, seconds)
    values |= _add(cells, ANSWERED, by_pool, {"answered_wait_s": answered * wait_s})
    return values | {"max_wait_s": cells.largest(wait_s, waited, CONTACT)}


def _handle_sums(cells: Cells, record: Record, facts: Facts) -> Values:
    """Sums of handle time, booked where contacts end (KPIS.md 4)."""
    contacts = record.contacts
    handled = facts.ends_in_window & facts.is_answered
    talk_s = handled * (contacts["talk_ticks"] / TICKS_PER_SECOND)
    wrap_up_s = handled * (contacts["wrap_up_ticks"] / TICKS_PER_SECOND)
    session_s = handled * ((contacts["ended_tick"] - contacts["answered_tick"]) / TICKS_PER_SECOND)
    seconds = {
        "talk_s": talk_s,
        "wrap_up_s": wrap_up_s,
        "handle_s": talk_s + wrap_up_s,
        "session_s": session_s,
    }
    return _add(cells, ANSWERED, {"handled": handled}, seconds)


def _deferred_sums(cells: Cells, record: Record, facts: Facts, world: World) -> Values:
    """Sums of replies, deadlines and backlog (KPIS.md 7)."""
    contacts, end = record.contacts, world.horizon.measure_end
    deferred = ~facts.is_live & facts.is_queued
    replied = facts.in_window & deferred & facts.is_answered
    in_time, breach = _deadline_masks(record, facts, world)
    is_backlog = deferred & (contacts["arrived_tick"] < end) & (facts.stop_tick >= end)
    reply_s = (contacts["talk_end_tick"] - contacts["arrived_tick"]) / TICKS_PER_SECOND
    masks = {
        "replies": replied,
        "replies_in_time": in_time,
        "reply_breaches": breach,
        "replies_due": in_time | breach,
        "backlog_at_end": is_backlog,
    }
    seconds = {
        "reply_s": replied * reply_s,
        "reply_working_s": _reply_working_s(record, replied, world),
        "opening_wait_s": replied * (facts.wait_ticks / TICKS_PER_SECOND),
    }
    return _add(cells, CONTACT, masks, seconds)


def _passing_sums(cells: Cells, record: Record, facts: Facts, links: Links) -> Values:
    """Sums of contacts passed on, sent elsewhere, asked for again, worked twice, and made by the centre."""
    contacts, here = record.contacts, facts.in_window
    done = facts.ends_in_window & facts.is_of_centre & facts.is_by_person
    work_s = done * ((contacts["talk_ticks"] + contacts["wrap_up_ticks"]) / TICKS_PER_SECOND)
    by_pool = {
        "transferred": here & links.is_transferred,
        "redirected": here & links.is_redirected,
        "passed_on": here & np.isin(contacts["way"], (Way.PASSED_ON, Way.LOST_ON_THE_WAY)),
        "lost_on_the_way": here & (contacts["way"] == Way.LOST_ON_THE_WAY),
        "duplicates_worked": here & links.is_duplicate,
        "follow_ups_done": done,
    }
    by_contact = {
        "chases": here & (contacts["reason"] == Reason.CHASE),
        "follow_ups": here & facts.is_of_centre,
    }
    return _add(cells, ANSWERED, by_pool, {"follow_up_s": work_s}) | _add(cells, CONTACT, by_contact, {})


def _deadline_masks(record: Record, facts: Facts, world: World) -> tuple[Mask, Mask]:
    """Mask contacts with a reply deadline: replied in time; or breached, replied or not."""
    contacts = record.contacts
    due = facts.in_window & ~facts.is_live & facts.is_queued
    due &= world.channels.reply_ticks[contacts["channel"]] >= 0
    deadline = np.where(contacts["deadline_tick"] >= 0, contacts["deadline_tick"], NEVER)
    seen_until = np.minimum(facts.stop_tick, world.horizon.end)
    is_late = np.where(facts.is_open, seen_until > deadline, facts.stop_tick > deadline)
    return due & facts.is_answered & ~is_late, due & is_late


def _reply_working_s(record: Record, replied: Mask, world: World) -> Floats:
    """Open time from arrival to reply on the working hours of each channel [s]; 0 where not replied."""
    contacts = record.contacts
    time_s = np.zeros(len(replied))
    for c in np.unique(contacts["channel"][replied]):
        mine = np.flatnonzero(replied & (contacts["channel"] == c))
        spans = world.channels.work_start[c], world.channels.work_end[c]
        before_reply = open_before(contacts["talk_end_tick"][mine], *spans)
        time_s[mine] = (before_reply - open_before(contacts["arrived_tick"][mine], *spans)) / TICKS_PER_SECOND
    return time_s


def _per_group(record: Record, facts: Facts, world: World, answered: Floats) -> Floats:
    """Denominator of service_level_per_group: H of the pool, and what all it may serve lost.

    Lost are the contacts abandoned beyond the target and those blocked, by queue and channel, on channels
    with a target (ContactCenters g3).
    """
    contacts, names = record.contacts, world.names
    is_lost = facts.is_abandoned & ~facts.is_early | (contacts["outcome"] == Outcome.BLOCKED)
    mine = np.flatnonzero(facts.in_window & facts.has_target & is_lost & (facts.queue >= 0))
    shape = len(names.queues), len(names.channels)
    place = facts.queue[mine] * shape[1] + contacts["channel"][mine]
    lost = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
    serves = world.routing.priority != 0
    denominator: Floats = answered + (serves * lost).sum(axis=(1, 2))
    return denominator
