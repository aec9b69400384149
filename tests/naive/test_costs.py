"""Costs equal the invoice made row by row; whatever the prices, nothing vanishes and nothing is paid twice."""

import random
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import run
from sim.kpi import CATALOG, COST_CUTS, MONEY_NAMES, Sums, cut_names
from sim.record.record import SPELL_COLUMNS, Record, table_of
from sim.rules.lifecycle import OF_CENTRE, ChannelKind, Reason
from sim.scenario.load import load
from sim.world.build import build
from sim.world.world import World
from tests.kpi.random_record import random_record, random_world
from tests.naive.cost_twin import PARTS, CostTwin, Tariff, priced, random_tariff, words_of

CHANCE = st.integers(0, 2**32).map(random.Random)
SETTINGS = settings(max_examples=100, deadline=None, derandomize=True)
BORNE = ("channel", "segment", "intent", "repeat")


def random_case(chance: random.Random) -> tuple[Record, World, Tariff]:
    """A random record in which agents have contacts in hand that are in it, and random prices."""
    world = random_world(chance)
    record = random_record(chance, world)
    contacts = [dict(zip(record.contacts, row, strict=True)) for row in zip(*record.contacts.values(), strict=True)]
    n_spells = len(record.spells["issue"]) if contacts else 0
    worked = [chance.choice(contacts) for _ in range(n_spells)]
    columns = {name: record.spells[name][:n_spells] for name in ("agent", "start_tick", "end_tick")}
    columns |= {
        name: np.array([int(c[name]) for c in worked], dtype=np.int64) for name in ("issue", "visit", "channel")
    }
    spells = table_of(columns, SPELL_COLUMNS, ("agent", "start_tick"))
    rung = (record.contacts["channel"] == ChannelKind.SELF_SERVICE) & np.isin(
        record.contacts["reason"], list(OF_CENTRE)
    )
    reason = np.where(rung, int(Reason.RETURN), record.contacts["reason"])  # no machine is rung up by the centre
    return replace(record, contacts={**record.contacts, "reason": reason}, spells=spells), world, random_tariff(chance)


def price(record: Record, world: World, tariff: Tariff) -> Sums:
    return priced(record, world, words_of(tariff, world))


def width(world: World, cut: str) -> int:
    return 2 if cut == "repeat" else len(cut_names(world.names, cut))


WORTH = ("value_won", "value_lost", "balance")


def _is_money(name: str) -> bool:
    return name.startswith("cost") or name in WORTH


def unlike(sums: Sums, twin: CostTwin) -> list[Any]:
    """Every place at which sums and twin differ."""
    found: list[Any] = []
    whole = max(1.0, sum(abs(twin.sums[f"cost_{part}"]["all", 0]) for part in PARTS))
    for name in ("cost", "cost_idle", "cost_failure", *(f"cost_{part}" for part in PARTS), *WORTH):
        for cut, values in sums.values[name].items():
            assert len(values) == width(twin.world, cut), (name, cut)
            for index, value in enumerate(values.tolist()):
                wanted = twin.sums[name].get((cut, index), 0.0)
                if value != pytest.approx(wanted, rel=1e-9, abs=1e-9 * whole):
                    found.append((name, cut, index, value, wanted))
    return found


@SETTINGS
@given(CHANCE)
def test_every_cost_equals_its_naive_twin(chance: random.Random) -> None:
    """Every sum of money, by every cut it has and every index, equals that of the invoice."""
    record, world, tariff = random_case(chance)
    assert unlike(price(record, world, tariff), CostTwin(record, world, tariff)) == []


@pytest.mark.parametrize("strategy", ["multichannel", "omnichannel"])
@pytest.mark.parametrize("idle_to", ["time", "contacts"])
def test_a_day_of_a_bank_costs_what_its_invoice_says(strategy: str, idle_to: str) -> None:
    """Two days of the retail bank, its second one measured, with prices of every kind: the same invoice."""
    record, world = bank(strategy)
    n_pools, n_channels = len(world.names.pools), len(world.names.channels)
    whole = random_tariff(random.Random(5))
    kinds = [int(kind) for kind in world.channels.kind]
    tariff = replace(
        whole,
        wages=(19.5, 18.0, 21.0, 17.0)[:n_pools],
        premium=(0.0, 1.2, 0.0, 0.5)[:n_pools],
        licences=(35.0, 45.0, 20.0, 10.0)[:n_pools],
        month=2000.0,
        capital=180_000.0,
        life=5.0,
        contact=tuple(0.01 * (k + 1) for k in range(n_channels)),
        minute=tuple(0.018 * (kind in (0, 1, 3)) for kind in kinds),
        message=tuple(0.05 * (kind not in (0, 1, 3)) for kind in kinds),
        from_arrival=tuple(kind == 0 for kind in kinds),
        overtime=1.5,
        idle_to=idle_to,
    )
    sums = price(record, world, tariff)
    assert unlike(sums, CostTwin(record, world, tariff)) == []
    assert sums.values["cost_failure"]["all"][0] > 0
    for cut in BORNE:
        assert sums.values["cost"][cut].sum() == pytest.approx(sums.values["cost"]["all"][0], rel=1e-9), cut


@cache
def bank(strategy: str) -> tuple[Record, World]:
    shares = "{phone: 66 %, chat: 66 %, email: 68 %, app: 100 %}"
    sets = [f"demand.first_contacts={shares}", "run.measure=2026-05-05 to 2026-05-05", "run.follow=1 day"]
    sets.append("kpis.repeat_within=1 day")
    world = build(load("scenarios/retail_bank.yaml", sets=sets), strategy, seed=1, replication=0)
    return run(world), world


@SETTINGS
@given(CHANCE)
def test_costs_are_conserved(chance: random.Random) -> None:
    """Parts add up to the whole; what contacts bear and what none bears, too, whichever way they are cut."""
    record, world, tariff = random_case(chance)
    values = price(record, world, tariff).values
    whole = values["cost"]["all"][0]
    size = 1e-6 * max(1.0, sum(abs(values[f"cost_{part}"]["all"][0]) for part in PARTS))
    assert sum(values[f"cost_{part}"]["all"][0] for part in PARTS) == pytest.approx(whole, abs=size)
    for name in ("cost_wages", "cost_idle", "cost_licences"):
        assert values[name]["pool"].sum() == pytest.approx(values[name]["all"][0], abs=size)
    borne = [values["cost"][cut].sum() for cut in BORNE]
    assert borne == pytest.approx([whole - unborne(record, world, tariff)] * len(BORNE), abs=size)
    assert values["cost_failure"]["all"][0] == pytest.approx(values["cost"]["repeat"][1], abs=size)


def unborne(record: Record, world: World, tariff: Tariff) -> float:
    """Idle time and licences of teams that took nothing, and the platform where nothing was taken."""
    twin = CostTwin(record, world, tariff)
    by_time = tariff.idle_to == "time"
    took = [
        sum(twin.charged[pool].values()) if by_time else sum(twin.is_by(pool, c) for c in twin.contacts)
        for pool in twin.pools
    ]
    used = sum(took) if by_time else sum(twin.got_through(c) for c in twin.contacts)
    left = sum(
        twin.sums[name]["pool", pool]
        for name in ("cost_idle", "cost_licences")
        for pool in twin.pools
        if not took[pool]
    )
    return left + (0.0 if used else twin.sums["cost_platform"]["all", 0])


@SETTINGS
@given(CHANCE)
def test_twice_the_prices_are_twice_the_costs(chance: random.Random) -> None:
    """Every sum of money is proportional to the prices; nothing else depends on them."""
    record, world, tariff = random_case(chance)
    once, twice = price(record, world, tariff).values, price(record, world, tariff.times(2.0)).values
    assert once.keys() == twice.keys()
    for name, by_cut in once.items():
        factor = 2.0 if name.startswith("cost") or name in WORTH else 1.0
        for cut, array in by_cut.items():
            assert twice[name][cut] == pytest.approx(array * factor, rel=1e-9, abs=1e-9, nan_ok=True), (name, cut)


FREE: dict[str, dict[str, Any]] = {
    "licences": {"licences": (0.0, 0.0)},
    "platform": {"month": 0.0, "capital": 0.0},
    "lines": {"minute": (0.0,) * 6},
    "messages": {"message": (0.0,) * 6},
    "sessions": {"contact": (0.0,) * 6},
    "dialling": {"dialling": 0.0},
    "wages": {"wages": (0.0, 0.0), "premium": (0.0, 0.0)},
}
"""By part of the costs, the prices that make it."""


@SETTINGS
@given(CHANCE, st.sampled_from(sorted(FREE)))
def test_what_is_free_takes_its_part_out(chance: random.Random, part: str) -> None:
    """Without its prices a part is 0, the others stay to the last digit, and the whole is less by that part."""
    record, world, tariff = random_case(chance)
    paid, free = (price(record, world, one).values for one in (tariff, replace(tariff, **FREE[part])))
    assert free[f"cost_{part}"]["all"][0] == 0
    for other in PARTS:
        if other != part:
            assert free[f"cost_{other}"]["all"][0] == paid[f"cost_{other}"]["all"][0]
    less = paid["cost"]["all"][0] - paid[f"cost_{part}"]["all"][0]
    assert free["cost"]["all"][0] == pytest.approx(less, rel=1e-9, abs=1e-6)
    alone = replace(tariff, **{name: value for one in FREE for name, value in FREE[one].items() if one != part})
    rest = price(record, world, alone).values["cost"]
    for cut in COST_CUTS:
        assert rest[cut] + free["cost"][cut] == pytest.approx(paid["cost"][cut], rel=1e-9, abs=1e-6), cut


def test_the_twin_makes_every_sum_of_money() -> None:
    """Every sum that a row of money names is made, by every cut of the row, and by the twin; no other is made."""
    record, world, tariff = random_case(random.Random(4))
    sums, twin = price(record, world, tariff), CostTwin(record, world, tariff)
    named = set()
    for kpi in (CATALOG[name] for name in MONEY_NAMES):
        for name in filter(None, (kpi.numerator, kpi.denominator)):
            named.add(name)
            assert set(kpi.cuts) <= set(sums.values[name]), (kpi.name, name)
    made, known = ({name for name in all_ if _is_money(name)} for all_ in (sums.values, twin.sums))
    assert made == {name for name in named if _is_money(name)} == known
    assert set(sums.values["cost"]) == set(COST_CUTS)


def test_random_cases_reach_every_cost() -> None:
    """Over a hundred cases no sum of money stays 0 by any cut, and each way to share is taken."""
    seen: set[tuple[str, str]] = set()
    ways = set()
    for number in range(100):
        record, world, tariff = random_case(random.Random(number))
        ways.add((tariff.idle_to, unborne(record, world, tariff) != 0))
        values = price(record, world, tariff).values
        places = [
            (n, cut, array) for n, by_cut in values.items() if n.startswith("cost") for cut, array in by_cut.items()
        ]
        seen |= {(name, cut) for name, cut, array in places if (array != 0).any()}
    assert {(name, cut) for name, cut, _ in places} == seen
    assert len(ways) == 4
