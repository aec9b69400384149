"""A figure with its interval, and fits as plain data: what every fit of this room is made of."""

import math
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval, which need not be symmetric.

    Attributes:
        value: The estimate; NaN where it cannot be told.
        low, high: Ends of the interval; NaN where there is none.
    """

    value: float
    low: float = math.nan
    high: float = math.nan

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)

    @property
    def has_interval(self) -> bool:
        """Whether there is an interval."""
        return not (math.isnan(self.low) or math.isnan(self.high))

    def holds(self, value: float) -> bool:
        """Whether a value lies in the interval, ends included."""
        return self.low <= value <= self.high


UNKNOWN = Figure(math.nan)


def as_plain(value: object) -> Any:
    """Return data as dicts, lists, numbers and texts that JSON can hold; NaN and infinity become None.

    >>> as_plain(Figure(1.0, 0.5))
    {'value': 1.0, 'low': 0.5, 'high': None}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): as_plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return as_plain(value.tolist())
    if isinstance(value, list | tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, np.generic):
        return as_plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value
