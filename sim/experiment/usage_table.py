"""The table of what was used, from which costs can be made anew with other prices."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment.columns import Columns
from sim.kpi import COST_CUTS, Sums, Usage
from sim.kpi.usage import BY_CHANNEL, BY_POOL
from sim.world.world import Names

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

USAGE_FILE = "usage_by_replication.parquet"
_TIME = ("paid_h", "overtime_h", "fte")


def write_usage(folder: Path, sums: Mapping[str, Sequence[Sums]]) -> None:
    """Write one row a strategy, replication, quantity, pool or channel, and index of each cut."""
    words: dict[str, list[str]] = {name: [] for name in ("strategy", "quantity", "used_of", "cut", "of")}
    replication: list[int] = []
    value: list[float] = []
    for strategy, parts in sums.items():
        for part in parts:
            for quantity, used_of, cut, of, amount in _rows(part):
                row = (strategy, quantity, used_of, cut, of)
                for name, word in zip(words, row, strict=True):
                    words[name].append(word)
                replication.append(part.replication)
                value.append(amount)
    table = Columns()
    for name, column in words.items():
        table.words(name, np.array(column, dtype=str))
    table.numbers("replication", np.array(replication, dtype=np.int64))
    table.numbers("value", np.array(value))
    table.write(folder / USAGE_FILE)


def _rows(part: Sums) -> list[tuple[str, str, str, str, float]]:
    """All quantities of one replication; in a fixed order, zeros too."""
    usage, names = part.usage, part.names
    if usage is None:
        return []
    rows = [("days", "all", "all", "all", usage.days)]
    for quantity in _TIME:
        rows += [
            (quantity, pool, "all", "all", float(amount))
            for pool, amount in zip(names.pools, getattr(usage, quantity), strict=True)
        ]
    for quantity in (*BY_POOL, *BY_CHANNEL):
        owners = names.pools if quantity in BY_POOL else names.channels
        for cut in COST_CUTS:
            table = usage.of[quantity][cut]
            for place, owner in enumerate(owners):
                for of, amount in zip(names_of_cut(names, cut), table[place].tolist(), strict=True):
                    rows.append((quantity, owner, cut, of, amount))
    return rows


def names_of_cut(names: Names, cut: str) -> tuple[str, ...]:
    """The identities behind the indices of a cut of costs."""
    known: dict[str, tuple[str, ...]] = {
        "all": ("all",),
        "channel": names.channels,
        "segment": names.segments,
        "intent": names.intents,
        "cause": names.failure_causes,
        "repeat": ("first", "repeat"),
    }
    return known[cut]


def read_usage(
    connection: "DuckDBPyConnection", folder: Path, strategy: str, names: Names, n: int
) -> list[Usage | None]:
    """Read back what was used in the first n replications; nothing where the run was stored without it."""
    path = folder / USAGE_FILE
    if not path.exists():
        return [None] * n
    values = connection.execute(
        "SELECT value FROM read_parquet(?, file_row_number = true) WHERE strategy = ? AND replication < ? "
        "ORDER BY file_row_number",
        [str(path), strategy, n],
    ).fetchnumpy()["value"]
    rows = np.asarray(values, dtype=np.float64).reshape(n, -1)
    return [_usage(row, names) for row in rows]


def _usage(row: Any, names: Names) -> Usage:
    """Put the rows of one replication back, in the order in which they were written."""
    place = 1

    def take(*shape: int) -> Any:
        nonlocal place
        size = int(np.prod(shape))
        place += size
        return row[place - size : place].reshape(shape)

    time = {quantity: take(len(names.pools)) for quantity in _TIME}
    of = {
        quantity: {
            cut: take(len(names.pools if quantity in BY_POOL else names.channels), len(names_of_cut(names, cut)))
            for cut in COST_CUTS
        }
        for quantity in (*BY_POOL, *BY_CHANNEL)
    }
    return Usage(days=float(row[0]), of=of, **time)
