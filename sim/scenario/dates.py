"""Dates in the scenario language: spans of days, trends that run between them, moments on the local clock."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from sim.scenario.types import read_date, text_schema
from sim.units import HOLIDAY, parse_percent, quote

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SPAN = re.compile(
    rf"(?:(?P<first>{_DATE})(?:\s+to\s+(?P<last>{_DATE}))?)|(?:from\s+(?P<since>{_DATE}))|(?:until\s+(?P<until>{_DATE}))"
)
_TREND = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<share>[^+\-].*?)\s+(?:a|per)\s+year(?:\s+(?:from|since)\s+(?P<first>{_DATE}))?"
    rf"(?:\s+(?:to|until)\s+(?P<last>{_DATE}))?"
)
_DAYS_A_YEAR = 365.25
_STEEPEST = 10.0


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from the first to the last, both included; None where it has no end."""

    first: date | None
    last: date | None

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in the span."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Trend:
    """Growth by a share a year, compounded daily, between two days.

    Attributes:
        a_year: Growth a year, above −1.
        first: Day on which the figures hold; None: the start of the run.
        last: Day after which nothing grows any more; None: no such day.
    """

    a_year: float
    first: date | None = None
    last: date | None = None

    def factor(self, day: date, start: date) -> float:
        """The factor on the figures on a day; before the first day the figures hold as they are.

        >>> round(Trend(0.21, date(2024, 1, 1)).factor(date(2026, 1, 1), date(2024, 1, 1)), 3)
        1.464
        """
        until = day if self.last is None else min(day, self.last)
        days = max(0, (until - (self.first or start)).days)
        return float((1.0 + self.a_year) ** (days / _DAYS_A_YEAR))


def parse_date_span(value: Any) -> DateSpan:
    """Read `2026-04-15`, `2026-04-15 to 2026-04-18`, `from 2026-06-01` or `until 2026-09-30`.

    Raises:
        ValueError: It is none of these, a day is not in the calendar, or the last lies before the first.
    """
    if isinstance(value, DateSpan):
        return value
    match = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(
            f'{quote(value)} is not a day or a span of days; write for example 2026-04-15, "2026-04-15 to 2026-04-18", '
            '"from 2026-06-01" or "until 2026-09-30"'
        )
    given = {name: read_date(text) for name, text in match.groupdict().items() if text}
    if "first" in given:
        span = DateSpan(given["first"], given.get("last", given["first"]))
    else:
        span = DateSpan(given.get("since"), given.get("until"))
    if span.first and span.last and span.last < span.first:
        raise ValueError(f"{quote(value)} ends before it begins")
    return span


def _parse_on(value: Any) -> tuple[DateSpan | str, ...]:
    """Read one day, a span, `holiday`, or a list of these."""
    if isinstance(value, tuple):
        return value
    items = value if isinstance(value, list) else [value]
    if not items:
        raise ValueError("no day is named; write for example on: 2026-04-15, or on: holiday")
    return tuple(HOLIDAY if item == HOLIDAY else parse_date_span(item) for item in items)


def _parse_trend(value: Any) -> Trend:
    if isinstance(value, Trend):
        return value
    match = _TREND.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(
            f'{quote(value)} is not a trend; write for example "+18 % a year" or "-6 % a year from 2025-03-01"'
        )
    share = parse_percent(match["share"]) * (-1.0 if match["sign"] == "-" else 1.0)
    if not -1.0 < share <= _STEEPEST:
        raise ValueError(f"{quote(value)} is out of range; growth goes from above -100 % to {_STEEPEST:.0%} a year")
    trend = Trend(share, *(read_date(match[name]) if match[name] else None for name in ("first", "last")))
    if trend.first and trend.last and trend.last < trend.first:
        raise ValueError(f"{quote(value)} ends before it begins")
    return trend


def _parse_moment(value: Any) -> datetime:
    """Read a local date and time."""
    if isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(rf"{_DATE}[ T][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?", text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{quote(value)} is not in the calendar or not on the clock") from None
    raise ValueError(f"{quote(value)} is not a date and time; write for example 2026-03-11 10:00")


Span = Annotated[
    Any, BeforeValidator(parse_date_span), text_schema("Days.", "2026-04-15 to 2026-04-18", "from 2026-06-01")
]
On = Annotated[Any, BeforeValidator(_parse_on), text_schema("Days, or a list of them.", "2026-04-15", "holiday")]
Growth = Annotated[
    Any, BeforeValidator(_parse_trend), text_schema("A trend.", "+18 % a year", "-6 % a year from 2025-03-01")
]
Moment = Annotated[Any, BeforeValidator(_parse_moment), text_schema("A local date and time.", "2026-03-11 10:00")]
