"""Random records with forced ties: ticks come from a coarse grid that holds every edge of the world."""

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np

from sim.record.record import Record
from sim.rules.lifecycle import LEGS, OF_CENTRE, ChannelKind, Duty, Outcome, Reason
from sim.streams import pack_issue
from sim.world.campaigns import CAMPAIGN_ROW, is_campaign
from sim.world.world import World, frozen
from tests.kpi.builder import DAY, HOUR, Planned, Row, S, build_record, build_world

RUNG = (Reason.CALLBACK_MISSED, Reason.CAMPAIGN)
MISSING = (Outcome.UNREACHED, Outcome.EXPIRED)
"""Ends of calls that nobody answered."""
_PEOPLE = [outcome for outcome in Outcome if outcome != Outcome.CONTAINED] + [Outcome.ANSWERED] * 6


def random_world(chance: random.Random) -> World:
    """One channel of each kind, two of everything else, short edges around the window."""
    settle, measure, follow = chance.choice([0, 1]), chance.choice([1, 2]), chance.choice([0, 1, 2])
    days = settle + measure + follow
    spans = [(24.0 * d + 8, 24.0 * d + chance.choice([12, 20])) for d in range(days)]
    world = build_world(
        kinds=tuple(ChannelKind),
        target_s=(chance.choice([-1.0, 0.0, 20.0]), 60.0, chance.choice([-1.0, 4 * 3600.0]), -1.0, 60.0, 4 * 3600.0),
        target_share=chance.choice([0.5, 0.8]),
        target_is_working=(0, 0, chance.choice([0, 1]), 0, 0, chance.choice([0, 1])),
        reply_s=(-1, -1, chance.choice([-1, 6 * 3600]), -1, 6 * 3600, chance.choice([-1, 6 * 3600])),
        weights=(6, 3, 4, 1, 2, 6),
        spans_h=tuple(spans),
        n_queues=2,
        n_segments=2,
        n_intents=2,
        agent_pools=(0, 0, 1),
        priority=[[[1, 2, 0, 0, 3, 4], [0, 2, 3, 0, 0, 0]], [[0, 0, 0, 0, 0, 4], [1, 0, 4, 0, 3, 0]]],
        queue_of=[[[0, 1], [1, -1]], [[0, 0], [1, 1]], [[1, 1]] * 2, [[-1, -1]] * 2, [[0, 1]] * 2, [[0, 0]] * 2],
        settle=settle,
        measure=measure,
        follow=follow,
        interval_s=chance.choice([3600, 6 * 3600]),
        cost_centres=("care", "it"),
        pays=chance.choice([(0, 1), (0, 0)]),
        causing=chance.choice([{}, {0: 1, 9: 0, 12: 1, 13: 0}]),
        n_averted=chance.choice([0, 3]),
        planned=_planned(chance, 24 * HOUR * days),
    )
    none = frozen([])
    absent = replace(world.staffing, duty_agent=none, duty_start=none, duty_end=none, planned=world.staffing)
    return replace(world, staffing=absent) if chance.random() < 0.3 else world


def _planned(chance: random.Random, end: int) -> list[Planned]:
    """Duties of agents 0 and 1 of one pool, and sometimes of 2 in the other, with spells that may meet or overlap."""
    rows: list[Planned] = []
    for agent in range(chance.choice([2, 3])):
        marks = sorted(chance.sample(range(0, end + 6 * HOUR, HOUR), 4))
        for start, stop in ((marks[0], marks[1]), (chance.choice([marks[1], marks[2]]), marks[3])):
            starts = sorted(chance.choice(range(start, stop, HOUR // 2)) for _ in range(chance.choice([0, 1, 2, 3])))
            rows.append((agent, start, stop, [(at, chance.choice([1, HOUR // 2, HOUR])) for at in starts]))
    return rows


def random_record(chance: random.Random, world: World) -> Record:
    """Up to 12 issues of 1 to 5 visits, with every reason and outcome, and agents' time of every kind."""
    end = world.horizon.end
    edges = [0, world.horizon.measure_start, world.horizon.measure_end, 8 * HOUR, 12 * HOUR, end - 1]
    grid = sorted({t for t in [*edges, *range(0, end, 2 * HOUR)] if 0 <= t < end})
    contacts: list[Row] = []
    issues: list[Row] = []
    for number in range(chance.randint(0, 12)):
        row = chance.choice([0, 0, 0, 127, 128, 253, 254, CAMPAIGN_ROW])
        visits = _visits(chance, world, grid, pack_issue(row, 0, 0, number * 7))
        contacts += visits
        issues.append(_issue(chance, visits))
    turns = [turn for contact in contacts for turn in _turns(chance, contact, end)]
    moves = [move for contact in contacts for move in _moves(chance, contact)]
    return build_record(contacts, issues, _spells(chance, grid), _duties(chance, grid), turns, moves)


def _visits(chance: random.Random, world: World, grid: list[int], key: int) -> list[Row]:
    """Visits that often begin when the talk of one before ended, as legs do, or a day later; or waits end then."""
    same = {"issue": key, "segment": chance.randrange(2), "intent": chance.randrange(2)}
    visits: list[Row] = []
    for visit in range(chance.randint(1, 5)):
        earliest = visits[-1]["arrived_tick"] if visits else 0
        ends = [v["talk_end_tick"] for v in visits if "talk_end_tick" in v]
        edges = [end + more for end in ends for more in (0, 0, DAY, DAY + 1)]
        edges += [earliest, earliest + 1] if visits else []
        edges = [tick for tick in edges if earliest <= tick < world.horizon.end]
        later = [tick for tick in grid if tick >= earliest] or [earliest]
        tick = chance.choice(edges if edges and chance.random() < 0.6 else later)
        first = Reason.CAMPAIGN if is_campaign(np.asarray([key]))[0] else Reason.FIRST
        reason = chance.choice(list(Reason)) if visit else first
        row = {**same, "visit": visit, "arrived_tick": tick, "reason": reason}
        if visit:
            row |= {
                "after_visit": chance.choice([*range(visit), visit - 1]),
                "led_by": chance.choice([5, *range(-1, 14)]),
            }
        contact = _contact(chance, world, row, [end - tick for end in ends if end >= tick])
        visits.append(contact | _offers(chance, contact))
    return visits


def _offers(chance: random.Random, contact: Row) -> Row:
    """How often it rang at agents, whom it was meant for, and whether its customer left without a word."""
    missed = chance.choice([0, 0, 1, 2])
    rings = {"offers": missed + chance.randrange(2), "missed_offers": missed, "ring_ticks": missed * 20 * S}
    is_silent = int(contact["outcome"] == Outcome.ABANDONED and chance.random() < 0.4)
    meant = {"own_agent": chance.choice([-1, contact.get("agent", -1), 0]), "reserved_ticks": chance.choice([0, 9 * S])}
    return rings | meant | {"is_silent": is_silent, "ghost_ticks": is_silent * chance.choice([0, 120 * S])}


def _contact(chance: random.Random, world: World, row: Row, waits: list[int]) -> Row:
    row |= {"channel": chance.randrange(6), "outcome": chance.choice(_PEOPLE), "cause": chance.choice([-1, 0, 1])}
    end, arrived = world.horizon.end, row["arrived_tick"]
    if row["outcome"] in (Outcome.BALKED, Outcome.BLOCKED, Outcome.CLOSED):
        return row | {"queue": -1, "ended_tick": arrived}
    if row["channel"] == 3:
        return row | _session(chance, arrived, end)
    row |= {"queue": chance.randrange(2), "queued_tick": arrived}
    if row["channel"] in (ChannelKind.LIVE, ChannelKind.CHAT):
        row |= _callback(chance, row)
    if row["outcome"] in MISSING and row.get("callback") != 1 and row["reason"] not in RUNG:
        row["outcome"] = Outcome.ABANDONED
    is_rung = row.get("attempts", -1) >= 0
    wait = chance.choice([0, 1, 5 * S, 5 * S + 1, 20 * S, 20 * S + 1, 60 * S, 2 * HOUR, 4 * HOUR, DAY])
    wait = chance.choice(waits) if waits and chance.random() < 0.4 else wait
    stop = min(arrived + wait, end - 1)
    row["deadline_tick"] = chance.choice([-1, arrived + 6 * HOUR, arrived + 4 * HOUR])
    if is_rung and chance.random() < 0.6:
        row["deadline_tick"] = chance.choice([stop - 1, stop, stop + 1])
    if row["outcome"] == Outcome.WITHDRAWN and not is_rung and chance.random() < 0.3:
        return row | {"answered_tick": arrived, "talk_ticks": 60 * S, "agent": 0, "pool": 0, "ended_tick": stop}
    if row["outcome"] in (Outcome.ABANDONED, Outcome.DISCONNECTED, Outcome.WITHDRAWN, *MISSING):
        return row | {"ended_tick": stop}
    if row["channel"] == ChannelKind.COMMUNITY and chance.random() < 0.4:
        peers = {"outcome": Outcome.CONTAINED, "is_resolved": chance.randrange(2)}
        return row | peers | {"talk_end_tick": stop, "ended_tick": stop}
    if row["outcome"] == Outcome.OPEN:
        is_opened = row["channel"] == ChannelKind.MESSAGING and chance.random() < 0.7
        return row | ({"answered_tick": stop, "agent": 0, "pool": 0, "story": 2} if is_opened else {})
    return row | _answer(chance, stop, end)


def _callback(chance: random.Random, row: Row) -> Row:
    """What was offered; of those that are rung how they end, how often it rang, and for how long, the last ring cut."""
    callback = chance.choice([0, 0, 0, 1, 2])
    if callback != 1 and row["reason"] not in RUNG:
        return {"callback": callback}
    ends = [Outcome.ANSWERED, Outcome.ANSWERED, *MISSING, Outcome.WITHDRAWN, Outcome.OPEN, row["outcome"]]
    attempts, cut = chance.choice([0, 1, 1, 2, 3]), chance.choice([0, 0, 12 * S])
    rings = {"attempts": attempts, "dial_ticks": max(0, attempts * 20 * S - cut)}
    return {"callback": callback, "outcome": chance.choice(ends), **rings}


def _session(chance: random.Random, arrived: int, end: int) -> Row:
    """A session that is contained, wants a person, or still runs when the horizon ends."""
    lasts = chance.choice([60 * S, HOUR, DAY])
    row = {"queue": -1, "outcome": Outcome.ANSWERED, "answered_tick": arrived, "talk_ticks": min(lasts, end - arrived)}
    if arrived + lasts >= end:
        return row
    row |= {"talk_end_tick": arrived + lasts, "ended_tick": arrived + lasts, "is_resolved": 0}
    if chance.random() < 0.5:
        row |= {"outcome": Outcome.CONTAINED, "is_resolved": chance.randrange(2)}
    return row


def _answer(chance: random.Random, opened: int, end: int) -> Row:
    """Talk that ends, goes on, or is in wrap-up when the horizon ends."""
    talk, wrap_up = chance.choice([60 * S, HOUR, DAY]), chance.choice([0, 30 * S, 3 * HOUR])
    agent = chance.randrange(3)
    row = {"answered_tick": opened, "agent": agent, "pool": int(agent == 2), "level": 3}
    row |= {"way": chance.randrange(6), "story": chance.randrange(3), "talk_ticks": min(talk, end - opened)}
    if opened + talk >= end:
        return row
    hold = chance.choice([0, 0, 45 * S])
    row |= {"talk_end_tick": opened + talk, "is_resolved": chance.choice([-1, 0, 1]), "wrap_up_ticks": wrap_up}
    over = opened + talk + hold + wrap_up
    return row | {"hold_ticks": hold, "ended_tick": over if over < end else -1}


def _turns(chance: random.Random, contact: Row, end: int) -> list[tuple[int, ...]]:
    """Turns of a conversation: all replied to when talk is over, else perhaps some; none where all was told before."""
    opened = contact.get("answered_tick", -1)
    if contact["channel"] != ChannelKind.MESSAGING or opened < 0 or chance.random() < 0.1:
        return []
    over = contact.get("talk_end_tick", -1)
    n_turns, n_replied = chance.choice([1, 2, 3]), chance.randrange(3)
    asked, rows = contact["arrived_tick"], []
    for turn in range(n_turns):
        is_replied = over >= 0 or (turn < n_replied and opened + (turn + 1) * S < end)
        last = over if over >= 0 else opened + n_turns * S
        replied = last - (n_turns - 1 - turn) * S if is_replied else -1
        rows.append((contact["issue"], contact["visit"], turn, 0, asked, max(asked, replied - S // 4), replied))
        if not is_replied:
            break
        asked = replied + chance.choice([0, S // 2])
    return rows


def _moves(chance: random.Random, contact: Row) -> list[tuple[int, ...]]:
    """Moves of a contact that end in its last queue."""
    last = contact.get("queue", -1)
    if last < 0 or chance.random() < 0.6:
        return []
    queues = [last, 1 - last, last][chance.randrange(2) :]
    tick = contact["arrived_tick"]
    pairs = enumerate(pairwise(queues))
    return [(contact["issue"], contact["visit"], one, two, tick + number) for number, (one, two) in pairs]


def _issue(chance: random.Random, visits: list[Row]) -> Row:
    first = {name: visits[0][name] for name in ("issue", "arrived_tick", "segment", "intent", "channel")}
    outcome = chance.randrange(3)
    ended = -1 if outcome == 2 else max(v["arrived_tick"] for v in visits) + HOUR
    n_contacts = sum(v["reason"] not in LEGS | OF_CENTRE for v in visits)
    return {**first, "outcome": outcome, "ended_tick": ended, "n_contacts": n_contacts, "customer": -1}


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
