"""What holds for every agent of any centre: one place at a time, no more in hand than fits, work only on duty."""

from itertools import pairwise

import numpy as np
from hypothesis import given, seed

from sim.rules.lifecycle import Duty
from tests.invariants.centres import SEED, centres, quick
from tests.invariants.life import life_of, without


@seed(SEED)
@quick
@given(centres())
def test_agents_never_hold_more_than_their_capacity(text: str) -> None:
    """At every tick the weights in hand stay within capacity and each channel within its maximum."""
    life = life_of(text)
    for spells in life.hands:
        for tick in {spell.start for spell in spells}:
            held = [spell.channel for spell in spells if spell.start <= tick < spell.end]
            assert life.fits(held), (tick, held)


@seed(SEED)
@quick
@given(centres())
def test_nobody_is_in_two_places(text: str) -> None:
    """An agent's duties do not overlap, and a contact is in one pair of hands at a time."""
    life = life_of(text)
    for duties in life.presence:
        for one, other in pairwise(duties):
            assert one.start < one.end <= other.start, (one, other)
    for spells in life.spells_of.values():
        for one, other in pairwise(spells):
            assert one.start < one.end <= other.start, (one, other)


@seed(SEED)
@quick
@given(centres())
def test_work_lies_within_duty(text: str) -> None:
    """Spells lie within spans on the queue or in overtime, never in a break, and end by the end of the horizon."""
    life = life_of(text)
    for agent, spells in enumerate(life.hands):
        there = [(d.start, d.end) for d in life.presence[agent] if d.kind != Duty.OFF_QUEUE]
        outside = [spell for spell in spells if without([(spell.start, spell.end)], there)]
        assert not outside, (agent, outside, there)
        assert all(0 <= d.start < d.end <= life.end for d in life.presence[agent])


@seed(SEED)
@quick
@given(centres())
def test_persons_are_there_for_their_whole_shift(text: str) -> None:
    """A planned duty is covered by spans of presence without a gap, and what lies outside it is overtime."""
    life = life_of(text)
    staffing = life.world.staffing
    plan = zip(staffing.duty_agent.tolist(), staffing.duty_start.tolist(), staffing.duty_end.tolist(), strict=True)
    duties: dict[int, list[tuple[int, int]]] = {}
    for agent, start, end in plan:
        duties.setdefault(agent, []).append((start, min(end, life.end)))
    for agent, planned in duties.items():
        spans = [(d.start, d.end) for d in life.presence[agent]]
        assert not without(planned, spans), (agent, planned, spans)
        ordinary = [(d.start, d.end) for d in life.presence[agent] if d.kind != Duty.OVERTIME]
        assert not without(ordinary, planned), (agent, planned, ordinary)


@seed(SEED)
@quick
@given(centres())
def test_whose_shift_ends_takes_nothing_at_that_tick(text: str) -> None:
    """Work given back at a shift's end does not go to somebody whose own shift ends on that tick (MODEL.md 3)."""
    life = life_of(text)
    for c in life.contacts:
        spells = life.spells_of[c.issue, c.visit]
        if spells and c.agent != spells[-1].agent:
            assert spells[-1].end not in life.shift_ends[c.agent], (c, spells)


@seed(SEED)
@quick
@given(centres())
def test_overtime_is_work(text: str) -> None:
    """In overtime something is in hand from the first tick to the last: who has finished goes."""
    life = life_of(text)
    for agent, duties in enumerate(life.presence):
        spells = [(s.start, s.end) for s in life.hands[agent]]
        extra = [(d.start, d.end) for d in duties if d.kind == Duty.OVERTIME]
        assert not without(extra, spells), (agent, extra)


@seed(SEED)
@quick
@given(centres())
def test_only_the_able_work(text: str) -> None:
    """Who works a contact serves its queue and has its channel and its intent; the level is the lower of the two."""
    life = life_of(text)
    world = life.world
    for c in life.contacts:
        spells = life.spells_of[c.issue, c.visit]
        assert all(life.priority(s.agent, c) > 0 for s in spells), c
        if spells:
            first = spells[0].agent
            levels = world.staffing.channel_level[first, c.channel], world.staffing.intent_level[first, c.intent]
            assert c.level == min(levels), c
            assert np.isin(c.channel, [s.channel for s in spells])
