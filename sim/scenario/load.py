"""The way in: a scenario file, its layers and its strategies to a checked `Scenario`.

Every fault of every strategy is gathered and reported once, in one go.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.errors import Fault, ScenarioError, nearest_name
from sim.scenario.actuals import check_actuals
from sim.scenario.checks import check_centre, check_references
from sim.scenario.document import parse_document, path_text
from sim.scenario.holidays import with_dates
from sim.scenario.ladder import STEP_WORDS, check_ladder, climb
from sim.scenario.layers import Layered, load_layers, overlay
from sim.scenario.scenario import OVERLAY_KEYS, STRATEGY_WORDS, Centre, Scenario
from sim.scenario.sets import SET
from sim.scenario.validation import validate
from sim.units import quote

_OUTSIDE = ("strategies", "steps", "ladder")
_Same = tuple[str, int, int, str, str, str]
ONLY = "as_is"
"""Name of the strategy of a file that names none."""


def load(
    path: str | Path, overlays: Sequence[str | Path] = (), sets: Sequence[str] = (), climbs: bool = False
) -> Scenario:
    """Load and check a scenario.

    Args:
        path: The YAML file.
        overlays: Files laid over it, the last on top.
        sets: Texts `a.b=value`, the last on top.
        climbs: Put the rungs of its ladder in the place of its strategies.

    Raises:
        ScenarioError: With all faults, each with file, line, column, path and what would be right.
    """
    layered = load_layers(path, overlays, sets)
    return _checked(climb(layered) if climbs else layered, str(Path(path).parent))


def load_text(text: str, name: str = "scenario.yaml") -> Scenario:
    """Load and check a scenario from a text, as from a file of that name without layers.

    Raises:
        ScenarioError: With all faults.
    """
    document = parse_document(text, name)
    layered = Layered(
        data=document.data,
        positions=document.positions,
        key_positions=document.key_positions,
        files=(Path(name),),
        faults=list(document.faults),
        sources={name: document.lines},
    )
    return _checked(layered, ".")


def _checked(layered: Layered, folder: str) -> Scenario:
    layered, of_holidays = with_dates(layered)
    faults = [*layered.faults, *of_holidays]
    if not layered.data:
        raise ScenarioError(faults)
    _check_steps(layered, faults)
    faults += check_ladder(layered)
    centres: dict[str, Centre] = {}
    by_strategy: dict[str, list[Fault]] = {}
    for name, with_overlay in _strategies(layered, faults).items():
        found: list[Fault] = []
        centre = _centre(with_overlay, folder, found)
        by_strategy[name] = _once(_as_written(layered, found))
        if centre is not None:
            centres[name] = centre
    faults += _of_strategies(by_strategy)
    base = layered.data.get("base")
    strategies = layered.data.get("strategies", {ONLY: None})
    if isinstance(base, str) and isinstance(strategies, dict) and strategies and base not in strategies:
        faults.append(_unknown(layered, ("base",), "strategy", base, list(strategies)))
    faults += _of_actuals(layered, folder, centres, base)
    faults += _of_measured(layered, centres)
    faults = _once(faults)
    if any(fault.severity == "error" for fault in faults):
        raise ScenarioError(faults)
    first = next(iter(centres.values()))
    return Scenario(
        name=first.name,
        base=str(base) if base is not None else next(iter(centres)),
        centres=centres,
        layered=layered,
        folder=folder,
        fingerprint=fingerprint(layered.data, folder, centres),
        warnings=tuple(fault.render() for fault in faults),
    )


def _of_actuals(layered: Layered, folder: str, centres: dict[str, Centre], base: Any) -> list[Fault]:
    """Check the actuals beside the strategy that is like the real centre."""
    actuals = next((centre.actuals for centre in centres.values()), None)
    if actuals is None:
        return []
    names = list(strategy_layers(layered))
    name = actuals.strategy if actuals.strategy is not None else base if base is not None else names[0]
    if actuals.strategy is not None and name not in names:
        return [_unknown(layered, ("actuals", "strategy"), "strategy", name, names)]
    return list(check_actuals(centres[name], layered, folder)) if name in centres else []


def _of_measured(layered: Layered, centres: dict[str, Centre]) -> list[Fault]:
    """Warn where strategies take another slowdown out of the same time that was measured on the floor."""
    taken_out: dict[tuple[str, ...], set[float]] = {}
    for centre in centres.values():
        for intent, by_channel in centre.service.items():
            for name, service in by_channel.items():
                if service.measured_at is not None:
                    slowdown = centre.channels[name].slowdown_at(service.measured_at)
                    taken_out.setdefault(("service", intent, name, "measured_at"), set()).add(slowdown)
    message = "strategies differ in the slowdown that is taken out, so the time of one contact alone differs, too"
    return [
        layered.fault(path, message, severity="warning", allowed="the time of one contact alone, without measured_at")
        for path, slowdowns in taken_out.items()
        if len(slowdowns) > 1
    ]


def _of_strategies(by_strategy: dict[str, list[Fault]]) -> list[Fault]:
    """Put the faults of all strategies together, each once.

    One outside the strategies and steps that not all of them have names those that do.
    """
    having: dict[_Same, tuple[Fault, list[str]]] = {}
    for name, faults in by_strategy.items():
        for fault in faults:
            having.setdefault(_same(fault), (fault, []))[1].append(name)
    return [
        fault
        if len(names) == len(by_strategy) or fault.path.startswith(_OUTSIDE)
        else replace(fault, message=f"{fault.message} (in strategy {', '.join(names)})")
        for fault, names in having.values()
    ]


def _centre(layered: Layered, folder: str, faults: list[Fault]) -> Centre | None:
    """Check one strategy's centre; its faults are added, None is returned when it has any."""
    data = {key: value for key, value in layered.data.items() if key not in _OUTSIDE}
    centre, found, is_whole = validate(layered, data)
    faults += found
    if centre is None:
        return None
    references = list(check_references(centre, layered))
    faults += references
    if is_whole and not references:
        faults += check_centre(centre, layered, folder)
        return centre
    return None


def strategy_layers(layered: Layered) -> dict[str, Layered]:
    """The merged text of each strategy of a scenario that has been checked."""
    return _strategies(layered, [])


def _strategies(layered: Layered, faults: list[Fault]) -> dict[str, Layered]:
    """Lay each strategy over the file; faults of names, words and cycles are added."""
    strategies = layered.data.get("strategies")
    if strategies is None:
        return {ONLY: layered}
    if not isinstance(strategies, dict):
        faults.append(layered.fault(("strategies",), "must be a mapping of names to strategies"))
        return {}
    if not strategies:
        faults.append(layered.fault(("strategies",), "there must be at least one strategy", key=True))
    found = {}
    for name, text in strategies.items():
        if text is not None and not isinstance(text, dict):
            message = "must be a mapping (keys with values), or {} for the file as it is"
            faults.append(layered.fault(("strategies", name), message, value=_shown(text)))
            continue
        found[name] = _laid_over(layered, layered, name, (), faults)
    return found


def _laid_over(layered: Layered, onto: Layered, name: str, chain: tuple[str, ...], faults: list[Fault]) -> Layered:
    """Lay a strategy, after the one it starts from and before the steps it adds, over a text."""
    path = ("strategies", name)
    text: dict[str, Any] = layered.data["strategies"][name] or {}
    if "start_from" in text:
        onto = _started(layered, onto, name, chain, faults)
    _check_words(layered, path, text, OVERLAY_KEYS | STRATEGY_WORDS, faults)
    if text:
        onto = overlay(onto, path, skip=text.keys() - OVERLAY_KEYS)
    return _with_steps(layered, onto, path, text, faults)


def _started(layered: Layered, onto: Layered, name: str, chain: tuple[str, ...], faults: list[Fault]) -> Layered:
    """Lay the strategy that another one starts from over a text."""
    strategies: dict[str, Any] = layered.data["strategies"]
    path, start = ("strategies", name, "start_from"), strategies[name]["start_from"]
    if start is None:
        return onto
    if name in chain:
        around = (*chain[chain.index(name) :], name)
        if name == min(around, key=list(strategies).index):
            faults.append(layered.fault(path, f"the strategies go round in a circle: {' → '.join(around)}"))
        return onto
    names = [other for other in strategies if other != name]
    if start == name or not isinstance(start, str) or start not in names:
        faults.append(_unknown(layered, path, "strategy", start, names))
        return onto
    if isinstance(strategies[start], dict | None):
        return _laid_over(layered, onto, start, (*chain, name), faults)
    return onto


def _unknown(layered: Layered, path: tuple[str | int, ...], word: str, name: Any, names: list[str]) -> Fault:
    """A fault of a name that no strategy, or no step, has."""
    near = nearest_name(name, names) if isinstance(name, str) else ""
    allowed = ", ".join(names) or "none is given"
    return layered.fault(path, f"there is no {word} of this name", value=_shown(name), allowed=allowed, nearest=near)


def _shown(value: Any) -> str:
    return quote(value).strip('"') or '""'


def _with_steps(
    layered: Layered, onto: Layered, path: tuple[str, ...], text: dict[str, Any], faults: list[Fault]
) -> Layered:
    """Lay the steps that a strategy adds over a text, in their order."""
    steps = layered.data.get("steps") or {}
    added = text.get("add") or []
    if not isinstance(steps, dict):
        return onto
    if not isinstance(added, list):
        faults.append(layered.fault((*path, "add"), "must be a list of steps", value=_shown(added)))
        return onto
    for place, step in enumerate(added):
        if not isinstance(step, str) or step not in steps:
            faults.append(_unknown(layered, (*path, "add", place), "step", step, list(steps)))
        elif isinstance(steps[step], dict):
            onto = overlay(onto, ("steps", step), skip=steps[step].keys() - OVERLAY_KEYS)
    return onto


def _check_steps(layered: Layered, faults: list[Fault]) -> None:
    """Check the words of every step, added or not."""
    steps = layered.data.get("steps")
    if steps is not None and not isinstance(steps, dict):
        faults.append(layered.fault(("steps",), "must be a mapping of names to steps", value=_shown(steps)))
        return
    for name, text in (steps or {}).items():
        if isinstance(text, dict):
            _check_words(layered, ("steps", name), text, OVERLAY_KEYS | STEP_WORDS, faults)
        elif text is not None:
            message = "must be a mapping (keys with values)"
            faults.append(layered.fault(("steps", name), message, value=_shown(text)))


def _check_words(
    layered: Layered, path: tuple[str, ...], text: dict[str, Any], allowed: frozenset[str], faults: list[Fault]
) -> None:
    """Add a fault for each key that an overlay may not change."""
    for key in text:
        if key not in allowed:
            near = nearest_name(key, sorted(allowed))
            message = "a strategy cannot change this" if key in Centre.model_fields else "unknown key"
            words = ", ".join(sorted(allowed))
            faults.append(layered.fault((*path, key), message, key=True, value=key, allowed=words, nearest=near))


def _as_written(layered: Layered, faults: list[Fault]) -> list[Fault]:
    """Give faults that lie in a strategy or a step the path at which they are written."""
    inside: dict[tuple[str, int, int], str] = {}
    for positions in (layered.positions, layered.key_positions):
        for path, at in positions.items():
            if path[:1] in (("strategies",), ("steps",)) and len(path) > 2 and at.file != SET:
                inside.setdefault((at.file, at.line, at.column), path_text(path[:2]))
    written = []
    for fault in faults:
        around = inside.get((fault.file, fault.line, fault.column))
        is_inside = around is not None and not fault.path.startswith(_OUTSIDE)
        written.append(replace(fault, path=f"{around}.{fault.path}") if is_inside else fault)
    return written


def _same(fault: Fault) -> _Same:
    """What makes two faults the same, whatever else would be allowed there."""
    return fault.file, fault.line, fault.column, fault.path, fault.message, fault.value


def _once(faults: list[Fault]) -> list[Fault]:
    """Drop what two strategies share and keep the order of the file."""
    seen = {_same(fault): fault for fault in reversed(faults)}
    return sorted(seen.values(), key=lambda f: (f.file, f.line, f.column))


def fingerprint(data: dict[str, Any], folder: str, centres: dict[str, Centre]) -> str:
    """SHA-256 of the resolved text and its input files; replications and seed do not count."""
    text = {key: value for key, value in data.items() if key != "run"}
    run = data.get("run")
    if isinstance(run, dict):
        text["run"] = {key: value for key, value in run.items() if key not in ("replications", "seed")}
    state = hashlib.sha256(json.dumps(text, sort_keys=True, ensure_ascii=False, default=str).encode())
    for path in input_files(centres):
        state.update(hashlib.sha256((Path(folder) / path).read_bytes()).digest())
    return state.hexdigest()


def input_files(centres: dict[str, Centre]) -> list[str]:
    """Paths of the data files that centres read, each once, as written."""
    rows = [row for centre in centres.values() for row in centre.demand.rows.values()]
    found = {file for row in rows for file in (row.file, row.trace) if file}
    found |= {pool.roster for centre in centres.values() for pool in centre.pools.values() if pool.roster is not None}
    found |= {centre.actuals.file for centre in centres.values() if centre.actuals is not None}
    return sorted(found)
