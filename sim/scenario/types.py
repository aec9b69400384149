"""The quantities of the scenario language as pydantic types: text in, parsed value out.

Each type carries its grammar into the JSON Schema (a description and an example), and each turns bad text
into a message that says what would be right.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from sim import units
from sim.scenario.distribution import parse_distribution
from sim.streams.distributions import Distribution
from sim.units import ReplyTime, WeeklyHours

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_GROUPS: dict[str, tuple[int, ...]] = {
    **{name: (day,) for day, name in enumerate(DAY_NAMES)},
    **{name: (day,) for day, name in enumerate(_LONG_DAY_NAMES)},
    "weekday": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
    "daily": (0, 1, 2, 3, 4, 5, 6),
}
"""Words for days of the week; a narrower word wins over a wider one."""


@dataclass(frozen=True, slots=True)
class As:
    """`as phone`: take what another entity of the same kind has."""

    name: str


@dataclass(frozen=True, slots=True)
class Promise:
    """`80 % in 20 s`: a share of contacts within a time, on the wall clock or the working clock.

    `20 s` alone is a threshold without a promised share (nan).
    """

    share: float
    within: ReplyTime


@dataclass(frozen=True, slots=True)
class HeadsOfDay:
    """Heads through one day: steps at clock times, or figures of consecutive intervals.

    Attributes:
        steps: ((second of day, heads), …) when `is_list` is false.
        figures: Heads of consecutive intervals when `is_list` is true.
    """

    is_list: bool
    figures: tuple[float, ...] = ()
    steps: tuple[tuple[int, float], ...] = ()


Timed = tuple[tuple[int, Distribution], ...]
"""A distribution by time of day: ((second of day it starts at, distribution), …), the first at 0."""


def _text_schema(description: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": ["string", "number"], "description": description, "examples": list(examples)})


def _parse_hours(value: Any) -> WeeklyHours | As:
    if isinstance(value, WeeklyHours | As):
        return value
    if isinstance(value, str) and value.strip().startswith("as "):
        return As(value.strip()[3:].strip())
    return units.parse_hours(value)


def _parse_date(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a date; write it as year-month-day, for example 2026-03-02") from None


def _parse_timed(value: Any) -> Timed:
    if isinstance(value, tuple):
        return value
    if isinstance(value, dict) and "by_time" in value:
        return _parse_by_time(value)
    return ((0, parse_distribution(value)),)


def _parse_by_time(value: dict[str, Any]) -> Timed:
    table = value["by_time"]
    if len(value) > 1 or not isinstance(table, dict) or not table:
        raise ValueError('by_time stands alone and maps clock times to distributions, for example "00:00": 3 min')
    rows = [(units.parse_clock(clock), parse_distribution(text)) for clock, text in table.items()]
    seconds = [second for second, _ in rows]
    if seconds != sorted(set(seconds)):
        raise ValueError("the clock times of by_time must ascend, each once")
    if seconds[0] != 0:
        raise ValueError('by_time must start at "00:00", so that every arrival has a distribution')
    return tuple(rows)


def _parse_level(value: Any) -> int:
    text = str(value).strip().removeprefix("level").strip()
    if isinstance(value, bool) or not text.isdecimal() or not 1 <= int(text) <= 5:
        raise ValueError(f"{value!r} is not a level; write 1 to 5, for example level 3")
    return int(text)


def _parse_rank(value: Any) -> int:
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
    if isinstance(value, str) and value.strip() in words:
        return words[value.strip()]
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 99:
        raise ValueError(f"{value!r} is not a rank; write 1 to 99 (1 goes first) or first, second, third")
    return value


def _parse_kept(value: Any) -> float:
    text = value.strip().removeprefix("kept").strip() if isinstance(value, str) else value
    return units.parse_share(text)


def _parse_gives_up(value: Any) -> float:
    text = value.strip().removesuffix("a visit").strip() if isinstance(value, str) else value
    return units.parse_share(text)


def _parse_promise(value: Any) -> Promise:
    if isinstance(value, Promise):
        return value
    match = re.fullmatch(r"(.+?)\s+(?:in|within)\s+(.+)", str(value).strip())
    if not match and isinstance(value, str) and "%" not in value:
        return Promise(float("nan"), units.parse_reply_time(value))
    if not match:
        raise ValueError(f"{value!r} is not a service level; write a share in a time, for example 80 % in 20 s")
    return Promise(units.parse_share(match[1]), units.parse_reply_time(match[2]))


def _parse_named_count(value: Any) -> int:
    """Accept `3 chats` with any word, as channels have any name."""
    match = re.fullmatch(r"(\d+)(\s+[^\W\d]+)?", str(value).strip())
    if isinstance(value, bool) or not match or (match[2] is None and not isinstance(value, int)):
        raise ValueError(f"{value!r} is not a count; write a whole number and what it counts, for example 3 chats")
    if match[2] is None:
        raise ValueError(f"{value} has no unit; write what it counts, for example {value} contacts")
    return int(match[1])


def _parse_people(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1_000_000:
        raise ValueError(f"{value!r} is not a number of people; write a plain number, 0 or more")
    return float(value)


def _parse_week_hours(value: Any) -> int:
    text = str(value).strip()
    for tail in ("a week", "per week"):
        text = text.removesuffix(tail).strip()
    ticks = units.parse_duration(text)
    if ticks <= 0:
        raise ValueError("a full-time week must be longer than 0 h, for example 40 h a week")
    return ticks


def _parse_volume(value: Any) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s+contacts?", str(value).strip())
    if not match:
        raise ValueError(f"{value!r} is not a volume; write it in contacts, for example 1900 contacts")
    return float(match[1])


def _parse_heads(value: Any) -> HeadsOfDay:
    if isinstance(value, HeadsOfDay):
        return value
    if isinstance(value, list):
        return HeadsOfDay(True, figures=tuple(_parse_people(item) for item in value))
    if isinstance(value, dict):
        steps = tuple((units.parse_clock(clock), _parse_people(heads)) for clock, heads in value.items())
        if [second for second, _ in steps] != sorted({second for second, _ in steps}):
            raise ValueError("the clock times must ascend, each once")
        return HeadsOfDay(False, steps=steps)
    return HeadsOfDay(False, steps=((0, _parse_people(value)),))


def check_days(value: Any) -> Any:
    """Check that the keys of a table by day are words for days (mon … sun, weekday, weekend, daily)."""
    if isinstance(value, dict):
        for key in value:
            if key not in DAY_GROUPS:
                raise ValueError(f"{key!r} is not a day; write mon … sun, weekday, weekend or daily")
    return value


Duration = Annotated[int, BeforeValidator(units.parse_duration), _text_schema("A length of time.", "20 s", "3.5 min")]
Days = Annotated[int, BeforeValidator(units.parse_span_of_days), _text_schema("Whole days.", "1 week", "3 days")]
Share = Annotated[float, BeforeValidator(units.parse_share), _text_schema("A share.", "30 %", "0.3")]
Kept = Annotated[float, BeforeValidator(_parse_kept), _text_schema("How often the story is kept.", "kept 60 %")]
GivesUp = Annotated[float, BeforeValidator(_parse_gives_up), _text_schema("Share a visit.", "20 % a visit")]
Factor = Annotated[float, BeforeValidator(units.parse_factor), _text_schema("A multiplier.", "1.35 times")]
Hours = Annotated[Any, BeforeValidator(_parse_hours), _text_schema("Opening hours.", "mon-fri 08:00-20:00", "as phone")]
Curve = Annotated[
    tuple[tuple[int, float], ...],
    BeforeValidator(units.parse_curve),
    _text_schema("A curve.", "10 % at 30 s, 30 % at 2 min"),
]
Clock = Annotated[int, BeforeValidator(units.parse_clock), _text_schema("A time of day.", "10:30")]
DayOf = Annotated[date, BeforeValidator(_parse_date), _text_schema("A date.", "2026-03-02")]
Dist = Annotated[Any, BeforeValidator(parse_distribution), _text_schema("A distribution.", "mean 5 min, cv 0.8")]
TimedDist = Annotated[
    Any,
    BeforeValidator(_parse_timed),
    WithJsonSchema(
        {
            "description": "A distribution, or one by time of day under by_time.",
            "type": ["string", "object"],
            "examples": ["mean 5 min, cv 0.8", {"by_time": {"00:00": "exponential, mean 2 min"}}],
        }
    ),
]
Reply = Annotated[Any, BeforeValidator(units.parse_reply_time), _text_schema("A deadline.", "6 working hours", "24 h")]
LevelNumber = Annotated[int, BeforeValidator(_parse_level), _text_schema("A skill level, 1 to 5.", "level 3")]
Rank = Annotated[int, BeforeValidator(_parse_rank), _text_schema("A rank; the lowest goes first.", "first")]
Target = Annotated[Any, BeforeValidator(_parse_promise), _text_schema("A service level.", "80 % in 20 s")]
NamedCount = Annotated[int, BeforeValidator(_parse_named_count), _text_schema("A count.", "3 chats", "160 lines")]
People = Annotated[float, BeforeValidator(_parse_people), _text_schema("A number of people.", "12")]
DayHeads = Annotated[
    Any,
    BeforeValidator(_parse_heads),
    WithJsonSchema(
        {
            "description": "Heads through one day: one number, a list by interval, or {clock time: heads}.",
            "type": ["number", "array", "object"],
            "examples": [12, [4, 6, 8], {"08:00": 4, "09:00": 6, "21:00": 0}],
        }
    ),
]
WeekHours = Annotated[int, BeforeValidator(_parse_week_hours), _text_schema("A working week.", "40 h a week")]
Volume = Annotated[float, BeforeValidator(_parse_volume), _text_schema("Contacts of a day.", "1900 contacts")]


def lines_of(unit: str) -> BeforeValidator:
    """Make a validator for a count with one fixed unit (`160 lines`)."""
    return BeforeValidator(lambda value: units.parse_count(value, unit))
