"""Facts about local clocks on the tick axis: plain days, nights of 23 and 25 hours, weekly hours, slots."""

from datetime import date
from itertools import pairwise

import pytest

from sim.units import TICKS_PER_SECOND, parse_hours
from sim.world.calendar import LocalCalendar

HOUR = 3600 * TICKS_PER_SECOND
SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)


def calendar(start: date, days: int = 1, zone: str = "Europe/Warsaw") -> LocalCalendar:
    return LocalCalendar(start, days, zone)


def spans(clock: LocalCalendar, hours: str, **window: int) -> list[tuple[float, float]]:
    """Spans of weekly hours in hours of real time from the first midnight."""
    starts, ends = clock.spans(parse_hours(hours), **window)
    return [(start / HOUR, end / HOUR) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


@pytest.mark.parametrize(("start", "hours"), [(date(2026, 3, 2), 24), (SPRING, 23), (AUTUMN, 25)])
def test_a_day_has_as_many_hours_as_it_has(start, hours):
    """A plain day has 24 hours, the night of summer time takes one, that of winter time gives one."""
    assert calendar(start).day_ticks().tolist() == [0, hours * HOUR]


def test_ticks_count_real_time():
    """After the skipped hour a clock time comes an hour of real time earlier, after the repeated one later."""
    assert calendar(SPRING).tick(0, 12 * 3600) == 11 * HOUR
    assert calendar(AUTUMN).tick(0, 12 * 3600) == 13 * HOUR
    assert calendar(date(2026, 3, 2)).tick(1, 3600) == 25 * HOUR
    assert calendar(date(2026, 3, 2)).tick(0, 25 * 3600) == 25 * HOUR


def test_a_skipped_time_is_read_with_the_offset_before_it():
    """02:30 does not exist on the spring night; it is half an hour after 02:00, where the clock shows 03:30."""
    clock = calendar(SPRING)
    assert clock.tick(0, 2 * 3600 + 1800) == clock.tick(0, 3 * 3600 + 1800) == 5 * HOUR // 2


def test_a_repeated_time_is_its_first_occurrence():
    """02:30 occurs twice on the autumn night; unasked it is the first, with a fold the second."""
    clock = calendar(AUTUMN)
    assert clock.tick(0, 2 * 3600 + 1800) == 5 * HOUR // 2
    assert clock.tick(0, 2 * 3600 + 1800, fold=1) == 7 * HOUR // 2


def test_ascending_times_never_descend():
    """What begins in the skipped hour does not begin after what comes next on the clock."""
    seconds = [0, 7200, 9000, 10800, 12600]
    ticks = calendar(SPRING).ascending(0, seconds)
    assert [tick / HOUR for tick in ticks] == [0, 2, 2, 2, 2.5]
    assert [tick / HOUR for tick in calendar(AUTUMN).ascending(0, seconds)] == [0, 2, 2.5, 4, 4.5]


def test_intervals_of_a_plain_day():
    """Forty-eight half-hours follow each other, numbered by the clock."""
    rows = list(calendar(date(2026, 3, 2)).intervals(0, 1800))
    assert [row.clock for row in rows] == [row.ordinal for row in rows] == list(range(48))
    assert rows[0].start == 0
    assert all(row.end - row.start == HOUR // 2 for row in rows)
    assert all(one.end == other.start for one, other in pairwise(rows))


def test_a_skipped_hour_has_no_interval():
    """On the spring night 02:00 and 02:30 are left out, and the others cover the day without a hole."""
    rows = list(calendar(SPRING).intervals(0, 1800))
    assert [row.clock for row in rows] == [clock for clock in range(48) if clock not in (4, 5)]
    assert all(one.end == other.start for one, other in pairwise(rows))
    assert rows[-1].end == 23 * HOUR


def test_a_repeated_hour_counts_twice():
    """On the autumn night 02:00 and 02:30 come again, with numbers of their own after the last of the day."""
    rows = list(calendar(AUTUMN).intervals(0, 1800))
    assert [(row.ordinal, row.clock, row.start / HOUR) for row in rows[-2:]] == [(48, 4, 3.0), (49, 5, 3.5)]
    covered = sorted((row.start, row.end) for row in rows)
    assert all(one[1] == other[0] for one, other in pairwise(covered))
    assert (covered[0][0], covered[-1][1]) == (0, 25 * HOUR)


def test_weekly_hours_lie_on_their_days():
    """Hours hold on their weekdays, from Monday 2 March on."""
    clock = calendar(date(2026, 3, 2), days=7)
    assert spans(clock, "mon 08:00-10:00 and wed 09:00-17:00") == [(8, 10), (57, 65)]
    assert spans(clock, "never") == []
    assert spans(clock, "always") == [(0, 168)]


def test_a_span_past_midnight_reaches_into_the_horizon_and_out_of_it():
    """The night before the first day counts from its midnight; the last night is whole."""
    assert spans(calendar(date(2026, 3, 2), days=2), "daily 22:00-06:00") == [(0, 6), (22, 30), (46, 54)]


def test_spans_that_touch_at_midnight_are_one():
    """Closing at 24:00 and opening at 00:00 is no closing."""
    assert spans(calendar(date(2026, 3, 2), days=2), "mon 20:00-24:00 and tue 00:00-08:00") == [(20, 32)]


def test_hours_keep_the_clock_across_a_change():
    """Opening from 01:00 to 05:00 lasts three hours of real time in spring and five in autumn."""
    assert spans(calendar(SPRING), "daily 01:00-05:00", from_day=0) == [(1, 4)]
    assert spans(calendar(AUTUMN), "daily 01:00-05:00", from_day=0) == [(1, 6)]


def test_slots_of_the_day_follow_each_other_on_a_changed_night():
    """On the spring night the slot of 02:30 gives way to that of 03:00 at once and does not come back."""
    starts, slots = calendar(SPRING).slots([0, 7200, 9000, 10800])
    holds = [int(slots[starts.searchsorted(tick, side="right") - 1]) for tick in (0, 2 * HOUR, 3 * HOUR, 22 * HOUR)]
    assert holds == [0, 3, 3, 3]
    assert starts.tolist() == sorted(starts.tolist())


@pytest.mark.parametrize(
    ("zone", "start", "hours"),
    [
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("America/Havana", date(2026, 11, 1), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("UTC", SPRING, 24),
    ],
)
def test_other_zones_change_at_other_times(zone, start, hours):
    """Changes at midnight, by half an hour, and a day that was left out altogether have their true length."""
    clock = calendar(start, zone=zone)
    assert clock.day_ticks().tolist() == [0, hours * HOUR]
    assert sum(row.end - row.start for row in clock.intervals(0, 1800)) == hours * HOUR


# --- holidays and other exceptions --------------------------------------------------------------------------------

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 26)})


def december(days: int = 5, **more: object) -> LocalCalendar:
    """The days from Wednesday 23 December 2026 on, in Warsaw, with two days of Christmas."""
    return LocalCalendar(date(2026, 12, 23), days, "Europe/Warsaw", CHRISTMAS, **more)


def test_days_know_their_date_and_whether_they_are_holidays():
    """Dates go on before and beyond the horizon."""
    clock = december()
    assert [clock.date(day).day for day in (-1, 0, 4, 9)] == [22, 23, 27, 1]
    assert [day for day in range(-5, 20) if clock.is_holiday(day)] == [2, 3]
    assert not calendar(date(2026, 12, 25)).is_holiday(0)


def test_the_narrowest_word_for_a_day_wins():
    """A date wins over holiday, that over one weekday, that over weekday and weekend, that over daily."""
    words = ["daily", "weekend", "weekday", "fri", "saturday", "holiday", "2026-12-26"]
    assert [december().word(words, day) for day in range(5)] == [
        "weekday", "weekday", "holiday", "2026-12-26", "weekend",
    ]  # fmt: skip
    assert december().word(["daily", "fri"], 2) == "fri"
    assert december().word(["mon"], 2) is None


def test_exceptions_replace_what_starts_on_their_day():
    """Wednesday's night runs into the day it closes; the holiday's own span is the only one that starts then."""
    text = "daily 20:00-02:00 and holiday 10:00-12:00 and 2026-12-24 closed and 2026-12-26 closed"
    assert spans(december(), text) == [(0, 2), (20, 26), (58, 60), (116, 122)]


def test_a_night_and_the_exception_after_it_are_one_span():
    """A night that reaches into the hours of the holiday is merged with them."""
    assert spans(december(3), "daily 20:00-11:00 and holiday 10:00-12:00") == [(0, 11), (20, 35), (44, 60)]


def test_exceptions_hold_beyond_the_horizon_and_before_it():
    """Working clocks are laid past the end, and the night before the first day has its exception too."""
    assert spans(december(1), "daily 08:00-09:00 and holiday closed", to_day=5) == [(8, 9), (32, 33), (104, 105)]
    assert spans(december(1), "daily 20:00-02:00 and 2026-12-22 closed") == [(20, 26)]


@pytest.mark.parametrize(("day", "expected"), [(SPRING, [(1, 4)]), (AUTUMN, [(1, 6)])])
def test_exceptions_keep_the_clock_across_a_change(day, expected):
    """Holiday hours on the nights of 23 and 25 hours follow the wall clock as the weekday's do."""
    clock = LocalCalendar(day, 1, "Europe/Warsaw", frozenset({day}))
    assert spans(clock, "never and holiday 01:00-05:00") == expected
    assert spans(clock, f"never and {day} 01:00-05:00") == expected
