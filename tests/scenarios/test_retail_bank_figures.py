"""The figures of scenarios/retail_bank.yaml are those of its sources, computed here again."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.scenario.load import load
from sim.scenario.scenario import Centre, Scenario
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower

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
    assert tuple(profile.days) == DAYS
    written = np.asarray([profile.days[day] for day in DAYS])
    computed = np.asarray([bank_calls.half_hour[bank_calls.weekday == day].mean(axis=0) for day in range(5)])
    assert written.shape == (5, 29)
    assert np.abs(written - computed).max() <= 0.5 + 1e-9


def test_the_forecast_error_is_what_is_left_after_the_weekday_without_chance(bank_calls: Any, centre: Centre) -> None:
    """Variance of day / mean of its weekday (159 degrees of freedom) less 1 / mean (Poisson): sd 6.4 %."""
    weekday_mean = np.asarray([bank_calls.days[bank_calls.weekday == day].mean() for day in range(5)])
    mean = weekday_mean[bank_calls.weekday]
    variance = ((bank_calls.days / mean - 1.0) ** 2).sum() / (len(mean) - 5)
    chance = (1.0 / mean).mean()
    assert variance**0.5 == pytest.approx(0.0641, abs=0.00005)
    assert chance**0.5 == pytest.approx(0.0056, abs=0.00005)
    assert centre.demand.forecast_error.day == round(float((variance - chance) ** 0.5), 3)


def test_busy_days_follow_busy_days_in_the_data_as_the_note_says(bank_calls: Any) -> None:
    """Day / mean of its weekday correlates with that of the day before: 0.64."""
    weekday_mean = np.asarray([bank_calls.days[bank_calls.weekday == day].mean() for day in range(5)])
    relative = bank_calls.days / weekday_mean[bank_calls.weekday]
    assert np.corrcoef(relative[:-1], relative[1:])[0, 1] == pytest.approx(0.64, abs=0.005)


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
    multi, omni = (lower(scenario, name).staffing for name in ("multichannel", "omnichannel"))
    assert np.array_equal(multi.paid_ticks, omni.paid_ticks)
    assert _on_queue_hours(omni) < _on_queue_hours(multi)


def _on_queue_hours(staffing: Any) -> float:
    """Hours on the queues of pools staffed by interval, until their last change of heads."""
    total = 0.0
    for pool in np.unique(staffing.heads_pool):
        mine = staffing.heads_pool == pool
        total += float((np.diff(staffing.heads_tick[mine]) * staffing.heads[mine][:-1]).sum())
    return total / (3600.0 * TICKS_PER_SECOND)
