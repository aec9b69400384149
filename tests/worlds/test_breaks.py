"""Breaks: they start after live work, suspend deferred work, and keep their length (MODEL.md 7, People)."""


def team(channel: str, others: int = 0) -> str:
    """Write a team of one agent with a break 09:30 to 10:00, and of others without one, until noon."""
    late = f'      plain: {{hours: "daily 09:00-12:00", agents: {others}}}\n' if others else ""
    return f"""
pools:
  team:
    headcount: on_queue
    shifts:
      rested: {{hours: "daily 09:00-12:00", agents: 1, breaks: {{coffee: {{at: "09:30", lasts: 30 min}}}}}}
{late}    skills: {{{channel}: level 3}}
"""


MAIL = """
channels: {mail: {kind: deferred}}
service: {help: {mail: {talk: 10 min}}}
queues: {mail: {of: mail}}
serves: {team: [mail]}
"""

CHAT = """
channels: {chat: {kind: chat}}
service: {help: {chat: {talk: 5 min}}}
queues: {chat: {of: chat}}
serves: {team: [chat]}
"""


def test_an_idle_agent_goes_at_the_planned_tick_and_is_back_after_the_planned_length(play):
    """A call that arrives on the tick the break starts waits; at 10:00 (rank 1) the agent is back and takes it."""
    day = play(team("phone"), phone="09:30, 10:01")
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 09:30  | 10:00    | 10:01
        phone 2 | 10:01  | 10:01    | 10:02
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 09:30 | on_queue
        team 1 | 09:30 | 10:00 | off_queue
        team 1 | 10:00 | 12:00 | on_queue
    """)


def test_a_call_that_arrives_when_the_break_ends_is_answered_on_that_tick(play):
    """The end of a break goes before an arrival."""
    day = play(team("phone"), phone="10:00")
    day.contacts("""
        issue   | queued | answered
        phone 1 | 10:00  | 10:00
    """)


def test_live_work_delays_the_break_which_keeps_its_length(play):
    """The call ends at 09:33, so the break is 09:33 to 10:03; call 2, which waits, does not delay it further."""
    day = play(team("phone") + "service: {help: {phone: {talk: 4 min, wrap_up: 1 min}}}", phone="09:28, 09:31")
    day.contacts("""
        issue   | answered | ended
        phone 1 | 09:28    | 09:33
        phone 2 | 10:03    | 10:08
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 09:33 | on_queue
        team 1 | 09:33 | 10:03 | off_queue
        team 1 | 10:03 | 12:00 | on_queue
    """)


def test_an_agent_whose_break_is_due_takes_no_more_chats(play):
    """One of two chats ends at 09:31, which makes room, but the break is due: it starts when the other ends."""
    day = play(CHAT + team("chat"), chat="09:26, 09:29, 09:32")
    day.contacts("""
        issue  | answered | ended
        chat 1 | 09:26    | 09:31
        chat 2 | 09:29    | 09:34
        chat 3 | 10:04    | 10:09
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 09:34 | on_queue
        team 1 | 09:34 | 10:04 | off_queue
        team 1 | 10:04 | 12:00 | on_queue
    """)


def test_deferred_work_is_suspended_by_the_break_and_resumed_before_new_work(play):
    """Mail 1 has 5 min left at 09:30, is resumed at 10:00 and ends at 10:05; mail 2 waits for that."""
    day = play(MAIL + team("mail"), mail="09:25, 09:40")
    day.contacts("""
        issue  | queued | answered | talk_end | ended | talk
        mail 1 | 09:25  | 09:25    | 10:05    | 10:05 | 600 s
        mail 2 | 09:40  | 10:05    | 10:15    | 10:15 | 600 s
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:25 | 09:30 | mail 1
        team 1 | 10:00 | 10:05 | mail 1
        team 1 | 10:05 | 10:15 | mail 2
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 09:30 | on_queue
        team 1 | 09:30 | 10:00 | off_queue
        team 1 | 10:00 | 12:00 | on_queue
    """)


def test_suspended_work_keeps_its_agent(play):
    """Agent 2 is idle all the time, takes mail 2, and leaves mail 1 to agent 1, who comes back at 10:00."""
    day = play(MAIL + team("mail", others=1), mail="09:25, 09:40")
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:25 | 09:30 | mail 1
        team 1 | 10:00 | 10:05 | mail 1
        team 2 | 09:40 | 09:50 | mail 2
    """)


def test_deferred_work_that_ends_on_the_tick_of_the_break_is_done(play):
    """Nothing is left of the mail at 09:30, so nothing is suspended (as at a shift end, MODEL.md 15, Time)."""
    day = play(MAIL + team("mail"), mail="09:20")
    day.contacts("""
        issue  | answered | talk_end | ended | talk
        mail 1 | 09:20    | 09:30    | 09:30 | 600 s
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 09:30 | on_queue
        team 1 | 09:30 | 10:00 | off_queue
        team 1 | 10:00 | 12:00 | on_queue
    """)


def test_while_one_rests_the_other_works(play):
    """Agent 2 has no break and takes every call from 09:30 to 10:00."""
    day = play(team("phone", others=1), phone="09:10, 09:31, 09:40, 09:50")
    day.contacts("""
        issue   | agent  | answered
        phone 1 | team 1 | 09:10
        phone 2 | team 2 | 09:31
        phone 3 | team 2 | 09:40
        phone 4 | team 2 | 09:50
    """)


def two_breaks(talk: str) -> str:
    """Write a phone team of one with breaks of 15 min at 09:30 and 10:00, and calls of one length."""
    breaks = '{first: {at: "09:30", lasts: 15 min}, second: {at: "10:00", lasts: 15 min}}'
    return f"""
service: {{help: {{phone: {{talk: {talk}}}}}}}
pools:
  team:
    headcount: on_queue
    shifts: {{day: {{hours: "daily 09:00-12:00", agents: 1, breaks: {breaks}}}}}
    skills: {{phone: level 3}}
"""


def test_a_delayed_break_that_runs_into_the_next_keeps_its_length_and_so_does_the_next(play):
    """The first break starts at 09:50 and lasts to 10:05, past the start of the second, which follows to 10:20."""
    day = play(two_breaks("22 min"), phone="09:28, 10:01")
    day.contacts("""
        issue   | answered | ended
        phone 1 | 09:28    | 09:50
        phone 2 | 10:20    | 10:42
    """)


def test_two_breaks_that_fall_into_one_call_are_both_taken_after_it(play):
    """The call ends at 10:08; two breaks of 15 min are due, so the agent is back at 10:38."""
    day = play(two_breaks("40 min"), phone="09:28, 10:11")
    day.contacts("""
        issue   | answered | ended
        phone 1 | 09:28    | 10:08
        phone 2 | 10:38    | 11:18
    """)


def test_wrap_up_of_deferred_work_is_suspended_too(play):
    """The reply is sent at 09:29; half of the wrap-up is done at 09:30, the rest after the break."""
    day = play(MAIL.replace("talk: 10 min", "talk: 4 min, wrap_up: 2 min") + team("mail"), mail="09:25")
    day.contacts("""
        issue  | answered | talk_end | ended | talk  | wrap_up
        mail 1 | 09:25    | 09:29    | 10:01 | 240 s | 120 s
    """)
