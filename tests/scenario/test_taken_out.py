"""Facts about what null takes out and is needed all the same: the fault stands where the null stands."""

import pytest

from sim.errors import Fault, ScenarioError
from sim.scenario.load import load
from tests.scenario.conftest import changed


def faults_of(tmp_path, text: str, over: str = "") -> tuple[Fault, ...]:
    """Load a file, with an overlay where one is given, that must have faults."""
    (tmp_path / "plan.yaml").write_text(text)
    (tmp_path / "over.yaml").write_text(over)
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "plan.yaml", [tmp_path / "over.yaml"] if over else [])
    return caught.value.faults


@pytest.mark.parametrize("key", ["pools", "channels", "run", "name", "serves"])
def test_a_whole_section_that_is_null_is_missing_at_its_line(tmp_path, key):
    """An overlay that takes a section out is told at the line of the overlay, as null."""
    faults = faults_of(tmp_path, changed(), f"notes: none\n{key}: null\n")
    found = next(fault for fault in faults if fault.message.startswith(f"{key} is missing"))
    assert (found.file.endswith("over.yaml"), found.line, found.column, found.value) == (True, 2, 1, "null")


def test_a_section_that_is_null_in_the_file_itself_is_missing_at_its_line(tmp_path):
    """One file alone is laid over nothing: the null takes out nothing, and its line is known."""
    text = changed(("levels: {level 1: {handle_time: 1.3 times}}\n", "")).replace("queues:\n", "queues:\nnotes: |\n")
    found = next(fault for fault in faults_of(tmp_path, text) if fault.message == "queues is missing")
    assert text.splitlines()[found.line - 1] == "queues:"


def test_a_key_of_a_part_that_is_null_is_missing_at_its_line(tmp_path):
    """What a queue is of, or a pool's skills: not at the line of the queue, but of the null."""
    over = "queues:\n  calls:\n    of: null\n"
    [found] = [fault for fault in faults_of(tmp_path, changed(), over) if fault.message == "of is missing"]
    assert (found.file.endswith("over.yaml"), found.line, found.path) == (True, 3, "queues.calls.of")


def test_a_channel_that_is_null_is_told_where_it_is_named(tmp_path):
    """Whoever names it is told that null has taken it out, and where; a third layer does not make that forgotten."""
    faults = faults_of(tmp_path, changed(), "channels: {phone: null}\n")
    said = {fault.path: fault.message for fault in faults}
    where = f"there is no channel of this name: null takes it out in {tmp_path / 'over.yaml'}:1"
    assert said["queues.calls.of"] == where
    assert said["demand.by_channel.phone"] == where


def test_what_is_laid_over_a_null_again_is_where_it_is_written_then(tmp_path):
    """A strategy that gives a queue again has its own lines for it."""
    text = changed(("  apart: {}\n", "  apart: {queues: {calls: {of: phone, limit: 5}}}\n"))
    over = "queues: {calls: null}\n"
    faults = faults_of(tmp_path, text, over)
    found = next(fault for fault in faults if "has no unit" in fault.message)
    assert "plan.yaml" in found.file
