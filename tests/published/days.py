"""Published cases: days of a scenario file, measured by the case's own definitions, against the printed figures.

A case is a scenario file here and a table of what its authors printed (with source and licence). The days
are those of the file (`run: replications, seed`), each a replication. A printed figure is a mean over days or a
ratio of two means; its standard error is sd / sqrt(days), as its authors print the sd of both. Ours agrees when it
lies within 3.5 joint standard errors and half a unit of the last printed digit. Over the 43 rows of the three
tables, a right model would fail somewhere with 1 seed in 50; the seed was fixed before the first run.
"""

import csv
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.engine import run
from sim.record.record import Record
from sim.rules.lifecycle import Outcome
from sim.scenario.scenario import Scenario
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from sim.world.world import World

HERE = Path(__file__).parent
JOINT_ERRORS = 3.5
IN_TARGET_TICKS = 20 * TICKS_PER_SECOND
"""All three cases count waits below 20 s."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Day = dict[str, float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its standard error."""

    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed figure.

    Attributes:
        figure: The figure.
        half_unit: Half a unit of its last printed digit.
    """

    figure: Estimate
    half_unit: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of a published table beside ours."""

    label: str
    ours: Estimate
    printed: Printed

    @property
    def joint_error(self) -> float:
        """Standard error of the difference between two independent runs."""
        return math.hypot(self.ours.standard_error, self.printed.figure.standard_error)

    @property
    def z(self) -> float:
        """Difference in joint standard errors."""
        return (self.ours.value - self.printed.figure.value) / self.joint_error

    @property
    def agrees(self) -> bool:
        """Whether the difference may be chance and rounding."""
        difference = abs(self.ours.value - self.printed.figure.value)
        return difference <= JOINT_ERRORS * self.joint_error + self.printed.half_unit

    def __str__(self) -> str:
        one, other = self.ours, self.printed.figure
        return (
            f"{self.label}: ours {one.value:.4f} ± {one.standard_error:.4f}, "
            f"printed {other.value:.4f} ± {other.standard_error:.4f}, z = {self.z:+.2f}"
        )


def mean(x: Floats) -> Estimate:
    """Mean over days, shape (days,)."""
    return Estimate(float(x.mean()), float(x.std(ddof=1) / math.sqrt(len(x))))


def ratio(x: Floats, y: Floats) -> Estimate:
    """Ratio of two means over days; its error is that of (x − ratio · y) / mean of y (delta method)."""
    value = float(x.mean() / y.mean())
    return Estimate(value, mean((x - value * y) / y.mean()).standard_error)


def printed_rows(table: str, case: str) -> dict[str, Printed]:
    """Read the printed figures of a case by label (`measure` or `measure, item`)."""
    with (HERE / table).open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    rows = [row for row in csv.DictReader(lines) if row["case"] == case]
    return {", ".join(filter(None, (row["measure"], row["item"]))): _printed(row) for row in rows}


def _printed(row: Mapping[str, str]) -> Printed:
    decimals = len(row["mean"].partition(".")[2])
    error = float(row["sd"]) / math.sqrt(int(row["nobs"]))
    return Printed(Estimate(float(row["mean"]), error), 0.5 * 10.0**-decimals)


def run_days(
    scenario: Scenario, measure: Callable[[World, Record], Day], strategy: str | None = None
) -> dict[str, Floats]:
    """Run the days that the scenario states and gather what is measured of each.

    Args:
        scenario: The scenario; its horizon is one day.
        measure: What to sum up of a day.
        strategy: Which one; the base unless given.

    Returns:
        By name, shape (days,).
    """
    blueprint = lower(scenario, strategy or scenario.base)
    plan = blueprint.centre.run
    days: list[Day] = []
    for replication in range(plan.replications):
        world = blueprint.world(plan.seed, replication)
        record = run(world)
        assert (record.contacts["ended_tick"] >= 0).all(), f"day {replication}: contacts are open at midnight"
        days.append(measure(world, record))
    return {name: np.asarray([day[name] for day in days], dtype=np.float64) for name in days[0]}


def waits(record: Record) -> Ints:
    """Wait of each contact that stood in the queue until it was answered or left [ticks], −1 for the others."""
    contacts = record.contacts
    is_answered = contacts["outcome"] == Outcome.ANSWERED
    until = np.where(is_answered, contacts["answered_tick"], contacts["ended_tick"])
    return np.where(contacts["queued_tick"] >= 0, until - contacts["queued_tick"], -1)


def compare(printed: Mapping[str, Printed], ours: Mapping[str, Estimate]) -> list[Compared]:
    """Put our figures beside the printed ones, in their order; every row must have one of ours."""
    assert ours.keys() == printed.keys(), f"rows without a figure: {sorted(ours.keys() ^ printed.keys())}"
    return [Compared(label, ours[label], row) for label, row in printed.items()]


def assert_agree(printed: Mapping[str, Printed], ours: Mapping[str, Estimate]) -> None:
    """Assert that each of our figures agrees with the printed one, and name all that do not."""
    apart = [str(row) for row in compare(printed, ours) if not row.agrees]
    assert not apart, "\n".join(["figures differ from the printed ones:", *apart])
