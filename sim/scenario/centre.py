"""The centre in the scenario language: channels, queues, pools, who serves what."""

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.rules.routing import Own
from sim.scenario.callback import Callback, Missed
from sim.scenario.condition import Conditions
from sim.scenario.dates import Span
from sim.scenario.model import Part, PartsError, WrongPart, each_part, keyed_rows, said
from sim.scenario.people import Late, Learning
from sim.scenario.types import (
    Clock,
    Curve,
    DayHeads,
    Dist,
    Duration,
    Factor,
    Hours,
    LevelNumber,
    Lines,
    Pace,
    People,
    Rank,
    Reply,
    Share,
    counted,
    days_with,
    lines_of,
    parse_level,
    parse_pace,
    text_schema,
)
from sim.units import parse_count, quote

MOST_AT_ONCE = 100
_DEFAULT_AT_ONCE = {"live": 1, "chat": 2, "deferred": 1, "self_service": 1, "messaging": 3, "community": 1}
_MOST_MISSED = 0.95
ASYNC = frozenset({"deferred", "messaging", "community"})
"""Kinds whose customers wait for a reply and not on the line."""


def _names(value: Any) -> Any:
    """Take one name or a list of names."""
    if isinstance(value, tuple):
        return value
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, str):
            raise ValueError(f"{quote(item)} is not a name; write a name or a list of names")
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Beside = Annotated[tuple[str, ...], BeforeValidator(lambda value: () if value == "nothing" else _names(value))]


class Rings(Part):
    """How contacts ring at the agents who are to take them, and how often these do not."""

    answered_after: Duration = said("0 s", description="How long it rings at an agent who takes it.")
    missed: Share = said("0 %", description="Share of offers that an agent misses (RONA).")
    missed_after: Duration = said("20 s", description="How long it rings before it counts as missed.")
    declined: Share = said("0 %", description="Share of offers that an agent declines.")
    declined_after: Duration = said("5 s", description="How long until an agent declines.")
    unavailable_for: Duration = said(
        "1 min", description="How long an agent who missed or declined takes nothing new; the contact goes to others."
    )

    @model_validator(mode="after")
    def _somebody_answers(self) -> "Rings":
        wrong = []
        if self.missed + self.declined > _MOST_MISSED:
            wrong.append(WrongPart("at most 95 % of offers can be missed or declined together", ("missed",)))
        if self.unavailable_for <= 0:
            wrong.append(
                WrongPart("must be longer than 0 s, or it would ring there again at once", ("unavailable_for",))
            )
        if wrong:
            raise PartsError(wrong)
        return self


def _rings(value: Any) -> Any:
    return value if isinstance(value, dict | Rings) else {"answered_after": value}


class Channel(Part):
    """A way of getting in touch; its name is free, its kind says how it behaves."""

    kind: Literal["live", "chat", "deferred", "self_service", "messaging", "community"] = Field(
        description="live: one at a time, the customer waits; chat: several at once; deferred: a reply later; "
        "messaging: a conversation of turns, in which the customer takes a while to answer; community: other customers "
        "may answer, else a moderator; self_service: a machine, no person and no queue."
    )
    open: Hours = said(
        "always",
        description="When contacts are taken. Deferred ones, messages and posts are taken at any hour: who works them "
        "when is set by staff or shifts, the clock of their deadline by worked.",
    )
    in_service: Span | None = Field(
        default=None, description="Days on which there is this channel; else contacts find it closed."
    )
    lines: Lines | None = Field(
        default=None,
        description="Contacts waiting and talking at once, for example 160 lines; beyond: blocked. as phone: the lines "
        "of phone, shared with it.",
    )
    at_close: Literal["serve who waits", "disconnect"] = said(
        "serve who waits", description="What happens at closing to those who wait."
    )
    at_once: Annotated[int, *counted("chats")] | None = Field(
        default=None,
        description="Most contacts of this channel an agent holds (live 1, chat 2, messaging 3, the others 1).",
    )
    weight: Share | None = Field(default=None, description="Share of an agent one contact takes; else 1 / at_once.")
    slowdown: Annotated[dict[int, Factor], BeforeValidator(lambda v: _slowdown(v))] = Field(
        default_factory=dict,
        description="How much slower each goes with so many in hand, of whatever channels: {2 chats: 1.11 times}; a "
        "number that is not named goes as the one below it. Messaging: where nothing is said, k times with k in hand, "
        "as talk is the agent's own time; what is said replaces that whole, so name every number.",
    )
    beside: Beside | None = Field(
        default=None,
        description="Channels whose contacts an agent may take while holding one of this channel, or nothing; not "
        "given: any. Every channel held must allow the new one.",
    )
    gives_way_to: Names | None = Field(
        default=None,
        description="Channels whose contacts interrupt work on this one when nobody is free (deferred, messaging and "
        "community channels); it is taken up again as soon as there is room.",
    )
    resume_cost: Duration = said("0 s", description="Work added whenever work on this channel is taken up again.")
    rings: Annotated[Rings, BeforeValidator(_rings)] | None = Field(
        default=None,
        description="Live and chat: contacts ring at an agent before they are taken, for example 6 s, or "
        "{answered_after: 6 s, missed: 3 %}; not given: they are taken at once.",
    )
    silent_takes: Duration | None = Field(
        default=None,
        description="Chat: how long an agent needs to find that a customer has left without a word (leaves_silently).",
    )
    balks: Curve | None = Field(default=None, description="Share that leaves on hearing the expected wait.")
    reply_within: Reply | None = Field(
        default=None, description="Deadline of a reply; of the first one of a conversation of messages."
    )
    tolerated: Dist | None = Field(
        default=None, description="How long customers wait for a reply before they ask again; none: they do not."
    )
    worked: Hours = said("always", description="The clock on which working hours of a deadline run.")
    answers_after: Dist | None = Field(
        default=None, description="Messaging: how long the customer takes to answer a message of the agent."
    )
    released_after: Duration | None = Field(
        default=None,
        description="Messaging: how long an agent's place is held for the customer's answer; none: until it comes.",
    )
    replies_to: Literal["its agent", "its agent beyond the limit", "the queue"] = said(
        "the queue",
        description="Messaging: who gets an answer that comes when the place is not held any more: its agent, where "
        "there is room or whatever is in hand, or the queue.",
    )
    intent_recognised: Share = said("100 %", description="Share of contacts that are taken for what they are.")
    wrong_queue_takes: Duration | None = Field(
        default=None, description="Talk until an agent finds that a contact belongs elsewhere and passes it on."
    )
    identified: Share = said(
        "100 %",
        description="Share of customers who are known when they come; of the others nothing told before is found, and "
        "a second contact on an open issue is not recognised.",
    )

    @model_validator(mode="after")
    def _fits_the_kind(self) -> "Channel":
        wrong = []
        if self.kind not in ASYNC and self.reply_within is not None:
            message = "this is for deferred, messaging and community channels; use kpis.service_level for live ones"
            wrong.append(WrongPart(message, ("reply_within",), True))
        if self.kind not in ASYNC and self.tolerated is not None:
            message = (
                "this is for deferred, messaging and community channels; on others customers have patience (segments)"
            )
            wrong.append(WrongPart(message, ("tolerated",), True))
        if self.kind not in ASYNC and self.gives_way_to is not None:
            message = "only deferred, messaging and community work can be interrupted"
            wrong.append(WrongPart(message, ("gives_way_to",), True))
        if self.kind not in ("live", "chat") and self.rings is not None:
            wrong.append(WrongPart("only live contacts and chats ring at agents", ("rings",), True))
        if self.kind != "chat" and self.silent_takes is not None:
            wrong.append(WrongPart("customers leave without a word on chat channels only", ("silent_takes",), True))
        wrong += self._wrong_turns() + self._wrong_recognition()
        if self.kind == "live" and self.at_once not in (None, 1):
            message = "a live channel is one at a time; use kind: chat for several at once"
            wrong.append(WrongPart(message, ("at_once",)))
        elif self.at_once is not None and not 1 <= self.at_once <= MOST_AT_ONCE:
            wrong.append(WrongPart(f"an agent holds 1 to {MOST_AT_ONCE} contacts at once", ("at_once",)))
        if self.weight is not None and self.weight < 0.01:
            wrong.append(WrongPart("a contact takes at least 1 % of an agent", ("weight",)))
        if wrong:
            raise PartsError(wrong)
        return self

    def _wrong_turns(self) -> list[WrongPart]:
        """What belongs to conversations of messages only."""
        if self.kind == "messaging":
            return []
        given = (self.answers_after, self.released_after, None if self.replies_to == "the queue" else self.replies_to)
        names = ("answers_after", "released_after", "replies_to")
        message = "this is for messaging channels"
        return [
            WrongPart(message, (name,), True) for name, value in zip(names, given, strict=True) if value is not None
        ]

    def _wrong_recognition(self) -> list[WrongPart]:
        """Who is taken for something else must be sorted out by a person, and that takes time."""
        wrong = []
        if self.kind == "self_service":
            names = ("intent_recognised", "identified")
            wrong += [
                WrongPart("self-service takes what customers say themselves", (name,), True)
                for name in names
                if getattr(self, name) < 1.0
            ]
        elif self.intent_recognised < 1.0 and self.wrong_queue_takes is None:
            message = "some are put into the wrong queue; say how long it takes to find out"
            wrong.append(WrongPart(message, ("intent_recognised",), True, allowed="wrong_queue_takes: 45 s"))
        return wrong

    @property
    def most(self) -> int:
        """Most contacts of the channel in one agent's hands, the kind's default unless given."""
        return self.at_once if self.at_once is not None else _DEFAULT_AT_ONCE[self.kind]

    def slowdown_at(self, number: int) -> float:
        """How much slower each contact goes with so many in hand; a number not named goes as the one below it.

        Messages are written one at a time: unless something is said, of k in hand each goes on at 1/k.
        """
        if self.kind == "messaging" and not self.slowdown:
            return float(number)
        named = [held for held in self.slowdown if held <= number]
        return self.slowdown[max(named)] if named else 1.0

    @property
    def takes(self) -> Fraction:
        """Share of an agent that one contact takes, in thousandths or as 1 / at_once."""
        return Fraction(1, self.most) if self.weight is None else Fraction(self.weight).limit_denominator(1000)


def _slowdown(value: Any) -> Any:
    """Parse `{2 chats: 1.11 times}`, whatever the channel calls its contacts."""
    if not isinstance(value, dict):
        return value
    numbers = each_part((((key,), key) for key in value), in_hand, is_key=True)
    factors = each_part((((key,), item) for key, item in value.items()), parse_pace)
    for place, key in enumerate(value):
        if numbers[place] in numbers[:place]:
            raise PartsError([WrongPart("this number stands here twice", (key,), True)])
    return {number: f"{factor!r} times" for number, factor in sorted(zip(numbers, factors, strict=True))}


def in_hand(key: str) -> int:
    """Read `2 chats`, or `2`, as a number of contacts in hand."""
    number, _, word = key.strip().partition(" ")
    try:
        count = parse_count(key if word else number, word)
    except ValueError:
        count = 0
    if count == 1:
        raise ValueError("talk is given for one contact in hand, so nothing slows it down; write 2 or more")
    if not 1 <= count <= MOST_AT_ONCE:
        raise ValueError(f"{quote(key)} is not a number of contacts in hand; write for example 2 chats: 1.11 times")
    return count


class Overflow(Part):
    """When a contact that still waits goes over to another queue, with its age."""

    after: Duration = Field(description="Age at which it is looked at, once.")
    when: Conditions = said("", description="Only if this holds then.")


_MOST_LAST = 1000
OWN_AGENTS = tuple(kind.name.lower().replace("_", " ") for kind in Own)


def _prefers(value: Any) -> Any:
    names = _names(value)
    for name in names:
        if name not in OWN_AGENTS:
            raise ValueError(f"{quote(name)} is none of {', '.join(OWN_AGENTS)}")
    if len(set(names)) < len(names):
        raise ValueError("an agent stands here twice")
    return tuple(names)


def _announces(value: Any) -> Any:
    """Read `queue length`, `head of line`, `last served` or `mean of last 10`."""
    if isinstance(value, tuple):
        return value
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if words in ("queue length", "head of line", "last served"):
        return words, 1
    number = words.removeprefix("mean of last ")
    if number != words and number.isdigit() and 1 <= int(number) <= _MOST_LAST:
        return "mean of last", int(number)
    raise ValueError(f"{quote(value)} is none of queue length, head of line, last served, mean of last 10")


class Queue(Part):
    """A queue: which contacts wait in it. A contact joins the first queue that takes it."""

    of: Names = Field(description="Channel, or list of channels, whose contacts wait here.")
    intents: Names | None = Field(default=None, description="Only these intents.")
    segments: Names | None = Field(default=None, description="Only these segments.")
    limit: Annotated[int, *lines_of("waiting", "contacts")] | None = Field(
        default=None, description="Most contacts waiting; beyond: blocked."
    )
    score: Literal["longest wait", "weighted wait", "conversation", "least slack", "shortest work"] = said(
        "longest wait",
        description="Which of the contacts of one rank goes first: the longest wait (with what was waited before, "
        "where that counts), wait x weight, minutes waited + points, least time left to the deadline, or the shortest "
        "work (cherry-picking).",
    )
    weight: Factor = said("1 times", description="For weighted wait.")
    points: Annotated[int, *counted("points")] = said(
        "0 points", description="For conversation: a point is worth a minute of waiting."
    )
    agent: Literal["longest idle", "least loaded", "most proficient", "random"] = said(
        "longest idle", description="Which of the agents with room takes a contact that comes in."
    )
    prefers: Annotated[tuple[str, ...], BeforeValidator(lambda v: _prefers(v))] = Field(
        default=(),
        description="Agents contacts are meant for first, in this order: adviser, last agent (in any queue), last "
        "agent here (in this one), most frequent agent; they serve them before other work.",
    )
    reserved_for: Duration | None = Field(
        default=None,
        description="How long a contact waits for that agent alone, who is on shift; then for anybody. Not given: that "
        "agent is only preferred when free.",
    )
    when: Conditions = said("", description="Takes contacts only then; who comes at other times joins a later queue.")
    announces: Annotated[tuple[str, int], BeforeValidator(_announces), text_schema("An estimate.", "head of line")] = (
        said(
            "queue length",
            description="How the announced wait is estimated while nobody is free: queue length, head of line, last "
            "served, or mean of last 10.",
        )
    )
    callback: Callback | None = Field(default=None, description="Offered to customers who would have to wait.")
    missed: Missed | None = Field(default=None, description="Customers who did not get through are rung unasked.")
    longest_wait: Duration | None = Field(
        default=None,
        description="Live and chat contacts are ended that have waited so long; what_next.expired says where they turn "
        "(to leave a message, to another channel).",
    )
    overflow: dict[str, Overflow] = Field(
        default_factory=dict,
        description="Queues to which contacts go over that wait too long: {backup: {after: 2 min}}. They are served "
        "there whatever that queue takes of its own; intents: [] says that nobody comes to it by another way.",
    )


class Serve(Part):
    """How a pool serves a queue."""

    rank: Rank | None = Field(
        default=None,
        description="Lowest goes first; else by kind: live 1, chat 2, messaging 3, deferred and community 4.",
    )
    after: Duration = said("0 s", description="Only contacts that have waited so long.")
    by_level: Annotated[dict[int, Duration], BeforeValidator(lambda v: level_keys(v))] = Field(
        default_factory=dict,
        description="Rings: {level 4: 0 s, level 2: 30 s} lets agents of level 4 and above take contacts at once, of "
        "level 2 and above those that have waited 30 s, and others never.",
    )
    keeps_idle: Annotated[int, *lines_of("agents")] | None = Field(
        default=None, description="Only while more than so many agents of the pool are idle."
    )


def level_keys(value: Any) -> Any:
    """Read the keys of a table by level: level 4 and 4 are the same."""
    if not isinstance(value, dict):
        return value
    numbers = each_part((((key,), key) for key in value), parse_level, is_key=True)
    for place, key in enumerate(value):
        if numbers[place] in numbers[:place]:
            raise PartsError([WrongPart("this level stands here twice", (key,), True)])
    return dict(zip(numbers, value.values(), strict=True))


def _serve(value: Any) -> Any:
    return value if isinstance(value, dict) else {"rank": value}


def _serves(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    return {name: {} for name in _names(value)}


ServedQueues = Annotated[dict[str, Annotated[Serve, BeforeValidator(_serve)]], BeforeValidator(_serves)]


class Skill(Part):
    """A level in a channel or an intent, for all agents of a pool or for a share of them."""

    level: LevelNumber = said("level 3", description="1 to 5; level 3 is what `service` is measured at.")
    of_agents: Share = said("100 %", description="Share that has the skill; the others cannot be trained.")


def _skill(value: Any) -> Any:
    return value if isinstance(value, dict) else {"level": value}


Skills = dict[str, Annotated[Skill, BeforeValidator(_skill)]]


class Break(Part):
    """A planned break of a shift."""

    at: Clock
    lasts: Duration


class Shift(Part):
    """Persons who come and go together."""

    hours: Hours = Field(description="Days and times, for example mon-fri 07:00-15:00.")
    agents: People
    breaks: dict[str, Break] = Field(default_factory=dict)


class Staff(Part):
    """Heads by interval and day: lists from one clock time, or clock time → heads."""

    starts: Clock = said("00:00", alias="from", description="Clock time of the first figure of each list.")
    interval: Duration = said("30 min", description="Length of an interval of the lists.")
    days: Annotated[dict[str, DayHeads], days_with("from", "interval")] = Field(
        description="Heads by day (mon … sun, weekday, weekend, daily, holiday, a date): one number, a list, or "
        "{clock time: heads}."
    )


_MOST_SHRINKAGE = 0.99


class Shrinkage(Part):
    """Planned time off the queues, as shares of scheduled and of paid time; the parts multiply."""

    in_office: Share = said("0 %", description="Share of scheduled time off the queues.")
    out_of_office: Share = said("0 %", description="Share of paid time not scheduled.")

    @model_validator(mode="after")
    def _leaves_something(self) -> "Shrinkage":
        parts = ("in_office", "out_of_office")
        wrong = [
            WrongPart("shrinkage must stay below 100 %", (p,)) for p in parts if getattr(self, p) > _MOST_SHRINKAGE
        ]
        if wrong:
            raise PartsError(wrong)
        return self


def _shrinkage(value: Any) -> Any:
    return value if isinstance(value, dict | Shrinkage) else {"in_office": value}


class Pool(Part):
    """A team: how many, when, with which skills."""

    headcount: Literal["on_queue", "scheduled", "paid"] = Field(
        description="What the numbers of people count: on_queue (ready for contacts), scheduled (in the building, "
        "breaks and meetings included) or paid (holidays and sickness included); shrinkage turns one into the other."
    )
    staff: Annotated[Staff, BeforeValidator(keyed_rows(frozenset({"from", "interval"}), "days"))] | None = Field(
        default=None, description="Heads by interval."
    )
    shifts: dict[str, Shift] | None = Field(
        default=None, description="Persons by shift, for example {early: {hours: mon-fri 07:00-15:00, agents: 4}}."
    )
    roster: str | None = Field(
        default=None,
        description="Persons by a CSV with the columns agent, start, end (local, 2026-03-02 09:00) and activity: "
        "on_queue, or anything else for time off the queues.",
    )
    shrinkage: Annotated[Shrinkage, BeforeValidator(_shrinkage)] = Field(
        default_factory=Shrinkage,
        description="Time off the queues and holidays; one share alone is in_office, which holds the breaks of shifts.",
    )
    skills: Skills = Field(description="Channels the pool can work, with levels.")
    intents: Skills | None = Field(
        default=None, description="Intents the pool can work; none given: all, as well as the channel."
    )
    redirects: Share = said(
        "0 %", description="Share of its customers that the team sends elsewhere, judged by its own numbers."
    )
    cost_centre: str = Field(default="", description="Department that pays for the team; else the team itself.")
    off_queue_spell: Duration = said("30 min", description="Length of a planned spell off the queue (shifts).")
    absent: Share = said(
        "0 %",
        description="Share of the people who do not come, drawn for each person and day; they are paid (sickness that "
        "stands here is not in out_of_office). A person who is absent on a day comes to no duty that starts on it; of "
        "heads by interval fewer are there all day.",
    )
    late: Late | None = Field(
        default=None,
        description="Duties of persons (shifts, rosters) that begin late: {share: 10 %, by: half under 3 min, 90 % "
        "under 9 min}; what is missed is paid.",
    )
    tenure: Dist | None = Field(
        default=None,
        description="How long the people have been there, spread evenly over them; it stays as it is during a run, "
        "as in a team in which as many leave as come.",
    )
    learning: Learning | None = Field(
        default=None,
        description="With tenure, after how long a level can be had: {level 2: 30 days, level 3: 120 days}; before, "
        "and where a skill is lower, the lower level counts. Everybody starts at level 1.",
    )

    @model_validator(mode="after")
    def _one_kind_of_people(self) -> "Pool":
        kinds = ("staff", "shifts", "roster")
        given = [kind for kind in kinds if getattr(self, kind) is not None]
        wrong = []
        if len(given) != 1:
            message = "give exactly one of staff (heads by interval), shifts (persons) and roster (persons in a CSV)"
            wrong.append(WrongPart(f"{message}; given: {', '.join(given) or 'none'}"))
        if self.staff is not None and self.late is not None:
            message = "heads by interval are nobody in particular, so nobody of them is late; use shifts or a roster"
            wrong.append(WrongPart(message, ("late",), True))
        if self.learning is not None and self.tenure is None:
            message = "levels are learned in time; say how long the people have been there"
            wrong.append(WrongPart(message, ("learning",), True, allowed="tenure: mean 300 days, cv 0.8"))
        if self.tenure is not None and self.learning is None:
            message = "tenure changes nothing unless it is said what is learned"
            allowed = "learning: {level 2: 30 days, level 3: 120 days}"
            wrong.append(WrongPart(message, ("tenure",), True, allowed=allowed))
        if wrong:
            raise PartsError(wrong)
        return self


class Level(Part):
    """What a level does to handle time and to the share solved."""

    handle_time: Pace = said("1 times")
    solved: Factor = said("1 times")
