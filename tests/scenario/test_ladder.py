"""Ladders: which rungs there are, and what cannot be climbed."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load, load_text
from tests.cli.conftest import SMALL

BASE = SMALL[: SMALL.index("strategies:")]
TEXT = (
    BASE
    + """\
strategies:
  before: {}
  now: {start_from: before, change_of_channel: 5 s}
  later: {start_from: now, add: [people]}
  last: {start_from: later, add: [memory, patience]}
steps:
  people: {pools: {team: {staff: {daily: {"08:00": 5, "13:00": 0}}}}}
  memory: {context: {same_channel: kept 90 %}, requires: people}
  patience: {patience_factor: 2 times, requires: [people, memory]}
ladder: {from: now, to: last}
"""
)


def climbed(tmp_path: Path, text: str = TEXT):
    (tmp_path / "ladder.yaml").write_text(text)
    return load(tmp_path / "ladder.yaml", climbs=True)


def test_the_rungs_take_one_step_more_each(tmp_path: Path) -> None:
    """Steps of all strategies on the way, in their order; the first rung is where it starts, and the base."""
    scenario = climbed(tmp_path)
    assert list(scenario.centres) == ["now", "+ people", "+ memory", "+ patience", "before"]
    assert scenario.base == "now"
    rungs = list(scenario.centres.values())[:4]
    assert [float(rung.context.same_channel) for rung in rungs] == [1.0, 1.0, 0.9, 0.9]
    assert [rung.patience_factor for rung in rungs] == [1.0, 1.0, 1.0, 2.0]
    assert len({rung.change_of_channel for rung in rungs}) == 1
    assert rungs[0].change_of_channel > 0


def test_the_last_rung_is_the_strategy_it_leads_to(tmp_path: Path) -> None:
    """Step by step to where the steps together lead."""
    last = load_text(TEXT).centres["last"]
    assert climbed(tmp_path).centres["+ patience"] == last.model_copy(update={"base": "now"})


def test_steps_may_be_named_in_another_order(tmp_path: Path) -> None:
    """`steps` instead of `to`: what a planner wants to try."""
    text = TEXT.replace("to: last}", "steps: [people, memory]}")
    assert list(climbed(tmp_path, text).centres)[:3] == ["now", "+ people", "+ memory"]


def test_without_climbing_a_ladder_changes_nothing() -> None:
    """The strategies are those of the file."""
    assert list(load_text(TEXT).centres) == ["before", "now", "later", "last"]


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("{from: now", "{from: nwo", "ladder.from", 'did you mean "now"'),
        ("to: last", "to: list", "ladder.to", 'did you mean "last"'),
        ("to: last", "to: before", "ladder.to", "before does not start from now"),
        ("{from: now", "{from: before", "ladder.to", "now changes more than its steps do (change_of_channel)"),
        ("{from: now, to: last}", "{from: now}", "ladder", "either to"),
        ("{from: now, to: last}", "{to: last}", "ladder.from", "is missing"),
        ("to: last", "steps: [people, memry]", "ladder.steps[1]", 'did you mean "memory"'),
        ("to: last", "steps: [people, people]", "ladder.steps[1]", "twice"),
        ("to: last", "steps: []", "ladder.steps", "a list of steps"),
        ("to: last", "steps: [memory, people]", "ladder", "memory requires people"),
        ("requires: people", "requires: peple", "steps.memory.requires", "there is no step of this name"),
        ("to: last", "to: last, show: all", "ladder.show", "unknown key"),
        ("{from: now, to: last}", "now", "ladder", "must be a mapping"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_told_at_its_place(old: str, new: str, place: str, said: str) -> None:
    """Whether it is climbed or not: one fault, with what would be right."""
    with pytest.raises(ScenarioError) as caught:
        load_text(TEXT.replace(old, new))
    faults = [fault for fault in caught.value.faults if fault.severity == "error"]
    assert len(faults) == 1, [fault.render() for fault in faults]
    assert faults[0].path == place
    assert said in faults[0].render()


def test_no_ladder_is_told_when_it_is_to_be_climbed(tmp_path: Path) -> None:
    """And how one is written."""
    with pytest.raises(ScenarioError) as caught:
        climbed(tmp_path, SMALL)
    assert "there is no ladder to climb" in caught.value.faults[0].render()
    assert "ladder: {from:" in caught.value.faults[0].render()
