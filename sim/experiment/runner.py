"""Many units of work, in order, on one or more processes.

Units come back in the order they were asked for, whatever the processes do, so that nothing downstream
(sums, tables, digests) can depend on their number.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from types import TracebackType
from typing import Self, TypeVar

from sim.errors import InternalError
from sim.experiment.work import Job, Unit, UnitResult, do_in_worker, do_unit, start_worker
from sim.world.build import Blueprint

SMALL_CONTACTS = 40_000
"""Expected first contacts of a job up to which it stays in this process: starting others takes longer."""

_AHEAD = 3
_Outcome = TypeVar("_Outcome")
Progress = Callable[[int, int], None]
"""Told after every unit: how many are done, and how many are planned as far as is known."""


def units_of(strategies: Sequence[str], replications: Iterable[int]) -> list[Unit]:
    """List units by replication, then by strategy: a longer run only adds units at the end."""
    return [Unit(strategy, number) for number in replications for strategy in strategies]


def expected_contacts(blueprint: Blueprint) -> float:
    """Expect the first contacts of one replication, from its means and traces, and the calls of its campaigns."""
    traced = sum(len(trace.tick) for _, trace in blueprint.demand.traces)
    return float(blueprint.demand.mean.sum()) + traced + len(blueprint.campaigns.issue)


def cores() -> int:
    """Count the cores this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class Runner:
    """Does units of one job; a context manager, for it may own processes.

    Processes are started with the first batch that is worth it, and kept for the batches after it.
    """

    def __init__(self, job: Job, jobs: int | None = None) -> None:
        """Prepare; nothing is started yet.

        Args:
            job: What all units have in common.
            jobs: Processes to use; None: one a core, or none for a small job; 1: this process.
        """
        self._job = job
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._n_processes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes; after an error or Ctrl-C they are terminated in the middle of what they do."""
        if self._pool is None:
            return
        if kind is not None:
            _terminate(self._pool)
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None

    def results(self, units: Sequence[Unit]) -> Iterator[UnitResult]:
        """Do units and give what came out, in their order.

        Raises:
            InternalError: A unit failed, or a process was killed from outside.
        """
        yield from self._outcomes(units, partial(do_unit, self._job), do_in_worker)

    def outcomes(self, units: Sequence[Unit], task: Callable[[Unit], _Outcome]) -> Iterator[_Outcome]:
        """Do something else with units, on the same processes, and give what came out, in their order.

        Args:
            units: Their strategies are the job's.
            task: It and what it brings can be pickled.

        Raises:
            InternalError: A unit failed, or a process was killed from outside.
        """
        yield from self._outcomes(units, task, task)

    def _outcomes(
        self, units: Sequence[Unit], here: Callable[[Unit], _Outcome], in_worker: Callable[[Unit], _Outcome]
    ) -> Iterator[_Outcome]:
        """Do units in this process or spread over others."""
        n_processes = min(self._wanted(units), len(units))
        if self._pool is None and n_processes <= 1:
            for unit in units:
                yield here(unit)
            return
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                n_processes, mp_context=get_context("spawn"), initializer=start_worker, initargs=(self._job,)
            )
            self._n_processes = n_processes
        yield from self._spread(units, self._pool, in_worker)

    def _wanted(self, units: Sequence[Unit]) -> int:
        """How many processes the units are worth."""
        if self._jobs is not None:
            return self._jobs
        size = {name: expected_contacts(blueprint) for name, blueprint in self._job.blueprints.items()}
        return cores() if sum(size[unit.strategy] for unit in units) > SMALL_CONTACTS else 1

    def _spread(
        self, units: Sequence[Unit], pool: ProcessPoolExecutor, task: Callable[[Unit], _Outcome]
    ) -> Iterator[_Outcome]:
        """Keep a few units a process ahead, so that finished tables do not pile up."""
        ahead: deque[tuple[Unit, Future[_Outcome]]] = deque()
        waiting = deque(units)
        try:
            while ahead or waiting:
                while waiting and len(ahead) < _AHEAD * self._n_processes:
                    unit = waiting.popleft()
                    ahead.append((unit, pool.submit(task, unit)))
                yield ahead[0][1].result()
                ahead.popleft()
        except BrokenProcessPool as error:
            unit = ahead[0][0] if ahead else units[0]
            raise InternalError(
                "a worker process ended from outside (out of memory?); --jobs 1 works in one process",
                fingerprint=self._job.blueprints[unit.strategy].fingerprint,
                seed=self._job.seed,
                replication=unit.replication,
                entity=f"strategy {unit.strategy}",
            ) from error


def _terminate(pool: ProcessPoolExecutor) -> None:
    """Terminate the processes of a pool: what they do now is not needed any more.

    One that ends while it sends a result leaves half a message, for whose rest the executor's thread would wait for
    ever, as this process holds the sending end too. So that end is closed; there is no public way to do it.
    """
    processes = list((getattr(pool, "_processes", None) or {}).values())
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
    writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    if writer is not None:
        writer.close()


__all__ = ["Progress", "Runner", "cores", "expected_contacts", "units_of"]
