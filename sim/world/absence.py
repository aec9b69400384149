"""Who does not come and who comes late: a replication's staffing, drawn from the planned one (MODEL.md 7, People).

Absence of an agent on a day has an address of its own (pool, number of the agent in it, local day), so that it hangs
on nothing else: neither on customers, nor on other agents, nor on the length of the run. What is scheduled and paid
stays as planned.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.scenario.scenario import Centre
from sim.streams import Stream, build_table, draw_array, pack_agent_days, threshold, uniform_pair, uniforms
from sim.streams.address import DAY_BITS
from sim.world.staffing import Plans
from sim.world.world import Ints, Staffing, frozen

_EVENING_BEFORE = (1 << DAY_BITS) - 1
"""Day in the address of duties that began before the run; no run is so long."""


@dataclass(frozen=True, slots=True)
class Absence:
    """What chance does to the plans.

    Attributes:
        absent: (pools,) threshold (of 2⁵³) of people who are absent on a day.
        late: (pools,) threshold of duties that begin late.
        late_by: Tables of how late, by pool; None where nobody is.
        member: (agents,) number of each agent within its pool.
        duty_day: As in `Plans`.
        duty_turn: (duties,) number of each among those of its agent that start on the same day.
    """

    absent: Ints
    late: Ints
    late_by: tuple[Ints | None, ...]
    member: Ints
    duty_day: Ints
    duty_turn: Ints


def plan_absence(centre: Centre, plans: Plans) -> Absence:
    """Lower shares of absence and lateness to thresholds, and number agents and duties for their addresses."""
    staffing, pools = plans.staffing, centre.pools.values()
    return Absence(
        absent=frozen([threshold(pool.absent) for pool in pools]),
        late=frozen([threshold(pool.late.share) if pool.late else 0 for pool in pools]),
        late_by=tuple(build_table(pool.late.by) if pool.late and pool.late.share else None for pool in pools),
        member=frozen(_number_within(staffing.pool)),
        duty_day=plans.duty_day,
        duty_turn=frozen(_number_within(staffing.duty_agent * (1 << DAY_BITS) + plans.duty_day)),
    )


def _number_within(group: Ints) -> Ints:
    """Number ascending groups' members from 0, shape (n,).

    >>> _number_within(np.asarray([4, 4, 7, 7, 7])).tolist()
    [0, 1, 0, 1, 2]
    """
    numbers: Ints = np.arange(len(group)) - np.searchsorted(group, group)
    return numbers


def staffing_of_replication(
    planned: Staffing, absence: Absence, day_tick: Ints, seed: int, replication: int
) -> Staffing:
    """Draw who comes, and when, in one replication.

    Args:
        planned: The staffing as planned.
        absence: What chance does to it.
        day_tick: (days + 1,) start of each local day, and the end of the run.
        seed: Root seed.
        replication: Number of the replication.

    Returns:
        The planned staffing itself where nobody can be absent or late, else one that remembers it (`planned`).
    """
    if not (absence.absent.any() or absence.late.any()):
        return planned
    heads = _heads(planned, absence, day_tick, seed, replication)
    start = _starts(planned, absence, seed, replication)
    comes = start < planned.duty_end
    place = np.cumsum(comes) - 1
    spells = _spells(planned, start)
    return replace(
        planned,
        heads_pool=frozen(heads[:, 0]),
        heads_tick=frozen(heads[:, 1]),
        heads=frozen(heads[:, 2]),
        duty_agent=frozen(planned.duty_agent[comes]),
        duty_start=frozen(start[comes]),
        duty_end=frozen(planned.duty_end[comes]),
        spell_duty=frozen(place[spells[:, 0]]),
        spell_start=frozen(spells[:, 1]),
        spell_ticks=frozen(spells[:, 2]),
        planned=planned,
    )


def _heads(planned: Staffing, absence: Absence, day_tick: Ints, seed: int, replication: int) -> Ints:
    """Changes of headcount (pool, tick, heads) of those who come: of the wanted heads, the first ones by number."""
    rows: list[tuple[int, int, int]] = []
    for pool in np.unique(planned.heads_pool).tolist():
        mine = planned.heads_pool == pool
        ticks, wanted = planned.heads_tick[mine], planned.heads[mine]
        at = np.unique(np.concatenate([ticks, day_tick[:-1]]))
        place = np.searchsorted(ticks, at, side="right") - 1
        want = np.where(place >= 0, wanted[place], 0)
        current = 0
        for day in range(len(day_tick) - 1):
            within = (day_tick[day] <= at) & (at < day_tick[day + 1])
            most = int(want[within].max(initial=0))
            key = pack_agent_days(np.arange(most), day)
            comes = uniforms(seed, replication, Stream.ABSENCE, key, visit=pool) >= absence.absent[pool]
            n_come = np.concatenate([[0], np.cumsum(comes)])
            for tick, heads in zip(at[within].tolist(), n_come[want[within]].tolist(), strict=True):
                if heads != current:
                    rows.append((pool, tick, heads))
                    current = heads
    return np.asarray(rows, dtype=np.int64).reshape(-1, 3)


def _starts(planned: Staffing, absence: Absence, seed: int, replication: int) -> Ints:
    """When the agents of all duties come; where they do not, the end of the duty. Shape (duties,)."""
    start = planned.duty_start.copy()
    pool_of = planned.pool[planned.duty_agent]
    day = np.where(absence.duty_day < 0, _EVENING_BEFORE, absence.duty_day)
    key = pack_agent_days(absence.member[planned.duty_agent], day)
    for pool in np.unique(pool_of).tolist():
        mine = np.flatnonzero(pool_of == pool)
        by = absence.late_by[pool]
        if by is not None:
            start[mine] += _lateness(absence, by, mine, key[mine], pool, seed, replication)
        if absence.absent[pool]:
            u = uniforms(seed, replication, Stream.ABSENCE, key[mine], visit=pool)
            away = mine[u < absence.absent[pool]]
            start[away] = planned.duty_end[away]
    return np.minimum(start, planned.duty_end)


def _lateness(absence: Absence, by: Ints, mine: Ints, key: Ints, pool: int, seed: int, replication: int) -> Ints:
    """How late the agents of some duties of a pool come [ticks]; to duties that began before the run they came then."""
    late = np.zeros(len(mine), dtype=np.int64)
    turn = absence.duty_turn[mine]
    for step in np.unique(turn).tolist():
        at = turn == step
        is_late, how = uniform_pair(seed, replication, Stream.LATE, key[at], visit=pool, step=step)
        drawn = draw_array(by, how)
        late[at] = np.where((is_late < absence.late[pool]) & (absence.duty_day[mine[at]] >= 0), drawn, 0)
    return late


def _spells(planned: Staffing, start: Ints) -> Ints:
    """Spells off the queues (planned duty, start, ticks) of those who come: whole, or what is left of one begun."""
    duty = planned.spell_duty
    begin, end = planned.off_queue_spans()
    is_late = start[duty] > planned.duty_start[duty]
    first = np.where(is_late, np.maximum(begin, start[duty]), planned.spell_start)
    ticks = np.where(is_late, end - first, planned.spell_ticks)
    keep: NDArray[np.bool_] = (ticks > 0) & (start[duty] < planned.duty_end[duty])
    return np.column_stack((duty, first, ticks))[keep]
