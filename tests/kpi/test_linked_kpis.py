"""Legs, chases, duplicates, redirects, follow-ups and withdrawals on hand-made contacts."""

import math

import pytest

from sim.kpi import CATALOG, Sums, measure, replication_value
from sim.rules.lifecycle import ChannelKind, Outcome, Reason, Story
from sim.world.world import World
from tests.kpi.builder import Row, answered, build_record, build_world, left, session, waiting

PHONE, MAIL, BOT = 0, 1, 2
HOUR_S, DAY_S = 3600.0, 86_400.0


def centre(**more: object) -> World:
    kinds = (ChannelKind.LIVE, ChannelKind.DEFERRED, ChannelKind.SELF_SERVICE)
    queues = [[[0]], [[1]], [[-1]]]
    given: dict[str, object] = {"n_queues": 2, "queue_of": queues, "follow": 7, "reply_s": (-1, 6 * HOUR_S, -1)}
    return build_world(kinds=kinds, target_s=(20.0, 6 * HOUR_S, -1.0), **{**given, **more})  # type: ignore[arg-type]


def value(name: str, sums: Sums, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], sums, cut, index)


def values(contacts: list[Row], *names: str) -> dict[str, float]:
    sums = measure(build_record(contacts), centre())
    return {name: value(name, sums) for name in names}


def transfer(issue: int, arrived_s: float, visit: int = 1, **more: object) -> Row:
    return answered(issue, arrived_s, 10, 60, visit=visit, reason=Reason.TRANSFER, **more)


def test_a_transfer_is_charged_to_the_contact_it_continues() -> None:
    """One call passed on and solved there: one contact, in one go, first contact resolution; H counts both stays."""
    contacts = [answered(1, 0, 10, 100, is_resolved=0), transfer(1, 110)]
    wanted = {
        "contacts_per_issue": 1.0,
        "one_contact_resolution": 1.0,
        "one_and_done": 1.0,
        "fcr_true": 1.0,
        "fcr_observed": 1.0,
        "no_repeat_rate": 1.0,
        "transfers_per_issue": 1.0,
        "transfer_rate": 1 / 2,
        "offered": 2,
        "wait_per_issue": 20.0,
    }
    assert values(contacts, *wanted) == wanted


def test_silence_is_counted_from_the_end_of_the_last_leg() -> None:
    """A call 7 days after the leg's end of talk is a repeat, though it is later than 7 days after the call's own."""
    for gap_s, observed in ((7 * DAY_S, 0.0), (7 * DAY_S + 1e-6, 1.0)):
        contacts = [answered(1, 0, 10, 100, is_resolved=0), transfer(1, 110, is_resolved=0)]
        contacts += [answered(1, 180 + gap_s, visit=2, reason=Reason.RETURN)]
        sums = measure(build_record(contacts), centre(follow=9, repeat_days=7))
        assert value("fcr_observed", sums) == observed
        assert value("fcr_true", sums) == 0.0
        assert value("no_repeat_rate", sums) == (1 + observed) / 2


def test_escalations_do_not_break_one_contact_resolution_but_are_a_channel() -> None:
    """Bot, then phone: one contact resolved the issue; the customer has gone through two channels."""
    contacts = [session(1, 0, 60, Outcome.ANSWERED, channel=BOT)]
    contacts += [answered(1, 60, visit=1, channel=PHONE, reason=Reason.ESCALATION)]
    wanted = {"one_contact_resolution": 1.0, "contacts_per_issue": 1.0, "channels_per_issue": 2.0, "fcr_true": 1.0}
    assert values(contacts, *wanted) == wanted


def test_legs_of_legs_go_back_to_the_customer_contact() -> None:
    """Bot, phone, passed on, and a return a day later: two handled contacts, the first not silent, both not solved."""
    contacts = [
        session(1, 0, 60, Outcome.ANSWERED, channel=BOT),
        answered(1, 60, 0, 100, visit=1, reason=Reason.ESCALATION, is_resolved=0),
        transfer(1, 160, visit=2, is_resolved=0),
        answered(1, DAY_S, visit=3, reason=Reason.RETURN),
    ]
    wanted = {"contacts_per_issue": 2.0, "no_repeat_rate": 1 / 2, "fcr_true": 0.0, "fcr_observed": 0.0}
    assert values(contacts, *wanted) == wanted


def test_a_leg_is_not_charged_to_a_chase_that_came_between() -> None:
    """A mail is passed on after the customer called: the leg that solves it belongs to the mail, not to the call."""
    contacts = [
        answered(1, 0, HOUR_S, HOUR_S, channel=MAIL, is_resolved=0),
        left(1, 5000, 300, visit=1, reason=Reason.CHASE),
        transfer(1, 2 * HOUR_S, visit=2, channel=MAIL, after_visit=0),
    ]
    found = values(contacts, "fcr_true", "no_repeat_rate", "contacts_per_issue")
    assert found == {"fcr_true": 1.0, "no_repeat_rate": 0.0, "contacts_per_issue": 2.0}
    assert values(contacts, "transfer_rate")["transfer_rate"] == 1 / 2


def test_an_abandoned_leg_leaves_its_contact_handled() -> None:
    """The call was handled and did not solve it; the leg was not, and is no further contact; the redial is one."""
    contacts = [answered(1, 0, 0, 60, is_resolved=0), left(1, 60, 90, visit=1, reason=Reason.TRANSFER)]
    alone = values(contacts, "fcr_true", "fcr_observed", "no_repeat_rate")
    assert alone == {"fcr_true": 0.0, "fcr_observed": 1.0, "no_repeat_rate": 1.0}
    again = values([*contacts, left(1, 400, 5, visit=2, reason=Reason.REDIAL)], "fcr_observed", "abandonment_rate")
    assert again == {"fcr_observed": 0.0, "abandonment_rate": 2 / 3}


def test_the_earliest_handled_contact_is_the_one_whose_talk_ended_first() -> None:
    """A call solves what a letter, sent before and answered later, asked: first contact resolution by the call."""
    contacts = [
        answered(1, 0, DAY_S, HOUR_S, channel=MAIL, is_resolved=-1),
        answered(1, 4 * HOUR_S, 30, 300, visit=1, reason=Reason.CHASE),
    ]
    assert values(contacts, "fcr_true", "fcr_observed") == {"fcr_true": 1.0, "fcr_observed": 1.0}


def test_linked_chase_withdraws_the_letter() -> None:
    """The call is answered, the letter taken out without work: N = H + W, service level and replies leave it out."""
    contacts = [
        left(1, 0, 4 * HOUR_S + 30, Outcome.WITHDRAWN, channel=MAIL, queue=1, deadline_tick=round(6 * HOUR_S) * 10**6),
        answered(1, 4 * HOUR_S, 30, 300, visit=1, reason=Reason.CHASE),
    ]
    wanted = {
        "offered": 2,
        "answered": 1,
        "withdrawn": 1,
        "withdrawal_rate": 1 / 2,
        "abandoned": 0,
        "still_open": 0,
        "duplicates_worked": 0,
        "chases": 1,
        "chases_per_issue": 1.0,
        "contacts_per_issue": 2.0,
        "reply_breaches": 0,
        "reply_wait_per_issue": 4 * HOUR_S + 30,
        "wait_per_issue": 30.0,
    }
    sums = measure(build_record(contacts), centre())
    assert {name: value(name, sums) for name in wanted} == wanted
    assert math.isnan(value("service_level_short_excluded", sums, "channel", MAIL))
    assert math.isnan(value("reply_in_time", sums))


def test_withdrawn_after_its_deadline_is_a_breach() -> None:
    """The promise was to reply within 6 h; after 6 h and a tick it is broken, whoever answers elsewhere."""
    for more_s, breaches in ((0.0, 0), (1e-6, 1)):
        gone = left(
            1, 0, 6 * HOUR_S + more_s, Outcome.WITHDRAWN, channel=MAIL, queue=1, deadline_tick=round(6 * HOUR_S) * 10**6
        )
        assert values([gone], "reply_breaches") == {"reply_breaches": breaches}


def test_withdrawn_letters_leave_the_backlog() -> None:
    """Taken out in the window it is gone; taken out after it, it lay there when the window ended."""
    contacts = [left(1, 0, DAY_S - 1e-6, Outcome.WITHDRAWN, channel=MAIL, queue=1)]
    contacts += [left(2, 0, DAY_S, Outcome.WITHDRAWN, channel=MAIL, queue=1)]
    assert values(contacts, "backlog_at_end") == {"backlog_at_end": 1}


def test_every_contact_offered_ends_as_one_thing() -> None:
    """N = H + L + F + W + X + Q by every cut, with sessions and follow-ups beside it."""
    contacts = [
        answered(1, 0),
        left(2, 0, 5),
        left(3, 0, 5, Outcome.DISCONNECTED),
        left(4, 0, 5, Outcome.WITHDRAWN, channel=MAIL, queue=1),
        waiting(5, 0),
        session(6, 0, 60, channel=BOT),
        answered(1, 900, visit=1, reason=Reason.FOLLOW_UP),
    ]
    sums = measure(build_record(contacts), centre()).values
    parts = ("answered", "abandoned", "flow_outs", "withdrawn", "disconnected", "still_open")
    for cut in ("all", "channel", "queue", "segment", "intent"):
        assert (sums["offered"][cut] == sum(sums[name][cut] for name in parts)).all()
    assert sums["offered"]["all"][0] == 5


def test_unlinked_chase_is_worked_twice() -> None:
    """The call solves it, the letter that waited is opened later all the same: one duplicate, booked on the letter."""
    contacts = [
        answered(1, 0, 12 * HOUR_S, 120, channel=MAIL, queue=1, is_resolved=-1),
        answered(1, 4 * HOUR_S, 30, 300, visit=1, reason=Reason.CHASE),
    ]
    sums = measure(build_record(contacts), centre())
    assert value("duplicates_worked", sums, "channel", MAIL) == 1
    assert value("duplicates_worked", sums, "channel", PHONE) == 0
    assert value("duplicate_rate", sums) == 1 / 2
    assert value("duplicates_per_issue", sums) == 1.0
    assert value("aht", sums) == (120 + 300) / 2


@pytest.mark.parametrize(("opened_s", "duplicates"), [(159.999999, 0), (160.0, 1), (160.000001, 1)])
def test_a_duplicate_is_opened_when_the_issue_is_resolved_or_later(opened_s: float, duplicates: int) -> None:
    """Talk that solves the issue ends before work is taken up on the same tick; one opened before runs in full."""
    contacts = [answered(1, 0, opened_s, 60, is_resolved=0), answered(1, 100, 0, 60, visit=1, reason=Reason.CHASE)]
    assert values(contacts, "duplicates_worked") == {"duplicates_worked": duplicates}


def test_what_opens_an_issue_again_is_no_duplicate() -> None:
    """A customer who comes back after the issue was resolved has not been worked twice; nor has a follow-up."""
    again = answered(1, 60, 0, 60, visit=1, reason=Reason.RETURN)
    called = answered(2, 500, 0, 60, visit=1, reason=Reason.FOLLOW_UP)
    planned = answered(3, 30, 500, 60, visit=1, reason=Reason.FOLLOW_UP)
    contacts = [answered(1, 0), again, answered(2, 0), called, answered(3, 0), planned]
    assert values(contacts, "duplicates_worked") == {"duplicates_worked": 0}


def test_what_is_opened_after_the_issue_came_back_is_no_duplicate() -> None:
    """The call solved it, the customer came again, and then the letter is opened: it is worked for the first time on
    what is open; opened on that very tick, before the arrival, it still was a duplicate.
    """
    noon_s, solved_s = 12 * HOUR_S, 4 * HOUR_S + 330
    for again_s, opened_s, duplicates in ((noon_s, noon_s, 1), (noon_s, noon_s + 1e-6, 0), (solved_s, noon_s, 0)):
        contacts = [
            answered(1, 0, opened_s, 120, channel=MAIL, queue=1, is_resolved=0),
            answered(1, 4 * HOUR_S, 30, 300, visit=1, reason=Reason.CHASE),
            waiting(1, again_s, visit=2, reason=Reason.RETURN),
        ]
        assert values(contacts, "duplicates_worked") == {"duplicates_worked": duplicates}


def test_redirects_are_booked_on_who_sends_away() -> None:
    """One of two callers is sent to the letterbox: half of the phone's answered contacts, none of the letters."""
    contacts = [
        answered(1, 0),
        answered(2, 0, 0, 60, is_resolved=0),
        answered(2, 4000, HOUR_S, 60, visit=1, channel=MAIL, queue=1, reason=Reason.REDIRECT),
    ]
    sums = measure(build_record(contacts), centre())
    assert value("redirect_rate", sums, "channel", PHONE) == 1 / 2
    assert value("redirect_rate", sums, "pool", 0) == 1 / 3
    assert value("redirect_rate", sums, "channel", MAIL) == 0.0
    assert value("contacts_per_issue", sums) == 3 / 2
    assert value("fcr_true", sums) == 1 / 2


def test_follow_ups_are_work_of_the_centre() -> None:
    """A call the centre makes is no contact of the customer, no wait, no channel used; its work has its own row."""
    follow_up = answered(
        1, 4000, 600, 200, visit=1, reason=Reason.FOLLOW_UP, wrap_up_s=40, is_resolved=-1, channel=PHONE
    )
    contacts = [answered(1, 0, HOUR_S, HOUR_S, channel=MAIL, queue=1), follow_up]
    wanted = {
        "offered": 1,
        "answered": 1,
        "aht": HOUR_S,
        "contacts_per_issue": 1.0,
        "channels_per_issue": 1.0,
        "one_contact_resolution": 1.0,
        "fcr_observed": 1.0,
        "no_repeat_rate": 1.0,
        "wait_per_issue": 0.0,
        "follow_ups": 1,
        "follow_ups_per_issue": 1.0,
        "follow_up_time": 240.0,
    }
    sums = measure(build_record(contacts), centre())
    assert {name: value(name, sums) for name in wanted} == wanted
    assert math.isnan(value("asa", sums, "channel", PHONE))
    assert math.isnan(value("service_level_short_excluded", sums, "channel", PHONE))


def test_a_customer_who_must_repeat_in_a_follow_up_repeats() -> None:
    """Whoever rings whom: a story told twice is told twice."""
    contacts = [answered(1, 0), answered(1, 900, visit=1, reason=Reason.FOLLOW_UP, story=Story.LOST)]
    assert values(contacts, "repeats_per_issue") == {"repeats_per_issue": 1.0}


def test_time_to_resolution_runs_on_the_hours_of_the_first_channel() -> None:
    """From 19:59 to 08:01 twelve hours and two minutes by the wall, two minutes of hours from 8 to 20."""
    world = centre(spans_h=((8, 20), (32, 44)), follow=1)
    contacts = [answered(1, 20 * HOUR_S - 60, 12 * HOUR_S, 120, channel=MAIL, queue=1)]
    sums = measure(build_record(contacts), world)
    assert value("time_to_resolution", sums) == 12 * HOUR_S + 120
    assert value("time_to_resolution_working", sums) == 120.0


def test_what_is_lost_in_the_hand_off_is_a_share_of_what_is_passed_on() -> None:
    """Of four passed on one never arrives; who is sent elsewhere, or nowhere, does not count."""
    contacts = [answered(number, 10.0 * number, way=way) for number, way in enumerate((2, 2, 2, 3, 1, 0))]
    assert value("lost_in_hand_off", measure(build_record(contacts), build_world())) == 0.25
