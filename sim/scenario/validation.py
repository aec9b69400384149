"""Types: a merged text against the schema, with every fault at its place.

pydantic finds the faults of a text in one pass; here each is turned into the planner's words, with the
line it stands on. Parts that are wrong are then cut out, so that what hangs on the rest can still be checked in
the same go.
"""

import copy
import types
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError, WithJsonSchema

from sim.errors import Fault, nearest_name
from sim.scenario.customers import NextRow
from sim.scenario.document import path_text
from sim.scenario.layers import Layered
from sim.scenario.model import PartsError, WrongPart
from sim.scenario.scenario import Centre
from sim.units import quote

KeyPath = tuple[str | int, ...]
_MAPPINGS = {"model_type", "dict_type", "model_attributes_type"}
_LISTS = {"tuple_type", "list_type"}
_UNKNOWN, _MISSING = "unknown key", " is missing"
_STAND_INS: dict[str, Any] = {
    "schema": 1,
    "name": "?",
    "run": {"start": "2026-01-01", "measure": "1 day"},
    "start": "2026-01-01",
    "measure": "1 day",
    "demand": {"counts": "first_contacts", "by_channel": {}},
    "counts": "first_contacts",
    **{key: {} for key in ("intents", "segments", "channels", "service", "queues", "pools", "serves", "skills")},
    "kind": "live",
    "of": [],
    "headcount": "on_queue",
    "talk": "1 min",
    "hours": "always",
    "agents": 1,
    "lasts": "1 min",
}
"""What stands in for a missing key, so that the names around it can still be checked; never simulated."""


def validate(layered: Layered, data: dict[str, Any]) -> tuple[Centre | None, list[Fault], bool]:
    """Check a merged text against the schema.

    Args:
        layered: Where everything is written.
        data: The text of one centre.

    Returns:
        The centre (made of what is right, None when too little is), the faults, and whether it is whole.
    """
    try:
        return Centre.model_validate(data), [], True
    except ValidationError as error:
        faults = [fault for item in error.errors() for fault in _faults(layered, data, item)]
        return _of_what_is_right(data, error), _without_echoes(faults), False


def _without_echoes(faults: list[Fault]) -> list[Fault]:
    """Leave out that a key is missing where a mistyped one was most likely meant to be it."""
    meant = {_beside(fault.path, fault.nearest) for fault in faults if fault.message == _UNKNOWN and fault.nearest}
    return [fault for fault in faults if not (fault.path in meant and fault.message.endswith(_MISSING))]


def _beside(path: str, name: str) -> str:
    """The path of another key of the same mapping."""
    around, dot, _ = path.rpartition(".")
    return f"{around}{dot}{name}"


def _of_what_is_right(data: dict[str, Any], error: ValidationError) -> Centre | None:
    """Cut out what is wrong, and what cannot stand without it, until the rest is a centre."""
    pruned = copy.deepcopy(data)
    for _ in range(12):
        cuts = {path for item in error.errors() for path in _repaired(pruned, item)}
        if () in cuts:
            return None
        for path in sorted(cuts, key=_last_first, reverse=True):
            _cut(pruned, path)
        try:
            return Centre.model_validate(pruned)
        except ValidationError as next_error:
            error = next_error
    return None


def _repaired(data: dict[str, Any], item: Any) -> Iterator[KeyPath]:
    """Put a stand-in where a key is missing; yield what has to be cut out where that does not help."""
    loc = item["loc"]
    path = _raw_path(data, loc)
    if item["type"] == "missing" and loc[-1] in _STAND_INS:
        around: Any = data
        for part in path:
            around = around[part]
        if isinstance(around, dict) and loc[-1] not in around:
            around[loc[-1]] = copy.deepcopy(_STAND_INS[loc[-1]])
            return
    error = item.get("ctx", {}).get("error")
    parts = error.parts if isinstance(error, PartsError) else ()
    below = {_raw_path(data, (*loc, *part.path)) for part in parts}
    yield from below or {path}


def _last_first(path: KeyPath) -> tuple[int, tuple[str, ...]]:
    """Order paths so that deep parts, and later places of a list, are cut before others."""
    return len(path), tuple(f"{part:09d}" if isinstance(part, int) else part for part in path)


def _cut(data: Any, path: KeyPath) -> None:
    for part in path[:-1]:
        if not _has(data, part):
            return
        data = data[part]
    if _has(data, path[-1]):
        del data[path[-1]]


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data)


def _raw_path(data: Any, loc: KeyPath) -> KeyPath:
    """Turn pydantic's location into the path of the text; parts that normalising put in are left out."""
    path: list[str | int] = []
    for part in loc:
        for name in (part, str(part), f"level {part}"):
            if _has(data, name):
                path.append(name)
                data = data[name]
                break
    return tuple(path)


def _faults(layered: Layered, data: dict[str, Any], item: Any) -> Iterator[Fault]:
    """Yield the faults of one of pydantic's errors; one validator may have found several."""
    loc = item["loc"]
    stray = _stray_word(layered, data, loc)
    error = item.get("ctx", {}).get("error") if item["type"] == "value_error" else None
    if stray is not None:
        yield stray
    elif error is None:
        yield _fault(layered, data, item)
    else:
        whole = WrongPart(str(error), is_key=isinstance(item["input"], Mapping | BaseModel))
        for part in error.parts if isinstance(error, PartsError) else (whole,):
            path = _raw_path(data, (*loc, *part.path))
            more = {"value": part.value, "allowed": part.allowed, "nearest": part.nearest}
            yield layered.fault(path, part.message, key=part.is_key or (not part.path and whole.is_key), **more)


def _stray_word(layered: Layered, data: dict[str, Any], loc: KeyPath) -> Fault | None:
    """Find a mistyped word of a row of `what_next`, which else counts as a channel with a bad share."""
    if len(loc) < 2 or loc[-2] != "shares" or _model_at(loc[:-2]) is not NextRow:
        return None
    channels = layered.data.get("channels")
    known = [*(channels if isinstance(channels, dict) else ()), "same", "after", "once_open", "gives_up_more"]
    name = str(loc[-1])
    if name in known:
        return None
    allowed, near = ", ".join(known), nearest_name(name, known)
    message = "no channel and no word of this row"
    return layered.fault(_raw_path(data, loc), message, key=True, value=name, allowed=allowed, nearest=near)


def _fault(layered: Layered, data: dict[str, Any], item: Any) -> Fault:
    kind, loc = item["type"], item["loc"]
    path = _raw_path(data, loc)
    value = "" if kind in ("missing", "extra_forbidden") else _shown(item["input"])
    if kind == "extra_forbidden":
        names = allowed_names(loc[:-1])
        allowed = ", ".join(names)
        near = nearest_name(str(loc[-1]), names)
        return layered.fault(path, _UNKNOWN, key=True, value=str(loc[-1]), allowed=allowed, nearest=near)
    if kind == "missing":
        name = str(loc[-1])
        message, allowed = f"{name}{_MISSING}", _wanted(loc)
        if (*path, name) in layered.key_positions:
            return layered.fault((*path, name), message, key=True, value="null", allowed=allowed)
        at = layered.fault(path, message, key=True, allowed=allowed)
        if not path:
            return Fault(at.file, 0, 0, name, at.message, allowed=at.allowed)
        return replace(at, path=path_text((*path, name)))
    if kind == "literal_error":
        words = item["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        near = nearest_name(str(item["input"]), words.split(", "))
        return layered.fault(path, "not one of the allowed words", value=value, allowed=words, nearest=near)
    if kind in _MAPPINGS:
        names = allowed_names(loc)
        allowed = ", ".join(names) if names else "names and their values"
        return layered.fault(path, "must be a mapping (keys with values)", value=value, allowed=allowed)
    if kind in _LISTS:
        return layered.fault(path, "must be a list", value=value)
    if kind in ("string_type", "string_sub_type"):
        is_scalar = isinstance(item["input"], int | float)
        return layered.fault(path, "must be text; put it in quotes" if is_scalar else "must be text", value=value)
    if kind == "bool_type" or kind == "bool_parsing":
        return layered.fault(path, "must be true or false", value=value)
    return layered.fault(path, str(item["msg"]).lower(), value=value)


def _shown(value: Any) -> str:
    return quote(value).strip('"') or '""'


def _plain(annotation: Any) -> Iterator[Any]:
    """Yield the plain types of an annotation, without Annotated, Optional and unions."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _plain(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for option in get_args(annotation):
            yield from _plain(option)
    else:
        yield annotation


def step_into(annotation: Any, part: str | int) -> Any:
    """The type of a part of a type; None when there is none."""
    for plain in _plain(annotation):
        if isinstance(plain, type) and issubclass(plain, BaseModel):
            for name, field in plain.model_fields.items():
                if part in (name, field.alias):
                    inner = field.annotation
                    return inner
        elif get_origin(plain) is dict:
            return get_args(plain)[1]
        elif get_origin(plain) is tuple:
            return get_args(plain)[0]
    return None


def _model_at(loc: tuple[str | int, ...]) -> type[BaseModel] | None:
    annotation: Any = Centre
    for part in loc:
        annotation = step_into(annotation, part)
    return model_of(annotation)


def model_of(annotation: Any) -> type[BaseModel] | None:
    """The pydantic model an annotation stands for, without Annotated and Optional; None when it is none."""
    return next((t for t in _plain(annotation) if isinstance(t, type) and issubclass(t, BaseModel)), None)


def allowed_names(loc: tuple[str | int, ...]) -> list[str]:
    """Names of the keys that are allowed at a place of the schema, [] where keys are free."""
    model = _model_at(loc)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _wanted(loc: tuple[str | int, ...]) -> str:
    """What would be right for a missing key: an example of it, its words, its keys, or what kind of thing it is."""
    model = _model_at(loc[:-1])
    fields = model.model_fields.items() if model else ()
    field = next((field for name, field in fields if loc[-1] in (name, field.alias)), None)
    if field is None:
        return ""
    schemas = [part.json_schema or {} for part in field.metadata if isinstance(part, WithJsonSchema)]
    examples = [*(field.examples or ()), *(example for schema in schemas for example in schema.get("examples", ()))]
    if examples:
        shown = f'"{examples[0]}"' if "," in str(examples[0]) else examples[0]
        return f"for example {loc[-1]}: {shown}"
    annotation = field.annotation
    inner = model_of(annotation)
    if get_origin(annotation) is Literal:
        return ", ".join(map(str, get_args(annotation)))
    if inner is not None:
        needed = [part.alias or name for name, part in inner.model_fields.items() if part.is_required()]
        return f"a mapping with {', '.join(needed)}"
    return {dict: "names and their values", tuple: "a name or a list of names"}.get(
        get_origin(annotation) or str, "text"
    )
