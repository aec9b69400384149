"""Facts about distributions as a planner writes them, in text and as mappings."""

import math

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim.scenario.distribution import parse_distribution
from sim.streams.distributions import FAMILIES, Distribution

PHASES = (Phase.explicit, Phase.generate)
SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=400, phases=PHASES)

EXAMPLES: dict[str, Distribution] = {
    "exponential": Distribution.exponential(120),
    "gamma": Distribution.from_mean_cv("gamma", 300, 0.8),
    "erlang": Distribution.erlang(2, 120),
    "lognormal": Distribution.from_mean_cv("lognormal", 300, 0.8),
    "weibull": Distribution.from_mean_cv("weibull", 300, 1.25),
    "hyperexponential": Distribution.hyperexponential(((0.4, 60), (0.6, 600))),
    "uniform": Distribution.uniform(180, 420),
    "triangular": Distribution.triangular(300, 420, 600),
    "fixed": Distribution.fixed(180),
    "never": Distribution.never(),
    "empirical": Distribution.empirical((10, 20, 35)),
    "quantile_table": Distribution.quantile_table(((0, 0), (0.5, 120), (1, 1200))),
}


def test_every_family_has_an_example_here() -> None:
    """A new family of the catalog is readable the day it is declared: it needs a row in this file."""
    assert set(EXAMPLES) == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_reads_its_own_description(family: str) -> None:
    """What a distribution says of itself is read back as that distribution."""
    copy = parse_distribution(EXAMPLES[family].describe())
    assert copy.family == family
    assert copy.parameters == pytest.approx(EXAMPLES[family].parameters, rel=1e-9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 min", Distribution.fixed(180)),
        ("1 h 30 min", Distribution.fixed(5400)),
        ("0 s", Distribution.fixed(0)),
        ("fixed 3 min", Distribution.fixed(180)),
        ("fixed, 3 min", Distribution.fixed(180)),
        ("never", Distribution.never()),
        ("Never", Distribution.never()),
        ("exponential, mean 2 min", Distribution.exponential(120)),
        ("exponential mean 2 min", Distribution.exponential(120)),
        ("mean 5 min, cv 0.8", Distribution.from_mean_cv("lognormal", 300, 0.8)),
        ("cv 0.8, mean 5 min", Distribution.from_mean_cv("lognormal", 300, 0.8)),
        ("mean 5 min,cv 0.8", Distribution.from_mean_cv("lognormal", 300, 0.8)),
        ("mean 5 min and cv 0.8", Distribution.from_mean_cv("lognormal", 300, 0.8)),
        ("Mean\u00a05\u202fmin, CV 0.8", Distribution.from_mean_cv("lognormal", 300, 0.8)),
        ("mean 5 min, cv 1", Distribution.from_mean_cv("lognormal", 300, 1)),
        ("gamma, mean 5 min, cv 0.8", Distribution.from_mean_cv("gamma", 300, 0.8)),
        ("gamma: mean 5 min, cv 0.8", Distribution.from_mean_cv("gamma", 300, 0.8)),
        ("lognormal, mean 300 s, sd 240 s", Distribution.from_mean_cv("lognormal", 300, 0.8)),
        ("mean 5 min, sd 4 min", Distribution.from_mean_cv("lognormal", 300, 0.8)),
        ("weibull, mean 5 min, cv 1.2", Distribution.from_mean_cv("weibull", 300, 1.2)),
        ("erlang, 2 phases, mean 2 min", Distribution.erlang(2, 120)),
        ("erlang, mean 2 min, 1 phase", Distribution.erlang(1, 120)),
        ("uniform 3 min to 7 min", Distribution.uniform(180, 420)),
        ("uniform, 3 min to 7 min", Distribution.uniform(180, 420)),
        ("uniform 3 min, 7 min", Distribution.uniform(180, 420)),
        ("triangular 5 min, 7 min, 10 min", Distribution.triangular(300, 420, 600)),
        ("empirical 10 s, 35 s and 20 s", Distribution.empirical((10, 20, 35))),
        ("hyperexponential, mean 5 min, cv 2", Distribution.from_mean_cv("hyperexponential", 300, 2)),
        (
            "hyperexponential, 40 % mean 1 min, 60 % mean 10 min",
            Distribution.hyperexponential(((0.4, 60), (0.6, 600))),
        ),
        (
            "quantiles 0 % 0 s, 50 % 2 min, 100 % 20 min",
            Distribution.quantile_table(((0, 0), (0.5, 120), (1, 1200))),
        ),
        (
            "quantiles 0 % at 0 s, half by 2 min, 100 % under 20 min",
            Distribution.quantile_table(((0, 0), (0.5, 120), (1, 1200))),
        ),
    ],
)
def test_text(text: str, expected: Distribution) -> None:
    """Each form of the grammar gives its distribution, whatever the spacing, case and order of its terms."""
    assert parse_distribution(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "half under 4 min, 90 % under 11 min",
        "half gone by 4 min, 90 % by 11 min",
        "half gone by 4 min, 90% gone by 11 min",
        "90 % within 11 min and half below 4 min",
        "median 4 min, 90 % by 11 min",
        "50 % by 4 min, 90 % by 11 min",
        "lognormal, half under 4 min, 90 % under 11 min",
    ],
)
def test_two_quantiles(text: str) -> None:
    """Two shares with their times give the lognormal that passes through both."""
    distribution = parse_distribution(text)
    assert distribution.family == "lognormal"
    assert distribution.quantile([0.5, 0.9]) == pytest.approx([240, 660])


@pytest.mark.parametrize("family", ["weibull", "gamma"])
def test_two_quantiles_of_a_named_family(family: str) -> None:
    """A family named before two shares passes through both."""
    distribution = parse_distribution(f"{family}, half under 4 min, 90 % under 11 min")
    assert distribution.family == family
    assert distribution.quantile([0.5, 0.9]) == pytest.approx([240, 660])


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ({"family": "gamma", "mean": "5 min", "cv": 0.8}, Distribution.from_mean_cv("gamma", 300, 0.8)),
        ({"mean": "5 min", "cv": "0.8"}, Distribution.from_mean_cv("lognormal", 300, 0.8)),
        ({"mean": "5 min", "sd": "4 min"}, Distribution.from_mean_cv("lognormal", 300, 0.8)),
        ({"family": "Exponential", "mean": "2 min"}, Distribution.exponential(120)),
        ({"family": "erlang", "phases": 2, "mean": "2 min"}, Distribution.erlang(2, 120)),
        ({"family": "erlang", "phases": "2 phases", "mean": "2 min"}, Distribution.erlang(2, 120)),
        (
            {"half": "4 min", "90 %": "11 min"},
            Distribution.from_quantiles("lognormal", ((0.5, 240), (0.9, 660))),
        ),
        ({"family": "fixed", "value": "3 min"}, Distribution.fixed(180)),
        ({"family": "never"}, Distribution.never()),
        ({"family": "uniform", "low": "3 min", "high": "7 min"}, Distribution.uniform(180, 420)),
        (
            {"family": "triangular", "high": "10 min", "mode": "7 min", "low": "5 min"},
            Distribution.triangular(300, 420, 600),
        ),
        ({"family": "empirical", "values": ["10 s", "35 s", "20 s"]}, Distribution.empirical((10, 20, 35))),
        (
            {"family": "quantiles", "points": {"0 %": "0 s", "50 %": "2 min", "100 %": "20 min"}},
            Distribution.quantile_table(((0, 0), (0.5, 120), (1, 1200))),
        ),
        (
            {
                "family": "hyperexponential",
                "phases": [{"share": "40 %", "mean": "1 min"}, {"share": 0.6, "mean": "10 min"}],
            },
            Distribution.hyperexponential(((0.4, 60), (0.6, 600))),
        ),
        (
            {"family": "hyperexponential", "mean": "5 min", "cv": 2},
            Distribution.from_mean_cv("hyperexponential", 300, 2),
        ),
    ],
)
def test_mapping(mapping: object, expected: Distribution) -> None:
    """The mapping form gives the same distributions as the text."""
    assert parse_distribution(mapping) == expected


def test_distribution_is_left_as_it_is() -> None:
    """A value that has been read already is not read again."""
    distribution = Distribution.fixed(3)
    assert parse_distribution(distribution) is distribution


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("mean 15 min", 'write "mean 15 min, cv 0.8" or "exponential, mean 15 min"'),
        ("gamma, mean 15 min", 'write "gamma, mean 15 min, cv 0.8" or "exponential, mean 15 min"'),
        ({"mean": "15 min"}, "a mean alone does not say how the times spread"),
        ("erlang, mean 2 min", 'write "erlang, 2 phases, mean 2 min"'),
        ("20", 'did you mean "20 s" or "20 min"?'),
        (20, 'did you mean "20 s" or "20 min"?'),
        ("mean 5, cv 0.8", 'the mean: "5" has no unit; did you mean "5 s" or "5 min"?'),
        ({"mean": 5, "cv": 0.8}, "the mean: 5 has no unit"),
        ("mean 3,5 min, cv 0.8", "has a comma in a number; write 3.5"),
        ("mean 5 min, cv 0,8", "is not a plain number such as 0.8"),
        ("mean 5 min, cv 80 %", 'the cv: "80 %" is not a plain number such as 0.8'),
        ("mean 5 min, cv -1", 'the cv: "-1" is not a plain number'),
        ({"mean": "5 min", "cv": -1}, "the cv: -1 is negative"),
        ({"mean": "5 min", "cv": math.nan}, "the cv: nan cannot be used"),
        ("mean 5 min, cv 0", "a time without spread is fixed"),
        ("mean 0 s, cv 1", "mean must be above 0 s"),
        ("mean 0 s, sd 1 s", "the mean must be above 0 s"),
        ("mean 5 min, mean 6 min, cv 1", "the mean is given twice"),
        ("mean 5 min, cv 1, cv 1", "the cv is given twice"),
        ("erlang, 2 phases, 3 phases, mean 1 s", "the phases are given twice"),
        ("mean 5 min, cv 1, sd 5 min", "give the cv or the sd, not both"),
        ("gamma, 2 phases, mean 5 min", "phases go with erlang and a mean only"),
        ("erlang, 2 phases, mean 5 min, cv 1", "phases go with erlang and a mean only"),
        ("erlang, 2.5 phases, mean 5 min", "is not a whole number"),
        ("gamma, cv 1", "the mean is missing"),
        ("gamma", "the mean is missing"),
        ("mean", "the mean: nothing is written"),
        ("mean 5 min cv 0.8", "is not a time such as"),
        ("90 % by 3 min", "two shares with their times are needed, not 1"),
        ("half by 3 min, 80 % by 5 min, 90 % by 6 min", "two shares with their times are needed, not 3"),
        ("half by 3 min, 90 % by 12 min, mean 5 min", "give either two shares with their times, or a mean"),
        ("half by 3 min, 90 % by 2 min", "the larger share needs the longer time"),
        ("half by 3 min, half by 4 min", "shares must differ"),
        ("half by 3 min, 190 % by 4 min", "is not between 0 and 100 %"),
        ("half by 3, 90 % by 12 min", 'did you mean "3 s" or "3 min"?'),
        ("exponential, half by 3 min, 90 % by 12 min", "cannot be given by quantiles"),
        ("lognorml, mean 3 min, cv 1", 'there is no family "lognorml"; did you mean "lognormal"?'),
        ("pareto, mean 3 min", 'there is no family "pareto"; a distribution looks like'),
        ("gamma, mean 3 min, spread 2", '"spread 2" is not understood'),
        ("uniform 3 min", "2 times are needed, got 1"),
        ("uniform 7 min to 3 min", "uniform"),
        ("uniform 3 to 7 min", '"3" has no unit'),
        ("triangular 1 min, 2 min", "3 times are needed, got 2"),
        ("fixed", "1 time is needed, got 0"),
        ("never 3 min", '"never" stands alone'),
        ("empirical", "there are no times"),
        ("quantiles", "there are no shares and times"),
        ("quantiles 50 %, 2 min", "nothing is written"),
        ("quantiles 2 min", "is not a share and a time"),
        ("quantiles 50 % 2 min, 20 % 1 min", "quantile_table"),
        ("hyperexponential", "there are no shares and times"),
        ("hyperexponential, 40 % mean 1 min, 70 % mean 2 min", "hyperexponential"),
        ("-3 min", "is negative"),
        ("1 h and 30 min", '"1 h" is not understood'),
        ("", "is not a distribution; one looks like"),
        ("\u00a0", "is not a distribution; one looks like"),
        (None, "null is not a distribution; one looks like"),
        (True, "true is not a distribution"),
        (["3 min"], "a list is not a distribution"),
        ({"family": 3}, "3 is not a family"),
        ({"family": "gama", "mean": "5 min"}, 'did you mean "gamma"?'),
        ({"family": "gamma", "meen": "5 min"}, 'gamma has no "meen"'),
        ({"family": "uniform", "low": "3 min"}, "uniform needs high"),
        ({"family": "triangular"}, "triangular needs low and mode and high"),
        ({"family": "uniform", "low": "3 min", "hgh": "7 min"}, 'did you mean "high"?'),
        ({"family": "never", "mean": "3 min"}, "nothing but the family"),
        ({"family": "empirical", "values": "3 min"}, "values must be a list"),
        ({"family": "empirical", "values": []}, "there are no times"),
        ({"family": "quantiles", "points": []}, "points must be a mapping"),
        ({"family": "hyperexponential", "phases": 3}, "phases as a list of"),
        ({"family": "hyperexponential", "phases": [{"share": 1}]}, "each phase has a share and a mean"),
        ({}, "the mean is missing"),
    ],
)
def test_refused(value: object, message: str) -> None:
    """What is no distribution is refused with what was got and what would be right."""
    with pytest.raises(ValueError) as caught:
        parse_distribution(value)
    assert message in str(caught.value)


TIMES = st.sampled_from(["3 min", "0 s", "5", "1e9 s", "0.000001 s", "36525 days", "x", ""])
TERMS = ["mean {}", "cv 0.8", "cv 1e9", "cv 1e-9", "sd {}", "half by {}", "90 % by {}", "0 % {}", "100 % {}"]
FORMS = st.sampled_from([*TERMS, "40 % mean {}", "{}", "{} to {}", "2 phases", "1000000000 phases", *FAMILIES])
KEYS = ["family", "mean", "cv", "sd", "half", "90 %", "phases", "low", "high", "values", "points", "%"]


@SETTINGS
@given(
    st.one_of(
        st.text(),
        st.lists(st.tuples(FORMS, TIMES).map(lambda pair: pair[0].format(pair[1], "7 min")), max_size=4).map(", ".join),
        st.dictionaries(
            st.sampled_from(KEYS),
            st.one_of(TIMES, st.sampled_from([*FAMILIES]), st.integers(), st.floats(), st.lists(TIMES, max_size=2)),
            max_size=3,
        ),
    )
)
@example("9" * 5000)
@example("mean " * 5000)
@example({"family": "quantiles", "points": {"0 %": "0 s", "100 %": "x"}})
def test_nothing_but_value_error_is_raised(value: object) -> None:
    """Whatever is given, a distribution is returned or ValueError is raised with a short, printable text."""
    problem = ""
    try:
        assert isinstance(parse_distribution(value), Distribution)
    except ValueError as error:
        problem = str(error)
    assert problem.isprintable()
    assert len(problem) < 700
