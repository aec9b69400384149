"""Campaigns on the calendar: exact lists with keys of their own, days, clocks, mixes, and the work they offer."""

import numpy as np
import pytest

from sim.engine import run
from sim.experiment.runner import expected_contacts
from sim.experiment.volume_trials import count
from sim.kpi import measure
from sim.streams import unpack_issue
from sim.world.campaigns import CAMPAIGN_ROW, is_campaign
from sim.world.load import load_warnings, loads

TWO_INTENTS = {
    "intents": "{help: {share: 100 %}, renewal: {share: 0 %}}",
    "service": "{help: {phone: {talk: 1 min}}, renewal: {phone: {talk: 1 min, solved: 50 %}}}",
    "queues": "{list: {of: phone, when: reason is campaign}, phone: {of: phone}}",
    "serves": "{team: {phone: 1, list: 2}}",
}


def demand(*campaigns: str, scale: str = "1 times") -> str:
    """Some 20 callers from nine to ten, and campaigns."""
    rows = '{phone: {rate: {"09:00": 20 per h, "10:00": 0 per h}}}'
    return f"{{counts: first_contacts, scale: {scale}, campaigns: {{{', '.join(campaigns)}}}, by_channel: {rows}}}"


def calls(name: str = "list", days: str = "{daily: 10 contacts}", more: str = "intent: renewal", **times: str) -> str:
    at, until = times.get("at", "09:00"), times.get("until", "17:00")
    dialled = f'at: "{at}", until: "{until}", answers: 50 %, tries: 2 tries'
    return f"{name}: {{on: phone, {more}, calls: {days}, {dialled}}}"


def issues(blueprint) -> list[tuple[int, int, int]]:
    """(campaign, day, place in the list) of the calls of a blueprint, in order of tick and key."""
    keys = blueprint.world(1, 0).arrivals.issue
    fields = [unpack_issue(key) for key in keys[is_campaign(keys)].tolist()]
    return [(number, day, place) for _, day, number, place in fields]


def test_a_list_is_exact_whatever_the_scale_and_what_a_strategy_averts(plan):
    """Ten a day, with three times the demand, and with every issue averted: nobody came by themselves."""
    blueprint = plan(demand=demand(calls(), scale="3 times"), averted="100 %", **TWO_INTENTS)
    world = blueprint.world(1, 0)
    assert is_campaign(world.arrivals.issue).sum() == 10 == len(world.arrivals.issue)
    assert world.n_averted == len(plan(demand=demand(scale="3 times"), **TWO_INTENTS).world(1, 0).arrivals.issue)


def test_keys_are_the_day_the_campaign_and_the_place(plan):
    """In a row that no demand has; the second in the file is number 1."""
    run_of = "{start: 2026-03-02, measure: 2 days}"
    blueprint = plan(
        demand=demand(calls("a", "{tue: 2 contacts}"), calls("b", "{mon: 1 contact}")), run=run_of, **TWO_INTENTS
    )
    assert issues(blueprint) == [(1, 0, 0), (0, 1, 0), (0, 1, 1)]
    keys = blueprint.world(1, 0).arrivals.issue
    assert {unpack_issue(key)[0] for key in keys[is_campaign(keys)].tolist()} == {CAMPAIGN_ROW}


def test_another_campaign_and_a_longer_list_change_no_other_row(plan):
    """Rows of demand, and of the first list, are the same."""
    one = plan(demand=demand(calls(more="segment: everybody")), **TWO_INTENTS).world(1, 0).arrivals
    longer = calls(days="{daily: 25 contacts}", more="segment: everybody")
    two = plan(demand=demand(longer, calls("more")), **TWO_INTENTS).world(1, 0).arrivals
    here = np.isin(two.issue, one.issue)
    assert here.sum() == len(one.issue)
    for name in ("issue", "tick", "segment", "intent", "channel"):
        assert (getattr(two, name)[here] == getattr(one, name)).all()


def test_days_are_by_the_narrowest_word(plan):
    """A date over a holiday over the weekday."""
    run_of = "{start: 2026-03-02, measure: 3 days, holidays: {2026-03-03: Feast}}"
    days = "{weekday: 3 contacts, holiday: 1 contact, 2026-03-04: 2 contacts}"
    blueprint = plan(demand=demand(calls(days=days)), run=run_of, **TWO_INTENTS)
    assert [day for _, day, _ in issues(blueprint)] == [0, 0, 0, 1, 2, 2]


def test_clock_times_are_local(plan):
    """On the 23-hour day of 29 March 09:00 is 8 hours after midnight; skipped times are read with the offset before."""
    run_of = "{start: 2026-03-29, measure: 1 day, zone: Europe/Warsaw}"
    world = plan(demand=demand(calls()), run=run_of, **TWO_INTENTS).world(1, 0)
    mine = is_campaign(world.arrivals.issue)
    assert set(world.arrivals.tick[mine].tolist()) == {8 * 3_600_000_000}
    night = calls(at="01:30", until="02:30")
    (campaign,) = plan(demand=demand(night), run=run_of, **TWO_INTENTS).world(1, 0).campaigns
    assert campaign.until_tick.tolist() == [int(2.5 * 3_600_000_000)]
    skipped = plan(demand=demand(calls(at="02:30", until="03:00")), run=run_of, **TWO_INTENTS).world(1, 0)
    assert set(skipped.arrivals.tick[is_campaign(skipped.arrivals.issue)].tolist()) == {2 * 3_600_000_000}


def test_where_demand_is_by_intent_the_drawn_intents_have_its_volumes(plan):
    """Three times as much help as renewals, among 800 calls."""
    text = (
        "{counts: first_contacts, campaigns: {" + calls(days="{daily: 800 contacts}", more="segment: everybody") + "}, "
        'by_intent: {help: {rate: {"09:00": 30 per h, "10:00": 0 per h}}, '
        'renewal: {rate: {"09:00": 10 per h, "10:00": 0 per h}}}}'
    )
    given = TWO_INTENTS | {"intents": "{help: {}, renewal: {}}", "segments": "{everybody: {prefers: {phone: 100 %}}}"}
    arrivals = plan(demand=text, **given).world(1, 0).arrivals
    assert 150 < arrivals.intent[is_campaign(arrivals.issue)].sum() < 250


def test_the_work_of_a_list_counts_in_the_load(plan):
    """Ring 20 s at 1.5 tries and a minute for 3 in 4: 75 s each; 60 calls are 1.25 h beside 20 min of callers."""
    blueprint = plan(demand=demand(calls(days="{daily: 60 contacts}")), **TWO_INTENTS)
    assert loads(blueprint)[0].offered_h == pytest.approx(20 / 60 + 1.25)
    assert expected_contacts(blueprint) == pytest.approx(80)
    pools = '{team: {headcount: on_queue, staff: {from: "09:00", daily: [1]}, skills: {phone: 3}}}'
    (warning,) = load_warnings(plan(demand=demand(calls(days="{daily: 60 contacts}")), pools=pools, **TWO_INTENTS))
    assert "1.6 h of work are offered" in warning


def test_calls_are_no_first_contacts_and_no_issues(plan):
    """Neither where volumes are solved nor among issues; who comes again after one is no repeat of an issue."""
    given = TWO_INTENTS | {"what_next": "{not_solved: {same: 100 %, after: 1 h}}"}
    world = plan(demand=demand(calls(days="{daily: 40 contacts}")), **given).world(1, 0)
    record = run(world)
    again = is_campaign(record.contacts["issue"]) & (record.contacts["visit"] > 0)
    assert again.sum() > 5
    n_issues = int((~is_campaign(world.arrivals.issue)).sum())
    counted = count(record, world, "channel", "handled")
    assert counted.first.tolist() == [n_issues]
    values = measure(record, world).values
    sums = {name: float(by_cut["all"][0]) for name, by_cut in values.items() if "all" in by_cut}
    assert sums["issues"] == sums["issue_contacts"] == sums["customer_contacts"] == n_issues
    assert sums["issues_lost"] == sums["failure_contacts"] == sums["failure_h"] == 0
    assert sums["offered"] == n_issues + again.sum()
    assert sums["campaign_calls"] == 40
    assert sums["campaign_h"] > 0
