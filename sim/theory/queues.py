"""Mean waits beyond alike exponential calls: general handle times, priorities, and callers who come back.

Owns exact formulas for one server with general handle times (Pollaczek–Khinchine, Cobham), for many servers
with priorities and one common exponential handle time (Kella and Yechiali), and the flow balance of redials
and repeat calls. It refuses whole wait distributions and approximations of many servers with general handle
times.

All times are seconds and all rates are per second. A coefficient of variation (`cv`) is standard deviation
over mean: 0 for fixed times, 1 for exponential ones.
"""

import math
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from sim.theory.arguments import require_count, require_not_negative, require_positive, require_stable
from sim.theory.erlang import erlang_c

_WIDEST_GROWTH = 1000.0


def mean_wait_mg1(rate_per_s: float, handle_s: float, handle_cv: float) -> float:
    """Return the mean wait of one server with general handle times, first come first served (M/G/1).

    W = rate E[S²] / (2 (1 - rho)), with E[S²] = h² (1 + cv²). Source: Pollaczek 1930, Khinchine 1932.

    Args:
        rate_per_s: Calls per second, 0 or more.
        handle_s: Mean handle time [s], more than 0.
        handle_cv: Coefficient of variation of the handle time, 0 or more.

    Returns:
        Mean wait of all calls, zeros included [s].

    Raises:
        ValueError: The load is not less than 1, or an argument is out of range.

    >>> mean_wait_mg1(0.5, 1.0, 0.0), mean_wait_mg1(0.5, 1.0, 1.0)
    (0.5, 1.0)
    """
    return mean_waits_mg1_priority([rate_per_s], [handle_s], [handle_cv])[0]


def mean_waits_mg1_priority(
    rates_per_s: Sequence[float], handles_s: Sequence[float], handle_cvs: Sequence[float]
) -> tuple[float, ...]:
    """Return the mean wait of each class at one server, the most important class first (M/G/1).

    A call in service is never interrupted; calls of one class go first come first served. With R =
    the sum of rate E[S²] / 2 over all classes and s(k) the load of classes 1..k,
    W(k) = R / ((1 - s(k-1)) (1 - s(k))).
    Source: Cobham, Priority assignment in waiting line problems, Operations Research 2, 1954.

    Args:
        rates_per_s: Calls per second of each class, 0 or more.
        handles_s: Mean handle time of each class [s], more than 0.
        handle_cvs: Coefficient of variation of each class's handle time, 0 or more.

    Returns:
        Mean wait of each class, zeros included [s]; for a class without calls, what its first call would
        wait. Empty when there is no class.

    Raises:
        ValueError: The lists differ in length, the loads together are not less than 1, or a value is out of
            range.

    >>> mean_waits_mg1_priority([0.25, 0.25], [1.0, 1.0], [1.0, 1.0])
    (0.6666666666666666, 1.3333333333333333)
    """
    if not len(rates_per_s) == len(handles_s) == len(handle_cvs):
        raise ValueError(
            f"one rate, handle time and cv a class are needed (got {len(rates_per_s)} rates, "
            f"{len(handles_s)} handle times, {len(handle_cvs)} cvs)"
        )
    for rate, handle, cv in zip(rates_per_s, handles_s, handle_cvs, strict=True):
        require_not_negative("rate_per_s", rate)
        require_positive("handle_s", handle)
        require_not_negative("handle_cv", cv)
    loads = [rate * handle for rate, handle in zip(rates_per_s, handles_s, strict=True)]
    require_stable(math.fsum(loads), 1)
    residual_s = math.fsum(
        load * handle * (1.0 + cv * cv) / 2.0 for load, handle, cv in zip(loads, handles_s, handle_cvs, strict=True)
    )
    return _share_by_class(residual_s, loads)


def mean_waits_mmc_priority(rates_per_s: Sequence[float], handle_s: float, servers: int) -> tuple[float, ...]:
    """Return the mean wait of each class at many servers, the most important class first (M/M/c).

    All classes share one exponential handle time; a call in service is never interrupted. With C the
    Erlang C of the whole load, R = C h / c and s(k) the share of the servers that classes 1..k keep busy,
    W(k) = R / ((1 - s(k-1)) (1 - s(k))). Sources: Cobham 1954; Kella and Yechiali, Waiting times in the
    non-preemptive priority M/M/c queue, Stochastic Models 1, 1985.

    Args:
        rates_per_s: Calls per second of each class, 0 or more.
        handle_s: Mean handle time of every class [s], more than 0.
        servers: Number of servers, 1 or more and more than the whole load.

    Returns:
        Mean wait of each class, zeros included [s]; empty when there is no class.

    Raises:
        ValueError: The whole load is not less than the number of servers, or a value is out of range.

    >>> [round(wait_s, 6) for wait_s in mean_waits_mmc_priority([0.5, 0.5], 1.0, 2)]
    [0.222222, 0.444444]
    """
    for rate in rates_per_s:
        require_not_negative("rate_per_s", rate)
    require_positive("handle_s", handle_s)
    require_count("servers", servers, least=1)
    waiting = erlang_c(math.fsum(rates_per_s) * handle_s, servers)
    shares = [rate * handle_s / servers for rate in rates_per_s]
    return _share_by_class(waiting * handle_s / servers, shares)


def solve_total_rate(
    rate_per_s: float,
    redial_probability: float,
    return_probability: float,
    abandonment: Callable[[float], float],
) -> float:
    """Return the rate of all calls when abandoned callers redial and answered ones call again.

    The total T solves T = rate / (1 - p A(T) - r (1 - A(T))), where A(T) is the share of calls abandoned, p
    the share of abandoned calls redialled and r the share of answered calls that come back. It is exact as
    a balance of flows; using A of a Poisson stream is an approximation, good when callers come back late.
    For Erlang A both the abandoned and the answered rate grow with T, so the root is the only one; it is
    found by bisection. With p = 1 and a load of exactly the servers rounding decides whether there is a
    (very great) root. Method after Ding, Koole and van der Mei, 2013.

    Args:
        rate_per_s: First calls per second, 0 or more.
        redial_probability: Share of abandoned calls that are redialled, 0 to 1.
        return_probability: Share of answered calls whose caller calls again, 0 or more and less than 1.
        abandonment: Share of calls abandoned as a function of the total rate [1/s], 0 to 1, for instance
            `lambda rate: solve_erlang_a(rate, 180.0, 120.0, 20).abandonment_probability`.

    Returns:
        Total calls per second, first and repeated, at least `rate_per_s`; 0 without first calls.

    Raises:
        ValueError: Every abandoned call is redialled and a thousand times the first calls bring no balance,
            or an argument is out of range.

    >>> round(solve_total_rate(1.0, 0.5, 0.2, lambda rate: 0.1), 9)
    1.298701299
    """
    require_not_negative("rate_per_s", rate_per_s)
    if not 0.0 <= redial_probability <= 1.0:
        raise ValueError(f"redial_probability must be 0 to 1 (got {redial_probability})")
    if not 0.0 <= return_probability < 1.0:
        raise ValueError(f"return_probability must be 0 or more and less than 1 (got {return_probability})")

    def leaves_for_good(total: float) -> float:
        abandoned = abandonment(total)
        return total * ((1.0 - redial_probability) * abandoned + (1.0 - return_probability) * (1.0 - abandoned))

    if rate_per_s == 0.0:
        return 0.0
    loss = 1.0 - max(redial_probability, return_probability)
    limit = rate_per_s / loss if loss > 0.0 else rate_per_s * _WIDEST_GROWTH
    low, high = rate_per_s, rate_per_s
    while high < limit and leaves_for_good(high) < rate_per_s:
        low, high = high, min(2.0 * high, limit)
    if loss == 0.0 and leaves_for_good(high) < rate_per_s:
        raise ValueError(
            f"{rate_per_s:.6g} first calls/s have no balance: every abandoned call is redialled and even "
            f"{high:.6g} calls/s would not get the first calls answered for good"
        )
    return _bisect(leaves_for_good, rate_per_s, low, high)


def _bisect(function: Callable[[float], float], level: float, low: float, high: float) -> float:
    """Return the point of low..high where a growing function reaches the level, to the last bits."""
    while True:
        middle = low + (high - low) / 2.0
        if not low < middle < high:
            return high
        if function(middle) < level:
            low = middle
        else:
            high = middle


def _share_by_class(residual_s: float, loads: Sequence[float]) -> tuple[float, ...]:
    """Return Cobham's mean waits from the mean residual work and the load share of each class."""
    upto = [0.0, *accumulate(loads)]
    require_stable(upto[-1], 1)
    return tuple(residual_s / ((1.0 - before) * (1.0 - after)) for before, after in pairwise(upto))
