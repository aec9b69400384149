"""Addressed uniforms for an engine in plain Python: drawn in NumPy blocks of issues, cached.

A draw is a pure function of its address (DESIGN.md, decision 2), so blocks change nothing but time. Blocks of
first visits are large, as nearly all of them are used; those of later visits are small.
"""

import numpy as np

from sim.streams import draw_array, uniform_pair, uniforms
from sim.world.world import Ints, World

_FIRST_BITS = 13
_FIRST_MASK = (1 << _FIRST_BITS) - 1
_LATER_BITS = 8
_KEPT_BLOCKS = 8
"""Blocks of a stream that are kept; an older one that is asked for again is drawn again."""
_LATER_MASK = (1 << _LATER_BITS) - 1


class Draws:
    """53-bit uniforms by (stream, issue, visit) for one world."""

    def __init__(self, world: World) -> None:
        self._seed = world.seed
        self._replication = world.replication
        self._issue = world.arrivals.issue
        self._first: dict[int, list[int]] = {}
        self._later: dict[tuple[int, int, int], list[int]] = {}
        self._stepped: dict[tuple[int, int, int, int], list[int]] = {}

    def of(self, stream: int, index: int, visit: int) -> int:
        """Draw for an issue.

        Args:
            stream: Stream number.
            index: Place of the issue among the world's arrivals.
            visit: Visit number.

        Returns:
            n in [0, 2⁵³).
        """
        if visit == 0:
            place = index >> _FIRST_BITS
            block = self._first.get(place << 16 | stream)
            if block is None:
                block = self._fill_first(stream, place)
            return block[index & _FIRST_MASK]
        place = index >> _LATER_BITS
        block = self._later.get((stream, visit, place))
        if block is None:
            block = self._fill_later(stream, visit, place)
        return block[index & _LATER_MASK]

    def at_step(self, stream: int, index: int, visit: int, step: int) -> int:
        """Draw for one step within a visit, for example a turn of a conversation."""
        if step == 0:
            return self.of(stream, index, visit)
        place = index >> _LATER_BITS
        block = self._stepped.get((stream, visit, step, place))
        if block is None:
            first = place << _LATER_BITS
            keys = np.ascontiguousarray(self._issue[first : first + (1 << _LATER_BITS)])
            block = uniforms(self._seed, self._replication, stream, keys, visit, step).tolist()
            self._stepped[stream, visit, step, place] = block
        return block[index & _LATER_MASK]

    def first_block(self, stream: int, place: int) -> Ints:
        """Uniforms of a whole block of first visits, in order of the issues."""
        pair = self._draw(stream, 0, place << _FIRST_BITS, 1 << _FIRST_BITS)
        return pair[stream & 1]

    def _draw(self, stream: int, visit: int, first: int, size: int) -> tuple[Ints, Ints]:
        """Draw both streams of a pair for consecutive issues, the even one first."""
        keys = np.ascontiguousarray(self._issue[first : first + size])
        return uniform_pair(self._seed, self._replication, stream & ~1, keys, visit)

    def _fill_first(self, stream: int, place: int) -> list[int]:
        block: list[int] = self.first_block(stream, place).tolist()
        self._first[place << 16 | stream] = block
        old = (place - _KEPT_BLOCKS) << 16 | stream
        self._first.pop(old, None)
        return block

    def _fill_later(self, stream: int, visit: int, place: int) -> list[int]:
        one, other = self._draw(stream, visit, place << _LATER_BITS, 1 << _LATER_BITS)
        self._later[stream & ~1, visit, place] = one.tolist()
        self._later[stream | 1, visit, place] = other.tolist()
        return self._later[stream, visit, place]


class FirstTimes:
    """Drawn times of first contacts by issue, looked up in their tables a block of issues at a time.

    Args:
        world: The world.
        draws: Its uniforms.
        stream: The stream that draws these times.
        table: (issues,) table of each issue's first contact, −1 for none.
    """

    def __init__(self, world: World, draws: Draws, stream: int, table: Ints) -> None:
        self._tables = world.behaviour.tables
        self._draws = draws
        self._stream = stream
        self._table = table
        self.is_used = bool((table >= 0).any())
        self._blocks: dict[int, list[int]] = {}

    def of(self, index: int) -> int:
        """Time of an issue's first contact [ticks]; −1 where it has no table."""
        block = self._blocks.get(index >> _FIRST_BITS)
        if block is None:
            block = self._fill(index >> _FIRST_BITS)
        return block[index & _FIRST_MASK]

    def _fill(self, place: int) -> list[int]:
        first = place << _FIRST_BITS
        table = self._table[first : first + (1 << _FIRST_BITS)]
        n = self._draws.first_block(self._stream, place)
        times = np.full(len(n), -1, dtype=np.int64)
        for number in np.unique(table[table >= 0]).tolist():
            chosen = table == number
            times[chosen] = draw_array(self._tables[number], n[chosen])
        self._blocks[place] = block = times.tolist()
        if len(self._blocks) > _KEPT_BLOCKS:
            del self._blocks[next(iter(self._blocks))]
        return block


def arrival_slots(world: World) -> Ints:
    """Slots of the day in which the issues of a world arrive, shape (issues,)."""
    horizon = world.horizon
    if len(horizon.slot) <= 1:
        return np.zeros(len(world.arrivals.tick), dtype=np.int64)
    return horizon.slot[np.searchsorted(horizon.slot_tick, world.arrivals.tick, side="right") - 1]
