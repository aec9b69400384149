"""Sums of replications → what was found: values with intervals and paired differences, one cell at a time.

A cell is one KPI by one cut ("asa" of the channel "phone"). Which cells are shown, and how, is the matter of
`report`; here all are computed, each with the reason when it is blank.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from sim.analysis import (
    Difference,
    Estimate,
    compare,
    compare_percentiles,
    estimate,
    estimate_maximum,
    estimate_percentile,
)
from sim.errors import UsageError, nearest_name
from sim.kpi import CATALOG, REASONS, UPPER_S, Kpi, Sums, cut_names, histograms_of, parts_of
from sim.world.world import Names


@dataclass(frozen=True, slots=True)
class Cell:
    """One KPI by one cut, over all strategies.

    Attributes:
        kpi: The row of the catalog.
        cut: One of its cuts.
        of: Name within the cut; "all" for the cut "all".
        estimates: By strategy; strategies without that name (another set of queues) are left out.
        differences: By strategy other than the base: that strategy − base, paired by replication. A maximum has
            none.
        blanks: By strategy, why its value is blank.
    """

    kpi: Kpi
    cut: str
    of: str
    estimates: Mapping[str, Estimate]
    differences: Mapping[str, Difference]
    blanks: Mapping[str, str]


SumsByStrategy = Mapping[str, Sequence[Sums]]


def cells(sums: SumsByStrategy, base: str, level: float = 0.95) -> list[Cell]:
    """Compute every cell of the catalog.

    Args:
        sums: By strategy, one each replication, in the same order.
        base: The strategy the others are compared with.
        level: Confidence level of all intervals.
    """
    names = [parts[0].names for parts in sums.values()]
    found = (cell(sums, base, *place, level=level) for place in _places(names))
    return [one for one in found if one.estimates]


def cell(sums: SumsByStrategy, base: str, kpi: Kpi, cut: str, of: str, level: float = 0.95) -> Cell:
    """Compute one cell; the arguments are as in `cells` and `Cell`."""
    estimates: dict[str, Estimate] = {}
    differences: dict[str, Difference] = {}
    blanks: dict[str, str] = {}
    for strategy, parts in sums.items():
        index = _index(parts, cut, of)
        if index < 0 or not _is_measured(kpi, parts):
            continue
        estimates[strategy] = estimate_of(kpi, parts, cut, index, level)
        if isnan(estimates[strategy].value):
            blanks[strategy] = why_blank(kpi, parts[0], cut, index)
        base_index = _index(sums[base], cut, of)
        is_compared = strategy != base and base_index >= 0 and _is_measured(kpi, sums[base])
        if is_compared and kpi.estimator != "maximum":
            pair = (sums[base], base_index), (parts, index)
            differences[strategy] = _difference(kpi, *pair, cut, level)
    return Cell(kpi, cut, of, estimates, differences, blanks)


def _is_measured(kpi: Kpi, parts: Sequence[Sums]) -> bool:
    """Whether the sums of a strategy hold a KPI: costs are there only where it states prices."""
    return kpi.estimator == "percentile" or kpi.numerator in parts[0].values


def estimate_of(kpi: Kpi, parts: Sequence[Sums], cut: str, index: int, level: float = 0.95) -> Estimate:
    """Estimate one KPI of one strategy by the estimator of its row."""
    if kpi.estimator == "percentile":
        return estimate_percentile(histograms_of(kpi, parts, cut, index), UPPER_S, kpi.quantile, level)
    numerators, denominators = parts_of(kpi, parts, cut, index)
    if kpi.estimator == "maximum":
        return estimate_maximum(numerators)
    return estimate(numerators, denominators, level)


def find_cell(names: Sequence[Names], text: str) -> tuple[Kpi, str, str]:
    """Find the cell a user names, as `asa` or `asa:phone`.

    Args:
        names: The names of each strategy.
        text: KPI, and after ":" a channel, queue, pool, segment or intent, or one of the causes and cost centres of
            failure demand that nothing else is called.

    Returns:
        The KPI, the cut and the name within it.

    Raises:
        UsageError: There is no such KPI, or nothing of that name to cut it by.
    """
    name, _, of = text.strip().partition(":")
    kpi = CATALOG.get(name)
    if kpi is None:
        near = nearest_name(name, CATALOG)
        hint = f'; did you mean "{near}"?' if near else "; busyhour schema --kpis lists them"
        raise UsageError(f'there is no KPI "{name}"{hint}')
    if not of and "all" in kpi.cuts:
        return kpi, "all", "all"
    cuts: dict[str, str] = {}
    for known, cut, other in _places(names):
        if known is kpi and cut != "all" and not (cut in REASONS and other in cuts):
            cuts[other] = cut
    if of in cuts:
        return kpi, cuts[of], of
    listed = ", ".join(f"{name}:{other}" for other in cuts)
    raise UsageError(f'"{text}" names nothing to look at; there are {listed}')


def why_blank(kpi: Kpi, sums: Sums, cut: str, index: int) -> str:
    """Say in words why a value is blank."""
    limits = sums.thresholds
    has_target = [not isnan(target) for target in limits.target_s]
    needs_target = kpi.name.startswith(("service_level", "intervals_in", "excess_wait")) or "target" in kpi.name
    if needs_target and not any(has_target if cut != "channel" else [has_target[index]]):
        return "no service level is promised here (kpis.service_level)"
    if "kpis.repeat_within" in kpi.definition and limits.repeat_days < 1:
        return "the run follows less than a day after the window (run.follow)"
    if kpi.denominator == "sessions_followed" and sums.values["sessions_ended"][cut][index] > 0:
        return "no session is followed for 24 h (run.follow)"
    if kpi.estimator in ("percentile", "maximum"):
        return "no such contact in any replication"
    return f"0 / 0 in every replication: nothing is counted in the denominator of {kpi.name}"


def _places(names: Sequence[Names]) -> Iterator[tuple[Kpi, str, str]]:
    """List (KPI, cut, name) in catalog order, names of the first strategy first."""
    cuts: dict[str, list[str]] = {}
    for kpi in CATALOG.values():
        for cut in kpi.cuts:
            if cut not in cuts:
                found = [name for known in names for name in cut_names(known, cut)]
                cuts[cut] = list(dict.fromkeys(found))
            for of in cuts[cut]:
                yield kpi, cut, of


def _index(parts: Sequence[Sums], cut: str, of: str) -> int:
    """Index of a name within a cut of one strategy, −1 when it has none."""
    names = cut_names(parts[0].names, cut)
    return names.index(of) if of in names else -1


def _difference(
    kpi: Kpi,
    base: tuple[Sequence[Sums], int],
    other: tuple[Sequence[Sums], int],
    cut: str,
    level: float,
) -> Difference:
    """Compare one KPI of two strategies, paired by replication."""
    if kpi.estimator == "percentile":
        counts = [histograms_of(kpi, parts, cut, index) for parts, index in (base, other)]
        return compare_percentiles(counts[0], counts[1], UPPER_S, kpi.quantile, kpi.direction, level)
    pairs = [parts_of(kpi, parts, cut, index) for parts, index in (base, other)]
    return compare(pairs[0], pairs[1], kpi.direction, level)
