"""Rows of the catalog: failure demand, what comes again because something failed (KPIS.md 6)."""

from sim.kpi.row import FAILURE, Kpi, ratio, total

FAILURES: list[Kpi] = [
    total(
        "failure_contacts",
        "Repeat contacts",
        "Customer contacts after the first of their issue, booked by arrival; by pool: who worked them; by cause: what "
        "led to them (the row of what_next, for not solved the cause of that, where it is known); caused_by: the cost "
        "centre that caused_by names for the cause, else that of the pool that worked the contact before, else its "
        "channel; paid_by: the cost centre of the pool that worked them.",
        "contacts",
        -1,
        FAILURE,
    ),
    ratio(
        "failure_share",
        "Share of repeat contacts",
        "Repeat contacts (failure_contacts) / customer contacts; by cause, caused_by and paid_by: / all customer "
        "contacts.",
        "share",
        ("failure_contacts", "customer_contacts"),
        -1,
        FAILURE,
    ),
    total(
        "failure_h",
        "Time for repeats",
        "Talk, hold and wrap-up of repeat contacts and of their legs, booked where they end; the cuts are those of "
        "failure_contacts, and a leg has the cause of the contact it continues.",
        "h",
        -1,
        FAILURE,
    ),
    ratio(
        "failure_time_share",
        "Share of time for repeats",
        "Time for repeats (failure_h) / talk, hold and wrap-up of all contacts, follow-ups included; by cause, "
        "caused_by and paid_by: / that of all.",
        "share",
        ("failure_h", "work_h"),
        -1,
        FAILURE,
    ),
]
