"""The root of the scenario language: one centre and its customers, and the strategies to compare.

`Centre` is what one strategy runs: the file with that strategy's overlay merged in. `Scenario` holds one
`Centre` for each strategy, and the raw text they came from.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from sim.scenario.actuals import ActualsOf
from sim.scenario.centre import Channel, Level, Names, Pool, Queue, ServedQueues, level_keys
from sim.scenario.costs import Case, Costs, Investments
from sim.scenario.customers import (
    Context,
    Effect,
    Intent,
    KeptStory,
    LostStory,
    Segment,
    Service,
    Shares,
    WhatNextWithLimit,
)
from sim.scenario.demand import Demand
from sim.scenario.layers import Layered
from sim.scenario.model import Part, said
from sim.scenario.run import Run
from sim.scenario.steering import ClosedTo, Offer
from sim.scenario.types import Days, Duration, Factor, Share, Target, WeekHours

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
        "already_solved",
        "steer",
        "effects",
        "patience_factor",
        "averted",
        "induced",
        "access",
        "caused_by",
        "not_solved_because",
        "service",
        "what_next",
        "costs",
        "investments",
    }
)
"""What a strategy may change. Demand, intents and segments are common to all strategies."""

STRATEGY_WORDS = frozenset({"start_from", "add"})
"""Words of a strategy that are not part of its overlay."""


class Induced(Part):
    """Issues that come in addition where a channel is offered."""

    share: Share = Field(description="Share of the first contacts of all rows of demand.")
    intents: Names | None = Field(default=None, description="Only of these intents.")


def _induced(value: Any) -> Any:
    return value if isinstance(value, dict | Induced) else {"share": value}


class Kpis(Part):
    """Targets and thresholds of the KPIs; every rate names its variant in the output."""

    service_level: dict[str, Target] = Field(default_factory=dict, description="By channel, for example 80 % in 20 s.")
    short_abandon: Duration = said("5 s", description="Abandons up to this wait are short abandons.")
    repeat_within: Days | None = Field(
        default=None,
        description="Contacts on an issue so soon after another one are repeats; else as many days as run.follow.",
    )


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
    levels: Annotated[dict[int, Level], BeforeValidator(level_keys)] = Field(
        default_factory=dict, description="What levels do; levels not named change nothing."
    )
    change_of_channel: Duration = said(
        "0 s", description="Work added when an agent takes a contact of another channel than the last one."
    )
    steer: dict[str, dict[str, Offer]] = Field(
        default_factory=dict, description="What is offered at entry, by segment, then by intent (or any)."
    )
    effects: dict[str, Effect] = Field(
        default_factory=dict, description="What a desktop, a knowledge base or a training changes, by name."
    )
    patience_factor: Factor = said("1 times", description="Factor on the patience of all customers.")
    averted: Shares = said("0 %", description="Share of the issues that never come, of all or by intent.")
    induced: dict[str, Annotated[Induced, BeforeValidator(_induced)]] = Field(
        default_factory=dict, description="Further issues that speak only where a channel is offered, by that channel."
    )
    access: dict[str, dict[str, ClosedTo]] = Field(
        default_factory=dict,
        description="Channels that are closed to a segment, and where those turn who wanted it; what is missing to "
        "100 % gives up: {everyday: {phone: {chat: 60 %, email: {share: 10 %, as: complaint}}}}.",
    )
    already_solved: Duration = said(
        "0 s", description="Talk of a contact on an issue that is resolved already, to find that out."
    )
    not_solved_because: dict[str, Share] = Field(
        default_factory=dict, description="Why conversations do not resolve: shares by cause, 100 % in all."
    )
    caused_by: dict[str, str] = Field(
        default_factory=dict,
        description="Departments by what they cause: a cause of not_solved_because, level, story_lost, or a row of "
        "what_next; else the team that worked the contact that failed, or its channel.",
    )
    context: Context = Field(default_factory=Context)
    lost_story: LostStory = Field(default_factory=LostStory)
    kept_story: KeptStory = Field(default_factory=KeptStory)
    kpis: Kpis = Field(default_factory=Kpis)
    costs: Costs | None = Field(
        default=None, description="Prices; they are applied after a run and change nothing in it."
    )
    investments: Investments = Field(
        default_factory=dict,
        description="What a strategy costs once, by name: {desktop: 40000 EUR}, {training: {likely: 600 EUR per agent, "
        "agents: 40 agents}}, or in a range: {from: 30000 EUR, to: 60000 EUR}.",
    )
    case: Case = Field(default_factory=Case)
    actuals: ActualsOf | None = Field(
        default=None, description="What the real centre counted, to stand beside the simulation: a CSV."
    )
    full_time: WeekHours = said("40 h a week", description="Paid hours of one full-time head (FTE) a week.")

    @property
    def repeat_days(self) -> int:
        """W of repeat contacts [days]: the one given, else all that are followed."""
        return self.run.follow if self.kpis.repeat_within is None else self.kpis.repeat_within


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
        dict[str, Any],
        WithJsonSchema(
            {
                "type": "object",
                "description": "Named overlays a strategy may add; requires: steps that have to be taken before.",
            }
        ),
    ] = Field(default_factory=dict)
    ladder: Annotated[
        dict[str, Any],
        WithJsonSchema(
            {
                "type": "object",
                "description": "The steps from one strategy to another, for compare --ladder: {from: multichannel, to: "
                "omnichannel}, or {from: multichannel, steps: [train, share]}.",
            }
        ),
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
