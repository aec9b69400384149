"""Facts about the warning of a load that can never be served: the right figure, and no false alarm."""

import pytest

from sim.world.load import load_warnings, loads

WORK = '{{counts: first_contacts, by_channel: {{phone: {{profile: {{from: "08:00", daily: [{}]}}}}}}}}'
"""So many calls of one minute from 08:00 to 08:30."""

TWO = {
    "channels": "{phone: {kind: live}, chat: {kind: chat, at_once: 2 chats}}",
    "service": "{help: {phone: {talk: 1 min}, chat: {talk: 1 min}}}",
    "queues": "{phone: {of: phone}, chat: {of: chat}}",
}


def both(calls: int, chats: int) -> str:
    """Calls and chats from 08:00 to 08:30."""
    row = '{{profile: {{from: "08:00", daily: [{}]}}}}'
    return f"{{counts: first_contacts, by_channel: {{phone: {row.format(calls)}, chat: {row.format(chats)}}}}}"


def team(heads: str = '{from: "08:00", daily: [1]}', skills: str = "{phone: 3}", more: str = "") -> str:
    """One team, on the queues for half an hour unless said otherwise."""
    return f"{{team: {{headcount: on_queue, staff: {heads}, skills: {skills}{more}}}}}"


def test_work_above_all_capacity_is_named_with_how_much(plan):
    """Forty-five calls of a minute for half an hour of one agent are 50 % too much."""
    (warning,) = load_warnings(plan(demand=WORK.format(45), pools=team()))
    assert warning == (
        "as_is: phone: 0.8 h of work are offered over the horizon, 0.5 h can be worked (50 % too much); "
        "what is too much waits on, leaves or is turned away"
    )


@pytest.mark.parametrize("calls", [1, 29, 30])
def test_work_up_to_capacity_is_no_alarm(plan, calls):
    """Thirty calls of a minute are just what one agent can do in half an hour."""
    assert load_warnings(plan(demand=WORK.format(calls), pools=team())) == []


def test_where_nobody_ever_comes_there_is_no_percentage(plan):
    """Heads that round to nobody can work nothing, which is said without dividing by zero."""
    blueprint = plan(demand=WORK.format(3), pools=team(heads='{from: "08:00", daily: [0.1]}'))
    (warning,) = load_warnings(blueprint)
    assert "0.0 h can be worked (nobody is there)" in warning


def test_wrap_up_counts(plan):
    """Twenty calls of one minute and one of wrap-up are 40 minutes: 33 % too much."""
    service = "{help: {phone: {talk: 1 min, wrap_up: 1 min}}}"
    (warning,) = load_warnings(plan(demand=WORK.format(20), pools=team(), service=service))
    assert "(33 % too much)" in warning


def test_spells_off_the_queue_are_no_capacity(plan):
    """Of an hour's shift with half of it off the queues, half an hour is left."""
    shifts = "{a: {hours: daily 08:00-09:00, agents: 1}}"
    pools = f"{{team: {{headcount: scheduled, shrinkage: 50 %, shifts: {shifts}, skills: {{phone: 3}}}}}}"
    assert load_warnings(plan(demand=WORK.format(30), pools=pools)) == []
    (warning,) = load_warnings(plan(demand=WORK.format(33), pools=pools))
    assert "(10 % too much)" in warning


def test_the_team_that_cannot_work_the_channel_does_not_count(plan):
    """Ten chat agents do not help the phone; each channel is named alone."""
    pools = (
        '{calls: {headcount: on_queue, staff: {from: "08:00", daily: [1]}, skills: {phone: 3}}, '
        'chats: {headcount: on_queue, staff: {from: "08:00", daily: [10]}, skills: {chat: 3}}}'
    )
    serves = "{calls: [phone], chats: [chat]}"
    (warning,) = load_warnings(plan(**TWO, demand=both(60, 1), pools=pools, serves=serves))
    assert warning.startswith("as_is: phone: 1.0 h")
    assert "(100 % too much)" in warning


def test_channels_that_fit_alone_may_not_fit_together(plan):
    """Twenty-four calls and thirty chats are 24 + 15 minutes of one agent who has 30: 30 % too much, together."""
    pools, serves = team(skills="{phone: 3, chat: 3}"), "{team: [phone, chat]}"
    (warning,) = load_warnings(plan(**TWO, demand=both(24, 30), pools=pools, serves=serves))
    assert warning.startswith("as_is: all channels together: ")
    assert "(30 % too much)" in warning


def test_several_at_once_are_capacity(plan):
    """Two chats at once: sixty chats of a minute fit into half an hour, unless two in hand slow each down."""
    pools, serves = team(skills="{phone: 3, chat: 3}"), "{team: [phone, chat]}"
    assert load_warnings(plan(**TWO, demand=both(0, 60), pools=pools, serves=serves)) == []
    slow = TWO | {"channels": "{phone: {kind: live}, chat: {kind: chat, at_once: 2 chats, slowdown: {2: 2 times}}}"}
    (warning,) = load_warnings(plan(**slow, demand=both(0, 60), pools=pools, serves=serves))
    assert "as_is: chat: 1.0 h" in warning
    assert "(100 % too much)" in warning


def test_channels_that_share_an_agent_count_by_what_they_take(plan):
    """An agent who may hold two chats of a quarter each has room for two mails beside them: no alarm."""
    channels = (
        "{phone: {kind: chat, at_once: 2 chats, weight: 25 %}, chat: {kind: chat, at_once: 2 chats, weight: 25 %}}"
    )
    pools, serves = team(skills="{phone: 3, chat: 3}"), "{team: [phone, chat]}"
    text = TWO | {"channels": channels}
    assert load_warnings(plan(**text, demand=both(55, 55), pools=pools, serves=serves)) == []


def test_fast_levels_are_no_false_alarm(plan):
    """Experts who need half the time do sixty calls of a minute in half an hour."""
    pools, levels = team(skills="{phone: level 5}"), "{level 5: {handle_time: 0.5 times}}"
    assert load_warnings(plan(demand=WORK.format(60), pools=pools, levels=levels)) == []
    (warning,) = load_warnings(plan(demand=WORK.format(66), pools=pools, levels=levels))
    assert "(10 % too much)" in warning


def test_calls_at_closed_doors_are_no_work(plan):
    """Of a thousand calls at night and twenty in opening hours only the twenty are offered; a trace likewise."""
    demand = (
        '{counts: first_contacts, by_channel: {phone: {rate: {"00:00": 2000 per h, "00:30": 0 per h, '
        '"08:00": 40 per h, "08:30": 0 per h}}}}'
    )
    channels = "{phone: {kind: live, open: daily 08:00-20:00}}"
    blueprint = plan(demand=demand, channels=channels, pools=team())
    assert loads(blueprint)[0].offered_h == pytest.approx(20 / 60)
    (warning,) = load_warnings(blueprint)
    assert "phone: 98 % of its first contacts come while it is closed" in warning
    at = ", ".join(100 * ["2026-03-02 07:59:59"] + ["2026-03-02 08:00:00"])
    trace = plan(
        demand=f"{{counts: first_contacts, by_channel: {{phone: {{at: [{at}]}}}}}}", channels=channels, pools=team()
    )
    assert loads(trace)[0].offered_h == pytest.approx(1 / 60)


def test_an_interval_half_open_counts_by_half(plan):
    """A channel that opens in the middle of an interval is offered half of it."""
    blueprint = plan(demand=WORK.format(40), channels="{phone: {kind: live, open: daily 08:15-20:00}}", pools=team())
    assert loads(blueprint)[0].offered_h == pytest.approx(20 / 60)


def test_deferred_work_waits_over_night(plan):
    """Mails that come while the channel is closed are work all the same."""
    blueprint = plan(
        demand=WORK.format(45), channels="{phone: {kind: deferred, open: daily 12:00-13:00}}", pools=team()
    )
    assert len(load_warnings(blueprint)) == 1


def test_a_few_at_closed_doors_are_not_doubted(plan):
    """One call in 21 at night is 4.8 %: nothing is said; two in 22 are."""
    channels = "{phone: {kind: live, open: daily 08:00-20:00}}"
    demand = '{{counts: first_contacts, by_channel: {{phone: {{rate: {{"00:00": {} per h, "00:30": 0 per h, {}}}}}}}}}'
    day = '"08:00": 40 per h, "08:30": 0 per h'
    assert load_warnings(plan(demand=demand.format(2, day), channels=channels, pools=team())) == []
    assert len(load_warnings(plan(demand=demand.format(4, day), channels=channels, pools=team()))) == 1
