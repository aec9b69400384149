"""A page on a terminal, or as plain aligned text in a pipe.

Plain text has no colour and no drawn boxes and is at most 110 wide (longer names are cut). On a terminal
rich draws the tables; NO_COLOR is honoured by it.
"""

import textwrap
from typing import TextIO

from sim.report.page import Page, Row, Table

WIDTH = 110
_LABEL = 40
_VERDICT = 14
_COLOURS = {"better": "green", "worse": "red", "higher": "cyan", "lower": "cyan", "not told apart": "dim"}


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
    label_size = min(_LABEL, max(len(row.label) for _, rows in table.groups for row in rows) + 2)
    head = " " * label_size
    for name, (left, right) in zip(table.heads, sizes, strict=True):
        size = left + right + 3
        head += "  " + (name if len(name) <= size else name[: size - 1] + "…").rjust(size)
    lines = [head]
    for title, rows in table.groups:
        lines += ["", title]
        lines += [_plain_row(row, label_size, sizes) for row in rows]
    return lines


def _sizes(table: Table) -> list[tuple[int, int]]:
    """Widths of (value, half width) by column; wide enough for the head."""
    sizes = []
    for column, name in enumerate(table.heads):
        pairs = [row.values[column] for _, rows in table.groups for row in rows]
        left, right = (max(len(pair[side]) for pair in pairs) for side in (0, 1))
        sizes.append((max(left, min(len(name), 18) - right - 3), right))
    return sizes


def _plain_row(row: Row, label_size: int, sizes: list[tuple[int, int]]) -> str:
    label = row.label if len(row.label) <= label_size - 2 else row.label[: label_size - 3] + "…"
    text = f"  {label}".ljust(label_size)
    for (value, half), (left, right) in zip(row.values, sizes, strict=True):
        text += "  " + value.rjust(left) + (f" ± {half}" if half else "").ljust(right + 3)
    return f"{text}  {row.verdict}" if row.verdict else text


def _draw(page: Page, stream: TextIO) -> None:
    """Print a page with rich."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(file=stream, highlight=False)
    console.print(Text(page.title, style="bold"))
    if page.question:
        console.print(Text(page.question, style="italic"))
    console.print()
    for sentence in page.about:
        console.print(Text(sentence))
    for warning in page.warnings:
        console.print()
        console.print(Text(f"WARNING: {warning}", style="bold yellow"))
    for answer, table in page.sections:
        console.print()
        for number, sentence in enumerate(answer):
            style = "bold" if number == 0 else _COLOURS.get(sentence.partition(":")[0], "")
            console.print(Padding(Text(sentence, style=style), (0, 0, 0, 0 if number == 0 else 2)))
        _draw_table(table, console)
    for note in page.notes:
        console.print(Text(note, style="dim"))


def _draw_table(table: Table, console: object) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    assert isinstance(console, Console)
    drawn = RichTable(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    drawn.add_column("")
    sizes = _sizes(table)
    for head in table.heads:
        drawn.add_column(Text(head), justify="right", no_wrap=True)
    if table.has_verdict:
        drawn.add_column("")
    for title, rows in table.groups:
        drawn.add_row(Text(title, style="bold"))
        for row in rows:
            cells = [
                Text(value.rjust(left) + (f" ± {half}" if half else "").ljust(right + 3))
                for (value, half), (left, right) in zip(row.values, sizes, strict=True)
            ]
            verdict = [Text(row.verdict, style=_COLOURS.get(row.verdict, ""))] if table.has_verdict else []
            drawn.add_row(Text(f"  {row.label}"), *cells, *verdict)
        drawn.add_section()
    console.print(drawn)
