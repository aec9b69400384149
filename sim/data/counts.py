"""Counts by interval: out of a table of counts, or by counting single contacts.

The length of an interval is read off the starts; a start off their grid, and a stretch of rows further apart
than the others, are faults. What has no row is NaN and, between rows of one day, told; it is never taken as 0.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from sim.data.amounts import Amounts
from sim.data.columns import CONTACT_ROLES, CONTACTS, COUNT_ROLES, Column, Reading, find_columns, plain_name, require
from sim.data.contacts import WordColumn, add_moments, moment_column, told_zone
from sim.data.dates import MICROSECONDS_A_DAY, Moments, is_repeated, is_skipped
from sim.data.records import DAY_SECONDS, ONE_SERIES, Contacts, Counts, Floats, Ints, Words, frozen
from sim.data.table import Faults, Lines, Table, in_file
from sim.errors import DataError
from sim.units import TICKS_PER_SECOND, format_duration, quote

_MOST_CELLS = 100_000_000
_MOST_GAPS = 5
_RUN = 4
_SINGLE = ("outcome", "disposition", "contactid", "callid")
_SHORTEST_S = 60


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a file of counts that have a place in time.

    Attributes:
        line: Line of each row.
        series: Index of its series.
        part: Index of its series and queue: what may stand once an interval.
        day: Local day [days since 1970].
        second: Second of that day its interval starts.
        utc_us: Time in UTC [µs] where the file gives an offset; the least integer elsewhere.
        count: Contacts.
    """

    line: Lines
    series: Ints
    part: Ints
    day: Ints
    second: Ints
    utc_us: Ints
    count: Floats


def has_counts(table: Table, reading: Reading) -> bool:
    """Tell whether a table counts contacts by interval; else it holds single ones."""
    named = _named_for_counts(reading)
    if any(name == CONTACTS or name not in COUNT_ROLES for name in named):
        return True
    if any(plain_name(title) in _SINGLE for title in table.header):
        return False
    return CONTACTS in find_columns(table.header, COUNT_ROLES, named, table.source)


def _named_for_counts(reading: Reading) -> dict[str, str]:
    """Columns the user named that a file of counts can have."""
    roles = set(CONTACT_ROLES) - set(COUNT_ROLES)
    return {name: title for name, title in reading.columns.items() if name not in roles}


def counts_in(table: Table, reading: Reading) -> Counts:
    """Read counts by interval.

    Args:
        table: The file; a column of counts, with or without one of channels or queues, or several named columns.
        reading: What the user said about it.

    Raises:
        DataError: All faults of the file, with lines.
        UsageError: The options name what is not there.
    """
    found = find_columns(table.header, COUNT_ROLES, _named_for_counts(reading), table.source, has_series=True)
    values = {name: column for name, column in found.items() if name not in COUNT_ROLES}
    if CONTACTS in found:
        values = {CONTACTS: found[CONTACTS]} | values
    if "date" not in found:
        require(found, ["time"], table.header, table.source)
    if not values:
        require(found, [CONTACTS], table.header, table.source)
    faults = Faults(table.source)
    rows, names, moments, n_rows = _read_rows(table, reading, found, values, faults)
    interval_s = _interval(rows, names, moments.has_clock, faults)
    if interval_s:
        _find_duplicates(rows, names, reading.zone, faults)
    faults.raise_if_any()
    warnings = list(table.warnings) + told_zone(moments, reading.zone)
    return _laid_out(rows, names, interval_s, n_rows, table.source, reading.zone, warnings)


def check_single(table: Table, reading: Reading) -> None:
    """Check that a table without a column of counts holds single contacts, before its rows are counted.

    Raises:
        DataError: Nothing says so, and a column nobody named may be the counts.
    """
    found = find_columns(table.header, CONTACT_ROLES, reading.columns, table.source)
    unknown = [title for place, title in enumerate(table.header) if place not in {c.place for c in found.values()}]
    is_single = any(role not in COUNT_ROLES for role in found) or any(plain_name(t) in _SINGLE for t in unknown)
    if is_single or not unknown:
        return
    told = f"is a row one contact, or does {' or '.join(map(quote, unknown[:3]))} count them? name the columns: "
    options = [f"--column {role}=NAME" for role in ("time", CONTACTS) if role not in found]
    told += f"{' '.join(options)}, or for single contacts --column customer=NAME"
    raise DataError(in_file(table.source, told, 1))


def counts_of(contacts: Contacts, interval_s: int) -> Counts:
    """Count single contacts by the interval they arrive in; every interval of a day with contacts has a number.

    The series are the channels, else the queues. Days without a contact have no row: whether the centre was
    closed or nobody came, the file does not say.

    Args:
        contacts: At least one with a known arrival.
        interval_s: Length of an interval [s]; divides a day.

    Raises:
        DataError: No contact has a time of arrival.
    """
    is_known = ~np.isnat(contacts.arrived)
    if not is_known.any():
        raise DataError(in_file(contacts.source, "no contact has a time of arrival; name it: --column time=NAME"))
    micros = contacts.arrived[is_known].astype("datetime64[us]").astype(np.int64)
    series, names = _series_of(contacts, is_known)
    days, day = np.unique(micros // MICROSECONDS_A_DAY, return_inverse=True)
    n_slots = DAY_SECONDS // interval_s
    slot = micros % MICROSECONDS_A_DAY // (interval_s * 1_000_000)
    shape = (len(names), len(days), n_slots)
    cells = np.bincount((series * len(days) + day) * n_slots + slot, minlength=int(np.prod(shape)))
    warnings = list(contacts.warnings) + _told_empty_days(days)
    if not is_known.all():
        warnings.append(f"{(~is_known).sum():,} contacts without a time of arrival are not counted")
    counts = frozen(cells.reshape(shape).astype(np.float64))
    return Counts(names, _dates(days), interval_s, counts, contacts.n_rows, contacts.source, tuple(warnings))


def _series_of(contacts: Contacts, is_known: np.ndarray) -> tuple[Ints, tuple[str, ...]]:
    """Index of the series of each contact, and their names."""
    for names in (contacts.channel[is_known], contacts.queue[is_known]):
        if any(names):
            codes, distinct = pd.factorize(names)
            return codes.astype(np.int64), tuple(str(name) or "(no name)" for name in distinct)
    return np.zeros(int(is_known.sum()), np.int64), ONE_SERIES


def _told_empty_days(days: Ints) -> list[str]:
    missing = int(days[-1] - days[0]) + 1 - len(days)
    if not missing:
        return []
    have = "1 day" if missing == 1 else f"{missing:,} days"
    return [f"{have} between the first and the last without a contact are taken as closed"]


def _read_rows(
    table: Table, reading: Reading, found: dict[str, Column], values: dict[str, Column], faults: Faults
) -> tuple[_Rows, tuple[str, ...], Moments, int]:
    """Read the cells; with several columns of counts each row counts once for each."""
    moment = moment_column(found, reading, faults, is_required=True)
    words = {role: WordColumn() for role in ("channel", "queue") if role in found}
    amounts = {name: Amounts(column.title, faults, table.separator, False) for name, column in values.items()}
    columns = {role: found[role] for role in ("date", "time", "channel", "queue") if role in found} | values
    lines = []
    for chunk in table.chunks([column.place for column in columns.values()], faults):
        cells = dict(zip(columns, chunk.cells, strict=True))
        lines.append(chunk.lines)
        add_moments(moment, chunk.lines, cells)
        for role, column in words.items():
            column.add(cells[role])
        for name, numbers in amounts.items():
            numbers.add(chunk.lines, cells[name])
    line = np.concatenate(lines) if lines else np.empty(0, np.int64)
    moments = moment.finish()
    labels, names = _labels({role: column.finish() for role, column in words.items()}, list(values), line, faults)
    numbers_by_name = [numbers.finish() for numbers in amounts.values()]
    return _placed(line, moments, labels, numbers_by_name), names, moments, len(line)


def _labels(
    words: dict[str, Words], columns: list[str], line: Lines, faults: Faults
) -> tuple[list[tuple[Ints, Ints]], tuple[str, ...]]:
    """Series and part of each row, once for each column of counts, and the names of the series."""
    if not words:
        names = tuple(columns) if columns != [CONTACTS] else ONE_SERIES
        return [(np.full(len(line), place), np.full(len(line), place)) for place in range(len(columns))], names
    for role, column in words.items():
        for row in np.flatnonzero(column == ""):
            faults.add(int(line[row]), f"there is no name of the {role}")
    outer, inner = next(iter(words.values())), list(words.values())[-1]
    series, distinct = pd.factorize(outer)
    part = pd.factorize(pd.MultiIndex.from_arrays([outer, inner]))[0]
    base = tuple(str(name) for name in distinct)
    names = base if len(columns) == 1 else tuple(f"{name} {column}" for column in columns for name in base)
    n_parts = int(part.max(initial=0)) + 1
    return [
        (series.astype(np.int64) + place * len(base), part.astype(np.int64) + place * n_parts)
        for place in range(len(columns))
    ], names


def _placed(line: Lines, moments: Moments, labels: list[tuple[Ints, Ints]], numbers: list[Floats]) -> _Rows:
    """Rows that have a place in time, in the order of the file."""
    is_known = ~np.isnat(moments.local)
    micros = moments.local[is_known].astype(np.int64)
    n_columns = len(labels)
    return _Rows(
        line=np.tile(line[is_known], n_columns),
        series=np.concatenate([series[is_known] for series, _ in labels]),
        part=np.concatenate([part[is_known] for _, part in labels]),
        day=np.tile(micros // MICROSECONDS_A_DAY, n_columns),
        second=np.tile(micros % MICROSECONDS_A_DAY // 1_000_000, n_columns),
        utc_us=np.tile(moments.utc_us[is_known], n_columns),
        count=np.concatenate([column[is_known] for column in numbers]),
    )


def _interval(rows: _Rows, names: tuple[str, ...], has_clock: bool, faults: Faults) -> int:
    """Find the length of an interval [s]: the commonest distance of starts of one day; 0 with a fault."""
    if not len(rows.line):
        return 0
    if not has_clock or not rows.second.any():
        return DAY_SECONDS
    order = np.lexsort((rows.second, rows.day, rows.series))
    steps = np.diff(rows.second[order])
    is_within = (np.diff(rows.day[order]) == 0) & (np.diff(rows.series[order]) == 0) & (steps > 0)
    if not is_within.any():
        if faults.count:
            return 0
        faults.add(0, "one row a day does not say how long an interval is; give at least two of one day")
        return 0
    lengths, sizes = np.unique(steps[is_within], return_counts=True)
    interval_s = int(lengths[np.argmax(sizes)])
    if DAY_SECONDS % interval_s or interval_s < _SHORTEST_S:
        faults.add(0, f"the rows are {_length(interval_s)} apart; an interval is a minute or more and divides a day")
        return 0
    is_fine = _is_on_grid(rows, interval_s, faults) and _is_even(rows, order, is_within, interval_s, names, faults)
    return interval_s if is_fine else 0


def _is_on_grid(rows: _Rows, interval_s: int, faults: Faults) -> bool:
    off = np.flatnonzero(rows.second % interval_s)
    if not len(off):
        return True
    row = off[np.argmin(rows.line[off])]
    where = f"{_clock(int(rows.second[row]))} on {_date(int(rows.day[row]))}"
    others = len(np.unique(rows.line[off])) - 1
    told = f"the rows are {_length(interval_s)} apart, but {where} does not start such an interval: mixed intervals?"
    told += f" ({others:,} more like it)" if others else ""
    faults.add(int(rows.line[row]), told)
    return False


def _is_even(
    rows: _Rows, order: Ints, is_within: np.ndarray, interval_s: int, names: tuple[str, ...], faults: Faults
) -> bool:
    """Look for stretches of a day whose rows are evenly further apart than an interval."""
    steps = np.where(is_within, np.diff(rows.second[order]), 0)
    same = (steps > interval_s).astype(np.int64)
    for place in range(1, len(steps)):
        if same[place] and steps[place] == steps[place - 1]:
            same[place] = same[place - 1] + 1
    ends = np.flatnonzero(same == _RUN)
    if not len(ends):
        return True
    row = min((order[end - _RUN + 1] for end in ends), key=lambda place: int(rows.line[place]))
    step = int(steps[ends[np.argmin([rows.line[order[end - _RUN + 1]] for end in ends])]])
    of = f" of {quote(names[rows.series[row]])}" if len(names) > 1 else ""
    told = f"from here the rows{of} are {_length(step)} apart, elsewhere {_length(interval_s)}: mixed intervals"
    faults.add(int(rows.line[row]), f"{told}; cut the file, or write a row with 0 where nothing came")
    return False


def _find_duplicates(rows: _Rows, names: tuple[str, ...], zone: str | None, faults: Faults) -> None:
    """Add a fault for every row whose interval stands in the file before."""
    keys = pd.MultiIndex.from_arrays([rows.part, rows.day, rows.second, rows.utc_us])
    codes, distinct = pd.factorize(keys)
    if len(distinct) == len(codes):
        return
    first = np.full(len(distinct), -1, np.int64)
    for row, code in enumerate(codes):
        if first[code] < 0:
            first[code] = row
            continue
        day, second = int(rows.day[row]), int(rows.second[row])
        of = f" of {quote(names[rows.series[row]])}" if len(names) > 1 else ""
        told = f"{_date(day)} {_clock(second)}{of} stands here twice, first in line {rows.line[first[code]]}"
        moment = datetime.combine(_date(day), datetime.min.time()) + timedelta(seconds=second)
        if zone is not None and is_repeated(moment, zone):
            told += f"; this hour comes twice in {zone}: give both with their offset from UTC"
        faults.add(int(rows.line[row]), told)


def _laid_out(
    rows: _Rows,
    names: tuple[str, ...],
    interval_s: int,
    n_rows: int,
    source: str,
    zone: str | None,
    warnings: list[str],
) -> Counts:
    """Lay the rows out by series, day and interval; equal places add up."""
    days, day = np.unique(rows.day, return_inverse=True)
    n_slots = DAY_SECONDS // interval_s
    shape = (len(names), len(days), n_slots)
    if np.prod(shape, dtype=np.float64) > _MOST_CELLS:
        told = f"{len(names):,} series on {len(days):,} days of {n_slots:,} intervals are too many"
        raise DataError(in_file(source, told))
    place = (rows.series * len(days) + day) * n_slots + rows.second // interval_s
    size = int(np.prod(shape))
    counts = np.bincount(place, weights=rows.count, minlength=size).astype(np.float64)
    counts[np.bincount(place, minlength=size) == 0] = np.nan
    cells: Floats = frozen(counts.reshape(shape))
    if (np.diff(np.lexsort((rows.second, rows.day, rows.series))) < 0).any() and _is_unsorted(rows):
        warnings.append("the rows were not in order of time; they were sorted")
    warnings += _told_gaps(cells, days, interval_s, names, zone)
    return Counts(names, _dates(days), interval_s, cells, n_rows, source, tuple(warnings))


def _is_unsorted(rows: _Rows) -> bool:
    """Whether some series goes back in time from one row to the next."""
    by_series = np.argsort(rows.series, kind="stable")
    moment = (rows.day * DAY_SECONDS + rows.second)[by_series]
    return bool(((np.diff(moment) < 0) & (np.diff(rows.series[by_series]) == 0)).any())


def _told_gaps(cells: Floats, days: Ints, interval_s: int, names: tuple[str, ...], zone: str | None) -> list[str]:
    """Tell which intervals have no row between the first and the last of their day."""
    told, total = [], 0
    for series, day in np.ndindex(*cells.shape[:2]):
        slots = np.flatnonzero(~np.isnan(cells[series, day]))
        for place in np.flatnonzero(np.diff(slots) > 1):
            first_s, end_s = (int(slots[place]) + 1) * interval_s, int(slots[place + 1]) * interval_s
            if zone is not None and is_skipped(_date(int(days[day])), first_s, zone):
                continue
            total += (end_s - first_s) // interval_s
            of = f"{names[series]} " if len(names) > 1 else ""
            told.append(f"{of}{_date(int(days[day]))} {_clock(first_s)} to {_clock(end_s)}")
    if not told:
        return []
    gaps = "1 interval has" if total == 1 else f"{total:,} intervals have"
    shown = ", ".join(told[:_MOST_GAPS]) + (f" and {len(told) - _MOST_GAPS:,} more" if len(told) > _MOST_GAPS else "")
    return [f"{gaps} no row between the first and the last of the day and are left out, not taken as 0: {shown}"]


def _clock(second: int) -> str:
    rest = f":{second % 60:02d}" if second % 60 else ""
    return f"{second // 3600:02d}:{second // 60 % 60:02d}{rest}"


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)


def _dates(days: Ints) -> tuple[date, ...]:
    return tuple(_date(int(day)) for day in days)


def _length(seconds: int) -> str:
    return format_duration(seconds * TICKS_PER_SECOND)
