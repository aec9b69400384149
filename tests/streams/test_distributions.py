"""Does a distribution have the quantiles, the mean and the spread its name and its parameters promise?"""

import math

import numpy as np
import pytest
from scipy import stats

from sim.streams import FAMILIES, Distribution

D = Distribution
P = np.array([0.0, 1e-300, 1e-12, 1e-3, 0.1, 0.3, 0.5, 0.8, 0.99, 1 - 2**-40])
V = np.array([1.0, 0.9, 0.5, 0.1, 1e-3, 2.0**-32, 2.0**-53, 1e-30])

# A distribution and the same one built by scipy.stats from the definition of its parameters.
TWINS = [
    (D.exponential(120), stats.expon(scale=120)),
    (D("gamma", (0.25, 1200)), stats.gamma(0.25, scale=1200)),
    (D("gamma", (7.5, 40)), stats.gamma(7.5, scale=40)),
    (D.erlang(3, 120), stats.erlang(3, scale=40)),
    (D("lognormal", (134, 1.27)), stats.lognorm(1.27, scale=134)),
    (D("weibull", (0.6, 200)), stats.weibull_min(0.6, scale=200)),
    (D("weibull", (2.5, 200)), stats.weibull_min(2.5, scale=200)),
    (D.uniform(180, 420), stats.uniform(180, 240)),
    (D.triangular(300, 420, 600), stats.triang(0.4, 300, 300)),
    (D.triangular(300, 300, 600), stats.triang(0.0, 300, 300)),
    (D.triangular(300, 600, 600), stats.triang(1.0, 300, 300)),
]
ONE_OF_EACH = [
    *(twin[0] for twin in TWINS),
    D.hyperexponential([(0.4, 60), (0.6, 600)]),
    D.fixed(180),
    D.empirical([10, 20, 35]),
    D.quantile_table([(0, 5), (0.5, 120), (0.9, 300), (1, 1200)]),
]


def name(distribution):
    return distribution.describe() if isinstance(distribution, Distribution) else ""


@pytest.mark.parametrize(("ours", "theirs"), TWINS, ids=name)
def test_quantiles_equal_those_of_scipy_stats(ours, theirs):
    """Both quantile functions agree to ten digits, at tiny p and in a tail of 10⁻³⁰."""
    np.testing.assert_allclose(ours.quantile(P), theirs.ppf(P), rtol=1e-10, atol=1e-290)
    np.testing.assert_allclose(ours.survival_quantile(V), theirs.isf(V), rtol=1e-10)


@pytest.mark.parametrize(("ours", "theirs"), TWINS, ids=name)
def test_mean_and_variance_equal_those_of_scipy_stats(ours, theirs):
    """Mean, variance and standard deviation agree to twelve digits."""
    expected = theirs.mean(), theirs.var(), theirs.std()
    assert (ours.mean_s(), ours.variance_s2(), ours.sd_s()) == pytest.approx(expected, rel=1e-12)


def test_every_family_is_tested_here():
    """The examples above cover the catalog, `never` apart."""
    assert {example.family for example in ONE_OF_EACH} | {"never"} == set(FAMILIES)


@pytest.mark.parametrize("example", ONE_OF_EACH, ids=name)
def test_the_two_quantiles_are_one_function(example):
    """quantile(1 - v) = survival_quantile(v), neither goes back, none is negative, the shape is kept."""
    v = np.linspace(0.003, 0.997, 36).reshape(4, 9)
    np.testing.assert_allclose(example.survival_quantile(v), example.quantile(1 - v), rtol=1e-9)
    assert example.quantile(v).shape == (4, 9)
    rising = example.quantile(np.linspace(0, 0.999, 500))
    assert np.all(np.diff(rising) >= 0)
    assert rising[0] >= 0


@pytest.mark.parametrize("example", [e for e in ONE_OF_EACH if e.family != "empirical"], ids=name)
def test_mean_and_variance_are_those_of_the_quantile(example):
    """Integrating the quantile, by halves towards both ends, gives the stated mean and variance."""
    node, weight = np.polynomial.legendre.leggauss(40)
    mean = second = 0.0
    for octave in range(1, 120):
        width = 2.0 ** -(octave + 1)
        at = width * (1 + (node + 1) / 2)
        for value in (example.quantile(at), example.survival_quantile(at)):
            mean += width / 2 * float(weight @ value)
            second += width / 2 * float(weight @ (value - example.mean_s()) ** 2)
    assert mean == pytest.approx(example.mean_s(), rel=1e-4)
    assert second == pytest.approx(example.variance_s2(), rel=1e-3, abs=1e-20)


@pytest.mark.parametrize(
    "phases",
    [
        [(0.4, 60), (0.6, 600)],
        [(0.9, 1), (0.1, 1000)],
        [(0.2, 5), (0.3, 50), (0.5, 500)],
        [(1 - 1e-9, 1), (1e-9, 1e6)],
        [(0.5, 1e-6), (0.5, 1e5)],
    ],
)
def test_hyperexponential_quantile_inverts_the_mixture(phases):
    """The survival of the mixture at its survival quantile is v, from 1 down to 10⁻³⁰."""
    x = D.hyperexponential(phases).survival_quantile(V)
    survival = sum(w * np.exp(-x / m) for w, m in phases)
    np.testing.assert_allclose(survival, V, rtol=1e-11)


def test_one_phase_is_exponential():
    """A hyperexponential with one phase has the quantiles of that phase."""
    alone = D.hyperexponential([(1, 60)])
    np.testing.assert_allclose(alone.quantile(P), D.exponential(60).quantile(P), rtol=1e-12, atol=1e-12)


def test_empirical_takes_each_value_equally_often():
    """Of 10, 20, 35 each has a third of p, in any order given; mean and variance are those of the values."""
    example = D.empirical([35, 10, 20])
    assert example == D.empirical([10, 20, 35])
    assert example.quantile([0, 0.2, 0.34, 0.6, 0.67, 1]).tolist() == [10, 10, 20, 20, 35, 35]
    assert example.survival_quantile([1, 0.8, 0.66, 0.4, 0.33, 0]).tolist() == [10, 10, 20, 20, 35, 35]
    assert example.mean_s() == pytest.approx(65 / 3)
    assert example.variance_s2() == pytest.approx(np.var([10, 20, 35]))


def test_quantile_table_is_straight_between_its_points():
    """Half way between 50 % 120 s and 100 % 1200 s, at 75 %, lies 660 s; the mean is the area."""
    example = D.quantile_table([(0, 0), (0.5, 120), (1, 1200)])
    assert example.quantile([0, 0.25, 0.5, 0.75, 1]).tolist() == [0, 60, 120, 660, 1200]
    assert example.survival_quantile([1, 0.75, 0.5, 0.25, 0]).tolist() == [0, 60, 120, 660, 1200]
    assert example.mean_s() == pytest.approx(0.5 * 60 + 0.5 * 660)
    assert example.variance_s2() == pytest.approx(0.5 * 120**2 / 3 + 0.5 * (1200**3 - 120**3) / 3 / 1080 - 360**2)


def test_fixed_and_never():
    """`fixed` is everywhere its value; `never` is infinite everywhere and says so."""
    assert D.fixed(180).quantile([0, 0.5, 1]).tolist() == [180, 180, 180]
    assert (D.fixed(180).mean_s(), D.fixed(180).variance_s2()) == (180, 0)
    assert D.never().survival_quantile([0, 0.5, 1]).tolist() == [math.inf] * 3
    assert (D.never().mean_s(), D.never().variance_s2()) == (math.inf, 0)
    assert D.never().is_never
    assert not D.fixed(180).is_never


@pytest.mark.parametrize("p", [-0.1, 1.1, math.nan])
def test_what_is_no_probability_is_refused(p):
    """Quantiles are asked with 0 to 1 only."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        D.exponential(1).quantile([0.5, p])
    with pytest.raises(ValueError, match="between 0 and 1"):
        D.exponential(1).survival_quantile(p)


def test_upper_end_of_an_endless_tail_is_infinite():
    """p = 1 and v = 0 give infinity without a warning."""
    for example in ONE_OF_EACH[:7]:
        assert example.quantile(1.0) == math.inf
        assert example.survival_quantile(0.0) == math.inf


@pytest.mark.parametrize("family", ["gamma", "lognormal", "weibull", "hyperexponential"])
@pytest.mark.parametrize("cv", [0.05, 0.8, 1.2, 2.0, 5.0])
def test_from_mean_cv_has_that_mean_and_cv(family, cv):
    """The fitted distribution has the mean and the cv it was asked for; hyperexponential needs cv above 1."""
    if family == "hyperexponential" and cv <= 1:
        with pytest.raises(ValueError, match="cv above 1"):
            D.from_mean_cv(family, 300, cv)
        return
    fitted = D.from_mean_cv(family, 300, cv)
    assert fitted.mean_s() == pytest.approx(300, rel=1e-9)
    assert fitted.sd_s() / fitted.mean_s() == pytest.approx(cv, rel=1e-7)


def test_from_mean_cv_of_families_with_few_cvs():
    """Exponential takes cv 1, Erlang 1/√phases as planners round it; what is between is refused."""
    assert D.from_mean_cv("exponential", 300, 1) == D.exponential(300)
    assert D.from_mean_cv("erlang", 300, 0.707) == D.erlang(2, 300)
    assert D.from_mean_cv("erlang", 300, 0.577) == D.erlang(3, 300)
    with pytest.raises(ValueError, match="exponential distribution has cv 1"):
        D.from_mean_cv("exponential", 300, 0.8)
    for cv in (0.8, 1.2, 100):
        with pytest.raises(ValueError, match="Erlang distribution has cv"):
            D.from_mean_cv("erlang", 300, cv)


@pytest.mark.parametrize("family", ["gamma", "lognormal", "weibull"])
@pytest.mark.parametrize("points", [((0.5, 180), (0.9, 720)), ((0.5, 240), (0.9, 660)), ((0.1, 100), (0.2, 101))])
def test_from_quantiles_goes_through_both(family, points):
    """Both stated quantiles are met, in whichever order they were stated."""
    fitted = D.from_quantiles(family, points)
    assert fitted.quantile([p for p, _ in points]).tolist() == pytest.approx([s for _, s in points], rel=1e-9)
    assert D.from_quantiles(family, points[::-1]) == fitted


BAD = [
    (lambda: D("pareto", (1.0,)), 'no family "pareto"; families are exponential, gamma'),
    (lambda: D("gamma", (1.0,)), r"gamma: parameters are \(shape, scale_s\), got 1 numbers"),
    (lambda: D("hyperexponential", (1.0, 2.0, 3.0)), "once or more, got 3 numbers"),
    (lambda: D("empirical", (2.0, 1.0)), "ascending order"),
    (lambda: D("weibull", (0.001, 1.0)), "beyond all numbers"),
    (lambda: D("lognormal", (1.0, 100.0)), "beyond all numbers"),
    (lambda: D.exponential(0), "exponential: mean_s must be above 0, got 0"),
    (lambda: D.exponential(math.nan), "exponential: every parameter must be a finite number"),
    (lambda: D.fixed(math.inf), "fixed: every parameter must be a finite number"),
    (lambda: D.fixed(-1), "fixed: a time must not be negative, got -1 s"),
    (lambda: D.erlang(0, 60), "phases must be a whole number of 1 or more, got 0"),
    (lambda: D("erlang", (2.5, 60)), "phases must be a whole number of 1 or more, got 2.5"),
    (lambda: D.erlang(2, 0), "erlang: mean_s must be above 0"),
    (lambda: D.uniform(5, 5), "times must ascend from the shortest to the longest, got 5 s, 5 s"),
    (lambda: D.uniform(-1, 5), "must not be negative"),
    (lambda: D.triangular(1, 9, 5), "times must ascend"),
    (lambda: D.hyperexponential([(0.4, 60), (0.4, 600)]), "add up to 100 %, got a sum of 80 %"),
    (lambda: D.hyperexponential([(0.4, 60), (0.6, 0)]), "every mean must be above 0, got 0 s"),
    (lambda: D.hyperexponential([]), "once or more, got 0 numbers"),
    (lambda: D.empirical([]), "once or more, got 0 numbers"),
    (lambda: D.empirical([-1, 5]), "must not be negative"),
    (lambda: D.quantile_table([(0, 5)]), "two points or more, from 0 % to 100 %"),
    (lambda: D.quantile_table([(0.1, 5), (1, 6)]), "two points or more, from 0 % to 100 %"),
    (
        lambda: D.quantile_table([(0, 5), (0.5, 6), (0.5, 7), (1, 8)]),
        "shares of a quantile table must ascend",
    ),
    (lambda: D.quantile_table([(0, 5), (0.5, 7), (1, 6)]), "times of a quantile table must not descend"),
    (lambda: D.quantile_table([(0, -5), (1, 6)]), "must not be negative"),
    (lambda: D.from_mean_cv("pareto", 300, 1), 'no family "pareto"'),
    (lambda: D.from_mean_cv("uniform", 300, 1), "uniform cannot be given by mean and cv; exponential, gamma"),
    (lambda: D.from_mean_cv("gamma", 0, 1), "gamma: mean must be above 0 s, got 0 s"),
    (lambda: D.from_mean_cv("gamma", 300, 0), "cv must be above 0, got 0; a time without spread is fixed"),
    (lambda: D.from_mean_cv("gamma", 300, math.nan), "cv must be above 0, got nan"),
    (lambda: D.from_mean_cv("gamma", 300, 1e-200), "too extreme"),
    (lambda: D.from_mean_cv("erlang", 300, 1e-200), "too extreme"),
    (lambda: D.from_mean_cv("weibull", 300, 1e9), "cv 1e[+]09 is out of the reach"),
    (
        lambda: D.from_quantiles("uniform", [(0.5, 1), (0.9, 2)]),
        "uniform cannot be given by quantiles; gamma",
    ),
    (lambda: D.from_quantiles("gamma", [(0.5, 1)]), "two quantiles are needed, got 1"),
    (lambda: D.from_quantiles("gamma", [(0.5, 1), (0.5, 2)]), "shares must differ"),
    (lambda: D.from_quantiles("gamma", [(0.5, 1), (1.0, 2)]), "between 0 % and 100 %"),
    (lambda: D.from_quantiles("gamma", [(0.5, 2), (0.9, 1)]), "larger share needs the longer time"),
    (lambda: D.from_quantiles("gamma", [(0.5, 0), (0.9, 1)]), "larger share needs the longer time"),
]


@pytest.mark.parametrize(("make", "message"), BAD)
def test_bad_parameters_are_a_value_error_that_says_why(make, message):
    """Every bad parameter is refused when the distribution is made, with what was got or what would do."""
    with pytest.raises(ValueError, match=message):
        make()


def test_distributions_are_values():
    """Equal parameters are equal and hash equal; integers become floats; attributes cannot be set."""
    assert D("exponential", (120,)) == D.exponential(120.0)
    assert len({D.exponential(120), D.exponential(120.0), D.never(), D.never()}) == 2
    with pytest.raises(AttributeError):
        D.exponential(120).family = "gamma"


DESCRIBED = [
    (D.exponential(120), "exponential, mean 120 s"),
    (D.from_mean_cv("gamma", 300, 0.8), "gamma, mean 300 s, cv 0.8"),
    (D.from_mean_cv("lognormal", 300, 2), "lognormal, mean 300 s, cv 2"),
    (D.from_mean_cv("weibull", 300, 1.2), "weibull, mean 300 s, cv 1.2"),
    (D.erlang(2, 120), "erlang, 2 phases, mean 120 s"),
    (D.uniform(180, 420), "uniform 180 s to 420 s"),
    (D.triangular(300, 420, 600), "triangular 300 s, 420 s, 600 s"),
    (D.hyperexponential([(0.4, 60), (0.6, 600)]), "hyperexponential, 40 % mean 60 s, 60 % mean 600 s"),
    (D.fixed(180), "fixed 180 s"),
    (D.never(), "never"),
    (D.empirical([10, 20, 35.5]), "empirical 10 s, 20 s, 35.5 s"),
    (D.empirical(range(101)), "empirical, 101 values, mean 50 s"),
    (D.quantile_table([(0, 0), (0.5, 120), (1, 1200)]), "quantiles 0 % 0 s, 50 % 120 s, 100 % 1200 s"),
]


@pytest.mark.parametrize(("distribution", "text"), DESCRIBED)
def test_describe_speaks_the_grammar_of_a_scenario(distribution, text):
    """The description is what a planner would write."""
    assert distribution.describe() == text


@pytest.mark.parametrize("whole", ONE_OF_EACH, ids=name)
def test_a_scaled_distribution_has_every_quantile_as_many_times_as_long(whole):
    """Shapes and shares stay, times shrink; half as long and twice that is as it was."""
    half = whole.scaled(0.5)
    np.testing.assert_allclose(half.quantile(P), 0.5 * whole.quantile(P), rtol=1e-12)
    assert (half.family, half.scaled(2.0)) == (whole.family, whole)


def test_never_scaled_is_never():
    """What is infinite stays so."""
    assert D.never().scaled(0.5) == D.never()
