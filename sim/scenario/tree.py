"""Plain data with the place of every value, and laying one such tree over another.

Mappings merge key by key at any depth; a list or a scalar replaces what is below it; null deletes the key
below.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.document import KeyPath, Position

OVERLAY_SECTIONS = ("strategies", "steps")


@dataclass(frozen=True, slots=True)
class Tree:
    """Plain data with the place of every value.

    Attributes:
        data: The top-level mapping.
        positions: Path of every value → where it is written; a mapping has the place of its lowest layer.
        key_positions: Path of every value in a mapping → where its key is written; of a value that null has taken out,
            which has no position, where that null's key is.
    """

    data: dict[str, Any] = field(default_factory=dict)
    positions: dict[KeyPath, Position] = field(default_factory=dict)
    key_positions: dict[KeyPath, Position] = field(default_factory=dict)


def merge(base: Tree, over: Tree, keep_nulls: Collection[str] = OVERLAY_SECTIONS) -> Tree:
    """Lay one tree over another.

    Args:
        base: The lower tree.
        over: The upper tree.
        keep_nulls: Top-level keys below which a null that deletes nothing is kept, to delete later.

    Returns:
        A new tree; the given ones stay as they are (lists are shared).
    """
    merged = Tree()
    for tree in (over, base):
        if () in tree.positions:
            merged.positions[()] = tree.positions[()]
    _Merge(base, over, merged, keep_nulls).lay(base.data, over.data, merged.data, ())
    for path, at in base.key_positions.items():
        if path not in base.positions:
            merged.key_positions.setdefault(path, at)
    return merged


@dataclass(frozen=True, slots=True)
class _Merge:
    """One laying of a tree over another: where data and positions come from, and where they go."""

    base: Tree
    over: Tree
    merged: Tree
    keep_nulls: Collection[str]

    def lay(self, below: Mapping[str, Any], above: Mapping[str, Any], into: dict[str, Any], path: KeyPath) -> None:
        """Fill `into` with two mappings that stand at the same path."""
        for key in [*below, *(key for key in above if key not in below)]:
            here = (*path, key)
            if key not in above:
                into[key] = self._take(self.base, below[key], here)
            elif isinstance(above[key], dict):
                lower = below.get(key)
                self._note(self.base if isinstance(lower, dict) else self.over, here)
                into[key] = {}
                self.lay(lower if isinstance(lower, dict) else {}, above[key], into[key], here)
            elif above[key] is not None or (key not in below and here[0] in self.keep_nulls):
                into[key] = self._take(self.over, above[key], here)
            elif here in self.over.key_positions:
                self.merged.key_positions[here] = self.over.key_positions[here]

    def _take(self, source: Tree, value: Any, path: KeyPath) -> Any:
        """Take a value as it is, with all its places."""
        self._note(source, path)
        if isinstance(value, dict):
            return {key: self._take(source, item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self._take(source, item, (*path, n)) for n, item in enumerate(value)]
        return value

    def _note(self, source: Tree, path: KeyPath) -> None:
        if path in source.positions:
            self.merged.positions[path] = source.positions[path]
        if path in source.key_positions:
            self.merged.key_positions[path] = source.key_positions[path]
