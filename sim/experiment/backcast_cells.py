"""The cells that a simulation and the actuals of its scenario have in common, one KPI of one queue at a time.

Both sides are numerators and denominators by day and clock time, on the file's intervals. Rows by date stand
beside the same dates; a file without a date in the measured window, or by weekday, is folded to a typical week,
and so is the simulation. What the file left empty is blank on both sides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, nan
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.experiment.work import Columns
from sim.scenario.actuals import Actuals, measured_window, weekday_of
from sim.scenario.scenario import Centre
from sim.scenario.types import DAY_NAMES
from sim.units import TICKS_PER_SECOND

Floats = NDArray[np.float64]

_DAY = 86_400
_COUNTS = ("offered", "answered", "answered_within", "abandoned")


@dataclass(frozen=True, slots=True)
class Measure:
    """One KPI that stands beside its actual.

    Attributes:
        name: Name, with the variant where there are several.
        title: Words for a table.
        definition: What it is, on both sides.
        unit: "contacts", "share" or "s".
        worse: +1 where more is a worse service, −1 where less is, 0 where neither.
        needs: Measures of the file it is made of.
        top, bottom: Columns of the interval rows, as sums; bottom is "" for a count.
        replaces: Name of the measure it stands in for, where the file has all that it needs.
    """

    name: str
    title: str
    definition: str
    unit: str
    worse: int
    needs: tuple[str, ...]
    top: str
    bottom: str = ""
    replaces: str = ""

    @property
    def is_count(self) -> bool:
        """Whether it is a number of contacts, not a ratio."""
        return not self.bottom


MEASURES: tuple[Measure, ...] = (
    Measure("offered", "Offered", "N: entered the queue; not those blocked, balked or outside hours", "contacts", 0,
            ("offered",), "offered"),
    Measure("answered", "Answered", "H, booked where they arrived", "contacts", 0, ("answered",), "answered"),
    Measure("answered_within", "Answered within target", "H_T", "contacts", -1, ("answered_within",),
            "answered_in_target"),
    Measure("service_level_abandons_negative", "Service level (abandons negative)", "H_T / N", "share", -1,
            ("answered_within", "offered"), "answered_in_target", "offered", "answered_within"),
    Measure("abandoned", "Abandoned", "L", "contacts", 1, ("abandoned",), "abandoned"),
    Measure("abandonment_rate", "Abandonment rate", "L / N", "share", 1, ("abandoned", "offered"), "abandoned",
            "offered", "abandoned"),
    Measure("asa", "Average speed of answer", "Wait of the answered / H; weighted by the answered", "s", 1, ("asa",),
            "wait_s", "answered"),
    Measure("aht", "Average handle time", "Talk, hold and wrap-up / handled, booked where a contact ends", "s", 0,
            ("aht",), "handle_s", "handled"),
)  # fmt: skip
"""What can stand beside its actual, in the order it is shown."""

# --- the simulated side on the clock of the file --------------------------------------------------------------------


class Clock:
    """Where each interval of the simulation lies on the dates and clock of the file."""

    def __init__(self, centre: Centre, interval_s: int) -> None:
        first, last = measured_window(centre)
        zone, step = ZoneInfo(centre.run.zone), centre.demand.interval // TICKS_PER_SECOND
        self.dates = [first + timedelta(days=day) for day in range((last - first).days + 1)]
        self._n_slots = _DAY // interval_s
        places = []
        for number, day in enumerate(self.dates):
            midnight, end = (_utc(day + timedelta(days=more), zone) for more in (0, 1))
            for at in range(ceil((end - midnight) / step)):
                local = datetime.fromtimestamp(midnight + at * step, zone)
                second = local.hour * 3600 + local.minute * 60 + local.second
                places.append(number * self._n_slots + second // interval_s)
        self._place = np.array(places, dtype=np.int64)

    def sums(self, queues: Sequence[str], every: list[str], intervals: Sequence[Columns]) -> dict[str, Floats]:
        """Sum interval rows by queue, date and clock time.

        Returns:
            By column, (replications, queues, days, intervals of a day); nan for clock times that a DST night skips.
        """
        size = len(self.dates) * self._n_slots
        shape = len(self.dates), self._n_slots
        exists = np.bincount(self._place, minlength=size).reshape(shape) > 0
        columns = {name for measure in MEASURES for name in (measure.top, measure.bottom) if name}
        found = {name: np.full((len(intervals), len(queues), *shape), nan) for name in columns}
        for number, rows in enumerate(intervals):
            for at, queue in enumerate(queues):
                mine = rows["queue"] == every.index(queue)
                place = self._place[rows["interval"][mine]]
                for name in columns:
                    sums = np.bincount(place, weights=rows[name][mine], minlength=size).reshape(shape)
                    found[name][number, at][exists] = sums[exists]
        return found


def _utc(day: date, zone: ZoneInfo) -> float:
    return datetime.combine(day, datetime.min.time(), tzinfo=zone).timestamp()


# --- matching -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One KPI of one queue on both sides, cell by cell, as numerator and denominator.

    Attributes:
        queue, measure: What it is.
        days: ISO dates, or weekdays, of the first axis of cells.
        is_week: Cells are means of a weekday.
        top, bottom: Actual, (days, slots); nan where it was not measured. A count has the denominator 1.
        sim_top, sim_bottom: Simulated, (n, days, slots); nan where the actual is.
        periods: k / m by cell: days behind a simulated cell over days behind the actual one.
        weight: Contacts behind the actual.
    """

    queue: str
    measure: Measure
    days: tuple[str, ...]
    is_week: bool
    top: Floats
    bottom: Floats
    sim_top: Floats
    sim_bottom: Floats
    periods: Floats
    weight: Floats


def matched(actuals: Actuals, clock: Clock, sums: Mapping[str, Floats], scale: float) -> list[Side]:
    """Bring both sides onto the same cells, by queue, then KPI."""
    dates = [day.isoformat() for day in clock.dates]
    inside = [day for day in actuals.days if day in dates]
    figures = {name: values * scale if name in _COUNTS else values for name, values in actuals.figures.items()}
    sides = []
    for at, queue in enumerate(actuals.queues):
        for measure in _measures_of(figures, at):
            sim_top = sums[measure.top][:, at]
            sim_bottom = sums[measure.bottom][:, at] if measure.bottom else np.where(np.isnan(sim_top), nan, 1.0)
            if inside:
                chosen = [dates.index(day) for day in inside]
                sim_top, sim_bottom = sim_top[:, chosen], sim_bottom[:, chosen]
                rows = [actuals.days.index(day) for day in inside]
                mine = {name: values[at][rows] for name, values in figures.items()}
                top, bottom, weight = _actual_parts(measure, mine, sim_bottom)
                side = Side(queue, measure, tuple(inside), False, top, bottom, sim_top, sim_bottom,
                             np.ones_like(top), weight)  # fmt: skip
            else:
                mine = {name: values[at] for name, values in figures.items()}
                side = _folded(queue, measure, actuals, clock, mine, (sim_top, sim_bottom))
            sides.append(_on_measured(side))
    return sides


def _measures_of(figures: Mapping[str, Floats], at: int) -> list[Measure]:
    """Choose the KPIs that a queue's figures allow; a rate stands in for its count."""
    given = {name for name, values in figures.items() if not np.isnan(values[at]).all()}
    found = [measure for measure in MEASURES if given.issuperset(measure.needs)]
    replaced = {measure.replaces for measure in found}
    return [measure for measure in found if measure.name not in replaced]


def _actual_parts(measure: Measure, figures: Mapping[str, Floats], sim_bottom: Floats) -> tuple[Floats, Floats, Floats]:
    """Give numerator, denominator and weight of the actual cells.

    Means are weighted by the answered of the file, else by its offered, else by what the simulation has there.
    """
    own = figures[measure.needs[0]]
    if measure.is_count:
        return own, np.where(np.isnan(own), nan, 1.0), own
    if measure.unit == "share":
        offered = figures["offered"]
        return np.where(np.isnan(offered), nan, own), np.where(np.isnan(own), nan, offered), offered
    given = (figures[name] for name in ("answered", "offered") if name in figures)
    weight = next((values for values in given if not np.isnan(values).all()), sim_bottom.mean(axis=0))
    weight = np.where(np.isnan(own), nan, weight)
    return own * weight, weight, weight


def _folded(
    queue: str,
    measure: Measure,
    actuals: Actuals,
    clock: Clock,
    figures: Mapping[str, Floats],
    simulated: tuple[Floats, Floats],
) -> Side:
    """Fold both sides to the weekdays they share: means over the days of a weekday."""
    by_weekday = [np.array([day.weekday() for day in clock.dates]), np.array([weekday_of(day) for day in actuals.days])]
    weekdays = sorted(set(by_weekday[0].tolist()) & set(by_weekday[1].tolist()))
    sim_top, sim_bottom = (
        np.stack([mean_of(part[:, by_weekday[0] == day], 1) for day in weekdays], axis=1) for part in simulated
    )
    spread = np.stack([sim_bottom[:, weekdays.index(weekday_of(day))] if weekday_of(day) in weekdays
                       else np.full(sim_bottom[:, 0].shape, nan) for day in actuals.days], axis=1)  # fmt: skip
    parts = _actual_parts(measure, figures, spread)
    rows = [by_weekday[1] == day for day in weekdays]
    top, bottom, weight = (np.stack([mean_of(part[mine], 0) for mine in rows]) for part in parts)
    n_actual = np.stack([(~np.isnan(parts[0][mine])).sum(axis=0) for mine in rows])
    n_simulated = np.array([[(by_weekday[0] == day).sum()] for day in weekdays])
    periods = np.ones_like(top) if actuals.is_by_weekday else n_simulated / np.maximum(n_actual, 1)
    names = tuple(DAY_NAMES[day] for day in weekdays)
    return Side(queue, measure, names, True, top, bottom, sim_top, sim_bottom, periods, weight)


def mean_of(values: Floats, axis: int) -> Floats:
    """Mean of what is not nan; nan where nothing is."""
    there = ~np.isnan(values)
    count = there.sum(axis=axis)
    total: Floats = np.where(there, values, 0.0).sum(axis=axis)
    mean: Floats = np.divide(total, count, out=np.full(total.shape, nan), where=count > 0)
    return mean


def _on_measured(side: Side) -> Side:
    """Blank on each side what the other one does not have."""
    is_blank = np.isnan(side.top) | np.isnan(side.bottom) | np.isnan(side.sim_top[0])
    return Side(
        side.queue,
        side.measure,
        side.days,
        side.is_week,
        np.where(is_blank, nan, side.top),
        np.where(is_blank, nan, side.bottom),
        np.where(is_blank, nan, side.sim_top),
        np.where(is_blank, nan, side.sim_bottom),
        side.periods,
        np.where(is_blank, nan, side.weight),
    )


def week_of(side: Side) -> Side:
    """Fold a side by date to its weekdays."""
    weekday = np.array([weekday_of(day) for day in side.days])
    weekdays = sorted(set(weekday.tolist()))
    rows = [weekday == day for day in weekdays]
    top, bottom, weight = (
        np.stack([mean_of(part[mine], 0) for mine in rows]) for part in (side.top, side.bottom, side.weight)
    )
    sim_top, sim_bottom = (
        np.stack([mean_of(part[:, mine], 1) for mine in rows], axis=1) for part in (side.sim_top, side.sim_bottom)
    )
    names = tuple(DAY_NAMES[day] for day in weekdays)
    return Side(side.queue, side.measure, names, True, top, bottom, sim_top, sim_bottom, np.ones_like(top), weight)


def ratio_of(top: Floats, bottom: Floats) -> Floats:
    """Divide; 0/0 is nan."""
    ratio: Floats = np.divide(top, bottom, out=np.full(np.shape(top), nan), where=bottom > 0)
    return ratio


__all__ = ["MEASURES", "Clock", "Floats", "Measure", "Side", "matched", "mean_of", "ratio_of", "week_of"]
