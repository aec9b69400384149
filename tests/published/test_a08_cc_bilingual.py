"""Skills with a random choice of agents and redials after abandonment: weeks of the example Bilingual.

Arrivals hold redials. A call is in target when it is served with less than 60 s of waiting over all its tries. The
printed numbers of disconnected calls are left out: the published program counts almost none of those that are redialled
after the doors have closed, where a plain reading gives some (see SOURCE.md of the case).
"""

import numpy as np
import pytest

from sim.engine import run
from sim.record.record import Record
from sim.rules.lifecycle import Outcome, Reason
from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from tests.published.days import HERE, Day, Estimate, assert_agree, mean, printed_rows, waits

TARGET_TICKS = 60 * TICKS_PER_SECOND
SCHEDULED_TICKS = 2700 * 60 * TICKS_PER_SECOND
HEADS = {"English-only": 7, "Spanish-only": 7, "bilingual": 4}
LANGUAGES = {"English": 0, "Spanish": 1}
EXPECTED = 2500.0
"""First calls of a language in a week."""


def measure(record: Record) -> Day:
    """Sum up one week as the example does."""
    contacts, wait = record.contacts, np.maximum(waits(record), 0)
    issue = np.searchsorted(record.issues["issue"], contacts["issue"])
    so_far = np.cumsum(wait)
    before_issue = np.concatenate([[0], so_far])[np.searchsorted(issue, issue)]
    total = so_far - before_issue
    is_answered = contacts["outcome"] == Outcome.ANSWERED
    masks = {
        "Number of arrived contacts": np.ones(len(issue), dtype=bool),
        "Number of retrials after abandonment": contacts["reason"] == Reason.REDIAL,
        "Number of served contacts": is_answered,
        "Number of abandoned contacts": contacts["outcome"] == Outcome.ABANDONED,
        "Number of contacts in target": is_answered & (total < TARGET_TICKS),
    }
    found: Day = {}
    for label, mask in masks.items():
        by_language = {name: float((mask & (contacts["intent"] == n)).sum()) for name, n in LANGUAGES.items()}
        found |= {f"{label}, {name}": count for name, count in by_language.items()}
        found[f"{label}, all types"] = sum(by_language.values())
    for name in (*LANGUAGES, "all types"):
        expected = EXPECTED * (len(LANGUAGES) if name == "all types" else 1)
        found[f"Service level, {name}"] = 100.0 * found[f"Number of contacts in target, {name}"] / expected
    busy = [float(contacts["talk_ticks"][contacts["pool"] == pool].sum()) for pool in range(len(HEADS))]
    for (name, heads), ticks in zip(HEADS.items(), busy, strict=True):
        found[f"Agents' occupancy ratio, {name}"] = 100.0 * ticks / (SCHEDULED_TICKS * heads)
    found["Agents' occupancy ratio, all groups"] = 100.0 * sum(busy) / (SCHEDULED_TICKS * sum(HEADS.values()))
    return found


@pytest.mark.slow
def test_weeks_are_those_of_the_example() -> None:
    """Arrivals, redials, served, abandoned, in target and occupancies agree with the printed ones."""
    blueprint = lower(load(HERE / "a08_cc_bilingual.yaml"), "as_is")
    plan = blueprint.centre.run
    assert plan.replications >= 500
    weeks = [measure(run(blueprint.world(plan.seed, number))) for number in range(plan.replications)]
    ours: dict[str, Estimate] = {name: mean(np.asarray([week[name] for week in weeks])) for name in weeks[0]}
    assert_agree(printed_rows("a08_cc_bilingual.csv", "Bilingual"), ours)
