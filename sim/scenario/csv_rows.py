"""Counts of contacts from a CSV: one row an interval, by weekday or by date.

Columns `weekday,time,contacts` (a weekly profile; `holiday` is a day too) or `date,time,contacts` (given days).
Every day must be without a gap between its first and its last interval; a gap is a fault that names its place.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from sim import units
from sim.scenario.csv_text import CsvError, FaultsOfCsv, Row, clock_text, read_rows
from sim.scenario.types import DAY_GROUPS, DAY_NAMES, read_date

_DAY_SECONDS = 86_400
_MOST_CONTACTS = 1e7
_HEADERS = "weekday,time,contacts or date,time,contacts"


@dataclass(frozen=True, slots=True)
class DayTable:
    """Counts by day: by weekday word or by ISO date, (second of day, count) ascending."""

    by_date: bool
    days: dict[str, dict[int, float]]
    interval: int

    def means(self, day: str | None, n_intervals: int) -> np.ndarray:
        """Counts of one day by interval of the clock; none on a day that is not in the file.

        Args:
            day: The day as the file has it, a date or a word for days.
            n_intervals: Intervals of a whole day.
        """
        means = np.zeros(n_intervals)
        for second, count in self.days.get(day or "", {}).items():
            means[second // self.interval] = count
        return means


def read_counts(folder: str, file: str, interval: int) -> DayTable:
    """Read a CSV of counts, with commas, semicolons or tabs between the cells.

    Args:
        folder: Folder the path is relative to.
        file: Path as written in the scenario.
        interval: Length of an interval [s].

    Raises:
        CsvError: All faults of the file, with line and column; line 0 when the file as a whole cannot be read.
    """
    header, rows = read_rows(folder, file)
    reader = _Reader(file, interval)
    table = reader.table_of(header, rows)
    if reader.faults.found:
        raise CsvError(reader.faults.found)
    return table


class _Reader:
    """Reads one CSV and gathers its faults."""

    def __init__(self, file: str, interval: int) -> None:
        self._interval = interval
        self.faults = FaultsOfCsv(file)

    def table_of(self, header: Row, rows: list[Row]) -> DayTable:
        """Read all rows; with faults gathered the table means nothing."""
        names = [name.lower() for name in header.cells]
        day_column = "date" if "date" in names else "weekday"
        table = DayTable(day_column == "date", {}, self._interval)
        missing = [name for name in (day_column, "time", "contacts") if name not in names]
        if missing:
            self.faults.add(header, 0, f"the header lacks {', '.join(missing)}", header.text, _HEADERS)
            return table
        places = [names.index(name) for name in (day_column, "time", "contacts")]
        read: dict[tuple[str, int], Row] = {}
        for row in rows:
            self._read_row(row, places, table, read)
        if not read and not self.faults.found:
            self.faults.add(header, 0, "the file has no rows below its header")
        if not self.faults.found:
            self._find_gaps(table, read, places[1])
        return table

    def _read_row(self, row: Row, places: list[int], table: DayTable, read: dict[tuple[str, int], Row]) -> None:
        """Read one row into the table, or add the faults of its cells."""
        if len(row.cells) <= max(places):
            self.faults.add(row, 0, f"the row has {len(row.cells)} cells, {max(places) + 1} are needed", row.text)
            return
        before = len(self.faults.found)
        readers = (read_date if table.by_date else _weekday, self._second, _count)
        found = []
        for place, reader in zip(places, readers, strict=True):
            try:
                found.append(reader(row.cells[place]))
            except ValueError as error:
                self.faults.add(row, place, str(error))
        if len(self.faults.found) > before:
            return
        day, second, count = str(found[0]), int(str(found[1])), float(str(found[2]))
        if (day, second) in read:
            message = f"{day} {row.cells[places[1]]} stands here twice, first in line {read[day, second].number}"
            self.faults.add(row, places[0], message, row.text)
            return
        read[day, second] = row
        table.days.setdefault(day, {})[second] = count

    def _second(self, clock: str) -> int:
        second = units.parse_clock(clock)
        if second % self._interval or second >= _DAY_SECONDS:
            minutes = self._interval // 60
            raise ValueError(f"{units.quote(clock)} is not the start of an interval of {minutes} min (demand.interval)")
        return second

    def _find_gaps(self, table: DayTable, read: dict[tuple[str, int], Row], place: int) -> None:
        """Add a fault for every stretch of missing intervals between the first and the last of a day."""
        for day, counts in table.days.items():
            for before, after in itertools.pairwise(sorted(counts)):
                missing = (after - before) // self._interval - 1
                if missing:
                    which = f"the interval {clock_text(before + self._interval)} is missing"
                    if missing > 1:
                        first, last = clock_text(before + self._interval), clock_text(after - self._interval)
                        which = f"the {missing} intervals from {first} to {last} are missing"
                    row = read[day, before]
                    message = f"a gap on {day} after this row: {which}"
                    self.faults.add(row, place, message, allowed="a row with 0 contacts where nothing came")


def _weekday(word: str) -> str:
    """Read a word for days, in its short form."""
    if word.lower() == units.HOLIDAY:
        return units.HOLIDAY
    days = DAY_GROUPS.get(word.lower())
    if days is None:
        raise ValueError(f"{units.quote(word)} is not a day; write mon … sun, weekday, weekend, daily or holiday")
    return DAY_NAMES[days[0]] if len(days) == 1 else word.lower()


def _count(text: str) -> float:
    try:
        count = float(units.parse_number(text))
    except ValueError as error:
        raise ValueError(str(error) if text else "there is no number of contacts; write 0 where nothing came") from None
    if count >= _MOST_CONTACTS:
        raise ValueError(f"{units.quote(text)} contacts in one interval are too many")
    return count


__all__ = ["CsvError", "DayTable", "read_counts"]
