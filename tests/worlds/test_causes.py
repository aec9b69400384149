"""What led to a contact, why one did not help, and who caused it (MODEL.md 9 and 12)."""

import numpy as np
import pytest

from sim.rules.lifecycle import Cause

NEVER = "solved: 0.000000001 %"
BUSY = "service: {help: {phone: {talk: 5 min}}}\nsegments: {everybody: {patience: 30 s}}\n"

PHONE_AND_CHAT = """
channels: {phone: {kind: live}, chat: {kind: chat}}
queues: {phone: {of: phone}, chat: {of: chat}}
pools:
  callers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}
serves: {callers: [phone], writers: [chat]}
"""


# --- what led to it -----------------------------------------------------------------------------------------------


def test_a_chain_of_redials_names_the_one_before_each(play):
    """Left three times, answered at last: 0 led to 1, 1 to 2, 2 to 3."""
    day = play(BUSY + "what_next: {abandoned: {same: 100 %, after: 1 min}}", phone="08:59, 09:00:10")
    day.contacts("""
        issue   | visit | reason | outcome   | after_visit | led_by
        phone 1 | 0     | first  | answered  | -           | -
        phone 2 | 0     | first  | abandoned | -           | -
        phone 2 | 1     | redial | abandoned | 0           | abandoned
        phone 2 | 2     | redial | abandoned | 1           | abandoned
        phone 2 | 3     | redial | answered  | 2           | abandoned
    """)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("channels: {phone: {kind: live, balks: '0 % at 119 s, 100 % at 120 s'}}\n", "balked"),
        ("queues: {phone: {of: phone, limit: 0 waiting}}\n", "blocked"),
        ("channels: {phone: {kind: live, lines: 1 lines}}\n", "blocked"),
        ("channels: {phone: {kind: live, open: daily 09:00-09:04, at_close: disconnect}}\n", "disconnected"),
        ("segments: {everybody: {patience: 1 min}}\n", "abandoned"),
    ],
)
def test_each_row_of_what_is_next_names_itself(play, text, cause):
    """Call 2 fails in one way or another, and the contact after it says by which row it was made."""
    again = "{same: 100 %, after: 23 h 50 min}"
    day = play(
        "run: {start: 2026-03-02, measure: 2 days}\nservice: {help: {phone: {talk: 5 min}}}\n"
        + text
        + f"what_next: {{at_most: 2 visits, {cause}: {again}}}",
        phone="09:00, 09:03",
    )
    contacts = day.record.contacts
    second = contacts["visit"] == 1
    assert contacts["led_by"][second].tolist() == [Cause[cause.upper()]]
    assert contacts["after_visit"][second].tolist() == [0]
    assert contacts["led_by"][~second].tolist() == [-1, -1]


def test_the_closed_out_and_the_unresolved(play):
    """Closed at 08:55, not solved at 09:10, switched to the chat: each by its own row."""
    day = play(
        PHONE_AND_CHAT.replace("phone: {kind: live}", "phone: {kind: live, open: daily 09:00-17:00}")
        + f"""
service: {{help: {{phone: {{talk: 5 min, {NEVER}}}, chat: {{talk: 3 min}}}}}}
what_next: {{closed: {{same: 100 %, after: 10 min}}, not_solved: {{chat: 100 %, after: 10 min}}}}
""",
        phone="08:55",
    )
    day.contacts("""
        issue   | visit | reason | channel | outcome  | after_visit | led_by
        phone 1 | 0     | first  | phone   | closed   | -           | -
        phone 1 | 1     | redial | phone   | answered | 0           | closed
        phone 1 | 2     | switch | chat    | answered | 1           | not_solved
    """)


def test_after_a_leg_it_is_the_leg_that_failed(play):
    """The machine hands on (1), the person passes on (2), the expert fails: the call after it (3) follows the leg."""
    day = play(
        f"""
        intents: {{help: {{}}, tax: {{share: 0 %}}}}
        channels: {{bot: {{kind: self_service}}, phone: {{kind: live}}}}
        service:
          help:
            bot: {{lasts: 2 min, contained: 0 %}}
            phone: {{talk: 5 min, passed_on: {{to: tax, share: 100 %}}}}
          tax: {{phone: {{talk: 20 min, {NEVER}}}}}
        what_next:
          at_most: 2 visits
          bot_failed: {{phone: 100 %, after: 0 s}}
          not_solved: {{phone: 100 %, after: 1 h}}
        """,
        bot="09:00",
    )
    day.contacts("""
        issue | visit | reason     | channel | intent | after_visit | led_by
        bot 1 | 0     | first      | bot     | help   | -           | -
        bot 1 | 1     | escalation | phone   | help   | 0           | bot_failed
        bot 1 | 2     | transfer   | phone   | tax    | 1           | -
        bot 1 | 3     | return     | phone   | help   | 2           | not_solved
        bot 1 | 4     | transfer   | phone   | tax    | 3           | -
    """)


@pytest.mark.parametrize(
    ("outcome", "row"),
    [
        ("redirects: 100 %", "redirected"),
        ("reopens: 100 %", "reopened"),
        ("passed_on: {on: chat, share: 100 %, lost: 100 %}", "lost_on_the_way"),
    ],
)
def test_outcomes_of_a_conversation_lead_by_their_rows(play, outcome, row):
    """Sent elsewhere, opened again, lost on the way: the chat of 09:15 says which."""
    day = play(
        PHONE_AND_CHAT
        + f"""
service: {{help: {{phone: {{talk: 5 min, {outcome}}}, chat: {{talk: 3 min}}}}}}
what_next: {{at_most: 2 visits, {row}: {{chat: 100 %, after: 10 min}}}}
""",
        phone="09:00",
    )
    day.contacts(f"""
        issue   | visit | channel | arrived | after_visit | led_by
        phone 1 | 0     | phone   | 09:00   | -           | -
        phone 1 | 1     | chat    | 09:15   | 0           | {row}
    """)


def test_a_chase_names_the_letter_whatever_came_between(play):
    """Letter 0 is chased at 11:30 and, by the row of those who hung up, again: each names what it follows."""
    day = play(
        """
        channels: {mail: {kind: deferred, tolerated: 2 h}, phone: {kind: live}}
        service: {help: {mail: {talk: 10 min}, phone: {talk: 5 min}}}
        segments: {everybody: {patience: 1 min}}
        queues: {mail: {of: mail}, phone: {of: phone}}
        pools:
          writers: {headcount: on_queue, staff: {daily: {"15:00": 1}}, skills: {mail: level 3}}
          callers: {headcount: on_queue, staff: {daily: {"12:00": 1}}, skills: {phone: level 3}}
        serves: {writers: [mail], callers: [phone]}
        what_next: {unanswered: {phone: 100 %, after: 30 min}, abandoned: {same: 100 %, after: 1 h}}
        """,
        mail="09:00",
    )
    day.contacts("""
        issue  | visit | reason | arrived | outcome   | after_visit | led_by
        mail 1 | 0     | first  | 09:00   | answered  | -           | -
        mail 1 | 1     | chase  | 11:30   | abandoned | 0           | unanswered
        mail 1 | 2     | redial | 12:31   | answered  | 1           | abandoned
    """)


# --- why it did not help ------------------------------------------------------------------------------------------


BEGINNER = "pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 1}}}\n"
BECAUSE = "not_solved_because: {process: 100 %}\n"


def test_a_level_that_spoils_it_is_the_cause(play):
    """100 % at level 3, never at level 1: the level, not the process."""
    day = play(BEGINNER + BECAUSE + "levels: {1: {solved: 0.000000000001 times}}", phone="09:00")
    day.contacts("""
        issue   | is_resolved | cause
        phone 1 | 0           | level
    """)
    assert day.world.names.causes == ("process", "level", "story_lost")


def test_what_would_not_be_resolved_at_any_level_has_a_cause_of_the_list(play):
    """Never, even by an expert: the process."""
    day = play(
        BEGINNER
        + BECAUSE
        + f"service: {{help: {{phone: {{talk: 1 min, {NEVER}}}}}}}\nlevels: {{1: {{solved: 0.5 times}}}}",
        phone="09:00",
    )
    day.contacts("""
        issue   | is_resolved | cause
        phone 1 | 0           | process
    """)


def test_without_a_list_there_are_the_built_in_causes_only(play):
    """Call 1 is spoiled by the level; the same at level 3 would have none, and neither has what was resolved."""
    spoiled = play(BEGINNER + "levels: {1: {solved: 0.000000000001 times}}", phone="09:00")
    spoiled.contacts("""
        issue   | is_resolved | cause
        phone 1 | 0           | level
    """)
    assert spoiled.world.names.causes == ("level", "story_lost")
    never = play(f"service: {{help: {{phone: {{talk: 1 min, {NEVER}}}}}}}", phone="09:00")
    never.contacts("""
        issue   | is_resolved | cause
        phone 1 | 0           | -
    """)
    assert play(phone="09:00").record.contacts["cause"].tolist() == [-1]


SWITCH = (
    PHONE_AND_CHAT
    + f"service: {{help: {{phone: {{talk: 5 min, {NEVER}}}, chat: {{talk: 3 min}}}}}}\n"
    + "what_next: {at_most: 2 visits, not_solved: {chat: 100 %, after: 10 min}}\n"
    + BECAUSE
)
LOSES = "lost_story: {solved: 0.000000000001 times}\ncontext: {other_channel: kept 0 %}\n"


def test_a_lost_story_that_spoils_it_is_the_cause(play):
    """The chat resolves all who need not start over."""
    day = play(SWITCH + LOSES, phone="09:00")
    day.contacts("""
        issue   | visit | story | is_resolved | cause
        phone 1 | 0     | none  | 0           | process
        phone 1 | 1     | lost  | 0           | story_lost
    """)


def test_where_both_would_have_been_needed_it_is_neither(play):
    """Without the lost story the level spoils it, without the level the lost story: the list has the word."""
    day = play(
        SWITCH.replace("skills: {chat: level 3}", "skills: {chat: level 1}")
        + LOSES
        + "levels: {1: {solved: 0.000000000001 times}}",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | story | level | is_resolved | cause
        phone 1 | 0     | none  | 3     | 0           | process
        phone 1 | 1     | lost  | 1     | 0           | process
    """)


def test_a_lost_story_that_changed_nothing_leaves_the_level_to_blame(play):
    """The story costs no share solved; the level costs all."""
    day = play(
        SWITCH.replace("skills: {chat: level 3}", "skills: {chat: level 1}")
        + "context: {other_channel: kept 0 %}\nlevels: {1: {solved: 0.000000000001 times}}",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | story | is_resolved | cause
        phone 1 | 0     | none  | 0           | process
        phone 1 | 1     | lost  | 0           | level
    """)


def test_a_scenario_may_name_the_built_in_causes_itself(play):
    """They keep their place in the list, and are not appended twice."""
    day = play(
        BEGINNER + "not_solved_because: {level: 30 %, process: 70 %}\nlevels: {1: {solved: 0.000000000001 times}}",
        phone="09:00",
    )
    assert day.world.names.causes == ("level", "process", "story_lost")
    day.contacts("""
        issue   | is_resolved | cause
        phone 1 | 0           | level
    """)


# --- who caused it ------------------------------------------------------------------------------------------------


def departments(day) -> dict[str, dict[str, str]]:
    """Read the cost centres of pools, causes and channels; causes without one are left out."""
    world = day.world
    kinds = {"pool": world.names.pools, "cause": world.names.failure_causes, "channel": world.names.channels}
    centres = world.names.cost_centres
    found = {}
    for kind, names in kinds.items():
        column = getattr(world.departments, kind)
        assert column.dtype == np.int64
        assert len(column) == len(names)
        found[kind] = {name: centres[place] for name, place in zip(names, column.tolist(), strict=True) if place >= 0}
    return found


def test_by_default_a_pool_is_its_own_cost_centre_and_a_channel_its_own(play):
    """No cause has one of its own."""
    day = play(PHONE_AND_CHAT + "service: {help: {phone: {talk: 5 min}, chat: {talk: 3 min}}}", phone="09:00")
    assert departments(day) == {
        "pool": {"callers": "callers", "writers": "writers"},
        "cause": {},
        "channel": {"phone": "phone", "chat": "chat"},
    }


def test_failure_causes_are_the_rows_of_what_is_next_and_then_the_causes(play):
    """The rows in their numbers' order, lower case; then those of the scenario and the built-in ones."""
    day = play(BECAUSE, phone="09:00")
    rows = tuple(cause.name.lower() for cause in sorted(Cause))
    assert day.world.names.failure_causes == (*rows, "process", "level", "story_lost")


def test_pools_and_causes_may_have_cost_centres(play):
    """Two pools of one centre, causes of three kinds; the others stay with who worked them."""
    day = play(
        PHONE_AND_CHAT.replace("callers: {", "callers: {cost_centre: service, ").replace(
            "writers: {", "writers: {cost_centre: service, "
        )
        + "service: {help: {phone: {talk: 5 min}, chat: {talk: 3 min}}}\n"
        + BECAUSE
        + "caused_by: {process: operations, story_lost: it, abandoned: planning, blocked: it}",
        phone="09:00",
    )
    assert departments(day) == {
        "pool": {"callers": "service", "writers": "service"},
        "cause": {"process": "operations", "story_lost": "it", "abandoned": "planning", "blocked": "it"},
        "channel": {"phone": "phone", "chat": "chat"},
    }
    assert len(set(day.world.names.cost_centres)) == len(day.world.names.cost_centres)
