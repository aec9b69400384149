"""Rows of the catalog: service level (KPIS.md 1)."""

from sim.kpi.row import ANSWERED, Kpi, ratio, service_level

SERVICE_LEVEL: list[Kpi] = [
    service_level(
        "short_excluded",
        "H_T / (N − L_s)",
        "most ACDs",
        ("answered_in_target", "sl_offered_less_short"),
        headline=True,
    ),
    service_level(
        "short_positive",
        "(H_T + L_s) / N",
        "ICMI, formula 5",
        ("sl_in_target_or_short", "sl_offered"),
    ),
    service_level(
        "ignore_early_abandons",
        "H_T / (N − L_T)",
        "ContactCenters g1; Cisco 'abandoned ignored'",
        ("answered_in_target", "sl_offered_less_early"),
    ),
    service_level(
        "abandons_positive",
        "(H_T + L_T) / N",
        "ContactCenters g2; Cisco 'positive'",
        ("sl_in_target_or_early", "sl_offered"),
    ),
    service_level(
        "abandons_negative",
        "H_T / N",
        "Arena; Cisco 'negative'",
        ("answered_in_target", "sl_offered"),
    ),
    service_level(
        "answered_only",
        "H_T / H",
        "not recommended: those who gave up do not count",
        ("answered_in_target", "sl_answered"),
        cuts=ANSWERED,
    ),
    service_level(
        "genesys",
        "H_T / (H + L)",
        "Genesys Cloud, abandons included, flow-outs not",
        ("answered_in_target", "sl_genesys"),
    ),
    service_level(
        "genesys_short_excluded",
        "H_T / (H + L − L_s)",
        "Genesys Cloud, abandons but not short ones included, flow-outs not",
        ("answered_in_target", "sl_genesys_less_short"),
    ),
    service_level(
        "genesys_flow_outs",
        "H_T / (H + L + F)",
        "Genesys Cloud, abandons and flow-outs included",
        ("answered_in_target", "sl_genesys_flow_outs"),
    ),
    service_level(
        "genesys_flow_outs_short_excluded",
        "H_T / (H + L + F − L_s)",
        "Genesys Cloud, flow-outs and abandons but not short ones included",
        ("answered_in_target", "sl_genesys_flow_outs_less_short"),
    ),
    service_level(
        "per_group",
        "H_T of the pool / (H of the pool + L beyond T + B of all it may serve)",
        "ContactCenters g3",
        ("answered_in_target", "sl_per_group"),
        cuts=("pool",),
    ),
    ratio(
        "intervals_in_service_level",
        "Intervals that meet the service level",
        "Intervals of a channel with service_level_short_excluded at its target or above / intervals with "
        "contacts that count in it (empty ones are left out).",
        "share",
        ("intervals_met", "intervals_busy"),
        1,
        ("all", "channel"),
        variant="short_excluded",
    ),
    ratio(
        "intervals_in_service_level_empty_is_met",
        "Intervals that meet the service level (empty is met)",
        "As intervals_in_service_level, where an empty interval in which the channel is open counts as met.",
        "share",
        ("intervals_met_or_empty", "intervals_open"),
        1,
        ("all", "channel"),
        variant="short_excluded, empty_is_met",
    ),
]
