"""Facts about staffing plans: whole heads, shrinkage, duties, breaks, off-queue spells, and what is paid."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.centre import Shrinkage
from sim.units import TICKS_PER_SECOND
from sim.world.staffing import factors, whole_heads

MINUTE = 60 * TICKS_PER_SECOND
HOUR = 60 * MINUTE
STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=200)


def pool(**keys: str) -> str:
    """A team with the phone, and these keys."""
    return "{team: {" + ", ".join(f"{key}: {value}" for key, value in {"skills": "{phone: 3}", **keys}.items()) + "}}"


def heads(blueprint) -> list[tuple[float, int]]:
    """Changes of headcount as (hour, heads)."""
    staffing = blueprint.staffing
    return [(t / HOUR, h) for t, h in zip(staffing.heads_tick.tolist(), staffing.heads.tolist(), strict=True)]


def duties(blueprint) -> list[tuple[int, float, float]]:
    """Duties as (agent, start hour, end hour)."""
    s = blueprint.staffing
    rows = zip(s.duty_agent.tolist(), s.duty_start.tolist(), s.duty_end.tolist(), strict=True)
    return [(agent, start / HOUR, end / HOUR) for agent, start, end in rows]


def spells(blueprint) -> list[tuple[int, float, float]]:
    """Off-queue spells as (duty, start minute, minutes)."""
    s = blueprint.staffing
    rows = zip(s.spell_duty.tolist(), s.spell_start.tolist(), s.spell_ticks.tolist(), strict=True)
    return [(duty, start / MINUTE, ticks / MINUTE) for duty, start, ticks in rows]


def hours_of(blueprint) -> tuple[list[float], list[float]]:
    """Scheduled and paid hours of the team by day."""
    s = blueprint.staffing
    return (s.scheduled_ticks[0] / HOUR).tolist(), (s.paid_ticks[0] / HOUR).tolist()


# --- whole heads --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "whole"),
    [
        ([3, 0, 5], [3, 0, 5]),
        ([1.5, 1.5, 1.5, 1.5], [2, 1, 2, 1]),
        ([0.25] * 4, [0, 1, 0, 0]),
        ([2 / 3] * 3, [1, 0, 1]),
        ([0.1] * 10, [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
        ([], []),
    ],
)
def test_heads_are_rounded_with_what_was_left_over(wanted, whole):
    """Worked by hand: each is rounded after adding what the ones before it left over, half up."""
    assert whole_heads(wanted) == whole


@STEADY
@given(st.lists(st.floats(0, 50), max_size=60))
def test_rounded_heads_stay_close_to_what_was_wanted(wanted):
    """No number is a whole head away from its own, and every sum from the start is right within half a head."""
    whole = whole_heads(wanted)
    assert all(count >= 0 for count in whole)
    assert all(abs(a - b) < 1 + 1e-6 for a, b in zip(wanted, whole, strict=True))
    assert all(abs(sum(wanted[:n]) - sum(whole[:n])) <= 0.5 + 1e-6 for n in range(len(wanted) + 1))


# --- staff by interval --------------------------------------------------------------------------------------------


def test_a_list_is_one_figure_an_interval(plan):
    """Heads hold for half an hour each, nobody is there before the first and after the last."""
    blueprint = plan(pools=pool(headcount="on_queue", staff='{from: "08:00", daily: [2, 3, 3, 1]}'))
    assert heads(blueprint) == [(8, 2), (8.5, 3), (9.5, 1), (10, 0)]
    assert len(blueprint.staffing.pool) == 3
    assert hours_of(blueprint) == ([4.5], [4.5])


def test_steps_hold_until_the_next(plan):
    """Heads by clock time last until the next time, the last until midnight; 24:00 is that midnight."""
    blueprint = plan(pools=pool(headcount="on_queue", staff='{daily: {"08:00": 2, "20:00": 1}}'))
    assert heads(blueprint) == [(8, 2), (20, 1)]
    blueprint = plan(
        run="{start: 2026-03-02, measure: 2 days}",
        pools=pool(headcount="on_queue", staff='{mon: {"08:00": 2, "24:00": 9}, tue: {"00:00": 0, "09:00": 1}}'),
    )
    assert heads(blueprint) == [(8, 2), (24, 0), (33, 1)]
    assert len(blueprint.staffing.pool) == 2


def test_fractions_are_made_good_within_a_step(plan):
    """One and a half heads for two hours are two and one in turn, and what is paid is not rounded."""
    blueprint = plan(pools=pool(headcount="on_queue", staff='{daily: {"08:00": 1.5, "10:00": 0}}'))
    assert heads(blueprint) == [(8, 2), (8.5, 1), (9, 2), (9.5, 1), (10, 0)]
    assert hours_of(blueprint) == ([3], [3])


def test_the_narrowest_day_wins(plan):
    """`sat` is not a weekend day where both are given, and a day without a figure has nobody."""
    blueprint = plan(
        run="{start: 2026-03-06, measure: 3 days}",
        pools=pool(headcount="on_queue", staff="{weekend: 4, sat: 2}"),
    )
    assert heads(blueprint) == [(24, 2), (48, 4)]


def test_a_step_in_the_skipped_hour_does_not_outlast_the_next(plan):
    """On the spring night heads of 02:00 and 02:30 are skipped; from 03:00 on its own figure holds."""
    figures = "[1, 1, 1, 1, 7, 8, 2, 3, 0]"
    blueprint = plan(
        run="{start: 2026-03-29, measure: 1 day, zone: Europe/Warsaw}",
        pools=pool(headcount="on_queue", staff=f"{{daily: {figures}}}"),
    )
    assert heads(blueprint) == [(0, 1), (2, 2), (2.5, 3), (3, 0)]
    assert len(blueprint.staffing.pool) == 3
    assert hours_of(blueprint) == ([4.5], [4.5])


def test_a_step_of_the_repeated_hour_lasts_longer(plan):
    """On the autumn night the clock shows 02:30 for half an hour and again an hour later: its heads stay."""
    blueprint = plan(
        run="{start: 2026-10-25, measure: 1 day, zone: Europe/Warsaw}",
        pools=pool(headcount="on_queue", staff='{daily: {"02:00": 1, "02:30": 2, "03:00": 0}}'),
    )
    assert heads(blueprint) == [(2, 1), (2.5, 2), (4, 0)]
    assert hours_of(blueprint) == ([3.5], [3.5])


# --- shrinkage ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headcount", "on_queue", "scheduled", "paid"),
    [("on_queue", 1, 1.25, 2.5), ("scheduled", 0.8, 1, 2), ("paid", 0.4, 0.5, 1)],
)
def test_shrinkage_turns_one_number_into_the_others(headcount, on_queue, scheduled, paid):
    """With 20 % off the queues and 50 % out of office, five paid are two and a half scheduled and two on queue."""
    assert factors(headcount, Shrinkage(in_office="20 %", out_of_office="50 %")) == (
        pytest.approx(on_queue),
        pytest.approx(scheduled),
        pytest.approx(paid),
    )


@pytest.mark.parametrize(
    ("headcount", "wanted", "scheduled", "paid"),
    [("on_queue", 4, 5, 10), ("scheduled", 4, 4, 8), ("paid", 2, 2, 4)],
)
def test_heads_by_interval_lose_what_shrinks(plan, headcount, wanted, scheduled, paid):
    """Four heads for an hour, counted three ways: whole people on the queues, hours by hand."""
    shrinkage = "{in_office: 20 %, out_of_office: 50 %}"
    blueprint = plan(pools=pool(headcount=headcount, shrinkage=shrinkage, staff='{from: "08:00", daily: [4, 4]}'))
    assert hours_of(blueprint) == ([pytest.approx(scheduled)], [pytest.approx(paid)])
    assert heads(blueprint)[0][1] in (wanted, round(4 * 0.8), round(4 * 0.4))


def test_one_number_for_shrinkage_is_time_off_the_queues(plan):
    """`shrinkage: 20 %` says nothing of those who are out of office."""
    blueprint = plan(pools=pool(headcount="scheduled", shrinkage="20 %", staff='{from: "08:00", daily: [5, 5]}'))
    assert heads(blueprint) == [(8, 4), (9, 0)]
    assert hours_of(blueprint) == ([5], [5])


# --- shifts -------------------------------------------------------------------------------------------------------


def test_persons_have_duties_on_their_days(plan):
    """Two persons with a shift of eight hours: two duties a day, sixteen hours."""
    blueprint = plan(
        run="{start: 2026-03-06, measure: 4 days}",
        pools=pool(headcount="on_queue", shifts='{early: {hours: "mon-fri 08:00-16:00", agents: 2}}'),
    )
    assert duties(blueprint) == [(0, 8, 16), (0, 80, 88), (1, 8, 16), (1, 80, 88)]
    assert hours_of(blueprint) == ([16, 0, 0, 16], [16, 0, 0, 16])


def test_persons_on_the_queue_are_those_who_were_given(plan):
    """Nine on the queue for eight hours are 72 hours on it, with no spell off it; shrinkage only costs paid time."""
    blueprint = plan(
        pools=pool(
            headcount="on_queue",
            shrinkage="{in_office: 20 %, out_of_office: 50 %}",
            shifts='{early: {hours: "daily 08:00-16:00", agents: 9}}',
        )
    )
    assert len(duties(blueprint)) == 9
    assert len(blueprint.staffing.spell_start) == 0
    assert hours_of(blueprint) == ([pytest.approx(90)], [pytest.approx(180)])


def test_a_night_shift_is_cut_by_the_first_midnight_only(plan):
    """Who came the evening before is there from the first tick; the last night runs beyond the horizon."""
    blueprint = plan(pools=pool(headcount="on_queue", shifts='{night: {hours: "daily 22:00-06:00", agents: 1}}'))
    assert duties(blueprint) == [(0, 0, 6), (0, 22, 30)]
    assert hours_of(blueprint) == ([8], [8])


def test_persons_who_are_paid_are_rounded_over_the_shifts(plan):
    """Three shifts of three paid persons, half of them out of office, are two, one and two; paid time is whole."""
    shift = 'hours: "daily 08:00-10:00", agents: 3'
    blueprint = plan(
        pools=pool(
            headcount="paid",
            shrinkage="{out_of_office: 50 %}",
            shifts=f"{{a: {{{shift}}}, b: {{{shift}}}, c: {{{shift}}}}}",
        )
    )
    assert [start for _, start, _ in duties(blueprint)] == [8] * 5
    assert hours_of(blueprint) == ([10], [18])


def test_breaks_lie_at_their_clock_times(plan):
    """A break after midnight belongs to the duty that began the evening before."""
    shifts = '{night: {hours: "mon 20:00-04:00", agents: 1, breaks: {tea: {at: "01:00", lasts: 15 min}}}}'
    blueprint = plan(pools=pool(headcount="on_queue", shifts=shifts))
    assert spells(blueprint) == [(0, 25 * 60, 15)]


def test_a_break_ends_with_its_duty(plan):
    """A break of an hour, half an hour before the end, lasts half an hour."""
    shifts = '{day: {hours: "mon 08:00-16:00", agents: 1, breaks: {late: {at: "15:30", lasts: 1 h}}}}'
    assert spells(plan(pools=pool(headcount="on_queue", shifts=shifts))) == [(0, 15.5 * 60, 30)]


EARLY = '{{early: {{hours: "mon 08:00-16:00", agents: {agents}, breaks: {{lunch: {{at: "12:00", lasts: 30 min}}}}}}}}'


def test_spells_off_the_queue_are_what_breaks_leave_of_shrinkage(plan):
    """20 % of eight hours are 96 minutes: lunch of 30 and two spells of 33, evenly apart (the second joins lunch)."""
    blueprint = plan(pools=pool(headcount="scheduled", shrinkage="20 %", shifts=EARLY.format(agents=1)))
    assert spells(blueprint) == [(0, 480, 33), (0, 720, 30), (0, 720, 33)]


def test_on_queue_numbers_of_persons_have_no_spells(plan):
    """Persons counted on the queues are there all the time, but for their breaks."""
    blueprint = plan(pools=pool(headcount="on_queue", shrinkage="20 %", shifts=EARLY.format(agents=1)))
    assert spells(blueprint) == [(0, 720, 30)]
    assert hours_of(blueprint) == ([10], [10])


def test_a_break_longer_than_shrinkage_leaves_no_spell(plan):
    """5 % of eight hours are 24 minutes, less than lunch: there is only lunch."""
    blueprint = plan(pools=pool(headcount="scheduled", shrinkage="5 %", shifts=EARLY.format(agents=1)))
    assert spells(blueprint) == [(0, 720, 30)]


def test_spells_lie_within_their_duty_and_do_not_meet_each_other(plan):
    """For a team of twenty: every spell is inside its duty, own spells do not overlap, and not all are off at once."""
    blueprint = plan(pools=pool(headcount="scheduled", shrinkage="25 %", shifts=EARLY.format(agents=20)))
    staffing = blueprint.staffing
    lunch = staffing.spell_start == 12 * HOUR
    planned = np.column_stack((staffing.spell_duty, staffing.spell_start, staffing.spell_start + staffing.spell_ticks))
    for duty in range(20):
        own = planned[(staffing.spell_duty == duty) & ~lunch]
        assert (own[:, 1] >= staffing.duty_start[duty]).all()
        assert (own[:, 2] <= staffing.duty_end[duty]).all()
        assert (own[1:, 1] >= own[:-1, 2]).all()
        assert (
            planned[staffing.spell_duty == duty][:, 2] - planned[staffing.spell_duty == duty][:, 1]
        ).sum() == 2 * HOUR
    away = [
        int(((planned[~lunch, 1] <= t) & (t < planned[~lunch, 2])).sum()) for t in range(8 * HOUR, 16 * HOUR, MINUTE)
    ]
    assert max(away) <= 10


# --- skills -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("share", "n_able"), [("0 %", 0), ("30 %", 3), ("55 %", 5), ("100 %", 10)])
def test_a_share_of_agents_has_a_skill(plan, share, n_able):
    """Of ten agents the share has the skill, rounded down, spread over the team, at the level named."""
    blueprint = plan(
        channels="{phone: {kind: live}, chat: {kind: chat}}",
        pools=pool(
            headcount="on_queue", staff="{daily: 10}", skills=f"{{phone: 3, chat: {{level: 2, of_agents: {share}}}}}"
        ),
    )
    levels = blueprint.staffing.channel_level[:, 1].tolist()
    assert sorted(levels) == [0] * (10 - n_able) + [2] * n_able
    if n_able == 5:
        assert all(one != other or one == 0 for one, other in pairwise(levels))


# --- holidays and other exceptions --------------------------------------------------------------------------------

XMAS = "{start: 2026-12-23, measure: 4 days, holidays: {2026-12-25: Christmas Day}}"


def test_heads_of_holidays_and_dates(plan):
    """A date has its own heads, a holiday those of `holiday`, and both are paid as they are there."""
    blueprint = plan(
        run=XMAS,
        pools=pool(
            headcount="on_queue",
            staff='{weekday: {"08:00": 4, "16:00": 0}, holiday: {"10:00": 1, "12:00": 0}, 2026-12-24: 2}',
        ),
    )
    assert heads(blueprint) == [(8, 4), (16, 0), (24, 2), (48, 0), (58, 1), (60, 0)]
    assert hours_of(blueprint)[1] == [32, 48, 2, 0]


def test_shifts_obey_exceptions(plan):
    """Nobody of a shift comes, is scheduled or is paid on a day it leaves out."""
    blueprint = plan(
        run=XMAS,
        pools=pool(
            headcount="on_queue",
            shifts="{early: {hours: daily 08:00-16:00 and holiday closed and 2026-12-24 08:00-12:00, agents: 2}}",
        ),
    )
    assert duties(blueprint) == [(a, s, e) for a in (0, 1) for s, e in ((8, 16), (32, 36), (80, 88))]
    assert hours_of(blueprint) == ([16, 8, 0, 16], [16, 8, 0, 16])


def test_nobody_is_there_twice_where_a_night_meets_an_exception(plan):
    """A night of eight hours reaches into the holiday's duty from 04:00: that begins when the night is over."""
    blueprint = plan(
        run=XMAS,
        pools=pool(
            headcount="on_queue", shifts="{night: {hours: daily 22:00-06:00 and holiday 04:00-08:00, agents: 1}}"
        ),
    )
    assert duties(blueprint) == [(0, 0, 6), (0, 22, 30), (0, 46, 54), (0, 54, 56), (0, 94, 102)]
    assert hours_of(blueprint)[0] == [8, 8, 2, 8]
