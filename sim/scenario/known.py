"""Names that stand for nothing: faults with their place, what is there, and the nearest name."""

from collections.abc import Iterable, Iterator

from sim.errors import Fault, nearest_name
from sim.scenario.layers import Layered

Path = tuple[str | int, ...]


def place_of(layered: Layered, path: Path, name: str) -> Path:
    """Where a name stands: as a key below a path, else the path itself."""
    below = (*path, name)
    return below if below in layered.key_positions else path


def check_known(layered: Layered, names: Iterable[str], known: list[str], what: str, path: Path) -> Iterator[Fault]:
    """Yield a fault for each name that is not known.

    Args:
        layered: The text the names stand in.
        names: Names as written.
        known: Names that stand for something.
        what: What they are names of, for the message.
        path: Where the names stand: a list, a value, or a mapping whose keys they are.
    """
    for name in names:
        if name not in known:
            place = place_of(layered, path, name)
            yield layered.fault(
                place,
                f"there is no {what} of this name",
                key=place != path,
                value=name,
                allowed=", ".join(known),
                nearest=nearest_name(name, known),
            )
