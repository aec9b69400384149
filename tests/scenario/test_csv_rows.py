"""Facts about counts of contacts from a CSV: what is read, and every fault at its line and column."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.scenario.csv_rows import CsvError, DayTable, read_counts
from sim.scenario.load import load
from sim.scenario.types import word_of_day

HALF_HOUR = 1800


def means(table: DayTable, date: str, weekday: int) -> np.ndarray:
    """Counts of one day by half-hour."""
    return table.means(date if table.by_date else word_of_day(table.days, weekday), 48)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    return tmp_path


def read(folder: Path, text: str | bytes) -> DayTable:
    """Write a CSV and read it by half-hours."""
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "calls.csv").write_bytes(content)
    return read_counts(str(folder), "calls.csv", HALF_HOUR)


def faults(folder: Path, text: str | bytes) -> list[str]:
    """Line, column and sentence of each fault of a CSV."""
    with pytest.raises(CsvError) as caught:
        read(folder, text)
    heads = [fault.render().splitlines()[0] for fault in caught.value.faults]
    return [head.removeprefix("calls.csv:").strip() for head in heads]


PLAIN = "weekday,time,contacts\nmon,08:00,3\nmon,08:30,4.5\nweekday,08:00,7\n"


def test_rows_by_weekday_are_a_week(folder):
    """The narrowest word for a day wins, and a day that no word covers has nobody."""
    table = read(folder, PLAIN)
    assert not table.by_date
    assert means(table, "2026-03-02", 0)[15:19].tolist() == [0, 3, 4.5, 0]
    assert means(table, "2026-03-03", 1)[16:18].tolist() == [7, 0]
    assert means(table, "2026-03-07", 5).sum() == 0


def test_rows_by_date_are_days(folder):
    """Rows with dates hold on those days only."""
    table = read(folder, "date,time,contacts\n2026-03-02,08:00,3\n2026-03-03,23:30,2\n")
    assert table.by_date
    assert means(table, "2026-03-02", 0)[16] == 3
    assert means(table, "2026-03-03", 1)[47] == 2
    assert means(table, "2026-03-04", 2).sum() == 0


SPELLINGS = {
    "byte-order mark": "\ufeff" + PLAIN,
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "Windows line ends": PLAIN.replace("\n", "\r\n"),
    "old Mac line ends": PLAIN.replace("\n", "\r"),
    "no last line end": PLAIN.rstrip("\n"),
    "empty lines": PLAIN.replace("\n", "\n\n") + ",,\n",
    "quotes": PLAIN.replace("mon,", '"mon",'),
    "spaces": PLAIN.replace(",", " , "),
    "long day names and capitals": PLAIN.replace("mon,", "Monday,").replace("weekday,08", "WEEKDAY,08"),
    "another order and more columns": (
        "Contacts,note,Time,Weekday\n3,x,08:00,mon\n4.5,,08:30,mon\n7,a;b,08:00,weekday\n"
    ),
    "rows out of order": ("weekday,time,contacts\nmon,08:30,4.5\nweekday,08:00,7\nmon,08:00,3\n"),
    "seconds in the clock": PLAIN.replace("08:30", "08:30:00"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_all_usual_spellings_are_the_same_table(folder, spelling):
    """What spreadsheets write (marks, separators, line ends, quotes) does not change the counts."""
    plain, other = read(folder, PLAIN), read(folder, SPELLINGS[spelling])
    for day in range(7):
        assert np.array_equal(means(plain, "", day), means(other, "", day))


FAULTS = {
    "gap of one interval": (
        "mon,08:00,3\nmon,09:00,4",
        [
            (
                "2:5: a gap on mon after this row: the interval 08:30 is missing "
                "(allowed: a row with 0 contacts where nothing came)"
            )
        ],
    ),
    "gap of several": (
        "mon,08:00,3\nmon,10:00,4\nmon,11:00,1",
        [
            (
                "2:5: a gap on mon after this row: the 3 intervals from 08:30 to 09:30 are missing "
                "(allowed: a row with 0 contacts where nothing came)"
            ),
            (
                "3:5: a gap on mon after this row: the interval 10:30 is missing "
                "(allowed: a row with 0 contacts where nothing came)"
            ),
        ],
    ),
    "twice": (
        "mon,08:00,3\nmon,08:30,1\nmonday,08:00,4",
        ["4:1: mon 08:00 stands here twice, first in line 2 (got monday,08:00,4)"],
    ),
    "three bad cells": (
        "mom,8.00,three",
        [
            '2:1: "mom" is not a day; write mon … sun, weekday, weekend, daily or holiday',
            '2:5: "8.00" is not a time of day such as "08:00" or "17:30"',
            '2:10: "three" is not a number such as "2.5"',
        ],
    ),
    "no count": ("mon,08:00,", ["2:11: there is no number of contacts; write 0 where nothing came"]),
    "negative": ("mon,08:00, -3", ['2:12: "-3" is negative; it should be a number such as "2.5"']),
    "not finite": ("mon,08:00,nan", ['2:11: "nan" is not a number such as "2.5"']),
    "underscore": ("mon,08:00,1_0", ['2:11: "1_0" has a separator in a number; write the digits without it']),
    "digits of another script": ("mon,08:00,٣", ['2:11: "٣" is not a number such as "2.5"']),
    "decimal comma in quotes": (
        'mon,08:00,"3,5"',
        ['2:11: "3,5" has a comma in a number; write 3.5'],
    ),
    "flood": ("mon,08:00,99999999", ['2:11: "99999999" contacts in one interval are too many']),
    "off the grid": (
        "mon,08:10,3",
        ['2:5: "08:10" is not the start of an interval of 30 min (demand.interval)'],
    ),
    "end of the day": (
        "mon,24:00,3",
        ['2:5: "24:00" is not the start of an interval of 30 min (demand.interval)'],
    ),
    "short row": ("mon,08:00", ["2:1: the row has 2 cells, 3 are needed (got mon,08:00)"]),
    "no rows": ("", ["1:1: the file has no rows below its header"]),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults_of_rows(folder, case):
    """Each bad cell is one message at its line and column, with what was written."""
    rows, expected = FAULTS[case]
    assert faults(folder, f"weekday,time,contacts\n{rows}\n") == expected


def test_a_fault_shows_its_line(folder):
    """The row stands under the message, with a caret under the cell."""
    with pytest.raises(CsvError) as caught:
        read(folder, "weekday;time;contacts\nmon; 08:00;x\n")
    (fault,) = caught.value.faults
    assert fault.render().splitlines()[1:] == ["  mon; 08:00;x", " " * 13 + "^"]


def test_dates_in_other_orders_are_refused(folder):
    """A date is year-month-day; anything else would be guessing."""
    rows = "date,time,contacts\n02/03/2026,08:00,1\n2026-02-30,08:00,1\n20260302,08:00,1\n"
    assert faults(folder, rows) == [
        '2:1: "02/03/2026" is not a date; write it as year-month-day, for example 2026-03-02',
        '3:1: "2026-02-30" is not in the calendar',
        '4:1: "20260302" is not a date; write it as year-month-day, for example 2026-03-02',
    ]


def test_a_header_that_lacks_columns_is_told(folder):
    """The header is named as written, with the two that are allowed."""
    assert faults(folder, "day,time,calls\nmon,08:00,3\n") == [
        (
            "1:1: the header lacks weekday, contacts (got day,time,calls; allowed: weekday,time,contacts or "
            "date,time,contacts)"
        )
    ]
    assert len(faults(folder, "")) == 1


def test_files_that_are_no_csv_are_told(folder):
    """A binary file, a folder and a missing file have a message without a line."""
    assert faults(folder, bytes(range(256))) == ["the file is not UTF-8 text; save it as CSV UTF-8"]
    for name, message in (("none.csv", "there is no such file"), (".", "this is a folder"), ("a\0b", "cannot be read")):
        with pytest.raises(CsvError, match=message) as caught:
            read_counts(str(folder), name, HALF_HOUR)
        assert caught.value.faults[0].line == 0


ROW = ('    email:\n      rate: {"08:00": 5 per h, "10:00": 0 per h}', "    email: {file: data/mails.csv}")


def test_a_fault_of_a_csv_is_a_fault_of_the_scenario(folder, change):
    """The path is kept as written, and the fault comes once, although two strategies read the file."""
    (folder / "data").mkdir()
    (folder / "plan.yaml").write_text(change(ROW))
    with pytest.raises(ScenarioError) as caught:
        load(folder / "plan.yaml")
    (fault,) = caught.value.faults
    assert (fault.path, fault.value, fault.line) == ("demand.by_channel.email.file", "data/mails.csv", 14)
    assert fault.message == "there is no such file; the path starts from the folder of the scenario"
    (folder / "data" / "mails.csv").write_text("weekday,time,contacts\nmon,08:00,x\n")
    with pytest.raises(ScenarioError) as caught:
        load(folder / "plan.yaml")
    assert str(caught.value) == 'data/mails.csv:2:11: "x" is not a number such as "2.5"\n  mon,08:00,x\n            ^'


def test_days_that_a_csv_does_not_have_are_doubtful(folder, change):
    """A horizon beyond the dates of a file has no contacts there, which is said."""
    (folder / "data").mkdir()
    (folder / "data" / "mails.csv").write_text("date,time,contacts\n2026-03-02,08:00,1\n2026-03-04,08:00,1\n")
    (folder / "plan.yaml").write_text(change(ROW))
    (warning,) = load(folder / "plan.yaml").warnings
    assert "5 of 7 days of the horizon are not in the file, the first 2026-03-03; nobody comes then" in warning


def test_what_is_no_file_or_too_large_is_refused_unread(tmp_path):
    """A pipe would never end and 300 MB are no table of a planner: both are refused before anything is read."""
    import os

    from sim.scenario.csv_text import CsvError, read_rows

    os.mkfifo(tmp_path / "pipe.csv")
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(300_000_000)
    for name, words in (("pipe.csv", "no file on a disk"), ("big.csv", "300 MB; the most is 200 MB")):
        with pytest.raises(CsvError, match=words):
            read_rows(str(tmp_path), name)
