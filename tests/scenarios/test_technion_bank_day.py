"""The simulated day beside the real one: what fits, what does not, and by how much.

Nothing in the scenario was fitted to these figures: they follow from callers, patience, talk and the agents seen at
work. What a test prints stands in the notes of the scenario. Fifty days at a fixed seed; the standard error of the
abandonment rate over them is 0.3 points, of the mean wait 2 s, so the limits fail for a changed model, not for chance.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine import run
from sim.experiment.backcast import Backcast
from sim.experiment.plan import Plan
from sim.experiment.study import carry_out
from sim.report.backcast import verdicts
from sim.rules.lifecycle import Outcome
from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower

DAYS = 50
SEED = 1
KINDS = ("regular", "new_customer", "stock_exchange", "internet")
NO_WRAP_UP = tuple(f"service.any.{kind}.wrap_up=null" for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Waits:
    """Calls with their waits, of one day or of many.

    Attributes:
        kind: (calls,) channel.
        hour: (calls,) hour of the day of the call.
        wait_s: (calls,) [s].
        is_answered: (calls,) bool; the others left.
    """

    kind: NDArray[np.str_]
    hour: NDArray[np.int64]
    wait_s: NDArray[np.float64]
    is_answered: NDArray[np.bool_]

    @property
    def abandoned(self) -> float:
        """Share that left."""
        return float((~self.is_answered).mean())

    @property
    def figures(self) -> dict[str, float]:
        """What a planner looks at first."""
        return {
            "abandoned": self.abandoned,
            "mean wait": float(self.wait_s.mean()),
            "mean wait of the answered": float(self.wait_s[self.is_answered].mean()),
            "mean wait of those who left": float(self.wait_s[~self.is_answered].mean()),
            "answered within 20 s": float((self.is_answered & (self.wait_s <= 20)).mean()),
        }

    def only(self, which: NDArray[np.bool_]) -> "Waits":
        """Some of the calls."""
        return Waits(self.kind[which], self.hour[which], self.wait_s[which], self.is_answered[which])


def _simulate(scenario: Path, *sets: str) -> Waits:
    """All calls of fifty days."""
    blueprint = lower(load(scenario, sets=sets), "as_it_was")
    parts: list[Waits] = []
    for day in range(DAYS):
        contacts = run(blueprint.world(SEED, day), engine="reference").contacts
        is_answered = contacts["outcome"] == Outcome.ANSWERED
        assert (is_answered | (contacts["outcome"] == Outcome.ABANDONED)).all()
        until = np.where(is_answered, contacts["answered_tick"], contacts["ended_tick"])
        parts.append(
            Waits(
                np.asarray(blueprint.names.channels)[contacts["channel"]],
                contacts["arrived_tick"] // (3600 * TICKS_PER_SECOND),
                (until - contacts["queued_tick"]) / TICKS_PER_SECOND,
                is_answered,
            )
        )
    return Waits(*(np.concatenate([getattr(part, name) for part in parts]) for name in Waits.__slots__))


@pytest.fixture(scope="module")
def real(day_calls: Any) -> Waits:
    return Waits(day_calls.kind, day_calls.queued_s // 3600, day_calls.wait_s, day_calls.is_answered)


@pytest.fixture(scope="module")
def simulated(technion_bank_day: Path) -> Waits:
    return _simulate(technion_bank_day)


def test_the_day_as_a_whole_is_within_20_percent(real: Waits, simulated: Waits) -> None:
    """Abandonment 26.0 to 39.0 % where 32.5 % were counted; waits of all and of the answered, and the share in 20 s.

    The one figure that is further off, and is said to be: those who left waited 97 s where 79.5 s were counted.
    """
    print(f"\n{'':30s} counted  simulated")
    for name, value in real.figures.items():
        print(f"{name:30s} {value:7.4g}  {simulated.figures[name]:7.4g}")
    assert 0.260 <= simulated.abandoned <= 0.390
    for name in ("mean wait", "mean wait of the answered", "answered within 20 s"):
        assert simulated.figures[name] == pytest.approx(real.figures[name], rel=0.20), name
    longer = simulated.figures["mean wait of those who left"] / real.figures["mean wait of those who left"]
    assert longer == pytest.approx(1.22, abs=0.05)


def test_kinds_of_call_differ_as_in_truth_but_less(real: Waits, simulated: Waits) -> None:
    """Stock exchange callers leave least, then regular, internet and new ones; each within 35 % of its counted rate."""
    rates = {
        kind: (real.only(real.kind == kind).abandoned, simulated.only(simulated.kind == kind).abandoned)
        for kind in KINDS
    }
    for kind, (counted, found) in rates.items():
        print(f"{kind:16s} counted {counted:.3f}  simulated {found:.3f}")
        assert found == pytest.approx(counted, rel=0.35), kind
    for side in (0, 1):
        order = sorted(KINDS, key=lambda kind: rates[kind][side])
        assert order == ["stock_exchange", "regular", "internet", "new_customer"]


def test_the_day_until_18_00_fits_and_the_evening_does_not(real: Waits, simulated: Waits) -> None:
    """Abandonment before 18:00 is within 5 % of the counted one; after 18:00 it is 23 % where 9 % were counted."""
    for hour in range(7, 24):
        counted, found = real.only(np.maximum(real.hour, 7) == hour), simulated.only(simulated.hour == hour)
        print(f"{hour:02d}:00  counted {counted.abandoned:.3f}  simulated {found.abandoned:.3f}")
    before = [side.only(side.hour < 18).abandoned for side in (real, simulated)]
    after = [side.only(side.hour >= 18).abandoned for side in (real, simulated)]
    print(before, after)
    assert before[1] == pytest.approx(before[0], rel=0.05)
    assert after == pytest.approx([0.09, 0.23], abs=0.015)


def test_without_the_time_between_calls_too_few_would_leave(technion_bank_day: Path) -> None:
    """Agents who take the next call at once lose 24.5 %: the 26.0 % are missed, and so the notes say."""
    found = _simulate(technion_bank_day, *NO_WRAP_UP)
    print(found.figures)
    assert found.abandoned == pytest.approx(0.245, abs=0.01)


# --- simulated beside actual, as `busyhour run` shows it ----------------------------------------------------------


def _hours(real: Any) -> str:
    """The calls as a file of actuals: hours by kind of call; without handle time, as the data have talk only."""
    lines = ["date,time,queue,offered,answered,abandoned,asa"]
    for hour in range(7, 24):
        for kind in KINDS:
            mine = (np.maximum(real.queued_s // 3600, 7) == hour) & (real.kind == kind)
            answered = mine & real.is_answered
            asa = f"{real.wait_s[answered].mean():.2f}" if answered.any() else ""
            counts = f"{mine.sum()},{answered.sum()},{(mine & ~real.is_answered).sum()}"
            lines.append(f"1999-08-01,{hour:02d}:00,{kind},{counts},{asa}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def beside(technion_bank_day: Path, day_calls: Any, tmp_path_factory: pytest.TempPathFactory) -> Backcast:
    file = tmp_path_factory.mktemp("actuals") / "hours.csv"
    file.write_text(_hours(day_calls), encoding="utf-8")
    scenario = load(technion_bank_day, sets=(f"actuals={file}",))
    plan = Plan(scenario, ("as_it_was",), "as_it_was", SEED, DAYS, jobs=1)
    found = carry_out(plan, lambda *_: None, lambda _: None).backcast()
    assert found is not None
    return found


def test_the_verdict_names_what_does_not_fit(beside: Backcast) -> None:
    """Volumes lie inside the band of the simulation for every kind of call, abandonment of two kinds does not."""
    print("", *verdicts(beside), sep="\n")
    found = {(total.queue, total.measure.name): total for total in beside.totals}
    assert beside.queues == KINDS
    for kind in KINDS:
        assert found[kind, "offered"].verdict == "inside"
    rates = {kind: found[kind, "abandonment_rate"] for kind in KINDS}
    assert {kind: rate.verdict for kind, rate in rates.items()} == {
        "regular": "below",
        "new_customer": "above",
        "stock_exchange": "inside",
        "internet": "inside",
    }
    assert [rate.actual for rate in rates.values()] == pytest.approx([0.270, 0.5575, 0.136, 0.477], abs=0.0005)
