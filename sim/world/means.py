"""Mean counts of demand rows by local day and interval of the clock: figures, scale, trends and events."""

import numpy as np

from sim.scenario.csv_rows import DayTable, read_counts
from sim.scenario.demand import Demand, DemandRow, Event, Profile
from sim.units import HOLIDAY, TICKS_PER_SECOND, parse_clock
from sim.world.calendar import DAY_SECONDS, LocalCalendar
from sim.world.world import Floats


class Means:
    """Looks up what a demand row brings on a local day, before incidents and chance.

    Args:
        demand: The demand of a centre.
        calendar: The horizon.
        folder: Folder that CSV paths are relative to.
    """

    def __init__(self, demand: Demand, calendar: LocalCalendar, folder: str) -> None:
        self._demand, self._calendar = demand, calendar
        self._interval = demand.interval // TICKS_PER_SECOND
        self._size = DAY_SECONDS // self._interval
        self._files = {r.file: read_counts(folder, r.file, self._interval) for r in demand.rows.values() if r.file}

    def of(self, name: str, day: int) -> Floats:
        """Mean counts of one row on one day by interval of the clock, shape (intervals of the clock,)."""
        demand = self._demand
        factor = demand.scale * demand.first_contact_share(name) * self._season(name, day)
        return self._figures(demand.rows[name], day) * factor

    def _season(self, name: str, day: int) -> float:
        """The factor of trend and events on a row that day."""
        local, factor = self._calendar.date(day), 1.0
        if name in self._demand.trend:
            factor *= self._demand.trend[name].factor(local, self._calendar.start)
        for event in self._demand.events.values():
            if (event.rows is None or name in event.rows) and self._is_on(event, day):
                factor *= event.volume
        return factor

    def _is_on(self, event: Event, day: int) -> bool:
        local = self._calendar.date(day)
        return any(self._calendar.is_holiday(day) if part == HOLIDAY else local in part for part in event.on)

    def _figures(self, row: DemandRow, day: int) -> Floats:
        """The figures of a row as they are written."""
        if row.profile is not None:
            return self._profile(row.profile, day)
        if row.rate is not None:
            return self._rate(row.rate, day)
        if row.file is not None:
            return self._file(self._files[row.file], day)
        if row.volume is not None:
            return self._volume(row, row.volume, day)
        return np.zeros(self._size)

    def _profile(self, profile: Profile, day: int) -> Floats:
        means = np.zeros(self._size)
        word = self._calendar.word(profile.days, day)
        if word is not None:
            first = profile.starts // self._interval
            figures = profile.days[word]
            means[first : first + len(figures)] = figures
        return means

    def _rate(self, rate: dict[str, dict[str, float]], day: int) -> Floats:
        """A rate that changes at clock times, which are starts of intervals."""
        means = np.zeros(self._size)
        word = self._calendar.word(rate, day)
        rates = sorted((parse_clock(clock), per_second) for clock, per_second in rate[word].items()) if word else []
        for second, per_second in rates:
            means[second // self._interval :] = per_second * self._interval
        return means

    def _file(self, table: DayTable, day: int) -> Floats:
        """The counts of a CSV; a day that is not in the file has none."""
        local = self._calendar.date(day).isoformat()
        means: Floats = table.means(local if table.by_date else self._calendar.word(table.days, day), self._size)
        return means

    def _volume(self, row: DemandRow, volume: dict[str, float], day: int) -> Floats:
        """A volume of the day, spread like another row's figures."""
        shape = self._figures(self._demand.rows[row.shape_row], day)
        word, total = self._calendar.word(volume, day), float(shape.sum())
        if word is None or total <= 0:
            return np.zeros_like(shape)
        scaled: Floats = shape * (volume[word] / total)
        return scaled
