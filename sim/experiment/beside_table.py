"""Simulated beside actual as a CSV: one row a queue, KPI and half-hour, and one for the whole window."""

import csv
from collections.abc import Iterator
from math import isnan
from pathlib import Path
from typing import Any

from sim.experiment.backcast import VERDICTS, Backcast
from sim.scenario.csv_text import clock_text

FILE = "actuals_beside.csv"
COLUMNS = ("queue", "kpi", "unit", "day", "time", "simulated", "low", "high", "actual", "weight", "verdict")


def beside_rows(found: Backcast) -> Iterator[dict[str, Any]]:
    """Give the rows: by queue and KPI the whole window (no day, no time), then its measured half-hours.

    A figure that is blank is None; `weight` is the contacts behind an actual figure.
    """
    for total in found.totals:
        head = {"queue": total.queue, "kpi": total.measure.name, "unit": total.measure.unit}
        yield {
            **head,
            "day": "",
            "time": "",
            **_figures(total.simulated, total.low, total.high, total.actual),
            "weight": None,
            "verdict": total.verdict,
        }
        grid = found.grids[total.queue, total.measure.name]
        for row, day in enumerate(found.days):
            for slot, actual in enumerate(grid.actual[row]):
                if isnan(actual) and isnan(grid.weight[row, slot]):
                    continue
                at = row, slot
                yield {
                    **head,
                    "day": day,
                    "time": clock_text(slot * found.interval_s),
                    **_figures(grid.simulated[at], grid.low[at], grid.high[at], actual),
                    "weight": _number(grid.weight[at]),
                    "verdict": VERDICTS[int(grid.verdict[at])],
                }


def write_beside(found: Backcast, folder: Path) -> None:
    """Write `actuals_beside.csv` into a folder; numbers in full, blanks empty."""
    path = folder / FILE
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(beside_rows(found))
    partial.replace(path)


def _figures(simulated: float, low: float, high: float, actual: float) -> dict[str, float | None]:
    return {
        "simulated": _number(simulated),
        "low": _number(low),
        "high": _number(high),
        "actual": _number(actual),
    }


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)
