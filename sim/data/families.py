"""Families of times fitted by maximum likelihood, to whole and to right-censored data alike.

The fits are scipy's (`scipy.stats`, `CensoredData`); intervals come from the curvature of the likelihood on the
logarithm of the parameters, so they stay above 0. A family has two parameters at most, and no location: times
start at 0. Data are seconds above 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

from sim.data.figure import LEVEL, Figure
from sim.data.records import Floats

_STEP = 1e-4
Z = float(special.ndtri(0.5 + LEVEL / 2))


@dataclass(frozen=True, slots=True)
class Times:
    """Times, some of which are only known to be longer.

    Attributes:
        seen_s: (n,) times that ended [s], above 0.
        longer_s: (m,) times that were cut off [s], above 0; the true ones are longer.
    """

    seen_s: Floats
    longer_s: Floats

    def data(self) -> Any:
        """Return them as scipy's fits take them: an array, or CensoredData."""
        return stats.CensoredData(uncensored=self.seen_s, right=self.longer_s) if len(self.longer_s) else self.seen_s


@dataclass(frozen=True, slots=True)
class FamilyFit:
    """A family fitted to times.

    Attributes:
        family: Name in the scenario language.
        parameters: By name, with intervals: mean_s; shape and scale_s; median_s and sigma.
        aic: Akaike's criterion; the least is best.
        ks: Largest distance of the fitted and the observed distribution function (Kolmogorov–Smirnov); NaN where
            times are censored.
        mean_s: Mean of the fitted distribution [s].
        cv: Its standard deviation / mean.
        text: The distribution in the scenario language.
    """

    family: str
    parameters: dict[str, Figure]
    aic: float
    ks: float
    mean_s: float
    cv: float
    text: str

    def _frozen(self) -> Any:
        return _FAMILIES[self.family].frozen(*(figure.value for figure in self.parameters.values()))

    def sf(self, time_s: Floats) -> Floats:
        """Share longer than each time."""
        return np.asarray(self._frozen().sf(time_s), np.float64)

    def pdf(self, time_s: Floats) -> Floats:
        """Density at each time [1/s]."""
        return np.asarray(self._frozen().pdf(time_s), np.float64)

    def hazard(self, time_s: Floats) -> Floats:
        """Rate of ending at each time, of those that last so long [1/s]."""
        return self.pdf(time_s) / np.maximum(self.sf(time_s), 1e-300)

    def quantile(self, share: Floats) -> Floats:
        """Time [s] that a share stays under."""
        return np.asarray(self._frozen().ppf(share), np.float64)


@dataclass(frozen=True, slots=True)
class _Family:
    names: tuple[str, ...]
    frozen: Callable[..., Any]
    fit: Callable[[Times], tuple[float, ...]]


def _fit_lognormal(times: Times) -> tuple[float, ...]:
    sigma, _, median = stats.lognorm.fit(times.data(), floc=0)
    return float(median), float(sigma)


def _fit_gamma(times: Times) -> tuple[float, ...]:
    shape, _, scale = stats.gamma.fit(times.data(), floc=0)
    return float(shape), float(scale)


def _fit_weibull(times: Times) -> tuple[float, ...]:
    (start,) = _fit_exponential(times)
    shape, _, scale = stats.weibull_min.fit(times.data(), 1.0, floc=0, scale=start)
    return float(shape), float(scale)


def _fit_exponential(times: Times) -> tuple[float, ...]:
    """All time over all ends: the maximum of the likelihood, censored or not (scipy would search for it)."""
    return (float(times.seen_s.sum() + times.longer_s.sum()) / len(times.seen_s),)


_FAMILIES = {
    "lognormal": _Family(
        ("median_s", "sigma"), lambda median, sigma: stats.lognorm(sigma, scale=median), _fit_lognormal
    ),
    "gamma": _Family(("shape", "scale_s"), lambda shape, scale: stats.gamma(shape, scale=scale), _fit_gamma),
    "weibull": _Family(("shape", "scale_s"), lambda shape, scale: stats.weibull_min(shape, scale=scale), _fit_weibull),
    "exponential": _Family(("mean_s",), lambda mean: stats.expon(scale=mean), _fit_exponential),
}
FAMILIES = tuple(_FAMILIES)


def fit_family(family: str, times: Times) -> FamilyFit:
    """Fit one family.

    Args:
        family: One of `FAMILIES`.
        times: At least two different times that ended.

    Returns:
        The fit, with 95 % intervals of its parameters.
    """
    row = _FAMILIES[family]
    values = row.fit(times)
    frozen = row.frozen(*values)
    aic = 2.0 * len(values) + 2.0 * _loss(row, times, np.log(values))
    ks = float(stats.kstest(times.seen_s, frozen.cdf).statistic) if not len(times.longer_s) else float("nan")
    mean, sd = float(frozen.mean()), float(frozen.std())
    parameters = dict(zip(row.names, _intervals(row, times, values), strict=True))
    return FamilyFit(family, parameters, aic, ks, mean, sd / mean, _text(family, mean, sd / mean))


def fit_families(times: Times, families: tuple[str, ...] = FAMILIES) -> tuple[FamilyFit, ...]:
    """Fit families and put them in order of AIC, the best first."""
    return tuple(sorted((fit_family(family, times) for family in families), key=lambda fit: fit.aic))


def _loss(row: _Family, times: Times, log_values: Floats) -> float:
    frozen = row.frozen(*np.exp(log_values))
    return -float(frozen.logpdf(times.seen_s).sum() + frozen.logsf(times.longer_s).sum())


def _intervals(row: _Family, times: Times, values: tuple[float, ...]) -> list[Figure]:
    """Intervals from the curvature of the likelihood in the logarithms, by central differences."""
    at = np.log(values)
    size = len(at)
    steps = np.eye(size) * _STEP
    curvature = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            corners = [(a, b, _loss(row, times, at + a * steps[i] + b * steps[j])) for a in (1, -1) for b in (1, -1)]
            curvature[i, j] = sum(a * b * loss for a, b, loss in corners) / (4 * _STEP * _STEP)
    error = np.sqrt(np.maximum(np.diag(np.linalg.pinv(curvature)), 0.0))
    return [Figure(v, v * float(np.exp(-Z * e)), v * float(np.exp(Z * e))) for v, e in zip(values, error, strict=True)]


def _text(family: str, mean_s: float, cv: float) -> str:
    written = f"{mean_s:.4g}" if mean_s < 1000 else f"{mean_s:.0f}"
    return f"exponential, mean {written} s" if family == "exponential" else f"{family}, mean {written} s, cv {cv:.3g}"
