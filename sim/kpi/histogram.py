"""Log-spaced histograms of times, from which percentiles are read (DESIGN.md, decision 7).

Bin 0 holds times of exactly 0; bin 1 those up to 0.1 s; each later edge is 1 % above the one before, up to
more than the longest horizon there can be, so nothing falls outside. Bins are closed at the right.
"""

import numpy as np
from numpy.typing import NDArray

from sim.units import TICKS_PER_SECOND

Ints = NDArray[np.int64]

_FIRST_EDGE_TICKS = TICKS_PER_SECOND // 10
_LONGEST_TICKS = 4096 * 86_400 * TICKS_PER_SECOND
_N_STEPS = int(np.ceil(np.log(_LONGEST_TICKS / _FIRST_EDGE_TICKS) / np.log(1.01)))


def _edges() -> Ints:
    """Compute the upper edges [ticks], read-only."""
    steps = np.rint(_FIRST_EDGE_TICKS * 1.01 ** np.arange(_N_STEPS + 1)).astype(np.int64)
    edges = np.concatenate([[0], steps])
    edges.flags.writeable = False
    return edges


UPPER_TICKS: Ints = _edges()
"""(bins,) upper edges [ticks]; the first is 0."""

UPPER_S: NDArray[np.float64] = UPPER_TICKS / TICKS_PER_SECOND
"""(bins,) upper edges [s]."""
UPPER_S.flags.writeable = False


def histogram(time_ticks: Ints, row: Ints, n_rows: int) -> NDArray[np.int32]:
    """Count times into bins, one histogram a row.

    Args:
        time_ticks: (n,) times [ticks], 0 or more.
        row: (n,) which histogram each belongs to, 0 to n_rows − 1.
        n_rows: How many histograms.

    Returns:
        (n_rows, bins) counts.
    """
    n_bins = len(UPPER_TICKS)
    place = row * n_bins + np.searchsorted(UPPER_TICKS, time_ticks, side="left")
    counts = np.bincount(place, minlength=n_rows * n_bins)
    return counts.reshape(n_rows, n_bins).astype(np.int32)
