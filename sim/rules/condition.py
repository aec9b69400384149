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
    INCIDENT_ON = 5
    """1 while an incident lasts, else 0."""
    RECENT_SERVICE = 6
    """Parts of `SERVED_UNIT` of the contacts answered or gone of late that were served in time; all when none was."""
    SEGMENT = 7
    """Segment of the customer (index)."""
    INTENT = 8
    """Intent of the contact (index)."""
    PRODUCT = 9
    """Product of the intent (index), −1 without one."""
    VISIT = 10
    """Visit number of the contact."""
    REASON = 11
    """Why the contact is made (`rules.lifecycle.Reason`)."""


class Compare(IntEnum):
    """How a fact is compared with a value."""

    OVER = 0
    UNDER = 1
    IS = 2
    IS_NOT = 3


SERVED_UNIT = 1_000_000
"""A recent service level of 100 %."""


def holds(compare: int, fact: int, value: int) -> bool:
    """Tell whether a fact compares as wanted.

    Args:
        compare: A `Compare` number.
        fact: What the fact is now.
        value: What it is compared with.

    >>> holds(Compare.OVER, 61, 60), holds(Compare.OVER, 60, 60), holds(Compare.UNDER, 1, 2)
    (True, False, True)
    >>> holds(Compare.IS, 1, 1), holds(Compare.IS_NOT, 1, 1), holds(Compare.IS_NOT, 2, 1)
    (True, False, True)
    """
    if compare == Compare.OVER:
        return fact > value
    if compare == Compare.UNDER:
        return fact < value
    return (fact == value) == (compare == Compare.IS)


def served_share(n_served: int, n_all: int) -> int:
    """Share served in time in parts of `SERVED_UNIT`, rounded down; all of them where there were none.

    >>> served_share(2, 3), served_share(0, 0)
    (666666, 1000000)
    """
    return SERVED_UNIT if n_all == 0 else n_served * SERVED_UNIT // n_all
