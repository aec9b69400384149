"""Holidays and dates that do not meet: rows never used, holidays nobody knows of, people before closed doors.

The other checks look at a plain week. These look at the dates of the run that are holidays, or that the scenario
names.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from sim.errors import Fault
from sim.scenario.centre import ASYNC, Pool
from sim.scenario.dates import DateSpan
from sim.scenario.demand_checks import rows_path
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre
from sim.scenario.staff_checks import channels_of
from sim.scenario.types import is_date
from sim.scenario.week import DAY, Day, Span, hours_of, hours_of_week, merged, presence_of, presence_on, without
from sim.units import HOLIDAY, WeeklyHours

Path = tuple[str, ...]
_MOST_SHOWN = 5


def check_days(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield warnings of days of a centre whose parts are right one by one."""
    yield from _check_words(centre, layered)
    yield from _check_known(centre, layered)
    days = [Day(day, day in centre.run.holidays) for day in sorted(_named_days(centre))]
    if days:
        yield from _check_manned(centre, layered, days)
        yield from _check_idle(centre, layered, days)


def _tables(centre: Centre) -> Iterator[tuple[Path, Collection[str]]]:
    """All tables by day, with their places."""
    for name, row in centre.demand.rows.items():
        tables = {"profile": row.profile and row.profile.days, "rate": row.rate, "volume": row.volume}
        for field, table in tables.items():
            yield (*rows_path(centre), name, field), table or ()
    for name, campaign in centre.demand.campaigns.items():
        yield ("demand", "campaigns", name, "calls"), campaign.calls
    for name, pool in centre.pools.items():
        yield ("pools", name, "staff"), () if pool.staff is None else pool.staff.days


def _hours(centre: Centre) -> Iterator[tuple[Path, WeeklyHours]]:
    """All hours that are written out, with their places."""
    for name, channel in centre.channels.items():
        for field in ("open", "worked"):
            hours = getattr(channel, field)
            if isinstance(hours, WeeklyHours):
                yield ("channels", name, field), hours
    for name, pool in centre.pools.items():
        for shift_name, shift in (pool.shifts or {}).items():
            if isinstance(shift.hours, WeeklyHours):
                yield ("pools", name, "shifts", shift_name, "hours"), shift.hours


def _last_day(centre: Centre) -> date:
    return centre.run.start + timedelta(days=centre.run.days - 1)


def _is_in_run(centre: Centre, day: date) -> bool:
    return centre.run.start <= day <= _last_day(centre)


def _check_words(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn of rows for dates outside the run, and for holidays where the run has none."""
    uses = [(path, False) for path, hours in _hours(centre) if hours.holiday is not None]
    uses += [((*path, HOLIDAY), True) for path, table in _tables(centre) if HOLIDAY in table]
    uses += [(("demand", "events", name, "on"), False) for name, e in centre.demand.events.items() if HOLIDAY in e.on]
    if ("run", "holidays") not in layered.positions:
        for path, is_key in uses:
            message = "the run has no holidays, so this is never used"
            allowed = "run.holidays: a country such as US, or dates with names"
            yield layered.fault(path, message, key=is_key, severity="warning", allowed=allowed)
    for path, table in _tables(centre):
        for word in table:
            if is_date(word) and not _is_in_run(centre, date.fromisoformat(word)):
                message = f"the run goes from {centre.run.start} to {_last_day(centre)}, so this is never used"
                yield layered.fault((*path, word), message, key=True, severity="warning")


def _check_known(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn of holidays of the run on which everything is as on ordinary days."""
    events = [part for event in centre.demand.events.values() for part in event.on]
    words = {word for _, table in _tables(centre) for word in table}
    hours = [found for _, found in _hours(centre)]
    if HOLIDAY in words or HOLIDAY in events or any(found.holiday is not None for found in hours):
        return
    spans = [part for part in events if isinstance(part, DateSpan)]
    spans += [DateSpan(dated.first, dated.last) for found in hours for dated in found.dates]
    unknown = [
        day
        for day in centre.run.holidays
        if _is_in_run(centre, day) and day.isoformat() not in words and not any(day in span for span in spans)
    ]
    if unknown:
        message = f"demand, hours and staff are those of ordinary days on {_listed(centre, unknown)}"
        allowed = "holiday, or the date, as a day of profiles, volumes, hours and staff"
        yield layered.fault(("run", "holidays"), message, key=True, severity="warning", allowed=allowed)


def _named_days(centre: Centre) -> set[date]:
    """Dates of the run that are holidays, or that a table or hours name."""
    named = {date.fromisoformat(word) for _, table in _tables(centre) for word in table if is_date(word)}
    named |= set(centre.run.holidays)
    first, last = centre.run.start, _last_day(centre)
    for _, hours in _hours(centre):
        for dated in hours.dates:
            begin, end = max(first, dated.first), min(last, dated.last)
            named |= {begin + timedelta(days=day) for day in range((end - begin).days + 1)}
    return {day for day in named if first <= day <= last}


def _check_manned(centre: Centre, layered: Layered, days: list[Day]) -> Iterator[Fault]:
    """Warn of dates on which a live channel is open and nobody who serves it is scheduled."""
    for name, channel in centre.channels.items():
        pools = [pool for pool_name, pool in centre.pools.items() if name in channels_of(centre, pool_name)]
        if channel.kind in ASYNC or not pools or any(pool.roster is not None for pool in pools):
            continue
        hours = hours_of(centre, name, "open")
        plain_open = hours_of_week(centre, name, "open")
        plain_manned = merged([span for pool in pools for span in presence_of(pool)])
        alone = []
        for day in days:
            if channel.in_service is not None and day.date not in channel.in_service:
                continue
            taken = merged(list(day.spans(hours)))
            manned = _manned_around(centre, pools, day)
            if _misses(taken, manned) and not _misses(_on(plain_open, day), plain_manned):
                alone.append(day.date)
        if alone:
            message = f"{name} is open on {_listed(centre, alone)}, and nobody who serves it is scheduled"
            yield layered.fault(("channels", name, "open"), message, severity="warning")


def _check_idle(centre: Centre, layered: Layered, days: list[Day]) -> Iterator[Fault]:
    """Warn of dates on which people are there while none of their channels is open or worked."""
    for name, pool in centre.pools.items():
        fields = {c: _useful_hours(centre, c) for c in channels_of(centre, name)}
        useful = [hours_of(centre, channel, field) for channel, field in fields.items()]
        plain_there = presence_of(pool)
        plain_useful = merged([span for c, field in fields.items() for span in hours_of_week(centre, c, field)])
        idle = []
        for day in days:
            there, wanted = merged(presence_on(pool, day)), _open_around(centre, useful, day)
            if useful and _misses(there, wanted) and not _misses(_on(plain_there, day), plain_useful):
                idle.append(day.date)
        if idle:
            message = f"somebody of this pool is there on {_listed(centre, idle)}, and none of its channels is"
            yield layered.fault(("pools", name), f"{message} open or worked", key=True, severity="warning")


def _useful_hours(centre: Centre, channel: str) -> Literal["open", "worked"]:
    """The hours in which people of a channel are of use."""
    return "worked" if centre.channels[channel].kind in ASYNC else "open"


def _manned_around(centre: Centre, pools: list[Pool], day: Day) -> list[Span]:
    """Spans with somebody of some pools there, on a date and the days beside it."""
    spans: list[Span] = []
    for at, on in _around(centre, day):
        spans += [span for pool in pools for span in _moved(presence_on(pool, on), at)]
    return merged(spans)


def _open_around(centre: Centre, useful: list[WeeklyHours], day: Day) -> list[Span]:
    """Spans of some hours, on a date and the days beside it."""
    spans: list[Span] = []
    for at, on in _around(centre, day):
        spans += [span for hours in useful for span in _moved(on.spans(hours), at)]
    return merged(spans)


def _around(centre: Centre, day: Day) -> list[tuple[int, Day]]:
    """The day before a date, the date and the day after it, each with its seconds from the date's midnight."""
    dates = {at: day.date + timedelta(days=at) for at in (-1, 0, 1)}
    return [(at * DAY, Day(on, on in centre.run.holidays)) for at, on in dates.items()]


def _moved(spans: Iterable[Span], seconds: int) -> list[Span]:
    return [(first + seconds, last + seconds) for first, last in spans]


def _misses(spans: list[Span], others: list[Span]) -> bool:
    """Whether there are spans, all of them outside the others."""
    return bool(spans) and without(spans, others) == spans


def _on(week: list[Span], day: Day) -> list[Span]:
    """The part of a plain week that lies on the weekday of a date."""
    start = day.date.weekday() * DAY
    cut = [(max(first, start), min(last, start + DAY)) for first, last in week]
    return [span for span in cut if span[0] < span[1]]


def _listed(centre: Centre, days: list[date]) -> str:
    """Dates with the names of holidays, the first few of them."""
    names = [f"{day} ({centre.run.holidays[day]})" if day in centre.run.holidays else f"{day}" for day in days]
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more
