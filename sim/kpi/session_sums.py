"""Sums of self-service: sessions, what became of them, and whether the customer was back within a day (KPIS.md 3).

Booked by arrival in the measured window. Only sessions that have ended are judged, and only those that are followed
for the whole 24 hours afterwards are asked whether the customer came back.
"""

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, Cells
from sim.kpi.facts import Facts
from sim.kpi.links import Links
from sim.kpi.row import SESSION
from sim.record.record import Record
from sim.units import TICKS_PER_SECOND
from sim.world.world import World

BACK_WITHIN_TICKS = 86_400 * TICKS_PER_SECOND
"""A contained session counts as truly contained when no contact on the issue follows within this time."""


def session_sums(record: Record, facts: Facts, links: Links, world: World) -> dict[str, ByCut]:
    """Measure self-service.

    Args:
        record: What happened.
        facts: What each contact is (`read_facts`).
        links: How they hang together (`read_links`).
        world: The world it happened in.

    Returns:
        By name of sum, by cut ("all", "channel", "segment", "intent" of the session), an array by index.
    """
    contacts, names = record.contacts, world.names
    cells = Cells(
        {cut: contacts[cut] for cut in ("channel", "segment", "intent")},
        {"channel": len(names.channels), "segment": len(names.segments), "intent": len(names.intents)},
    )
    ended_tick = contacts["talk_end_tick"]
    began = facts.in_window & facts.has_session
    ended = began & (ended_tick >= 0)
    followed = ended & (ended_tick + BACK_WITHIN_TICKS < world.horizon.end)
    is_back = links.next_tick <= ended_tick + BACK_WITHIN_TICKS
    lasted_s = (ended_tick - contacts["answered_tick"]) / TICKS_PER_SECOND
    weights: dict[str, NDArray[np.bool_] | NDArray[np.float64]] = {
        "sessions": began,
        "sessions_ended": ended,
        "sessions_contained": ended & facts.is_contained,
        "sessions_not_escalated": ended & ~links.is_escalated,
        "sessions_escalated": ended & links.is_escalated,
        "sessions_followed": followed,
        "sessions_truly_contained": followed & facts.is_contained & ~is_back,
        "sessions_resolved": ended & (contacts["is_resolved"] == 1),
        "session_lasted_s": ended * lasted_s,
    }
    return {name: cells.sums(weight, SESSION) for name, weight in weights.items()}
