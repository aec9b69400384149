"""Values and intervals over replications (DESIGN.md, decision 7; KPIS.md 9).

One formula for ratios of sums: ν̂ = ΣX / ΣY and z_r = (X_r − ν̂ Y_r) / Ȳ; the half width is
t · sd(z) / √n with Student's t of n − 1 degrees. This is the delta method, σ² = (Var X + ν² Var Y −
2 ν Cov(X, Y)) / μ_Y² (Law, Simulation Modeling and Analysis, 4.5 and 9.4). Totals are the case Y = 1. A
paired difference uses z^A − z^B of the same replication. 0/0 is blank (nan), never a number; one replication
gives no interval.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from sim.analysis.percentiles import pseudo_values

Floats = NDArray[np.float64]
Verdict = Literal["better", "worse", "higher", "lower", "not told apart"]
EstimatorName = Literal["ratio of sums", "mean of ratios", "mean", "pooled percentile", "maximum"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value over replications with its interval.

    Attributes:
        value: The estimate; nan when it is blank (0/0 in every replication).
        half_width: Half the width of the interval; nan without one (n = 1, a maximum, a blank value).
        n: Replications given.
        n_blank: Replications that are blank on their own (denominator 0); the mean of ratios leaves them
            out, the ratio of sums needs no such care.
        estimator: How it was estimated.
        level: Confidence level of the interval.
    """

    value: float
    half_width: float
    n: int
    n_blank: int
    estimator: EstimatorName
    level: float = 0.95

    @property
    def low(self) -> float:
        """Lower end of the interval, nan without one."""
        return self.value - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval, nan without one."""
        return self.value + self.half_width

    @property
    def relative_half_width(self) -> float:
        """Half width over |value|; nan without an interval or with the value 0."""
        return self.half_width / abs(self.value) if self.value != 0.0 else float("nan")


@dataclass(frozen=True, slots=True)
class Difference:
    """Other minus base, paired by replication.

    Attributes:
        value: Other − base; nan when either is blank.
        half_width: Half the width of its interval; nan without one.
        verdict: "better" or "worse" by the direction of the KPI ("higher" or "lower" where it has none) when
            the interval leaves out 0; else, and with one replication, "not told apart".
        base, other: The two values.
        p_value: Two-sided, of the hypothesis that they are equal; nan without an interval.
        n: Pairs given.
        n_blank: Pairs of which one or both are blank on their own.
        estimator: How it was estimated.
        level: Confidence level of the interval.
    """

    value: float
    half_width: float
    verdict: Verdict
    base: float
    other: float
    p_value: float
    n: int
    n_blank: int
    estimator: EstimatorName
    level: float = 0.95

    @property
    def low(self) -> float:
        """Lower end of the interval, nan without one."""
        return self.value - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval, nan without one."""
        return self.value + self.half_width


@dataclass(frozen=True, slots=True)
class _Spread:
    """A value, and one number a replication whose scatter is the scatter of the value."""

    value: float
    scatter: Floats
    is_blank: NDArray[np.bool_]
    estimator: EstimatorName


def t_quantile(level: float, n: int) -> float:
    """Give the two-sided quantile of Student's t for n replications; nan for one.

    Args:
        level: Confidence level, in (0, 1).
        n: Replications; degrees of freedom are n − 1.

    Raises:
        ValueError: The level is not between 0 and 1.

    >>> round(t_quantile(0.95, 10), 3)
    2.262
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"a confidence level is a share between 0 and 1, for example 0.95 (got {level})")
    return float(stdtrit(n - 1, 0.5 + level / 2)) if n > 1 else float("nan")


def estimate(
    numerators: ArrayLike,
    denominators: ArrayLike | None = None,
    level: float = 0.95,
    *,
    mean_of_ratios: bool = False,
) -> Estimate:
    """Estimate a ratio of sums, a mean of ratios or a mean total, with its interval.

    Args:
        numerators: (n,) X of each replication; n is 1 or more.
        denominators: (n,) Y of each replication, 0 or more; None for totals (the mean of X).
        level: Confidence level, in (0, 1).
        mean_of_ratios: Take the mean of X_r / Y_r instead; replications with Y_r = 0 are left out.

    Returns:
        The estimate; its value is nan when every denominator is 0.

    Raises:
        ValueError: Empty, unequally long, not one-dimensional, or not finite input.

    >>> estimate([1.0, 2.0], [2.0, 2.0]).value
    0.75
    """
    spread = _spread(numerators, denominators, mean_of_ratios)
    scatter = spread.scatter[~np.isnan(spread.scatter)]
    return Estimate(
        spread.value,
        _half_width(scatter, level),
        len(spread.scatter),
        int(spread.is_blank.sum()),
        spread.estimator,
        level,
    )


def compare(
    base: tuple[ArrayLike, ArrayLike | None],
    other: tuple[ArrayLike, ArrayLike | None],
    direction: int = 0,
    level: float = 0.95,
    *,
    mean_of_ratios: bool = False,
) -> Difference:
    """Estimate other − base over replications that met the same customers.

    Args:
        base: (X, Y) of the base, Y None for totals; row r of base and other is the same replication.
        other: (X, Y) of the other strategy.
        direction: +1 more is better, −1 less is better, 0 neither.
        level: Confidence level, in (0, 1).
        mean_of_ratios: Compare means of ratios; pairs with a blank on either side are left out.

    Raises:
        ValueError: As `estimate`; numbers of replications differ; a total compared with a ratio.

    >>> compare(([1.0, 2.0, 3.0], None), ([2.1, 3.0, 4.0], None), direction=+1).verdict
    'better'
    """
    if (base[1] is None) != (other[1] is None):
        raise ValueError("a total cannot be compared with a ratio")
    a = _spread(*base, mean_of_ratios)
    b = _spread(*other, mean_of_ratios)
    if len(a.scatter) != len(b.scatter):
        raise ValueError(f"paired by replication, but there are {len(a.scatter)} and {len(b.scatter)}")
    is_blank = a.is_blank | b.is_blank
    pairs = b.scatter - a.scatter
    pairs = pairs[~np.isnan(pairs)]
    values = (a.value, b.value)
    if mean_of_ratios and a.estimator == "mean of ratios":
        both = ~is_blank
        values = (_mean(a.scatter[both]), _mean(b.scatter[both]))
    return _difference(values, pairs, (len(is_blank), int(is_blank.sum())), direction, level, a.estimator)


def estimate_percentile(counts: ArrayLike, upper: ArrayLike, quantile: float, level: float = 0.95) -> Estimate:
    """Estimate a percentile of the pooled distribution; interval by the jackknife over replications.

    Args:
        counts: (n, bins) one histogram a replication.
        upper: (bins,) upper edges of the bins (`sim.analysis.percentiles`).
        quantile: Share at or below the percentile, in (0, 1).
        level: Confidence level, in (0, 1).

    Returns:
        The pooled percentile, nan when there is no value at all. The half width is nan when leaving out
        one replication leaves nothing.
    """
    rows = np.asarray(counts)
    value, pseudo = pseudo_values(rows, upper, quantile)
    half_width = _half_width(pseudo, level) if not np.isnan(pseudo).any() else float("nan")
    n_blank = int((rows.sum(axis=1) == 0).sum())
    return Estimate(value, half_width, len(rows), n_blank, "pooled percentile", level)


def compare_percentiles(
    base: ArrayLike,
    other: ArrayLike,
    upper: ArrayLike,
    quantile: float,
    direction: int = -1,
    level: float = 0.95,
) -> Difference:
    """Estimate the difference of two pooled percentiles, paired by replication.

    Args:
        base, other: (n, bins) histograms; row r of both is the same replication.
        upper: (bins,) upper edges of the bins.
        quantile: Share at or below the percentile, in (0, 1).
        direction: +1 more is better, −1 less is better, 0 neither.
        level: Confidence level, in (0, 1).

    Raises:
        ValueError: Numbers of replications differ.
    """
    a, b = np.asarray(base), np.asarray(other)
    if len(a) != len(b):
        raise ValueError(f"paired by replication, but there are {len(a)} and {len(b)}")
    base_value, base_pseudo = pseudo_values(a, upper, quantile)
    other_value, other_pseudo = pseudo_values(b, upper, quantile)
    n_blank = int(((a.sum(axis=1) == 0) | (b.sum(axis=1) == 0)).sum())
    pairs = other_pseudo - base_pseudo
    pairs = pairs if not np.isnan(pairs).any() else pairs[:0]
    return _difference((base_value, other_value), pairs, (len(a), n_blank), direction, level, "pooled percentile")


def estimate_maximum(values: ArrayLike) -> Estimate:
    """Give the largest value over replications; a maximum has no interval.

    Args:
        values: (n,) the largest value of each replication, nan where there was none.
    """
    x = np.asarray(values, dtype=np.float64)
    seen = x[~np.isnan(x)]
    value = float(seen.max()) if seen.size else float("nan")
    return Estimate(value, float("nan"), x.size, int(x.size - seen.size), "maximum")


def joint_level(level: float, n_intervals: int) -> float:
    """Give the level each of n intervals needs so that all hold together at `level` (Bonferroni).

    >>> round(joint_level(0.95, 5), 12)
    0.99
    """
    if n_intervals < 1:
        raise ValueError(f"a joint level needs at least 1 interval (got {n_intervals})")
    return 1.0 - (1.0 - level) / n_intervals


def holm_adjusted(p_values: ArrayLike) -> Floats:
    """Adjust p-values for being looked at together; compare each with 1 − level (Holm 1979).

    Args:
        p_values: (m,) p-values in any order; nan (no test was possible) stays nan and is not counted.

    Returns:
        (m,) adjusted p-values, at most 1.

    >>> [round(float(p), 6) for p in holm_adjusted([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p_values, dtype=np.float64)
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    weighted = p[order] * np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(weighted)) if order.size else weighted
    return adjusted


def _spread(numerators: ArrayLike, denominators: ArrayLike | None, mean_of_ratios: bool) -> _Spread:
    """Choose the estimator; give its value and its scatter by replication (nan: left out)."""
    x = _checked(numerators, "numerators")
    if denominators is None:
        return _Spread(_mean(x), x, np.zeros(x.size, dtype=np.bool_), "mean")
    y = _checked(denominators, "denominators")
    if x.size != y.size:
        raise ValueError(f"{x.size} numerators but {y.size} denominators")
    is_blank = y == 0.0
    if mean_of_ratios:
        ratios = np.full(x.size, np.nan)
        np.divide(x, y, out=ratios, where=~is_blank)
        return _Spread(_mean(ratios[~is_blank]), ratios, is_blank, "mean of ratios")
    if is_blank.all():
        return _Spread(float("nan"), np.full(x.size, np.nan), is_blank, "ratio of sums")
    value = float(x.sum() / y.sum())
    return _Spread(value, (x - value * y) / y.mean(), is_blank, "ratio of sums")


def _checked(values: ArrayLike, what: str) -> Floats:
    """Refuse input an estimator has no answer for."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{what} are one number a replication, at least one (got shape {array.shape})")
    if not np.isfinite(array).all():
        raise ValueError(f"{what} of every replication are finite numbers; blanks are denominators of 0")
    return array


def _mean(values: Floats) -> float:
    """Mean, nan of nothing."""
    return float(values.mean()) if values.size else float("nan")


def _half_width(scatter: Floats, level: float) -> float:
    """Half width of the interval of a mean of independent values; nan for fewer than two."""
    quantile = t_quantile(level, scatter.size)
    if scatter.size < 2:
        return float("nan")
    return quantile * float(scatter.std(ddof=1)) / float(np.sqrt(scatter.size))


def _difference(
    values: tuple[float, float],
    pairs: Floats,
    counts: tuple[int, int],
    direction: int,
    level: float,
    estimator: EstimatorName,
) -> Difference:
    """Judge a difference from the scatter of its pairs."""
    value = values[1] - values[0]
    half_width = _half_width(pairs, level) if not np.isnan(value) else float("nan")
    p_value = _p_value(value, pairs) if not np.isnan(half_width) else float("nan")
    verdict = _verdict(value, half_width, direction)
    return Difference(value, half_width, verdict, *values, p_value, *counts, estimator, level)


def _p_value(value: float, pairs: Floats) -> float:
    """Two-sided p-value of Student's t; without scatter 1 for equal values, else 0."""
    error = float(pairs.std(ddof=1)) / float(np.sqrt(pairs.size))
    if error == 0.0:
        return 1.0 if value == 0.0 else 0.0
    return 2.0 * float(stdtr(pairs.size - 1, -abs(value) / error))


def _verdict(value: float, half_width: float, direction: int) -> Verdict:
    """Name a difference; nan and intervals that hold 0 are not told apart."""
    if not abs(value) > half_width:
        return "not told apart"
    if direction == 0:
        return "higher" if value > 0 else "lower"
    return "better" if value * direction > 0 else "worse"
