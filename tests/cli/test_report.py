"""The command report: a stored run again, with other prices, and what it says of the business case."""

import json
from pathlib import Path

import pytest

from sim.analysis.case import annuity
from tests.cli.conftest import BY_HAND

PRICED = (
    BY_HAND
    + """
currency: EUR
costs: {wages: 20 EUR/h, channels: {phone: {minute: 0.10 EUR/min}}, platform: {month: 365 EUR per month}}
case: {days: 250 days a year, horizon: 2 years, interest: 10 %}
"""
).replace("  two: {", "  two: {investments: {desk: 3000 EUR}, ")
"""One agent for 10 h is 200 EUR, two are 400; 15 min on the line cost 1.50; the platform 12 EUR a day."""


@pytest.fixture
def stored(tmp_path: Path, busyhour) -> tuple[Path, str]:
    """Return the folder of a stored comparison, and what it printed."""
    file = tmp_path / "priced.yaml"
    file.write_text(PRICED)
    result = busyhour("compare", str(file), "--out", str(tmp_path / "results"))
    assert result.exit_code == 0, result.output
    (folder,) = (tmp_path / "results").iterdir()
    return folder, result.stdout


def test_it_prints_what_the_run_has_printed(stored, busyhour) -> None:
    """Nothing is simulated, and every line is the same."""
    folder, printed = stored
    assert busyhour("report", str(folder)).stdout == printed


def test_the_invoice_and_the_case_by_hand(stored) -> None:
    """Two agents cost 200 EUR a day more: 50,000 a year of 250 days, and 3,000 once; it never pays."""
    _, printed = stored
    lines = {" ".join(line.split()) for line in printed.splitlines()}
    assert {
        "Money (EUR)",
        "Cost 213.50 ± 0 413.50 ± 0 +200.00 ± 0 worse",
        "Wages 200.00 ± 0 400.00 ± 0 +200.00 ± 0 higher",
        "Platform 12.00 ± 0 12.00 ± 0 0.00 ± 0 the same",
        "Lines 1.50 ± 0 1.50 ± 0 0.00 ± 0 the same",
        "Cost per resolved issue 71.17 ± 0 137.83 ± 0 +66.67 ± 0 worse",
    } <= lines
    npv = -50_000 * annuity(0.1, 2) - 3_000
    assert {
        "Saved a year −50,000 ± 0",
        "Invested once 3,000.00",
        "Paid back after never",
        f"Net present value −{-npv:,.0f}",
        "Probability that it pays under 1 %",
    } <= {line.replace(".00 ± 0", " ± 0") if line.startswith("Saved") else line for line in lines}


def test_what_is_bought_once_is_paid_once(stored, busyhour) -> None:
    """7,300 EUR over two years are 10 EUR a day of the bill; in the case they are invested, and no cost of a year."""
    folder, _ = stored
    platform = "strategies.two.costs.platform={month: 365 EUR per month, capital: 7300 EUR, life: 2 years}"
    result = busyhour("report", str(folder), "--set", platform)
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "Platform 12.00 ± 0 22.00 ± 0 +10.00 ± 0 higher" in lines
    assert {"Saved a year −50,000 ± 0", "Invested once 10,300"} <= set(lines)


def test_other_prices_need_no_other_run(stored, busyhour) -> None:
    """Twice the wages and no lines: 400 + 12 and 800 + 12 EUR; usage is read, not simulated."""
    folder, _ = stored
    result = busyhour(
        "report", str(folder), "--set", "costs.wages=40 EUR/h", "--set", "costs.channels.phone=null", "--json"
    )
    kpis = {kpi["name"]: kpi for kpi in json.loads(result.stdout)["kpis"]}
    values = {name: found["value"] for name, found in kpis["cost"]["rows"][0]["values"].items()}
    assert values == {"one": pytest.approx(412.0), "two": pytest.approx(812.0)}


def test_what_changes_the_run_is_refused(stored, busyhour) -> None:
    """Only prices may be set after a run; the message says what simulates."""
    folder, _ = stored
    result = busyhour("report", str(folder), "--set", "channels.phone.lines=3 lines")
    assert result.exit_code == 2
    assert "channels.phone.lines" in result.stderr
    assert "busyhour run" in result.stderr


def test_an_overlay_may_hold_prices_only(stored, busyhour, tmp_path: Path) -> None:
    """A file that changes people is refused, one with prices is laid over."""
    folder, _ = stored
    prices, people = tmp_path / "prices.yaml", tmp_path / "people.yaml"
    prices.write_text("costs: {wages: 30 EUR/h}\n")
    people.write_text('pools: {team: {staff: {daily: {"08:00": 9, "18:00": 0}}}}\n')
    assert "Wages" in busyhour("report", str(folder), "--overlay", str(prices)).stdout
    refused = busyhour("report", str(folder), "--overlay", str(people))
    assert refused.exit_code == 2
    assert "more than prices" in refused.stderr


@pytest.mark.parametrize(
    ("argument", "said"), [("--strategy=three", "no strategy three"), ("--set=costs.wages=9", "EUR")]
)
def test_wrong_names_and_prices_are_told(stored, busyhour, argument: str, said: str) -> None:
    """A strategy that was not run, a price without its unit: exit code 3, with what would be right."""
    folder, _ = stored
    result = busyhour("report", str(folder), argument)
    assert result.exit_code == 3
    assert said in result.stderr


def test_a_folder_without_a_run_is_told(tmp_path: Path, busyhour) -> None:
    """Exit code 3, and what is missing."""
    result = busyhour("report", str(tmp_path))
    assert result.exit_code == 3
    assert "no complete run" in result.stderr


def test_a_run_of_another_version_is_not_read(stored, busyhour) -> None:
    """Its sums may mean something else; it is to be run again."""
    folder, _ = stored
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["versions"]["sources"] = "0" * 16
    (folder / "manifest.json").write_text(json.dumps(manifest))
    result = busyhour("report", str(folder))
    assert result.exit_code == 3
    assert "another version" in result.stderr


def test_what_issues_are_worth_by_hand(stored, busyhour) -> None:
    """Three issues resolved at 100 EUR: 300 won, and less the cost of 213.50 and 413.50 there is 86.50 and −113.50.

    Nothing more is won by the second agent, so a year gains what it did without.
    """
    folder, _ = stored
    lines = busyhour("report", str(folder), "--set", "costs.worth.any.solved=100 EUR").stdout.splitlines()
    rows = {" ".join(line.split()) for line in lines}
    assert {
        "Won with resolved issues 300.00 ± 0 300.00 ± 0 0.00 ± 0 the same",
        "Won, less lost and cost 86.50 ± 0 −113.50 ± 0 −200.00 ± 0 worse",
        "Saved a year −50,000 ± 0",
    } <= rows


def test_the_case_and_the_ladder_as_json(busyhour, tmp_path: Path) -> None:
    """What a program reads: a payback that never comes is null, gains stand by step and KPI."""
    (tmp_path / "ladder.yaml").write_text(
        PRICED.replace("strategies:\n  one: {}\n  two: {", "strategies:\n  one: {}\nsteps:\n  two: {")
        + "ladder: {from: one, steps: [two]}\n"
    )
    result = busyhour("compare", "ladder.yaml", "--ladder", "--json", "--out", str(tmp_path / "out"))
    document = json.loads(result.stdout)
    (case,) = document["business_cases"]
    assert (case["strategy"], case["payback_years"], case["invested"]) == ("+ two", None, 3000.0)
    assert case["saved_a_year"]["value"] == pytest.approx(-50_000)
    (step,) = document["ladder"]["steps"]
    assert step["step"] == "two"
    assert step["gains"]["cost_per_resolved_issue"]["value"] == pytest.approx(200 / 3)
    assert document["ladder"]["whole"]["wait_per_issue"]["value"] == pytest.approx(60 - 240)


def test_a_ladder_and_a_strategy_are_not_both_climbed(busyhour) -> None:
    """Exit code 2, with what each does."""
    result = busyhour("compare", "by_hand.yaml", "--ladder", "--strategy", "one")
    assert result.exit_code == 2
    assert "not both" in result.stderr
