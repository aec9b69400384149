"""Spans of a plain week and of single dates: when people are planned to be there, when channels are open.

A span is (start, end) in seconds, in a plain week from Monday 0:00, where the end of Sunday is the start of
Monday, on a date from its midnight. A plain week has no holidays and no other exceptions.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import ceil
from typing import Literal

from sim.scenario.centre import Pool
from sim.scenario.scenario import Centre
from sim.scenario.types import DAY_GROUPS, DAY_NAMES, As, word_of_day
from sim.units import HOLIDAY, TICKS_PER_SECOND, Spans, WeeklyHours, parse_hours

DAY = 86_400
WEEK = 7 * DAY
Span = tuple[int, int]
_ALWAYS = parse_hours("always")


@dataclass(frozen=True, slots=True)
class Day:
    """One date, and whether it is a holiday."""

    date: date
    is_holiday: bool

    def spans(self, hours: WeeklyHours) -> Spans:
        """Spans of hours that start on the date."""
        return hours.spans_on(self.date, self.is_holiday)


def presence_of(pool: Pool) -> list[Span]:
    """Spans of a plain week in which somebody of a pool is planned to be there."""
    spans: list[Span] = []
    for weekday in range(7):
        plain = _heads_spans(pool, word_of_day(_days_of(pool), weekday))
        plain += [span for hours in _shift_hours(pool) for span in hours.spans[weekday]]
        spans += [(weekday * DAY + first, weekday * DAY + last) for first, last in plain]
    return merged(spans)


def presence_on(pool: Pool, day: Day) -> list[Span]:
    """Spans that start on a date in which somebody of a pool is planned to be there; they may overlap."""
    word = word_of_day(_days_of(pool), day.date.weekday(), day.date.isoformat(), day.is_holiday)
    return _heads_spans(pool, word) + [span for hours in _shift_hours(pool) for span in day.spans(hours)]


def most_people(centre: Centre, name: str) -> int:
    """Most people of a pool who can be on the queues at once on a day of the run, breaks and spells off not counted.

    Of people by interval shrinkage takes its share away; of shifts it is spells off, which not all have at once.
    """
    pool, run = centre.pools[name], centre.run
    off = pool.shrinkage
    there = {"on_queue": 1.0, "scheduled": 1.0, "paid": 1.0 - off.out_of_office}[pool.headcount]
    if pool.staff is not None:
        there *= 1.0 if pool.headcount == "on_queue" else 1.0 - off.in_office
        return ceil(max((heads for day in pool.staff.days.values() for heads in day.heads), default=0.0) * there - 1e-9)
    dates = [run.start + timedelta(days=number) for number in range(-1, run.days)]
    changes: list[tuple[int, int]] = []
    for shift in (pool.shifts or {}).values():
        count = ceil(shift.agents * there - 1e-9) if isinstance(shift.hours, WeeklyHours) else 0
        if not count:
            continue
        for number, day in enumerate(dates):
            for first, last in shift.hours.spans_on(day, day in run.holidays):
                changes += [(number * DAY + first, count), (number * DAY + last, -count)]
    return max(accumulate(change for _, change in sorted(changes)), default=0)


def is_there_by_exception(pool: Pool, has_holidays: bool) -> bool:
    """Whether somebody of a pool is planned to be there on holidays of the run, or on any date."""
    words = [word for word in _days_of(pool) if word not in DAY_GROUPS and (word != HOLIDAY or has_holidays)]
    return any(_heads_spans(pool, word) for word in words) or any(
        (has_holidays and hours.holiday) or any(dated.spans for dated in hours.dates) for hours in _shift_hours(pool)
    )


def _days_of(pool: Pool) -> list[str]:
    """Words of the table of heads; none where the pool has shifts."""
    return [] if pool.staff is None else list(pool.staff.days)


def _shift_hours(pool: Pool) -> list[WeeklyHours]:
    """Hours of the shifts that somebody works."""
    shifts = (pool.shifts or {}).values()
    return [shift.hours for shift in shifts if shift.agents > 0 and isinstance(shift.hours, WeeklyHours)]


def _heads_spans(pool: Pool, word: str | None) -> list[Span]:
    """Spans with heads above 0 in a row of the table of heads."""
    if pool.staff is None or word is None:
        return []
    heads = pool.staff.days[word]
    if heads.is_list:
        length = pool.staff.interval // TICKS_PER_SECOND
        starts = [pool.staff.starts + number * length for number in range(len(heads.figures))]
        return [(at, at + length) for at, count in zip(starts, heads.figures, strict=True) if count > 0]
    ends = [second for second, _ in heads.steps[1:]] + [DAY]
    return [(at, end) for (at, count), end in zip(heads.steps, ends, strict=True) if count > 0]


def hours_of_week(centre: Centre, channel: str, field: Literal["open", "worked"]) -> list[Span]:
    """Spans of a plain week in which a channel is open, or worked."""
    hours = hours_of(centre, channel, field)
    return merged(
        [(day * DAY + first, day * DAY + last) for day, spans in enumerate(hours.spans) for first, last in spans]
    )


def hours_of(centre: Centre, channel: str, field: Literal["open", "worked"]) -> WeeklyHours:
    """Hours in which a channel is open, or worked, `as other` followed; the checks have refused circles."""
    hours: WeeklyHours | As = getattr(centre.channels[channel], field)
    while isinstance(hours, As):
        hours = centre.channels[hours.name].open
    return hours


def is_always_open(centre: Centre, channel: str) -> bool:
    """Whether a channel is open at all hours of all days."""
    return hours_of(centre, channel, "open") == _ALWAYS


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
