"""Clock times and opening hours, by the local clock.

The grammar: clauses joined by "and" or commas, each with days and one span: `mon-fri 08:00-20:00 and sat
09:00-14:00`. Days may be gathered before a span (`mon, wed and fri 09:00-17:00`), and further spans belong to
the days before them (`mon 08:00-12:00 and 13:00-17:00`). A span that ends before it starts runs past midnight
and belongs to the day on which it starts. `always` and `never` are whole weeks.

Exceptions stand among the clauses: `holiday`, dates and spans of dates take the place of days, and `closed` may
take the place of a span (`always and holiday closed and 2026-12-24 to 2026-12-31 09:00-13:00`). An exception
replaces all spans that start on the days it names; a date wins over `holiday`, and of dates within one
another the shorter span of dates wins.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from sim.units.number import clean, quote

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAY = "holiday"
"""The word for all days that are public holidays."""

Spans = tuple[tuple[int, int], ...]
"""Spans (start, end) of one day [s of the clock from its midnight], sorted, not touching."""

_DAY = 86_400
_WEEK = 7 * _DAY
_HOURS = 'opening hours such as "mon-fri 08:00-20:00 and sat 09:00-14:00", "daily 22:00-06:00" or "always"'
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_DATES = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([0-9]{4}-[0-9]{2}-[0-9]{2}))?")
_CLOSED = "closed"
_GROUPS = {
    **dict.fromkeys(("daily", "every day"), range(7)),
    **dict.fromkeys(("weekday", "weekdays"), range(5)),
    **dict.fromkeys(("weekend", "weekends"), range(5, 7)),
}
_HOLIDAYS = (HOLIDAY, "holidays", "public holiday", "public holidays")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_OF_WORD = {
    **{name: day for day, name in enumerate(DAY_NAMES)},
    **{name: day for day, name in enumerate(_FULL_NAMES)},
    **{name + "s": day for day, name in enumerate(_FULL_NAMES)},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
_Day = int | str | tuple[date, date]
"""What a clause names: a day of the week (0 = Monday), `holiday`, or a span of dates."""


@dataclass(frozen=True, slots=True)
class DatedHours:
    """Hours of all days from the first to the last, both included.

    Attributes:
        first: First day.
        last: Last day.
        spans: Spans that start on each of these days; none: closed.
    """

    first: date
    last: date
    spans: Spans


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Opening hours of a week, and of the days that are exceptions.

    Attributes:
        spans: For each weekday (0 = Monday) its spans (start, end) [s of the clock from that day's midnight],
            sorted, not touching; start 0 to 86,399, end at most 172,800: over 86,400 lies on the next day.
        holiday: Spans of every holiday instead of its weekday's; None: a holiday is an ordinary day.
        dates: Hours of dates instead of their weekday's and of `holiday`; the shortest span of dates first.
    """

    spans: tuple[Spans, ...]
    holiday: Spans | None = None
    dates: tuple[DatedHours, ...] = ()

    def spans_on(self, day: date, is_holiday: bool = False) -> Spans:
        """Spans that start on one day, exceptions obeyed.

        >>> parse_hours("always and holiday closed").spans_on(date(2026, 12, 25), is_holiday=True)
        ()
        """
        for dated in self.dates:
            if dated.first <= day <= dated.last:
                return dated.spans
        return self.holiday if is_holiday and self.holiday is not None else self.spans[day.weekday()]

    @property
    def exceptions(self) -> tuple[Spans, ...]:
        """The spans of each exception."""
        return (*(dated.spans for dated in self.dates), *(() if self.holiday is None else (self.holiday,)))


def parse_clock(text: object) -> int:
    """Read a time of day: `10:30`, `10:30:15`; `24:00` is the end of the day.

    Args:
        text: What was written.

    Returns:
        Time [s from midnight], 0 to 86,400.

    Raises:
        ValueError: If it is not a time of day.

    >>> parse_clock("10:30")
    37800
    """
    match = _CLOCK.fullmatch(clean(text)) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f'{quote(text)} is not a time of day such as "08:00" or "17:30"')
    hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
    total = 3_600 * hours + 60 * minutes + seconds
    if minutes > 59 or seconds > 59 or total > _DAY:
        raise ValueError(f"{quote(text)} is not on the clock; times of day go from 00:00 to 24:00")
    return total


def parse_hours(text: object) -> WeeklyHours:
    """Read opening hours; the grammar is at the top of this module.

    Args:
        text: What was written.

    Returns:
        The hours; spans of one day that touch are one span.

    Raises:
        ValueError: If a day or time cannot be read, a span is empty, two spans overlap (Sunday night and
            Monday morning included), a day is closed and open, or two exceptions hold on one day and neither
            lies within the other.

    >>> parse_hours("sat 09:00-14:00 and sun 22:00-06:00").spans[5:]
    (((32400, 50400),), ((79200, 108000),))
    >>> parse_hours("always and holiday 10:00-14:00").holiday
    ((36000, 50400),)
    """
    if isinstance(text, str) and not clean(text):
        raise ValueError(f"nothing is written; it should be {_HOURS}")
    if not isinstance(text, str):
        raise ValueError(f"{quote(text)} is not {_HOURS}")
    reader = _Reader(text)
    reader.read()
    return reader.hours()


class _Reader:
    """Reads the clauses of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._whole_weeks: list[str] = []
        self._open: dict[_Day, list[tuple[int, int]]] = {}
        self._closed: list[_Day] = []

    def read(self) -> None:
        """Gather the spans of every day named, in the order written."""
        tight = re.sub(r"\s?-\s?|\s(?:to|until)\s", "-", clean(self._text))
        days: list[_Day] = []
        has_span = True
        for piece in re.split(r"\s?(?:,|;|\band\b)\s?", tight):
            if not piece:
                raise ValueError(f"{quote(self._text)} has an empty place between its clauses; it should be {_HOURS}")
            if piece in ("always", "never") and has_span:
                self._take_week(piece)
                days = []
                continue
            words, times = _cut(piece)
            if words:
                days = self._days(words) + ([] if has_span else days)
                has_span = False
            if times:
                self._take(days, times)
                has_span = True
        if not has_span:
            raise ValueError(f"{quote(self._text)}: the last days have no times; it should be {_HOURS}")

    def _take_week(self, word: str) -> None:
        self._whole_weeks.append(word)
        for day in range(7) if word == "always" else ():
            self._open.setdefault(day, []).append((0, _DAY))

    def _take(self, days: list[_Day], times: str) -> None:
        if not days:
            example = "holiday closed" if times == _CLOSED else "daily 08:00-20:00"
            raise ValueError(f'{quote(self._text)}: {quote(times)} has no days; write for example "{example}"')
        span = None if times == _CLOSED else _span(times, self._text)
        for day in dict.fromkeys(days):
            if span is None:
                self._closed.append(day)
            else:
                self._open.setdefault(day, []).append(span)

    def _days(self, words: str) -> list[_Day]:
        if words in _GROUPS:
            return list(_GROUPS[words])
        if words in _HOLIDAYS:
            return [HOLIDAY]
        match = _DATES.fullmatch(words)
        if match is not None:
            return [self._dates(match[1], match[2] or match[1])]
        first, dash, last = words.partition("-")
        for word in (first, last) if dash else (first,):
            if word not in _DAY_OF_WORD:
                raise ValueError(
                    f"{quote(self._text)}: {quote(word)} is not a day; the days are {', '.join(DAY_NAMES)}, daily, "
                    "weekdays, weekends, holiday, and dates such as 2026-12-24"
                )
        start = _DAY_OF_WORD[first]
        return [(start + k) % 7 for k in range((_DAY_OF_WORD[last] - start) % 7 + 1)] if dash else [start]

    def _dates(self, first: str, last: str) -> tuple[date, date]:
        dates = (self._date(first), self._date(last))
        if dates[1] < dates[0]:
            raise ValueError(f"{quote(self._text)}: {first} to {last} ends before it begins")
        return dates

    def _date(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{quote(self._text)}: {text} is not in the calendar") from None

    def hours(self) -> WeeklyHours:
        """Return the hours, or raise what is wrong with all clauses together."""
        self._refuse_both()
        week = [self._open.get(day, []) for day in range(7)]
        _refuse_overlaps(week, self._text)
        named: list[_Day] = list(dict.fromkeys((*self._open, *self._closed)))
        dates = sorted((day for day in named if isinstance(day, tuple)), key=lambda day: (day[1] - day[0], day))
        self._refuse_crossing(dates)
        return WeeklyHours(
            tuple(_joined(spans) for spans in week),
            self._exception(HOLIDAY) if HOLIDAY in named else None,
            tuple(DatedHours(*day, self._exception(day)) for day in dates),
        )

    def _exception(self, day: _Day) -> Spans:
        """Spans of an exception; none where it is closed."""
        spans = sorted(self._open.get(day, []))
        for (_, end), (start, _) in pairwise(spans):
            if start < end:
                raise ValueError(f"{quote(self._text)} has hours that overlap on {_named(day)}")
        return _joined(spans)

    def _refuse_both(self) -> None:
        """Refuse days that are closed and open, and hours that are only exceptions to nothing."""
        for day in self._closed:
            if day in self._open:
                hint = "; leave the day out of the days with hours" if isinstance(day, int) else ""
                raise ValueError(f"{quote(self._text)}: {_named(day)} is closed and has hours{hint}")
        weekdays = [day for day in self._open if isinstance(day, int)]
        if "never" in self._whole_weeks and weekdays:
            raise ValueError(f"{quote(self._text)}: never, and {_named(weekdays[0])} has hours; leave never out")
        if not self._open and not self._whole_weeks and all(not isinstance(day, int) for day in self._closed):
            raise ValueError(
                f"{quote(self._text)} says only when it is closed; write what holds on other days, "
                'for example "always and holiday closed"'
            )

    def _refuse_crossing(self, dates: Iterable[tuple[date, date]]) -> None:
        """Refuse spans of dates that share days, neither lying within the other."""
        for one, other in combinations(dates, 2):
            shared = (max(one[0], other[0]), min(one[1], other[1]))
            if shared[0] <= shared[1] and shared not in (one, other):
                raise ValueError(f"{quote(self._text)}: two exceptions hold on {shared[0]}; let one lie in the other")


def _cut(piece: str) -> tuple[str, str]:
    """Cut a clause into its days and its times or `closed`, either of which may be missing."""
    words, _, times = piece.rpartition(" ")
    is_times = times == _CLOSED or (re.search("[0-9]", times) and not _DATES.fullmatch(times))
    return (words, times) if is_times else (piece, "")


def _named(day: _Day) -> str:
    if isinstance(day, int):
        return _FULL_NAMES[day].capitalize()
    if isinstance(day, str):
        return day
    return f"{day[0]}" if day[0] == day[1] else f"{day[0]} to {day[1]}"


def _span(times: str, text: str) -> tuple[int, int]:
    first, dash, last = times.partition("-")
    if not dash:
        raise ValueError(f'{quote(text)}: {quote(times)} is not a span; write for example "08:00-20:00"')
    start, end = parse_clock(first), parse_clock(last)
    if start == _DAY:
        raise ValueError(f"{quote(text)}: a span cannot start at 24:00; write 00:00 on the next day")
    if start == end:
        raise ValueError(f"{quote(text)}: {quote(times)} is empty; a whole day is 00:00-24:00")
    return (start, end) if end > start else (start, end + _DAY)


def _refuse_overlaps(by_day: list[list[tuple[int, int]]], text: str) -> None:
    spans = sorted((day * _DAY + start, day * _DAY + end) for day in range(7) for start, end in by_day[day])
    if not spans:
        return
    around = [*spans, (spans[0][0] + _WEEK, spans[0][1] + _WEEK)]
    for (_, end), (start, _) in pairwise(around):
        if start < end:
            day = start // _DAY % 7
            raise ValueError(f"{quote(text)} has hours that overlap on {_FULL_NAMES[day].capitalize()}")


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
