"""Seasons and edges of demand that do not fit: trends, events, incidents, the backlog, channels on a date."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from sim.errors import Fault
from sim.scenario.centre import ASYNC
from sim.scenario.dates import DateSpan
from sim.scenario.demand import Incident
from sim.scenario.demand_checks import rows_path
from sim.scenario.known import Path, check_known, place_of
from sim.scenario.layers import Layered
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.units import HOLIDAY, TICKS_PER_SECOND

_MOST_WAITING = 100_000
_MOST_INCIDENTS = 16


def check_seasons(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield faults of names that no row of demand has, and warnings of what the horizon never meets."""
    demand = centre.demand
    for kind in ("trend", "first_contacts"):
        rows = [name for name in getattr(demand, kind) or () if name != EVERY]
        yield from _check_names(centre, layered, rows, "demand", kind)
    for name, event in demand.events.items():
        path = ("demand", "events", name)
        yield from _check_names(centre, layered, event.rows or (), *path, "rows")
        yield from _check_on(centre, layered, event.on, (*path, "on"))
    yield from _check_all_traces(centre, layered)
    if len(demand.incidents) > _MOST_INCIDENTS:
        message = f"at most {_MOST_INCIDENTS} incidents"
        yield layered.fault(("demand", "incidents"), message, key=True, value=str(len(demand.incidents)))
    for name, incident in demand.incidents.items():
        path = ("demand", "incidents", name)
        yield from _check_names(centre, layered, incident.rows or (), *path, "rows")
        yield from check_known(layered, incident.intents or (), list(centre.intents), "intent", (*path, "intents"))
        concerned = [row for key, row in demand.rows.items() if incident.rows is None or key in incident.rows]
        if incident.volume < 1.0 and incident.intents and any(row.exact for row in concerned):
            message = "a row of exact counts cannot lose only some intents, as those are drawn"
            yield layered.fault((*path, "intents"), message, allowed="no intents, or rows without exact: true")
        yield from _check_incident_time(centre, layered, incident, path)
    yield from _check_backlog(centre, layered)
    yield from _check_service(centre, layered)


def _days(centre: Centre) -> tuple[date, date]:
    """First and last day of the horizon."""
    run = centre.run
    return run.start, run.start + timedelta(days=run.days - 1)


def _check_all_traces(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn of what changes nothing because every row of demand is a trace."""
    demand = centre.demand
    if not all(row.is_trace for row in demand.rows.values()):
        return
    paths: list[Path] = [("demand", "events", name) for name, event in demand.events.items() if event.rows is None]
    paths += [("demand", "incidents", name) for name, found in demand.incidents.items() if found.rows is None]
    paths += [("demand", "scale")] if demand.scale != 1 else []
    for path in paths:
        message = "all demand is traces, which come exactly as they are written; this changes nothing"
        yield layered.fault(path, message, key=True, severity="warning")


def _check_incident_time(centre: Centre, layered: Layered, incident: Incident, path: Path) -> Iterator[Fault]:
    """Warn of an incident that the horizon does not meet, or that takes no time."""
    first, last = _days(centre)
    early = datetime.combine(first, time()) - incident.starts
    lasts = timedelta(seconds=incident.lasts / TICKS_PER_SECOND)
    if not incident.lasts:
        yield layered.fault((*path, "lasts"), "the incident takes no time; it changes nothing", severity="warning")
    elif incident.starts.date() > last or early >= lasts:
        message = f"the incident lies outside the horizon ({first} to {last}); it changes nothing"
        yield layered.fault((*path, "starts"), message, severity="warning")


def _check_names(centre: Centre, layered: Layered, names: Iterable[str], *path: str) -> Iterator[Fault]:
    """Check that rows of demand exist, and that what is to be changed is not a trace."""
    rows = centre.demand.rows
    names = list(names)
    yield from check_known(layered, names, list(rows), "row of demand", path)
    for name in names:
        if name in rows and rows[name].is_trace:
            place = place_of(layered, path, name)
            message = f"{name} is a trace, which comes exactly as it is written"
            yield layered.fault(place, message, key=place != path, allowed=f"a row of {'.'.join(rows_path(centre))}")


def _check_on(centre: Centre, layered: Layered, on: Iterable[DateSpan | str], path: Path) -> Iterator[Fault]:
    """Warn of days of an event that the horizon does not have."""
    first, last = _days(centre)
    for part in on:
        if part == HOLIDAY or not isinstance(part, DateSpan):
            if not centre.run.holidays:
                message = "there are no holidays; name them in run.holidays, for example holidays: PL"
                yield layered.fault(path, message, severity="warning")
        elif (part.last is not None and part.last < first) or (part.first is not None and part.first > last):
            message = f"these days lie outside the horizon ({first} to {last}); they change nothing"
            yield layered.fault(path, message, severity="warning")


def _check_backlog(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that only deferred channels have a backlog."""
    for name, backlog in centre.run.backlog_at_start.items():
        path = ("run", "backlog_at_start", name)
        if name not in centre.channels:
            yield from check_known(layered, [name], list(centre.channels), "channel", path[:-1])
        elif centre.channels[name].kind not in ASYNC:
            message = (
                f"nobody waits on a {centre.channels[name].kind} channel at midnight; only what waits for a reply does"
            )
            yield layered.fault(path, message, key=True)
        elif backlog.contacts > _MOST_WAITING:
            message = f"{backlog.contacts:,} contacts are too many; the most is {_MOST_WAITING:,}"
            yield layered.fault((*path, "contacts"), message)


def _check_service(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn of channels that are never in service."""
    first, last = _days(centre)
    for name, channel in centre.channels.items():
        span = channel.in_service
        if span is not None and ((span.first or first) > last or (span.last or last) < first):
            message = f"the channel is never in service within the horizon ({first} to {last})"
            yield layered.fault(("channels", name, "in_service"), message, severity="warning")
