"""Promises of DESIGN.md and STYLE.md that no linter knows."""

import ast
from enum import IntEnum
from pathlib import Path

import pytest

from sim.rules import lifecycle, order

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
REFERENCE = sorted((ROOT / "sim" / "engine" / "reference").glob("*.py"))


@pytest.mark.parametrize("path", REFERENCE, ids=lambda path: path.name)
def test_the_reference_engine_carries_time_in_moments_only(path):
    """`env.timeout` and `succeed` have priority 1 and would overtake every ranked event of their tick."""
    calls = {node.func.attr for node in ast.walk(ast.parse(path.read_text())) if _is_method_call(node)}
    assert not calls & {"timeout", "succeed", "fail", "any_of", "all_of"}


def _is_method_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_grows_past_600_lines_and_every_file_says_what_it_owns(path):
    """A reader finds a docstring first, and a file that fits one idea."""
    text = path.read_text()
    assert text.count("\n") <= 600
    assert ast.get_docstring(ast.parse(text))


WRITTEN_NUMBERS = {
    lifecycle.ChannelKind: "LIVE=0 CHAT=1 DEFERRED=2",
    lifecycle.Reason: "FIRST=0 REDIAL=1 RETURN=2 SWITCH=3",
    lifecycle.Outcome: "ANSWERED=0 ABANDONED=1 BALKED=2 BLOCKED=3 CLOSED=4 DISCONNECTED=5 OPEN=6",
    lifecycle.IssueOutcome: "RESOLVED=0 LOST=1 OPEN=2",
    lifecycle.Story: "NONE=0 KEPT=1 LOST=2",
    lifecycle.Cause: "ABANDONED=0 BALKED=1 BLOCKED=2 CLOSED=3 DISCONNECTED=4 NOT_SOLVED=5",
    lifecycle.Duty: "ON_QUEUE=0 OFF_QUEUE=1 OVERTIME=2",
    order.Rank: "START=1 STOP=2 WORK=3 ARRIVAL=4 PATIENCE=5",
}


@pytest.mark.parametrize("words", WRITTEN_NUMBERS, ids=lambda words: words.__name__)
def test_numbers_that_stand_in_stored_records_never_change(words: type[IntEnum]):
    """New words get new numbers; a number is never used again for another word."""
    written = " ".join(f"{word.name}={word.value}" for word in words)
    assert written.startswith(WRITTEN_NUMBERS[words])


def test_events_of_one_tick_go_by_rank_then_issue_then_visit_then_step():
    """Packed orders never overlap between ranks, even for the greatest identity."""
    greatest = order.contact_ident((1 << order.ISSUE_BITS) - 1, 255, 15)
    for rank in list(order.Rank)[:-1]:
        assert order.event_order(rank, greatest) < order.event_order(rank + 1, 0)
    idents = [order.contact_ident(i, v, s) for i in (0, 1, 5) for v in (0, 1, 255) for s in (0, 1, 15)]
    assert idents == sorted(idents)
    assert len(set(idents)) == len(idents)
