"""What things cost, in the scenario language: wages, licences, platform, telephony (MODEL.md 12).

Everything here is applied after a run: no price changes what happens.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.model import EVERY, Part, PartsError, WrongPart, each_part, said
from sim.scenario.types import Factor, text_schema
from sim.units import Money, parse_money, parse_percent


def paid(*per: str) -> Any:
    """Make the type of an amount that is paid for something."""
    example = f"19.50 EUR per {per[0]}" if per and per[0] else "180000 EUR"
    read: Callable[[Any], Any] = lambda v: v if isinstance(v, Money) else parse_money(v, *per)  # noqa: E731
    return Annotated[Any, BeforeValidator(read), text_schema("An amount of money.", example)]


def paid_by_pool(*per: str) -> Any:
    """Make the type of an amount for every pool, or one for each."""

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return {EVERY: value if isinstance(value, Money) else parse_money(value, *per)}
        if all(isinstance(item, Money) for item in value.values()):
            return value
        found = each_part((((key,), item) for key, item in value.items()), lambda item: parse_money(item, *per))
        return dict(zip(value, found, strict=True))

    schema = text_schema("An amount for every pool, or one by pool.", f"19.50 EUR per {per[0]}")
    return Annotated[dict[str, Any], BeforeValidator(read), schema]


class ChannelCosts(Part):
    """What contacts of a channel cost besides people."""

    contact: paid("contact", "session") | None = Field(  # type: ignore[valid-type]
        default=None, description="For each contact that got through to the channel, or session: 0.09 EUR per session."
    )
    minute: paid("min") | None = Field(  # type: ignore[valid-type]
        default=None, description="Live, chat and self-service: for each minute on the line: 0.018 EUR per min."
    )
    minutes_from: Literal["answer", "arrival"] = said(
        "answer", description="Minutes run from the answer, or already while the customer waits; to the end of talk."
    )
    message: paid("message") | None = Field(  # type: ignore[valid-type]
        default=None, description="For each message the customer or an agent sends."
    )


class Platform(Part):
    """What the platform costs, whoever uses it."""

    month: paid("month") | None = Field(default=None, description="2000 EUR per month.")  # type: ignore[valid-type]
    capital: paid("") | None = Field(  # type: ignore[valid-type]
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
    if isinstance(value, float):
        return value
    number, _, word = str(value).strip().partition(" ")
    if word.strip() not in ("year", "years"):
        raise ValueError(f'"{value}" is not a number of years; write for example 5 years')
    years = float(number)
    if not 0 < years <= 100:
        raise ValueError(f'"{value}" is not a life; it is above 0 and at most 100 years')
    return years


class Costs(Part):
    """Prices. They change nothing that happens; a run can be priced again without simulating."""

    wages: paid_by_pool("h") = Field(  # type: ignore[valid-type]
        default_factory=dict, description="Of every paid hour (idle, breaks, holidays): 19.50 EUR/h, or one by pool."
    )
    premium: paid_by_pool("h") = Field(  # type: ignore[valid-type]
        default_factory=dict, description="Added to the wage, for example for skills: {chat_team: 1.20 EUR/h}."
    )
    employer_adds: Annotated[float, BeforeValidator(lambda v: v if isinstance(v, float) else parse_percent(v))] = said(
        "0 %", description="What the employer pays on top of wages and premiums."
    )
    overtime: Factor = said("1 times", description="Pay of an hour of overtime.")
    licences: paid_by_pool("agent and month") = Field(  # type: ignore[valid-type]
        default_factory=dict, description="For each full-time head: 35 EUR per agent and month, or one by pool."
    )
    platform: Platform = Field(default_factory=Platform)
    channels: dict[str, ChannelCosts] = Field(default_factory=dict, description="Telephony, messages, sessions.")
    dialling: paid("min") | None = Field(  # type: ignore[valid-type]
        default=None, description="For each minute in which a customer is rung."
    )
    idle_to: Literal["time", "contacts"] = said(
        "time",
        description="Who bears what no contact has taken (idle time, breaks, holidays, licences): the contacts of the "
        "team by the time they took, or each alike. The platform is borne by all contacts in the same way.",
    )
