"""Shared lines, silent leavers, agents of their own and rings against chains and formulas; 99.9 % intervals."""

import numpy as np
import pytest

from sim.engine import run
from sim.rules.lifecycle import Outcome
from sim.scenario.load import load_text
from sim.world.build import build
from tests.theory_engine.chains import solve_chain
from tests.theory_engine.steady import (
    Sample,
    asa,
    in_hand_per_agent,
    mean_abandon,
    mean_queue,
    mean_wait,
    observe,
    one_queue,
    share_of,
)
from tests.theory_engine.test_routing import waits_of

PHONE, VIDEO = 0, 1
TALK = '"exponential, mean 1 min"'
Busy = tuple[bool, tuple[bool, ...]]
"""Whether the agent talks, and who waits: present or silently gone."""


def test_shared_lines_are_a_chain_of_two_channels() -> None:
    """Two agents for calls, one for video, six lines for both: the state is how many hold a line on each channel.

    All contacts see the same share of blocking, P(n₁ + n₂ = 6), whatever their own team has to do (PASTA).
    """
    lines, agents, rates, services = 6, (2, 1), (1.5, 0.8), (1.0, 1.0)

    def moves(state: tuple[int, int]) -> list[tuple[float, tuple[int, int]]]:
        found = []
        for place in (0, 1):
            more, less = list(state), list(state)
            more[place] += 1
            less[place] -= 1
            if sum(state) < lines:
                found.append((rates[place], tuple(more)))
            if state[place]:
                found.append((services[place] * min(state[place], agents[place]), tuple(less)))
        return found

    share = solve_chain((0, 0), moves)
    blocked = sum(p for state, p in share.items() if sum(state) == lines)
    text = f"""
schema: 1
name: shared lines
run: {{start: 2026-03-02, settle: 1 day, measure: 9 days}}
demand:
  counts: first_contacts
  by_channel: {{phone: {{rate: {{"00:00": 90 per h}}}}, video: {{rate: {{"00:00": 48 per h}}}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels: {{phone: {{kind: live, lines: {lines} lines}}, video: {{kind: live, lines: as phone}}}}
service: {{help: {{phone: {{talk: {TALK}}}, video: {{talk: {TALK}}}}}}}
queues: {{calls: {{of: phone}}, videos: {{of: video}}}}
pools:
  callers: {{headcount: on_queue, staff: {{daily: 2}}, skills: {{phone: level 3}}}}
  screens: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{video: level 3}}}}
serves: {{callers: [calls], screens: [videos]}}
"""
    steady = observe(text, 12, blocked=share_of(Outcome.BLOCKED), call_wait=waits_of(PHONE), video_wait=waits_of(VIDEO))
    steady.check_share("blocked", blocked, power=0.06)
    for name, place in (("call_wait", 0), ("video_wait", 1)):
        waiting = sum(p * max(0, state[place] - agents[place]) for state, p in share.items())
        steady.check(name, 60 * waiting / (rates[place] * (1 - blocked)), power=0.08)


def test_silent_leavers_keep_their_places() -> None:
    """One agent, four places to wait: half of the impatient leave without a word and keep theirs until it is opened.

    An agent finds at once that nobody is there (0 s), so a state is whether the agent talks, and the line of those who
    wait, present or silently gone. A ghost that gets to the head of the line while the agent is free is gone at once.
    """
    rate, service, impatience, silent, places = 1.3, 1.0, 0.8, 0.5, 4

    def freed(line: tuple[bool, ...]) -> Busy:
        while line and not line[0]:
            line = line[1:]
        return (True, line[1:]) if line else (False, ())

    def moves(state: Busy) -> list[tuple[float, Busy]]:
        talks, line = state
        if not talks:
            return [(rate, (True, ()))]
        found = [(service, freed(line))]
        if len(line) < places:
            found.append((rate, (True, (*line, True))))
        for place, is_there in enumerate(line):
            if is_there:
                before, after = line[:place], line[place + 1 :]
                found.append((impatience * silent, (True, (*before, False, *after))))
                found.append((impatience * (1 - silent), (True, (*before, *after))))
        return found

    share = solve_chain((False, ()), moves)
    blocked = sum(p for (_, line), p in share.items() if len(line) == places)
    present = sum(p * sum(line) for (_, line), p in share.items())
    text = one_queue(
        60 * rate,
        TALK,
        1,
        channel="kind: chat, at_once: 1 chat, silent_takes: 0 s",
        segment=f'patience: "exponential, mean {60 / impatience:.6g} s", leaves_silently: 50 %',
        queue=f", limit: {places} waiting",
    )
    steady = observe(
        text,
        14,
        blocked=share_of(Outcome.BLOCKED),
        abandoned=share_of(Outcome.ABANDONED),
        present=mean_queue,
        silent=_silent,
    )
    steady.check_share("blocked", blocked, power=0.08)
    steady.check_share("abandoned", impatience * present / rate)
    steady.check("present", present)
    steady.check_share("silent", silent)


def _silent(s: Sample) -> tuple[float, float]:
    """Share of abandoned contacts whose customer left without a word."""
    contacts = s.record.contacts
    mine = (contacts["arrived_tick"] >= s.start) & (contacts["arrived_tick"] < s.end)
    mine &= contacts["outcome"] == Outcome.ABANDONED
    return float(contacts["is_silent"][mine].sum()), float(mine.sum())


def test_everybody_waits_for_an_own_adviser_as_in_queues_apart() -> None:
    """Three advisers, every customer has one and waits for that one alone: three M/M/1, W = ρ / (μ − λ).

    Pooled, the same three would let them wait for a fifth of that (Erlang C, 18 s): the price of the relationship.
    """
    rate, service = 0.6, 1.0
    text = one_queue(
        3 * 60 * rate,
        TALK,
        3,
        segment="population: 300000 customers, adviser: {share: 100 %, of: team}",
        queue=", prefers: adviser, reserved_for: 30 h",
    )
    steady = observe(text, 6, wait=mean_wait, reserved=_reserved, occupancy=in_hand_per_agent)
    steady.check("wait", 60 * rate / service / (service - rate), power=0.1)
    steady.check("reserved", 60 * rate / service / (service - rate), power=0.1)
    steady.check_share("occupancy", rate / service)


def _reserved(s: Sample) -> tuple[float, float]:
    """Mean time contacts stood reserved [s]."""
    contacts = s.record.contacts
    mine = (contacts["arrived_tick"] >= s.start) & (contacts["arrived_tick"] < s.end)
    return float(contacts["reserved_ticks"][mine].sum()) * 1e-6, float(mine.sum())


def test_a_ring_is_service_that_the_customer_waits_for() -> None:
    """M/G/1 with service ring + talk (Pollaczek–Khinchine); customers wait for the ring as well."""
    rate, ring, talk = 0.6, 0.25, 1.0
    service, square = ring + talk, ring**2 + 2 * ring * talk + 2 * talk**2
    text = one_queue(60 * rate, TALK, 1, channel="kind: live, rings: 15 s")
    steady = observe(text, 16, asa=asa, occupancy=in_hand_per_agent)
    wait = rate * square / 2 / (1 - rate * service)
    steady.check("asa", 60 * (wait + ring), power=0.1)
    steady.check_share("occupancy", rate * service)


@pytest.mark.parametrize("most", ["45 s", "3 min"])
def test_the_longest_wait_is_a_patience_that_all_have_in_common(most: str) -> None:
    """Customers who all leave after T, and a centre that ends them after T: the same contacts end on the same ticks."""
    busy = {"days": 1, "per_h": 150, "talk": TALK, "agents": 2}
    patient = build(load_text(one_queue(**busy, segment=f"patience: {most}"), "one.yaml"), "as_is", 5, 0)
    limited = build(load_text(one_queue(**busy, queue=f", longest_wait: {most}"), "two.yaml"), "as_is", 5, 0)
    one, other = run(patient).contacts, run(limited).contacts
    for name in ("issue", "queued_tick", "answered_tick", "ended_tick", "agent"):
        assert np.array_equal(one[name], other[name]), name
    left, ended = one["outcome"] == Outcome.ABANDONED, other["outcome"] == Outcome.EXPIRED
    assert left.sum() > 100
    assert np.array_equal(left, ended)


def test_abandoning_stays_what_it_was_where_nobody_leaves_silently() -> None:
    """A share of 0 % draws nothing: Erlang A's mean time to abandon is that of the plain centre, to the tick."""
    plain = one_queue(150, TALK, 2, days=1, channel="kind: chat, at_once: 1 chat", segment="patience: 2 min")
    named = plain.replace("patience: 2 min", "patience: 2 min, leaves_silently: 0 %")
    named = named.replace("at_once: 1 chat", "at_once: 1 chat, silent_takes: 1 min")
    one, other = (observe(text, 1, left=mean_abandon).sums.tolist() for text in (plain, named))
    assert one == other
