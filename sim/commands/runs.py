"""The commands `run` and `compare`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.guard import guarded
from sim.commands.options import (
    Engine,
    Explain,
    Force,
    Jobs,
    Json,
    Kpis,
    MaxReps,
    NoContacts,
    Out,
    Overlays,
    PrecisionTarget,
    Quiet,
    Reps,
    ScenarioPath,
    Seed,
    Sets,
    ShowPaths,
    Strategies,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiment.plan import Plan, Study
    from sim.scenario.scenario import Scenario

_OptionalPath = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="The scenario, a YAML file; none with --from.")
]
_From = Annotated[
    Path | None,
    typer.Option("--from", metavar="RUN", help="Run a stored run again from its folder and compare the digests."),
]
_Replication = Annotated[
    int | None,
    typer.Option(
        "--replication", metavar="N", min=0, help="Only this replication, in this process; nothing is stored."
    ),
]
_Joint = Annotated[
    bool,
    typer.Option("--joint", help="Widen the intervals of differences so that all hold together (Bonferroni)."),
]
_Ladder = Annotated[
    bool,
    typer.Option("--ladder", help="Climb the scenario's ladder: what each step adds to the one before."),
]
_RESULTS = Path("results")


@guarded
def run(
    file: _OptionalPath = None,
    stored: _From = None,
    replication: _Replication = None,
    overlay: Overlays = None,
    sets: Sets = None,
    strategy: Strategies = None,
    reps: Reps = None,
    precision: PrecisionTarget = None,
    kpi: Kpis = None,
    max_reps: MaxReps = 1000,
    seed: Seed = None,
    jobs: Jobs = None,
    engine: Engine = "auto",
    out: Out = _RESULTS,
    force: Force = False,
    no_contacts: NoContacts = False,
    explain: Explain = False,
    paths: ShowPaths = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run the strategies of a scenario, store what happened, and print the KPIs of each."""
    from sim.commands.choice import plan_of
    from sim.errors import UsageError

    if stored is not None:
        if file is not None:
            raise UsageError("give either a scenario FILE or --from RUN, not both")
        _repeat(stored, jobs, json, quiet)
        return
    if file is None:
        raise UsageError("which scenario? busyhour run FILE, for example scenarios/retail_bank.yaml")
    scenario = _load(file, overlay, sets, quiet)
    plan = plan_of(scenario, strategy, reps, precision, kpi, max_reps, seed, jobs, engine, out, force, not no_contacts)
    if replication is not None:
        _run_one(plan, replication, quiet)
        return
    study = _carry_out(plan, quiet)
    if json:
        from sim.report.json import study_document, to_text

        sys.stdout.write(to_text(study_document(study, "busyhour/run@1")))
    else:
        from sim.report.page import run_page
        from sim.report.paths import with_paths
        from sim.report.terminal import print_page

        page = run_page(study, explain, tuple(kpi or ()))
        print_page(with_paths(page, study) if paths else page, sys.stdout)


@guarded
def compare(
    file: ScenarioPath,
    overlay: Overlays = None,
    sets: Sets = None,
    strategy: Strategies = None,
    reps: Reps = None,
    precision: PrecisionTarget = None,
    kpi: Kpis = None,
    max_reps: MaxReps = 1000,
    seed: Seed = None,
    jobs: Jobs = None,
    engine: Engine = "auto",
    joint: _Joint = False,
    ladder: _Ladder = False,
    out: Out = _RESULTS,
    force: Force = False,
    no_contacts: NoContacts = False,
    explain: Explain = False,
    paths: ShowPaths = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run every strategy on the same customers and say where each is better or worse than the base."""
    from sim.commands.choice import plan_of
    from sim.errors import UsageError

    if ladder and strategy:
        raise UsageError("give either --ladder, which runs every rung, or --strategy, not both")
    scenario = _load(file, overlay, sets, quiet, climbs=ladder)
    plan = plan_of(scenario, strategy, reps, precision, kpi, max_reps, seed, jobs, engine, out, force, not no_contacts)
    if len(plan.strategies) < 2:
        raise UsageError(f"compare needs two strategies; there is {plan.strategies[0]} (busyhour run shows one alone)")
    study = _carry_out(plan, quiet)
    if json:
        from sim.report.json import ladder_document, study_document, to_text

        climbed = {"ladder": ladder_document(study)} if ladder else {}
        sys.stdout.write(to_text(study_document(study, "busyhour/compare@1") | climbed))
    elif ladder:
        from sim.report.ladder import ladder_page
        from sim.report.terminal import print_page

        print_page(ladder_page(study), sys.stdout)
    else:
        from sim.report.page import comparison_page
        from sim.report.paths import with_paths
        from sim.report.terminal import print_page

        page = comparison_page(study, joint, explain, tuple(kpi or ()))
        print_page(with_paths(page, study) if paths else page, sys.stdout)


def _load(
    file: Path, overlay: list[Path] | None, sets: list[str] | None, is_quiet: bool, climbs: bool = False
) -> "Scenario":
    """Load a scenario and print its warnings."""
    from sim.scenario.load import load

    scenario = load(file, overlay or (), sets or (), climbs)
    if not is_quiet:
        for warning in scenario.warnings:
            print(warning, file=sys.stderr)
    return scenario


def _carry_out(plan: "Plan", is_quiet: bool) -> "Study":
    """Carry a plan out with progress and notes on stderr."""
    from sim.commands.progress import progress_on_stderr
    from sim.experiment.study import carry_out

    notes: list[str] = []
    with progress_on_stderr(is_quiet) as progress:
        study = carry_out(plan, progress, notes.append, _say(is_quiet))
    if study.folder is not None and not study.is_reused:
        notes.append(f"stored in {study.folder}")
    for note in () if is_quiet else notes:
        print(note, file=sys.stderr)
    return study


def _say(is_quiet: bool) -> "Callable[[str], None]":
    """Give what prints a line on stderr at once, or nothing when quiet."""

    def say(text: str) -> None:
        if not is_quiet:
            print(text, file=sys.stderr, flush=True)

    return say


def _run_one(plan: "Plan", replication: int, is_quiet: bool) -> None:
    """Run one replication of each strategy here, and print the digests of its records."""
    from sim.experiment.study import solved_alone
    from sim.experiment.work import Job, Unit, do_unit
    from sim.world.build import lower

    plan = solved_alone(plan, _say(is_quiet))
    job = Job({name: lower(plan.scenario, name) for name in plan.strategies}, plan.seed, plan.engine)
    for name in plan.strategies:
        result = do_unit(job, Unit(name, replication))
        print(f"{name}, seed {plan.seed}, replication {replication}: record {result.record_digest}")


def _repeat(stored: Path, jobs: int | None, is_json: bool, is_quiet: bool) -> None:
    """Repeat a stored run, and end with 4 when it comes out differently on equal versions."""
    from sim.commands.progress import progress_on_stderr
    from sim.experiment.study import repeat

    with progress_on_stderr(is_quiet) as progress:
        repeated = repeat(stored, jobs, progress)
    if is_json:
        from sim.report.json import repeat_document, to_text

        sys.stdout.write(to_text(repeat_document(repeated)))
    else:
        from sim.report.page import repeat_lines

        print("\n".join(repeat_lines(repeated)))
    if repeated.different and not repeated.changed_versions:
        raise typer.Exit(4)
