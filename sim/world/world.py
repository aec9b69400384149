"""What a world holds: everything an engine and a KPI need, as flat arrays indexed by small integers.

Indices: i issue, c channel, s segment, n intent, q queue, p pool, a agent, t slot of the day, d local day. Every
array is read-only. Ticks are int64 [µs] from the first local midnight of the horizon; where contacts wait at the
start, from as many days before it as the oldest has waited.
"""

import hashlib
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.rules.lifecycle import Cause

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


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
    """

    issue: Ints
    tick: Ints
    segment: Ints
    intent: Ints
    channel: Ints


@dataclass(frozen=True, slots=True)
class Channels:
    """Per channel; curves and spans are tuples of arrays, one for each channel.

    Attributes:
        kind: `rules.lifecycle.ChannelKind`.
        weight: Load units of one contact.
        maximum: Most contacts of the channel in one agent's hands.
        lines: Most contacts waiting and talking, −1 without limit.
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
    """

    kind: Ints
    weight: Ints
    capacity: int
    maximum: Ints
    lines: Ints
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


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Contacts that the centre makes itself after one of an intent and a channel; all (intents, channels).

    Attributes:
        share: Share of contacts for which one is planned.
        channel: On which it is made, −1 for none.
        after: Table of how long after.
        talk: Table of its work.
        prevents: Share of those who would come again and then do not.
    """

    share: Floats
    channel: Ints
    after: Ints
    talk: Ints
    prevents: Floats


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
class Dialling:
    """How customers are rung.

    Attributes:
        ring_ticks: How long it rings.
        answers: (attempts,) share of customers who answer; the last one holds on.
        tries: Attempts.
        every_ticks: From the end of a ring to the next attempt.
        within_ticks: Promise of how soon they are rung, −1 without one.
        expires_ticks: How long they are tried to be reached, −1 for ever.
    """

    ring_ticks: int
    answers: Floats
    tries: int
    every_ticks: int
    within_ticks: int
    expires_ticks: int


@dataclass(frozen=True, slots=True)
class Callback:
    """An offer to be called back, to customers of a queue who would have to wait.

    Attributes:
        dialling: How it is made.
        tick, share: The curve of acceptance over the announced wait.
        conditions: As in `Offer`.
        due: Table of when the customer wants it, −1: as soon as an agent takes it.
        is_quiet: 1 where it keeps no place in the queue and is made when nobody else waits, else 0.
        closed_share: Share that accepts of those who find the channel closed, −1: they are offered nothing.
        refused: Factor on the patience of those who refuse.
        tolerance: Table of how long it is waited for before the customer asks again, −1: for ever.
    """

    dialling: Dialling
    tick: Ints
    share: Floats
    conditions: Ints
    due: int
    is_quiet: int
    closed_share: float
    refused: float
    tolerance: int


@dataclass(frozen=True, slots=True)
class Missed:
    """Customers of a queue who did not get through are rung unasked.

    Attributes:
        dialling: How it is done.
        outcomes: Outcomes after which they are.
        after_ticks: How long after.
    """

    dialling: Dialling
    outcomes: Ints
    after_ticks: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """Customers whom the centre rings of its own accord; their issues are marked by their keys (`world.campaigns`).

    Attributes:
        name: Its name.
        dialling: How they are rung.
        until_tick: (days,) from when on nobody is rung any more for the calls of a local day [ticks].
    """

    name: str
    dialling: Dialling
    until_tick: Ints


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
        leaves_at_once: (segments, channels) threshold (of 2⁵³) of those who leave as soon as they wait.
        solved: (intents, channels) probability of resolving, level 3, story known.
        next_share: (segments, causes, channels, channels) cumulative shares of the next channel, by the one before.
        next_delay: (segments, causes, channels) table of the delay before the next contact on that channel.
        once_open: (segments, causes) 1 where customers know the hours of the channel and come when it is open.
        stay: (segments, causes, visits) (1 − g) to the power of the visit number.
        max_visits: Customer contacts of an issue at most.
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
    leaves_at_once: Ints
    solved: Floats
    next_share: Floats
    next_delay: Ints
    once_open: Ints
    stay: Floats
    max_visits: int
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
class Offer:
    """One offer at entry.

    Attributes:
        channel: Where it leads.
        tick, share: The curve of acceptance over the announced wait.
        refused: Factor on the patience of those who refuse.
        conditions: (conditions, 4) fact, subject, comparison and value of each (`rules.condition`).
    """

    channel: int
    tick: Ints
    share: Floats
    refused: float
    conditions: Ints


@dataclass(frozen=True, slots=True)
class Instead:
    """Where those turn who find a channel closed to their segment; all (places,).

    Attributes:
        share: Cumulative shares; what is missing to 1 gives up.
        channel: Where.
        intent: As what they come there, −1: as what they came.
    """

    share: Floats
    channel: Ints
    intent: Ints


@dataclass(frozen=True, slots=True)
class Steering:
    """Offers at entry, and channels closed to a segment.

    Attributes:
        rule: (segments, intents) index of the offer, −1 for none.
        offers: The offers.
        closed: (segments, channels) index of where they turn instead, −1 where the channel is open to them.
        instead: The places.
    """

    rule: Ints
    offers: tuple[Offer, ...]
    closed: Ints
    instead: tuple[Instead, ...]


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """What conditions look at besides the state of the centre; their subjects are places in these.

    Attributes:
        span_start, span_end: Spans of the clock, and of incidents [ticks], one pair of arrays each.
        meter_queue, meter_ticks: (meters,) queues whose recent service is looked at, and how far back.
        product: (intents,) product of each, −1 for none.
    """

    span_start: tuple[Ints, ...]
    span_end: tuple[Ints, ...]
    meter_queue: Ints
    meter_ticks: Ints
    product: Ints


@dataclass(frozen=True, slots=True)
class Overflow:
    """One rule by which contacts go over to another queue.

    Attributes:
        to: The other queue.
        after: Age at which it is looked at [ticks].
        conditions: As in `Offer`.
    """

    to: int
    after: int
    conditions: Ints


@dataclass(frozen=True, slots=True)
class Routing:
    """Who waits where and who serves what.

    Attributes:
        queue: (channels, intents, segments) first queue without a condition that takes it, −1 where none does.
        takes: (queues, channels, intents, segments) 1 where the queue takes it when its conditions hold.
        when: Conditions of each queue, as in `Offer`.
        overflow: Rules of each queue, by age.
        limit: (queues,) most contacts waiting, −1 without limit.
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
    """Hash a value by type: arrays by shape and bytes, parts field by field, the rest by `repr`."""
    if isinstance(value, np.ndarray):
        state.update(repr((value.dtype.str, value.shape)).encode())
        state.update(np.ascontiguousarray(value).tobytes())
    elif is_dataclass(value):
        for field in fields(value):
            state.update(field.name.encode())
            _feed(state, getattr(value, field.name))
    elif isinstance(value, tuple):
        state.update(f"({len(value)}".encode())
        for item in value:
            _feed(state, item)
    else:
        state.update(repr(value).encode())


def frozen(values: Any, dtype: type = np.int64) -> NDArray[Any]:
    """Make a read-only contiguous array of the given type."""
    array: NDArray[Any] = np.ascontiguousarray(values, dtype=dtype)
    if array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array
