"""What holds of campaigns in any centre: who is kept idle stays so, lists end, and no other issue notices a draw."""

import random
from itertools import pairwise
from typing import Any

import yaml
from hypothesis import given, seed

from sim.rules.lifecycle import Duty, Outcome, Reason
from sim.world.campaigns import FIRST_CALL
from tests.invariants.centres import SEED, centres, play, quick
from tests.invariants.life import Life, Spell
from tests.invariants.test_any_routing import routed

US = 1_000_000


def with_list(text: str) -> str:
    """Add a live channel and a list of customers to ring on it, worked under a threshold by the first pool alone."""
    chance, centre = random.Random(text), yaml.safe_load(routed(text))
    calls: dict[str, Any] = {"mon": f"{chance.randint(1, 25)} contacts"}
    centre["channels"]["out"] = {"kind": "live", "open": chance.choice(["always", "daily 09:05-09:40"])}
    centre["service"]["x"]["out"] = {"talk": chance.choice(["2 min", "mean 3 min, cv 0.8"]), "solved": "50 %"}
    centre["demand"]["campaigns"] = {
        "list": {
            "on": "out",
            "intent": "x",
            "segment": "u",
            "calls": calls,
            "at": "09:00",
            "until": chance.choice(["09:20", "09:45", "12:00"]),
            "ring": "30 s",
            "answers": "40 %, 60 %",
            "tries": f"{chance.randint(1, 3)} tries",
            "every": chance.choice(["1 min", "5 min"]),
        }
    }
    score = next(iter(centre["queues"].values()))["score"]
    centre["queues"]["list"] = {"of": "out", "score": score}
    centre["pools"]["north"]["skills"]["out"] = 3
    keeps = f"{chance.randint(0, 3)} agents"
    centre["serves"]["north"]["list"] = {"rank": chance.randint(1, 4), "keeps_idle": keeps}
    return yaml.safe_dump(centre, sort_keys=False)


def kept(life: Life) -> int:
    return int(life.world.routing.keeps_idle[0, life.world.names.queues.index("list")])


def rings_of(life: Life, contact: Any) -> list[Spell]:
    """The spells in which a call rang: as many as it had attempts, the first ones."""
    spells = sorted(life.spells_of[contact.issue, contact.visit], key=lambda spell: spell.start)
    return spells[: contact.attempts]


@seed(SEED)
@quick
@given(centres())
def test_no_call_is_dialled_while_too_few_are_idle(text: str) -> None:
    """More than n of the pool were idle when a ring began: n still are, or others were taken on that tick, too."""
    life = Life(*play(with_list(text)))
    north = [agent for agent, pool in enumerate(life.world.staffing.pool.tolist()) if pool == 0]
    for contact in life.contacts:
        if contact.reason != Reason.CAMPAIGN:
            continue
        for ring in rings_of(life, contact):
            tick, idle, taken = ring.start, 0, 0
            for agent in north:
                spans = [d for d in life.presence[agent] if d.kind == Duty.ON_QUEUE and d.start <= tick < d.end]
                held = [spell for spell in life.hands[agent] if spell.start <= tick < spell.end]
                idle += bool(spans) and not held
                taken += any(spell.start == tick for spell in held)
            assert idle + taken > kept(life), (tick, idle, taken)
            assert idle >= kept(life) or taken > 1, (tick, idle, taken)


@seed(SEED)
@quick
@given(centres())
def test_each_call_ends_once_and_nobody_is_dialled_after_the_end(text: str) -> None:
    """Reached, unreached after the last try, expired at the end of the ringing or of a ring over it, or open."""
    life = Life(*play(with_list(text)))
    (campaign,) = life.world.campaigns
    tries, ring_ticks, until = campaign.dialling.tries, campaign.dialling.ring_ticks, int(campaign.until_tick[0])
    calls = [c for c in life.contacts if c.reason == Reason.CAMPAIGN]
    assert [c.issue for c in calls] == [issue for issue in life.world.arrivals.issue.tolist() if issue >= FIRST_CALL]
    for c in calls:
        rings = rings_of(life, c)
        assert all(ring.start <= until for ring in rings), c
        assert all(later.start >= earlier.end + 60 * US for earlier, later in pairwise(rings))
        if c.outcome == Outcome.UNREACHED:
            assert c.attempts == tries, c
        elif c.outcome == Outcome.EXPIRED:
            assert c.attempts < tries, c
            assert c.ended_tick == until or (rings and until < c.ended_tick == rings[-1].start + ring_ticks), c
        else:
            assert c.outcome == Outcome.ANSWERED, c
            assert c.attempts <= tries, c


@seed(SEED)
@quick
@given(centres())
def test_a_list_changes_no_row_of_any_other_issue(text: str) -> None:
    """Issues, ticks, segments, intents and channels of all others are as without it."""
    with_calls = yaml.safe_load(with_list(text))
    del with_calls["demand"]["campaigns"]
    without = play(yaml.safe_dump(with_calls, sort_keys=False))[0].arrivals
    world = play(with_list(text))[0]
    others = world.arrivals.issue < FIRST_CALL
    for name in ("issue", "tick", "segment", "intent", "channel"):
        assert (getattr(world.arrivals, name)[others] == getattr(without, name)).all()


def test_lists_come_to_every_end() -> None:
    """The centres reach calls of every fate, rings that begin while agents are kept, and later contacts."""
    seen: dict[str, int] = {}

    @seed(SEED)
    @quick
    @given(centres())
    def gather(text: str) -> None:
        life = Life(*play(with_list(text)))
        for c in life.contacts:
            for word, is_so in {
                "reached": c.reason == Reason.CAMPAIGN and c.answered_tick >= 0,
                "unreached": c.reason == Reason.CAMPAIGN and c.outcome == Outcome.UNREACHED,
                "expired": c.reason == Reason.CAMPAIGN and c.outcome == Outcome.EXPIRED,
                "expired after a ring": c.outcome == Outcome.EXPIRED and c.attempts > 0,
                "under a threshold": c.reason == Reason.CAMPAIGN and c.attempts > 0 and kept(life) > 0,
                "comes again": c.issue >= FIRST_CALL and c.visit > 0,
            }.items():
                seen[word] = seen.get(word, 0) + is_so

    gather()
    assert all(count > 0 for count in seen.values()), seen
