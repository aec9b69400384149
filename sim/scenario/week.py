"""Spans of a week: when people are planned to be there, when channels are open, and what is left between.

A span is (start, end) in seconds from Monday 0:00; the end of Sunday is the start of Monday.
"""

from typing import Literal

from sim.scenario.centre import Pool
from sim.scenario.scenario import Centre
from sim.scenario.types import DAY_NAMES, As, word_of_day
from sim.units import TICKS_PER_SECOND, WeeklyHours

DAY = 86_400
WEEK = 7 * DAY
Span = tuple[int, int]


def presence_of(pool: Pool) -> list[Span]:
    """Spans in which somebody of a pool is planned to be there."""
    spans: list[Span] = []
    for weekday in range(7):
        start = weekday * DAY
        for shift in (pool.shifts or {}).values():
            if shift.agents > 0 and isinstance(shift.hours, WeeklyHours):
                spans += [(start + first, start + last) for first, last in shift.hours.spans[weekday]]
        if pool.staff is not None:
            word = word_of_day(pool.staff.days, weekday)
            if word is not None:
                spans += [(start + a, start + b) for a, b in _heads_spans(pool, word)]
    return merged(spans)


def _heads_spans(pool: Pool, word: str) -> list[Span]:
    assert pool.staff is not None
    heads = pool.staff.days[word]
    if heads.is_list:
        length = pool.staff.interval // TICKS_PER_SECOND
        starts = [pool.staff.starts + number * length for number in range(len(heads.figures))]
        return [(at, at + length) for at, count in zip(starts, heads.figures, strict=True) if count > 0]
    ends = [second for second, _ in heads.steps[1:]] + [DAY]
    return [(at, end) for (at, count), end in zip(heads.steps, ends, strict=True) if count > 0]


def hours_of_week(centre: Centre, channel: str, field: Literal["open", "worked"]) -> list[Span]:
    """Spans in which a channel is open, or worked."""
    hours = getattr(centre.channels[channel], field)
    while isinstance(hours, As):
        hours = centre.channels[hours.name].open
    return merged(
        [(day * DAY + first, day * DAY + last) for day, spans in enumerate(hours.spans) for first, last in spans]
    )


def merged(spans: list[Span]) -> list[Span]:
    """Spans within one week, ascending, not touching.

    >>> merged([(5, 9), (8, 12), (WEEK - 3, WEEK + 2)])
    [(0, 2), (5, 12), (604797, 604800)]
    """
    within: list[Span] = []
    for start, end in spans:
        within.append((start, min(end, WEEK)))
        if end > WEEK:
            within.append((0, end - WEEK))
    found: list[Span] = []
    for start, end in sorted(within):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return found


def without(spans: list[Span], others: list[Span]) -> list[Span]:
    """What is left of merged spans outside other merged spans.

    >>> without([(0, 10)], [(2, 4), (8, 20)])
    [(0, 2), (4, 8)]
    """
    left: list[Span] = []
    for start, end in spans:
        at = start
        for first, last in others:
            if last <= at or first >= end:
                continue
            if first > at:
                left.append((at, first))
            at = max(at, last)
        if at < end:
            left.append((at, end))
    return left


def seconds_in(spans: list[Span]) -> int:
    """Total length of spans that do not overlap."""
    return sum(end - start for start, end in spans)


def described(spans: list[Span], most: int = 3) -> str:
    """Say spans in a planner's words, the first few of them.

    >>> described([(5 * DAY + 8 * 3600, 5 * DAY + 12 * 3600)])
    'sat 08:00-12:00'
    """
    texts = []
    for start, end in spans[:most]:
        day, last = start // DAY, (end - 1) // DAY
        until = "24:00" if end % DAY == 0 else _clock(end % DAY)
        texts.append(f"{DAY_NAMES[day]} {_clock(start % DAY)}-{'' if day == last else DAY_NAMES[last] + ' '}{until}")
    more = f" and {len(spans) - most} more" if len(spans) > most else ""
    return ", ".join(texts) + more


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}"
