"""Moments of drawn demand: Poisson around a gamma day factor with mean 1 (MODEL.md 4), in 99.9 % intervals."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import gammaincinv, stdtrit

from sim.scenario.load import load_text
from sim.streams.address import unpack_issue
from sim.world.build import lower
from tests.theory_engine.steady import LEVEL, SEED

DAYS, REPLICATIONS = 50, 60
PER_H = 50
MEAN = 24 * PER_H


def counts(forecast_error: str) -> NDArray[np.float64]:
    """Return counts by (replication, row, day, half of the day) of two rows of the same mean."""
    blueprint = lower(
        load_text(
            f"""
schema: 1
name: days
run: {{start: 2026-03-02, measure: {DAYS} days}}
demand:
  counts: first_contacts
  interval: 60 min
  forecast_error: {forecast_error}
  by_channel: {{a: {{rate: {{"00:00": {PER_H} per h}}}}, b: {{rate: {{"00:00": {PER_H} per h}}}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels: {{a: {{kind: live}}, b: {{kind: live}}}}
service: {{help: {{a: {{talk: 1 s}}, b: {{talk: 1 s}}}}}}
queues: {{all: {{of: [a, b]}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 9}}, skills: {{a: level 3, b: level 3}}}}}}
serves: {{team: [all]}}
""",
            "days.yaml",
        ),
        "as_is",
    )
    table = np.zeros((REPLICATIONS, 2, DAYS, 2))
    for replication in range(REPLICATIONS):
        issue = blueprint.world(SEED, replication).arrivals.issue
        first, *_ = unpack_issue(int(issue[0]))
        assert first in (0, 1)
        row, day, interval = issue >> 41, issue >> 29 & 4095, issue >> 20 & 511
        np.add.at(table[replication], (row, day, interval // 12), 1)
    return table


def assert_mean(name: str, values: NDArray[np.float64], exact: float, power: float) -> None:
    """Assert that a mean over replications is the exact one, with a half width of at most `power`."""
    n = len(values)
    half_width = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * values.std(ddof=1) / n**0.5
    said = f"{name}: drawn {values.mean():.5g} ± {half_width:.2g}, formula {exact:.5g}"
    assert abs(values.mean() - exact) <= half_width, said
    assert half_width <= power, f"{said}; the half width is to be at most {power:.2g}"


@pytest.fixture(scope="module")
def shared_days() -> NDArray[np.float64]:
    """Draw days that are 20 % off, 40 % of the variance shared by both rows; (replication, row, day, half)."""
    return counts("{day: 20 %, shared_by_channels: 40 %}")


def test_a_day_has_the_stated_mean_and_spread(shared_days: NDArray[np.float64]) -> None:
    """The day's count has its mean, and the variance m + m² · 0.2² of a Poisson count around the factor."""
    day = shared_days.sum(axis=3)
    relative = day / MEAN - 1
    assert_mean("mean", day.mean(axis=(1, 2)) / MEAN, 1.0, 0.02)
    square = (relative**2).mean(axis=(1, 2))
    assert_mean("variance", square - 1 / MEAN, 0.2**2, 0.1 * 0.2**2)


def test_rows_share_the_stated_part_of_the_variance(shared_days: NDArray[np.float64]) -> None:
    """Two rows' counts of a day have the covariance m² · 40 % · 0.2²; of different days none."""
    relative = shared_days.sum(axis=3) / MEAN - 1
    common = (relative[:, 0] * relative[:, 1]).mean(axis=1)
    assert_mean("covariance of rows", common, 0.4 * 0.2**2, 0.2 * 0.4 * 0.2**2)
    between = (relative[:, 0, :-1] * relative[:, 1, 1:]).mean(axis=1)
    assert_mean("covariance with the other row's next day", between, 0.0, 0.1 * 0.2**2)
    next_day = (relative[:, 0, :-1] * relative[:, 0, 1:]).mean(axis=1)
    assert_mean("covariance with the next day", next_day, 0.0, 0.1 * 0.2**2)


def test_all_intervals_of_a_day_share_its_factor(shared_days: NDArray[np.float64]) -> None:
    """Morning and afternoon of a row's day have the covariance m² · 0.2² of one factor for the whole day."""
    half = shared_days / (MEAN / 2) - 1
    common = (half[..., 0] * half[..., 1]).mean(axis=(1, 2))
    assert_mean("covariance of halves", common, 0.2**2, 0.1 * 0.2**2)


def test_without_a_forecast_error_counts_are_poisson() -> None:
    """Variance over mean of a half-day's count is 1."""
    half = counts("{}")
    square = ((half - MEAN / 2) ** 2).mean(axis=(1, 2, 3))
    assert_mean("variance / mean", square / (MEAN / 2), 1.0, 0.1)


def test_an_unshared_day_factor_is_gamma() -> None:
    """With 30 % spread all a row's own, as many days lie below gamma quantiles of shape 1 / 0.3² as should."""
    factor = counts("{day: 30 %}").sum(axis=3) / MEAN
    shape = 1 / 0.3**2
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        edge = gammaincinv(shape, share) / shape
        assert_mean(f"share below the {share:.0%} quantile", (factor < edge).mean(axis=(1, 2)), share, 0.03)
