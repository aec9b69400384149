"""Local clocks on the tick axis: days, intervals, weekly hours, with nights of 23 and 25 hours.

Ticks count real time from the first local midnight of the horizon. A local time that is skipped by a DST
change is read with the offset before it; one that is repeated means its first occurrence, except for demand
intervals, which occur twice (MODEL.md 4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sim.units import TICKS_PER_SECOND, WeeklyHours
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
        start: The local day at whose midnight tick 0 lies.
        days: Local days of the horizon, at least 1.
        zone: Name of the time zone.
    """

    def __init__(self, start: date, days: int, zone: str) -> None:
        self.start = start
        self.days = days
        self._zone = ZoneInfo(zone)
        self._epoch = self._seconds(0, 0, 0)

    def _seconds(self, day: int, second: int, fold: int) -> int:
        """UTC seconds of a local wall-clock time."""
        wall = datetime.combine(self.start + timedelta(days=day), datetime.min.time()) + timedelta(seconds=second)
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

    def weekday(self, day: int) -> int:
        """Day of the week, 0 = Monday."""
        return (self.start + timedelta(days=day)).weekday()

    def day_ticks(self) -> Ints:
        """Starts of all local days and the end of the last, shape (days + 1,)."""
        return frozen([self.tick(day, 0) for day in range(self.days + 1)])

    def spans(self, hours: WeeklyHours, from_day: int = -1, to_day: int | None = None) -> tuple[Ints, Ints]:
        """Lay weekly hours on the tick axis; touching spans are merged, what lies before tick 0 is cut.

        Args:
            hours: Spans by weekday.
            from_day: First local day whose spans are laid (one before the horizon, for hours past midnight).
            to_day: First local day whose spans are not; the end of the horizon unless given.

        Returns:
            Starts and ends [ticks], ascending, not touching.
        """
        merged: list[list[int]] = []
        for day in range(from_day, self.days if to_day is None else to_day):
            for begin, end in hours.spans[self.weekday(day)]:
                first, last = max(0, self.tick(day, begin)), self.tick(day, end)
                if last <= first:
                    continue
                if merged and first <= merged[-1][1]:
                    merged[-1][1] = max(merged[-1][1], last)
                else:
                    merged.append([first, last])
        return frozen([span[0] for span in merged]), frozen([span[1] for span in merged])

    def _exists(self, day: int, second: int) -> bool:
        """Tell whether a wall-clock time occurs on that day (a skipped hour does not)."""
        stamp = datetime.fromtimestamp(self._seconds(day, second, 0), tz=UTC).astimezone(self._zone)
        wall = datetime.combine(self.start + timedelta(days=day), datetime.min.time()) + timedelta(seconds=second)
        return stamp.replace(tzinfo=None) == wall

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
        ordinal = count
        span = length * TICKS_PER_SECOND
        repeated = []
        for clock in range(count):
            if not self._exists(day, clock * length):
                continue
            start = self.tick(day, clock * length)
            yield Interval(clock, clock, start, start + span)
            again = self.tick(day, clock * length, fold=1)
            if again != start:
                repeated.append((clock, again))
        for clock, start in repeated:
            yield Interval(ordinal, clock, start, start + span)
            ordinal += 1

    def slots(self, seconds: list[int]) -> tuple[Ints, Ints]:
        """Lay slots of the day (by starting second, the first 0) over the whole horizon.

        Returns:
            Starts [ticks] ascending, and the slot index that holds from each.
        """
        starts: list[int] = []
        index: list[int] = []
        for day in range(self.days):
            starts += self.ascending(day, seconds)
            index += range(len(seconds))
        return frozen(starts), frozen(index)
