"""What every part of the schema shares: the strict base model and small normalising helpers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

DISTRIBUTION_KEYS = frozenset({"family", "mean", "cv", "sd", "by_time", "half", "quantiles", "values", "phases"})
"""Keys by which a mapping is one distribution, not one for each channel."""

EVERY = "*"
"""The key under which a value that holds for every entity is kept after normalising."""


@dataclass(frozen=True, slots=True)
class WrongPart:
    """One thing wrong at or below the place that a validator looks at.

    Attributes:
        message: What is wrong, in the planner's words.
        path: Keys that lead from the validated value to the part; empty for the value itself.
        is_key: Whether the key is wrong, not the value under it.
        value: What was written, where the message does not say it.
        allowed: What would be right, where the message does not say it.
        nearest: The known name most like the one written.
    """

    message: str
    path: tuple[str | int, ...] = ()
    is_key: bool = False
    value: str = ""
    allowed: str = ""
    nearest: str = ""


class PartsError(ValueError):
    """What a validator found wrong with the parts of a value: all of it, each with its place."""

    def __init__(self, parts: Iterable[WrongPart]) -> None:
        self.parts = tuple(parts)
        super().__init__("; ".join(part.message for part in self.parts))


def each_part(
    parts: Iterable[tuple[tuple[str | int, ...], Any]], read: Callable[[Any], Any], is_key: bool = False
) -> list[Any]:
    """Read many parts of one value and gather the faults of all.

    Args:
        parts: For each part its path from the value, and what to read.
        read: Reads one; it raises ValueError when it cannot.
        is_key: Whether what is read are keys.

    Returns:
        What was read, in order.

    Raises:
        PartsError: Some could not be read.
    """
    found, wrong = [], []
    for path, written in parts:
        try:
            found.append(read(written))
        except PartsError as error:
            wrong += [replace(part, path=(*path, *part.path)) for part in error.parts]
        except ValueError as error:
            wrong.append(WrongPart(str(error), path, is_key))
    if wrong:
        raise PartsError(wrong)
    return found


class Part(BaseModel):
    """A part of a scenario: unknown keys are faults, defaults are written in the planner's words."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, populate_by_name=True)


def for_every(value: Any) -> Any:
    """Normalise `30 %` and `{phone: 30 %, chat: 40 %}` to a mapping; a single value holds for every key."""
    return value if isinstance(value, dict) else {EVERY: value}


def distribution_for_every(value: Any) -> Any:
    """Normalise one distribution, or one for each channel, to a mapping by channel."""
    if isinstance(value, dict) and not (DISTRIBUTION_KEYS & value.keys()):
        return value
    return {EVERY: value}


def keyed_rows(reserved: frozenset[str], into: str) -> Callable[[Any], Any]:
    """Make a normaliser that gathers a mapping's free keys (names of entities) under one field.

    Args:
        reserved: The keys with a fixed meaning, which stay where they are.
        into: The field that receives the others.
    """

    def gather(value: Any) -> Any:
        if not isinstance(value, dict) or into in value:
            return value
        fixed = {key: item for key, item in value.items() if key in reserved}
        return {**fixed, into: {key: item for key, item in value.items() if key not in reserved}}

    return gather


def said(default: str, *, description: str = "", alias: str | None = None) -> Any:
    """Declare a field whose default is written in the planner's words and parsed like any other text."""
    return Field(default=default, description=description or None, alias=alias)
