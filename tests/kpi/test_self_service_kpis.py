"""Self-service on hand-made contacts: containment, what became of it, and what it spared people."""

import math

import pytest

from sim.experiment.answer import why_blank
from sim.kpi import CATALOG, Sums, measure, replication_value
from sim.rules.lifecycle import ChannelKind, Outcome, Reason
from sim.world.world import World
from tests.kpi.builder import Row, answered, build_record, build_world, left, session, turned_away

BOT, PHONE, MAIL = 0, 1, 2
DAY_S = 86_400.0


def bot_and_phone(**more: int) -> World:
    kinds = (ChannelKind.SELF_SERVICE, ChannelKind.LIVE, ChannelKind.DEFERRED)
    queues = [[[-1]], [[0]], [[1]]]
    return build_world(kinds=kinds, target_s=(-1.0, 20.0, -1.0), n_queues=2, queue_of=queues, **more)


def value(name: str, sums: Sums, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], sums, cut, index)


def values(contacts: list[Row], world: World, *names: str) -> dict[str, float]:
    sums = measure(build_record(contacts), world)
    return {name: value(name, sums) for name in names}


def five_sessions() -> list[Row]:
    """1 helped; 2 only gone, for ever; 3 only gone, calls an hour later; 4 handed on and helped; 5 failed, gives up."""
    phone = {"channel": PHONE, "visit": 1}
    return [
        session(1, 0, 120),
        session(2, 0, 60, is_resolved=0),
        session(3, 0, 60, is_resolved=0),
        answered(3, 3660, 0, 300, reason=Reason.SWITCH, **phone),
        session(4, 0, 180, Outcome.ANSWERED),
        answered(4, 180, 20, 300, reason=Reason.ESCALATION, **phone),
        session(5, 0, 180, Outcome.ANSWERED),
    ]


def test_five_sessions() -> None:
    """Three of five contained, four kept from people, two truly contained, one helped, one handed on."""
    wanted = {
        "sessions": 5,
        "containment_naive": 3 / 5,
        "containment_no_agent": 4 / 5,
        "containment_true": 2 / 5,
        "self_service_resolution": 1 / 5,
        "escalation_rate": 1 / 5,
        "self_service_time": (120 + 60 + 60 + 180 + 180) / 5,
        "deflection": 1 / 5,
        "resolution_rate": 3 / 5,
    }
    assert values(five_sessions(), bot_and_phone(follow=1), *wanted) == pytest.approx(wanted)


def test_sessions_stand_outside_the_queues_and_the_people() -> None:
    """Two contacts reach the phone: they alone are offered, answered, handled, waited and counted in FCR."""
    wanted = {"offered": 2, "answered": 2, "aht": 300, "asa": 10, "fcr_true": 1.0, "session_time": 300}
    sums = measure(build_record(five_sessions()), bot_and_phone(follow=1))
    assert {name: value(name, sums) for name in wanted} == wanted
    assert value("offered", sums, "channel", BOT) == 0
    assert math.isnan(value("aht", sums, "channel", BOT))
    assert math.isnan(value("service_level_short_excluded", sums, "channel", BOT))
    assert sums.values["issues_handled"]["all"][0] == 2


@pytest.mark.parametrize(("gap_s", "true"), [(DAY_S, 0.0), (DAY_S + 1e-6, 1.0)])
def test_back_within_a_day_is_counted_from_the_end_of_the_session(gap_s: float, true: float) -> None:
    """A contact 24 h after the session's end is a repeat, one a tick later is not."""
    contacts = [session(1, 0, 60, is_resolved=0), session(1, 60 + gap_s, 60, visit=1, reason=Reason.RETURN)]
    sums = measure(build_record(contacts), bot_and_phone(measure=1, follow=2))
    assert value("containment_true", sums) == true
    assert value("containment_naive", sums) == 1.0


def test_the_centre_calling_back_is_no_repeat() -> None:
    """A planned follow-up within the day leaves a contained session contained, but a person has dealt with it."""
    contacts = [session(1, 0, 60), answered(1, 100, visit=1, channel=PHONE, reason=Reason.FOLLOW_UP, is_resolved=-1)]
    wanted = {"containment_true": 1.0, "deflection": 0.0}
    assert values(contacts, bot_and_phone(follow=1), *wanted) == wanted


@pytest.mark.parametrize(("ends_s", "followed"), [(2 * DAY_S - 1e-6, 1), (2 * DAY_S, 0)])
def test_sessions_not_followed_for_a_day_are_left_out(ends_s: float, followed: int) -> None:
    """Of 24 h after the session the last tick, too, must lie in the horizon; else true containment leaves it out."""
    contacts = [session(1, ends_s - 60, 60, is_resolved=0)]
    sums = measure(build_record(contacts), bot_and_phone(measure=2, follow=1))
    assert sums.values["sessions_followed"]["all"][0] == followed
    assert math.isnan(value("containment_true", sums)) == (not followed)
    assert value("containment_naive", sums) == 1.0


def test_without_a_day_of_follow_up_true_containment_says_why_it_is_blank() -> None:
    """Sessions of the only day are not followed; without any session there is nothing to follow."""
    kpi = CATALOG["containment_true"]
    some = measure(build_record([session(1, 0, 60)]), bot_and_phone())
    none = measure(build_record([]), bot_and_phone())
    assert math.isnan(value("containment_true", some))
    assert why_blank(kpi, some, "all", 0) == "no session is followed for 24 h (run.follow)"
    assert why_blank(kpi, none, "all", 0).startswith("0 / 0")


def test_a_session_that_still_runs_is_not_judged() -> None:
    """It began, so it is a session; what comes of it is not known."""
    running = session(1, 80_000, 60, Outcome.ANSWERED, talk_end_tick=-1, ended_tick=-1, is_resolved=-1)
    found = values([running], bot_and_phone(), "sessions", "containment_naive", "still_open")
    assert (found["sessions"], found["still_open"]) == (1, 0)
    assert math.isnan(found["containment_naive"])


def test_sessions_are_booked_by_arrival_in_the_window() -> None:
    """One of the settle day does not count; one that begins on the window's last tick does."""
    contacts = [session(1, DAY_S - 1e-6, 60), session(2, 2 * DAY_S - 1e-6, 60)]
    sums = measure(build_record(contacts), bot_and_phone(settle=1, measure=1, follow=1))
    assert value("sessions", sums) == 1


def test_turned_away_sessions_are_measured_against_sessions() -> None:
    """One of four finds every line of the bot taken: blocking 1/4 on the bot, 1/5 with the call of the fifth."""
    contacts = [session(k, 0, 60) for k in range(3)]
    contacts += [turned_away(3, 0, Outcome.BLOCKED, channel=BOT), answered(4, 0, channel=PHONE)]
    sums = measure(build_record(contacts), bot_and_phone())
    assert value("block_rate", sums, "channel", BOT) == 1 / 4
    assert value("block_rate", sums) == 1 / 5
    assert value("sessions", sums) == 3


def test_deflection_is_not_resolution() -> None:
    """1 the bot resolves, 2 a person resolves, 3 is given up in the bot, 4 abandons the phone and then uses the bot."""
    contacts = [
        session(1, 0, 60),
        answered(2, 0, channel=PHONE),
        session(3, 0, 60, is_resolved=0),
        left(4, 0, 50, channel=PHONE),
        session(4, 900, 60, visit=1, reason=Reason.SWITCH),
    ]
    sums = measure(build_record(contacts), bot_and_phone(follow=1))
    assert value("deflection", sums) == 2 / 4
    assert value("resolution_rate", sums) == 3 / 4
    assert value("containment_naive", sums) == 1.0
    assert value("deflection", sums, "channel", PHONE) == 1 / 2


def test_an_escalation_belongs_to_the_session_that_ended_last() -> None:
    """Two sessions of one issue, the second handed on: one of two escalated, whatever lies between."""
    contacts = [
        session(1, 0, 60, is_resolved=0),
        session(1, 4000, 60, Outcome.ANSWERED, visit=1, reason=Reason.RETURN),
        answered(1, 4060, 5, 60, visit=2, channel=PHONE, reason=Reason.ESCALATION),
    ]
    assert values(contacts, bot_and_phone(), "escalation_rate", "containment_naive") == {
        "escalation_rate": 0.5,
        "containment_naive": 0.5,
    }
