"""What a replication has used, whatever it costs: agents' time, lines, messages, sessions (MODEL.md 12).

Prices are applied to this after the run (`sim.kpi.costs`), so it is kept with the results. Time in hand counts where it
falls in the measured window, contacts and what they use by arrival in it, paid time by the days of the window.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.kpi.agent_sums import Sweep, measured_days
from sim.kpi.cells import ByCut, summed
from sim.kpi.facts import Facts
from sim.kpi.failure_sums import reasons
from sim.kpi.links import Links
from sim.kpi.places import contact_row
from sim.record.record import Record
from sim.units import TICKS_PER_SECOND
from sim.world.world import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

COST_CUTS = ("all", "channel", "segment", "intent", "cause", "repeat")
"""What costs are cut by; "repeat": contacts that no failure has caused, and those that one has."""
BY_POOL = ("charged_h", "worked")
BY_CHANNEL = ("used", "answer_min", "arrival_min", "messages", "dial_min")

_TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND


@dataclass(frozen=True, slots=True)
class Usage:
    """Quantities of one replication.

    Attributes:
        days: Days measured.
        paid_h, overtime_h, fte: (pools,) paid hours, overtime in them, full-time heads.
        of: By quantity, by cut, (pools or channels, indices): `BY_POOL` by the pool that worked, `BY_CHANNEL` by the
            channel used. charged_h: agents' time, shared among the contacts in hand; worked: contacts; used: contacts
            that got through; answer_min, arrival_min: minutes on the line from the answer, from the arrival;
            messages: sent by customers and agents; dial_min: minutes in which customers were rung.
    """

    days: float
    paid_h: Floats
    overtime_h: Floats
    fte: Floats
    of: Mapping[str, Mapping[str, Floats]]


def measure_usage(
    record: Record, facts: Facts, links: Links, world: World, sweep: Sweep, agents: Mapping[str, ByCut]
) -> Usage:
    """Measure what was used.

    Args:
        record: What happened.
        facts: What each contact is (`read_facts`).
        links: How they hang together (`read_links`).
        world: The world it happened in.
        sweep: Agents' time by spell (`sweep_agents`).
        agents: The sums of agents' time (`agent_sums`).
    """
    is_repeat = (facts.is_by_customer & (record.contacts["visit"] > 0))[links.head]
    index = {cut: record.contacts[cut] for cut in ("channel", "segment", "intent")}
    index |= {"cause": reasons(record, links, world)["cause"], "repeat": is_repeat.astype(np.int64)}
    names = world.names
    sizes = {
        "channel": len(names.channels),
        "segment": len(names.segments),
        "intent": len(names.intents),
        "cause": len(names.failure_causes),
        "repeat": 2,
    }
    of: dict[str, dict[str, Floats]] = {}
    row = contact_row(record, sweep.issue, sweep.visit)
    mine = {cut: np.append(values, -1)[row] for cut, values in index.items()}
    of["charged_h"] = _tables(sweep.charged_s / 3600.0, sweep.pool, len(names.pools), mine, sizes)
    pool, worked = record.contacts["pool"], facts.ends_in_window & facts.is_by_person
    of["worked"] = _tables(worked & (pool >= 0), pool, len(names.pools), index, sizes)
    for name, weight in _of_channels(record, facts).items():
        of[name] = _tables(weight, record.contacts["channel"], len(names.channels), index, sizes)
    time = {name: agents[name]["pool"] for name in ("paid_h", "overtime_h", "fte")}
    return Usage(days=float(measured_days(world).sum()), of=of, **time)


def _of_channels(record: Record, facts: Facts) -> dict[str, Mask | Floats]:
    """What each contact used of its channel."""
    contacts, here = record.contacts, facts.in_window
    is_on_line = facts.is_live | facts.is_session
    is_heard = contacts["answered_tick"] >= 0
    until = np.where(contacts["talk_end_tick"] >= 0, contacts["talk_end_tick"], contacts["ended_tick"])
    talks = here & is_on_line & is_heard & (until >= 0)
    hung_up = np.where(is_heard, until, contacts["ended_tick"])
    is_there = (facts.is_queued | facts.is_session) & ~facts.is_callback & ~facts.is_of_centre
    stays = here & is_on_line & is_there & (hung_up >= 0)
    written = here & ~is_on_line & (facts.is_queued | facts.is_of_centre)
    return {
        "used": here & (facts.is_queued | facts.has_session | (facts.is_of_centre & is_heard)),
        "answer_min": talks * ((until - contacts["answered_tick"]) / _TICKS_PER_MINUTE),
        "arrival_min": (stays | talks) * ((hung_up - _since(record, facts)) / _TICKS_PER_MINUTE),
        "messages": _messages(record, facts, written),
        "dial_min": here * (contacts["dial_ticks"] / _TICKS_PER_MINUTE),
    }


def _since(record: Record, facts: Facts) -> Ints:
    """Since when a contact has been on the line: its arrival; called back, the conversation."""
    contacts = record.contacts
    since: Ints = np.where(
        facts.is_called_back | facts.is_of_centre, contacts["answered_tick"], contacts["arrived_tick"]
    )
    return since


def _messages(record: Record, facts: Facts, written: Mask) -> Floats:
    """Messages of each contact: that of the customer and the first reply, or those of all turns.

    What the centre writes of its own accord begins with its own message.
    """
    first = (written & ~facts.is_of_centre).astype(np.float64)
    count = first + (written & (facts.reply_tick >= 0))
    turns = record.turns
    if len(turns["issue"]):
        row, is_later = contact_row(record, turns["issue"], turns["visit"]), turns["turn"] > 0
        sent = is_later + (turns["replied_tick"] >= 0).astype(np.float64)
        by_turn = np.bincount(row, weights=sent, minlength=len(count))
        has_turns = np.bincount(row, minlength=len(count)) > 0
        count = np.where(has_turns, written * (first + by_turn), count)
    return count


def _tables(
    weight: Mask | Floats, of: Ints, n_of: int, index: Mapping[str, Ints], sizes: Mapping[str, int]
) -> dict[str, Floats]:
    """Sum a weight by what it is of and by each cut; rows with the index −1 are left out of that cut."""
    rows = np.flatnonzero(weight)
    heavy, place = np.asarray(weight, dtype=np.float64)[rows], of[rows]
    found: dict[str, Floats] = {"all": summed(place, heavy, n_of).reshape(n_of, 1)}
    for cut, size in sizes.items():
        at = index[cut][rows]
        is_in = at >= 0
        both = place[is_in] * size + at[is_in]
        found[cut] = summed(both, heavy[is_in], n_of * size).reshape(n_of, size)
    return found


__all__ = ["BY_CHANNEL", "BY_POOL", "COST_CUTS", "Usage", "measure_usage"]
