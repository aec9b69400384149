"""Arrays that nobody writes to once they are made."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def frozen(values: Any, dtype: type = np.int64) -> NDArray[Any]:
    """Make a read-only contiguous array of the given type."""
    array: NDArray[Any] = np.ascontiguousarray(values, dtype=dtype)
    if array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array
