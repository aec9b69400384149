"""Files that cannot be used: each is refused in one clear line or all its faults at once, with lines."""

import gzip
import os
from pathlib import Path

import pytest

from sim.data.columns import Reading, read_named
from sim.data.read import read_contacts, read_counts
from sim.data.table import MOST_BYTES
from sim.errors import DataError

HEAD = "date,time,calls\n"


def day(text="2026-03-02", step=30, first=540, n=8):
    """Rows of a day."""
    clocks = [first + i * step for i in range(n)]
    return "".join(f"{text},{c // 60:02d}:{c % 60:02d},{10 + i}\n" for i, c in enumerate(clocks))


def told(folder, content, reader=read_counts, reading=None, name="file.csv", **options):
    """Read a file and give the message it is refused with, without its folder."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataError) as error:
        reader(path, Reading() if reading is None else reading, **options)
    return str(error.value).replace(f"{folder}{os.sep}", "")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        (HEAD, "the file has a header and no rows below it"),
        (b"PK\x03\x04" + bytes(99), "this is an Excel workbook or a zip archive; save the sheet as CSV"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "this is an old Excel workbook; save the sheet as CSV"),
        (gzip.compress(b"date,time", mtime=0), "this is packed with gzip; unpack it first"),
        (b"date,time\0", "this is not a text file; save the table as CSV UTF-8"),
        (b"\xff\x00\x00" + b"x" * 9, "this is not a text file; save the table as CSV UTF-8"),
        ("x" * 1_100_000, "a line has over a million characters; is this a CSV file?"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path, content, message):
    """Empty, binary and headless files are told apart."""
    found = told(tmp_path, content)
    assert found.endswith(message)
    assert "\n" not in found


def test_a_file_that_is_not_there_a_folder_and_a_pipe(tmp_path):
    """Each says what it is."""
    for path, message in (
        (tmp_path / "no.csv", "there is no such file"),
        (tmp_path, "this is a folder; name the file"),
    ):
        with pytest.raises(DataError, match=message):
            read_counts(path, Reading())
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="not an ordinary file"):
        read_counts(tmp_path / "pipe", Reading())


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    """Without permission the file is named and why."""
    path = tmp_path / "file.csv"
    path.write_text(HEAD)

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match=r"the file may not be read \(permission denied\)"):
        read_counts(path, Reading())


def test_over_2_gb_is_refused_before_reading(tmp_path, monkeypatch):
    """A sparse file one byte over the limit is refused with its size; nothing of it is read."""
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    monkeypatch.setattr(Path, "open", None)
    with pytest.raises(
        DataError, match=r"the file has 2\.1 GB; the most is 2 GB: cut it, or count it by interval first"
    ):
        read_counts(path, Reading())


def test_all_faults_of_cells_are_told_with_their_lines(tmp_path):
    """Negative, not a number, nothing, 24:30, a 25th hour, 24:00 and 30 February: one message each, by line."""
    rows = (
        "2026-03-03,09:00,-4\n2026-03-03,09:30,x\n2026-03-03,10:00,\n2026-03-03,24:30,5\n2026-03-03,25:00,5\n"
        "2026-03-03,24:00,5\n2026-02-30,09:00,5\n"
    )
    lines = told(tmp_path, HEAD + day() + rows).splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"file.csv:{n}" for n in range(10, 17)]
    for line, what in zip(
        lines, ("negative", "not a number", "write 0", "24:30", "25:00", "end of a day", "calendar"), strict=True
    ):
        assert what in line


def test_of_many_faults_twenty_are_shown_and_the_rest_counted(tmp_path):
    """Fifty faults give twenty lines and the number of the others."""
    lines = told(tmp_path, HEAD + "".join(f"2026-03-02,09:00,x{n}\n" for n in range(50))).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "… and 30 more"


def test_duplicates_name_both_lines(tmp_path):
    """A second row of an interval names the first."""
    assert told(tmp_path, HEAD + day() + "2026-03-02,09:30,11\n") == (
        "file.csv:10: 2026-03-02 09:30 stands here twice, first in line 3"
    )
    rows = "".join(f"2026-03-02,{start},1\n" for start in ("09:00,a", "09:30,a", "09:00,b", "09:00,b"))
    by_queue = "date,time,queue,calls\n" + rows
    assert told(tmp_path, by_queue) == 'file.csv:5: 2026-03-02 09:00 of "b" stands here twice, first in line 4'


def test_the_repeated_hour_without_offsets_says_why(tmp_path):
    """On the autumn night of the zone a doubled hour asks for offsets."""
    text = HEAD + day("2026-10-25", first=0) + "2026-10-25,02:00,3\n"
    found = told(tmp_path, text, reading=Reading(zone="Europe/Warsaw"))
    assert found.endswith("this hour comes twice in Europe/Warsaw: give both with their offset from UTC")


def test_a_skipped_hour_asks_about_the_zone(tmp_path):
    """On the spring night of the zone 02:00 and 02:30 are faults; without a zone they are not looked at."""
    text = HEAD + day("2026-03-29", first=0)
    lines = told(tmp_path, text, reading=Reading(zone="Europe/Warsaw")).splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["file.csv:6", "file.csv:7"]
    assert all(line.endswith("does not exist in Europe/Warsaw; is the file in another zone?") for line in lines)
    assert read_counts(tmp_path / "file.csv", Reading()).interval_s == 1800


def test_mixed_intervals_name_the_first_odd_row(tmp_path):
    """A day of hours among half-hours is named at its first row; a start off the grid at its own."""
    assert told(tmp_path, HEAD + day() + day("2026-03-03", step=60)).startswith(
        "file.csv:10: from here the rows are 1 h apart"
    )
    found = told(tmp_path, HEAD + day() + "2026-03-03,09:10,4\n2026-03-03,09:40,4\n")
    assert found.startswith(
        "file.csv:10: the rows are 30 min apart, but 09:10 on 2026-03-03 does not start such an interval"
    )
    finer = told(tmp_path, HEAD + day() + day("2026-03-03") + day("2026-03-04", step=15, n=5))
    assert finer.startswith("file.csv:19: the rows are 30 min apart, but 09:15 on 2026-03-04")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2026-03-02,09:00,5\n2026-03-03,09:00,5\n", "one row a day does not say how long an interval is"),
        ("2026-03-02,09:00,5\n2026-03-02,09:07,5\n", "the rows are 7 min apart; an interval is a minute or more"),
    ],
)
def test_an_interval_that_cannot_be_told(tmp_path, rows, message):
    """Single rows a day and lengths that do not divide a day are refused."""
    assert message in told(tmp_path, HEAD + rows)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1.234", "can be 1234 or 1.234"),
        ("1,234", "can be 1234 or 1.234"),
        ("1 234", "thousands marks are not read"),
        ("1'234", "thousands marks are not read"),
        ("1.234.567", "thousands marks are not read"),
        ("1.234,5", "thousands marks are not read"),
        ("12,5\n2026-03-02;10:00;12.5", "decimal points and decimal commas in one column"),
        ("99999999", "too many"),
        ("1e3", "is not a number"),
    ],
)
def test_thousands_marks_and_doubtful_numbers(tmp_path, cell, message):
    """What could be two numbers is never guessed."""
    found = told(tmp_path, f"date;time;calls\n2026-03-02;09:00;{cell}\n2026-03-02;09:30;5\n")
    assert message in found


def test_rows_too_short_or_long_and_open_quotes(tmp_path):
    """Each such row is a fault; a quote that is not closed is asked about."""
    found = told(tmp_path, HEAD + "2026-03-02,09:00,5\n2026-03-02,09:30\n2026-03-02,10:00,5,7\n").splitlines()
    assert found == [
        "file.csv:3: the row has 2 cells, the header has 3",
        "file.csv:4: the row has 4 cells, the header has 3",
    ]
    assert "is a quote opened and not closed?" in told(tmp_path, HEAD + '2026-03-02,"09:30,6\n2026-03-02,10:00,7\n')
    assert "131,072 characters" in told(tmp_path, HEAD + '2026-03-02,"09:30,6\n' + day() * 900)


def test_lines_are_counted_through_cells_of_several_lines(tmp_path):
    """A quoted cell over two lines does not shift the line of a later fault."""
    assert told(tmp_path, 'date,time,calls\n2026-03-02,"09:00\n",5\n2026-03-02,09:30,x\n').startswith("file.csv:4: ")


def test_columns_that_are_missing_or_could_be_two_things(tmp_path):
    """Which column is meant is asked, with the option that says it."""
    assert "--column contacts=offered" in told(tmp_path, "date,time,offered,handled\n2026-03-02,09:00,5,4\n")
    found = told(tmp_path, "start,talk\n2026-03-02 09:00,5\n", read_contacts, needs=("wait", "outcome"))
    assert "no column of wait and outcome was found; name it: --column wait=NAME --column outcome=NAME" in found
    found = told(tmp_path, "calls,queue\n5,a\n")
    assert "no column of time was found" in found
    assert "a row for each contact is needed" in told(tmp_path, HEAD + day(), read_contacts)
    assert "2 columns named" in told(tmp_path, "a,x,x\n1,2,3\n", reading=Reading(columns=read_named(["calls=x"])))
    assert "there is no name of the queue" in told(
        tmp_path, "date,time,queue,calls\n2026-03-02,09:00,,5\n2026-03-02,09:30,a,5\n"
    )


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("-3", "is negative"),
        ("3:75", "is not a length of time"),
        ("1:75:00", "is not a length of time"),
        ("1772442000", "over 90 days"),
        ("soon", 'is not seconds, "mm:ss" or "h:mm:ss"'),
    ],
)
def test_lengths_of_time_that_are_none(tmp_path, cell, message):
    """Each is refused with its line and column."""
    text = f"start,outcome,wait\n2026-03-02 09:00,answered,{cell}\n"
    found = told(tmp_path, text, read_contacts)
    assert found.startswith("file.csv:2: wait: ")
    assert message in found


def test_unknown_outcomes_are_asked_about(tmp_path):
    """Outcomes that are not the usual words are listed with their numbers; a mistyped one gets the nearest."""
    text = "start,outcome,wait\n2026-03-02 09:00,AGENT,3\n2026-03-02 09:00,AGENT,3\n2026-03-02 09:00,HANG,3\n"
    found = told(tmp_path, text, read_contacts)
    assert found == (
        "file.csv: none of the outcomes is known; say what they mean: --answered NAME --abandoned NAME; "
        "there are AGENT 2, HANG 1"
    )
    assert 'did you mean "AGENT"' in told(tmp_path, text, read_contacts, reading=Reading(answered=("AGNT",)))


def test_control_characters_do_not_reach_the_terminal(tmp_path):
    """An escape sequence in a cell is shown as text."""
    found = told(tmp_path, HEAD + "2026-03-02,09:00,\x1b[31m5\n2026-03-02,09:30,1\n")
    assert "\x1b" not in found
