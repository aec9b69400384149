"""Facts about the grammar of quantities, its edges and its messages."""

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim import units
from sim.units import (
    ReplyTime,
    format_duration,
    format_share,
    parse_clock,
    parse_count,
    parse_curve,
    parse_curve_over,
    parse_duration,
    parse_factor,
    parse_factors_by_number,
    parse_hours,
    parse_number,
    parse_rate,
    parse_reply_time,
    parse_share,
    parse_span_of_days,
    quote,
)
from sim.units.measure import plural

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
        ("3 agents", "lines", 'is not a count such as "3 lines"'),
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


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("10:30", 37_800),
        ("10:30:15", 37_815),
        ("00:00", 0),
        ("24:00", DAY),
        ("8:05", 29_100),
        ("23:59:59", DAY - 1),
    ],
)
def test_clock(text: str, second: int) -> None:
    """A time of day is seconds from midnight."""
    assert parse_clock(text) == second


@pytest.mark.parametrize(
    "text",
    ["24:01", "25:00", "10:60", "10:30:60", "10", "10:3", "8am", "-1:00", "", "10:30 ", 630, None, "１０:30"],
)
def test_clock_refused(text: object) -> None:
    """What is not on the clock is refused; spaces around are not part of a time."""
    if text == "10:30 ":
        assert parse_clock(text) == 37_800
        return
    with pytest.raises(ValueError, match=r"time of day|on the clock"):
        parse_clock(text)


def week(**days: list[tuple[float, float]]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return spans of a week, given in hours by day name."""
    return tuple(
        tuple((round(start * 3600), round(end * 3600)) for start, end in days.get(name, [])) for name in units.DAY_NAMES
    )


def same(names: tuple[str, ...], span: tuple[float, float]) -> dict[str, list[tuple[float, float]]]:
    """Return the same span for each day."""
    return {name: [span] for name in names}


WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "mon-fri 08:00-20:00 and sat 09:00-14:00",
            week(**same(WORKDAYS, (8, 20)), sat=[(9, 14)]),
        ),
        ("always", week(**same(units.DAY_NAMES, (0, 24)))),
        ("never", week()),
        ("daily 22:00-06:00", week(**same(units.DAY_NAMES, (22, 30)))),
        ("mon 08:00-12:00 and mon 13:00-17:00", week(mon=[(8, 12), (13, 17)])),
        ("mon 13:00-17:00 and 08:00-12:00", week(mon=[(8, 12), (13, 17)])),
        ("mon 08:00-12:00 and mon 12:00-17:00", week(mon=[(8, 17)])),
        ("mon, wed and fri 09:00-17:00", week(mon=[(9, 17)], wed=[(9, 17)], fri=[(9, 17)])),
        (
            "weekdays 9:00-17:00; weekend 10:00-12:30",
            week(**same(WORKDAYS, (9, 17)), sat=[(10, 12.5)], sun=[(10, 12.5)]),
        ),
        ("sat-mon 09:00-10:00", week(sat=[(9, 10)], sun=[(9, 10)], mon=[(9, 10)])),
        ("Monday to Tuesday 08:00 – 20:00", week(mon=[(8, 20)], tue=[(8, 20)])),
        ("mondays 08:00 to 20:00", week(mon=[(8, 20)])),
        ("mon 18:00-24:00", week(mon=[(18, 24)])),
        ("mon 18:00-00:00", week(mon=[(18, 24)])),
        ("sun 23:00-22:59", week(sun=[(23, 46 + 59 / 60)])),
        ("mon 22:00-06:00 and tue 06:00-08:00", week(mon=[(22, 30)], tue=[(6, 8)])),
        ("MON\u00a008:00-20:00", week(mon=[(8, 20)])),
    ],
)
def test_hours(text: str, expected: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    """Weekly hours are read by day; a span past midnight belongs to the day it starts on."""
    assert parse_hours(text).spans == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mon 08:00-12:00 and mon 11:00-13:00", "overlap on Monday"),
        ("mon 22:00-06:00 and tue 05:00-09:00", "overlap on Tuesday"),
        ("sun 22:00-06:00 and mon 05:59-09:00", "overlap on Monday"),
        ("mon 22:00-21:00 and sun 22:00-22:30 and tue 20:59-21:30", "overlap on Tuesday"),
        ("daily 08:00-09:00 and mon 08:00-09:00", "overlap on Monday"),
        ("mon 08:00-08:00", "is empty; a whole day is 00:00-24:00"),
        ("mon 24:00-06:00", "cannot start at 24:00"),
        ("mon 8-20", "is not a time of day"),
        ("mon 08:00", 'is not a span; write for example "08:00-20:00"'),
        ("08:00-20:00", 'has no days; write for example "daily 08:00-20:00"'),
        ("mon", "the last days have no times"),
        ("mon 08:00-20:00 and tue", "the last days have no times"),
        ("moon 08:00-20:00", '"moon" is not a day'),
        ("mon-fry 08:00-20:00", '"fry" is not a day'),
        ("mon 08:00-20:00 and", "has an empty place"),
        ("mon 08:00-25:00", "is not on the clock"),
        ("", "nothing is written"),
        (" ", "nothing is written"),
        (630, "630 is not opening hours"),
        (None, "null is not opening hours"),
    ],
)
def test_hours_refused(text: object, message: str) -> None:
    """Hours that overlap, are empty or cannot be read are refused, the week's end included."""
    with pytest.raises(ValueError) as caught:
        parse_hours(text)
    assert message in str(caught.value)


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
        ({"2 mails": "1.1 times"}, "is not a count such as"),
        (["1.1 times"], "a list is not a mapping"),
        (None, "null is not a mapping"),
    ],
)
def test_factors_by_number_refused(mapping: object, message: str) -> None:
    """A number given twice, of none or of another unit is refused."""
    with pytest.raises(ValueError) as caught:
        parse_factors_by_number(mapping, "chats")
    assert message in str(caught.value)


def test_quote_is_short_and_safe() -> None:
    """What was got is shown shortened, without control characters or broken characters."""
    assert quote("a\x1b\ud800") == '"a\\x1b\\ud800"'
    assert len(quote("x" * 1000)) == 62
    assert quote(10**5000) == "a number of more than 30 digits"
    assert quote(frozenset()) == "a frozenset"


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text("0123456789.,e+-/%: hminsdaywekx\u00a0and tougrfil"),
    st.from_regex(r"[0-9.,-]{1,6} ?(s|min|h|days?|%|times|working hours|per h|lines)?( at | and |, )?.{0,8}"),
    st.from_regex(r"(mon|tue|sat|daily|mon-fri) [0-2]?[0-9]:[0-5]0-[0-2]?[0-9]:[0-5]0( and .*)?"),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)


@SETTINGS
@given(ANYTHING)
@example(10**5000)
@example("9" * 5000)
@example("1e" + "9" * 5000 + " s")
def test_nothing_but_value_error_is_raised(value: object) -> None:
    """Whatever is given, each reader returns or raises ValueError with a short, printable text."""
    readers = [
        parse_number,
        parse_duration,
        parse_span_of_days,
        parse_share,
        parse_factor,
        lambda x: parse_count(x, "lines"),
        lambda x: parse_count(x, ""),
        parse_reply_time,
        parse_rate,
        parse_clock,
        parse_hours,
        parse_curve,
        lambda x: parse_curve_over(x, "points"),
        lambda x: parse_factors_by_number(x, "lines"),
    ]
    for reader in readers:
        problem = ""
        try:
            reader(value)
        except ValueError as error:
            problem = str(error)
        assert problem.isprintable()
        assert len(problem) < 500
