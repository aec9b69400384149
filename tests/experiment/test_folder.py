"""Results folders: names, taking a place, sweeping up, and the resolved scenario inside."""

import os
import subprocess
import sys

import pytest

from sim.errors import DataError, UsageError
from sim.experiment.folder import folder_name, open_run, partial_folder
from sim.experiment.frozen import FILE
from sim.experiment.manifest import FILE as MANIFEST
from sim.experiment.manifest import SCHEMA, read_manifest
from sim.experiment.study import carry_out
from sim.scenario.load import load


def nothing(*_):
    """Take progress and notes."""


@pytest.mark.parametrize(
    ("scenario_name", "start"),
    [("Retail bank", "retail-bank-"), ("M/M/c+M", "m-m-c-m-"), ("..", "scenario-"), ("客服", "scenario-")],
)
def test_names_are_safe_on_every_file_system(scenario_name, start):
    """Letters, digits and hyphens only, whatever the scenario is called."""
    assert folder_name(scenario_name, "0123456789ab", 3) == f"{start}01234567-s3"


def test_a_folder_appears_whole_or_not_at_all(tmp_path):
    """While it is built the place is empty; after an error nothing is left."""
    place = tmp_path / "run"
    with partial_folder(place) as partial:
        (partial / "a").write_text("a", encoding="utf-8")
        assert not place.exists()
    assert (place / "a").read_text(encoding="utf-8") == "a"
    with pytest.raises(ZeroDivisionError), partial_folder(place) as partial:
        (partial / "b").mkdir(1 // 0)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert [path.name for path in place.iterdir()] == ["a"]


def test_a_new_folder_replaces_the_old_one(tmp_path):
    """Nothing of the old run is left among the new files."""
    for name in ("old", "new"):
        with partial_folder(tmp_path / "run") as partial:
            (partial / name).touch()
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_leavings_of_dead_processes_are_swept_and_others_kept(tmp_path):
    """A partial folder of a process that is gone goes; that of a living one stays."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for process in (dead.pid, os.getppid()):
        (tmp_path / f"run.partial-{process}").mkdir()
    with partial_folder(tmp_path / "run"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", f"run.partial-{os.getppid()}"]


def test_a_place_of_another_scenario_is_refused(plan, tmp_path):
    """The same folder name with another fingerprint is not ours to replace."""
    study = carry_out(plan(), nothing, nothing)
    assert open_run(study.folder, study.plan.scenario.fingerprint, force=False) is not None
    with pytest.raises(UsageError, match="another scenario"):
        open_run(study.folder, "0" * 64, force=False)
    assert open_run(study.folder, "0" * 64, force=True) is None


def test_an_empty_folder_is_no_obstacle(tmp_path):
    """An empty folder holds nothing that could be lost."""
    (tmp_path / "run").mkdir()
    assert open_run(tmp_path / "run", "0" * 64, force=False) is None


def test_a_damaged_manifest_is_said_to_be(tmp_path):
    """A manifest of ours with parts missing is a data error that names the file."""
    (tmp_path / MANIFEST).write_text(f'{{"schema": "{SCHEMA}", "status": "complete"}}', encoding="utf-8")
    with pytest.raises(DataError, match=MANIFEST):
        read_manifest(tmp_path)


def test_the_resolved_scenario_has_the_fingerprint_of_the_original(plan):
    """Without input files the resolved file is the same scenario, with seed and replications of the run."""
    study = carry_out(plan(seed=77), nothing, nothing)
    again = load(study.folder / FILE)
    assert again.fingerprint == study.plan.scenario.fingerprint
    run = again.centres["four"].run
    assert (run.seed, run.replications) == (77, 3)


def test_text_that_looks_like_something_else_survives(scenario, tmp_path):
    """Clock times, 1e3, NO and quotes in texts read back as they were."""
    from dataclasses import replace

    from sim.experiment.frozen import write_scenario

    odd = {"notes": 'a: "b" # c', "question": "NO", "name": "1e3", "currency": "010"}
    data = {**scenario.layered.data, **odd}
    changed = replace(scenario, layered=replace(scenario.layered, data=data))
    write_scenario(changed, tmp_path, seed=1, replications=1)
    again = load(tmp_path / FILE).layered.data
    assert {key: again[key] for key in odd} == odd
