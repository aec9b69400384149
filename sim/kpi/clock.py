"""Deadlines and elapsed time on a clock of open spans, for whole columns (MODEL.md 10).

The array form of `sim.rules.deadline`; tests hold the two together.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

NEVER = int(np.iinfo(np.int64).max)
"""The deadline of what the open spans never reach."""


def deadlines(arrived_tick: Ints, open_ticks: int, starts: Ints, ends: Ints) -> Ints:
    """Find the earliest ticks with a given amount of open time since arrival.

    Args:
        arrived_tick: (n,) when contacts arrived [ticks].
        open_ticks: How much open time is allowed, above 0.
        starts: Starts of the open spans, ascending.
        ends: Their ends (half-open), not overlapping.

    Returns:
        (n,) deadlines [ticks], `NEVER` where the spans end before them.

    >>> deadlines(np.array([5, 50]), 10, np.array([0, 100]), np.array([10, 200])).tolist()
    [105, 110]
    """
    after = np.cumsum(ends - starts)
    wanted = open_before(arrived_tick, starts, ends) + open_ticks
    span = np.searchsorted(after, wanted, side="left")
    found = np.full(arrived_tick.shape, NEVER, dtype=np.int64)
    is_reached = span < len(starts)
    hit = span[is_reached]
    found[is_reached] = ends[hit] - (after[hit] - wanted[is_reached])
    return found


def open_before(tick: Ints, starts: Ints, ends: Ints) -> Ints:
    """Sum the open time before each tick.

    >>> open_before(np.array([-1, 5, 50, 150]), np.array([0, 100]), np.array([10, 200])).tolist()
    [0, 5, 10, 60]
    """
    if len(starts) == 0:
        return np.zeros(tick.shape, dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(ends - starts)])
    span = np.searchsorted(starts, tick, side="right") - 1
    known = np.maximum(span, 0)
    elapsed = np.minimum(tick, ends[known]) - starts[known]
    return np.where(span < 0, 0, before[known] + elapsed)
