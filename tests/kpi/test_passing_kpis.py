"""Holds, warm transfers, wrong queues and moves between queues on hand-made contacts."""

import pytest

from sim.kpi import CATALOG, Sums, interval_rows, measure, measure_paths, replication_value
from sim.rules.lifecycle import ChannelKind, Outcome, Reason, Way
from tests.kpi.builder import Row, S, answered, build_record, build_world, left, turned_away

DAY_S = 86_400.0


def value(name: str, sums: Sums, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], sums, cut, index)


def leg(issue: int, arrived_s: float, **more: object) -> Row:
    return answered(issue, arrived_s, 10, 60, **{"visit": 1, "reason": Reason.TRANSFER, **more})


def test_holds_are_handle_time() -> None:
    """60 s of talk, 45 s of hold and 15 s of wrap-up: two minutes, everywhere."""
    record = build_record([answered(1, 0, 10, 60, hold_s=45, wrap_up_s=15)])
    world = build_world()
    sums = measure(record, world)
    wanted = {"aht": 120, "talk_time": 60, "hold_time": 45, "wrap_up_time": 15, "session_time": 120}
    assert {name: value(name, sums) for name in wanted} == wanted
    assert interval_rows(record, world)["handle_s"].tolist() == [120]
    assert measure_paths(record, world).sums["handle_s"].tolist() == [120]


def test_holds_of_follow_ups_are_their_handle_time() -> None:
    """Should the centre's own call ever be passed on: its hold is its work."""
    follow_up = answered(1, 900, 0, 60, hold_s=30, visit=1, reason=Reason.FOLLOW_UP)
    assert value("follow_up_time", measure(build_record([answered(1, 0), follow_up]), build_world())) == 90


def test_warm_transfers_are_a_share_of_those_that_arrived() -> None:
    """Warm, cold, lost on the way, cold that never arrives, wrong queue: one of two that arrived was warm."""
    ways = (Way.PASSED_ON_WARM, Way.PASSED_ON, Way.LOST_ON_THE_WAY, Way.PASSED_ON, Way.WRONG_QUEUE)
    contacts = [answered(number, 0, 0, 60, is_resolved=0, way=way) for number, way in enumerate(ways)]
    contacts += [leg(0, 60), leg(1, 60), leg(4, 60)]
    sums = measure(build_record(contacts), build_world())
    wanted = {
        "warm_share": 1 / 2,
        "lost_in_hand_off": 1 / 4,
        "wrong_queue_rate": 1 / 8,
        "transfer_rate": 3 / 8,
        "transfers_per_issue": 3 / 5,
    }
    assert {name: value(name, sums) for name in wanted} == wanted


def test_a_wrong_queue_is_found_by_who_has_answered() -> None:
    """A letter that still is being looked at has not been answered, wherever it lies."""
    world = build_world(kinds=(ChannelKind.DEFERRED,), target_s=(-1.0,))
    in_work = answered(1, 0, way=Way.WRONG_QUEUE, talk_end_tick=-1, ended_tick=-1, is_resolved=-1)
    sums = measure(build_record([in_work, answered(2, 0)]), world)
    assert value("wrong_queue_rate", sums) == 0.0


def test_a_leg_belongs_to_the_contact_that_led_to_it() -> None:
    """Two calls of the issue end on one tick; the leg says which of them was passed on."""
    contacts = [answered(1, 0, 0, 60, channel=1, is_resolved=0), answered(1, 0, 0, 60, visit=1, reason=Reason.CHASE)]
    world = build_world(kinds=(ChannelKind.LIVE,) * 2, target_s=(20.0, 20.0))
    for after_visit, by_channel in ((0, [0.0, 1.0]), (1, [1 / 2, 0.0])):
        sums = measure(build_record([*contacts, leg(1, 60, visit=2, after_visit=after_visit)]), world)
        assert [value("transfer_rate", sums, "channel", c) for c in (0, 1)] == by_channel


def moved() -> tuple[list[Row], list[tuple[int, ...]]]:
    """Queue 0 keeps 1 and passes 2, 3, 4 to queue 1; 4 goes on to queue 2, and 5 was there from the start."""
    contacts = [
        answered(1, 0, 10),
        answered(2, 0, 130, queue=1),
        left(3, 0, 125, queue=1),
        answered(4, 0, 200, queue=2),
        answered(5, 0, 10, queue=2),
        turned_away(6, 0, Outcome.BLOCKED),
    ]
    moves = [(issue, 0, 0, 1, 120 * S) for issue in (2, 3, 4)]
    return contacts, [*moves, (4, 0, 1, 2, 180 * S)]


def test_a_move_is_a_flow_out_of_the_queue_it_leaves() -> None:
    """Queue 0 had four and lost three, queue 1 had three and lost one; the channel had five and lost none."""
    contacts, moves = moved()
    sums = measure(build_record(contacts, moves=moves), build_world(n_queues=3))
    rows = {name: sums.values[name]["queue"].tolist() for name in ("offered", "answered", "abandoned", "flow_outs")}
    assert rows == {"offered": [4, 3, 2], "answered": [1, 1, 2], "abandoned": [0, 1, 0], "flow_outs": [3, 1, 0]}
    assert [value("flow_out_rate", sums, "queue", q) for q in range(3)] == pytest.approx([3 / 4, 1 / 3, 0.0])
    for cut in ("all", "channel", "segment", "intent"):
        assert (sums.values["offered"][cut][0], sums.values["flow_outs"][cut][0]) == (5, 0)


def test_service_level_by_queue_leaves_flow_outs_out() -> None:
    """Queue 0 answered its one in time; only the variant that includes flow-outs counts the three that left."""
    contacts, moves = moved()
    sums = measure(build_record(contacts, moves=moves), build_world(n_queues=3))
    assert value("service_level_short_excluded", sums, "queue", 0) == 1.0
    assert value("service_level_genesys", sums, "queue", 0) == 1.0
    assert value("service_level_genesys_flow_outs", sums, "queue", 0) == 1 / 4
    assert value("service_level_genesys_flow_outs_short_excluded", sums, "queue", 0) == 1 / 4
    assert value("service_level_genesys_flow_outs", sums) == 2 / 5


def test_rates_of_a_queue_stand_on_all_who_were_in_it() -> None:
    """One blocked beside four offered; of the three offered to queue 1 one abandoned."""
    contacts, moves = moved()
    sums = measure(build_record(contacts, moves=moves), build_world(n_queues=3))
    assert value("block_rate", sums, "queue", 0) == 1 / 5
    assert value("balk_rate", sums, "queue", 0) == 0.0
    assert sums.values["offered_or_balked"]["queue"].tolist() == [4, 3, 2]
    assert sums.values["offered_or_closed"]["queue"].tolist() == [4, 3, 2]
    assert value("abandonment_rate", sums, "queue", 1) == 1 / 3
    assert value("abandonment_rate_over_target", sums, "queue", 1) == 1 / 3


def test_moves_count_with_their_contact_and_only_customers_flow_out() -> None:
    """A call of the settle day that moves in the window does not count; nor does a follow-up that moves."""
    contacts = [answered(1, DAY_S - 1e-6, 130, queue=1)]
    contacts += [answered(2, DAY_S), answered(2, DAY_S + 900, 130, queue=1, visit=1, reason=Reason.FOLLOW_UP)]
    moves = [(1, 0, 0, 1, round(DAY_S * S) + 120 * S), (2, 1, 0, 1, round(DAY_S * S) + 1020 * S)]
    sums = measure(build_record(contacts, moves=moves), build_world(n_queues=2, settle=1))
    assert sums.values["flow_outs"]["queue"].tolist() == [0, 0]
    assert sums.values["offered"]["queue"].tolist() == [1, 0]


def test_without_a_target_a_move_is_in_no_service_level() -> None:
    """Flow-outs of a channel that promises nothing do not spoil the level of one that does."""
    world = build_world(kinds=(ChannelKind.LIVE,) * 2, target_s=(20.0, -1.0), n_queues=2)
    contacts = [answered(1, 0, 10), answered(2, 0, 130, channel=1, queue=1)]
    sums = measure(build_record(contacts, moves=[(2, 0, 0, 1, 120 * S)]), world)
    assert value("service_level_genesys_flow_outs", sums, "queue", 0) == 1.0
    assert sums.values["offered_with_target"]["queue"].tolist() == [1, 0]
    assert sums.values["offered"]["queue"].tolist() == [2, 1]
