"""Customers in the scenario language: intents, segments, service, what they do next, what is remembered."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.centre import Names, in_hand
from sim.scenario.model import Part, PartsError, WrongPart, distribution_for_every, for_every, keyed_rows, said
from sim.scenario.types import (
    Dist,
    Duration,
    Factor,
    GivesUp,
    Kept,
    Pace,
    Share,
    Timed,
    TimedDist,
    counted,
    lines_of,
    text_schema,
)
from sim.streams import Distribution

_OF_PERSONS = {
    "talk": None,
    "wrap_up": None,
    "measured_at": None,
    "turns": 1,
    "solved": 1.0,
    "redirects": 0.0,
    "passed_on": None,
    "reopens": 0.0,
    "peers": 0.0,
    "peers_answer_after": None,
    "follow_up": None,
    "keep_informed": None,
}
_MOST_TURNS = 100
_OF_MACHINES = {"lasts": None, "contained": 0.0, "of_these_solved": 1.0, "leftover_takes": 1.0}
"""What belongs to a conversation and what to a session, with what it is where nothing is said."""

Shares = Annotated[dict[str, Share], BeforeValidator(for_every)]
DistByChannel = Annotated[dict[str, Dist], BeforeValidator(distribution_for_every)]
TimedByChannel = Annotated[dict[str, TimedDist], BeforeValidator(distribution_for_every)]


class Intent(Part):
    """Why customers come."""

    share: Shares = said("100 %", description="Share of the issues, or a share for each channel.")
    product: str | None = Field(default=None, description="What it is about, for conditions: product is cards.")


class NextRow(Part):
    """Where customers turn after one kind of ending; what is missing to 100 % gives up."""

    shares: dict[str, Share] = Field(
        default_factory=dict, description="Shares by channel; `same` is the channel they came from."
    )
    after: DistByChannel = said("15 min", description="Delay before the next contact, or one by channel.")
    once_open: bool = Field(
        default=False,
        description="They know the hours: where the next channel is closed the delay runs from its next opening, and "
        "who would come while it is closed comes when it opens.",
    )
    gives_up_more: GivesUp = said("0 %", description="Shares shrink by this at each further visit.")


_NEXT = BeforeValidator(keyed_rows(frozenset({"after", "once_open", "gives_up_more"}), "shares"))
Next = Annotated[NextRow, _NEXT]


class WhatNext(Part):
    """What customers do after a contact that did not help: one row a cause; no row: they give up.

    `bot_failed` says where self-service hands on what it cannot do, `bot_gone` what those do who left it without help
    and without wanting a person; `redirected` where those turn whom an agent sent elsewhere, `unanswered` where those
    ask again who wait for a reply longer than they tolerate, `reopened` those whose solved issue opens again,
    `lost_on_the_way` those who were passed on and never arrived, `unreached` those who wanted to be called back and did
    not answer, `expired` those whom the centre let wait no longer (queues.longest_wait; a message left is a contact on
    another channel after 0 s) or did not call back in time.
    """

    abandoned: Next | None = None
    balked: Next | None = None
    blocked: Next | None = None
    closed: Next | None = None
    disconnected: Next | None = None
    not_solved: Next | None = None
    bot_failed: Next | None = None
    bot_gone: Next | None = None
    redirected: Next | None = None
    unanswered: Next | None = None
    reopened: Next | None = None
    lost_on_the_way: Next | None = None
    unreached: Next | None = None
    expired: Next | None = None

    def given(self) -> Iterator[tuple[str, NextRow]]:
        """Yield the rows that are given, each with its cause."""
        for cause in WhatNext.model_fields:
            row: NextRow | None = getattr(self, cause)
            if row is not None:
                yield cause, row


class WhatNextWithLimit(WhatNext):
    """The rows for everybody, and the limit of contacts for an issue."""

    at_most: Annotated[int, *counted("visits")] = said(
        "6 visits", description="Customer contacts of an issue, the first included."
    )


class Adviser(Part):
    """Customers who have an agent of their own."""

    share: Share = Field(description="Share of the population that has one.")
    of: str = Field(description="The pool these agents belong to; each has as many customers as the others.")


class Segment(Part):
    """A kind of customer."""

    share: Shares = said("100 %", description="Share of the issues, or a share for each channel.")
    patience: TimedByChannel | None = Field(
        default=None, description="How long they wait, or one for each channel; none: they never leave."
    )
    patience_of: Literal["contact", "issue"] = said(
        "contact", description="contact: drawn anew at every attempt; issue: drawn once and kept for all of them."
    )
    leaves_at_once: Shares = said("0 %", description="Share that leaves as soon as it has to wait.")
    leaves_silently: Shares = said(
        "0 %",
        description="Chat: share of those who lose patience and leave without a word; they stand in the queue until an "
        "agent opens them (channels.silent_takes).",
    )
    population: Annotated[int, *lines_of("customers")] | None = Field(
        default=None,
        description="Customers of the segment, who come again and again: 4000 customers; not given: every issue is of "
        "a customer of its own.",
    )
    adviser: Adviser | None = Field(default=None, description="Some have a personal adviser: {share: 60 %, of: desk}.")
    prefers: dict[str, Share] = Field(default_factory=dict, description="First channel, where demand is by intent.")
    what_next: WhatNext = Field(default_factory=WhatNext, description="Rows that differ from those for everybody.")


class PassedOn(Part):
    """Contacts that are passed on, as a leg of the same contact: to another skill, to another channel, or both.

    With a delay it is a hand-off: a shop reserves by chat what is collected at a counter the day after.
    """

    share: Share
    to: str | None = Field(default=None, description="The intent whose skill is needed; else the same.")
    on: str | None = Field(default=None, description="The channel on which it goes on; else the same.")
    after: Dist = said("0 s", description="How long until it arrives there; later, when it is open.")
    lost: Share = said("0 %", description="Share of these that is lost on the way (what_next.lost_on_the_way).")
    warm: Annotated[Share, BeforeValidator(lambda value: float(value) if isinstance(value, bool) else value)] = said(
        "0 %",
        description="Share of the others (true: all) with whom the agent stays until the next one has taken over.",
    )
    conference: Dist = said("0 s", description="Warm: how long all three talk before the first agent leaves.")

    @model_validator(mode="after")
    def _somewhere(self) -> "PassedOn":
        if self.to is None and self.on is None:
            raise ValueError("say where to: another intent (to), another channel (on), or both")
        wrong = []
        if self.warm and self.after != Distribution.fixed(0.0):
            message = "an agent who stays until the next one takes over hands over at once"
            wrong.append(WrongPart(message, ("after",), True, allowed="after: 0 s, or no warm"))
        if "warm" not in self.model_fields_set and self.conference != Distribution.fixed(0.0):
            wrong.append(WrongPart("this belongs to warm transfers", ("conference",), True, allowed="warm: true"))
        if wrong:
            raise PartsError(wrong)
        return self


class FollowUp(Part):
    """A contact that the centre makes itself: it costs work, and some need not come again."""

    share: Share = said("100 %", description="Share of the contacts for which one is planned.")
    on: str = Field(description="The channel on which it is made.", examples=["email"])
    after: Dist = Field(description="How long after; on a live channel that is closed then, when it opens.")
    talk: Dist = Field(description="The work it takes.")
    prevents: Share = Field(description="Share of those who would come again, and do not once it has been made.")


class Service(Part):
    """One conversation alone, story known or first told, agent at level 3; or one session of self-service."""

    talk: TimedDist | None = Field(
        default=None, description="Talk time (hold included); for deferred work the writing of the reply."
    )
    wrap_up: TimedDist | None = Field(default=None, description="Work after the conversation.")
    measured_at: (
        Annotated[int, BeforeValidator(lambda v: in_hand(str(v))), text_schema("A count.", "2 chats")] | None
    ) = Field(
        default=None,
        description="Talk and wrap-up are figures of the floor, with so many contacts in hand: the slowdown of the "
        "channel at that number is taken out of them. Else they are of one contact alone.",
    )
    turns: Annotated[int, *counted("turns")] = said(
        "1 turn", description="Messaging: turns of the agent in one conversation."
    )
    solved: Share = said("100 %", description="Share of conversations that resolve the issue.")
    redirects: Share = said("0 %", description="Share of customers that the agent sends elsewhere.")
    passed_on: PassedOn | None = None
    reopens: Share = said("0 %", description="Share of resolved issues that open again.")
    follow_up: FollowUp | None = Field(
        default=None, description="Made after the issue is resolved; fewer open again (reopens)."
    )
    keep_informed: FollowUp | None = Field(
        default=None, description="Made while the customer waits for a reply; fewer ask again (tolerated)."
    )
    peers: Share = said("0 %", description="Community: share that another customer would answer.")
    peers_answer_after: Dist | None = Field(default=None, description="Community: how long until they do.")
    lasts: TimedDist | None = Field(default=None, description="Self-service: how long a session lasts.")
    contained: Share = said("0 %", description="Self-service: share of sessions after which no person is wanted.")
    of_these_solved: Share = said(
        "100 %",
        description="Self-service and community: share of those contained, or answered by others, that are helped; the "
        "others are only gone.",
    )
    leftover_takes: Pace = said("1 times", description="Self-service: factor on the handle time of what it hands on.")

    @model_validator(mode="after")
    def _person_or_machine(self) -> "Service":
        if (self.talk is None) == (self.lasts is None):
            raise ValueError("give either talk (a person serves) or lasts (self-service), not both and not neither")
        mine, others = (_OF_PERSONS, _OF_MACHINES) if self.lasts is None else (_OF_MACHINES, _OF_PERSONS)
        wrong = [name for name, unsaid in others.items() if getattr(self, name) != unsaid]
        if "peers" in self.model_fields_set and "of_these_solved" in wrong:
            wrong.remove("of_these_solved")
        if wrong:
            what = "a person" if self.lasts is None else "self-service"
            parts = [WrongPart(f"this does not belong to {what}", (name,), True, name) for name in wrong]
            raise PartsError([replace(part, allowed=", ".join(mine)) for part in parts])
        if self.peers > 0.0 and self.peers_answer_after is None:
            message = "say how long it takes until others answer"
            raise PartsError([WrongPart(message, ("peers",), True, allowed="peers_answer_after: 3 h")])
        if not 1 <= self.turns <= _MOST_TURNS:
            raise PartsError([WrongPart(f"a conversation has 1 to {_MOST_TURNS} turns", ("turns",))])
        return self

    @property
    def plans(self) -> list[FollowUp]:
        """Contacts that the centre makes itself."""
        return [plan for plan in (self.follow_up, self.keep_informed) if plan is not None]

    @property
    def time(self) -> Timed:
        """How long a conversation or a session lasts, by time of day."""
        timed: Timed | None = self.talk if self.lasts is None else self.lasts
        assert timed is not None
        return timed


class Effect(Part):
    """What something new changes, as factors; more than one multiply."""

    handle_time: Pace = said("1 times", description="On talk and wrap-up.")
    wrap_up: Pace = said("1 times", description="On wrap-up, besides.")
    solved: Factor = said("1 times", description="On the share solved, at most to 100 %.")
    contained: Factor = said("1 times", description="On the share self-service contains, at most to 100 %.")
    channels: Names | None = Field(default=None, description="Only on these channels.")
    intents: Names | None = Field(default=None, description="Only for these intents.")
    source: str = Field(description="Where the figures come from, or assumption.", examples=["assumption"])


class Context(Part):
    """How often the story survives a step; without a story told there is nothing to keep or to lose."""

    same_channel: Kept = said("kept 100 %", description="The next contact on the same channel.")
    other_channel: Kept = said("kept 100 %", description="The next contact on another channel.")
    from_bot: Kept = said("kept 100 %", description="What self-service was told, in the contact after it.")
    same_agent: Kept | None = Field(
        default=None,
        description="A contact that the same agent takes who was told the story, whatever the step; not given: as the "
        "step.",
    )
    transfer: Kept = said("kept 100 %", description="Passed on within a contact.")
    known_after: Duration = said(
        "0 s", description="How long after a conversation what was told in it can be seen by others."
    )
    recognised: Share = said(
        "0 %",
        description="Share of second contacts on an open issue that are recognised: whichever is opened first answers "
        "both, the other is withdrawn; the others are worked twice.",
    )
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
