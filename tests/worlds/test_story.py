"""What the next agent knows, and what it costs (MODEL.md 11 and 15, Journeys).

A story exists only when an earlier contact of the issue was answered (decision of the author).
`solved: 0.000000001 %` stands for never: a scenario in which nobody could resolve an intent is refused.
"""

RETURNS = """
service: {help: {phone: {talk: 1 min, solved: 0.000000001 %}}}
what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 10 min}}
lost_story: {extra_talk: 30 s}
kept_story: {reading: 10 s}
"""

PHONE_THEN_CHAT = """
channels: {phone: {kind: live}, chat: {kind: chat}}
queues: {phone: {of: phone}, chat: {of: chat}}
pools:
  callers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}
serves: {callers: [phone], writers: [chat]}
service: {help: {phone: {talk: 1 min, solved: 0.000000001 %}, chat: {talk: 1 min}}}
what_next: {at_most: 2 visits, not_solved: {chat: 100 %, after: 10 min}}
"""


def test_a_kept_story_is_read(play):
    """Same channel, kept 100 %: 10 s of reading are added to the talk of visit 1, nothing to visit 0."""
    day = play(RETURNS + "context: {same_channel: kept 100 %, other_channel: kept 0 %}", phone="09:00")
    day.contacts("""
        issue   | visit | story | answered | talk_end | ended    | talk
        phone 1 | 0     | none  | 09:00    | 09:01    | 09:01    | 60 s
        phone 1 | 1     | kept  | 09:11    | 09:12:10 | 09:12:10 | 70 s
    """)


def test_a_lost_story_is_told_again(play):
    """Same channel, kept 0 %: 30 s are added to the talk of visit 1."""
    day = play(RETURNS + "context: {same_channel: kept 0 %, other_channel: kept 100 %}", phone="09:00")
    day.contacts("""
        issue   | visit | story | answered | talk_end | ended    | talk
        phone 1 | 0     | none  | 09:00    | 09:01    | 09:01    | 60 s
        phone 1 | 1     | lost  | 09:11    | 09:12:30 | 09:12:30 | 90 s
    """)


def test_a_change_of_channel_has_its_own_probability(play):
    """Phone to chat with other_channel: kept 0 % loses the story though the same channel would keep it."""
    day = play(
        PHONE_THEN_CHAT
        + """
lost_story: {extra_talk: 30 s}
context: {same_channel: kept 100 %, other_channel: kept 0 %}
""",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | channel | story | answered | talk_end | is_resolved
        phone 1 | 0     | phone   | none  | 09:00    | 09:01    | 0
        phone 1 | 1     | chat    | lost  | 09:11    | 09:12:30 | 1
    """)


def test_without_an_answered_contact_there_is_no_story_to_lose(play):
    """Call 2 abandons and redials: nothing was told, so nothing is repeated or read."""
    day = play(
        """
        segments: {everybody: {patience: 10 s}}
        what_next: {abandoned: {same: 100 %, after: 5 min}}
        lost_story: {extra_talk: 30 s}
        kept_story: {reading: 10 s}
        context: {same_channel: kept 0 %}
        """,
        phone="09:00, 09:00:10",
    )
    day.contacts("""
        issue   | visit | story | answered | talk_end | outcome
        phone 1 | 0     | none  | 09:00    | 09:01    | answered
        phone 2 | 0     | none  | -        | -        | abandoned
        phone 2 | 1     | none  | 09:05:20 | 09:06:20 | answered
    """)


def test_a_lost_story_lowers_the_share_solved(play):
    """The chat solves 100 %; with the story lost, 100 % times 10^-12: the issue is not resolved but lost."""
    text = PHONE_THEN_CHAT + "lost_story: {solved: 0.000000000001 times}\n"
    lost = play(text + "context: {other_channel: kept 0 %}", phone="09:00")
    lost.contacts("""
        issue   | visit | story | talk_end | is_resolved
        phone 1 | 0     | none  | 09:01    | 0
        phone 1 | 1     | lost  | 09:12    | 0
    """)
    lost.issues("""
        issue   | outcome | ended | n_contacts
        phone 1 | lost    | 09:12 | 2
    """)
    kept = play(text + "context: {other_channel: kept 100 %}", phone="09:00")
    kept.contacts("""
        issue   | visit | story | talk_end | is_resolved
        phone 1 | 0     | none  | 09:01    | 0
        phone 1 | 1     | kept  | 09:12    | 1
    """)


def test_story_seconds_are_slowed_with_the_rest(play):
    """90 s of work (60 s + 30 s repeated) at half speed beside another chat take 180 s."""
    day = play(
        """
        channels: {chat: {kind: chat, slowdown: {2 chats: 2 times}}}
        intents: {hard: {share: 50 %}, long: {share: 50 %}}
        queues: {chat: {of: chat}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}}
        serves: {team: [chat]}
        service: {hard: {chat: {talk: 1 min, solved: 0.000000001 %}}, long: {chat: {talk: 10 min}}}
        what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 10 min}}
        lost_story: {extra_talk: 30 s}
        context: {same_channel: kept 0 %}
        """,
        chat="09:00 intent=hard, 09:10 intent=long",
    )
    day.contacts("""
        issue  | visit | story | answered | ended    | talk
        chat 1 | 0     | none  | 09:00    | 09:01    | 60 s
        chat 1 | 1     | lost  | 09:11    | 09:14    | 180 s
        chat 2 | 0     | none  | 09:10    | 09:21:30 | 690 s
    """)
