"""Numbers and lengths of time as exports write them.

Numbers have a decimal point or a decimal comma, one of them in a column; thousands marks are refused, and a
value that could be either (1.234, 1,234) is a fault unless the rest of its column decides it. Lengths of time
are seconds, mm:ss or h:mm:ss. Nothing is negative. An empty cell, "-", "NULL" and their like are absent (NaN).
"""

import re
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd

from sim.data.records import Floats
from sim.data.table import Faults, Lines
from sim.units import quote

ABSENT = frozenset(("", "-", "--", "–", "—", "null", "none", "na", "n/a", "#n/a", "nan", "nil"))

_MOST_CONTACTS = 1e7
_LONGEST_S = 90 * 86_400.0
_WHOLE = re.compile(r"\d+")
_DECIMAL = re.compile(r"(\d*)([.,])(\d+)|(\d+)([.,])")
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’\s]\d{3})+(?:[.,]\d+)?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d{2})(?:[.,](\d+))?")
_NO_MARKS = "thousands marks are not read"


class _Kind(IntEnum):
    """What a value says about its column."""

    PLAIN = 0
    POINT = 1
    COMMA = 2
    EITHER_POINT = 3
    EITHER_COMMA = 4
    WRONG = 5


@dataclass(frozen=True, slots=True)
class _Read:
    """A value as read: with decimals, how it was written, what is wrong with it."""

    value: float
    kind: _Kind
    message: str = ""


class Amounts:
    """A column of numbers or of lengths of time, read chunk by chunk.

    Args:
        title: Name of the column in the file.
        faults: Where faults go.
        separator: What stands between the cells of the file.
        is_length: Whether these are lengths of time; else numbers of contacts.
        factor: Seconds of a bare number in a column of lengths.
    """

    def __init__(self, title: str, faults: Faults, separator: str, is_length: bool, factor: float = 1.0) -> None:
        self._title = title
        self._faults = faults
        self._separator = separator
        self._is_length = is_length
        self._factor = factor
        self._values: list[Floats] = []
        self._read: dict[str, _Read] = {}
        self._doubtful: list[tuple[int, str, _Kind]] = []

    def add(self, lines: Lines, texts: tuple[str, ...]) -> None:
        """Read the cells of one chunk; faults of single cells are added."""
        codes, distinct = pd.factorize(np.array(texts, dtype=object))
        reads = [self._read_once(str(text)) for text in distinct]
        values = np.array([read.value for read in reads], np.float64)[codes]
        kinds = np.array([read.kind for read in reads], np.int8)[codes]
        for row in np.flatnonzero(kinds >= _Kind.EITHER_POINT):
            read = reads[codes[row]]
            if read.kind is _Kind.WRONG:
                self._faults.add(int(lines[row]), f"{self._title}: {read.message}")
            else:
                self._doubtful.append((int(lines[row]), texts[row], read.kind))
        self._values.append(values)

    def finish(self) -> Floats:
        """Give all values, NaN where absent, and add the faults that only the whole column shows."""
        kinds = {read.kind for read in self._read.values()}
        if _Kind.POINT in kinds and _Kind.COMMA in kinds:
            point, comma = (self._example(kind) for kind in (_Kind.POINT, _Kind.COMMA))
            message = f"{self._title}: decimal points and decimal commas in one column, as in {point} and {comma}"
            self._faults.add(0, message)
        for line, text, kind in self._doubtful:
            if not self._is_decided(kind, kinds):
                self._faults.add(line, f"{self._title}: {self._either(text)}")
        return np.concatenate(self._values) if self._values else np.empty(0)

    def _is_decided(self, kind: _Kind, kinds: set[_Kind]) -> bool:
        """Whether the file says that the mark in 1.234 or 1,234 is a decimal one."""
        if kind is _Kind.EITHER_POINT:
            return self._separator == "," or _Kind.POINT in kinds
        return _Kind.COMMA in kinds

    @staticmethod
    def _either(text: str) -> str:
        whole, decimal = re.sub("[.,]", "", text), text.replace(",", ".")
        return f"{quote(text)} can be {whole} or {decimal}; {_NO_MARKS}: write it as {whole} or {decimal}0"

    def _example(self, kind: _Kind) -> str:
        return quote(next(text for text, read in self._read.items() if read.kind is kind))

    def _read_once(self, text: str) -> _Read:
        if text not in self._read:
            self._read[text] = self._checked(text)
        return self._read[text]

    def _checked(self, text: str) -> _Read:
        """Read a cell and check that its value can be."""
        if text.casefold() in ABSENT:
            if self._is_length:
                return _Read(np.nan, _Kind.PLAIN)
            return _Read(np.nan, _Kind.WRONG, "there is no number; write 0 where nothing came, or leave the row out")
        if text[0] in "-−" and self._plain(text[1:].strip()).kind is not _Kind.WRONG:
            return _Read(np.nan, _Kind.WRONG, f"{quote(text)} is negative")
        read = self._plain(text)
        if self._is_length and read.value > _LONGEST_S:
            hint = "over 90 days; is it in milliseconds, or a point in time?"
            return _Read(np.nan, _Kind.WRONG, f"{quote(text)} is {hint}")
        if not self._is_length and read.value > _MOST_CONTACTS:
            return _Read(np.nan, _Kind.WRONG, f"{quote(text)} contacts in one interval are too many")
        return read

    def _plain(self, text: str) -> _Read:
        if _WHOLE.fullmatch(text):
            return _Read(float(text) * self._factor, _Kind.PLAIN)
        if _EITHER.fullmatch(text):
            kind = _Kind.EITHER_COMMA if "," in text else _Kind.EITHER_POINT
            return _Read(float(text.replace(",", ".")) * self._factor, kind)
        if _DECIMAL.fullmatch(text):
            kind = _Kind.COMMA if "," in text else _Kind.POINT
            return _Read(float(text.replace(",", ".")) * self._factor, kind)
        if _THOUSANDS.fullmatch(text):
            return _Read(np.nan, _Kind.WRONG, f"{quote(text)}: {_NO_MARKS}; write for example 1234")
        return self._clock(text)

    def _clock(self, text: str) -> _Read:
        match = _CLOCK.fullmatch(text) if self._is_length else None
        if match is None:
            allowed = 'seconds, "mm:ss" or "h:mm:ss"' if self._is_length else "a number such as 12"
            return _Read(np.nan, _Kind.WRONG, f"{quote(text)} is not {allowed}")
        hours, minutes, seconds, rest = match.groups()
        if int(seconds) > 59 or (hours and int(minutes) > 59):
            return _Read(np.nan, _Kind.WRONG, f'{quote(text)} is not a length of time such as "mm:ss" or "h:mm:ss"')
        total = 3_600 * int(hours or 0) + 60 * int(minutes) + int(seconds)
        return _Read(total + float(f"0.{rest or 0}"), _Kind.PLAIN)
