"""What the commands print: golden pages, pipe and terminal, one JSON document."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sim.report.page import Page, Row, Table
from sim.report.terminal import WIDTH, plain, print_page

GOLDEN = Path(__file__).parent / "golden"


def check_golden(name: str, text: str) -> None:
    """Compare with the golden file; a wanted change is made by hand, from the text of the failure."""
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_compare_prints_the_page_worked_by_hand(busyhour):
    """One agent answers after 0, 4 and 8 min (mean 4 min), two after 0, 0 and 3 min (mean 1 min)."""
    result = busyhour("compare", "by_hand.yaml")
    assert result.exit_code == 0
    assert re.search(r"Average speed of answer +4 min 00 s ± 0 s +60 s ± 0 s", result.stdout)
    check_golden("compare_by_hand.txt", result.stdout)


def test_run_prints_the_golden_page(busyhour):
    """The same strategies stand side by side, without differences."""
    result = busyhour("run", "small.yaml")
    assert result.exit_code == 0
    check_golden("run_small.txt", result.stdout)


def test_who_causes_and_who_pays_is_said_where_cost_centres_are_named(busyhour):
    """One named cost centre tells nothing; with two the page says who has caused the repeats and who pays for them."""
    care, planning = "pools.team.cost_centre=care", "caused_by.abandoned=planning"
    one = busyhour("run", "small.yaml", "--set", care, "--quiet").stdout
    two = busyhour("run", "small.yaml", "--set", care, "--set", planning, "--quiet").stdout
    assert "Contacts, cause: abandoned" in one
    assert "caused by" not in one
    rows = [line.strip().split("  ")[0] for line in two[two.index("Failure demand") : two.index("Work\n")].splitlines()]
    assert rows[3:7] == [
        "Contacts, cause: abandoned",
        "Contacts, cause: not solved",
        "Time, caused by planning",
        "Time, caused by care",
    ]
    assert rows[7] == "Time, paid by care"


def test_a_list_cut_to_its_largest_says_how_many_more_there_are(busyhour):
    """Of two causes of what is not solved and what was abandoned two stand there; --kpi shows the third."""
    named = ("pools.team.cost_centre=care", "caused_by.abandoned=planning")
    causes = "not_solved_because={process: 50 %, knowledge: 50 %}"
    sets = [part for text in (*named, causes) for part in ("--set", text)]
    page = busyhour("run", "small.yaml", *sets, "--quiet").stdout
    rows = [line.strip() for line in page[page.index("Failure demand") : page.index("Work\n")].splitlines()]
    assert rows[5] == "and 1 more (--kpi failure_share)"
    assert [row.partition(":")[0] for row in rows[3:5]] == ["Contacts, cause"] * 2
    assert rows[6].startswith("Time, caused by")
    pair = busyhour("compare", "small.yaml", *sets, "--quiet").stdout.splitlines()
    assert "  and 1 more (--kpi failure_share)" in pair
    asked = busyhour("run", "small.yaml", *sets, "--quiet", "--kpi", "failure_share").stdout
    assert all(f"cause: {cause} " in asked for cause in ("abandoned", "process", "knowledge"))


def test_heads_paid_hours_and_on_queue_hours_come_first(busyhour):
    """The first rows of a comparison are heads, paid hours and on-queue hours (KPIS.md 8)."""
    lines = busyhour("compare", "small.yaml").stdout.splitlines()
    first = lines.index("People") + 1
    assert [line.strip().split("  ")[0] for line in lines[first : first + 3]] == [
        "Heads (FTE)",
        "Paid hours",
        "On-queue hours",
    ]


def test_more_paid_hours_are_warned_of_above_the_answer(busyhour):
    """Two agents against one is no comparison at equal cost, and the page says so before the answer."""
    text = busyhour("compare", "by_hand.yaml").stdout
    assert "100.0 % more paid hours" in text
    assert text.index("WARNING") < text.index("two against one: of")


def test_a_load_nobody_can_serve_is_warned_of(busyhour):
    """More work than all people could ever do is said, with how much too much it is."""
    result = busyhour("run", "small.yaml", "--reps", "1", "--set", "demand.scale=20 times", "--quiet")
    assert result.exit_code == 0
    assert re.search(r"WARNING: four: phone: [\d.]+ h of work .* too much", result.stdout.replace("\n  ", " "))


def test_a_pipe_gets_plain_text_of_limited_width(busyhour):
    """No escape codes, no box drawing, sentences within 110 characters, no row of a table beyond 130."""
    text = busyhour("compare", "small.yaml").stdout
    assert "\x1b" not in text
    assert not re.search("[\u2500-\u257f]", text)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 130
    assert max(len(line) for line in lines if "±" not in line and "difference" not in line) <= WIDTH


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


PAGE = Page(
    "Title [bold]not markup[/bold]",
    "",
    ("About.",),
    (),
    (
        (
            ("b against a: of 1 KPIs 1 better.",),
            Table(
                ("a", "b", "difference"),
                (("Group", (Row("wait", (("2 s", "1 s"), ("1 s", ""), ("−1 s", "1 s")), "better"),)),),
            ),
        ),
    ),
    ("Note.",),
)


def test_a_terminal_gets_colour_and_no_color_takes_it_away(monkeypatch):
    """A verdict is green on a terminal; with NO_COLOR no colour code is left."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, bare = _Terminal(), _Terminal()
    print_page(PAGE, coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    print_page(PAGE, bare)
    assert "\x1b[32mbetter" in coloured.getvalue()
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", bare.getvalue())


def test_names_of_a_scenario_are_not_read_as_markup(monkeypatch):
    """Square brackets of a name are printed as they are, on a terminal and in a pipe."""
    monkeypatch.setenv("TERM", "dumb")
    drawn = _Terminal()
    print_page(PAGE, drawn)
    assert "[bold]not markup[/bold]" in drawn.getvalue()
    assert "[bold]not markup[/bold]" in plain(PAGE)


@pytest.mark.parametrize("columns", [40, 80, 110, 200])
def test_a_terminal_of_any_width_shows_every_number_whole(monkeypatch, columns):
    """Where a row does not fit it takes two lines; no number is cut or wrapped."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(columns))
    drawn = _Terminal()
    print_page(PAGE, drawn)
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in drawn.getvalue().splitlines()]
    numbers = r"(wait +)?2 s ± 1 s +1 s +−1 s ± 1 s( +better)?"
    assert any(re.fullmatch(numbers, line.strip()) for line in lines)
    assert max(map(len, lines)) <= columns


@pytest.mark.parametrize("command", ["run", "compare"])
def test_json_is_one_document_and_all_else_is_on_stderr(busyhour, command):
    """stdout parses as one document of the stated schema; progress and notes go to stderr."""
    result = busyhour(command, "small.yaml", "--json")
    document = json.loads(result.stdout)
    assert document["schema"] == f"busyhour/{command}@1"
    assert (document["replications"], document["base"]) == (4, "four")
    assert "100 % (8 of 8 runs)" in result.stderr
    assert "stored in results" in result.stderr


def test_json_has_value_interval_difference_and_verdict(busyhour):
    """The worked example in numbers: 240 s against 60 s is a difference of −180 s, better."""
    document = json.loads(busyhour("compare", "by_hand.yaml", "--json").stdout)
    asa = next(kpi for kpi in document["kpis"] if kpi["name"] == "asa")
    row = next(row for row in asa["rows"] if row["of"] == "phone")
    assert (asa["unit"], asa["direction"]) == ("s", -1)
    assert [row["values"][name]["value"] for name in ("one", "two")] == [240.0, 60.0]
    assert row["differences"]["two"]["value"] == -180.0
    assert row["differences"]["two"]["verdict"] == "better"


def test_json_says_why_a_value_is_blank(busyhour):
    """First contact resolution cannot be observed without days to follow: null, with the reason."""
    document = json.loads(busyhour("run", "small.yaml", "--json").stdout)
    kpi = next(kpi for kpi in document["kpis"] if kpi["name"] == "fcr_observed")
    value = kpi["rows"][0]["values"]["four"]
    assert value["value"] is None
    assert "run.follow" in value["why_blank"]


def test_explain_gives_definitions_and_reasons(busyhour):
    """--explain prints what each KPI counts and why a value is blank."""
    text = busyhour("compare", "small.yaml", "--explain").stdout
    assert "= abandonment_rate: L / N." in text
    assert "the run follows less than a day" in text.replace("\n  ", " ")


def test_joint_intervals_are_wider(busyhour):
    """Bonferroni over all judged differences widens each of their intervals."""
    alone = busyhour("compare", "small.yaml", "-q").stdout
    joint = busyhour("compare", "small.yaml", "-q", "--joint").stdout
    assert "hold together at 95 % (Bonferroni)" in joint.replace("\n  ", " ")

    def half_width(text: str) -> float:
        line = next(line for line in text.splitlines() if "Service level" in line)
        return float(re.search(r"pts ± ([\d.]+)", line)[1])

    assert half_width(joint) > half_width(alone)


def test_quiet_prints_nothing_on_stderr(busyhour):
    """--quiet leaves the report alone on stdout."""
    assert busyhour("run", "small.yaml", "--quiet").stderr == ""


def test_one_replication_has_no_interval_and_tells_nothing_apart(busyhour):
    """n = 1 prints no ± and no better or worse, and says what to do."""
    text = busyhour("compare", "small.yaml", "--reps", "1").stdout
    assert " ± " not in text
    assert "0 better, 0 worse" in text
    assert "take at least 10" in text


def test_headings_say_what_is_promised(busyhour):
    """A threshold without a share and a reply time without a target are each told as they are."""
    sets = ("--set", "kpis.service_level.phone=20 s", "--set", "channels.mail.reply_within=4 working hours")
    lines = busyhour("run", "small.yaml", "--reps", "2", "--quiet", *sets).stdout.splitlines()
    assert "Phone (live): within 20 s, no share promised" in lines
    assert "Mail (deferred): reply within 4 working hours promised" in lines


def test_several_teams_have_a_row_of_occupancy_each(busyhour):
    """A team that stands idle shows beside the whole; one team alone is the whole."""
    other = "pools.other={headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}"
    lines = busyhour(
        "run", "small.yaml", "--reps", "2", "--quiet", "--set", other, "--set", "serves.other=[calls]"
    ).stdout
    assert re.search(r"^  Occupancy, other ", lines, re.MULTILINE)
    assert "Occupancy, " not in busyhour("run", "small.yaml", "--reps", "2", "--quiet").stdout


@pytest.mark.parametrize("columns", [40, 200])
def test_a_line_without_numbers_takes_one_line_at_any_width(monkeypatch, columns):
    """How many rows were left out stands alone: no empty line follows where rows take two lines."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(columns))
    [(answer, table)] = PAGE.sections
    [(title, rows)] = table.groups
    cut = Row("and 1 more", (("", ""),) * 3)
    drawn = _Terminal()
    print_page(replace(PAGE, sections=((answer, Table(table.heads, ((title, (cut, *rows)),))),)), drawn)
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in drawn.getvalue().splitlines()]
    at = lines.index("  and 1 more")
    assert lines[at + 1].startswith("  wait")
