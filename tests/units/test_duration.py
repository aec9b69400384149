"""Lengths of time, reply times and rates: what is read, what is refused, what is printed."""

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim.units import (
    ReplyTime,
    format_duration,
    parse_duration,
    parse_rate,
    parse_reply_time,
    parse_span_of_days,
)

SECOND = 1_000_000
DAY = 86_400
PHASES = (Phase.explicit, Phase.generate)
SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=300, phases=PHASES)
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20 s", 20),
        ("20s", 20),
        ("20 sec", 20),
        ("1 second", 1),
        ("3.5 min", 210),
        ("3.5 minutes", 210),
        (".5 h", 1800),
        ("5. h", 18_000),
        ("1 h", 3600),
        ("2 hrs", 7200),
        ("2 days", 2 * DAY),
        ("1 week", 7 * DAY),
        ("1 h 30 min", 5400),
        ("1h30min", 5400),
        ("1 day 2 h 3 min 4 s 5 ms 6 µs", DAY + 7384.005006),
        ("1 week 1 day", 8 * DAY),
        ("0 s", 0),
        ("1e3 s", 1000),
        ("1.5e-3 s", 0.0015),
        (" 20\u00a0S ", 20),
        ("20\u202fMin", 1200),
        ("250 us", 0.00025),
        ("36525 days", 36_525 * DAY),
    ],
)
def test_duration(text: str, seconds: float) -> None:
    """A length of time is read to the tick, whatever its words, spacing and case."""
    assert parse_duration(text) == round(seconds * SECOND)


def test_duration_is_exact_and_rounds_half_up() -> None:
    """Decimal figures are exact, and what lies between two ticks is rounded half up, once, at the end."""
    assert parse_duration("0.1 s") == 100_000
    assert parse_duration("0.0000005 s") == 1
    assert parse_duration("0.0000014 s") == 1
    assert parse_duration("2.5 µs") == 3
    assert parse_duration("1 ms 0.4 µs") == 1000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("20", '"20" has no unit; did you mean "20 s" or "20 min"?'),
        (20, '20 has no unit; did you mean "20 s" or "20 min"?'),
        (0, '0 has no unit; did you mean "0 s" or "0 min"?'),
        (2.5, '2.5 has no unit; did you mean "2.5 s" or "2.5 min"?'),
        (-3, "-3 has no unit and must be 0 or more"),
        (NAN, "nan has no unit and must be 0 or more"),
        ("", "nothing is written"),
        ("  ", "nothing is written"),
        ("-3 min", '"-3 min" is negative'),
        ("−3 min", "is negative"),
        ("3,5 min", '"3,5 min" has a comma in a number; write 3.5'),
        ("1,000 s", "write 1.000 (or 1000, without a separator)"),
        ("1'000 s", "has a separator in a number"),
        ("1_000 s", "has a separator in a number"),
        ("20 parsecs", '"parsecs" is not a unit of time; the units are s, min, h, days and weeks'),
        ("20 m", 'could be minutes or months; write "20 min"'),
        ("2 months", "a month has no fixed length"),
        ("5 years", "a year has no fixed length"),
        ("20 s min", "is not a time such as"),
        ("1 h 30", '30 has no unit; did you mean "30 s" or "30 min"?'),
        ("30 min 1 h", "write each unit once, the larger first"),
        ("1 h 2 h", "write each unit once"),
        ("min", "is not a time such as"),
        ("three min", "is not a time such as"),
        ("1/2 h", "is not a time such as"),
        ("nan s", "is not a time such as"),
        ("inf h", "is not a time such as"),
        ("1e999 s", '"e" is not a unit of time'),
        ("1e99 s", "is too long; the most is 36525 days"),
        ("36526 days", "is too long"),
        ("9" * 41 + " s", "has too many digits"),
        ("0.0000001 s", "is shorter than the smallest step of time"),
        ("10:30", "is not a time such as"),
        ("٣ min", "is not a time such as"),
        (None, "null cannot be read"),
        (True, "true cannot be read"),
        ([1], "a list cannot be read"),
        ({}, "a mapping cannot be read"),
    ],
)
def test_duration_refused(text: object, message: str) -> None:
    """What is no length of time is refused with what was got and what would be right."""
    with pytest.raises(ValueError) as caught:
        parse_duration(text)
    assert message in str(caught.value)


@SETTINGS
@given(st.integers(0, 36_525 * DAY * SECOND))
@example(0)
@example(1)
@example(999)
@example(1_000)
@example(59_999_999)
@example(86_400 * SECOND + 1)
def test_formatted_duration_reads_back(ticks: int) -> None:
    """Every length of time that can be written is read back to the tick."""
    assert parse_duration(format_duration(ticks)) == ticks


@pytest.mark.parametrize(
    ("ticks", "text"),
    [
        (0, "0 s"),
        (350_000, "350 ms"),
        (350_500, "350.5 ms"),
        (7, "7 µs"),
        (80 * SECOND, "1 min 20 s"),
        (20_500_000, "20.5 s"),
        (60 * SECOND + 1, "1 min 0.000001 s"),
        (DAY * SECOND, "1 day"),
        (9 * DAY * SECOND + 3600 * SECOND, "9 days 1 h"),
        (-90 * SECOND, "-1 min 30 s"),
    ],
)
def test_duration_for_people(ticks: int, text: str) -> None:
    """A length of time is written in the largest units that are not zero."""
    assert format_duration(ticks) == text


@pytest.mark.parametrize(
    ("text", "days"),
    [("1 week", 7), ("2 days", 2), ("0 days", 0), ("1 day", 1), ("48 h", 2), ("1 week 1 day", 8)],
)
def test_span_of_days(text: str, days: int) -> None:
    """A span is a whole number of days."""
    assert parse_span_of_days(text) == days


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (7, 'did you mean "7 days" or "7 weeks"?'),
        ("7", 'did you mean "7 days" or "7 weeks"?'),
        ("36 h", "is not a whole number of days"),
        ("1.5 days", "is not a whole number of days"),
        ("-1 day", "is negative"),
        (None, "null cannot be read"),
    ],
)
def test_span_of_days_refused(text: object, message: str) -> None:
    """Half days and bare numbers are refused."""
    with pytest.raises(ValueError) as caught:
        parse_span_of_days(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 working hours", ReplyTime(6 * 3600 * SECOND, True)),
        ("90 working minutes", ReplyTime(5400 * SECOND, True)),
        ("1.5 business hours", ReplyTime(5400 * SECOND, True)),
        ("24 h", ReplyTime(24 * 3600 * SECOND, False)),
        ("1 day 12 h", ReplyTime(36 * 3600 * SECOND, False)),
    ],
)
def test_reply_time(text: str, expected: ReplyTime) -> None:
    """A reply time counts open time when it says so, else the wall clock."""
    assert parse_reply_time(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (6, 'did you mean "6 working hours" or "6 h"?'),
        ("6", 'did you mean "6 working hours" or "6 h"?'),
        ("2 working days", "a working day has no fixed length; write it in working hours"),
        ("1 h 30 working minutes", "cannot be read as one reply time"),
        ("working hours", "cannot be read as one reply time"),
        ("6 working", "cannot be read as one reply time"),
        ("6 working parsecs", '"parsecs" is not a unit of time'),
        ("-6 working hours", "cannot be read as one reply time"),
        ("", "nothing is written"),
        (None, "null cannot be read"),
    ],
)
def test_reply_time_refused(text: object, message: str) -> None:
    """A reply time on two clocks, or in working days, is refused."""
    with pytest.raises(ValueError) as caught:
        parse_reply_time(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "per_second"),
    [
        ("95 per h", 95 / 3600),
        ("12 per min", 0.2),
        ("300 per day", 300 / DAY),
        ("95/h", 95 / 3600),
        ("95 calls per hour", 95 / 3600),
        ("2 a minute", 2 / 60),
        ("0 per s", 0.0),
        ("7 per week", 1 / DAY),
    ],
)
def test_rate(text: str, per_second: float) -> None:
    """A rate is read per second."""
    assert parse_rate(text) == per_second


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (95, 'did you mean "95 per h" or "95 per day"?'),
        ("95", 'did you mean "95 per h"'),
        ("95 per parsec", '"parsec" is not a unit of time'),
        ("95 h", "is not a rate"),
        ("-1 per h", "is negative"),
        ("1,5 per h", "write 1.5"),
        ("", "nothing is written"),
        (None, "null cannot be read"),
    ],
)
def test_rate_refused(text: object, message: str) -> None:
    """What is no rate is refused."""
    with pytest.raises(ValueError) as caught:
        parse_rate(text)
    assert message in str(caught.value)
