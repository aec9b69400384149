"""Callbacks and calls to who was missed, on hand-made contacts, and on a played hotline counted by plain loops."""

import math
from typing import Any

import numpy as np
import pytest

from sim.engine import run
from sim.kpi import CATALOG, UPPER_S, histograms_of, measure, replication_value
from sim.kpi.row import CONTACT
from sim.record.record import Record
from sim.rules.lifecycle import Cause, Outcome, Reason
from sim.scenario.load import load_text
from sim.world.build import build
from sim.world.world import World
from tests.kpi.builder import DAY, Row, S, answered, build_record, build_world, left, turned_away, waiting
from tests.naive.kpi_twin import Naive

HOUR_S, DAY_S = 3600.0, DAY / S
ACCEPTED, REFUSED = 1, 2


def values(
    contacts: list[Row], *names: str, world: World | None = None, cut: str = "all", index: int = 0
) -> list[float]:
    """Give KPIs of a record, in the order of their names."""
    sums = measure(build_record(contacts), world or build_world())
    return [replication_value(CATALOG[name], sums, cut, index) for name in names]


def rung(attempts: int, more: Row) -> Row:
    """Columns of an accepted callback with rings of 20 s, unless said otherwise."""
    rings = more.get("attempts", attempts)
    return {"callback": ACCEPTED, "attempts": rings, "dial_ticks": rings * 20 * S, **more}


def reached(issue: int, arrived_s: float, after_s: float, talk_s: float = 60.0, **more: Any) -> Row:
    """Row of a callback that was accepted and reached its customer at the first ring, unless said otherwise."""
    return answered(issue, arrived_s, after_s, talk_s, **rung(1, more))


def unreached(issue: int, arrived_s: float, over_s: float, **more: Any) -> Row:
    """Row of a callback that was accepted and given up after three rings, unless said otherwise."""
    return left(issue, arrived_s, over_s, Outcome.UNREACHED, **rung(3, more))


def withdrawn(issue: int, arrived_s: float, over_s: float, **more: Any) -> Row:
    """Row of a callback that was accepted and not needed any more before it rang, unless said otherwise."""
    return left(issue, arrived_s, over_s, Outcome.WITHDRAWN, **rung(0, more))


def unasked(row: Row, visit: int = 1) -> Row:
    """Make a callback a call to a customer who was missed: nobody was offered anything."""
    return row | {"reason": Reason.CALLBACK_MISSED, "visit": visit, "callback": 0}


def test_three_speeds_of_answer_of_one_record() -> None:
    """Waits of 10 s and 50 s on the line, callbacks after 600 s and never: 60/2, 60/(2 + 2) and (60 + 600)/(2 + 1)."""
    contacts = [answered(1, 0, 10), answered(2, 0, 50), reached(3, 0, 600), unreached(4, 0, 900), left(5, 0, 30)]
    contacts.append(unasked(reached(5, 100, 300)))
    names = "asa", "asa_callback_zero", "asa_to_connect", "callback_wait", "average_wait"
    assert values(contacts, *names) == [30.0, 15.0, 220.0, 600.0, 30.0]


def test_without_callbacks_the_speeds_of_answer_are_one() -> None:
    """Waits of 10 s and 50 s: 30 s, however it is counted; an offer that is refused changes nothing."""
    contacts = [answered(1, 0, 10), answered(2, 0, 50, callback=REFUSED)]
    assert values(contacts, "asa", "asa_callback_zero", "asa_to_connect") == [30.0, 30.0, 30.0]


def test_with_callbacks_alone_nobody_is_answered_on_the_line() -> None:
    """The three speeds: blank, 0 s, and the 600 s until the conversation."""
    asa, as_zero, to_connect = values([reached(1, 0, 600)], "asa", "asa_callback_zero", "asa_to_connect")
    assert math.isnan(asa)
    assert (as_zero, to_connect) == (0.0, 600.0)


@pytest.mark.parametrize(
    "contact",
    [
        reached(1, 0, 3),
        reached(1, 0, 3, way=2),
        reached(1, DAY_S - 30, 3, talk_end_tick=-1, ended_tick=-1),
        unreached(1, 0, 900),
        withdrawn(1, 0, 3),
        waiting(1, 0, callback=ACCEPTED),
    ],
)
def test_an_accepted_callback_is_queued_and_flows_out(contact: Row) -> None:
    """Whatever becomes of it: N and F, no other letter, in no wait and in no service level that F is not in."""
    names = ("offered", "flow_outs", "answered", "abandoned", "withdrawn", "disconnected", "still_open", "blocked")
    assert values([contact], *names) == [1, 1, 0, 0, 0, 0, 0, 0]
    assert values([contact], "flow_out_rate", "abandonment_rate", "wait_per_issue") == [1.0, 0.0, 0.0]
    blank = "service_level_short_excluded", "service_level_genesys", "average_wait", "max_wait"
    assert all(math.isnan(value) for value in values([contact], *blank))


def test_service_levels_leave_accepted_callbacks_out() -> None:
    """One call of two in 20 s: 1/2, or 1/4 where flow-outs count; a callback reached in 3 s is not in the target."""
    contacts = [answered(1, 0, 10), answered(2, 0, 50), reached(3, 0, 3), unreached(4, 0, 900)]
    names = "service_level_short_excluded", "service_level_abandons_negative", "service_level_genesys_flow_outs"
    assert values(contacts, *names) == [0.5, 0.5, 0.25]


@pytest.mark.parametrize("name", ["wait_p95", "answered_wait_p95"])
def test_virtual_waits_are_in_no_percentile(name: str) -> None:
    """One wait of 10 s on the line is the whole distribution beside a virtual wait of an hour."""
    sums = measure(build_record([answered(1, 0, 10), reached(2, 0, HOUR_S)]), build_world())
    counts = histograms_of(CATALOG[name], [sums])
    assert counts.sum() == 1
    assert UPPER_S[np.flatnonzero(counts.sum(axis=0))[0]] < 20


def test_refused_callbacks_were_offered_and_wait_on() -> None:
    """Three offers, one accepted; who refused is answered or abandons like anybody."""
    contacts = [reached(1, 0, 600), answered(2, 0, 10, callback=REFUSED), left(3, 0, 30, callback=REFUSED)]
    contacts.append(answered(4, 0))
    names = "callbacks_offered", "callbacks_accepted", "callback_acceptance", "answered", "abandoned"
    assert values(contacts, *names) == [3, 1, pytest.approx(1 / 3), 2, 1]


def test_reach_and_attempts_count_callbacks_that_are_over() -> None:
    """Reached at rings 1 and 2, unreached after 3, withdrawn after 1, one open after 2: 2/4, and (1 + 2 + 3 + 1)/4."""
    contacts = [reached(1, 0, 60), reached(2, 0, 1300, attempts=2), unreached(3, 0, 2500)]
    contacts += [withdrawn(4, 0, 700, attempts=1), waiting(5, 0, callback=ACCEPTED, attempts=2, dial_ticks=40 * S)]
    assert values(contacts, "callbacks_accepted", "callback_reach", "callback_attempts") == [5, 0.5, 1.75]
    assert values(contacts, "dial_h") == [pytest.approx(9 * 20 / 3600)]


def test_a_callback_in_conversation_at_the_end_is_reached() -> None:
    """It has no end, but it is over as a callback; the one that still rings is not."""
    speaks = reached(1, DAY_S - 30, 10, talk_end_tick=-1, ended_tick=-1, is_resolved=-1)
    rings = waiting(2, DAY_S - 30, callback=ACCEPTED, attempts=1)
    assert values([speaks, rings], "callback_reach", "callback_attempts", "callback_resolution") == [1.0, 1.0, 0.0]


def test_nothing_over_and_nothing_promised_is_blank() -> None:
    """An open callback alone has no reach; without a promise none is kept or broken."""
    names = "callback_reach", "callback_attempts", "callback_promise_kept", "callback_wait"
    assert all(math.isnan(value) for value in values([waiting(1, 0, callback=ACCEPTED)], *names))
    assert all(math.isnan(value) for value in values([reached(1, 0, 60)], "callback_promise_kept"))


@pytest.mark.parametrize(("late_ticks", "kept"), [(-1, 1.0), (0, 1.0), (1, 0.0)])
def test_a_promise_is_kept_on_its_tick(late_ticks: int, kept: float) -> None:
    """Answered on the promised tick keeps it, one tick later breaks it; to the missed too."""
    promised = {"deadline_tick": 600 * S - late_ticks}
    assert values([reached(1, 0, 600, **promised)], "callback_promise_kept") == [kept]
    assert values([left(1, 0, 30), unasked(reached(1, 30, 570, **promised))], "missed_promise_kept") == [kept]


def test_promises_to_who_was_not_reached_are_broken() -> None:
    """Kept, unreached in time and withdrawn in time: 1/3; open ones and those without a promise do not count."""
    promised = {"deadline_tick": 3600 * S}
    contacts = [reached(1, 0, 600, **promised), unreached(2, 0, 900, **promised), withdrawn(3, 0, 90, **promised)]
    contacts += [waiting(4, 0, callback=ACCEPTED, **promised), reached(5, 0, 60), answered(6, 0, **promised)]
    assert values(contacts, "callback_promise_kept") == [pytest.approx(1 / 3)]


def test_resolution_is_of_all_that_were_accepted() -> None:
    """Of four accepted, one resolved: reached without success, unreached and open ones stay in the denominator."""
    contacts = [reached(1, 0, 60), reached(2, 0, 60, is_resolved=0), unreached(3, 0, 900)]
    contacts += [waiting(4, 0, callback=ACCEPTED), answered(5, 0)]
    assert values(contacts, "callback_resolution") == [0.25]


def test_who_asks_again_before_the_callback() -> None:
    """Two ask again by mail about the first of two callbacks, one about a letter: 2/2, booked on the callback."""
    world = build_world(kinds=(0, 2), target_s=(20.0, -1.0), n_queues=2)
    chase = {"reason": Reason.CHASE, "led_by": Cause.UNANSWERED, "channel": 1, "queue": 1, "after_visit": 0}
    contacts = [reached(1, 0, 3600), reached(2, 0, 60)]
    contacts += [answered(1, 600 * k, 9000, visit=k, **chase) for k in (1, 2)]
    contacts += [answered(3, 0, 9000, channel=1, queue=1), answered(3, 600, 9000, visit=1, **chase)]
    assert values(contacts, "callback_repeats", "chases", world=world) == [1.0, 3]
    assert values(contacts, "callback_repeats", world=world, cut="channel") == [1.0]


def test_handle_time_counts_conversations_and_no_rings() -> None:
    """A call of 60 s, a callback of 100 s and 20 s of wrap-up: (60 + 120)/2; three rings of 20 s are dialling."""
    contacts = [answered(1, 0), reached(2, 0, 1300, 100, wrap_up_s=20, attempts=3), unreached(3, 0, 900, attempts=0)]
    names = "aht", "talk_time", "wrap_up_time", "session_time", "answered"
    assert values(contacts, *names) == [90.0, 80.0, 10.0, 90.0, 1]
    assert values(contacts, "dial_h") == [pytest.approx(60 / 3600)]


def test_a_callback_is_booked_by_its_arrival() -> None:
    """Accepted a minute before the window and reached in it: out; accepted in its last minute and reached after: in."""
    world = build_world(settle=1, measure=1, follow=1)
    before, inside = reached(1, DAY_S - 60, 120), reached(2, 2 * DAY_S - 60, 180, deadline_tick=2 * DAY + 120 * S)
    names = "callbacks_accepted", "callback_wait", "callback_promise_kept", "asa_to_connect", "asa_callback_zero"
    assert values([before, inside], *names, world=world) == [1, 180.0, 1.0, 180.0, 0.0]
    assert values([before, inside], "dial_h", world=world) == [pytest.approx(20 / 3600)]


def test_callbacks_by_queue() -> None:
    """Each queue has its own callbacks."""
    world = build_world(kinds=(0, 1), target_s=(20.0, 60.0), n_queues=2)
    contacts = [reached(1, 0, 600), unreached(2, 0, 900, channel=1, queue=1), answered(3, 0, 40, channel=1, queue=1)]
    names = "callbacks_accepted", "callback_reach", "asa_callback_zero", "asa_to_connect", "flow_outs"
    assert values(contacts, *names, world=world, cut="queue", index=0) == [1, 1.0, 0.0, 600.0, 1]
    assert values(contacts, *names, world=world, cut="queue", index=1) == [1, 0.0, 20.0, 40.0, 1]


def test_first_contact_resolution_counts_reached_callbacks() -> None:
    """One resolves, one is followed by a return an hour later, one is unreached: 1/2, 1/2, and 2/3 of conversations."""
    world = build_world(follow=1)
    contacts = [reached(1, 0, 600), reached(2, 0, 600, is_resolved=0), unreached(3, 0, 900)]
    contacts.append(answered(2, HOUR_S, visit=1, reason=Reason.RETURN))
    names = "fcr_true", "fcr_observed", "no_repeat_rate"
    assert values(contacts, *names, world=world) == [0.5, 0.5, pytest.approx(2 / 3)]


@pytest.mark.parametrize(("answered_s", "n_duplicates"), [(399.0, 0), (400.0, 1), (600.0, 1)])
def test_a_callback_that_finds_the_issue_solved_is_a_duplicate(answered_s: float, n_duplicates: int) -> None:
    """A chase that was not recognised resolves at 400 s: a callback answered on that tick or later is worked twice."""
    chase = answered(1, 300, 0, 100, visit=1, reason=Reason.CHASE)
    assert values([reached(1, 0, answered_s, is_resolved=-1), chase], "duplicates_per_issue") == [n_duplicates]


def test_shares_of_answered_contacts_leave_callbacks_out() -> None:
    """Three callbacks passed on and one sent elsewhere beside one plain call: H is 1, and none of its is passed on."""
    contacts: list[Row] = [answered(9, 0)]
    for issue in (1, 2, 3):
        contacts += [reached(issue, 0, 100), answered(issue, 160, visit=1, reason=Reason.TRANSFER)]
    contacts += [reached(4, 0, 100), answered(4, 1000, visit=1, reason=Reason.REDIRECT)]
    chase = answered(5, 300, 0, 100, visit=1, reason=Reason.CHASE)
    contacts += [reached(5, 0, 600, is_resolved=-1), chase]
    names = "transfer_rate", "redirect_rate", "duplicate_rate"
    assert values(contacts, *names) == [0, 0, 0]


def test_who_comes_again_after_an_unreached_callback_is_failure_demand_of_it() -> None:
    """A redial led to by the row `unreached`."""
    world = build_world()
    again = answered(1, 1000, visit=1, reason=Reason.REDIAL, led_by=Cause.UNREACHED)
    by_cause = measure(build_record([unreached(1, 0, 900), again]), world).values["failure_contacts"]["cause"]
    counts = dict(zip(world.names.failure_causes, by_cause.tolist(), strict=True))
    assert {name: n for name, n in counts.items() if n} == {"unreached": 1}


def missed_customers() -> list[Row]:
    """Six abandon after 30 s and are rung: reached on the promised tick, a tick late, and without a promise.

    The others are given up, come first while it has rung for 12 s, and wait for another ring at the end.
    """
    promised = {"deadline_tick": 3630 * S}
    calls = [
        reached(1, 30, 3600, **promised),
        reached(2, 30, 3600, deadline_tick=3630 * S - 1, is_resolved=0),
        reached(3, 30, 60, attempts=2),
        unreached(4, 30, 2500, **promised),
        withdrawn(5, 30, 600, attempts=1, dial_ticks=12 * S, **promised),
        waiting(6, 30, attempts=1, dial_ticks=20 * S, **promised),
    ]
    customers = [left(issue, 0, 30) for issue in range(1, 7)]
    return [*customers, *(unasked(call) for call in calls), answered(5, 630, 5, visit=2, reason=Reason.REDIAL)]


def test_calls_to_the_missed() -> None:
    """Six rung, five over: 3/5 reached, 1/5 crossed; promises of those over and not crossed: 1/3; resolved 2/6."""
    names = "missed_rung", "missed_reach", "missed_crossed_rate", "missed_promise_kept", "missed_resolution"
    assert values(missed_customers(), *names) == [6, 0.6, 0.2, pytest.approx(1 / 3), pytest.approx(2 / 6)]
    assert values(missed_customers(), "dial_h") == [pytest.approx((20 + 20 + 40 + 60 + 12 + 20) / 3600)]


def test_calls_to_the_missed_stand_outside_every_letter() -> None:
    """Seven contacts of customers: six abandoned, one answered after 5 s; no callback was offered, none asked for."""
    letters = ("offered", "abandoned", "answered", "flow_outs", "withdrawn", "still_open", "callbacks_offered")
    assert values(missed_customers(), *letters, "callbacks_accepted") == [7, 6, 1, 0, 0, 0, 0, 0]
    names = "asa", "asa_callback_zero", "asa_to_connect", "average_wait", "contacts_per_issue"
    assert values(missed_customers(), *names) == [5.0, 5.0, 5.0, pytest.approx(185 / 7), pytest.approx(7 / 6)]


def test_calls_to_the_missed_are_in_no_handle_time_of_customers() -> None:
    """One call of a customer of 60 s; two of the centre of 100 s are work, and no follow-ups."""
    calls = [unasked(reached(1, 30, 60, 100)), unasked(reached(2, 30, 60, 100))]
    contacts = [left(1, 0, 30), left(2, 0, 30), *calls, answered(3, 0)]
    assert values(contacts, "aht", "follow_ups", "follow_ups_per_issue") == [60.0, 0, 0.0]
    assert measure(build_record(contacts), build_world()).values["work_h"]["all"][0] == pytest.approx(260 / 3600)


def test_calls_to_the_missed_are_conversations_of_first_contact_resolution() -> None:
    """Who abandoned and who was blocked are rung: one resolved by it, one returns an hour later."""
    world = build_world(follow=1)
    contacts = [left(1, 0, 30), unasked(reached(1, 30, 60)), turned_away(2, 0, Outcome.BLOCKED)]
    contacts += [unasked(reached(2, 0, 60, is_resolved=0)), answered(2, HOUR_S, visit=2, reason=Reason.RETURN)]
    names = "fcr_true", "fcr_observed", "no_repeat_rate", "one_contact_resolution", "channels_per_issue"
    assert values(contacts, *names, world=world) == [0.5, 0.5, pytest.approx(2 / 3), 0.5, 1.0]


def test_a_call_to_the_missed_that_finds_the_issue_solved_is_a_duplicate() -> None:
    """The customer's mail is answered at 400 s, before they answer the centre's call at 600 s."""
    world = build_world(kinds=(0, 2), target_s=(20.0, -1.0), n_queues=2)
    mail = answered(1, 20, 280, 100, visit=1, channel=1, queue=1, reason=Reason.SWITCH)
    call = unasked(reached(1, 30, 570, is_resolved=-1), visit=2)
    assert values([left(1, 0, 10), mail, call], "duplicates_per_issue", world=world) == [1]


TEXT = """\
schema: 1
name: Hotline
run: {start: 2026-03-02, measure: 1 day, follow: 1 day}
demand:
  counts: first_contacts
  campaigns:
    renewals: {on: phone, intent: hard, segment: all, calls: {weekday: 60 contacts}, at: "15:00", until: "19:45",
               answers: "40 %, 20 %", tries: 2 tries, every: 20 min}
  by_channel:
    phone: {rate: {"00:00": 0 per h, "09:00": 60 per h, "18:00": 0 per h}}
    mail: {rate: {"00:00": 0 per h, "09:00": 6 per h, "17:00": 0 per h}}
intents: {easy: {share: 70 %}, hard: {share: 30 %}}
segments: {all: {patience: {phone: "exponential, mean 2 min"}}}
channels: {phone: {kind: live}, mail: {kind: deferred}}
service:
  easy:
    phone: {talk: "exponential, mean 4 min", wrap_up: 30 s, solved: 70 %}
    mail: {talk: 5 min, solved: 70 %}
  hard:
    phone: {talk: "exponential, mean 4 min", solved: 60 %, passed_on: {to: easy, share: 20 %}}
    mail: {talk: 5 min}
what_next:
  abandoned: {same: 50 %, after: "mean 30 min, cv 1"}
  not_solved: {same: 50 %}
  unreached: {same: 60 %, after: 10 min}
  expired: {same: 60 %, after: 10 min}
  unanswered: {mail: 40 %, phone: 40 %}
context: {recognised: 50 %}
queues:
  renewals: {of: phone, when: reason is campaign}
  easy:
    of: phone
    intents: easy
    callback:
      {accepted: "30 % at 1 min, 70 % at 10 min", answers: "50 %, 30 %", tries: 2 tries, every: 10 min,
       within: 30 min, expires: 25 min, refused: 0.8 times, tolerated: 20 min}
    missed: {who: abandoned, within: 30 min, after: 2 min, answers: 50 %, tries: 2 tries, every: 10 min,
             expires: 20 min}
  hard:
    of: phone
    intents: hard
    callback: {accepted: 50 %, kind: scheduled, due: 1 h, within: 10 min, answers: 60 %, tolerated: 30 min}
    missed: {who: abandoned, within: 1 h, answers: 40 %}
  mails: {of: mail}
pools:
  team: {headcount: on_queue, staff: {daily: {"08:00": 4, "20:00": 0}}, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: {"08:00": 1, "20:00": 0}}, skills: {mail: level 3}}
serves: {team: {easy: first, hard: first, renewals: {rank: second, keeps_idle: 1 agent}}, writers: [mails]}
kpis: {service_level: {phone: 80 % in 20 s}}
"""


@pytest.fixture(scope="module")
def played() -> tuple[World, Record]:
    world = build(load_text(TEXT, "hotline.yaml"), "as_is", seed=1, replication=0)
    return world, run(world)


def test_sums_of_a_played_hotline_equal_the_naive_ones(played: tuple[World, Record]) -> None:
    """Every sum by every cut."""
    world, record = played
    sums, twin = measure(record, world), Naive(record, world).sums
    for name, by_cut in sums.values.items():
        for cut, array in by_cut.items():
            for index, value in enumerate(array.tolist()):
                wanted = twin[name].get((cut, index), np.nan if name == "max_wait_s" else 0.0)
                assert value == pytest.approx(wanted, rel=1e-9, abs=1e-6, nan_ok=True), (name, cut, index)


def test_every_contact_of_a_played_hotline_ends_as_one_thing(played: tuple[World, Record]) -> None:
    """N = H + L + F + W + X + Q in every cut, and F is what was accepted."""
    world, record = played
    sums = measure(record, world).values
    parts = ("answered", "abandoned", "flow_outs", "withdrawn", "disconnected", "still_open")
    for cut in CONTACT:
        assert (sums["offered"][cut] == sum(sums[name][cut] for name in parts)).all()
    assert sums["flow_outs"]["all"][0] == sums["callbacks_accepted"]["all"][0]


def test_everything_about_callbacks_has_happened(played: tuple[World, Record]) -> None:
    """Nothing is compared in vain: every sum of callbacks and of calls to the missed is there."""
    world, record = played
    sums, contacts = measure(record, world).values, record.contacts
    kpis = [kpi for kpi in CATALOG.values() if kpi.name.startswith(("callback", "missed", "campaign", "dial", "asa"))]
    named = {name for kpi in kpis for name in (kpi.numerator, kpi.denominator) if name}
    assert [name for name in sorted(named) if not sums[name]["all"][0]] == []
    outcomes = {*contacts["outcome"][contacts["callback"] == ACCEPTED].tolist()}
    assert {Outcome.ANSWERED, Outcome.UNREACHED, Outcome.EXPIRED, Outcome.WITHDRAWN} <= outcomes
    assert 0 < sums["callback_promises_kept"]["all"][0] < sums["callbacks_promised"]["all"][0]
