"""Facts about the error tree and about faults as they are shown."""

import json
import pickle

import pytest

from sim.errors import (
    BusyhourError,
    CheckError,
    DataError,
    Fault,
    InternalError,
    ScenarioError,
    UnitsMissingError,
    UsageError,
    nearest_name,
    printable,
)

FAULT = Fault(
    "bank.yaml",
    3,
    5,
    "queues.voice.patiense",
    "there is no such key",
    value="patiense",
    allowed="of, patience",
    nearest="patience",
    source_line="    patiense: 3 min",
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (BusyhourError, 1),
        (UsageError, 2),
        (ScenarioError, 3),
        (DataError, 3),
        (CheckError, 4),
        (UnitsMissingError, 5),
        (InternalError, 1),
    ],
)
def test_exit_codes(kind: type[BusyhourError], code: int) -> None:
    """Each class ends the program with the exit code of CONVENTIONS, and is a BusyhourError."""
    assert kind.exit_code == code
    assert issubclass(kind, BusyhourError)


def test_fault_is_rendered_with_its_line_and_a_caret() -> None:
    """A fault shows its place, path, message, notes in order, the source line, and a caret."""
    assert FAULT.render() == (
        "bank.yaml:3:5: queues.voice.patiense: there is no such key "
        '(got patiense; allowed: of, patience; did you mean "patience"?)\n'
        "      patiense: 3 min\n"
        "      ^"
    )


def test_fault_about_a_whole_file_has_no_line() -> None:
    """Line 0 means the whole file: neither a line nor a caret is shown, even if a source line were given."""
    assert Fault("a.yaml", 0, 0, "", "there is no such file", source_line="x").render() == (
        "a.yaml: there is no such file"
    )


def test_warning_says_so() -> None:
    """A warning has the word before its path."""
    assert Fault("a.yaml", 1, 2, "x", "odd", severity="warning").render() == "a.yaml:1:2: warning: x: odd"


@pytest.mark.parametrize("column", [1, 2, 80, 200, 399, 400])
def test_caret_stands_under_its_character_of_a_long_line(column: int) -> None:
    """A long line is cut, and the caret still stands under the character of its column."""
    line = "".join(chr(0x4E00 + n) for n in range(400))
    _, shown, caret = Fault("f", 1, column, "", "m", source_line=line).render().split("\n")
    assert shown[caret.index("^")] == line[column - 1]
    assert len(shown) < 160


def test_terminal_control_characters_are_not_passed_on() -> None:
    """Escape characters of a file reach no terminal, and every character keeps its column."""
    text = Fault("f", 1, 3, "a\x1b[31m", "m\x07", source_line="a\x1bb\tc").render()
    assert text == "f:1:3: a?[31m: m?\n  a?b c\n    ^"
    assert printable("a\u200b\ud800") == "a??"


def test_github_annotation_escapes_what_the_format_reserves() -> None:
    """An annotation escapes %, line ends, and in properties also colons and commas."""
    fault = Fault("a,b.yaml", 2, 7, "x:y", "30 % is\nwrong", severity="warning")
    assert fault.github() == "::warning file=a%2Cb.yaml,line=2,col=7,title=x%3Ay::30 %25 is%0Awrong"
    assert Fault("f", 0, 0, "", "m").github() == "::error file=f::m"


def test_fault_as_dict_is_json_with_every_field() -> None:
    """The dictionary has all fields and survives JSON."""
    assert Fault(**json.loads(json.dumps(FAULT.as_dict()))) == FAULT


def test_scenario_error_shows_all_faults_in_the_order_of_the_file() -> None:
    """All faults are shown, by file, then line, then column, whatever order they came in."""
    places = [("b", 1, 1), ("a", 10, 2), ("a", 9, 1), ("a", 10, 1)]
    error = ScenarioError(Fault(file, line, column, "", "m") for file, line, column in places)
    assert str(error) == "a:9:1: m\na:10:1: m\na:10:2: m\nb:1:1: m"
    assert [fault.line for fault in error.faults] == [9, 10, 10, 1]


def test_internal_error_says_how_to_see_it_again() -> None:
    """An internal error names all that is known of its place; a zero is known, None is not."""
    error = InternalError("busy agent took a contact", "ab12", 7, 0, 90, "contact 3")
    assert str(error) == ("busy agent took a contact [scenario ab12, seed 7, replication 0, tick 90, at contact 3]")
    assert str(InternalError("odd")) == "odd"


@pytest.mark.parametrize(
    "error", [ScenarioError([FAULT]), InternalError("m", "f", 1, 2, 3, "contact 4"), DataError("x")]
)
def test_errors_cross_process_borders(error: BusyhourError) -> None:
    """An error raised in a worker arrives whole: pickling keeps its text and its parts."""
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("word", "names", "expected"),
    [
        ("patiense", ["patience", "prefers"], "patience"),
        ("Wrap Up", ["wrap_up", "talk"], "wrap_up"),
        ("WRAP-UP", ["wrap_up", "talk"], "wrap_up"),
        ("ab", ["ad", "ac"], ""),
        ("abcx", ["abcz", "abcy"], "abcy"),
        ("", ["a"], ""),
        ("a", [], ""),
        ("x" * 5000, ["x" * 5000], ""),
    ],
)
def test_nearest_name(word: str, names: list[str], expected: str) -> None:
    """The closest name is found whatever its case and dashes; ties go to the alphabet."""
    assert nearest_name(word, names) == expected
