"""Rows and spans of a record in plain Python, for checks that look at one contact or one agent at a time."""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sim.record.record import Record
from sim.rules.lifecycle import Duty
from sim.world.world import World
from tests.invariants.centres import play

Span = tuple[int, int]


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
    deadline_tick: int
    hold_ticks: int
    after_visit: int
    led_by: int
    dial_ticks: int
    attempts: int
    callback: int
    offers: int
    missed_offers: int
    ring_ticks: int
    is_silent: int
    ghost_ticks: int
    own_agent: int
    reserved_ticks: int


class Spell(NamedTuple):
    """A row of the spells of work in hand."""

    agent: int
    start: int
    end: int
    issue: int
    visit: int
    channel: int


class Presence(NamedTuple):
    """A row of the duties."""

    agent: int
    start: int
    end: int
    kind: int


class Life:
    """A record taken apart: contacts, spells and duties, and who waits when.

    Attributes:
        contacts: In order of (issue, visit).
        spells, duties: In order of agent, then start.
        waits: By contact, the spans in which it waits: from queueing until it is answered or leaves, and again
            while deferred work that was given back at a shift's end has not been taken. Empty spans are left out.
    """

    def __init__(self, world: World, record: Record) -> None:
        self.world, self.record, self.end = world, record, world.horizon.end
        self.contacts = [Contact(*row) for row in _rows(record.contacts)]
        self.spells = [Spell(*row) for row in _rows(record.spells)]
        self.duties = [Presence(*row) for row in _rows(record.duties)]
        self.n_agents = len(world.staffing.pool)
        self.spells_of: dict[tuple[int, int], list[Spell]] = {(c.issue, c.visit): [] for c in self.contacts}
        for spell in sorted(self.spells, key=lambda s: s.start):
            self.spells_of[spell.issue, spell.visit].append(spell)
        self.hands: list[list[Spell]] = [[s for s in self.spells if s.agent == a] for a in range(self.n_agents)]
        self.presence: list[list[Presence]] = [[d for d in self.duties if d.agent == a] for a in range(self.n_agents)]
        self.shift_ends: list[list[int]] = [[] for _ in range(self.n_agents)]
        for agent, tick in zip(world.staffing.duty_agent.tolist(), world.staffing.duty_end.tolist(), strict=True):
            self.shift_ends[agent].append(tick)
        self.waits = {c: self._waits(c) for c in self.contacts}

    def _waits(self, c: Contact) -> list[Span]:
        if c.queued_tick < 0:
            return []
        left = next(tick for tick in (c.answered_tick, c.ended_tick, self.end) if tick >= 0)
        spans = [(c.queued_tick, left)]
        spells = self.spells_of[c.issue, c.visit]
        for spell, after in zip(spells, [*spells[1:], None], strict=False):
            if spell.end == c.ended_tick or spell.end == self.end:
                continue
            given_back = min((tick for tick in self.shift_ends[spell.agent] if tick >= spell.end), default=self.end)
            taken = self.end if after is None else self._taken(after)
            if given_back < taken or (after is not None and after.agent != spell.agent):
                spans.append((given_back, taken))
        return [(start, end) for start, end in spans if end > start]

    def _taken(self, spell: Spell) -> int:
        """Return when work of a spell was taken; deferred work may have been set aside at once for a break."""
        start = spell.start
        for duty in reversed(self.presence[spell.agent]):
            if duty.kind == Duty.OFF_QUEUE and duty.end == start:
                start = duty.start
        return start

    def carried(self, c: Contact) -> int:
        """Return the age a contact brings along from earlier visits [ticks]."""
        if not self.world.behaviour.carries_age:
            return 0
        before = [b for b in self.contacts if b.issue == c.issue and b.visit < c.visit and b.queued_tick >= 0]
        return sum((b.answered_tick if b.answered_tick >= 0 else b.ended_tick) - b.queued_tick for b in before)

    def priority(self, agent: int, c: Contact) -> int:
        """Return the priority a contact's queue has for an agent who may work it, 0 where it may not be worked."""
        staffing = self.world.staffing
        able = staffing.channel_level[agent, c.channel] and staffing.intent_level[agent, c.intent]
        return int(self.world.routing.priority[staffing.pool[agent], c.queue, c.channel]) if able else 0

    def eligible_from(self, agent: int, c: Contact) -> int:
        """Return the tick from which on an agent's pool may take a contact: age ≥ delay."""
        delay = int(self.world.routing.delay[self.world.staffing.pool[agent], c.queue])
        return max(c.queued_tick, c.queued_tick - self.carried(c) + delay)

    def fits(self, channels: list[int]) -> bool:
        """Tell whether an agent may hold contacts of these channels at once."""
        rows = self.world.channels
        load = sum(int(rows.weight[channel]) for channel in channels)
        return load <= rows.capacity and all(channels.count(c) <= rows.maximum[c] for c in channels)

    def takes_work(self, agent: int) -> list[Span]:
        """Return when an agent surely takes new work: on the queue, no break due, not the one to leave.

        Who finishes something while the team is over its number may be the one who leaves, and is left out from
        then on until the team is not.
        """
        spans = [(d.start, d.end) for d in self.presence[agent] if d.kind == Duty.ON_QUEUE]
        leaving = []
        for start, end in self._team_is_over(int(self.world.staffing.pool[agent])):
            finished = [spell.end for spell in self.hands[agent] if start <= spell.end <= end]
            leaving += [(min(finished), end)] if finished else []
        return without(spans, [*self._breaks_due(agent), *leaving])

    def _breaks_due(self, agent: int) -> list[Span]:
        """Return spans from the planned start of a break or spell off the queue until it begins."""
        staffing = self.world.staffing
        found: list[Span] = []
        off = [d.start for d in self.presence[agent] if d.kind == Duty.OFF_QUEUE]
        for duty, start in zip(staffing.spell_duty.tolist(), staffing.spell_start.tolist(), strict=True):
            if staffing.duty_agent[duty] == agent:
                end = int(staffing.duty_end[duty])
                found.append((start, min([tick for tick in off if tick >= start] + [end])))
        return found

    def _team_is_over(self, pool: int) -> list[Span]:
        """Return spans in which more people of a pool staffed by interval are there than wanted."""
        staffing = self.world.staffing
        rows = [(t, h) for p, t, h in zip(*(x.tolist() for x in _heads(self.world)), strict=True) if p == pool]
        if not rows:
            return []
        mine = [d for d in self.duties if staffing.pool[d.agent] == pool and d.kind != Duty.OFF_QUEUE]
        cuts = sorted({0, self.end, *(t for t, _ in rows), *(d.start for d in mine), *(d.end for d in mine)})
        found: list[Span] = []
        for start, end in pairwise(cuts):
            wanted = next((h for t, h in reversed(rows) if t <= start), 0)
            if sum(d.start <= start < d.end for d in mine) > wanted:
                if found and found[-1][1] == start:
                    start = found.pop()[0]
                found.append((start, end))
        return found


def _heads(world: World) -> tuple[object, ...]:
    return world.staffing.heads_pool, world.staffing.heads_tick, world.staffing.heads


def _rows(table: object) -> list[tuple[int, ...]]:
    return list(zip(*(column.tolist() for column in table.values()), strict=True))  # type: ignore[attr-defined]


def without(spans: Iterable[Span], cuts: Iterable[Span]) -> list[Span]:
    """Return what is left of spans outside the cuts."""
    left = list(spans)
    for start, end in cuts:
        pieces = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b))] if start < end else left
        left = [(a, b) for a, b in pieces if a < b]
    return left


def most_at_once(spans: Iterable[Span]) -> int:
    """Return how many spans hold at one tick at most (half-open: end and start on one tick do not meet)."""
    changes = sorted(
        [(start, 1) for start, end in spans if end > start] + [(end, -1) for start, end in spans if end > start]
    )
    held = most = 0
    for _, change in changes:
        held += change
        most = max(most, held)
    return most


@cache
def life_of(text: str) -> Life:
    """Run a centre once and take its record apart once."""
    return Life(*play(text))
