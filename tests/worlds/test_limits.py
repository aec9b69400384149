"""Lines and queue limits: who is blocked (MODEL.md 7, Limits; 15, Routing)."""


def test_beyond_the_queue_limit_a_call_is_blocked(play):
    """One may wait; call 3 is blocked and stands outside every queue; call 4 finds the place free again."""
    day = play("queues: {phone: {of: phone, limit: 1 waiting}}", phone="09:00, 09:00:10, 09:00:20, 09:01:10")
    day.contacts("""
        issue   | queue | arrived  | queued   | answered | talk_end | ended    | outcome  | is_resolved | agent
        phone 1 | phone | 09:00    | 09:00    | 09:00    | 09:01    | 09:01    | answered | 1           | team 1
        phone 2 | phone | 09:00:10 | 09:00:10 | 09:01    | 09:02    | 09:02    | answered | 1           | team 1
        phone 3 | -     | 09:00:20 | -        | -        | -        | 09:00:20 | blocked  | -           | -
        phone 4 | phone | 09:01:10 | 09:01:10 | 09:02    | 09:03    | 09:03    | answered | 1           | team 1
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:01    | 1
        phone 2 | resolved | 09:02    | 1
        phone 3 | lost     | 09:00:20 | 1
        phone 4 | resolved | 09:03    | 1
    """)


def test_a_limit_of_no_waiting_blocks_only_those_who_would_have_to_wait(play):
    """The limit counts waiting contacts only: a call that finds the agent free is answered."""
    day = play("queues: {phone: {of: phone, limit: 0 waiting}}", phone="09:00, 09:00:30, 09:01")
    day.contacts("""
        issue   | arrived  | answered | ended    | outcome
        phone 1 | 09:00    | 09:00    | 09:01    | answered
        phone 2 | 09:00:30 | -        | 09:00:30 | blocked
        phone 3 | 09:01    | 09:01    | 09:02    | answered
    """)


def test_lines_count_who_waits_and_who_talks(play):
    """Two lines: one talks, one waits, the third hears the engaged tone until a line is free."""
    day = play("channels: {phone: {kind: live, lines: 2 lines}}", phone="09:00, 09:00:10, 09:00:20, 09:01")
    day.contacts("""
        issue   | arrived  | queued   | answered | ended    | outcome
        phone 1 | 09:00    | 09:00    | 09:00    | 09:01    | answered
        phone 2 | 09:00:10 | 09:00:10 | 09:01    | 09:02    | answered
        phone 3 | 09:00:20 | -        | -        | 09:00:20 | blocked
        phone 4 | 09:01    | 09:01    | 09:02    | 09:03    | answered
    """)


def test_a_line_is_free_from_the_end_of_talk_wrap_up_needs_none(play):
    """The customer has hung up: on the tick talk ends, at 09:01, the only line takes call 2, which waits."""
    day = play(
        """
        channels: {phone: {kind: live, lines: 1 lines}}
        service: {help: {phone: {talk: 1 min, wrap_up: 1 min}}}
        """,
        phone="09:00, 09:01, 09:01:30",
    )
    day.contacts("""
        issue   | arrived  | queued | answered | ended    | outcome
        phone 1 | 09:00    | 09:00  | 09:00    | 09:02    | answered
        phone 2 | 09:01    | 09:01  | 09:02    | 09:04    | answered
        phone 3 | 09:01:30 | -      | -        | 09:01:30 | blocked
    """)


def test_who_leaves_gives_the_line_back(play):
    """Call 2 leaves at 09:00:40; call 3 comes a second later and gets the line."""
    day = play(
        """
        channels: {phone: {kind: live, lines: 2 lines}}
        segments: {everybody: {patience: 30 s}}
        """,
        phone="09:00, 09:00:10, 09:00:30, 09:00:41",
    )
    day.contacts("""
        issue   | queued   | answered | ended    | outcome
        phone 1 | 09:00    | 09:00    | 09:01    | answered
        phone 2 | 09:00:10 | -        | 09:00:40 | abandoned
        phone 3 | -        | -        | 09:00:30 | blocked
        phone 4 | 09:00:41 | 09:01    | 09:02    | answered
    """)


SHARED = """
channels: {phone: {kind: live, lines: 2 lines}, video: {kind: live, lines: as phone}}
service: {help: {phone: {talk: 1 min}, video: {talk: 5 min}}}
queues: {phone: {of: phone}, video: {of: video}}
pools:
  team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  screens: {headcount: on_queue, staff: {daily: 1}, skills: {video: level 3}}
serves: {team: [phone], screens: [video]}
"""


def test_channels_that_share_lines_block_one_another(play):
    """Two lines for both: the video of 09:00 and a call hold them, so call 2 is blocked until call 1 is over."""
    day = play(SHARED, phone="09:00, 09:00:30, 09:01", video="09:00, 09:00:30, 09:01:30")
    day.contacts("""
        issue   | channel | arrived  | answered | ended    | outcome
        phone 1 | phone   | 09:00    | 09:00    | 09:01    | answered
        phone 2 | phone   | 09:00:30 | -        | 09:00:30 | blocked
        phone 3 | phone   | 09:01    | 09:01    | 09:02    | answered
        video 1 | video   | 09:00    | 09:00    | 09:05    | answered
        video 2 | video   | 09:00:30 | -        | 09:00:30 | blocked
        video 3 | video   | 09:01:30 | -        | 09:01:30 | blocked
    """)
