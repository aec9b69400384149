"""The door: what customers find closed to them and are offered when they come, and what they are taken for."""

from typing import TYPE_CHECKING

from sim.engine.reference.contact import Contact
from sim.engine.reference.draws import Draws
from sim.engine.reference.facts import Facts, Rows
from sim.rules.estimate import curve_at
from sim.rules.journey import pick_next_channel
from sim.rules.lifecycle import ChannelKind, Step
from sim.streams import Stream
from sim.world.world import World

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_STEER, _ACCESS, _IDENTIFIED = int(Stream.STEER), int(Stream.ACCESS), int(Stream.IDENTIFIED)
_TAKEN_FOR, _WHAT = int(Stream.TAKEN_FOR), int(Stream.TAKEN_FOR_WHAT)
_SAME, _OTHER = int(Step.SAME_CHANNEL), int(Step.OTHER_CHANNEL)


class Door:
    """Lets customer contacts in.

    Args:
        world: The world.
        draws: Addressed uniforms.
        facts: What conditions look at.
        centre: The centre they come to.

    Attributes:
        is_used: Whether there is anything to do for any contact.
    """

    def __init__(self, world: World, draws: Draws, facts: Facts, centre: "Centre") -> None:
        steering, channels = world.steering, world.channels
        self._offers, self._draws, self._facts, self._centre = steering.offers, draws, facts, centre
        self._rule: list[list[int]] = steering.rule.tolist()
        self._curves: list[tuple[list[int], list[float]]] = [
            (offer.tick.tolist(), offer.share.tolist()) for offer in steering.offers
        ]
        self._conditions: list[Rows] = [offer.conditions.tolist() for offer in steering.offers]
        self._closed: list[list[int]] = steering.closed.tolist()
        self._instead: list[tuple[list[float], list[int], list[int]]] = [
            (place.share.tolist(), place.channel.tolist(), place.intent.tolist()) for place in steering.instead
        ]
        self._recognised: list[float] = channels.recognised.tolist()
        self._identified: list[float] = channels.identified.tolist()
        self._others = _other_intents(world)
        is_doubted = (channels.recognised < 1.0).any() or (channels.identified < 1.0).any()
        self.is_used = bool(steering.offers or steering.instead or is_doubted)

    def meet(self, contact: Contact) -> None:
        """Meet a customer contact: is the channel open to them, is another one offered, who is it and what for."""
        if not self._admit(contact):
            contact.is_denied = True
            return
        if contact.visit == 0:
            self._offer(contact)
        self._look(contact)

    def _admit(self, contact: Contact) -> bool:
        """Tell whether a customer gets in: the channel may be closed to them, and they turn elsewhere or give up."""
        number = self._closed[contact.segment][contact.channel]
        if number < 0:
            return True
        shares, channels, intents = self._instead[number]
        place = pick_next_channel(self._chance(_ACCESS, contact), shares, 1.0)
        if place < 0:
            return False
        contact.channel, contact.is_steered = channels[place], True
        if contact.step in (_SAME, _OTHER):
            contact.step = _SAME if contact.channel == contact.from_channel else _OTHER
        if intents[place] >= 0:
            contact.intent = contact.taken_for = contact.need.intent = intents[place]
        return True

    def _offer(self, contact: Contact) -> None:
        """Offer a first contact another way where an offer holds; it takes it, or refuses and is less patient."""
        number = self._rule[contact.segment][contact.intent]
        if number < 0 or not self._facts.hold(self._conditions[number], contact):
            return
        offer = self._offers[number]
        if offer.channel == contact.channel:
            return
        if self._chance(_STEER, contact) < self._acceptance(number, contact):
            contact.channel, contact.is_steered = offer.channel, True
        else:
            contact.patience_factor = offer.refused

    def _acceptance(self, number: int, contact: Contact) -> float:
        """Share that accepts, by the wait announced where the customer wanted to go."""
        queue = self._centre.queue_of(contact)
        ticks, shares = self._curves[number]
        wait = 0 if queue < 0 else self._centre.estimates.announced(queue, ticks[-1])
        return curve_at(wait, ticks, shares)

    def _look(self, contact: Contact) -> None:
        """Settle whether the centre knows who is there, and what the contact is taken for."""
        identified, recognised = self._identified[contact.channel], self._recognised[contact.channel]
        if identified < 1.0:
            contact.is_identified = self._chance(_IDENTIFIED, contact) < identified
        others = self._others[contact.channel][contact.intent] if recognised < 1.0 else []
        if others and self._chance(_TAKEN_FOR, contact) >= recognised:
            contact.taken_for = others[int(self._chance(_WHAT, contact) * len(others))]

    def _chance(self, stream: int, contact: Contact) -> float:
        return self._draws.of(stream, contact.index, contact.visit) * 2.0**-53


def _other_intents(world: World) -> list[list[list[int]]]:
    """By channel and intent, the other intents with service on the channel; none on self-service."""
    is_served = world.behaviour.talk[:, :, 0] >= 0
    n_intents, found = len(world.names.intents), []
    for channel, kind in enumerate(world.channels.kind.tolist()):
        here = [n for n in range(n_intents) if is_served[n, channel] and kind != ChannelKind.SELF_SERVICE]
        found.append([[n for n in here if n != intent] for intent in range(n_intents)])
    return found
