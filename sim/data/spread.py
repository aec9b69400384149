"""How far counts lie from their means, beyond Poisson: the spread of the day and the spread within it.

Method of moments. With e the deviations of counts from the mean m of their weekday and interval, freed of the
degrees of freedom the means have taken, the covariance of relative deviations at a distance l within a day is
Σ e e' / Σ m m' (at distance 0 less the Poisson part Σ m), and between days k apart Σ E E' / Σ M M' of whole days.
The demand language (MODEL.md 4) says of a day factor and a factor within the day, both with mean 1:

    within a day    day² + within² (1 + day²) exp(−l / lasts)
    between days    day² carries_over^k

Days tell what carries over, and so part the day from a slow swing within it. All four figures are found at once
by least squares: the two spreads exactly, `lasts` and `carries_over` on a grid. Intervals are by the jackknife
over blocks of days, on the logarithm of the spreads. Nothing here knows channels or words of days.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from sim.data.figure import LEVEL, UNKNOWN, Figure
from sim.data.records import DAY_SECONDS, Floats

FARTHEST_DAYS = 14
_LONGEST_S = 2 * DAY_SECONDS
_N_LASTS = 48
_CARRIES = np.linspace(0.0, 0.98, 50)
FEWEST_DAYS = 8
_LONGEST_BLOCK = 5
_FEWEST_BLOCKS = 10


@dataclass(frozen=True, slots=True)
class Spread:
    """What was found of the spread beyond Poisson.

    Attributes:
        day: Spread (sd / mean) of the day factor.
        within_day: Spread of the factor within the day.
        within_day_lasts_s: How long a deviation within the day lasts [s]; 0 where there is none.
        carries_over: Correlation of the day factor from one day to the next.
        lag_s: (lags,) distances within a day [s].
        covariance, fitted: (lags,) of relative deviations at these distances, Poisson removed; found and fitted.
        distance_days: (distances,) distances between days that occur.
        day_covariance, day_fitted: (distances,) of relative deviations of whole days so far apart.
        n_days: Days with deviations: those of weekdays that occur at least twice.
    """

    day: Figure
    within_day: Figure
    within_day_lasts_s: Figure
    carries_over: Figure
    lag_s: Floats
    covariance: Floats
    fitted: Floats
    distance_days: Floats
    day_covariance: Floats
    day_fitted: Floats
    n_days: int


@dataclass(frozen=True, slots=True)
class Deviations:
    """Deviations of counts from their means.

    Attributes:
        ordinal: (days,) days as whole numbers, ascending.
        mean: (days, intervals) means; 0 where there is no count.
        deviation: (days, intervals) count − mean, times sqrt(n / (n − 1)) of the n days of its weekday.
        interval_s: Length of an interval [s].
    """

    ordinal: np.ndarray
    mean: Floats
    deviation: Floats
    interval_s: int


@dataclass(frozen=True, slots=True)
class _Moments:
    """Sums of products by day, and the masses that they are divided by: (days, features) each."""

    products: Floats
    masses: Floats
    lag_s: Floats
    distance_days: Floats

    def ratio(self, kept: np.ndarray) -> Floats:
        """Covariances out of the days kept, one row for each row of `kept` (sets, days)."""
        mass = kept @ self.masses
        ratio: Floats = np.divide(kept @ self.products, mass, out=np.zeros_like(mass), where=mass > 0)
        return ratio


def fit_spread(deviations: Deviations) -> Spread:
    """Find the spreads, how long they last and what carries over.

    Args:
        deviations: Of one series, on days whose weekday occurs at least twice.

    Returns:
        The spread; nothing is known with fewer than 8 days.
    """
    n_days = len(deviations.ordinal)
    if n_days < FEWEST_DAYS or not deviations.mean.any():
        nothing = np.zeros(0)
        return Spread(*(UNKNOWN,) * 4, *(nothing,) * 6, n_days)
    moments = _moments(deviations)
    found = moments.ratio(np.ones((1, n_days)))
    n_lags = len(moments.lag_s)
    model = _Grid(moments, deviations.interval_s)
    value = model.fit(found)[0]
    blocks = _blocks(n_days)
    left_out = model.fit(moments.ratio((blocks != np.unique(blocks)[:, None]).astype(float)))
    figures = _figures(value, left_out, model.longest_s)
    return _spread_of(moments, found[0], model.curve(value, n_lags), figures, n_days)


def _spread_of(moments: _Moments, found: Floats, fitted: Floats, figures: tuple[Figure, ...], n_days: int) -> Spread:
    n_lags = len(moments.lag_s)
    day, within, lasts, carries = figures
    return Spread(
        day, within, lasts, carries,
        moments.lag_s, found[:n_lags], fitted[:n_lags],
        moments.distance_days, found[n_lags:], fitted[n_lags:],
        n_days,
    )  # fmt: skip


def _moments(deviations: Deviations) -> _Moments:
    """Products of deviations by day: at each distance within the day, and with later days."""
    e, m = deviations.deviation, deviations.mean
    used = np.flatnonzero(m.any(axis=0))
    e, m = e[:, used[0] : used[-1] + 1], m[:, used[0] : used[-1] + 1]
    size = m.shape[1]
    products = [(e[:, : size - lag] * e[:, lag:]).sum(axis=1) for lag in range(size)]
    masses = [(m[:, : size - lag] * m[:, lag:]).sum(axis=1) for lag in range(size)]
    products[0] = products[0] - m.sum(axis=1)
    lags: Floats = np.arange(size, dtype=np.float64) * deviations.interval_s
    seen = [lag for lag in range(size) if masses[lag].any()]
    days, day_masses, distances = _between_days(deviations.ordinal, e.sum(axis=1), m.sum(axis=1))
    return _Moments(
        np.column_stack([products[lag] for lag in seen] + days),
        np.column_stack([masses[lag] for lag in seen] + day_masses),
        lags[seen],
        np.asarray(distances, dtype=np.float64),
    )


def _between_days(ordinal: np.ndarray, total: Floats, mass: Floats) -> tuple[list[Floats], list[Floats], list[int]]:
    """Products of whole days with the days 1 to 14 after them, where these are known."""
    products, masses, distances = [], [], []
    for distance in range(1, FARTHEST_DAYS + 1):
        later = np.searchsorted(ordinal, ordinal + distance)
        is_there = ordinal[np.minimum(later, len(ordinal) - 1)] == ordinal + distance
        if not is_there.any():
            continue
        later = np.minimum(later, len(ordinal) - 1)
        products.append(np.where(is_there, total * total[later], 0.0))
        masses.append(np.where(is_there, mass * mass[later], 0.0))
        distances.append(distance)
    return products, masses, distances


class _Grid:
    """The model on a grid of `lasts` and `carries_over`; the two variances follow by weighted least squares."""

    def __init__(self, moments: _Moments, interval_s: int) -> None:
        n_lags, distance = len(moments.lag_s), moments.distance_days
        mass = moments.masses.sum(axis=0)
        within, between = mass[:n_lags], mass[n_lags:]
        self.weight: Floats = np.concatenate((within / within.sum(), between / max(between.sum(), 1e-300)))
        self.longest_s = float(min(_LONGEST_S, max(4 * interval_s, 3 * moments.lag_s[-1])))
        lasts = np.concatenate(([0.0], np.geomspace(interval_s / 3, self.longest_s, _N_LASTS)))
        carries = _CARRIES if len(distance) else _CARRIES[:1]
        self.lasts, self.carries = (grid.ravel() for grid in np.meshgrid(lasts, carries, indexing="ij"))
        zeros = np.zeros((len(self.lasts), len(distance)))
        day = np.concatenate((np.ones((len(self.lasts), n_lags)), self.carries[:, None] ** distance), axis=1)
        slow = np.exp(-moments.lag_s / np.maximum(self.lasts, 1e-9)[:, None])
        self.day: Floats = day
        self.slow: Floats = np.concatenate((slow, zeros), axis=1)

    def fit(self, found: Floats) -> Floats:
        """Find (day², within², lasts, carries_over) of each row of covariances: (sets, 4)."""
        w = self.weight
        dd, ds, ss = (
            (a * b * w).sum(axis=1) for a, b in ((self.day, self.day), (self.day, self.slow), (self.slow, self.slow))
        )
        dy, sy = (self.day * w) @ found.T, (self.slow * w) @ found.T
        det = np.maximum(dd * ss - ds * ds, 1e-12)[:, None]
        day = (ss[:, None] * dy - ds[:, None] * sy) / det
        slow = (dd[:, None] * sy - ds[:, None] * dy) / det
        day, slow = (
            np.where(slow < 0, np.maximum(dy / dd[:, None], 0.0), np.where(day < 0, 0.0, day)),
            np.where(day < 0, np.maximum(sy / ss[:, None], 0.0), np.where(slow < 0, 0.0, slow)),
        )
        gain = 2 * (day * dy + slow * sy) - (
            day * day * dd[:, None] + 2 * day * slow * ds[:, None] + slow * slow * ss[:, None]
        )
        best, sets = gain.argmax(axis=0), np.arange(len(found))
        day_square, slow_square = day[best, sets], slow[best, sets]
        within_square = slow_square / (1.0 + day_square)
        lasts = np.where(within_square > 0, self.lasts[best], 0.0)
        carries = np.where(day_square > 0, self.carries[best], 0.0)
        return np.column_stack((day_square, within_square, lasts, carries))

    def curve(self, value: Floats, n_lags: int) -> Floats:
        """Covariances of the model with the figures `value`, (features,)."""
        day, within, lasts, carries = value
        place = int(np.argmin(np.abs(self.lasts - lasts) + 1e9 * np.abs(self.carries - carries)))
        fitted: Floats = day * self.day[place] + within * (1.0 + day) * self.slow[place]
        return fitted


def _blocks(n_days: int) -> np.ndarray:
    """Number each day's block: up to five days that follow each other, ten blocks or more."""
    length = max(1, min(_LONGEST_BLOCK, n_days // _FEWEST_BLOCKS))
    return np.minimum(np.arange(n_days) // length, max(n_days // length, 1) - 1)


def _figures(value: Floats, left_out: Floats, longest_s: float) -> tuple[Figure, ...]:
    """Put jackknife intervals round (day², within², lasts, carries_over)."""
    n_blocks = len(left_out)
    error = np.sqrt((n_blocks - 1) / n_blocks * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    t = float(special.stdtrit(n_blocks - 1, 0.5 + LEVEL / 2))
    day, within = (_root_figure(float(value[k]), float(error[k]), t) for k in (0, 1))
    lasts, spare = float(value[2]), t * float(error[2])
    factor = float(np.exp(min(spare / lasts, 50.0))) if lasts > 0 else 1.0
    carries = float(value[3])
    half = t * float(error[3])
    return (
        day,
        within,
        Figure(lasts, lasts / factor, min(max(lasts * factor, spare), longest_s)),
        Figure(carries, max(0.0, carries - half), min(1.0, carries + max(half, _CARRIES[1]))),
    )


def _root_figure(square: float, error: float, t: float) -> Figure:
    """Turn a square and its standard error into a figure; one that may be 0 has 0 as its lower end."""
    if square <= 0.0:
        return Figure(0.0, 0.0, float(np.sqrt(t * error)))
    root, factor = float(np.sqrt(square)), float(np.exp(t * error / square / 2))
    low = 0.0 if t * error > square else root / factor
    return Figure(root, low, min(root * factor, float(np.sqrt(square + 2 * t * error))))
