"""Percentiles of pooled histograms, and what the jackknife needs of them.

A histogram has one bin for values of exactly 0 and then bins open at the left, closed at the right; inside a
bin values are taken as spread evenly, so a percentile is off by less than the width of its bin.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def percentiles(counts: ArrayLike, upper: ArrayLike, quantile: float) -> Floats:
    """Read the same percentile from each row of counts.

    Args:
        counts: (n, bins) or (bins,) how many values lie in each bin, 0 or more.
        upper: (bins,) ascending upper edges; the first bin holds the values equal to its edge.
        quantile: Share of values at or below the percentile, in (0, 1).

    Returns:
        (n,) percentiles in the unit of the edges; nan for a row without values.

    Raises:
        ValueError: The quantile is not between 0 and 1, or edges and counts differ in length.

    >>> percentiles([[0, 10, 10]], [0.0, 1.0, 3.0], 0.75).tolist()
    [2.0]
    """
    if not 0.0 < quantile < 1.0:
        raise ValueError(f"a percentile needs a share between 0 and 1 (got {quantile})")
    rows = np.atleast_2d(np.asarray(counts, dtype=np.float64))
    edges = np.asarray(upper, dtype=np.float64)
    if rows.shape[1] != edges.size:
        raise ValueError(f"{rows.shape[1]} bins of counts but {edges.size} edges")
    below = np.cumsum(rows, axis=1)
    wanted = quantile * below[:, -1]
    lower = np.concatenate([edges[:1], edges[:-1]])
    values = np.full(len(rows), np.nan)
    for r in np.flatnonzero(below[:, -1] > 0):
        b = int(np.searchsorted(below[r], wanted[r], side="left"))
        inside = (wanted[r] - (below[r, b] - rows[r, b])) / rows[r, b]
        values[r] = lower[b] + inside * (edges[b] - lower[b])
    return values


def pseudo_values(counts: ArrayLike, upper: ArrayLike, quantile: float) -> tuple[float, Floats]:
    """Give the percentile of the pooled histogram and its jackknife pseudo-values.

    With θ the pooled percentile and θ₋ᵣ the one without replication r, the pseudo-value of r is
    n θ − (n − 1) θ₋ᵣ (Tukey 1958).

    Args:
        counts: (n, bins) one histogram a replication.
        upper: (bins,) upper edges, see `percentiles`.
        quantile: Share at or below the percentile, in (0, 1).

    Returns:
        The pooled percentile and (n,) pseudo-values; nan where nothing is left.
    """
    rows = np.asarray(counts, dtype=np.float64)
    n = len(rows)
    pooled = rows.sum(axis=0)
    value = float(percentiles(pooled, upper, quantile)[0])
    without = percentiles(pooled - rows, upper, quantile)
    return value, n * value - (n - 1) * without
