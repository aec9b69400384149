"""Sums of agents' time: on the queues, paid, busy, by load, charged to contacts (KPIS.md 5).

Everything is cut to the measured window; time in hand counts only while its agent is on a queue or in
overtime. Spans of presence are taken as disjoint. Times in hours, charged time in seconds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, summed
from sim.record.record import Record, Table
from sim.rules.lifecycle import Duty
from sim.units import TICKS_PER_SECOND
from sim.world.world import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_TICKS_PER_HOUR = 3600 * TICKS_PER_SECOND


def agent_sums(record: Record, world: World, sweep: "Sweep") -> dict[str, ByCut]:
    """Measure agents' time.

    Args:
        record: What happened.
        world: The world it happened in.
        sweep: Their time in hand (`sweep_agents`).

    Returns:
        By name of sum, by cut ("all", "pool"; charged_s also "channel"), an array by index.
    """
    values = {name: _by_pool(hours) for name, hours in _presence(record, world).items()}
    values |= {name: _by_pool(hours) for name, hours in _plan_kept(record, world).items()}
    values |= {name: _by_pool(hours) for name, hours in sweep.hours.items()}
    charged = summed(sweep.pool, sweep.charged_s, len(world.names.pools))
    by_channel = summed(sweep.channel, sweep.charged_s, len(world.names.channels))
    values["charged_s"] = _by_pool(charged) | {"channel": by_channel}
    return values


def measured_days(world: World) -> NDArray[np.bool_]:
    """Mask the local days that start inside the measured window."""
    starts = world.horizon.day_tick[:-1]
    return (starts >= world.horizon.measure_start) & (starts < world.horizon.measure_end)


@dataclass(frozen=True, slots=True)
class _Spans:
    """Spans of agents cut to the window; none is empty. `row` is their place in the table."""

    agent: Ints
    start: Ints
    end: Ints
    kind: Ints
    row: Ints


@dataclass(frozen=True, slots=True)
class Sweep:
    """What the sweep over agents' time found.

    Attributes:
        hours: By name of sum, (pools,).
        pool, channel, issue, visit: (spells,) one row a spell in hand: whose it is, and of which contact.
        charged_s: (spells,) its share of the agent's time in the measured window [s].
    """

    hours: dict[str, Floats]
    pool: Ints
    channel: Ints
    issue: Ints
    visit: Ints
    charged_s: Floats


def _by_pool(value: Floats) -> ByCut:
    """Give a sum by pool and over all pools."""
    return {"all": np.array([value.sum()]), "pool": value}


def _cut(table: Table, kind: str, world: World) -> _Spans:
    """Cut spans of a table of the record to the measured window."""
    return _cut_spans(table["agent"], table["start_tick"], table["end_tick"], table[kind], world)


def _cut_spans(agent: Ints, start: Ints, end: Ints, kind: Ints, world: World) -> _Spans:
    """Cut spans to the measured window."""
    window = world.horizon.measure_start, world.horizon.measure_end
    start, end = np.clip(start, *window), np.clip(end, *window)
    keep = np.flatnonzero(end > start)
    return _Spans(agent[keep], start[keep], end[keep], kind[keep], keep)


def _presence(record: Record, world: World) -> dict[str, Floats]:
    """Hours by pool of presence, plans and pay."""
    duties, n_pools = _cut(record.duties, "kind", world), len(world.names.pools)
    hours = (duties.end - duties.start) / _TICKS_PER_HOUR
    pool = world.staffing.pool[duties.agent]
    is_overtime = duties.kind == Duty.OVERTIME
    is_on_queue = is_overtime | (duties.kind == Duty.ON_QUEUE)
    on_queue = summed(pool, hours * is_on_queue, n_pools)
    overtime = summed(pool, hours * is_overtime, n_pools)
    days = measured_days(world)
    paid = world.staffing.paid_ticks[:, days].sum(axis=1) / _TICKS_PER_HOUR + overtime
    full_time = days.sum() / 7 * world.staffing.full_time_ticks / _TICKS_PER_HOUR
    return {
        "on_queue_h": on_queue,
        "overtime_h": overtime,
        "scheduled_h": world.staffing.scheduled_ticks[:, days].sum(axis=1) / _TICKS_PER_HOUR,
        "paid_h": paid,
        "off_queue_h": paid - on_queue,
        "fte": paid / full_time if full_time > 0 else np.full(n_pools, np.nan),
    }


def _plan_kept(record: Record, world: World) -> dict[str, Floats]:
    """Hours of persons by pool: planned, planned on the queues, really on them, and as the plan says.

    A pool staffed by interval has no persons, and 0 in all of them. Nothing is planned beyond a duty, so that
    overtime is no adherence; it is time on the queues all the same.
    """
    plan, n_pools = world.staffing.plan, len(world.names.pools)
    duty = _cut_spans(plan.duty_agent, plan.duty_start, plan.duty_end, plan.duty_agent, world)
    off = _cut_spans(plan.duty_agent[plan.spell_duty], *plan.off_queue_spans(), plan.spell_duty, world)
    spans = _cut(record.duties, "kind", world)
    on_queue, off_queue = _of_kind(spans, Duty.ON_QUEUE), _of_kind(spans, Duty.OFF_QUEUE)

    def hours(spans: _Spans) -> Floats:
        return summed(world.staffing.pool[spans.agent], spans.end - spans.start, n_pools) / _TICKS_PER_HOUR

    def together(one: _Spans, other: _Spans) -> Floats:
        agent, ticks = _overlaps(one, other)
        return summed(world.staffing.pool[agent], ticks, n_pools) / _TICKS_PER_HOUR

    has_persons = np.bincount(plan.pool[plan.duty_agent], minlength=n_pools) > 0
    planned = hours(duty)
    return {
        "planned_h": planned,
        "planned_on_queue_h": planned - hours(off),
        "persons_on_queue_h": (hours(on_queue) + hours(_of_kind(spans, Duty.OVERTIME))) * has_persons,
        "adherent_h": together(on_queue, duty) - together(on_queue, off) + together(off_queue, off),
    }


def _of_kind(spans: _Spans, kind: int) -> _Spans:
    """Take the spans of one kind."""
    keep = spans.kind == kind
    return _Spans(spans.agent[keep], spans.start[keep], spans.end[keep], spans.kind[keep], spans.row[keep])


def _overlaps(one: _Spans, other: _Spans) -> tuple[Ints, Ints]:
    """Times at which an agent is in a span of both families: agents and lengths [ticks]; spans of one are disjoint."""
    agent = np.concatenate([np.tile(one.agent, 2), np.tile(other.agent, 2)])
    tick = np.concatenate([one.start, one.end, other.start, other.end])
    order = np.lexsort((tick, agent))
    n_one, n_other = np.ones(len(one.agent), dtype=np.int64), np.ones(len(other.agent), dtype=np.int64)
    in_one = _running(order, np.concatenate([n_one, -n_one, 0 * n_other, 0 * n_other]))
    in_other = _running(order, np.concatenate([0 * n_one, 0 * n_one, n_other, -n_other]))
    return agent[order], np.diff(tick[order], append=0) * ((in_one > 0) & (in_other > 0))


def sweep_agents(record: Record, world: World) -> Sweep:
    """Walk over the time of each agent from change to change.

    Between two changes the contacts in hand, their load and the duty are constant. The charged time of a
    spell is its weight × ∫ dt / Σ weights in hand (MODEL.md 12), read as a difference of one running sum.
    """
    spells = _cut(record.spells, "channel", world)
    duties = _cut(record.duties, "kind", world)
    is_on = (duties.kind == Duty.ON_QUEUE) | (duties.kind == Duty.OVERTIME)
    weight = world.channels.weight[spells.kind]
    n_spells, n_on = len(weight), int(is_on.sum())
    ones, none = np.ones(n_spells, dtype=np.int64), np.zeros(n_on, dtype=np.int64)
    agent = np.concatenate([np.tile(spells.agent, 2), np.tile(duties.agent[is_on], 2)])
    tick = np.concatenate([spells.start, spells.end, duties.start[is_on], duties.end[is_on]])
    order = np.lexsort((tick, agent))
    in_hand = _running(order, np.concatenate([ones, -ones, none, none]))
    load = _running(order, np.concatenate([weight, -weight, none, none]))
    on = _running(order, np.concatenate([0 * ones, 0 * ones, none + 1, none - 1]))
    lasts = np.diff(tick[order], append=0) * ((on > 0) & (in_hand > 0))
    pool = world.staffing.pool[agent[order]]
    hours = {
        "busy_h": lasts,
        "in_hand_h": lasts * in_hand,
        "load_h": lasts * load / world.channels.capacity,
    }
    share = np.divide(lasts, load, out=np.zeros(len(lasts)), where=load > 0)
    before = np.empty(len(order))
    before[order] = np.cumsum(share) - share
    charged = weight * (before[n_spells : 2 * n_spells] - before[:n_spells])
    n_pools = len(world.names.pools)
    return Sweep(
        {name: summed(pool, ticks, n_pools) / _TICKS_PER_HOUR for name, ticks in hours.items()},
        world.staffing.pool[spells.agent],
        spells.kind,
        record.spells["issue"][spells.row],
        record.spells["visit"][spells.row],
        charged / TICKS_PER_SECOND,
    )


def _running(order: Ints, change: Ints) -> Ints:
    """Sum changes in order; every agent's changes cancel, so each agent starts from 0."""
    total: Ints = np.cumsum(change[order])
    return total
