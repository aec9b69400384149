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
    SELF_SERVICE = 3
    MESSAGING = 4
    COMMUNITY = 5


class Reason(IntEnum):
    """Why a contact is made (MODEL.md 2)."""

    FIRST = 0
    REDIAL = 1
    RETURN = 2
    SWITCH = 3
    ESCALATION = 4
    REDIRECT = 5
    TRANSFER = 6
    CHASE = 7
    FOLLOW_UP = 8
    CALLBACK_MISSED = 9
    CAMPAIGN = 10


WHY: dict[Reason, str] = {
    Reason.FIRST: "The first contact of an issue.",
    Reason.REDIAL: "Again on the same channel, after abandoning, balking, being blocked, closed out or disconnected.",
    Reason.RETURN: "Again on the same channel, as the issue was not resolved, or opened again.",
    Reason.SWITCH: "On another channel by choice, whatever the contact before it failed of.",
    Reason.ESCALATION: "Handed on by self-service that could not do it; a leg, no further contact of the customer.",
    Reason.REDIRECT: "Where an agent sent the customer.",
    Reason.TRANSFER: "Passed on, or out of the wrong queue; a leg, no further contact of the customer.",
    Reason.CHASE: "Asked again while an earlier contact is open.",
    Reason.FOLLOW_UP: "Made by the centre as planned: follow_up, keep_informed.",
    Reason.CALLBACK_MISSED: "Made by the centre unasked to who did not get through.",
    Reason.CAMPAIGN: "Made by the centre as a call of a campaign.",
}
"""Reasons in words."""


class Offer(IntEnum):
    """What became of the offer of a callback."""

    NONE = 0
    ACCEPTED = 1
    REFUSED = 2


class Outcome(IntEnum):
    """How a contact ended; each ends as exactly one of these (STYLE.md, Names).

    A session of self-service is `CONTAINED` when the customer leaves it without wanting a person, whether helped or
    only gone, else `ANSWERED`, by the machine; a contact of a community is `CONTAINED` when a peer answers it.
    `EXPIRED` is what the centre ended because it had waited too long, `OPEN` what still waits when the horizon ends. A
    contact that is being answered then counts as `ANSWERED`, with no end tick.
    """

    ANSWERED = 0
    ABANDONED = 1
    BALKED = 2
    BLOCKED = 3
    CLOSED = 4
    DISCONNECTED = 5
    OPEN = 6
    CONTAINED = 7
    WITHDRAWN = 8
    UNREACHED = 9
    EXPIRED = 10


HOW: dict[Outcome, str] = {
    Outcome.ANSWERED: "An agent answered, or began to; of self-service: handed on, as it could not do it.",
    Outcome.ABANDONED: "The customer left the queue.",
    Outcome.BALKED: "Left on hearing the expected wait, without queueing.",
    Outcome.BLOCKED: "All lines taken, or the queue full.",
    Outcome.CLOSED: "The channel was closed, out of service, or closed to this customer (access).",
    Outcome.DISCONNECTED: "Still waiting when the channel closed (at_close: disconnect).",
    Outcome.OPEN: "Still waiting when the run ended.",
    Outcome.CONTAINED: "Left self-service without wanting a person, helped or only gone; a post that a peer answered.",
    Outcome.WITHDRAWN: "Not needed any more: another contact of the issue was answered.",
    Outcome.UNREACHED: "A callback that the customer did not answer in all tries.",
    Outcome.EXPIRED: "It had waited as long as it may: the longest wait of a queue, the time of a callback.",
}
"""Endings of contacts in words."""


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


class Way(IntEnum):
    """Where a conversation has sent its customer, besides resolving the issue or not."""

    NONE = 0
    SENT_ELSEWHERE = 1
    PASSED_ON = 2
    LOST_ON_THE_WAY = 3
    """It was passed on and never arrived."""
    PASSED_ON_WARM = 4
    """It was passed on, and its agent stayed until the next one had taken over."""
    WRONG_QUEUE = 5
    """It was taken for something else, and passed on to where it belongs."""


class Cause(IntEnum):
    """What made the customer think about a next contact: one row each in `what_next`."""

    ABANDONED = 0
    BALKED = 1
    BLOCKED = 2
    CLOSED = 3
    DISCONNECTED = 4
    NOT_SOLVED = 5
    BOT_FAILED = 6
    BOT_GONE = 7
    REDIRECTED = 8
    UNANSWERED = 9
    REOPENED = 10
    LOST_ON_THE_WAY = 11
    UNREACHED = 12
    EXPIRED = 13


class Step(IntEnum):
    """What kind of step led to a contact: how likely the story survives it depends on this (MODEL.md 11)."""

    SAME_CHANNEL = 0
    OTHER_CHANNEL = 1
    FROM_BOT = 2
    TRANSFER = 3


class Duty(IntEnum):
    """What an agent's span of paid presence was."""

    ON_QUEUE = 0
    OFF_QUEUE = 1
    OVERTIME = 2


NEXT_LEG: frozenset[Way] = frozenset({Way.PASSED_ON, Way.PASSED_ON_WARM, Way.WRONG_QUEUE})
"""Ways on which a contact goes on with a leg."""

ASYNC: frozenset[ChannelKind] = frozenset({ChannelKind.DEFERRED, ChannelKind.MESSAGING, ChannelKind.COMMUNITY})
"""Kinds whose customers do not wait on the line: contacts are taken at any hour, and wait for a reply."""

BUILT_IN_CAUSES: tuple[str, ...] = ("level", "story_lost")
"""Why a conversation did not resolve, besides what a scenario names: it would have at level 3, or with the story."""

CAUSE_OF_OUTCOME: dict[Outcome, Cause] = {
    Outcome.ABANDONED: Cause.ABANDONED,
    Outcome.BALKED: Cause.BALKED,
    Outcome.BLOCKED: Cause.BLOCKED,
    Outcome.CLOSED: Cause.CLOSED,
    Outcome.DISCONNECTED: Cause.DISCONNECTED,
    Outcome.ANSWERED: Cause.NOT_SOLVED,
    Outcome.UNREACHED: Cause.UNREACHED,
    Outcome.EXPIRED: Cause.EXPIRED,
}
"""The row of `what_next` that a contact with a person, or for one, which did not resolve its issue leads to."""

LEGS: frozenset[Reason] = frozenset({Reason.ESCALATION, Reason.TRANSFER})
"""Reasons of legs: they continue another contact, and the customer has made no further one (MODEL.md 2)."""

OF_CENTRE: frozenset[Reason] = frozenset({Reason.FOLLOW_UP, Reason.CALLBACK_MISSED, Reason.CAMPAIGN})
"""Reasons of contacts that the centre makes, not the customer."""


def cause_of(outcome: int, kind: int, way: int = 0) -> Cause:
    """Name the row of `what_next` that a contact which did not resolve its issue leads to.

    Args:
        outcome: An `Outcome` number, not `OPEN`.
        kind: The `ChannelKind` number of its channel.
        way: A `Way` number: where the conversation has sent the customer, not one of `NEXT_LEG`.

    >>> cause_of(Outcome.ANSWERED, ChannelKind.LIVE).name, cause_of(Outcome.ANSWERED, ChannelKind.SELF_SERVICE).name
    ('NOT_SOLVED', 'BOT_FAILED')
    """
    if way == Way.SENT_ELSEWHERE:
        return Cause.REDIRECTED
    if way == Way.LOST_ON_THE_WAY:
        return Cause.LOST_ON_THE_WAY
    if outcome == Outcome.CONTAINED:
        return Cause.BOT_GONE
    if kind == ChannelKind.SELF_SERVICE and outcome == Outcome.ANSWERED:
        return Cause.BOT_FAILED
    return CAUSE_OF_OUTCOME[Outcome(outcome)]


QUEUED_OUTCOMES: frozenset[Outcome] = frozenset(
    {
        Outcome.ANSWERED,
        Outcome.ABANDONED,
        Outcome.DISCONNECTED,
        Outcome.OPEN,
        Outcome.WITHDRAWN,
        Outcome.UNREACHED,
        Outcome.EXPIRED,
    }
)
"""Outcomes of contacts that stood in a queue, so that count in N; the others stand outside (KPIS.md)."""

DEFAULT_PRIORITY: dict[ChannelKind, int] = {
    ChannelKind.LIVE: 1,
    ChannelKind.CHAT: 2,
    ChannelKind.DEFERRED: 4,
    ChannelKind.SELF_SERVICE: 1,
    ChannelKind.MESSAGING: 3,
    ChannelKind.COMMUNITY: 4,
}
"""Live work goes before deferred work unless a scenario says otherwise (MODEL.md 7)."""


_REASON_OF_CAUSE = {
    Cause.BOT_FAILED: Reason.ESCALATION,
    Cause.REDIRECTED: Reason.REDIRECT,
    Cause.UNANSWERED: Reason.CHASE,
}


def next_reason(cause: int, channel: int, next_channel: int) -> int:
    """Name the reason of a next contact.

    What a machine could not do goes on as an escalation, where an agent sent them is a redirect, and asking again
    while another contact is open is a chase, on whatever channel. Else a next contact on another channel is a
    switch, whatever the cause; redial and return keep the channel (MODEL.md 15, Journeys).

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
    if cause in _REASON_OF_CAUSE:
        return int(_REASON_OF_CAUSE[Cause(cause)])
    if next_channel != channel:
        return int(Reason.SWITCH)
    if cause in (Cause.NOT_SOLVED, Cause.BOT_GONE, Cause.REOPENED):
        return int(Reason.RETURN)
    return int(Reason.REDIAL)
