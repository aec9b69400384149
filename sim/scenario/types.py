"""The quantities of the scenario language as pydantic types: text in, parsed value out.

Each type carries its grammar into the JSON Schema (a description and an example), and each turns bad text
into a message that says what would be right.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from sim import units
from sim.errors import nearest_name
from sim.scenario.distribution import parse_distribution
from sim.scenario.model import PartsError, WrongPart, each_part
from sim.streams.distributions import Distribution
from sim.units import HOLIDAY, ReplyTime, WeeklyHours, quote
from sim.units.measure import same_noun
from sim.units.number import QUANTITY

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


def is_day_word(key: str) -> bool:
    """Whether a key may name days in a table by day: a word for days, `holiday`, or a date."""
    return key in DAY_GROUPS or key == HOLIDAY or is_date(key)


def is_date(key: str) -> bool:
    """Whether a key is written as a date."""
    return _DATE.fullmatch(key) is not None


def word_of_day(table: Collection[str], weekday: int, date_text: str = "", is_holiday: bool = False) -> str | None:
    """Find the word of a table by day that holds on one day: the narrowest wins.

    A date wins over `holiday`, that over one weekday, that over weekday and weekend, and `daily` holds last.

    Args:
        table: The words.
        weekday: 0 = Monday.
        date_text: The date as 2026-12-24; empty for a weekday as such.
        is_holiday: Whether the day is a holiday.

    >>> word_of_day(["daily", "mon"], 0), word_of_day(["weekend"], 0)
    ('mon', None)
    >>> word_of_day(["fri", "holiday"], 4, "2026-12-25", is_holiday=True)
    'holiday'
    """
    if date_text and date_text in table:
        return date_text
    if is_holiday and HOLIDAY in table:
        return HOLIDAY
    fitting = [word for word in table if weekday in DAY_GROUPS.get(word, ())]
    return min(fitting, key=lambda word: len(DAY_GROUPS[word]), default=None)


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
_MOST_PEOPLE = 100_000
_MOST_CONTACTS = 1e9
_LEAST_PACE, _MOST_PACE = 0.01, 100.0


@dataclass(frozen=True, slots=True)
class As:
    """`as phone`: take what another entity of the same kind has."""

    name: str


@dataclass(frozen=True, slots=True)
class Promise:
    """`80 % in 20 s`: a share of contacts within a time, on the wall clock or the working clock.

    `20 s` alone is a threshold without a promised share (None).
    """

    share: float | None
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

    @property
    def heads(self) -> list[float]:
        """All numbers of heads of the day."""
        return list(self.figures) if self.is_list else [heads for _, heads in self.steps]


Timed = tuple[tuple[int, Distribution], ...]
"""A distribution by time of day: ((second of day it starts at, distribution), …), the first at 0."""


def text_schema(description: str, *examples: str) -> WithJsonSchema:
    """The JSON Schema of a quantity written as text."""
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
    day = read_date(value)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"{quote(value)} is too far away; the years go from {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


def read_date(value: object) -> date:
    """Read a date written as year-month-day.

    Raises:
        ValueError: It is not one.
    """
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"{quote(value)} is not in the calendar") from None
    raise ValueError(f"{quote(value)} is not a date; write it as year-month-day, for example 2026-03-02")


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
    rows = _by_clock(table, parse_distribution, "by_time")
    if rows[0][0] != 0:
        message = 'by_time must start at "00:00", so that every arrival has a distribution'
        raise PartsError([WrongPart(message, ("by_time", next(iter(table))), True)])
    return rows


def _by_clock(table: dict[str, Any], read: Callable[[Any], Any], *path: str) -> tuple[tuple[int, Any], ...]:
    """Read a table by clock time, ascending whatever the order of the text (an overlay's times come last).

    `path` leads to the table from what is validated.
    """
    seconds = each_part((((*path, clock), clock) for clock in table), units.parse_clock, is_key=True)
    values = each_part((((*path, clock), value) for clock, value in table.items()), read)
    for place, clock in enumerate(table):
        if seconds[place] in seconds[:place]:
            raise PartsError([WrongPart("this clock time stands twice", (*path, clock), True, clock)])
    return tuple(sorted(zip(seconds, values, strict=True), key=lambda row: row[0]))


def parse_level(value: Any) -> int:
    """Read a skill level, `level 3` or `3`."""
    text = str(value).strip().removeprefix("level").strip()
    if isinstance(value, bool) or text not in ("1", "2", "3", "4", "5"):
        hint = "; for a share of the agents write {level: level 2, of_agents: 50 %}" if "%" in text else ""
        raise ValueError(f"{quote(value)} is not a level; write 1 to 5, for example level 3{hint}")
    return int(text)


def _parse_rank(value: Any) -> int:
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
    if isinstance(value, str) and value.strip() in words:
        return words[value.strip()]
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 99:
        raise ValueError(f"{quote(value)} is not a rank; write 1 to 99 (1 goes first) or first, second, third")
    return value


def _parse_kept(value: Any) -> float:
    text = value.strip().removeprefix("kept").strip() if isinstance(value, str) else value
    return units.parse_share(text)


def _parse_gives_up(value: Any) -> float:
    text = value.strip().removesuffix("a visit").strip() if isinstance(value, str) else value
    return units.parse_share(text)


_SHARE_OF_TIME = re.compile(r"[%/]")
"""Marks of a share that was meant to stand before a time (`80/20`)."""


def _parse_promise(value: Any) -> Promise:
    if isinstance(value, Promise):
        return value
    match = re.fullmatch(r"(.+?)\s+(?:in|within)\s+(.+)", value.strip()) if isinstance(value, str) else None
    if not match and isinstance(value, str) and not _SHARE_OF_TIME.search(value):
        return Promise(None, units.parse_reply_time(value))
    if not match:
        raise ValueError(f"{quote(value)} is not a service level; write a share in a time, for example 80 % in 20 s")
    return Promise(units.parse_share(match[1]), units.parse_reply_time(match[2]))


def parse_pace(value: Any) -> float:
    """Read a factor on handle time, 0.01 to 100 times."""
    factor = units.parse_factor(value)
    if not _LEAST_PACE <= factor <= _MOST_PACE:
        raise ValueError(f"{quote(value)} is out of range; a factor on handle time goes from 0.01 to 100 times")
    return factor


def _parse_people(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{quote(value)} is not a number of people; write a plain number, 0 or more")
    if value > _MOST_PEOPLE:
        raise ValueError(f"{quote(value)} people are too many; the most is {_MOST_PEOPLE:,}")
    return float(value)


def _parse_week_hours(value: Any) -> int:
    text = value.strip() if isinstance(value, str) else value
    for tail in ("a week", "per week"):
        text = text.removesuffix(tail).strip() if isinstance(text, str) else text
    ticks = units.parse_duration(text)
    if ticks <= 0:
        raise ValueError("a full-time week must be longer than 0 h, for example 40 h a week")
    return ticks


def _parse_volume(value: Any) -> float:
    match = QUANTITY.fullmatch(units.clean(value)) if isinstance(value, str) else None
    if not match or match[2] not in ("contact", "contacts"):
        raise ValueError(f"{quote(value)} is not a volume; write it in contacts, for example 1900 contacts")
    volume = float(units.parse_number(match[1]))
    if volume > _MOST_CONTACTS:
        raise ValueError(f"{quote(value)} is too much; the most is {_MOST_CONTACTS:,.0f} contacts")
    return volume


def _parse_heads(value: Any) -> HeadsOfDay:
    if isinstance(value, HeadsOfDay):
        return value
    if isinstance(value, list):
        figures = each_part((((place,), item) for place, item in enumerate(value)), _parse_people)
        return HeadsOfDay(True, figures=tuple(figures))
    if isinstance(value, dict):
        if not value:
            raise ValueError('nobody is named; write heads by clock time, for example {"08:00": 4, "20:00": 0}')
        return HeadsOfDay(False, steps=_by_clock(value, _parse_people))
    return HeadsOfDay(False, steps=((0, _parse_people(value)),))


def days_with(*words: str) -> BeforeValidator:
    """Make a validator of tables by day, whose keys are mon … sun, weekday, weekend, daily, holiday and dates.

    Args:
        *words: Further words that may stand beside the days, for the message only.
    """

    def check(value: Any) -> Any:
        wrong = list(_wrong_days(value, words)) if isinstance(value, dict) else []
        if wrong:
            raise PartsError(wrong)
        return value

    return BeforeValidator(check)


def _wrong_days(table: dict[str, Any], words: tuple[str, ...]) -> Iterator[WrongPart]:
    seen: dict[tuple[int, ...], str] = {}
    for key in table:
        if not is_day_word(key):
            known = (*words, "mon … sun", "weekday", "weekend", "daily", HOLIDAY, "dates such as 2026-12-24")
            near = nearest_name(key, (*words, *DAY_GROUPS, HOLIDAY))
            yield WrongPart("not a day", (key,), True, key, ", ".join(known), near)
        elif is_date(key):
            yield from _wrong_date(key)
        elif key in DAY_GROUPS and DAY_GROUPS[key] in seen:
            yield WrongPart(f"the same day as {seen[DAY_GROUPS[key]]}", (key,), True, key)
        elif key in DAY_GROUPS:
            seen[DAY_GROUPS[key]] = key


def _wrong_date(key: str) -> Iterator[WrongPart]:
    """Yield a fault of a key that is written as a date, but is not in the calendar."""
    try:
        read_date(key)
    except ValueError as error:
        yield WrongPart(str(error), (key,), True)


def _parse_holidays(value: Any) -> Any:
    """Read {2026-05-25: Memorial Day}; a country has been turned into dates before (`holidays`)."""
    if not isinstance(value, dict):
        raise ValueError(
            f"{quote(value)} is neither a country such as US, US-NY or PL nor dates with names, "
            "for example {2026-05-25: Memorial Day}"
        )
    dates = each_part((((key,), key) for key in value), _parse_date, is_key=True)
    names = each_part((((key,), name) for key, name in value.items()), _parse_name)
    for place, key in enumerate(value):
        if dates[place] in dates[:place]:
            raise PartsError([WrongPart("this date stands here twice", (key,), True)])
    return dict(zip(dates, names, strict=True))


def _parse_name(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{quote(value)} is not the name of a holiday")
    return value


Duration = Annotated[int, BeforeValidator(units.parse_duration), text_schema("A length of time.", "20 s", "3.5 min")]
Days = Annotated[int, BeforeValidator(units.parse_span_of_days), text_schema("Whole days.", "1 week", "3 days")]
Share = Annotated[float, BeforeValidator(units.parse_share), text_schema("A share.", "30 %", "0.3")]
Kept = Annotated[float, BeforeValidator(_parse_kept), text_schema("How often the story is kept.", "kept 60 %")]
GivesUp = Annotated[float, BeforeValidator(_parse_gives_up), text_schema("Share a visit.", "20 % a visit")]
Factor = Annotated[float, BeforeValidator(units.parse_factor), text_schema("A multiplier.", "1.35 times")]
Pace = Annotated[float, BeforeValidator(parse_pace), text_schema("A factor on handle time.", "1.35 times")]
Hours = Annotated[
    Any,
    BeforeValidator(_parse_hours),
    text_schema(
        "Opening hours; holiday and dates are exceptions.",
        "mon-fri 08:00-20:00 and sat 09:00-14:00",
        "always and holiday closed and 2026-12-24 to 2026-12-26 10:00-14:00",
        "as phone",
    ),
]
Curve = Annotated[
    tuple[tuple[int, float], ...],
    BeforeValidator(units.parse_curve),
    text_schema("A curve.", "10 % at 30 s, 30 % at 2 min"),
]
Clock = Annotated[int, BeforeValidator(units.parse_clock), text_schema("A time of day.", "10:30")]
Holidays = Annotated[
    dict[date, str],
    BeforeValidator(_parse_holidays),
    WithJsonSchema(
        {
            "description": "A country, or country-subdivision, or dates with the names of their holidays.",
            "type": ["string", "object"],
            "examples": ["US", "US-NY", {"2026-05-25": "Memorial Day"}],
        }
    ),
]
DayOf = Annotated[date, BeforeValidator(_parse_date), text_schema("A date.", "2026-03-02")]
Dist = Annotated[Any, BeforeValidator(parse_distribution), text_schema("A distribution.", "mean 5 min, cv 0.8")]
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
Reply = Annotated[Any, BeforeValidator(units.parse_reply_time), text_schema("A deadline.", "6 working hours", "24 h")]
LevelNumber = Annotated[int, BeforeValidator(parse_level), text_schema("A skill level, 1 to 5.", "level 3")]
Rank = Annotated[int, BeforeValidator(_parse_rank), text_schema("A rank; the lowest goes first.", "first")]
Target = Annotated[Any, BeforeValidator(_parse_promise), text_schema("A service level.", "80 % in 20 s")]
People = Annotated[float, BeforeValidator(_parse_people), text_schema("A number of people.", "12")]
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
WeekHours = Annotated[int, BeforeValidator(_parse_week_hours), text_schema("A working week.", "40 h a week")]
Volume = Annotated[float, BeforeValidator(_parse_volume), text_schema("Contacts of a day.", "1900 contacts")]


_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def counted(word: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make the type of a count that is written with any one word, as channels have any name: `3 chats`.

    Args:
        word: The word of the key, for examples and messages.
    """

    def read(value: Any) -> int:
        match = QUANTITY.fullmatch(units.clean(value)) if isinstance(value, str) else None
        is_named = match is not None and _WORD.fullmatch(match[2]) is not None
        return units.parse_count(value, match[2] if match is not None and is_named else word)

    return BeforeValidator(read), text_schema("A count.", f"3 {word}")


def lines_of(*words: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make the type of a count with a fixed word (`160 lines`), or one of a few.

    Args:
        *words: The words; the first stands in examples and messages.
    """

    def read(value: Any) -> int:
        match = QUANTITY.fullmatch(units.clean(value)) if isinstance(value, str) else None
        given = match[2] if match is not None else ""
        return units.parse_count(value, next((word for word in words if same_noun(given, word)), words[0]))

    return BeforeValidator(read), text_schema("A count.", f"3 {words[0]}")


def _parse_lines(value: Any) -> int | As:
    if isinstance(value, As):
        return value
    if isinstance(value, str) and value.strip().startswith("as "):
        return As(value.strip()[3:].strip())
    return units.parse_count(value, "lines")


Lines = Annotated[Any, BeforeValidator(_parse_lines), text_schema("Lines.", "160 lines", "as phone")]
