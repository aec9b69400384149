"""Facts about fitted arrivals: profiles, spreads, edges, and the bank of B01 fitted and simulated."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.data.arrivals import fit_arrivals
from sim.data.fragment import arrivals_fragment
from sim.data.records import Counts
from sim.errors import DataError
from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from sim.world.demand import draw_arrivals
from tests.data import b01
from tests.data.made import MONDAY, SOURCE, counts_of, gamma_counts

LEVEL = np.full(16, 80.0)


def days(seed: int, n_days: int, day: float, within: float, holds: float = 0.0, carries: float = 0.0, level=LEVEL):
    """Counts of half-hours from 00:00 on."""
    return gamma_counts(np.random.default_rng(seed), n_days, level, day, within, holds, carries)


# --- profile ------------------------------------------------------------------------------------------------------


def test_the_profile_is_the_mean_of_each_weekday_and_interval():
    """Mondays of 10 and 14 have the mean 12; Tuesdays are apart; intervals without counts have none."""
    table = [[10.0, 3.0], [20.0, 0.0], *[[np.nan, np.nan]] * 5, [14.0, 5.0], [22.0, 0.0]]
    found = fit_arrivals(counts_of(table)).series[0]
    assert found.mean[0, :2].tolist() == [12, 4]
    assert found.mean[1, :2].tolist() == [21, 0]
    assert np.isnan(found.mean[:, 2:]).all()
    assert np.isnan(found.mean[2:]).all()
    assert found.n_days.tolist() == [2, 2, 0, 0, 0, 0, 0]


def test_the_interval_of_a_mean_is_students():
    """Mean 12 of 10 and 14: the half width is 12.706 · 2 with one degree of freedom, and not below 0."""
    found = fit_arrivals(counts_of([[10.0], *[[np.nan]] * 6, [14.0]])).series[0]
    assert found.low[0, 0] == 0.0
    assert found.high[0, 0] == pytest.approx(12 + 12.7062 * 2, rel=1e-4)


def test_short_intervals_are_added_up():
    """Counts by 10 min become a profile by 30 min; the sums stay."""
    table = np.arange(18.0).reshape(3, 6)
    found = fit_arrivals(counts_of(table, interval_s=600))
    assert found.interval_s == 1800
    assert found.series[0].mean[0, :2].tolist() == [3, 12]


def test_a_part_that_is_never_counted_does_not_hide_the_rest():
    """The centre closes at 00:10 on every day: the half-hour holds what came until then."""
    fit = fit_arrivals(counts_of([[5.0], [7.0]], interval_s=600))
    assert fit.series[0].mean[0, 0] == 5
    assert any("only part of the interval from 00:00 is ever counted" in text for text in fit.warnings)


def test_a_part_missing_on_one_day_is_not_zero():
    """A gap makes the half-hour of that day unknown; the mean is of the other days."""
    table = np.full((15, 3), 10.0)
    table[0, 1] = np.nan
    found = fit_arrivals(counts_of(table, interval_s=600)).series[0]
    assert found.mean[0, 0] == 30
    assert found.n_days[0] == 2


def test_an_interval_that_does_not_suit_the_counts_is_refused():
    """Counts by 30 min cannot become a profile by 45 min."""
    with pytest.raises(DataError, match="counts by 30 min cannot be put together to intervals of 45 min"):
        fit_arrivals(counts_of([[1.0]]), 2700)


# --- edges --------------------------------------------------------------------------------------------------------


def test_nothing_to_fit_is_said():
    """No days, nothing but gaps, and nothing but zeros are refused in one line each."""
    with pytest.raises(DataError, match=r"made\.csv: there are no counts to fit"):
        fit_arrivals(Counts(("a",), (), 1800, np.zeros((1, 0, 48)), 0, SOURCE))
    with pytest.raises(DataError, match="there are no counts to fit"):
        fit_arrivals(counts_of([[np.nan]]))
    with pytest.raises(DataError, match="all counts are 0"):
        fit_arrivals(counts_of(np.zeros((14, 4))))


@pytest.mark.parametrize("n_days", [1, 7])
def test_a_day_or_a_week_has_a_profile_but_no_spread(n_days: int):
    """Weekdays seen once tell nothing about days: the spread is unknown, and both are said."""
    fit = fit_arrivals(counts_of(days(1, n_days, 0.1, 0.1)))
    found = fit.series[0]
    assert np.isfinite(found.mean[0, :16]).all()
    assert not found.spread.day.is_known
    assert found.checks == ()
    assert any("few days behind a mean" in text for text in fit.warnings)
    assert any("too few for a spread" in text for text in fit.warnings)


def test_one_weekday_alone_is_enough():
    """Twenty Mondays have a profile of Monday and a spread; nobody comes on the other days, which is said."""
    table = np.full((140, 16), np.nan)
    table[::7] = days(2, 20, 0.1, 0.0)
    fit = fit_arrivals(counts_of(table))
    assert fit.series[0].n_days.tolist() == [20, 0, 0, 0, 0, 0, 0]
    assert fit.series[0].spread.day.holds(0.1)
    assert any("no counts on tue, wed, thu, fri, sat, sun" in text for text in fit.warnings)


def test_days_without_any_contact_are_closed_days():
    """A holiday of zeros is left out of the mean and of the spread, and told with its date."""
    table = days(3, 56, 0.05, 0.0)
    closed = table.copy()
    closed[21] = 0.0
    fit = fit_arrivals(counts_of(closed))
    assert fit.series[0].n_days[0] == 7
    assert fit.n_days == 55
    assert any("left out as closed: 1 (2026-03-23)" in text for text in fit.warnings)
    assert fit.series[0].mean[0, 0] == pytest.approx(np.delete(table[::7, 0], 3).mean())


def test_gaps_leave_the_spread_alone():
    """A tenth of the counts missing at chance changes the spreads by less than their intervals."""
    table = days(4, 140, 0.1, 0.1, holds=0.8)
    whole = fit_arrivals(counts_of(table)).series[0].spread
    table[np.random.default_rng(5).random(table.shape) < 0.1] = np.nan
    gaps = fit_arrivals(counts_of(table)).series[0].spread
    assert whole.day.holds(gaps.day.value)
    assert whole.within_day.holds(gaps.within_day.value)
    assert gaps.within_day.holds(0.1)


# --- spread -------------------------------------------------------------------------------------------------------


def test_poisson_alone_has_no_spread():
    """A year of Poisson counts: both spreads may be 0, and are small."""
    spread = fit_arrivals(counts_of(days(6, 364, 0.0, 0.0))).series[0].spread
    assert spread.day.low == 0.0
    assert spread.day.value < 0.02
    assert spread.within_day.value < 0.03


def test_the_weekday_is_not_in_the_day_factor():
    """Mondays twice as busy as other days: the spread after weekday stays 5 %, that in all is far larger."""
    table = days(7, 182, 0.05, 0.0)
    rng = np.random.default_rng(8)
    table[::7] += rng.poisson(table[::7].mean(axis=0), table[::7].shape)
    found = fit_arrivals(counts_of(table)).series[0]
    assert found.spread.day.value < 0.07
    in_all, after = (
        next(c for c in found.checks if c.name == f"sd of a day, {which}") for which in ("in all", "after weekday")
    )
    assert in_all.data > 4 * after.data
    assert in_all.fitted == pytest.approx(in_all.data, rel=0.05)


def test_days_tell_a_slow_swing_from_the_day():
    """The same daily variance: with a day factor alone neighbouring intervals are alike whatever their distance."""
    alone = fit_arrivals(counts_of(days(9, 280, 0.1, 0.0, carries=0.5))).series[0].spread
    swing = fit_arrivals(counts_of(days(10, 280, 0.0, 0.14, holds=0.9))).series[0].spread
    assert alone.day.holds(0.1)
    assert alone.within_day.value < 0.03
    assert alone.carries_over.holds(0.5)
    assert swing.within_day.holds(0.14)
    assert swing.day.value < 0.04


def test_checks_say_what_poisson_alone_would_miss():
    """With a day spread of 10 % over 1,280 contacts a day the sd is some 133; Poisson alone has 36."""
    found = fit_arrivals(counts_of(days(11, 364, 0.1, 0.0))).series[0]
    after = next(check for check in found.checks if check.name == "sd of a day, after weekday")
    assert after.data == pytest.approx(133, rel=0.1)
    assert after.fitted == pytest.approx(after.data, rel=0.03)
    assert after.poisson == pytest.approx(1280**0.5, rel=0.03)


def test_halves_of_a_day_have_half_of_its_contacts():
    """A morning twice as busy is a third of the day: 8 half-hours of 160 and 16 of 80 are halved after the first 8."""
    level = np.concatenate((np.full(8, 160.0), np.full(16, 80.0)))
    table = days(17, 84, 0.1, 0.1, holds=0.9, level=level)
    checks = {check.name: check for check in fit_arrivals(counts_of(table)).series[0].checks}
    halves = table[:, :8].sum(axis=1), table[:, 8:].sum(axis=1)
    assert checks["correlation of both halves of a day, in all"].data == pytest.approx(np.corrcoef(*halves)[0, 1])
    left = [half - np.tile([half[of::7].mean() for of in range(7)], 12) for half in halves]
    assert checks["the same, after weekday"].data == pytest.approx(np.corrcoef(*left)[0, 1])


def test_a_trend_is_told_and_not_taken_out():
    """Growth of 30 % a year over a year is found with its sign; without growth none is told apart."""
    grown = [days(12, 364, 0.02, 0.0)[d] * (1 + 0.3 * (d - 182) / 365) for d in range(364)]
    trend = fit_arrivals(counts_of(grown)).series[0].trend
    assert trend.share_per_year.holds(0.3)
    assert trend.p < 0.001
    assert fit_arrivals(counts_of(days(13, 364, 0.02, 0.0))).series[0].trend.p > 0.05


@pytest.mark.parametrize("shared", [0.0, 0.5, 1.0])
def test_what_channels_share_is_found(shared: float):
    """Two channels whose day factors have so much of their variance in common."""
    rng = np.random.default_rng(14)
    common, own = (rng.gamma(400, 1 / 400, (n, 280)) for n in (1, 2))
    factor = 1 + np.sqrt(shared) * 2 * (common - 1) + np.sqrt(1 - shared) * 2 * (own - 1)
    tables = rng.poisson(factor[:, :, None] * 200.0 * np.ones(16))
    found = fit_arrivals(counts_of(*tables.astype(float))).shared_by_channels
    assert found.value == pytest.approx(shared, abs=0.12)
    assert found.low - 0.02 <= shared <= found.high + 0.02


def test_one_series_shares_nothing():
    """With one channel there is nothing to share."""
    assert not fit_arrivals(counts_of(days(15, 60, 0.1, 0.0))).shared_by_channels.is_known


# --- B01 ----------------------------------------------------------------------------------------------------------


@b01.here
def test_the_fit_of_b01_reproduces_its_days():
    """Daily mean and sd, in all and after weekday, dispersion by 5 min and half-days, as counted (SOURCE.md)."""
    fit = fit_arrivals(b01.counts(), 300)
    found = {check.name: check for check in fit.series[0].checks}
    assert found["contacts a day"].data == pytest.approx(32_461.35, abs=0.01)
    assert found["sd of a day, in all"].data == pytest.approx(2914.85, abs=0.01)
    assert found["variance / mean of an interval across all days"].data == pytest.approx(3.187, abs=0.001)
    for check in found.values():
        assert check.fitted == pytest.approx(check.data, rel=0.03)
    assert found["sd of a day, after weekday"].poisson < 200


@pytest.mark.slow
@b01.here
def test_b01_fitted_and_simulated_gives_the_days_of_the_bank(tmp_path: Path):
    """Fragment, scenario, arrivals: 6 times 33 weeks have the bank's means, spreads, dispersion and half-days."""
    counted_days, counted = b01.read()
    simulated = _simulated(tmp_path, 6)
    weekday, simulated_weekday = np.asarray([d.weekday() for d in counted_days]), np.tile(np.arange(5), 6 * 33)
    data, model = _figures(counted, weekday), _figures(simulated, simulated_weekday)
    print({name: (np.round(data[name], 3), np.round(model[name], 3)) for name in data if np.ndim(data[name]) == 0})
    assert model["mean"] == pytest.approx(data["mean"], rel=0.02)
    assert model["weekdays"] == pytest.approx(data["weekdays"], rel=0.02)
    assert data["sd"] == pytest.approx(2915, abs=1)
    assert model["sd"] == pytest.approx(data["sd"], rel=0.10)
    assert model["sd after"] == pytest.approx(data["sd after"], rel=0.10)
    assert model["half-hours"] == pytest.approx(data["half-hours"], rel=0.05)
    assert model["dispersion"] == pytest.approx(3.19, rel=0.10)
    assert model["halves"] == pytest.approx(data["halves"], abs=0.1)
    assert model["halves after"] == pytest.approx(data["halves after"], abs=0.1)


def _simulated(folder: Path, replications: int) -> np.ndarray:
    """Arrivals by 5 min on the weekdays of a scenario with the fitted demand, (days, 174)."""
    (folder / "plain.yaml").write_text(PLAIN)
    text = arrivals_fragment(fit_arrivals(b01.counts()), {"contacts": "phone"}, "first_contacts")
    (folder / "fitted.yaml").write_text(text)
    blueprint = lower(load(folder / "plain.yaml", [folder / "fitted.yaml"]), "as_is")
    found = []
    for replication in range(replications):
        place = draw_arrivals(blueprint.demand, 5, replication).tick // (300 * TICKS_PER_SECOND)
        table = np.bincount(place, minlength=231 * 288).reshape(33, 7, 288)
        assert table.sum() == table[:, :5, 84:258].sum()
        found.append(table[:, :5, 84:258].reshape(-1, 174))
    return np.concatenate(found)


PLAIN = """
schema: 1
name: bank
run: {start: 2026-03-02, measure: 33 weeks}
demand: {counts: first_contacts, by_channel: {phone: {profile: {daily: [2]}}}}
intents: {help: {}}
segments: {everybody: {}}
channels: {phone: {kind: live}}
service: {help: {phone: {talk: 1 min}}}
queues: {phone: {of: phone}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}}
serves: {team: [phone]}
"""


def _figures(table: np.ndarray, weekday: np.ndarray) -> dict[str, object]:
    """The figures of days that must agree, by their definitions.

    The bank counts 21:00 to 21:05 only; the scenario spreads these calls over the half-hour.
    """
    halves = np.stack((table[:, :60].sum(axis=1), table[:, 60:].sum(axis=1)))
    after = halves - np.stack([halves[:, weekday == of].mean(axis=1) for of in range(5)])[weekday].T
    half_hours = np.add.reduceat(table.mean(axis=0), range(0, 169, 6))
    whole = table[:, :168]
    total = table.sum(axis=1)
    return {
        "mean": total.mean(),
        "weekdays": [total[weekday == of].mean() for of in range(5)],
        "sd": total.std(ddof=1),
        "sd after": np.sqrt((after.sum(axis=0) ** 2).sum() / (len(total) - 5)),
        "half-hours": half_hours,
        "dispersion": (whole.var(axis=0, ddof=1) / whole.mean(axis=0)).mean(),
        "halves": np.corrcoef(halves)[0, 1],
        "halves after": np.corrcoef(after)[0, 1],
    }


def test_the_dates_are_those_of_the_counts():
    """First and last day with rows, whatever was closed."""
    fit = fit_arrivals(counts_of(days(16, 10, 0.0, 0.0)))
    assert (fit.first, fit.last) == (MONDAY, date(2026, 3, 11))
