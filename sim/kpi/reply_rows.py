"""Rows of the catalog: replies to deferred work, messages and posts (KPIS.md 2 and 7)."""

from sim.kpi.row import CONTACT, Kpi, percentiles, ratio, total

REPLIES: list[Kpi] = [
    ratio(
        "reply_in_time",
        "Replies in time",
        "First replies by the deadline (reply_within) / (these + breaches); open contacts whose deadline is still to "
        "come, and contacts withdrawn or answered by another customer before it, are left out.",
        "share",
        ("replies_in_time", "replies_due"),
        1,
        CONTACT,
    ),
    total(
        "reply_breaches",
        "Reply breaches",
        "Contacts replied to, withdrawn or answered by another customer after their deadline, or open past it.",
        "contacts",
        -1,
        CONTACT,
    ),
    ratio(
        "reply_time",
        "Time to reply",
        "Σ (first reply − arrival) / contacts replied to, deferred, messaging and community channels, wall clock.",
        "s",
        ("reply_s", "replies"),
        -1,
        CONTACT,
        variant="wall clock",
    ),
    ratio(
        "reply_time_working",
        "Time to reply (working hours)",
        "Σ open time from arrival to first reply / contacts replied to, deferred, messaging and community channels, on "
        "the channel's working hours.",
        "s",
        ("reply_working_s", "replies"),
        -1,
        CONTACT,
        variant="working hours",
    ),
    *percentiles(
        "reply_time",
        "Time to reply",
        "First reply − arrival, deferred, messaging and community channels, wall clock.",
        "reply",
    ),
    ratio(
        "opening_wait",
        "Wait to opening",
        "Σ wait from queue entry to opening / contacts replied to, deferred, messaging and community channels.",
        "s",
        ("opening_wait_s", "replies"),
        -1,
        CONTACT,
    ),
    total(
        "backlog_at_end",
        "Backlog at the end",
        "Contacts of deferred, messaging and community channels without a reply at the end of the measured window, "
        "whenever they arrived.",
        "contacts",
        -1,
        CONTACT,
    ),
]

MESSAGES: list[Kpi] = [
    ratio(
        "inter_reply_time",
        "Time between replies",
        "Σ (reply − the customer's message) / replies after the first, messaging channels, wall clock; booked with "
        "the conversation.",
        "s",
        ("later_reply_s", "later_replies"),
        -1,
        CONTACT,
        variant="wall clock",
    ),
    ratio(
        "turns_per_conversation",
        "Turns per conversation",
        "Replies / conversations that are over, messaging channels.",
        "count",
        ("turns", "conversations"),
        0,
        CONTACT,
    ),
]

COMMUNITY: list[Kpi] = [
    ratio(
        "peer_answer_share",
        "Answered by other customers",
        "Posts that another customer answered / posts that ended (N − Q), community channels.",
        "share",
        ("peer_answers", "posts_ended"),
        1,
        CONTACT,
    ),
    ratio(
        "peer_answer_time",
        "Time to other customers' answer",
        "Σ (answer − arrival) / posts that another customer answered, wall clock.",
        "s",
        ("peer_answer_s", "peer_answers"),
        -1,
        CONTACT,
        variant="wall clock",
    ),
    ratio(
        "peer_resolution",
        "Resolved by other customers' answer",
        "Posts whose issue another customer's answer resolved / posts that another customer answered.",
        "share",
        ("peer_resolved", "peer_answers"),
        1,
        CONTACT,
    ),
]
