"""Opening hours: closed, at closing, and deferred work over night with its deadline (MODEL.md 4, 10 and 15)."""

OPEN_9_TO_10 = "channels: {phone: {kind: live, open: daily 09:00-10:00}}\n"
DISCONNECT = "channels: {phone: {kind: live, open: daily 09:00-10:00, at_close: disconnect}}\n"

MAIL = """
run: {start: 2026-03-02, measure: 2 days}
service: {help: {mail: {talk: 10 min}}}
queues: {mail: {of: mail}}
serves: {team: [mail]}
"""


def test_live_contacts_outside_the_hours_are_closed_and_the_hours_are_half_open(play):
    """Opening goes before an arrival on its tick, and so does closing: 09:00 is in, 10:00 is out."""
    day = play(OPEN_9_TO_10, phone="08:59:59.999999, 09:00, 09:59:59.999999, 10:00")
    day.contacts("""
        issue   | queue | arrived         | queued          | answered        | ended           | outcome
        phone 1 | -     | 08:59:59.999999 | -               | -               | 08:59:59.999999 | closed
        phone 2 | phone | 09:00           | 09:00           | 09:00           | 09:01           | answered
        phone 3 | phone | 09:59:59.999999 | 09:59:59.999999 | 09:59:59.999999 | 10:00:59.999999 | answered
        phone 4 | -     | 10:00           | -               | -               | 10:00           | closed
    """)
    day.issues("""
        issue   | outcome  | ended           | n_contacts
        phone 1 | lost     | 08:59:59.999999 | 1
        phone 2 | resolved | 09:01           | 1
        phone 3 | resolved | 10:00:59.999999 | 1
        phone 4 | lost     | 10:00           | 1
    """)


def test_who_waits_at_closing_is_served_by_default(play):
    """Call 2 waits over the closing tick and is answered after it."""
    day = play(OPEN_9_TO_10 + "service: {help: {phone: {talk: 5 min}}}", phone="09:58, 09:59")
    day.contacts("""
        issue   | queued | answered | ended | outcome
        phone 1 | 09:58  | 09:58    | 10:03 | answered
        phone 2 | 09:59  | 10:03    | 10:08 | answered
    """)


def test_disconnect_ends_who_waits_at_closing_and_lets_who_talks_finish(play):
    """At 10:00 the waiting call is disconnected, the one in talk goes on."""
    day = play(DISCONNECT + "service: {help: {phone: {talk: 5 min}}}", phone="09:58, 09:59, 10:01")
    day.contacts("""
        issue   | queue | queued | answered | ended | outcome
        phone 1 | phone | 09:58  | 09:58    | 10:03 | answered
        phone 2 | phone | 09:59  | -        | 10:00 | disconnected
        phone 3 | -     | -      | -        | 10:01 | closed
    """)
    day.issues("""
        issue   | outcome  | ended
        phone 1 | resolved | 10:03
        phone 2 | lost     | 10:00
        phone 3 | lost     | 10:01
    """)


def test_closing_goes_before_an_end_of_work_on_its_tick(play):
    """The agent frees at 10:00 too (rank 3), but closing (rank 2) has already disconnected call 2."""
    day = play(DISCONNECT, phone="09:59, 09:59:30")
    day.contacts("""
        issue   | queued   | answered | ended | outcome
        phone 1 | 09:59    | 09:59    | 10:00 | answered
        phone 2 | 09:59:30 | -        | 10:00 | disconnected
    """)


def test_closing_goes_before_patience_on_its_tick(play):
    """Patience ends at 10:00 as well (rank 5): the contact was disconnected, it did not abandon."""
    day = play(
        DISCONNECT + "segments: {everybody: {patience: 30 s}}\nservice: {help: {phone: {talk: 5 min}}}",
        phone="09:58, 09:59:30",
    )
    day.contacts("""
        issue   | queued   | answered | ended | outcome
        phone 1 | 09:58    | 09:58    | 10:03 | answered
        phone 2 | 09:59:30 | -        | 10:00 | disconnected
    """)


def test_each_channel_closes_for_itself(play):
    """Phone closes at ten, video does not: in one queue only the waiting phone call is disconnected."""
    day = play(
        """
        channels:
          phone: {kind: live, open: daily 09:00-10:00, at_close: disconnect}
          video: {kind: live, at_close: disconnect}
        service: {help: {phone: {talk: 5 min}, video: {talk: 5 min}}}
        queues: {all: {of: [phone, video]}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, video: level 3}}}
        serves: {team: [all]}
        """,
        phone="09:58, 09:59",
        video="09:59:30",
    )
    day.contacts("""
        issue   | answered | ended | outcome
        phone 1 | 09:58    | 10:03 | answered
        phone 2 | -        | 10:00 | disconnected
        video 1 | 10:03    | 10:08 | answered
    """)


def test_mail_of_the_night_waits_for_the_morning_and_is_worked_in_order(play):
    """Two mails come when nobody is there; the shift of tue 08:00 opens the first on its first tick."""
    day = play(
        MAIL
        + """
channels: {mail: {kind: deferred}}
pools:
  team:
    headcount: on_queue
    staff: {daily: {"00:00": 0, "08:00": 1, "18:00": 0}}
    skills: {mail: level 3}
""",
        mail="20:00, 21:00, tue 08:05",
    )
    day.contacts("""
        issue  | queued    | answered  | talk_end  | ended     | outcome  | deadline
        mail 1 | 20:00     | tue 08:00 | tue 08:10 | tue 08:10 | answered | -
        mail 2 | 21:00     | tue 08:10 | tue 08:20 | tue 08:20 | answered | -
        mail 3 | tue 08:05 | tue 08:20 | tue 08:30 | tue 08:30 | answered | -
    """)


def test_a_working_deadline_is_the_earliest_tick_with_the_open_time_since_arrival(play):
    """2 working hours of 09:00 to 17:00: at closing on the dot, over night, from before opening, from after closing."""
    day = play(
        MAIL
        + """
channels: {mail: {kind: deferred, reply_within: 2 working hours, worked: "mon-fri 09:00-17:00"}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}}
""",
        mail="07:00, 11:00, 15:00, 15:00:01, 16:00, 20:00, tue 15:00:01",
    )
    day.contacts("""
        issue  | arrived      | deadline     | answered     | outcome
        mail 1 | 07:00        | 11:00        | 07:00        | answered
        mail 2 | 11:00        | 13:00        | 11:00        | answered
        mail 3 | 15:00        | 17:00        | 15:00        | answered
        mail 4 | 15:00:01     | tue 09:00:01 | 15:10        | answered
        mail 5 | 16:00        | tue 10:00    | 16:00        | answered
        mail 6 | 20:00        | tue 11:00    | 20:00        | answered
        mail 7 | tue 15:00:01 | wed 09:00:01 | tue 15:00:01 | answered
    """)


def test_a_working_deadline_skips_the_weekend(play):
    """2 working hours from fri 16:00 end on mon 10:00, the eighth day; the first Monday is the one of the table."""
    day = play(
        MAIL.replace("2 days", "8 days")
        + """
channels: {mail: {kind: deferred, reply_within: 2 working hours, worked: "mon-fri 09:00-17:00"}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}}
""",
        mail="fri 16:00",
    )
    (deadline_tick,) = day.record.contacts["deadline_tick"]
    assert deadline_tick == day.world.horizon.day_tick[7] + 10 * 3_600_000_000


def test_a_deadline_on_the_wall_clock_runs_through_the_night(play):
    """24 h are 24 h."""
    day = play(
        MAIL
        + """
channels: {mail: {kind: deferred, reply_within: 24 h, worked: "mon-fri 09:00-17:00"}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}}
""",
        mail="16:00",
    )
    day.contacts("""
        issue  | arrived | deadline
        mail 1 | 16:00   | tue 16:00
    """)


def test_the_hours_of_a_deferred_channel_keep_nobody_out_and_nobody_from_working(play):
    """Who works when is settled by staff: mail of 20:00 is opened at 20:00 though the channel closes at 17:00."""
    day = play(
        MAIL
        + """
channels: {mail: {kind: deferred, open: "mon-fri 09:00-17:00"}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}}
""",
        mail="16:55, 20:00",
    )
    day.contacts("""
        issue  | queued | answered | ended | outcome
        mail 1 | 16:55  | 16:55    | 17:05 | answered
        mail 2 | 20:00  | 20:00    | 20:10 | answered
    """)


NIGHT = "run: {start: 2026-03-02, measure: 2 days}\nservice: {help: {phone: {talk: 5 min}}}\n"


def test_hours_past_midnight_close_in_the_morning_and_not_at_midnight(play):
    """22:00 to 06:00: at midnight nobody is disconnected, at 06:00 who waits is, and 06:00 itself is closed."""
    day = play(
        NIGHT + 'channels: {phone: {kind: live, open: "daily 22:00-06:00", at_close: disconnect}}',
        phone="05:59, 06:00, 21:59:59, 23:58, 23:59, tue 05:56, tue 05:57",
    )
    day.contacts("""
        issue   | answered  | ended     | outcome
        phone 1 | 05:59     | 06:04     | answered
        phone 2 | -         | 06:00     | closed
        phone 3 | -         | 21:59:59  | closed
        phone 4 | 23:58     | tue 00:03 | answered
        phone 5 | tue 00:03 | tue 00:08 | answered
        phone 6 | tue 05:56 | tue 06:01 | answered
        phone 7 | -         | tue 06:00 | disconnected
    """)


def test_a_channel_open_round_the_clock_does_not_close_at_midnight(play):
    """00:00 to 24:00 every day is one span: the call that waits over midnight is served."""
    day = play(
        NIGHT + 'channels: {phone: {kind: live, open: "daily 00:00-24:00", at_close: disconnect}}',
        phone="23:58, 23:59",
    )
    day.contacts("""
        issue   | answered  | ended     | outcome
        phone 1 | 23:58     | tue 00:03 | answered
        phone 2 | tue 00:03 | tue 00:08 | answered
    """)


def test_on_a_day_of_25_hours_clock_times_are_local_and_durations_elapse(play):
    """Warsaw, sun 2026-10-25: 09:00 by the clock is 10 h after midnight (ticks below are time since midnight)."""
    day = play(
        """
        run: {start: 2026-10-25, measure: 1 day, zone: Europe/Warsaw}
        channels: {phone: {kind: live, open: "daily 09:00-10:00"}}
        pools:
          team: {headcount: on_queue, shifts: {day: {hours: "daily 01:00-09:30", agents: 1}}, skills: {phone: level 3}}
        """,
        phone="01:30, 08:59:59, 09:00, 09:29:30, 10:00",
    )
    day.contacts("""
        issue   | arrived  | answered | ended    | outcome
        phone 1 | 01:30    | -        | 01:30    | closed
        phone 2 | 09:59:59 | -        | 09:59:59 | closed
        phone 3 | 10:00    | 10:00    | 10:01    | answered
        phone 4 | 10:29:30 | 10:29:30 | 10:30:30 | answered
        phone 5 | 11:00    | -        | 11:00    | closed
    """)
    day.duties("""
        agent  | start | end      | kind
        team 1 | 01:00 | 10:30    | on_queue
        team 1 | 10:30 | 10:30:30 | overtime
    """)


def test_once_open_the_delay_runs_from_the_next_opening(play):
    """Closed out at 08:00, the customer calls ten minutes after the opening; closed out at night, never again."""
    day = play(
        OPEN_9_TO_10 + 'what_next: {closed: {same: 100 %, once_open: true, after: "fixed, 10 min"}}',
        phone="08:00, 11:00",
    )
    day.contacts("""
        issue   | visit | reason | arrived | answered | outcome
        phone 1 | 0     | first  | 08:00   | -        | closed
        phone 1 | 1     | redial | 09:10   | 09:10    | answered
        phone 2 | 0     | first  | 11:00   | -        | closed
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:11 | 2
        phone 2 | open     | -     | 1
    """)


def test_once_open_who_would_come_while_it_is_closed_comes_at_the_opening(play):
    """Given up at 09:50, half an hour later it is closed: they come when it opens the day after."""
    day = play(
        "run: {start: 2026-03-02, measure: 2 days}\n"
        + OPEN_9_TO_10
        + 'what_next: {abandoned: {same: 100 %, once_open: true, after: "fixed, 30 min"}}\n'
        + "segments: {everybody: {patience: 1 min}}\n"
        + "service: {help: {phone: {talk: 5 min}}}",
        phone="09:48, 09:49",
    )
    day.contacts("""
        issue   | visit | arrived   | answered  | outcome
        phone 1 | 0     | 09:48     | 09:48     | answered
        phone 2 | 0     | 09:49     | -         | abandoned
        phone 2 | 1     | tue 09:00 | tue 09:00 | answered
    """)


def test_once_open_changes_nothing_where_the_channel_is_open(play):
    """Who gives up waiting at 09:05 while the channel is open comes back ten minutes later."""
    day = play(
        OPEN_9_TO_10
        + 'what_next: {abandoned: {same: 100 %, once_open: true, after: "fixed, 10 min"}}\n'
        + "segments: {everybody: {patience: 1 min}}\n"
        + "service: {help: {phone: {talk: 5 min}}}",
        phone="09:03, 09:04",
    )
    day.contacts("""
        issue   | visit | arrived | answered | ended | outcome
        phone 1 | 0     | 09:03   | 09:03    | 09:08 | answered
        phone 2 | 0     | 09:04   | -        | 09:05 | abandoned
        phone 2 | 1     | 09:15   | 09:15    | 09:20 | answered
    """)


def test_a_channel_in_service_from_a_date_is_closed_before_it(play):
    """Calls find the phone closed on Monday, and to the last tick of it; from Tuesday's first tick on it takes them."""
    day = play(
        "run: {start: 2026-03-02, measure: 2 days}\nchannels: {phone: {kind: live, in_service: from 2026-03-03}}",
        phone="09:00, 23:59:59.999999, tue 00:00:01, tue 09:00",
    )
    day.contacts("""
        issue   | arrived         | answered        | outcome
        phone 1 | 09:00           | -               | closed
        phone 2 | 23:59:59.999999 | -               | closed
        phone 3 | tue 00:00:01    | tue 00:00:01    | answered
        phone 4 | tue 09:00       | tue 09:00       | answered
    """)


def test_a_deferred_channel_out_of_service_takes_nothing_and_what_waits_is_still_worked(play):
    """Mail 1 comes on the last day and is worked on the next; mail 2 comes a tick too late."""
    day = play(
        "channels: {mail: {kind: deferred, in_service: until 2026-03-02}}\n"
        + MAIL
        + 'pools: {team: {headcount: on_queue, staff: {"tue": 1}, skills: {mail: level 3}}}',
        mail="23:00, tue 00:00",
    )
    day.contacts("""
        issue  | arrived   | queued | answered  | ended     | outcome
        mail 1 | 23:00     | 23:00  | tue 00:00 | tue 00:10 | answered
        mail 2 | tue 00:00 | -      | -         | tue 00:00 | closed
    """)


def test_an_exception_closes_a_holiday_and_opens_another_hour(play):
    """Tuesday is a holiday on which the phone takes calls from 12:00 to 13:00 only."""
    day = play(
        "run: {start: 2026-03-02, measure: 2 days, holidays: {2026-03-03: Day of rest}}\n"
        "channels: {phone: {kind: live, open: daily 09:00-10:00 and holiday 12:00-13:00}}",
        phone="09:30, 12:30, tue 09:30, tue 12:30",
    )
    day.contacts("""
        issue   | arrived   | outcome
        phone 1 | 09:30     | answered
        phone 2 | 12:30     | closed
        phone 3 | tue 09:30 | closed
        phone 4 | tue 12:30 | answered
    """)


def test_who_finds_the_phone_closed_may_leave_a_message(play):
    """A voicemail is a deferred channel that customers turn to at once; somebody works it in the morning."""
    day = play(
        "channels: {phone: {kind: live, open: daily 09:00-10:00}, voicemail: {kind: deferred}}\n"
        "what_next: {closed: {voicemail: 100 %, after: 0 s}}\n"
        "service: {help: {phone: {talk: 1 min}, voicemail: {talk: 5 min}}}\n"
        "queues: {phone: {of: [phone, voicemail]}}\n"
        'pools: {team: {headcount: on_queue, staff: {daily: {"09:00": 1}}, '
        "skills: {phone: level 3, voicemail: level 3}}}",
        phone="07:00, 09:30",
    )
    day.contacts("""
        issue   | visit | channel   | reason | arrived | answered | ended | outcome
        phone 1 | 0     | phone     | first  | 07:00   | -        | 07:00 | closed
        phone 1 | 1     | voicemail | switch | 07:00   | 09:00    | 09:05 | answered
        phone 2 | 0     | phone     | first  | 09:30   | 09:30    | 09:31 | answered
    """)
