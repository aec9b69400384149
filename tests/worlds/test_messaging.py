"""Conversations of messages: turns, places held and released, answers that come back (MODEL.md 2)."""

import pytest


def text(more: str = "", service: str = "talk: 6 min, turns: 3 turns", staff: str = "staff: {daily: 1}") -> str:
    return f"""
channels: {{text: {{kind: messaging, answers_after: 20 min{more}}}}}
service: {{help: {{text: {{{service}}}}}}}
queues: {{text: {{of: text}}}}
pools: {{team: {{headcount: on_queue, {staff}, skills: {{text: level 3}}}}}}
serves: {{team: [text]}}
"""


TWO_TURNS = "talk: 4 min, turns: 2 turns"


def test_a_conversation_of_three_turns(play):
    """Two minutes each, twenty minutes between; in hand only while a reply is written, wrap-up after the last."""
    day = play(text(service="talk: 6 min, wrap_up: 1 min, turns: 3 turns"), text="09:00")
    day.contacts("""
        issue  | reason | queue | agent  | arrived | queued | answered | talk_end | ended | outcome  | talk  | wrap_up
        text 1 | first  | text  | team 1 | 09:00   | 09:00  | 09:00    | 09:46    | 09:47 | answered | 360 s | 60 s
    """)
    day.turns("""
        issue  | visit | turn | agent  | asked | taken | replied
        text 1 | 0     | 0    | team 1 | 09:00 | 09:00 | 09:02
        text 1 | 0     | 1    | team 1 | 09:22 | 09:22 | 09:24
        text 1 | 0     | 2    | team 1 | 09:44 | 09:44 | 09:46
    """)
    day.spells("""
        agent  | start | end   | issue  | channel
        team 1 | 09:00 | 09:02 | text 1 | text
        team 1 | 09:22 | 09:24 | text 1 | text
        team 1 | 09:44 | 09:47 | text 1 | text
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        text 1 | resolved | 09:46 | 1
    """)


def test_the_work_is_split_to_the_tick(play):
    """100 s in three: 33,333,333, 33,333,333 and 33,333,334 ticks."""
    day = play(text(service="talk: 100 s, turns: 3 turns").replace("20 min", "1 min"), text="09:00")
    day.turns("""
        issue  | turn | asked           | replied
        text 1 | 0    | 09:00           | 09:00:33.333333
        text 1 | 1    | 09:01:33.333333 | 09:02:06.666666
        text 1 | 2    | 09:03:06.666666 | 09:03:40
    """)


def test_who_writes_two_messages_at_a_time_takes_twice_as_long(play):
    """Talk is the agent's own time: from 09:01 on each of two goes at half the pace, from 09:05 the second alone."""
    day = play(
        "channels: {text: {kind: messaging}}\nservice: {help: {text: {talk: 3 min}}}\nqueues: {text: {of: text}}\n"
        "pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {text: level 3}}}\nserves: {team: [text]}",
        text="09:00, 09:01",
    )
    day.contacts("""
        issue  | answered | talk_end | talk
        text 1 | 09:00    | 09:05    | 300 s
        text 2 | 09:01    | 09:06    | 300 s
    """)


def test_one_turn_is_the_default_and_three_are_held_at_once(play):
    """Four messages of two minutes: each weighs a third; the fourth waits for the first to end."""
    day = play(
        "channels: {text: {kind: messaging, slowdown: {2 messages: 1 times}}}\n"
        "service: {help: {text: {talk: 2 min}}}\nqueues: {text: {of: text}}\n"
        "pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {text: level 3}}}\nserves: {team: [text]}",
        text="09:00, 09:00:10, 09:00:20, 09:00:30",
    )
    day.contacts("""
        issue  | answered | talk_end | ended
        text 1 | 09:00    | 09:02    | 09:02
        text 2 | 09:00:10 | 09:02:10 | 09:02:10
        text 3 | 09:00:20 | 09:02:20 | 09:02:20
        text 4 | 09:02    | 09:04    | 09:04
    """)
    day.turns("""
        issue  | turn | asked    | taken    | replied
        text 1 | 0    | 09:00    | 09:00    | 09:02
        text 2 | 0    | 09:00:10 | 09:00:10 | 09:02:10
        text 3 | 0    | 09:00:20 | 09:00:20 | 09:02:20
        text 4 | 0    | 09:00:30 | 09:02    | 09:04
    """)


def test_a_place_is_held_until_the_answer_comes_unless_it_is_released(play):
    """One at once: the second message waits until the first conversation is over."""
    day = play(text(", at_once: 1 conversations", TWO_TURNS), text="09:00, 09:01")
    day.contacts("""
        issue  | queued | answered | talk_end
        text 1 | 09:00  | 09:00    | 09:24
        text 2 | 09:01  | 09:24    | 09:48
    """)


def test_a_released_place_takes_another_and_the_answer_waits_in_the_queue(play):
    """Released at 09:12 for message 2, whose place is released at 09:24: the answer of 09:22 is taken then."""
    day = play(text(", at_once: 1 conversations, released_after: 10 min", TWO_TURNS), text="09:00, 09:01")
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:02
        text 1 | 1    | 09:22 | 09:24 | 09:26
        text 2 | 0    | 09:01 | 09:12 | 09:14
        text 2 | 1    | 09:34 | 09:34 | 09:36
    """)
    day.contacts("""
        issue  | queued | answered | talk_end | talk
        text 1 | 09:00  | 09:00    | 09:26    | 240 s
        text 2 | 09:01  | 09:12    | 09:36    | 240 s
    """)


def test_an_answer_on_the_tick_of_the_release_finds_the_place_released(play):
    """Release (rank 3) goes before the answer (rank 4) at 09:12, and at 09:24: the other conversation has the place."""
    day = play(
        text(", at_once: 1 conversations, released_after: 10 min", TWO_TURNS).replace("20 min", "10 min"),
        text="09:00, 09:01",
    )
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:02
        text 1 | 1    | 09:12 | 09:24 | 09:26
        text 2 | 0    | 09:01 | 09:12 | 09:14
        text 2 | 1    | 09:24 | 09:26 | 09:28
    """)


def test_an_answer_a_tick_before_the_release_finds_the_place_held(play):
    """Released a tick later, the place is still the first conversation's."""
    day = play(
        text(", at_once: 1 conversations, released_after: 600.000001 s", TWO_TURNS).replace("20 min", "10 min"),
        text="09:00, 09:01",
    )
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:02
        text 1 | 1    | 09:12 | 09:12 | 09:14
        text 2 | 0    | 09:01 | 09:14 | 09:16
        text 2 | 1    | 09:26 | 09:26 | 09:28
    """)


def test_a_place_that_is_released_at_once_is_never_held(play):
    """Released after 0 s: message 2 is taken when the first reply is sent."""
    day = play(text(", at_once: 1 conversations, released_after: 0 s", TWO_TURNS), text="09:00, 09:01")
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:02
        text 1 | 1    | 09:22 | 09:22 | 09:24
        text 2 | 0    | 09:01 | 09:02 | 09:04
        text 2 | 1    | 09:24 | 09:24 | 09:26
    """)


def test_an_answer_waits_in_the_queue_from_its_own_tick(play):
    """The message of 09:23 is older than the answer of 09:24, though that conversation began at nine."""
    day = play(
        text(", at_once: 1 conversations, released_after: 0 s", TWO_TURNS).replace("talk: 4 min", "talk: 8 min"),
        text="09:00, 09:22, 09:23",
    )
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:04
        text 1 | 1    | 09:24 | 09:30 | 09:34
        text 2 | 0    | 09:22 | 09:22 | 09:26
        text 2 | 1    | 09:46 | 09:46 | 09:50
        text 3 | 0    | 09:23 | 09:26 | 09:30
        text 3 | 1    | 09:50 | 09:50 | 09:54
    """)


@pytest.mark.parametrize(("replies_to", "agent"), [("its agent", "team 1"), ("the queue", "team 2")])
def test_a_released_answer_goes_to_its_agent_or_to_who_is_idle_longest(play, replies_to, agent):
    """Agent 2 has been idle all day; `its agent` is taken all the same."""
    day = play(text(f", released_after: 5 min, replies_to: {replies_to}", TWO_TURNS, "staff: {daily: 2}"), text="09:00")
    day.turns(f"""
        issue  | turn | agent   | asked | taken | replied
        text 1 | 0    | team 1  | 09:00 | 09:00 | 09:02
        text 1 | 1    | {agent} | 09:22 | 09:22 | 09:24
    """)
    day.contacts(f"""
        issue  | agent   | answered | talk_end
        text 1 | {agent} | 09:00    | 09:24
    """)


def test_the_queue_is_the_default(play):
    """Where nothing is said the answer goes to who is idle longest."""
    day = play(text(", released_after: 5 min", TWO_TURNS, "staff: {daily: 2}"), text="09:00")
    assert day.record.turns["agent"].tolist() == [0, 1]


def test_its_agent_without_room_is_not_waited_for(play):
    """Agent 1 has message 3 in hand at 09:22: the answer joins the queue, and agent 2, who is free, takes it."""
    day = play(
        text(
            ", at_once: 1 conversations, released_after: 5 min, replies_to: its agent", TWO_TURNS, "staff: {daily: 2}"
        ),
        text="09:00, 09:10, 09:21",
    )
    day.turns("""
        issue  | turn | agent  | asked | taken | replied
        text 1 | 0    | team 1 | 09:00 | 09:00 | 09:02
        text 1 | 1    | team 2 | 09:22 | 09:22 | 09:24
        text 2 | 0    | team 2 | 09:10 | 09:10 | 09:12
        text 2 | 1    | team 2 | 09:32 | 09:32 | 09:34
        text 3 | 0    | team 1 | 09:21 | 09:21 | 09:23
        text 3 | 1    | team 1 | 09:43 | 09:43 | 09:45
    """)


def test_a_held_place_keeps_a_call_out_and_a_released_one_does_not(play):
    """A call takes a whole agent: that of 09:05 waits until the place is released at 09:12, and the answer for it."""
    day = play(
        """
        channels: {text: {kind: messaging, answers_after: 20 min, released_after: 10 min}, phone: {kind: live}}
        service: {help: {text: {talk: 4 min, turns: 2 turns}, phone: {talk: 15 min}}}
        queues: {text: {of: text}, phone: {of: phone}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {text: level 3, phone: level 3}}}
        serves: {team: [text, phone]}
        """,
        text="09:00",
        phone="09:05",
    )
    day.contacts("""
        issue   | queued | answered | talk_end
        text 1  | 09:00  | 09:00    | 09:29
        phone 1 | 09:05  | 09:12    | 09:27
    """)
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:02
        text 1 | 1    | 09:22 | 09:27 | 09:29
    """)


def test_only_what_is_in_hand_slows_down(play):
    """Alone to 09:22 though a place is held; then two at half speed, until message 2 is done at 09:24."""
    day = play(text(", slowdown: {2 messages: 2 times}", TWO_TURNS), text="09:00, 09:21")
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:02
        text 1 | 1    | 09:22 | 09:22 | 09:25
        text 2 | 0    | 09:21 | 09:21 | 09:24
        text 2 | 1    | 09:44 | 09:44 | 09:46
    """)
    day.contacts("""
        issue  | talk
        text 1 | 300 s
        text 2 | 300 s
    """)


def test_a_level_scales_all_turns(play):
    """1.5 times at level 1: nine minutes, three each."""
    day = play(text().replace("level 3", "level 1") + "levels: {1: {handle_time: 1.5 times}}", text="09:00")
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:03
        text 1 | 1    | 09:23 | 09:23 | 09:26
        text 1 | 2    | 09:46 | 09:46 | 09:49
    """)


def test_what_is_told_again_is_told_in_the_first_turn(play):
    """The return of 09:34 takes 30 s longer, all of it before the first reply."""
    day = play(
        text(service=f"{TWO_TURNS}, solved: 0.000000001 %")
        + """
what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 10 min}}
lost_story: {extra_talk: 30 s}
context: {same_channel: kept 0 %}
""",
        text="09:00",
    )
    day.turns("""
        issue  | visit | turn | asked    | taken    | replied
        text 1 | 0     | 0    | 09:00    | 09:00    | 09:02
        text 1 | 0     | 1    | 09:22    | 09:22    | 09:24
        text 1 | 1     | 0    | 09:34    | 09:34    | 09:36:30
        text 1 | 1     | 1    | 09:56:30 | 09:56:30 | 09:58:30
    """)


# --- chases and the end -------------------------------------------------------------------------------------------


def chased(write: str, recognised: str) -> str:
    return f"""
channels: {{text: {{kind: messaging, answers_after: 3 h, tolerated: 2 h}}, phone: {{kind: live}}}}
service: {{help: {{text: {{talk: 4 min, turns: 2 turns}}, phone: {{talk: 5 min}}}}}}
queues: {{text: {{of: text}}, phone: {{of: phone}}}}
pools:
  writers: {{headcount: on_queue, staff: {{daily: {{"{write}": 1}}}}, skills: {{text: level 3}}}}
  speakers: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}
serves: {{writers: [text], speakers: [phone]}}
what_next: {{unanswered: {{phone: 100 %, after: 30 min}}}}
context: {{recognised: {recognised}}}
"""


def test_the_first_reply_is_the_one_that_is_waited_for(play):
    """Replied at 10:59, nobody asks again, although the conversation goes on until the afternoon."""
    day = play(chased("10:57", "0 %"), text="09:00")
    day.contacts("""
        issue  | visit | answered | talk_end | outcome
        text 1 | 0     | 10:57    | 14:01    | answered
    """)


def test_a_first_reply_on_the_tick_the_tolerance_ends_is_in_time(play):
    """Replied at 11:00 sharp."""
    day = play(chased("10:58", "0 %"), text="09:00")
    assert day.record.contacts["visit"].tolist() == [0]


def test_a_first_reply_cancels_a_chase_not_yet_made(play):
    """Tolerance ends at 11:00, the first reply is sent at 11:12, the call of 11:30 is not made."""
    day = play(chased("11:10", "0 %"), text="09:00")
    assert day.record.contacts["visit"].tolist() == [0]


def test_a_linked_chase_withdraws_a_message_nobody_has_taken(play):
    """The call of 11:30 answers both: the message has one turn, asked and never taken."""
    day = play(chased("15:00", "100 %"), text="09:00")
    day.contacts("""
        issue  | visit | reason | answered | talk_end | ended | outcome   | talk
        text 1 | 0     | first  | -        | -        | 11:30 | withdrawn | 0 s
        text 1 | 1     | chase  | 11:30    | 11:35    | 11:35 | answered  | 300 s
    """)
    day.turns("""
        issue  | visit | turn | agent | asked | taken | replied
        text 1 | 0     | 0    | -     | 09:00 | -     | -
    """)


def test_by_default_messages_go_before_mail_and_after_calls(play):
    """After the calls the message (priority 3), and only then the older mail (4), which has no room beside it."""
    day = play(
        """
        channels: {phone: {kind: live}, text: {kind: messaging}, mail: {kind: deferred}}
        service: {help: {phone: {talk: 5 min}, text: {talk: 2 min}, mail: {talk: 10 min}}}
        queues: {phone: {of: phone}, text: {of: text}, mail: {of: mail}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, text: level 3, mail: level 3}}
        serves: {team: [phone, text, mail]}
        """,
        phone="09:00, 09:03",
        text="09:02",
        mail="09:01",
    )
    day.contacts("""
        issue   | queued | answered
        phone 1 | 09:00  | 09:00
        phone 2 | 09:03  | 09:05
        text 1  | 09:02  | 09:10
        mail 1  | 09:01  | 09:12
    """)


def test_the_end_of_the_horizon_cuts_a_turn(play):
    """Half of the second reply is written at midnight."""
    day = play(text(service=TWO_TURNS), text="23:37")
    day.contacts("""
        issue  | answered | talk_end | ended | outcome  | talk  | is_resolved
        text 1 | 23:37    | -        | -     | answered | 180 s | -
    """)
    day.turns("""
        issue  | turn | agent  | asked | taken | replied
        text 1 | 0    | team 1 | 23:37 | 23:37 | 23:39
        text 1 | 1    | team 1 | 23:59 | 23:59 | -
    """)


def test_the_end_of_the_horizon_falls_into_a_customers_pause(play):
    """Replied at 23:52, the customer would answer after midnight: no second turn, no spell, the issue is open."""
    day = play(text(service=TWO_TURNS), text="23:50")
    day.contacts("""
        issue  | answered | talk_end | ended | talk  | is_resolved
        text 1 | 23:50    | -        | -     | 120 s | -
    """)
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 23:50 | 23:50 | 23:52
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 23:50 | 23:52 | text 1
    """)
    day.issues("""
        issue  | outcome | ended
        text 1 | open    | -
    """)


def test_a_message_nobody_has_taken_is_a_turn_all_the_same(play):
    """At midnight message 2 is in hand; the answer of message 1 and message 3 wait, and nobody has them yet."""
    day = play(
        text(", at_once: 1 conversations, released_after: 0 s", TWO_TURNS).replace("20 min", "3 min"),
        text="23:53:30, 23:58:10, 23:59",
    )
    day.turns("""
        issue  | visit | turn | agent  | asked    | taken    | replied
        text 1 | 0     | 0    | team 1 | 23:53:30 | 23:53:30 | 23:55:30
        text 1 | 0     | 1    | -      | 23:58:30 | -        | -
        text 2 | 0     | 0    | team 1 | 23:58:10 | 23:58:10 | -
        text 3 | 0     | 0    | -      | 23:59    | -        | -
    """)


def test_a_message_that_is_found_solved_takes_one_turn(play):
    """Solved by the call of 11:30; at 15:00 it takes a minute to see it, and no answer is waited for."""
    day = play(chased("15:00", "0 %") + "already_solved: 1 min", text="09:00")
    day.contacts("""
        issue  | visit | reason | answered | talk_end | talk  | is_resolved
        text 1 | 0     | first  | 15:00    | 15:01    | 60 s  | -
        text 1 | 1     | chase  | 11:30    | 11:35    | 300 s | 1
    """)
