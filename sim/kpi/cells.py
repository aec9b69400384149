"""Sums by cut: rows are grouped once by all their indices together, then every sum is cheap."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ByCut = dict[str, Floats]


def summed(index: Ints, weight: NDArray[Any], size: int) -> Floats:
    """Sum weights (numbers, or booleans to count) by index, 0 to size − 1, as float64."""
    return np.bincount(index, weights=weight, minlength=size).astype(np.float64, copy=False)


class Cells:
    """Rows grouped into cells of equal indices.

    Attributes:
        n_cells: Distinct combinations of indices.
    """

    def __init__(self, indices: Mapping[str, Ints], sizes: Mapping[str, int]) -> None:
        """Group rows.

        Args:
            indices: By cut, (n,) index of each row, −1 for none; without the cut "all".
            sizes: By cut, how many indices there are.
        """
        code: Any = 0
        for cut, index in indices.items():
            code = code * (sizes[cut] + 1) + (index + 1)
        unique, self._cell = np.unique(code, return_inverse=True)
        self.n_cells = len(unique)
        self._sizes = {"all": 1, **sizes}
        self._index: dict[str, Ints] = {"all": np.zeros(self.n_cells, dtype=np.int64)}
        for cut in reversed(list(indices)):
            unique, place = np.divmod(unique, sizes[cut] + 1)
            self._index[cut] = place - 1

    def sums(self, weight: NDArray[Any], cuts: Iterable[str]) -> ByCut:
        """Sum a weight (or count a mask) by each cut; rows without an index are left out of that cut.

        Args:
            weight: (n,) numbers, or booleans to count.
            cuts: Which cuts to give.
        """
        by_cell = summed(self._cell, weight, self.n_cells)
        table: ByCut = {}
        for cut in cuts:
            is_in, index = self._members(cut)
            table[cut] = summed(index, by_cell[is_in], self._sizes[cut])
        return table

    def largest(self, value: Floats, mask: NDArray[np.bool_], cuts: Iterable[str]) -> ByCut:
        """Give the largest of the masked values by each cut, nan where there is none."""
        by_cell = np.full(self.n_cells, -np.inf)
        np.maximum.at(by_cell, self._cell[mask], value[mask])
        table: ByCut = {}
        for cut in cuts:
            is_in, index = self._members(cut)
            best = np.full(self._sizes[cut], -np.inf)
            np.maximum.at(best, index, by_cell[is_in])
            table[cut] = np.where(np.isinf(best), np.nan, best)
        return table

    def _members(self, cut: str) -> tuple[NDArray[np.bool_], Ints]:
        """Cells that have an index in a cut, and which."""
        is_in = self._index[cut] >= 0
        return is_in, self._index[cut][is_in]
