"""The one tree of errors, and the fault: one thing wrong in a file, with its place.

    Exception
    └── BusyhourError          exit 1   everything the program raises on purpose
        ├── UsageError         exit 2   the command line does not make sense
        ├── ScenarioError      exit 3   a scenario has faults; carries all of them
        ├── DataError          exit 3   a CSV file, a roster or a results folder cannot be used
        ├── CheckError         exit 4   the run is fine, a KPI check is not
        ├── UnitsMissingError  exit 5   a sweep ended with failed or missing units
        └── InternalError      exit 1   a bug; says which replication shows it again

Scenario faults are gathered, never raised one at a time: a planner mends a file once, not ten times.
This module knows no other module. It prints nothing and never ends the process: `commands` does.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import ClassVar

_LONGEST_SHOWN = 150
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where, what was got, what is allowed.

    Attributes:
        file: Name of the file as the user gave it, or "--set".
        line: Line, from 1; 0 when the fault is about the whole file.
        column: Column in characters, from 1; 0 when the fault is about the whole file.
        path: Place in the scenario, as `queues.voice.patience`; empty when there is none.
        message: What is wrong, in the planner's words, without a full stop.
        value: What was written, as text; empty when it adds nothing.
        allowed: What would be right; empty when the message says it.
        nearest: The known name most like the one written; empty when none is close.
        severity: "error" or "warning".
        source_line: The line of the file, without its line end.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    value: str = ""
    allowed: str = ""
    nearest: str = ""
    severity: str = "error"
    source_line: str = ""

    def render(self) -> str:
        """Return the fault for a terminal: one line, then the source line and a caret under the place.

        Characters that a terminal would obey are shown as "?"; a long source line is cut around the caret.
        """
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        head = ": ".join(printable(part) for part in (place, self._kind(), self.path) if part)
        text = f"{head}: {printable(self._sentence())}"
        return text + _excerpt(self.source_line, self.column) if self.line and self.source_line else text

    def github(self) -> str:
        """Return the fault as a workflow command that GitHub shows beside the line of the file."""
        properties = [f"file={_github_property(self.file)}"]
        if self.line:
            properties += [f"line={self.line}", f"col={self.column}"]
        if self.path:
            properties.append(f"title={_github_property(self.path)}")
        kind = "warning" if self.severity == "warning" else "error"
        return f"::{kind} {','.join(properties)}::{_github_text(self._sentence())}"

    def as_dict(self) -> dict[str, str | int]:
        """Return the fields by name, for JSON."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _kind(self) -> str:
        return "warning" if self.severity == "warning" else ""

    def _sentence(self) -> str:
        notes = []
        if self.value:
            notes.append(f"got {self.value}")
        if self.allowed:
            notes.append(f"allowed: {self.allowed}")
        if self.nearest:
            notes.append(f'did you mean "{self.nearest}"?')
        return f"{self.message} ({'; '.join(notes)})" if notes else self.message


class BusyhourError(Exception):
    """Everything the program raises on purpose; the command line ends with `exit_code`."""

    exit_code: ClassVar[int] = 1


class UsageError(BusyhourError):
    """The command line does not make sense."""

    exit_code: ClassVar[int] = 2


class ScenarioError(BusyhourError):
    """A scenario that cannot be run, with every fault found in it.

    Attributes:
        faults: The faults, warnings too, by file, line, column, path and message.
    """

    exit_code: ClassVar[int] = 3
    faults: tuple[Fault, ...]

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Sort and keep the faults.

        Args:
            faults: At least one; their order does not matter.
        """
        self.faults = tuple(sorted(faults, key=_fault_order))
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(fault.render() for fault in self.faults)


class DataError(BusyhourError):
    """A file beside the scenario (CSV, roster, results folder) cannot be used."""

    exit_code: ClassVar[int] = 3


class CheckError(BusyhourError):
    """The run is fine, but a KPI check failed."""

    exit_code: ClassVar[int] = 4


class UnitsMissingError(BusyhourError):
    """A sweep ended with failed or missing units; what is there is kept and can be resumed."""

    exit_code: ClassVar[int] = 5


class InternalError(BusyhourError):
    """A bug of the program, with all that is needed to see it again.

    Attributes:
        message: What cannot be.
        fingerprint: Fingerprint of the scenario; empty when unknown.
        seed: Root seed; None when unknown.
        replication: Number of the replication; None when unknown.
        tick: Tick at which it showed [ticks]; None outside a replication.
        entity: What it showed at, as "contact 12" or "queue sales"; empty when unknown.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        fingerprint: str = "",
        seed: int | None = None,
        replication: int | None = None,
        tick: int | None = None,
        entity: str = "",
    ) -> None:
        """Keep the message and the place; every argument is an attribute of the same name."""
        super().__init__(message, fingerprint, seed, replication, tick, entity)
        self.message = message
        self.fingerprint = fingerprint
        self.seed = seed
        self.replication = replication
        self.tick = tick
        self.entity = entity

    def __str__(self) -> str:
        known = {
            "scenario": self.fingerprint or None,
            "seed": self.seed,
            "replication": self.replication,
            "tick": self.tick,
            "at": self.entity or None,
        }
        place = ", ".join(f"{name} {value}" for name, value in known.items() if value is not None)
        return f"{self.message} [{place}]" if place else self.message


def nearest_name(word: str, names: Iterable[str]) -> str:
    """Find the known name that a mistyped word most likely meant.

    Case, "-", "_" and spaces do not count. Of equally close names the first in alphabetical order is taken.

    Args:
        word: What was written.
        names: The known names.

    Returns:
        A name out of `names`, or "" when none is close (similarity under 0.6).

    >>> nearest_name("patiense", ["patience", "prefers"])
    'patience'
    >>> nearest_name("Wrap-Up", ["talk", "wrap_up"])
    'wrap_up'
    >>> nearest_name("zebra", ["patience", "prefers"])
    ''
    """
    if len(word) > _LONGEST_NAME:
        return ""
    by_plain: dict[str, str] = {}
    for name in sorted(names):
        by_plain.setdefault(_plain(name), name)
    found = difflib.get_close_matches(_plain(word), sorted(by_plain), n=len(by_plain) or 1, cutoff=0.6)
    if not found:
        return ""
    best = _similarity(word, found[0])
    return by_plain[min(plain for plain in found if _similarity(word, plain) == best)]


def printable(text: str) -> str:
    """Return the text with every character that a terminal would obey or cannot show as "?", one for one."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "?" for c in text)


def _plain(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")


def _similarity(word: str, plain: str) -> float:
    return difflib.SequenceMatcher(None, plain, _plain(word)).ratio()


def _fault_order(fault: Fault) -> tuple[str, int, int, str, str]:
    return (fault.file, fault.line, fault.column, fault.path, fault.message)


def _excerpt(source_line: str, column: int) -> str:
    """Return the source line and its caret line, indented by two, each after a line end."""
    at = max(column, 1) - 1
    start = max(0, at - _LONGEST_SHOWN // 2) if len(source_line) > _LONGEST_SHOWN else 0
    shown = printable(source_line[start : start + _LONGEST_SHOWN])
    before = "…" if start else ""
    after = "…" if len(source_line) > start + _LONGEST_SHOWN else ""
    return f"\n  {before}{shown.rstrip()}{after}\n  {' ' * (at - start + len(before))}^"


def _github_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_text(text).replace(":", "%3A").replace(",", "%2C")
