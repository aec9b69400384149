"""Campaigns in the scenario language: customers whom the centre rings of its own accord (MODEL.md 8)."""

from typing import Annotated

from pydantic import Field, model_validator

from sim.scenario.callback import Ringing
from sim.scenario.model import PartsError, WrongPart
from sim.scenario.types import Clock, counted, days_with


class Campaign(Ringing):
    """A list of customers to ring on each day, worked by agents who have time."""

    on: str = Field(description="Live channel on which they are rung.")
    intent: str | None = Field(default=None, description="What they are rung for; else drawn from the channel's mix.")
    segment: str | None = Field(default=None, description="Who is rung; else drawn from the channel's mix.")
    calls: Annotated[dict[str, Annotated[int, *counted("contacts")]], days_with()] = Field(
        description="Customers to ring by day (mon … sun, weekday, weekend, daily, holiday, a date): exact, no chance."
    )
    at: Clock = Field(description="When the list of the day is there; from then on agents who have time ring.")
    until: Clock = Field(description="When the ringing ends; who has not been reached by then is rung no more.")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Campaign":
        if self.until <= self.at:
            raise PartsError([WrongPart("must be later than at, on the same day", ("until",))])
        return self
