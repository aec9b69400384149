"""People who are never there when they are needed: figures past midnight, breaks outside a shift, empty pools."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from sim.errors import Fault
from sim.scenario.centre import Pool, Shift
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre
from sim.scenario.types import DAY_GROUPS, As, HeadsOfDay
from sim.units import TICKS_PER_SECOND, WeeklyHours

_DAY = 86_400
_MOST_PEOPLE = 100_000
_MOST_DUTIES = 5_000_000
Span = tuple[int, int]


def check_people(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield faults of staffing figures and of pools that are away in opening hours."""
    for name, pool in centre.pools.items():
        yield from _check_staff(pool, name, layered)
        yield from _check_shifts(pool, name, layered)
        if pool.off_queue_spell < 60 * TICKS_PER_SECOND:
            yield layered.fault(("pools", name, "off_queue_spell"), "must be at least 1 min")
        presence = weekly_presence(pool)
        if not presence:
            yield layered.fault(("pools", name), "nobody of this pool is ever there", key=True)
            continue
        yield from _check_meeting(centre, layered, name, presence)
        yield from _check_starving(centre, layered, name)
    yield from _check_crowd(centre, layered)


def _check_meeting(centre: Centre, layered: Layered, name: str, presence: list[Span]) -> Iterator[Fault]:
    """Check that a pool is there while its channels are open; missing all of them is an error, some a warning.

    Deferred work is done whenever somebody is there, and a channel that is never open has no hours to miss.
    """
    served = {channel for queue in centre.serves.get(name, {}) for channel in centre.queues[queue].of}
    mine = [c for c in centre.channels if c in served and c in centre.pools[name].skills]
    hours = {c: weekly_hours(centre, c, "open") for c in mine if centre.channels[c].kind != "deferred"}
    missed = [c for c, spans in hours.items() if spans and not _overlap(presence, spans)]
    severity = "error" if missed and len(missed) == len(mine) else "warning"
    for channel in missed:
        message = f"this pool is never there while {channel} is open"
        allowed = f"staff or shifts within channels.{channel}.open"
        yield layered.fault(("pools", name), message, key=True, severity=severity, allowed=allowed)


def _check_crowd(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Refuse more people, or more duties of persons, than a computer can hold."""
    people, duties = 0.0, 0.0
    days = centre.run.settle + centre.run.measure + centre.run.follow
    for pool in centre.pools.values():
        persons = sum(shift.agents for shift in (pool.shifts or {}).values())
        heads = [heads for day in pool.staff.days.values() for heads in _figures(day)] if pool.staff else []
        people += max(heads, default=0.0) / (1.0 - pool.shrinkage.in_office) + persons
        duties += persons * days
    if people > _MOST_PEOPLE:
        message = f"{people:,.0f} people in all pools; the most is {_MOST_PEOPLE:,}"
        yield layered.fault(("pools",), message, key=True)
    if duties > _MOST_DUTIES:
        message = f"{duties:,.0f} duties in one replication; the most is {_MOST_DUTIES:,}"
        yield layered.fault(
            ("pools",), message, key=True, allowed="a shorter run, or staff by interval for large teams"
        )


def _figures(day: HeadsOfDay) -> list[float]:
    return list(day.figures) if day.is_list else [heads for _, heads in day.steps]


def _check_staff(pool: Pool, name: str, layered: Layered) -> Iterator[Fault]:
    if pool.staff is None:
        return
    if pool.staff.interval < 60 * TICKS_PER_SECOND:
        yield layered.fault(("pools", name, "staff", "interval"), "must be at least 1 min")
        return
    length = pool.staff.interval // TICKS_PER_SECOND
    for day, heads in pool.staff.days.items():
        if heads.is_list and pool.staff.starts + len(heads.figures) * length > _DAY:
            room = (_DAY - pool.staff.starts) // length
            message = f"{len(heads.figures)} intervals run past midnight; there is room for {room}"
            yield layered.fault(("pools", name, "staff", day), message)


def _check_shifts(pool: Pool, name: str, layered: Layered) -> Iterator[Fault]:
    for shift_name, shift in (pool.shifts or {}).items():
        path = ("pools", name, "shifts", shift_name)
        if isinstance(shift.hours, As):
            yield layered.fault((*path, "hours"), "shifts have hours of their own, for example mon-fri 08:00-16:00")
            continue
        if any(end - start > _DAY for spans in shift.hours.spans for start, end in spans):
            yield layered.fault((*path, "hours"), "a duty is longer than a day")
        for wrong in _overlapping_breaks(shift):
            message = "the break begins while another one lasts; it starts right after it"
            yield layered.fault((*path, "breaks", wrong, "at"), message, severity="warning")
        for pause_name, pause in shift.breaks.items():
            at = (pause.at, pause.at + _DAY)
            spans = [span for day in shift.hours.spans for span in day]
            if not any(start <= second < end for start, end in spans for second in at):
                yield layered.fault(
                    (*path, "breaks", pause_name, "at"), "the break lies outside the hours of the shift"
                )


def _overlapping_breaks(shift: Shift) -> list[str]:
    """Names of breaks that begin before the one before them, by clock time, is over."""
    by_clock = sorted(shift.breaks.items(), key=lambda item: item[1].at)
    pairs = pairwise(by_clock)
    return [name for (_, one), (name, other) in pairs if other.at < one.at + one.lasts // TICKS_PER_SECOND]


def weekly_presence(pool: Pool) -> list[Span]:
    """Spans of the week [s from Monday 0:00] in which somebody of a pool is planned to be there."""
    spans: list[Span] = []
    for weekday in range(7):
        start = weekday * _DAY
        for shift in (pool.shifts or {}).values():
            if shift.agents > 0 and isinstance(shift.hours, WeeklyHours):
                spans += [(start + first, start + last) for first, last in shift.hours.spans[weekday]]
        if pool.staff is not None:
            words = [word for word in pool.staff.days if weekday in DAY_GROUPS[word]]
            if words:
                spans += [(start + a, start + b) for a, b in _heads_spans(pool, min(words, key=_width))]
    return spans


def _width(word: str) -> int:
    return len(DAY_GROUPS[word])


def _heads_spans(pool: Pool, word: str) -> list[Span]:
    assert pool.staff is not None
    heads = pool.staff.days[word]
    if heads.is_list:
        length = pool.staff.interval // TICKS_PER_SECOND
        starts = [pool.staff.starts + number * length for number in range(len(heads.figures))]
        return [(at, at + length) for at, count in zip(starts, heads.figures, strict=True) if count > 0]
    ends = [second for second, _ in heads.steps[1:]] + [_DAY]
    return [(at, end) for (at, count), end in zip(heads.steps, ends, strict=True) if count > 0]


def weekly_hours(centre: Centre, channel: str, field: Literal["open", "worked"]) -> list[Span]:
    """Spans of the week [s from Monday 0:00] in which a channel is open, or worked."""
    hours = getattr(centre.channels[channel], field)
    while isinstance(hours, As):
        hours = centre.channels[hours.name].open
    return [(day * _DAY + first, day * _DAY + last) for day, spans in enumerate(hours.spans) for first, last in spans]


def _overlap(one: list[Span], other: list[Span]) -> bool:
    """Tell whether two lists of weekly spans meet, the end of Sunday being the start of Monday."""
    week = 7 * _DAY
    shifted = [(a + shift, b + shift) for a, b in other for shift in (-week, 0, week)]
    return any(a < d and c < b for a, b in one for c, d in shifted)


def _check_starving(centre: Centre, layered: Layered, name: str) -> Iterator[Fault]:
    """Warn of a pool that works several kinds at one rank: the kind that waits shorter starves the other."""
    by_rank: dict[int, list[str]] = {}
    for queue, serve in centre.serves.get(name, {}).items():
        if serve.rank is not None:
            by_rank.setdefault(serve.rank, []).append(queue)
    for rank, queues in by_rank.items():
        kinds = {q: {centre.channels[c].kind for c in centre.queues[q].of} for q in queues}
        live = [q for q, kind in kinds.items() if "deferred" not in kind]
        deferred = [q for q, kind in kinds.items() if "deferred" in kind]
        if live and deferred:
            message = (
                f"{', '.join(live)} will starve: at rank {rank} the older contact goes first, "
                f"and {', '.join(deferred)} wait for hours"
            )
            yield layered.fault(("serves", name), message, key=True, severity="warning", allowed="a rank of its own")
