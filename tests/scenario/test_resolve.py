"""Facts about the resolved scenario: one file without layers that means the same, and where every value comes from."""

from pathlib import Path

import pytest

from sim.scenario.load import load, load_text, strategy_layers
from sim.scenario.resolve import resolved_text, resolved_values


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: str) -> Path:
    """The working folder, with plan.yaml and two layers on top of it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(whole)
    (tmp_path / "mine.yaml").write_text("extends: plan.yaml\nname: Mine\nchange_of_channel: 5 s\n")
    (tmp_path / "over.yaml").write_text(
        "queues:\n  calls: {limit: 9 waiting}\nsteps: {train: {change_of_channel: 7 s}}\n"
    )
    return tmp_path


def layered():
    """Load the scenario with an overlay and two sets."""
    return load("mine.yaml", ["over.yaml"], ["run.zone=Europe/Warsaw", "segments.firms.leaves_at_once={phone: 5 %}"])


def test_the_resolved_text_means_the_same(folder):
    """It has no layers left, and loads to the same fingerprint and the same centres."""
    scenario = layered()
    text = resolved_text(scenario)
    again = load_text(text)
    assert "extends" not in text.replace("# resolved: extends", "")
    assert again.fingerprint == scenario.fingerprint
    assert again.centres == scenario.centres
    assert (again.name, again.base) == (scenario.name, scenario.base)


def test_resolving_twice_changes_nothing(folder):
    """The resolved text of the resolved text is itself, byte for byte."""
    text = resolved_text(layered())
    assert resolved_text(load_text(text)) == text


ODD_TEXTS = [
    "10:30",
    "NO",
    "yes",
    "010",
    "1e3",
    "null",
    "~",
    "2026-03-02",
    "a: b",
    "# no",
    "'",
    '"',
    "ęśą",
    "0x1F",
    " x ",
]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_survive(whole, text):
    """What looks like a number, a truth or a comment stays text through resolving."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    scenario = load_text(whole.replace("name: Whole", f'name: "{quoted}"'))
    assert load_text(resolved_text(scenario)).centres == scenario.centres
    assert scenario.name == text


def origins(scenario, strategy: str) -> dict[str, tuple[str, str]]:
    """Value and origin of every path."""
    values = resolved_values(scenario, strategy)
    assert len({value.path for value in values}) == len(values)
    return {value.path: (value.value, value.origin) for value in values}


def test_every_value_names_where_it_is_written(folder):
    """A leaf has the file and line of the layer that set it: base, file, overlay, --set, strategy or step."""
    shown = origins(layered(), "shared")
    assert shown["demand.interval"] == ("30 min", "plan.yaml:7")
    assert shown["name"] == ("Mine", "mine.yaml:2")
    assert shown["queues.calls.limit"] == ("9 waiting", "over.yaml:2")
    assert shown["run.zone"] == ("Europe/Warsaw", "--set:1")
    assert shown["segments.firms.leaves_at_once.phone"] == ("5 %", "--set:2")
    assert shown["change_of_channel"] == ("7 s", "over.yaml:3")
    lines = Path("plan.yaml").read_text().split("\n")
    strategy = 1 + lines.index("    context: {other_channel: kept 90 %}")
    assert shown["context.other_channel"] == ("kept 90 %", f"plan.yaml:{strategy}")
    assert shown["pools.desk.skills.phone"] == ("level 1", f"plan.yaml:{strategy + 2}")


def test_every_written_leaf_is_shown(folder):
    """No leaf of the merged text is left out, and each has a place."""
    scenario = layered()
    text = strategy_layers(scenario.layered)["shared"].data
    shown = origins(scenario, "shared")

    def count(data) -> int:
        if isinstance(data, dict):
            return sum(count(value) for key, value in data.items() if key not in ("strategies", "steps"))
        return 1

    written = {path: origin for path, (_, origin) in shown.items() if origin != "default"}
    assert len(written) == count(text)
    assert all(":" in origin and origin.rpartition(":")[2].isdigit() for origin in written.values())


def test_what_nobody_wrote_is_a_default(folder):
    """Defaults stand in the planner's words, in parts that are written and in parts that are not."""
    shown = origins(layered(), "apart")
    assert shown["run.settle"] == ("0 days", "default")
    assert shown["channels.phone.at_close"] == ("serve who waits", "default")
    assert shown["context.same_channel"] == ("kept 100 %", "default")
    assert shown["lost_story.extra_talk"] == ("0 s", "default")
    assert shown["what_next.at_most"] == ("6 visits", "default")
    assert shown["pools.desk.shrinkage.out_of_office"] == ("0 %", "default")
    assert shown["context.other_channel"] == ("kept 100 %", "default")


def test_defaults_that_are_shown_are_what_runs(folder):
    """Writing every shown default into the file changes no centre."""
    scenario = layered()
    sets = [
        f"{value.path}={value.value}"
        for value in resolved_values(scenario, "apart")
        if value.origin == "default" and not value.path.startswith("base")
    ]
    filled = load(
        "mine.yaml", ["over.yaml"], ["run.zone=Europe/Warsaw", "segments.firms.leaves_at_once={phone: 5 %}", *sets]
    )
    assert len(sets) > 15
    assert filled.centres["apart"] == scenario.centres["apart"]
