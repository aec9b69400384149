"""The life of a call that the centre makes to a customer, as a table of states, events and moves.

A call comes about in two ways. A customer is *offered* one, and accepts (for the place in the line, or for a later
time) or refuses; or the centre *plans* one unasked, to who did not get through or as a call of a campaign. From then on
both are alike: the call *waits* in a queue until an agent has time, or *rests* because its time has not come yet or an
attempt has failed. An agent who takes it dials, and it *rings*: the customer answers, and what follows is a
conversation like any other; or does not, and the call rests until the next attempt, or was the last one.

A call that has not been answered when its time is up expires. One that rings at that moment is carried through, being
*late*: it can still be answered, and where it is not it has expired at the end of the ring instead of resting.

A call that is not needed any more is withdrawn: another contact of the issue was opened first (only calls that wait or
rest are put aside then, a ring goes on), or the customer came first, which ends a ring, too. A planned call whose
customer comes first, or for which there is no reason any more, is dropped; it never was a contact.

The engine asks `move` for every change and keeps no flags of its own. What the table does not list cannot happen, so it
is refused as a fault of the program.
"""

from enum import IntEnum


class CallState(IntEnum):
    """Where a call of the centre stands."""

    OFFERED = 0
    PLANNED = 1
    RESTING = 2
    WAITING = 3
    RINGING = 4
    LATE = 5
    """It rings though its time is up."""
    ANSWERED = 6
    REFUSED = 7
    UNREACHED = 8
    EXPIRED = 9
    WITHDRAWN = 10
    DROPPED = 11
    """It was planned, and never made."""


class CallEvent(IntEnum):
    """What happens to a call of the centre."""

    ACCEPT = 0
    ACCEPT_FOR_LATER = 1
    REFUSE = 2
    DUE = 3
    """Its time has come: the planned one, or that of the next attempt."""
    DIAL = 4
    ANSWER = 5
    NO_ANSWER = 6
    LAST_NO_ANSWER = 7
    EXPIRE = 8
    WITHDRAW = 9
    """Another contact of the issue was opened."""
    CROSS = 10
    """The customer came first."""
    DROP = 11
    """There is no reason for a planned call any more, or its channel is out of service."""


class IllegalMoveError(LookupError):
    """An event that cannot happen to a call in its state: a fault of the program."""


MOVES: dict[CallState, dict[CallEvent, CallState]] = {
    CallState.OFFERED: {
        CallEvent.ACCEPT: CallState.WAITING,
        CallEvent.ACCEPT_FOR_LATER: CallState.RESTING,
        CallEvent.REFUSE: CallState.REFUSED,
    },
    CallState.PLANNED: {
        CallEvent.DUE: CallState.WAITING,
        CallEvent.CROSS: CallState.DROPPED,
        CallEvent.DROP: CallState.DROPPED,
    },
    CallState.RESTING: {
        CallEvent.DUE: CallState.WAITING,
        CallEvent.EXPIRE: CallState.EXPIRED,
        CallEvent.WITHDRAW: CallState.WITHDRAWN,
        CallEvent.CROSS: CallState.WITHDRAWN,
    },
    CallState.WAITING: {
        CallEvent.DIAL: CallState.RINGING,
        CallEvent.EXPIRE: CallState.EXPIRED,
        CallEvent.WITHDRAW: CallState.WITHDRAWN,
        CallEvent.CROSS: CallState.WITHDRAWN,
    },
    CallState.RINGING: {
        CallEvent.ANSWER: CallState.ANSWERED,
        CallEvent.NO_ANSWER: CallState.RESTING,
        CallEvent.LAST_NO_ANSWER: CallState.UNREACHED,
        CallEvent.EXPIRE: CallState.LATE,
        CallEvent.CROSS: CallState.WITHDRAWN,
    },
    CallState.LATE: {
        CallEvent.ANSWER: CallState.ANSWERED,
        CallEvent.NO_ANSWER: CallState.EXPIRED,
        CallEvent.LAST_NO_ANSWER: CallState.UNREACHED,
        CallEvent.CROSS: CallState.WITHDRAWN,
    },
    CallState.ANSWERED: {},
    CallState.REFUSED: {},
    CallState.UNREACHED: {},
    CallState.EXPIRED: {},
    CallState.WITHDRAWN: {},
    CallState.DROPPED: {},
}
"""Every legal move; states without any are ends."""

ENDS: frozenset[CallState] = frozenset(state for state, moves in MOVES.items() if not moves)
"""States in which nothing happens to a call any more."""


def move(state: CallState, event: CallEvent) -> CallState:
    """Tell the state that an event leads to.

    Raises:
        IllegalMoveError: The event cannot happen in this state.

    >>> move(CallState.RINGING, CallEvent.ANSWER).name, move(CallState.LATE, CallEvent.NO_ANSWER).name
    ('ANSWERED', 'EXPIRED')
    """
    following = MOVES[state].get(event)
    if following is None:
        raise IllegalMoveError(f"a call that is {state.name} knows no {event.name}")
    return following
