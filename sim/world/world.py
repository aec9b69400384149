"""What a world holds: everything an engine and a KPI need, as flat arrays indexed by small integers.

Indices: i issue, c channel, s segment, n intent, q queue, p pool, a agent, t slot of the day, d local day. Every
array is read-only. Ticks are int64 [µs] from the first local midnight of the horizon; where contacts wait at the
start, from as many days before it as the oldest has waited.
"""

import hashlib
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from sim.rules.lifecycle import Cause
from sim.world.arrays import Floats, Ints, frozen
from sim.world.calls import Callback, Campaign, Dialling, FollowUps, Missed
from sim.world.entry import ConditionFacts, Instead, Offer, Overflow, Steering


@dataclass(frozen=True, slots=True)
class Names:
    """The identities behind the indices, in file order."""

    channels: tuple[str, ...]
    segments: tuple[str, ...]
    intents: tuple[str, ...]
    queues: tuple[str, ...]
    pools: tuple[str, ...]
    causes: tuple[str, ...] = ()
    cost_centres: tuple[str, ...] = ()

    @property
    def failure_causes(self) -> tuple[str, ...]:
        """Why a customer comes again: the rows of `what_next` by number, then why conversations do not resolve."""
        return (*(cause.name.lower() for cause in Cause), *self.causes)


@dataclass(frozen=True, slots=True)
class Horizon:
    """Days, windows and intervals on the tick axis.

    Attributes:
        day_tick: (days + 1,) start of each local day; the last is the end of the horizon.
        weekday: (days,) 0 = Monday.
        measure_start: First tick of the measured window.
        measure_end: First tick after it.
        interval_ticks: Length of a demand interval.
        slot_tick: (k,) starts of slots of the day over the whole horizon, ascending, the first 0.
        slot: (k,) slot of the day that starts there: the index into tables by time of day.
    """

    day_tick: Ints
    weekday: Ints
    measure_start: int
    measure_end: int
    interval_ticks: int
    slot_tick: Ints
    slot: Ints

    @property
    def end(self) -> int:
        """First tick after the horizon."""
        return int(self.day_tick[-1])


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Issues in order of (tick, key); all columns have the same length.

    Attributes:
        issue: Issue keys (streams.address).
        tick: First contact [ticks].
        segment: Segment index.
        intent: Intent index.
        channel: First channel index.
        customer: Customer of the segment's population, −1 where it has none.
    """

    issue: Ints
    tick: Ints
    segment: Ints
    intent: Ints
    channel: Ints
    customer: Ints


@dataclass(frozen=True, slots=True)
class Ringing:
    """How contacts ring at agents; all (channels,), lengths in ticks.

    Attributes:
        answered_after: How long it rings at an agent who takes it.
        missed, missed_after: Share of offers that are missed, and how long these ring.
        declined, declined_after: Share of offers that are declined, and how long these ring.
        away_ticks: How long an agent who did not take one takes nothing.
    """

    answered_after: Ints
    missed: Floats
    missed_after: Ints
    declined: Floats
    declined_after: Ints
    away_ticks: Ints


@dataclass(frozen=True, slots=True)
class Channels:
    """Per channel; curves and spans are tuples of arrays, one for each channel.

    Attributes:
        kind: `rules.lifecycle.ChannelKind`.
        weight: Load units of one contact.
        maximum: Most contacts of the channel in one agent's hands.
        lines: Most contacts waiting and talking, −1 without limit.
        line_group: Channel whose lines it uses: its own number, or that of the one it shares lines with.
        serves_at_close: 1 where those who wait at closing are served, 0 where they are disconnected.
        open_start, open_end: Spans in which contacts are taken [ticks]; deferred ones are taken at any time in service.
        service_start, service_end: When the channel is in service [ticks]; outside it contacts find it closed.
        work_start, work_end: Spans of the clock on which working deadlines run.
        reply_ticks: Time to the deadline of a reply, −1 without one.
        reply_is_working: 1 where it runs on working hours.
        rate: (channels, k) work per tick with k contacts in hand [2⁻²⁰ tick]; the last column holds beyond.
        balk_tick, balk_share: The balking curve; empty without one.
        target_ticks: Service level threshold, −1 without one; for deferred channels on the clock below.
        target_share: Service level wanted.
        target_is_working: 1 where the threshold runs on working hours.
        recognised: Share of contacts that are taken for what they are.
        wrong_ticks: Talk until it is found that a contact belongs elsewhere.
        identified: Share of customers who are known when they come.
        beside: (channels, channels) 1 where a contact of the first, held, allows one of the second.
        gives_way: (channels, channels) 1 where work on the first is interrupted by contacts of the second.
        resume_ticks: Work added when work on the channel is taken up again.
        ringing: How contacts ring at agents.
        silent_ticks: How long an agent needs to find that a customer has left without a word.
    """

    kind: Ints
    weight: Ints
    capacity: int
    maximum: Ints
    lines: Ints
    line_group: Ints
    serves_at_close: Ints
    open_start: tuple[Ints, ...]
    open_end: tuple[Ints, ...]
    service_start: Ints
    service_end: Ints
    work_start: tuple[Ints, ...]
    work_end: tuple[Ints, ...]
    reply_ticks: Ints
    reply_is_working: Ints
    rate: Ints
    balk_tick: tuple[Ints, ...]
    balk_share: tuple[Floats, ...]
    target_ticks: Ints
    target_share: Floats
    target_is_working: Ints
    recognised: Floats
    wrong_ticks: Ints
    identified: Floats
    beside: Ints
    gives_way: Ints
    resume_ticks: Ints
    ringing: Ringing
    silent_ticks: Ints


@dataclass(frozen=True, slots=True)
class Replies:
    """Conversations of messages, and posts that other customers answer.

    Attributes:
        turns: (intents, channels) turns of the agent in a conversation.
        answers_after: (channels,) table of how long customers take to answer, −1: at once.
        released_ticks: (channels,) how long an agent's place is held for the answer, −1: until it comes.
        to_agent: (channels,) who gets an answer that comes later: 0 the queue, 1 the agent who had the contact, where
            there is room, 2 whatever is in hand.
        peers: (intents, channels) share of posts that another customer would answer.
        peers_after: (intents, channels) table of how long until then.
    """

    turns: Ints
    answers_after: Ints
    released_ticks: Ints
    to_agent: Ints
    peers: Floats
    peers_after: Ints


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Chance of customers and of service, as tables.

    Attributes:
        tables: (tables, cells) octave quantile tables [ticks].
        talk: (intents, channels, slots) table of talk, or of a session; −1 where the channel cannot do the intent.
        wrap_up: (intents, channels, slots) table of wrap-up, −1 for none.
        mean_handle: (intents, channels) mean talk + wrap-up at level 3 [ticks], 0 where no person serves it.
        patience: (segments, channels, slots) table of patience, −1: never leaves.
        keeps_patience: (segments,) 1 where patience is drawn once an issue and kept for all its contacts.
        leaves_silently: (segments, channels) share of those who lose patience and leave without a word.
        leaves_at_once: (segments, channels) threshold (of 2⁵³) of those who leave as soon as they wait.
        solved: (intents, channels) probability of resolving, level 3, story known.
        next_share: (segments, causes, channels, channels) cumulative shares of the next channel, by the one before.
        next_delay: (segments, causes, channels) table of the delay before the next contact on that channel.
        once_open: (segments, causes) 1 where customers know the hours of the channel and come when it is open.
        stay: (segments, causes, visits) (1 − g) to the power of the visit number.
        max_visits: Customer contacts of an issue at most.
        keep_same_agent: Probability that an agent who was told the story knows it, −1: as the step says.
        keep: (steps,) probability that the story is kept, by kind of step (`rules.lifecycle.Step`).
        contained: (intents, channels) share of self-service sessions after which no person is wanted.
        contained_solved: (intents, channels) share of these that resolve the issue.
        residue: (intents, channels) factor on the handle time of what self-service hands on.
        tolerance: (channels,) table of how long a reply is waited for, −1: for ever.
        effect_talk, effect_wrap_up: (intents, channels) factors of effects on talk and wrap-up.
        patience_factor: Factor on patience.
        recognised: Probability that a second contact on an open issue is recognised.
        solved_ticks: Talk of a contact on an issue that is resolved already.
        redirects: (intents, channels) share that an agent sends elsewhere; pool_redirects: (pools,) that a team does.
        passed_share, passed_lost: (intents, channels) share passed on to another skill, and of these lost on the way.
        passed_intent, passed_channel: (intents, channels) as which intent, and where, it goes on.
        passed_delay: (intents, channels) table of how long until it arrives, −1: at once.
        passed_warm: (intents, channels) share with whom the agent stays until the next one has taken over.
        conference: (intents, channels) table of how long they stay then, −1: not at all.
        follow_up, keep_informed: What the centre does itself, after an issue is resolved and while a reply is due.
        replies: Turns of messages, and posts that others answer.
        known_ticks: How long after a conversation what was told in it can be seen.
        callbacks, missed: By queue, what is offered and who is rung unasked; None where there is none.
        reopens: (intents, channels) share of resolved issues that open again.
        cause_share: (causes,) cumulative shares of why a conversation did not resolve.
        carries_age: 1 where waiting of earlier visits counts.
        lost_ticks, kept_ticks: Work added when the story is lost, kept.
        lost_solved: Factor on the probability of resolving when the story is lost.
        change_ticks: Work added when an agent changes channel.
        level_handle, level_solved: (6,) factors by level, index 0 unused.
    """

    tables: Ints
    talk: Ints
    wrap_up: Ints
    mean_handle: Floats
    patience: Ints
    keeps_patience: Ints
    leaves_silently: Floats
    leaves_at_once: Ints
    solved: Floats
    next_share: Floats
    next_delay: Ints
    once_open: Ints
    stay: Floats
    max_visits: int
    keep_same_agent: float
    keep: Floats
    contained: Floats
    contained_solved: Floats
    residue: Floats
    tolerance: Ints
    effect_talk: Floats
    effect_wrap_up: Floats
    patience_factor: float
    recognised: float
    solved_ticks: int
    redirects: Floats
    pool_redirects: Floats
    passed_share: Floats
    passed_lost: Floats
    passed_intent: Ints
    passed_channel: Ints
    passed_delay: Ints
    passed_warm: Floats
    conference: Ints
    follow_up: FollowUps
    keep_informed: FollowUps
    replies: Replies
    known_ticks: int
    callbacks: tuple[Callback | None, ...]
    missed: tuple[Missed | None, ...]
    reopens: Floats
    cause_share: Floats
    carries_age: int
    lost_ticks: int
    kept_ticks: int
    lost_solved: float
    change_ticks: int
    level_handle: Floats
    level_solved: Floats


@dataclass(frozen=True, slots=True)
class Routing:
    """Who waits where and who serves what.

    Attributes:
        queue: (channels, intents, segments) first queue without a condition that takes it, −1 where none does.
        takes: (queues, channels, intents, segments) 1 where the queue takes it when its conditions hold.
        when: Conditions of each queue, as in `Offer`.
        overflow: Rules of each queue, by age.
        limit: (queues,) most contacts waiting, −1 without limit.
        longest_wait: (queues,) wait after which live and chat contacts are ended [ticks], −1: never.
        score: (queues,) which contact goes first among those of one priority (`rules.routing.Score`).
        weight, points_ticks: (queues,) what the score weighs with [1/1000], and adds [ticks].
        agent_rule: (queues,) which agent takes a contact (`rules.routing.AgentRule`).
        priority: (pools, queues, channels) lowest first; 0 where the pool does not list the queue.
        delay: (pools, queues) age a contact must have [ticks].
        estimate, of_last: (queues,) how the announced wait is estimated (`rules.estimate.Estimate`), from how many.
        level_delay: (pools, queues, 6) age a contact must have for agents of a level [ticks], index 0 unused.
        keeps_idle: (pools, queues) idle agents that are left for other work, −1: none are kept.
        mean_handle: (queues,) configured mean handle time of the queue's mix [ticks], for announced waits.
    """

    queue: Ints
    takes: Ints
    when: tuple[Ints, ...]
    overflow: tuple[tuple[Overflow, ...], ...]
    limit: Ints
    longest_wait: Ints
    score: Ints
    weight: Ints
    points_ticks: Ints
    agent_rule: Ints
    priority: Ints
    delay: Ints
    estimate: Ints
    of_last: Ints
    level_delay: Ints
    keeps_idle: Ints
    mean_handle: Floats


@dataclass(frozen=True, slots=True)
class Relations:
    """Customers who come again, and the agents their contacts are meant for.

    Attributes:
        population: (segments,) customers of each segment, 0: every issue is of a customer of its own.
        advised: (segments,) how many of them have an adviser: those with the lowest numbers.
        adviser_pool: (segments,) whose agents these are, −1 for none.
        prefers: By queue, which agents contacts are meant for first (`rules.routing.Own`), in order.
        reserved_ticks: (queues,) how long contacts wait for them alone.
    """

    population: Ints
    advised: Ints
    adviser_pool: Ints
    prefers: tuple[Ints, ...]
    reserved_ticks: Ints


@dataclass(frozen=True, slots=True)
class Staffing:
    """Agents, their skills and their plans.

    Attributes:
        pool: (agents,) pool index.
        channel_level: (agents, channels) 0 where the agent does not work the channel.
        intent_level: (agents, intents) 0 where the agent does not work the intent.
        heads_pool, heads_tick, heads: Changes of headcount of pools staffed by interval, by pool then tick.
        duty_agent, duty_start, duty_end: Planned duties of persons, by agent then start.
        spell_duty, spell_start, spell_ticks: Planned off-queue spells within duties, by duty then start.
        scheduled_ticks: (pools, days) planned scheduled time of each local day.
        paid_ticks: (pools, days) planned paid time of each local day.
        full_time_ticks: Paid time of one full-time head a week.
        planned: The staffing before chance took people away, None where that is the same. Heads, duties and spells
            are of those who come, everything else is as planned.
    """

    pool: Ints
    channel_level: Ints
    intent_level: Ints
    heads_pool: Ints
    heads_tick: Ints
    heads: Ints
    duty_agent: Ints
    duty_start: Ints
    duty_end: Ints
    spell_duty: Ints
    spell_start: Ints
    spell_ticks: Ints
    scheduled_ticks: Ints
    paid_ticks: Ints
    full_time_ticks: int
    planned: "Staffing | None" = None

    @property
    def plan(self) -> "Staffing":
        """The staffing as planned."""
        return self if self.planned is None else self.planned

    def off_queue_spans(self) -> tuple[Ints, Ints]:
        """When the spells off the queues begin and end where no work delays them, both (spells,).

        One that is due while an earlier one of its duty lasts begins right after it; all end with the duty, and one
        that is cut to nothing ends where it begins.
        """
        begin, end = self.spell_start.copy(), self.spell_start.copy()
        number = np.arange(len(begin)) - np.searchsorted(self.spell_duty, self.spell_duty)
        free = self.duty_start.copy()
        for place in range(int(number.max(initial=-1)) + 1):
            at = np.flatnonzero(number == place)
            duty = self.spell_duty[at]
            begin[at] = np.minimum(np.maximum(begin[at], free[duty]), self.duty_end[duty])
            end[at] = np.minimum(begin[at] + self.spell_ticks[at], self.duty_end[duty])
            free[duty] = end[at]
        return begin, end


@dataclass(frozen=True, slots=True)
class Departments:
    """Who causes and who pays, as indices into the names of cost centres.

    Attributes:
        pool: (pools,) who pays for the work of a pool.
        cause: (failure causes,) who causes it, −1: the pool that worked the contact that failed.
        channel: (channels,) who causes what nobody has worked.
    """

    pool: Ints
    cause: Ints
    channel: Ints


@dataclass(frozen=True, slots=True)
class World:
    """One replication of one strategy, ready to run.

    Attributes:
        short_abandon_ticks: Abandons up to this wait are short.
        repeat_days: W: a contact so many days after another of its issue is a repeat; 0: not observed.
        n_averted: Issues of the measured window that the strategy averts.
        campaigns: Campaigns, by their number in the keys of their issues.
    """

    strategy: str
    seed: int
    replication: int
    fingerprint: str
    zone: str
    start_date: str
    short_abandon_ticks: int
    repeat_days: int
    names: Names
    horizon: Horizon
    arrivals: Arrivals
    channels: Channels
    behaviour: Behaviour
    steering: Steering
    condition_facts: ConditionFacts
    routing: Routing
    relations: Relations
    staffing: Staffing
    departments: Departments
    n_averted: int
    campaigns: tuple[Campaign, ...] = ()

    def digest(self) -> str:
        """SHA-256 over every field, in order, hexadecimal; equal worlds have equal digests."""
        state = hashlib.sha256()
        _feed(state, self)
        return state.hexdigest()


def _feed(state: "hashlib._Hash", value: Any) -> None:
    """Hash a value by type: arrays by shape and bytes, parts field by field, the rest by `repr`.

    A part that is not there (None) leaves no trace, so that one which new worlds may have changes no old digest.
    """
    if isinstance(value, np.ndarray):
        state.update(repr((value.dtype.str, value.shape)).encode())
        state.update(np.ascontiguousarray(value).tobytes())
    elif is_dataclass(value):
        for field in fields(value):
            part = getattr(value, field.name)
            if part is not None:
                state.update(field.name.encode())
                _feed(state, part)
    elif isinstance(value, tuple):
        state.update(f"({len(value)}".encode())
        for item in value:
            _feed(state, item)
    else:
        state.update(repr(value).encode())


__all__ = [
    "Arrivals",
    "Behaviour",
    "Callback",
    "Channels",
    "ConditionFacts",
    "Departments",
    "Dialling",
    "Floats",
    "FollowUps",
    "Horizon",
    "Instead",
    "Ints",
    "Missed",
    "Names",
    "Offer",
    "Overflow",
    "Relations",
    "Replies",
    "Ringing",
    "Routing",
    "Staffing",
    "Steering",
    "World",
    "frozen",
]
