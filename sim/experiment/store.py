"""Writing what belongs beside the tables of a run: sums, summary, scenario and, last of all, the manifest."""

import csv
import json
import platform
from collections.abc import Iterator
from math import isnan
from pathlib import Path
from typing import Any

from sim.experiment.answer import Cell
from sim.experiment.beside_table import write_beside
from sim.experiment.frozen import write_scenario
from sim.experiment.manifest import FILE as MANIFEST_FILE
from sim.experiment.manifest import Manifest, versions
from sim.experiment.paths import write_paths
from sim.experiment.plan import Study
from sim.experiment.tables import write_sums

SUMMARY_FILE = "kpi_summary.csv"
_COLUMNS = (
    "kpi",
    "variant",
    "cut",
    "of",
    "unit",
    "strategy",
    "value",
    "half_width",
    "n",
    "n_blank",
    "estimator",
    "level",
    "minus",
    "difference",
    "difference_half_width",
    "p_value",
    "verdict",
)


def store(study: Study, folder: Path) -> None:
    """Write a study into a folder that holds its tables; the manifest last."""
    plan = study.plan
    write_sums(folder, study.sums)
    _write_summary(study.cells(), plan.base, folder / SUMMARY_FILE)
    write_scenario(plan.scenario, folder, plan.seed, study.replications)
    write_paths(folder, study.paths)
    beside = study.backcast()
    if beside is not None:
        write_beside(beside, folder)
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
        platform=f"{platform.system()} {platform.machine()}",
        records=study.records,
        worlds=study.worlds,
        names={name: parts[0].names for name, parts in study.sums.items()},
        thresholds={name: parts[0].thresholds for name, parts in study.sums.items()},
        volume=plan.volume,
    )
    text = json.dumps(manifest.as_dict(), indent=1, ensure_ascii=False, allow_nan=False)
    _write(folder / MANIFEST_FILE, text + "\n")


def _write_summary(cells: list[Cell], base: str, path: Path) -> None:
    """Write one row a KPI, cell and strategy; numbers in full, blanks empty."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        for cell in cells:
            for row in _summary_rows(cell, base):
                writer.writerow({name: "" if isinstance(v, float) and isnan(v) else v for name, v in row.items()})
    partial.replace(path)


def _summary_rows(cell: Cell, base: str) -> Iterator[dict[str, Any]]:
    """Give the rows of one cell, one a strategy."""
    kpi = cell.kpi
    for strategy, found in cell.estimates.items():
        row: dict[str, Any] = {
            "kpi": kpi.name,
            "variant": kpi.variant,
            "cut": cell.cut,
            "of": cell.of,
            "unit": kpi.unit,
            "strategy": strategy,
            "value": found.value,
            "half_width": found.half_width,
            "n": found.n,
            "n_blank": found.n_blank,
            "estimator": found.estimator,
            "level": found.level,
        }
        difference = cell.differences.get(strategy)
        if difference is not None:
            row |= {
                "minus": base,
                "difference": difference.value,
                "difference_half_width": difference.half_width,
                "p_value": difference.p_value,
                "verdict": difference.verdict,
            }
        yield row


def _write(path: Path, text: str) -> None:
    """Write to a temporary name, then rename."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
