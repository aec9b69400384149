"""Steering in the scenario language: where customers are offered to go, and which channels are closed to whom."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.condition import Conditions
from sim.scenario.model import Part, PartsError, WrongPart, said
from sim.scenario.types import Curve, Factor, Share


class Offer(Part):
    """What is offered to customers of a segment and an intent when they come."""

    offer: str | None = Field(default=None, description="Channel that is offered.")
    straight_to: str | None = Field(default=None, description="Channel they are led to without being asked.")
    accepted: Curve = said("100 %", description="Share that accepts, over the announced wait where they wanted to go.")
    when: Conditions = said("", description="Only then; else nothing is offered.")
    refused: Factor = said("1 times", description="Factor on the patience of those who refuse.")

    @model_validator(mode="after")
    def _one_place(self) -> "Offer":
        if (self.offer is None) == (self.straight_to is None):
            raise ValueError("give either offer (they may refuse) or straight_to, not both and not neither")
        unsaid = {"accepted": ((0, 1.0),), "refused": 1.0}
        wrong = [name for name, value in unsaid.items() if getattr(self, name) != value]
        if self.straight_to is not None and wrong:
            message = "who is led straight to a channel is not asked"
            raise PartsError([WrongPart(message, (name,), True) for name in wrong])
        return self

    @property
    def to(self) -> str:
        """The channel they go to when they accept."""
        return self.offer or self.straight_to or ""


ANY = "any"
"""The intent of an offer that holds for all that have none of their own."""


class Instead(Part):
    """A share of those who find a channel closed to them, and as what they come on another one."""

    share: Share
    intent: str | None = Field(
        default=None, alias="as", description="The intent they come with, for example a complaint; else their own."
    )


def _instead(value: Any) -> Any:
    return value if isinstance(value, dict | Instead) else {"share": value}


ClosedTo = dict[str, Annotated[Instead, BeforeValidator(_instead)]]
"""Where those turn to whom a channel is closed; what is missing to 100 % gives up."""
