"""Every sum equals the one a plain loop over the definitions finds, on random records full of ties."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kpi import CATALOG, MONEY_NAMES, measure
from sim.kpi.intervals import interval_rows
from sim.kpi.sums import MAXIMA, cut_names
from tests.kpi.random_record import random_record, random_world
from tests.naive.kpi_facts_twin import HOUR, S
from tests.naive.kpi_twin import Naive

CHANCE = st.integers(0, 2**32).map(random.Random)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(CHANCE)
def test_every_sum_equals_its_naive_twin(chance: random.Random) -> None:
    """Every sum, by every cut it has and every index, equals the naive one."""
    world = random_world(chance)
    record = random_record(chance, world)
    sums, twin = measure(record, world), Naive(record, world).sums
    for name, by_cut in sums.values.items():
        for cut, values in by_cut.items():
            assert len(values) == len(cut_names(world.names, cut))
            for index, value in enumerate(values.tolist()):
                wanted = twin[name].get((cut, index), math.nan if name in MAXIMA else 0.0)
                assert value == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=True), (name, cut, index)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(CHANCE)
def test_interval_rows_hold_each_contact_once(chance: random.Random) -> None:
    """Interval rows, found by a plain loop, hold what arrived and what ended in each interval."""
    world = random_world(chance)
    record = random_record(chance, world)
    rows, twin = interval_rows(record, world), Naive(record, world)
    length, start = world.horizon.interval_ticks, world.horizon.measure_start
    wanted: dict[tuple[int, int, int], dict[str, float]] = {}

    def book(tick: int, c: dict[str, int], **amounts: float) -> None:
        key = (tick - start) // length, c["channel"], twin.queue(c)
        row = wanted.setdefault(key, {})
        for name, amount in amounts.items():
            row[name] = row.get(name, 0.0) + amount

    for c in twin.contacts:
        if twin.here(c):
            book(
                c["arrived_tick"],
                c,
                offered=twin.is_queued(c),
                answered=twin.is_answered(c),
                answered_in_target=twin.in_target(c),
                abandoned=twin.is_abandoned(c),
                short_abandoned=twin.is_short(c),
                balked=c["outcome"] == 2,
                blocked=c["outcome"] == 3,
                closed=c["outcome"] == 4,
                wait_s=twin.wait(c) / S if twin.is_answered(c) else 0.0,
            )
        if twin.is_worked(c) and start <= c["ended_tick"] < world.horizon.measure_end:
            book(c["ended_tick"], c, handled=1, handle_s=twin.handle(c) / S)
    keys = list(zip(*(rows[name].tolist() for name in ("interval", "channel", "queue")), strict=True))
    assert keys == sorted(wanted)
    for number, key in enumerate(keys):
        assert rows["start_tick"][number] == start + key[0] * length
        for name in set(rows) - {"interval", "start_tick", "channel", "queue"}:
            assert rows[name][number] == pytest.approx(wanted[key].get(name, 0.0)), (name, key)


def test_the_twin_measures_every_sum_of_the_catalog() -> None:
    """Every sum a KPI names is measured by every cut of the KPI, and none is measured in vain.

    Sums of money are made from prices, and have their own twin (`tests.naive.cost_twin`).
    """
    chance = random.Random(1)
    world = random_world(chance)
    sums = measure(random_record(chance, world), world)
    named = set()
    for kpi in (kpi for name, kpi in CATALOG.items() if name not in MONEY_NAMES):
        if kpi.estimator == "percentile":
            assert kpi.numerator in sums.histograms
            continue
        for name in (kpi.numerator, kpi.denominator):
            if name:
                named.add(name)
                assert set(kpi.cuts) <= set(sums.values[name]), (kpi.name, name)
    assert set(sums.values) == named
    assert HOUR == 3600 * S


def test_random_records_reach_every_sum() -> None:
    """Over two hundred random records no sum stays 0 by any cut: the twins have something to compare."""
    seen: set[tuple[str, str]] = set()
    for number in range(200):
        chance = random.Random(number)
        world = random_world(chance)
        values = measure(random_record(chance, world), world).values
        places = [(name, cut, array) for name, by_cut in values.items() for cut, array in by_cut.items()]
        seen |= {(name, cut) for name, cut, array in places if (array > 0).any()}
    assert {(name, cut) for name, cut, _ in places} == seen
