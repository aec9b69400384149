"""The run in the scenario language: its days, what waits when it starts, and how often it is repeated (MODEL.md 5)."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.dates import parse_date_span
from sim.scenario.model import Part, PartsError, WrongPart, said
from sim.scenario.types import DayOf, Days, Duration, Holidays, counted, text_schema
from sim.units import TICKS_PER_DAY, TICKS_PER_SECOND, parse_span_of_days, quote

_LONGEST_AGE = 60 * TICKS_PER_DAY


def _zone(value: Any) -> str:
    try:
        ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{quote(value)} is not a time zone; write a name such as Europe/Warsaw or UTC") from None
    return str(value)


def _whole(low: int, high: int, what: str) -> BeforeValidator:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"{quote(value)} is not {what}; write a whole number from {low} to {high}")
        return value

    return BeforeValidator(check)


def _has_date(text: str) -> bool:
    return re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


Measured = Annotated[
    int,
    BeforeValidator(parse_span_of_days),
    text_schema("Whole days.", "4 weeks", "2026-03-02 to 2026-03-29"),
]


class Backlog(Part):
    """Contacts of a deferred channel that wait when a replication starts."""

    contacts: Annotated[int, *counted("e-mails")] = Field(description="How many wait, for example 120 e-mails.")
    oldest: Duration = Field(description="How long the oldest has waited; the others are spread evenly up to it.")

    @model_validator(mode="after")
    def _has_waited(self) -> "Backlog":
        if not 0 < self.oldest <= _LONGEST_AGE:
            message = "the oldest has waited for more than 0 s and at most 60 days, for example 20 h"
            raise PartsError([WrongPart(message, ("oldest",))])
        return self


class Run(Part):
    """The horizon of a replication, and how many there are."""

    start: DayOf = Field(
        description="First local day of a replication, settling included; not needed where measure names days."
    )
    zone: Annotated[str, BeforeValidator(_zone)] = said("UTC", description="Time zone of all clock times.")
    settle: Days = said("0 days", description="Days before the measured window, not counted.")
    measure: Measured = Field(description="Measured window: a number of days, or from a day to a day.")
    follow: Days = said("0 days", description="Days after it, in which journeys may end.")
    holidays: Holidays = Field(
        default_factory=dict,
        description="Public holidays: a country or country-subdivision (US, US-NY, PL), or dates with names. "
        "A country becomes dates when the scenario is loaded, and the run keeps them.",
    )
    replications: Annotated[int, _whole(1, 1_000_000, "a number of replications")] = Field(default=20)
    seed: Annotated[int, _whole(0, 2**64 - 1, "a seed")] = Field(default=1)
    backlog_at_start: dict[str, Backlog] = Field(
        default_factory=dict, description="What waits on deferred channels when a replication starts, by channel."
    )

    @model_validator(mode="before")
    @classmethod
    def _dates_of_window(cls, data: Any) -> Any:
        """Turn `measure: 2026-03-02 to 2026-03-29` into a start and a number of days."""
        if not isinstance(data, dict) or not isinstance(data.get("measure"), str) or not _has_date(data["measure"]):
            return data
        try:
            span, settle = parse_date_span(data["measure"]), parse_span_of_days(data.get("settle", "0 days"))
        except ValueError as error:
            raise PartsError([WrongPart(str(error), ("measure",))]) from None
        if span.first is None or span.last is None:
            message = "the measured window has a first and a last day, for example 2026-03-02 to 2026-03-29"
            raise PartsError([WrongPart(message, ("measure",))])
        start = span.first - timedelta(days=settle)
        if data.get("start") not in (None, start.isoformat()):
            message = f"with this window and settle the run starts on {start}; leave start out, or give it that day"
            raise PartsError([WrongPart(message, ("start",))])
        return {**data, "start": start, "measure": f"{(span.last - span.first).days + 1} days"}

    @property
    def days(self) -> int:
        """Local days of a replication: settle, measure and follow."""
        return self.settle + self.measure + self.follow

    @property
    def lead(self) -> int:
        """Days before the start on which the oldest contact of the backlog came, in real time."""
        reach = max((backlog.oldest for backlog in self.backlog_at_start.values()), default=0)
        days, midnight = -(-reach // TICKS_PER_DAY), datetime.min.time()
        start, first = (
            datetime.combine(self.start - timedelta(days=back), midnight, ZoneInfo(self.zone)) for back in (0, days)
        )
        is_short = (start.timestamp() - first.timestamp()) * TICKS_PER_SECOND < reach
        return days + is_short  # a day of 23 hours may lie between
