"""Several contacts of one issue: chases, linked and duplicate, withdrawn, found already solved (MODEL.md 10 and 15)."""

MAIL_AND_PHONE = """
run: {start: 2026-03-02, measure: 2 days}
channels: {mail: {kind: deferred, tolerated: "fixed, 2 h"}, phone: {kind: live}}
service: {help: {mail: {talk: "fixed, 10 min"}, phone: {talk: "fixed, 5 min"}}}
queues: {mail: {of: mail}, phone: {of: phone}}
already_solved: 1 min
"""
TEAMS = """
pools:
  writers: {headcount: on_queue, staff: {daily: {"WRITE": 1}}, skills: {mail: level 3}}
  speakers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {writers: [mail], speakers: [phone]}
"""
CHASE = 'what_next: {unanswered: {phone: 100 %, after: "fixed, 30 min"}}\n'


def teams(write: str) -> str:
    return TEAMS.replace("WRITE", write)


def test_a_linked_chase_answers_both_and_the_letter_is_withdrawn_without_work(play):
    """The mail waits past its tolerance; the call is recognised, and when it is opened the mail is withdrawn."""
    day = play(MAIL_AND_PHONE + teams("15:00") + CHASE + "context: {recognised: 100 %}", mail="09:00")
    day.contacts("""
        issue  | visit | reason | channel | arrived | answered | talk_end | ended | outcome   | is_resolved
        mail 1 | 0     | first  | mail    | 09:00   | -        | -        | 11:30 | withdrawn | -
        mail 1 | 1     | chase  | phone   | 11:30   | 11:30    | 11:35    | 11:35 | answered  | 1
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        mail 1 | resolved | 11:35 | 2
    """)


def test_an_unrecognised_chase_is_worked_and_the_letter_is_found_solved(play):
    """Both are worked; the second costs the minute it takes to find it already solved."""
    day = play(MAIL_AND_PHONE + teams("15:00") + CHASE, mail="09:00")
    day.contacts("""
        issue  | visit | reason | arrived | answered | talk_end | outcome  | is_resolved
        mail 1 | 0     | first  | 09:00   | 15:00    | 15:01    | answered | -
        mail 1 | 1     | chase  | 11:30   | 11:30    | 11:35    | answered | 1
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        mail 1 | resolved | 11:35 | 2
    """)


def test_a_chase_not_yet_made_is_cancelled_when_the_reply_is_sent(play):
    """Tolerance ends at 11:00, the reply is sent at 11:10, the call planned for 11:30 is not made."""
    day = play(MAIL_AND_PHONE + teams("11:00") + CHASE, mail="09:00")
    day.contacts("""
        issue  | visit | reason | arrived | answered | talk_end | outcome
        mail 1 | 0     | first  | 09:00   | 11:00    | 11:10    | answered
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        mail 1 | resolved | 11:10 | 1
    """)


def test_a_reply_on_the_tick_tolerance_ends_is_in_time(play):
    """Ends of work go before tolerance: sent at 11:00 sharp, nobody asks again."""
    day = play(MAIL_AND_PHONE + teams("10:50") + CHASE, mail="09:00")
    day.contacts("""
        issue  | visit | answered | talk_end | outcome
        mail 1 | 0     | 10:50    | 11:00    | answered
    """)


def test_a_letter_in_work_when_the_chase_is_opened_finishes(play):
    """The mail is in hand from 11:25 to 11:35 when the linked call is opened at 11:30; both run in full."""
    day = play(MAIL_AND_PHONE + teams("11:25") + CHASE + "context: {recognised: 100 %}", mail="09:00")
    day.contacts("""
        issue  | visit | reason | answered | talk_end | outcome  | is_resolved
        mail 1 | 0     | first  | 11:25    | 11:35    | answered | 1
        mail 1 | 1     | chase  | 11:30    | 11:35    | answered | 1
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        mail 1 | resolved | 11:35 | 2
    """)


def test_who_gives_the_chase_up_still_waits_for_the_letter(play):
    """Nobody answers the phone; the call is abandoned for good, and the mail resolves the issue in the evening."""
    day = play(
        MAIL_AND_PHONE
        + teams("18:00").replace(
            "speakers: {headcount: on_queue, staff: {daily: 1}", "speakers: {headcount: on_queue, staff: {tue: 1}"
        )
        + CHASE
        + "segments: {everybody: {patience: 3 min}}",
        mail="09:00",
    )
    day.contacts("""
        issue  | visit | reason | arrived | answered | ended | outcome
        mail 1 | 0     | first  | 09:00   | 18:00    | 18:10 | answered
        mail 1 | 1     | chase  | 11:30   | -        | 11:33 | abandoned
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        mail 1 | resolved | 18:10 | 2
    """)


def test_who_does_not_ask_again_waits_on(play):
    """Without a row for it nobody chases."""
    day = play(MAIL_AND_PHONE + teams("15:00"), mail="09:00")
    day.contacts("""
        issue  | visit | answered | outcome
        mail 1 | 0     | 15:00    | answered
    """)


def test_the_limit_of_contacts_counts_chases(play):
    """With at most one contact nobody asks again."""
    day = play(
        MAIL_AND_PHONE + teams("15:00") + CHASE.replace("{unanswered", "{at_most: 1 visit, unanswered"), mail="09:00"
    )
    assert day.record.contacts["visit"].tolist() == [0]


def test_the_first_contact_has_no_story_though_its_chase_was_told_one(play):
    """The call does not help; the mail, opened after it, is still the first contact and reads nothing again."""
    day = play(
        MAIL_AND_PHONE.replace('phone: {talk: "fixed, 5 min"}', 'phone: {talk: "fixed, 5 min", solved: 0.001 %}')
        + teams("15:00")
        + CHASE
        + "context: {same_channel: kept 0 %, other_channel: kept 0 %}\nlost_story: {extra_talk: 5 min}",
        mail="09:00",
    )
    day.contacts("""
        issue  | visit | story | answered | talk_end
        mail 1 | 0     | none  | 15:00    | 15:10
        mail 1 | 1     | none  | 11:30    | 11:35
    """)
