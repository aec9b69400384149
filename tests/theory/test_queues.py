"""Priorities, general handle times and returning callers: identities and twins solved from the rates."""

from collections.abc import Callable, Hashable, Iterable

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse import linalg

from sim.theory import (
    erlang_c,
    mean_wait_mg1,
    mean_waits_mg1_priority,
    mean_waits_mmc_priority,
    solve_erlang_a,
    solve_erlang_c,
    solve_total_rate,
)

Moves = Callable[..., Iterable[tuple[float, Hashable]]]


def naive_steady_state(start: Hashable, moves: Moves) -> dict[Hashable, float]:
    """Explore every state that can be reached and solve the balance equations numerically."""
    index, todo, entries = {start: 0}, [start], []
    while todo:
        here = todo.pop()
        for rate, there in moves(here):
            if there not in index:
                index[there] = len(index)
                todo.append(there)
            entries.append((index[there], index[here], rate))
    rows, columns, rates = (np.array(part) for part in zip(*entries, strict=True))
    flow = sparse.coo_matrix((rates, (rows, columns)), shape=(len(index),) * 2).tocsc()
    balance = (flow - sparse.diags(np.asarray(flow.sum(axis=0)).ravel())).tolil()
    balance[0, :] = 1.0
    share = linalg.spsolve(balance.tocsc(), np.eye(len(index))[0])
    return {state: float(share[n]) for state, n in index.items()}


def moves_of_phases(rate: float, phases: list[float], starts: list[float], top: int) -> Moves:
    """One server whose handle time runs through phases: in sequence, or one of several drawn at the start.

    The state is (calls in the system, phase in service); `starts` holds the probability to start in each
    phase, and a phase leads to the next one unless starts are drawn (hyperexponential).
    """
    is_sequence = starts[0] == 1.0

    def begin(n: int) -> list[tuple[float, Hashable]]:
        return [(1.0, (0, 0))] if n == 0 else [(share, (n, j)) for j, share in enumerate(starts) if share]

    def moves(state: tuple[int, int]) -> Iterable[tuple[float, Hashable]]:
        n, phase = state
        if n == 0:
            yield from ((rate * share, there) for share, there in begin(1))
            return
        if n < top:
            yield rate, (n + 1, phase)
        if is_sequence and phase + 1 < len(phases):
            yield phases[phase], (n, phase + 1)
        else:
            yield from ((phases[phase] * share, there) for share, there in begin(n - 1))

    return moves


def moves_of_priority(rates: list[float], handle: list[float], servers: int, top: int) -> Moves:
    """Two classes, nonpreemptive: state = (busy with class 0, busy with class 1, waiting 0, waiting 1).

    The busy servers of each class are told apart, so handle times may differ between classes.
    """

    def moves(state: tuple[int, int, int, int]) -> Iterable[tuple[float, Hashable]]:
        busy, queue = list(state[:2]), list(state[2:])
        for k in (0, 1):
            if sum(busy) < servers:
                yield rates[k], (*(b + (j == k) for j, b in enumerate(busy)), *queue)
            elif queue[k] < top:
                yield rates[k], (*busy, *(q + (j == k) for j, q in enumerate(queue)))
            if busy[k]:
                after_busy = [b - (j == k) for j, b in enumerate(busy)]
                after_queue = list(queue)
                called = 0 if queue[0] else 1
                if queue[called]:
                    after_queue[called] -= 1
                    after_busy[called] += 1
                yield busy[k] / handle[k], (*after_busy, *after_queue)

    return moves


def naive_priority_waits(rates: list[float], handle: list[float], servers: int, top: int = 45) -> list[float]:
    """Mean wait of each class by Little's law from the solved states."""
    share = naive_steady_state((0, 0, 0, 0), moves_of_priority(rates, handle, servers, top))
    return [sum(p * state[2 + k] for state, p in share.items()) / rates[k] for k in (0, 1)]  # type: ignore[index]


# --- Pollaczek–Khinchine ----------------------------------------------------------------------------------


@pytest.mark.parametrize("load", [0.0, 0.2, 0.7, 0.95])
def test_exponential_handle_times_give_erlang_c(load: float) -> None:
    """With a cv of 1 the formula is M/M/1."""
    assert mean_wait_mg1(load / 90.0, 90.0, 1.0) == pytest.approx(solve_erlang_c(load / 90.0, 90.0, 1).asa_s, rel=1e-12)


@pytest.mark.parametrize("load", [0.2, 0.7, 0.95])
def test_fixed_handle_times_halve_the_wait(load: float) -> None:
    """M/D/1 waits exactly half of M/M/1."""
    assert mean_wait_mg1(load, 1.0, 0.0) == pytest.approx(mean_wait_mg1(load, 1.0, 1.0) / 2.0, rel=1e-14)


@pytest.mark.parametrize(
    ("phases", "starts"),
    [
        ([2.0, 2.0], [1.0, 0.0]),
        ([4.0] * 4, [1.0, 0, 0, 0]),
        ([3.0, 0.5], [0.6, 0.4]),
        ([10.0, 0.25], [0.8, 0.2]),
    ],
    ids=["erlang-2", "erlang-4", "hyper", "wild-hyper"],
)
def test_the_formula_equals_a_chain_of_service_phases(phases: list[float], starts: list[float]) -> None:
    """Handle times in phases, solved state by state, wait what mean and cv say (load near 0.6)."""
    if starts[0] == 1.0:
        mean, second = sum(1.0 / r for r in phases), sum(1.0 / r for r in phases) ** 2
        second += sum(1.0 / r**2 for r in phases)
    else:
        mean = sum(w / r for w, r in zip(starts, phases, strict=True))
        second = sum(2.0 * w / r**2 for w, r in zip(starts, phases, strict=True))
    rate = 0.6 / mean
    share = naive_steady_state((0, 0), moves_of_phases(rate, phases, starts, top=400))
    waiting = sum(p * max(0, state[0] - 1) for state, p in share.items())  # type: ignore[index]
    cv = (second / mean**2 - 1.0) ** 0.5
    assert mean_wait_mg1(rate, mean, cv) == pytest.approx(waiting / rate, rel=1e-8)


# --- Priorities -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rates", "handle"),
    [([0.3, 0.3], [1.0, 1.0]), ([0.1, 0.4], [2.0, 0.8]), ([0.5, 0.1], [0.4, 3.0])],
)
def test_one_server_with_two_classes_equals_the_solved_chain(rates: list[float], handle: list[float]) -> None:
    """Cobham's waits, handle times differing by class, equal those of the states (exponential times)."""
    expected = naive_priority_waits(rates, handle, servers=1)
    assert mean_waits_mg1_priority(rates, handle, [1.0, 1.0]) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("rates", "servers"), [([0.5, 0.6], 2), ([1.2, 0.5], 3), ([0.3, 1.9], 4), ([0.2, 0.35], 1)])
def test_many_servers_with_two_classes_equal_the_solved_chain(rates: list[float], servers: int) -> None:
    """The waits of two classes at c servers equal those of the numerically solved states."""
    expected = naive_priority_waits(rates, [1.0, 1.0], servers)
    assert mean_waits_mmc_priority(rates, 1.0, servers) == pytest.approx(expected, rel=1e-6)


def test_priority_only_moves_waiting_between_classes() -> None:
    """With one handle time the mean wait over all classes is that of first come first served."""
    rates = [0.01, 0.02, 0.005, 0.015]
    waits_s = mean_waits_mmc_priority(rates, 180.0, 11)
    together_s = sum(r * w for r, w in zip(rates, waits_s, strict=True)) / sum(rates)
    assert together_s == pytest.approx(solve_erlang_c(sum(rates), 180.0, 11).asa_s, rel=1e-12)
    assert list(waits_s) == sorted(waits_s)


def test_waits_weighted_by_load_are_conserved() -> None:
    """Kleinrock's law: the sum of load times wait does not depend on which class goes first."""
    rates, handles, cvs = [0.1, 0.2, 0.05], [1.0, 2.0, 3.0], [0.0, 1.0, 2.5]
    sums = []
    for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2]):
        waits = mean_waits_mg1_priority(*([column[k] for k in order] for column in (rates, handles, cvs)))
        sums.append(sum(rates[k] * handles[k] * wait for k, wait in zip(order, waits, strict=True)))
    assert sums == pytest.approx([sums[0]] * 3, rel=1e-13)


def test_a_single_class_waits_as_without_priorities() -> None:
    """With one class the priority formulas are Pollaczek–Khinchine and Erlang C."""
    assert mean_waits_mg1_priority([0.4], [2.0], [0.5]) == (mean_wait_mg1(0.4, 2.0, 0.5),)
    one = mean_waits_mmc_priority([9.0], 1.0, 11)
    assert one == pytest.approx((solve_erlang_c(9.0, 1.0, 11).asa_s,), rel=1e-13)


def test_one_server_of_both_priority_formulas_agree() -> None:
    """M/M/1 with priorities is the common case of the two formulas."""
    rates = [0.2, 0.1, 0.5]
    one_server = mean_waits_mg1_priority(rates, [1.0] * 3, [1.0] * 3)
    assert mean_waits_mmc_priority(rates, 1.0, 1) == pytest.approx(one_server, rel=1e-13)


def test_the_first_class_hardly_sees_a_flood_behind_it() -> None:
    """As the last class fills the servers, the first waits at most h / c / (1 - its own share)."""
    first, last = mean_waits_mmc_priority([1.0, 8.999999], 1.0, 10)
    assert first == pytest.approx(erlang_c(9.999999, 10) * 0.1 / 0.9, rel=1e-12)
    assert last > 1e4


def test_no_class_and_idle_classes() -> None:
    """No class gives no wait; a class without calls has the wait its first call would have."""
    assert mean_waits_mg1_priority([], [], []) == ()
    assert mean_waits_mmc_priority([], 60.0, 3) == ()
    assert mean_waits_mg1_priority([0.0, 0.0], [1.0, 2.0], [1.0, 1.0]) == (0.0, 0.0)
    assert mean_waits_mmc_priority([0.0, 1.0], 1.0, 2)[0] == pytest.approx(erlang_c(1.0, 2) / 2.0, rel=1e-13)


def test_thousands_of_servers_with_priorities_stay_finite() -> None:
    """At 5000 servers nearly full the first class hardly waits and the last one does."""
    first, last = mean_waits_mmc_priority([10.0, 17.0], 180.0, 5000)
    assert 0.0 < first < last < 1.0


def test_overload_is_refused() -> None:
    """A whole load of the servers or more has no steady state, even if the first class alone would."""
    with pytest.raises(ValueError, match="the queue would grow without end"):
        mean_wait_mg1(1.0, 1.0, 0.0)
    with pytest.raises(ValueError, match="the queue would grow without end"):
        mean_waits_mg1_priority([0.1, 0.9], [1.0, 1.0], [1.0, 1.0])
    with pytest.raises(ValueError, match="needs at least 4 servers \\(got 3\\)"):
        mean_waits_mmc_priority([1.0, 2.0], 1.0, 3)
    with pytest.raises(ValueError, match="the queue would grow without end"):
        mean_waits_mg1_priority([0.1] * 10, [1.0] * 10, [1.0] * 10)
    # In floats these add up to 1 one by one, but to less than 1 when added exactly.
    with pytest.raises(ValueError, match="the queue would grow without end"):
        mean_waits_mg1_priority([0.41, 0.02, 0.57], [1.0] * 3, [1.0] * 3)


def test_arguments_out_of_range_are_refused() -> None:
    """Lists of different length and negative numbers raise ValueError by name."""
    with pytest.raises(ValueError, match="got 2 rates, 1 handle times, 2 cvs"):
        mean_waits_mg1_priority([0.1, 0.1], [1.0], [1.0, 1.0])
    with pytest.raises(ValueError, match="handle_cv must"):
        mean_wait_mg1(0.1, 1.0, -0.5)
    with pytest.raises(ValueError, match="rate_per_s must"):
        mean_waits_mmc_priority([0.1, -0.1], 1.0, 2)
    with pytest.raises(ValueError, match="handle_s must"):
        mean_waits_mmc_priority([0.1], 0.0, 2)
    with pytest.raises(ValueError, match="servers must"):
        mean_waits_mmc_priority([0.1], 1.0, 0)


# --- Callers who come back --------------------------------------------------------------------------------


def abandonment_of(servers: int, patience_s: float) -> Callable[[float], float]:
    return lambda rate: solve_erlang_a(rate, 180.0, patience_s, servers).abandonment_probability


@pytest.mark.parametrize(
    ("redial", "back", "servers"),
    [(0.5, 0.0, 8), (0.0, 0.25, 8), (0.75, 0.3, 14), (0.9, 0.2, 5), (0.2, 0.6, 30)],
)
def test_the_balance_equals_generations_added_up(redial: float, back: float, servers: int) -> None:
    """Adding redials and repeat calls to the first calls until nothing changes gives the same total."""
    abandonment = abandonment_of(servers, 120.0)
    total = 0.05
    for _ in range(2000):
        lost = abandonment(total)
        total = 0.05 + total * (redial * lost + back * (1.0 - lost))
    assert solve_total_rate(0.05, redial, back, abandonment) == pytest.approx(total, rel=1e-11)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_equal_shares_of_return_need_no_queue(share: float) -> None:
    """When abandoned and answered callers return alike the total is rate / (1 - share)."""
    total = solve_total_rate(0.05, share, share, abandonment_of(9, 60.0))
    assert total == pytest.approx(0.05 / (1.0 - share), rel=1e-14)


def test_certain_redial_settles_while_the_servers_can_carry_all() -> None:
    """When every abandoned call is redialled, all first calls are answered in the end."""
    total = solve_total_rate(0.05, 1.0, 0.0, abandonment_of(10, 60.0))
    answered = solve_erlang_a(total, 180.0, 60.0, 10).answered_probability * total
    assert answered == pytest.approx(0.05, rel=1e-12)
    assert total > 0.05


def test_certain_redial_without_capacity_is_refused() -> None:
    """When nobody gives up and the servers cannot carry the first calls, there is no balance."""
    with pytest.raises(ValueError, match="have no balance: every abandoned call is redialled"):
        solve_total_rate(0.05, 1.0, 0.0, abandonment_of(8, 60.0))


def test_no_first_calls_bring_no_calls() -> None:
    """Without first calls nobody can come back."""
    assert solve_total_rate(0.0, 0.9, 0.5, abandonment_of(3, 60.0)) == 0.0


def test_shares_of_return_out_of_range_are_refused() -> None:
    """Redial is 0 to 1, return below 1: answered callers who always call again never stop."""
    with pytest.raises(ValueError, match="redial_probability must be 0 to 1"):
        solve_total_rate(1.0, 1.1, 0.0, lambda rate: 0.1)
    with pytest.raises(ValueError, match="return_probability must be 0 or more and less than 1"):
        solve_total_rate(1.0, 0.5, 1.0, lambda rate: 0.1)
    with pytest.raises(ValueError, match="rate_per_s must"):
        solve_total_rate(-1.0, 0.5, 0.5, lambda rate: 0.1)
