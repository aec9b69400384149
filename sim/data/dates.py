"""Points in time as exports write them, on the local clock of the centre.

Dates: 2026-03-02, 20260302, 2/3/2026, 2-3-2026, 2.3.2026 (dots are day first). Times: 9:00, 09:00:15.5,
9:00 AM; with `T` or a space between; with Z or an offset. Whether 2/3/2026 is day first is read off the whole
column; where that does not tell, it is a fault that asks. Times with an offset are turned to the wanted zone;
times without are taken as local there, and a local time that a clock change skips is a fault.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.data.amounts import ABSENT
from sim.data.records import Bools, Times
from sim.data.table import Faults, Lines
from sim.errors import UsageError
from sim.units import quote

DAY_FIRST = "day-first"
MONTH_FIRST = "month-first"
MICROSECONDS_A_DAY = 86_400_000_000

_NO_DAY = -1
_DAY_WIDTH = len("2026-03-02")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})/(\d{1,2})/(\d{1,2})|((?:19|20)\d{2})(\d{2})(\d{2})")
_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\.?")
_SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(?:([ap])\.?m\.?)?\s?(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(\S*\d,?)(?:T(?=\d)|\s+)(\S.*)")
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? am", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,6}(?:\.\d+)?")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_HOUR_WORDS = ("%H", "%I", "%M", "%S", "%c", "%X", "%T", "%R")

Ints = NDArray[np.int64]
Parsed = TypeVar("Parsed")


class _Form(IntEnum):
    """How a date is written."""

    DECIDED = 0
    OPEN = 1
    NONE = 2
    WRONG = 3


@dataclass(frozen=True, slots=True)
class _Day:
    """A date as read: DECIDED with days since 1970, OPEN with its two numbers and the year.

    A pattern may give a time of day too [µs].
    """

    form: _Form
    number: int = _NO_DAY
    first: int = 0
    second: int = 0
    year: int = 0
    micros: int = 0
    message: str = ""

    def numbers(self) -> tuple[int, int, int, int, int, int]:
        """All but the message, as a row of an array."""
        return int(self.form), self.number, self.first, self.second, self.year, self.micros


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day as read: microseconds, and the offset from UTC [µs] where there is one."""

    micros: int = 0
    has_offset: bool = False
    offset: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class Moments:
    """Points in time of a column.

    Attributes:
        local: Wall-clock time, datetime64[us], shape (rows,); NaT where the cell is empty or wrong.
        utc_us: Time in UTC [µs since 1970] where the cell has an offset; the least integer elsewhere.
        has_offset: Which cells have one.
        has_clock: Whether any cell has a time of day.
    """

    local: Times
    utc_us: Ints
    has_offset: Bools
    has_clock: bool

    def order(self) -> Ints:
        """Rows in order of time, equal ones as in the file, unknown ones last."""
        key = self.utc_us if self.has_offset.all() else self.local.astype(np.int64)
        key = np.where(np.isnat(self.local), np.iinfo(np.int64).max, key)
        return np.argsort(key, kind="stable")


class MomentColumn:
    """Points in time, read chunk by chunk.

    Args:
        title: Name of the column in the file.
        faults: Where faults go.
        date_format: "day-first", "month-first", a pattern such as "%d/%m/%Y", or None.
        day: The day of times that have no date, or None.
        zone: Name of the local zone wanted, or None.
        is_required: Whether an empty cell is a fault.
    """

    def __init__(
        self,
        title: str,
        faults: Faults,
        date_format: str | None = None,
        day: date | None = None,
        zone: str | None = None,
        is_required: bool = False,
    ) -> None:
        self._title = title
        self._faults = faults
        self._format = date_format
        self._day = day
        self._zone = zone
        self._days: dict[str, _Day] = {}
        self._clocks: dict[str, _Clock] = {}
        self._parts: list[Ints] = []
        self._offsets: list[Ints] = []
        self._lines: list[Lines] = []
        self._has_clock = False
        self._is_required = is_required

    def add(self, lines: Lines, texts: tuple[str, ...], clocks: tuple[str, ...] | None = None) -> None:
        """Read the cells of one chunk.

        Args:
            lines: Line of each row.
            texts: Dates, or dates and times.
            clocks: Times of day where they have a column of their own.
        """
        pairs = map(self._split, texts) if clocks is None else map(self._paired, texts, clocks)
        heads, tails = zip(*pairs, strict=True)
        day_codes, day_texts = pd.factorize(np.array(heads, dtype=object))
        clock_codes, clock_texts = pd.factorize(np.array(tails, dtype=object))
        days = [_known(self._days, str(text), self._read_day) for text in day_texts]
        times = [_known(self._clocks, str(text), self._read_clock) for text in clock_texts]
        parts = np.array([day.numbers() for day in days], np.int64)[day_codes]
        offsets = np.array([(time.has_offset, time.offset, time.micros) for time in times], np.int64)[clock_codes]
        parts[:, 5] += offsets[:, 2]
        is_dateless = (parts[:, 0] == _Form.NONE) & np.array([text != "" for text in clock_texts])[clock_codes]
        is_wrong = np.array([time.message != "" for time in times])[clock_codes]
        if self._is_required:
            is_wrong |= parts[:, 0] == _Form.NONE
        for row in np.flatnonzero(is_wrong | is_dateless | (parts[:, 0] == _Form.WRONG)):
            told = days[day_codes[row]].message or times[clock_codes[row]].message or _without_date(tails[row])
            self._faults.add(int(lines[row]), f"{self._title}: {told}")
            parts[row, 0] = _Form.WRONG
        self._has_clock = self._has_clock or any(text != "" for text in clock_texts)
        self._parts.append(parts)
        self._offsets.append(offsets[:, :2])
        self._lines.append(lines)

    def finish(self) -> Moments:
        """Decide the order of day and month, turn all to the local zone, and add what is wrong."""
        parts = np.concatenate(self._parts) if self._parts else np.empty((0, 6), np.int64)
        offsets = np.concatenate(self._offsets) if self._offsets else np.empty((0, 2), np.int64)
        lines = np.concatenate(self._lines) if self._lines else np.empty(0, np.int64)
        form, number = parts[:, 0], parts[:, 1].copy()
        is_open = form == _Form.OPEN
        if is_open.any():
            number[is_open] = self._decided(parts[is_open], lines[is_open])
        number[form >= _Form.NONE] = _NO_DAY
        is_known = number != _NO_DAY
        wall = number * MICROSECONDS_A_DAY + parts[:, 5]
        has_offset = (offsets[:, 0] == 1) & is_known
        utc = np.where(has_offset, wall - offsets[:, 1], np.iinfo(np.int64).min)
        local = np.full(len(wall), np.datetime64("NaT"), "datetime64[us]")
        local[is_known] = wall[is_known].astype("datetime64[us]")
        if self._zone is not None:
            local[has_offset] = _to_zone(utc[has_offset], self._zone)
            self._find_skipped(local, is_known & ~has_offset, lines)
        return Moments(local, utc, has_offset, self._has_clock)

    def _split(self, text: str) -> tuple[str, str]:
        """Cut a cell into its date and its time of day."""
        if self._format is not None and "%" in self._format:
            return (text, "") if self._has_hours() else _cut_last(text, self._format.count(" "))
        if len(text) > _DAY_WIDTH + 1 and text[_DAY_WIDTH] in " T" and ":" not in text[:_DAY_WIDTH]:
            return text[:_DAY_WIDTH].rstrip(","), text[_DAY_WIDTH + 1 :].lstrip()
        match = _JOINED.fullmatch(text)
        head, tail = (match[1], match[2]) if match else (text, "")
        if ":" in head or (not tail and self._day is not None and _SECONDS.fullmatch(head)):
            return "", text
        return head.rstrip(","), tail

    def _paired(self, text: str, clock: str) -> tuple[str, str]:
        """Put a date and a time of day together; a time that has a date of its own needs no other."""
        head, tail = ("", clock) if self._format and "%" in self._format else self._split(clock)
        if head and tail:
            return head, tail
        match = _JOINED.fullmatch(text)
        return (match[1] if match and _MIDNIGHT.fullmatch(match[2]) else text), clock

    def _has_hours(self) -> bool:
        return self._format is not None and any(word in self._format for word in _HOUR_WORDS)

    def _read_day(self, text: str) -> _Day:
        if text.casefold() in ABSENT:
            return _Day(_Form.NONE) if self._day is None else _of_date(self._day)
        if self._format is not None and "%" in self._format:
            return self._by_pattern(text, self._format)
        match = _ISO.fullmatch(text)
        if match:
            year, month, day = (int(group) for group in match.groups() if group)
            return _of_numbers(year, month, day, text)
        match = _PARTS.fullmatch(text)
        if match is None:
            return _Day(_Form.WRONG, message=_not_a_date(text))
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." and self._format != MONTH_FIRST:
            return _of_numbers(year, second, first, text)
        if not (_FIRST_YEAR <= year <= _LAST_YEAR and min(first, second) >= 1 and max(first, second) <= 31):
            return _Day(_Form.WRONG, message=_not_in_calendar(text, year))
        return _Day(_Form.OPEN, _NO_DAY, first, second, year)

    def _by_pattern(self, text: str, pattern: str) -> _Day:
        try:
            moment = datetime.strptime(text, pattern)
        except ValueError:
            return _Day(_Form.WRONG, message=f"{quote(text)} is not of the form {quote(pattern)} (--date-format)")
        midnight = datetime.combine(moment.date(), datetime.min.time())
        self._has_clock = self._has_clock or self._has_hours()
        return replace(_of_date(moment.date()), micros=(moment - midnight) // timedelta(microseconds=1))

    def _read_clock(self, text: str) -> _Clock:
        if not text:
            return _Clock()
        match = _CLOCK.fullmatch(text)
        if match is None:
            return self._read_seconds(text)
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        if match[5]:
            if not 1 <= hour <= 12:
                return _Clock(message=_not_on_clock(text))
            hour = hour % 12 + (12 if match[5].lower() == "p" else 0)
        if hour == 24 and not minute and not second:
            return _Clock(message=f"{quote(text)} is the end of a day; write 00:00 of the day after")
        if hour > 23 or minute > 59 or second > 59:
            return _Clock(message=_not_on_clock(text))
        micros = (hour * 3_600 + minute * 60 + second) * 1_000_000 + int((match[4] or "0").ljust(6, "0")[:6])
        return _Clock(micros) if match[6] is None else _Clock(micros, True, _offset(match[6]))

    def _read_seconds(self, text: str) -> _Clock:
        """Read seconds since midnight, which only a given day makes a point in time."""
        if _SECONDS.fullmatch(text) is None:
            return _Clock(message=_not_on_clock(text, is_form=True))
        if self._day is None:
            hint = "if these are seconds since midnight, name the day: --date 2026-03-02"
            return _Clock(message=f"{quote(text)} is a number, not a time; {hint}")
        if float(text) >= 86_400:
            return _Clock(message=f"{quote(text)} seconds are not on the clock; a day has 86,400")
        return _Clock(round(float(text) * 1e6))

    def _decided(self, parts: Ints, lines: Lines) -> Ints:
        """Days since 1970 of dates that can be day first or month first."""
        n_before = self._faults.count
        is_day_first = self._is_day_first(parts, lines)
        if self._faults.count > n_before:
            return np.full(len(parts), _NO_DAY, np.int64)
        month, day = (parts[:, 3], parts[:, 2]) if is_day_first else (parts[:, 2], parts[:, 3])
        keys = parts[:, 4] * 10_000 + month * 100 + day
        distinct, codes = np.unique(keys, return_inverse=True)
        numbers = np.array([_number(int(key)) for key in distinct], np.int64)[codes]
        for row in np.flatnonzero(numbers == _NO_DAY):
            order = DAY_FIRST if is_day_first else MONTH_FIRST
            first, second, year = (int(value) for value in parts[row, 2:5])
            text = f"{first:02d}/{second:02d}/{year}"
            self._faults.add(int(lines[row]), f"{self._title}: {text}, read {order}, is not in the calendar")
        return numbers

    def _is_day_first(self, parts: Ints, lines: Lines) -> bool:
        if self._format in (DAY_FIRST, MONTH_FIRST):
            return self._format == DAY_FIRST
        has_first, has_second = parts[:, 2] > 12, parts[:, 3] > 12
        if has_first.any() and has_second.any():
            some = (int(lines[np.flatnonzero(mask)[0]]) for mask in (has_first, has_second))
            message = "line {} can only be day first, line {} only month first; mend the file, or give --date-format"
            self._faults.add(0, f"{self._title}: {message.format(*some)}")
        elif not has_first.any() and not has_second.any() and (parts[:, 2] != parts[:, 3]).any():
            row = int(np.flatnonzero(parts[:, 2] != parts[:, 3])[0])
            self._faults.add(int(lines[row]), f"{self._title}: {_question(*parts[row, 2:5])}")
        return not has_second.any()

    def _find_skipped(self, local: Times, mask: Bools, lines: Lines) -> None:
        """Add a fault for every local time without offset that a clock change skips."""
        rows = np.flatnonzero(mask)
        index = pd.DatetimeIndex(local[rows])
        known = index.tz_localize(self._zone, nonexistent="NaT", ambiguous=np.ones(len(rows), bool))
        for row in rows[np.asarray(known.isna())]:
            moment = pd.Timestamp(local[row])
            where = f"{moment:%H:%M} on {moment:%Y-%m-%d} does not exist in {self._zone}"
            self._faults.add(int(lines[row]), f"{self._title}: {where}; is the file in another zone?")


def _known(memo: dict[str, Parsed], text: str, read: Callable[[str], Parsed]) -> Parsed:
    found = memo.get(text)
    if found is None:
        found = memo[text] = read(text)
    return found


def _without_date(clock: str) -> str:
    if not clock:
        return "there is no date"
    return f"{quote(clock)} has no date; is there a column of dates? --column date=NAME, or --date 2026-03-02"


def _to_zone(utc_us: Ints, zone: str) -> Times:
    """Wall-clock times of a zone."""
    index = pd.DatetimeIndex(utc_us.astype("datetime64[us]")).tz_localize("UTC").tz_convert(zone).tz_localize(None)
    return np.asarray(index, "datetime64[us]")


def check_zone(zone: str) -> str:
    """Return the zone when it is known.

    Raises:
        UsageError: It is not.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    from sim.errors import nearest_name

    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest_name(zone, available_timezones())
        hint = f'did you mean "{near}"?' if near else "write for example Europe/Warsaw"
        raise UsageError(f"--zone {quote(zone)} is not a time zone; {hint}") from None
    return zone


def check_date_format(date_format: str) -> str:
    """Return the form of dates when it is one of the two words or a pattern with day, month and year.

    Raises:
        UsageError: It is neither.
    """
    if date_format in (DAY_FIRST, MONTH_FIRST):
        return date_format
    try:
        known = datetime(2026, 11, 23, 14, 15, 16)
        is_whole = datetime.strptime(known.strftime(date_format), date_format).date() == known.date()
    except ValueError:
        is_whole = False
    if not is_whole:
        allowed = f'{DAY_FIRST}, {MONTH_FIRST} or a pattern such as "%d/%m/%Y"'
        raise UsageError(f"--date-format {quote(date_format)} does not say day, month and year; write {allowed}")
    return date_format


def is_repeated(moment: datetime, zone: str) -> bool:
    """Whether a local wall-clock time occurs twice in a zone, on the night the clocks go back."""
    from zoneinfo import ZoneInfo

    first = moment.replace(tzinfo=ZoneInfo(zone), fold=0)
    return first.timestamp() < first.replace(fold=1).timestamp()


def is_skipped(day: date, second: int, zone: str) -> bool:
    """Whether a local wall-clock time is skipped in a zone, on the night the clocks go forward."""
    from zoneinfo import ZoneInfo

    moment = datetime.combine(day, datetime.min.time()) + timedelta(seconds=second)
    back = moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return back.replace(tzinfo=None) != moment


def _cut_last(text: str, n_spaces: int) -> tuple[str, str]:
    """Cut after as many words as the pattern of the date has."""
    words = text.split(" ")
    return " ".join(words[: n_spaces + 1]), " ".join(words[n_spaces + 1 :]).strip()


def _of_date(day: date) -> _Day:
    return _Day(_Form.DECIDED, (day - date(1970, 1, 1)).days)


def _of_numbers(year: int, month: int, day: int, text: str) -> _Day:
    number = _number(year * 10_000 + month * 100 + day) if _FIRST_YEAR <= year <= _LAST_YEAR else _NO_DAY
    if number == _NO_DAY:
        return _Day(_Form.WRONG, message=_not_in_calendar(text, year))
    return _Day(_Form.DECIDED, number)


def _not_in_calendar(text: str, year: int) -> str:
    known = "" if _FIRST_YEAR <= year <= _LAST_YEAR else f"; years go from {_FIRST_YEAR} to {_LAST_YEAR}"
    return f"{quote(text)} is not in the calendar{known}"


def _number(key: int) -> int:
    """Days since 1970 of year × 10,000 + month × 100 + day; −1 when there is no such day."""
    try:
        return (date(key // 10_000, key // 100 % 100, key % 100) - date(1970, 1, 1)).days
    except ValueError:
        return _NO_DAY


def _offset(text: str) -> int:
    """Offset from UTC [µs]."""
    if text[0] not in "+-":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return (-1 if text[0] == "-" else 1) * timedelta(minutes=minutes) // timedelta(microseconds=1)


def _question(first: int, second: int, year: int) -> str:
    text = f"{first:02d}/{second:02d}/{year}"
    day_first, month_first = (
        f"{_ordinal(day)} of {_MONTHS[month - 1]}" for day, month in ((first, second), (second, first))
    )
    options = f"--date-format {DAY_FIRST} | {MONTH_FIRST} | '%d/%m/%Y'"
    return f"is {text} the {day_first} or the {month_first}? {options}"


def _ordinal(day: int) -> str:
    ending = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _not_a_date(text: str) -> str:
    if _SHORT_YEAR.fullmatch(text):
        return f"{quote(text)} has a year of two digits; give --date-format '%d/%m/%y' or '%m/%d/%y'"
    if _SECONDS.fullmatch(text):
        hints = "seconds since midnight need --date 2026-03-02, day numbers of Excel are to be saved as dates"
        return f"{quote(text)} is a number, not a date; {hints}"
    return f"{quote(text)} is not a date such as 2026-03-02; for other forms give --date-format, as '%d %b %Y'"


def _not_on_clock(text: str, is_form: bool = False) -> str:
    if is_form:
        return f'{quote(text)} is not a time of day such as "09:30", "09:30:00" or "9:30 AM"'
    return f"{quote(text)} is not on the clock; times of day go from 00:00 to 23:59"
