"""Times measured with several contacts in hand: the slowdown at that number is taken out of them (MODEL.md 7)."""

import numpy as np
import pytest

CHAT = """
channels: {chat: {kind: chat, slowdown: {2 chats: SLOWER}}}
queues: {chat: {of: chat}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}}
serves: {team: [chat]}
"""


def test_a_chat_measured_with_two_in_hand_is_shorter_alone(play):
    """5 min of talk and 75 s of wrap-up, 1.25 times those of one alone: it takes 4 min and 1 min."""
    day = play(
        CHAT.replace("SLOWER", "1.25 times")
        + "service: {help: {chat: {talk: 5 min, wrap_up: 75 s, measured_at: 2 chats}}}",
        chat="09:00",
    )
    day.contacts("""
        issue  | answered | talk_end | ended | talk  | wrap_up
        chat 1 | 09:00    | 09:04    | 09:05 | 240 s | 60 s
    """)


def test_with_as_many_in_hand_it_takes_what_was_measured(play):
    """Two chats at twice the time: both take the 10 min and the 2 min that were measured; without it 20 and 4."""
    service = "service: {help: {chat: {talk: 10 min, wrap_up: 2 min, measured_at: 2 chats}}}"
    day = play(CHAT.replace("SLOWER", "2 times") + service, chat="09:00, 09:00")
    day.contacts("""
        issue  | answered | talk_end | ended
        chat 1 | 09:00    | 09:10    | 09:12
        chat 2 | 09:00    | 09:10    | 09:12
    """)
    day = play(CHAT.replace("SLOWER", "2 times") + service.replace(", measured_at: 2 chats", ""), chat="09:00, 09:00")
    day.contacts("""
        issue  | answered | talk_end | ended
        chat 1 | 09:00    | 09:20    | 09:24
        chat 2 | 09:00    | 09:20    | 09:24
    """)


def test_a_number_that_is_not_named_goes_as_the_one_below_it(play):
    """Measured at 3, with 2 chats at 1.25 times the last that is named: 5 min are 4 min alone."""
    day = play(
        CHAT.replace("SLOWER", "1.25 times") + "service: {help: {chat: {talk: 5 min, measured_at: 3}}}", chat="09:00"
    )
    day.contacts("""
        issue  | answered | ended
        chat 1 | 09:00    | 09:04
    """)


MESSAGES = """
channels: {sms: {kind: messaging, answers_after: 1 h, released_after: 1 min SLOWER}}
service: {help: {sms: {talk: 9 min, measured_at: 3 messages}}}
queues: {sms: {of: sms}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {sms: level 3}}}
serves: {team: [sms]}
"""


@pytest.mark.parametrize(("slower", "ended"), [("", "09:03"), (", slowdown: {3 messages: 1.5 times}", "09:06")])
def test_messages_are_measured_as_they_are_written_one_at_a_time(play, slower, ended):
    """With three in hand 9 min are 3 min of the agent; where a slowdown is given it holds instead: 1.5 times 6 min."""
    day = play(MESSAGES.replace(" SLOWER", slower), sms="09:00")
    day.contacts(f"""
        issue | answered | ended
        sms 1 | 09:00    | {ended}
    """)


def test_what_the_centre_makes_itself_is_not_measured_so(play):
    """The conversation is converted, the follow-up takes the 5 min it is given."""
    follow = "solved: 100 %, reopens: 5 %, follow_up: {on: chat, after: 1 h, talk: 5 min, prevents: 100 %}"
    service = f"service: {{help: {{chat: {{talk: 5 min, measured_at: 2 chats, {follow}}}}}}}"
    day = play(CHAT.replace("SLOWER", "1.25 times") + service, chat="09:00")
    day.contacts("""
        issue  | visit | answered | ended | reason
        chat 1 | 0     | 09:00    | 09:04 | first
        chat 1 | 1     | 10:04    | 10:09 | follow_up
    """)


def test_the_configured_mean_is_that_of_one_alone(play):
    """Estimates of waits and of load count 4 min of talk and 1 min of wrap-up."""
    service = "service: {help: {chat: {talk: 5 min, wrap_up: 75 s, measured_at: 2 chats}}}"
    day = play(CHAT.replace("SLOWER", "1.25 times") + service, chat="09:00")
    assert np.all(day.world.behaviour.mean_handle == 300_000_000)
