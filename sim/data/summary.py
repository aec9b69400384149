"""Means, spreads and shares of observed times with their intervals."""

import numpy as np
from scipy import special, stats

from sim.data.figure import LEVEL, UNKNOWN, Figure
from sim.data.records import Floats

_N_RESAMPLES = 999
_SEED = 20_260_302
_MOST_RESAMPLED = 10_000
_BATCH_VALUES = 4_000_000


def mean_of(values: Floats) -> Figure:
    """Mean with Student's interval; no interval of one value, unknown of none."""
    n = len(values)
    if n < 2:
        return Figure(float(values[0])) if n else UNKNOWN
    mean = float(values.mean())
    half = float(special.stdtrit(n - 1, 0.5 + LEVEL / 2) * values.std(ddof=1) / np.sqrt(n))
    return Figure(mean, mean - half, mean + half)


def cv_of(values: Floats) -> Figure:
    """Standard deviation over mean, by the bootstrap (BCa, 999 resamples, fixed seed).

    With more than 10,000 values the delta method takes its place; there the two agree.

    Args:
        values: Times above 0; with fewer than 3, or all the same, there is no interval.
    """
    if len(values) < 2:
        return UNKNOWN
    value = float(_cv(values))
    if len(values) < 3 or value <= 0.0:
        return Figure(value)
    if len(values) > _MOST_RESAMPLED:
        return _by_delta(values, value)
    found = stats.bootstrap(
        (values,), _cv, n_resamples=_N_RESAMPLES, batch=max(1, _BATCH_VALUES // len(values)), confidence_level=LEVEL,
        method="BCa", vectorized=True, rng=np.random.default_rng(_SEED),
    )  # fmt: skip
    return Figure(value, float(found.confidence_interval.low), float(found.confidence_interval.high))


def share_of(n_of: int, n: int) -> Figure:
    """Share n_of / n with Wilson's interval; unknown of none."""
    if n == 0:
        return UNKNOWN
    interval = stats.binomtest(n_of, n).proportion_ci(LEVEL, method="wilson")
    return Figure(n_of / n, float(interval.low), float(interval.high))


def _cv(values: Floats, axis: int = -1) -> Floats:
    cv: Floats = values.std(axis=axis, ddof=1) / values.mean(axis=axis)
    return cv


def _by_delta(values: Floats, value: float) -> Figure:
    """Interval on the logarithm, from the influence of each value."""
    z = (values - values.mean()) / values.std()
    influence = (z * z - 1.0) / 2.0 - z * value
    half = float(special.ndtri(0.5 + LEVEL / 2) * influence.std() / np.sqrt(len(values)))
    return Figure(value, value * float(np.exp(-half)), value * float(np.exp(half)))
