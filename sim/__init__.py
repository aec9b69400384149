"""busyhour: a contact-centre simulator, from a YAML scenario to a comparison of strategies.

The face of the package. Names are imported when they are first used, so `import sim` costs nothing.

    scenario = sim.load("scenarios/retail_bank.yaml")
    world = sim.build(scenario, "omnichannel", seed=1, replication=0)
    record = sim.run(world)
    sums = sim.measure(record, world)

    load      a scenario file → Scenario, checked, or ScenarioError with every fault
    build     Scenario, strategy, seed, replication → World
    lower     Scenario, strategy → Blueprint, from which many worlds are drawn
    solve_volume  Scenario with counts of contacts offered or handled → one with its first contacts, to build
    run       World → Record
    measure   Record, World → Sums
    CATALOG   every KPI by name
    estimate  values of replications → value and interval
    compare   values of two strategies, paired → difference, interval, verdict
    Plan      what an experiment runs
    carry_out Plan → Study: replications of strategies on the same customers
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.analysis import compare, estimate
    from sim.engine import run
    from sim.experiment.plan import Plan
    from sim.experiment.study import carry_out
    from sim.experiment.volume_solving import solve_volume
    from sim.kpi import CATALOG, measure
    from sim.scenario.load import load
    from sim.world.build import build, lower

__all__ = [
    "CATALOG",
    "Plan",
    "build",
    "carry_out",
    "compare",
    "estimate",
    "load",
    "lower",
    "measure",
    "run",
    "solve_volume",
]

_HOMES = {
    "CATALOG": "sim.kpi",
    "Plan": "sim.experiment.plan",
    "build": "sim.world.build",
    "carry_out": "sim.experiment.study",
    "compare": "sim.analysis",
    "estimate": "sim.analysis",
    "load": "sim.scenario.load",
    "lower": "sim.world.build",
    "measure": "sim.kpi",
    "run": "sim.engine",
    "solve_volume": "sim.experiment.volume_solving",
}


def __getattr__(name: str) -> Any:
    """Import a name of the face when it is first used."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    """List the face."""
    return sorted(__all__)
