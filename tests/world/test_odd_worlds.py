"""Facts about odd but legal centres: what loads also lowers, draws, runs and is measured, and loses nobody."""

import numpy as np
import pytest

from sim.engine import run
from sim.kpi import measure
from sim.record.record import Record
from sim.rules.lifecycle import Outcome

TEAM = "{{team: {{headcount: on_queue, {}, skills: {{phone: 3}}}}}}"
CALLS = '{counts: first_contacts, by_channel: {phone: {profile: {from: "08:00", daily: [20, 20]}}}}'
MAIL = "{phone: {kind: deferred, reply_within: 2 working hours, worked: mon-fri 08:00-18:00}}"
SAME = ", ".join(20 * ["2026-03-02 09:00:00"])

ODD = {
    "nobody for an hour": {"pools": TEAM.format('staff: {daily: {"00:00": 1, "08:00": 0, "09:00": 2}}')},
    "heads that round to nobody": {"pools": TEAM.format("staff: {daily: [0.1]}")},
    "no contact at all": {"demand": "{counts: first_contacts, by_channel: {phone: {profile: {daily: [0]}}}}"},
    "demand of no day": {"demand": "{counts: first_contacts, by_channel: {phone: {profile: {sun: [9]}}}}"},
    "a trace without arrivals": {"demand": "{counts: first_contacts, by_channel: {phone: {at: []}}}"},
    "a trace outside the horizon": {
        "demand": '{counts: first_contacts, by_channel: {phone: {at: ["2026-03-01 09:00", "2031-01-01 09:00"]}}}'
    },
    "twenty arrivals at one instant": {
        "demand": f"{{counts: first_contacts, by_channel: {{phone: {{at: [{SAME}]}}}}}}"
    },
    "never open": {"channels": "{phone: {kind: live, open: never}}"},
    "closed while they come": {"channels": "{phone: {kind: live, open: daily 12:00-13:00}}"},
    "a talk of a microsecond": {"service": "{help: {phone: {talk: 1 µs, wrap_up: 1 µs}}}"},
    "a talk of eighty days": {"service": "{help: {phone: {talk: 80 days}}}"},
    "nothing is ever solved but by chance": {"service": "{help: {phone: {talk: 1 min, solved: 0.0001 %}}}"},
    "patience for ever": {"segments": "{all: {patience: never}}"},
    "patience of nothing": {"segments": "{all: {patience: 0 s}}"},
    "all leave at once": {"segments": "{all: {leaves_at_once: 100 %}}"},
    "delays beyond the horizon": {
        "what_next": "{abandoned: {same: 100 %, after: 80 days}, not_solved: {same: 100 %, after: 9 days}}",
        "segments": "{all: {patience: 10 s}}",
        "service": "{help: {phone: {talk: 1 min, solved: 1 %}}}",
    },
    "two hundred visits without a pause": {
        "what_next": "{abandoned: {same: 100 %, after: 0 s}, at_most: 200 visits}",
        "segments": "{all: {patience: 0 s}}",
    },
    "one visit at most": {
        "what_next": "{not_solved: {same: 100 %}, at_most: 1 visit}",
        "service": "{help: {phone: {talk: 1 min, solved: 1 %}}}",
    },
    "no waiting at all": {
        "queues": "{phone: {of: phone, limit: 0 waiting}}",
        "channels": "{phone: {kind: live, lines: 1 line}}",
    },
    "no line at all": {"channels": "{phone: {kind: live, lines: 0 lines}}"},
    "all balk": {"channels": "{phone: {kind: live, balks: 100 %}}"},
    "a curve of one point": {"channels": "{phone: {kind: live, balks: 50 % at 10 s}}"},
    "deferred without hours or deadline": {"channels": "{phone: {kind: deferred}}"},
    "deferred and never worked": {"channels": "{phone: {kind: deferred, worked: never, reply_within: 24 h}}"},
    "deferred with shifts that end in the middle": {
        "channels": MAIL,
        "service": "{help: {phone: {talk: 20 h}}}",
        "pools": TEAM.format("shifts: {a: {hours: daily 08:00-09:00, agents: 1}}"),
    },
    "fifty at once": {"channels": "{phone: {kind: chat, at_once: 50 chats}}"},
    "a third at once": {"channels": "{phone: {kind: chat, at_once: 3 chats, weight: 33.3 %}}"},
    "more at once than fit": {"channels": "{phone: {kind: chat, at_once: 3 chats, weight: 70 %}}"},
    "faster together": {"channels": "{phone: {kind: chat, at_once: 3 chats, slowdown: {2: 0.5 times, 3: 0.01 times}}}"},
    "slower than slow": {"channels": "{phone: {kind: chat, at_once: 3 chats, slowdown: {2: 100 times}}}"},
    "slowdown beyond what is held": {"channels": "{phone: {kind: chat, at_once: 2 chats, slowdown: {90: 2 times}}}"},
    "only at night": {
        "channels": MAIL,
        "pools": TEAM.format("shifts: {a: {hours: daily 22:00-06:00, agents: 2}}"),
    },
    "a shift that never falls into the horizon": {
        "pools": TEAM.format("shifts: {a: {hours: sun 08:00-09:00, agents: 1}}")
    },
    "nothing but breaks": {
        "pools": TEAM.format(
            'shifts: {a: {hours: "daily 08:00-10:00", agents: 2, breaks: {a: {at: "08:00", lasts: 1 h}, '
            'b: {at: "09:00", lasts: 3 h}, c: {at: "09:30", lasts: 0 s}}}}'
        )
    },
    "off the queue for nearly all the time": {
        "pools": "{team: {headcount: paid, shrinkage: {in_office: 99 %, out_of_office: 99 %}, skills: {phone: 3}, "
        "shifts: {a: {hours: daily 08:00-10:00, agents: 3}}}}"
    },
    "a skill that nobody got": {
        "pools": "{team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: {level: 5, of_agents: 40 %}}}}"
    },
    "levels at both ends": {
        "pools": TEAM.format("staff: {daily: 2}, intents: {help: level 1}"),
        "levels": "{1: {handle_time: 100 times, solved: 9 times}, 5: {handle_time: 0.01 times, solved: 0.01 times}}",
    },
    "the spring night": {"run": "{start: 2026-03-29, measure: 1 day, zone: Europe/Warsaw}"},
    "the autumn night": {"run": "{start: 2026-10-25, measure: 1 day, zone: Europe/Warsaw}"},
    "a day that was left out": {"run": "{start: 2011-12-30, measure: 1 day, follow: 1 day, zone: Pacific/Apia}"},
    "the last year there is": {"run": "{start: 2200-12-31, measure: 1 day}"},
    "settling for longer than measuring": {
        "run": "{start: 2026-03-02, settle: 8 days, measure: 1 day, follow: 30 days}"
    },
    "a deadline of centuries": {"channels": "{phone: {kind: deferred, reply_within: 36525 days}}"},
    "everything to read and to repeat": {
        "lost_story": "{extra_talk: 30 days, solved: 1000 times}",
        "kept_story": "{reading: 30 days}",
        "context": "{same_channel: kept 50 %}",
        "what_next": "{not_solved: {same: 100 %, after: 1 s}}",
        "service": "{help: {phone: {talk: 1 s, solved: 1 %}}}",
        "change_of_channel": "30 days",
    },
}


@pytest.fixture
def play(plan):
    """Return `play(keys)`: the record and the world of the plain centre with calls and these keys."""

    def played(keys: dict[str, str]) -> Record:
        segments = {"segments": "{all: {}}"}
        world = plan(**({"demand": CALLS} | segments | keys)).world(1, 0)
        record = run(world)
        measure(record, world)
        return record

    return played


@pytest.mark.parametrize("name", ODD)
def test_what_loads_can_be_run(play, name):
    """Every contact of an odd centre has one outcome, every issue one, and no duty or spell runs backwards."""
    record = play(ODD[name])
    assert len(np.unique(record.issues["issue"])) == len(record.issues["issue"])
    assert (record.contacts["outcome"] >= 0).all()
    assert np.isin(record.contacts["issue"], record.issues["issue"]).all()
    for rows in (record.duties, record.spells):
        assert (rows["end_tick"] >= rows["start_tick"]).all()


def test_closed_doors_close_everybody_out(play):
    """On a channel that is never open every contact ends as closed."""
    outcomes = play(ODD["never open"]).contacts["outcome"]
    assert len(outcomes) > 0
    assert set(outcomes.tolist()) == {int(Outcome.CLOSED)}


def test_without_anybody_everybody_waits(play):
    """Where heads round to nobody, and customers never leave, all contacts are open at the end."""
    outcomes = play(ODD["heads that round to nobody"]).contacts["outcome"]
    assert set(outcomes.tolist()) == {int(Outcome.OPEN)}


def test_visits_end_at_their_limit(play):
    """With at most one visit an issue has one contact; with two hundred and no pause it has two hundred or fewer."""
    one = play(ODD["one visit at most"])
    assert np.bincount(np.unique(one.contacts["issue"], return_inverse=True)[1]).max() == 1
    many = play(ODD["two hundred visits without a pause"])
    assert 1 < np.bincount(np.unique(many.contacts["issue"], return_inverse=True)[1]).max() <= 200
