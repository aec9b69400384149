"""What the real centre counted, from a CSV: read, checked, and laid out by queue, day and clock time.

One row an interval and queue, by date or by weekday (a typical week). An empty cell was not measured; it is
never 0. All faults are gathered with line and column. How the figures stand beside a simulation is the matter
of `experiment/backcast.py`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from math import isnan, nan
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from sim.errors import Fault, nearest_name
from sim.scenario.csv_text import CsvError, FaultsOfCsv, Row, clock_text, read_rows
from sim.scenario.model import Part
from sim.scenario.types import DAY_GROUPS, DAY_NAMES, read_date
from sim.units import TICKS_PER_SECOND, ReplyTime, format_duration, parse_clock, parse_reply_time, quote

if TYPE_CHECKING:
    from sim.scenario.layers import Layered
    from sim.scenario.scenario import Centre

Floats = NDArray[np.float64]

MEASURES: dict[str, str] = {
    "offered": "Contacts that entered the queue; those blocked, balked or outside hours are not among them",
    "answered": "Of those, answered; deferred: replied to",
    "answered_within": "Of those, answered within the target of kpis.service_level",
    "abandoned": "Left the queue without an answer",
    "asa": "Mean wait of the answered, from entering the queue [s]",
    "aht": "Mean talk, hold and wrap-up of the handled [s]; booked where a contact ends",
}
"""Columns of figures; counts are booked where a contact arrives."""

_DAY = 86_400
_MOST_FAULTS = 20
_MOST = 1e7
_LONGEST_INFERRED = 14_400
_RUN_OF_GAPS = 4
_HEADER = "date,time (or interval, or weekday,time), queue, and any of " + ", ".join(MEASURES)
_WITHIN = re.compile(r"answered_within_(.+)")
_NUMBER = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
_LENGTH = re.compile(r"([0-9]+):([0-5][0-9]):([0-5][0-9](?:[.,][0-9]+)?)")


class ActualsFile(Part):
    """What the real centre counted, to stand beside the simulation."""

    file: str = Field(
        description="CSV with date,time (or interval, or weekday,time), queue and any of offered, answered, "
        "answered_within, abandoned, asa, aht; empty cells were not measured."
    )
    strategy: str | None = Field(default=None, description="The strategy that is like the real centre; else the base.")
    scaled: bool = Field(default=True, description="Whether demand.scale holds for the counts of the file too.")


ActualsOf = Annotated[ActualsFile, BeforeValidator(lambda value: {"file": value} if isinstance(value, str) else value)]


@dataclass(frozen=True, slots=True)
class Actuals:
    """Figures of the real centre.

    Attributes:
        file: Path as written in the scenario.
        days: ISO dates, or mon … sun, ascending; those that have rows.
        is_by_weekday: Whether the days are weekdays (a typical week).
        interval_s: Length of an interval [s].
        queues: Names of the queues that have rows, in the order of the centre.
        figures: By measure given (`MEASURES`), (queues, days, intervals of a day); nan: not measured.
        warnings: What is doubtful.
    """

    file: str
    days: tuple[str, ...]
    is_by_weekday: bool
    interval_s: int
    queues: tuple[str, ...]
    figures: Mapping[str, Floats]
    warnings: tuple[Fault, ...] = ()


def measured_window(centre: "Centre") -> tuple[date, date]:
    """Give the first and the last measured day."""
    first = centre.run.start + timedelta(days=centre.run.settle)
    return first, first + timedelta(days=centre.run.measure - 1)


def read_actuals(centre: "Centre", folder: str) -> Actuals:
    """Read the actuals of a centre that has some.

    Args:
        centre: The centre; its `actuals` names the file.
        folder: Folder the path is relative to.

    Raises:
        CsvError: All errors of the file (the first 20, and how many more); line 0 when it cannot be read at all.
    """
    assert centre.actuals is not None
    file = centre.actuals.file
    header, rows = read_rows(folder, file)
    reader = _Reader(centre, file)
    actuals = reader.read(header, rows)
    errors = [fault for fault in reader.faults.found if fault.severity == "error"]
    if errors or actuals is None:
        raise CsvError(_first(errors))
    return actuals


def check_actuals(centre: "Centre", layered: "Layered", folder: str) -> Iterator[Fault]:
    """Yield the faults and warnings of the actuals of a centre that has some."""
    assert centre.actuals is not None
    traces = [name for name, row in centre.demand.rows.items() if row.is_trace]
    if centre.actuals.scaled and centre.demand.scale != 1 and traces:
        message = (
            f"demand.scale is {centre.demand.scale:g} times and holds for the counts of this file too, but not for "
            f"{', '.join(traces)}: a trace comes as it is written"
        )
        yield layered.fault(("actuals",), message, severity="warning", allowed="scaled: false")
    try:
        yield from read_actuals(centre, folder).warnings
    except CsvError as error:
        whole: tuple[str | int, ...] = ("actuals", "file")
        place = whole if whole in layered.positions else ("actuals",)
        for fault in error.faults:
            yield fault if fault.line else layered.fault(place, fault.message, value=fault.file)


def _first(faults: list[Fault]) -> list[Fault]:
    """Keep the first faults, and say how many more there are."""
    if len(faults) <= _MOST_FAULTS:
        return faults
    shown, rest = faults[:_MOST_FAULTS], len(faults) - _MOST_FAULTS
    return [*shown[:-1], replace(shown[-1], message=f"{shown[-1].message}; and {rest} more faults in this file")]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where what stands.

    Attributes:
        day, time: Index of the cell of the day and of the clock time; the same one for `interval`.
        day_kind: "date", "weekday" or "interval".
        queue: Index of the cell of the queue; None without one.
        measures: Index by measure.
        within: The threshold that the column of answered_within names, None when it names none.
    """

    day: int
    time: int
    day_kind: str
    queue: int | None
    measures: Mapping[str, int]
    within: ReplyTime | None


Place = tuple[str, str, int]
"""Queue, day, second of the day."""


class _Reader:
    """Reads one CSV and gathers its faults."""

    def __init__(self, centre: "Centre", file: str) -> None:
        self._centre = centre
        self._interval = centre.demand.interval // TICKS_PER_SECOND
        self.faults = FaultsOfCsv(file)
        self._lines: dict[Place, Row] = {}
        self._figures: dict[Place, dict[str, float]] = {}

    def read(self, header: Row, rows: list[Row]) -> Actuals | None:
        """Read all rows; None when nothing can be made of them."""
        columns = _Header(self._centre, self.faults).columns(header)
        if columns is None:
            return None
        if not rows:
            self.faults.add(header, 0, "the file has no rows below its header")
            return None
        for row in rows:
            self._read_row(header, row, columns)
        self._check_targets(header, columns)
        self._check_volumes()
        if not self._figures:
            return None
        interval_s = self._interval_of_file(columns)
        if not any(not isnan(value) for figures in self._figures.values() for value in figures.values()):
            self.faults.add(header, 0, "no row holds a figure: every cell is empty")
        self._check_window(header, columns)
        return self._laid_out(columns, interval_s)

    def _read_row(self, header: Row, row: Row, columns: _Columns) -> None:
        """Read one row, or add the faults of its cells."""
        if len(row.cells) != len(header.cells):
            message = f"the row has {len(row.cells)} cells, the header {len(header.cells)}"
            if len(row.cells) > len(header.cells):
                message += "; numbers with a decimal comma need ; between the cells, or quotes"
            self.faults.add(row, 0, message)
            return
        before = len(self.faults.found)
        days = self._cell(row, columns.day, _READ_DAY[columns.day_kind], ())
        second = self._cell(row, columns.time, _second_of if columns.day_kind == "interval" else _second, 0)
        queue = self._queue(row, columns)
        figures = {
            name: self._cell(row, at, _length if name in ("asa", "aht") else _count, nan)
            for name, at in columns.measures.items()
        }
        self._check_figures(row, columns, figures)
        if len(self.faults.found) > before and any(f.severity == "error" for f in self.faults.found[before:]):
            return
        for day in days:
            self._keep((queue, day, second), row, columns, figures)

    def _cell(self, row: Row, at: int, read: Any, otherwise: Any) -> Any:
        try:
            return read(row.cells[at])
        except ValueError as error:
            self.faults.add(row, at, str(error))
            return otherwise

    def _keep(self, place: Place, row: Row, columns: _Columns, figures: dict[str, float]) -> None:
        if place in self._lines:
            queue, day, second = place
            of = f" of {queue}" if columns.queue is not None else ""
            message = f"{day} {clock_text(second)}{of} stands here twice, first in line {self._lines[place].number}"
            self.faults.add(row, columns.day, message)
            return
        self._lines[place], self._figures[place] = row, figures

    def _queue(self, row: Row, columns: _Columns) -> str:
        """Find the queue of a row: named itself, or by a channel that has it to itself."""
        queues = self._centre.queues
        if columns.queue is None:
            return next(iter(queues))
        name = row.cells[columns.queue]
        if name in queues:
            return name
        having = [queue for queue, found in queues.items() if name in found.of]
        if len(having) == 1 and len(queues[having[0]].of) == 1:
            return having[0]
        allowed = ", ".join(queues)
        if not name:
            self.faults.add(row, columns.queue, "there is no queue", allowed=allowed)
        elif having:
            message = f"{quote(name)} is a channel whose contacts do not have one queue to themselves; name the queue"
            self.faults.add(row, columns.queue, message, allowed=", ".join(having))
        else:
            near = nearest_name(name, [*queues, *self._centre.channels])
            self.faults.add(row, columns.queue, "there is no queue of this name", name, allowed, near)
        return ""

    def _check_figures(self, row: Row, columns: _Columns, figures: Mapping[str, float]) -> None:
        """Check that the answered within the target are among the answered, and those among the offered."""
        places = columns.measures
        answered, within = figures.get("answered", nan), figures.get("answered_within", nan)
        if within > answered:
            message = f"{within:g} were answered within the target, but only {answered:g} were answered"
            self.faults.add(row, places["answered_within"], message)
        elif "answered" not in places and within > figures.get("offered", nan):
            message = f"{within:g} were answered within the target, but only {figures['offered']:g} were offered"
            self.faults.add(row, places["answered_within"], message)

    def _check_volumes(self) -> None:
        """Warn once where more were answered than offered, and once where more left."""
        for name, where in (("answered", "were answered"), ("abandoned", "left")):
            odd = [place for place, found in self._figures.items() if found.get(name, nan) > found.get("offered", nan)]
            if not odd:
                continue
            row, figures = self._lines[odd[0]], self._figures[odd[0]]
            more = f"; and in {len(odd) - 1} more rows" if len(odd) > 1 else ""
            message = (
                f"{figures[name]:g} {name} of {figures['offered']:g} offered; "
                f"are the {name} booked where they {where}, not where they came?{more}"
            )
            self.faults.add(row, 0, message, severity="warning")

    def _check_targets(self, header: Row, columns: _Columns) -> None:
        """Check that the answered within a time were counted within the target of their channels."""
        at = columns.measures.get("answered_within")
        if at is None:
            return
        counted = {place[0] for place, found in self._figures.items() if not isnan(found["answered_within"])}
        channels = {name for queue in counted for name in self._centre.queues[queue].of}
        for name in [name for name in self._centre.channels if name in channels]:
            target = self._centre.kpis.service_level.get(name)
            if target is None:
                message = f"{header.cells[at]} has no target to stand beside: give kpis.service_level.{name}"
                self.faults.add(header, at, message, allowed="for example 80 % in 20 s")
            elif columns.within is not None and columns.within != target.within:
                message = (
                    f"{header.cells[at]} counts answers within {_time_text(columns.within)}, but "
                    f"kpis.service_level.{name} is within {_time_text(target.within)}; the two must be the same"
                )
                self.faults.add(header, at, message)

    def _interval_of_file(self, columns: _Columns) -> int:
        """Find how far apart the rows are, and add a fault for every row that does not fit [s]."""
        gaps = self._gaps()
        counts = Counter(gap for row in gaps for _, gap in row)
        most = [gap for gap in counts if counts[gap] == max(counts.values())]
        common = min(most, key=lambda gap: (gap % self._interval != 0, gap), default=0)
        if not counts and len({day for _, day, _ in self._lines}) > 1 and not any(s for *_, s in self._lines):
            common = _DAY
        elif not common or common > _LONGEST_INFERRED or _DAY % common:
            common = self._interval
        minutes = common // 60
        for place, row in self._lines.items():
            if place[2] % common:
                message = (
                    f"{clock_text(place[2])} is not the start of an interval of {minutes} min, "
                    "which most rows are apart: the time is off, or the file mixes intervals"
                )
                self.faults.add(row, columns.time, message)
        self._check_mixed(gaps, common, columns)
        if common % self._interval:
            message = f"the rows are {minutes} min apart, which is no multiple of demand.interval"
            first = next(iter(self._lines.values()))
            self.faults.add(first, columns.time, message, allowed=f"rows of {self._interval // 60} min, or a multiple")
        return common

    def _gaps(self) -> list[list[tuple[Place, int]]]:
        """Give, by queue and day, each row's gap to the row before it [s]."""
        seconds: dict[tuple[str, str], list[int]] = defaultdict(list)
        for queue, day, second in self._lines:
            seconds[queue, day].append(second)
        return [
            [((*key, after), after - before) for before, after in pairwise(sorted(found))]
            for key, found in seconds.items()
        ]

    def _check_mixed(self, gaps: list[list[tuple[Place, int]]], common: int, columns: _Columns) -> None:
        """Add a fault at the first row of the first stretch of longer intervals."""
        for row in gaps:
            for gap, stretch in groupby(row, key=lambda pair: pair[1]):
                places = [place for place, _ in stretch]
                if gap != common and gap % common == 0 and len(places) >= _RUN_OF_GAPS:
                    message = (
                        f"from here on rows are {gap // 60} min apart, most are {common // 60} min: the file mixes "
                        "intervals; where nothing was measured write rows with empty cells"
                    )
                    self.faults.add(self._lines[places[0]], columns.time, message)
                    return

    def _check_window(self, header: Row, columns: _Columns) -> None:
        """Check that some rows can stand beside the measured window; warn of those left out."""
        first, last = measured_window(self._centre)
        window = f"{first} to {last}"
        if columns.day_kind != "weekday":
            outside = [place for place in self._lines if not str(first) <= place[1] <= str(last)]
            if outside and len(outside) < len(self._lines):
                message = (
                    f"{len(outside):,} of {len(self._lines):,} rows lie outside the measured window "
                    f"({window}) and are left out, the first is this one"
                )
                self.faults.add(self._lines[outside[0]], columns.day, message, severity="warning")
            if len(outside) < len(self._lines):
                return
        measured = {(first + timedelta(days=day)).weekday() for day in range(min(7, (last - first).days + 1))}
        if not measured & {weekday_of(day) for _, day, _ in self._lines}:
            message = f"no row falls on a day, or a weekday, of the measured window ({window})"
            self.faults.add(header, columns.day, message)

    def _laid_out(self, columns: _Columns, interval_s: int) -> Actuals:
        """Put the figures into arrays."""
        is_by_weekday = columns.day_kind == "weekday"
        having = {place[0] for place in self._lines}
        queues = [name for name in self._centre.queues if name in having]
        days = sorted({place[1] for place in self._lines}, key=DAY_NAMES.index if is_by_weekday else str)
        figures = {name: np.full((len(queues), len(days), _DAY // interval_s), nan) for name in columns.measures}
        queue_at, day_at = ({name: at for at, name in enumerate(names)} for names in (queues, days))
        for (queue, day, second), found in self._figures.items():
            if second % interval_s == 0:
                for name, value in found.items():
                    figures[name][queue_at[queue], day_at[day], second // interval_s] = value
        for array in figures.values():
            array.flags.writeable = False
        warnings = tuple(fault for fault in self.faults.found if fault.severity == "warning")
        return Actuals(self.faults.file, tuple(days), is_by_weekday, interval_s, tuple(queues), figures, warnings)


class _Header:
    """Reads the header of a file."""

    def __init__(self, centre: "Centre", faults: FaultsOfCsv) -> None:
        self._centre = centre
        self._faults = faults

    def columns(self, header: Row) -> _Columns | None:
        """Find the columns; None, with faults added, when something needed is missing."""
        found: dict[str, int] = {}
        within = None
        for at, written in enumerate(header.cells):
            name = re.sub(r"[\s.\-]+", "_", written.lower()).strip("_")
            threshold = _threshold(name)
            within = threshold or within
            name = "answered_within" if threshold is not None else "queue" if name == "channel" else name
            self._add(header, at, name, found)
        return self._whole(header, found, within)

    def _add(self, header: Row, at: int, name: str, found: dict[str, int]) -> None:
        """Take one column, or add what is wrong with it."""
        known = ("date", "time", "interval", "weekday", "queue", *MEASURES)
        written = header.cells[at]
        if name in found:
            self._faults.add(header, at, f"a second column {quote(written)}")
        elif name in known:
            found[name] = at
        elif written:
            near = nearest_name(name, known)
            severity = "error" if near else "warning"
            message = f"unknown column {quote(written)}" if near else f"the column {quote(written)} is not used"
            if near:
                found.setdefault(near, at)
            self._faults.add(header, at, message, nearest=near, severity=severity)

    def _whole(self, header: Row, found: dict[str, int], within: ReplyTime | None) -> _Columns | None:
        """Check that the day, the time, the queue and a measure are there."""
        kind = "date" if "date" in found else "weekday" if "weekday" in found else "interval"
        day, time = (found.get(name) for name in ((kind, "time") if kind != "interval" else (kind, kind)))
        measures = {name: found[name] for name in MEASURES if name in found}
        missing = [] if day is not None else ["date"]
        if time is None:
            missing.append("time")
        if "queue" not in found and len(self._centre.queues) > 1:
            missing.append(f"queue (there are {', '.join(self._centre.queues)})")
        if not measures:
            missing.append("any figure")
        if missing:
            self._faults.add(header, 0, f"the header lacks {', '.join(missing)}", header.text, _HEADER)
        is_wrong = any(fault.severity == "error" for fault in self._faults.found)
        if is_wrong or day is None or time is None:
            return None
        return _Columns(day, time, kind, found.get("queue"), measures, within)


def weekday_of(day: str) -> int:
    """Give the weekday of an ISO date or of mon … sun, 0 = Monday."""
    return DAY_NAMES.index(day) if day in DAY_NAMES else date.fromisoformat(day).weekday()


def _threshold(name: str) -> ReplyTime | None:
    """Read the time in answered_within_20s; None where there is none."""
    match = _WITHIN.fullmatch(name)
    if match is None:
        return None
    try:
        return parse_reply_time(match[1].replace("_", " "))
    except ValueError:
        return None


def _time_text(reply: ReplyTime) -> str:
    return format_duration(reply.ticks) + (" of working time" if reply.working else "")


def _dates(text: str) -> Sequence[str]:
    return (read_date(text).isoformat(),)


def _weekdays(text: str) -> Sequence[str]:
    """Read a word for days as the days it means."""
    days = DAY_GROUPS.get(text.lower())
    if days is None:
        raise ValueError(f"{quote(text)} is not a day; write mon … sun, weekday, weekend or daily")
    return tuple(DAY_NAMES[day] for day in days)


def _date_of(text: str) -> Sequence[str]:
    return (_moment(text).date().isoformat(),)


_READ_DAY = {"date": _dates, "weekday": _weekdays, "interval": _date_of}


def _moment(text: str) -> datetime:
    """Read a date and a clock time in one cell."""
    day, _, clock = text.replace("T", " ").partition(" ")
    if not clock.strip():
        raise ValueError(f"{quote(text)} is not a date and a time; write for example 2026-03-02 10:30")
    return datetime.combine(read_date(day), datetime.min.time()) + timedelta(seconds=_second(clock.strip()))


def _second_of(text: str) -> int:
    try:
        moment = _moment(text)
    except ValueError:
        return 0  # the fault is that of the day, which is read from the same cell
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _second(clock: str) -> int:
    second = parse_clock(clock)
    if second >= _DAY:
        raise ValueError(f"{quote(clock)} is not a time of the day; a day goes from 00:00 to 23:59")
    return second


def _count(text: str) -> float:
    """Read a count; an empty cell is nan."""
    if not text:
        return nan
    match = _NUMBER.fullmatch(text)
    if match is None:
        if text.startswith(("-", "−")) and _NUMBER.fullmatch(text[1:].strip()):
            raise ValueError(f"{quote(text)} is negative; a figure is 0 or more, or empty where nothing was measured")
        raise ValueError(f"{quote(text)} is not a number; leave the cell empty where nothing was measured")
    if "," in text and len(match[2]) == 3 and not match[1].startswith("0"):
        point = f"{match[1]}.{match[2]}"
        raise ValueError(f"{quote(text)} can be read in two ways; write {match[1]}{match[2]}, or {point} with a point")
    value = float(text.replace(",", "."))
    if value >= _MOST:
        raise ValueError(f"{quote(text)} is too much for one interval")
    return value


def _length(text: str) -> float:
    """Read a time in seconds, or as h:mm:ss [s]; an empty cell is nan."""
    match = _LENGTH.fullmatch(text)
    if match is not None:
        return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3].replace(",", "."))
    if ":" in text:
        raise ValueError(f"{quote(text)} is not a time; write it as h:mm:ss, for example 0:05:30, or in seconds")
    return _count(text)


__all__ = [
    "MEASURES",
    "Actuals",
    "ActualsFile",
    "ActualsOf",
    "check_actuals",
    "measured_window",
    "read_actuals",
    "weekday_of",
]
