"""The families of distributions: one row a family, iterated by schema, help, documentation and tests.

Owns the catalog. The mathematics is in `sim.streams.formulas`, the solving in `sim.streams.fits`; the
face is `sim.streams.distributions`, and integers are made in `sim.streams.tables`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.streams import fits, formulas
from sim.streams.fits import QuantilePair
from sim.streams.formulas import Floats, Params

_LISTED_VALUES = 8


@dataclass(frozen=True, slots=True)
class Family:
    """One family of distributions of a non-negative time.

    Attributes:
        name: The word a planner writes.
        parameter_names: Names in the order of `Distribution.parameters`; for an open-ended family one period
            of the repetition.
        is_open_ended: Whether the names repeat as often as wanted.
        description: One sentence for help and documentation.
        check: Raises ValueError where the parameters are out of range.
        quantile: (parameters, p in 0..1) to seconds.
        survival_quantile: (parameters, v in 0..1) to seconds, exact for tiny v.
        mean: Mean [s].
        variance: Variance [s²].
        describe: The distribution in words, in the grammar of a scenario file unless the values are too many.
        tail_integral: Integral of the survival quantile from 0 to v [s], given by families whose quantile has
            steps or kinks; a quantile table then keeps its mean exactly.
        fit_mean_cv: (mean [s], cv) to parameters, where the family can.
        fit_quantiles: Two (p, seconds) points to parameters, where the family can.
    """

    name: str
    parameter_names: tuple[str, ...]
    is_open_ended: bool
    description: str
    check: Callable[[Params], None]
    quantile: Callable[[Params, Floats], Floats]
    survival_quantile: Callable[[Params, Floats], Floats]
    mean: Callable[[Params], float]
    variance: Callable[[Params], float]
    describe: Callable[[Params], str]
    tail_integral: Callable[[Params, Floats], Floats] | None = None
    fit_mean_cv: Callable[[float, float], Params] | None = None
    fit_quantiles: Callable[[QuantilePair], Params] | None = None


def _mean_and_cv_text(
    name: str, mean: Callable[[Params], float], variance: Callable[[Params], float]
) -> Callable[[Params], str]:
    """Make the text `gamma, mean 300 s, cv 0.8`."""

    def describe(params: Params) -> str:
        return f"{name}, mean {mean(params):.6g} s, cv {math.sqrt(variance(params)) / mean(params):.6g}"

    return describe


def _listed(values: Params) -> str:
    return ", ".join(f"{value:.6g} s" for value in values)


def _empirical_text(params: Params) -> str:
    if len(params) <= _LISTED_VALUES:
        return f"empirical {_listed(params)}"
    return f"empirical, {len(params)} values, mean {formulas.empirical_mean(params):.6g} s"


def _hyperexponential_text(params: Params) -> str:
    phases = zip(params[::2], params[1::2], strict=True)
    return "hyperexponential, " + ", ".join(f"{100 * w:.6g} % mean {m:.6g} s" for w, m in phases)


def _quantile_table_text(params: Params) -> str:
    points = zip(params[::2], params[1::2], strict=True)
    return "quantiles " + ", ".join(f"{100 * p:.6g} % {s:.6g} s" for p, s in points)


def _erlang_gamma(params: Params) -> Params:
    """Return the shape and scale of the gamma distribution that an Erlang distribution is."""
    phases, mean = params
    return (phases, mean / phases)


_ROWS = (
    Family(
        name="exponential",
        parameter_names=("mean_s",),
        is_open_ended=False,
        description="Memoryless; cv 1.",
        check=formulas.positive("mean_s"),
        quantile=lambda params, p: params[0] * formulas.hazard_of_probability(p),
        survival_quantile=lambda params, v: params[0] * formulas.hazard_of_survival(v),
        mean=lambda params: params[0],
        variance=lambda params: params[0] ** 2,
        describe=lambda params: f"exponential, mean {params[0]:.6g} s",
        fit_mean_cv=fits.exponential_from_mean_cv,
    ),
    Family(
        name="gamma",
        parameter_names=("shape", "scale_s"),
        is_open_ended=False,
        description="Gamma, any mean and cv; a light tail.",
        check=formulas.positive("shape", "scale_s"),
        quantile=formulas.gamma_quantile,
        survival_quantile=formulas.gamma_survival_quantile,
        mean=formulas.gamma_mean,
        variance=formulas.gamma_variance,
        describe=_mean_and_cv_text("gamma", formulas.gamma_mean, formulas.gamma_variance),
        fit_mean_cv=fits.gamma_from_mean_cv,
        fit_quantiles=fits.gamma_from_quantiles,
    ),
    Family(
        name="erlang",
        parameter_names=("phases", "mean_s"),
        is_open_ended=False,
        description="The sum of equal exponential phases; cv 1/√phases.",
        check=formulas.check_erlang,
        quantile=lambda params, p: formulas.gamma_quantile(_erlang_gamma(params), p),
        survival_quantile=lambda params, v: formulas.gamma_survival_quantile(_erlang_gamma(params), v),
        mean=lambda params: params[1],
        variance=lambda params: params[1] ** 2 / params[0],
        describe=lambda params: f"erlang, {params[0]:.0f} phases, mean {params[1]:.6g} s",
        fit_mean_cv=fits.erlang_from_mean_cv,
    ),
    Family(
        name="lognormal",
        parameter_names=("median_s", "sigma"),
        is_open_ended=False,
        description="Lognormal, any mean and cv; the usual shape of talk times; a heavy tail.",
        check=formulas.positive("median_s", "sigma"),
        quantile=formulas.lognormal_quantile,
        survival_quantile=formulas.lognormal_survival_quantile,
        mean=formulas.lognormal_mean,
        variance=formulas.lognormal_variance,
        describe=_mean_and_cv_text("lognormal", formulas.lognormal_mean, formulas.lognormal_variance),
        fit_mean_cv=fits.lognormal_from_mean_cv,
        fit_quantiles=fits.lognormal_from_quantiles,
    ),
    Family(
        name="weibull",
        parameter_names=("shape", "scale_s"),
        is_open_ended=False,
        description="Weibull, any mean and cv; the usual shape of patience.",
        check=formulas.positive("shape", "scale_s"),
        quantile=lambda params, p: formulas.weibull_at(params, formulas.hazard_of_probability(p)),
        survival_quantile=lambda params, v: formulas.weibull_at(params, formulas.hazard_of_survival(v)),
        mean=formulas.weibull_mean,
        variance=formulas.weibull_variance,
        describe=_mean_and_cv_text("weibull", formulas.weibull_mean, formulas.weibull_variance),
        fit_mean_cv=fits.weibull_from_mean_cv,
        fit_quantiles=fits.weibull_from_quantiles,
    ),
    Family(
        name="hyperexponential",
        parameter_names=("share", "mean_s"),
        is_open_ended=True,
        description="A mixture of exponentials, such as many short calls and a few long ones; cv above 1.",
        check=formulas.check_hyperexponential,
        quantile=lambda params, p: formulas.hyperexponential_at(params, formulas.hazard_of_probability(p)),
        survival_quantile=lambda params, v: formulas.hyperexponential_at(params, formulas.hazard_of_survival(v)),
        mean=formulas.hyperexponential_mean,
        variance=formulas.hyperexponential_variance,
        describe=_hyperexponential_text,
        fit_mean_cv=fits.hyperexponential_from_mean_cv,
    ),
    Family(
        name="uniform",
        parameter_names=("low_s", "high_s"),
        is_open_ended=False,
        description="Every time between two ends is equally likely.",
        check=formulas.check_ascending,
        quantile=lambda params, p: params[0] + (params[1] - params[0]) * p,
        survival_quantile=lambda params, v: params[1] - (params[1] - params[0]) * v,
        mean=lambda params: (params[0] + params[1]) / 2,
        variance=lambda params: (params[1] - params[0]) ** 2 / 12,
        describe=lambda params: f"uniform {params[0]:.6g} s to {params[1]:.6g} s",
    ),
    Family(
        name="triangular",
        parameter_names=("low_s", "mode_s", "high_s"),
        is_open_ended=False,
        description="Shortest, most usual and longest time.",
        check=formulas.check_ascending,
        quantile=lambda params, p: formulas.triangular_from(params[0], params[1], params[2], p),
        survival_quantile=lambda params, v: formulas.triangular_from(params[2], params[1], params[0], v),
        mean=lambda params: math.fsum(params) / 3,
        variance=formulas.triangular_variance,
        describe=lambda params: f"triangular {_listed(params)}",
    ),
    Family(
        name="fixed",
        parameter_names=("value_s",),
        is_open_ended=False,
        description="Always the same time.",
        check=formulas.check_not_negative,
        quantile=lambda params, p: np.full(np.shape(p), params[0]),
        survival_quantile=lambda params, v: np.full(np.shape(v), params[0]),
        mean=lambda params: params[0],
        variance=lambda params: 0.0,
        describe=lambda params: f"fixed {params[0]:.6g} s",
    ),
    Family(
        name="never",
        parameter_names=(),
        is_open_ended=False,
        description="Infinite: it never happens.",
        check=formulas.check_nothing,
        quantile=lambda params, p: np.full(np.shape(p), math.inf),
        survival_quantile=lambda params, v: np.full(np.shape(v), math.inf),
        mean=lambda params: math.inf,
        variance=lambda params: 0.0,
        describe=lambda params: "never",
    ),
    Family(
        name="empirical",
        parameter_names=("value_s",),
        is_open_ended=True,
        description="Observed times, each equally likely.",
        check=formulas.check_empirical,
        quantile=formulas.empirical_quantile,
        survival_quantile=formulas.empirical_survival_quantile,
        mean=formulas.empirical_mean,
        variance=formulas.empirical_variance,
        describe=_empirical_text,
        tail_integral=formulas.empirical_tail,
    ),
    Family(
        name="quantile_table",
        parameter_names=("share", "value_s"),
        is_open_ended=True,
        description="Straight lines between stated quantiles, from 0 % to 100 %.",
        check=formulas.check_quantile_table,
        quantile=formulas.quantile_table_quantile,
        survival_quantile=formulas.quantile_table_survival_quantile,
        mean=formulas.quantile_table_mean,
        variance=formulas.quantile_table_variance,
        describe=_quantile_table_text,
        tail_integral=formulas.quantile_table_tail,
    ),
)

FAMILIES: dict[str, Family] = {family.name: family for family in _ROWS}
"""Every family by name, in the order of the documentation."""
