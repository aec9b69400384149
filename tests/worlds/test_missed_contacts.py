"""Customers who did not get through are rung by the centre unasked, unless they come again first (MODEL.md 8, 15)."""

import pytest

CENTRE = """
run: {start: 2026-03-02, measure: 2 days}
segments: {everybody: {patience: {phone: PATIENCE}}}
channels: {phone: {kind: live, CHANNEL}, mail: {kind: deferred}}
service: {help: {phone: {talk: 5 min, SERVICE}, mail: {talk: 10 min}}}
queues: {phone: {of: phone, missed: {MISSED}, QUEUE}, mail: {of: mail}}
pools:
  team: {headcount: on_queue, staff: {daily: AGENTS}, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}
serves: {team: [phone], writers: [mail]}
what_next: {NEXT}
"""
ABANDONED = "who: abandoned, within: 1 h, after: 1 min, answers: 100 %"


def centre(missed=ABANDONED, then="", patience="1 min", channel="", queue="", service="", agents=1) -> str:
    text = CENTRE.replace("MISSED", missed).replace("NEXT", then).replace("PATIENCE", patience)
    for word, given in (("CHANNEL", channel), ("QUEUE", queue), ("SERVICE", service)):
        text = text.replace(f", {word}", f", {given}" if given else "")
    return text.replace("AGENTS", str(agents))


def redial(after: str, to: str = "same") -> str:
    return f"abandoned: {{{to}: 100 %, after: {after}}}"


def vain(tries: int = 1) -> str:
    return ABANDONED.replace("answers: 100 %", f"answers: 0 %, tries: {tries} tries")


TWO = "09:00, 09:01"
"""Call 1 is talked to until 09:05, call 2 leaves at 09:02; what the centre plans for it is made at 09:03."""


def test_who_left_is_rung_unasked(play):
    """Made at 09:03, promised for an hour after the customer left, rung when the agent is free, without patience."""
    day = play(centre(), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | arrived | queued | answered | talk_end | ended    | outcome   | deadline
        phone 1 | 0     | first           | 09:00   | 09:00  | 09:00    | 09:05    | 09:05    | answered  | -
        phone 2 | 0     | first           | 09:01   | 09:01  | -        | -        | 09:02    | abandoned | -
        phone 2 | 1     | callback_missed | 09:03   | 09:03  | 09:05:20 | 09:10:20 | 09:10:20 | answered  | 10:02
    """)
    day.contacts("""
        issue   | visit | channel | queue | agent  | after_visit | led_by | dial | attempts | callback | is_resolved
        phone 1 | 0     | phone   | phone | team 1 | -           | -      | 0 s  | 0        | 0        | 1
        phone 2 | 0     | phone   | phone | -      | -           | -      | 0 s  | 0        | 0        | -
        phone 2 | 1     | phone   | phone | team 1 | 0           | -      | 20 s | 1        | 0        | 1
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05    | 1
        phone 2 | resolved | 09:10:20 | 1
    """)


def test_at_once_after_patience_is_one_tick_later(play):
    """Arrivals of the tick are over when the customer leaves (rank 5)."""
    day = play(centre(ABANDONED.replace("after: 1 min, ", "")), phone=TWO)
    day.contacts("""
        issue   | visit | arrived         | queued          | answered | deadline
        phone 1 | 0     | 09:00           | 09:00           | 09:00    | -
        phone 2 | 0     | 09:01           | 09:01           | -        | -
        phone 2 | 1     | 09:02:00.000001 | 09:02:00.000001 | 09:05:20 | 10:02
    """)


def test_an_idle_agent_rings_as_soon_as_it_is_made(play):
    """Both frees at 09:02:30 and it is made at 09:03."""
    day = play(centre(service="wrap_up: 30 s", agents=1).replace("talk: 5 min", "talk: 2 min"), phone=TWO)
    day.contacts("""
        issue   | visit | answered | ended    | outcome
        phone 1 | 0     | 09:00    | 09:02:30 | answered
        phone 2 | 0     | -        | 09:02    | abandoned
        phone 2 | 1     | 09:03:20 | 09:05:50 | answered
    """)


def test_it_waits_in_its_place(play):
    """Made at 09:03: after the caller of 09:02:30, before the one of 09:03:30."""
    patience = '{by_time: {"00:00": 1 min, "09:02": never}}'
    day = play(centre(patience=patience), phone="09:00, 09:01, 09:02:30, 09:03:30")
    day.contacts("""
        issue   | visit | queued   | answered
        phone 1 | 0     | 09:00    | 09:00
        phone 2 | 0     | 09:01    | -
        phone 2 | 1     | 09:03    | 09:10:20
        phone 3 | 0     | 09:02:30 | 09:05
        phone 4 | 0     | 09:03:30 | 09:15:20
    """)


def test_only_who_is_named_is_rung(play):
    """Those who were blocked; call 2 abandoned."""
    day = play(centre(ABANDONED.replace("abandoned", "[blocked, closed]")), phone=TWO)
    assert day.record.contacts["visit"].tolist() == [0, 0]


# --- the customer's own next contact ------------------------------------------------------------------------------


@pytest.mark.parametrize("after", ["10 min", "5 min", "3 min 20 s"])
def test_who_answers_does_not_come_again(play, after):
    """The redial due at 09:12, in the talk, or on the tick the ring ends, is not made: ends of rings go first."""
    day = play(centre(then=redial(after)), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | answered | outcome
        phone 1 | 0     | first           | 09:00    | answered
        phone 2 | 0     | first           | -        | abandoned
        phone 2 | 1     | callback_missed | 09:05:20 | answered
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05    | 1
        phone 2 | resolved | 09:10:20 | 1
    """)


def test_a_redial_that_arrives_first_ends_it(play):
    """Back at 09:04 and answered at 09:05, on the tick the patience ends; nobody is rung."""
    day = play(centre(then=redial("2 min")), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | arrived | answered | ended | outcome   | after_visit | led_by    | attempts
        phone 1 | 0     | first           | 09:00   | 09:00    | 09:05 | answered  | -           | -         | 0
        phone 2 | 0     | first           | 09:01   | -        | 09:02 | abandoned | -           | -         | 0
        phone 2 | 1     | callback_missed | 09:03   | -        | 09:04 | withdrawn | 0           | -         | 0
        phone 2 | 2     | redial          | 09:04   | 09:05    | 09:10 | answered  | 0           | abandoned | 0
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:05 | 1
        phone 2 | resolved | 09:10 | 2
    """)


def test_what_is_not_made_yet_leaves_no_row(play):
    """Planned for 09:07; the customer is back at 09:04."""
    day = play(centre(ABANDONED.replace("1 min", "5 min"), redial("2 min")), phone=TWO)
    day.contacts("""
        issue   | visit | reason | arrived | answered | outcome
        phone 1 | 0     | first  | 09:00   | 09:00    | answered
        phone 2 | 0     | first  | 09:01   | -        | abandoned
        phone 2 | 1     | redial | 09:04   | 09:05    | answered
    """)


def test_planned_for_the_tick_the_customer_is_back_nobody_rings(play):
    """Both at 09:05:10, when the agent is idle: whichever is looked at first, the redial is answered on that tick."""
    day = play(centre(ABANDONED.replace("1 min", "3 min 10 s"), redial("3 min 10 s")), phone=TWO)
    assert day.record.contacts["dial_ticks"].sum() == 0
    assert day.record.contacts["outcome"].tolist().count(0) == 2
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05    | 1
        phone 2 | resolved | 09:10:10 | 2
    """)


def test_a_redial_ends_what_rests(play):
    """Rung in vain until 09:05:20; back at 09:12."""
    day = play(centre(vain(3), redial("10 min")), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | answered | ended | outcome   | dial | attempts
        phone 1 | 0     | first           | 09:00    | 09:05 | answered  | 0 s  | 0
        phone 2 | 0     | first           | -        | 09:02 | abandoned | 0 s  | 0
        phone 2 | 1     | callback_missed | -        | 09:12 | withdrawn | 20 s | 1
        phone 2 | 2     | redial          | 09:12    | 09:17 | answered  | 0 s  | 0
    """)


def test_a_redial_ends_the_ring_and_the_agent_is_free_on_that_tick(play):
    """Rung from 09:05; back at 09:05:10, after half of the ring, and answered by the same agent."""
    day = play(centre(then=redial("3 min 10 s")), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | answered | ended    | outcome   | dial | attempts
        phone 1 | 0     | first           | 09:00    | 09:05    | answered  | 0 s  | 0
        phone 2 | 0     | first           | -        | 09:02    | abandoned | 0 s  | 0
        phone 2 | 1     | callback_missed | -        | 09:05:10 | withdrawn | 10 s | 1
        phone 2 | 2     | redial          | 09:05:10 | 09:10:10 | answered  | 0 s  | 0
    """)
    day.spells("""
        agent  | start    | end      | issue   | visit
        team 1 | 09:00    | 09:05    | phone 1 | 0
        team 1 | 09:05    | 09:05:10 | phone 2 | 1
        team 1 | 09:05:10 | 09:10:10 | phone 2 | 2
    """)


def test_who_waits_longer_goes_before_the_redial_that_freed_the_agent(play):
    """Call 3 waits since 09:04:30; the redial of 09:05:10 ends the ring and stands behind it."""
    patience = '{by_time: {"00:00": 1 min, "09:02": never}}'
    day = play(centre(then=redial("3 min 10 s"), patience=patience), phone="09:00, 09:01, 09:04:30")
    day.contacts("""
        issue   | visit | reason          | answered | ended    | outcome   | dial
        phone 1 | 0     | first           | 09:00    | 09:05    | answered  | 0 s
        phone 2 | 0     | first           | -        | 09:02    | abandoned | 0 s
        phone 2 | 1     | callback_missed | -        | 09:05:10 | withdrawn | 10 s
        phone 2 | 2     | redial          | 09:10:10 | 09:15:10 | answered  | 0 s
        phone 3 | 0     | first           | 09:05:10 | 09:10:10 | answered  | 0 s
    """)


def test_a_redial_on_the_tick_the_ring_begins_ends_it(play):
    """The agent frees and dials at 09:05 (rank 3), the customer is back at 09:05 (rank 4): one attempt of no length."""
    day = play(centre(then=redial("3 min")), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | answered | ended | outcome   | dial | attempts
        phone 1 | 0     | first           | 09:00    | 09:05 | answered  | 0 s  | 0
        phone 2 | 0     | first           | -        | 09:02 | abandoned | 0 s  | 0
        phone 2 | 1     | callback_missed | -        | 09:05 | withdrawn | 0 s  | 1
        phone 2 | 2     | redial          | 09:05    | 09:10 | answered  | 0 s  | 0
    """)


@pytest.mark.parametrize(("tries", "outcome"), [(1, "unreached"), (2, "withdrawn")])
def test_a_redial_on_the_tick_a_ring_ends_in_vain_comes_after_it(play, tries, outcome):
    """The ring is over at 09:05:20; with no try left it was unreached before the customer is back on that tick."""
    day = play(centre(vain(tries), redial("3 min 20 s")), phone=TWO)
    day.contacts(f"""
        issue   | visit | reason          | answered | ended    | outcome   | dial | attempts
        phone 1 | 0     | first           | 09:00    | 09:05    | answered  | 0 s  | 0
        phone 2 | 0     | first           | -        | 09:02    | abandoned | 0 s  | 0
        phone 2 | 1     | callback_missed | -        | 09:05:20 | {outcome} | 20 s | 1
        phone 2 | 2     | redial          | 09:05:20 | 09:10:20 | answered  | 0 s  | 0
    """)


def test_a_next_contact_on_another_channel_ends_it_too(play):
    """A letter at 09:05:10, while it rings."""
    day = play(centre(then=redial("3 min 10 s", to="mail")), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | channel | answered | ended    | outcome   | dial
        phone 1 | 0     | first           | phone   | 09:00    | 09:05    | answered  | 0 s
        phone 2 | 0     | first           | phone   | -        | 09:02    | abandoned | 0 s
        phone 2 | 1     | callback_missed | phone   | -        | 09:05:10 | withdrawn | 10 s
        phone 2 | 2     | switch          | mail    | 09:05:10 | 09:15:10 | answered  | 0 s
    """)


def test_who_leaves_again_is_planned_for_again(play):
    """The redial of 09:04 leaves at 09:05, the last allowed: rung at 09:10 for that one, promised for 10:05."""
    day = play(centre(then=f"at_most: 2 visits, {redial('2 min')}").replace("talk: 5 min", "talk: 10 min"), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | arrived | answered | ended    | outcome   | after_visit | deadline
        phone 1 | 0     | first           | 09:00   | 09:00    | 09:10    | answered  | -           | -
        phone 2 | 0     | first           | 09:01   | -        | 09:02    | abandoned | -           | -
        phone 2 | 1     | callback_missed | 09:03   | -        | 09:04    | withdrawn | 0           | 10:02
        phone 2 | 2     | redial          | 09:04   | -        | 09:05    | abandoned | 0           | -
        phone 2 | 3     | callback_missed | 09:06   | 09:10:20 | 09:20:20 | answered  | 2           | 10:05
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:10    | 1
        phone 2 | resolved | 09:20:20 | 2
    """)


# --- how it ends --------------------------------------------------------------------------------------------------


def test_who_is_not_reached_comes_again_when_they_would_have(play):
    """Unreached at 09:05:20; the redial of 09:12 follows the call that was abandoned, and not the row unreached."""
    day = play(centre(vain(), f"{redial('10 min')}, unreached: {{mail: 100 %, after: 1 min}}"), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | channel | answered | ended    | outcome   | after_visit | led_by
        phone 1 | 0     | first           | phone   | 09:00    | 09:05    | answered  | -           | -
        phone 2 | 0     | first           | phone   | -        | 09:02    | abandoned | -           | -
        phone 2 | 1     | callback_missed | phone   | -        | 09:05:20 | unreached | 0           | -
        phone 2 | 2     | redial          | phone   | 09:12    | 09:17    | answered  | 0           | abandoned
    """)


def test_a_lost_issue_that_is_not_reached_stays_lost_when_it_was(play):
    """Given up at 09:02, rung in vain until 09:05:20."""
    day = play(centre(vain()), phone=TWO)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:05 | 1
        phone 2 | lost     | 09:02 | 1
    """)


def test_each_attempt_rests_and_has_its_chance(play):
    """The second ring, 10 min after the first, is answered at 09:15:40."""
    missed = 'who: abandoned, within: 1 h, after: 1 min, answers: "0 %, 100 %", tries: 2 tries, every: 10 min'
    day = play(centre(missed), phone=TWO)
    day.contacts("""
        issue   | visit | queued | answered | ended    | outcome   | dial | attempts
        phone 1 | 0     | 09:00  | 09:00    | 09:05    | answered  | 0 s  | 0
        phone 2 | 0     | 09:01  | -        | 09:02    | abandoned | 0 s  | 0
        phone 2 | 1     | 09:03  | 09:15:40 | 09:20:40 | answered  | 40 s | 2
    """)


UNSOLVED = "solved: 0.000000001 %"


def test_what_the_callback_does_not_solve_goes_on_by_the_row_not_solved(play):
    """Both unsolved: letters half an hour after the end of talk, the first after visit 0, the second after visit 1."""
    day = play(centre(then="not_solved: {mail: 100 %, after: 30 min}", service=UNSOLVED), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | arrived  | answered | ended    | is_resolved | after_visit | led_by
        phone 1 | 0     | first           | 09:00    | 09:00    | 09:05    | 0           | -           | -
        phone 1 | 1     | switch          | 09:35    | 09:35    | 09:45    | 1           | 0           | not_solved
        phone 2 | 0     | first           | 09:01    | -        | 09:02    | -           | -           | -
        phone 2 | 1     | callback_missed | 09:03    | 09:05:20 | 09:10:20 | 0           | 0           | -
        phone 2 | 2     | switch          | 09:40:20 | 09:45    | 09:55    | 1           | 1           | not_solved
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:45 | 2
        phone 2 | resolved | 09:55 | 2
    """)


def test_unsolved_without_a_row_the_issue_is_lost_anew(play):
    """Lost at 09:02, open again when the customer answers, lost at the end of talk."""
    day = play(centre(service=UNSOLVED), phone=TWO)
    day.issues("""
        issue   | outcome | ended    | n_contacts
        phone 1 | lost    | 09:05    | 1
        phone 2 | lost    | 09:10:20 | 1
    """)


def test_a_lost_issue_is_open_again_while_the_customer_is_talked_to(play):
    """Answered at 23:58:20, the talk runs over midnight."""
    day = play(centre().replace("measure: 2 days", "measure: 1 day"), phone="23:53, 23:54")
    day.contacts("""
        issue   | visit | answered | ended | outcome
        phone 1 | 0     | 23:53    | 23:58 | answered
        phone 2 | 0     | -        | 23:55 | abandoned
        phone 2 | 1     | 23:58:20 | -     | answered
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 23:58 | 1
        phone 2 | open     | -     | 1
    """)


def test_it_does_not_count_among_the_contacts_allowed(play):
    """One visit at most: lost at 09:02, rung and resolved all the same."""
    day = play(centre(then=f"at_most: 1 visit, {redial('2 min')}"), phone=TWO)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05    | 1
        phone 2 | resolved | 09:10:20 | 1
    """)


def test_it_finds_the_story_told_before_on_its_channel(play):
    """Call 1 was told something at 09:00; its return leaves at 10:06, and the callback of 10:07 reads for 30 s."""
    day = play(
        centre(then="at_most: 2 visits, not_solved: {same: 100 %, after: 1 h}", service=UNSOLVED)
        + "kept_story: {reading: 30 s}\n",
        phone="09:00, 10:02",
    )
    day.contacts("""
        issue   | visit | reason          | story | arrived | answered | talk_end | talk  | outcome
        phone 1 | 0     | first           | none  | 09:00   | 09:00    | 09:05    | 300 s | answered
        phone 1 | 1     | return          | none  | 10:05   | -        | -        | 0 s   | abandoned
        phone 1 | 2     | callback_missed | kept  | 10:07   | 10:07:20 | 10:12:50 | 330 s | answered
        phone 2 | 0     | first           | none  | 10:02   | 10:02    | 10:07    | 300 s | answered
        phone 2 | 1     | return          | kept  | 11:07   | 11:07    | 11:12:30 | 330 s | answered
    """)
    day.issues("""
        issue   | outcome | ended    | n_contacts
        phone 1 | lost    | 10:12:50 | 2
        phone 2 | lost    | 11:12:30 | 2
    """)


# --- who is rung --------------------------------------------------------------------------------------------------


def test_who_turned_away_is_rung(play):
    """On hearing 5 min at 09:01; promised for 10:01."""
    day = play(centre(ABANDONED.replace("abandoned", "balked"), channel="balks: 100 % at 1 min"), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | queue | queued | answered | outcome  | deadline
        phone 1 | 0     | first           | phone | 09:00  | 09:00    | answered | -
        phone 2 | 0     | first           | -     | -      | -        | balked   | -
        phone 2 | 1     | callback_missed | phone | 09:02  | 09:05:20 | answered | 10:01
    """)


def test_who_was_blocked_is_rung_and_a_full_queue_does_not_block_the_centre(play):
    """One may wait: call 2. Call 3 is blocked at 09:01, and waits to be rung from 09:02; so call 4 is blocked, too."""
    day = play(
        centre(ABANDONED.replace("abandoned", "blocked"), patience="never", queue="limit: 1 waiting"),
        phone="09:00, 09:00:30, 09:01, 09:05:30",
    )
    day.contacts("""
        issue   | visit | reason          | queued   | answered | ended    | outcome  | deadline
        phone 1 | 0     | first           | 09:00    | 09:00    | 09:05    | answered | -
        phone 2 | 0     | first           | 09:00:30 | 09:05    | 09:10    | answered | -
        phone 3 | 0     | first           | -        | -        | 09:01    | blocked  | -
        phone 3 | 1     | callback_missed | 09:02    | 09:10:20 | 09:15:20 | answered | 10:01
        phone 4 | 0     | first           | -        | -        | 09:05:30 | blocked  | -
        phone 4 | 1     | callback_missed | 09:06:30 | 09:15:40 | 09:20:40 | answered | 10:05:30
    """)


def test_who_finds_no_line_is_rung(play):
    """One line: call 2 is blocked."""
    day = play(centre(ABANDONED.replace("abandoned", "blocked"), channel="lines: 1 lines"), phone=TWO)
    day.contacts("""
        issue   | visit | queued | answered | outcome
        phone 1 | 0     | 09:00  | 09:00    | answered
        phone 2 | 0     | -      | -        | blocked
        phone 2 | 1     | 09:02  | 09:05:20 | answered
    """)


CLOSED = ABANDONED.replace("abandoned", "closed")
HOURS = "open: daily 09:00-10:00"


def test_who_came_too_early_is_rung_at_the_opening_before_who_comes_then(play):
    """08:00 and an hour is the promise; made and rung at nine, before call 2, which has the higher key."""
    day = play(centre(CLOSED, patience="never", channel=HOURS), phone="08:00, 09:00")
    day.contacts("""
        issue   | visit | reason          | arrived | queued | answered | outcome  | deadline
        phone 1 | 0     | first           | 08:00   | -      | -        | closed   | -
        phone 1 | 1     | callback_missed | 09:00   | 09:00  | 09:00:20 | answered | 09:00
        phone 2 | 0     | first           | 09:00   | 09:00  | 09:05:20 | answered | -
    """)


def test_each_closed_call_has_its_own_and_the_last_one_is_rung(play):
    """Closed at 08:00 and 08:40: the first plan is dropped without a row, the second rung at nine; no third call."""
    day = play(centre(CLOSED, "closed: {same: 100 %, after: 40 min}", channel=HOURS), phone="08:00")
    day.contacts("""
        issue   | visit | reason          | arrived | answered | outcome  | after_visit | deadline
        phone 1 | 0     | first           | 08:00   | -        | closed   | -           | -
        phone 1 | 1     | redial          | 08:40   | -        | closed   | 0           | -
        phone 1 | 2     | callback_missed | 09:00   | 09:00:20 | answered | 1           | 09:40
    """)


@pytest.mark.parametrize(
    ("calls", "arrived"), [("09:55, 09:56", "09:58"), ("09:55, 09:58", "tue 09:00"), ("09:56, 09:58:30", "tue 09:00")]
)
def test_over_night_it_waits_or_is_not_made(play, calls, arrived):
    """Made at 09:58 it is not cut off at closing; due at ten sharp, or after, it is made in the morning."""
    day = play(centre(channel=f"{HOURS}, at_close: disconnect"), phone=calls)
    assert day.record.contacts["outcome"].tolist() == [0, 1, 0]
    tick = day._tick(arrived)
    assert day.record.contacts["arrived_tick"].tolist()[2] == day.record.contacts["queued_tick"].tolist()[2] == tick
    assert day.record.contacts["answered_tick"].tolist()[2] == day._tick("tue 09:00:20")


def test_a_leg_that_is_abandoned_is_no_missed_contact(play):
    """Passed on at 09:05 to the busy expert, gone at 09:06: not a contact of the customer, and not rung."""
    day = play(
        """
        intents: {help: {share: 100 %}, tax: {share: 0 %}}
        segments: {everybody: {patience: 1 min}}
        service:
          help: {phone: {talk: 5 min, passed_on: {to: tax, share: 100 %}}}
          tax: {phone: {talk: 20 min}}
        queues: {tax: {of: phone, intents: tax, missed: {who: abandoned, answers: 100 %}}, phone: {of: phone}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
        serves: {team: [phone], experts: [tax]}
        """,
        phone="09:00 intent=help, 09:01 intent=tax",
    )
    day.contacts("""
        issue   | visit | reason   | ended | outcome
        phone 1 | 0     | first    | 09:05 | answered
        phone 1 | 1     | transfer | 09:06 | abandoned
        phone 2 | 0     | first    | 09:21 | answered
    """)


def test_who_refused_to_be_called_back_and_left_is_rung_all_the_same(play):
    """Offered and refused at 09:01, gone at 09:02, rung at 09:05."""
    day = play(centre(queue="callback: {accepted: 0 %, answers: 100 %}"), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | answered | outcome   | callback | dial
        phone 1 | 0     | first           | 09:00    | answered  | 0        | 0 s
        phone 2 | 0     | first           | -        | abandoned | 2        | 0 s
        phone 2 | 1     | callback_missed | 09:05:20 | answered  | 0        | 20 s
    """)


def test_who_accepted_to_be_called_back_is_not_missed(play):
    """One offered contact, not reached: the queue rings those who abandoned, and this one did not."""
    day = play(centre(queue="callback: {answers: 0 %}"), phone=TWO)
    day.contacts("""
        issue   | visit | ended    | outcome   | callback | attempts
        phone 1 | 0     | 09:05    | answered  | 0        | 0
        phone 2 | 0     | 09:05:20 | unreached | 1        | 1
    """)


def test_it_is_planned_in_the_queue_the_contact_stood_in(play):
    """Backup rings those who left it: call 2 went over at 09:01:30, and left at 09:02."""
    day = play(
        """
        segments: {everybody: {patience: 1 min}}
        service: {help: {phone: {talk: 5 min}}}
        queues:
          phone: {of: phone, overflow: {backup: {after: 30 s}}}
          backup: {of: phone, missed: {who: abandoned, after: 1 min, answers: 100 %}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          help: {headcount: on_queue, staff: {daily: {"09:30": 1}}, skills: {phone: level 3}}
        serves: {team: [phone], help: [backup]}
        """,
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | visit | reason          | queue  | agent  | queued | answered | outcome   | deadline
        phone 1 | 0     | first           | phone  | team 1 | 09:00  | 09:00    | answered  | -
        phone 2 | 0     | first           | backup | -      | 09:01  | -        | abandoned | -
        phone 2 | 1     | callback_missed | backup | help 1 | 09:03  | 09:30:20 | answered  | -
    """)
