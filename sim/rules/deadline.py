"""Deadlines on a clock of open time (MODEL.md 10).

A deadline of d open minutes is the earliest instant with d open minutes since arrival; a reply on that tick
is in time. Open time is a list of spans on the tick axis with the open time before each.
"""

from collections.abc import Sequence


def first_span_after(tick: int, ends: Sequence[int]) -> int:
    """Find the first span that ends after a tick, by its place; as many as there are spans when none does.

    >>> first_span_after(20, [20, 40]), first_span_after(40, [20, 40])
    (1, 2)
    """
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if ends[middle] <= tick:
            low = middle + 1
        else:
            high = middle
    return low


def deadline_tick(
    arrived_tick: int, open_ticks: int, starts: Sequence[int], ends: Sequence[int], before: Sequence[int]
) -> int:
    """Find the earliest tick with a given amount of open time since arrival.

    Args:
        arrived_tick: When the contact arrived.
        open_ticks: How much open time it allows, above 0.
        starts: Starts of the open spans, ascending.
        ends: Their ends (half-open), not overlapping.
        before: Open time before each span.

    Returns:
        The deadline, or −1 when the spans end before it is reached.

    >>> deadline_tick(5, 10, [0, 100], [10, 200], [0, 10])
    105
    >>> deadline_tick(50, 100, [0, 100], [10, 200], [0, 10]), deadline_tick(50, 101, [0, 100], [10, 200], [0, 10])
    (200, -1)
    """
    low, high = first_span_after(arrived_tick, ends), len(starts)
    if low == len(starts):
        return -1
    target = before[low] + max(0, arrived_tick - starts[low]) + open_ticks
    while low < high:  # the first span by whose end the target is reached
        middle = (low + high) // 2
        if before[middle] + ends[middle] - starts[middle] < target:
            low = middle + 1
        else:
            high = middle
    if low == len(starts):
        return -1
    return starts[low] + target - before[low]
