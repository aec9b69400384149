"""Checking scenario files for `validate`: their faults and warnings, as text, JSON or annotations."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Fault, ScenarioError


@dataclass(frozen=True, slots=True)
class Check:
    """What was found in one file.

    Attributes:
        file: The file.
        faults: Faults with their places, warnings too when there are errors.
        warnings: Warnings of a file that is right otherwise, as text.
    """

    file: Path
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def errors(self) -> list[Fault]:
        """The faults that are not only warnings."""
        return [fault for fault in self.faults if fault.severity == "error"]


def check(file: Path, overlays: Sequence[Path], sets: Sequence[str]) -> Check:
    """Load a scenario, lower each strategy and gather what is wrong or doubtful.

    Load is not judged while the volume of first contacts has to be found: all counts as first contacts would be too
    many.
    """
    from sim.experiment.volume import is_unsolved, with_volume
    from sim.scenario.load import load
    from sim.world.build import lower
    from sim.world.load import load_warnings

    try:
        scenario = load(file, overlays, sets)
    except ScenarioError as error:
        return Check(file, error.faults)
    is_open = is_unsolved(scenario)
    doubts = []
    for name in scenario.centres:
        blueprint = lower(with_volume(scenario, {}) if is_open else scenario, name)
        doubts += [] if is_open else load_warnings(blueprint)
    return Check(file, (), (*scenario.warnings, *(f"{file}: warning: {text}" for text in doubts)))


def printed(checks: Sequence[Check], form: str) -> str:
    """Print checks as "text", "json" or "github"."""
    if form == "json":
        return _json(checks)
    lines: list[str] = []
    for found in checks:
        if form == "github":
            lines += [fault.github() for fault in found.faults]
            lines += [f"::warning file={found.file}::{_escaped(text)}" for text in found.warnings]
        else:
            lines += [fault.render() for fault in found.faults]
            lines += found.warnings
            lines.append(_verdict(found))
    return "\n".join(lines) + ("\n" if lines else "")


def _verdict(found: Check) -> str:
    """One line a file: ok, or how much is wrong."""
    n_errors = len(found.errors)
    n_warnings = len(found.faults) - n_errors + len(found.warnings)
    counts = [_count(n_errors, "fault"), _count(n_warnings, "warning")]
    if not n_errors:
        return f"{found.file}: ok" + (f", {counts[1]}" if n_warnings else "")
    return f"{found.file}: " + ", ".join(counts if n_warnings else counts[:1])


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _json(checks: Sequence[Check]) -> str:
    import json

    document = {
        "schema": "busyhour/validate@1",
        "is_valid": not any(found.errors for found in checks),
        "files": [
            {
                "file": str(found.file),
                "is_valid": not found.errors,
                "faults": [fault.as_dict() for fault in found.faults],
                "warnings": list(found.warnings),
            }
            for found in checks
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
