"""The words of a contact's life and which may follow which.

Owns the vocabularies that worlds, records and KPIs share (channel kinds, reasons, outcomes, story states)
with fixed written numbers, because they stand in stored records. A number is never used again for
another word.
"""

from enum import IntEnum


class ChannelKind(IntEnum):
    """How a channel behaves; no channel *name* is known to the code."""

    LIVE = 0
    CHAT = 1
    DEFERRED = 2


class Reason(IntEnum):
    """Why a contact is made (MODEL.md 2)."""

    FIRST = 0
    REDIAL = 1
    RETURN = 2
    SWITCH = 3


class Outcome(IntEnum):
    """How a contact ended; each ends as exactly one of these (STYLE.md, Names).

    `OPEN` is what still waits when the horizon ends. A contact that is being answered then counts as
    `ANSWERED`, with no end tick.
    """

    ANSWERED = 0
    ABANDONED = 1
    BALKED = 2
    BLOCKED = 3
    CLOSED = 4
    DISCONNECTED = 5
    OPEN = 6


class IssueOutcome(IntEnum):
    """How an issue stands at the end of the horizon."""

    RESOLVED = 0
    LOST = 1
    OPEN = 2


class Story(IntEnum):
    """Whether the agent knows what the customer told before; `NONE`: nothing has been told yet."""

    NONE = 0
    KEPT = 1
    LOST = 2


class Cause(IntEnum):
    """What made the customer think about a next contact: one row each in `what_next`."""

    ABANDONED = 0
    BALKED = 1
    BLOCKED = 2
    CLOSED = 3
    DISCONNECTED = 4
    NOT_SOLVED = 5


class Duty(IntEnum):
    """What an agent's span of paid presence was."""

    ON_QUEUE = 0
    OFF_QUEUE = 1
    OVERTIME = 2


CAUSE_OF_OUTCOME: dict[Outcome, Cause] = {
    Outcome.ABANDONED: Cause.ABANDONED,
    Outcome.BALKED: Cause.BALKED,
    Outcome.BLOCKED: Cause.BLOCKED,
    Outcome.CLOSED: Cause.CLOSED,
    Outcome.DISCONNECTED: Cause.DISCONNECTED,
    Outcome.ANSWERED: Cause.NOT_SOLVED,
}
"""The row of `what_next` that a contact which did not resolve its issue leads to."""

QUEUED_OUTCOMES: frozenset[Outcome] = frozenset(
    {Outcome.ANSWERED, Outcome.ABANDONED, Outcome.DISCONNECTED, Outcome.OPEN}
)
"""Outcomes of contacts that stood in a queue, so that count in N; the others stand outside (KPIS.md)."""

DEFAULT_PRIORITY: dict[ChannelKind, int] = {
    ChannelKind.LIVE: 1,
    ChannelKind.CHAT: 2,
    ChannelKind.DEFERRED: 4,
}
"""Live work goes before deferred work unless a scenario says otherwise (MODEL.md 7)."""


def next_reason(cause: int, channel: int, next_channel: int) -> int:
    """Name the reason of a next contact.

    A next contact on another channel is a switch, whatever the cause; redial and return keep the
    channel (MODEL.md 15, Journeys).

    Args:
        cause: A `Cause` number.
        channel: Index of the channel of the contact that failed.
        next_channel: Index of the channel of the next contact.

    Returns:
        A `Reason` number.

    >>> Reason(next_reason(Cause.ABANDONED, 0, 0)).name, Reason(next_reason(Cause.NOT_SOLVED, 0, 0)).name
    ('REDIAL', 'RETURN')
    >>> Reason(next_reason(Cause.ABANDONED, 0, 1)).name
    'SWITCH'
    """
    if next_channel != channel:
        return int(Reason.SWITCH)
    if cause == Cause.NOT_SOLVED:
        return int(Reason.RETURN)
    return int(Reason.REDIAL)
