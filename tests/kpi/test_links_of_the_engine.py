"""What is read off a record about its legs and duplicates is what the engine did: two days with everything in them."""

import numpy as np
import pytest

from sim.engine import run
from sim.kpi import measure, measure_paths
from sim.kpi.facts import read_facts
from sim.kpi.links import read_links
from sim.record.record import Record
from sim.rules.lifecycle import Reason
from sim.scenario.load import load_text
from sim.world.build import build
from sim.world.world import World
from tests.naive.kpi_twin import Naive

TEXT = """\
schema: 1
name: Journeys
run: {start: 2026-03-02, measure: 1 day, follow: 1 day}
demand:
  counts: first_contacts
  by_channel:
    bot: {rate: {"00:00": 0 per h, "09:00": 30 per h, "17:00": 0 per h}}
    phone: {rate: {"00:00": 0 per h, "09:00": 30 per h, "17:00": 0 per h}}
    mail: {rate: {"00:00": 0 per h, "09:00": 30 per h, "17:00": 0 per h}}
intents: {easy: {share: 60 %}, hard: {share: 40 %}}
segments: {all: {patience: {phone: "exponential, mean 3 min"}}}
channels:
  bot: {kind: self_service}
  phone: {kind: live}
  mail: {kind: deferred, reply_within: 4 h, tolerated: "exponential, mean 2 h"}
service:
  easy:
    bot: {lasts: "fixed, 2 min", contained: 60 %, of_these_solved: 60 %}
    phone:
      {talk: "exponential, mean 4 min", solved: 80 %, redirects: 10 %, reopens: 20 %,
       passed_on: {to: hard, share: 15 %, lost: 10 %}}
    mail: {talk: "exponential, mean 8 min", solved: 70 %, passed_on: {to: hard, share: 15 %}}
  hard:
    bot: {lasts: "fixed, 2 min", contained: 20 %, of_these_solved: 60 %}
    phone: {talk: "exponential, mean 8 min", solved: 80 %}
    mail: {talk: "exponential, mean 8 min", solved: 70 %}
what_next:
  abandoned: {same: 50 %}
  not_solved: {same: 50 %}
  bot_failed: {phone: 80 %, after: 0 s}
  bot_gone: {phone: 50 %, after: "mean 3 h, cv 1"}
  redirected: {mail: 80 %}
  unanswered: {phone: 70 %}
  reopened: {same: 80 %}
context: {recognised: 50 %}
queues: {calls: {of: phone}, mails: {of: mail}}
pools:
  callers: {headcount: on_queue, staff: {daily: {"08:00": 9, "20:00": 0}}, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: {"08:00": 3, "20:00": 0}}, skills: {mail: level 3}}
serves: {callers: [calls], writers: [mails]}
kpis: {service_level: {phone: 80 % in 20 s}}
"""


@pytest.fixture(scope="module")
def played() -> tuple[World, Record]:
    world = build(load_text(TEXT, "journeys.yaml"), "as_is", seed=1, replication=0)
    return world, run(world)


def test_duplicates_are_those_the_engine_found_solved(played: tuple[World, Record]) -> None:
    """Answered without a decision whether it resolved: that is what an agent leaves who finds the issue solved."""
    world, record = played
    facts, contacts = read_facts(record, world), record.contacts
    is_done = facts.is_answered & (contacts["talk_end_tick"] >= 0)
    found_solved = is_done & (contacts["is_resolved"] == -1)
    assert found_solved.sum() > 20
    assert np.array_equal(read_links(record, facts).is_duplicate & is_done, found_solved)


def test_every_leg_finds_the_contact_it_continues(played: tuple[World, Record]) -> None:
    """A transfer begins on the tick on which talk ended; every leg goes back to a customer contact."""
    world, record = played
    facts, contacts = read_facts(record, world), record.contacts
    links = read_links(record, facts)
    assert facts.is_by_customer[links.head].all()
    passed_on = contacts["issue"], contacts["talk_end_tick"]
    sources = set(zip(*(column[links.is_transferred].tolist() for column in passed_on), strict=True))
    is_leg = contacts["reason"] == Reason.TRANSFER
    legs = set(zip(contacts["issue"][is_leg].tolist(), contacts["arrived_tick"][is_leg].tolist(), strict=True))
    assert len(legs) > 20
    assert sources == legs


def test_sums_of_a_real_record_equal_the_naive_ones(played: tuple[World, Record]) -> None:
    """Every sum, and no more issues on paths than there are."""
    world, record = played
    sums, twin = measure(record, world), Naive(record, world).sums
    for name, by_cut in sums.values.items():
        for cut, values in by_cut.items():
            for index, value in enumerate(values.tolist()):
                wanted = twin[name].get((cut, index), np.nan if name == "max_wait_s" else 0.0)
                assert value == pytest.approx(wanted, rel=1e-9, abs=1e-6, nan_ok=True), (name, cut, index)
    paths = measure_paths(record, world)
    assert paths.sums["issues"].sum() == sums.values["issues"]["all"][0]
    assert paths.sums["resolved"].sum() == sums.values["issues_resolved"]["all"][0]
    assert paths.sums["wait_s"].sum() == pytest.approx(sums.values["issue_wait_s"]["all"][0])
