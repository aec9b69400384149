"""Single people in the scenario language: who comes late, and what is learned in time (MODEL.md 7, People)."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from sim.scenario.model import Part, PartsError, WrongPart, each_part
from sim.scenario.types import Dist, Duration, Share, parse_level
from sim.units import parse_duration


class Late(Part):
    """Duties that begin late, as a share of those of persons, and by how much."""

    share: Share = Field(description="Share of the duties.")
    by: Dist = Field(description="How much later than planned; beyond the end of a duty the person does not come.")


def _learning(value: Any) -> Any:
    """Read the keys of {level 2: 30 days, level 3: 120 days}; a higher level takes no less time."""
    if not isinstance(value, dict):
        return value
    levels = each_part((((key,), key) for key in value), parse_level, is_key=True)
    times = each_part((((key,), time) for key, time in value.items()), parse_duration)
    wrong = []
    for place, (key, level) in enumerate(zip(value, levels, strict=True)):
        longer = [lower for lower, time in zip(levels, times, strict=True) if lower < level and time > times[place]]
        if level == 1:
            wrong.append(WrongPart("everybody has level 1 from the first day; name level 2 to 5", (key,), True))
        elif level in levels[:place]:
            wrong.append(WrongPart("this level stands here twice", (key,), True))
        elif longer:
            message = f"level {level} can be had before level {max(longer)}; a higher level takes no less time"
            wrong.append(WrongPart(message, (key,)))
    if not value:
        wrong.append(WrongPart("no level is named; write for example {level 2: 30 days, level 3: 120 days}"))
    if wrong:
        raise PartsError(wrong)
    return dict(zip(levels, value.values(), strict=True))


Learning = Annotated[dict[int, Duration], BeforeValidator(_learning)]
"""Tenure from which a level can be had [ticks], by level."""


def level_of_tenure(learning: dict[int, int], tenure: int) -> int:
    """Give the level that people can have after a tenure [ticks]: the highest whose time is over, 1 before all.

    >>> [level_of_tenure({2: 30, 3: 120}, tenure) for tenure in (0, 29, 30, 119, 120)]
    [1, 1, 2, 2, 3]
    """
    return max((level for level, needed in learning.items() if needed <= tenure), default=1)
