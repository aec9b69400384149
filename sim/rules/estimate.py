"""Wait estimates that customers are told, and curves of how they behave (MODEL.md 7)."""

from collections.abc import Sequence
from enum import IntEnum


class Estimate(IntEnum):
    """How the wait that customers are told is estimated while nobody is free (MODEL.md 7)."""

    QUEUE_LENGTH = 0
    """(Q + 1) · AHT / agents."""
    HEAD_OF_LINE = 1
    """How long the first in line has waited."""
    LAST_SERVED = 2
    """How long the last one had waited who was answered."""
    MEAN_OF_LAST = 3
    """The mean wait of the last n who were answered."""


def queue_length_estimate(n_waiting: int, mean_handle_ticks: float, n_agents: float, last_point_tick: int) -> int:
    """Estimate the wait of a new arrival who finds nobody free: (Q + 1) · AHT / agents.

    Args:
        n_waiting: Contacts waiting in the queue, the new one not counted.
        mean_handle_ticks: Configured mean handle time of the queue's mix [ticks].
        n_agents: Agents on duty in pools that list the queue, a pool of n queues counting 1/n.
        last_point_tick: What is announced when there are no agents: the last point of the curve [ticks].

    >>> queue_length_estimate(3, 60.0, 2.0, 999), queue_length_estimate(3, 60.0, 0.0, 999)
    (120, 999)
    """
    if n_agents <= 0.0:
        return last_point_tick
    return int((n_waiting + 1) * mean_handle_ticks / n_agents + 0.5)


def mean_wait(waits: Sequence[int]) -> int:
    """Mean of some waits, rounded half up.

    Args:
        waits: At least one wait [ticks].

    >>> mean_wait([10, 11])
    11
    """
    return (2 * sum(waits) + len(waits)) // (2 * len(waits))


def curve_at(x: int, xs: Sequence[int], ys: Sequence[float]) -> float:
    """Read a piecewise-linear curve, flat outside its points.

    Args:
        x: Where to read [ticks].
        xs: Ascending positions [ticks]; empty means 0 everywhere.
        ys: Values at the positions.

    >>> curve_at(5, [0, 10], [0.0, 1.0]), curve_at(99, [0, 10], [0.0, 1.0]), curve_at(1, [], [])
    (0.5, 1.0, 0.0)
    """
    n = len(xs)
    if n == 0:
        return 0.0
    if x <= xs[0]:
        return ys[0]
    for j in range(1, n):
        if x <= xs[j]:
            return ys[j - 1] + (ys[j] - ys[j - 1]) * ((x - xs[j - 1]) / (xs[j] - xs[j - 1]))
    return ys[n - 1]
