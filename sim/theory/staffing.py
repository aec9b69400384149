"""How many servers a target needs: lines for a blocking target, agents for a service target, by interval.

Owns the planner's textbook rules (Erlang B, C and A turned round, shrinkage on top): oracles for tests and
sanity lines beside simulated answers. It refuses schedules, skills and carry-over between intervals: each
interval is taken as if it lasted for ever.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.theory.arguments import (
    require_count,
    require_not_negative,
    require_patience,
    require_positive,
    require_wait,
)
from sim.theory.erlang import erlang_b, solve_erlang_a, solve_erlang_c

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class StaffingTarget:
    """What the staff of an interval must reach; a target left out is always met.

    Attributes:
        service_level: Least share of arriving calls answered within `within_s`, 0 or more and less than 1
            (no finite staff answers everyone in time).
        within_s: Longest wait that counts for the service level [s], 0 or more.
        max_asa_s: Longest mean wait of answered calls [s], more than 0.
        max_occupancy: Greatest busy share of the agents' time, more than 0 to 1.
        max_abandonment: Greatest share of calls abandoned, more than 0 to 1.

    Raises:
        ValueError: A target is out of its range.
    """

    service_level: float = 0.0
    within_s: float = 20.0
    max_asa_s: float = math.inf
    max_occupancy: float = 1.0
    max_abandonment: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.service_level < 1.0:
            raise ValueError(f"service_level must be 0 or more and less than 1, as 0.8 (got {self.service_level})")
        require_wait(self.within_s)
        if not self.max_asa_s > 0.0:
            raise ValueError(f"max_asa_s must be more than 0 s (got {self.max_asa_s})")
        for name, share in (
            ("max_occupancy", self.max_occupancy),
            ("max_abandonment", self.max_abandonment),
        ):
            if not 0.0 < share <= 1.0:
                raise ValueError(f"{name} must be more than 0 and at most 1, as 0.85 (got {share})")


def find_lines(load: float, max_blocking: float) -> int:
    """Return the fewest lines that lose at most a share of the calls (Erlang B).

    Args:
        load: Offered load [Erlang], 0 or more.
        max_blocking: Greatest share of calls lost, more than 0 and less than 1.

    Returns:
        Number of lines; 0 for a load of 0.

    Raises:
        ValueError: An argument is out of range.

    >>> find_lines(10.0, 0.02)
    17
    """
    require_not_negative("load", load)
    if not 0.0 < max_blocking < 1.0:
        raise ValueError(f"max_blocking must be more than 0 and less than 1, as 0.01 (got {max_blocking})")
    if load == 0.0:
        return 0
    return _least(lambda lines: erlang_b(load, lines) <= max_blocking, 0)


def find_servers(rate_per_s: float, handle_s: float, target: StaffingTarget, patience_s: float = math.inf) -> int:
    """Return the fewest servers that meet every part of a target (Erlang C; Erlang A if calls leave).

    With endless patience the answer is always more than the load. Each measure gets better with every
    server added, so the fewest is found by halving.

    Args:
        rate_per_s: Calls per second, 0 or more.
        handle_s: Mean handle time [s], more than 0.
        target: What must be reached.
        patience_s: Mean patience [s], more than 0; `inf` when nobody leaves.

    Returns:
        Number of servers; 0 when no call arrives, otherwise 1 or more.

    Raises:
        ValueError: An argument is out of range.

    >>> find_servers(200 / 3600, 180.0, StaffingTarget(max_asa_s=120.0))
    12
    """
    require_not_negative("rate_per_s", rate_per_s)
    require_positive("handle_s", handle_s)
    require_patience(patience_s)
    if rate_per_s == 0.0:
        return 0
    if math.isinf(patience_s):
        too_few = math.floor(rate_per_s * handle_s)
        return _least(lambda servers: _meets_waiting(rate_per_s, handle_s, servers, target), too_few)
    return _least(lambda servers: _meets_leaving(rate_per_s, handle_s, patience_s, servers, target), 0)


def combine_shrinkage(*shares: float) -> float:
    """Return the shrinkage of several independent causes together: 1 - (1 - a)(1 - b)….

    Args:
        shares: Share of paid time lost to each cause, each 0 or more and less than 1; none gives 0.

    Returns:
        Shrinkage, 0 or more and less than 1.

    Raises:
        ValueError: A share is out of range.

    >>> round(combine_shrinkage(0.2, 0.1), 9)
    0.28
    """
    present = 1.0
    for share in shares:
        _require_shrinkage(share)
        present *= 1.0 - share
    return 1.0 - present


def add_shrinkage(servers: int, shrinkage: float) -> int:
    """Return the people to roster so that enough are present: servers / (1 - shrinkage), rounded up.

    A quotient that is whole but for the rounding of floats (21 / 0.7) is not rounded up to the next.

    Args:
        servers: Servers needed at work, 0 or more.
        shrinkage: Share of rostered time not available, 0 or more and less than 1.

    Returns:
        Number of people.

    Raises:
        ValueError: An argument is out of range.

    >>> add_shrinkage(21, 0.3)
    30
    """
    require_count("servers", servers, least=0)
    _require_shrinkage(shrinkage)
    return math.ceil(servers / (1.0 - shrinkage) * (1.0 - _ROUNDING))


def staff_by_interval(
    calls: Sequence[float],
    interval_s: float,
    handle_s: float,
    target: StaffingTarget,
    patience_s: float = math.inf,
    shrinkage: float = 0.0,
) -> tuple[int, ...]:
    """Return the people to roster in each interval, each taken by itself in its steady state.

    Args:
        calls: Calls expected in each interval, 0 or more.
        interval_s: Length of an interval [s], more than 0.
        handle_s: Mean handle time [s], more than 0.
        target: What every interval must reach.
        patience_s: Mean patience [s], more than 0; `inf` when nobody leaves.
        shrinkage: Share of rostered time not available, 0 or more and less than 1.

    Returns:
        People per interval, as many as `calls`; empty for no interval.

    Raises:
        ValueError: An argument is out of range.

    >>> staff_by_interval([0, 50, 100], 1800, 180, StaffingTarget(service_level=0.8), shrinkage=0.3)
    (0, 12, 20)
    """
    require_positive("interval_s", interval_s)
    for n_calls in calls:
        require_not_negative("calls", n_calls)
    return tuple(
        add_shrinkage(find_servers(n_calls / interval_s, handle_s, target, patience_s), shrinkage) for n_calls in calls
    )


def _least(is_enough: Callable[[int], bool], too_few: int) -> int:
    """Return the least number above `too_few` that is enough, given that more is always enough too."""
    step = 1
    while not is_enough(too_few + step):
        too_few += step
        step *= 2
    enough = too_few + step
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if is_enough(middle):
            enough = middle
        else:
            too_few = middle
    return enough


def _meets_waiting(rate_per_s: float, handle_s: float, servers: int, target: StaffingTarget) -> bool:
    """Say whether servers meet the target when every call waits for its answer."""
    state = solve_erlang_c(rate_per_s, handle_s, servers)
    return (
        state.service_level(target.within_s) >= target.service_level
        and state.asa_s <= target.max_asa_s
        and state.occupancy <= target.max_occupancy * (1.0 + _ROUNDING)
    )


def _meets_leaving(rate_per_s: float, handle_s: float, patience_s: float, servers: int, target: StaffingTarget) -> bool:
    """Say whether servers meet the target when calls leave at the end of their patience."""
    state = solve_erlang_a(rate_per_s, handle_s, patience_s, servers)
    return (
        state.service_level(target.within_s) >= target.service_level
        and state.asa_s <= target.max_asa_s
        and state.occupancy <= target.max_occupancy * (1.0 + _ROUNDING)
        and state.abandonment_probability <= target.max_abandonment
    )


def _require_shrinkage(share: float) -> None:
    """Raise ValueError unless a shrinkage leaves someone at work."""
    if not 0.0 <= share < 1.0:
        raise ValueError(f"shrinkage must be 0 or more and less than 1, as 0.3 (got {share})")
