"""Arrivals: mean counts by row, day and interval, and the issues drawn from them (MODEL.md 3 and 4).

The count of an interval is the Poisson quantile of the interval's own uniform, and the k-th issue of an
interval has its own uniform for its time, so more volume only adds issues and changes none. Rows of a plan are
the rows of the scenario, then those that incidents and channels add, then what waits at the start.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
from scipy import special

from sim.scenario.demand import Demand
from sim.scenario.scenario import Centre
from sim.streams import Stream, uniforms
from sim.world.calendar import LocalCalendar
from sim.world.cells import BY_CHANCE, Cells
from sim.world.factors import UNIT, Spread, draw_factors, spread_of
from sim.world.incidents import FIRST_EXTRA, MOST_EXTRA, Thinning, extras_of, induced_of, kept, thinnings_of
from sim.world.means import Means
from sim.world.traces import TraceRow, backlog_of, traces_of
from sim.world.who import Mix
from sim.world.world import Arrivals, Floats, Ints, Names, frozen


@dataclass(frozen=True, slots=True)
class DemandPlan:
    """Everything about demand that is the same in every replication.

    Attributes:
        n_rows: Rows of the scenario; incidents and backlog have further ones.
        key, row, day, place, start, length, mean, coming, exact: (m,) columns of the cells, as in `Cell`.
        parent: (rows,) the row of the scenario whose factors hold.
        channel: (rows,) first channel, −1 where it is drawn.
        intent: (rows,) intent, −1 where it is drawn.
        spread: How far means lie from what comes.
        traces: Exact arrivals by row.
        thinnings: What incidents take away.
        segment_share: (rows, segments) cumulative shares.
        intent_share: (rows, intents) cumulative shares.
        channel_share: (segments, channels) cumulative preferences.
    """

    n_rows: int
    key: Ints
    row: Ints
    day: Ints
    place: Ints
    start: Ints
    length: Ints
    mean: Floats
    coming: Floats
    exact: Ints
    parent: Ints
    channel: Ints
    intent: Ints
    spread: Spread
    traces: tuple[tuple[int, TraceRow], ...]
    thinnings: tuple[Thinning, ...]
    segment_share: Floats
    intent_share: Floats
    channel_share: Floats


def plan_demand(centre: Centre, names: Names, calendar: LocalCalendar, base_folder: str) -> DemandPlan:
    """Lay the demand of a centre on the calendar.

    Args:
        centre: The checked centre.
        names: Its names.
        calendar: The horizon.
        base_folder: Folder that CSV paths are relative to.
    """
    demand, backlogs = centre.demand, list(centre.run.backlog_at_start)
    n_rows = len(demand.rows)
    extras = extras_of(centre, names, calendar) + induced_of(centre, names, calendar)
    parent = [*range(n_rows), *(extra.parent for extra in extras)]
    thinnings = thinnings_of(centre, names, calendar, parent)
    mix = Mix(centre, names, extras)
    means = Means(demand, calendar, base_folder)
    cells = list(Cells(demand, calendar, means, extras, thinnings, mix).all())
    row, mean = frozen([cell.row for cell in cells]), frozen([cell.mean for cell in cells], float)
    weights = np.bincount(row, weights=mean, minlength=len(parent))[:n_rows].astype(np.float64)
    segment_share, intent_share = mix.shares(backlogs, weights)
    backlog = backlog_of(centre, names, calendar, len(parent))
    return DemandPlan(
        n_rows=n_rows,
        key=frozen([cell.key for cell in cells]),
        row=row,
        day=frozen([cell.day for cell in cells]),
        place=frozen([cell.place for cell in cells]),
        start=frozen([cell.start for cell in cells]),
        length=frozen([cell.length for cell in cells]),
        mean=mean,
        coming=frozen([cell.coming for cell in cells], float),
        exact=frozen([cell.exact for cell in cells]),
        parent=frozen([*parent, *[0] * len(backlogs)]),
        channel=frozen([*mix.channel, *(names.channels.index(name) for name in backlogs)]),
        intent=frozen([*mix.intent, *[-1] * len(backlogs)]),
        spread=spread_of(demand),
        traces=(*traces_of(centre, names, calendar, base_folder), *backlog),
        thinnings=tuple(_without_exact(thinning, demand, parent, len(backlogs)) for thinning in thinnings),
        segment_share=segment_share,
        intent_share=intent_share,
        channel_share=frozen(
            np.cumsum([[s.prefers.get(c, 0.0) for c in names.channels] for s in centre.segments.values()], axis=1),
            float,
        ),
    )


def _without_exact(thinning: Thinning, demand: Demand, parent: list[int], n_backlogs: int) -> Thinning:
    """Thin by chance only rows that come by chance; exact ones have lost their part, a backlog loses none."""
    by_chance = [not row.exact for row in demand.rows.values()]
    concerned = [bool(thinning.row[number]) and by_chance[behind] for number, behind in enumerate(parent)]
    return replace(thinning, row=np.asarray([*concerned, *[False] * n_backlogs]))


def poisson_quantile(u: Floats, mean: Floats) -> Ints:
    """Smallest count whose Poisson distribution function reaches u.

    Args:
        u: Uniforms in [0, 1), any shape.
        mean: Means, above 0, same shape.

    Returns:
        Counts, 0 or more.
    """
    count = np.ceil(special.pdtrik(u, mean))
    count = np.where(np.isfinite(count), np.maximum(count, 0.0), 0.0)
    below = np.maximum(count - 1.0, 0.0)
    return np.where(special.pdtr(below, mean) >= u, below, count).astype(np.int64)


def pick(u: Floats, cumulative: Floats) -> Ints:
    """Pick an index by cumulative shares, row by row; rounding never picks a share of 0 at the end.

    Args:
        u: (n,) uniforms in [0, 1).
        cumulative: (n, k) cumulative shares.
    """
    last = np.argmax(cumulative >= cumulative[:, -1:] - 1e-12, axis=1)
    scaled = u[:, None] * np.minimum(1.0, cumulative[:, -1:])
    picked = (scaled >= cumulative).sum(axis=1)
    index: Ints = np.minimum(picked, last).astype(np.int64)
    return index


def draw_arrivals(plan: DemandPlan, seed: int, replication: int) -> Arrivals:
    """Draw the issues of one replication, ordered by (tick, key)."""
    key, tick, row = _draw_counts(plan, seed, replication)
    given_intent, given_segment = np.full(len(key), -1), np.full(len(key), -1)
    if plan.traces:
        traces = [trace for _, trace in plan.traces]
        key = np.concatenate([key, *(trace.issue for trace in traces)])
        tick = np.concatenate([tick, *(trace.tick for trace in traces)])
        row = np.concatenate([row, *(np.full(len(trace.issue), number) for number, trace in plan.traces)])
        given_intent = np.concatenate([given_intent, *(trace.intent for trace in traces)])
        given_segment = np.concatenate([given_segment, *(trace.segment for trace in traces)])
    channel, segment, intent = _who(plan, seed, replication, key, row)
    intent = np.where(given_intent >= 0, given_intent, intent)
    segment = np.where(given_segment >= 0, given_segment, segment)
    comes = kept(plan.thinnings, seed, replication, key, tick, row, intent)
    order = np.lexsort([key, tick])
    order = order[comes[order]]
    columns = (key, tick, segment, intent, channel, np.full(len(key), -1))
    return Arrivals(*(frozen(column[order]) for column in columns))


def without_averted(arrivals: Arrivals, averted: Floats, seed: int, replication: int) -> Arrivals:
    """Leave out the issues that a strategy averts; all others stay as they are.

    Args:
        arrivals: The issues of a replication.
        averted: (intents,) share that never comes.
        seed: Root seed.
        replication: Number of the replication.
    """
    if not averted.any():
        return arrivals
    u = uniforms(seed, replication, Stream.AVERTED, arrivals.issue) * UNIT
    comes = u >= averted[arrivals.intent]
    return Arrivals(*(frozen(getattr(arrivals, field.name)[comes]) for field in fields(arrivals)))


def _draw_counts(plan: DemandPlan, seed: int, replication: int) -> tuple[Ints, Ints, Ints]:
    """Draw how many issues come in each cell, and when: their keys, ticks and rows."""
    if not len(plan.key):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty
    factor = draw_factors(plan.spread, plan.parent[plan.row], plan.day, plan.place, seed, replication)
    count = poisson_quantile(uniforms(seed, replication, Stream.COUNT, plan.key) * UNIT, plan.mean * factor)
    count = np.where(plan.exact == BY_CHANCE, count, plan.exact)
    most = np.where(plan.row < plan.n_rows, FIRST_EXTRA, MOST_EXTRA)
    if (count >= most).any():
        raise OverflowError(f"{int(count.max()):,} issues in one interval; make the interval shorter")
    place = np.repeat(np.arange(len(count)), count)
    key = plan.key[place] + np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    u = uniforms(seed, replication, Stream.TIME, key) * UNIT
    return key, plan.start[place] + np.floor(u * plan.length[place]).astype(np.int64), plan.row[place]


def _who(plan: DemandPlan, seed: int, replication: int, key: Ints, row: Ints) -> tuple[Ints, Ints, Ints]:
    """Draw channel, segment and intent of issues from their rows; what a row gives is not drawn."""
    segment = pick(uniforms(seed, replication, Stream.SEGMENT, key) * UNIT, plan.segment_share[row])
    intent, channel = plan.intent[row], plan.channel[row]
    drawn = np.flatnonzero(intent < 0)
    if len(drawn):
        u = uniforms(seed, replication, Stream.INTENT, key[drawn]) * UNIT
        intent[drawn] = pick(u, plan.intent_share[row[drawn]])
    drawn = np.flatnonzero(channel < 0)
    if len(drawn):
        u = uniforms(seed, replication, Stream.CHANNEL, key[drawn]) * UNIT
        channel[drawn] = pick(u, plan.channel_share[segment[drawn]])
    return channel, segment, intent


__all__ = ["DemandPlan", "draw_arrivals", "pick", "plan_demand", "poisson_quantile", "without_averted"]
