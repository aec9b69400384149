"""Failure demand on hand-made contacts: what comes again, why, who causes it and who pays (KPIS.md 6)."""

import math

import pytest

from sim.kpi import CATALOG, Sums, cut_names, measure, replication_value
from sim.rules.lifecycle import Cause, ChannelKind, Outcome, Reason
from sim.streams import pack_issue
from sim.world.world import World
from tests.kpi.builder import Row, answered, build_record, build_world, left, session, turned_away

PHONE, MAIL, BOT = 0, 1, 2
HOUR_S, DAY_S = 3600.0, 86_400.0
CARE, BACK, PLANNING = 0, 1, 2


def centre(**more: object) -> World:
    """Phone (pool 0, care), mail (pool 1, back office) and a bot; who abandons is a matter of planning."""
    given: dict[str, object] = {
        "kinds": (ChannelKind.LIVE, ChannelKind.DEFERRED, ChannelKind.SELF_SERVICE),
        "target_s": (20.0, -1.0, -1.0),
        "n_queues": 2,
        "queue_of": [[[0]], [[1]], [[-1]]],
        "agent_pools": (0, 1),
        "follow": 7,
        "causes": ("process", "level", "story_lost"),
        "cost_centres": ("care", "back office", "planning"),
        "pays": (CARE, BACK),
        "causing": {int(Cause.ABANDONED): PLANNING},
    }
    return build_world(**{**given, **more})  # type: ignore[arg-type]


def value(name: str, sums: Sums, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], sums, cut, index)


def by_name(name: str, sums: Sums, cut: str) -> dict[str, float]:
    """Values of a cut that are neither 0 nor blank, by name."""
    found = {of: value(name, sums, cut, index) for index, of in enumerate(cut_names(sums.names, cut))}
    return {of: number for of, number in found.items() if number > 0}


def again(issue: int, arrived_s: float, led_by: int, visit: int = 1, **more: object) -> Row:
    """A call of an hour, made because of something."""
    return answered(issue, arrived_s, 0, HOUR_S, visit=visit, led_by=led_by, **{"reason": Reason.RETURN, **more})


def three_failures() -> list[Row]:
    """1 abandons and calls again; 2 writes, and calls because the process failed; 3 is helped at once."""
    return [
        left(1, 0, 60),
        again(1, 100, Cause.ABANDONED, reason=Reason.REDIAL),
        answered(2, 0, 0, HOUR_S, channel=MAIL, queue=1, pool=1, agent=1, is_resolved=0, cause=0),
        again(2, 2 * HOUR_S, Cause.NOT_SOLVED, reason=Reason.SWITCH),
        answered(3, 0, 0, HOUR_S),
    ]


def test_two_of_five_contacts_and_half_of_the_time_are_repeats() -> None:
    """Four contacts of an hour each were worked, two of them repeats."""
    sums = measure(build_record(three_failures()), centre())
    wanted = {"failure_contacts": 2, "failure_share": 2 / 5, "failure_h": 2.0, "failure_time_share": 2 / 4}
    assert {name: value(name, sums) for name in wanted} == wanted
    assert value("failure_share", sums, "channel", PHONE) == 2 / 4
    assert value("failure_share", sums, "channel", MAIL) == 0.0
    assert value("failure_time_share", sums, "pool", 0) == 2 / 3
    assert value("failure_time_share", sums, "pool", 1) == 0.0


def test_why_they_came_again() -> None:
    """One row of what_next, and one cause of a conversation that did not resolve; shares are of all contacts."""
    sums = measure(build_record(three_failures()), centre())
    assert by_name("failure_contacts", sums, "cause") == {"abandoned": 1, "process": 1}
    assert by_name("failure_share", sums, "cause") == {"abandoned": 1 / 5, "process": 1 / 5}
    assert by_name("failure_time_share", sums, "cause") == {"abandoned": 1 / 4, "process": 1 / 4}


def test_who_causes_it_and_who_pays() -> None:
    """Planning has caused the redial, the back office the call about its letter; care pays for both."""
    sums = measure(build_record(three_failures()), centre())
    assert by_name("failure_h", sums, "caused_by") == {"planning": 1.0, "back office": 1.0}
    assert by_name("failure_h", sums, "paid_by") == {"care": 2.0}
    assert by_name("failure_time_share", sums, "paid_by") == {"care": 2 / 4}


def test_a_conversation_without_a_known_cause_is_not_solved() -> None:
    """The row of what_next stands where nobody knows more; a cause counts only where that row led on."""
    for cause, led_by, wanted in (
        (-1, Cause.NOT_SOLVED, "not_solved"),
        (1, Cause.NOT_SOLVED, "level"),
        (1, Cause.REDIRECTED, "redirected"),
    ):
        contacts = [answered(1, 0, is_resolved=0, cause=cause), again(1, 900, led_by)]
        sums = measure(build_record(contacts), centre())
        assert by_name("failure_contacts", sums, "cause") == {wanted: 1}


def test_the_cause_is_that_of_the_contact_that_led_to_it_not_of_the_one_before() -> None:
    """A letter fails after a call that failed for another reason: the third contact comes of the letter."""
    contacts = [
        answered(1, 0, 0, DAY_S / 2, channel=MAIL, queue=1, pool=1, is_resolved=0, cause=0),
        answered(1, 9000, visit=1, reason=Reason.CHASE, led_by=Cause.UNANSWERED, is_resolved=0, cause=1),
        again(1, DAY_S - 10, Cause.NOT_SOLVED, visit=2, after_visit=0),
    ]
    sums = measure(build_record(contacts), centre())
    assert by_name("failure_contacts", sums, "cause") == {"unanswered": 1, "process": 1}
    assert by_name("failure_contacts", sums, "caused_by") == {"back office": 2}


def test_legs_are_no_repeats_but_their_time_goes_with_what_they_continue() -> None:
    """Passed on to the back office: the first contact's leg is no failure demand, the repeat's is, with its cause."""
    first = [
        answered(1, 0, 0, HOUR_S, is_resolved=0),
        answered(1, HOUR_S, 0, HOUR_S, visit=1, reason=Reason.TRANSFER, pool=1, is_resolved=0),
    ]
    sums = measure(build_record(first), centre())
    assert (value("failure_contacts", sums), value("failure_h", sums), value("failure_share", sums)) == (0, 0, 0)
    repeat = [
        again(1, 3 * HOUR_S, Cause.NOT_SOLVED, visit=2),
        answered(1, 4 * HOUR_S, 0, HOUR_S, visit=3, reason=Reason.TRANSFER, pool=1),
    ]
    sums = measure(build_record(first + repeat), centre())
    assert (value("failure_contacts", sums), value("failure_h", sums)) == (1, 2)
    assert value("failure_share", sums) == 1 / 2
    assert by_name("failure_h", sums, "cause") == {"not_solved": 2.0}
    assert by_name("failure_h", sums, "caused_by") == {"back office": 2.0}
    assert by_name("failure_h", sums, "paid_by") == {"care": 1.0, "back office": 1.0}
    assert by_name("failure_contacts", sums, "paid_by") == {"care": 1}


def test_what_nobody_worked_is_caused_by_its_channel_and_paid_by_nobody() -> None:
    """A bot fails, the escalation is a leg; who is gone comes back to the bot, then finds the phone closed."""
    contacts = [
        session(1, 0, 60, channel=BOT, is_resolved=0),
        session(1, 4000, 60, visit=1, channel=BOT, reason=Reason.RETURN, led_by=Cause.BOT_GONE, is_resolved=0),
        turned_away(1, 9000, Outcome.CLOSED, visit=2, reason=Reason.SWITCH, led_by=Cause.BOT_GONE),
    ]
    sums = measure(build_record(contacts), centre())
    assert value("failure_contacts", sums) == 2
    assert value("failure_share", sums) == 2 / 3
    assert by_name("failure_contacts", sums, "caused_by") == {"c2": 2}
    assert by_name("failure_contacts", sums, "paid_by") == {}
    assert value("failure_h", sums) == 0.0
    assert math.isnan(value("failure_time_share", sums))


def test_follow_ups_are_work_but_no_failure() -> None:
    """The centre rings for an hour: half of all work, and not because something failed."""
    follow_up = answered(1, 9000, 0, HOUR_S, visit=1, reason=Reason.FOLLOW_UP, is_resolved=-1)
    more = again(1, 2 * 9000, Cause.REOPENED, visit=2, after_visit=0)
    sums = measure(build_record([answered(1, 0, 0, HOUR_S), follow_up, more]), centre())
    assert value("failure_contacts", sums) == 1
    assert value("failure_share", sums) == 1 / 2
    assert value("failure_time_share", sums) == pytest.approx(1 / 3)


def test_holds_and_wrap_ups_are_handle_time_too() -> None:
    """Half an hour each of talk, hold and wrap-up after an abandon: an hour and a half."""
    call = answered(1, 100, 0, HOUR_S / 2, hold_s=HOUR_S / 2, wrap_up_s=HOUR_S / 2, visit=1, led_by=0, reason=1)
    sums = measure(build_record([left(1, 0, 60), call]), centre())
    assert value("failure_h", sums) == 1.5


def test_contacts_count_by_arrival_and_their_time_where_it_ends() -> None:
    """A redial that arrives on the window's last tick counts, its time does not: it ends after it; and the reverse."""
    world = centre(settle=1, measure=1, follow=1)
    for arrived_s, wanted in ((2 * DAY_S - 1e-6, (1, 0.0)), (DAY_S - 1e-6, (0, 1.0))):
        sums = measure(build_record([left(1, 10, 60), again(1, arrived_s, Cause.ABANDONED)]), world)
        assert (value("failure_contacts", sums), value("failure_h", sums)) == wanted


def test_issues_averted_and_induced_have_their_own_lines() -> None:
    """Of two issues one speaks only because the chat is there; three others were averted and are not among them."""
    induced = pack_issue(128, 0, 0, 0)
    late = pack_issue(129, 0, 0, 0)
    contacts = [answered(1, 0), answered(induced, 0, channel=MAIL), answered(late, DAY_S)]
    sums = measure(build_record(contacts), centre(n_averted=3))
    assert value("issues", sums) == 2
    assert value("issues_induced", sums) == 1
    assert value("issues_induced", sums, "channel", MAIL) == 1
    assert value("issues_averted", sums) == 3
