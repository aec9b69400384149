"""Rows of the catalog: what it costs (KPIS.md 8). They are there where a scenario states `costs`."""

from sim.kpi.row import Kpi, ratio, total

_BORNE = ("all", "channel", "segment", "intent", "cause")
_PARTS = (
    ("cost_wages", "Wages", "Wages and premiums of all paid hours, what the employer adds and overtime included."),
    ("cost_idle", "of these, not worked", "Wages of paid time in which no contact was worked, extra pay of overtime."),
    ("cost_licences", "Licences", "Licences of full-time heads for the days measured."),
)
_WHOLE = (
    ("cost_platform", "Platform", "Platform for the days measured, and what is used up of what was bought."),
    ("cost_lines", "Lines", "Minutes on the line."),
    ("cost_messages", "Messages", "Messages of customers and agents."),
    ("cost_sessions", "Sessions and contacts", "Contacts and sessions that are paid each."),
    ("cost_dialling", "Dialling", "Minutes in which customers were rung."),
)

MONEY: list[Kpi] = [
    total(
        "cost",
        "Cost",
        "Wages of all paid time, licences, platform, lines, messages, sessions and dialling of the measured window; by "
        "channel, segment, intent and cause what its contacts took, with their share of what no contact took.",
        "money",
        -1,
        _BORNE,
        headline=True,
    ),
    *(total(name, title, text, "money", 0, ("all", "pool")) for name, title, text in _PARTS),
    *(total(name, title, text, "money", 0, ("all",)) for name, title, text in _WHOLE),
    ratio(
        "cost_per_resolved_issue",
        "Cost per resolved issue",
        "Cost / issues born in the window that are resolved; lost issues' cost included.",
        "money",
        ("cost", "issues_resolved"),
        -1,
        ("all", "segment", "intent"),
        headline=True,
    ),
    ratio(
        "cost_per_issue",
        "Cost per issue",
        "Cost / issues born in the window.",
        "money",
        ("cost", "issues"),
        -1,
        ("all", "segment", "intent"),
    ),
    ratio(
        "cost_per_contact",
        "Cost per customer contact",
        "Cost / customer contacts.",
        "money",
        ("cost", "customer_contacts"),
        -1,
        ("all", "channel", "segment", "intent"),
    ),
    ratio(
        "cost_per_handled",
        "Cost per handled contact",
        "Cost / contacts worked by people.",
        "money",
        ("cost", "handled"),
        -1,
        ("all", "channel", "segment", "intent"),
    ),
    total(
        "value_won",
        "Won with resolved issues",
        "Worth of issues born in the window that are resolved (costs.worth).",
        "money",
        1,
        ("all", "intent"),
    ),
    total(
        "value_lost",
        "Lost with lost issues",
        "Loss of issues born in the window that are lost in the end (costs.worth).",
        "money",
        -1,
        ("all", "intent"),
    ),
    total(
        "balance",
        "Won, less lost and cost",
        "value_won − value_lost − cost.",
        "money",
        1,
        ("all", "intent"),
    ),
    total("cost_failure", "Cost of failure demand", "Cost of contacts that come again.", "money", -1, ("all",)),
    ratio(
        "cost_failure_share",
        "Share of cost for repeats",
        "Cost of contacts that come again / cost.",
        "share",
        ("cost_failure", "cost"),
        -1,
        ("all",),
    ),
]
