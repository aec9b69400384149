"""Handle time out of single contacts: families by maximum likelihood, and the observed quantiles.

Handle time = talk + hold + wrap-up of answered contacts. Zeros are no work: they are left out and counted. A
negative time is a fault of the file. Whether a family fits is judged by the distance between the distribution
functions (Kolmogorov–Smirnov): at most 0.03, or what chance gives at this n (1.1 / √n, for fitted parameters).
Where none does, the quantiles as observed are proposed, their end chosen so that the mean stays.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.data.families import FamilyFit, Times, fit_families
from sim.data.figure import Figure, as_plain
from sim.data.records import Bools, Contacts, Floats
from sim.data.summary import cv_of, mean_of
from sim.errors import DataError
from sim.scenario.distribution import parse_distribution
from sim.streams.tables import build_table

SHORT_S = 10.0
OVERALL = "all contacts"
_FEWEST = 10
_FEWEST_WELL = 100
_MUCH_SHORT = 0.02
_FAR = 10.0
_LONG_S = 14_400.0
_CLOSE_KS = 0.03
_CHANCE_KS = 1.1
_SHARES = (0.5, 0.8, 0.9, 0.95, 0.99)
_TABLE_SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class QuantileRow:
    """One quantile: as observed, and as the best family has it.

    Attributes:
        share: Share of times under it.
        data_s, fitted_s: The quantile [s].
    """

    share: float
    data_s: float
    fitted_s: float


@dataclass(frozen=True, slots=True)
class TimeFit:
    """Times of one kind, fitted.

    Attributes:
        name: The intent, or "all contacts".
        n: Times above 0.
        n_zero: Times of 0, left out.
        mean_s: Their mean [s].
        cv: Standard deviation / mean.
        short_share: Share under 10 s.
        fits: Families, the best by AIC first; empty where all times are the same.
        is_fitting: Whether the best family is close enough to the times.
        quantiles: Observed and fitted, at 50, 80, 90, 95 and 99 %.
        text: The distribution proposed, in the scenario language.
        table_text: The observed quantiles, in the scenario language.
        values_s: (n,) the times [s], ascending.
    """

    name: str
    n: int
    n_zero: int
    mean_s: Figure
    cv: Figure
    short_share: float
    fits: tuple[FamilyFit, ...]
    is_fitting: bool
    quantiles: tuple[QuantileRow, ...]
    text: str
    table_text: str
    values_s: Floats

    @property
    def best(self) -> FamilyFit | None:
        """The family of least AIC; None where all times are the same."""
        return self.fits[0] if self.fits else None


@dataclass(frozen=True, slots=True)
class HandleFit:
    """What contacts say about handle time.

    Attributes:
        overall: All contacts together.
        by_intent: Each intent with 10 times or more; empty where the file has no intents.
        talk, wrap_up: The parts, all contacts together first, then by intent; empty where wrap-up is not known apart.
        n_answered: Answered contacts.
        n_unknown: Answered contacts whose talk is not known.
        source: The file.
        warnings: What a reader should know, a sentence each.
    """

    overall: TimeFit
    by_intent: tuple[TimeFit, ...]
    talk: tuple[TimeFit, ...]
    wrap_up: tuple[TimeFit, ...]
    n_answered: int
    n_unknown: int
    source: str
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return everything but the single times, ready for JSON."""
        plain: dict[str, Any] = {"kind": "handle", **as_plain(self)}
        for fit in (plain["overall"], *plain["by_intent"], *plain["talk"], *plain["wrap_up"]):
            del fit["values_s"]
        return plain


def fit_handle(contacts: Contacts, by_intent: bool = True) -> HandleFit:
    """Fit handle time, overall and by intent.

    Args:
        contacts: As read; those not answered say nothing here.
        by_intent: Fit each intent that has 10 handle times or more as well.

    Raises:
        DataError: A time is negative, or fewer than 10 are above 0.
    """
    handle, answered = contacts.handle_s, contacts.is_answered
    _refuse_negative(contacts, answered)
    is_known = answered & np.isfinite(handle)
    if int((handle[is_known] > 0).sum()) < _FEWEST:
        raise DataError(
            f"{contacts.source}: {int((handle[is_known] > 0).sum())} handle times above 0 s "
            f"of {int(answered.sum())} answered contacts are too few to fit; {_FEWEST} are needed"
        )
    warnings = list(contacts.warnings)
    overall = fit_times(OVERALL, handle[is_known])
    names = _intents(contacts, is_known, handle, warnings) if by_intent else []
    groups = [(name, is_known & (contacts.intent == name)) for name in names]
    fits = tuple(fit_times(name, handle[mine]) for name, mine in groups)
    talk, wrap_up = _parts(contacts, is_known, groups)
    for fit in (overall, *fits):
        warnings += _warnings(fit)
    return HandleFit(
        overall, fits, talk, wrap_up, int(answered.sum()), int((answered & ~np.isfinite(handle)).sum()),
        contacts.source, tuple(warnings),
    )  # fmt: skip


def fit_times(name: str, times_s: Floats) -> TimeFit:
    """Fit all families to times.

    Args:
        name: What they are the times of.
        times_s: Times [s], 0 or more, at least one above 0.
    """
    values = np.sort(times_s[times_s > 0])
    same = values[0] == values[-1]
    fits = () if same else fit_families(Times(values, np.zeros(0)))
    is_fitting = bool(same) or fits[0].ks <= max(_CLOSE_KS, _CHANCE_KS / len(values) ** 0.5)
    data = np.quantile(values, _SHARES)
    fitted = fits[0].quantile(np.asarray(_SHARES)) if fits else data
    rows = tuple(QuantileRow(*row) for row in zip(_SHARES, data.tolist(), fitted.tolist(), strict=True))
    table = f"{values[0]:.4g} s" if same else quantile_text(values)
    text = fits[0].text if fits and is_fitting and is_drawable(fits[0].text) else table
    return TimeFit(
        name, len(values), int((times_s == 0).sum()), mean_of(values), cv_of(values), float((values < SHORT_S).mean()),
        fits, is_fitting, rows, text, table, values,
    )  # fmt: skip


def quantile_text(values: Floats) -> str:
    """Write observed quantiles in the scenario language, the last one chosen so that the mean stays.

    >>> quantile_text(np.linspace(10.0, 20.0, 1001))[:44]
    'quantiles 0 % 10 s, 5 % 10.5 s, 10 % 11 s, 2'
    """
    shares = [0.0, *_TABLE_SHARES]
    times = np.quantile(values, shares)
    below = float((np.diff(shares) * (times[1:] + times[:-1]) / 2).sum())
    last = 2 * (float(values.mean()) - below) / (1 - shares[-1]) - times[-1]
    times = np.append(times, last if last > times[-1] else max(values[-1], times[-1]))
    return table_text([*shares, 1.0], times)


def table_text(shares: list[float], times: Floats) -> str:
    """Write a quantile table in the scenario language."""
    pairs = (f"{round(100 * share, 4):g} % {_seconds(time)} s" for share, time in zip(shares, times, strict=True))
    return "quantiles " + ", ".join(pairs)


def _seconds(time_s: float) -> str:
    return f"{time_s:.3g}" if time_s < 100 else f"{time_s:.0f}"


def is_drawable(text: str) -> bool:
    """Whether the engines can draw from a distribution: its tail must end within 90 days."""
    try:
        build_table(parse_distribution(text))
    except ValueError:
        return False
    return True


def _refuse_negative(contacts: Contacts, answered: Bools) -> None:
    parts = {"talk": contacts.talk_s, "hold": contacts.hold_s, "wrap-up": contacts.wrap_up_s}
    found = [
        (int(row), f"contact {row + 1} (arrived {contacts.arrived[row]}): {name} {times[row]:g} s")
        for name, times in parts.items()
        for row in np.flatnonzero(answered & (times < 0))
    ]
    if found:
        shown = "; ".join(text for _, text in sorted(found)[:_MOST_SHOWN])
        more = f"; and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
        raise DataError(f"{contacts.source}: a time is 0 s or more (by order of arrival): {shown}{more}")


def _intents(contacts: Contacts, is_known: Bools, handle: Floats, warnings: list[str]) -> list[str]:
    """Names of the intents with enough times; those with too few are told."""
    found = is_known & (handle > 0)
    names, counts = np.unique(contacts.intent[found].astype(str), return_counts=True)
    named = [(str(name), int(n)) for name, n in zip(names, counts, strict=True) if name]
    few = [f"{name} {n}" for name, n in named if n < _FEWEST]
    if few:
        warnings.append(f"intents with too few handle times to fit ({_FEWEST} are needed): {', '.join(few)}")
    return [name for name, n in named if n >= _FEWEST]


def _parts(
    contacts: Contacts, is_known: Bools, groups: list[tuple[str, Bools]]
) -> tuple[tuple[TimeFit, ...], tuple[TimeFit, ...]]:
    """Fit talk (hold included) and wrap-up apart, where wrap-up is known and not always 0."""
    talk = contacts.talk_s + np.nan_to_num(contacts.hold_s)
    wrap_up = contacts.wrap_up_s
    fits: tuple[list[TimeFit], list[TimeFit]] = ([], [])
    for name, mine in [(OVERALL, is_known), *groups]:
        talks, wraps = talk[mine], wrap_up[mine & np.isfinite(wrap_up)]
        if not (talks > 0).any() or not (wraps > 0).any():
            continue
        fits[0].append(fit_times(name, talks))
        fits[1].append(fit_times(name, wraps))
    return tuple(fits[0]), tuple(fits[1])


def _warnings(fit: TimeFit) -> list[str]:
    found = []
    if fit.n < _FEWEST_WELL:
        found.append(f"{fit.name}: {fit.n} handle times say little; {_FEWEST_WELL} or more are wanted")
    if fit.n_zero:
        found.append(f"{fit.name}: handle times of 0 s, left out: {fit.n_zero}")
    if fit.short_share > _MUCH_SHORT:
        found.append(
            f"{fit.name}: {100 * fit.short_share:.1f} % last less than {SHORT_S:g} s: hang-ups or wrong numbers? "
            "they are in the fit"
        )
    if np.median(fit.values_s) > _LONG_S:
        found.append(
            f"{fit.name}: half last over {np.median(fit.values_s) / 3600:.0f} h; where these are no seconds, "
            "end the name of the column with the unit, as in talk_ms"
        )
    if fit.values_s[-1] > _FAR * np.quantile(fit.values_s, 0.95):
        found.append(
            f"{fit.name}: the longest lasts {fit.values_s[-1] / 60:.0f} min: a call left open? it is in the fit"
        )
    if not fit.is_fitting:
        found.append(
            f"{fit.name}: no family fits (the best, {fit.fits[0].family}, is up to {100 * fit.fits[0].ks:.1f} points "
            "off); the observed quantiles are proposed"
        )
    elif fit.fits and not is_drawable(fit.fits[0].text):
        found.append(
            f"{fit.name}: the tail of {fit.fits[0].text} is beyond all days; the observed quantiles are proposed"
        )
    return found
