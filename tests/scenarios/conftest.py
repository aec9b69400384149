"""What the tests of the shipped scenarios share: the measured calls of two banks, and where the scenarios are."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
BANK_CSV = DATA / "B01_na_bank_5min_calls_2003" / "bank_calls_5min.csv"
DAY_CSV = DATA / "B02_technion_bank_one_day" / "calls_1999-08-01.csv"
OPENS_MINUTE = 7 * 60


@dataclass(frozen=True, slots=True)
class BankCalls:
    """Calls handled by a North American bank in 2003, by half-hour from 07:00.

    Attributes:
        dates: (days,) as written, ascending.
        weekday: (days,) 0 = Monday … 4 = Friday.
        half_hour: (days, 29) calls handled; the last column holds five minutes only.
        five_minutes: (days, 169) the same by five minutes.
        last_interval: Start of the last five-minute interval of every day, as written.
    """

    dates: tuple[str, ...]
    weekday: NDArray[np.int64]
    half_hour: NDArray[np.float64]
    five_minutes: NDArray[np.float64]
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
    five_minutes = np.zeros((len(names), 169))
    for row in rows:
        hour, minute = row["time"].split(":")
        five_minutes[place[row["date"]], (int(hour) * 60 + int(minute) - OPENS_MINUTE) // 5] += int(row["calls"])
    half_hour = np.add.reduceat(five_minutes, range(0, 169, 6), axis=1)
    weekday = np.asarray([date.fromisoformat(name).weekday() for name in names], dtype=np.int64)
    return BankCalls(tuple(names), weekday, half_hour, five_minutes, max(row["time"] for row in rows))


@dataclass(frozen=True, slots=True)
class DayCalls:
    """The calls of Sunday 1 August 1999 that asked for an agent of the Technion's anonymous bank, in order of arrival.

    Attributes:
        kind: (calls,) intent of scenarios/technion_bank_day.yaml.
        queued_s: (calls,) second of the day at which it was queued, or answered when it did not wait.
        wait_s: (calls,) time in the queue [s].
        is_answered: (calls,) bool; the others left the queue.
        start_s, end_s: (calls,) when the agent began and ended; 0 where there was none.
        server: (calls,) number of the agent in the file; "none" where it is not known.
    """

    kind: NDArray[np.str_]
    queued_s: NDArray[np.int64]
    wait_s: NDArray[np.float64]
    is_answered: NDArray[np.bool_]
    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    server: NDArray[np.str_]


KINDS = {
    "PS": "regular",
    "PE": "regular",
    "TT": "regular",
    "NW": "new_customer",
    "NE": "stock_exchange",
    "IN": "internet",
}


@pytest.fixture(scope="session")
def day_calls() -> DayCalls:
    """The calls that were answered or left the queue; the test is skipped where the file is absent."""
    if not DAY_CSV.exists():
        pytest.skip(f"the calls of the day are not here: shared/data/{DAY_CSV.parent.name}/{DAY_CSV.name}")
    with DAY_CSV.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = [row for row in rows if row["outcome"] == "AGENT" or (row["outcome"] == "HANG" and row["q_start_s"] != "0")]
    rows.sort(key=lambda row: int(row["q_start_s"]) or int(row["ser_start_s"]))
    return DayCalls(
        kind=np.asarray([KINDS[row["type"]] for row in rows]),
        queued_s=np.asarray([int(row["q_start_s"]) or int(row["ser_start_s"]) for row in rows]),
        wait_s=np.asarray([float(row["q_time"]) for row in rows]),
        is_answered=np.asarray([row["outcome"] == "AGENT" for row in rows]),
        start_s=np.asarray([int(row["ser_start_s"]) for row in rows]),
        end_s=np.asarray([int(row["ser_exit_s"]) for row in rows]),
        server=np.asarray([row["server"] for row in rows]),
    )


@pytest.fixture(scope="session")
def technion_bank_day() -> Path:
    """The shipped scenario of a real day."""
    return ROOT / "scenarios" / "technion_bank_day.yaml"


@pytest.fixture(scope="session")
def retail_bank() -> Path:
    """The shipped scenario of a retail bank."""
    return ROOT / "scenarios" / "retail_bank.yaml"
