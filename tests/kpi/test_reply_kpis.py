"""Messages and posts on hand-made contacts: first replies, turns, and what other customers answer."""

import math

import pytest

from sim.kpi import CATALOG, UPPER_S, Sums, histograms_of, measure, measure_paths, replication_value
from sim.rules.lifecycle import ChannelKind, Outcome, Reason, Story
from sim.world.world import World
from tests.kpi.builder import Row, S, answered, build_record, build_world, left, session, waiting

PHONE, TEXT, FORUM = 0, 1, 2
HOUR_S, DAY_S = 3600.0, 86_400.0


def centre(**more: object) -> World:
    """A phone, messages to be answered within an hour, and a forum with a reply within six hours."""
    given: dict[str, object] = {
        "kinds": (ChannelKind.LIVE, ChannelKind.MESSAGING, ChannelKind.COMMUNITY),
        "target_s": (20.0, HOUR_S, 6 * HOUR_S),
        "reply_s": (-1, HOUR_S, 6 * HOUR_S),
        "n_queues": 2,
        "queue_of": [[[0]], [[1]], [[1]]],
    }
    return build_world(**{**given, **more})  # type: ignore[arg-type]


def value(name: str, sums: Sums, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], sums, cut, index)


def message(row: Row) -> Row:
    deadline = row["arrived_tick"] + round(HOUR_S * S)
    return {**row, "channel": TEXT, "queue": 1, "deadline_tick": deadline}


def post(row: Row) -> Row:
    deadline = row["arrived_tick"] + round(6 * HOUR_S * S)
    return {**row, "channel": FORUM, "queue": 1, "deadline_tick": deadline}


def turns(issue: int, *asked_and_replied_s: tuple[float, float], visit: int = 0) -> list[tuple[int, ...]]:
    """Turns of one conversation, each taken up a second before the reply; a reply below 0 is still to come."""
    return [
        (issue, visit, turn, 0, round(asked * S), round((replied - 1) * S), round(replied * S) if replied >= 0 else -1)
        for turn, (asked, replied) in enumerate(asked_and_replied_s)
    ]


def by_peer(issue: int, arrived_s: float, after_s: float, is_resolved: int = 1, **more: object) -> Row:
    tick = round((arrived_s + after_s) * S)
    found = {"talk_end_tick": tick, "is_resolved": is_resolved, **more}
    return post(left(issue, arrived_s, after_s, Outcome.CONTAINED, **found))


def conversation() -> tuple[list[Row], list[tuple[int, ...]]]:
    """Asked at 0, opened at 10 min; replies after 30 min, then 20 and 4 min after the customer's messages."""
    row = message(answered(1, 0, 600, 2.5 * HOUR_S, talk_ticks=360 * S))
    return [row], turns(1, (0, 1800), (3600, 4800), (9360, 9600))


def test_a_conversation_is_answered_by_its_first_reply() -> None:
    """Half an hour to the reply, within the hour promised, though the conversation ends long after it."""
    contacts, rows = conversation()
    sums = measure(build_record(contacts, turns=rows), centre())
    wanted = {
        "reply_time": 1800,
        "reply_time_working": 1800,
        "reply_in_time": 1.0,
        "reply_breaches": 0,
        "service_level_short_excluded": 1.0,
        "inter_reply_time": (20 + 4) * 30,
        "turns_per_conversation": 3,
        "session_time": 2.5 * HOUR_S,
        "aht": 360,
        "opening_wait": 600,
        "reply_wait_per_issue": 1800,
    }
    assert {name: value(name, sums) for name in wanted} == wanted
    counts = histograms_of(CATALOG["reply_time_p50"], [sums])[0]
    assert UPPER_S[int(counts.argmax())] == pytest.approx(1800, rel=0.01)
    assert value("wait_per_issue", sums) == 0.0
    assert math.isnan(value("asa", sums))
    assert math.isnan(value("peer_answer_share", sums))
    assert measure_paths(build_record(contacts, turns=rows), centre()).sums["reply_wait_s"].tolist() == [1800]


@pytest.mark.parametrize(("replied_s", "in_time"), [(3600.0, 1.0), (3600.000001, 0.0)])
def test_the_deadline_and_the_target_are_those_of_the_first_reply(replied_s: float, in_time: float) -> None:
    """On the tick it is in time, one tick later it is not, whatever comes later."""
    contacts = [message(answered(1, 0, 0, 2 * HOUR_S))]
    sums = measure(build_record(contacts, turns=turns(1, (0, replied_s), (6000, 7200))), centre())
    assert value("reply_in_time", sums) == in_time
    assert value("service_level_short_excluded", sums) == in_time


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.OPEN])
def test_a_conversation_that_goes_on_is_answered_already(outcome: int) -> None:
    """The customer's second message waits, or is worked on, when the horizon ends: H, neither Q nor backlog."""
    going_on = {"talk_end_tick": -1, "ended_tick": -1, "is_resolved": -1, "outcome": outcome, "story": Story.LOST}
    row = message(answered(1, 0, 60, 60, **going_on))
    sums = measure(build_record([row], turns=turns(1, (0, 120), (80_000, -1))), centre(follow=1))
    wanted = {"answered": 1, "still_open": 0, "backlog_at_end": 0, "reply_in_time": 1.0, "repeats_per_issue": 1.0}
    assert {name: value(name, sums) for name in wanted} == wanted
    assert math.isnan(value("turns_per_conversation", sums))
    assert math.isnan(value("inter_reply_time", sums))
    assert math.isnan(value("fcr_true", sums))


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.OPEN])
def test_without_a_reply_it_is_open(outcome: int) -> None:
    """Opened and laid aside, or in work: the customer has heard nothing."""
    row = message(answered(1, 0, 60, 60, talk_end_tick=-1, ended_tick=-1, is_resolved=-1, outcome=outcome))
    sums = measure(build_record([row], turns=turns(1, (0, -1))), centre())
    wanted = {"answered": 0, "still_open": 1, "backlog_at_end": 1, "reply_breaches": 1}
    assert {name: value(name, sums) for name in wanted} == wanted


def test_a_message_worked_without_turns_is_answered_at_the_end_of_talk() -> None:
    """Found solved already: no conversation comes of it, but a reply."""
    sums = measure(build_record([message(answered(1, 0, 60, 540, is_resolved=-1))]), centre())
    assert value("reply_time", sums) == 600
    assert math.isnan(value("turns_per_conversation", sums))


def test_turns_are_booked_with_their_conversation() -> None:
    """A conversation of the settle day stays out with all its turns."""
    world = centre(settle=1, measure=1)
    late = message(answered(1, DAY_S - 1e-6, 0, HOUR_S))
    sums = measure(build_record([late], turns=turns(1, (DAY_S, DAY_S + 60), (DAY_S + 90, DAY_S + 100))), world)
    assert math.isnan(value("inter_reply_time", sums))
    assert math.isnan(value("turns_per_conversation", sums))


def test_posts_that_other_customers_answer_flow_out() -> None:
    """Of five posts peers answer two, one of them for good; a moderator answers one, one is taken out, one waits."""
    contacts = [
        by_peer(1, 0, HOUR_S),
        by_peer(2, 0, 3 * HOUR_S, is_resolved=0),
        post(answered(3, 0, 4 * HOUR_S, 600)),
        post(left(4, 0, 900, Outcome.WITHDRAWN)),
        post(waiting(5, 0)),
    ]
    sums = measure(build_record(contacts), centre())
    wanted = {
        "offered": 5,
        "answered": 1,
        "flow_outs": 2,
        "flow_out_rate": 2 / 5,
        "withdrawn": 1,
        "still_open": 1,
        "peer_answer_share": 2 / 4,
        "peer_answer_time": 2 * HOUR_S,
        "peer_resolution": 1 / 2,
        "reply_time": 4 * HOUR_S + 600,
        "service_level_short_excluded": 1 / 2,
        "service_level_genesys": 1.0,
        "service_level_genesys_flow_outs": 1 / 3,
        "reply_in_time": 1 / 2,
        "reply_breaches": 1,
        "deflection": 1 / 5,
        "aht": 600,
    }
    assert {name: value(name, sums) for name in wanted} == wanted
    assert value("reply_wait_per_issue", sums) == ((1 + 3 + 4 + 24) * HOUR_S + 600 + 900) / 5
    assert value("backlog_at_end", sums) == 1
    assert math.isnan(value("peer_answer_share", sums, "channel", TEXT))


def test_what_a_peer_answers_after_the_deadline_was_promised_too() -> None:
    """Six hours were promised: an answer of another customer after that is a breach, before it is left out."""
    for after_s, breaches in ((6 * HOUR_S, 0), (6 * HOUR_S + 1e-6, 1)):
        assert value("reply_breaches", measure(build_record([by_peer(1, 0, after_s)]), centre())) == breaches


def test_contained_sessions_are_no_posts() -> None:
    """A bot contains its session outside N; only a community's posts flow out."""
    world = build_world(kinds=(ChannelKind.SELF_SERVICE,), target_s=(-1.0,), queue_of=[[[-1]]])
    sums = measure(build_record([session(1, 0, 60)]), world)
    assert (value("offered", sums), value("flow_outs", sums), value("sessions", sums)) == (0, 0, 1)
    assert math.isnan(value("peer_answer_share", sums))


def test_a_moderated_post_that_comes_again_is_a_repeat_of_its_issue() -> None:
    """Posts, peers and calls are contacts of one issue: first contact resolution is that of who is handled first."""
    contacts = [by_peer(1, 0, HOUR_S, is_resolved=0), answered(1, 2 * HOUR_S, visit=1, reason=Reason.SWITCH, led_by=7)]
    sums = measure(build_record(contacts), centre(follow=1))
    assert value("contacts_per_issue", sums) == 2
    assert value("fcr_true", sums) == 1.0
    assert value("failure_contacts", sums) == 1
