"""Callbacks over nights, shifts and promises, and customers who ask again before they come (MODEL.md 8 and 15)."""

import pytest

from tests.worlds.test_callbacks import EVERYDAY, TWO_LINES, calls, centre

# --- hours, shifts and the end ------------------------------------------------------------------------------------


def open_to_ten(offer: str = "answers: 100 %", at_close: str = "") -> str:
    close = f", at_close: {at_close}" if at_close else ""
    return centre(offer, channel=f"open: daily 09:00-10:00{close}")


def test_a_ring_that_ends_on_the_tick_of_closing_is_a_conversation(play):
    """Dialled at 09:59:40 while the line is open, answered at 10:00, finished."""
    day = play(open_to_ten(), phone=calls("09:54:40", "09:55"))
    day.contacts("""
        issue   | answered | ended   | outcome
        phone 1 | 09:54:40 | 09:59:40 | answered
        phone 2 | 10:00    | 10:05    | answered
    """)


def test_who_would_be_dialled_on_the_tick_of_closing_waits_over_night(play):
    """Closing goes before the end of the call at 10:00: dialled at nine in the morning."""
    day = play(open_to_ten(at_close="disconnect"), phone=calls("09:55", "09:56"))
    day.contacts("""
        issue   | queued | answered     | ended        | outcome
        phone 1 | 09:55  | 09:55        | 10:00        | answered
        phone 2 | 09:56  | tue 09:00:20 | tue 09:05:20 | answered
    """)


@pytest.mark.parametrize(
    ("at_close", "answered", "ended", "outcome"),
    [("disconnect", "-", "10:00", "disconnected"), ("serve who waits", "10:02", "10:07", "answered")],
)
def test_at_closing_who_waits_on_the_line_is_served_or_cut_off_and_the_callback_stays(
    play, at_close, answered, ended, outcome
):
    """The vip of 09:59 on the line, call 2 of 09:58 to be called back: it is for the morning."""
    day = play(open_to_ten(f"answers: 100 %, {EVERYDAY}", at_close), phone=calls("09:57", "09:58", "09:59 vip"))
    day.contacts(f"""
        issue   | answered     | ended        | outcome
        phone 1 | 09:57        | 10:02        | answered
        phone 2 | tue 09:00:20 | tue 09:05:20 | answered
        phone 3 | {answered}   | {ended}      | {outcome}
    """)


def test_the_next_attempt_waits_for_the_opening(play):
    """Not answered at 09:50:20; due again at 10:10:20, dialled at tue 09:00, before the first call of the day."""
    day = play(
        open_to_ten(f'answers: "0 %, 100 %", tries: 2 tries, {EVERYDAY}'),
        phone=calls("09:45", "09:46", "tue 09:00 vip"),
    )
    day.contacts("""
        issue   | queued    | answered     | dial | attempts
        phone 1 | 09:45     | 09:45        | 0 s  | 0
        phone 2 | 09:46     | tue 09:00:20 | 40 s | 2
        phone 3 | tue 09:00 | tue 09:05:20 | 0 s  | 0
    """)


SHIFT = 'shifts: {early: {hours: "daily 09:00-10:00", agents: 1}}'


def test_a_callback_is_not_taken_in_overtime(play):
    """The call ends at 10:02, after the shift: dialled at tue 09:00, when the agent is back."""
    day = play(centre(staff=SHIFT), phone=calls("09:57", "09:58"))
    day.contacts("""
        issue   | answered     | ended
        phone 1 | 09:57        | 10:02
        phone 2 | tue 09:00:20 | tue 09:05:20
    """)


@pytest.mark.parametrize(("answers", "overtime"), [("100 %", "10:05:10"), ("0 %", "10:00:10")])
def test_a_ring_over_the_end_of_a_shift_is_finished(play, answers, overtime):
    """Dialled at 09:59:50: the ring, and the conversation if there is one, are overtime."""
    day = play(centre(f"answers: {answers}", staff=SHIFT), phone=calls("09:54:50", "09:55"))
    day.duties(f"""
        agent     | start     | end        | kind
        team 1    | 09:00     | 10:00      | on_queue
        team 1    | 10:00     | {overtime} | overtime
        team 1    | tue 09:00 | tue 10:00  | on_queue
        writers 1 | 00:00     | tue 24:00  | on_queue
    """)


def test_at_the_end_of_the_horizon_who_waits_and_who_is_rung_is_open(play):
    """Call 2 is being rung at midnight, call 3 waits."""
    day = play(centre().replace("measure: 2 days", "measure: 1 day"), phone=calls("23:54:50", "23:55", "23:56"))
    day.contacts("""
        issue   | answered | ended    | outcome  | callback
        phone 1 | 23:54:50 | 23:59:50 | answered | 0
        phone 2 | -        | -        | open     | 1
        phone 3 | -        | -        | open     | 1
    """)
    day.issues("""
        issue   | outcome  | ended
        phone 1 | resolved | 23:59:50
        phone 2 | open     | -
        phone 3 | open     | -
    """)


# --- promises and times of the customer ---------------------------------------------------------------------------


def test_a_promise_counts_from_the_queued_tick(play):
    """Within 30 min of 09:01."""
    day = play(centre("answers: 100 %, within: 30 min"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | deadline | answered
        phone 1 | -        | 09:00
        phone 2 | 09:31    | 09:05:20
    """)


SCHEDULED = "answers: 100 %, kind: scheduled, due: 2 h, within: 30 min"


def test_at_the_time_of_the_customer_it_is_dialled_and_not_before(play):
    """Wanted at 11:01, promised for 11:31; the agent is idle since 09:05."""
    day = play(centre(SCHEDULED), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | queued | deadline | answered | ended    | dial | callback
        phone 1 | 09:00  | -        | 09:00    | 09:05    | 0 s  | 0
        phone 2 | 09:01  | 11:31    | 11:01:20 | 11:06:20 | 20 s | 1
    """)


def test_its_wait_begins_at_that_time(play):
    """Wanted at 11:01: the vip of 11:00 has waited longer."""
    day = play(centre(f"{SCHEDULED}, {EVERYDAY}"), phone=calls("09:00", "09:01", "10:58 vip", "11:00 vip", "11:02 vip"))
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 11:08:20
        phone 3 | 10:58
        phone 4 | 11:03
        phone 5 | 11:13:20
    """)


def test_who_comes_at_that_time_is_of_its_age_and_goes_by_issue_key(play):
    """The vip of 11:01 is as old; call 2 has the lower key."""
    day = play(centre(f"{SCHEDULED}, {EVERYDAY}"), phone=calls("09:00", "09:01", "10:58 vip", "11:01 vip"))
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 11:03:20
        phone 3 | 10:58
        phone 4 | 11:08:20
    """)


def test_of_equal_ages_the_earlier_queued_tick_goes_first(play):
    """At 11:03 the call of the hotline, of the lower key, and the callback are both 2 min old; it asked at 09:01."""
    text = TWO_LINES.replace('answers: "0 %, 100 %", tries: 2 tries', "answers: 100 %, kind: scheduled, due: 2 h")
    day = play(text, hotline="10:58, 11:01", phone="09:00, 09:01")
    day.contacts("""
        issue     | queued | answered
        hotline 1 | 10:58  | 10:58
        hotline 2 | 11:01  | 11:08:20
        phone 1   | 09:00  | 09:00
        phone 2   | 09:01  | 11:03:20
    """)


def test_wanted_outside_the_hours_it_is_dialled_at_the_opening(play):
    """09:31 and 2 h: the line is closed; at tue 09:00."""
    day = play(open_to_ten(SCHEDULED), phone=calls("09:30", "09:31"))
    day.contacts("""
        issue   | deadline | answered
        phone 1 | -        | 09:30
        phone 2 | 12:01    | tue 09:00:20
    """)


# --- customers who ask again --------------------------------------------------------------------------------------


ASKS = "what_next: {unanswered: {mail: 100 %, after: 10 min}}\n"
RECOGNISED = ASKS + "context: {recognised: 100 %}\n"


def asking(more: str, offer: str = "answers: 100 %", write: str = "00:00", long: str = "40 min 50 s") -> str:
    return centre(f"{offer}, {EVERYDAY}, tolerated: 30 min", write=write, more=more).replace("40 min 50 s", long)


BUSY = calls("09:00 long", "09:00:10 long vip", "09:01")
"""The agent is busy until 09:40:50 and then until 10:21:40; call 3 is to be called back."""


def test_who_is_not_called_back_in_time_asks_again_and_is_worked_twice(play):
    """Tolerated until 09:31, a letter at 09:41, solved at 09:51; called back at 10:22 it is found solved, a minute."""
    day = play(asking(ASKS), phone=BUSY)
    day.contacts("""
        issue   | visit | reason | channel | arrived  | answered | talk_end | outcome  | is_resolved | led_by
        phone 1 | 0     | first  | phone   | 09:00    | 09:00    | 09:40:50 | answered | 1           | -
        phone 2 | 0     | first  | phone   | 09:00:10 | 09:40:50 | 10:21:40 | answered | 1           | -
        phone 3 | 0     | first  | phone   | 09:01    | 10:22    | 10:23    | answered | -           | -
        phone 3 | 1     | chase  | mail    | 09:41    | 09:41    | 09:51    | answered | 1           | unanswered
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:40:50 | 1
        phone 2 | resolved | 10:21:40 | 1
        phone 3 | resolved | 09:51    | 2
    """)


def test_a_recognised_letter_that_is_opened_first_withdraws_the_callback(play):
    """Opened at 09:41, when nobody has rung yet."""
    day = play(asking(RECOGNISED), phone=BUSY)
    day.contacts("""
        issue   | visit | reason | channel | answered | ended    | outcome   | dial | attempts | callback
        phone 1 | 0     | first  | phone   | 09:00    | 09:40:50 | answered  | 0 s  | 0        | 0
        phone 2 | 0     | first  | phone   | 09:40:50 | 10:21:40 | answered  | 0 s  | 0        | 0
        phone 3 | 0     | first  | phone   | -        | 09:41    | withdrawn | 0 s  | 0        | 1
        phone 3 | 1     | chase  | mail    | 09:41    | 09:51    | answered  | 0 s  | 0        | 0
    """)


def test_a_callback_that_rests_is_withdrawn_by_the_letter(play):
    """Rung in vain at 09:05, resting until 10:05:20; the letter is opened at 09:41."""
    day = play(asking(RECOGNISED, "answers: 0 %, tries: 3 tries, every: 1 h"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | visit | reason | channel | answered | ended | outcome   | dial | attempts | is_resolved
        phone 1 | 0     | first  | phone   | 09:00    | 09:05 | answered  | 0 s  | 0        | 1
        phone 2 | 0     | first  | phone   | -        | 09:41 | withdrawn | 20 s | 1        | -
        phone 2 | 1     | chase  | mail    | 09:41    | 09:51 | answered  | 0 s  | 0        | 1
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:05 | 1
        phone 2 | resolved | 09:51 | 2
    """)
    day.spells("""
        agent     | start | end      | issue   | visit
        team 1    | 09:00 | 09:05    | phone 1 | 0
        team 1    | 09:05 | 09:05:20 | phone 2 | 0
        writers 1 | 09:41 | 09:51    | phone 2 | 1
    """)


def test_a_callback_that_rings_is_not_withdrawn(play):
    """Rung from 09:40:50 to 09:41:10; the letter is opened at 09:41: both are worked in full, as nothing is solved."""
    day = play(asking(RECOGNISED), phone=calls("09:00 long", "09:01"))
    day.contacts("""
        issue   | visit | reason | channel | answered | talk_end | outcome  | dial
        phone 1 | 0     | first  | phone   | 09:00    | 09:40:50 | answered | 0 s
        phone 2 | 0     | first  | phone   | 09:41:10 | 09:46:10 | answered | 20 s
        phone 2 | 1     | chase  | mail    | 09:41    | 09:51    | answered | 0 s
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:40:50 | 1
        phone 2 | resolved | 09:46:10 | 2
    """)


def test_the_letter_is_withdrawn_when_the_customer_answers_not_when_it_rings(play):
    """Nobody writes before noon. The letter came at 09:45:30; rung at 09:45:50, answered at 09:46:10."""
    day = play(asking(RECOGNISED, write="12:00"), phone=calls("09:05 long", "09:05:30"))
    day.contacts("""
        issue   | visit | reason | channel | answered | ended    | outcome   | dial
        phone 1 | 0     | first  | phone   | 09:05    | 09:45:50 | answered  | 0 s
        phone 2 | 0     | first  | phone   | 09:46:10 | 09:51:10 | answered  | 20 s
        phone 2 | 1     | chase  | mail    | -        | 09:46:10 | withdrawn | 0 s
    """)


def test_a_ring_that_is_not_answered_withdraws_nothing(play):
    """Two rings in vain, the last to 11:46:30; the letter is answered at noon all the same."""
    day = play(
        asking(RECOGNISED, "answers: 0 %, tries: 2 tries, every: 2 h", write="12:00"),
        phone=calls("09:05 long", "09:05:30"),
    )
    day.contacts("""
        issue   | visit | reason | channel | answered | ended    | outcome   | dial
        phone 1 | 0     | first  | phone   | 09:05    | 09:45:50 | answered  | 0 s
        phone 2 | 0     | first  | phone   | -        | 11:46:30 | unreached | 40 s
        phone 2 | 1     | chase  | mail    | 12:00    | 12:10    | answered  | 0 s
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:45:50 | 1
        phone 2 | resolved | 12:10    | 2
    """)


def test_who_has_been_called_back_asks_no_more(play):
    """Answered at 09:05:20, long before 09:31."""
    day = play(asking(ASKS), phone=calls("09:00", "09:01"))
    assert day.record.contacts["visit"].tolist() == [0, 0]


@pytest.mark.parametrize(("long", "answered"), [("34 min 40 s", "09:35"), ("35 min 40 s", "09:36")])
def test_a_letter_not_yet_written_is_not_when_the_callback_is_over(play, long, answered):
    """Tolerated until 09:31, it would come at 09:41: the talk ends at 09:40, or on that tick, as ends go first."""
    day = play(asking(ASKS, long=long), phone=calls("09:00 long", "09:01"))
    day.contacts(f"""
        issue   | visit | answered   | outcome
        phone 1 | 0     | 09:00      | answered
        phone 2 | 0     | {answered} | answered
    """)


def test_called_back_on_the_tick_the_tolerance_ends_is_in_time(play):
    """Queued at 08:35:20 and a half hour: 09:05:20, when the ring ends and the customer answers."""
    day = play(asking(ASKS, long="30 min"), phone=calls("08:35 long", "08:35:20"))
    day.contacts("""
        issue   | visit | reason | answered | ended
        phone 1 | 0     | first  | 08:35    | 09:05
        phone 2 | 0     | first  | 09:05:20 | 09:10:20
    """)


def test_rung_in_vain_until_the_tick_the_tolerance_ends_the_customer_asks(play):
    """The ring ends at 09:05:20 without an answer, so does the tolerance: a letter 10 min later."""
    day = play(
        asking(RECOGNISED, "answers: 0 %, tries: 3 tries, every: 1 h", long="30 min"),
        phone=calls("08:35 long", "08:35:20"),
    )
    day.contacts("""
        issue   | visit | reason | arrived  | ended    | outcome   | attempts
        phone 1 | 0     | first  | 08:35    | 09:05    | answered  | 0
        phone 2 | 0     | first  | 08:35:20 | 09:15:20 | withdrawn | 1
        phone 2 | 1     | chase  | 09:15:20 | 09:25:20 | answered  | 0
    """)
