"""Where program and naive twin of journeys once differed: each the smallest world that shows it, worked by hand.

The text they settle: rules of one age are tested one after the other (SPEC 10); a step is between the channels of two
contacts, not the ones tried first (SPEC 5, MODEL 11); what a contact is taken for is what queues see of its intent
(SPEC 2); a level of 0 is nobody's (record); a turn begins with a message (SPEC 7).
"""

from collections.abc import Callable

import pytest

from sim.engine import run
from sim.scenario.load import load_text
from sim.world.build import build
from tests.worlds.conftest import ENGINES, Played, centre_of

NEVER = "solved: 0.000000001 %"


@pytest.fixture(params=ENGINES)
def play(request: pytest.FixtureRequest) -> Callable[..., Played]:
    """Return `play(yaml, phone="09:00")`, as in tests/worlds."""

    def run_world(text: str, /, **arrivals: str) -> Played:
        world = build(load_text(centre_of(text, arrivals), "hand.yaml"), "as_is", 1, 0)
        return Played(world, run(world, engine=request.param), tuple(arrivals))

    return run_world


TWO_RULES = """
queues: {calls: {of: phone, overflow: {FIRST, backup: {after: 2 min}}}, other: {of: phone}, backup: {of: phone}}
service: {help: {phone: {talk: 5 min}}}
pools:
  front: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  back: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {front: [calls], back: [backup, other]}
"""


def test_of_two_rules_of_one_age_the_second_is_tested_when_the_first_does_not_hold(play):
    """At 09:03 the first rule wants six contacts in calls; by the second, call 2 goes over and is answered."""
    rule = 'other: {after: 2 min, when: "calls hold over 5 contacts"}'
    day = play(TWO_RULES.replace("FIRST", rule), phone="09:00, 09:01")
    day.moves("""
        issue   | visit | from_queue | to_queue | tick
        phone 2 | 0     | calls      | backup   | 09:03
    """)


def test_of_two_rules_of_different_ages_the_second_is_tested_when_the_first_does_not_hold(play):
    """The same with a minute between them: what the one above differs from."""
    rule = 'other: {after: 1 min, when: "calls hold over 5 contacts"}'
    day = play(TWO_RULES.replace("FIRST", rule), phone="09:00, 09:01")
    day.moves("""
        issue   | visit | from_queue | to_queue | tick
        phone 2 | 0     | calls      | backup   | 09:03
    """)


ACCESS = f"""
segments: {{everyday: {{}}}}
channels: {{phone: {{kind: live}}, mail: {{kind: deferred}}}}
service: {{help: {{phone: {{talk: 5 min}}, mail: {{talk: 10 min, {NEVER}}}}}}}
queues: {{phone: {{of: phone}}, mail: {{of: mail}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3, mail: level 3}}}}}}
serves: {{team: [phone, mail]}}
access: {{everyday: {{phone: {{mail: 100 %}}}}}}
what_next: {{at_most: 2 visits, not_solved: {{phone: 100 %, after: 1 h}}}}
context: {{same_channel: kept 100 %, other_channel: kept 0 %}}
"""


def test_who_is_turned_back_to_the_channel_of_before_has_stayed_on_it(play):
    """A mail, a call that is turned into a mail: from mail to mail the story is kept."""
    day = play(ACCESS, mail="09:00")
    day.contacts("""
        issue  | visit | reason | channel | answered | story
        mail 1 | 0     | first  | mail    | 09:00    | none
        mail 1 | 1     | switch | mail    | 10:10    | kept
    """)


WRONG = """
intents: {help: {share: 50 %}, tax: {share: 50 %}}
channels: {phone: {kind: live, intent_recognised: 0 %, wrong_queue_takes: 45 s}MORE}
service: {help: {phone: {talk: 5 min}SERVICE}, tax: {phone: {talk: 20 min}SERVICE}}
queues: {QUEUES}
pools:
  general: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {help: level 3}}
  experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {tax: level 3}}
  seniors: {headcount: on_queue, staff: {daily: {"23:00": 1}}, skills: {phone: level 3}}
"""
BY_INTENTS = "tax: {of: phone, intents: tax}, rest: {of: phone}"
BY_WHEN = 'tax: {of: phone, when: "intent is tax"}, rest: {of: phone}'


@pytest.mark.parametrize("queues", [BY_INTENTS, BY_WHEN])
def test_who_is_taken_for_tax_joins_the_queue_for_tax_however_it_is_written(play, queues):
    """Help, taken for tax (there is nothing else): the expert opens it at 09:00 and finds out."""
    text = WRONG.replace("MORE", "").replace("SERVICE", "").replace("QUEUES", queues)
    day = play(text + "serves: {general: [rest], experts: [tax], seniors: [tax, rest]}", phone="09:00 intent=help")
    day.contacts("""
        issue   | visit | intent | queue | answered | way
        phone 1 | 0     | help   | tax   | 09:00    | wrong_queue
        phone 1 | 1     | help   | rest  | 09:00:45 | none
    """)


def test_who_finds_it_solved_in_the_wrong_queue_has_a_level(play):
    """The chase of 11:30 waits for the expert to 11:40, who sees in a minute that the letter of 11:35 has solved it."""
    text = (
        WRONG.replace("MORE", ", mail: {kind: deferred, tolerated: 2 h}")
        .replace("SERVICE", ", mail: {talk: 10 min}")
        .replace("QUEUES", "tax: {of: phone, intents: tax}, rest: {of: phone}, mail: {of: mail}")
        .replace(
            "pools:", 'pools:\n  writers: {headcount: on_queue, staff: {daily: {"11:25": 1}}, skills: {mail: level 3}}'
        )
        + "serves: {general: [rest], experts: [tax], writers: [mail], seniors: [rest]}\nalready_solved: 1 min\n"
        + "what_next: {unanswered: {phone: 100 %, after: 30 min}}"
    )
    day = play(text, mail="09:00 intent=help", phone="11:19:15 intent=tax")
    day.contacts("""
        issue   | visit | agent     | answered | is_resolved | level
        mail 1  | 0     | writers 1 | 11:25    | 1           | 3
        mail 1  | 1     | experts 1 | 11:40    | -           | 3
        phone 1 | 0     | general 1 | 11:19:15 | 0           | 3
        phone 1 | 1     | experts 1 | 11:20    | 1           | 3
    """)


def test_who_finds_the_messages_closed_to_them_has_asked_nothing(play):
    """The channel is closed to them and they give up: no message has come, so none waits for a reply."""
    day = play(
        """
        segments: {everyday: {}}
        channels: {text: {kind: messaging}, phone: {kind: live}}
        service: {help: {text: {talk: 6 min}, phone: {talk: 5 min}}}
        queues: {text: {of: text}, phone: {of: phone}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {text: level 3, phone: level 3}}}
        serves: {team: [text, phone]}
        access: {everyday: {text: {phone: 0 %}}}
        """,
        text="09:00",
    )
    day.contacts("""
        issue  | visit | outcome
        text 1 | 0     | closed
    """)
    assert len(day.record.turns["turn"]) == 0
