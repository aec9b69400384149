"""The second layer: what the types cannot see, with the same places.

`check_references` looks for names that do not exist; it also runs on what is left of a text with other faults, so
it takes known names from the text. `check_centre` looks at a whole centre: shares that do not add up, contacts
nobody can serve, people who are never there, files that cannot be read.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import lcm
from typing import Any

from sim.errors import Fault, nearest_name
from sim.scenario.campaign_checks import check_campaign_names, check_campaigns
from sim.scenario.condition_checks import check_conditions
from sim.scenario.contact_checks import check_contacts, most_visits
from sim.scenario.cost_checks import check_cost_names, check_costs
from sim.scenario.customers import Service, WhatNext
from sim.scenario.day_checks import check_days
from sim.scenario.demand_checks import check_demand, rows_path
from sim.scenario.doubt_checks import check_doubts
from sim.scenario.journey_checks import check_journey_names, check_journeys
from sim.scenario.layers import Layered
from sim.scenario.machine_checks import check_machines
from sim.scenario.model import DISTRIBUTION_KEYS, EVERY
from sim.scenario.people_checks import check_persons
from sim.scenario.reach import check_reach
from sim.scenario.relation_checks import check_adviser_names, check_relations
from sim.scenario.routing_checks import check_routing, check_routing_names
from sim.scenario.scenario import Centre
from sim.scenario.season_checks import check_seasons
from sim.scenario.staff_checks import check_people
from sim.scenario.trace_rows import EXAMPLE, wrong_moment
from sim.scenario.types import As, Timed
from sim.scenario.week import hours_of_week
from sim.streams import Distribution, build_table
from sim.units import TICKS_PER_SECOND, format_duration, format_share, parse_clock

_NEXT_WORDS = ("same", "after", "once_open", "gives_up_more")
_RESERVED = frozenset((*_NEXT_WORDS, EVERY)) | DISTRIBUTION_KEYS
_FINEST_CAPACITY = 10**12
_LONGEST_WORK_WEEKS = 8
_ROUNDING = 5e-4


class _Names:
    """Names of each kind of entity, as written, so that a part with a fault still has its name."""

    def __init__(self, layered: Layered) -> None:
        self._data = layered.data
        self._layered = layered

    def of(self, kind: str) -> list[str]:
        found = self._data.get(kind)
        return list(found) if isinstance(found, dict) else []

    def check(self, kind: str, names: Iterable[str], *path: str | int, also: tuple[str, ...] = ()) -> Iterator[Fault]:
        """Yield a fault for each name that no entity of the kind has."""
        known = [*self.of(kind), *also]
        for name in names:
            if name in known:
                continue
            allowed = [word for word in known if word != EVERY]
            place, taken_out = self._place(path, name), self._layered.key_positions.get((kind, name))
            why = "" if taken_out is None else f": null takes it out in {taken_out.file}:{taken_out.line}"
            yield self._layered.fault(
                place,
                f"there is no {_SINGULAR[kind]} of this name{why}",
                key=place in self._layered.key_positions and place != path,
                value=name,
                allowed=", ".join(allowed) or f"{kind} is empty",
                nearest=nearest_name(name, allowed),
            )

    def _place(self, path: tuple[str | int, ...], name: str) -> tuple[str | int, ...]:
        """The key of this name below a path, its place in a list there, or the path."""
        found: Any = self._data
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, dict) and name in found:
            return (*path, name)
        return (*path, found.index(name)) if isinstance(found, list) and name in found else path


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
    for name in names.of("channels"):
        if name in _RESERVED:
            message = "a channel cannot have this name; it is a word of the scenario language"
            yield layered.fault(("channels", name), message, key=True, value=name)
    for name, intent in centre.intents.items():
        yield from names.check("channels", intent.share, "intents", name, "share", also=(EVERY,))
    for name, segment in centre.segments.items():
        for field in ("share", "patience", "leaves_at_once", "leaves_silently"):
            by_channel = getattr(segment, field) or ()
            yield from names.check("channels", by_channel, "segments", name, field, also=(EVERY,))
        yield from names.check("channels", segment.prefers, "segments", name, "prefers")
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
    yield from check_journey_names(centre, layered)
    yield from check_routing_names(centre, layered)
    yield from check_adviser_names(centre, layered)
    yield from check_cost_names(centre, layered)
    yield from check_campaign_names(centre, layered)


def _check_next(rows: WhatNext, names: _Names, *path: str) -> Iterator[Fault]:
    for cause, row in rows.given():
        yield from names.check("channels", row.shares, *path, cause, also=_NEXT_WORDS)
        yield from names.check("channels", row.after, *path, cause, "after", also=(EVERY,))


def _check_rows(centre: Centre, layered: Layered, names: _Names) -> Iterator[Fault]:
    """Check shapes and traces of demand rows."""
    written = layered.data["demand"][rows_path(centre)[1]] if centre.demand.rows else {}
    shaped = [
        name for name, row in written.items() if isinstance(row, dict) and not {"volume", "at", "trace"} & row.keys()
    ]
    for name, row in centre.demand.rows.items():
        path = (*rows_path(centre), name)
        if row.shape is not None:
            other = row.shape_row
            if other not in shaped:
                allowed = ", ".join(f"as {n}" for n in shaped) or "a row with a profile"
                near = nearest_name(other, shaped)
                yield layered.fault(
                    (*path, "shape"), "there is no row of this shape", value=row.shape, allowed=allowed,
                    nearest=f"as {near}" if near else "",
                )  # fmt: skip
        for place, arrival in enumerate(row.at or ()):
            at: tuple[Any, ...] = (*path, "at", place)
            wrong = wrong_moment(arrival.at)
            if wrong:
                yield layered.fault(at, wrong, value=arrival.at, allowed=EXAMPLE)
                continue
            for kind, known in (("intent", arrival.intent), ("segment", arrival.segment)):
                yield from names.check(f"{kind}s", [known] if known is not None else [], *at, kind)


def _check_channels(centre: Centre, layered: Layered, names: _Names) -> Iterator[Fault]:
    """Check `as other` of hours: the name, and that it does not lead back."""
    for name, channel in centre.channels.items():
        for field in ("open", "worked"):
            hours = getattr(channel, field)
            if not isinstance(hours, As):
                continue
            seen = [name] if field == "open" else []
            order = names.of("channels")
            while isinstance(hours, As):
                if hours.name not in centre.channels:
                    if hours.name not in names.of("channels"):
                        yield from names.check("channels", [hours.name], "channels", name, field)
                    break
                if hours.name in seen:
                    if hours.name == name == min(seen, key=order.index):
                        message = f"the hours go round in a circle: {' → '.join([*seen, name])}"
                        yield layered.fault(("channels", name, field), message)
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
    yield from check_demand(centre, layered, folder)
    yield from check_seasons(centre, layered)
    yield from _check_capacity(centre, layered)
    yield from _check_deadlines(centre, layered)
    yield from _check_times(centre, layered)
    yield from _check_shares(centre, layered)
    yield from check_reach(centre, layered, folder)
    yield from check_people(centre, layered)
    yield from check_persons(centre, layered, folder)
    yield from check_machines(centre, layered)
    yield from check_contacts(centre, layered)
    yield from check_routing(centre, layered)
    yield from check_relations(centre, layered)
    yield from check_costs(centre, layered)
    yield from check_journeys(centre, layered)
    yield from check_days(centre, layered)
    yield from check_doubts(centre, layered)
    yield from check_conditions(centre, layered)
    yield from check_campaigns(centre, layered)


def _check_empty(centre: Centre, layered: Layered) -> Iterator[Fault]:
    for kind, word in _SINGULAR.items():
        if not getattr(centre, kind):
            yield layered.fault((kind,), f"there must be at least one {word}", key=True)
    if not centre.demand.rows:
        yield layered.fault(("demand",), "there must be at least one row of demand", key=True)


def _check_horizon(centre: Centre, layered: Layered) -> Iterator[Fault]:
    run = centre.run
    if run.measure < 1:
        yield layered.fault(("run", "measure"), "the measured window must be at least 1 day")
    if run.days > 3650:
        yield layered.fault(
            ("run", "measure"), "the horizon is longer than 10 years; shorten settle, measure or follow"
        )
    if centre.repeat_days > run.follow:
        message = f"contacts are followed for {run.follow} days only (run.follow); what comes later is not seen"
        yield layered.fault(("kpis", "repeat_within"), message, allowed=f"run.follow: {centre.repeat_days} days")
    most = most_visits(centre)
    if centre.what_next.at_most < 1 or centre.what_next.at_most > most:
        yield layered.fault(("what_next", "at_most"), f"must be 1 to {most} visits")


def _check_capacity(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that what contacts take of an agent can be counted in whole units, and be held at once."""
    capacity = 1
    for name, channel in centre.channels.items():
        path = ("channels", name, "weight" if channel.weight is not None else "at_once")
        capacity = lcm(capacity, channel.takes.denominator)
        if capacity > _FINEST_CAPACITY:
            message = "the shares of an agent that contacts of all channels take have no common measure"
            yield layered.fault(path, message, allowed="weights in whole percent, or at_once that divide one another")
            return
        if channel.at_once is not None and channel.at_once * channel.takes > 1:
            held = int(1 / channel.takes)
            takes = format_share(channel.weight or 0.0)
            message = f"{channel.at_once} at once do not fit: each takes {takes} of an agent, who holds {held}"
            yield layered.fault(path, message, severity="warning")


def _check_deadlines(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that deadlines on working time can be reached at all."""
    for name, channel in centre.channels.items():
        target = centre.kpis.service_level.get(name)
        promised = None if target is None else target.within
        reply_times = {
            ("channels", name, "reply_within"): channel.reply_within,
            ("kpis", "service_level", name): promised,
        }
        week = sum(last - first for first, last in hours_of_week(centre, name, "worked")) * TICKS_PER_SECOND
        for path, reply in reply_times.items():
            if reply is not None and reply.working and reply.ticks > _LONGEST_WORK_WEEKS * week:
                message = f"longer than the working hours of {_LONGEST_WORK_WEEKS} weeks"
                allowed = f"channels.{name}.worked has {format_duration(week)} a week"
                yield layered.fault(path, message, allowed=allowed)


def _check_times(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that drawn times end: only patience may be `never`, and no tail may reach beyond 90 days."""
    for written, timed, may_be_never in _times(centre):
        for second, distribution in timed:
            path = _where_written(layered, written, second)
            value = _text_at(layered, path) or distribution.describe()
            if distribution.is_never:
                if not may_be_never:
                    yield layered.fault(path, "only patience may be never", value=value, allowed="a length of time")
            elif not _fits_a_table(distribution):
                message = "it spreads so wide that its longest times go beyond 90 days, the most a time may last"
                allowed = "a smaller mean or cv, gamma instead of lognormal, or times as quantiles"
                yield layered.fault(path, message, value=value, allowed=allowed)


@lru_cache(maxsize=1024)
def _fits_a_table(distribution: Distribution) -> bool:
    try:
        build_table(distribution)
    except ValueError:
        return False
    return True


def _where_written(layered: Layered, path: tuple[str, ...], second: int) -> tuple[str, ...]:
    """The path as the planner wrote it: without the sign for every channel, down to the clock time of a table."""
    if path not in layered.positions and path[-1] == EVERY:
        path = path[:-1]
    clocks = [key for key in layered.positions if key[:-1] == (*path, "by_time")]
    return next((tuple(map(str, key)) for key in clocks if parse_clock(key[-1]) == second), path)


def _text_at(layered: Layered, path: tuple[str, ...]) -> str:
    """The text at a path, empty when something else stands there."""
    found: Any = layered.data
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""


def _times(centre: Centre) -> Iterator[tuple[tuple[str, ...], Timed, bool]]:
    """All distributions of a centre with their places, and whether `never` makes sense there."""
    for intent, by_channel in centre.service.items():
        for channel, service in by_channel.items():
            for field in ("talk", "wrap_up", "lasts"):
                yield ("service", intent, channel, field), getattr(service, field) or (), False
            for path, distribution in _times_beside(service):
                yield ("service", intent, channel, *path), ((0, distribution),), False
    for name, way in centre.channels.items():
        if way.tolerated is not None:
            yield ("channels", name, "tolerated"), ((0, way.tolerated),), True
        if way.answers_after is not None:
            yield ("channels", name, "answers_after"), ((0, way.answers_after),), False
    for name, queue in centre.queues.items():
        if queue.callback is not None:
            yield ("queues", name, "callback", "due"), ((0, queue.callback.due),) if queue.callback.due else (), False
            waits = queue.callback.tolerated
            yield ("queues", name, "callback", "tolerated"), ((0, waits),) if waits else (), True
    for name, pool in centre.pools.items():
        yield ("pools", name, "late", "by"), ((0, pool.late.by),) if pool.late else (), False
    for name, segment in centre.segments.items():
        for channel, timed in (segment.patience or {}).items():
            yield ("segments", name, "patience", channel), timed, True
        yield from _delays(segment.what_next, ("segments", name, "what_next"))
    yield from _delays(centre.what_next, ("what_next",))


def _times_beside(service: Service) -> Iterator[tuple[tuple[str, ...], Distribution]]:
    """Distributions of hand-offs, follow-ups and the answers of other customers."""
    if service.passed_on is not None:
        yield ("passed_on", "after"), service.passed_on.after
        yield ("passed_on", "conference"), service.passed_on.conference
    for word in ("follow_up", "keep_informed"):
        plan = getattr(service, word)
        if plan is not None:
            yield (word, "after"), plan.after
            yield (word, "talk"), plan.talk
    if service.peers_answer_after is not None:
        yield ("peers_answer_after",), service.peers_answer_after


def _delays(rows: WhatNext, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Timed, bool]]:
    for cause, row in rows.given():
        for channel, distribution in row.after.items():
            yield (*path, cause, "after", channel), ((0, distribution),), False


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
                yield layered.fault((kind,), message, key=True)
    if demand.by_intent is not None:
        for name, segment in centre.segments.items():
            total = sum(segment.prefers.values())
            if abs(total - 1.0) > _ROUNDING:
                message = f"prefers adds up to {format_share(round(total, 6))}, not to 100 %"
                yield layered.fault(("segments", name, "prefers"), message, key=True)
    yield from _check_next_shares(centre.what_next, layered, ("what_next",))
    for name, segment in centre.segments.items():
        yield from _check_next_shares(segment.what_next, layered, ("segments", name, "what_next"))


def _check_next_shares(rows: WhatNext, layered: Layered, path: tuple[str, ...]) -> Iterator[Fault]:
    for cause, row in rows.given():
        total = sum(row.shares.values())
        if total > 1.0 + _ROUNDING:
            message = f"the shares add up to {format_share(round(total, 6))}, more than 100 %"
            yield layered.fault((*path, cause), message, key=True, allowed="what is missing to 100 % gives up")
