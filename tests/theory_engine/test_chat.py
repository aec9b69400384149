"""Chat with several in hand and slowdown against Markov chains solved in the test.

With k chats in hand each goes on at 1/slowdown(k), so exponential work ends at rate k / (slowdown(k) · mean). One agent
is a birth–death chain. Two agents are a chain of (chats of the agent touched last, chats of the other, waiting), as a
chat goes to the agent with room who has been idle longest: since that agent last took or ended any (MODEL.md 7, Push).
"""

import pytest

from sim.rules.lifecycle import Outcome
from tests.theory_engine.chains import solve_chain
from tests.theory_engine.steady import (
    asa,
    busy_share,
    in_hand,
    in_hand_per_agent,
    mean_handle,
    mean_queue,
    mean_wait,
    observe,
    one_queue,
    share_of,
    wait_probability,
)

SLOWDOWN = {1: 1.0, 2: 1.25, 3: 1.6}
CHAT = "kind: chat, at_once: 3 chats, slowdown: {2 chats: 1.25 times, 3 chats: 1.6 times}"
TALK = '"exponential, mean 2 min"'
PER_MIN = 0.5


def end_rate(k: int) -> float:
    """Rate at which one of k chats in one agent's hands ends [1/min]."""
    return k * PER_MIN / SLOWDOWN[k] if k else 0.0


def test_one_agent_with_three_chats_is_a_birth_death_chain() -> None:
    """P(wait), waits, handle time, concurrency and occupancy of one agent with three slowed chats at most."""
    arrivals = 0.5

    def moves(n: int) -> list[tuple[float, int]]:
        up = [(arrivals, n + 1)] if n < 200 else []
        return [*up, (end_rate(min(n, 3)), n - 1)] if n else up

    share = solve_chain(0, moves)
    waiting = sum(p * max(0, n - 3) for n, p in share.items())
    held = sum(p * min(3, n) for n, p in share.items())
    steady = observe(
        one_queue(30, TALK, 1, days=27, channel=CHAT),
        28,
        wait_probability=wait_probability,
        mean_wait=mean_wait,
        mean_queue=mean_queue,
        mean_handle=mean_handle,
        in_hand=in_hand,
        busy=busy_share,
    )
    steady.check_share("wait_probability", sum(p for n, p in share.items() if n >= 3))
    steady.check("mean_wait", waiting / arrivals * 60, power=0.07)
    steady.check("mean_queue", waiting, power=0.07)
    steady.check("mean_handle", held / arrivals * 60, power=0.01)
    steady.check("in_hand", held)
    steady.check_share("busy", 1 - share[0])


def test_two_agents_with_three_chats_each_share_them_by_idleness() -> None:
    """Waits, abandonment, handle time, concurrency and occupancy of two agents and impatient customers."""
    arrivals, leave = 1.8, 0.5

    def moves(state: tuple[int, int, int]) -> list[tuple[float, tuple[int, int, int]]]:
        last, other, waiting = state
        if waiting:
            ends = end_rate(last) + end_rate(other)
            up = [(arrivals, (3, 3, waiting + 1))] if waiting < 60 else []
            return [*up, (ends + waiting * leave, (3, 3, waiting - 1))]
        if other < 3:
            taken = (other + 1, last, 0)
        else:
            taken = (last + 1, other, 0) if last < 3 else (3, 3, 1)
        found = [(arrivals, taken)]
        if last:
            found.append((end_rate(last), (last - 1, other, 0)))
        if other:
            found.append((end_rate(other), (other - 1, last, 0)))
        return found

    share = solve_chain((0, 0, 0), moves)
    waiting = sum(p * q for (_, _, q), p in share.items())
    held = sum(p * (a + b) for (a, b, _), p in share.items())
    abandonment = waiting * leave / arrivals
    steady = observe(
        one_queue(108, TALK, 2, days=9, channel=CHAT, segment='patience: "exponential, mean 2 min"'),
        20,
        wait_probability=wait_probability,
        abandonment=share_of(Outcome.ABANDONED),
        mean_wait=mean_wait,
        mean_handle=mean_handle,
        per_agent=in_hand_per_agent,
        busy=busy_share,
        asa=asa,
    )
    steady.check_share("wait_probability", sum(p for (a, b, _), p in share.items() if a == b == 3))
    steady.check_share("abandonment", abandonment)
    steady.check("mean_wait", waiting / arrivals * 60)
    steady.check("mean_handle", held / (arrivals * (1 - abandonment)) * 60, power=0.01)
    steady.check("per_agent", held / 2)
    steady.check_share("busy", sum(p * ((a > 0) + (b > 0)) / 2 for (a, b, _), p in share.items()))


def test_the_chain_of_two_agents_can_tell_idleness_from_load() -> None:
    """A rule by least load would give another handle time, by more than the interval above allows."""
    arrivals = 1.8

    def by_load(state: tuple[int, int]) -> list[tuple[float, tuple[int, int]]]:
        low, high = state
        up = [(arrivals, tuple(sorted((low + 1, high))))] if low < 3 else []
        ends = [(end_rate(k), tuple(sorted((k - 1, rest)))) for k, rest in ((low, high), (high, low)) if k]
        return [*up, *ends]  # type: ignore[list-item]

    def by_idleness(state: tuple[int, int]) -> list[tuple[float, tuple[int, int]]]:
        last, other = state
        taken = (other + 1, last) if other < 3 else (last + 1, other)
        up = [(arrivals, taken)] if min(state) < 3 else []
        down = [(end_rate(last), (last - 1, other))] if last else []
        return [*up, *down, *([(end_rate(other), (other - 1, last))] if other else [])]

    held = []
    for rule in (by_load, by_idleness):
        share = solve_chain((0, 0), rule)
        full = sum(p for (a, b), p in share.items() if a == b == 3)
        held.append(sum(p * (a + b) for (a, b), p in share.items()) / (1 - full))
    assert held[1] / held[0] == pytest.approx(1, abs=0.2)
    assert abs(held[1] / held[0] - 1) > 0.01


def test_balking_leaving_at_once_and_limits_are_a_birth_death_chain() -> None:
    """M/M/3: a share balks by announced wait (Q + 1) · AHT / agents, some leave at once, no more than 3 wait."""
    arrivals, agents, mean_min, leave, at_once, limit = 2.0, 3, 2.0, 0.5, 0.2, 3

    def balks(waiting: int) -> float:
        announced = (waiting + 1) * mean_min / agents
        return min(0.5, max(0.1, 0.1 + (announced - 0.5) / 3.5 * 0.4))

    def moves(n: int) -> list[tuple[float, int]]:
        waiting = max(0, n - agents)
        stays = 1.0 if n < agents else (1 - balks(waiting)) * (1 - at_once)
        up = [(arrivals * stays, n + 1)] if waiting < limit else []
        return [*up, (min(n, agents) / mean_min + waiting * leave, n - 1)] if n else up

    share = solve_chain(0, moves)
    met = {n: p for n, p in share.items() if agents <= n < agents + limit}
    balked = sum(p * balks(n - agents) for n, p in met.items())
    left = sum(p * (1 - balks(n - agents)) * at_once for n, p in met.items())
    waiting = sum(p * max(0, n - agents) for n, p in share.items())
    text = one_queue(
        120,
        TALK,
        agents,
        days=9,
        channel='kind: live, balks: "10 % at 30 s, 50 % at 4 min"',
        segment='patience: "exponential, mean 2 min", leaves_at_once: 20 %',
        queue=", limit: 3 waiting",
    )
    steady = observe(
        text,
        16,
        balked=share_of(Outcome.BALKED),
        blocked=share_of(Outcome.BLOCKED),
        abandoned=share_of(Outcome.ABANDONED),
        mean_queue=mean_queue,
        occupancy=in_hand_per_agent,
    )
    steady.check_share("balked", balked)
    steady.check_share("blocked", share[agents + limit], power=0.06)
    steady.check_share("abandoned", left + waiting * leave / arrivals)
    steady.check("mean_queue", waiting)
    steady.check_share("occupancy", sum(p * min(n, agents) for n, p in share.items()) / agents)
