"""A channel nobody has heard of is added by YAML alone: no name of a channel is known to the code."""

import pytest

from sim.engine import run
from sim.rules.lifecycle import Outcome
from sim.scenario.load import load_text
from sim.world.build import build

CENTRE = """
schema: 1
name: tomorrow
run: {start: 2026-03-02, measure: 1 day}
demand:
  counts: first_contacts
  by_channel:
    set_top_box: {rate: {"08:00": 20 per h, "20:00": 0 per h}}
    wearable: {rate: {"08:00": 20 per h, "20:00": 0 per h}}
    branch_counter: {rate: {"08:00": 20 per h, "20:00": 0 per h}}
intents: {help: {}}
segments: {everybody: {}}
channels:
  set_top_box: {kind: self_service}
  wearable: {kind: chat, at_once: 4 pings}
  branch_counter: {kind: live}
  carrier_pigeon: {kind: deferred, reply_within: 4 h}
service:
  help:
    set_top_box: {lasts: 2 min, contained: 50 %}
    wearable: {talk: 4 min, passed_on: {share: 20 %, on: carrier_pigeon, after: 10 min, lost: 10 %}}
    branch_counter: {talk: 5 min}
    carrier_pigeon: {talk: 6 min}
what_next:
  bot_failed: {wearable: 50 %, branch_counter: 50 %, after: 0 s}
  lost_on_the_way: {branch_counter: 100 %, after: 1 h}
queues: {all: {of: [wearable, branch_counter, carrier_pigeon]}}
pools:
  team:
    headcount: on_queue
    staff: {daily: 12}
    skills: {wearable: level 3, branch_counter: level 3, carrier_pigeon: level 3}
serves: {team: [all]}
"""


@pytest.mark.parametrize("seed", [1, 2])
def test_contacts_go_through_channels_with_any_name(seed):
    """Every channel is used, every issue that began early is resolved, nothing is open but what came last."""
    world = build(load_text(CENTRE), "as_is", seed, 0)
    record = run(world)
    assert set(record.contacts["channel"].tolist()) == {0, 1, 2, 3}
    assert (record.contacts["outcome"] == Outcome.CONTAINED).any()
    early = record.issues["arrived_tick"] < 18 * 3600 * 1_000_000
    assert (record.issues["outcome"][early] == 0).all()
