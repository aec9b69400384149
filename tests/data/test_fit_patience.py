"""Facts about fitted patience: Kaplan–Meier by hand, hazards, families, and what is never estimated."""

import math

import numpy as np
import pytest

from sim.data.patience import fit_patience, fit_waits, kaplan_meier
from sim.errors import DataError
from sim.scenario.distribution import parse_distribution
from tests.data import b02
from tests.data.made import contacts_of, waiting


def by_hand(wait, left) -> dict[float, float]:
    """Kaplan–Meier from the definition: at each wait somebody left, times (1 − left / at risk)."""
    share, steps = 1.0, {}
    for time in sorted(set(wait)):
        gone = sum(1 for w, is_left in zip(wait, left, strict=True) if w == time and is_left)
        at_risk = sum(1 for w in wait if w >= time)
        share *= 1 - gone / at_risk
        steps[time] = share
    return steps


def exponential_waits(n: int = 400, seed: int = 1, mean: float = 200.0):
    """Waits of exponential patience, cut off by answers after an exponential time of 150 s."""
    rng = np.random.default_rng(seed)
    patience, offer = rng.exponential(mean, n), rng.exponential(150.0, n)
    return np.minimum(patience, offer), patience <= offer


def test_kaplan_meier_of_five_contacts():
    """Left at 2 and 5, answered at 2, 3 and 6: 4/5, then 4/5 · 1/2."""
    found = kaplan_meier(np.array([2.0, 2, 3, 5, 6]), np.array([True, False, False, True, False]))
    assert [found.at(t) for t in (0, 1.9, 2, 4.9, 5, 100)] == pytest.approx([1, 1, 0.8, 0.8, 0.4, 0.4])


def test_greenwoods_band_on_the_log_log():
    """At the first step of four in ten gone: exp(−exp(ln(−ln S) ± 1.96 se)), se² = d / (n (n − d)) / ln² S."""
    found = kaplan_meier(np.array([5.0] * 4 + [9.0] * 6), np.array([True] * 4 + [False] * 6))
    s, place = 0.6, int(np.searchsorted(found.time_s, 5.0))
    error = math.sqrt(4 / (10 * 6)) / abs(math.log(s))
    for end, sign in ((found.low, 1), (found.high, -1)):
        assert end[place] == pytest.approx(
            math.exp(-math.exp(math.log(-math.log(s)) + sign * 1.959964 * error)), rel=1e-4
        )


def test_the_median_is_where_the_curve_falls_to_half():
    """Left at 1, 2, 3, 4: half are gone by 2; with the last three answered it is not reached."""
    assert kaplan_meier(np.arange(1.0, 5.0), np.ones(4, bool)).reached_s(0.5).value == 2.0
    cut = kaplan_meier(np.arange(1.0, 5.0), np.array([True, False, False, False])).reached_s(0.5)
    assert not cut.is_known


def test_a_median_that_is_not_reached_is_said():
    """One in four leaves before the longest wait: no median, and the share still waiting is told."""
    wait = np.concatenate((np.linspace(1, 60, 50), np.full(150, 90.0)))
    fit = fit_patience(waiting(wait, np.arange(200) < 50))
    assert not fit.median_s.is_known
    assert fit.share_left_at_longest == pytest.approx(0.75)
    assert any("75 % still wait" in text for text in fit.warnings)


def test_the_simple_estimate_is_all_waiting_over_those_who_left():
    """Ten left out of 1,000 s of waiting: 100 s, between 54.4 and 208.5 s (exact, chi-square of 22 and 20)."""
    found = fit_waits(np.full(20, 50.0) + np.arange(20) - 9.5, np.arange(20) < 10).simple_mean_s
    assert found.value == pytest.approx(100.0)
    assert found.low == pytest.approx(2000 / 36.781, rel=1e-4)
    assert found.high == pytest.approx(2000 / 9.5908, rel=1e-4)


def test_the_mean_of_those_who_left_is_no_estimate():
    """Patience of 200 s on average: those who left waited 86 s; the exponential fit gives 200 s back."""
    fit = fit_patience(waiting(*exponential_waits(5000)))
    assert fit.naive_mean_s == pytest.approx(86, rel=0.1)
    assert fit.exponential.parameters["mean_s"].holds(200.0)
    assert fit.weibull.parameters["shape"].holds(1.0)
    assert fit.is_fitting


def test_those_answered_at_once_say_nothing():
    """A hundred answered without waiting change no figure but their number."""
    wait, left = exponential_waits()
    plain = fit_patience(waiting(wait, left))
    more = fit_patience(waiting(np.concatenate((wait, np.zeros(100))), np.concatenate((left, np.zeros(100)))))
    assert more.n_no_wait == 100
    assert more.median_s == plain.median_s
    assert more.weibull.parameters == plain.weibull.parameters


def test_unknown_waits_and_outcomes_are_left_out():
    """A wait that is not known and a contact neither answered nor gone are not in the fit."""
    wait, left = exponential_waits(50)
    contacts = contacts_of(
        wait_s=np.concatenate((wait, [np.nan, 77.0])),
        is_abandoned=np.concatenate((left, [True, False])),
        is_answered=np.concatenate((~left, [False, False])),
    )
    assert fit_patience(contacts).n_waited == 50


def test_hazard_is_leaving_over_time_waited():
    """Within 0 to 5 s: two left, and all waited 5 s but those two: 2 / 0.8 min."""
    wait, left = np.array([1.0, 2.0] + [9.0] * 9), np.array([True] * 5 + [False] * 6)
    first = fit_waits(wait, left).hazard[0]
    assert (first.from_s, first.until_s, first.n_left, first.waited_s) == (0, 5, 2, 48)
    assert first.per_min.value == pytest.approx(2 / 0.8)
    assert first.per_min.low < 2.5 < first.per_min.high


def test_those_who_leave_at_once_are_told_apart():
    """One in ten leaves within 3 s: about a tenth leaves at once, and the patience of the rest keeps its mean."""
    wait, left = exponential_waits(3000, seed=2)
    at_once = np.random.default_rng(3).random(3000) < 0.1
    wait, left = np.where(at_once, np.linspace(0.5, 3.0, 3000), wait), left | at_once
    fit = fit_patience(waiting(wait, left))
    assert fit.is_spike
    assert fit.leaves_at_once.value == pytest.approx(0.1, abs=0.015)
    assert fit.exponential.parameters["mean_s"].value == pytest.approx(200.0, rel=0.08)
    assert any("leave at once" in text for text in fit.warnings)


@pytest.mark.parametrize("shape", [0.8, 1.0])
def test_a_falling_hazard_is_no_spike(shape: float):
    """Weibull patience leaves faster at first; that is not leaving at once (in 20 of 20 draws)."""
    for seed in range(20):
        rng = np.random.default_rng([4, seed])
        patience, offer = 300.0 * rng.weibull(shape, 500), rng.exponential(150.0, 500)
        assert not fit_waits(np.minimum(patience, offer), patience <= offer).is_spike


def test_where_no_family_fits_the_quantiles_of_kaplan_meier_are_proposed():
    """All leave around 60 s or stay for long: the text is a table that goes through the quantiles reached."""
    rng = np.random.default_rng(5)
    patience = np.where(rng.random(2000) < 0.5, rng.normal(60, 4, 2000), rng.normal(600, 60, 2000))
    offer = rng.exponential(400.0, 2000)
    fit = fit_patience(waiting(np.minimum(patience, offer), patience <= offer))
    assert not fit.is_fitting
    read = parse_distribution(fit.text)
    assert read.family == "quantile_table"
    for share in (0.2, 0.4):
        assert float(read.quantile(share)) == pytest.approx(np.quantile(patience, share), rel=0.03)


def test_what_cannot_be_fitted_is_refused():
    """Nobody left, too few left, a wait below 0: one line each."""
    with pytest.raises(DataError, match="0 of 50 contacts with a known wait left while waiting"):
        fit_patience(waiting(np.full(50, 20.0), np.zeros(50)))
    with pytest.raises(DataError, match="at least 5 are needed"):
        fit_patience(waiting(np.full(50, 20.0), np.arange(50) < 4))
    with pytest.raises(DataError, match=r"1 waits are below 0 s, the first at contact 3 "):
        fit_patience(waiting(np.where(np.arange(50) == 2, -1.0, 20.0), np.arange(50) < 20))


@b02.here
def test_the_patience_of_b02():
    """Median and quartile by hand; all waiting over those who left is 359.4 s (SOURCE.md)."""
    fit = fit_patience(b02.contacts())
    kept = [row for row in b02.rows() if row["outcome"] == "HANG" or float(row["q_time"]) > 0]
    wait, left = [float(row["q_time"]) for row in kept], [row["outcome"] == "HANG" for row in kept]
    steps = by_hand(wait, left)
    for share_left in (0.75, 0.5):
        assert fit.survival.reached_s(share_left).value == next(t for t, s in steps.items() if s <= share_left)
    for time in (10.0, 30.0, 60.0, 120.0, 300.0):
        assert fit.survival.at(time) == pytest.approx(steps[max(t for t in steps if t <= time)])
    assert (fit.n_waited, fit.n_left, fit.n_no_wait) == (len(kept), 728, 268)
    assert fit.simple_mean_s.value == pytest.approx(359.4, abs=0.05)
    assert fit.naive_mean_s == pytest.approx(79.51, abs=0.005)
    assert not fit.is_spike
