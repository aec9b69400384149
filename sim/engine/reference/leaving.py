"""Leaving: who does not wait at all, who waits only so long, and who goes without a word (MODEL.md 7, Leaving)."""

from typing import TYPE_CHECKING

from sim.engine.reference.clock import Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent
from sim.engine.reference.draws import Draws, FirstTimes, arrival_slots
from sim.rules.estimate import curve_at
from sim.rules.lifecycle import Outcome
from sim.rules.order import Rank, event_order
from sim.streams import Stream, draw
from sim.world.world import World

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_PATIENCE, _AT_ONCE, _BALK = int(Stream.PATIENCE), int(Stream.LEAVES_AT_ONCE), int(Stream.BALK)
_SILENT = int(Stream.LEAVES_SILENTLY)
_PATIENCE_ORDER, _FOUND_ORDER = event_order(Rank.PATIENCE, 0), event_order(Rank.WORK, 0)


class Leaving:
    """Lets customers leave who wait for a person.

    Who leaves a chat without a word has left when patience ends, and goes on from there; the contact keeps its place,
    counts in the queue's length, and takes an agent's time when it is opened.

    Args:
        world: The world.
        draws: Addressed uniforms.
        centre: The centre they wait in.
    """

    def __init__(self, world: World, draws: Draws, centre: "Centre") -> None:
        self._draws, self._centre = draws, centre
        who = world.arrivals.segment, world.arrivals.channel, arrival_slots(world)
        self._first_patience = FirstTimes(world, draws, _PATIENCE, world.behaviour.patience[who])
        self._silent: list[list[float]] = world.behaviour.leaves_silently.tolist()
        self._silent_takes: list[int] = world.channels.silent_ticks.tolist()

    def balks(self, contact: Contact, queue: int) -> bool:
        """Tell whether a customer leaves on hearing the expected wait."""
        tables = self._centre.tables
        ticks, shares = tables.balk_tick[contact.channel], tables.balk_share[contact.channel]
        if not ticks:
            return False
        estimate = self._centre.estimates.when_busy(queue, ticks[-1])
        return self._draws.of(_BALK, contact.index, contact.visit) * 2.0**-53 < curve_at(estimate, ticks, shares)

    # --- patience -------------------------------------------------------------------------------------------------

    def start_patience(self, contact: Contact, now: int) -> None:
        """Settle when a customer who has begun to wait, or whom it rings for, will have waited long enough."""
        patience = 0 if contact.is_waiting and self._leaves_at_once(contact) else self._patience(contact)
        if patience >= 0:
            self._leave_at(contact, now + patience)

    def come_back_to_wait(self, contact: Contact, now: int) -> None:
        """A contact that an agent has missed has to wait; where it had not yet, its customer may leave at once."""
        if not contact.is_silent and self._leaves_at_once(contact):
            self._leave_at(contact, now)

    def _leaves_at_once(self, contact: Contact) -> bool:
        at_once = self._centre.tables.leaves_at_once[contact.segment][contact.channel]
        return bool(at_once) and self._draws.of(_AT_ONCE, contact.index, contact.visit) < at_once

    def _leave_at(self, contact: Contact, tick: int) -> None:
        order = _PATIENCE_ORDER + contact.ident
        contact.leave_moment = Moment(self._centre.env, tick, order, self._on_patience, contact)

    def _patience(self, contact: Contact) -> int:
        """Patience of a contact [ticks], −1 when its customer never leaves."""
        tables, kept = self._centre.tables, contact.need.patience
        patience = self._drawn_patience(contact) if kept is None else kept
        if tables.keeps_patience[contact.segment] and patience >= 0:
            contact.need.patience = patience
        factor = tables.patience_factor * contact.patience_factor
        return patience if factor == 1.0 or patience < 0 else int(patience * factor + 0.5)

    def _drawn_patience(self, contact: Contact) -> int:
        """Draw patience; that of an issue has the address of its first visit, whichever is the first to wait."""
        if contact.visit == 0 and not contact.is_steered:
            return self._first_patience.of(contact.index)
        tables = self._centre.tables
        table = tables.patience[contact.segment][contact.channel][contact.slot]
        visit = 0 if tables.keeps_patience[contact.segment] else contact.visit
        return -1 if table is None else draw(table, self._draws.of(_PATIENCE, contact.index, visit))

    def _on_patience(self, moment: Moment) -> None:
        contact: Contact = moment.subject
        if contact.leave_moment is not moment:
            return
        if self._is_silent(contact):
            self._leave_silently(contact)
        elif contact.is_waiting:
            self._centre.leave_queue(contact, Outcome.ABANDONED)
        elif contact.offer_moment is not None:
            self._centre.offers.stop(contact, Outcome.ABANDONED)

    # --- without a word -------------------------------------------------------------------------------------------

    def _is_silent(self, contact: Contact) -> bool:
        share = self._silent[contact.segment][contact.channel]
        return share > 0.0 and self._draws.of(_SILENT, contact.index, contact.visit) * 2.0**-53 < share

    def _leave_silently(self, contact: Contact) -> None:
        """A customer has left without a word; the contact stays where it is, its row is written when it is over."""
        centre, now = self._centre, self._centre.env.now
        assert contact.customer is not None
        contact.is_silent = contact.is_over = True
        contact.outcome, contact.ended_tick = int(Outcome.ABANDONED), now
        contact.waited_before += now - contact.queued_tick
        contact.end_moment = None
        centre.free_line(contact)
        if centre.facts.has_meters:
            centre.facts.note(contact, now)
        contact.customer.go_on()

    def find_out(self, agent: Agent, contact: Contact, now: int) -> None:
        """An agent opens a contact and finds out, after a while, that nobody is there."""
        self._centre.work.hold(agent, contact, now)
        tick, order = now + self._silent_takes[contact.channel], _FOUND_ORDER + contact.ident
        Moment(self._centre.env, tick, order, self._on_found, contact)

    def _on_found(self, moment: Moment) -> None:
        contact: Contact = moment.subject
        centre, agent, now = self._centre, contact.agent, self._centre.env.now
        assert agent is not None
        contact.ghost_ticks += now - contact.spell_start
        centre.work.close_spell(contact, now)
        centre.work.let_go(agent, contact, now)
        centre.ledger.contact(contact)
        centre.when_free(agent, now)
