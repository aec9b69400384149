"""Facts that conditions look at: incidents, who comes and why, the visit, recent service; offers and routes by them."""

import pytest

BOT_AND_PHONE = """
channels: {bot: {kind: self_service}, phone: {kind: live}}
intents: {loan: {share: 50 %, product: credit}, card: {share: 50 %, product: cards}}
segments: {everyday: {share: 50 %}, private: {share: 50 %}}
service:
  loan: {bot: {lasts: 2 min, contained: 100 %}, phone: {talk: 10 min}}
  card: {bot: {lasts: 2 min, contained: 100 %}, phone: {talk: 10 min}}
queues: {calls: {of: phone}}
serves: {team: [calls]}
"""


def offered(when: str) -> str:
    offer = f'{{any: {{offer: bot, when: "{when}"}}}}'
    return BOT_AND_PHONE + f"steer: {{everyday: {offer}, private: {offer}}}\n"


@pytest.mark.parametrize(
    ("when", "steered"),
    [
        ("segment is private", [False, True, False, True]),
        ("segment is not private", [True, False, True, False]),
        ("intent is loan", [True, True, False, False]),
        ("intent is not loan", [False, False, True, True]),
        ("product is cards", [False, False, True, True]),
        ("product is not cards", [True, True, False, False]),
        ("segment is private and intent is loan", [False, True, False, False]),
        ("segment is private and product is not credit", [False, False, False, True]),
        ("visit over 0", [False, False, False, False]),
        ("visit under 1", [True, True, True, True]),
    ],
)
def test_offers_by_who_comes_and_why(play, when, steered):
    """Loan of everyday, loan of private, card of everyday, card of private: who comes to the machine."""
    day = play(
        offered(when),
        phone="09:00 intent=loan segment=everyday, 10:00 intent=loan segment=private, "
        "11:00 intent=card segment=everyday, 12:00 intent=card segment=private",
    )
    assert (day.record.contacts["channel"] == 0).tolist() == steered


def test_an_intent_without_a_product_is_of_none(play):
    """The loan has no product: it is not of cards."""
    text = offered("product is not cards").replace("share: 50 %, product: credit", "share: 50 %")
    day = play(text, phone="09:00 intent=loan segment=everyday, 10:00 intent=card segment=everyday")
    assert day.record.contacts["channel"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("when", "steered"),
    [("during outage", [False, True, True, False]), ("not during outage", [True, False, False, True])],
)
def test_offers_during_an_incident(play, when, steered):
    """From 09:00 for an hour, half-open: a second before, at nine, a second before ten, at ten."""
    day = play(
        offered(when),
        incidents='{outage: {starts: "2026-03-02 09:00", lasts: 1 h, volume: 1 times}}',
        phone="08:59:59, 09:00, 09:59:59, 10:00",
    )
    assert (day.record.contacts["channel"] == 0).tolist() == steered


@pytest.mark.parametrize(
    ("when", "steered"),
    [
        ("calls served under 80 % in 30 min", [False, False, False, True, True, False]),
        ("calls served under 50 % in 30 min", [False, False, False, False, True, False]),
        ("calls served over 50 % in 30 min", [True, True, True, True, True, True]),
        ("calls served under 80 % in 5 min", [False, False, False, True, False, False]),
    ],
)
def test_offers_by_recent_service(play, when, steered):
    """Target 20 s. Call 1 is in time, call 2 answered late at 09:10, call 3 late at 09:20.

    Seen at 09:12 (one of two), at 09:31 (none of the two since 09:01) and at 10:30 (nobody since 10:00: all).
    """
    day = play(
        offered(when) + "kpis: {service_level: {phone: 80 % in 20 s}}",
        phone="09:00, 09:01, 09:05, 09:12, 09:31, 10:30",
    )
    assert (day.record.contacts["channel"] == 0).tolist() == steered


def test_recent_service_without_a_target_counts_every_answer(play):
    """Late or not, both were answered."""
    day = play(offered("calls served under 80 % in 30 min"), phone="09:00, 09:01, 09:12")
    assert day.record.contacts["channel"].tolist() == [1, 1, 1]


def test_who_left_was_not_served(play):
    """Calls 2 and 3 leave within 09:02: at 09:03 one of three was served."""
    text = offered("calls served under 51 % in 30 min").replace(
        "segments: {everyday: {share: 50 %}, private: {share: 50 %}}",
        "segments: {everyday: {share: 50 %, patience: 1 min}, private: {share: 50 %, patience: 1 min}}",
    )
    day = play(text, phone="09:00, 09:01, 09:01:59, 09:03")
    assert day.record.contacts["channel"].tolist() == [1, 1, 1, 0]


def test_a_condition_of_recent_service_counts_its_own_queue_only(play):
    """Calls of private customers wait elsewhere, in vain; those of everyday customers are all served."""
    text = (
        offered("calls served under 80 % in 30 min")
        .replace(
            "queues: {calls: {of: phone}}\nserves: {team: [calls]}",
            "queues: {vip: {of: phone, segments: private}, calls: {of: phone}}\n"
            "serves: {team: [calls], nobody: [vip]}\n"
            "pools:\n  team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}\n"
            '  nobody: {headcount: on_queue, staff: {daily: {"23:00": 1}}, skills: {phone: level 3}}',
        )
        .replace("private: {share: 50 %}}\nservice", "private: {share: 50 %, patience: 1 min}}\nservice")
    )
    day = play(text, phone="09:00 segment=private, 09:01 segment=everyday, 09:12 segment=everyday")
    assert day.record.contacts["channel"].tolist() == [1, 1, 1]


# --- routes -------------------------------------------------------------------------------------------------------


def routed(first: str, text: str = "") -> str:
    """Write a first queue by its words, and one behind it that takes the rest."""
    return (
        f"queues: {{special: {{of: phone, {first}}}, calls: {{of: phone}}}}\n"
        f"serves: {{team: {{special: 1, calls: 1}}}}\n{text}"
    )


def queues(day) -> list[str]:
    return [day.world.names.queues[queue] for queue in day.record.contacts["queue"].tolist()]


def test_a_queue_of_the_night(play):
    """From 20:00 to 08:00, half-open."""
    day = play(routed("when: between 20:00 and 08:00"), phone="00:00, 07:59:59, 08:00, 19:59:59, 20:00")
    assert queues(day) == ["special", "special", "calls", "calls", "special"]


def test_a_queue_for_those_who_come_again(play):
    """Who left after a minute is put into the queue of repeats."""
    day = play(
        routed(
            "when: visit over 0",
            "segments: {everybody: {patience: 1 min}}\nservice: {help: {phone: {talk: 5 min}}}\n"
            "what_next: {abandoned: {same: 100 %, after: 10 min}}",
        ),
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | visit | reason | queue   | answered | outcome
        phone 1 | 0     | first  | calls   | 09:00    | answered
        phone 2 | 0     | first  | calls   | -        | abandoned
        phone 2 | 1     | redial | special | 09:12    | answered
    """)


def test_a_queue_as_long_as_another_one_is(play):
    """While nobody waits in calls they join it; with one in it those who come join the other."""
    day = play(
        routed('when: "calls hold over 0 contacts"', "service: {help: {phone: {talk: 5 min}}}"),
        phone="09:00, 09:01, 09:02, 09:03, 09:06",
    )
    assert queues(day) == ["calls", "calls", "special", "special", "calls"]


def test_conditions_and_intents_of_a_queue_hold_together(play):
    """Only loans, only in the morning."""
    day = play(
        routed("intents: loan, when: between 08:00 and 12:00")
        + "intents: {loan: {share: 50 %}, card: {share: 50 %}}\n"
        + "service: {loan: {phone: {talk: 1 min}}, card: {phone: {talk: 1 min}}}",
        phone="09:00 intent=loan, 09:10 intent=card, 13:00 intent=loan",
    )
    assert queues(day) == ["special", "calls", "calls"]


def test_a_queue_during_an_incident_for_one_product(play):
    """Cards in the outage of cards; loans go on as ever."""
    day = play(
        routed('when: "during outage and product is cards"')
        + "intents: {loan: {share: 50 %, product: credit}, card: {share: 50 %, product: cards}}\n"
        + "service: {loan: {phone: {talk: 1 min}}, card: {phone: {talk: 1 min}}}",
        incidents='{outage: {starts: "2026-03-02 09:00", lasts: 1 h, volume: 1 times}}',
        phone="08:00 intent=card, 09:10 intent=loan, 09:20 intent=card, 10:00 intent=card",
    )
    assert queues(day) == ["calls", "calls", "special", "calls"]


def test_a_leg_joins_the_queue_whose_condition_it_meets(play):
    """Passed on at 09:05, the leg is visit 1, and goes to the queue for what is not the first visit."""
    day = play(
        routed("when: visit over 0")
        + "intents: {help: {}, tax: {share: 0 %}}\n"
        + "service:\n  help: {phone: {talk: 5 min, passed_on: {to: tax, share: 100 %}}}\n"
        + "  tax: {phone: {talk: 5 min}}",
        phone="09:00",
    )
    assert queues(day) == ["calls", "special"]


def test_a_condition_is_looked_at_on_arrival_only(play):
    """Queued a minute before eight in the queue of the night, it stays there when the day begins."""
    day = play(
        routed("when: between 20:00 and 08:00", "service: {help: {phone: {talk: 5 min}}}"), phone="07:58, 07:59, 08:00"
    )
    day.contacts("""
        issue   | queue   | queued | answered
        phone 1 | special | 07:58  | 07:58
        phone 2 | special | 07:59  | 08:03
        phone 3 | calls   | 08:00  | 08:08
    """)


def test_recent_service_forgets_on_the_very_tick(play):
    """Call 1 is gone at 09:01; at 09:31 that is 30 min ago and counts no more, a microsecond earlier it still does."""
    text = """
    segments: {everybody: {patience: 1 min}}
    queues: {calls: {of: phone, when: calls served over 50 % in 30 min}, backup: {of: phone}}
    pools: {team: {headcount: on_queue, staff: {daily: {"09:05": 1}}, skills: {phone: level 3}}}
    serves: {team: [calls, backup]}
    """
    for clock, queue in (("09:30:59.999999", "backup"), ("09:31", "calls")):
        day = play(text, phone=f"09:00, {clock}")
        day.contacts(f"""
            issue   | queue
            phone 1 | calls
            phone 2 | {queue}
        """)
