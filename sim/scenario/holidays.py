"""Public holidays: a country becomes dates and names, once, when a scenario is loaded.

What the package `holidays` knows changes from version to version, so a run never asks it twice: the dates take
the place of the country in the text of the scenario, before strategies are laid over it. So the fingerprint
holds them, `show` prints them, and the frozen scenario of a run repeats without the package.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from sim.errors import Fault, nearest_name
from sim.scenario.layers import Layered
from sim.scenario.run import Run

DAYS_BEYOND = 60
"""Working clocks are laid this far beyond the horizon, and so are holidays."""

_PATH = ("run", "holidays")
_SHOWN = 60


class UnknownPlaceError(Exception):
    """A country or a subdivision of it that the package does not know.

    Attributes:
        allowed: What would be right.
        nearest: The known code most like what was written, empty when none is.
    """

    def __init__(self, message: str, allowed: str, nearest: str) -> None:
        super().__init__(message)
        self.allowed = allowed
        self.nearest = nearest


def with_dates(layered: Layered) -> tuple[Layered, list[Fault]]:
    """Put dates and names in the place of the country of `run.holidays`.

    Args:
        layered: A scenario whose run need not be right; its faults are found elsewhere.

    Returns:
        The scenario (as it was, where no country is named), and faults of the country. Every date has the place
        at which the country is written.
    """
    run = layered.data.get("run")
    place = run.get("holidays") if isinstance(run, dict) else None
    if not isinstance(run, dict) or not isinstance(place, str):
        return layered, []
    faults = []
    dates: dict[date, str] = {}
    years = _years(run)
    try:
        dates = holidays_of(place.strip(), years)
    except UnknownPlaceError as error:
        words = {"value": place, "allowed": error.allowed, "nearest": error.nearest}
        faults.append(layered.fault(_PATH, str(error), key=False, **words))
    else:
        known = {day.year for day in dates}
        missing = [year for year in years if year not in known]
        if missing:
            of_years = f"{missing[0]}" if len(missing) == 1 else f"{len(missing)} years from {missing[0]} on"
            message = f"no holidays of {place.strip()} are known for {of_years}"
            faults.append(layered.fault(_PATH, message, severity="warning", allowed="dates with names"))
    return _replaced(layered, {day.isoformat(): name for day, name in dates.items()}), faults


def _years(run: dict[str, Any]) -> range:
    """All years that the calendars of a run reach, from the night before it; none when the run has other faults."""
    try:
        horizon = Run.model_validate({key: value for key, value in run.items() if key != "holidays"})
    except ValidationError:
        return range(0)
    try:
        first = horizon.start - timedelta(days=horizon.lead + 1)
        last = horizon.start + timedelta(days=horizon.days + DAYS_BEYOND)
    except OverflowError:
        return range(0)
    return range(first.year, last.year + 1)


def _replaced(layered: Layered, dates: dict[str, str]) -> Layered:
    """The scenario with these holidays, each at the place of what stood there."""
    data = {**layered.data, "run": {**layered.data["run"], "holidays": dates}}
    paths = [(*_PATH, day) for day in dates]
    positions, key_positions = dict(layered.positions), dict(layered.key_positions)
    if _PATH in positions:
        positions.update(dict.fromkeys(paths, positions[_PATH]))
        key_positions.update(dict.fromkeys(paths, positions[_PATH]))
    return replace(layered, data=data, positions=positions, key_positions=key_positions)


def holidays_of(place: str, years: Iterable[int]) -> dict[date, str]:
    """Public holidays of a country or a part of it, by date, with those observed on other days.

    Args:
        place: `US`, or with a subdivision `US-NY`.
        years: Years; none gives no dates, but the place is looked at.

    Returns:
        Names by date, ascending; in English where the package has English names, else in the local language.

    Raises:
        UnknownPlaceError: The package does not know the country, or its subdivision.
    """
    import holidays

    country, _, subdivision = place.partition("-")
    codes = holidays.list_supported_countries(include_aliases=True)
    if country not in codes:
        allowed = "a code such as US, US-NY or PL, or dates with names"
        raise UnknownPlaceError("there are no holidays of this country", allowed, _nearest_country(country, codes))
    calendar = holidays.country_holidays(country)
    parts = (*calendar.subdivisions, *getattr(calendar, "subdivisions_aliases", {}))
    if "-" in place and subdivision not in parts:
        near = nearest_name(subdivision, parts)
        raise UnknownPlaceError(
            f"{country} has no such subdivision" if parts else f"{country} has no subdivisions",
            _short(", ".join(f"{country}-{part}" for part in calendar.subdivisions)) or country,
            f"{country}-{near}" if near else "",
        )
    english = next((name for name in calendar.supported_languages if name.startswith("en")), None)
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=years, language=english)
    return dict(sorted(found.items()))


def _nearest_country(written: str, codes: Iterable[str]) -> str:
    """The code of the country most likely meant, by its code or its English name."""
    from holidays.registry import COUNTRIES

    names = {name: entry[1] for name, entry in COUNTRIES.items()}
    near = nearest_name(written, names)
    return nearest_name(written, codes) if len(written) <= 3 or not near else names[near]


def _short(names: str) -> str:
    """The names, cut where they are many."""
    return names if len(names) <= _SHOWN else names[:_SHOWN].rpartition(",")[0] + ", …"
