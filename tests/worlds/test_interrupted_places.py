"""When work may be interrupted, and what becomes of it at shift ends, breaks and in other places (MODEL.md 7)."""

import pytest

from tests.worlds.test_interruptions import COSTLY, FREE, HALF_EMAILS, ONE_RANK, TWO

# --- when they may be interrupted ---------------------------------------------------------------------------------


def test_a_pool_that_takes_only_the_old_is_interrupted_when_the_contact_is_old_enough(play):
    """Help writes an email; the call finds home busy, and interrupts help at its re-test of 09:03."""
    day = play(
        """
        channels: {phone: {kind: live}, email: {kind: deferred, gives_way_to: phone}}
        service: {help: {phone: {talk: 5 min}, email: {talk: 10 min}}}
        queues: {phone: {of: phone}, email: {of: email}}
        pools:
          home: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          help: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, email: level 3}}
        serves: {home: [phone], help: {phone: {rank: 2, after: 1 min}, email: 4}}
        """,
        email="09:00",
        phone="09:01, 09:02",
    )
    day.contacts("""
        issue   | agent  | queued | answered | ended
        email 1 | help 1 | 09:00  | 09:00    | 09:15
        phone 1 | home 1 | 09:01  | 09:01    | 09:06
        phone 2 | help 1 | 09:02  | 09:03    | 09:08
    """)


def test_a_customers_answer_that_comes_back_interrupts(play):
    """The conversation was put away at 09:03; its answer of 09:12 finds the agent at an email, which gives way."""
    day = play(
        """
        channels:
          text: {kind: messaging, answers_after: 10 min, released_after: 1 min}
          email: {kind: deferred, gives_way_to: text}
        service: {help: {text: {talk: 4 min, turns: 2 turns}, email: {talk: 10 min}}}
        queues: {text: {of: text}, email: {of: email}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {text: level 3, email: level 3}}}
        serves: {team: [text, email]}
        """,
        text="09:00",
        email="09:05",
    )
    day.contacts("""
        issue   | answered | talk_end | ended | talk
        text 1  | 09:00    | 09:14    | 09:14 | 240 s
        email 1 | 09:05    | 09:17    | 09:17 | 600 s
    """)


def shifts(early: str, late: str) -> str:
    """Write the team of an early and a late shift."""
    return f"""
pools:
  team:
    headcount: on_queue
    shifts:
      early: {{hours: "daily {early}", agents: 1}}
      late: {{hours: "daily {late}", agents: 1}}
    skills: {{phone: level 3, email: level 3, letter: level 3}}
"""


def without_pools(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("pools:"))


def test_returned_work_interrupts(play):
    """At 10:00 the letter of the early agent returns and interrupts the late agent's email."""
    day = play(
        without_pools(ONE_RANK) + shifts("09:00-10:00", "09:56-18:00"),
        letter="09:55",
        email="09:56",
    )
    day.contacts("""
        issue    | agent  | answered | ended | talk
        letter 1 | team 2 | 09:55    | 10:05 | 600 s
        email 1  | team 2 | 09:56    | 10:11 | 600 s
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:55 | 10:00 | letter 1
        team 2 | 09:56 | 10:00 | email 1
        team 2 | 10:00 | 10:05 | letter 1
        team 2 | 10:05 | 10:11 | email 1
    """)


def test_at_the_shift_end_suspended_work_returns_and_the_call_is_finished(play):
    """Half the email is done at 09:57; at 10:00 the late agent, who just came, goes on with it and pays the resume."""
    text = without_pools(COSTLY) + shifts("09:00-10:00", "10:00-18:00").replace(", letter: level 3", "")
    day = play(text, email="09:52", phone="09:57")
    day.contacts("""
        issue   | agent  | queued | answered | ended    | talk
        email 1 | team 2 | 09:52  | 09:52    | 10:05:20 | 620 s
        phone 1 | team 1 | 09:57  | 09:57    | 10:02    | 300 s
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:00 | on_queue
        team 1 | 10:00 | 10:02 | overtime
        team 2 | 10:00 | 18:00 | on_queue
    """)


def test_a_call_on_the_tick_of_the_shift_end_interrupts_nobody(play):
    """The shift ends (rank 2) before the call comes (rank 4): it waits for eleven, and goes before the older email."""
    text = without_pools(COSTLY) + shifts("09:00-10:00", "11:00-18:00").replace(", letter: level 3", "")
    day = play(text, email="09:55", phone="10:00")
    day.contacts("""
        issue   | agent  | answered | ended    | talk
        email 1 | team 2 | 09:55    | 11:10:20 | 620 s
        phone 1 | team 2 | 11:00    | 11:05    | 300 s
    """)


def test_returned_work_pays_the_resume_whoever_takes_it(play):
    """No interruption: half the email is done at 10:00, the idle late agent does the rest and 20 s."""
    text = without_pools(COSTLY) + shifts("09:00-10:00", "09:56-18:00").replace(", letter: level 3", "")
    day = play(text, email="09:55")
    day.contacts("""
        issue   | agent  | answered | ended    | talk
        email 1 | team 2 | 09:55    | 10:05:20 | 620 s
    """)


BREAK = """
pools:
  team:
    headcount: on_queue
    shifts: {day: {hours: "daily 09:00-12:00", agents: 1, breaks: {coffee: {at: "09:30", lasts: 30 min}}}}
    skills: {phone: level 3, email: level 3}
"""


def test_a_break_makes_it_pay_the_resume_though_it_gives_way_to_nothing(play):
    """Half is done at 09:30; 5:20 follow the break, before the call that waits: it may not interrupt the email."""
    text = without_pools(COSTLY).replace("gives_way_to: phone, ", "") + BREAK
    day = play(text, email="09:25", phone="09:45")
    day.contacts("""
        issue   | answered | ended    | talk
        email 1 | 09:25    | 10:05:20 | 620 s
        phone 1 | 10:05:20 | 10:10:20 | 300 s
    """)


def test_after_a_break_a_waiting_call_goes_before_the_email_that_gives_way_to_it(play):
    """The call first, to 10:05."""
    day = play(without_pools(COSTLY) + BREAK, email="09:25", phone="09:45")
    day.contacts("""
        issue   | answered | ended    | talk
        email 1 | 09:25    | 10:10:20 | 620 s
        phone 1 | 10:00    | 10:05    | 300 s
    """)


def test_a_call_on_the_tick_the_break_ends_interrupts_what_was_resumed_on_it(play):
    """Resumed at 10:00 (rank 1), interrupted at 10:00 (rank 4), resumed at 10:05: 5 min + 2 x 20 s."""
    day = play(without_pools(COSTLY) + BREAK, email="09:25", phone="10:00")
    day.contacts("""
        issue   | answered | ended    | talk
        email 1 | 09:25    | 10:10:40 | 640 s
        phone 1 | 10:00    | 10:05    | 300 s
    """)


def test_suspended_work_stays_with_its_agent_through_a_break(play):
    """Interrupted at 09:27, the break from 09:32 to 10:02; the call of 10:01 goes first, then 3 min and 20 s."""
    day = play(without_pools(COSTLY) + BREAK, email="09:20", phone="09:27, 10:01")
    day.contacts("""
        issue   | answered | ended    | talk
        email 1 | 09:20    | 10:10:20 | 620 s
        phone 1 | 09:27    | 09:32    | 300 s
        phone 2 | 10:02    | 10:07    | 300 s
    """)


def test_suspended_work_keeps_its_agent_though_another_is_idle(play):
    """Agent 2 ends call 1 at 09:06 and stays idle; email 1 waits for agent 1 until 09:09."""
    day = play(TWO, email="09:00", phone="09:01, 09:04")
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:00 | 09:04 | email 1
        team 1 | 09:04 | 09:09 | phone 2
        team 1 | 09:09 | 09:15 | email 1
        team 2 | 09:01 | 09:06 | phone 1
    """)


def test_who_leaves_when_heads_fall_gives_suspended_work_back(play):
    """Nobody is planned from 09:07 to 09:20; the agent ends the call at 09:09, the email waits for 09:20."""
    text = COSTLY.replace("{daily: 1}", '{daily: {"00:00": 1, "09:07": 0, "09:20": 1}}')
    day = play(text, email="09:00", phone="09:04")
    day.contacts("""
        issue   | queued | answered | ended    | talk
        email 1 | 09:00  | 09:00    | 09:26:20 | 620 s
        phone 1 | 09:04  | 09:04    | 09:09    | 300 s
    """)


def test_at_the_end_of_the_horizon_suspended_work_stands_as_it_is(play):
    """Eight minutes were worked; it was opened and is not over."""
    day = play(FREE, email="23:50", phone="23:58")
    day.contacts("""
        issue   | answered | talk_end | ended | talk
        email 1 | 23:50    | -        | -     | 480 s
        phone 1 | 23:58    | -        | -     | 120 s
    """)
    day.issues("""
        issue   | outcome | ended | n_contacts
        email 1 | open    | -     | 1
        phone 1 | open    | -     | 1
    """)


def test_what_is_put_down_is_charged_at_the_speed_it_had(play):
    """Emails at half speed with two in hand: email 2 has 9 of 10 min left at 09:03, and 3:30 when email 1 ends."""
    day = play(
        HALF_EMAILS.replace("at_once: 2 emails,", "at_once: 2 emails, slowdown: {2 emails: 2 times},"),
        email="09:00, 09:01",
        chat="09:03",
    )
    day.contacts("""
        issue   | answered | ended    | talk
        email 1 | 09:00    | 09:19    | 1140 s
        email 2 | 09:01    | 09:22:30 | 990 s
        chat 1  | 09:03    | 09:08    | 300 s
    """)


@pytest.mark.parametrize(("call", "end"), [("09:04", "09:09"), ("09:09:59.999999", "09:14:59.999999")])
def test_whatever_the_moment_the_work_of_the_email_is_whole(play, call, end):
    """Up to its last tick it is put down, and taken up when the call is over."""
    day = play(FREE, email="09:00", phone=call)
    day.contacts(f"""
        issue   | ended | talk
        email 1 | 09:15 | 600 s
        phone 1 | {end} | 300 s
    """)


# --- what does not have to wait -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{of: phone}", "{of: phone, limit: 0 waiting}"),
        ("phone: {kind: live}", 'phone: {kind: live, balks: "100 % at 0 s"}'),
        ("serves:", "segments: {everybody: {patience: 0 s}}\nserves:"),
        ("serves:", "segments: {everybody: {leaves_at_once: 100 %}}\nserves:"),
        ("{of: phone}", "{of: phone, callback: {answers: 100 %}}"),
    ],
)
def test_a_call_that_interrupts_does_not_wait(play, old, new):
    """It is not blocked, turns not away, loses no patience and is offered no callback."""
    day = play(FREE.replace(old, new), email="09:00", phone="09:04")
    day.contacts("""
        issue   | queued | answered | ended | outcome  | callback
        email 1 | 09:00  | 09:00    | 09:15 | answered | 0
        phone 1 | 09:04  | 09:04    | 09:09 | answered | 0
    """)


def test_a_transfer_interrupts(play):
    """Passed on at 09:05 to the expert, who is writing: the email gives way."""
    day = play(
        """
        channels: {phone: {kind: live}, email: {kind: deferred, gives_way_to: phone}}
        intents: {help: {share: 100 %}, tax: {share: 0 %}}
        service:
          help: {phone: {talk: 5 min, passed_on: {to: tax, share: 100 %}}, email: {talk: 10 min}}
          tax: {phone: {talk: 5 min}, email: {talk: 10 min}}
        queues: {tax: {of: phone, intents: tax}, phone: {of: phone}, email: {of: email}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, email: level 3}}
        serves: {team: [phone], experts: [tax, email]}
        """,
        phone="09:00 intent=help",
        email="09:01 intent=tax",
    )
    day.contacts("""
        issue   | visit | agent     | queued | answered | ended
        phone 1 | 0     | team 1    | 09:00  | 09:00    | 09:05
        phone 1 | 1     | experts 1 | 09:05  | 09:05    | 09:10
        email 1 | 0     | experts 1 | 09:01  | 09:01    | 09:16
    """)


def test_who_goes_over_to_another_queue_interrupts_there(play):
    """After a minute in the queue of home, which is busy, the call is pushed to backup, who is writing."""
    day = play(
        """
        channels: {phone: {kind: live}, email: {kind: deferred, gives_way_to: phone}}
        service: {help: {phone: {talk: 5 min}, email: {talk: 10 min}}}
        queues: {phone: {of: phone, overflow: {backup: {after: 1 min}}}, backup: {of: phone}, email: {of: email}}
        pools:
          home: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          help: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, email: level 3}}
        serves: {home: [phone], help: [backup, email]}
        """,
        phone="09:00, 09:01",
        email="09:00",
    )
    day.contacts("""
        issue   | queue  | agent  | queued | answered | ended
        phone 1 | phone  | home 1 | 09:00  | 09:00    | 09:05
        phone 2 | backup | help 1 | 09:01  | 09:02    | 09:07
        email 1 | email  | help 1 | 09:00  | 09:00    | 09:15
    """)


def test_a_message_gives_way_and_a_place_held_does_not(play):
    """Turn 1 is put down at 09:01 and sent at 09:07; call 2 of 09:10 waits, as the place is held and in no hand."""
    day = play(
        """
        channels: {phone: {kind: live}, text: {kind: messaging, answers_after: 10 min, gives_way_to: phone}}
        service: {help: {phone: {talk: 5 min}, text: {talk: 4 min, turns: 2 turns}}}
        queues: {phone: {of: phone}, text: {of: text}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, text: level 3}}}
        serves: {team: [phone, text]}
        """,
        text="09:00",
        phone="09:01, 09:10",
    )
    day.contacts("""
        issue   | answered | talk_end | talk
        text 1  | 09:00    | 09:19    | 240 s
        phone 1 | 09:01    | 09:06    | 300 s
        phone 2 | 09:19    | 09:24    | 300 s
    """)
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:07
        text 1 | 1    | 09:17 | 09:17 | 09:19
    """)


def test_an_agent_in_overtime_is_not_interrupted(play):
    """At 10:00 the email returns, as its agent takes nothing more; the chat in overtime stays alone, chat 2 waits."""
    day = play(
        """
        channels: {phone: {kind: live}, chat: {kind: chat}, email: {kind: deferred, weight: 50 %, gives_way_to: chat}}
        service: {help: {phone: {talk: 5 min}, chat: {talk: 5 min}, email: {talk: 10 min}}}
        queues: {phone: {of: phone}, chat: {of: chat}, email: {of: email}}
        serves: {team: [phone, chat, email]}
        """
        + shifts("09:00-10:00", "11:00-18:00").replace("letter: level 3", "chat: level 3").replace("\n", "\n        "),
        chat="09:58, 10:01",
        email="09:57",
    )
    day.contacts("""
        issue   | agent  | answered | ended
        chat 1  | team 1 | 09:58    | 10:03
        chat 2  | team 2 | 11:00    | 11:05
        email 1 | team 2 | 09:57    | 11:07
    """)


def test_work_that_ends_on_the_tick_is_not_interrupted_by_what_is_given_back_on_it(play):
    """At 10:00 the first shift hands the urgent letter back (rank 2), and the other's mail ends (rank 3)."""
    day = play(
        """
        channels: {urgent: {kind: deferred}, mail: {kind: deferred, gives_way_to: urgent, resume_cost: 1 min}}
        service: {help: {urgent: {talk: 30 min}, mail: {talk: 10 min}}}
        queues: {urgent: {of: urgent}, mail: {of: mail}}
        pools:
          early:
            headcount: on_queue
            shifts: {early: {hours: "daily 09:00-10:00", agents: 1}}
            skills: {urgent: level 3}
          late:
            headcount: on_queue
            shifts: {late: {hours: "daily 09:00-12:00", agents: 1}}
            skills: {mail: level 3, urgent: level 3}
        serves: {early: {urgent: first}, late: {urgent: first, mail: second}}
        """,
        urgent="09:40",
        mail="09:50",
    )
    day.contacts("""
        issue    | answered | ended | talk
        urgent 1 | 09:40    | 10:10 | 1800 s
        mail 1   | 09:50    | 10:00 | 600 s
    """)
