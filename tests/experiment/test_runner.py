"""Units on one or more processes: the same results, in the same order, and errors that can be repeated."""

import pytest

import sim.experiment.work
from sim.errors import InternalError
from sim.experiment.runner import Runner, units_of
from sim.experiment.study import carry_out
from sim.experiment.work import Job, Unit
from sim.world.build import lower


def nothing(*_):
    """Take progress and notes."""


@pytest.fixture
def job(scenario):
    """Both strategies, seed 1."""
    return Job({name: lower(scenario, name) for name in scenario.centres}, 1)


def test_units_of_a_longer_run_begin_with_those_of_a_shorter():
    """Units go by replication, then strategy, so more replications only add units at the end."""
    few, many = units_of(("a", "b"), range(2)), units_of(("a", "b"), range(3))
    assert many[: len(few)] == few
    assert many[-1] == Unit("b", 2)


def test_the_number_of_processes_changes_no_byte(plan, tmp_path):
    """One process and two give equal digests, and equal files but for the manifest's command line."""
    one = carry_out(plan(jobs=1, out=tmp_path / "one"), nothing, nothing)
    two = carry_out(plan(jobs=2, out=tmp_path / "two"), nothing, nothing)
    assert one.records == two.records
    assert one.worlds == two.worlds
    for path in one.folder.rglob("*.parquet"):
        assert path.read_bytes() == (two.folder / path.relative_to(one.folder)).read_bytes()
    assert (one.folder / "kpi_summary.csv").read_text() == (two.folder / "kpi_summary.csv").read_text()


def test_the_order_of_units_changes_no_record(job):
    """Backwards and forwards, every unit gives the same digest."""
    units = units_of(("four", "one_queue"), range(3))
    with Runner(job, 1) as runner:
        forwards = {r.unit: r.record_digest for r in runner.results(units)}
        backwards = {r.unit: r.record_digest for r in runner.results(units[::-1])}
    assert forwards == backwards


def test_both_strategies_meet_the_same_customers(job):
    """The first contacts of a replication are equal in both strategies: common random numbers."""
    worlds = [job.blueprints[name].world(1, 0) for name in ("four", "one_queue")]
    assert worlds[0].arrivals.issue.tolist() == worlds[1].arrivals.issue.tolist()
    assert worlds[0].arrivals.tick.tolist() == worlds[1].arrivals.tick.tolist()


def test_a_small_job_stays_in_this_process(job):
    """A few dozen expected contacts are not worth the start of a process."""
    with Runner(job) as runner:
        list(runner.results(units_of(("four",), range(2))))
        assert runner._pool is None


def test_a_failed_unit_names_its_replication(job, monkeypatch):
    """An error inside a unit comes out with fingerprint, seed, replication and strategy."""
    real = sim.experiment.work.run

    def broken(world, engine):
        if world.replication == 1:
            raise ValueError("cannot be")
        return real(world, engine)

    monkeypatch.setattr(sim.experiment.work, "run", broken)
    with Runner(job, 1) as runner, pytest.raises(InternalError) as caught:
        list(runner.results(units_of(("four",), range(3))))
    error = caught.value
    assert (error.seed, error.replication, error.entity) == (1, 1, "strategy four")
    assert error.fingerprint == job.blueprints["four"].fingerprint


def test_a_failed_unit_in_another_process_names_its_replication(job):
    """The place survives the way back from a worker: an engine that does not exist fails there."""
    broken = Job(job.blueprints, job.seed, engine="none")
    with Runner(broken, 2) as runner, pytest.raises(InternalError, match="there is no engine") as caught:
        list(runner.results(units_of(("four", "one_queue"), range(2))))
    assert (caught.value.replication, caught.value.entity) == (0, "strategy four")


def test_progress_is_told_after_every_unit(plan):
    """Six units of three replications: 1 of 6 to 6 of 6."""
    told = []
    carry_out(plan(out=None), lambda done, planned: told.append((done, planned)), nothing)
    assert told == [(done, 6) for done in range(1, 7)]
