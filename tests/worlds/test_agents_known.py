"""Who has talked with a customer before: the last, the most frequent agent, and who was told the story (MODEL.md 7)."""

import pytest

from tests.worlds.own_customers import RESERVED, calls, centre

RETURNS = """
service: {help: {phone: {talk: 1 min, solved: 0.000000001 %}}}
queues: {phone: {of: phone, PREFERS}}
pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}}
what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 10 min}}
"""


def test_who_comes_again_is_for_the_last_agent(play):
    """Issue 2 talked to team 2 and comes back at 09:11:30, when team 1 has been idle for longer."""
    day = play(RETURNS.replace("PREFERS", "prefers: last agent"), phone="09:00, 09:00:30")
    day.contacts("""
        issue   | visit | agent  | answered | own_agent
        phone 1 | 0     | team 1 | 09:00    | -
        phone 1 | 1     | team 1 | 09:11    | team 1
        phone 2 | 0     | team 2 | 09:00:30 | -
        phone 2 | 1     | team 2 | 09:11:30 | team 2
    """)


def test_without_a_wish_it_is_for_the_longest_idle(play):
    """The same calls: at 09:12:30 both are idle, team 1 since 09:12, team 2 since 09:01:30."""
    day = play(RETURNS.replace(", PREFERS", ""), phone="09:00, 09:00:30, 09:03:30")
    day.contacts("""
        issue   | visit | agent  | answered | own_agent
        phone 1 | 0     | team 1 | 09:00    | -
        phone 1 | 1     | team 2 | 09:11    | -
        phone 2 | 0     | team 2 | 09:00:30 | -
        phone 2 | 1     | team 1 | 09:11:30 | -
        phone 3 | 0     | team 1 | 09:03:30 | -
        phone 3 | 1     | team 2 | 09:14:30 | -
    """)


def test_without_a_population_another_issue_is_another_customer(play):
    """Nobody has talked to the customer of issue 2 before."""
    day = play("queues: {phone: {of: phone, prefers: last agent}}", phone="09:00, 09:05")
    day.contacts("""
        issue   | agent  | own_agent
        phone 1 | team 1 | -
        phone 2 | team 1 | -
    """)


KNOWN = """
segments: {ours: {share: 50 %, population: 1 customer}, others: {share: 50 %}}
service: {help: {phone: {talk: 1 min}}}
queues: {phone: {of: phone, prefers: WHO}}
pools: {team: {headcount: on_queue, staff: {daily: 3}, skills: {phone: level 3}}}
"""


def test_with_a_population_another_issue_may_be_the_same_customer(play):
    """Team 1 talked to them at 09:00: at 09:05 it is team 1 again, not team 2, who has been idle all day."""
    day = play(KNOWN.replace("WHO", "last agent"), phone=calls("09:00 u, 09:05 u"))
    day.contacts("""
        issue   | agent  | own_agent
        phone 1 | team 1 | -
        phone 2 | team 1 | team 1
    """)


def test_only_talk_that_has_ended_is_history(play):
    """At 09:00:30 team 1 still talks to them; at 09:01 the talk has ended on that tick, with its wrap-up to come."""
    day = play(
        KNOWN.replace("WHO", "last agent").replace("talk: 1 min", "talk: 1 min, wrap_up: 1 min"),
        phone=calls("09:00 u, 09:00:30 u, 09:01 u"),
    )
    day.contacts("""
        issue   | agent  | own_agent
        phone 1 | team 1 | -
        phone 2 | team 2 | -
        phone 3 | team 3 | team 1
    """)


def test_who_left_has_talked_to_nobody(play):
    """Call 2 leaves after 10 s; what counts for call 3 is call 1, with team 1."""
    day = play(
        """
        segments: {ours: {share: 50 %, population: 1 customer, patience: 10 s}, others: {share: 50 %}}
        queues: {phone: {of: phone, prefers: [last agent, most frequent agent]}}
        """,
        phone=calls("09:00 o, 09:00:30 u, 09:05 u, 09:10 u"),
    )
    day.contacts("""
        issue   | agent  | outcome   | own_agent
        phone 1 | team 1 | answered  | -
        phone 2 | -      | abandoned | -
        phone 3 | team 1 | answered  | -
        phone 4 | team 1 | answered  | team 1
    """)


def test_the_most_frequent_agent(play):
    """Talks with team 1, team 1 and, as team 1 is busy at 09:10, team 2: two to one for team 1 at 09:20."""
    day = play(
        KNOWN.replace("WHO", "most frequent agent").replace("talk: 1 min", "talk: 2 min"),
        phone=calls("09:00 u, 09:05 u, 09:08 u, 09:09 u, 09:20 u"),
    )
    day.contacts("""
        issue   | agent  | answered | own_agent
        phone 1 | team 1 | 09:00    | -
        phone 2 | team 1 | 09:05    | team 1
        phone 3 | team 1 | 09:08    | team 1
        phone 4 | team 2 | 09:09    | team 1
        phone 5 | team 1 | 09:20    | team 1
    """)


def test_as_frequent_it_is_the_latest(play):
    """Talks with team 1 and team 2, which ends later: one to one, so team 2; then team 2 is ahead."""
    day = play(
        KNOWN.replace("WHO", "most frequent agent").replace("talk: 1 min", "talk: 2 min"),
        phone=calls("09:00 u, 09:01 u, 09:10 u, 09:20 u"),
    )
    day.contacts("""
        issue   | agent  | answered | own_agent
        phone 1 | team 1 | 09:00    | -
        phone 2 | team 2 | 09:01    | -
        phone 3 | team 2 | 09:10    | team 2
        phone 4 | team 2 | 09:20    | team 2
    """)


@pytest.mark.parametrize("who", ["last agent", "last agent here"])
def test_the_last_agent_is_the_latest(play, who):
    """The talk with team 1 ends at 09:02, that with team 2 at 09:03."""
    day = play(
        KNOWN.replace("WHO", who).replace("talk: 1 min", "talk: 2 min"), phone=calls("09:00 u, 09:01 u, 09:10 u")
    )
    day.contacts("""
        issue   | agent  | own_agent
        phone 1 | team 1 | -
        phone 2 | team 2 | -
        phone 3 | team 2 | team 2
    """)


def test_customers_of_two_segments_are_not_the_same(play):
    """Both have one customer: nobody has talked to that of the second one at 09:05."""
    day = play(
        KNOWN.replace("WHO", "last agent").replace("others: {", "others: {population: 1 customer, "),
        phone=calls("09:00 u, 09:05 o, 09:10 u, 09:15 o"),
    )
    day.contacts("""
        issue   | agent  | own_agent
        phone 1 | team 1 | -
        phone 2 | team 2 | -
        phone 3 | team 1 | team 1
        phone 4 | team 2 | team 2
    """)


HERE = """
channels: {phone: {kind: live}, chat: {kind: chat}}
segments: {ours: {share: 50 %, population: 1 customer}, others: {share: 50 %}}
service: {help: {phone: {talk: 1 min}, chat: {talk: 1 min}}}
queues: {phone: {of: phone, prefers: WHO}, chat: {of: chat, prefers: WHO}}
pools:
  callers: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  all: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, chat: level 3}}
serves: {callers: [phone], all: [phone, chat]}
"""


@pytest.mark.parametrize(("who", "own"), [("last agent", "all 1"), ("last agent here", "callers 1")])
def test_the_last_agent_is_of_any_queue_or_of_this_one(play, who, own):
    """They talked to callers 1 on the phone, then wrote to all 1: that one, or the one before, on the phone."""
    day = play(HERE.replace("WHO", who), phone=calls("09:00 u, 09:20 u"), chat=calls("09:10 u"))
    day.contacts(f"""
        issue   | agent     | own_agent
        phone 1 | callers 1 | -
        phone 2 | {own}     | {own}
        chat 1  | all 1     | -
    """)


def test_an_agent_who_cannot_take_it_is_not_its_own(play):
    """callers 1, the last one, cannot write: nobody is named for the chat."""
    day = play(HERE.replace("WHO", "[last agent]"), phone=calls("09:00 u"), chat=calls("09:10 u"))
    day.contacts("""
        issue   | agent     | own_agent
        phone 1 | callers 1 | -
        chat 1  | all 1     | -
    """)


LIST = """
segments: {ours: {share: 50 %, population: 1 customer, adviser: {share: 100 %, of: desk}}, others: {share: 50 %}}
service: {help: {phone: {talk: 1 min}}}
queues: {phone: {of: phone, prefers: [adviser, last agent], reserved_for: 30 s}}
pools:
  desk: {headcount: on_queue, shifts: {late: {hours: "daily 10:00-12:00", agents: 1}}, skills: {phone: level 3}}
  team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}
serves: {desk: [phone], team: [phone]}
"""


def test_the_first_of_the_list_who_is_on_shift(play):
    """Until ten the adviser is away: named while nobody of the list is there, then the last agent, then the adviser."""
    day = play(LIST, phone=calls("09:00 u, 09:05 u, 10:05 u"))
    day.contacts("""
        issue   | agent  | own_agent
        phone 1 | team 1 | desk 1
        phone 2 | team 1 | team 1
        phone 3 | desk 1 | desk 1
    """)


def test_an_adviser_whose_pool_does_not_serve_the_queue_is_passed_over(play):
    """The desk serves nothing of theirs: the last agent is the first of the list who can."""
    day = play(
        LIST.replace("serves: {desk: [phone], team: [phone]}", "serves: {desk: [other], team: [phone]}")
        .replace("queues: {phone", "queues: {other: {of: phone, segments: others}, phone")
        .replace("10:00-12:00", "08:00-12:00"),
        phone=calls("09:00 u, 09:05 u"),
    )
    day.contacts("""
        issue   | agent  | own_agent
        phone 1 | team 1 | -
        phone 2 | team 1 | team 1
    """)


def test_who_is_not_identified_has_no_agent_of_their_own(play):
    """No one is known when they call: the adviser is not found."""
    day = play(
        centre(RESERVED) + "channels: {phone: {kind: live, identified: 0 %}}", phone=calls("09:00 u, 09:01 u, 09:02 u")
    )
    day.contacts("""
        issue   | agent  | answered | own_agent | reserved
        phone 1 | desk 1 | 09:00    | -         | 0 s
        phone 2 | desk 2 | 09:01    | -         | 0 s
        phone 3 | desk 1 | 09:10    | -         | 0 s
    """)


def test_a_leg_is_meant_for_nobody(play):
    """Passed on to another skill: desk 1, the adviser, could take it, but desk 2 has been idle for longer."""
    day = play(
        """
        segments: {ours: {share: 100 %, population: 1 customer, adviser: {share: 100 %, of: desk}}}
        intents: {help: {share: 100 %}, deal: {share: 0 %}}
        service:
          help: {phone: {talk: 1 min, passed_on: {to: deal, share: 100 %}}}
          deal: {phone: {talk: 2 min}}
        queues: {phone: {of: phone, prefers: [adviser, last agent]}}
        pools: {desk: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}}
        serves: {desk: [phone]}
        """,
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason   | agent  | own_agent
        phone 1 | 0     | first    | desk 1 | desk 1
        phone 1 | 1     | transfer | desk 2 | -
    """)


STORY = """
service: {help: {phone: {talk: 1 min, solved: 0.000000001 %}}}
what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 10 min}}
lost_story: {extra_talk: 30 s}
kept_story: {reading: 10 s}
"""


def test_the_agent_who_was_told_knows_the_story(play):
    """same_channel would lose it, and it cannot be seen for an hour: the same agent knows it all the same."""
    day = play(
        STORY + "context: {same_channel: kept 0 %, known_after: 1 h, same_agent: kept 100 %}",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | agent  | story | talk
        phone 1 | 0     | team 1 | none  | 60 s
        phone 1 | 1     | team 1 | kept  | 70 s
    """)


def test_another_agent_knows_it_as_the_step_says(play):
    """At 09:11 team 2 has been idle for longer than team 1: the story is lost."""
    day = play(
        STORY
        + "pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}}\n"
        + "context: {same_channel: kept 0 %, same_agent: kept 100 %}",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | agent  | story | talk
        phone 1 | 0     | team 1 | none  | 60 s
        phone 1 | 1     | team 2 | lost  | 90 s
    """)


def test_the_same_agent_may_forget(play):
    """kept 0 % at the same agent, whatever the channel keeps."""
    day = play(STORY + "context: {same_channel: kept 100 %, same_agent: kept 0 %}", phone="09:00")
    day.contacts("""
        issue   | visit | story | talk
        phone 1 | 0     | none  | 60 s
        phone 1 | 1     | lost  | 90 s
    """)


def test_an_agent_who_was_told_by_somebody_unknown_knows_it(play):
    """Nobody is identified: the same agent remembers, another would not."""
    day = play(
        STORY + "channels: {phone: {kind: live, identified: 0 %}}\ncontext: {same_agent: kept 100 %}", phone="09:00"
    )
    day.contacts("""
        issue   | visit | story | talk
        phone 1 | 0     | none  | 60 s
        phone 1 | 1     | kept  | 70 s
    """)
