"""Rows of the catalog: campaigns, whose calls stand outside N and H, and whose issues in no figure of journeys."""

from sim.kpi.row import CONTACT, Kpi, ratio, total

CAMPAIGNS: list[Kpi] = [
    total(
        "campaign_calls",
        "Campaign calls planned",
        "Customers on the lists of campaigns, by when their list is there; outside N, H, issues and failure demand.",
        "contacts",
        0,
        CONTACT,
    ),
    ratio(
        "campaign_reach",
        "Campaign customers reached",
        "Such calls answered / those that are over (reached, unreached or expired).",
        "share",
        ("campaign_reached", "campaign_over"),
        1,
        CONTACT,
    ),
    ratio(
        "campaign_unreached_rate",
        "Campaign customers not reached",
        "Such calls not answered at any attempt / those that are over.",
        "share",
        ("campaign_unreached", "campaign_over"),
        -1,
        CONTACT,
    ),
    ratio(
        "campaign_expired_rate",
        "Campaign calls expired",
        "Such calls that were not reached by the end of the ringing / those that are over.",
        "share",
        ("campaign_expired", "campaign_over"),
        -1,
        CONTACT,
    ),
    ratio(
        "campaign_resolution",
        "Resolved by the campaign call",
        "Such calls that resolved the issue / such calls planned.",
        "share",
        ("campaign_resolved", "campaign_calls"),
        1,
        CONTACT,
    ),
    total(
        "campaign_h",
        "Campaign work",
        "Rings + talk + hold + wrap-up of such calls, booked where they end; not part of the average handle time.",
        "h",
        0,
        CONTACT,
    ),
]
