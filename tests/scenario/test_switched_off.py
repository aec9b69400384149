"""Facts about things that a step switches off: what belongs to them may stay, where they are named at all."""

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import faults_in
from tests.scenario.test_journey_faults_more import edited


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("warm: 60 %,", "warm: false,"),
        ("warm: 60 %,", "warm: 0 %,"),
        ("peers: 60 %", "peers: 0 %"),
    ],
)
def test_a_step_may_switch_a_thing_off_and_leave_what_belongs_to_it(old: str, new: str) -> None:
    """A conference of no warm transfers, and what peers who answer nothing would solve, change nothing."""
    assert load_text(edited((old, new))).warnings == ()


def test_what_belongs_to_a_thing_never_named_is_a_fault() -> None:
    """Without peers nobody is helped by them: one word alone is a slip."""
    text = edited(("      peers: 60 %\n", ""), ('      peers_answer_after: "mean 3 h, cv 1"\n', ""))
    assert [fault.path for fault in faults_in(text)] == ["service.loan.forum.of_these_solved"]
