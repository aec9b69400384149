"""ContactCenters M/M/c day: plain, with callers who leave, at most five waiting, or the queue cleared at closing.

Only who is served counts in the service level and the speed of answer, each
a ratio of means; every variant has a further count of who is not served and a service level with them. Occupancy is
busy time over agents' time within the eight hours; what is worked after closing is outside both.
"""

import numpy as np
import pytest

from sim.record.record import Record, Table
from sim.rules.lifecycle import Outcome
from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.world import World
from tests.published.days import (
    HERE,
    IN_TARGET_TICKS,
    Day,
    Estimate,
    assert_agree,
    mean,
    printed_rows,
    ratio,
    run_days,
    waits,
)

TICKS_PER_MIN = 60 * TICKS_PER_SECOND
FILE = HERE / "a03_cc_mmc.yaml"
VARIANTS: dict[str, tuple[str, tuple[str, ...], str, str]] = {
    "MMC": ("plain", (), "", ""),
    "MMCAb": ("plain", ("a03_cc_mmc_abandonment.yaml",), "Number of contacts having abandoned", "abandonment"),
    "MMCBlocked": ("blocking", (), "Number of blocked contacts", "blocked contacts"),
    "MMCClrQ": ("clearing", (), "Number of disconnected contacts", "disconnected contacts"),
}
"""Case → strategy, overlays, name of the count of who is not served, name of the service level with them."""

NOT_SERVED = {"MMCAb": Outcome.ABANDONED, "MMCBlocked": Outcome.BLOCKED, "MMCClrQ": Outcome.DISCONNECTED}
ALWAYS_COUNTS = (Outcome.BLOCKED, Outcome.DISCONNECTED)
"""Who is not served and counts against the service level however short the wait; who left counts from 20 s on."""


def within(spans: Table, start: int, end: int) -> float:
    """Total length of spans within a window [min]."""
    inside = np.minimum(spans["end_tick"], end) - np.maximum(spans["start_tick"], start)
    return float(np.maximum(inside, 0).sum() / TICKS_PER_MIN)


def measure(world: World, record: Record) -> Day:
    """Sum up a day."""
    outcome, wait = record.contacts["outcome"], waits(record)
    opens, closes = int(world.channels.open_start[0][0]), int(world.channels.open_end[0][0])
    is_served = outcome == Outcome.ANSWERED
    counts = np.isin(outcome, ALWAYS_COUNTS) | ((outcome == Outcome.ABANDONED) & (wait >= IN_TARGET_TICKS))
    return {
        "served": float(is_served.sum()),
        "in target": float((is_served & (wait < IN_TARGET_TICKS)).sum()),
        "waited": float(wait[is_served].sum() / TICKS_PER_MIN),
        "busy": within(record.spells, opens, closes),
        "there": within(record.duties, opens, closes),
        "counts against": float(counts.sum()),
        **{case: float((outcome == lost).sum()) for case, lost in NOT_SERVED.items()},
    }


def figures(case: str) -> dict[str, Estimate]:
    """Run a variant and estimate its figures."""
    strategy, overlays, count, with_them = VARIANTS[case]
    day = run_days(load(FILE, [HERE / name for name in overlays]), measure, strategy)
    for other in NOT_SERVED:
        assert other == case or not day[other].any(), f"{case} has what belongs to {other}"
    found = {
        "Number of contacts in target": mean(day["in target"]),
        "Service level": ratio(day["in target"], day["served"]),
        "Speed of answer": ratio(day["waited"], day["served"]),
        "Occupancy ratio": ratio(day["busy"], day["there"]),
    }
    if case in NOT_SERVED:
        found[count] = mean(day[case])
        found[f"Service level with {with_them}"] = ratio(day["in target"], day["served"] + day["counts against"])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("case", VARIANTS)
def test_a_day_of_twelve_agents_is_that_of_contactcenters(case: str) -> None:
    """Service levels, speed of answer, occupancy and who is not served agree with the printed ones."""
    assert_agree(printed_rows("a03_cc_mmc.csv", case), figures(case))
