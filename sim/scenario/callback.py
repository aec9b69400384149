"""Callbacks in the scenario language: offered while customers wait, and made unasked to who did not get through."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.condition import Conditions
from sim.scenario.model import Part, PartsError, WrongPart, said
from sim.scenario.types import Curve, Dist, Duration, Factor, Share, counted, text_schema
from sim.units import parse_share, quote

MOST_TRIES = 20
MISSED_WORDS = ("abandoned", "balked", "blocked", "closed")


def _answers(value: Any) -> Any:
    """Read `70 %, 50 %, 30 %`: one share an attempt."""
    if isinstance(value, tuple):
        return value
    texts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
    if not texts:
        raise ValueError("no share is given; write for example 70 %, 50 %, 30 %")
    return tuple(parse_share(text.strip() if isinstance(text, str) else text) for text in texts)


def _who(value: Any) -> Any:
    if isinstance(value, tuple):
        return value
    words = tuple(value) if isinstance(value, list) else (value,)
    if not words:
        raise ValueError(f"nobody is named; write one or more of {', '.join(MISSED_WORDS)}")
    for word in words:
        if word not in MISSED_WORDS:
            raise ValueError(f"{quote(word)} is not one of {', '.join(MISSED_WORDS)}")
    return words


Answers = Annotated[tuple[float, ...], BeforeValidator(_answers), text_schema("Shares by attempt.", "70 %, 50 %, 30 %")]


class Ringing(Part):
    """How customers are rung: the agent dials, and waits for the whole ring."""

    ring: Duration = said("20 s", description="How long it rings; the agent has it in hand, it is paid.")
    answers: Answers = Field(description="Share of customers who answer, by attempt; the last one holds on.")
    tries: Annotated[int, *counted("tries")] = said("1 try", description="Attempts; then the customer is not reached.")
    every: Duration = said("20 min", description="From the end of a ring to the next attempt.")

    @model_validator(mode="after")
    def _some_tries(self) -> "Ringing":
        wrong = []
        if not 1 <= self.tries <= MOST_TRIES:
            wrong.append(WrongPart(f"must be 1 to {MOST_TRIES} tries", ("tries",)))
        if self.ring <= 0:
            wrong.append(WrongPart("it rings for some time, for example 20 s", ("ring",)))
        if wrong:
            raise PartsError(wrong)
        return self


class Dialling(Ringing):
    """How customers are called back."""

    within: Duration | None = Field(default=None, description="Promise: how soon the customer is rung.")
    expires: Duration | None = Field(
        default=None,
        description="How long the customer is tried to be reached, from the request on (or the time wanted, or the "
        "opening of a closed channel); a call that rings then is carried through. None: until the last try.",
    )

    @model_validator(mode="after")
    def _lasts_a_while(self) -> "Dialling":
        if self.expires is not None and self.expires <= 0:
            raise PartsError([WrongPart("it can be made for some time, for example 8 h", ("expires",))])
        return self


class Closed(Part):
    """The offer to customers who find the channel closed by its hours."""

    accepted: Share = Field(description="Share that accepts; the others find it closed as without an offer.")


class Callback(Dialling):
    """An offer to be called back, to customers of a queue who would have to wait."""

    accepted: Curve = said("100 %", description="Share that accepts, over the announced wait.")
    when: Conditions = said("", description="Offered to those who would have to wait only then.")
    kind: Literal["hold_place", "scheduled", "when_quiet"] = said(
        "hold_place",
        description="hold_place: with the place it has in the queue; scheduled: at a time of the customer; when_quiet: "
        "when nobody else waits for the agent.",
    )
    due: Dist | None = Field(default=None, description="Scheduled: how long after the call the customer wants it.")
    refused: Factor = said("1 times", description="Factor on the patience of those who refuse.")
    tolerated: Dist | None = Field(default=None, description="How long customers wait for it before they ask again.")
    closed: Closed | None = Field(
        default=None,
        description="Offered, whatever `when` says, to customers who find the channel closed by its hours: {accepted: "
        "60 %}; they are rung from the opening on, from which within, due and expires count.",
    )

    @model_validator(mode="after")
    def _due_when_scheduled(self) -> "Callback":
        if (self.kind == "scheduled") != (self.due is not None):
            message = "due belongs to kind: scheduled, and that needs it, for example due: 2 h"
            raise PartsError([WrongPart(message, ("due" if self.due is not None else "kind",), self.due is not None)])
        return self


class Missed(Dialling):
    """Customers of a queue who did not get through are rung unasked."""

    who: Annotated[tuple[str, ...], BeforeValidator(_who), text_schema("Who is rung.", "abandoned", "blocked")] = Field(
        description=f"Endings after which a customer is rung: {', '.join(MISSED_WORDS)}."
    )
    after: Duration = said("0 s", description="How long after; later, when the channel is open.")
