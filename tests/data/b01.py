"""The raw counts of B01 (North American bank, 164 weekdays of 2003), read without the readers under test."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.data.records import Counts

FILE = Path(__file__).parents[3] / "shared" / "data" / "B01_na_bank_5min_calls_2003" / "bank_calls_5min.csv"
here = pytest.mark.skipif(not FILE.exists(), reason="the counts of B01 are not in this checkout")
FIRST, SIZE = 84, 169
"""The counts begin with the 84th interval of 5 min of a day (07:00), and there are 169."""


def read() -> tuple[list[date], np.ndarray]:
    """Days and counts by 5 min, (days, 169)."""
    with FILE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    days = sorted({row["date"] for row in rows})
    place = {day: n for n, day in enumerate(days)}
    table = np.full((len(days), SIZE), np.nan)
    for row in rows:
        hour, minute = map(int, row["time"].split(":"))
        table[place[row["date"]], hour * 12 + minute // 5 - FIRST] = float(row["calls"])
    return [date.fromisoformat(day) for day in days], table


def counts() -> Counts:
    """The same as the fits take it."""
    days, table = read()
    full = np.full((1, len(days), 288), np.nan)
    full[0, :, FIRST : FIRST + SIZE] = table
    return Counts(("contacts",), tuple(days), 300, full, table.size, FILE.name)
