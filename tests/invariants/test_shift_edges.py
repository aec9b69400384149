"""Smallest worlds that showed a fault of the invariants: what meets on the tick at which a shift ends.

Clock times are ticks of Monday 2026-03-02; `north 0` is agent 0.
"""

from sim.engine import run
from sim.record.record import Record
from sim.rules.lifecycle import Duty
from sim.scenario.load import load_text
from sim.world.build import build

MINUTE = 60_000_000


def at(clock: str) -> int:
    """Return the tick of a clock time of the first day."""
    hours, minutes = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * MINUTE


def played(channel: str, talk: str, shifts: str, arrivals: list[str], *, extra: str = "") -> Record:
    """Run a centre of one channel and one pool of persons."""
    trace = ", ".join(f'"2026-03-02 {clock}:00"' for clock in arrivals)
    text = f"""
schema: 1
name: edges
run: {{start: 2026-03-02, measure: 1 day}}
demand: {{counts: first_contacts, by_channel: {{a: {{at: [{trace}]}}}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels: {{a: {{kind: {channel}}}}}
service: {{help: {{a: {{talk: {talk}}}}}}}
queues: {{a: {{of: a}}}}
pools: {{north: {{headcount: on_queue, shifts: {shifts}, skills: {{a: level 3}}}}{extra}}}
serves: {{north: [a]{", south: {a: {after: 3 min}}" if extra else ""}}}
levels: {{1: {{handle_time: 2 times}}}}
"""
    return run(build(load_text(text, "edges.yaml"), "as_is", 20260302, 0))


def rows(table: object, *names: str) -> list[tuple[int, ...]]:
    return list(zip(*(table[name].tolist() for name in names), strict=True))  # type: ignore[index]


def test_overtime_before_the_next_duty_of_the_day_is_on_record() -> None:
    """A call from 09:15 to 09:25 in a shift split at 09:20-09:23: overtime until the second part begins."""
    shifts = '{s: {hours: "daily 09:00-09:20 and daily 09:23-09:50", agents: 1}}'
    record = played("live", "10 min", shifts, ["09:15"])
    assert rows(record.spells, "start_tick", "end_tick") == [(at("09:15"), at("09:25"))]
    assert rows(record.duties, "start_tick", "end_tick", "kind") == [
        (at("09:00"), at("09:20"), Duty.ON_QUEUE),
        (at("09:20"), at("09:23"), Duty.OVERTIME),
        (at("09:23"), at("09:50"), Duty.ON_QUEUE),
    ]


def test_work_given_back_does_not_go_to_whose_shift_ends_on_the_same_tick() -> None:
    """Two shifts end at 09:30, the first agent writes, the second is idle: nobody takes it (MODEL.md 3)."""
    shifts = '{s: {hours: "daily 09:00-09:30", agents: 2}}'
    record = played("deferred", "20 min", shifts, ["09:15"])
    assert rows(record.spells, "agent", "start_tick", "end_tick") == [(0, at("09:15"), at("09:30"))]
    assert rows(record.contacts, "agent", "answered_tick", "talk_ticks") == [(0, at("09:15"), 15 * MINUTE)]


def test_a_break_that_ends_with_the_shift_takes_nothing() -> None:
    """A break cut at 09:30 by the shift's end: the contact that waits goes to the next one, at that one's level.

    `north` (level 1, which doubles the talk) has its break from 09:20 on and goes at 09:30; the contact comes at 09:27
    and may be taken by `south` (level 3) from 09:30 on. 5 min of work, not 10.
    """
    shifts = '{s: {hours: "daily 09:00-09:30", agents: 1, breaks: {late: {at: "09:20", lasts: 20 min}}}}'
    south = ", south: {headcount: on_queue, staff: {daily: 1}, skills: {a: level 3}}"
    shifts_low = shifts + ", intents: {help: level 1}"
    record = played("deferred", "5 min", shifts_low, ["09:27"], extra=south)
    columns = ("agent", "level", "answered_tick", "talk_end_tick", "talk_ticks")
    assert rows(record.contacts, *columns) == [(1, 3, at("09:30"), at("09:35"), 5 * MINUTE)]
