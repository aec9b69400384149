"""The options that commands have in common, one annotated type each."""

from pathlib import Path
from typing import Annotated

import typer

_LAYERS = "Layers"
_RUNS = "Replications"
_OUTPUT = "Output"

ScenarioPath = Annotated[Path, typer.Argument(metavar="FILE", help="The scenario, a YAML file.")]
Overlays = Annotated[
    list[Path] | None,
    typer.Option(
        "--overlay",
        metavar="FILE",
        help="Lay this file over the scenario; repeatable, the last on top.",
        rich_help_panel=_LAYERS,
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Set one value, for example channels.phone.lines='40 lines'; repeatable.",
        rich_help_panel=_LAYERS,
    ),
]
Strategies = Annotated[
    list[str] | None,
    typer.Option("--strategy", metavar="NAME", help="Only this strategy; repeatable.", rich_help_panel=_RUNS),
]
Reps = Annotated[
    int | None,
    typer.Option(
        "--reps", metavar="N", min=1, max=1_000_000, help="Replications; else run.replications.", rich_help_panel=_RUNS
    ),
]
PrecisionTarget = Annotated[
    str | None,
    typer.Option(
        "--precision",
        metavar="SHARE",
        help="Run until half width / value of the watched KPIs is below this, for example 2%.",
        rich_help_panel=_RUNS,
    ),
]
Kpis = Annotated[
    list[str] | None,
    typer.Option(
        "--kpi",
        metavar="NAME[:OF]",
        help="Show this KPI too; with --precision watch it (asa, asa:phone); repeatable. "
        "Watched else: service level (short excluded), average speed of answer, abandonment rate.",
        rich_help_panel=_RUNS,
    ),
]
MaxReps = Annotated[
    int,
    typer.Option(
        "--max-reps",
        metavar="N",
        min=2,
        max=1_000_000,
        help="Most replications with --precision.",
        rich_help_panel=_RUNS,
    ),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", min=0, help="Root seed; else run.seed.", rich_help_panel=_RUNS),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        max=1024,
        help="Processes; else one a core, and none for a small job. Changes no number.",
        rich_help_panel=_RUNS,
    ),
]
Engine = Annotated[
    str,
    typer.Option("--engine", metavar="NAME", help="auto or reference. Changes no number.", rich_help_panel=_RUNS),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of results.", rich_help_panel=_OUTPUT)]
Force = Annotated[
    bool,
    typer.Option("--force", help="Run again, and replace what stands in the way.", rich_help_panel=_OUTPUT),
]
NoContacts = Annotated[
    bool, typer.Option("--no-contacts", help="Do not store contacts and issues.", rich_help_panel=_OUTPUT)
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain", help="Print the definition of each KPI, and why a value is blank.", rich_help_panel=_OUTPUT
    ),
]
ShowPaths = Annotated[
    bool,
    typer.Option(
        "--paths", help="Print the most frequent paths of issues: their contacts in order.", rich_help_panel=_OUTPUT
    ),
]
Json = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON document on stdout, nothing else.", rich_help_panel=_OUTPUT),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.", rich_help_panel=_OUTPUT)]
