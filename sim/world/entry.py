"""What contacts meet when they come and while they wait: offers, closed channels, conditions, ways to other queues."""

from dataclasses import dataclass

from sim.world.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer at entry.

    Attributes:
        channel: Where it leads.
        tick, share: The curve of acceptance over the announced wait.
        refused: Factor on the patience of those who refuse.
        conditions: (conditions, 4) fact, subject, comparison and value of each (`rules.condition`).
    """

    channel: int
    tick: Ints
    share: Floats
    refused: float
    conditions: Ints


@dataclass(frozen=True, slots=True)
class Instead:
    """Where those turn who find a channel closed to their segment; all (places,).

    Attributes:
        share: Cumulative shares; what is missing to 1 gives up.
        channel: Where.
        intent: As what they come there, −1: as what they came.
    """

    share: Floats
    channel: Ints
    intent: Ints


@dataclass(frozen=True, slots=True)
class Steering:
    """Offers at entry, and channels closed to a segment.

    Attributes:
        rule: (segments, intents) index of the offer, −1 for none.
        offers: The offers.
        closed: (segments, channels) index of where they turn instead, −1 where the channel is open to them.
        instead: The places.
    """

    rule: Ints
    offers: tuple[Offer, ...]
    closed: Ints
    instead: tuple[Instead, ...]


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """What conditions look at besides the state of the centre; their subjects are places in these.

    Attributes:
        span_start, span_end: Spans of the clock, and of incidents [ticks], one pair of arrays each.
        meter_queue, meter_ticks: (meters,) queues whose recent service is looked at, and how far back.
        product: (intents,) product of each, −1 for none.
    """

    span_start: tuple[Ints, ...]
    span_end: tuple[Ints, ...]
    meter_queue: Ints
    meter_ticks: Ints
    product: Ints


@dataclass(frozen=True, slots=True)
class Overflow:
    """One rule by which contacts go over to another queue.

    Attributes:
        to: The other queue.
        after: Age at which it is looked at [ticks].
        conditions: As in `Offer`.
    """

    to: int
    after: int
    conditions: Ints
