"""Columns of one Parquet table on their way to a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Columns:
    """Columns of one table on their way to a Parquet file; words travel as codes."""

    def __init__(self) -> None:
        self.arrays: dict[str, Array] = {}
        self._select: list[str] = []

    def numbers(self, name: str, values: Array, has_blanks: bool = False) -> None:
        """Add a column of numbers; with blanks, −1 of an int64 column becomes null."""
        self.arrays[name] = np.ascontiguousarray(values)
        is_blank = has_blanks and values.dtype == np.int64
        self._select.append(f'nullif("{name}", -1) AS "{name}"' if is_blank else f'"{name}"')

    def words(self, name: str, values: Array) -> None:
        """Add a column of text."""
        every, codes = np.unique(np.asarray(values, dtype=str), return_inverse=True)
        self.coded(name, codes, every.tolist())

    def coded(self, name: str, codes: Array, words: Sequence[str], cast: str = "VARCHAR") -> None:
        """Add a column of words by their codes; −1 becomes null."""
        self.arrays[name] = np.ascontiguousarray(codes, dtype=np.int64)
        listed = ", ".join("'" + word.replace("'", "''") + "'" for word in words) or "NULL"
        self._select.append(f'CAST(list_extract([{listed}], "{name}" + 1) AS {cast}) AS "{name}"')

    def write(self, path: Path) -> None:
        """Write to a temporary name, then rename."""
        import duckdb

        partial = path.with_name(path.name + ".partial")
        target = str(partial).replace("'", "''")
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            connection.register("gathered", self.arrays)
            connection.execute(
                f"COPY (SELECT {', '.join(self._select)} FROM gathered) TO '{target}' "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
        partial.replace(path)
