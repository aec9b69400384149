"""The need behind an issue: what its contacts have in common while the clock runs.

A customer may have several contacts open at a time (a letter that waits, a call that asks for it); each is followed
by a thread of its own, and the issue is lost only when the last of them has given up.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.reference.contact import Contact


class Need:
    """One issue of one customer.

    Attributes:
        intent: Why the customer comes; a leg may be worked as another one.
        n_visits: Contacts made so far, legs included and the first one: the next one's visit number.
        n_made: Customer contacts made so far, or on the way.
        n_threads: Threads that still go on.
        is_resolved: Whether some contact has resolved it.
        is_told: Whether somebody has been told the story.
        patience: Drawn patience that is kept for all contacts [ticks], None before one is drawn.
        told_to: Agents who were told the story.
        told_tick: When the first conversation ended in which it was, −1 before.
        waiting: Contacts that are open, where several may be.
    """

    __slots__ = (
        "intent",
        "is_resolved",
        "is_told",
        "n_made",
        "n_threads",
        "n_visits",
        "patience",
        "told_tick",
        "told_to",
        "waiting",
    )

    def __init__(self, intent: int) -> None:
        self.intent = intent
        self.n_visits = 1
        self.n_made = 1
        self.n_threads = 1
        self.is_resolved = False
        self.is_told = False
        self.told_tick = -1
        self.told_to: set[int] = set()
        self.patience: int | None = None
        self.waiting: list[Contact] = []
