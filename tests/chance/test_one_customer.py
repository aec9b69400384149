"""One more customer changes one customer: no world row and no draw of any other (MODEL.md 3)."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine import run
from sim.record.record import Record, Table
from sim.rules.lifecycle import Outcome, Story
from sim.scenario.load import load_text
from sim.streams import Stream, draw_array, uniforms
from sim.world.build import build
from sim.world.world import World
from tests.chance.centres import SEED, TRACE, centre, played

Ints = NDArray[np.int64]
Row = tuple[int, ...]
HAND_MADE = {
    "later in its interval": "2026-03-02 09:29:00",
    "in an interval of its own": "2026-03-02 09:40:00",
    "on a day of its own": "2026-03-02 23:59:59",
    "before all others of its interval": "2026-03-02 09:01:00",
    "between two of its interval": "2026-03-02 09:10:00",
    "at the time of another": "2026-03-02 10:10:00",
}


def world_rows(world: World) -> dict[int, Row]:
    """Return what the world says of each issue."""
    a = world.arrivals
    columns = (a.tick, a.segment, a.intent, a.channel)
    return dict(zip(a.issue.tolist(), zip(*(column.tolist() for column in columns), strict=True), strict=True))


def contacts_of(record: Record, *names: str) -> dict[tuple[int, int], dict[str, int]]:
    """Return the named columns of each contact by (issue, visit)."""
    keys = zip(record.contacts["issue"].tolist(), record.contacts["visit"].tolist(), strict=True)
    rows = zip(*(record.contacts[name].tolist() for name in names), strict=True)
    return {key: dict(zip(names, row, strict=True)) for key, row in zip(keys, rows, strict=True)}


@pytest.mark.parametrize("moment", HAND_MADE.values(), ids=HAND_MADE.keys())
def test_one_more_arrival_of_a_trace_changes_no_other_issue(moment: str) -> None:
    """An arrival written at the end of a trace adds one world row, wherever in time it falls, and changes none."""
    before, _ = played(centre(what_next=""))
    after, _ = played(centre(what_next="", mail=TRACE.replace("]", f', "{moment}"]')))
    old, new = world_rows(before), world_rows(after)
    assert len(new) == len(old) + 1
    changed = {issue: (row, new.get(issue)) for issue, row in old.items() if new.get(issue) != row}
    assert not changed


def test_more_volume_only_adds_issues() -> None:
    """1.3 times the volume keeps every issue, with its tick, segment, intent and channel."""
    old, new = (world_rows(played(centre(scale=scale, what_next=""))[0]) for scale in ("1 times", "1.3 times"))
    assert len(new) > 1.2 * len(old)
    assert old.items() <= new.items()


@pytest.fixture(scope="module")
def two_volumes() -> tuple[tuple[World, Record], tuple[World, Record]]:
    """Run the centre at 1 and at 1.3 times the volume, so that queues, answers and journeys differ."""
    return played(centre()), played(centre(scale="1.3 times"))


def test_more_volume_changes_no_time_of_any_other(two_volumes: tuple[tuple[World, Record], ...]) -> None:
    """Phone contacts worked in both runs, with the same story, at the same level, talk and wrap up equally long.

    The agents hold one phone contact at a time and nothing beside it, so elapsed time is work.
    """
    names = ("channel", "talk_ticks", "wrap_up_ticks", "story", "ended_tick", "outcome", "is_resolved")
    old, new = (contacts_of(record, *names) for _, record in two_volumes)
    both = [(old[key], new[key]) for key in old.keys() & new.keys()]
    phone = [
        (a, b)
        for a, b in both
        if a["channel"] == b["channel"] == 0
        and a["outcome"] == b["outcome"] == Outcome.ANSWERED
        and a["story"] == b["story"]
        and min(a["ended_tick"], b["ended_tick"]) >= 0
    ]
    assert len(phone) > 250
    assert any(a["story"] == Story.LOST for a, _ in phone)
    assert any(a["ended_tick"] != b["ended_tick"] for a, b in phone), "the runs are to differ by queueing"
    for name in ("talk_ticks", "wrap_up_ticks", "is_resolved"):
        assert [a[name] for a, _ in phone] == [b[name] for _, b in phone]


def test_more_volume_changes_no_patience_of_any_other(two_volumes: tuple[tuple[World, Record], ...]) -> None:
    """Who abandons in both runs has waited equally long; who is answered in one had waited less than in the other."""
    names = ("channel", "queued_tick", "answered_tick", "ended_tick", "outcome")
    old, new = (contacts_of(record, *names) for _, record in two_volumes)
    n_left = 0
    for key in old.keys() & new.keys():
        one, other = old[key], new[key]
        if one["channel"] != other["channel"] or min(one["queued_tick"], other["queued_tick"]) < 0:
            continue
        waits = [
            (
                r["outcome"],
                max(r["answered_tick"], r["ended_tick"] if r["answered_tick"] < 0 else -1) - r["queued_tick"],
            )
            for r in (one, other)
        ]
        left = [wait for outcome, wait in waits if outcome == Outcome.ABANDONED]
        answered = [wait for outcome, wait in waits if outcome == Outcome.ANSWERED]
        n_left += len(left) == 2
        assert len(set(left)) <= 1
        assert not (left and answered) or answered[0] <= left[0]
    assert n_left > 30


def test_more_volume_changes_no_next_step_of_any_other(two_volumes: tuple[tuple[World, Record], ...]) -> None:
    """A contact that failed for the same cause in both runs leads to the same channel after the same delay."""
    names = ("channel", "ended_tick", "talk_end_tick", "outcome", "is_resolved", "arrived_tick", "reason")
    old, new = (contacts_of(record, *names) for _, record in two_volumes)
    n_next = 0
    for key in old.keys() & new.keys():
        rows = [old[key], new[key]]
        if len({(r["channel"], r["outcome"], r["is_resolved"]) for r in rows}) > 1:
            continue
        nexts = [table.get((key[0], key[1] + 1)) for table in (old, new)]
        steps = []
        for row, after in zip(rows, nexts, strict=True):
            failed = row["talk_end_tick"] if row["outcome"] == Outcome.ANSWERED else row["ended_tick"]
            steps.append(None if after is None else (after["channel"], after["reason"], after["arrived_tick"] - failed))
        if None in steps:  # beyond the horizon in one of the runs
            continue
        n_next += 1
        assert steps[0] == steps[1], key
    assert n_next > 150


def test_draws_are_what_stands_at_their_addresses_however_many_issues_there_are() -> None:
    """Some 90,000 issues, more than any block or cache holds: times and answers of all visits are those at the address.

    Draws come in blocks of issues by their place among arrivals; a place must never show in what is drawn.
    """
    text = """
schema: 1
name: many
run: {start: 2026-03-02, measure: 3 days}
demand: {counts: first_contacts, by_channel: {phone: {rate: {"00:00": 1250 per h}}}}
intents: {help: {}}
segments: {everybody: {patience: "exponential, mean 1 h"}}
channels: {phone: {kind: live}}
service: {help: {phone: {talk: "mean 1 min, cv 1", wrap_up: "exponential, mean 20 s", solved: 90 %}}}
what_next:
  at_most: 3 visits
  not_solved: {same: 70 %, after: "exponential, mean 3 h"}
  abandoned: {same: 70 %, after: "exponential, mean 3 h"}
queues: {phone: {of: phone}}
pools: {team: {headcount: on_queue, staff: {daily: {"00:00": 30, "12:00": 0, "18:00": 45}}, skills: {phone: level 3}}}
serves: {team: [phone]}
"""
    world = build(load_text(text, "many.yaml"), "as_is", SEED, 0)
    contacts, behaviour = run(world).contacts, world.behaviour
    assert len(np.unique(contacts["issue"])) > 80_000
    n_left = 0
    for visit in range(3):
        c = {name: column[contacts["visit"] == visit] for name, column in contacts.items()}

        def drawn(stream: Stream, table: int, issue: Ints = c["issue"], visit: int = visit) -> Ints:
            return draw_array(behaviour.tables[table], uniforms(SEED, 0, stream, issue, visit))

        is_over = (c["outcome"] == Outcome.ANSWERED) & (c["ended_tick"] >= 0)
        left = c["outcome"] == Outcome.ABANDONED
        n_left += int(left.sum())
        assert is_over.sum() > 500
        assert (c["talk_ticks"] == drawn(Stream.TALK, behaviour.talk[0, 0, 0]))[is_over].all()
        assert (c["wrap_up_ticks"] == drawn(Stream.WRAP_UP, behaviour.wrap_up[0, 0, 0]))[is_over].all()
        assert (c["ended_tick"] - c["queued_tick"] == drawn(Stream.PATIENCE, behaviour.patience[0, 0, 0]))[left].all()
        is_solved = uniforms(SEED, 0, Stream.RESOLVED, c["issue"], visit) * 2.0**-53 < 0.9
        assert (c["is_resolved"] == is_solved)[is_over].all()
        assert _delays_are_drawn(contacts, c, visit, drawn(Stream.NEXT_DELAY, behaviour.next_delay[0, 0, 0]))
    assert n_left > 5000


def _delays_are_drawn(contacts: Table, c: Table, visit: int, delay: Ints) -> bool:
    """Tell whether the contacts after those of a visit arrive after the delays drawn for these."""
    later = contacts["visit"] == visit + 1
    place = np.searchsorted(c["issue"], contacts["issue"][later])
    failed = np.where(c["answered_tick"] >= 0, c["talk_end_tick"], c["ended_tick"])[place]
    return bool((contacts["arrived_tick"][later] - failed == np.maximum(delay[place], 1)).all())
