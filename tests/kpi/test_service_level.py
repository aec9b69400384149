"""Service level: the published vector, thresholds to the tick, censoring, intervals."""

import math

import pytest

from sim.kpi import CATALOG, measure, replication_value
from sim.rules.lifecycle import ChannelKind, Outcome
from sim.world.world import World
from tests.kpi.builder import HOUR, Row, S, answered, build_record, build_world, left, turned_away, waiting


def value(name: str, contacts: list[Row], world: World, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], measure(build_record(contacts), world), cut, index)


def vector() -> list[Row]:
    """H = 1000, L = 60, H_20 = 860, L_20 = 20, L_5 = 10 (callcentrehelper.com, see KPIS.md 1)."""
    waits = [(20.0, answered)] * 860 + [(20.000001, answered)] * 140
    waits += [(5.0, left)] * 10 + [(20.0, left)] * 10 + [(20.000001, left)] * 40
    return [make(k, k * 60.0, wait) for k, (wait, make) in enumerate(waits)]


@pytest.mark.parametrize(
    ("variant", "exact", "printed"),
    [
        ("abandons_positive", 880 / 1060, 83.02),
        ("answered_only", 860 / 1000, 86.00),
        ("abandons_negative", 860 / 1060, 81.13),
        ("ignore_early_abandons", 860 / 1040, 82.69),
        ("short_positive", 870 / 1060, 82.08),
        ("short_excluded", 860 / 1050, 81.90),
        ("genesys", 860 / 1060, 81.13),
        ("genesys_short_excluded", 860 / 1050, 81.90),
        ("genesys_flow_outs", 860 / 1060, 81.13),
        ("genesys_flow_outs_short_excluded", 860 / 1050, 81.90),
    ],
)
def test_published_vector(variant: str, exact: float, printed: float) -> None:
    """Each variant gives the published percentage of the vector, to 0.005 %."""
    found = value(f"service_level_{variant}", vector(), build_world(measure=2))
    assert found == pytest.approx(exact, abs=1e-12)
    assert 100 * found == pytest.approx(printed, abs=0.005)


def test_per_group_of_the_vector_counts_losses_and_blocked() -> None:
    """H_T of the pool / (H + L beyond T + B): with 100 blocked the vector gives 860 / (1000 + 40 + 100)."""
    blocked = [turned_away(5000 + k, 60.0 * k, Outcome.BLOCKED) for k in range(100)]
    found = value("service_level_per_group", vector() + blocked, build_world(measure=2), "pool")
    assert found == pytest.approx(860 / 1140)


def test_per_group_leaves_out_queues_the_pool_does_not_list() -> None:
    """A pool answers for its own queues: what another queue loses is not in its denominator."""
    world = build_world(
        kinds=(ChannelKind.LIVE, ChannelKind.LIVE),
        target_s=(20.0, 20.0),
        n_queues=2,
        agent_pools=(0, 1),
        priority=[[[1, 0], [0, 0]], [[0, 0], [0, 1]]],
    )
    contacts = [answered(1, 10), left(2, 20, 60), left(3, 30, 60, channel=1, queue=1)]
    contacts.append(turned_away(4, 40, Outcome.BLOCKED, channel=1))
    assert value("service_level_per_group", contacts, world, "pool", 0) == 1 / 2
    assert value("service_level_per_group", contacts, world, "pool", 1) == 0.0


def test_open_contact_counts_only_when_already_late() -> None:
    """A contact still queued at the end is left out while its wait is up to T, and is missed beyond it."""
    end = 24 * 3600.0
    undecided, late = waiting(2, end - 20), waiting(3, end - 20.000001)
    assert value("service_level_abandons_negative", [answered(1, 0), undecided], build_world()) == 1.0
    assert value("service_level_abandons_negative", [answered(1, 0), late], build_world()) == 0.5


def test_channel_without_target_has_no_service_level() -> None:
    """Without a threshold every variant is blank, and the channel does not enter the total."""
    world = build_world(kinds=(ChannelKind.LIVE,) * 2, target_s=(20.0, -1.0))
    contacts = [answered(1, 0), answered(2, 0, channel=1), left(3, 0, 100, channel=1)]
    for kpi in CATALOG.values():
        if kpi.name.startswith("service_level_") and "channel" in kpi.cuts:
            assert math.isnan(replication_value(kpi, measure(build_record(contacts), world), "channel", 1))
            assert replication_value(kpi, measure(build_record(contacts), world)) == 1.0


def test_contacts_outside_the_window_do_not_count() -> None:
    """Queue KPIs count arrivals from the first tick of the window to before its end."""
    world = build_world(settle=1, measure=1, follow=1)
    day = 24 * 3600.0
    at = [day - 1e-6, day, 2 * day - 1e-6, 2 * day]
    contacts = [answered(k, t, wait_s=0.0 if k in (1, 2) else 99.0) for k, t in enumerate(at)]
    assert value("offered", contacts, world) == 2
    assert value("service_level_short_excluded", contacts, world) == 1.0


def test_deferred_target_runs_on_working_hours_to_the_reply() -> None:
    """A reply on the tick of the working deadline is in time, one tick later it is not; opening is no answer."""
    world = build_world(
        kinds=(ChannelKind.DEFERRED,),
        target_s=(2 * 3600.0,),
        target_is_working=(1,),
        spans_h=((8, 10), (32, 34)),
        measure=2,
    )
    hour = 3600.0
    in_time = answered(1, 9 * hour, wait_s=0, talk_s=24 * hour)
    late = answered(2, 9 * hour, wait_s=0, talk_s=24 * hour + 1e-6)
    assert value("service_level_short_excluded", [in_time], world) == 1.0
    assert value("service_level_short_excluded", [late], world) == 0.0


def test_deferred_contact_in_work_at_the_end_is_open() -> None:
    """A deferred contact whose reply is not sent is not answered, though an agent has opened it."""
    world = build_world(kinds=(ChannelKind.DEFERRED,), target_s=(3600.0,))
    in_work = answered(1, 80_000, talk_s=10, talk_end_tick=-1, ended_tick=-1, is_resolved=-1)
    assert value("answered", [in_work], world) == 0
    assert value("still_open", [in_work], world) == 1
    assert value("service_level_answered_only", [in_work, answered(2, 0)], world) == 1.0


def test_intervals_are_judged_one_by_one() -> None:
    """Of three used half hours one has 80 % in 20 s, so 1/3 meet it; the named option adds the 45 empty ones."""
    good = [answered(k, 60 * k, wait_s=20 if k < 4 else 21) for k in range(5)]
    bad = [answered(10 + k, 1800 + 60 * k, wait_s=20 if k < 3 else 21) for k in range(4)]
    late = [answered(20, 3600, wait_s=99)]
    short = [left(30, 7200, 5)]
    contacts = good + bad + late + short
    assert value("intervals_in_service_level", contacts, build_world()) == pytest.approx(1 / 3)
    empty_is_met = value("intervals_in_service_level_empty_is_met", contacts, build_world())
    assert empty_is_met == pytest.approx(46 / 48)


def test_interval_of_a_25_hour_day_starts_at_midnight() -> None:
    """Intervals restart at local midnight: a 25-hour and a 23-hour day hold 25 + 23 hours."""
    world = build_world(measure=2, day_lengths_h=(25, 23), interval_s=3600)
    contacts = [answered(1, 24.5 * 3600), answered(2, 25 * 3600)]
    assert value("intervals_in_service_level_empty_is_met", contacts, world) == 1.0
    assert measure(build_record(contacts), world).values["intervals_open"]["all"][0] == 48
    assert HOUR == 3600 * S
