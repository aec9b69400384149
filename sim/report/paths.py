"""The paths of issues as sections of a page: the most frequent ones, how often they end well, what they cost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.errors import printable
from sim.experiment.paths import REST, PathRow, path_rows
from sim.experiment.plan import Study
from sim.report.numbers import BLANK, shown
from sim.report.page import Page
from sim.report.table import Row, Table

Section = tuple[tuple[str, ...], Table]

_HEADS = ("share", "resolved", "wait", "for replies", "handle time")


def path_sections(found: Mapping[str, Sequence[PathRow]], of: str = "all") -> list[Section]:
    """Lay out the paths of strategies, one section each.

    Args:
        found: By strategy, rows as `path_rows` gives them.
        of: Of which issues, "all" or the name of a channel, segment or intent.

    Returns:
        Sections as a page holds them; a strategy without an issue has none.
    """
    whose = "all issues" if of == "all" else f"issues of {printable(of)}"
    return [_section(strategy, rows, whose) for strategy, rows in found.items() if rows]


def with_paths(page: Page, study: Study) -> Page:
    """Add the paths of all strategies of a study to its page."""
    found = {name: path_rows(study.paths[name]) for name in study.plan.strategies}
    return replace(page, sections=(*page.sections, *path_sections(found)), notes=(*page.notes, path_note()))


def path_note() -> str:
    """Say how to read the tables."""
    return (
        "A path is the contacts of an issue in order, in brackets why each was made. Wait is that of the customer in "
        "queues of live and chat channels, for replies that on deferred, messaging and community ones; handle time "
        "that of all agents. All are means of an issue; issues still open when the run ends stand with the path they "
        "took so far."
    )


def _section(strategy: str, rows: Sequence[PathRow], whose: str) -> Section:
    n_paths = sum(row.n_paths for row in rows)
    n_told = sum(row.path != REST for row in rows)
    which = f"all {n_paths}" if n_told == n_paths else f"the {n_told} most frequent of {n_paths}"
    return (f"Paths in {printable(strategy)}, {whose}: {which}.",), Table(_HEADS, (("Paths", _table_rows(rows)),))


def _table_rows(rows: Sequence[PathRow]) -> tuple[Row, ...]:
    return tuple(Row(printable(row.path) or BLANK, _values(row)) for row in rows)


def _values(row: PathRow) -> tuple[tuple[str, str], ...]:
    pairs = [(row.share, "share"), (row.resolved, "share")]
    pairs += [(found, "s") for found in (row.wait_s, row.reply_wait_s, row.handle_s)]
    return tuple(shown(found.value, found.half_width, unit) for found, unit in pairs)
