"""The engine agrees with Pollaczek–Khinchine, Cobham and Kella–Yechiali: each KPI inside its 99.9 % interval."""

import pytest

from sim.theory import erlang_c, mean_wait_mg1, mean_waits_mg1_priority, mean_waits_mmc_priority
from tests.theory_engine.steady import (
    in_hand_per_agent,
    mean_handle,
    mean_wait,
    observe,
    one_queue,
    wait_of_segment,
    wait_probability,
    waits_in_segment,
)


@pytest.mark.parametrize(
    ("talk", "cv", "power"),
    [("1 min", 0.0, 0.05), ('"gamma, mean 1 min, cv 0.6"', 0.6, 0.05), ('"mean 1 min, cv 1.5"', 1.5, 0.1)],
    ids=["fixed", "gamma", "lognormal"],
)
def test_one_agent_follows_pollaczek_and_khinchine(talk: str, cv: float, power: float) -> None:
    """Mean wait, P(wait), handle time and occupancy of M/G/1 at half load, for three spreads of talk."""
    steady = observe(
        one_queue(30, talk, 1, days=28),
        18,
        wait_probability=wait_probability,
        mean_wait=mean_wait,
        mean_handle=mean_handle,
        occupancy=in_hand_per_agent,
    )
    steady.check_share("wait_probability", 0.5)
    steady.check("mean_wait", mean_wait_mg1(30 / 3600, 60, cv), power)
    if cv:
        steady.check("mean_handle", 60)
    steady.check_share("occupancy", 0.5)


def two_classes(per_h: float, gold: str, talks: tuple[str, str], agents: int) -> str:
    """Write a scenario whose gold customers (a share) go before the others; `talks` of gold, of plain."""
    return f"""
schema: 1
name: two classes
run: {{start: 2026-03-02, settle: 1 day, measure: 9 days}}
demand:
  counts: first_contacts
  by_channel:
    desk: {{rate: {{"00:00": {per_h} per h}}}}
    line: {{rate: {{"00:00": {per_h} per h}}}}
intents: {{help: {{}}}}
segments:
  gold: {{share: {{desk: {gold}, line: 0 %}}}}
  plain: {{share: {{desk: {100 - int(gold.split()[0])} %, line: 100 %}}}}
channels: {{desk: {{kind: live}}, line: {{kind: live}}}}
service: {{help: {{desk: {{talk: {talks[0]}}}, line: {{talk: {talks[1]}}}}}}}
queues:
  first: {{of: [desk, line], segments: gold}}
  second: {{of: [desk, line], segments: plain}}
pools: {{team: {{headcount: on_queue, staff: {{daily: {agents}}}, skills: {{desk: level 3, line: level 3}}}}}}
serves: {{team: {{first: 1, second: 2}}}}
"""


def test_two_classes_follow_the_priority_formula_of_many_servers() -> None:
    """M/M/4 at 70 % load, a quarter of the calls gold: mean waits by class; both classes wait equally often."""
    talk = '"exponential, mean 1 min"'
    steady = observe(
        two_classes(84, "50 %", (talk, talk), 4),
        20,
        gold=wait_of_segment(0),
        plain=wait_of_segment(1),
        gold_waits=waits_in_segment(0),
        plain_waits=waits_in_segment(1),
        occupancy=in_hand_per_agent,
    )
    gold, plain = mean_waits_mmc_priority([42 / 3600, 126 / 3600], 60, 4)
    steady.check("gold", gold)
    steady.check("plain", plain, power=0.06)
    steady.check_share("gold_waits", erlang_c(2.8, 4))
    steady.check_share("plain_waits", erlang_c(2.8, 4))
    steady.check_share("occupancy", 0.7)


def test_two_classes_of_different_work_follow_cobham() -> None:
    """M/G/1, gold fixed 30 s before plain exponential 1 min (a call in hand is never interrupted)."""
    steady = observe(
        two_classes(18, "100 %", ("30 s", '"exponential, mean 1 min"'), 1),
        45,
        gold=wait_of_segment(0),
        plain=wait_of_segment(1),
        occupancy=in_hand_per_agent,
    )
    gold, plain = mean_waits_mg1_priority([18 / 3600, 18 / 3600], [30, 60], [0, 1])
    steady.check("gold", gold)
    steady.check("plain", plain)
    steady.check_share("occupancy", 0.45)
