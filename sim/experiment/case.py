"""The business case of a study: what each strategy saves in a year against the base, and whether it pays back."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.analysis import Estimate, estimate
from sim.analysis.case import N_DRAWS, Payoff, payoff
from sim.analysis.estimates import t_quantile
from sim.experiment.plan import Study
from sim.kpi import Sums, prices_of
from sim.kpi.costs import DAYS_OF_A_YEAR, costs_of
from sim.scenario.costs import Case
from sim.scenario.scenario import Centre
from sim.streams import Stream, uniforms

Floats = NDArray[np.float64]
_UNIT = 2.0**-53


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """What a strategy pays against the base.

    Attributes:
        strategy: Which one.
        yearly: Saving of a year, with the interval of its sampling error.
        parts: Of what it is made, by name, in money a year.
        payoff: What comes of it.
        case: How years are reckoned.
    """

    strategy: str
    yearly: Estimate
    parts: dict[str, Estimate]
    payoff: Payoff
    case: Case


WORTH = "what issues are worth"
_PARTS = {
    "wages": ("cost_wages",),
    "licences and platform": ("cost_licences", "cost_platform"),
    "lines, messages, sessions": ("cost_lines", "cost_messages", "cost_sessions", "cost_dialling"),
}
_BY_CALENDAR = ("cost_licences", "cost_platform")
"""What is paid for every day of a year, like those measured or not."""


def business_cases(study: Study) -> list[BusinessCase]:
    """Reckon the case of every strategy but the base; none where a strategy states no prices."""
    plan = study.plan
    base = plan.scenario.centres[plan.base]
    if any(plan.scenario.centres[name].costs is None for name in plan.strategies):
        return []
    if any(part.usage is None for parts in study.sums.values() for part in parts):
        return []
    found, before = [], _of_a_year(study.sums[plan.base], base)
    for name in plan.strategies:
        if name != plan.base:
            centre = plan.scenario.centres[name]
            after = _of_a_year(study.sums[name], centre)
            parts = {part: estimate(before[part] - after[part]) for part in before}
            yearly = estimate(sum(before.values()) - np.asarray(sum(after.values())))
            amounts = [*_invested(base, centre), _bought(base, centre)]
            found.append(BusinessCase(name, yearly, parts, _payoff(study, yearly, amounts, base.case), base.case))
    return found


def _of_a_year(parts: list[Sums], centre: Centre) -> dict[str, Floats]:
    """Cost of a year by part, one number a replication; what was bought once is no cost of a year."""
    prices = prices_of(centre, parts[0].names)
    assert prices is not None
    running = replace(prices, capital_day=0.0)
    found: dict[str, list[float]] = {part: [] for part in (*_PARTS, WORTH)}
    for sums in parts:
        assert sums.usage is not None
        bill = costs_of(sums.usage, running)
        for part, names in _PARTS.items():
            days = {name: DAYS_OF_A_YEAR if name in _BY_CALENDAR else centre.case.days for name in names}
            found[part].append(sum(float(bill[name]["all"][0]) * days[name] for name in names) / sums.usage.days)
        lost = sums.values["value_lost"]["all"][0] - sums.values["value_won"]["all"][0]
        found[WORTH].append(float(lost) * centre.case.days / sums.usage.days)
    return {part: np.array(values) for part, values in found.items()}


def _invested(base: Centre, other: Centre) -> list[tuple[float, float, float]]:
    """What a strategy invests that the base does not."""
    return [row.points for name, row in other.investments.items() if base.investments.get(name) != row]


def _bought(base: Centre, other: Centre) -> tuple[float, float, float]:
    """What more the platform of a strategy costs once."""
    amounts = []
    for centre in (base, other):
        capital = None if centre.costs is None else centre.costs.platform.capital
        amounts.append(0.0 if capital is None else capital.amount)
    more = amounts[1] - amounts[0]
    return more, more, more


def _payoff(study: Study, yearly: Estimate, amounts: list[tuple[float, float, float]], case: Case) -> Payoff:
    draws = np.arange(N_DRAWS, dtype=np.int64)
    numbers = range(1 + len(amounts))
    rows = [(uniforms(study.plan.seed, 0, Stream.CASE, draws, visit=number) + 0.5) * _UNIT for number in numbers]
    error = yearly.half_width / t_quantile(yearly.level, yearly.n) if yearly.n > 1 else float("nan")
    return payoff(yearly.value, error, yearly.n, amounts, case.interest, case.horizon, np.array(rows))
