"""Pictures of fits: what was counted beside what was fitted. Colours are told apart by the colour-blind.

Each picture is drawn without a screen and given as bytes; matplotlib's state is not touched.
"""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from sim.data.arrivals import WEEKDAYS, ArrivalFit, SeriesFit
from sim.data.handle import HandleFit, TimeFit
from sim.data.patience import PatienceFit
from sim.data.spread import Spread

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_DATA = "#999999"
_LINES = ("-", "--", "-.", ":", "-", "--", "-.")
_MOST_SERIES = 2
_MOST_INTENTS = 3
_N_POINTS = 300
_SHOWN_SHARE = 0.99
_FEWEST_WAITING = 20


def arrivals_picture(fit: ArrivalFit, form: str) -> bytes:
    """Draw the profile by weekday with the band of single days, and how far deviations last through the day.

    Args:
        fit: The fit; the first two series are drawn.
        form: "png", "svg" or "pdf".
    """
    series = fit.series[:_MOST_SERIES]

    def draw(figure: "Figure") -> None:
        axes = figure.subplots(len(series), 2, squeeze=False, width_ratios=(3, 2))
        for (profile, lags), one in zip(axes, series, strict=True):
            _profile(profile, one, fit.interval_s)
            _together(lags, one.spread)

    return _drawn(draw, (12, 4.4 * len(series)), form)


def handle_picture(fit: HandleFit, form: str) -> bytes:
    """Draw histogram, distribution function and quantiles against quantiles, overall and by intent.

    Args:
        fit: The fit; the first three intents are drawn.
        form: "png", "svg" or "pdf".
    """
    times = (fit.overall, *fit.by_intent[:_MOST_INTENTS])

    def draw(figure: "Figure") -> None:
        axes = figure.subplots(len(times), 3, squeeze=False)
        for row, time in zip(axes, times, strict=True):
            _density(row[0], time)
            _ecdf(row[1], time)
            _quantiles(row[2], time)

    return _drawn(draw, (14, 4.0 * len(times)), form)


def patience_picture(fit: PatienceFit, form: str) -> bytes:
    """Draw the share still waiting (Kaplan–Meier, with its band), fitted curves, and the hazard.

    Args:
        fit: The fit.
        form: "png", "svg" or "pdf".
    """

    def draw(figure: "Figure") -> None:
        waiting, leaving = figure.subplots(1, 2)
        last_s = _last_shown_s(fit)
        _waiting(waiting, fit, last_s)
        _leaving(leaving, fit, last_s)

    return _drawn(draw, (12, 4.6), form)


def _profile(axes: "Axes", series: SeriesFit, interval_s: int) -> None:
    """Draw the steps of each weekday, and the band its days keep to."""
    hours = np.arange(series.mean.shape[1] + 1) * interval_s / 3_600
    for number in np.flatnonzero(series.n_days):
        curves = (series.mean[number], series.days_low[number], series.days_high[number])
        mean, low, high = (np.append(curve, curve[-1]) for curve in curves)
        colour, line, word = _COLOURS[number], _LINES[number], WEEKDAYS[number]
        axes.step(hours, mean, where="post", color=colour, linestyle=line, linewidth=1.2, label=word)
        axes.fill_between(hours, low, high, step="post", color=colour, alpha=0.08, linewidth=0)
    used = np.flatnonzero(np.nansum(series.mean, axis=0))
    axes.set_xlim(hours[used[0]], hours[used[-1] + 1])
    axes.set_ylim(bottom=0)
    title = f"{series.name}: mean by weekday, and 95 % of single days"
    _dress(axes, title, "hour of the day", f"contacts per {interval_s / 60:g} min")
    axes.legend(ncols=4, fontsize="small", frameon=False)


def _together(axes: "Axes", spread: Spread) -> None:
    """Draw the covariance of deviations by their distance within the day; at 0 Poisson would come on top."""
    _dress(axes, "how deviations through a day go together", "hours apart", "covariance of relative deviations")
    if not len(spread.lag_s):
        axes.text(0.5, 0.5, "too few days to tell", ha="center", transform=axes.transAxes)
        return
    axes.plot(spread.lag_s / 3_600, spread.covariance, ".", color=_DATA, label="counted")
    axes.plot(spread.lag_s / 3_600, spread.fitted, color=_COLOURS[0], label="fitted")
    axes.axhline(0, color="black", linewidth=0.6)
    axes.legend(fontsize="small", frameon=False)


def _density(axes: "Axes", time: TimeFit) -> None:
    """Draw the histogram and the fitted densities, up to the 99 % quantile."""
    top = float(np.quantile(time.values_s, _SHOWN_SHARE))
    shown = time.values_s[time.values_s <= top]
    n_bins = int(np.clip(np.sqrt(len(shown)), 10, 60))
    weights = np.full(len(shown), n_bins / (len(time.values_s) * top))
    heights, edges = np.histogram(shown, n_bins, (0, top), weights=weights)
    axes.stairs(heights, edges, fill=True, color=_DATA, alpha=0.6, label=f"counted, n {time.n:,}")
    points = np.linspace(top / _N_POINTS, top, _N_POINTS)
    for number, family in enumerate(time.fits):
        label = f"{family.family} (best)" if number == 0 else family.family
        axes.plot(points, family.pdf(points), _LINES[number], color=_COLOURS[number], label=label)
    axes.set_xlim(0, top)
    axes.set_ylim(0, 1.3 * float(heights.max()))
    _dress(axes, f"{time.name}: how often", "handle time [s], to the 99 % quantile", "density per s")
    axes.legend(fontsize="small", frameon=False)


def _ecdf(axes: "Axes", time: TimeFit) -> None:
    """Draw the share of times at most so long, counted and fitted."""
    top = float(np.quantile(time.values_s, _SHOWN_SHARE))
    axes.ecdf(time.values_s, color="black", linewidth=1.2, label="counted")
    points = np.linspace(0, top, _N_POINTS)
    for number, family in enumerate(time.fits):
        axes.plot(points, 1 - family.sf(points), _LINES[number], color=_COLOURS[number], label=family.family)
    axes.set_xlim(0, top)
    _dress(axes, f"{time.name}: share at most so long", "handle time [s]", "share")
    axes.legend(fontsize="small", frameon=False)


def _quantiles(axes: "Axes", time: TimeFit) -> None:
    """Draw fitted against counted quantiles; on the line they agree."""
    shares = (np.arange(len(time.values_s)) + 0.5) / len(time.values_s)
    picked = np.unique(np.linspace(0, len(shares) - 1, _N_POINTS).astype(np.int64))
    counted = time.values_s[picked]
    for number, family in enumerate(time.fits[:2]):
        fitted = family.quantile(shares[picked])
        axes.plot(counted, fitted, ".", color=_COLOURS[number], markersize=4, label=family.family)
    ends = (float(counted[0]), float(counted[-1]))
    axes.plot(ends, ends, color="black", linewidth=0.8, label="equal")
    axes.set_xscale("log")
    axes.set_yscale("log")
    _dress(axes, f"{time.name}: quantiles", "counted [s]", "fitted [s]")
    axes.legend(fontsize="small", frameon=False)


def _waiting(axes: "Axes", fit: PatienceFit, last_s: float) -> None:
    """Draw who still waits: the step function, its band and the families."""
    curve = fit.survival
    axes.step(curve.time_s, 100 * curve.share, where="post", color="black", label="Kaplan–Meier")
    low, high = 100 * curve.low, 100 * curve.high
    axes.fill_between(curve.time_s, low, high, step="post", color=_DATA, alpha=0.4, linewidth=0, label="95 % band")
    points = np.linspace(0, last_s, _N_POINTS)
    for number, family in enumerate((fit.exponential, fit.weibull)):
        label = family.family
        axes.plot(points, 100 * family.sf(points), _LINES[number], color=_COLOURS[number], label=label)
    axes.set_xlim(0, last_s)
    axes.set_ylim(0, 100)
    title = f"who would still wait ({fit.n_left:,} of {fit.n_waited:,} left)"
    _dress(axes, title, "wait [s]", "still waiting [%]")
    axes.legend(fontsize="small", frameon=False)


def _leaving(axes: "Axes", fit: PatienceFit, last_s: float) -> None:
    """Draw the rate of leaving by spell with its interval; a lone leaver at the end does not set the scale."""
    spells = [spell for spell in fit.hazard if spell.from_s < last_s]
    starts, ends = (np.array([getattr(spell, name) for spell in spells]) for name in ("from_s", "until_s"))
    rates, lows, highs = (
        100 * np.array([getattr(spell.per_min, name) for spell in spells]) for name in ("value", "low", "high")
    )
    axes.hlines(rates, starts, ends, color="black", label="counted")
    axes.vlines((starts + ends) / 2, lows, highs, color=_DATA, label="95 % interval")
    points = np.linspace(last_s / _N_POINTS, last_s, _N_POINTS)
    for number, family in enumerate((fit.exponential, fit.weibull)):
        label = family.family
        axes.plot(points, 6_000 * family.hazard(points), _LINES[number], color=_COLOURS[number], label=label)
    known = highs[np.isfinite(highs)]
    if len(known):
        axes.set_ylim(0, 1.1 * float(known.max()))
    axes.set_xlim(0, last_s)
    _dress(axes, "how fast they leave", "wait [s]", "leaving a minute, of those waiting [%]")
    axes.legend(fontsize="small", frameon=False)


def _last_shown_s(fit: PatienceFit) -> float:
    """The wait [s] up to which enough contacts wait to see something."""
    curve = fit.survival
    is_enough = curve.at_risk >= min(_FEWEST_WAITING, float(curve.at_risk[0]))
    return max(float(curve.time_s[np.flatnonzero(is_enough)[-1]]), 1.0)


def _dress(axes: "Axes", title: str, across: str, up: str) -> None:
    axes.set_title(title.replace("$", r"\$"), fontsize="medium", loc="left")
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.spines[["top", "right"]].set_visible(False)


def _drawn(draw: Callable[["Figure"], None], size: tuple[float, float], form: str) -> bytes:
    """Draw a figure of a size [inch] and give it as a file; equal figures are equal bytes."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "busyhour", "font.size": 9.0}):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        draw(figure)
        buffer = BytesIO()
        metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(form)
        figure.savefig(buffer, format=form, dpi=120, metadata=metadata)
    return buffer.getvalue()
