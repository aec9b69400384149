"""Facts about loading: layers, strategies and steps, and what a fingerprint depends on."""

import copy
from pathlib import Path

import pytest
import yaml

from sim.errors import ScenarioError
from sim.scenario.document import parse_document
from sim.scenario.load import input_files, load, load_text


@pytest.fixture
def folder(tmp_path: Path, whole: str) -> Path:
    """A folder with the whole scenario in plan.yaml."""
    (tmp_path / "plan.yaml").write_text(whole)
    return tmp_path


def test_each_strategy_is_a_centre_of_its_own(whole):
    """A strategy starts from another, adds steps, then says what is its own; the others do not see it."""
    scenario = load_text(whole)
    assert list(scenario.centres) == ["apart", "shared"]
    assert scenario.base == "apart"
    apart, shared = scenario.centres.values()
    assert "phone" not in apart.pools["desk"].skills
    assert shared.pools["desk"].skills["phone"].level == 1
    assert (apart.context.other_channel, shared.context.other_channel) == (1.0, 0.9)
    assert apart.demand == shared.demand


def test_steps_come_after_the_strategy_and_in_their_order(change):
    """What a strategy says lies below its steps, and a later step lies over an earlier one."""
    text = change(("add: [train]", "add: [train, more]"), ("{phone: level 1}", "{phone: level 1, chat: level 4}"))
    text += "  more: {pools: {desk: {skills: {phone: level 2}}}, context: {other_channel: kept 10 %}}\n"
    shared = load_text(text).centres["shared"]
    assert shared.pools["desk"].skills["phone"].level == 2
    assert shared.context.other_channel == 0.1


def test_a_strategy_deletes_with_null(change):
    """`null` in an overlay takes away what the file says."""
    text = change(("context: {other_channel: kept 90 %}", "queues: {texts: null, all: {of: [chat, email]}}"))
    text = text.replace("  shared:\n", "  shared:\n    serves: {day: [calls, all], desk: {texts: null, all: first}}\n")
    shared = load_text(text).centres["shared"]
    assert list(shared.queues) == ["calls", "all"]
    assert list(shared.serves["desk"]) == ["all"]


def test_a_file_without_strategies_is_one(change):
    """A file that names no strategy has one, the file as it is."""
    data = parse_document(change(("base: apart\n", "")), "plan.yaml").data
    del data["strategies"], data["steps"]
    assert list(load_text(yaml.safe_dump(data)).centres) == ["as_is"]


def test_a_strategy_may_be_empty(change):
    """A strategy with nothing in it is the file as it is, written {} or left empty."""
    scenario = load_text(change(("apart: {}", "apart:\n  again: {}")))
    assert scenario.centres["again"] == scenario.centres["apart"]


def test_layers_lie_in_order(folder, whole):
    """extends < the file < overlays in order < --set, down to the leaf."""
    (folder / "mine.yaml").write_text(
        "extends: plan.yaml\nname: Mine\nchange_of_channel: 5 s\nfull_time: 38 h a week\n"
    )
    (folder / "one.yaml").write_text("change_of_channel: 6 s\nfull_time: 39 h a week\n")
    (folder / "two.yaml").write_text("full_time: 37 h a week\n")
    scenario = load(folder / "mine.yaml", [folder / "one.yaml", folder / "two.yaml"], ["run.seed=9"])
    centre = scenario.centres["apart"]
    assert scenario.name == "Mine"
    assert (centre.change_of_channel, centre.full_time, centre.run.seed) == (6_000_000, 37 * 3600 * 10**6, 9)


def test_faults_of_layers_stand_where_they_are_written(folder):
    """A fault in an overlay names the overlay; one in a --set names the set."""
    (folder / "over.yaml").write_text("queues:\n  calls: {of: phnoe}\n")
    with pytest.raises(ScenarioError) as caught:
        load(folder / "plan.yaml", [folder / "over.yaml"], ["run.measure=1", "kpis.short_abandon=5"])
    places = {(Path(fault.file).name, fault.line, fault.column): fault.path for fault in caught.value.faults}
    assert places == {
        ("over.yaml", 2, 15): "queues.calls.of",
        ("--set", 1, 1): "run.measure",
        ("--set", 2, 1): "kpis.short_abandon",
    }


def test_a_circle_of_extends_is_a_fault(folder):
    """Files that extend each other are named in a circle, once."""
    (folder / "a.yaml").write_text("extends: b.yaml\n")
    (folder / "b.yaml").write_text("extends: a.yaml\n")
    with pytest.raises(ScenarioError) as caught:
        load(folder / "a.yaml")
    assert sum("the files go round in a circle" in fault.message for fault in caught.value.faults) == 1


# --- fingerprints -------------------------------------------------------------------------------------------------


def test_the_same_inputs_have_the_same_fingerprint(whole, folder):
    """Comments, layout, the place of the file and the order of keys do not count."""
    fingerprint = load_text(whole).fingerprint
    data = parse_document(whole, "plan.yaml").data
    turned = dict(reversed(data.items()))
    assert load_text(yaml.safe_dump(turned, sort_keys=False)).fingerprint == fingerprint
    assert load(folder / "plan.yaml").fingerprint == fingerprint
    assert load_text("# note\n" + whole.replace("{phone: 1 h,", "{phone:   1 h,")).fingerprint == fingerprint


@pytest.mark.parametrize("key", ["replications", "seed"])
def test_replications_and_seed_are_not_part_of_it(change, whole, key):
    """More replications of the same scenario, or another seed, keep its fingerprint."""
    text = change(("measure: 1 week}", f"measure: 1 week, {key}: 77}}"))
    assert load_text(text).fingerprint == load_text(whole).fingerprint


def leaves(data, path=()):
    """Yield the path and value of every scalar of a tree."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if items is None:
        yield path, data
    for key, value in items or ():
        yield from leaves(value, (*path, key))


def test_every_other_leaf_is_part_of_it(whole):
    """Doubling a number, lengthening a text or a time: each changes the fingerprint, and all differ."""
    data = parse_document(whole, "plan.yaml").data
    seen = {load_text(whole).fingerprint}
    n_changed = 0
    for path, value in leaves(data):
        changed = copy.deepcopy(data)
        around = changed
        for key in path[:-1]:
            around = around[key]
        around[path[-1]] = value * 2 if isinstance(value, int | float) else f"{value} "
        try:
            fingerprint = load_text(yaml.safe_dump(changed, sort_keys=False)).fingerprint
        except ScenarioError:
            continue
        assert fingerprint not in seen, path
        seen.add(fingerprint)
        n_changed += 1
    assert n_changed > 40


def test_the_content_of_a_csv_is_part_of_it(folder, change):
    """A changed count in a data file changes the fingerprint; the file's time does not."""
    row = ('    email:\n      rate: {"08:00": 5 per h, "10:00": 0 per h}', "    email: {file: mails.csv}")
    (folder / "plan.yaml").write_text(change(row))
    table = folder / "mails.csv"
    table.write_text("weekday,time,contacts\nmon,08:00,3\n")
    scenario = load(folder / "plan.yaml")
    table.write_text("weekday,time,contacts\nmon,08:00,3\n")
    again = load(folder / "plan.yaml")
    table.write_text("weekday,time,contacts\nmon,08:00,4\n")
    assert scenario.fingerprint == again.fingerprint != load(folder / "plan.yaml").fingerprint
    assert input_files(scenario.centres) == ["mails.csv"]


# --- size and names -----------------------------------------------------------------------------------------------


def test_names_may_be_anything_a_planner_writes(whole):
    """Names with spaces, dots, accents and other scripts are names like any other."""
    text = whole.replace("phone", "linia główna 1.2").replace("people", "チャット & co.").replace("texts", "a")
    scenario = load_text(text)
    assert list(scenario.centres["apart"].channels) == ["linia główna 1.2", "chat", "email"]
    assert list(scenario.centres["apart"].segments) == ["チャット & co.", "firms"]


def test_three_hundred_channels_load_in_seconds(whole):
    """A large centre is checked as a small one: 300 channels with queues and service."""
    data = parse_document(whole, "plan.yaml").data
    for number in range(300):
        name = f"line{number}"
        data["channels"][name] = {"kind": "live", "open": "as phone"}
        data["queues"][f"q{number}"] = {"of": name}
        data["what_next"]["not_solved"][name] = "0.01 %"
        for intent in ("help", "sale"):
            data["service"][intent][name] = {"talk": "3 min"}
        data["pools"]["day"]["skills"][name] = "level 3"
        data["serves"]["day"].append(f"q{number}")
    assert len(load_text(yaml.safe_dump(data, sort_keys=False)).centres["shared"].channels) == 303
