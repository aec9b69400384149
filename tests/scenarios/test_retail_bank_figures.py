"""The figures of scenarios/retail_bank.yaml are those of its sources, computed here again."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.data.arrivals import fit_arrivals
from sim.data.figure import Figure
from sim.experiment.volume import with_volume
from sim.scenario.load import load
from sim.scenario.scenario import Centre, Scenario
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from tests.data import b01

DAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.fixture(scope="module")
def scenario(retail_bank: Path) -> Scenario:
    return load(retail_bank)


@pytest.fixture(scope="module")
def centre(scenario: Scenario) -> Centre:
    return scenario.centres["multichannel"]


def _mean_over_intents(centre: Centre, channel: str, part: str) -> float:
    """Mean of one part of the service (seconds, or the share solved) over the reasons for coming."""
    total = 0.0
    for name, intent in centre.intents.items():
        value: Any = getattr(centre.service[name][channel], part)
        figure = value if part == "solved" else 0.0 if value is None else value[0][1].mean_s()
        total += intent.share["*"] * figure
    return total


def test_the_data_are_164_weekdays_that_end_with_five_minutes_from_21_00(bank_calls: Any) -> None:
    """31, 33, 34, 34 and 32 days from Monday to Friday, the last interval 21:00, 5,323,661 calls in all."""
    assert np.bincount(bank_calls.weekday).tolist() == [31, 33, 34, 34, 32]
    assert bank_calls.last_interval == "21:00"
    assert bank_calls.half_hour.sum() == 5_323_661


def test_every_half_hour_is_the_mean_of_its_weekday(bank_calls: Any, centre: Centre) -> None:
    """145 figures: calls of a half-hour summed over the days of a weekday / days, rounded to whole calls."""
    profile = centre.demand.rows["phone"].profile
    assert profile is not None
    assert profile.starts == 7 * 3600
    assert tuple(profile.days) == (*DAYS, "holiday")
    written = np.asarray([profile.days[day] for day in DAYS])
    computed = np.asarray([bank_calls.half_hour[bank_calls.weekday == day].mean(axis=0) for day in range(5)])
    assert written.shape == (5, 29)
    assert np.abs(written - computed).max() <= 0.5 + 1e-9


def test_the_missing_weekdays_are_holidays(bank_calls: Any) -> None:
    """Memorial Day, 4 July and Labor Day have no calls, Columbus Day has; three other weekdays are missing, too."""
    first, last = date.fromisoformat(bank_calls.dates[0]), date.fromisoformat(bank_calls.dates[-1])
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    missing = {day.isoformat() for day in span if day.weekday() < 5} - set(bank_calls.dates)
    assert {"2003-05-26", "2003-07-04", "2003-09-01"} < missing
    assert len(missing) == 6
    assert "2003-10-13" in bank_calls.dates


def test_what_arrivals_are_like_is_as_fitted(centre: Centre) -> None:
    """`busyhour fit arrivals` of the data by 30 min: the same profile, and the same spreads with the same intervals."""
    if not b01.FILE.exists():
        pytest.skip("the counts of B01 are not in this checkout")
    (found,) = fit_arrivals(b01.counts(), 1800).series
    profile, error = centre.demand.rows["phone"].profile, centre.demand.forecast_error
    assert profile is not None
    for number, day in enumerate(DAYS):
        assert np.abs(found.mean[number, 14:43] - np.asarray(profile.days[day])).max() <= 0.5 + 1e-9
    spread = found.spread
    assert _stated(spread.day) == pytest.approx((error.day, 0.039, 0.075), abs=0.0006)
    assert _stated(spread.carries_over) == pytest.approx((error.carries_over, 0.635, 0.965), abs=0.006)
    assert _stated(spread.within_day) == pytest.approx((error.within_day, 0.046, 0.067), abs=0.0006)
    lasts_min = error.within_day_lasts / (60 * TICKS_PER_SECOND)
    assert _stated(spread.within_day_lasts_s) == pytest.approx((60 * lasts_min, 60 * 95, 60 * 376), abs=60)


def _stated(figure: Figure) -> tuple[float, float, float]:
    """A figure and the ends of its interval, as comments state them."""
    return figure.value, figure.low, figure.high


def test_the_email_backlog_is_what_came_since_friday_18_00(scenario: Scenario, centre: Centre) -> None:
    """1,140 e-mails on Friday from 18:00 and 1,608 each weekend day, one in fifty of them: 87; the oldest 54 h old."""
    profile = centre.demand.rows["email"].profile
    assert profile is not None
    evening, weekend_day = sum(profile.days["weekday"][36:]), sum(profile.days["weekend"])
    assert (evening, weekend_day) == (1140, 1608)
    backlog = centre.run.backlog_at_start["email"]
    assert backlog.contacts == round(float(centre.demand.scale) * (evening + 2 * weekend_day)) == 87
    assert backlog.oldest == 54 * 3600 * TICKS_PER_SECOND
    assert centre.run.start.weekday() == 0


def test_the_measured_week_has_each_weekday_once_and_no_holiday(centre: Centre) -> None:
    """Tuesday to Monday; no holiday from the first to the last day of the run."""
    run = centre.run
    days = [run.start + timedelta(days=number) for number in range(run.days)]
    measured = days[run.settle : run.settle + run.measure]
    assert sorted(day.weekday() for day in measured) == [0, 1, 2, 3, 4, 5, 6]
    assert not set(days) & set(run.holidays)
    assert date(2026, 5, 25) in run.holidays


def test_talk_by_phone_is_6_min_21_s_over_all_reasons(centre: Centre) -> None:
    """ContactBabel 2014: 6 min 21 s of talk for a service call."""
    assert _mean_over_intents(centre, "phone", "talk") == pytest.approx(381.0)


def test_wrap_up_by_phone_is_a_fifth_of_handle_time(centre: Centre) -> None:
    """Published: 15 to 25 % of handle time; the note says 20 %."""
    wrap_up = _mean_over_intents(centre, "phone", "wrap_up")
    assert wrap_up / (wrap_up + _mean_over_intents(centre, "phone", "talk")) == pytest.approx(0.20, abs=0.001)


def test_a_chat_beside_another_lasts_what_was_measured(centre: Centre) -> None:
    """Comm100 2018: 11 min 53 s; alone in hand × slowdown of two chats is within 1 % of it."""
    two_in_hand = _mean_over_intents(centre, "chat", "talk") * centre.channels["chat"].slowdown[2]
    assert two_in_hand == pytest.approx(713.0, rel=0.01)


def test_an_email_takes_four_to_six_minutes(centre: Centre) -> None:
    """Published: 4 to 6 min of work for a ticket; the note says 5 min 12 s."""
    assert _mean_over_intents(centre, "email", "talk") == pytest.approx(312.0)


def test_seven_of_ten_issues_are_solved_at_the_first_contact(centre: Centre) -> None:
    """SQM: FCR 70 %; here 70 % at the volumes of a Tuesday, by phone 72 %."""
    rows = centre.demand.rows
    phone, chat, email = rows["phone"].profile, rows["chat"].volume, rows["email"].profile
    assert phone is not None
    assert chat is not None
    assert email is not None
    volume = {"phone": sum(phone.days["tue"]), "chat": chat["weekday"], "email": sum(email.days["weekday"])}
    solved = {channel: _mean_over_intents(centre, channel, "solved") for channel in volume}
    overall = sum(solved[channel] * volume[channel] for channel in volume) / sum(volume.values())
    assert solved["phone"] == pytest.approx(0.716)
    assert overall == pytest.approx(0.70, abs=0.005)


@pytest.mark.parametrize("strategy", ["multichannel", "omnichannel"])
def test_shrinkage_is_within_the_published_20_to_35_percent(scenario: Scenario, strategy: str) -> None:
    """1 − (1 − in the office)(1 − out of it), for every team."""
    for pool in scenario.centres[strategy].pools.values():
        shrinkage = pool.shrinkage
        assert 0.20 < 1.0 - (1.0 - shrinkage.in_office) * (1.0 - shrinkage.out_of_office) < 0.35


def test_the_course_costs_24_hours_a_year_of_each_agent(scenario: Scenario) -> None:
    """In-office shrinkage rises from 12 % to 1 − 0.88 × (1 − 24 / (2,080 × 0.82)) = 13.2 % in every team."""
    for name, pool in scenario.centres["omnichannel"].pools.items():
        before = scenario.centres["multichannel"].pools[name].shrinkage
        scheduled_h = 2080.0 * (1.0 - before.out_of_office)
        expected = 1.0 - (1.0 - before.in_office) * (1.0 - 24.0 / scheduled_h)
        assert pool.shrinkage.in_office == round(expected, 3)


def test_both_strategies_pay_the_same_hours(scenario: Scenario) -> None:
    """Paid time is equal by pool and day; with the course fewer hours of it are on the queues."""
    stated = with_volume(scenario, dict.fromkeys(scenario.centres["multichannel"].demand.rows, 0.7))
    multi, omni = (lower(stated, name).staffing for name in ("multichannel", "omnichannel"))
    assert np.array_equal(multi.paid_ticks, omni.paid_ticks)
    assert _on_queue_hours(omni) < _on_queue_hours(multi)


def _on_queue_hours(staffing: Any) -> float:
    """Hours on the queues of pools staffed by interval, until their last change of heads."""
    total = 0.0
    for pool in np.unique(staffing.heads_pool):
        mine = staffing.heads_pool == pool
        total += float((np.diff(staffing.heads_tick[mine]) * staffing.heads[mine][:-1]).sum())
    return total / (3600.0 * TICKS_PER_SECOND)
