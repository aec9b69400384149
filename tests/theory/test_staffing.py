"""Staffing: the answer is the least one that meets the target, and shrinkage is added on top, exactly."""

import math
from fractions import Fraction

import pytest

from sim.theory import (
    StaffingTarget,
    add_shrinkage,
    combine_shrinkage,
    erlang_b,
    find_lines,
    find_servers,
    solve_erlang_a,
    solve_erlang_c,
    staff_by_interval,
)

RATE, HANDLE = 100 / 1800, 180.0


def naive_servers(rate: float, target: StaffingTarget, patience_s: float) -> int:
    """Count up from no servers until every part of the target is met."""
    for servers in range(10_000):
        if math.isinf(patience_s) and servers <= rate * HANDLE:
            continue
        if math.isinf(patience_s):
            waiting = solve_erlang_c(rate, HANDLE, servers)
            figures = (waiting.service_level(target.within_s), waiting.asa_s, waiting.occupancy, 0.0)
        else:
            leaving = solve_erlang_a(rate, HANDLE, patience_s, servers)
            level = leaving.service_level(target.within_s)
            figures = (level, leaving.asa_s, leaving.occupancy, leaving.abandonment_probability)
        level, asa_s, occupancy, abandoned = figures
        if (
            level >= target.service_level
            and asa_s <= target.max_asa_s
            and occupancy <= target.max_occupancy
            and abandoned <= target.max_abandonment
        ):
            return servers
    raise AssertionError("no number of servers meets the target")


@pytest.mark.parametrize("patience_s", [math.inf, 600.0, 60.0])
@pytest.mark.parametrize("load", [0.05, 1.0, 4.7, 10.0, 63.2])
@pytest.mark.parametrize(
    "target",
    [
        StaffingTarget(service_level=0.8),
        StaffingTarget(service_level=0.95, within_s=5.0),
        StaffingTarget(max_asa_s=10.0),
        StaffingTarget(max_occupancy=0.7),
        StaffingTarget(max_abandonment=0.02),
        StaffingTarget(service_level=0.8, max_asa_s=30.0, max_occupancy=0.85, max_abandonment=0.05),
    ],
    ids=["level", "high-level", "asa", "occupancy", "abandonment", "all"],
)
def test_the_answer_is_the_first_number_that_is_enough(target: StaffingTarget, load: float, patience_s: float) -> None:
    """Halving finds the same number as counting up one by one."""
    rate = load / HANDLE
    assert find_servers(rate, HANDLE, target, patience_s) == naive_servers(rate, target, patience_s)


@pytest.mark.parametrize("max_blocking", [0.5, 0.02, 0.001])
@pytest.mark.parametrize("load", [0.01, 1.0, 17.3, 250.0, 4000.0])
def test_lines_are_the_fewest_that_hold_the_blocking(load: float, max_blocking: float) -> None:
    """One line fewer would block more than allowed."""
    lines = find_lines(load, max_blocking)
    assert erlang_b(load, lines) <= max_blocking < erlang_b(load, lines - 1)


def test_the_exact_answer_where_a_published_table_is_off_by_one() -> None:
    """100 Erlang at 1 % need 117 lines (a table often copied says 118)."""
    assert find_lines(100.0, 0.01) == 117


def test_thousands_of_servers_follow_the_square_root_rule() -> None:
    """At 4900 Erlang the staff for half the calls waiting is near a + 0.5061 sqrt(a) (Halfin and Whitt)."""
    target = StaffingTarget(service_level=0.5, within_s=0.0)
    assert find_servers(4900.0 / HANDLE, HANDLE, target) == pytest.approx(4900 + 0.5061 * 70, abs=2)


def test_an_occupancy_cap_met_exactly_is_met() -> None:
    """A cap of 85 % at 17 Erlang is 20 servers, whatever the rounding of the load in floats."""
    for rate, handle in ((17.0, 1.0), (17.0 / 3600.0, 3600.0), (17.0 / 180.0, 180.0), (17.0 / 7.0, 7.0)):
        assert find_servers(rate, handle, StaffingTarget(max_occupancy=0.85)) == 20


def test_impatient_callers_need_fewer_servers() -> None:
    """Calls that leave free the queue: a service level is met with no more servers than Erlang C asks."""
    target = StaffingTarget(service_level=0.8)
    assert find_servers(RATE, HANDLE, target, 120.0) <= find_servers(RATE, HANDLE, target)


def test_no_calls_need_nobody() -> None:
    """Without calls the answer is 0 for any target."""
    target = StaffingTarget(service_level=0.99, max_asa_s=0.1)
    assert (find_lines(0.0, 0.01), find_servers(0.0, HANDLE, target)) == (0, 0)
    assert find_servers(0.0, HANDLE, target, 60.0) == 0
    assert staff_by_interval([0.0, 0.0], 1800, HANDLE, target, shrinkage=0.3) == (0, 0)
    assert staff_by_interval([], 1800, HANDLE, target) == ()


def test_no_target_still_needs_a_stable_queue_or_one_server() -> None:
    """Without any target Erlang C asks for one more server than the load, Erlang A for a single one."""
    assert find_servers(10.0, 1.0, StaffingTarget()) == 11
    assert find_servers(10.5, 1.0, StaffingTarget()) == 11
    assert find_servers(10.5, 1.0, StaffingTarget(), 5.0) == 1


def test_each_interval_is_staffed_by_itself() -> None:
    """The people of an interval are its own servers with shrinkage on top."""
    target = StaffingTarget(service_level=0.8)
    calls = [0.0, 12.0, 100.0, 250.5]
    expected = [add_shrinkage(find_servers(n / 1800, HANDLE, target, 300.0), 0.25) for n in calls]
    assert staff_by_interval(calls, 1800, HANDLE, target, 300.0, 0.25) == tuple(expected)


@pytest.mark.parametrize("percent", [0, 5, 12, 30, 35, 50, 99])
def test_shrinkage_rounds_up_as_in_fractions(percent: int) -> None:
    """For 0 to 400 servers the people are those of exact arithmetic: no float makes one too many."""
    people = [add_shrinkage(servers, percent / 100) for servers in range(401)]
    assert people == [math.ceil(Fraction(servers * 100, 100 - percent)) for servers in range(401)]


def test_causes_of_shrinkage_combine_by_who_is_left() -> None:
    """A fifth and then a tenth of the rest leave 72 %; no cause leaves all."""
    assert combine_shrinkage(0.2, 0.1) == pytest.approx(0.28, abs=1e-15)
    assert combine_shrinkage(0.1, 0.2) == combine_shrinkage(0.2, 0.1)
    assert combine_shrinkage() == 0.0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service_level", 1.0),
        ("service_level", 80.0),
        ("service_level", -0.1),
        ("service_level", math.nan),
        ("within_s", -1.0),
        ("max_asa_s", 0.0),
        ("max_asa_s", math.nan),
        ("max_occupancy", 0.0),
        ("max_occupancy", 85.0),
        ("max_abandonment", 0.0),
        ("max_abandonment", 1.5),
    ],
)
def test_a_target_out_of_range_is_refused(name: str, value: float) -> None:
    """Percent instead of shares, and targets nothing can meet, raise ValueError by name."""
    with pytest.raises(ValueError, match=f"{name} must be"):
        StaffingTarget(**{name: value})


def test_arguments_out_of_range_are_refused() -> None:
    """Impossible blocking, shrinkage, calls, times and patience raise ValueError by name."""
    target = StaffingTarget(service_level=0.8)
    for max_blocking in (0.0, 1.0, 2.0, math.nan):
        with pytest.raises(ValueError, match="max_blocking must"):
            find_lines(10.0, max_blocking)
    for shrinkage in (-0.1, 1.0, 30.0, math.nan):
        with pytest.raises(ValueError, match="shrinkage must"):
            add_shrinkage(10, shrinkage)
        with pytest.raises(ValueError, match="shrinkage must"):
            combine_shrinkage(0.1, shrinkage)
    with pytest.raises(ValueError, match="load must"):
        find_lines(-1.0, 0.1)
    with pytest.raises(ValueError, match="servers must"):
        add_shrinkage(-1, 0.1)
    with pytest.raises(ValueError, match="rate_per_s must"):
        find_servers(-1.0, HANDLE, target)
    with pytest.raises(ValueError, match="handle_s must"):
        find_servers(0.0, 0.0, target)
    with pytest.raises(ValueError, match="patience_s must"):
        find_servers(RATE, HANDLE, target, 0.0)
    with pytest.raises(ValueError, match="calls must"):
        staff_by_interval([1.0, -1.0], 1800, HANDLE, target)
    with pytest.raises(ValueError, match="interval_s must"):
        staff_by_interval([1.0], 0.0, HANDLE, target)
