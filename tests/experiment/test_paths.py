"""Paths over replications: shares that add up, intervals of ratios, and files that read back."""

import csv
import random

import duckdb
import numpy as np
import pytest

from sim.analysis import estimate
from sim.experiment.paths import PATH_FILE, REST, SUMMARY_FILE, path_rows, read_paths, write_paths
from sim.kpi import PATH_CUTS, PATH_SUMS, measure_paths
from sim.report.paths import path_note, path_sections
from tests.kpi.builder import answered, build_record, build_world, left
from tests.kpi.random_record import random_record, random_world


def day(n_solved, n_redialled, n_lost=0):
    """Paths of a day: so many solved at once, solved by a redial after 30 s on the line, and given up twice."""
    contacts = [answered(k, 0, 10, 100) for k in range(n_solved)]
    for k in range(100, 100 + n_redialled):
        contacts += [left(k, 0, 20), answered(k, 500, 10, 300, visit=1, reason=1, segment=0)]
    for k in range(200, 200 + n_lost):
        contacts += [left(k, 0, 20, segment=1), left(k, 900, 20, visit=1, reason=3, segment=1)]
    return measure_paths(build_record(contacts), build_world(n_segments=2))


def test_shares_are_ratios_of_sums():
    """Days of 4 and 6 issues: 8 of 10 solved at once, with the half width of the ratio estimator."""
    rows = path_rows([day(3, 1), day(5, 1)])
    assert [row.path for row in rows] == ["c0", "c0 > c0 (redial)"]
    assert rows[0].share == estimate([3, 5], [4, 6])
    assert rows[0].share.value == 0.8
    assert rows[0].issues.value == 4.0
    assert [row.wait_s.value for row in rows] == [10, 30]
    assert [row.handle_s.value for row in rows] == [100, 300]
    assert [row.resolved.value for row in rows] == [1, 1]


def test_a_path_that_some_days_lack_counts_as_none_there():
    """Redials on one day of two: half an issue a day, and the day without stands in the interval of its share."""
    rows = path_rows([day(4, 0), day(3, 1)])
    assert rows[1].issues == estimate([0, 1])
    assert rows[1].share == estimate([0, 1], [4, 4])
    assert rows[1].handle_s.value == 300


def test_what_is_left_out_is_one_row_so_that_all_adds_up():
    """The most frequent path and all others: shares add to 1, and the rest counts its paths."""
    parts = [day(3, 2, 1), day(4, 1, 1)]
    rows = path_rows(parts, most=1)
    assert [(row.path, row.n_paths) for row in rows] == [("c0", 1), (REST, 2)]
    assert sum(row.share.value for row in rows) == pytest.approx(1.0)
    assert rows[1].issues == estimate([3, 2])
    assert rows[1].resolved == estimate([2, 1], [3, 2])


def test_cuts_have_their_own_totals():
    """Of the segment that only gives up, all do; a cut or a name there is not is refused."""
    parts = [day(3, 2, 1), day(4, 1, 1)]
    rows = path_rows(parts, "segment", "s1")
    assert [(row.share.value, row.resolved.value) for row in rows] == [(1.0, 0.0)]
    with pytest.raises(ValueError, match="cannot be cut by queue"):
        path_rows(parts, "queue", "q0")
    with pytest.raises(ValueError, match="there is no segment 's7'; there are s0, s1"):
        path_rows(parts, "segment", "s7")


def test_without_issues_there_are_no_rows():
    """An empty day has no path."""
    assert path_rows([day(0, 0)]) == []
    assert path_sections({"base": []}) == []


def test_what_is_stored_reads_back(tmp_path):
    """Paths, indices and sums of random replications come back exactly, the first n of them."""
    parts = []
    for number in range(4):
        chance = random.Random(number)
        parts.append(measure_paths(random_record(chance, world := random_world(chance)), world))
    parts = [type(p)("base", number, p.names, p.path, p.index, p.sums) for number, p in enumerate(parts)]
    other = day(3, 2, 1)
    write_paths(tmp_path, {"base": parts, "other": [other]})
    found = read_paths(tmp_path, {"base": parts[0].names}, 3) | read_paths(tmp_path, {"other": other.names}, 1)
    assert [again.strategy for again in found["base"] + found["other"]] == ["base"] * 3 + ["other"]
    for again, part in zip(found["base"] + found["other"], [*parts[:3], other], strict=True):
        assert (again.replication, again.path) == (part.replication, part.path)
        for cut in PATH_CUTS:
            assert np.array_equal(again.index[cut], part.index[cut])
        for name in PATH_SUMS:
            assert np.array_equal(again.sums[name], part.sums[name])
    total = duckdb.sql(f"SELECT sum(issues) FROM '{tmp_path / PATH_FILE}' WHERE strategy = 'other'").fetchall()
    assert total == [(6.0,)]


def test_the_summary_holds_every_cut(tmp_path):
    """All, each first channel, segment and intent, with shares that add up in each; blank half widths are empty."""
    write_paths(tmp_path, {"base": [day(3, 2, 1)]})
    with (tmp_path / SUMMARY_FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = {(row["cut"], row["of"]) for row in rows}
    assert places == {("all", "all"), ("channel", "c0"), ("segment", "s0"), ("segment", "s1"), ("intent", "n0")}
    for place in places:
        shares = [float(row["share"]) for row in rows if (row["cut"], row["of"]) == place]
        assert sum(shares) == pytest.approx(1.0)
    assert {row["share_half_width"] for row in rows} == {""}


def test_sections_of_a_page():
    """One section a strategy: what it shows, and a row a path with shares and times in words."""
    parts = [day(3, 2, 1), day(4, 1, 1)]
    sections = path_sections({"base": path_rows(parts, most=2), "other": path_rows(parts)}, "c0")
    assert sections[0][0] == ("Paths in base, issues of c0: the 2 most frequent of 3.",)
    assert sections[1][0] == ("Paths in other, issues of c0: all 3.",)
    heads, rows = sections[0][1].heads, sections[0][1].groups[0][1]
    assert len(heads) == len(rows[0].values)
    assert [row.label for row in rows] == ["c0", "c0 > c0 (redial)", REST]
    assert [value for value, _ in rows[1].values] == ["25 %", "100 %", "30 s", "0 s", "5 min 00 s"]
    assert path_note().endswith(".")
