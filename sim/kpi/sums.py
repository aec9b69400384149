"""The sums of one replication, from which every KPI is estimated.

`measure` is the way in: a pure function of record and world. Sums are small, picklable and add up
(`merge`); what they mean as KPIs stands in the catalog, how they become values and intervals in analysis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.kpi.agent_sums import agent_sums, sweep_agents
from sim.kpi.facts import read_facts
from sim.kpi.failure_sums import failure_sums
from sim.kpi.intervals import interval_sums
from sim.kpi.journey_sums import journey_sums
from sim.kpi.links import read_links
from sim.kpi.queue_sums import queue_sums, wait_histograms
from sim.kpi.row import Kpi
from sim.kpi.session_sums import session_sums
from sim.kpi.usage import Usage, measure_usage
from sim.record.record import Record
from sim.units import TICKS_PER_SECOND
from sim.world.world import Names, World

Floats = NDArray[np.float64]

MAXIMA: frozenset[str] = frozenset({"max_wait_s"})
"""Sums that are a largest value: merged by the larger, nan where there was none."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The thresholds that name the variants of a world's KPIs.

    Attributes:
        short_s: Short abandons wait up to this [s].
        target_s: (channels) service level threshold [s], nan without one.
        target_share: (channels) service level wanted; without meaning where there is no threshold.
        target_is_working: (channels) the threshold runs on working hours.
        repeat_days: W of repeat contacts [days]; below 1 they are not observed.
    """

    short_s: float
    target_s: tuple[float, ...]
    target_share: tuple[float, ...]
    target_is_working: tuple[bool, ...]
    repeat_days: int


@dataclass(frozen=True, slots=True)
class Sums:
    """KPI sums of one replication of one strategy.

    Attributes:
        strategy, seed, replication: Which one; replication −1 for merged sums.
        names: Identities behind the indices of the cuts.
        thresholds: What the variants of KPIs refer to.
        values: By name of sum, by cut, (indices,) float64; "all" has one index.
        histograms: "wait", "answered", "reply": (channels, bins) counts, edges in `sim.kpi.histogram`.
        usage: What was used, to be priced (`sim.kpi.costs`); None of merged sums.
    """

    strategy: str
    seed: int
    replication: int
    names: Names
    thresholds: Thresholds
    values: Mapping[str, Mapping[str, Floats]]
    histograms: Mapping[str, NDArray[np.int32]]
    usage: Usage | None = None


def measure(record: Record, world: World) -> Sums:
    """Measure one replication.

    Args:
        record: What happened.
        world: The world it happened in.

    Returns:
        Every sum the catalog needs.

    Raises:
        ValueError: Record and world are not of the same strategy, seed and replication.
    """
    mine = record.strategy, record.seed, record.replication
    if mine != (world.strategy, world.seed, world.replication):
        raise ValueError(
            f"the record of {mine} was measured in the world of {(world.strategy, world.seed, world.replication)}"
        )
    facts = read_facts(record, world)
    links = read_links(record, facts)
    values = queue_sums(record, facts, links, world) | session_sums(record, facts, links, world)
    sweep = sweep_agents(record, world)
    agents = agent_sums(record, world, sweep)
    values |= interval_sums(record, facts, world) | agents
    values |= journey_sums(record, facts, links, world) | failure_sums(record, facts, links, world)
    histograms = wait_histograms(record, facts, world)
    usage = measure_usage(record, facts, links, world, sweep, agents)
    return Sums(*mine, world.names, _thresholds(world), values, histograms, usage)


def merge(parts: Sequence[Sums]) -> Sums:
    """Add sums of the same strategy up, for example over replications.

    Args:
        parts: One or more, of one strategy and seed.

    Returns:
        Their sums; totals are totals over all parts.

    Raises:
        ValueError: Nothing to merge, or different strategies.
    """
    if not parts:
        raise ValueError("there are no sums to merge")
    if len({part.strategy for part in parts}) > 1:
        raise ValueError(f"sums of different strategies: {sorted({part.strategy for part in parts})}")
    first = parts[0]
    values = {
        name: {cut: _merged(name, [part.values[name][cut] for part in parts]) for cut in by_cut}
        for name, by_cut in first.values.items()
    }
    histograms = {
        name: np.array([part.histograms[name] for part in parts]).sum(axis=0).astype(np.int32)
        for name in first.histograms
    }
    return Sums(first.strategy, first.seed, -1, first.names, first.thresholds, values, histograms)


def parts_of(kpi: Kpi, sums: Sequence[Sums], cut: str = "all", index: int = 0) -> tuple[Floats, Floats | None]:
    """Line up a KPI over replications: what `sim.analysis.estimate` and `compare` take.

    Args:
        kpi: A ratio, total or maximum of the catalog.
        sums: One each replication.
        cut: One of the KPI's cuts.
        index: Index within the cut.

    Returns:
        (n,) numerators and denominators, None for totals and maxima.

    Raises:
        ValueError: The KPI is a percentile (`histograms_of`), or cannot be cut so.
    """
    _check_cut(kpi, cut)
    if kpi.estimator == "percentile":
        raise ValueError(f"{kpi.name} is read from histograms, not from sums")
    numerators = np.array([part.values[kpi.numerator][cut][index] for part in sums])
    if not kpi.denominator:
        return numerators, None
    return numerators, np.array([part.values[kpi.denominator][cut][index] for part in sums])


def histograms_of(kpi: Kpi, sums: Sequence[Sums], cut: str = "all", index: int = 0) -> NDArray[np.int64]:
    """Line up the histograms of a percentile over replications, for `estimate_percentile`.

    Args:
        kpi: A percentile of the catalog.
        sums: One each replication.
        cut: "all" or "channel".
        index: Index within the cut.

    Returns:
        (n, bins) counts; their edges are `sim.kpi.histogram.UPPER_S`.

    Raises:
        ValueError: The KPI is not a percentile, or cannot be cut so.
    """
    _check_cut(kpi, cut)
    if kpi.estimator != "percentile":
        raise ValueError(f"{kpi.name} is not a percentile")
    rows = [part.histograms[kpi.numerator] for part in sums]
    return np.array([row.sum(axis=0) if cut == "all" else row[index] for row in rows], dtype=np.int64)


def replication_value(kpi: Kpi, sums: Sums, cut: str = "all", index: int = 0) -> float:
    """Give a ratio, total or maximum of one replication; nan for 0/0.

    Args:
        kpi: A row of the catalog, not a percentile.
        sums: The sums of the replication.
        cut: One of the KPI's cuts.
        index: Index within the cut.

    Raises:
        ValueError: As `parts_of`.
    """
    numerators, denominators = parts_of(kpi, [sums], cut, index)
    if denominators is None:
        return float(numerators[0])
    return float(numerators[0] / denominators[0]) if denominators[0] != 0 else float("nan")


def cut_names(names: Names, cut: str) -> tuple[str, ...]:
    """Give the identities behind the indices of a cut; "all" has one, named "all".

    Raises:
        ValueError: There is no such cut.
    """
    table = {
        "all": ("all",),
        "channel": names.channels,
        "queue": names.queues,
        "pool": names.pools,
        "segment": names.segments,
        "intent": names.intents,
        "cause": names.failure_causes,
        "caused_by": names.cost_centres,
        "paid_by": names.cost_centres,
    }
    if cut not in table:
        raise ValueError(f"there is no cut {cut!r}; there are {', '.join(table)}")
    return table[cut]


def _check_cut(kpi: Kpi, cut: str) -> None:
    """Refuse a cut the KPI does not have."""
    if cut not in kpi.cuts:
        raise ValueError(f"{kpi.name} cannot be cut by {cut}; it can by {', '.join(kpi.cuts)}")


def _merged(name: str, arrays: Sequence[Floats]) -> Floats:
    """Add arrays up, or take the largest of maxima."""
    if name in MAXIMA:
        largest: Floats = np.fmax.reduce(arrays)
        return largest
    total: Floats = np.sum(arrays, axis=0)
    return total


def _thresholds(world: World) -> Thresholds:
    """Read the thresholds of a world."""
    channels = world.channels
    target_s = [t / TICKS_PER_SECOND if t >= 0 else float("nan") for t in channels.target_ticks.tolist()]
    return Thresholds(
        world.short_abandon_ticks / TICKS_PER_SECOND,
        tuple(target_s),
        tuple(channels.target_share.tolist()),
        tuple(bool(flag) for flag in channels.target_is_working.tolist()),
        world.repeat_days,
    )
