"""Lowering: figures of a centre to ticks, tables and thresholds by index."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import lcm

import numpy as np
from numpy.typing import NDArray

from sim.rules.estimate import Estimate
from sim.rules.handle import WORK_UNIT, rate
from sim.rules.lifecycle import DEFAULT_PRIORITY, Cause, ChannelKind, Step
from sim.rules.routing import NEVER_DELAY, WEIGHT_UNIT, AgentRule, Score
from sim.scenario.centre import ASYNC, Channel, Queue, Rings
from sim.scenario.customers import NextRow, Segment, Service
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.scenario.types import As, Timed
from sim.streams import Distribution, threshold
from sim.units import TICKS_PER_SECOND, WeeklyHours
from sim.world.calendar import DAY_SECONDS, LocalCalendar
from sim.world.callbacks import lower_callbacks
from sim.world.conditions import ConditionTable
from sim.world.demand import DemandPlan
from sim.world.journeys import lower_follow_ups, lower_replies
from sim.world.mix import queue_handle
from sim.world.quantiles import QuantileTables
from sim.world.world import Behaviour, Channels, Floats, Ints, Names, Overflow, Ringing, Routing, frozen

KINDS = {
    "live": ChannelKind.LIVE,
    "chat": ChannelKind.CHAT,
    "deferred": ChannelKind.DEFERRED,
    "self_service": ChannelKind.SELF_SERVICE,
    "messaging": ChannelKind.MESSAGING,
    "community": ChannelKind.COMMUNITY,
}
SCORES = {score.name.lower().replace("_", " "): score for score in Score}
ESTIMATES = {estimate.name.lower().replace("_", " "): estimate for estimate in Estimate}
AGENT_RULES = {rule.name.lower().replace("_", " "): rule for rule in AgentRule}
DEADLINE_DAYS_BEYOND = 60
"""Working clocks are laid this far beyond the horizon, so that late deadlines are known."""


def hours_of(centre: Centre, name: str, field: str) -> WeeklyHours:
    """Follow `as other` to weekly hours; the checks have refused cycles."""
    hours = getattr(centre.channels[name], field)
    return hours_of(centre, hours.name, "open") if isinstance(hours, As) else hours


def lower_channels(centre: Centre, names: Names, calendar: LocalCalendar) -> Channels:
    """Lower capacity, hours, deadlines, curves and targets of all channels."""
    channels = list(centre.channels.values())
    weights = [channel.takes for channel in channels]
    capacity = lcm(*(weight.denominator for weight in weights)) if weights else 1
    service = [_service(channel, calendar) for channel in channels]
    open_spans = [
        _within(*calendar.spans(hours_of(centre, name, "open")), *span)
        for name, span in zip(names.channels, service, strict=True)
    ]
    beyond = calendar.days + DEADLINE_DAYS_BEYOND
    work_spans = [calendar.spans(hours_of(centre, name, "worked"), to_day=beyond) for name in names.channels]
    most = max([2, *(channel.most for channel in channels), *(k for c in channels for k in c.slowdown)])
    targets = [centre.kpis.service_level.get(name) for name in names.channels]
    return Channels(
        kind=frozen([KINDS[channel.kind] for channel in channels]),
        weight=frozen([int(weight * capacity) for weight in weights]),
        capacity=capacity,
        maximum=frozen([channel.most for channel in channels]),
        lines=frozen([_lines(centre, name) for name in names.channels]),
        line_group=frozen([_line_group(centre, names, name) for name in names.channels]),
        serves_at_close=frozen([channel.at_close == "serve who waits" for channel in channels]),
        open_start=tuple(start for start, _ in open_spans),
        open_end=tuple(end for _, end in open_spans),
        service_start=frozen([start for start, _ in service]),
        service_end=frozen([end for _, end in service]),
        work_start=tuple(start for start, _ in work_spans),
        work_end=tuple(end for _, end in work_spans),
        reply_ticks=frozen([-1 if c.reply_within is None else c.reply_within.ticks for c in channels]),
        reply_is_working=frozen([c.reply_within is not None and c.reply_within.working for c in channels]),
        rate=frozen([_rates(channel, most) for channel in channels]),
        balk_tick=tuple(frozen([tick for tick, _ in c.balks or ()]) for c in channels),
        balk_share=tuple(frozen([share for _, share in c.balks or ()], float) for c in channels),
        target_ticks=frozen([-1 if target is None else target.within.ticks for target in targets]),
        target_share=frozen(
            [np.nan if target is None or target.share is None else target.share for target in targets], float
        ),
        target_is_working=frozen([target is not None and target.within.working for target in targets]),
        recognised=frozen([channel.intent_recognised for channel in channels], float),
        wrong_ticks=frozen([channel.wrong_queue_takes or 0 for channel in channels]),
        identified=frozen([channel.identified for channel in channels], float),
        beside=_pairs([channel.beside for channel in channels], names, True),
        gives_way=_pairs([channel.gives_way_to for channel in channels], names, False),
        resume_ticks=frozen([channel.resume_cost for channel in channels]),
        ringing=_ringing([channel.rings or Rings(missed_after="0 s") for channel in channels]),
        silent_ticks=frozen([channel.silent_takes or 0 for channel in channels]),
    )


def _ringing(rows: list[Rings]) -> Ringing:
    return Ringing(
        answered_after=frozen([row.answered_after for row in rows]),
        missed=frozen([row.missed for row in rows], float),
        missed_after=frozen([row.missed_after for row in rows]),
        declined=frozen([row.declined for row in rows], float),
        declined_after=frozen([row.declined_after for row in rows]),
        away_ticks=frozen([row.unavailable_for for row in rows]),
    )


def _lines(centre: Centre, name: str) -> int:
    """Lines of a channel, or of the one it shares them with; −1 without limit."""
    lines = centre.channels[name].lines
    if isinstance(lines, As):
        return _lines(centre, lines.name)
    return -1 if lines is None else int(lines)


def _line_group(centre: Centre, names: Names, name: str) -> int:
    lines = centre.channels[name].lines
    return names.channels.index(lines.name if isinstance(lines, As) else name)


def _pairs(named: list[tuple[str, ...] | None], names: Names, unsaid: bool) -> Ints:
    """Which channels each channel names, (channels, channels); all or none where nothing is said."""
    return frozen([[unsaid if row is None else other in row for other in names.channels] for row in named])


def _service(channel: Channel, calendar: LocalCalendar) -> tuple[int, int]:
    """When a channel is in service [ticks], half-open; the whole tick axis unless it says otherwise."""
    span = channel.in_service
    first = 0 if span is None or span.first is None else calendar.tick((span.first - calendar.start).days, 0)
    days = calendar.days if span is None or span.last is None else (span.last - calendar.start).days + 1
    return max(0, first), calendar.tick(days, 0)


def _within(starts: Ints, ends: Ints, first: int, last: int) -> tuple[Ints, Ints]:
    """What of spans lies between two ticks."""
    starts, ends = np.maximum(starts, first), np.minimum(ends, last)
    is_left = starts < ends
    return frozen(starts[is_left]), frozen(ends[is_left])


def _rates(channel: Channel, size: int) -> list[int]:
    """Work per tick with 0 … size contacts in hand."""
    return [WORK_UNIT, WORK_UNIT, *(rate(channel.slowdown_at(held)) for held in range(2, size + 1))]


def slot_seconds(centre: Centre) -> list[int]:
    """All clock times at which some distribution changes, ascending, 0 first."""
    seconds = {0}
    for by_channel in centre.service.values():
        for service in by_channel.values():
            seconds.update(second for second, _ in service.time)
            seconds.update(second for second, _ in service.wrap_up or ())
    for segment in centre.segments.values():
        for timed in (segment.patience or {}).values():
            seconds.update(second for second, _ in timed)
    return sorted(seconds)


def _by_slot(timed: Timed, slots: list[int]) -> list[Distribution]:
    """The distribution that holds in each slot of the day."""
    return [max(row for row in timed if row[0] <= second)[1] if len(timed) > 1 else timed[0][1] for second in slots]


def lower_behaviour(centre: Centre, names: Names, slots: list[int], conditions: ConditionTable) -> Behaviour:
    """Lower service, patience, journeys and levels to tables and probabilities."""
    tables = QuantileTables()
    shape = (len(names.intents), len(names.channels), len(slots))
    talk, wrap_up = np.full(shape, -1), np.full(shape, -1)
    mean_handle, solved = np.zeros(shape[:2]), np.zeros(shape[:2])
    contained, contained_solved, residue = np.zeros(shape[:2]), np.zeros(shape[:2]), np.ones(shape[:2])
    effects = _effects(centre, names)
    spans = np.diff([*slots, DAY_SECONDS])
    for n, intent in enumerate(names.intents):
        for c, channel in enumerate(names.channels):
            service = centre.service.get(intent, {}).get(channel)
            if service is None:
                continue
            solved[n, c] = min(1.0, service.solved * effects.solved[n, c])
            contained[n, c] = min(1.0, service.contained * effects.contained[n, c])
            contained_solved[n, c] = service.of_these_solved
            residue[n, c] = service.leftover_takes
            pace = 1.0 if service.measured_at is None else centre.channels[channel].slowdown_at(service.measured_at)
            talks = [d.scaled(1.0 / pace) for d in _by_slot(service.time, slots)]
            wraps = None
            if service.wrap_up is not None:
                wraps = [d.scaled(1.0 / pace) for d in _by_slot(service.wrap_up, slots)]
            talk[n, c] = [tables.index(d) for d in talks]
            means = np.asarray([d.mean_s() for d in talks])
            if wraps is not None:
                wrap_up[n, c] = [-1 if d == Distribution.fixed(0.0) else tables.index(d) for d in wraps]
                means = means + np.asarray([d.mean_s() for d in wraps])
            if service.lasts is None:
                mean_handle[n, c] = float(np.average(means, weights=spans)) * TICKS_PER_SECOND * effects.talk[n, c]
    waits = [channel.tolerated for channel in centre.channels.values()]
    tolerance = [-1 if d is None or d.is_never else tables.index(d) for d in waits]
    passed = _passed(centre, names, tables)
    journeys = _journeys(centre, names, tables)
    follow_up = lower_follow_ups(centre, names, tables, "follow_up")
    keep_informed = lower_follow_ups(centre, names, tables, "keep_informed")
    replies = lower_replies(centre, names, tables)
    callbacks, missed = lower_callbacks(centre, tables, conditions)
    patience = _patience(centre, names, slots, tables)
    level_handle, level_solved = np.ones(6), np.ones(6)
    for number, level in centre.levels.items():
        level_handle[number], level_solved[number] = level.handle_time, level.solved
    leaves = [
        [threshold(segment.leaves_at_once.get(c, segment.leaves_at_once.get("*", 0.0))) for c in names.channels]
        for segment in centre.segments.values()
    ]
    return Behaviour(
        tables=tables.all(),
        talk=frozen(talk),
        wrap_up=frozen(wrap_up),
        mean_handle=frozen(mean_handle, float),
        patience=frozen(patience),
        keeps_patience=frozen([segment.patience_of == "issue" for segment in centre.segments.values()]),
        leaves_silently=frozen([_silent(centre, segment, names) for segment in centre.segments.values()], float),
        leaves_at_once=frozen(leaves),
        solved=frozen(solved, float),
        next_share=journeys[0],
        next_delay=journeys[1],
        once_open=frozen(
            [[_is_once_open(next_row(centre, name, cause)) for cause in Cause] for name in names.segments]
        ),
        stay=journeys[2],
        max_visits=centre.what_next.at_most,
        keep_same_agent=-1.0 if centre.context.same_agent is None else centre.context.same_agent,
        keep=frozen([getattr(centre.context, step.name.lower()) for step in Step], float),
        contained=frozen(contained, float),
        contained_solved=frozen(contained_solved, float),
        residue=frozen(residue, float),
        tolerance=frozen(tolerance),
        effect_talk=effects.talk,
        effect_wrap_up=effects.wrap_up,
        patience_factor=centre.patience_factor,
        recognised=centre.context.recognised,
        solved_ticks=centre.already_solved,
        redirects=_of_service(centre, names, lambda service: service.redirects),
        pool_redirects=frozen([pool.redirects for pool in centre.pools.values()], float),
        passed_share=_of_service(
            centre, names, lambda service: 0.0 if service.passed_on is None else service.passed_on.share
        ),
        passed_lost=_of_service(
            centre, names, lambda service: 0.0 if service.passed_on is None else service.passed_on.lost
        ),
        passed_intent=frozen(passed[0]),
        passed_channel=frozen(passed[1]),
        passed_delay=frozen(passed[2]),
        passed_warm=_of_service(
            centre, names, lambda service: 0.0 if service.passed_on is None else service.passed_on.warm
        ),
        conference=frozen(passed[3]),
        follow_up=follow_up,
        keep_informed=keep_informed,
        replies=replies,
        known_ticks=centre.context.known_after,
        callbacks=callbacks,
        missed=missed,
        reopens=_of_service(centre, names, lambda service: service.reopens),
        cause_share=frozen(np.cumsum(list(centre.not_solved_because.values())), float),
        carries_age=int(centre.context.waiting_counts),
        lost_ticks=centre.lost_story.extra_talk,
        kept_ticks=centre.kept_story.reading,
        lost_solved=centre.lost_story.solved,
        change_ticks=centre.change_of_channel,
        level_handle=frozen(level_handle, float),
        level_solved=frozen(level_solved, float),
    )


@dataclass(frozen=True, slots=True)
class _Effects:
    """Factors of all effects together, each (intents, channels)."""

    talk: Floats
    wrap_up: Floats
    solved: Floats
    contained: Floats


def _effects(centre: Centre, names: Names) -> _Effects:
    talk, wrap_up, solved, contained = (np.ones((len(names.intents), len(names.channels))) for _ in range(4))
    for effect in centre.effects.values():
        intents = [names.intents.index(name) for name in effect.intents or names.intents]
        channels = [names.channels.index(name) for name in effect.channels or names.channels]
        place = np.ix_(intents, channels)
        talk[place] *= effect.handle_time
        wrap_up[place] *= effect.handle_time * effect.wrap_up
        solved[place] *= effect.solved
        contained[place] *= effect.contained
    return _Effects(frozen(talk, float), frozen(wrap_up, float), solved, contained)


def _of_service(centre: Centre, names: Names, figure: Callable[[Service], float]) -> Floats:
    """One figure of service by intent and channel; 0 where there is no service."""
    table = np.zeros((len(names.intents), len(names.channels)))
    for intent, by_channel in centre.service.items():
        for channel, service in by_channel.items():
            table[names.intents.index(intent), names.channels.index(channel)] = figure(service)
    return frozen(table, float)


def _passed(centre: Centre, names: Names, tables: QuantileTables) -> Ints:
    """Where contacts go on that are passed on: intent, channel, tables of delay and conference.

    Returns:
        (4, intents, channels).
    """
    intents, channels = np.indices((len(names.intents), len(names.channels)))
    passed = np.stack([intents, channels, np.full_like(intents, -1), np.full_like(intents, -1)])
    for intent, by_channel in centre.service.items():
        for channel, service in by_channel.items():
            to, place = service.passed_on, (names.intents.index(intent), names.channels.index(channel))
            if to is not None:
                passed[(0, *place)] = names.intents.index(to.to or intent)
                passed[(1, *place)] = names.channels.index(to.on or channel)
                passed[(2, *place)] = tables.index(to.after, 0)
                if to.warm:
                    passed[(3, *place)] = tables.index(to.conference, 0)
    return passed


def _patience(centre: Centre, names: Names, slots: list[int], tables: QuantileTables) -> Ints:
    """Tables of patience by segment, channel and slot, −1 where nobody leaves."""
    patience = np.full((len(names.segments), len(names.channels), len(slots)), -1)
    for s, segment in enumerate(centre.segments.values()):
        given = segment.patience or {}
        for c, channel in enumerate(names.channels):
            timed = given.get(channel, given.get("*"))
            if timed is None or centre.channels[channel].kind in ASYNC:
                continue
            patience[s, c] = [-1 if d.is_never else tables.index(d, floor_ticks=0) for d in _by_slot(timed, slots)]
    return patience


def _silent(centre: Centre, segment: Segment, names: Names) -> list[float]:
    """Shares of those who leave without a word, by channel; only chats are left so."""
    shares = segment.leaves_silently
    return [shares.get(c, shares.get(EVERY, 0.0)) if centre.channels[c].kind == "chat" else 0.0 for c in names.channels]


def next_row(centre: Centre, segment: str, cause: Cause) -> NextRow | None:
    """The row of `what_next` for a segment: its own, else the one for everybody."""
    field = cause.name.lower()
    own = getattr(centre.segments[segment].what_next, field)
    row = own if own is not None else getattr(centre.what_next, field)
    assert row is None or isinstance(row, NextRow)
    return row


def _is_once_open(row: NextRow | None) -> bool:
    return row is not None and row.once_open


def _journeys(centre: Centre, names: Names, tables: QuantileTables) -> tuple[Floats, Ints, Floats]:
    """Cumulative shares of the next channel, delays, and what is left of the shares at each visit."""
    n_channels, visits = len(names.channels), centre.what_next.at_most
    share = np.zeros((len(names.segments), len(Cause), n_channels, n_channels))
    delay = np.full((len(names.segments), len(Cause), n_channels), -1)
    stay = np.ones((len(names.segments), len(Cause), max(1, visits)))
    for s, segment in enumerate(names.segments):
        for cause in Cause:
            row = next_row(centre, segment, cause)
            if row is None:
                continue
            for place in range(1, visits):
                stay[s, cause, place] = stay[s, cause, place - 1] * (1.0 - row.gives_up_more)
            for c, name in enumerate(names.channels):
                after: Distribution = row.after.get(name, row.after.get(EVERY)) or Distribution.fixed(0.0)
                delay[s, cause, c] = tables.index(after, 0)
                share[s, cause, :, c] += row.shares.get(name, 0.0)
                share[s, cause, c, c] += row.shares.get("same", 0.0)
    return frozen(np.minimum(np.cumsum(share, axis=3), 1.0), float), frozen(delay), frozen(stay, float)


def lower_routing(
    centre: Centre, names: Names, demand: DemandPlan, behaviour: Behaviour, conditions: ConditionTable
) -> Routing:
    """Lower queues and who serves them."""
    takes, when = _takes(centre, names), [conditions.rows(queue.when) for queue in centre.queues.values()]
    queue = np.full((len(names.channels), len(names.intents), len(names.segments)), -1)
    for q in reversed(range(len(names.queues))):
        if not len(when[q]):
            queue[takes[q]] = q
    priority = np.zeros((len(names.pools), len(names.queues), len(names.channels)))
    delay, keeps = np.zeros((2, len(names.pools), len(names.queues)))
    keeps -= 1
    level_delay = np.zeros((len(names.pools), len(names.queues), 6))
    for pool, served in centre.serves.items():
        p = names.pools.index(pool)
        for name, serve in served.items():
            q = names.queues.index(name)
            delay[p, q] = serve.after
            level_delay[p, q] = _level_delays(serve.by_level)
            keeps[p, q] = -1 if serve.keeps_idle is None else serve.keeps_idle
            for c, channel in enumerate(names.channels):
                kind = KINDS[centre.channels[channel].kind]
                priority[p, q, c] = serve.rank if serve.rank is not None else DEFAULT_PRIORITY[kind]
    queues = centre.queues.values()
    routing = Routing(
        queue=frozen(queue),
        takes=frozen(takes),
        when=tuple(when),
        overflow=tuple(_overflow(q, names, conditions) for q in queues),
        limit=frozen([-1 if q.limit is None else q.limit for q in queues]),
        longest_wait=frozen([-1 if q.longest_wait is None else q.longest_wait for q in queues]),
        score=frozen([SCORES[q.score] for q in queues]),
        weight=frozen([round(q.weight * WEIGHT_UNIT) for q in queues]),
        points_ticks=frozen([q.points * 60 * TICKS_PER_SECOND for q in queues]),
        agent_rule=frozen([AGENT_RULES[q.agent] for q in queues]),
        priority=frozen(priority),
        delay=frozen(delay),
        estimate=frozen([ESTIMATES[q.announces[0]] for q in queues]),
        of_last=frozen([q.announces[1] for q in queues]),
        level_delay=frozen(level_delay),
        keeps_idle=frozen(keeps),
        mean_handle=frozen([], float),
    )
    return replace(routing, mean_handle=queue_handle(demand, names, behaviour, routing))


def _takes(centre: Centre, names: Names) -> NDArray[np.bool_]:
    """Which contacts a queue takes when its conditions hold, (queues, channels, intents, segments)."""

    def among(wanted: tuple[str, ...] | None, known: tuple[str, ...]) -> list[bool]:
        return [wanted is None or name in wanted for name in known]

    return np.asarray(
        [
            np.einsum(
                "c,n,s->cns",
                among(queue.of, names.channels),
                among(queue.intents, names.intents),
                among(queue.segments, names.segments),
            )
            for queue in centre.queues.values()
        ],
        dtype=np.bool_,
    )


def _level_delays(by_level: dict[int, int]) -> list[int]:
    """Age from which on agents of each level take contacts: the least of those named for their level or a lower one."""
    if not by_level:
        return [0] * 6
    return [min((age for least, age in by_level.items() if least <= level), default=NEVER_DELAY) for level in range(6)]


def _overflow(queue: Queue, names: Names, conditions: ConditionTable) -> tuple[Overflow, ...]:
    """Rules by which contacts go over to other queues, by age; equal ages in the order of the file."""
    rules = [
        Overflow(names.queues.index(name), rule.after, conditions.rows(rule.when))
        for name, rule in queue.overflow.items()
    ]
    return tuple(sorted(rules, key=lambda rule: rule.after))
