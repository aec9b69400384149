"""The raw calls of B02 (a bank's day in 1999), read without the readers under test."""

import csv
from pathlib import Path

import numpy as np
import pytest

from sim.data.records import Contacts
from tests.data.made import contacts_of

FILE = Path(__file__).parents[3] / "shared" / "data" / "B02_technion_bank_one_day" / "calls_1999-08-01.csv"
here = pytest.mark.skipif(not FILE.exists(), reason="the calls of B02 are not in this checkout")


def rows() -> list[dict[str, str]]:
    """The rows of the file that are contacts with agents: answered, or gone from the queue."""
    with FILE.open(encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    return [
        row for row in found if row["outcome"] == "AGENT" or (row["outcome"], row["q_start_s"] != "0") == ("HANG", True)
    ]


def contacts() -> Contacts:
    """The same as the fits take it."""
    found = rows()
    is_answered = np.asarray([row["outcome"] == "AGENT" for row in found])
    second = np.asarray([int(row["vru_entry_s"]) for row in found])
    return contacts_of(
        arrived=np.datetime64("1999-08-01", "us") + second * np.timedelta64(1_000_000, "us"),
        intent=[row["type"] for row in found],
        wait_s=[float(row["q_time"]) for row in found],
        is_answered=is_answered,
        is_abandoned=~is_answered,
        talk_s=[float(row["ser_time"]) if row["outcome"] == "AGENT" else np.nan for row in found],
    )
