"""What is read off a record is what the engine did: two days with everything in them."""

import numpy as np
import pytest

from sim.engine import run
from sim.kpi import measure, measure_paths
from sim.kpi.facts import read_facts
from sim.kpi.links import read_links
from sim.kpi.row import CONTACT
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
    text: {rate: {"00:00": 0 per h, "09:00": 15 per h, "17:00": 0 per h}}
    forum: {rate: {"00:00": 0 per h, "09:00": 15 per h, "17:00": 0 per h}}
intents: {easy: {share: 60 %}, hard: {share: 40 %}}
segments: {all: {patience: {phone: "exponential, mean 3 min"}}}
channels:
  bot: {kind: self_service}
  phone: {kind: live, intent_recognised: 80 %, wrong_queue_takes: 45 s}
  mail: {kind: deferred, reply_within: 4 h, tolerated: "exponential, mean 2 h"}
  text: {kind: messaging, answers_after: "mean 20 min, cv 1", released_after: 10 min, reply_within: 1 h, tolerated: 2 h}
  forum: {kind: community, reply_within: 4 h}
service:
  easy:
    bot: {lasts: "fixed, 2 min", contained: 60 %, of_these_solved: 60 %}
    phone:
      {talk: "exponential, mean 4 min", wrap_up: 30 s, solved: 80 %, redirects: 10 %, reopens: 20 %,
       passed_on: {to: hard, share: 15 %, lost: 10 %, warm: 50 %, conference: 30 s},
       follow_up: {share: 30 %, on: phone, after: 30 min, talk: 1 min, prevents: 50 %}}
    mail:
      {talk: "exponential, mean 8 min", solved: 70 %, passed_on: {to: hard, share: 15 %},
       keep_informed: {share: 50 %, on: mail, after: 1 h, talk: 30 s, prevents: 50 %}}
    text: {talk: "mean 6 min, cv 0.5", turns: 3 turns, solved: 70 %}
    forum: {talk: 4 min, solved: 70 %, peers: 60 %, peers_answer_after: "mean 1 h, cv 1", of_these_solved: 60 %}
  hard:
    bot: {lasts: "fixed, 2 min", contained: 20 %, of_these_solved: 60 %}
    phone: {talk: "exponential, mean 8 min", solved: 80 %}
    mail: {talk: "exponential, mean 8 min", solved: 70 %}
    text: {talk: "mean 8 min, cv 0.5", turns: 2 turns, solved: 70 %}
    forum: {talk: 4 min, solved: 70 %}
what_next:
  abandoned: {same: 50 %}
  not_solved: {same: 50 %}
  bot_failed: {phone: 80 %, after: 0 s}
  bot_gone: {phone: 50 %, after: "mean 3 h, cv 1"}
  redirected: {mail: 80 %}
  unanswered: {phone: 70 %}
  reopened: {same: 80 %}
context: {recognised: 50 %, same_channel: kept 50 %, other_channel: kept 0 %}
levels: {2: {solved: 0.8 times}}
lost_story: {extra_talk: 30 s, solved: 0.7 times}
not_solved_because: {process: 60 %, knowledge: 40 %}
caused_by: {process: operations, story_lost: it, abandoned: planning}
induced: {text: {share: 10 %}}
averted: {easy: 5 %}
queues:
  easy: {of: phone, intents: easy, overflow: {mixed: {after: 30 s}}}
  hard: {of: phone, intents: hard, overflow: {mixed: {after: 1 min}}}
  mixed: {of: phone, intents: []}
  mails: {of: [mail, text, forum]}
pools:
  callers:
    {headcount: on_queue, staff: {daily: {"08:00": 5, "20:00": 0}}, skills: {phone: level 3}, intents: {easy: level 3}}
  experts:
    {headcount: on_queue, staff: {daily: {"08:00": 4, "20:00": 0}}, skills: {phone: level 3}, intents: {hard: level 2}}
  helpers: {headcount: on_queue, staff: {daily: {"08:00": 1, "20:00": 0}}, skills: {phone: level 3}}
  writers:
    headcount: on_queue
    staff: {daily: {"08:00": 5, "20:00": 0}}
    skills: {mail: level 3, text: level 3, forum: level 3}
    cost_centre: back office
serves: {callers: [easy], experts: [hard], helpers: [mixed], writers: [mails]}
kpis: {service_level: {phone: 80 % in 20 s, text: 80 % in 1 h}}
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
    assert (facts.is_by_customer[links.head] | facts.is_of_centre).all()
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


def test_every_contact_ends_as_one_thing_in_every_cut(played: tuple[World, Record]) -> None:
    """N = H + L + F + W + X + Q, with posts that peers answered and calls that went over to another queue."""
    world, record = played
    sums = measure(record, world).values
    parts = ("answered", "abandoned", "flow_outs", "withdrawn", "disconnected", "still_open")
    for cut in CONTACT:
        assert (sums["offered"][cut] == sum(sums[name][cut] for name in parts)).all()
    n_moves, n_posts = len(record.moves["issue"]), sums["peer_answers"]["all"][0]
    assert n_moves > 20
    assert n_posts > 20
    assert sums["flow_outs"]["all"][0] == n_posts
    assert sums["flow_outs"]["queue"].sum() > n_posts + 20
    assert sums["offered"]["queue"].sum() == sums["offered"]["all"][0] + sums["flow_outs"]["queue"].sum() - n_posts


def test_every_repeat_has_a_cause_and_somebody_who_causes_it(played: tuple[World, Record]) -> None:
    """By cause and by who causes, repeats and their time add up to all; who pays is known where somebody worked."""
    world, record = played
    sums = measure(record, world).values
    n_repeats = sums["failure_contacts"]["all"][0]
    assert n_repeats > 50
    for cut in ("channel", "cause", "caused_by"):
        assert sums["failure_contacts"][cut].sum() == n_repeats
        assert sums["failure_h"][cut].sum() == pytest.approx(sums["failure_h"]["all"][0])
    assert sums["failure_contacts"]["paid_by"].sum() == sums["failure_contacts"]["pool"].sum() < n_repeats
    assert sums["failure_h"]["paid_by"].sum() == pytest.approx(sums["failure_h"]["all"][0])
    names = world.names
    seen = {name for name, n in zip(names.failure_causes, sums["failure_contacts"]["cause"], strict=True) if n}
    wanted = {"abandoned", "bot_gone", "redirected", "unanswered", "reopened", "process", "knowledge", "level"}
    assert seen >= {*wanted, "story_lost"}
    causing = {name for name, n in zip(names.cost_centres, sums["failure_contacts"]["caused_by"], strict=True) if n}
    assert causing >= {"planning", "operations", "it", "back office", "bot"}


def test_everything_that_is_new_has_happened(played: tuple[World, Record]) -> None:
    """Warm and wrong transfers, holds, turns, induced issues, work of the centre: nothing is compared in vain."""
    world, record = played
    sums = measure(record, world).values
    names = ("passed_on_warm", "lost_on_the_way", "wrong_queue", "hold_s", "later_replies", "issues_induced")
    assert [name for name in (*names, "issues_averted", "follow_ups_done") if not sums[name]["all"][0]] == []
