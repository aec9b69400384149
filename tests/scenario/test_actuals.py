"""Facts about the CSV of actuals: what is read, and every fault at its line and column, in a planner's words."""

from math import isnan
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.actuals import Actuals, read_actuals
from sim.scenario.load import input_files, load

SCENARIO = """\
schema: 1
name: Beside
run: {start: 2026-03-01, settle: 1 day, measure: 2 days}
demand:
  counts: first_contacts
  by_channel: {phone: {rate: {"00:00": 60 per h}}, chat: {rate: {"00:00": 6 per h}}, mail: {rate: {"00:00": 6 per h}}}
intents: {sale: {share: 50 %}, other: {share: 50 %}}
segments: {all: {}}
channels: {phone: {kind: live}, chat: {kind: chat}, mail: {kind: deferred}}
service:
  sale: {phone: {talk: 1 min}, chat: {talk: 1 min}, mail: {talk: 1 min}}
  other: {phone: {talk: 1 min}, chat: {talk: 1 min}, mail: {talk: 1 min}}
queues: {calls: {of: phone}, sales_chats: {of: chat, intents: sale}, chats: {of: chat}, mails: {of: mail}}
pools:
  team: {headcount: on_queue, staff: {daily: 9}, skills: {phone: level 3, chat: level 3, mail: level 3}}
serves: {team: [calls, sales_chats, chats, mails]}
kpis: {service_level: {phone: 80 % in 20 s, chat: 80 % in 1 min}}
"""
"""Measured are Monday 2026-03-02 and Tuesday 2026-03-03."""

GOOD = "date,time,queue,offered,asa\n2026-03-02,10:00,calls,7,12.5\n2026-03-02,10:30,calls,8,\n"


def read(folder: Path, csv: str | bytes, actuals: str = "file.csv") -> Actuals:
    """Load the scenario with a file of actuals, and read it."""
    (folder / "file.csv").write_bytes(csv if isinstance(csv, bytes) else csv.encode())
    (folder / "scenario.yaml").write_text(f"{SCENARIO}actuals: {actuals}\n")
    scenario = load(folder / "scenario.yaml")
    return read_actuals(scenario.centres[scenario.base], scenario.folder)


def faults(folder: Path, csv: str | bytes, actuals: str = "file.csv") -> list[str]:
    """First line of each fault of the scenario with a file of actuals."""
    with pytest.raises(ScenarioError) as caught:
        read(folder, csv, actuals)
    return [fault.render().splitlines()[0] for fault in caught.value.faults]


def test_an_empty_cell_was_not_measured(tmp_path):
    """Figures stand at their queue, day and clock time; an empty cell is blank, not 0."""
    found = read(tmp_path, GOOD)
    assert (found.queues, found.days, found.interval_s) == (("calls",), ("2026-03-02",), 1800)
    assert found.figures["offered"][0, 0, 20:22].tolist() == [7, 8]
    assert found.figures["asa"][0, 0, 20] == 12.5
    assert isnan(found.figures["asa"][0, 0, 21])
    assert isnan(found.figures["offered"][0, 0, 22])


SPELLINGS = {
    "byte-order mark": "\ufeff" + GOOD,
    "decimal commas": GOOD.replace(",", ";").replace("12.5", "12,5"),
    "quoted decimal comma": GOOD.replace("12.5", '"12,5"'),
    "tabs and capitals": GOOD.replace(",", "\t").replace("date", "Date").replace("queue", "Queue"),
    "h:mm:ss": GOOD.replace("12.5", "0:00:12.5"),
    "one column": GOOD.replace("date,time", "interval").replace("-02,10", "-02 10"),
    "one column, T": GOOD.replace("date,time", "interval").replace("-02,10", "-02T10"),
    "a channel with one queue": GOOD.replace("calls", "phone"),
    "old line ends": GOOD.replace("\n", "\r\n"),
    "any order": "date,time,queue,offered,asa\n2026-03-02,10:30,calls,8,\n2026-03-02,10:00,calls,7,12.5\n",
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_spellings_of_one_file_read_the_same(tmp_path, text):
    """A byte-order mark, separators, decimal commas, clock lengths and one column for date and time change nothing."""
    found = read(tmp_path, text)
    assert found.figures["offered"][0, 0, 20:22].tolist() == [7, 8]
    assert found.figures["asa"][0, 0, 20] == 12.5


def test_a_typical_week_has_weekdays(tmp_path):
    """A word for several days fills each of them."""
    rows = "mon,10:00,calls,7\nTuesday,10:00,calls,8\nweekend,10:00,calls,1\n"
    found = read(tmp_path, "weekday,time,queue,offered\n" + rows)
    assert found.is_by_weekday
    assert found.days == ("mon", "tue", "sat", "sun")
    assert found.figures["offered"][0, :, 20].tolist() == [7, 8, 1, 1]


def test_the_length_of_intervals_is_that_of_the_rows(tmp_path):
    """Rows an hour apart are hours; one row is an interval of the demand; midnights of several days are days."""
    hours = "date,time,queue,offered\n" + "".join(f"2026-03-02,{h:02d}:00,calls,7\n" for h in range(8, 18))
    days = "date,time,queue,offered\n2026-03-02,00:00,calls,7\n2026-03-03,00:00,calls,7\n"
    assert read(tmp_path, hours).interval_s == 3600
    assert read(tmp_path, GOOD.partition("2026-03-02,10:30")[0]).interval_s == 1800
    assert read(tmp_path, days).interval_s == 86_400


def test_a_target_in_the_column_is_that_of_the_channel(tmp_path):
    """`answered_within_20s` and `Answered within 20 s` are the answered within the target of 20 s."""
    for name in ("answered_within_20s", "Answered within 20 s", "answered_within"):
        found = read(tmp_path, f"date,time,queue,{name}\n2026-03-02,10:00,calls,7\n")
        assert found.figures["answered_within"][0, 0, 20] == 7


def test_the_file_counts_in_the_fingerprint(tmp_path):
    """The file is one of the input files, and another content is another fingerprint."""
    fingerprints = set()
    for text in (GOOD, GOOD.replace("7", "6")):
        read(tmp_path, text)
        scenario = load(tmp_path / "scenario.yaml")
        assert input_files(scenario.centres) == ["file.csv"]
        fingerprints.add(scenario.fingerprint)
    assert len(fingerprints) == 2


HEAD = "date,time,queue,offered,answered,answered_within,abandoned,asa,aht\n"


def row(*cells: str) -> str:
    """A row of calls at 10:00 with some cells replaced by place."""
    plain = ["2026-03-02", "10:00", "calls", "9", "8", "7", "1", "12", "240"]
    for at, cell in zip(cells[::2], cells[1::2], strict=True):
        plain[int(at)] = cell
    return ",".join(plain) + "\n"


BAD = {
    "twice": (HEAD + row() + row(), "3:1: 2026-03-02 10:00 of calls stands here twice, first in line 2"),
    "channel and queue": (HEAD + row() + row("2", "phone"), "3:1: 2026-03-02 10:00 of calls stands here twice"),
    "negative": (HEAD + row("3", "-9"), '2:24: "-9" is negative; a figure is 0 or more, or empty'),
    "no number": (HEAD + row("3", "n/a"), '2:24: "n/a" is not a number; leave the cell empty'),
    "thousands": (HEAD + row("3", '"1,234"'), '2:24: "1,234" can be read in two ways; write 1234, or 1.234'),
    "too many": (HEAD + row("3", "1e9"), '2:24: "1e9" is not a number'),
    "minutes": (HEAD + row("7", "4:30"), '2:32: "4:30" is not a time; write it as h:mm:ss'),
    "within": (HEAD + row("5", "8.5"), "2:28: 8.5 were answered within the target, but only 8 were answered"),
    "24:30": (HEAD + row("1", "24:30"), '2:12: "24:30" is not on the clock'),
    "24:00": (HEAD + row("1", "24:00"), '2:12: "24:00" is not a time of the day'),
    "off the grid": (
        HEAD + row("1", "09:30") + row() + row("1", "10:10"),
        "4:12: 10:10 is not the start of an interval of 30 min",
    ),
    "mixed": (
        HEAD
        + "".join(row("1", f"{9 + h // 2:02d}:{h % 2 * 30:02d}") for h in range(9))
        + "".join(row("1", f"{h}:00") for h in range(14, 20)),
        "11:12: from here on rows are 60 min apart, most are 30 min: the file mixes intervals",
    ),
    "finer than demand": (
        HEAD + row() + row("1", "10:15") + row("1", "10:30"),
        "2:12: the rows are 15 min apart, which is no multiple of demand.interval (allowed: rows of 30 min",
    ),
    "queue": (HEAD + row("2", "cals"), 'there is no queue of this name (got cals; allowed: calls, sales_chats'),
    "queue, near": (HEAD + row("2", "cals"), 'did you mean "calls"?'),
    "channel of two queues": (HEAD + row("2", "chat"), '"chat" is a channel whose contacts do not have one queue'),
    "no queue": (HEAD + row("2", ""), "2:18: there is no queue (allowed: calls"),
    "day": (HEAD + row("0", "02/03/2026"), '2:1: "02/03/2026" is not a date; write it as year-month-day'),
    "no such day": (HEAD + row("0", "2026-02-30"), "is not in the calendar"),
    "empty file": ("", "1:1: the header lacks date, time, queue (there are calls, sales_chats, chats, mails), any"),
    "only a header": (HEAD, "1:1: the file has no rows below its header"),
    "only blanks": ("date,time,queue,asa\n2026-03-02,10:00,calls,\n", "no row holds a figure: every cell is empty"),
    "no figures": ("date,time,queue\n2026-03-02,10:00,calls\n", "1:1: the header lacks any figure"),
    "mistyped column": ("date,time,queue,offerd\n2026-03-02,10:00,calls,7\n", 'did you mean "offered"?'),
    "a column twice": ("date,time,queue,asa,ASA\n2026-03-02,10:00,calls,7,7\n", '1:21: a second column "ASA"'),
    "another target": (
        "date,time,queue,answered_within_30s\n2026-03-02,10:00,calls,7\n",
        "1:17: answered_within_30s counts answers within 30 s, but kpis.service_level.phone is within 20 s",
    ),
    "no target": (
        "date,time,queue,answered_within\n2026-03-02,10:00,mails,7\n",
        "has no target to stand beside: give kpis.service_level.mail",
    ),
    "decimal comma as a cell": (GOOD.replace("12.5", "12,5"), "2:1: the row has 6 cells, the header 5; numbers with"),
    "other weekdays": (HEAD + row("0", "2025-03-05"), "no row falls on a day, or a weekday, of the measured window"),
    "not text": (b"PK\x03\x04\xff\xfe", "the file is not UTF-8 text"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_bad_files_are_told_with_their_place(tmp_path, text, expected):
    """Each fault names what is wrong, at its line and column."""
    found = faults(tmp_path, text)
    assert len(found) == 1, found
    assert expected in found[0]


def test_all_faults_are_told_at_once(tmp_path):
    """Faults of several rows come together; of more than twenty the rest is counted."""
    rows = [row("1", f"{h:02d}:00", "3", "-1") for h in range(24)]
    found = faults(tmp_path, HEAD + "".join(rows) + row("2", "cals"))
    assert len(found) == 20
    assert "; and 5 more faults in this file" in found[-1]


def test_a_missing_file_is_told_where_it_is_named(tmp_path):
    """The fault stands at the key of the scenario."""
    found = faults(tmp_path, GOOD, "march.csv")
    message = "there is no such file; the path starts from the folder of the scenario (got march.csv)"
    assert found == [f"{tmp_path}/scenario.yaml:18:10: actuals: {message}"]


def test_a_strategy_that_is_not_there_is_told(tmp_path):
    """The strategy beside the actuals must exist."""
    found = faults(tmp_path, GOOD, "{file: file.csv, strategy: asis}")
    assert "actuals.strategy: there is no strategy of this name (got asis; allowed: as_is" in found[0]


def test_doubtful_figures_are_warnings(tmp_path):
    """More answered than offered, days outside the window and unused columns are told, not refused."""
    text = "date,time,queue,offered,answered,mood\n2026-03-02,10:00,calls,7,8,good\n2026-03-05,10:00,calls,7,9,bad\n"
    warnings = [fault.render().splitlines()[0] for fault in read(tmp_path, text).warnings]
    assert len(warnings) == 3
    assert 'the column "mood" is not used' in warnings[0]
    assert "2:1: warning: 8 answered of 7 offered" in warnings[1]
    assert "and in 1 more rows" in warnings[1]
    assert "3:1: warning: 1 of 2 rows lie outside the measured window (2026-03-02 to 2026-03-03)" in warnings[2]


def test_without_a_column_of_queues_there_must_be_one_queue(tmp_path):
    """With one queue the column may be left out."""
    text = "date,time,offered\n2026-03-02,10:00,7\n"
    assert "the header lacks queue (there are calls, sales_chats, chats, mails)" in faults(tmp_path, text)[0]
    one = SCENARIO.replace("{calls: {of: phone}, sales_chats: {of: chat, intents: sale}, chats: {of: chat}, mails: "
                           "{of: mail}}", "{all: {of: [phone, chat, mail]}}").replace(
        "[calls, sales_chats, chats, mails]", "[all]")  # fmt: skip
    (tmp_path / "one.yaml").write_text(f"{one}actuals: file.csv\n")
    scenario = load(tmp_path / "one.yaml")
    assert read_actuals(scenario.centres["as_is"], scenario.folder).queues == ("all",)
    (tmp_path / "file.csv").write_text("date,time,queue,offered\n2026-03-02,10:00,phone,7\n")
    with pytest.raises(ScenarioError, match="is a channel whose contacts do not have one queue to themselves"):
        load(tmp_path / "one.yaml")
