"""The engines against a naive twin of push and pull on random small worlds full of ties.

The twin is written from MODEL.md 3, 7 and 15 alone: it looks at every contact and every agent for each event, keeps no
order and remembers nothing it can count. It knows pools, queues, priorities, delays, weights, maxima, limits, lines and
patience; it knows one visit an issue and heads that never change.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from sim.engine import run
from sim.rules.lifecycle import Outcome
from sim.scenario.load import load_text
from sim.streams import NEVER_TICKS, Stream, draw, uniform
from sim.world.build import build
from sim.world.world import World

ENGINES = ["reference"]
N_WORLDS = 80

STOPPED, WAITING, TALKING, WRAPPING, FUTURE = range(5)

COMPARED = (
    "issue",
    "visit",
    "channel",
    "segment",
    "intent",
    "queue",
    "pool",
    "agent",
    "arrived_tick",
    "queued_tick",
    "answered_tick",
    "talk_end_tick",
    "ended_tick",
    "outcome",
    "talk_ticks",
    "wrap_up_ticks",
)


@dataclass
class Contact:
    """One contact and all that happens to it; −1 is "did not happen"."""

    issue: int
    channel: int
    segment: int
    intent: int
    arrived: int
    talk: int
    wrap_up: int
    patience: int
    state: int = FUTURE
    outcome: int = int(Outcome.OPEN)
    queue: int = -1
    pool: int = -1
    agent: int = -1
    queued: int = -1
    answered: int = -1
    talk_end: int = -1
    ended: int = -1
    tested: set[int] = field(default_factory=set)

    def row(self) -> tuple[int, ...]:
        """Return the values of `COMPARED`."""
        worked = (self.talk, self.wrap_up) if self.answered >= 0 else (0, 0)
        place = (self.queue, self.pool, self.agent)
        ticks = (self.arrived, self.queued, self.answered, self.talk_end, self.ended)
        return (self.issue, 0, self.channel, self.segment, self.intent, *place, *ticks, self.outcome, *worked)


class Twin:
    """The slow simulator: `rows()` runs it."""

    def __init__(self, world: World) -> None:
        assert not world.staffing.heads_tick.any(), "heads of the twin never change"
        self.world = world
        self.touched = [0] * len(world.staffing.pool)
        arrivals = world.arrivals
        columns = (arrivals.issue, arrivals.channel, arrivals.segment, arrivals.intent, arrivals.tick)
        self.contacts = [
            Contact(issue, channel, segment, intent, tick, *self._drawn(issue, channel, segment, intent))
            for issue, channel, segment, intent, tick in zip(*(c.tolist() for c in columns), strict=True)
        ]

    def rows(self) -> list[tuple[int, ...]]:
        """Run to the end of the horizon and return the contacts by issue."""
        while True:
            tick, rank, _, _, contact = min(self._events(), key=lambda event: event[:4], default=(NEVER_TICKS,) * 5)
            if tick >= self.world.horizon.end:
                return sorted(contact.row() for contact in self.contacts)
            if rank == 3:
                self._end_of_work(contact, tick)
            elif contact.state == FUTURE:
                self._arrive(contact, tick)
            elif rank == 4:
                contact.tested.add(tick)
                self._push(contact, tick)
            else:
                self._leave(contact, tick)

    def _drawn(self, issue: int, channel: int, segment: int, intent: int) -> tuple[int, int, int]:
        """Return talk, wrap-up and patience by the addresses and tables of the world (visit 0, step 0)."""
        behaviour = self.world.behaviour

        def n(stream: Stream) -> int:
            return uniform(self.world.seed, self.world.replication, stream, issue)

        def ticks(table: int, stream: Stream, absent: int) -> int:
            return absent if table < 0 else draw(behaviour.tables[table].tolist(), n(stream))

        talk = ticks(behaviour.talk[intent, channel, 0], Stream.TALK, -1)
        wrap_up = ticks(behaviour.wrap_up[intent, channel, 0], Stream.WRAP_UP, 0)
        patience = ticks(behaviour.patience[segment, channel, 0], Stream.PATIENCE, NEVER_TICKS)
        if n(Stream.LEAVES_AT_ONCE) < behaviour.leaves_at_once[segment, channel]:
            patience = 0
        return talk, wrap_up, patience

    def _events(self) -> Iterator[tuple[int, int, int, int, Contact]]:
        """Name all that may happen next: (tick, rank, issue, step, contact)."""
        for contact in self.contacts:
            if contact.state == FUTURE:
                yield contact.arrived, 4, contact.issue, 0, contact
            elif contact.state == TALKING:
                yield contact.answered + contact.talk, 3, contact.issue, 0, contact
            elif contact.state == WRAPPING:
                yield contact.talk_end + contact.wrap_up, 3, contact.issue, 1, contact
            elif contact.state == WAITING:
                yield contact.queued + contact.patience, 5, contact.issue, 0, contact
                for delay in self.world.routing.delay[:, contact.queue].tolist():
                    if delay > 0 and contact.queued + delay not in contact.tested:
                        yield contact.queued + delay, 4, contact.issue, 1, contact

    def _arrive(self, contact: Contact, now: int) -> None:
        world = self.world
        queue = int(world.routing.queue[contact.channel, contact.intent, contact.segment])
        lines = int(world.channels.lines[contact.channel])
        on_lines = [c for c in self.contacts if c.channel == contact.channel and c.state in (WAITING, TALKING)]
        in_queue = [c for c in self.contacts if c.queue == queue and c.state == WAITING]
        if 0 <= lines <= len(on_lines):
            self._stop(contact, Outcome.BLOCKED, now)
            return
        contact.state, contact.queue, contact.queued = WAITING, queue, now
        self._push(contact, now)
        if contact.state == WAITING and 0 <= world.routing.limit[queue] <= len(in_queue):
            contact.queue, contact.queued = -1, -1
            self._stop(contact, Outcome.BLOCKED, now)

    def _end_of_work(self, contact: Contact, now: int) -> None:
        if contact.state == TALKING:
            contact.state, contact.talk_end = WRAPPING, now
        if now == contact.talk_end + contact.wrap_up:
            self._stop(contact, Outcome.ANSWERED, now)
            self.touched[contact.agent] = now
            self._pull(contact.agent, now)

    def _leave(self, contact: Contact, now: int) -> None:
        self._stop(contact, Outcome.ABANDONED, now)

    def _stop(self, contact: Contact, outcome: Outcome, now: int) -> None:
        contact.state, contact.outcome, contact.ended = STOPPED, int(outcome), now

    def _push(self, contact: Contact, now: int) -> None:
        """Of agents who may take it: lowest priority of the pool, longest idle, lowest index."""
        free = [
            (self._priority(agent, contact), self.touched[agent], agent)
            for agent in range(len(self.touched))
            if self._may_take(agent, contact, now)
        ]
        if free:
            self._take(min(free)[2], contact, now)

    def _pull(self, agent: int, now: int) -> None:
        """As long as there is room: lowest priority, earliest queued, lowest issue."""
        while True:
            waiting = [c for c in self.contacts if c.state == WAITING and self._may_take(agent, c, now)]
            if not waiting:
                return
            best = min(waiting, key=lambda c: (self._priority(agent, c), c.queued, c.issue))
            self._take(agent, best, now)

    def _take(self, agent: int, contact: Contact, now: int) -> None:
        contact.state, contact.agent, contact.answered = TALKING, agent, now
        contact.pool = int(self.world.staffing.pool[agent])
        contact.outcome = int(Outcome.ANSWERED)
        self.touched[agent] = now

    def _priority(self, agent: int, contact: Contact) -> int:
        pool = self.world.staffing.pool[agent]
        return int(self.world.routing.priority[pool, contact.queue, contact.channel])

    def _may_take(self, agent: int, contact: Contact, now: int) -> bool:
        """Whether the pool lists the queue, the age is reached, the skills are there, and it fits."""
        staffing, channels = self.world.staffing, self.world.channels
        if self._priority(agent, contact) == 0:
            return False
        if now - contact.queued < self.world.routing.delay[staffing.pool[agent], contact.queue]:
            return False
        if not (staffing.channel_level[agent, contact.channel] and staffing.intent_level[agent, contact.intent]):
            return False
        held = [c.channel for c in self.contacts if c.agent == agent and c.state in (TALKING, WRAPPING)]
        load = sum(int(channels.weight[channel]) for channel in [*held, contact.channel])
        return held.count(contact.channel) < channels.maximum[contact.channel] and load <= channels.capacity


def random_centre(number: int) -> str:
    """Write a small centre by chance: times of whole minutes, so that almost everything ties."""
    chance = random.Random(number)
    pick = chance.choice
    channels = ["a", "b", "c"][: chance.randint(1, 3)]
    kinds = {channel: _random_kind(chance) for channel in channels}
    queues = _random_queues(chance, channels)
    pools = ["north", "south", "west"][: chance.randint(1, 3)]
    lines = [
        "schema: 1",
        f"name: naive {number}",
        "run: {start: 2026-03-02, measure: 1 day}",
        "intents: {x: {share: 50 %}, y: {share: 50 %}}",
        "segments:",
        f"  u: {{share: 50 %, {_random_patience(chance, channels)}}}",
        f"  v: {{share: 50 %, {_random_patience(chance, channels)}}}",
        f"channels: {{{', '.join(f'{c}: {kind}' for c, kind in kinds.items())}}}",
        "service:",
    ]
    for intent in ("x", "y"):
        lines.append(f"  {intent}: {{{', '.join(f'{c}: {_random_service(chance)}' for c in channels)}}}")
    lines.append(f"queues: {{{', '.join(f'{q}: {{{text}}}' for q, text in queues.items())}}}")
    lines += ["pools:", *(f"  {pool}: {_random_pool(chance, pool, channels)}" for pool in pools), "serves:"]
    for pool in pools:
        rows = [f"{queue}: {_random_serve(chance)}" for queue in queues if pool == "north" or pick([1, 1, 0])]
        lines.append(f"  {pool}: {{{', '.join(rows or [f'{next(iter(queues))}: {{}}'])}}}")
    lines += ["demand:", "  counts: first_contacts", "  by_channel:"]
    for channel in chance.sample(channels, len(channels)):
        arrivals = sorted(chance.randint(0, 9) for _ in range(chance.randint(2, 10)))
        lines += [f"    {channel}:", "      at:"]
        lines += [
            f'        - {{at: "2026-03-02 09:{minute:02d}:00", intent: {pick("xy")}, segment: {pick("uv")}}}'
            for minute in arrivals
        ]
    return "\n".join(lines) + "\n"


def _random_minutes(chance: random.Random, least: int, most: int) -> str:
    if chance.random() < 0.3:
        return '"empirical ' + ", ".join(f"{minute} min" for minute in range(least, most + 1)) + '"'
    return f"{chance.randint(least, most)} min"


def _random_kind(chance: random.Random) -> str:
    lines = chance.choice(["", "", ", lines: 3 lines"])
    if chance.random() < 0.5:
        return f"{{kind: live{lines}}}"
    weight = chance.choice(["", "", ", weight: 30 %", ", weight: 40 %"])
    return f"{{kind: chat, at_once: {chance.randint(1, 3)} chats{weight}{lines}}}"


def _random_queues(chance: random.Random, channels: list[str]) -> dict[str, str]:
    limit = chance.choice(["", "", "", ", limit: 2 waiting", ", limit: 0 waiting"])
    of_all = f"[{', '.join(channels)}]"
    shape = chance.choice(["each", "one", "by intent"])
    if shape == "one":
        return {"all": f"of: {of_all}{limit}"}
    if shape == "by intent":
        return {"q_x": f"of: {of_all}, intents: x", "q_rest": f"of: {of_all}{limit}"}
    return {f"q_{channel}": f"of: {channel}{limit}" for channel in channels}


def _random_patience(chance: random.Random, channels: list[str]) -> str:
    rows = [f"{channel}: {_random_minutes(chance, 0, 4)}" for channel in channels if chance.random() < 0.7]
    at_once = chance.choice(["0 %", "0 %", "40 %", "100 %"])
    return (f"patience: {{{', '.join(rows)}}}, " if rows else "") + f"leaves_at_once: {at_once}"


def _random_service(chance: random.Random) -> str:
    wrap_up = chance.choice(["", f", wrap_up: {_random_minutes(chance, 1, 2)}"])
    return f"{{talk: {_random_minutes(chance, 1, 5)}{wrap_up}}}"


def _random_pool(chance: random.Random, pool: str, channels: list[str]) -> str:
    skills = [channel for channel in channels if pool == "north" or chance.random() < 0.8] or channels
    intents = "" if pool == "north" else chance.choice(["", ", intents: {x: level 3}", ", intents: {y: level 3}"])
    known = ", ".join(f"{channel}: level 3" for channel in skills)
    heads = chance.randint(1, 2)
    return f"{{headcount: on_queue, staff: {{daily: {heads}}}, skills: {{{known}}}{intents}}}"


def _random_serve(chance: random.Random) -> str:
    rank = chance.choice(["", "rank: 1", "rank: 1", "rank: 2", "rank: 3"])
    after = chance.choice(["", "", "after: 1 min", "after: 2 min"])
    return f"{{{', '.join(filter(None, (rank, after)))}}}"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", range(N_WORLDS))
def test_the_engine_does_what_the_naive_twin_does(number: int, engine: str) -> None:
    """Every contact of a random world has the same queue, agent, ticks and outcome in both."""
    text = random_centre(number)
    world = build(load_text(text, "naive.yaml"), "as_is", number, 0)
    expected = Twin(world).rows()
    contacts = run(world, engine=engine).contacts
    got = list(zip(*(contacts[name].tolist() for name in COMPARED), strict=True))
    assert got == expected, _first_difference(text, expected, got)


def test_the_random_worlds_are_full_of_ties_and_of_every_outcome() -> None:
    """The worlds force what they are meant to force: shared ticks of answer and arrival, and all outcomes."""
    outcomes: set[int] = set()
    n_ties = 0
    for number in range(0, N_WORLDS, 4):
        world = build(load_text(random_centre(number), "naive.yaml"), "as_is", number, 0)
        rows = np.array(Twin(world).rows())
        outcomes |= set(rows[:, COMPARED.index("outcome")].tolist())
        answered = rows[:, COMPARED.index("answered_tick")]
        answered = answered[answered >= 0]
        n_ties += len(answered) - len(np.unique(answered))
    assert {Outcome.ANSWERED, Outcome.ABANDONED, Outcome.BLOCKED} <= outcomes
    assert n_ties > 20


def _first_difference(text: str, expected: list[tuple[int, ...]], got: list[tuple[int, ...]]) -> str:
    for one, other in zip(expected, got, strict=False):
        if one != other:
            cells = [f"{name}: twin {a}, engine {b}" for name, a, b in zip(COMPARED, one, other, strict=True) if a != b]
            return f"issue {one[0]} (arrived {one[COMPARED.index('arrived_tick')]}): {'; '.join(cells)}\n{text}"
    return f"{len(expected)} contacts in the twin, {len(got)} in the engine\n{text}"
