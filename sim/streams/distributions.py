"""A distribution of a time as data: a family and its parameters, with constructors for what a planner knows.

Owns the value object `Distribution` and its checks. Refuses text (`sim.scenario.distribution` reads
it), ticks and draws (`sim.streams.tables`). Times are seconds; a cv is the standard deviation divided
by the mean.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.streams.families import FAMILIES, Family

__all__ = ["FAMILIES", "Distribution", "Family"]


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution of a non-negative time; equal ones compare and hash equal.

    Attributes:
        family: A name of `FAMILIES`.
        parameters: Seconds or dimensionless, in the order of the family's `parameter_names`.

    Raises:
        ValueError: If the family is unknown or a parameter is out of range.

    >>> Distribution.exponential(120).quantile(0.5).round(3)
    np.float64(83.178)
    """

    family: str
    parameters: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        family = _row(self.family)
        _check_number_of_parameters(family, len(self.parameters))
        object.__setattr__(self, "parameters", tuple(float(value) for value in self.parameters))
        if not all(math.isfinite(value) for value in self.parameters):
            raise ValueError(f"{self.family}: every parameter must be a finite number, got {self.parameters}")
        try:
            family.check(self.parameters)
            is_extreme = self.family != "never" and not math.isfinite(self.mean_s() + self.variance_s2())
        except ValueError as fault:
            raise ValueError(f"{self.family}: {fault}") from None
        except (OverflowError, ZeroDivisionError):
            is_extreme = True
        if is_extreme:
            raise ValueError(f"{self.family}: mean and variance of {self.parameters} are beyond all numbers")

    @classmethod
    def from_mean_cv(cls, family: str, mean_s: float, cv: float) -> Self:
        """Fit a family to a mean and a coefficient of variation.

        Args:
            family: lognormal, gamma, weibull, hyperexponential (cv above 1, two phases with balanced means),
                erlang (cv 1/√phases) or exponential (cv 1).
            mean_s: Mean [s], above 0.
            cv: Standard deviation divided by the mean, above 0.

        Raises:
            ValueError: If the family cannot be fitted so, or not to these numbers.
        """
        fit = _row(family).fit_mean_cv
        if fit is None:
            able = ", ".join(row.name for row in FAMILIES.values() if row.fit_mean_cv)
            raise ValueError(f"{family} cannot be given by mean and cv; {able} can")
        if not (math.isfinite(mean_s) and mean_s > 0):
            raise ValueError(f"{family}: mean must be above 0 s, got {mean_s:g} s")
        if not (math.isfinite(cv) and cv > 0):
            raise ValueError(f"{family}: cv must be above 0, got {cv:g}; a time without spread is fixed")
        return cls(family, _fitted(family, lambda: fit(mean_s, cv)))

    @classmethod
    def from_quantiles(cls, family: str, points: Sequence[tuple[float, float]]) -> Self:
        """Fit a family through two quantiles ("half under 4 min, 90 % under 11 min").

        Args:
            family: lognormal, weibull or gamma.
            points: Two (share, seconds) points in any order, shares between 0 and 1, seconds above 0.

        Raises:
            ValueError: If the family cannot be fitted so, or the points do not ascend together.
        """
        fit = _row(family).fit_quantiles
        if fit is None:
            able = ", ".join(row.name for row in FAMILIES.values() if row.fit_quantiles)
            raise ValueError(f"{family} cannot be given by quantiles; {able} can")
        if len(points) != 2:
            raise ValueError(f"{family}: two quantiles are needed, got {len(points)}")
        (p1, s1), (p2, s2) = sorted(points)
        if not (0 < p1 < p2 < 1):
            raise ValueError(f"{family}: shares must differ and lie between 0 % and 100 %, got {p1:g} and {p2:g}")
        if not (0 < s1 < s2 < math.inf):
            raise ValueError(f"{family}: the larger share needs the longer time, got {s1:g} s and {s2:g} s")
        return cls(family, _fitted(family, lambda: fit(((p1, s1), (p2, s2)))))

    @classmethod
    def fixed(cls, value_s: float) -> Self:
        """Make a time without spread [s], 0 or more."""
        return cls("fixed", (value_s,))

    @classmethod
    def never(cls) -> Self:
        """Make the infinite time: what waits for it waits for ever."""
        return cls("never")

    @classmethod
    def exponential(cls, mean_s: float) -> Self:
        """Make an exponential distribution with a mean above 0 [s]."""
        return cls("exponential", (mean_s,))

    @classmethod
    def erlang(cls, phases: int, mean_s: float) -> Self:
        """Make the sum of 1 or more equal exponential phases with a mean of the whole above 0 [s]."""
        return cls("erlang", (phases, mean_s))

    @classmethod
    def uniform(cls, low_s: float, high_s: float) -> Self:
        """Make a uniform distribution, 0 <= low < high [s]."""
        return cls("uniform", (low_s, high_s))

    @classmethod
    def triangular(cls, low_s: float, mode_s: float, high_s: float) -> Self:
        """Make a triangular distribution, 0 <= low <= mode <= high, low < high [s]."""
        return cls("triangular", (low_s, mode_s, high_s))

    @classmethod
    def hyperexponential(cls, phases: Iterable[tuple[float, float]]) -> Self:
        """Make a mixture of exponentials from (share, mean [s]) pairs whose shares add up to 1."""
        return cls("hyperexponential", tuple(number for phase in phases for number in phase))

    @classmethod
    def empirical(cls, values_s: Iterable[float]) -> Self:
        """Make the distribution that takes each observed time [s] equally often; order does not matter."""
        return cls("empirical", tuple(sorted(values_s)))

    @classmethod
    def quantile_table(cls, points: Iterable[tuple[float, float]]) -> Self:
        """Make straight lines between (share, seconds) points; shares ascend strictly from 0 to 1."""
        return cls("quantile_table", tuple(number for point in points for number in point))

    def scaled(self, factor: float) -> Self:
        """Make the distribution of a time this many times as long, of the same family.

        Args:
            factor: Above 0.

        >>> Distribution.uniform(180, 420).scaled(0.5).parameters
        (90.0, 210.0)
        """
        names = itertools.cycle(FAMILIES[self.family].parameter_names)
        values = zip(self.parameters, names, strict=False)
        times = tuple(value * factor if name.endswith("_s") else value for value, name in values)
        return type(self)(self.family, times)

    @property
    def is_never(self) -> bool:
        """Whether the time is infinite."""
        return self.family == "never"

    def mean_s(self) -> float:
        """Return the mean [s]; infinite for `never`."""
        return FAMILIES[self.family].mean(self.parameters)

    def variance_s2(self) -> float:
        """Return the variance [s²]; 0 for `fixed` and `never`."""
        return FAMILIES[self.family].variance(self.parameters)

    def sd_s(self) -> float:
        """Return the standard deviation [s]."""
        return math.sqrt(self.variance_s2())

    def quantile(self, p: ArrayLike) -> NDArray[np.float64]:
        """Return the time [s] not exceeded with probability p.

        Args:
            p: Probabilities in 0..1, any shape; 1 gives the upper end, perhaps infinite.

        Returns:
            float64 of the shape of p, 0 or more, not descending in p.

        Raises:
            ValueError: If a probability is not in 0..1.
        """
        probability = _checked_probability(p)
        with np.errstate(divide="ignore"):
            return FAMILIES[self.family].quantile(self.parameters, probability)

    def survival_quantile(self, v: ArrayLike) -> NDArray[np.float64]:
        """Return the time [s] exceeded with probability v, exact for tiny v.

        Args:
            v: Probabilities in 0..1, any shape; 0 gives the upper end, perhaps infinite.

        Returns:
            float64 of the shape of v, 0 or more, not ascending in v.

        Raises:
            ValueError: If a probability is not in 0..1.
        """
        probability = _checked_probability(v)
        with np.errstate(divide="ignore"):
            return FAMILIES[self.family].survival_quantile(self.parameters, probability)

    def describe(self) -> str:
        """Return the distribution in the grammar of a scenario file, six digits a number.

        >>> Distribution.from_mean_cv("gamma", 300, 0.8).describe()
        'gamma, mean 300 s, cv 0.8'
        """
        return FAMILIES[self.family].describe(self.parameters)


def _row(family: str) -> Family:
    """Return the catalog row of a family, or raise ValueError with the names there are."""
    if family not in FAMILIES:
        raise ValueError(f'there is no family "{family}"; families are {", ".join(FAMILIES)}')
    return FAMILIES[family]


def _check_number_of_parameters(family: Family, n: int) -> None:
    """Require as many parameters as the family names, or a whole number of repetitions above 0."""
    wanted = len(family.parameter_names)
    names = ", ".join(family.parameter_names)
    if family.is_open_ended and (n == 0 or n % wanted):
        raise ValueError(f"{family.name}: parameters are ({names}) once or more, got {n} numbers")
    if not family.is_open_ended and n != wanted:
        raise ValueError(f"{family.name}: parameters are ({names}), got {n} numbers")


def _fitted(family: str, fit: Callable[[], tuple[float, ...]]) -> tuple[float, ...]:
    """Run a fit and put the family's name before its complaint."""
    try:
        return fit()
    except ValueError as fault:
        raise ValueError(f"{family}: {fault}") from None
    except (OverflowError, ZeroDivisionError):
        raise ValueError(f"{family}: these numbers are too extreme to be fitted") from None


def _checked_probability(p: ArrayLike) -> NDArray[np.float64]:
    """Return p as float64 after checking that every value is in 0..1."""
    probability = np.asarray(p, dtype=np.float64)
    if not np.all((probability >= 0) & (probability <= 1)):
        raise ValueError("a probability must lie between 0 and 1")
    return probability
