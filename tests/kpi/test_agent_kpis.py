"""Agents' time on hand-made duties and spells."""

from dataclasses import replace
from math import isnan

import pytest

from sim.kpi import CATALOG, Sums, measure, replication_value
from sim.rules.lifecycle import ChannelKind, Duty
from tests.kpi.builder import HOUR, Planned, build_record, build_world


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


DAY_SHIFT: list[Planned] = [(0, 8 * HOUR, 16 * HOUR, [(12 * HOUR, HOUR)])]
"""Eight to four with lunch from noon to one: eight hours, seven of them on the queues."""
ON, OFF, OVER = Duty.ON_QUEUE, Duty.OFF_QUEUE, Duty.OVERTIME


@pytest.mark.parametrize(
    ("done", "adherence", "conformance"),
    [
        ([(8, 12, ON), (12, 13, OFF), (13, 16, ON)], 8 / 8, 7 / 7),
        ([], 0, 0),
        ([(9, 12, ON), (12, 13, OFF), (13, 16, ON), (16, 17, OVER)], 7 / 8, 7 / 7),
        ([(8, 12.5, ON), (12.5, 13.5, OFF), (13.5, 16, ON)], 7 / 8, 7 / 7),
        ([(8, 16, ON)], 7 / 8, 8 / 7),
        ([(8, 12, ON), (13, 16, ON)], 7 / 8, 7 / 7),
        ([(8, 16, OFF)], 1 / 8, 0),
        ([(6, 8, ON), (16, 18, ON)], 0, 4 / 7),
    ],
    ids=["as planned", "absent", "late and later", "lunch late", "no lunch", "out for lunch", "all off", "other hours"],
)
def test_adherence_and_conformance_differ(done, adherence, conformance) -> None:  # type: ignore[no-untyped-def]
    """Adherence is what was done when it was planned, conformance how much: late-and-stay-late conforms only."""
    duties = [(0, round(a * HOUR), round(b * HOUR), kind) for a, b, kind in done]
    sums = measure(build_record([], duties=duties), build_world(planned=DAY_SHIFT))
    assert value("adherence", sums) == pytest.approx(adherence)
    assert value("conformance", sums) == pytest.approx(conformance)


def test_spells_off_the_queues_that_meet_follow_each_other() -> None:
    """Lunch of an hour at noon and a meeting of an hour planned for 12:30 are off from twelve to two; a break of
    15:30 that is an hour long ends with the duty."""
    spells = [(12 * HOUR, HOUR), (25 * HOUR // 2, HOUR), (31 * HOUR // 2, HOUR)]
    done = [(8, 12, ON), (12, 14, OFF), (14, 15.5, ON), (15.5, 16, OFF)]
    duties = [(0, round(a * HOUR), round(b * HOUR), kind) for a, b, kind in done]
    sums = measure(build_record([], duties=duties), build_world(planned=[(0, 8 * HOUR, 16 * HOUR, spells)]))
    assert value("adherence", sums) == pytest.approx(1)
    assert sums.values["planned_on_queue_h"]["all"][0] == pytest.approx(5.5)


def test_only_the_measured_window_counts_in_adherence() -> None:
    """A night of eight hours, two before the window, of which the person was there for one before and three after."""
    world = build_world(settle=1, measure=1, planned=[(0, 22 * HOUR, 30 * HOUR, [])])
    sums = measure(build_record([], duties=[(0, 23 * HOUR, 27 * HOUR, ON), (0, 30 * HOUR, 31 * HOUR, OVER)]), world)
    assert value("adherence", sums) == pytest.approx(3 / 6)
    assert value("conformance", sums) == pytest.approx(4 / 6)


def test_pools_staffed_by_heads_have_neither() -> None:
    """Pool 1 has no persons: blank there, and its hours are not among those of all."""
    world = build_world(agent_pools=(0, 1), planned=DAY_SHIFT)
    duties = [(0, 8 * HOUR, 12 * HOUR, ON), (1, 8 * HOUR, 16 * HOUR, ON)]
    sums = measure(build_record([], duties=duties), world)
    for name, all_of_them in (("adherence", 4 / 8), ("conformance", 4 / 7)):
        assert value(name, sums) == value(name, sums, "pool", 0) == pytest.approx(all_of_them)
        assert isnan(value(name, sums, "pool", 1))


def test_what_was_planned_counts_and_not_who_came() -> None:
    """A staffing that chance has taken a duty from is measured against the plan it remembers."""
    world = build_world(planned=[*DAY_SHIFT, (0, 20 * HOUR, 24 * HOUR, [])])
    kept = build_world(planned=DAY_SHIFT).staffing
    world = replace(world, staffing=replace(kept, planned=world.staffing))
    duties = [(0, 8 * HOUR, 12 * HOUR, ON), (0, 12 * HOUR, 13 * HOUR, OFF), (0, 13 * HOUR, 16 * HOUR, ON)]
    sums = measure(build_record([], duties=duties), world)
    assert value("adherence", sums) == pytest.approx(8 / 12)
    assert value("conformance", sums) == pytest.approx(7 / 11)
