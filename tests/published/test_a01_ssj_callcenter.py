"""SSJ CallCenter: a day factor, hourly staffing, callers of whom a tenth will not wait at all.

All figures of a day except the arrivals are divided by the 1660 calls expected, not by those that came.
"""

import numpy as np
import pytest

from sim.record.record import Record
from sim.rules.lifecycle import Outcome
from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.world import World
from tests.published.days import HERE, IN_TARGET_TICKS, Day, Estimate, assert_agree, mean, printed_rows, run_days, waits

EXPECTED_CALLS = 1660
VARIANTS = {"alpha0_10": (), "alpha0_400": ("demand.forecast_error.day=5 %",)}
"""Case → settings over the file; the day factor of shape alpha0 has the spread 1 / sqrt(alpha0)."""


def measure(_: World, record: Record) -> Day:
    """Sum up a day; who left counts with the time waited until then."""
    outcome = record.contacts["outcome"]
    assert np.isin(outcome, (Outcome.ANSWERED, Outcome.ABANDONED)).all(), "callers are served or they leave"
    wait = waits(record)
    return {
        "Number of arrivals per day": float(len(outcome)),
        "Average waiting time per customer": float(wait.sum() / TICKS_PER_SECOND / EXPECTED_CALLS),
        "Proportion of waiting times < s": float((wait < IN_TARGET_TICKS).sum() / EXPECTED_CALLS),
        "Proportion of calls lost": float((outcome == Outcome.ABANDONED).sum() / EXPECTED_CALLS),
    }


def figures(case: str) -> dict[str, Estimate]:
    """Run a variant and estimate its figures, all of them means over days."""
    scenario = load(HERE / "a01_ssj_callcenter.yaml", sets=VARIANTS[case])
    return {label: mean(values) for label, values in run_days(scenario, measure).items()}


@pytest.mark.slow
@pytest.mark.parametrize("case", VARIANTS)
def test_waits_and_lost_calls_are_those_of_ssj(case: str) -> None:
    """Arrivals, mean wait, share below 20 s and share lost agree with the printed ones."""
    assert_agree(printed_rows("a01_ssj_callcenter.csv", case), figures(case))
