"""Routing: who may serve whom, and who comes first.

A rule ranks **one candidate**; the least key wins; an engine keeps the ordered structures
(DESIGN.md, decision 6). The order inside a queue is fixed when a contact enters it, so only heads compete.
"""

from collections.abc import Sequence

AGENT_INDEX_BITS = 20


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


def fits(held: Sequence[int], channel: int, weight: Sequence[int], maximum: Sequence[int], capacity: int) -> bool:
    """Tell whether one more contact of a channel fits into an agent's hands.

    Args:
        held: Contacts in hand by channel.
        channel: Channel of the new contact.
        weight: Load of one contact by channel, in units of which an agent has `capacity`.
        maximum: Most contacts of a channel at once, by channel.
        capacity: Load units of one agent.

    >>> fits([0, 1], 1, [6, 3], [1, 2], 6), fits([0, 1], 0, [6, 3], [1, 2], 6)
    (True, False)
    """
    if held[channel] >= maximum[channel]:
        return False
    load = weight[channel]
    for other in range(len(held)):
        load += held[other] * weight[other]
    return load <= capacity
