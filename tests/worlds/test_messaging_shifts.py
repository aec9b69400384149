"""Places held for customers' answers when agents go: shifts, breaks, falling heads, nights (MODEL.md 2 and 7)."""

from tests.worlds.test_messaging import TWO_TURNS, text


def shifts(more: str, *hours: str) -> str:
    """Write the team by its shifts, one agent each, two days long."""
    rows = ", ".join(f'{name}: {{hours: "{row}", agents: 1}}' for name, row in zip("abc", hours, strict=False))
    return f"run: {{start: 2026-03-02, measure: 2 days}}\n{text(more, TWO_TURNS, f'shifts: {{{rows}}}')}"


def test_at_the_end_of_a_shift_held_places_are_released_without_overtime(play):
    """The customer answers at 10:17; nobody is there, and the same agent takes it up in the morning."""
    day = play(shifts(", replies_to: its agent", "daily 09:00-10:00"), text="09:55")
    day.turns("""
        issue  | turn | agent  | asked | taken     | replied
        text 1 | 0    | team 1 | 09:55 | 09:55     | 09:57
        text 1 | 1    | team 1 | 10:17 | tue 09:00 | tue 09:02
    """)
    day.duties("""
        agent  | start     | end       | kind
        team 1 | 09:00     | 10:00     | on_queue
        team 1 | tue 09:00 | tue 10:00 | on_queue
    """)


def test_an_answer_after_its_agent_has_gone_is_pushed_to_who_is_there(play):
    """The late agent takes it at 10:17."""
    day = play(shifts("", "mon 09:00-10:00", "mon 10:00-18:00"), text="09:55")
    day.turns("""
        issue  | turn | agent  | asked | taken | replied
        text 1 | 0    | team 1 | 09:55 | 09:55 | 09:57
        text 1 | 1    | team 2 | 10:17 | 10:17 | 10:19
    """)


def test_a_turn_in_hand_at_the_end_of_a_shift_goes_back_with_what_is_left(play):
    """One minute of two is done at 10:00; the late agent does the other, and later takes the answer."""
    day = play(shifts("", "mon 09:00-10:00", "mon 10:00-18:00"), text="09:59")
    day.contacts("""
        issue  | agent  | answered | talk_end | talk  | outcome
        text 1 | team 2 | 09:59    | 10:23    | 240 s | answered
    """)
    day.turns("""
        issue  | turn | agent  | asked | replied
        text 1 | 0    | team 2 | 09:59 | 10:01
        text 1 | 1    | team 2 | 10:21 | 10:23
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:59 | 10:00 | text 1
        team 2 | 10:00 | 10:01 | text 1
        team 2 | 10:21 | 10:23 | text 1
    """)


def test_a_turn_that_ends_on_the_tick_of_the_shift_end_is_done(play):
    """Replied at 10:00; the place is not held by who has gone."""
    day = play(shifts("", "mon 09:00-10:00", "mon 10:00-18:00"), text="09:58")
    day.turns("""
        issue  | turn | agent  | asked | taken | replied
        text 1 | 0    | team 1 | 09:58 | 09:58 | 10:00
        text 1 | 1    | team 2 | 10:20 | 10:20 | 10:22
    """)


def test_who_is_dropped_releases_what_is_held(play):
    """The head count falls to none at 10:00; the answer of 10:17 waits for the one of noon."""
    day = play(text(service=TWO_TURNS, staff='staff: {daily: {"09:00": 1, "10:00": 0, "12:00": 1}}'), text="09:55")
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:55 | 09:55 | 09:57
        text 1 | 1    | 10:17 | 12:00 | 12:02
    """)


REST = ', breaks: {coffee: {at: "09:15", lasts: 30 min}}'


def rested(others: int = 0) -> str:
    """Write a team of one with a break from 09:15 to 09:45, and of others without one."""
    plain = f', plain: {{hours: "daily 09:00-18:00", agents: {others}}}' if others else ""
    staff = f'shifts: {{rested: {{hours: "daily 09:00-18:00", agents: 1{REST}}}{plain}}}'
    return text("", TWO_TURNS, staff)


def test_a_held_place_does_not_delay_a_break_and_an_answer_in_it_waits_in_the_queue(play):
    """The break is 09:15 to 09:45; the answer of 09:22 is taken when it ends."""
    day = play(rested(), text="09:00")
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:00 | 09:00 | 09:02
        text 1 | 1    | 09:22 | 09:45 | 09:47
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 09:15 | on_queue
        team 1 | 09:15 | 09:45 | off_queue
        team 1 | 09:45 | 18:00 | on_queue
    """)


def test_an_answer_in_the_break_is_pushed_to_who_is_there(play):
    """Agent 2 takes it at 09:22."""
    day = play(rested(1), text="09:00")
    day.turns("""
        issue  | turn | agent  | asked | taken | replied
        text 1 | 0    | team 1 | 09:00 | 09:00 | 09:02
        text 1 | 1    | team 2 | 09:22 | 09:22 | 09:24
    """)


def test_a_place_is_held_over_a_break(play):
    """Written at 09:05, answered at 09:47: a break ago the place was taken, and it is still this agent's."""
    day = play(rested(1).replace("20 min", "42 min"), text="09:03")
    day.turns("""
        issue  | turn | agent  | asked | taken | replied
        text 1 | 0    | team 1 | 09:03 | 09:03 | 09:05
        text 1 | 1    | team 1 | 09:47 | 09:47 | 09:49
    """)


def test_an_answer_on_the_tick_the_break_starts_or_ends(play):
    """Break starts (rank 2) and ends (rank 1) go before answers (rank 4): off at 09:15, back at 09:45."""
    starts = play(rested(1).replace("20 min", "10 min"), text="09:03")
    assert starts.record.turns["agent"].tolist() == [0, 1]
    ends = play(rested(1).replace("20 min", "40 min"), text="09:03")
    assert ends.record.turns["agent"].tolist() == [0, 0]


def test_a_turn_in_hand_is_suspended_by_a_break(play):
    """One minute at 09:14, the other at 09:45; the customer's twenty minutes run from the reply."""
    day = play(rested(), text="09:14")
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:14 | 09:14 | 09:46
        text 1 | 1    | 10:06 | 10:06 | 10:08
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:14 | 09:15 | text 1
        team 1 | 09:45 | 09:46 | text 1
        team 1 | 10:06 | 10:08 | text 1
    """)


def test_messages_wait_over_night_whatever_the_hours_and_the_patience(play):
    """The channel is closed at 20:00 and customers are hasty: the message is taken in the morning, in order."""
    day = play(
        shifts(', open: "daily 09:00-10:00", reply_within: 1 h', "daily 09:00-10:00")
        + "segments: {everybody: {patience: 1 min}}",
        text="20:00",
    )
    day.contacts("""
        issue  | queued | answered  | talk_end  | deadline | outcome
        text 1 | 20:00  | tue 09:00 | tue 09:24 | 21:00    | answered
    """)


def test_of_idle_agents_the_longest_idle_leaves_with_the_places_it_holds(play):
    """A held place is not work in hand: at 10:00 agent 1, idle since 09:52, leaves; agent 2 takes both answers."""
    day = play(text(service=TWO_TURNS, staff='staff: {daily: {"09:00": 2, "10:00": 1}}'), text="09:50, 09:53")
    day.turns("""
        issue  | turn | agent  | asked | taken | replied
        text 1 | 0    | team 1 | 09:50 | 09:50 | 09:52
        text 1 | 1    | team 2 | 10:12 | 10:12 | 10:14
        text 2 | 0    | team 2 | 09:53 | 09:53 | 09:55
        text 2 | 1    | team 2 | 10:15 | 10:15 | 10:17
    """)


def test_who_is_to_leave_after_a_turn_holds_no_place(play):
    """Heads fall to none at 10:00, in a turn; replied at 10:01, the agent goes, and noon's takes the answer."""
    day = play(text(service=TWO_TURNS, staff='staff: {daily: {"09:00": 1, "10:00": 0, "12:00": 1}}'), text="09:59")
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:59 | 09:59 | 10:01
        text 1 | 1    | 10:21 | 12:00 | 12:02
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:59 | 10:01 | text 1
        team 1 | 12:00 | 12:02 | text 1
    """)


def test_two_places_of_one_agent_are_released_on_the_tick_the_shift_ends(play):
    """Answers of 10:15 and 10:17, and a new message of 10:16, wait for the morning in the order they came."""
    day = play(shifts(", slowdown: {2 messages: 1 times}", "daily 09:00-10:00"), text="09:53, 09:55, 10:16")
    day.turns("""
        issue  | turn | asked     | taken     | replied
        text 1 | 0    | 09:53     | 09:53     | 09:55
        text 1 | 1    | 10:15     | tue 09:00 | tue 09:02
        text 2 | 0    | 09:55     | 09:55     | 09:57
        text 2 | 1    | 10:17     | tue 09:00 | tue 09:02
        text 3 | 0    | 10:16     | tue 09:00 | tue 09:02
        text 3 | 1    | tue 09:22 | tue 09:22 | tue 09:24
    """)


def test_messages_of_the_night_are_taken_in_the_order_in_which_they_were_asked(play):
    """One at once: the answer of 10:15, the new message of 10:16, the answer of 10:17, and none is held for long."""
    day = play(
        shifts(", at_once: 1 conversations, released_after: 0 s", "daily 09:00-10:00"), text="09:53, 09:55, 10:16"
    )
    day.turns("""
        issue  | turn | asked     | taken     | replied
        text 1 | 0    | 09:53     | 09:53     | 09:55
        text 1 | 1    | 10:15     | tue 09:00 | tue 09:02
        text 2 | 0    | 09:55     | 09:55     | 09:57
        text 2 | 1    | 10:17     | tue 09:04 | tue 09:06
        text 3 | 0    | 10:16     | tue 09:02 | tue 09:04
        text 3 | 1    | tue 09:24 | tue 09:24 | tue 09:26
    """)


def test_an_answer_in_overtime_finds_nobody(play):
    """A chat keeps the agent to 10:20; the answer of 10:15 is not taken, in overtime an agent only finishes."""
    day = play(
        """
        channels: {text: {kind: messaging, answers_after: 20 min, slowdown: {2: 1 times}}, chat: {kind: chat}}
        service: {help: {text: {talk: 4 min, turns: 2 turns}, chat: {talk: 30 min}}}
        queues: {text: {of: text}, chat: {of: chat}}
        pools:
          team:
            headcount: on_queue
            shifts: {day: {hours: "daily 09:00-10:00", agents: 1}}
            skills: {text: level 3, chat: level 3}
        serves: {team: [text, chat]}
        """,
        text="09:53",
        chat="09:50",
    )
    day.turns("""
        issue  | turn | asked | taken | replied
        text 1 | 0    | 09:53 | 09:53 | 09:55
        text 1 | 1    | 10:15 | -     | -
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:00 | on_queue
        team 1 | 10:00 | 10:20 | overtime
    """)
