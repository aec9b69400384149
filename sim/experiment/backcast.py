"""Simulated beside actual: is the base case like what really happened?

Pure numbers, by queue and interval of the file (a "half-hour" below). The band says where ONE more period would
fall with 95 %, were the real centre like the simulation: mean ± t · sd · √(k/m + 1/n) over n replications, where
the replication averages k days a cell and the file m (√(1 + 1/n) when both are one period; Law, Simulation
Modeling and Analysis, 9.4). Both sides use one formula and the same cells: what the file left empty counts on
neither side. Rows by date stand beside the same dates; a file without a date in the measured window, or by
weekday, is folded to a typical week, and so is the simulation.

Sentences and tables are the matter of `report/backcast.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from sim.experiment.backcast_cells import MEASURES, Clock, Floats, Measure, Side, matched, mean_of, ratio_of, week_of
from sim.experiment.work import Columns
from sim.scenario.actuals import read_actuals, weekday_of
from sim.scenario.scenario import Scenario

Ints = NDArray[np.int64]

LEAST_REPLICATIONS = 5
"""Replications below which nothing is judged: the band would be as wide as a guess."""

LEVEL = 0.95
INSIDE, ABOVE, BELOW, NOT_JUDGED = "inside", "above", "below", "not judged"
VERDICTS = (INSIDE, ABOVE, BELOW, NOT_JUDGED)
"""Where the actual figure lies; grids hold the index."""

_DAY = 86_400
_BESIDE_OFFERED = ("offered", "blocked", "balked", "closed")


_STAFFING = ("asa", "service_level_abandons_negative", "answered_within", "abandonment_rate", "abandoned")
"""Measures that say whether there were enough people, the most telling first."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One KPI of one queue over all compared half-hours.

    Attributes:
        queue: Name of the queue.
        measure: Which KPI.
        simulated: Mean over replications; nan when blank.
        half_width: Half the width of the band before it is cut; nan without one.
        low, high: The band, cut where no such value can be (below 0, shares above 1).
        actual: The actual figure; nan when blank.
        verdict: One of `VERDICTS`.
    """

    queue: str
    measure: Measure
    simulated: float
    half_width: float
    low: float
    high: float
    actual: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One KPI of one queue by half-hour; every array is (days, intervals of a day).

    Attributes:
        simulated, low, high, actual: As in `Beside`; nan where there is none.
        weight: Contacts behind the actual figure (offered, or answered); nan where nothing was measured.
        verdict: Index into `VERDICTS`, dtype int64.
    """

    simulated: Floats
    low: Floats
    high: Floats
    actual: Floats
    weight: Floats
    verdict: Ints


@dataclass(frozen=True, slots=True)
class Errors:
    """How far one KPI of one queue is off over its half-hours.

    Attributes:
        queue: Name of the queue.
        measure: Which KPI.
        error: Counts: Σ|s − a| / Σa (WAPE). Else Σw|s − a| / Σw in the unit, w the contacts behind a.
        relative: The error as a share of the actual mean; counts: the error itself. nan for shares.
        by_chance: The error a replication has against the mean of the others: what is left when the model is right.
        bias: As `error`, with the sign of s − a.
        n_compared: Half-hours with both sides.
        n_judged: Of those, half-hours with a verdict.
        n_outside: Of those, outside their band; about 5 % of the judged would be by chance.
    """

    queue: str
    measure: Measure
    error: float
    relative: float
    by_chance: float
    bias: float
    n_compared: int
    n_judged: int
    n_outside: int

    @property
    def n_expected(self) -> float:
        """How many half-hours chance alone puts outside."""
        return (1 - LEVEL) * self.n_judged


@dataclass(frozen=True, slots=True)
class Misstaffed:
    """A stretch of a weekday in which the simulation has too many or too few people.

    Attributes:
        queue: Name of the queue.
        measure: The KPI that says so.
        weekday: 0 = Monday.
        start_s, end_s: Second of the day.
        has_too_many: The actual service is worse than the simulated: the simulation has too many people there.
        simulated, actual: The KPI over the stretch.
        contacts: Contacts behind the actual figures, on one such weekday.
        surplus: Actual contacts over the simulated ones there, − 1; nan where the file counts none.
    """

    queue: str
    measure: Measure
    weekday: int
    start_s: int
    end_s: int
    has_too_many: bool
    simulated: float
    actual: float
    contacts: float
    surplus: float

    @property
    def weight(self) -> float:
        """How much it matters: contacts × how far the KPI is off."""
        return self.contacts * abs(self.actual - self.simulated)


@dataclass(frozen=True, slots=True)
class Backcast:
    """A simulation beside what really happened.

    Attributes:
        file: The file of actuals.
        strategy: The strategy that stands beside it.
        replications: n.
        is_week: Both sides are folded to a typical week.
        first_day, last_day: Dates of the file that count; "" where it has weekdays.
        days: ISO dates, or mon … sun, of the grids.
        interval_s: Length of a half-hour [s].
        scale: Factor on the counts of the file (demand.scale); 1 without one.
        totals: By queue, then KPI.
        grids: By (queue, name of the KPI).
        errors: By queue, then KPI.
        misstaffed: Most important first.
        besides: By queue, simulated contacts offered, and those that entered no queue: blocked, balked, closed;
            means in the measured window.
        unmeasured: By queue, share of the simulated offered that came where the file has nothing.
    """

    file: str
    strategy: str
    replications: int
    is_week: bool
    first_day: str
    last_day: str
    days: tuple[str, ...]
    interval_s: int
    scale: float
    totals: tuple[Beside, ...]
    grids: Mapping[tuple[str, str], Grid]
    errors: tuple[Errors, ...]
    misstaffed: tuple[Misstaffed, ...]
    besides: Mapping[str, Mapping[str, float]]
    unmeasured: Mapping[str, float]

    @property
    def queues(self) -> tuple[str, ...]:
        """The queues compared."""
        return tuple(dict.fromkeys(found.queue for found in self.totals))


def strategy_of_actuals(scenario: Scenario) -> str | None:
    """Name the strategy that stands beside the actuals; None when the scenario has none."""
    actuals = scenario.centres[scenario.base].actuals
    if actuals is None:
        return None
    return actuals.strategy if actuals.strategy is not None else scenario.base


def backcast(scenario: Scenario, intervals: Sequence[Columns]) -> Backcast:
    """Lay a simulation beside the actuals of its scenario.

    Args:
        scenario: A scenario with actuals.
        intervals: Interval rows of `strategy_of_actuals`, one set a replication, 1 or more.

    Raises:
        CsvError: The file of actuals has changed since the scenario was loaded, and is wrong now.
    """
    strategy = strategy_of_actuals(scenario)
    assert strategy is not None
    centre = scenario.centres[strategy]
    assert centre.actuals is not None
    actuals = read_actuals(centre, scenario.folder)
    scale = float(centre.demand.scale) if centre.actuals.scaled else 1.0
    clock = Clock(centre, actuals.interval_s)
    every = list(centre.queues)
    sums = clock.sums(actuals.queues, every, intervals)
    sides = matched(actuals, clock, sums, scale)
    n = len(intervals)
    grids = {(side.queue, side.measure.name): _grid(side) for side in sides}
    used = [day for day in actuals.days if not actuals.is_by_weekday and (sides[0].is_week or day in sides[0].days)]
    return Backcast(
        file=actuals.file,
        strategy=strategy,
        replications=n,
        is_week=sides[0].is_week,
        first_day=used[0] if used else "",
        last_day=used[-1] if used else "",
        days=sides[0].days,
        interval_s=actuals.interval_s,
        scale=scale,
        totals=tuple(_total(side) for side in sides),
        grids=grids,
        errors=tuple(_errors(side, grids[side.queue, side.measure.name]) for side in sides),
        misstaffed=tuple(_misstaffed(sides, actuals.queues)),
        besides={queue: _besides(intervals, every.index(queue)) for queue in actuals.queues},
        unmeasured={
            queue: _unmeasured(sides, queue, clock, sums["offered"][:, at].mean(axis=0))
            for at, queue in enumerate(actuals.queues)
        },
    )


# --- bands and verdicts ---------------------------------------------------------------------------------------------


def band_of(values: Floats, periods: Floats | float = 1.0) -> tuple[Floats, Floats]:
    """Give mean and half width of the 95 % band for one more period.

    Args:
        values: (n, …) one figure a replication; nan where it is blank.
        periods: k / m, days behind a simulated figure over days behind the actual one.

    Returns:
        Means, and half widths; the latter are nan where fewer than 5 replications have a figure.
    """
    n = (~np.isnan(values)).sum(axis=0)
    mean = mean_of(values, 0)
    squares = np.where(np.isnan(values), 0.0, (values - mean) ** 2).sum(axis=0)
    is_enough = n >= LEAST_REPLICATIONS
    safe = np.where(is_enough, n, LEAST_REPLICATIONS)
    width = stdtrit(safe - 1, 0.5 + LEVEL / 2) * np.sqrt(squares / (safe - 1)) * np.sqrt(periods + 1 / safe)
    return mean, np.where(is_enough, width, nan)


def _per_replication(top: Floats, bottom: Floats, periods: Floats) -> Floats:
    """Give one figure a replication, whose mean and scatter make the band.

    An actual figure over more days than a replication has (k / m below 1) is not the mean of ratios of such short
    periods: busy days weigh more in it. It is compared with the ratio of sums ν, and the scatter is that of
    (X − νY) / Ȳ (delta method, as in `analysis/estimates.py`).
    """
    plain = ratio_of(top, bottom)
    ratio = ratio_of(top.sum(axis=0), bottom.sum(axis=0))
    linear = ratio + ratio_of(top - ratio * bottom, np.broadcast_to(bottom.mean(axis=0), bottom.shape))
    return np.where(periods < 1, linear, plain)


def _judged(measure: Measure, mean: Floats, width: Floats, actual: Floats) -> tuple[Floats, Floats, Ints]:
    """Cut the bands to what can be, and say where the actual figures lie."""
    low = np.maximum(mean - width, 0.0)
    high = np.minimum(mean + width, 1.0) if measure.unit == "share" else mean + width
    slack = 1e-9 * np.maximum(1.0, np.abs(np.nan_to_num(actual)))
    verdict = np.where(actual > high + slack, 1, np.where(actual < low - slack, 2, 0))
    return low, high, np.where(np.isnan(actual) | np.isnan(width), 3, verdict).astype(np.int64)


def _grid(side: Side) -> Grid:
    actual = ratio_of(side.top, side.bottom)
    mean, width = band_of(_per_replication(side.sim_top, side.sim_bottom, side.periods), side.periods)
    low, high, verdict = _judged(side.measure, mean, width, actual)
    return Grid(mean, low, high, actual, side.weight, verdict)


def _total(side: Side) -> Beside:
    """Compare the whole window; counts are summed over it, ratios are ratios of sums."""
    sim_top, sim_bottom = (np.nansum(part, axis=(1, 2)) for part in (side.sim_top, side.sim_bottom))
    top, bottom = (np.nansum(part, keepdims=True).reshape(1) for part in (side.top, side.bottom))
    is_measured = ~np.isnan(side.top)
    if not is_measured.any():
        top, bottom = np.array([nan]), np.array([nan])
    periods = float(side.periods[is_measured].mean()) if is_measured.any() else 1.0
    if side.measure.is_count:
        simulated, actual = sim_top[:, None], top
    else:
        simulated = _per_replication(sim_top, sim_bottom, np.array(periods))[:, None]
        actual = ratio_of(top, np.nan_to_num(bottom))
    mean, width = band_of(simulated, periods)
    low, high, verdict = _judged(side.measure, mean, width, actual)
    return Beside(
        side.queue,
        side.measure,
        float(mean[0]),
        float(width[0]),
        float(low[0]),
        float(high[0]),
        float(actual[0]),
        VERDICTS[int(verdict[0])],
    )


# --- errors ---------------------------------------------------------------------------------------------------------


def _errors(side: Side, grid: Grid) -> Errors:
    weight = np.nan_to_num(grid.actual) if side.measure.is_count else side.bottom
    error, bias = weighted_error(grid.simulated, grid.actual, weight, side.measure.is_count)
    n_compared = int((~np.isnan(grid.simulated) & ~np.isnan(grid.actual)).sum())
    mean_actual = _weightedmean_of(grid.actual, side.bottom, grid.simulated)
    relative = error if side.measure.is_count else nan
    if side.measure.unit == "s" and mean_actual > 0:
        relative = error / mean_actual
    is_judged = grid.verdict != VERDICTS.index(NOT_JUDGED)
    return Errors(
        side.queue,
        side.measure,
        error,
        relative,
        _error_by_chance(side),
        bias,
        n_compared,
        int(is_judged.sum()),
        int((is_judged & (grid.verdict != 0)).sum()),
    )


def weighted_error(simulated: Floats, actual: Floats, weight: Floats, is_count: bool) -> tuple[float, float]:
    """Give the weighted error and the bias over cells that have both sides.

    Args:
        simulated, actual: Figures by cell; nan where there is none.
        weight: Contacts behind the actual figure; without meaning for counts.
        is_count: Σ|s − a| / Σa instead of Σw|s − a| / Σw.

    Returns:
        The error, and the same with the sign of s − a; nan where nothing has a weight.
    """
    both = ~np.isnan(simulated) & ~np.isnan(actual)
    gap = simulated[both] - actual[both]
    share = np.ones(gap.shape) if is_count else weight[both]
    total = float(actual[both].sum() if is_count else share.sum())
    if total <= 0:
        return nan, nan
    return float((share * np.abs(gap)).sum()) / total, float((share * gap).sum()) / total


def _weightedmean_of(actual: Floats, weight: Floats, simulated: Floats) -> float:
    both = ~np.isnan(simulated) & ~np.isnan(actual)
    total = float(weight[both].sum())
    return float((weight[both] * actual[both]).sum()) / total if total > 0 else nan


def _error_by_chance(side: Side) -> float:
    """Mean error of a replication in the place of the actual, against the mean of the others."""
    values = _per_replication(side.sim_top, side.sim_bottom, side.periods)
    n = len(values)
    if n < LEAST_REPLICATIONS:
        return nan
    there = ~np.isnan(values)
    total, count = np.where(there, values, 0.0).sum(axis=0), there.sum(axis=0)
    found = []
    for number in range(n):
        rest = count - there[number]
        others = np.divide(total - np.nan_to_num(values[number]), rest, out=np.full(total.shape, nan), where=rest > 0)
        found.append(weighted_error(others, values[number], side.sim_bottom[number], side.measure.is_count)[0])
    is_measured = ~np.isnan(side.top)
    periods = float(side.periods[is_measured].mean()) if is_measured.any() else 1.0
    known = [error for error in found if not isnan(error)]
    return float(np.mean(known)) * sqrt((periods + 1 / n) / (1 + 1 / n)) if known else nan


# --- people ---------------------------------------------------------------------------------------------------------


def _misstaffed(sides: Sequence[Side], queues: Sequence[str]) -> list[Misstaffed]:
    """Find stretches of a weekday in which the wait says that people are wrong; the weightiest first."""
    found: list[Misstaffed] = []
    for queue in queues:
        mine = {side.measure.name: side for side in sides if side.queue == queue}
        telling = next((mine[name] for name in _STAFFING if name in mine), None)
        if telling is not None:
            counted = next((mine[name] for name in ("offered", "answered") if name in mine), None)
            found += _stretches(_by_weekday(telling), None if counted is None else _by_weekday(counted))
    return sorted(found, key=lambda stretch: -stretch.weight)


def _by_weekday(side: Side) -> Side:
    return side if side.is_week else week_of(side)


def _stretches(side: Side, counted: Side | None) -> list[Misstaffed]:
    """Join neighbouring half-hours of a weekday that lie outside on the same side."""
    grid = _grid(side)
    found = []
    for row in range(len(side.days)):
        verdicts = grid.verdict[row]
        slot = 0
        while slot < len(verdicts):
            end = slot + 1
            while end < len(verdicts) and verdicts[end] == verdicts[slot]:
                end += 1
            if VERDICTS[verdicts[slot]] in (ABOVE, BELOW):
                found.append(_stretch(side, counted, row, (slot, end), VERDICTS[verdicts[slot]] == ABOVE))
            slot = end
    return found


def _stretch(side: Side, counted: Side | None, row: int, slots: tuple[int, int], is_above: bool) -> Misstaffed:
    """Sum a stretch of half-hours."""
    start, end = slots
    here = (row, slice(start, end))
    simulated = ratio_of(side.sim_top[:, row, start:end].sum(axis=1), side.sim_bottom[:, row, start:end].sum(axis=1))
    actual = float(side.top[here].sum() / side.bottom[here].sum())
    size = _DAY // side.top.shape[1]
    return Misstaffed(
        side.queue,
        side.measure,
        weekday_of(side.days[row]),
        start * size,
        end * size,
        is_above == (side.measure.worse > 0),
        float(np.nanmean(simulated)),
        actual,
        float(np.nansum(side.weight[here])),
        nan if counted is None else _surplus(counted, row, start, end),
    )


def _surplus(counted: Side, row: int, start: int, end: int) -> float:
    """How many more contacts there were than simulated, as a share of those; nan where none are simulated."""
    simulated = float(np.nanmean(np.nansum(counted.sim_top[:, row, start:end], axis=1)))
    return float(np.nansum(counted.top[row, start:end])) / simulated - 1 if simulated > 0 else nan


# --- beside the queue -----------------------------------------------------------------------------------------------


def _besides(intervals: Sequence[Columns], queue: int) -> dict[str, float]:
    """Mean contacts in the window that entered the queue, or were blocked, balked or closed instead."""
    return {
        name: float(np.mean([rows[name][rows["queue"] == queue].sum() for rows in intervals]))
        for name in _BESIDE_OFFERED
    }


def _unmeasured(sides: Sequence[Side], queue: str, clock: Clock, offered: Floats) -> float:
    """Share of the simulated offered of a queue that came in half-hours (of the days compared) without any figure."""
    mine = [side for side in sides if side.queue == queue]
    if not mine or not mine[0].days:
        return nan
    if mine[0].is_week:
        weekday = np.array([day.weekday() for day in clock.dates])
        offered = np.stack([mean_of(offered[weekday == weekday_of(day)], 0) for day in mine[0].days])
    else:
        dates = [day.isoformat() for day in clock.dates]
        offered = offered[[dates.index(day) for day in mine[0].days]]
    is_measured = np.any([~np.isnan(side.top) for side in mine], axis=0)
    total = float(np.nansum(offered))
    return float(np.nansum(np.where(is_measured, 0.0, offered))) / total if total > 0 else nan


__all__ = [
    "LEAST_REPLICATIONS",
    "LEVEL",
    "MEASURES",
    "VERDICTS",
    "Backcast",
    "Beside",
    "Errors",
    "Grid",
    "Measure",
    "Misstaffed",
    "backcast",
    "band_of",
    "strategy_of_actuals",
    "weighted_error",
]
