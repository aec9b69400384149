"""One YAML file as plain data, with the line and column of every key and every value.

Owns the reading of YAML, in a stricter dialect than the usual loaders: scalars are those of the YAML 1.2
core schema, so that `10:30`, `NO` and `2026-03-02` stay text, `010` is ten and `1e3` is a thousand; every
key is text; a key written twice, a tag, a merge key (`<<`) and a number that is not finite are faults.
Anchors and aliases work. Refuses to judge what the data means: that is the schema's. Nothing is raised:
faults are gathered.

The parser of PyYAML gives the events; what they mean is decided here. Depth, size and number of values are
bounded, so that no file, however odd, can exhaust the machine.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sim.errors import Fault
from sim.scenario.syntax import hidden_character, resolve_scalar, syntax_fault

DEEPEST = 40
MOST_VALUES = 100_000
MOST_BYTES = 4_000_000

_LINE_END = re.compile(r"\r\n|\r|\n")

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file: name as given, line and column from 1 (in characters)."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file that has been read.

    Attributes:
        file: Name as the user gave it.
        lines: The text by lines, without line ends.
        data: The top-level mapping; {} when the file has no usable one (then there is a fault).
        positions: Path of every value, () for the top, → where the value starts.
        key_positions: Path of every value in a mapping → where its key starts.
        faults: All faults found, in the order of the file.
    """

    file: str
    lines: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    positions: dict[KeyPath, Position] = field(default_factory=dict)
    key_positions: dict[KeyPath, Position] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def read_document(path: str | Path) -> Document:
    """Read a YAML file.

    Args:
        path: The file; a byte-order mark is accepted.

    Returns:
        The document; a file that is missing, a folder, not UTF-8, empty or over 4 MB gives one with a fault.
    """
    file = path.as_posix() if isinstance(path, Path) else path
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return _unusable(file, "there is no such file")
    except IsADirectoryError:
        return _unusable(file, "this is a folder, not a YAML file")
    except (OSError, ValueError) as error:
        folder = Path(path).is_dir() if isinstance(error, PermissionError) else False
        reason = "this is a folder, not a YAML file" if folder else f"the file cannot be read: {error}"
        return _unusable(file, reason)
    if len(content) > MOST_BYTES:
        return _unusable(file, f"the file is over {MOST_BYTES // 1_000_000} MB; large data belongs in CSV files")
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        return _not_utf8(file, content.removeprefix(codecs.BOM_UTF8), error)
    return parse_document(text, file)


def parse_document(text: str, file: str) -> Document:
    """Read YAML text whose top level is a mapping.

    Args:
        text: The text; a byte-order mark at its start is skipped.
        file: Name to give in positions and faults.

    Returns:
        The document, with its faults.
    """
    reader = _Reader(text.removeprefix("\ufeff"), file)
    data = reader.read()
    if not reader.failed and data is None:
        reader.add(Position(file, 0, 0), (), "the file is empty")
    elif not reader.failed and not isinstance(data, dict):
        at = reader.positions[()]
        reader.add(at, (), "the top level of the file must be a mapping of keys and values")
    return Document(
        file,
        reader.lines,
        data if isinstance(data, dict) else {},
        reader.positions,
        reader.key_positions,
        tuple(reader.faults),
    )


def parse_value(text: str, position: Position) -> tuple[Any, tuple[Fault, ...]]:
    """Read one value as YAML: a scalar or a flow list or mapping, as on a command line.

    Args:
        text: The YAML text.
        position: Where to place all faults.

    Returns:
        The value and its faults; with an error among the faults the value means nothing.
    """
    reader = _Reader(text, position.file, fixed=position)
    value = reader.read()
    if not reader.failed and (reader.has_block or text[reader.end_index :].strip()):
        reader.add(
            position,
            (),
            "the value is not one YAML value",
            allowed='a scalar, {a: b}, [a, b], or text in "quotes"',
        )
    return value, tuple(reader.faults)


def path_text(path: KeyPath) -> str:
    """Write a path as it is shown and as `--set` takes it: keys joined by dots, list places in brackets.

    >>> path_text(("queues", "voice", "only", 0))
    'queues.voice.only[0]'
    >>> path_text(("levels", "1.5"))
    'levels."1.5"'
    """
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        else:
            shown = f'"{key}"' if "." in key or not key else key
            text += f".{shown}" if text else shown
    return text


def _unusable(file: str, message: str) -> Document:
    return Document(file, faults=(Fault(file, 0, 0, "", message),))


def _not_utf8(file: str, content: bytes, error: UnicodeDecodeError) -> Document:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _unusable(file, "the file is UTF-16, not UTF-8; save it as UTF-8")
    before = _LINE_END.split(content[: error.start].decode(errors="replace"))
    message = f"the file is not UTF-8 (byte 0x{content[error.start]:02X} here); save it as UTF-8"
    return Document(file, faults=(Fault(file, len(before), len(before[-1]) + 1, "", message),))


class _StopError(Exception):
    """Reading cannot go on; the fault has been added."""


def _mark(mark: Any) -> yaml.Mark:
    """Return the mark of an event, which the parser always sets."""
    assert isinstance(mark, yaml.Mark)
    return mark


class _Reader:
    """Builds data and positions out of the parser's events, one node at a time."""

    def __init__(self, text: str, file: str, fixed: Position | None = None) -> None:
        self.file = file
        self.lines = tuple(_LINE_END.split(text))
        self.positions: dict[KeyPath, Position] = {}
        self.key_positions: dict[KeyPath, Position] = {}
        self.faults: list[Fault] = []
        self.failed = False
        self.has_block = False
        self.end_index = len(text)
        self._text = text
        self._fixed = fixed
        self._anchors: dict[str, tuple[Any, KeyPath]] = {}
        self._n_values = 0
        self._events: Iterator[yaml.Event] = iter(())

    def read(self) -> Any:
        """Return the value of the only document, None without one; `failed` tells of an early stop."""
        try:
            hidden = hidden_character(self._text)
            if hidden:
                self._stop(self._at(*hidden[:2]), (), hidden[2])
            self._events = self._parsed()
            next(self._events)
            if isinstance(next(self._events), yaml.StreamEndEvent):
                return None
            event = next(self._events)
            value = self._node(event, (), 0)
            next(self._events)
            extra = next(self._events)
            if not isinstance(extra, yaml.StreamEndEvent):
                self.add(self._start(extra), (), "a second document starts here; a file holds one")
        except _StopError:
            self.failed = True
            return None
        return value

    def add(self, at: Position, path: KeyPath, message: str, **more: str) -> None:
        """Gather a fault; `more` are further fields of it."""
        line = self.lines[at.line - 1] if 0 < at.line <= len(self.lines) else ""
        if self._fixed:
            line = ""
        self.faults.append(Fault(at.file, at.line, at.column, path_text(path), message, source_line=line, **more))

    def _stop(self, at: Position, path: KeyPath, message: str) -> None:
        self.add(at, path, message)
        raise _StopError

    def _at(self, line: int, column: int) -> Position:
        return self._fixed or Position(self.file, line, column)

    def _start(self, event: yaml.Event) -> Position:
        mark = _mark(event.start_mark)
        return self._at(mark.line + 1, mark.column + 1)

    def _parsed(self) -> Iterator[yaml.Event]:
        last: yaml.Event | None = None
        try:
            for last in yaml.parse(self._text, Loader=yaml.SafeLoader):
                yield last
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            line, column, message = syntax_fault(error, self._text)
            if not line and last is not None:
                mark = _mark(last.end_mark)
                line, column = mark.line + 1, mark.column + 1
            self._stop(self._at(line or 1, column or 1), (), message)

    def _node(self, event: yaml.Event, path: KeyPath, depth: int) -> Any:
        """Read the value that starts with an event; its position is noted first."""
        at = self._start(event)
        self._count(at, path)
        if depth > DEEPEST:
            self._stop(at, path[:4], f"values are nested more than {DEEPEST} deep")
        self.positions[path] = at
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event, path)
        self._refuse_tag(event, at, path)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, at, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(event, path, depth)
        else:
            value = self._mapping(event, path, depth)
        if anchor := getattr(event, "anchor", None):
            self._anchors[anchor] = (value, path)
        return value

    def _count(self, at: Position, path: KeyPath) -> None:
        self._n_values += 1
        if self._n_values > MOST_VALUES:
            self._stop(at, path, f"the file has more than {MOST_VALUES:,} values; large data belongs in CSV files")

    def _refuse_tag(self, event: yaml.Event, at: Position, path: KeyPath) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self.add(at, path, f"the YAML tag {shown} is not allowed; write the value without it")

    def _scalar(self, event: yaml.ScalarEvent, at: Position, path: KeyPath) -> Any:
        self.end_index = _mark(event.end_mark).index
        if event.style is None or event.style == "":
            try:
                return resolve_scalar(event.value)
            except ValueError as error:
                self.add(at, path, str(error), value=event.value[:40])
                return None
        return self._safe_text(event.value, at, path)

    def _safe_text(self, text: str, at: Position, path: KeyPath) -> str:
        if re.search("[\x00\ud800-\udfff]", text):
            self.add(at, path, "the text has an escape that stands for no character")
            return ""
        return text

    def _sequence(self, event: yaml.SequenceStartEvent, path: KeyPath, depth: int) -> list[Any]:
        self.has_block = self.has_block or not event.flow_style
        items: list[Any] = []
        for item in self._events:
            if isinstance(item, yaml.SequenceEndEvent):
                self.end_index = _mark(item.end_mark).index
                break
            items.append(self._node(item, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, event: yaml.Event, path: KeyPath, depth: int) -> dict[str, Any]:
        self.has_block = self.has_block or not getattr(event, "flow_style", True)
        data: dict[str, Any] = {}
        for key_event in self._events:
            if isinstance(key_event, yaml.MappingEndEvent):
                self.end_index = _mark(key_event.end_mark).index
                break
            key = self._key(key_event, path, depth)
            keyed = (*path, key or "?")
            value_event = next(self._events)
            if key is None or key in data:
                if key is not None:
                    self._twice(key_event, keyed)
                self._skip(value_event, keyed, depth)
                continue
            self.key_positions[keyed] = self._start(key_event)
            self._warn_of_nothing(key_event, value_event, keyed)
            data[key] = None
            data[key] = self._node(value_event, keyed, depth + 1)
        return data

    def _key(self, event: yaml.Event, path: KeyPath, depth: int) -> str | None:
        """Return the text of a key, or None after adding the fault of one that is none."""
        at = self._start(event)
        self._count(at, path)
        if not isinstance(event, yaml.ScalarEvent):
            self._skip(event, (*path, "?"), depth)
            self.add(at, path, "a key must be plain text, not a list, a mapping or an alias")
            return None
        self._refuse_tag(event, at, path)
        if event.value == "<<":
            self.add(at, path, "merge keys (<<) are not allowed; use extends: or include: to share parts")
            return None
        if not event.value.strip():
            self.add(at, path, "a key is missing before the ':'")
            return None
        key = self._safe_text(event.value, at, path)
        if event.anchor:
            self._anchors[event.anchor] = (key, ())
        return key or None

    def _skip(self, event: yaml.Event, path: KeyPath, depth: int) -> None:
        """Read past a value that is not kept, without its positions; faults inside it still count."""
        kept, kept_keys = self.positions, self.key_positions
        self.positions, self.key_positions = {}, {}
        self._node(event, path, depth + 1)
        self.positions, self.key_positions = kept, kept_keys

    def _twice(self, event: yaml.Event, path: KeyPath) -> None:
        first = self.key_positions[path]
        self.add(
            self._start(event),
            path,
            f"this key stands here twice; first at line {first.line}, column {first.column}",
        )

    def _warn_of_nothing(self, key: yaml.Event, value: yaml.Event, path: KeyPath) -> None:
        """Point at a key without a value: after a lost ':' an error, after a ':' a warning."""
        if not isinstance(value, yaml.ScalarEvent) or value.value or value.style or value.anchor or value.tag:
            return
        at = _mark(value.start_mark).index
        if self._text[at - 1 : at] == ":":
            message = "there is no value after the ':'; it reads as null, which deletes what a lower layer says"
            self.add(self._start(key), path, message, severity="warning")
        else:
            message = "this has no ':' and no value; a comma inside { } starts a new key, so quote text with commas"
            self.add(self._start(key), path, message)

    def _aliased(self, event: yaml.AliasEvent, path: KeyPath) -> Any:
        if event.anchor not in self._anchors:
            self.add(self._start(event), path, f"*{event.anchor} is not defined above as &{event.anchor}")
            return None
        value, source = self._anchors[event.anchor]
        return self._copy(value, source, path)

    def _copy(self, value: Any, source: KeyPath, path: KeyPath) -> Any:
        """Copy an anchored value to a path; what is inside it keeps the positions where it is written."""
        if isinstance(value, Mapping):
            items: Iterator[tuple[str | int, Any]] = iter(value.items())
        elif isinstance(value, list):
            items = iter(enumerate(value))
        else:
            return value
        copied = {}
        for key, item in items:
            old, new = (*source, key), (*path, key)
            at = self.positions.get(old, self.positions[path])
            self._count(at, path)
            self.positions[new] = at
            if old in self.key_positions:
                self.key_positions[new] = self.key_positions[old]
            copied[key] = self._copy(item, old, new)
        return copied if isinstance(value, Mapping) else list(copied.values())
