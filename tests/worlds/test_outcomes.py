"""What a conversation comes to besides resolved or not: sent elsewhere, passed on, why not, open again (MODEL.md 9)."""

TWO = """
intents: {help: {}, tax: {share: 0 %}}
channels: {phone: {kind: live}, chat: {kind: chat}}
queues: {help: {of: [phone, chat], intents: help}, tax: {of: [phone, chat], intents: tax}}
pools:
  general: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, chat: level 3}}
  experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, chat: level 3}}
serves: {general: [help], experts: [tax]}
"""


def service(more: str) -> str:
    return (
        f'service: {{help: {{phone: {{talk: "fixed, 5 min"{more}}}, chat: {{talk: "fixed, 8 min"}}}}, '
        'tax: {phone: {talk: "fixed, 20 min"}, chat: {talk: "fixed, 20 min"}}}\n'
    )


def test_sent_elsewhere_the_customer_turns_to_where_the_row_says(play):
    """The agent sends the caller to the chat; five minutes later they are there, a contact of their own."""
    day = play(
        TWO + service(", redirects: 100 %") + 'what_next: {redirected: {chat: 100 %, after: "fixed, 5 min"}}',
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason   | channel | arrived | talk_end | outcome  | is_resolved
        phone 1 | 0     | first    | phone   | 09:00   | 09:05    | answered | 0
        phone 1 | 1     | redirect | chat    | 09:10   | 09:18    | answered | 1
    """)
    day.issues("""
        issue   | outcome  | n_contacts
        phone 1 | resolved | 2
    """)


def test_a_team_judged_by_its_own_numbers_sends_its_customers_away(play):
    """The same by the team, whatever the channel can do."""
    day = play(
        TWO.replace("general: {headcount", "general: {redirects: 100 %, headcount")
        + service("")
        + 'what_next: {at_most: 2 visits, redirected: {chat: 100 %, after: "fixed, 5 min"}}',
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason   | channel | talk_end | is_resolved
        phone 1 | 0     | first    | phone   | 09:05    | 0
        phone 1 | 1     | redirect | chat    | 09:18    | 0
    """)
    day.issues("""
        issue   | outcome | ended | n_contacts
        phone 1 | lost    | 09:18 | 2
    """)


def test_passed_on_cold_the_leg_is_queued_on_the_same_tick_for_the_other_skill(play):
    """The leg is worked as tax by an expert; it is no contact of its own."""
    day = play(TWO + service(", passed_on: {to: tax, share: 100 %}"), phone="09:00")
    day.contacts("""
        issue   | visit | reason   | channel | intent | queue | agent     | arrived | talk_end | is_resolved | story
        phone 1 | 0     | first    | phone   | help   | help  | general 1 | 09:00   | 09:05    | 0           | none
        phone 1 | 1     | transfer | phone   | tax    | tax   | experts 1 | 09:05   | 09:25    | 1           | kept
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:25 | 1
    """)


def test_a_story_may_be_lost_when_passed_on(play):
    """transfer: kept 0 %: the customer tells it again, two minutes more."""
    day = play(
        TWO
        + service(", passed_on: {to: tax, share: 100 %}")
        + "context: {transfer: kept 0 %}\nlost_story: {extra_talk: 2 min}",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | story | talk_end
        phone 1 | 0     | none  | 09:05
        phone 1 | 1     | lost  | 09:27
    """)


def test_lost_on_the_way_the_customer_does_as_its_row_says(play):
    """Nothing arrives; the customer asks by chat what has become of it."""
    day = play(
        TWO
        + service(", passed_on: {to: tax, share: 100 %, lost: 100 %}")
        + 'what_next: {at_most: 2 visits, lost_on_the_way: {chat: 100 %, after: "fixed, 1 min"}}',
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason | channel | arrived | is_resolved
        phone 1 | 0     | first  | phone   | 09:00   | 0
        phone 1 | 1     | switch | chat    | 09:06   | 1
    """)


def test_what_was_resolved_may_open_again(play):
    """The call resolves the issue, two hours later it is open again, and a second call resolves it."""
    day = play(
        TWO
        + service(", reopens: 100 %")
        + 'what_next: {at_most: 2 visits, reopened: {same: 100 %, after: "fixed, 2 h"}}',
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason | arrived | talk_end | is_resolved
        phone 1 | 0     | first  | 09:00   | 09:05    | 1
        phone 1 | 1     | return | 11:05   | 11:10    | 1
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 11:10 | 2
    """)


def test_an_unresolved_conversation_has_one_cause(play):
    """Every one that did not resolve has a cause of the list, every one that did has none."""
    calls = ", ".join(f"{hour:02d}:{minute:02d}" for hour in range(8, 18) for minute in range(0, 60, 10))
    day = play(
        TWO + service(", solved: 50 %") + "not_solved_because: {process: 60 %, knowledge: 30 %, wrong_place: 10 %}",
        phone=calls,
    )
    cause, resolved = day.record.contacts["cause"], day.record.contacts["is_resolved"]
    assert (cause[resolved == 1] == -1).all()
    assert set(cause[resolved == 0].tolist()) == {0, 1, 2}
    assert day.world.names.causes == ("process", "knowledge", "wrong_place", "level", "story_lost")


def test_a_hand_off_goes_on_elsewhere_after_a_while(play):
    """Reserved by chat, collected at the counter a day later: one contact of the customer, and a leg."""
    day = play(
        "run: {start: 2026-03-02, measure: 2 days}\n"
        "channels: {chat: {kind: chat}, counter: {kind: live}}\n"
        'service: {help: {chat: {talk: "fixed, 8 min", passed_on: {share: 100 %, on: counter, after: "fixed, 24 h"}}, '
        'counter: {talk: "fixed, 5 min"}}}\n'
        "queues: {chat: {of: chat}, counter: {of: counter}}\n"
        "pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3, counter: level 3}}}\n"
        "serves: {team: [chat, counter]}",
        chat="09:00",
    )
    day.contacts("""
        issue  | visit | reason   | channel | arrived   | talk_end  | is_resolved | story
        chat 1 | 0     | first    | chat    | 09:00     | 09:08     | 0           | none
        chat 1 | 1     | transfer | counter | tue 09:08 | tue 09:13 | 1           | kept
    """)
    day.issues("""
        issue  | outcome  | ended     | n_contacts
        chat 1 | resolved | tue 09:13 | 1
    """)
