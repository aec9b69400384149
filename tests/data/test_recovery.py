"""Data drawn from known parameters, fitted, give them back: 95 % intervals cover in 200 repetitions.

Each coverage must lie in 0.90 to 0.99. With 200 repetitions a true 95 % falls below 0.90 with probability 0.001 and
above 0.99 with 0.0004 (binomial); an interval that truly covers 85 % passes with 0.03. `pytest -s` prints all.
"""

import math
from collections import Counter

import numpy as np
import pytest
from scipy import special

from sim.data.arrivals import fit_arrivals
from sim.data.families import Times, fit_family
from sim.data.handle import fit_times
from sim.data.patience import fit_waits
from sim.data.redial import fit_redial
from sim.scenario.load import load_text
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from sim.world.demand import draw_arrivals
from tests.data.made import contacts_of, counts_of

pytestmark = pytest.mark.slow
N = 200
HOUR = 3600 * TICKS_PER_SECOND


def check(name: str, hits: Counter, n: int = N) -> None:
    """Print and judge the coverage of every figure."""
    print(f"\n{name}, {n} repetitions: " + ", ".join(f"{figure} {hits[figure] / n:.3f}" for figure in sorted(hits)))
    wrong = {figure: hits[figure] / n for figure in hits if not 0.90 <= hits[figure] / n <= 0.99}
    assert not wrong


DAY, WITHIN, LASTS_H, CARRIES = 0.08, 0.08, 2.0, 0.6
PROFILE = [30, 60, 90, 110, 120, 110, 90, 80, 70, 50]
WORLD = f"""
schema: 1
name: known
run: {{start: 2026-03-02, measure: 12 weeks}}
demand:
  counts: first_contacts
  interval: 1 h
  forecast_error:
    day: {DAY:.0%}
    carries_over: {CARRIES:.0%}
    within_day: {WITHIN:.0%}
    within_day_lasts: {LASTS_H:g} h
  by_channel: {{phone: {{profile: {{from: "08:00", daily: {PROFILE}}}}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels: {{phone: {{kind: live}}}}
service: {{help: {{phone: {{talk: 1 min}}}}}}
queues: {{phone: {{of: phone}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}}}
serves: {{team: [phone]}}
"""


def test_the_demand_of_our_own_world_is_found_again():
    """Twelve weeks of arrivals of a scenario: profile means and the spreads lie in their intervals as often as said."""
    blueprint = lower(load_text(WORLD, "known.yaml"), "as_is")
    hits: Counter = Counter()
    lasts, carries = [], []
    for replication in range(N):
        hour = draw_arrivals(blueprint.demand, 7, replication).tick // HOUR
        table = np.bincount(hour, minlength=84 * 24).reshape(84, 24)[:, 8:18]
        full = np.full((84, 24), np.nan)
        full[:, 8:18] = table
        found = fit_arrivals(counts_of(full, interval_s=3600), 3600).series[0]
        hits["day"] += found.spread.day.holds(DAY)
        hits["within_day"] += found.spread.within_day.holds(WITHIN)
        hits["within_day_lasts"] += found.spread.within_day_lasts_s.holds(LASTS_H * 3600)
        inside = (found.low[:, 8:18] <= PROFILE) & (found.high[:, 8:18] >= PROFILE)
        hits["profile means"] += inside.mean()
        lasts.append(found.spread.within_day_lasts_s.value)
        carries.append(found.spread.carries_over.value)
    print(
        f"\nlasts: median {np.median(lasts) / 3600:.2f} h of {LASTS_H:g}; carries over: {np.mean(carries):.2f} of 0.6"
    )
    check("arrivals", hits)
    assert np.median(lasts) == pytest.approx(LASTS_H * 3600, rel=0.15)
    assert np.mean(carries) == pytest.approx(CARRIES, abs=0.08)


FAMILIES = {
    "lognormal": (lambda rng, n: rng.lognormal(math.log(120.0), 0.8, n), {"median_s": 120.0, "sigma": 0.8}),
    "gamma": (lambda rng, n: rng.gamma(2.0, 100.0, n), {"shape": 2.0, "scale_s": 100.0}),
    "weibull": (lambda rng, n: 200.0 * rng.weibull(1.5, n), {"shape": 1.5, "scale_s": 200.0}),
    "exponential": (lambda rng, n: rng.exponential(180.0, n), {"mean_s": 180.0}),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_parameters_of_a_family_are_found_again(family: str):
    """Four hundred handle times of each family."""
    draw, known = FAMILIES[family]
    hits: Counter = Counter()
    for repetition in range(N):
        times = draw(np.random.default_rng([11, repetition]), 400)
        found = fit_family(family, Times(times, np.zeros(0)))
        for name, value in known.items():
            hits[name] += found.parameters[name].holds(value)
    check(family, hits)


def test_mean_and_cv_of_handle_time_are_found_again():
    """Mean 200 s and cv 0.7071 out of gamma times; the cv by the bootstrap."""
    hits: Counter = Counter()
    for repetition in range(N):
        found = fit_times("all", np.random.default_rng([12, repetition]).gamma(2.0, 100.0, 400))
        hits["mean"] += found.mean_s.holds(200.0)
        hits["cv"] += found.cv.holds(math.sqrt(0.5))
    check("handle time", hits)


def censored(rng, patience):
    """Waits of customers with this patience whom agents offer an answer after an exponential time, mean 150 s."""
    offer = rng.exponential(150.0, len(patience))
    return np.minimum(patience, offer), patience <= offer


def test_exponential_patience_is_found_again():
    """Mean patience 240 s, although only those who leave early are seen to leave."""
    hits: Counter = Counter()
    naive = []
    for repetition in range(N):
        rng = np.random.default_rng([13, repetition])
        found = fit_waits(*censored(rng, rng.exponential(240.0, 300)))
        hits["exponential mean"] += found.exponential.parameters["mean_s"].holds(240.0)
        hits["simple mean"] += found.simple_mean_s.holds(240.0)
        hits["median, Kaplan-Meier"] += found.median_s.holds(240.0 * math.log(2.0))
        naive.append(found.naive_mean_s)
    print(f"\nmean wait of those who left: {np.mean(naive):.0f} s for a mean patience of 240 s")
    check("patience", hits)
    assert max(naive) < 150.0


def test_weibull_patience_is_found_again():
    """Shape 0.8 and scale 300 s, and the median of Kaplan–Meier."""
    hits: Counter = Counter()
    for repetition in range(N):
        rng = np.random.default_rng([14, repetition])
        found = fit_waits(*censored(rng, 300.0 * rng.weibull(0.8, 400)))
        hits["shape"] += found.weibull.parameters["shape"].holds(0.8)
        hits["scale"] += found.weibull.parameters["scale_s"].holds(300.0)
        hits["median, Kaplan-Meier"] += found.median_s.holds(300.0 * math.log(2.0) ** (1 / 0.8))
    check("Weibull patience", hits)


def test_the_share_that_redials_is_found_again():
    """Sixty percent of those who left come again, after an exponential time of 20 min; contacts are apart otherwise."""
    hits: Counter = Counter()
    for repetition in range(N):
        found = fit_redial(redialling(np.random.default_rng([15, repetition]), 400))
        assert found is not None
        hits["share"] += found.share.holds(0.6)
        hits["mean delay"] += found.delay_mean_s.holds(1200.0)
    check("redial", hits)


def redialling(rng, n: int):
    """Customers who leave after 60 s of waiting during five days; six in ten call again and are answered."""
    start = rng.uniform(0, 5 * 86_400, n)
    again = rng.random(n) < 0.6
    second = start[again] + 60 + rng.exponential(1200.0, again.sum())
    second_at, customer = np.concatenate((start, second)), np.concatenate((np.arange(n), np.flatnonzero(again)))
    left = np.arange(len(second_at)) < n
    return contacts_of(
        arrived=np.datetime64("2026-03-02", "us") + (second_at * 1e6).astype("timedelta64[us]"),
        customer=[f"c{number}" for number in customer],
        channel=np.full(len(left), "phone", dtype=object),
        wait_s=np.where(left, 60.0, 0.0),
        is_abandoned=left,
        is_answered=~left,
    )


def test_the_tolerance_is_what_the_text_says():
    """A true 95 % leaves 0.90 to 0.99 about three times in a thousand figures; a true 85 % is found out."""
    inside = special.bdtr(198, N, 0.95) - special.bdtr(179, N, 0.95)
    assert inside > 0.995
    assert special.bdtr(198, N, 0.85) - special.bdtr(179, N, 0.85) < 0.03
