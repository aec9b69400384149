"""What holds whatever the routing: scores, agent rules, interruptions, rings, reservation, callbacks, and all together.

The centres are those of the other tests, with words of routing thrown in by chance.
"""

import random
from itertools import pairwise
from typing import Any

import numpy as np
import yaml
from hypothesis import given, seed

from sim.rules.lifecycle import Duty, Outcome, Reason
from tests.invariants.centres import SEED, centres, play, quick
from tests.invariants.life import Contact, Life, without

SCORES = ("longest wait", "weighted wait", "conversation", "least slack", "shortest work")
AGENTS = ("longest idle", "least loaded", "most proficient", "random")


def routed(text: str) -> str:
    """Throw words of routing into a centre, the same for the same centre."""
    chance, further, centre = random.Random(text), random.Random(f"further {text}"), yaml.safe_load(text)
    channels: dict[str, dict[str, Any]] = centre["channels"]
    for name, channel in channels.items():
        others = [other for other in channels if other != name]
        if chance.random() < 0.3:
            channel["beside"] = chance.choice(["nothing", [name], [name, *others]])
        if channel["kind"] == "deferred" and others and chance.random() < 0.8:
            channel["gives_way_to"] = chance.sample(others, chance.randint(1, len(others)))
            channel["resume_cost"] = chance.choice(["0 s", "20 s", "1 min"])
    score = chance.choice(SCORES)
    for queue in centre["queues"].values():
        of = [queue["of"]] if isinstance(queue["of"], str) else queue["of"]
        queue |= {"score": score, "agent": chance.choice(AGENTS)}
        if score == "weighted wait":
            queue["weight"] = chance.choice(["0.5 times", "2 times"])
        if score == "conversation":
            queue["points"] = chance.choice(["0 points", "2 points"])
        if all(channels[name]["kind"] in ("live", "chat") for name in of):
            dialling = {"ring": "30 s", "answers": "50 %, 30 %", "tries": "2 tries", "every": "2 min"}
            if chance.random() < 0.7:
                queue["callback"] = {**dialling, "accepted": "60 %", "tolerated": "10 min"}
                queue["callback"]["kind"] = further.choice(["hold_place", "when_quiet"])
                if further.random() < 0.5:
                    queue["callback"] |= {
                        "expires": further.choice(["3 min", "10 min"]),
                        "closed": {"accepted": "50 %"},
                    }
            if chance.random() < 0.7:
                queue["missed"] = {**dialling, "who": ["abandoned", "blocked"], "within": "10 min"}
                if further.random() < 0.5:
                    queue["missed"]["expires"] = further.choice(["2 min", "5 min"])
    for served in centre["serves"].values():
        for serve in served.values():
            if chance.random() < 0.3:
                serve["keeps_idle"] = f"{chance.randint(0, 2)} agents"
            if chance.random() < 0.3:
                serve["by_level"] = {"level 3": "0 s", "level 1": "1 min"}
    centre["what_next"] |= {
        "unreached": {"same": "50 %", "after": "5 min"},
        "expired": {"same": "50 %", "after": "5 min"},
        "unanswered": {"same": "30 %", "after": "1 min"},
    }
    return yaml.safe_dump(centre, sort_keys=False)


def life_of(text: str) -> Life:
    return Life(*play(routed(text)))


def is_closed(life: Life, contact: Contact) -> bool:
    """Whether its channel was closed when a contact came."""
    channels, c = life.world.channels, contact.channel
    spans = zip(channels.open_start[c].tolist(), channels.open_end[c].tolist(), strict=True)
    return not any(start <= contact.arrived_tick < end for start, end in spans)


def is_quiet(life: Life, contact: Contact) -> bool:
    offer = life.world.behaviour.callbacks[contact.queue]
    return offer is not None and bool(offer.is_quiet)


@seed(SEED)
@quick
@given(centres())
def test_hands_hold_what_fits_and_what_each_contact_allows(text: str) -> None:
    """Weights, maxima and what may be held beside what hold at every tick, rings included."""
    life = life_of(text)
    beside = life.world.channels.beside
    for spells in life.hands:
        for tick in {spell.start for spell in spells}:
            held = [spell for spell in spells if spell.start <= tick < spell.end]
            assert life.fits([spell.channel for spell in held]), (tick, held)
            taken = [spell for spell in held if spell.start == tick]
            for before in (spell for spell in held if spell.start < tick):
                assert all(beside[before.channel, after.channel] for after in taken)


@seed(SEED)
@quick
@given(centres())
def test_nobody_is_in_two_places_and_works_only_on_duty(text: str) -> None:
    """A contact is in one pair of hands at a time, and spells lie within presence that is no break."""
    life = life_of(text)
    for spells in life.spells_of.values():
        assert all(one.end <= other.start for one, other in pairwise(spells))
    for agent, spells in enumerate(life.hands):
        there = [(d.start, d.end) for d in life.presence[agent] if d.kind != Duty.OFF_QUEUE]
        assert not [spell for spell in spells if without([(spell.start, spell.end)], there)]


@seed(SEED)
@quick
@given(centres())
def test_time_in_hand_is_talk_hold_wrap_up_and_rings(text: str) -> None:
    """Whatever is interrupted, given back, rung or held: spells add up to what the row says."""
    life = life_of(text)
    for c in life.contacts:
        in_hand = sum(spell.end - spell.start for spell in life.spells_of[c.issue, c.visit])
        assert in_hand == c.talk_ticks + c.hold_ticks + c.wrap_up_ticks + c.dial_ticks, c


@seed(SEED)
@quick
@given(centres())
def test_every_contact_is_written_once_and_ends_in_one_way(text: str) -> None:
    """Visits count on from 0 without a gap; what is over has an end, and what is open has none."""
    life = life_of(text)
    keys = [(c.issue, c.visit) for c in life.contacts]
    assert len(set(keys)) == len(keys)
    for issue in {c.issue for c in life.contacts}:
        visits = sorted(c.visit for c in life.contacts if c.issue == issue)
        assert visits == list(range(len(visits)))
    for c in life.contacts:
        assert (c.outcome == Outcome.OPEN) <= (c.ended_tick < 0), c
        if c.outcome == Outcome.UNREACHED:
            assert c.attempts == 2, c
            assert c.callback == 1 or c.reason == Reason.CALLBACK_MISSED, c
        if c.outcome == Outcome.EXPIRED:
            assert c.attempts < 2, c
            assert c.callback == 1 or c.reason == Reason.CALLBACK_MISSED, c
        if c.answered_tick >= 0 and (c.callback == 1 or c.reason == Reason.CALLBACK_MISSED):
            assert 1 <= c.attempts <= 2, c
        if c.reason == Reason.CALLBACK_MISSED:
            failed = next(b for b in life.contacts if b.issue == c.issue and b.visit == c.after_visit)
            assert failed.outcome in (Outcome.ABANDONED, Outcome.BLOCKED), failed


def hushed(text: str) -> str:
    """Let half of those who would wait on a live or chat channel take a callback that is made when it is quiet.

    Pools take contacts at any age, patience is long and talks are, so that others wait meanwhile.
    """
    centre = yaml.safe_load(routed(text))
    centre["serves"] = {
        pool: {name: {"rank": serve["rank"]} if "rank" in serve else {} for name, serve in served.items()}
        for pool, served in centre["serves"].items()
    }
    for segment in centre["segments"].values():
        segment["patience"] = "30 min"
    for by_channel in centre["service"].values():
        for service in by_channel.values():
            service["talk"] = "mean 8 min, cv 0.5"
    for queue in centre["queues"].values():
        of = [queue["of"]] if isinstance(queue["of"], str) else queue["of"]
        if all(centre["channels"][name]["kind"] in ("live", "chat") for name in of):
            queue["callback"] = {"kind": "when_quiet", "accepted": "50 %", "answers": "100 %", "ring": "30 s"}
    return yaml.safe_dump(centre, sort_keys=False)


def could_take(life: Life, agent: int, other: Contact, channel: int) -> bool:
    """Whether an agent with room for a channel could take a contact of it."""
    return other.channel == channel and other.queue >= 0 and life.priority(agent, other) > 0


def test_a_quiet_callback_is_dialled_only_while_nobody_else_waits_for_the_agent() -> None:
    """At no first ring does a customer wait on the line of the same channel whom the agent could take instead."""
    looked_at = 0

    @seed(SEED)
    @quick
    @given(centres())
    def look(text: str) -> None:
        nonlocal looked_at
        life = Life(*play(hushed(text)))
        on_the_line = [c for c in life.contacts if c.callback != 1 and c.reason != Reason.CALLBACK_MISSED]
        for c in life.contacts:
            spells = life.spells_of[c.issue, c.visit]
            if c.callback != 1 or not spells:
                continue
            agent, tick = spells[0].agent, spells[0].start
            others = [other for other in on_the_line if could_take(life, agent, other, c.channel)]
            looked_at += len(others)
            for other in others:
                assert not any(start < tick < end for start, end in life.waits[other]), (c, other)

    look()
    assert looked_at > 300


def test_the_words_come_up() -> None:
    """The centres reach callbacks of every fate, calls to the missed, and interrupted work."""
    seen: dict[str, int] = {}

    @seed(SEED)
    @quick
    @given(centres())
    def gather(text: str) -> None:
        life = life_of(text)
        for c in life.contacts:
            for word, is_so in {
                "accepted and answered": c.callback == 1 and c.answered_tick >= 0,
                "unreached": c.outcome == Outcome.UNREACHED,
                "expired": c.callback == 1 and c.outcome == Outcome.EXPIRED,
                "missed and expired": c.callback == 0 and c.outcome == Outcome.EXPIRED,
                "accepted while it was closed": c.callback == 1 and is_closed(life, c),
                "quiet and reached": c.callback == 1 and c.answered_tick >= 0 and is_quiet(life, c),
                "missed and answered": c.reason == Reason.CALLBACK_MISSED and c.answered_tick >= 0,
                "crossed": c.reason == Reason.CALLBACK_MISSED and c.outcome == Outcome.WITHDRAWN,
                "in several spells": c.dial_ticks == 0 and len(life.spells_of[c.issue, c.visit]) > 1,
                "chase of a callback": c.reason == Reason.CHASE,
            }.items():
                seen[word] = seen.get(word, 0) + is_so

    gather()
    assert all(count > 0 for count in seen.values()), seen
    assert np.isfinite(list(seen.values())).all()
