"""Work that gives way: who is interrupted, what is taken up again and when, what it costs (MODEL.md 7 and 15)."""

CENTRE = """
channels: {phone: {kind: live}, email: {kind: deferred, gives_way_to: phone, RESUME}}
service: {help: {phone: {talk: 5 min}, email: {talk: 10 min}}}
queues: {phone: {of: phone}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, email: level 3}}}
serves: {team: [phone, email]}
"""
FREE = CENTRE.replace(", RESUME", "")
COSTLY = CENTRE.replace("RESUME", "resume_cost: 20 s")


def staffed(text: str, agents: int) -> str:
    return text.replace("staff: {daily: 1}", f"staff: {{daily: {agents}}}")


def test_a_call_interrupts_an_email_which_goes_on_after_it(play):
    """Four of ten minutes are done at 09:04; the other six follow the call."""
    day = play(FREE, email="09:00", phone="09:04")
    day.contacts("""
        issue   | agent  | queued | answered | talk_end | ended | talk  | outcome
        email 1 | team 1 | 09:00  | 09:00    | 09:15    | 09:15 | 600 s | answered
        phone 1 | team 1 | 09:04  | 09:04    | 09:09    | 09:09 | 300 s | answered
    """)
    day.spells("""
        agent  | start | end   | issue   | channel
        team 1 | 09:00 | 09:04 | email 1 | email
        team 1 | 09:04 | 09:09 | phone 1 | phone
        team 1 | 09:09 | 09:15 | email 1 | email
    """)


def test_without_the_word_nothing_gives_way(play):
    """The call waits for the end of the email."""
    day = play(FREE.replace(", gives_way_to: phone", ""), email="09:00", phone="09:04")
    day.contacts("""
        issue   | answered | ended
        email 1 | 09:00    | 09:10
        phone 1 | 09:10    | 09:15
    """)


def test_nothing_is_interrupted_while_somebody_is_free(play):
    """The second agent takes the call."""
    day = play(staffed(FREE, 2), email="09:00", phone="09:04")
    day.contacts("""
        issue   | agent  | answered | ended
        email 1 | team 1 | 09:00    | 09:10
        phone 1 | team 2 | 09:04    | 09:09
    """)


def test_nothing_is_interrupted_while_a_pool_that_comes_later_is_free(play):
    """The helpers serve calls second, but they have room: the email goes on."""
    day = play(
        FREE.replace(
            "pools: {", "pools: {help: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}, "
        ).replace("[phone, email]}", "[phone, email], help: {phone: 2}}"),
        email="09:00",
        phone="09:04",
    )
    day.contacts("""
        issue   | agent  | answered | ended
        email 1 | team 1 | 09:00    | 09:10
        phone 1 | help 1 | 09:04    | 09:09
    """)


def test_a_channel_that_is_not_named_waits(play):
    """The email gives way to calls only: the chat waits for its end."""
    day = play(
        """
        channels: {phone: {kind: live}, chat: {kind: chat}, email: {kind: deferred, gives_way_to: phone}}
        service: {help: {phone: {talk: 5 min}, chat: {talk: 5 min}, email: {talk: 10 min}}}
        queues: {all: {of: [phone, chat, email]}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, chat: level 3, email: level 3}}
        serves: {team: [all]}
        """,
        email="09:00",
        chat="09:04",
    )
    day.contacts("""
        issue   | answered | ended
        email 1 | 09:00    | 09:10
        chat 1  | 09:10    | 09:15
    """)


def test_the_resume_cost_is_due_at_every_resume_and_what_is_not_spent_stays(play):
    """6:20 left at 09:09, 3:20 at 09:12, 3:40 at 09:17; two resumes make 640 s of talk."""
    day = play(COSTLY, email="09:00", phone="09:04, 09:12")
    day.contacts("""
        issue   | answered | talk_end | ended    | talk
        email 1 | 09:00    | 09:20:40 | 09:20:40 | 640 s
        phone 1 | 09:04    | 09:09    | 09:09    | 300 s
        phone 2 | 09:12    | 09:17    | 09:17    | 300 s
    """)


def test_the_resume_cost_is_not_spent_before_the_next_interruption(play):
    """Interrupted again after 10 of the 20 s: 6:10 are left, and 20 s more are due."""
    day = play(COSTLY, email="09:00", phone="09:04, 09:09:10")
    day.contacts("""
        issue   | answered | ended    | talk
        email 1 | 09:00    | 09:20:40 | 640 s
        phone 1 | 09:04    | 09:09    | 300 s
        phone 2 | 09:09:10 | 09:14:10 | 300 s
    """)


def test_an_email_of_the_tick_of_the_call_is_opened_put_down_and_pays_its_resume(play):
    """The email has the lower key: opened at 09:00, interrupted on that tick, all of its work left."""
    day = play(COSTLY, email="09:00", phone="09:00")
    day.contacts("""
        issue   | queued | answered | ended    | talk
        email 1 | 09:00  | 09:00    | 09:15:20 | 620 s
        phone 1 | 09:00  | 09:00    | 09:05    | 300 s
    """)


def test_a_call_of_the_tick_of_the_email_goes_first_and_nothing_is_interrupted(play):
    """With the rows the other way round the call has the lower key: the email waits, and pays nothing."""
    day = play(COSTLY, phone="09:00", email="09:00")
    day.contacts("""
        issue   | queued | answered | ended | talk
        phone 1 | 09:00  | 09:00    | 09:05 | 300 s
        email 1 | 09:00  | 09:05    | 09:15 | 600 s
    """)


def test_an_email_that_ends_on_the_tick_of_the_call_is_not_interrupted(play):
    """Ends of work go before arrivals."""
    day = play(COSTLY, email="09:00", phone="09:10")
    day.contacts("""
        issue   | answered | ended | talk
        email 1 | 09:00    | 09:10 | 600 s
        phone 1 | 09:10    | 09:15 | 300 s
    """)


def test_a_call_on_the_tick_an_email_is_resumed_makes_it_pay_twice(play):
    """At 09:09 the email is resumed (rank 3) and interrupted by call 2 (rank 4): 6 min + 2 x 20 s after 09:14."""
    day = play(COSTLY, email="09:00", phone="09:04, 09:09")
    day.contacts("""
        issue   | answered | ended    | talk
        email 1 | 09:00    | 09:20:40 | 640 s
        phone 1 | 09:04    | 09:09    | 300 s
        phone 2 | 09:09    | 09:14    | 300 s
    """)


def test_wrap_up_gives_way_too_and_bears_the_resume_cost(play):
    """The reply is sent at 09:04; one of two minutes of wrap-up is left at 09:05."""
    day = play(COSTLY.replace("talk: 10 min", "talk: 4 min, wrap_up: 2 min"), email="09:00", phone="09:05")
    day.contacts("""
        issue   | talk_end | ended    | talk  | wrap_up
        email 1 | 09:04    | 09:11:20 | 240 s | 140 s
        phone 1 | 09:10    | 09:10    | 300 s | 0 s
    """)


def test_waiting_calls_go_before_the_work_they_may_interrupt(play):
    """Call 2 waits at 09:09: it goes first, and the email after it."""
    day = play(FREE, email="09:00", phone="09:04, 09:05")
    day.contacts("""
        issue   | answered | ended | talk
        email 1 | 09:00    | 09:20 | 600 s
        phone 1 | 09:04    | 09:09 | 300 s
        phone 2 | 09:09    | 09:14 | 300 s
    """)


def test_suspended_work_goes_before_new_work_of_its_kind(play):
    """Email 2 waits since 09:02; email 1 is finished first."""
    day = play(FREE, email="09:00, 09:02", phone="09:04")
    day.contacts("""
        issue   | queued | answered | ended
        email 1 | 09:00  | 09:00    | 09:15
        email 2 | 09:02  | 09:15    | 09:25
        phone 1 | 09:04  | 09:04    | 09:09
    """)


CHAT_TOO = """
channels:
  phone: {kind: live}
  chat: {kind: chat, WEIGHT}
  email: {kind: deferred, gives_way_to: phone}
service: {help: {phone: {talk: 5 min}, chat: {talk: 5 min}, email: {talk: 10 min}}}
queues: {phone: {of: phone}, chat: {of: chat}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, chat: level 3, email: level 3}}}
serves: {team: [phone, chat, email]}
"""


def test_suspended_work_goes_before_a_better_ranked_contact_that_may_not_interrupt_it(play):
    """The chat waits since 09:05 and ranks second; the email gives way to calls only."""
    day = play(CHAT_TOO.replace(", WEIGHT", ""), email="09:00", phone="09:04", chat="09:05")
    day.contacts("""
        issue   | queued | answered | ended
        email 1 | 09:00  | 09:00    | 09:15
        phone 1 | 09:04  | 09:04    | 09:09
        chat 1  | 09:05  | 09:15    | 09:20
    """)


HALVES = """
channels:
  chat: {kind: chat}
  social: {kind: chat}
  email: {kind: deferred, gives_way_to: chat}
service: {help: {chat: {talk: 5 min}, social: {talk: 5 min}, email: {talk: 10 min}}}
queues: {chat: {of: chat}, social: {of: social}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, social: level 3, email: level 3}}}
serves: {team: [chat, social, email]}
"""


def test_while_something_is_suspended_that_does_not_fit_only_what_may_interrupt_it_is_pulled(play):
    """At 09:09 half the agent is free: the email does not fit beside chat 2, and the waiting social is not taken."""
    day = play(HALVES, email="09:00", chat="09:04, 09:06", social="09:07")
    day.contacts("""
        issue    | queued | answered | ended
        email 1  | 09:00  | 09:00    | 09:17
        chat 1   | 09:04  | 09:04    | 09:09
        chat 2   | 09:06  | 09:06    | 09:11
        social 1 | 09:07  | 09:17    | 09:22
    """)


def test_while_something_is_suspended_whoever_comes_and_fits_is_taken(play):
    """A push asks for room only: the social takes the other half at 09:05, the email follows at 09:10."""
    day = play(HALVES, email="09:00", chat="09:04", social="09:05")
    day.contacts("""
        issue    | queued | answered | ended
        email 1  | 09:00  | 09:00    | 09:16
        chat 1   | 09:04  | 09:04    | 09:09
        social 1 | 09:05  | 09:05    | 09:10
    """)


def test_a_chat_that_may_interrupt_is_pulled_beside_another(play):
    """At 09:09 chat 3 takes the place of chat 1; the email follows when both are over."""
    day = play(HALVES, email="09:00", chat="09:04, 09:06, 09:07")
    day.contacts("""
        issue   | queued | answered | ended
        email 1 | 09:00  | 09:00    | 09:20
        chat 1  | 09:04  | 09:04    | 09:09
        chat 2  | 09:06  | 09:06    | 09:11
        chat 3  | 09:07  | 09:09    | 09:14
    """)


STACK = """
channels:
  phone: {kind: live}
  letter: {kind: deferred, gives_way_to: phone}
  email: {kind: deferred, gives_way_to: [phone, letter]}
service: {help: {phone: {talk: 5 min}, letter: {talk: 10 min}, email: {talk: 10 min}}}
queues: {phone: {of: phone}, letter: {of: letter}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, letter: level 3, email: level 3}}}
serves: {team: RANKS}
"""
ONE_RANK = STACK.replace("RANKS", "[phone, letter, email]")


def test_what_was_suspended_last_is_resumed_first(play):
    """The letter interrupts the email, the call the letter: call, letter, email."""
    day = play(ONE_RANK, email="09:00", letter="09:02", phone="09:05")
    day.contacts("""
        issue    | answered | ended | talk
        email 1  | 09:00    | 09:25 | 600 s
        letter 1 | 09:02    | 09:17 | 600 s
        phone 1  | 09:05    | 09:10 | 300 s
    """)


def test_of_two_suspended_on_one_tick_the_one_put_down_last_is_resumed_first(play):
    """At 09:02 the letter interrupts the email and, on the same tick, the call the letter."""
    day = play(ONE_RANK, email="09:00", letter="09:02", phone="09:02")
    day.contacts("""
        issue    | answered | ended | talk
        email 1  | 09:00    | 09:25 | 600 s
        letter 1 | 09:02    | 09:17 | 600 s
        phone 1  | 09:02    | 09:07 | 300 s
    """)


def test_a_contact_may_go_first_only_if_the_latest_suspended_work_gives_way_to_it(play):
    """Letter 2 waits: it could interrupt the email, but letter 1 was suspended last and does not give way to it."""
    day = play(ONE_RANK, email="09:00", letter="09:02, 09:06", phone="09:05")
    day.contacts("""
        issue    | answered | ended
        email 1  | 09:00    | 09:35
        letter 1 | 09:02    | 09:17
        letter 2 | 09:17    | 09:27
        phone 1  | 09:05    | 09:10
    """)


# --- who is interrupted -------------------------------------------------------------------------------------------


TWO = staffed(FREE, 2)


def test_the_agent_who_took_it_up_last_is_interrupted(play):
    """Both write emails: agent 2 since 09:01, later than agent 1."""
    day = play(TWO, email="09:00, 09:01", phone="09:03")
    day.contacts("""
        issue   | agent  | answered | ended
        email 1 | team 1 | 09:00    | 09:10
        email 2 | team 2 | 09:01    | 09:16
        phone 1 | team 2 | 09:03    | 09:08
    """)


def test_of_two_who_took_it_up_on_one_tick_the_lowest_index_is_interrupted(play):
    """Both since 09:00."""
    day = play(TWO, email="09:00, 09:00", phone="09:03")
    day.contacts("""
        issue   | agent  | answered | ended
        email 1 | team 1 | 09:00    | 09:15
        email 2 | team 2 | 09:00    | 09:10
        phone 1 | team 1 | 09:03    | 09:08
    """)


def test_taken_up_last_counts_from_the_latest_resume(play):
    """Agent 1 opened the email first and resumed it last, at 09:08: call 3 interrupts agent 1."""
    day = play(TWO.replace("talk: 10 min", "talk: 20 min"), email="09:00, 09:01", phone="09:02, 09:03, 09:09")
    day.contacts("""
        issue   | agent  | answered | ended
        email 1 | team 1 | 09:00    | 09:30
        email 2 | team 2 | 09:01    | 09:26
        phone 1 | team 2 | 09:02    | 09:07
        phone 2 | team 1 | 09:03    | 09:08
        phone 3 | team 1 | 09:09    | 09:14
    """)


def test_the_worst_ranked_work_is_interrupted_before_the_latest(play):
    """Agent 1 writes a letter (fourth) since 09:00, agent 2 an email (third) since 09:01: the letter gives way."""
    text = staffed(STACK, 2).replace("RANKS", "{phone: 1, email: 3, letter: 4}")
    day = play(text, letter="09:00", email="09:01", phone="09:03")
    day.contacts("""
        issue    | agent  | answered | ended
        letter 1 | team 1 | 09:00    | 09:15
        email 1  | team 2 | 09:01    | 09:11
        phone 1  | team 1 | 09:03    | 09:08
    """)


def test_the_pool_that_serves_the_call_first_is_interrupted_whatever_its_work(play):
    """Home serves calls first; back's email is ranked worse, was opened later, and goes on."""
    day = play(
        """
        channels: {phone: {kind: live}, email: {kind: deferred, gives_way_to: phone}}
        service: {help: {phone: {talk: 5 min}, email: {talk: 10 min}}}
        queues: {phone: {of: phone}, email: {of: email}}
        pools:
          home: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, email: level 3}}
          back: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, email: level 3}}
        serves: {home: {phone: 1, email: 3}, back: {phone: 2, email: 4}}
        """,
        email="09:00, 09:01",
        phone="09:03",
    )
    day.contacts("""
        issue   | agent  | answered | ended
        email 1 | home 1 | 09:00    | 09:15
        email 2 | back 1 | 09:01    | 09:11
        phone 1 | home 1 | 09:03    | 09:08
    """)


HALF_EMAILS = """
channels:
  phone: {kind: live}
  chat: {kind: chat}
  email: {kind: deferred, at_once: 2 emails, gives_way_to: [phone, chat]}
service: {help: {phone: {talk: 5 min}, chat: {talk: 5 min}, email: {talk: 10 min}}}
queues: {phone: {of: phone}, chat: {of: chat}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, chat: level 3, email: level 3}}}
serves: {team: [phone, chat, email]}
"""


def test_of_the_emails_of_one_agent_the_latest_is_put_down(play):
    """Two halves fill the agent; the chat takes the place of email 2 from 09:03 to 09:08."""
    day = play(HALF_EMAILS, email="09:00, 09:01", chat="09:03")
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:00 | 09:10 | email 1
        team 1 | 09:01 | 09:03 | email 2
        team 1 | 09:03 | 09:08 | chat 1
        team 1 | 09:08 | 09:16 | email 2
    """)


def test_of_the_emails_of_one_agent_and_tick_the_highest_issue_is_put_down(play):
    """Both were opened at 09:00."""
    day = play(HALF_EMAILS, email="09:00, 09:00", chat="09:03")
    day.contacts("""
        issue   | answered | ended
        email 1 | 09:00    | 09:10
        email 2 | 09:00    | 09:15
        chat 1  | 09:03    | 09:08
    """)


def test_of_the_works_of_one_agent_the_worst_ranked_is_put_down(play):
    """The letter ranks fourth, the email third: the letter gives way though the email was opened later."""
    day = play(
        """
        channels:
          chat: {kind: chat}
          letter: {kind: deferred, weight: 50 %, gives_way_to: chat}
          email: {kind: deferred, weight: 50 %, gives_way_to: chat}
        service: {help: {chat: {talk: 5 min}, letter: {talk: 10 min}, email: {talk: 10 min}}}
        queues: {chat: {of: chat}, letter: {of: letter}, email: {of: email}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, letter: level 3, email: level 3}}
        serves: {team: {chat: 1, email: 3, letter: 4}}
        """,
        letter="09:00",
        email="09:01",
        chat="09:03",
    )
    day.contacts("""
        issue    | answered | ended
        letter 1 | 09:00    | 09:15
        email 1  | 09:01    | 09:11
        chat 1   | 09:03    | 09:08
    """)


def test_a_call_does_not_interrupt_where_one_suspension_makes_no_room(play):
    """It needs a whole agent; putting down one half leaves the other: it waits for both."""
    day = play(HALF_EMAILS, email="09:00, 09:02", phone="09:04")
    day.contacts("""
        issue   | answered | ended
        email 1 | 09:00    | 09:10
        email 2 | 09:02    | 09:12
        phone 1 | 09:12    | 09:17
    """)
