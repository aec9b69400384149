"""Sums of rings at agents, of silent leavers, and of contacts meant for agents of their own (KPIS.md 2 and 3).

Booked by arrival in the measured window. Times in seconds, agents' time in hours.
"""

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, Cells
from sim.kpi.facts import Facts
from sim.kpi.row import CONTACT
from sim.record.record import Record
from sim.units import TICKS_PER_SECOND

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

_TICKS_PER_HOUR = 3600 * TICKS_PER_SECOND


def offer_sums(cells: Cells, record: Record, facts: Facts) -> dict[str, ByCut]:
    """Measure what became of offers to agents, and who was answered by an agent of their own.

    Args:
        cells: The contacts by all their indices.
        record: What happened.
        facts: What each contact is.
    """
    contacts, here = record.contacts, facts.in_window
    meant = here & facts.is_worked & (contacts["own_agent"] >= 0)
    live = here & facts.is_live & facts.is_answered
    weights: dict[str, Mask | Floats] = {
        "offers": here * contacts["offers"].astype(np.float64),
        "missed_offers": here * contacts["missed_offers"].astype(np.float64),
        "ring_h": here * (contacts["ring_ticks"] / _TICKS_PER_HOUR),
        "silent": here & facts.is_abandoned & (contacts["is_silent"] == 1),
        "ghost_h": here * (contacts["ghost_ticks"] / _TICKS_PER_HOUR),
        "with_own_agent": meant,
        "by_own_agent": meant & (contacts["own_agent"] == contacts["agent"]),
        "reserved_s": live * (contacts["reserved_ticks"] / TICKS_PER_SECOND),
    }
    return {name: cells.sums(weight, CONTACT) for name, weight in weights.items()}
