"""Contacts ring at agents before these take them; some offers are missed or declined (MODEL.md 7, Offer).

What becomes of an offer is drawn by issue, visit and number of the offer. A world says which draws it needs, and
`offered` looks them up by their address: `M` misses the call, `D` declines it, `T` takes it. The half hour of a call
decides its key, so the clock times of these worlds are those at which the wanted draws stand.
"""

import pytest

from sim.streams import Stream, uniform
from tests.worlds.ringing import PHONE, RINGS, SURE, offered, team


def test_a_call_rings_before_it_is_taken(play):
    """Six seconds of ring, a spell in hand and no handle time; the wait of call 2 runs to the end of its own."""
    day = play(SURE, phone="09:00, 09:00:30")
    day.contacts("""
        issue   | agent  | queued   | answered | talk_end | ended    | talk | ring | offers | missed_offers
        phone 1 | team 1 | 09:00    | 09:00:06 | 09:01:06 | 09:01:06 | 60 s | 6 s  | 1      | 0
        phone 2 | team 1 | 09:00:30 | 09:01:12 | 09:02:12 | 09:02:12 | 60 s | 6 s  | 1      | 0
    """)
    day.spells("""
        agent  | start    | end      | issue
        team 1 | 09:00    | 09:00:06 | phone 1
        team 1 | 09:00:06 | 09:01:06 | phone 1
        team 1 | 09:01:06 | 09:01:12 | phone 2
        team 1 | 09:01:12 | 09:02:12 | phone 2
    """)
    day.duties("""
        agent  | start | end       | kind
        team 1 | 00:00 | tue 00:00 | on_queue
    """)


def test_without_rings_nothing_is_offered(play):
    """Taken at once: no offers, no ring."""
    day = play(phone="09:00")
    day.contacts("""
        issue   | answered | ring | offers | missed_offers
        phone 1 | 09:00    | 0 s  | 0      | 0
    """)


def test_who_misses_is_off_the_queue_and_the_call_rings_at_the_next(play):
    """Agent 1 lets it ring for 20 s and takes nothing for a minute; it rings at agent 2 on that tick."""
    day = play(PHONE + team(2), phone="11:00")
    offered(day, "M T")
    day.contacts("""
        issue   | agent  | queued | answered | ended    | ring | offers | missed_offers | outcome
        phone 1 | team 2 | 11:00  | 11:00:26 | 11:01:26 | 26 s | 2      | 1             | answered
    """)
    day.spells("""
        agent  | start    | end      | issue
        team 1 | 11:00    | 11:00:20 | phone 1
        team 2 | 11:00:20 | 11:00:26 | phone 1
        team 2 | 11:00:26 | 11:01:26 | phone 1
    """)
    day.duties("""
        agent  | start    | end       | kind
        team 1 | 00:00    | 11:00:20  | on_queue
        team 1 | 11:00:20 | 11:01:20  | off_queue
        team 1 | 11:01:20 | tue 00:00 | on_queue
        team 2 | 00:00    | tue 00:00 | on_queue
    """)


def test_the_only_agent_is_offered_it_again_a_minute_later_before_who_came_after(play):
    """Back with its age: at 11:01:20 call 1 rings again, though call 2 has waited since 11:00:30."""
    day = play(PHONE, phone="11:00, 11:00:30")
    offered(day, "M T", "T")
    day.contacts("""
        issue   | queued   | answered | ended    | ring | offers | missed_offers
        phone 1 | 11:00    | 11:01:26 | 11:02:26 | 26 s | 2      | 1
        phone 2 | 11:00:30 | 11:02:32 | 11:03:32 | 6 s  | 1      | 0
    """)


def test_a_call_that_comes_to_nobody_but_who_missed_waits(play):
    """Call 2 comes at 11:01, when agent 1 is idle but unavailable and agent 2 talks: it waits until 11:01:20."""
    day = play(PHONE + team(2), phone="11:00, 11:01")
    offered(day, "M T", "T")
    day.contacts("""
        issue   | agent  | queued | answered
        phone 1 | team 2 | 11:00  | 11:00:26
        phone 2 | team 1 | 11:01  | 11:01:26
    """)


def test_an_offer_is_declined_after_its_own_time(play):
    """Drawn between 10 and 60 %: declined after 5 s; the agent is unavailable as if it had been missed."""
    rings = "answered_after: 6 s, missed: 10 %, declined: 50 %, declined_after: 5 s, unavailable_for: 1 min"
    day = play(f"channels: {{phone: {{kind: live, rings: {{{rings}}}}}}}\n" + team(2), phone="11:00, 11:01:04")
    offered(day, "D T", "T", missed=0.1, declined=0.5)
    day.contacts("""
        issue   | agent  | queued   | answered | ended    | ring | offers | missed_offers
        phone 1 | team 2 | 11:00    | 11:00:11 | 11:01:11 | 11 s | 2      | 1
        phone 2 | team 1 | 11:01:04 | 11:01:11 | 11:02:11 | 6 s  | 1      | 0
    """)
    day.duties("""
        agent  | start    | end       | kind
        team 1 | 00:00    | 11:00:05  | on_queue
        team 1 | 11:00:05 | 11:01:05  | off_queue
        team 1 | 11:01:05 | tue 00:00 | on_queue
        team 2 | 00:00    | tue 00:00 | on_queue
    """)


def test_when_all_have_missed_it_the_first_who_is_back_takes_it(play):
    """Agent 1 misses until 13:30:20, agent 2 until 13:30:40; agent 1 is back at 13:31:20."""
    day = play(PHONE + team(2), phone="13:30")
    offered(day, "M M T")
    day.contacts("""
        issue   | agent  | queued | answered | ended    | ring | offers | missed_offers
        phone 1 | team 1 | 13:30  | 13:31:26 | 13:32:26 | 46 s | 3      | 2
    """)


def test_the_end_of_unavailability_goes_before_the_end_of_work(play):
    """At 11:01:20 agent 1 is back (rank 1) and agent 2 has finished (rank 3): the call that waits goes to agent 1."""
    day = play(PHONE + team(2) + "service: {help: {phone: {talk: 74 s}}}", phone="11:00, 11:00")
    offered(day, "M T", "T")
    day.contacts("""
        issue   | agent  | answered | ended    | offers
        phone 1 | team 1 | 11:01:26 | 11:02:40 | 2
        phone 2 | team 2 | 11:00:06 | 11:01:20 | 1
    """)


def test_two_rings_that_end_on_one_tick_go_by_the_issue(play):
    """Both are missed at 18:00:20: call 1 rings at agent 3, call 2 waits until agent 1 is back at 18:01:20."""
    day = play(PHONE + team(3), phone="18:00, 18:00")
    offered(day, "M T", "M T")
    day.contacts("""
        issue   | agent  | answered | ended    | ring | offers | missed_offers
        phone 1 | team 3 | 18:00:26 | 18:01:26 | 26 s | 2      | 1
        phone 2 | team 1 | 18:01:26 | 18:02:26 | 26 s | 2      | 1
    """)


HASTY = "segments: {hasty: {share: 50 %, patience: PATIENCE}, calm: {share: 50 %}}\n"


def test_an_answer_on_the_tick_patience_ends_is_first(play):
    """The ring ends at rank 3, patience at rank 5."""
    day = play(
        SURE + HASTY.replace("PATIENCE", "10 s"), phone="09:00 segment=calm, 09:00:56 segment=hasty, 09:03 segment=calm"
    )
    day.contacts("""
        issue   | queued   | answered | outcome
        phone 1 | 09:00    | 09:00:06 | answered
        phone 2 | 09:00:56 | -        | abandoned
        phone 3 | 09:03    | 09:03:06 | answered
    """)
    day = play(SURE + HASTY.replace("PATIENCE", "10 s"), phone="09:00 segment=calm, 09:01:02 segment=hasty")
    day.contacts("""
        issue   | queued   | answered | ended    | outcome  | ring
        phone 1 | 09:00    | 09:00:06 | 09:01:06 | answered | 6 s
        phone 2 | 09:01:02 | 09:01:12 | 09:02:12 | answered | 6 s
    """)


def test_patience_that_ends_during_a_ring_frees_the_agent_at_once(play):
    """Call 2 leaves after 3 of 6 s: the agent has missed nothing, and call 3 rings on that tick."""
    day = play(
        SURE + HASTY.replace("PATIENCE", "7 s"),
        phone="09:00 segment=calm, 09:01:02 segment=hasty, 09:01:04 segment=calm",
    )
    day.contacts("""
        issue   | agent  | answered | talk_end | ended    | outcome   | ring | offers | missed_offers | talk
        phone 1 | team 1 | 09:00:06 | 09:01:06 | 09:01:06 | answered  | 6 s  | 1      | 0             | 60 s
        phone 2 | -      | -        | -        | 09:01:09 | abandoned | 3 s  | 1      | 0             | 0 s
        phone 3 | team 1 | 09:01:15 | 09:02:15 | 09:02:15 | answered  | 6 s  | 1      | 0             | 60 s
    """)
    day.spells("""
        agent  | start    | end      | issue
        team 1 | 09:00    | 09:00:06 | phone 1
        team 1 | 09:00:06 | 09:01:06 | phone 1
        team 1 | 09:01:06 | 09:01:09 | phone 2
        team 1 | 09:01:09 | 09:01:15 | phone 3
        team 1 | 09:01:15 | 09:02:15 | phone 3
    """)
    day.duties("""
        agent  | start | end       | kind
        team 1 | 00:00 | tue 00:00 | on_queue
    """)


def test_patience_ends_during_a_ring_on_arrival_too(play):
    """The agent is free at 09:00, and the customer leaves after 4 of 6 s."""
    day = play(SURE + "segments: {everybody: {patience: 4 s}}", phone="09:00")
    day.contacts("""
        issue   | agent | answered | ended    | outcome   | ring | offers | missed_offers | talk
        phone 1 | -     | -        | 09:00:04 | abandoned | 4 s  | 1      | 0             | 0 s
    """)


def test_patience_goes_on_after_a_ring_on_arrival(play):
    """Missed at 11:00:20, it waits for nobody until patience ends at 11:00:40."""
    day = play(PHONE + "segments: {everybody: {patience: 40 s}}", phone="11:00")
    offered(day, "M T")
    day.contacts("""
        issue   | answered | ended    | outcome   | ring | offers | missed_offers
        phone 1 | -        | 11:00:40 | abandoned | 20 s | 1      | 1
    """)


def test_who_left_during_a_ring_comes_again_and_rings_anew(play):
    """The redial is visit 1, offered once, and left again."""
    day = play(
        SURE
        + """
segments: {everybody: {patience: 4 s}}
what_next: {at_most: 2 visits, abandoned: {same: 100 %, after: 1 min}}
""",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason | arrived  | answered | ended    | outcome   | offers
        phone 1 | 0     | first  | 09:00    | -        | 09:00:04 | abandoned | 1
        phone 1 | 1     | redial | 09:01:04 | -        | 09:01:08 | abandoned | 1
    """)


CALM = "15:00 segment=calm, 15:00 segment=calm, "


def test_patience_runs_on_over_a_missed_ring(play):
    """Missed at 15:01:26 and ringing at agent 2 when patience ends at 15:01:31: agent 2 is free, agent 1 is not."""
    day = play(
        PHONE + team(2) + HASTY.replace("PATIENCE", "31 s"),
        phone=CALM + "15:01 segment=hasty, 15:01:32 segment=calm",
    )
    offered(day, "T", "T", "M T", "T")
    day.contacts("""
        issue   | agent  | answered | ended    | outcome   | ring | offers | missed_offers
        phone 1 | team 1 | 15:00:06 | 15:01:06 | answered  | 6 s  | 1      | 0
        phone 2 | team 2 | 15:00:06 | 15:01:06 | answered  | 6 s  | 1      | 0
        phone 3 | -      | -        | 15:01:31 | abandoned | 25 s | 2      | 1
        phone 4 | team 2 | 15:01:38 | 15:02:38 | answered  | 6 s  | 1      | 0
    """)


def test_missed_on_the_tick_patience_ends_it_is_offered_once_more_and_gone(play):
    """At 15:01:26 rank 3 gives it back and to agent 2, rank 5 takes it out of those hands."""
    day = play(PHONE + team(2) + HASTY.replace("PATIENCE", "26 s"), phone=CALM + "15:01 segment=hasty")
    offered(day, "T", "T", "M T")
    day.contacts("""
        issue   | agent  | answered | ended    | outcome   | ring | offers | missed_offers
        phone 1 | team 1 | 15:00:06 | 15:01:06 | answered  | 6 s  | 1      | 0
        phone 2 | team 2 | 15:00:06 | 15:01:06 | answered  | 6 s  | 1      | 0
        phone 3 | -      | -        | 15:01:26 | abandoned | 20 s | 2      | 1
    """)


def test_patience_ends_while_everybody_is_unavailable(play):
    """Missed at 10:31:26 by the only agent, who is back at 10:32:26: call 2 leaves at 10:31:50."""
    day = play(PHONE + HASTY.replace("PATIENCE", "50 s"), phone="10:30 segment=calm, 10:31 segment=hasty")
    offered(day, "T", "M")
    day.contacts("""
        issue   | answered | ended    | outcome   | ring | offers | missed_offers
        phone 1 | 10:30:06 | 10:31:06 | answered  | 6 s  | 1      | 0
        phone 2 | -        | 10:31:50 | abandoned | 20 s | 1      | 1
    """)


def test_the_longest_wait_does_not_end_what_rings(play):
    """Due after 3 s of the ring: call 1 is taken. Call 2 waits, and is ended after 3 s."""
    day = play(SURE + "queues: {phone: {of: phone, longest_wait: 3 s}}", phone="09:00, 09:00:01")
    day.contacts("""
        issue   | answered | ended    | outcome
        phone 1 | 09:00:06 | 09:01:06 | answered
        phone 2 | -        | 09:00:04 | expired
    """)


def test_the_longest_wait_is_looked_at_when_the_call_is_back(play):
    """Due at 11:00:10, while it rings at the only agent; missed at 11:00:20, it is ended on that tick."""
    day = play(PHONE + "queues: {phone: {of: phone, longest_wait: 10 s}}", phone="11:00")
    offered(day, "M")
    day.contacts("""
        issue   | answered | ended    | outcome | ring | offers | missed_offers
        phone 1 | -        | 11:00:20 | expired | 20 s | 1      | 1
    """)


def test_the_longest_wait_that_is_not_over_yet_is_due_after_the_ring(play):
    """Back in the queue at 11:00:20, it may wait until 11:00:50."""
    day = play(PHONE + "queues: {phone: {of: phone, longest_wait: 50 s}}", phone="11:00")
    offered(day, "M")
    day.contacts("""
        issue   | answered | ended    | outcome | ring
        phone 1 | -        | 11:00:50 | expired | 20 s
    """)


def test_beyond_its_longest_wait_it_still_is_pushed_first(play):
    """Agent 2 is free when it comes back: it rings there, and is taken."""
    day = play(PHONE + team(2) + "queues: {phone: {of: phone, longest_wait: 10 s}}", phone="11:00")
    offered(day, "M T")
    day.contacts("""
        issue   | agent  | answered | ended    | outcome  | offers
        phone 1 | team 2 | 11:00:26 | 11:01:26 | answered | 2
    """)


BACKUP = """
queues: {phone: {of: phone, overflow: {backup: {after: AGE}}}, backup: {of: phone}}
pools:
  team: {headcount: on_queue, staff: {daily: FRONT}, skills: {phone: level 3}}
  back: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {team: [phone], back: [backup]}
"""


def over(age: str, front: int = 1) -> str:
    return PHONE + BACKUP.replace("AGE", age).replace("FRONT", str(front))


def test_an_overflow_due_during_the_ring_is_made_when_the_call_is_back(play):
    """Old enough at 11:00:10, it goes over at 11:00:20 and rings at the other team."""
    day = play(over("10 s"), phone="11:00")
    offered(day, "M T")
    day.contacts("""
        issue   | queue  | agent  | queued | answered | offers | missed_offers
        phone 1 | backup | back 1 | 11:00  | 11:00:26 | 2      | 1
    """)
    day.moves("""
        issue   | from_queue | to_queue | tick
        phone 1 | phone      | backup   | 11:00:20
    """)


def test_what_is_taken_does_not_go_over(play):
    """Due while it rings at who takes it: no move."""
    day = play(over("3 s"), phone="14:30")
    offered(day, "T")
    day.contacts("""
        issue   | queue | agent  | answered
        phone 1 | phone | team 1 | 14:30:06
    """)
    assert len(day.record.moves["tick"]) == 0


def test_an_overflow_not_due_yet_is_made_at_its_age(play):
    """Back at 11:00:20, it goes over at 11:00:40."""
    day = play(over("40 s"), phone="11:00")
    offered(day, "M T")
    day.contacts("""
        issue   | queue  | agent  | answered
        phone 1 | backup | back 1 | 11:00:46
    """)
    day.moves("""
        issue   | from_queue | to_queue | tick
        phone 1 | phone      | backup   | 11:00:40
    """)


@pytest.mark.parametrize(("after", "answered"), [("15 s", "11:00:26"), ("30 s", "11:00:36"), ("80 s", "11:01:26")])
def test_the_age_for_another_team_runs_on_during_the_ring(play, after, answered):
    """The helpers take who has waited so long: at once when that is over, else when it is; or agent 1 is back first."""
    day = play(
        PHONE
        + f"""
pools:
  team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}
  help: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}
serves: {{team: {{phone: first}}, help: {{phone: {{rank: first, after: {after}}}}}}}
""",
        phone="11:00",
    )
    offered(day, "M T")
    who = "team 1" if after == "80 s" else "help 1"
    day.contacts(f"""
        issue   | agent  | answered
        phone 1 | {who}  | {answered}
    """)


def test_what_rings_does_not_count_as_waiting(play):
    """One may wait: call 2 does, while call 1 rings; call 3 is blocked."""
    day = play(
        "channels: {phone: {kind: live, rings: 1 min}}\nqueues: {phone: {of: phone, limit: 1 waiting}}",
        phone="09:00, 09:00:10, 09:00:20",
    )
    day.contacts("""
        issue   | queued   | answered | ended    | outcome
        phone 1 | 09:00    | 09:01    | 09:02    | answered
        phone 2 | 09:00:10 | 09:03    | 09:04    | answered
        phone 3 | -        | -        | 09:00:20 | blocked
    """)


def test_what_comes_back_counts_as_waiting_whatever_the_limit(play):
    """Nobody may wait: call 1 was in already, and stays; call 2 finds it waiting, and is blocked."""
    day = play(PHONE + "queues: {phone: {of: phone, limit: 0 waiting}}", phone="11:00, 11:00:30")
    offered(day, "M T", "T")
    day.contacts("""
        issue   | queued | answered | ended    | outcome
        phone 1 | 11:00  | 11:01:26 | 11:02:26 | answered
        phone 2 | -      | -        | 11:00:30 | blocked
    """)


def test_what_rings_holds_a_line(play):
    """The only line is call 1's from 11:00 on: ringing, waiting, and ringing again, to the end of its talk."""
    day = play(
        f"channels: {{phone: {{kind: live, lines: 1 lines, rings: {{{RINGS}}}}}}}",
        phone="11:00, 11:00:10, 11:00:40, 11:02:26",
    )
    offered(day, "M T", "T", "M", "T")
    day.contacts("""
        issue   | queued   | answered | ended    | outcome
        phone 1 | 11:00    | 11:01:26 | 11:02:26 | answered
        phone 2 | -        | -        | 11:00:10 | blocked
        phone 3 | -        | -        | 11:00:40 | blocked
        phone 4 | 11:02:26 | 11:02:32 | 11:03:32 | answered
    """)


def test_each_visit_is_drawn_anew(play):
    """Visit 0 is taken, visit 1 is missed by agent 2, idle all day, and taken by agent 1."""
    day = play(
        PHONE
        + team(2)
        + """
service: {help: {phone: {talk: 1 min, solved: 0.000000001 %}}}
what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 10 min}}
""",
        phone="14:00",
    )
    key = int(day.world.arrivals.issue[0])
    drawn = [uniform(1, 0, Stream.OFFER, key, *address) < 2**52 for address in ((0, 0), (1, 0), (1, 1))]
    assert drawn == [False, True, False]
    day.contacts("""
        issue   | visit | agent  | queued   | answered | ended    | ring | offers | missed_offers
        phone 1 | 0     | team 1 | 14:00    | 14:00:06 | 14:01:06 | 6 s  | 1      | 0
        phone 1 | 1     | team 1 | 14:11:06 | 14:11:32 | 14:12:32 | 26 s | 2      | 1
    """)
