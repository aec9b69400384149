"""The record of one replication: six tables of int64 columns in one canonical order.

Enumerations (reason, outcome, story, kind) are the numbers of `rules.lifecycle`; ticks are [µs] from the
first tick of the horizon (`sim.world.world`); −1 stands for "did not happen".
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Table = Mapping[str, NDArray[np.int64]]

CONTACT_COLUMNS: dict[str, str] = {
    "issue": "Issue key",
    "visit": "Visit number within the issue, 0 first",
    "reason": "Why the contact was made (Reason)",
    "channel": "Channel index",
    "segment": "Segment index",
    "intent": "Intent index",
    "queue": "Queue index, −1 when it entered none",
    "pool": "Pool of the agent who answered last, −1 when nobody did",
    "agent": "Agent who answered last, −1 when nobody did",
    "arrived_tick": "When the contact arrived",
    "queued_tick": "When it entered the queue, −1 when it never did (balked, blocked, closed)",
    "answered_tick": "When an agent first opened it, −1 when nobody did",
    "talk_end_tick": "When talk (or writing the reply) ended, −1 when it did not",
    "ended_tick": "When it was over: end of wrap-up, or when the customer left; −1 when it still goes on",
    "outcome": "How it ended (Outcome)",
    "is_resolved": "1 resolved the issue, 0 did not, −1 was not decided",
    "cause": "Why it did not resolve the issue: index of the scenario's causes, −1 none",
    "way": "Where the conversation sent the customer (Way)",
    "story": "What the agent knew (Story)",
    "level": "Level at which it was worked, 0 when nobody did",
    "talk_ticks": "Time in hand for talk, over all agents",
    "wrap_up_ticks": "Time in hand for wrap-up",
    "deadline_tick": "Reply deadline, −1 without one or beyond the horizon's clock",
    "hold_ticks": "Time in hand while the customer waited for the next agent or was handed over (warm transfer)",
    "after_visit": "Visit of the contact that led to it, −1 for a first contact",
    "led_by": "Row of what_next that led to it (Cause), −1 for first contacts, transfers and follow-ups",
    "dial_ticks": "Time in hand while it rang at the customer's",
    "attempts": "How often the customer was rung",
    "callback": "0 no callback was offered, 1 one was accepted, 2 refused",
    "offers": "How often it rang at an agent's, where contacts do",
    "missed_offers": "How often an agent missed or declined it",
    "ring_ticks": "Time in hand while it rang at agents'",
    "is_silent": "1 its customer left the queue without a word",
    "ghost_ticks": "Time in hand until an agent found that its customer had left",
    "own_agent": "The agent it was meant for (adviser, last or most frequent agent), −1 for nobody",
    "reserved_ticks": "Time it stood reserved for that agent",
}
"""Contacts, ordered by (issue, visit)."""

ISSUE_COLUMNS: dict[str, str] = {
    "issue": "Issue key",
    "arrived_tick": "When the first contact arrived",
    "segment": "Segment index",
    "intent": "Intent index",
    "channel": "First channel index",
    "outcome": "How it stands (IssueOutcome)",
    "ended_tick": "When it was resolved or lost, −1 while open",
    "n_contacts": "Contacts made",
    "customer": "Customer of the segment's population, −1 where it has none",
}
"""Issues, ordered by key."""

SPELL_COLUMNS: dict[str, str] = {
    "agent": "Agent index",
    "start_tick": "When the contact came into the agent's hands",
    "end_tick": "When it left them; the end of the horizon when it still was there",
    "issue": "Issue key",
    "visit": "Visit number",
    "channel": "Channel index",
}
"""Spells of work in hand (talk and wrap-up), ordered by (agent, start, issue, visit)."""

DUTY_COLUMNS: dict[str, str] = {
    "agent": "Agent index",
    "start_tick": "Start of the span",
    "end_tick": "End of the span (half-open); cut at the end of the horizon",
    "kind": "What the span was (Duty)",
}
"""Spans of agents' presence, ordered by (agent, start, kind)."""

TURN_COLUMNS: dict[str, str] = {
    "issue": "Issue key",
    "visit": "Visit number",
    "turn": "Number of the turn, 0 first",
    "agent": "Agent who took it last, −1 when nobody has yet",
    "asked_tick": "When the customer's message came",
    "taken_tick": "When an agent took it up, −1 when nobody has yet",
    "replied_tick": "When the reply was sent, −1 when it was not",
}
"""Turns of conversations on messaging channels, ordered by (issue, visit, turn)."""

MOVE_COLUMNS: dict[str, str] = {
    "issue": "Issue key",
    "visit": "Visit number",
    "from_queue": "Queue it left",
    "to_queue": "Queue it went over to",
    "tick": "When",
}
"""Waiting contacts that went over to another queue, ordered by (issue, visit, tick)."""


@dataclass(frozen=True, slots=True)
class Record:
    """What happened in one replication.

    Attributes:
        strategy, seed, replication: Which one.
        engine: The engine that ran it (not part of the digest).
        contacts, issues, spells, duties, turns, moves: The tables; see the column dictionaries of this module.
    """

    strategy: str
    seed: int
    replication: int
    engine: str
    contacts: Table
    issues: Table
    spells: Table
    duties: Table
    turns: Table = field(default_factory=lambda: no_rows(TURN_COLUMNS))
    moves: Table = field(default_factory=lambda: no_rows(MOVE_COLUMNS))

    def digest(self) -> str:
        """SHA-256 over names and bytes of every column, hexadecimal."""
        state = hashlib.sha256(repr((self.strategy, self.seed, self.replication)).encode())
        for table in (self.contacts, self.issues, self.spells, self.duties, self.turns, self.moves):
            for name, column in table.items():
                state.update(f"{name}:{len(column)};".encode())
                state.update(np.ascontiguousarray(column, dtype="<i8").tobytes())
        return state.hexdigest()


def no_rows(names: Iterable[str]) -> Table:
    """Make a table without rows."""
    return {name: np.zeros(0, dtype=np.int64) for name in names}


def table_of(columns: Table, names: Iterable[str], keys: tuple[str, ...]) -> Table:
    """Put columns into canonical order.

    Args:
        columns: At least the named columns, all of one length.
        names: Names of the table's columns, in their order.
        keys: Columns to order by, the first decides first.

    Returns:
        Read-only contiguous columns.
    """
    order = np.lexsort([columns[key] for key in reversed(keys)])
    table: dict[str, NDArray[np.int64]] = {}
    for name in names:
        column = columns[name][order]
        column.flags.writeable = False
        table[name] = column
    return table


def columns_of(packed: bytes | bytearray, names: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """Turn rows of packed int64 into contiguous columns.

    Args:
        packed: Rows one after the other, each with one value a name.
        names: Names of the columns.
    """
    rows = np.frombuffer(packed, dtype=np.int64).reshape(-1, len(names))
    return dict(zip(names, np.ascontiguousarray(rows.T), strict=True))
