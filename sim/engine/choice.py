"""The choice of an engine. Today there is one, the SimPy reference."""

from sim.record import Record
from sim.world.world import World

ENGINES: tuple[str, ...] = ("auto", "reference")
"""What a user may ask for; `auto` means the fastest engine that can run the world."""


def run(world: World, engine: str = "auto") -> Record:
    """Run one world.

    Args:
        world: The world.
        engine: One of `ENGINES`.

    Returns:
        The record; the same for every engine.

    Raises:
        ValueError: There is no such engine.
    """
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine!r}; allowed: {', '.join(ENGINES)}")
    from sim.engine.reference import run_reference

    return run_reference(world)
