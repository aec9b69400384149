"""Progress on stderr: a bar on a terminal, a line every 10 % in a pipe, nothing when quiet."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]


@contextmanager
def progress_on_stderr(is_quiet: bool) -> Iterator[Progress]:
    """Give what is to be told after every unit of work: (done, planned)."""
    if is_quiet:
        yield lambda done, planned: None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _Lines()


class _Lines:
    """Prints a line whenever a further 10 % are done; once the plan has grown, when all of it is done."""

    def __init__(self) -> None:
        self._tenths = 0
        self._planned = 0

    def __call__(self, done: int, planned: int) -> None:
        if planned != self._planned:
            self._tenths = 9 if self._planned else 0
            self._planned = planned
        tenths = 10 * done // planned
        if tenths > self._tenths:
            self._tenths = tenths
            print(f"{10 * tenths} % ({done} of {planned} runs)", file=sys.stderr, flush=True)


@contextmanager
def _bar() -> Iterator[Progress]:
    """Draw a bar that disappears when it is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("running"), BarColumn(), MofNCompleteColumn(), TextColumn("runs"), TimeRemainingColumn())
    with RichProgress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("running", total=None)
        yield lambda done, planned: bar.update(task, completed=done, total=planned)
