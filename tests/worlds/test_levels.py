"""Levels of skill and changes of channel: what they do to work and to what is solved (MODEL.md 7, Skills; 15)."""

LEVEL_1 = "pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 1}}}\n"


def test_a_level_scales_talk_and_wrap_up(play):
    """1.5 times at level 1: 60 s of talk become 90 s, 30 s of wrap-up 45 s."""
    day = play(
        LEVEL_1
        + """
service: {help: {phone: {talk: 1 min, wrap_up: 30 s}}}
levels: {1: {handle_time: 1.5 times}}
""",
        phone="09:00",
    )
    day.contacts("""
        issue   | level | answered | talk_end | ended    | talk | wrap_up
        phone 1 | 1     | 09:00    | 09:01:30 | 09:02:15 | 90 s | 45 s
    """)


def test_the_product_is_rounded_once_half_up(play):
    """1,000,001 ticks times 1.5 are 1,500,001.5, so 1,500,002; 999,999 give 1,499,998.5, so 1,499,999."""
    day = play(
        LEVEL_1
        + """
service: {help: {phone: {talk: 1.000001 s, wrap_up: 0.999999 s}}}
levels: {1: {handle_time: 1.5 times}}
""",
        phone="09:00",
    )
    day.contacts("""
        issue   | talk       | wrap_up    | ended
        phone 1 | 1500002 us | 1499999 us | 09:00:03.000001
    """)


def test_a_level_that_is_not_named_changes_nothing(play):
    """Level 2 has no row in `levels`."""
    day = play(
        LEVEL_1.replace("level 1", "level 2") + "levels: {1: {handle_time: 1.5 times}}",
        phone="09:00",
    )
    day.contacts("""
        issue   | level | ended
        phone 1 | 2     | 09:01
    """)


def test_a_level_scales_the_share_solved(play):
    """100 % times 10^-12 at level 1: not resolved."""
    day = play(LEVEL_1 + "levels: {1: {solved: 0.000000000001 times}}", phone="09:00")
    day.contacts("""
        issue   | level | is_resolved
        phone 1 | 1     | 0
    """)


def test_story_seconds_are_added_after_the_level(play):
    """Visit 1: 60 s times 1.5 plus 30 s repeated, 120 s; the 30 s are not scaled."""
    day = play(
        LEVEL_1
        + """
service: {help: {phone: {talk: 1 min, solved: 0.000000001 %}}}
levels: {1: {handle_time: 1.5 times}}
what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 10 min}}
lost_story: {extra_talk: 30 s}
context: {same_channel: kept 0 %}
""",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | answered | ended    | talk
        phone 1 | 0     | 09:00    | 09:01:30 | 90 s
        phone 1 | 1     | 09:11:30 | 09:13:30 | 120 s
    """)


def test_a_change_of_channel_costs_seconds_from_the_second_contact_on(play):
    """The first contact of the day is no change; phone to video and video to phone are, video to video is not."""
    day = play(
        """
        channels: {phone: {kind: live}, video: {kind: live}}
        service: {help: {phone: {talk: 1 min}, video: {talk: 1 min}}}
        queues: {all: {of: [phone, video]}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, video: level 3}}}
        serves: {team: [all]}
        change_of_channel: 10 s
        """,
        phone="09:00, 09:20",
        video="09:05, 09:10",
    )
    day.contacts("""
        issue   | answered | ended
        phone 1 | 09:00    | 09:01
        phone 2 | 09:20    | 09:21:10
        video 1 | 09:05    | 09:06:10
        video 2 | 09:10    | 09:11
    """)


def test_a_change_of_channel_is_not_scaled_by_the_level(play):
    """Level 1 makes 60 s of video 90 s; the 10 s of the change are seconds as they are."""
    day = play(
        """
        channels: {phone: {kind: live}, video: {kind: live}}
        service: {help: {phone: {talk: 1 min}, video: {talk: 1 min}}}
        queues: {all: {of: [phone, video]}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, video: level 1}}}
        serves: {team: [all]}
        levels: {1: {handle_time: 1.5 times}}
        change_of_channel: 10 s
        """,
        phone="09:00",
        video="09:05",
    )
    day.contacts("""
        issue   | level | answered | ended
        phone 1 | 3     | 09:00    | 09:01
        video 1 | 1     | 09:05    | 09:06:40
    """)
