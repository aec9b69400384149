"""Scenario files laid over each other, keeping for every value the place where it was written.

From the lowest to the highest: what a file `extends`, what it includes (`include:`), the file itself,
overlay files in their order, then every `--set path=value`. How two layers become one is said in `tree`. A
file that is reached twice through `extends` or `include` counts once, at its first place, so that an
overlay may name the base it was written for.

`strategies` and `steps` hold overlays themselves: there a null that has nothing to delete yet is kept, and
deletes when `overlay` lays that part over the top of the scenario.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sim.errors import Fault, nearest_name
from sim.scenario.document import Document, KeyPath, Position, path_text, read_document
from sim.scenario.sets import LINKS, SET, read_set
from sim.scenario.tree import Tree, merge

__all__ = ["Layered", "Tree", "load_layers", "merge", "overlay"]

_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Layered:
    """All layers of a scenario as one.

    Attributes:
        data: The merged top-level mapping, without `extends` and `include`.
        positions: Path of every value → where the layer that set it wrote it.
        key_positions: The same for keys.
        files: Every file read, in the order of the layers.
        faults: Faults of the documents, the links between them and the `--set`s.
        sources: File name → its lines; "--set" → the texts of the sets.
    """

    data: dict[str, Any] = field(default_factory=dict)
    positions: dict[KeyPath, Position] = field(default_factory=dict)
    key_positions: dict[KeyPath, Position] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def errors(self) -> list[Fault]:
        """The faults that are not only warnings."""
        return [fault for fault in self.faults if fault.severity == "error"]

    def place(self, path: KeyPath, key: bool = False) -> Position:
        """Return where a value is written, or the nearest part around it that is written at all.

        Args:
            path: Path of the value; it need not exist (a missing key, a default).
            key: True for the place of the key instead of the value, where the path has one.
        """
        if key and path in self.key_positions:
            return self.key_positions[path]
        for n in range(len(path), -1, -1):
            found = self.positions.get(path[:n])
            if found is not None:
                return found
        return Position(str(self.files[-1]) if self.files else "", 0, 0)

    def fault(self, path: KeyPath, message: str, *, key: bool = False, **more: str) -> Fault:
        """Return a fault at the place of a value, with its source line.

        Args:
            path: Path of the value.
            message: What is wrong.
            key: True to point at the key (an unknown key) instead of the value.
            **more: Further fields of the fault: value, allowed, nearest, severity.
        """
        at = self.place(path, key)
        return Fault(at.file, at.line, at.column, path_text(path), message, source_line=_line(self.sources, at), **more)


def load_layers(path: str | Path, overlays: Sequence[str | Path] = (), sets: Sequence[str] = ()) -> Layered:
    """Read a scenario file with all that it builds on and all that is laid over it.

    Args:
        path: The scenario file.
        overlays: Files to lay over it, the last on top.
        sets: Texts `a.b=value`, the last on top, as `sets` describes them.

    Returns:
        The merged data; `faults` tells what could not be read. Nothing is raised.
    """
    loader = _Loader()
    for file in (path, *overlays):
        loader.add_file(Path(file), ())
    tree = loader.tree
    loader.sources[SET] = tuple(sets)
    for number, text in enumerate(sets, start=1):
        layer, faults = read_set(text, number, tree.data)
        loader.faults += faults
        tree = merge(tree, layer)
    return Layered(tree.data, tree.positions, tree.key_positions, tuple(loader.files), loader.faults, loader.sources)


def overlay(layered: Layered, over_path: tuple[str, ...], skip: Collection[str] = ()) -> Layered:
    """Lay a mapping that stands inside the scenario (a strategy, a step) over its top level.

    Args:
        layered: The scenario.
        over_path: Path of the mapping, as ("steps", "pool").
        skip: Keys of that mapping which are not part of the overlay (a step's price).

    Returns:
        A new scenario; what came from the mapping keeps the place where it is written. If there is no mapping
        at the path, the scenario as it was, with one fault more.
    """
    found: Any = layered.data
    for n, key in enumerate(over_path):
        if not isinstance(found, Mapping) or key not in found:
            return _no_overlay(layered, over_path[: n + 1], found)
        found = found[key]
    if not isinstance(found, Mapping):
        return _no_overlay(layered, over_path, None)
    size = len(over_path)
    over = Tree(
        {key: value for key, value in found.items() if key not in skip},
        {path[size:]: at for path, at in layered.positions.items() if path[:size] == over_path},
        {path[size:]: at for path, at in layered.key_positions.items() if path[:size] == over_path},
    )
    tree = merge(Tree(layered.data, layered.positions, layered.key_positions), over)
    return replace(layered, data=tree.data, positions=tree.positions, key_positions=tree.key_positions)


def _no_overlay(layered: Layered, path: tuple[str, ...], around: Any) -> Layered:
    if isinstance(around, Mapping):
        nearest = nearest_name(path[-1], around)
        allowed = ", ".join(list(around)[:12])
        fault = layered.fault(path, f'there is no "{path[-1]}" here', allowed=allowed, nearest=nearest)
    else:
        fault = layered.fault(path, "this must be a mapping of keys and values")
    return replace(layered, faults=[*layered.faults, fault])


class _Loader:
    """Reads files and what they link to, each linked file once, laying one after the other."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.files: list[Path] = []
        self.faults: list[Fault] = []
        self.sources: dict[str, tuple[str, ...]] = {}
        self._seen: set[Path] = set()

    def add_file(self, path: Path, chain: tuple[tuple[Path, str], ...]) -> None:
        """Lay a file, and before it what it links to, over what has been read.

        Args:
            path: The file.
            chain: Identity and name of each file whose links led here, the first first.
        """
        document = read_document(path)
        self._seen.add(_identity(path))
        self._read(document, path)
        here = (*chain, (_identity(path), document.file))
        for link in LINKS:
            for target, at in self._targets(document, link):
                self._follow(document, path.parent / target, at, here)
        data = {key: value for key, value in document.data.items() if key not in LINKS}
        self.tree = merge(self.tree, Tree(data, document.positions, document.key_positions))
        self.files.append(path)

    def _read(self, document: Document, path: Path) -> None:
        self.sources[document.file] = document.lines
        known = {(fault.file, fault.line, fault.column, fault.message) for fault in self.faults}
        for fault in document.faults:
            if (fault.file, fault.line, fault.column, fault.message) not in known:
                self.faults.append(fault)

    def _targets(self, document: Document, link: str) -> list[tuple[str, KeyPath]]:
        value = document.data.get(link)
        if value is None:
            return []
        named = [(item, (link, n)) for n, item in enumerate(value)] if isinstance(value, list) else [(value, (link,))]
        targets: list[tuple[str, KeyPath]] = []
        for item, at in named:
            if isinstance(item, str) and item.strip():
                targets.append((item, at))
            else:
                self._fault(document, at, f"{link} must name a YAML file, or a list of them")
        return targets

    def _follow(self, document: Document, path: Path, at: KeyPath, chain: tuple[tuple[Path, str], ...]) -> None:
        identity = _identity(path)
        identities = [known for known, _ in chain]
        if identity in identities:
            names = [name for _, name in chain[identities.index(identity) :]]
            around = " → ".join([*names, names[0]])
            self._fault(document, at, f"the files go round in a circle: {around}")
        elif identity not in self._seen:
            if len(chain) >= _LONGEST_CHAIN:
                self._fault(document, at, f"more than {_LONGEST_CHAIN} files build on each other")
            elif _is_there(path):
                self.add_file(path, chain)
            else:
                self._seen.add(identity)
                self._fault(document, at, f"there is no file {path.as_posix()}")

    def _fault(self, document: Document, path: KeyPath, message: str) -> None:
        at = document.positions[path]
        line = _line(self.sources, at)
        self.faults.append(Fault(at.file, at.line, at.column, path_text(path), message, source_line=line))


def _identity(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _line(sources: Mapping[str, tuple[str, ...]], at: Position) -> str:
    lines = sources.get(at.file, ())
    return lines[at.line - 1] if 0 < at.line <= len(lines) else ""
