"""Agents' time on hand-made duties and spells."""

import pytest

from sim.kpi import CATALOG, Sums, measure, replication_value
from sim.rules.lifecycle import ChannelKind, Duty
from tests.kpi.builder import HOUR, build_record, build_world


def value(name: str, sums: Sums, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], sums, cut, index)


def test_two_chats_at_once() -> None:
    """Chats 9-11 and 10-12 on a shift 8-16: busy 3 h, in hand 4 h, load half for each; charged 1.5 h each."""
    world = build_world(kinds=(ChannelKind.CHAT,), target_s=(60.0,), weights=(3,), capacity=6)
    spells = [(0, 9 * HOUR, 11 * HOUR, 1, 0, 0), (0, 10 * HOUR, 12 * HOUR, 2, 0, 0)]
    sums = measure(build_record([], spells=spells, duties=[(0, 8 * HOUR, 16 * HOUR, Duty.ON_QUEUE)]), world)
    assert value("occupancy", sums) == pytest.approx(3 / 8)
    assert value("average_concurrency", sums) == pytest.approx(4 / 3)
    assert value("occupancy_load", sums) == pytest.approx(2 / 8)
    assert sums.values["charged_s"]["channel"][0] == pytest.approx(3 * 3600)
    assert value("utilisation", sums) == pytest.approx(3 / 8)
    assert value("on_queue_hours", sums) == 8.0


def test_charged_time_is_shared_by_weight() -> None:
    """An hour with a call of weight 6 and a chat of weight 3 in hand charges 40 and 20 min."""
    world = build_world(kinds=(ChannelKind.LIVE, ChannelKind.CHAT), target_s=(20.0, 60.0), weights=(6, 3))
    spells = [(0, 9 * HOUR, 10 * HOUR, 1, 0, 0), (0, 9 * HOUR, 10 * HOUR, 2, 0, 1)]
    sums = measure(build_record([], spells=spells, duties=[(0, 8 * HOUR, 16 * HOUR, Duty.ON_QUEUE)]), world)
    assert sums.values["charged_s"]["channel"].tolist() == pytest.approx([2400, 1200])


def test_time_is_cut_to_window_and_duty() -> None:
    """Only the part of a spell inside both the measured window and an on-queue or overtime span is busy."""
    world = build_world(settle=1, measure=1)
    duties = [(0, 20 * HOUR, 26 * HOUR, Duty.ON_QUEUE), (0, 26 * HOUR, 27 * HOUR, Duty.OFF_QUEUE)]
    duties += [(0, 27 * HOUR, 28 * HOUR, Duty.OVERTIME)]
    spells = [(0, 22 * HOUR, 25 * HOUR, 1, 0, 0), (0, 25 * HOUR, 28 * HOUR, 2, 0, 0)]
    sums = measure(build_record([], spells=spells, duties=duties), world)
    assert value("on_queue_hours", sums) == 3.0
    assert value("overtime_hours", sums) == 1.0
    assert value("occupancy", sums) == pytest.approx(1.0)
    assert value("paid_hours", sums) == 9.0


def test_pools_add_up() -> None:
    """Hours of all agents are those of the pools; an idle pool has occupancy 0."""
    world = build_world(agent_pools=(0, 1, 1))
    duties = [(a, 8 * HOUR, 16 * HOUR, Duty.ON_QUEUE) for a in range(3)]
    sums = measure(build_record([], spells=[(2, 8 * HOUR, 12 * HOUR, 1, 0, 0)], duties=duties), world)
    assert [value("on_queue_hours", sums, "pool", p) for p in (0, 1)] == [8.0, 16.0]
    assert [value("occupancy", sums, "pool", p) for p in (0, 1)] == [0.0, pytest.approx(0.25)]
    assert value("occupancy", sums) == pytest.approx(4 / 24)


def test_heads_and_shrinkage_of_a_week() -> None:
    """80 paid hours in a week of 40-hour heads are 2 heads; 60 of them on the queues are 25 % shrinkage."""
    world = build_world(measure=7, paid_h=80 / 7, scheduled_h=70 / 7)
    duties = [(0, d * 24 * HOUR, d * 24 * HOUR + 60 * HOUR // 7, Duty.ON_QUEUE) for d in range(7)]
    sums = measure(build_record([], duties=duties), world)
    assert value("fte", sums) == pytest.approx(2.0)
    assert value("paid_hours", sums) == pytest.approx(80.0)
    assert value("scheduled_hours", sums) == pytest.approx(70.0)
    assert value("shrinkage", sums) == pytest.approx(0.25)


def test_neighbouring_spells_of_agents_do_not_touch() -> None:
    """The end of one agent's time and the start of the next one's are not one span."""
    world = build_world(agent_pools=(0, 0))
    duties = [(0, 0, 20 * HOUR, Duty.ON_QUEUE), (1, 2 * HOUR, 4 * HOUR, Duty.ON_QUEUE)]
    spells = [(0, 19 * HOUR, 20 * HOUR, 1, 0, 0), (1, 2 * HOUR, 3 * HOUR, 2, 0, 0)]
    sums = measure(build_record([], spells=spells, duties=duties), world)
    assert sums.values["busy_h"]["all"][0] == pytest.approx(2.0)
