"""How long `busyhour --help` takes against `import typer`, in one run; 3 times or less is wanted."""

import statistics
import subprocess
import sys
import time


def seconds(*arguments: str) -> float:
    """Wall-clock time of one run of this Python."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    """Alternate both, print the medians and their ratio; exit 1 above 3."""
    seconds("-c", "import typer")
    pairs = [(seconds("-c", "import typer"), seconds("cli.py", "--help")) for _ in range(15)]
    typer_s, help_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"import typer {typer_s * 1000:.0f} ms, busyhour --help {help_s * 1000:.0f} ms, ratio {help_s / typer_s:.2f}")
    return 0 if help_s <= 3 * typer_s else 1


if __name__ == "__main__":
    sys.exit(main())
