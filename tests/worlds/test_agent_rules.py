"""Which agent takes a contact that comes in, and how ties are broken (MODEL.md 7, Push)."""

CHATS = """
channels: {chat: {kind: chat}}
intents: {long: {share: 50 %}, short: {share: 50 %}}
service: {long: {chat: {talk: 30 min}}, short: {chat: {talk: 1 min}}}
queues: {chat: {of: chat, RULE}}
pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {chat: level 3}}}
serves: {team: [chat]}
"""
LEAST_LOADED = CHATS.replace("RULE", "agent: least loaded")


def agents_of(day) -> list[int]:
    return day.record.contacts["agent"].tolist()


def test_the_least_loaded_is_not_the_longest_idle(play):
    """Agent 1 holds a chat since 09:00; agent 2 ended one at 09:02 and holds nothing: agent 2 takes the next."""
    calls = "09:00 intent=long, 09:01 intent=short, 09:03 intent=long"
    table = """
        issue  | agent  | answered
        chat 1 | team 1 | 09:00
        chat 2 | team 2 | 09:01
        chat 3 | team WHO | 09:03
    """
    play(LEAST_LOADED, chat=calls).contacts(table.replace("WHO", "2"))
    play(CHATS.replace(", RULE", ""), chat=calls).contacts(table.replace("WHO", "1"))
    play(CHATS.replace("RULE", "agent: longest idle"), chat=calls).contacts(table.replace("WHO", "1"))


def test_of_the_equally_loaded_the_longest_idle_takes_it(play):
    """Both hold one chat: agent 2 took it at 09:00:30, agent 1 ended another at 09:01."""
    day = play(
        LEAST_LOADED,
        chat="09:00 intent=short, 09:00 intent=short, 09:00 intent=long, 09:00:30 intent=long, 09:02 intent=long",
    )
    day.contacts("""
        issue  | agent  | answered | ended
        chat 1 | team 1 | 09:00    | 09:01
        chat 2 | team 2 | 09:00    | 09:01
        chat 3 | team 1 | 09:00    | 09:30
        chat 4 | team 2 | 09:00:30 | 09:30:30
        chat 5 | team 1 | 09:02    | 09:32
    """)


def test_of_the_equally_loaded_and_idle_the_lowest_index_takes_it(play):
    """Nobody has done anything yet; then both have taken one chat on one tick."""
    day = play(LEAST_LOADED, chat="09:00 intent=long, 09:00 intent=long, 09:05 intent=long")
    day.contacts("""
        issue  | agent
        chat 1 | team 1
        chat 2 | team 2
        chat 3 | team 1
    """)


CHAT_AND_EMAIL = """
channels: {chat: {kind: chat, at_once: 3 chats, weight: 20 %}, email: {kind: deferred, weight: 50 %}}
service: {help: {chat: {talk: 30 min}, email: {talk: 30 min}}}
queues: {chat: {of: chat, agent: least loaded}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {chat: level 3, email: level 3}}}
serves: {team: [chat, email]}
"""


def test_load_is_weight_not_number(play):
    """Two chats of 20 % are less than one email of 50 %: chat 3 goes to agent 1, whose three are the most."""
    day = play(CHAT_AND_EMAIL, chat="09:00, 09:02, 09:03, 09:04", email="09:01")
    day.contacts("""
        issue   | agent
        chat 1  | team 1
        chat 2  | team 1
        chat 3  | team 1
        chat 4  | team 2
        email 1 | team 2
    """)


def test_the_rule_is_that_of_the_queue_of_the_contact(play):
    """Emails go to the longest idle, agent 2, who took a chat at 09:01, though agent 1 holds nothing since 09:02."""
    day = play(
        """
        channels: {chat: {kind: chat}, email: {kind: deferred, weight: 50 %}}
        service: {help: {chat: {talk: 2 min}, email: {talk: 30 min}}}
        queues: {chat: {of: chat, agent: least loaded}, email: {of: email}}
        pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {chat: level 3, email: level 3}}}
        serves: {team: [chat, email]}
        """,
        chat="09:00, 09:01",
        email="09:02:30",
    )
    day.contacts("""
        issue   | agent  | ended
        chat 1  | team 1 | 09:02
        chat 2  | team 2 | 09:03
        email 1 | team 2 | 09:32:30
    """)


def test_a_place_held_for_the_customers_answer_is_load(play):
    """Agent 1 waits for an answer and has nothing in hand since 09:02, agent 2 holds nothing since 09:02:30."""
    day = play(
        """
        channels: {text: {kind: messaging, answers_after: 30 min}}
        intents: {long: {share: 50 %}, short: {share: 50 %}}
        service: {long: {text: {talk: 4 min, turns: 2 turns}}, short: {text: {talk: 90 s}}}
        queues: {text: {of: text, agent: least loaded}}
        pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {text: level 3}}}
        serves: {team: [text]}
        """,
        text="09:00 intent=long, 09:01 intent=short, 09:03 intent=short",
    )
    day.contacts("""
        issue  | agent  | ended
        text 1 | team 1 | 09:34
        text 2 | team 2 | 09:02:30
        text 3 | team 2 | 09:04:30
    """)


# --- most proficient ----------------------------------------------------------------------------------------------


TWO_LEVELS = """
intents: {long: {share: 50 %}, short: {share: 50 %}}
service: {long: {phone: {talk: 30 min}}, short: {phone: {talk: 5 min}}}
queues: {phone: {of: phone, agent: most proficient}}
pools:
  juniors: {headcount: on_queue, staff: {daily: JUNIORS}, skills: {phone: level 2}}
  seniors: {headcount: on_queue, staff: {daily: SENIORS}, skills: {phone: level 4}, intents: BEST}
serves: {juniors: [phone], seniors: [phone]}
"""


def levels(juniors: int = 1, seniors: int = 1) -> str:
    best = "{long: level 4, short: level 4}"
    return TWO_LEVELS.replace("JUNIORS", str(juniors)).replace("SENIORS", str(seniors)).replace("BEST", best)


def short(*clocks: str) -> str:
    return ", ".join(f"{clock} intent=short" for clock in clocks)


def test_the_highest_level_takes_it_of_all_pools_of_one_rank(play):
    """Both idle: the senior, though of the higher index; then the junior is left."""
    day = play(levels(), phone=short("09:00", "09:01", "09:10"))
    day.contacts("""
        issue   | agent     | level | answered
        phone 1 | seniors 1 | 4     | 09:00
        phone 2 | juniors 1 | 2     | 09:01
        phone 3 | seniors 1 | 4     | 09:10
    """)


def test_of_one_level_the_longest_idle_takes_it(play):
    """Senior 1 ended a call at 09:05, senior 2 at 09:06."""
    day = play(levels(seniors=2), phone=short("09:00", "09:01", "09:10"))
    day.contacts("""
        issue   | agent
        phone 1 | seniors 1
        phone 2 | seniors 2
        phone 3 | seniors 1
    """)


def test_of_one_level_and_equally_idle_the_lowest_index_takes_it(play):
    """Both seniors ended a call at 09:05."""
    day = play(levels(seniors=2), phone=short("09:00", "09:00", "09:10"))
    day.contacts("""
        issue   | agent
        phone 1 | seniors 1
        phone 2 | seniors 2
        phone 3 | seniors 1
    """)


def test_a_better_rank_goes_before_a_better_level(play):
    """Juniors serve calls first."""
    day = play(
        levels().replace("{juniors: [phone], seniors: [phone]}", "{juniors: {phone: 1}, seniors: {phone: 2}}"),
        phone=short("09:00", "09:01"),
    )
    day.contacts("""
        issue   | agent
        phone 1 | juniors 1
        phone 2 | seniors 1
    """)


def test_the_level_is_that_of_the_intent_of_the_contact(play):
    """Experts have level 5 in tax and 1 in cards, the others 3 in both: the level at which it would be worked."""
    day = play(
        """
        intents: {tax: {share: 50 %}, cards: {share: 50 %}}
        service: {tax: {phone: {talk: 1 min}}, cards: {phone: {talk: 1 min}}}
        queues: {phone: {of: phone, agent: most proficient}}
        pools:
          others: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          experts:
            headcount: on_queue
            staff: {daily: 1}
            skills: {phone: level 5}
            intents: {tax: level 5, cards: level 1}
        serves: {others: [phone], experts: [phone]}
        """,
        phone="09:00 intent=tax, 09:10 intent=cards",
    )
    day.contacts("""
        issue   | intent | agent     | level
        phone 1 | tax    | experts 1 | 5
        phone 2 | cards  | others 1  | 3
    """)


def test_who_waits_is_pulled_by_whoever_frees_whatever_the_level(play):
    """The junior frees first and takes call 3; the rule is for those who find somebody free."""
    day = play(
        levels(),
        phone="09:00 intent=long, 09:01 intent=short, 09:02 intent=short",
    )
    day.contacts("""
        issue   | agent     | answered
        phone 1 | seniors 1 | 09:00
        phone 2 | juniors 1 | 09:01
        phone 3 | juniors 1 | 09:06
    """)


def test_a_busy_agent_who_may_be_interrupted_is_chosen_by_what_is_in_hand_not_by_level(play):
    """Nobody is free: the junior's email was opened last and is interrupted, most proficient or not."""
    day = play(
        """
        channels: {phone: {kind: live}, email: {kind: deferred, gives_way_to: phone}}
        service: {help: {phone: {talk: 5 min}, email: {talk: 10 min}}}
        queues: {phone: {of: phone, agent: most proficient}, email: {of: email}}
        pools:
          seniors: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 4, email: level 3}}
          juniors: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 2, email: level 3}}
        serves: {seniors: [phone, email], juniors: [phone, email]}
        """,
        email="09:00, 09:01",
        phone="09:03",
    )
    day.contacts("""
        issue   | agent     | ended
        email 1 | seniors 1 | 09:10
        email 2 | juniors 1 | 09:16
        phone 1 | juniors 1 | 09:08
    """)


# --- random -------------------------------------------------------------------------------------------------------


RANDOM = """
channels: {phone: {kind: live}, video: {kind: live}}
service: {help: {phone: {talk: 1 min}, video: {talk: 1 min}}}
queues: {phone: {of: phone, agent: random}, video: {of: video}}
pools: {team: {headcount: on_queue, staff: {daily: AGENTS}, skills: {phone: level 3, video: level 3}}}
serves: {team: [phone, video]}
"""
CALLS = [f"{hour:02d}:{minute:02d}" for hour in range(8, 14) for minute in range(0, 60, 10)]
"""36 calls, each alone in the centre."""


def test_every_agent_gets_some_at_random(play):
    """Of 36 calls each of three agents gets some (one in a million that one does not), not in turn."""
    agents = agents_of(play(RANDOM.replace("AGENTS", "3"), phone=", ".join(CALLS)))
    assert set(agents) == {0, 1, 2}
    assert agents[:30] != [0, 1, 2] * 10


def test_one_more_call_changes_nobody_elses_agent(play):
    """Each draws for itself: a last call, and a call on another queue in between, leave the others where they were."""
    text = RANDOM.replace("AGENTS", "3")
    before = agents_of(play(text, phone=", ".join(CALLS)))
    one_more = agents_of(play(text, phone=", ".join([*CALLS, "15:00"])))
    assert one_more[:-1] == before
    beside = agents_of(play(text, phone=", ".join(CALLS), video="10:05"))
    assert beside[:-1] == before


def test_chance_chooses_only_among_those_with_room(play):
    """Pairs of calls on one tick: each time both agents get one."""
    agents = agents_of(play(RANDOM.replace("AGENTS", "2"), phone=", ".join(c for c in CALLS for _ in range(2))))
    assert {tuple(sorted(pair)) for pair in zip(agents[::2], agents[1::2], strict=True)} == {(0, 1)}
    assert set(agents[::2]) == {0, 1}


def test_chance_chooses_among_all_pools_of_the_best_rank_and_no_other(play):
    """Two pools at rank 1 get some each, the pool at rank 2, idle all day, none."""
    pools = "\n".join(f"  {p}: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}" for p in "abc")
    day = play(
        f"""
queues: {{phone: {{of: phone, agent: random}}}}
pools:
{pools}
serves: {{a: {{phone: 1}}, b: {{phone: 2}}, c: {{phone: 1}}}}
""",
        phone=", ".join(CALLS),
    )
    assert set(agents_of(day)) == {0, 2}
