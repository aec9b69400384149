"""Types: a merged text against the schema, with every fault at its place.

pydantic finds the faults of a text in one pass; here each is turned into the planner's words, with the
line it stands on. Parts that are wrong are then cut out, so that what hangs on the rest can still be checked in
the same go.
"""

import copy
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sim.errors import Fault, nearest_name
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre

KeyPath = tuple[str | int, ...]
_MAPPINGS = {"model_type", "dict_type", "model_attributes_type"}
_LISTS = {"tuple_type", "list_type"}


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
        faults = [_fault(layered, data, item) for item in error.errors()]
        return _of_what_is_right(data, error), faults, False


def _of_what_is_right(data: dict[str, Any], error: ValidationError) -> Centre | None:
    """Cut out what is wrong, and what cannot stand without it, until the rest is a centre."""
    pruned = copy.deepcopy(data)
    for _ in range(8):
        cuts = {_raw_path(pruned, item["loc"], item["type"]) for item in error.errors()}
        if () in cuts or not all(_cut(pruned, path) for path in sorted(cuts, key=len, reverse=True)):
            return None
        try:
            return Centre.model_validate(pruned)
        except ValidationError as next_error:
            error = next_error
    return None


def _cut(data: Any, path: KeyPath) -> bool:
    for part in path[:-1]:
        if not _has(data, part):
            return True
        data = data[part]
    if _has(data, path[-1]):
        del data[path[-1]]
    return True


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data)


def _raw_path(data: Any, loc: tuple[str | int, ...], kind: str = "") -> KeyPath:
    """Turn pydantic's location into the path of the text; parts that normalising put in are left out."""
    path: list[str | int] = []
    for part in loc:
        for name in (part, str(part), f"level {part}"):
            if _has(data, name):
                path.append(name)
                data = data[name]
                break
    return tuple(path)


def _fault(layered: Layered, data: dict[str, Any], item: Any) -> Fault:
    kind, loc = item["type"], item["loc"]
    path = _raw_path(data, loc)
    value = "" if kind in ("missing", "extra_forbidden") else _shown(item["input"])
    if kind == "extra_forbidden":
        names = allowed_names(loc[:-1])
        allowed = ", ".join(names)
        near = nearest_name(str(loc[-1]), names)
        return layered.fault(path, "unknown key", key=True, value=str(loc[-1]), allowed=allowed, nearest=near)
    if kind == "missing":
        name = str(loc[-1])
        return layered.fault((*path, name), f"{name} is missing", allowed=_description(loc))
    if kind == "value_error":
        return layered.fault(path, str(item["ctx"]["error"]))
    if kind == "literal_error":
        words = item["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        near = nearest_name(str(item["input"]), words.split(", "))
        return layered.fault(path, "not one of the allowed words", value=value, allowed=words, nearest=near)
    if kind in _MAPPINGS:
        names = allowed_names(loc)
        allowed = ", ".join(names) if names else "names and their values"
        return layered.fault(path, "must be a mapping", value=value, allowed=allowed)
    if kind in _LISTS:
        return layered.fault(path, "must be a list", value=value)
    if kind in ("string_type", "string_sub_type"):
        return layered.fault(path, "must be text; put it in quotes", value=value)
    if kind == "bool_type" or kind == "bool_parsing":
        return layered.fault(path, "must be true or false", value=value)
    return layered.fault(path, str(item["msg"]).lower(), value=value)


def _shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= 60 else text[:57] + "…"


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


def _description(loc: tuple[str | int, ...]) -> str:
    """What the schema says of a field."""
    model = _model_at(loc[:-1])
    for name, field in (model.model_fields if model else {}).items():
        if loc[-1] in (name, field.alias):
            return (field.description or "").rstrip(".")
    return ""
