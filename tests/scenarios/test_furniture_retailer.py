"""The furniture retailer: does the file load without a doubt, and does each step do what it is there for?"""

from pathlib import Path

import pytest

from sim.engine import run
from sim.kpi import CATALOG, measure, merge, replication_value
from sim.rules.lifecycle import Reason, Way
from sim.scenario.load import load
from sim.world.build import lower
from sim.world.load import load_warnings

FILE = Path(__file__).resolve().parents[2] / "scenarios" / "furniture_retailer.yaml"
REPLICATIONS = 2


@pytest.fixture(scope="module")
def runs():
    """Records and sums of each strategy, by name."""
    scenario = load(FILE)
    found = {}
    for name in scenario.centres:
        blueprint = lower(scenario, name)
        worlds = [blueprint.world(1, number) for number in range(REPLICATIONS)]
        records = [run(world) for world in worlds]
        found[name] = records, merge([measure(r, w) for r, w in zip(records, worlds, strict=True)])
    return found


def value(runs, strategy: str, kpi: str) -> float:
    return replication_value(CATALOG[kpi], runs[strategy][1])


def test_it_loads_without_a_doubt():
    """No warning, and no strategy that is offered more than its people can do."""
    scenario = load(FILE)
    assert scenario.warnings == ()
    assert [load_warnings(lower(scenario, name)) for name in scenario.centres] == [[], [], []]


def test_the_same_customers_meet_every_strategy(runs):
    """Issue for issue: who comes, when, for what, by which door."""
    base = runs["apart"][0]
    for records, _ in runs.values():
        for one, other in zip(base, records, strict=True):
            for column in ("issue", "arrived_tick", "segment", "intent", "channel"):
                assert (one.issues[column] == other.issues[column]).all()


def test_a_stock_view_sends_fewer_away_and_resolves_more(runs):
    """Fewer redirects in the chat, shorter chats, more resolved issues."""
    assert value(runs, "stock_view", "redirect_rate") < 0.5 * value(runs, "apart", "redirect_rate")
    assert value(runs, "stock_view", "resolution_rate") > value(runs, "apart", "resolution_rate") + 0.02


def test_reservations_reach_the_counter_and_a_few_are_lost(runs):
    """Only there contacts are passed on: about 30 % of chats on stock, about 4 % of them lost, all to the counter."""
    for name in ("apart", "stock_view"):
        assert all((record.contacts["way"] < Way.PASSED_ON).all() for record in runs[name][0])
    assert 0.01 < value(runs, "reservations", "lost_in_hand_off") < 0.09
    for record in runs["reservations"][0]:
        legs = record.contacts["reason"] == Reason.TRANSFER
        assert legs.sum() > 50
        assert set(record.contacts["channel"][legs].tolist()) == {2}


def test_a_story_that_is_kept_is_told_less_often(runs):
    """Customers repeat themselves far less where the counter sees what was said."""
    assert value(runs, "reservations", "repeats_per_issue") < 0.5 * value(runs, "apart", "repeats_per_issue")
