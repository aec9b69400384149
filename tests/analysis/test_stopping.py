"""The sequential stopping rule."""

import math

import numpy as np
import pytest

from sim.analysis import FIRST_BATCH, Estimate, compare, estimate, estimate_maximum, needs_more, next_batch
from sim.errors import UsageError


def of(value: float, half_width: float, n: int = 20) -> Estimate:
    return Estimate(value, half_width, n, 0, "ratio of sums")


def test_batches_add_ten_percent_from_twenty_to_the_most() -> None:
    """20, 22, 25, 28, 31, 35 … and never beyond the most allowed."""
    batches = [next_batch(0, 40)]
    while next_batch(batches[-1], 40) > batches[-1]:
        batches.append(next_batch(batches[-1], 40))
    assert batches == [20, 22, 25, 28, 31, 35, 39, 40]


def test_nothing_is_tested_before_twenty() -> None:
    """Nineteen replications go on to twenty however narrow the intervals are."""
    decision = needs_more({"asa": of(10.0, 0.0)}, 0.02, 19)
    assert (decision.is_over, decision.next_n) == (False, FIRST_BATCH)


def test_stops_when_every_value_is_precise() -> None:
    """All at or under the target: over; one above it: another batch, and it is named."""
    precise, wide = of(10.0, 0.2), of(-10.0, 0.3)
    assert needs_more({"asa": precise}, 0.02, 20).is_over
    decision = needs_more({"asa": precise, "aht": wide}, 0.02, 20)
    assert (decision.is_over, decision.next_n) == (False, 22)
    assert decision.missed == pytest.approx({"aht": 0.03})


def test_stops_at_the_most_and_says_what_was_not_reached() -> None:
    """At max_reps it is over and what is missed is named; a small most comes before the twenty."""
    decision = needs_more({"asa": of(10.0, 5.0)}, 0.02, 30, max_reps=30)
    assert (decision.is_over, decision.next_n) == (True, 30)
    assert decision.missed == pytest.approx({"asa": 0.5})
    assert needs_more({"asa": of(10.0, 5.0, 5)}, 0.02, 5, max_reps=5).is_over


def test_one_replication_allowed_is_missed_not_reached() -> None:
    """Without an interval precision is never reached."""
    decision = needs_more({"asa": estimate([1.0])}, 0.02, 1, max_reps=1)
    assert decision.is_over
    assert math.isnan(decision.missed["asa"])


def test_difference_is_refused() -> None:
    """Relative precision of a difference is a usage error that says what to do."""
    difference = compare(([1.0, 2.0], None), ([2.0, 3.5], None))
    with pytest.raises(UsageError, match="difference"):
        needs_more({"asa": difference}, 0.02, 20)  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (of(0.0, 0.0), "is 0"),
        (of(math.nan, math.nan), "blank"),
        (estimate_maximum([1.0, 2.0]), "maximum"),
    ],
)
def test_values_without_relative_precision_are_refused_and_hold_up_nothing(value: Estimate, why: str) -> None:
    """A value of 0, a blank or a maximum is refused with its reason; the others decide."""
    decision = needs_more({"asa": of(10.0, 0.1), "other": value}, 0.02, 20)
    assert decision.is_over
    assert why in decision.refused["other"]
    assert decision.missed == {}


@pytest.mark.parametrize("target", [0.0, -0.1, math.nan])
def test_target_must_be_above_zero(target: float) -> None:
    """A target of 0 or below could never be reached."""
    with pytest.raises(UsageError, match="above 0"):
        needs_more({"asa": of(1.0, 0.1)}, target, 20)


def test_nothing_to_watch_is_refused() -> None:
    """Precision of nothing is a mistake."""
    with pytest.raises(UsageError, match="at least one"):
        needs_more({}, 0.02, 20)


def test_sequential_runs_still_cover() -> None:
    """Of 300 runs stopped at 5 % at least 90 % of the intervals hold the mean (looking often costs little)."""
    rng = np.random.default_rng(9)
    covered = []
    for _ in range(300):
        data, n = rng.normal(10.0, 2.0, 1000), 0
        while True:
            n = next_batch(n) if n == 0 else n
            found = estimate(data[:n])
            decision = needs_more({"x": found}, 0.05, n)
            if decision.is_over:
                break
            n = decision.next_n
        covered.append(found.low <= 10.0 <= found.high)
        assert found.relative_half_width <= 0.05
    assert np.mean(covered) >= 0.90
