"""A table of text cells, as every page lays them out and the terminal prints them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a label, pairs of (value, half width), and a verdict ("" without one)."""

    label: str
    values: tuple[tuple[str, str], ...]
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: heads of its columns, and rows by group.

    Attributes:
        heads: One for each pair of a row.
        groups: (heading, rows).
    """

    heads: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
