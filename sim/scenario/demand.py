"""Demand in the scenario language: what comes, when, and how much it varies (MODEL.md 4)."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.campaign import Campaign
from sim.scenario.centre import Names
from sim.scenario.dates import Growth, Moment, On
from sim.scenario.model import EVERY, Part, PartsError, WrongPart, for_every, keyed_rows, said
from sim.scenario.types import Clock, Duration, Factor, Share, Volume, days_with, is_day_word, text_schema
from sim.units import parse_percent, parse_rate, quote

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
    is_by_day = any(is_day_word(key) or isinstance(item, dict) for key, item in value.items())
    return value if is_by_day else {"daily": value}


Number = Annotated[float, BeforeValidator(_number)]
Rate = Annotated[float, BeforeValidator(parse_rate)]
Percent = Annotated[float, BeforeValidator(parse_percent), text_schema("A percentage.", "74 %", "112 %")]


class Profile(Part):
    """Mean contacts an interval, by day of the week: a list that starts at one clock time."""

    starts: Clock = said("00:00", alias="from", description="Clock time of the first figure of each list.")
    days: Annotated[dict[str, tuple[Number, ...]], days_with("from")] = Field(
        description="Lists of mean contacts an interval, by day (mon … sun, weekday, weekend, daily, holiday, a date)."
    )


class ArrivalAt(Part):
    """One exact arrival of a trace, with its intent and segment where they matter."""

    at: str = Field(description="Local date and time, for example 2026-03-02 09:00:05.25")
    intent: str | None = Field(default=None, description="Else drawn from the mix.")
    segment: str | None = Field(default=None, description="Else drawn from the mix.")


def _arrival(value: Any) -> Any:
    return {"at": value} if isinstance(value, str) else value


class RowError(Part):
    """How far one row's figures lie from what comes; what is not given is as in `demand.forecast_error`."""

    day: Share | None = Field(default=None, description="Spread of the day factor (sd / mean).")
    within_day: Share | None = Field(default=None, description="Spread of the factor of an interval (sd / mean).")
    within_day_lasts: Duration | None = Field(default=None, description="How long a deviation within the day lasts.")


def _row_error(value: Any) -> Any:
    return value if isinstance(value, dict | RowError) else {"day": value}


class DemandRow(Part):
    """The contacts of one channel or of one intent; exactly one of profile, rate, volume, file, at and trace."""

    profile: Annotated[Profile, BeforeValidator(keyed_rows(frozenset({"from"}), "days"))] | None = Field(
        default=None, description="Mean contacts an interval by day."
    )
    rate: Annotated[dict[str, dict[str, Rate]], days_with(), BeforeValidator(_rate_by_day)] | None = Field(
        default=None,
        description='A rate that changes at clock times, for every day or by day: {weekday: {"08:00": 95 per h}}.',
    )
    volume: Annotated[dict[str, Volume], days_with()] | None = Field(
        default=None, description="Contacts of a day by day, spread like `shape`."
    )
    shape: str | None = Field(default=None, description="`as phone`: the row whose profile spreads the volume.")
    file: str | None = Field(
        default=None, description="CSV with the columns date,time,contacts or weekday,time,contacts."
    )
    at: tuple[Annotated[ArrivalAt, BeforeValidator(_arrival)], ...] | None = Field(
        default=None, description="A trace: exact arrivals, the same in every replication."
    )
    trace: str | None = Field(
        default=None, description="CSV of a trace, with the columns at and, where they matter, intent and segment."
    )
    exact: bool = Field(
        default=False, description="No chance: the figures as they are, rounded so that each day adds up."
    )
    forecast_error: Annotated[RowError, BeforeValidator(_row_error)] | None = Field(
        default=None, description="Spread of this row's day (sd / mean), or day and within_day; else as in `demand`."
    )

    @property
    def shape_row(self) -> str:
        """Name of the row whose shape spreads the volume: what stands after `as`; empty without one."""
        return (self.shape or "").strip().removeprefix("as ").strip()

    @property
    def is_trace(self) -> bool:
        """Whether the row is a trace: exact arrivals instead of figures."""
        return self.at is not None or self.trace is not None

    @model_validator(mode="after")
    def _exactly_one_source(self) -> "DemandRow":
        sources = ("profile", "rate", "volume", "file", "at", "trace")
        given = [name for name in sources if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give exactly one of {', '.join(sources)}; given: {', '.join(given) or 'none'}")
        if (self.volume is None) != (self.shape is None):
            raise ValueError("volume and shape go together, for example shape: as phone")
        if self.forecast_error is not None and (self.exact or self.is_trace):
            message = "what comes exactly as written has no forecast error"
            raise PartsError([WrongPart(message, ("forecast_error",), True)])
        return self


class ForecastError(Part):
    """How far what comes lies from its mean after weekday and season: factors, each gamma with mean 1."""

    day: Share = said("0 %", description="Spread of the day factor (sd / mean).")
    shared_by_channels: Share = said("0 %", description="Share of the factors' variance that all rows have in common.")
    carries_over: Share = said("0 %", description="Correlation of the day factor from one day to the next.")
    within_day: Share = said("0 %", description="Spread of a factor of each interval (sd / mean).")
    within_day_lasts: Duration = said(
        "0 s",
        description="How long a deviation within the day lasts: the correlation of two intervals is "
        "exp(-distance / this); 0 s: each interval on its own (overdispersion).",
    )

    @model_validator(mode="after")
    def _carries_less_than_all(self) -> "ForecastError":
        if self.carries_over >= 1.0:
            raise PartsError([WrongPart("must stay below 100 %", ("carries_over",))])
        return self


class Event(Part):
    """Days on which more or fewer come than the figures say: a sale, a tax day, a holiday."""

    on: On = Field(description="A day, a span of days, `holiday`, or a list of these.")
    volume: Factor = Field(description="Factor on the figures of these days.")
    rows: Names | None = Field(default=None, description="Only these rows of demand.")


class Incident(Part):
    """Something that happens once and makes more or fewer customers come for a while."""

    starts: Moment = Field(description="Local date and time.")
    lasts: Duration
    volume: Factor = Field(
        description="Factor on what comes meanwhile; where several add to the same row, what they add adds up."
    )
    intents: Names | None = Field(default=None, description="Only those who come for these intents.")
    rows: Names | None = Field(default=None, description="Only these rows of demand.")


COUNTED: dict[str, tuple[str, str]] = {
    "live": ("what entered a queue, callbacks too", "what an agent answered, callbacks not"),
    "chat": ("what entered a queue, callbacks too", "what an agent answered, callbacks not"),
    "deferred": ("what entered a queue", "what was replied to"),
    "messaging": ("conversations that entered a queue", "conversations with a first reply"),
    "community": ("posts, those that others answered too", "posts that a moderator replied to"),
    "self_service": ("nothing: state first_contacts", "nothing: state first_contacts"),
}
"""What figures count on each kind of channel that are said to be (offered, handled); all visits, legs included."""


class Demand(Part):
    """Who comes and when, by channel or by intent."""

    counts: Literal["first_contacts", "offered", "handled"] = Field(
        description="What the figures count. `offered` and `handled` hold repeats, which the model makes itself: the "
        "volume of first contacts is found on the base strategy, so that its simulated count meets the figures."
    )
    first_contacts: Annotated[dict[str, Percent], BeforeValidator(for_every)] | None = Field(
        default=None,
        description="First contacts as a percentage of the counts, of all or by row; not given: it is found.",
    )
    scale: Factor = said("1 times", description="Factor on every mean.")
    interval: Duration = said("30 min", description="Length of an interval of the figures.")
    forecast_error: ForecastError = Field(default_factory=ForecastError)
    trend: dict[str, Growth] = Field(default_factory=dict, description="Growth by row: {chat: +18 % a year}.")
    events: dict[str, Event] = Field(default_factory=dict, description="Days with other volumes, by name.")
    incidents: dict[str, Incident] = Field(default_factory=dict, description="What happens once, by name.")
    campaigns: dict[str, Campaign] = Field(
        default_factory=dict, description="Customers whom the centre rings of its own accord, by name."
    )
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

    @property
    def open_rows(self) -> tuple[str, ...]:
        """Rows whose counts hold repeats and of which it is not known how many are first contacts; never a trace."""
        stated = self.first_contacts or {}
        if self.counts == "first_contacts" or EVERY in stated:
            return ()
        return tuple(name for name, row in self.rows.items() if name not in stated and not row.is_trace)

    def first_contact_share(self, row: str) -> float:
        """First contacts of a row as a ratio of its counts; 1 where it is not known."""
        given = self.first_contacts or {}
        return given.get(row, given.get(EVERY, 1.0))

    def error_of(self, row: DemandRow) -> ForecastError:
        """The forecast error of a row: its own figures over those of all rows; none where it comes exactly."""
        if row.exact or row.is_trace:
            return ForecastError()
        own = {} if row.forecast_error is None else row.forecast_error.model_dump(exclude_none=True)
        return self.forecast_error.model_copy(update=own)
