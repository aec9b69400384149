"""Steering at entry: what is offered to whom, when, and what refusing costs (MODEL.md 6)."""

import pytest

BOT_AND_PHONE = """
channels: {bot: {kind: self_service}, phone: {kind: live}}
service: {help: {bot: {lasts: "fixed, 2 min", contained: 100 %}, phone: {talk: "fixed, 10 min"}}}
queues: {calls: {of: phone}}
serves: {team: [calls]}
"""


def test_who_accepts_goes_where_it_leads(play):
    """The caller is offered the machine at the door and takes it: a first contact on the other channel."""
    day = play(BOT_AND_PHONE + "steer: {everybody: {any: {offer: bot}}}", phone="09:00")
    day.contacts("""
        issue   | visit | reason | channel | outcome   | talk
        phone 1 | 0     | first  | bot     | contained | 120 s
    """)
    day.issues("""
        issue   | channel | outcome  | n_contacts
        phone 1 | phone   | resolved | 1
    """)


def test_nobody_is_offered_what_nobody_accepts_and_refusing_costs_patience(play):
    """All refuse; patience of four minutes becomes two."""
    day = play(
        BOT_AND_PHONE
        + "steer: {everybody: {help: {offer: bot, accepted: 0 %, refused: 0.5 times}}}\n"
        + "segments: {everybody: {patience: 4 min}}",
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | channel | arrived | answered | ended | outcome
        phone 1 | phone   | 09:00   | 09:00    | 09:10 | answered
        phone 2 | phone   | 09:01   | -        | 09:03 | abandoned
    """)


def test_a_segment_may_be_led_straight_to_people(play):
    """Whoever comes to the machine's door of a segment worth it is led to the phone unasked."""
    day = play(BOT_AND_PHONE + "steer: {everybody: {any: {straight_to: phone}}}", bot="09:00")
    day.contacts("""
        issue | visit | reason | channel | answered | outcome
        bot 1 | 0     | first  | phone   | 09:00    | answered
    """)


def test_acceptance_grows_with_the_announced_wait(play):
    """Nobody takes the machine while somebody is free; with one agent busy ten minutes are announced: all do."""
    day = play(
        BOT_AND_PHONE + 'steer: {everybody: {any: {offer: bot, accepted: "0 % at 1 min, 100 % at 10 min"}}}',
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | channel | answered | outcome
        phone 1 | phone   | 09:00    | answered
        phone 2 | bot     | 09:01    | contained
    """)


@pytest.mark.parametrize(
    ("when", "steered"),
    [
        ("calls wait over 9 min", [False, True, True, False]),
        ("calls wait over 10 min", [False, False, True, False]),
        ("calls hold over 0 contacts", [False, False, True, False]),
        ("calls hold under 1 contacts", [True, True, True, True]),
        ("team has under 1 idle agents", [False, True, True, False]),
        ("between 09:01 and 09:02", [False, True, False, False]),
        ("between 09:02 and 09:01", [True, False, True, True]),
        ("phone is open", [True, True, True, False]),
        ("phone is closed", [False, False, False, True]),
        ("phone is open and between 09:02 and 12:00", [False, False, True, False]),
    ],
)
def test_an_offer_is_made_only_when_its_conditions_hold(play, when, steered):
    """Calls at 09:00, 09:01, 09:02 and, with the doors closed, at 13:00; who is not offered the machine calls."""
    day = play(
        BOT_AND_PHONE.replace("phone: {kind: live}", "phone: {kind: live, open: daily 08:00-12:00}")
        + f'steer: {{everybody: {{any: {{offer: bot, when: "{when}"}}}}}}',
        phone="09:00, 09:01, 09:02, 13:00",
    )
    assert (day.record.contacts["channel"] == 0).tolist() == steered


def test_the_offer_of_the_intent_wins_over_the_one_for_any(play):
    """Help is offered the machine, everything else nothing."""
    day = play(
        BOT_AND_PHONE.replace("service: {help:", "service: {tax: {phone: {talk: 1 min}}, help:")
        + "intents: {help: {}, tax: {share: 0 %}}\n"
        + "steer: {everybody: {help: {straight_to: phone}, any: {offer: bot}}}",
        bot="09:00",
    )
    assert day.record.contacts["channel"].tolist() == [1]


def test_effects_change_time_and_multiply(play):
    """A desktop (0.8 times) and a knowledge base (0.5 times on the phone): 10 minutes become 4; wrap-up 0.5 besides."""
    day = play(
        'service: {help: {phone: {talk: "fixed, 10 min", wrap_up: "fixed, 10 min"}}}\n'
        "effects:\n"
        "  desktop: {handle_time: 0.8 times, source: assumption}\n"
        "  base: {handle_time: 0.5 times, wrap_up: 0.5 times, channels: phone, source: assumption}",
        phone="09:00",
    )
    day.contacts("""
        issue   | talk  | wrap_up
        phone 1 | 240 s | 120 s
    """)


def test_a_patience_factor_holds_for_everybody(play):
    """Four minutes become six."""
    day = play(
        "patience_factor: 1.5 times\nsegments: {everybody: {patience: 4 min}}\n"
        'service: {help: {phone: {talk: "fixed, 10 min"}}}',
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | ended | outcome
        phone 1 | 09:10 | answered
        phone 2 | 09:07 | abandoned
    """)
