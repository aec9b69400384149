"""Leaving: patience, customers who do not wait at all, and balking at the expected wait (MODEL.md 3 and 7)."""

PATIENT_30_S = "segments: {everybody: {patience: 30 s}}"


def test_a_customer_leaves_when_patience_ends_and_the_issue_is_lost(play):
    """Call 2 leaves after 30 s unanswered; nothing says what customers do next, so the issue is lost on that tick."""
    day = play(PATIENT_30_S, phone="09:00, 09:00:10")
    day.contacts("""
        issue   | queued   | queue | pool | agent  | answered | talk_end | ended    | outcome   | level | talk
        phone 1 | 09:00    | phone | team | team 1 | 09:00    | 09:01    | 09:01    | answered  | 3     | 60 s
        phone 2 | 09:00:10 | phone | -    | -      | -        | -        | 09:00:40 | abandoned | 0     | 0 s
    """)
    day.contacts("""
        issue   | is_resolved
        phone 1 | 1
        phone 2 | -
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:01    | 1
        phone 2 | lost     | 09:00:40 | 1
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:00 | 09:01 | phone 1
    """)


def test_an_answer_beats_patience_on_the_same_tick(play):
    """The agent frees at 09:01 (rank 3), where the patience of call 2 ends too (rank 5)."""
    day = play(PATIENT_30_S, phone="09:00, 09:00:30")
    day.contacts("""
        issue   | queued   | answered | ended | outcome
        phone 1 | 09:00    | 09:00    | 09:01 | answered
        phone 2 | 09:00:30 | 09:01    | 09:02 | answered
    """)


def test_one_tick_less_patience_and_the_customer_has_left(play):
    """Patience ends 1 µs before the agent frees."""
    day = play("segments: {everybody: {patience: 29.999999 s}}", phone="09:00, 09:00:30")
    day.contacts("""
        issue   | queued   | answered | ended           | outcome
        phone 1 | 09:00    | 09:00    | 09:01           | answered
        phone 2 | 09:00:30 | -        | 09:00:59.999999 | abandoned
    """)


def test_who_leaves_frees_the_place_for_the_next_in_line(play):
    """Calls 2 and 3 leave; call 4, younger, is the one whom the agent finds."""
    day = play(PATIENT_30_S, phone="09:00, 09:00:10, 09:00:20, 09:00:40")
    day.contacts("""
        issue   | answered | ended    | outcome
        phone 1 | 09:00    | 09:01    | answered
        phone 2 | -        | 09:00:40 | abandoned
        phone 3 | -        | 09:00:50 | abandoned
        phone 4 | 09:01    | 09:02    | answered
    """)


def test_patience_of_zero_leaves_only_if_it_must_wait(play):
    """Call 1 is answered on arrival; call 2 finds the agent busy and leaves on the tick it came."""
    day = play("segments: {everybody: {patience: 0 s}}", phone="09:00, 09:00:30, 09:01")
    day.contacts("""
        issue   | queued   | answered | ended    | outcome
        phone 1 | 09:00    | 09:00    | 09:01    | answered
        phone 2 | 09:00:30 | -        | 09:00:30 | abandoned
        phone 3 | 09:01    | 09:01    | 09:02    | answered
    """)


def test_who_leaves_at_once_leaves_only_if_he_must_wait(play):
    """`leaves_at_once: 100 %` is a patience of zero, whatever the patience of the segment."""
    day = play("segments: {everybody: {patience: 10 min, leaves_at_once: 100 %}}", phone="09:00, 09:00:30, 09:01")
    day.contacts("""
        issue   | queued   | answered | ended    | outcome
        phone 1 | 09:00    | 09:00    | 09:01    | answered
        phone 2 | 09:00:30 | -        | 09:00:30 | abandoned
        phone 3 | 09:01    | 09:01    | 09:02    | answered
    """)


def test_leaving_at_once_comes_after_every_arrival_of_the_tick(play):
    """The queue holds one: call 2 (rank 4) takes the place, call 3 is blocked, then call 2 leaves (rank 5)."""
    day = play(
        """
        segments: {everybody: {leaves_at_once: 100 %}}
        queues: {phone: {of: phone, limit: 1 waiting}}
        """,
        phone="09:00, 09:00:30, 09:00:30",
    )
    day.contacts("""
        issue   | queued   | answered | ended    | outcome
        phone 1 | 09:00    | 09:00    | 09:01    | answered
        phone 2 | 09:00:30 | -        | 09:00:30 | abandoned
        phone 3 | -        | -        | 09:00:30 | blocked
    """)


def test_an_arrival_goes_before_patience_on_the_same_tick(play):
    """Call 2's patience ends when call 3 arrives: the only place is still taken, so call 3 is blocked."""
    day = play(
        """
        segments: {everybody: {patience: 30 s}}
        queues: {phone: {of: phone, limit: 1 waiting}}
        """,
        phone="09:00, 09:00:10, 09:00:40, 09:00:41",
    )
    day.contacts("""
        issue   | queued   | answered | ended    | outcome
        phone 1 | 09:00    | 09:00    | 09:01    | answered
        phone 2 | 09:00:10 | -        | 09:00:40 | abandoned
        phone 3 | -        | -        | 09:00:40 | blocked
        phone 4 | 09:00:41 | 09:01    | 09:02    | answered
    """)


def test_patience_is_that_of_the_channel_and_of_the_time_of_day(play):
    """Phone waits 10 s before noon and 20 s after; video never leaves."""
    day = play(
        """
        channels: {phone: {kind: live}, video: {kind: live}}
        segments:
          everybody: {patience: {phone: {by_time: {"00:00": 10 s, "12:00": 20 s}}, video: never}}
        service: {help: {phone: {talk: 1 min}, video: {talk: 1 min}}}
        queues: {all: {of: [phone, video]}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, video: level 3}}}
        serves: {team: [all]}
        """,
        phone="11:59:40, 11:59:41, 12:00, 12:00:39.5",
        video="11:59:42",
    )
    day.contacts("""
        issue   | queued     | answered   | ended      | outcome
        phone 1 | 11:59:40   | 11:59:40   | 12:00:40   | answered
        phone 2 | 11:59:41   | -          | 11:59:51   | abandoned
        phone 3 | 12:00      | -          | 12:00:20   | abandoned
        phone 4 | 12:00:39.5 | -          | 12:00:59.5 | abandoned
        video 1 | 11:59:42   | 12:00:40   | 12:01:40   | answered
    """)


def test_patience_is_that_of_the_segment(play):
    """Everyday customers leave after 10 s, private ones after 40 s."""
    day = play(
        """
        segments:
          everyday: {share: 50 %, patience: 10 s}
          private: {share: 50 %, patience: 40 s}
        """,
        phone="09:00 segment=everyday, 09:00:05 segment=private, 09:00:06 segment=everyday, 09:00:30 segment=private",
    )
    day.contacts("""
        issue   | segment  | answered | ended    | outcome
        phone 1 | everyday | 09:00    | 09:01    | answered
        phone 2 | private  | -        | 09:00:45 | abandoned
        phone 3 | everyday | -        | 09:00:16 | abandoned
        phone 4 | private  | 09:01    | 09:02    | answered
    """)


def test_balking_at_an_expected_wait_of_one_more_in_line(play):
    """(Q + 1) · 60 s / 1 agent: call 2 hears 60 s and stays, call 3 hears 120 s and turns away."""
    day = play(
        'channels: {phone: {kind: live, balks: "0 % at 119 s, 100 % at 120 s"}}',
        phone="09:00, 09:00:10, 09:00:20",
    )
    day.contacts("""
        issue   | arrived  | queued   | answered | ended    | outcome
        phone 1 | 09:00    | 09:00    | 09:00    | 09:01    | answered
        phone 2 | 09:00:10 | 09:00:10 | 09:01    | 09:02    | answered
        phone 3 | 09:00:20 | -        | -        | 09:00:20 | balked
    """)


def test_the_expected_wait_counts_wrap_up_and_the_agents_on_duty(play):
    """Two agents, 60 s of talk and 30 s of wrap-up: 45 s for call 3, 90 s for call 4, who turns away at 80 s."""
    day = play(
        """
        channels: {phone: {kind: live, balks: "0 % at 46 s, 100 % at 80 s"}}
        service: {help: {phone: {talk: 1 min, wrap_up: 30 s}}}
        pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}}
        """,
        phone="09:00, 09:00:01, 09:00:02, 09:00:03",
    )
    day.contacts("""
        issue   | answered | ended    | outcome
        phone 1 | 09:00    | 09:01:30 | answered
        phone 2 | 09:00:01 | 09:01:31 | answered
        phone 3 | 09:01:30 | 09:03    | answered
        phone 4 | -        | 09:00:03 | balked
    """)


def test_a_pool_of_two_queues_counts_half_in_the_expected_wait(play):
    """One agent for two queues is half an agent: call 2 hears 120 s and turns away."""
    day = play(
        """
        channels: {phone: {kind: live, balks: "0 % at 61 s, 100 % at 119 s"}, video: {kind: live}}
        service: {help: {phone: {talk: 1 min}, video: {talk: 1 min}}}
        queues: {phone: {of: phone}, video: {of: video}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, video: level 3}}}
        serves: {team: [phone, video]}
        """,
        phone="09:00, 09:00:10",
        video="09:00:20",
    )
    day.contacts("""
        issue   | answered | ended    | outcome
        phone 1 | 09:00    | 09:01    | answered
        phone 2 | -        | 09:00:10 | balked
        video 1 | 09:01    | 09:02    | answered
    """)


def test_without_agents_customers_hear_the_last_point_of_the_curve(play):
    """Nobody is on duty before nine: the call of 08:59 turns away, the one of 09:00 is answered."""
    day = play(
        """
        channels: {phone: {kind: live, balks: "0 % at 1 min, 100 % at 10 min"}}
        pools:
          team: {headcount: on_queue, staff: {daily: {"00:00": 0, "09:00": 1}}, skills: {phone: level 3}}
        """,
        phone="08:59, 09:00",
    )
    day.contacts("""
        issue   | queued | answered | ended | outcome
        phone 1 | -      | -        | 08:59 | balked
        phone 2 | 09:00  | 09:00    | 09:01 | answered
    """)


def test_patience_drawn_once_an_issue_is_kept_for_every_attempt(play):
    """Nobody answers: with patience_of: issue each attempt lasts as long as the first; drawn anew, none does."""
    waits = {}
    for kept in ("issue", "contact"):
        day = play(
            f'segments: {{everybody: {{patience: "exponential, mean 5 min", patience_of: {kept}}}}}\n'
            'what_next: {at_most: 4 visits, abandoned: {same: 100 %, after: "fixed, 1 h"}}\n'
            "pools: {team: {headcount: on_queue, staff: {mon: {'23:00': 1}}, skills: {phone: level 3}}}",
            phone="09:00, 10:00",
        )
        contacts = day.record.contacts
        waits[kept] = (contacts["ended_tick"] - contacts["queued_tick"]).reshape(2, 4).tolist()
    assert [len(set(row)) for row in waits["issue"]] == [1, 1]
    assert [len(set(row)) for row in waits["contact"]] == [4, 4]
    assert [row[0] for row in waits["issue"]] == [row[0] for row in waits["contact"]]
