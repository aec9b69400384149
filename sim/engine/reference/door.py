"""The door: what customers are offered when they come, by facts of the moment (MODEL.md 6)."""

from bisect import bisect_right
from typing import TYPE_CHECKING

from sim.engine.reference.contact import Contact
from sim.engine.reference.draws import Draws
from sim.rules.condition import Fact, holds
from sim.rules.estimate import curve_at
from sim.streams import Stream
from sim.world.world import World

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_STEER = int(Stream.STEER)
_FOR_EVER = 1 << 62
"""Announced where nobody is there to answer, as conditions see it."""


class Door:
    """Steers first contacts.

    Args:
        world: The world.
        draws: Addressed uniforms.
        centre: The centre whose facts conditions look at.
    """

    def __init__(self, world: World, draws: Draws, centre: "Centre") -> None:
        steering = world.steering
        self._offers, self._draws, self._centre = steering.offers, draws, centre
        self._rule: list[list[int]] = steering.rule.tolist()
        self._curves: list[tuple[list[int], list[float]]] = [
            (offer.tick.tolist(), offer.share.tolist()) for offer in steering.offers
        ]
        self._conditions: list[list[list[int]]] = [offer.conditions.tolist() for offer in steering.offers]
        spans = zip(steering.span_start, steering.span_end, strict=True)
        self._spans: list[tuple[list[int], list[int]]] = [(start.tolist(), end.tolist()) for start, end in spans]
        self.is_used = bool(steering.offers)

    def meet(self, contact: Contact) -> None:
        """Offer a first contact another way where an offer holds; it takes it, or refuses and is less patient."""
        number = self._rule[contact.segment][contact.intent]
        if number < 0 or not all(self._holds(*row) for row in self._conditions[number]):
            return
        offer = self._offers[number]
        if offer.channel == contact.channel:
            return
        if self._draws.of(_STEER, contact.index, 0) * 2.0**-53 < self._acceptance(number, contact):
            contact.channel, contact.is_steered = offer.channel, True
        else:
            contact.patience_factor = offer.refused

    def _acceptance(self, number: int, contact: Contact) -> float:
        """Share that accepts, by the wait announced where the customer wanted to go."""
        queue = self._centre.tables.queue[contact.channel][contact.intent][contact.segment]
        ticks, shares = self._curves[number]
        wait = 0 if queue < 0 else self._centre.announced_wait(queue, ticks[-1])
        return curve_at(wait, ticks, shares)

    def _holds(self, fact: int, subject: int, compare: int, value: int) -> bool:
        return holds(compare, self._fact(fact, subject), value)

    def _fact(self, fact: int, subject: int) -> int:
        """Look up a fact of the moment."""
        centre = self._centre
        if fact == Fact.TIME_OF_DAY:
            starts, ends = self._spans[subject]
            return int(bisect_right(starts, centre.env.now) > bisect_right(ends, centre.env.now))
        if fact == Fact.IS_OPEN:
            return int(centre.takes(subject))
        if fact == Fact.WAITING:
            return centre.n_waiting[subject]
        if fact == Fact.IDLE_AGENTS:
            return sum(agent.takes_work and not agent.in_hand for agent in centre.teams[subject].agents)
        return centre.announced_wait(subject, _FOR_EVER)
