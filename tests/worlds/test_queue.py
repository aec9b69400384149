"""One queue: first come first served, and which of several free agents takes a contact (MODEL.md 7, Pull, Push)."""

TWO_AGENTS = "pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}}"

TWO_TEAMS = """
pools:
  east: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  west: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
"""


def test_one_agent_serves_in_order_of_arrival_and_wraps_up_before_the_next_call(play):
    """A call that finds the agent busy waits until the wrap-up, not only the talk, of the one before is over."""
    day = play(
        "service: {help: {phone: {talk: 1 min, wrap_up: 30 s}}}",
        phone="09:00, 09:00:10, 09:00:20",
    )
    day.contacts("""
        issue   | visit | reason | channel | queue | pool | agent  | arrived  | queued   | outcome
        phone 1 | 0     | first  | phone   | phone | team | team 1 | 09:00    | 09:00    | answered
        phone 2 | 0     | first  | phone   | phone | team | team 1 | 09:00:10 | 09:00:10 | answered
        phone 3 | 0     | first  | phone   | phone | team | team 1 | 09:00:20 | 09:00:20 | answered
    """)
    day.contacts("""
        issue   | answered | talk_end | ended    | talk | wrap_up | is_resolved | story | level | deadline
        phone 1 | 09:00:00 | 09:01:00 | 09:01:30 | 60 s | 30 s    | 1           | none  | 3     | -
        phone 2 | 09:01:30 | 09:02:30 | 09:03:00 | 60 s | 30 s    | 1           | none  | 3     | -
        phone 3 | 09:03:00 | 09:04:00 | 09:04:30 | 60 s | 30 s    | 1           | none  | 3     | -
    """)


def test_an_issue_is_resolved_at_the_end_of_talk_and_the_agent_is_in_hand_until_the_end_of_wrap_up(play):
    """Issues, spells and duties of three calls: one spell a call, one span of presence for the agent's whole day."""
    day = play(
        "service: {help: {phone: {talk: 1 min, wrap_up: 30 s}}}",
        phone="09:00, 09:00:10, 09:00:20",
    )
    day.issues("""
        issue   | arrived  | segment   | intent | channel | outcome  | ended    | n_contacts
        phone 1 | 09:00    | everybody | help   | phone   | resolved | 09:01:00 | 1
        phone 2 | 09:00:10 | everybody | help   | phone   | resolved | 09:02:30 | 1
        phone 3 | 09:00:20 | everybody | help   | phone   | resolved | 09:04:00 | 1
    """)
    day.spells("""
        agent  | start    | end      | issue   | visit | channel
        team 1 | 09:00    | 09:01:30 | phone 1 | 0     | phone
        team 1 | 09:01:30 | 09:03    | phone 2 | 0     | phone
        team 1 | 09:03    | 09:04:30 | phone 3 | 0     | phone
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 00:00 | 24:00 | on_queue
    """)


def test_calls_of_one_tick_are_served_in_order_of_issue(play):
    """Two equal ages: the lower issue key is answered first, the other waits."""
    day = play(phone="09:00, 09:00, 09:00")
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 09:00  | 09:00    | 09:01
        phone 2 | 09:00  | 09:01    | 09:02
        phone 3 | 09:00  | 09:02    | 09:03
    """)


def test_calls_of_one_tick_from_two_demand_rows_go_by_the_row_first_in_the_demand(play):
    """The identity of an issue begins with its demand row, so row order settles ties between channels."""
    day = play(
        """
        channels: {phone: {kind: live}, video: {kind: live}}
        service: {help: {phone: {talk: 1 min}, video: {talk: 1 min}}}
        queues: {phone: {of: phone}, video: {of: video}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, video: level 3}}}
        serves: {team: [phone, video]}
        """,
        video="09:00, 09:00",
        phone="09:00",
    )
    day.contacts("""
        issue   | channel | answered | ended
        video 1 | video   | 09:00    | 09:01
        video 2 | video   | 09:01    | 09:02
        phone 1 | phone   | 09:02    | 09:03
    """)


def test_an_agent_who_frees_on_a_tick_takes_who_waits_before_a_call_that_arrives_on_it(play):
    """Ends of work go before arrivals, so the waiting call is answered and the new one waits."""
    day = play(phone="09:00, 09:00:30, 09:01")
    day.contacts("""
        issue   | queued   | answered | ended
        phone 1 | 09:00    | 09:00    | 09:01
        phone 2 | 09:00:30 | 09:01    | 09:02
        phone 3 | 09:01    | 09:02    | 09:03
    """)


def test_a_call_that_arrives_on_the_tick_the_agent_frees_is_answered_on_it(play):
    """The end of work goes before the arrival, so the call finds a free agent and does not wait."""
    day = play(phone="09:00, 09:01")
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 09:00  | 09:00    | 09:01
        phone 2 | 09:01  | 09:01    | 09:02
    """)


def test_the_longest_idle_agent_takes_the_call_and_equal_idleness_goes_to_the_lowest_index(play):
    """Both idle since midnight: agent 1; then agent 2, idle longer; then agent 1 again, who ended first."""
    day = play(TWO_AGENTS, phone="09:00, 09:05, 09:10, 09:15")
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:00    | 09:01
        phone 2 | team 2 | 09:05    | 09:06
        phone 3 | team 1 | 09:10    | 09:11
        phone 4 | team 2 | 09:15    | 09:16
    """)


def test_two_agents_who_end_on_one_tick_are_equally_idle(play):
    """Calls 1 and 2 end on the same tick, so call 3 goes to the lowest index, not to who was listed last."""
    day = play(TWO_AGENTS, phone="09:00, 09:00, 09:10")
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:00    | 09:01
        phone 2 | team 2 | 09:00    | 09:01
        phone 3 | team 1 | 09:10    | 09:11
    """)


def test_idleness_is_compared_over_all_pools_of_the_same_rank(play):
    """Two teams at one rank are one reservoir: the longest idle agent of both takes the call."""
    day = play(TWO_TEAMS + "serves: {east: [phone], west: [phone]}", phone="09:00, 09:05, 09:10")
    day.contacts("""
        issue   | pool | agent  | answered
        phone 1 | east | east 1 | 09:00
        phone 2 | west | west 1 | 09:05
        phone 3 | east | east 1 | 09:10
    """)


def test_a_pool_of_a_better_rank_goes_before_an_agent_idle_for_longer(play):
    """East is second choice: it gets a call only when west is busy, however long it has been idle."""
    day = play(
        TWO_TEAMS + "serves: {east: {phone: second}, west: {phone: first}}",
        phone="09:00, 09:05, 09:05:30",
    )
    day.contacts("""
        issue   | pool | agent  | answered
        phone 1 | west | west 1 | 09:00
        phone 2 | west | west 1 | 09:05
        phone 3 | east | east 1 | 09:05:30
    """)


def test_two_contacts_that_end_on_one_tick_go_by_issue_key_and_each_pull_is_carried_through_first(play):
    """Both agents free at 09:05: the agent of the lower issue key (a vip call, row 1) pulls first, so oldest first."""
    day = play(
        """
        channels: {vip: {kind: live}, phone: {kind: live}}
        service: {help: {vip: {talk: 4 min}, phone: {talk: 5 min}}}
        queues: {all: {of: [vip, phone]}}
        pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {vip: level 3, phone: level 3}}}
        serves: {team: [all]}
        """,
        vip="09:01",
        phone="09:00, 09:02, 09:03",
    )
    day.contacts("""
        issue   | agent  | answered | ended
        vip 1   | team 2 | 09:01    | 09:05
        phone 1 | team 1 | 09:00    | 09:05
        phone 2 | team 2 | 09:05    | 09:10
        phone 3 | team 1 | 09:05    | 09:10
    """)


def test_an_agent_without_the_intent_passes_over_the_head_of_the_queue(play):
    """East knows cards only: it pulls the card call from behind the loan call, which waits for west."""
    day = play(
        """
        intents: {card: {share: 50 %}, loan: {share: 50 %}}
        service: {card: {phone: {talk: 1 min}}, loan: {phone: {talk: 3 min}}}
        pools:
          east: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {card: level 3}}
          west: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
        serves: {east: [phone], west: {phone: second}}
        """,
        phone="09:00 intent=card, 09:00 intent=loan, 09:00:10 intent=loan, 09:00:20 intent=card",
    )
    day.contacts("""
        issue   | intent | pool | queued   | answered | ended
        phone 1 | card   | east | 09:00    | 09:00    | 09:01
        phone 2 | loan   | west | 09:00    | 09:00    | 09:03
        phone 3 | loan   | west | 09:00:10 | 09:03    | 09:06
        phone 4 | card   | east | 09:00:20 | 09:01    | 09:02
    """)


def test_a_queue_may_be_of_some_intents_and_a_contact_joins_the_first_queue_that_takes_it(play):
    """Loans have their own queue, first in the file; all else joins the general one."""
    day = play(
        """
        intents: {card: {share: 50 %}, loan: {share: 50 %}}
        service: {card: {phone: {talk: 1 min}}, loan: {phone: {talk: 1 min}}}
        queues: {loans: {of: phone, intents: loan}, general: {of: phone}}
        serves: {team: {loans: first, general: second}}
        """,
        phone="09:00 intent=card, 09:00:10 intent=card, 09:00:20 intent=loan",
    )
    day.contacts("""
        issue   | queue   | queued   | answered
        phone 1 | general | 09:00    | 09:00
        phone 2 | general | 09:00:10 | 09:02
        phone 3 | loans   | 09:00:20 | 09:01
    """)
