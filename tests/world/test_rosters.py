"""Facts about rosters on the calendar: duties, time off the queues, what is cut, and what is scheduled and paid."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.world.build import Blueprint
from tests.world.test_absence import HOUR, duties, is_absent, spells

HEAD = "agent,start,end,activity\n"


@pytest.fixture
def rostered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: Callable[..., Blueprint]
) -> Callable[..., Blueprint]:
    """Return `rostered(rows, key=yaml, …)`: the plain centre with a team by a roster of these rows, lowered.

    `words` are further keys of the pool.
    """
    monkeypatch.chdir(tmp_path)

    def lowered(rows: str, words: str = "", skills: str = "{phone: 3}", **keys: str) -> Blueprint:
        lines = [line.strip() for line in rows.strip().splitlines()]
        Path("roster.csv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
        pool = f"{{headcount: scheduled, roster: roster.csv, skills: {skills}{words}}}"
        return plan(pools=f"{{team: {pool}}}", **keys)

    return lowered


def hours_of(blueprint: Blueprint) -> tuple[list[float], list[float]]:
    """Scheduled and paid hours of the team by day."""
    s = blueprint.staffing
    return (s.scheduled_ticks[0] / HOUR).tolist(), (s.paid_ticks[0] / HOUR).tolist()


def test_touching_rows_are_one_duty_and_a_gap_ends_it(rostered):
    """Anna works 8 to 12 with a break, goes, and is back 13 to 17, with a meeting; Ben's order does not matter."""
    blueprint = rostered("""
        anna,2026-03-02 08:00,2026-03-02 10:00,on_queue
        anna,2026-03-02 10:00,2026-03-02 10:15,break
        anna,2026-03-02 10:15,2026-03-02 12:00,on_queue
        ben,2026-03-02 12:00,2026-03-02 14:00,on_queue
        anna,2026-03-02 16:00,2026-03-02 17:00,meeting
        anna,2026-03-02 13:00,2026-03-02 16:00,on_queue
        ben,2026-03-02 10:00,2026-03-02 12:00,on_queue
    """)
    assert duties(blueprint.staffing) == [(0, 8, 12), (0, 13, 17), (1, 10, 14)]
    assert spells(blueprint.staffing) == [(0, 600, 15), (1, 960, 60)]
    assert hours_of(blueprint) == ([12], [12])


def test_spans_off_the_queues_that_touch_are_one(rostered):
    """A meeting right after a break is one span: nobody takes a call between them; one after work is another."""
    blueprint = rostered("""
        anna,2026-03-02 08:00,2026-03-02 10:00,on_queue
        anna,2026-03-02 10:00,2026-03-02 10:15,break
        anna,2026-03-02 10:15,2026-03-02 11:00,meeting
        anna,2026-03-02 11:00,2026-03-02 11:01,on_queue
        anna,2026-03-02 11:01,2026-03-02 11:02,coaching
        anna,2026-03-02 11:02,2026-03-02 12:00,on_queue
    """)
    assert duties(blueprint.staffing) == [(0, 8, 12)]
    assert spells(blueprint.staffing) == [(0, 600, 60), (0, 661, 1)]


SHIFTS = (
    '{headcount: scheduled, skills: {phone: 3}, shifts: {night: {hours: "daily 22:00-06:00", agents: 2, '
    'breaks: {tea: {at: "01:00", lasts: 15 min}}}}}'
)


def test_a_roster_of_a_shift_is_that_shift(rostered, plan):
    """Two persons of a night shift with a break, written as a roster from the evening before on: the same staffing."""
    run = "{start: 2026-03-02, measure: 2 days}"
    rows = []
    for name in ("anna", "ben"):
        for day in (1, 2, 3):
            first, next_day = f"2026-03-0{day}", f"2026-03-0{day + 1}"
            rows += [
                f"{name},{first} 22:00,{next_day} 01:00,on_queue",
                f"{name},{next_day} 01:00,{next_day} 01:15,tea",
                f"{name},{next_day} 01:15,{next_day} 06:00,on_queue",
            ]
    roster, shift = rostered("\n".join(rows), run=run), plan(run=run, pools=f"{{team: {SHIFTS}}}")
    assert duties(roster.staffing) == [(a, s, e) for a in (0, 1) for s, e in ((0, 6), (22, 30), (46, 54))]
    for name in ("pool", "duty_agent", "duty_start", "duty_end", "spell_duty", "spell_start", "spell_ticks"):
        assert getattr(roster.staffing, name).tolist() == getattr(shift.staffing, name).tolist(), name
    assert hours_of(roster) == hours_of(shift) == ([16, 16], [16, 16])
    assert roster.absence.duty_day.tolist() == shift.absence.duty_day.tolist() == [-1, 0, 1] * 2


def test_what_lies_before_the_run_is_cut_off(rostered):
    """A break and a duty that reach into the run are cut at its start; what ends with it or begins after it is none."""
    blueprint = rostered("""
        anna,2026-03-01 22:00,2026-03-01 23:30,on_queue
        anna,2026-03-01 23:30,2026-03-02 00:20,break
        anna,2026-03-02 00:20,2026-03-02 02:00,on_queue
        ben,2026-03-01 20:00,2026-03-02 00:00,on_queue
        carl,2026-03-03 00:00,2026-03-03 06:00,on_queue
        dora,2026-03-02 23:59:30,2026-03-03 06:00,on_queue
    """)
    assert duties(blueprint.staffing) == [(0, 0, 2), (3, 24 - 1 / 120, 30)]
    assert spells(blueprint.staffing) == [(0, 0, 20)]
    assert hours_of(blueprint) == ([6 + 1 / 120], [6 + 1 / 120])
    assert len(blueprint.staffing.pool) == 4


def test_paid_time_holds_holidays(rostered):
    """With a fifth out of office, eight scheduled hours are ten paid ones."""
    blueprint = rostered("anna,2026-03-02 08:00,2026-03-02 16:00,on_queue", ", shrinkage: {out_of_office: 20 %}")
    assert hours_of(blueprint) == ([8], [pytest.approx(10)])


@pytest.mark.parametrize(
    ("day", "rows", "there"),
    [
        ("2026-03-29", [("00:30", "04:00")], [(0.5, 3)]),
        ("2026-03-29", [("01:00", "02:30"), ("02:30", "04:00")], [(1, 3)]),
        ("2026-03-29", [("02:15", "02:45")], [(2.25, 2.75)]),
        ("2026-03-29", [("02:30", "03:15")], []),
        ("2026-10-25", [("01:00", "03:00")], [(1, 4)]),
        ("2026-10-25", [("02:00", "02:30")], [(2, 2.5)]),
    ],
)
def test_spans_are_of_the_local_clock(rostered, day, rows, there):
    """In autumn the clock shows 02:00 to 03:00 twice, the first time counts; in spring it skips that hour, and times in
    it are read as if it did not: half an hour after 02:15 is then what the clock shows as 03:15 to 03:45.
    """
    text = "\n".join(f"anna,{day} {a},{day} {b},on_queue" for a, b in rows)
    blueprint = rostered(text, run=f"{{start: {day}, measure: 1 day, zone: Europe/Warsaw}}")
    assert duties(blueprint.staffing) == [(0, *span) for span in there]


def test_a_span_in_the_skipped_hour_does_not_outlast_the_next(rostered):
    """A meeting 02:15 to 02:45 and work to 03:15: on the night that skips the hour only 15 minutes of work are left."""
    blueprint = rostered(
        """
        anna,2026-03-29 02:15,2026-03-29 02:45,meeting
        anna,2026-03-29 02:45,2026-03-29 03:15,on_queue
        anna,2026-03-29 01:00,2026-03-29 02:15,on_queue
        """,
        run="{start: 2026-03-29, measure: 1 day, zone: Europe/Warsaw}",
    )
    assert duties(blueprint.staffing) == [(0, 1, 2.25)]
    assert spells(blueprint.staffing) == []


def test_a_share_of_the_agents_goes_by_first_appearance(rostered):
    """Half of four have the chat: the second and the fourth who appear, whatever their names and times."""
    rows = [
        f"{name},2026-03-02 {h:02}:00,2026-03-02 {h + 1:02}:00,on_queue"
        for name, h in zip("dbca", (9, 8, 7, 6), strict=True)
    ]
    rows.append("d,2026-03-02 11:00,2026-03-02 12:00,on_queue")
    blueprint = rostered(
        "\n".join(rows),
        skills="{phone: 3, chat: {level: 2, of_agents: 50 %}}",
        channels="{phone: {kind: live}, chat: {kind: chat}}",
    )
    assert blueprint.staffing.channel_level[:, 1].tolist() == [0, 2, 0, 2]
    assert [agent for agent, *_ in duties(blueprint.staffing)] == [0, 0, 1, 2, 3]


def test_persons_of_a_roster_are_absent_and_late(rostered):
    """Persons are numbered by first appearance in the file; who comes is six minutes late."""
    rows = [
        f"{name},2026-03-0{day} 08:00,2026-03-0{day} 16:00,on_queue"
        for day in (2, 3, 4)
        for name in ("z", "y", "x", "w")
    ]
    blueprint = rostered(
        "\n".join(rows),
        ", absent: 50 %, late: {share: 100 %, by: 6 min}",
        run="{start: 2026-03-02, measure: 3 days}",
    )
    there = [(a, d) for a in range(4) for d in range(3) if not is_absent(a, d)]
    assert duties(blueprint.world(1, 0).staffing) == [(a, 24 * d + 8.1, 24 * d + 16) for a, d in there]
    assert hours_of(blueprint) == ([32] * 3, [32] * 3)
