"""Facts about reading YAML with positions: what scalars mean, where things are, what is refused."""

from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim.scenario.document import (
    DEEPEST,
    MOST_BYTES,
    MOST_VALUES,
    Document,
    KeyPath,
    Position,
    parse_document,
    parse_value,
    path_text,
    read_document,
)
from sim.scenario.syntax import resolve_scalar

PHASES = (Phase.explicit, Phase.generate)
SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=400, phases=PHASES)


def places(document: Document) -> list[tuple[int, int, str]]:
    """Return line, column and path of each fault."""
    return [(fault.line, fault.column, fault.path) for fault in document.faults]


def only_message(text: str) -> str:
    """Return the message of the only fault of a text."""
    (fault,) = parse_document(text, "f.yaml").faults
    return fault.message


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10:30", "10:30"),
        ("08:00", "08:00"),
        ("10:30:15", "10:30:15"),
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("y", "y"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("010", 10),
        ("-08", -8),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("0b11", "0b11"),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("+12", 12),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-11 10:00", "2026-03-11 10:00"),
        ("2026-03-02 to 2026-03-29", "2026-03-02 to 2026-03-29"),
        ("+18 % a year", "+18 % a year"),
        ("30 %", "30 %"),
        ("30\u00a0%", "30\u00a0%"),
        ("null", None),
        ("Null", None),
        ("~", None),
        ("none", "none"),
        ("=", "="),
        ("18446744073709551615", 2**64 - 1),
        ("'10'", "10"),
        ('"true"', "true"),
        ("''", ""),
        ('"null"', "null"),
        ("mon-fri 08:00-20:00 and sat 09:00-14:00", "mon-fri 08:00-20:00 and sat 09:00-14:00"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        (">-\n  one\n  line\n", "one line"),
        ("[NO, 010, 1e3]", ["NO", 10, 1000.0]),
        ("{}", {}),
    ],
)
def test_scalars_are_those_of_the_core_schema(written: str, value: object) -> None:
    """A value means what YAML 1.2 says, none of what YAML 1.1 made of it."""
    document = parse_document(f"key: {written}", "f.yaml")
    assert document.faults == ()
    assert document.data == {"key": value}
    assert type(document.data["key"]) is type(value)


@pytest.mark.parametrize(
    "written", [".inf", "-.INF", ".nan", "1e999", "-1e999", str(2**64), "9" * 5000, "0x" + "f" * 99]
)
def test_numbers_that_cannot_be_used_are_faults(written: str) -> None:
    """A number that is not finite, or too large for any use, is a fault at its place."""
    document = parse_document(f"a:\n  b: {written}", "f.yaml")
    assert places(document) == [(2, 6, "a.b")]
    with pytest.raises(ValueError, match=r"finite|too large"):
        resolve_scalar(written)


def test_keys_are_always_text() -> None:
    """Numbers, clock times and words as keys stay as they are written."""
    text = "1: a\n010: b\n10:00: c\nNO: d\n1.5: e\ntrue: f\n'2': g\nlevel 1: h\nnull: i\n"
    document = parse_document(text, "f.yaml")
    assert document.faults == ()
    assert list(document.data) == ["1", "010", "10:00", "NO", "1.5", "true", "2", "level 1", "null"]


POSITIONED = """\
# a comment
queues:
  voice: {of: phone, only: [a, "b c"]}

  'chat':
    open: >
      text
grüße: 3   # after
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), None, (2, 1)),
        (("queues",), (2, 1), (3, 3)),
        (("queues", "voice"), (3, 3), (3, 10)),
        (("queues", "voice", "of"), (3, 11), (3, 15)),
        (("queues", "voice", "only"), (3, 22), (3, 28)),
        (("queues", "voice", "only", 0), None, (3, 29)),
        (("queues", "voice", "only", 1), None, (3, 32)),
        (("queues", "chat"), (5, 3), (6, 5)),
        (("queues", "chat", "open"), (6, 5), (6, 11)),
        (("grüße",), (8, 1), (8, 8)),
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_positions_are_exact(
    path: KeyPath, key: tuple[int, int] | None, value: tuple[int, int], mark: str, line_end: str
) -> None:
    """Every key and value has its line and column, whatever ends the lines, with a byte-order mark or not."""
    document = parse_document(mark + POSITIONED.replace("\n", line_end), "f.yaml")
    assert document.faults == ()
    assert document.positions[path] == Position("f.yaml", *value)
    assert document.key_positions.get(path) == (Position("f.yaml", *key) if key else None)
    assert len(document.positions) == 10
    assert document.lines[2] == '  voice: {of: phone, only: [a, "b c"]}'


def test_positions_count_characters_not_bytes() -> None:
    """A column counts characters: an emoji and an umlaut are one each."""
    document = parse_document("{ü😀: 1, b: 2}", "f.yaml")
    assert document.key_positions[("b",)] == Position("f.yaml", 1, 9)


def test_all_faults_are_gathered_with_both_places_of_a_duplicate() -> None:
    """Duplicate keys, tags, merge keys and bad numbers are all told at once; a duplicate names both places."""
    text = "a: 1\nb: !!int '3'\nc: .inf\nd:\n  x: 1\n  x: {y: !t 2}\n  <<: {z: 1}\na: 2\n"
    document = parse_document(text, "f.yaml")
    assert places(document) == [
        (2, 4, "b"),
        (3, 4, "c"),
        (6, 3, "d.x"),
        (6, 10, "d.x.y"),
        (7, 3, "d"),
        (8, 1, "a"),
    ]
    assert document.faults[0].message == "the YAML tag !!int is not allowed; write the value without it"
    assert document.faults[2].message == "this key stands here twice; first at line 5, column 3"
    assert "use extends: or include:" in document.faults[4].message
    assert document.faults[5].message == "this key stands here twice; first at line 1, column 1"
    assert document.faults[5].source_line == "a: 2"
    assert document.data == {"a": 1, "b": "3", "c": None, "d": {"x": 1}}
    assert document.positions[("a",)] == Position("f.yaml", 1, 4)


def test_keys_that_look_different_but_are_the_same_text_are_duplicates() -> None:
    """Quotes do not make another key: 1 and '1' are one key."""
    assert places(parse_document("1: a\n'1': b", "f.yaml")) == [(2, 1, "1")]


def test_comma_that_splits_text_in_braces_is_a_fault() -> None:
    """Text with a comma inside { } without quotes is told as such, not read as another key."""
    document = parse_document("s: {patience: half gone by 3 min, 90 % by 12 min, x: 1}", "f.yaml")
    assert places(document) == [(1, 35, "s.90 % by 12 min")]
    assert "a comma inside { } starts a new key" in document.faults[0].message


def test_missing_value_is_a_warning_but_null_is_not() -> None:
    """A key with nothing after its ':' is warned of; a null that is written is meant."""
    document = parse_document("a:\nb: null\nc: ~\nd: {e: , f: 1}\n", "f.yaml")
    assert document.data == {"a": None, "b": None, "c": None, "d": {"e": None, "f": 1}}
    assert [(fault.path, fault.severity) for fault in document.faults] == [("a", "warning"), ("d.e", "warning")]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 0, 0, "the file is empty"),
        ("# only a comment\n", 0, 0, "the file is empty"),
        ("---\n", 0, 0, "the file is empty"),
        ("null", 0, 0, "the file is empty"),
        ("[1, 2]", 1, 1, "the top level of the file must be a mapping"),
        ("\n\n  text", 3, 3, "the top level of the file must be a mapping"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document starts here"),
        ("a:\n\tb: 1\n", 2, 1, "a tab cannot be used here; use spaces"),
        ("a:\tb", 1, 3, "a tab cannot be used here; use spaces"),
        ("a: b: c", 1, 5, "text that contains ': ' needs quotes"),
        ("a: 1\nb\nc: 2", 2, 1, "a line without ':' among keys"),
        ("a: @x", 1, 4, "text that starts with @ needs quotes"),
        ("a: `x", 1, 4, "text that starts with ` needs quotes"),
        ("a: %x", 1, 4, "text that starts with % needs quotes"),
        ("a: *", 1, 5, "text that starts with * or & needs quotes"),
        ("a: 1\nb: 'open\n", 2, 4, "this quote is never closed"),
        ('a: 1\nb: "open\nc: 3', 2, 4, "this quote is never closed"),
        ("a: {b: 1", 1, 9, "a ',' or the closing '}' is missing"),
        ("a: [1, 2\nb: 3", 2, 2, "a ',' or the closing ']' is missing"),
        ("a:\n  b: 1\n c: 2", 3, 2, "does not line up"),
        ("a: - b", 1, 4, "a list item (-) cannot stand here"),
        ('a: "\\q"', 1, 6, "a backslash needs doubling"),
        ('a: 1\nb: "\\UFFFFFFFF"', 2, 2, "stands for no character"),
        ('a: "\\ud800"', 1, 4, "stands for no character"),
        ('a: "\\0"', 1, 4, "stands for no character"),
        ("a: b\x07c", 1, 5, "the hidden character U+0007 cannot be used"),
        ("a: b\u2028c", 1, 5, "the hidden character U+2028"),
        ("a: 1\nb: \ufeffc", 2, 4, "the hidden character U+FEFF"),
        ("a: *x", 1, 4, "*x is not defined above as &x"),
        ("a: &x [*x]", 1, 8, "*x is not defined above as &x"),
        ("? [1]\n: 2", 1, 3, "a key must be plain text"),
        ("a: &x 1\n*x : 2", 2, 1, "a key must be plain text"),
        ("{: 1}", 1, 2, "a key or a value is missing"),
        ("? \n: 1", 1, 2, "a key is missing"),
        ("'': 1", 1, 1, "a key is missing"),
        ("a: !x", 1, 4, "the YAML tag !x is not allowed"),
        ("a: !<tag:yaml.org,2002:python/object:os.system> x", 1, 4, "the YAML tag !!python/object:os.system"),
        ("%YAML 3.0\n---\na: 1", 1, 1, "this is not YAML: found incompatible YAML document"),
    ],
)
def test_faults_have_place_and_plain_words(text: str, line: int, column: int, message: str) -> None:
    """What is not a usable document is told with line, column and what to do."""
    (fault,) = parse_document(text, "f.yaml").faults
    assert message in fault.message
    assert (fault.line, fault.column) == (line, column)
    assert fault.file == "f.yaml"


def test_fault_shows_its_source_line() -> None:
    """A syntax fault is rendered with its line and a caret, as every other."""
    (fault,) = parse_document("a: 1\nb: c: d", "f.yaml").faults
    assert fault.render().endswith("\n  b: c: d\n      ^")


def test_anchors_are_copied_and_keep_the_place_where_they_are_written() -> None:
    """An alias is a copy of its own; what is inside keeps the place of the anchor, the alias its own."""
    document = parse_document("a: &x {p: [1, 2]}\nb: *x\nc: &k key\nd: *k\n", "f.yaml")
    assert document.data["b"] == {"p": [1, 2]}
    assert document.data["b"] is not document.data["a"]
    assert document.data["b"]["p"] is not document.data["a"]["p"]
    assert document.data["d"] == "key"
    assert document.positions[("b",)] == Position("f.yaml", 2, 4)
    assert document.positions[("b", "p", 1)] == document.positions[("a", "p", 1)] == Position("f.yaml", 1, 15)


def test_anchors_cannot_exhaust_the_machine() -> None:
    """Aliases of aliases that would grow to 9^9 values end in one fault."""
    rows = ["a: &a [" + ",".join("x" * 9) + "]"]
    rows += [f"{b}: &{b} [{','.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    assert (
        only_message("\n".join(rows))
        == f"the file has more than {MOST_VALUES:,} values; large data belongs in CSV files"
    )


@pytest.mark.parametrize("text", ["[" * 100_000, "{" * 100_000, "- " * 100_000, "{a: " * 100_000, "? " * 100_000])
def test_deep_nesting_is_a_fault(text: str) -> None:
    """Nesting without end is refused at a fixed depth, not at the end of the stack."""
    faults = parse_document(text, "f.yaml").faults
    assert any(f"nested more than {DEEPEST} deep" in fault.message for fault in faults)


def test_file_is_read_with_its_name_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, with a byte-order mark too, is read under the name the user gave."""
    monkeypatch.chdir(tmp_path)
    Path("bank.yaml").write_bytes(b"\xef\xbb\xbfname: \xc3\xa4\r\n")
    document = read_document("bank.yaml")
    assert document.data == {"name": "ä"}
    assert document.positions[("name",)] == Position("bank.yaml", 1, 7)
    assert read_document(Path("bank.yaml")) == document


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (b"a: 1\nb: \xe4\n", (2, 4), "the file is not UTF-8 (byte 0xE4 here); save it as UTF-8"),
        (b"\xef\xbb\xbfa\xff", (1, 2), "the file is not UTF-8 (byte 0xFF here); save it as UTF-8"),
        ("a: 1".encode("utf-16"), (0, 0), "the file is UTF-16, not UTF-8; save it as UTF-8"),
        (b"", (0, 0), "the file is empty"),
        (b"#" * (MOST_BYTES + 1), (0, 0), "the file is over 4 MB; large data belongs in CSV files"),
    ],
)
def test_file_that_is_no_text(tmp_path: Path, content: bytes, place: tuple[int, int], message: str) -> None:
    """What is not UTF-8, empty or far too large is a fault, with the place of the first bad byte."""
    (tmp_path / "f.yaml").write_bytes(content)
    (fault,) = read_document(tmp_path / "f.yaml").faults
    assert fault.message == message
    assert (fault.line, fault.column) == place


def test_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file, a folder and an impossible name are faults of the whole file."""
    for path, message in [
        (tmp_path / "none.yaml", "there is no such file"),
        (tmp_path, "this is a folder, not a YAML file"),
        ("a\0b", "the file cannot be read: embedded null byte"),
        ("x" * 5000, "the file cannot be read"),
    ]:
        (fault,) = read_document(path).faults
        assert message in fault.message
        assert (fault.line, fault.column, fault.path) == (0, 0, "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("mean 5 min, cv 0.8", "mean 5 min, cv 0.8"),
        ("[a, 1]", ["a", 1]),
        ("{a: {b: NO}}", {"a": {"b": "NO"}}),
        ("null", None),
        ("'x # y'", "x # y"),
        ("x#y", "x#y"),
        (" 10:30 ", "10:30"),
    ],
)
def test_value_of_a_command_line(text: str, value: object) -> None:
    """A value on its own is a scalar or a flow collection."""
    assert parse_value(text, Position("--set", 2, 1)) == (value, ())


@pytest.mark.parametrize(
    "text", ["a: b", "- a", "x # y", "{a: 1", "[a] b", "a\n---\nb", "!x 1", "*a", "@", "{a: 1, a: 2}"]
)
def test_value_of_a_command_line_refused(text: str) -> None:
    """What is not one value, or would lose a part, is a fault at the given place."""
    _, faults = parse_value(text, Position("--set", 2, 1))
    assert faults
    assert {(fault.file, fault.line, fault.column) for fault in faults} == {("--set", 2, 1)}


def test_path_text() -> None:
    """A path is written with dots, list places in brackets, and quotes around keys that contain a dot."""
    assert path_text(()) == ""
    assert path_text(("a", "b c", 0, "d", 1)) == "a.b c[0].d[1]"
    assert path_text(("1.5", "x")) == '"1.5".x'


PIECES = ["a:", "b: 1", " ", "\n", "- ", "{", "}", "[", "]", ", ", "&x ", "*x", "!t ", '"', "'", "<<: ", "? "]
PIECES += [": ", "\n  ", "#", "|\n", "---\n", "...\n", "%TAG ! x\n", "\\u12", "null", "é"]
YAML_LIKE = st.one_of(
    st.text(),
    st.text("ab:-[]{},&*!|>'\"%@`#?\n \t~<01.\\ux\r\ufeff\x85"),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
)


@SETTINGS
@given(YAML_LIKE)
@example("!<")
@example("&")
@example("%YAML")
@example('"\\x')
@example("a: !!<>")
@example("\ud800")
def test_nothing_is_ever_raised(text: str) -> None:
    """Any text gives a document: faults with a place inside the text, and a place for every value."""
    document = parse_document(text, "f.yaml")
    assert isinstance(document.data, dict)
    for fault in document.faults:
        assert 0 <= fault.line <= len(document.lines)
        assert fault.column <= len(document.lines[fault.line - 1]) + 1
        assert fault.render()
        assert fault.github()
    if not document.faults:
        assert set(leaves(document.data)) <= set(document.positions)
    parse_value(text, Position("--set", 1, 1))


def leaves(value: object, path: KeyPath = ()) -> list[KeyPath]:
    """Return the paths of all values of a tree, its top included."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in items for found in leaves(item, (*path, key)))]


@SETTINGS
@given(st.binary(max_size=40))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Any file content gives a document."""
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(content)
    assert isinstance(read_document(path).data, dict)
