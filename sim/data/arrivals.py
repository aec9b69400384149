"""Arrivals out of counts: a profile by weekday, and the spread left after it (MODEL.md 4).

The profile is the mean of each weekday and interval; the spread beyond Poisson is said in the words of the demand
language (`forecast_error`: day, carries_over, within_day, within_day_lasts, shared_by_channels). The day factor is
the spread left after the weekday: a factor that held the differences of weekdays too would count them twice.
A trend and a season are not taken out: they are in the spread and in what carries over, and a trend is told.
A day without any contact is taken as closed and left out; a cell without a row (NaN) says nothing.
"""

import math
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
from scipy import special

from sim.data.figure import LEVEL, UNKNOWN, Figure, as_plain
from sim.data.records import DAY_SECONDS, Bools, Counts, Floats
from sim.data.spread import Deviations, Spread, fit_spread
from sim.errors import DataError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL_INTERVAL_S = 1800
_FEWEST_OF_WEEKDAY = 4
_FEWEST_FOR_TREND = 40
_MOST_SHOWN = 5
_YEAR_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Check:
    """One figure of the counts beside what the fit, and what Poisson alone, would give.

    Attributes:
        name: What it is.
        unit: "contacts" or "" for a ratio.
        data: As counted.
        fitted: As the fitted model implies.
        poisson: As the same means with nothing but Poisson imply.
    """

    name: str
    unit: str
    data: float
    fitted: float
    poisson: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight trend through the days, as a share of the mean a year.

    Attributes:
        share_per_year: The slope; unknown with fewer than 40 days.
        p: Of the hypothesis that there is none; days that resemble their neighbours count less.
    """

    share_per_year: Figure
    p: float


@dataclass(frozen=True, slots=True)
class SeriesFit:
    """One series: its profile and its spread. Arrays by weekday have the shape (7, intervals of the day).

    Attributes:
        name: The series.
        mean, low, high: Mean counts with their interval; NaN where the weekday has no counts then.
        days_low, days_high: 2.5 % and 97.5 % of the counts of single days.
        n_days: (7,) days of each weekday.
        spread: The spread after weekday.
        checks: Data beside fit.
        trend: Of the daily totals.
    """

    name: str
    mean: Floats
    low: Floats
    high: Floats
    days_low: Floats
    days_high: Floats
    n_days: np.ndarray
    spread: Spread
    checks: tuple[Check, ...]
    trend: Trend


@dataclass(frozen=True, slots=True)
class ArrivalFit:
    """What counts say about demand.

    Attributes:
        series: One fit each, in the order of the counts.
        interval_s: Length of an interval [s].
        first, last: First and last local day with counts.
        n_days: Days with contacts.
        carries_over: Of all series together.
        shared_by_channels: Share of the variance that series have in common; unknown with fewer than two.
        source: The file.
        warnings: What a reader should know, a sentence each.
    """

    series: tuple[SeriesFit, ...]
    interval_s: int
    first: date
    last: date
    n_days: int
    carries_over: Figure
    shared_by_channels: Figure
    source: str
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return everything, ready for JSON."""
        found: dict[str, Any] = {"kind": "arrivals", **as_plain(self)}
        return found


@dataclass(frozen=True, slots=True)
class _Days:
    """The open days of one series with their means.

    Attributes:
        ordinal, weekday: (days,).
        counts: (days, intervals); NaN where unknown.
        mean: (days, intervals) mean of the weekday; 0 where unknown.
        deviation: (days, intervals) counts − mean, 0 where unknown.
        scale: (days, intervals) sqrt(n / (n − 1)) of the counts behind the mean; 0 with one.
    """

    ordinal: np.ndarray
    weekday: np.ndarray
    counts: Floats
    mean: Floats
    deviation: Floats
    scale: Floats


def fit_arrivals(counts: Counts, interval_s: int | None = None) -> ArrivalFit:
    """Fit profile and spread of every series.

    Args:
        counts: As read.
        interval_s: Length of an interval of the profile [s], a multiple of the one of the counts that divides
            a day; None: 30 min, or the one of the counts where that is longer.

    Raises:
        DataError: There is nothing to fit, or the interval does not suit the counts.
    """
    interval_s = _interval(counts, interval_s)
    fits, days, warnings = [], [], list(counts.warnings)
    merged = _merged(counts, interval_s, warnings)
    for number, name in enumerate(counts.names):
        table: Floats = merged[number]
        mine = _open_days(name, counts, table, warnings)
        fits.append(_fit_series(name, mine, interval_s, warnings))
        days.append(mine)
    shared = _shared(fits, days)
    ordinals = np.unique(np.concatenate([mine.ordinal for mine in days]))
    return ArrivalFit(
        tuple(fits), interval_s, min(counts.dates), max(counts.dates), len(ordinals),
        _pooled(fits), shared, counts.source, tuple(warnings),
    )  # fmt: skip


def _interval(counts: Counts, wanted: int | None) -> int:
    own = counts.interval_s
    if wanted is None:
        return USUAL_INTERVAL_S if own < USUAL_INTERVAL_S and USUAL_INTERVAL_S % own == 0 else own
    if wanted % own or DAY_SECONDS % wanted:
        raise DataError(
            f"{counts.source}: counts by {own / 60:g} min cannot be put together to intervals of {wanted / 60:g} min; "
            f"the interval must be a multiple of {own / 60:g} min that divides a day"
        )
    return wanted


def _merged(counts: Counts, interval_s: int, warnings: list[str]) -> Floats:
    """Add counts up to longer intervals; one unknown part makes the whole unknown, a part never counted does not."""
    if not counts.dates or not np.isfinite(counts.counts).any():
        raise DataError(f"{counts.source}: there are no counts to fit")
    n_series, n_days, _ = counts.counts.shape
    parts = counts.counts.reshape(n_series, n_days, DAY_SECONDS // interval_s, -1)
    is_counted = np.isfinite(parts)
    is_ever = np.any(is_counted, axis=1, keepdims=True)
    is_outside = ~is_ever & np.any(is_ever, axis=3, keepdims=True)
    merged: Floats = np.where(is_outside, 0.0, parts).sum(axis=3)
    partly = np.flatnonzero(np.any(is_outside, axis=(0, 1, 3))) * interval_s
    if len(partly):
        shown = ", ".join(f"{second // 3600:02d}:{second % 3600 // 60:02d}" for second in partly[:_MOST_SHOWN].tolist())
        warnings.append(
            f"only part of the interval from {shown} is ever counted; the scenario spreads its contacts over all of it"
        )
    lost = np.argwhere(np.any(is_counted, axis=3) & np.isnan(merged))
    if len(lost):
        shown = ", ".join(_place(counts, day, slot * interval_s) for _, day, slot in lost[:_MOST_SHOWN].tolist())
        warnings.append(
            f"intervals of {interval_s / 60:g} min with only some of their counts, left out: {len(lost)} ({shown}"
            f"{' …' if len(lost) > _MOST_SHOWN else ''})"
        )
    if not np.isfinite(merged).any():
        raise DataError(
            f"{counts.source}: no interval of {interval_s / 60:g} min has all its counts; fit a shorter one"
        )
    return merged


def _place(counts: Counts, day: int, second: int) -> str:
    return f"{counts.dates[day]} {second // 3600:02d}:{second % 3600 // 60:02d}"


def _open_days(name: str, counts: Counts, table: Floats, warnings: list[str]) -> _Days:
    """Take the days with contacts, and put the means of their weekdays beside them."""
    has_rows = np.any(np.isfinite(table), axis=1).tolist()
    is_open: Bools = np.asarray(np.nansum(table, axis=1) > 0)
    if not is_open.any():
        raise DataError(f"{counts.source}: {name}: all counts are 0; there is nothing to fit")
    closed = [day for day, rows, opened in zip(counts.dates, has_rows, is_open, strict=True) if rows and not opened]
    if closed:
        shown = ", ".join(str(day) for day in closed[:_MOST_SHOWN]) + (" …" if len(closed) > _MOST_SHOWN else "")
        warnings.append(f"{name}: days without any contact, left out as closed: {len(closed)} ({shown})")
    table = table[is_open]
    dates = [day for day, opened in zip(counts.dates, is_open, strict=True) if opened]
    weekday = np.asarray([day.weekday() for day in dates])
    mean, scale = np.zeros_like(table), np.zeros_like(table)
    for of in np.unique(weekday):
        mine = weekday == of
        n = np.isfinite(table[mine]).sum(axis=0)
        mean[mine] = np.nansum(table[mine], axis=0) / np.maximum(n, 1)
        scale[mine] = np.where(n > 1, np.sqrt(n / np.maximum(n - 1, 1)), 0.0)
    is_known = np.isfinite(table)
    deviation: Floats = np.where(is_known, table - mean, 0.0)
    ordinal = np.asarray([day.toordinal() for day in dates])
    return _Days(ordinal, weekday, table, np.where(is_known, mean, 0.0), deviation, np.where(is_known, scale, 0.0))


def _fit_series(name: str, days: _Days, interval_s: int, warnings: list[str]) -> SeriesFit:
    n_days = np.bincount(days.weekday, minlength=7)
    _warn_of_few(name, n_days, warnings)
    spread = _spread(days, interval_s)
    if not spread.day.is_known:
        warnings.append(
            f"{name}: {_days(spread.n_days)} of weekdays seen twice are too few for a spread (8 or more are needed)"
        )
    elif spread.n_days < 8 * 5:
        warnings.append(f"{name}: {_days(spread.n_days)} say little about the spread; intervals are rather too narrow")
    mean, low, high, days_low, days_high = _profile(days, spread.carries_over.value)
    return SeriesFit(
        name, mean, low, high, days_low, days_high, n_days, spread, _checks(days, spread, interval_s), _trend(days),
    )  # fmt: skip


def _warn_of_few(name: str, n_days: np.ndarray, warnings: list[str]) -> None:
    absent = [word for word, n in zip(WEEKDAYS, n_days, strict=True) if n == 0]
    few = [f"{word} {n}" for word, n in zip(WEEKDAYS, n_days, strict=True) if 0 < n < _FEWEST_OF_WEEKDAY]
    if few:
        warnings.append(f"{name}: few days behind a mean: {', '.join(few)} (4 or more are wanted)")
    if absent:
        warnings.append(f"{name}: no counts on {', '.join(absent)}: nobody comes then")


def _days(n: int) -> str:
    return "1 day" if n == 1 else f"{n} days"


def _spread(days: _Days, interval_s: int) -> Spread:
    used = days.scale.any(axis=1)
    mean = np.where(days.scale > 0, days.mean, 0.0)
    deviation = days.deviation * days.scale
    return fit_spread(Deviations(days.ordinal[used], mean[used], deviation[used], interval_s))


def _profile(days: _Days, carries_over: float) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Mean, its interval and the band of days by weekday; a mean of days that resemble each other is less sure."""
    shape = (7, days.counts.shape[1])
    mean, low, high, days_low, days_high = (np.full(shape, np.nan) for _ in range(5))
    for of in np.unique(days.weekday):
        mine = days.weekday == of
        table = days.counts[mine]
        known = np.isfinite(table)
        n = known.sum(axis=0)
        seen = n > 0
        mean[of, seen] = np.nansum(table, axis=0)[seen] / n[seen]
        days_low[of, seen], days_high[of, seen] = np.nanquantile(table[:, seen], [0.025, 0.975], axis=0)
        half = _half_width(table, n, _inflation(int(mine.sum()), carries_over))
        low[of], high[of] = np.maximum(mean[of] - half, 0.0), mean[of] + half
    return mean, low, high, days_low, days_high


def _half_width(table: Floats, n: np.ndarray, inflation: float) -> Floats:
    """Half width of the interval of each mean, NaN with one count."""
    several = n > 1
    half = np.full(len(n), np.nan)
    if several.any():
        error = np.nanstd(table[:, several], axis=0, ddof=1) / np.sqrt(n[several]) * inflation
        half[several] = special.stdtrit(n[several] - 1, 0.5 + LEVEL / 2) * error
    return half


def _inflation(n: int, carries_over: float) -> float:
    """Factor on the error of a mean of n days a week apart, of which what is left carries over."""
    rho = 0.0 if math.isnan(carries_over) else carries_over**7
    k = np.arange(1, n)
    return float(np.sqrt(1.0 + 2.0 * np.sum((1.0 - k / n) * rho**k)))


def _checks(days: _Days, spread: Spread, interval_s: int) -> tuple[Check, ...]:
    """Put figures of the days beside what the model implies for the same days."""
    ever = np.isfinite(days.counts).any(axis=0)
    whole = ((days.scale > 0) | ~ever).all(axis=1) & days.scale.any(axis=1)
    if not spread.day.is_known or whole.sum() < 2:
        return ()
    counts, mean = np.nan_to_num(days.counts[whole]), days.mean[whole]
    residual = (counts - mean) * days.scale[whole]
    model = _model_covariance(spread, mean.shape[1], interval_s)
    halves = _halves(mean)
    n, n_free = len(counts), len(counts) - len(np.unique(days.weekday[whole]))
    means = mean @ halves.T
    between = np.cov(means.T) if n > 1 else np.zeros((2, 2))
    noise = np.diag(means.mean(axis=0))
    weighted = mean[:, None, :] * halves[None]
    after = np.einsum("dhi,ij,dkj->hk", weighted, model, weighted) / n + noise
    data_after = (np.nansum(residual @ halves.T, axis=0), np.cov((counts @ halves.T).T))[1]
    residual_halves = (counts - mean) @ halves.T
    data_residual = residual_halves.T @ residual_halves / max(n_free, 1)
    rows = [
        Check("contacts a day", "contacts", float(counts.sum() / n), float(mean.sum() / n), float(mean.sum() / n)),
        Check(
            "sd of a day, in all",
            "contacts",
            *(math.sqrt(x.sum()) for x in (data_after, after + between, noise + between)),
        ),
        Check("sd of a day, after weekday", "contacts", *(math.sqrt(x.sum()) for x in (data_residual, after, noise))),
        Check(
            "correlation of both halves of a day, in all",
            "",
            *map(_correlation, (data_after, after + between, noise + between)),
        ),
        Check("the same, after weekday", "", *map(_correlation, (data_residual, after, noise))),
    ]
    return (*rows, _dispersion(counts, mean, float(model[0, 0])))


def _model_covariance(spread: Spread, size: int, interval_s: int) -> Floats:
    """Covariance of relative deviations of two intervals of a day, (intervals, intervals)."""
    day, within, lasts = (figure.value for figure in (spread.day, spread.within_day, spread.within_day_lasts_s))
    distance = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) * interval_s
    holds = np.exp(-distance / lasts) if lasts > 0 else (distance == 0).astype(float)
    covariance: Floats = day * day + within * within * (1.0 + day * day) * holds
    return covariance


def _halves(mean: Floats) -> Floats:
    """Masks of the intervals that hold the first and the second half of the contacts, (2, intervals)."""
    share = np.cumsum(mean.sum(axis=0)) / mean.sum()
    first = share - np.diff(share, prepend=0.0) / 2 < 0.5
    return np.stack((first, ~first)).astype(float)


def _correlation(covariance: Floats) -> float:
    scale = math.sqrt(covariance[0, 0] * covariance[1, 1])
    return float(covariance[0, 1]) / scale if scale > 0 else math.nan


def _dispersion(counts: Floats, mean: Floats, variance: float) -> Check:
    """Mean over the intervals of the variance over the mean of a count across all days."""
    level = counts.mean(axis=0)
    seen = level > 0
    level, between = level[seen], mean[:, seen].var(axis=0, ddof=1)
    data = counts[:, seen].var(axis=0, ddof=1) / level
    beyond = variance * (mean[:, seen] ** 2).mean(axis=0)
    name = "variance / mean of an interval across all days"
    return Check(
        name,
        "",
        float(data.mean()),
        float((1 + (between + beyond) / level).mean()),
        float((1 + between / level).mean()),
    )


def _trend(days: _Days) -> Trend:
    """Regress the relative deviation of whole days on time; the error allows for days that resemble neighbours."""
    is_known = np.isfinite(days.counts) == np.isfinite(days.counts).any(axis=0)
    used = is_known.all(axis=1) & days.scale.any(axis=1)
    if used.sum() < _FEWEST_FOR_TREND:
        return Trend(UNKNOWN, math.nan)
    y = (days.deviation * days.scale)[used].sum(axis=1) / days.mean[used].sum(axis=1)
    x = (days.ordinal[used] - days.ordinal[used].mean()) / _YEAR_DAYS
    slope = float((x * y).sum() / (x * x).sum())
    left = y - slope * x
    n = len(y)
    rho = float(np.clip((left[1:] * left[:-1]).sum() / (left * left).sum(), 0.0, 0.95))
    error = math.sqrt((left * left).sum() / (n - 2) / (x * x).sum() * (1 + rho) / (1 - rho))
    free = max(2.0, n * (1 - rho) / (1 + rho) - 2)
    half = float(special.stdtrit(free, 0.5 + LEVEL / 2)) * error
    p = 2.0 * float(special.stdtr(free, -abs(slope) / error)) if error > 0 else math.nan
    return Trend(Figure(slope, slope - half, slope + half), p)


def _pooled(fits: list[SeriesFit]) -> Figure:
    """What carries over in all series, weighted by the variance of their day factors."""
    known = [fit.spread for fit in fits if fit.spread.carries_over.is_known]
    weights = np.asarray([spread.day.value**2 for spread in known])
    if not known:
        return UNKNOWN
    if weights.sum() <= 0:
        return known[0].carries_over
    figures = [(s.carries_over.value, s.carries_over.low, s.carries_over.high) for s in known]
    value, low, high = np.average(figures, axis=0, weights=weights)
    return Figure(float(value), float(low), float(high))


def _shared(fits: list[SeriesFit], days: list[_Days]) -> Figure:
    """Share of the variance of whole days, Poisson removed, that series have in common."""
    known = [k for k, fit in enumerate(fits) if fit.spread.day.is_known]
    if len(known) < 2:
        return UNKNOWN
    ordinals = sorted(set.intersection(*(set(days[k].ordinal.tolist()) for k in known)))
    if len(ordinals) < _FEWEST_OF_WEEKDAY * 2:
        return UNKNOWN
    rows = [np.isin(days[k].ordinal, ordinals) for k in known]
    total = np.stack([(days[k].deviation * days[k].scale)[row].sum(axis=1) for k, row in zip(known, rows, strict=True)])
    mass = np.stack([days[k].mean[row].sum(axis=1) for k, row in zip(known, rows, strict=True)])
    blocks = np.arange(len(ordinals)) // 5
    kept = np.concatenate((np.ones((1, len(ordinals)), bool), blocks != np.unique(blocks)[:, None]))
    shares = np.asarray([_share_of(total[:, keep], mass[:, keep]) for keep in kept])
    n = len(shares) - 1
    error = math.sqrt((n - 1) / n * float(((shares[1:] - shares[1:].mean()) ** 2).sum()))
    half = float(special.stdtrit(max(n - 1, 1), 0.5 + LEVEL / 2)) * error
    value = float(shares[0])
    return Figure(value, max(0.0, value - half), min(1.0, value + half))


def _share_of(total: Floats, mass: Floats) -> float:
    """Mean over pairs of their covariance, over the mean of their variances beyond Poisson; within 0 and 1."""
    square = (mass * mass).sum(axis=1)
    variance = np.maximum(((total * total).sum(axis=1) - mass.sum(axis=1)) / square, 0.0)
    pairs = list(combinations(range(len(total)), 2))
    common = [float((total[a] * total[b]).sum() / math.sqrt(square[a] * square[b])) for a, b in pairs]
    whole = [float(np.sqrt(variance[a] * variance[b])) for a, b in pairs]
    return float(np.clip(sum(common) / sum(whole), 0.0, 1.0)) if sum(whole) > 0 else 0.0


__all__ = ["ArrivalFit", "Check", "SeriesFit", "Trend", "fit_arrivals"]
