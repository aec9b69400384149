"""The Parquet tables of a run: names instead of indices, ticks as int64 [µs], −1 as null.

Every table has the columns strategy and replication. DuckDB writes and reads them, without pandas. Units must
come in order; a table's bytes then depend on nothing but the run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment.columns import Columns
from sim.experiment.usage_table import read_usage, write_usage
from sim.experiment.work import UnitResult
from sim.kpi import CATALOG, INTERVAL_COLUMNS, MONEY_NAMES, UPPER_S, Kpi, Sums, Thresholds, cut_names
from sim.record.record import CONTACT_COLUMNS, ISSUE_COLUMNS
from sim.rules.lifecycle import Cause, Duty, IssueOutcome, Outcome, Reason, Story, Way
from sim.world.world import Names

KPI_FILE = "kpi_by_replication.parquet"
WAIT_FILE = "waits_by_replication.parquet"
INTERVAL_FILE = "intervals.parquet"
AGENT_FILE = "agents.parquet"
PART_ROWS = 500_000
"""Contacts after which a new part begins."""

Array = NDArray[Any]

_CUT_COLUMNS = {
    "channel": "channels",
    "segment": "segments",
    "intent": "intents",
    "queue": "queues",
    "pool": "pools",
    "cause": "causes",
}
_WORDS: dict[str, dict[str, type[Any]]] = {
    "contacts": {"reason": Reason, "outcome": Outcome, "story": Story, "way": Way, "led_by": Cause},
    "issues": {"outcome": IssueOutcome},
    "agents": {"kind": Duty},
}
_AGENT_COLUMNS = ("agent", "pool", "kind", "start_tick", "end_tick", "busy_ticks")


@dataclass(slots=True)
class _Sheet:
    """Rows of one table while they are gathered, column by column.

    Attributes:
        kind: Which table.
        columns: Its columns, without strategy and replication.
        parts: What units brought, each with its strategy, replication and names.
        n_rows: Rows gathered.
    """

    kind: str
    columns: tuple[str, ...]
    parts: list[tuple[str, int, Names, Mapping[str, Array]]] = field(default_factory=list)
    n_rows: int = 0

    def add(self, result: UnitResult, rows: Mapping[str, Array]) -> None:
        """Gather the rows of one unit."""
        self.parts.append((result.unit.strategy, result.unit.replication, result.sums.names, rows))
        self.n_rows += len(rows[self.columns[0]])

    def write(self, path: Path) -> None:
        """Write what was gathered, and forget it."""
        table = Columns()
        lengths = [len(rows[self.columns[0]]) for _, _, _, rows in self.parts]
        table.words("strategy", np.repeat([strategy for strategy, *_ in self.parts], lengths))
        table.numbers("replication", np.repeat([number for _, number, *_ in self.parts], lengths))
        for column in self.columns:
            self._add_column(table, column)
        table.write(path)
        self.parts.clear()
        self.n_rows = 0

    def _add_column(self, table: "Columns", column: str) -> None:
        arrays = [rows[column] for *_, rows in self.parts]
        words = _WORDS.get(self.kind, {}).get(column)
        if words is not None:
            table.coded(column, np.concatenate(arrays), [word.name.lower() for word in words])
        elif column in _CUT_COLUMNS:
            named = [getattr(names, _CUT_COLUMNS[column]) for _, _, names, _ in self.parts]
            every = list(dict.fromkeys(name for names in named for name in names))
            codes = [_recoded(codes, names, every) for codes, names in zip(arrays, named, strict=True)]
            table.coded(column, np.concatenate(codes), every)
        elif column == "is_resolved":
            table.coded(column, np.concatenate(arrays), ["false", "true"], cast="BOOLEAN")
        else:
            table.numbers(column, np.concatenate(arrays), has_blanks=True)


class TableWriter:
    """Writes the tables of a run into a folder as units come in."""

    def __init__(self, folder: Path, has_contacts: bool) -> None:
        """Prepare.

        Args:
            folder: An existing folder.
            has_contacts: Write contacts and issues too.
        """
        self._folder = folder
        self._has_contacts = has_contacts
        self._intervals = _Sheet("intervals", tuple(INTERVAL_COLUMNS))
        self._agents = _Sheet("agents", _AGENT_COLUMNS)
        self._contacts = _Sheet("contacts", tuple(CONTACT_COLUMNS))
        self._issues = _Sheet("issues", tuple(ISSUE_COLUMNS))
        self._n_parts = 0

    def add(self, result: UnitResult) -> None:
        """Take the rows of the next unit."""
        self._intervals.add(result, result.intervals)
        self._agents.add(result, result.agents)
        if self._has_contacts:
            self._contacts.add(result, result.contacts)
            self._issues.add(result, result.issues)
            if self._contacts.n_rows >= PART_ROWS:
                self._write_part()

    def close(self) -> None:
        """Write what is still in hand."""
        if self._contacts.parts:
            self._write_part()
        self._intervals.write(self._folder / INTERVAL_FILE)
        self._agents.write(self._folder / AGENT_FILE)

    def _write_part(self) -> None:
        for sheet in (self._contacts, self._issues):
            (self._folder / sheet.kind).mkdir(exist_ok=True)
            sheet.write(self._folder / sheet.kind / f"part-{self._n_parts:04d}.parquet")
        self._n_parts += 1


def write_sums(folder: Path, sums: Mapping[str, Sequence[Sums]]) -> None:
    """Write the KPI sums of every replication, and the histograms behind percentiles."""
    _write_kpis(folder / KPI_FILE, sums)
    write_usage(folder, sums)
    _write_waits(folder / WAIT_FILE, sums)


def read_sums(
    folder: Path, names: Mapping[str, Names], thresholds: Mapping[str, Thresholds], seed: int, n: int
) -> dict[str, list[Sums]]:
    """Read back the first n replications of what `write_sums` wrote, exactly.

    Args:
        folder: Folder of the run.
        names, thresholds: By strategy, as the manifest keeps them.
        seed: Root seed.
        n: How many replications, at most those stored.

    Returns:
        By strategy; the sums hold what the catalog needs, and nothing else.
    """
    import duckdb

    found: dict[str, list[Sums]] = {}
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        for strategy, known in names.items():
            places = list(kpi_places(known))
            parts = connection.execute(
                "SELECT numerator, denominator FROM read_parquet(?) WHERE strategy = ? AND replication < ? "
                "AND NOT list_contains(?, kpi)",
                [str(folder / KPI_FILE), strategy, n, sorted(MONEY_NAMES)],
            ).fetchnumpy()
            numerators, denominators = (
                np.ma.filled(np.ma.asarray(parts[name], dtype=np.float64), np.nan).reshape(n, len(places))
                for name in ("numerator", "denominator")
            )
            waits = connection.execute(
                "SELECT replication, histogram, channel, bin, contacts FROM read_parquet(?) "
                "WHERE strategy = ? AND replication < ?",
                [str(folder / WAIT_FILE), strategy, n],
            ).fetchall()
            histograms = _histograms(waits, known, n)
            usage = read_usage(connection, folder, strategy, known, n)
            found[strategy] = [
                Sums(
                    strategy,
                    seed,
                    number,
                    known,
                    thresholds[strategy],
                    _values(places, known, numerators[number], denominators[number]),
                    histograms[number],
                    usage[number],
                )
                for number in range(n)
            ]
    return found


def read_intervals(folder: Path, strategy: str, names: Names, n: int) -> tuple[Mapping[str, Array], ...]:
    """Read back the interval rows of the first n replications of one strategy, with indices for names.

    Args:
        folder: Folder of the run.
        strategy: One of its strategies.
        names: Of that strategy, as the manifest keeps them.
        n: How many replications, at most those stored.
    """
    import duckdb

    listed = ", ".join(f'"{column}"' for column in INTERVAL_COLUMNS)
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        table = connection.execute(
            f"SELECT replication, {listed} FROM read_parquet(?, file_row_number = true) "
            "WHERE strategy = ? AND replication < ? ORDER BY file_row_number",
            [str(folder / INTERVAL_FILE), strategy, n],
        ).fetchnumpy()
    for column in ("channel", "queue"):
        known: tuple[str, ...] = getattr(names, _CUT_COLUMNS[column])
        words: list[str | None] = np.ma.asarray(table[column], dtype=object).tolist()
        table[column] = np.array([known.index(word) if word else -1 for word in words], dtype=np.int64)
    rows = [np.flatnonzero(table["replication"] == number) for number in range(n)]
    return tuple({column: np.asarray(table[column])[mine] for column in INTERVAL_COLUMNS} for mine in rows)


def kpi_places(names: Names, of_money: bool = False) -> Iterator[tuple[Kpi, str, int]]:
    """List what `kpi_by_replication` holds for one replication, in its order; percentiles are histograms.

    Costs stand after the others, where the strategy states prices.
    """
    for kpi in CATALOG.values():
        if kpi.estimator != "percentile" and (kpi.name in MONEY_NAMES) == of_money:
            for cut in kpi.cuts:
                for index in range(len(cut_names(names, cut))):
                    yield kpi, cut, index


def write_columns(path: Path, words: Mapping[str, Sequence[str]], numbers: Mapping[str, Array]) -> None:
    """Write a table of columns of words, then of numbers, all of one length."""
    table = Columns()
    for name, values in words.items():
        table.words(name, np.array(values))
    for name, array in numbers.items():
        table.numbers(name, array)
    table.write(path)


def _write_kpis(path: Path, sums: Mapping[str, Sequence[Sums]]) -> None:
    """One row a strategy, replication, KPI and cell; value = numerator / denominator."""
    rows: dict[str, list[Any]] = {name: [] for name in ("strategy", "replication", "kpi", "cut", "of", "unit")}
    numerators: list[float] = []
    denominators: list[float] = []
    for strategy, parts in sums.items():
        places = list(kpi_places(parts[0].names))
        places += kpi_places(parts[0].names, of_money=True) if "cost" in parts[0].values else []
        for part in parts:
            rows["strategy"] += [strategy] * len(places)
            rows["replication"] += [part.replication] * len(places)
            rows["kpi"] += [kpi.name for kpi, _, _ in places]
            rows["cut"] += [cut for _, cut, _ in places]
            rows["of"] += [cut_names(part.names, cut)[index] for _, cut, index in places]
            rows["unit"] += [kpi.unit for kpi, _, _ in places]
            numerators += [float(part.values[kpi.numerator][cut][index]) for kpi, cut, index in places]
            denominators += [
                float(part.values[kpi.denominator][cut][index]) if kpi.denominator else 1.0
                for kpi, cut, index in places
            ]
    table = Columns()
    for name, column in rows.items():
        if name == "replication":
            table.numbers(name, np.array(column, dtype=np.int64))
        else:
            table.words(name, np.array(column))
    table.numbers("numerator", np.array(numerators))
    table.numbers("denominator", np.array(denominators))
    top, bottom = table.arrays["numerator"], table.arrays["denominator"]
    value = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom != 0)
    table.numbers("value", value)
    table.write(path)


def _write_waits(path: Path, sums: Mapping[str, Sequence[Sums]]) -> None:
    """One row a strategy, replication, histogram, channel and bin that is not empty."""
    found: list[tuple[str, int, str, str, NDArray[np.int64], NDArray[np.int32]]] = []
    for strategy, parts in sums.items():
        for part in parts:
            for histogram, counts in part.histograms.items():
                for channel, row in zip(part.names.channels, counts, strict=True):
                    filled = np.flatnonzero(row)
                    found.append((strategy, part.replication, histogram, channel, filled, row[filled]))
    lengths = [len(filled) for *_, filled, _ in found]
    bins = np.concatenate([filled for *_, filled, _ in found])
    table = Columns()
    table.words("strategy", np.repeat([row[0] for row in found], lengths))
    table.numbers("replication", np.repeat([row[1] for row in found], lengths))
    table.words("histogram", np.repeat([row[2] for row in found], lengths))
    table.words("channel", np.repeat([row[3] for row in found], lengths))
    table.numbers("bin", bins)
    table.numbers("upper_s", UPPER_S[bins])
    table.numbers("contacts", np.concatenate([row[5] for row in found]))
    table.write(path)


def _values(
    places: list[tuple[Kpi, str, int]], names: Names, numerators: Array, denominators: Array
) -> dict[str, dict[str, Array]]:
    """Put sums back under their names, by cut."""
    values: dict[str, dict[str, Array]] = {}
    for row, (kpi, cut, index) in enumerate(places):
        pairs = [(kpi.numerator, numerators[row])]
        if kpi.denominator:
            pairs.append((kpi.denominator, denominators[row]))
        for name, value in pairs:
            by_cut = values.setdefault(name, {})
            if cut not in by_cut:
                by_cut[cut] = np.full(len(cut_names(names, cut)), np.nan)
            by_cut[cut][index] = value
    return values


def _histograms(rows: list[tuple[Any, ...]], names: Names, n: int) -> list[dict[str, NDArray[np.int32]]]:
    """Put histograms back, one set a replication."""
    kinds = sorted({kpi.numerator for kpi in CATALOG.values() if kpi.estimator == "percentile"})
    shape = (len(names.channels), len(UPPER_S))
    found = [{kind: np.zeros(shape, dtype=np.int32) for kind in kinds} for _ in range(n)]
    for replication, kind, channel, place, contacts in rows:
        if kind in found[replication]:
            found[replication][kind][names.channels.index(channel), place] = contacts
    return found


def _recoded(codes: Array, names: tuple[str, ...], every: list[str]) -> Array:
    """Turn indices of one strategy's names into indices of all names; −1 stays."""
    table = np.array([every.index(name) for name in names] + [-1], dtype=np.int64)
    return table[codes]
