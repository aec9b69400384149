"""The rows of the record while they are written: flat int64 arrays, one append a row."""

from array import array

import numpy as np

from sim.engine.reference.contact import Contact
from sim.record.record import (
    CONTACT_COLUMNS,
    DUTY_COLUMNS,
    ISSUE_COLUMNS,
    SPELL_COLUMNS,
    Record,
    Table,
    table_of,
)
from sim.rules.lifecycle import IssueOutcome
from sim.world.world import World


class Ledger:
    """Collects contacts, issues, spells and duties of one run.

    Args:
        world: The world that runs; its issues stand open until closed.
    """

    def __init__(self, world: World) -> None:
        n_issues = len(world.arrivals.issue)
        self._world = world
        self._contacts = array("q")
        self._spells = array("q")
        self._duties = array("q")
        self.issue_outcome = [int(IssueOutcome.OPEN)] * n_issues
        self.issue_ended = [-1] * n_issues
        self.issue_contacts = [0] * n_issues

    def contact(self, c: Contact) -> None:
        """Write the row of a contact that is over, or still open at the end of the horizon."""
        agent = c.agent
        self._contacts.extend(
            (
                c.issue,
                c.visit,
                c.reason,
                c.channel,
                c.segment,
                c.intent,
                c.queue,
                -1 if agent is None else agent.team.index,
                -1 if agent is None else agent.index,
                c.arrived_tick,
                c.queued_tick,
                c.answered_tick,
                c.talk_end_tick,
                c.ended_tick,
                c.outcome,
                c.is_resolved,
                c.story,
                c.level,
                c.talk_ticks,
                c.wrap_up_ticks,
                c.deadline_tick,
            )
        )

    def spell(self, agent: int, start: int, end: int, c: Contact) -> None:
        """Write one spell of a contact in an agent's hands; nothing is written for no time at all."""
        if end > start:
            self._spells.extend((agent, start, end, c.issue, c.visit, c.channel))

    def duty(self, agent: int, start: int, end: int, kind: int) -> None:
        """Write one span of an agent's presence; nothing is written for no time at all."""
        if end > start:
            self._duties.extend((agent, start, end, kind))

    def record(self, engine: str) -> Record:
        """Put the rows into their canonical order."""
        arrivals, world = self._world.arrivals, self._world
        issues = np.column_stack(
            [
                arrivals.issue,
                arrivals.tick,
                arrivals.segment,
                arrivals.intent,
                arrivals.channel,
                np.asarray(self.issue_outcome, dtype=np.int64),
                np.asarray(self.issue_ended, dtype=np.int64),
                np.asarray(self.issue_contacts, dtype=np.int64),
            ]
        )
        return Record(
            strategy=world.strategy,
            seed=world.seed,
            replication=world.replication,
            engine=engine,
            contacts=_table(self._contacts, CONTACT_COLUMNS, ("issue", "visit")),
            issues=table_of(issues, ISSUE_COLUMNS, ("issue",)),
            spells=_table(self._spells, SPELL_COLUMNS, ("agent", "start_tick", "issue", "visit")),
            duties=_table(self._duties, DUTY_COLUMNS, ("agent", "start_tick", "kind")),
        )


def _table(flat: "array[int]", columns: dict[str, str], keys: tuple[str, ...]) -> Table:
    rows = np.frombuffer(flat, dtype=np.int64) if len(flat) else np.zeros(0, dtype=np.int64)
    return table_of(rows.reshape(-1, len(columns)), columns, keys)
