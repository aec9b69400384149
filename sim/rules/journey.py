"""Journeys: where a customer turns after a contact that did not help, and what the next agent knows.

All tables are cumulative shares over the channels (what is missing to 1 gives up); the uniforms come
from the caller.
"""

from collections.abc import Sequence

from sim.rules.deadline import first_span_after
from sim.rules.lifecycle import Step


def pick_next_channel(u: float, cumulative: Sequence[float], stay_factor: float) -> int:
    """Pick the channel of the next contact, or −1 when the customer gives up.

    Every share is multiplied by the same factor, (1 − g) to the number of visits so far, so what is given
    up grows with the visits and the choice between channels stays (MODEL.md 10).

    Args:
        u: Uniform in [0, 1).
        cumulative: Cumulative shares by channel, not falling, the last at most 1.
        stay_factor: (1 − g) to the power of the visit number, 0 to 1.

    Returns:
        Index of the next channel, or −1.

    >>> [pick_next_channel(u, [0.5, 0.75], 1.0) for u in (0.0, 0.5, 0.75)]
    [0, 1, -1]
    >>> pick_next_channel(0.4, [0.5, 0.75], 0.5)
    -1
    """
    for channel in range(len(cumulative)):
        if u < cumulative[channel] * stay_factor:
            return channel
    return -1


def story_is_kept(u: float, keep: Sequence[float], step: int) -> bool:
    """Tell whether what the customer told before is known to the agent who answers now.

    Args:
        u: Uniform in [0, 1).
        keep: Probability that the story survives, by kind of step.
        step: A `lifecycle.Step` number: the kind of step that led to the contact.

    >>> story_is_kept(0.5, [0.6, 0.0, 0.9], 0), story_is_kept(0.5, [0.6, 0.0, 0.9], 1)
    (True, False)
    """
    return u < keep[step]


def step_of(is_same_channel: bool, is_from_bot: bool) -> int:
    """Name the kind of step between two contacts: what a machine was told goes its own way.

    >>> step_of(True, False), step_of(False, False), step_of(False, True)
    (0, 1, 2)
    """
    if is_from_bot:
        return int(Step.FROM_BOT)
    return int(Step.SAME_CHANNEL if is_same_channel else Step.OTHER_CHANNEL)


def next_opening(tick: int, starts: Sequence[int], ends: Sequence[int]) -> int:
    """Find the first tick from a given one on at which something is open.

    Args:
        tick: From when.
        starts: Starts of the open spans, ascending.
        ends: Their ends (half-open), not overlapping.

    Returns:
        The tick itself while it is open, else the start of the next span; −1 when none follows.

    >>> next_opening(5, [10, 30], [20, 40]), next_opening(12, [10, 30], [20, 40]), next_opening(40, [10, 30], [20, 40])
    (10, 12, -1)
    """
    span = first_span_after(tick, ends)
    return -1 if span == len(starts) else max(tick, starts[span])
