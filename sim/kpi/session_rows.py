"""Rows of the catalog: self-service (KPIS.md 3)."""

from sim.kpi.row import ISSUE, SESSION, Kpi, ratio, total

SELF_SERVICE: list[Kpi] = [
    total(
        "sessions",
        "Self-service sessions",
        "Sessions that began on self-service channels.",
        "contacts",
        0,
        SESSION,
    ),
    ratio(
        "containment_naive",
        "Containment (naive)",
        "Sessions left without wanting a person, helped or only gone / sessions ended.",
        "share",
        ("sessions_contained", "sessions_ended"),
        1,
        SESSION,
        variant="naive",
    ),
    ratio(
        "containment_no_agent",
        "Containment (no agent reached)",
        "Sessions that were not handed on to a person, those whose customer gave up included / sessions ended.",
        "share",
        ("sessions_not_escalated", "sessions_ended"),
        0,
        SESSION,
        variant="no agent reached, given up counts",
    ),
    ratio(
        "containment_true",
        "Containment (true)",
        "(Sessions contained − those with a further customer contact on the issue within 24 h of their end) / "
        "sessions; sessions that ended less than 24 h before the end of the horizon are left out on both sides "
        "(right-censored).",
        "share",
        ("sessions_truly_contained", "sessions_followed"),
        1,
        SESSION,
        variant="true",
    ),
    ratio(
        "self_service_resolution",
        "Self-service resolution",
        "Sessions that resolved their issue / sessions ended.",
        "share",
        ("sessions_resolved", "sessions_ended"),
        1,
        SESSION,
    ),
    ratio(
        "escalation_rate",
        "Escalation rate",
        "Sessions handed on to a person / sessions ended.",
        "share",
        ("sessions_escalated", "sessions_ended"),
        -1,
        SESSION,
    ),
    ratio(
        "self_service_time",
        "Time in self-service",
        "Σ (end − begin) / sessions ended.",
        "s",
        ("session_lasted_s", "sessions_ended"),
        0,
        SESSION,
    ),
    ratio(
        "deflection",
        "Deflection",
        "Issues resolved without any contact opened by a person / issues born in the window. It is not resolution: "
        "an issue that people resolve is resolved and not deflected, and one given up in self-service is contained "
        "and neither.",
        "share",
        ("issues_deflected", "issues"),
        1,
        ISSUE,
    ),
]
