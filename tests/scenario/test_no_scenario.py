"""Facts about what is no scenario at all, and about anything in any place: faults, never a crash."""

import copy
import random

import pytest
import yaml

from sim.engine import run
from sim.errors import ScenarioError
from sim.scenario.document import parse_document
from sim.scenario.load import load, load_text
from sim.world.build import lower

NOT_A_SCENARIO = {
    "": "plan.yaml: the file is empty",
    "# only words\n": "plan.yaml: the file is empty",
    "- a\n- b\n": "plan.yaml:1:1: the top level of the file must be a mapping of keys and values",
    "Dear planner,\nplease write": "plan.yaml:1:1: the top level of the file must be a mapping of keys and values",
    "name: a\nname: b\n": "plan.yaml:2:1: name: this key stands here twice; first at line 1, column 1",
    "name: [1, 2\n": "plan.yaml:2:1: a ',' or the closing ']' is missing before this",
    "name: !!str x\n": "plan.yaml:1:7: name: the YAML tag !!str is not allowed; write the value without it",
    "a: " + "[" * 60 + "]" * 60: "plan.yaml:1:44: a[0][0][0]: values are nested more than 40 deep",
}


@pytest.mark.parametrize("text", NOT_A_SCENARIO)
def test_a_text_that_is_no_scenario_is_told_so(text):
    """Empty files, letters, lists, duplicate keys, broken brackets and tags have a message, never a traceback."""
    with pytest.raises(ScenarioError) as caught:
        load_text(text, "plan.yaml")
    assert NOT_A_SCENARIO[text] in [fault.render().splitlines()[0] for fault in caught.value.faults]


def test_a_file_that_cannot_be_read_is_told_so(tmp_path):
    """A binary file, a folder and a missing file are scenario errors."""
    (tmp_path / "sheet.yaml").write_bytes(bytes(range(256)))
    for name, message in (
        ("sheet.yaml", "not UTF-8"),
        (".", "this is a folder, not a YAML file"),
        ("none.yaml", "there is no such file"),
    ):
        with pytest.raises(ScenarioError, match=message):
            load(tmp_path / name)


WRONG = (
    None, "", "x", "*", "never", "as phone", 0, -1, 1e300, 2**63, True, [], {}, [None], [{}], [[1]], {"x": {"y": [1]}},
    {"*": 1}, {"by_time": {"00:00": None}}, "0 s", "36525 days", "1000000 times", "9999999 contacts", "2026-03-29",
    "daily 23:00-22:00", {"daily": []}, {"daily": {}},
)  # fmt: skip
"""What a planner, or a program that writes scenarios, may put in the wrong place."""


def paths(data, path=()):
    """Yield the path of every value of a tree."""
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from paths(value, (*path, key))


def test_nothing_in_any_place_is_a_crash(whole):
    """Whatever stands wherever, loading ends in faults, or in a scenario that can be lowered, drawn and run."""
    base = parse_document(whole, "plan.yaml").data
    cases = [(path, wrong) for path in paths(base) if path for wrong in (*WRONG, "delete it")]
    loaded = 0
    for path, wrong in random.Random(20260302).sample(cases, 500):
        data = copy.deepcopy(base)
        around = data
        for key in path[:-1]:
            around = around[key]
        if wrong == "delete it":
            del around[path[-1]]
        else:
            around[path[-1]] = wrong
        try:
            scenario = load_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))
        except ScenarioError:
            continue
        loaded += 1
        world = lower(scenario, scenario.base).world(1, 0)
        if len(world.arrivals.tick) < 3000 and world.horizon.end < 30 * 86_400_000_000:
            run(world)
    assert loaded > 20
