"""Erlang B, C, A and M/M/c/K: identities, limits, edges, and naive twins solved from the transition rates."""

import math
from dataclasses import asdict

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate, linalg, special

from sim.theory import ErlangA, erlang_b, erlang_c, solve_erlang_a, solve_erlang_c, solve_mmck

LOADS_AND_SERVERS = [(0.1, 1), (0.9, 1), (1.5, 2), (8.0, 9), (10.0, 14), (27.3, 31), (95.0, 100)]

# rate per s, handle s, patience s, servers, lines
CENTRES = [
    (0.05, 180.0, 300.0, 14, None),
    (0.05, 180.0, 300.0, 9, None),
    (0.05, 180.0, 60.0, 4, None),
    (0.02, 60.0, 20.0, 1, None),
    (0.05, 180.0, 120.0, 10, 15),
    (0.05, 180.0, 120.0, 10, 10),
    (0.05, 180.0, 5.0, 3, 60),
    (0.05, 180.0, math.inf, 10, 18),
    (0.05, 180.0, math.inf, 8, 20),
    (0.05, 180.0, math.inf, 13, None),
    (0.01, 180.0, 90.0, 0, None),
    (0.05, 180.0, 90.0, 0, 3),
]


def naive_states(rate: float, handle: float, patience: float, servers: int, lines: int | None) -> NDArray[np.float64]:
    """Steady state of the number of calls: the null vector of the rate matrix, cut at 200 calls."""
    top = 200 if lines is None else lines
    rates = np.zeros((top + 1, top + 1))
    for n in range(top):
        rates[n, n + 1] = rate
        rates[n + 1, n] = min(n + 1, servers) / handle + max(n + 1 - servers, 0) / patience
    rates -= np.diag(rates.sum(axis=1))
    equations = rates.T.copy()
    equations[0] = 1.0
    share: NDArray[np.float64] = np.linalg.solve(equations, np.eye(top + 1)[0])
    return share


def naive_fates(handle: float, patience: float, servers: int, places: int, time_s: float) -> NDArray[np.float64]:
    """Share answered and abandoned by a time, by place in the queue: exponential of one caller's own chain.

    Row k is a caller with k - 1 others ahead; the last two columns are the ends answered and abandoned.
    """
    answered, abandoned = places, places + 1
    rates = np.zeros((places + 2, places + 2))
    for k in range(places):
        rates[k, k - 1 if k else answered] += servers / handle + k / patience
        rates[k, abandoned] += 1.0 / patience
    rates -= np.diag(rates.sum(axis=1))
    fates: NDArray[np.float64] = linalg.expm(rates * time_s)[:places, [answered, abandoned]]
    return fates


def naive_queue(centre: tuple[float, float, float, int, int | None]) -> NDArray[np.float64]:
    """Probabilities that an arriving call must wait, gets a line, and finds n others waiting."""
    *_, servers, lines = centre
    share = naive_states(*centre)
    return share[servers:] if lines is None else share[servers:lines]


# --- Erlang B and C ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("load", "servers"), LOADS_AND_SERVERS)
def test_erlang_b_is_the_last_term_over_the_sum_of_terms(load: float, servers: int) -> None:
    """B = (a^c / c!) / sum of a^k / k!, the definition in whole factorials."""
    terms = [load**k / math.factorial(k) for k in range(servers + 1)]
    assert erlang_b(load, servers) == pytest.approx(terms[-1] / sum(terms), rel=1e-13)


@pytest.mark.parametrize(("load", "servers"), LOADS_AND_SERVERS)
def test_erlang_b_obeys_its_recursion(load: float, servers: int) -> None:
    """1/B(c) = 1 + (c / a) / B(c - 1)."""
    longhand = 1.0 + servers / load / erlang_b(load, servers - 1)
    assert 1.0 / erlang_b(load, servers) == pytest.approx(longhand, rel=1e-13)


@pytest.mark.parametrize(("load", "servers"), LOADS_AND_SERVERS)
def test_erlang_c_follows_from_b(load: float, servers: int) -> None:
    """1/C(c) = 1/B(c) - 1/B(c - 1)."""
    from_b = 1.0 / (1.0 / erlang_b(load, servers) - 1.0 / erlang_b(load, servers - 1))
    assert erlang_c(load, servers) == pytest.approx(from_b, rel=1e-11)


@pytest.mark.parametrize(("load", "servers"), LOADS_AND_SERVERS)
def test_erlang_c_is_the_sum_of_its_terms(load: float, servers: int) -> None:
    """C is the share of states with all servers busy, its geometric tail summed in closed form."""
    below = [load**k / math.factorial(k) for k in range(servers)]
    busy = load**servers / math.factorial(servers) * servers / (servers - load)
    assert erlang_c(load, servers) == pytest.approx(busy / (sum(below) + busy), rel=1e-12)


@pytest.mark.parametrize("load", [0.0, 0.3, 0.99])
def test_one_server_waits_with_the_probability_of_being_busy(load: float) -> None:
    """With one server C is the load and the mean wait is rho h / (1 - rho)."""
    state = solve_erlang_c(load / 60.0, 60.0, 1)
    assert state.wait_probability == pytest.approx(load, rel=1e-13)
    assert state.asa_s == pytest.approx(load * 60.0 / (1.0 - load), rel=1e-12)


@pytest.mark.parametrize("servers", [2000, 5000, 10000])
def test_erlang_b_of_thousands_of_servers_is_a_poisson_tail_ratio(servers: int) -> None:
    """B = Poisson(c; a) / P(at most c), computed with gamma functions in logarithms."""
    load = 0.99 * servers
    log_term = servers * math.log(load) - load - math.lgamma(servers + 1)
    longhand = math.exp(log_term) / special.pdtr(servers, load)
    assert erlang_b(load, servers) == pytest.approx(longhand, rel=1e-9)


@pytest.mark.parametrize("servers", [2500, 10000])
def test_erlang_c_of_thousands_of_servers_nears_the_square_root_rule(servers: int) -> None:
    """With c = a + beta sqrt(a), C nears 1 / (1 + beta Phi(beta) / phi(beta)) (Halfin and Whitt 1981)."""
    load = servers - math.sqrt(servers)
    beta = (servers - load) / math.sqrt(load)
    density = math.exp(-beta * beta / 2.0) / math.sqrt(2.0 * math.pi)
    limit = 1.0 / (1.0 + beta * special.ndtr(beta) / density)
    assert erlang_c(load, servers) == pytest.approx(limit, rel=1.0 / math.sqrt(servers))


def test_zero_load_blocks_and_waits_nobody() -> None:
    """Without load nobody is lost or waits where there is a server; without servers everyone is lost."""
    assert [erlang_b(0.0, 0), erlang_b(0.0, 1), erlang_b(0.0, 5000), erlang_b(3.0, 0)] == [1.0, 0.0, 0.0, 1.0]
    state = solve_erlang_c(0.0, 60.0, 3)
    assert (state.wait_probability, state.asa_s, state.mean_queue, state.occupancy) == (0, 0, 0, 0)
    assert state.service_level(0.0) == 1.0


def test_the_erlang_c_wait_integrates_to_its_mean() -> None:
    """The mean wait is the integral of the share still waiting, which the service level gives."""
    state = solve_erlang_c(0.05, 180.0, 11)
    mean_s, _ = integrate.quad(lambda t: 1.0 - state.service_level(t), 0.0, math.inf)
    assert state.asa_s == pytest.approx(mean_s, rel=1e-9)
    assert state.mean_queue == pytest.approx(0.05 * state.asa_s, rel=1e-14)


@pytest.mark.parametrize(("load", "servers"), [(10.0, 10), (10.5, 10), (1.0, 1), (1e6, 3)])
def test_a_load_that_servers_cannot_carry_is_refused(load: float, servers: int) -> None:
    """An unstable queue has no steady state: the error names how many servers are needed."""
    needed = f"needs at least {math.floor(load) + 1} servers \\(got {servers}\\)"
    with pytest.raises(ValueError, match=needed):
        erlang_c(load, servers)
    with pytest.raises(ValueError, match=needed):
        solve_erlang_c(load, 1.0, servers)
    with pytest.raises(ValueError, match=needed):
        solve_erlang_a(load, 1.0, math.inf, servers)


@pytest.mark.parametrize("bad", [-0.1, math.nan, math.inf, -math.inf])
def test_a_load_or_rate_out_of_range_is_refused(bad: float) -> None:
    """Negative, infinite and missing numbers raise ValueError with the name of the argument."""
    with pytest.raises(ValueError, match=r"^load must"):
        erlang_b(bad, 3)
    with pytest.raises(ValueError, match=r"^load must"):
        erlang_c(bad, 3)
    with pytest.raises(ValueError, match=r"^rate_per_s must"):
        solve_erlang_c(bad, 60.0, 3)
    with pytest.raises(ValueError, match=r"^handle_s must"):
        solve_erlang_a(0.01, bad, 60.0, 3)


def test_counts_and_times_out_of_range_are_refused() -> None:
    """Servers are whole, Erlang C needs one of them, lines cover the servers, patience is positive."""
    with pytest.raises(ValueError, match="servers must be a whole number of 0 or more"):
        erlang_b(1.0, -1)
    with pytest.raises(ValueError, match="servers must be a whole number of 0 or more"):
        erlang_b(1.0, 2.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="servers must be a whole number of 1 or more"):
        erlang_c(0.0, 0)
    with pytest.raises(ValueError, match="servers must be a whole number of 1 or more"):
        solve_mmck(0.1, 1.0, 0, 5)
    with pytest.raises(ValueError, match="lines must be a whole number of 4 or more"):
        solve_erlang_a(0.1, 1.0, 1.0, 4, 3)
    with pytest.raises(ValueError, match="patience_s must be more than 0"):
        solve_erlang_a(0.1, 1.0, 0.0, 4)
    with pytest.raises(ValueError, match="handle_s must"):
        solve_erlang_c(0.1, 0.0, 4)


@pytest.mark.parametrize("bad", [-1.0, math.nan])
def test_a_negative_answer_time_is_refused(bad: float) -> None:
    """A service level within less than no time raises ValueError in every variant."""
    impatient = solve_erlang_a(0.05, 180.0, 60.0, 9)
    waiting = solve_erlang_c(0.05, 180.0, 12)
    for measure in (
        waiting.service_level,
        impatient.service_level,
        impatient.virtual_service_level,
        impatient.abandoned_within,
    ):
        with pytest.raises(ValueError, match="within_s must be 0 s or more"):
            measure(bad)


# --- Erlang A and M/M/c/K against the naive chain ---------------------------------------------------------


@pytest.mark.parametrize("centre", CENTRES, ids=str)
def test_shares_equal_those_of_the_solved_chain(
    centre: tuple[float, float, float, int, int | None],
) -> None:
    """Blocked, waiting, abandoned, busy and queued follow from the numerically solved states."""
    rate, handle, patience, servers, lines = centre
    share = naive_states(*centre)
    queued = np.maximum(np.arange(share.size) - servers, 0) @ share
    busy = np.minimum(np.arange(share.size), servers) @ share
    state = solve_erlang_a(*centre)
    assert state.blocking_probability == pytest.approx(0.0 if lines is None else share[-1], abs=1e-12)
    assert state.wait_probability == pytest.approx(naive_queue(centre).sum(), abs=1e-12)
    assert state.abandonment_probability == pytest.approx(queued / patience / rate, abs=1e-12)
    assert state.answered_probability == pytest.approx(busy / handle / rate, abs=1e-12)
    assert state.mean_queue == pytest.approx(queued, rel=1e-10)
    if servers:
        assert state.occupancy == pytest.approx(busy / servers, rel=1e-10)


@pytest.mark.parametrize("centre", CENTRES, ids=str)
@pytest.mark.parametrize("time_s", [0.0, 5.0, 20.0, 200.0])
def test_waits_equal_those_of_one_followed_caller(
    centre: tuple[float, float, float, int, int | None], time_s: float
) -> None:
    """Answered, abandoned and virtually answered within a time follow from each caller's own chain."""
    _, handle, patience, servers, _ = centre
    queue = naive_queue(centre)
    state = solve_erlang_a(*centre)
    at_once = 1.0 - queue.sum() - state.blocking_probability
    answered, abandoned = queue @ naive_fates(handle, patience, servers, queue.size, time_s)
    assert state.service_level(time_s) == pytest.approx(at_once + answered, abs=1e-11)
    assert state.abandoned_within(time_s) == pytest.approx(abandoned, abs=1e-11)

    # The tester of endless patience: all ahead leave as usual, the tester does not.
    pace = servers / handle + np.arange(queue.size) / patience
    steps = np.diag(-pace) + np.diag(pace[1:], -1)
    still = linalg.expm(steps * time_s).sum(axis=1)
    admitted = 1.0 - state.blocking_probability
    virtual = (at_once + queue @ (1.0 - still)) / admitted
    assert state.virtual_service_level(time_s) == pytest.approx(virtual, abs=1e-11)


@pytest.mark.parametrize("centre", [c for c in CENTRES if c[3] > 0], ids=str)
def test_means_are_the_integrals_of_their_distributions(
    centre: tuple[float, float, float, int, int | None],
) -> None:
    """Each mean wait is the integral over time of the share of its callers still waiting."""
    state = solve_erlang_a(*centre)
    times = np.concatenate(([0.0], np.geomspace(1e-3, 1e5, 2000)))

    def area(left: list[float]) -> float:
        return float(integrate.simpson(left, x=times))

    answered = [state.answered_probability - state.service_level(t) for t in times]
    abandoned = [state.abandonment_probability - state.abandoned_within(t) for t in times]
    virtual = [1.0 - state.virtual_service_level(t) for t in times]
    assert state.asa_s * state.answered_probability == pytest.approx(area(answered), rel=1e-6, abs=1e-9)
    assert state.mean_virtual_wait_s == pytest.approx(area(virtual), rel=1e-6, abs=1e-9)
    admitted = 1.0 - state.blocking_probability
    assert state.mean_wait_s * admitted == pytest.approx(area(answered) + area(abandoned), rel=1e-6, abs=1e-9)
    if state.abandonment_probability:
        longhand = area(abandoned) / state.abandonment_probability
        assert state.mean_abandon_s == pytest.approx(longhand, rel=1e-6)


@pytest.mark.parametrize("centre", CENTRES, ids=str)
def test_every_call_is_blocked_answered_or_abandoned(
    centre: tuple[float, float, float, int, int | None],
) -> None:
    """The ends add up to 1, the distributions reach them, and no caller overtakes the virtual one."""
    state = solve_erlang_a(*centre)
    ends = state.blocking_probability + state.answered_probability + state.abandonment_probability
    assert ends == pytest.approx(1.0, abs=1e-14)
    assert state.service_level(math.inf) == pytest.approx(state.answered_probability, abs=1e-12)
    assert state.abandoned_within(math.inf) == state.abandonment_probability
    assert state.abandoned_within(0.0) == 0.0
    assert state.service_level(20.0) <= state.virtual_service_level(20.0) + 1e-15


# --- Erlang A against closed forms and limits -------------------------------------------------------------


@pytest.mark.parametrize(("load", "servers", "patience"), [(10.0, 12, 0.5), (10.0, 8, 2.0), (60.0, 55, 1.3)])
def test_erlang_a_equals_palms_closed_form(load: float, servers: int, patience: float) -> None:
    """P(wait) and P(abandon) equal Palm's formulas with the incomplete gamma function (handle time 1)."""
    x, y = servers * patience, load * patience
    log_factor = math.log(x) + y - x * math.log(y) + math.lgamma(x)
    factor = math.exp(log_factor) * special.gammainc(x, y)
    blocking = erlang_b(load, servers)
    waiting = factor * blocking / (1.0 + (factor - 1.0) * blocking)
    abandoned = waiting * (servers / (load * factor) + 1.0 - servers / load)
    state = solve_erlang_a(load, 1.0, patience, servers)
    assert state.wait_probability == pytest.approx(waiting, rel=1e-10)
    assert state.abandonment_probability == pytest.approx(abandoned, rel=1e-9)


@pytest.mark.parametrize("within_s", [0.0, 1.0, 20.0, 100.0])
@pytest.mark.parametrize(("servers", "patience_s"), [(14, 300.0), (9, 60.0), (9, 4000.0)])
def test_the_virtual_wait_has_its_known_density(within_s: float, servers: int, patience_s: float) -> None:
    """The virtual wait has a density in exp(-c mu t + rate p (1 - exp(-t / p))), integrated numerically."""
    rate, drain = 0.05, servers / 180.0
    state = solve_erlang_a(rate, 180.0, patience_s, servers)

    def density(t: float) -> float:
        return math.exp(-drain * t - rate * patience_s * math.expm1(-t / patience_s))

    whole, _ = integrate.quad(density, 0.0, 30.0 * patience_s, limit=500, epsabs=0, epsrel=1e-11)
    part, _ = integrate.quad(density, 0.0, within_s, limit=500, epsrel=1e-11)
    longhand = 1.0 - state.wait_probability * (1.0 - part / whole)
    assert state.virtual_service_level(within_s) == pytest.approx(longhand, abs=1e-9)


def test_erlang_a_becomes_erlang_c_as_patience_grows() -> None:
    """With ever longer patience the figures near Erlang C, by a tenth for ten times the patience."""
    waiting = solve_erlang_c(0.05, 180.0, 11)
    gaps = []
    for patience_s in (1e6, 1e7, 1e8):
        state = solve_erlang_a(0.05, 180.0, patience_s, 11)
        assert state.service_level(20.0) == pytest.approx(waiting.service_level(20.0), abs=300 / patience_s)
        assert state.abandonment_probability == pytest.approx(waiting.asa_s / patience_s, rel=1e4 / patience_s)
        gaps.append(waiting.asa_s - state.asa_s)
    assert gaps[0] / gaps[1] == pytest.approx(10.0, rel=1e-2)
    assert gaps[1] / gaps[2] == pytest.approx(10.0, rel=1e-2)


@pytest.mark.parametrize("occupancy", [0.5, 0.9, 0.999])
@pytest.mark.parametrize("servers", [1, 10, 200])
def test_endless_patience_is_erlang_c(servers: int, occupancy: float) -> None:
    """With patience `inf` and no limit on lines all figures are those of Erlang C, even nearly full."""
    rate = occupancy * servers / 180.0
    waiting = solve_erlang_c(rate, 180.0, servers)
    state = solve_erlang_a(rate, 180.0, math.inf, servers)
    assert state.wait_probability == pytest.approx(waiting.wait_probability, rel=1e-12)
    for mean_s in (state.asa_s, state.mean_wait_s, state.mean_virtual_wait_s):
        assert mean_s == pytest.approx(waiting.asa_s, rel=1e-11)
    assert state.occupancy == pytest.approx(waiting.occupancy, rel=1e-12)
    assert state.service_level(20.0) == pytest.approx(waiting.service_level(20.0), rel=1e-11)
    assert (state.abandonment_probability, state.abandoned_within(20.0)) == (0.0, 0.0)
    assert math.isnan(state.mean_abandon_s)


@pytest.mark.parametrize(("load", "servers"), [(9.0, 11), (9.0, 6), (0.5, 1), (900.0, 880)])
def test_abandonment_becomes_blocking_as_patience_vanishes(load: float, servers: int) -> None:
    """Callers without patience are lost exactly when all servers are busy: Erlang B."""
    state = solve_erlang_a(load / 180.0, 180.0, 1e-9, servers)
    blocking = erlang_b(load, servers)
    assert state.abandonment_probability == pytest.approx(blocking, rel=1e-7)
    assert state.wait_probability == pytest.approx(blocking, rel=1e-7)
    assert state.service_level(0.0) == pytest.approx(1.0 - blocking, rel=1e-7)


@pytest.mark.parametrize(("load", "servers"), [(0.5, 1), (8.4, 12), (30.0, 12), (5200.0, 5000)])
def test_as_many_lines_as_servers_is_erlang_b(load: float, servers: int) -> None:
    """Without places to wait the blocking is Erlang B whatever the patience, and nobody waits."""
    for patience_s in (1.0, 300.0, math.inf):
        state = solve_erlang_a(load / 60.0, 60.0, patience_s, servers, servers)
        assert state.blocking_probability == pytest.approx(erlang_b(load, servers), rel=1e-12)
        assert (state.wait_probability, state.asa_s, state.abandonment_probability) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("load", "lines"), [(1.0, 3), (0.5, 4), (2.0, 6)])
def test_one_server_with_few_lines_blocks_as_a_cut_geometric(load: float, lines: int) -> None:
    """M/M/1/K blocks rho^K / (1 + rho + … + rho^K), also at and above a load of 1."""
    longhand = load**lines / sum(load**k for k in range(lines + 1))
    assert solve_mmck(load, 1.0, 1, lines).blocking_probability == pytest.approx(longhand, rel=1e-13)


def test_many_lines_are_as_good_as_endless_ones() -> None:
    """A limit that is never reached changes nothing, even when it is far beyond what is summed."""
    free = solve_erlang_a(0.05, 180.0, 120.0, 10)
    for lines in (2000, 10**12):
        held = solve_erlang_a(0.05, 180.0, 120.0, 10, lines)
        assert held.blocking_probability == pytest.approx(0.0, abs=1e-20)
        assert held.asa_s == pytest.approx(free.asa_s, rel=1e-13)


def test_patience_equal_to_handle_time_is_a_poisson_number_of_calls() -> None:
    """With patience as long as the handle time all calls leave alike: the number of calls is Poisson."""
    state = solve_erlang_a(0.05, 180.0, 180.0, 8)
    assert state.wait_probability == pytest.approx(special.pdtrc(7, 9.0), rel=1e-12)


def test_nobody_is_served_without_servers() -> None:
    """Without servers every caller waits out the patience; shares of nothing are `nan`."""
    state = solve_erlang_a(0.02, 180.0, 60.0, 0)
    assert state.abandonment_probability == pytest.approx(1.0, rel=1e-14)
    assert state.mean_abandon_s == pytest.approx(60.0, rel=1e-12)
    assert (state.wait_probability, state.answered_probability) == (1.0, 0.0)
    assert (state.service_level(1e9), state.virtual_service_level(1e9)) == (0.0, 0.0)
    assert state.mean_virtual_wait_s == math.inf
    assert math.isnan(state.asa_s)
    assert math.isnan(state.occupancy)


@pytest.mark.parametrize("rate", [0.01, 0.17, 0.5, 2.9])
def test_no_more_calls_abandon_than_arrive(rate: float) -> None:
    """Without servers the share abandoned is 1 at most, also where its sum rounds to more (rate 0.17)."""
    assert 1.0 - 1e-14 <= solve_erlang_a(rate, 180.0, 60.0, 0).abandonment_probability <= 1.0


def test_without_servers_and_lines_all_are_blocked() -> None:
    """With no line at all every call is blocked, and figures of calls with a line are `nan`."""
    state = solve_erlang_a(0.02, 180.0, 60.0, 0, 0)
    assert (state.blocking_probability, state.service_level(20.0), state.abandoned_within(20.0)) == (1, 0, 0)
    assert math.isnan(state.mean_wait_s)
    assert math.isnan(state.virtual_service_level(20.0))


@pytest.mark.parametrize("lines", [None, 2, 5])
def test_the_first_call_of_an_idle_centre_is_answered_at_once(lines: int | None) -> None:
    """A load of 0 gives what the first call would meet."""
    state = solve_erlang_a(0.0, 180.0, 60.0, 2, lines)
    assert (state.blocking_probability, state.wait_probability, state.asa_s, state.occupancy) == (0, 0, 0, 0)
    assert (state.service_level(0.0), state.virtual_service_level(0.0)) == (1.0, 1.0)


@pytest.mark.parametrize("load", [4500.0, 5000.0, 6500.0])
def test_thousands_of_servers_balance(load: float) -> None:
    """With 5000 servers the sums stay exact: abandonment is Little's law of the queue, waits are ordered."""
    state = solve_erlang_a(load / 180.0, 180.0, 120.0, 5000)
    by_queue = state.mean_queue / 120.0 / state.rate_per_s
    assert state.abandonment_probability == pytest.approx(by_queue, rel=1e-11)
    assert state.mean_wait_s == pytest.approx(120.0 * state.abandonment_probability, rel=1e-11)
    assert state.service_level(1e4) == pytest.approx(state.answered_probability, abs=1e-10)
    in_time = [state.service_level(t) for t in (0.0, 1.0, 5.0, 20.0, 60.0, 120.0, 1e4)]
    assert in_time == sorted(in_time)
    assert in_time[0] >= 0.0


def test_an_overloaded_centre_sheds_the_excess() -> None:
    """Far above its capacity a centre is always busy and the excess of the load abandons (fluid limit)."""
    state = solve_erlang_a(2.0, 180.0, 600.0, 180)
    assert state.occupancy == pytest.approx(1.0, abs=1e-9)
    assert state.abandonment_probability == pytest.approx(0.5, abs=1e-9)
    assert state.service_level(20.0) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("within_s", [0.0, 20.0])
def test_a_hopeless_service_level_is_never_below_nothing(within_s: float) -> None:
    """Where all must wait the share is 1 and the service level 0, not beyond them by a rounding."""
    state = solve_erlang_a(1.0, 180.0, 1e5, 50)
    assert state.wait_probability == 1.0
    assert state.service_level(within_s) == 0.0


def test_a_queue_too_long_to_sum_is_refused() -> None:
    """Endless-seeming patience in an overload needs too many places; the error says so."""
    with pytest.raises(ValueError, match="the queue needs more than 4194304 places"):
        solve_erlang_a(2.0, 180.0, 1e8, 180)


def test_a_solved_centre_is_read_only() -> None:
    """The figures are frozen, their array cannot be written, and equal centres are equal."""
    state = solve_erlang_a(0.05, 180.0, 60.0, 9)
    with pytest.raises(AttributeError):
        state.servers = 10  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        state.position[0] = 0.5
    assert state == solve_erlang_a(0.05, 180.0, 60.0, 9)
    assert isinstance(state, ErlangA)
    plain = {name: type(value) for name, value in asdict(state).items() if name not in ("lines", "position")}
    assert set(plain.values()) == {float, int}
