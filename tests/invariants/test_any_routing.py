"""What holds whatever the routing: scores, agent rules, interruptions, rings, reservation, callbacks, and all together.

Rings at agents, silent leavers, agents of customers' own, longest waits and shared lines are among it.

The centres are those of the other tests, with words of routing thrown in by chance.
"""

import random
from itertools import pairwise
from typing import Any

import numpy as np
import yaml
from hypothesis import given, seed

from sim.rules.lifecycle import ChannelKind, Duty, Outcome, Reason
from tests.invariants.centres import SEED, centres, play, quick
from tests.invariants.life import Contact, Life, Spell, most_at_once, without

SCORES = ("longest wait", "weighted wait", "conversation", "least slack", "shortest work")
AGENTS = ("longest idle", "least loaded", "most proficient", "random")
OWN = ("adviser", "last agent", "last agent here", "most frequent agent")
RINGS = (
    "6 s",
    {"answered_after": "6 s", "missed": "30 %", "declined": "20 %"},
    {"answered_after": "90 s", "missed": "5 %"},
)
UNAVAILABLE = 60_000_000
"""How long nothing is taken after a missed offer, as nothing else is said [ticks]."""


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
    relate(centre, chance)
    centre["what_next"] |= {
        "unreached": {"same": "50 %", "after": "5 min"},
        "expired": {"same": "50 %", "after": "5 min"},
        "unanswered": {"same": "30 %", "after": "1 min"},
    }
    return yaml.safe_dump(centre, sort_keys=False)


def relate(centre: dict[str, Any], chance: random.Random) -> None:
    """Throw in what rings, who leaves silently, who is meant for whom, and what shares lines."""
    channels = centre["channels"]
    on_line = [name for name, channel in channels.items() if channel["kind"] in ("live", "chat")]
    chats = [name for name in on_line if channels[name]["kind"] == "chat"]
    for name in on_line:
        if chance.random() < 0.6:
            channels[name]["rings"] = chance.choice(RINGS)
        sharing = [other for other in on_line if str(channels[other].get("lines", "as")).endswith("lines")]
        if name not in sharing and sharing and chance.random() < 0.8:
            channels[name]["lines"] = f"as {sharing[0]}"
    for name in chats:
        channels[name]["silent_takes"] = "70 s"
    for segment in centre["segments"].values():
        if chats and chance.random() < 0.7:
            segment["leaves_silently"] = {chance.choice(chats): chance.choice(["40 %", "100 %"])}
        if chance.random() < 0.7:
            segment["population"] = f"{chance.randint(1, 5)} customers"
            if chance.random() < 0.7:
                segment["adviser"] = {"share": "60 %", "of": chance.choice(list(centre["pools"]))}
    for queue in centre["queues"].values():
        of = [queue["of"]] if isinstance(queue["of"], str) else queue["of"]
        if chance.random() < 0.7:
            queue["prefers"] = chance.sample(OWN, chance.randint(1, len(OWN)))
            if chance.random() < 0.8:
                queue["reserved_for"] = chance.choice(["30 s", "2 min", "20 min"])
        if all(name in on_line for name in of) and chance.random() < 0.4:
            queue["longest_wait"] = chance.choice(["1 min", "4 min"])
    if chance.random() < 0.5:
        centre["context"]["same_agent"] = "kept 80 %"
    centre["what_next"]["expired"] = {"same": "50 %", "after": "2 min"}


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


def goes_on(life: Life, spell: Spell) -> bool:
    """Tell whether a spell goes on from another one of its contact in the same hands: talk after a ring."""
    spells = life.spells_of[spell.issue, spell.visit]
    return any(s.agent == spell.agent and s.end == spell.start for s in spells)


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
            taken = [spell for spell in held if spell.start == tick and not goes_on(life, spell)]
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
def test_time_in_hand_is_talk_hold_wrap_up_rings_and_ghosts(text: str) -> None:
    """Whatever is interrupted, given back, rung or held: spells add up to what the row says."""
    life = life_of(text)
    for c in life.contacts:
        in_hand = sum(spell.end - spell.start for spell in life.spells_of[c.issue, c.visit])
        handled = c.talk_ticks + c.hold_ticks + c.wrap_up_ticks
        assert in_hand == handled + c.dial_ticks + c.ring_ticks + c.ghost_ticks, c


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
            is_rung = c.callback == 1 or c.reason == Reason.CALLBACK_MISSED
            assert c.attempts < 1 + is_rung, c
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


def rung(life: Life, c: Contact) -> list[Spell]:
    """Return the spells in which a contact rang at agents: one an offer, before all others."""
    return life.spells_of[c.issue, c.visit][: c.offers]


@seed(SEED)
@quick
@given(centres())
def test_offers_are_missed_until_one_is_taken(text: str) -> None:
    """Rings add up, all but the last offer of a contact are missed, and who answers is who took the last one."""
    life = life_of(text)
    for c in life.contacts:
        rings = rung(life, c)
        assert sum(ring.end - ring.start for ring in rings) == c.ring_ticks, c
        assert c.offers - 1 <= c.missed_offers <= c.offers, c
        if c.offers and c.answered_tick >= 0:
            assert (c.missed_offers, rings[-1].end) == (c.offers - 1, c.answered_tick), c
            assert rings[-1].agent == life.spells_of[c.issue, c.visit][c.offers].agent, c


@seed(SEED)
@quick
@given(centres())
def test_an_unavailable_agent_takes_nothing(text: str) -> None:
    """For a minute after a missed offer nothing comes into an agent's hands but what rang there already."""
    life = life_of(text)
    for c in life.contacts:
        for missed in rung(life, c)[: c.missed_offers]:
            for spell in life.hands[missed.agent]:
                if missed.end < spell.start < missed.end + UNAVAILABLE:
                    assert goes_on(life, spell), (missed, spell)


@seed(SEED)
@quick
@given(centres())
def test_what_is_reserved_is_taken_by_nobody_else_before_its_time(text: str) -> None:
    """Who takes a contact early is its own agent, unless that one was not on shift all the while, or missed it."""
    life = life_of(text)
    queues = yaml.safe_load(routed(text))["queues"]
    length = {"30 s": 30_000_000, "2 min": 120_000_000, "20 min": 1_200_000_000}
    for c in life.contacts:
        spells = life.spells_of[c.issue, c.visit]
        kept = queues[life.world.names.queues[c.queue]].get("reserved_for") if c.queue >= 0 else None
        if kept is None or c.own_agent < 0 or not spells or c.callback == 1 or spells[0].agent == c.own_agent:
            continue
        taken = spells[0].start
        if taken < c.queued_tick + length[kept]:
            there = [(d.start, d.end) for d in life.presence[c.own_agent] if d.kind != Duty.OVERTIME]
            assert without([(c.queued_tick, taken + 1)], there), c


@seed(SEED)
@quick
@given(centres())
def test_own_agents_are_able_and_time_reserved_is_waited(text: str) -> None:
    """The agent a contact is meant for may work it, and nothing is reserved longer than it waits or than it may be."""
    life = life_of(text)
    for c in life.contacts:
        assert c.own_agent < 0 or c.queue < 0 or life.priority(c.own_agent, c) > 0, c
        assert c.reserved_ticks == 0 or c.own_agent >= 0, c
        last = next(tick for tick in (c.answered_tick, c.ended_tick, life.end) if tick >= 0)
        if not (c.is_silent or c.queued_tick < 0):
            assert 0 <= c.reserved_ticks <= last - c.queued_tick, c


@seed(SEED)
@quick
@given(centres())
def test_nobody_silent_is_ever_answered(text: str) -> None:
    """Who left without a word is abandoned, by patience, on a chat; agents have no more than found that out."""
    life = life_of(text)
    for c in life.contacts:
        assert c.is_silent or c.ghost_ticks == 0, c
        if c.is_silent:
            assert (c.outcome, c.answered_tick, c.agent) == (Outcome.ABANDONED, -1, -1), c
            assert (c.talk_ticks, c.wrap_up_ticks, c.talk_end_tick) == (0, 0, -1), c
            assert c.ended_tick >= c.queued_tick >= 0, c
            assert life.world.channels.kind[c.channel] == ChannelKind.CHAT, c
            assert 0 <= c.ghost_ticks <= 70_000_000, c


@seed(SEED)
@quick
@given(centres())
def test_an_agent_is_on_one_duty_at_a_time(text: str) -> None:
    """Unavailability is time off the queue, or lies within what else the agent does: spans do not overlap."""
    for duties in life_of(text).presence:
        assert all(one.start < one.end <= other.start for one, other in pairwise(duties)), duties


@seed(SEED)
@quick
@given(centres())
def test_nobody_waits_longer_than_the_longest_wait(text: str) -> None:
    """Expired contacts have waited so long; who was answered later was ringing then, or is called back."""
    life = life_of(text)
    queues = yaml.safe_load(routed(text))["queues"]
    for c in life.contacts:
        if c.outcome == Outcome.EXPIRED and c.callback != 1 and c.reason != Reason.CALLBACK_MISSED:
            longest = queues[life.world.names.queues[c.queue]]["longest_wait"]
            due = c.queued_tick + int(longest.split()[0]) * 60_000_000
            was_ringing = [ring for ring in rung(life, c) if ring.start < due <= ring.end]
            assert c.ended_tick == (was_ringing[0].end if was_ringing else due) or len(was_ringing) < c.offers, c
            assert c.ended_tick >= due, c


@seed(SEED)
@quick
@given(centres())
def test_shared_lines_hold_for_all_who_share_them(text: str) -> None:
    """No more contacts wait, ring and talk on channels that share lines than there are; who has left holds none."""
    life = life_of(text)
    channels = yaml.safe_load(routed(text))["channels"]
    for owner, channel in channels.items():
        if str(channel.get("lines", "as")).endswith("lines"):
            sharing = {
                life.world.names.channels.index(name) for name, other in channels.items() if _shares(name, other, owner)
            }
            mine = [c for c in life.contacts if c.channel in sharing and c.queued_tick >= 0 and c.callback != 1]
            mine = [c for c in mine if c.reason != Reason.CALLBACK_MISSED]
            held = [(c.queued_tick, next(t for t in (c.talk_end_tick, c.ended_tick, life.end) if t >= 0)) for c in mine]
            assert most_at_once(held) <= int(channel["lines"].split()[0]), owner


def _shares(name: str, channel: dict[str, Any], owner: str) -> bool:
    return name == owner or channel.get("lines") == f"as {owner}"


def test_the_words_come_up() -> None:
    """The centres reach callbacks of every fate, calls to the missed, interrupted work, and all that rings."""
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
                "missed offer": c.missed_offers > 0,
                "missed, then taken": c.missed_offers > 0 and c.answered_tick >= 0,
                "left during a ring": c.outcome == Outcome.ABANDONED and c.offers > c.missed_offers and not c.is_silent,
                "ghost that was opened": c.ghost_ticks > 0,
                "ghost that was never opened": c.is_silent == 1 and c.ghost_ticks == 0,
                "own agent": c.own_agent >= 0 and c.own_agent == c.agent,
                "reserved in vain": c.reserved_ticks > 0 and c.agent >= 0 and c.agent != c.own_agent,
            }.items():
                seen[word] = seen.get(word, 0) + is_so

    gather()
    assert all(count > 0 for count in seen.values()), seen
    assert np.isfinite(list(seen.values())).all()
