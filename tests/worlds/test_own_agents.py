"""Contacts meant for one agent: adviser, last or most frequent agent, and how long they wait for them (MODEL.md 7).

With a population of one customer every issue of the segment is theirs, and desk 1 is their adviser; a world of several
customers names the draws it needs. Without a population every issue is of a customer of its own.
"""

from sim.streams import Stream, uniform
from tests.worlds.own_customers import RESERVED, SKILLS, calls, centre


def customers(day, *wanted: int, of: int) -> None:
    """Assert which customer of so many each issue is, in the order of the keys."""
    keys = sorted(day.world.arrivals.issue.tolist())
    assert [uniform(1, 0, Stream.CUSTOMER, key) * of >> 53 for key in keys] == list(wanted)


def test_issues_say_which_customer_they_are_of(play):
    """One of ten by the draw of the issue; those of a segment without a population are nobody's."""
    day = play(
        centre("prefers: adviser", people="10 customers"),
        phone=calls("09:00 u, 09:01 u, 09:02 u, 09:03 u, 09:04 u, 10:00 o"),
    )
    customers(day, 3, 1, 6, 9, 0, 1, of=10)
    day.issues("""
        issue   | customer
        phone 1 | 3
        phone 2 | 1
        phone 3 | 6
        phone 4 | 9
        phone 5 | 0
        phone 6 | -
    """)


def test_the_lowest_numbers_have_advisers_who_take_turns(play):
    """60 % of four customers are two: customer 0 has desk 1, customer 1 desk 2, customers 2 and 3 have nobody."""
    day = play(
        centre("prefers: adviser", people="4 customers", share="60 %", talk="1 min"),
        phone=calls("09:00 u, 09:02 u, 09:04 u, 09:06 u, 09:08 u, 09:10 o"),
    )
    keys = sorted(day.world.arrivals.issue.tolist())
    assert [uniform(1, 0, Stream.CUSTOMER, key) * 4 >> 53 for key in keys[:5]] == [1, 0, 2, 3, 0]
    day.contacts("""
        issue   | agent  | own_agent | reserved
        phone 1 | desk 2 | desk 2    | 0 s
        phone 2 | desk 1 | desk 1    | 0 s
        phone 3 | desk 2 | -         | 0 s
        phone 4 | desk 1 | -         | 0 s
        phone 5 | desk 1 | desk 1    | 0 s
        phone 6 | desk 2 | -         | 0 s
    """)


def test_more_customers_than_agents_go_round(play):
    """Customers 3, 1, 6, 9 and 0 of ten with three agents: desk 1, 2, 1, 1 and 1."""
    day = play(
        centre("prefers: adviser", agents=3, people="10 customers", talk="1 min"),
        phone=calls("09:00 u, 09:02 u, 09:04 u, 09:06 u, 09:08 u"),
    )
    customers(day, 3, 1, 6, 9, 0, of=10)
    day.contacts("""
        issue   | agent  | own_agent
        phone 1 | desk 1 | desk 1
        phone 2 | desk 2 | desk 2
        phone 3 | desk 1 | desk 1
        phone 4 | desk 1 | desk 1
        phone 5 | desk 1 | desk 1
    """)


def test_the_own_agent_with_room_goes_before_the_longest_idle(play):
    """Desk 1 talked until 09:10, desk 2 has been idle all day: call 2 goes to its own agent."""
    day = play(centre(RESERVED), phone=calls("09:00 u, 09:20 u"))
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00    | desk 1    | 0 s
        phone 2 | desk 1 | 09:20    | desk 1    | 0 s
    """)


def test_it_waits_for_its_agent_alone_and_then_for_anybody(play):
    """Reserved from 09:01 on, though desk 2 is idle, who takes it after 30 s."""
    day = play(centre(RESERVED), phone=calls("09:00 u, 09:01 u"))
    day.contacts("""
        issue   | agent  | queued | answered | ended    | own_agent | reserved
        phone 1 | desk 1 | 09:00  | 09:00    | 09:10    | desk 1    | 0 s
        phone 2 | desk 2 | 09:01  | 09:01:30 | 09:11:30 | desk 1    | 30 s
    """)


def test_an_own_agent_who_is_free_in_time_takes_it(play):
    """Desk 1 has finished at 09:01:20, after 20 of 30 s."""
    day = play(centre(RESERVED, talk="80 s"), phone=calls("09:00 u, 09:01 u"))
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00    | desk 1    | 0 s
        phone 2 | desk 1 | 09:01:20 | desk 1    | 20 s
    """)


def test_an_own_agent_who_is_free_on_the_last_tick_takes_it(play):
    """Work ends at rank 3, the reservation at rank 4."""
    day = play(centre(RESERVED, talk="90 s"), phone=calls("09:00 u, 09:01 u"))
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00    | desk 1    | 0 s
        phone 2 | desk 1 | 09:01:30 | desk 1    | 30 s
    """)


def test_the_end_of_the_reservation_goes_before_that_of_patience(play):
    """Both at 09:01:30: desk 2 takes call 2 (rank 4) before it would have left (rank 5)."""
    day = play(
        centre(RESERVED).replace("share: 50 %, population", "patience: 30 s, share: 50 %, population"),
        phone=calls("09:00 u, 09:01 u"),
    )
    day.contacts("""
        issue   | agent  | answered | outcome  | reserved
        phone 1 | desk 1 | 09:00    | answered | 0 s
        phone 2 | desk 2 | 09:01:30 | answered | 30 s
    """)


def test_who_leaves_while_reserved_was_reserved_so_long(play):
    """Patience of 20 s, with desk 2 idle."""
    day = play(
        centre(RESERVED).replace("share: 50 %, population", "patience: 20 s, share: 50 %, population"),
        phone=calls("09:00 u, 09:01 u"),
    )
    day.contacts("""
        issue   | agent  | ended    | outcome   | own_agent | reserved
        phone 1 | desk 1 | 09:10    | answered  | desk 1    | 0 s
        phone 2 | -      | 09:01:20 | abandoned | desk 1    | 20 s
    """)


def test_at_the_end_of_the_horizon_it_was_reserved_so_long(play):
    """Reserved since 23:59:50, at midnight."""
    day = play(centre(RESERVED), phone=calls("23:55 u, 23:59:50 u"))
    day.contacts("""
        issue   | agent  | outcome  | own_agent | reserved
        phone 1 | desk 1 | answered | desk 1    | 0 s
        phone 2 | -      | open     | desk 1    | 10 s
    """)


def test_without_a_time_it_is_only_preferred(play):
    """Desk 1 is busy: desk 2 takes it at once. Free, desk 1 takes call 3, though desk 2 has been idle longer."""
    day = play(centre("prefers: adviser", talk="2 min"), phone=calls("09:00 u, 09:01 u, 09:10 o, 09:11 o, 09:20 u"))
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00    | desk 1    | 0 s
        phone 2 | desk 2 | 09:01    | desk 1    | 0 s
        phone 3 | desk 1 | 09:10    | -         | 0 s
        phone 4 | desk 2 | 09:11    | -         | 0 s
        phone 5 | desk 1 | 09:20    | desk 1    | 0 s
    """)


def test_a_preferred_agent_takes_it_though_the_other_is_idle_longest(play):
    """Desk 2 is idle since midnight, desk 1 since 09:02."""
    day = play(centre("prefers: adviser", talk="2 min"), phone=calls("09:00 u, 09:05 u"))
    day.contacts("""
        issue   | agent  | own_agent
        phone 1 | desk 1 | desk 1
        phone 2 | desk 1 | desk 1
    """)


def test_who_is_reserved_for_one_is_not_taken_by_another_who_finishes(play):
    """Desk 2 finishes at 09:01:10 and takes call 4, younger than call 3, which waits for desk 1 until 09:01:20."""
    day = play(
        centre(RESERVED),
        phone=calls("08:51:10 o, 09:00 u, 09:00:50 u, 09:01 o"),
    )
    day.contacts("""
        issue   | agent  | queued   | answered | own_agent | reserved
        phone 1 | desk 1 | 08:51:10 | 08:51:10 | -         | 0 s
        phone 2 | desk 2 | 09:00    | 09:00:30 | desk 1    | 30 s
        phone 3 | desk 1 | 09:00:50 | 09:01:10 | desk 1    | 20 s
        phone 4 | desk 2 | 09:01    | 09:10:30 | -         | 0 s
    """)


def test_once_released_it_has_its_age(play):
    """Call 3 (09:00:40) is free for all from 09:01:10 on, and goes before call 4 (09:00:50) at 09:02."""
    day = play(
        centre(RESERVED, talk="5 min"),
        phone=calls("09:00 u, 08:57 o, 09:00:40 u, 09:00:50 o"),
    )
    day.contacts("""
        issue   | agent  | queued   | answered | own_agent | reserved
        phone 1 | desk 1 | 08:57    | 08:57    | -         | 0 s
        phone 2 | desk 2 | 09:00    | 09:00:30 | desk 1    | 30 s
        phone 3 | desk 1 | 09:00:40 | 09:02    | desk 1    | 30 s
        phone 4 | desk 2 | 09:00:50 | 09:05:30 | -         | 0 s
    """)


TWO_QUEUES = """
segments: {ours: {share: 50 %, population: 1 customer, adviser: {share: 100 %, of: desk}}, others: {share: 50 %}}
service: {help: {phone: {talk: 10 min}}}
queues: {vip: {of: phone, segments: others}, calls: {of: phone, prefers: adviser, reserved_for: KEPT}}
pools: {desk: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}}
serves: {desk: {vip: first, calls: second}}
"""


def test_own_contacts_go_before_all_other_queues_oldest_first(play):
    """At 09:10 a call of the first rank has waited since 09:01; the own ones of 09:05 and 09:06 go before it."""
    day = play(TWO_QUEUES.replace("KEPT", "1 h"), phone=calls("09:00 o, 09:01 o, 09:06 u, 09:05 u"))
    day.contacts("""
        issue   | queue | queued | answered | reserved
        phone 1 | vip   | 09:00  | 09:00    | 0 s
        phone 2 | vip   | 09:01  | 09:30    | 0 s
        phone 3 | calls | 09:06  | 09:20    | 840 s
        phone 4 | calls | 09:05  | 09:10    | 300 s
    """)


def test_once_released_it_goes_by_the_rank_of_its_queue(play):
    """Reserved until 09:06 only: at 09:10 the first rank goes first."""
    day = play(TWO_QUEUES.replace("KEPT", "1 min"), phone=calls("09:00 o, 09:05 u, 09:07 o"))
    day.contacts("""
        issue   | queue | queued | answered | reserved
        phone 1 | vip   | 09:00  | 09:00    | 0 s
        phone 2 | calls | 09:05  | 09:20    | 60 s
        phone 3 | vip   | 09:07  | 09:10    | 0 s
    """)


def test_the_delay_of_the_pool_does_not_hold_for_the_own_agent(play):
    """The desk takes calls that are five minutes old: its own at once, the others at 09:05 and, released, at 09:06."""
    day = play(
        centre(RESERVED, talk="1 min").replace("serves: {desk: [phone]}", "serves: {desk: {phone: {after: 5 min}}}"),
        phone=calls("09:00 u, 09:00:10 o, 09:00:20 u, 09:02 o"),
    )
    day.contacts("""
        issue   | agent  | queued   | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00    | 09:00    | desk 1    | 0 s
        phone 2 | desk 2 | 09:00:10 | 09:05:10 | -         | 0 s
        phone 3 | desk 1 | 09:00:20 | 09:05:20 | desk 1    | 30 s
        phone 4 | desk 2 | 09:02    | 09:07    | -         | 0 s
    """)


def test_while_reserved_the_delay_does_not_hold_at_the_end_of_work_either(play):
    """Desk 1 is free at 09:01, the own call is 20 s old."""
    day = play(
        centre(RESERVED, talk="1 min").replace("serves: {desk: [phone]}", "serves: {desk: {phone: {after: 5 min}}}"),
        phone=calls("09:00 u, 09:00:40 u"),
    )
    day.contacts("""
        issue   | agent  | answered | reserved
        phone 1 | desk 1 | 09:00    | 0 s
        phone 2 | desk 1 | 09:01    | 20 s
    """)


EMAIL = """
channels: {phone: {kind: live}, email: {kind: deferred, gives_way_to: phone}}
service: {help: {phone: {talk: 5 min}, email: {talk: 10 min}}}
segments: {ours: {share: 50 %, population: 1 customer, adviser: {share: 100 %, of: desk}}, others: {share: 50 %}}
queues: {phone: {of: phone, prefers: adviser, RESERVED}, email: {of: email}}
pools: {desk: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3, email: level 3}}}
serves: {desk: [phone, email]}
"""


def test_work_of_the_own_agent_gives_way_though_somebody_else_is_free(play):
    """Desk 1 writes, desk 2 is idle: the email of desk 1 is interrupted for its own customer."""
    day = play(EMAIL.replace("RESERVED", "reserved_for: 30 s"), phone=calls("09:04 u"), email=calls("09:00 o"))
    day.contacts("""
        issue   | agent  | answered | ended | own_agent | reserved
        phone 1 | desk 1 | 09:04    | 09:09 | desk 1    | 0 s
        email 1 | desk 1 | 09:00    | 09:15 | -         | 0 s
    """)


def test_a_call_in_hand_does_not_give_way(play):
    """Desk 1 talks to somebody else: the own call waits, though desk 2, who could be interrupted, writes."""
    day = play(
        EMAIL.replace("RESERVED", "reserved_for: 30 s"), phone=calls("09:00 o, 09:01 u"), email=calls("09:00:30 o")
    )
    day.contacts("""
        issue   | agent  | answered | ended    | own_agent | reserved
        phone 1 | desk 1 | 09:00    | 09:05    | -         | 0 s
        phone 2 | desk 2 | 09:01:30 | 09:06:30 | desk 1    | 30 s
        email 1 | desk 2 | 09:00:30 | 09:15:30 | -         | 0 s
    """)


def shifts(*hours: str, breaks: str = "") -> str:
    early = ", ".join(
        f's{i}: {{hours: "daily {span}", agents: 1{breaks if i == 0 else ""}}}' for i, span in enumerate(hours)
    )
    return f"shifts: {{{early}}}"


def on_shifts(queue: str, *hours: str, breaks: str = "", talk: str = "10 min") -> str:
    return centre(queue, talk=talk).replace("staff: {daily: 2}", shifts(*hours, breaks=breaks))


def test_when_the_own_agent_goes_off_shift_it_is_released_on_that_tick(play):
    """Desk 1 talks until 09:10, its shift ends at 09:05: desk 2 takes call 2 then, not at 09:11."""
    day = play(
        on_shifts(RESERVED.replace("30 s", "10 min"), "08:00-09:05", "08:00-12:00"), phone=calls("09:00 u, 09:01 u")
    )
    day.contacts("""
        issue   | agent  | queued | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00  | 09:00    | desk 1    | 0 s
        phone 2 | desk 2 | 09:01  | 09:05    | desk 1    | 240 s
    """)


def test_those_released_at_a_shift_end_go_in_the_order_of_their_issues(play):
    """Both wait for desk 1 until 09:05; the video came first, but the call has the lower key, and desk 2 takes that."""
    day = play(
        on_shifts("prefers: adviser, reserved_for: 10 min", "08:00-09:05", "08:00-12:00")
        .replace("of: phone,", "of: [phone, video],")
        .replace("{phone: {talk: 10 min}}", "{phone: {talk: 10 min}, video: {talk: 10 min}}")
        .replace("skills: {phone: level 3}", "skills: {phone: level 3, video: level 3}")
        + "channels: {phone: {kind: live}, video: {kind: live}}",
        phone=calls("09:00 u, 09:02 u"),
        video=calls("09:01 u"),
    )
    day.contacts("""
        issue   | agent  | queued | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00  | 09:00    | desk 1    | 0 s
        phone 2 | desk 2 | 09:02  | 09:05    | desk 1    | 180 s
        video 1 | desk 2 | 09:01  | 09:15    | desk 1    | 240 s
    """)


def test_if_the_own_agent_is_not_on_shift_nothing_is_reserved(play):
    """Desk 1 comes at 10:00: named all the same, and desk 2 takes the call at once."""
    day = play(on_shifts(RESERVED, "10:00-12:00", "08:00-12:00"), phone=calls("09:00 u"))
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 2 | 09:00    | desk 1    | 0 s
    """)


def test_on_the_tick_of_the_shift_end_the_own_agent_is_gone_and_on_that_of_its_start_there(play):
    """Ends of shifts are rank 2, starts rank 1, arrivals rank 4."""
    for hours, who in (("08:00-09:00", "desk 2"), ("09:00-12:00", "desk 1")):
        day = play(on_shifts(RESERVED, hours, "08:00-12:00"), phone=calls("09:00 u"))
        day.contacts(f"""
            issue   | agent | answered | own_agent | reserved
            phone 1 | {who} | 09:00    | desk 1    | 0 s
        """)


def test_an_agent_who_works_on_after_the_shift_is_not_on_shift(play):
    """Desk 1 talks in overtime from 09:05 on: the own call of 09:06 is reserved for nobody."""
    day = play(on_shifts(RESERVED, "08:00-09:05", "08:00-12:00"), phone=calls("09:00 u, 09:06 u"))
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00    | desk 1    | 0 s
        phone 2 | desk 2 | 09:06    | desk 1    | 0 s
    """)


def test_a_break_is_on_shift(play):
    """Desk 1 is on a break from 09:00 on: the call waits for its end, 20 s, or for 30 s."""
    tea = ', breaks: {tea: {at: "09:00", lasts: LONG}}'
    for lasts, who, answered, reserved in (
        ("80 s", "desk 1", "09:01:20", "20 s"),
        ("5 min", "desk 2", "09:01:30", "30 s"),
    ):
        day = play(
            on_shifts(RESERVED, "08:00-12:00", "08:00-12:00", breaks=tea.replace("LONG", lasts)),
            phone=calls("09:01 u"),
        )
        day.contacts(f"""
            issue   | agent | answered   | own_agent | reserved
            phone 1 | {who} | {answered} | desk 1    | {reserved}
        """)


def test_who_comes_on_shift_later_is_not_waited_for(play):
    """Desk 1 comes at 09:01; the call of 09:00:50 finds desk 2 busy, waits for anybody, and desk 1 takes it."""
    day = play(on_shifts(RESERVED, "09:01-12:00", "08:00-12:00"), phone=calls("09:00 o, 09:00:50 u"))
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 2 | 09:00    | -         | 0 s
        phone 2 | desk 1 | 09:01    | desk 1    | 0 s
    """)


def test_a_missed_ring_releases(play):
    """Desk 1, its own agent, misses it at 11:00:20: it rings at desk 2 at once."""
    day = play(
        centre("prefers: adviser, reserved_for: 5 min")
        + "channels: {phone: {kind: live, rings: {answered_after: 6 s, missed: 50 %}}}",
        phone=calls("11:00 u"),
    )
    key = int(day.world.arrivals.issue[0])
    assert [uniform(1, 0, Stream.OFFER, key, 0, step) < 2**52 for step in (0, 1)] == [True, False]
    day.contacts("""
        issue   | agent  | answered | own_agent | offers | missed_offers | reserved
        phone 1 | desk 2 | 11:00:26 | desk 1    | 2      | 1             | 0 s
    """)


def test_reserved_contacts_count_in_the_limit(play):
    """One may wait, and call 2 does, reserved: call 3 is blocked; call 4, which need not wait, is not."""
    day = play(centre(RESERVED + ", limit: 1 waiting"), phone=calls("09:00 u, 09:01 u, 09:01:10 u, 09:01:20 o"))
    day.contacts("""
        issue   | agent  | answered | outcome  | reserved
        phone 1 | desk 1 | 09:00    | answered | 0 s
        phone 2 | desk 1 | 09:10    | answered | 30 s
        phone 3 | -      | -        | blocked  | 0 s
        phone 4 | desk 2 | 09:01:20 | answered | 0 s
    """)


RINGING = "channels: {phone: {kind: live, rings: {answered_after: 6 s, missed: 50 %}}}"


def misses(day, *wanted: bool) -> None:
    """Assert which issues miss their first offer, in the order of the keys."""
    keys = sorted(day.world.arrivals.issue.tolist())
    assert tuple(uniform(1, 0, Stream.OFFER, key) < 2**52 for key in keys) == wanted


def test_a_missed_ring_releases_what_had_waited_for_its_agent(play):
    """Reserved for six seconds, then rung and missed: five minutes are not over, but desk 2 takes it."""
    day = play(centre("prefers: adviser, reserved_for: 5 min", talk="2 min") + RINGING, phone=calls("10:30 u, 10:32 u"))
    misses(day, False, True)
    day.contacts("""
        issue   | agent  | answered | own_agent | ring | offers | missed_offers | reserved
        phone 1 | desk 1 | 10:30:06 | desk 1    | 6 s  | 1      | 0             | 0 s
        phone 2 | desk 2 | 10:32:32 | desk 1    | 26 s | 2      | 1             | 6 s
    """)


def test_who_missed_somebody_elses_call_is_still_on_shift(play):
    """Desk 1 is unavailable until 11:01:20 for call 1: its own call waits for it, and is pulled on that tick."""
    day = play(
        centre("prefers: adviser, reserved_for: 2 min", talk="20 s") + RINGING, phone=calls("11:00 o, 11:00:30 u")
    )
    misses(day, True, False)
    day.contacts("""
        issue   | agent  | answered | ended    | own_agent | reserved
        phone 1 | desk 2 | 11:00:26 | 11:00:46 | -         | 0 s
        phone 2 | desk 1 | 11:01:26 | 11:01:46 | desk 1    | 50 s
    """)


def test_a_reservation_that_ends_during_the_ring_changes_nothing(play):
    """Reserved for 10 s at most: after five it rings at its agent, who takes it though desk 2 is idle."""
    day = play(
        centre("prefers: adviser, reserved_for: 10 s", talk="2 min") + "channels: {phone: {kind: live, rings: 30 s}}",
        phone=calls("10:30 u, 10:32:25 u"),
    )
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 1 | 10:30:30 | desk 1    | 0 s
        phone 2 | desk 1 | 10:33    | desk 1    | 5 s
    """)


def test_who_goes_when_the_team_shrinks_leaves_nothing_reserved(play):
    """One has to go at 09:05; desk 1 is the first to finish, at 09:10, and goes: call 3 is for anybody from then on."""
    day = play(
        centre("prefers: adviser, reserved_for: 20 min").replace("{daily: 2}", "{daily: {'00:00': 2, '09:05': 1}}"),
        phone=calls("09:00 u, 09:01 o, 09:02 u"),
    )
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00    | desk 1    | 0 s
        phone 2 | desk 2 | 09:01    | -         | 0 s
        phone 3 | desk 2 | 09:11    | desk 1    | 480 s
    """)


def test_an_overflow_ends_the_reservation(play):
    """Over to a queue that prefers nobody at 09:02: desk 2 takes it there."""
    day = play(
        centre("prefers: adviser, reserved_for: 10 min, overflow: {backup: {after: 1 min}}")
        .replace("{after: 1 min}}}}", "{after: 1 min}}}, backup: {of: phone}}")
        .replace("serves: {desk: [phone]}", "serves: {desk: [phone, backup]}"),
        phone=calls("09:00 u, 09:01 u"),
    )
    day.contacts("""
        issue   | queue  | agent  | answered | own_agent | reserved
        phone 1 | phone  | desk 1 | 09:00    | desk 1    | 0 s
        phone 2 | backup | desk 2 | 09:02    | desk 1    | 60 s
    """)


def test_reserved_for_no_time_is_released_on_its_tick(play):
    """Desk 1 talks: desk 2 has it at once."""
    day = play(centre("prefers: adviser, reserved_for: 0 s"), phone=calls("09:00 u, 09:01 u"))
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00    | desk 1    | 0 s
        phone 2 | desk 2 | 09:01    | desk 1    | 0 s
    """)


CHATS = """
channels: {chat: {kind: chat, at_once: 2 chats}}
service: {help: {chat: {talk: 10 min}}}
segments: {ours: {share: 50 %, population: 1 customer, adviser: {share: 100 %, of: desk}}, others: {share: 50 %}}
queues: {chat: {of: chat, prefers: adviser, reserved_for: 20 min}}
pools: {desk: {headcount: on_queue, staff: {daily: {"00:00": 2, "09:05": 1}}, skills: {chat: level 3}}}
serves: {desk: [chat]}
"""


def test_who_is_named_to_go_is_not_on_shift_though_a_chat_is_still_in_hand(play):
    """At 09:06 desk 1 is the first to finish something, and is to go after its other chat: desk 2 takes the third."""
    day = play(CHATS, chat=calls("08:56 u, 09:00 o, 09:02 u, 09:07 u"))
    agents = dict(zip(day.record.contacts["queued_tick"].tolist(), day.record.contacts["agent"].tolist(), strict=True))
    assert [agents[tick] for tick in sorted(agents)] == [0, 1, 0, 1]
    assert sorted(day.record.contacts["own_agent"].tolist()) == [-1, 0, 0, 0]
    assert day.record.contacts["reserved_ticks"].tolist() == [0, 0, 0, 0]


def test_what_was_reserved_for_who_is_named_to_go_is_released(play):
    """Both places of desk 1 are taken at 09:04; the chat of then goes to desk 2 at 09:06, when desk 1 is named."""
    day = play(CHATS, chat=calls("08:56 u, 09:00 o, 09:02 u, 09:04 u"))
    day.contacts("""
        issue  | agent  | queued | answered | reserved
        chat 1 | desk 1 | 08:56  | 08:56    | 0 s
        chat 2 | desk 2 | 09:00  | 09:00    | 0 s
        chat 3 | desk 1 | 09:02  | 09:02    | 0 s
        chat 4 | desk 2 | 09:04  | 09:06    | 120 s
    """)


def test_of_own_contacts_of_two_queues_the_oldest_goes_first(play):
    """The video has the better rank, the call has waited since 09:02."""
    day = play(
        """
        channels: {phone: {kind: live}, video: {kind: live}}
        service: {help: {phone: {talk: 10 min}, video: {talk: 10 min}}}
        segments:
          ours: {share: 50 %, population: 1 customer, adviser: {share: 100 %, of: desk}}
          others: {share: 50 %}
        queues:
          video: {of: video, prefers: adviser, reserved_for: 1 h}
          phone: {of: phone, prefers: adviser, reserved_for: 1 h}
        pools: {desk: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, video: level 3}}}
        serves: {desk: [video, phone]}
        """,
        phone=calls("09:00 u, 09:02 u"),
        video=calls("09:03 u"),
    )
    day.contacts("""
        issue   | answered | reserved
        phone 1 | 09:00    | 0 s
        phone 2 | 09:10    | 480 s
        video 1 | 09:20    | 1020 s
    """)


def test_who_goes_over_to_a_queue_that_prefers_is_meant_for_nobody(play):
    """What is meant for whom is settled on coming: at 09:02 desk 2 takes call 3, though desk 1 is its adviser."""
    day = play(
        centre("overflow: {second: {after: 1 min}}")
        .replace("{after: 1 min}}}}", "{after: 1 min}}}, second: {of: phone, prefers: adviser, reserved_for: 90 s}}")
        .replace("pools: {", f"pools: {{front: {{headcount: on_queue, staff: {{daily: 1}}, {SKILLS}}}, ")
        .replace("serves: {desk: [phone]}", "serves: {front: [phone], desk: [second]}"),
        phone=calls("08:58 u, 08:59 u, 09:01 u"),
    )
    day.contacts("""
        issue   | queue  | agent   | queued | answered | own_agent | reserved
        phone 1 | phone  | front 1 | 08:58  | 08:58    | -         | 0 s
        phone 2 | second | desk 1  | 08:59  | 09:00    | -         | 0 s
        phone 3 | second | desk 2  | 09:01  | 09:02    | -         | 0 s
    """)


def test_an_adviser_without_the_skill_is_passed_over(play):
    """Half of the desk knows the phone: desk 1, whom customer 0 has, does not."""
    day = play(
        centre(RESERVED, people="2 customers", talk="1 min").replace(
            "{phone: level 3}", "{phone: {level: level 3, of_agents: 50 %}}"
        ),
        phone=calls("09:00 u, 09:10 u, 09:20 u"),
    )
    customers(day, 0, 0, 1, of=2)
    day.contacts("""
        issue   | agent  | answered | own_agent
        phone 1 | desk 2 | 09:00    | -
        phone 2 | desk 2 | 09:10    | -
        phone 3 | desk 2 | 09:20    | desk 2
    """)
