"""Simulated years of first calls have the means, the spreads and the day's shape of the bank's measured calls.

The scenario is run at full scale, with every call of its figures a first call: what is tested is the demand model
(weekday profile × day factor × factor within the day, Poisson), not the repeats a centre makes. Four years are 208
replications of one week with a fixed seed, as a year alone has 260 days that hang together: sampling error 0.7 % of
the daily mean, 7 % of its spread. Over four years it is half of that, so that the limits stand for a right model.

The figures are by half-hour, flat within it. Dispersion is counted by five minutes nevertheless, as it was published:
how far a mean of five minutes lies from that of its half-hour (up to 16 % where the morning rises) is no part of it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower

WEEKS = 208
SEED = 20030303
FULL_SCALE = (
    "demand.scale=1 times",
    "demand.first_contacts=100 %",
    "demand.by_channel.chat=null",
    "demand.by_channel.email=null",
    "run.settle=0 days",
    "run.measure=2026-05-04 to 2026-05-10",
    "run.follow=0 days",
    "run.backlog_at_start=null",
    "kpis.repeat_within=null",
)
FIVE_MINUTES = 300 * TICKS_PER_SECOND
OPENS = 7 * 12
"""The five minutes of the day at which the figures start: 07:00."""

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Year:
    """Calls of weekdays by five minutes from 07:00 on, measured or simulated.

    Attributes:
        weekday: (days,) 0 = Monday … 4 = Friday.
        count: (days, 169) calls; the last five minutes hold all calls from 21:00 on.
    """

    weekday: NDArray[np.int64]
    count: Counts

    @property
    def day(self) -> Counts:
        """Calls of each day, (days,)."""
        return self.count.sum(axis=1)

    @property
    def weekday_means(self) -> Counts:
        """Mean day of Monday to Friday, (5,)."""
        return self._means(self.day)

    @property
    def half_hours(self) -> Counts:
        """Mean of each half-hour, over weekdays, (29,)."""
        return np.add.reduceat(self._means(self.count).mean(axis=0), range(0, 169, 6))

    @property
    def dispersion(self) -> float:
        """Variance / mean across all days of the count of five minutes, averaged over them."""
        return float((self.count.var(axis=0, ddof=1) / self.count.mean(axis=0)).mean())

    def left(self, values: Counts) -> Counts:
        """What is left of values of days after the mean of their weekday."""
        return np.asarray(values - self._means(values)[self.weekday])

    def halves(self) -> tuple[float, float]:
        """Correlation of the calls before and from 12:00, in all and after the weekday."""
        morning, rest = self.count[:, :60].sum(axis=1), self.count[:, 60:].sum(axis=1)
        return _correlation(morning, rest), _correlation(self.left(morning), self.left(rest))

    def _means(self, values: Counts) -> Counts:
        return np.asarray([values[self.weekday == day].mean(axis=0) for day in range(5)])


def _correlation(one: Counts, other: Counts) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def _simulate(scenario: Path, *sets: str) -> Year:
    blueprint = lower(load(scenario, sets=(*FULL_SCALE, *sets)), "multichannel")
    assert blueprint.horizon.weekday.tolist() == [0, 1, 2, 3, 4, 5, 6]
    phone = blueprint.names.channels.index("phone")
    weeks = []
    for week in range(WEEKS):
        arrivals = blueprint.world(SEED, week).arrivals
        place = arrivals.tick[arrivals.channel == phone] // FIVE_MINUTES
        weeks.append(np.bincount(place, minlength=7 * 288).reshape(7, 288))
    count = np.concatenate([week[:5] for week in weeks])
    inside = count[:, OPENS : OPENS + 174]
    assert inside.sum() == sum(week.sum() for week in weeks), "nobody calls at weekends or outside the figures"
    last = inside[:, 168:].sum(axis=1, keepdims=True)
    return Year(np.tile(np.arange(5), WEEKS), np.concatenate((inside[:, :168], last), axis=1).astype(float))


@pytest.fixture(scope="module")
def bank(bank_calls: Any) -> Year:
    return Year(bank_calls.weekday, bank_calls.five_minutes)


@pytest.fixture(scope="module")
def years(retail_bank: Path) -> Year:
    return _simulate(retail_bank)


def test_the_mean_day_is_within_2_percent(years: Year, bank: Year) -> None:
    """The bank handled 32,461 calls on the mean weekday."""
    assert years.count.shape == (1040, 169)
    assert years.day.mean() == pytest.approx(bank.day.mean(), rel=0.02)


def test_the_mean_of_each_weekday_is_within_2_percent(years: Year, bank: Year) -> None:
    """36,424 calls on Mondays, 30,770 on Thursdays."""
    assert years.weekday_means == pytest.approx(bank.weekday_means, rel=0.02)


def test_the_spread_of_days_is_within_10_percent(years: Year, bank: Year) -> None:
    """The sd of a day's calls was 2,915, weekdays included, and 2,095 after the weekday; chance alone brings 180."""
    assert bank.day.std(ddof=1) == pytest.approx(2915, abs=1)
    assert years.day.std(ddof=1) == pytest.approx(bank.day.std(ddof=1), rel=0.10)
    assert years.left(years.day).std(ddof=5) == pytest.approx(bank.left(bank.day).std(ddof=5), rel=0.10)


def test_the_mean_of_each_half_hour_is_within_5_percent(years: Year, bank: Year) -> None:
    """29 half-hours, each the mean over weekdays, the last with its five minutes of calls."""
    off = np.abs(years.half_hours / bank.half_hours - 1.0)
    assert off.max() <= 0.05, f"half-hour {off.argmax()}: {years.half_hours[off.argmax()]}"


def test_five_minutes_scatter_across_days_as_they_did(years: Year, bank: Year) -> None:
    """Variance / mean was 3.19 on average; with weekdays and Poisson alone it would be 2.05."""
    assert bank.dispersion == pytest.approx(3.19, abs=0.005)
    assert years.dispersion == pytest.approx(bank.dispersion, rel=0.10)


def test_a_busy_morning_is_followed_by_a_busy_afternoon(years: Year, bank: Year) -> None:
    """Calls before and after 12:00 correlate with 0.81, after the weekday with 0.75; simulated within 0.1."""
    assert bank.halves() == pytest.approx((0.81, 0.75), abs=0.005)
    assert years.halves() == pytest.approx(bank.halves(), abs=0.1)


def test_a_busy_day_is_followed_by_a_busy_day_though_less_than_in_truth(
    years: Year, bank_calls: Any, bank: Year
) -> None:
    """What is left after the weekday correlates with the day after (none at weekends): 0.77 counted, 0.53 simulated.

    Only the day factor carries over to the next day; the factor within the day begins anew each morning. Days further
    apart are nearer to the counted ones, which is what one `carries_over` for all distances is fitted to.
    """
    measured = np.asarray([np.datetime64(day, "D") for day in bank_calls.dates])
    assert _follows(bank, np.diff(measured).astype(int) == 1) == pytest.approx(0.77, abs=0.005)
    assert _follows(years, np.diff(years.weekday) == 1) == pytest.approx(0.53, abs=0.08)


def _follows(year: Year, is_next: NDArray[np.bool_]) -> float:
    """Correlation of the days left after the weekday with the days that follow them."""
    left = year.left(year.day)
    return _correlation(left[:-1][is_next], left[1:][is_next])


def test_without_the_forecast_error_it_misses(retail_bank: Path, bank: Year) -> None:
    """With weekdays and chance alone the spread, the dispersion and the halves of a day are off."""
    plain = _simulate(retail_bank, "demand.forecast_error=null")
    assert plain.day.std(ddof=1) < 0.75 * bank.day.std(ddof=1)
    assert plain.dispersion < 0.7 * bank.dispersion
    assert abs(plain.halves()[1]) < 0.2
