"""Who waits too long in one queue goes over to another (MODEL.md 6 and 7): at which age, when, and what goes along."""

import pytest


def centre(calls: str, backup: str = "", more: str = "", talk: str = "5 min") -> str:
    """Write two queues: front serves calls, back serves backup, which nobody joins by themselves."""
    return f"""
queues: {{calls: {{of: phone, overflow: {{{calls}}}}}, backup: {{of: phone{backup}}}}}
service: {{help: {{phone: {{talk: {talk}}}}}}}
pools:
  front: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}
  back: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}
serves: {{front: [calls], back: {{backup: {{rank: 1}}}}}}
{more}"""


def test_at_its_age_who_waits_goes_over_and_is_answered_there(play):
    """Call 2 is two minutes old at 09:03; its queue is the one it was answered from, its queued tick the first one."""
    day = play(centre("backup: {after: 2 min}"), phone="09:00, 09:01")
    day.contacts("""
        issue   | visit | reason | queue  | agent   | arrived | queued | answered | ended | outcome
        phone 1 | 0     | first  | calls  | front 1 | 09:00   | 09:00  | 09:00    | 09:05 | answered
        phone 2 | 0     | first  | backup | back 1  | 09:01   | 09:01  | 09:03    | 09:08 | answered
    """)
    day.moves("""
        issue   | visit | from_queue | to_queue | tick
        phone 2 | 0     | calls      | backup   | 09:03
    """)


def test_who_is_answered_before_does_not_move(play):
    """Nobody is old enough: no moves."""
    day = play(centre("backup: {after: 5 min}"), phone="09:00, 09:01")
    assert [len(column) for column in day.record.moves.values()] == [0] * 5
    assert day.record.contacts["queue"].tolist() == [0, 0]


def test_an_agent_who_frees_on_the_tick_of_the_overflow_is_first(play):
    """At 09:05 the front agent frees (rank 3) and takes call 2; its overflow would be rank 4."""
    day = play(centre("backup: {after: 2 min}"), phone="09:00, 09:03")
    day.contacts("""
        issue   | queue | agent   | queued | answered
        phone 1 | calls | front 1 | 09:00  | 09:00
        phone 2 | calls | front 1 | 09:03  | 09:05
    """)
    assert len(day.record.moves["tick"]) == 0


def test_on_the_tick_patience_ends_the_overflow_is_first(play):
    """Both after two minutes: call 2 goes over (rank 4) and is answered; call 3 goes over, and leaves from there."""
    day = play(
        centre("backup: {after: 2 min}", more="segments: {everybody: {patience: 2 min}}"), phone="09:00, 09:01, 09:02"
    )
    day.contacts("""
        issue   | queue  | queued | answered | ended | outcome
        phone 1 | calls  | 09:00  | 09:00    | 09:05 | answered
        phone 2 | backup | 09:01  | 09:03    | 09:08 | answered
        phone 3 | backup | 09:02  | -        | 09:04 | abandoned
    """)
    day.moves("""
        issue   | from_queue | to_queue | tick
        phone 2 | calls      | backup   | 09:03
        phone 3 | calls      | backup   | 09:04
    """)


def test_patience_goes_along(play):
    """Call 3 has waited two of its three minutes when it goes over, and leaves after the third."""
    day = play(
        centre("backup: {after: 2 min}", more="segments: {everybody: {patience: 3 min}}"),
        phone="09:00, 09:00:30, 09:01",
    )
    day.contacts("""
        issue   | queue  | queued   | answered | ended    | outcome
        phone 1 | calls  | 09:00    | 09:00    | 09:05    | answered
        phone 2 | backup | 09:00:30 | 09:02:30 | 09:07:30 | answered
        phone 3 | backup | 09:01    | -        | 09:04    | abandoned
    """)


def test_who_goes_over_keeps_the_place_of_its_age(play):
    """The back queue's own caller of 09:03:30 waits; call 2, which comes over at 09:04, is older and goes first."""
    day = play(
        """
        channels: {phone: {kind: live}, desk: {kind: live}}
        service: {help: {phone: {talk: 10 min}, desk: {talk: 10 min}}}
        queues: {calls: {of: phone, overflow: {backup: {after: 2 min}}}, backup: {of: [desk, phone]}}
        pools:
          front: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          back: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, desk: level 3}}
        serves: {front: [calls], back: [backup]}
        """,
        phone="08:59, 09:02",
        desk="08:58, 09:03:30",
    )
    day.contacts("""
        issue   | queue  | agent   | queued   | answered
        phone 1 | calls  | front 1 | 08:59    | 08:59
        phone 2 | backup | back 1  | 09:02    | 09:08
        desk 1  | backup | back 1  | 08:58    | 08:58
        desk 2  | backup | back 1  | 09:03:30 | 09:18
    """)


@pytest.mark.parametrize(
    ("when", "queue", "answered"),
    [
        ("calls hold over 0 contacts", "backup", "09:03"),
        ("calls hold over 1 contacts", "calls", "09:05"),
        ("between 09:03 and 09:04", "backup", "09:03"),
        ("between 09:04 and 12:00", "calls", "09:05"),
        ("back has over 0 idle agents", "backup", "09:03"),
        ("segment is everybody and visit under 1", "backup", "09:03"),
    ],
)
def test_a_condition_is_tested_at_that_age_and_once(play, when, queue, answered):
    """At 09:03 call 2 waits alone (and counts itself); what holds a minute later is not asked."""
    day = play(centre(f'backup: {{after: 2 min, when: "{when}"}}'), phone="09:00, 09:01")
    day.contacts(f"""
        issue   | queue   | queued | answered
        phone 1 | calls   | 09:00  | 09:00
        phone 2 | {queue} | 09:01  | {answered}
    """)


def test_a_full_queue_is_not_joined(play):
    """Call 3 waits in backup, one at most; call 4 stays, and is answered before it."""
    day = play(centre("backup: {after: 2 min}", ", limit: 1 waiting"), phone="09:00, 09:01, 09:02, 09:02:30")
    day.contacts("""
        issue   | queue  | agent   | queued   | answered
        phone 1 | calls  | front 1 | 09:00    | 09:00
        phone 2 | backup | back 1  | 09:01    | 09:03
        phone 3 | backup | back 1  | 09:02    | 09:08
        phone 4 | calls  | front 1 | 09:02:30 | 09:05
    """)
    day.moves("""
        issue   | from_queue | to_queue | tick
        phone 2 | calls      | backup   | 09:03
        phone 3 | calls      | backup   | 09:04
    """)


THREE = """
queues:
  calls: {of: phone, overflow: {CALLS}}
  backup: {of: phone, overflow: {BACKUP}}
  last: {of: phone}
service: {help: {phone: {talk: 30 min}}}
pools:
  front: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  back: {headcount: on_queue, staff: {daily: {"12:00": 1}}, skills: {phone: level 3}}
  end: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {front: [calls], back: [backup], end: [last]}
"""


def test_in_the_new_queue_only_rules_of_a_later_age_count(play):
    """At two minutes to backup; its rule of one minute is past, its rule of three minutes is to come."""
    text = THREE.replace("CALLS", "backup: {after: 2 min}")
    day = play(text.replace("BACKUP", "calls: {after: 1 min}, last: {after: 3 min}"), phone="09:00, 09:01")
    day.contacts("""
        issue   | queue | agent   | queued | answered
        phone 1 | calls | front 1 | 09:00  | 09:00
        phone 2 | last  | end 1   | 09:01  | 09:04
    """)
    day.moves("""
        issue   | from_queue | to_queue | tick
        phone 2 | calls      | backup   | 09:03
        phone 2 | backup     | last     | 09:04
    """)


def test_in_the_new_queue_a_rule_of_the_same_age_does_not_count(play):
    """Two minutes here and there: one move, and then it waits for the back agent of noon."""
    text = THREE.replace("CALLS", "backup: {after: 2 min}").replace("BACKUP", "last: {after: 2 min}")
    day = play(text, phone="09:00, 09:01")
    day.moves("""
        issue   | from_queue | to_queue | tick
        phone 2 | calls      | backup   | 09:03
    """)
    assert day.record.contacts["answered_tick"].tolist()[1] == 12 * 3_600_000_000


def test_rules_are_tested_by_age_each_once(play):
    """Written last, the rule of one minute comes first; its condition does not hold, that of two minutes does."""
    rules = 'last: {after: 2 min}, backup: {after: 1 min, when: "calls hold over 1 contacts"}'
    day = play(THREE.replace("CALLS", rules).replace("BACKUP", ""), phone="09:00, 09:01, 09:02:30")
    day.moves("""
        issue   | from_queue | to_queue | tick
        phone 2 | calls      | last     | 09:03
        phone 3 | calls      | last     | 09:04:30
    """)


def test_pools_of_the_new_queue_go_by_the_whole_age(play):
    """The back agent takes what has waited four minutes: two in calls and two in backup."""
    day = play(
        centre("backup: {after: 2 min}", talk="10 min").replace("rank: 1", "rank: 1, after: 4 min"),
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | queue  | agent   | queued | answered
        phone 1 | calls  | front 1 | 09:00  | 09:00
        phone 2 | backup | back 1  | 09:01  | 09:05
    """)
    assert day.record.moves["tick"].tolist() == [(9 * 60 + 3) * 60_000_000]


def test_waiting_of_earlier_visits_does_not_bring_the_overflow_forward(play):
    """The redial of 09:06 brings its 40 s along, and still goes over two minutes after it was queued."""
    day = play(
        centre("backup: {after: 2 min}", talk="30 min")
        + """
segments: {everybody: {patience: {by_time: {"00:00": 40 s, "09:01": never}}}}
what_next: {abandoned: {same: 100 %, after: 5 min 20 s}}
context: {waiting_counts: true}
""",
        phone="09:00, 09:00",
    )
    day.contacts("""
        issue   | visit | queue  | queued | answered | outcome
        phone 1 | 0     | calls  | 09:00  | 09:00    | answered
        phone 2 | 0     | calls  | 09:00  | -        | abandoned
        phone 2 | 1     | backup | 09:06  | 09:08    | answered
    """)
    day.moves("""
        issue   | visit | from_queue | to_queue | tick
        phone 2 | 1     | calls      | backup   | 09:08
    """)


def test_letters_go_over_too(play):
    """After two hours to the other team, with the deadline of its arrival."""
    day = play(
        """
        channels: {mail: {kind: deferred, reply_within: 4 h}}
        service: {help: {mail: {talk: 10 min}}}
        queues: {mail: {of: mail, overflow: {spare: {after: 2 h}}}, spare: {of: mail}}
        pools:
          writers: {headcount: on_queue, staff: {daily: {"15:00": 1}}, skills: {mail: level 3}}
          others: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}
        serves: {writers: [mail], others: [spare]}
        """,
        mail="09:00",
    )
    day.contacts("""
        issue  | queue | agent    | queued | answered | talk_end | deadline
        mail 1 | spare | others 1 | 09:00  | 11:00    | 11:10    | 13:00
    """)


def test_a_leg_goes_over_by_its_own_age(play):
    """Queued at 09:05 for a busy expert, it goes over to the spare one at 09:07."""
    day = play(
        """
        intents: {help: {}, tax: {share: 0 %}}
        service: {help: {phone: {talk: 5 min, passed_on: {to: tax, share: 100 %}}}, tax: {phone: {talk: 20 min}}}
        queues:
          help: {of: phone, intents: help}
          tax: {of: phone, intents: tax, overflow: {spare: {after: 2 min}}}
          spare: {of: phone}
        pools:
          general: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          others: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
        serves: {general: [help], experts: [tax], others: [spare]}
        """,
        phone="08:59 intent=tax, 09:00",
    )
    day.contacts("""
        issue   | visit | queue | agent     | queued | answered
        phone 1 | 0     | tax   | experts 1 | 08:59  | 08:59
        phone 2 | 0     | help  | general 1 | 09:00  | 09:00
        phone 2 | 1     | spare | others 1  | 09:05  | 09:07
    """)


def test_at_closing_who_went_over_is_disconnected_there(play):
    """The phone closes at 09:04; call 3 waits in backup since 09:03:30."""
    day = play(
        centre(
            "backup: {after: 2 min}",
            more="channels: {phone: {kind: live, open: daily 09:00-09:04, at_close: disconnect}}",
        ),
        phone="09:00, 09:01, 09:01:30",
    )
    day.contacts("""
        issue   | queue  | queued   | answered | ended | outcome
        phone 1 | calls  | 09:00    | 09:00    | 09:05 | answered
        phone 2 | backup | 09:01    | 09:03    | 09:08 | answered
        phone 3 | backup | 09:01:30 | -        | 09:04 | disconnected
    """)


def test_the_end_of_the_horizon_leaves_it_where_it_waits(play):
    """Gone over at 23:59:30, open in backup at midnight; call 4 would go over on the last tick's next."""
    day = play(centre("backup: {after: 2 min}", talk="30 min"), phone="23:50, 23:51, 23:57:30, 23:58")
    day.contacts("""
        issue   | queue  | queued   | answered | outcome
        phone 1 | calls  | 23:50    | 23:50    | answered
        phone 2 | backup | 23:51    | 23:53    | answered
        phone 3 | backup | 23:57:30 | -        | open
        phone 4 | calls  | 23:58    | -        | open
    """)


def test_who_has_gone_over_is_not_taken_from_the_first_queue_any_more(play):
    """Call 3 waits in backup when the front agent frees at 09:05: it is not theirs any more, not even when idle."""
    day = play(centre("backup: {after: 2 min}"), phone="09:00, 09:01, 09:02")
    day.contacts("""
        issue   | queue  | agent   | queued | answered
        phone 1 | calls  | front 1 | 09:00  | 09:00
        phone 2 | backup | back 1  | 09:01  | 09:03
        phone 3 | backup | back 1  | 09:02  | 09:08
    """)


def test_helpers_of_the_first_queue_do_not_take_who_has_gone_over(play):
    """The helper would take from calls what is three minutes old; call 3 went over at two, and waits in backup."""
    day = play(
        centre("backup: {after: 2 min}")
        .replace("pools:\n", "pools:\n  helper: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}\n")
        .replace("serves: {", "serves: {helper: {calls: {after: 3 min, rank: 2}}, "),
        phone="09:00, 09:01, 09:02",
    )
    day.contacts("""
        issue   | queue  | agent   | queued | answered
        phone 1 | calls  | front 1 | 09:00  | 09:00
        phone 2 | backup | back 1  | 09:01  | 09:03
        phone 3 | backup | back 1  | 09:02  | 09:08
    """)


def test_a_condition_sees_who_has_gone_over_where_they_wait(play):
    """Call 3 counts in backup from 09:04 on, not in calls: call 4 (calls holds it alone) stays, call 5 too."""
    day = play(
        centre('backup: {after: 2 min, when: "backup hold under 1 contacts"}', talk="30 min"),
        phone="09:00, 09:01, 09:02, 09:02:30, 09:03",
    )
    day.moves("""
        issue   | from_queue | to_queue | tick
        phone 2 | calls      | backup   | 09:03
        phone 3 | calls      | backup   | 09:04
    """)


def test_a_warm_leg_that_goes_over_is_held_until_it_is_answered_there(play):
    """Queued at 09:05, over at 09:07 and answered at once: two minutes of hold and one of conference."""
    day = play(
        """
        intents: {help: {}, tax: {share: 0 %}}
        service:
          help: {phone: {talk: 5 min, passed_on: {to: tax, share: 100 %, warm: true, conference: 1 min}}}
          tax: {phone: {talk: 20 min}}
        queues:
          help: {of: phone, intents: help}
          tax: {of: phone, intents: tax, overflow: {spare: {after: 2 min}}}
          spare: {of: phone}
        pools:
          general: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          others: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
        serves: {general: [help], experts: [tax], others: [spare]}
        """,
        phone="08:59 intent=tax, 09:00",
    )
    day.contacts("""
        issue   | visit | queue | queued | answered | ended | hold
        phone 1 | 0     | tax   | 08:59  | 08:59    | 09:19 | 0 s
        phone 2 | 0     | help  | 09:00  | 09:00    | 09:08 | 180 s
        phone 2 | 1     | spare | 09:05  | 09:07    | 09:27 | 0 s
    """)


def test_a_letter_that_went_over_is_withdrawn_from_there(play):
    """Over at 11:00, its linked chase opened at 11:30; the others, who come at noon, find nothing."""
    day = play(
        """
        channels: {mail: {kind: deferred, tolerated: 2 h}, phone: {kind: live}}
        service: {help: {mail: {talk: 10 min}, phone: {talk: 5 min}}}
        queues: {phone: {of: phone}, mail: {of: mail, overflow: {spare: {after: 2 h}}}, spare: {of: mail}}
        pools:
          writers: {headcount: on_queue, staff: {daily: {"15:00": 1}}, skills: {mail: level 3}}
          others: {headcount: on_queue, staff: {daily: {"12:00": 1}}, skills: {mail: level 3}}
          speakers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
        serves: {writers: [mail], others: [spare], speakers: [phone]}
        what_next: {unanswered: {phone: 100 %, after: 30 min}}
        context: {recognised: 100 %}
        """,
        mail="09:00",
    )
    day.contacts("""
        issue  | visit | queue | queued | answered | ended | outcome
        mail 1 | 0     | spare | 09:00  | -        | 11:30 | withdrawn
        mail 1 | 1     | phone | 11:30  | 11:30    | 11:35 | answered
    """)


def test_a_post_that_went_over_is_still_answered_by_a_peer(play):
    """Over at 11:00, answered by a peer at 12:00; the moderators of the other queue come at 13:00."""
    day = play(
        """
        channels: {forum: {kind: community}}
        service: {help: {forum: {peers: 100 %, peers_answer_after: 3 h, talk: 4 min}}}
        queues: {forum: {of: forum, overflow: {spare: {after: 2 h}}}, spare: {of: forum}}
        pools:
          moderators: {headcount: on_queue, staff: {daily: {"15:00": 1}}, skills: {forum: level 3}}
          others: {headcount: on_queue, staff: {daily: {"13:00": 1}}, skills: {forum: level 3}}
        serves: {moderators: [forum], others: [spare]}
        """,
        forum="09:00",
    )
    day.contacts("""
        issue   | queue | queued | answered | ended | outcome
        forum 1 | spare | 09:00  | -        | 12:00 | contained
    """)


def test_what_the_centre_makes_itself_goes_over_like_any_contact(play):
    """The follow-up of 09:15 waits for the end of call 2 at 09:19; over at 09:18, it is made there at once."""
    plan = "follow_up: {share: 100 %, on: phone, after: 10 min, talk: 2 min, prevents: 60 %}"
    day = play(
        centre("backup: {after: 3 min}").replace("talk: 5 min", f"talk: 5 min, {plan}"),
        phone="09:00, 09:14",
    )
    day.contacts("""
        issue   | visit | reason    | queue  | agent   | queued | answered
        phone 1 | 0     | first     | calls  | front 1 | 09:00  | 09:00
        phone 1 | 1     | follow_up | backup | back 1  | 09:15  | 09:18
        phone 2 | 0     | first     | calls  | front 1 | 09:14  | 09:14
        phone 2 | 1     | follow_up | calls  | front 1 | 09:29  | 09:29
    """)


def test_what_goes_over_is_served_whatever_the_other_queue_takes_of_its_own(play):
    """Backup is a queue of mails for sales at night: the call for help of 09:01 goes over and is served there."""
    day = play(
        """
channels: {phone: {kind: live}, mail: {kind: deferred}}
intents: {help: {}, sale: {share: 0 %}}
service: {help: {phone: {talk: 10 min}, mail: {talk: 5 min}}, sale: {phone: {talk: 5 min}, mail: {talk: 5 min}}}
queues:
  calls: {of: phone, overflow: {backup: {after: 1 min}}}
  backup: {of: mail, intents: sale, when: between 22:00 and 23:00}
  mails: {of: mail}
pools:
  team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  others: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, mail: level 3}}
serves: {team: [calls], others: [backup, mails]}
""",
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | queue  | agent    | answered | ended
        phone 1 | calls  | team 1   | 09:00    | 09:10
        phone 2 | backup | others 1 | 09:02    | 09:12
    """)
