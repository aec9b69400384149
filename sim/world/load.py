"""Load: can the people of a centre ever do the work that is offered? Sanity lines before anything is simulated.

Offered work counts only first contacts that come while their channel is open, with the configured mean handle
times, and the calls of campaigns with their rings; repeats and slow levels come on top. Capacity counts everybody who
works the channel at the best pace: the fastest level, and as many contacts at once as gives the most. So a warning here
is never a false alarm about the long run.
"""

from dataclasses import dataclass, replace

import numpy as np

from sim.rules.handle import WORK_UNIT
from sim.rules.lifecycle import ASYNC
from sim.units import TICKS_PER_SECOND
from sim.world.build import Blueprint
from sim.world.campaigns import campaign_work
from sim.world.demand import DemandPlan
from sim.world.mix import expected_contacts
from sim.world.world import Floats, Ints

MOST_CLOSED = 0.05
"""Share of first contacts that may find a channel closed before that is doubted."""

_HOUR = 3600.0 * TICKS_PER_SECOND


@dataclass(frozen=True, slots=True)
class Load:
    """Offered and possible work of a set of channels over the horizon.

    Attributes:
        channels: Names of the channels.
        offered_h: Work offered by first contacts and by the calls of campaigns [hours].
        capacity_h: On-queue hours of all pools that work one of the channels, times the work done at once.
    """

    channels: tuple[str, ...]
    offered_h: float
    capacity_h: float


def offered_work(blueprint: Blueprint) -> Floats:
    """Expected work of first contacts that are not closed out, and of campaigns, by channel [hours], (channels,)."""
    channels, names = blueprint.channels, blueprint.names
    expected = np.zeros((len(names.channels), len(names.intents)))
    known: dict[bytes, Floats] = {}
    for c, kind in enumerate(channels.kind.tolist()):
        starts, ends = channels.open_start[c], channels.open_end[c]
        if kind in ASYNC:
            starts, ends = np.zeros(1, dtype=np.int64), np.asarray([blueprint.horizon.end])
        hours = starts.tobytes() + b"|" + ends.tobytes()
        if hours not in known:
            known[hours] = expected_contacts(_while_open(blueprint.demand, starts, ends), names).sum(axis=2)
        expected[c] = known[hours][c]
    of_customers: Floats = (expected * blueprint.behaviour.mean_handle.T).sum(axis=1)
    work: Floats = (of_customers + campaign_work(blueprint.campaigns, names, blueprint.behaviour.mean_handle)) / _HOUR
    return work


def _while_open(demand: DemandPlan, starts: Ints, ends: Ints) -> DemandPlan:
    """What of a demand comes within spans of time."""
    knots = np.concatenate(([-1.0], np.column_stack((starts, ends)).ravel()))
    open_time = np.concatenate(([0.0], np.cumsum(np.column_stack((np.zeros(len(starts)), ends - starts)).ravel())))
    until = np.interp(demand.start + demand.length, knots, open_time) - np.interp(demand.start, knots, open_time)
    traces = []
    for number, trace in demand.traces:
        within = np.searchsorted(starts, trace.tick, side="right") > np.searchsorted(ends, trace.tick, side="right")
        columns = (trace.tick, trace.issue, trace.intent, trace.segment)
        traces.append((number, type(trace)(*(column[within] for column in columns))))
    return replace(demand, mean=demand.mean * until / np.maximum(demand.length, 1), traces=tuple(traces))


def best_pace(blueprint: Blueprint) -> Floats:
    """Most work an agent can do of each channel alone, in hours of handle time an hour, shape (channels,)."""
    channels, behaviour, staffing = blueprint.channels, blueprint.behaviour, blueprint.staffing
    levels = np.union1d(staffing.channel_level, staffing.intent_level)
    fastest = float(behaviour.level_handle[levels[levels > 0]].min(initial=1.0))
    most = np.minimum(channels.maximum, channels.capacity // np.maximum(channels.weight, 1))
    pace = np.ones(len(most))
    for c, held in enumerate(most.tolist()):
        rates = channels.rate[c] / WORK_UNIT
        pace[c] = max(k * float(rates[k:].max(initial=rates[-1])) for k in range(1, max(1, held) + 1))
    best: Floats = pace / fastest
    return best


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
    pace = best_pace(blueprint)
    found = []
    pools_of = []
    for c, name in enumerate(names.channels):
        pools = {
            p
            for p in range(len(names.pools))
            if blueprint.routing.priority[p, :, c].any() and staffing.channel_level[staffing.pool == p, c].any()
        }
        pools_of.append(pools)
        found.append(Load((name,), float(offered[c]), float(sum(hours[p] for p in pools)) * float(pace[c])))
    if len(names.channels) == 1:
        return found
    everybody = set().union(*pools_of)
    share = channels.weight / channels.capacity
    fastest = min(1.0, float(blueprint.behaviour.level_handle.min()))
    at_best = float(channels.rate.max(initial=WORK_UNIT)) / WORK_UNIT / fastest
    work = float((offered * share).sum()) / at_best
    found.append(Load(names.channels, work, float(sum(hours[p] for p in everybody))))
    return found


def closed_shares(blueprint: Blueprint) -> Floats:
    """Share of the expected first contacts that find their channel closed, shape (channels,)."""
    channels, names = blueprint.channels, blueprint.names
    shares = np.zeros(len(names.channels))
    coming = expected_contacts(blueprint.demand, names).sum(axis=(1, 2))
    for c, kind in enumerate(channels.kind.tolist()):
        if kind not in ASYNC and coming[c] > 0:
            inside = _while_open(blueprint.demand, channels.open_start[c], channels.open_end[c])
            shares[c] = 1.0 - float(expected_contacts(inside, names)[c].sum()) / float(coming[c])
    return shares


def _closed_warnings(blueprint: Blueprint) -> list[str]:
    """Say where many come while it is closed: hours, holidays and demand were not changed together."""
    return [
        f"{blueprint.strategy}: {name}: {100 * share:.0f} % of its first contacts come while it is closed; should its "
        "hours, or the demand of those hours and days (holidays too), be others?"
        for name, share in zip(blueprint.names.channels, closed_shares(blueprint).tolist(), strict=True)
        if share > MOST_CLOSED
    ]


def load_warnings(blueprint: Blueprint) -> list[str]:
    """Say where offered work exceeds all capacity, and by how much, and where many come while it is closed."""
    warnings = _closed_warnings(blueprint)
    for load in loads(blueprint):
        if load.offered_h <= load.capacity_h or load.offered_h == 0:
            continue
        what = load.channels[0] if len(load.channels) == 1 else "all channels together"
        over = (
            f"{100 * (load.offered_h / load.capacity_h - 1):.0f} % too much" if load.capacity_h else "nobody is there"
        )
        warnings.append(
            f"{blueprint.strategy}: {what}: {load.offered_h:,.1f} h of work are offered over the horizon, "
            f"{load.capacity_h:,.1f} h can be worked ({over}); what is too much waits on, leaves or is turned away"
        )
    return warnings
