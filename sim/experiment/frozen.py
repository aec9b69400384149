"""The resolved scenario of a run: one file without layers, with copies of its input files, that runs again.

Everything is inlined (extends, includes, overlays, --set), seed and replications are those of the run, and
paths of input files are rewritten to the copies. What is written is read back and compared before it counts.
"""

import copy
import re
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from sim.errors import InternalError
from sim.scenario.document import parse_document
from sim.scenario.load import input_files
from sim.scenario.scenario import Scenario

FILE = "scenario.resolved.yaml"
INPUTS = "inputs"

_PLAIN = re.compile(r"(?:[A-Za-z_][A-Za-z0-9_./%+-]*|[0-9]+(?:\.[0-9]+)? [A-Za-z%]+)(?: [A-Za-z0-9_./%+-]+)*")
_NOT_TEXT = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


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
            if isinstance(row, dict) and row.get("file") in copies:
                row["file"] = copies[row["file"]]
    text = _head(scenario) + to_yaml(data)
    document = parse_document(text, FILE)
    if document.faults or document.data != data:
        raise InternalError("the resolved scenario does not read back as it is", scenario.fingerprint)
    (folder / FILE).write_text(text, encoding="utf-8")


def to_yaml(data: dict[str, Any]) -> str:
    """Write plain data as YAML that our reader, and any YAML 1.2 reader, reads back as it is."""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None))


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


class _Dumper(yaml.SafeDumper):
    """Writes text plain only where no YAML reader could take it for something else."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_plain else '"')


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    is_flat = not any(isinstance(item, dict | list) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=is_flat)


def _mapping(dumper: yaml.SafeDumper, items: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", items, flow_style=not items)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _mapping)
_Dumper.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]
