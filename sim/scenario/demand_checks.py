"""Demand that does not fit the calendar: figures off the grid, traces outside the horizon, files with gaps, floods."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sim.errors import Fault, nearest_name
from sim.scenario.csv_rows import DayTable, read_counts
from sim.scenario.csv_text import CsvError
from sim.scenario.demand import DemandRow, Event, Incident
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre
from sim.scenario.trace_rows import arrivals_of
from sim.scenario.types import DAY_NAMES, word_of_day
from sim.streams import Distribution
from sim.units import TICKS_PER_SECOND, parse_clock

_DAY = 86_400
_MOST_ROWS = 250
_MOST_IN_INTERVAL = 500_000
_MOST_IN_ALL = 20_000_000
_TOP_OF_CHANCE = 2.0**-53
Path = tuple[str, ...]


def rows_path(centre: Centre) -> tuple[str, str]:
    """Where the rows of demand stand."""
    return "demand", "by_channel" if centre.demand.by_channel is not None else "by_intent"


def check_demand(centre: Centre, layered: Layered, folder: str) -> Iterator[Fault]:
    """Yield faults of the rows of demand of a centre whose names are right."""
    path = rows_path(centre)
    if len(centre.demand.rows) > _MOST_ROWS:
        yield layered.fault(path, f"at most {_MOST_ROWS} rows of demand", key=True, value=str(len(centre.demand.rows)))
        return
    interval = centre.demand.interval // TICKS_PER_SECOND
    peaks = []
    for name, row in centre.demand.rows.items():
        place = (*path, name)
        found = [
            *_check_profile(layered, place, row, interval),
            *_check_rate(layered, place, row, interval),
            *_check_trace(centre, layered, place, row, folder),
            *_check_spread(centre, layered, place, row),
        ]
        yield from found
        table = None
        if row.file is not None:
            try:
                table = read_counts(folder, row.file, interval)
            except CsvError as error:
                for fault in error.faults:
                    yield fault if fault.line else layered.fault((*place, "file"), fault.message, value=row.file)
                continue
            yield from _check_days_of_file(centre, layered, place, table)
        if not any(fault.severity == "error" for fault in found):
            peaks.append((place, *_peaks(centre, row, table, interval)))
    yield from _check_flood(centre, layered, peaks)
    yield from _check_counted(centre, layered)


def _check_counted(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that what is counted can be counted: only contacts with people are offered to a queue, or handled."""
    demand, by = centre.demand, rows_path(centre)[1]
    machines = {name for name, channel in centre.channels.items() if channel.kind == "self_service"}
    for row in demand.open_rows:
        used = {row} if by == "by_channel" else set(centre.service.get(row, {}))
        if used and used <= machines:
            who = "to people" if demand.counts == "offered" else "by people"
            message = f"{row} is only self-service, so none of its contacts are {demand.counts} {who}"
            allowed = f"say how many of these figures are first contacts, demand.first_contacts: {{{row}: 100 %}}"
            yield layered.fault(("demand", by, row), message, key=True, allowed=allowed)


def _check_profile(layered: Layered, path: Path, row: DemandRow, interval: int) -> Iterator[Fault]:
    """Check that lists of figures lie on the grid of intervals and within a day."""
    if row.profile is None:
        return
    if row.profile.starts % interval:
        message = f"not the start of an interval of {interval // 60} min (demand.interval)"
        yield layered.fault((*path, "profile", "from"), message)
    for day, figures in row.profile.days.items():
        if row.profile.starts + len(figures) * interval > _DAY:
            room = (_DAY - row.profile.starts) // interval
            message = f"{len(figures)} intervals run past midnight; there is room for {room}"
            yield layered.fault((*path, "profile", day), message)


def _check_rate(layered: Layered, path: Path, row: DemandRow, interval: int) -> Iterator[Fault]:
    """Check that the clock times of rates are starts of intervals, each once."""
    for day, rates in (row.rate or {}).items():
        by_day = (*path, "rate", day)
        around = by_day if by_day in layered.positions else by_day[:-1]
        seen: set[int] = set()
        for clock in rates:
            place = (*around, clock)
            try:
                second = parse_clock(clock)
            except ValueError as error:
                yield layered.fault(place, str(error), key=True)
                continue
            if second in seen:
                yield layered.fault(place, "this clock time stands twice", key=True, value=clock)
            if second % interval or second >= _DAY:
                message = f"not the start of an interval of {interval // 60} min (demand.interval)"
                yield layered.fault(place, message, key=True, value=clock)
            seen.add(second)


def _check_trace(centre: Centre, layered: Layered, path: Path, row: DemandRow, folder: str) -> Iterator[Fault]:
    """Check what a trace's CSV says, and warn of exact arrivals outside the horizon, which are left out."""
    place = (*path, "at" if row.trace is None else "trace")
    try:
        arrivals = arrivals_of(row, folder)
    except CsvError as error:
        for fault in error.faults:
            yield fault if fault.line else layered.fault(place, fault.message, value=row.trace or "")
        return
    for kind, known, named in (
        ("intent", list(centre.intents), [a.intent for a in arrivals]),
        ("segment", list(centre.segments), [a.segment for a in arrivals]),
    ):
        for name in dict.fromkeys(named if row.trace is not None else ()):
            if name is not None and name not in known:
                message, near = f"there is no {kind} of this name", nearest_name(name, known)
                yield layered.fault(place, message, value=name, allowed=", ".join(known), nearest=near)
    first = centre.run.start.toordinal()
    last = first + centre.run.days
    outside = [a.at for a in arrivals if not first <= datetime.fromisoformat(a.at).toordinal() < last]
    if outside:
        message = f"{len(outside)} of {len(arrivals)} arrivals lie outside the horizon, the first at {outside[0]}"
        yield layered.fault(place, message, key=True, severity="warning")


def _check_spread(centre: Centre, layered: Layered, path: Path, row: DemandRow) -> Iterator[Fault]:
    """Warn of a volume on days on which the row that spreads it has nothing."""
    if row.volume is None or row.shape is None:
        return
    model = centre.demand.rows[row.shape_row]
    if model.profile is not None:
        figures = {day: any(of_day) for day, of_day in model.profile.days.items()}
    elif model.rate is not None:
        figures = {day: any(rates.values()) for day, rates in model.rate.items()}
    else:
        return
    silent = []
    for weekday, name in enumerate(DAY_NAMES):
        word = word_of_day(row.volume, weekday)
        shape = word_of_day(figures, weekday)
        if word is not None and row.volume[word] > 0 and (shape is None or not figures[shape]):
            silent.append(name)
    if silent:
        message = f"nothing comes on {', '.join(silent)}: the shape has no contacts there to spread the volume like"
        yield layered.fault((*path, "volume"), message, key=True, severity="warning", value=row.shape)


def _check_days_of_file(centre: Centre, layered: Layered, path: Path, table: DayTable) -> Iterator[Fault]:
    """Warn of days of the horizon on which nothing comes because a CSV by date does not have them."""
    if not table.by_date:
        return
    days = [(centre.run.start + timedelta(days=day)).isoformat() for day in range(centre.run.days)]
    absent = [day for day in days if day not in table.days]
    if absent:
        known = f"the file has {min(table.days)} to {max(table.days)}"
        message = f"{len(absent)} of {len(days)} days of the horizon are not in the file, the first {absent[0]}"
        yield layered.fault((*path, "file"), f"{message}; nobody comes then", severity="warning", allowed=known)


def _peaks(centre: Centre, row: DemandRow, table: DayTable | None, interval: int) -> tuple[float, float]:
    """Most contacts a row can have in an interval and on a day, before any scaling."""
    days: list[list[float]] = [[0.0]]
    if row.profile is not None:
        days += [list(figures) for figures in row.profile.days.values()]
    if row.volume is not None:
        days += [[volume] for volume in row.volume.values()]
    if table is not None:
        days += [list(counts.values()) for counts in table.days.values()]
    peaks = [(max(day, default=0.0), sum(day)) for day in days]
    for rates in (row.rate or {}).values():
        highest = max(rates.values(), default=0.0)
        peaks.append((highest * interval, highest * _DAY))
    return max(peak for peak, _ in peaks), max(total for _, total in peaks)


def _check_flood(centre: Centre, layered: Layered, peaks: Sequence[tuple[Path, float, float]]) -> Iterator[Fault]:
    """Refuse more contacts than an interval can number or a computer can hold."""
    demand = centre.demand
    total = 0.0
    for path, highest, day in peaks:
        factor = demand.scale * demand.first_contact_share(path[-1]) * _highest_season(centre, path[-1])
        top = highest * factor * _highest_factor(centre, demand.rows[path[-1]])
        total += day * factor * centre.run.days
        if top > _MOST_IN_INTERVAL:
            message = f"up to {top:,.0f} contacts in one interval, chance included; the most is {_MOST_IN_INTERVAL:,}"
            yield layered.fault(path, message, key=True, allowed="a smaller demand.scale or a shorter demand.interval")
    total += sum(max(campaign.calls.values(), default=0) * centre.run.days for campaign in demand.campaigns.values())
    if total > _MOST_IN_ALL:
        message = f"up to {total:,.0f} contacts in one replication; the most is {_MOST_IN_ALL:,}"
        yield layered.fault(("demand",), message, key=True, allowed="a smaller demand.scale or a shorter run")


def _highest_season(centre: Centre, name: str) -> float:
    """The largest factor of trend, events and incidents on a row."""
    demand, run, factor = centre.demand, centre.run, 1.0
    if name in demand.trend:
        ends = (run.start, run.start + timedelta(days=run.days))
        factor *= max(demand.trend[name].factor(day, run.start) for day in ends)
    changes: list[Event | Incident] = [*demand.events.values(), *demand.incidents.values()]
    for change in changes:
        if change.rows is None or name in change.rows:
            factor *= max(1.0, change.volume)
    return factor


def _highest_factor(centre: Centre, row: DemandRow) -> float:
    """The largest factor of chance that can be drawn: at most the product of the own and the common ones."""
    error = centre.demand.error_of(row)
    highest = 1.0
    for spread in (error.day, error.within_day):
        for part in (spread, spread * error.shared_by_channels**0.5):
            if part > 0:
                factor = Distribution.from_mean_cv("gamma", 1.0, max(part, 0.01))
                highest *= float(factor.survival_quantile(_TOP_OF_CHANCE))
    return highest
