"""The results folder from outside: reuse, replacement, refusal, repeating, and what a kill leaves behind."""

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

FILES = {
    "manifest.json",
    "scenario.resolved.yaml",
    "kpi_by_replication.parquet",
    "usage_by_replication.parquet",
    "waits_by_replication.parquet",
    "kpi_summary.csv",
    "paths.csv",
    "paths_by_replication.parquet",
    "intervals.parquet",
    "agents.parquet",
    "contacts/part-0000.parquet",
    "issues/part-0000.parquet",
}


def only_run(folder: Path) -> Path:
    """The one folder of results."""
    (found,) = (folder / "results").iterdir()
    return found


def files_of(run: Path) -> set[str]:
    return {path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file()}


def test_a_run_leaves_the_documented_files(busyhour, folder):
    """The folder is named scenario-fingerprint-seed, its files are whole, nothing temporary is left."""
    document = json.loads(busyhour("compare", "small.yaml", "--json").stdout)
    run = only_run(folder)
    assert run.name == f"small-{document['fingerprint'][:8]}-s1"
    assert files_of(run) == FILES


def test_no_contacts_leaves_out_contacts_and_issues(busyhour, folder):
    """--no-contacts stores everything but the two large tables."""
    busyhour("run", "small.yaml", "--no-contacts")
    assert files_of(only_run(folder)) == {name for name in FILES if "/" not in name}


def test_a_complete_run_is_reused(busyhour, folder):
    """The second call reads the first one's folder, says so, and prints the same page."""
    first = busyhour("compare", "small.yaml")
    manifest = only_run(folder) / "manifest.json"
    before = manifest.stat().st_mtime_ns
    second = busyhour("compare", "small.yaml")
    assert "nothing was run" in second.stderr
    assert second.stdout == first.stdout
    assert manifest.stat().st_mtime_ns == before


def test_fewer_replications_read_the_first_ones(busyhour):
    """Two of four stored replications give what a run of two gives."""
    busyhour("run", "small.yaml", "-q")
    few = busyhour("run", "small.yaml", "--reps", "2")
    assert "nothing was run" in few.stderr
    fresh = busyhour("run", "small.yaml", "--reps", "2", "--out", "other")
    assert few.stdout == fresh.stdout


def test_more_replications_replace_the_run_and_keep_the_first(busyhour, folder):
    """Six replications after four: the run is replaced, and its first four digests stay."""
    busyhour("run", "small.yaml")
    old = json.loads((only_run(folder) / "manifest.json").read_text(encoding="utf-8"))
    more = busyhour("run", "small.yaml", "--reps", "6")
    assert "run again and replaced" in more.stderr
    new = json.loads((only_run(folder) / "manifest.json").read_text(encoding="utf-8"))
    assert new["digests"]["records"]["five"][:4] == old["digests"]["records"]["five"]
    assert len(new["digests"]["records"]["five"]) == 6


def test_replacing_a_run_loses_no_strategy(busyhour, folder):
    """More replications of one strategy run the stored other one again too; only the asked one is printed."""
    busyhour("run", "small.yaml")
    result = busyhour("run", "small.yaml", "--strategy", "five", "--reps", "5")
    manifest = json.loads((only_run(folder) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["strategies"] == ["four", "five"]
    assert manifest["replications"] == 5
    assert "four" not in result.stdout


def test_other_versions_are_not_reused(busyhour, folder):
    """A run made by another NumPy is run again, and the version is named."""
    busyhour("run", "small.yaml")
    path = only_run(folder) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"versions": manifest["versions"] | {"numpy": "0.1"}}), encoding="utf-8")
    assert "numpy 0.1 then" in busyhour("run", "small.yaml").stderr


def test_a_folder_that_is_not_ours_is_refused(busyhour, folder):
    """Something else under the name of the run is kept, and the flag is named; --force replaces it."""
    busyhour("run", "small.yaml")
    run = only_run(folder)
    shutil.rmtree(run)
    run.mkdir()
    (run / "thesis.txt").write_text("years of work", encoding="utf-8")
    refused = busyhour("run", "small.yaml")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert files_of(run) == {"thesis.txt"}
    assert busyhour("run", "small.yaml", "--force").exit_code == 0
    assert files_of(run) == FILES


def test_a_file_in_the_way_is_refused(busyhour, folder):
    """Where --out is a file, nothing can be stored, and that is a usage error."""
    result = busyhour("run", "small.yaml", "--out", "small.yaml")
    assert result.exit_code == 2
    assert "--out" in result.stderr


def test_a_stored_run_repeats_to_the_same_digest(busyhour, folder):
    """run --from needs nothing but the folder: layers and --set are inside."""
    Path("more.yaml").write_text("channels: {phone: {lines: 3 lines}}\n", encoding="utf-8")
    busyhour("run", "small.yaml", "--overlay", "more.yaml", "--set", "run.measure=2 days", "--reps", "3", "--seed", "5")
    run = only_run(folder)
    for name in ("small.yaml", "more.yaml"):
        (folder / name).unlink()
    result = busyhour("run", "--from", str(run))
    assert (result.exit_code, result.stdout[:11]) == (0, "same digest")
    assert json.loads(busyhour("run", "--from", str(run), "--json").stdout)["is_same"] is True


def test_a_scenario_with_a_csv_repeats_from_its_copy(busyhour, folder):
    """The CSV is copied into the run; the original may go."""
    Path("data").mkdir()
    Path("data/calls.csv").write_text("weekday,time,contacts\nmon,09:00,20\nmon,09:30,30\n", encoding="utf-8")
    text = Path("small.yaml").read_text(encoding="utf-8")
    row = 'phone: {rate: {"00:00": 0 per h, "09:00": 60 per h, "10:00": 0 per h}}'
    assert row in text
    Path("csv.yaml").write_text(text.replace(row, "phone: {file: data/calls.csv}"), encoding="utf-8")
    assert busyhour("run", "csv.yaml", "--reps", "2").exit_code == 0
    shutil.rmtree("data")
    run = only_run(folder)
    assert (run / "inputs" / "calls.csv").is_file()
    assert busyhour("run", "--from", str(run)).stdout.startswith("same digest")


def test_rosters_of_strategies_repeat_from_their_copies(busyhour, folder):
    """A roster in the file and another one of the same name in a strategy are copied apart; both originals may go."""
    text = Path("small.yaml").read_text(encoding="utf-8")
    staff = 'team: {headcount: on_queue, staff: {daily: {"08:00": 4, "13:00": 0}}'
    two = 'five: {pools: {team: {staff: {daily: {"08:00": 5, "13:00": 0}}}}}'
    assert staff in text
    assert two in text
    text = text.replace(staff, "team: {headcount: scheduled, absent: 20 %, roster: one/team.csv")
    Path("roster.yaml").write_text(text.replace(two, "five: {pools: {team: {roster: two/team.csv}}}"), encoding="utf-8")
    for name, people in (("one", "abc"), ("two", "abcdef")):
        Path(name).mkdir()
        rows = [f"{person},2026-03-02 08:00,2026-03-02 13:00,on_queue" for person in people]
        Path(name, "team.csv").write_text("\n".join(["agent,start,end,activity", *rows]), encoding="utf-8")
    result = busyhour("run", "roster.yaml", "--reps", "3", "--kpi", "adherence")
    assert result.exit_code == 0
    assert "Adherence, team" in result.stdout
    shutil.rmtree("one")
    shutil.rmtree("two")
    run = only_run(folder)
    assert sorted(path.name for path in (run / "inputs").iterdir()) == ["team-2.csv", "team.csv"]
    assert busyhour("run", "--from", str(run)).stdout.startswith("same digest")


def change_digest(run: Path, versions: dict[str, str]) -> None:
    """Change the digest of a replication, and versions, in the manifest of a run."""
    path = run / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["digests"]["records"]["five"][1] = "0" * 64
    manifest["versions"].update(versions)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_a_different_digest_on_equal_versions_ends_with_4(busyhour, folder):
    """The replication that differs is named."""
    busyhour("run", "small.yaml")
    change_digest(only_run(folder), {})
    result = busyhour("run", "--from", str(only_run(folder)))
    assert result.exit_code == 4
    assert "different digest: 1 of 8 records differ; the first is five, replication 1" in result.stdout


def test_a_different_digest_on_other_versions_names_them(busyhour, folder):
    """On other package versions the difference is named and is no failure."""
    busyhour("run", "small.yaml")
    change_digest(only_run(folder), {"scipy": "0.9"})
    result = busyhour("run", "--from", str(only_run(folder)))
    assert result.exit_code == 0
    assert "scipy 0.9 then" in result.stdout


def test_repeating_what_is_no_run_ends_with_3(busyhour, folder):
    """A folder without a manifest of ours is refused in words."""
    result = busyhour("run", "--from", str(folder))
    assert result.exit_code == 3
    assert "no complete run" in result.stderr


def wait_for_line(process, start: str) -> None:
    """Read stderr until a line begins so."""
    for line in process.stderr:
        if line.startswith(start):
            return
    pytest.fail(f"the process ended before it printed {start!r}")


def is_alive(process_id: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    except OSError:
        return False


@pytest.mark.skipif(os.name != "posix" or not Path("/proc").is_dir(), reason="needs POSIX signals and /proc")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_leaves_no_half_run_and_no_process(start, busyhour, folder, jobs):
    """After SIGKILL in the middle there is no folder under the final name, workers end, and the next run cleans up."""
    process = start("run", "small.yaml", "--reps", "600", "--jobs", jobs)
    wait_for_line(process, "10 %")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
    process.kill()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    left = [path.name for path in (folder / "results").iterdir()]
    assert all(f".partial-{process.pid}" in name for name in left)
    deadline = time.monotonic() + 10
    while any(is_alive(int(child)) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(is_alive(int(child)) for child in children)
    assert busyhour("run", "small.yaml", "--reps", "2").exit_code == 0
    assert files_of(only_run(folder)) == FILES


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_ends_with_130_and_leaves_nothing(start, folder, jobs):
    """Ctrl-C ends with 130, one line and no traceback, and removes what was half done."""
    process = start("run", "small.yaml", "--reps", "600", "--jobs", jobs)
    wait_for_line(process, "10 %")
    os.killpg(process.pid, signal.SIGINT)
    rest = process.stderr.read()
    assert process.wait() == 130
    process.stdout.close()
    process.stderr.close()
    assert "interrupted" in rest
    assert "Traceback" not in rest
    assert list((folder / "results").iterdir()) == []
