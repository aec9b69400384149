"""`show --agent`: the day of one agent, worked by hand, as text and as JSON, and what cannot be shown."""

import json
from pathlib import Path

import pytest

from tests.cli.test_printed import check_golden

DAYS = """\
schema: 1
name: Diary
run: {start: 2026-03-02, settle: 1 day, measure: 2 days, zone: Europe/Warsaw}
demand:
  counts: first_contacts
  by_channel:
    phone: {at: [2026-03-03 09:30:00, 2026-03-03 09:58:00, 2026-03-03 11:58:00]}
    mail: {at: [2026-03-03 09:40:00, 2026-03-03 10:50:00]}
intents: {bill: {}}
segments: {all: {}}
channels:
  phone: {kind: live}
  mail: {kind: deferred, gives_way_to: phone}
service:
  bill:
    phone: {talk: 5 min, wrap_up: 1 min}
    mail: {talk: 20 min, solved: 0 %}
queues: {calls: {of: phone}, mails: {of: mail}}
pools:
  team:
    headcount: on_queue
    shifts:
      early:
        hours: mon-tue 09:00-12:00
        agents: 1
        breaks: {tea: {at: "10:00", lasts: 15 min}}
    late: {share: 100 %, by: 6 min}
    skills: {phone: level 3, mail: level 3}
  nights:
    headcount: on_queue
    staff: {daily: {"00:00": 1, "01:00": 0, "23:00": 1}}
    skills: {mail: level 3}
serves: {team: [calls, mails], nights: [mails]}
strategies:
  here: {}
  gone: {pools: {team: {absent: 100 %}}}
"""


@pytest.fixture
def days(folder: Path) -> Path:
    """The scenario in the working folder."""
    path = folder / "days.yaml"
    path.write_text(DAYS, encoding="utf-8")
    return path


def test_the_day_is_printed_as_worked_by_hand(busyhour, days):
    """Tuesday: six minutes late; a mail of 09:40 gives way to the call of 09:58, which delays tea to 10:04; then the
    mail's last two minutes, another mail, and a call of 11:58 with two minutes of talk left and a minute of wrap-up.

    By hand: call 1 09:30 to 09:36, idle before and after; mail 1 09:40 to 09:58 (18 of 20 min), call 2 09:58 to 10:04,
    tea 10:04 to 10:19, mail 1 10:19 to 10:21, mail 2 10:50 to 11:10, call 3 11:58 to 12:04, four of it overtime.
    On the queues 09:06 to 10:04 and 10:19 to 12:04 (2:43:00), busy 6 + 18 + 6 + 2 + 20 + 6 = 58 min.
    """
    result = busyhour("show", "days.yaml", "--agent", "team 1", "--strategy", "here")
    assert result.exit_code == 0
    check_golden("diary.txt", result.stdout)


def test_json_has_the_same_day(busyhour, days):
    """One document: plan, entries with local times and their offset, totals in seconds."""
    result = busyhour("show", "days.yaml", "--agent", "team 1", "--json")
    document = json.loads(result.stdout)
    assert document["schema"] == "busyhour/diary@1"
    assert document["planned"] == [
        {
            "start": "2026-03-03T09:00:00+01:00",
            "end": "2026-03-03T12:00:00+01:00",
            "off_queue": [["2026-03-03T10:00:00+01:00", "2026-03-03T10:15:00+01:00"]],
            "came": "2026-03-03T09:06:00+01:00",
        }
    ]
    assert document["totals_s"] == {"on_queue": 9780, "busy": 3480, "idle": 6300, "off_queue": 900, "overtime": 240}
    assert document["contacts"] == 5
    calls = [entry for entry in document["entries"] if entry["kind"] == "contact" and entry["channel"] == "phone"]
    assert [(call["start"][11:19], call["became"], call["visit"]) for call in calls] == [
        ("09:30:00", "resolved", 0),
        ("09:58:00", "resolved", 0),
        ("11:58:00", "resolved", 0),
    ]


def test_who_is_absent_has_a_plan_and_no_day(busyhour, days):
    """The plan is shown, and that nobody came; on a day without a duty that, too."""
    text = busyhour("show", "days.yaml", "--agent", "team 1", "--strategy", "gone").stdout
    assert text.splitlines()[1:] == [
        "planned 09:00:00 to 12:00:00, off the queues 10:00:00 to 10:15:00: did not come",
        "",
        "not there on this day",
    ]
    free = busyhour("show", "days.yaml", "--agent", "team 1", "--day", "2026-03-04").stdout
    assert free.splitlines()[1:] == ["no duty is planned to start on this day", "", "not there on this day"]


@pytest.mark.parametrize("day", ["2026-03-03", "2026-03-04"])
def test_a_head_by_interval_has_a_day_and_no_plan(busyhour, days, day):
    """From midnight to one and from 23:00 on; the day ends at midnight, which its clock shows as 24:00."""
    text = busyhour("show", "days.yaml", "--agent", "nights 1", "--day", day).stdout
    assert text.splitlines()[2:] == [
        "from      to            for  what",
        "00:00:00  01:00:00  1:00:00  on the queues",
        "00:00:00  01:00:00  1:00:00    idle",
        "23:00:00  24:00:00  1:00:00  on the queues",
        "23:00:00  24:00:00  1:00:00    idle",
        "",
        "in all: on the queues 2:00:00, busy 0:00:00, idle 2:00:00, off the queues 0:00:00; 0 contacts",
    ]


def test_the_first_measured_day_with_a_duty_is_shown(busyhour, days):
    """Who works Monday (not measured) and Wednesday is shown on Wednesday, though others are there on Tuesday."""
    hours = "pools.team.shifts.early.hours=mon 09:00-12:00 and wed 09:00-12:00"
    assert busyhour("show", "days.yaml", "--agent", "team 1", "--set", hours).stdout.startswith(
        "team 1 on Wed 2026-03-04"
    )


def test_the_replication_is_the_one_of_the_run(busyhour):
    """Seed and replication choose the world: two replications of chance are two days, the same one twice is one."""
    words = ("show", "small.yaml", "--agent", "team 2", "--seed", "5", "--replication")
    one, other, again = (busyhour(*words, number).stdout for number in ("0", "1", "0"))
    assert one == again != other
    assert one.startswith("team 2 on Mon 2026-03-02 (UTC); strategy four, seed 5, replication 0\n")


def test_volume_is_found_where_counts_hold_repeats(busyhour):
    """A scenario of offered contacts is solved first, as in a run."""
    result = busyhour("show", "small.yaml", "--agent", "team 1", "--set", "demand.counts=offered")
    assert result.exit_code == 0
    assert "in all: on the queues 5:00:00" in result.stdout


def test_persons_of_a_roster_have_their_names(busyhour, days):
    """By name or by number it is the same person; the name stands beside the number."""
    roster = "agent,start,end,activity\nAnna M.,2026-03-03 09:00,2026-03-03 10:00,on_queue\n"
    Path("people.csv").write_text(roster + "ben,2026-03-03 09:00,2026-03-03 09:30,on_queue\n", encoding="utf-8")
    text = DAYS[: DAYS.index("    shifts:")] + "    roster: people.csv\n" + DAYS[DAYS.index("    skills: {phone") :]
    days.write_text(
        text.replace("headcount: on_queue\n    roster", "headcount: scheduled\n    roster"), encoding="utf-8"
    )
    named = busyhour("show", "days.yaml", "--agent", "team Anna M.")
    assert named.stdout.startswith("team 1 (Anna M.) on Tue 2026-03-03")
    assert busyhour("show", "days.yaml", "--agent", "team 1").stdout == named.stdout
    unknown = busyhour("show", "days.yaml", "--agent", "team carl")
    assert unknown.exit_code == 2
    assert unknown.stderr == 'there is no agent "carl" in team: it has 2 agents, 1 to 2, or as in the roster\n'


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--agent", "team 2"), 'there is no agent "2" in team: it has 1 agent'),
        (("--agent", "team 0"), 'there is no agent "0" in team: it has 1 agent'),
        (("--agent", "team"), 'there is no agent "" in team: it has 1 agent'),
        (("--agent", "taem 1"), 'did you mean "team"?'),
        (("--agent", "xyz 1"), "pools are team, nights"),
        (
            ("--agent", "team 1", "--day", "2026-03-05"),
            "--day 2026-03-05 lies outside the run, 2026-03-02 to 2026-03-04",
        ),
        (("--agent", "team 1", "--day", "tuesday"), '--day: "tuesday" is not a date'),
        (("--agent", "team 1", "--resolved"), "not both"),
        (("--agent", "team 1", "--strategy", "here", "--strategy", "gone"), "choose one --strategy of here, gone"),
        (("--day", "2026-03-03"), "--day belongs to the day of an agent; give --agent, too"),
        (("--seed", "3"), "--seed belongs to the day of an agent"),
        (("--replication", "0"), "--replication belongs to the day of an agent"),
    ],
)
def test_what_cannot_be_shown_is_a_usage_error(busyhour, days, words, message):
    """Exit code 2, one sentence that says what would be right."""
    result = busyhour("show", "days.yaml", *words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_day_of_twenty_five_hours_is_shown_on_the_local_clock(busyhour, days):
    """On the autumn night a head from 02:00 to 04:00 is there for three hours."""
    text = DAYS.replace("2026-03-0", "2026-10-2").replace("2026-10-22, settle: 1 day", "2026-10-25")
    text = text.replace("2026-10-23 ", "2026-10-26 ")
    staff = 'staff: {daily: {"02:00": 1, "04:00": 0}}'
    days.write_text(text.replace('staff: {daily: {"00:00": 1, "01:00": 0, "23:00": 1}}', staff), encoding="utf-8")
    lines = busyhour("show", "days.yaml", "--agent", "nights 1").stdout.splitlines()
    assert lines[0].startswith("nights 1 on Sun 2026-10-25 (Europe/Warsaw)")
    assert lines[3] == "02:00:00  04:00:00  3:00:00  on the queues"


def _calls(busyhour, *edits: str) -> list[tuple[str, str, str]]:
    """The calls of team 1 in the world edited so: start and end on the clock, and what became of each."""
    words = [word for edit in edits for word in ("--set", edit)]
    result = busyhour("show", "days.yaml", "--agent", "team 1", "--strategy", "here", *words, "--json")
    assert result.exit_code == 0, result.stderr
    entries = json.loads(result.stdout)["entries"]
    calls = [entry for entry in entries if entry["kind"] == "contact" and entry["channel"] == "phone"]
    return [(call["start"][11:19], call["end"][11:19], call["became"]) for call in calls]


def test_a_ring_stands_before_its_talk(busyhour, days):
    """Every offer is taken after six seconds: the ring is an entry of its own, the talk begins at its end."""
    calls = _calls(busyhour, "channels.phone.rings={answered_after: 6 s}")
    assert calls[:2] == [("09:30:00", "09:30:06", "rings"), ("09:30:06", "09:36:06", "resolved")]


def test_a_missed_ring_is_told_as_not_taken(busyhour, days):
    """Most offers ring twenty seconds in vain, and ring again after a minute off the queues; the rest ring for six."""
    missed = "channels.phone.rings={answered_after: 6 s, missed: 60 %, missed_after: 20 s, unavailable_for: 1 min}"
    calls = _calls(busyhour, missed)
    became = {"20": "rings, not taken", "06": "rings"}
    lasted = [(int(end[6:]) - int(start[6:])) % 60 for start, end, _ in calls]
    rings = [(f"{seconds:02d}", word) for seconds, (*_, word) in zip(lasted, calls, strict=True) if seconds]
    assert {word for _, word in rings} == set(became.values())
    assert all(became[seconds] == word for seconds, word in rings)


CALLBACK = "queues.calls.callback={when: calls wait over 1 min, accepted: 100 %, ring: 20 s, tries: 1 try"
TWO_CALLS = "demand.by_channel.phone.at=[2026-03-03 09:20:00, 2026-03-03 09:21:00]"


def test_a_callback_rings_the_customer(busyhour, days):
    """The second call is offered a callback for the five minutes to come; at 09:26 it rings, and is answered."""
    calls = _calls(busyhour, TWO_CALLS, f"{CALLBACK}, answers: 100 %}}")
    assert calls == [
        ("09:20:00", "09:26:00", "resolved"),
        ("09:26:00", "09:26:20", "rings the customer, who answers"),
        ("09:26:20", "09:32:20", "resolved"),
    ]


def test_a_callback_nobody_answers_rings_in_vain(busyhour, days):
    """The same callback where nobody answers: one ring, no talk."""
    calls = _calls(busyhour, TWO_CALLS, f"{CALLBACK}, answers: 0 %}}")
    assert calls == [
        ("09:20:00", "09:26:00", "resolved"),
        ("09:26:00", "09:26:20", "rings the customer in vain"),
    ]


def test_who_left_silently_is_told_as_nobody_there(busyhour, days):
    """The second chat gives up after half a minute without a word: at 09:26 it is opened for two minutes in vain."""
    chat = "channels.phone={kind: chat, at_once: 1 chat, silent_takes: 2 min}"
    hasty = "segments.all={patience: {phone: 30 s}, leaves_silently: {phone: 100 %}}"
    calls = _calls(busyhour, TWO_CALLS, chat, hasty)
    assert calls == [("09:20:00", "09:26:00", "resolved"), ("09:26:00", "09:28:00", "nobody there any more")]
