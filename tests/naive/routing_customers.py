"""Customers of the naive twin of routing rules: their contacts, what they draw, and when they come again."""

from dataclasses import dataclass, field

import numpy as np

from sim.rules.lifecycle import Cause, ChannelKind, Outcome, Reason
from sim.streams import NEVER_TICKS, Stream, draw, uniform
from sim.world.world import World

FUTURE, WAITING, TALKING, WRAPPING, PUT_DOWN, STOPPED = range(6)
IN_HAND = (TALKING, WRAPPING)

CONTACT_COLUMNS = (
    *("issue", "visit", "reason", "channel", "segment", "intent", "queue", "pool", "agent"),
    *("arrived_tick", "queued_tick", "answered_tick", "talk_end_tick", "ended_tick", "outcome", "is_resolved"),
    *("cause", "way", "story", "level", "talk_ticks", "wrap_up_ticks", "deadline_tick", "hold_ticks", "after_visit"),
    *("led_by", "dial_ticks", "attempts", "callback", "offers", "missed_offers", "ring_ticks", "is_silent"),
    *("ghost_ticks", "own_agent", "reserved_ticks"),
)
"""Every column of the contacts, in the record's order."""
SPELL_COLUMNS = ("agent", "start_tick", "end_tick", "issue", "visit", "channel")
MOVE_COLUMNS = ("issue", "visit", "from_queue", "to_queue", "tick")
ISSUE_COLUMNS = ("issue", "outcome", "ended_tick", "n_contacts")

Row = tuple[int, ...]


@dataclass
class Contact:
    """One contact and all that happens to it; −1 is "did not happen"."""

    issue: int
    visit: int
    reason: int
    channel: int
    segment: int
    intent: int
    arrived: int
    talk: int = -1
    wrap_up: int = 0
    patience: int = NEVER_TICKS
    deadline: int = -1
    carried: int = 0
    led_by: int = -1
    state: int = FUTURE
    outcome: int = int(Outcome.OPEN)
    queue: int = -1
    agent: int = -1
    level: int = 0
    queued: int = -1
    answered: int = -1
    talk_end: int = -1
    ended: int = -1
    left: int = 0
    since: int = -1
    number_put_down: int = -1
    joined_at_age: int = -1
    spent: dict[int, int] = field(default_factory=lambda: {TALKING: 0, WRAPPING: 0})
    retested: set[int] = field(default_factory=set)
    looked_at: set[tuple[int, int]] = field(default_factory=set)

    @property
    def key(self) -> tuple[int, int]:
        return self.issue, self.visit

    def row(self, pool: int) -> Row:
        """Return the values of `CONTACT_COLUMNS`; `pool` is that of the agent."""
        ticks = (self.arrived, self.queued, self.answered, self.talk_end, self.ended)
        is_resolved = 1 if self.talk_end >= 0 else -1
        who = (*self.key, self.reason, self.channel, self.segment, self.intent, self.queue, pool, self.agent)
        how = (self.outcome, is_resolved, -1, 0, 0, self.level, *self.spent.values())
        return (*who, *ticks, *how, self.deadline, 0, self.visit - 1, self.led_by, *[0] * 8, -1, 0)


class Customers:
    """Draws of one world, by their addresses.

    Args:
        world: The world.
    """

    def __init__(self, world: World) -> None:
        assert not world.behaviour.keeps_patience.any(), "patience is drawn anew at every contact"
        self.world = world

    def first_contacts(self) -> list[Contact]:
        """Return the first contact of every issue."""
        arrivals = self.world.arrivals
        columns = (arrivals.issue, arrivals.channel, arrivals.segment, arrivals.intent, arrivals.tick)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [self._contact(issue, 0, Reason.FIRST, *where) for issue, *where in rows]

    def next_contact(self, contact: Contact, cause: Cause, now: int) -> Contact | None:
        """Return the next contact of a customer who did not get through, None where there is none."""
        behaviour = self.world.behaviour
        if contact.visit + 1 >= behaviour.max_visits:
            return None
        shares = behaviour.next_share[contact.segment, cause, contact.channel].tolist()
        stay = float(behaviour.stay[contact.segment, cause, contact.visit])
        n = self.uniform(Stream.NEXT_CHANNEL, contact)
        channel = next((c for c, share in enumerate(shares) if n < share * stay * 2.0**53), -1)
        if channel < 0:
            return None
        table = int(behaviour.next_delay[contact.segment, cause, channel])
        delay = draw(behaviour.tables[table].tolist(), self.uniform(Stream.NEXT_DELAY, contact))
        delay = max(1, delay) if cause == Cause.ABANDONED else delay  # a rank 5 event is the last of its tick
        reason = Reason.REDIAL if channel == contact.channel else Reason.SWITCH
        where = (channel, contact.segment, contact.intent, now + delay)
        again = self._contact(contact.issue, contact.visit + 1, reason, *where)
        again.led_by = int(cause)
        waited = now - contact.queued if contact.queued >= 0 else 0
        again.carried = contact.carried + waited if behaviour.carries_age else 0
        return again

    def balks(self, contact: Contact, announced: int) -> bool:
        """Whether a customer leaves on hearing a wait: the curve is linear between its points and flat outside."""
        ticks = self.world.channels.balk_tick[contact.channel].tolist()
        shares = self.world.channels.balk_share[contact.channel].tolist()
        share = float(np.interp(announced, ticks, shares))
        return self.uniform(Stream.BALK, contact) < share * 2.0**53

    def uniform(self, stream: Stream, contact: Contact) -> int:
        """Return the uniform at the address of a contact."""
        return uniform(self.world.seed, self.world.replication, stream, *contact.key)

    def _contact(
        self, issue: int, visit: int, reason: int, channel: int, segment: int, intent: int, tick: int
    ) -> Contact:
        """Make a contact that is to come, with its draws."""
        behaviour = self.world.behaviour
        contact = Contact(issue, visit, int(reason), channel, segment, intent, tick)

        def ticks(table: int, stream: Stream, absent: int) -> int:
            return absent if table < 0 else draw(behaviour.tables[table].tolist(), self.uniform(stream, contact))

        contact.talk = ticks(behaviour.talk[intent, channel, 0], Stream.TALK, -1)
        contact.wrap_up = ticks(behaviour.wrap_up[intent, channel, 0], Stream.WRAP_UP, 0)
        contact.patience = ticks(behaviour.patience[segment, channel, 0], Stream.PATIENCE, NEVER_TICKS)
        if self.world.channels.kind[channel] == ChannelKind.DEFERRED:
            contact.patience = NEVER_TICKS  # nobody waits on the line for a reply
        elif self.uniform(Stream.LEAVES_AT_ONCE, contact) < behaviour.leaves_at_once[segment, channel]:
            contact.patience = 0
        contact.deadline = self._deadline(channel, tick)
        return contact

    def _deadline(self, channel: int, arrived: int) -> int:
        """Return the earliest instant with so much time of the channel's clock since arrival, −1 without one."""
        channels = self.world.channels
        wanted = int(channels.reply_ticks[channel])
        if wanted < 0:
            return -1
        if not channels.reply_is_working[channel]:
            return arrived + wanted
        spans = zip(channels.work_start[channel].tolist(), channels.work_end[channel].tolist(), strict=True)
        for start, end in spans:
            since = max(start, arrived)
            if since < end and wanted <= end - since:
                return since + wanted
            wanted -= max(0, end - since)
        return -1
