"""Quantile tables: from a 53-bit uniform to a whole number of ticks, the same in every engine.

A uniform is an integer n in [0, 2^53), read as u = n / 2^53; its survival is v = 1 - u = (2^53 - n) /
2^53. A table covers v by octaves, 2^-(e+1) < v <= 2^-e for e = 0 … 52, each cut into 64 equal cells
whose ends (knots) are int64 ticks; knot 64·e + m stands at v = 2^-e · (1 - m/128). So knots do not
descend with n, and neighbouring cells share one. Between knots a value is interpolated in integers with
20 bits of fraction, rounded half up: knots are at most `MAX_TICKS` < 2^43, so no product reaches 2^63.
Even steps in u would lose 5 to 10 % of the variance of a heavy tail; octaves resolve the tail as finely
as the middle (MODEL.md 3).

What a table does not carry over exactly, stated so that nobody finds it by chance:

- Upper tail. A distribution whose 1 - 2^-32 quantile exceeds 90 days is refused. Where only a rarer
  value would exceed 90 days, the knots hold the last one that does not. The largest uniform, 2^53 - 1,
  has the last knot.
- Lower end. The quantile of lognormal, triangular, and of gamma and Weibull with cv below 1, rises with
  infinite slope at u = 0, where a chord lies below it. There the first knot is raised until the first
  cell (u < 1/128) has the mean it should have, so a table's least value is above the distribution's.
- Steps. The steps of an empirical distribution are blurred over two cells each (at most 1/64 of
  probability): knots are means of the quantile over the stretch they stand for, so the mean stays exact
  and a step of height d costs at most d²/384 of variance. That is below 0.5 % of it for three or more
  values evenly spread and 0.7 % for two; octaves refine the upper end only, so where the whole spread
  comes from rare low values it is more (2.7 % for one low value in ten, 22 % for one in a hundred).
  Quantile tables are treated likewise, except at their lower end, which is kept.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import overload

import numpy as np
from numpy.typing import NDArray

from sim.streams.distributions import FAMILIES, Distribution
from sim.units import TICKS_PER_DAY, TICKS_PER_SECOND

UNIFORM_BITS = 53
N_OCTAVES = 53
CELL_BITS = 6
CELLS_PER_OCTAVE = 1 << CELL_BITS
N_KNOTS = N_OCTAVES * CELLS_PER_OCTAVE + 1
FRACTION_BITS = 20
MAX_TICKS = 90 * TICKS_PER_DAY
NEVER_TICKS = 1 << 62
"""Every value of the table of `never`; added to any tick of a run it stays below 2^63."""

_TOP = (1 << UNIFORM_BITS) - 1
_POSITION_BITS = CELL_BITS + FRACTION_BITS
_FRACTION_MASK = (1 << FRACTION_BITS) - 1
_HALF = 1 << (FRACTION_BITS - 1)
_CHECKED_SURVIVAL = 2.0**-32


def build_table(distribution: Distribution, floor_ticks: int = 1) -> NDArray[np.int64]:
    """Turn a distribution into the knots of its octave table.

    Args:
        distribution: Any distribution; `never` gives `NEVER_TICKS` throughout.
        floor_ticks: Least value [ticks], 0 or more: 1 for worked time, 0 for patience and delays.

    Returns:
        Read-only int64 of shape (3393,), not descending, rounded half up to ticks.

    Raises:
        ValueError: If the 1 - 2⁻³² quantile exceeds 90 days, or floor_ticks is not in 0 … 90 days.
    """
    if not 0 <= floor_ticks <= MAX_TICKS:
        raise ValueError(f"floor_ticks must be 0 to {MAX_TICKS}, got {floor_ticks}")
    if distribution.is_never:
        table = np.full(N_KNOTS, NEVER_TICKS, dtype=np.int64)
    else:
        _check_tail(distribution)
        ticks = np.floor(_knots_s(distribution) * TICKS_PER_SECOND + 0.5)
        ticks = _hold_beyond_limit(ticks)
        table = np.maximum.accumulate(np.maximum(ticks.astype(np.int64), floor_ticks))
    table.flags.writeable = False
    return table


def draw(table: Sequence[int], n: int) -> int:
    """Look one uniform up in a table; plain integers only, for the inner loop.

    Args:
        table: Knots of `build_table`, as a list for speed (`table.tolist()`); not checked.
        n: Uniform in [0, 2^53); not checked.

    Returns:
        The drawn time [ticks].

    >>> draw(build_table(Distribution.uniform(0, 8)).tolist(), 1 << 52)
    4000000
    """
    x = _TOP - n
    if x == 0:
        return table[N_KNOTS - 1]
    bits = x.bit_length()
    below_top = x ^ ((1 << bits) - 1)
    if bits > _POSITION_BITS:
        position = below_top >> (bits - 1 - _POSITION_BITS)
    else:
        position = below_top << (_POSITION_BITS + 1 - bits)
    knot = ((UNIFORM_BITS - bits) << CELL_BITS) + (position >> FRACTION_BITS)
    low = table[knot]
    return low + (((table[knot + 1] - low) * (position & _FRACTION_MASK) + _HALF) >> FRACTION_BITS)


def draw_array(table: NDArray[np.int64], n: NDArray[np.int64]) -> NDArray[np.int64]:
    """Look many uniforms up in one table, equal to `draw` bit for bit.

    Args:
        table: Knots of `build_table`.
        n: int64 uniforms in [0, 2^53), any shape; not checked.

    Returns:
        int64 ticks of the shape of n.
    """
    x = _TOP - np.asarray(n, dtype=np.int64)
    bits = np.maximum(np.frexp(x.astype(np.float64))[1].astype(np.int64), 1)
    below_top = np.where(x == 0, 0, x ^ ((np.int64(1) << bits) - 1))
    shift = bits - 1 - _POSITION_BITS
    position = (below_top >> np.maximum(shift, 0)) << np.maximum(-shift, 0)
    knot = ((UNIFORM_BITS - bits) << CELL_BITS) + (position >> FRACTION_BITS)
    low = table[knot]
    inside = low + (((table[knot + 1] - low) * (position & _FRACTION_MASK) + _HALF) >> FRACTION_BITS)
    return np.asarray(np.where(x == 0, table[N_KNOTS - 1], inside), dtype=np.int64)


def table_moments(table: NDArray[np.int64]) -> tuple[float, float]:
    """Return the mean [s] and the variance [s²] of what a table draws, by exact integration of its lines.

    The mass beyond the last knot, 2⁻⁵³, sits on it. A table of `never` gives (inf, 0).
    """
    if int(table[0]) == NEVER_TICKS:
        return math.inf, 0.0
    seconds = table / TICKS_PER_SECOND
    survival = _survival_of_knots()
    width = survival[:-1] - survival[1:]
    low, high = seconds[:-1], seconds[1:]
    mean = math.fsum(width * (low + high) / 2) + float(survival[-1] * seconds[-1])
    low, high, last = low - mean, high - mean, float(seconds[-1]) - mean
    variance = math.fsum(width * (low * low + low * high + high * high) / 3) + float(survival[-1]) * last * last
    return mean, variance


@overload
def uniform_to_float(n: int) -> float: ...
@overload
def uniform_to_float(n: NDArray[np.int64]) -> NDArray[np.float64]: ...
def uniform_to_float(n: int | NDArray[np.int64]) -> float | NDArray[np.float64]:
    """Return u = n / 2^53 in [0, 1), exactly; one or many; for world building, never inside an engine."""
    if isinstance(n, np.ndarray):
        return np.asarray(n * 2.0**-UNIFORM_BITS, dtype=np.float64)
    return n * 2.0**-UNIFORM_BITS


def threshold(share: float) -> int:
    """Return the integer that `n < threshold` holds for this share of all uniforms.

    Args:
        share: Probability in 0..1.

    Returns:
        share · 2^53 rounded to the nearest integer, exact from 1/2 up; 0 is never, 2^53 is always.

    Raises:
        ValueError: If share is not in 0..1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share must lie between 0 and 1, got {share:g}")
    return round(share * 2.0**UNIFORM_BITS)


@lru_cache(maxsize=1)
def _survival_of_knots() -> NDArray[np.float64]:
    """Return v at every knot, exactly."""
    octave, cell = np.divmod(np.arange(N_KNOTS), CELLS_PER_OCTAVE)
    survival = np.asarray(np.ldexp(1.0 - cell / (2 * CELLS_PER_OCTAVE), -octave), dtype=np.float64)
    survival.flags.writeable = False
    return survival


def _check_tail(distribution: Distribution) -> None:
    """Refuse a distribution that would be cut off at 90 days more often than once in 2^32 draws."""
    longest = float(distribution.survival_quantile(_CHECKED_SURVIVAL))
    if not longest * TICKS_PER_SECOND <= MAX_TICKS:
        raise ValueError(
            f"{distribution.describe()}: one value in 2^32 exceeds {longest / 86_400:.4g} days, the limit is "
            "90 days; choose a lighter tail (gamma instead of lognormal), a smaller cv, or a quantile table"
        )


def _hold_beyond_limit(ticks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Let knots above 90 days hold the last value that is not."""
    last = np.count_nonzero(ticks <= MAX_TICKS) - 1
    return np.asarray(np.minimum(ticks, ticks[last]), dtype=np.float64)


def _knots_s(distribution: Distribution) -> NDArray[np.float64]:
    """Return the value of every knot [s]: quantiles, or means over dual cells where the family has steps."""
    knots = distribution.survival_quantile(_survival_of_knots())
    tail = FAMILIES[distribution.family].tail_integral
    if tail is None:
        knots[0] = _first_knot_s(distribution, float(knots[0]), float(knots[1]))
        return knots
    survival = _survival_of_knots()
    ends = np.concatenate(([1.0], (survival[:-1] + survival[1:]) / 2, [0.0]))
    area = tail(distribution.parameters, ends)
    means: NDArray[np.float64] = (area[:-1] - area[1:]) / (ends[:-1] - ends[1:])
    if distribution.family == "quantile_table":
        means[0] = knots[0]
    return means


def _first_knot_s(distribution: Distribution, least: float, second: float) -> float:
    """Return the first knot [s], raised where the quantile bends so sharply at 0 that a chord loses mean.

    The mean of the first cell is a Gauss-Legendre sum in s, u = s⁴/128, which is smooth for u^(1/k).
    """
    node, weight = np.polynomial.legendre.leggauss(64)
    s = (node + 1) / 2
    quantile = distribution.quantile(s**4 / (2 * CELLS_PER_OCTAVE))
    cell_mean = math.fsum(weight / 2 * quantile * 4 * s**3)
    return min(max(2 * cell_mean - second, least), second)
