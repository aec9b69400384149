"""Demand in the scenario language: what comes, when, and how much it varies (MODEL.md 4)."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.model import Part, PartsError, WrongPart, keyed_rows, said
from sim.scenario.types import DAY_GROUPS, Clock, Duration, Factor, Share, Volume, days_with
from sim.units import parse_rate, quote

_DAY = 86_400_000_000
_SHORTEST_INTERVAL = 180_000_000
"""Days of 25 hours have fewer than 512 intervals of 3 min (streams.address)."""


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e7:
        raise ValueError(f"{quote(value)} is not a number of contacts for an interval; write a plain number, 0 or more")
    return float(value)


def _rate_by_day(value: Any) -> Any:
    """Normalise {"08:00": 95 per h} and {weekday: {"08:00": 95 per h}} to rates by day."""
    if not isinstance(value, dict):
        return value
    is_by_day = any(key in DAY_GROUPS or isinstance(item, dict) for key, item in value.items())
    return value if is_by_day else {"daily": value}


Number = Annotated[float, BeforeValidator(_number)]
Rate = Annotated[float, BeforeValidator(parse_rate)]


class Profile(Part):
    """Mean contacts an interval, by day of the week: a list that starts at one clock time."""

    starts: Clock = said("00:00", alias="from", description="Clock time of the first figure of each list.")
    days: Annotated[dict[str, tuple[Number, ...]], days_with("from")] = Field(
        description="Lists of mean contacts an interval, by day (mon … sun, weekday, weekend, daily)."
    )


class ArrivalAt(Part):
    """One exact arrival of a trace, with its intent and segment where they matter."""

    at: str = Field(description="Local date and time, for example 2026-03-02 09:00:05.25")
    intent: str | None = Field(default=None, description="Else drawn from the mix.")
    segment: str | None = Field(default=None, description="Else drawn from the mix.")


def _arrival(value: Any) -> Any:
    return {"at": value} if isinstance(value, str) else value


class DemandRow(Part):
    """The contacts of one channel or of one intent; exactly one of profile, rate, volume, file and at."""

    profile: Annotated[Profile, BeforeValidator(keyed_rows(frozenset({"from"}), "days"))] | None = Field(
        default=None, description="Mean contacts an interval by day of the week."
    )
    rate: Annotated[dict[str, dict[str, Rate]], days_with(), BeforeValidator(_rate_by_day)] | None = Field(
        default=None,
        description='A rate that changes at clock times, for every day or by day: {weekday: {"08:00": 95 per h}}.',
    )
    volume: Annotated[dict[str, Volume], days_with()] | None = Field(
        default=None, description="Contacts of a day by day of the week, spread like `shape`."
    )
    shape: str | None = Field(default=None, description="`as phone`: the row whose profile spreads the volume.")
    file: str | None = Field(
        default=None, description="CSV with the columns date,time,contacts or weekday,time,contacts."
    )
    at: tuple[Annotated[ArrivalAt, BeforeValidator(_arrival)], ...] | None = Field(
        default=None, description="A trace: exact arrivals, the same in every replication."
    )
    forecast_error: Share | None = Field(
        default=None, description="Spread of this row's day (sd / mean); else the one of `demand`."
    )

    @property
    def shape_row(self) -> str:
        """Name of the row whose shape spreads the volume: what stands after `as`; empty without one."""
        return (self.shape or "").strip().removeprefix("as ").strip()

    @model_validator(mode="after")
    def _exactly_one_source(self) -> "DemandRow":
        sources = ("profile", "rate", "volume", "file", "at")
        given = [name for name in sources if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give exactly one of {', '.join(sources)}; given: {', '.join(given) or 'none'}")
        if (self.volume is None) != (self.shape is None):
            raise ValueError("volume and shape go together, for example shape: as phone")
        return self


class ForecastError(Part):
    """How far a day's volume lies from its mean after weekday and season: a factor, gamma with mean 1."""

    day: Share = said("0 %", description="Spread of the day factor (sd / mean).")
    shared_by_channels: Share = said(
        "0 %", description="Share of the day factor's variance that all rows have in common."
    )


class Demand(Part):
    """Who comes and when, by channel or by intent."""

    counts: Literal["first_contacts", "offered", "handled"] = Field(
        description="What the figures count. `offered` and `handled` hold repeats, which the model makes itself."
    )
    first_contacts: Share | None = Field(
        default=None, description="Stated share of the given counts that are first contacts."
    )
    scale: Factor = said("1 times", description="Factor on every mean.")
    interval: Duration = said("30 min", description="Length of an interval of the figures.")
    forecast_error: ForecastError = Field(default_factory=ForecastError)
    by_channel: dict[str, DemandRow] | None = Field(default=None, description="One row a channel.")
    by_intent: dict[str, DemandRow] | None = Field(default=None, description="One row an intent.")

    @model_validator(mode="after")
    def _one_way_of_counting(self) -> "Demand":
        wrong = []
        if (self.by_channel is None) == (self.by_intent is None):
            wrong.append(WrongPart("give either by_channel or by_intent, not both and not neither"))
        if self.counts == "first_contacts" and self.first_contacts is not None:
            message = "this is a share of offered or handled counts; here counts: first_contacts says all are"
            wrong.append(WrongPart(message, ("first_contacts",)))
        if self.counts != "first_contacts" and self.first_contacts is None:
            message = (
                f"counts: {self.counts} hold repeats; state the share that are first contacts, "
                "for example first_contacts: 75 %"
            )
            wrong.append(WrongPart(message, ("counts",)))
        if self.interval < _SHORTEST_INTERVAL or _DAY % self.interval:
            message = "an interval must divide a day and be at least 3 min, for example 30 min"
            wrong.append(WrongPart(message, ("interval",)))
        if wrong:
            raise PartsError(wrong)
        return self

    @property
    def rows(self) -> dict[str, DemandRow]:
        """The rows in file order, by channel or by intent."""
        return (self.by_channel if self.by_channel is not None else self.by_intent) or {}
