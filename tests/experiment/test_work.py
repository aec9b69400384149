"""The rows of agents: presence and time in hand."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sim.engine import run
from sim.experiment.work import agent_rows
from sim.world.build import build


@pytest.fixture(scope="module")
def record_and_world(scenario):
    """One replication of the first strategy."""
    world = build(scenario, "four", seed=1, replication=0)
    return run(world), world


def test_busy_time_is_the_union_of_spells_inside_the_span(record_and_world):
    """Second for second from the definition: ticks of a span at which the agent has something in hand."""
    record, world = record_and_world
    rows = agent_rows(record, world)
    for agent, start, end, busy in zip(
        rows["agent"], rows["start_tick"], rows["end_tick"], rows["busy_ticks"], strict=True
    ):
        mine = record.spells["agent"] == agent
        edges = np.concatenate([record.spells["start_tick"][mine], record.spells["end_tick"][mine], [start, end]])
        points = np.unique(np.clip(edges, start, end))
        expected = sum(
            int(b - a)
            for a, b in pairwise(points)
            if ((record.spells["start_tick"][mine] <= a) & (record.spells["end_tick"][mine] >= b)).any()
        )
        assert busy == expected


def test_rows_are_the_spans_of_presence(record_and_world):
    """One row a duty of the record, with the pool of its agent; somebody was busy."""
    record, world = record_and_world
    rows = agent_rows(record, world)
    assert rows["start_tick"].tolist() == record.duties["start_tick"].tolist()
    assert set(rows["pool"].tolist()) == {0}
    assert (rows["busy_ticks"] <= rows["end_tick"] - rows["start_tick"]).all()
    assert rows["busy_ticks"].sum() > 0


def test_time_with_two_contacts_in_hand_counts_once(record_and_world):
    """Spells 10-30 and 20-40 and 60-90 in a span of 0-80, by hand: 30 + 20 ticks are busy."""
    record, world = record_and_world
    spells = {"agent": [0, 0, 0], "start_tick": [10, 20, 60], "end_tick": [30, 40, 90]}
    duties = {"agent": [0], "start_tick": [0], "end_tick": [80], "kind": [0]}
    tables = [{name: np.array(column) for name, column in table.items()} for table in (spells, duties)]
    rows = agent_rows(replace(record, spells=tables[0], duties=tables[1]), world)
    assert rows["busy_ticks"].tolist() == [50]
