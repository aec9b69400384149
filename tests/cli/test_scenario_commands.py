"""init, validate, show and schema."""

import json
import re
from pathlib import Path


def test_init_writes_a_scenario_that_runs(busyhour):
    """The starter is valid without a warning, and compare runs it."""
    assert busyhour("init", "mine").exit_code == 0
    checked = busyhour("validate", "mine/centre.yaml")
    assert (checked.exit_code, checked.stdout) == (0, "mine/centre.yaml: ok\n")
    result = busyhour("compare", "mine/centre.yaml", "--reps", "2")
    assert result.exit_code == 0
    assert "shared against apart" in result.stdout


def test_init_overwrites_only_with_force(busyhour):
    """A scenario that is there is refused, naming the flag; --force replaces it."""
    Path("mine").mkdir()
    Path("mine/centre.yaml").write_text("mine: 1\n", encoding="utf-8")
    refused = busyhour("init", "mine")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert Path("mine/centre.yaml").read_text(encoding="utf-8") == "mine: 1\n"
    assert busyhour("init", "mine", "--force").exit_code == 0
    assert "schema: 1" in Path("mine/centre.yaml").read_text(encoding="utf-8")


def test_validate_checks_every_file_and_prints_one_document(busyhour):
    """A good and a bad file: both are in the document, the exit code is 3."""
    Path("bad.yaml").write_text("schema: 1\nnmae: x\n", encoding="utf-8")
    result = busyhour("validate", "small.yaml", "bad.yaml", "--format", "json")
    document = json.loads(result.stdout)
    assert result.exit_code == 3
    assert [found["is_valid"] for found in document["files"]] == [True, False]
    fault = next(fault for fault in document["files"][1]["faults"] if fault["path"] == "nmae")
    assert (fault["line"], fault["column"], fault["nearest"]) == (2, 1, "name")
    assert busyhour("validate", "small.yaml", "bad.yaml", "--json").stdout == result.stdout


def test_validate_prints_annotations_for_github(busyhour):
    """Each fault is one workflow command with file, line and column."""
    Path("bad.yaml").write_text("schema: 1\nnmae: x\n", encoding="utf-8")
    lines = busyhour("validate", "bad.yaml", "--format", "github").stdout.splitlines()
    assert any(line.startswith("::error file=bad.yaml,line=2,col=1") for line in lines)


def test_validate_prints_warnings_and_ok(busyhour):
    """A load nobody can serve is a warning; the file is still ok."""
    result = busyhour("validate", "small.yaml", "--set", "demand.scale=20 times")
    assert result.exit_code == 0
    assert "too much" in result.stdout
    assert re.fullmatch(r"small.yaml: ok, \d+ warnings", result.stdout.splitlines()[-1])


def test_show_resolved_names_the_place_of_every_value(busyhour):
    """A written value has file:line, a set one --set, a default is called one."""
    text = busyhour("show", "small.yaml", "--resolved", "--set", "run.seed=9").stdout
    lines = {line.split()[0]: line for line in text.splitlines() if line.startswith("  ")}
    assert lines["channels.phone.kind"].endswith("live  [small.yaml:11]")
    assert lines["run.seed"].endswith("9  [--set:1]")
    assert lines["run.zone"].endswith("UTC  [default]")


def test_show_resolved_lays_the_strategy_over(busyhour):
    """With --strategy the values are those the strategy runs with."""
    document = json.loads(busyhour("show", "small.yaml", "--strategy", "five", "--json").stdout)
    heads = [v for v in document["strategies"]["five"] if v["path"].startswith("pools.team.staff.daily.08")]
    assert [found["value"] for found in heads] == ["5"]


def test_show_prints_a_file_that_is_the_same_scenario(busyhour):
    """The merged text, saved, validates and has the fingerprint of the original."""
    Path("merged.yaml").write_text(busyhour("show", "small.yaml").stdout, encoding="utf-8")
    documents = [json.loads(busyhour("show", name, "--json").stdout) for name in ("small.yaml", "merged.yaml")]
    assert documents[0]["fingerprint"] == documents[1]["fingerprint"]


def test_schema_is_a_json_schema_with_every_part(busyhour):
    """The document parses and holds the top-level keys of the language."""
    document = json.loads(busyhour("schema").stdout)
    assert {"demand", "channels", "pools", "strategies"} <= document["properties"].keys()
    assert document["$schema"].startswith("https://json-schema.org/")


def test_schema_markdown_has_a_row_for_every_key(busyhour):
    """Every property of every part of the schema stands in the reference page."""
    page = busyhour("schema", "--markdown").stdout
    document = json.loads(busyhour("schema").stdout)
    for part in [document, *document["$defs"].values()]:
        for key in part.get("properties", {}):
            assert f"| `{key}` |" in page


def test_schema_kpis_lists_the_catalog(busyhour):
    """Every KPI of the catalog is listed with its definition, as text and as JSON."""
    from sim.kpi import CATALOG

    text = busyhour("schema", "--kpis").stdout
    document = json.loads(busyhour("schema", "--kpis", "--json").stdout)
    assert [row["name"] for row in document["kpis"]] == list(CATALOG)
    assert all(kpi.definition in text for kpi in CATALOG.values())


def test_help_lists_the_commands_there_are(busyhour):
    """Help names exactly the commands that work."""
    text = busyhour("--help").stdout
    assert all(name in text for name in ("init", "validate", "show", "schema", "run", "compare"))
    assert not any(name in text for name in ("sweep", "doctor", "baseline"))
