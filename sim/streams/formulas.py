"""Quantiles, means, variances and parameter checks of the families, as plain functions.

Owns the mathematics; `sim.streams.families` puts it into the catalog, `sim.streams.fits` solves for
parameters. All times are seconds. A quantile that runs through the cumulative hazard -ln(1 - p) = -ln v
takes it as argument, so the lower end (from p) and the tail (from v) both keep all digits. Formulas:
Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volumes 1 (1994) and 2 (1995),
unless a function says otherwise.
"""

import itertools
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Params = tuple[float, ...]


def floats(values: object) -> Floats:
    """Return float64 values of any array or number."""
    return np.asarray(values, dtype=np.float64)


def hazard_of_probability(p: Floats) -> Floats:
    """Return the cumulative hazard -ln(1 - p); infinite at 1."""
    return floats(0.0 - np.log1p(-p))


def hazard_of_survival(v: Floats) -> Floats:
    """Return the cumulative hazard -ln v; infinite at 0."""
    return floats(0.0 - np.log(v))


# --- quantiles ----------------------------------------------------------------------------------------------


def weibull_at(params: Params, hazard: Floats) -> Floats:
    """Return the time at which a Weibull distribution has this cumulative hazard."""
    shape, scale = params
    return floats(scale * hazard ** (1.0 / shape))


def gamma_quantile(params: Params, p: Floats) -> Floats:
    """Return the gamma quantile."""
    return floats(params[1] * special.gammaincinv(params[0], p))


def gamma_survival_quantile(params: Params, v: Floats) -> Floats:
    """Return the gamma survival quantile."""
    return floats(params[1] * special.gammainccinv(params[0], v))


def lognormal_quantile(params: Params, p: Floats) -> Floats:
    """Return the lognormal quantile."""
    return floats(params[0] * np.exp(params[1] * special.ndtri(p)))


def lognormal_survival_quantile(params: Params, v: Floats) -> Floats:
    """Return the lognormal survival quantile, by the symmetry of the normal distribution."""
    return floats(params[0] * np.exp(-params[1] * special.ndtri(v)))


def triangular_from(near: float, mode: float, far: float, q: Floats) -> Floats:
    """Return the triangular quantile at distance q of probability from the end called near (low or high)."""
    rise, width, fall = abs(mode - near), abs(far - near), abs(far - mode)
    towards = math.copysign(1.0, far - near)
    before = near + towards * np.sqrt(q * width * rise)
    after = far - towards * np.sqrt(np.maximum(1.0 - q, 0.0) * width * fall)
    return floats(np.where(q < rise / width, before, after))


def hyperexponential_at(params: Params, hazard: Floats) -> Floats:
    """Solve ln Σ wᵢ exp(-x / mᵢ) = -hazard for x by Newton from the left.

    The logarithm of the survival of a mixture of exponentials is convex and falls, so Newton's steps from a
    point left of the root never pass it and only grow; the start is the root of the shortest phase alone.
    """
    log_weight = np.log(params[::2])[:, None]
    rate = 1.0 / np.asarray(params[1::2])[:, None]
    target = np.atleast_1d(hazard)
    is_finite = np.isfinite(target)
    wanted = target[is_finite]
    x = wanted / rate.max()
    for _ in range(200):
        terms = log_weight - rate * x
        log_survival = special.logsumexp(terms, axis=0)
        step = (log_survival + wanted) / np.sum(rate * np.exp(terms - log_survival), axis=0)
        x = np.maximum(x + step, 0.0)
        if np.all(np.abs(step) <= 1e-14 * (x + 1.0 / rate.max())):
            break
    else:
        raise ValueError(f"hyperexponential: phases too far apart to be solved, {params}")
    found = np.full(target.shape, np.inf)
    found[is_finite] = x
    return found.reshape(np.shape(hazard))


def empirical_quantile(params: Params, p: Floats) -> Floats:
    """Return the least value that a share p of the values does not exceed."""
    last = len(params) - 1
    return floats(params)[np.clip(np.ceil(p * len(params)).astype(np.int64) - 1, 0, last)]


def empirical_survival_quantile(params: Params, v: Floats) -> Floats:
    """Return the least value that at most a share v of the values exceed."""
    last = len(params) - 1
    return floats(params)[np.clip(last - np.floor(v * len(params)).astype(np.int64), 0, last)]


def quantile_table_quantile(params: Params, p: Floats) -> Floats:
    """Return the straight line between the stated quantiles."""
    return floats(np.interp(p, params[::2], params[1::2]))


def quantile_table_survival_quantile(params: Params, v: Floats) -> Floats:
    """Return the straight line between the stated quantiles, from the tail."""
    return floats(np.interp(v, 1.0 - floats(params[::2])[::-1], params[1::2][::-1]))


# --- means, variances, integrals ----------------------------------------------------------------------------


def gamma_mean(params: Params) -> float:
    """Return shape · scale."""
    return params[0] * params[1]


def gamma_variance(params: Params) -> float:
    """Return shape · scale²."""
    return params[0] * params[1] * params[1]


def lognormal_mean(params: Params) -> float:
    """Return median · exp(σ²/2)."""
    median, sigma = params
    return median * math.exp(sigma * sigma / 2)


def lognormal_variance(params: Params) -> float:
    """Return mean² · (exp(σ²) - 1)."""
    return lognormal_mean(params) ** 2 * math.expm1(params[1] ** 2)


def weibull_log_ratio(inverse_shape: float) -> float:
    """Return ln(1 + cv²) of a Weibull distribution; it rises with 1/shape."""
    return math.lgamma(1 + 2 * inverse_shape) - 2 * math.lgamma(1 + inverse_shape)


def weibull_mean(params: Params) -> float:
    """Return scale · Γ(1 + 1/shape)."""
    shape, scale = params
    return scale * math.gamma(1 + 1 / shape)


def weibull_variance(params: Params) -> float:
    """Return mean² · (Γ(1 + 2/shape) / Γ(1 + 1/shape)² - 1)."""
    return weibull_mean(params) ** 2 * math.expm1(weibull_log_ratio(1 / params[0]))


def triangular_variance(params: Params) -> float:
    """Return ((b - a)² - (m - a)(b - m)) / 18."""
    a, m, b = params
    return ((b - a) ** 2 - (m - a) * (b - m)) / 18


def hyperexponential_mean(params: Params) -> float:
    """Return Σ wᵢ mᵢ."""
    return math.fsum(w * m for w, m in zip(params[::2], params[1::2], strict=True))


def hyperexponential_variance(params: Params) -> float:
    """Return Σ 2 wᵢ mᵢ² - mean²."""
    second = math.fsum(2 * w * m * m for w, m in zip(params[::2], params[1::2], strict=True))
    return second - hyperexponential_mean(params) ** 2


def empirical_mean(params: Params) -> float:
    """Return the mean of the values."""
    return math.fsum(params) / len(params)


def empirical_variance(params: Params) -> float:
    """Return the variance of the values as a population (divided by n)."""
    mean = empirical_mean(params)
    return math.fsum((value - mean) ** 2 for value in params) / len(params)


def empirical_tail(params: Params, v: Floats) -> Floats:
    """Integrate the survival quantile of equally likely values from 0 to v."""
    n = len(params)
    area = np.concatenate(([0.0], np.cumsum(params[::-1]))) / n
    return floats(np.interp(v, np.arange(n + 1) / n, area))


def quantile_table_tail(params: Params, v: Floats) -> Floats:
    """Integrate the piecewise linear survival quantile from 0 to v, piece by piece from the tail."""
    start, value = 1.0 - floats(params[::2])[::-1], floats(params[1::2])[::-1]
    area = np.concatenate(([0.0], np.cumsum(np.diff(start) * (value[:-1] + value[1:]) / 2)))
    piece = np.clip(np.searchsorted(start, v, side="right") - 1, 0, len(start) - 2)
    slope = (np.diff(value) / np.diff(start))[piece]
    along = v - start[piece]
    return floats(area[piece] + along * (value[piece] + slope * along / 2))


def quantile_table_mean(params: Params) -> float:
    """Return the integral of the quantile."""
    return float(quantile_table_tail(params, np.ones(())))


def quantile_table_variance(params: Params) -> float:
    """Return the integral of the squared distance from the mean, piece by piece."""
    p, x = floats(params[::2]), floats(params[1::2]) - quantile_table_mean(params)
    low, high = x[:-1], x[1:]
    return math.fsum(np.diff(p) * (low * low + low * high + high * high) / 3)


# --- checks: each raises ValueError with a sentence a planner can act on ------------------------------------


def positive(*names: str) -> Callable[[Params], None]:
    """Make the check that every named parameter is above 0."""

    def check(params: Params) -> None:
        for name, value in zip(names, params, strict=True):
            if not value > 0:
                raise ValueError(f"{name} must be above 0, got {value:g}")

    return check


def check_nothing(params: Params) -> None:
    """Accept the empty parameter list of `never`."""


def check_not_negative(params: Params) -> None:
    """Require times of 0 or more."""
    if min(params) < 0:
        raise ValueError(f"a time must not be negative, got {min(params):g} s")


def check_erlang(params: Params) -> None:
    """Require a whole number of phases and a mean above 0."""
    phases, mean = params
    if phases < 1 or phases != math.floor(phases):
        raise ValueError(f"phases must be a whole number of 1 or more, got {phases:g}")
    if not mean > 0:
        raise ValueError(f"mean_s must be above 0, got {mean:g}")


def check_ascending(params: Params) -> None:
    """Require 0 <= low <= … <= high with low < high (uniform and triangular)."""
    check_not_negative(params)
    if list(params) != sorted(params) or params[0] == params[-1]:
        listed = ", ".join(f"{value:g} s" for value in params)
        raise ValueError(f"times must ascend from the shortest to the longest, got {listed}")


def check_hyperexponential(params: Params) -> None:
    """Require shares above 0 that add up to 1 and means above 0."""
    shares, means = params[::2], params[1::2]
    if min(shares) <= 0 or not math.isclose(math.fsum(shares), 1.0, rel_tol=1e-9):
        raise ValueError(f"shares must be above 0 and add up to 100 %, got a sum of {100 * math.fsum(shares):g} %")
    if min(means) <= 0:
        raise ValueError(f"every mean must be above 0, got {min(means):g} s")


def check_empirical(params: Params) -> None:
    """Require times of 0 or more in order."""
    check_not_negative(params)
    if list(params) != sorted(params):
        raise ValueError("values must be in ascending order")


def check_quantile_table(params: Params) -> None:
    """Require shares that ascend strictly from 0 to 1 with times that do not descend."""
    shares, values = params[::2], params[1::2]
    check_not_negative(values)
    if len(shares) < 2 or shares[0] != 0 or shares[-1] != 1:
        raise ValueError("a quantile table needs two points or more, from 0 % to 100 %")
    if any(later <= earlier for earlier, later in itertools.pairwise(shares)):
        raise ValueError("shares of a quantile table must ascend, each above the one before")
    if list(values) != sorted(values):
        raise ValueError("times of a quantile table must not descend")
