"""Routes: which queue a contact joins by the conditions of the moment, and how it leaves one it waits in too long."""

from typing import TYPE_CHECKING

from sim.engine.reference.clock import Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.facts import Facts, Rows
from sim.rules.lifecycle import Outcome
from sim.rules.order import Rank, event_order
from sim.rules.routing import eligible_tick
from sim.world.world import Routing

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_OVERFLOW_ORDER = event_order(Rank.ARRIVAL, 0) + 15
"""After all re-tests of a contact on a tick."""
_LONGEST_ORDER = event_order(Rank.PATIENCE, 0) + 1
"""After patience that ends on the same tick."""


class Routes:
    """Chooses queues.

    Args:
        routing: Queues of the world.
        facts: What conditions look at.
        centre: The centre they belong to.

    Attributes:
        has_conditions: Whether the queue of some contact hangs on the moment.
        overflows: By queue, whether contacts may go over to another one.
        ends: By queue, whether the longest wait of its contacts is limited.
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
        self._longest: list[int] = routing.longest_wait.tolist()
        self.ends = [ticks >= 0 for ticks in self._longest]

    def queue_of(self, contact: Contact) -> int:
        """The first queue that takes a contact and whose conditions hold; −1 where none does."""
        for queue, rows in enumerate(self._when):
            is_taken = self._takes[queue, contact.channel, contact.taken_for, contact.segment]
            if is_taken and self._facts.hold(rows, contact):
                return queue
        return -1

    def plan(self, contact: Contact, after_age: int) -> None:
        """Plan the first look at a contact that waits in a queue, at an age above the given one."""
        rules = self._rules[contact.queue]
        number = next((n for n, (after, *_) in enumerate(rules) if after > after_age), len(rules))
        self._plan_rule(contact, number)

    def go_on(self, contact: Contact, left_tick: int) -> None:
        """Go on with the looks at a contact that waits again after an agent missed it.

        Args:
            contact: The contact.
            left_tick: When it rang at the agent; what was due since then is looked at now.
        """
        if contact.is_waiting:
            if self.overflows[contact.queue]:
                self.plan(contact, left_tick - contact.queued_tick)
            if self.ends[contact.queue] and not contact.is_silent:
                self.limit(contact)

    def _plan_rule(self, contact: Contact, number: int) -> None:
        """Plan the look by one rule of the contact's queue; the rules are in order of age."""
        contact.overflow_moment = None
        if number < len(self._rules[contact.queue]):
            tick = eligible_tick(contact.queued_tick, 0, self._rules[contact.queue][number][0])
            tick = max(tick, self._centre.env.now)
            order = _OVERFLOW_ORDER + contact.ident
            contact.overflow_moment = Moment(self._centre.env, tick, order, self._on_age, (contact, number))

    def _on_age(self, moment: Moment) -> None:
        contact, number = moment.subject
        if contact.overflow_moment is not moment or not contact.is_waiting:
            return
        after, to, rows = self._rules[contact.queue][number]
        if not self._facts.hold(rows, contact) or not self._centre.has_place(to):
            self._plan_rule(contact, number + 1)
            return
        self._centre.go_over(contact, to)
        if contact.is_waiting:
            self.plan(contact, after)

    def limit(self, contact: Contact) -> None:
        """Plan the end of a contact that waits for a person on the line, at the longest wait of its queue."""
        centre = self._centre
        tick = max(contact.queued_tick + self._longest[contact.queue], centre.env.now)
        contact.end_moment = Moment(centre.env, tick, _LONGEST_ORDER + contact.ident, self._on_longest_wait, contact)

    def _on_longest_wait(self, moment: Moment) -> None:
        contact: Contact = moment.subject
        if contact.end_moment is moment and contact.is_waiting:
            self._centre.leave_queue(contact, Outcome.EXPIRED)
