"""Journeys leave chance where it is: other strategies, other customers and other draws do not notice them."""

from dataclasses import replace

import numpy as np
import pytest

from sim.record.record import Record
from sim.rules.lifecycle import Outcome, Reason, Story, Way
from sim.streams.address import unpack_issue
from sim.world.world import World
from tests.chance.journey_centres import FEATURES, OTHER_CUSTOMERS, centre, everything, played

ARRIVALS = ("issue", "tick", "segment", "intent", "channel")


def customers(world: World) -> dict[int, tuple[int, ...]]:
    """Return what the world says of each issue."""
    columns = (getattr(world.arrivals, name).tolist() for name in ARRIVALS)
    return {row[0]: row[1:] for row in zip(*columns, strict=True)}


def rows_of(record: Record, *without: str) -> dict[int, list[tuple[int, ...]]]:
    """Return the contacts of each issue, but for some columns, then its own row, its turns and its moves."""
    found: dict[int, list[tuple[int, ...]]] = {}
    for table in (record.contacts, record.issues, record.turns, record.moves):
        names = [name for name in table if name not in without]
        for issue, *row in zip(table["issue"].tolist(), *(table[name].tolist() for name in names), strict=True):
            found.setdefault(issue, []).append(tuple(row))
    return found


def digests(played_one: tuple[World, Record]) -> tuple[str, str]:
    """Digests of a world, whatever the scenario's text around it, and of its record."""
    world, record = played_one
    return replace(world, fingerprint="").digest(), record.digest()


def unlike(one: Record, other: Record) -> bool:
    """Tell whether two records differ in any column of contacts or issues."""
    tables = ((one.contacts, other.contacts), (one.issues, other.issues))
    return any(not np.array_equal(a[name], b[name]) for a, b in tables for name in a)


@pytest.fixture(scope="module")
def alone() -> tuple[World, Record]:
    """Run the plain strategy of a scenario that has no other."""
    return played(centre(), "plain")


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_of_one_strategy_leaves_the_others_as_they_were(feature: str, alone: tuple[World, Record]) -> None:
    """Beside a strategy with the feature, the plain one has the very world and record that it has alone."""
    beside = played(centre(feature), "plain")
    assert digests(beside) == digests(alone)
    assert unlike(played(centre(feature), feature)[1], beside[1]), "the feature is to do something"


def test_a_feature_is_the_same_beside_all_the_others() -> None:
    """Each strategy has the record that it has beside the plain one alone, whatever other strategies are there."""
    text = centre(*FEATURES)
    for feature in FEATURES:
        assert played(text, feature)[1].digest() == played(centre(feature), feature)[1].digest()


@pytest.mark.parametrize("feature", [name for name in FEATURES if name not in OTHER_CUSTOMERS])
def test_two_strategies_see_the_same_customers(feature: str, alone: tuple[World, Record]) -> None:
    """Who comes, when, where and why is common to all strategies; averting takes some away, inducing adds some."""
    assert customers(played(centre(feature), feature)[0]) == customers(alone[0])


def test_averting_only_drops_issues(alone: tuple[World, Record]) -> None:
    """Some of the intent do not come, all others are as before; more averting drops the same ones and more."""
    before = customers(alone[0])
    kept = [
        customers(played(centre("averting").replace("help: 20 %", f"help: {share} %"), "averting")[0])
        for share in (20, 40, 100)
    ]
    assert all(after.items() <= before.items() for after in kept)
    assert kept[2].keys() < kept[1].keys() < kept[0].keys() < before.keys()
    help_intent = alone[0].names.intents.index("help")
    dropped = [[before[issue][2] for issue in before.keys() - after.keys()] for after in kept]
    assert all(intent == help_intent for intents in dropped for intent in intents)
    n_help = sum(row[2] == help_intent for row in before.values())
    assert len(dropped[2]) == n_help
    for share, after in zip((0.2, 0.4), kept, strict=False):
        for segment in range(len(alone[0].names.segments)):
            of_both = {issue for issue, row in before.items() if row[1:3] == (segment, help_intent)}
            n_dropped = len(of_both - after.keys())
            assert abs(n_dropped - share * len(of_both)) < 4 * (share * (1 - share) * len(of_both)) ** 0.5


def test_who_is_not_averted_does_not_notice_it() -> None:
    """Where nobody ever waits for others, the issues that still come have the same contacts, row for row."""
    text = centre("averting", is_ample=True)
    before, after = (rows_of(played(text, name)[1], "agent") for name in ("plain", "averting"))
    assert 0 < len(after) < len(before)
    assert after.items() <= before.items()


def test_inducing_only_adds_issues(alone: tuple[World, Record]) -> None:
    """All come as before; the others come by chat for help, under rows of their own, and more add to fewer."""
    before, names = customers(alone[0]), alone[0].names
    shares = (0.2, 0.4, 1.0)
    came = [
        customers(played(centre("inducing").replace("share: 20 %", f"share: {share:.0%}"), "inducing")[0])
        for share in shares
    ]
    assert before.items() < came[0].items() < came[1].items() < came[2].items()
    chat, help_intent = names.channels.index("chat"), names.intents.index("help")
    # of the rates alone: a trace has no mean
    n_help = sum(row[2] == help_intent and row[3] != names.channels.index("mail") for row in before.values())
    for share, after in zip(shares, came, strict=True):
        added = {issue: row for issue, row in after.items() if issue not in before}
        assert all(unpack_issue(issue)[0] >= 128 for issue in added)
        assert all(row[2:] == (help_intent, chat) for row in added.values())
        assert abs(len(added) - share * n_help) < 4 * ((share + share**2) * n_help) ** 0.5


def test_who_came_before_does_not_notice_those_induced() -> None:
    """Where nobody ever waits for others, all who come without it have the same contacts, row for row."""
    text = centre("inducing", is_ample=True)
    before, after = (rows_of(played(text, name)[1], "agent") for name in ("plain", "inducing"))
    assert 0 < len(before) < len(after)
    assert before.items() <= after.items()


MOMENTS = {
    "before all others": "2026-03-02 00:00:01",
    "while all write": "2026-03-02 13:00:00",
    "before noon": "2026-03-02 09:00:00",
    "at the time of two others": "2026-03-02 10:10:00",
    "on the day after": "2026-03-03 09:00:00",
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_one_more_customer_changes_the_rows_of_one_customer(moment: str) -> None:
    """With every feature on and people enough, one more letter adds one issue and changes no row of any other."""
    before = rows_of(played(everything(is_ample=True), "all")[1], "agent")
    after = rows_of(played(everything(is_ample=True, mails=f', "{moment}"'), "all")[1], "agent")
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()


def test_the_centre_with_everything_holds_everything() -> None:
    """Every reason, every state of a story and the outcomes of journeys come up in the ample centre too."""
    world, record = played(everything(is_ample=True), "all")
    contacts = record.contacts
    reasons = set(contacts["reason"].tolist())
    elsewhere = {Reason.REDIAL, Reason.CALLBACK_MISSED, Reason.CAMPAIGN}
    assert reasons >= {int(reason) for reason in set(Reason) - elsewhere}
    assert set(contacts["story"].tolist()) == {int(story) for story in Story}
    assert {Outcome.CONTAINED, Outcome.WITHDRAWN} <= set(contacts["outcome"].tolist())
    names = world.names.causes
    assert {names[cause] for cause in set(contacts["cause"].tolist()) - {-1}} == {"process", "knowledge", "story_lost"}
    waited = (contacts["queued_tick"] >= 0) & (contacts["answered_tick"] > contacts["queued_tick"])
    written = np.isin(contacts["channel"], [world.names.channels.index(name) for name in ("mail", "forum")])
    assert (waited <= written).all(), "only letters and posts wait"
    assert {Way.PASSED_ON, Way.PASSED_ON_WARM, Way.LOST_ON_THE_WAY, Way.WRONG_QUEUE} <= set(contacts["way"].tolist())
    assert len(record.turns["turn"]) > 0


SAME_DRAWS = ("self_service", "steering", "redirects", "passing_on", "reopening", "causes", "context")
SAME_DRAWS += ("warm_transfers", "identification", "lag", "access", "follow_ups", "routes", "messaging", "community")


@pytest.mark.parametrize("feature", SAME_DRAWS)
def test_first_contacts_are_worked_by_the_same_draws(feature: str) -> None:
    """A first contact on the same channel takes the very time that it takes without the feature.

    What a feature settles besides, it settles by draws of its own. Chases are left out: they make first letters short.
    """
    text = centre(feature, is_ample=True)
    names = ("issue", "channel", "arrived_tick", "talk_ticks", "wrap_up_ticks", "talk_end_tick")
    found = []
    for strategy in ("plain", feature):
        contacts = played(text, strategy)[1].contacts
        first = (contacts["visit"] == 0) & (contacts["outcome"] == Outcome.ANSWERED)
        first |= (contacts["visit"] == 0) & (contacts["outcome"] == Outcome.CONTAINED)
        rows = zip(*(contacts[name][first].tolist() for name in names), strict=True)
        found.append({row[:2]: row[2:] for row in rows})
    plain, featured = found
    both = plain.keys() & featured.keys()
    assert len(both) > 300
    assert all(plain[key] == featured[key] for key in both)


def test_each_customer_accepts_by_a_draw_of_their_own() -> None:
    """Some 60 % of those who are offered another way take it: not all of them, and not none."""
    world, record = played(centre("steering"), "steering")
    before, contacts = customers(world), record.contacts
    first = contacts["visit"] == 0
    now = dict(zip(contacts["issue"][first].tolist(), contacts["channel"][first].tolist(), strict=True))
    hour = 3600 * 1_000_000
    offered = [i for i, row in before.items() if row[1] == 0 and row[3] != 0 and 9 * hour <= row[0] < 15 * hour]
    n_taken = sum(now[issue] == 0 for issue in offered)
    assert abs(n_taken - 0.6 * len(offered)) < 4 * (0.24 * len(offered)) ** 0.5


def near(count: int, share: float, n: int) -> bool:
    """Tell whether so many of n are a share of them, to four standard deviations."""
    return abs(count - share * n) < 4 * (share * (1 - share) * n) ** 0.5


def test_a_share_of_those_passed_on_is_warm() -> None:
    """Of those who are passed on and arrive, 60 % are warm; 20 % of all are lost on the way, and never warm."""
    way = played(centre("warm_transfers"), "warm_transfers")[1].contacts["way"]
    n_warm, n_cold, n_lost = (int((way == w).sum()) for w in (Way.PASSED_ON_WARM, Way.PASSED_ON, Way.LOST_ON_THE_WAY))
    assert near(n_warm, 0.6, n_warm + n_cold)
    assert near(n_lost, 0.2, n_warm + n_cold + n_lost)


def test_a_share_of_calls_is_taken_for_the_other_intent() -> None:
    """30 % of the calls of customers wait in the queue of the other intent; legs never do."""
    world, record = played(centre("recognition"), "recognition")
    contacts, queues = record.contacts, world.names.queues
    own = np.array([queues.index("calls"), queues.index("helps")])[contacts["intent"]]
    phone = (contacts["channel"] == world.names.channels.index("phone")) & (contacts["queue"] >= 0)
    leg = contacts["reason"] == Reason.TRANSFER
    of_customers = phone & ~leg
    assert near(int((contacts["queue"] != own)[of_customers].sum()), 0.3, int(of_customers.sum()))
    assert (contacts["queue"] == own)[phone & leg].all()


def test_more_who_are_recognised_changes_only_who_was_not() -> None:
    """With 80 % instead of 70 % some go where they belong, and nobody goes wrong who did not before."""
    text = centre("recognition", is_ample=True)
    found = []
    for written in (text, text.replace("intent_recognised: 70 %", "intent_recognised: 80 %")):
        world, record = played(written, "recognition")
        contacts = record.contacts
        own = np.array([world.names.queues.index(name) for name in ("calls", "helps")])[contacts["intent"]]
        first = (contacts["visit"] == 0) & (contacts["channel"] == world.names.channels.index("phone"))
        found.append(set(contacts["issue"][first & (contacts["queue"] != own)].tolist()))
    assert found[1] < found[0]
