"""The root of the scenario language: one centre and its customers, and the strategies to compare.

`Centre` is what one strategy runs: the file with that strategy's overlay merged in. `Scenario` holds one
`Centre` for each strategy, and the raw text they came from.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from sim.scenario.centre import Channel, Level, Pool, Queue, ServedQueues
from sim.scenario.customers import Context, Intent, KeptStory, LostStory, Segment, Service, WhatNextWithLimit
from sim.scenario.demand import Demand
from sim.scenario.layers import Layered
from sim.scenario.model import Part, PartsError, WrongPart, each_part, said
from sim.scenario.types import DayOf, Days, Duration, Target, WeekHours, parse_level
from sim.units import quote

OVERLAY_KEYS = frozenset(
    {
        "channels",
        "queues",
        "pools",
        "serves",
        "context",
        "lost_story",
        "kept_story",
        "levels",
        "change_of_channel",
        "service",
        "what_next",
    }
)
"""What a strategy may change. Demand, intents and segments are common to all strategies."""

STRATEGY_WORDS = frozenset({"start_from", "add"})
"""Words of a strategy that are not part of its overlay."""


def _zone(value: Any) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{quote(value)} is not a time zone; write a name such as Europe/Warsaw or UTC") from None
    return str(value)


def _whole(low: int, high: int, what: str) -> BeforeValidator:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"{quote(value)} is not {what}; write a whole number from {low} to {high}")
        return value

    return BeforeValidator(check)


def _level_keys(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    numbers = each_part((((key,), key) for key in value), parse_level, is_key=True)
    for place, key in enumerate(value):
        if numbers[place] in numbers[:place]:
            raise PartsError([WrongPart("this level stands here twice", (key,), True)])
    return dict(zip(numbers, value.values(), strict=True))


class Run(Part):
    """The horizon of a replication, and how many there are."""

    start: DayOf = Field(description="First local day of a replication, settling included.")
    zone: Annotated[str, BeforeValidator(_zone)] = said("UTC", description="Time zone of all clock times.")
    settle: Days = said("0 days", description="Days before the measured window, not counted.")
    measure: Days = Field(description="Measured window; it must be at least 1 day.")
    follow: Days = said("0 days", description="Days after it, in which journeys may end.")
    replications: Annotated[int, _whole(1, 1_000_000, "a number of replications")] = Field(default=20)
    seed: Annotated[int, _whole(0, 2**64 - 1, "a seed")] = Field(default=1)


class Kpis(Part):
    """Targets and thresholds of the KPIs; every rate names its variant in the output."""

    service_level: dict[str, Target] = Field(default_factory=dict, description="By channel, for example 80 % in 20 s.")
    short_abandon: Duration = said("5 s", description="Abandons up to this wait are short abandons.")


class Centre(Part):
    """One centre under one strategy."""

    schema_: Literal[1] = Field(alias="schema", description="Version of the scenario language.")
    name: str = Field(description="Name of the scenario; its results folder carries it.")
    question: str = Field(default="", description="What the comparison is to answer, in words.")
    notes: str = Field(default="", description="Sources and assumptions in words.")
    currency: str = Field(default="", description="One symbol for all money of the scenario, for example EUR.")
    run: Run
    base: str | None = Field(default=None, description="The strategy that others are compared with; else the first.")
    demand: Demand
    intents: dict[str, Intent]
    segments: dict[str, Segment]
    channels: dict[str, Channel]
    service: dict[str, dict[str, Service]] = Field(description="By intent, then by channel.")
    what_next: Annotated[WhatNextWithLimit, BeforeValidator(lambda value: value)] = Field(
        default_factory=WhatNextWithLimit
    )
    queues: dict[str, Queue]
    pools: dict[str, Pool]
    serves: dict[str, ServedQueues] = Field(description="By pool, the queues it serves.")
    levels: Annotated[dict[int, Level], BeforeValidator(_level_keys)] = Field(
        default_factory=dict, description="What levels do; levels not named change nothing."
    )
    change_of_channel: Duration = said(
        "0 s", description="Work added when an agent takes a contact of another channel than the last one."
    )
    context: Context = Field(default_factory=Context)
    lost_story: LostStory = Field(default_factory=LostStory)
    kept_story: KeptStory = Field(default_factory=KeptStory)
    kpis: Kpis = Field(default_factory=Kpis)
    full_time: WeekHours = said("40 h a week", description="Paid hours of one full-time head (FTE) a week.")


class ScenarioFile(Centre):
    """A whole file: a centre, or what its strategies have in common, and the strategies."""

    strategies: Annotated[
        dict[str, Any],
        WithJsonSchema(
            {
                "type": "object",
                "description": "Overlays by name, laid over the file: mappings are merged, lists and single values "
                "replaced, null takes a key out. start_from: another strategy; add: [steps] in their order.",
            }
        ),
    ] = Field(default_factory=dict)
    steps: Annotated[
        dict[str, Any], WithJsonSchema({"type": "object", "description": "Named overlays a strategy may add."})
    ] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A checked scenario: one `Centre` for each strategy.

    Attributes:
        name: Name of the scenario.
        base: The strategy others are compared with.
        centres: Centre by strategy, in file order.
        layered: The merged text it came from, with positions.
        folder: Folder that paths inside the scenario are relative to.
        fingerprint: SHA-256 of the resolved text and the input files, hexadecimal.
        warnings: What is legal but doubtful, rendered.
    """

    name: str
    base: str
    centres: dict[str, Centre]
    layered: Layered
    folder: str
    fingerprint: str
    warnings: tuple[str, ...] = ()


__all__ = ["OVERLAY_KEYS", "STRATEGY_WORDS", "Centre", "Kpis", "Run", "Scenario", "ScenarioFile"]
