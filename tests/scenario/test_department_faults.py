"""Facts about slips in names of departments, and in slowdown with one contact in hand."""

import pytest

from tests.scenario.conftest import FILE, faults_in, marked
from tests.scenario.test_journey_faults import edited, heads

_TEAM = "redirects: 1 %}"
_KIND = "phone: {kind: live}"
_ALLOWED = " (allowed: a name such as billing; all is the row of all of them)"

ONE_FAULT = {
    "team paid by nobody": (
        (_TEAM, 'redirects: 1 %, cost_centre: @@""}'),
        'pools.team.cost_centre: "" is no name of a department' + _ALLOWED,
    ),
    "team paid by the total": (
        (_TEAM, "redirects: 1 %, cost_centre: @@all}"),
        'pools.team.cost_centre: "all" is no name of a department' + _ALLOWED,
    ),
    "caused by nobody": (
        ("channels:\n", 'caused_by: {level: @@" "}\nchannels:\n'),
        'caused_by.level: " " is no name of a department' + _ALLOWED,
    ),
    "slower with one in hand": (
        (_KIND, "phone: {kind: live, slowdown: {@@1 calls: 3 times}}"),
        (
            "channels.phone.slowdown.1 calls: talk is given for one contact in hand, so nothing slows it down; "
            "write 2 or more"
        ),
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_one_slip_is_one_message_at_its_place(case: str) -> None:
    """A nameless department, one called as the total, and a slowdown that never applies are refused."""
    edit, sentence = ONE_FAULT[case]
    text, [(line, column)] = marked(edited(edit))
    assert heads(faults_in(text)) == [f"{FILE}:{line}:{column}: {sentence}"]
