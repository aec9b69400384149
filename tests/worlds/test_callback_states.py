"""The life of a call of the centre: each move of the table happens in some world, no other can (rules.callback)."""

from itertools import pairwise

import pytest

from sim.engine.reference import callbacks as dialled
from sim.rules.callback import ENDS, MOVES, CallEvent, CallState, IllegalMoveError, move
from tests.worlds.test_callback_hours import BUSY, RECOGNISED, asking
from tests.worlds.test_callbacks import calls, centre
from tests.worlds.test_missed_contacts import ABANDONED, TWO, redial
from tests.worlds.test_missed_contacts import centre as missing

ACCEPTED = {"phone": calls("09:00", "09:01")}
"""Call 1 is talked to until 09:05; call 2 accepts at 09:01 and is rung at 09:05, for 20 s."""
LEFT = {"phone": TWO}
"""Call 2 leaves at 09:02; the centre rings at 09:05 for what it means to make at 09:03."""


def lasting(expires: str, more: str = "answers: 100 %") -> str:
    return centre(f"{more}, expires: {expires}")


def vainly(more: str) -> str:
    return ABANDONED.replace("answers: 100 %", f"answers: 0 %, {more}")


MAIL_FIRST = """
channels: {mail: {kind: deferred, tolerated: 1 min}, phone: {kind: live}}
segments: {everybody: {patience: {phone: 1 min}}}
service: {help: {phone: {talk: 40 min}, mail: {talk: 5 min}}}
queues: {mails: {of: mail}, calls: {of: phone, missed: {who: abandoned, after: 1 h, answers: 100 %}}}
pools:
  team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: {"09:30": 1}}, skills: {mail: level 3}}
serves: {team: [calls], writers: [mails]}
what_next: {unanswered: {phone: 100 %, after: 1 min}}
"""

LIVES: dict[str, tuple[str, dict[str, str], str]] = {
    "accepted and answered": (centre(), ACCEPTED, "OFFERED ACCEPT WAITING DIAL RINGING ANSWER ANSWERED"),
    "refused": (centre("answers: 100 %, accepted: 0 %"), ACCEPTED, "OFFERED REFUSE REFUSED"),
    "wanted later": (
        centre("answers: 100 %, kind: scheduled, due: 30 min"),
        ACCEPTED,
        "OFFERED ACCEPT_FOR_LATER RESTING DUE WAITING DIAL RINGING ANSWER ANSWERED",
    ),
    "answered at the second ring": (
        centre('answers: "0 %, 100 %", tries: 2 tries'),
        ACCEPTED,
        "OFFERED ACCEPT WAITING DIAL RINGING NO_ANSWER RESTING DUE WAITING DIAL RINGING ANSWER ANSWERED",
    ),
    "never answered": (
        centre("answers: 0 %"),
        ACCEPTED,
        "OFFERED ACCEPT WAITING DIAL RINGING LAST_NO_ANSWER UNREACHED",
    ),
    "expired while it waits, at 09:03": (lasting("2 min"), ACCEPTED, "OFFERED ACCEPT WAITING EXPIRE EXPIRED"),
    "expired while it rests, at 09:11": (
        lasting("10 min", "answers: 0 %, tries: 2 tries"),
        ACCEPTED,
        "OFFERED ACCEPT WAITING DIAL RINGING NO_ANSWER RESTING EXPIRE EXPIRED",
    ),
    "answered late, its time being up at 09:05:10": (
        lasting("4 min 10 s"),
        ACCEPTED,
        "OFFERED ACCEPT WAITING DIAL RINGING EXPIRE LATE ANSWER ANSWERED",
    ),
    "late and not answered, with a try left": (
        lasting("4 min 10 s", "answers: 0 %, tries: 2 tries"),
        ACCEPTED,
        "OFFERED ACCEPT WAITING DIAL RINGING EXPIRE LATE NO_ANSWER EXPIRED",
    ),
    "late and not answered at the last try": (
        lasting("4 min 10 s", "answers: 0 %"),
        ACCEPTED,
        "OFFERED ACCEPT WAITING DIAL RINGING EXPIRE LATE LAST_NO_ANSWER UNREACHED",
    ),
    "a letter is opened while it rests": (
        asking(RECOGNISED, "answers: 0 %, tries: 3 tries, every: 1 h"),
        ACCEPTED,
        "OFFERED ACCEPT WAITING DIAL RINGING NO_ANSWER RESTING WITHDRAW WITHDRAWN",
    ),
    "rung unasked": (missing(), LEFT, "PLANNED DUE WAITING DIAL RINGING ANSWER ANSWERED"),
    "the customer comes before it is made": (
        missing(ABANDONED.replace("after: 1 min", "after: 5 min"), redial("2 min")),
        LEFT,
        "PLANNED CROSS DROPPED",
    ),
    "the customer comes while it waits, at 09:04": (
        missing(then=redial("2 min")),
        LEFT,
        "PLANNED DUE WAITING CROSS WITHDRAWN",
    ),
    "the customer comes while it rings, at 09:05:10": (
        missing(then=redial("3 min 10 s")),
        LEFT,
        "PLANNED DUE WAITING DIAL RINGING CROSS WITHDRAWN",
    ),
    "the customer comes while it rests, at 09:12": (
        missing(vainly("tries: 2 tries"), redial("10 min")),
        LEFT,
        "PLANNED DUE WAITING DIAL RINGING NO_ANSWER RESTING CROSS WITHDRAWN",
    ),
    "the customer comes while it rings late, from 09:05:05": (
        missing(vainly("expires: 2 min 5 s"), redial("3 min 10 s")),
        LEFT,
        "PLANNED DUE WAITING DIAL RINGING EXPIRE LATE CROSS WITHDRAWN",
    ),
    "a letter resolves the issue before it is made": (
        MAIL_FIRST,
        {"mail": "09:00", "phone": "08:59"},
        "PLANNED DROP DROPPED",
    ),
}
"""A world, its arrivals, and the states and events of the one call of the centre in it, in turn."""


@pytest.fixture
def told(monkeypatch):
    """Write down the moves that the engine asks for."""
    seen: list[tuple[CallState, CallEvent]] = []

    def note(state: CallState, event: CallEvent) -> CallState:
        seen.append((state, event))
        return move(state, event)

    monkeypatch.setattr(dialled, "move", note)
    return seen


@pytest.mark.parametrize("name", LIVES)
def test_a_call_goes_through_its_states_in_turn(play, told, name):
    """The moves of the only call of a world are those worked out by hand."""
    text, arrivals, life = LIVES[name]
    play(text, **arrivals)
    words = life.split()
    moves = [(CallState[state], CallEvent[event]) for state, event in zip(words[:-1:2], words[1::2], strict=True)]
    assert told == moves
    assert [move(*asked).name for asked in moves] == words[2::2]


def test_a_letter_opened_first_withdraws_a_call_that_waits(play, told):
    """Of two calls one is made; call 3 waits until its letter is opened at 09:41."""
    play(asking(RECOGNISED), phone=BUSY)
    assert (CallState.WAITING, CallEvent.WITHDRAW) in told


def test_every_move_of_the_table_is_in_one_of_these_worlds():
    """No row of the table is there for nothing."""
    known = {(CallState.WAITING, CallEvent.WITHDRAW)}
    for *_, life in LIVES.values():
        words = life.split()
        known |= {(CallState[words[k]], CallEvent[words[k + 1]]) for k in range(0, len(words) - 1, 2)}
    assert known == {(state, event) for state, moves in MOVES.items() for event in moves}


@pytest.mark.parametrize("state", CallState)
@pytest.mark.parametrize("event", CallEvent)
def test_what_the_table_does_not_list_is_refused(state, event):
    """A fault that names the state and the event."""
    if event in MOVES[state]:
        assert move(state, event) in CallState
        return
    with pytest.raises(IllegalMoveError, match=rf"{state.name} .*{event.name}"):
        move(state, event)


def test_every_state_leads_to_an_end():
    """There is a row for every state, and from each that is no end some end is reached."""
    assert set(MOVES) == set(CallState)
    reached = set(ENDS)
    for _ in pairwise(range(len(CallState))):
        reached |= {state for state, moves in MOVES.items() if reached & set(moves.values())}
    assert reached == set(CallState)
