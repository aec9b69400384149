"""The Typer app: which commands there are."""

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from sim.commands.fit import fit_app
from sim.commands.reports import report
from sim.commands.runs import compare, run
from sim.commands.scenarios import init, schema, show, validate

app = typer.Typer(
    name="busyhour",
    help="A contact-centre simulator: the same customers through different ways to run a centre.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import version

        typer.echo(f"busyhour {version('busyhour')}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before the command."""


for _command in (init, validate, show, schema, run, compare, report):
    app.command()(_command)
app.add_typer(fit_app)


def main() -> None:
    """Run the command line of this process; a character the terminal cannot show becomes "?"."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="busyhour")
