"""Counts of contacts from a CSV: one row an interval, by weekday or by date.

Columns `weekday,time,contacts` (a weekly profile) or `date,time,contacts` (given days). Every day must be
without a gap between its first and its last interval; a gap is a fault that names its place.
"""

import csv
import itertools
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from sim import units
from sim.errors import Fault
from sim.scenario.types import DAY_GROUPS

_DAY_SECONDS = 86_400


class CsvError(Exception):
    """The faults of one CSV; gathered by the checks, never shown as it stands."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class DayTable:
    """Counts by day: by weekday word or by ISO date, (second of day, count) ascending."""

    by_date: bool
    days: dict[str, dict[int, float]]
    interval: int

    def means(self, date_text: str, weekday: int, n_intervals: int) -> np.ndarray:
        """Counts of one day by interval of the clock; a day that is not in the file has none."""
        means = np.zeros(n_intervals)
        if self.by_date:
            day = self.days.get(date_text, {})
        else:
            words = [word for word in self.days if weekday in DAY_GROUPS[word]]
            day = self.days[min(words, key=lambda word: len(DAY_GROUPS[word]))] if words else {}
        for second, count in day.items():
            means[second // self.interval] = count
        return means


def read_counts(folder: str, file: str, interval: int) -> DayTable:
    """Read a CSV of counts.

    Args:
        folder: Folder the path is relative to.
        file: Path as written in the scenario.
        interval: Length of an interval [s].

    Raises:
        CsvError: All faults of the file, with line and column.
    """
    path = Path(folder) / file
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise CsvError([_fault(file, 0, 0, "there is no such file", allowed=f"a CSV beside {folder}")]) from None
    except UnicodeDecodeError:
        raise CsvError([_fault(file, 0, 0, "the file is not UTF-8 text")]) from None
    rows = list(csv.reader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ","))
    faults: list[Fault] = []
    table = _read_rows(file, rows, interval, faults)
    if faults:
        raise CsvError(faults)
    return table


def _fault(file: str, line: int, column: int, message: str, value: str = "", allowed: str = "") -> Fault:
    return Fault(file=file, line=line, column=column, path="", message=message, value=value, allowed=allowed)


def _read_rows(file: str, rows: list[list[str]], interval: int, faults: list[Fault]) -> DayTable:
    header = [name.strip().lower() for name in rows[0]] if rows else []
    day_column = "date" if "date" in header else "weekday"
    table = DayTable(day_column == "date", {}, interval)
    missing = [name for name in (day_column, "time", "contacts") if name not in header]
    if missing:
        allowed = "weekday,time,contacts or date,time,contacts"
        faults.append(_fault(file, 1, 1, f"the header lacks {', '.join(missing)}", ",".join(header), allowed))
        return table
    places = [header.index(name) for name in (day_column, "time", "contacts")]
    lines: dict[tuple[str, int], int] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(places):
            faults.append(_fault(file, number, 1, f"the row has {len(row)} columns, {len(header)} are needed"))
            continue
        day, clock, count = (row[place].strip() for place in places)
        parsed = _read_row(file, number, day, clock, count, table, faults)
        if parsed is None:
            continue
        if parsed in lines:
            faults.append(_fault(file, number, 1, f"{day} {clock} stands twice, first in line {lines[parsed]}"))
        lines[parsed] = number
    if not table.days and not faults:
        faults.append(_fault(file, 1, 1, "the file has no rows"))
    if not faults:
        _find_gaps(file, table, lines, faults)
    return table


def _read_row(
    file: str, number: int, day: str, clock: str, count: str, table: DayTable, faults: list[Fault]
) -> tuple[str, int] | None:
    """Read one row into the table; a fault is added and None returned when it cannot be read."""
    try:
        if table.by_date:
            day = date.fromisoformat(day).isoformat()
        elif day.lower() not in DAY_GROUPS:
            raise ValueError(f"{day!r} is not a day; write mon … sun, weekday, weekend or daily")
        else:
            day = day.lower()
        second = units.parse_clock(clock)
        value = float(count)
        if not 0 <= value < 1e7:
            raise ValueError(f"{count!r} is not a count of 0 or more")
        if second % table.interval or second >= _DAY_SECONDS:
            raise ValueError(f"{clock} is not the start of an interval of {table.interval // 60} min")
    except ValueError as error:
        faults.append(_fault(file, number, 1, str(error)))
        return None
    table.days.setdefault(day, {})[second] = value
    return day, second


def _find_gaps(file: str, table: DayTable, lines: dict[tuple[str, int], int], faults: list[Fault]) -> None:
    """Add a fault for every missing interval between the first and the last of a day."""
    for day, counts in table.days.items():
        seconds = sorted(counts)
        for before, after in itertools.pairwise(seconds):
            if after - before != table.interval:
                missing = before + table.interval
                gap = f"{missing // 3600:02d}:{missing // 60 % 60:02d}"
                message = f"a gap on {day}: the interval {gap} is missing"
                faults.append(_fault(file, lines[day, before], 1, message, allowed="write 0 where nothing came"))
