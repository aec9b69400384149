"""The address of a draw (who asks, for what, at which attempt) and the uniform that lives there.

A draw is a pure function of (seed, replication, stream, key, visit, step) (MODEL.md 3). The address is
laid into the counter and the key of Philox4x32-10:

    counter 0   low 32 bits of key
    counter 1   high 31 bits of key
    counter 2   pair of streams (16 bits), visit (8 bits), step (8 bits), high to low
    counter 3   replication (32 bits)
    key 0, 1    low and high 32 bits of the seed

One block gives two uniforms of 53 bits, words 0 and 1 to the even stream of a pair, words 2 and 3 to
the odd. Every field has its own bits and an overflow is an error, so no two addresses share a draw.
Keys are of two kinds that never meet: issues (bit 62 clear) and agent-days (bit 62 set).
"""

from operator import index
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.streams.philox import philox_block, philox_blocks

Int64s = NDArray[np.int64]

ROW_BITS: Final = 8
DAY_BITS: Final = 12
INTERVAL_BITS: Final = 9
ORDINAL_BITS: Final = 20
AGENT_BITS: Final = 20
AGENT_FLAG: Final = 1 << 62

STREAM_BITS: Final = 17
VISIT_BITS: Final = 8
STEP_BITS: Final = 8
REPLICATION_BITS: Final = 32
SEED_BITS: Final = 64

_WORD: Final = 0xFFFFFFFF
_INTERVAL_SHIFT: Final = ORDINAL_BITS
_DAY_SHIFT: Final = _INTERVAL_SHIFT + INTERVAL_BITS
_ROW_SHIFT: Final = _DAY_SHIFT + DAY_BITS


def pack_issue(row: int, day: int, interval: int, k: int) -> int:
    """Pack the identity of an issue into its key.

    Args:
        row: Demand row, 0 to 255.
        day: Local day of the replication, 0 to 4095.
        interval: Interval of the day, 0 to 511.
        k: Ordinal within the interval, 0 to 1,048,575.

    Returns:
        A key in [0, 2^49) that ascends with (row, day, interval, k).

    Raises:
        OverflowError: If a field does not fit; it names the field and its limit.

    >>> pack_issue(1, 2, 3, 4)
    2200100143108
    """
    return (
        _field("row", row, ROW_BITS) << _ROW_SHIFT
        | _field("day", day, DAY_BITS) << _DAY_SHIFT
        | _field("interval", interval, INTERVAL_BITS) << _INTERVAL_SHIFT
        | _field("k", k, ORDINAL_BITS)
    )


def pack_issues(row: Int64s | int, day: Int64s | int, interval: Int64s | int, k: Int64s | int) -> Int64s:
    """Pack many identities, equal to `pack_issue` element by element; arguments broadcast.

    Raises:
        OverflowError: If any element of a field does not fit; it names the field and its limit.
    """
    fields = [_int64s(field) for field in (row, day, interval, k)]
    limits = (("row", ROW_BITS), ("day", DAY_BITS), ("interval", INTERVAL_BITS), ("k", ORDINAL_BITS))
    for (name, bits), field in zip(limits, fields, strict=True):
        _check_fields(name, field, bits)
    rows, days, intervals, ordinals = fields
    return np.asarray(rows << _ROW_SHIFT | days << _DAY_SHIFT | intervals << _INTERVAL_SHIFT | ordinals)


def unpack_issue(key: int) -> tuple[int, int, int, int]:
    """Return (row, day, interval, k) of an issue key.

    Raises:
        ValueError: If the key is not that of an issue.
    """
    if not 0 <= key < 1 << (_ROW_SHIFT + ROW_BITS):
        raise ValueError(f"{key} is not the key of an issue")
    row = key >> _ROW_SHIFT
    day = key >> _DAY_SHIFT & (1 << DAY_BITS) - 1
    interval = key >> _INTERVAL_SHIFT & (1 << INTERVAL_BITS) - 1
    return row, day, interval, key & (1 << ORDINAL_BITS) - 1


def row_of(keys: Int64s) -> Int64s:
    """Return the demand rows of issue keys.

    >>> row_of(np.asarray([pack_issue(3, 1, 2, 4)])).tolist()
    [3]
    """
    return keys >> _ROW_SHIFT


def pack_agent_day(agent: int, day: int) -> int:
    """Pack an agent (0 to 1,048,575) and a local day (0 to 4095) into a key that no issue has.

    Raises:
        OverflowError: If a field does not fit; it names the field and its limit.
    """
    return AGENT_FLAG | _field("agent", agent, AGENT_BITS) << DAY_BITS | _field("day", day, DAY_BITS)


def pack_agent_days(agent: Int64s | int, day: Int64s | int) -> Int64s:
    """Pack many agents and days, equal to `pack_agent_day` element by element; arguments broadcast.

    Raises:
        OverflowError: If any element of a field does not fit; it names the field and its limit.
    """
    agents, days = _int64s(agent), _int64s(day)
    _check_fields("agent", agents, AGENT_BITS)
    _check_fields("day", days, DAY_BITS)
    return np.asarray(AGENT_FLAG | agents << DAY_BITS | days)


def uniform(seed: int, replication: int, stream: int, key: int, visit: int = 0, step: int = 0) -> int:
    """Return the uniform at one address.

    Args:
        seed: 0 to 2^64 - 1.
        replication: 0 to 2^32 - 1.
        stream: A number of `sim.streams.catalog.Stream`.
        key: An issue key or an agent-day key, 0 to 2^63 - 1.
        visit: 0 to 255.
        step: Attempt, leg, ring or turn, 0 to 255.

    Returns:
        n in [0, 2^53), read as n / 2^53.

    Raises:
        OverflowError: If a field does not fit; it names the field and its limit.
    """
    key = _field("key", key, 63)
    pair_word, replication, seed_words = _common_words(seed, replication, stream, visit, step)
    words = philox_block((key & _WORD, key >> 32, pair_word, replication), seed_words)
    high, low = words[2:] if stream & 1 else words[:2]
    return (high << 32 | low) >> 11


def uniforms(seed: int, replication: int, stream: int, keys: Int64s, visit: int = 0, step: int = 0) -> Int64s:
    """Return the uniforms of many keys at one visit and step, equal to `uniform` key by key.

    Args:
        seed: As in `uniform`, likewise replication, stream, visit and step.
        keys: int64 keys, any shape.

    Returns:
        int64 in [0, 2^53), of the shape of keys.

    Raises:
        OverflowError: If a field does not fit; it names the field and its limit.
    """
    return uniform_pair(seed, replication, stream, keys, visit, step)[stream & 1]


def uniform_pair(
    seed: int, replication: int, stream: int, keys: Int64s, visit: int = 0, step: int = 0
) -> tuple[Int64s, Int64s]:
    """Return the uniforms of both streams of a pair for the price of one.

    Args:
        seed: As in `uniform`, likewise replication, visit and step.
        stream: Either stream of the pair.
        keys: int64 keys, any shape.

    Returns:
        (even stream, odd stream), each int64 in [0, 2^53) of the shape of keys.

    Raises:
        OverflowError: If a field does not fit; it names the field and its limit.
    """
    key = _int64s(keys)
    _check_fields("key", key, 63)
    pair_word, replication, seed_words = _common_words(seed, replication, stream, visit, step)
    unsigned = key.astype(np.uint64).ravel()
    low, high = unsigned & np.uint64(_WORD), unsigned >> np.uint64(32)
    words = philox_blocks(low, high, pair_word, replication, seed_words)
    even, odd = (
        ((upper << np.uint64(32) | lower) >> np.uint64(11)).astype(np.int64).reshape(key.shape)
        for upper, lower in (words[:2], words[2:])
    )
    return even, odd


def _common_words(seed: int, replication: int, stream: int, visit: int, step: int) -> tuple[int, int, tuple[int, int]]:
    """Return counter words 2 and 3 and the key words, which a batch has in common, from checked fields."""
    pair = _field("stream", stream, STREAM_BITS) >> 1
    pair_word = pair << (VISIT_BITS + STEP_BITS)
    pair_word |= _field("visit", visit, VISIT_BITS) << STEP_BITS | _field("step", step, STEP_BITS)
    seed = _field("seed", seed, SEED_BITS)
    return pair_word, _field("replication", replication, REPLICATION_BITS), (seed & _WORD, seed >> 32)


def _field(name: str, value: int, bits: int) -> int:
    """Return value as a Python integer (a NumPy one would wrap); OverflowError unless in [0, 2^bits)."""
    integer = index(value)
    if integer < 0 or integer >> bits:
        raise OverflowError(f"{name} must be 0 to {(1 << bits) - 1}, got {integer}")
    return integer


def _int64s(values: Int64s | int) -> Int64s:
    """Return int64 values of any integers; TypeError for others, which would be cut off."""
    return np.asarray(values).astype(np.int64, casting="same_kind", copy=False)


def _check_fields(name: str, values: Int64s, bits: int) -> None:
    """Raise OverflowError unless every value is in [0, 2^bits)."""
    if values.size:
        _field(name, int(values.min()), bits)
        _field(name, int(values.max()), bits)
