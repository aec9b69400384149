"""Patience out of waits: who left has shown it, who was answered would have waited longer (right-censored).

Kaplan–Meier with Greenwood's band on log(−log), the hazard by spells of waiting, and exponential and Weibull by
maximum likelihood on scipy's CensoredData. Those answered at once never waited and say nothing: they are left out
and counted. The mean wait of those who left is never an estimate of patience: the patient ones are not in it.
"""

import math
import warnings
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import stats

from sim.data.families import FamilyFit, Times, fit_family
from sim.data.figure import LEVEL, UNKNOWN, Figure, as_plain
from sim.data.handle import is_drawable, table_text
from sim.data.records import Bools, Contacts, Floats
from sim.data.summary import share_of
from sim.errors import DataError

AT_ONCE_S = 5.0
EARLY_S = (1.0, 2.0, 3.0, 5.0)
_LATER_S = 60.0
_BINS_S = (0, 5, 10, 20, 30, 60, 90, 120, 180, 300, 600, 1200, 1800, 3600)
_FEWEST_LEFT = 5
_FEWEST_WELL = 50
_FEWEST_AT_RISK = 10
_INSIDE_BAND = 0.9
_SPIKE = 2.0
_SPIKE_P = 0.001
_TABLE_SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_TAIL_SHARES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
_ALPHA = (1.0 - LEVEL) / 2


@dataclass(frozen=True, slots=True)
class Survival:
    """Share still waiting, a step function that is continuous from the right (Kaplan–Meier).

    Attributes:
        time_s: (steps,) waits [s], ascending, the first 0.
        share: (steps,) share that waits longer than the time.
        low, high: (steps,) its band; NaN where there is none.
        at_risk: (steps,) contacts that waited at least so long.
    """

    time_s: Floats
    share: Floats
    low: Floats
    high: Floats
    at_risk: Floats

    def at(self, time_s: float) -> float:
        """Share that waits longer than a time."""
        return float(self.share[np.searchsorted(self.time_s, time_s, side="right") - 1])

    def reached_s(self, share_left: float) -> Figure:
        """Wait by which at most so many are still there, with the interval the band gives; inf: not reached.

        The value is unknown where it is not reached.
        """
        value, low, high = (_first(self.time_s, curve, share_left) for curve in (self.share, self.low, self.high))
        return Figure(math.nan if math.isinf(value) else value, low, high)


@dataclass(frozen=True, slots=True)
class HazardBin:
    """How fast those who still wait leave within a spell of waiting.

    Attributes:
        from_s, until_s: The spell [s].
        n_left: Who left in it.
        waited_s: Time waited in it by all [s].
        per_min: Leaving a minute of waiting, with the exact Poisson interval.
    """

    from_s: float
    until_s: float
    n_left: int
    waited_s: float
    per_min: Figure


@dataclass(frozen=True, slots=True)
class PatienceFit:
    """What waits say about patience.

    Attributes:
        n_waited: Contacts that waited, or left.
        n_left: Those of them that left.
        n_no_wait: Answered at once, left out.
        survival: Kaplan–Meier.
        median_s: Its median; unknown where it is not reached.
        longest_s: Longest wait.
        share_left_at_longest: Share that Kaplan–Meier leaves waiting after the last who left with 10 or more at risk.
        hazard: By spells of waiting.
        exponential, weibull: The families, without those who leave at once where these stand out.
        is_fitting: Whether the better of them lies in the band of Kaplan–Meier nearly everywhere.
        early: (seconds, share gone by then) for the first seconds.
        leaves_at_once: Share beyond what the following minute explains, where those stand out; else who left at 0 s.
        is_spike: Whether those who leave within 5 s stand out.
        naive_mean_s: Mean wait of those who left [s]: how wrong it would have been.
        simple_mean_s: All waiting / those who left [s], with the exact interval: the mean patience were it exponential.
        text: The patience proposed, in the scenario language.
        source: The file.
        warnings: What a reader should know, a sentence each.
    """

    n_waited: int
    n_left: int
    n_no_wait: int
    survival: Survival
    median_s: Figure
    longest_s: float
    share_left_at_longest: float
    hazard: tuple[HazardBin, ...]
    exponential: FamilyFit
    weibull: FamilyFit
    is_fitting: bool
    early: tuple[tuple[float, float], ...]
    leaves_at_once: Figure
    is_spike: bool
    naive_mean_s: float
    simple_mean_s: Figure
    text: str
    source: str
    warnings: tuple[str, ...]

    @property
    def best(self) -> FamilyFit:
        """The family of least AIC."""
        return min(self.exponential, self.weibull, key=lambda fit: fit.aic)

    def as_dict(self) -> dict[str, Any]:
        """Return everything, ready for JSON."""
        found: dict[str, Any] = {"kind": "patience", **as_plain(self)}
        return found


def fit_patience(contacts: Contacts) -> PatienceFit:
    """Fit patience.

    Args:
        contacts: As read; those whose wait is not known, or who were neither answered nor left, say nothing.

    Raises:
        DataError: A wait is negative, or fewer than 5 left.
    """
    is_known = np.isfinite(contacts.wait_s) & (contacts.is_answered | contacts.is_abandoned)
    wait, left = contacts.wait_s[is_known], contacts.is_abandoned[is_known]
    _refuse(contacts, wait, left)
    waited = left | (wait > 0)
    fit = fit_waits(wait[waited], left[waited], contacts.source, contacts.warnings)
    return replace(fit, n_no_wait=int((~waited).sum()))


def fit_waits(wait_s: Floats, left: Bools, source: str = "", known: tuple[str, ...] = ()) -> PatienceFit:
    """Fit patience to waits.

    Args:
        wait_s: Waits [s], 0 or more; only those who left may have waited 0 s.
        left: Whether each left; the others were answered.
        source: The file.
        known: Warnings so far.

    Raises:
        DataError: Those who left do not say how patience spreads.
    """
    _refuse_one_wait(_times_after(0.0, wait_s, left), source)
    survival = kaplan_meier(wait_s, left)
    hazard = tuple(_hazard_bins(wait_s, left))
    is_spike, at_once = _at_once(wait_s, left, survival)
    after_s = AT_ONCE_S if is_spike else 0.0
    times = _times_after(after_s, wait_s, left)
    if is_spike:
        _refuse_few_later(times, int(left.sum()), source)
        _refuse_one_wait(times, source)
    exponential, weibull = _exponential(times), fit_family("weibull", times)
    best = min(exponential, weibull, key=lambda fit: fit.aic)
    is_fitting = _is_inside(best, survival, after_s) and is_drawable(best.text)
    fit = PatienceFit(
        len(wait_s), int(left.sum()), 0, survival, survival.reached_s(0.5), float(wait_s.max()),
        float(survival.share[_last_sure(survival)]), hazard, exponential, weibull, is_fitting,
        tuple((s, 1.0 - survival.at(s)) for s in EARLY_S), at_once, is_spike, float(wait_s[left].mean()),
        _simple_mean(wait_s, left), best.text if is_fitting else _table(survival, wait_s, left, after_s),
        source, known,
    )  # fmt: skip
    return replace(fit, warnings=(*known, *_warnings(fit)))


def kaplan_meier(wait_s: Floats, left: Bools) -> Survival:
    """Estimate the share still waiting (scipy's `ecdf` of CensoredData), with the log-log band."""
    found = stats.ecdf(stats.CensoredData(uncensored=wait_s[left], right=wait_s[~left])).sf
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        band: Any = found.confidence_interval(LEVEL, method="log-log")
    time, share = np.asarray(found.quantiles, np.float64), np.asarray(found.probabilities, np.float64)
    low, high = (np.asarray(curve.probabilities, np.float64) for curve in (band.low, band.high))
    low, high = np.where((share == 0) & np.isnan(low), 0.0, low), high
    at_risk = len(wait_s) - np.searchsorted(np.sort(wait_s), time)
    if time[0] > 0:
        time, share, low, high = (np.concatenate(([first], tail)) for first, tail in
                                  ((0.0, time), (1.0, share), (1.0, low), (1.0, high)))  # fmt: skip
        at_risk = np.concatenate(([len(wait_s)], at_risk))
    return Survival(time, share, low, high, at_risk.astype(np.float64))


def _refuse(contacts: Contacts, wait: Floats, left: Bools) -> None:
    if (wait < 0).any():
        row = int(np.flatnonzero(contacts.wait_s < 0)[0])
        raise DataError(
            f"{contacts.source}: {int((wait < 0).sum())} waits are below 0 s, the first at contact {row + 1} by order "
            f"of arrival (arrived {contacts.arrived[row]}: {contacts.wait_s[row]:g} s)"
        )
    n_waited = int((left & (wait > 0)).sum())
    if n_waited < _FEWEST_LEFT:
        at_once = int(left.sum()) - n_waited
        more = f", {at_once} more at 0 s" if at_once else ""
        raise DataError(
            f"{contacts.source}: {n_waited} of {len(wait)} contacts with a known wait left while waiting{more}; "
            f"patience shows in those who wait and leave, and at least {_FEWEST_LEFT} are needed"
        )


def _times_after(after_s: float, wait_s: Floats, left: Bools) -> Times:
    """Waits beyond a time: seen of those who left, longer of those who were answered."""
    kept = wait_s > after_s
    return Times(wait_s[kept & left], wait_s[kept & ~left])


def _refuse_one_wait(times: Times, source: str) -> None:
    """Refuse waits of which every family would make one single patience: nobody outlasts those who left together."""
    seen, longest = times.seen_s, float(times.longer_s.max(initial=0.0))
    if seen.min() == seen.max() >= longest:
        raise DataError(
            f"{source}: all {len(seen)} who left had waited {seen[0]:g} s, and nobody waited longer; "
            "is it a limit of the system rather than patience? waits that differ are needed"
        )


def _refuse_few_later(times: Times, n_left: int, source: str) -> None:
    if len(times.seen_s) < _FEWEST_LEFT:
        raise DataError(
            f"{source}: {len(times.seen_s)} of the {n_left} who left did so after the first {AT_ONCE_S:g} s; patience "
            f"shows in those who wait and leave, and at least {_FEWEST_LEFT} are needed"
        )


def _first(time: Floats, curve: Floats, level: float) -> float:
    """First time at which a falling curve is at a level or below; inf where it never is."""
    below = np.flatnonzero(curve <= level + 1e-12)
    return float(time[below[0]]) if len(below) else math.inf


def _hazard_bins(wait_s: Floats, left: Bools) -> list[HazardBin]:
    edges = [float(edge) for edge in _BINS_S if edge < wait_s.max()] + [float(wait_s.max())]
    bins = []
    for start, end in pairwise(edges):
        waited = float((np.clip(wait_s, start, end) - start).sum())
        inside = (wait_s > start) & (wait_s <= end) | ((wait_s == 0) & (start == 0))
        n = int((left & inside).sum())
        bins.append(HazardBin(start, end, n, waited, _rate(n, waited / 60.0)))
    return bins


def _rate(n: int, exposure: float) -> Figure:
    """Rate with the exact Poisson interval."""
    if exposure <= 0:
        return UNKNOWN
    low = float(stats.chi2.ppf(_ALPHA, 2 * n)) / 2 if n else 0.0
    return Figure(n / exposure, low / exposure, float(stats.chi2.ppf(1 - _ALPHA, 2 * n + 2)) / 2 / exposure)


def _simple_mean(wait_s: Floats, left: Bools) -> Figure:
    rate = _rate(int(left.sum()), float(wait_s.sum()))
    return Figure(1.0 / rate.value, 1.0 / rate.high, 1.0 / rate.low)


def _exponential(times: Times) -> FamilyFit:
    """The exponential fit, its interval the exact one by chi-square."""
    fit = fit_family("exponential", times)
    rate = _rate(len(times.seen_s), float(times.seen_s.sum() + times.longer_s.sum()))
    return replace(fit, parameters={"mean_s": Figure(fit.mean_s, 1.0 / rate.high, 1.0 / rate.low)})


def _at_once(wait_s: Floats, left: Bools, survival: Survival) -> tuple[bool, Figure]:
    """Whether those who leave within 5 s stand out against the minute after, and the share that leaves at once.

    They stand out where they leave more than twice as fast (p below 0.001) and no Weibull with its falling hazard
    explains them.
    """
    n_at_0 = int((left & (wait_s == 0)).sum())
    (early, early_s), (later, later_s) = (
        _hazard_bins_of(wait_s, left, 0.0, AT_ONCE_S),
        _hazard_bins_of(wait_s, left, AT_ONCE_S, _LATER_S),
    )
    if early == 0 or later_s <= 0:
        return False, share_of(n_at_0, len(wait_s))
    by_chance = _SPIKE * early_s / (_SPIKE * early_s + later_s)
    if stats.binomtest(early, early + later, by_chance, alternative="greater").pvalue > _SPIKE_P:
        return False, share_of(n_at_0, len(wait_s))
    times = Times(wait_s[left & (wait_s > 0)], wait_s[~left])
    if n_at_0 == 0 and _is_inside(fit_family("weibull", times), survival, 0.0):
        return False, share_of(n_at_0, len(wait_s))
    return True, share_of(max(0, round(early - later / later_s * early_s)), len(wait_s))


def _hazard_bins_of(wait_s: Floats, left: Bools, start: float, end: float) -> tuple[int, float]:
    """Who left within a spell, and the time waited in it."""
    inside = (wait_s <= end) & ((wait_s > start) | (start == 0))
    return int((left & inside).sum()), float((np.clip(wait_s, start, end) - start).sum())


def _last_sure(survival: Survival) -> int:
    """The last step with 10 or more at risk."""
    sure = np.flatnonzero(survival.at_risk >= _FEWEST_AT_RISK)
    return int(sure[-1]) if len(sure) else 0


def _is_inside(fit: FamilyFit, survival: Survival, after_s: float) -> bool:
    """Whether a family lies in the band at nine of ten steps with 10 or more at risk."""
    steps = np.arange(1, _last_sure(survival) + 1)
    steps = steps[survival.time_s[steps] > after_s]
    if not len(steps):
        return True
    fitted = fit.sf(survival.time_s[steps]) * survival.at(after_s)
    inside = (fitted >= survival.low[steps]) & (fitted <= survival.high[steps])
    return float(inside.mean()) >= _INSIDE_BAND


def _table(survival: Survival, wait_s: Floats, left: Bools, after_s: float) -> str:
    """Write Kaplan–Meier's quantiles where they are sure; beyond them the tail is exponential."""
    last = _last_sure(survival)
    start = survival.at(after_s)
    points = [(0.0, after_s)]
    for share in _TABLE_SHARES:
        time = _first(survival.time_s[: last + 1], survival.share[: last + 1] / start, 1.0 - share)
        if not math.isinf(time) and time > points[-1][1]:
            points.append((share, time))
    share, time = points[-1]
    from_s = points[len(points) // 2][1]
    n, waited = _hazard_bins_of(wait_s, left, from_s, float(wait_s.max()))
    mean = waited / n if n else float(wait_s.sum()) / float(left.sum())
    ends = [s for s in _TAIL_SHARES if s > share]
    tail = [(s, time + mean * math.log((1 - share) / (1 - s))) for s in ends]
    points = [*points, *tail, (1.0, tail[-1][1] + 2 * mean)]
    return table_text([s for s, _ in points], np.asarray([t for _, t in points]))


def _warnings(fit: PatienceFit) -> list[str]:
    found = []
    if fit.n_left < _FEWEST_WELL:
        found.append(f"only {fit.n_left} left while waiting; {_FEWEST_WELL} or more are wanted")
    if not fit.median_s.is_known:
        found.append(
            f"half are never gone: {100 * fit.share_left_at_longest:.0f} % still wait at the end of what is seen"
        )
    if not fit.is_fitting:
        found.append(f"neither family fits (the better is {fit.best.family}); Kaplan–Meier's quantiles are proposed")
    if fit.is_spike:
        share = 100 * dict(fit.early)[AT_ONCE_S]
        found.append(f"{share:.1f} % leave within {AT_ONCE_S:g} s, far more than soon after: they leave at once")
    return found
