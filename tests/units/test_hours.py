"""Clock times and weekly opening hours: what is read and what is refused."""

from datetime import date

import pytest

from sim import units
from sim.units import (
    parse_clock,
    parse_hours,
)

DAY = 86_400


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


# --- exceptions ---------------------------------------------------------------------------------------------------

CHRISTMAS_EVE, CHRISTMAS = date(2026, 12, 24), date(2026, 12, 25)


def hours_on(text: str, day: date, is_holiday: bool = False) -> list[tuple[float, float]]:
    """Return the spans that start on a day, in hours."""
    return [(start / 3600, end / 3600) for start, end in parse_hours(text).spans_on(day, is_holiday)]


def test_hours_without_exceptions_are_those_of_the_weekday():
    """Without a word on holidays a holiday is an ordinary day, and nothing else is stored."""
    hours = parse_hours("mon-fri 08:00-20:00")
    assert (hours.holiday, hours.dates, hours.exceptions) == (None, (), ())
    assert hours_on("mon-fri 08:00-20:00", CHRISTMAS, is_holiday=True) == [(8, 20)]


@pytest.mark.parametrize(
    ("text", "is_holiday", "expected"),
    [
        ("always and holiday closed", True, []),
        ("always and holiday closed", False, [(0, 24)]),
        ("daily 00:00-24:00, holiday closed", True, []),
        ("holiday closed and always", True, []),
        ("Public Holidays closed; daily 08:00-09:00", True, []),
        ("mon-fri 08:00-20:00 and holiday 10:00-14:00", True, [(10, 14)]),
        ("mon-fri 08:00-20:00 and holiday 10:00-12:00 and 13:00-15:00", True, [(10, 12), (13, 15)]),
        ("mon and holiday 08:00-20:00", True, [(8, 20)]),
        ("holiday and fri 22:00-02:00", True, [(22, 26)]),
        ("never and holiday 10:00-14:00", True, [(10, 14)]),
        ("never and holiday 10:00-14:00", False, []),
        ("mon-thu 08:00-20:00 and fri closed", False, []),
        ("daily closed", False, []),
    ],
)
def test_holidays_replace_the_weekday(text, is_holiday, expected):
    """On a holiday the hours of `holiday` hold, whatever the weekday; `closed` is none."""
    assert hours_on(text, CHRISTMAS, is_holiday) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("always and 2026-12-25 closed", CHRISTMAS, []),
        ("always and 2026-12-25 closed", CHRISTMAS_EVE, [(0, 24)]),
        ("always and holiday closed and 2026-12-25 08:00-13:00", CHRISTMAS, [(8, 13)]),
        ("always and 2026-12-24 to 2026-12-26 closed", CHRISTMAS_EVE, []),
        ("always and 2026-12-24 to 2026-12-26 closed", date(2026, 12, 26), []),
        ("always and 2026-12-24 to 2026-12-26 closed", date(2026, 12, 27), [(0, 24)]),
        ("always and 2026-12-24 \u2013 2026-12-26 09:00 to 12:00", CHRISTMAS, [(9, 12)]),
        ("always and 2026-12-24 to 2026-12-26 closed and 2026-12-25 10:00-11:00", CHRISTMAS, [(10, 11)]),
        ("always and 2026-12-25 10:00-11:00 and 2026-12-24 to 2026-12-26 closed", CHRISTMAS, [(10, 11)]),
        ("always and 2026-12-24, 2026-12-25 and holiday 10:00-11:00", CHRISTMAS_EVE, [(10, 11)]),
        ("2026-12-25 08:00-16:00", CHRISTMAS, [(8, 16)]),
        ("2026-12-25 08:00-16:00", CHRISTMAS_EVE, []),
    ],
)
def test_dates_replace_holidays_and_weekdays(text, day, expected):
    """A date wins over `holiday` and the weekday, and a shorter span of dates over the one around it."""
    assert hours_on(text, day, is_holiday=True) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mon-sat 08:00-20:00 and sat closed", "Saturday is closed and has hours; leave the day out"),
        ("always and sun closed", "Sunday is closed and has hours"),
        ("always and holiday closed and holiday 08:00-12:00", "holiday is closed and has hours"),
        ("always and 2026-12-25 08:00-12:00 and 2026-12-25 closed", "2026-12-25 is closed and has hours"),
        ("always and holiday 08:00-12:00 and holiday 11:00-13:00", "overlap on holiday"),
        ("always and 2026-12-25 08:00-12:00 and 11:00-13:00", "overlap on 2026-12-25"),
        ("always and mon 08:00-09:00", "overlap on Monday"),
        ("never and mon 08:00-09:00", "never, and Monday has hours"),
        ("holiday closed", "says only when it is closed"),
        ("2026-12-25 closed", "says only when it is closed"),
        ("closed", '"closed" has no days; write for example "holiday closed"'),
        ("always and closed", '"closed" has no days'),
        ("always and holiday", "the last days have no times"),
        ("always and 2026-12-25", "the last days have no times"),
        ("always and 2026-02-30 closed", "2026-02-30 is not in the calendar"),
        ("always and 2026-12-26 to 2026-12-24 closed", "ends before it begins"),
        ("always and 2026-12-20 to 2026-12-25 closed and 2026-12-24 to 2026-12-30 closed", "hold on 2026-12-24"),
        ("always and holidy closed", '"holidy" is not a day; the days are mon'),
        ("mon-holiday 08:00-10:00", '"holiday" is not a day'),
    ],
)
def test_exceptions_refused(text, message):
    """What contradicts itself, or excepts from nothing, is refused with words that help."""
    with pytest.raises(ValueError) as caught:
        parse_hours(text)
    assert message in str(caught.value)
