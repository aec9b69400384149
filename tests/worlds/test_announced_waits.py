"""Announced waits by the four estimates, seen by who balks at them: 100 % at a minute and a half, nobody below."""

import pytest

CENTRE = """
channels: {phone: {kind: live, balks: "0 % at 89 s, 100 % at 90 s"}}
service: {help: {phone: {talk: 2 min}}}
"""


def announcing(how: str) -> str:
    return CENTRE + f"queues: {{phone: {{of: phone, announces: {how}}}}}"


@pytest.mark.parametrize(
    ("how", "outcomes"),
    [
        # one agent, two minutes a call: at 09:00:30 (0 + 1) x 2 min are announced, and at 09:02:10 the agent is free
        ("queue length", "answered balked balked answered"),
        # nobody waits at 09:00:30, so 0 s; at 09:01 the second has waited 30 s; at 09:02:10 it is being served, so 70 s
        ("head of line", "answered answered answered answered"),
        # before any answer but the first (0 s): 0 s at 09:00:30 and at 09:01; at 09:02:10 the second had waited 90 s
        ("last served", "answered answered answered balked"),
        # the mean of 0 s and 90 s is 45 s at 09:02:10
        ("mean of last 2", "answered answered answered answered"),
    ],
)
def test_the_estimate_decides_who_balks(play, how, outcomes):
    """Calls of 09:00, 09:00:30, 09:01 and 09:02:10."""
    day = play(announcing(how), phone="09:00, 09:00:30, 09:01, 09:02:10")
    rows = "\n".join(f"phone {number} | {word}" for number, word in enumerate(outcomes.split(), 1))
    day.contacts(f"issue | outcome\n{rows}")


def test_before_any_answer_it_is_the_length_of_the_queue(play):
    """The first call of all meets an agent who writes: (0 + 1) x 2 min over half an agent, and it balks."""
    day = play(
        """
        channels: {phone: {kind: live, balks: "0 % at 89 s, 100 % at 90 s"}, mail: {kind: deferred}}
        service: {help: {phone: {talk: 2 min}, mail: {talk: 2 min}}}
        queues: {phone: {of: phone, announces: last served}, mail: {of: mail}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, mail: level 3}}}
        serves: {team: [phone, mail]}
        """,
        phone="09:01",
        mail="09:00",
    )
    day.contacts("""
        issue   | outcome
        phone 1 | balked
        mail 1  | answered
    """)


def test_with_nobody_on_duty_it_is_the_end_of_the_curve(play):
    """Whatever the estimate: nobody is there until nine, so the last point of the curve is announced."""
    day = play(
        announcing("head of line")
        + "\npools: {team: {headcount: on_queue, staff: {daily: {'09:00': 1}}, skills: {phone: level 3}}}",
        phone="08:59, 09:00:30",
    )
    day.contacts("""
        issue   | outcome
        phone 1 | balked
        phone 2 | answered
    """)
