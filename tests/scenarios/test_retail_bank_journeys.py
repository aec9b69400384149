"""The retail bank's journeys: the app before people, hand-offs, chases, and what each step of the ladder is there for.

The share of first contacts is stated here (about what is found), so that nothing has to be solved.
"""

from pathlib import Path

import numpy as np
import pytest

from sim.engine import run
from sim.kpi import CATALOG, measure, merge, replication_value
from sim.rules.lifecycle import Cause, Outcome, Reason, Way
from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from sim.world.load import load_warnings

REPLICATIONS = 2
STATED = tuple(f"demand.first_contacts.{row}=66 %" for row in ("phone", "chat", "email"))
LADDER = ("multichannel", "omnichannel", "guided")


@pytest.fixture(scope="module")
def scenario(retail_bank: Path):
    return load(retail_bank, sets=STATED)


@pytest.fixture(scope="module")
def runs(scenario):
    """Records and sums of each strategy, by name."""
    found = {}
    for name in scenario.centres:
        blueprint = lower(scenario, name)
        worlds = [blueprint.world(1, number) for number in range(REPLICATIONS)]
        records = [run(world) for world in worlds]
        found[name] = records, merge([measure(r, w) for r, w in zip(records, worlds, strict=True)]), worlds[0].names
    return found


def value(runs, strategy: str, kpi: str) -> float:
    return replication_value(CATALOG[kpi], runs[strategy][1])


def contacts(runs, strategy: str, column: str):
    """One column of the contacts of both replications."""
    return np.concatenate([record.contacts[column] for record in runs[strategy][0]])


def ways(runs, strategy: str) -> set[int]:
    return set(contacts(runs, strategy, "way").tolist())


def test_it_loads_without_a_doubt(scenario):
    """No warning, and no strategy that is offered more than its people can do."""
    assert scenario.warnings == ()
    assert tuple(scenario.centres) == LADDER
    assert [load_warnings(lower(scenario, name)) for name in LADDER] == [[], [], []]


def test_the_app_resolves_14_percent_of_its_sessions(scenario, runs):
    """Gartner 2024: 14 % are resolved fully in self-service; some 30 % of the contained are only gone (teneo)."""
    centre = scenario.centres["multichannel"]
    contained = resolved = 0.0
    for name, intent in centre.intents.items():
        service = centre.service[name]["app"]
        contained += intent.share["*"] * service.contained
        resolved += intent.share["*"] * service.contained * service.of_these_solved
    assert resolved == pytest.approx(0.14, abs=0.005)
    assert 0.25 < 1.0 - resolved / contained < 0.35
    assert value(runs, "multichannel", "self_service_resolution") == pytest.approx(resolved, abs=0.03)


def test_some_five_percent_of_the_calls_come_from_the_app(runs):
    """Those who failed there, among the calls answered."""
    phone = runs["multichannel"][2].channels.index("phone")
    is_call = contacts(runs, "multichannel", "channel") == phone
    is_call &= contacts(runs, "multichannel", "outcome") == Outcome.ANSWERED
    came = contacts(runs, "multichannel", "led_by")[is_call] == Cause.BOT_FAILED
    assert 0.03 < came.mean() < 0.08


def test_the_same_customers_meet_every_strategy(runs):
    """Issue for issue: who comes, when, for what, by which door; but for what a message averts, all about cards."""
    for name, (records, _, names) in runs.items():
        for one, other in zip(runs["multichannel"][0], records, strict=True):
            common, here, there = np.intersect1d(one.issues["issue"], other.issues["issue"], return_indices=True)
            assert len(common) == len(other.issues["issue"])
            for column in ("arrived_tick", "segment", "intent", "channel"):
                assert (one.issues[column][here] == other.issues[column][there]).all()
            gone = np.setdiff1d(np.arange(len(one.issues["issue"])), here)
            assert (len(gone) > 0) == (name == "guided")
            assert set(one.issues["intent"][gone].tolist()) <= {names.intents.index("card_or_payment")}


def test_who_shares_and_remembers_repeats_less_and_loses_nobody_between_chat_and_phone(runs):
    """Cold hand-offs become warm ones, of which none is lost; stories are told again a third as often."""
    assert {Way.PASSED_ON, Way.LOST_ON_THE_WAY} <= ways(runs, "multichannel")
    assert Way.PASSED_ON_WARM not in ways(runs, "multichannel")
    assert not {Way.PASSED_ON, Way.LOST_ON_THE_WAY} & ways(runs, "omnichannel")
    assert Way.PASSED_ON_WARM in ways(runs, "omnichannel")
    assert contacts(runs, "omnichannel", "hold_ticks").sum() > 0
    assert value(runs, "omnichannel", "repeats_per_issue") < 0.35 * value(runs, "multichannel", "repeats_per_issue")


def test_who_asks_again_is_recognised(runs):
    """E-mails wait less, so fewer chases come; of those that come, more close the e-mail that waits."""
    assert value(runs, "omnichannel", "chases_per_issue") < value(runs, "multichannel", "chases_per_issue")
    share = {}
    for name in ("multichannel", "omnichannel"):
        chases = (contacts(runs, name, "reason") == Reason.CHASE).sum()
        share[name] = (contacts(runs, name, "outcome") == Outcome.WITHDRAWN).sum() / chases
    assert share["omnichannel"] > share["multichannel"]
    per_issue = "duplicates_per_issue"
    assert value(runs, "omnichannel", per_issue) < 0.6 * value(runs, "multichannel", per_issue)


def test_the_shorter_way_is_taken(runs):
    """Callers try the app, and what it cannot do goes on in the chat, where it is known what was said."""
    assert value(runs, "guided", "sessions") > 1.3 * value(runs, "omnichannel", "sessions")
    assert value(runs, "guided", "deflection") > value(runs, "omnichannel", "deflection") + 0.005
    to_chat = {}
    for name in ("omnichannel", "guided"):
        came = contacts(runs, name, "led_by") == Cause.BOT_FAILED
        to_chat[name] = (contacts(runs, name, "channel")[came] == runs[name][2].channels.index("chat")).mean()
    assert to_chat["omnichannel"] < 0.2
    assert to_chat["guided"] > 0.5


def test_what_was_done_is_reported_back(runs):
    """Only then the centre writes by itself, two days later on average, and fewer complaints open again."""
    for name in ("multichannel", "omnichannel"):
        assert Reason.FOLLOW_UP not in set(contacts(runs, name, "reason").tolist())
    made = contacts(runs, "guided", "reason") == Reason.FOLLOW_UP
    assert made.sum() > 100
    names = runs["guided"][2]
    assert set(contacts(runs, "guided", "channel")[made].tolist()) == {names.channels.index("email")}
    assert set(contacts(runs, "guided", "intent")[made].tolist()) == {names.intents.index("complaint")}
    again = {name: (contacts(runs, name, "led_by") == Cause.REOPENED).sum() for name in LADDER}
    assert again["guided"] < 0.9 * again["omnichannel"]


def test_why_it_was_not_solved_is_known(runs):
    """Besides the causes of the file: levels that were too low, and stories that were lost."""
    causes = runs["omnichannel"][2].causes
    count = {name: np.bincount(contacts(runs, name, "cause") + 1, minlength=len(causes) + 1)[1:] for name in LADDER}
    level, lost = causes.index("level"), causes.index("story_lost")
    assert count["multichannel"][level] == 0 < count["omnichannel"][level]
    assert count["omnichannel"][lost] < 0.5 * count["multichannel"][lost]


def test_calls_are_answered_as_promised_on_every_rung(runs):
    """The people are the same, and nowhere is the phone left alone: 80 % in 20 s, give or take a busy week."""
    for name in LADDER:
        sums = runs[name][1]
        phone = sums.names.channels.index("phone")
        assert replication_value(CATALOG["service_level_short_excluded"], sums, "channel", phone) > 0.75
        waits = contacts(runs, name, "answered_tick") - contacts(runs, name, "queued_tick")
        chosen = (contacts(runs, name, "channel") == phone) & (contacts(runs, name, "answered_tick") >= 0)
        assert waits[chosen].mean() < 30 * TICKS_PER_SECOND
