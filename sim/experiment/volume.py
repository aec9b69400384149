"""The share of first contacts behind counts of contacts offered or handled: what was found, and stating it.

Such counts hold repeats, which the model makes itself (MODEL.md 4). `volume_solving` finds the shares.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sim.scenario.scenario import Scenario
from sim.units import format_share, parse_percent


@dataclass(frozen=True, slots=True)
class RowVolume:
    """What was found for one row of demand.

    Attributes:
        row: The channel or intent.
        given: Expected count over the measured window, as given.
        simulated: The simulated count for it, the chance of the days taken out.
        first_contact_share: First contacts that come over the count given; above 1 where many are never counted.
        repeat_share: Share of the simulated count that are not first contacts.
        standard_error: Of the simulated count, relative, over the replications.
    """

    row: str
    given: float
    simulated: float
    first_contact_share: float
    repeat_share: float
    standard_error: float

    @property
    def off(self) -> float:
        """How far the simulated count lies from the given one, relative to it."""
        return self.simulated / self.given - 1.0


@dataclass(frozen=True, slots=True)
class Volume:
    """The first-contact volume that was found for a scenario.

    Attributes:
        strategy: The base strategy, on which it was found.
        counts: What was given: "offered" or "handled".
        seed: Root seed of the replications it was found on.
        replications: How many they were in the last round, 0 to n − 1.
        rounds: Rounds of the search.
        rows: One for each row that was solved.
        traces: Rows that are taken as first contacts as they stand.
        few: Rows with too few counts to tell; all are taken as first contacts.
    """

    strategy: str
    counts: str
    seed: int
    replications: int
    rounds: int
    rows: tuple[RowVolume, ...]
    traces: tuple[str, ...] = ()
    few: tuple[str, ...] = ()

    @property
    def shares(self) -> dict[str, float]:
        """The share of first contacts of each row that was solved."""
        return {found.row: found.first_contact_share for found in self.rows}

    def as_dict(self) -> dict[str, Any]:
        """Give the volume as plain data for JSON."""
        return {
            **asdict(self),
            "rows": [asdict(found) for found in self.rows],
            "traces": list(self.traces),
            "few": list(self.few),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Volume":
        """Read what `as_dict` gave.

        Raises:
            KeyError, TypeError: Parts are missing, or there are others.
        """
        rows = tuple(RowVolume(**row) for row in data["rows"])
        return cls(**{**data, "rows": rows, "traces": tuple(data["traces"]), "few": tuple(data["few"])})


def is_unsolved(scenario: Scenario) -> bool:
    """Whether the first-contact volume of a scenario has to be found before it can run."""
    return bool(scenario.centres[scenario.base].demand.open_rows)


def with_volume(scenario: Scenario, shares: Mapping[str, float]) -> Scenario:
    """State the share of first contacts of every row that is not a trace, the same for all strategies.

    Args:
        scenario: A scenario with counts of contacts offered or handled.
        shares: By row; rows that are not named keep what is stated for them, else all their counts are first contacts.

    Returns:
        The scenario with these shares in its centres and in its text, under the fingerprint of the given one.
    """
    known = scenario.centres[scenario.base].demand
    texts = {
        name: format_share(shares.get(name, known.first_contact_share(name)))
        for name, row in known.rows.items()
        if not row.is_trace
    }
    stated = {"first_contacts": {row: parse_percent(text) for row, text in texts.items()}}
    centres = {
        name: centre.model_copy(update={"demand": centre.demand.model_copy(update=stated)})
        for name, centre in scenario.centres.items()
    }
    data = scenario.layered.data
    data = {**data, "demand": {**data["demand"], "first_contacts": texts}}
    return replace(scenario, centres=centres, layered=replace(scenario.layered, data=data))


__all__ = ["RowVolume", "Volume", "is_unsolved", "with_volume"]
