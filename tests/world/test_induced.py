"""Induced issues: latent ones that speak only where a channel is offered (MODEL.md 2)."""

import numpy as np
import pytest

from sim.scenario.load import load_text
from sim.world.build import lower
from sim.world.incidents import is_induced
from sim.world.world import Arrivals

TEXT = """
schema: 1
name: induced
run: {start: 2026-03-02, measure: 1 day}
demand:
  counts: first_contacts
  forecast_error: {day: 10 %}
  incidents: {outage: {starts: "2026-03-02 10:00", lasts: 2 h, volume: 3 times}}
  by_channel:
    phone: {rate: {"00:00": 60 per h}}
    chat: {rate: {"00:00": 20 per h}, exact: true}
intents: {loan: {share: 50 %}, card: {share: 50 %}}
segments: {all: {}}
channels: {phone: {kind: live}, chat: {kind: chat}, sms: {kind: deferred}}
service:
  loan: {phone: {talk: 5 min}, chat: {talk: 5 min}, sms: {talk: 1 min}}
  card: {phone: {talk: 5 min}, chat: {talk: 5 min}, sms: {talk: 1 min}}
queues: {calls: {of: [phone, chat, sms]}}
pools: {team: {headcount: on_queue, staff: {daily: 40}, skills: {phone: level 3, chat: level 3, sms: level 3}}}
serves: {team: [calls]}
strategies:
  plain: {}
  offers: {induced: {sms: 10 %}}
  offers_more: {induced: {sms: 20 %}}
  offers_cards: {induced: {sms: {share: 10 %, intents: card}}}
"""
LOAN, CARD, SMS = 0, 1, 2
REPLICATIONS = 40


def issues(strategy: str, replication: int = 0) -> dict[int, tuple[int, ...]]:
    """Return who comes, by issue key."""
    arrivals = arrivals_of(strategy, replication)
    columns = (arrivals.issue, arrivals.tick, arrivals.segment, arrivals.intent, arrivals.channel)
    return {row[0]: row[1:] for row in zip(*(column.tolist() for column in columns), strict=True)}


def arrivals_of(strategy: str, replication: int) -> Arrivals:
    return lower(load_text(TEXT, "induced.yaml"), strategy).world(7, replication).arrivals


def test_all_other_issues_stay_as_they_are() -> None:
    """Offering a channel only adds issues; a larger share adds more and keeps those it had."""
    plain, some, more = (issues(name) for name in ("plain", "offers", "offers_more"))
    assert plain.items() <= some.items() <= more.items()
    assert len(plain) < len(some) < len(more)


def test_they_come_on_the_channel_that_is_offered() -> None:
    """Those that are added, and only those, have a key of induced issues and begin on the channel."""
    plain, some = issues("plain"), issues("offers")
    added = np.asarray(sorted(some.keys() - plain.keys()))
    assert is_induced(added).all()
    assert not is_induced(np.asarray(sorted(plain))).any()
    assert {some[issue][3] for issue in added.tolist()} == {SMS}


def test_only_of_the_intents_that_are_named() -> None:
    """With intents only those come, in the share of their own volume: about half as many."""
    plain, cards = issues("plain"), issues("offers_cards")
    assert {cards[issue][2] for issue in cards.keys() - plain.keys()} == {CARD}


@pytest.mark.parametrize(("strategy", "share"), [("offers", 0.1), ("offers_cards", 0.05)])
def test_their_number_is_the_share_of_the_mean_of_all_rows(strategy: str, share: float) -> None:
    """10 % of (60 + 20) contacts an hour over the day, over 40 days, within 4 standard errors; the outage adds none."""
    counts = [len(issues(strategy, r)) - len(issues("plain", r)) for r in range(REPLICATIONS)]
    mean = share * 80 * 24
    own = mean + (0.1 * mean * 60 / 80) ** 2  # the day factor of phone on its part, beside pure chance
    assert abs(np.mean(counts) - mean) < 4 * (own / REPLICATIONS) ** 0.5


def test_what_is_averted_in_the_window_is_counted() -> None:
    """The world says how many issues born in the window a strategy averts."""
    text = TEXT + "  averts: {averted: {loan: 30 %}}\n"
    scenario = load_text(text, "induced.yaml")
    plain, averts = (lower(scenario, name).world(7, 0) for name in ("plain", "averts"))
    assert plain.n_averted == 0
    assert averts.n_averted == len(plain.arrivals.issue) - len(averts.arrivals.issue) > 0
