"""What each step of a ladder adds: paired with the rung before, and adding up to the whole."""

from pathlib import Path

import pytest

from sim.analysis import compare
from sim.experiment.ladder import SHOWN, Ladder, ladder_of
from sim.experiment.plan import Plan, Study
from sim.experiment.study import carry_out
from sim.kpi import CATALOG, parts_of
from sim.scenario.load import load
from tests.scenario.test_ladder import TEXT

PRICED = TEXT + "currency: EUR\ncosts: {wages: 20 EUR/h}\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Return the study of a small ladder with prices."""
    file = tmp_path_factory.mktemp("ladder") / "ladder.yaml"
    file.write_text(PRICED)
    scenario = load(file, climbs=True)
    names = tuple(scenario.centres)
    return carry_out(Plan(scenario, names, scenario.base, 1, 6), lambda *_: None, lambda _: None)


@pytest.fixture(scope="module")
def ladder(study: Study) -> Ladder:
    """Return its ladder."""
    return ladder_of(study)


def test_steps_add_up_to_the_whole(ladder: Ladder) -> None:
    """The gains telescope, KPI by KPI, and the whole is the end minus the start."""
    assert [rung.step for rung in ladder.rungs] == ["people", "memory", "patience"]
    assert [kpi.name for kpi in ladder.kpis] == list(SHOWN)
    for name in SHOWN:
        whole = ladder.whole[name].value
        assert sum(rung.gains[name].value for rung in ladder.rungs) == pytest.approx(whole, abs=1e-9)
        assert ladder.end[name].value - ladder.start[name].value == pytest.approx(whole, abs=1e-9)


def test_each_step_is_paired_with_the_rung_before(study: Study, ladder: Ladder) -> None:
    """The interval of a step is that of the paired comparison of two rungs, not of the step with the start."""
    kpi = CATALOG["wait_per_issue"]
    pair = [parts_of(kpi, study.sums[name]) for name in ("+ people", "+ memory")]
    found, wanted = ladder.rungs[1].gains[kpi.name], compare(*pair, kpi.direction)
    assert (found.value, found.half_width) == (wanted.value, wanted.half_width)


def test_a_step_that_changes_nothing_adds_nothing(ladder: Ladder) -> None:
    """Remembering more costs no wage: the same people are paid the same hours."""
    assert ladder.rungs[0].gains["cost_per_resolved_issue"].value > 0
    assert ladder.rungs[2].gains["repeats_per_issue"].n == 6


def test_without_prices_the_ladder_shows_what_customers_have(tmp_path: Path) -> None:
    """The cost of a resolved issue is left out, the rest stands."""
    file = tmp_path / "ladder.yaml"
    file.write_text(TEXT)
    scenario = load(file, climbs=True)
    plan = Plan(scenario, tuple(scenario.centres), scenario.base, 1, 2)
    found = ladder_of(carry_out(plan, lambda *_: None, lambda _: None))
    assert [kpi.name for kpi in found.kpis] == list(SHOWN[1:])
