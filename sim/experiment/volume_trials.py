"""Trials of shares of first contacts: the base strategy simulated, and its contacts counted.

Counted is as in KPIS.md: offered is N, contacts that entered a queue (blocked, balked and closed stand outside);
handled is H, contacts answered. Both by arrival in the measured window, all visits, on the row's channel or of its
intent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil

import numpy as np
from numpy.typing import NDArray

from sim.engine import run
from sim.experiment.runner import Runner
from sim.experiment.volume import with_volume
from sim.experiment.work import Job, Unit, blamed
from sim.kpi.facts import read_facts
from sim.record import Record
from sim.scenario.scenario import Scenario
from sim.world.build import lower
from sim.world.campaigns import is_campaign
from sim.world.world import World

LIMIT = 0.01
"""A simulated count may lie this far from the given one (MODEL.md 4)."""

AIM = 0.002
"""The search goes on until every count is as near as this, or as chance lets it be told."""

_PRECISION = 0.0025
_BATCH = 4
MOST_REPLICATIONS = 20
FEW = 10.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted in one replication, by index of channel or intent, (indices,).

    Attributes:
        first: First contacts drawn in the measured window.
        counted: Contacts of the window that were offered or handled.
        repeats: Those of them that are not first contacts.
    """

    first: Ints
    counted: Ints
    repeats: Ints


def count(record: Record, world: World, by: str, counts: str) -> Counts:
    """Count the contacts of the measured window.

    Args:
        record: What happened.
        world: The world it happened in.
        by: "channel" or "intent".
        counts: "offered" (N) or "handled" (H).
    """
    size = len(world.names.channels if by == "channel" else world.names.intents)
    facts, contacts, issues = read_facts(record, world), record.contacts, record.issues
    horizon, arrived = world.horizon, issues["arrived_tick"]
    born = (arrived >= horizon.measure_start) & (arrived < horizon.measure_end) & ~is_campaign(issues["issue"])
    is_counted = facts.in_window & (facts.is_queued if counts == "offered" else facts.is_answered)
    is_repeat = is_counted & (contacts["visit"] > 0)
    return Counts(
        np.bincount(issues[by][born], minlength=size),
        np.bincount(contacts[by][is_counted], minlength=size),
        np.bincount(contacts[by][is_repeat], minlength=size),
    )


def count_unit(job: Job, unit: Unit) -> Counts:
    """Run one unit and count, for the base strategy of a job.

    Raises:
        InternalError: Anything that went wrong, with what is needed to see it again.
    """
    with blamed(job, unit):
        blueprint = job.blueprints[unit.strategy]
        demand = blueprint.centre.demand
        world = blueprint.world(job.seed, unit.replication)
        by = "channel" if demand.by_channel is not None else "intent"
        return count(run(world, job.engine), world, by, demand.counts)


@dataclass(frozen=True, slots=True)
class Trial:
    """What one choice of shares brought.

    Attributes:
        shares: (rows,) the choice.
        n: Replications.
        first, counted, repeats: (rows,) sums over the replications.
        ratio: (rows,) simulated over given count.
        error: (rows,) its standard error, relative.
    """

    shares: Floats
    n: int
    first: Floats
    counted: Floats
    repeats: Floats
    ratio: Floats
    error: Floats

    @property
    def off(self) -> float:
        """The largest distance of a simulated count from the given one, relative."""
        return float(np.abs(self.ratio - 1.0).max())

    @property
    def is_far(self) -> bool:
        """Whether some count is off by more than chance and the limit would explain."""
        return bool((np.abs(self.ratio - 1.0) > np.maximum(LIMIT, 2.0 * self.error)).any())

    @property
    def is_on_aim(self) -> bool:
        """Whether every count is near enough; where chance blurs it, nearer would mean nothing."""
        aim = np.clip(self.error / 2.0, AIM, LIMIT / 2.0)
        return bool((np.abs(self.ratio - 1.0) <= aim).all())

    @property
    def wanted_n(self) -> int:
        """Replications that tell every count to 0.25 %, 20 at most."""
        needed = self.n * (float(self.error.max()) / _PRECISION) ** 2
        return min(MOST_REPLICATIONS, max(self.n, ceil(needed)))


class Trials:
    """Simulates choices of shares on the base strategy, always on the same customers."""

    def __init__(self, scenario: Scenario, rows: tuple[str, ...], given: Floats, job: Job, runner: Runner) -> None:
        self.scenario, self.rows, self.given = scenario, rows, given
        self._job, self._runner = job, runner
        self._n = _BATCH

    def trial(self, shares: Floats) -> Trial:
        """Simulate a choice; near the aim with as many replications as tell the count to 0.25 %, 20 at most."""
        solved = with_volume(self.scenario, dict(zip(self.rows, shares.tolist(), strict=True)))
        job = replace(self._job, blueprints={solved.base: lower(solved, solved.base)})
        found: list[Counts] = []
        while True:
            units = [Unit(solved.base, number) for number in range(len(found), self._n)]
            found += self._runner.outcomes(units, partial(count_unit, job))
            trial = self._judged(shares, found)
            if trial.is_far or trial.wanted_n == self._n:
                return trial
            self._n = min(MOST_REPLICATIONS, max(self._n + _BATCH, trial.wanted_n))

    def _judged(self, shares: Floats, found: Sequence[Counts]) -> Trial:
        """Compare what was counted with what is given."""
        names = self._job.blueprints[self.scenario.base].names
        demand = self.scenario.centres[self.scenario.base].demand
        all_names = names.channels if demand.by_channel is not None else names.intents
        place, n = [all_names.index(row) for row in self.rows], len(found)
        first, counted, repeats = (
            np.asarray([getattr(part, name)[place] for part in found], dtype=float)
            for name in ("first", "counted", "repeats")
        )
        expected = n * shares * self.given
        drawn = np.where(first.any(axis=0), first.sum(axis=0), expected)
        ratio = shares * counted.sum(axis=0) / drawn
        ratio = np.where((ratio == 0) & (expected < FEW), 1.0, ratio)
        rest = counted - counted.sum(axis=0) / drawn * first
        error = rest.std(axis=0, ddof=1) * n**0.5 / np.maximum(counted.sum(axis=0), 1.0)
        return Trial(shares, n, first.sum(axis=0), counted.sum(axis=0), repeats.sum(axis=0), ratio, error)


__all__ = ["AIM", "FEW", "LIMIT", "MOST_REPLICATIONS", "Counts", "Trial", "Trials", "count", "count_unit"]
