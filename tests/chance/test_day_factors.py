"""Chance around the profile: factors of days and of intervals by their moments, exact rows, and issues that stay.

The count of an interval with mean m is Poisson with mean m·F·G: F the factor of its day (cv c), G that of its interval
(cv w), each with mean 1 (MODEL.md 4). So around the known mean, D = N - m,

    E[D_i D_j] = m_i m_j ((1 + f)(1 + g) - 1), and m_i more where i = j

with f and g the covariances of the factors: f = c² on one day, s·c² between two rows that share s of the variance,
about rho^k·c² between days k apart; g the same for w with exp(-distance / lasts) between intervals. Expectations of
products around known means need no correction, so each is tested by Student's t over replications that are independent:
false-alarm rate 1 in 1,000 a statement, fixed seed. Where factors come from correlated normals, the correlation of the
gammas is a little less than stated; `slack` says how much less is let pass.
"""

from functools import lru_cache
from math import exp

import numpy as np
import pytest
from scipy import special, stats

from sim.scenario.load import load_text
from sim.world.build import lower
from sim.world.world import Arrivals

SEED = 7
HALF_HOUR = 1_800_000_000
DAY = 48 * HALF_HOUR
FALSE_ALARM = 1e-3

PHONE = "phone: {profile: {daily: [%s]}}"
CHAT = "chat: {profile: {daily: [%s]}}"


def centre(error: str, rows: str, days: int = 1, more: str = "") -> str:
    """A centre of three channels, of which demand names some, with two intents and two segments."""
    return f"""
schema: 1
name: factors
run: {{start: 2026-03-02, measure: {days} days}}
demand:
  counts: first_contacts
  forecast_error: {error}
  by_channel: {{{rows}}}
{more}
intents: {{card: {{share: 30 %}}, loan: {{share: 70 %}}}}
segments: {{firms: {{share: 20 %}}, people: {{share: 80 %}}}}
channels: {{phone: {{kind: live}}, chat: {{kind: chat}}, post: {{kind: deferred}}}}
service:
  card: {{phone: {{talk: 1 min}}, chat: {{talk: 1 min}}, post: {{talk: 1 min}}}}
  loan: {{phone: {{talk: 1 min}}, chat: {{talk: 1 min}}, post: {{talk: 1 min}}}}
queues: {{all: {{of: [phone, chat, post]}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: 3, chat: 3, post: 3}}}}}}
serves: {{team: [all]}}
"""


def arrivals_of(text: str, replication: int = 0, seed: int = SEED) -> Arrivals:
    """Arrivals of one replication."""
    return lower(load_text(text, "factors.yaml"), "as_is").world(seed, replication).arrivals


@lru_cache(maxsize=4)
def counts_of(text: str, days: int, replications: int, intervals: int = 48) -> np.ndarray:
    """Counts by replication, channel, day and half-hour of the day (the first few)."""
    blueprint = lower(load_text(text, "factors.yaml"), "as_is")
    shape = (3, days, 48)
    counts = np.zeros((replications, 3, days, intervals))
    for replication in range(replications):
        arrivals = blueprint.world(SEED, replication).arrivals
        cell = arrivals.channel * (days * 48) + arrivals.tick // HALF_HOUR
        counts[replication] = np.bincount(cell, minlength=3 * days * 48).reshape(shape)[:, :, :intervals]
    return counts


def assert_mean(samples: np.ndarray, wanted: float, at_most: float, slack: float = 0.0) -> None:
    """Assert that independent samples have the mean wanted, within t at 1 in 1,000, and that this says something.

    Args:
        samples: (n,) one figure a replication.
        wanted: What theory says.
        at_most: Greatest half width, else there are too few replications for the statement.
        slack: How much the theory itself may be off.
    """
    n = len(samples)
    half_width = float(stats.t(n - 1).ppf(1 - FALSE_ALARM / 2) * samples.std(ddof=1) / n**0.5)
    assert half_width <= at_most
    assert abs(samples.mean() - wanted) <= half_width + slack


def products(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Mean over each replication of products of two arrays of deviations of equal shape."""
    return np.asarray((left * right).reshape(len(left), -1).mean(axis=1))


def gamma_correlation(normal: float, cv: float) -> float:
    """Correlation of two gammas (mean 1) that are quantiles of normals with a correlation, by quadrature."""
    at, weight = special.roots_hermitenorm(60)
    weight = weight / weight.sum()
    z = normal * at[:, None] + (1 - normal**2) ** 0.5 * at[None, :]
    shape = cv**-2
    left, right = (special.gammainccinv(shape, special.ndtr(-x)) / shape for x in (at[:, None], z))
    return float((weight[:, None] * weight[None, :] * (left - 1) * (right - 1)).sum() / cv**2)


def test_correlated_normals_make_gammas_correlated_almost_as_much() -> None:
    """Up to a spread of 30 % the correlation lost is less than 0.006, which is the slack of this file."""
    for cv in (0.06, 0.2, 0.3):
        for normal in (0.1, 0.36, 0.6, 0.9):
            assert 0 <= normal - gamma_correlation(normal, cv) < 0.006


# --- factors of the day -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cv", "mean"), [(0.1, 500), (0.2, 300), (0.6, 60)])
@pytest.mark.parametrize("shared", [0, 40, 100])
def test_the_day_has_the_mean_and_the_spread_stated(cv: float, mean: int, shared: int) -> None:
    """Mean of the plan; variance / mean 1 + mean·cv², however the factor is split in a common and an own part."""
    error = f"{{day: {cv:.0%}, shared_by_channels: {shared} %}}"
    deviation = counts_of(centre(error, PHONE % mean, 60), 60, 60, 1)[:, 0] - mean
    assert_mean(products(deviation, np.ones_like(deviation)), 0, 0.1 * cv * mean)
    dispersion = 1 + mean * cv**2
    assert_mean(products(deviation, deviation) / mean, dispersion, 0.2 * dispersion)


def test_a_large_factor_of_common_and_own_has_no_more_spread_than_stated() -> None:
    """With a spread of 70 % shared by half the product has cv² = 0.49, not 0.49 + a quarter of 0.49²."""
    deviation = counts_of(centre("{day: 70 %, shared_by_channels: 50 %}", PHONE % 80, 500), 500, 60, 1)[:, 0] - 80
    excess = (products(deviation, deviation) - 80) / 80**2
    assert_mean(excess, 0.49, 0.04)


@pytest.mark.parametrize("shared", [0, 30, 70, 100])
def test_two_channels_go_together_by_the_shared_part(shared: int) -> None:
    """The covariance of two rows is the shared part of the variance: their correlation."""
    rows = f"{PHONE % 400}, {CHAT % 150}"
    counts = counts_of(centre(f"{{day: 25 %, shared_by_channels: {shared} %}}", rows, 60), 60, 60, 1)
    phone, chat = counts[:, 0] - 400, counts[:, 1] - 150
    correlation = products(phone, chat) / (400 * 150 * 0.25**2)
    assert_mean(correlation, shared / 100, 0.12)


def test_rows_with_spreads_of_their_own_share_the_same_part() -> None:
    """A row's own spread is its spread; what is shared wholly goes together wholly, though 30 % here and 10 % there."""
    rows = f"{PHONE % 400}, chat: {{profile: {{daily: [900]}}, forecast_error: 10 %}}"
    for shared in (50, 100):
        counts = counts_of(centre(f"{{day: 30 %, shared_by_channels: {shared} %}}", rows, 60), 60, 60, 1)
        phone, chat = (counts[:, 0] - 400) / 400, (counts[:, 1] - 900) / 900
        assert_mean(products(phone, phone) - 1 / 400, 0.3**2, 0.2 * 0.3**2)
        assert_mean(products(chat, chat) - 1 / 900, 0.1**2, 0.2 * 0.1**2)
        assert_mean(products(phone, chat) / 0.03, shared / 100, 0.12, slack=0.02)


@pytest.mark.parametrize("over", [0, 35, 80])
@pytest.mark.parametrize("shared", [0, 60])
def test_a_day_carries_over_to_the_next(over: int, shared: int) -> None:
    """The correlation of the factor is carries_over from day to day, then its square and its cube."""
    error = f"{{day: 20 %, shared_by_channels: {shared} %, carries_over: {over} %}}"
    rows = f"{PHONE % 150}, {CHAT % 150}"
    deviation = counts_of(centre(error, rows, 120), 120, 80, 1)[:, :2] / 150 - 1
    for days in (1, 2, 3):
        found = products(deviation[:, :, days:], deviation[:, :, :-days]) / 0.2**2
        assert_mean(found, (over / 100) ** days, 0.12, slack=0.015)
        across = products(deviation[:, 0, days:], deviation[:, 1, :-days]) / 0.2**2
        assert_mean(across, shared / 100 * (over / 100) ** days, 0.12, slack=0.015)
    assert_mean((products(deviation, deviation) - 1 / 150) / 0.2**2, 1, 0.12)
    for day in (0, 119):
        assert_mean((products(deviation[:, :, day], deviation[:, :, day]) - 1 / 150) / 0.2**2, 1, 0.75)


# --- factors of intervals -----------------------------------------------------------------------------------------


LIST = ", ".join(48 * ["60"])


@pytest.mark.parametrize("hours", [1, 4])
@pytest.mark.parametrize("shared", [0, 50])
def test_a_deviation_within_the_day_dies_away(hours: int, shared: int) -> None:
    """Half-hours k apart go together with exp(-k half-hours / lasts), between rows by the shared part of it."""
    error = f"{{within_day: 30 %, within_day_lasts: {hours} h, shared_by_channels: {shared} %}}"
    rows = f"{PHONE % LIST}, {CHAT % LIST}"
    deviation = counts_of(centre(error, rows, 10), 10, 60)[:, :2] / 60 - 1
    assert_mean((products(deviation, deviation) - 1 / 60) / 0.3**2, 1, 0.12)
    for k in (1, 2, 4, 12):
        late, early = deviation[..., k:], deviation[..., :-k]
        wanted = exp(-k / 2 / hours)
        assert_mean(products(late, early) / 0.3**2, wanted, 0.12, slack=0.008)
        assert_mean(products(late[:, 0], early[:, 1]) / 0.3**2, shared / 100 * wanted, 0.12, slack=0.008)


def test_a_factor_that_does_not_last_is_of_each_interval_alone() -> None:
    """With 0 s half-hours are overdispersed, 1 + mean·cv², and neighbours have nothing to do with each other."""
    deviation = counts_of(centre("{within_day: 30 %}", PHONE % LIST, 10), 10, 40)[:, 0] - 60
    assert_mean(products(deviation, deviation) / 60, 1 + 60 * 0.3**2, 0.1 * (1 + 60 * 0.3**2))
    for k in (1, 2, 10):
        assert_mean(products(deviation[..., k:], deviation[..., :-k]) / (60 * 0.3) ** 2, 0, 0.05)
    assert_mean(products(deviation[:, 1:], deviation[:, :-1]) / (60 * 0.3) ** 2, 0, 0.05)


def test_day_and_interval_multiply() -> None:
    """With both, cov = m²((1 + c²)(1 + w² r) - 1) between half-hours, m more where they are one."""
    error = "{day: 20 %, within_day: 15 %, within_day_lasts: 2 h}"
    deviation = counts_of(centre(error, PHONE % LIST, 10), 10, 120)[:, 0] / 60 - 1
    assert_mean(deviation.mean(axis=(1, 2)), 0, 0.03)
    for k in (0, 1, 4, 24):
        late, early = deviation[..., k:], deviation[..., : 48 - k]
        wanted = 1.04 * (1 + 0.15**2 * exp(-k / 4)) - 1 + (k == 0) / 60
        assert_mean(products(late, early), wanted, 0.2 * wanted, slack=0.0003)


def test_a_row_may_state_how_its_own_half_hours_vary() -> None:
    """A row with within_day: 40 % has that; the other keeps the 0 % of all, and both keep the day of all."""
    rows = f"{PHONE % LIST}, chat: {{profile: {{daily: [{LIST}]}}, forecast_error: {{within_day: 40 %}}}}"
    counts = counts_of(centre("{day: 10 %}", rows, 10), 10, 100)
    phone, chat = counts[:, 0] / 60 - 1, counts[:, 1] / 60 - 1
    assert_mean(products(phone, phone) - 1 / 60, 0.01, 0.003)
    assert_mean(products(chat, chat) - 1 / 60, 1.01 * 1.16 - 1, 0.02)
    assert_mean(products(chat[..., 1:], chat[..., :-1]), 0.01, 0.004)


@pytest.mark.parametrize(("date", "pairs"), [("2026-10-25", [(5, 6), (7, 8)]), ("2026-03-29", [(3, 4)])])
def test_half_hours_around_a_change_of_the_clock_are_neighbours(date: str, pairs: list[tuple[int, int]]) -> None:
    """The second 2:00 follows the first 2:30, and 3:00 follows 1:30 where the hour between is skipped, in real time."""
    text = centre("{within_day: 30 %, within_day_lasts: 1 h}", PHONE % LIST).replace("2026-03-02", date)
    blueprint = lower(load_text(text.replace("measure:", "zone: Europe/Warsaw, measure:"), "factors.yaml"), "as_is")
    ticks = [blueprint.world(SEED, number).arrivals.tick for number in range(800)]
    deviation = np.array([np.bincount(tick // HALF_HOUR, minlength=50)[:50] for tick in ticks]) / 60 - 1
    for early, late in pairs:
        assert_mean(products(deviation[:, early], deviation[:, late]) / 0.3**2, exp(-0.5), 0.25)


# --- exact rows ---------------------------------------------------------------------------------------------------


EXACT = "exact: true, profile: {daily: [2.4, 0.3, 0.3, 0.3, 7.3, 0, 1.5]}"


def test_an_exact_row_is_the_same_in_every_replication() -> None:
    """Counts of all half-hours are equal in all replications and seeds, though other rows vary by 30 %."""
    text = centre("{day: 30 %, within_day: 20 %}", f"phone: {{{EXACT}}}, {CHAT % 50}", 5)
    counts = counts_of(text, 5, 20)
    assert (counts[:, 0] == counts[0, 0]).all()
    assert len(set(counts[:, 1].sum(axis=(1, 2)).tolist())) > 1
    other = arrivals_of(text, 0, SEED + 1)
    mine = np.bincount(other.tick[other.channel == 0] // HALF_HOUR, minlength=5 * 48)
    assert mine.tolist() == counts[0, 0].ravel().tolist()


@pytest.mark.parametrize(
    ("figures", "total"),
    [
        ([2.4, 0.3, 0.3, 0.3, 7.3, 0, 1.5], 12),
        ([0.2] * 48, 10),
        ([0.01] * 48, 0),
        ([1 / 3] * 3, 1),
        ([5, 0, 7], 12),
        ([0.9, 0.9, 0.9], 3),
        ([1.1] * 40, 44),
    ],
)
def test_days_of_an_exact_row_add_up(figures: list[float], total: int) -> None:
    """The total of the day is the rounded total of its figures, a half-hour less than one contact off its own."""
    text = centre("{day: 30 %}", f"phone: {{exact: true, profile: {{daily: {figures}}}}}", 3)
    counts = counts_of(text, 3, 2)[:, 0]
    assert counts.sum(axis=2).tolist() == [[total] * 3] * 2
    wanted = np.array(figures + (48 - len(figures)) * [0.0])
    assert (np.abs(counts - wanted) < 1).all()
    assert (counts[:, :, wanted == 0] == 0).all()


@pytest.mark.parametrize(("volume", "wanted"), [("2.5 times", 84 + 1.5 * 55), ("0.5 times", 84 - 0.5 * 55)])
def test_an_incident_leaves_an_exact_row_without_chance(volume: str, wanted: float) -> None:
    """More or fewer come of an exact row, as many in every replication, to within the rounding."""
    more = f'  incidents: {{outage: {{starts: "2026-03-02 01:00", lasts: 45 min, volume: {volume}}}}}'
    row = "phone: {exact: true, profile: {daily: [5, 9, 40, 30]}}"
    totals = counts_of(centre("{}", row, 1, more), 1, 12).sum(axis=(2, 3))[:, 0]
    assert len(set(totals.tolist())) == 1
    assert abs(totals[0] - wanted) <= 0.5


# --- issues that stay ---------------------------------------------------------------------------------------------


ERROR = "{day: 25 %, shared_by_channels: 60 %, carries_over: 50 %, within_day: 15 %, within_day_lasts: 2 h}"
FIGURES = ", ".join(["0", "12.5", "40", "3.25"] * 6)
ROWS = (
    f"{PHONE % FIGURES}, "
    'chat: {rate: {"00:00": 6 per h, "09:30": 55 per h, "18:00": 0 per h}, '
    "forecast_error: {day: 10 %, within_day: 5 %}}"
)
POST = 'post: {exact: true, profile: {from: "08:00", daily: [4.5, 9.5, 1]}}'
TREND = '  trend: {phone: "+20 % a year from 2026-01-01", chat: "+5 % a year"}\n'
SALE = "sale: {on: 2026-03-05 to 2026-03-06, volume: 1.6 times, rows: phone}"
EVENTS = f"  events: {{{SALE}, fair: {{on: 2026-03-08, volume: 1.2 times}}}}\n"
OUTAGE = 'outage: {starts: "2026-03-04 10:10", lasts: 3 h, volume: 2.5 times, intents: card, rows: phone}'
STORM = 'storm: {starts: "2026-03-09 23:00", lasts: 4 h, volume: 1.5 times}'
INCIDENTS = f"  incidents: {{{OUTAGE}, {STORM}}}\n"
ALL = TREND + EVENTS + INCIDENTS


def issues(text: str, replication: int) -> dict[int, tuple[int, int, int, int]]:
    """(tick, segment, intent, channel) by key."""
    found = arrivals_of(text, replication)
    columns = (found.tick, found.segment, found.intent, found.channel)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    by_key = dict(zip(found.issue.tolist(), rows, strict=True))
    assert len(by_key) == len(rows)
    return by_key


def assert_only_adds(less: str, more: str) -> None:
    """In three replications every issue of the one is in the other as it was, and there are more."""
    for replication in range(3):
        fewer, all_of_them = issues(less, replication), issues(more, replication)
        assert fewer.items() <= all_of_them.items()
        assert len(fewer) < len(all_of_them)


BASE = centre(ERROR, ROWS, 10, ALL)


def test_more_volume_only_adds_issues() -> None:
    """With everything on, 7 % more leave every issue where it was, with its intent and segment."""
    assert_only_adds(BASE, centre(ERROR, ROWS, 10, ALL + "  scale: 1.07 times\n"))


@pytest.mark.parametrize("row", [POST, "post: {profile: {daily: [20, 30]}}", 'post: {at: ["2026-03-03 09:00:00"]}'])
def test_another_channel_row_only_adds_issues(row: str) -> None:
    """A third row, exact, by chance or a trace, changes no issue of the two before it."""
    assert_only_adds(BASE, centre(ERROR, f"{ROWS}, {row}", 10, ALL))


def test_more_days_only_add_issues() -> None:
    """Ten more days at the end change nothing before, though days carry over."""
    assert_only_adds(BASE, centre(ERROR, ROWS, 20, ALL))


ONE = f"{TREND}{EVENTS}  incidents: {{{OUTAGE}}}\n"
FEWER = ALL.replace("2.5", "0.3").replace("1.5", "0.5")


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (TREND + EVENTS, ALL),
        (ONE, ALL),
        (ONE, ONE.replace("2.5", "2.9")),
        (EVENTS + INCIDENTS, ALL),
        (TREND + INCIDENTS, ALL),
        (FEWER, TREND + EVENTS),
        (FEWER, ALL),
    ],
    ids=["incidents", "a second incident", "a worse incident", "a trend", "events", "fewer come", "fewer or more"],
)
def test_what_happens_only_adds_or_drops_issues(less: str, more: str) -> None:
    """An incident, a trend or an event with a factor above 1 adds issues and changes none; below 1 it drops some."""
    assert_only_adds(centre(ERROR, ROWS, 10, less), centre(ERROR, ROWS, 10, more))


def test_an_incident_is_felt_only_while_it_lasts_and_by_whom_it_concerns() -> None:
    """What an outage of cards on the phone adds is cards on the phone between its first and its last tick."""
    without, with_it = (centre(ERROR, ROWS, 10, TREND + EVENTS + more) for more in ("", f"  incidents: {{{OUTAGE}}}\n"))
    start = 2 * DAY + 10 * 2 * HALF_HOUR + HALF_HOUR // 3
    n_added = 0
    for replication in range(5):
        added = issues(with_it, replication).items() - issues(without, replication).items()
        n_added += len(added)
        for _, (tick, _, intent, channel) in added:
            assert start <= tick < start + 6 * HALF_HOUR
            assert (intent, channel) == (0, 0)
    assert n_added > 50


def test_a_backlog_only_adds_issues() -> None:
    """What waits at the start moves the beginning of the axis by whole days; all others come at their own time."""
    waiting = "backlog_at_start: {post: {contacts: 30 contacts, oldest: 50 h}}, start:"
    for replication in range(3):
        plain, more = issues(BASE, replication), issues(BASE.replace("start:", waiting, 1), replication)
        later = {key: (tick + 3 * DAY, *rest) for key, (tick, *rest) in plain.items()}
        assert later.items() <= more.items()
        assert len(more) == len(plain) + 30


@pytest.mark.parametrize("start", ["2026-03-30", "2026-10-26", "2026-06-10"])
@pytest.mark.parametrize("hours", [24, 48, 49])
def test_a_backlog_lies_on_the_axis(start: str, hours: int) -> None:
    """The oldest came so many hours of real time before the start, after a day of 23 or 25 hours too, from tick 0."""
    waiting = f"zone: Europe/Warsaw, backlog_at_start: {{post: {{contacts: 4 contacts, oldest: {hours} h}}}}, start:"
    text = centre("{}", PHONE % 5).replace("start:", waiting, 1).replace("2026-03-02", start)
    world = lower(load_text(text, "factors.yaml"), "as_is").world(SEED, 0)
    first = int(world.horizon.day_tick[0])
    ticks = world.arrivals.tick[world.arrivals.channel == 2]
    assert (first - ticks).tolist() == [hours * k * HALF_HOUR // 2 for k in (4, 3, 2, 1)]
    assert ticks[0] >= 0
