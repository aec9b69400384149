"""Single contacts out of a table: one row a contact, with what the file knows of it.

A contact is answered, abandoned, or neither; rows with another outcome are left out, counted and named. What a
file does not say is absent. The usual words for outcomes are known, others are asked for.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.data.amounts import ABSENT, Amounts
from sim.data.columns import CONTACT_ROLES, LENGTH_ROLES, Column, Reading, find_columns, plain_name, require
from sim.data.dates import MomentColumn, Moments
from sim.data.records import Bools, Contacts, Floats, Ints, Times, Words, frozen
from sim.data.table import Faults, Lines, Table, in_file
from sim.errors import DataError, nearest_name
from sim.units import quote

OTHER, ANSWERED, ABANDONED = 0, 1, 2

_NAMES = ("channel", "queue", "intent", "customer")
_ANSWERED = frozenset(("answered", "handled", "served", "connected", "completed", "answeredbyagent"))
_ABANDONED = frozenset(
    ("abandoned", "abandon", "aband", "abandonedinqueue", "abandonedcall", "callerabandoned", "hungup", "hungupinqueue")
)
_NOT_QUEUED = frozenset(("", "0", "no", "n", "false", "00:00", "00:00:00"))
_NOBODY = frozenset(("0", "unknown", "anonymous", "restricted", "private", "withheld", "unavailable"))


class WordColumn:
    """A column of names, read chunk by chunk; equal names are one object."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._parts: list[Words] = []

    def add(self, texts: Sequence[str]) -> None:
        """Read the cells of one chunk; those that say nothing are ""."""
        codes, distinct = pd.factorize(np.array(texts, dtype=object))
        names = [self._name(str(text)) for text in distinct]
        self._parts.append(np.array(names, dtype=object)[codes])

    def _name(self, text: str) -> str:
        return "" if text.casefold() in ABSENT else self._known.setdefault(text, text)

    def finish(self) -> Words:
        """Give all names."""
        return np.concatenate(self._parts) if self._parts else np.empty(0, dtype=object)


@dataclass(frozen=True, slots=True)
class Cells:
    """The columns of a file of contacts as read, before rows are left out and sorted.

    Attributes:
        lines: Line of each row.
        moments: Arrival; None without such a column.
        words: Names by role, outcome too; a role without a column is not in it.
        lengths: Lengths of time [s] by role; a role without a column is not in it.
    """

    lines: Lines
    moments: Moments | None
    words: dict[str, Words]
    lengths: dict[str, Floats]


def contacts_of(table: Table, reading: Reading, needs: Sequence[str] = ()) -> Contacts:
    """Read single contacts.

    Args:
        table: The file.
        reading: What the user said about it.
        needs: Roles that must have a column; "talk" is met by "handle" too, "time" by "date".

    Raises:
        DataError: All faults of the file, with lines.
        UsageError: The options name what is not there.
    """
    found = find_columns(table.header, CONTACT_ROLES, reading.columns, table.source)
    missing = [role for role in needs if role not in found and not _is_met(role, found)]
    require(found, missing + [role for role in needs if role in found], table.header, table.source)
    faults = Faults(table.source)
    cells = _read_cells(table, reading, found, faults)
    faults.raise_if_any()
    return _gathered(cells, reading, table)


def _is_met(role: str, found: dict[str, Column]) -> bool:
    return (role == "talk" and "handle" in found) or (role == "time" and "date" in found)


def moment_column(found: dict[str, Column], reading: Reading, faults: Faults, is_required: bool) -> MomentColumn:
    """Make the reader of arrivals or starts, out of the columns of dates and times."""
    titles = [found[role].title for role in ("date", "time") if role in found]
    return MomentColumn(" ".join(titles), faults, reading.date_format, reading.day, reading.zone, is_required)


def _read_cells(table: Table, reading: Reading, found: dict[str, Column], faults: Faults) -> Cells:
    roles = list(found)
    has_moments = "date" in found or "time" in found
    moment = moment_column(found, reading, faults, is_required=False)
    words = {role: WordColumn() for role in roles if role in _NAMES or role in ("outcome", "queued")}
    lengths = {
        role: Amounts(found[role].title, faults, table.separator, True, found[role].factor)
        for role in roles
        if role in LENGTH_ROLES
    }
    lines = []
    for chunk in table.chunks([found[role].place for role in roles], faults):
        cells = dict(zip(roles, chunk.cells, strict=True))
        lines.append(chunk.lines)
        if has_moments:
            add_moments(moment, chunk.lines, cells)
        for role, column in words.items():
            column.add(cells[role])
        for role, amounts in lengths.items():
            amounts.add(chunk.lines, cells[role])
    return Cells(
        np.concatenate(lines) if lines else np.empty(0, np.int64),
        moment.finish() if has_moments else None,
        {role: column.finish() for role, column in words.items()},
        {role: amounts.finish() for role, amounts in lengths.items()},
    )


def add_moments(moment: MomentColumn, lines: Lines, cells: dict[str, tuple[str, ...]]) -> None:
    """Read the dates and times of a chunk, out of one column or two."""
    if "date" in cells:
        moment.add(lines, cells["date"], cells.get("time"))
    else:
        moment.add(lines, cells["time"])


def _gathered(cells: Cells, reading: Reading, table: Table) -> Contacts:
    """Put the columns together: leave out other outcomes, sort by arrival."""
    n_rows = len(cells.lines)
    warnings = list(table.warnings)
    talk = cells.lengths.get("talk", cells.lengths.get("handle"))
    outcome = _outcomes(cells, reading, talk, table.source, warnings)
    order = np.arange(n_rows) if cells.moments is None else cells.moments.order()
    kept = order[outcome[order] != OTHER] if "outcome" in cells.words else order
    warnings += _told_order(cells.moments, order) + told_zone(cells.moments, reading.zone)
    names = {role: cells.words.get(role, np.full(n_rows, "", dtype=object))[kept] for role in _NAMES}
    names["customer"], n_nobody = _known_customers(names["customer"])
    if n_nobody:
        warnings.append(f'{n_nobody:,} customers are unknown ("0", "anonymous" and the like)')
    is_answered = outcome[kept] == ANSWERED
    is_abandoned = outcome[kept] == ABANDONED
    wait_s = cells.lengths.get("wait", np.full(n_rows, np.nan))[kept]
    if "queued" in cells.words:
        is_outside = _is_among(cells.words["queued"][kept], _NOT_QUEUED) & ~is_answered
        warnings += _told_outside(is_outside)
        is_abandoned &= ~is_outside
        wait_s[is_outside] = np.nan
    else:
        warnings += _told_at_once(is_abandoned & (wait_s == 0))
    return Contacts(
        arrived=frozen(_arrivals(cells.moments, n_rows)[kept]),
        **{role: frozen(column) for role, column in names.items()},
        wait_s=frozen(wait_s),
        is_answered=frozen(is_answered),
        is_abandoned=frozen(is_abandoned),
        talk_s=_served(talk, kept, is_answered),
        hold_s=_served(cells.lengths.get("hold"), kept, is_answered),
        wrap_up_s=_served(cells.lengths.get("wrap_up"), kept, is_answered),
        n_rows=n_rows,
        n_duplicates=0,
        n_ignored=n_rows - len(kept),
        source=table.source,
        warnings=tuple(warnings),
    )


def _outcomes(cells: Cells, reading: Reading, talk: Floats | None, source: str, warnings: list[str]) -> Ints:
    """ANSWERED, ABANDONED or OTHER by row; without a column of outcomes those with talk are answered."""
    if "outcome" not in cells.words:
        if talk is None:
            return np.zeros(len(cells.lines), np.int64)
        warnings.append("there is no column of outcomes; contacts with talk above 0 count as answered")
        return np.where(np.nan_to_num(talk) > 0, ANSWERED, OTHER)
    codes, distinct = pd.factorize(cells.words["outcome"])
    sizes = Counter(dict(zip(distinct, np.bincount(codes, minlength=len(distinct)).tolist(), strict=True)))
    meanings = _meanings(sizes, reading, source)
    others = Counter({name: size for name, size in sizes.items() if meanings[name] == OTHER})
    if others:
        n_others = others.total()
        rows = "1 row has" if n_others == 1 else f"{n_others:,} rows have"
        warnings.append(f"{rows} an outcome that is neither answered nor abandoned and are left out: {_sizes(others)}")
    return np.array([meanings[name] for name in distinct], np.int64)[codes]


def _meanings(sizes: Counter[str], reading: Reading, source: str) -> dict[str, int]:
    """What each outcome of the file means.

    Raises:
        DataError: A given outcome does not occur, or none of the file's is known.
    """
    for option, wanted in (("--answered", reading.answered), ("--abandoned", reading.abandoned)):
        for name in wanted:
            if name.casefold() not in {known.casefold() for known in sizes}:
                near = nearest_name(name, sizes)
                hint = f'did you mean "{near}"?' if near else f"there are {_sizes(sizes)}"
                raise DataError(in_file(source, f"no row has the outcome {quote(name)} ({option}); {hint}"))
    answered, abandoned = ({name.casefold() for name in names} for names in (reading.answered, reading.abandoned))
    meanings = {}
    for name in sizes:
        plain = plain_name(name)
        if name.casefold() in answered or (not answered and plain in _ANSWERED):
            meanings[name] = ANSWERED
        elif name.casefold() in abandoned or (not abandoned and plain in _ABANDONED):
            meanings[name] = ABANDONED
        else:
            meanings[name] = OTHER
    if not any(meanings.values()):
        hint = "say what they mean: --answered NAME --abandoned NAME"
        raise DataError(in_file(source, f"none of the outcomes is known; {hint}; there are {_sizes(sizes)}"))
    return meanings


def _sizes(sizes: Counter[str], most: int = 8) -> str:
    """Outcomes and how many rows have each."""
    told = [f"{name or '(empty)'} {size:,}" for name, size in sizes.most_common(most)]
    return ", ".join(told) + (", …" if len(sizes) > most else "")


def _told_order(moments: Moments | None, order: Ints) -> list[str]:
    if moments is None:
        return []
    warnings = []
    n_unknown = int(np.isnat(moments.local).sum())
    if n_unknown:
        warnings.append(f"{n_unknown:,} rows have no time of arrival")
    if (np.diff(order) < 0).any():
        warnings.append("the rows were not in order of arrival; they were sorted")
    return warnings


def told_zone(moments: Moments | None, zone: str | None) -> list[str]:
    """Say how times with an offset from UTC were read where no zone was named."""
    if moments is None or zone is not None or not moments.has_offset.any():
        return []
    return ["times with an offset from UTC were read as written; --zone NAME turns them to local time"]


def _arrivals(moments: Moments | None, n_rows: int) -> Times:
    return np.full(n_rows, np.datetime64("NaT"), "datetime64[us]") if moments is None else moments.local


def _known_customers(customers: Words) -> tuple[Words, int]:
    """Customers with those that stand for nobody as "", and how many these are."""
    is_nobody = _is_among(customers, _NOBODY)
    return np.where(is_nobody, "", customers), int(is_nobody.sum())


def _is_among(names: Words, known: frozenset[str]) -> Bools:
    """Which names are among the known ones, in any case."""
    codes, distinct = pd.factorize(names)
    return np.array([name.casefold() in known for name in distinct], bool)[codes]


def _told_outside(is_outside: Bools) -> list[str]:
    n_outside = int(is_outside.sum())
    return [f"{n_outside:,} contacts ended before the queue; they did not wait"] if n_outside else []


def _told_at_once(is_at_once: Bools) -> list[str]:
    n_at_once = int(is_at_once.sum())
    hint = "if they ended before the queue, name a column that is empty or 0 then: --column queued=NAME"
    return [f"{n_at_once:,} abandoned contacts waited 0 s and count as left at once; {hint}"] if n_at_once else []


def _served(lengths: Floats | None, kept: Ints, is_answered: Bools) -> Floats:
    """Lengths of time with an agent; a 0 of a contact that no agent took is absent."""
    if lengths is None:
        return frozen(np.full(len(kept), np.nan))
    return frozen(np.where(~is_answered & (lengths[kept] == 0), np.nan, lengths[kept]))
