"""Rings at agents, silent leavers and agents of customers' own on hand-made contacts."""

import math

import pytest

from sim.kpi import CATALOG, Sums, measure, replication_value
from sim.rules.lifecycle import ChannelKind, Outcome
from tests.kpi.builder import S, answered, build_record, build_world, left, turned_away, waiting

TWO_CHANNELS = (ChannelKind.LIVE, ChannelKind.CHAT)
DAY_S = 86_400.0


def value(name: str, sums: Sums, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], sums, cut, index)


def by_channel(name: str, sums: Sums) -> list[float]:
    return [value(name, sums, "channel", channel) for channel in (0, 1)]


def test_own_agent_share_is_of_those_worked_who_were_meant_for_somebody() -> None:
    """Five are worked; three were meant for an agent, two of them got that one. Who left does not count."""
    contacts = [
        answered(1, 0, agent=0, own_agent=0, channel=0),
        answered(2, 0, agent=1, own_agent=0, channel=0),
        answered(3, 0, agent=1, own_agent=1, channel=1),
        answered(4, 0, agent=0, channel=0),
        answered(5, 0, agent=1, channel=1),
        left(6, 0, 60, own_agent=0),
        turned_away(7, 0, Outcome.BLOCKED, own_agent=0),
        waiting(8, 0, own_agent=0),
    ]
    world = build_world(kinds=TWO_CHANNELS, target_s=(20.0, 20.0), n_queues=2, agent_pools=(0, 0))
    sums = measure(build_record(contacts), world)
    assert value("own_agent_share", sums) == 2 / 3
    assert by_channel("own_agent_share", sums) == [1 / 2, 1.0]


def test_nobody_meant_for_anybody_is_blank() -> None:
    """0/0 is no share."""
    assert math.isnan(value("own_agent_share", measure(build_record([answered(1, 0)]), build_world())))


def test_reserved_wait_is_a_part_of_the_speed_of_answer() -> None:
    """30 s and 10 s of four answered contacts: 10 s each. Who left waited in vain, and letters do not count."""
    contacts = [
        answered(1, 0, 40, own_agent=0, reserved_ticks=30 * S),
        answered(2, 0, 10, own_agent=0, reserved_ticks=10 * S),
        answered(3, 0, 0, own_agent=0),
        answered(4, 0, 30),
        left(5, 0, 60, own_agent=0, reserved_ticks=50 * S),
        answered(6, 0, 90, channel=1, queue=1, own_agent=0, reserved_ticks=80 * S),
    ]
    world = build_world(kinds=(ChannelKind.LIVE, ChannelKind.DEFERRED), target_s=(20.0, -1.0), n_queues=2)
    sums = measure(build_record(contacts), world)
    assert value("reserved_wait", sums) == 10.0
    assert value("reserved_wait", sums, "channel", 0) == 10.0
    assert value("asa", sums, "channel", 0) == 20.0


def test_offers_missed_are_a_share_of_the_offers() -> None:
    """1 of 1, 0 of 1 and 2 of 3 offers; on the chat 0 of 5; what rings at nobody has none."""
    contacts = [
        left(1, 0, 60, offers=1, missed_offers=1),
        answered(2, 0, offers=1),
        answered(3, 0, offers=3, missed_offers=2),
        answered(4, 0, channel=1, queue=1, offers=5),
        answered(5, 0),
    ]
    world = build_world(kinds=TWO_CHANNELS, target_s=(20.0, 20.0), n_queues=2)
    sums = measure(build_record(contacts), world)
    assert value("offers_missed", sums) == 3 / 10
    assert by_channel("offers_missed", sums) == [3 / 5, 0.0]


def test_without_rings_no_offer_can_be_missed() -> None:
    """0/0 is no share."""
    assert math.isnan(value("offers_missed", measure(build_record([answered(1, 0)]), build_world())))


def test_ring_hours_are_of_all_contacts_whatever_became_of_them() -> None:
    """900 s answered, 600 s abandoned, 300 s open: half an hour; none of it is handle time."""
    contacts = [
        answered(1, 0, 900, 60, ring_ticks=900 * S),
        left(2, 0, 600, ring_ticks=600 * S, channel=1, queue=1),
        waiting(3, 0, ring_ticks=300 * S),
    ]
    world = build_world(kinds=TWO_CHANNELS, target_s=(20.0, 20.0), n_queues=2)
    sums = measure(build_record(contacts), world)
    assert value("ring_h", sums) == pytest.approx(0.5)
    assert by_channel("ring_h", sums) == pytest.approx([1 / 3, 1 / 6])
    assert value("aht", sums, "channel", 0) == 60.0


def test_silent_share_is_of_the_abandoned() -> None:
    """Two of four who left did so without a word; who was cut off or answered is not among them."""
    contacts = [
        left(1, 0, 60, is_silent=1, ghost_ticks=120 * S),
        left(2, 0, 60, is_silent=1),
        left(3, 0, 60),
        left(4, 0, 2),
        left(5, 0, 60, Outcome.DISCONNECTED),
        answered(6, 0),
    ]
    sums = measure(build_record(contacts), build_world(kinds=(ChannelKind.CHAT,)))
    assert value("silent_share", sums) == 2 / 4
    assert math.isnan(value("silent_share", measure(build_record([answered(1, 0)]), build_world())))


def test_ghost_hours_are_the_time_in_which_they_were_found() -> None:
    """120 s and 60 s, and one who was never opened: three minutes of agents' time, none of it handle time."""
    contacts = [
        left(1, 0, 60, is_silent=1, ghost_ticks=120 * S),
        left(2, 0, 60, is_silent=1, ghost_ticks=60 * S),
        left(3, 0, 60, is_silent=1),
        answered(4, 0, 0, 60),
    ]
    sums = measure(build_record(contacts), build_world(kinds=(ChannelKind.CHAT,)))
    assert value("ghost_h", sums) == pytest.approx(180 / 3600)
    assert value("aht", sums) == 60.0


def test_all_of_it_is_booked_by_arrival_in_the_window() -> None:
    """The same contact on the day before the window, in it, and on the day after: counted once."""
    more = {"offers": 2, "missed_offers": 1, "ring_ticks": 3600 * S, "own_agent": 0, "reserved_ticks": 20 * S}
    contacts = [answered(day, (day + 0.5) * DAY_S, 20, **more) for day in range(3)]
    contacts += [left(10 + day, (day + 0.5) * DAY_S, 60, is_silent=1, ghost_ticks=3600 * S) for day in range(3)]
    sums = measure(build_record(contacts), build_world(settle=1, measure=1, follow=1))
    assert [value(name, sums) for name in ("ring_h", "ghost_h", "reserved_wait")] == [1.0, 1.0, 20.0]
    assert [value(name, sums) for name in ("offers_missed", "own_agent_share", "silent_share")] == [0.5, 1.0, 1.0]
