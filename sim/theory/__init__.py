"""Queueing formulas known exactly: oracles for tests, sanity lines for reports. Never used by an engine.

`erlang` has alike exponential calls (Erlang B, C, A and M/M/c/K), `queues` priorities, general handle times
and callers who come back, `staffing` the numbers of servers that meet a target. Plain numbers in, plain
numbers out; seconds, calls per second, shares of 0 to 1.
"""

from sim.theory.erlang import ErlangA, ErlangC, erlang_b, erlang_c, solve_erlang_a, solve_erlang_c, solve_mmck
from sim.theory.queues import (
    mean_wait_mg1,
    mean_waits_mg1_priority,
    mean_waits_mmc_priority,
    solve_total_rate,
)
from sim.theory.staffing import (
    StaffingTarget,
    add_shrinkage,
    combine_shrinkage,
    find_lines,
    find_servers,
    staff_by_interval,
)

__all__ = [
    "ErlangA",
    "ErlangC",
    "StaffingTarget",
    "add_shrinkage",
    "combine_shrinkage",
    "erlang_b",
    "erlang_c",
    "find_lines",
    "find_servers",
    "mean_wait_mg1",
    "mean_waits_mg1_priority",
    "mean_waits_mmc_priority",
    "solve_erlang_a",
    "solve_erlang_c",
    "solve_mmck",
    "solve_total_rate",
    "staff_by_interval",
]
