"""Files that are fine: encodings, separators, decimals, names of columns, counts and contacts."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from sim.data.columns import Reading, read_named
from sim.data.counts import counts_of
from sim.data.read import read_contacts, read_counts
from sim.errors import DataError, UsageError

ROOT = Path(__file__).resolve().parents[3] / "shared" / "data"
B01 = ROOT / "B01_na_bank_5min_calls_2003" / "bank_calls_5min.csv"
B02 = ROOT / "B02_technion_bank_one_day" / "calls_1999-08-01.csv"
PLAIN = "date,time,calls\n2026-03-02,09:00,5\n2026-03-02,09:30,7\n2026-03-03,09:00,0\n2026-03-03,09:30,2\n"
CALLS = """\
Arrival Time;Queue.Name;Reason;Customer ID;Outcome;Wait (s);Talk Time;Hold;ACW
02.03.2026 09:01:00;sales;card;17;Answered;12,5;3:20;;15
02.03.2026 09:00:00;service;;0;Abandoned;0:01:30;0;;
02.03.2026 09:40:00;sales;loan;17;Voicemail;4;0;;
02.03.2026 10:10:00;sales;loan;18;answered;0;60;5;
"""


def read(reader, folder, text, encoding="utf-8", reading=None, **options):
    path = folder / "file.csv"
    path.write_bytes(text.encode(encoding))
    return reader(path, Reading() if reading is None else reading, **options)


def filled(counts):
    """(series, day, interval) → count of all that is not NaN."""
    return {tuple(place): counts.counts[tuple(place)] for place in np.argwhere(~np.isnan(counts.counts)).tolist()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_make_no_difference(tmp_path, encoding, separator):
    """The same counts come from UTF-8 with and without a mark, UTF-16 and Windows-1252, however cells are cut."""
    text = PLAIN.replace("date", "date").replace(",", separator)
    counts = read(read_counts, tmp_path, text, encoding)
    assert filled(counts) == {(0, 0, 18): 5, (0, 0, 19): 7, (0, 1, 18): 0, (0, 1, 19): 2}
    assert (counts.names, counts.interval_s, counts.n_rows) == (("contacts",), 1800, 4)
    assert counts.dates == (date(2026, 3, 2), date(2026, 3, 3))
    assert counts.warnings == ()


def test_windows_1252_is_told(tmp_path):
    """A file that is not UTF-8 is read as Windows-1252, accents and all, and says so."""
    text = "date,time,queue,calls\n2026-03-02,09:00,Zürich,5\n2026-03-02,09:30,Zürich,7\n"
    counts = read(read_counts, tmp_path, text, "cp1252")
    assert counts.names == ("Zürich",)
    assert any("Windows-1252" in warning for warning in counts.warnings)
    assert read(read_counts, tmp_path, text).warnings == ()


def test_windows_1252_at_the_very_end_of_a_file(tmp_path):
    """A last letter that would begin a longer sign in UTF-8 is still Windows-1252."""
    text = "date,time,calls,queue\n2026-03-02,09:00,5,a\n2026-03-02,09:30,7,a\n2026-03-02,09:30,7,Café"
    assert read(read_counts, tmp_path, text, "cp1252").names == ("a", "Café")


def test_line_ends_quotes_blank_lines_and_the_sep_line_of_excel(tmp_path):
    """`sep=;`, CRLF, quoted cells, separators at line ends and blank lines change nothing."""
    text = 'sep=;\r\n"date";"time";"calls"\r\n"2026-03-02";"09:00";"5";\r\n\r\n;;\r\n2026-03-02;09:30;7\r\n'
    counts = read(read_counts, tmp_path, text)
    assert filled(counts) == {(0, 0, 18): 5, (0, 0, 19): 7}
    assert counts.n_rows == 2


@pytest.mark.parametrize("cell", ["2,5", '"2,5"', "2.5"])
def test_decimal_commas_and_points(tmp_path, cell):
    """2,5 between semicolons, or quoted, and 2.5 are two and a half."""
    text = f"date;time;calls\n2026-03-02;09:00;{cell}\n2026-03-02;09:30;7\n"
    assert read(read_counts, tmp_path, text).counts[0, 0, 18] == 2.5
    if cell != "2,5":
        assert read(read_counts, tmp_path, text.replace(";", ",")).counts[0, 0, 18] == 2.5


def test_a_column_decides_what_1_234_means(tmp_path):
    """1,234 is a fraction where the column has 12,5 as well."""
    text = "date;time;calls\n2026-03-02;09:00;1,234\n2026-03-02;09:30;12,5\n"
    assert read(read_counts, tmp_path, text).counts[0, 0, 18] == 1.234


def test_one_column_of_starts_and_one_of_queues(tmp_path):
    """Each queue is a series, in order of appearance; the starts may be one column with the time."""
    text = (
        "Interval Start,Skill,Calls Offered\n"
        "2026-03-02T09:00,b,5\n2026-03-02T09:00,a,1\n2026-03-02T09:15,b,6\n2026-03-02T09:15,a,2\n"
    )
    counts = read(read_counts, tmp_path, text)
    assert (counts.names, counts.interval_s) == (("b", "a"), 900)
    assert filled(counts) == {(0, 0, 36): 5, (0, 0, 37): 6, (1, 0, 36): 1, (1, 0, 37): 2}


def test_queues_of_one_channel_add_up(tmp_path):
    """With columns of channel and queue the channels are the series and their queues are added."""
    text = (
        "date,time,channel,queue,calls\n2026-03-02,09:00,phone,a,5\n2026-03-02,09:00,phone,b,1\n"
        "2026-03-02,09:30,phone,a,2\n2026-03-02,09:30,chat,c,4\n"
    )
    counts = read(read_counts, tmp_path, text)
    assert counts.names == ("phone", "chat")
    assert filled(counts) == {(0, 0, 18): 6, (0, 0, 19): 2, (1, 0, 19): 4}


def test_a_wide_file_has_its_columns_named(tmp_path):
    """`--column phone=… --column chat=…` makes a series of each column."""
    text = "date,time,n phone,n chat\n2026-03-02,09:00,5,1\n2026-03-02,09:30,6,2\n"
    reading = Reading(columns=read_named(["phone=n phone", "chat=N_CHAT"]))
    counts = read(read_counts, tmp_path, text, reading=reading)
    assert counts.names == ("phone", "chat")
    assert filled(counts) == {(0, 0, 18): 5, (0, 0, 19): 6, (1, 0, 18): 1, (1, 0, 19): 2}


def test_daily_counts_have_an_interval_of_a_day(tmp_path):
    """Dates without times are days."""
    counts = read(read_counts, tmp_path, "day,contacts\n2026-03-02,50\n2026-03-03,60\n")
    assert counts.interval_s == 86_400
    assert counts.counts.tolist() == [[[50.0], [60.0]]]


def test_unsorted_rows_are_sorted_and_told(tmp_path):
    """The order of rows does not matter, and is told; rows sorted by queue are in order."""
    lines = PLAIN.splitlines(keepends=True)
    counts = read(read_counts, tmp_path, "".join([lines[0], *reversed(lines[1:])]))
    assert filled(counts) == {(0, 0, 18): 5, (0, 0, 19): 7, (0, 1, 18): 0, (0, 1, 19): 2}
    assert counts.warnings == ("the rows were not in order of time; they were sorted",)
    by_queue = "date,time,queue,calls\n" + "".join(f"2026-03-02,{t},{q},1\n" for q in "ba" for t in ("09:00", "09:30"))
    assert read(read_counts, tmp_path, by_queue).warnings == ()


def test_gaps_are_unknown_and_told(tmp_path):
    """Missing intervals between rows of a day are NaN and named, five gaps at most, with the total."""
    times = [f"{h:02d}:{m:02d}" for h in range(8, 20) for m in (0, 30)]
    missing = {"09:00", "10:00", "10:30", "11:30", "13:00", "14:00", "15:30", "16:30"}
    text = "date,time,calls\n" + "".join(f"2026-03-02,{t},1\n" for t in times if t not in missing)
    counts = read(read_counts, tmp_path, text)
    assert np.isnan(counts.counts[0, 0, [18, 20, 21]]).all()
    (told,) = counts.warnings
    assert told.startswith("8 intervals have no row")
    assert "2026-03-02 09:00 to 09:30, 2026-03-02 10:00 to 11:00" in told
    assert told.endswith("and 2 more")


def test_the_skipped_hour_is_no_gap_and_the_repeated_one_adds(tmp_path):
    """With a zone the spring night misses nothing; in autumn both hours with offsets add up to a day of 25 hours."""
    spring = "date,time,calls\n" + "".join(f"2026-03-29,{h:02d}:00,1\n" for h in range(24) if h != 2)
    reading = Reading(zone="Europe/Warsaw")
    assert read(read_counts, tmp_path, spring, reading=reading).warnings == ()
    assert len(read(read_counts, tmp_path, spring).warnings) == 1
    autumn = "start,calls\n" + "".join(f"2026-10-{24 + (h >= 2)}T{(h + 22) % 24:02d}:00Z,{h}\n" for h in range(25))
    counts = read(read_counts, tmp_path, autumn, reading=reading)
    assert counts.dates == (date(2026, 10, 25),)
    assert counts.counts[0, 0, :5].tolist() == [0, 1, 2 + 3, 4, 5]


def test_contacts_by_known_names(tmp_path):
    """Names in any spelling, lengths in seconds, mm:ss and h:mm:ss, sorted by arrival; what is absent is NaN."""
    contacts = read(read_contacts, tmp_path, CALLS)
    assert contacts.arrived.tolist() == [
        datetime(2026, 3, 2, 9),
        datetime(2026, 3, 2, 9, 1),
        datetime(2026, 3, 2, 10, 10),
    ]
    assert contacts.queue.tolist() == ["service", "sales", "sales"]
    assert contacts.intent.tolist() == ["", "card", "loan"]
    assert contacts.customer.tolist() == ["", "17", "18"]
    assert contacts.channel.tolist() == ["", "", ""]
    assert contacts.is_answered.tolist() == [False, True, True]
    assert contacts.is_abandoned.tolist() == [True, False, False]
    assert contacts.wait_s.tolist() == [90.0, 12.5, 0.0]
    np.testing.assert_array_equal(contacts.talk_s, [np.nan, 200, 60])
    np.testing.assert_array_equal(contacts.hold_s, [np.nan, np.nan, 5])
    np.testing.assert_array_equal(contacts.wrap_up_s, [np.nan, 15, np.nan])
    np.testing.assert_array_equal(contacts.handle_s, [np.nan, 215, 65])
    assert (contacts.n_rows, contacts.n_ignored, contacts.n_duplicates) == (4, 1, 0)
    assert any("1 row has an outcome" in told and "Voicemail 1" in told for told in contacts.warnings)


@pytest.mark.parametrize(
    ("title", "seconds"),
    [("Wait", 2.0), ("wait_s", 2.0), ("Queue Time (min)", 120.0), ("wait_ms", 0.002), ("Time in Queue [sec]", 2.0)],
)
def test_a_unit_in_the_name_of_a_column_counts(tmp_path, title, seconds):
    """Bare numbers are seconds unless the name of the column says minutes or milliseconds."""
    text = f"start,outcome,{title},talk\n2026-03-02 09:00,answered,2,5\n"
    assert read(read_contacts, tmp_path, text, needs=("wait",)).wait_s.tolist() == [seconds]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("90", 90), ("1:30", 90), ("90:05", 5405), ("1:00:30", 3630), ("0:00:02.5", 2.5), ("-", np.nan)],
)
def test_lengths_of_time(tmp_path, cell, seconds):
    """Seconds, mm:ss (minutes may exceed 59) and h:mm:ss; a dash is absent."""
    text = f"start,outcome,wait\n2026-03-02 09:00,answered,{cell}\n"
    np.testing.assert_array_equal(read(read_contacts, tmp_path, text).wait_s, [seconds])


def test_a_total_of_handle_time_stands_for_talk(tmp_path):
    """Where talk has no column of its own, handle time is taken."""
    contacts = read(read_contacts, tmp_path, "start,outcome,AHT\n2026-03-02 09:00,answered,2:05\n", needs=("talk",))
    assert contacts.handle_s.tolist() == [125.0]


def test_who_never_entered_the_queue_did_not_wait(tmp_path):
    """With a column of queue entry, an empty or 0 cell means no wait and no abandonment; without it this is told."""
    text = "start,entry,outcome,wait,talk\n2026-03-02 09:00,0,abandoned,0,\n2026-03-02 09:01,5,abandoned,0,\n"
    told = read(read_contacts, tmp_path, text, reading=Reading(columns={"queued": "entry"}))
    assert told.is_abandoned.tolist() == [False, True]
    np.testing.assert_array_equal(told.wait_s, [np.nan, 0.0])
    untold = read(read_contacts, tmp_path, text)
    assert untold.is_abandoned.tolist() == [True, True]
    assert any("--column queued=NAME" in warning for warning in untold.warnings)


def test_without_outcomes_who_talked_was_answered(tmp_path):
    """A file of talk times alone has answered contacts; nobody is known to have left."""
    contacts = read(read_contacts, tmp_path, "start,talk\n2026-03-02 09:00,60\n2026-03-02 09:01,0\n")
    assert contacts.is_answered.tolist() == [True, False]
    assert not contacts.is_abandoned.any()
    assert any("no column of outcomes" in warning for warning in contacts.warnings)


def test_contacts_are_counted_by_arrival(tmp_path):
    """Every interval of a day with contacts has a number, a day without is left out and told."""
    text = "start,queue,outcome\n" + "".join(
        f"2026-03-0{d} {t},{q},answered\n"
        for d, t, q in [(2, "09:05", "a"), (2, "09:59", "a"), (2, "09:20", "b"), (4, "23:59", "a")]
    )
    counts = counts_of(read(read_contacts, tmp_path, text), 3600)
    assert counts.names == ("a", "b")
    assert counts.dates == (date(2026, 3, 2), date(2026, 3, 4))
    assert not np.isnan(counts.counts).any()
    assert {k: v for k, v in filled(counts).items() if v} == {(0, 0, 9): 2, (1, 0, 9): 1, (0, 1, 23): 1}
    assert any(told.startswith("1 day between") for told in counts.warnings)
    assert read(read_counts, tmp_path, text).interval_s == 1800


def test_rows_that_may_be_counts_are_not_counted_as_contacts(tmp_path):
    """A table of times and an unknown column is asked about, not counted row by row."""
    text = "start,anrufe\n2026-03-02 09:00,5\n2026-03-02 09:30,7\n"
    with pytest.raises(DataError, match='does "anrufe" count them'):
        read(read_counts, tmp_path, text)
    counts = read(read_counts, tmp_path, text, reading=Reading(columns=read_named(["calls=anrufe"])))
    assert filled(counts) == {(0, 0, 18): 5, (0, 0, 19): 7}


def test_named_columns_must_be_there(tmp_path):
    """A column or a role that does not exist is a usage error with the nearest name."""
    with pytest.raises(UsageError, match='did you mean "Talk Time"'):
        read(read_contacts, tmp_path, CALLS, reading=Reading(columns={"talk": "Talk Tim"}))
    with pytest.raises(UsageError, match='did you mean "wait"'):
        read(read_contacts, tmp_path, CALLS, reading=Reading(columns={"waits": "Hold"}))
    with pytest.raises(UsageError, match="WHAT=COLUMN"):
        read_named(["wait"])
    with pytest.raises(UsageError, match="twice"):
        read_named(["acw=a", "wrap_up=b"])


def test_a_million_rows_are_read_in_pieces(tmp_path, monkeypatch):
    """Whatever the size of a piece, the result is the same."""
    whole = read(read_contacts, tmp_path, CALLS)
    monkeypatch.setattr("sim.data.table.CHUNK_ROWS", 2)
    pieces = read(read_contacts, tmp_path, CALLS)
    for name in ("arrived", "queue", "customer", "wait_s", "talk_s", "is_answered"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(pieces, name))
    assert whole.warnings == pieces.warnings


@pytest.mark.skipif(not B01.exists(), reason="the real counts B01 are not here")
def test_the_north_american_bank_is_read_whole():
    """27,716 rows: 164 days of 169 intervals of 5 min, 5,323,661 calls, no gap (stats.json of the data)."""
    counts = read_counts(B01, Reading())
    assert (counts.n_rows, counts.interval_s, len(counts.dates)) == (27_716, 300, 164)
    assert np.nansum(counts.counts) == 5_323_661
    assert (~np.isnan(counts.counts)).sum(axis=2).tolist() == [[169] * 164]
    assert counts.warnings == ()


@pytest.mark.skipif(not B02.exists(), reason="the real calls B02 are not here")
def test_the_technion_bank_is_read_whole():
    """2,375 rows: 18 phantoms left out, 1,511 served, 728 left the queue, 118 hung up before it (stats.json)."""
    named = read_named(["time=vru_entry_s", "customer=call_id"])
    reading = Reading(named, answered=("AGENT",), abandoned=("HANG",), day=date(1999, 8, 1))
    contacts = read_contacts(B02, reading, ("wait", "outcome"))
    assert (contacts.n_rows, contacts.n_ignored, len(contacts)) == (2375, 18, 2357)
    assert (contacts.is_answered.sum(), contacts.is_abandoned.sum()) == (1511, 728)
    assert (~contacts.is_answered & ~contacts.is_abandoned).sum() == 118
    assert contacts.wait_s[contacts.is_abandoned].mean() == pytest.approx(79.51, abs=0.005)
    assert contacts.wait_s[contacts.is_answered].mean() == pytest.approx(134.85, abs=0.005)
    assert contacts.arrived[0] == np.datetime64("1999-08-01T00:10:10")
