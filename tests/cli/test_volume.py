"""Counts of contacts offered or handled from the command line: what is found, printed, stored and refused."""

import json
import re
from pathlib import Path

import pytest

import sim.experiment.study

TEXT = """\
schema: 1
name: Counts
run: {start: 2026-03-02, measure: 1 day, replications: 2}
base: four
demand:
  counts: handled
  by_channel:
    phone: {rate: {"00:00": 0 per h, "09:00": 60 per h, "11:00": 0 per h}}
    mail: {at: [2026-03-02 09:00:00]}
intents: {any: {}}
segments: {all: {patience: {phone: "exponential, mean 3 min"}}}
channels: {phone: {kind: live, open: daily 08:00-16:00}, mail: {kind: deferred, reply_within: 24 h}}
service:
  any:
    phone: {talk: "exponential, mean 2 min", solved: 80 %}
    mail: {talk: "exponential, mean 3 min"}
what_next: {abandoned: {same: 50 %, after: 5 min}, not_solved: {same: 100 %, after: 10 min}}
queues: {calls: {of: phone}, mails: {of: mail}}
pools:
  team: {headcount: on_queue, staff: {daily: {"08:00": 4, "16:00": 0}}, skills: {phone: level 3, mail: level 3}}
serves: {team: [calls, mails]}
strategies:
  five: {pools: {team: {staff: {daily: {"08:00": 5, "16:00": 0}}}}}
  four: {}
"""


@pytest.fixture
def counts(folder: Path) -> Path:
    """A scenario of 120 calls handled on a day, in the working folder."""
    path = folder / "counts.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def no_more_search(monkeypatch):
    """Give what makes any further search fail."""

    def forbid():
        monkeypatch.setattr(sim.experiment.study, "find_volume", None)

    return forbid


def manifest(folder: Path) -> dict:
    (run,) = (folder / "results").iterdir()
    return json.loads((run / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", ["run", "compare"])
def test_what_was_found_is_printed_above_the_tables(busyhour, folder, counts, command):
    """What the counts are, then for each row given and simulated count, first contacts and repeats."""
    result = busyhour(command, "counts.yaml")
    assert result.exit_code == 0
    text = result.stdout
    assert "Counts given are contacts handled, repeats included; first contacts as found on four:" in text
    found = re.search(
        r"  phone: 120 given, (\d+) simulated \([+−][\d.]+ % ± [\d.]+ %\); "
        r"for 100 handled ([\d.]+) first contacts, ([\d.]+) repeats\.",
        text,
    )
    (row,) = manifest(folder)["volume"]["rows"]
    assert float(found[1]) == pytest.approx(120, rel=0.011)
    assert float(found[2]) == pytest.approx(100 * row["first_contact_share"], abs=0.06)
    assert float(found[3]) == pytest.approx(100 * row["repeat_share"], abs=0.06)
    assert "  mail: a trace, its arrivals are taken as first contacts." in text
    assert text.index("Counts given") < text.index("People")


def test_rounds_are_told_on_stderr_and_quiet_tells_nothing(busyhour, counts):
    """Nobody waits in silence for the search; --quiet is silent."""
    told = busyhour("run", "counts.yaml").stderr
    assert "solving the first-contact volume on four: contacts handled are given\n" in told
    assert re.search(r"^solving the first-contact volume, round 2: phone [+-][\d.]+ %$", told, re.MULTILINE)
    assert busyhour("run", "counts.yaml", "--force", "--quiet").stderr == ""


def test_json_carries_the_volume(busyhour, folder, counts):
    """The document has what the manifest has; without counts to solve it is null."""
    document = json.loads(busyhour("compare", "counts.yaml", "--json").stdout)
    assert document["volume"] == manifest(folder)["volume"]
    assert document["volume"]["strategy"] == "four"
    assert json.loads(busyhour("run", "small.yaml", "--json", "--out", "other").stdout)["volume"] is None


def test_one_strategy_is_run_on_the_volume_of_the_base(busyhour, folder, counts, no_more_search):
    """--strategy five alone has the shares found on four, and so the same customers."""
    busyhour("run", "counts.yaml", "--strategy", "five", "--out", "alone")
    (run,) = (folder / "alone").iterdir()
    alone = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    busyhour("run", "counts.yaml")
    assert alone["volume"] == manifest(folder)["volume"]
    assert alone["volume"]["strategy"] == "four"
    assert alone["digests"]["records"]["five"] == manifest(folder)["digests"]["records"]["five"]


def test_one_replication_alone_is_that_of_the_whole_run(busyhour, folder, counts, no_more_search):
    """--replication solves where nothing is stored, and takes the stored volume where it is; the digest is the same."""
    first = busyhour("run", "counts.yaml", "--replication", "1")
    assert "round 1" in first.stderr
    busyhour("run", "counts.yaml")
    no_more_search()
    again = busyhour("run", "counts.yaml", "--replication", "1")
    assert again.exit_code == 0
    assert again.stdout == first.stdout
    assert manifest(folder)["digests"]["records"]["five"][1] in again.stdout


def test_a_stored_run_is_read_and_repeated_without_a_search(busyhour, folder, counts, no_more_search):
    """A second call reads it and prints the same volume; --from repeats its digests."""
    first = busyhour("run", "counts.yaml")
    no_more_search()
    second = busyhour("run", "counts.yaml")
    assert second.stdout == first.stdout
    assert "nothing was run" in second.stderr
    (run,) = (folder / "results").iterdir()
    repeated = busyhour("run", "--from", str(run))
    assert (repeated.exit_code, repeated.stdout[:11]) == (0, "same digest")
    assert "first_contacts:" in (run / "scenario.resolved.yaml").read_text(encoding="utf-8")


def test_precision_works_on_what_was_found(busyhour, counts):
    """The search comes first, then replications until the KPI is precise enough."""
    result = busyhour("run", "counts.yaml", "--precision", "20%", "--kpi", "aht")
    assert result.exit_code == 0
    assert "precision of 20 % reached" in result.stderr
    assert "Counts given are contacts handled" in result.stdout


def test_counts_nobody_can_handle_end_with_3_and_store_nothing(busyhour, folder, counts):
    """The row, what is given, what is reached, and where to look; no results folder."""
    result = busyhour("run", "counts.yaml", "--set", "demand.scale=20 times")
    assert result.exit_code == 3
    assert "demand.by_channel.phone: 2,400 contacts handled are given over the measured window; four comes to" in (
        result.stderr
    )
    assert "people" in result.stderr
    assert not (folder / "results").exists()


def test_validate_does_not_judge_load_before_the_volume_is_known(busyhour, counts):
    """Twice what can be worked if all were first contacts is no warning yet; with a stated share it is one."""
    many = ("--set", "demand.scale=10 times")
    assert busyhour("validate", "counts.yaml", *many).stdout == "counts.yaml: ok\n"
    stated = busyhour("validate", "counts.yaml", *many, "--set", "demand.first_contacts=100 %").stdout
    assert "too much" in stated


def test_load_is_judged_on_what_was_found(busyhour, folder, counts):
    """After the search the warning is there, for strategies that cannot work what comes."""
    few = "strategies.five={pools: {team: {staff: {daily: {'08:00': 1, '10:00': 0}}}}}"
    result = busyhour("run", "counts.yaml", "--set", few)
    assert result.exit_code == 0
    assert re.search(r"WARNING: five: .* h of work are offered", result.stdout.replace("\n  ", " "))
