"""Steady states: a scenario run for many replications, and its KPIs with 99.9 % intervals.

Everything is counted from the record here, not by `sim.kpi`, so that a formula meets the engine alone. A contact
counts when it arrives in the measured window but for its last two hours (by then each has ended); time averages
are taken over the same window. The interval of a ratio is Student's, over replications, of ratio-of-sums residuals.

The seed was fixed before the first look. A right engine fails a 99.9 % interval once in a thousand statements.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from sim.engine import run
from sim.record.record import Record
from sim.rules.lifecycle import Outcome
from sim.scenario.load import load_text
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from sim.world.world import World

SEED = 20260302
LEVEL = 0.999
TAIL_TICKS = 2 * 3600 * TICKS_PER_SECOND

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Contacts and agents of one replication's window; waits in seconds."""

    world: World
    record: Record
    start: int
    end: int
    outcome: NDArray[np.int64]
    segment: NDArray[np.int64]
    wait_s: Floats
    handle_s: Floats

    @property
    def is_answered(self) -> NDArray[np.bool_]:
        return self.outcome == Outcome.ANSWERED

    def time_in_window_s(self, start: NDArray[np.int64], end: NDArray[np.int64]) -> float:
        """Return how much time of the spans lies in the window [s], summed."""
        inside = np.minimum(end, self.end) - np.maximum(start, self.start)
        return float(np.maximum(inside, 0).sum()) / TICKS_PER_SECOND


Kpi = Callable[[Sample], tuple[float, float]]
"""Numerator and denominator of a ratio of sums in one replication."""


def take_sample(world: World, record: Record) -> Sample:
    """Cut a record to its window; every contact of the window has ended."""
    contacts = record.contacts
    start, end = world.horizon.measure_start, world.horizon.measure_end - TAIL_TICKS
    inside = (contacts["arrived_tick"] >= start) & (contacts["arrived_tick"] < end)
    column = {name: values[inside] for name, values in contacts.items()}
    assert (column["ended_tick"] >= 0).all(), "a contact of the window is still open: the tail is too short"
    left = np.where(column["answered_tick"] >= 0, column["answered_tick"], column["ended_tick"])
    wait = np.where(column["queued_tick"] >= 0, left - column["queued_tick"], 0)
    return Sample(
        world=world,
        record=record,
        start=start,
        end=end,
        outcome=column["outcome"],
        segment=column["segment"],
        wait_s=wait / TICKS_PER_SECOND,
        handle_s=(column["talk_ticks"] + column["wrap_up_ticks"]) / TICKS_PER_SECOND,
    )


def wait_probability(s: Sample) -> tuple[float, float]:
    """Share of contacts that get in and are not answered at once."""
    stood = (s.outcome == Outcome.ANSWERED) | (s.outcome == Outcome.ABANDONED)
    return float((stood & ((s.wait_s > 0) | ~s.is_answered)).sum()), len(s.wait_s)


def mean_wait(s: Sample) -> tuple[float, float]:
    """Mean wait of all who stood in the queue, answered or abandoned, zeros included [s]."""
    stood = s.is_answered | (s.outcome == Outcome.ABANDONED)
    return float(s.wait_s[stood].sum()), float(stood.sum())


def asa(s: Sample) -> tuple[float, float]:
    """Mean wait of answered contacts [s]."""
    return float(s.wait_s[s.is_answered].sum()), float(s.is_answered.sum())


def mean_abandon(s: Sample) -> tuple[float, float]:
    """Mean wait of abandoned contacts [s]."""
    left = s.outcome == Outcome.ABANDONED
    return float(s.wait_s[left].sum()), float(left.sum())


def mean_handle(s: Sample) -> tuple[float, float]:
    """Mean handle time of answered contacts, elapsed [s]."""
    return float(s.handle_s[s.is_answered].sum()), float(s.is_answered.sum())


def share_of(outcome: Outcome) -> Kpi:
    """Share of all contacts that end so."""
    return lambda s: (float((s.outcome == outcome).sum()), len(s.outcome))


def service_level(within_s: float) -> Kpi:
    """Share of all contacts answered within a time (`abandons_negative`)."""
    return lambda s: (float((s.is_answered & (s.wait_s <= within_s)).sum()), len(s.wait_s))


def abandoned_within(within_s: float) -> Kpi:
    """Share of all contacts that abandon within a time."""
    return lambda s: (float(((s.outcome == Outcome.ABANDONED) & (s.wait_s <= within_s)).sum()), len(s.wait_s))


def wait_of_segment(segment: int) -> Kpi:
    """Mean wait of the contacts of a segment [s]."""
    return lambda s: (float(s.wait_s[s.segment == segment].sum()), float((s.segment == segment).sum()))


def waits_in_segment(segment: int) -> Kpi:
    """Share of the contacts of a segment that wait."""
    return lambda s: (float((s.wait_s[s.segment == segment] > 0).sum()), float((s.segment == segment).sum()))


def in_hand(s: Sample) -> tuple[float, float]:
    """Time average of the number of contacts in agents' hands."""
    spells = s.record.spells
    window_s = (s.end - s.start) / TICKS_PER_SECOND
    return s.time_in_window_s(spells["start_tick"], spells["end_tick"]), window_s


def in_hand_per_agent(s: Sample) -> tuple[float, float]:
    """Contacts in hand over agents: the occupancy where each agent holds one at most."""
    busy_s, window_s = in_hand(s)
    return busy_s, window_s * len(s.world.staffing.pool)


def busy_share(s: Sample) -> tuple[float, float]:
    """Share of agents' time with anything in hand: the union of each agent's spells."""
    spells, total = s.record.spells, 0.0
    for agent in range(len(s.world.staffing.pool)):
        mine = spells["agent"] == agent
        start, end = spells["start_tick"][mine], spells["end_tick"][mine]
        reached = np.maximum.accumulate(np.concatenate([[0], end]))[:-1]
        total += s.time_in_window_s(np.maximum(start, reached), np.maximum(end, reached))
    return total, (s.end - s.start) / TICKS_PER_SECOND * len(s.world.staffing.pool)


def mean_queue(s: Sample) -> tuple[float, float]:
    """Time average of the number waiting."""
    contacts = s.record.contacts
    stood = contacts["queued_tick"] >= 0
    queued, answered, ended = (contacts[name][stood] for name in ("queued_tick", "answered_tick", "ended_tick"))
    left = np.where(answered >= 0, answered, np.where(ended >= 0, ended, s.world.horizon.end))
    return s.time_in_window_s(queued, left), (s.end - s.start) / TICKS_PER_SECOND


@dataclass
class Steady:
    """KPIs of a scenario over replications; `check` holds a formula against one of them."""

    names: tuple[str, ...]
    sums: Floats
    n_contacts: int

    def interval(self, name: str) -> tuple[float, float]:
        """Return the value of a KPI and the half width of its interval."""
        top, bottom = self.sums[:, self.names.index(name)].T
        n, value = len(top), top.sum() / bottom.sum()
        residual = (top - value * bottom) / bottom.mean()
        return float(value), float(stdtrit(n - 1, (1 + LEVEL) / 2) * residual.std(ddof=1) / n**0.5)

    def check(self, name: str, exact: float, power: float = 0.05) -> None:
        """Assert that the formula lies in the interval, and that the interval is narrow enough to tell.

        Args:
            name: The KPI.
            exact: What the formula says.
            power: Widest half width allowed, relative to what the formula says.
        """
        self._check(name, exact, exact, power)

    def check_share(self, name: str, exact: float, power: float = 0.05) -> None:
        """Do the same for a share, its half width relative to the share or to the rest, whichever is less."""
        self._check(name, exact, min(exact, 1.0 - exact), power)

    def _check(self, name: str, exact: float, scale: float, power: float) -> None:
        value, half_width = self.interval(name)
        said = f"{name}: engine {value:.6g} ± {half_width:.2g} ({half_width / scale:.1%}), formula {exact:.6g}"
        assert abs(value - exact) <= half_width, f"{said}; {(value - exact) / half_width:+.2f} half widths off"
        assert half_width <= power * scale, f"{said}; the half width is to be at most {power:.0%}"


def observe(text: str, n_replications: int, **kpis: Kpi) -> Steady:
    """Run a scenario and sum up its KPIs by replication.

    Args:
        text: The scenario.
        n_replications: How many replications.
        kpis: The KPIs by name.
    """
    blueprint = lower(load_text(text, "steady.yaml"), "as_is")
    sums, n_contacts = [], 0
    for replication in range(n_replications):
        world = blueprint.world(SEED, replication)
        sample = take_sample(world, run(world))
        n_contacts += len(sample.outcome)
        sums.append([kpi(sample) for kpi in kpis.values()])
    return Steady(tuple(kpis), np.asarray(sums, dtype=float), n_contacts)


def one_queue(
    per_h: float,
    talk: str,
    agents: int,
    *,
    days: int = 9,
    channel: str = "kind: live",
    segment: str = "",
    queue: str = "",
) -> str:
    """Write a scenario of one channel, one queue and one team that is always there; settling takes a day."""
    return f"""
schema: 1
name: steady
run: {{start: 2026-03-02, settle: 1 day, measure: {days} days}}
demand:
  counts: first_contacts
  by_channel: {{phone: {{rate: {{"00:00": {per_h} per h}}}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{{segment}}}}}
channels: {{phone: {{{channel}}}}}
service: {{help: {{phone: {{talk: {talk}}}}}}}
queues: {{phone: {{of: phone{queue}}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: {agents}}}, skills: {{phone: level 3}}}}}}
serves: {{team: [phone]}}
"""
