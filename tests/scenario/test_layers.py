"""Facts about laying scenario files over each other: order, deletion, places, circles, --set, inner overlays."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim.scenario.document import KeyPath, Position, parse_document
from sim.scenario.layers import Layered, Tree, load_layers, merge, overlay
from sim.scenario.sets import split_path

PHASES = (Phase.explicit, Phase.generate)
SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=400, phases=PHASES)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**files: str) -> None:
    """Write YAML files of the given names into the working folder."""
    for name, text in files.items():
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")


def messages(layered: Layered) -> list[str]:
    """Return file:line:column: message of each fault."""
    return [f"{fault.file}:{fault.line}:{fault.column}: {fault.message}" for fault in layered.faults]


def tree(text: str, file: str = "f") -> Tree:
    """Return a tree out of YAML text."""
    document = parse_document(text, file)
    return Tree(document.data, document.positions, document.key_positions)


def test_order_of_layers(folder: Path) -> None:
    """The highest layer wins: extends < include < the file < overlays in order < sets in order."""
    keys = "abcdefg"
    write(
        base="".join(f"{key}: base\n" for key in keys),
        inc="".join(f"{key}: inc\n" for key in keys[1:]),
        file="extends: base.yaml\ninclude: [inc.yaml]\n" + "".join(f"{key}: file\n" for key in keys[2:]),
        o1="".join(f"{key}: o1\n" for key in keys[3:]),
        o2="".join(f"{key}: o2\n" for key in keys[4:]),
    )
    layered = load_layers("file.yaml", ["o1.yaml", Path("o2.yaml")], ["f=s1", "g=s1", "g=s2"])
    assert layered.faults == []
    assert "".join(f"{key}:{value} " for key, value in layered.data.items()) == (
        "a:base b:inc c:file d:o1 e:o2 f:s1 g:s2 "
    )
    assert [path.name for path in layered.files] == ["base.yaml", "inc.yaml", "file.yaml", "o1.yaml", "o2.yaml"]
    assert layered.positions[("a",)] == Position("base.yaml", 1, 4)
    assert layered.positions[("e",)] == Position("o2.yaml", 1, 4)
    assert layered.key_positions[("g",)] == Position("--set", 3, 1)


def test_later_of_several_bases_wins(folder: Path) -> None:
    """In a list of bases the later lies over the earlier, and includes lie over bases."""
    write(one="a: 1\nb: 1", two="a: 2\nc: 2", file="extends: [one.yaml, two.yaml]")
    assert load_layers("file.yaml").data == {"a": 2, "b": 1, "c": 2}


def test_links_are_relative_to_the_file_that_has_them(folder: Path) -> None:
    """A base in another folder finds its own base beside itself."""
    Path("deep").mkdir()
    Path("deep/base.yaml").write_text("extends: root.yaml\nb: 2")
    Path("deep/root.yaml").write_text("a: 1")
    write(file="extends: deep/base.yaml")
    layered = load_layers("file.yaml")
    assert layered.data == {"a": 1, "b": 2}
    assert layered.positions[("a",)].file == "deep/root.yaml"


def test_shared_base_counts_once_at_its_first_place(folder: Path) -> None:
    """A base that two bases share does not undo what the first of them changed."""
    write(
        root="a: root\nb: root",
        one="extends: root.yaml\na: one",
        two="extends: root.yaml\nb: two",
        file="extends: [one.yaml, two.yaml]",
        over="extends: file.yaml\nc: 3",
    )
    layered = load_layers("file.yaml", ["over.yaml"])
    assert layered.data == {"a": "one", "b": "two", "c": 3}
    assert [path.name for path in layered.files] == ["root.yaml", "one.yaml", "two.yaml", "file.yaml", "over.yaml"]


def test_overlay_given_twice_is_laid_twice(folder: Path) -> None:
    """Overlays are laid in the order given, also one that was laid before; its faults are told once."""
    write(file="a: 0", x="a: x\nq:\n", y="a: y")
    layered = load_layers("file.yaml", ["x.yaml", "y.yaml", "x.yaml"])
    assert layered.data == {"a": "x"}
    assert len(layered.faults) == 1


def test_mappings_merge_deep_and_all_else_replaces(folder: Path) -> None:
    """Mappings merge at any depth; lists, scalars and changes of kind replace the whole."""
    base = tree("a: {b: {c: 1, d: 2}, l: [1, 2, {x: 1}], s: 1, m: {k: 1}}")
    over = tree("a: {b: {d: 3, e: 4}, l: [9], s: {t: 1}, m: 5}", "g")
    merged = merge(base, over)
    assert merged.data == {"a": {"b": {"c": 1, "d": 3, "e": 4}, "l": [9], "s": {"t": 1}, "m": 5}}
    assert merged.positions[("a", "b")].file == "f"
    assert merged.positions[("a", "b", "c")].file == "f"
    assert merged.positions[("a", "b", "d")].file == "g"
    assert merged.positions[("a", "l", 0)].file == "g"
    assert merged.positions[("a", "s")].file == "g"
    assert ("a", "l", 2, "x") not in merged.positions
    assert ("a", "m", "k") not in merged.positions
    assert base.data["a"]["b"] == {"c": 1, "d": 2}


def test_null_deletes(folder: Path) -> None:
    """A null deletes the key below, with its places; where nothing is below, nothing is left of it."""
    merged = merge(tree("a: {b: 1, c: {d: 1}}\ne: 1"), tree("a: {b: null, c: null, x: {y: null}}\ne: ~\nz: null"))
    assert merged.data == {"a": {"x": {}}}
    assert set(merged.positions) == {(), ("a",), ("a", "x")}


def test_null_of_a_lower_layer_does_not_reach_upwards(folder: Path) -> None:
    """What an upper layer sets after a null stays set; nulls inside lists stay."""
    write(base="a: 1\nl: [null, 1]", file="extends: base.yaml\na: null", over="a: 2")
    assert load_layers("file.yaml", ["over.yaml"]).data == {"l": [None, 1], "a": 2}


def test_inner_overlay_is_laid_over_the_top_with_its_own_places(folder: Path) -> None:
    """A step lies over the top level, deletes by null, leaves out what is skipped, and keeps its places."""
    write(
        file="serves: {phone: {calls: first}, mail: 1}\nsteps:\n  pool:\n"
        "    serves: {phone: {mails: third}, mail: null}\n    set_up: 40000 EUR\n"
    )
    layered = load_layers("file.yaml")
    pooled = overlay(layered, ("steps", "pool"), skip=("set_up",))
    assert pooled.data["serves"] == {"phone": {"calls": "first", "mails": "third"}}
    assert "set_up" not in pooled.data
    assert pooled.positions[("serves", "phone", "mails")] == Position("file.yaml", 4, 29)
    assert pooled.positions[("serves", "phone", "calls")] == Position("file.yaml", 1, 25)
    assert pooled.data["steps"] == layered.data["steps"]
    assert layered.data["serves"] == {"phone": {"calls": "first"}, "mail": 1}


def test_null_of_a_step_survives_all_layers_until_the_step_is_laid(folder: Path) -> None:
    """A null below steps or strategies that has nothing to delete there is kept; one that has, deletes."""
    write(
        base="q: 1\nsteps: {pool: {q: null, r: null}, train: {q: 2}}",
        file="extends: base.yaml\nsteps: {train: null, more: {q: null}}",
    )
    layered = load_layers("file.yaml", [], ["s=1"])
    assert layered.data["steps"] == {"pool": {"q": None, "r": None}, "more": {"q": None}}
    assert overlay(layered, ("steps", "pool")).data == {"steps": layered.data["steps"], "s": 1}


@pytest.mark.parametrize(
    ("path", "place", "message", "nearest"),
    [
        (("steps", "poool"), (2, 3), 'there is no "poool" here', "pool"),
        (("stops", "pool"), (1, 1), 'there is no "stops" here', "steps"),
        (("steps", "pool", "a"), (2, 13), "this must be a mapping of keys and values", ""),
        (("steps", "pool", "a", "b"), (2, 13), "this must be a mapping of keys and values", ""),
    ],
)
def test_inner_overlay_that_is_not_there(
    folder: Path, path: tuple[str, ...], place: tuple[int, int], message: str, nearest: str
) -> None:
    """An unknown step is a fault with the nearest name, and the scenario stays as it was."""
    write(file="steps:\n  pool: {a: 1}\n")
    layered = load_layers("file.yaml")
    result = overlay(layered, path)
    (fault,) = result.faults
    assert (fault.message, fault.nearest, (fault.line, fault.column)) == (message, nearest, place)
    assert result.data == layered.data
    assert layered.faults == []


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"a": "extends: a.yaml"}, "a.yaml:1:10: the files go round in a circle: a.yaml → a.yaml"),
        (
            {"a": "extends: b.yaml", "b": "x: 1\ninclude:\n  - c.yaml", "c": "extends: [a.yaml]"},
            "c.yaml:1:11: the files go round in a circle: a.yaml → b.yaml → c.yaml → a.yaml",
        ),
        (
            {"a": "extends: b.yaml", "b": "extends: c.yaml", "c": "include: ./b.yaml"},
            "c.yaml:1:10: the files go round in a circle: b.yaml → c.yaml → b.yaml",
        ),
        ({"a": "extends: none.yaml"}, "a.yaml:1:10: there is no file none.yaml"),
        ({"a": "include: [1]"}, "a.yaml:1:11: include must name a YAML file, or a list of them"),
        ({"a": "extends: {b: 1}"}, "a.yaml:1:10: extends must name a YAML file, or a list of them"),
        ({"a": "extends: ''"}, "a.yaml:1:10: extends must name a YAML file, or a list of them"),
        ({"a": "extends: b.yaml", "b": "x: @"}, "b.yaml:1:4: text that starts with @ needs quotes"),
        ({"a": "extends: b.yaml", "b": ""}, "b.yaml:0:0: the file is empty"),
        ({"a": 'extends: "b\\x01"'}, "a.yaml:1:10: there is no file b\x01"),
        ({"a": "extends: ."}, ".:0:0: this is a folder, not a YAML file"),
    ],
)
def test_links_that_lead_nowhere(folder: Path, files: dict[str, str], fault: str) -> None:
    """A circle is told with its chain, a missing file at the place that names it, a bad file in itself."""
    write(**files)
    assert messages(load_layers("a.yaml")) == [fault]


def test_chain_of_bases_has_an_end(folder: Path) -> None:
    """Files that build on each other without end are a fault, not a crash."""
    write(**{f"f{n}": f"extends: f{n + 1}.yaml" for n in range(200)}, f200="a: 1")
    assert [fault.message for fault in load_layers("f0.yaml").faults] == ["more than 50 files build on each other"]


def test_faults_of_all_files_are_gathered(folder: Path) -> None:
    """Faults of a base, a file, an overlay and a set come together."""
    write(base="a: 1\na: 2", file="extends: base.yaml\nb: !t 1", over="c: .nan")
    layered = load_layers("file.yaml", ["over.yaml", "gone.yaml"], ["x"])
    assert [fault.file for fault in layered.faults] == ["file.yaml", "base.yaml", "over.yaml", "gone.yaml", "--set"]
    assert layered.errors == layered.faults


def test_warnings_are_no_errors(folder: Path) -> None:
    """A key without a value is warned of, and is not among the errors."""
    write(file="a:\n")
    layered = load_layers("file.yaml")
    assert [fault.severity for fault in layered.faults] == ["warning"]
    assert layered.errors == []


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a.b=3", {"a": {"b": 3, "c": 2}, "l": [1]}),
        ("a.b=NO", {"a": {"b": "NO", "c": 2}, "l": [1]}),
        ("a.b=mean 5 min, cv 0.8", {"a": {"b": "mean 5 min, cv 0.8", "c": 2}, "l": [1]}),
        ("a.b=x=y", {"a": {"b": "x=y", "c": 2}, "l": [1]}),
        ("a.c=null", {"a": {"b": 1}, "l": [1]}),
        ("a={b: null, d: {e: 1}}", {"a": {"c": 2, "d": {"e": 1}}, "l": [1]}),
        ("l=[2, 3]", {"a": {"b": 1, "c": 2}, "l": [2, 3]}),
        ("x.y z.w=1", {"a": {"b": 1, "c": 2}, "l": [1], "x": {"y z": {"w": 1}}}),
        ('x."1.5".w=1', {"a": {"b": 1, "c": 2}, "l": [1], "x": {"1.5": {"w": 1}}}),
        (" a . b =1", {"a": {"b": 1, "c": 2}, "l": [1]}),
        ("a.b=''", {"a": {"b": "", "c": 2}, "l": [1]}),
        ("gone=null", {"a": {"b": 1, "c": 2}, "l": [1]}),
    ],
)
def test_set(folder: Path, text: str, data: dict[str, Any]) -> None:
    """A set reads its value as YAML, adds what is missing on its way, and merges mappings."""
    write(file="a: {b: 1, c: 2}\nl: [1]")
    layered = load_layers("file.yaml", [], [text])
    assert layered.faults == []
    assert layered.data == data


def test_set_places(folder: Path) -> None:
    """Every value of a set has the place --set, its number, column 1; mappings below keep theirs."""
    write(file="a: {b: 1}")
    layered = load_layers("file.yaml", [], ["a.b=1", "a.c={d: [1]}"])
    for path in [("a", "c"), ("a", "c", "d"), ("a", "c", "d", 0)]:
        assert layered.positions[path] == Position("--set", 2, 1)
    assert layered.positions[("a", "b")] == Position("--set", 1, 1)
    assert layered.positions[("a",)] == Position("file.yaml", 1, 4)


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("a", "a", "this is not path=value"),
        ("", "", "this is not path=value"),
        ("=3", "", "this is not path=value"),
        ("a..b=3", "", "this is not path=value"),
        (".a=3", "", "this is not path=value"),
        ("a.=3", "", "this is not path=value"),
        ('"a=3', "", "this is not path=value"),
        ('"a"b=3', "", "this is not path=value"),
        ("a.b=", "a.b", "there is no value after the '='"),
        ("a.b=  ", "a.b", "there is no value after the '='"),
        ("a.b=# 3", "a.b", "there is no value after the '='"),
        ("a.b=&x", "a.b", "there is no value after the '='"),
        ("a.b=x # y", "a.b", "the value is not one YAML value"),
        ("a.b=x: y", "a.b", "the value is not one YAML value"),
        ("a.b={x: 1", "a.b", "a ',' or the closing '}' is missing before this"),
        ("a.b=.inf", "a.b", "a number must be finite"),
        ("a.b.c=3", "a.b.c", "a.b is not a mapping, so nothing can be set below it"),
        ("l.0=3", "l.0", "l is not a mapping, so nothing can be set below it"),
        ("extends=b.yaml", "extends", "extends cannot be set here"),
    ],
)
def test_set_refused(folder: Path, text: str, path: str, message: str) -> None:
    """A malformed set is a fault at its number that shows the text, and changes nothing."""
    write(file="a: {b: 1}\nl: [1]")
    layered = load_layers("file.yaml", [], ["z=1", text])
    (fault,) = layered.faults
    assert (fault.file, fault.line, fault.column, fault.path) == ("--set", 2, 1, path)
    assert fault.message == message
    assert fault.source_line == text
    assert layered.data == {"a": {"b": 1}, "l": [1], "z": 1}


def test_fault_helper_points_at_key_value_or_what_is_around(folder: Path) -> None:
    """A fault is placed at the value, at the key on request, and for a missing path at what is around it."""
    write(file="# c\nqueues:\n  voice: {of: phone}\n")
    layered = load_layers("file.yaml", [], ["b.c=1"])
    path: KeyPath = ("queues", "voice", "of")
    assert layered.place(path) == Position("file.yaml", 3, 15)
    assert layered.place(path, key=True) == Position("file.yaml", 3, 11)
    assert layered.place(("queues", "voice", "gone", 3)) == Position("file.yaml", 3, 10)
    assert layered.place(("gone",), key=True) == Position("file.yaml", 2, 1)
    fault = layered.fault(path, "wrong", key=True, value="phone", nearest="x")
    assert fault.render() == (
        'file.yaml:3:11: queues.voice.of: wrong (got phone; did you mean "x"?)\n    voice: {of: phone}\n            ^'
    )
    assert layered.fault(("b", "c"), "wrong").source_line == "b.c=1"
    assert load_layers("gone.yaml").place(("a",)).line == 0


def test_wish_is_read_without_a_fault(folder: Path) -> None:
    """Long lines of flow mappings, quoted commas, comments and percent signs are read as they are meant."""
    write(
        file="segments: # who\n"
        '  everyday: {share: 85 %, patience: "half gone by 3 min, 90 % by 12 min", prefers: {phone: 52 %}}\n'
        "levels: {level 1: {handle_time: 1.35 times}, level 2: {solved: 0.95 times}}\n"
        "run: {measure: 2026-03-02 to 2026-03-29}\n"
        "chat: {trend: +18 % a year, open: as phone}\n"
    )
    layered = load_layers("file.yaml")
    assert layered.faults == []
    assert layered.data["segments"]["everyday"]["patience"] == "half gone by 3 min, 90 % by 12 min"
    assert layered.data["levels"]["level 2"] == {"solved": "0.95 times"}
    assert layered.data["chat"]["trend"] == "+18 % a year"


VALUES = st.recursive(
    st.one_of(st.none(), st.integers(0, 3), st.lists(st.integers(0, 2), max_size=2)),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)
TREES = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


def naive_merge(below: Any, above: Any) -> Any:
    """Merge by the definition: each key's value is the upper one, mappings merge, null deletes."""
    result = dict(below) if isinstance(below, dict) else {}
    for key, value in above.items():
        result.pop(key, None) if not isinstance(value, dict) else None
        if isinstance(value, dict):
            result[key] = naive_merge(result.get(key), value)
        elif value is not None:
            result[key] = value
    return result


def placed(data: Any, file: str) -> Tree:
    """Return a tree in which every value has a place in a file."""
    positions: dict[KeyPath, Position] = {}

    def walk(value: Any, path: KeyPath) -> None:
        positions[path] = Position(file, len(positions) + 1, 1)
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            walk(item, (*path, key))

    walk(data, ())
    return Tree(data, positions, dict(positions))


@SETTINGS
@given(TREES, TREES, TREES)
def test_merge_is_its_definition_and_places_every_value(first: Any, second: Any, third: Any) -> None:
    """Laying trees gives what the definition says, and exactly the values that are left have a place."""
    merged, expected = Tree(), {}
    for file, data in zip("123", [first, second, third], strict=True):
        merged = merge(merged, placed(data, file))
        expected = naive_merge(expected, data)
    assert merged.data == expected
    assert set(merged.positions) == set(placed(expected, "").positions)


@SETTINGS
@given(st.lists(st.text("ab.=\"{}[],: #&*!nul'\n0~\\x\ud800", max_size=12), max_size=3))
@example(['a."b'])
@example(["a.b=1", "a=null", "a.b.c=2"])
def test_no_set_raises(tmp_path_factory: pytest.TempPathFactory, sets: list[str]) -> None:
    """Any set is laid or gives a fault; nothing is raised."""
    path = tmp_path_factory.getbasetemp() / "sets.yaml"
    path.write_text("a: {b: {c: 1}}")
    layered = load_layers(path, [], sets)
    assert all(fault.file == "--set" and 1 <= fault.line <= len(sets) for fault in layered.faults)
    for text in sets:
        assert all(split_path(text.partition("=")[0]))
