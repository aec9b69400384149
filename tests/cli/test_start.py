"""Starting is cheap: help in the time of Python and Typer, and `import sim` in that of Python."""

import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def seconds(*words: str) -> float:
    """Least processor time of three starts of Python with these arguments [s]."""
    found = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)


def loaded(code: str, *names: str) -> list[str]:
    """Which of the named modules are loaded after some code."""
    text = f"import sys\n{code}\nprint(*[name for name in {names!r} if name in sys.modules])"
    return subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()


def test_help_starts_within_three_times_typer():
    """`busyhour --help` takes at most three times the processor time of `import typer`."""
    assert seconds("cli.py", "--help") < 3 * seconds("-c", "import typer")


def test_the_command_line_loads_nothing_heavy():
    """No command is loaded with NumPy, pydantic, pandas or DuckDB before it is called."""
    assert loaded("import sim.commands.app", "numpy", "pydantic", "pandas", "duckdb", "scipy", "simpy") == []


def test_a_worker_loads_neither_pandas_nor_duckdb():
    """What a worker process imports holds NumPy and the engine, and no heavy package."""
    heavy = ("pandas", "matplotlib", "duckdb", "scipy.stats", "rich", "typer")
    assert loaded("import sim.experiment.work", *heavy) == []


def test_a_terminal_without_unicode_gets_a_page_all_the_same(folder):
    """Where "±" cannot be printed, a "?" is, and the run ends well."""
    result = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "compare", "by_hand.yaml", "--quiet"],
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "4 min 00 s ? 0 s" in result.stdout


def test_the_face_is_lazy_and_whole():
    """`import sim` loads no other room; every name of the face can be had."""
    assert loaded("import sim", "numpy", "sim.engine", "sim.kpi") == []
    code = "import sim\nassert all(hasattr(sim, name) for name in sim.__all__)"
    assert loaded(code, "sim.kpi") == ["sim.kpi"]
