"""Facts about fitted handle time: families, quantiles, intents, and what is refused or told."""

import json
import math

import numpy as np
import pytest
from scipy import stats

from sim.data.families import FAMILIES, Times, fit_family
from sim.data.handle import fit_handle, fit_times
from sim.errors import DataError
from sim.scenario.distribution import parse_distribution
from tests.data import b02
from tests.data.made import answered, contacts_of


def drawn(n: int = 2000, seed: int = 1) -> np.ndarray:
    """Lognormal times with the median 120 s and sigma 0.8."""
    return np.random.default_rng(seed).lognormal(math.log(120.0), 0.8, n)


def test_a_lognormal_is_its_logarithms():
    """The median is exp of the mean of the logarithms, sigma their standard deviation; intervals are ± 1.96 errors."""
    times = drawn()
    fit = fit_family("lognormal", Times(times, np.zeros(0)))
    logs = np.log(times)
    assert fit.parameters["median_s"].value == pytest.approx(math.exp(logs.mean()))
    assert fit.parameters["sigma"].value == pytest.approx(logs.std())
    half = 1.959964 * logs.std() / math.sqrt(len(logs))
    assert fit.parameters["median_s"].high == pytest.approx(math.exp(logs.mean() + half), rel=1e-4)
    assert fit.mean_s == pytest.approx(math.exp(logs.mean() + logs.var() / 2))


def test_aic_is_twice_parameters_less_twice_the_log_likelihood():
    """Of the exponential: 2 − 2 (−n ln mean − n)."""
    times = drawn(50)
    mean = times.mean()
    assert fit_family("exponential", Times(times, np.zeros(0))).aic == pytest.approx(2 + 2 * 50 * (math.log(mean) + 1))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_text_is_the_fitted_distribution(family: str):
    """What the fragment says has the mean and the cv that were fitted, in the scenario language."""
    fit = fit_family(family, Times(drawn(), np.zeros(0)))
    read = parse_distribution(fit.text)
    assert read.family == family
    assert read.mean_s() == pytest.approx(fit.mean_s, rel=2e-3)
    assert math.sqrt(read.variance_s2()) / read.mean_s() == pytest.approx(fit.cv, rel=5e-3)
    assert float(read.quantile(0.9)) == pytest.approx(float(fit.quantile(np.asarray(0.9))), rel=1e-2)


def test_the_right_family_wins():
    """Lognormal times: lognormal has the least AIC and fits."""
    found = fit_times("all", drawn())
    assert found.best.family == "lognormal"
    assert found.is_fitting
    assert found.text == found.best.text
    assert [fit.aic for fit in found.fits] == sorted(fit.aic for fit in found.fits)


def test_where_no_family_fits_the_quantiles_are_proposed():
    """Half around 60 s and half around 600 s: no family; the table has the mean and the quantiles of the times."""
    rng = np.random.default_rng(2)
    times = np.concatenate((rng.normal(60, 5, 1000), rng.normal(600, 20, 1000)))
    fit = fit_handle(answered(times))
    assert not fit.overall.is_fitting
    assert any("no family fits" in text for text in fit.warnings)
    read = parse_distribution(fit.overall.text)
    assert read.family == "quantile_table"
    assert read.mean_s() == pytest.approx(times.mean(), rel=0.01)
    assert float(read.quantile(0.2)) == pytest.approx(np.quantile(times, 0.2), rel=0.01)


def test_zeros_are_left_out_and_counted():
    """Three zeros among times of work change no mean; they are told."""
    times = drawn(200)
    with_zeros = fit_handle(answered(np.concatenate((times, np.zeros(3)))))
    assert with_zeros.overall.n == 200
    assert with_zeros.overall.n_zero == 3
    assert with_zeros.overall.mean_s.value == pytest.approx(times.mean())
    assert any("0 s, left out: 3" in text for text in with_zeros.warnings)


def test_negative_times_are_faults_with_their_contacts():
    """Each negative time is told by the place of its contact and its part."""
    times = drawn(20)
    times[[3, 7]] = -5.0, -6.5
    with pytest.raises(DataError, match=r"contact 4 \(arrived 2026-03-02T09:03.*talk -5 s; contact 8 .*talk -6.5 s"):
        fit_handle(answered(times))


def test_too_few_times_are_refused():
    """Nine times are too few, and so is nothing at all."""
    for n in (0, 9):
        with pytest.raises(DataError, match=rf"{n} handle times above 0 s .* too few"):
            fit_handle(answered(drawn(30)[:n] if n else np.full(5, np.nan)))


def test_times_all_alike_are_fixed():
    """Twenty times of 60 s need no family: 60 s."""
    found = fit_handle(answered(np.full(20, 60.0))).overall
    assert found.fits == ()
    assert found.best is None
    assert parse_distribution(found.text).family == "fixed"
    assert found.cv.value == 0.0


def test_handle_time_adds_its_parts():
    """Talk 100 s, hold 20 s, wrap-up absent or 30 s; wrap-up is fitted apart where it is known."""
    talk, wrap = drawn(100), np.where(np.arange(100) < 50, 30.0 + np.arange(100) / 100, np.nan)
    contacts = contacts_of(talk_s=talk, hold_s=np.full(100, 20.0), wrap_up_s=wrap, is_answered=np.ones(100, bool))
    fit = fit_handle(contacts)
    assert fit.overall.mean_s.value == pytest.approx((talk + 20 + np.nan_to_num(wrap)).mean())
    assert fit.talk[0].mean_s.value == pytest.approx((talk + 20).mean())
    assert fit.wrap_up[0].n == 50


def test_contacts_that_were_not_answered_do_not_count():
    """A talk time of an abandoned contact is not handle time."""
    is_answered = np.arange(40) < 30
    times = np.where(is_answered, drawn(40), 9999.0)
    assert fit_handle(contacts_of(talk_s=times, is_answered=is_answered)).overall.n == 30


def test_each_intent_has_its_fit():
    """Two intents of 100 s and 400 s; a third with four contacts is told and left to all."""
    rng = np.random.default_rng(3)
    times = np.concatenate((rng.gamma(4, 25, 300), rng.gamma(4, 100, 300), rng.gamma(4, 25, 4)))
    fit = fit_handle(answered(times, ["card"] * 300 + ["loan"] * 300 + ["odd"] * 4))
    assert [found.name for found in fit.by_intent] == ["card", "loan"]
    assert fit.by_intent[0].mean_s.value == pytest.approx(times[:300].mean())
    assert fit.by_intent[1].mean_s.value == pytest.approx(times[300:600].mean())
    assert any("odd 4" in text for text in fit.warnings)


def test_short_calls_are_told():
    """One in five under 10 s is told; none under 10 s is not."""
    times = np.concatenate((np.full(40, 3.0), 30.0 + drawn(160)))
    fit = fit_handle(answered(times))
    assert fit.overall.short_share == 0.2
    assert any("20.0 % last less than 10 s" in text for text in fit.warnings)
    assert not any("last less" in text for text in fit_handle(answered(30.0 + drawn(200))).warnings)


def test_a_fit_is_data_for_json():
    """The dictionary goes through JSON without NaN, and holds no single times."""
    plain = json.loads(json.dumps(fit_handle(answered(drawn(100))).as_dict(), allow_nan=False))
    assert plain["kind"] == "handle"
    assert "values_s" not in plain["overall"]
    assert plain["overall"]["mean_s"]["low"] < plain["overall"]["mean_s"]["value"]


@b02.here
def test_the_handle_times_of_b02():
    """Quantiles by sorting the raw times; without the two calls of over an hour the mean is 187.67 s (SOURCE.md)."""
    found = fit_handle(b02.contacts()).overall
    raw = sorted(t for t in (float(row["ser_time"]) for row in b02.rows() if row["outcome"] == "AGENT") if t > 0)
    for row in found.quantiles:
        place = row.share * (len(raw) - 1)
        low = math.floor(place)
        assert row.data_s == pytest.approx(raw[low] + (place - low) * (raw[min(low + 1, len(raw) - 1)] - raw[low]))
    assert found.n == len(raw)
    assert found.mean_s.value == pytest.approx(sum(raw) / len(raw))
    within_an_hour = [time for time in raw if time <= 3600]
    assert sum(within_an_hour) / len(within_an_hour) == pytest.approx(187.67, abs=0.005)
    assert found.values_s[: len(within_an_hour)].mean() == pytest.approx(187.67, abs=0.005)
    assert stats.kstest(raw, lambda t: 1 - found.best.sf(t)).statistic == pytest.approx(found.best.ks)
