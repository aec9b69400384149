"""Sessions of self-service: no queue and no person, only a while, and what comes of it (MODEL.md 6)."""

from collections.abc import Callable

from sim.engine.reference.clock import Clock, Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.draws import Draws
from sim.engine.reference.ledger import Ledger
from sim.engine.reference.tables import Tables
from sim.rules.lifecycle import Outcome
from sim.rules.order import Rank, event_order
from sim.streams import Stream, draw

_LASTS, _CONTAINED, _SOLVED = int(Stream.TALK), int(Stream.CONTAINED), int(Stream.CONTAINED_SOLVED)
_END_ORDER = event_order(Rank.WORK, 0)


class Sessions:
    """Starts sessions and ends them.

    Args:
        tables: The world's figures as lists.
        env: The clock.
        draws: Addressed uniforms.
        ledger: Where contacts are written.
        free_line: Gives back the line a contact holds.
    """

    def __init__(
        self, tables: Tables, env: Clock, draws: Draws, ledger: Ledger, free_line: Callable[[Contact], None]
    ) -> None:
        self._tables, self._env, self._draws, self._ledger = tables, env, draws, ledger
        self._free_line = free_line
        self._running: dict[int, Contact] = {}

    def start(self, contact: Contact, now: int) -> None:
        """Begin a session; it lasts as long as is drawn for it."""
        contact.answered_tick = now
        contact.need.is_told = True
        contact.outcome = int(Outcome.ANSWERED)
        table = self._tables.talk[contact.intent][contact.channel][contact.slot]
        lasts = draw(table, self._draws.of(_LASTS, contact.index, contact.visit))
        self._running[contact.ident] = contact
        Moment(self._env, now + lasts, _END_ORDER + contact.ident, self._on_end, contact)

    def _on_end(self, moment: Moment) -> None:
        """The session is over: contained, helped or only gone; or a person is wanted."""
        contact: Contact = moment.subject
        del self._running[contact.ident]
        now, tables, n, c = self._env.now, self._tables, contact.intent, contact.channel
        contact.talk_end_tick = contact.ended_tick = now
        contact.talk_ticks = now - contact.answered_tick
        contact.is_resolved = 0
        if self._chance(_CONTAINED, contact) < tables.contained[n][c]:
            contact.outcome = int(Outcome.CONTAINED)
            contact.is_resolved = int(self._chance(_SOLVED, contact) < tables.contained_solved[n][c])
        contact.is_over = True
        if contact.need.told_tick < 0:
            contact.need.told_tick = now
        self._free_line(contact)
        self._ledger.contact(contact)
        assert contact.customer is not None
        contact.customer.go_on()

    def _chance(self, stream: int, contact: Contact) -> float:
        return self._draws.of(stream, contact.index, contact.visit) * 2.0**-53

    def stop(self, now: int) -> None:
        """Write the sessions that still run when the horizon ends."""
        for contact in self._running.values():
            contact.talk_ticks = now - contact.answered_tick
            self._ledger.contact(contact)
