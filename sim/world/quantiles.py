"""Quantile tables of the distributions of a centre, numbered as they come up."""

import numpy as np

from sim.streams import Distribution, build_table
from sim.world.world import Ints, frozen


class QuantileTables:
    """Quantile tables, each distribution once."""

    def __init__(self) -> None:
        self._index: dict[tuple[Distribution, int], int] = {}
        self._tables: list[np.ndarray] = []

    def index(self, distribution: Distribution, floor_ticks: int = 1) -> int:
        """Number of the table of a distribution; a new one is built."""
        key = (distribution, floor_ticks)
        if key not in self._index:
            self._index[key] = len(self._tables)
            self._tables.append(build_table(distribution, floor_ticks))
        return self._index[key]

    def all(self) -> Ints:
        """All tables by number, (tables, cells)."""
        return frozen(np.stack(self._tables)) if self._tables else frozen(np.zeros((0, 1)))
