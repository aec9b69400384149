"""What the tests of the shipped scenarios share: the bank's measured calls, and where the scenarios are."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
BANK_CSV = ROOT.parent / "shared" / "data" / "B01_na_bank_5min_calls_2003" / "bank_calls_5min.csv"
OPENS_MINUTE = 7 * 60


@dataclass(frozen=True, slots=True)
class BankCalls:
    """Calls handled by a North American bank in 2003, by half-hour from 07:00.

    Attributes:
        weekday: (days,) 0 = Monday … 4 = Friday.
        half_hour: (days, 29) calls handled; the last column holds five minutes only.
        last_interval: Start of the last five-minute interval of every day, as written.
    """

    weekday: NDArray[np.int64]
    half_hour: NDArray[np.float64]
    last_interval: str

    @property
    def days(self) -> NDArray[np.float64]:
        """Calls of each day, shape (days,)."""
        return self.half_hour.sum(axis=1)


@pytest.fixture(scope="session")
def bank_calls() -> BankCalls:
    """The measured calls; the test is skipped where the file is absent."""
    if not BANK_CSV.exists():
        pytest.skip(f"the bank's calls are not here: shared/data/{BANK_CSV.parent.name}/{BANK_CSV.name}")
    with BANK_CSV.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["date"] for row in rows})
    place = {name: number for number, name in enumerate(names)}
    half_hour = np.zeros((len(names), 29))
    for row in rows:
        hour, minute = row["time"].split(":")
        column = (int(hour) * 60 + int(minute) - OPENS_MINUTE) // 30
        half_hour[place[row["date"]], column] += int(row["calls"])
    weekday = np.asarray([date.fromisoformat(name).weekday() for name in names], dtype=np.int64)
    return BankCalls(weekday, half_hour, max(row["time"] for row in rows))


@pytest.fixture(scope="session")
def retail_bank() -> Path:
    """The shipped scenario of a retail bank."""
    return ROOT / "scenarios" / "retail_bank.yaml"
