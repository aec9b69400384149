"""The commands about scenario files: `init`, `validate`, `show`, `schema`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.guard import guarded
from sim.commands.options import Json, Overlays, ScenarioPath, Sets


class Format(StrEnum):
    """How faults are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


_Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario files.")]
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
    overlay: Overlays = None,
    sets: Sets = None,
    json: Json = False,
) -> None:
    """Print a scenario with its layers merged; with --resolved every value and where it comes from."""
    from sim.commands.choice import strategies_of
    from sim.report.scenario import merged, values_document, values_table
    from sim.scenario.load import load

    scenario = load(file, overlay or (), sets or ())
    chosen = strategies_of(scenario, strategy or [scenario.base])
    if json:
        sys.stdout.write(values_document(scenario, chosen))
    elif resolved:
        sys.stdout.write(values_table(scenario, chosen))
    else:
        sys.stdout.write(merged(scenario, chosen if strategy else ()))


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
