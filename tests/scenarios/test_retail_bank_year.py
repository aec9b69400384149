"""A simulated year of first calls has the mean, the spread and the day's shape of the bank's measured calls.

The scenario is run at full scale, with every call of its figures a first call: what is tested is the demand
model (weekday profile × day factor, Poisson), not the repeats a centre makes. 52 weeks of 5 weekdays are 52
replications of one week, with a fixed seed. Sampling error of 260 days: 0.6 % of the daily mean, 4 % of its
spread, about 0.8 % of a half-hour's mean (which is over weekdays), so the stated limits are wide for chance
and narrow for a wrong model.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower

WEEKS = 52
SEED = 20030303
FULL_SCALE = (
    "demand.scale=1 times",
    "demand.first_contacts=100 %",
    "demand.by_channel.chat=null",
    "demand.by_channel.email=null",
    "run.settle=0 days",
    "run.measure=1 week",
    "run.follow=0 days",
)
HALF_HOUR = 1800 * TICKS_PER_SECOND
OPENS = 14
"""The half-hour of the day at which the figures start: 07:00."""


def _simulate(scenario: Path, *sets: str) -> NDArray[np.int64]:
    """First calls by weekday and half-hour from 07:00, shape (260, 29)."""
    blueprint = lower(load(scenario, sets=(*FULL_SCALE, *sets)), "multichannel")
    assert blueprint.horizon.weekday.tolist() == [0, 1, 2, 3, 4, 5, 6]
    phone = blueprint.names.channels.index("phone")
    weeks = []
    for week in range(WEEKS):
        arrivals = blueprint.world(SEED, week).arrivals
        place = arrivals.tick[arrivals.channel == phone] // HALF_HOUR
        weeks.append(np.bincount(place, minlength=7 * 48).reshape(7, 48))
    count = np.stack(weeks)
    assert count[:, 5:].sum() == 0
    assert count.sum() == count[:, :5, OPENS : OPENS + 29].sum()
    return count[:, :5, OPENS : OPENS + 29].reshape(WEEKS * 5, 29)


@pytest.fixture(scope="module")
def year(retail_bank: Path, bank_calls: Any) -> NDArray[np.int64]:
    return _simulate(retail_bank)


def test_a_year_has_260_weekdays(year: NDArray[np.int64]) -> None:
    """52 weeks of Monday to Friday; nobody calls at weekends or outside the hours of the figures."""
    assert year.shape == (260, 29)


def test_the_mean_day_is_within_2_percent(year: NDArray[np.int64], bank_calls: Any) -> None:
    """The bank handled 32,461 calls on the mean weekday."""
    assert year.sum(axis=1).mean() == pytest.approx(bank_calls.days.mean(), rel=0.02)


def test_the_spread_of_days_is_within_15_percent(year: NDArray[np.int64], bank_calls: Any) -> None:
    """The sd of a day's calls was 2,915, weekdays included; chance alone would make it 180."""
    assert year.sum(axis=1).std(ddof=1) == pytest.approx(bank_calls.days.std(ddof=1), rel=0.15)


def test_the_mean_of_each_half_hour_is_within_5_percent(year: NDArray[np.int64], bank_calls: Any) -> None:
    """29 half-hours, each the mean over weekdays, the last with its five minutes of calls."""
    mean_by_weekday = [bank_calls.half_hour[bank_calls.weekday == day].mean(axis=0) for day in range(5)]
    measured = np.mean(mean_by_weekday, axis=0)
    simulated = year.mean(axis=0)
    worst = np.abs(simulated / measured - 1.0)
    assert worst.max() <= 0.05, f"half-hour {worst.argmax()}: {simulated[worst.argmax()]}"


def test_without_the_forecast_error_the_spread_is_too_small(retail_bank: Path, bank_calls: Any) -> None:
    """With weekdays and chance alone the spread misses the measured one by more than 15 %."""
    plain = _simulate(retail_bank, "demand.forecast_error.day=0 %")
    assert plain.sum(axis=1).std(ddof=1) < 0.85 * bank_calls.days.std(ddof=1)
