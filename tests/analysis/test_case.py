"""Business cases against closed forms: annuities, payback, ranges, and the chance that a strategy pays."""

from math import inf, isnan, nan

import numpy as np
import pytest
from scipy import stats

from sim.analysis.case import annuity, mean_of, payback_years, payoff, quantile_of

U = (np.arange(10_000) + 0.5) / 10_000


def grid(n_amounts: int) -> np.ndarray:
    """Uniforms that are spread evenly, each input in an order of its own."""
    rows = [U, *(np.random.default_rng(number).permutation(U) for number in range(n_amounts))]
    return np.array(rows)


@pytest.mark.parametrize(("interest", "years"), [(0.08, 3), (0.05, 10), (0.0, 4), (0.2, 1)])
def test_an_annuity_has_its_closed_form(interest: float, years: int) -> None:
    """(1 − (1 + i)^−n) / i, and n without interest."""
    exact = years if interest == 0.0 else (1 - (1 + interest) ** -years) / interest
    assert annuity(interest, years) == pytest.approx(exact)


def test_a_part_of_a_year_counts_its_part_at_its_own_end() -> None:
    """2½ years at 10 %: 1/1.1 + 1/1.21 + ½ · 1.1^−2.5."""
    assert annuity(0.1, 2.5) == pytest.approx(1 / 1.1 + 1 / 1.21 + 0.5 * 1.1**-2.5)


@pytest.mark.parametrize(
    ("invested", "yearly", "years"),
    [(100.0, 50.0, 2.0), (100.0, 0.0, inf), (100.0, -5.0, inf), (0.0, -5.0, 0.0), (-10.0, 5.0, 0.0)],
)
def test_payback(invested: float, yearly: float, years: float) -> None:
    """Investment / saving; never where nothing is saved; at once where nothing is invested."""
    assert payback_years(invested, yearly) == years


def test_without_uncertainty_the_case_is_the_closed_form() -> None:
    """40,000 invested, 20,000 a year, 3 years at 8 %: 20,000 · 2.5771 − 40,000."""
    found = payoff(20_000.0, 0.0, 10, [(40_000.0,) * 3], 0.08, 3.0, grid(1))
    assert found.npv == pytest.approx(20_000 * 2.577097 - 40_000, abs=0.02)
    assert found.npv_low == pytest.approx(found.npv)
    assert found.npv_high == pytest.approx(found.npv)
    assert (found.payback, found.probability) == (2.0, 1.0)


def test_one_replication_knows_no_interval() -> None:
    """Without an error of the saving nothing is said of what may come."""
    found = payoff(5.0, nan, 1, [], 0.0, 2.0, grid(0))
    assert found.npv == 10.0
    assert isnan(found.npv_low)
    assert isnan(found.probability)


def test_the_error_of_the_saving_follows_students_t() -> None:
    """P(NPV ≥ 0) = P(T ≥ −(S·A − I) / (s·A)), and the central 95 % are those of t."""
    yearly, error, n, invested, years = 100.0, 60.0, 8, 250.0, 3.0
    found = payoff(yearly, error, n, [(invested,) * 3], 0.0, years, grid(1))
    t = stats.t(n - 1)
    assert found.probability == pytest.approx(t.sf((invested / years - yearly) / error), abs=2e-4)
    assert found.npv_low == pytest.approx((yearly + error * t.ppf(0.025)) * years - invested, rel=1e-3)
    assert found.npv_high == pytest.approx((yearly + error * t.ppf(0.975)) * years - invested, rel=1e-3)


@pytest.mark.parametrize("likely", [30.0, 45.0, 90.0])
def test_a_range_with_a_likely_amount_is_a_triangle(likely: float) -> None:
    """Quantiles and mean are those of scipy's triangular distribution."""
    law = stats.triang((likely - 30) / 60, loc=30, scale=60)
    assert quantile_of((30.0, likely, 90.0), U) == pytest.approx(law.ppf(U))
    assert mean_of((30.0, likely, 90.0)) == pytest.approx(law.mean())


def test_a_range_without_one_is_uniform() -> None:
    """Every amount between is as likely."""
    assert quantile_of((30.0, nan, 90.0), U) == pytest.approx(30 + 60 * U)
    assert mean_of((30.0, nan, 90.0)) == 60.0


def test_an_amount_that_is_known_is_no_draw() -> None:
    """Neither with a likely amount nor without."""
    assert set(quantile_of((40.0, 40.0, 40.0), U)) == {40.0}
    assert set(quantile_of((40.0, nan, 40.0), U)) == {40.0}


def test_ranges_are_drawn_one_by_one() -> None:
    """Two uniform amounts of 0 to 100 against a sure saving of 100: it pays with one half."""
    found = payoff(100.0, 0.0, 10, [(0.0, nan, 100.0)] * 2, 0.0, 1.0, grid(2))
    assert found.invested == 100.0
    assert found.probability == pytest.approx(0.5, abs=0.02)
    assert (found.npv_low, found.npv_high) == pytest.approx((-77.6, 77.6), abs=3)
