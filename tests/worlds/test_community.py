"""Peers answer each other, and moderators step in (MODEL.md 2): who is first, and what it comes to."""

CENTRE = """
channels: {forum: {kind: communityMORE}, phone: {kind: live}}
service:
  help:
    forum: {peers: 100 %, peers_answer_after: 3 h, of_these_solved: 100 %, talk: 4 min, wrap_up: 1 min}
    phone: {talk: 5 min}
queues: {forum: {of: forum}, phone: {of: phone}}
pools:
  moderators: {headcount: on_queue, STAFF, skills: {forum: level 3}}
  callers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {moderators: {forum: {after: AFTER}}, callers: [phone]}
"""


def forum(more: str = "", after: str = "12 h", staff: str = "staff: {daily: 1}") -> str:
    return CENTRE.replace("MORE", more).replace("AFTER", after).replace("STAFF", staff)


def test_a_peer_answers_and_no_agent_has_touched_it(play):
    """Three hours after it was posted it is over: contained, resolved, no work, one contact."""
    day = play(forum(), forum="09:00")
    day.contacts("""
        issue   | reason | queue | pool | agent | arrived | queued | answered | talk_end | ended | outcome
        forum 1 | first  | forum | -    | -     | 09:00   | 09:00  | -        | 12:00    | 12:00 | contained
    """)
    day.contacts("""
        issue   | is_resolved | story | level | talk | wrap_up | cause | way
        forum 1 | 1           | none  | 0     | 0 s  | 0 s     | -     | none
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        forum 1 | resolved | 12:00 | 1
    """)
    assert len(day.record.spells["agent"]) == 0


def test_where_no_peer_would_answer_a_moderator_does(play):
    """Twelve hours after it was posted."""
    day = play(forum().replace("peers: 100 %, peers_answer_after: 3 h, of_these_solved: 100 %, ", ""), forum="09:00")
    day.contacts("""
        issue   | queued | answered | talk_end | ended | outcome  | agent        | is_resolved
        forum 1 | 09:00  | 21:00    | 21:04    | 21:05 | answered | moderators 1 | 1
    """)


def test_a_moderator_who_comes_first_makes_the_peers_not_count(play):
    """Opened at 11:00; the peer who would have answered at 12:00 finds it answered."""
    day = play(forum(after="2 h"), forum="09:00")
    day.contacts("""
        issue   | answered | talk_end | ended | outcome
        forum 1 | 11:00    | 11:04    | 11:05 | answered
    """)


def test_a_peer_on_the_tick_at_which_a_moderator_may_step_in_is_first(play):
    """Both at 12:00: the peer is rank 3, the moderators' age is tested in rank 4."""
    day = play(forum(after="3 h"), forum="09:00")
    day.contacts("""
        issue   | answered | ended | outcome
        forum 1 | -        | 12:00 | contained
    """)


def test_a_moderator_whose_shift_starts_on_the_tick_of_the_peer_is_first(play):
    """The start is rank 1: opened at 12:00, answered at 12:04."""
    day = play(forum(after="0 s", staff='shifts: {day: {hours: "daily 12:00-20:00", agents: 1}}'), forum="09:00")
    day.contacts("""
        issue   | answered | talk_end | ended | outcome
        forum 1 | 12:00    | 12:04    | 12:05 | answered
    """)


def test_a_moderator_who_frees_on_the_tick_of_the_peer_goes_by_the_issue(play):
    """Both rank 3 at 12:00. The moderator's own work is issue 1, so post 2 is pulled before its peer is heard."""
    day = play(forum(after="0 s").replace("talk: 4 min", "talk: 3 h"), forum="08:59, 09:00")
    day.contacts("""
        issue   | answered | talk_end | ended | outcome
        forum 1 | 08:59    | 11:59    | 12:00 | answered
        forum 2 | 12:00    | 15:00    | 15:01 | answered
    """)


def test_a_post_in_a_moderators_hands_is_not_answered_by_a_peer(play):
    """Opened at 11:58, in work at 12:00."""
    day = play(forum(after="2 h 58 min"), forum="09:00")
    day.contacts("""
        issue   | answered | talk_end | outcome
        forum 1 | 11:58    | 12:02    | answered
    """)


def test_a_post_that_was_opened_and_given_back_is_the_moderators(play):
    """Given back at 12:00 with two minutes left; the peer of 12:30 does not count, the next moderator does."""
    day = play(
        forum(
            after="0 s",
            staff='shifts: {early: {hours: "daily 11:58-12:00", agents: 1}, '
            'late: {hours: "daily 14:00-20:00", agents: 1}}',
        ),
        forum="09:30",
    )
    day.contacts("""
        issue   | agent        | answered | talk_end | ended | outcome  | talk
        forum 1 | moderators 2 | 11:58    | 14:02    | 14:03 | answered | 240 s
    """)


GONE = "what_next: {bot_gone: {phone: 100 %, after: 1 h}}\n"


def test_who_is_answered_and_not_helped_goes_on_as_the_row_of_the_gone_says(play):
    """Answered at 12:00 without being helped, the customer rings at 13:00; the story was told, on another channel."""
    day = play(
        forum().replace("of_these_solved: 100 %", "of_these_solved: 0 %")
        + GONE
        + "context: {from_bot: kept 0 %, same_channel: kept 0 %, other_channel: kept 100 %}",
        forum="09:00",
    )
    day.contacts("""
        issue   | visit | reason | channel | arrived | ended | outcome   | is_resolved | story | after_visit | led_by
        forum 1 | 0     | first  | forum   | 09:00   | 12:00 | contained | 0           | none  | -           | -
        forum 1 | 1     | switch | phone   | 13:00   | 13:05 | answered  | 1           | kept  | 0           | bot_gone
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        forum 1 | resolved | 13:05 | 2
    """)


def test_who_posts_again_makes_a_contact_of_its_own(play):
    """Posted again at 13:00, a return; two at most: the issue is lost when the second does not help."""
    day = play(
        forum().replace("of_these_solved: 100 %", "of_these_solved: 0 %")
        + "what_next: {at_most: 2 visits, bot_gone: {same: 100 %, after: 1 h}}",
        forum="09:00",
    )
    day.contacts("""
        issue   | visit | reason | channel | arrived | ended | outcome   | is_resolved | led_by
        forum 1 | 0     | first  | forum   | 09:00   | 12:00 | contained | 0           | -
        forum 1 | 1     | return | forum   | 13:00   | 16:00 | contained | 0           | bot_gone
    """)
    day.issues("""
        issue   | outcome | ended | n_contacts
        forum 1 | lost    | 16:00 | 2
    """)


def test_without_a_row_the_one_not_helped_is_lost(play):
    """At the tick of the answer."""
    day = play(forum().replace("of_these_solved: 100 %", "of_these_solved: 0 %"), forum="09:00")
    day.issues("""
        issue   | outcome | ended | n_contacts
        forum 1 | lost    | 12:00 | 1
    """)


CHASE = "what_next: {unanswered: {phone: 100 %, after: 30 min}}\nalready_solved: 1 min\n"


def test_who_waits_too_long_rings_and_a_linked_call_withdraws_the_post(play):
    """Tolerance to 11:00, the call at 11:30: the post is withdrawn, and no peer answers at 12:00."""
    day = play(forum(", tolerated: 2 h") + CHASE + "context: {recognised: 100 %}", forum="09:00")
    day.contacts("""
        issue   | visit | reason | answered | talk_end | ended | outcome   | led_by
        forum 1 | 0     | first  | -        | -        | 11:30 | withdrawn | -
        forum 1 | 1     | chase  | 11:30    | 11:35    | 11:35 | answered  | unanswered
    """)


def test_who_was_helped_meanwhile_does_not_mind_a_peer_who_does_not_help(play):
    """The call of 11:30, not recognised, has resolved it; at 12:00 a peer answers in vain, and nobody rings again."""
    day = play(
        forum(", tolerated: 2 h").replace("of_these_solved: 100 %", "of_these_solved: 0 %")
        + CHASE.replace("30 min}}", "30 min}, bot_gone: {phone: 100 %, after: 1 h}}"),
        forum="09:00",
    )
    day.contacts("""
        issue   | visit | reason | talk_end | outcome
        forum 1 | 0     | first  | 12:00    | contained
        forum 1 | 1     | chase  | 11:35    | answered
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        forum 1 | resolved | 11:35 | 2
    """)


def test_a_peer_on_the_tick_the_tolerance_ends_is_in_time(play):
    """Three hours both: the peer (rank 3) goes before the tolerance (rank 5)."""
    day = play(forum(", tolerated: 3 h") + CHASE, forum="09:00")
    day.contacts("""
        issue   | visit | ended | outcome
        forum 1 | 0     | 12:00 | contained
    """)


def test_a_peer_who_helps_cancels_a_call_not_yet_made(play):
    """Tolerance to 11:45, the call would be at 12:15; the peer helps at 12:00."""
    day = play(forum(", tolerated: 165 min") + CHASE, forum="09:00")
    day.contacts("""
        issue   | visit | ended | outcome
        forum 1 | 0     | 12:00 | contained
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        forum 1 | resolved | 12:00 | 1
    """)


def test_posts_wait_over_night_and_have_a_deadline(play):
    """No patience, no closing, a reply within a day."""
    day = play(
        "run: {start: 2026-03-02, measure: 2 days}\n"
        + forum(", open: daily 08:00-22:00, reply_within: 24 h")
        + "segments: {everybody: {patience: 1 min}}",
        forum="23:00",
    )
    day.contacts("""
        issue   | queued | ended     | outcome   | deadline
        forum 1 | 23:00  | tue 02:00 | contained | tue 23:00
    """)


def test_posts_go_last_by_default(play):
    """Forum is priority 4 like mail and after messages; at one rank the older goes first."""
    day = play(
        """
        channels: {phone: {kind: live}, text: {kind: messaging, at_once: 1 chats}, forum: {kind: community}}
        service: {help: {phone: {talk: 5 min}, text: {talk: 2 min}, forum: {talk: 4 min}}}
        queues: {phone: {of: phone}, text: {of: text}, forum: {of: forum}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, text: level 3, forum: level 3}}
        serves: {team: [phone, text, forum]}
        """,
        phone="09:00",
        text="09:02",
        forum="09:01",
    )
    day.contacts("""
        issue   | queued | answered
        phone 1 | 09:00  | 09:00
        text 1  | 09:02  | 09:05
        forum 1 | 09:01  | 09:07
    """)


def test_a_peer_after_the_end_of_the_horizon_leaves_it_open(play):
    """Midnight itself is outside."""
    day = play(forum(), forum="20:59:59.999999, 21:00")
    day.contacts("""
        issue   | ended           | outcome
        forum 1 | 23:59:59.999999 | contained
        forum 2 | -               | open
    """)
    day.issues("""
        issue   | outcome
        forum 1 | resolved
        forum 2 | open
    """)
