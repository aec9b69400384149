"""Analysis: from sums of replications to values, intervals, paired differences and a stopping rule.

Owns the estimators (DESIGN.md, decision 7; KPIS.md 9). Sees numbers only, one row a replication; knows
nothing of contacts, channels or KPIs.
"""

from sim.analysis.estimates import (
    Difference,
    Estimate,
    Verdict,
    compare,
    compare_percentiles,
    estimate,
    estimate_maximum,
    estimate_percentile,
    holm_adjusted,
    joint_level,
    t_quantile,
)
from sim.analysis.stopping import FIRST_BATCH, Decision, needs_more, next_batch

__all__ = [
    "FIRST_BATCH",
    "Decision",
    "Difference",
    "Estimate",
    "Verdict",
    "compare",
    "compare_percentiles",
    "estimate",
    "estimate_maximum",
    "estimate_percentile",
    "holm_adjusted",
    "joint_level",
    "needs_more",
    "next_batch",
    "t_quantile",
]
