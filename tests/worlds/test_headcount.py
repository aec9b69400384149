"""Heads by interval: who leaves when they fall, who answers when they rise (MODEL.md 7, People)."""


def heads(plan: str, channel: str = "phone") -> str:
    """Write a pool with heads by clock time, from midnight."""
    return f"pools: {{team: {{headcount: on_queue, staff: {{daily: {plan}}}, skills: {{{channel}: level 3}}}}}}\n"


FALLS = heads('{"00:00": 2, "10:00": 1}')
LONG_AND_SHORT = """
intents: {long: {share: 50 %}, short: {share: 50 %}}
service: {long: {phone: {talk: 10 min}}, short: {phone: {talk: 6 min}}}
"""


def test_an_idle_agent_leaves_before_a_busy_one(play):
    """At 10:00 agent 1 talks and agent 2 is idle: agent 2 leaves, so call 2 waits for agent 1."""
    day = play(FALLS + "service: {help: {phone: {talk: 5 min}}}", phone="09:58, 10:01")
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:58    | 10:03
        phone 2 | team 1 | 10:03    | 10:08
    """)


def test_of_idle_agents_the_longest_idle_leaves(play):
    """Agent 1 is idle since 09:01, agent 2 since 09:11: agent 2 stays and takes both calls."""
    day = play(FALLS, phone="09:00, 09:10, 10:05, 10:05:10")
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:00    | 09:01
        phone 2 | team 2 | 09:10    | 09:11
        phone 3 | team 2 | 10:05    | 10:06
        phone 4 | team 2 | 10:06    | 10:07
    """)


def test_of_equally_idle_agents_the_lowest_index_leaves(play):
    """Both idle since midnight."""
    day = play(FALLS, phone="10:05")
    day.contacts("""
        issue   | agent  | answered
        phone 1 | team 2 | 10:05
    """)


def test_when_all_are_busy_whoever_finishes_first_leaves(play):
    """Agent 2 ends at 10:02 and leaves though call 3 waits; agent 1 takes it at 10:05."""
    day = play(
        FALLS + LONG_AND_SHORT,
        phone="09:55 intent=long, 09:56 intent=short, 09:57 intent=short, 10:06 intent=short",
    )
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:55    | 10:05
        phone 2 | team 2 | 09:56    | 10:02
        phone 3 | team 1 | 10:05    | 10:11
        phone 4 | team 1 | 10:11    | 10:17
    """)


def test_an_end_of_work_on_the_tick_of_the_fall_comes_after_it(play):
    """At 10:00 (rank 2) nobody is idle; agent 1 is the first to finish, on that tick (rank 3), and leaves."""
    day = play(FALLS + LONG_AND_SHORT, phone="09:50 intent=long, 09:56 intent=short, 09:59 intent=short")
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:50    | 10:00
        phone 2 | team 2 | 09:56    | 10:02
        phone 3 | team 2 | 10:02    | 10:08
    """)


def test_of_three_one_idle_and_the_first_to_finish_leave(play):
    """Heads fall by two: agent 3 at once, agent 2 at 10:02; agent 1 stays."""
    day = play(
        heads('{"00:00": 3, "10:00": 1}') + LONG_AND_SHORT,
        phone="09:55 intent=long, 09:56 intent=short, 10:01 intent=short",
    )
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:55    | 10:05
        phone 2 | team 2 | 09:56    | 10:02
        phone 3 | team 1 | 10:05    | 10:11
    """)


def test_a_call_that_arrives_on_the_tick_the_last_head_goes_is_not_answered(play):
    """Falling heads are rank 2, arrivals rank 4."""
    day = play(heads('{"00:00": 1, "10:00": 0}'), phone="09:59, 10:00")
    day.contacts("""
        issue   | answered | ended | outcome
        phone 1 | 09:59    | 10:00 | answered
        phone 2 | -        | -     | open
    """)


def test_deferred_work_in_hand_is_finished_when_heads_fall(play):
    """Without a shift there is no shift end: the agent finishes the mail and then leaves; mail 2 stays."""
    day = play(
        heads('{"00:00": 1, "10:00": 0}', "mail")
        + """
channels: {mail: {kind: deferred}}
service: {help: {mail: {talk: 10 min}}}
queues: {mail: {of: mail}}
serves: {team: [mail]}
""",
        mail="09:55, 09:56",
    )
    day.contacts("""
        issue  | answered | ended | outcome
        mail 1 | 09:55    | 10:05 | answered
        mail 2 | -        | -     | open
    """)


def test_a_new_head_takes_who_waits_on_its_first_tick(play):
    """At 10:00 there are two: the waiting call is answered then, by the second agent."""
    day = play(
        heads('{"00:00": 1, "10:00": 2}') + "service: {help: {phone: {talk: 5 min}}}",
        phone="09:58, 09:59, 10:00",
    )
    day.contacts("""
        issue   | agent  | queued | answered | ended
        phone 1 | team 1 | 09:58  | 09:58    | 10:03
        phone 2 | team 2 | 09:59  | 10:00    | 10:05
        phone 3 | team 1 | 10:00  | 10:03    | 10:08
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 00:00 | 24:00 | on_queue
        team 2 | 10:00 | 24:00 | on_queue
    """)


def test_several_new_heads_take_several_who_wait_in_order_of_index(play):
    """Three come at 09:00 and find three calls of the night in the queue."""
    day = play(heads('{"00:00": 0, "09:00": 3}'), phone="08:00, 08:01, 08:02, 08:03")
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:00    | 09:01
        phone 2 | team 2 | 09:00    | 09:01
        phone 3 | team 3 | 09:00    | 09:01
        phone 4 | team 1 | 09:01    | 09:02
    """)


def test_while_nobody_has_finished_yet_agents_with_room_go_on_taking_chats(play):
    """Heads fall by one at 10:00, all three hold one chat: chat 4 fits, so it does not wait until somebody has left."""
    day = play(
        heads('{"00:00": 3, "10:00": 2}', "chat")
        + """
channels: {chat: {kind: chat}}
service: {help: {chat: {talk: 5 min}}}
queues: {chat: {of: chat}}
serves: {team: [chat]}
""",
        chat="09:58, 09:59, 09:59:30, 10:01",
    )
    day.contacts("""
        issue  | agent  | answered | ended
        chat 1 | team 1 | 09:58    | 10:03
        chat 2 | team 2 | 09:59    | 10:04
        chat 3 | team 3 | 09:59:30 | 10:04:30
        chat 4 | team 1 | 10:01    | 10:06
    """)
