"""Factors on the means of demand: what makes a day, or a part of it, busier than its mean (MODEL.md 4).

The factor of an interval is a product of four, each gamma with mean 1: of the day and of the interval, common to
all rows and a row's own. A spread s is split so that (1 + own²)(1 + common²) = 1 + s², with common² = shared · s².
Factors that follow one another (day to day, interval to interval) are joined by a Gaussian copula: standard
normals z with z' = ρ z + sqrt(1 − ρ²) ε, each ε from the uniform at its own address, turned into gamma quantiles.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from sim.scenario.demand import Demand
from sim.streams import Stream, pack_issues, uniforms
from sim.world.world import Floats, Ints, frozen

UNIT = np.float64(2.0**-53)
_HALF_A_STEP = np.float64(2.0**-54)
COMMON_ROW = 255
DAY_INTERVAL = 511


@dataclass(frozen=True, slots=True)
class Spread:
    """Spreads (cv) of the factors of each row, and how they hold on; arrays of shape (rows,).

    Attributes:
        common_day, own_day: Of the day factor.
        common_within, own_within: Of the factor of an interval.
        holds: Correlation of the factors of two neighbouring intervals.
        carries_over: Correlation of the day factors of two neighbouring days.
    """

    common_day: Floats
    own_day: Floats
    common_within: Floats
    own_within: Floats
    holds: Floats
    carries_over: float


def spread_of(demand: Demand) -> Spread:
    """Read the spreads of all rows off the forecast errors."""
    errors = [demand.error_of(row) for row in demand.rows.values()]
    shared = demand.forecast_error.shared_by_channels
    day = [_split(error.day, shared) for error in errors]
    within = [_split(error.within_day, shared) for error in errors]
    lasts = [error.within_day_lasts for error in errors]
    return Spread(
        common_day=frozen([common for common, _ in day], float),
        own_day=frozen([own for _, own in day], float),
        common_within=frozen([common for common, _ in within], float),
        own_within=frozen([own for _, own in within], float),
        holds=frozen([np.exp(-demand.interval / length) if length else 0.0 for length in lasts], float),
        carries_over=demand.forecast_error.carries_over,
    )


def _split(spread: float, shared: float) -> tuple[float, float]:
    """Split a spread into (common, own): (1 + own²)(1 + common²) = 1 + spread²."""
    common_square = shared * spread * spread
    own_square = (1.0 + spread * spread) / (1.0 + common_square) - 1.0
    return common_square**0.5, max(0.0, own_square) ** 0.5


def draw_factors(spread: Spread, row: Ints, day: Ints, place: Ints, seed: int, replication: int) -> Floats:
    """Draw the factor of each (row, day, interval), shape (m,).

    Args:
        spread: Spreads of the rows.
        row: (m,) row whose spreads hold.
        day: (m,) local day, from 0.
        place: (m,) how many intervals after midnight it lies in real time.
        seed: Root seed.
        replication: Number of the replication.
    """
    factor = np.ones(len(row))
    if not len(row):
        return factor
    chance = _Chance(seed, replication, int(day.max()) + 1, int(place.max()) + 1, spread.carries_over)
    for number in np.unique(row).tolist():
        mine = np.flatnonzero(row == number)
        days, at, holds = day[mine], (day[mine], place[mine]), float(spread.holds[number])
        if spread.common_day[number] > 0.0:
            factor[mine] *= gamma_factor(chance.of_days(Stream.DAY_COMMON, COMMON_ROW)[days], spread.common_day[number])
        if spread.own_day[number] > 0.0:
            factor[mine] *= gamma_factor(chance.of_days(Stream.DAY_OWN, number)[days], spread.own_day[number])
        if spread.common_within[number] > 0.0:
            factor[mine] *= gamma_factor(chance.of_intervals(COMMON_ROW, holds)[at], spread.common_within[number])
        if spread.own_within[number] > 0.0:
            factor[mine] *= gamma_factor(chance.of_intervals(number, holds)[at], spread.own_within[number])
    return factor


def gamma_factor(u: Floats, cv: float) -> Floats:
    """Gamma quantile with mean 1.

    Args:
        u: Uniforms in [0, 1).
        cv: Spread (sd / mean), above 0.
    """
    shape = 1.0 / (cv * cv)
    quantile: Floats = np.asarray(special.gammaincinv(shape, u), dtype=np.float64)
    return quantile / shape


def following(z: Floats, correlation: float) -> Floats:
    """Join independent standard normals along the last axis: each correlates so with the one before it.

    >>> following(np.array([[1.0, 0.0, 0.0]]), 0.5)
    array([[1.  , 0.5 , 0.25]])
    """
    joined: Floats = np.array(z)
    rest = (1.0 - correlation * correlation) ** 0.5
    for place in range(1, z.shape[-1]):
        joined[..., place] = correlation * joined[..., place - 1] + rest * z[..., place]
    return joined


class _Chance:
    """The uniforms of one replication's factors."""

    def __init__(self, seed: int, replication: int, n_days: int, n_intervals: int, carries_over: float) -> None:
        self._seed, self._replication = seed, replication
        self._days, self._intervals = np.arange(n_days), np.arange(n_intervals)
        self._carries_over = carries_over

    def of_days(self, stream: Stream, row: int) -> Floats:
        """Uniforms of all days, shape (days,)."""
        keys = pack_issues(row, self._days, DAY_INTERVAL, 0)
        return self._joined(stream, keys, self._carries_over)

    def of_intervals(self, row: int, holds: float) -> Floats:
        """Uniforms of all intervals of all days, shape (days, intervals); days know nothing of one another."""
        keys = pack_issues(row, self._days[:, None], self._intervals[None, :], 0)
        return self._joined(Stream.INTERVAL_FACTOR, keys, holds)

    def _joined(self, stream: Stream, keys: Ints, correlation: float) -> Floats:
        """Uniforms of keys, each following the one before it along the last axis."""
        u: Floats = uniforms(self._seed, self._replication, stream, keys) * UNIT
        if correlation == 0.0:
            return u
        normals: Floats = special.ndtri(u + _HALF_A_STEP)
        joined: Floats = special.ndtr(following(normals, correlation))
        return joined
