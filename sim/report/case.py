"""Does it pay? The business cases of a study as one table."""

from math import isinf, isnan

from sim.errors import printable
from sim.experiment.case import WORTH, BusinessCase, business_cases
from sim.experiment.plan import Study
from sim.report.numbers import BLANK, shown
from sim.report.table import Row, Table
from sim.units import format_share


def case_sections(study: Study) -> list[tuple[tuple[str, ...], Table]]:
    """Lay the cases out: strategies in columns; nothing where there are no prices."""
    cases = business_cases(study)
    if not cases:
        return []
    currency = study.plan.scenario.centres[study.plan.base].currency
    case = cases[0].case
    head = (
        f"Does it pay? Against {printable(study.plan.base)}, {case.days:g} days a year, over {case.horizon:g} years, "
        f"{format_share(case.interest)} interest."
    )
    has_worth = any(abs(one.parts[WORTH].value) > 0.0 for one in cases)
    saved = "Gained a year" if has_worth else "Saved a year"
    rows = [Row(saved, tuple(_money(one.yearly.value, one.yearly.half_width) for one in cases))]
    for part in cases[0].parts:
        found = [one.parts[part] for one in cases]
        if any(abs(estimate.value) > 0.0 for estimate in found):
            rows.append(Row(f"  of {part}", tuple(_money(e.value, e.half_width) for e in found)))
    rows += [
        Row("Invested once", tuple(shown(one.payoff.invested, float("nan"), "money") for one in cases)),
        Row("Paid back after", tuple((_years(one.payoff.payback), "") for one in cases)),
        Row("Net present value", tuple(shown(one.payoff.npv, float("nan"), "money", True) for one in cases)),
        Row("  95 % of what may come, from", tuple(_bound(one.payoff.npv_low) for one in cases)),
        Row("  to", tuple(_bound(one.payoff.npv_high) for one in cases)),
        Row("Probability that it pays", tuple((_probability(one), "") for one in cases)),
    ]
    title = f"Business case ({currency})"
    return [((head,), Table(tuple(printable(one.strategy) for one in cases), ((title, tuple(rows)),)))]


def _money(value: float, half_width: float) -> tuple[str, str]:
    return shown(value, half_width, "money", is_difference=True)


def _bound(value: float) -> tuple[str, str]:
    return (BLANK, "") if isnan(value) else shown(value, float("nan"), "money", True)


def _years(years: float) -> str:
    return "never" if isinf(years) else "at once" if years == 0.0 else f"{years:.1f} years"


def _probability(case: BusinessCase) -> str:
    share = case.payoff.probability
    if isnan(share):
        return BLANK
    return "over 99 %" if share > 0.99 else "under 1 %" if share < 0.01 else f"{100 * share:.0f} %"
