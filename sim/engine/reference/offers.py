"""Offers of contacts to agents: it rings at the agent, who takes it, misses it or declines it (MODEL.md 7, RONA).

The ring is in hand and paid, but no part of the handle time; the customer's patience runs on. What was missed or
declined goes back with its age and is offered to others, and the agent takes nothing for a while.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.engine.reference.clock import Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent
from sim.engine.reference.draws import Draws
from sim.rules.lifecycle import Outcome
from sim.rules.order import Rank, event_order
from sim.streams import Stream
from sim.world.world import Ringing

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_OFFER = int(Stream.OFFER)
_RING_ORDER = event_order(Rank.WORK, 0)
_LAST_STEP = 255
"""Offers of a contact from this one on share a draw: fields of addresses have limits."""


class Offers:
    """Lets contacts ring at agents.

    Args:
        figures: How agents answer, by channel.
        draws: Addressed uniforms.
        centre: The centre the agents belong to.
        step_away: Called when an agent has not taken an offer, with the ticks in which nothing more is taken.

    Attributes:
        rings: By channel, whether contacts ring at agents at all.
    """

    def __init__(
        self, figures: Ringing, draws: Draws, centre: "Centre", step_away: Callable[[Agent, int], None]
    ) -> None:
        self._draws, self._centre, self._step_away = draws, centre, step_away
        self._answered_after: list[int] = figures.answered_after.tolist()
        self._missed: list[float] = figures.missed.tolist()
        self._missed_after: list[int] = figures.missed_after.tolist()
        self._declined: list[float] = figures.declined.tolist()
        self._declined_after: list[int] = figures.declined_after.tolist()
        self._away: list[int] = figures.away_ticks.tolist()
        refused = zip(self._answered_after, self._missed, self._declined, strict=True)
        self.rings = [bool(after or missed or declined) for after, missed, declined in refused]

    def ring(self, agent: Agent, contact: Contact, now: int) -> None:
        """Let a contact ring at an agent; what becomes of it is settled now and told when the ring is over."""
        channel = contact.channel
        step = min(contact.offers, _LAST_STEP)
        u = self._draws.at_step(_OFFER, contact.index, contact.visit, step) * 2.0**-53
        contact.offers += 1
        if u >= self._missed[channel] + self._declined[channel]:
            ticks, is_taken = self._answered_after[channel], True
        else:
            after = self._missed_after if u < self._missed[channel] else self._declined_after
            ticks, is_taken = after[channel], False
        if not contact.is_silent:
            contact.outcome = int(Outcome.OPEN)
        self._centre.work.hold(agent, contact, now)
        env, order = self._centre.env, _RING_ORDER + contact.ident
        contact.offer_moment = Moment(env, now + ticks, order, self._on_end, (contact, is_taken))

    def _on_end(self, moment: Moment) -> None:
        contact, is_taken = moment.subject
        if contact.offer_moment is not moment:
            return
        started, agent = contact.spell_start, self._stop_ringing(contact)
        now = self._centre.env.now
        if is_taken:
            self._centre.take_up(agent, contact, now)
            return
        contact.missed_offers += 1
        self._step_away(agent, self._away[contact.channel])
        self._centre.give_back(contact)
        self._centre.routes.go_on(contact, started)
        if contact.is_waiting:
            self._centre.leaving.come_back_to_wait(contact, now)
        self._centre.when_free(agent, now)

    def _stop_ringing(self, contact: Contact) -> Agent:
        """Count a ring that is over; the contact is in nobody's hands then."""
        work, now, agent = self._centre.work, self._centre.env.now, contact.agent
        assert agent is not None
        contact.offer_moment = None
        contact.ring_ticks += now - contact.spell_start
        work.close_spell(contact, now)
        work.let_go(agent, contact, now)
        return agent

    def stop(self, contact: Contact, outcome: Outcome) -> None:
        """The customer leaves, or is not waited for any more, while it rings at an agent."""
        agent = self._stop_ringing(contact)
        self._centre.end(contact, outcome)
        self._centre.when_free(agent, self._centre.env.now)
