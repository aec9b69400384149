"""Redial and return against the balance of flows: the rate of all calls is λ / (1 − p·A − r·(1 − A)).

A, the share of calls abandoned, is that of Erlang A at the rate of all calls, which is exact only if repeated calls
come as a Poisson stream of their own. They do where the delay is long against the queue's memory: the delays here are
exponential with a mean of 2 h, the queue forgets within minutes (talk 3 min, patience 2 min), so what repeats
is spread so thin over hours that it carries nothing of the moment it failed. What remains is the slow wave that a
busy hour sends into later ones; it is below the half width of the intervals (1.5 % of the rate). Visits are limited to
30, which drops less than one call in a million; a day of settling is twelve delays.
"""

import pytest

from sim.rules.lifecycle import Outcome, Reason
from sim.theory import ErlangA, solve_erlang_a, solve_total_rate
from tests.theory_engine.steady import Kpi, Sample, Steady, mean_wait, observe, one_queue, share_of, wait_probability

PER_H, TALK_S, PATIENCE_S, AGENTS = 340, 180, 120, 20
REDIALS, RETURNS = 0.6, 0.15
"""Shares: of the abandoned that call again, of the answered that call again (here: of the half not solved)."""
WHAT_NEXT = """
what_next:
  at_most: 30 visits
  abandoned: {same: 60 %, after: "exponential, mean 2 h"}
  not_solved: {same: 30 %, after: "exponential, mean 2 h"}
"""


def calls_per_s(s: Sample) -> tuple[float, float]:
    """Calls of the window, first and repeated, a second."""
    return len(s.outcome), (s.end - s.start) / 1e6


def share_that(reason: Reason) -> Kpi:
    """Share of all calls that are made for a reason."""

    def share(s: Sample) -> tuple[float, float]:
        contacts = s.record.contacts
        inside = (contacts["arrived_tick"] >= s.start) & (contacts["arrived_tick"] < s.end)
        return float(((contacts["reason"] == reason) & inside).sum()), len(s.outcome)

    return share


@pytest.fixture(scope="module")
def coming_back() -> Steady:
    """Run the line; half of the calls answered do not solve, and 30 % of these call again."""
    text = one_queue(
        PER_H,
        '"exponential, mean 3 min"',
        AGENTS,
        days=5,
        segment='patience: "exponential, mean 2 min"',
    ).replace('mean 3 min"', 'mean 3 min", solved: 50 %')
    return observe(
        text + WHAT_NEXT,
        11,
        rate=calls_per_s,
        abandonment=share_of(Outcome.ABANDONED),
        redials=share_that(Reason.REDIAL),
        returns=share_that(Reason.RETURN),
        wait_probability=wait_probability,
        mean_wait=mean_wait,
    )


def at_rate(rate_per_s: float) -> ErlangA:
    """Erlang A of the line at a rate of all calls."""
    return solve_erlang_a(rate_per_s, TALK_S, PATIENCE_S, AGENTS)


@pytest.fixture(scope="module")
def total() -> float:
    """Rate of all calls by the balance of flows [1/s]."""
    return solve_total_rate(PER_H / 3600, REDIALS, RETURNS, lambda rate: at_rate(rate).abandonment_probability)


def test_the_rate_of_all_calls_is_the_balance_of_flows(coming_back: Steady, total: float) -> None:
    """First calls, redials and returns together come at λ / (1 − p·A − r·(1 − A)), A at that very rate."""
    lost = at_rate(total).abandonment_probability
    assert total == pytest.approx(PER_H / 3600 / (1 - REDIALS * lost - RETURNS * (1 - lost)))
    assert total > 1.15 * PER_H / 3600, "repeats are to matter"
    coming_back.check("rate", total, power=0.015)


def test_what_waits_and_leaves_is_erlang_a_at_that_rate(coming_back: Steady, total: float) -> None:
    """Abandonment, P(wait) and mean wait are those of Erlang A fed with all calls as one Poisson stream."""
    exact = at_rate(total)
    coming_back.check_share("abandonment", exact.abandonment_probability, power=0.08)
    coming_back.check_share("wait_probability", exact.wait_probability)
    coming_back.check("mean_wait", exact.mean_wait_s, power=0.08)


def test_redials_and_returns_share_the_calls_as_they_fail(coming_back: Steady, total: float) -> None:
    """Of all calls p·A are redials and r·(1 − A) returns."""
    lost = at_rate(total).abandonment_probability
    coming_back.check_share("redials", REDIALS * lost, power=0.1)
    coming_back.check_share("returns", RETURNS * (1 - lost), power=0.03)


def test_without_coming_back_the_rate_is_another(coming_back: Steady) -> None:
    """The interval of the rate tells the balance from first calls alone, and from one kind of repeat alone."""
    value, half_width = coming_back.interval("rate")
    lost = at_rate(value).abandonment_probability
    for wrong in (1 - REDIALS * lost, 1 - RETURNS * (1 - lost), 1.0):
        assert abs(value - PER_H / 3600 / wrong) > 5 * half_width
