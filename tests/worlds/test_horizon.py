"""The end of the horizon: what is open then, half-open (MODEL.md 3 and 5)."""


def test_a_call_in_talk_counts_as_answered_without_an_end_and_a_waiting_one_is_open(play):
    """At 24:00 call 1 talks and call 2 waits; both issues are open."""
    day = play("service: {help: {phone: {talk: 5 min}}}", phone="23:58, 23:59")
    day.contacts("""
        issue   | queued | answered | talk_end | ended | outcome  | agent
        phone 1 | 23:58  | 23:58    | -        | -     | answered | team 1
        phone 2 | 23:59  | -        | -        | -     | open     | -
    """)
    day.issues("""
        issue   | outcome | ended | n_contacts
        phone 1 | open    | -     | 1
        phone 2 | open    | -     | 1
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 23:58 | 24:00 | phone 1
    """)


def test_an_issue_resolved_before_the_end_stays_resolved_though_wrap_up_goes_on(play):
    """Talk ends at 23:59, wrap-up would end on the next day."""
    day = play("service: {help: {phone: {talk: 1 min, wrap_up: 5 min}}}", phone="23:58")
    day.contacts("""
        issue   | answered | talk_end | ended | outcome  | is_resolved | talk
        phone 1 | 23:58    | 23:59    | -     | answered | 1           | 60 s
    """)
    day.issues("""
        issue   | outcome  | ended
        phone 1 | resolved | 23:59
    """)


def test_the_last_tick_is_in_the_horizon_and_its_end_is_not(play):
    """A talk that ends 1 µs before midnight has ended, one that ends at midnight has not."""
    day = play(
        "pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}}",
        phone="23:58:59.999999, 23:59",
    )
    day.contacts("""
        issue   | answered        | talk_end        | ended           | outcome
        phone 1 | 23:58:59.999999 | 23:59:59.999999 | 23:59:59.999999 | answered
        phone 2 | 23:59           | -               | -               | answered
    """)


def test_patience_that_ends_with_the_horizon_leaves_the_contact_open(play):
    """Call 2 would leave at midnight, call 3 leaves 1 µs before."""
    day = play(
        """
        service: {help: {phone: {talk: 10 min}}}
        segments:
          everyday: {share: 50 %, patience: 1 min}
          hasty: {share: 50 %, patience: 59.999999 s}
        """,
        phone="23:58 segment=everyday, 23:59 segment=everyday, 23:59 segment=hasty",
    )
    day.contacts("""
        issue   | ended           | outcome
        phone 1 | -               | answered
        phone 2 | -               | open
        phone 3 | 23:59:59.999999 | abandoned
    """)


def test_a_redial_due_after_the_end_leaves_the_issue_open(play):
    """The customer means to call again tomorrow: neither resolved nor lost, one contact made."""
    day = play(
        """
        segments: {everybody: {patience: 10 s}}
        what_next: {abandoned: {same: 100 %, after: 1 h}}
        """,
        phone="23:30, 23:30:10",
    )
    day.contacts("""
        issue   | visit | ended    | outcome
        phone 1 | 0     | 23:31    | answered
        phone 2 | 0     | 23:30:20 | abandoned
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 23:31 | 1
        phone 2 | open     | -     | 1
    """)


def test_midnight_inside_the_horizon_is_a_tick_like_any_other(play):
    """With a day of follow the call runs over midnight, and so does the agent's presence."""
    day = play("run: {start: 2026-03-02, measure: 1 day, follow: 1 day}", phone="23:59:30, 23:59:40, tue 00:01:30")
    day.contacts("""
        issue   | queued       | answered     | ended
        phone 1 | 23:59:30     | 23:59:30     | tue 00:00:30
        phone 2 | 23:59:40     | tue 00:00:30 | tue 00:01:30
        phone 3 | tue 00:01:30 | tue 00:01:30 | tue 00:02:30
    """)
