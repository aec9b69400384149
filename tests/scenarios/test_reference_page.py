"""What is generated from the schema is not stale."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_reference_page_is_what_the_schema_prints():
    """`scenarios/REFERENCE.md` is made by `busyhour schema --markdown`; run it again after a change of the schema."""
    printed = subprocess.run(
        [sys.executable, "cli.py", "schema", "--markdown"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (ROOT / "scenarios" / "REFERENCE.md").read_text(encoding="utf-8") == printed.stdout
