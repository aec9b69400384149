"""Facts about slips in absence, lateness, tenure and learning, and about what stands beside a roster.

A case says what is changed, with `@@` in the line where the message must stand, and words that it must hold.
"""

from functools import partial

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load, load_text
from tests.scenario.conftest import FILE, faults_in, marked, replaced

PEOPLE = """\
schema: 1
name: People
run: {start: 2026-03-02, measure: 1 week}
demand:
  counts: first_contacts
  by_channel: {phone: {rate: {"00:00": 5 per h}}}
intents: {help: {}}
segments: {everyday: {}}
channels: {phone: {kind: live}}
service: {help: {phone: {talk: 5 min}}}
queues: {calls: {of: phone}}
pools:
  shifts:
    headcount: scheduled
    shrinkage: {in_office: 10 %, out_of_office: 12 %}
    absent: 5 %
    late:
      share: 10 %
      by: half under 3 min, 90 % under 9 min
    tenure: mean 400 days, cv 0.8
    learning:
      level 2: 30 days
      level 3: 120 days
    shifts: {all: {hours: always, agents: 3}}
    skills: {phone: level 3}
  heads:
    headcount: on_queue
    absent: 4 %
    staff: {daily: 3}
    skills: {phone: level 3}
serves: {shifts: [calls], heads: [calls]}
"""


def test_all_the_words_are_right() -> None:
    """What the other tests break has no fault and nothing doubtful."""
    assert load_text(PEOPLE).warnings == ()


edited = partial(replaced, PEOPLE)
Case = tuple[str, str, tuple[str, ...]]
LATE = "    absent: 4 %\n"

ERRORS: dict[str, Case] = {
    "absence above all": ("absent: 5 %", "absent: @@105 %", ("pools.shifts.absent", "105 %")),
    "absence without its unit": ("absent: 5 %", "absent: @@5", ("pools.shifts.absent", "5 %")),
    "absence misspelt": ("absent: 5 %", "@@abscent: 5 %", ("pools.shifts.abscent", "did you mean")),
    "late heads": (
        LATE,
        "    @@late: {share: 10 %, by: 3 min}\n",
        ("pools.heads.late", "shifts or a roster"),
    ),
    "late by nothing said": ("      by: half under 3 min, 90 % under 9 min\n", "", ("pools.shifts.late.by",)),
    "late, how many not said": ("      share: 10 %\n", "", ("pools.shifts.late.share",)),
    "late for ever": ("by: half under 3 min, 90 % under 9 min", "by: @@never", ("pools.shifts.late.by", "never")),
    "late with a tail beyond 90 days": (
        "by: half under 3 min, 90 % under 9 min",
        "by: @@mean 4 h, cv 9",
        ("pools.shifts.late.by", "90 days"),
    ),
    "late by a lone mean": (
        "by: half under 3 min, 90 % under 9 min",
        "by: @@mean 4 min",
        ("pools.shifts.late.by", "mean 4 min"),
    ),
    "tenure that teaches nothing": (
        "    learning:\n      level 2: 30 days\n      level 3: 120 days\n",
        "",
        ("pools.shifts.tenure", "learning"),
    ),
    "learning without a tenure": (
        "    tenure: mean 400 days, cv 0.8\n    learning:",
        "    @@learning:",
        ("pools.shifts.learning", "tenure"),
    ),
    "a higher level sooner": ("level 3: 120 days", "level 3: @@20 days", ("pools.shifts.learning.level 3", "level 2")),
    "level 1 is no level to learn": ("level 2: 30 days", "@@level 1: 30 days", ("pools.shifts.learning", "first day")),
    "a level twice": ("level 3: 120 days", "@@2: 120 days", ("pools.shifts.learning.2", "twice")),
    "no level": ("level 2: 30 days", "@@level 6: 30 days", ("pools.shifts.learning.level 6", "1 to 5")),
    "a level without its unit": ("level 2: 30 days", "level 2: @@30", ("pools.shifts.learning.level 2", "30")),
    "nothing learned": (
        "    learning:\n      level 2: 30 days\n      level 3: 120 days\n",
        "    @@learning: {}\n",
        ("pools.shifts.learning", "no level is named"),
    ),
    "there for ever": ("tenure: mean 400 days, cv 0.8", "tenure: @@never", ("pools.shifts.tenure", "never")),
    "tenure in years": ("tenure: mean 400 days, cv 0.8", "tenure: @@2 years", ("pools.shifts.tenure", "days")),
    "shifts and heads": (
        "    staff: {daily: 3}\n",
        "    staff: {daily: 3}\n    shifts: {all: {hours: always, agents: 3}}\n",
        ("pools.heads", "exactly one of", "staff, shifts"),
    ),
    "neither": ("    staff: {daily: 3}\n", "", ("pools.heads", "exactly one of", "none")),
    "shifts and a roster": (
        "    staff: {daily: 3}\n",
        "    roster: people.csv\n    shifts: {all: {hours: always, agents: 3}}\n",
        ("pools.heads", "exactly one of", "shifts, roster"),
    ),
    "a roster that is not there": (
        "    headcount: on_queue\n    absent: 4 %\n    staff: {daily: 3}\n",
        "    headcount: scheduled\n    roster: @@people.csv\n",
        ("pools.heads.roster", "no such file", "people.csv"),
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_a_slip_is_told_once_at_its_place(case: str) -> None:
    """One error stands in the marked line (where one is marked) and holds path and key words."""
    old, new, words = ERRORS[case]
    text, places = marked(edited((old, new)))
    told = [fault.render().splitlines()[0] for fault in faults_in(text) if fault.severity == "error"]
    head = f"{FILE}:{places[0][0]}:{places[0][1]}:" if places else f"{FILE}:"
    assert len(told) == 1, told
    assert told[0].startswith(head)
    assert all(word in told[0] for word in words), told


WARNINGS: dict[str, Case] = {
    "everybody absent": ("absent: 5 %", "absent: @@100 %", ("pools.shifts.absent", "every day")),
    "a level nobody learns": (
        "    shifts: {all: {hours: always, agents: 3}}\n    skills: {phone: level 3}",
        "    shifts: {all: {hours: always, agents: 3}}\n    skills: {phone: @@level 4}",
        ("pools.shifts.skills.phone", "level 3"),
    ),
}


@pytest.mark.parametrize("case", WARNINGS)
def test_what_is_doubtful_is_a_warning(case: str) -> None:
    """It loads, and the marked line is told."""
    old, new, words = WARNINGS[case]
    text, places = marked(edited((old, new)))
    warnings = load_text(text, FILE).warnings
    assert len(warnings) == 1
    assert warnings[0].startswith(f"{FILE}:{places[0][0]}:")
    assert all(word in warnings[0] for word in words)


def test_nobody_absent_is_nothing_doubtful() -> None:
    """0 % is said by default and may be written."""
    assert load_text(edited(("absent: 5 %", "absent: 0 %"))).warnings == ()


def test_absence_of_more_pools_than_addresses_have_numbers_for_is_refused() -> None:
    """The 257th pool can have nobody absent; the 256th can."""
    pool = "{headcount: on_queue, staff: {daily: 1}, skills: {phone: 3}%s}"
    names = [f"p{number}" for number in range(257)]
    start = PEOPLE.index("pools:")
    served = "serves: {" + ", ".join(f"{name}: calls" for name in names) + "}\n"

    def text(absent: str) -> str:
        rows = [f"  {name}: {pool % (', absent: 1 %' if name == absent else '')}" for name in names]
        return PEOPLE[:start] + "pools:\n" + "\n".join(rows) + "\n" + served

    assert load_text(text("p255")).warnings == ()
    (fault,) = faults_in(text("p256"))
    assert "pools.p256: only the first 256 pools" in fault.render()


# --- beside a roster ------------------------------------------------------------------------------------------------

ROSTER = """\
agent,start,end,activity
anna,2026-03-02 08:00,2026-03-02 16:00,on_queue
"""
POOL = "    headcount: on_queue\n    absent: 4 %\n    staff: {daily: 3}\n"


def told(tmp_path, pool: str, roster: str = ROSTER) -> list[str]:
    """First lines of what is told of a scenario with such a pool, warnings too."""
    (tmp_path / "people.csv").write_text(roster, encoding="utf-8")
    text, _ = marked(edited((POOL, pool)))
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    try:
        return [warning.splitlines()[0] for warning in load(tmp_path / FILE).warnings]
    except ScenarioError as error:
        return [fault.render().splitlines()[0] for fault in error.faults]


def test_a_roster_and_its_words_are_right(tmp_path):
    """Absence, lateness and what is out of office may stand beside it."""
    pool = "    headcount: scheduled\n    roster: people.csv\n    absent: 4 %\n    late: {share: 1 %, by: 3 min}\n"
    assert told(tmp_path, pool + "    shrinkage: {out_of_office: 12 %}\n") == []


@pytest.mark.parametrize("headcount", ["on_queue", "paid"])
def test_a_roster_counts_who_is_scheduled(tmp_path, headcount):
    """Any other headcount is refused at its place."""
    (message,) = told(tmp_path, f"    headcount: {headcount}\n    roster: people.csv\n")
    assert "pools.heads.headcount: a roster is what people are scheduled for" in message
    assert f"(got {headcount}; allowed: scheduled)" in message


def test_time_off_the_queues_stands_in_the_roster(tmp_path):
    """Shrinkage in office beside a roster would take the same hour twice."""
    (message,) = told(tmp_path, "    headcount: scheduled\n    roster: people.csv\n    shrinkage: 20 %\n")
    assert "pools.heads.shrinkage: the roster says who is off the queues" in message


@pytest.mark.parametrize(("day", "is_inside"), [("2026-03-01", False), ("2026-03-08", True), ("2026-03-09", False)])
def test_a_roster_that_misses_the_run_is_a_warning(tmp_path, day, is_inside):
    """The run goes from Monday the 2nd to Sunday the 8th."""
    pool = "    headcount: scheduled\n    roster: people.csv\n"
    warnings = told(tmp_path, pool, ROSTER.replace("2026-03-02", day))
    assert len(warnings) == (not is_inside)
    assert (
        is_inside or "pools.heads.roster: the roster has no row inside the run, 2026-03-02 to 2026-03-08" in warnings[0]
    )


@pytest.mark.parametrize(
    ("row", "is_inside"),
    [
        ("2026-03-01 20:00,2026-03-02 00:00", False),
        ("2026-03-01 20:00,2026-03-02 00:01", True),
        ("2026-03-08 23:59,2026-03-09 04:00", True),
        ("2026-03-09 00:00,2026-03-09 04:00", False),
    ],
)
def test_a_row_that_only_touches_the_run_is_outside(tmp_path, row, is_inside):
    """One that ends with the first midnight, or begins with the last, has no minute inside."""
    roster = f"agent,start,end,activity\nanna,{row},on_queue\n"
    assert len(told(tmp_path, "    headcount: scheduled\n    roster: people.csv\n", roster)) == (not is_inside)


def test_a_night_into_the_run_is_inside(tmp_path):
    """A row from the evening before to the first morning is there for six hours."""
    roster = ROSTER.replace("2026-03-02 08:00", "2026-03-01 22:00").replace("2026-03-02 16:00", "2026-03-02 06:00")
    assert told(tmp_path, "    headcount: scheduled\n    roster: people.csv\n", roster) == []


def test_a_roster_of_meetings_only_is_a_warning(tmp_path):
    """A name of an activity that is not on_queue is time off the queues, so nobody would ever take a call."""
    pool = "    headcount: scheduled\n    roster: people.csv\n"
    (warning,) = told(tmp_path, pool, ROSTER.replace("on_queue", "phone"))
    assert "nobody of this roster is ever on the queues" in warning


def test_a_roster_is_part_of_the_fingerprint(tmp_path):
    """Another minute in the file is another scenario; the same file again is the same."""
    pool = "    headcount: scheduled\n    roster: people.csv\n"
    prints = []
    for roster in (ROSTER, ROSTER, ROSTER.replace("16:00", "16:01")):
        assert told(tmp_path, pool, roster) == []
        prints.append(load(tmp_path / FILE).fingerprint)
    assert prints[0] == prints[1] != prints[2]
