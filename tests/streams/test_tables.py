"""Does a table draw its distribution, in whole ticks, and do both forms of the lookup agree bit for bit?"""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.streams import (
    FAMILIES,
    MAX_TICKS,
    N_KNOTS,
    NEVER_TICKS,
    Distribution,
    Stream,
    build_table,
    draw,
    draw_array,
    table_moments,
    threshold,
    uniform_to_float,
    uniforms,
)
from sim.streams.tables import CELLS_PER_OCTAVE

D = Distribution
LAST = (1 << 53) - 1
DAY_S = 86_400
HEAVY_TAIL = D.from_mean_cv("lognormal", 300, 2)
HEAVY_TABLE = build_table(HEAVY_TAIL).tolist()

# What planners ask for and what is hard: small and large cv, kinks, steps, infinite densities.
EXAMPLES = [
    D.exponential(120),
    *(
        D.from_mean_cv(family, 300, cv)
        for family in ("gamma", "lognormal", "weibull")
        for cv in (0.05, 0.2, 0.8, 1, 2, 3)
    ),
    *(D.from_quantiles(family, [(0.5, 180), (0.9, 720)]) for family in ("gamma", "lognormal", "weibull")),
    D.erlang(2, 120),
    D.erlang(20, 120),
    D.from_mean_cv("hyperexponential", 300, 4),
    D.hyperexponential([(0.4, 60), (0.6, 600)]),
    D.uniform(0, 60),
    D.uniform(180, 420),
    D.triangular(300, 420, 600),
    D.triangular(0, 0, 60),
    D.triangular(0, 60, 60),
    D.fixed(180),
    D.empirical([10, 20, 35]),
    D.empirical([0, 0, 0, 60]),
    D.empirical([0] * 99 + [60]),
    D.empirical(np.arange(1, 1000) ** 1.5),
    D.quantile_table([(0, 0), (0.5, 120), (1, 1200)]),
    D.quantile_table([(0, 10), (0.3, 20), (0.301, 400), (0.9, 500), (0.999, 3000), (1, 86400)]),
]
# Every octave from the top to both of its ends, and both sides of each end.
EDGES = sorted(
    {0, 1, 2, LAST - 1, LAST}
    | {(1 << 53) - (1 << b) + off for b in range(53) for off in (-2, -1, 0, 1) if (1 << b) >= 2}
)


def name(distribution):
    return distribution.describe()


def value_from_definition(table, n):
    """Find the octave and cell of v = 1 - n / 2^53 by comparison, then interpolate exactly."""
    v = 1 - Fraction(n, 1 << 53)
    octave = 0
    while octave < 52 and v <= Fraction(1, 2 << octave):
        octave += 1
    along = (Fraction(1, 1 << octave) - v) * (2 << octave) * CELLS_PER_OCTAVE
    cell = min(int(along), CELLS_PER_OCTAVE - 1)
    low, high = (int(knot) for knot in table[octave * CELLS_PER_OCTAVE + cell :][:2])
    return low + (along - cell) * (high - low), high - low


def test_every_family_is_tested_here():
    """The examples cover the catalog, `never` apart."""
    assert {example.family for example in EXAMPLES} | {"never"} == set(FAMILIES)


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_mean_and_variance_are_those_of_the_distribution(example):
    """A table's mean is within 0.05 % and its variance within 0.5 % of its distribution (MODEL.md 3)."""
    mean, variance = table_moments(build_table(example))
    assert mean == pytest.approx(example.mean_s(), rel=5e-4)
    assert variance == pytest.approx(example.variance_s2(), rel=5e-3, abs=1e-12)


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_table_is_of_whole_ticks_never_descends_and_cannot_be_written(example):
    """3393 int64 knots from at least 1 tick to at most 90 days, in order, read-only."""
    table = build_table(example)
    assert (table.shape, table.dtype) == ((N_KNOTS,), np.int64)
    assert np.all(np.diff(table) >= 0)
    assert 1 <= table[0] <= table[-1] <= MAX_TICKS
    assert not table.flags.writeable


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_scalar_equals_array_bit_for_bit(example):
    """At every octave's ends and at 2,000 uniforms both forms give one integer, and it rises with n."""
    table = build_table(example)
    n = np.array(sorted(EDGES + uniforms(1, 0, Stream.TALK, np.arange(2000)).tolist()))
    listed = table.tolist()
    alone = [draw(listed, int(one)) for one in n]
    assert draw_array(table, n).tolist() == alone
    assert all(type(one) is int for one in alone[:10])
    assert alone == sorted(alone)


@given(st.integers(0, LAST) | st.sampled_from(EDGES))
def test_draw_is_the_straight_line_of_the_definition(n):
    """A draw is within half a tick of exact interpolation, and 2⁻²⁰ of its cell below."""
    exact, height = value_from_definition(HEAVY_TABLE, n)
    assert exact - Fraction(height, 1 << 20) - Fraction(1, 2) <= draw(HEAVY_TABLE, n) <= exact + Fraction(1, 2)


@pytest.mark.parametrize("octave", [0, 1, 7, 26, 27, 45, 46])
@pytest.mark.parametrize("cell", [0, 1, 33, 63])
def test_draw_at_a_knot_is_the_quantile_there(octave, cell):
    """At v = 2^-e (1 - m/128) a draw is the survival quantile to the nearest tick, but for knot 0."""
    n = (1 << 53) - ((128 - cell) << (46 - octave))
    expected = float(HEAVY_TAIL.survival_quantile(1 - n / 2**53)) * 1e6
    if (octave, cell) != (0, 0):
        assert draw(HEAVY_TABLE, n) == pytest.approx(expected, abs=0.5 + 1e-6 * 300)


def test_draws_have_the_moments_of_the_table():
    """The mean and variance of 2^18 evenly spaced draws are those that `table_moments` integrates."""
    table = build_table(D.from_mean_cv("gamma", 300, 0.8))
    drawn = draw_array(table, (np.arange(1 << 18) << 35) + (1 << 34)) / 1e6
    assert table_moments(table) == pytest.approx((drawn.mean(), drawn.var()), rel=1e-4)


def test_uniform_is_drawn_by_hand():
    """Uniform from 0 s to 8 s: a quarter of all uniforms are below 2 s, half below 4 s, exactly."""
    table = build_table(D.uniform(0, 8), floor_ticks=0).tolist()
    quarter = 1 << 51
    assert [draw(table, k * quarter) for k in range(4)] == [0, 2_000_000, 4_000_000, 6_000_000]
    assert draw(table, LAST) == 8_000_000


def test_widest_table_does_not_overflow():
    """A cell of nearly 90 days, the largest product there is, interpolates as unbounded integers do."""
    table = np.zeros(N_KNOTS, dtype=np.int64)
    table[1:] = MAX_TICKS
    n = np.array([(1 << 46) - 1, (1 << 46) - (1 << 26), 1 << 45, 1, 0])
    with np.errstate(all="raise"):
        drawn = draw_array(table, n)
    assert drawn.tolist() == [draw(table.tolist(), int(one)) for one in n]
    assert MAX_TICKS * ((1 << 20) - 1) + (1 << 19) < 1 << 63
    assert drawn[2] == MAX_TICKS // 2


def test_values_are_rounded_half_up_to_ticks():
    """1.5 µs is 2 ticks and 2.5 µs is 3; 0.4 µs is 0 ticks."""
    assert build_table(D.fixed(1.5e-6))[0] == 2
    assert build_table(D.fixed(2.5e-6))[0] == 3
    assert build_table(D.fixed(0.4e-6), floor_ticks=0)[0] == 0


def test_floor_is_one_tick_unless_told():
    """A drawn duration is at least 1 tick; patience may be 0; a floor holds in every cell."""
    assert set(build_table(D.fixed(0)).tolist()) == {1}
    assert set(build_table(D.fixed(0), floor_ticks=0).tolist()) == {0}
    assert build_table(D.exponential(60), floor_ticks=0)[0] == 0
    assert build_table(D.exponential(60), floor_ticks=5_000_000).min() == 5_000_000
    for bad in (-1, MAX_TICKS + 1):
        with pytest.raises(ValueError, match=f"floor_ticks must be 0 to {MAX_TICKS}, got {bad}"):
            build_table(D.fixed(0), floor_ticks=bad)


def test_never_is_one_value_that_can_be_added_to_a_tick():
    """Every draw of `never` is 2^62, and a hundred years later still fits an int64."""
    table = build_table(D.never())
    assert set(draw_array(table, np.array(EDGES)).tolist()) == {NEVER_TICKS}
    assert NEVER_TICKS + 100 * 366 * DAY_S * 10**6 < 1 << 63
    assert table_moments(table) == (np.inf, 0)


@pytest.mark.parametrize(
    "example",
    [D.fixed(90.001 * DAY_S), D.from_mean_cv("lognormal", DAY_S, 1), D.exponential(5 * DAY_S)],
    ids=name,
)
def test_more_than_90_days_is_refused_by_name(example):
    """What passes 90 days more often than once in 2^32 draws is a ValueError with its description."""
    with pytest.raises(
        ValueError, match=f"^{re.escape(example.describe())}: one value in 2.32 exceeds .* limit is 90 days"
    ):
        build_table(example)


def test_rarer_values_beyond_90_days_hold_the_last_one_within():
    """Lognormal, mean 6 h, cv 1 passes 90 days only below v = 2⁻⁴⁴; the knots stay where they were then."""
    example = D.from_mean_cv("lognormal", 6 * 3600, 1)
    table = build_table(example)
    v = np.array([2.0**-e * (1 - m / 128) for e in range(53) for m in range(64)] + [2.0**-53])
    days = example.survival_quantile(v) / DAY_S
    inside = days <= 90
    assert 44 * 64 < inside.sum() < N_KNOTS
    np.testing.assert_allclose(table[inside][1:] / 1e6 / DAY_S, days[inside][1:], rtol=1e-9)
    assert set(table[~inside].tolist()) == {int(table[inside][-1])}
    assert table_moments(table)[1] == pytest.approx(example.variance_s2(), rel=5e-3)


def test_exactly_90_days_is_allowed():
    """The limit itself is within."""
    assert set(build_table(D.fixed(90 * DAY_S)).tolist()) == {MAX_TICKS}


def test_exponential_keeps_its_short_times():
    """P(X < t) is right for t down to a thousandth of the mean: short patience is what Erlang A lives on."""
    table = build_table(D.exponential(1000), floor_ticks=0)
    for t_s in (1, 2, 5, 10):
        n = threshold(-np.expm1(-t_s / 1000))
        assert draw(table.tolist(), n) / 1e6 == pytest.approx(t_s, rel=0.005)


@pytest.mark.parametrize(
    ("values", "loss"),
    [
        ([1, 2], 0.0071),
        ([10, 20, 35], 0.005),
        ([0] * 9 + [60], 0.005),
        ([0] + [60] * 9, 0.028),
        ([0] + [60] * 99, 0.223),
    ],
)
def test_steps_cost_no_mean_and_little_variance(values, loss):
    """Steps keep the mean to a tick and lose at most d²/384 of variance each; rare low values lose much."""
    example = D.empirical(values)
    mean, variance = table_moments(build_table(example, floor_ticks=0))
    assert mean == pytest.approx(example.mean_s(), abs=1e-6)
    assert 1 - loss < variance / example.variance_s2() < 1
    assert example.variance_s2() - variance <= sum(np.diff(sorted(values)) ** 2) / 384


def test_a_step_is_blurred_over_two_cells_only():
    """Of 10, 20, 35 at least 96 % of draws are exactly one of the three, each a third but for the blur."""
    n = np.arange(30_000) * ((1 << 53) // 30_000)
    drawn = draw_array(build_table(D.empirical([10, 20, 35])), n)
    share = [np.mean(drawn == value * 1_000_000) for value in (10, 20, 35)]
    assert sum(share) > 0.96
    assert share == pytest.approx([1 / 3] * 3, abs=0.02)


def test_quantile_table_keeps_its_lower_end():
    """The least draw is the 0 % point, and short times keep their share: 2 % of 0 to 100 s lie below 2 s."""
    table = build_table(D.quantile_table([(0, 0), (1, 100)]), floor_ticks=0).tolist()
    assert table[0] == 0
    assert draw(table, threshold(0.02)) == pytest.approx(2_000_000, abs=1)


def test_draw_array_keeps_the_shape():
    """A matrix of uniforms gives a matrix of ticks; none gives none."""
    table = build_table(HEAVY_TAIL)
    assert draw_array(table, np.zeros((3, 4), dtype=np.int64)).shape == (3, 4)
    assert draw_array(table, np.empty(0, dtype=np.int64)).shape == (0,)


def test_uniform_to_float_is_exact():
    """n / 2^53 for one and for many, and the largest is below 1."""
    assert [uniform_to_float(n) for n in (0, 1 << 52, LAST)] == [0.0, 0.5, 1 - 2**-53]
    assert uniform_to_float(np.array([0, 1 << 52, LAST])).tolist() == [0.0, 0.5, 1 - 2**-53]


@given(st.floats(0, 1))
def test_threshold_is_the_share_of_uniforms_below_it(share):
    """`n < threshold(share)` holds for share · 2^53 of all n, to the nearest integer."""
    assert abs(Fraction(threshold(share)) - Fraction(share) * 2**53) <= Fraction(1, 2)


def test_threshold_at_the_ends_and_beyond():
    """0 is never, 1 is always, shares of 1/2 or more are exact; beyond is refused."""
    assert [threshold(share) for share in (0, 0.5, 1)] == [0, 1 << 52, 1 << 53]
    assert threshold(1 - 2**-53) == LAST
    assert threshold(0.5 + 2**-52) == (1 << 52) + 2
    for bad in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="between 0 and 1"):
            threshold(bad)
