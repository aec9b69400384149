"""The text of a CSV: lines, cells with their columns, the header, and faults with line and column.

What the cells mean is the matter of those who read them (`csv_rows.py`, `actuals.py`).
"""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import Fault

_MOST_BYTES = 200_000_000
_LINE_END = re.compile(r"\r\n|\r|\n")


class CsvError(Exception):
    """The faults of one CSV; gathered by the checks, never shown as it stands."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CSV.

    Attributes:
        number: Line, from 1.
        text: The line as written.
        cells: Its cells, without the spaces around them.
        columns: Column of each cell, from 1.
    """

    number: int
    text: str
    cells: tuple[str, ...]
    columns: tuple[int, ...]


@dataclass(slots=True)
class FaultsOfCsv:
    """Faults of one file while they are gathered.

    Attributes:
        file: Path as written in the scenario.
        found: What was found, in the order of the file.
    """

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(
        self,
        row: Row,
        place: int,
        message: str,
        value: str = "",
        allowed: str = "",
        nearest: str = "",
        severity: str = "error",
    ) -> None:
        """Add a fault of one cell.

        Args:
            row: The line.
            place: Index of the cell; beyond the last it is the line itself.
            message, value, allowed, nearest, severity: As in `Fault`.
        """
        column = row.columns[place] if place < len(row.columns) else 1
        self.found.append(
            Fault(self.file, row.number, column, "", message, value, allowed, nearest, severity, row.text)
        )


def read_rows(folder: str, file: str) -> tuple[Row, list[Row]]:
    """Read the header and the rows of a CSV, with commas, semicolons or tabs between the cells.

    Args:
        folder: Folder the path is relative to.
        file: Path as written in the scenario.

    Returns:
        The header, and every row below it in which something stands.

    Raises:
        CsvError: The file as a whole cannot be read; its fault has line 0.
    """
    lines = _lines(Path(folder) / file, file)
    separator = next((mark for mark in (";", "\t") if mark in lines[0]), ",")
    header, *rows = [_row(number, line, separator) for number, line in enumerate(lines, start=1)]
    return header, [row for row in rows if any(row.cells)]


def clock_text(second: int) -> str:
    """Write a second of the day as on a clock.

    >>> clock_text(34_200)
    '09:30'
    """
    return f"{second // 3600:02d}:{second // 60 % 60:02d}"


def _lines(path: Path, file: str) -> list[str]:
    try:
        text = _bytes(path, file).decode("utf-8-sig")
    except FileNotFoundError:
        message = "there is no such file; the path starts from the folder of the scenario"
    except IsADirectoryError:
        message = "this is a folder, not a CSV file"
    except UnicodeDecodeError:
        message = "the file is not UTF-8 text; save it as CSV UTF-8"
    except (OSError, ValueError):
        message = "the file cannot be read"
    else:
        return _LINE_END.split(text)
    raise CsvError([Fault(file, 0, 0, "", message)])


def _bytes(path: Path, file: str) -> bytes:
    """Read a file that is one, and not too large to be a table of a planner."""
    if path.exists() and not path.is_dir():
        if not path.is_file():
            raise CsvError([Fault(file, 0, 0, "", "this is no file on a disk; name a CSV file")])
        size = path.stat().st_size
        if size > _MOST_BYTES:
            message = f"the file has {size / 1e6:,.0f} MB; the most is {_MOST_BYTES / 1e6:,.0f} MB"
            raise CsvError([Fault(file, 0, 0, "", message)])
    return path.read_bytes()


def _row(number: int, text: str, separator: str) -> Row:
    """Cut a line into cells; quotes around a cell are left out."""
    cells, columns, at = [], [], 1
    for raw in _cut(text, separator):
        plain = raw.strip()
        columns.append(at + len(raw) - len(raw.lstrip()))
        cells.append(next(csv.reader([plain], strict=False), [""])[0].strip() if plain[:1] == '"' else plain)
        at += len(raw) + 1
    return Row(number, text, tuple(cells), tuple(columns))


def _cut(text: str, separator: str) -> list[str]:
    """Cut a line at its separators, but not inside quotes."""
    pieces, quoted = [""], False
    for character in text:
        quoted ^= character == '"'
        if character == separator and not quoted:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces
