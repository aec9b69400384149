"""What each step of a ladder adds: differences between one rung and the next, which add up to the whole."""

from dataclasses import dataclass
from itertools import pairwise

from sim.analysis import Difference, Estimate
from sim.experiment.answer import cell
from sim.experiment.plan import Study
from sim.kpi import CATALOG, Kpi
from sim.scenario.ladder import rung

SHOWN = (
    "cost_per_resolved_issue",
    "wait_per_issue",
    "resolution_rate",
    "contacts_per_issue",
    "repeats_per_issue",
)
"""KPIs of a ladder: what it costs, and what customers have of it."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder.

    Attributes:
        step: Its name.
        gains: By KPI, the rung that has taken it minus the one before, paired by replication.
    """

    step: str
    gains: dict[str, Difference]


@dataclass(frozen=True, slots=True)
class Ladder:
    """What the steps of a ladder add, over all issues.

    Attributes:
        kpis: The KPIs looked at.
        start, end: By KPI, where it starts, and where it ends.
        rungs: The steps in their order.
        whole: By KPI, the end minus the start.
    """

    kpis: tuple[Kpi, ...]
    start: dict[str, Estimate]
    end: dict[str, Estimate]
    rungs: tuple[Rung, ...]
    whole: dict[str, Difference]


def ladder_of(study: Study) -> Ladder:
    """Gather what each step adds.

    Args:
        study: Of a scenario that was loaded to climb its ladder.
    """
    names = [study.plan.base, *(name for name in study.plan.strategies if name.startswith(rung("")))]
    kpis = tuple(CATALOG[name] for name in SHOWN if CATALOG[name].numerator in study.sums[names[0]][0].values)
    rungs = [
        Rung(after.removeprefix(rung("")), {kpi.name: _difference(study, kpi, before, after) for kpi in kpis})
        for before, after in pairwise(names)
    ]
    ends = [{kpi.name: _value(study, kpi, name) for kpi in kpis} for name in (names[0], names[-1])]
    whole = {kpi.name: _difference(study, kpi, names[0], names[-1]) for kpi in kpis}
    return Ladder(kpis, ends[0], ends[1], tuple(rungs), whole)


def _value(study: Study, kpi: Kpi, name: str) -> Estimate:
    return cell({name: study.sums[name]}, name, kpi, "all", "all").estimates[name]


def _difference(study: Study, kpi: Kpi, before: str, after: str) -> Difference:
    pair = {before: study.sums[before], after: study.sums[after]}
    return cell(pair, before, kpi, "all", "all").differences[after]
