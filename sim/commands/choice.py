"""From options to a plan: which strategies, how many replications, which precision."""

import sys
from datetime import date
from pathlib import Path

from sim.engine.choice import ENGINES
from sim.errors import UsageError, nearest_name
from sim.experiment.answer import find_cell
from sim.experiment.plan import Plan
from sim.experiment.precision import Precision
from sim.experiment.volume import is_unsolved
from sim.scenario.scenario import Scenario
from sim.scenario.types import read_date
from sim.units import parse_share
from sim.world.build import lower
from sim.world.journeys import names_of
from sim.world.load import load_warnings


def plan_of(
    scenario: Scenario,
    strategies: list[str] | None,
    reps: int | None,
    precision: str | None,
    kpis: list[str] | None,
    max_reps: int,
    seed: int | None,
    jobs: int | None,
    engine: str,
    out: Path | None,
    force: bool,
    has_contacts: bool,
) -> Plan:
    """Make a plan of the options of `run` and `compare`.

    Raises:
        UsageError: The options contradict each other or name what does not exist.
    """
    if reps is not None and precision is not None:
        raise UsageError("give either --reps or --precision, not both")
    if engine not in ENGINES:
        raise UsageError(f'there is no engine "{engine}"; there are {", ".join(ENGINES)}')
    if seed is not None and seed >= 2**64:
        raise UsageError(f"--seed is a whole number below 2^64 (got {seed})")
    chosen = strategies_of(scenario, strategies)
    for text in kpis or ():
        find_cell([names_of(scenario.centres[name]) for name in chosen], text)
    run = scenario.centres[chosen[0]].run
    can_lower = not is_unsolved(scenario)  # else the load is judged when the volume is found
    doubts = [text for name in chosen for text in load_warnings(lower(scenario, name))] if can_lower else []
    return Plan(
        scenario=scenario,
        strategies=chosen,
        base=scenario.base if scenario.base in chosen else chosen[0],
        seed=run.seed if seed is None else seed,
        replications=reps or run.replications,
        precision=_precision(precision, kpis, max_reps),
        engine=engine,
        jobs=jobs,
        out=out,
        force=force,
        keeps_contacts=has_contacts,
        argv=("busyhour", *sys.argv[1:]),
        warnings=tuple(doubts),
    )


def strategies_of(scenario: Scenario, wanted: list[str] | None) -> tuple[str, ...]:
    """Choose strategies, in file order; none wanted means all.

    Raises:
        UsageError: One of them does not exist.
    """
    names = list(scenario.centres)
    for name in wanted or ():
        if name not in names:
            near = nearest_name(name, names)
            hint = f'; did you mean "{near}"?' if near else f"; there are {', '.join(names)}"
            raise UsageError(f'there is no strategy "{name}"{hint}')
    return tuple(name for name in names if not wanted or name in wanted)


def date_of(text: str | None, option: str) -> date | None:
    """Read the date that an option was given; None without one.

    Raises:
        UsageError: It is no date.
    """
    try:
        return None if text is None else read_date(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def _number(text: str) -> str | int | float:
    """Read a bare number as the number it is, so that "2" is answered as 2 in a scenario is."""
    if text.isdigit():
        return int(text)
    return float(text) if text.replace(".", "", 1).isdigit() else text


def _precision(text: str | None, kpis: list[str] | None, max_reps: int) -> Precision | None:
    """Read the precision asked for."""
    if text is None:
        return None
    try:
        target = parse_share(_number(text))
    except ValueError as error:
        raise UsageError(f"--precision: {error}") from None
    if not 0 < target < 1:
        raise UsageError(f"--precision is a share between 0 and 1, for example 2% (got {text})")
    return Precision(target, tuple(kpis or ()), max_reps)
