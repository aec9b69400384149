"""One `--set path=value` of the command line as a layer.

A path is keys joined by dots, `channels.phone.lines`; a key that contains a dot stands in "double quotes".
The value is YAML: a scalar, {…} or […]; null deletes the key. Lists have no paths inside: they are set as
a whole.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.errors import Fault
from sim.scenario.document import KeyPath, Position, parse_value, path_text
from sim.scenario.tree import Tree

SET = "--set"
LINKS = ("extends", "include")
NULLS = ("null", "Null", "NULL", "~")

_KEY = re.compile(r'"([^"]+)"|([^."]+)')


def read_set(text: str, number: int, below: Mapping[str, Any]) -> tuple[Tree, list[Fault]]:
    """Read one `--set`.

    Args:
        text: What was given, `a.b=value`.
        number: Its place among the sets, from 1; it is the line of all positions.
        below: The data it will be laid over.

    Returns:
        The layer, empty when there are faults, and the faults.
    """
    at = Position(SET, number, 1)
    name, equals, written = text.partition("=")
    keys = split_path(name)
    shown = path_text(keys)
    value, faults = parse_value(written, at)
    if value is None and not faults and written.strip() not in NULLS:
        written = ""
    problem, allowed = _problem(keys, bool(equals), written, below)
    if problem:
        return Tree(), [Fault(at.file, at.line, at.column, shown, problem, allowed=allowed, source_line=text)]
    if faults:
        return Tree(), [replace(fault, path=shown, source_line=text) for fault in faults]
    data = value
    for key in reversed(keys):
        data = {key: data}
    tree = Tree(data)
    _place_all(tree, data, (), at)
    return tree, []


def split_path(text: str) -> tuple[str, ...]:
    """Split a path into its keys; empty when it is not one.

    >>> split_path('levels."1.5".solved'), split_path("a..b")
    (('levels', '1.5', 'solved'), ())
    """
    keys: list[str] = []
    at = 0
    while True:
        match = _KEY.match(text, at)
        key = (match[1] or match[2].strip()) if match else ""
        if match is None or not key:
            return ()
        keys.append(key)
        at = match.end()
        if at == len(text):
            return tuple(keys)
        if text[at] != ".":
            return ()
        at += 1


def _problem(keys: tuple[str, ...], has_equals: bool, written: str, below: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong with a set and what is allowed; both empty when nothing is."""
    if not has_equals or not keys:
        return "this is not path=value", "a.b=value, for example channels.phone.lines=120 lines"
    if not written.strip():
        return "there is no value after the '='", "a value, or null to delete the key"
    if keys[0] in LINKS:
        return f"{keys[0]} cannot be set here", "a file after --overlay"
    found: Any = below
    for n, key in enumerate(keys):
        if not isinstance(found, Mapping):
            return (
                f"{path_text(keys[:n])} is not a mapping, so nothing can be set below it",
                "the whole of it",
            )
        found = found.get(key, {})
        if found is None:
            found = {}
    return "", ""


def _place_all(tree: Tree, value: Any, path: KeyPath, at: Position) -> None:
    """Give every value at and below a path the same place."""
    if path:
        tree.positions[path] = at
        if isinstance(path[-1], str):
            tree.key_positions[path] = at
    if isinstance(value, dict):
        for key, item in value.items():
            _place_all(tree, item, (*path, key), at)
    if isinstance(value, list):
        for n, item in enumerate(value):
            _place_all(tree, item, (*path, n), at)
