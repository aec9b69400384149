"""A ladder as one table: steps in rows, KPIs in columns."""

from sim.analysis import Difference, Estimate
from sim.errors import printable
from sim.experiment.ladder import Ladder, ladder_of
from sim.experiment.plan import Study
from sim.kpi import Kpi
from sim.report.case import case_sections
from sim.report.numbers import shown
from sim.report.page import Page, comparison_page
from sim.report.table import Row, Table

_HEADS = {
    "cost_per_resolved_issue": "% per resolved",
    "wait_per_issue": "wait per issue",
    "resolution_rate": "issues resolved",
    "contacts_per_issue": "contacts per issue",
    "repeats_per_issue": "told again",
}
"""Short heads of columns; % is the currency."""


def ladder_page(study: Study) -> Page:
    """Lay out a ladder: what every step adds to the one before, the whole, and whether it pays."""
    ladder = ladder_of(study)
    plain = comparison_page(study)
    steps = ", ".join(printable(rung.step) for rung in ladder.rungs)
    said = (
        f"From {printable(study.plan.base)}, one step after the other: {steps}.",
        "Each step against the one before, with the same customers; the steps add up to the whole.",
    )
    currency = study.plan.scenario.centres[study.plan.base].currency
    heads = tuple(_HEADS.get(kpi.name, kpi.title).replace("%", currency) for kpi in ladder.kpis)
    sections = [(said, Table(heads, _groups(study, ladder))), *case_sections(study)]
    return Page(plain.title, plain.question, plain.about, plain.warnings, tuple(sections), plain.notes[:1])


def _groups(study: Study, ladder: Ladder) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    def values(found: dict[str, Estimate]) -> tuple[tuple[str, str], ...]:
        return tuple(_value(kpi, found[kpi.name]) for kpi in ladder.kpis)

    def gains(found: dict[str, Difference]) -> tuple[tuple[str, str], ...]:
        return tuple(_gain(kpi, found[kpi.name]) for kpi in ladder.kpis)

    start = Row(printable(study.plan.base), values(ladder.start))
    steps = tuple(Row(f"+ {printable(rung.step)}", gains(rung.gains)) for rung in ladder.rungs)
    ends = (Row("all steps together", gains(ladder.whole)), Row("where it ends", values(ladder.end)))
    return ("Start", (start,)), ("What each step adds", steps), ("In all", ends)


def _value(kpi: Kpi, found: Estimate) -> tuple[str, str]:
    return shown(found.value, found.half_width, kpi.unit)


def _gain(kpi: Kpi, found: Difference) -> tuple[str, str]:
    return shown(found.value, found.half_width, kpi.unit, is_difference=True)
