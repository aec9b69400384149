"""What waits when a replication starts: ages, deadlines, its place in the order, and what it does not count as."""

import numpy as np
import pytest

from sim.engine import run
from sim.errors import ScenarioError
from sim.kpi import CATALOG, measure
from sim.kpi.sums import replication_value
from sim.scenario.load import load_text
from sim.world.build import build

H = 3_600_000_000
CENTRE = """
schema: 1
name: backlog
run: {{start: 2026-03-02, measure: 1 day, backlog_at_start: {{mail: {{contacts: {n} mails, oldest: {oldest}}}}}}}
demand: {{counts: first_contacts, by_channel: {{mail: {{at: ["2026-03-02 08:30:00"]}}}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels: {{mail: {{kind: deferred, reply_within: 12 h}}, phone: {{kind: live}}}}
service: {{help: {{mail: {{talk: 1 h}}, phone: {{talk: 1 min}}}}}}
queues: {{mail: {{of: [mail, phone]}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: {{"08:00": 1}}}}, skills: {{mail: level 3, phone: level 3}}}}}}
serves: {{team: [mail]}}
"""


def contacts_of(n: int, oldest: str):
    """The world and the contacts of a centre with a backlog, one mail of today and one agent from 08:00 on."""
    world = build(load_text(CENTRE.format(n=n, oldest=oldest)), "as_is", seed=1, replication=0)
    return world, run(world).contacts


def test_ages_are_spread_up_to_the_oldest():
    """Four mails, the oldest 20 h old at midnight: they came 5, 10, 15 and 20 h before it; a fifth comes at 08:30."""
    world, contacts = contacts_of(4, "20 h")
    start = int(world.horizon.day_tick[0])
    assert start == 24 * H
    ages = (start - contacts["arrived_tick"]) / H
    assert sorted(ages.tolist()) == [-8.5, 5.0, 10.0, 15.0, 20.0]


def test_the_backlog_is_worked_first_oldest_first_and_its_deadlines_ran_on():
    """From 08:00 an hour each, the oldest first, then the mail of today; deadlines are 12 h after each came."""
    world, contacts = contacts_of(4, "20 h")
    start = int(world.horizon.day_tick[0])
    order = np.argsort(contacts["answered_tick"])
    assert ((contacts["answered_tick"][order] - start) / H).tolist() == [8, 9, 10, 11, 12]
    assert ((contacts["arrived_tick"][order] - start) / H).tolist() == [-20, -15, -10, -5, 8.5]
    assert ((contacts["deadline_tick"][order] - start) / H).tolist() == [-8, -3, 2, 7, 20.5]


def test_the_backlog_is_not_born_in_the_window_but_its_work_is_done_in_it():
    """One issue was born and one mail offered in the window; an hour each is worked."""
    world, _ = contacts_of(4, "20 h")
    sums = measure(run(world), world)
    values = {name: replication_value(CATALOG[name], sums) for name in ("issues", "offered", "on_queue_hours", "aht")}
    assert values == {"issues": 1, "offered": 1, "on_queue_hours": 16, "aht": 3600}


def test_no_agent_works_before_the_start():
    """Nobody is on duty, and nothing is answered, in the days before the start."""
    world, contacts = contacts_of(30, "50 h")
    start = int(world.horizon.day_tick[0])
    assert start == 72 * H
    assert (contacts["answered_tick"][contacts["answered_tick"] >= 0] >= start + 8 * H).all()
    assert (run(world).duties["start_tick"] >= start + 8 * H).all()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("backlog_at_start: {mail", "backlog_at_start: {phone", "nobody waits on a live channel at midnight"),
        ("backlog_at_start: {mail", "backlog_at_start: {post", "there is no channel of this name"),
        ("oldest: 20 h", "oldest: 0 s", "the oldest has waited for more than 0 s and at most 60 days"),
        ("oldest: 20 h", "oldest: 90 days", "at most 60 days"),
        ("4 mails", "4", "has no unit"),
    ],
)
def test_a_backlog_that_cannot_be_is_refused(old, new, message):
    """A wrong channel, age or count is a fault that says what would be right."""
    with pytest.raises(ScenarioError, match=message):
        load_text(CENTRE.format(n=4, oldest="20 h").replace(old, new))
