"""Conditions in the scenario language: when an offer is made, a queue takes, a contact overflows (MODEL.md 6).

They are written as a planner says them, joined by "and"; `FORMS` is the catalog of them.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from sim.rules.condition import SERVED_UNIT, Compare, Fact
from sim.scenario.types import text_schema
from sim.units import parse_clock, parse_count, parse_duration, parse_share, quote

_NAME = r"(?P<name>[^\s]+)"
_SIDE = r"(?P<side>over|under)"
_NOT = r"(?P<no>not )?"


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a condition.

    Attributes:
        pattern: The text it has.
        fact: What it looks at.
        example: One as a planner writes it.
        what: What it looks at, in words.
    """

    pattern: re.Pattern[str]
    fact: Fact
    example: str
    what: str


FORMS = (
    Form(
        re.compile(rf"{_NAME} waits? {_SIDE} (?P<value>.+)"),
        Fact.ESTIMATED_WAIT,
        "calls wait over 60 s",
        "The announced wait of a queue, 0 s while somebody who could take the contact is free; or under.",
    ),
    Form(
        re.compile(rf"{_NAME} holds? {_SIDE} (?P<value>.+)"),
        Fact.WAITING,
        "calls hold over 5 contacts",
        "Contacts that wait in a queue; or under.",
    ),
    Form(
        re.compile(rf"{_NAME} served {_SIDE} (?P<value>.+?) in (?:the last )?(?P<until>.+)"),
        Fact.RECENT_SERVICE,
        "calls served under 80 % in 30 min",
        "Share of those answered or gone in the last 30 min that were served in time (kpis.service_level of their "
        "channel, by the wall clock), 100 % where there were none; or over.",
    ),
    Form(
        re.compile(rf"segment is {_NOT}{_NAME}"),
        Fact.SEGMENT,
        "segment is private",
        "The segment of the customer; or is not.",
    ),
    Form(
        re.compile(rf"intent is {_NOT}{_NAME}"),
        Fact.INTENT,
        "intent is loan",
        "The intent the contact is taken for; or is not.",
    ),
    Form(
        re.compile(rf"product is {_NOT}{_NAME}"),
        Fact.PRODUCT,
        "product is cards",
        "The product of that intent; or is not.",
    ),
    Form(
        re.compile(rf"reason is {_NOT}{_NAME}"),
        Fact.REASON,
        "reason is follow_up",
        "Why the contact is made; or is not.",
    ),
    Form(
        re.compile(rf"{_NAME} is (?P<value>open|closed)"),
        Fact.IS_OPEN,
        "phone is closed",
        "Whether a channel takes contacts; or open. Channels whose customers wait for a reply are always open.",
    ),
    Form(
        re.compile(rf"{_NAME} has {_SIDE} (?P<value>[0-9]+) idle agents?"),
        Fact.IDLE_AGENTS,
        "phone_team has under 2 idle agents",
        "Agents of a pool who are there with nothing in hand; or over.",
    ),
    Form(
        re.compile(r"between (?P<value>[0-9:]+) and (?P<until>[0-9:]+)"),
        Fact.TIME_OF_DAY,
        "between 08:00 and 12:00",
        "The local clock; it may go past midnight.",
    ),
    Form(
        re.compile(rf"{_NOT}during {_NAME}"),
        Fact.INCIDENT_ON,
        "during app_outage",
        "Whether an incident of the demand lasts; or not during.",
    ),
    Form(
        re.compile(rf"visit {_SIDE} (?P<value>[0-9]+)"),
        Fact.VISIT,
        "visit over 1",
        "The visit of the issue, 0 the first; or under.",
    ),
)
"""Every form of condition. The first that fits is taken: `segment is open` is about a segment of that name."""
_SIDES = {"over": Compare.OVER, "under": Compare.UNDER}
_EXAMPLES = "; ".join(form.example for form in FORMS)
KIND_OF = {
    Fact.ESTIMATED_WAIT: "queues",
    Fact.WAITING: "queues",
    Fact.RECENT_SERVICE: "queues",
    Fact.IS_OPEN: "channels",
    Fact.IDLE_AGENTS: "pools",
    Fact.SEGMENT: "segments",
    Fact.INTENT: "intents",
    Fact.PRODUCT: "products",
    Fact.REASON: "reasons",
    Fact.INCIDENT_ON: "incidents",
}
"""What kind of entity a fact is about; the others are about none."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.

    Attributes:
        fact: What is looked at.
        name: What it is about; empty where it is about nothing.
        compare: How it is compared.
        value: With what; ticks, counts, or parts of `SERVED_UNIT`.
        span: (first, last) second of the day, for `TIME_OF_DAY`.
        within: How far back `RECENT_SERVICE` looks [ticks].
    """

    fact: Fact
    name: str
    compare: Compare
    value: int
    span: tuple[int, int] = (0, 0)
    within: int = 0


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
    for form in FORMS:
        match = form.pattern.fullmatch(text)
        if match is not None:
            return _read(form.fact, match.groupdict())
    raise ValueError(f"{quote(text)} is not a condition; write for example {_EXAMPLES}")


def _read(fact: Fact, given: dict[str, Any]) -> Condition:
    """Make a condition of what a form has found."""
    value, name = given.get("value", ""), given.get("name", "")
    if fact == Fact.TIME_OF_DAY:
        span = parse_clock(value), parse_clock(given["until"])
        if span[0] == span[1]:
            raise ValueError(f"the time between {value} and {given['until']} is empty")
        return Condition(fact, "", Compare.IS, 1, span)
    if fact == Fact.IS_OPEN:
        return Condition(fact, name, Compare.IS, int(value == "open"))
    if fact == Fact.INCIDENT_ON:
        return Condition(fact, name, Compare.IS, int(given["no"] is None))
    if fact in (Fact.SEGMENT, Fact.INTENT, Fact.PRODUCT, Fact.REASON):
        return Condition(fact, name, Compare.IS if given["no"] is None else Compare.IS_NOT, 0)
    side = _SIDES[given["side"]]
    if fact == Fact.RECENT_SERVICE:
        within = parse_duration(given["until"])
        if within <= 0:
            raise ValueError("the time to look back must be longer than 0 s, for example in 30 min")
        return Condition(fact, name, side, round(parse_share(value) * SERVED_UNIT), within=within)
    if fact == Fact.ESTIMATED_WAIT:
        return Condition(fact, name, side, parse_duration(value))
    if fact == Fact.WAITING:
        return Condition(fact, name, side, parse_count(value, "contacts"))
    return Condition(fact, name, side, int(value))


Conditions = Annotated[
    Any, BeforeValidator(parse_conditions), text_schema("Conditions.", "calls wait over 60 s", "phone is closed")
]
