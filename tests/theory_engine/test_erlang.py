"""The engine agrees with Erlang C, A and B and with M/M/c/K: each KPI inside its 99.9 % interval."""

import pytest

from sim.rules.lifecycle import Outcome
from sim.theory import erlang_b, solve_erlang_a, solve_erlang_c, solve_mmck
from tests.theory_engine.steady import (
    Steady,
    abandoned_within,
    asa,
    in_hand_per_agent,
    mean_abandon,
    mean_queue,
    mean_wait,
    observe,
    one_queue,
    service_level,
    share_of,
    wait_probability,
)

EXPONENTIAL = '"exponential, mean {}"'


@pytest.fixture(scope="module")
def waiting_calls() -> Steady:
    """Run M/M/6 at two thirds load: 160 calls an hour of 1.5 min."""
    return observe(
        one_queue(160, EXPONENTIAL.format("90 s"), 6, days=9),
        26,
        wait_probability=wait_probability,
        mean_wait=mean_wait,
        service_level=service_level(20),
        occupancy=in_hand_per_agent,
        mean_queue=mean_queue,
    )


def test_calls_that_wait_for_ever_follow_erlang_c(waiting_calls: Steady) -> None:
    """P(wait), mean wait, service level, mean queue and occupancy of M/M/c are those of Erlang C."""
    exact = solve_erlang_c(160 / 3600, 90, 6)
    waiting_calls.check_share("wait_probability", exact.wait_probability)
    waiting_calls.check("mean_wait", exact.asa_s, power=0.06)
    waiting_calls.check_share("service_level", exact.service_level(20))
    waiting_calls.check("mean_queue", exact.mean_queue, power=0.06)
    waiting_calls.check_share("occupancy", exact.occupancy, power=0.02)


@pytest.fixture(scope="module")
def impatient_calls() -> Steady:
    """Run M/M/20+M at 100 % load: 400 calls an hour of 3 min, patience 2 min."""
    segment = 'patience: "exponential, mean 2 min"'
    return observe(
        one_queue(400, EXPONENTIAL.format("3 min"), 20, days=4, segment=segment),
        11,
        wait_probability=wait_probability,
        abandonment=share_of(Outcome.ABANDONED),
        mean_wait=mean_wait,
        asa=asa,
        mean_abandon=mean_abandon,
        service_level=service_level(20),
        abandoned_within=abandoned_within(20),
        mean_queue=mean_queue,
        occupancy=in_hand_per_agent,
    )


def test_impatient_calls_follow_erlang_a(impatient_calls: Steady) -> None:
    """Waits, abandonment, early abandonment, service level and occupancy of M/M/c+M are those of Erlang A."""
    exact = solve_erlang_a(400 / 3600, 180, 120, 20)
    impatient_calls.check_share("wait_probability", exact.wait_probability)
    impatient_calls.check_share("abandonment", exact.abandonment_probability)
    impatient_calls.check("mean_wait", exact.mean_wait_s, power=0.06)
    impatient_calls.check("asa", exact.asa_s, power=0.06)
    impatient_calls.check("mean_abandon", exact.mean_abandon_s)
    impatient_calls.check_share("service_level", exact.service_level(20))
    impatient_calls.check_share("abandoned_within", exact.abandoned_within(20))
    impatient_calls.check("mean_queue", exact.mean_queue, power=0.06)
    impatient_calls.check_share("occupancy", exact.occupancy, power=0.1)


@pytest.mark.parametrize(
    "talk", [EXPONENTIAL.format("2 min"), "2 min", '"mean 2 min, cv 1.5"'], ids=["exponential", "fixed", "lognormal"]
)
def test_as_many_lines_as_agents_follow_erlang_b(talk: str) -> None:
    """With lines = agents, blocking and occupancy are those of Erlang B, whatever the spread of talk."""
    text = one_queue(300, talk, 10, days=4, channel="kind: live, lines: 10 lines")
    steady = observe(text, 12, blocking=share_of(Outcome.BLOCKED), waits=wait_probability, busy=in_hand_per_agent)
    blocking = erlang_b(10, 10)
    steady.check_share("blocking", blocking)
    steady.check_share("busy", 1 - blocking, power=0.1)
    assert steady.interval("waits") == (0.0, 0.0)


def test_a_few_more_lines_than_agents_follow_mmck() -> None:
    """Blocking, P(wait), mean wait and occupancy with 14 lines and 10 agents are those of M/M/10/14."""
    text = one_queue(300, EXPONENTIAL.format("2 min"), 10, days=4, channel="kind: live, lines: 14 lines")
    steady = observe(
        text,
        14,
        blocking=share_of(Outcome.BLOCKED),
        wait_probability=wait_probability,
        mean_wait=mean_wait,
        service_level=service_level(20),
        occupancy=in_hand_per_agent,
    )
    exact = solve_mmck(300 / 3600, 120, 10, 14)
    steady.check_share("blocking", exact.blocking_probability)
    steady.check_share("wait_probability", exact.wait_probability)
    steady.check("mean_wait", exact.mean_wait_s)
    steady.check_share("service_level", exact.service_level(20))
    steady.check_share("occupancy", exact.occupancy, power=0.1)
