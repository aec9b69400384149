"""Journeys of issues on hand-made contacts."""

import math

import pytest

from sim.kpi import CATALOG, Sums, measure, replication_value
from sim.rules.lifecycle import ChannelKind, Story
from tests.kpi.builder import Row, answered, build_record, build_world, left

DAY_S = 86_400.0


def value(name: str, sums: Sums, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], sums, cut, index)


def three_issues() -> list[Row]:
    """1 solved at once; 2 abandons, then is solved; 3 not solved, then solved by chat, story lost."""
    return [
        answered(1, 100, wait_s=10, talk_s=60),
        left(2, 100, 30),
        answered(2, 1000, wait_s=20, visit=1),
        answered(3, 100, wait_s=40, is_resolved=0),
        answered(3, 5000, visit=1, channel=1, story=Story.LOST),
    ]


def test_three_journeys() -> None:
    """Contacts, channels, waits, repeats and resolution of three issues, worked by hand."""
    world = build_world(kinds=(ChannelKind.LIVE, ChannelKind.CHAT), target_s=(20.0, 60.0), follow=1)
    sums = measure(build_record(three_issues()), world)
    wanted = {
        "issues": 3,
        "resolution_rate": 1.0,
        "open_share": 0.0,
        "contacts_per_issue": 5 / 3,
        "channels_per_issue": 4 / 3,
        "fcr_true": 2 / 3,
        "fcr_observed": 2 / 3,
        "no_repeat_rate": 3 / 4,
        "one_contact_resolution": 1 / 3,
        "one_and_done": 1 / 5,
        "wait_per_issue": 100 / 3,
        "repeats_per_issue": 1 / 3,
        "time_to_resolution": (70 + 980 + 4960) / 3,
    }
    assert {name: value(name, sums) for name in wanted} == pytest.approx(wanted)


def test_earliest_handled_contact_is_the_first_whatever_its_visit() -> None:
    """An abandoned first visit does not spoil first contact resolution."""
    contacts = [left(1, 0, 30), answered(1, 1000, visit=1)]
    sums = measure(build_record(contacts), build_world(follow=1))
    assert value("fcr_true", sums) == 1.0


def test_observed_and_true_fcr_part_ways() -> None:
    """Who is not helped and never comes back looks resolved; who is helped and comes back does not."""
    silent = [answered(1, 0, is_resolved=0)]
    again = [answered(2, 0), answered(2, 100, visit=1)]
    world = build_world(follow=7)
    for contacts, true, observed in ((silent, 0.0, 1.0), (again, 1.0, 0.0)):
        sums = measure(build_record(contacts), world)
        assert (value("fcr_true", sums), value("fcr_observed", sums)) == (true, observed)


@pytest.mark.parametrize(("gap_s", "observed"), [(DAY_S, 0.0), (DAY_S + 1e-6, 1.0)])
def test_window_of_repeats_runs_from_the_end_of_talk(gap_s: float, observed: float) -> None:
    """A contact W after the end of talk is a repeat; one a tick later is not."""
    contacts = [answered(1, 0, talk_s=60), answered(1, 60 + gap_s, visit=1)]
    sums = measure(build_record(contacts), build_world(measure=1, follow=1))
    assert value("fcr_observed", sums) == observed


def test_without_follow_up_days_repeats_are_not_observed() -> None:
    """Without a whole day of follow-up the observed rates are blank, the true one is not."""
    sums = measure(build_record(three_issues()), build_world(kinds=(0, 1), target_s=(20.0, 60.0)))
    assert math.isnan(value("fcr_observed", sums))
    assert math.isnan(value("no_repeat_rate", sums))
    assert value("fcr_true", sums) == pytest.approx(2 / 3)
    assert sums.thresholds.repeat_days == 0


def test_issues_count_by_birth() -> None:
    """An issue born before the window does not count, though its contacts fall into it; one born inside does."""
    contacts = [left(1, DAY_S - 1e-6, 10), answered(1, DAY_S + 10, visit=1)]
    contacts += [left(2, 2 * DAY_S - 1e-6, 10), answered(2, 2 * DAY_S + 500, visit=1)]
    sums = measure(build_record(contacts), build_world(settle=1, measure=1, follow=1))
    assert value("issues", sums) == 1
    assert value("contacts_per_issue", sums) == 2
    assert value("offered", sums) == 2


def test_first_contact_in_talk_at_the_end_is_not_handled_yet() -> None:
    """While talk goes on the outcome is not known, so the issue is not among the handled."""
    in_talk = answered(1, 80_000, talk_end_tick=-1, ended_tick=-1, is_resolved=-1)
    sums = measure(build_record([in_talk]), build_world())
    assert math.isnan(value("fcr_true", sums))
    assert value("open_share", sums) == 1.0
    assert value("answered", sums) == 1


def test_wait_for_replies_is_not_time_on_the_line() -> None:
    """A mail's six hours are wait for replies; the call's minute is wait on the line."""
    world = build_world(kinds=(ChannelKind.LIVE, ChannelKind.DEFERRED), target_s=(20.0, -1.0))
    contacts = [answered(1, 0, wait_s=3600, talk_s=5 * 3600, channel=1, is_resolved=0)]
    contacts += [answered(1, 40_000, wait_s=60, visit=1)]
    sums = measure(build_record(contacts), world)
    assert value("wait_per_issue", sums) == 60.0
    assert value("reply_wait_per_issue", sums) == 6 * 3600.0
