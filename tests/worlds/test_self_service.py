"""Self-service before people: contained and helped, contained and only gone, handed on (MODEL.md 6)."""

BOT = """
channels: {bot: {kind: self_service}, phone: {kind: live}}
queues: {phone: {of: phone}}
"""


def service(contained: str, solved: str = "100 %", more: str = "") -> str:
    return (
        f'service: {{help: {{bot: {{lasts: "fixed, 2 min", contained: {contained}, of_these_solved: {solved}{more}}}, '
        'phone: {talk: "fixed, 10 min"}}}\n'
    )


def test_contained_and_helped_is_resolved_by_the_machine(play):
    """A session of two minutes, no queue, no person; the issue is resolved when it ends."""
    day = play(BOT + service("100 %"), bot="09:00")
    day.contacts("""
        issue | reason | queue | agent | arrived | queued | answered | talk_end | ended | outcome   | is_resolved
        bot 1 | first  | -     | -     | 09:00   | -      | 09:00    | 09:02    | 09:02 | contained | 1
    """)
    day.issues("""
        issue | outcome  | ended | n_contacts
        bot 1 | resolved | 09:02 | 1
    """)


def test_what_the_machine_cannot_do_goes_on_to_a_person_on_the_same_tick(play):
    """The leg arrives when the session ends, is harder by a quarter, and is no contact of its own."""
    day = play(
        BOT
        + service("0 %", more=", leftover_takes: 1.25 times")
        + "what_next: {bot_failed: {phone: 100 %, after: 0 s}}",
        bot="09:00",
    )
    day.contacts("""
        issue | visit | reason     | channel | arrived | answered | talk_end  | outcome  | story | talk
        bot 1 | 0     | first      | bot     | 09:00   | 09:00    | 09:02     | answered | none  | 120 s
        bot 1 | 1     | escalation | phone   | 09:02   | 09:02    | 09:14:30  | answered | kept  | 750 s
    """)
    day.issues("""
        issue | outcome  | ended    | n_contacts
        bot 1 | resolved | 09:14:30 | 1
    """)


def test_what_the_machine_was_told_may_be_lost(play):
    """With from_bot: kept 0 % the customer starts over, a minute more."""
    day = play(
        BOT
        + service("0 %")
        + "what_next: {bot_failed: {phone: 100 %, after: 0 s}}\n"
        + "context: {from_bot: kept 0 %}\nlost_story: {extra_talk: 1 min}",
        bot="09:00",
    )
    day.contacts("""
        issue | visit | story | answered | talk_end
        bot 1 | 0     | none  | 09:00    | 09:02
        bot 1 | 1     | lost  | 09:02    | 09:13
    """)


def test_only_gone_comes_back_as_a_further_contact_without_residue(play):
    """Left without help, the customer calls an hour later: a contact of its own, not harder than others."""
    day = play(
        BOT
        + service("100 %", "0 %", ", leftover_takes: 2 times")
        + 'what_next: {bot_gone: {phone: 100 %, after: "fixed, 1 h"}}',
        bot="09:00",
    )
    day.contacts("""
        issue | visit | reason | channel | arrived | talk_end | outcome   | is_resolved
        bot 1 | 0     | first  | bot     | 09:00   | 09:02    | contained | 0
        bot 1 | 1     | switch | phone   | 10:02   | 10:12    | answered  | 1
    """)
    day.issues("""
        issue | outcome  | ended | n_contacts
        bot 1 | resolved | 10:12 | 2
    """)


def test_who_is_only_gone_and_has_nowhere_to_go_is_lost(play):
    """Nothing says what they do: they give up when the session ends."""
    day = play(BOT + service("100 %", "0 %").replace("solved: 0 %", "solved: 0 %"), bot="09:00", phone="12:00")
    day.issues("""
        issue   | outcome  | ended
        bot 1   | lost     | 09:02
        phone 1 | resolved | 12:10
    """)


def test_lines_are_held_through_the_session_and_given_back(play):
    """Two lines: the third session is blocked, the fourth, on the tick the first ends, is not."""
    day = play(
        BOT.replace("bot: {kind: self_service}", "bot: {kind: self_service, lines: 2 lines}") + service("100 %"),
        bot="09:00, 09:01, 09:01:30, 09:02",
    )
    day.contacts("""
        issue | arrived  | answered | ended    | outcome
        bot 1 | 09:00    | 09:00    | 09:02    | contained
        bot 2 | 09:01    | 09:01    | 09:03    | contained
        bot 3 | 09:01:30 | -        | 09:01:30 | blocked
        bot 4 | 09:02    | 09:02    | 09:04    | contained
    """)


def test_a_leg_is_made_although_no_further_contact_is(play):
    """With at most one contact the machine still hands on, and what the person cannot do is lost."""
    text = BOT + service("0 %").replace('"fixed, 10 min"', '"fixed, 10 min", solved: 50 %')
    day = play(
        text + "what_next: {at_most: 1 visit, bot_failed: {phone: 100 %, after: 0 s}, not_solved: {same: 100 %}}",
        bot="09:00",
        phone="12:00",
    )
    issues = day.record.issues
    assert issues["n_contacts"].tolist() == [1, 1]
    assert len(day.record.contacts["visit"]) == 3


def test_a_session_that_still_runs_at_the_end_is_written(play):
    """The horizon ends in it: begun, not over, the issue open."""
    day = play(BOT + service("100 %"), bot="23:59")
    day.contacts("""
        issue | answered | talk_end | ended | outcome  | talk
        bot 1 | 23:59    | -        | -     | answered | 60 s
    """)
    day.issues("""
        issue | outcome | ended
        bot 1 | open    | -
    """)
