"""Sums of campaigns: calls planned, what became of them, and the work they took.

Booked by arrival in the measured window, work where the call ends. What a customer who was rung does afterwards are
contacts like any others.
"""

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, Cells
from sim.kpi.facts import Facts, handle_time
from sim.kpi.row import CONTACT
from sim.record.record import Record
from sim.rules.lifecycle import Outcome, Reason
from sim.units import TICKS_PER_SECOND

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_TICKS_PER_HOUR = 3600 * TICKS_PER_SECOND


def campaign_sums(cells: Cells, record: Record, facts: Facts) -> dict[str, ByCut]:
    """Measure campaigns.

    Args:
        cells: Contacts by all their indices (`contact_cells`).
        record: What happened.
        facts: What each contact is (`read_facts`).

    Returns:
        By name of sum, by the cuts of contacts, an array by index.
    """
    contacts, is_call = record.contacts, record.contacts["reason"] == Reason.CAMPAIGN
    made, is_answered = facts.in_window & is_call, contacts["answered_tick"] >= 0
    work_ticks = handle_time(record) + contacts["dial_ticks"]
    weights: dict[str, Mask | Floats] = {
        "campaign_calls": made,
        "campaign_over": made & (is_answered | (contacts["ended_tick"] >= 0)),
        "campaign_reached": made & is_answered,
        "campaign_unreached": made & (contacts["outcome"] == Outcome.UNREACHED),
        "campaign_expired": made & (contacts["outcome"] == Outcome.EXPIRED),
        "campaign_resolved": made & (contacts["is_resolved"] == 1),
        "campaign_h": (facts.ends_in_window & is_call) * (work_ticks / _TICKS_PER_HOUR),
    }
    return {name: cells.sums(weight, CONTACT) for name, weight in weights.items()}
