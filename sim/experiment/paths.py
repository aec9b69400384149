"""Paths of issues over replications: shares with intervals, their table, and the files that keep them.

`paths_by_replication.parquet` holds every path of every replication, so that a stored run can be asked again;
`paths.csv` the most frequent ones with their intervals, by every cut.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis import Estimate, estimate
from sim.experiment.tables import write_columns
from sim.kpi import PATH_CUTS, PATH_SUMS, Paths
from sim.world.world import Names

PATH_FILE = "paths_by_replication.parquet"
SUMMARY_FILE = "paths.csv"
REST = "all other paths"
"""The last row of a table of paths: what was left out, so that counts and shares add up."""

_MOST_STORED = 50
_VALUES = ("issues", "share", "resolved", "wait_s", "reply_wait_s", "handle_s")

Floats = NDArray[np.float64]
PathsByStrategy = Mapping[str, Sequence[Paths]]


@dataclass(frozen=True, slots=True)
class PathRow:
    """One path over all replications of one strategy.

    Attributes:
        path: In words; `REST` for all that were left out.
        n_paths: How many paths it stands for.
        issues: Issues that took it, in a replication.
        share: Of the issues of the cut.
        resolved: Share of its issues that were resolved.
        wait_s: Mean time of a customer in queues of live and chat channels [s].
        reply_wait_s: Mean time of a customer waiting for replies [s].
        handle_s: Mean talk, hold and wrap-up on an issue [s].
    """

    path: str
    n_paths: int
    issues: Estimate
    share: Estimate
    resolved: Estimate
    wait_s: Estimate
    reply_wait_s: Estimate
    handle_s: Estimate


def path_rows(
    parts: Sequence[Paths], cut: str = "all", of: str = "all", most: int = 10, level: float = 0.95
) -> list[PathRow]:
    """Estimate the paths of one strategy.

    Args:
        parts: One each replication.
        cut: "all", or one of `PATH_CUTS`: "channel" (of the first contact), "segment", "intent".
        of: Name within the cut.
        most: How many paths to tell apart, the most frequent first; the others become one row.
        level: Confidence level of the intervals.

    Returns:
        Rows by falling number of issues, equal ones by their words, `REST` last; nothing without an issue. Shares
        and means are ratios of sums over replications.

    Raises:
        ValueError: There is no such cut, or no such name in it.
    """
    sums = _by_path(parts, _index(parts, cut, of), cut)
    total = np.sum([amounts["issues"] for amounts in sums.values()], axis=0) if sums else np.zeros(len(parts))
    order = sorted(sums, key=lambda path: (-sums[path]["issues"].sum(), path))
    rows = [_row(path, 1, sums[path], total, level) for path in order[:most]]
    rest = order[most:]
    if rest:
        together = {name: np.sum([sums[path][name] for path in rest], axis=0) for name in PATH_SUMS}
        rows.append(_row(REST, len(rest), together, total, level))
    return rows


def write_paths(folder: Path, paths: PathsByStrategy) -> None:
    """Write both files of a run into its folder."""
    _write_parts(folder / PATH_FILE, paths)
    _write_summary(folder / SUMMARY_FILE, paths)


def read_paths(folder: Path, names: Mapping[str, Names], n: int) -> dict[str, list[Paths]]:
    """Read back the first n replications of what `write_paths` wrote, exactly.

    Args:
        folder: Folder of the run.
        names: By strategy to read, as the manifest keeps them.
        n: How many replications, at most those stored.
    """
    import duckdb

    columns = ", ".join(f'"{name}"' for name in ("replication", "path", *PATH_CUTS, *PATH_SUMS))
    found: dict[str, list[Paths]] = {}
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        for strategy, known in names.items():
            table = connection.execute(
                f"SELECT {columns} FROM read_parquet(?, file_row_number = true) "
                "WHERE strategy = ? AND replication < ? ORDER BY file_row_number",
                [str(folder / PATH_FILE), strategy, n],
            ).fetchnumpy()
            index = {cut: _indices(table[cut], getattr(known, kind)) for cut, kind in PATH_CUTS.items()}
            rows = [np.flatnonzero(table["replication"] == number) for number in range(n)]
            found[strategy] = [
                Paths(
                    strategy,
                    number,
                    known,
                    tuple(str(words) for words in table["path"][mine]),
                    {cut: places[mine] for cut, places in index.items()},
                    {name: np.asarray(table[name], dtype=np.float64)[mine] for name in PATH_SUMS},
                )
                for number, mine in enumerate(rows)
            ]
    return found


def _index(parts: Sequence[Paths], cut: str, of: str) -> int:
    """Index of a name within a cut; 0 for "all"."""
    if cut == "all":
        return 0
    if cut not in PATH_CUTS:
        raise ValueError(f"paths cannot be cut by {cut}; they can by all, {', '.join(PATH_CUTS)}")
    names: tuple[str, ...] = getattr(parts[0].names, PATH_CUTS[cut])
    if of not in names:
        raise ValueError(f"there is no {cut} {of!r}; there are {', '.join(names)}")
    return names.index(of)


def _by_path(parts: Sequence[Paths], index: int, cut: str) -> dict[str, dict[str, Floats]]:
    """Sum the rows of a cut by path, one number a replication."""
    sums: dict[str, dict[str, Floats]] = {}
    for number, part in enumerate(parts):
        mine = range(len(part.path)) if cut == "all" else np.flatnonzero(part.index[cut] == index).tolist()
        for row in mine:
            amounts = sums.setdefault(part.path[row], {name: np.zeros(len(parts)) for name in PATH_SUMS})
            for name in PATH_SUMS:
                amounts[name][number] += part.sums[name][row]
    return sums


def _row(path: str, n_paths: int, sums: Mapping[str, Floats], total: Floats, level: float) -> PathRow:
    """Estimate one row."""
    issues = sums["issues"]
    return PathRow(
        path,
        n_paths,
        estimate(issues, None, level),
        estimate(issues, total, level),
        *(estimate(sums[name], issues, level) for name in ("resolved", "wait_s", "reply_wait_s", "handle_s")),
    )


def _indices(words: Any, names: tuple[str, ...]) -> NDArray[np.int64]:
    """Turn names back into indices."""
    return np.array([names.index(str(word)) for word in words], dtype=np.int64)


def _write_parts(path: Path, paths: PathsByStrategy) -> None:
    """One row a strategy, replication, path, first channel, segment and intent."""
    parts = [part for found in paths.values() for part in found]
    lengths = [len(part.path) for part in parts]
    words: dict[str, list[str]] = {
        "strategy": [strategy for strategy, found in paths.items() for part in found for _ in part.path],
        "path": [words for part in parts for words in part.path],
    }
    for cut, kind in PATH_CUTS.items():
        words[cut] = [getattr(part.names, kind)[index] for part in parts for index in part.index[cut].tolist()]
    numbers: dict[str, NDArray[Any]] = {"replication": np.repeat([part.replication for part in parts], lengths)}
    numbers |= {name: np.concatenate([part.sums[name] for part in parts]) for name in PATH_SUMS}
    write_columns(path, words, numbers)


def _write_summary(path: Path, paths: PathsByStrategy) -> None:
    """One row a strategy, cut and path; numbers in full, blanks empty."""
    heads = (
        "strategy",
        "cut",
        "of",
        "path",
        "n_paths",
        *(f"{v}{tail}" for v in _VALUES for tail in ("", "_half_width")),
    )
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        for strategy, parts in paths.items():
            for cut, of in _places(parts):
                for row in path_rows(parts, cut, of, _MOST_STORED):
                    writer.writerow([strategy, cut, of, row.path, row.n_paths, *_numbers(row)])
    partial.replace(path)


def _places(parts: Sequence[Paths]) -> Iterator[tuple[str, str]]:
    """List every cut and name."""
    yield "all", "all"
    for cut, kind in PATH_CUTS.items():
        for of in getattr(parts[0].names, kind):
            yield cut, of


def _numbers(row: PathRow) -> Iterator[float | str]:
    """Give values and half widths of a row, blanks as ""."""
    for name in _VALUES:
        found: Estimate = getattr(row, name)
        yield from ("" if isnan(number) else number for number in (found.value, found.half_width))
