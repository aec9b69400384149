"""Input nobody should give: paths that are no files, waits that say nothing, counts and incidents that do not fit.

Nothing here may end in a traceback, hang, write half a file, or give a plausible answer without a word.
"""

import os
from pathlib import Path

import pytest
import yaml

HEAD = "start,outcome,wait,talk\n"


def contacts(wait, talk=lambda n: 60 + 13 * n % 300, is_left=lambda n: n % 4 == 0) -> str:
    """A file of 400 contacts a second apart: waits and talk times [s] by number."""
    rows = []
    for n in range(400):
        left = is_left(n)
        clock = f"09:{n // 60:02d}:{n % 60:02d}"
        rows.append(f"2026-03-02T{clock},{'abandoned' if left else 'answered'},{wait(n)},{'' if left else talk(n)}")
    return HEAD + "\n".join(rows) + "\n"


@pytest.fixture
def calls(folder):
    """calls.csv: 400 contacts with plain waits, a quarter of which left."""
    Path("calls.csv").write_text(contacts(lambda n: 37 * n % 91))
    return folder


def by_hand(folder, old: str = "", new: str = "", more: str = "") -> str:
    """Write the scenario by hand with one thing changed and something added; give its name."""
    text = (folder / "by_hand.yaml").read_text()
    assert old in text
    (folder / "odd.yaml").write_text(text.replace(old, new, 1) + more)
    return "odd.yaml"


@pytest.mark.parametrize("option", ["--out", "--picture"])
def test_a_fit_never_replaces_what_is_no_file(calls, busyhour, option):
    """A pipe stays a pipe, --force or not, as a device would: it is refused before anything is read."""
    os.mkfifo("pipe.png")
    result = busyhour("fit", "handle", "calls.csv", option, "pipe.png", "--force")
    assert result.exit_code == 2
    assert "pipe.png is not an ordinary file" in result.stderr
    assert Path("pipe.png").is_fifo()


def test_a_fit_follows_a_link_to_a_pipe_and_refuses_it(calls, busyhour):
    """A link such as /dev/stdout is judged by what it leads to."""
    os.mkfifo("pipe")
    Path("link").symlink_to("pipe")
    assert busyhour("fit", "handle", "calls.csv", "--out", "link", "--force").exit_code == 2
    assert Path("link").is_symlink()
    assert Path("pipe").is_fifo()


def test_a_fit_writes_through_a_link(calls, busyhour):
    """The file a link leads to is overwritten; the link stays."""
    Path("real.yaml").write_text("old")
    Path("link.yaml").symlink_to("real.yaml")
    assert busyhour("fit", "handle", "calls.csv", "--out", "link.yaml", "--force").exit_code == 0
    assert Path("link.yaml").is_symlink()
    assert "service" in yaml.safe_load(Path("real.yaml").read_text(encoding="utf-8"))


def test_links_that_go_round_in_a_circle_are_refused(calls, busyhour):
    """Neither a traceback nor a file: exit 2 and the reason, whatever Python calls it."""
    Path("loop.yaml").symlink_to("loop.yaml")
    result = busyhour("fit", "handle", "calls.csv", "--out", "loop.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("loop.yaml cannot be written: ")


@pytest.mark.parametrize(("length", "code"), [(250, 0), (300, 2)])
def test_a_name_is_as_long_as_the_disk_takes(calls, busyhour, length, code):
    """250 characters can be written, temporary name included; 300 are refused before anything is read."""
    result = busyhour("fit", "handle", "calls.csv", "--out", "x" * length)
    assert result.exit_code == code
    assert len(list(Path().glob("xxx*"))) == (code == 0)


def test_two_ways_to_one_file_are_one_file(calls, busyhour):
    """--out and --picture are compared by where they lead, not by how they are written."""
    Path("sub").mkdir()
    result = busyhour("fit", "handle", "calls.csv", "--out", "fit.png", "--picture", "sub/../fit.png")
    assert result.exit_code == 2
    assert "name the same file" in result.stderr
    assert not Path("fit.png").exists()


def test_a_file_of_the_user_that_looks_temporary_is_left_alone(calls, busyhour):
    """Writing fit.yaml takes a temporary name of its own."""
    Path(".fit.yaml.partial").write_text("mine")
    assert busyhour("fit", "handle", "calls.csv", "--out", "fit.yaml").exit_code == 0
    assert Path(".fit.yaml.partial").read_text() == "mine"


@pytest.mark.parametrize("name", ["", " ", "phone: x\n- y", "\x1b[31m"])
@pytest.mark.parametrize(
    "words", [("handle", "--channel"), ("handle", "--intent"), ("patience", "--segment"), ("arrivals", "--row")]
)
def test_a_name_that_cannot_be_a_key_is_refused(calls, busyhour, words, name):
    """An empty name, or one of several lines, would make a fragment that is no scenario."""
    result = busyhour("fit", words[0], "calls.csv", words[1], name)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{words[1]} '")
    assert ": a name is one line of characters" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("wait", "message"),
    [
        (lambda n: 30, "all 100 who left had waited 30 s, and nobody waited longer"),
        (lambda n: 1000 if n % 4 == 0 else 1, "all 100 who left had waited 1000 s, and nobody waited longer"),
        (lambda n: 0 if n % 8 else 30, "all 50 who left had waited 30 s, and nobody waited longer"),
        (lambda n: 1 + n % 3 if n % 4 == 0 else 200, "0 of the 100 who left did so after the first 5 s"),
        (lambda n: (1 + n % 3 if n else 50) if n % 4 == 0 else 200, "1 of the 100 who left did so after the first 5 s"),
        (lambda n: 0 if n % 4 == 0 else 20, "0 of 400 contacts with a known wait left while waiting, 100 more at 0 s"),
    ],
)
def test_waits_that_say_nothing_of_patience_are_refused(folder, busyhour, wait, message):
    """All who left together, or at once: no family can be fitted, and no mean of hours is made of one call."""
    Path("calls.csv").write_text(contacts(wait))
    result = busyhour("fit", "patience", "calls.csv", "--out", "fit.yaml")
    assert result.exit_code == 3
    assert result.stderr.startswith(f"calls.csv: {message}")
    assert "RuntimeWarning" not in result.stderr
    assert not Path("fit.yaml").exists()


def test_handle_times_in_milliseconds_are_doubted(folder, busyhour):
    """A median of 58 h is told, and how to name the unit; with the unit in the name it is 209 s."""
    Path("calls.csv").write_text(contacts(lambda n: 20, lambda n: 1000 * (60 + 13 * n % 300)))
    doubted = busyhour("fit", "handle", "calls.csv")
    assert doubted.exit_code == 0
    assert "half last over 58 h; where these are no seconds, end the name of the column" in doubted.stdout
    Path("calls.csv").write_text(Path("calls.csv").read_text().replace("talk", "talk_ms"))
    named = busyhour("fit", "handle", "calls.csv")
    assert "mean 209 s" in named.stdout
    assert "half last over" not in named.stdout


@pytest.mark.parametrize("year", ["1960", "2101"])
def test_a_year_out_of_range_says_the_range(folder, busyhour, year):
    """Of 2101-03-02 nobody would guess what is wrong with it."""
    Path("counts.csv").write_text(f"date,time,calls\n{year}-03-02,09:00,3\n{year}-03-02,09:30,4\n")
    result = busyhour("fit", "arrivals", "counts.csv")
    assert result.exit_code == 3
    assert f'"{year}-03-02" is not in the calendar; years go from 1970 to 2100' in result.stderr


def test_hours_with_half_their_counts_are_told(folder, busyhour):
    """By hand: Mondays of 10 + 20, 14 + unknown and 6 + 6 calls; the second hour is not 14 but left out, and told."""
    days = {"02": (10, 20), "09": (14,), "16": (6, 6)}
    rows = [f"2026-03-{day},09:{30 * n:02d},{count}" for day, counts in days.items() for n, count in enumerate(counts)]
    Path("counts.csv").write_text("date,time,calls\n" + "\n".join(rows) + "\n")
    result = busyhour("fit", "arrivals", "counts.csv", "--interval", "1 h")
    assert result.exit_code == 0
    assert yaml.safe_load(result.stdout)["demand"]["by_channel"]["contacts"]["profile"]["mon"] == [21]
    assert "intervals of 60 min with only some of their counts, left out: 1 (2026-03-09 09:00)" in result.stderr


@pytest.mark.parametrize(
    ("starts", "lasts", "message"),
    [
        ("2026-03-01 23:00", "34 h", ""),
        ("2026-03-01 23:00", "1 h", "outside the horizon"),
        ("2026-03-02 23:00", "1 h", ""),
        ("2026-03-03 00:00", "1 h", "outside the horizon"),
        ("9999-12-31 23:00", "90 days", "outside the horizon"),
        ("2026-03-02 09:00", "0 h", "the incident takes no time; it changes nothing"),
    ],
)
def test_an_incident_is_doubted_only_where_it_changes_nothing(folder, busyhour, starts, lasts, message):
    """One that began before the run and lasts into it does change what comes; one of no length does not."""
    demand = f"""\
  incidents: {{outage: {{starts: {starts}, lasts: {lasts}, volume: 2 times}}}}
  by_channel: {{phone: {{exact: true, rate: {{daily: {{"09:00": 60 per h, "11:00": 0 per h}}}}}}}}
"""
    old = "  by_channel: {phone: {at: [2026-03-02 09:00:00, 2026-03-02 09:01:00, 2026-03-02 09:02:00]}}\n"
    result = busyhour("validate", by_hand(folder, old, demand))
    assert result.exit_code == 0
    assert ("demand.incidents" in result.stdout) == bool(message)
    assert message in result.stdout


def test_a_volume_like_a_rate_of_nothing_is_doubted(folder, busyhour):
    """Mail that comes when calls do never comes where no calls do: told for a rate as for a profile."""
    text = (folder / "small.yaml").read_text()
    mail = 'mail: {rate: {"00:00": 0 per h, "09:00": 20 per h, "10:00": 0 per h}}'
    phone = 'phone: {rate: {"00:00": 0 per h'
    assert mail in text
    assert phone in text
    text = text.replace(mail, "mail: {volume: {daily: 40 contacts}, shape: as phone}")
    (folder / "odd.yaml").write_text(text)
    assert "nothing comes on" not in busyhour("validate", "odd.yaml").stdout
    (folder / "odd.yaml").write_text(text.replace('"09:00": 60 per h', '"09:00": 0 per h'))
    assert "nothing comes on mon, tue, wed, thu, fri, sat, sun" in busyhour("validate", "odd.yaml").stdout


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("demand.events.sale", "events: {sale: {on: 2026-03-02, volume: 2 times}}"),
        ("demand.incidents.outage", "incidents: {outage: {starts: 2026-03-02 09:00, lasts: 1 h, volume: 2 times}}"),
        ("demand.scale", "scale: 2 times"),
    ],
)
def test_what_would_change_a_trace_is_doubted(folder, busyhour, place, change):
    """Where all demand is a trace nothing changes, and that is told; beside a row of figures nothing is doubted."""
    counts = "counts: first_contacts"
    doubted = busyhour("validate", by_hand(folder, counts, f"{counts}\n  {change}"))
    assert doubted.exit_code == 0
    assert f"{place}: all demand is traces" in doubted.stdout
    mail = 'mail: {rate: {"00:00": 0 per h, "09:00": 20 per h, "10:00": 0 per h}}'
    text = (folder / "small.yaml").read_text()
    assert mail in text
    text = text.replace(mail, "mail: {at: [2026-03-02 09:00:00]}").replace(counts, f"{counts}\n  {change}")
    (folder / "odd.yaml").write_text(text)
    assert "all demand is traces" not in busyhour("validate", "odd.yaml").stdout


ACTUALS = "date,time,queue,offered,answered,abandoned\n2026-03-02,09:00,calls,3,3,0\n"


def test_actuals_scaled_beside_a_trace_are_doubted(folder, busyhour):
    """demand.scale leaves a trace as it is but doubles the file: told, unless the file is said not to be scaled."""
    (folder / "real.csv").write_text(ACTUALS)
    counts = ("counts: first_contacts", "counts: first_contacts\n  scale: 2 times")
    doubted = busyhour("validate", by_hand(folder, *counts, "actuals: real.csv\n"))
    assert "demand.scale is 2 times and holds for the counts of this file too, but not for phone" in doubted.stdout
    told = busyhour("validate", by_hand(folder, *counts, "actuals: {file: real.csv, scaled: false}\n"))
    assert "demand.scale is" not in told.stdout
    plain = busyhour("validate", by_hand(folder, more="actuals: real.csv\n"))
    assert "demand.scale is" not in plain.stdout


@pytest.mark.parametrize("name", ["answered", "abandoned"])
def test_actuals_of_which_more_left_than_came_are_doubted(folder, busyhour, name):
    """Nine answered, or abandoned, of three offered: told once with the first line, and how many rows more."""
    odd = ACTUALS.replace("3,3,0", "3,9,0" if name == "answered" else "3,3,9")
    odd += odd.splitlines()[1].replace("09:00", "09:30") + "\n"
    (folder / "real.csv").write_text(odd)
    result = busyhour("validate", by_hand(folder, more="actuals: real.csv\n"))
    assert result.exit_code == 0
    assert f"real.csv:2:1: warning: 9 {name} of 3 offered" in result.stdout
    assert result.stdout.count("of 3 offered") == 1
    assert "and in 1 more row" in result.stdout
