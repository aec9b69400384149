"""Naive twins of small centres: Markov chains written from MODEL.md and solved numerically."""

from collections.abc import Callable, Hashable

import numpy as np

State = Hashable
Moves = Callable[..., list[tuple[float, State]]]


def solve_chain(start: State, moves: Moves) -> dict[State, float]:
    """Find the steady state of a chain.

    Args:
        start: Any state of it.
        moves: From a state to the rates and states it moves to; the chain must be finite and in one piece.

    Returns:
        Probability of each state that can be reached; they add up to 1.
    """
    states: list[State] = [start]
    place = {start: 0}
    rates: list[tuple[int, int, float]] = []
    for number, state in enumerate(states):  # the list grows while it is walked
        for rate, target in moves(state):
            if target not in place:
                place[target] = len(states)
                states.append(target)
            rates.append((number, place[target], rate))
    flow = np.zeros((len(states), len(states)))
    for source, target, rate in rates:
        flow[target, source] += rate
        flow[source, source] -= rate
    flow[0] = 1.0
    share = np.linalg.solve(flow, np.eye(len(states))[0])
    return dict(zip(states, share.tolist(), strict=True))
