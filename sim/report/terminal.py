"""A page on a terminal, or as plain aligned text in a pipe.

Plain text has no colour and no drawn boxes; sentences are at most 110 wide, a table is as wide as its names
(at most 40) and numbers need. On a terminal rich draws the tables; NO_COLOR is honoured by it.
"""

import textwrap
from typing import TYPE_CHECKING, TextIO

from sim.report.page import Page
from sim.report.table import Row, Table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

WIDTH = 110
_LABEL = 60
_SHORTEST_LABEL = 24
_COLOURS = {
    "inside": "green",
    "actual above": "red",
    "actual below": "red",
    "better": "green",
    "worse": "red",
    "higher": "cyan",
    "lower": "cyan",
    "not told apart": "dim",
}


def print_page(page: Page, stream: TextIO) -> None:
    """Print a page, drawn when the stream is a terminal."""
    if stream.isatty():
        _draw(page, stream)
    else:
        stream.write(plain(page))


def plain(page: Page) -> str:
    """Give a page as plain text, ending with a line end."""
    lines = [page.title]
    lines += _wrapped(page.question)
    lines.append("")
    for sentence in page.about:
        lines += _wrapped(sentence)
    for warning in page.warnings:
        lines += ["", *_wrapped(f"WARNING: {warning}")]
    for answer, table in page.sections:
        lines.append("")
        for number, sentence in enumerate(answer):
            lines += _wrapped(sentence, "" if number == 0 else "  ")
        lines += ["" for _ in answer[:1]]
        lines += _plain_table(table)
    lines.append("")
    for note in page.notes:
        lines += _wrapped(note)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") if text else []


def _plain_table(table: Table) -> list[str]:
    """Align a table: labels left, values right before the ±, half widths left after it."""
    sizes = _sizes(table)
    longest = max((len(row.label) for _, rows in table.groups for row in rows if not _is_line(row)), default=0) + 2
    label_size = min(_LABEL, longest)
    head = " " * label_size
    for name, (left, right) in zip(table.heads, sizes, strict=True):
        size = left + right + 3
        head += "  " + _cut(name, size).rjust(size)
    lines = [head]
    for title, rows in table.groups:
        lines += ["", title]
        lines += [_plain_row(row, label_size, sizes) for row in rows]
    return lines


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"


def _sizes(table: Table) -> list[tuple[int, int]]:
    """Widths of (value, half width) by column; wide enough for the head."""
    sizes = []
    for column, name in enumerate(table.heads):
        pairs = [row.values[column] for _, rows in table.groups for row in rows]
        left, right = (max(len(pair[side]) for pair in pairs) for side in (0, 1))
        sizes.append((max(left, min(len(name), 18) - right - 3), right))
    return sizes


def _is_line(row: Row) -> bool:
    """Whether a row is a line of its own: neither a number nor a verdict."""
    return not row.verdict and not any(value for value, _ in row.values)


def _plain_row(row: Row, label_size: int, sizes: list[tuple[int, int]]) -> str:
    """Lay out a row; a line of its own may be as long as it is."""
    if _is_line(row):
        return f"  {row.label}"
    text = f"  {_cut(row.label, label_size - 2)}".ljust(label_size)
    for (value, half), (left, right) in zip(row.values, sizes, strict=True):
        text += "  " + _pair(value, half, left, right)
    return f"{text}  {row.verdict}" if row.verdict else text


def _draw(page: Page, stream: TextIO) -> None:
    """Print a page with rich."""
    from rich.console import Console
    from rich.padding import Padding

    console = Console(file=stream, highlight=False)
    console.print(_text(page.title, "bold"))
    if page.question:
        console.print(_text(page.question, "italic"))
    console.print()
    for sentence in page.about:
        console.print(_text(sentence))
    for warning in page.warnings:
        console.print()
        console.print(_text(f"WARNING: {warning}", "bold yellow"))
    for answer, table in page.sections:
        console.print()
        for number, sentence in enumerate(answer):
            style = "bold" if number == 0 else _COLOURS.get(sentence.partition(":")[0], "")
            console.print(Padding(_text(sentence, style), (0, 0, 0, 0 if number == 0 else 2), expand=False))
        _draw_table(table, console)
    console.print()
    for note in page.notes:
        console.print(_text(note, "dim"))


def _draw_table(table: Table, console: "Console") -> None:
    """Draw one table; where the terminal is too narrow, each row takes two lines."""
    sizes = _sizes(table)
    numbers = sum(left + right + 5 for left, right in sizes)
    verdicts = max(len(row.verdict) for _, rows in table.groups for row in rows)
    room = console.width - numbers - verdicts - 2
    longest = max(len(row.label) for _, rows in table.groups for row in rows) + 2
    if room < min(longest, _SHORTEST_LABEL):
        _draw_stacked(table, sizes, console)
        return
    for number, (title, rows) in enumerate(table.groups):
        drawn = _empty_table(table, min(longest, room), has_heads=number == 0)
        console.print()
        if number == 0:
            console.print(drawn)
            drawn = _empty_table(table, min(longest, room), has_heads=False)
        console.print(_text(title, "bold"))
        for row in rows:
            cells = [_text(_pair(*pair, *size)) for pair, size in zip(row.values, sizes, strict=True)]
            drawn.add_row(_text(f"  {row.label}"), *cells, _text(row.verdict, _COLOURS.get(row.verdict, "")))
        console.print(drawn)


def _empty_table(table: Table, label_size: int, has_heads: bool) -> "RichTable":
    """Make a table of fixed columns, so that those of all groups stand under each other."""
    from rich.table import Table as RichTable

    drawn = RichTable(box=None, show_header=has_heads, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    drawn.add_column("", width=label_size)
    for name, (left, right) in zip(table.heads, _sizes(table), strict=True):
        size = left + right + 3
        drawn.add_column(_text(_cut(name, size)), justify="right", width=size, no_wrap=True)
    drawn.add_column("", no_wrap=True)
    return drawn


def _draw_stacked(table: Table, sizes: list[tuple[int, int]], console: "Console") -> None:
    """Print a label and a verdict, and the numbers below them."""
    heads = [_cut(name, sum(size) + 3).rjust(sum(size) + 3) for name, size in zip(table.heads, sizes, strict=True)]
    console.print()
    console.print(_text("    " + "  ".join(heads), "bold"))
    for title, rows in table.groups:
        console.print()
        console.print(_text(title, "bold"))
        for row in rows:
            line = _text(f"  {row.label}")
            if row.verdict:
                line.append(f": {row.verdict}", _COLOURS.get(row.verdict, ""))
            console.print(line)
            pairs = "  ".join(_pair(*pair, *size) for pair, size in zip(row.values, sizes, strict=True)).rstrip()
            if pairs:
                console.print(_text(f"    {pairs}"))


def _pair(value: str, half: str, left: int, right: int) -> str:
    """Align a value before the ± and a half width after it."""
    return value.rjust(left) + (f" ± {half}" if half else "").ljust(right + 3)


def _text(text: str, style: str = "") -> "Text":
    """Make a piece of text that is never read as markup."""
    from rich.text import Text

    return Text(text, style=style)
