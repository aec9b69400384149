"""People who are never there when they are needed: figures past midnight, breaks outside a shift, empty pools."""

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.centre import Pool
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre
from sim.scenario.types import DAY_GROUPS, As
from sim.units import TICKS_PER_SECOND, WeeklyHours

_DAY = 86_400
Span = tuple[int, int]


def check_people(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield faults of staffing figures and of pools that are away in opening hours."""
    for name, pool in centre.pools.items():
        yield from _check_staff(pool, name, layered)
        yield from _check_shifts(pool, name, layered)
        presence = weekly_presence(pool)
        if not presence:
            yield layered.fault(("pools", name), "nobody of this pool is ever there", key=True)
            continue
        for queue in centre.serves.get(name, {}):
            for channel in centre.queues[queue].of:
                if channel in pool.skills and not _overlap(presence, weekly_hours(centre, channel)):
                    message = f"this pool is never there while {channel} is open"
                    allowed = f"staff or shifts within channels.{channel}.open"
                    yield layered.fault(("pools", name), message, key=True, allowed=allowed)
        yield from _check_starving(centre, layered, name)


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
        for pause_name, pause in shift.breaks.items():
            at = (pause.at, pause.at + _DAY)
            spans = [span for day in shift.hours.spans for span in day]
            if not any(start <= second < end for start, end in spans for second in at):
                yield layered.fault(
                    (*path, "breaks", pause_name, "at"), "the break lies outside the hours of the shift"
                )


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


def weekly_hours(centre: Centre, channel: str) -> list[Span]:
    """Spans of the week in which somebody should work a channel: when it is open."""
    hours = centre.channels[channel].open
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
