"""Facts about words that are legal and change nothing: each is a warning that says so, and none where it has effect."""

from collections.abc import Callable

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, faults_in, marked

Change = Callable[..., str]


@pytest.fixture
def doubts(change: Change) -> Callable[..., list[str]]:
    """Return `doubts((old, new), …)`: the first lines of the warnings of the changed scenario, without its name."""

    def read(*edits: tuple[str, str]) -> list[str]:
        return [text.splitlines()[0].removeprefix(f"{FILE}:") for text in load_text(change(*edits), FILE).warnings]

    return read


def test_the_whole_scenario_has_no_doubts(doubts):
    """The scenario that the cases change warns of nothing."""
    assert doubts() == []


EMAIL = "email: {kind: deferred, worked: mon-fri 08:00-18:00, reply_within: 6 working hours}"


@pytest.mark.parametrize("kind", ["deferred", "messaging", "community"])
@pytest.mark.parametrize("hours", ["mon-fri 08:00-18:00", "as phone", "always and 2026-03-04 closed"])
def test_opening_hours_of_a_channel_nobody_waits_on_are_a_warning(change, kind, hours):
    """Contacts are taken at any hour there, and the warning says what sets who works when, and the deadline."""
    text, [place] = marked(change((EMAIL, f"email: {{kind: {kind}, open: @@{hours}, worked: mon-fri 08:00-18:00}}")))
    [warning] = load_text(text.replace("email: 95 % in 6 working hours", "email: 95 % in 6 h"), FILE).warnings
    assert warning.startswith(f"{FILE}:{place[0]}:{place[1]}: warning: channels.email.open: email is {kind}: ")
    assert "who works when is set by staff or shifts, the clock of working hours by worked" in warning


@pytest.mark.parametrize(
    ("email", "phone"),
    [
        ("open: always, ", "open: mon-fri 08:00-10:00"),
        ("", "open: mon-fri 08:00-10:00"),
        ("open: mon-fri 08:00-10:00, ", "open: as email"),
    ],
    ids=["always", "not given", "others are open as it is"],
)
def test_opening_hours_that_harm_nobody_are_no_warning(doubts, email, phone):
    """Always is what it is anyway; and hours that another channel is open at are of use there."""
    edits = (EMAIL, EMAIL.replace("worked", f"{email}worked")), ("live, open: mon-fri 08:00-10:00", f"live, {phone}")
    assert doubts(*edits) == []


def test_its_own_opening_hours_may_be_its_working_clock(doubts):
    """`worked: as email` runs the deadline by the hours that email has as open."""
    assert doubts((EMAIL, EMAIL.replace("worked:", "worked: as email, open:"))) == []


# --- slowdown -----------------------------------------------------------------------------------------------------

CHAT = "chat: {kind: chat, open: as phone, at_once: 3 chats, slowdown: {2 chats: 1.1 times}}"
IN_HAND = "channels.chat.slowdown.{0} chats: nobody who works chat ever has {0} contacts in hand; the most is {1}"


@pytest.mark.parametrize(
    ("words", "numbers", "most"),
    [
        ("at_once: 3 chats", (3,), None),
        ("at_once: 3 chats", (4,), 3),
        ("at_once: 3 chats", (3, 4, 7), 3),
        ("at_once: 4 chats, weight: 30 %", (3, 4), 3),
        ("at_once: 2 chats, weight: 20 %", (2, 3), 2),
        ("at_once: 3 chats, beside: nothing", (2,), 1),
        ("at_once: 3 chats, beside: [email]", (2,), 1),
        ("at_once: 3 chats, beside: [chat]", (3,), None),
        ("", (2, 3), 2),
    ],
)
def test_a_slowdown_at_more_contacts_than_an_agent_holds_is_a_warning(doubts, words, numbers, most):
    """At most as many chats as at_once, weight and beside let in: e-mails take whole agents, and calls, too."""
    rows = ", ".join(f"{number} chats: 2 times" for number in numbers)
    found = doubts((CHAT, f"chat: {{kind: chat, open: as phone, {words}{',' if words else ''} slowdown: {{{rows}}}}}"))
    told = [line.partition(": warning: ")[2].partition(" (")[0] for line in found if "in hand" in line]
    assert told == [IN_HAND.format(number, most) for number in numbers if most is not None and number > most]


LIGHT = "email: {kind: deferred, worked: mon-fri 08:00-18:00, reply_within: 6 working hours, weight: 10 %"


@pytest.mark.parametrize(
    ("email", "most"),
    [
        (", at_once: 3 mails", 5),
        (", at_once: 10 mails", 8),
        (", at_once: 3 mails, beside: nothing", 3),
        ("", 3),
    ],
)
def test_contacts_of_all_channels_count_as_in_hand(doubts, email, most):
    """A chat of 30 %: beside it 3 mails of 10 % and a second chat; 7 mails; a chat and a mail that allows no mail."""
    chat = f"chat: {{kind: chat, open: as phone, at_once: 2 chats, weight: 30 %, slowdown: {{{most} chats: 2 times}}}}"
    assert doubts((EMAIL, LIGHT + email + "}"), (CHAT, chat)) == []
    [warning] = doubts((EMAIL, LIGHT + email + "}"), (CHAT, chat.replace(f"{most} chats", f"{most + 1} chats")))
    assert IN_HAND.format(most + 1, most) in warning


@pytest.mark.parametrize(("of_mail", "most"), [("[email]", 2), ("[chat, email]", 5), ("[chat]", 3)])
def test_channels_that_do_not_go_together_do_not_count(doubts, of_mail, most):
    """A chat allows chats only: mails join it only where a mail in hand allows chats, one where no other mail may."""
    email = f"{LIGHT}, at_once: 3 mails, beside: {of_mail}}}"
    words = "open: as phone, at_once: 2 chats, weight: 30 %, beside: [chat], slowdown: {9 chats: 2 times}"
    [warning] = doubts((EMAIL, email), (CHAT, f"chat: {{kind: chat, {words}}}"))
    assert IN_HAND.format(9, most) in warning


def test_answers_that_come_back_beyond_the_limit_make_any_number_possible(doubts):
    """A messaging channel that its agents get back whatever they hold has no largest number."""
    email = "email: {kind: messaging, replies_to: its agent beyond the limit, answers_after: 5 min}"
    chat = CHAT.replace("2 chats: 1.1", "9 chats: 1.1").replace("open: as phone, ", "")
    target = ("email: 95 % in 6 working hours", "email: 95 % in 6 h")
    assert [line for line in doubts((EMAIL, email), (CHAT, chat), target) if "in hand" in line] == []


# --- agents kept idle ---------------------------------------------------------------------------------------------

STAFF = 'staff: {from: "08:00", weekday: [3, 4, 5, 2]}'
SHIFTS = '      early: {hours: "mon-fri 08:00-16:00", agents: 2, breaks: {lunch: {at: "12:00", lasts: 30 min}}}\n'
DAY = ("  day: [calls, texts]\n", "  day: {calls: first, texts: {rank: second, keeps_idle: %s agents}}\n")
DESK = ("{rank: first, after: 20 s}", "{rank: first, keeps_idle: %s agents}")


@pytest.mark.parametrize(
    ("row", "edits", "most"),
    [
        (DAY, [], 5),
        (DAY, [(STAFF, 'staff: {weekday: {"08:00": 4, "10:00": 0}, 2026-03-04: 7}')], 7),
        (DAY, [("headcount: on_queue", "headcount: scheduled\n    shrinkage: 30 %")], 4),
        (DAY, [("headcount: on_queue", "headcount: paid\n    shrinkage: {in_office: 30 %, out_of_office: 50 %}")], 2),
        (DESK, [], 2),
        (DESK, [(SHIFTS, SHIFTS + '      late: {hours: "mon-fri 16:00-20:00", agents: 3}\n')], 3),
        (DESK, [(SHIFTS, SHIFTS + '      late: {hours: "mon-fri 15:59-20:00", agents: 3}\n')], 5),
        (DESK, [(SHIFTS, SHIFTS + '      night: {hours: "mon-tue 22:00-08:01", agents: 3}\n')], 5),
        (
            DESK,
            [(SHIFTS, SHIFTS + '      feast: {hours: "mon 06:00-07:00 and 2026-03-04 09:00-10:00", agents: 9}\n')],
            11,
        ),
        (
            DESK,
            [(SHIFTS, SHIFTS + '      feast: {hours: "mon 06:00-07:00 and 2027-03-04 09:00-10:00", agents: 9}\n')],
            9,
        ),
    ],
)
def test_as_many_kept_idle_as_there_ever_are_is_a_warning(doubts, row, edits, most):
    """One fewer can be exceeded, so that the queue is taken from at times; as many cannot, and it says how many."""

    def told(number: int) -> list[str]:
        found = doubts((row[0], row[1] % number), *edits)
        return [line.partition(": warning: ")[2] for line in found if "keeps_idle" in line]

    assert told(most - 1) == []
    [line] = told(most)
    pool = "day" if row is DAY else "desk"
    assert line == (
        f"serves.{pool}.texts.keeps_idle: never taken by this pool: at most {most} of {pool} are there, so not more "
        f"than that are idle (got {most} agents; allowed: 0 to {most - 1} agents)"
    )


# --- times of the floor -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slowdown", "n_told"), [("2 chats: 1.1 times", 0), ("2 chats: 1.3 times", 1)])
def test_strategies_that_take_another_slowdown_out_of_a_time_are_a_warning(doubts, slowdown, n_told):
    """The floor had one slowdown; where a strategy has another one, one contact alone would take another time."""
    measured = ("chat: {talk: 8 min}", "chat: {talk: 8 min, measured_at: 2 chats}")
    shared = (
        "    start_from: apart\n",
        f"    start_from: apart\n    channels: {{chat: {{slowdown: {{{slowdown}}}}}}}\n",
    )
    found = [line for line in doubts(measured, shared) if "strategies differ in the slowdown that is taken out" in line]
    assert [line.partition(": warning: ")[2].partition(":")[0] for line in found] == n_told * [
        "service.help.chat.measured_at"
    ]


def test_shifts_without_hours_of_their_own_are_a_fault_and_nothing_else(change):
    """How many are there cannot be told then: the fault of the hours is all that is said."""
    text = change((DESK[0], DESK[1] % 2), ('early: {hours: "mon-fri 08:00-16:00"', "early: {hours: as phone"))
    assert [fault.path for fault in faults_in(text)] == ["pools.desk.shifts.early.hours"]
