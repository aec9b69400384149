"""Waiting, rates, handle time and deferred work on hand-made contacts."""

import math

import numpy as np
import pytest

from sim.analysis.percentiles import percentiles
from sim.kpi import CATALOG, MONEY_NAMES, UPPER_S, histograms_of, measure, replication_value
from sim.kpi.histogram import UPPER_TICKS, histogram
from sim.rules.lifecycle import ChannelKind, Outcome
from sim.world.world import World
from tests.kpi.builder import Row, S, answered, build_record, build_world, left, turned_away, waiting

HOUR_S = 3600.0


def value(name: str, contacts: list[Row], world: World, cut: str = "all", index: int = 0) -> float:
    return replication_value(CATALOG[name], measure(build_record(contacts), world), cut, index)


def phone_and_mail() -> World:
    return build_world(
        kinds=(ChannelKind.LIVE, ChannelKind.DEFERRED), target_s=(20.0, -1.0), reply_s=(-1, 6 * HOUR_S), n_queues=2
    )


def test_waits_of_three_calls() -> None:
    """Waits 10 s and 50 s answered, 30 s abandoned: ASA 30 s, average wait 30 s, 10 s beyond the target each."""
    contacts = [answered(1, 0, 10), answered(2, 0, 50), left(3, 0, 30)]
    world = build_world()
    assert value("asa", contacts, world) == 30.0
    assert value("average_wait", contacts, world) == 30.0
    assert value("time_to_abandon", contacts, world) == 30.0
    assert value("max_wait", contacts, world) == 50.0
    assert value("excess_wait", contacts, world) == pytest.approx((30 + 10) / 3)


def test_mail_does_not_stand_in_the_asa() -> None:
    """A mail that waits a day leaves the ASA of all channels alone, and has its own time to reply and to opening."""
    mail = answered(2, 0, wait_s=5 * HOUR_S, talk_s=HOUR_S, channel=1, queue=1)
    contacts = [answered(1, 0, 10), mail]
    assert value("asa", contacts, phone_and_mail()) == 10.0
    assert math.isnan(value("asa", contacts, phone_and_mail(), "channel", 1))
    assert value("reply_time", contacts, phone_and_mail()) == 6 * HOUR_S
    assert value("opening_wait", contacts, phone_and_mail(), "channel", 1) == 5 * HOUR_S


def test_blank_is_nan_never_a_number() -> None:
    """Without a contact every ratio is blank and every count is 0."""
    sums = measure(build_record([]), build_world(paid_h=0.0))
    for kpi in (kpi for name, kpi in CATALOG.items() if name not in MONEY_NAMES):
        if kpi.estimator in ("ratio", "maximum") and "empty_is_met" not in kpi.name:
            assert math.isnan(replication_value(kpi, sums, kpi.cuts[0])), kpi.name
        if kpi.estimator == "total":
            assert replication_value(kpi, sums) in (0.0, 8.0), kpi.name


def test_rates_stand_on_their_own_denominators() -> None:
    """Four offered, one of each turned away: blocking 1/5, balking 1/5, closed 1/5, abandoned 2/4."""
    contacts = [answered(1, 0), left(2, 0, 3), left(3, 0, 30), left(4, 0, 9, Outcome.DISCONNECTED)]
    kinds = (Outcome.BLOCKED, Outcome.BALKED, Outcome.CLOSED)
    contacts += [turned_away(10 + k, 0, kind) for k, kind in enumerate(kinds)]
    wanted = {
        "abandonment_rate": 2 / 4,
        "abandonment_rate_over_short": 1 / 4,
        "abandonment_rate_over_target": 1 / 4,
        "block_rate": 1 / 5,
        "balk_rate": 1 / 5,
        "closed_rate": 1 / 5,
        "disconnect_rate": 1 / 4,
    }
    assert {name: value(name, contacts, build_world()) for name in wanted} == wanted


def test_blocked_contacts_are_booked_on_the_queue_they_wanted() -> None:
    """A blocked contact entered no queue; its queue's blocking rate knows it."""
    world = build_world(kinds=(ChannelKind.LIVE,) * 2, target_s=(20.0, 20.0), n_queues=2)
    contacts = [answered(1, 0, channel=1, queue=1), turned_away(2, 0, Outcome.BLOCKED, channel=1)]
    assert value("block_rate", contacts, world, "queue", 1) == 0.5
    assert math.isnan(value("block_rate", contacts, world, "queue", 0))


def test_offered_is_what_became_of_it() -> None:
    """N = H + L + F + W + X + Q by channel, and the rest stands outside."""
    contacts = [answered(1, 0), left(2, 0, 1), left(3, 0, 1, Outcome.DISCONNECTED), waiting(4, 0)]
    contacts += [turned_away(5, 0, Outcome.BALKED)]
    sums = measure(build_record(contacts), build_world()).values
    parts = ("answered", "abandoned", "flow_outs", "withdrawn", "disconnected", "still_open")
    for cut in ("all", "channel", "queue", "segment", "intent"):
        assert (sums["offered"][cut] == sum(sums[name][cut] for name in parts)).all()
    assert sums["offered"]["all"][0] == 4


def test_handle_time_is_booked_where_the_contact_ends() -> None:
    """A call of the settle day that ends in the window counts, one that ends after it does not."""
    day = 86_400.0
    world = build_world(settle=1, measure=1, follow=1)
    before = answered(1, day - 60, talk_s=100, wrap_up_s=20)
    across = answered(2, 2 * day - 60, talk_s=500)
    inside = answered(3, day + 60, wait_s=30, talk_s=60, wrap_up_s=0)
    contacts = [before, across, inside]
    assert value("aht", contacts, world) == 90.0
    assert value("talk_time", contacts, world) == 80.0
    assert value("wrap_up_time", contacts, world) == 10.0
    assert value("session_time", contacts, world) == 90.0
    assert value("answered", contacts, world) == 2


def test_session_time_holds_interruptions() -> None:
    """A mail in hand for 10 min over 1 h of session has a handle time of 10 min."""
    mail = answered(1, 0, talk_s=HOUR_S, channel=1, queue=1, talk_ticks=600 * S)
    assert value("aht", [mail], phone_and_mail(), "channel", 1) == 600.0
    assert value("session_time", [mail], phone_and_mail(), "channel", 1) == HOUR_S


def test_reply_deadlines() -> None:
    """In time on the tick, late a tick after; open past the deadline is a breach, open before it is left out."""
    end = 24 * HOUR_S

    def mail(issue: int, row: Row) -> Row:
        return row | {"channel": 1, "queue": 1, "deadline_tick": row["arrived_tick"] + round(6 * HOUR_S * S)}

    contacts = [
        mail(1, answered(1, 0, talk_s=6 * HOUR_S)),
        mail(2, answered(2, 0, talk_s=6 * HOUR_S + 1e-6)),
        mail(3, waiting(3, end - 6 * HOUR_S - 1e-6)),
        mail(4, waiting(4, end - 6 * HOUR_S)),
    ]
    world = phone_and_mail()
    assert value("reply_in_time", contacts, world) == pytest.approx(1 / 3)
    assert value("reply_breaches", contacts, world) == 2
    assert value("backlog_at_end", contacts, world) == 2


def test_deadline_beyond_the_clock_is_kept_by_any_reply() -> None:
    """A deadline the horizon does not reach (−1) is met by a reply and left out while open."""
    contacts = [answered(1, 0, channel=1, queue=1), waiting(2, 0, channel=1, queue=1)]
    assert value("reply_in_time", contacts, phone_and_mail()) == 1.0
    assert value("reply_breaches", contacts, phone_and_mail()) == 0


def test_backlog_is_what_lies_there_when_the_window_ends() -> None:
    """Mails of the settle time count, mails replied to on the last tick or arriving later do not."""
    world = build_world(kinds=(ChannelKind.DEFERRED,), target_s=(-1.0,), settle=1, measure=1, follow=1)
    day = 86_400.0
    contacts = [
        waiting(1, 10.0),
        answered(2, 10.0, talk_s=2 * day - 10),
        answered(3, 10.0, talk_s=2 * day - 10.000001),
        waiting(4, 2 * day),
    ]
    assert value("backlog_at_end", contacts, world) == 2


def test_percentiles_are_within_a_percent_of_the_sorted_waits() -> None:
    """P50 … P95 of 2,000 skewed waits are within 1 % of those read from the sorted waits."""
    waits = np.sort(np.random.default_rng(3).lognormal(3.0, 1.5, 2000))
    contacts = [answered(k, 0, wait_s=min(float(w), 80_000.0)) for k, w in enumerate(waits)]
    sums = measure(build_record(contacts), build_world())
    for name in ("wait_p50", "wait_p80", "answered_wait_p90", "wait_p95"):
        kpi = CATALOG[name]
        found = percentiles(histograms_of(kpi, [sums]), UPPER_S, kpi.quantile)[0]
        assert found == pytest.approx(waits[int(kpi.quantile * 2000) - 1], rel=0.0101)


def test_histogram_bins_are_closed_at_the_right() -> None:
    """A time equal to an edge lies in the bin the edge ends; 0 has its own bin; the longest horizon fits."""
    times = np.array([0, 1, int(UPPER_TICKS[1]), int(UPPER_TICKS[1]) + 1, 4096 * 86_400 * S])
    counts = histogram(times, np.zeros(5, dtype=np.int64), 1)[0]
    assert counts[:3].tolist() == [1, 2, 1]
    assert counts.sum() == 5
    assert (np.diff(UPPER_TICKS) > 0).all()
    assert (UPPER_TICKS[2:] / UPPER_TICKS[1:-1]).max() < 1.0101
