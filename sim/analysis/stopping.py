"""The sequential stopping rule of `--precision` (DESIGN.md, decision 7).

At least 20 replications; then each batch adds 10 % and every watched value is tested for its relative half
width. It stops at a largest number and says what was not reached. (Looking often makes the intervals a
little too short; with a first batch of 20 and steps of 10 % the loss of coverage is small.)
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.analysis.estimates import Difference, Estimate
from sim.errors import UsageError

FIRST_BATCH = 20
"""Fewest replications before the first test."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to go on, and what stands.

    Attributes:
        next_n: Replications to have next, all told; equal to the number done when it stops.
        is_over: No more replications are needed or allowed.
        missed: Watched values that have not reached the precision, with their relative half width (nan
            when there is no interval yet).
        refused: Watched values that relative precision cannot judge, with the reason; they do not hold up
            the others.
    """

    next_n: int
    is_over: bool
    missed: Mapping[str, float]
    refused: Mapping[str, str]


def next_batch(n: int, max_reps: int = 1000) -> int:
    """Give the number of replications, all told, after the next batch.

    Args:
        n: Replications done, 0 or more.
        max_reps: Most replications.

    >>> [next_batch(n) for n in (0, 20, 22, 995)], next_batch(0, max_reps=5)
    ([20, 22, 25, 1000], 5)
    """
    wanted = FIRST_BATCH if n < FIRST_BATCH else n + -(-n // 10)
    return max(n, min(wanted, max_reps))


def needs_more(estimates: Mapping[str, Estimate], target_relative: float, n: int, max_reps: int = 1000) -> Decision:
    """Decide after a batch whether every watched value is precise enough.

    Args:
        estimates: Watched values by name; maxima and differences have no relative precision.
        target_relative: Wanted half width over |value|, above 0, for example 0.02.
        n: Replications done.
        max_reps: Most replications.

    Returns:
        The decision. A value that is 0 or blank is refused only when it is tested (n ≥ 20): a rare event
        may show up in the first batch.

    Raises:
        UsageError: A difference is watched, nothing is watched, or the target is not above 0.
    """
    _check(estimates, target_relative)
    if n < min(FIRST_BATCH, max_reps):
        open_widths = {name: value.relative_half_width for name, value in estimates.items()}
        return Decision(next_batch(n, max_reps), False, open_widths, {})
    refused = {name: why for name, value in estimates.items() if (why := _why_refused(value))}
    missed = {
        name: value.relative_half_width
        for name, value in estimates.items()
        if name not in refused and not value.relative_half_width <= target_relative
    }
    is_over = not missed or n >= max_reps
    return Decision(n if is_over else next_batch(n, max_reps), is_over, missed, refused)


def _check(estimates: Mapping[str, object], target_relative: float) -> None:
    """Refuse what has no relative precision at all."""
    if not target_relative > 0:
        raise UsageError(f"--precision is a share above 0, for example 2 % (got {target_relative})")
    if not estimates:
        raise UsageError("--precision needs at least one KPI to watch")
    for name, value in estimates.items():
        if isinstance(value, Difference):
            raise UsageError(
                f"relative precision is not defined for a difference ({name}): a difference may be 0; "
                "watch the values of the strategies, or give a number of replications"
            )


def _why_refused(value: Estimate) -> str:
    """Say why a relative precision cannot be judged; "" when it can."""
    if value.estimator == "maximum":
        return "a maximum has no interval"
    if value.value == 0.0:
        return "the value is 0, so no half width is small beside it"
    if value.value != value.value:
        return "the value is blank (0/0)"
    return ""
