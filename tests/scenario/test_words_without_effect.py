"""Facts about words that are legal and change nothing: each is a warning that says so, and none where it has effect."""

from collections.abc import Callable

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, marked

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
