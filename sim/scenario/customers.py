"""Customers in the scenario language: intents, segments, service, what they do next, what is remembered."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from sim.scenario.model import Part, distribution_for_every, for_every, keyed_rows, said
from sim.scenario.types import Dist, Duration, Factor, GivesUp, Kept, NamedCount, Share, TimedDist

Shares = Annotated[dict[str, Share], BeforeValidator(for_every)]
DistByChannel = Annotated[dict[str, Dist], BeforeValidator(distribution_for_every)]
TimedByChannel = Annotated[dict[str, TimedDist], BeforeValidator(distribution_for_every)]


class Intent(Part):
    """Why customers come."""

    share: Shares = said("100 %", description="Share of the issues, or a share for each channel.")


class NextRow(Part):
    """Where customers turn after one kind of ending; what is missing to 100 % gives up."""

    shares: dict[str, Share] = Field(
        default_factory=dict, description="Shares by channel; `same` is the channel they came from."
    )
    after: DistByChannel = said("15 min", description="Delay before the next contact, or one by channel.")
    once_open: bool = Field(
        default=False, description="Where the next channel is closed, the delay runs from its next opening."
    )
    gives_up_more: GivesUp = said("0 %", description="Shares shrink by this at each further visit.")


_NEXT = BeforeValidator(keyed_rows(frozenset({"after", "once_open", "gives_up_more"}), "shares"))
Next = Annotated[NextRow, _NEXT]


class WhatNext(Part):
    """What customers do after a contact that did not help: one row a cause; no row: they give up."""

    abandoned: Next | None = None
    balked: Next | None = None
    blocked: Next | None = None
    closed: Next | None = None
    disconnected: Next | None = None
    not_solved: Next | None = None

    def given(self) -> Iterator[tuple[str, NextRow]]:
        """Yield the rows that are given, each with its cause."""
        for cause in WhatNext.model_fields:
            row: NextRow | None = getattr(self, cause)
            if row is not None:
                yield cause, row


class WhatNextWithLimit(WhatNext):
    """The rows for everybody, and the limit of contacts for an issue."""

    at_most: NamedCount = said("6 visits", description="Customer contacts of an issue, the first included.")


class Segment(Part):
    """A kind of customer."""

    share: Shares = said("100 %", description="Share of the issues, or a share for each channel.")
    patience: TimedByChannel | None = Field(
        default=None, description="How long they wait, or one for each channel; none: they never leave."
    )
    leaves_at_once: Shares = said("0 %", description="Share that leaves as soon as it has to wait.")
    prefers: dict[str, Share] = Field(default_factory=dict, description="First channel, where demand is by intent.")
    what_next: WhatNext = Field(default_factory=WhatNext, description="Rows that differ from those for everybody.")


class Service(Part):
    """One conversation alone, story known or first told, agent at level 3."""

    talk: TimedDist = Field(description="Talk time (hold included); for deferred work the writing of the reply.")
    wrap_up: TimedDist | None = Field(default=None, description="Work after the conversation.")
    solved: Share = said("100 %", description="Share of conversations that resolve the issue.")


class Context(Part):
    """How often the story survives a step; without a story told there is nothing to keep or to lose."""

    same_channel: Kept = said("kept 100 %", description="The next contact on the same channel.")
    other_channel: Kept = said("kept 100 %", description="The next contact on another channel.")
    waiting_counts: bool = Field(
        default=False, description="Whether time waited in earlier visits counts in the order of a queue."
    )


class LostStory(Part):
    """What it costs when the customer has to start over."""

    extra_talk: Duration = said("0 s", description="Time added to the talk.")
    solved: Factor = said("1 times", description="Factor on the share solved.")


class KeptStory(Part):
    """What it costs to read what is known."""

    reading: Duration = said("0 s", description="Time added to the talk.")
