"""Contact records of Amazon Connect: JSON one after another, a JSON array, or a table with dotted headers.

The form is AWS's published one ("Contact records data model", docs.aws.amazon.com/connect, adminguide,
ctr-data-model): records come at least once, the copy with the latest LastUpdateTimestamp counts; times are UTC.
Only contacts a customer began are kept: outbound ones, and what continues another contact (transfers,
callbacks), are left out and counted. Answered: an agent was connected. Abandoned: it entered a queue, met no
agent, and was not passed on to another contact or number.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from sim.data.amounts import Amounts
from sim.data.columns import Reading
from sim.data.contacts import WordColumn
from sim.data.dates import MomentColumn
from sim.data.records import Bools, Contacts, Floats, Ints, Words, frozen
from sim.data.table import CHUNK_ROWS, Faults, Lines, Table, in_file, text_lines
from sim.errors import DataError, UsageError, nearest_name
from sim.units import quote

_FROM_CUSTOMER = frozenset(("INBOUND", "API", "WEBRTC_API", "MESSAGING_PLATFORM"))
_PATHS = {
    "time": "InitiationTimestamp",
    "channel": "Channel",
    "queue": "Queue.Name",
    "intent": "",
    "customer": "CustomerEndpoint.Address",
    "wait": "Queue.Duration",
    "talk": "Agent.AgentInteractionDuration",
    "hold": "Agent.CustomerHoldDuration",
    "wrap_up": "Agent.AfterContactWorkDuration",
}
"""Field of each role; `--column` names another."""

_TIMES = {
    "updated": "LastUpdateTimestamp",
    "ended": "DisconnectTimestamp",
    "enqueued": "Queue.EnqueueTimestamp",
    "dequeued": "Queue.DequeueTimestamp",
    "connected": "Agent.ConnectedToAgentTimestamp",
}
_WORDS = {
    "id": "ContactId",
    "method": "InitiationMethod",
    "next": "NextContactId",
    "endpoint": "TransferredToEndpoint.Address",
}
_LENGTHS = ("wait", "talk", "hold", "wrap_up")
_NAMES = ("channel", "queue", "intent", "customer")
_BLOCK = 1 << 20
_LONGEST_RECORD = 8 << 20
_BARE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
_SPACES = " \t\r\n,"
_UTC = "the times are UTC and were read so; --zone NAME turns them to local time"


def is_json(path: Path, encoding: str) -> bool:
    """Tell whether a text file holds JSON: its first sign is { or [."""
    with text_lines(path, encoding) as stream:
        return stream.read(4_096).lstrip(_SPACES)[:1] in ("{", "[")


def is_table_of_records(header: Sequence[str]) -> bool:
    """Tell whether a header is one of contact records."""
    return {"ContactId", "InitiationTimestamp"} <= set(header)


def contacts_of_json(path: Path, encoding: str, reading: Reading) -> Contacts:
    """Read contact records from JSON.

    Raises:
        DataError: A record is not JSON or breaks off, none is a contact record, or cells are wrong.
        UsageError: The options name what a record cannot have.
    """
    source = str(path)
    fields = _fields(reading)
    faults = Faults(source)
    gather = _Gather(fields, reading, faults, ",")
    with text_lines(path, encoding) as stream:
        records = _records(stream, source)
        while chunk := list(islice(records, CHUNK_ROWS)):
            cells = {name: tuple(_text(record, path) for _, record in chunk) for name, path in fields.items()}
            gather.add(np.array([line for line, _ in chunk], np.int64), cells)
    return gather.contacts(())


def contacts_of_table(table: Table, reading: Reading) -> Contacts:
    """Read contact records from a table with dotted headers.

    Raises:
        DataError: All faults of the file, with lines.
        UsageError: The options name a column that is not there.
    """
    fields = _fields(reading)
    for role, title in reading.columns.items():
        if title not in table.header:
            near = nearest_name(title, table.header)
            hint = f'did you mean "{near}"?' if near else f"there are {', '.join(table.header[:20])}"
            raise UsageError(f"--column {quote(f'{role}={title}')}: {table.source} has no such column; {hint}")
    places = {name: table.header.index(path) for name, path in fields.items() if path and path in table.header}
    faults = Faults(table.source)
    gather = _Gather(fields, reading, faults, table.separator)
    for chunk in table.chunks(list(places.values()), faults):
        blank = ("",) * len(chunk.lines)
        cells = dict.fromkeys(fields, blank) | dict(zip(places, chunk.cells, strict=True))
        gather.add(chunk.lines, cells)
    return gather.contacts(table.warnings)


def _fields(reading: Reading) -> dict[str, str]:
    """Field by name of what is read, with those the user named."""
    for role in reading.columns:
        if role not in _PATHS:
            near = nearest_name(role, _PATHS)
            hint = f'did you mean "{near}"?' if near else f"there are {', '.join(_PATHS)}"
            raise UsageError(f"--column {quote(role)} is not known for contact records; {hint}")
    if reading.answered or reading.abandoned:
        raise UsageError("contact records say who was answered; leave --answered and --abandoned out")
    return {**_PATHS, **reading.columns, **_TIMES, **_WORDS}


class _Gather:
    """Gathers the fields of contact records and makes contacts of them."""

    def __init__(self, fields: Mapping[str, str], reading: Reading, faults: Faults, separator: str) -> None:
        self._reading = reading
        self._faults = faults
        self._lines: list[Lines] = []
        self._words = {name: WordColumn() for name in (*_NAMES, *_WORDS)}
        self._lengths = {name: Amounts(fields[name], faults, separator, is_length=True) for name in _LENGTHS}
        self._times = {
            name: MomentColumn(fields[name], faults, zone=reading.zone or "UTC", is_required=name == "time")
            for name in ("time", *_TIMES)
        }

    def add(self, lines: Lines, cells: Mapping[str, tuple[str, ...]]) -> None:
        """Take the cells of one chunk by field."""
        self._lines.append(lines)
        for name, words in self._words.items():
            words.add(cells[name])
        for name, lengths in self._lengths.items():
            lengths.add(lines, cells[name])
        for name, times in self._times.items():
            times.add(lines, tuple(map(_with_zone, cells[name])))

    def contacts(self, warnings: tuple[str, ...]) -> Contacts:
        """Leave out copies and what no customer began, and judge how each contact ended."""
        lines = np.concatenate(self._lines) if self._lines else np.empty(0, np.int64)
        words = {name: column.finish() for name, column in self._words.items()}
        moments = {name: column.finish() for name, column in self._times.items()}
        lengths = {name: column.finish() for name, column in self._lengths.items()}
        if not any(words["id"]):
            message = "the file holds no contact records: none has a ContactId"
            raise DataError(in_file(self._faults.source, message))
        for row in np.flatnonzero(words["id"] == ""):
            self._faults.add(int(lines[row]), "the record has no ContactId")
        self._faults.raise_if_any()
        utc = {name: np.where(found.has_offset, found.utc_us, -1) for name, found in moments.items()}
        latest = _latest(words["id"], utc["updated"])
        is_customer = np.isin(words["method"].astype(str), list(_FROM_CUSTOMER))
        kept = latest[is_customer[latest]]
        kept = kept[np.argsort(utc["time"][kept], kind="stable")]
        told = list(warnings)
        told += [] if self._reading.zone else [_UTC]
        told += _told_left_out(words["method"][latest], is_customer[latest], len(lines) - len(latest))
        is_answered = utc["connected"] >= 0
        is_passed_on = (words["next"] != "") | (words["endpoint"] != "")
        is_abandoned = (utc["enqueued"] >= 0) & ~is_answered & ~is_passed_on
        return Contacts(
            arrived=frozen(moments["time"].local[kept]),
            **{name: frozen(words[name][kept]) for name in _NAMES},
            wait_s=frozen(_waits(lengths["wait"], utc, is_answered)[kept]),
            is_answered=frozen(is_answered[kept]),
            is_abandoned=frozen(is_abandoned[kept]),
            talk_s=_served(lengths["talk"], is_answered, kept),
            hold_s=_served(lengths["hold"], is_answered, kept),
            wrap_up_s=_served(lengths["wrap_up"], is_answered, kept),
            n_rows=len(lines),
            n_duplicates=len(lines) - len(latest),
            n_ignored=len(latest) - len(kept),
            source=self._faults.source,
            warnings=tuple(told),
        )


def _latest(ids: Words, updated: Ints) -> Ints:
    """Rows of the latest copy of each record, in the order of the file; of equally late ones the last."""
    kept: dict[str, int] = {}
    for row, name in enumerate(ids):
        before = kept.get(name)
        if before is None or updated[row] >= updated[before]:
            kept[name] = row
    return np.array(sorted(kept.values()), np.int64)


def _waits(durations: Floats, utc: Mapping[str, Ints], is_answered: Bools) -> Floats:
    """Time in queue [s]: as told, else to the end of the queue, else to the end of a contact that met no agent."""
    end = np.where(utc["dequeued"] >= 0, utc["dequeued"], np.where(is_answered, utc["connected"], utc["ended"]))
    is_known = (utc["enqueued"] >= 0) & (end >= utc["enqueued"])
    spans = np.where(is_known, (end - utc["enqueued"]) / 1e6, np.nan)
    return np.asarray(np.where(np.isnan(durations), spans, durations), np.float64)


def _served(lengths: Floats, is_answered: Bools, kept: Ints) -> Floats:
    return frozen(np.where(is_answered, lengths, np.nan)[kept])


def _told_left_out(methods: Words, is_customer: Bools, n_copies: int) -> list[str]:
    """Say how many records are copies, and how many no customer began."""
    told = []
    if n_copies:
        told.append(f"{n_copies:,} records are earlier copies of others and were left out")
    others = Counter(str(method) or "(no InitiationMethod)" for method in methods[~is_customer])
    if others:
        sizes = ", ".join(f"{name} {size:,}" for name, size in others.most_common())
        told.append(f"{others.total():,} records are of contacts no customer began and were left out: {sizes}")
    return told


def _records(stream: TextIO, source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield records with the line each begins on, holding no more than one block and one record.

    Raises:
        DataError: What stands there is not JSON, or the last record breaks off.
    """
    decoder = json.JSONDecoder()
    text, at, line = "", 0, 1
    is_end = False
    while True:
        start = at
        while at < len(text) and text[at] in _SPACES + "[]":
            at += 1
        line += text.count("\n", start, at)
        try:
            record, after = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            if is_end and at == len(text):
                return
            if is_end or len(text) - at > _LONGEST_RECORD:
                raise DataError(in_file(source, *_not_a_record(text, at, error, line))) from None
            block = stream.read(_BLOCK)
            text, at, is_end = text[at:] + block, 0, not block
            continue
        if not isinstance(record, dict):
            raise DataError(in_file(source, f"{quote(text[at : at + 30])} is not a contact record", line))
        yield line, record
        line += text.count("\n", at, after)
        at = after


def _not_a_record(text: str, at: int, error: json.JSONDecodeError, line: int) -> tuple[str, int]:
    """What is wrong where JSON ends, and the line."""
    is_cut = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
    what = "the record that begins here breaks off" if is_cut else f"this is not JSON ({error.msg})"
    return what, line if is_cut else line + text.count("\n", at, error.pos)


def _text(record: Mapping[str, Any], path: str) -> str:
    """The value of a dotted field as text; "" when it is not there."""
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return ""
        value = value.get(name)
    if value is None or isinstance(value, (Mapping, list)):
        return ""
    return str(value).strip()


def _with_zone(text: str) -> str:
    """Mark a time without an offset as UTC, as records mean it."""
    return f"{text}Z" if _BARE.fullmatch(text) else text
