"""Parameters from what a planner knows: a mean and a cv, or two quantiles.

Owns the solving. Callers have checked that mean, cv and seconds are finite and above 0 and that
quantiles ascend (`sim.streams.distributions`); what a family cannot reach is a ValueError that says
what would be right.
"""

import math
from collections.abc import Callable

import numpy as np
from scipy import special

from sim.streams.formulas import Params, weibull_log_ratio

QuantilePair = tuple[tuple[float, float], tuple[float, float]]


def exponential_from_mean_cv(mean: float, cv: float) -> Params:
    """Accept cv 1 only."""
    if not math.isclose(cv, 1.0, rel_tol=1e-9):
        raise ValueError(f"an exponential distribution has cv 1, got {cv:g}; gamma or lognormal take any cv")
    return (mean,)


def gamma_from_mean_cv(mean: float, cv: float) -> Params:
    """Return shape 1/cv² and scale mean·cv²."""
    return (1 / (cv * cv), mean * cv * cv)


def erlang_from_mean_cv(mean: float, cv: float) -> Params:
    """Take the whole number of phases whose cv² is within 0.5 % of the one wanted."""
    phases = round(1 / (cv * cv))
    if phases < 1 or not math.isclose(phases * cv * cv, 1.0, rel_tol=5e-3):
        raise ValueError(f"an Erlang distribution has cv 1, 0.7071, 0.5774, 0.5 … (1/√phases), got {cv:g}")
    return (float(phases), mean)


def lognormal_from_mean_cv(mean: float, cv: float) -> Params:
    """Return median mean/√(1 + cv²) and σ = √ln(1 + cv²)."""
    return (mean / math.sqrt(1 + cv * cv), math.sqrt(math.log1p(cv * cv)))


def weibull_from_mean_cv(mean: float, cv: float) -> Params:
    """Solve ln(1 + cv²) for the shape, between 0.05 and 10⁶."""
    inverse = _bisect(weibull_log_ratio, math.log1p(cv * cv), 1e-6, 20.0, f"cv {cv:g}")
    return (1 / inverse, mean / math.gamma(1 + inverse))


def hyperexponential_from_mean_cv(mean: float, cv: float) -> Params:
    """Fit two phases with balanced means, w₁m₁ = w₂m₂ (Whitt, Operations Research 30, 1982)."""
    if cv <= 1:
        raise ValueError(f"a hyperexponential distribution has cv above 1, got {cv:g}; gamma or lognormal take any cv")
    split = math.sqrt((cv * cv - 1) / (cv * cv + 1))
    often, seldom = (1 + split) / 2, (1 - split) / 2
    return (often, mean / (2 * often), seldom, mean / (2 * seldom))


def lognormal_from_quantiles(points: QuantilePair) -> Params:
    """Draw the straight line of ln time against the normal quantile."""
    (p1, s1), (p2, s2) = points
    z1, z2 = float(special.ndtri(p1)), float(special.ndtri(p2))
    sigma = math.log(s2 / s1) / (z2 - z1)
    return (s1 * math.exp(-sigma * z1), sigma)


def weibull_from_quantiles(points: QuantilePair) -> Params:
    """Draw the straight line of ln time against ln cumulative hazard."""
    (p1, s1), (p2, s2) = points
    h1, h2 = -math.log1p(-p1), -math.log1p(-p2)
    shape = math.log(h2 / h1) / math.log(s2 / s1)
    return (shape, s1 / h1 ** (1 / shape))


def gamma_from_quantiles(points: QuantilePair) -> Params:
    """Solve the ratio of the quantiles, which rises as the shape falls, for the shape."""
    (p1, s1), (p2, s2) = points

    def log_ratio(inverse_shape: float) -> float:
        low, high = special.gammaincinv(1 / inverse_shape, np.array([p1, p2]))
        return math.inf if low <= 0 else math.log(high / low)

    shape = 1 / _bisect(log_ratio, math.log(s2 / s1), 1e-8, 1e3, f"{s1:g} s with {s2:g} s")
    return (shape, s1 / float(special.gammaincinv(shape, p1)))


def _bisect(function: Callable[[float], float], target: float, low: float, high: float, what: str) -> float:
    """Solve a rising function for a target in (low, high), both above 0, by halving the logarithm."""
    if not function(low) < target < function(high):
        raise ValueError(f"{what} is out of the reach of this family")
    while True:
        middle = math.sqrt(low * high)
        if not low < middle < high:
            return middle
        if function(middle) < target:
            low = middle
        else:
            high = middle
