"""What an agent may hold together: every channel held must allow the new one (MODEL.md 7, cross-channel rule)."""

CENTRE = """
channels: {chat: {kind: chat, BESIDE}, email: {kind: deferred, weight: 50 %}}
service: {help: {chat: {talk: 5 min}, email: {talk: 5 min}}}
queues: {chat: {of: chat}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, email: level 3}}}
serves: {team: [chat, email]}
"""


def beside(what: str) -> str:
    return CENTRE.replace("BESIDE", f"beside: {what}")


def test_by_default_anything_that_fits_is_taken(play):
    """Half a chat, half an email."""
    day = play(CENTRE.replace(", BESIDE", ""), chat="09:00", email="09:01")
    day.contacts("""
        issue   | answered
        chat 1  | 09:00
        email 1 | 09:01
    """)


def test_beside_itself_a_channel_is_taken_again_and_others_wait(play):
    """Chat 2 is taken beside chat 1; the email, which would fit after 09:05, waits for the last chat."""
    day = play(beside("chat"), chat="09:00, 09:02", email="09:01")
    day.contacts("""
        issue   | queued | answered | ended
        chat 1  | 09:00  | 09:00    | 09:05
        chat 2  | 09:02  | 09:02    | 09:07
        email 1 | 09:01  | 09:07    | 09:12
    """)


def test_beside_nothing_not_even_the_same_channel_is_taken(play):
    """One chat at a time."""
    day = play(beside("nothing"), chat="09:00, 09:02")
    day.contacts("""
        issue  | queued | answered | ended
        chat 1 | 09:00  | 09:00    | 09:05
        chat 2 | 09:02  | 09:05    | 09:10
    """)


def test_beside_another_channel_the_own_one_waits(play):
    """A chat allows emails and no chats; the email allows anything."""
    day = play(beside("email"), chat="09:00, 09:01", email="09:02")
    day.contacts("""
        issue   | queued | answered | ended
        chat 1  | 09:00  | 09:00    | 09:05
        chat 2  | 09:01  | 09:05    | 09:10
        email 1 | 09:02  | 09:02    | 09:07
    """)


ONE_SIDED = """
channels:
  chat: {kind: chat, at_once: 4 chats, beside: [chat, email]}
  email: {kind: deferred, at_once: 4 emails, beside: email}
service: {help: {chat: {talk: 5 min}, email: {talk: 5 min}}}
queues: {chat: {of: chat}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, email: level 3}}}
serves: {team: [chat, email]}
"""


def test_only_what_is_held_is_asked(play):
    """The chat in hand allows the email, though the email would not allow a chat."""
    day = play(ONE_SIDED, chat="09:00", email="09:01")
    day.contacts("""
        issue   | answered
        chat 1  | 09:00
        email 1 | 09:01
    """)


def test_what_is_held_may_refuse_what_would_allow_it(play):
    """With an email in hand no chat is taken, though a chat would allow the email."""
    day = play(ONE_SIDED, email="09:00", chat="09:01")
    day.contacts("""
        issue   | answered
        email 1 | 09:00
        chat 1  | 09:05
    """)


def test_every_channel_held_must_allow_it(play):
    """Chat 1 allows chat 2, the email beside it does not: chat 2 waits until the email is over."""
    day = play(ONE_SIDED, chat="09:00, 09:02", email="09:01")
    day.contacts("""
        issue   | queued | answered | ended
        chat 1  | 09:00  | 09:00    | 09:05
        chat 2  | 09:02  | 09:06    | 09:11
        email 1 | 09:01  | 09:01    | 09:06
    """)


def test_who_frees_leaves_out_what_may_not_stand_beside_and_takes_the_next(play):
    """Social ranks first and waits longest; at 09:05 it may not stand beside chat 2, and chat 3 is pulled."""
    day = play(
        """
        channels: {chat: {kind: chat, beside: chat}, social: {kind: chat}}
        service: {help: {chat: {talk: 5 min}, social: {talk: 5 min}}}
        queues: {chat: {of: chat}, social: {of: social}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, social: level 3}}}
        serves: {team: {social: 1, chat: 2}}
        """,
        chat="09:00, 09:02, 09:04",
        social="09:03",
    )
    day.contacts("""
        issue    | queued | answered | ended
        chat 1   | 09:00  | 09:00    | 09:05
        chat 2   | 09:02  | 09:02    | 09:07
        chat 3   | 09:04  | 09:05    | 09:10
        social 1 | 09:03  | 09:10    | 09:15
    """)


def test_a_contact_on_the_tick_the_other_ends_is_taken(play):
    """Ends of work go before arrivals: nothing is held at 09:05."""
    day = play(beside("nothing"), chat="09:00, 09:05")
    day.contacts("""
        issue  | answered | ended
        chat 1 | 09:00    | 09:05
        chat 2 | 09:05    | 09:10
    """)


def test_wrap_up_is_held(play):
    """Talk ends at 09:03, wrap-up at 09:05."""
    day = play(
        beside("nothing").replace("chat: {talk: 5 min}", "chat: {talk: 3 min, wrap_up: 2 min}"), chat="09:00, 09:01"
    )
    day.contacts("""
        issue  | answered | talk_end | ended
        chat 1 | 09:00    | 09:03    | 09:05
        chat 2 | 09:05    | 09:08    | 09:10
    """)


def test_it_goes_to_the_agent_who_may_take_it_not_to_the_longest_idle(play):
    """Agent 1 took a chat at 09:00 and has room, agent 2 an email at 09:01: email 2 may only go to agent 2."""
    day = play(
        beside("chat").replace("weight: 50 %", "at_once: 2 emails").replace("{daily: 1}", "{daily: 2}"),
        chat="09:00",
        email="09:01, 09:02",
    )
    day.contacts("""
        issue   | agent  | answered
        chat 1  | team 1 | 09:00
        email 1 | team 2 | 09:01
        email 2 | team 2 | 09:02
    """)


def test_a_place_held_for_the_customers_answer_counts(play):
    """The message is sent at 09:02 and the place held until 09:07: the email waits for that."""
    day = play(
        """
        channels:
          text: {kind: messaging, answers_after: 30 min, released_after: 5 min, beside: text}
          email: {kind: deferred, weight: 50 %}
        service: {help: {text: {talk: 4 min, turns: 2 turns}, email: {talk: 5 min}}}
        queues: {text: {of: text}, email: {of: email}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {text: level 3, email: level 3}}}
        serves: {team: [text, email]}
        """,
        text="09:00",
        email="09:03",
    )
    day.contacts("""
        issue   | queued | answered | ended
        text 1  | 09:00  | 09:00    | 09:34
        email 1 | 09:03  | 09:07    | 09:12
    """)


GIVES_WAY = """
channels:
  chat: {kind: chat}
  email: {kind: deferred, beside: nothing, gives_way_to: chat}
service: {help: {chat: {talk: 5 min}, email: {talk: 10 min}}}
queues: {chat: {of: chat}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, email: level 3}}}
serves: {team: [chat, email]}
"""


def test_suspended_work_is_not_held(play):
    """The email allows nothing beside it; put down, it hinders neither chat, and follows them."""
    day = play(GIVES_WAY, email="09:00", chat="09:04, 09:06")
    day.contacts("""
        issue   | answered | ended
        email 1 | 09:00    | 09:17
        chat 1  | 09:04    | 09:09
        chat 2  | 09:06    | 09:11
    """)


def test_suspended_work_is_resumed_only_beside_what_allows_it(play):
    """The email takes half an agent: at 09:09 it would fit beside chat 2, which allows chats only."""
    day = play(
        GIVES_WAY.replace("{kind: chat}", "{kind: chat, beside: chat}").replace(
            "beside: nothing,", "weight: 50 %, beside: nothing,"
        ),
        email="09:00",
        chat="09:04, 09:06",
    )
    day.contacts("""
        issue   | answered | ended
        email 1 | 09:00    | 09:17
        chat 1  | 09:04    | 09:09
        chat 2  | 09:06    | 09:11
    """)


def test_what_would_fit_interrupts_where_only_the_rule_forbids_it(play):
    """Half an agent is free beside the email, which allows nothing and gives way: the chat interrupts it."""
    day = play(
        GIVES_WAY.replace("beside: nothing,", "weight: 50 %, beside: nothing,"),
        email="09:00",
        chat="09:04",
    )
    day.contacts("""
        issue   | answered | ended
        email 1 | 09:00    | 09:15
        chat 1  | 09:04    | 09:09
    """)


def test_what_another_channel_held_forbids_is_not_made_room_for(play):
    """Putting the email down would make room, but the chat in hand allows emails only: it waits."""
    day = play(
        """
        channels:
          chat: {kind: chat, weight: 30 %, beside: email}
          social: {kind: chat, weight: 60 %}
          email: {kind: deferred, weight: 60 %, gives_way_to: social}
        service: {help: {chat: {talk: 5 min}, social: {talk: 5 min}, email: {talk: 10 min}}}
        queues: {all: {of: [chat, social, email]}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, social: level 3, email: level 3}}
        serves: {team: [all]}
        """,
        chat="09:00",
        email="09:01",
        social="09:03",
    )
    day.contacts("""
        issue    | answered | ended
        chat 1   | 09:00    | 09:05
        email 1  | 09:01    | 09:11
        social 1 | 09:11    | 09:16
    """)
