"""The manifest of a run: what made it, and the digests it can be repeated to.

Written last, so a folder with a manifest is whole. Its `schema` marks the folder as ours.
"""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

from sim.errors import DataError
from sim.experiment.volume import Volume
from sim.kpi import Thresholds
from sim.world.world import Names

FILE = "manifest.json"
SCHEMA = "busyhour/manifest@2"
_FAMILY = "busyhour/manifest@"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What made a run.

    Attributes:
        scenario: Name of the scenario.
        fingerprint: Of the resolved scenario and its input files.
        seed: Root seed.
        replications: How many were run, 0 to n − 1.
        base: The strategy others were compared with.
        engine: As asked for.
        has_contacts: Whether contacts and issues are stored.
        argv: The command line.
        versions: Of Python, the packages that make numbers, busyhour, and a digest of its sources.
        platform: Where it ran.
        records: By strategy, the digest of the record of each replication.
        worlds: By strategy, the digest of the world of each replication.
        names: By strategy, the names behind indices.
        thresholds: By strategy, what the variants of KPIs refer to.
        volume: The first-contact volume that was found for it, None where the scenario states it.
    """

    scenario: str
    fingerprint: str
    seed: int
    replications: int
    base: str
    engine: str
    has_contacts: bool
    argv: tuple[str, ...]
    versions: Mapping[str, str]
    platform: str
    records: Mapping[str, tuple[str, ...]]
    worlds: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Names]
    thresholds: Mapping[str, Thresholds]
    volume: Volume | None = None

    @property
    def strategies(self) -> tuple[str, ...]:
        """The strategies that were run, in file order."""
        return tuple(self.records)

    def as_dict(self) -> dict[str, Any]:
        """Give the manifest as plain data for JSON."""
        return {
            "schema": SCHEMA,
            "status": "complete",
            "scenario": self.scenario,
            "fingerprint": self.fingerprint,
            "seed": self.seed,
            "replications": self.replications,
            "base": self.base,
            "strategies": list(self.strategies),
            "engine": self.engine,
            "contacts": self.has_contacts,
            "argv": list(self.argv),
            "versions": dict(self.versions),
            "platform": self.platform,
            "digests": {"records": dict(self.records), "worlds": dict(self.worlds)},
            "names": {
                strategy: {field: list(getattr(names, field)) for field in Names.__slots__}
                for strategy, names in self.names.items()
            },
            "thresholds": {
                strategy: {
                    "short_s": found.short_s,
                    "target_s": _without_nan(found.target_s),
                    "target_share": _without_nan(found.target_share),
                    "target_is_working": list(found.target_is_working),
                    "repeat_days": found.repeat_days,
                }
                for strategy, found in self.thresholds.items()
            },
            "volume": self.volume.as_dict() if self.volume is not None else None,
        }


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest of a folder.

    Returns:
        The manifest; None when the folder has none, or one that is not ours or not complete.

    Raises:
        DataError: It is ours but cannot be read.
    """
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or data.get("status") != "complete":
        return None
    try:
        return _from_dict(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{folder / FILE} is damaged: {error!r}") from None


def is_of_other_version(folder: Path) -> bool:
    """Whether a folder holds a complete run that another version of the program has stored, unreadable to this one."""
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if not isinstance(data, dict) or data.get("status") != "complete":
        return False
    return str(data.get("schema", "")).startswith(_FAMILY) and data["schema"] != SCHEMA


def _from_dict(data: dict[str, Any]) -> Manifest:
    records = {name: tuple(data["digests"]["records"][name]) for name in data["strategies"]}
    return Manifest(
        scenario=data["scenario"],
        fingerprint=data["fingerprint"],
        seed=data["seed"],
        replications=data["replications"],
        base=data["base"],
        engine=data["engine"],
        has_contacts=data["contacts"],
        argv=tuple(data["argv"]),
        versions=dict(data["versions"]),
        platform=data["platform"],
        records=records,
        worlds={name: tuple(data["digests"]["worlds"][name]) for name in records},
        names={
            name: Names(**{field: tuple(data["names"][name].get(field, ())) for field in Names.__slots__})
            for name in records
        },
        thresholds={name: _thresholds(data["thresholds"][name]) for name in records},
        volume=Volume.from_dict(data["volume"]) if data.get("volume") is not None else None,
    )


def _thresholds(data: dict[str, Any]) -> Thresholds:
    return Thresholds(
        short_s=float(data["short_s"]),
        target_s=_with_nan(data["target_s"]),
        target_share=_with_nan(data["target_share"]),
        target_is_working=tuple(data["target_is_working"]),
        repeat_days=data["repeat_days"],
    )


def _without_nan(values: tuple[float, ...]) -> list[float | None]:
    return [None if isnan(value) else value for value in values]


def _with_nan(values: list[float | None]) -> tuple[float, ...]:
    return tuple(float("nan") if value is None else value for value in values)


@cache
def versions() -> dict[str, str]:
    """Name the versions of all that makes numbers; `sources` is a digest of this program's own files."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version()}
    for package in ("busyhour", "numpy", "scipy", "simpy"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "unknown"
    found["sources"] = _sources()
    return found


def _sources() -> str:
    """Digest the program's own Python files that make numbers or read scenarios; faces do not count."""
    root = Path(__file__).resolve().parent.parent
    state = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        room = path.relative_to(root).parts[0]
        if room not in ("commands", "report", "experiment", "gate", "data"):
            state.update(path.relative_to(root).as_posix().encode())
            state.update(path.read_bytes())
    return state.hexdigest()[:16]


def changed_versions(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """List what differs between two sets of versions, as "numpy 2.1.0 then, 2.2.0 now"."""
    names = [*then, *(name for name in now if name not in then)]
    return [
        f"{name} {then.get(name, 'unknown')} then, {now.get(name, 'unknown')} now"
        for name in names
        if then.get(name) != now.get(name)
    ]
