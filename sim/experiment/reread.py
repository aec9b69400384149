"""Reading a stored run again, with other prices if wanted: nothing is simulated."""

from pathlib import Path

from sim.errors import DataError, UsageError
from sim.experiment.frozen import FILE as SCENARIO_FILE
from sim.experiment.manifest import FILE as MANIFEST_FILE
from sim.experiment.manifest import read_manifest, versions
from sim.experiment.paths import read_paths
from sim.experiment.plan import Plan, Study
from sim.experiment.study import priced
from sim.experiment.tables import read_sums
from sim.scenario.costs import Case
from sim.scenario.load import load

_PRICES = ("costs", "currency", "investments", "case")
_UNSAID: dict[str, object] = {"costs": None, "currency": "", "investments": {}, "case": Case()}


def reread(folder: Path, sets: list[str], overlays: list[Path], strategies: tuple[str, ...] = ()) -> Study:
    """Read a complete run, and put prices on what it used.

    Args:
        folder: Folder of the run.
        sets: Prices to set, as "costs.wages.team=25 EUR/h".
        overlays: Files with prices to lay over the scenario.
        strategies: Only these; empty: all that were run.

    Raises:
        DataError: There is no complete run in the folder, or it holds no such strategy.
        UsageError: Something else than a price is set.
        ScenarioError: The prices are wrong.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise DataError(f"{folder} holds no complete run (no {MANIFEST_FILE} of ours)")
    if manifest.versions.get("sources") != versions()["sources"]:
        raise DataError(f"{folder} was made by another version of busyhour, which counted otherwise; run it again")
    for text in sets:
        _refuse_others(text)
    scenario = load(folder / SCENARIO_FILE, overlays, sets)
    plain = load(folder / SCENARIO_FILE)
    for name, centre in plain.centres.items():
        other = scenario.centres.get(name)
        if other is None or other.model_copy(update=_UNSAID) != centre.model_copy(update=_UNSAID):
            raise UsageError("an overlay changes more than prices; busyhour run simulates what it describes")
    chosen = strategies or manifest.strategies
    unknown = [name for name in chosen if name not in manifest.strategies]
    if unknown:
        raise DataError(f"{folder} holds no strategy {', '.join(unknown)}; there are {', '.join(manifest.strategies)}")
    names = {name: manifest.names[name] for name in manifest.strategies if name in chosen}
    sums = read_sums(folder, names, manifest.thresholds, manifest.seed, manifest.replications)
    base = manifest.base if manifest.base in names else next(iter(names))
    n, engine = manifest.replications, manifest.engine
    plan = Plan(scenario, tuple(names), base, manifest.seed, n, engine=engine, volume=manifest.volume)
    return Study(
        plan=plan,
        sums=priced(sums, scenario),
        records={name: manifest.records[name] for name in names},
        worlds={name: manifest.worlds[name] for name in names},
        folder=folder,
        is_reused=True,
        paths=read_paths(folder, names, manifest.replications),
    )


def _refuse_others(text: str) -> None:
    """Refuse to set what would change what happens."""
    path = text.partition("=")[0].strip()
    parts = path.split(".")
    inner = parts[2:] if parts[0] in ("strategies", "steps") else parts
    if not inner or inner[0] not in _PRICES:
        raise UsageError(
            f'"{path}" is no price: after a run only costs and currency can be changed, for example '
            "--set costs.overtime='1.5 times'; busyhour run simulates what a scenario describes"
        )
