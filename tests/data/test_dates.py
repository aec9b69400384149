"""Points in time as exports write them: forms, order of day and month, zones."""

from datetime import date, datetime

import numpy as np
import pytest

from sim.data.dates import MomentColumn, check_date_format, check_zone
from sim.data.table import Faults
from sim.errors import DataError, UsageError


def read(texts, clocks=None, **options):
    """Read a column whose first row is line 2; raises what is wrong."""
    faults = Faults("x.csv")
    column = MomentColumn("start", faults, **options)
    column.add(np.arange(2, 2 + len(texts)), tuple(texts), None if clocks is None else tuple(clocks))
    moments = column.finish()
    faults.raise_if_any()
    return moments


def local(texts, clocks=None, **options):
    return [None if np.isnat(t) else t.item() for t in read(texts, clocks, **options).local]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-13 14:05:00",
        "2026-03-13T14:05",
        "2026-03-13 14:05:00.000",
        "20260313 14:05",
        "2026/03/13 2:05 PM",
        "13.03.2026 14:05",
        "13.3.2026 14:05:00",
        "13/03/2026 14:05",
        "03/13/2026 02:05 p.m.",
        "13-03-2026 14:05",
        "3/13/2026, 2:05:00 PM",
        "2026-03-13T14:05:00Z",
        "2026-03-13 14:05:00+01:00",
        "2026-03-13 14:05 UTC",
    ],
)
def test_the_forms_of_a_moment_all_mean_the_same_wall_clock(text):
    """Every listed form of 13 March 2026, five past two, is read as that wall-clock time."""
    assert local([text]) == [datetime(2026, 3, 13, 14, 5)]


def test_noon_and_midnight_of_the_twelve_hour_clock():
    """12:30 AM is half past midnight, 12:30 PM half past noon."""
    assert local(["2026-03-13 12:30 AM", "2026-03-13 12:30 PM"]) == [
        datetime(2026, 3, 13, 0, 30),
        datetime(2026, 3, 13, 12, 30),
    ]


def test_one_value_above_12_decides_the_whole_column():
    """With 25/03 in the column 02/03 is 2 March; with 03/25 it is 3 February."""
    assert local(["02/03/2026", "25/03/2026"])[0] == datetime(2026, 3, 2)
    assert local(["02/03/2026", "03/25/2026"])[0] == datetime(2026, 2, 3)


@pytest.mark.parametrize("mark", ["/", "-"])
def test_a_column_that_fits_both_orders_is_asked_about(mark):
    """Where no value decides, the fault asks and names the option; with the option it is read."""
    texts = [f"02{mark}03{mark}2026", f"05{mark}03{mark}2026"]
    with pytest.raises(DataError, match=r"2nd of March or the 3rd of February\? --date-format day-first"):
        read(texts)
    assert local(texts, date_format="day-first")[0] == datetime(2026, 3, 2)
    assert local(texts, date_format="month-first")[0] == datetime(2026, 2, 3)


def test_equal_numbers_need_no_order():
    """04/04/2026 is the same day in both orders."""
    assert local(["04/04/2026"]) == [datetime(2026, 4, 4)]


def test_both_orders_in_one_column_are_a_fault_that_names_a_line_of_each():
    """13/03 and 03/14 cannot be read in one order."""
    with pytest.raises(DataError, match="line 2 can only be day first, line 3 only month first"):
        read(["13/03/2026", "03/14/2026"])


def test_a_pattern_reads_any_form():
    """A pattern reads names of months, years of two digits, and the time in or beside the date."""
    assert local(["02 Mar 2026 10:00"], date_format="%d %b %Y") == [datetime(2026, 3, 2, 10)]
    assert local(["02-Mar-26 10:30"], date_format="%d-%b-%y %H:%M") == [datetime(2026, 3, 2, 10, 30)]
    assert local(["02/03/26"], ["9:15"], date_format="%d/%m/%y") == [datetime(2026, 3, 2, 9, 15)]


def test_dates_and_times_of_two_columns_go_together():
    """A date written with midnight takes the time beside it; a time with a date of its own keeps it."""
    assert local(["2026-03-02 00:00:00", "2026-03-02"], ["09:30", "2026-03-05 10:00"]) == [
        datetime(2026, 3, 2, 9, 30),
        datetime(2026, 3, 5, 10),
    ]


def test_seconds_since_midnight_need_a_day():
    """610 is ten past midnight and ten seconds of a given day; without one it is a fault."""
    assert local(["610", "9:30 AM"], day=date(1999, 8, 1)) == [
        datetime(1999, 8, 1, 0, 10, 10),
        datetime(1999, 8, 1, 9, 30),
    ]
    with pytest.raises(DataError, match="seconds since midnight need --date"):
        read(["610"])
    with pytest.raises(DataError, match="a day has 86,400"):
        read(["86400"], day=date(1999, 8, 1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-03-02 24:30", "not on the clock"),
        ("2026-03-02 24:00", "end of a day"),
        ("2026-03-02 13:00 PM", "not on the clock"),
        ("2026-02-30", "not in the calendar"),
        ("31.04.2026", "not in the calendar"),
        ("1890-01-01", "not in the calendar"),
        ("02/03/26", "two digits"),
        ("46083", "day numbers of Excel"),
        ("Monday", "not a date"),
        ("09:30", "has no date"),
    ],
)
def test_what_is_no_moment_is_a_fault_with_its_line(text, message):
    """Each is refused in its own words, at line 2."""
    with pytest.raises(DataError, match=f"x.csv:2: start: .*{message}"):
        read([text])


def test_an_empty_cell_is_unknown_unless_it_is_required():
    """An empty cell gives no time; where one is required it is a fault."""
    assert local(["", "NULL"]) == [None, None]
    with pytest.raises(DataError, match="there is no date"):
        read([""], is_required=True)


def test_offsets_are_turned_to_the_wanted_zone():
    """Warsaw is one hour ahead of UTC on 13 March and two on 1 July; times without offset are taken as they are."""
    texts = ["2026-03-13T08:00:00Z", "2026-07-01T08:00:00Z", "2026-07-01T08:00:00-04:00", "2026-07-01 08:00"]
    assert [t.hour for t in local(texts, zone="Europe/Warsaw")] == [9, 10, 14, 8]


def test_a_skipped_local_time_asks_whether_the_zone_is_another():
    """02:30 on the spring night does not exist in Warsaw; with an offset, and in UTC, it does."""
    with pytest.raises(DataError, match="02:30 on 2026-03-29 does not exist in Europe/Warsaw; is the file in another"):
        read(["2026-03-29 02:30"], zone="Europe/Warsaw")
    assert local(["2026-03-29 02:30"], zone="UTC") == [datetime(2026, 3, 29, 2, 30)]
    assert local(["2026-03-29T02:30:00Z"], zone="Europe/Warsaw") == [datetime(2026, 3, 29, 4, 30)]


def test_the_repeated_hour_keeps_its_order_by_offset():
    """02:30 +02:00 lies an hour before 02:30 +01:00, whatever the order in the file."""
    moments = read(["2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00"], zone="Europe/Warsaw")
    assert moments.local[0] == moments.local[1]
    assert moments.order().tolist() == [1, 0]


def test_unknown_zones_and_formats_are_usage_errors():
    """A mistyped zone gets the nearest name; a pattern without a year is refused."""
    assert check_zone("Europe/Warsaw") == "Europe/Warsaw"
    assert check_date_format("%d/%m/%y") == "%d/%m/%y"
    with pytest.raises(UsageError, match='did you mean "Europe/Warsaw"'):
        check_zone("Europe/Warsav")
    with pytest.raises(UsageError, match="does not say day, month and year"):
        check_date_format("%d/%m")
    with pytest.raises(UsageError, match="day-first"):
        check_date_format("dayfirst")
