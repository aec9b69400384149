"""The catalog of KPIs: one row each, with its definition, estimator, direction and cuts.

Owns which KPIs there are and in which order tables show them; the sums they are made of are measured by
`sim.kpi.sums`, the estimators are `sim.analysis.estimates`. A row names its variant wherever the field knows
several (KPIS.md): no row is called "service level" alone. The letters of definitions: `sim.kpi.row`.
"""

from collections.abc import Iterable

from sim.kpi.agent_rows import AGENTS
from sim.kpi.callback_rows import CALLBACKS, SPEEDS
from sim.kpi.campaign_rows import CAMPAIGNS
from sim.kpi.failure_rows import FAILURES
from sim.kpi.journey_rows import JOURNEYS
from sim.kpi.money_rows import MONEY
from sim.kpi.offer_rows import OFFERS
from sim.kpi.queue_rows import COUNTS, HANDLE_TIME, PASSING, RATES, WAITING
from sim.kpi.reply_rows import COMMUNITY, MESSAGES, REPLIES
from sim.kpi.row import CUTS, Estimator, Kpi
from sim.kpi.service_rows import SERVICE_LEVEL
from sim.kpi.session_rows import SELF_SERVICE

__all__ = ["CATALOG", "CUTS", "Estimator", "Kpi", "headline_kpis"]


def _catalog(*groups: Iterable[Kpi]) -> dict[str, Kpi]:
    """Join groups of rows in order; a name used twice is a fault of this module."""
    rows = [kpi for group in groups for kpi in group]
    table = {kpi.name: kpi for kpi in rows}
    if len(table) != len(rows):
        raise ValueError("a KPI name is used twice")
    return table


CATALOG: dict[str, Kpi] = _catalog(
    AGENTS,
    SERVICE_LEVEL,
    WAITING,
    SPEEDS,
    RATES,
    COUNTS,
    HANDLE_TIME,
    PASSING,
    CALLBACKS,
    OFFERS,
    CAMPAIGNS,
    JOURNEYS,
    FAILURES,
    MONEY,
    REPLIES,
    MESSAGES,
    COMMUNITY,
    SELF_SERVICE,
)
"""Every KPI by name, in the order tables show them (heads and hours first, KPIS.md 8)."""


MONEY_NAMES: frozenset[str] = frozenset(kpi.name for kpi in MONEY)
"""KPIs that are there only where a scenario states prices; they can be made anew from what was used."""


def headline_kpis() -> tuple[Kpi, ...]:
    """Give the rows that are shown when nothing is chosen, in catalog order."""
    return tuple(kpi for kpi in CATALOG.values() if kpi.headline)
