"""The commands `run` and `compare`."""

import sys
from pathlib import Path
from typing import Annotated

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
    Strategies,
)

_OptionalPath = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="The scenario, a YAML file; none with --from.")
]
_From = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar="RUN", help="Run a stored run again from its folder and compare the digests."
    ),
]
_Replication = Annotated[
    int | None,
    typer.Option(
        "--replication", min=0, help="Only this replication, in this process; nothing is stored.", hidden=False
    ),
]
_Joint = Annotated[
    bool,
    typer.Option("--joint", help="Widen the intervals of differences so that all hold together (Bonferroni)."),
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
    plan = plan_of(
        scenario, strategy, reps, precision, kpi, max_reps, seed, jobs, engine, out, force, not no_contacts
    )
    if replication is not None:
        _run_one(plan, replication)
        return
    study = _carry_out(plan, quiet)
    if json:
        from sim.report.json import study_document, to_text

        sys.stdout.write(to_text(study_document(study, "busyhour/run@1")))
    else:
        from sim.report.page import run_page
        from sim.report.terminal import print_page

        print_page(run_page(study, explain, tuple(kpi or ())), sys.stdout)


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
    out: Out = _RESULTS,
    force: Force = False,
    no_contacts: NoContacts = False,
    explain: Explain = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run every strategy on the same customers and say where each is better or worse than the base."""
    from sim.commands.choice import plan_of
    from sim.errors import UsageError

    scenario = _load(file, overlay, sets, quiet)
    plan = plan_of(
        scenario, strategy, reps, precision, kpi, max_reps, seed, jobs, engine, out, force, not no_contacts
    )
    if len(plan.strategies) < 2:
        raise UsageError(
            f"compare needs two strategies; there is {plan.strategies[0]} (busyhour run shows one alone)"
        )
    study = _carry_out(plan, quiet)
    if json:
        from sim.report.json import study_document, to_text

        sys.stdout.write(to_text(study_document(study, "busyhour/compare@1")))
    else:
        from sim.report.page import comparison_page
        from sim.report.terminal import print_page

        print_page(comparison_page(study, joint, explain, tuple(kpi or ())), sys.stdout)
