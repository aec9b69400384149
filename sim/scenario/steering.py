"""Steering in the scenario language: where customers are offered to go at entry, and when (MODEL.md 6).

Conditions are written as a planner says them, joined by "and":

    calls wait over 60 s          the announced wait of the queue calls
    calls hold over 5 contacts    contacts that wait in it
    phone is closed               or open
    between 08:00 and 12:00       by the local clock
    phone_team has under 2 idle agents
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sim.rules.condition import Compare, Fact
from sim.scenario.model import Part, PartsError, WrongPart, said
from sim.scenario.types import Curve, Factor, text_schema
from sim.units import parse_clock, parse_count, parse_duration, quote

_NAME = r"(?P<name>[^\s]+)"
_SIDE = r"(?P<side>over|under)"
_FORMS = (
    (re.compile(rf"{_NAME} waits? {_SIDE} (?P<value>.+)"), Fact.ESTIMATED_WAIT),
    (re.compile(rf"{_NAME} holds? {_SIDE} (?P<value>.+)"), Fact.WAITING),
    (re.compile(rf"{_NAME} is (?P<value>open|closed)"), Fact.IS_OPEN),
    (re.compile(rf"{_NAME} has {_SIDE} (?P<value>[0-9]+) idle agents?"), Fact.IDLE_AGENTS),
    (re.compile(r"between (?P<value>[0-9:]+) and (?P<until>[0-9:]+)"), Fact.TIME_OF_DAY),
)
_SIDES = {"over": Compare.OVER, "under": Compare.UNDER}
_EXAMPLES = "calls wait over 60 s; calls hold over 5 contacts; phone is closed; between 08:00 and 12:00"
OF_KIND = {
    Fact.ESTIMATED_WAIT: "queues",
    Fact.WAITING: "queues",
    Fact.IS_OPEN: "channels",
    Fact.IDLE_AGENTS: "pools",
}
"""What kind of entity a fact is about; the others are about none."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.

    Attributes:
        fact: What is looked at.
        name: What it is about; empty where it is about nothing.
        compare: How it is compared.
        value: With what; ticks or counts.
        span: (first, last) second of the day, for `TIME_OF_DAY`.
    """

    fact: Fact
    name: str
    compare: Compare
    value: int
    span: tuple[int, int] = (0, 0)


def parse_conditions(value: Any) -> tuple[Condition, ...]:
    """Read conditions joined by "and", or a list of them.

    Raises:
        ValueError: One of them cannot be read.
    """
    if isinstance(value, tuple):
        return value
    if value == "":
        return ()
    texts = value if isinstance(value, list) else [value]
    found: list[Condition] = []
    for text in texts:
        if not isinstance(text, str):
            raise ValueError(f"{quote(text)} is not a condition; write for example {_EXAMPLES}")
        found += [_condition(part) for part in re.split(r"\s+and\s+(?![0-9]{1,2}:)", " ".join(text.split()))]
    return tuple(found)


def _condition(text: str) -> Condition:
    for form, fact in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            return _read(fact, match.groupdict())
    raise ValueError(f"{quote(text)} is not a condition; write for example {_EXAMPLES}")


def _read(fact: Fact, given: dict[str, Any]) -> Condition:
    """Make a condition of what a form has found."""
    value = given["value"]
    if fact == Fact.TIME_OF_DAY:
        span = parse_clock(value), parse_clock(given["until"])
        if span[0] == span[1]:
            raise ValueError(f"the time between {value} and {given['until']} is empty")
        return Condition(fact, "", Compare.IS, 1, span)
    if fact == Fact.IS_OPEN:
        return Condition(fact, given["name"], Compare.IS, int(value == "open"))
    if fact == Fact.ESTIMATED_WAIT:
        number = parse_duration(value)
    elif fact == Fact.WAITING:
        number = parse_count(value, "contacts")
    else:
        number = int(value)
    return Condition(fact, given["name"], _SIDES[given["side"]], number)


Conditions = Annotated[
    Any, BeforeValidator(parse_conditions), text_schema("Conditions.", "calls wait over 60 s", "phone is closed")
]


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
