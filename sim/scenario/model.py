"""What every part of the schema shares: the strict base model and small normalising helpers."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

DISTRIBUTION_KEYS = frozenset({"family", "mean", "cv", "sd", "by_time", "half", "quantiles", "values", "phases"})
"""Keys by which a mapping is one distribution, not one for each channel."""

EVERY = "*"
"""The key under which a value that holds for every entity is kept after normalising."""


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
