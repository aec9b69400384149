"""Who is not identified: nothing told before is found, and nothing open is linked (MODEL.md 6 and 11)."""

RETURNS = """
channels: {phone: {kind: live, identified: 0 %}}
service: {help: {phone: {talk: 1 min, solved: 0.000000001 %}}}
what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 10 min}}
lost_story: {extra_talk: 30 s}
kept_story: {reading: 10 s}
context: {same_channel: kept 100 %, other_channel: kept 100 %, transfer: kept 100 %, from_bot: kept 100 %}
"""


def test_who_is_not_identified_tells_the_story_again_whatever_is_kept(play):
    """Kept 100 %, but nobody knows whose it is; the first contact has nothing to lose."""
    day = play(RETURNS, phone="09:00")
    day.contacts("""
        issue   | visit | reason | story | answered | talk_end | talk
        phone 1 | 0     | first  | none  | 09:00    | 09:01    | 60 s
        phone 1 | 1     | return | lost  | 09:11    | 09:12:30 | 90 s
    """)


def test_who_is_identified_finds_it_kept(play):
    """With 100 %, as where nothing is said, the story is read."""
    day = play(RETURNS.replace("identified: 0 %", "identified: 100 %"), phone="09:00")
    day.contacts("""
        issue   | visit | story | talk_end
        phone 1 | 0     | none  | 09:01
        phone 1 | 1     | kept  | 09:12:10
    """)


def test_without_a_story_told_there_is_none_to_lose(play):
    """Call 2 leaves and rings again: not identified, but nothing was told."""
    day = play(
        RETURNS.replace("not_solved", "abandoned") + "segments: {everybody: {patience: 10 s}}",
        phone="09:00, 09:00:10",
    )
    day.contacts("""
        issue   | visit | story | answered | outcome
        phone 1 | 0     | none  | 09:00    | answered
        phone 2 | 0     | none  | -        | abandoned
        phone 2 | 1     | none  | 09:10:20 | answered
    """)


def test_each_channel_identifies_for_itself(play):
    """Told on the phone, where nobody is identified, the story is found in the chat, where all are."""
    day = play(
        RETURNS.replace("}}\nservice", "}, chat: {kind: chat}}\nservice")
        .replace("001 %}}}", "001 %}, chat: {talk: 1 min}}}")
        .replace("{same: 100 %, after: 10 min}", "{chat: 100 %, after: 10 min}")
        + """
queues: {phone: {of: phone}, chat: {of: chat}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, chat: level 3}}}
serves: {team: [phone, chat]}
""",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | channel | story | answered | talk_end
        phone 1 | 0     | phone   | none  | 09:00    | 09:01
        phone 1 | 1     | chat    | kept  | 09:11    | 09:12:10
    """)


def test_legs_are_always_identified(play):
    """Handed on by the machine, then passed on for tax: each leg finds the story, on a channel that knows nobody."""
    day = play(
        """
        intents: {help: {}, tax: {share: 0 %}}
        channels: {bot: {kind: self_service}, phone: {kind: live, identified: 0 %}}
        service:
          help:
            bot: {lasts: 2 min, contained: 0 %}
            phone: {talk: 5 min, passed_on: {to: tax, share: 100 %}}
          tax: {phone: {talk: 20 min}}
        what_next: {bot_failed: {phone: 100 %, after: 0 s}}
        """,
        bot="09:00",
    )
    day.contacts("""
        issue | visit | reason     | story | answered
        bot 1 | 0     | first      | none  | 09:00
        bot 1 | 1     | escalation | kept  | 09:02
        bot 1 | 2     | transfer   | kept  | 09:07
    """)


LETTER_AND_CHASE = """
channels: {mail: {kind: deferred, tolerated: 2 hMAIL}, phone: {kind: livePHONE}}
service: {help: {mail: {talk: 10 min}, phone: {talk: 5 min}}}
queues: {mail: {of: mail}, phone: {of: phone}}
pools:
  writers: {headcount: on_queue, staff: {daily: {"15:00": 1}}, skills: {mail: level 3}}
  speakers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
serves: {writers: [mail], speakers: [phone]}
what_next: {unanswered: {phone: 100 %, after: 30 min}}
context: {recognised: 100 %}
already_solved: 1 min
"""
BOTH_WORKED = """
    issue  | visit | reason | answered | talk_end | outcome  | is_resolved | after_visit | led_by
    mail 1 | 0     | first  | 15:00    | 15:01    | answered | -           | -           | -
    mail 1 | 1     | chase  | 11:30    | 11:35    | answered | 1           | 0           | unanswered
"""


def test_a_chase_that_is_not_identified_is_a_duplicate(play):
    """All second contacts of those who are identified would be linked; this one is not, and both are worked."""
    day = play(LETTER_AND_CHASE.replace("MAIL", "").replace("PHONE", ", identified: 0 %"), mail="09:00")
    day.contacts(BOTH_WORKED)


def test_a_letter_that_is_not_identified_is_not_found_by_its_chase(play):
    """The other way round: the caller is known, but nobody knows whose the letter is."""
    day = play(LETTER_AND_CHASE.replace("MAIL", ", identified: 0 %").replace("PHONE", ""), mail="09:00")
    day.contacts(BOTH_WORKED)


def test_where_both_are_identified_the_letter_is_withdrawn(play):
    """The first to be opened answers both."""
    day = play(LETTER_AND_CHASE.replace("MAIL", "").replace("PHONE", ""), mail="09:00")
    day.contacts("""
        issue  | visit | reason | answered | talk_end | ended | outcome
        mail 1 | 0     | first  | -        | -        | 11:30 | withdrawn
        mail 1 | 1     | chase  | 11:30    | 11:35    | 11:35 | answered
    """)
