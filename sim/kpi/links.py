"""How the contacts of an issue hang together: what a leg continues, what came after, what was solved before.

The record says of each contact which one led to it; whether an agent worked what was solved already is read off the
ticks, for the record tells it only of talks that have ended.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.kpi.clock import NEVER
from sim.kpi.facts import Facts
from sim.kpi.places import contact_row, issue_row
from sim.record.record import Record, Table
from sim.rules.lifecycle import Reason

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Links:
    """One row a contact, in the order of the record.

    Attributes:
        row: Row of its issue.
        is_handled: Answered by a person, and talk has ended, so what came of it is known.
        before: The contact that led to it, −1 for a first one.
        head: The customer contact it belongs to: of a leg the one it is charged to, else the contact itself. A leg
            that continues nothing known stands on its own.
        is_escalated, is_transferred, is_redirected: It led to such a contact.
        next_tick: When the next customer contact of the issue arrived, by visit; `NEVER` without one.
        is_duplicate: Answered when its issue, open when it arrived, had been resolved by another contact and not been
            opened again.
    """

    row: Ints
    is_handled: Mask
    before: Ints
    head: Ints
    is_escalated: Mask
    is_transferred: Mask
    is_redirected: Mask
    next_tick: Ints
    is_duplicate: Mask


def read_links(record: Record, facts: Facts) -> Links:
    """Read how the contacts of every issue hang together.

    Args:
        record: What happened; contacts by (issue, visit).
        facts: What each contact is (`read_facts`).
    """
    contacts, reason = record.contacts, record.contacts["reason"]
    row = issue_row(record)
    before = contact_row(record, contacts["issue"], contacts["after_visit"])
    return Links(
        row=row,
        is_handled=(facts.is_answered | facts.is_called_back) & (contacts["talk_end_tick"] >= 0),
        before=before,
        head=_heads(np.where(facts.is_leg, before, -1)),
        is_escalated=_led_to(before, reason == Reason.ESCALATION),
        is_transferred=_led_to(before, reason == Reason.TRANSFER),
        is_redirected=_led_to(before, reason == Reason.REDIRECT),
        next_tick=_next_tick(contacts["arrived_tick"], row, facts.is_by_customer),
        is_duplicate=_duplicates(contacts, row, facts),
    )


def _latest(row: Ints, event_tick: Ints, is_candidate: Mask, tick: Ints, wanted: Mask) -> Ints:
    """Find the contact of the same issue to which something happened last, not after a tick; of several the last visit.

    Args:
        row: (n,) issue of each contact, by (issue, visit).
        event_tick: (n,) when it happened to each.
        is_candidate: (n,) to which it happened.
        tick: (n,) tick of each.
        wanted: (n,) for which to look.

    Returns:
        One index for each wanted contact, −1 where there is none.
    """
    found, asking = np.flatnonzero(is_candidate), np.flatnonzero(wanted)
    ticks = np.concatenate([event_tick[found], tick[asking]])
    rows, is_asking = np.concatenate([row[found], row[asking]]), np.arange(len(ticks)) >= len(found)
    order = np.lexsort((is_asking, ticks, rows))
    last = np.maximum.accumulate(np.where(is_asking[order], -1, np.arange(len(order))))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.where(last >= 0, order[np.maximum(last, 0)], -1)
    answer = place[len(found) :]
    answer = np.where(answer >= 0, np.append(found, -1)[answer], -1)
    return np.where((answer >= 0) & (np.append(row, -1)[answer] == row[asking]), answer, -1)


def _heads(before: Ints) -> Ints:
    """Follow legs back to the contact they are charged to; legs of legs too."""
    head = np.where(before >= 0, before, np.arange(len(before)))
    while not np.array_equal(head[head], head):
        head = head[head]
    return head


def _led_to(before: Ints, is_next: Mask) -> Mask:
    """Mask the contacts that masked ones continue."""
    mask = np.zeros(len(before), dtype=np.bool_)
    mask[before[is_next & (before >= 0)]] = True
    return mask


def _next_tick(arrived: Ints, row: Ints, is_by_customer: Mask) -> Ints:
    """Give the arrival of the next customer contact after each contact, by visit."""
    n, place = len(row), np.arange(len(row))
    later = np.append(np.where(is_by_customer, place, n), n)[1:]
    following = np.minimum.accumulate(later[::-1])[::-1]
    is_same = np.append(row, -1)[following] == row
    return np.where(is_same, np.append(arrived, NEVER)[following], NEVER)


def _duplicates(contacts: Table, row: Ints, facts: Facts) -> Mask:
    """Mask the contacts that were worked though another had resolved their issue while they waited.

    One made after the issue was resolved has opened it again, and is no duplicate; nor are those that were opened
    after such a one. Most issues have one contact, which is left alone.
    """
    has_others = np.bincount(row)[row] > 1
    opened = (facts.is_answered | facts.is_called_back) & (contacts["answered_tick"] >= 0) & has_others
    opened_tick, arrived = contacts["answered_tick"], contacts["arrived_tick"]
    is_solver = (contacts["is_resolved"] == 1) & (contacts["talk_end_tick"] >= 0) & has_others
    solver = _latest(row, contacts["talk_end_tick"], is_solver, opened_tick, opened)
    newest = _latest(row, arrived, facts.is_by_customer & has_others, opened_tick - 1, opened)
    solved_tick = np.append(contacts["talk_end_tick"], -1)[solver]
    is_open_again = np.append(arrived, -1)[newest] >= solved_tick
    mask = np.zeros(len(row), dtype=np.bool_)
    mask[opened] = (solved_tick > arrived[opened]) & ~is_open_again
    return mask
