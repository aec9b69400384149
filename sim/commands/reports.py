"""The command `report`: a stored run, read again."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.guard import guarded
from sim.commands.options import Explain, Json, Kpis, Overlays, Sets, Strategies

_RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a complete run, results/…")]


@guarded
def report(
    folder: _RunFolder,
    overlay: Overlays = None,
    sets: Sets = None,
    strategy: Strategies = None,
    kpi: Kpis = None,
    explain: Explain = False,
    json: Json = False,
) -> None:
    """Print a stored run again, with other prices if wanted (--set costs.…); nothing is simulated."""
    from sim.experiment.reread import reread

    study = reread(folder, sets or [], overlay or [], tuple(strategy or ()))
    is_comparison = len(study.plan.strategies) > 1
    if json:
        from sim.report.json import study_document, to_text

        form = "busyhour/compare@1" if is_comparison else "busyhour/run@1"
        sys.stdout.write(to_text(study_document(study, form)))
        return
    from sim.report.page import comparison_page, run_page
    from sim.report.terminal import print_page

    also = tuple(kpi or ())
    page = comparison_page(study, False, explain, also) if is_comparison else run_page(study, explain, also)
    print_page(page, sys.stdout)
