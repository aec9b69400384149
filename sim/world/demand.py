"""Arrivals: mean counts by row, day and interval, and the issues drawn from them (MODEL.md 3 and 4).

The count of an interval is the Poisson quantile of the interval's own uniform, and the k-th issue of an
interval has its own uniform for its time, so more volume only adds issues and changes none.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from scipy import special

from sim.scenario.csv_rows import DayTable, read_counts
from sim.scenario.demand import Demand, DemandRow, Profile
from sim.scenario.scenario import Centre
from sim.scenario.types import word_of_day
from sim.streams import Stream, pack_issue, pack_issues, uniforms
from sim.units import TICKS_PER_SECOND, parse_clock
from sim.world.calendar import DAY_SECONDS, LocalCalendar
from sim.world.world import Arrivals, Floats, Ints, Names, frozen

UNIT = np.float64(2.0**-53)
COMMON_ROW = 255
DAY_INTERVAL = 511


@dataclass(frozen=True, slots=True)
class TraceRow:
    """Exact arrivals of one row, in the order of the text; −1 where intent or segment is drawn."""

    tick: Ints
    issue: Ints
    intent: Ints
    segment: Ints


@dataclass(frozen=True, slots=True)
class DemandPlan:
    """Everything about demand that is the same in every replication.

    Attributes:
        is_by_channel: Whether rows are channels (else intents).
        row_subject: (rows,) channel or intent index of each row.
        key: (m,) key of each (row, day, interval) with a positive mean, k = 0.
        row, day: (m,) the row and the day of it.
        start, length: (m,) its span [ticks].
        mean: (m,) mean count before the day factor.
        own_cv, common_cv: (rows,) spread of the own and the common day factor.
        traces: Exact arrivals by row.
        segment_share: (channels + 1, segments) cumulative shares by channel; the last row for demand by intent.
        intent_share: (channels, intents) cumulative shares by channel.
        channel_share: (segments, channels) cumulative preferences.
    """

    is_by_channel: bool
    row_subject: Ints
    key: Ints
    row: Ints
    day: Ints
    start: Ints
    length: Ints
    mean: Floats
    own_cv: Floats
    common_cv: Floats
    traces: tuple[tuple[int, TraceRow], ...]
    segment_share: Floats
    intent_share: Floats
    channel_share: Floats


def _profile_means(profile: Profile, interval: int, weekday: int) -> Floats:
    """Means of one day of a profile, shape (intervals of the clock,)."""
    means = np.zeros(DAY_SECONDS // interval)
    word = word_of_day(profile.days, weekday)
    if word is not None:
        first = profile.starts // interval
        figures = profile.days[word]
        means[first : first + len(figures)] = figures
    return means


def _rate_means(rate: dict[str, dict[str, float]], interval: int, weekday: int) -> Floats:
    """Means of one day of a rate that changes at clock times (aligned with the intervals)."""
    means = np.zeros(DAY_SECONDS // interval)
    word = word_of_day(rate, weekday)
    rates = sorted((parse_clock(clock), per_second) for clock, per_second in rate[word].items()) if word else []
    for second, per_second in rates:
        means[second // interval :] = per_second * interval
    return means


def _day_means(
    demand: Demand, row: DemandRow, files: dict[str, DayTable], interval: int, weekday: int, date_text: str
) -> Floats:
    """Mean counts of one row on one day by interval of the clock, before scaling."""
    if row.profile is not None:
        return _profile_means(row.profile, interval, weekday)
    if row.rate is not None:
        return _rate_means(row.rate, interval, weekday)
    if row.file is not None:
        return files[row.file].means(date_text, weekday, DAY_SECONDS // interval)
    if row.volume is not None and row.shape is not None:
        model = demand.rows[row.shape_row]
        shape = _day_means(demand, model, files, interval, weekday, date_text)
        word = word_of_day(row.volume, weekday)
        total = shape.sum()
        if word is None or total <= 0:
            return np.zeros_like(shape)
        scaled: Floats = shape * (row.volume[word] / total)
        return scaled
    return np.zeros(DAY_SECONDS // interval)


def _spread(demand: Demand, row: DemandRow) -> tuple[float, float]:
    """Split a row's day spread s into own and common: (1 + own²)(1 + common²) = 1 + s²."""
    day = demand.forecast_error.day if row.forecast_error is None else row.forecast_error
    common_square = demand.forecast_error.shared_by_channels * day * day
    own_square = (1.0 + day * day) / (1.0 + common_square) - 1.0
    return max(0.0, own_square) ** 0.5, common_square**0.5


def _shares(rows: list[dict[str, float]], keys: tuple[str, ...]) -> Floats:
    """Cumulative shares by key (channel) of entities whose shares are by key or for every key."""
    table = [[row.get(key, row.get("*", 0.0)) for row in rows] for key in keys]
    return frozen(np.cumsum(np.asarray(table, dtype=float), axis=1), float)


def plan_demand(centre: Centre, names: Names, calendar: LocalCalendar, base_folder: str) -> DemandPlan:
    """Lay the demand of a centre on the calendar.

    Args:
        centre: The checked centre.
        names: Its names.
        calendar: The horizon.
        base_folder: Folder that CSV paths are relative to.
    """
    demand = centre.demand
    interval = demand.interval // TICKS_PER_SECOND
    scale = demand.scale * (1.0 if demand.first_contacts is None else demand.first_contacts)
    files = {row.file: read_counts(base_folder, row.file, interval) for row in demand.rows.values() if row.file}
    columns: list[tuple[int, int, int, int, int, float]] = []
    for day in range(calendar.days):
        date_text = datetime.fromordinal(calendar.start.toordinal() + day).date().isoformat()
        spans = list(calendar.intervals(day, interval))
        for number, row in enumerate(demand.rows.values()):
            if row.at is not None:
                continue
            means = _day_means(demand, row, files, interval, calendar.weekday(day), date_text) * scale
            columns += [
                (pack_issue(number, day, span.ordinal, 0), number, day, span.start, span.end - span.start, mean)
                for span in spans
                if (mean := float(means[span.clock])) > 0.0
            ]
    subjects = names.channels if demand.by_channel is not None else names.intents
    spreads = [_spread(demand, row) for row in demand.rows.values()]
    segments = [dict(segment.share) for segment in centre.segments.values()]
    return DemandPlan(
        is_by_channel=demand.by_channel is not None,
        row_subject=frozen([subjects.index(name) for name in demand.rows]),
        key=frozen([c[0] for c in columns]),
        row=frozen([c[1] for c in columns]),
        day=frozen([c[2] for c in columns]),
        start=frozen([c[3] for c in columns]),
        length=frozen([c[4] for c in columns]),
        mean=frozen([c[5] for c in columns], float),
        own_cv=frozen([own for own, _ in spreads], float),
        common_cv=frozen([common for _, common in spreads], float),
        traces=_traces(centre, names, calendar, interval),
        segment_share=_shares(segments, (*names.channels, "*")),
        intent_share=_shares([dict(intent.share) for intent in centre.intents.values()], names.channels),
        channel_share=frozen(
            np.cumsum([[s.prefers.get(c, 0.0) for c in names.channels] for s in centre.segments.values()], axis=1),
            float,
        ),
    )


def _traces(centre: Centre, names: Names, calendar: LocalCalendar, interval: int) -> tuple[tuple[int, TraceRow], ...]:
    """Lay exact arrivals on the calendar; those outside the horizon are left out (a check names them)."""
    found = []
    for number, row in enumerate(centre.demand.rows.values()):
        if row.at is None:
            continue
        rows: list[tuple[int, int, int, int]] = []
        for arrival in row.at:
            moment = datetime.fromisoformat(arrival.at)
            day = moment.date().toordinal() - calendar.start.toordinal()
            if not 0 <= day < calendar.days:
                continue
            second = moment.hour * 3600 + moment.minute * 60 + moment.second
            tick = calendar.tick(day, second) + moment.microsecond
            intent = -1 if arrival.intent is None else names.intents.index(arrival.intent)
            segment = -1 if arrival.segment is None else names.segments.index(arrival.segment)
            rows.append((pack_issue(number, day, second // interval, 0), tick, intent, segment))
        keys: list[int] = []
        counts: dict[int, int] = {}
        for first_key, *_ in rows:  # k counts on in the order of the text, so that a line more changes no other
            keys.append(first_key + counts.get(first_key, 0))
            counts[first_key] = counts.get(first_key, 0) + 1
        found.append(
            (
                number,
                TraceRow(
                    tick=frozen([r[1] for r in rows]),
                    issue=frozen(keys),
                    intent=frozen([r[2] for r in rows]),
                    segment=frozen([r[3] for r in rows]),
                ),
            )
        )
    return tuple(found)


def _uniform(seed: int, replication: int, stream: Stream, keys: Ints) -> Floats:
    """Uniforms in [0, 1) of a stream for many keys."""
    u: Floats = uniforms(seed, replication, stream, keys) * UNIT
    return u


def poisson_quantile(u: Floats, mean: Floats) -> Ints:
    """Smallest count whose Poisson distribution function reaches u.

    Args:
        u: Uniforms in [0, 1), any shape.
        mean: Means, above 0, same shape.

    Returns:
        Counts, 0 or more.
    """
    count = np.ceil(special.pdtrik(u, mean))
    count = np.where(np.isfinite(count), np.maximum(count, 0.0), 0.0)
    below = np.maximum(count - 1.0, 0.0)
    return np.where(special.pdtr(below, mean) >= u, below, count).astype(np.int64)


def _gamma_factor(u: Floats, cv: Floats) -> Floats:
    """Gamma quantile with mean 1 and the given spread; exactly 1 where the spread is 0."""
    shape = 1.0 / np.where(cv > 0.0, cv * cv, 1.0)
    factor: Floats = np.where(cv > 0.0, special.gammaincinv(shape, u) / shape, 1.0)
    return factor


def _day_factor(plan: DemandPlan, seed: int, replication: int) -> Floats:
    """Day factor of each (row, day, interval): common × own, each gamma with mean 1."""
    common_key = pack_issues(np.full_like(plan.day, COMMON_ROW), plan.day, DAY_INTERVAL, 0)
    own_key = pack_issues(plan.row, plan.day, DAY_INTERVAL, 0)
    common = _uniform(seed, replication, Stream.DAY_COMMON, common_key)
    own = _uniform(seed, replication, Stream.DAY_OWN, own_key)
    factor: Floats = _gamma_factor(common, plan.common_cv[plan.row]) * _gamma_factor(own, plan.own_cv[plan.row])
    return factor


def _pick(u: Floats, cumulative: Floats) -> Ints:
    """Pick an index by cumulative shares, row by row; rounding never picks a share of 0 at the end."""
    last = np.argmax(cumulative >= cumulative[:, -1:] - 1e-12, axis=1)
    scaled = u[:, None] * np.minimum(1.0, cumulative[:, -1:])
    picked = (scaled >= cumulative).sum(axis=1)
    index: Ints = np.minimum(picked, last).astype(np.int64)
    return index


def draw_arrivals(plan: DemandPlan, seed: int, replication: int) -> Arrivals:
    """Draw the issues of one replication, ordered by (tick, key)."""
    keys, ticks, rows, intents, segments = [], [], [], [], []
    if len(plan.key):
        mean = plan.mean * _day_factor(plan, seed, replication)
        count = poisson_quantile(_uniform(seed, replication, Stream.COUNT, plan.key), mean)
        if count.size and int(count.max()) >= 1 << 20:
            raise OverflowError("more than 1,048,575 issues in one interval; make the interval shorter")
        place = np.repeat(np.arange(len(count)), count)
        k = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
        key = plan.key[place] + k
        u = _uniform(seed, replication, Stream.TIME, key)
        keys.append(key)
        ticks.append(plan.start[place] + np.floor(u * plan.length[place]).astype(np.int64))
        rows.append(plan.row[place])
        intents.append(np.full(len(key), -1))
        segments.append(np.full(len(key), -1))
    for number, trace in plan.traces:
        keys.append(trace.issue)
        ticks.append(trace.tick)
        rows.append(np.full(len(trace.issue), number))
        intents.append(trace.intent)
        segments.append(trace.segment)
    if not keys:
        empty = frozen([])
        return Arrivals(empty, empty, empty, empty, empty)
    key, tick, row = np.concatenate(keys), np.concatenate(ticks), np.concatenate(rows)
    channel, segment, intent = _who(plan, seed, replication, key, row)
    given_intent, given_segment = np.concatenate(intents), np.concatenate(segments)
    intent = np.where(given_intent >= 0, given_intent, intent)
    segment = np.where(given_segment >= 0, given_segment, segment)
    order = np.lexsort([key, tick])
    return Arrivals(*(frozen(column[order]) for column in (key, tick, segment, intent, channel)))


def _who(plan: DemandPlan, seed: int, replication: int, key: Ints, row: Ints) -> tuple[Ints, Ints, Ints]:
    """Draw channel, segment and intent of issues from their rows."""
    segment_u = _uniform(seed, replication, Stream.SEGMENT, key)
    subject = plan.row_subject[row]
    if plan.is_by_channel:
        segment = _pick(segment_u, plan.segment_share[subject])
        intent = _pick(_uniform(seed, replication, Stream.INTENT, key), plan.intent_share[subject])
        return subject, segment, intent
    segment = _pick(segment_u, np.broadcast_to(plan.segment_share[-1], (len(key), plan.segment_share.shape[1])))
    channel = _pick(_uniform(seed, replication, Stream.CHANNEL, key), plan.channel_share[segment])
    return channel, segment, subject


__all__ = ["DemandPlan", "draw_arrivals", "plan_demand", "poisson_quantile"]
