"""Passed on warm: the sender stays with the contact until somebody answers, and for the conference (MODEL.md 9, 15)."""

CENTRE = """
intents: {help: {}, tax: {share: 0 %}, loan: {share: 0 %}}
channels: {phone: {kind: live}}
queues: {help: {of: phone, intents: help}, tax: {of: phone, intents: tax}, loan: {of: phone, intents: loan}}
pools:
  general: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  lenders: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {general: [help], experts: [tax], lenders: [loan]}
"""
WARM = ", passed_on: {to: tax, share: 100 %, warm: true, conference: 1 min}"


def service(more: str = WARM, wrap_up: str = "1 min", tax: str = "") -> str:
    return (
        f"service: {{help: {{phone: {{talk: 5 min, wrap_up: {wrap_up}{more}}}}}, "
        f"tax: {{phone: {{talk: 20 min{tax}}}}}, loan: {{phone: {{talk: 8 min}}}}}}\n"
    )


def test_answered_at_once_the_sender_stays_for_the_conference_and_wraps_up_after_it(play):
    """Talk to 09:05, conference to 09:06, wrap-up to 09:07; the conference does not lengthen the receiver's talk."""
    day = play(CENTRE + service(), phone="09:00")
    day.contacts("""
        issue   | visit | reason   | intent | agent     | queued | answered | talk_end | ended | is_resolved
        phone 1 | 0     | first    | help   | general 1 | 09:00  | 09:00    | 09:05    | 09:07 | 0
        phone 1 | 1     | transfer | tax    | experts 1 | 09:05  | 09:05    | 09:25    | 09:25 | 1
    """)
    day.contacts("""
        issue   | visit | talk   | hold | wrap_up | story | way            | after_visit | led_by
        phone 1 | 0     | 300 s  | 60 s | 60 s    | none  | passed_on_warm | -           | -
        phone 1 | 1     | 1200 s | 0 s  | 0 s     | kept  | none           | 0           | -
    """)
    day.spells("""
        agent     | start | end   | issue   | visit
        general 1 | 09:00 | 09:07 | phone 1 | 0
        experts 1 | 09:05 | 09:25 | phone 1 | 1
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:25 | 1
    """)


def test_the_hold_lasts_until_the_leg_is_answered_plus_the_conference(play):
    """The expert is busy to 09:20: the general agent holds from 09:06 to 09:21, and takes nobody meanwhile."""
    day = play(CENTRE + service(), phone="09:00 intent=tax, 09:01, 09:10")
    day.contacts("""
        issue   | visit | queued | answered | talk_end | ended | hold
        phone 1 | 0     | 09:00  | 09:00    | 09:20    | 09:20 | 0 s
        phone 2 | 0     | 09:01  | 09:01    | 09:06    | 09:22 | 900 s
        phone 2 | 1     | 09:06  | 09:20    | 09:40    | 09:40 | 0 s
        phone 3 | 0     | 09:10  | 09:22    | 09:27    | 09:42 | 840 s
        phone 3 | 1     | 09:27  | 09:40    | 10:00    | 10:00 | 0 s
    """)


def test_an_abandoned_leg_ends_the_hold_on_that_tick(play):
    """The leg's patience of three minutes ends at 09:09; the sender wraps up, and the issue is lost."""
    day = play(CENTRE + service() + "segments: {everybody: {patience: 3 min}}", phone="09:00 intent=tax, 09:01")
    day.contacts("""
        issue   | visit | talk_end | ended | outcome   | hold  | way
        phone 1 | 0     | 09:20    | 09:20 | answered  | 0 s   | none
        phone 2 | 0     | 09:06    | 09:10 | answered  | 180 s | passed_on_warm
        phone 2 | 1     | -        | 09:09 | abandoned | 0 s   | none
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:20 | 1
        phone 2 | lost     | 09:09 | 1
    """)


def test_a_leg_whose_patience_ends_when_the_receiver_frees_is_answered(play):
    """Patience of 14 min ends at 09:20, on the tick the expert frees: ends of work go first."""
    day = play(CENTRE + service() + "segments: {everybody: {patience: 14 min}}", phone="09:00 intent=tax, 09:01")
    day.contacts("""
        issue   | visit | answered | talk_end | ended | outcome  | hold
        phone 1 | 0     | 09:00    | 09:20    | 09:20 | answered | 0 s
        phone 2 | 0     | 09:01    | 09:06    | 09:22 | answered | 900 s
        phone 2 | 1     | 09:20    | 09:40    | 09:40 | answered | 0 s
    """)


def test_the_agent_of_an_abandoned_leg_takes_who_would_leave_on_the_same_tick(play):
    """At 09:09 the patience of leg and call 3 ends; the lower issue first: it frees the agent, who takes call 3."""
    day = play(
        CENTRE + service(wrap_up="0 s") + "segments: {everybody: {patience: 3 min}}",
        phone="09:00 intent=tax, 09:01, 09:06",
    )
    day.contacts("""
        issue   | visit | answered | talk_end | ended | outcome   | hold
        phone 1 | 0     | 09:00    | 09:20    | 09:20 | answered  | 0 s
        phone 2 | 0     | 09:01    | 09:06    | 09:09 | answered  | 180 s
        phone 2 | 1     | -        | -        | 09:09 | abandoned | 0 s
        phone 3 | 0     | 09:09    | 09:14    | 09:17 | answered  | 180 s
        phone 3 | 1     | -        | -        | 09:17 | abandoned | 0 s
    """)


def test_time_in_hand_is_talk_hold_and_wrap_up(play):
    """With no wrap-up the spell ends when the leg is abandoned: 300 s of talk and 180 s of hold are 480 s in hand."""
    day = play(
        CENTRE + service(wrap_up="0 s") + "segments: {everybody: {patience: 3 min}}", phone="09:00 intent=tax, 09:01"
    )
    day.spells("""
        agent     | start | end   | issue   | visit
        general 1 | 09:01 | 09:09 | phone 2 | 0
        experts 1 | 09:00 | 09:20 | phone 1 | 0
    """)


def test_a_blocked_leg_is_not_held(play):
    """Nobody may wait for tax: the leg is blocked at 09:06, the sender wraps up at once, the customer rings again."""
    day = play(
        CENTRE.replace("intents: tax}", "intents: tax, limit: 0 waiting}")
        + service()
        + "what_next: {at_most: 2 visits, blocked: {same: 100 %, after: 30 min}}",
        phone="09:00 intent=tax, 09:01",
    )
    day.contacts("""
        issue   | visit | reason   | arrived | queued | talk_end | ended | outcome  | hold | after_visit | led_by
        phone 1 | 0     | first    | 09:00   | 09:00  | 09:20    | 09:20 | answered | 0 s  | -           | -
        phone 2 | 0     | first    | 09:01   | 09:01  | 09:06    | 09:07 | answered | 0 s  | -           | -
        phone 2 | 1     | transfer | 09:06   | -      | -        | 09:06 | blocked  | 0 s  | 0           | -
        phone 2 | 2     | redial   | 09:36   | 09:36  | 09:41    | 09:43 | answered | 60 s | 1           | blocked
        phone 2 | 3     | transfer | 09:41   | 09:41  | 10:01    | 10:01 | answered | 0 s  | 2           | -
    """)


def test_a_disconnected_leg_ends_the_hold_at_closing(play):
    """The phone closes at 09:10 and cuts off who waits: the hold is over, the wrap-up is not."""
    day = play(
        CENTRE.replace("{kind: live}", "{kind: live, open: daily 09:00-09:10, at_close: disconnect}") + service(),
        phone="09:00 intent=tax, 09:01",
    )
    day.contacts("""
        issue   | visit | talk_end | ended | outcome      | hold
        phone 1 | 0     | 09:20    | 09:20 | answered     | 0 s
        phone 2 | 0     | 09:06    | 09:11 | answered     | 240 s
        phone 2 | 1     | -        | 09:10 | disconnected | 0 s
    """)


def test_a_leg_that_balks_is_not_held(play):
    """At the desk 20 min are announced at 09:06, and the customer turns away."""
    day = play(
        """
        intents: {help: {}, tax: {share: 0 %}}
        channels: {phone: {kind: live}, desk: {kind: live, balks: "0 % at 119 s, 100 % at 120 s"}}
        service:
          help:
            phone: {talk: 5 min, wrap_up: 1 min, passed_on: {on: desk, share: 100 %, warm: true, conference: 1 min}}
            desk: {talk: 20 min}
          tax: {desk: {talk: 20 min}, phone: {talk: 20 min}}
        queues: {phone: {of: phone}, desk: {of: desk}}
        pools:
          general: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          experts: {headcount: on_queue, staff: {daily: 1}, skills: {desk: level 3}}
        serves: {general: [phone], experts: [desk]}
        """,
        desk="09:00 intent=tax",
        phone="09:01",
    )
    day.contacts("""
        issue   | visit | channel | queued | talk_end | ended | outcome  | hold
        desk 1  | 0     | desk    | 09:00  | 09:20    | 09:20 | answered | 0 s
        phone 1 | 0     | phone   | 09:01  | 09:06    | 09:07 | answered | 0 s
        phone 1 | 1     | desk    | -      | -        | 09:06 | balked   | 0 s
    """)


def test_the_conference_ends_with_the_receivers_talk(play):
    """Half an hour of conference, twenty minutes of talk: the hold ends at 09:25, and both wrap up."""
    day = play(
        CENTRE + service(WARM.replace("conference: 1 min", "conference: 30 min"), tax=", wrap_up: 3 min"),
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | talk_end | ended | hold   | wrap_up
        phone 1 | 0     | 09:05    | 09:26 | 1200 s | 60 s
        phone 1 | 1     | 09:25    | 09:28 | 0 s    | 180 s
    """)


def test_a_short_talk_ends_the_conference_and_the_leg_is_not_passed_on_again(play):
    """The expert's minute of talk cuts a conference of two; a leg goes no further, though tax is passed on."""
    day = play(
        CENTRE
        + service(WARM.replace("conference: 1 min", "conference: 2 min")).replace(
            "tax: {phone: {talk: 20 min",
            "tax: {phone: {talk: 1 min, wrap_up: 4 min, "
            "passed_on: {to: loan, share: 100 %, warm: true, conference: 3 min}",
        ),
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | intent | agent     | answered | talk_end | ended | hold | way            | after_visit
        phone 1 | 0     | help   | general 1 | 09:00    | 09:05    | 09:07 | 60 s | passed_on_warm | -
        phone 1 | 1     | tax    | experts 1 | 09:05    | 09:06    | 09:10 | 0 s  | none           | 0
    """)


def test_what_a_machine_hands_on_may_be_passed_on_warm(play):
    """The escalation is held like any other conversation; the machine is not."""
    day = play(
        CENTRE.replace("{phone: {kind", "{bot: {kind: self_service}, phone: {kind")
        + service().replace("{help: {phone", "{help: {bot: {lasts: 2 min, contained: 0 %}, phone")
        + "what_next: {bot_failed: {phone: 100 %, after: 0 s}}",
        bot="09:00",
    )
    day.contacts("""
        issue | visit | reason     | talk_end | ended | hold | way            | after_visit
        bot 1 | 0     | first      | 09:02    | 09:02 | 0 s  | none           | -
        bot 1 | 1     | escalation | 09:07    | 09:09 | 60 s | passed_on_warm | 0
        bot 1 | 2     | transfer   | 09:27    | 09:27 | 0 s  | none           | 1
    """)


def test_a_leg_that_finds_it_closed_is_not_held(play):
    """The phone closes at 09:04, in the talk: the leg of 09:05 is closed out, and the sender wraps up at once."""
    day = play(CENTRE.replace("{kind: live}", "{kind: live, open: daily 09:00-09:04}") + service(), phone="09:00")
    day.contacts("""
        issue   | visit | queued | talk_end | ended | outcome  | hold | way
        phone 1 | 0     | 09:00  | 09:05    | 09:06 | answered | 0 s  | passed_on_warm
        phone 1 | 1     | -      | -        | 09:05 | closed   | 0 s  | none
    """)


def shift_of_general(breaks: str = "", until: str = "10:00") -> str:
    return CENTRE.replace(
        "general: {headcount: on_queue, staff: {daily: 1}",
        f'general: {{headcount: on_queue, shifts: {{day: {{hours: "daily 09:00-{until}", agents: 1{breaks}}}}}',
    )


def general(day) -> str:
    duties = day.record.duties
    mine = duties["agent"] == 0
    rows = zip(*(duties[name][mine].tolist() for name in ("start_tick", "end_tick", "kind")), strict=True)
    return " ".join(f"{a // 60_000_000 - 540}-{b // 60_000_000 - 540}:{kind}" for a, b, kind in rows)


def test_a_sender_whose_shift_ends_in_the_hold_stays_in_overtime(play):
    """Shift to 09:10, hold to 09:21, wrap-up to 09:22: twelve minutes of overtime (kind 2)."""
    day = play(shift_of_general(until="09:10") + service(), phone="09:00 intent=tax, 09:01")
    day.contacts("""
        issue   | visit | agent     | talk_end | ended | hold
        phone 1 | 0     | experts 1 | 09:20    | 09:20 | 0 s
        phone 2 | 0     | general 1 | 09:06    | 09:22 | 900 s
        phone 2 | 1     | experts 1 | 09:40    | 09:40 | 0 s
    """)
    assert general(day) == "0-10:0 10-22:2"


def test_a_break_due_in_the_hold_starts_after_the_wrap_up(play):
    """Planned for 09:10, the ten minutes are taken from 09:22 on."""
    day = play(
        shift_of_general(', breaks: {coffee: {at: "09:10", lasts: 10 min}}') + service(),
        phone="09:00 intent=tax, 09:01",
    )
    assert general(day) == "0-22:0 22-32:1 32-60:0"


def test_the_end_of_the_horizon_cuts_a_hold(play):
    """At midnight the sender still holds: answered, not over; five minutes of hold so far, the leg is open."""
    day = play(CENTRE + service(), phone="23:45 intent=tax, 23:50")
    day.contacts("""
        issue   | visit | answered | talk_end | ended | outcome  | hold  | is_resolved | way
        phone 1 | 0     | 23:45    | -        | -     | answered | 0 s   | -           | none
        phone 2 | 0     | 23:50    | 23:55    | -     | answered | 300 s | 0           | passed_on_warm
        phone 2 | 1     | -        | -        | -     | open     | 0 s   | -           | none
    """)
    day.spells("""
        agent     | start | end   | issue   | visit
        general 1 | 23:50 | 24:00 | phone 2 | 0
        experts 1 | 23:45 | 24:00 | phone 1 | 0
    """)
    day.issues("""
        issue   | outcome | n_contacts
        phone 1 | open    | 1
        phone 2 | open    | 1
    """)


CHATS = """
intents: {help: {share: 50 %}, plain: {share: 50 %}, tax: {share: 0 %}}
channels: {chat: {kind: chat, slowdown: {2 chats: 2 times}}}
service:
  help: {chat: {talk: 5 min, passed_on: {to: tax, share: 100 %, warm: true, conference: 4 min}}}
  plain: {chat: {talk: 5 min}}
  tax: {chat: {talk: 20 min}}
queues: {tax: {of: chat, intents: tax}, chat: {of: chat}}
pools:
  general: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}
  experts: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}
serves: {general: [chat], experts: [tax]}
"""


def test_a_chat_in_hold_slows_the_others_and_is_not_slowed_itself(play):
    """Chat 2 goes at half speed from 09:06 to 09:09 (90 s of work in 180 s); the conference keeps its four minutes."""
    day = play(CHATS, chat="09:00 intent=help, 09:06 intent=plain")
    day.contacts("""
        issue  | visit | agent     | answered | talk_end | ended    | talk   | hold
        chat 1 | 0     | general 1 | 09:00    | 09:05    | 09:09    | 300 s  | 240 s
        chat 1 | 1     | experts 1 | 09:05    | 09:25    | 09:25    | 1200 s | 0 s
        chat 2 | 0     | general 1 | 09:06    | 09:12:30 | 09:12:30 | 390 s  | 0 s
    """)


def test_a_chat_in_hold_keeps_its_place(play):
    """Two at once: the third waits for the end of the hold at 09:09. Chats 2 and 3 then share the agent."""
    day = play(CHATS, chat="09:00 intent=help, 09:06 intent=plain, 09:07 intent=plain")
    day.contacts("""
        issue  | visit | queued | answered | ended
        chat 1 | 0     | 09:00  | 09:00    | 09:09
        chat 1 | 1     | 09:05  | 09:05    | 09:25
        chat 2 | 0     | 09:06  | 09:06    | 09:16
        chat 3 | 0     | 09:07  | 09:09    | 09:17:30
    """)


def test_none_is_warm_unless_it_is_said(play):
    """Passed on cold, the sender wraps up from the end of talk on."""
    day = play(CENTRE + service(", passed_on: {to: tax, share: 100 %}"), phone="09:00")
    day.contacts("""
        issue   | visit | talk_end | ended | hold | way
        phone 1 | 0     | 09:05    | 09:06 | 0 s  | passed_on
        phone 1 | 1     | 09:25    | 09:25 | 0 s  | none
    """)


def test_without_a_conference_the_hold_ends_when_the_leg_is_answered(play):
    """`warm: 100 %` is `warm: true`; answered at once there is no hold at all, and the way is warm."""
    day = play(
        CENTRE + service(", passed_on: {to: tax, share: 100 %, warm: 100 %}"),
        phone="09:00 intent=tax, 09:01, 09:50",
    )
    day.contacts("""
        issue   | visit | talk_end | ended | hold  | way
        phone 1 | 0     | 09:20    | 09:20 | 0 s   | none
        phone 2 | 0     | 09:06    | 09:21 | 840 s | passed_on_warm
        phone 2 | 1     | 09:40    | 09:40 | 0 s   | none
        phone 3 | 0     | 09:55    | 09:56 | 0 s   | passed_on_warm
        phone 3 | 1     | 10:15    | 10:15 | 0 s   | none
    """)


def test_who_is_lost_on_the_way_is_not_held(play):
    """Nobody is to come, so nobody is waited for."""
    day = play(
        CENTRE
        + service(WARM.replace("share: 100 %", "share: 100 %, lost: 100 %"))
        + "what_next: {at_most: 1 visit, lost_on_the_way: {same: 100 %}}",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | talk_end | ended | hold | way
        phone 1 | 0     | 09:05    | 09:06 | 0 s  | lost_on_the_way
    """)
