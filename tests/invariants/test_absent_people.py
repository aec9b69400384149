"""What holds for every centre in which people are absent or late: nobody does what nobody has come for."""

from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given, seed
from hypothesis import strategies as st

from sim.kpi import measure
from sim.rules.lifecycle import Duty
from sim.world.world import Staffing
from tests.invariants.centres import SEED, centres, play, quick
from tests.invariants.life import life_of, without
from tests.naive.kpi_twin import Naive

Span = tuple[int, int]


@st.composite
def absent(draw: st.DrawFn) -> str:
    """Draw a centre whose pools have absences, and whose persons come late."""
    centre: dict[str, Any] = yaml.safe_load(draw(centres()))
    for pool in centre["pools"].values():
        pool["absent"] = draw(st.sampled_from(["0 %", "30 %", "60 %"]))
        if "shifts" in pool:
            by = draw(st.sampled_from(["5 min", "10 min", "1 h", "exponential, mean 10 min"]))
            pool["late"] = {"share": draw(st.sampled_from(["50 %", "100 %"])), "by": by}
    return yaml.safe_dump(centre, sort_keys=False)


def duties_of(staffing: Staffing) -> dict[int, list[Span]]:
    """Planned duties by agent."""
    found: dict[int, list[Span]] = {}
    rows = zip(staffing.duty_agent.tolist(), staffing.duty_start.tolist(), staffing.duty_end.tolist(), strict=True)
    for agent, start, end in rows:
        found.setdefault(agent, []).append((start, end))
    return found


@seed(SEED)
@quick
@given(absent())
def test_the_staffing_lies_within_the_plan(text: str) -> None:
    """Each duty is the end of a planned one, spells lie within their duty and within planned ones, none overlap."""
    staffing = life_of(text).world.staffing
    plan = staffing.plan
    planned = set(zip(plan.duty_agent.tolist(), plan.duty_end.tolist(), strict=True))
    off: dict[tuple[int, int], list[Span]] = {}
    for duty, *span in zip(plan.spell_duty.tolist(), *(edge.tolist() for edge in plan.off_queue_spans()), strict=True):
        off.setdefault((int(plan.duty_agent[duty]), int(plan.duty_end[duty])), []).append((span[0], span[1]))
    for agent, duties in duties_of(staffing).items():
        assert all((agent, end) in planned for _, end in duties)
        assert not without(duties, duties_of(plan)[agent])
        assert all(one[1] <= other[0] for one, other in pairwise(duties))
    spans = zip(staffing.spell_duty.tolist(), *(edge.tolist() for edge in staffing.off_queue_spans()), strict=True)
    of_duty: dict[int, list[Span]] = {}
    for duty, start, end in spans:
        of_duty.setdefault(duty, []).append((start, end))
    for duty, found in of_duty.items():
        agent, begin, end = (int(c[duty]) for c in (staffing.duty_agent, staffing.duty_start, staffing.duty_end))
        wanted = [(max(a, begin), b) for a, b in off[agent, end] if b > begin]
        assert [span for span in found if span[0] < span[1]] == [span for span in wanted if span[0] < span[1]]


@seed(SEED)
@quick
@given(absent())
def test_who_does_not_come_is_nowhere(text: str) -> None:
    """Presence covers the duties of those who come; outside them there is only overtime, and nobody works elsewhere."""
    life = life_of(text)
    duties = duties_of(life.world.staffing)
    heads = set(life.world.staffing.heads_pool.tolist())
    for agent, presence in enumerate(life.presence):
        if int(life.world.staffing.pool[agent]) in heads:
            continue
        mine = [(start, min(end, life.end)) for start, end in duties.get(agent, []) if start < life.end]
        assert not without(mine, [(d.start, d.end) for d in presence])
        assert not without([(d.start, d.end) for d in presence if d.kind != Duty.OVERTIME], mine)
        assert not without([(s.start, s.end) for s in life.hands[agent]], [(d.start, d.end) for d in presence])


@seed(SEED)
@quick
@given(absent())
def test_time_of_persons_equals_its_naive_twin(text: str) -> None:
    """Adherence and conformance of played worlds are what a plain loop over the pieces of time finds."""
    world, record = play(text)
    sums, twin = measure(record, world).values, Naive(record, world).sums
    for name in ("planned_h", "planned_on_queue_h", "persons_on_queue_h", "adherent_h"):
        for pool, value in enumerate(sums[name]["pool"].tolist()):
            assert value == pytest.approx(twin[name].get(("pool", pool), 0.0), rel=1e-9, abs=1e-9), (name, pool)
    assert sums["adherent_h"]["all"][0] <= sums["planned_h"]["all"][0] + 1e-9
