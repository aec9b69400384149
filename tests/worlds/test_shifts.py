"""The end of a shift: live work is finished in overtime, deferred work returns to its queue (MODEL.md 7 and 15)."""

EARLY = """
pools:
  team: {headcount: on_queue, shifts: {early: {hours: daily 09:00-10:00, agents: 1}}, skills: {phone: level 3}}
"""


def mail(minutes: str = "10 min", wrap_up: str = "", late: str = "09:30-18:00", early: int = 1) -> str:
    """Write a mail team of an early shift to ten and a late one."""
    wrap = f", wrap_up: {wrap_up}" if wrap_up else ""
    return f"""
channels: {{mail: {{kind: deferred}}}}
service: {{help: {{mail: {{talk: {minutes}{wrap}}}}}}}
queues: {{mail: {{of: mail}}}}
serves: {{team: [mail]}}
pools:
  team:
    headcount: on_queue
    shifts:
      early: {{hours: "daily 09:00-10:00", agents: {early}}}
      late: {{hours: "daily {late}", agents: 1}}
    skills: {{mail: level 3}}
"""


def test_a_live_call_and_its_wrap_up_are_finished_in_overtime(play):
    """Call 1 runs to 10:04 past the shift end at 10:00; call 2, which waits, is never taken."""
    day = play(EARLY + "service: {help: {phone: {talk: 5 min, wrap_up: 1 min}}}", phone="09:58, 09:59")
    day.contacts("""
        issue   | answered | talk_end | ended | outcome
        phone 1 | 09:58    | 10:03    | 10:04 | answered
        phone 2 | -        | -        | -     | open
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:00 | on_queue
        team 1 | 10:00 | 10:04 | overtime
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:58 | 10:04 | phone 1
    """)


def test_a_shift_takes_from_its_first_tick_and_nothing_on_its_last(play):
    """A call of 09:00 is answered at once; at 10:00 the shift end (rank 2) goes before the arrival (rank 4)."""
    day = play(EARLY, phone="08:30, 09:00, 10:00")
    day.contacts("""
        issue   | queued | answered | ended | outcome
        phone 1 | 08:30  | 09:00    | 09:01 | answered
        phone 2 | 09:00  | 09:01    | 09:02 | answered
        phone 3 | 10:00  | -        | -     | open
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:00 | on_queue
    """)


def test_a_call_that_ends_on_the_shift_end_makes_no_overtime_and_no_next_call(play):
    """Talk ends at 10:00 exactly; the agent is off and call 2 stays in the queue."""
    day = play(EARLY, phone="09:59, 09:59:30")
    day.contacts("""
        issue   | answered | ended | outcome
        phone 1 | 09:59    | 10:00 | answered
        phone 2 | -        | -     | open
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:00 | on_queue
    """)


def test_an_agent_in_overtime_finishes_all_his_chats_and_takes_no_other(play):
    """Chats 1 and 2 end at 10:02 and 10:03; chat 3 comes at 10:01 and 10:02 makes room, yet it is not taken."""
    day = play(
        """
        channels: {chat: {kind: chat}}
        service: {help: {chat: {talk: 5 min}}}
        queues: {chat: {of: chat}}
        serves: {team: [chat]}
        pools:
          team: {headcount: on_queue, shifts: {early: {hours: "daily 09:00-10:00", agents: 1}}, skills: {chat: level 3}}
        """,
        chat="09:57, 09:58, 10:01",
    )
    day.contacts("""
        issue  | answered | ended | outcome
        chat 1 | 09:57    | 10:02 | answered
        chat 2 | 09:58    | 10:03 | answered
        chat 3 | -        | -     | open
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:00 | on_queue
        team 1 | 10:00 | 10:03 | overtime
    """)


def test_deferred_work_returns_with_its_age_and_its_remaining_work(play):
    """Mail 1 has 5 min left at 10:00; the late agent frees at 10:06 and takes it, the oldest, before mail 3."""
    day = play(mail(), mail="09:55, 09:56, 09:57")
    day.contacts("""
        issue  | agent  | queued | answered | talk_end | ended | talk  | outcome
        mail 1 | team 2 | 09:55  | 09:55    | 10:11    | 10:11 | 600 s | answered
        mail 2 | team 2 | 09:56  | 09:56    | 10:06    | 10:06 | 600 s | answered
        mail 3 | team 2 | 09:57  | 10:11    | 10:21    | 10:21 | 600 s | answered
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:55 | 10:00 | mail 1
        team 2 | 09:56 | 10:06 | mail 2
        team 2 | 10:06 | 10:11 | mail 1
        team 2 | 10:11 | 10:21 | mail 3
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:00 | on_queue
        team 2 | 09:30 | 18:00 | on_queue
    """)


def test_returned_work_is_pushed_to_a_free_agent_on_the_same_tick(play):
    """The late agent is idle at 10:00 and goes on with the mail without a pause."""
    day = play(mail(), mail="09:55")
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:55 | 10:00 | mail 1
        team 2 | 10:00 | 10:05 | mail 1
    """)


def test_a_shift_that_starts_on_the_tick_another_ends_takes_its_work_over(play):
    """Starts (rank 1) go before ends (rank 2): at 10:00 the late agent is there when the mail returns."""
    day = play(mail(late="10:00-18:00"), mail="09:55")
    day.contacts("""
        issue  | agent  | answered | ended | talk  | outcome
        mail 1 | team 2 | 09:55    | 10:05 | 600 s | answered
    """)


def test_work_whose_end_falls_on_the_shift_end_ends_there(play):
    """Nothing is left of mail 1 at 10:00, so nothing returns."""
    day = play(mail(), mail="09:50")
    day.contacts("""
        issue  | agent  | answered | talk_end | ended | talk
        mail 1 | team 1 | 09:50    | 10:00    | 10:00 | 600 s
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:50 | 10:00 | mail 1
    """)


def test_wrap_up_of_deferred_work_returns_too(play):
    """The reply is sent at 09:59; the second minute of wrap-up is done by the late agent."""
    day = play(mail("4 min", "2 min"), mail="09:55")
    day.contacts("""
        issue  | agent  | answered | talk_end | ended | talk  | wrap_up | is_resolved
        mail 1 | team 2 | 09:55    | 09:59    | 10:01 | 240 s | 120 s   | 1
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        mail 1 | resolved | 09:59 | 1
    """)


def test_returned_work_is_not_given_to_an_agent_whose_shift_ends_on_that_tick(play):
    """Both early agents leave at 10:00; the idle one must not get the other's mail on that tick."""
    day = play(mail(late="17:00-18:00", early=2), mail="09:55")
    day.contacts("""
        issue  | agent  | answered | talk_end | ended | talk  | outcome
        mail 1 | team 3 | 09:55    | 17:05    | 17:05 | 600 s | answered
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:55 | 10:00 | mail 1
        team 3 | 17:00 | 17:05 | mail 1
    """)


def test_returned_work_is_pushed_by_agent_index(play):
    """Agent 1's mail 3 is younger than agent 2's mail 2, but agent 1's shift ends first in order of index."""
    day = play(
        mail(late="10:00-18:00", early=2).replace(
            "talk: 10 min", "talk: {by_time: {'00:00': 10 min, '09:41': 30 min}}"
        ),
        mail="09:40, 09:45, 09:52",
    )
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:40 | 09:50 | mail 1
        team 1 | 09:52 | 10:00 | mail 3
        team 2 | 09:45 | 10:00 | mail 2
        team 3 | 10:00 | 10:22 | mail 3
        team 3 | 10:22 | 10:37 | mail 2
    """)


def test_the_same_person_comes_back_the_next_day_and_finishes(play):
    """One agent, shifts on both days: the mail waits over night with 5 min left."""
    day = play(
        """
        run: {start: 2026-03-02, measure: 2 days}
        channels: {mail: {kind: deferred}}
        service: {help: {mail: {talk: 10 min}}}
        queues: {mail: {of: mail}}
        serves: {team: [mail]}
        pools:
          team: {headcount: on_queue, shifts: {day: {hours: "daily 09:00-10:00", agents: 1}}, skills: {mail: level 3}}
        """,
        mail="09:55",
    )
    day.contacts("""
        issue  | agent  | queued | answered | ended     | talk
        mail 1 | team 1 | 09:55  | 09:55    | tue 09:05 | 600 s
    """)
    day.duties("""
        agent  | start     | end       | kind
        team 1 | 09:00     | 10:00     | on_queue
        team 1 | tue 09:00 | tue 10:00 | on_queue
    """)


def test_deferred_work_that_nobody_takes_over_is_open(play):
    """The mail returned at 10:00 still waits when the horizon ends; it was opened at 09:55 all the same."""
    day = play(mail(late="08:00-09:00"), mail="09:55")
    day.contacts("""
        issue  | answered | talk_end | ended | outcome
        mail 1 | 09:55    | -        | -     | open
    """)
    day.issues("""
        issue  | outcome | ended | n_contacts
        mail 1 | open    | -     | 1
    """)


def test_returned_work_is_not_blocked_by_the_limit_and_counts_in_it(play):
    """One may wait and one does; mail 1 returns all the same, and then mail 3 finds two waiting and is blocked."""
    day = play(mail(late="11:00-18:00").replace("of: mail}", "of: mail, limit: 1 waiting}"), mail="09:55, 09:56, 10:01")
    day.contacts("""
        issue  | queued | answered | ended | outcome
        mail 1 | 09:55  | 09:55    | 11:05 | answered
        mail 2 | 09:56  | 11:05    | 11:15 | answered
        mail 3 | -      | -        | 10:01 | blocked
    """)


def test_at_the_shift_end_a_chat_goes_on_alone_when_the_mail_beside_it_returns(play):
    """From 09:58 to 10:00 both go at half speed; then the mail returns and the chat's last 4 min take 4 min."""
    day = play(
        """
        channels:
          chat: {kind: chat, slowdown: {2 chats: 2 times}}
          mail: {kind: deferred, weight: 50 %, slowdown: {2 mails: 2 times}}
        service: {help: {chat: {talk: 5 min}, mail: {talk: 10 min}}}
        queues: {chat: {of: chat}, mail: {of: mail}}
        serves: {team: [chat, mail]}
        pools:
          team:
            headcount: on_queue
            shifts:
              early: {hours: "daily 09:00-10:00", agents: 1}
              late: {hours: "daily 12:00-18:00", agents: 1}
            skills: {chat: level 3, mail: level 3}
        """,
        chat="09:58",
        mail="09:56",
    )
    day.contacts("""
        issue  | agent  | answered | ended | talk
        chat 1 | team 1 | 09:58    | 10:04 | 360 s
        mail 1 | team 2 | 09:56    | 12:07 | 660 s
    """)


def test_a_shift_over_midnight_is_one_duty_with_its_break(play):
    """20:00 to 04:00 with a break from 23:30 for an hour: the break runs over midnight, the shift ends on tue 04:00."""
    day = play(
        """
        run: {start: 2026-03-02, measure: 2 days}
        pools:
          team:
            headcount: on_queue
            shifts:
              night: {hours: "mon 20:00-04:00", agents: 1, breaks: {meal: {at: "23:30", lasts: 1 h}}}
            skills: {phone: level 3}
        """,
        phone="23:31, tue 03:59:30, tue 04:00",
    )
    day.contacts("""
        issue   | answered      | ended         | outcome
        phone 1 | tue 00:30     | tue 00:31     | answered
        phone 2 | tue 03:59:30  | tue 04:00:30  | answered
        phone 3 | -             | -             | open
    """)
    day.duties("""
        agent  | start     | end          | kind
        team 1 | 20:00     | 23:30        | on_queue
        team 1 | 23:30     | tue 00:30    | off_queue
        team 1 | tue 00:30 | tue 04:00    | on_queue
        team 1 | tue 04:00 | tue 04:00:30 | overtime
    """)
