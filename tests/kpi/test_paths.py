"""Paths of issues on hand-made contacts, and against a plain loop on random records."""

import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kpi import PATH_CUTS, PATH_SUMS, Paths, measure_paths
from sim.rules.lifecycle import ChannelKind, Outcome, Reason
from tests.kpi.builder import DAY, S, answered, build_record, build_world, left, session
from tests.kpi.random_record import random_record, random_world
from tests.naive.kpi_facts_twin import FIRST_CALL
from tests.naive.kpi_twin import Naive

CHANCE = st.integers(0, 2**32).map(random.Random)
BOT, PHONE, MAIL = 0, 1, 2
KINDS = (ChannelKind.SELF_SERVICE, ChannelKind.LIVE, ChannelKind.DEFERRED)


def by_path(found: Paths) -> dict[str, dict[str, float]]:
    """Rows by path, where each path has one row."""
    assert len(set(found.path)) == len(found.path)
    return {path: {name: float(found.sums[name][k]) for name in PATH_SUMS} for k, path in enumerate(found.path)}


def test_a_path_is_channels_in_order_and_why() -> None:
    """Bot, escalation, redial: one path, whose waits are the customer's and whose handle time is that of people."""
    contacts = [
        session(1, 100, 60, Outcome.ANSWERED, channel=BOT),
        left(1, 160, 40, visit=1, channel=PHONE, reason=Reason.ESCALATION),
        answered(1, 500, 30, 200, visit=2, channel=PHONE, reason=Reason.REDIAL, wrap_up_s=20),
        answered(1, 4000, 999, 50, visit=3, channel=PHONE, reason=Reason.FOLLOW_UP, is_resolved=-1),
        answered(2, 100, 3000, 600, channel=MAIL),
        answered(3, 200, 1000, 600, channel=MAIL, is_resolved=0),
    ]
    found = measure_paths(build_record(contacts), build_world(kinds=KINDS, target_s=(-1, 20, -1)))
    assert by_path(found) == {
        "c0 > c1 (escalation) > c1 (redial) > c1 (follow up)": {
            "issues": 1,
            "resolved": 1,
            "wait_s": 70,
            "reply_wait_s": 0,
            "handle_s": 270,
        },
        "c2": {"issues": 2, "resolved": 1, "wait_s": 0, "reply_wait_s": 3600 + 1600, "handle_s": 1200},
    }


def test_paths_are_cut_by_first_channel_segment_and_intent() -> None:
    """One path of two segments has two rows; the channel is that of the first contact, whatever came later."""
    contacts = [answered(1, 0), answered(2, 0, segment=1), answered(3, 0, channel=1, is_resolved=0)]
    contacts += [answered(3, 900, visit=1, reason=Reason.SWITCH)]
    world = build_world(kinds=(0, 1), target_s=(20, 20), n_segments=2)
    found = measure_paths(build_record(contacts), world)
    rows = list(zip(found.path, *(found.index[cut].tolist() for cut in PATH_CUTS), strict=True))
    assert rows == [("c0", 0, 0, 0), ("c0", 0, 1, 0), ("c1 > c0 (switch)", 1, 0, 0)]


def test_paths_count_issues_by_birth() -> None:
    """An issue born before the window has no path in it; one born on its last tick has, with all that came later."""
    contacts = [answered(1, (DAY - 1) / S), answered(2, (2 * DAY - 1) / S, is_resolved=0)]
    contacts += [answered(2, 2.5 * DAY / S, visit=1, reason=Reason.RETURN)]
    found = measure_paths(build_record(contacts), build_world(settle=1, follow=1))
    assert found.path == ("c0 > c0 (return)",)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(CHANCE)
def test_paths_equal_a_plain_loop(chance: random.Random) -> None:
    """Every row and every sum is what a loop over issues finds."""
    world = random_world(chance)
    record = random_record(chance, world)
    found, twin = measure_paths(record, world), Naive(record, world)
    wanted: dict[tuple[str, int, int, int], dict[str, float]] = defaultdict(lambda: dict.fromkeys(PATH_SUMS, 0.0))
    for issue in twin.issues:
        if not twin.here(issue) or issue["issue"] >= FIRST_CALL:
            continue
        mine = sorted(twin.by_issue[issue["issue"]], key=lambda c: c["visit"])
        words = []
        for c in mine:
            name = Reason(c["reason"]).name.lower().replace("_", " ")
            words.append(f"c{c['channel']}" + (f" ({name})" if c["reason"] else ""))
        row = wanted[" > ".join(words), issue["channel"], issue["segment"], issue["intent"]]
        row["issues"] += 1
        row["resolved"] += issue["outcome"] == 0
        for c in mine:
            if not twin.is_machine(c):
                row["handle_s"] += twin.handle(c) / S
            if twin.is_queued(c) and not twin.is_callback(c):
                name, ticks = ("wait_s", twin.wait(c)) if twin.is_live(c) else ("reply_wait_s", twin.reply_wait(c))
                row[name] += ticks / S
    keys = list(zip(found.path, *(found.index[cut].tolist() for cut in PATH_CUTS), strict=True))
    assert keys == sorted(wanted)
    for k, key in enumerate(keys):
        assert {name: found.sums[name][k] for name in PATH_SUMS} == pytest.approx(wanted[key])
