"""The urgent-care line of a SimPy course: operators, then a nurse who calls 40 % of the callers back.

Waits are those of all whose service starts in the window. Utilisation counts the whole length of what ends in the
window, also what began before it, over servers times the window; the time-weighted figures and the queue lengths are
averages over the window. Only five replications are printed, so the published rows are loose; those of an independent
run of the same notebook (`[RERUN]`) are tight and stand apart. Eight nurses cannot keep up: a transient, from empty,
or after a warm-up; eleven can, barely.
"""

import numpy as np
import pytest

from sim.engine import run
from sim.record.record import Record
from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from tests.published.days import HERE, Estimate, Floats, Ints, assert_agree, mean, printed_rows

MINUTE_TICKS = 60 * TICKS_PER_SECOND
WINDOW_TICKS = 1000 * MINUTE_TICKS
WARM_UP = {"fifteen nurses": 50, "eight nurses": 0, "eight nurses later": 1000, "eleven nurses": 2000}
"""Minutes before the window."""
CASE = {"fifteen nurses": "nb08", "eight nurses": "nb09_a", "eight nurses later": "nb09_b", "eleven nurses": "nb09_c"}
OPERATORS = 13
NURSES = {"fifteen nurses": 15, "eight nurses": 8, "eight nurses later": 8, "eleven nurses": 11}
DAYS = {"eight nurses later": 2, "eleven nurses": 3}
"""Days of the long runs, which are laid over the plain ones."""
TRIAGE, CONSULTATION = 0, 1


def covered(start: Ints, end: Ints, first: int) -> float:
    """Return the ticks of the spans that lie in the window, summed."""
    inside = np.minimum(np.where(end < 0, first + WINDOW_TICKS, end), first + WINDOW_TICKS) - np.maximum(start, first)
    return float(np.maximum(inside, 0).sum())


def measure(record: Record, strategy: str) -> list[float]:
    """Sum up one replication as the notebooks do, in the order of their figures."""
    first, found = WARM_UP[strategy] * MINUTE_TICKS, []
    for kind, servers in ((TRIAGE, OPERATORS), (CONSULTATION, NURSES[strategy])):
        column = {name: values[record.contacts["intent"] == kind] for name, values in record.contacts.items()}
        queued, answered, over = (column[name] for name in ("queued_tick", "answered_tick", "talk_end_tick"))
        starts = (answered >= first) & (answered < first + WINDOW_TICKS)
        ends = (over >= first) & (over < first + WINDOW_TICKS)
        in_service = answered >= 0
        found += [
            float((answered - queued)[starts].mean()) / MINUTE_TICKS,
            100.0 * float(column["talk_ticks"][ends].sum()) / (WINDOW_TICKS * servers),
            100.0 * covered(answered[in_service], over[in_service], first) / (WINDOW_TICKS * servers),
            covered(queued, answered, first) / WINDOW_TICKS,
        ]
    return found


def figures(strategy: str) -> dict[str, Estimate]:
    """Run the case and estimate its figures, by the notebooks' names."""
    overlays = [HERE / "a15_nurse_callback_long.yaml"] if strategy in DAYS else []
    sets = [f"run.measure={DAYS[strategy]} days"] if strategy in DAYS else []
    scenario = load(HERE / "a15_nurse_callback.yaml", overlays, sets)
    blueprint = lower(scenario, strategy)
    plan = blueprint.centre.run
    assert plan.replications >= 500
    days = [measure(run(blueprint.world(plan.seed, number)), strategy) for number in range(plan.replications)]
    columns: list[Floats] = list(np.asarray(days).T)
    wait, used, weighted, queue, nurse_wait, nurse_used, nurse_weighted, nurse_queue = map(mean, columns)
    return {
        "01_mean_waiting_time": wait,
        "02_operator_util": used,
        "02a_operator_util_time_weighted": weighted,
        "03_mean_nurse_waiting_time": nurse_wait,
        "04_nurse_util": nurse_used,
        "04a_nurse_util_time_weighted": nurse_weighted,
        "05_operator_queue_length": queue,
        "06_nurse_queue_length": nurse_queue,
    }


@pytest.mark.slow
@pytest.mark.parametrize("strategy", CASE)
def test_operators_and_nurses_are_those_of_the_course(strategy: str) -> None:
    """Waits, utilisation and queues agree with the printed ones and with the independent run of the notebook."""
    ours = figures(strategy)
    for case in (CASE[strategy], f"{CASE[strategy]} [RERUN]"):
        printed = printed_rows("a15_nurse_callback.csv", case)
        assert printed or case != CASE[strategy]
        assert_agree(printed, {name: ours[name] for name in printed})
