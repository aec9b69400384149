"""What customers do after a contact that did not help (MODEL.md 10 and 15, Journeys).

`solved: 0.000000001 %` stands for never: a scenario in which nobody could resolve an intent is refused.
"""

BUSY = "service: {help: {phone: {talk: 5 min}}}\nsegments: {everybody: {patience: 30 s}}\n"

PHONE_AND_CHAT = """
channels: {phone: {kind: live}, chat: {kind: chat}}
queues: {phone: {of: phone}, chat: {of: chat}}
pools:
  callers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}
serves: {callers: [phone], writers: [chat]}
"""


def test_who_abandons_redials_after_the_delay(play):
    """The delay runs from the tick the customer left; the redial is visit 1 of the same issue, with new patience."""
    day = play(BUSY + "what_next: {abandoned: {same: 100 %, after: 4 min}}", phone="09:00, 09:00:10, 09:03")
    day.contacts("""
        issue   | visit | reason | arrived  | queued   | answered | ended    | outcome
        phone 1 | 0     | first  | 09:00    | 09:00    | 09:00    | 09:05    | answered
        phone 2 | 0     | first  | 09:00:10 | 09:00:10 | -        | 09:00:40 | abandoned
        phone 2 | 1     | redial | 09:04:40 | 09:04:40 | 09:05    | 09:10    | answered
        phone 3 | 0     | first  | 09:03    | 09:03    | -        | 09:03:30 | abandoned
        phone 3 | 1     | redial | 09:07:30 | 09:07:30 | -        | 09:08    | abandoned
        phone 3 | 2     | redial | 09:12    | 09:12    | 09:12    | 09:17    | answered
    """)
    day.issues("""
        issue   | arrived  | outcome  | ended | n_contacts
        phone 1 | 09:00    | resolved | 09:05 | 1
        phone 2 | 09:00:10 | resolved | 09:10 | 2
        phone 3 | 09:03    | resolved | 09:17 | 3
    """)


def test_a_redial_and_a_first_call_of_one_tick_go_by_issue_key(play):
    """The redial of call 2 and call 3 arrive at 09:05 on the tick the agent frees: the lower issue is answered."""
    day = play(BUSY + "what_next: {abandoned: {same: 100 %, after: 4 min 20 s}}", phone="09:00, 09:00:10, 09:05")
    day.contacts("""
        issue   | visit | arrived  | answered | ended    | outcome
        phone 1 | 0     | 09:00    | 09:00    | 09:05    | answered
        phone 2 | 0     | 09:00:10 | -        | 09:00:40 | abandoned
        phone 2 | 1     | 09:05    | 09:05    | 09:10    | answered
        phone 3 | 0     | 09:05    | -        | 09:05:30 | abandoned
        phone 3 | 1     | 09:09:50 | 09:10    | 09:15    | answered
    """)


def test_a_delay_of_zero_after_patience_falls_one_tick_later(play):
    """Patience is rank 5, the arrivals of its tick are over: the redial arrives 1 µs after the customer left."""
    day = play(BUSY + "what_next: {at_most: 3 visits, abandoned: {same: 100 %, after: 0 s}}", phone="09:00, 09:01")
    day.contacts("""
        issue   | visit | arrived         | queued          | ended           | outcome
        phone 1 | 0     | 09:00           | 09:00           | 09:05           | answered
        phone 2 | 0     | 09:01           | 09:01           | 09:01:30        | abandoned
        phone 2 | 1     | 09:01:30.000001 | 09:01:30.000001 | 09:02:00.000001 | abandoned
        phone 2 | 2     | 09:02:00.000002 | 09:02:00.000002 | 09:02:30.000002 | abandoned
    """)
    day.issues("""
        issue   | outcome  | ended           | n_contacts
        phone 1 | resolved | 09:05           | 1
        phone 2 | lost     | 09:02:30.000002 | 3
    """)


def test_at_most_so_many_contacts_the_first_included(play):
    """Two at most: the redial is the last, and the issue is lost on the tick it fails."""
    day = play(
        BUSY + "what_next: {at_most: 2 visits, abandoned: {same: 100 %, after: 1 min}}",
        phone="09:00, 09:00:10",
    )
    day.contacts("""
        issue   | visit | arrived  | ended    | outcome
        phone 1 | 0     | 09:00    | 09:05    | answered
        phone 2 | 0     | 09:00:10 | 09:00:40 | abandoned
        phone 2 | 1     | 09:01:40 | 09:02:10 | abandoned
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05    | 1
        phone 2 | lost     | 09:02:10 | 2
    """)


def test_shares_shrink_at_each_further_visit(play):
    """Giving up 100 % more a visit leaves the first choice whole, (1 - 1)^0, and nothing of the second."""
    day = play(
        BUSY + "what_next: {abandoned: {same: 100 %, after: 1 min, gives_up_more: 100 % a visit}}",
        phone="09:00, 09:00:10",
    )
    day.contacts("""
        issue   | visit | arrived  | ended    | outcome
        phone 1 | 0     | 09:00    | 09:05    | answered
        phone 2 | 0     | 09:00:10 | 09:00:40 | abandoned
        phone 2 | 1     | 09:01:40 | 09:02:10 | abandoned
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05    | 1
        phone 2 | lost     | 09:02:10 | 2
    """)


def test_who_abandons_may_switch_to_another_channel(play):
    """A next contact on another channel has reason switch; the delay is that of the channel it goes to."""
    day = play(
        PHONE_AND_CHAT
        + """
service: {help: {phone: {talk: 5 min}, chat: {talk: 5 min}}}
segments: {everybody: {patience: {phone: 30 s}}}
what_next: {abandoned: {chat: 100 %, after: {chat: 2 min, phone: 9 min}}}
""",
        phone="09:00, 09:00:10",
    )
    day.contacts("""
        issue   | visit | reason | channel | queue | agent     | arrived  | answered | ended    | outcome
        phone 1 | 0     | first  | phone   | phone | callers 1 | 09:00    | 09:00    | 09:05    | answered
        phone 2 | 0     | first  | phone   | phone | -         | 09:00:10 | -        | 09:00:40 | abandoned
        phone 2 | 1     | switch | chat    | chat  | writers 1 | 09:02:40 | 09:02:40 | 09:07:40 | answered
    """)
    day.issues("""
        issue   | channel | outcome  | ended    | n_contacts
        phone 1 | phone   | resolved | 09:05    | 1
        phone 2 | phone   | resolved | 09:07:40 | 2
    """)


def test_the_unresolved_return_counted_from_the_end_of_talk(play):
    """Visit 1 comes 1 h after the end of talk (09:05), not of wrap-up; two fail and the issue is lost."""
    day = play(
        """
        service: {help: {phone: {talk: 5 min, wrap_up: 2 min, solved: 0.000000001 %}}}
        what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 1 h}}
        """,
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason | arrived | answered | talk_end | ended | outcome  | is_resolved
        phone 1 | 0     | first  | 09:00   | 09:00    | 09:05    | 09:07 | answered | 0
        phone 1 | 1     | return | 10:05   | 10:05    | 10:10    | 10:12 | answered | 0
    """)
    day.issues("""
        issue   | outcome | ended | n_contacts
        phone 1 | lost    | 10:10 | 2
    """)


def test_a_delay_of_zero_after_the_end_of_talk_arrives_on_the_same_tick(play):
    """The end of talk is rank 3, so the return arrives (rank 4) on its tick, finds the agent busy and waits."""
    day = play(
        """
        service: {help: {phone: {talk: 5 min, wrap_up: 2 min, solved: 0.000000001 %}}}
        what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 0 s}}
        """,
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason | arrived | queued | answered | talk_end | ended
        phone 1 | 0     | first  | 09:00   | 09:00  | 09:00    | 09:05    | 09:07
        phone 1 | 1     | return | 09:05   | 09:05  | 09:07    | 09:12    | 09:14
    """)


def test_the_unresolved_may_switch_and_the_other_channel_resolves(play):
    """Unresolved on the phone, resolved in the chat: reason switch though the cause was not_solved."""
    day = play(
        PHONE_AND_CHAT
        + """
service: {help: {phone: {talk: 5 min, solved: 0.000000001 %}, chat: {talk: 3 min}}}
what_next: {not_solved: {chat: 100 %, after: 10 min}}
""",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason | channel | arrived | ended | outcome  | is_resolved
        phone 1 | 0     | first  | phone   | 09:00   | 09:05 | answered | 0
        phone 1 | 1     | switch | chat    | 09:15   | 09:18 | answered | 1
    """)
    day.issues("""
        issue   | channel | outcome  | ended | n_contacts
        phone 1 | phone   | resolved | 09:18 | 2
    """)


def test_without_a_row_for_the_cause_the_customer_gives_up(play):
    """Only `closed` has a row: the unresolved issue is lost at the end of talk."""
    day = play(
        """
        service: {help: {phone: {talk: 5 min, wrap_up: 1 min, solved: 0.000000001 %}}}
        what_next: {closed: {same: 100 %, after: 1 h}}
        """,
        phone="09:00",
    )
    day.issues("""
        issue   | outcome | ended | n_contacts
        phone 1 | lost    | 09:05 | 1
    """)


def test_the_blocked_redial(play):
    """Call 3 is blocked, counts as a contact and redials after 2 min: reason redial, visit 1."""
    day = play(
        """
        queues: {phone: {of: phone, limit: 1 waiting}}
        what_next: {blocked: {same: 100 %, after: 2 min}}
        """,
        phone="09:00, 09:00:10, 09:00:20",
    )
    day.contacts("""
        issue   | visit | reason | arrived  | queued   | answered | ended    | outcome
        phone 1 | 0     | first  | 09:00    | 09:00    | 09:00    | 09:01    | answered
        phone 2 | 0     | first  | 09:00:10 | 09:00:10 | 09:01    | 09:02    | answered
        phone 3 | 0     | first  | 09:00:20 | -        | -        | 09:00:20 | blocked
        phone 3 | 1     | redial | 09:02:20 | 09:02:20 | 09:02:20 | 09:03:20 | answered
    """)
    day.issues("""
        issue   | outcome  | n_contacts
        phone 1 | resolved | 1
        phone 2 | resolved | 1
        phone 3 | resolved | 2
    """)


def test_the_closed_out_redial_and_are_closed_out_again_until_the_hours_open(play):
    """Closed at 08:00 and 08:40, answered at 09:20."""
    day = play(
        """
        channels: {phone: {kind: live, open: daily 09:00-17:00}}
        what_next: {closed: {same: 100 %, after: 40 min}}
        """,
        phone="08:00",
    )
    day.contacts("""
        issue   | visit | reason | arrived | answered | ended | outcome
        phone 1 | 0     | first  | 08:00   | -        | 08:00 | closed
        phone 1 | 1     | redial | 08:40   | -        | 08:40 | closed
        phone 1 | 2     | redial | 09:20   | 09:20    | 09:21 | answered
    """)


def test_the_disconnected_have_their_own_row(play):
    """Disconnected at closing, the customer writes a mail half an hour later."""
    day = play(
        """
        channels:
          phone: {kind: live, open: daily 09:00-10:00, at_close: disconnect}
          mail: {kind: deferred}
        service: {help: {phone: {talk: 5 min}, mail: {talk: 5 min}}}
        queues: {phone: {of: phone}, mail: {of: mail}}
        pools:
          callers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          writers: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}
        serves: {callers: [phone], writers: [mail]}
        what_next: {disconnected: {mail: 100 %, after: 30 min}}
        """,
        phone="09:58, 09:59",
    )
    day.contacts("""
        issue   | visit | reason | channel | arrived | answered | ended | outcome
        phone 1 | 0     | first  | phone   | 09:58   | 09:58    | 10:03 | answered
        phone 2 | 0     | first  | phone   | 09:59   | -        | 10:00 | disconnected
        phone 2 | 1     | switch | mail    | 10:30   | 10:30    | 10:35 | answered
    """)


def test_the_balked_have_their_own_row(play):
    """Call 3 hears 2 min, turns away, and redials 5 min later."""
    day = play(
        """
        channels: {phone: {kind: live, balks: "0 % at 119 s, 100 % at 120 s"}}
        what_next: {balked: {same: 100 %, after: 5 min}}
        """,
        phone="09:00, 09:00:10, 09:00:20",
    )
    day.contacts("""
        issue   | visit | reason | arrived  | queued   | answered | outcome
        phone 1 | 0     | first  | 09:00    | 09:00    | 09:00    | answered
        phone 2 | 0     | first  | 09:00:10 | 09:00:10 | 09:01    | answered
        phone 3 | 0     | first  | 09:00:20 | -        | -        | balked
        phone 3 | 1     | redial | 09:05:20 | 09:05:20 | 09:05:20 | answered
    """)


def test_a_segment_may_have_its_own_row(play):
    """Everybody redials after 1 min, private customers give up."""
    day = play(
        """
        service: {help: {phone: {talk: 5 min}}}
        segments:
          everyday: {share: 50 %, patience: 30 s}
          private: {share: 50 %, patience: 30 s, what_next: {abandoned: {}}}
        what_next: {at_most: 2 visits, abandoned: {same: 100 %, after: 1 min}}
        """,
        phone="09:00 segment=everyday, 09:00:10 segment=everyday, 09:00:20 segment=private",
    )
    day.contacts("""
        issue   | visit | segment  | arrived  | ended    | outcome
        phone 1 | 0     | everyday | 09:00    | 09:05    | answered
        phone 2 | 0     | everyday | 09:00:10 | 09:00:40 | abandoned
        phone 2 | 1     | everyday | 09:01:40 | 09:02:10 | abandoned
        phone 3 | 0     | private  | 09:00:20 | 09:00:50 | abandoned
    """)
