"""Handle time: what a contact costs an agent.

Multipliers (level) are applied to the drawn time in one function and rounded once, half up; seconds for a
lost or a kept story and for a change of channel are added after them (MODEL.md 3 and 15). Work proceeds at
1/slowdown(k) with k contacts in hand, counted exactly in 2⁻²⁰ tick.
"""

WORK_BITS = 20
WORK_UNIT = 1 << WORK_BITS


def scaled(ticks: int, factor: float) -> int:
    """Multiply a drawn duration once, rounded half up, at least 1 tick unless it was 0.

    Args:
        ticks: Drawn duration [ticks], 0 to 90 days.
        factor: The product of all multipliers, above 0.

    >>> scaled(10, 1.25), scaled(0, 2.0), scaled(1, 0.1)
    (13, 0, 1)
    """
    if ticks == 0:
        return 0
    product = int(ticks * factor + 0.5)
    return product if product > 0 else 1


def rate(slowdown: float) -> int:
    """Turn a slowdown into work done per tick [2⁻²⁰ tick of work a tick].

    Computed once, before the clock starts.

    >>> rate(1.0) == WORK_UNIT, rate(2.0) == WORK_UNIT // 2
    (True, True)
    """
    return int(WORK_UNIT / slowdown + 0.5)


def time_for(work: int, work_rate: int) -> int:
    """Tell how many whole ticks a piece of work takes at a rate, rounded up.

    Args:
        work: Work left [2⁻²⁰ tick]; what is below zero counts as nothing.
        work_rate: Work done a tick, above 0.

    >>> time_for(WORK_UNIT * 3, rate(2.0)), time_for(0, 5), time_for(-7, 5)
    (6, 0, 0)
    """
    if work <= 0:
        return 0
    return -(-work // work_rate)


def solved_probability(base: float, level_factor: float, story_factor: float) -> float:
    """Probability that a conversation resolves the issue: the product of its factors, at most 1.

    >>> solved_probability(0.8, 0.5, 1.0), solved_probability(0.8, 2.0, 1.0)
    (0.4, 1.0)
    """
    product = base * level_factor * story_factor
    return product if product < 1.0 else 1.0


def share_of_turn(ticks: int, n_turns: int, turn: int) -> int:
    """Split work evenly over the turns of a conversation, so that they add up exactly.

    Args:
        ticks: Work of all turns [ticks].
        n_turns: How many there are, 1 or more.
        turn: Which one, 0 first.

    >>> [share_of_turn(10, 3, turn) for turn in range(3)]
    [3, 3, 4]
    """
    return ticks * (turn + 1) // n_turns - ticks * turn // n_turns
