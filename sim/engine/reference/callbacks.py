"""Callbacks: offers to who would have to wait, and calls to who did not get through (MODEL.md 8).

The agent is seized first, then dials: the ring is in hand and paid, and at its end the customer answers or not. An
attempt that fails rests and comes again with its place, until there have been enough.
"""

from typing import TYPE_CHECKING

from sim.engine.reference.clock import Moment, Story
from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent
from sim.engine.reference.draws import Draws
from sim.engine.reference.facts import Facts, Rows
from sim.rules.estimate import curve_at
from sim.rules.lifecycle import Offer, Outcome, Reason
from sim.rules.order import Rank, event_order
from sim.streams import Stream, draw
from sim.world.world import Callback, Dialling, Missed, World

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_TAKEN, _ANSWERS, _DUE = int(Stream.CALLBACK_TAKEN), int(Stream.CALLBACK_ANSWERS), int(Stream.CALLBACK_DUE)
_RING_ORDER, _REST_ORDER = event_order(Rank.WORK, 0), event_order(Rank.ARRIVAL, 0)
_ACCEPTED, _REFUSED = int(Offer.ACCEPTED), int(Offer.REFUSED)
_MISSED = int(Reason.CALLBACK_MISSED)


class Ring:
    """Where a callback stands.

    Attributes:
        dialling: How it is dialled.
        is_ringing: An agent has it in hand and the customer has not answered yet.
        is_resting: An attempt has failed, or its time has not come yet.
        moment: The end of the ring or of the rest; another one is stale.
        tolerance: Table of how long its customer waits before asking again, None for ever.
        missed: The plan behind it where it was not asked for.
    """

    __slots__ = ("answers", "dialling", "is_resting", "is_ringing", "missed", "moment", "tolerance")

    def __init__(self, dialling: Dialling, tolerance: list[int] | None = None, missed: "Unasked | None" = None) -> None:
        self.dialling, self.tolerance, self.missed = dialling, tolerance, missed
        self.answers: list[float] = dialling.answers.tolist()
        self.is_ringing = False
        self.is_resting = False
        self.moment: Moment | None = None


class Unasked:
    """A call that the centre means to make to a customer who did not get through.

    Attributes:
        parent: The contact that failed.
        rule: How it is made.
        queue: Where it is queued.
        contact: The call, once it is made.
        is_crossed: The customer came first.
        is_reached: The customer has answered it.
    """

    __slots__ = ("contact", "is_crossed", "is_reached", "parent", "queue", "rule", "story")

    def __init__(self, parent: Contact, rule: Missed, queue: int) -> None:
        self.parent, self.rule, self.queue = parent, rule, queue
        self.contact: Contact | None = None
        self.story: Story | None = None
        self.is_crossed = False
        self.is_reached = False


class Callbacks:
    """Offers callbacks and dials.

    Args:
        world: The world.
        draws: Addressed uniforms.
        facts: What conditions look at.
        centre: The centre that makes them.

    Attributes:
        offers, missed: By queue, the rules; None where there is none.
        are_missed: Whether anybody is rung unasked.
    """

    def __init__(self, world: World, draws: Draws, facts: Facts, centre: "Centre") -> None:
        behaviour = world.behaviour
        self._draws, self._facts, self._centre = draws, facts, centre
        self._tables: list[list[int]] = behaviour.tables.tolist()
        self.offers: list[Callback | None] = list(behaviour.callbacks)
        self.missed: list[Missed | None] = list(behaviour.missed)
        self.are_missed = any(rule is not None for rule in self.missed)
        self._outcomes = [() if rule is None else tuple(rule.outcomes.tolist()) for rule in self.missed]
        self._curves: list[tuple[list[int], list[float]]] = [
            ([], []) if rule is None else (rule.tick.tolist(), rule.share.tolist()) for rule in self.offers
        ]
        self._conditions: list[Rows] = [[] if rule is None else rule.conditions.tolist() for rule in self.offers]

    # --- offers ---------------------------------------------------------------------------------------------------

    def offer(self, contact: Contact) -> bool:
        """Offer a callback to a customer who would have to wait; true where it is taken.

        Who takes it leaves the line and keeps the place; who does not is perhaps less patient.
        """
        queue = contact.queue
        rule = self.offers[queue]
        if rule is None or not self._facts.hold(self._conditions[queue], contact):
            return False
        ticks, shares = self._curves[queue]
        wait = self._centre.estimates.when_busy(queue, ticks[-1])
        if self._draws.of(_TAKEN, contact.index, contact.visit) * 2.0**-53 >= curve_at(wait, ticks, shares):
            contact.offered, contact.patience_factor = _REFUSED, contact.patience_factor * rule.refused
            return False
        contact.offered = _ACCEPTED
        contact.ring = Ring(rule.dialling, self._tables[rule.tolerance] if rule.tolerance >= 0 else None)
        due = contact.queued_tick
        if rule.due >= 0:
            due += draw(self._tables[rule.due], self._draws.of(_DUE, contact.index, contact.visit))
        if rule.dialling.within_ticks >= 0:
            contact.deadline_tick = due + rule.dialling.within_ticks
        self._centre.leave_the_line(contact)
        if rule.due >= 0:
            contact.since_tick, contact.carried_ticks = due, 0
            self._rest(contact, due)
        else:
            self._centre.join(contact)
        return True

    # --- dialling -------------------------------------------------------------------------------------------------

    def dial(self, agent: Agent, contact: Contact, now: int) -> None:
        """An agent takes a callback and dials."""
        ring = contact.ring
        assert ring is not None
        ring.is_ringing = True
        contact.attempts += 1
        self._centre.work.hold(agent, contact, now)
        tick = now + ring.dialling.ring_ticks
        ring.moment = Moment(self._centre.env, tick, _RING_ORDER + contact.ident, self._on_ring_end, contact)

    def _on_ring_end(self, moment: Moment) -> None:
        """It has rung long enough: the customer answers, or the attempt has failed."""
        contact: Contact = moment.subject
        ring, now, agent = contact.ring, self._centre.env.now, contact.agent
        assert ring is not None
        if ring.moment is not moment:
            return
        assert agent is not None
        self._stop_ringing(contact, now)
        attempt = contact.attempts - 1
        share = ring.answers[min(attempt, len(ring.answers) - 1)]
        u = self._draws.at_step(_ANSWERS, contact.index, contact.visit, attempt) * 2.0**-53
        if u < share:
            if ring.missed is not None:
                self._reach(ring.missed)
            self._centre.begin(agent, contact, now)
            return
        self._centre.work.let_go(agent, contact, now)
        if contact.attempts >= ring.dialling.tries:
            self._centre.end(contact, Outcome.UNREACHED)
        else:
            self._rest(contact, now + ring.dialling.every_ticks)
        self._centre.when_free(agent, now)

    def _stop_ringing(self, contact: Contact, now: int) -> None:
        """Count a ring that is over."""
        assert contact.ring is not None
        contact.ring.is_ringing, contact.ring.moment = False, None
        contact.dial_ticks += now - contact.spell_start
        self._centre.work.close_spell(contact, now)

    def _rest(self, contact: Contact, tick: int) -> None:
        """Nothing happens to a callback until a tick; then it stands in its queue again."""
        ring = contact.ring
        assert ring is not None
        ring.is_resting = True
        contact.outcome, contact.agent = int(Outcome.OPEN), None
        self._centre.resting[contact.ident] = contact
        ring.moment = Moment(self._centre.env, tick, _REST_ORDER + contact.ident, self._on_rest_end, contact)

    def _on_rest_end(self, moment: Moment) -> None:
        contact: Contact = moment.subject
        assert contact.ring is not None
        if contact.ring.moment is moment:
            self._wake(contact)
            self._centre.give_back(contact)

    def _wake(self, contact: Contact) -> None:
        assert contact.ring is not None
        contact.ring.is_resting, contact.ring.moment = False, None
        del self._centre.resting[contact.ident]

    def withdraw(self, contact: Contact) -> None:
        """A callback that waits, rests or rings is not needed any more."""
        ring, now, agent = contact.ring, self._centre.env.now, contact.agent
        assert ring is not None
        if contact.is_waiting:
            self._centre.withdraw(contact)
        elif ring.is_resting:
            self._wake(contact)
            self._centre.end(contact, Outcome.WITHDRAWN)
        elif ring.is_ringing and agent is not None:
            self._stop_ringing(contact, now)
            self._centre.work.let_go(agent, contact, now)
            self._centre.end(contact, Outcome.WITHDRAWN)
            self._centre.when_free(agent, now)

    # --- unasked --------------------------------------------------------------------------------------------------

    def plan(self, contact: Contact) -> Unasked | None:
        """Perhaps mean to ring the customer of a contact that did not get through."""
        queue = contact.queue if contact.queue >= 0 else self._centre.queue_of(contact)
        rule = self.missed[queue] if queue >= 0 else None
        if rule is None or contact.outcome not in self._outcomes[queue]:
            return None
        return Unasked(contact, rule, queue)

    def arrive(self, plan: Unasked, contact: Contact) -> None:
        """Queue the call itself."""
        plan.contact = contact
        contact.reason = _MISSED
        contact.ring = Ring(plan.rule.dialling, missed=plan)
        if plan.rule.dialling.within_ticks >= 0:
            contact.deadline_tick = plan.parent.ended_tick + plan.rule.dialling.within_ticks
        self._centre.arrive_outbound(contact, plan.queue)

    def _reach(self, plan: Unasked) -> None:
        """The customer has answered: what they had in mind to do is not done, and what was lost is open again."""
        plan.is_reached = True
        self._centre.reopen_lost(plan.parent)

    def cross(self, plan: Unasked | None) -> None:
        """The customer has come first: the call is not made, or not gone on with."""
        if plan is None or plan.is_reached:
            return
        plan.is_crossed = True
        contact = plan.contact
        if contact is not None and not contact.is_over and contact.answered_tick < 0:
            self.withdraw(contact)
