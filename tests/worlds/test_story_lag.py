"""The story shows up after a while: `context.known_after` (MODEL.md 6 and 11)."""

import pytest


def returns(known_after: str, after: str = "10 min", at_most: int = 2) -> str:
    return f"""
service: {{help: {{phone: {{talk: 1 min, solved: 0.000000001 %}}}}}}
what_next: {{at_most: {at_most} visits, not_solved: {{same: 100 %, after: {after}}}}}
lost_story: {{extra_talk: 30 s}}
kept_story: {{reading: 10 s}}
context: {{same_channel: kept 100 %, other_channel: kept 100 %, known_after: {known_after}}}
"""


@pytest.mark.parametrize(
    ("known_after", "story", "talk_end"),
    [
        ("0 s", "kept", "09:12:10"),
        ("9 min 59 s", "kept", "09:12:10"),
        ("10 min", "kept", "09:12:10"),
        ("600.000001 s", "lost", "09:12:30"),
        ("1 day", "lost", "09:12:30"),
    ],
)
def test_it_is_known_from_the_end_of_talk_plus_the_lag(play, known_after, story, talk_end):
    """Told until 09:01, opened again at 09:11: a lag of ten minutes is just over, one tick more is not."""
    day = play(returns(known_after).replace("talk: 1 min", "talk: 1 min, wrap_up: 2 min"), phone="09:00")
    day.contacts(f"""
        issue   | visit | story   | answered | talk_end
        phone 1 | 0     | none    | 09:00    | 09:01
        phone 1 | 1     | {story} | 09:11    | {talk_end}
    """)


def test_it_is_the_opening_that_counts_not_the_arrival(play):
    """The return of 09:11 waits for another call; when it is opened at 09:18 the lag of fifteen minutes is over."""
    day = play(
        returns("15 min").replace("service: {help:", "service: {tax: {phone: {talk: 8 min}}, help:")
        + "intents: {help: {share: 50 %}, tax: {share: 50 %}}",
        phone="09:00 intent=help, 09:10 intent=tax",
    )
    day.contacts("""
        issue   | visit | story | arrived | answered | talk_end
        phone 1 | 0     | none  | 09:00   | 09:00    | 09:01
        phone 1 | 1     | kept  | 09:11   | 09:18    | 09:19:10
        phone 2 | 0     | none  | 09:10   | 09:10    | 09:18
    """)


def test_the_lag_runs_from_the_first_telling(play):
    """Told at 09:01 and again at 09:12:30, it is known from 09:16 on: kept for the third contact."""
    day = play(returns("15 min", at_most=3), phone="09:00")
    day.contacts("""
        issue   | visit | story | answered | talk_end
        phone 1 | 0     | none  | 09:00    | 09:01
        phone 1 | 1     | lost  | 09:11    | 09:12:30
        phone 1 | 2     | kept  | 09:22:30 | 09:23:40
    """)


def test_legs_carry_it_with_them(play):
    """A day of lag, and still the machine's and the colleague's story is there on the same tick."""
    day = play(
        """
        intents: {help: {}, tax: {share: 0 %}}
        channels: {bot: {kind: self_service}, phone: {kind: live}}
        service:
          help:
            bot: {lasts: 2 min, contained: 0 %}
            phone: {talk: 5 min, passed_on: {to: tax, share: 100 %}}
          tax: {phone: {talk: 20 min}}
        what_next: {bot_failed: {phone: 100 %, after: 0 s}}
        context: {known_after: 1 day}
        """,
        bot="09:00",
    )
    day.contacts("""
        issue | visit | reason     | story | answered
        bot 1 | 0     | first      | none  | 09:00
        bot 1 | 1     | escalation | kept  | 09:02
        bot 1 | 2     | transfer   | kept  | 09:07
    """)


@pytest.mark.parametrize(("known_after", "story"), [("1 h", "kept"), ("3600.000001 s", "lost")])
def test_what_a_machine_was_told_is_known_after_the_lag_as_well(play, known_after, story):
    """Gone from the machine at 09:02 without help, the customer calls at 10:02."""
    day = play(
        f"""
        channels: {{bot: {{kind: self_service}}, phone: {{kind: live}}}}
        service: {{help: {{bot: {{lasts: 2 min, contained: 100 %, of_these_solved: 0 %}}, phone: {{talk: 5 min}}}}}}
        what_next: {{bot_gone: {{phone: 100 %, after: 1 h}}}}
        context: {{known_after: {known_after}}}
        """,
        bot="09:00",
    )
    day.contacts(f"""
        issue | visit | reason | story   | answered
        bot 1 | 0     | first  | none    | 09:00
        bot 1 | 1     | switch | {story} | 10:02
    """)


LETTER_IN_WORK = """
channels: {mail: {kind: deferred, tolerated: 2 h}, phone: {kind: live}}
service: {help: {mail: {talk: 10 min}, phone: {talk: 5 min}}}
queues: {mail: {of: mail}, phone: {of: phone}}
pools:
  writers: {headcount: on_queue, staff: {daily: {"11:25": 1}}, skills: {mail: level 3}}
  speakers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {writers: [mail], speakers: [phone]}
what_next: {unanswered: {phone: 100 %, after: 30 min}}
"""


@pytest.mark.parametrize(("known_after", "story"), [("0 s", "kept"), ("0.000001 s", "lost")])
def test_what_is_told_in_a_contact_still_in_work_is_not_known_yet(play, known_after, story):
    """The letter is in work from 11:25 to 11:35, the chase opened at 11:30; without a lag, told is opened."""
    day = play(f"{LETTER_IN_WORK}context: {{known_after: {known_after}}}", mail="09:00")
    day.contacts(f"""
        issue  | visit | reason | story   | answered | talk_end
        mail 1 | 0     | first  | none    | 11:25    | 11:35
        mail 1 | 1     | chase  | {story} | 11:30    | 11:35
    """)
