"""Rosters from a CSV: one row a span of one person's plan, with the columns agent,start,end,activity.

Spans of a person that touch form one duty, a gap ends it. What is not `on_queue` is time off the queues, whatever
it is called; where two such spans touch they are one, so that nobody takes a contact between two meetings. Times are
those of the local clock; what they are on the tick axis is the matter of `sim.world`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from sim.errors import Fault, nearest_name
from sim.scenario.csv_text import CsvError, FaultsOfCsv, Row, read_rows

COLUMNS = ("agent", "start", "end", "activity")
ON_QUEUE = "on_queue"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_MOST_DUTIES_A_DAY = 200
_LONGEST = timedelta(days=1)
Times = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class RosterDuty:
    """One duty of a person, on the local clock.

    Attributes:
        start, end: From when to when.
        off_queue: Spans off the queues within it, ascending, not touching.
    """

    start: datetime
    end: datetime
    off_queue: tuple[Times, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a roster, and the duties in order of time."""

    name: str
    duties: tuple[RosterDuty, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """One row of a roster as it was read."""

    row: Row
    start: datetime
    end: datetime
    is_on_queue: bool


def read_roster(folder: str, file: str) -> tuple[Person, ...]:
    """Read a roster; persons in order of their first appearance in the file.

    Args:
        folder: Folder the path is relative to.
        file: Path as written in the scenario.

    Raises:
        CsvError: All faults of the file, with line and column; line 0 when the file as a whole cannot be read.
    """
    path = Path(folder) / file
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _read(folder, file, changed)


@lru_cache(maxsize=8)
def _read(folder: str, file: str, changed: int) -> tuple[Person, ...]:
    """Read a roster; `changed` is when the file was, so that a new version is read anew."""
    header, rows = read_rows(folder, file)
    faults = FaultsOfCsv(file)
    places = _places(header, faults)
    if faults.found:
        raise CsvError(faults.found)
    spans: dict[str, list[_Span]] = {}
    for row in rows:
        _read_row(row, places, spans, faults)
    if not rows:
        faults.found.append(Fault(file, 0, 0, "", "the file has no rows below its header"))
    persons = tuple(Person(name, tuple(_duties(name, found, places, faults))) for name, found in spans.items())
    if faults.found:
        raise CsvError(faults.found)
    return persons


def _places(header: Row, faults: FaultsOfCsv) -> dict[str, int]:
    """Find the columns, or add the faults of the header."""
    names = [cell.lower() for cell in header.cells]
    for place, name in enumerate(names):
        if name and name not in COLUMNS:
            allowed, near = ", ".join(COLUMNS), nearest_name(name, COLUMNS)
            faults.add(header, place, "a roster has no such column", header.cells[place], allowed, near)
        elif name and name in names[:place]:
            faults.add(header, place, "this column stands here twice", header.cells[place])
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        faults.add(header, 0, f"the header lacks {', '.join(missing)}", header.text, ",".join(COLUMNS))
    return {name: names.index(name) for name in COLUMNS if name in names}


def _read_row(row: Row, places: dict[str, int], spans: dict[str, list[_Span]], faults: FaultsOfCsv) -> None:
    """Read one row to the spans of its person, or add the faults of its cells."""
    if len(row.cells) <= max(places.values()):
        message = f"the row has {len(row.cells)} cells, {max(places.values()) + 1} are needed"
        faults.add(row, 0, message, row.text)
        return
    cells = {name: row.cells[place] for name, place in places.items()}
    before = len(faults.found)
    for name, what in (
        ("agent", "nobody is named"),
        ("activity", f"there is no activity; write {ON_QUEUE} or another"),
    ):
        if not cells[name]:
            faults.add(row, places[name], what)
    times = []
    for name in ("start", "end"):
        try:
            times.append(_moment(cells[name]))
        except ValueError as error:
            faults.add(row, places[name], str(error), cells[name], "for example 2026-03-02 09:00")
    if len(times) == 2 and times[1] <= times[0]:
        faults.add(row, places["end"], f"the end is not after the start, {cells['start']}", cells["end"])
    if len(faults.found) == before:
        spans.setdefault(cells["agent"], []).append(_Span(row, times[0], times[1], _is_on_queue(cells["activity"])))


def _is_on_queue(activity: str) -> bool:
    """Whether an activity is that on the queues, however a planning tool spells it.

    >>> [_is_on_queue(activity) for activity in ("on_queue", "On Queue", "on-queue", "meeting")]
    [True, True, True, False]
    """
    return re.sub(r"[ -]", "_", activity.lower()) == ON_QUEUE


def _moment(text: str) -> datetime:
    """Read a local date and time, to the minute or the second."""
    if not _MOMENT.fullmatch(text):
        raise ValueError("not a local date and time")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("this date or time does not exist") from None


def _duties(name: str, spans: list[_Span], places: dict[str, int], faults: FaultsOfCsv) -> Iterator[RosterDuty]:
    """Put the spans of a person together to duties; spans that overlap and duties too long are faults."""
    spans = sorted(spans, key=lambda span: (span.start, span.end))
    for one, other in pairwise(spans):
        if other.start < one.end:
            later, first = sorted((one, other), key=lambda span: span.row.number, reverse=True)
            message = f"{name} is planned twice at one time, first in line {first.row.number}"
            faults.add(later.row, places["start"], message, later.row.text)
            return
    on_day: dict[object, int] = {}
    for group in _touching(spans):
        first, last = group[0], group[-1]
        if last.end - first.start > _LONGEST:
            message = f"the duty that begins here lasts to {last.end:%Y-%m-%d %H:%M}, longer than a day"
            faults.add(first.row, places["start"], message, first.row.text, allowed="a gap where the person goes home")
        day = first.start.date()
        on_day[day] = on_day.get(day, 0) + 1
        if on_day[day] == _MOST_DUTIES_A_DAY + 1:
            message = f"{name} has more than {_MOST_DUTIES_A_DAY} duties on {day}"
            faults.add(first.row, places["start"], message, first.row.text)
        yield RosterDuty(first.start, last.end, tuple(_merged(group)))


def _touching(spans: list[_Span]) -> Iterator[list[_Span]]:
    """Group spans, ascending and not overlapping, into runs without a gap."""
    group: list[_Span] = []
    for span in spans:
        if group and span.start > group[-1].end:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _merged(group: list[_Span]) -> Iterator[Times]:
    """Spans of a duty off the queues; touching ones are one."""
    off: list[Times] = []
    for span in group:
        if span.is_on_queue:
            continue
        if off and off[-1][1] == span.start:
            off[-1] = (off[-1][0], span.end)
        else:
            off.append((span.start, span.end))
    yield from off
