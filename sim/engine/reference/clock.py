"""SimPy's calendar with one kind of entry: a moment at a tick, in a rank.

SimPy gives `timeout` and `succeed` priority 1, and the start of a process priority 0: they would overtake
every ranked event of their tick. So every entry here is a `Moment`, whose priority is 2 + the packed
(rank, identity) of `rules.order`.
"""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from simpy import Environment, Event

FIRST_PRIORITY = 2
"""SimPy keeps 0 (urgent) and 1 (normal) for itself."""


class Clock(Environment):
    """SimPy's environment, in whole ticks."""

    if TYPE_CHECKING:  # SimPy's clock may be a float; here every tick is an int, and a cast would cost time

        @property
        def now(self) -> int:
            """The present tick."""

        def schedule(self, event: Event, priority: int = 1, delay: float = 0) -> None:
            """Put an event on the calendar."""


class Moment(Event):
    """One entry of the calendar.

    Args:
        env: The clock.
        tick: When, not before now.
        order: Packed rank and identity (`rules.order.event_order`).
        callback: Called with the moment when it comes; a process that yields the moment needs none.
        subject: What it is about; a wait that was given up no longer points back to its moment.
    """

    _ok = True
    _value = None

    def __init__(
        self,
        env: Clock,
        tick: int,
        order: int,
        callback: Callable[[Any], None] | None = None,
        subject: Any = None,
    ) -> None:
        self.env = env
        self.callbacks = [] if callback is None else [callback]
        self.subject = subject
        env.schedule(self, FIRST_PRIORITY + order, tick - env.now)


Steps = Generator[Moment | None, None, None]


class Story:
    """A generator that lives on the calendar: it yields a moment to sleep until, or None until somebody tells it.

    Like a SimPy process, but its start and its end cost no calendar entry and have no rank of their own.
    """

    __slots__ = ("_steps",)

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def go_on(self, _moment: Any = None) -> None:
        """Run the story up to its next wait."""
        for moment in self._steps:
            if moment is not None:
                moment.callbacks.append(self.go_on)
            return
