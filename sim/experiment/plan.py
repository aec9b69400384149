"""What is to be run, and what it brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.experiment.answer import Cell, cells
from sim.experiment.backcast import Backcast, backcast
from sim.experiment.precision import Precision, Stopping
from sim.experiment.volume import Volume
from sim.experiment.work import Columns
from sim.kpi import Paths, Sums
from sim.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run, and where it goes.

    Attributes:
        scenario: The checked scenario.
        strategies: Which of its strategies, in file order.
        base: The one others are compared with, one of `strategies`.
        seed: Root seed.
        replications: How many, 1 or more; without meaning when `precision` is given.
        precision: Run until it is reached.
        engine: Name of the engine, or "auto".
        jobs: Processes; None: by the size of the job.
        out: Folder for results; None: nothing is stored.
        force: Run again, and replace what stands in the way.
        keeps_contacts: Store contacts and issues.
        argv: The command line, for the manifest.
        warnings: What a reader should know before the answer: load that cannot be served.
        floor: Replications to have in the end, whatever the precision says.
        volume: The first-contact volume that was found for the scenario, None where the scenario states it.
    """

    scenario: Scenario
    strategies: tuple[str, ...]
    base: str
    seed: int
    replications: int
    precision: Precision | None = None
    engine: str = "auto"
    jobs: int | None = None
    out: Path | None = None
    force: bool = False
    keeps_contacts: bool = True
    argv: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    floor: int = 0
    volume: Volume | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """What a plan brought.

    Attributes:
        plan: The plan.
        sums: By strategy, one each replication.
        records: By strategy, the digest of the record of each replication.
        worlds: By strategy, the digest of the world of each replication.
        stopping: How a sequential run ended, None without precision.
        folder: Where it is stored, None when it is not.
        is_reused: It was read from a complete run.
        paths: By strategy, the paths of issues, one set a replication.
        intervals: Interval rows of the strategy beside the actuals, one set a replication; empty without one.
    """

    plan: Plan
    sums: Mapping[str, list[Sums]]
    records: Mapping[str, tuple[str, ...]]
    worlds: Mapping[str, tuple[str, ...]]
    stopping: Stopping | None = None
    folder: Path | None = None
    is_reused: bool = False
    intervals: tuple[Columns, ...] = ()
    paths: Mapping[str, list[Paths]] = field(default_factory=dict)

    @property
    def replications(self) -> int:
        """How many replications there are."""
        return len(self.sums[self.plan.base])

    def backcast(self) -> Backcast | None:
        """Lay the study beside the actuals; None without actuals, or when their strategy was not run."""
        return backcast(self.plan.scenario, self.intervals) if self.intervals else None

    def cells(self, level: float = 0.95) -> list[Cell]:
        """Compute every KPI by every cut."""
        return cells(self.sums, self.plan.base, level)
