"""KPIs: what is counted in a record, and the catalog of what the counts mean.

Owns the definitions (KPIS.md) and the sums of one replication; knows nothing of intervals and comparisons
(analysis) and never looks at an engine.
"""

from sim.kpi.catalog import CATALOG, CUTS, MONEY_NAMES, Kpi, headline_kpis
from sim.kpi.costs import Prices, prices_of, with_costs
from sim.kpi.histogram import UPPER_S
from sim.kpi.intervals import INTERVAL_COLUMNS, interval_rows
from sim.kpi.paths import PATH_CUTS, PATH_SUMS, Paths, measure_paths
from sim.kpi.row import REASONS
from sim.kpi.sums import (
    Sums,
    Thresholds,
    cut_names,
    histograms_of,
    measure,
    merge,
    parts_of,
    replication_value,
)
from sim.kpi.usage import COST_CUTS, Usage

__all__ = [
    "CATALOG",
    "COST_CUTS",
    "CUTS",
    "INTERVAL_COLUMNS",
    "MONEY_NAMES",
    "PATH_CUTS",
    "PATH_SUMS",
    "REASONS",
    "UPPER_S",
    "Kpi",
    "Paths",
    "Prices",
    "Sums",
    "Thresholds",
    "Usage",
    "cut_names",
    "headline_kpis",
    "histograms_of",
    "interval_rows",
    "measure",
    "measure_paths",
    "merge",
    "parts_of",
    "prices_of",
    "replication_value",
    "with_costs",
]
