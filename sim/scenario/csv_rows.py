"""Counts of contacts from a CSV: one row an interval, by weekday or by date.

Columns `weekday,time,contacts` (a weekly profile) or `date,time,contacts` (given days). Every day must be
without a gap between its first and its last interval; a gap is a fault that names its place.
"""

import csv
import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim import units
from sim.errors import Fault
from sim.scenario.types import DAY_GROUPS, DAY_NAMES, read_date, word_of_day

_DAY_SECONDS = 86_400
_MOST_CONTACTS = 1e7
_HEADERS = "weekday,time,contacts or date,time,contacts"
_LINE_END = re.compile(r"\r\n|\r|\n")


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
            word = word_of_day(self.days, weekday)
            day = self.days[word] if word is not None else {}
        for second, count in day.items():
            means[second // self.interval] = count
        return means


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a CSV.

    Attributes:
        number: Line, from 1.
        text: The line as written.
        cells: Its cells, without the spaces around them.
        columns: Column of each cell, from 1.
    """

    number: int
    text: str
    cells: tuple[str, ...]
    columns: tuple[int, ...]


def read_counts(folder: str, file: str, interval: int) -> DayTable:
    """Read a CSV of counts, with commas, semicolons or tabs between the cells.

    Args:
        folder: Folder the path is relative to.
        file: Path as written in the scenario.
        interval: Length of an interval [s].

    Raises:
        CsvError: All faults of the file, with line and column; line 0 when the file as a whole cannot be read.
    """
    reader = _Reader(file, interval)
    table = reader.table_of(_lines(Path(folder) / file, file))
    if reader.faults:
        raise CsvError(reader.faults)
    return table


def _lines(path: Path, file: str) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        message = "there is no such file; the path starts from the folder of the scenario"
    except IsADirectoryError:
        message = "this is a folder, not a CSV file"
    except UnicodeDecodeError:
        message = "the file is not UTF-8 text; save it as CSV UTF-8"
    except (OSError, ValueError):
        message = "the file cannot be read"
    else:
        return _LINE_END.split(text)
    raise CsvError([Fault(file, 0, 0, "", message)])


class _Reader:
    """Reads one CSV and gathers its faults."""

    def __init__(self, file: str, interval: int) -> None:
        self._file = file
        self._interval = interval
        self.faults: list[Fault] = []

    def table_of(self, lines: list[str]) -> DayTable:
        """Read all lines; with faults gathered the table means nothing."""
        separator = next((mark for mark in (";", "\t") if mark in lines[0]), ",")
        header, *rows = [self._row(number, line, separator) for number, line in enumerate(lines, start=1)]
        names = [name.lower() for name in header.cells]
        day_column = "date" if "date" in names else "weekday"
        table = DayTable(day_column == "date", {}, self._interval)
        missing = [name for name in (day_column, "time", "contacts") if name not in names]
        if missing:
            self._add(header, 0, f"the header lacks {', '.join(missing)}", header.text, _HEADERS)
            return table
        places = [names.index(name) for name in (day_column, "time", "contacts")]
        read: dict[tuple[str, int], _Row] = {}
        for row in rows:
            if any(row.cells):
                self._read_row(row, places, table, read)
        if not read and not self.faults:
            self._add(header, 0, "the file has no rows below its header")
        if not self.faults:
            self._find_gaps(table, read, places[1])
        return table

    def _row(self, number: int, text: str, separator: str) -> _Row:
        """Cut a line into cells; quotes around a cell are left out."""
        cells, columns, at = [], [], 1
        for raw in _cut(text, separator):
            plain = raw.strip()
            columns.append(at + len(raw) - len(raw.lstrip()))
            cells.append(next(csv.reader([plain], strict=False), [""])[0].strip() if plain[:1] == '"' else plain)
            at += len(raw) + 1
        return _Row(number, text, tuple(cells), tuple(columns))

    def _add(self, row: _Row, place: int, message: str, value: str = "", allowed: str = "") -> None:
        column = row.columns[place] if place < len(row.columns) else 1
        found = Fault(self._file, row.number, column, "", message, value, allowed, source_line=row.text)
        self.faults.append(found)

    def _read_row(self, row: _Row, places: list[int], table: DayTable, read: dict[tuple[str, int], _Row]) -> None:
        """Read one row into the table, or add the faults of its cells."""
        if len(row.cells) <= max(places):
            self._add(row, 0, f"the row has {len(row.cells)} cells, {max(places) + 1} are needed", row.text)
            return
        before = len(self.faults)
        readers = (read_date if table.by_date else _weekday, self._second, _count)
        found = []
        for place, reader in zip(places, readers, strict=True):
            try:
                found.append(reader(row.cells[place]))
            except ValueError as error:
                self._add(row, place, str(error))
        if len(self.faults) > before:
            return
        day, second, count = str(found[0]), int(str(found[1])), float(str(found[2]))
        if (day, second) in read:
            message = f"{day} {row.cells[places[1]]} stands here twice, first in line {read[day, second].number}"
            self._add(row, places[0], message, row.text)
            return
        read[day, second] = row
        table.days.setdefault(day, {})[second] = count

    def _second(self, clock: str) -> int:
        second = units.parse_clock(clock)
        if second % self._interval or second >= _DAY_SECONDS:
            minutes = self._interval // 60
            raise ValueError(f"{units.quote(clock)} is not the start of an interval of {minutes} min (demand.interval)")
        return second

    def _find_gaps(self, table: DayTable, read: dict[tuple[str, int], _Row], place: int) -> None:
        """Add a fault for every stretch of missing intervals between the first and the last of a day."""
        for day, counts in table.days.items():
            for before, after in itertools.pairwise(sorted(counts)):
                missing = (after - before) // self._interval - 1
                if missing:
                    which = f"the interval {_clock(before + self._interval)} is missing"
                    if missing > 1:
                        first, last = _clock(before + self._interval), _clock(after - self._interval)
                        which = f"the {missing} intervals from {first} to {last} are missing"
                    row = read[day, before]
                    message = f"a gap on {day} after this row: {which}"
                    self._add(row, place, message, allowed="a row with 0 contacts where nothing came")


def _cut(text: str, separator: str) -> list[str]:
    """Cut a line at its separators, but not inside quotes."""
    pieces, quoted = [""], False
    for character in text:
        quoted ^= character == '"'
        if character == separator and not quoted:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}"


def _weekday(word: str) -> str:
    """Read a word for days, in its short form."""
    days = DAY_GROUPS.get(word.lower())
    if days is None:
        raise ValueError(f"{units.quote(word)} is not a day; write mon … sun, weekday, weekend or daily")
    return DAY_NAMES[days[0]] if len(days) == 1 else word.lower()


def _count(text: str) -> float:
    try:
        count = float(units.parse_number(text))
    except ValueError as error:
        raise ValueError(str(error) if text else "there is no number of contacts; write 0 where nothing came") from None
    if count >= _MOST_CONTACTS:
        raise ValueError(f"{units.quote(text)} contacts in one interval are too many")
    return count
