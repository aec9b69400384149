"""Sums of failure demand: what comes again because something failed, why, who causes it and who pays (KPIS.md 6).

A repeat is a customer contact after the first of its issue; legs go with the contact they continue. Contacts are
booked by arrival in the measured window, handle time where it ends in it. Issues of campaigns are left out, here and
in what the shares are taken of: no customer came first.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, summed
from sim.kpi.facts import Facts, handle_time
from sim.kpi.links import Links
from sim.kpi.row import FAILURE
from sim.record.record import Record
from sim.rules.lifecycle import Cause
from sim.units import TICKS_PER_SECOND
from sim.world.campaigns import is_campaign
from sim.world.world import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_TICKS_PER_HOUR = 3600 * TICKS_PER_SECOND


def failure_sums(record: Record, facts: Facts, links: Links, world: World) -> dict[str, ByCut]:
    """Measure failure demand.

    Args:
        record: What happened.
        facts: What each contact is (`read_facts`).
        links: How they hang together (`read_links`).
        world: The world it happened in.

    Returns:
        By name of sum, by the cuts of `FAILURE`, an array by index; the sums that shares are taken of are, by cause
        and by who causes and pays, those of all.
    """
    is_repeat = (facts.is_by_customer & (record.contacts["visit"] > 0))[links.head]
    is_own = ~is_campaign(record.contacts["issue"])
    came = is_own & facts.in_window & facts.is_by_customer
    worked = is_own & facts.ends_in_window & (facts.is_worked | (facts.is_of_centre & facts.is_by_person))
    worked_h = worked * (handle_time(record) / _TICKS_PER_HOUR)
    sizes, indices = _sizes(world), _indices(record)
    why = indices | reasons(record, links, world)
    return {
        "failure_contacts": _by_cut(came & is_repeat, why, sizes),
        "failure_h": _by_cut(is_repeat * worked_h, why, sizes),
        "customer_contacts": _by_cut(came, indices, sizes),
        "work_h": _by_cut(worked_h, indices, sizes),
    }


def _by_cut(weight: Mask | Floats, indices: Mapping[str, Ints], sizes: Mapping[str, int]) -> ByCut:
    """Sum a weight, or count a mask, by the cuts of failure demand.

    Rows with the index −1 are left out of that cut; a cut without indices has the sum of all everywhere.
    """
    rows = np.flatnonzero(weight)
    heavy = weight[rows]
    table: ByCut = {}
    for cut in FAILURE:
        if cut not in indices:
            table[cut] = np.full(sizes[cut], float(heavy.sum()))
            continue
        index = indices[cut][rows]
        table[cut] = summed(index[index >= 0], heavy[index >= 0], sizes[cut])
    return table


def _sizes(world: World) -> dict[str, int]:
    """How many indices each cut has."""
    names = world.names
    return {
        "all": 1,
        "channel": len(names.channels),
        "segment": len(names.segments),
        "intent": len(names.intents),
        "pool": len(names.pools),
        "cause": len(names.failure_causes),
        "caused_by": len(names.cost_centres),
        "paid_by": len(names.cost_centres),
    }


def _indices(record: Record) -> dict[str, Ints]:
    """Indices that every contact has; the pool is that of the agent who worked it last, −1 for none."""
    return {cut: record.contacts[cut] for cut in ("channel", "segment", "intent", "pool")}


def reasons(record: Record, links: Links, world: World) -> dict[str, Ints]:
    """Why each contact had to be made, who causes that and who pays for it; −1 where it is not known.

    A leg has the cause of the contact it continues. Where a conversation did not resolve, the cause is why it did
    not, if that is known.
    """
    contacts, departments, n_rows = record.contacts, world.departments, len(Cause)
    failed, led_by = links.before[links.head], contacts["led_by"][links.head]
    why = np.append(contacts["cause"], -1)[failed]
    cause = np.where((led_by == Cause.NOT_SOLVED) & (why >= 0), n_rows + why, led_by)
    pool, channel = (np.append(contacts[name], -1)[failed] for name in ("pool", "channel"))
    by_pool, by_channel = np.append(departments.pool, -1)[pool], np.append(departments.channel, -1)[channel]
    by_cause = np.append(departments.cause, -1)[cause]
    own = np.where(pool >= 0, by_pool, by_channel)
    return {
        "cause": cause,
        "caused_by": np.where(by_cause >= 0, by_cause, own),
        "paid_by": np.append(departments.pool, -1)[contacts["pool"]],
    }
