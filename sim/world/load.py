"""Load: can the people of a centre ever do the work that is offered? Sanity lines before anything is simulated.

Offered work counts first contacts only, with the configured mean handle times; repeats, slowdown and levels come
on top, so a warning here is never a false alarm about the long run.
"""

from dataclasses import dataclass

import numpy as np

from sim.units import TICKS_PER_SECOND
from sim.world.build import Blueprint
from sim.world.mix import expected_contacts
from sim.world.world import Floats

_HOUR = 3600.0 * TICKS_PER_SECOND


@dataclass(frozen=True, slots=True)
class Load:
    """Offered and possible work of a set of channels over the horizon.

    Attributes:
        channels: Names of the channels.
        offered_h: Work offered by first contacts [hours].
        capacity_h: On-queue hours of all pools that work one of the channels, times the contacts at once.
    """

    channels: tuple[str, ...]
    offered_h: float
    capacity_h: float


def offered_work(blueprint: Blueprint) -> Floats:
    """Expected work of first contacts by channel over the horizon [hours], shape (channels,)."""
    expected = expected_contacts(blueprint.demand, blueprint.names).sum(axis=2)
    hours: Floats = (expected * blueprint.behaviour.mean_handle.T).sum(axis=1) / _HOUR
    return hours


def pool_hours(blueprint: Blueprint) -> Floats:
    """Planned on-queue hours by pool over the horizon, shape (pools,)."""
    staffing, end = blueprint.staffing, blueprint.horizon.end
    hours = np.zeros(len(blueprint.names.pools))
    for pool in range(len(hours)):
        mine = staffing.heads_pool == pool
        ticks = np.append(staffing.heads_tick[mine], end)
        hours[pool] += float((staffing.heads[mine] * np.diff(ticks)).sum())
        duties = staffing.pool[staffing.duty_agent] == pool if len(staffing.duty_agent) else np.zeros(0, dtype=bool)
        length = np.minimum(staffing.duty_end, end) - staffing.duty_start
        hours[pool] += float(np.maximum(length, 0)[duties].sum())
        if len(staffing.spell_duty):
            hours[pool] -= float(staffing.spell_ticks[duties[staffing.spell_duty]].sum())
    result: Floats = hours / _HOUR
    return result


def loads(blueprint: Blueprint) -> list[Load]:
    """Load of each channel alone against all who work it, and of the whole centre against all."""
    offered, hours = offered_work(blueprint), pool_hours(blueprint)
    names, channels, staffing = blueprint.names, blueprint.channels, blueprint.staffing
    most = np.minimum(channels.maximum, channels.capacity // np.maximum(channels.weight, 1))
    found = []
    pools_of = []
    for c, name in enumerate(names.channels):
        pools = {
            p
            for p in range(len(names.pools))
            if blueprint.routing.priority[p, :, c].any() and staffing.channel_level[staffing.pool == p, c].any()
        }
        pools_of.append(pools)
        found.append(Load((name,), float(offered[c]), float(sum(hours[p] for p in pools)) * float(most[c])))
    everybody = set().union(*pools_of)
    work = float((offered / np.maximum(most, 1)).sum())
    found.append(Load(names.channels, work, float(sum(hours[p] for p in everybody))))
    return found


def load_warnings(blueprint: Blueprint) -> list[str]:
    """Say where offered work exceeds all capacity, and by how much."""
    warnings = []
    for load in loads(blueprint):
        if load.offered_h <= load.capacity_h or load.offered_h == 0:
            continue
        what = load.channels[0] if len(load.channels) == 1 else "all channels together"
        over = f"{load.offered_h / load.capacity_h - 1:.0%} too much" if load.capacity_h else "nobody is there"
        warnings.append(
            f"{blueprint.strategy}: {what}: {load.offered_h:,.1f} h of work are offered over the horizon, "
            f"{load.capacity_h:,.1f} h can be worked ({over}); the queue never empties unless customers leave"
        )
    return warnings
