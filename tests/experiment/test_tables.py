"""What is stored reads back as it was, with names for indices and nulls for what did not happen."""

import csv

import duckdb
import pytest

from sim.engine import run
from sim.experiment.manifest import read_manifest
from sim.experiment.study import carry_out
from sim.experiment.tables import read_sums
from sim.kpi import CATALOG, MONEY_NAMES, interval_rows
from sim.rules.lifecycle import Cause, Outcome, Way
from sim.world.build import build


def nothing(*_):
    """Take progress and notes."""


@pytest.fixture
def study(plan):
    """A stored run of three replications."""
    return carry_out(plan(), nothing, nothing)


def rows_of(path, query):
    """Rows of a query on a table named t."""
    return duckdb.sql(query.replace("FROM t", f"FROM read_parquet('{path}')")).fetchall()


def test_sums_read_back_give_the_same_cells(study):
    """Every value, interval and difference from the folder is the one from memory."""
    manifest = read_manifest(study.folder)
    sums = read_sums(study.folder, manifest.names, manifest.thresholds, manifest.seed, manifest.replications)
    again = type(study)(study.plan, sums, study.records, study.worlds)
    assert repr(again.cells()) == repr(study.cells())


def test_contacts_are_those_of_the_record(study, scenario):
    """All rows of a replication, in the order of the record, ticks in full."""
    record = run(build(scenario, "one_queue", seed=1, replication=2))
    stored = rows_of(
        study.folder / "contacts/part-0000.parquet",
        "SELECT issue, visit, arrived_tick, coalesce(answered_tick, -1), outcome, channel, queue, way, "
        "coalesce(after_visit, -1), led_by, cause FROM t "
        "WHERE strategy = 'one_queue' AND replication = 2",
    )
    contacts = record.contacts
    expected = zip(
        contacts["issue"].tolist(),
        contacts["visit"].tolist(),
        contacts["arrived_tick"].tolist(),
        contacts["answered_tick"].tolist(),
        [Outcome(number).name.lower() for number in contacts["outcome"].tolist()],
        [("phone", "mail")[number] for number in contacts["channel"].tolist()],
        ["all" if number == 0 else None for number in contacts["queue"].tolist()],
        [Way(number).name.lower() for number in contacts["way"].tolist()],
        contacts["after_visit"].tolist(),
        [Cause(number).name.lower() if number >= 0 else None for number in contacts["led_by"].tolist()],
        [None if number < 0 else ("level", "story_lost")[number] for number in contacts["cause"].tolist()],
        strict=True,
    )
    assert stored == list(expected)


def test_failure_demand_is_stored_by_cause_and_cost_centre(study):
    """Every row of what_next and every cost centre has a row; those of a cause add up to all repeats."""
    rows = rows_of(
        study.folder / "kpi_by_replication.parquet",
        "SELECT cut, of, numerator FROM t WHERE kpi = 'failure_contacts' AND strategy = 'four' AND replication = 0",
    )
    found = {(cut, of): number for cut, of, number in rows}
    assert found["all", "all"] > 0
    assert sum(number for (cut, _), number in found.items() if cut == "cause") == found["all", "all"]
    assert {of for cut, of in found if cut == "cause"} == {*(c.name.lower() for c in Cause), "level", "story_lost"}
    assert {of for cut, of in found if cut == "paid_by"} == {"team", "phone", "mail"}


def test_what_did_not_happen_is_null(study):
    """An abandoned contact has no answer tick, no agent and no decision about resolving."""
    found = rows_of(
        study.folder / "contacts/part-0000.parquet",
        "SELECT DISTINCT answered_tick, agent, pool, is_resolved FROM t WHERE outcome = 'abandoned'",
    )
    assert found == [(None, None, None, None)]


def test_issues_balance_in_the_tables(study):
    """Each issue is resolved, lost or open; as many issues as first contacts."""
    issues = rows_of(study.folder / "issues/part-0000.parquet", "SELECT outcome, count(*) FROM t GROUP BY ALL")
    first = rows_of(study.folder / "contacts/part-0000.parquet", "SELECT count(*) FROM t WHERE visit = 0")
    assert {outcome for outcome, _ in issues} <= {"resolved", "lost", "open"}
    assert sum(count for _, count in issues) == first[0][0]


def test_intervals_are_those_of_the_record(study, scenario):
    """Rows of one replication, with names of channel and queue."""
    world = build(scenario, "four", seed=1, replication=1)
    rows = interval_rows(run(world), world)
    stored = rows_of(
        study.folder / "intervals.parquet",
        "SELECT interval, channel, queue, offered, wait_s FROM t WHERE strategy = 'four' AND replication = 1",
    )
    expected = zip(
        rows["interval"].tolist(),
        [("phone", "mail")[number] for number in rows["channel"].tolist()],
        [("calls", "mails")[number] for number in rows["queue"].tolist()],
        rows["offered"].tolist(),
        rows["wait_s"].tolist(),
        strict=True,
    )
    assert stored == list(expected)


@pytest.mark.parametrize("name", ["kpi_by_replication", "waits_by_replication", "intervals", "agents"])
def test_every_table_has_strategy_and_replication(study, name):
    """Both strategies and all replications are in every table."""
    found = rows_of(study.folder / f"{name}.parquet", "SELECT DISTINCT strategy, replication FROM t ORDER BY ALL")
    assert found == [(strategy, number) for strategy in ("four", "one_queue") for number in range(3)]


def test_values_by_replication_are_numerator_over_denominator(study):
    """0/0 is NaN, never a number; all other values are the quotient."""
    wrong = rows_of(
        study.folder / "kpi_by_replication.parquet",
        "SELECT kpi FROM t WHERE NOT isnan(numerator) AND "
        "(CASE WHEN denominator = 0 THEN NOT isnan(value) ELSE value <> numerator / denominator END)",
    )
    assert wrong == []


def test_the_summary_has_every_kpi_and_the_differences(study):
    """One row a KPI, cell and strategy, without prices none of money; differences stand beside the other strategy."""
    with (study.folder / "kpi_summary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["kpi"] for row in rows} == CATALOG.keys() - MONEY_NAMES
    asa = next(row for row in rows if (row["kpi"], row["of"], row["strategy"]) == ("asa", "phone", "one_queue"))
    assert asa["minus"] == "four"
    assert asa["verdict"] in ("better", "worse", "not told apart")
    base = next(row for row in rows if (row["kpi"], row["of"], row["strategy"]) == ("asa", "phone", "four"))
    assert float(asa["value"]) - float(base["value"]) == pytest.approx(float(asa["difference"]))
