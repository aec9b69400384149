"""One agent who shares herself evenly among all she has in hand: M/G/1 processor sharing, whatever the law of work.

With k chats in hand each goes on at 1/k, so the mean time from arrival to end is E[S] / (1 − ρ) and the number in hand
is geometric with ratio ρ, for every law of S with that mean (Kleinrock 1976, Queueing Systems II, 4.4). The agent may
hold 40 at once; more than that would want to be in hand with probability 0.5^40.
"""

import numpy as np
import pytest

from tests.theory_engine.steady import (
    Kpi,
    Sample,
    busy_share,
    in_hand,
    mean_handle,
    observe,
    one_queue,
    wait_probability,
)

AT_ONCE, LOAD, MEAN_S = 40, 0.5, 60.0
SLOWDOWN = ", ".join(f"{k} chats: {k} times" for k in range(2, AT_ONCE + 1))
CHAT = f"kind: chat, at_once: {AT_ONCE} chats, slowdown: {{{SLOWDOWN}}}"

LAWS = {
    "fixed": "1 min",
    "exponential": '"exponential, mean 1 min"',
    "lognormal": '"lognormal, mean 1 min, cv 1.5"',
    "hyperexponential": '"hyperexponential, mean 1 min, cv 2"',
}


def holds(k: int) -> Kpi:
    """Share of time with exactly k in the only agent's hands."""

    def kpi(s: Sample) -> tuple[float, float]:
        spells = s.record.spells
        ticks = np.concatenate([spells["start_tick"], spells["end_tick"]])
        steps = np.repeat([1, -1], len(spells["start_tick"]))
        order = np.argsort(ticks, kind="stable")
        ticks, held = ticks[order], np.cumsum(steps[order])
        is_so = held[:-1] == k
        at_rest = s.time_in_window_s(ticks[:-1][is_so], ticks[1:][is_so])
        return at_rest, s.time_in_window_s(np.asarray([s.start]), np.asarray([s.end]))

    return kpi


@pytest.mark.parametrize("law", LAWS)
def test_an_agent_who_shares_evenly_is_insensitive_to_the_law_of_work(law: str) -> None:
    """Mean time in hand 2 min at load one half, and 0, 1, 2, 3 in hand with 1/2, 1/4, 1/8, 1/16 of the time."""
    steady = observe(
        one_queue(30, LAWS[law], 1, days=11, channel=CHAT),
        24,
        waits=wait_probability,
        sojourn=mean_handle,
        in_hand=in_hand,
        busy=busy_share,
        **{f"holds {k}": holds(k) for k in range(4)},
    )
    assert steady.interval("waits") == (0.0, 0.0)
    steady.check("sojourn", MEAN_S / (1 - LOAD), power=0.06)
    steady.check("in_hand", LOAD / (1 - LOAD), power=0.06)
    steady.check_share("busy", LOAD)
    for k in range(4):
        steady.check_share(f"holds {k}", (1 - LOAD) * LOAD**k, power=0.08)
