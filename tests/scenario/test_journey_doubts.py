"""Facts about journeys that are legal but doubtful: outcomes that lead nowhere; and conditions over all facts."""

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE
from tests.scenario.test_journey_faults import edited

DOUBTFUL: dict[str, tuple[tuple[str, str], str]] = {
    "nobody asks again": (
        ("  unanswered: {phone: 40 %, after: 30 min}\n", ""),
        (
            "what_next: some wait for a reply, or a callback, longer than they tolerate, and nobody asks again "
            "(allowed: a row unanswered in what_next)"
        ),
    ),
    "sent nowhere": (
        ("  redirected: {mail: 60 %, after: 10 min}\n", ""),
        (
            "what_next: some are sent elsewhere (redirects), and nothing says where: they give up "
            "(allowed: a row redirected in what_next)"
        ),
    ),
    "opened again by nobody": (
        ("  reopened: {same: 90 %, after: 2 h}\n", ""),
        (
            "what_next: some resolved issues open again (reopens), and nobody comes back "
            "(allowed: a row reopened in what_next)"
        ),
    ),
    "lost and gone": (
        ("  lost_on_the_way: {same: 70 %, after: 10 min}\n", ""),
        (
            "what_next: some are lost on the way (passed_on.lost), and nothing says what they do: they give up "
            "(allowed: a row lost_on_the_way in what_next)"
        ),
    ),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_an_outcome_that_leads_nowhere_is_a_warning(case: str) -> None:
    """An outcome without its row loads with exactly one warning, at what_next, and says which row is missing."""
    edit, sentence = DOUBTFUL[case]
    [warning] = load_text(edited(edit), FILE).warnings
    place, _, message = warning.splitlines()[0].partition(": warning: ")
    line = edited(edit).splitlines().index("what_next:") + 1
    assert (place, message) == (f"{FILE}:{line}:1", sentence)


def test_a_machine_that_fails_with_no_way_on_is_a_warning() -> None:
    """Where no row says what becomes of the failed, they give up, and that is said."""
    text = edited(
        ("  bot_failed: {phone: 80 %, after: 0 s}\n", ""), (", what_next: {bot_failed: {phone: 95 %, after: 0 s}}", "")
    )
    [warning] = load_text(text, FILE).warnings
    assert "what_next: self-service fails some, and nothing says where they go: they give up" in warning
    assert "(allowed: bot_failed: {phone: 80 %, after: 0 s})" in warning


@pytest.mark.parametrize(
    "when",
    [
        "calls wait over 60 s",
        "letters hold under 3 contacts and phone is open",
        "[between 22:00 and 06:00, team has over 1 idle agents]",
        "mail is open and bot is open and between 08:00 and 12:00",
    ],
)
def test_conditions_over_all_facts_are_read(when: str) -> None:
    """Each fact of the catalogue is a condition, alone, joined by and, and in a list."""
    text = edited(("calls wait over 60 s and phone is open", when))
    assert load_text(text).warnings == ()
