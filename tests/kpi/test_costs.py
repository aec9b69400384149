"""Invoices worked by hand, to the cent: what a replication costs, and which contacts bear it."""

from math import isnan
from types import SimpleNamespace
from typing import Any

import pytest

from sim.kpi import CATALOG, MONEY_NAMES, Sums, measure, merge, prices_of, replication_value, with_costs
from sim.rules.lifecycle import Cause, ChannelKind, Duty, Outcome, Reason
from sim.scenario.costs import Costs
from sim.world.world import World
from tests.kpi.builder import (
    HOUR,
    Row,
    S,
    answered,
    build_record,
    build_world,
    issues_of,
    left,
    session,
    turned_away,
    waiting,
)
from tests.naive.cost_twin import priced

PHONE, CHAT, MAIL, APP, TEXT, FORUM = range(6)
HOUR_S, DAY_S = 3600.0, 86_400.0
PAID = {"wages": {"p0": "20 EUR/h", "p1": "15 EUR/h"}}


def centre(**more: Any) -> World:
    """One channel of each kind and two teams of one agent, each paid for 8 h a day (1.4 heads on a single day)."""
    given: dict[str, Any] = {"kinds": tuple(ChannelKind), "target_s": (-1.0,) * 6, "agent_pools": (0, 1)}
    return build_world(**{**given, "weights": (6, 3, 6, 6, 3, 6), **more})


def spent(agent: int, from_h: float, to_h: float, issue: int, channel: int = PHONE, visit: int = 0) -> tuple[int, ...]:
    """A spell of work in hand."""
    return agent, round(from_h * HOUR), round(to_h * HOUR), issue, visit, channel


def bill(contacts: list[Row], *spells: tuple[int, ...], world: World | None = None, **words: Any) -> Sums:
    """Price a record; agents are on their queues all the time unless `duties` are given."""
    world = world or centre()
    whole = [(agent, 0, world.horizon.end, Duty.ON_QUEUE) for agent in range(len(world.staffing.pool))]
    record = build_record(
        contacts,
        issues=words.pop("issues", None),
        spells=spells,
        duties=words.pop("duties", whole),
        turns=words.pop("turns", ()),
    )
    return priced(record, world, words)


def cost(sums: Sums, part: str = "cost", cut: str = "all") -> list[float]:
    return [round(float(amount), 2) for amount in sums.values[part][cut]]


EVERYTHING: dict[str, Any] = {
    **PAID,
    "licences": "36.50 EUR per agent and month",
    "platform": {"month": "365 EUR per month", "capital": "3650 EUR", "life": "5 years"},
    "channels": {
        "c0": {"contact": "0.10 EUR per contact", "minute": "0.05 EUR per min"},
        "c2": {"message": "0.25 EUR per message"},
        "c3": {"contact": "0.30 EUR per session", "minute": "0.02 EUR per min"},
    },
    "dialling": "0.10 EUR per min",
}


def three_contacts() -> tuple[list[Row], tuple[tuple[int, ...], ...]]:
    """A call of 1 h after a minute of waiting and two of ringing, a mail of 2 h, a session of 4 min."""
    call = answered(1, 9 * HOUR_S, wait_s=60, talk_s=HOUR_S, dial_ticks=120 * S)
    mail = answered(2, 8 * HOUR_S, wait_s=2 * HOUR_S, talk_s=2 * HOUR_S, channel=MAIL, agent=1, pool=1)
    spells = ((0, 9 * HOUR + 60 * S, 10 * HOUR + 60 * S, 1, 0, PHONE), spent(1, 10, 12, 2, MAIL))
    return [call, mail, session(3, 9 * HOUR_S, 240, channel=APP)], spells


def test_an_invoice_of_three_contacts() -> None:
    """160 + 120 wages, 2 × 1.4 heads at 1.20 a day, 12 + 2 a day for the platform, 60 and 4 min, 2 messages.

    The call took 20.00 and bears 140.00 of idle time, 1.68 of licences and a third of the platform; the mail 30.00,
    90.00, 1.68 and two thirds; nobody worked the session.
    """
    contacts, spells = three_contacts()
    sums = bill(contacts, *spells, **EVERYTHING)
    assert cost(sums, "cost_wages", "pool") == [160.0, 120.0]
    assert cost(sums, "cost_idle", "pool") == [140.0, 90.0]
    assert cost(sums, "cost_licences", "pool") == [1.68, 1.68]
    parts = {"wages": 280.0, "idle": 230.0, "licences": 3.36, "platform": 14.0}
    parts |= {"lines": 3.08, "messages": 0.5, "sessions": 0.4, "dialling": 0.2}
    assert {name: cost(sums, f"cost_{name}") for name in parts} == {name: [amount] for name, amount in parts.items()}
    assert cost(sums) == [301.54]
    assert cost(sums, cut="channel") == [169.65, 0, 131.51, 0.38, 0, 0]
    assert cost(sums, cut="repeat") == [301.54, 0]
    assert cost(sums, "cost_failure") == [0]


def test_idle_time_by_contacts() -> None:
    """Each contact of a team bears alike what none took; the platform is borne by all four that got through."""
    contacts, spells = three_contacts()
    short = answered(4, 12 * HOUR_S, talk_s=60, segment=1)
    more = (*spells, (0, 12 * HOUR, 12 * HOUR + 60 * S, 4, 0, PHONE))
    sums = bill([*contacts, short], *more, world=centre(n_segments=2), **PAID, idle_to="contacts")
    assert cost(sums, "cost_idle", "pool") == [139.67, 90.0]
    assert cost(sums, cut="segment") == [round(20 + 139.6667 / 2 + 120, 2), round(1 / 3 + 139.6667 / 2, 2)]
    platform = {"month": "365 EUR per month"}
    plain = [*contacts, short | {"segment": 0}]
    sums = bill(plain, *more, platform=platform, idle_to="contacts")
    assert cost(sums, cut="channel") == [6.0, 0, 3.0, 3.0, 0, 0]
    assert cost(bill(plain, *more, platform=platform), cut="channel")[APP] == 0


def test_who_bears_is_who_ended_in_the_window_by_its_last_agent() -> None:
    """A call that ends after the window bears nothing alike; one of both teams is its last agent's."""
    world = centre(measure=1, follow=1)
    across = answered(1, DAY_S - HOUR_S, talk_s=2 * HOUR_S)
    passed = answered(2, 9 * HOUR_S, talk_s=2 * HOUR_S, channel=MAIL, agent=1, pool=1)
    spells = [spent(0, 23, 25, 1), spent(0, 9, 10, 2, MAIL), spent(1, 10, 11, 2, MAIL)]
    sums = bill([across, passed], *spells, world=world, idle_to="contacts", **PAID)
    assert cost(sums, "cost_idle", "pool") == [120.0, 105.0]
    assert cost(sums, cut="channel") == [20.0, 0, 20 + 15 + 105, 0, 0, 0]
    assert cost(sums) == [280.0]
    by_time = bill([across, passed], *spells, world=world, **PAID)
    assert cost(by_time, cut="channel") == [20.0 + 60, 0, 20 + 60 + 15 + 105, 0, 0, 0]


def test_overtime_is_paid_by_its_factor() -> None:
    """8 h and one of overtime at 1.5 times 20 EUR: 190 EUR, of which the hour worked takes 20 and the rest is idle."""
    duties = [(0, 8 * HOUR, 16 * HOUR, Duty.ON_QUEUE), (0, 16 * HOUR, 17 * HOUR, Duty.OVERTIME)]
    call = answered(1, 16 * HOUR_S, talk_s=HOUR_S)
    sums = bill([call], spent(0, 16, 17, 1), duties=duties, overtime="1.5 times", wages={"p0": "20 EUR/h"})
    assert cost(sums, "cost_wages", "pool") == [190.0, 0.0]
    assert cost(sums, "cost_idle", "pool") == [170.0, 0.0]


def test_overtime_is_paid_as_any_hour_unless_said() -> None:
    """Without a factor an hour of overtime costs a wage: 9 h at 20 EUR."""
    duties = [(0, 16 * HOUR, 17 * HOUR, Duty.OVERTIME)]
    assert cost(bill([], duties=duties, wages={"p0": "20 EUR/h"}), "cost_wages", "pool") == [180.0, 0.0]


def test_heads_of_licences_count_overtime() -> None:
    """8 + 2 paid hours on one day are 10 / (40 / 7) = 1.75 heads, at 1.20 EUR a day."""
    duties = [(0, 16 * HOUR, 18 * HOUR, Duty.OVERTIME)]
    sums = bill([], duties=duties, licences={"p0": "36.50 EUR per agent and month"})
    assert cost(sums, "cost_licences", "pool") == [2.1, 0.0]


def test_premium_and_the_employers_share() -> None:
    """(20 + 1.20) × 1.25 = 26.50 EUR for each of 8 h; a premium alone is paid, too, and no share on licences."""
    words = {"wages": {"p0": "20 EUR/h"}, "premium": "1.20 EUR/h", "employer_adds": "25 %"}
    sums = bill([], **words, licences="36.50 EUR per agent and month")
    assert cost(sums, "cost_wages", "pool") == [212.0, 12.0]
    assert cost(sums, "cost_licences", "pool") == [1.68, 1.68]


def test_one_amount_is_for_every_pool() -> None:
    """One wage and one licence for all teams."""
    sums = bill([], wages="20 EUR/h", licences="36.50 EUR per agent and month")
    assert cost(sums, "cost_wages", "pool") == [160.0, 160.0]
    assert cost(sums, "cost_licences", "pool") == [1.68, 1.68]


def test_two_chats_share_an_hour_by_weight() -> None:
    """A chat of weight 3 and a mail of weight 6 in hand for the same hour take 20 and 40 min of it."""
    chat = answered(1, 9 * HOUR_S, talk_s=HOUR_S, channel=CHAT)
    mail = answered(2, 9 * HOUR_S, talk_s=HOUR_S, channel=MAIL)
    sums = bill([chat, mail], spent(0, 9, 10, 1, CHAT), spent(0, 9, 10, 2, MAIL), wages={"p0": "30 EUR/h"})
    assert cost(sums, "cost_idle") == [210.0]
    assert cost(sums, cut="channel") == [0, 80.0, 160.0, 0, 0, 0]


def test_only_time_on_duty_in_the_window_is_charged() -> None:
    """Of a call over midnight its hour in the window is charged, and of one in a break nothing; days are paid whole."""
    world = centre(settle=1, measure=1, follow=1)
    before = answered(1, DAY_S - HOUR_S, talk_s=2 * HOUR_S, segment=0)
    paused = answered(2, DAY_S + 2 * HOUR_S, talk_s=2 * HOUR_S, channel=CHAT)
    duties = [(0, 20 * HOUR, 26 * HOUR, Duty.ON_QUEUE), (0, 26 * HOUR, 28 * HOUR, Duty.OFF_QUEUE)]
    sums = bill([before, paused], spent(0, 23, 25, 1), spent(0, 26, 28, 2, CHAT), world=world, duties=duties, **PAID)
    assert cost(sums, "cost_idle", "pool") == [140.0, 120.0]
    assert cost(sums, cut="channel") == [160.0, 0, 0, 0, 0, 0]


def test_contacts_are_booked_where_they_arrive() -> None:
    """What arrives before or after the window costs no line, session, message and ringing, whenever it is answered."""
    world = centre(settle=1, measure=1, follow=1)
    words = {"channels": EVERYTHING["channels"], "dialling": "0.10 EUR per min"}
    early = answered(1, DAY_S - 60, wait_s=120, talk_s=600, dial_ticks=60 * S)
    late = answered(2, 2 * DAY_S, talk_s=600, channel=MAIL, dial_ticks=60 * S)
    last = answered(3, 2 * DAY_S - 1e-6, talk_s=600, dial_ticks=60 * S)
    first = answered(4, DAY_S, talk_s=120, channel=APP, queue=-1, agent=-1, pool=-1)
    sums = bill([early, late, last, first], world=world, **words)
    assert cost(sums) == [round(0.1 + 0.5 + 0.1 + 0.3 + 0.04, 2)]


@pytest.mark.parametrize(("since", "minutes"), [("answer", 10 + 4), ("arrival", 11 + 5 + 4 + 6)])
def test_minutes_from_answer_and_from_arrival(since: str, minutes: int) -> None:
    """Wrap-up is on no line; who leaves after 5 min has been on it, and who is still talking is not yet counted.

    A conversation of 10 min after one of waiting; 5 min waited; 4 min with a customer who was called back after
    waiting 9; one that still goes on and one that still waits; one turned away; and 6 min until the line was cut.
    """
    contacts = [
        answered(1, 0, wait_s=60, talk_s=600, wrap_up_s=300),
        left(2, 0, 300),
        answered(3, 0, wait_s=540, talk_s=240, callback=1, attempts=1),
        answered(4, 0, wait_s=60) | {"talk_end_tick": -1, "ended_tick": -1},
        waiting(5, 0),
        turned_away(6, 0, Outcome.BLOCKED),
        left(7, 0, 360, Outcome.DISCONNECTED),
        left(8, 0, 480, Outcome.UNREACHED, callback=1, attempts=2),
    ]
    sums = bill(contacts, channels={"c0": {"minute": "1 EUR per min", "minutes_from": since}})
    assert cost(sums, "cost_lines") == [minutes]
    assert cost(sums, cut="channel") == [minutes, 0, 0, 0, 0, 0]


def test_whom_the_centre_rings_is_on_the_line_from_the_conversation() -> None:
    """A follow-up by phone waits an hour for an agent, not its customer: 2 min; one nobody answered has none."""
    again = {"visit": 1, "reason": Reason.FOLLOW_UP}
    contacts = [answered(1, 0, channel=MAIL), answered(1, HOUR_S, wait_s=HOUR_S, talk_s=120, **again)]
    contacts += [
        answered(2, 0, channel=MAIL),
        left(2, 0, 60, Outcome.UNREACHED, visit=1, reason=Reason.CALLBACK_MISSED),
    ]
    sums = bill(contacts, channels={"c0": {"minute": "1 EUR per min", "minutes_from": "arrival"}})
    assert cost(sums, "cost_lines") == [2.0]


def test_contacts_of_the_centre_bear_as_those_of_customers() -> None:
    """A call and a call back of the centre worked by one team bear half of its 160 EUR each."""
    back = answered(1, HOUR_S, visit=1, reason=Reason.CALLBACK_MISSED, channel=CHAT)
    sums = bill([answered(1, 0), back], wages={"p0": "20 EUR/h"}, idle_to="contacts")
    assert cost(sums, cut="channel") == [80.0, 80.0, 0, 0, 0, 0]


def test_nobody_is_on_the_line_for_what_is_written() -> None:
    """A price a minute concerns live, chat and self-service contacts only."""
    contacts = [answered(k, 0, talk_s=600, channel=k, queue=0) for k in (PHONE, CHAT, MAIL, APP, TEXT, FORUM)]
    channels = {f"c{k}": {"minute": "1 EUR per min", "minutes_from": "arrival"} for k in range(6)}
    assert cost(bill(contacts, channels=channels), cut="channel") == [10, 10, 0, 10, 0, 0]


def test_a_callback_with_dialling() -> None:
    """Two rings of 30 s at 0.60 EUR a minute, the second one answered: 0.60, and 2 min of talk at 0.50."""
    call = answered(1, 0, wait_s=HOUR_S, talk_s=120, callback=1, attempts=2, dial_ticks=60 * S)
    channels = {"c0": {"minute": "0.50 EUR per min", "contact": "0.05 EUR per contact"}}
    sums = bill([call], dialling="0.60 EUR per min", channels=channels)
    assert [cost(sums, f"cost_{part}") for part in ("dialling", "lines", "sessions")] == [[0.6], [1.0], [0.05]]
    assert cost(sums, cut="channel") == [1.65, 0, 0, 0, 0, 0]


def test_contacts_that_got_through() -> None:
    """Who stood in the queue counts, however it ended; the turned away do not; the centre's own when answered."""
    of_centre = {"visit": 1, "reason": Reason.CALLBACK_MISSED}
    contacts = [
        *(left(k, 0, 60, outcome) for k, outcome in enumerate((1, 5, 8, 9, 10), start=1)),
        *(turned_away(k, 0, outcome) for k, outcome in enumerate((2, 3, 4), start=11)),
        waiting(21, 0),
        answered(22, 0),
        answered(1, 100, **of_centre),
        left(2, 100, 60, Outcome.UNREACHED, **of_centre),
        session(31, 0, 60, channel=APP),
        session(32, 0, 60, Outcome.ANSWERED, channel=APP),
        turned_away(33, 0, Outcome.CLOSED, channel=APP),
    ]
    sums = bill(contacts, channels={"c0": {"contact": "1 EUR per contact"}, "c3": {"contact": "1 EUR per session"}})
    assert cost(sums, cut="channel") == [8, 0, 0, 2, 0, 0]


def test_messages_of_mails_posts_and_conversations() -> None:
    """A mail and its reply, one still open, a post answered by a peer, and two turns of which one is replied to."""
    peer = left(3, 0, 60, Outcome.CONTAINED, channel=FORUM) | {"talk_end_tick": 60 * S}
    talk = answered(4, 0, talk_s=600, channel=TEXT) | {"talk_end_tick": -1, "ended_tick": -1, "outcome": Outcome.OPEN}
    contacts = [answered(1, 0, channel=MAIL), waiting(2, 0, channel=MAIL), peer, talk, waiting(5, 0, channel=TEXT)]
    contacts += [turned_away(6, 0, Outcome.CLOSED, channel=MAIL), answered(7, 0, channel=TEXT)]
    turns = [(4, 0, 0, 0, 0, 1, 5 * S), (4, 0, 1, -1, 9 * S, -1, -1)]
    turns += [(7, 0, turn, 0, turn * S, turn * S, turn * S + 1) for turn in range(3)]
    prices = {f"c{channel}": {"message": "1 EUR per message"} for channel in (MAIL, TEXT, FORUM)}
    sums = bill(contacts, turns=turns, channels=prices)
    assert cost(sums, "cost_messages") == [3 + 2 + 3 + 1 + 6]
    assert cost(sums, cut="channel") == [0, 0, 3, 0, 3 + 1 + 6, 2]


def test_a_follow_up_by_mail_is_a_message() -> None:
    """A price is for each message the customer or an agent sends, and a follow-up is one an agent sends."""
    again = answered(1, DAY_S / 2, channel=MAIL, visit=1, reason=Reason.FOLLOW_UP)
    sums = bill([answered(1, 0), again], channels={"c2": {"message": "1 EUR per message"}})
    assert cost(sums, "cost_messages") == [1]


def test_a_team_that_worked_nothing_bears_to_nobody() -> None:
    """Its 120 EUR and its licence stand in the whole alone; without any work the platform does, too."""
    call = answered(1, 9 * HOUR_S, talk_s=HOUR_S)
    for way in ("time", "contacts"):
        sums = bill([call], spent(0, 9, 10, 1), idle_to=way, licences="36.50 EUR per agent and month", **PAID)
        assert cost(sums) == [283.36]
        assert cost(sums, cut="channel") == [161.68, 0, 0, 0, 0, 0]
        sums = bill([], idle_to=way, **EVERYTHING)
        assert (cost(sums), cost(sums, cut="channel")) == ([297.36], [0] * 6)


def test_capital_lasts_its_life() -> None:
    """3,650 EUR over 5 years and 365 EUR a month: 2 and 12 EUR a day, for each day that is measured."""
    call = answered(1, 9 * HOUR_S, talk_s=HOUR_S)
    for days in (1, 7):
        sums = bill([call], spent(0, 9, 10, 1), world=centre(measure=days, follow=2), platform=EVERYTHING["platform"])
        assert cost(sums) == cost(sums, "cost_platform") == [14.0 * days]
        assert cost(sums, cut="intent") == [14.0 * days]


def test_a_day_of_25_hours_is_a_day() -> None:
    """The day on which clocks go back costs a licence and the platform for one day."""
    sums = bill([], world=centre(day_lengths_h=(25,)), **EVERYTHING)
    assert (cost(sums, "cost_platform"), cost(sums, "cost_licences", "pool")) == ([14.0], [1.68, 1.68])


def test_licences_of_a_week_follow_the_heads() -> None:
    """40 paid hours a week are one head: 36.50 EUR a month are 8.40 EUR for seven days."""
    world = centre(measure=7, paid_h=40 / 7, agent_pools=(0,))
    assert cost(bill([], world=world, licences="36.50 EUR per agent and month")) == [8.4]


def test_repeats_are_what_failure_costs() -> None:
    """The redial and the leg that continues it are repeats, the transfer of a first contact and a call back are none.

    At 30 EUR/h: first contact 1 h, its transfer 1 h, redial 2 h, its transfer 1 h, a callback of the centre 1 h.
    """
    contacts = [
        answered(1, 0, talk_s=HOUR_S, is_resolved=0),
        answered(1, HOUR_S, talk_s=HOUR_S, visit=1, reason=Reason.TRANSFER),
        answered(
            1, 3 * HOUR_S, talk_s=2 * HOUR_S, visit=2, reason=Reason.RETURN, led_by=Cause.NOT_SOLVED, after_visit=1
        ),
        answered(1, 5 * HOUR_S, talk_s=HOUR_S, visit=3, reason=Reason.TRANSFER),
        answered(1, 7 * HOUR_S, talk_s=HOUR_S, visit=4, reason=Reason.CALLBACK_MISSED),
    ]
    spells = [spent(0, *span, 1, PHONE, visit) for visit, span in enumerate([(0, 1), (1, 2), (3, 5), (5, 6), (7, 8)])]
    world = centre(paid_h=6.0, agent_pools=(0,))
    sums = bill(contacts, *spells, world=world, wages="30 EUR/h")
    assert cost(sums, cut="repeat") == [90.0, 90.0]
    assert cost(sums, "cost_failure") == [90.0]
    assert replication_value(CATALOG["cost_failure_share"], sums) == pytest.approx(0.5)
    causes = cost(sums, cut="cause")
    assert causes[Cause.NOT_SOLVED] == sum(causes) == 90.0


def test_a_repeat_is_borne_by_the_cause_of_what_was_not_solved() -> None:
    """Where it is known why a conversation did not resolve, its return costs under that, not under not solved."""
    failed = answered(1, 0, talk_s=HOUR_S, is_resolved=0, cause=1)
    again = answered(1, 2 * HOUR_S, talk_s=HOUR_S, visit=1, reason=Reason.RETURN, led_by=Cause.NOT_SOLVED)
    world = centre(paid_h=2.0, agent_pools=(0,))
    sums = bill([failed, again], spent(0, 0, 1, 1), spent(0, 2, 3, 1, PHONE, 1), world=world, wages="30 EUR/h")
    assert {index: amount for index, amount in enumerate(cost(sums, cut="cause")) if amount} == {len(Cause) + 1: 30.0}


def test_cost_of_a_resolved_issue_holds_that_of_lost_ones() -> None:
    """Two issues of 1 h each, one of them lost: 60 EUR, all of it for the one that was resolved."""
    contacts = [answered(1, 0, talk_s=HOUR_S), answered(2, 2 * HOUR_S, talk_s=HOUR_S, is_resolved=0)]
    issues = issues_of([{"visit": 0, "reason": 0, "segment": 0, "intent": 0, "channel": 0, **c} for c in contacts])
    issues[1] |= {"outcome": 1, "ended_tick": 3 * HOUR}
    world = centre(paid_h=2.0, agent_pools=(0,))
    sums = bill(contacts, spent(0, 0, 1, 1), spent(0, 2, 3, 2), world=world, issues=issues, wages="30 EUR/h")
    wanted = {"resolved_issue": 60.0, "issue": 30.0, "contact": 30.0, "handled": 30.0}
    assert {name: replication_value(CATALOG[f"cost_per_{name}"], sums) for name in wanted} == pytest.approx(wanted)


def test_without_prices_there_are_no_sums_of_money() -> None:
    """A centre that states no costs has no sums of money, and merged sums cannot be priced; prices of nothing are 0."""
    world = centre()
    sums = measure(build_record([answered(1, 0)]), world)
    silent: Any = SimpleNamespace(costs=None, currency="")
    assert prices_of(silent, world.names) is None
    free: Any = SimpleNamespace(costs=Costs(), currency="EUR")
    prices = prices_of(free, world.names)
    for one in (with_costs(sums, None), with_costs(merge([sums, sums]), prices)):
        assert not [name for name in one.values if name.startswith("cost")]
    made = [by_cut for name, by_cut in with_costs(sums, prices).values.items() if name.startswith("cost")]
    assert [array.sum() for by_cut in made for array in by_cut.values()] == [0.0] * sum(map(len, made))


def test_blank_is_nan_never_a_number_of_money() -> None:
    """Without contacts and issues a ratio of money is blank, and only wages and what runs by the day are paid."""
    sums = bill([], **EVERYTHING)
    paid = {"cost": 297.36, "cost_wages": 280.0, "cost_idle": 280.0, "cost_licences": 3.36, "cost_platform": 14.0}
    paid["balance"] = -paid["cost"]
    for kpi in (CATALOG[name] for name in MONEY_NAMES):
        found = replication_value(kpi, sums)
        if kpi.estimator == "total" or kpi.name == "cost_failure_share":
            assert round(found, 2) == paid.get(kpi.name, 0.0), kpi.name
        else:
            assert isnan(found), kpi.name
    assert isnan(replication_value(CATALOG["cost_failure_share"], bill([])))


def test_costs_of_replications_add_up() -> None:
    """Priced sums of two replications are merged as all others."""
    sums = bill([answered(1, 0)], **PAID)
    assert merge([sums, sums]).values["cost"]["all"].tolist() == [560.0]


def test_issues_are_worth_what_is_won_and_lost_with_them() -> None:
    """Two resolved at 310 and one lost at 120 of intent 0, one lost for nothing of intent 1: 620 − 120 − 560 = −60.

    An issue that is still open, and one born before the window, are neither won nor lost.
    """
    days = {"settle": 1, "measure": 1}
    contacts = [answered(number, 25 * 3600.0, intent=int(number == 3)) for number in range(5)]
    contacts += [answered(5, 3600.0)]
    same = {"segment": 0, "channel": 0, "ended_tick": -1, "n_contacts": 1, "customer": -1}
    issues = [
        {**same, **{name: c.get(name, 0) for name in ("issue", "arrived_tick", "intent")}, "outcome": outcome}
        for c, outcome in zip(contacts, (0, 0, 1, 1, 2, 0), strict=True)
    ]
    world = centre(n_intents=2, **days)
    words = {"worth": {"n0": {"solved": "310 EUR", "lost": "120 EUR"}, "n1": {"solved": "5 EUR"}}, **PAID}
    sums = bill(contacts, world=world, issues=issues, **words)
    whole = cost(sums)[0]
    assert (cost(sums, "value_won"), cost(sums, "value_lost")) == ([620.0], [120.0])
    assert cost(sums, "value_lost", "intent") == [120.0, 0.0]
    assert cost(sums, "balance") == [round(620 - 120 - whole, 2)]
