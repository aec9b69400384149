"""Actuals on the command line: what `run` and `compare` print, what --json and the results folder hold, bad files."""

import csv
import json
from pathlib import Path

import pytest

HEAD = "date,time,queue,offered,answered,answered_within_20s,abandoned,asa,aht\n"
LIKE_ONE_AGENT = HEAD + "2026-03-02,09:00,calls,3,3,1,0,240,300\n2026-03-02,09:30,calls,0,0,0,0,,\n"
SLOWER = LIKE_ONE_AGENT.replace(",240,", ",300,")
ALL_INSIDE = (
    "Base case, calls: all 6 KPIs are inside the 95 % band of the simulation (offered, answered, service level, "
    "abandonment rate, average speed of answer, average handle time)."
)
ASA_OUTSIDE = (
    "Base case, calls: 5 of 6 KPIs inside the 95 % band of the simulation; outside: average speed of answer "
    "(simulated 4 min 00 s ± 0 s, actual 5 min 00 s). Do not trust differences in waiting yet."
)
"""By hand: three calls a minute apart, five minutes each, one agent: waits of 0, 4 and 8 min, a mean of 240 s."""


@pytest.fixture
def beside(folder: Path):
    """Write the scenario by hand with actuals; give its name."""

    def write(text: str, actuals: str = "actuals: real.csv") -> str:
        (folder / "real.csv").write_text(text)
        scenario = (folder / "by_hand.yaml").read_text().replace("replications: 2", "replications: 5")
        (folder / "beside.yaml").write_text(f"{scenario}{actuals}\n")
        return "beside.yaml"

    return write


def lines(text: str) -> str:
    """A page with every run of white space as one space, so that wrapping does not count."""
    return " ".join(text.split())


def test_run_says_whether_the_base_case_is_like_the_real_centre(busyhour, beside):
    """A base case like the real centre is said to be inside; one that waits less is not to be trusted in waiting."""
    like = busyhour("run", beside(LIKE_ONE_AGENT), "--quiet")
    assert like.exit_code == 0
    assert ALL_INSIDE in lines(like.stdout)
    assert "By 30 min: 0 of 8 figures lie outside their band" in lines(like.stdout)
    assert "furthest off" not in like.stdout
    slower = busyhour("run", beside(SLOWER), "--quiet")
    assert slower.exit_code == 0
    assert ASA_OUTSIDE in lines(slower.stdout)
    assert "Mon 09:00–09:30 (5 min 00 s, simulated 4 min 00 s)" in lines(slower.stdout)
    assert "too many people in the simulation" in slower.stdout


def test_run_prints_totals_errors_and_half_hours(busyhour, beside):
    """The section has the totals, the weighted errors and the half-hours that are off; --explain has all of them."""
    section = busyhour("run", beside(SLOWER), "--quiet").stdout.partition("Simulated beside actual: one and real.csv")[
        2
    ]
    rows = [" ".join(line.split()) for line in section.splitlines()]
    assert "Average speed of answer 4 min 00 s ± 0 s 5 min 00 s actual above" in rows
    assert "Average speed of answer 60 s (20 %) 0 s −60 s 1 of 1 0.1" in rows
    assert "Mon 2026-03-02 09:00 3 / 3 3 / 3 33 % / 33 % 0 % / 0 % 240 s / 300 s! 300 s / 300 s" in rows
    assert not [row for row in rows if row.startswith("Mon 2026-03-02 09:30")]
    explained = busyhour("run", "beside.yaml", "--quiet", "--explain").stdout
    assert "Mon 2026-03-02 09:30 0 / 0 0 / 0 – / – – / – – / – – / –" in lines(explained)
    assert "Service level (abandons negative) = service_level_abandons_negative: H_T / N." in explained


def test_compare_says_the_verdict_above_its_answer(busyhour, beside):
    """Only the sentence stands there, above the answer: a warning where something is outside."""
    like = busyhour("compare", beside(LIKE_ONE_AGENT), "--quiet")
    slower = busyhour("compare", beside(SLOWER), "--quiet")
    for result, sentence in ((like, ALL_INSIDE), (slower, f"WARNING: {ASA_OUTSIDE}")):
        assert result.exit_code == 0
        above, _, answer = lines(result.stdout).partition("two against one")
        assert sentence in above
        assert "Base case" not in answer
        assert "Simulated beside actual" not in answer


def test_one_replication_is_not_judged(busyhour, beside):
    """Too few replications are said to be too few."""
    page = lines(busyhour("run", beside(SLOWER), "--reps", "1", "--quiet").stdout)
    assert "Base case, calls: not judged beside the actuals; take at least 5 replications (--reps 20)." in page


def test_a_strategy_that_was_not_run_is_said(busyhour, beside):
    """Without the strategy of the actuals nothing stands beside them, and that is said."""
    page = lines(busyhour("run", beside(SLOWER), "--strategy", "two", "--quiet").stdout)
    assert "WARNING: The actuals are those of one, which was not run: nothing stands beside them." in page
    assert "Simulated beside actual" not in page


def test_json_carries_everything(busyhour, beside):
    """The document has totals, errors, people and half-hours, with blanks as null; without actuals it has null."""
    found = json.loads(busyhour("run", beside(SLOWER), "--json").stdout)["actuals"]
    assert found["verdicts"] == [ASA_OUTSIDE]
    asa = next(total for total in found["totals"] if total["kpi"] == "asa")
    assert (asa["simulated"], asa["actual"], asa["verdict"]) == (240, 300, "above")
    assert next(e for e in found["errors"] if e["kpi"] == "asa")["error"] == 60
    assert found["staffing"][0]["simulation_has"] == "too many"
    assert len(found["half_hours"]) == 10
    blank = [row for row in found["half_hours"] if row["time"] == "09:30" and row["actual"] is None]
    assert {row["kpi"] for row in blank} == {"service_level_abandons_negative", "abandonment_rate"}
    assert json.loads(busyhour("run", "by_hand.yaml", "--json").stdout)["actuals"] is None


def test_the_results_folder_holds_the_comparison_and_the_file(busyhour, beside, folder):
    """`actuals_beside.csv` and a copy of the file are stored, and the resolved scenario runs from there."""
    document = json.loads(busyhour("compare", beside(SLOWER), "--json").stdout)
    stored = Path(document["folder"])
    with (stored / "actuals_beside.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["kpi"] for row in rows if not row["time"]] == [total["kpi"] for total in document["actuals"]["totals"]]
    asa = next(row for row in rows if row["kpi"] == "asa" and row["time"] == "09:00")
    assert (asa["day"], float(asa["simulated"]), float(asa["actual"]), asa["verdict"]) == (
        "2026-03-02",
        240,
        300,
        "above",
    )
    assert (stored / "inputs" / "real.csv").read_text() == SLOWER
    assert "actuals: inputs/real.csv" in (stored / "scenario.resolved.yaml").read_text()
    (folder / "real.csv").unlink()
    assert busyhour("run", "--from", str(stored), "--quiet").exit_code == 0


def test_a_stored_run_says_the_same_again(busyhour, beside):
    """What is read back from the folder gives the same section as what was run."""
    first = json.loads(busyhour("run", beside(SLOWER), "--json").stdout)
    again = json.loads(busyhour("run", "beside.yaml", "--json").stdout)
    assert (first["reused"], again["reused"]) == (False, True)
    assert first["actuals"] == again["actuals"]


@pytest.mark.parametrize("command", ["run", "compare", "validate"])
def test_a_bad_file_ends_with_3(busyhour, beside, command, folder):
    """Faults are told with file, line and column; nothing is stored."""
    result = busyhour(command, beside(SLOWER.replace("calls", "cals", 1)))
    assert result.exit_code == 3
    assert 'real.csv:2:18: there is no queue of this name (got cals; allowed: calls; did you mean "calls"?)' in (
        result.stdout + result.stderr
    )
    assert not (folder / "results").exists()


def test_a_mapping_names_the_strategy(busyhour, beside):
    """The file can stand beside another strategy than the base; its copy keeps the mapping."""
    name = beside(LIKE_ONE_AGENT, "actuals: {file: real.csv, strategy: two}")
    document = json.loads(busyhour("compare", name, "--json").stdout)
    assert document["actuals"]["strategy"] == "two"
    assert {t["kpi"] for t in document["actuals"]["totals"] if t["verdict"] != "inside"} == {
        "asa",
        "service_level_abandons_negative",
    }
    resolved = (Path(document["folder"]) / "scenario.resolved.yaml").read_text()
    assert "file: inputs/real.csv" in resolved
