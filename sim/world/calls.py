"""Contacts that the centre makes itself: follow-ups, callbacks, calls to who was missed, campaigns."""

from dataclasses import dataclass

from sim.world.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Contacts that the centre makes itself after one of an intent and a channel; all (intents, channels).

    Attributes:
        share: Share of contacts for which one is planned.
        channel: On which it is made, −1 for none.
        after: Table of how long after.
        talk: Table of its work.
        prevents: Share of those who would come again and then do not.
    """

    share: Floats
    channel: Ints
    after: Ints
    talk: Ints
    prevents: Floats


@dataclass(frozen=True, slots=True)
class Dialling:
    """How customers are rung.

    Attributes:
        ring_ticks: How long it rings.
        answers: (attempts,) share of customers who answer; the last one holds on.
        tries: Attempts.
        every_ticks: From the end of a ring to the next attempt.
        within_ticks: Promise of how soon they are rung, −1 without one.
        expires_ticks: How long they are tried to be reached, −1 for ever.
    """

    ring_ticks: int
    answers: Floats
    tries: int
    every_ticks: int
    within_ticks: int
    expires_ticks: int


@dataclass(frozen=True, slots=True)
class Callback:
    """An offer to be called back, to customers of a queue who would have to wait.

    Attributes:
        dialling: How it is made.
        tick, share: The curve of acceptance over the announced wait.
        conditions: As in `Offer`.
        due: Table of when the customer wants it, −1: as soon as an agent takes it.
        is_quiet: 1 where it keeps no place in the queue and is made when nobody else waits, else 0.
        closed_share: Share that accepts of those who find the channel closed, −1: they are offered nothing.
        refused: Factor on the patience of those who refuse.
        tolerance: Table of how long it is waited for before the customer asks again, −1: for ever.
    """

    dialling: Dialling
    tick: Ints
    share: Floats
    conditions: Ints
    due: int
    is_quiet: int
    closed_share: float
    refused: float
    tolerance: int


@dataclass(frozen=True, slots=True)
class Missed:
    """Customers of a queue who did not get through are rung unasked.

    Attributes:
        dialling: How it is done.
        outcomes: Outcomes after which they are.
        after_ticks: How long after.
    """

    dialling: Dialling
    outcomes: Ints
    after_ticks: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """Customers whom the centre rings of its own accord; their issues are marked by their keys (`world.campaigns`).

    Attributes:
        name: Its name.
        dialling: How they are rung.
        until_tick: (days,) from when on nobody is rung any more for the calls of a local day [ticks].
    """

    name: str
    dialling: Dialling
    until_tick: Ints
