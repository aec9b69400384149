"""Simulated beside actual on a page: a verdict in words, totals, errors, the worst half-hours; and for JSON."""

from collections.abc import Iterator
from datetime import date
from math import isnan, sqrt
from typing import Any

import numpy as np

from sim.errors import printable
from sim.experiment.backcast import (
    LEAST_REPLICATIONS,
    MEASURES,
    VERDICTS,
    Backcast,
    Beside,
    Errors,
    Measure,
    Misstaffed,
)
from sim.experiment.beside_table import COLUMNS, beside_rows
from sim.report.numbers import BLANK, MINUS, shown
from sim.report.table import Row, Table
from sim.scenario.csv_text import clock_text
from sim.scenario.types import DAY_NAMES

MOST_SHOWN = 8
"""Stretches with too many, and with too few people, that are named for each queue."""

WORST = 10
"""Half-hours in the table, unless all are asked for."""

LEAST_UNMEASURED = 0.01
"""Share of the simulated contacts without an actual figure above which the page says so."""

LEAST_SURPLUS = 0.1
"""Contacts more or fewer than simulated, as a share, from which they are named as a cause of the wait."""

_OUTSIDE = {"above": "actual above", "below": "actual below"}
_BLAME = {
    "waiting": ("asa", "service_level_abandons_negative", "answered_within", "abandonment_rate", "abandoned"),
    "handle time": ("aht",),
    "volume": ("offered", "answered"),
}
"""What a KPI outside its band makes doubtful."""


def verdicts(found: Backcast) -> tuple[str, ...]:
    """Say in a sentence for each queue whether the simulation is like the real centre."""
    return tuple(_verdict(found, queue) for queue in found.queues)


def is_doubtful(found: Backcast, queue: str) -> bool:
    """Whether a KPI of a queue lies outside its band."""
    return any(total.queue == queue and total.verdict in _OUTSIDE for total in found.totals)


def backcast_sections(found: Backcast, explains: bool = False) -> tuple[tuple[tuple[str, ...], Table], ...]:
    """Lay out the section: totals, errors, half-hours.

    Args:
        found: The simulation beside its actuals.
        explains: Show every half-hour.
    """
    sections = [
        (
            (
                f"Simulated beside actual: {printable(found.strategy)} and {printable(found.file)}",
                *verdicts(found),
                *_about(found),
            ),
            _totals(found),
        ),
        (_headline_of_errors(found), _errors(found)),
    ]
    half_hours = _half_hours(found, None if explains else WORST)
    if half_hours is not None:
        sections.append(half_hours)
    return tuple(sections)


def backcast_notes(found: Backcast, explains: bool = False) -> tuple[str, ...]:
    """Say how to read the section."""
    band = (
        f"Simulated beside actual: ± is half the band in which 95 % of single periods like the {_period(found)} would "
        "lie if the centre were like the simulation; 1 KPI in 20 lies outside by chance alone."
    )
    error = (
        "Error: Σ|simulated − actual| / Σ actual for counts, else a mean over the intervals weighted by contacts; by "
        "chance: what one period of the simulation itself has against the mean of the others."
    )
    notes = [band, error]
    if explains:
        shown_measures = [m for m in MEASURES if any(total.measure is m for total in found.totals)]
        notes += [f"{measure.title} = {measure.name}: {measure.definition}." for measure in shown_measures]
    return tuple(notes)


def backcast_document(found: Backcast) -> dict[str, Any]:
    """Give the comparison as plain data: shares 0 to 1, times in seconds, blanks as None."""
    return {
        "file": found.file,
        "strategy": found.strategy,
        "replications": found.replications,
        "is_week": found.is_week,
        "first_day": found.first_day or None,
        "last_day": found.last_day or None,
        "interval_s": found.interval_s,
        "scale": found.scale,
        "level": 0.95,
        "verdicts": list(verdicts(found)),
        "measures": [
            {"name": measure.name, "title": measure.title, "definition": measure.definition, "unit": measure.unit}
            for measure in MEASURES
            if any(total.measure is measure for total in found.totals)
        ],
        "totals": [_total_entry(total) for total in found.totals],
        "errors": [_error_entry(errors) for errors in found.errors],
        "staffing": [_stretch_entry(stretch) for stretch in found.misstaffed],
        "simulated_in_window": {queue: dict(counts) for queue, counts in found.besides.items()},
        "without_actual": {queue: _number(share) for queue, share in found.unmeasured.items()},
        "half_hours": [{name: row[name] for name in COLUMNS} for row in beside_rows(found) if row["time"]],
    }


# --- words ----------------------------------------------------------------------------------------------------------


def _verdict(found: Backcast, queue: str) -> str:
    totals = [total for total in found.totals if total.queue == queue]
    judged = [total for total in totals if total.verdict != "not judged"]
    outside = [total for total in judged if total.verdict in _OUTSIDE]
    head = f"Base case, {printable(queue)}"
    if not judged and found.replications < LEAST_REPLICATIONS:
        return f"{head}: not judged beside the actuals; take at least {LEAST_REPLICATIONS} replications (--reps 20)."
    if not judged:
        return f"{head}: nothing to judge beside the actuals."
    if not outside:
        which = "the KPI is" if len(judged) == 1 else f"all {len(judged)} KPIs are"
        return f"{head}: {which} inside the 95 % band of the simulation ({', '.join(_lower(t) for t in judged)})."
    listed = "; ".join(_outside(total) for total in outside)
    names = {total.measure.name for total in outside}
    blamed = [what for what, measures in _BLAME.items() if names & set(measures)]
    return (
        f"{head}: {len(judged) - len(outside)} of {len(judged)} KPIs inside the 95 % band of the simulation; outside: "
        f"{listed}. Do not trust differences in {' and '.join(blamed)} yet."
    )


def _outside(total: Beside) -> str:
    simulated, band = shown(total.simulated, total.half_width, total.measure.unit)
    return f"{_lower(total)} (simulated {simulated} ± {band}, actual {_actual(total)})"


def _actual(total: Beside) -> str:
    """Write an actual figure with the digits of its band."""
    return shown(total.actual, total.half_width, total.measure.unit)[0]


def _lower(total: Beside) -> str:
    """Write the title of a KPI inside a sentence."""
    title = total.measure.title.partition(" (")[0]
    return title[:1].lower() + title[1:]


def _period(found: Backcast) -> str:
    if found.is_week:
        return "typical week of the file"
    return f"{len(found.days)} day{'s' if len(found.days) > 1 else ''} of the file"


def _about(found: Backcast) -> Iterator[str]:
    """Say what stands beside what, and then who stands where."""
    if found.is_week and found.first_day:
        dates = f"{found.first_day} to {found.last_day}"
        yield f"Actuals of {dates} as a typical week, and so the simulation (no date lies in the measured window)."
    elif found.is_week:
        yield "Actuals by weekday: both sides as a typical week."
    else:
        yield f"Actuals of {found.first_day} to {found.last_day}, day by day."
    if found.scale != 1:
        yield f"Counts of the file are multiplied by {found.scale:g} (demand.scale)."
    for queue, share in found.unmeasured.items():
        if share > LEAST_UNMEASURED:
            yield f"{printable(queue)}: {100 * share:.0f} % of the simulated contacts come where the file has nothing."
    for queue, counts in found.besides.items():
        least = max(0.5, LEAST_UNMEASURED * counts["offered"])
        seen = [f"{count:,.0f} {what}" for what, count in counts.items() if what != "offered" and count >= least]
        if seen:
            yield f"{printable(queue)}: simulated besides the offered, in the whole window: {', '.join(seen)}."


def _people(found: Backcast, queue: str) -> Iterator[str]:
    """Name the stretches in which the simulation has too many or too few people."""
    mine = [stretch for stretch in found.misstaffed if stretch.queue == queue]
    if mine and _is_chance(found, queue, mine[0].measure):
        yield f"{printable(queue)}: no half-hours stand out beyond what chance brings."
        return
    for has_too_many, words in ((True, "too many people in the simulation (actual service worse)"),
                                (False, "too few people in the simulation (actual service better)")):  # fmt: skip
        stretches = [stretch for stretch in mine if stretch.has_too_many == has_too_many]
        if stretches:
            listed = "; ".join(_stretch(stretch) for stretch in stretches[:MOST_SHOWN])
            more = len(stretches) - MOST_SHOWN
            yield f"{printable(queue)}, {words}: {listed}" + (f"; and {more} more" if more > 0 else "") + "."


def _is_chance(found: Backcast, queue: str, measure: Measure) -> bool:
    """Whether chance would put so many half-hours outside once in 40 times or more often."""
    errors = next(e for e in found.errors if e.queue == queue and e.measure is measure)
    return errors.n_outside <= errors.n_expected + 2 * sqrt(errors.n_expected)


def _stretch(stretch: Misstaffed) -> str:
    day = DAY_NAMES[stretch.weekday].capitalize()
    unit = stretch.measure.unit
    actual, simulated = (shown(value, float("nan"), unit)[0] for value in (stretch.actual, stretch.simulated))
    contacts = ""
    if abs(stretch.surplus) >= LEAST_SURPLUS:
        contacts = f", contacts {100 * stretch.surplus:+.0f} %".replace("-", MINUS)
    clock = f"{clock_text(stretch.start_s)}–{clock_text(stretch.end_s)}"
    return f"{day} {clock} ({actual}, simulated {simulated}{contacts})"


# --- tables ---------------------------------------------------------------------------------------------------------


def _totals(found: Backcast) -> Table:
    blocks = []
    for queue in found.queues:
        rows = []
        for total in (total for total in found.totals if total.queue == queue):
            unit = total.measure.unit
            actual = (_actual(total), "")
            verdict = _OUTSIDE.get(total.verdict, total.verdict)
            rows.append(Row(total.measure.title, (shown(total.simulated, total.half_width, unit), actual), verdict))
        blocks.append((printable(queue), tuple(rows)))
    return Table(("simulated", "actual"), tuple(blocks))


def _headline_of_errors(found: Backcast) -> tuple[str, ...]:
    minutes = found.interval_s // 60
    people = [line for queue in found.queues for line in _people(found, queue)]
    judged, outside = (sum(getattr(e, name) for e in found.errors) for name in ("n_judged", "n_outside"))
    by_chance = f"about {0.05 * judged:,.0f} would by chance"
    head = f"By {minutes} min: {outside:,} of {judged:,} figures lie outside their band, {by_chance}."
    return (head, *people)


def _errors(found: Backcast) -> Table:
    blocks = []
    for queue in found.queues:
        rows = []
        for errors in (errors for errors in found.errors if errors.queue == queue):
            rows.append(Row(errors.measure.title, _error_cells(errors), ""))
        blocks.append((printable(queue), tuple(rows)))
    return Table(("error", "error by chance", "bias", "outside", "by chance"), tuple(blocks))


def _error_cells(errors: Errors) -> tuple[tuple[str, str], ...]:
    """Write error, error by chance, bias, and how many half-hours are outside."""
    measure = errors.measure
    outside = (f"{errors.n_outside:,} of {errors.n_judged:,}", "")
    return (
        (_error(measure, errors.error, errors.relative), ""),
        (_error(measure, errors.by_chance, float("nan")), ""),
        (_signed_error(measure, errors.bias), ""),
        outside,
        (f"{errors.n_expected:.1f}", ""),
    )


def _error(measure: Measure, value: float, relative: float) -> str:
    """Write an error: a share of the actual for counts, points for shares, else seconds with their share."""
    if isnan(value):
        return BLANK
    if measure.is_count:
        return f"{100 * value:.1f} %"
    if measure.unit == "share":
        return f"{100 * value:.1f} pts"
    text = shown(value, float("nan"), "s")[0]
    return text if isnan(relative) else f"{text} ({100 * relative:.0f} %)"


def _signed_error(measure: Measure, value: float) -> str:
    if isnan(value):
        return BLANK
    if measure.unit == "s":
        return shown(value, float("nan"), "s", is_difference=True)[0]
    text = f"{100 * value:+.1f}".replace("-", MINUS)
    return f"{text if text[1:] != '0.0' else '0.0'} {'%' if measure.is_count else 'pts'}"


def _half_hours(found: Backcast, most: int | None) -> tuple[tuple[str, ...], Table] | None:
    """Lay out half-hours: the worst first, or all in the order of the clock."""
    blocks = []
    for queue in found.queues:
        measures = [total.measure for total in found.totals if total.queue == queue]
        places = _all_places(found, queue, measures) if most is None else _worst_places(found, queue, measures, most)
        rows = tuple(_half_hour(found, queue, measures, place) for place in places)
        if rows:
            blocks.append((queue, measures, rows))
    if not blocks:
        return None
    return _half_hour_head(found, most), _padded(blocks)


def _half_hour_head(found: Backcast, most: int | None) -> tuple[str, ...]:
    minutes = found.interval_s // 60
    marks = "simulated / actual; ! lies outside its band"
    if most is None:
        return (f"Every {minutes} min: {marks}.",)
    return (f"The {minutes} min furthest off, busy ones first: {marks}; --explain shows all.",)


def _padded(blocks: list[tuple[str, list[Measure], tuple[Row, ...]]]) -> Table:
    """Put the KPIs of all queues under common heads."""
    every = [measure for measure in MEASURES if any(measure in measures for _, measures, _ in blocks)]
    groups = []
    for queue, measures, rows in blocks:
        at = {measure.name: number for number, measure in enumerate(measures)}
        padded = tuple(
            Row(row.label, tuple(row.values[at[m.name]] if m.name in at else ("", "") for m in every), row.verdict)
            for row in rows
        )
        groups.append((printable(queue), padded))
    return Table(tuple(_SHORT[measure.name] for measure in every), tuple(groups))


_SHORT = {
    "offered": "offered",
    "answered": "answered",
    "answered_within": "in target",
    "service_level_abandons_negative": "service level",
    "abandoned": "abandoned",
    "abandonment_rate": "abandonment",
    "asa": "asa",
    "aht": "aht",
}


def _half_hour(found: Backcast, queue: str, measures: list[Measure], place: tuple[int, int]) -> Row:
    """Write one half-hour: simulated / actual by KPI."""
    row, slot = place
    cells = []
    for measure in measures:
        grid = found.grids[queue, measure.name]
        simulated, actual = float(grid.simulated[place]), float(grid.actual[place])
        texts = [_brief(value, measure.unit) for value in (simulated, actual)]
        is_outside = VERDICTS[int(grid.verdict[place])] in _OUTSIDE
        cells.append((f"{texts[0]} / {texts[1]}{'!' if is_outside else ' '}", ""))
    return Row(f"{_day(found.days[row])} {clock_text(slot * found.interval_s)}", tuple(cells), "")


def _brief(value: float, unit: str) -> str:
    """Write a figure of one half-hour, which chance moves too much for more digits."""
    if isnan(value):
        return BLANK
    return f"{100 * value:.0f} %" if unit == "share" else f"{value:,.0f}{' s' if unit == 's' else ''}"


def _day(day: str) -> str:
    if day in DAY_NAMES:
        return day.capitalize()
    return f"{date.fromisoformat(day):%a} {day}"


def _all_places(found: Backcast, queue: str, measures: list[Measure]) -> list[tuple[int, int]]:
    """List the half-hours of a queue in which something was measured."""
    measured = np.any([~np.isnan(found.grids[queue, m.name].actual) for m in measures], axis=0)
    return [(int(row), int(slot)) for row, slot in np.argwhere(measured)]


def _worst_places(found: Backcast, queue: str, measures: list[Measure], most: int) -> list[tuple[int, int]]:
    """List the half-hours that lie furthest outside: contacts × half bands beyond the band, over all KPIs."""
    score = np.zeros(found.grids[queue, measures[0].name].actual.shape)
    for measure in measures:
        grid = found.grids[queue, measure.name]
        half = np.maximum((grid.high - grid.low) / 2, 1e-9 + 0.01 * np.abs(grid.simulated))
        gap = np.maximum(grid.actual - grid.high, grid.low - grid.actual)
        is_outside = (grid.verdict == VERDICTS.index("above")) | (grid.verdict == VERDICTS.index("below"))
        score += np.where(is_outside, np.maximum(np.nan_to_num(grid.weight), 1.0) * np.nan_to_num(gap / half), 0.0)
    order = np.argsort(-score, axis=None, kind="stable")[:most]
    rows, slots = np.unravel_index(order, score.shape)
    return [(int(row), int(slot)) for row, slot in zip(rows, slots, strict=True) if score[row, slot] > 0]


# --- plain data -----------------------------------------------------------------------------------------------------


def _total_entry(total: Beside) -> dict[str, Any]:
    return {
        "queue": total.queue,
        "kpi": total.measure.name,
        "simulated": _number(total.simulated),
        "half_width": _number(total.half_width),
        "low": _number(total.low),
        "high": _number(total.high),
        "actual": _number(total.actual),
        "verdict": total.verdict,
    }


def _error_entry(errors: Errors) -> dict[str, Any]:
    return {
        "queue": errors.queue,
        "kpi": errors.measure.name,
        "error": _number(errors.error),
        "relative": _number(errors.relative),
        "by_chance": _number(errors.by_chance),
        "bias": _number(errors.bias),
        "n_compared": errors.n_compared,
        "n_judged": errors.n_judged,
        "n_outside": errors.n_outside,
        "n_expected": errors.n_expected,
    }


def _stretch_entry(stretch: Misstaffed) -> dict[str, Any]:
    return {
        "queue": stretch.queue,
        "kpi": stretch.measure.name,
        "weekday": DAY_NAMES[stretch.weekday],
        "from": clock_text(stretch.start_s),
        "to": clock_text(stretch.end_s),
        "simulation_has": "too many" if stretch.has_too_many else "too few",
        "simulated": _number(stretch.simulated),
        "actual": _number(stretch.actual),
        "contacts": _number(stretch.contacts),
        "surplus": _number(stretch.surplus),
    }


def _number(value: float) -> float | None:
    return None if isnan(value) else value
