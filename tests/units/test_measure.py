"""Shares, factors, counts and curves: what is read, what is refused, what is printed."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.units import (
    format_share,
    parse_count,
    parse_curve,
    parse_curve_over,
    parse_factor,
    parse_factors_by_number,
    parse_share,
)
from sim.units.measure import plural

SECOND = 1_000_000
PHASES = (Phase.explicit, Phase.generate)
SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=300, phases=PHASES)
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("x", "share"),
    [
        ("30 %", 0.3),
        ("30%", 0.3),
        ("30\u00a0%", 0.3),
        ("30\u202f%", 0.3),
        ("30 percent", 0.3),
        ("30 ％", 0.3),
        ("0.3", 0.3),
        (0.3, 0.3),
        (0, 0.0),
        (1, 1.0),
        ("1", 1.0),
        ("1 %", 0.01),
        ("100 %", 1.0),
        ("0 %", 0.0),
        ("2.5 %", 0.025),
        (1e-9, 1e-9),
    ],
)
def test_share(x: object, share: float) -> None:
    """A share is read from percent or from a plain number, exactly."""
    assert parse_share(x) == share


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (30, '30 is not between 0 and 100 %; did you mean "30 %"?'),
        ("30", 'did you mean "30 %"?'),
        (1.5, 'did you mean "1.5 %"?'),
        (130, "130 is not between 0 and 100 %"),
        ("130 %", "is not between 0 and 100 %"),
        ("100.0001 %", "is not between 0 and 100 %"),
        (-0.1, "-0.1 is negative"),
        ("-5 %", "is negative"),
        ("30,5 %", "has a comma in a number; write 30.5"),
        ("30 % %", "is not a share"),
        ("% 30", "is not a share"),
        ("30 s", "is not a share"),
        ("", "nothing is written"),
        (NAN, "nan cannot be used"),
        (INF, "inf cannot be used"),
        (10**400, "a number of more than 30 digits cannot be used"),
        (True, "true is not a number"),
        (None, "null is not a number"),
        ([], "a list is not a number"),
    ],
)
def test_share_refused(x: object, message: str) -> None:
    """What is no share is refused; 30 proposes 30 %, 130 proposes nothing."""
    with pytest.raises(ValueError) as caught:
        parse_share(x)
    assert message in str(caught.value)
    assert ("did you mean" in str(caught.value)) == ("did you mean" in message)


@SETTINGS
@given(st.floats(0, 1))
def test_formatted_share_reads_back(share: float) -> None:
    """A share survives being written in percent, if its digits fit the grammar (40 characters)."""
    text = format_share(share)
    if len(text) <= 42:
        assert parse_share(text) == share


def test_share_for_people() -> None:
    """Shares are written in percent without false digits."""
    assert [format_share(x) for x in (0, 1, 0.3, 0.07, 0.125, -0.02)] == [
        "0 %",
        "100 %",
        "30 %",
        "7 %",
        "12.5 %",
        "-2 %",
    ]


@pytest.mark.parametrize(
    ("x", "factor"),
    [("2.5 times", 2.5), ("2.5x", 2.5), ("2.5 ×", 2.5), ("1 time", 1.0), ("0.85 Times", 0.85)],
)
def test_factor(x: str, factor: float) -> None:
    """A factor is a number and "times" or "x"."""
    assert parse_factor(x) == factor


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (2.5, '2.5 has no unit; did you mean "2.5 times"?'),
        ("2.5", '"2.5" has no unit; did you mean "2.5 times"?'),
        ("0 times", "is not above 0"),
        ("-1 times", "is negative"),
        ("1,5 times", "write 1.5"),
        ("120 %", "is not a factor"),
        ("times", "is not a factor"),
        ("", "nothing is written"),
        (None, "null cannot be read"),
        (INF, "inf has no unit and must be 0 or more"),
    ],
)
def test_factor_refused(x: object, message: str) -> None:
    """What is no factor is refused."""
    with pytest.raises(ValueError) as caught:
        parse_factor(x)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("x", "unit", "count"),
    [
        ("160 lines", "lines", 160),
        ("160 lines", "line", 160),
        ("1 line", "lines", 1),
        ("2 line", "lines", 2),
        ("160lines", "lines", 160),
        ("3 Chats", "chat", 3),
        ("5 waiting", "waiting", 5),
        ("3 tries", "try", 3),
        ("1 try", "tries", 1),
        ("2 people", "person", 2),
        ("0 visits", "visits", 0),
        ("1000000000 visits", "visits", 1_000_000_000),
        (4, "", 4),
        ("4", "", 4),
    ],
)
def test_count(x: object, unit: str, count: int) -> None:
    """A count has its unit, in either number, or is plain where no unit is asked for."""
    assert parse_count(x, unit) == count


@pytest.mark.parametrize(
    ("x", "unit", "message"),
    [
        (160, "lines", '160 has no unit; did you mean "160 lines"?'),
        (160, "line", '160 has no unit; did you mean "160 lines"?'),
        (1, "line", '1 has no unit; did you mean "1 line"?'),
        ("3", "tries", 'did you mean "3 tries"?'),
        ("3 agents", "lines", '"3 agents" has another unit; did you mean "3 lines"?'),
        ("1 agents", "lines", 'has another unit; did you mean "3 lines"?'),
        ("1.5 agents", "lines", 'has another unit; did you mean "3 lines"?'),
        ("3 lines", "", "is not a count such as 3"),
        ("2.5 lines", "lines", "is not a whole number"),
        (2.5, "", "2.5 is not a whole number"),
        (-1, "", "-1 is negative"),
        (-1, "lines", "-1 is negative"),
        ("-1 lines", "lines", "is negative"),
        ("1,000 lines", "lines", "(or 1000, without a separator)"),
        (10**9 + 1, "", "is too large; the most is 1,000,000,000"),
        (10**99, "", "cannot be used"),
        (NAN, "", "nan cannot be used"),
        (True, "", "true is not a number"),
        ("", "lines", "nothing is written"),
        (None, "lines", 'null is not a number; it should be a count such as "3 lines"'),
    ],
)
def test_count_refused(x: object, unit: str, message: str) -> None:
    """Another unit, no unit, a fraction or a negative number is refused."""
    with pytest.raises(ValueError) as caught:
        parse_count(x, unit)
    assert message in str(caught.value)


def test_plural() -> None:
    """Plurals are those of the words of the scenario language."""
    words = ["line", "try", "day", "box", "batch", "person", "waiting", "chats", ""]
    assert [plural(word) for word in words] == [
        "lines",
        "tries",
        "days",
        "boxes",
        "batches",
        "people",
        "waiting",
        "chats",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("35 % at 2 min, 55 % at 10 min", ((120 * SECOND, 0.35), (600 * SECOND, 0.55))),
        ("35 % at 2 min and 55 % at 10 min", ((120 * SECOND, 0.35), (600 * SECOND, 0.55))),
        ("35 % at 2 min,55 % at 10 min", ((120 * SECOND, 0.35), (600 * SECOND, 0.55))),
        ("0.2 at 0 s", ((0, 0.2),)),
        ("20 %", ((0, 0.2),)),
        (0.2, ((0, 0.2),)),
    ],
)
def test_curve(text: object, points: tuple[tuple[int, float], ...]) -> None:
    """A curve is its points; one share alone is flat."""
    assert parse_curve(text) == points


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("35 % at 2 min, 55 % at 2 min", "each point must come after the last"),
        ("35 % at 2 min, 55 % at 1 min", "each point must come after the last"),
        ("35 % at 2 min, 55 %", '"55 %" has no "at"'),
        ("35 % at 2", 'did you mean "2 s" or "2 min"?'),
        ("35 at 2 min", 'did you mean "35 %"?'),
        ("35,5 % at 2 min", "write 35.5"),
        ("35 % at 2 min,", 'has no "at"'),
        ("", "nothing is written"),
        (None, "null is not a number"),
        (35, 'did you mean "35 %"?'),
    ],
)
def test_curve_refused(text: object, message: str) -> None:
    """Points that do not rise, or cannot be read, are refused."""
    with pytest.raises(ValueError) as caught:
        parse_curve(text)
    assert message in str(caught.value)


def test_curve_over_a_plain_measure() -> None:
    """A curve over points of effort has numbers with their unit, rising."""
    text = "0 % at 0 points, 4 % at 3 points, 15 % at 6.5 points"
    assert parse_curve_over(text, "points") == ((0.0, 0.0), (3.0, 0.04), (6.5, 0.15))
    with pytest.raises(ValueError, match='"3 min" is not a number of points'):
        parse_curve_over("4 % at 3 min", "points")
    with pytest.raises(ValueError, match="each point must come after"):
        parse_curve_over("4 % at 3 points, 5 % at 3 points", "points")


def test_factors_by_number() -> None:
    """Factors by number come in rising order of the number."""
    given_factors = {"3 chats": "1.46 times", "2 chats": "1.11x"}
    assert list(parse_factors_by_number(given_factors, "chats").items()) == [(2, 1.11), (3, 1.46)]
    assert parse_factors_by_number({}, "chats") == {}


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"2 chats": "1.1 times", "2 chat": "1.2 times"}, "is given twice"),
        ({"0 chats": "1.1 times"}, "cannot have a factor"),
        ({"2": "1.1 times"}, 'did you mean "2 chats"?'),
        ({"2 chats": 1.1}, 'did you mean "1.1 times"?'),
        ({"2 mails": "1.1 times"}, "has another unit"),
        (["1.1 times"], "a list is not a mapping"),
        (None, "null is not a mapping"),
    ],
)
def test_factors_by_number_refused(mapping: object, message: str) -> None:
    """A number given twice, of none or of another unit is refused."""
    with pytest.raises(ValueError) as caught:
        parse_factors_by_number(mapping, "chats")
    assert message in str(caught.value)
