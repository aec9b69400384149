"""A fit as a page for a planner: what was read, what was found, what does not fit, what to do next.

At most about forty lines. An interval is written behind its value; what could not be told is said to be so.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from sim.data.arrivals import WEEKDAYS, ArrivalFit, SeriesFit
from sim.data.figure import Figure
from sim.data.handle import HandleFit, TimeFit
from sim.data.patience import HazardBin, PatienceFit
from sim.data.redial import RedialFit
from sim.errors import printable
from sim.report.numbers import BLANK, shown

_MOST_SERIES = 4
_MOST_INTENTS = 8
_MOST_WARNINGS = 8
_MOST_BINS = 9
_LABEL = 48


def fit_page(fit: ArrivalFit | HandleFit | PatienceFit | RedialFit) -> str:
    """Write a fit for a terminal.

    Args:
        fit: Any fit.

    Returns:
        Lines, each with its line end.
    """
    if isinstance(fit, ArrivalFit):
        lines = _arrivals(fit)
    elif isinstance(fit, HandleFit):
        lines = _handle(fit)
    elif isinstance(fit, PatienceFit):
        lines = _patience(fit)
    else:
        lines = _redial(fit)
    return "\n".join([*lines, *_notes(fit.warnings)]) + "\n"


def _arrivals(fit: ArrivalFit) -> list[str]:
    minutes, days = fit.interval_s / 60, "1 day" if fit.n_days == 1 else f"{fit.n_days} days"
    lines = [
        f"Arrivals: {printable(fit.source)}",
        f"{days} with contacts, {fit.first} to {fit.last}, by {minutes:g} min; 95 % intervals in brackets",
    ]
    for series in fit.series[:_MOST_SERIES]:
        lines += ["", *_series(series, len(fit.series) <= 2)]
    if len(fit.series) > _MOST_SERIES:
        lines.append(f"and {len(fit.series) - _MOST_SERIES} more: --json shows all")
    if fit.shared_by_channels.is_known:
        lines += ["", _row("shared by channels (of the variance)", _share(fit.shared_by_channels))]
    return [*lines, "", "Next: lay the fragment over a scenario (--overlay), say what the figures count, validate it."]


def _series(series: SeriesFit, is_long: bool) -> list[str]:
    spread = series.spread
    lines = [printable(series.name), _row("mean contacts by weekday", _week(series))]
    lines.append(_row("busiest interval of the week", _busiest(series)))
    if not spread.day.is_known:
        return [*lines, _row("spread after weekday", "not told: too few days")]
    lines += [
        _row("day factor, spread after weekday", _share(spread.day)),
        _row("carries over to the next day", _share(spread.carries_over)),
        _row("factor within the day, spread", _share(spread.within_day)),
        _row("it lasts", _time(spread.within_day_lasts_s)),
    ]
    trend = series.trend
    if trend.share_per_year.is_known:
        verdict = "" if trend.p < 0.05 else ": not told apart from none"
        p = f"p {trend.p:.2f}" if trend.p >= 0.005 else "p below 0.01"
        lines.append(_row("trend a year, not taken out", f"{_share(trend.share_per_year)}, {p}{verdict}"))
    if is_long and series.checks:
        lines.append(f"  {'':{_LABEL}} {'counted':>9} {'fitted':>9} {'Poisson alone':>14}")
        for check in series.checks:
            values = [_number(value, check.unit) for value in (check.data, check.fitted, check.poisson)]
            lines.append(f"  {check.name:{_LABEL}} {values[0]:>9} {values[1]:>9} {values[2]:>14}")
    return lines


def _number(value: float, unit: str) -> str:
    return BLANK if np.isnan(value) else f"{value:,.0f}" if unit and value >= 100 else f"{value:.2f}"


def _week(series: SeriesFit) -> str:
    totals = np.nansum(series.mean, axis=1)
    return ", ".join(f"{word} {total:,.0f}" for word, total in zip(WEEKDAYS, totals.tolist(), strict=True) if total > 0)


def _busiest(series: SeriesFit) -> str:
    day, at = np.unravel_index(int(np.nanargmax(series.mean)), series.mean.shape)
    second = int(at) * (86_400 // series.mean.shape[1])
    figure = Figure(*(float(table[day, at]) for table in (series.mean, series.low, series.high)))
    return f"{WEEKDAYS[int(day)]} {second // 3600:02d}:{second % 3600 // 60:02d}, {_plain(figure)}"


def _handle(fit: HandleFit) -> list[str]:
    lines = [
        f"Handle time (talk + hold + wrap-up): {printable(fit.source)}",
        f"{fit.n_answered:,} answered contacts, {fit.overall.n:,} with a handle time; 95 % intervals in brackets",
        "",
    ]
    overall = fit.overall
    lines += [_row("mean", _time(overall.mean_s)), _row("cv (sd / mean)", _plain(overall.cv))]
    lines += [
        _row("under 10 s", f"{100 * overall.short_share:.1f} %"),
        "",
        *_families(overall),
        "",
        *_quantiles(overall),
    ]
    if fit.by_intent:
        width = max(len(printable(time.name)) for time in fit.by_intent[:_MOST_INTENTS])
        lines += ["", "By intent"]
        for time in fit.by_intent[:_MOST_INTENTS]:
            lines.append(
                f"  {printable(time.name):{width}}  n {time.n:>6,}  mean {_time(time.mean_s)}: {_proposed(time)}"
            )
        if len(fit.by_intent) > _MOST_INTENTS:
            lines.append(f"  and {len(fit.by_intent) - _MOST_INTENTS} more: --json shows all")
    return [
        *lines,
        "",
        "Next: look at --picture, lay the fragment over a scenario (--overlay), state the share solved.",
    ]


def _families(time: TimeFit) -> list[str]:
    if not time.fits:
        return ["All times are the same: no family is needed."]
    lines = [f"{'Families, the best first':{_LABEL + 2}}  {'AIC behind':>10}   furthest off"]
    for family in time.fits:
        lines.append(f"  {family.text:{_LABEL}}  {family.aic - time.fits[0].aic:>10,.1f}   {100 * family.ks:>7.1f} pts")
    verdict = f"{time.fits[0].family} fits" if time.is_fitting else "none fits; the observed quantiles are proposed"
    return [*lines, _row("so", verdict)]


def _quantiles(time: TimeFit) -> list[str]:
    heads = "".join(f"{100 * row.share:>9g} %" for row in time.quantiles)
    data = "".join(f"{row.data_s:>9.0f} s" for row in time.quantiles)
    fitted = "".join(f"{row.fitted_s:>9.0f} s" for row in time.quantiles)
    name = time.fits[0].family if time.fits else "fitted"
    return [f"  {'quantiles':14}{heads}", f"  {'counted':14}{data}", f"  {name:14}{fitted}"]


def _proposed(time: TimeFit) -> str:
    return time.text if len(time.text) < 50 else "observed quantiles"


def _patience(fit: PatienceFit) -> list[str]:
    share = 100 * fit.n_left / fit.n_waited
    lines = [
        f"Patience: {printable(fit.source)}",
        f"{fit.n_waited:,} contacts waited, {fit.n_left:,} of them left ({share:.1f} %); 95 % intervals in brackets",
        f"{fit.n_no_wait:,} more were answered at once and say nothing",
        "",
    ]
    gone = (
        (0.75, "a quarter is gone by"),
        (0.5, "half are gone by (Kaplan–Meier)"),
        (0.25, "three quarters are gone by"),
    )
    for share_left, name in gone:
        lines.append(_row(name, _reached(fit, share_left)))
    lines += [
        _row("gone within 1, 2, 3, 5 s", ", ".join(f"{100 * gone:.1f} %" for _, gone in fit.early)),
        _row("mean patience, were it exponential", _time(fit.simple_mean_s)),
        _row(
            "mean wait of those who left",
            f"{_time(Figure(fit.naive_mean_s))}: no estimate of patience, {_how_wrong(fit)}",
        ),
        "",
        f"{'Families':{_LABEL + 2}}  {'AIC behind':>10}",
    ]
    for family in sorted((fit.exponential, fit.weibull), key=lambda family: family.aic):
        lines.append(f"  {family.text:{_LABEL}}  {family.aic - fit.best.aic:>10,.1f}")
    so = f"{fit.best.family} fits" if fit.is_fitting else "neither fits; Kaplan–Meier's quantiles are proposed"
    lines += [_row("so", so), "", *_hazard(fit.hazard)]
    return [
        *lines,
        "",
        "Next: look at --picture, lay the fragment over a scenario (--overlay), compare abandonment with yours.",
    ]


def _reached(fit: PatienceFit, share_left: float) -> str:
    found = fit.survival.reached_s(share_left)
    if found.is_known and fit.share_left_at_longest <= share_left:
        return _time(found)
    return f"not reached: {100 * fit.share_left_at_longest:.0f} % are left at the end of what is seen"


def _how_wrong(fit: PatienceFit) -> str:
    return f"{fit.simple_mean_s.value / fit.naive_mean_s:.1f} times too short"


def _hazard(bins: Sequence[HazardBin]) -> list[str]:
    lines = ["Leaving a minute, of those still waiting"]
    for spell in bins[:_MOST_BINS]:
        name = f"from {spell.from_s:.0f} to {spell.until_s:.0f} s ({spell.n_left} left)"
        lines.append(_row(name, _share(spell.per_min)))
    return lines


def _redial(fit: RedialFit) -> list[str]:
    hours = fit.window_s / 3600
    lines = [
        f"Redials: {printable(fit.source)}",
        f"{fit.n:,} contacts of known customers left and are followed for {hours:g} h; 95 % intervals in brackets",
        f"{fit.n_too_late:,} more left too late in the file, {fit.n_unknown:,} have no customer id",
        "",
        _row("came again", _share(fit.share)),
        _row("on the same channel", _share(fit.same_channel)),
    ]
    lines += [_row(f"on {printable(name) or 'an unknown channel'}", _share(share)) for name, share in fit.by_channel]
    if fit.n_again:
        lines += [_row("mean delay", _time(fit.delay_mean_s)), _row("its cv", _plain(fit.delay_cv))]
        shares = ", ".join(f"{100 * share:g}" for share, _ in fit.delay_quantiles_s)
        lines.append(_row(f"delay: {shares} % by", ", ".join(_time(Figure(time)) for _, time in fit.delay_quantiles_s)))
    if fit.after_answered.is_known:
        lines.append(_row("the same after an answer, for whatever reason", _share(fit.after_answered)))
    if fit.repeat_after_answered.is_known:
        text = f"{_share(fit.repeat_after_answered)}, for whatever reason"
        lines.append(_row("came again within 7 days of an answer", text))
    return lines


def _notes(warnings: Iterable[str]) -> list[str]:
    found = list(warnings)
    shown_lines = [f"  - {printable(warning)}" for warning in found[:_MOST_WARNINGS]]
    if len(found) > _MOST_WARNINGS:
        shown_lines.append(f"  - and {len(found) - _MOST_WARNINGS} more: --json shows all")
    return ["", "What to know", *shown_lines] if shown_lines else []


def _row(name: str, text: str) -> str:
    return f"  {name:{_LABEL}} {text}"


def _share(figure: Figure) -> str:
    if not figure.is_known:
        return BLANK
    value = f"{100 * figure.value:.1f} %"
    return f"{value} ({100 * figure.low:.1f} to {100 * figure.high:.1f})" if figure.has_interval else value


def _plain(figure: Figure) -> str:
    if not figure.is_known:
        return BLANK
    digits = 2 if abs(figure.value) < 100 else 0
    value = f"{figure.value:,.{digits}f}"
    return f"{value} ({figure.low:,.{digits}f} to {figure.high:,.{digits}f})" if figure.has_interval else value


def _time(figure: Figure) -> str:
    if not figure.is_known:
        return BLANK
    value, low, high = (
        shown(x, float("nan"), "s")[0] if np.isfinite(x) else "?" for x in (figure.value, figure.low, figure.high)
    )
    return f"{value} ({low} to {high})" if figure.has_interval else value


__all__ = ["fit_page"]
