"""Several chats at once: weights and maxima of an agent's capacity, and work slowed down by work (MODEL.md 7)."""

CHAT = """
channels: {chat: {kind: chat}}
queues: {chat: {of: chat}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}}
serves: {team: [chat]}
"""

CHAT_AND_PHONE = """
channels: {chat: {kind: chat}, phone: {kind: live}}
service: {help: {chat: {talk: 5 min}, phone: {talk: 5 min}}}
queues: {chat: {of: chat}, phone: {of: phone}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, phone: level 3}}}
serves: {team: [chat, phone]}
"""


def test_an_agent_holds_two_chats_by_default_and_the_third_waits(play):
    """A chat weighs one half with a maximum of two; without slowdown each takes its own 5 min."""
    day = play(CHAT + "service: {help: {chat: {talk: 5 min}}}", chat="09:00, 09:01, 09:02")
    day.contacts("""
        issue  | agent  | queued | answered | ended | talk
        chat 1 | team 1 | 09:00  | 09:00    | 09:05 | 300 s
        chat 2 | team 1 | 09:01  | 09:01    | 09:06 | 300 s
        chat 3 | team 1 | 09:02  | 09:05    | 09:10 | 300 s
    """)
    day.spells("""
        agent  | start | end   | issue  | channel
        team 1 | 09:00 | 09:05 | chat 1 | chat
        team 1 | 09:01 | 09:06 | chat 2 | chat
        team 1 | 09:05 | 09:10 | chat 3 | chat
    """)


def test_three_chats_of_one_third_fill_an_agent_exactly(play):
    """Three thirds are one: the third chat fits, the fourth does not."""
    day = play(
        CHAT.replace("kind: chat", "kind: chat, at_once: 3 chats") + "service: {help: {chat: {talk: 5 min}}}",
        chat="09:00, 09:01, 09:02, 09:03",
    )
    day.contacts("""
        issue  | queued | answered | ended
        chat 1 | 09:00  | 09:00    | 09:05
        chat 2 | 09:01  | 09:01    | 09:06
        chat 3 | 09:02  | 09:02    | 09:07
        chat 4 | 09:03  | 09:05    | 09:10
    """)


def test_the_weight_can_bind_before_the_maximum(play):
    """Three chats are allowed, but each weighs 40 %: two fit."""
    day = play(
        CHAT.replace("kind: chat", "kind: chat, at_once: 3 chats, weight: 40 %")
        + "service: {help: {chat: {talk: 5 min}}}",
        chat="09:00, 09:01, 09:02",
    )
    day.contacts("""
        issue  | queued | answered
        chat 1 | 09:00  | 09:00
        chat 2 | 09:01  | 09:01
        chat 3 | 09:02  | 09:05
    """)


def test_the_maximum_can_bind_before_the_weight(play):
    """Two chats of 20 % leave room for another channel's contact of 50 %, not for a third chat."""
    day = play(
        """
        channels:
          chat: {kind: chat, at_once: 2 chats, weight: 20 %}
          social: {kind: chat, at_once: 1 posts, weight: 50 %}
        service: {help: {chat: {talk: 5 min}, social: {talk: 5 min}}}
        queues: {chat: {of: chat}, social: {of: social}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, social: level 3}}}
        serves: {team: [chat, social]}
        """,
        chat="09:00, 09:01, 09:02",
        social="09:03, 09:04",
    )
    day.contacts("""
        issue    | queued | answered | ended
        chat 1   | 09:00  | 09:00    | 09:05
        chat 2   | 09:01  | 09:01    | 09:06
        chat 3   | 09:02  | 09:05    | 09:10
        social 1 | 09:03  | 09:03    | 09:08
        social 2 | 09:04  | 09:08    | 09:13
    """)


def test_a_call_does_not_fit_beside_a_chat_nor_a_chat_beside_a_call(play):
    """A call takes a whole agent: it waits for the last chat, and chats wait for its end."""
    day = play(CHAT_AND_PHONE, chat="09:00, 09:02, 09:07", phone="09:03")
    day.contacts("""
        issue   | queued | answered | ended
        chat 1  | 09:00  | 09:00    | 09:05
        chat 2  | 09:02  | 09:02    | 09:07
        chat 3  | 09:07  | 09:12    | 09:17
        phone 1 | 09:03  | 09:07    | 09:12
    """)


def test_a_chat_that_fits_overtakes_a_call_that_does_not(play):
    """Half the agent is free: the waiting call does not fit, so the chat that arrives later is opened before it."""
    day = play(CHAT_AND_PHONE, chat="09:00, 09:03", phone="09:02")
    day.contacts("""
        issue   | queued | answered | ended
        chat 1  | 09:00  | 09:00    | 09:05
        chat 2  | 09:03  | 09:03    | 09:08
        phone 1 | 09:02  | 09:08    | 09:13
    """)


def test_one_end_of_work_may_make_room_for_two(play):
    """When the call ends both waiting chats are opened on that tick."""
    day = play(CHAT_AND_PHONE, phone="09:00", chat="09:01, 09:02, 09:03")
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 09:00  | 09:00    | 09:05
        chat 1  | 09:01  | 09:05    | 09:10
        chat 2  | 09:02  | 09:05    | 09:10
        chat 3  | 09:03  | 09:10    | 09:15
    """)


def test_idleness_counts_from_taking_and_ending_any_contact(play):
    """Chat 3: agent 1 took one longest ago. Chat 4: agent 1 has just ended one, so agent 2 is longest idle."""
    day = play(
        """
        channels: {chat: {kind: chat, at_once: 3 chats}}
        intents: {long: {share: 50 %}, short: {share: 50 %}}
        service: {long: {chat: {talk: 30 min}}, short: {chat: {talk: 3 min}}}
        queues: {chat: {of: chat}}
        pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {chat: level 3}}}
        serves: {team: [chat]}
        """,
        chat="09:00 intent=long, 09:01 intent=long, 09:02 intent=short, 09:06 intent=long",
    )
    day.contacts("""
        issue  | agent  | answered | ended
        chat 1 | team 1 | 09:00    | 09:30
        chat 2 | team 2 | 09:01    | 09:31
        chat 3 | team 1 | 09:02    | 09:05
        chat 4 | team 2 | 09:06    | 09:36
    """)


SLOW = CHAT.replace("kind: chat", "kind: chat, slowdown: {2 chats: 2 times}")


def test_two_chats_at_half_speed_each_are_charged_exactly(play):
    """Chat 1: 30 s alone + 30 s of work in 60 s. Chat 2: 30 s of work in those 60 s, then 30 s alone."""
    day = play(SLOW + "service: {help: {chat: {talk: 1 min}}}", chat="09:00, 09:00:30")
    day.contacts("""
        issue  | answered | talk_end | ended    | talk
        chat 1 | 09:00:00 | 09:01:30 | 09:01:30 | 90 s
        chat 2 | 09:00:30 | 09:02:00 | 09:02:00 | 90 s
    """)


def test_wrap_up_slows_and_is_slowed_like_talk(play):
    """Chat 1's wrap-up (30 s) and chat 2's talk share the agent from 09:01 to 09:02, each at half speed."""
    day = play(SLOW + "service: {help: {chat: {talk: 1 min, wrap_up: 30 s}}}", chat="09:00, 09:01")
    day.contacts("""
        issue  | answered | talk_end | ended    | talk | wrap_up
        chat 1 | 09:00    | 09:01:00 | 09:02:00 | 60 s | 60 s
        chat 2 | 09:01    | 09:02:30 | 09:03:00 | 90 s | 30 s
    """)


def test_a_chat_pulled_on_the_tick_another_ends_keeps_the_speed_of_the_one_that_stays(play):
    """There are two in hand all the time: chat 1 ends at 09:02, chat 3 takes its place, chat 2 sees no change."""
    day = play(
        SLOW
        + """
intents: {long: {share: 50 %}, short: {share: 50 %}}
service: {long: {chat: {talk: 2 min}}, short: {chat: {talk: 1 min}}}
""",
        chat="09:00 intent=short, 09:00 intent=long, 09:01 intent=short",
    )
    day.contacts("""
        issue  | answered | ended
        chat 1 | 09:00    | 09:02
        chat 2 | 09:00    | 09:04
        chat 3 | 09:02    | 09:04
    """)


def test_an_odd_slowdown_is_a_rounded_rate_and_ends_are_rounded_up(play):
    """1.5 times: rate 699,051 of 2^20. 60 s end after ⌈60e6·2^20/699051⌉ ticks; the rest of the 90 s goes on alone."""
    day = play(
        CHAT.replace("kind: chat", "kind: chat, slowdown: {2 chats: 1.5 times}")
        + """
intents: {long: {share: 50 %}, short: {share: 50 %}}
service: {long: {chat: {talk: 90 s}}, short: {chat: {talk: 1 min}}}
""",
        chat="09:00 intent=short, 09:00 intent=long",
    )
    day.contacts("""
        issue  | answered | ended
        chat 1 | 09:00    | 09:01:29.999958
        chat 2 | 09:00    | 09:01:59.999958
    """)


def test_each_channel_has_its_own_slowdown_by_all_contacts_in_hand(play):
    """Social does not slow down; the chat goes at half speed while the social contact is in hand too."""
    day = play(
        """
        channels:
          chat: {kind: chat, slowdown: {2 chats: 2 times}}
          social: {kind: chat}
        service: {help: {chat: {talk: 2 min}, social: {talk: 1 min}}}
        queues: {chat: {of: chat}, social: {of: social}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, social: level 3}}}
        serves: {team: [chat, social]}
        """,
        chat="09:00",
        social="09:01",
    )
    day.contacts("""
        issue    | answered | ended    | talk
        chat 1   | 09:00    | 09:02:30 | 150 s
        social 1 | 09:01    | 09:02:00 | 60 s
    """)


def test_three_at_once_have_their_own_figure(play):
    """Speeds 1, 1/2, 1/4 with 1, 2, 3 in hand: 60 s of work each, started 30 s apart."""
    day = play(
        CHAT.replace("kind: chat", "kind: chat, at_once: 3 chats, slowdown: {2 chats: 2 times, 3 chats: 4 times}")
        + "service: {help: {chat: {talk: 1 min}}}",
        chat="09:00, 09:00:30, 09:01:00",
    )
    day.contacts("""
        issue  | answered | ended
        chat 1 | 09:00:00 | 09:02:00
        chat 2 | 09:00:30 | 09:03:00
        chat 3 | 09:01:00 | 09:03:15
    """)
