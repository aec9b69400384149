"""What the centre does unasked: it follows up what it has resolved, and keeps informed who waits (MODEL.md 9, 10)."""

import pytest

from sim.rules.lifecycle import Reason


def follow_up(after: str, on: str = "phone", prevents: str = "100 %", share: str = "100 %", talk: str = "2 min") -> str:
    return f"follow_up: {{share: {share}, on: {on}, after: {after}, talk: {talk}, prevents: {prevents}}}"


CENTRE = """
channels: {phone: {kind: live}, chat: {kind: chat}, sms: {kind: deferred}}
service: {help: {phone: {talk: 5 min, wrap_up: 1 min, MORE}, chat: {talk: 8 min}}}
queues: {phone: {of: phone}, chat: {of: chat}, sms: {of: sms}}
pools:
  callers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, chat: level 3}}
  texters: {headcount: on_queue, staff: {daily: {"00:00": 1}}, skills: {sms: level 3}}
serves: {callers: [phone, chat], texters: [sms]}
what_next: {at_most: 2 visits, reopened: {chat: 100 %, after: 2 h}}
"""


def centre(plan: str, reopens: str = "100 %") -> str:
    return CENTRE.replace("MORE", f"reopens: {reopens}, {plan}")


def test_it_is_a_contact_of_the_centre_and_decides_nothing(play):
    """One hour after the end of talk, two minutes, no wrap-up, no story, no contact of the customer."""
    day = play(centre(follow_up("1 h"), reopens="0 %"), phone="09:00")
    day.contacts("""
        issue   | visit | reason    | channel | intent | queue | agent     | arrived | queued | answered | talk_end
        phone 1 | 0     | first     | phone   | help   | phone | callers 1 | 09:00   | 09:00  | 09:00    | 09:05
        phone 1 | 1     | follow_up | phone   | help   | phone | callers 1 | 10:05   | 10:05  | 10:05    | 10:07
    """)
    day.contacts("""
        issue   | visit | ended | outcome  | is_resolved | story | way  | talk  | wrap_up | after_visit | led_by
        phone 1 | 0     | 09:06 | answered | 1           | none  | none | 300 s | 60 s    | -           | -
        phone 1 | 1     | 10:07 | answered | -           | none  | none | 120 s | 0 s     | 0           | -
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:05 | 1
    """)
    day.spells("""
        agent     | start | end   | issue   | visit | channel
        callers 1 | 09:00 | 09:06 | phone 1 | 0     | phone
        callers 1 | 10:05 | 10:07 | phone 1 | 1     | phone
    """)


REOPENED = """
    issue   | visit | reason    | channel | arrived | answered | talk_end | outcome  | is_resolved | led_by
    phone 1 | 0     | first     | phone   | 09:00   | 09:00    | 09:05    | answered | 1           | -
"""


def test_one_that_is_over_in_time_keeps_the_issue_closed(play):
    """It would open again at 11:05; it does not."""
    day = play(centre(follow_up("1 h")), phone="09:00")
    day.contacts(
        REOPENED + "phone 1 | 1 | follow_up | phone | 10:05 | 10:05 | 10:07 | answered | - | -",
    )
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:05 | 1
    """)


def test_one_that_prevents_nothing_is_work_for_nothing(play):
    """With 0 % the customer comes back at 11:05 all the same: the contact after the follow-up is number 2."""
    day = play(centre(follow_up("1 h", prevents="0 %")), phone="09:00")
    day.contacts(
        REOPENED
        + "phone 1 | 1 | follow_up | phone | 10:05 | 10:05 | 10:07 | answered | - | -\n"
        + "phone 1 | 2 | switch    | chat  | 11:05 | 11:05 | 11:13 | answered | 1 | reopened",
    )
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 11:13 | 2
    """)


def test_one_that_comes_too_late_is_not_made(play):
    """Due at 12:05, but the issue was open again at 11:05 and resolved anew at 11:13."""
    day = play(centre(follow_up("3 h")), phone="09:00")
    day.contacts(REOPENED + "phone 1 | 1 | switch | chat | 11:05 | 11:05 | 11:13 | answered | 1 | reopened")


def test_one_that_comes_while_the_issue_is_open_again_is_not_made(play):
    """Due at 11:08, in the middle of the chat."""
    day = play(centre(follow_up("2 h 3 min")), phone="09:00")
    day.contacts(REOPENED + "phone 1 | 1 | switch | chat | 11:05 | 11:05 | 11:13 | answered | 1 | reopened")


def test_its_end_of_talk_on_the_tick_of_the_reopening_is_in_time(play):
    """Talk from 11:03 to 11:05: ends of work go before arrivals."""
    day = play(centre(follow_up("1 h 58 min")), phone="09:00")
    day.contacts(REOPENED + "phone 1 | 1 | follow_up | phone | 11:03 | 11:03 | 11:05 | answered | - | -")


def test_one_still_in_talk_when_the_issue_opens_again_prevents_nothing_and_is_finished(play):
    """Texted from 11:04 to 11:06; the customer is back at 11:05."""
    day = play(centre(follow_up("1 h 59 min", on="sms")), phone="09:00")
    day.contacts(
        REOPENED
        + "phone 1 | 1 | follow_up | sms  | 11:04 | 11:04 | 11:06 | answered | - | -\n"
        + "phone 1 | 2 | switch    | chat | 11:05 | 11:05 | 11:13 | answered | 1 | reopened",
    )


def test_one_that_still_waits_when_the_issue_opens_again_is_withdrawn(play):
    """Nobody texts before noon: withdrawn at 11:05, without work."""
    day = play(centre(follow_up("1 h", on="sms")).replace('"00:00": 1', '"12:00": 1'), phone="09:00")
    day.contacts("""
        issue   | visit | reason    | channel | arrived | queued | answered | talk_end | ended | outcome   | agent
        phone 1 | 0     | first     | phone   | 09:00   | 09:00  | 09:00    | 09:05    | 09:06 | answered  | callers 1
        phone 1 | 1     | follow_up | sms     | 10:05   | 10:05  | -        | -        | 11:05 | withdrawn | -
        phone 1 | 2     | switch    | chat    | 11:05   | 11:05  | 11:05    | 11:13    | 11:13 | answered  | callers 1
    """)
    assert day.record.spells["issue"].tolist() == [day.record.issues["issue"][0]] * 2


def test_who_starts_on_the_tick_of_the_reopening_still_takes_it(play):
    """The texter comes at 11:05 (rank 1), opens it, and finishes; the customer comes back on that tick (rank 4)."""
    day = play(centre(follow_up("1 h", on="sms")).replace('"00:00": 1', '"11:05": 1'), phone="09:00")
    day.contacts(
        REOPENED
        + "phone 1 | 1 | follow_up | sms  | 10:05 | 11:05 | 11:07 | answered | - | -\n"
        + "phone 1 | 2 | switch    | chat | 11:05 | 11:05 | 11:13 | answered | 1 | reopened",
    )


def test_what_was_not_resolved_is_not_followed_up(play):
    """Nothing is planned after a contact that did not help."""
    day = play(
        centre(follow_up("1 h")).replace("talk: 5 min,", "talk: 5 min, solved: 0.000000001 %,"),
        phone="09:00",
    )
    assert day.record.contacts["visit"].tolist() == [0]


def test_a_share_of_none_makes_none(play):
    """With 0 % nobody is called."""
    day = play(centre(follow_up("1 h", share="0 %"), reopens="0 %"), phone="09:00")
    assert day.record.contacts["visit"].tolist() == [0]


OPEN = CENTRE.replace("phone: {kind: live}", "phone: {kind: live, open: daily 09:00-10:00, at_close: disconnect}")
OPEN = f"run: {{start: 2026-03-02, measure: 2 days}}\n{OPEN}"


def open_to_ten(after: str) -> str:
    return OPEN.replace("MORE", follow_up(after))


@pytest.mark.parametrize(
    ("after", "arrived"), [("54 min 59 s", "09:59:59"), ("55 min", "tue 09:00"), ("2 h", "tue 09:00")]
)
def test_due_outside_the_hours_it_is_made_when_the_channel_opens(play, after, arrived):
    """The phone closes at 10:00 sharp, and opens at nine in the morning; who talks at closing finishes."""
    day = play(open_to_ten(after), phone="09:00")
    assert day.record.contacts["queued_tick"].tolist()[1:] == day.record.contacts["arrived_tick"].tolist()[1:]
    day.contacts(f"""
        issue   | visit | reason    | arrived   | answered  | outcome
        phone 1 | 0     | first     | 09:00     | 09:00     | answered
        phone 1 | 1     | follow_up | {arrived} | {arrived} | answered
    """)


def test_one_that_waits_at_closing_stays_over_night(play):
    """Made at 09:55 behind a call to 10:00: it is not cut off, not worked after closing, and made in the morning."""
    day = play(open_to_ten("50 min"), phone="09:00, 09:54, 09:59")
    day.contacts("""
        issue   | visit | reason    | queued    | answered  | ended     | outcome
        phone 1 | 0     | first     | 09:00     | 09:00     | 09:06     | answered
        phone 1 | 1     | follow_up | 09:55     | tue 09:00 | tue 09:02 | answered
        phone 2 | 0     | first     | 09:54     | 09:54     | 10:00     | answered
        phone 2 | 1     | follow_up | tue 09:00 | tue 09:02 | tue 09:04 | answered
        phone 3 | 0     | first     | 09:59     | -         | 10:00     | disconnected
    """)


def test_after_closing_who_waits_is_served_and_the_follow_up_is_not(play):
    """Served after closing, call 3 goes before the older follow-up, which is for the morning."""
    day = play(
        open_to_ten("50 min").replace(", at_close: disconnect", "").replace("talk: 5 min,", "talk: 7 min,"),
        phone="09:00, 09:56, 09:59",
    )
    day.contacts("""
        issue   | visit | reason    | queued    | answered  | ended     | outcome
        phone 1 | 0     | first     | 09:00     | 09:00     | 09:08     | answered
        phone 1 | 1     | follow_up | 09:57     | tue 09:00 | tue 09:02 | answered
        phone 2 | 0     | first     | 09:56     | 09:56     | 10:04     | answered
        phone 2 | 1     | follow_up | tue 09:00 | tue 09:02 | tue 09:04 | answered
        phone 3 | 0     | first     | 09:59     | 10:04     | 10:12     | answered
        phone 3 | 1     | follow_up | tue 09:00 | tue 09:04 | tue 09:06 | answered
    """)


def test_an_idle_agent_does_not_take_one_that_came_too_late_for_the_hours(play):
    """All night there is somebody, with nothing to do: the one that waited at ten is taken at nine."""
    day = play(open_to_ten("50 min"), phone="09:00, 09:54")
    day.contacts("""
        issue   | visit | queued    | answered
        phone 1 | 0     | 09:00     | 09:00
        phone 1 | 1     | 09:55     | tue 09:00
        phone 2 | 0     | 09:54     | 09:54
        phone 2 | 1     | tue 09:00 | tue 09:02
    """)


def test_one_that_waits_over_night_is_withdrawn_when_the_issue_opens_again(play):
    """Waiting at ten, not needed any more at 11:05: nobody rings in the morning."""
    day = play(
        OPEN.replace("MORE", f"reopens: 100 %, {follow_up('50 min')}").replace("09:00-10:00", "09:00-09:56"),
        phone="09:00, 09:54",
    )
    day.contacts("""
        issue   | visit | reason    | channel | queued | answered | ended | outcome
        phone 1 | 0     | first     | phone   | 09:00  | 09:00    | 09:06 | answered
        phone 1 | 1     | follow_up | phone   | 09:55  | -        | 11:05 | withdrawn
        phone 1 | 2     | switch    | chat    | 11:05  | 11:05    | 11:13 | answered
        phone 2 | 0     | first     | phone   | 09:54  | 09:54    | 10:00 | answered
        phone 2 | 1     | switch    | chat    | 11:59  | 11:59    | 12:07 | answered
    """)


@pytest.mark.parametrize(
    ("delay", "queued", "answered"),
    [("44 min", "09:54", "09:59"), ("45 min", "09:55", "tue 09:00"), ("48 min", "09:58", "tue 09:00")],
)
def test_a_pool_that_takes_only_the_old_takes_it_when_the_channel_opens(play, delay, queued, answered):
    """Five minutes old before closing it is taken; on the tick of closing, or after it, only in the morning."""
    day = play(
        open_to_ten(delay).replace("{callers: [phone, chat]", "{callers: {phone: {after: 5 min}, chat: 2}"),
        phone="09:00",
    )
    day.contacts(f"""
        issue   | visit | reason    | queued   | answered   | outcome
        phone 1 | 0     | first     | 09:00    | 09:05      | answered
        phone 1 | 1     | follow_up | {queued} | {answered} | answered
    """)


def test_one_that_goes_over_to_another_queue_at_night_waits_there_for_the_opening(play):
    """Over at 10:05, when the phone is closed; the other team takes it at nine."""
    day = play(
        open_to_ten("50 min")
        .replace("phone: {of: phone}", "phone: {of: phone, overflow: {spare: {after: 10 min}}}, spare: {of: phone}")
        .replace("pools:\n", "pools:\n  others: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}\n")
        .replace("serves: {", "serves: {others: [spare], "),
        phone="09:00, 09:54",
    )
    day.contacts("""
        issue   | visit | reason    | queue | agent     | queued    | answered
        phone 1 | 0     | first     | phone | callers 1 | 09:00     | 09:00
        phone 1 | 1     | follow_up | spare | others 1  | 09:55     | tue 09:00
        phone 2 | 0     | first     | phone | callers 1 | 09:54     | 09:54
        phone 2 | 1     | follow_up | phone | callers 1 | tue 09:00 | tue 09:00
    """)


def test_it_has_no_patience_takes_no_line_and_is_never_blocked(play):
    """One line, nobody may wait, patience of a second: it waits for the agent, and a caller still gets the line."""
    day = play(
        """
        channels: {phone: {kind: live, lines: 1 lines}}
        segments: {everybody: {patience: 1 s}}
        queues: {phone: {of: phone, limit: 0 waiting}}
        service:
          help: {phone: {talk: 5 min, PLAN}}
        pools:
          team: {headcount: on_queue, staff: {daily: {"00:00": 1, "10:06": 2}}, skills: {phone: level 3}}
        """.replace("PLAN", follow_up("1 h", talk="20 min")),
        phone="09:00, 10:04, 10:10",
    )
    day.contacts("""
        issue   | visit | reason    | queued | answered | ended | outcome
        phone 1 | 0     | first     | 09:00  | 09:00    | 09:05 | answered
        phone 1 | 1     | follow_up | 10:05  | 10:06    | 10:26 | answered
        phone 2 | 0     | first     | 10:04  | 10:04    | 10:09 | answered
        phone 2 | 1     | follow_up | 11:09  | 11:09    | 11:29 | answered
        phone 3 | 0     | first     | 10:10  | 10:10    | 10:15 | answered
        phone 3 | 1     | follow_up | 11:15  | 11:15    | 11:35 | answered
    """)


def test_level_and_effects_scale_its_talk(play):
    """Twice at level 1 of text messages, a quarter by a desktop for them: of two minutes one is left."""
    day = play(
        centre(follow_up("1 h", on="sms"), reopens="0 %").replace("{sms: level 3}", "{sms: level 1}")
        + "levels: {1: {handle_time: 2 times}}\n"
        + "effects: {desktop: {handle_time: 0.25 times, channels: sms, source: assumption}}",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | level | talk
        phone 1 | 0     | 3     | 300 s
        phone 1 | 1     | 1     | 60 s
    """)


def test_in_hand_at_the_end_of_a_shift_a_written_one_goes_back(play):
    """A minute of two is done at 10:06, when the shift ends; the next texter does the rest at noon."""
    day = play(
        centre(follow_up("1 h", on="sms"), reopens="0 %").replace(
            'staff: {daily: {"00:00": 1}}',
            'shifts: {early: {hours: "daily 08:00-10:06", agents: 1}, late: {hours: "daily 12:00-13:00", agents: 1}}',
        ),
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | agent     | queued | answered | ended | talk
        phone 1 | 0     | callers 1 | 09:00  | 09:00    | 09:06 | 300 s
        phone 1 | 1     | texters 2 | 10:05  | 10:05    | 12:01 | 120 s
    """)


def test_at_the_end_of_the_horizon_it_is_not_made_or_waits_or_is_in_hand(play):
    """Call 1's is in hand at midnight, call 2's waits behind it, call 3's would be due after it."""
    day = play(centre(follow_up("1 h", talk="15 min"), reopens="0 %"), phone="22:45, 22:50, 22:56")
    day.contacts("""
        issue   | visit | queued | answered | talk_end | ended | outcome
        phone 1 | 0     | 22:45  | 22:45    | 22:50    | 22:51 | answered
        phone 1 | 1     | 23:50  | 23:50    | -        | -     | answered
        phone 2 | 0     | 22:50  | 22:51    | 22:56    | 22:57 | answered
        phone 2 | 1     | 23:56  | -        | -        | -     | open
        phone 3 | 0     | 22:56  | 22:57    | 23:02    | 23:03 | answered
    """)


def test_after_a_leg_it_follows_the_leg(play):
    """Passed on at 09:05, resolved by the expert at 09:25: the text of 10:25 is for visit 1."""
    day = play(
        """
        intents: {help: {}, tax: {share: 0 %}}
        channels: {phone: {kind: live}, sms: {kind: deferred}}
        service:
          help: {phone: {talk: 5 min, passed_on: {to: tax, share: 100 %}, PLAN}}
          tax: {phone: {talk: 20 min, PLAN}}
        queues: {phone: {of: phone}, sms: {of: sms}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, sms: level 3}}}
        serves: {team: [phone, sms]}
        """.replace("PLAN", follow_up("1 h", on="sms")),
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason    | intent | queued | talk_end | after_visit
        phone 1 | 0     | first     | help   | 09:00  | 09:05    | -
        phone 1 | 1     | transfer  | tax    | 09:05  | 09:25    | 0
        phone 1 | 2     | follow_up | help   | 10:25  | 10:27    | 1
    """)


def test_on_a_messaging_channel_it_is_one_message(play):
    """Customers' conversations there have three turns; the centre's message has one, and no answer is waited for."""
    day = play(
        """
        channels: {text: {kind: messaging, answers_after: 20 min}}
        service: {help: {text: {talk: 6 min, turns: 3 turns, PLAN}}}
        queues: {text: {of: text}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {text: level 3}}}
        serves: {team: [text]}
        """.replace("PLAN", follow_up("1 h", on="text")),
        text="09:00",
    )
    day.contacts("""
        issue  | visit | reason    | queued | answered | talk_end | ended | talk
        text 1 | 0     | first     | 09:00  | 09:00    | 09:46    | 09:46 | 360 s
        text 1 | 1     | follow_up | 10:46  | 10:46    | 10:48    | 10:48 | 120 s
    """)


# --- keep_informed ------------------------------------------------------------------------------------------------


LETTERS = """
channels: {mail: {kind: deferred, tolerated: 2 h}, phone: {kind: live}, sms: {kind: deferred}}
service: {help: {mail: {talk: 10 min, MORE}, phone: {talk: 5 min}}}
queues: {mail: {of: mail}, phone: {of: phone}, sms: {of: sms}}
pools:
  writers: {headcount: on_queue, staff: {daily: {"15:00": 1}}, skills: {mail: level 3}}
  callers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  texters: {headcount: on_queue, staff: {daily: {"00:00": 1}}, skills: {sms: level 3}}
serves: {writers: [mail], callers: [phone], texters: [sms]}
what_next: {unanswered: {phone: 100 %, after: 30 min}}
already_solved: 1 min
"""


def letters(after: str, on: str = "sms", prevents: str = "100 %", share: str = "100 %") -> str:
    plan = f"keep_informed: {{share: {share}, on: {on}, after: {after}, talk: 1 min, prevents: {prevents}}}"
    return LETTERS.replace("MORE", plan)


def reasons(day) -> list[int]:
    return day.record.contacts["reason"].tolist()


def test_who_is_kept_informed_does_not_ask_again(play):
    """A text at 09:30; when the tolerance ends at 11:00 nobody rings, and the letter is answered in its turn."""
    day = play(letters("30 min"), mail="09:00")
    day.contacts("""
        issue  | visit | reason    | channel | queued | answered | talk_end | is_resolved | after_visit | led_by
        mail 1 | 0     | first     | mail    | 09:00  | 15:00    | 15:10    | 1           | -           | -
        mail 1 | 1     | follow_up | sms     | 09:30  | 09:30    | 09:31    | -           | 0           | -
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        mail 1 | resolved | 15:10 | 1
    """)


def test_informed_on_the_tick_the_tolerance_ends_is_in_time(play):
    """The text ends at 11:00 (rank 3), the tolerance too (rank 5)."""
    day = play(letters("1 h 59 min"), mail="09:00")
    assert reasons(day) == [Reason.FIRST, Reason.FOLLOW_UP]


def test_informed_after_the_tolerance_but_before_the_call_is_in_time(play):
    """Decided at 11:00, the call of 11:30 is not made: the text came at 11:10."""
    day = play(letters("2 h 10 min"), mail="09:00")
    day.contacts("""
        issue  | visit | reason    | queued | talk_end
        mail 1 | 0     | first     | 09:00  | 15:10
        mail 1 | 1     | follow_up | 11:10  | 11:11
    """)


def test_a_text_whose_writing_ends_when_the_call_comes_is_in_time(play):
    """From 11:29 to 11:30 (rank 3); the call would arrive at 11:30 (rank 4)."""
    day = play(letters("2 h 29 min"), mail="09:00")
    assert reasons(day) == [Reason.FIRST, Reason.FOLLOW_UP]


def test_a_text_still_being_written_when_the_call_comes_prevents_nothing(play):
    """From 11:29:30 to 11:30:30: the call comes at 11:30, and is answered; the text is finished."""
    day = play(letters("2 h 29 min 30 s"), mail="09:00")
    day.contacts("""
        issue  | visit | reason    | channel | queued   | answered | talk_end | is_resolved | after_visit | led_by
        mail 1 | 0     | first     | mail    | 09:00    | 15:00    | 15:01    | -           | -           | -
        mail 1 | 1     | follow_up | sms     | 11:29:30 | 11:29:30 | 11:30:30 | -           | 0           | -
        mail 1 | 2     | chase     | phone   | 11:30    | 11:30    | 11:35    | 1           | 0           | unanswered
    """)


def test_one_that_comes_after_the_chase_has_resolved_the_issue_is_not_made(play):
    """Due at 11:40; the call of 11:30 has settled it at 11:35."""
    day = play(letters("2 h 40 min"), mail="09:00")
    assert reasons(day) == [Reason.FIRST, Reason.CHASE]


def test_one_that_comes_after_a_chase_that_did_not_help_is_made(play):
    """The call did not resolve it and the letter still waits."""
    day = play(
        letters("2 h 40 min").replace("phone: {talk: 5 min}", "phone: {talk: 5 min, solved: 0.000000001 %}"),
        mail="09:00",
    )
    day.contacts("""
        issue  | visit | reason    | channel | queued | answered | talk_end | is_resolved | after_visit
        mail 1 | 0     | first     | mail    | 09:00  | 15:00    | 15:10    | 1           | -
        mail 1 | 1     | chase     | phone   | 11:30  | 11:30    | 11:35    | 0           | 0
        mail 1 | 2     | follow_up | sms     | 11:40  | 11:40    | 11:41    | -           | 0
    """)


def test_one_for_a_letter_whose_chase_was_answered_is_not_made(play):
    """The linked call is opened at 11:30: the letter is withdrawn, and nobody needs to hear of it at 11:40."""
    day = play(letters("2 h 40 min") + "context: {recognised: 100 %}", mail="09:00")
    day.contacts("""
        issue  | visit | reason | answered | ended | outcome
        mail 1 | 0     | first  | -        | 11:30 | withdrawn
        mail 1 | 1     | chase  | 11:30    | 11:35 | answered
    """)


def test_one_that_still_waits_when_the_reply_is_sent_is_withdrawn(play):
    """Nobody texts before 16:00; the reply is sent at 15:10, before its wrap-up, and the text is not needed."""
    day = play(
        letters("30 min", prevents="0 %")
        .replace('"00:00": 1', '"16:00": 1')
        .replace("talk: 10 min", "talk: 10 min, wrap_up: 5 min")
        .replace("phone: 100 %", "phone: 0 %"),
        mail="09:00",
    )
    day.contacts("""
        issue  | visit | reason    | answered | talk_end | ended | outcome
        mail 1 | 0     | first     | 15:00    | 15:10    | 15:15 | answered
        mail 1 | 1     | follow_up | -        | -        | 15:10 | withdrawn
    """)


def test_one_that_is_due_after_the_reply_is_not_made(play):
    """The reply is sent at 15:10, on the very tick it was due: ends of work go first."""
    day = play(letters("6 h 10 min").replace("phone: 100 %", "phone: 0 %"), mail="09:00")
    assert day.record.contacts["visit"].tolist() == [0]


def test_on_the_phone_it_is_made_when_the_phone_opens(play):
    """Due at 09:30, made at 10:00."""
    day = play(
        letters("30 min", on="phone").replace("phone: {kind: live}", "phone: {kind: live, open: daily 10:00-18:00}"),
        mail="09:00",
    )
    day.contacts("""
        issue  | visit | reason    | channel | arrived | queued | answered | talk_end
        mail 1 | 0     | first     | mail    | 09:00   | 09:00  | 15:00    | 15:10
        mail 1 | 1     | follow_up | phone   | 10:00   | 10:00  | 10:00    | 10:01
    """)


def test_one_that_prevents_nothing_leaves_the_chase(play):
    """Informed at 09:30, the customer rings at 11:30 all the same, as contact 2."""
    day = play(letters("30 min", prevents="0 %"), mail="09:00")
    day.contacts("""
        issue  | visit | reason    | queued | talk_end | after_visit
        mail 1 | 0     | first     | 09:00  | 15:01    | -
        mail 1 | 1     | follow_up | 09:30  | 09:31    | 0
        mail 1 | 2     | chase     | 11:30  | 11:35    | 0
    """)


def test_a_contact_that_is_found_solved_is_not_followed_up(play):
    """The letter is read at 15:00, solved by the call of 11:30: one follow-up only, the call's."""
    plan = follow_up("1 h", on="sms")
    day = play(
        LETTERS.replace("MORE", plan).replace("phone: {talk: 5 min}", f"phone: {{talk: 5 min, {plan}}}"), mail="09:00"
    )
    day.contacts("""
        issue  | visit | reason    | queued | talk_end | is_resolved | after_visit
        mail 1 | 0     | first     | 09:00  | 15:01    | -           | -
        mail 1 | 1     | chase     | 11:30  | 11:35    | 1           | 0
        mail 1 | 2     | follow_up | 12:35  | 12:37    | -           | 1
    """)


def test_a_conversation_of_messages_is_answered_by_its_first_reply(play):
    """Replied at 09:32, the conversation goes on to 09:54: the text of 09:40 is not needed."""
    day = play(
        """
        channels: {text: {kind: messaging, answers_after: 20 min, tolerated: 2 h}, sms: {kind: deferred}}
        service:
          help:
            text:
              talk: 4 min
              turns: 2 turns
              keep_informed: {share: 100 %, on: sms, after: 40 min, talk: 1 min, prevents: 100 %}
        queues: {text: {of: text}, sms: {of: sms}}
        pools:
          writers: {headcount: on_queue, staff: {daily: {"09:30": 1}}, skills: {text: level 3}}
          texters: {headcount: on_queue, staff: {daily: 1}, skills: {sms: level 3}}
        serves: {writers: [text], texters: [sms]}
        """,
        text="09:00",
    )
    day.contacts("""
        issue  | visit | reason | queued | answered | talk_end
        text 1 | 0     | first  | 09:00  | 09:30    | 09:54
    """)


def test_a_post_a_peer_has_answered_needs_no_news(play):
    """Answered at 09:30; nobody is told at 09:40 that it takes a while."""
    day = play(
        """
        channels: {forum: {kind: community, tolerated: 2 h}, sms: {kind: deferred}}
        service:
          help:
            forum:
              peers: 100 %
              peers_answer_after: 30 min
              talk: 4 min
              keep_informed: {share: 100 %, on: sms, after: 40 min, talk: 1 min, prevents: 100 %}
        queues: {forum: {of: forum}, sms: {of: sms}}
        pools:
          moderators: {headcount: on_queue, staff: {daily: {"15:00": 1}}, skills: {forum: level 3}}
          texters: {headcount: on_queue, staff: {daily: 1}, skills: {sms: level 3}}
        serves: {moderators: [forum], texters: [sms]}
        """,
        forum="09:00",
    )
    day.contacts("""
        issue   | visit | ended | outcome
        forum 1 | 0     | 09:30 | contained
    """)
