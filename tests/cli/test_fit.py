"""`fit arrivals`, `fit handle`, `fit patience`: what is written, printed and refused."""

import json
from pathlib import Path

import numpy as np
import pytest
import yaml


@pytest.fixture
def data(folder):
    """counts.csv: four weeks of half-hours; calls.csv: 600 contacts; bad.csv: a negative count."""
    rng = np.random.default_rng(20260302)
    rows = ["date,time,calls"]
    for day in range(28):
        date = np.datetime64("2026-03-02") + day
        if day % 7 < 5:
            factor = rng.gamma(100) / 100
            rows += [f"{date},{h:02d}:{m:02d},{rng.poisson(40 * factor)}" for h in range(9, 17) for m in (0, 30)]
    Path("counts.csv").write_text("\n".join(rows) + "\n")
    Path("bad.csv").write_text("\n".join([*rows[:9], "2026-03-03,09:00,-1"]) + "\n")
    calls = ["start,outcome,wait,talk,customer"]
    for n in range(600):
        patience, offered = rng.exponential(120), rng.exponential(60)
        start = np.datetime64("2026-03-02T09:00:00") + n * 60
        left = patience < offered
        talk = "" if left else f"{rng.lognormal(5, 0.7):.1f}"
        calls.append(f"{start},{'abandoned' if left else 'answered'},{min(patience, offered):.1f},{talk},{n // 3}")
    Path("calls.csv").write_text("\n".join(calls) + "\n")
    return folder


COMMANDS = {
    "arrivals": ("fit", "arrivals", "counts.csv", "--row", "phone"),
    "handle": ("fit", "handle", "calls.csv"),
    "patience": ("fit", "patience", "calls.csv", "--segment", "all"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_without_out_the_fragment_is_stdout_and_the_page_stderr(data, busyhour, command):
    """stdout alone is a piece of a scenario."""
    result = busyhour(*COMMANDS[command])
    assert result.exit_code == 0
    fragment = yaml.safe_load(result.stdout)
    expected = {"arrivals": {"demand"}, "handle": {"service"}, "patience": {"segments", "what_next"}}
    assert set(fragment) <= expected[command]
    assert fragment
    assert "95 % intervals in brackets" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_with_out_the_fragment_and_the_picture_are_files(data, busyhour, command, ending):
    """The fragment is the same as on stdout; the picture is of the form its name says; the page goes to stdout."""
    printed = busyhour(*COMMANDS[command]).stdout
    picture = f"fit.{ending}"
    result = busyhour(*COMMANDS[command], "--out", "fit.yaml", "--picture", picture)
    assert result.exit_code == 0
    assert Path("fit.yaml").read_text(encoding="utf-8") == printed
    head = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    assert Path(picture).read_bytes().startswith(head)
    assert "95 % intervals in brackets" in result.stdout
    assert not list(Path().glob(".*partial"))


@pytest.mark.parametrize("command", COMMANDS)
def test_json_is_one_document(data, busyhour, command):
    """--json prints one document with the fit and the fragment, and nothing else on stdout."""
    document = json.loads(busyhour(*COMMANDS[command], "--json", "--out", "fit.yaml").stdout)
    assert document["schema"] == "busyhour/fit@1"
    assert document["fit"]["kind"] == command
    assert document["fragment"] == Path("fit.yaml").read_text(encoding="utf-8")
    assert document["written"] == ["fit.yaml"]


def test_a_fragment_lies_over_a_scenario(data, busyhour):
    """A small scenario with the three fragments over it is valid."""
    assert busyhour(*COMMANDS["arrivals"], "--counts", "first_contacts", "--out", "a.yaml").exit_code == 0
    assert busyhour(*COMMANDS["handle"], "--out", "h.yaml").exit_code == 0
    assert busyhour(*COMMANDS["patience"], "--out", "p.yaml").exit_code == 0
    overlays = [word for name in "ahp" for word in ("--overlay", f"{name}.yaml")]
    result = busyhour("validate", "small.yaml", *overlays)
    assert result.exit_code == 0, result.stdout


def test_the_same_picture_has_the_same_bytes(data, busyhour):
    """Drawing twice makes no difference."""
    for name in ("a.svg", "b.svg"):
        busyhour(*COMMANDS["handle"], "--out", f"{name}.yaml", "--picture", name)
    assert Path("a.svg").read_bytes() == Path("b.svg").read_bytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("fit", "arrivals", "counts.csv", "--out", "small.yaml"), "small.yaml exists; --force overwrites it"),
        (("fit", "arrivals", "counts.csv", "--out", "counts.csv", "--force"), "is the file that is read"),
        (("fit", "arrivals", "counts.csv", "--out", "no/fit.yaml"), "there is no folder no"),
        (("fit", "arrivals", "counts.csv", "--picture", "fit.gif"), "the name ends in .png, .svg, .pdf"),
        (("fit", "arrivals", "counts.csv", "--interval", "30"), "--interval"),
        (("fit", "arrivals", "counts.csv", "--interval", "7 min"), "does not divide a day"),
        (("fit", "arrivals", "counts.csv", "--interval", "15 min"), "the file counts by 30 min"),
        (("fit", "arrivals", "counts.csv", "--counts", "all"), "write first_contacts, offered, handled"),
        (("fit", "arrivals", "counts.csv", "--row", "voice=phone"), "there are contacts"),
        (("fit", "arrivals", "counts.csv", "--zone", "Europe/Warsav"), 'did you mean "Europe/Warsaw"'),
        (("fit", "arrivals", "counts.csv", "--date", "2.3.2026"), "--date"),
        (("fit", "arrivals", "counts.csv", "--date-format", "dmy"), "--date-format"),
        (("fit", "arrivals", "counts.csv", "--format", "xml"), "auto, csv, connect"),
        (("fit", "handle", "calls.csv", "--column", "talk"), "WHAT=COLUMN"),
        (("fit", "handle", "calls.csv", "--column", "talk=tak"), 'did you mean "talk"'),
    ],
)
def test_a_bad_command_line_ends_with_2_and_writes_nothing(data, busyhour, words, message):
    """What is wrong is said in one line; no file is made or changed."""
    before = {path: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    result = busyhour(*words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
    assert {path: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before


@pytest.mark.parametrize("words", [("arrivals", "bad.csv"), ("arrivals", "no.csv"), ("patience", "counts.csv")])
def test_bad_data_ends_with_3_and_writes_nothing(data, busyhour, words):
    """The fault is on stderr, no fragment and no picture are left behind."""
    result = busyhour("fit", *words, "--out", "fit.yaml", "--picture", "fit.png")
    assert result.exit_code == 3
    assert result.stderr.startswith(f"{words[1]}:")
    assert result.stdout == ""
    assert not [path for path in Path().iterdir() if "fit" in path.name]


def test_force_overwrites_and_a_failed_write_leaves_the_old_file(data, busyhour, monkeypatch):
    """--force replaces a fragment; when the disk is full neither it nor the picture changes."""
    Path("fit.yaml").write_text("old")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", _full)
        result = busyhour(*COMMANDS["handle"], "--out", "fit.yaml", "--force")
        assert result.exit_code == 3
        assert "No space left" in result.stderr
    assert Path("fit.yaml").read_text() == "old"
    assert not list(Path().glob(".*partial"))
    assert busyhour(*COMMANDS["handle"], "--out", "fit.yaml", "--force").exit_code == 0
    assert "service" in yaml.safe_load(Path("fit.yaml").read_text(encoding="utf-8"))


def _full(path, content):
    path.open("wb").close()
    raise OSError(28, "No space left on device")


def test_single_contacts_can_be_counted(data, busyhour):
    """A file of contacts is counted by half-hours: 600 calls a minute apart fill ten hours."""
    document = json.loads(busyhour("fit", "arrivals", "calls.csv", "--json").stdout)
    assert document["fit"]["interval_s"] == 1800
    assert np.nansum(np.array(document["fit"]["series"][0]["mean"], float)) == 600
