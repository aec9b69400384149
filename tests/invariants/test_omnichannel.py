"""Omnichannel without its three gifts is multichannel: nothing kept, nobody recognised, queues of their own.

The centre has every step between contacts: switching, self-service that hands on, redirects, transfers, reopenings and
chases that are worked twice. The omnichannel strategy has people who know all channels, a story that can be read, time
for a change of channel, all of which it cannot use as long as its three gifts are withheld.
"""

from functools import cache

import pytest

from sim.engine import run
from sim.record.record import Record
from sim.rules.lifecycle import Reason, Story
from sim.scenario.load import load_text
from sim.world.build import build
from tests.chance.journey_centres import FEATURES, centre

SEEDS = (1, 2, 3)
STEPS = ("self_service", "redirects", "passing_on", "reopening", "chases")
NOTHING_KEPT = "same_channel: kept 0 %, other_channel: kept 0 %, from_bot: kept 0 %, transfer: kept 0 %"
KNOWS_ALL = "skills: {phone: level 3, chat: level 3, mail: level 3}"
GIFTS = {
    "none": "",
    "same channel kept": "context: {same_channel: kept 50 %}",
    "other channel kept": "context: {other_channel: kept 50 %}",
    "kept from self-service": "context: {from_bot: kept 50 %}",
    "kept in transfers": "context: {transfer: kept 50 %}",
    "recognised": "context: {recognised: 50 %}",
    "one pool": "serves: {callers: [calls, chats, letters], writers: [letters, calls, chats]}",
}


@cache
def record(strategy: str, gift: str, seed: int) -> Record:
    """Run one of the two strategies; the omnichannel one has one gift."""
    steps = "".join(f"  {name}:{FEATURES[name]}" for name in STEPS)
    text = f"""{centre()}  multichannel:
    add: [{", ".join(STEPS)}]
    context: {{{NOTHING_KEPT}, recognised: 0 %}}
  without:
    start_from: multichannel
    pools: {{callers: {{{KNOWS_ALL}}}, writers: {{{KNOWS_ALL}}}}}
    kept_story: {{reading: 20 s}}
    change_of_channel: 30 s
  omnichannel:
    start_from: without
    add: [gift]
steps:
  gift: {{{GIFTS[gift]}}}
{steps}
lost_story: {{extra_talk: 1 min, solved: 0.8 times}}
"""
    # calls and chats come to the same people in the plain centre: three teams for three channels
    text = text.replace("skills: {phone: level 3, chat: level 3}\n", "skills: {phone: level 3}\n", 1)
    text = text.replace(
        "serves: {callers: [calls, chats], writers: [letters]}",
        "  chatters: {headcount: on_queue, staff: {daily: 4}, skills: {chat: level 3}}\n"
        "serves: {callers: [calls], chatters: [chats], writers: [letters]}",
    )
    return run(build(load_text(text, "omnichannel.yaml"), strategy, seed, 0))


def differing(one: Record, other: Record) -> list[str]:
    """Name the columns in which two records differ, if only by their length."""
    return [
        f"{kind}.{name}"
        for kind in ("contacts", "issues", "spells", "duties")
        for name, column in getattr(one, kind).items()
        if column.tolist() != getattr(other, kind)[name].tolist()
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_omnichannel_without_its_gifts_is_multichannel_record_for_record(seed: int) -> None:
    """Every column of contacts, issues, spells and duties is the same."""
    assert differing(record("multichannel", "none", seed), record("omnichannel", "none", seed)) == []


@pytest.mark.parametrize("gift", [gift for gift in GIFTS if gift != "none"])
def test_each_gift_alone_makes_them_differ(gift: str) -> None:
    """So the equality above says something about each of the three."""
    assert differing(record("multichannel", "none", SEEDS[0]), record("omnichannel", gift, SEEDS[0]))


def test_the_centre_has_every_step_between_contacts() -> None:
    """Stories are lost on every kind of step, and never kept."""
    contacts = record("multichannel", "none", SEEDS[0]).contacts
    assert set(contacts["story"].tolist()) == {Story.NONE, Story.LOST}
    lost = set(contacts["reason"][contacts["story"] == Story.LOST].tolist())
    assert lost >= {
        Reason.REDIAL,
        Reason.RETURN,
        Reason.SWITCH,
        Reason.ESCALATION,
        Reason.TRANSFER,
        Reason.CHASE,
        Reason.REDIRECT,
    }
