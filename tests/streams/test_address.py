"""Is a draw a function of its address alone, and are different addresses different, unrelated draws?"""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.streams import (
    Stream,
    pack_agent_day,
    pack_agent_days,
    pack_issue,
    pack_issues,
    uniform,
    uniform_pair,
    uniforms,
    unpack_issue,
)
from sim.streams.philox import philox_block

SEED = 20260105
LARGEST = {
    "seed": 2**64 - 1,
    "replication": 2**32 - 1,
    "stream": 2**17 - 1,
    "key": 2**63 - 1,
    "visit": 255,
    "step": 255,
}
KEYS = pack_issues(3, np.arange(40)[:, None], 20, np.arange(500)).ravel()
FROZEN_DRAWS = (3594291074837816, 5341767722339321, 6402600190311959)
FALSE_ALARM = 1e-4  # of each statistical test below, were the seed not fixed


def test_draws_of_three_addresses_are_frozen():
    """These addresses have these draws for ever; a change here changes every published result."""
    assert uniform(0, 0, Stream.DAY_COMMON, 0) == FROZEN_DRAWS[0]
    assert uniform(SEED, 7, Stream.WRAP_UP, pack_issue(1, 2, 3, 4), visit=5, step=6) == FROZEN_DRAWS[1]
    assert uniform(2**64 - 1, 2**32 - 1, Stream.TRAINED, pack_agent_day(9, 8)) == FROZEN_DRAWS[2]


def test_address_lies_in_the_counter_as_documented():
    """The uniform is a half of the block at (key low, key high, pair|visit|step, replication)."""
    key, seed = 0x1234567_89ABCDEF, 0xFEDCBA98_76543210
    counter = (0x89ABCDEF, 0x1234567, (16 >> 1) << 16 | 2 << 8 | 3, 11)
    w0, w1, w2, w3 = philox_block(counter, (0x76543210, 0xFEDCBA98))
    assert uniform(seed, 11, Stream.TALK, key, 2, 3) == (w0 * 2**32 + w1) // 2**11
    assert uniform(seed, 11, Stream.WRAP_UP, key, 2, 3) == (w2 * 2**32 + w3) // 2**11


@given(
    seed=st.integers(0, 2**64 - 1),
    replication=st.integers(0, 2**32 - 1),
    stream=st.integers(0, 2**17 - 1),
    keys=st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=5),
    visit=st.integers(0, 255),
    step=st.integers(0, 255),
)
def test_scalar_equals_array_bit_for_bit(seed, replication, stream, keys, visit, step):
    """One by one or in a batch, any address in range gives the same integer in [0, 2^53)."""
    batch = uniforms(seed, replication, stream, np.array(keys), visit, step)
    alone = [uniform(seed, replication, stream, key, visit, step) for key in keys]
    assert batch.dtype == np.int64
    assert batch.tolist() == alone
    assert all(0 <= n < 1 << 53 for n in alone)


def test_draw_depends_neither_on_order_nor_on_batch_nor_on_shape():
    """Shuffled, cut in pieces, or as a matrix, each key keeps its draw."""
    whole = uniforms(SEED, 1, Stream.TALK, KEYS)
    order = np.random.default_rng(1).permutation(len(KEYS))
    assert np.array_equal(uniforms(SEED, 1, Stream.TALK, KEYS[order]), whole[order])
    pieces = [uniforms(SEED, 1, Stream.TALK, piece) for piece in np.array_split(KEYS, 7)]
    assert np.array_equal(np.concatenate(pieces), whole)
    assert np.array_equal(uniforms(SEED, 1, Stream.TALK, KEYS.reshape(40, 500)), whole.reshape(40, 500))
    assert uniforms(SEED, 1, Stream.TALK, KEYS[:0]).shape == (0,)


@pytest.mark.parametrize("stream", [Stream.TALK, Stream.WRAP_UP])
def test_pair_gives_both_streams_whichever_is_named(stream):
    """`uniform_pair` is (even stream, odd stream)."""
    even, odd = uniform_pair(SEED, 1, stream, KEYS, visit=2, step=3)
    assert np.array_equal(even, uniforms(SEED, 1, Stream.TALK, KEYS, visit=2, step=3))
    assert np.array_equal(odd, uniforms(SEED, 1, Stream.WRAP_UP, KEYS, visit=2, step=3))


def test_largest_address_raises_no_flag():
    """Every field at its upper limit works, without an overflow in NumPy, and equals the scalar form."""
    with np.errstate(all="raise"):
        batch = uniforms(
            **{name: value for name, value in LARGEST.items() if name != "key"}, keys=np.array([2**63 - 1])
        )
    assert batch.tolist() == [uniform(**LARGEST)]


@pytest.mark.parametrize("field", list(LARGEST))
@pytest.mark.parametrize("off", ["above", "below"])
def test_a_field_that_overflows_is_named_with_its_limit(field, off):
    """One above the limit, or -1, is an OverflowError with the field and the limit, alone and in a batch."""
    address = LARGEST | {field: LARGEST[field] + 1 if off == "above" else -1}
    with pytest.raises(OverflowError, match=f"^{field} must be 0 to {LARGEST[field]}, got "):
        uniform(**address)
    if (field, off) != ("key", "above"):  # an int64 cannot hold that key
        key = address.pop("key")
        with pytest.raises(OverflowError, match=f"^{field} must be 0 to {LARGEST[field]}, got "):
            uniforms(**address, keys=np.array([0, key]))


def test_numpy_integers_are_taken_as_the_integers_they_are():
    """Scalars out of arrays, however narrow, neither wrap nor warn; a float is a TypeError."""
    narrow = [np.int32(field) for field in (200, 300, 40, 5000)]
    key = pack_issue(*narrow)
    assert (key, type(key)) == (pack_issue(200, 300, 40, 5000), int)
    address = (
        np.uint64(2**64 - 1),
        np.uint32(2**32 - 1),
        np.int16(17),
        np.int64(2**63 - 1),
        np.uint8(255),
        np.uint8(9),
    )
    assert uniform(*address) == uniform(*(int(field) for field in address))
    address_of_many = (*address[:3], np.array([address[3]]), *address[4:])
    assert uniforms(*address_of_many).tolist() == [uniform(*address)]
    assert pack_agent_day(np.int16(9), np.int16(8)) == pack_agent_day(9, 8)
    with pytest.raises(TypeError):
        uniform(0, 0, 0, 1.5)
    with pytest.raises(TypeError):
        uniforms(0, 0, 0, np.array([1.5]))


def test_uniforms_are_uniform():
    """Chi-square over 256 equal bins, for both streams of a pair, and over 256 bins of the lowest 8 bits."""
    for n in uniform_pair(SEED, 0, Stream.TALK, KEYS):
        for part in (n >> 45, n & 255):
            assert stats.chisquare(np.bincount(part, minlength=256)).pvalue > FALSE_ALARM


NEIGHBOURS = {
    "next key": lambda: uniforms(SEED, 0, Stream.TALK, KEYS + 1),
    "next day": lambda: uniforms(SEED, 0, Stream.TALK, KEYS + pack_issue(0, 1, 0, 0)),
    "next row": lambda: uniforms(SEED, 0, Stream.TALK, KEYS + pack_issue(1, 0, 0, 0)),
    "agent's key": lambda: uniforms(SEED, 0, Stream.TALK, KEYS + 2**62),
    "other of the pair": lambda: uniforms(SEED, 0, Stream.WRAP_UP, KEYS),
    "next pair": lambda: uniforms(SEED, 0, Stream.PATIENCE, KEYS),
    "next visit": lambda: uniforms(SEED, 0, Stream.TALK, KEYS, visit=1),
    "next step": lambda: uniforms(SEED, 0, Stream.TALK, KEYS, step=1),
    "next replication": lambda: uniforms(SEED, 1, Stream.TALK, KEYS),
    "next seed": lambda: uniforms(SEED + 1, 0, Stream.TALK, KEYS),
    "seed's high word": lambda: uniforms(SEED + 2**32, 0, Stream.TALK, KEYS),
}


@pytest.mark.parametrize("neighbour", list(NEIGHBOURS))
def test_neighbouring_addresses_are_different_and_unrelated(neighbour):
    """A field one further gives other draws, with no correlation and no pattern on a 16 x 16 grid."""
    here, there = uniforms(SEED, 0, Stream.TALK, KEYS), NEIGHBOURS[neighbour]()
    assert not np.any(here == there)
    assert stats.pearsonr(here / 2**53, there / 2**53).pvalue > FALSE_ALARM
    cell = (here >> 49) * 16 + (there >> 49)
    assert stats.chisquare(np.bincount(cell, minlength=256)).pvalue > FALSE_ALARM


def test_no_two_addresses_share_a_draw():
    """All combinations of small field values give distinct integers (a repeat has a chance of 1 in 10^9)."""
    keys = np.array([0, 1, 1 << 20, 1 << 29, 1 << 41, 1 << 62, (1 << 62) + 1])
    fields = itertools.product(range(2), range(3), (0, 1, 2, 16, 17), range(3), range(3))
    drawn = [uniforms(seed, r, stream, keys, visit, step) for seed, r, stream, visit, step in fields]
    assert len(np.unique(drawn)) == 2 * 3 * 5 * 3 * 3 * len(keys)


@given(st.integers(0, 255), st.integers(0, 4095), st.integers(0, 511), st.integers(0, 2**20 - 1))
def test_issue_key_unpacks_to_what_was_packed(row, day, interval, k):
    """Packing loses nothing, stays below 2^49, and the array form agrees."""
    key = pack_issue(row, day, interval, k)
    assert unpack_issue(key) == (row, day, interval, k)
    assert 0 <= key < 1 << 49
    assert int(pack_issues(row, day, interval, k)) == key


@given(*[st.tuples(*[st.integers(0, n - 1) for n in (256, 4096, 512, 2**20)])] * 2)
def test_issue_keys_are_ordered_as_their_fields(a, b):
    """Keys compare as (row, day, interval, k) compare."""
    assert (pack_issue(*a) < pack_issue(*b)) == (a < b)


@pytest.mark.parametrize(
    ("place", "name", "limit"), [(0, "row", 255), (1, "day", 4095), (2, "interval", 511), (3, "k", 1048575)]
)
@pytest.mark.parametrize("pack", [pack_issue, pack_issues])
def test_issue_field_out_of_range_is_named_with_its_limit(pack, place, name, limit):
    """A field one beyond its limit, or negative, is an OverflowError and never runs into its neighbour."""
    for value in (limit + 1, -1):
        fields = [0, 0, 0, 0]
        fields[place] = value
        with pytest.raises(OverflowError, match=f"^{name} must be 0 to {limit}, got {value}$"):
            pack(*fields)


def test_agent_keys_never_meet_issue_keys():
    """The largest issue key is below the least agent key, and agent keys are distinct and checked."""
    assert pack_issue(255, 4095, 511, 2**20 - 1) < pack_agent_day(0, 0) == 1 << 62
    assert pack_agent_day(1, 0) == pack_agent_day(0, 4095) + 1
    assert pack_agent_day(2**20 - 1, 4095) < 1 << 63
    with pytest.raises(OverflowError, match=r"^agent must be 0 to 1048575, got 1048576$"):
        pack_agent_day(2**20, 0)
    with pytest.raises(OverflowError, match=r"^day must be 0 to 4095, got 4096$"):
        pack_agent_day(0, 4096)


def test_many_agent_keys_are_those_of_one_at_a_time():
    """Agents by days broadcast to the keys that `pack_agent_day` gives, and are checked like them."""
    keys = pack_agent_days(np.asarray([0, 9, 2**20 - 1])[:, None], np.asarray([0, 4095]))
    assert keys.tolist() == [[pack_agent_day(a, d) for d in (0, 4095)] for a in (0, 9, 2**20 - 1)]
    with pytest.raises(OverflowError, match=r"^agent must be 0 to 1048575, got 1048576$"):
        pack_agent_days(np.asarray([0, 2**20]), 0)
    with pytest.raises(OverflowError, match=r"^day must be 0 to 4095, got -1$"):
        pack_agent_days(0, np.asarray([-1]))


@pytest.mark.parametrize("key", [-1, 1 << 49, 1 << 62])
def test_what_is_no_issue_key_is_not_unpacked(key):
    """A negative key, one of 50 bits and an agent's are refused."""
    with pytest.raises(ValueError, match="not the key of an issue"):
        unpack_issue(key)
