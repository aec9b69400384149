"""Announced waits where pools are shared, and mails that are kept back and give way, against Markov chains."""

from collections.abc import Callable

import numpy as np
import pytest

from sim.rules.lifecycle import Outcome
from sim.units import TICKS_PER_SECOND
from tests.theory_engine.chains import solve_chain
from tests.theory_engine.steady import Kpi, Sample, in_hand_per_agent, observe
from tests.theory_engine.test_routing import CALLS, MAILS, time_to_end, two_channels, waits_of

OWN, SHARED = 1, 2
"""Agents of the pool that serves the first queue alone, and of the pool that serves both."""
ARRIVALS = (1.0, 0.7)
MEAN_MIN = 2.0
MOST = 12

TWO_QUEUES = f"""
schema: 1
name: two queues
run: {{start: 2026-03-02, settle: 1 day, measure: 9 days}}
demand:
  counts: first_contacts
  by_channel:
    sales: {{rate: {{"00:00": {60 * ARRIVALS[0]} per h}}}}
    repairs: {{rate: {{"00:00": {60 * ARRIVALS[1]} per h}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels:
  sales: {{kind: live, balks: "10 % at 30 s, 80 % at 4 min"}}
  repairs: {{kind: live, balks: "10 % at 30 s, 80 % at 4 min"}}
service: {{help: {{sales: {{talk: "exponential, mean 2 min"}}, repairs: {{talk: "exponential, mean 2 min"}}}}}}
queues: {{sales: {{of: sales}}, repairs: {{of: repairs}}}}
pools:
  own: {{headcount: on_queue, staff: {{daily: {OWN}}}, skills: {{sales: level 3}}}}
  shared: {{headcount: on_queue, staff: {{daily: {SHARED}}}, skills: {{sales: level 3, repairs: level 3}}}}
serves: {{own: {{sales: 1}}, shared: {{sales: 2, repairs: 1}}}}
"""
SALES, REPAIRS = 0, 1

Share = dict[tuple[int, ...], float]


def balks(waiting: int, agents: float) -> float:
    """Share that leaves on hearing (Q + 1) · AHT / agents."""
    announced = (waiting + 1) * MEAN_MIN / agents
    return min(0.8, max(0.1, 0.1 + (announced - 0.5) / 3.5 * 0.7))


def steady_state(agents_of: Callable[[int], float]) -> Share:
    """Solve the chain of (busy of own, busy of shared, sales waiting, repairs waiting).

    Sales go to their own agent first; the shared agents, where they are the last resort of sales, take repairs first.
    """

    def arrive(state: tuple[int, ...], queue: int) -> list[tuple[float, tuple[int, ...]]]:
        own, shared, sales, repairs = state
        if queue == SALES and own < OWN:
            return [(ARRIVALS[queue], (own + 1, shared, sales, repairs))]
        if shared < SHARED:
            return [(ARRIVALS[queue], (own, shared + 1, sales, repairs))]
        waiting = state[2 + queue]
        if waiting >= MOST:
            return []
        rate = ARRIVALS[queue] * (1 - balks(waiting, agents_of(queue)))
        return [(rate, (own, shared, sales + (queue == SALES), repairs + (queue == REPAIRS)))]

    def moves(state: tuple[int, ...]) -> list[tuple[float, tuple[int, ...]]]:
        own, shared, sales, repairs = state
        found = [*arrive(state, SALES), *arrive(state, REPAIRS)]
        if own:
            after = (own, shared, sales - 1, repairs) if sales else (own - 1, shared, 0, repairs)
            found.append((own / MEAN_MIN, after))
        if shared:
            if repairs:
                after = (own, shared, sales, repairs - 1)
            else:
                after = (own, shared, sales - 1, 0) if sales else (own, shared - 1, 0, 0)
            found.append((shared / MEAN_MIN, after))
        return found

    return solve_chain((0, 0, 0, 0), moves)  # type: ignore[return-value]


def balked_share(share: Share, queue: int, agents: float) -> float:
    """Share of a queue's contacts that balk."""
    stands = {state: p for state, p in share.items() if state[1] == SHARED and (queue == REPAIRS or state[0] == OWN)}
    return sum(p * balks(state[2 + queue], agents) for state, p in stands.items())


def counted_by_queues(queue: int) -> float:
    """Agents of a queue's estimate: those of a pool of two queues count one half."""
    return OWN + SHARED / 2 if queue == SALES else SHARED / 2


def balked_of(channel: int) -> Kpi:
    """Share of a channel's contacts that balk."""

    def kpi(s: Sample) -> tuple[float, float]:
        contacts = s.record.contacts
        mine = (contacts["channel"] == channel) & (contacts["arrived_tick"] >= s.start)
        mine &= contacts["arrived_tick"] < s.end
        return float((contacts["outcome"][mine] == Outcome.BALKED).sum()), float(mine.sum())

    return kpi


def all_busy(s: Sample) -> tuple[float, float]:
    """Share of time in which every agent has something in hand."""
    spells = s.record.spells
    ticks = np.concatenate([spells["start_tick"], spells["end_tick"]])
    order = np.argsort(ticks, kind="stable")
    busy = np.cumsum(np.repeat([1, -1], len(spells["start_tick"]))[order])[:-1]
    ticks, is_full = ticks[order], busy == OWN + SHARED
    window_s = (s.end - s.start) / TICKS_PER_SECOND
    return s.time_in_window_s(ticks[:-1][is_full], ticks[1:][is_full]), window_s


def test_announced_waits_count_shared_pools_by_their_queues() -> None:
    """Both queues: share balked, mean wait, occupancy and P(all busy) are those of the chain with 1/n of a pool."""
    share = steady_state(counted_by_queues)
    steady = observe(
        TWO_QUEUES,
        16,
        sales_balked=balked_of(SALES),
        repairs_balked=balked_of(REPAIRS),
        sales_wait=waits_of(SALES),
        repairs_wait=waits_of(REPAIRS),
        occupancy=in_hand_per_agent,
        all_busy=all_busy,
    )
    for name, queue in (("sales", SALES), ("repairs", REPAIRS)):
        balked = balked_share(share, queue, counted_by_queues(queue))
        waiting = sum(p * state[2 + queue] for state, p in share.items())
        steady.check_share(f"{name}_balked", balked)
        steady.check(f"{name}_wait", 60 * waiting / (ARRIVALS[queue] * (1 - balked)), power=0.06)
    held = sum(p * (own + shared) for (own, shared, _, _), p in share.items())
    steady.check_share("occupancy", held / (OWN + SHARED))
    steady.check_share("all_busy", sum(p for state, p in share.items() if state[:2] == (OWN, SHARED)))


@pytest.mark.parametrize(("queue", "whole"), [(SALES, OWN + SHARED), (REPAIRS, SHARED)])
def test_the_chain_can_tell_half_an_agent_from_a_whole_one(queue: int, whole: float) -> None:
    """Counting shared agents whole in one queue's estimate changes the share that balks there by far more than 5 %."""

    def counted_whole(other: int) -> float:
        return whole if other == queue else counted_by_queues(other)

    right = balked_share(steady_state(counted_by_queues), queue, counted_by_queues(queue))
    wrong = balked_share(steady_state(counted_whole), queue, whole)
    assert abs(wrong / right - 1) > 0.15


def test_mails_kept_back_that_give_way_follow_their_chain() -> None:
    """M/M/3 of calls, and mails started only while more than one is idle, interrupted where nobody is free.

    A state is (calls of agents with nothing put down, calls of agents with a mail put down, mails in hand, calls
    waiting, mails waiting). A mail that was put down is taken up by its agent when the call is over, whoever is idle;
    calls that wait go before it.
    """
    agents, kept, call, mail, call_end, mail_end = 3, 1, 0.9, 0.3, 1.0, 0.5
    most_calls, most_mails = 12, 32

    def after_free(plain: int, over: int, mails: int, waiting: int) -> tuple[int, int, int, int, int]:
        """Return the state once an agent has become idle: the mail that waits is begun while enough are idle."""
        if waiting and agents - plain - over - mails > kept:
            return plain, over, mails + 1, 0, waiting - 1
        return plain, over, mails, 0, waiting

    def moves(state: tuple[int, ...]) -> list[tuple[float, tuple[int, ...]]]:
        plain, over, mails, calls, waiting = state
        idle = agents - plain - over - mails
        found = []
        if idle:
            found.append((call, (plain + 1, over, mails, 0, waiting)))
        elif mails:
            found.append((call, (plain, over + 1, mails - 1, 0, waiting)))
        elif calls < most_calls:
            found.append((call, (plain, over, 0, calls + 1, waiting)))
        if idle > kept:
            found.append((mail, (plain, over, mails + 1, calls, waiting)))
        elif waiting < most_mails:
            found.append((mail, (plain, over, mails, calls, waiting + 1)))
        if plain:
            after = (plain, over, 0, calls - 1, waiting) if calls else after_free(plain - 1, over, mails, waiting)
            found.append((plain * call_end, after))
        if over:
            after = (plain, over, 0, calls - 1, waiting) if calls else (plain, over - 1, mails + 1, 0, waiting)
            found.append((over * call_end, after))
        if mails:
            found.append((mails * mail_end, after_free(plain, over, mails - 1, waiting)))
        return found

    share = solve_chain((0, 0, 0, 0, 0), moves)
    waiting = sum(p * state[4] for state, p in share.items())
    on_mails = sum(p * (state[1] + state[2]) for state, p in share.items())
    steady = observe(
        two_channels(
            (60 * call, 60 * mail),
            ('"exponential, mean 1 min"', '"exponential, mean 2 min"'),
            agents,
            ", gives_way_to: phone",
            f", keeps_idle: {kept} agents",
        ),
        24,
        call_waits=waits_of(CALLS, is_any=True),
        mail_wait=waits_of(MAILS),
        mail_time=time_to_end(MAILS),
        occupancy=in_hand_per_agent,
    )
    full = sum(p for state, p in share.items() if state[0] + state[1] == agents)
    steady.check_share("call_waits", full, power=0.08)
    steady.check("mail_wait", 60 * waiting / mail, power=0.12)
    steady.check("mail_time", 60 * (waiting + on_mails) / mail, power=0.08)
    steady.check_share("occupancy", (call / call_end + mail / mail_end) / agents)
