"""What a record says, told again from the world: journeys and work, checked contact by contact.

Where the twin of push and pull cannot go (shifts, breaks, heads that change, slowdown, journeys), the record is taken
at its word for who took what and when, and all that follows from it is computed anew, slowly, from MODEL.md 7, 9, 10,
11 and 15: who comes back, when, on which channel and why; whether the story is known; what is resolved; how much
work each talk was; that nobody works off duty or holds too much, and that nobody idles while somebody waits.
"""

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pytest

from sim.engine import run
from sim.record.record import Record
from sim.rules.lifecycle import ChannelKind, Duty, Outcome, Reason, Story
from sim.scenario.load import load_text
from sim.streams import Stream, draw, uniform
from sim.world.build import build
from sim.world.world import World
from tests.naive.threads import Threads

ENGINES = ["reference"]
N_WORLDS = 60
WORK_UNIT = 1 << 20
_KEPT = "same_channel: kept 50 %, other_channel: kept 50 %, from_bot: kept 40 %"


class Contact(NamedTuple):
    """A row of the contacts that matters here."""

    issue: int
    visit: int
    reason: int
    channel: int
    segment: int
    intent: int
    queue: int
    agent: int
    arrived_tick: int
    queued_tick: int
    answered_tick: int
    talk_end_tick: int
    ended_tick: int
    outcome: int
    is_resolved: int
    story: int
    level: int
    talk_ticks: int
    wrap_up_ticks: int


class Spell(NamedTuple):
    """A row of the spells."""

    agent: int
    start_tick: int
    end_tick: int
    issue: int
    visit: int
    channel: int


class Teller:
    """Tells a record again and notes every fault."""

    def __init__(self, world: World, record: Record) -> None:
        self.world = world
        self.faults: list[str] = []
        self.residue: dict[tuple[int, int], float] = {}
        self.contacts = [Contact(*row) for row in _rows(record.contacts, Contact._fields)]
        self.spells = [Spell(*row) for row in _rows(record.spells, Spell._fields)]
        self.duties = _rows(record.duties, ("agent", "start_tick", "end_tick", "kind"))
        self.issues = {
            row[0]: row[1:] for row in _rows(record.issues, ("issue", "outcome", "ended_tick", "n_contacts"))
        }
        self.journeys: dict[int, list[Contact]] = {issue: [] for issue in world.arrivals.issue.tolist()}
        for contact in self.contacts:
            self.journeys[contact.issue].append(contact)

    def check(self) -> list[str]:
        """Return what is wrong with the record, in words; nothing for a good one."""
        for journey in self.journeys.values():
            self._check_journey(journey)
        for contact in self.contacts:
            self._check_ticks(contact)
            self._check_work(contact)
        for agent in range(len(self.world.staffing.pool)):
            self._check_hands(agent)
        return self.faults

    def check_nobody_idles(self) -> list[str]:
        """Return who was free and able while somebody waited; only where no age is carried over."""
        for contact in self.contacts:
            if contact.queued_tick < 0:
                continue
            left = next(t for t in (contact.answered_tick, contact.ended_tick, self.world.horizon.end) if t >= 0)
            for agent in range(len(self.world.staffing.pool)):
                if self._can_do(agent, contact):
                    delay = int(self.world.routing.delay[self.world.staffing.pool[agent], contact.queue])
                    self._check_was_busy(agent, contact, contact.queued_tick + delay, left)
        return self.faults

    def _expect(self, what: str, contact: Contact, got: object, right: object) -> None:
        if got != right:
            self.faults.append(f"{what} of {contact}: {got}, should be {right}")

    def _uniform(self, stream: Stream, issue: int, visit: int) -> int:
        return uniform(self.world.seed, self.world.replication, stream, issue, visit)

    def _drawn(self, table: int, stream: Stream, contact: Contact) -> int:
        table_list = self.world.behaviour.tables[table].tolist()
        return draw(table_list, self._uniform(stream, contact.issue, contact.visit))

    def _check_journey(self, journey: list[Contact]) -> None:
        """Every contact leads to the next by its own draws, and all of them to the issue's outcome."""
        threads = Threads(self.world, journey, self._expect)
        self._expect("issue", journey[0], self.issues[journey[0].issue], threads.tell())
        self.residue |= {(journey[0].issue, visit): factor for visit, factor in threads.residue.items()}

    def _check_ticks(self, contact: Contact) -> None:
        """Ticks ascend, and the time in hand is that of the spells."""
        life = (contact.arrived_tick, contact.queued_tick, contact.answered_tick, contact.talk_end_tick)
        made = [tick for tick in (*life, contact.ended_tick) if tick >= 0]
        self._expect("ticks", contact, made, sorted(made))
        spells = [s for s in self.spells if (s.issue, s.visit) == (contact.issue, contact.visit)]
        is_session = self.world.channels.kind[contact.channel] == ChannelKind.SELF_SERVICE
        self._expect("a spell", contact, bool(spells), contact.answered_tick >= 0 and not is_session)
        if is_session and contact.talk_end_tick >= 0:
            lasts = self._drawn(
                int(self.world.behaviour.talk[contact.intent, contact.channel, 0]), Stream.TALK, contact
            )
            times = contact.talk_ticks, contact.talk_end_tick, contact.ended_tick
            self._expect("session", contact, times, (lasts, *[contact.arrived_tick + lasts] * 2))
        elif contact.ended_tick >= 0:
            in_hand = sum(spell.end_tick - spell.start_tick for spell in spells)
            self._expect("time in hand", contact, contact.talk_ticks + contact.wrap_up_ticks, in_hand)

    def _check_work(self, contact: Contact) -> None:
        """Talk in one spell: draw times level, rounded half up, plus seconds, charged exactly at the rates of k."""
        spells = [s for s in self.spells if (s.issue, s.visit) == (contact.issue, contact.visit)]
        first = min(spells, key=lambda spell: spell.start_tick, default=None)
        if first is None or not 0 <= contact.talk_end_tick <= first.end_tick:
            return
        behaviour, agent, start = self.world.behaviour, first.agent, first.start_tick
        drawn = self._drawn(int(behaviour.talk[contact.intent, contact.channel, 0]), Stream.TALK, contact)
        factor = float(behaviour.level_handle[contact.level]) * self.residue.get((contact.issue, contact.visit), 1.0)
        talk = int(drawn * factor + 0.5)
        talk += {Story.NONE: 0, Story.KEPT: behaviour.kept_ticks, Story.LOST: behaviour.lost_ticks}[
            Story(contact.story)
        ]
        if contact.is_resolved == -1:
            talk = behaviour.solved_ticks
        charged, last_rate = 0, 0
        others = [s for s in self.spells if s.agent == agent and s.start_tick < contact.talk_end_tick]
        cuts = {start, contact.talk_end_tick, *(s.start_tick for s in others), *(s.end_tick for s in others)}
        inside = sorted(cut for cut in cuts if start <= cut <= contact.talk_end_tick)
        for begin, end in pairwise(inside):
            k = sum(s.start_tick <= begin and end <= s.end_tick for s in others)
            rates = self.world.channels.rate[contact.channel]
            last_rate = int(rates[min(k, len(rates) - 1)])
            charged += (end - begin) * last_rate
        allowed = {talk, talk + behaviour.change_ticks}
        if not any(0 <= charged - work * WORK_UNIT < last_rate for work in allowed):
            self.faults.append(f"work of {contact}: {charged / WORK_UNIT}, should be one of {allowed}")

    def _check_hands(self, agent: int) -> None:
        """On duty while anything is in hand, and never more in hand than fits."""
        duties = sorted(row[1:] for row in self.duties if row[0] == agent)
        for (_, end, _), (start, _, _) in pairwise(duties):
            if start < end:
                self.faults.append(f"agent {agent}: duties overlap at {start}")
        working = [(start, end) for start, end, kind in duties if kind != Duty.OFF_QUEUE]
        mine = [s for s in self.spells if s.agent == agent]
        for spell in mine:
            if _without([(spell.start_tick, spell.end_tick)], working):
                self.faults.append(f"off duty: {spell}")
            held = [s.channel for s in mine if s.start_tick <= spell.start_tick < s.end_tick]
            load = sum(int(self.world.channels.weight[channel]) for channel in held)
            most = max((held.count(c) - int(self.world.channels.maximum[c]) for c in held), default=0)
            if load > self.world.channels.capacity or most > 0:
                self.faults.append(f"too much in hand: {spell}, {held}")

    def _can_do(self, agent: int, contact: Contact) -> bool:
        staffing = self.world.staffing
        listed = self.world.routing.priority[staffing.pool[agent], contact.queue, contact.channel]
        return bool(
            listed and staffing.channel_level[agent, contact.channel] and staffing.intent_level[agent, contact.intent]
        )

    def _check_was_busy(self, agent: int, contact: Contact, start: int, end: int) -> None:
        there = [row[1:3] for row in self.duties if row[0] == agent and row[3] == Duty.ON_QUEUE]
        idle = _without(there, [(s.start_tick, s.end_tick) for s in self.spells if s.agent == agent])
        for begin, stop in idle:
            if max(begin, start) < min(stop, end):
                self.faults.append(f"agent {agent} idle at {max(begin, start)} while {contact} waits")


def _rows(table: object, names: tuple[str, ...]) -> list[tuple[int, ...]]:
    return list(zip(*(table[name].tolist() for name in names), strict=True))


def _without(spans: list[tuple[int, int]], cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what remains of the spans outside the cuts."""
    left = []
    for begin, end in spans:
        for start, stop in sorted(cuts):
            if begin < start < end:
                left.append((begin, start))
            if start < end and stop > begin:
                begin = max(begin, min(stop, end))
        if begin < end:
            left.append((begin, end))
    return left


def random_centre(number: int) -> str:
    """Write a small centre with shifts, breaks, changing heads, slowdown, hours, levels and journeys."""
    chance = random.Random(number)
    channels = ["a", "b", "c"][: chance.randint(1, 3)]
    pools = ["north", "south"][: chance.randint(1, 2)]
    known = {pool: [c for c in channels if pool == "north" or chance.random() < 0.7] or channels for pool in pools}
    bot = ["bot: {kind: self_service}"] * (chance.random() < 0.5)
    lines = [
        "schema: 1",
        f"name: told {number}",
        "run: {start: 2026-03-02, measure: 2 days}",
        "intents: {x: {share: 50 %}, y: {share: 50 %}}",
        "segments: {u: {patience: " + chance.choice(["2 min", '"exponential, mean 3 min"', "never"]) + "}}",
        f"channels: {{{', '.join([*(f'{c}: {_random_kind(chance)}' for c in channels), *bot])}}}",
        "service:",
        *(
            f"  {i}: {{{', '.join([*(f'{c}: {_random_service(chance)}' for c in channels), *_sessions(chance, bot)])}}}"
            for i in "xy"
        ),
        f"queues: {{{', '.join(f'q_{c}: {{of: {c}}}' for c in channels)}}}",
        "pools:",
        *(f"  {pool}: {_random_pool(chance, known[pool])}" for pool in pools),
        "serves:",
        *(f"  {pool}: {{{', '.join(f'q_{c}: {_random_serve(chance)}' for c in known[pool])}}}" for pool in pools),
        f"what_next: {{{', '.join(_random_next(chance, channels, has_bot=bool(bot)))}, at_most: 4 visits}}",
        "levels: {1: {handle_time: 1.3 times, solved: 0.5 times}, 2: {handle_time: 1.1 times}}",
        f"context: {{{_KEPT}, recognised: {chance.choice([0, 50, 100])} %}}",
        "already_solved: 20 s",
        "lost_story: {extra_talk: 30 s, solved: 0.7 times}",
        "kept_story: {reading: 10 s}",
        "change_of_channel: " + chance.choice(["0 s", "10 s"]),
        "demand:",
        "  counts: first_contacts",
        "  by_channel:",
    ]
    for channel in [*channels, *(["bot"] if bot else [])]:
        lines += [f"    {channel}:", "      at:"]
        minutes = sorted(chance.randint(0, 30) for _ in range(chance.randint(3, 15)))
        lines += [f'        - {{at: "2026-03-02 09:{m:02d}:00", intent: {chance.choice("xy")}}}' for m in minutes]
    return "\n".join(lines) + "\n"


def _random_kind(chance: random.Random) -> str:
    slow = chance.choice(["", ", slowdown: {2 x: 1.3 times, 3 x: 1.7 times}"])
    hours = chance.choice(["", ", open: daily 08:30-09:20, at_close: disconnect", ", open: daily 09:03-09:20"])
    live = f"{{kind: live{chance.choice(['', ', lines: 3 lines'])}{hours}}}"
    chat = f"{{kind: chat, at_once: {chance.randint(1, 3)} chats{slow}{hours}}}"
    tolerated = chance.choice(["", ', tolerated: "exponential, mean 6 min"'])
    deferred = f"{{kind: deferred, at_once: {chance.randint(1, 2)} mails{slow}{tolerated}}}"
    return chance.choice([live, chat, deferred])


def _random_service(chance: random.Random) -> str:
    talk = chance.choice([f"{chance.randint(1, 6)} min", '"mean 4 min, cv 0.8"'])
    wrap_up = chance.choice(["", ", wrap_up: 1 min"])
    return f"{{talk: {talk}{wrap_up}, solved: {chance.choice(['60 %', '100 %'])}}}"


def _sessions(chance: random.Random, bot: list[str]) -> list[str]:
    lasts = chance.choice(["2 min", '"mean 3 min, cv 0.5"'])
    contained, helped = chance.choice([30, 70]), chance.choice([50, 100])
    session = f"lasts: {lasts}, contained: {contained} %, of_these_solved: {helped} %, leftover_takes: 1.3 times"
    return [f"bot: {{{session}}}" for _ in bot]


def _random_pool(chance: random.Random, channels: list[str]) -> str:
    skills = ", ".join(f"{channel}: level {chance.randint(1, 3)}" for channel in channels)
    if chance.random() < 0.5:
        steps = ", ".join(f'"09:{m:02d}": {chance.randint(0, 3)}' for m in sorted(chance.sample(range(4, 50), 4)))
        return f'{{headcount: on_queue, staff: {{daily: {{"00:00": 1, {steps}}}}}, skills: {{{skills}}}}}'
    shifts = ", ".join(f"s{number}: {_random_shift(chance)}" for number in range(chance.randint(1, 3)))
    return f"{{headcount: on_queue, shifts: {{{shifts}}}, skills: {{{skills}}}}}"


def _random_shift(chance: random.Random) -> str:
    start, end = chance.randint(0, 8), chance.randint(30, 55)
    first, length = start + chance.randint(1, 6), chance.randint(1, 5)
    second = first + length + chance.randint(0, 3)
    breaks = [f'b1: {{at: "09:{first:02d}", lasts: {length} min}}', f'b2: {{at: "09:{second:02d}", lasts: 2 min}}']
    kept = ", ".join(breaks[: chance.randint(0, 2)])
    hours = f'"daily 09:{start:02d}-09:{end:02d}"'
    return f"{{hours: {hours}, agents: {chance.randint(1, 2)}, breaks: {{{kept}}}}}"


def _random_serve(chance: random.Random) -> str:
    return chance.choice(["{}", "{rank: 1}", "{rank: 2}", "{rank: 1, after: 1 min}"])


def _random_next(chance: random.Random, channels: list[str], *, has_bot: bool) -> Iterator[str]:
    shares = ", ".join(f"{channel}: {90 // len(channels)} %" for channel in channels)
    for cause in ("abandoned", "blocked", "closed", "disconnected", "not_solved"):
        after = chance.randint(0 if cause in ("abandoned", "not_solved") else 1, 3)
        yield f"{cause}: {{{shares}, after: {after} min, gives_up_more: 20 % a visit}}"
    yield f"unanswered: {{{shares}, after: {chance.randint(0, 2)} min}}"
    if has_bot:
        yield f"bot_failed: {{{shares}, after: {chance.choice(['0 s', '1 min'])}}}"
        yield f"bot_gone: {{bot: 20 %, {channels[0]}: 60 %, after: 4 min}}"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", range(N_WORLDS))
def test_a_record_told_again_is_the_same_story(number: int, engine: str) -> None:
    """Journeys, stories, work, duties and hands of a random small world follow from its draws and its own ticks."""
    text = random_centre(number)
    world = build(load_text(text, "told.yaml"), "as_is", number, 0)
    record = run(world, engine=engine)
    faults = Teller(world, record).check() + Teller(world, record).check_nobody_idles()
    assert not faults, "\n".join([*faults[:5], text])


def test_the_told_worlds_hold_every_outcome_reason_and_story() -> None:
    """The random worlds reach what they are meant to check."""
    seen: dict[str, set[int]] = {"outcome": set(), "reason": set(), "story": set()}
    kinds: set[int] = set()
    for number in range(N_WORLDS):
        record = run(build(load_text(random_centre(number), "told.yaml"), "as_is", number, 0), engine=ENGINES[0])
        for name, values in seen.items():
            values |= set(record.contacts[name].tolist())
        kinds |= set(record.duties["kind"].tolist())
    elsewhere = {Outcome.BALKED, Outcome.UNREACHED, Outcome.EXPIRED}
    assert seen["outcome"] == {int(o) for o in Outcome} - {int(o) for o in elsewhere}
    later = {Reason.REDIRECT, Reason.TRANSFER, Reason.FOLLOW_UP, Reason.CALLBACK_MISSED, Reason.CAMPAIGN}
    assert seen["reason"] == {int(reason) for reason in Reason} - {int(reason) for reason in later}
    assert seen["story"] == {int(story) for story in Story}
    assert kinds == {int(duty) for duty in Duty}
