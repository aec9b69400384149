"""Exit codes and messages: what went wrong, what would be right, never a bare traceback."""

import json
from pathlib import Path

import pytest

import sim.experiment.work


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run",), "which scenario?"),
        (("run", "small.yaml", "--strategy", "fiv"), 'did you mean "five"?'),
        (("compare", "small.yaml", "--strategy", "four"), "compare needs two strategies"),
        (("run", "small.yaml", "--reps", "3", "--precision", "2%"), "either --reps or --precision"),
        (("run", "small.yaml", "--precision", "2"), 'did you mean "2 %"?'),
        (("run", "small.yaml", "--precision", "abc"), "--precision"),
        (("run", "small.yaml", "--engine", "warp"), "there are auto, reference"),
        (("run", "small.yaml", "--kpi", "asaa"), 'did you mean "asa"?'),
        (("run", "small.yaml", "--kpi", "asa:fax"), "asa:phone"),
        (("run", "small.yaml", "--from", "x"), "not both"),
        (("run", "small.yaml", "--reps", "0"), "--reps"),
        (("run", "small.yaml", "--seed", str(2**64)), "--seed"),
        (("run", "small.yaml", "--repz", "2"), "--repz"),
        (("nonsense",), "nonsense"),
    ],
)
def test_a_bad_command_line_ends_with_2(busyhour, words, message):
    """Usage errors say what is wrong and leave stdout and results alone."""
    result = busyhour(*words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
    assert not Path("results").exists()


@pytest.mark.parametrize("command", ["run", "compare", "validate", "show"])
def test_a_bad_scenario_ends_with_3_and_every_fault(busyhour, command):
    """Two faults in one file are both reported, with their places, by every command."""
    text = Path("small.yaml").read_text(encoding="utf-8")
    Path("bad.yaml").write_text(text.replace("90 %", "90").replace("kind: live", "kind: lively"), encoding="utf-8")
    result = busyhour(command, "bad.yaml")
    assert result.exit_code == 3
    printed = result.stdout + result.stderr
    assert "bad.yaml:11:" in printed
    assert 'did you mean "90 %"?' in printed
    assert 'did you mean "live"?' in printed
    assert "Traceback" not in printed


def test_a_missing_file_ends_with_3(busyhour):
    """A scenario that is not there is a fault of the scenario, not a traceback."""
    result = busyhour("run", "nowhere.yaml")
    assert result.exit_code == 3
    assert "nowhere.yaml" in result.stderr


def test_a_bug_ends_with_1_one_line_and_a_log(busyhour, monkeypatch):
    """A bug in a unit names seed and replication, says how to repeat it, and keeps its traceback in a log."""
    Path("out").mkdir()

    def broken(world, engine):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(sim.experiment.work, "run", broken)
    result = busyhour("compare", "small.yaml", "--out", "out", "--seed", "7")
    assert result.exit_code == 1
    assert "internal error: ZeroDivisionError: a bug" in result.stderr
    assert "seed 7, replication 0" in result.stderr
    assert "busyhour run small.yaml --out out --seed 7 --replication 0 --strategy four --traceback" in result.stderr
    assert "Traceback" not in result.stderr
    (log,) = Path("out").iterdir()
    assert "ZeroDivisionError: a bug" in log.read_text(encoding="utf-8")


def test_a_bug_with_traceback_prints_it(busyhour, monkeypatch):
    """--traceback prints the traceback on stderr, and writes no log."""
    monkeypatch.setattr(sim.experiment.work, "run", lambda world, engine: 1 / 0)
    result = busyhour("run", "small.yaml", "--traceback")
    assert result.exit_code == 1
    assert "Traceback" in result.stderr


def test_one_replication_can_be_run_alone(busyhour):
    """The digest of replication 2, run alone, is the one the whole run recorded."""
    alone = busyhour("run", "small.yaml", "--replication", "2", "--strategy", "five").stdout
    document = json.loads(busyhour("run", "small.yaml", "--json").stdout)
    assert alone == f"five, seed 1, replication 2: record {document['digests']['five'][2]}\n"
