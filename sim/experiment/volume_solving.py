"""How many first contacts stand behind counts of contacts offered or handled, found on the base strategy (MODEL.md 4).

Such counts hold repeats, which the model makes itself. For each row of demand the share f is found (first contacts
over the count given) with which the simulated count of the measured window meets the given one. With A first contacts
drawn and S contacts counted over the same replications the condition is f · ΣS / ΣA = 1: the chance of the days hits
both alike and falls out.

A trace is not scaled: its arrivals are first contacts as they stand. A row with too few counts in the window to tell,
and one whose share is stated, stay as they are. Shares are rounded to four digits, so that they read well and repeat
exactly. The replications are those of `run.seed`, whatever seed is run later: one scenario has one volume.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.errors import Fault, ScenarioError
from sim.experiment.runner import Runner
from sim.experiment.volume import RowVolume, Volume, is_unsolved, with_volume
from sim.experiment.volume_search import LEAST, Search
from sim.experiment.volume_trials import FEW, LIMIT, MOST_REPLICATIONS, Trial, Trials
from sim.experiment.work import Job
from sim.scenario.demand_checks import rows_path
from sim.scenario.scenario import Scenario
from sim.world.build import Blueprint, lower

MOST_ROUNDS = 12
_CONTENT_FROM = 8
_START = 0.8

Floats = NDArray[np.float64]
Say = Callable[[str], None]


def solve_volume(scenario: Scenario) -> Scenario:
    """Find and state the first-contact volume of a scenario, so that it can be built; others come back as they are.

    It works in this process only, so that it may be called from a notebook or a plain script.

    Raises:
        ScenarioError: The counts given cannot be met.
    """
    return with_volume(scenario, find_volume(scenario, jobs=1).shares) if is_unsolved(scenario) else scenario


def find_volume(scenario: Scenario, engine: str = "auto", jobs: int | None = None, say: Say = lambda _: None) -> Volume:
    """Find the first-contact volume of a scenario that does not state it.

    Args:
        scenario: Its counts are of contacts offered or handled.
        engine: Name of the engine, or "auto".
        jobs: Processes; None: by the size of the job.
        say: Told after every round how far the simulated counts lie from the given ones.

    Raises:
        ScenarioError: The counts cannot be met: repeats alone exceed them, the base cannot handle that many, or the
            search does not come to rest.
        InternalError: A unit failed.
    """
    all_first = lower(with_volume(scenario, {}), scenario.base)
    rows, given = _rows_to_find(scenario, all_first)
    if not rows:
        return _volume(scenario, 0, 0, ())
    job = Job({scenario.base: all_first}, scenario.centres[scenario.base].run.seed, engine)
    with Runner(job, jobs) as runner:
        return _find(Trials(scenario, rows, given, job, runner), say)


def _rows_to_find(scenario: Scenario, all_first: Blueprint) -> tuple[tuple[str, ...], Floats]:
    """Rows whose share is to be found, and the counts given for them over the measured window."""
    demand, plan, horizon = all_first.centre.demand, all_first.demand, all_first.horizon
    is_measured = (plan.start >= horizon.measure_start) & (plan.start < horizon.measure_end)
    expected = np.bincount(plan.parent[plan.row], plan.mean * plan.coming * is_measured, minlength=plan.n_rows)
    given = dict(zip(demand.rows, expected.tolist(), strict=False))
    enough = FEW / MOST_REPLICATIONS
    rows = tuple(name for name in scenario.centres[scenario.base].demand.open_rows if given[name] >= enough)
    return rows, np.asarray([given[name] for name in rows])


def _find(trials: Trials, say: Say) -> Volume:
    """Search the shares round by round."""
    scenario = trials.scenario
    say(f"solving the first-contact volume on {scenario.base}: contacts {_counts(scenario)} are given")
    search = Search(np.full(len(trials.rows), _START))
    best: Trial | None = None
    for number in range(1, MOST_ROUNDS + 1):
        trial = trials.trial(search.shares)
        off = zip(trials.rows, 100.0 * (trial.ratio - 1.0), strict=True)
        listed = ", ".join(f"{row} {percent:+.1f} %" for row, percent in off)
        say(f"solving the first-contact volume, round {number}: {listed}")
        if best is None or trial.n > best.n or trial.off < best.off:
            best = trial
        if trial.is_on_aim:
            return _found(trials, trial, number)
        if number >= _CONTENT_FROM and best.off <= LIMIT:
            return _found(trials, best, number)
        search.learn(trial.ratio, trial.n)
        _refuse(trials, trial, search)
    assert best is not None
    raise ScenarioError([_not_found(trials, best)])


def _found(trials: Trials, trial: Trial, rounds: int) -> Volume:
    """Put together what a search found."""
    rows = tuple(
        RowVolume(
            row=row,
            given=float(trials.given[place]),
            simulated=float(trials.given[place] * trial.ratio[place]),
            first_contact_share=float(trial.shares[place]),
            repeat_share=float(trial.repeats[place] / max(trial.counted[place], 1.0)),
            standard_error=float(trial.error[place]),
        )
        for place, row in enumerate(trials.rows)
    )
    return _volume(trials.scenario, trial.n, rounds, rows)


def _volume(scenario: Scenario, replications: int, rounds: int, rows: tuple[RowVolume, ...]) -> Volume:
    centre = scenario.centres[scenario.base]
    found = {row.row for row in rows}
    traces = tuple(name for name, row in centre.demand.rows.items() if row.is_trace)
    few = tuple(name for name in centre.demand.open_rows if name not in found)
    return Volume(scenario.base, _counts(scenario), centre.run.seed, replications, rounds, rows, traces, few)


def _refuse(trials: Trials, trial: Trial, search: Search) -> None:
    """Refuse counts that no share of first contacts can meet, all at once.

    Raises:
        ScenarioError: There are such counts.
    """
    faults = []
    for place, row in enumerate(trials.rows):
        given, reached = trials.given[place], trials.given[place] * trial.ratio[place]
        head = f"{given:,.0f} contacts {_counts(trials.scenario)} are given over the measured window"
        base = trials.scenario.base
        if trial.ratio[place] > 1.0 + LIMIT and trial.shares[place] <= LEAST:
            why = f"repeats and switches alone come to {reached:,.0f} on {base}"
            look = "look at the shares of what_next and the shares solved"
        elif trial.ratio[place] < 1.0 - LIMIT and (trial.ratio[place] == 0 or search.is_saturated[place]):
            many = f"{reached:,.0f} with {100 * trial.shares[place]:.0f} % as many first contacts"
            why = f"{base} comes to {many}, and hardly more however many come"
            look = "look at its people and opening hours, at lines and patience, and at handle times"
        else:
            continue
        faults.append(_fault(trials, row, f"{head}; {why}: {look}"))
    if faults:
        raise ScenarioError(faults)


def _not_found(trials: Trials, best: Trial) -> Fault:
    """Say which row keeps the search from coming to rest."""
    place = int(np.abs(best.ratio - 1.0).argmax())
    given, reached = trials.given[place], trials.given[place] * best.ratio[place]
    message = (
        f"{given:,.0f} contacts {_counts(trials.scenario)} are given over the measured window; the nearest that was "
        f"found on {trials.scenario.base} in {MOST_ROUNDS} rounds is {reached:,.0f}, with "
        f"{100 * best.shares[place]:.1f} % as many first contacts: look at its people, handle times and the shares of "
        "what_next, or state demand.first_contacts"
    )
    return _fault(trials, trials.rows[place], message)


def _fault(trials: Trials, row: str, message: str) -> Fault:
    scenario = trials.scenario
    return scenario.layered.fault((*rows_path(scenario.centres[scenario.base]), row), message, key=True)


def _counts(scenario: Scenario) -> str:
    return scenario.centres[scenario.base].demand.counts


__all__ = ["find_volume", "solve_volume"]
