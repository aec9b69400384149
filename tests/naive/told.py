"""A record by issues, contacts, turns, moves and spells, and the draws its world makes: what the tellers read.

The tellers (`tales`, `labour`, `standing`) take the record at its word for who took what and when, and compute the rest
from MODEL.md and from the addresses of the draws.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sim.record.record import Record
from sim.rules.lifecycle import ChannelKind, Duty, Reason
from sim.streams import Stream, draw, uniform, uniform_to_float
from sim.world.world import World

LEGS = (Reason.ESCALATION, Reason.TRANSFER)
ON_THE_LINE = (ChannelKind.LIVE, ChannelKind.CHAT)
BY_LETTER = (ChannelKind.DEFERRED, ChannelKind.MESSAGING, ChannelKind.COMMUNITY)


class Contact(NamedTuple):
    """A row of the contacts."""

    issue: int
    visit: int
    reason: int
    channel: int
    segment: int
    intent: int
    queue: int
    pool: int
    agent: int
    arrived_tick: int
    queued_tick: int
    answered_tick: int
    talk_end_tick: int
    ended_tick: int
    outcome: int
    is_resolved: int
    cause: int
    way: int
    story: int
    level: int
    talk_ticks: int
    wrap_up_ticks: int
    hold_ticks: int
    after_visit: int
    led_by: int

    @property
    def key(self) -> tuple[int, int]:
        """Issue and visit."""
        return self.issue, self.visit


class Spell(NamedTuple):
    """A row of the spells."""

    agent: int
    start_tick: int
    end_tick: int
    issue: int
    visit: int
    channel: int


class Turn(NamedTuple):
    """A row of the turns."""

    issue: int
    visit: int
    turn: int
    agent: int
    asked_tick: int
    taken_tick: int
    replied_tick: int


class Move(NamedTuple):
    """A row of the moves."""

    issue: int
    visit: int
    from_queue: int
    to_queue: int
    tick: int


class Told:
    """One record, by what belongs together, with the faults found and the features met.

    Args:
        world: Its world.
        record: The record.

    Attributes:
        journeys: Contacts of each issue by visit, every issue of the world.
        spells, turns, moves: Rows of each contact (issue, visit), in their order.
        work: Spells of each agent, in their order.
        duties: (start, end, kind) of each agent.
        taken_for: Intent as which each contact was queued.
        known: Contacts that are identified.
        is_found: Contacts that were opened on a resolved issue.
        residue: Factor on the handle time of contacts after self-service.
        faults: What is wrong, in words.
        seen: How often each feature was checked.
    """

    def __init__(self, world: World, record: Record) -> None:
        self.world = world
        contacts = [Contact(*row) for row in rows_of(record.contacts, Contact._fields)]
        self.contacts = {contact.key: contact for contact in contacts}
        self.journeys: dict[int, list[Contact]] = {issue: [] for issue in world.arrivals.issue.tolist()}
        self.spells: dict[tuple[int, int], list[Spell]] = {contact.key: [] for contact in contacts}
        self.turns: dict[tuple[int, int], list[Turn]] = {contact.key: [] for contact in contacts}
        self.moves: dict[tuple[int, int], list[Move]] = {contact.key: [] for contact in contacts}
        agents = range(len(world.staffing.pool))
        self.work: dict[int, list[Spell]] = {agent: [] for agent in agents}
        self.duties: dict[int, list[tuple[int, int, int]]] = {agent: [] for agent in agents}
        for contact in contacts:
            self.journeys[contact.issue].append(contact)
        for spell in (Spell(*row) for row in rows_of(record.spells, Spell._fields)):
            self.spells[spell.issue, spell.visit].append(spell)
            self.work[spell.agent].append(spell)
        for turn in (Turn(*row) for row in rows_of(record.turns, Turn._fields)):
            self.turns[turn.issue, turn.visit].append(turn)
        for move in (Move(*row) for row in rows_of(record.moves, Move._fields)):
            self.moves[move.issue, move.visit].append(move)
        for agent, *span in rows_of(record.duties, ("agent", "start_tick", "end_tick", "kind")):
            self.duties[agent].append((span[0], span[1], span[2]))
        for spells in self.spells.values():
            spells.sort(key=lambda spell: spell.start_tick)
        names = ("issue", "arrived_tick", "channel", "intent", "segment", "outcome", "ended_tick", "n_contacts")
        self.issues = {row[0]: row[1:] for row in rows_of(record.issues, names)}
        self.taken_for: dict[tuple[int, int], int] = {}
        self.known: set[tuple[int, int]] = set()
        self.is_found: set[tuple[int, int]] = set()
        self.residue: dict[tuple[int, int], float] = {}
        self.faults: list[str] = []
        self.seen: Counter[str] = Counter()

    def expect(self, what: str, contact: Contact, got: object, right: object) -> None:
        """Note a fault unless two values are equal."""
        if got != right:
            self.faults.append(f"{what}: {got}, should be {right}; {contact}")

    def chance(self, stream: Stream, contact: Contact) -> float:
        """Return the uniform of a contact in a stream, 0 to 1."""
        return uniform_to_float(self.uniform(stream, contact))

    def uniform(self, stream: Stream, contact: Contact, step: int = 0) -> int:
        """Return the uniform of a contact in a stream as the integer that tables read."""
        return uniform(self.world.seed, self.world.replication, stream, contact.issue, contact.visit, step)

    def ticks(self, table: int, stream: Stream, contact: Contact, step: int = 0) -> int:
        """Return the time a table gives to a contact's uniform."""
        return draw(self.world.behaviour.tables[int(table)].tolist(), self.uniform(stream, contact, step))

    def kind(self, contact: Contact) -> ChannelKind:
        """Return the kind of a contact's channel."""
        return self.kind_of(contact.channel)

    def kind_of(self, channel: int) -> ChannelKind:
        """Return the kind of a channel."""
        return ChannelKind(int(self.world.channels.kind[channel]))

    def is_open(self, channel: int, tick: int) -> bool:
        """Tell whether a channel takes contacts at a tick."""
        return is_within(self.world.channels.open_start[channel], self.world.channels.open_end[channel], tick)

    def opening(self, channel: int, tick: int) -> int:
        """When a closed channel opens next; the end of the horizon when it does not."""
        opens = [start for start in self.world.channels.open_start[channel].tolist() if start > tick]
        return min(opens, default=self.world.horizon.end)

    def opener(self, contact: Contact) -> int:
        """Return the agent who opened a contact, −1 when nobody did."""
        return self.spells[contact.key][0].agent if self.spells[contact.key] else -1

    def closer(self, contact: Contact) -> int:
        """Return the agent in whose hands the talk of a contact ended."""
        end = contact.talk_end_tick
        return next(s.agent for s in self.spells[contact.key] if s.start_tick < end <= s.end_tick)

    def knows(self, agent: int, intent: int) -> bool:
        """Tell whether an agent can work an intent."""
        return bool(self.world.staffing.intent_level[agent, intent])

    def is_back_in_queue(self, contact: Contact, tick: int) -> bool:
        """Tell whether an opened contact was given back at the end of a shift and waits again before a tick."""
        before = [spell for spell in self.spells[contact.key] if spell.start_tick < tick]
        if not before or before[-1].end_tick > tick or contact.talk_end_tick >= 0:
            return False
        rests = [start for start, _, kind in self.duties[before[-1].agent] if kind == Duty.OFF_QUEUE]
        return before[-1].end_tick not in rests

    def first_reply(self, contact: Contact) -> int:
        """Return when a letter was answered, −1 when it was not: a conversation by its first reply."""
        if self.kind(contact) != ChannelKind.MESSAGING:
            return contact.talk_end_tick
        return self.turns[contact.key][0].replied_tick if self.turns[contact.key] else contact.talk_end_tick


def rows_of(table: object, names: Sequence[str]) -> list[tuple[int, ...]]:
    """Return the rows of a table of a record."""
    return list(zip(*(table[name].tolist() for name in names), strict=True))  # type: ignore[index]


def is_within(starts: Sequence[int], ends: Sequence[int], tick: int) -> bool:
    """Tell whether a tick lies in one of some half-open spans."""
    return any(start <= tick < end for start, end in zip(starts, ends, strict=True))
