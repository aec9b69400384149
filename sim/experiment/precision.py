"""How many replications: until the watched KPIs are precise enough (DESIGN.md, decision 7).

Watched are values of strategies, never differences. A KPI that was named and cannot be judged is refused; one
that is watched by default and cannot be judged is left out, and said so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

from sim.analysis import Estimate, needs_more, next_batch
from sim.errors import UsageError
from sim.experiment.answer import SumsByStrategy, cell, find_cell

WATCHED: tuple[str, ...] = ("service_level_short_excluded", "asa", "abandonment_rate")
"""What is watched when nothing is named: the headline KPIs of waiting, over all channels."""


@dataclass(frozen=True, slots=True)
class Precision:
    """The precision a user asks for.

    Attributes:
        target: Half width over |value| of every watched KPI in every strategy, a share.
        kpis: Watched KPIs as `asa` or `asa:phone`; empty: `WATCHED`.
        max_reps: Most replications.
    """

    target: float
    kpis: tuple[str, ...] = ()
    max_reps: int = 1000

    def first(self) -> int:
        """Replications before the first test."""
        return next_batch(0, self.max_reps)


@dataclass(frozen=True, slots=True)
class Stopping:
    """How a sequential run stands after a batch.

    Attributes:
        precision: What was asked for.
        n: Replications done.
        next_n: Replications to have next; n when it is over.
        reached: Watched values that are precise enough, with their relative half width.
        missed: Watched values that are not.
        left_out: Watched by default but not judged, with the reason.
    """

    precision: Precision
    n: int
    next_n: int
    reached: Mapping[str, float]
    missed: Mapping[str, float]
    left_out: Mapping[str, str]

    @property
    def is_over(self) -> bool:
        """Whether no more replications are needed or allowed."""
        return self.next_n == self.n


def look(precision: Precision, sums: SumsByStrategy, base: str) -> Stopping:
    """Test the watched values after a batch.

    Raises:
        UsageError: A named KPI does not exist, or cannot be judged: its value is 0 or blank.
    """
    watched = _watched(precision, sums, base)
    n = len(sums[base])
    decision = needs_more(watched, precision.target, n, precision.max_reps)
    if precision.kpis and decision.refused:
        reasons = "; ".join(f"{name}: {why}" for name, why in decision.refused.items())
        raise UsageError(f"--precision cannot be judged for {reasons}; name another --kpi, or give --reps")
    if len(decision.refused) == len(watched):
        raise UsageError(
            "--precision has nothing to judge: every KPI watched by default is 0 or blank here; name one by --kpi"
        )
    open_names = {**decision.missed, **decision.refused}
    reached = {name: value.relative_half_width for name, value in watched.items() if name not in open_names}
    return Stopping(precision, n, decision.next_n, reached, decision.missed, decision.refused)


def _watched(precision: Precision, sums: SumsByStrategy, base: str) -> dict[str, Estimate]:
    """Estimate the watched KPIs of every strategy, by "kpi, strategy"."""
    found: dict[str, Estimate] = {}
    for text in precision.kpis or WATCHED:
        place = find_cell([parts[0].names for parts in sums.values()], text)
        if place[0].estimator == "maximum":
            raise UsageError(f"--precision cannot be judged for {text}: a maximum has no interval")
        for strategy, value in cell(sums, base, *place).estimates.items():
            found[f"{text} of {strategy}"] = value
    return found


def described(stopping: Stopping) -> str:
    """Say in one sentence how a sequential run ended."""
    target = f"{100 * stopping.precision.target:g} %"
    if not stopping.missed:
        return f"precision of {target} reached after {stopping.n} replications"
    listed = ", ".join(f"{name} is at {_percent(width)}" for name, width in stopping.missed.items())
    return f"precision of {target} not reached after {stopping.n} replications: {listed}"


def _percent(width: float) -> str:
    return "no interval" if isnan(width) else f"{100 * width:.2f} %"
