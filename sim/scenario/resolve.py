"""The resolved scenario: every value with where it is written, defaults filled in.

Values stay in the planner's words. `resolved_text` gives a file without layers that loads to the same
scenario; `resolved_values` gives each value with its place, for `show --resolved`.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from sim.scenario.document import path_text
from sim.scenario.layers import Layered
from sim.scenario.load import strategy_layers
from sim.scenario.scenario import Centre, Scenario
from sim.scenario.syntax import resolve_scalar
from sim.scenario.validation import model_of


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a resolved scenario.

    Attributes:
        path: Where it stands, as `channels.phone.kind`.
        value: Its text, as YAML.
        origin: `file:line`, or "default".
    """

    path: str
    value: str
    origin: str


def resolved_values(scenario: Scenario, strategy: str) -> list[Value]:
    """All values of one strategy's centre, defaults included, in the order of the schema.

    Raises:
        KeyError: There is no such strategy.
    """
    layered = strategy_layers(scenario.layered)[strategy]
    data = {key: value for key, value in layered.data.items() if key not in ("strategies", "steps")}
    return list(_values(layered, data, Centre, ()))


def _values(layered: Layered, data: Any, annotation: Any, path: tuple[str | int, ...]) -> Iterator[Value]:
    """Walk text and schema side by side."""
    model = model_of(annotation)
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _values(layered, value, _inner(annotation, key), (*path, key))
        if model is not None:
            yield from _defaults(layered, data, model, path)
        return
    place = layered.place(path)
    origin = f"{place.file}:{place.line}" if place.line else place.file
    yield Value(path_text(path), _text(data), origin)


def _defaults(
    layered: Layered, data: dict[str, Any], model: type[BaseModel], path: tuple[str | int, ...]
) -> Iterator[Value]:
    gathered = any(name not in data and name in ("shares", "days") for name in model.model_fields)
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in data or name in data or (gathered and name in ("shares", "days")):
            continue
        if field.default_factory is not None:
            inner = model_of(field.annotation)
            if inner is not None:
                yield from _defaults(layered, {}, inner, (*path, key))
        elif field.default is not PydanticUndefined and field.default not in (None, ""):
            yield Value(path_text((*path, key)), _text(field.default), "default")


def _inner(annotation: Any, key: str) -> Any:
    from sim.scenario.validation import step_into

    return step_into(annotation, key)


def _text(value: Any) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1_000_000).strip()
    return text.removesuffix("...").strip()


def resolved_text(scenario: Scenario) -> str:
    """The whole scenario as one YAML file without layers; it loads to the same centres.

    Relative paths of data files stay as written.
    """
    data = copy.deepcopy(scenario.layered.data)
    head = "# resolved: extends, includes, overlays and --set are merged in\n"
    return head + yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Dumper(yaml.SafeDumper):
    """Writes strings so that YAML 1.1 and 1.2 readers agree: what looks like anything else is quoted."""


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = None if isinstance(resolve_scalar(text), str) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)
