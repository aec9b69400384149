"""Is the generator the published one, and is the vectorised form the same function?"""

import numpy as np
import pytest

from sim.streams.philox import philox_block, philox_blocks

ONES = 0xFFFFFFFF
# Known answers of philox4x32-10 published with Random123 (kat_vectors): counter, key, words.
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


def one_in_an_array(counter, key):
    """Run the vectorised form on a batch of one."""
    c0, c1 = (np.array([word], dtype=np.uint64) for word in counter[:2])
    return tuple(int(words[0]) for words in philox_blocks(c0, c1, counter[2], counter[3], key))


@pytest.mark.parametrize("form", [philox_block, one_in_an_array])
@pytest.mark.parametrize(("counter", "key", "words"), KNOWN_ANSWERS)
def test_known_answers_of_random123(form, counter, key, words):
    """Both forms give the three published answers: zeros, ones, the digits of pi."""
    assert form(counter, key) == words


def test_vectorised_form_equals_scalar_form_across_blocks():
    """Every counter of a batch longer than one cache block gives the words it gives alone."""
    generator = np.random.default_rng(20260101)
    n = 20_000
    c0, c1 = (generator.integers(0, 1 << 32, n, dtype=np.uint64) for _ in range(2))
    key = (0xDEADBEEF, 0x12345678)
    batch = np.stack(philox_blocks(c0, c1, 77, ONES, key), axis=1)
    for i in [*range(50), 8191, 8192, 8193, 16383, 16384, n - 1]:
        assert tuple(batch[i].tolist()) == philox_block((int(c0[i]), int(c1[i]), 77, ONES), key)


def test_no_overflow_and_the_counters_stay_as_they_were():
    """The largest words raise no floating or integer flag, and the arrays handed in are not written to."""
    c0 = np.full(10, ONES, dtype=np.uint64)
    c0.flags.writeable = False
    with np.errstate(all="raise"):
        words = philox_blocks(c0, c0, ONES, ONES, (ONES, ONES))
    assert max(int(word.max()) for word in words) <= ONES


def test_empty_batch_gives_empty_words():
    """No counters, no words."""
    none = np.empty(0, dtype=np.uint64)
    assert [len(words) for words in philox_blocks(none, none, 0, 0, (0, 0))] == [0, 0, 0, 0]
