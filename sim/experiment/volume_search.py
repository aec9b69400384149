"""The search for shares of first contacts: a secant method in logarithms, all rows together (Broyden 1965).

The logarithm of a simulated count answers to the logarithm of a share about one to one while a centre is not short
of people; more where those turned away come again, less where not all can be handled. Rows answer to each other's
shares too, as customers change the channel and wait for the same people. The answers are learnt from round to round.
"""

import numpy as np
from numpy.typing import NDArray

LEAST = 0.01
"""The least share that is tried: at it nearly all that is counted are repeats."""

CEILING = 4.0
"""The largest share that is tried: four come for each that is counted."""

_DOWN, _UP = np.log(4.0), np.log(1.5)
_LARGE = 0.1
_OVERSHOT = 0.6
_RISE = np.log(1.2)

Floats = NDArray[np.float64]


class Search:
    """Chooses shares, is told what they bring, and chooses better ones.

    Attributes:
        shares: (rows,) the next choice, of four digits.
        is_saturated: (rows,) the count stays short and no share up to `CEILING` would bring it up.
    """

    def __init__(self, shares: Floats) -> None:
        """Begin with a choice."""
        self.shares = _rounded(shares)
        self.is_saturated = np.zeros(len(shares), dtype=np.bool_)
        self._answer = np.eye(len(shares))
        self._sample = 0
        self._last: tuple[Floats, Floats] | None = None
        self._high, self._low = np.full(len(shares), np.inf), np.full(len(shares), -np.inf)
        self._short: dict[int, tuple[float, float, int]] = {}

    def learn(self, ratio: Floats, sample: int = 0) -> None:
        """Take what the choice brought, and choose again.

        Args:
            ratio: (rows,) simulated over given count, 0 or more.
            sample: What it was seen on; counts seen on another sample are not compared with it.
        """
        if sample != self._sample:
            self._forget(sample)
        x, y = np.log(self.shares), np.log(np.maximum(ratio, 1e-3))
        step = np.zeros_like(x)
        if self._last is not None:
            step = x - self._last[0]
            if step.any():
                missed = y - self._last[1] - self._answer @ step
                self._answer += np.outer(missed, step) / (step @ step)
        self._judge(x, y)
        self._last = x, y
        self.shares = _rounded(np.clip(np.exp(self._between(x, y, x + self._next_step(y, step))), LEAST, CEILING))

    def _forget(self, sample: int) -> None:
        """Begin with another sample; only how counts answer to shares is kept."""
        self._sample, self._last = sample, None
        self._high, self._low = np.full(len(self.shares), np.inf), np.full(len(self.shares), -np.inf)
        self._short = {}

    def _next_step(self, y: Floats, last: Floats) -> Floats:
        """The step that would bring every count to what is given, if all answers were as learnt."""
        try:
            step = -np.linalg.solve(self._answer, y)
        except np.linalg.LinAlgError:
            step = -y
        step = np.where((step * y > 0) & (np.abs(y) > _LARGE), -y, step)
        step = np.clip(step, -_DOWN, _UP)
        has_turned = (step * last < 0) & (np.abs(last) > _LARGE)
        most = np.where(has_turned, _OVERSHOT * np.abs(last), np.inf)
        damped: Floats = np.clip(step, -most, most)
        return damped

    def _between(self, x: Floats, y: Floats, to: Floats) -> Floats:
        """Keep a single row between shares that were too small and too large; of several rows none is sure."""
        if len(x) > 1:
            return to
        self._high = np.where(y > 0, x, self._high)
        self._low = np.where(y < 0, x, self._low)
        to = np.where(to >= self._high, (x + self._high) / 2.0, to)
        found: Floats = np.where(to <= self._low, (x + self._low) / 2.0, to)
        return found

    def _judge(self, x: Floats, y: Floats) -> None:
        """See which counts stay short although far more come.

        Twice running a rise of 20 % must have brought so little that as much again would not do up to the ceiling:
        once may be the doing of another row.
        """
        top = np.log(CEILING)
        for row, (share, count) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
            if count >= 0:
                self._short.pop(row, None)
            from_share, from_count, times = self._short.setdefault(row, (share, count, 0))
            if share - from_share >= _RISE:
                rise = max(count - from_count, 0.0) / (share - from_share)
                times = times + 1 if count + rise * (top - share) < 0 else 0
                self._short[row] = share, count, times
            self.is_saturated[row] = count < 0 and (times >= 2 or share >= top - 1e-9)


def _rounded(shares: Floats) -> Floats:
    """Round to four digits."""
    return np.asarray([float(f"{share:.4g}") for share in shares.tolist()])
