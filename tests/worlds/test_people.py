"""People who do not come, come late, or are new: what an engine makes of such a staffing (MODEL.md 7, People).

Shares are 0 or 100 %, times fixed, so that every world can be worked by hand; who is drawn when is the matter of
tests/world/test_absence.py.
"""

from pathlib import Path

import pytest

from sim.kpi import CATALOG, measure, replication_value


def value(day, name: str, pool: int = -1) -> float:
    """A KPI of a played world, of all or of one pool."""
    sums = measure(day.record, day.world)
    return replication_value(CATALOG[name], sums, "all" if pool < 0 else "pool", max(pool, 0))


def team(words: str, breaks: str = "", channel: str = "phone") -> str:
    """Write a team of one person from nine to noon with these words and breaks."""
    return f"""
pools:
  team:
    headcount: on_queue
    shifts: {{day: {{hours: "daily 09:00-12:00", agents: 1, breaks: {{{breaks}}}}}}}
    skills: {{{channel}: level 3}}
    {words}
"""


def test_nobody_of_an_absent_team_comes_and_the_others_do_all(play):
    """Both teams serve the phone; all of the first are absent, so the second takes call after call alone."""
    day = play(
        """
        pools:
          gone: {headcount: on_queue, absent: 100 %, shifts: {day: {hours: "daily 09:00-12:00", agents: 2}},
                 skills: {phone: level 3}}
          team: {headcount: on_queue, staff: {daily: {"09:00": 1, "12:00": 0}}, skills: {phone: level 3}}
        serves: {gone: [phone], team: [phone]}
        """,
        phone="09:00, 09:00:30, 09:05",
    )
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:00    | 09:01
        phone 2 | team 1 | 09:01    | 09:02
        phone 3 | team 1 | 09:05    | 09:06
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 12:00 | on_queue
    """)
    assert (value(day, "scheduled_hours"), value(day, "paid_hours"), value(day, "on_queue_hours")) == (9, 9, 3)
    assert (value(day, "adherence"), value(day, "conformance")) == (0, 0)
    assert value(day, "occupancy") == pytest.approx(3 / 180)


def test_absent_heads_are_away_from_midnight_to_midnight(play):
    """All three heads of Monday and Tuesday are absent: a call of Monday waits for ever."""
    day = play(
        """
        run: {start: 2026-03-02, measure: 2 days}
        pools: {team: {headcount: on_queue, absent: 100 %, staff: {daily: 3}, skills: {phone: level 3}}}
        """,
        phone="09:00",
    )
    day.contacts("""
        issue   | queued | answered | outcome
        phone 1 | 09:00  | -        | open
    """)
    day.duties("agent | start | end | kind")


def test_a_call_waits_for_who_is_late(play):
    """Six minutes late: the calls of 09:00 and 09:03 are taken from 09:06 on, the first tick they can be."""
    day = play(team("late: {share: 100 %, by: 6 min}"), phone="09:00, 09:03, 09:10")
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 09:00  | 09:06    | 09:07
        phone 2 | 09:03  | 09:07    | 09:08
        phone 3 | 09:10  | 09:10    | 09:11
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:06 | 12:00 | on_queue
    """)
    assert value(day, "scheduled_hours") == value(day, "paid_hours") == 3
    assert value(day, "adherence") == value(day, "conformance") == pytest.approx(174 / 180)


def test_late_and_stay_late_conforms_and_does_not_adhere(play):
    """Six minutes late, and a call that ends six minutes after the shift: 100 % conformance, 96.7 % adherence."""
    day = play(team("late: {share: 100 %, by: 6 min}") + "service: {help: {phone: {talk: 10 min}}}\n", phone="11:56")
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:06 | 12:00 | on_queue
        team 1 | 12:00 | 12:06 | overtime
    """)
    assert value(day, "adherence") == pytest.approx(174 / 180)
    assert value(day, "conformance") == pytest.approx(1)


def test_who_comes_within_a_break_has_the_rest_of_it(play):
    """A break of 09:00 to 09:30 and 20 min late: off the queues from 09:20 to 09:30, then the call of 09:25."""
    day = play(team("late: {share: 100 %, by: 20 min}", 'tea: {at: "09:00", lasts: 30 min}'), phone="09:25")
    day.contacts("""
        issue   | answered
        phone 1 | 09:30
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:20 | 09:30 | off_queue
        team 1 | 09:30 | 12:00 | on_queue
    """)
    assert value(day, "adherence") == pytest.approx(160 / 180)
    assert value(day, "conformance") == pytest.approx(1)


def test_who_comes_within_a_break_first_takes_what_waits(play):
    """On one tick coming (rank 1) goes before the start of a break (rank 2): the call of 09:15 is taken at 09:20, and
    the ten minutes that were left of the break follow it.
    """
    day = play(team("late: {share: 100 %, by: 20 min}", 'tea: {at: "09:00", lasts: 30 min}'), phone="09:15")
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:20 | 09:21 | on_queue
        team 1 | 09:21 | 09:31 | off_queue
        team 1 | 09:31 | 12:00 | on_queue
    """)


def test_a_break_missed_by_coming_late_is_gone(play):
    """A break of 09:00 to 09:30 and 40 min late: there is no break any more."""
    day = play(team("late: {share: 100 %, by: 40 min}", 'tea: {at: "09:00", lasts: 30 min}'), phone="09:41")
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:40 | 12:00 | on_queue
    """)
    assert value(day, "adherence") == pytest.approx(140 / 180)
    assert value(day, "conformance") == pytest.approx(140 / 150)


def test_late_to_the_last_tick_is_not_there_at_all(play):
    """Three hours late to a duty of three hours."""
    day = play(team("late: {share: 100 %, by: 3 h}"), phone="09:00")
    day.duties("agent | start | end | kind")


def test_a_break_that_begins_late_costs_adherence(play):
    """A call to 10:04 delays the break of ten by four minutes, and its end too: eight minutes are not as planned."""
    day = play(
        team("absent: 0 %", 'tea: {at: "10:00", lasts: 30 min}') + "service: {help: {phone: {talk: 5 min}}}\n",
        phone="09:59",
    )
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:04 | on_queue
        team 1 | 10:04 | 10:34 | off_queue
        team 1 | 10:34 | 12:00 | on_queue
    """)
    assert value(day, "adherence") == pytest.approx(172 / 180)
    assert value(day, "conformance") == pytest.approx(1)


ROSTER = """\
agent,start,end,activity
anna,2026-03-02 09:00,2026-03-02 10:00,on_queue
anna,2026-03-02 10:00,2026-03-02 10:15,break
anna,2026-03-02 10:15,2026-03-02 10:30,meeting
anna,2026-03-02 10:30,2026-03-02 11:00,on_queue
ben,2026-03-02 10:40,2026-03-02 12:00,on_queue
anna,2026-03-02 11:30,2026-03-02 12:00,on_queue
"""


@pytest.fixture
def by_roster(play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return `by_roster(words, phone=…)`: the plain centre with a team by the roster above."""
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text(ROSTER, encoding="utf-8")

    def played(words: str = "", **arrivals: str):
        pool = f"{{headcount: scheduled, roster: people.csv, skills: {{phone: level 3}}{words}}}"
        return play(f"pools: {{team: {pool}}}\n", **arrivals)

    return played


def test_a_roster_is_worked(by_roster):
    """The call of ten comes as the break begins, and waits through the meeting right after it, for it is one span;
    at 11:00 Anna goes, so Ben takes that call; at 11:30 she is back, and is not the longest idle."""
    day = by_roster(phone="10:00, 11:00, 11:30, 11:30:10")
    day.contacts("""
        issue   | agent  | queued   | answered | ended
        phone 1 | team 1 | 10:00    | 10:30    | 10:31
        phone 2 | team 2 | 11:00    | 11:00    | 11:01
        phone 3 | team 2 | 11:30    | 11:30    | 11:31
        phone 4 | team 1 | 11:30:10 | 11:30:10 | 11:31:10
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:00 | on_queue
        team 1 | 10:00 | 10:30 | off_queue
        team 1 | 10:30 | 11:00 | on_queue
        team 1 | 11:30 | 12:00 | on_queue
        team 2 | 10:40 | 12:00 | on_queue
    """)
    assert value(day, "scheduled_hours") == value(day, "paid_hours") == pytest.approx(2.5 + 80 / 60)
    assert value(day, "adherence") == value(day, "conformance") == pytest.approx(1)


def test_duties_of_a_roster_begin_late(by_roster):
    """Each of the three duties begins 15 minutes later: Anna's at 09:15 and 11:45, Ben's at 10:55."""
    day = by_roster(", late: {share: 100 %, by: 15 min}", phone="09:00")
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:15 | 10:00 | on_queue
        team 1 | 10:00 | 10:30 | off_queue
        team 1 | 10:30 | 11:00 | on_queue
        team 1 | 11:45 | 12:00 | on_queue
        team 2 | 10:55 | 12:00 | on_queue
    """)
    assert value(day, "adherence") == pytest.approx((230 - 45) / 230)
    assert value(day, "conformance") == pytest.approx((200 - 45) / 200)


def test_newcomers_are_slower(play):
    """Uniform 0 to 100 days: the first of two has been there 25 days (level 1, 1.5 times), the second 75 (level 2)."""
    day = play(
        """
        pools:
          team:
            headcount: on_queue
            staff: {daily: 2}
            skills: {phone: level 3}
            tenure: uniform 0 days to 100 days
            learning: {level 2: 50 days, level 3: 90 days}
        levels: {level 1: {handle_time: 1.5 times}, level 2: {handle_time: 1.2 times}}
        """,
        phone="09:00, 09:00",
    )
    day.contacts("""
        issue   | agent  | level | ended
        phone 1 | team 1 | 1     | 09:01:30
        phone 2 | team 2 | 2     | 09:01:12
    """)
