"""Routes: which queue a contact joins by the conditions of the moment, and how it goes over to another one."""

from typing import TYPE_CHECKING

from sim.engine.reference.clock import Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.facts import Facts, Rows
from sim.rules.order import Rank, event_order
from sim.rules.routing import eligible_tick
from sim.world.world import Routing

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_OVERFLOW_ORDER = event_order(Rank.ARRIVAL, 0) + 15
"""After all re-tests of a contact on a tick."""


class Routes:
    """Chooses queues.

    Args:
        routing: Queues of the world.
        facts: What conditions look at.
        centre: The centre they belong to.

    Attributes:
        has_conditions: Whether the queue of some contact hangs on the moment.
        overflows: By queue, whether contacts may go over to another one.
    """

    def __init__(self, routing: Routing, facts: Facts, centre: "Centre") -> None:
        self._facts, self._centre = facts, centre
        self._when: list[Rows] = [rows.tolist() for rows in routing.when]
        self._takes = routing.takes
        self._rules: list[list[tuple[int, int, Rows]]] = [
            [(rule.after, rule.to, rule.conditions.tolist()) for rule in rules] for rules in routing.overflow
        ]
        self.has_conditions = any(self._when)
        self.overflows = [bool(rules) for rules in self._rules]

    def queue_of(self, contact: Contact) -> int:
        """The first queue that takes a contact and whose conditions hold; −1 where none does."""
        for queue, rows in enumerate(self._when):
            is_taken = self._takes[queue, contact.channel, contact.taken_for, contact.segment]
            if is_taken and self._facts.hold(rows, contact):
                return queue
        return -1

    def plan(self, contact: Contact, after_age: int) -> None:
        """Plan the next look at a waiting contact, at an age above the given one."""
        contact.overflow_moment = None
        for after, to, rows in self._rules[contact.queue]:
            if after > after_age:
                tick = eligible_tick(contact.queued_tick, 0, after)
                subject = (contact, after, to, rows)
                order = _OVERFLOW_ORDER + contact.ident
                contact.overflow_moment = Moment(self._centre.env, tick, order, self._on_age, subject)
                return

    def _on_age(self, moment: Moment) -> None:
        contact, after, to, rows = moment.subject
        if contact.overflow_moment is not moment or not contact.is_waiting:
            return
        if self._facts.hold(rows, contact) and self._centre.has_place(to):
            self._centre.go_over(contact, to)
        if contact.is_waiting:
            self.plan(contact, after)
