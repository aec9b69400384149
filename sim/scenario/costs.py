"""What things cost, in the scenario language: wages, licences, platform, telephony (MODEL.md 12).

Everything here is applied after a run: no price changes what happens.
"""

from functools import partial
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from sim.scenario.model import EVERY, Part, PartsError, WrongPart, each_part, said
from sim.scenario.types import Factor, Share, lines_of, text_schema
from sim.units import Money, parse_money, parse_percent


def paid(*per: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make what reads an amount that is paid for something, and its schema."""
    example = f"19.50 EUR per {per[0]}" if per and per[0] else "180000 EUR"
    return BeforeValidator(partial(_read_amount, per)), text_schema("An amount of money.", example)


def _read_amount(per: tuple[str, ...], value: Any) -> Money:
    return value if isinstance(value, Money) else parse_money(value, *per)


def paid_by_pool(*per: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make what reads an amount for every pool, or one for each, and its schema."""

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return {EVERY: _read_amount(per, value)}
        found = each_part((((key,), item) for key, item in value.items()), partial(_read_amount, per))
        return dict(zip(value, found, strict=True))

    return BeforeValidator(read), text_schema("An amount for every pool, or one by pool.", f"19.50 EUR per {per[0]}")


class ChannelCosts(Part):
    """What contacts of a channel cost besides people."""

    contact: Annotated[Any, *paid("contact", "session")] | None = Field(
        default=None, description="For each contact that got through to the channel, or session: 0.09 EUR per session."
    )
    minute: Annotated[Any, *paid("min")] | None = Field(
        default=None, description="Live, chat and self-service: for each minute on the line: 0.018 EUR per min."
    )
    minutes_from: Literal["answer", "arrival"] = said(
        "answer", description="Minutes run from the answer, or already while the customer waits; to the end of talk."
    )
    message: Annotated[Any, *paid("message")] | None = Field(
        default=None, description="For each message the customer or an agent sends."
    )


class Platform(Part):
    """What the platform costs, whoever uses it."""

    month: Annotated[Any, *paid("month")] | None = Field(default=None, description="2000 EUR per month.")
    capital: Annotated[Any, *paid("")] | None = Field(
        default=None, description="Bought once: 180000 EUR; spread evenly over its life."
    )
    life: Annotated[float, BeforeValidator(lambda v: _years(v)), text_schema("Years.", "5 years")] | None = Field(
        default=None, description="How long what was bought is used: 5 years."
    )

    @model_validator(mode="after")
    def _has_a_life(self) -> "Platform":
        if (self.capital is None) != (self.life is None):
            name = "capital" if self.life is None else "life"
            message = "capital and life belong together: 180000 EUR used for 5 years"
            raise PartsError([WrongPart(message, (name,), True)])
        return self


def _years(value: Any) -> float:
    number, _, word = str(value).strip().partition(" ")
    if word.strip() not in ("year", "years") or not number.replace(".", "", 1).isdigit():
        raise ValueError(f'"{value}" is not a number of years; write for example 5 years')
    years = float(number)
    if not 0 < years <= 100:
        raise ValueError(f'"{value}" is not a life; it is above 0 and at most 100 years')
    return years


class Worth(Part):
    """What an issue is worth to the company."""

    solved: Annotated[Any, *paid("issue", "")] | None = Field(
        default=None, description="Won with each issue that is resolved: 310 EUR."
    )
    lost: Annotated[Any, *paid("issue", "")] | None = Field(
        default=None, description="Lost with each issue that is not resolved in the end: 120 EUR."
    )


class Costs(Part):
    """Prices. They change nothing that happens; a run can be priced again without simulating."""

    wages: Annotated[dict[str, Any], *paid_by_pool("h")] = Field(
        default_factory=dict, description="Of every paid hour (idle, breaks, holidays): 19.50 EUR/h, or one by pool."
    )
    premium: Annotated[dict[str, Any], *paid_by_pool("h")] = Field(
        default_factory=dict, description="Added to the wage, for example for skills: {chat_team: 1.20 EUR/h}."
    )
    employer_adds: Annotated[float, BeforeValidator(parse_percent)] = said(
        "0 %", description="What the employer pays on top of wages and premiums."
    )
    overtime: Factor = said("1 times", description="Pay of an hour of overtime.")
    licences: Annotated[dict[str, Any], *paid_by_pool("agent and month")] = Field(
        default_factory=dict, description="For each full-time head: 35 EUR per agent and month, or one by pool."
    )
    platform: Platform = Field(default_factory=Platform)
    channels: dict[str, ChannelCosts] = Field(default_factory=dict, description="Telephony, messages, sessions.")
    dialling: Annotated[Any, *paid("min")] | None = Field(
        default=None, description="For each minute in which a customer is rung."
    )
    worth: dict[str, Worth] = Field(
        default_factory=dict, description="By intent, what issues are worth: {loan: {solved: 310 EUR, lost: 120 EUR}}."
    )
    idle_to: Literal["time", "contacts"] = said(
        "time",
        description="Who bears what no contact has taken (idle time, breaks, holidays, licences): the contacts of the "
        "team by the time they took, or each alike. The platform is borne by all contacts in the same way.",
    )


def _span(value: Any) -> Any:
    """Read an amount, or a range of it: {from: 30000 EUR, to: 60000 EUR}, with `likely` a triangle."""
    return value if isinstance(value, dict | Range) else {"likely": value}


class Range(Part):
    """An amount that is known, or that lies in a range: uniform, or triangular where the likely one is named."""

    low: Annotated[Any, *paid("", "agent")] | None = Field(default=None, alias="from")
    likely: Annotated[Any, *paid("", "agent")] | None = None
    high: Annotated[Any, *paid("", "agent")] | None = Field(default=None, alias="to")
    agents: Annotated[int, *lines_of("agents")] | None = Field(
        default=None, description="How many, where it is paid per agent."
    )

    @model_validator(mode="after")
    def _rises(self) -> "Range":
        if (self.low is None) != (self.high is None) or (self.low is None and self.likely is None):
            raise ValueError("give an amount, or from and to, for example {from: 30000 EUR, to: 60000 EUR}")
        amounts = [money for money in (self.low, self.likely, self.high) if money is not None]
        if len({(money.symbol, money.per) for money in amounts}) > 1:
            raise ValueError("the amounts of a range are paid in one currency for the same thing")
        if any(one.amount > other.amount for one, other in pairwise(amounts)):
            raise ValueError("from, likely and to must not fall")
        if (amounts[0].per == "agent") != (self.agents is not None):
            raise ValueError("600 EUR per agent needs agents: 40 agents, and only that does")
        return self

    @property
    def points(self) -> tuple[float, float, float]:
        """Lowest, likely and highest amount; nan for likely where every amount between is as likely."""
        times = 1.0 if self.agents is None else float(self.agents)
        likely = float("nan") if self.likely is None else self.likely.amount * times
        if self.low is None or self.high is None:
            return likely, likely, likely
        return self.low.amount * times, likely, self.high.amount * times


class Case(Part):
    """How a year and the years after it are reckoned, to see whether a strategy pays."""

    days: Annotated[
        float, BeforeValidator(lambda v: _days_a_year(v)), text_schema("Days a year.", "302 days a year")
    ] = said("365 days a year", description="Days of a year that are like those measured, on average.")
    horizon: Annotated[float, BeforeValidator(lambda v: _years(v)), text_schema("Years.", "3 years")] = said(
        "3 years", description="Years over which it has to pay."
    )
    interest: Share = said("0 %", description="Interest of a year, by which later savings count less.")


def _days_a_year(value: Any) -> float:
    number, _, words = str(value).strip().partition(" ")
    if words.split() != ["days", "a", "year"] or not number.replace(".", "", 1).isdigit():
        raise ValueError(f'"{value}" is not a number of days; write for example 302 days a year')
    days = float(number)
    if not 0 < days <= 366:
        raise ValueError(f'"{value}" is above 0 and at most 366 days a year')
    return days


Investments = dict[str, Annotated[Range, BeforeValidator(_span)]]
