"""The way in: run what a plan asks for, or read it from a complete run; store it; repeat a stored run."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from sim.errors import DataError
from sim.experiment.backcast import strategy_of_actuals
from sim.experiment.folder import folder_name, open_run, partial_folder
from sim.experiment.frozen import FILE as SCENARIO_FILE
from sim.experiment.manifest import FILE as MANIFEST_FILE
from sim.experiment.manifest import Manifest, changed_versions, read_manifest, versions
from sim.experiment.paths import read_paths
from sim.experiment.plan import Plan, Study
from sim.experiment.precision import Stopping, described, look
from sim.experiment.runner import Progress, Runner, units_of
from sim.experiment.store import store
from sim.experiment.tables import TableWriter, read_intervals, read_sums
from sim.experiment.volume import is_unsolved, with_volume
from sim.experiment.volume_solving import find_volume
from sim.experiment.work import Columns, Job, UnitResult
from sim.kpi import Paths, Prices, Sums, prices_of, with_costs
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.world.build import lower
from sim.world.load import load_warnings

Tell = Callable[[str], None]


def carry_out(plan: Plan, progress: Progress, tell: Tell, say: Tell = lambda _: None) -> Study:
    """Run a plan, or read it from a complete run in its folder.

    Args:
        plan: What to run.
        progress: Told after every unit.
        tell: Told, in a sentence, what the user should know: reuse, replacement, precision.
        say: Told at once how the search for the first-contact volume goes on, where there is one.

    Raises:
        ScenarioError: No first-contact volume meets the counts given.
        UsageError: Something stands in the way, or the precision cannot be judged.
        InternalError: A unit failed.
    """
    if plan.out is None:
        return _said(_run(solved(plan, None, say), progress, None), tell)
    place = _place(plan, plan.out)
    stored = open_run(place, plan.scenario.fingerprint, plan.force)
    if stored is not None and not plan.force:
        changed = changed_versions(stored.versions, versions())
        if changed:
            tell(f"{place} was made by other versions ({'; '.join(changed)}); it is run again and replaced")
        else:
            plan = solved(plan, stored, say)
            reused = _reused(plan, place, stored)
            if reused is not None:
                tell(f"read from {place}; nothing was run (--force runs it again)")
                return _said(reused, tell)
            plan, asked = _widened(plan, stored), plan
            tell(f"{place} does not hold all of this; it is run again and replaced")
            return _said(_asked(_run(plan, progress, place), asked), tell)
    return _said(_run(solved(plan, None, say), progress, place), tell)


def solved(plan: Plan, stored: Manifest | None, say: Tell) -> Plan:
    """Find the first-contact volume of a plan whose scenario does not state it, and freeze it for every strategy.

    Args:
        plan: What to run.
        stored: A run of the same scenario by the same versions: what was found for it is taken.
        say: Told at once how the search goes on.

    Returns:
        The plan with a scenario that can be lowered; one that states its volume comes back as it is.

    Raises:
        ScenarioError: No first-contact volume meets the counts given.
    """
    if not is_unsolved(plan.scenario):
        return plan
    volume = stored.volume if stored is not None else None
    if volume is None or volume.seed != plan.scenario.centres[plan.scenario.base].run.seed:
        volume = find_volume(plan.scenario, plan.engine, plan.jobs, say)
    scenario = with_volume(plan.scenario, volume.shares)
    doubts = [text for name in plan.strategies for text in load_warnings(lower(scenario, name))]
    return replace(plan, scenario=scenario, volume=volume, warnings=(*plan.warnings, *doubts))


def solved_alone(plan: Plan, say: Tell) -> Plan:
    """As `solved`, taking what was found for a run that is stored at the place of the plan, if there is one."""
    stored = read_manifest(_place(plan, plan.out)) if plan.out is not None and not plan.force else None
    is_same = stored is not None and stored.fingerprint == plan.scenario.fingerprint
    return solved(plan, stored if is_same and stored and stored.versions == versions() else None, say)


def _place(plan: Plan, out: Path) -> Path:
    """Where the results of a plan go."""
    return out / folder_name(plan.scenario.name, plan.scenario.fingerprint, plan.seed)


@dataclass(frozen=True, slots=True)
class Repeated:
    """What came of running a stored run again.

    Attributes:
        folder: Where it is stored.
        manifest: What made it.
        different: Replications whose record differs, as "strategy, replication n".
        changed_versions: Versions that differ, as "numpy 2.1.0 then, 2.2.0 now".
    """

    folder: Path
    manifest: Manifest
    different: tuple[str, ...]
    changed_versions: tuple[str, ...]


def repeat(folder: Path, jobs: int | None, progress: Progress) -> Repeated:
    """Run a stored run again from its folder and compare.

    Args:
        folder: Folder of a complete run.
        jobs: Processes; None: by the size of the job.
        progress: Told after every unit.

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
    return Repeated(folder, manifest, tuple(different), tuple(changed_versions(manifest.versions, versions())))


@dataclass(slots=True)
class _Gathered:
    """What units brought so far, by strategy."""

    sums: dict[str, list[Sums]]
    records: dict[str, list[str]]
    worlds: dict[str, list[str]]
    paths: dict[str, list[Paths]]
    prices: dict[str, Prices | None]
    beside_actuals: str | None = None
    intervals: list[Columns] = field(default_factory=list)
    n_units: int = 0

    def add(self, result: UnitResult) -> None:
        """Take what one unit brought."""
        strategy = result.unit.strategy
        self.sums[strategy].append(with_costs(result.sums, self.prices[strategy]))
        self.records[strategy].append(result.record_digest)
        self.worlds[strategy].append(result.world_digest)
        self.paths[strategy].append(result.paths)
        if strategy == self.beside_actuals:
            self.intervals.append(result.intervals)
        self.n_units += 1


def _run(plan: Plan, progress: Progress, place: Path | None) -> Study:
    """Run all units of a plan; store them when there is a place."""
    blueprints = {name: lower(plan.scenario, name) for name in plan.strategies}
    keeps, beside = place is not None, strategy_of_actuals(plan.scenario)
    job = Job(blueprints, plan.seed, plan.engine, keeps or beside in blueprints, keeps and plan.keeps_contacts)
    names = plan.strategies
    gathered = _Gathered(
        {name: [] for name in names},
        {name: [] for name in names},
        {name: [] for name in names},
        {name: [] for name in names},
        {name: prices_of(plan.scenario.centres[name], blueprint.names) for name, blueprint in blueprints.items()},
    )
    gathered.beside_actuals = beside
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
            intervals=tuple(gathered.intervals),
            paths=gathered.paths,
        )
        if folder is not None and tables is not None:
            tables.close()
            store(study, folder)
    return study


def _building(place: Path | None) -> AbstractContextManager[Path | None]:
    """Give the folder a run is built in, or none."""
    return nullcontext(None) if place is None else partial_folder(place)


def _run_batches(
    plan: Plan, runner: Runner, gathered: _Gathered, tables: TableWriter | None, progress: Progress
) -> Stopping | None:
    """Run the replications, in batches when a precision is asked for."""
    n, stopping = 0, None
    wanted = plan.precision.first() if plan.precision else plan.replications
    while n < wanted:
        units = units_of(plan.strategies, range(n, wanted))
        for result in runner.results(units):
            gathered.add(result)
            if tables is not None:
                tables.add(result)
            progress(gathered.n_units, wanted * len(plan.strategies))
        n = wanted
        if plan.precision is not None and (stopping is None or not stopping.is_over):
            stopping = look(plan.precision, gathered.sums, plan.base)
            wanted = stopping.next_n
        if n == wanted:
            wanted = max(wanted, plan.floor)
    return stopping


def _reused(plan: Plan, place: Path, stored: Manifest) -> Study | None:
    """Read a plan from a complete run that holds it; None when it does not."""
    holds = set(plan.strategies) <= set(stored.strategies)
    n = plan.precision.first() if plan.precision else plan.replications
    if not holds or n > stored.replications or (plan.keeps_contacts and not stored.has_contacts):
        return None
    if plan.volume != stored.volume:
        return None
    names = {name: stored.names[name] for name in plan.strategies}
    stopping = None
    sums = priced(read_sums(place, names, stored.thresholds, stored.seed, stored.replications), plan.scenario)
    if plan.precision is not None:
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
        intervals=_stored_intervals(plan, place, stored, n),
        paths=read_paths(place, names, n),
    )


def priced(sums: Mapping[str, list[Sums]], scenario: Scenario) -> dict[str, list[Sums]]:
    """Put the prices of a scenario on what was used."""
    found = {}
    for name, parts in sums.items():
        prices = prices_of(scenario.centres[name], parts[0].names)
        found[name] = [with_costs(part, prices) for part in parts]
    return found


def _stored_intervals(plan: Plan, place: Path, stored: Manifest, n: int) -> tuple[Columns, ...]:
    """Read the interval rows of the strategy beside the actuals back; none when it is not part of the plan."""
    beside = strategy_of_actuals(plan.scenario)
    if beside is None or beside not in plan.strategies:
        return ()
    return read_intervals(place, beside, stored.names[beside], n)


def _widened(plan: Plan, stored: Manifest) -> Plan:
    """Add to a plan what the stored run holds beyond it, so that replacing it loses nothing."""
    both = [name for name in plan.scenario.centres if name in {*plan.strategies, *stored.strategies}]
    return replace(
        plan,
        strategies=tuple(both),
        base=plan.base if plan.scenario.base not in both else plan.scenario.base,
        replications=max(plan.replications, stored.replications),
        floor=stored.replications,
        keeps_contacts=plan.keeps_contacts or stored.has_contacts,
    )


def _asked(study: Study, asked: Plan) -> Study:
    """Cut a study of a widened plan down to what was asked for."""
    n = study.stopping.n if study.stopping is not None else asked.replications
    return replace(
        study,
        plan=asked,
        sums={name: study.sums[name][:n] for name in asked.strategies},
        records={name: study.records[name][:n] for name in asked.strategies},
        worlds={name: study.worlds[name][:n] for name in asked.strategies},
        paths={name: study.paths[name][:n] for name in asked.strategies},
        intervals=study.intervals[:n] if strategy_of_actuals(asked.scenario) in asked.strategies else (),
    )


def _said(study: Study, tell: Tell) -> Study:
    """Tell how a sequential run ended."""
    if study.stopping is not None:
        tell(described(study.stopping))
        for name, why in study.stopping.left_out.items():
            tell(f"{name} is not watched for precision: {why}")
    return study
