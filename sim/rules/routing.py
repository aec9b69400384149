"""Routing: who may serve whom, and who comes first.

A rule ranks **one candidate**; the least key wins; an engine keeps the ordered structures
(DESIGN.md, decision 6). The order inside a queue is fixed when a contact enters it, so only heads compete.
"""

from collections.abc import Sequence
from enum import IntEnum

AGENT_INDEX_BITS = 20
HIGHEST_LEVEL = 5


def waiting_key(queued_tick: int, carried_ticks: int) -> int:
    """Rank a waiting contact by its routing age; the least key (the oldest) is served first.

    Routing age = now − queued tick + age carried over, so the order between two contacts never changes
    while they wait. Equal keys are ordered by the caller (queued tick, issue, visit).

    Args:
        queued_tick: When the contact entered the queue [ticks].
        carried_ticks: Age carried over from earlier visits [ticks], 0 where nothing is carried.

    >>> waiting_key(100, 30) < waiting_key(80, 0)
    True
    """
    return queued_tick - carried_ticks


class Score(IntEnum):
    """Which of the contacts of one priority goes first."""

    LONGEST_WAIT = 0
    WEIGHTED_WAIT = 1
    CONVERSATION = 2
    LEAST_SLACK = 3
    SHORTEST_WORK = 4


class AgentRule(IntEnum):
    """Which of the agents with room takes a contact."""

    LONGEST_IDLE = 0
    LEAST_LOADED = 1
    MOST_PROFICIENT = 2
    RANDOM = 3


class Own(IntEnum):
    """Which agent a contact is meant for first."""

    ADVISER = 0
    LAST_AGENT = 1
    LAST_AGENT_HERE = 2
    """The last one in the same queue."""
    MOST_FREQUENT_AGENT = 3


NEVER_DELAY = 1 << 61
"""The delay of those who may never take a contact, however long it has waited."""

WEIGHT_UNIT = 1000
"""A weight of 1."""

_NO_DEADLINE = 1 << 62


def entry_key(score: int, waited_key: int, deadline_tick: int, mean_handle_ticks: int) -> int:
    """Rank a contact inside its queue when it enters; the least key is served first.

    Args:
        score: A `Score` number.
        waited_key: Its `waiting_key`.
        deadline_tick: Reply deadline, −1 without one.
        mean_handle_ticks: Configured mean handle time of its intent and channel.

    >>> entry_key(Score.LONGEST_WAIT, 7, 5, 3), entry_key(Score.LEAST_SLACK, 7, 5, 3)
    (7, 5)
    >>> entry_key(Score.SHORTEST_WORK, 7, 5, 3)
    3
    """
    if score == Score.LEAST_SLACK:
        return _NO_DEADLINE if deadline_tick < 0 else deadline_tick
    if score == Score.SHORTEST_WORK:
        return mean_handle_ticks
    return waited_key


def head_key(score: int, key: int, now: int, weight: int, points_ticks: int) -> int:
    """Rank the head of a queue among those of other queues of the same priority and score; the least goes first.

    Args:
        score: A `Score` number.
        key: Its `entry_key`.
        now: Current tick.
        weight: Weight of its queue [1 / `WEIGHT_UNIT`].
        points_ticks: Points of its queue, as time waited [ticks].

    >>> head_key(Score.WEIGHTED_WAIT, 40, 100, 2000, 0) < head_key(Score.WEIGHTED_WAIT, 0, 100, 1000, 0)
    True
    >>> head_key(Score.CONVERSATION, 40, 100, 1000, 60), head_key(Score.LEAST_SLACK, 40, 100, 1000, 60)
    (-20, 40)
    """
    if score == Score.WEIGHTED_WAIT:
        return -(now - key) * weight
    if score == Score.CONVERSATION:
        return key - points_ticks
    return key


def eligible_tick(queued_tick: int, carried_ticks: int, delay_ticks: int) -> int:
    """Tell from which tick on a pool with a delay may take a contact: age ≥ delay.

    >>> eligible_tick(100, 30, 50)
    120
    """
    return queued_tick - carried_ticks + delay_ticks


def idle_key(touched_tick: int, agent: int) -> int:
    """Rank a free agent by idleness; the least key has been idle longest, ties go to the lowest index.

    Args:
        touched_tick: Last tick at which the agent came on duty, took or ended any contact.
        agent: Agent index, below 2²⁰.

    >>> idle_key(5, 9) < idle_key(6, 0) and idle_key(5, 1) < idle_key(5, 2)
    True
    """
    return (touched_tick << AGENT_INDEX_BITS) | agent


def level_of(channel_level: int, intent_level: int) -> int:
    """Level at which an agent works a contact: the lower of the skills in its channel and its intent.

    >>> level_of(2, 4)
    2
    """
    return channel_level if channel_level < intent_level else intent_level


def fits(
    held: Sequence[int],
    channel: int,
    weight: Sequence[int],
    maximum: Sequence[int],
    capacity: int,
    beside: Sequence[Sequence[bool]],
) -> bool:
    """Tell whether one more contact of a channel fits into an agent's hands.

    Args:
        held: Contacts in hand by channel.
        channel: Channel of the new contact.
        weight: Load of one contact by channel, in units of which an agent has `capacity`.
        maximum: Most contacts of a channel at once, by channel.
        capacity: Load units of one agent.
        beside: Whether a contact of a channel held allows one of another channel, by both.

    >>> any_beside = [[True, True], [True, True]]
    >>> fits([0, 1], 1, [6, 3], [1, 2], 6, any_beside), fits([0, 1], 0, [6, 3], [1, 2], 6, any_beside)
    (True, False)
    >>> fits([0, 1], 1, [6, 3], [1, 2], 6, [[True, True], [True, False]])
    False
    """
    if held[channel] >= maximum[channel]:
        return False
    load = weight[channel]
    for other in range(len(held)):
        load += held[other] * weight[other]
        if held[other] and not beside[other][channel]:
            return False
    return load <= capacity
