"""Priority and delay: who goes first, and pools that help only after a wait (MODEL.md 7, Eligibility that widens)."""

PHONE_AND_MAIL = """
channels: {phone: {kind: live}, mail: {kind: deferred}}
service: {help: {phone: {talk: 5 min}, mail: {talk: 5 min}}}
queues: {phone: {of: phone}, mail: {of: mail}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, mail: level 3}}}
"""

HOME_AND_HELP = """
pools:
  home: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  help: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {home: [phone], help: {phone: {rank: 2, after: 1 min}}}
"""


def test_live_goes_before_deferred_by_default_whatever_the_age(play):
    """The agent frees at 09:05: the call, which came last, is answered before the older mail."""
    day = play(PHONE_AND_MAIL + "serves: {team: [phone, mail]}", phone="09:00, 09:02", mail="09:01")
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 09:00  | 09:00    | 09:05
        phone 2 | 09:02  | 09:05    | 09:10
        mail 1  | 09:01  | 09:10    | 09:15
    """)


def test_stated_ranks_replace_the_default_by_kind(play):
    """Mail first, phone second: the mail is opened before the older call."""
    day = play(PHONE_AND_MAIL + "serves: {team: {mail: first, phone: second}}", phone="09:00, 09:01", mail="09:02")
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 09:00  | 09:00    | 09:05
        phone 2 | 09:01  | 09:10    | 09:15
        mail 1  | 09:02  | 09:05    | 09:10
    """)


def test_at_one_rank_the_oldest_of_all_queues_goes_first_and_equal_ages_by_issue_key(play):
    """At equal rank the queues are one line: by queued tick, then by issue (row phone before row mail)."""
    day = play(
        PHONE_AND_MAIL + "serves: {team: {phone: 1, mail: 1}}",
        phone="09:00, 09:02, 09:03",
        mail="09:01, 09:02",
    )
    day.contacts("""
        issue   | queued | answered
        phone 1 | 09:00  | 09:00
        phone 2 | 09:02  | 09:10
        phone 3 | 09:03  | 09:20
        mail 1  | 09:01  | 09:05
        mail 2  | 09:02  | 09:15
    """)


def test_a_helping_pool_takes_a_call_on_the_tick_its_delay_has_passed(play):
    """Call 2 waits for home; at an age of exactly 1 min it is pushed to help, which was idle all the time."""
    day = play(
        HOME_AND_HELP + "service: {help: {phone: {talk: 5 min}}}",
        phone="09:00, 09:00:10, 09:00:40",
    )
    day.contacts("""
        issue   | pool | queued   | answered | ended
        phone 1 | home | 09:00    | 09:00    | 09:05
        phone 2 | help | 09:00:10 | 09:01:10 | 09:06:10
        phone 3 | home | 09:00:40 | 09:05    | 09:10
    """)


def test_on_the_tick_of_the_delay_a_home_agent_who_frees_goes_before_the_re_test(play):
    """Home frees at 09:01 (rank 3), the re-test of call 2 is at 09:01 too (rank 4): home takes it."""
    day = play(HOME_AND_HELP, phone="09:00, 09:00, 09:02:30")
    day.contacts("""
        issue   | pool | queued   | answered | ended
        phone 1 | home | 09:00    | 09:00    | 09:01
        phone 2 | home | 09:00    | 09:01    | 09:02
        phone 3 | home | 09:02:30 | 09:02:30 | 09:03:30
    """)


def test_on_the_tick_of_the_delay_the_re_test_goes_before_patience(play):
    """Patience and delay are both 1 min: the re-test (rank 4) comes before the customer leaves (rank 5)."""
    day = play(
        HOME_AND_HELP
        + """
service: {help: {phone: {talk: 5 min}}}
segments: {everybody: {patience: 1 min}}
""",
        phone="09:00, 09:00:10, 09:00:20",
    )
    day.contacts("""
        issue   | pool | queued   | answered | ended    | outcome
        phone 1 | home | 09:00    | 09:00    | 09:05    | answered
        phone 2 | help | 09:00:10 | 09:01:10 | 09:06:10 | answered
        phone 3 | -    | 09:00:20 | -        | 09:01:20 | abandoned
    """)


def test_an_agent_of_the_helping_pool_who_frees_leaves_younger_calls_to_home(play):
    """Help frees at 09:06:10, when call 4 is 10 s old: it may take it only at 09:07, when it is 1 min old."""
    day = play(
        HOME_AND_HELP + "service: {help: {phone: {talk: 5 min}}}",
        phone="09:00, 09:00:10, 09:02, 09:06:00",
    )
    day.contacts("""
        issue   | pool | queued   | answered | ended
        phone 1 | home | 09:00    | 09:00    | 09:05
        phone 2 | help | 09:00:10 | 09:01:10 | 09:06:10
        phone 3 | home | 09:02    | 09:05    | 09:10
        phone 4 | help | 09:06    | 09:07    | 09:12
    """)


def test_a_call_older_than_the_delay_is_pulled_as_soon_as_a_helper_frees(play):
    """Call 3 passes the delay at 09:04 while all are busy; help, who frees first, at 09:06:10, pulls it then."""
    day = play(
        HOME_AND_HELP
        + """
intents: {long: {share: 50 %}, short: {share: 50 %}}
service: {long: {phone: {talk: 10 min}}, short: {phone: {talk: 5 min}}}
""",
        phone="09:00 intent=long, 09:00:10 intent=short, 09:03 intent=short",
    )
    day.contacts("""
        issue   | pool | queued   | answered | ended
        phone 1 | home | 09:00    | 09:00    | 09:10
        phone 2 | help | 09:00:10 | 09:01:10 | 09:06:10
        phone 3 | help | 09:03    | 09:06:10 | 09:11:10
    """)


def test_a_helper_prefers_the_eligible_queue_over_a_better_ranked_one_that_is_too_young(play):
    """Rank decides only among what has waited long enough: video, not the 30 s old call."""
    day = play(
        """
        channels: {phone: {kind: live}, video: {kind: live}}
        service: {help: {phone: {talk: 5 min}, video: {talk: 1 min}}}
        queues: {phone: {of: phone}, video: {of: video}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, video: level 3}}}
        serves: {team: {phone: {rank: 1, after: 1 min}, video: 2}}
        """,
        phone="09:00:30",
        video="09:00, 09:00:40, 09:00:50",
    )
    day.contacts("""
        issue   | queued   | answered | ended
        phone 1 | 09:00:30 | 09:02    | 09:07
        video 1 | 09:00    | 09:00    | 09:01
        video 2 | 09:00:40 | 09:01    | 09:02
        video 3 | 09:00:50 | 09:07    | 09:08
    """)


def test_with_nobody_else_to_serve_it_a_call_waits_for_the_delay_though_the_agent_is_idle(play):
    """Push, like pull, requires the age: the only agent is free and still takes the call after 20 s."""
    day = play("serves: {team: {phone: {after: 20 s}}}", phone="09:00")
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 09:00  | 09:00:20 | 09:01:20
    """)


TIE_OF_RE_TEST = """
channels: {vip: {kind: live}, phone: {kind: live}}
service: {help: {vip: {talk: 5 min}, phone: {talk: 5 min}}}
queues: {vip: {of: vip}, phone: {of: phone}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {vip: level 3, phone: level 3}}}
serves: {team: {vip: 1, phone: {rank: 1, after: 1 min}}}
"""


def test_a_re_test_and_an_arrival_of_one_tick_go_by_issue_key_arrival_first(play):
    """The vip call has the lower key (row 1), so it is pushed to the only agent before the older call's re- test."""
    day = play(TIE_OF_RE_TEST, vip="09:01", phone="09:00")
    day.contacts("""
        issue   | queued | answered | ended
        vip 1   | 09:01  | 09:01    | 09:06
        phone 1 | 09:00  | 09:06    | 09:11
    """)


def test_a_re_test_and_an_arrival_of_one_tick_go_by_issue_key_re_test_first(play):
    """With the rows the other way round the re-test has the lower key and takes the agent."""
    day = play(TIE_OF_RE_TEST, phone="09:00", vip="09:01")
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 09:00  | 09:01    | 09:06
        vip 1   | 09:01  | 09:06    | 09:11
    """)


def test_waiting_of_earlier_visits_counts_in_order_and_delay_only_where_context_says_so(play):
    """Call 2 left after 3 min and redials at 09:06; with its 3 min it is older than call 3, without it is younger."""
    text = """
        segments: {everybody: {patience: {by_time: {"00:00": 3 min, "09:01": never}}}}
        service: {help: {phone: {talk: 10 min}}}
        what_next: {abandoned: {same: 100 %, after: 3 min}}
        context: {waiting_counts: WAITING}
    """
    carried = play(text.replace("WAITING", "true"), phone="09:00, 09:00, 09:05")
    carried.contacts("""
        issue   | visit | queued | answered | ended | outcome
        phone 1 | 0     | 09:00  | 09:00    | 09:10 | answered
        phone 2 | 0     | 09:00  | -        | 09:03 | abandoned
        phone 2 | 1     | 09:06  | 09:10    | 09:20 | answered
        phone 3 | 0     | 09:05  | 09:20    | 09:30 | answered
    """)
    forgotten = play(text.replace("WAITING", "false"), phone="09:00, 09:00, 09:05")
    forgotten.contacts("""
        issue   | visit | queued | answered | ended | outcome
        phone 1 | 0     | 09:00  | 09:00    | 09:10 | answered
        phone 2 | 0     | 09:00  | -        | 09:03 | abandoned
        phone 2 | 1     | 09:06  | 09:20    | 09:30 | answered
        phone 3 | 0     | 09:05  | 09:10    | 09:20 | answered
    """)


def test_carried_age_shortens_the_delay_of_a_helping_pool(play):
    """The redial of 09:06 brings 40 s, so it is 1 min old, and pushed to help, after 20 s."""
    day = play(
        HOME_AND_HELP
        + """
segments: {everybody: {patience: {by_time: {"00:00": 40 s, "09:01": never}}}}
service: {help: {phone: {talk: 10 min}}}
what_next: {abandoned: {same: 100 %, after: 5 min 20 s}}
context: {waiting_counts: true}
""",
        phone="09:00, 09:00",
    )
    day.contacts("""
        issue   | visit | pool | queued | answered | ended    | outcome
        phone 1 | 0     | home | 09:00  | 09:00    | 09:10    | answered
        phone 2 | 0     | -    | 09:00  | -        | 09:00:40 | abandoned
        phone 2 | 1     | help | 09:06  | 09:06:20 | 09:16:20 | answered
    """)


def test_equal_routing_ages_go_by_the_earlier_queued_tick_before_the_issue(play):
    """Call 2 brings 3 min to its redial of 09:06, call 3 is queued at 09:03: equal ages, call 3 queued first."""
    day = play(
        """
        segments: {everybody: {patience: {by_time: {"00:00": 3 min, "09:01": never}}}}
        service: {help: {phone: {talk: 10 min}}}
        what_next: {abandoned: {same: 100 %, after: 3 min}}
        context: {waiting_counts: true}
        """,
        phone="09:00, 09:00, 09:03",
    )
    day.contacts("""
        issue   | visit | queued | answered | outcome
        phone 1 | 0     | 09:00  | 09:00    | answered
        phone 2 | 0     | 09:00  | -        | abandoned
        phone 2 | 1     | 09:06  | 09:20    | answered
        phone 3 | 0     | 09:03  | 09:10    | answered
    """)
