"""Published Erlang B, C and A figures: every row of published_pairs.csv, at the tolerance the row states.

The table names the source of each figure; its column `recomputed`, where it is a number, is an independent
value of higher precision and is checked too. Definitions differ between sources (whose wait, whose service
level), so the metric column decides which figure of ours is meant.
"""

import csv
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.theory import (
    ErlangA,
    ErlangC,
    StaffingTarget,
    erlang_b,
    find_lines,
    find_servers,
    solve_erlang_a,
    solve_erlang_c,
    staff_by_interval,
)

Row = dict[str, str]
Inputs = dict[str, Any]

with (Path(__file__).parent / "published_pairs.csv").open(encoding="utf-8", newline="") as table:
    ROWS: list[Row] = list(csv.DictReader(table))

NUMBER = re.compile(r"-?\d*\.?\d+(e-?\d+)?")


def seconds(inputs: Inputs, name: str) -> float:
    """The input in seconds, written either as name_s or as name_min (a number or a fraction)."""
    if f"{name}_s" in inputs:
        return float(inputs[f"{name}_s"])
    above, _, below = str(inputs[f"{name}_min"]).partition("/")
    return 60.0 * float(above) / float(below or 1)


def rate_per_s(inputs: Inputs) -> float:
    if "calls" in inputs:
        return float(inputs["calls"] / seconds(inputs, "interval"))
    if "calls_per_hour" in inputs:
        return float(inputs["calls_per_hour"] / 3600)
    if "erlangs" in inputs:
        return float(inputs["erlangs"])
    return float((inputs.get("calls_per_min") or inputs["arrivals_per_min"]) / 60)


def handle_s(inputs: Inputs) -> float:
    return 1.0 if "erlangs" in inputs else seconds(inputs, "aht")


def erlang_c_of(inputs: Inputs) -> ErlangC:
    return solve_erlang_c(rate_per_s(inputs), handle_s(inputs), inputs["agents"])


def erlang_a_of(inputs: Inputs) -> ErlangA:
    patience_s = seconds(inputs, "mean_patience")
    return solve_erlang_a(rate_per_s(inputs), handle_s(inputs), patience_s, inputs["agents"], inputs.get("lines"))


def positions_by_hour(inputs: Inputs) -> tuple[int, ...]:
    target = StaffingTarget(
        service_level=inputs["target_sl"],
        within_s=inputs["awt_s"],
        max_occupancy=inputs["max_occupancy"],
    )
    patience_s = seconds(inputs, "mean_patience") if "mean_patience_min" in inputs else math.inf
    return staff_by_interval(inputs["calls_per_hour"], 3600, handle_s(inputs), target, patience_s, inputs["shrinkage"])


def agents_needed(inputs: Inputs) -> int:
    if "target_asa_s" in inputs:
        target = StaffingTarget(max_asa_s=inputs["target_asa_s"])
    else:
        target = StaffingTarget(service_level=inputs["target_sl"], within_s=inputs["awt_s"])
    return find_servers(rate_per_s(inputs), handle_s(inputs), target)


METRICS: dict[tuple[str, str], Callable[[Inputs], float | tuple[int, ...]]] = {
    ("B", "blocking"): lambda i: erlang_b(i["erlangs"], i["servers"]),
    ("B", "servers_needed"): lambda i: find_lines(i["erlangs"], i["max_blocking"]),
    ("C", "agents_needed"): agents_needed,
    ("C", "asa_min"): lambda i: erlang_c_of(i).asa_s / 60,
    ("C", "asa_s"): lambda i: erlang_c_of(i).asa_s,
    ("C", "immediate_answer"): lambda i: erlang_c_of(i).service_level(0.0),
    ("C", "mean_wait_s"): lambda i: erlang_c_of(i).asa_s,
    ("C", "occupancy"): lambda i: erlang_c_of(i).occupancy,
    ("C", "service_level"): lambda i: erlang_c_of(i).service_level(seconds(i, "awt")),
    ("C", "wait_probability"): lambda i: erlang_c_of(i).wait_probability,
    ("C staffing", "positions_by_hour"): positions_by_hour,
    ("A staffing", "positions_by_hour"): positions_by_hour,
    ("A", "abandonment_probability"): lambda i: erlang_a_of(i).abandonment_probability,
    ("A", "mean_wait_all_arrivals_min"): lambda i: erlang_a_of(i).mean_wait_s / 60,
    ("A", "occupancy"): lambda i: erlang_a_of(i).occupancy,
    ("A", "service_level_served_in_awt_over_arrivals"): lambda i: erlang_a_of(i).service_level(seconds(i, "awt")),
    ("A", "wait_probability"): lambda i: erlang_a_of(i).wait_probability,
    ("A (K=100 or infinite)", "mean_wait_all_arrivals_s"): lambda i: erlang_a_of(i).mean_wait_s,
    ("A/X", "abandonment"): lambda i: erlang_a_of(i).abandonment_probability,
    ("A/X", "asa_min = VIRTUAL wait of an infinitely patient caller"): lambda i: (
        erlang_a_of(i).mean_virtual_wait_s / 60
    ),
    ("A/X", "blocked"): lambda i: erlang_a_of(i).blocking_probability,
    ("A/X", "occupancy"): lambda i: erlang_a_of(i).occupancy,
    ("A/X", "service_level = VIRTUAL wait <= AWT"): lambda i: erlang_a_of(i).virtual_service_level(seconds(i, "awt")),
}


def ours(row: Row) -> float | tuple[int, ...]:
    return METRICS[row["model"], row["metric"]](json.loads(row["inputs"]))


def half_last_digit(figure: str) -> float:
    """Half a unit of the last printed digit: 0.5 for "12", 0.005 for "3.43"."""
    return 0.5 * 10.0 ** -len(figure.partition(".")[2])


def stated_tolerance(row: Row) -> float:
    tolerance = row["tolerance"]
    if tolerance == "0.5 of the last digit":
        return half_last_digit(row["published"])
    size = float(tolerance.split()[0])
    return size * float(row["published"]) if tolerance.endswith("relative") else size


def label(row: Row) -> str:
    return f"{ROWS.index(row) + 2}-{row['model']}-{row['metric']}".replace(" ", "_")


def test_the_table_has_all_67_pairs() -> None:
    """Every published pair is carried, and none is a copy of another row."""
    assert len(ROWS) == 67
    assert len({(row["source"], row["inputs"], row["metric"]) for row in ROWS}) == 67


def test_every_metric_is_used() -> None:
    """The metrics this module knows are those the table has: none untested, none unknown."""
    assert {(row["model"], row["metric"]) for row in ROWS} == set(METRICS)


@pytest.mark.parametrize("row", ROWS, ids=label)
def test_our_figure_equals_the_published_one(row: Row) -> None:
    """The figure agrees with the published one within the tolerance stated in the row."""
    figure = ours(row)
    if row["tolerance"] == "exact":
        published = json.loads(row["published"])
        assert figure == (tuple(published) if isinstance(published, list) else published)
    elif row["published"].startswith("between"):
        low, high = (float(bound[0]) for bound in re.findall(r"(\d*\.\d+)()", row["published"]))
        assert isinstance(figure, float)
        assert low <= figure <= high
    else:
        assert figure == pytest.approx(float(row["published"]), rel=0, abs=stated_tolerance(row))


@pytest.mark.parametrize("row", [r for r in ROWS if NUMBER.fullmatch(r["recomputed"])], ids=label)
def test_our_figure_equals_the_independent_recomputation(row: Row) -> None:
    """The figure agrees with the table's independent value to every digit printed there."""
    allowed = max(half_last_digit(row["recomputed"]), 1e-12)
    assert ours(row) == pytest.approx(float(row["recomputed"]), rel=0, abs=allowed * 1.001)


def test_an_independent_recomputation_exists_for_43_figures() -> None:
    """The finer check above covers as many rows as when it was written."""
    assert sum(1 for row in ROWS if NUMBER.fullmatch(row["recomputed"])) == 43
