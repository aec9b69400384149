"""Who waits: queues, and the lanes within them.

The order inside a queue is fixed when a contact enters it (`rules.routing.waiting_key`). Contacts of a queue that
the same agents may serve stand in one lane, so the head of a lane is the only one of it that competes. An entry
whose contact points to another one is stale: it has left, or stands elsewhere.
"""

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from sim.engine.reference.contact import Contact

if TYPE_CHECKING:
    from sim.engine.reference.crew import Agent, Group

Entry = tuple[int, int, int, int, Contact]


class Lane:
    """Contacts of one queue and channel that the same groups of agents may serve.

    Attributes:
        candidates: Groups by priority, lowest first: [(group, delay), …] of each.
        delays: Positive delays of those groups, ascending, each once.
        is_outbound: Whether contacts of the centre stand here, which nobody waits for.
        is_quiet: Whether they are taken only when nobody else waits for the agent.
        owner: The only agent who may serve it, None where groups do.
        is_shut: Whether nobody is to be taken from it now: the hours in which customers are called are over.
    """

    __slots__ = (
        "_heap",
        "candidates",
        "channel",
        "delays",
        "is_outbound",
        "is_quiet",
        "is_shut",
        "n_waiting",
        "owner",
        "queue",
    )

    def __init__(
        self,
        queue: int,
        channel: int,
        candidates: list[list[tuple["Group", int]]],
        is_outbound: bool = False,
        is_quiet: bool = False,
        owner: "Agent | None" = None,
    ) -> None:
        self.queue = queue
        self.channel = channel
        self.candidates = candidates
        self.delays = sorted({delay for level in candidates for _, delay in level if delay > 0})
        self.is_outbound = is_outbound
        self.is_quiet = is_quiet
        self.owner = owner
        self.is_shut = False
        self.n_waiting = 0
        self._heap: list[Entry] = []

    def join(self, contact: Contact, key: int) -> None:
        """Let a contact wait; `key` is its waiting key."""
        contact.is_waiting = True
        self.n_waiting += 1
        contact.entry = (key, contact.queued_tick, contact.issue, contact.visit, contact)
        heappush(self._heap, contact.entry)

    def leave(self, contact: Contact) -> None:
        """Take a waiting contact out, whatever its place."""
        contact.is_waiting = False
        contact.entry = None
        self.n_waiting -= 1

    def head(self) -> Entry:
        """The contact that waits first; only while somebody waits."""
        heap = self._heap
        while heap[0][4].entry is not heap[0]:
            heappop(heap)
        return heap[0]

    def first_of_age(self, now: int, delay: int) -> Entry | None:
        """The first in order that has waited long enough, however the order is made."""
        head = self.head()
        if now - head[4].since_tick + head[4].carried_ticks >= delay:
            return head
        entries = sorted(entry for entry in self._heap if entry[4].entry is entry)
        return next((e for e in entries if now - e[4].since_tick + e[4].carried_ticks >= delay), None)

    def waiting(self) -> list[Contact]:
        """All who wait, in order of (issue, visit)."""
        found = [entry[4] for entry in self._heap if entry[4].entry is entry]
        return sorted(found, key=lambda contact: (contact.issue, contact.visit))
