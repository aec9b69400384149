"""Local clocks on the tick axis: days, holidays, intervals, opening hours, with nights of 23 and 25 hours.

Ticks count real time from the first local midnight of the horizon. A local time that is skipped by a DST
change is read with the offset before it; one that is repeated means its first occurrence, except for demand
intervals, which occur twice (MODEL.md 4).
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sim.scenario.types import word_of_day
from sim.units import TICKS_PER_SECOND, Spans, WeeklyHours
from sim.world.world import Ints, frozen

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Interval:
    """One demand interval of one local day.

    Attributes:
        ordinal: Number within the day; the second occurrence of a repeated interval counts on after the last.
        clock: Which interval of the clock it is (index into a profile).
        start: First tick.
        end: First tick after it.
    """

    ordinal: int
    clock: int
    start: int
    end: int


class LocalCalendar:
    """Turns local days and clock times into ticks.

    Args:
        start: The first local day; at its midnight lies tick 0, unless there is a lead.
        days: Local days of the horizon, at least 1.
        zone: Name of the time zone.
        holidays: Days that are holidays, within the horizon and beyond.
        lead: Days before the first local day on which the tick axis begins: what waits at the start came then.
    """

    def __init__(
        self, start: dt.date, days: int, zone: str, holidays: frozenset[dt.date] = frozenset(), lead: int = 0
    ) -> None:
        self.start = start
        self.days = days
        self._holidays = holidays
        self._zone = ZoneInfo(zone)
        self.lead = lead
        self._epoch = self._seconds(-lead, 0, 0)

    def _seconds(self, day: int, second: int, fold: int) -> int:
        """UTC seconds of a local wall-clock time."""
        wall = dt.datetime.combine(self.date(day), dt.time()) + dt.timedelta(seconds=second)
        return int(wall.replace(tzinfo=self._zone, fold=fold).timestamp())

    def tick(self, day: int, second: int, fold: int = 0) -> int:
        """Tick of a wall-clock time.

        Args:
            day: Local day, 0 the first; negative days lie before the horizon.
            second: Second of that day on the wall clock; 86,400 and more run into the next day.
            fold: 1 for the second occurrence of a repeated time.
        """
        return (self._seconds(day, second, fold) - self._epoch) * TICKS_PER_SECOND

    def ascending(self, day: int, seconds: list[int]) -> list[int]:
        """Ticks of ascending wall-clock times of one day, never descending.

        Where a DST change skips times, one that does not exist counts as the next that does, so that what
        begins in the skipped hour never outlasts what begins after it.
        """
        ticks = [self.tick(day, second) for second in seconds]
        for place in range(len(ticks) - 1, 0, -1):
            ticks[place - 1] = min(ticks[place - 1], ticks[place])
        return ticks

    def date(self, day: int) -> dt.date:
        """Date of a local day; negative days lie before the horizon."""
        return self.start + dt.timedelta(days=day)

    def weekday(self, day: int) -> int:
        """Day of the week, 0 = Monday."""
        return self.date(day).weekday()

    def is_holiday(self, day: int) -> bool:
        """Whether a local day is a holiday of the run."""
        return self.date(day) in self._holidays

    def word(self, table: Collection[str], day: int) -> str | None:
        """The word of a table by day that holds on a local day; None when none does."""
        date = self.date(day)
        return word_of_day(table, date.weekday(), date.isoformat(), date in self._holidays)

    def day_ticks(self) -> Ints:
        """Starts of all local days from the first and the end of the last, shape (days + 1,)."""
        return frozen([self.tick(day, 0) for day in range(self.days + 1)])

    def clock_spans(self, hours: WeeklyHours, day: int) -> Spans:
        """Spans of opening hours that start on a local day, exceptions obeyed [s of the clock from its midnight]."""
        return hours.spans_on(self.date(day), self.is_holiday(day))

    def spans(self, hours: WeeklyHours, from_day: int | None = None, to_day: int | None = None) -> tuple[Ints, Ints]:
        """Lay opening hours on the tick axis; touching spans are merged, what lies before tick 0 is cut.

        A span that runs past midnight lasts to its end, whatever exception holds on the next day.

        Args:
            hours: Spans by weekday, and on days that are exceptions.
            from_day: First local day whose spans are laid; the one before tick 0 unless given, for hours past midnight.
            to_day: First local day whose spans are not; the end of the horizon unless given.

        Returns:
            Starts and ends [ticks], ascending, not touching.
        """
        first_day = -1 - self.lead if from_day is None else from_day
        days = range(first_day, self.days if to_day is None else to_day)
        laid = [
            (self.tick(day, begin), self.tick(day, end)) for day in days for begin, end in self.clock_spans(hours, day)
        ]
        merged: list[list[int]] = []
        for first, last in sorted(
            (max(0, first), last) for first, last in laid
        ):  # a change of the clock may swap spans
            if last <= first:
                continue
            if merged and first <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], last)
            else:
                merged.append([first, last])
        return frozen([span[0] for span in merged]), frozen([span[1] for span in merged])

    def intervals(self, day: int, length: int) -> Iterator[Interval]:
        """Yield the demand intervals of a local day in order of the clock, repeated ones last.

        Args:
            day: Local day.
            length: Length of an interval [s]; divides a day.
        """
        count = DAY_SECONDS // length
        day_start = self.tick(day, 0)
        if self.tick(day, DAY_SECONDS) - day_start == DAY_SECONDS * TICKS_PER_SECOND:
            step = length * TICKS_PER_SECOND
            for clock in range(count):
                yield Interval(clock, clock, day_start + clock * step, day_start + (clock + 1) * step)
            return
        yield from self._intervals_of_changed_day(day, length, count)

    def _intervals_of_changed_day(self, day: int, length: int, count: int) -> Iterator[Interval]:
        """Cut a day on which the clock changes at every interval of the clock and at the change."""
        seen: set[int] = set()
        repeated = []
        for clock, start, end in self._pieces(day, length):
            if clock in seen:
                repeated.append((clock, start, end))
            else:
                seen.add(clock)
                yield Interval(clock, clock, start, end)
        for ordinal, (clock, start, end) in enumerate(repeated, count):
            yield Interval(ordinal, clock, start, end)

    def _pieces(self, day: int, length: int) -> Iterator[tuple[int, int, int]]:
        """Yield (interval of the clock, first tick, first tick after it) of a day in order of time."""
        first, last = self._seconds(day, 0, 0), self._seconds(day, DAY_SECONDS, 0)
        midnight = int(dt.datetime.combine(self.date(day), dt.time(), dt.UTC).timestamp())
        change = self._change(first, last)
        for begin, end in ((first, change), (change, last)):
            shift = self._offset(begin) - midnight
            at = begin
            while at < end:
                clock = (at + shift) // length
                until = min(end, (clock + 1) * length - shift)
                yield clock, (at - self._epoch) * TICKS_PER_SECOND, (until - self._epoch) * TICKS_PER_SECOND
                at = until

    def _offset(self, stamp: int) -> int:
        """Seconds by which the local clock is ahead of UTC at a UTC second."""
        offset = dt.datetime.fromtimestamp(stamp, tz=self._zone).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())

    def _change(self, first: int, last: int) -> int:
        """The UTC second at which the clock changes between two others; the last where it does not."""
        before = self._offset(first)
        if self._offset(last - 1) == before:
            return last
        while last - first > 1:
            middle = (first + last) // 2
            if self._offset(middle) == before:
                first = middle
            else:
                last = middle
        return last

    def slots(self, seconds: list[int]) -> tuple[Ints, Ints]:
        """Lay slots of the day (by starting second, the first 0) over the whole tick axis.

        Returns:
            Starts [ticks] ascending, and the slot index that holds from each.
        """
        starts: list[int] = []
        index: list[int] = []
        for day in range(-self.lead, self.days):
            starts += self.ascending(day, seconds)
            index += range(len(seconds))
        return frozen(starts), frozen(index)
