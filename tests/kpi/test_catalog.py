"""The catalog: what its rows promise, and how sums are lined up and merged."""

import pickle
import random

import numpy as np
import pytest

from sim.kpi import (
    CATALOG,
    CUTS,
    cut_names,
    headline_kpis,
    histograms_of,
    measure,
    merge,
    parts_of,
    replication_value,
)
from sim.kpi.clock import NEVER, deadlines, open_before
from sim.record.record import Record
from sim.rules.deadline import deadline_tick
from tests.kpi.builder import answered, build_record, build_world, left
from tests.kpi.random_record import random_record, random_world


@pytest.mark.parametrize("kpi", CATALOG.values(), ids=lambda kpi: kpi.name)
def test_row_is_complete(kpi) -> None:  # type: ignore[no-untyped-def]
    """Each row has a title, a definition ending in a full stop, known cuts and a sign."""
    assert kpi.title
    assert kpi.definition.endswith(".")
    assert set(kpi.cuts) <= set(CUTS)
    assert kpi.direction in (-1, 0, 1)
    assert bool(kpi.denominator) == (kpi.estimator == "ratio")
    assert (0 < kpi.quantile < 1) == (kpi.estimator == "percentile")


def test_service_level_is_never_bare() -> None:
    """Each service level states its variant, and the headline is short_excluded."""
    levels = [kpi for name, kpi in CATALOG.items() if "service_level" in name]
    assert "service_level" not in CATALOG
    assert all(kpi.variant for kpi in levels)
    assert [kpi.name for kpi in levels if kpi.headline] == ["service_level_short_excluded"]


def test_heads_and_hours_come_first() -> None:
    """The first headline rows are heads, paid hours and on-queue hours (KPIS.md 8)."""
    assert [kpi.name for kpi in headline_kpis()[:3]] == ["fte", "paid_hours", "on_queue_hours"]


def test_sums_line_up_over_replications() -> None:
    """Numerators and denominators come one a replication; totals have none; percentiles have histograms."""
    world = build_world()
    sums = [measure(build_record(rows), world) for rows in ([answered(1, 0)], [left(1, 0, 9), answered(2, 0)])]
    numerators, denominators = parts_of(CATALOG["abandonment_rate"], sums)
    assert numerators.tolist() == [0, 1]
    assert denominators is not None
    assert denominators.tolist() == [1, 2]
    assert parts_of(CATALOG["offered"], sums)[1] is None
    assert histograms_of(CATALOG["wait_p50"], sums, "channel", 0).sum(axis=1).tolist() == [1, 2]


def test_wrong_cut_or_kind_is_refused() -> None:
    """A cut a KPI does not have, and a percentile asked for as a ratio, name what is possible."""
    sums = measure(build_record([]), build_world())
    with pytest.raises(ValueError, match="cannot be cut by queue"):
        parts_of(CATALOG["occupancy"], [sums], "queue")
    with pytest.raises(ValueError, match="histograms"):
        parts_of(CATALOG["wait_p90"], [sums])
    with pytest.raises(ValueError, match="not a percentile"):
        histograms_of(CATALOG["asa"], [sums])
    with pytest.raises(ValueError, match="no cut"):
        cut_names(sums.names, "team")


def test_merged_sums_are_the_sums_of_all() -> None:
    """Merging adds counts, times and histograms, and keeps the largest of maxima."""
    world = build_world()
    parts = [measure(build_record(rows), world) for rows in ([answered(1, 0, 40)], [left(1, 0, 10)], [])]
    both = merge(parts)
    assert replication_value(CATALOG["abandonment_rate"], both) == 0.5
    assert replication_value(CATALOG["max_wait"], both) == 40.0
    assert both.histograms["wait"].sum() == 2
    with pytest.raises(ValueError, match="no sums"):
        merge([])


def test_sums_survive_pickling() -> None:
    """Workers send sums between processes."""
    chance = random.Random(5)
    world = random_world(chance)
    sums = measure(random_record(chance, world), world)
    again = pickle.loads(pickle.dumps(sums))
    for name, by_cut in sums.values.items():
        for cut, array in by_cut.items():
            assert np.array_equal(again.values[name][cut], array, equal_nan=True)


def test_record_of_another_world_is_refused() -> None:
    """A record is measured in the world it happened in."""
    record = build_record([])
    other = Record("other", 1, 0, "hand", record.contacts, record.issues, record.spells, record.duties)
    with pytest.raises(ValueError, match="was measured in the world of"):
        measure(other, build_world())


def test_deadlines_of_columns_equal_the_rule() -> None:
    """The array form of deadlines equals rules.deadline on every tick around spans that touch and part."""
    starts, ends = np.array([3, 10, 15]), np.array([6, 15, 17])
    before = [0, 3, 8]
    ticks = np.arange(-2, 20)
    for allowed in range(1, 12):
        wanted = [deadline_tick(int(t), allowed, starts.tolist(), ends.tolist(), before) for t in ticks]
        found = deadlines(ticks, allowed, starts, ends)
        assert np.where(found == NEVER, -1, found).tolist() == wanted
    none = np.zeros(0, dtype=np.int64)
    assert (deadlines(ticks, 1, none, none) == NEVER).all()
    assert open_before(ticks, none, none).sum() == 0
