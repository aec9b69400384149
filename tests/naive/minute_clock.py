"""A naive clock: walks over the minutes of UTC and asks the zone what the clock on the wall shows in each.

The twin of calendars, hours and deadlines, written from MODEL.md 3, 4 and 10 alone. It reads the text of hours itself,
says for every minute whether it is open, and adds up open minutes one by one. Everything it answers is in whole
minutes; only `open_ticks` cuts the first and the last one.

There are two readings of hours. By the clock, a minute is open when the local date and time it shows lie in a span. By
instants, a span goes from the instant that its first time names to the instant that its last one names; a skipped time
is read with the offset before it, a repeated one means its first occurrence. The two differ only for spans that begin
or end inside a skipped or repeated stretch.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

MINUTE = 60_000_000
DAY_MINUTES = 1440
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GROUPS = {"daily": range(7), "weekday": range(5), "weekend": range(5, 7)}
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)$")
_DATES = re.compile(r"(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?")

Spans = list[tuple[int, int]]


class Hours:
    """Opening hours read from their text: spans of minutes by weekday, on holidays and on dates.

    >>> Hours("sat 22:00-02:00").on(date(2026, 3, 7), is_holiday=False)
    [(1320, 1560)]
    >>> Hours("daily 08:00-09:00 and holiday closed").on(date(2026, 3, 7), is_holiday=True)
    []
    """

    def __init__(self, text: str) -> None:
        self.weekly: dict[int, Spans] = {weekday: [] for weekday in range(7)}
        self.holiday: Spans | None = None
        self.dates: dict[date, Spans] = {}
        for clause in text.split(" and "):
            if clause == "always":
                clause = "daily 00:00-24:00"
            days, _, times = clause.rpartition(" ")
            self._add(days, times)

    def _add(self, days: str, times: str) -> None:
        span = [] if times == "closed" else [_minutes(times)]
        if days == "holiday":
            self.holiday = (self.holiday or []) + span
        elif match := _DATES.match(days):
            day, last = date.fromisoformat(match[1]), date.fromisoformat(match[2] or match[1])
            while day <= last:
                self.dates[day] = self.dates.get(day, []) + span
                day += timedelta(days=1)
        else:
            for weekday in _weekdays(days):
                self.weekly[weekday] += span

    def on(self, day: date, is_holiday: bool) -> Spans:
        """Spans that start on a day [minutes of its clock]: its date's, else a holiday's, else its weekday's."""
        if day in self.dates:
            return self.dates[day]
        if is_holiday and self.holiday is not None:
            return self.holiday
        return self.weekly[day.weekday()]


def _minutes(times: str) -> tuple[int, int]:
    match = _SPAN.match(times)
    assert match is not None, times
    first, last = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    return first, last if last > first else last + DAY_MINUTES


def _weekdays(words: str) -> list[int]:
    if words in GROUPS:
        return list(GROUPS[words])
    first, _, last = words.partition("-")
    return list(range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1))


class MinuteClock:
    """Minutes of UTC from one local midnight on, with what a clock on the wall shows in each.

    Args:
        zone: Name of the time zone.
        first: The local day at whose first minute tick 0 lies.
        days: Local days walked over, and two more.
        holidays: Dates of holidays.

    Attributes:
        day: (n,) local day that each minute shows, 0 the first.
        clock: (n,) minute of the day that it shows.
    """

    def __init__(self, zone: str, first: date, days: int, holidays: Mapping[date, str] | None = None) -> None:
        self.zone, self.first, self.days = zone, first, days
        self.holidays = frozenset(holidays or ())
        self.day, self.clock = _walk(zone, first, days + 2)

    def date(self, day: int) -> date:
        """Date of a local day."""
        return self.first + timedelta(days=day)

    def open_by_clock(self, text: str) -> Bools:
        """Tell for each minute whether the date and time it shows lie in a span of the hours."""
        hours = Hours(text)
        wall = self.day * DAY_MINUTES + self.clock
        is_open = np.zeros(len(wall), dtype=bool)
        for day in range(-1, self.days):
            for first, last in hours.on(self.date(day), self.date(day) in self.holidays):
                near = slice(*np.searchsorted(self.day, (day, day + 2), side="left"))
                shown = wall[near] - day * DAY_MINUTES
                is_open[near] |= (shown >= first) & (shown < last)
        return is_open

    def open_by_instants(self, text: str) -> Bools:
        """Tell for each minute whether it lies between the instants that a span of the hours names."""
        hours = Hours(text)
        is_open = np.zeros(len(self.day), dtype=bool)
        for day in range(-1, self.days):
            for first, last in hours.on(self.date(day), self.date(day) in self.holidays):
                is_open[self.instant(day, first) : self.instant(day, last)] = True
        return is_open

    def instant(self, day: int, minute: int) -> int:
        """Minute at which a local time first comes; a skipped one is read with the offset before it."""
        day, minute = day + minute // DAY_MINUTES, minute % DAY_MINUTES
        at, back = -1, 0
        while at < 0 and (day > 0 or minute >= back):
            at = self._first_time(day * DAY_MINUTES + minute - back)
            back += at < 0
        return max(at, 0) + back

    def _first_time(self, wall: int) -> int:
        if wall < 0:
            return 0
        day = wall // DAY_MINUTES
        start, end = np.searchsorted(self.day, (day, day + 1))
        found = np.flatnonzero(self.clock[start:end] == wall % DAY_MINUTES)
        return int(start + found[0]) if len(found) else -1


@lru_cache(maxsize=8)
def _walk(zone: str, first: date, days: int) -> tuple[Ints, Ints]:
    """Day and minute of the clock shown in each minute of UTC, from the first minute of a local day on."""
    place = ZoneInfo(zone)
    at = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()) - DAY_MINUTES * 60
    while datetime.fromtimestamp(at, place).date() < first:
        at += 60
    day, clock = [], []
    end = first.toordinal() + days
    while (shown := datetime.fromtimestamp(at, place)).toordinal() < end:
        day.append(shown.toordinal() - first.toordinal())
        clock.append(shown.hour * 60 + shown.minute)
        at += 60
    return np.array(day, dtype=np.int64), np.array(clock, dtype=np.int64)


def spans(is_open: Bools) -> tuple[Ints, Ints]:
    """Starts and ends [ticks] of runs of open minutes."""
    edge = np.diff(np.concatenate(([0], is_open.astype(np.int64), [0])))
    return np.flatnonzero(edge > 0) * MINUTE, np.flatnonzero(edge < 0) * MINUTE


def deadline_minute(is_open: Bools, arrived: int, minutes: int) -> int:
    """Count open minutes from a minute on, one by one: the end of the last one wanted, or −1 when they run out."""
    left = minutes
    for minute in range(arrived, len(is_open)):
        left -= bool(is_open[minute])
        if left == 0:
            return minute + 1
    return -1


def open_ticks(is_open: Bools, from_tick: int, to_tick: int) -> int:
    """Open time between two ticks: whole minutes, and what lies between them of the first and the last."""
    total = 0
    for minute in range(from_tick // MINUTE, min(-(-to_tick // MINUTE), len(is_open))):
        if is_open[minute]:
            total += min((minute + 1) * MINUTE, to_tick) - max(minute * MINUTE, from_tick)
    return total
