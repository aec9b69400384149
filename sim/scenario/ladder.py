"""The ladder in the scenario language: the steps from one strategy to another, climbed one at a time (MODEL.md 14)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sim.errors import Fault, nearest_name
from sim.scenario.layers import Layered
from sim.scenario.scenario import OVERLAY_KEYS
from sim.units import quote

STEP_WORDS = frozenset({"requires"})
"""Words of a step that are not part of its overlay."""
_KEYS = ("from", "to", "steps")


def rung(step: str) -> str:
    """Name of the strategy that has taken a step, and all before it.

    >>> rung("train")
    '+ train'
    """
    return f"+ {step}"


def climb(layered: Layered) -> Layered:
    """Put the rungs of the ladder in the place of the strategies: where it starts, then one more step each.

    Returns:
        The scenario, with faults where it has no ladder or one that cannot be climbed.
    """
    found = list(check_ladder(layered))
    if "ladder" not in layered.data:
        message = "there is no ladder to climb"
        found.append(layered.fault((), message, allowed="ladder: {from: multichannel, to: omnichannel}"))
    if any(fault.severity == "error" for fault in found):
        return replace(layered, faults=[*layered.faults, *found])
    start, steps = layered.data["ladder"]["from"], _steps(layered)
    strategies = {start: layered.data["strategies"][start]}
    for place, step in enumerate(steps):
        strategies[rung(step)] = {"start_from": start, "add": steps[: place + 1]}
    rest = {key: value for key, value in layered.data.items() if key != "ladder"}
    data = {**rest, "strategies": strategies, "base": start}
    beside = _started_from(layered, start)
    data["strategies"] |= {name: text for name, text in layered.data["strategies"].items() if name in beside}
    return replace(layered, data=data)


def _started_from(layered: Layered, start: str) -> list[str]:
    """The strategies that the first rung starts from itself; they have to stay."""
    found: list[str] = []
    name = (layered.data["strategies"][start] or {}).get("start_from")
    while isinstance(name, str) and name not in found:
        found.append(name)
        name = (layered.data["strategies"].get(name) or {}).get("start_from")
    return found


def check_ladder(layered: Layered) -> Iterator[Fault]:
    """Yield what is wrong with the ladder of a scenario, and with what its steps require."""
    ladder = layered.data.get("ladder")
    if ladder is None:
        return
    path = ("ladder",)
    if not isinstance(ladder, dict):
        yield layered.fault(path, "must be a mapping", allowed="ladder: {from: multichannel, to: omnichannel}")
        return
    for key in ladder:
        if key not in _KEYS:
            yield layered.fault((*path, key), "unknown key", key=True, value=key, allowed=", ".join(_KEYS))
    strategies = layered.data.get("strategies")
    strategies = strategies if isinstance(strategies, dict) else {}
    names = list(strategies)
    wrong = [*_check_name(layered, "from", names), *(_check_name(layered, "to", names) if "to" in ladder else ())]
    yield from wrong
    if ("to" in ladder) == ("steps" in ladder):
        yield layered.fault(path, "give either to (a strategy that adds steps) or steps, not both", key=True)
        return
    if wrong or any(not isinstance(strategies[name], dict | None) for name in names):
        return
    yield from _check_way(layered) if "to" in ladder else _check_steps(layered, ladder["steps"])
    yield from _check_order(layered)


def _check_name(layered: Layered, word: str, names: list[str]) -> Iterator[Fault]:
    name = layered.data["ladder"].get(word)
    if name not in names:
        near = nearest_name(name, names) if isinstance(name, str) else ""
        said = "is missing" if name is None else "there is no strategy of this name"
        value = "" if name is None else quote(name).strip('"')
        yield layered.fault(("ladder", word), said, value=value, allowed=", ".join(names), nearest=near)


def _check_way(layered: Layered) -> Iterator[Fault]:
    """Yield a fault where no steps alone lead from one end to the other."""
    ladder, strategies = layered.data["ladder"], layered.data["strategies"]
    name, seen = ladder["to"], set()
    while name != ladder["from"]:
        text = strategies.get(name) or {}
        own = sorted(OVERLAY_KEYS & text.keys())
        if own:
            message = f"{name} changes more than its steps do ({', '.join(own)}); the ladder climbs steps only"
            yield layered.fault(("ladder", "to"), message, value=ladder["to"], allowed="that, too, as a step")
            return
        seen.add(name)
        name = text.get("start_from")
        if name in seen or name not in strategies:
            message = f"{ladder['to']} does not start from {ladder['from']}"
            yield layered.fault(("ladder", "to"), message, value=ladder["to"], allowed=f"start_from: {ladder['from']}")
            return


def _check_steps(layered: Layered, steps: Any) -> Iterator[Fault]:
    known = layered.data.get("steps") or {}
    if not isinstance(steps, list) or not steps:
        yield layered.fault(("ladder", "steps"), "must be a list of steps", allowed=", ".join(known))
        return
    for place, step in enumerate(steps):
        if step not in known:
            near = nearest_name(step, list(known)) if isinstance(step, str) else ""
            message, value = "there is no step of this name", quote(step).strip('"')
            at = ("ladder", "steps", place)
            yield layered.fault(at, message, value=value, allowed=", ".join(known), nearest=near)
        elif step in steps[:place]:
            yield layered.fault(("ladder", "steps", place), "this step stands here twice", value=step)


def _check_order(layered: Layered) -> Iterator[Fault]:
    """Yield a fault for each step that comes before one it requires."""
    known, taken = layered.data.get("steps") or {}, []
    for step in _steps(layered):
        text = known.get(step) if isinstance(step, str) else None
        required = text.get("requires") if isinstance(text, dict) else None
        for other in [required] if isinstance(required, str) else required or ():
            if other not in known:
                message = "there is no step of this name"
                path = ("steps", step, "requires")
                yield layered.fault(path, message, value=quote(other).strip('"'), allowed=", ".join(known))
            elif other not in taken:
                message = f"{step} requires {other}, which is not climbed before it"
                yield layered.fault(("ladder",), message, key=True, allowed=f"{other} before {step}")
        taken.append(step)


def _steps(layered: Layered) -> list[Any]:
    """The steps of a ladder in their order: as listed, or those that strategies on the way add."""
    ladder, strategies = layered.data["ladder"], layered.data["strategies"]
    if "steps" in ladder:
        return ladder["steps"] if isinstance(ladder["steps"], list) else []
    found: list[Any] = []
    name, seen = ladder["to"], set()
    while name != ladder["from"] and name in strategies and name not in seen:
        seen.add(name)
        text = strategies[name] or {}
        found = [*(text.get("add") or []), *found]
        name = text.get("start_from")
    return found
