"""Random records with forced ties: ticks come from a coarse grid that holds every edge of the world."""

import random
from itertools import pairwise

from sim.record.record import Record
from sim.rules.lifecycle import ChannelKind, Duty, Outcome
from sim.world.world import World
from tests.kpi.builder import DAY, HOUR, Row, S, build_record, build_world


def random_world(chance: random.Random) -> World:
    """Three channels (live, chat, deferred), two of everything else, short edges around the window."""
    settle, measure, follow = chance.choice([0, 1]), chance.choice([1, 2]), chance.choice([0, 1, 2])
    days = settle + measure + follow
    spans = [(24.0 * d + 8, 24.0 * d + chance.choice([12, 20])) for d in range(days)]
    return build_world(
        kinds=(ChannelKind.LIVE, ChannelKind.CHAT, ChannelKind.DEFERRED),
        target_s=(chance.choice([-1.0, 0.0, 20.0]), 60.0, chance.choice([-1.0, 4 * 3600.0])),
        target_share=chance.choice([0.5, 0.8]),
        target_is_working=(0, 0, chance.choice([0, 1])),
        reply_s=(-1, -1, chance.choice([-1, 6 * 3600])),
        weights=(6, 3, 4),
        spans_h=tuple(spans),
        n_queues=2,
        n_segments=2,
        n_intents=2,
        agent_pools=(0, 0, 1),
        priority=[[[1, 2, 0], [0, 2, 3]], [[0, 0, 0], [1, 0, 4]]],
        queue_of=[[[0, 1], [1, -1]], [[0, 0], [1, 1]], [[1, 1], [1, 1]]],
        settle=settle,
        measure=measure,
        follow=follow,
        interval_s=chance.choice([3600, 6 * 3600]),
    )


def random_record(chance: random.Random, world: World) -> Record:
    """Up to 12 issues of 1 to 4 visits, with every outcome, and agents' time of every kind."""
    end = world.horizon.end
    edges = [0, world.horizon.measure_start, world.horizon.measure_end, 8 * HOUR, 12 * HOUR, end - 1]
    grid = sorted({t for t in [*edges, *range(0, end, 2 * HOUR)] if 0 <= t < end})
    contacts: list[Row] = []
    issues: list[Row] = []
    for number in range(chance.randint(0, 12)):
        visits = _visits(chance, world, grid, number * 7)
        contacts += visits
        issues.append(_issue(chance, visits))
    return build_record(contacts, issues, _spells(chance, grid), _duties(chance, grid))


def _visits(chance: random.Random, world: World, grid: list[int], key: int) -> list[Row]:
    arrived = sorted(chance.choice(grid) for _ in range(chance.randint(1, 4)))
    same = {"issue": key, "segment": chance.randrange(2), "intent": chance.randrange(2)}
    return [_contact(chance, world, {**same, "visit": v, "arrived_tick": t}) for v, t in enumerate(arrived)]


def _contact(chance: random.Random, world: World, row: Row) -> Row:
    row |= {"channel": chance.randrange(3), "outcome": chance.choice(list(Outcome))}
    end, arrived = world.horizon.end, row["arrived_tick"]
    if row["outcome"] in (Outcome.BALKED, Outcome.BLOCKED, Outcome.CLOSED):
        return row | {"queue": -1, "ended_tick": arrived}
    row |= {"queue": chance.randrange(2), "queued_tick": arrived}
    row["deadline_tick"] = chance.choice([-1, arrived + 6 * HOUR, arrived + 4 * HOUR])
    wait = chance.choice([0, 1, 5 * S, 5 * S + 1, 20 * S, 20 * S + 1, 60 * S, 2 * HOUR, 4 * HOUR, DAY])
    stop = min(arrived + wait, end - 1)
    if row["outcome"] in (Outcome.ABANDONED, Outcome.DISCONNECTED):
        return row | {"ended_tick": stop}
    if row["outcome"] == Outcome.OPEN:
        return row
    return row | _answer(chance, stop, end)


def _answer(chance: random.Random, opened: int, end: int) -> Row:
    """Talk that ends, goes on, or is in wrap-up when the horizon ends."""
    talk, wrap_up = chance.choice([60 * S, HOUR, DAY]), chance.choice([0, 30 * S, 3 * HOUR])
    agent = chance.randrange(3)
    row = {"answered_tick": opened, "agent": agent, "pool": int(agent == 2), "level": 3}
    row |= {"story": chance.randrange(3), "talk_ticks": min(talk, end - opened)}
    if opened + talk >= end:
        return row
    row |= {"talk_end_tick": opened + talk, "is_resolved": chance.randrange(2), "wrap_up_ticks": wrap_up}
    return row | {"ended_tick": opened + talk + wrap_up if opened + talk + wrap_up < end else -1}


def _issue(chance: random.Random, visits: list[Row]) -> Row:
    first = {name: visits[0][name] for name in ("issue", "arrived_tick", "segment", "intent", "channel")}
    outcome = chance.randrange(3)
    ended = -1 if outcome == 2 else max(v["arrived_tick"] for v in visits) + HOUR
    return {**first, "outcome": outcome, "ended_tick": ended, "n_contacts": len(visits)}


def _spells(chance: random.Random, grid: list[int]) -> list[tuple[int, ...]]:
    rows = []
    for visit in range(chance.randint(0, 10)):
        start, end = sorted(chance.sample(grid, 2))
        rows.append((chance.randrange(3), start, end, 7 * visit, visit, chance.randrange(3)))
    return rows


def _duties(chance: random.Random, grid: list[int]) -> list[tuple[int, ...]]:
    rows = []
    for agent in range(3):
        marks = sorted(chance.sample(grid, 6))
        for start, end in pairwise(marks):
            if chance.random() < 0.8:
                rows.append((agent, start, end, int(chance.choice(list(Duty)))))
    return rows
