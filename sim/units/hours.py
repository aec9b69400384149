"""Clock times and weekly opening hours, by the local clock.

The grammar: `always`, `never`, or clauses joined by "and" or commas, each with days and one span:
`mon-fri 08:00-20:00 and sat 09:00-14:00`. Days may be gathered before a span (`mon, wed and fri
09:00-17:00`), and further spans belong to the days before them (`mon 08:00-12:00 and 13:00-17:00`). A span
that ends before it starts runs past midnight and belongs to the day on which it starts.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from sim.units.number import clean, quote

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY = 86_400
_WEEK = 7 * _DAY
_HOURS = 'opening hours such as "mon-fri 08:00-20:00 and sat 09:00-14:00", "daily 22:00-06:00" or "always"'
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_GROUPS = {
    **dict.fromkeys(("daily", "every day"), range(7)),
    **dict.fromkeys(("weekday", "weekdays"), range(5)),
    **dict.fromkeys(("weekend", "weekends"), range(5, 7)),
}
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


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Opening hours of a week, without holidays.

    Attributes:
        spans: For each weekday (0 = Monday) its spans (start, end) [s of the clock from that day's midnight],
            sorted, not touching; start 0 to 86,399, end at most 172,800: over 86,400 lies on the next day.
    """

    spans: tuple[tuple[tuple[int, int], ...], ...]


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
    """Read weekly opening hours; the grammar is at the top of this module.

    Args:
        text: What was written.

    Returns:
        The hours; spans of one day that touch are one span.

    Raises:
        ValueError: If a day or time cannot be read, a span is empty, or two spans overlap (Sunday night and
            Monday morning included).

    >>> parse_hours("sat 09:00-14:00 and sun 22:00-06:00").spans[5:]
    (((32400, 50400),), ((79200, 108000),))
    """
    if isinstance(text, str) and not clean(text):
        raise ValueError(f"nothing is written; it should be {_HOURS}")
    if not isinstance(text, str):
        raise ValueError(f"{quote(text)} is not {_HOURS}")
    plain = clean(text)
    if plain == "never":
        return WeeklyHours(((),) * 7)
    if plain == "always":
        return WeeklyHours((((0, _DAY),),) * 7)
    by_day: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for days, span in _clauses(plain, text):
        for day in days:
            by_day[day].append(span)
    _refuse_overlaps(by_day, text)
    return WeeklyHours(tuple(_joined(spans) for spans in by_day))


def _clauses(plain: str, text: str) -> list[tuple[list[int], tuple[int, int]]]:
    """Return (days, span) for every span, in the order written."""
    tight = re.sub(r"\s?-\s?|\s(?:to|until)\s", "-", plain)
    clauses: list[tuple[list[int], tuple[int, int]]] = []
    days: list[int] = []
    has_span = False
    for piece in re.split(r"\s?(?:,|;|\band\b)\s?", tight):
        words, _, times = piece.rpartition(" ")
        if not re.search("[0-9]", times):
            words, times = piece, ""
        if not words and not times:
            raise ValueError(f"{quote(text)} has an empty place between its clauses; it should be {_HOURS}")
        if words:
            days = _days(words, text) + ([] if has_span else days)
            has_span = False
        if times:
            if not days:
                raise ValueError(f'{quote(text)}: {quote(times)} has no days; write for example "daily 08:00-20:00"')
            clauses.append((sorted(set(days)), _span(times, text)))
            has_span = True
    if not has_span:
        raise ValueError(f"{quote(text)}: the last days have no times; it should be {_HOURS}")
    return clauses


def _days(words: str, text: str) -> list[int]:
    if words in _GROUPS:
        return list(_GROUPS[words])
    first, dash, last = words.partition("-")
    for word in (first, last) if dash else (first,):
        if word not in _DAY_OF_WORD:
            raise ValueError(
                f"{quote(text)}: {quote(word)} is not a day; the days are {', '.join(DAY_NAMES)}, daily, "
                "weekdays and weekends"
            )
    start = _DAY_OF_WORD[first]
    return [(start + k) % 7 for k in range((_DAY_OF_WORD[last] - start) % 7 + 1)] if dash else [start]


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
