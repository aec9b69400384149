"""Recipes of platforms: each file loads without a doubt, and its record shows a fact its documentation states."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.engine import run
from sim.record.record import Record
from sim.rules.lifecycle import Outcome
from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from sim.world.load import load_warnings
from sim.world.world import World

RECIPES = Path(__file__).resolve().parents[2] / "scenarios" / "recipes"
FILES = sorted(RECIPES.glob("*.yaml"))
MINUTE = 60 * TICKS_PER_SECOND
DAY, CLOSES = 24 * 60 * MINUTE, 18 * 60 * MINUTE


@cache
def played(name: str) -> tuple[World, Record]:
    """Run one replication of a recipe."""
    scenario = load(RECIPES / f"{name}.yaml")
    world = lower(scenario, scenario.base).world(1, 0)
    return world, run(world)


def rows(record: Record, table: str, **where: int) -> list[dict[str, int]]:
    """Return rows of a table as mappings, those with given values."""
    columns = {name: column.tolist() for name, column in getattr(record, table).items()}
    found = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [row for row in found if all(row[name] == value for name, value in where.items())]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_recipe_loads_without_a_doubt_and_serves_most_customers(file: Path) -> None:
    """No warning at load, no more work than people; at least seven issues in ten are resolved."""
    scenario = load(file)
    assert scenario.warnings == ()
    assert load_warnings(lower(scenario, scenario.base)) == []
    outcome = played(file.stem)[1].issues["outcome"]
    assert (outcome == 0).mean() > 0.7


def test_connect_a_lower_priority_number_goes_before_any_age() -> None:
    """No agent of the profile takes a call of priority 2 while a sales call (priority 1) waits; delays hold."""
    world, record = played("amazon_connect")
    agents, back_up = (world.names.pools.index(name) for name in ("agents", "back_up"))
    sales = world.names.queues.index("sales_calls")
    waited = [
        (row["queued_tick"], row["answered_tick"] if row["answered_tick"] >= 0 else row["ended_tick"])
        for row in rows(record, "contacts", queue=sales)
        if row["queued_tick"] >= 0
    ]
    others = rows(record, "contacts", pool=agents, queue=world.names.queues.index("service_calls"))
    assert sum(end > start for start, end in waited) > 20
    for row in others:
        assert not any(start < row["answered_tick"] < end for start, end in waited)
    for row in rows(record, "contacts", pool=back_up):
        assert row["answered_tick"] - row["queued_tick"] >= MINUTE


def test_genesys_a_call_interrupts_an_email_and_a_callback_keeps_its_position() -> None:
    """No call waits while somebody who may take it writes; interrupted mails go on later; callbacks are dialled."""
    world, record = played("genesys_cloud")
    call, email = (world.names.channels.index(name) for name in ("call", "email"))
    experts = set(np.flatnonzero(world.staffing.pool == world.names.pools.index("experts")).tolist())
    spells = [row for row in rows(record, "spells", channel=email) if row["agent"] in experts]
    waits = [
        row
        for row in rows(record, "contacts", channel=call, callback=0)
        if 0 <= row["queued_tick"] < row["answered_tick"]
    ]
    assert len(waits) > 50
    for row in waits:
        assert not any(s["start_tick"] < row["answered_tick"] and s["end_tick"] > row["queued_tick"] for s in spells)
    n_spells: dict[tuple[int, int], int] = {}
    for row in rows(record, "spells", channel=email):
        key = row["issue"], row["visit"]
        n_spells[key] = n_spells.get(key, 0) + 1
    assert sum(count > 1 for count in n_spells.values()) > 20
    accepted = rows(record, "contacts", callback=1)
    assert len(accepted) > 5
    assert all(row["attempts"] >= 1 for row in accepted if row["outcome"] == Outcome.ANSWERED)


def test_genesys_a_preferred_agent_goes_first_for_a_while_if_on_queue() -> None:
    """Who waits for a preferred agent is taken by others after 30 s at the earliest, or when that agent has gone.

    A call that finds its preferred agent with empty hands is theirs at once, whoever has been idle longer.
    """
    world, record = played("genesys_preferred_agent")
    calls = world.names.queues.index("calls")
    spells, duties = rows(record, "spells"), rows(record, "duties")
    busy = {agent: [s for s in spells if s["agent"] == agent] for agent in range(len(world.staffing.pool))}
    there = {agent: [d for d in duties if d["agent"] == agent] for agent in busy}
    answered = [row for row in rows(record, "contacts", queue=calls) if row["answered_tick"] >= 0]
    meant = [row for row in answered if row["own_agent"] >= 0]
    others = [row for row in meant if row["agent"] != row["own_agent"] and row["reserved_ticks"] > 0]
    assert len(others) > 50
    for row in others:
        left = row["queued_tick"] + row["reserved_ticks"]
        ends = {d["end_tick"] for d in there[row["own_agent"]]}
        assert row["reserved_ticks"] == 30 * TICKS_PER_SECOND or left in ends or row["missed_offers"] > 0
    at_once = 0
    for row in meant:
        tick, own = row["queued_tick"], row["own_agent"]
        works = any(s["start_tick"] < tick <= s["end_tick"] for s in busy[own])
        is_there = any(d["kind"] == 0 and d["start_tick"] < tick < d["end_tick"] for d in there[own])
        if is_there and not works and not row["missed_offers"]:
            assert (row["agent"], row["answered_tick"]) == (own, tick + 6 * TICKS_PER_SECOND)
            at_once += 1
    assert at_once > 20


def test_genesys_who_does_not_respond_is_off_the_queue_for_a_while() -> None:
    """An agent who missed an alert with empty hands takes nothing for a minute, and the call goes to somebody else."""
    world, record = played("genesys_preferred_agent")
    call = world.names.channels.index("call")
    missed = [row for row in rows(record, "contacts", channel=call) if row["missed_offers"] == 1]
    away = rows(record, "duties", kind=1)
    assert len(missed) > 20
    assert len(away) > 10
    assert {row["end_tick"] - row["start_tick"] for row in away} == {MINUTE}
    spells = rows(record, "spells")
    for row in away:
        mine = [s for s in spells if s["agent"] == row["agent"]]
        assert not any(s["start_tick"] < row["end_tick"] and s["end_tick"] > row["start_tick"] for s in mine)


def test_salesforce_work_takes_its_share_of_an_agent_and_calls_interrupt_cases() -> None:
    """At no time is an agent's capacity exceeded, and no case is in hand beside a call."""
    world, record = played("salesforce_omnichannel")
    phone, case = (world.names.channels.index(name) for name in ("phone", "case"))
    capacity, weight = world.channels.capacity, world.channels.weight.tolist()
    interrupted = 0
    for agent in range(len(world.staffing.pool)):
        mine = rows(record, "spells", agent=agent)
        for row in mine:
            held = [s for s in mine if s["start_tick"] <= row["start_tick"] < s["end_tick"]]
            assert sum(weight[s["channel"]] for s in held) <= capacity
            if row["channel"] == phone:
                assert all(s["channel"] != case for s in held)
                interrupted += any(s["channel"] == case and s["end_tick"] == row["start_tick"] for s in mine)
    assert interrupted > 10


def test_twilio_a_task_goes_to_the_next_target_after_its_timeout_or_when_it_is_skipped() -> None:
    """Billers take technical calls at 30 s or older; technicians take billing calls at once when no biller is idle."""
    world, record = played("twilio_taskrouter")
    billing, technical = (world.names.intents.index(name) for name in ("billing", "technical"))
    billers, technicians = (world.names.pools.index(name) for name in ("billers", "technicians"))
    crossed = rows(record, "contacts", intent=technical, pool=billers)
    assert len(crossed) > 10
    assert all(row["answered_tick"] - row["queued_tick"] >= 30 * TICKS_PER_SECOND for row in crossed)
    skipped = rows(record, "contacts", intent=billing, pool=technicians)
    assert sum(row["answered_tick"] == row["queued_tick"] for row in skipped) > 10


def test_zendesk_a_reactivated_conversation_goes_back_to_its_agent_over_the_capacity() -> None:
    """An answer after more than ten minutes is taken by its agent on the tick it comes, while that one is there."""
    world, record = played("zendesk_messaging")
    turns = {(row["issue"], row["visit"], row["turn"]): row for row in rows(record, "turns")}
    duties = [(row["agent"], row["start_tick"], row["end_tick"]) for row in rows(record, "duties", kind=0)]
    late = 0
    for (issue, visit, turn), row in turns.items():
        before = turns.get((issue, visit, turn - 1))
        if before is None or row["asked_tick"] - before["replied_tick"] <= 10 * MINUTE:
            continue
        by_day = row["asked_tick"] % DAY < CLOSES
        if by_day and any(a == before["agent"] and start < row["asked_tick"] < end for a, start, end in duties):
            assert (row["agent"], row["taken_tick"]) == (before["agent"], row["asked_tick"])
            late += 1
    assert late > 50
    most = 0
    for agent in range(len(world.staffing.pool)):
        mine = rows(record, "spells", agent=agent)
        most = max([most, *(sum(s["start_tick"] <= r["start_tick"] < s["end_tick"] for s in mine) for r in mine)])
    assert most > 3
