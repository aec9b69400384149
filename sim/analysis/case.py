"""Does it pay: annuity, payback, net present value, and what chance makes of them (MODEL.md 12).

Savings come at the end of each year, a last part of a year at its own end. What is not known is drawn: the yearly
saving by Student's t around its estimate (its sampling error, not the scatter of days), amounts within their ranges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, inf, isnan, nan

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]

N_DRAWS = 10_000
_CENTRAL = 0.95


@dataclass(frozen=True, slots=True)
class Payoff:
    """What a strategy pays back.

    Attributes:
        yearly: Saving of a year.
        invested: What it costs once, on average of its range.
        payback: Years until savings have paid back what was invested, interest left out; inf: never.
        npv: Net present value over the horizon.
        npv_low, npv_high: Central 95 % of it over what is not known; nan where the error of the saving is not known.
        probability: That the net present value is not below 0; nan likewise.
    """

    yearly: float
    invested: float
    payback: float
    npv: float
    npv_low: float
    npv_high: float
    probability: float


def annuity(interest: float, years: float) -> float:
    """Present value of 1 at the end of each year; a last part of a year counts its part, at its end.

    >>> annuity(0.0, 2.5), round(annuity(0.08, 3), 6)
    (2.5, 2.577097)
    """
    whole = floor(years)
    value = sum((1.0 + interest) ** -year for year in range(1, whole + 1))
    return float(value + (years - whole) * (1.0 + interest) ** -years)


def payback_years(invested: float, yearly: float) -> float:
    """Years until a yearly saving has paid back what was invested; inf: never, 0: nothing was invested.

    >>> payback_years(100.0, 40.0), payback_years(100.0, -1.0), payback_years(0.0, 5.0)
    (2.5, inf, 0.0)
    """
    if invested <= 0.0:
        return 0.0
    return invested / yearly if yearly > 0.0 else inf


def mean_of(amount: tuple[float, float, float]) -> float:
    """Mean of an amount between (lowest, likely, highest): of a triangle, or of all as likely where likely is nan.

    >>> mean_of((30.0, 40.0, 80.0)), mean_of((30.0, float("nan"), 60.0))
    (50.0, 45.0)
    """
    low, likely, high = amount
    return (low + high) / 2.0 if isnan(likely) else (low + likely + high) / 3.0


def quantile_of(amount: tuple[float, float, float], u: Floats) -> Floats:
    """Quantiles of an amount: triangular, uniform where likely is nan, always the same where it has no range."""
    low, likely, high = amount
    if high == low:
        return np.full(len(u), low)
    if isnan(likely):
        return low + u * (high - low)
    turn = (likely - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (likely - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - likely))
    found: Floats = np.where(u < turn, rising, falling)
    return found


def payoff(
    yearly: float,
    error: float,
    n: int,
    amounts: Sequence[tuple[float, float, float]],
    interest: float,
    years: float,
    uniforms: Floats,
) -> Payoff:
    """Reckon what a strategy pays back.

    Args:
        yearly: Estimate of the yearly saving.
        error: Its standard error; nan for one replication.
        n: Replications behind it.
        amounts: What is paid once, each as (lowest, likely, highest).
        interest: Of a year.
        years: Horizon.
        uniforms: (1 + amounts, draws) in (0, 1): of the saving, then of each amount.
    """
    factor, invested = annuity(interest, years), sum(mean_of(amount) for amount in amounts)
    npv = yearly * factor - invested
    known = Payoff(yearly, invested, payback_years(invested, yearly), npv, nan, nan, nan)
    if isnan(error) or n < 2:
        return known
    saving = yearly + error * np.asarray(stdtrit(n - 1, uniforms[0]))
    paid = np.zeros(uniforms.shape[1])
    for amount, u in zip(amounts, uniforms[1:], strict=True):
        paid = paid + quantile_of(amount, u)
    drawn = saving * factor - paid
    low, high = np.quantile(drawn, [(1.0 - _CENTRAL) / 2.0, (1.0 + _CENTRAL) / 2.0])
    share = float((drawn >= 0.0).mean())
    return Payoff(yearly, invested, known.payback, npv, float(low), float(high), share)
