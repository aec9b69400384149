"""Readings of MODEL.md that the naive twin of routing rules had to settle, each worked by hand."""

import pytest

TEAMS = """
channels: {phone: {kind: live}, mail: {kind: deferred, gives_way_to: phone}, desk: {kind: live}}
intents: {x: {share: 50 %}, y: {share: 50 %}}
service:
  x: {phone: {talk: 90 s}, mail: {talk: 10 min}, desk: {talk: 10 min}}
  y: {phone: {talk: 90 s}, mail: {talk: 10 min}, desk: {talk: 10 min}}
queues: {phone: {of: phone}, mail: {of: mail}, desk: {of: desk}}
pools:
  home: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, mail: level 3}}
  help: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, desk: level 3}, intents: {INTENTS}}
  others: {headcount: on_queue, staff: {daily: 1}, skills: {desk: level 3}}
serves: {home: {mail: 1, phone: 2}, help: {desk: 1, phone: {rank: 3, after: 1 min}}, others: {desk: 2}}
"""
CALLS = {"phone": "09:00 intent=x, 09:01 intent=x", "mail": "09:01 intent=x", "desk": "09:00 intent=y"}


def test_when_a_busy_pool_joins_those_who_may_take_it_a_contact_interrupts_anybody(play):
    """At 09:02 help may take call 2 but talks at the desk; the call is pushed anew, and home's mail gives way."""
    day = play(TEAMS.replace("INTENTS", "x: level 3, y: level 3"), **CALLS)
    day.contacts("""
        issue   | agent  | queued | answered | ended
        phone 1 | home 1 | 09:00  | 09:00    | 09:01:30
        phone 2 | home 1 | 09:01  | 09:02    | 09:03:30
        mail 1  | home 1 | 09:01  | 09:01:30 | 09:13
        desk 1  | help 1 | 09:00  | 09:00    | 09:10
    """)


def test_the_age_of_a_pool_that_cannot_do_the_intent_is_no_reason_to_look_again(play):
    """Nobody joins at 09:02, as help cannot do x: call 2, which nobody gave way to at 09:01, waits for the mail."""
    day = play(TEAMS.replace("INTENTS", "y: level 3"), **CALLS)
    day.contacts("""
        issue   | agent  | queued | answered | ended
        phone 1 | home 1 | 09:00  | 09:00    | 09:01:30
        phone 2 | home 1 | 09:01  | 09:11:30 | 09:13
        mail 1  | home 1 | 09:01  | 09:01:30 | 09:11:30
        desk 1  | help 1 | 09:00  | 09:00    | 09:10
    """)


def test_on_the_tick_of_both_a_pool_that_joins_goes_before_the_overflow(play):
    """At 09:03 call 2 is two minutes old: the helper takes it from calls before it would go over."""
    day = play(
        """
        queues: {calls: {of: phone, overflow: {backup: {after: 2 min}}}, backup: {of: phone}}
        service: {help: {phone: {talk: 5 min}}}
        pools:
          front: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          helper: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          back: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
        serves: {front: [calls], helper: {calls: {rank: 2, after: 2 min}}, back: [backup]}
        """,
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | queue | agent    | queued | answered
        phone 1 | calls | front 1  | 09:00  | 09:00
        phone 2 | calls | helper 1 | 09:01  | 09:03
    """)
    assert len(day.record.moves["tick"]) == 0


def test_who_has_gone_over_is_not_looked_at_again_at_the_ages_of_the_old_queue(play):
    """Helper would join at 09:03 in calls; call 2 is in backup since 09:02, and the mail of 09:02:30 goes on."""
    day = play(
        """
        channels: {phone: {kind: live}, desk: {kind: live}, mail: {kind: deferred, gives_way_to: phone}}
        service: {help: {phone: {talk: 5 min}, desk: {talk: 150 s}, mail: {talk: 10 min}}}
        queues:
          calls: {of: phone, overflow: {backup: {after: 1 min}}}
          backup: {of: phone}
          desk: {of: desk}
          mail: {of: mail}
        pools:
          front: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          helper: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          back: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, desk: level 3, mail: level 3}}
        serves: {front: [calls], helper: {calls: {after: 2 min}}, back: {desk: 1, mail: 1, backup: 2}}
        """,
        phone="09:00, 09:01",
        desk="09:00",
        mail="09:01:30",
    )
    day.contacts("""
        issue   | queue  | agent   | queued   | answered | ended
        phone 1 | calls  | front 1 | 09:00    | 09:00    | 09:05
        phone 2 | backup | back 1  | 09:01    | 09:12:30 | 09:17:30
        desk 1  | desk   | back 1  | 09:00    | 09:00    | 09:02:30
        mail 1  | mail   | back 1  | 09:01:30 | 09:02:30 | 09:12:30
    """)


def test_who_frees_on_the_tick_a_contact_is_old_enough_takes_it_by_its_rank(play):
    """At 09:02 call 2 is a minute old to the tick: it goes before the mail, which came first and ranks second."""
    day = play(
        """
        channels: {phone: {kind: live}, mail: {kind: deferred}}
        service: {help: {phone: {talk: 2 min}, mail: {talk: 10 min}}}
        queues: {phone: {of: phone}, mail: {of: mail}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, mail: level 3}}}
        serves: {team: {phone: {rank: 1, after: 1 min}, mail: 2}}
        """,
        phone="08:59, 09:01",
        mail="09:00:30",
    )
    day.contacts("""
        issue   | queued   | answered | ended
        phone 1 | 08:59    | 09:00    | 09:02
        phone 2 | 09:01    | 09:02    | 09:04
        mail 1  | 09:00:30 | 09:04    | 09:14
    """)


def test_the_change_of_channel_is_from_the_last_contact_taken_not_from_the_last_resumed(play):
    """The call is a change (10 s); the mail taken up again is none; mail 2, after the call, is one again."""
    day = play(
        """
        channels: {phone: {kind: live}, mail: {kind: deferred, gives_way_to: phone}}
        service: {help: {phone: {talk: 5 min}, mail: {talk: 10 min}}}
        queues: {phone: {of: phone}, mail: {of: mail}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, mail: level 3}}}
        serves: {team: [phone, mail]}
        change_of_channel: 10 s
        """,
        mail="09:00, 09:05",
        phone="09:04",
    )
    day.contacts("""
        issue   | answered | ended    | talk
        mail 1  | 09:00    | 09:15:10 | 600 s
        mail 2  | 09:15:10 | 09:25:20 | 610 s
        phone 1 | 09:04    | 09:09:10 | 310 s
    """)


def test_who_was_blocked_tries_again_at_once_on_the_same_tick_and_who_gave_up_a_tick_later(play):
    """Blocked at 09:01 (rank 4) three times on that tick; patience ends at rank 5, so what follows is a tick later."""
    again = "what_next: {at_most: 3 visits, blocked: {same: 100 %, after: 0 s}, abandoned: {same: 100 %, after: 0 s}}\n"
    talk = "service: {help: {phone: {talk: 5 min}}}\n"
    play(again + talk + "channels: {phone: {kind: live, lines: 1 line}}", phone="09:00, 09:01").contacts("""
        issue   | visit | arrived | ended | outcome
        phone 1 | 0     | 09:00   | 09:05 | answered
        phone 2 | 0     | 09:01   | 09:01 | blocked
        phone 2 | 1     | 09:01   | 09:01 | blocked
        phone 2 | 2     | 09:01   | 09:01 | blocked
    """)
    play(again + talk + "segments: {everybody: {patience: 0 s}}", phone="09:00, 09:01").contacts("""
        issue   | visit | arrived        | ended          | outcome
        phone 1 | 0     | 09:00          | 09:05          | answered
        phone 2 | 0     | 09:01          | 09:01          | abandoned
        phone 2 | 1     | 09:01:00.000001 | 09:01:00.000001 | abandoned
        phone 2 | 2     | 09:01:00.000002 | 09:01:00.000002 | abandoned
    """)


def test_nobody_leaves_at_once_who_waits_for_a_reply(play):
    """leaves_at_once is said of the segment: the call leaves, the mail waits."""
    day = play(
        """
        channels: {phone: {kind: live}, mail: {kind: deferred}}
        service: {help: {phone: {talk: 5 min}, mail: {talk: 10 min}}}
        segments: {everybody: {leaves_at_once: 100 %}}
        queues: {phone: {of: phone}, mail: {of: mail}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, mail: level 3}}}
        serves: {team: [phone, mail]}
        """,
        phone="09:00, 09:01",
        mail="09:02",
    )
    day.contacts("""
        issue   | answered | ended | outcome
        phone 1 | 09:00    | 09:05 | answered
        phone 2 | -        | 09:01 | abandoned
        mail 1  | 09:05    | 09:15 | answered
    """)


ANNOUNCED = """
channels: {sales: {kind: live, balks: "0 % at 89 s, 100 % at 90 s"}, repairs: {kind: live}}
service: {help: {sales: {talk: 2 min}, repairs: {talk: 2 min}}}
queues: {sales: {of: sales, announces: queue length}, repairs: {of: repairs, announces: HOW}}
pools:
  sellers: {headcount: on_queue, staff: {daily: 1}, skills: {sales: level 3}}
  others: {headcount: on_queue, staff: {daily: 1}, skills: {repairs: level 3}}
serves: {sellers: [sales], others: [repairs]}
"""


@pytest.mark.parametrize("how", ["queue length", "head of line", "last served", "mean of last 2"])
def test_the_length_of_a_queue_is_told_whatever_another_queue_announces(play, how):
    """At 09:00:30 (0 + 1) x 2 min are announced on sales, where call 1 had waited 0 s: call 2 balks."""
    day = play(ANNOUNCED.replace("HOW", how), sales="09:00, 09:00:30", repairs="09:30")
    day.contacts("""
        issue     | outcome
        sales 1   | answered
        sales 2   | balked
        repairs 1 | answered
    """)


LENDERS = """
intents: {card: {share: 50 %}, loan: {share: 50 %}}
service: {card: {phone: {talk: 5 min}}, loan: {phone: {talk: 5 min}}}
queues:
  card: {of: phone, intents: card, overflow: {backup: {after: 1 min, when: "card wait over 30 s"}}}
  loan: {of: phone, intents: loan}
  backup: {of: phone}
pools:
  experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  lenders: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {loan: level 3}}
  spare: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {experts: [card], lenders: [loan, card], spare: [backup]}
"""


def test_a_free_agent_who_can_do_nothing_of_a_queue_makes_no_wait_of_zero(play):
    """The lender is free and lists the queue of cards, but knows loans only: call 2 waits, and goes over at 09:02."""
    day = play(LENDERS, phone="09:00 intent=card, 09:01 intent=card")
    day.contacts("""
        issue   | queue  | agent     | queued | answered
        phone 1 | card   | experts 1 | 09:00  | 09:00
        phone 2 | backup | spare 1   | 09:01  | 09:02
    """)


def test_an_agent_who_is_kept_idle_makes_no_wait_of_zero(play):
    """One of two is kept: call 2 waits though somebody is idle, and goes over at 09:02 as the wait is over 30 s."""
    day = play(
        """
        service: {help: {phone: {talk: 5 min}}}
        queues:
          calls: {of: phone, overflow: {backup: {after: 1 min, when: "calls wait over 30 s"}}}
          backup: {of: phone}
        pools:
          team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}
          spare: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
        serves: {team: {calls: {keeps_idle: 1 agent}}, spare: [backup]}
        """,
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | queue  | agent   | queued | answered
        phone 1 | calls  | team 1  | 09:00  | 09:00
        phone 2 | backup | spare 1 | 09:01  | 09:02
    """)


PATIENT = """
segments: {everybody: {patience: "exponential, mean 5 min", patience_of: issue}}
service: {help: {phone: {talk: 1 min, solved: 0.000000001 %}}}
what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 1 h}, abandoned: {same: 100 %, after: 1 h}}
pools: {team: {headcount: on_queue, staff: {daily: {STAFF}}, skills: {phone: level 3}}}
"""


def test_the_patience_of_an_issue_is_the_same_whichever_visit_is_the_first_to_wait(play):
    """Somebody answers the first call or nobody does: the second one is by the same customer, with one patience."""
    waits = []
    for staff in ('"00:00": 1, "09:30": 0', '"00:00": 0, "23:00": 1'):
        contacts = play(PATIENT.replace("STAFF", staff), phone="09:00").record.contacts
        waits.append(int(contacts["ended_tick"][1] - contacts["queued_tick"][1]))
    assert waits[0] == waits[1]
