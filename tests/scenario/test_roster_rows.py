"""Facts about the CSV of a roster: what is read, and every fault at its line and column, in a planner's words."""

from datetime import datetime
from pathlib import Path

import pytest

from sim.scenario.csv_text import CsvError
from sim.scenario.roster_rows import Person, read_roster

HEAD = "agent,start,end,activity\n"
WORK = "anna,2026-03-02 08:00,2026-03-02 16:00,on_queue\n"


def read(folder: Path, csv: str | bytes) -> tuple[Person, ...]:
    """Read a roster with this text."""
    (folder / "people.csv").write_bytes(csv if isinstance(csv, bytes) else csv.encode())
    return read_roster(str(folder), "people.csv")


def faults(folder: Path, csv: str | bytes) -> list[str]:
    """First lines of the faults of a roster with this text."""
    with pytest.raises(CsvError) as caught:
        read(folder, csv)
    return [fault.render().splitlines()[0] for fault in caught.value.faults]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}")


def test_a_roster_of_a_spreadsheet_is_read(tmp_path):
    """A mark at the start, semicolons, quotes, other order of columns, seconds and a T, a blank row: all the same."""
    text = (
        "\ufeffActivity;Agent;End;Start\r\n"
        '"On queue";"Müller; A.";2026-03-02 16:00:30;2026-03-02T08:00\r\n'
        ";;;\r\n"
        "lunch;Müller_2;2026-03-02 13:00;2026-03-02 12:00\r\n"
    )
    one, other = read(tmp_path, text)
    assert (one.name, other.name) == ("Müller; A.", "Müller_2")
    assert (one.duties[0].start, one.duties[0].end) == (at("02 08:00"), at("02 16:00:30"))
    assert one.duties[0].off_queue == ()
    assert other.duties[0].off_queue == ((at("02 12:00"), at("02 13:00")),)


def test_a_file_that_has_changed_is_read_anew(tmp_path):
    """The rows of a new version of the file count."""
    assert len(read(tmp_path, HEAD + WORK)) == 1
    assert len(read(tmp_path, HEAD + WORK + WORK.replace("anna", "ben"))) == 2


@pytest.mark.parametrize(
    ("csv", "message"),
    [
        ("", "people.csv:1:1: the header lacks agent, start, end, activity"),
        (HEAD, "people.csv: the file has no rows below its header"),
        ("agent,start,end\nanna,2026-03-02 08:00,2026-03-02 16:00\n", "people.csv:1:1: the header lacks activity"),
        (
            "agent,start,end,activity,team\n" + WORK,
            "people.csv:1:26: a roster has no such column (got team; allowed: agent, start, end, activity)",
        ),
        ("agent,start,end,activity,end\n" + WORK, "people.csv:1:26: this column stands here twice (got end)"),
        (HEAD + "anna,2026-03-02 08:00\n", "people.csv:2:1: the row has 2 cells, 4 are needed"),
        (HEAD + WORK.replace("anna", ""), "people.csv:2:1: nobody is named"),
        (HEAD + WORK.replace("on_queue", ""), "people.csv:2:40: there is no activity"),
        (HEAD + WORK.replace("2026-03-02 08:00", "02.03.2026 08:00"), "people.csv:2:6: not a local date and time"),
        (HEAD + WORK.replace("2026-03-02 08:00", "2026-03-02"), "people.csv:2:6: not a local date and time"),
        (HEAD + WORK.replace("16:00", "16:00+01:00"), "people.csv:2:23: not a local date and time"),
        (HEAD + WORK.replace("16:00", "24:10"), "people.csv:2:23: this date or time does not exist"),
        (HEAD + WORK.replace("16:00", "08:00"), "people.csv:2:23: the end is not after the start, 2026-03-02 08:00"),
        (HEAD + WORK.replace("16:00", "07:59"), "people.csv:2:23: the end is not after the start, 2026-03-02 08:00"),
        (
            HEAD + WORK + "ben,2026-03-02 09:00,2026-03-02 10:00,on_queue\n" + WORK,
            "people.csv:4:6: anna is planned twice",
        ),
        (
            HEAD + WORK + WORK.replace("08:00", "15:59").replace("16:00", "17:00"),
            "people.csv:3:6: anna is planned twice at one time, first in line 2",
        ),
        (
            HEAD + WORK.replace("08:00", "00:00").replace("02 16:00", "03 00:01"),
            "people.csv:2:6: the duty that begins here lasts to 2026-03-03 00:01, longer than a day",
        ),
    ],
)
def test_a_slip_is_told_once_with_its_line(tmp_path, csv, message):
    """One slip, one message, at its line and column."""
    (found,) = faults(tmp_path, csv)
    assert found.startswith(message)


def test_all_faults_of_a_file_are_told_together(tmp_path):
    """Two slips in one row and one in another are three messages, in the order of the file."""
    csv = HEAD + "anna,noon,one,on_queue\nben,2026-03-02 08:00,2026-03-02 08:00,x\n"
    assert [text[:16] for text in faults(tmp_path, csv)] == ["people.csv:2:6: ", "people.csv:2:11:", "people.csv:3:22:"]


def test_a_day_is_no_more_than_a_day(tmp_path):
    """Twenty-four hours in a row are a duty; rows that touch over two days are one duty too long."""
    day = "anna,2026-03-02 00:00,2026-03-03 00:00,on_queue\n"
    assert len(read(tmp_path, HEAD + day)[0].duties) == 1
    (found,) = faults(tmp_path, HEAD + day + day.replace("-03 ", "-04 ").replace("-02 ", "-03 "))
    assert found.startswith("people.csv:2:6: the duty that begins here lasts to 2026-03-04 00:00")


def test_two_hundred_duties_a_day_are_enough(tmp_path):
    """Addresses of chance number the duties of a person and day; a roster of single minutes is refused."""
    rows = [
        f"anna,2026-03-02 {m // 30:02}:{m % 30 * 2:02},2026-03-02 {m // 30:02}:{m % 30 * 2 + 1:02},x\n"
        for m in range(201)
    ]
    assert len(read(tmp_path, HEAD + "".join(rows[:200]))[0].duties) == 200
    (found,) = faults(tmp_path, HEAD + "".join(rows))
    assert "people.csv:202:6: anna has more than 200 duties on 2026-03-02" in found


def test_a_folder_and_bytes_of_another_code_are_told(tmp_path):
    """What cannot be read as a whole has no line."""
    (tmp_path / "people.csv").mkdir()
    with pytest.raises(CsvError, match="folder"):
        read_roster(str(tmp_path), "people.csv")
    (tmp_path / "people.csv").rmdir()
    assert "UTF-8" in faults(tmp_path, b"agent;start;end;activity\nM\xfcller;x;y;z\n")[0]
