"""The telecom hotline: does the file load without a doubt, and does each step do what it is there for?"""

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

FILE = Path(__file__).resolve().parents[2] / "scenarios" / "telecom_hotline.yaml"
REPLICATIONS = 2
LADDER = ("silos", "shared", "remembered", "steered", "informed", "omnichannel")


@pytest.fixture(scope="module")
def scenario():
    return load(FILE)


@pytest.fixture(scope="module")
def runs(scenario):
    """Records and sums of each strategy, by name."""
    found = {}
    for name in scenario.centres:
        blueprint = lower(scenario, name)
        worlds = [blueprint.world(1, number) for number in range(REPLICATIONS)]
        records = [run(world) for world in worlds]
        found[name] = records, merge([measure(r, w) for r, w in zip(records, worlds, strict=True)]), worlds[0]
    return found


def value(runs, strategy: str, kpi: str, channel: str | None = None) -> float:
    """A KPI over both replications, of all or of one channel."""
    sums = runs[strategy][1]
    if channel is None:
        return replication_value(CATALOG[kpi], sums)
    return replication_value(CATALOG[kpi], sums, "channel", sums.names.channels.index(channel))


def contacts(runs, strategy: str, column: str):
    """One column of the contacts of both replications."""
    return np.concatenate([record.contacts[column] for record in runs[strategy][0]])


def ways(runs, strategy: str) -> set[int]:
    return set(contacts(runs, strategy, "way").tolist())


def hotline_wait_s(runs, strategy: str, segment: str) -> float:
    """Mean wait of a segment's calls that were answered."""
    names = runs[strategy][2].names
    is_call = contacts(runs, strategy, "channel") == names.channels.index("hotline")
    is_theirs = contacts(runs, strategy, "segment") == names.segments.index(segment)
    answered, queued = contacts(runs, strategy, "answered_tick"), contacts(runs, strategy, "queued_tick")
    chosen = is_call & is_theirs & (answered >= 0)
    return float((answered - queued)[chosen].mean()) / TICKS_PER_SECOND


def test_it_loads_without_a_doubt(scenario):
    """No warning, and no strategy that is offered more than its people can do."""
    assert scenario.warnings == ()
    assert tuple(scenario.centres) == LADDER
    assert [load_warnings(lower(scenario, name)) for name in LADDER] == [[]] * len(LADDER)


def test_the_figures_are_those_of_their_sources(scenario):
    """The means that the comments name, over the reasons for coming on that channel."""
    centre = scenario.centres["silos"]

    def mean(channel: str, part: str) -> float:
        total = 0.0
        for name, intent in centre.intents.items():
            figure = getattr(centre.service[name][channel], part)
            total += intent.share[channel] * (figure if part == "solved" else figure[0][1].mean_s())
        return total

    talk, wrap_up = mean("hotline", "talk"), mean("hotline", "wrap_up")
    assert talk == pytest.approx(381.0, abs=1.0)
    assert wrap_up / (talk + wrap_up) == pytest.approx(0.20, abs=0.005)
    assert mean("hotline", "solved") == pytest.approx(0.71, abs=0.005)
    assert mean("chat", "talk") * centre.channels["chat"].slowdown[2] == pytest.approx(713.0, rel=0.01)
    assert 240.0 < mean("email", "talk") < 360.0


def test_the_same_customers_meet_every_strategy(runs):
    """Issue for issue: who comes, when, for what, by which door; but for those averted (outages) and induced (app)."""
    for name, (records, _, world) in runs.items():
        for one, other in zip(runs["silos"][0], records, strict=True):
            common, here, there = np.intersect1d(one.issues["issue"], other.issues["issue"], return_indices=True)
            for column in ("arrived_tick", "segment", "intent", "channel"):
                assert (one.issues[column][here] == other.issues[column][there]).all()
            gone = np.setdiff1d(np.arange(len(one.issues["issue"])), here)
            new = np.setdiff1d(np.arange(len(other.issues["issue"])), there)
            assert len(common) > 7000
            assert (len(gone) > 0) == (name in ("informed", "omnichannel"))
            assert (len(new) > 0) == (name in ("steered", "informed", "omnichannel"))
            assert set(one.issues["intent"][gone].tolist()) <= {world.names.intents.index("outage")}
            assert set(other.issues["channel"][new].tolist()) <= {world.names.channels.index("app")}


def test_every_strategy_pays_the_same_hours(runs):
    """Within 0.5 %, overtime included."""
    paid = [value(runs, name, "paid_hours") for name in LADDER]
    assert max(paid) < 1.005 * min(paid)


def test_the_base_is_a_centre_one_would_meet(runs):
    """In a week with an outage the hotline answers some 75 % within 20 s, and its people are neither idle nor worn."""
    assert 0.70 < value(runs, "silos", "service_level_short_excluded", "hotline") < 0.85
    assert 0.75 < value(runs, "silos", "service_level_short_excluded", "chat") < 0.92
    assert value(runs, "silos", "reply_in_time", "email") > 0.93
    assert 0.55 < value(runs, "silos", "occupancy") < 0.80


def test_during_the_outage_twice_as_many_call(runs, scenario):
    """Wednesday from 10:00 to 14:00 against the same hours of Tuesday."""
    hour = 3600 * TICKS_PER_SECOND
    hotline = runs["silos"][2].names.channels.index("hotline")
    arrived = contacts(runs, "silos", "arrived_tick")[contacts(runs, "silos", "channel") == hotline]
    counts = [((arrived >= (24 * day + 10) * hour) & (arrived < (24 * day + 14) * hour)).sum() for day in (3, 4)]
    assert 1.4 * counts[0] < counts[1] < 2.5 * counts[0]


def test_the_hotline_is_closed_to_prepaid_customers(runs):
    """Those who want it are moved or give up; on it come only those whom an agent passes on."""
    names = runs["silos"][2].names
    is_theirs = contacts(runs, "silos", "segment") == names.segments.index("prepaid")
    calls = is_theirs & (contacts(runs, "silos", "channel") == names.channels.index("hotline"))
    reasons, outcomes = contacts(runs, "silos", "reason")[calls], contacts(runs, "silos", "outcome")[calls]
    assert (outcomes == Outcome.CLOSED).sum() > 100
    assert set(reasons[outcomes != Outcome.CLOSED].tolist()) <= {int(Reason.TRANSFER)}


def test_some_calls_land_at_the_wrong_desk_and_fewer_once_the_menu_knows_who_calls(runs):
    """In silos one call in ten is taken for something else, most of them at the other desk's door."""
    wrong = {name: (contacts(runs, name, "way") == Way.WRONG_QUEUE).sum() for name in LADDER}
    calls = (contacts(runs, "silos", "channel") == runs["silos"][2].names.channels.index("hotline")).sum()
    assert 0.03 < wrong["silos"] / calls < 0.08
    assert wrong["remembered"] < 0.6 * wrong["shared"]


def test_in_the_forum_other_customers_answer_first(runs):
    """About half of the posts are answered by peers, and moderators take none before it is four hours old."""
    forum = runs["silos"][2].names.channels.index("forum")
    posts = contacts(runs, "silos", "channel") == forum
    outcome, answered = contacts(runs, "silos", "outcome")[posts], contacts(runs, "silos", "answered_tick")[posts]
    assert 0.3 < (outcome == Outcome.CONTAINED).mean() < 0.7
    waited = (answered - contacts(runs, "silos", "queued_tick")[posts])[answered >= 0]
    assert waited.min() >= 4 * 3600 * TICKS_PER_SECOND


def test_messages_go_back_and_forth(runs):
    """Every conversation has turns, some of them later ones, and a reply never precedes its question."""
    for record in runs["silos"][0]:
        turns = record.turns
        assert (turns["turn"] > 0).sum() > 500
        replied = turns["replied_tick"] >= 0
        assert (turns["replied_tick"] > turns["asked_tick"])[replied].all()


def test_sharing_moves_calls_to_the_backup_and_answers_the_slow_channels_sooner(runs):
    """Only then calls overflow; chats, e-mails and messages wait less, and the hotline is not worse for it."""
    assert all(len(record.moves["issue"]) == 0 for record in runs["silos"][0])
    assert all(len(record.moves["issue"]) > 100 for record in runs["shared"][0])
    chat = {name: value(runs, name, "service_level_short_excluded", "chat") for name in ("silos", "shared")}
    assert chat["shared"] > chat["silos"] + 0.03
    assert value(runs, "shared", "reply_in_time", "email") >= value(runs, "silos", "reply_in_time", "email")
    hotline = {name: value(runs, name, "service_level_short_excluded", "hotline") for name in ("silos", "shared")}
    assert hotline["shared"] > hotline["silos"] - 0.03


def test_what_is_remembered_is_not_told_again_and_nobody_is_lost_on_the_way(runs):
    """Far fewer repeated stories, warm hand-overs with a hold instead of lost ones, fewer sent elsewhere."""
    assert value(runs, "remembered", "repeats_per_issue") < 0.3 * value(runs, "shared", "repeats_per_issue")
    assert Way.LOST_ON_THE_WAY in ways(runs, "shared")
    assert Way.PASSED_ON_WARM not in ways(runs, "shared")
    assert Way.PASSED_ON_WARM in ways(runs, "remembered")
    assert not ways(runs, "remembered") & {Way.LOST_ON_THE_WAY, Way.PASSED_ON}
    assert contacts(runs, "shared", "hold_ticks").sum() == 0
    assert contacts(runs, "remembered", "hold_ticks").sum() > 0
    sent = {name: (contacts(runs, name, "way") == Way.SENT_ELSEWHERE).sum() for name in ("shared", "remembered")}
    assert sent["remembered"] < 0.6 * sent["shared"]
    assert value(runs, "remembered", "resolution_rate") > value(runs, "shared", "resolution_rate")


def test_steering_fills_the_app_and_the_chat_and_business_customers_wait_less(runs):
    """More sessions, more of what the app cannot do in the chat, and a queue of their own for who has signed for it."""
    assert value(runs, "steered", "sessions") > 1.15 * value(runs, "remembered", "sessions")
    assert value(runs, "steered", "deflection") > value(runs, "remembered", "deflection") + 0.01
    names = runs["steered"][2].names
    escalated = {}
    for name in ("remembered", "steered"):
        legs = contacts(runs, name, "reason") == Reason.ESCALATION
        escalated[name] = (contacts(runs, name, "channel")[legs] == names.channels.index("chat")).mean()
    assert escalated["steered"] > escalated["remembered"] + 0.2
    assert hotline_wait_s(runs, "steered", "business") < 0.8 * hotline_wait_s(runs, "remembered", "business")


def test_who_is_told_first_need_not_ask(runs):
    """The centre writes by itself, fewer outages come, and the hotline is reached more easily than ever."""
    for name in LADDER[:-2]:
        assert Reason.FOLLOW_UP not in set(contacts(runs, name, "reason").tolist())
    made = contacts(runs, "informed", "reason") == Reason.FOLLOW_UP
    assert made.sum() > 500
    sms = runs["informed"][2].names.channels.index("sms")
    assert set(contacts(runs, "informed", "channel")[made].tolist()) == {sms}
    again = {name: (contacts(runs, name, "led_by") == Cause.REOPENED).sum() for name in ("steered", "informed")}
    assert again["informed"] < 0.9 * again["steered"]
    levels = [value(runs, name, "service_level_short_excluded", "hotline") for name in LADDER[:-1]]
    assert max(levels) == levels[-1] > levels[0] + 0.04


def test_who_did_not_get_through_is_rung_and_many_are_reached(runs) -> None:
    """Only in the last step; most are reached, some come first, and fewer issues are lost."""
    for name in LADDER:
        made = contacts(runs, name, "reason") == Reason.CALLBACK_MISSED
        assert (made.sum() > 0) == (name == "omnichannel")
    made = contacts(runs, "omnichannel", "reason") == Reason.CALLBACK_MISSED
    outcome = contacts(runs, "omnichannel", "outcome")[made]
    assert (outcome == Outcome.ANSWERED).mean() > 0.4
    assert (outcome == Outcome.WITHDRAWN).sum() > 0
    lost = {name: value(runs, name, "lost_rate") for name in ("informed", "omnichannel")}
    assert lost["omnichannel"] < lost["informed"]
    assert value(runs, "omnichannel", "missed_promise_kept", "hotline") > 0.3
