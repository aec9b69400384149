"""One unit of work: build the world of one (strategy, replication), run it, measure it.

This is all that a worker process imports: NumPy and the engine, no pandas, no DuckDB, no matplotlib.
"""

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import parent_process

import numpy as np
from numpy.typing import NDArray

from sim.engine import run
from sim.errors import InternalError
from sim.kpi import Paths, Sums, interval_rows, measure, measure_paths
from sim.record import Record, Table
from sim.world.build import Blueprint
from sim.world.world import World

Ints = NDArray[np.int64]
Columns = Mapping[str, NDArray[np.int64] | NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit is: a strategy's name and the number of a replication, from 0."""

    strategy: str
    replication: int


@dataclass(frozen=True, slots=True)
class Job:
    """What all units of a run have in common.

    Attributes:
        blueprints: By strategy, the lowered centre.
        seed: Root seed.
        engine: Name of the engine, or "auto".
        keeps_tables: Give rows of intervals and agents too.
        keeps_contacts: Give contacts and issues too.
    """

    blueprints: Mapping[str, Blueprint]
    seed: int
    engine: str = "auto"
    keeps_tables: bool = False
    keeps_contacts: bool = False


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What came out of one unit.

    Attributes:
        unit: Which one.
        engine: The engine that ran it.
        sums: Its KPI sums.
        record_digest: Digest of its record.
        world_digest: Digest of the world it ran in.
        intervals, agents: Their rows; empty when they are not kept.
        contacts, issues: Tables of the record; empty when they are not kept.
        paths: The paths of its issues.
    """

    unit: Unit
    engine: str
    sums: Sums
    record_digest: str
    world_digest: str
    intervals: Columns
    agents: Columns
    contacts: Table
    issues: Table
    paths: Paths


def do_unit(job: Job, unit: Unit) -> UnitResult:
    """Run and measure one unit.

    Raises:
        InternalError: Anything that went wrong, with what is needed to see it again.
    """
    with blamed(job, unit):
        world = job.blueprints[unit.strategy].world(job.seed, unit.replication)
        record = run(world, job.engine)
        return UnitResult(
            unit=unit,
            engine=record.engine,
            sums=measure(record, world),
            record_digest=record.digest(),
            world_digest=world.digest(),
            intervals=interval_rows(record, world) if job.keeps_tables else {},
            agents=agent_rows(record, world) if job.keeps_tables else {},
            contacts=record.contacts if job.keeps_contacts else {},
            issues=record.issues if job.keeps_contacts else {},
            paths=measure_paths(record, world),
        )


@contextmanager
def blamed(job: Job, unit: Unit) -> Iterator[None]:
    """Turn every error of a block into an internal error that names the unit.

    Raises:
        InternalError: Anything that went wrong, with what is needed to see it again.
    """
    try:
        yield
    except InternalError:
        raise
    except Exception as error:
        raise InternalError(
            f"{type(error).__name__}: {error}",
            fingerprint=job.blueprints[unit.strategy].fingerprint,
            seed=job.seed,
            replication=unit.replication,
            entity=f"strategy {unit.strategy}",
        ) from error


def agent_rows(record: Record, world: World) -> Columns:
    """Give the spans of agents' presence with the time they had at least one contact in hand.

    Args:
        record: What happened.
        world: The world it happened in.

    Returns:
        Columns agent, pool, kind (`Duty`), start_tick, end_tick, busy_ticks, ordered as the record's duties.
    """
    duties = record.duties
    busy = _BusyTime(record.spells, world.horizon.end)
    return {
        "agent": duties["agent"],
        "pool": world.staffing.pool[duties["agent"]],
        "kind": duties["kind"],
        "start_tick": duties["start_tick"],
        "end_tick": duties["end_tick"],
        "busy_ticks": busy.before(duties["agent"], duties["end_tick"])
        - busy.before(duties["agent"], duties["start_tick"]),
    }


class _BusyTime:
    """Time agents had something in hand, as one running sum over all agents laid end to end."""

    def __init__(self, spells: Table, horizon_end: int) -> None:
        self._length = horizon_end + 1
        start = spells["agent"] * self._length + spells["start_tick"]
        order = np.argsort(start, kind="stable")
        start = start[order]
        end = np.maximum.accumulate((spells["agent"] * self._length + spells["end_tick"])[order])
        is_first = np.ones(len(start), dtype=np.bool_)
        is_first[1:] = start[1:] > end[:-1]
        self._start = start[is_first]
        self._end = end[np.append(is_first[1:], True)] if len(start) else end
        self._sum = np.concatenate([[0], np.cumsum(self._end - self._start)])

    def before(self, agent: Ints, tick: Ints) -> Ints:
        """Sum the time in hand before a tick of an agent, over this agent and all with a lower index."""
        at = agent * self._length + tick
        span = np.searchsorted(self._start, at, side="right")
        last = np.maximum(span - 1, 0)
        over = np.zeros(len(at), dtype=np.int64)
        if len(self._start):
            over = np.where(span > 0, np.maximum(self._end[last] - at, 0), 0)
        found: Ints = self._sum[span] - over
        return found


_JOB: list[Job] = []
"""The job of this worker process, put here once by `start_worker`."""


def start_worker(job: Job) -> None:
    """Make a worker process ready: keep the job, die with the parent, leave Ctrl-C to the system."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _JOB.append(job)


def do_in_worker(unit: Unit) -> UnitResult:
    """Do one unit in a worker process that `start_worker` made ready."""
    return do_unit(_JOB[0], unit)


def _die_with_parent() -> None:
    """End this process when its parent is gone, for a killed parent cannot tell its workers."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


__all__ = ["Columns", "Job", "Unit", "UnitResult", "agent_rows", "blamed", "do_in_worker", "do_unit", "start_worker"]
