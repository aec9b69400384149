"""The resolved scenario of a run: one file without layers, with copies of its input files, that runs again.

Everything is inlined (extends, includes, overlays, --set), seed and replications are those of the run, and
paths of input files are rewritten to the copies. What is written is read back and compared before it counts.
"""

import copy
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from sim.errors import InternalError
from sim.scenario.document import parse_document
from sim.scenario.load import input_files
from sim.scenario.resolve import resolved_text
from sim.scenario.scenario import Scenario

FILE = "scenario.resolved.yaml"
INPUTS = "inputs"


def write_scenario(scenario: Scenario, folder: Path, seed: int, replications: int) -> None:
    """Write the resolved scenario and copies of its input files into a folder.

    Raises:
        InternalError: What was written does not read back as what was meant.
    """
    data = copy.deepcopy(scenario.layered.data)
    data["run"] = {**data["run"], "replications": replications, "seed": seed}
    copies = _copy_inputs(scenario, folder)
    for section in ("by_channel", "by_intent"):
        for row in (data["demand"].get(section) or {}).values():
            for key in ("file", "trace") if isinstance(row, dict) else ():
                if row.get(key) in copies:
                    row[key] = copies[row[key]]
    for pool in _pools_of(data):
        if str(pool.get("roster")) in copies:
            pool["roster"] = copies[pool["roster"]]
    actuals = data.get("actuals")
    if isinstance(actuals, dict):
        actuals["file"] = copies[actuals["file"]]
    elif actuals is not None:
        data["actuals"] = copies[actuals]
    text = _head(scenario) + resolved_text(replace(scenario, layered=replace(scenario.layered, data=data)))
    document = parse_document(text, FILE)
    if document.faults or document.data != data:
        raise InternalError("the resolved scenario does not read back as it is", scenario.fingerprint)
    (folder / FILE).write_text(text, encoding="utf-8")


def _pools_of(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Texts of pools in the file, its strategies and its steps."""
    layers = [data, *(data.get("strategies") or {}).values(), *(data.get("steps") or {}).values()]
    for layer in layers:
        pools = layer.get("pools") if isinstance(layer, dict) else None
        yield from (pool for pool in (pools or {}).values() if isinstance(pool, dict))


def _head(scenario: Scenario) -> str:
    return (
        f"# {scenario.name}: resolved by busyhour; layers are inlined, running this file repeats the run.\n"
        f"# Fingerprint of the scenario it came from: {scenario.fingerprint}\n"
    )


def _copy_inputs(scenario: Scenario, folder: Path) -> dict[str, str]:
    """Copy input files and give, by path as written, the path of the copy beside the resolved file."""
    copies: dict[str, str] = {}
    taken: set[str] = set()
    for written in input_files(scenario.centres):
        name = PurePosixPath(Path(written).name)
        number = 2
        while str(name) in taken:
            name = PurePosixPath(f"{Path(written).stem}-{number}{Path(written).suffix}")
            number += 1
        taken.add(str(name))
        (folder / INPUTS).mkdir(exist_ok=True)
        shutil.copyfile(Path(scenario.folder) / written, folder / INPUTS / str(name))
        copies[written] = f"{INPUTS}/{name}"
    return copies
