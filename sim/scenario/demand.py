"""Demand in the scenario language: what comes, when, and how much it varies (MODEL.md 4)."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.model import Part, keyed_rows, said
from sim.scenario.types import DAY_GROUPS, Clock, Duration, Factor, Share, Volume, check_days
from sim.units import parse_rate


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e7:
        raise ValueError(f"{value!r} is not a number of contacts for an interval; write a plain number, 0 or more")
    return float(value)


def _rate_by_day(value: Any) -> Any:
    """Normalise {"08:00": 95 per h} and {weekday: {"08:00": 95 per h}} to rates by day."""
    is_by_day = isinstance(value, dict) and value and all(key in DAY_GROUPS for key in value)
    return value if is_by_day or not isinstance(value, dict) else {"daily": value}


Number = Annotated[float, BeforeValidator(_number)]
Rate = Annotated[float, BeforeValidator(parse_rate)]


class Profile(Part):
    """Mean contacts an interval, by day of the week: a list that starts at one clock time."""

    starts: Clock = said("00:00", alias="from", description="Clock time of the first figure of each list.")
    days: Annotated[dict[str, tuple[Number, ...]], BeforeValidator(check_days)] = Field(
        description="Lists of mean contacts an interval, by day (mon … sun, weekday, weekend, daily)."
    )


class ArrivalAt(Part):
    """One exact arrival of a trace, with its intent and segment where they matter."""

    at: str = Field(description="Local date and time, for example 2026-03-02 09:00:05.25")
    intent: str | None = None
    segment: str | None = None


def _arrival(value: Any) -> Any:
    return {"at": value} if isinstance(value, str) else value


class DemandRow(Part):
    """The contacts of one channel or of one intent; exactly one of profile, rate, volume, file and at."""

    profile: Annotated[Profile, BeforeValidator(keyed_rows(frozenset({"from"}), "days"))] | None = Field(
        default=None, description="Mean contacts an interval by day of the week."
    )
    rate: Annotated[dict[str, dict[str, Rate]], BeforeValidator(_rate_by_day)] | None = Field(
        default=None,
        description='A rate that changes at clock times, for every day or by day: {weekday: {"08:00": 95 per h}}.',
    )
    volume: Annotated[dict[str, Volume], BeforeValidator(check_days)] | None = Field(
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
        if (self.by_channel is None) == (self.by_intent is None):
            raise ValueError("give either by_channel or by_intent, not both and not neither")
        if self.counts == "first_contacts" and self.first_contacts is not None:
            raise ValueError("first_contacts is a share of offered or handled counts; here all are first contacts")
        if self.counts != "first_contacts" and self.first_contacts is None:
            raise ValueError(
                f"counts: {self.counts} hold repeats; state the share that are first contacts, "
                "for example first_contacts: 75 %"
            )
        if self.interval < 60_000_000 or 86_400_000_000 % self.interval:
            raise ValueError("the interval must divide a day and be at least 1 min, for example 30 min")
        if 90_000_000_000 // self.interval >= 512:
            raise ValueError("the interval is too short: at least 3 min")
        return self

    @property
    def rows(self) -> dict[str, DemandRow]:
        """The rows in file order, by channel or by intent."""
        return (self.by_channel if self.by_channel is not None else self.by_intent) or {}
