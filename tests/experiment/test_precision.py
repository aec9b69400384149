"""Sequential runs: when they stop, what they say, what they refuse."""

import pytest

from sim.errors import UsageError
from sim.experiment.manifest import read_manifest
from sim.experiment.precision import Precision
from sim.experiment.study import carry_out


def nothing(*_):
    """Take progress."""


def test_a_loose_precision_is_reached_after_the_first_batch(plan):
    """No test before 20 replications, whatever the precision."""
    told = []
    study = carry_out(plan(out=None, precision=Precision(0.9)), nothing, told.append)
    assert study.replications == 20
    assert study.stopping.missed == {}
    assert told == ["precision of 90 % reached after 20 replications"]


def test_a_precision_that_is_not_reached_says_what_is_missing(plan):
    """It stops at the most replications and names each value with where it is."""
    told = []
    precision = Precision(0.001, ("asa:phone",), max_reps=24)
    study = carry_out(plan(out=None, precision=precision), nothing, told.append)
    assert study.replications == 24
    assert set(study.stopping.missed) == {"asa:phone of four", "asa:phone of one_queue"}
    assert told[0].startswith("precision of 0.1 % not reached after 24 replications: asa:phone of four is at ")


def test_reached_means_every_watched_half_width_is_small_enough(plan):
    """At the stop each watched KPI has half width / value at most the target; one batch before, not all."""
    study = carry_out(plan(out=None, precision=Precision(0.12, ("asa:phone",))), nothing, nothing)
    assert study.stopping.n > 20
    assert all(width <= 0.12 for width in study.stopping.reached.values())
    assert len(study.stopping.reached) == 2


def test_a_named_kpi_of_value_0_is_refused(plan):
    """Nothing is small beside 0: a usage error that names the KPI and the way out."""
    with pytest.raises(UsageError, match=r"block_rate of four: the value is 0.*--reps"):
        carry_out(plan(out=None, precision=Precision(0.1, ("block_rate",))), nothing, nothing)


def test_a_named_kpi_that_is_blank_is_refused(plan):
    """0/0 has no precision."""
    with pytest.raises(UsageError, match="blank"):
        carry_out(plan(out=None, precision=Precision(0.1, ("fcr_observed",))), nothing, nothing)


def test_a_maximum_is_refused(plan):
    """A maximum has no interval at all."""
    with pytest.raises(UsageError, match="maximum"):
        carry_out(plan(out=None, precision=Precision(0.1, ("max_wait",))), nothing, nothing)


def test_a_stored_run_is_reused_as_the_rule_would_have_run(plan):
    """From 40 stored replications the rule reads the 20 it needs, and nothing is run."""
    carry_out(plan(replications=40), nothing, nothing)
    ran = []
    study = carry_out(plan(precision=Precision(0.9)), lambda *done: ran.append(done), nothing)
    assert (study.replications, study.is_reused, ran) == (20, True, [])


def test_a_refused_run_leaves_no_folder(plan, tmp_path):
    """What is refused after the first batch leaves nothing behind."""
    with pytest.raises(UsageError):
        carry_out(plan(precision=Precision(0.1, ("block_rate",))), nothing, nothing)
    assert list((tmp_path / "results").iterdir()) == []


def test_a_sequential_run_shortens_no_stored_run(plan):
    """30 stored replications of one strategy; the rule needs 20 of both: 30 of both are stored, 20 are read."""
    carry_out(plan(strategies=("four",), replications=30), nothing, nothing)
    study = carry_out(plan(precision=Precision(0.9)), nothing, nothing)
    assert study.replications == 20
    assert read_manifest(study.folder).replications == 30
