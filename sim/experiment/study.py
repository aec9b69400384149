"""The way in: run what a plan asks for, or read it from a complete run; store it; repeat a stored run."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from math import isnan
from pathlib import Path

from sim.errors import DataError, UsageError
from sim.experiment.answer import Cell, SumsByStrategy, cells
from sim.experiment.folder import folder_name, open_run, partial_folder
from sim.experiment.frozen import FILE as SCENARIO_FILE
from sim.experiment.frozen import write_scenario
from sim.experiment.manifest import FILE as MANIFEST_FILE
from sim.experiment.manifest import Manifest, changed_versions, names_and_thresholds, read_manifest, versions
from sim.experiment.precision import Precision, Stopping, described, look
from sim.experiment.runner import Progress, Runner, units_of
from sim.experiment.tables import TableWriter, read_sums, write_sums
from sim.experiment.work import Job, UnitResult
from sim.kpi import Sums
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.world.build import Blueprint, lower

SUMMARY_FILE = "kpi_summary.csv"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run, and where it goes.

    Attributes:
        scenario: The checked scenario.
        strategies: Which of its strategies, in file order.
        base: The one others are compared with, one of `strategies`.
        seed: Root seed.
        replications: How many, 1 or more; the fewest when `precision` is given.
        precision: Run until it is reached.
        engine: Name of the engine, or "auto".
        jobs: Processes; None: by the size of the job.
        out: Folder for results; None: nothing is stored.
        force: Run again, and replace what stands in the way.
        keeps_contacts: Store contacts and issues.
        argv: The command line, for the manifest.
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
    """

    plan: Plan
    sums: Mapping[str, list[Sums]]
    records: Mapping[str, tuple[str, ...]]
    worlds: Mapping[str, tuple[str, ...]]
    stopping: Stopping | None = None
    folder: Path | None = None
    is_reused: bool = False

    @property
    def replications(self) -> int:
        """How many replications there are."""
        return len(self.sums[self.plan.base])

    def cells(self, level: float = 0.95) -> list[Cell]:
        """Compute every KPI by every cut."""
        return cells(self.sums, self.plan.base, level)


def carry_out(plan: Plan, progress: Progress, tell: Tell) -> Study:
    """Run a plan, or read it from a complete run in its folder.

    Args:
        plan: What to run.
        progress: Told after every unit.
        tell: Told, in a sentence, what the user should know: reuse, replacement, precision.

    Raises:
        UsageError: Something stands in the way, or the precision cannot be judged.
        InternalError: A unit failed.
    """
    if plan.out is None:
        return _said(_run(plan, progress, None), tell)
    place = plan.out / folder_name(plan.scenario.name, plan.scenario.fingerprint, plan.seed)
    stored = open_run(place, plan.scenario.fingerprint, plan.force)
    if stored is not None and not plan.force:
        changed = changed_versions(stored.versions, versions())
        if changed:
            tell(f"{place} was made by other versions ({'; '.join(changed)}); it is run again and replaced")
        else:
            reused = _reused(plan, place, stored)
            if reused is not None:
                tell(f"read from {place}; nothing was run (--force runs it again)")
                return _said(reused, tell)
            plan, asked = _widened(plan, stored), plan
            tell(f"{place} does not hold all of this; it is run again and replaced")
            return _said(_asked(_run(plan, progress, place), asked), tell)
    return _said(_run(plan, progress, place), tell)


def repeat(folder: Path, jobs: int | None, progress: Progress) -> tuple[Manifest, list[str], list[str]]:
    """Run a stored run again from its folder and compare.

    Args:
        folder: Folder of a complete run.
        jobs: Processes; None: by the size of the job.
        progress: Told after every unit.

    Returns:
        The manifest, the replications that came out differently as "strategy, replication n", and the versions
        that differ.

    Raises:
        DataError: There is no complete run in the folder.
        ScenarioError: The resolved scenario cannot be read any more.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise DataError(f"{folder} holds no complete run (no {MANIFEST_FILE} of ours)")
    scenario = load(folder / SCENARIO_FILE)
    missing = [name for name in manifest.strategies if name not in scenario.centres]
    if missing:
        raise DataError(f"{folder / SCENARIO_FILE} has no strategy {', '.join(missing)}; it was changed")
    plan = Plan(
        scenario=scenario,
        strategies=manifest.strategies,
        base=manifest.base,
        seed=manifest.seed,
        replications=manifest.replications,
        engine=manifest.engine,
        jobs=jobs,
    )
    study = _run(plan, progress, None)
    different = [
        f"{strategy}, replication {number}"
        for number in range(manifest.replications)
        for strategy in manifest.strategies
        if study.records[strategy][number] != manifest.records[strategy][number]
    ]
    return manifest, different, changed_versions(manifest.versions, versions())


@dataclass(slots=True)
class _Gathered:
    """What units brought so far, by strategy."""

    sums: dict[str, list[Sums]]
    records: dict[str, list[str]]
    worlds: dict[str, list[str]]
    engine: str = ""
    done: list[int] = field(default_factory=lambda: [0])

    def add(self, result: UnitResult) -> None:
        strategy = result.unit.strategy
        self.sums[strategy].append(result.sums)
        self.records[strategy].append(result.record_digest)
        self.worlds[strategy].append(result.world_digest)
        self.engine = result.engine
        self.done[0] += 1


def _run(plan: Plan, progress: Progress, place: Path | None) -> Study:
    """Run all units of a plan; store them when there is a place."""
    blueprints: dict[str, Blueprint] = {name: lower(plan.scenario, name) for name in plan.strategies}
    keeps = place is not None
    job = Job(blueprints, plan.seed, plan.engine, keeps, keeps and plan.keeps_contacts)
    gathered = _Gathered(*({name: [] for name in plan.strategies} for _ in range(3)))  # type: ignore[arg-type]
    with _building(place) as folder, Runner(job, plan.jobs) as runner:
        tables = TableWriter(folder, plan.keeps_contacts) if folder is not None else None
        stopping = _run_batches(plan, runner, gathered, tables, progress)
        study = Study(
            plan=plan,
            sums=gathered.sums,
            records={name: tuple(found) for name, found in gathered.records.items()},
            worlds={name: tuple(found) for name, found in gathered.worlds.items()},
            stopping=stopping,
            folder=place,
        )
        if folder is not None and tables is not None:
            tables.close()
            _store(study, folder)
    return study


def _building(place: Path | None) -> "contextmanager[Path | None]":
    return nullcontext(None) if place is None else partial_folder(place)


def _run_batches(
    plan: Plan, runner: Runner, gathered: _Gathered, tables: TableWriter | None, progress: Progress
) -> Stopping | None:
    """Run the replications, in batches when a precision is asked for."""
    n, done, stopping = 0, 0, None
    wanted = max(plan.replications, plan.precision.first() if plan.precision else 1)
    while n < wanted:
        units = units_of(plan.strategies, range(n, wanted))
        for result in runner.results(units):
            gathered.add(result)
            if tables is not None:
                tables.add(result)
            done += 1
            progress(done, wanted * len(plan.strategies))
        n = wanted
        if plan.precision is not None:
            stopping = look(plan.precision, gathered.sums, plan.base)
            wanted = stopping.next_n
    return stopping


def _reused(plan: Plan, place: Path, stored: Manifest) -> Study | None:
    """Read a plan from a complete run that holds it; None when it does not."""
    holds = set(plan.strategies) <= set(stored.strategies) and plan.replications <= stored.replications
    if not holds or (plan.keeps_contacts and not stored.has_contacts):
        return None
    names = {name: stored.names[name] for name in plan.strategies}
    n, stopping = plan.replications, None
    sums = read_sums(place, names, stored.thresholds, stored.seed, stored.replications)
    if plan.precision is not None:
        n = max(n, plan.precision.first())
        while n <= stored.replications:
            stopping = look(plan.precision, {name: parts[:n] for name, parts in sums.items()}, plan.base)
            if stopping.is_over:
                break
            n = stopping.next_n
        else:
            return None
    return Study(
        plan=plan,
        sums={name: parts[:n] for name, parts in sums.items()},
        records={name: stored.records[name][:n] for name in plan.strategies},
        worlds={name: stored.worlds[name][:n] for name in plan.strategies},
        stopping=stopping,
        folder=place,
        is_reused=True,
    )


def _widened(plan: Plan, stored: Manifest) -> Plan:
    """Add to a plan what the stored run holds beyond it, so that replacing it loses nothing."""
    both = [name for name in plan.scenario.centres if name in {*plan.strategies, *stored.strategies}]
    return replace(
        plan,
        strategies=tuple(both),
        replications=max(plan.replications, stored.replications),
        keeps_contacts=plan.keeps_contacts or stored.has_contacts,
    )


def _asked(study: Study, asked: Plan) -> Study:
    """Cut a study of a widened plan down to what was asked for."""
    n = study.replications if asked.precision else asked.replications
    return replace(
        study,
        plan=asked,
        sums={name: study.sums[name][:n] for name in asked.strategies},
        records={name: study.records[name][:n] for name in asked.strategies},
        worlds={name: study.worlds[name][:n] for name in asked.strategies},
    )


def _said(study: Study, tell: Tell) -> Study:
    """Tell how a sequential run ended."""
    if study.stopping is not None:
        tell(described(study.stopping))
        for name, why in study.stopping.left_out.items():
            tell(f"{name} is not watched for precision: {why}")
    return study


def _store(study: Study, folder: Path) -> None:
    """Write what belongs beside the tables; the manifest last."""
    plan = study.plan
    write_sums(folder, study.sums)
    _write_summary(study.cells(), plan.base, folder / SUMMARY_FILE)
    write_scenario(plan.scenario, folder, plan.seed, study.replications)
    known = names_and_thresholds(study.sums)
    manifest = Manifest(
        scenario=plan.scenario.name,
        fingerprint=plan.scenario.fingerprint,
        seed=plan.seed,
        replications=study.replications,
        base=plan.base,
        engine=plan.engine,
        has_contacts=plan.keeps_contacts,
        argv=plan.argv,
        versions=versions(),
        platform=_platform(),
        records=study.records,
        worlds=study.worlds,
        names={name: names for name, (names, _) in known.items()},
        thresholds={name: thresholds for name, (_, thresholds) in known.items()},
    )
    text = json.dumps(manifest.as_dict(), indent=1, ensure_ascii=False, allow_nan=False)
    partial = folder / f"{MANIFEST_FILE}.partial"
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(folder / MANIFEST_FILE)
