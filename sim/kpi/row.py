"""What a row of the KPI catalog holds, and the makers of rows.

Letters in definitions, by channel or queue, of contacts that arrived in the measured window: N offered to a
queue, H answered, H_T answered in the target T, L abandoned, L_T abandoned within T, L_s short abandons (wait
up to s), F flow-outs, W withdrawn, X disconnected, Q still open at the end of the horizon, Q_T those of them
not yet beyond T, B blocked; N = H + L + F + W + X + Q. In service levels N leaves out F, W and Q_T, and only
channels with a target count, each against its own. By queue, each queue that a contact left for another one counts
it in N and F. Sessions of self-service and outbound work of the centre (follow-ups, campaigns) stand outside N and H. A
customer contact is neither a leg (escalation, transfer) nor made by the centre; a repeat is one after the first of its
issue.
"""

from dataclasses import dataclass
from typing import Literal

Estimator = Literal["ratio", "total", "percentile", "maximum"]

REASONS: tuple[str, ...] = ("cause", "caused_by", "paid_by")
"""Cuts of failure demand: why it came again, and which cost centres cause it and pay for it."""

CUTS: tuple[str, ...] = ("all", "channel", "queue", "pool", "segment", "intent", *REASONS)
"""What a KPI can be cut by; every array of sums is indexed by the index of the cut ("all": one row)."""

CONTACT = ("all", "channel", "queue", "segment", "intent")
ANSWERED = ("all", "channel", "queue", "pool", "segment", "intent")
AGENT = ("all", "pool")
ISSUE = ("all", "channel", "segment", "intent")
SESSION = ISSUE
FAILURE = ("all", "channel", "pool", "segment", "intent", *REASONS)


@dataclass(frozen=True, slots=True)
class Kpi:
    """One row of the catalog.

    Attributes:
        name: Identity, in scenarios, files and on the command line.
        title: What a table prints.
        definition: What is counted, in words and letters of the module docstring.
        unit: "s", "h", "share" (0 to 1), "contacts", "issues", "heads", "count" or "" for a plain ratio.
        numerator: Name of a sum (of a histogram for percentiles).
        denominator: Name of a sum; "" for totals, percentiles and maxima.
        direction: +1 more is better, −1 less is better, 0 neither.
        cuts: Which of `CUTS` it can be cut by.
        headline: Shown when nothing is chosen.
        variant: Which of several usual definitions it is; "" where there is only one.
        estimator: "ratio" of sums, "total" per replication, "percentile" of the pooled values, "maximum".
        quantile: Share below the percentile, 0 for other estimators.
    """

    name: str
    title: str
    definition: str
    unit: str
    numerator: str
    denominator: str = ""
    direction: int = 0
    cuts: tuple[str, ...] = ("all",)
    headline: bool = False
    variant: str = ""
    estimator: Estimator = "ratio"
    quantile: float = 0.0


def ratio(
    name: str,
    title: str,
    definition: str,
    unit: str,
    parts: tuple[str, str],
    direction: int,
    cuts: tuple[str, ...],
    headline: bool = False,
    variant: str = "",
) -> Kpi:
    """Make a row that is the ratio of two sums."""
    return Kpi(name, title, definition, unit, parts[0], parts[1], direction, cuts, headline, variant)


def total(
    name: str,
    title: str,
    definition: str,
    unit: str,
    direction: int,
    cuts: tuple[str, ...],
    headline: bool = False,
    numerator: str = "",
) -> Kpi:
    """Make a row that is a total per replication; the sum bears its name unless stated."""
    return Kpi(name, title, definition, unit, numerator or name, "", direction, cuts, headline, estimator="total")


def service_level(
    variant: str,
    formula: str,
    who: str,
    parts: tuple[str, str],
    headline: bool = False,
    cuts: tuple[str, ...] = CONTACT,
) -> Kpi:
    """Make one variant of the service level (KPIS.md 1)."""
    title = f"Service level ({variant.replace('_', ' ')})"
    name = f"service_level_{variant}"
    return ratio(name, title, f"{formula} ({who}).", "share", parts, 1, cuts, headline, variant)


def percentiles(name: str, title: str, definition: str, histogram: str, headline: float = 0.0) -> list[Kpi]:
    """Make the rows P50, P80, P90 and P95 of one distribution."""
    return [
        Kpi(
            f"{name}_p{percent}",
            f"{title}, P{percent}",
            definition,
            "s",
            histogram,
            direction=-1,
            cuts=("all", "channel"),
            headline=percent == headline,
            variant=f"P{percent}",
            estimator="percentile",
            quantile=percent / 100,
        )
        for percent in (50, 80, 90, 95)
    ]
