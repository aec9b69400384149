"""Sums of callbacks: offered, accepted, reached, promises kept, and calls to who was missed (KPIS.md 2 and 3).

Booked by arrival in the measured window. An accepted callback is F of its stay, so its wait is in no other figure; what
is offered to a customer is told by the contact, what the centre rings unasked is a contact of its own.
"""

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, Cells
from sim.kpi.facts import Facts
from sim.kpi.places import contact_row
from sim.kpi.row import CONTACT
from sim.record.record import Record
from sim.rules.lifecycle import Outcome, Reason
from sim.units import TICKS_PER_SECOND

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_TICKS_PER_HOUR = 3600 * TICKS_PER_SECOND


def callback_sums(cells: Cells, record: Record, facts: Facts) -> dict[str, ByCut]:
    """Measure callbacks.

    Args:
        cells: Contacts by all their indices (`contact_cells`).
        record: What happened.
        facts: What each contact is (`read_facts`).

    Returns:
        By name of sum, by the cuts of contacts, an array by index.
    """
    weights = _offers(record, facts) | _speed(record, facts) | _unasked(record, facts)
    return {name: cells.sums(weight, CONTACT) for name, weight in weights.items()}


def _offers(record: Record, facts: Facts) -> dict[str, Mask | Floats]:
    """What became of offers; one number a contact."""
    contacts, here = record.contacts, facts.in_window
    accepted = here & facts.is_callback
    is_reached = accepted & (contacts["answered_tick"] >= 0)
    is_over = accepted & (is_reached | (contacts["ended_tick"] >= 0))
    promised = is_over & (contacts["deadline_tick"] >= 0)
    waited_s = (contacts["answered_tick"] - contacts["queued_tick"]) / TICKS_PER_SECOND
    return {
        "callbacks_offered": here & (contacts["callback"] > 0),
        "callbacks_accepted": accepted,
        "callbacks_over": is_over,
        "callbacks_reached": is_reached,
        "callbacks_unreached": accepted & (contacts["outcome"] == Outcome.UNREACHED),
        "callbacks_expired": accepted & (contacts["outcome"] == Outcome.EXPIRED),
        "callbacks_resolved": accepted & (contacts["is_resolved"] == 1),
        "callbacks_promised": promised,
        "callback_promises_kept": promised & is_reached & (contacts["answered_tick"] <= contacts["deadline_tick"]),
        "callback_wait_s": is_reached * waited_s,
        "callback_attempts": is_over * contacts["attempts"].astype(np.float64),
        "callback_chases": _chases(record, accepted),
        "dial_h": facts.in_window * (contacts["dial_ticks"] / _TICKS_PER_HOUR),
    }


def _chases(record: Record, accepted: Mask) -> Floats:
    """Contacts that ask again while an accepted callback is open, counted on the callback."""
    contacts = record.contacts
    asked = np.flatnonzero(contacts["reason"] == Reason.CHASE)
    behind = contact_row(record, contacts["issue"][asked], contacts["after_visit"][asked])
    found = np.bincount(behind[behind >= 0], minlength=len(accepted)).astype(np.float64)
    count: Floats = found * accepted
    return count


def _speed(record: Record, facts: Facts) -> dict[str, Mask | Floats]:
    """The parts of the two speeds of answer that count callbacks: as no wait at all, and to the conversation."""
    contacts = record.contacts
    live = facts.in_window & facts.is_live & facts.is_answered
    reached = facts.in_window & facts.is_callback & (contacts["answered_tick"] >= 0)
    to_connect_s = (contacts["answered_tick"] - contacts["queued_tick"]) / TICKS_PER_SECOND
    return {
        "answered_or_accepted": live | (facts.in_window & facts.is_callback),
        "connected": live | reached,
        "connect_s": (live | reached) * to_connect_s,
    }


def _unasked(record: Record, facts: Facts) -> dict[str, Mask | Floats]:
    """What became of calls to who did not get through; one number a contact."""
    contacts = record.contacts
    made = facts.in_window & (contacts["reason"] == Reason.CALLBACK_MISSED)
    is_reached = made & (contacts["answered_tick"] >= 0)
    is_over = made & (is_reached | (contacts["ended_tick"] >= 0))
    is_crossed = made & (contacts["outcome"] == Outcome.WITHDRAWN)
    promised = is_over & (contacts["deadline_tick"] >= 0) & ~is_crossed
    return {
        "missed_rung": made,
        "missed_over": is_over,
        "missed_reached": is_reached,
        "missed_crossed": is_crossed,
        "missed_unreached": made & (contacts["outcome"] == Outcome.UNREACHED),
        "missed_expired": made & (contacts["outcome"] == Outcome.EXPIRED),
        "missed_promised": promised,
        "missed_promises_kept": promised & is_reached & (contacts["answered_tick"] <= contacts["deadline_tick"]),
        "missed_resolved": made & (contacts["is_resolved"] == 1),
    }
