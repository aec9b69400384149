"""Philox4x32-10: a counter in, four random words out, and no state in between.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11 (2011). Own code
from the paper; tested against the known answers published with it (Random123). Words are 32 bits in
64-bit integers: a product of two stays below 2^64, so nothing ever overflows.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

UInt64s = NDArray[np.uint64]

N_ROUNDS: Final = 10
MULTIPLIER_0: Final = 0xD2511F53
MULTIPLIER_1: Final = 0xCD9E8D57
WEYL_0: Final = 0x9E3779B9
WEYL_1: Final = 0xBB67AE85

_WORD: Final = 0xFFFFFFFF
_BLOCK: Final = 8192
"""Counters worked on at a time, so that the words of a block stay in the cache of one core."""


def philox_block(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the four words of one counter.

    Args:
        counter: Four words in [0, 2^32).
        key: Two words in [0, 2^32).

    Returns:
        Four words in [0, 2^32).

    >>> [f"{word:08x}" for word in philox_block((0, 0, 0, 0), (0, 0))]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(N_ROUNDS):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        c0, c1 = product_1 >> 32 ^ c1 ^ k0, product_1 & _WORD
        c2, c3 = product_0 >> 32 ^ c3 ^ k1, product_0 & _WORD
        k0 = (k0 + WEYL_0) & _WORD
        k1 = (k1 + WEYL_1) & _WORD
    return c0, c1, c2, c3


def philox_blocks(
    c0: UInt64s, c1: UInt64s, c2: int, c3: int, key: tuple[int, int]
) -> tuple[UInt64s, UInt64s, UInt64s, UInt64s]:
    """Return the four words of many counters that share their last two, equal to `philox_block` one by one.

    Args:
        c0: First counter words, uint64 below 2^32, shape (n,).
        c1: Second counter words, likewise.
        c2: Third counter word of all.
        c3: Fourth counter word of all.
        key: Two words in [0, 2^32).

    Returns:
        Four uint64 arrays of shape (n,), each word in [0, 2^32).
    """
    words = np.empty((4, len(c0)), dtype=np.uint64)
    for start in range(0, len(c0), _BLOCK):
        part = words[:, start : start + _BLOCK]
        part[0] = c0[start : start + _BLOCK]
        part[1] = c1[start : start + _BLOCK]
        part[2] = c2
        part[3] = c3
        _mix(part, key)
    return words[0], words[1], words[2], words[3]


def _mix(words: UInt64s, key: tuple[int, int]) -> None:
    """Run the ten rounds in place on four rows of words."""
    mask, half = np.uint64(_WORD), np.uint64(32)
    multiplier_0, multiplier_1 = np.uint64(MULTIPLIER_0), np.uint64(MULTIPLIER_1)
    k0, k1 = key
    c0, c1, c2, c3 = words
    product_0, product_1 = np.empty_like(c0), np.empty_like(c0)
    for _ in range(N_ROUNDS):
        np.multiply(c0, multiplier_0, out=product_0)
        np.multiply(c2, multiplier_1, out=product_1)
        np.right_shift(product_1, half, out=c0)
        c0 ^= c1
        c0 ^= np.uint64(k0)
        np.bitwise_and(product_1, mask, out=c1)
        np.right_shift(product_0, half, out=c2)
        c2 ^= c3
        c2 ^= np.uint64(k1)
        np.bitwise_and(product_0, mask, out=c3)
        k0 = (k0 + WEYL_0) & _WORD
        k1 = (k1 + WEYL_1) & _WORD
