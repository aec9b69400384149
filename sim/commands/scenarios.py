"""The commands about scenario files: `init`, `validate`, `show`, `schema`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.guard import guarded
from sim.commands.options import Json, Overlays, ScenarioPath, Sets

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


class Format(StrEnum):
    """How faults are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


_Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario files.")]
_DIARY = "Day of an agent"
_Format = Annotated[
    Format, typer.Option("--format", help="text, json (one document), or github (annotations of a pull request).")
]


@guarded
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to; it may be new.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite a scenario that is there.")] = False,
) -> None:
    """Write a commented starter scenario that runs."""
    from sim.commands.starter import write_starter

    path = write_starter(folder, force)
    print(f"wrote {path}\nnext: busyhour compare {path}")


@guarded
def validate(
    files: _Files,
    overlay: Overlays = None,
    sets: Sets = None,
    form: _Format = Format.TEXT,
    json: Json = False,
) -> None:
    """Check scenario files and print every fault at once; exit code 3 when there is one."""
    from sim.commands.checking import check, printed

    checks = [check(file, overlay or (), sets or ()) for file in files]
    sys.stdout.write(printed(checks, "json" if json else form.value))
    if any(found.errors for found in checks):
        raise typer.Exit(3)


@guarded
def show(
    file: ScenarioPath,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="Every value with file:line, or that it is a default.")
    ] = False,
    strategy: Annotated[
        list[str] | None, typer.Option("--strategy", metavar="NAME", help="This strategy; repeatable; else the base.")
    ] = None,
    agent: Annotated[
        str | None,
        typer.Option(
            "--agent",
            metavar="NAME",
            help='The day of one agent in one replication instead, for example "phone_team 3".',
            rich_help_panel=_DIARY,
        ),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--day",
            metavar="DATE",
            help="With --agent, which day; else the first measured one with a duty.",
            rich_help_panel=_DIARY,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", metavar="N", min=0, help="With --agent, the root seed; else run.seed.", rich_help_panel=_DIARY
        ),
    ] = None,
    replication: Annotated[
        int | None,
        typer.Option(
            "--replication",
            metavar="N",
            min=0,
            max=2**32 - 1,
            help="With --agent, which replication; else the first, 0.",
            rich_help_panel=_DIARY,
        ),
    ] = None,
    overlay: Overlays = None,
    sets: Sets = None,
    json: Json = False,
) -> None:
    """Print a scenario with its layers merged; --resolved: every value and its place; --agent: the day of an agent."""
    from sim.commands.choice import strategies_of
    from sim.errors import UsageError
    from sim.report.scenario import merged, values_document, values_table
    from sim.scenario.load import load

    scenario = load(file, overlay or (), sets or ())
    chosen = strategies_of(scenario, strategy or [scenario.base])
    if agent is not None:
        if resolved:
            raise UsageError("give either --resolved or --agent, not both")
        _show_agent(scenario, chosen, agent, day, seed, replication or 0, json)
        return
    given = {"--day": day, "--seed": seed, "--replication": replication}
    for option, value in given.items():
        if value is not None:
            raise UsageError(f"{option} belongs to the day of an agent; give --agent, too")
    if json:
        sys.stdout.write(values_document(scenario, chosen))
    elif resolved:
        sys.stdout.write(values_table(scenario, chosen))
    else:
        sys.stdout.write(merged(scenario, chosen if strategy else ()))


def _show_agent(
    scenario: "Scenario",
    strategies: tuple[str, ...],
    agent: str,
    day: str | None,
    seed: int | None,
    replication: int,
    is_json: bool,
) -> None:
    """Run one replication and print the day of one agent in it."""
    from sim.commands.choice import date_of, plan_of
    from sim.errors import UsageError
    from sim.experiment.diary import diary_of, find_agent
    from sim.experiment.study import solved_alone
    from sim.report.diary import diary_document, diary_page
    from sim.world.build import lower

    if len(strategies) > 1:
        raise UsageError(f"--agent shows one world; choose one --strategy of {', '.join(strategies)}")
    on = date_of(day, "--day")
    plan = plan_of(
        scenario, list(strategies), 1, None, None, 2, seed, 1, "auto", Path("results"), force=False, has_contacts=False
    )
    plan = solved_alone(plan, lambda text: print(text, file=sys.stderr, flush=True))
    blueprint = lower(plan.scenario, strategies[0])
    found = find_agent(blueprint, scenario.folder, agent)
    diary = diary_of(blueprint, found, plan.seed, replication, on)
    sys.stdout.write(diary_document(diary) if is_json else diary_page(diary))


@guarded
def schema(
    markdown: Annotated[bool, typer.Option("--markdown", help="A reference page instead of a JSON Schema.")] = False,
    kpis: Annotated[bool, typer.Option("--kpis", help="The KPIs instead: names, units, definitions.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON (a schema always is, unless --markdown).")] = False,
) -> None:
    """Print the scenario language as a JSON Schema, or as a page to read; or the list of KPIs."""
    from sim.report import reference

    if kpis:
        sys.stdout.write(reference.kpi_document() if json else reference.kpi_page())
    elif markdown and not json:
        sys.stdout.write(reference.language_page())
    else:
        sys.stdout.write(reference.language_schema())
