"""Conditions over facts of the centre: when an offer is made (MODEL.md 6).

A condition is data: a fact, what it is about (an index), a comparison and a value. Engines look the fact up; whether it
holds is told here. Several conditions hold together.
"""

from enum import IntEnum


class Fact(IntEnum):
    """What a condition may look at."""

    TIME_OF_DAY = 0
    """1 within a span of the local clock, else 0."""
    IS_OPEN = 1
    """1 while a channel takes contacts, else 0."""
    WAITING = 2
    """Contacts that wait in a queue."""
    ESTIMATED_WAIT = 3
    """Announced wait of a queue for who comes now [ticks]; 0 while somebody eligible is free."""
    IDLE_AGENTS = 4
    """Agents of a pool with nothing in hand."""


class Compare(IntEnum):
    """How a fact is compared with a value."""

    OVER = 0
    UNDER = 1
    IS = 2


def holds(compare: int, fact: int, value: int) -> bool:
    """Tell whether a fact compares as wanted.

    Args:
        compare: A `Compare` number.
        fact: What the fact is now.
        value: What it is compared with.

    >>> holds(Compare.OVER, 61, 60), holds(Compare.OVER, 60, 60), holds(Compare.UNDER, 1, 2), holds(Compare.IS, 1, 1)
    (True, False, True, True)
    """
    if compare == Compare.OVER:
        return fact > value
    if compare == Compare.UNDER:
        return fact < value
    return fact == value
