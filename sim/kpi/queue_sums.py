"""Sums of contacts: service level, waiting, rates, counts, handle time, what is passed on (KPIS.md 1 to 4).

Booked by arrival in the measured window, handle time where the contact ends. Times in seconds. By queue a contact is
in the last queue it stood in; each queue it left for another one has had it too, and there it has flowed out.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kpi.callback_sums import callback_sums
from sim.kpi.campaign_sums import campaign_sums
from sim.kpi.cells import ByCut, Cells
from sim.kpi.facts import Facts, handle_time
from sim.kpi.histogram import histogram
from sim.kpi.links import Links
from sim.kpi.offer_sums import offer_sums
from sim.kpi.places import contact_row
from sim.kpi.reply_sums import reply_sums
from sim.kpi.row import ANSWERED, CONTACT
from sim.record.record import Record
from sim.rules.lifecycle import Outcome, Reason, Way
from sim.units import TICKS_PER_SECOND
from sim.world.world import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Values = dict[str, ByCut]

_PASSED_ON = [int(way) for way in (Way.PASSED_ON, Way.PASSED_ON_WARM, Way.LOST_ON_THE_WAY)]
_MOVED = ("offered", "flow_outs", "offered_or_blocked", "offered_or_balked", "offered_or_closed")
"""Sums to which each move to another queue adds a contact in the queue it left."""
_MOVED_WITH_TARGET = ("offered_with_target", "sl_genesys_flow_outs", "sl_genesys_flow_outs_less_short")
"""Likewise, but only on channels with a service level target."""


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
    values |= callback_sums(cells, record, facts) | campaign_sums(cells, record, facts)
    values |= offer_sums(cells, record, facts)
    values |= reply_sums(cells, record, facts, world)
    values |= _passing_sums(cells, record, facts, links)
    served = cells.sums(facts.in_window & (facts.is_queued | facts.has_session), CONTACT)
    values["offered_or_blocked"] = _plus(served, values["blocked"])
    values["offered_or_balked"] = _plus(values["offered"], values["balked"])
    values["offered_or_closed"] = _plus(served, values["closed"])
    _add_moves(values, record, facts, len(world.names.queues))
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
        "wait" (answered and abandoned, live and chat), "answered" (live and chat) and "reply" (where customers wait
        for a reply), each (channels, bins).
    """
    contacts, n_channels = record.contacts, len(world.names.channels)
    live = facts.in_window & facts.is_live
    replied = facts.in_window & ~facts.is_live & facts.is_answered
    chosen = {
        "wait": (facts.wait_ticks, live & (facts.is_answered | facts.is_abandoned)),
        "answered": (facts.wait_ticks, live & facts.is_answered),
        "reply": (facts.reply_tick - contacts["arrived_tick"], replied),
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


def _add_moves(values: Values, record: Record, facts: Facts, n_queues: int) -> None:
    """Count the contacts that went over to another queue in the queue they left: N and F, and what is made of them."""
    moves = record.moves
    moved = contact_row(record, moves["issue"], moves["visit"])
    counts = (facts.in_window & facts.is_queued)[moved]
    for names, mask in ((_MOVED, counts), (_MOVED_WITH_TARGET, counts & facts.has_target[moved])):
        left = np.bincount(moves["from_queue"][mask], minlength=n_queues)
        for name in names:
            values[name]["queue"] = values[name]["queue"] + left


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
    handled = facts.ends_in_window & facts.is_worked
    session_ticks = contacts["ended_tick"] - contacts["answered_tick"]
    ticks = {
        "talk_s": contacts["talk_ticks"],
        "hold_s": contacts["hold_ticks"],
        "wrap_up_s": contacts["wrap_up_ticks"],
        "handle_s": handle_time(record),
        "session_s": session_ticks,
    }
    seconds = {name: handled * (lasted / TICKS_PER_SECOND) for name, lasted in ticks.items()}
    return _add(cells, ANSWERED, {"handled": handled}, seconds)


def _passing_sums(cells: Cells, record: Record, facts: Facts, links: Links) -> Values:
    """Sums of contacts passed on, sent elsewhere, asked for again, worked twice, and made by the centre."""
    way, here = record.contacts["way"], facts.in_window
    answered = here & facts.is_answered
    is_follow_up = record.contacts["reason"] == Reason.FOLLOW_UP
    done = facts.ends_in_window & is_follow_up & facts.is_by_person
    work_s = done * (handle_time(record) / TICKS_PER_SECOND)
    arrived = here & links.is_transferred & np.isin(way, _PASSED_ON)
    by_pool = {
        "transferred": answered & links.is_transferred,
        "redirected": answered & links.is_redirected,
        "passed_on": here & np.isin(way, _PASSED_ON),
        "passed_on_arrived": arrived,
        "passed_on_warm": arrived & (way == Way.PASSED_ON_WARM),
        "lost_on_the_way": here & (way == Way.LOST_ON_THE_WAY),
        "wrong_queue": answered & (way == Way.WRONG_QUEUE),
        "duplicates_worked": answered & links.is_duplicate,
        "follow_ups_done": done,
    }
    by_contact = {
        "chases": here & (record.contacts["reason"] == Reason.CHASE),
        "follow_ups": here & is_follow_up,
    }
    return _add(cells, ANSWERED, by_pool, {"follow_up_s": work_s}) | _add(cells, CONTACT, by_contact, {})


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
