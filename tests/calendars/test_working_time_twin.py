"""Opening hours and working-time deadlines against a walk over minutes: two years, five zones (MODEL.md 4 and 10).

The zones change their clocks by an hour at night, by half an hour, at midnight itself, and never. Each text of hours
stands for one way of meeting a night of 23 or 25 hours, a holiday or a date. Everything is compared exactly.
"""

import random
from collections.abc import Iterator
from datetime import date
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kpi.clock import NEVER, deadlines
from sim.rules.deadline import deadline_tick
from sim.scenario.load import load_text
from sim.units import parse_hours
from sim.world.build import lower
from sim.world.calendar import LocalCalendar
from tests.naive.minute_clock import MINUTE, MinuteClock, deadline_minute, open_ticks, spans

FIRST, DAYS = date(2026, 1, 1), 730
HOUR = 60 * MINUTE
DAY = 24 * HOUR
ZONES = ("Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago")
HOLIDAYS = {
    date(2026, 1, 1): "New Year",
    date(2026, 4, 5): "a night of 25 hours in Santiago and of 24.5 in Lord Howe",
    date(2026, 5, 1): "a Friday",
    date(2026, 5, 2): "the day after it",
    date(2026, 10, 25): "a night of 25 hours in Warsaw",
    date(2026, 12, 25): "Christmas",
    date(2027, 3, 14): "a night of 23 hours in New York",
    date(2027, 12, 31): "the last day",
}
TEXTS = (
    "always",
    "mon-fri 08:00-20:00 and sat 09:00-14:00",
    "daily 22:00-06:00",
    "fri 20:00-02:00 and sat-sun 23:00-07:00",
    "mon 08:00-12:00 and mon 13:00-17:00 and thu 00:00-24:00 and fri 00:00-00:30",
    "weekday 09:00-17:00 and holiday closed",
    "weekday 09:00-17:00 and weekend 10:00-12:00 and holiday 10:00-14:00",
    "daily 22:00-06:00 and holiday closed and 2026-12-25 12:00-13:00",
    "always and holiday closed and 2027-03-14 01:00-05:00",
    "mon-fri 08:00-18:00 and 2026-12-24 08:00-13:00 and 2026-12-25 to 2027-01-02 closed and holiday 11:00-12:00",
    "daily 06:00-22:00 and 2026-10-25 20:00-03:00 and 2026-10-26 05:00-06:00",
)
IN_A_CHANGE = (
    "daily 02:15-10:00",
    "daily 22:00-02:15",
    "daily 23:30-23:45",
    "daily 00:30-02:10 and sun 02:20-02:50",
    "sat 23:15-00:15 and sun 01:45-02:15",
    "daily 02:15-02:30 and daily 03:00-04:00",
    "sat 23:15-00:15 and sun 00:30-01:15",
)
"""Spans that begin or end in a stretch that some zone skips or repeats."""


def calendar(zone: str) -> LocalCalendar:
    """The calendar under test over the two years."""
    return LocalCalendar(FIRST, DAYS, zone, frozenset(HOLIDAYS))


def walked(zone: str) -> MinuteClock:
    """The naive clock over the same years."""
    return MinuteClock(zone, FIRST, DAYS, HOLIDAYS)


def pairs(starts: np.ndarray, ends: np.ndarray) -> list[tuple[int, int]]:
    """Spans as (start, end)."""
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


# --- spans --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
def test_both_readings_of_the_twin_agree_away_from_the_change(zone: str) -> None:
    """Hours whose ends lie outside skipped and repeated stretches are the same by the clock and by instants."""
    clock = walked(zone)
    assert (np.diff(clock.day) >= 0).all()
    for text in TEXTS:
        assert (clock.open_by_clock(text) == clock.open_by_instants(text)).all(), text


@pytest.mark.parametrize("zone", ZONES)
def test_days_begin_where_the_walk_sees_them_begin(zone: str) -> None:
    """Each of the 730 local days starts at the first minute that shows its date; changes make some longer."""
    clock = walked(zone)
    starts = np.searchsorted(clock.day, np.arange(DAYS + 1)) * MINUTE
    assert calendar(zone).day_ticks().tolist() == starts.tolist()
    assert (zone == "Asia/Kathmandu") == (len(set(np.diff(starts).tolist())) == 1)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("zone", ZONES)
def test_hours_are_open_when_the_clock_on_the_wall_says_so(zone: str, text: str) -> None:
    """Spans on the tick axis are the runs of minutes whose local date and time lie in the hours, to the tick."""
    starts, ends = calendar(zone).spans(parse_hours(text))
    wanted = spans(walked(zone).open_by_clock(text))
    assert pairs(starts, ends) == pairs(*wanted)


@pytest.mark.parametrize("text", IN_A_CHANGE)
@pytest.mark.parametrize("zone", ZONES)
def test_a_span_that_ends_in_a_change_goes_from_instant_to_instant(zone: str, text: str) -> None:
    """A skipped time is read with the offset before it, a repeated one means its first occurrence."""
    starts, ends = calendar(zone).spans(parse_hours(text))
    wanted = spans(walked(zone).open_by_instants(text))
    assert pairs(starts, ends) == pairs(*wanted)


def test_the_minutes_of_known_nights() -> None:
    """Opened 22:00-06:00, a night lasts 8 hours, 7 in spring and 9 in autumn; half as much in Lord Howe."""
    for zone, spring, autumn, change_h in (
        ("Europe/Warsaw", date(2026, 3, 28), date(2026, 10, 24), 1),
        ("America/New_York", date(2027, 3, 13), date(2027, 11, 6), 1),
        ("Australia/Lord_Howe", date(2026, 10, 3), date(2026, 4, 4), 0.5),
        ("America/Santiago", date(2026, 9, 5), date(2026, 4, 4), 1),
    ):
        lengths = []
        for night in (date(2026, 6, 10), spring, autumn):
            text = f"{night} 22:00-06:00"
            minutes = walked(zone).open_by_clock(text)
            starts, ends = calendar(zone).spans(parse_hours(f"daily 22:00-06:00 and {night} 22:00-06:00"))
            begun = np.searchsorted(starts, np.flatnonzero(minutes)[0] * MINUTE)
            lengths.append((int(minutes.sum()), int(ends[begun] - starts[begun]) // MINUTE))
        assert lengths == [(480, 480), (int(480 - 60 * change_h),) * 2, (int(480 + 60 * change_h),) * 2]


def test_an_exception_on_one_day_leaves_all_others() -> None:
    """With 24 December 8-13 the week after and before are as without it, and the day itself has five hours."""
    plain, changed = "mon-fri 08:00-20:00", "mon-fri 08:00-20:00 and 2026-12-24 08:00-13:00"
    spells = [set(pairs(*calendar("Asia/Kathmandu").spans(parse_hours(text)))) for text in (plain, changed)]
    (lost,), (gained,) = spells[0] - spells[1], spells[1] - spells[0]
    assert lost[0] == gained[0]
    assert (lost[1] - lost[0], gained[1] - gained[0]) == (12 * HOUR, 5 * HOUR)


@pytest.mark.parametrize("text", [TEXTS[2], TEXTS[7], TEXTS[8]])
def test_a_lead_moves_the_start_of_the_axis_and_nothing_else(text: str) -> None:
    """Tick 0 five days before the first day: spans as if the horizon began then, days as counted from the first."""
    lead = LocalCalendar(date(2026, 3, 30), 40, "Europe/Warsaw", frozenset(HOLIDAYS), lead=5)
    earlier = LocalCalendar(date(2026, 3, 25), 45, "Europe/Warsaw", frozenset(HOLIDAYS))
    assert pairs(*lead.spans(parse_hours(text))) == pairs(*earlier.spans(parse_hours(text)))
    assert lead.tick(0, 0) == (5 * 24 - 1) * HOUR


# --- deadlines ----------------------------------------------------------------------------------------------------


def cases(zone: str, text: str) -> Iterator[tuple[list[int], list[int], np.ndarray, random.Random]]:
    """Spans under test with the open minutes of the twin."""
    starts, ends = calendar(zone).spans(parse_hours(text))
    yield starts.tolist(), ends.tolist(), walked(zone).open_by_clock(text), random.Random(f"{zone} {text}")


def arrivals(starts: list[int], ends: list[int], chance: random.Random, n: int) -> list[int]:
    """Whole minutes: any, openings, closings, the minute before and after them, and the nights of a change."""
    edges = [edge // MINUTE for edge in chance.choices(starts + ends, k=n)]
    near = [edge + chance.choice((-1, 0, 0, 1)) for edge in edges]
    anywhere = [chance.randrange(DAYS * 1440 - 60 * 1440) for _ in range(n)]
    return [minute for minute in near + anywhere if minute >= 0]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("zone", ZONES)
def test_a_deadline_is_where_counting_open_minutes_ends(zone: str, text: str) -> None:
    """Arrivals at openings, closings and anywhere, 1 minute to 40 hours of open time: rule, columns and twin agree."""
    ((starts, ends, is_open, chance),) = cases(zone, text)
    before = list(accumulate((end - start for start, end in zip(starts, ends, strict=True)), initial=0))[:-1]
    for minutes in (1, 60, chance.randrange(2, 600), 2400):
        arrived = arrivals(starts, ends, chance, 12)
        wanted = [deadline_minute(is_open, minute, minutes) * MINUTE for minute in arrived]
        ticks = [minute * MINUTE for minute in arrived]
        found = [deadline_tick(tick, minutes * MINUTE, starts, ends, before) for tick in ticks]
        assert found == [tick if tick >= 0 else -1 for tick in wanted]
        columns = deadlines(np.array(ticks), minutes * MINUTE, np.array(starts), np.array(ends))
        assert columns.tolist() == [tick if tick >= 0 else NEVER for tick in wanted]


@pytest.mark.parametrize("zone", ZONES)
def test_the_nights_of_a_change_run_on_open_time(zone: str) -> None:
    """Six open hours from every quarter of an hour around each change of two years, open all night: as counted."""
    clock, text = walked(zone), "daily 21:00-07:00 and mon 09:00-12:00"
    is_open = clock.open_by_clock(text)
    starts, ends = calendar(zone).spans(parse_hours(text))
    lengths = np.diff(np.searchsorted(clock.day, np.arange(DAYS + 1)))
    changes = np.flatnonzero(lengths != 1440)
    assert len(changes) == (0 if zone == "Asia/Kathmandu" else 4)
    arrived = [
        minute
        for day in (*changes.tolist(), 100)
        for minute in range(*np.searchsorted(clock.day, (day - 1, day + 2)).tolist(), 15)
    ]
    wanted = [deadline_minute(is_open, minute, 360) * MINUTE for minute in arrived]
    found = deadlines(np.array(arrived) * MINUTE, 6 * HOUR, starts, ends)
    assert found.tolist() == wanted


EDGE = st.sampled_from((-1, 0, 1, MINUTE))


@given(
    zone=st.sampled_from(ZONES),
    text=st.sampled_from(TEXTS[1:]),
    edge=st.integers(0, 10_000),
    offset=EDGE | st.integers(0, 3 * DAY),
    allowed=st.sampled_from((1, MINUTE, HOUR, 8 * HOUR, 12 * HOUR)) | st.integers(1, 30 * HOUR),
)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_open_time_until_the_deadline_is_what_was_allowed(
    zone: str, text: str, edge: int, offset: int, allowed: int
) -> None:
    """Between arrival and deadline lie exactly d ticks of open time, one tick earlier one less."""
    ((starts, ends, is_open, _),) = cases(zone, text)
    edges = (starts + ends)[: -len(ends) // 4]
    arrived = max(0, edges[edge % len(edges)] + offset)
    before = list(accumulate((end - start for start, end in zip(starts, ends, strict=True)), initial=0))[:-1]
    deadline = deadline_tick(arrived, allowed, starts, ends, before)
    columns = deadlines(np.array([arrived]), allowed, np.array(starts), np.array(ends))
    if deadline == -1:
        assert columns.tolist() == [NEVER]
        assert open_ticks(is_open, arrived, len(is_open) * MINUTE) < allowed
        return
    assert columns.tolist() == [deadline]
    assert open_ticks(is_open, arrived, deadline) == allowed
    assert open_ticks(is_open, arrived, deadline - 1) == allowed - 1


# --- the way through a scenario -----------------------------------------------------------------------------------


def world_text(zone: str, text: str) -> str:
    """A centre whose post is open, and worked, at these hours; a month that holds both kinds of exceptions."""
    holidays = ", ".join(f'{day}: "{name}"' for day, name in HOLIDAYS.items())
    return f"""
schema: 1
name: hours
run: {{start: 2026-12-14, measure: 14 days, follow: 3 days, zone: {zone}, holidays: {{{holidays}}}}}
demand: {{counts: first_contacts, by_channel: {{post: {{profile: {{daily: [1]}}}}}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels: {{post: {{kind: deferred, open: "{text}", worked: "{text}", reply_within: 6 working hours}}}}
service: {{help: {{post: {{talk: 1 min}}}}}}
queues: {{post: {{of: post}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{post: level 3}}}}}}
serves: {{team: [post]}}
"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", TEXTS[1:])
def test_hours_of_a_scenario_reach_the_world(text: str) -> None:
    """Open and working spans of the world are the twin's, holidays and dates included, also beyond the horizon."""
    zone = "Europe/Warsaw"
    channels = lower(load_text(world_text(zone, text), "hours.yaml"), "as_is").world(1, 0).channels
    clock = MinuteClock(zone, date(2026, 12, 14), 17 + 20, HOLIDAYS)
    wanted = spans(clock.open_by_clock(text))
    is_open, is_worked = (channels.open_start, channels.open_end), (channels.work_start, channels.work_end)
    for ((starts,), (ends,)), days in ((is_open, 17), (is_worked, 17 + 20)):
        assert until(days * DAY, starts, ends) == until(days * DAY, *wanted)


def until(tick: int, starts: np.ndarray, ends: np.ndarray) -> list[tuple[int, int]]:
    """Spans before a tick, the last one cut there."""
    return [(start, min(end, tick)) for start, end in pairs(starts, ends) if start < tick]
