"""Staffing plans: who is there when, off the queue when, and what is paid (MODEL.md 7, People).

A pool is staffed by interval (heads; who comes and who leaves is settled while the clock runs), or by shifts or a
roster (persons with planned duties, breaks and off-queue spells). Shrinkage turns paid into scheduled into
on-queue numbers: on_queue = scheduled × (1 − in_office), scheduled = paid × (1 − out_of_office).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from sim.scenario.centre import Pool, Shift, Shrinkage, Staff
from sim.scenario.roster_rows import Person, RosterDuty, read_roster
from sim.scenario.scenario import Centre
from sim.scenario.types import HeadsOfDay
from sim.units import TICKS_PER_SECOND, WeeklyHours
from sim.world.calendar import DAY_SECONDS, LocalCalendar
from sim.world.skills import levels_of
from sim.world.world import Floats, Ints, Names, Staffing, frozen

_GOLDEN = 0.6180339887498949


@dataclass(slots=True)
class _Rows:
    """Rows of the staffing tables while they are gathered."""

    pool: list[int] = field(default_factory=list)
    heads: list[tuple[int, int, int]] = field(default_factory=list)
    duties: list[tuple[int, int, int]] = field(default_factory=list)
    duty_day: list[int] = field(default_factory=list)
    spells: list[tuple[int, int, int]] = field(default_factory=list)


def whole_heads(heads: list[float]) -> list[int]:
    """Round heads of consecutive intervals to whole people, carrying what was rounded off.

    The sum over the day is right to within half a head; whole numbers stay as they are.

    >>> whole_heads([1.4, 1.4, 1.4, 1.4, 1.4])
    [1, 2, 1, 2, 1]
    """
    carried = 0.0
    whole = []
    for wanted in heads:
        count = int(np.floor(wanted + carried + 0.5 + 1e-9))
        carried += wanted - count
        whole.append(count)
    return whole


def heads_of_day(staff: Staff, word: str | None) -> list[tuple[int, float]]:
    """Heads through a day by its word in the table, as steps (second of day, heads); nobody outside the figures."""
    if word is None:
        return [(0, 0.0)]
    day: HeadsOfDay = staff.days[word]
    if not day.is_list:
        return _whole_day(list(day.steps))
    length = staff.interval // TICKS_PER_SECOND
    steps = [(staff.starts + number * length, heads) for number, heads in enumerate(day.figures)]
    return _whole_day([*steps, (staff.starts + len(day.figures) * length, 0.0)])


def _whole_day(steps: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Let steps begin at midnight, with nobody before the first, and end before the next."""
    inside = [step for step in steps if step[0] < DAY_SECONDS]
    return inside if inside and inside[0][0] == 0 else [(0, 0.0), *inside]


def _by_interval(steps: list[tuple[int, float]], length: int) -> list[tuple[int, float]]:
    """Cut steps into intervals, so that what is rounded off can be made good within a step."""
    ends = [second for second, _ in steps[1:]] + [DAY_SECONDS]
    return [
        (second, heads) for (start, heads), end in zip(steps, ends, strict=True) for second in range(start, end, length)
    ]


def factors(headcount: str, shrinkage: Shrinkage) -> tuple[float, float, float]:
    """Factors from the given numbers to on-queue, scheduled and paid numbers."""
    in_office, out_of_office = 1.0 - shrinkage.in_office, 1.0 - shrinkage.out_of_office
    if headcount == "on_queue":
        return 1.0, 1.0 / in_office, 1.0 / (in_office * out_of_office)
    if headcount == "scheduled":
        return in_office, 1.0, 1.0 / out_of_office
    return in_office * out_of_office, out_of_office, 1.0


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans of all pools on the calendar.

    Attributes:
        staffing: Agents, their skills and their plans.
        duty_day: (duties,) local day on which each duty starts, −1: before the run, which cuts its beginning off.
    """

    staffing: Staffing
    duty_day: Ints


def plan_staffing(centre: Centre, names: Names, calendar: LocalCalendar, folder: str) -> Plans:
    """Lay the plans of all pools on the calendar.

    Args:
        centre: The centre.
        names: Its names.
        calendar: The days of the run.
        folder: Folder that paths of rosters are relative to.

    Raises:
        CsvError: A roster has changed since the scenario was loaded, and is wrong now.
    """
    rows = _Rows()
    scheduled = np.zeros((len(names.pools), calendar.days))
    paid = np.zeros((len(names.pools), calendar.days))
    for number, pool in enumerate(centre.pools.values()):
        if pool.staff is not None:
            _plan_heads(rows, number, pool, calendar, scheduled, paid)
        elif pool.roster is not None:
            _plan_roster(rows, number, pool, calendar, read_roster(folder, pool.roster), scheduled, paid)
        else:
            _plan_shifts(rows, number, pool, calendar, scheduled, paid)
    agents = np.asarray(rows.pool, dtype=np.int64)
    channel_level, intent_level = levels_of(centre, names, agents)
    order = sorted(range(len(rows.duties)), key=lambda place: rows.duties[place])
    place_of = {old: new for new, old in enumerate(order)}
    spells = sorted((place_of[duty], start, length) for duty, start, length in rows.spells)
    heads = sorted(rows.heads)
    staffing = Staffing(
        pool=frozen(agents),
        channel_level=frozen(channel_level),
        intent_level=frozen(intent_level),
        heads_pool=frozen([row[0] for row in heads]),
        heads_tick=frozen([row[1] for row in heads]),
        heads=frozen([row[2] for row in heads]),
        duty_agent=frozen([rows.duties[place][0] for place in order]),
        duty_start=frozen([rows.duties[place][1] for place in order]),
        duty_end=frozen([rows.duties[place][2] for place in order]),
        spell_duty=frozen([row[0] for row in spells]),
        spell_start=frozen([row[1] for row in spells]),
        spell_ticks=frozen([row[2] for row in spells]),
        scheduled_ticks=frozen(np.rint(scheduled)),
        paid_ticks=frozen(np.rint(paid)),
        full_time_ticks=centre.full_time,
    )
    return Plans(staffing, frozen([rows.duty_day[place] for place in order]))


def _plan_heads(rows: _Rows, number: int, pool: Pool, calendar: LocalCalendar, scheduled: Floats, paid: Floats) -> None:
    assert pool.staff is not None
    to_queue, to_scheduled, to_paid = factors(pool.headcount, pool.shrinkage)
    most, current = 0, 0
    for day in range(calendar.days):
        steps = heads_of_day(pool.staff, calendar.word(pool.staff.days, day))
        if any(heads * to_queue % 1.0 for _, heads in steps):
            steps = _by_interval(steps, pool.staff.interval // TICKS_PER_SECOND)
        on_queue = whole_heads([heads * to_queue for _, heads in steps])
        ticks = calendar.ascending(day, [*(second for second, _ in steps), DAY_SECONDS])
        for place, (_, heads) in enumerate(steps):
            length = ticks[place + 1] - ticks[place]
            if not length:
                continue
            scheduled[number, day] += heads * to_scheduled * length
            paid[number, day] += heads * to_paid * length
            if on_queue[place] != current:
                rows.heads.append((number, ticks[place], on_queue[place]))
                current = on_queue[place]
                most = max(most, current)
    rows.pool += [number] * most


def _plan_shifts(
    rows: _Rows, number: int, pool: Pool, calendar: LocalCalendar, scheduled: Floats, paid: Floats
) -> None:
    assert pool.shifts is not None
    _, to_scheduled, to_paid = factors(pool.headcount, pool.shrinkage)
    to_persons = to_scheduled if pool.headcount == "paid" else 1.0
    persons = whole_heads([shift.agents * to_persons for shift in pool.shifts.values()])
    for shift, count in zip(pool.shifts.values(), persons, strict=True):
        duties = list(_duties_of(shift, calendar))
        for ordinal in range(count):
            agent = len(rows.pool)
            rows.pool.append(number)
            phase = (ordinal * _GOLDEN) % 1.0
            for duty in duties:
                if duty.end > calendar.tick(0, 0):
                    _plan_duty(rows, pool, shift, calendar, duty, agent, phase)
        for duty in duties:
            if duty.day >= 0:
                length = duty.end - duty.start
                scheduled[number, duty.day] += count * (to_scheduled / to_persons) * length
                paid[number, duty.day] += shift.agents * to_paid * length


@dataclass(frozen=True, slots=True)
class _Duty:
    """One duty of a shift: the local day it starts on, its first second of that day, start and end [ticks]."""

    day: int
    second: int
    start: int
    end: int


def _duties_of(shift: Shift, calendar: LocalCalendar) -> Iterator[_Duty]:
    """Yield the duties of a shift from the night before the horizon on.

    One that an exception lets begin before the last one is over (past midnight) begins when that is over:
    nobody is there twice.
    """
    hours: WeeklyHours = shift.hours
    busy_until = None
    for day in range(-1, calendar.days):
        for first, last in calendar.clock_spans(hours, day):
            start, end = calendar.tick(day, first), calendar.tick(day, last)
            start = start if busy_until is None else max(start, busy_until)
            if start < end:
                busy_until = end
                yield _Duty(day, first, start, end)


def _plan_duty(
    rows: _Rows, pool: Pool, shift: Shift, calendar: LocalCalendar, planned: _Duty, agent: int, phase: float
) -> None:
    """Add one duty of one person, with breaks and off-queue spells."""
    start, end = max(calendar.tick(0, 0), planned.start), planned.end
    duty = len(rows.duties)
    rows.duties.append((agent, start, end))
    rows.duty_day.append(planned.day)
    taken = 0
    for pause in shift.breaks.values():
        at = pause.at if pause.at >= planned.second else pause.at + DAY_SECONDS
        tick = calendar.tick(planned.day, at)
        if start <= tick < end:
            length = min(pause.lasts, end - tick)
            rows.spells.append((duty, tick, length))
            taken += length
    if pool.headcount != "on_queue":
        rows.spells += _off_queue_spells(pool, duty, start, end, taken, phase)


def _off_queue_spells(
    pool: Pool, duty: int, start: int, end: int, taken: int, phase: float
) -> list[tuple[int, int, int]]:
    """Spread what in-office shrinkage leaves after the breaks over a duty, in equal spells.

    Persons are staggered by `phase` (0 to 1), so that a team is not off the queue all at once.
    """
    total = round(pool.shrinkage.in_office * (end - start)) - taken
    if total <= 0:
        return []
    count = max(1, round(total / pool.off_queue_spell))
    each, gap = total // count, (end - start - total) / count
    if each == 0:
        return []
    return [(duty, start + int(gap * (place + phase)) + place * each, each) for place in range(count)]


def _plan_roster(
    rows: _Rows,
    number: int,
    pool: Pool,
    calendar: LocalCalendar,
    persons: tuple[Person, ...],
    scheduled: Floats,
    paid: Floats,
) -> None:
    """Add the persons of a roster; a duty is scheduled and paid on the day it starts on, as one of a shift is."""
    _, _, to_paid = factors(pool.headcount, pool.shrinkage)
    first, last = calendar.tick(0, 0), calendar.tick(calendar.days, 0)
    for person in persons:
        agent = len(rows.pool)
        rows.pool.append(number)
        for duty in person.duties:
            (start, end), *off_queue = _laid(duty, calendar)
            day = _day_of(duty.start, calendar)
            if not (start < end and end > first and start < last):
                continue
            rows.spells += [(len(rows.duties), max(a, first), b - max(a, first)) for a, b in off_queue if b > first]
            rows.duties.append((agent, max(start, first), end))
            rows.duty_day.append(max(day, -1))
            if day >= 0:
                scheduled[number, day] += end - start
                paid[number, day] += to_paid * (end - start)


def _laid(duty: RosterDuty, calendar: LocalCalendar) -> list[tuple[int, int]]:
    """Lay a duty on the tick axis: from when to when, then its spans off the queues.

    Times that the clock skips count as the next that exist, so that nothing outlasts what follows it.
    """
    moments = sorted({duty.start, duty.end, *(moment for span in duty.off_queue for moment in span)})
    ticks = [calendar.tick(_day_of(moment, calendar), _second_of(moment)) for moment in moments]
    for place in range(len(ticks) - 1, 0, -1):
        ticks[place - 1] = min(ticks[place - 1], ticks[place])
    tick_of = dict(zip(moments, ticks, strict=True))
    spans = [(tick_of[a], tick_of[b]) for a, b in ((duty.start, duty.end), *duty.off_queue)]
    return [spans[0], *((a, b) for a, b in spans[1:] if a < b)]


def _day_of(moment: datetime, calendar: LocalCalendar) -> int:
    """Local day of a moment, negative before the run."""
    return moment.toordinal() - calendar.start.toordinal()


def _second_of(moment: datetime) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
