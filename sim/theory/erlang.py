"""Markovian queues with one kind of call: Erlang B, Erlang C, M/M/c/K and Erlang A.

Owns the steady-state figures of a group of alike servers fed by Poisson calls with exponential handle
times: oracles for tests and sanity lines for reports. It refuses anything that depends on the time of day,
on skills or on non-exponential times (sim/theory/queues.py has the few exact results for those).

All times are seconds and all rates are per second; a load is in Erlangs (rate times mean handle time); a
share is 0 to 1. A figure that would divide by nothing (the mean wait of answered calls when none is
answered) is `nan`; a load of zero gives what the first call would meet.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.theory.arguments import (
    require_count,
    require_not_negative,
    require_patience,
    require_positive,
    require_stable,
    require_wait,
)

_NEGLIGIBLE_LOG = 50.0
_MAX_POSITIONS = 1 << 22


def erlang_b(load: float, servers: int) -> float:
    """Return the share of calls lost when no call may wait (M/G/c/c).

    The recursion B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)) never leaves 0..1, so it is stable for
    thousands of servers. Source: Erlang 1917; recursion in Cooper, Introduction to Queueing Theory, 1981.

    Args:
        load: Offered load [Erlang], 0 or more.
        servers: Number of servers, 0 or more; with none every call is lost.

    Returns:
        Blocking probability, 0 to 1.

    Raises:
        ValueError: The load is negative or not finite, or the number of servers is not a whole number.

    >>> erlang_b(1.0, 2)
    0.2
    """
    require_not_negative("load", load)
    require_count("servers", servers, least=0)
    blocking = 1.0
    for n in range(1, servers + 1):
        blocking = load * blocking / (n + load * blocking)
    return blocking


def erlang_c(load: float, servers: int) -> float:
    """Return the share of calls that wait when all waiting calls stay (M/M/c).

    C = B / (1 - rho (1 - B)) with rho = load / servers and B of Erlang B. Source: Erlang 1917.

    Args:
        load: Offered load [Erlang], 0 or more and less than `servers`.
        servers: Number of servers, 1 or more.

    Returns:
        Probability of waiting, 0 to 1.

    Raises:
        ValueError: The load is not less than the number of servers (the queue would grow without end), or
            an argument is out of range.

    >>> round(erlang_c(10.0, 14), 6)
    0.174132
    """
    require_not_negative("load", load)
    require_count("servers", servers, least=1)
    require_stable(load, servers)
    blocking = erlang_b(load, servers)
    return servers * blocking / (servers - load * (1.0 - blocking))


@dataclass(frozen=True, slots=True)
class ErlangC:
    """Steady state of M/M/c: every call waits until it is answered, first come first served.

    Attributes:
        rate_per_s: Calls per second.
        handle_s: Mean handle time [s].
        servers: Number of servers.
        wait_probability: Share of calls that wait.
        asa_s: Mean wait of all calls, those answered at once included [s].
        mean_queue: Mean number of calls waiting.
        occupancy: Share of the servers' time that is busy.
    """

    rate_per_s: float
    handle_s: float
    servers: int
    wait_probability: float
    asa_s: float
    mean_queue: float
    occupancy: float

    def service_level(self, within_s: float) -> float:
        """Return the share of calls answered within a time: 1 - C exp(-(c - a) t / h).

        Args:
            within_s: Longest wait that counts [s], 0 or more; 0 gives the share answered at once.

        Raises:
            ValueError: The time is negative or not a number.
        """
        require_wait(within_s)
        drain_per_s = self.servers / self.handle_s - self.rate_per_s
        return 1.0 - self.wait_probability * math.exp(-drain_per_s * within_s)


def solve_erlang_c(rate_per_s: float, handle_s: float, servers: int) -> ErlangC:
    """Solve M/M/c.

    The mean wait is C h / (c - a), the mean queue its product with the rate (Little). Source: Erlang 1917.

    Args:
        rate_per_s: Calls per second, 0 or more.
        handle_s: Mean handle time [s], more than 0.
        servers: Number of servers, 1 or more and more than the load.

    Returns:
        The steady state.

    Raises:
        ValueError: The load is not less than the number of servers, or an argument is out of range.

    >>> round(solve_erlang_c(100 / 1800, 180.0, 14).service_level(20.0), 5)
    0.88835
    """
    require_not_negative("rate_per_s", rate_per_s)
    require_positive("handle_s", handle_s)
    load = rate_per_s * handle_s
    wait_probability = erlang_c(load, servers)
    asa_s = wait_probability * handle_s / (servers - load)
    return ErlangC(
        rate_per_s=rate_per_s,
        handle_s=handle_s,
        servers=servers,
        wait_probability=wait_probability,
        asa_s=asa_s,
        mean_queue=rate_per_s * asa_s,
        occupancy=load / servers,
    )


@dataclass(frozen=True, slots=True)
class ErlangA:
    """Steady state of M/M/c/K+M: calls may find no line, and leave when their patience ends.

    Every `…_probability` is a share of all arriving calls, blocked ones included. The blocked, abandoned
    and answered shares add up to 1. The three mean waits say in their text whom they average.

    Attributes:
        rate_per_s: Calls per second, blocked ones included.
        handle_s: Mean handle time [s].
        patience_s: Mean patience [s]; `inf` when nobody leaves.
        servers: Number of servers.
        lines: Most calls in the system, in service and waiting; None when there is no limit.
        blocking_probability: Share of calls that find no line.
        wait_probability: Share of calls that get a line and do not start at once.
        abandonment_probability: Share of calls that leave before an answer.
        answered_probability: Share of calls answered.
        mean_wait_s: Mean wait of all calls with a line, answered or abandoned, zeros included [s];
            `nan` when no call gets a line.
        asa_s: Mean wait of answered calls, zeros included [s]; `nan` when none is answered.
        mean_abandon_s: Mean wait of abandoned calls [s]; `nan` when none abandons.
        mean_virtual_wait_s: Mean wait a call with a line would have if it alone never left [s]; `inf`
            without servers.
        mean_queue: Mean number of calls waiting.
        occupancy: Share of the servers' time that is busy; `nan` without servers.
        position: Probability that a call gets a line, must wait and finds n calls waiting, float64,
            shape (n,), read-only; it sums to `wait_probability`
            but for rounding.
    """

    rate_per_s: float
    handle_s: float
    patience_s: float
    servers: int
    lines: int | None
    blocking_probability: float
    wait_probability: float
    abandonment_probability: float
    answered_probability: float
    mean_wait_s: float
    asa_s: float
    mean_abandon_s: float
    mean_virtual_wait_s: float
    mean_queue: float
    occupancy: float
    position: NDArray[np.float64] = field(repr=False, compare=False)

    def service_level(self, within_s: float) -> float:
        """Return the share of all arriving calls answered within a time (`abandons_negative`).

        Args:
            within_s: Longest wait that counts [s], 0 or more; 0 gives the share answered at once.

        Raises:
            ValueError: The time is negative or not a number.
        """
        require_wait(within_s)
        at_once = 1.0 - self.blocking_probability - self.wait_probability
        return float(at_once + self.position @ self._answered_share(within_s))

    def virtual_service_level(self, within_s: float) -> float:
        """Return the share of calls with a line that would be answered within a time if they never left.

        This is the service level of one tester of endless patience among impatient callers, never below
        that of real calls. Some Erlang X calculators print it as the service level.

        Args:
            within_s: Longest wait that counts [s], 0 or more.

        Returns:
            The share; `nan` when no call gets a line.

        Raises:
            ValueError: The time is negative or not a number.
        """
        require_wait(within_s)
        admitted = 1.0 - self.blocking_probability
        if admitted == 0.0:
            return math.nan
        in_time = float(self.position @ self._virtual_share(within_s))
        return (admitted - self.wait_probability + in_time) / admitted

    def abandoned_within(self, within_s: float) -> float:
        """Return the share of all arriving calls that abandon within a time.

        Whoever waits and by then is neither answered nor still waiting has left; patience and virtual wait
        are independent.

        Args:
            within_s: Longest wait that counts [s], 0 or more.

        Raises:
            ValueError: The time is negative or not a number.
        """
        require_wait(within_s)
        if math.isinf(within_s):
            return self.abandonment_probability
        virtual = self._virtual_share(within_s)
        gone_first = -math.expm1(-within_s / self.patience_s) * (1.0 - virtual)
        return float(self.position @ (gone_first + virtual - self._answered_share(within_s)))

    def _virtual_share(self, within_s: float) -> NDArray[np.float64]:
        """Return P(virtual wait <= within_s) of a call that finds n waiting, for each n of `position`."""
        return _passed_within(within_s, self.servers / self.handle_s, 1.0 / self.patience_s, self.position.size)

    def _answered_share(self, within_s: float) -> NDArray[np.float64]:
        """Return P(answered after at most within_s) of a call that finds n waiting, for each n.

        With V the virtual wait and p the mean patience it is E[exp(-V/p); V <= within_s]: V weighted by
        exp(-V/p) is the passage of a queue whose every place is left faster by 1/p.
        """
        leave = 1.0 / self.patience_s
        drain = self.servers / self.handle_s
        place = np.arange(1.0, self.position.size + 1.0)
        return drain / (drain + leave * place) * _passed_within(within_s, drain + leave, leave, place.size)


def solve_erlang_a(
    rate_per_s: float, handle_s: float, patience_s: float, servers: int, lines: int | None = None
) -> ErlangA:
    """Solve M/M/c+M, with a limit on lines if one is given (M/M/c/K+M).

    The number of calls is a birth–death process with deaths at min(n, c)/h + max(n - c, 0)/p; its weights
    above c are summed in logarithms, the part up to c comes from Erlang B. A call at place k of the queue
    leaves its place at rate r(k) = c/h + k/p and abandons with probability k/p / r(k), at each place
    equally likely, so every mean is a sum of positive terms. Source: Palm 1946; Mandelbaum and Zeltyn,
    Service engineering in action: the Palm/Erlang-A queue, 2007.

    Args:
        rate_per_s: Calls per second, 0 or more.
        handle_s: Mean handle time [s], more than 0.
        patience_s: Mean patience [s], more than 0; `inf` when nobody leaves.
        servers: Number of servers, 0 or more; with endless patience 1 or more.
        lines: Most calls in the system, at least `servers`; None for no limit.

    Returns:
        The steady state.

    Raises:
        ValueError: The queue would grow without end (endless patience, no limit on lines, load not less
            than servers), it needs more than four million places, or an argument is out of range.

    >>> round(solve_erlang_a(100 / 1800, 180.0, 300.0, 14).abandonment_probability, 6)
    0.013984
    """
    require_not_negative("rate_per_s", rate_per_s)
    require_positive("handle_s", handle_s)
    require_patience(patience_s)
    require_count("servers", servers, least=1 if math.isinf(patience_s) else 0)
    if lines is not None:
        require_count("lines", lines, least=servers)
    elif math.isinf(patience_s):
        require_stable(rate_per_s * handle_s, servers)
    places = None if lines is None else lines - servers
    all_busy = _all_busy(rate_per_s, handle_s, patience_s, servers, places)
    is_full = places is not None and all_busy.size == places + 1
    blocking = float(all_busy[-1]) if is_full else 0.0
    position = all_busy[:-1].copy() if is_full else all_busy
    position.flags.writeable = False
    return _summarise(rate_per_s, handle_s, patience_s, servers, lines, blocking, position)


def solve_mmck(rate_per_s: float, handle_s: float, servers: int, lines: int) -> ErlangA:
    """Solve M/M/c/K: calls that find no line are lost, all others wait until they are answered.

    It is Erlang A of endless patience; any load has a steady state, since at most `lines` calls are in the
    system. With as many lines as servers the blocking is Erlang B.

    Args:
        rate_per_s: Calls per second, 0 or more.
        handle_s: Mean handle time [s], more than 0.
        servers: Number of servers, 1 or more.
        lines: Most calls in the system, in service and waiting, at least `servers`.

    Returns:
        The steady state; nobody abandons.

    Raises:
        ValueError: An argument is out of range.

    >>> round(solve_mmck(1.0, 1.0, 1, 3).blocking_probability, 9)
    0.25
    """
    return solve_erlang_a(rate_per_s, handle_s, math.inf, servers, lines)


def _all_busy(
    rate_per_s: float, handle_s: float, patience_s: float, servers: int, places: int | None
) -> NDArray[np.float64]:
    """Return the probabilities that all servers are busy and n calls wait, n = 0, 1, …"""
    log_weight = _log_weights(rate_per_s, servers / handle_s, 1.0 / patience_s, places)
    peak = float(log_weight.max())
    weight = np.exp(log_weight - peak)
    blocking = erlang_b(rate_per_s * handle_s, servers)
    return blocking * weight / (math.exp(-peak) * (1.0 - blocking) + blocking * float(weight.sum()))


def _log_weights(rate: float, drain: float, leave: float, places: int | None) -> NDArray[np.float64]:
    """Return log of the weight of n waiting calls over that of none, until all further are negligible."""
    if rate == 0.0 or places == 0:
        return np.zeros(1)
    size = 1024
    while True:
        n_last = size if places is None else min(size, places)
        deaths = drain + leave * np.arange(1, n_last + 1, dtype=np.float64)
        log_weight = np.concatenate(([0.0], np.cumsum(math.log(rate) - np.log(deaths))))
        ratio = rate / (drain + leave * (n_last + 1))
        if n_last == places:
            return log_weight
        if ratio < 1.0:
            tail = log_weight[-1] - math.log1p(-ratio)
            if tail < log_weight.max() - _NEGLIGIBLE_LOG:
                return log_weight
        if size >= _MAX_POSITIONS:
            raise ValueError(
                f"the queue needs more than {_MAX_POSITIONS} places: {rate} calls/s arrive, the servers end "
                f"{drain} calls/s and each waiting call leaves at {leave}/s; the load is too close to the "
                "number of servers for so long a patience"
            )
        size *= 2


def _summarise(
    rate_per_s: float,
    handle_s: float,
    patience_s: float,
    servers: int,
    lines: int | None,
    blocking: float,
    position: NDArray[np.float64],
) -> ErlangA:
    """Return the figures that follow from the probabilities of the queue an arriving call finds."""
    leave = 1.0 / patience_s
    drain = servers / handle_s
    place = np.arange(1.0, position.size + 1.0)
    pace = drain + place * leave
    wait = float(position @ (place / pace))
    abandon_wait = float(position @ (leave / pace * np.cumsum(place / pace)))
    answered_wait = float(position @ (drain / pace * np.cumsum(1.0 / pace)))
    virtual_wait = float(position @ np.cumsum(1.0 / (pace - leave))) if servers else math.inf
    admitted = 1.0 - blocking
    # The two sums pass the share with a line by rounding only.
    waiting = min(admitted, float(position.sum()))
    abandoned = min(admitted, float(position @ (place * leave / pace)))
    answered = admitted - abandoned if servers else 0.0
    return ErlangA(
        rate_per_s=rate_per_s,
        handle_s=handle_s,
        patience_s=patience_s,
        servers=servers,
        lines=lines,
        blocking_probability=blocking,
        wait_probability=waiting,
        abandonment_probability=abandoned,
        answered_probability=answered,
        mean_wait_s=wait / admitted if admitted else math.nan,
        asa_s=answered_wait / answered if answered else math.nan,
        mean_abandon_s=abandon_wait / abandoned if abandoned else math.nan,
        mean_virtual_wait_s=virtual_wait / admitted if admitted else math.nan,
        mean_queue=rate_per_s * wait,
        occupancy=rate_per_s * handle_s * answered / servers if servers else math.nan,
        position=position,
    )


def _passed_within(within_s: float, first: float, step: float, size: int) -> NDArray[np.float64]:
    """Return P(S(n) <= within_s), S(n) a sum of exponentials of rates first + j step, j = 0..n.

    S(n) is the time a pure birth process of those rates takes to n + 1 births, and the births in a time t
    are negative binomial (Poisson for a step of 0): P(k) = exp(-first t) g^k prod(first + j step, j < k) / k!
    with g = (1 - exp(-step t)) / step. Source: the Yule–Furry process with immigration, Kendall 1948.

    Args:
        within_s: Time t [s], 0 or more.
        first: Least rate [1/s], 0 or more; at 0 nothing ever happens.
        step: Growth of the rate [1/s], 0 or more.
        size: How many sums, n = 0 … size - 1.
    """
    if within_s == 0.0 or first == 0.0 or math.isinf(within_s):
        return np.full(size, 0.0 if within_s == 0.0 or first == 0.0 else 1.0)
    growth = within_s if step == 0.0 else -math.expm1(-step * within_s) / step
    born = np.arange(0.0, float(size))
    steps = np.log(growth * (first + step * born[:-1]) / (born[:-1] + 1.0))
    log_share = -first * within_s + np.concatenate(([0.0], np.cumsum(steps)))
    # The sum passes 1 by rounding only; a probability below 0 must not.
    passed: NDArray[np.float64] = np.maximum(0.0, 1.0 - np.cumsum(np.exp(log_share[:size])))
    return passed
