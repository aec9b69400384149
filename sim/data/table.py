"""A text file of rows: its encoding, separator, header and rows, in chunks of bounded memory.

Reads UTF-8 (with or without a byte order mark), UTF-16 with one, and else Windows-1252, which it says; cells
between commas, semicolons, tabs or bars, quoted or not. Rows are cut by the csv module rather than by pandas,
because only it knows the line a row began on when a quoted cell runs over several, and rows too short or too
long can be named one by one. What the cells mean is not known here.
"""

import codecs
import csv
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from sim.errors import DataError, printable

MOST_BYTES = 2_000_000_000
CHUNK_ROWS = 20_000

_MOST_SHOWN = 20
_MOST_KEPT = 1_000
_BLOCK = 1 << 20
_HEAD = 64
_SEPARATORS = (",", ";", "\t", "|")
_BINARY = {
    b"PK\x03\x04": "an Excel workbook or a zip archive; save the sheet as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save the sheet as CSV",
    b"\x1f\x8b": "packed with gzip; unpack it first",
    b"PAR1": "a Parquet file; save it as CSV",
    b"%PDF": "a PDF; save the table as CSV",
}

Lines = NDArray[np.int64]


class Faults:
    """Gathers what is wrong in one file, so that all of it is told at once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.count = 0
        self._kept: list[tuple[int, str]] = []

    def add(self, line: int, message: str) -> None:
        """Add a fault.

        Args:
            line: Line, from 1; 0 when the fault is about the whole file.
            message: What is wrong and what would be right, without a full stop.
        """
        self.count += 1
        if len(self._kept) < _MOST_KEPT:
            self._kept.append((line, message))

    def raise_if_any(self) -> None:
        """Raise all faults as one error, a line each, by line of the file; the first 20 are written out.

        Raises:
            DataError: There is at least one.
        """
        if not self.count:
            return
        self._kept.sort(key=lambda fault: fault[0])
        told = [in_file(self.source, message, line) for line, message in self._kept[:_MOST_SHOWN]]
        if self.count > len(told):
            told.append(f"… and {self.count - len(told):,} more")
        raise DataError("\n".join(told))


def in_file(source: str, message: str, line: int = 0) -> str:
    """Put the place before a message: `file:line: message`."""
    place = f"{source}:{line}" if line else source
    return f"{printable(place)}: {printable(message)}"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table.

    Attributes:
        lines: The line each row begins on, from 1.
        cells: By wanted column the cells of all rows, without the spaces around them.
    """

    lines: Lines
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A text file that has a header.

    Attributes:
        path: The file.
        source: The file, as the user named it.
        encoding: How its text is encoded.
        separator: What stands between cells.
        header: Names of the columns, without the spaces around them.
        header_line: The line the header begins on.
        warnings: What should be known about reading it.
    """

    path: Path
    source: str
    encoding: str
    separator: str
    header: tuple[str, ...]
    header_line: int
    warnings: tuple[str, ...]

    def chunks(self, wanted: Sequence[int], faults: Faults) -> Iterator[Chunk]:
        """Yield the rows below the header; blank lines are left out.

        A row with too few or too many cells is a fault and is left out.

        Args:
            wanted: Places of the columns to give, in this order.
            faults: Where faults go.

        Raises:
            DataError: The file cannot be read on, or has no row below its header.
        """
        n_rows = 0
        with _opened(self.path, self.source, self.encoding) as stream:
            for lines, rows in self._raw(stream, itemgetter(*wanted, 0, 0), faults):
                n_rows += len(lines)
                columns = tuple(zip(*rows, strict=True))[: len(wanted)]
                cells = tuple(tuple(map(str.strip, column)) for column in columns)
                yield Chunk(np.array(lines, np.int64), cells)
        if not n_rows and not faults.count:
            raise DataError(in_file(self.source, "the file has a header and no rows below it"))

    def _raw(
        self, stream: TextIO, picked: Callable[[list[str]], tuple[str, ...]], faults: Faults
    ) -> Iterator[tuple[list[int], list[tuple[str, ...]]]]:
        """Yield lines and the picked cells of rows of full width."""
        reader = csv.reader(stream, delimiter=self.separator)
        width = len(self.header)
        lines: list[int] = []
        rows: list[tuple[str, ...]] = []
        begins = 1
        try:
            for row in reader:
                is_whole = len(row) == width and row[0] != ""
                if begins > self.header_line and (is_whole or self._is_row(row, begins, faults)):
                    lines.append(begins)
                    rows.append(picked(row))
                    if len(rows) == CHUNK_ROWS:
                        yield lines, rows
                        lines, rows = [], []
                begins = reader.line_num + 1
        except csv.Error as error:
            raise DataError(in_file(self.source, _told(error), begins)) from None
        except UnicodeDecodeError:
            raise DataError(in_file(self.source, "neither UTF-8 nor Windows-1252 text; save it as CSV UTF-8")) from None
        if rows:
            yield lines, rows

    def _is_row(self, row: list[str], line: int, faults: Faults) -> bool:
        """Tell whether a row can be taken; add a fault when it is neither blank nor of the right width."""
        if not any(map(str.strip, row)):
            return False
        width = len(self.header)
        if len(row) == width or (len(row) > width and not any(map(str.strip, row[width:]))):
            return True
        hint = "; is a quote opened and not closed?" if any("\n" in cell for cell in row) else ""
        faults.add(line, f"the row has {_cells(len(row))}, the header has {width}{hint}")
        return False


def open_table(path: Path) -> Table:
    """Look at a file: find its encoding and separator and read its header.

    Raises:
        DataError: It is not there, may not be read, is too large, is empty or is not text.
    """
    source = str(path)
    encoding = check_file(path)
    warnings: tuple[str, ...] = ()
    if encoding == "cp1252":
        warnings = ("the text is not UTF-8 and was read as Windows-1252; names with accents may be wrong",)
    with _opened(path, source, encoding) as stream:
        number, line = _first_line(stream)
        named = _named_separator(line)
        if named:
            number, line = _first_line(stream, number)
        if not line:
            raise DataError(in_file(source, "the file is empty"))
        separator = named or _separator(line)
        header = _header(stream, line, separator, source)
    return Table(path, source, encoding, separator, header, number, warnings)


def check_file(path: Path) -> str:
    """Check that a file can be read as text, without holding it in memory.

    Returns:
        Its encoding: "utf-8-sig", "utf-16" or "cp1252".

    Raises:
        DataError: It is not there, may not be read, is over 2 GB, is empty or is not text.
    """
    source = str(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise DataError(in_file(source, "this is a folder; name the file in it"))
        if not path.is_file():
            raise DataError(in_file(source, "this is not an ordinary file"))
        if size > MOST_BYTES:
            raise DataError(in_file(source, _too_large(size)))
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            if not head:
                raise DataError(in_file(source, "the file is empty"))
            for mark, what in _BINARY.items():
                if head.startswith(mark):
                    raise DataError(in_file(source, f"this is {what}"))
        return _encoding(path, source, head)
    except OSError as error:
        raise DataError(in_file(source, _why(error))) from None


def text_lines(path: Path, encoding: str) -> TextIO:
    """Open a checked file as text, line ends as they are.

    Raises:
        DataError: It may not be read.
    """
    return _opened(path, str(path), encoding)


def _opened(path: Path, source: str, encoding: str) -> TextIO:
    try:
        return path.open(encoding=encoding, newline="")
    except OSError as error:
        raise DataError(in_file(source, _why(error))) from None


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "the file may not be read (permission denied)"
    return f"the file cannot be read ({error.strerror})"


def _too_large(size: int) -> str:
    shown = math.ceil(size / 1e8) / 10
    return f"the file has {shown:.1f} GB; the most is 2 GB: cut it, or count it by interval first"


def _encoding(path: Path, source: str, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    is_json = head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            if b"\0" in block:
                raise DataError(in_file(source, "this is not a text file; save the table as CSV UTF-8"))
            if not is_json and len(block) == _BLOCK and b"\n" not in block and b"\r" not in block:
                raise DataError(in_file(source, "a line has over a million characters; is this a CSV file?"))
            try:
                if is_utf8:
                    decoder.decode(block)
            except UnicodeDecodeError:
                is_utf8 = False
    try:
        decoder.decode(b"", final=is_utf8)
    except UnicodeDecodeError:
        is_utf8 = False
    return "utf-8-sig" if is_utf8 else "cp1252"


def _first_line(stream: TextIO, after: int = 0) -> tuple[int, str]:
    """Number and text of the next line that is not blank; (the last number, "") at the end."""
    number = after
    while line := stream.readline():
        number += 1
        if line.strip():
            return number, line
    return number, ""


def _named_separator(line: str) -> str:
    """The separator in a first line such as `sep=;`, which Excel writes; else ""."""
    text = line.strip("\r\n ")
    return text[4] if len(text) == 5 and text[:4].lower() == "sep=" else ""


def _separator(line: str) -> str:
    """The separator that occurs most often outside quotes; of equals the first of , ; tab |."""
    pieces = line.split('"')[::2]
    counts = [sum(piece.count(mark) for piece in pieces) for mark in _SEPARATORS]
    return _SEPARATORS[counts.index(max(counts))]


def _header(stream: TextIO, line: str, separator: str, source: str) -> tuple[str, ...]:
    """Names of the columns; empty names at the end are left out."""
    try:
        cells = next(csv.reader(itertools.chain([line], stream), delimiter=separator))
    except csv.Error as error:
        raise DataError(in_file(source, _told(error), 1)) from None
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _told(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "a cell with over 131,072 characters; is a quote opened and not closed?"
    return f"the row cannot be read ({error})"


def _cells(number: int) -> str:
    return f"{number} cell" if number == 1 else f"{number} cells"
