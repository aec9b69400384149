"""What happened in each demand interval of the measured window, for intervals.parquet and per-interval KPIs.

Intervals restart at every local midnight, so a 23- or 25-hour day has fewer or more of them. Contacts are
booked where they arrive, handle time where they end.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut
from sim.kpi.clock import open_before
from sim.kpi.facts import Facts, handle_time, read_facts
from sim.kpi.queue_sums import service_base
from sim.record.record import Record
from sim.rules.lifecycle import Outcome
from sim.units import TICKS_PER_SECOND
from sim.world.world import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

INTERVAL_COLUMNS: dict[str, str] = {
    "interval": "Number of the interval in the measured window, 0 first",
    "start_tick": "Its first tick",
    "channel": "Channel index",
    "queue": "Queue index, the last one; for contacts that entered none, the one they would have entered (−1 none)",
    "offered": "Contacts that entered the queue (N)",
    "answered": "Answered (H); where customers wait for a reply: replied to",
    "answered_in_target": "Answered within the target of the channel (H_T); 0 without a target",
    "abandoned": "Abandoned (L)",
    "short_abandoned": "Abandoned with a short wait (L_s)",
    "blocked": "Blocked (B)",
    "balked": "Left at the announced wait",
    "closed": "Came outside the hours",
    "wait_s": "Sum of waits of the answered, to opening [s]",
    "handled": "Contacts that ended in the interval after an answer",
    "handle_s": "Their talk, hold and wrap-up [s]",
}
"""Columns of interval rows."""


def interval_starts(world: World) -> Ints:
    """Give the first tick of each interval of the measured window, ascending.

    Args:
        world: Its horizon says where days and the window begin.
    """
    horizon = world.horizon
    days = [
        np.arange(start, end, horizon.interval_ticks, dtype=np.int64)
        for start, end in zip(horizon.day_tick[:-1], horizon.day_tick[1:], strict=True)
    ]
    starts = np.concatenate(days) if days else np.zeros(0, dtype=np.int64)
    return starts[(starts >= horizon.measure_start) & (starts < horizon.measure_end)]


def interval_rows(record: Record, world: World) -> Mapping[str, NDArray[np.int64] | NDArray[np.float64]]:
    """Count by interval, channel and queue.

    Args:
        record: What happened.
        world: The world it happened in.

    Returns:
        Columns as in `INTERVAL_COLUMNS`, ordered by (interval, channel, queue), without rows in which
        nothing happened; counts are int64, seconds float64.
    """
    facts, starts = read_facts(record, world), interval_starts(world)
    contacts, names = record.contacts, world.names
    handled = facts.ends_in_window & facts.is_worked
    arrived = _place(contacts["arrived_tick"], facts, starts, contacts["channel"], world)
    ended = _place(contacts["ended_tick"], facts, starts, contacts["channel"], world)
    used = np.unique(np.concatenate([arrived[facts.in_window], ended[handled]]))
    rest, queue = np.divmod(used, len(names.queues) + 1)
    interval, channel = np.divmod(rest, len(names.channels))
    rows: dict[str, NDArray[np.int64] | NDArray[np.float64]] = {
        "interval": interval,
        "start_tick": starts[interval],
        "channel": channel,
        "queue": queue - 1,
    }
    for name, weight in _arrival_weights(record, facts).items():
        rows[name] = _summed(used, arrived, weight, facts.in_window)
    handle_s = handle_time(record) / TICKS_PER_SECOND
    rows["handled"] = _summed(used, ended, handled, handled)
    rows["handle_s"] = _summed(used, ended, handle_s, handled)
    return rows


def interval_sums(record: Record, facts: Facts, world: World) -> dict[str, ByCut]:
    """Count intervals of channels with a target that meet it (service_level_short_excluded).

    Args:
        record: What happened.
        facts: What each contact is.
        world: The world it happened in.

    Returns:
        "intervals_met" of "intervals_busy" (some contact counts), and with empty intervals met
        "intervals_met_or_empty" of "intervals_open" (busy, or the channel is open), by "all" and "channel".
    """
    starts, n_channels = interval_starts(world), len(world.names.channels)
    place = (np.searchsorted(starts, record.contacts["arrived_tick"], side="right") - 1) * n_channels + record.contacts[
        "channel"
    ]
    counts = service_base(facts) & ~facts.is_short
    good = facts.in_window & facts.has_target & facts.in_target
    shape = len(starts), n_channels
    n_counting = np.bincount(place[counts], minlength=shape[0] * shape[1]).reshape(shape)
    n_good = np.bincount(place[good], minlength=shape[0] * shape[1]).reshape(shape)
    is_busy = n_counting > 0
    is_met = is_busy & (n_good >= world.channels.target_share * n_counting - 1e-9)
    is_empty = ~is_busy & _open_intervals(starts, world) & (world.channels.target_ticks >= 0)
    masks = {
        "intervals_met": is_met,
        "intervals_busy": is_busy,
        "intervals_met_or_empty": is_met | is_empty,
        "intervals_open": is_busy | is_empty,
    }
    return {name: _by_channel(mask) for name, mask in masks.items()}


def _by_channel(mask: Mask) -> ByCut:
    """Count (intervals, channels) by channel and over all."""
    by_channel = mask.sum(axis=0).astype(np.float64)
    return {"all": np.array([by_channel.sum()]), "channel": by_channel}


def _open_intervals(starts: Ints, world: World) -> Mask:
    """Mask (intervals, channels) in which a channel takes contacts for at least a tick."""
    ends = np.append(starts[1:], world.horizon.measure_end)
    is_open = np.zeros((len(starts), len(world.names.channels)), dtype=np.bool_)
    for c, spans in enumerate(zip(world.channels.open_start, world.channels.open_end, strict=True)):
        is_open[:, c] = open_before(ends, *spans) > open_before(starts, *spans)
    return is_open


def _arrival_weights(record: Record, facts: Facts) -> dict[str, Mask | Floats]:
    """What is booked by arrival."""
    outcome = record.contacts["outcome"]
    return {
        "offered": facts.is_queued,
        "answered": facts.is_answered,
        "answered_in_target": facts.in_target & facts.has_target,
        "abandoned": facts.is_abandoned,
        "short_abandoned": facts.is_short,
        "blocked": outcome == Outcome.BLOCKED,
        "balked": outcome == Outcome.BALKED,
        "closed": outcome == Outcome.CLOSED,
        "wait_s": facts.is_answered * facts.wait_ticks / TICKS_PER_SECOND,
    }


def _place(tick: Ints, facts: Facts, starts: Ints, channel: Ints, world: World) -> Ints:
    """Number each contact's (interval, channel, queue); meaningless outside the window."""
    interval = np.searchsorted(starts, tick, side="right") - 1
    names = world.names
    number: Ints = (interval * len(names.channels) + channel) * (len(names.queues) + 1) + facts.queue + 1
    return number


def _summed(used: Ints, place: Ints, weight: NDArray[np.bool_] | Floats, mask: Mask) -> NDArray[np.int64] | Floats:
    """Sum a weight over masked contacts into the used places; counts come out as int64."""
    row = np.searchsorted(used, place[mask])
    sums = np.bincount(row, weights=weight[mask], minlength=len(used))
    return sums.astype(np.int64) if weight.dtype == np.bool_ else sums
