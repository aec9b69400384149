"""The second layer: what the types cannot see, with the same places.

`check_references` looks for names that do not exist; it also runs on what is left of a text with other faults, so
it takes known names from the text. `check_centre` looks at a whole centre: shares that do not add up, contacts
nobody can serve, people who are never there, files that cannot be read.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sim.errors import Fault, nearest_name
from sim.scenario.csv_rows import CsvError, read_counts
from sim.scenario.customers import NextRow, WhatNext
from sim.scenario.layers import Layered
from sim.scenario.model import EVERY
from sim.scenario.reach import check_reach
from sim.scenario.scenario import Centre
from sim.scenario.staff_checks import check_people
from sim.scenario.types import As
from sim.streams import Distribution, build_table
from sim.units import TICKS_PER_SECOND, format_share, parse_clock

_CAUSES = ("abandoned", "balked", "blocked", "closed", "disconnected", "not_solved")
_ROUNDING = 5e-4


class _Names:
    """Names of each kind of entity, as written, so that a part with a fault still has its name."""

    def __init__(self, layered: Layered) -> None:
        self._data = layered.data
        self._layered = layered

    def of(self, kind: str) -> list[str]:
        found = self._data.get(kind)
        return list(found) if isinstance(found, dict) else []

    def check(self, kind: str, names: Iterable[str], *path: str, also: tuple[str, ...] = ()) -> Iterator[Fault]:
        """Yield a fault for each name that no entity of the kind has."""
        known = [*self.of(kind), *also]
        for name in names:
            if name in known or name == EVERY:
                continue
            place = (*path, name)
            is_key = place in self._layered.key_positions
            yield self._layered.fault(
                place if is_key else path,
                f"there is no {_SINGULAR[kind]} of this name",
                key=is_key,
                value=name,
                allowed=", ".join(known) or f"{kind} is empty",
                nearest=nearest_name(name, known),
            )


_SINGULAR = {
    "channels": "channel",
    "intents": "intent",
    "segments": "segment",
    "queues": "queue",
    "pools": "pool",
}


def check_references(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a fault for every name that stands for nothing."""
    names = _Names(layered)
    demand = centre.demand
    yield from names.check("channels", demand.by_channel or (), "demand", "by_channel")
    yield from names.check("intents", demand.by_intent or (), "demand", "by_intent")
    yield from _check_rows(centre, layered, names)
    for name, intent in centre.intents.items():
        yield from names.check("channels", intent.share, "intents", name, "share")
    for name, segment in centre.segments.items():
        for field in ("share", "patience", "leaves_at_once", "prefers"):
            yield from names.check("channels", getattr(segment, field) or (), "segments", name, field)
        yield from _check_next(segment.what_next, names, "segments", name, "what_next")
    yield from _check_next(centre.what_next, names, "what_next")
    yield from names.check("intents", centre.service, "service")
    for name, by_channel in centre.service.items():
        yield from names.check("channels", by_channel, "service", name)
    yield from _check_channels(centre, layered, names)
    for name, queue in centre.queues.items():
        yield from names.check("channels", queue.of, "queues", name, "of")
        yield from names.check("intents", queue.intents or (), "queues", name, "intents")
        yield from names.check("segments", queue.segments or (), "queues", name, "segments")
    yield from names.check("pools", centre.serves, "serves")
    for name, served in centre.serves.items():
        yield from names.check("queues", served, "serves", name)
    for name, pool in centre.pools.items():
        yield from names.check("channels", pool.skills, "pools", name, "skills")
        yield from names.check("intents", pool.intents or (), "pools", name, "intents")
    yield from names.check("channels", centre.kpis.service_level, "kpis", "service_level")


def _check_next(rows: WhatNext, names: _Names, *path: str) -> Iterator[Fault]:
    for cause in _CAUSES:
        row: NextRow | None = getattr(rows, cause)
        if row is not None:
            yield from names.check("channels", row.shares, *path, cause, also=("same", "after", "gives_up_more"))
            yield from names.check("channels", row.after, *path, cause, "after")


def _check_rows(centre: Centre, layered: Layered, names: _Names) -> Iterator[Fault]:
    """Check shapes and traces of demand rows."""
    kind = "by_channel" if centre.demand.by_channel is not None else "by_intent"
    rows = centre.demand.rows
    for name, row in rows.items():
        path = ("demand", kind, name)
        if row.shape is not None:
            other = row.shape.strip().removeprefix("as").strip()
            if other not in rows or rows[other].volume is not None or rows[other].at is not None:
                shaped = [n for n, r in rows.items() if r.volume is None and r.at is None]
                allowed = ", ".join(f"as {n}" for n in shaped) or "a row with a profile"
                near = nearest_name(other, shaped)
                yield layered.fault(
                    (*path, "shape"), "there is no row of this shape", value=row.shape, allowed=allowed,
                    nearest=f"as {near}" if near else "",
                )  # fmt: skip
        for place, arrival in enumerate(row.at or ()):
            at: tuple[Any, ...] = (*path, "at", place)
            try:
                moment = datetime.fromisoformat(arrival.at)
            except ValueError:
                yield layered.fault(
                    at, "not a local date and time", value=arrival.at, allowed="for example 2026-03-02 09:00:05"
                )
                continue
            if moment.tzinfo is not None:
                yield layered.fault(at, "clock times are local to run.zone; leave the zone out", value=arrival.at)
            yield from names.check("intents", [arrival.intent] if arrival.intent else [], *path, "at")
            yield from names.check("segments", [arrival.segment] if arrival.segment else [], *path, "at")


def _check_channels(centre: Centre, layered: Layered, names: _Names) -> Iterator[Fault]:
    """Check `as other` of hours: the name, and that it does not lead back."""
    for name, channel in centre.channels.items():
        for field in ("open", "worked"):
            hours = getattr(channel, field)
            if not isinstance(hours, As):
                continue
            seen = [name] if field == "open" else []
            while isinstance(hours, As):
                if hours.name not in centre.channels:
                    if hours.name not in names.of("channels"):
                        yield from names.check("channels", [hours.name], "channels", name, field)
                    break
                if hours.name in seen:
                    yield layered.fault(
                        ("channels", name, field),
                        f"a cycle: {' → '.join([*seen, hours.name])}",
                        value=f"as {hours.name}",
                    )
                    break
                seen.append(hours.name)
                hours = centre.channels[hours.name].open


# --- the whole centre ---------------------------------------------------------------------------------------------


def check_centre(centre: Centre, layered: Layered, folder: str) -> Iterator[Fault]:
    """Yield what is wrong or doubtful with a centre whose parts are right one by one."""
    yield from _check_empty(centre, layered)
    if not all((centre.channels, centre.intents, centre.segments, centre.queues, centre.pools)):
        return
    yield from _check_horizon(centre, layered)
    yield from _check_profiles(centre, layered)
    yield from _check_files(centre, layered, folder)
    yield from _check_times(centre, layered)
    yield from _check_shares(centre, layered)
    yield from check_reach(centre, layered)
    yield from check_people(centre, layered)


def _check_empty(centre: Centre, layered: Layered) -> Iterator[Fault]:
    for kind, word in _SINGULAR.items():
        if not getattr(centre, kind):
            yield layered.fault((kind,), f"there must be at least one {word}")
    if not centre.demand.rows:
        yield layered.fault(("demand",), "there must be at least one row of demand")


def _check_horizon(centre: Centre, layered: Layered) -> Iterator[Fault]:
    run = centre.run
    if run.measure < 1:
        yield layered.fault(("run", "measure"), "the measured window must be at least 1 day")
    if run.settle + run.measure + run.follow > 3650:
        yield layered.fault(
            ("run", "measure"), "the horizon is longer than 10 years; shorten settle, measure or follow"
        )
    if centre.what_next.at_most < 1 or centre.what_next.at_most > 200:
        yield layered.fault(("what_next", "at_most"), "must be 1 to 200 visits")
    first = run.start.toordinal()
    last = first + run.settle + run.measure + run.follow
    kind = "by_channel" if centre.demand.by_channel is not None else "by_intent"
    for name, row in centre.demand.rows.items():
        outside = [a.at for a in row.at or () if not first <= datetime.fromisoformat(a.at).toordinal() < last]
        if outside:
            yield layered.fault(
                ("demand", kind, name, "at"),
                f"{len(outside)} of {len(row.at or ())} arrivals lie outside the horizon, the first at {outside[0]}",
                severity="warning",
            )


def _check_profiles(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that figures lie on the grid of intervals and within a day."""
    demand = centre.demand
    interval = demand.interval // TICKS_PER_SECOND
    kind = "by_channel" if demand.by_channel is not None else "by_intent"
    if len(demand.rows) > 255:
        yield layered.fault(("demand", kind), "at most 255 rows of demand", value=str(len(demand.rows)))
    for name, row in demand.rows.items():
        path = ("demand", kind, name)
        if row.profile is not None:
            if row.profile.starts % interval:
                yield layered.fault((*path, "profile", "from"), f"not the start of an interval of {interval // 60} min")
            for day, figures in row.profile.days.items():
                if row.profile.starts + len(figures) * interval > 86_400:
                    room = (86_400 - row.profile.starts) // interval
                    message = f"{len(figures)} intervals run past midnight; there is room for {room}"
                    yield layered.fault((*path, "profile", day), message)
        for day, rates in (row.rate or {}).items():
            place = (*path, "rate", day)
            written = place if place in layered.positions else place[:-1]
            yield from _check_rate(layered, written, list(rates), interval)


def _check_rate(layered: Layered, path: tuple[str, ...], clocks: list[str], interval: int) -> Iterator[Fault]:
    """Check that the clock times of a rate ascend and are starts of intervals."""
    try:
        seconds = [parse_clock(clock) for clock in clocks]
    except ValueError as error:
        yield layered.fault(path, str(error))
        return
    if seconds != sorted(set(seconds)):
        yield layered.fault(path, "the clock times must ascend, each once")
    for clock, second in zip(clocks, seconds, strict=True):
        if second % interval:
            message = f"not the start of an interval of {interval // 60} min (demand.interval)"
            yield layered.fault((*path, clock), message, key=True, value=clock)


def _check_files(centre: Centre, layered: Layered, folder: str) -> Iterator[Fault]:
    kind = "by_channel" if centre.demand.by_channel is not None else "by_intent"
    for name, row in centre.demand.rows.items():
        if row.file is None:
            continue
        try:
            read_counts(folder, row.file, centre.demand.interval // TICKS_PER_SECOND)
        except CsvError as error:
            for fault in error.faults:
                if fault.line:
                    yield fault
                else:
                    yield layered.fault(("demand", kind, name, "file"), fault.message, value=row.file)


def _check_times(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that drawn times end: only patience may be `never`, and no tail may reach beyond 90 days."""
    for path, distribution, may_be_never in _times(centre):
        if distribution.is_never:
            if not may_be_never:
                yield layered.fault(path, "only patience may be never", value="never", allowed="a length of time")
            continue
        try:
            build_table(distribution)
        except ValueError as error:
            yield layered.fault(path, str(error))


def _times(centre: Centre) -> Iterator[tuple[tuple[str, ...], Distribution, bool]]:
    """All distributions of a centre with their places, and whether `never` makes sense there."""
    for intent, by_channel in centre.service.items():
        for channel, service in by_channel.items():
            for field in ("talk", "wrap_up"):
                for _, distribution in getattr(service, field) or ():
                    yield ("service", intent, channel, field), distribution, False
    for name, segment in centre.segments.items():
        for channel, timed in (segment.patience or {}).items():
            for _, distribution in timed:
                yield ("segments", name, "patience", channel), distribution, True
        yield from _delays(segment.what_next, ("segments", name, "what_next"))
    yield from _delays(centre.what_next, ("what_next",))


def _delays(rows: WhatNext, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Distribution, bool]]:
    for cause in _CAUSES:
        row: NextRow | None = getattr(rows, cause)
        for channel, distribution in (row.after if row is not None else {}).items():
            yield (*path, cause, "after", channel), distribution, False


def _check_shares(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that mixes add up to 100 %, and that shares of what comes next do not exceed it."""
    demand = centre.demand
    channels = list(demand.by_channel) if demand.by_channel is not None else [EVERY]
    for kind in ("segments",) if demand.by_intent is not None else ("segments", "intents"):
        entities: dict[str, Any] = getattr(centre, kind)
        for channel in channels:
            total = sum(entity.share.get(channel, entity.share.get(EVERY, 0.0)) for entity in entities.values())
            if abs(total - 1.0) > _ROUNDING:
                where = "" if channel == EVERY else f" on {channel}"
                message = f"the shares of {kind}{where} add up to {format_share(round(total, 6))}, not to 100 %"
                yield layered.fault((kind,), message)
    if demand.by_intent is not None:
        for name, segment in centre.segments.items():
            total = sum(segment.prefers.values())
            if abs(total - 1.0) > _ROUNDING:
                message = f"prefers adds up to {format_share(round(total, 6))}, not to 100 %"
                yield layered.fault(("segments", name, "prefers"), message)
    yield from _check_next_shares(centre.what_next, layered, ("what_next",))
    for name, segment in centre.segments.items():
        yield from _check_next_shares(segment.what_next, layered, ("segments", name, "what_next"))


def _check_next_shares(rows: WhatNext, layered: Layered, path: tuple[str, ...]) -> Iterator[Fault]:
    for cause in _CAUSES:
        row: NextRow | None = getattr(rows, cause)
        total = sum(row.shares.values()) if row is not None else 0.0
        if total > 1.0 + _ROUNDING:
            message = f"the shares add up to {format_share(round(total, 6))}, more than 100 %"
            yield layered.fault((*path, cause), message, allowed="what is missing to 100 % gives up")
