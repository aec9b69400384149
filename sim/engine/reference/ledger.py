"""The rows of the record while they are written: packed int64, one append a row."""

from struct import Struct

import numpy as np

from sim.engine.reference.contact import Contact
from sim.record.record import (
    CONTACT_COLUMNS,
    DUTY_COLUMNS,
    ISSUE_COLUMNS,
    MOVE_COLUMNS,
    SPELL_COLUMNS,
    TURN_COLUMNS,
    Record,
    columns_of,
    table_of,
)
from sim.rules.lifecycle import IssueOutcome
from sim.world.world import Ints, World

_WRITTEN = (
    "index",
    "visit",
    "reason",
    "channel",
    "intent",
    "queue",
    "agent",
    "arrived_tick",
    "queued_tick",
    "answered_tick",
    "talk_end_tick",
    "ended_tick",
    "outcome",
    "is_resolved",
    "cause",
    "way",
    "story",
    "level",
    "talk_ticks",
    "wrap_up_ticks",
    "deadline_tick",
    "hold_ticks",
    "after_visit",
    "led_by",
    "dial_ticks",
    "attempts",
    "callback",
    "offers",
    "missed_offers",
    "ring_ticks",
    "is_silent",
    "ghost_ticks",
    "own_agent",
    "reserved_ticks",
    "has_spells",
)
"""What is written of a contact while the clock runs; the rest is looked up when it stands still."""

_pack_contact = Struct(f"{len(_WRITTEN)}q").pack
_pack_spell = Struct(f"{len(SPELL_COLUMNS)}q").pack
_pack_duty = Struct(f"{len(DUTY_COLUMNS)}q").pack
_pack_turn = Struct(f"{len(TURN_COLUMNS)}q").pack
_pack_move = Struct(f"{len(MOVE_COLUMNS)}q").pack


class Ledger:
    """Collects contacts, issues, spells, duties, turns and moves of one run.

    Args:
        world: The world that runs; its issues stand open until closed.
    """

    def __init__(self, world: World) -> None:
        n_issues = len(world.arrivals.issue)
        self._world = world
        self._contacts = bytearray()
        self._spells = bytearray()
        self._duties = bytearray()
        self._turns = bytearray()
        self._moves = bytearray()
        self.issue_outcome = [int(IssueOutcome.OPEN)] * n_issues
        self.issue_ended = [-1] * n_issues
        self.issue_contacts = [1] * n_issues
        """Customer contacts of each issue; an issue begins with one."""

    def contact(self, c: Contact) -> None:
        """Write the row of a contact that is over, or still open at the end of the horizon."""
        agent = c.agent
        self._contacts += _pack_contact(
            c.index,
            c.visit,
            c.reason,
            c.channel,
            c.intent,
            c.queue,
            -1 if agent is None else agent.index,
            c.arrived_tick,
            c.queued_tick,
            c.answered_tick,
            c.talk_end_tick,
            c.ended_tick,
            c.outcome,
            c.is_resolved,
            c.cause,
            c.way,
            c.story,
            c.level,
            c.talk_ticks,
            c.wrap_up_ticks,
            c.deadline_tick,
            c.hold_ticks,
            c.after_visit,
            c.led_by,
            c.dial_ticks,
            c.attempts,
            c.offered,
            c.offers,
            c.missed_offers,
            c.ring_ticks,
            c.is_silent,
            c.ghost_ticks,
            c.own_agent,
            c.reserved_ticks,
            c.has_spells,
        )

    def spell(self, agent: int, start: int, end: int, c: Contact) -> None:
        """Write one of several spells of a contact in agents' hands; nothing is written for no time at all.

        A contact that was worked in one go needs no row: its spell is read off the contact's own row.
        """
        c.has_spells = True
        if end > start:
            self._spells += _pack_spell(agent, start, end, c.issue, c.visit, c.channel)

    def duty(self, agent: int, start: int, end: int, kind: int) -> None:
        """Write one span of an agent's presence; nothing is written for no time at all."""
        if end > start:
            self._duties += _pack_duty(agent, start, end, kind)

    def turn(self, c: Contact, turn: int, agent: int, asked: int, taken: int, replied: int) -> None:
        """Write one turn of a conversation of messages."""
        self._turns += _pack_turn(c.issue, c.visit, turn, agent, asked, taken, replied)

    def move(self, c: Contact, from_queue: int, to_queue: int, now: int) -> None:
        """Write that a waiting contact went over to another queue."""
        self._moves += _pack_move(c.issue, c.visit, from_queue, to_queue, now)

    def record(self, engine: str) -> Record:
        """Put the rows into their canonical order."""
        contacts = self._contact_columns()
        duties = columns_of(self._duties, list(DUTY_COLUMNS))
        return Record(
            strategy=self._world.strategy,
            seed=self._world.seed,
            replication=self._world.replication,
            engine=engine,
            contacts=table_of(contacts, CONTACT_COLUMNS, ("issue", "visit")),
            issues=table_of(self._issue_columns(), ISSUE_COLUMNS, ("issue",)),
            spells=table_of(self._spell_columns(contacts), SPELL_COLUMNS, ("agent", "start_tick", "issue", "visit")),
            duties=table_of(duties, DUTY_COLUMNS, ("agent", "start_tick", "kind")),
            turns=table_of(columns_of(self._turns, list(TURN_COLUMNS)), TURN_COLUMNS, ("issue", "visit", "turn")),
            moves=table_of(columns_of(self._moves, list(MOVE_COLUMNS)), MOVE_COLUMNS, ("issue", "visit", "tick")),
        )

    def _contact_columns(self) -> dict[str, Ints]:
        """Complete what was written of contacts by what hangs on the issue and on the agent."""
        arrivals, pool = self._world.arrivals, self._world.staffing.pool
        contacts = columns_of(self._contacts, _WRITTEN)
        index, agent = contacts["index"], contacts["agent"]
        contacts["issue"] = arrivals.issue[index]
        contacts["segment"] = arrivals.segment[index]
        contacts["pool"] = np.where(agent >= 0, pool[agent], -1) if len(pool) else np.full_like(agent, -1)
        return contacts

    def _issue_columns(self) -> dict[str, Ints]:
        arrivals = self._world.arrivals
        return {
            "issue": arrivals.issue,
            "arrived_tick": arrivals.tick,
            "segment": arrivals.segment,
            "intent": arrivals.intent,
            "channel": arrivals.channel,
            "outcome": np.asarray(self.issue_outcome, dtype=np.int64),
            "ended_tick": np.asarray(self.issue_ended, dtype=np.int64),
            "n_contacts": np.asarray(self.issue_contacts, dtype=np.int64),
            "customer": arrivals.customer,
        }

    def _spell_columns(self, contacts: dict[str, Ints]) -> dict[str, Ints]:
        """Gather the spells that were written and those read off the rows of contacts worked in one go."""
        written = columns_of(self._spells, list(SPELL_COLUMNS))
        once = (contacts["agent"] >= 0) & (contacts["has_spells"] == 0)
        once &= contacts["ended_tick"] > contacts["answered_tick"]
        own = {"start_tick": "answered_tick", "end_tick": "ended_tick"}
        return {name: np.concatenate([contacts[own.get(name, name)][once], column]) for name, column in written.items()}
