"""Rows of the catalog: agents of their own, rings at agents, silent leavers (KPIS.md 2 and 3)."""

from sim.kpi.row import CONTACT, Kpi, ratio, total

OFFERS: list[Kpi] = [
    ratio(
        "own_agent_share",
        "Answered by their own agent",
        "Contacts worked by the agent they were meant for (adviser, last or most frequent agent) / contacts worked "
        "that were meant for one who can serve them, on shift or not.",
        "share",
        ("by_own_agent", "with_own_agent"),
        1,
        CONTACT,
    ),
    ratio(
        "reserved_wait",
        "Wait for an own agent",
        "Σ time answered contacts stood reserved for an agent of their own / H, live and chat channels: what of the "
        "average speed of answer was waited for that agent alone.",
        "s",
        ("reserved_s", "live_answered"),
        -1,
        CONTACT,
        variant="part of the average speed of answer",
    ),
    ratio(
        "offers_missed",
        "Offers missed by agents",
        "Offers that an agent missed or declined / offers, where contacts ring at agents.",
        "share",
        ("missed_offers", "offers"),
        -1,
        CONTACT,
    ),
    total("ring_h", "Rings at agents", "Agents' time in which contacts rang there.", "h", -1, CONTACT),
    ratio(
        "silent_share",
        "Left without a word",
        "Contacts whose customer left silently / L.",
        "share",
        ("silent", "abandoned"),
        -1,
        CONTACT,
    ),
    total(
        "ghost_h",
        "Time spent on silent leavers",
        "Agents' time until they found that a customer had left without a word.",
        "h",
        -1,
        CONTACT,
    ),
]
