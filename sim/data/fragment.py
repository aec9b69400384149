"""A fit as a piece of a scenario: YAML to lay over a file, with intervals, n and warnings as comments.

A key that would stand in the way of a fitted one is taken out (null). Nothing is invented: what was not fitted
is not written, and what a planner still has to say is a comment.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from sim.data.arrivals import WEEKDAYS, ArrivalFit, SeriesFit
from sim.data.figure import Figure
from sim.data.handle import HandleFit, TimeFit
from sim.data.patience import PatienceFit
from sim.data.records import DAY_SECONDS, Floats
from sim.data.redial import RedialFit
from sim.units import TICKS_PER_SECOND, format_duration

_OTHER_SOURCES = ("rate", "volume", "shape", "file", "at", "trace")
_GROUPS = ("weekday", "weekend", "daily")
_SHORTEST_S = 180


def arrivals_fragment(fit: ArrivalFit, rows: Mapping[str, str], counts_are: str | None = None) -> str:
    """Write demand.

    Args:
        fit: The fit.
        rows: Row of demand (a channel) by series; a series that is not named keeps its name.
        counts_are: first_contacts, offered or handled; None: the scenario keeps what it says.
    """
    lines = [*_head(f"Demand: {fit.n_days} days, {fit.first} to {fit.last}", fit.source, fit.warnings), "demand:"]
    if counts_are is None:
        lines.append("  # counts: first_contacts, offered or handled? Say what was counted.")
    else:
        lines.append(f"  counts: {counts_are}")
        lines += ["  first_contacts: null"] if counts_are == "first_contacts" else []
    short = fit.interval_s < _SHORTEST_S
    lines += ["  # the scenario language takes intervals of 3 min or more: fit with a longer one"] if short else []
    lines.append(f"  interval: {_duration(fit.interval_s)} # of the figures of all rows")
    lines += _common_error(fit)
    lines.append("  by_channel:")
    for series in fit.series:
        lines += _row(series, rows.get(series.name, series.name), fit.interval_s)
    return "\n".join(lines) + "\n"


def handle_fragment(fit: HandleFit, channel: str, default_intent: str) -> str:
    """Write service times by intent.

    Args:
        fit: The fit.
        channel: The channel they are of.
        default_intent: Name of the intent where the file has none.
    """
    names = [time.name for time in fit.by_intent] or [fit.overall.name]
    talks = {time.name: time for time in (fit.overall, *fit.by_intent, *fit.talk)}
    wraps = {time.name: time for time in fit.wrap_up}
    lines = [*_head(f"Handle time: {fit.overall.n} contacts", fit.source, fit.warnings), "service:"]
    for name in names:
        lines += [f"  {_key(default_intent if not fit.by_intent else name)}:", f"    {_key(channel)}:"]
        lines += _times("talk", talks[name])
        if name in wraps:
            lines += _times("wrap_up", wraps[name])
        else:
            lines.append("      wrap_up: null # not known apart: it is in talk, where it was counted at all")
    return "\n".join(lines) + "\n"


def patience_fragment(fit: PatienceFit, segment: str, channel: str, redial: RedialFit | None = None) -> str:
    """Write the patience of a segment on a channel, and what is known of redials.

    Args:
        fit: The fit.
        segment: The segment.
        channel: The channel that was waited on.
        redial: The redials of the same file, if any.
    """
    lines = _head(f"Patience: {fit.n_waited} contacts waited, {fit.n_left} of them left", fit.source, fit.warnings)
    median = _seconds_range(fit.median_s) if fit.median_s.is_known else "not reached"
    lines += [
        "segments:",
        f"  {_key(segment)}:",
        f"    # half gone by (Kaplan-Meier): {median}; not the mean wait of those who left ({fit.naive_mean_s:.0f} s)",
        f'    patience: {{{_key(channel)}: "{fit.text}"}}',
    ]
    if fit.is_spike:
        at_once = fit.leaves_at_once
        lines.append(f"    leaves_at_once: {{{_key(channel)}: {_percent(at_once.value)}}} # {_shares(at_once)}")
    text = "\n".join(lines) + "\n"
    return text + (redial_fragment(redial) if redial is not None else "")


def redial_fragment(fit: RedialFit) -> str:
    """Write what customers do after leaving the queue."""
    lines = _head(
        f"Redials: {fit.n} contacts that left, followed for {_duration(fit.window_s)}", fit.source, fit.warnings
    )
    lines += [
        "what_next:",
        "  abandoned:",
        f"    same: {_percent(fit.same_channel.value)} # {_shares(fit.same_channel)}",
    ]
    lines += [f"    {_key(name)}: {_percent(share.value)} # {_shares(share)}" for name, share in fit.by_channel if name]
    if fit.delay_cv.is_known and fit.delay_cv.value > 0:
        lines.append(f'    after: "mean {fit.delay_mean_s.value:.4g} s, cv {fit.delay_cv.value:.3g}"')
    elif fit.delay_mean_s.is_known:
        lines.append(f"    after: {fit.delay_mean_s.value:.4g} s")
    return "\n".join(lines) + "\n"


def _head(what: str, source: str, warnings: Iterable[str]) -> list[str]:
    return [f"# {_line(what)}; fitted to {_line(source)}", *(f"# note: {_line(warning)}" for warning in warnings)]


def _line(text: str) -> str:
    """A text as one line of a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _common_error(fit: ArrivalFit) -> list[str]:
    """What the forecast errors of all rows have in common."""
    rows = [("carries_over", fit.carries_over), ("shared_by_channels", fit.shared_by_channels)]
    known = [(key, figure) for key, figure in rows if figure.is_known]
    lines = [f"    {key}: {_percent(figure.value)} # {_shares(figure)}" for key, figure in known]
    return ["  forecast_error:", *lines] if lines else []


def _row(series: SeriesFit, row: str, interval_s: int) -> list[str]:
    lines = [f"    {_key(row)}:", *(f"      {key}: null" for key in _OTHER_SOURCES)]
    spread, lasts = series.spread, series.spread.within_day_lasts_s
    if spread.day.is_known:
        lines += [
            "      forecast_error: # what is left after the weekday",
            f"        day: {_percent(spread.day.value)} # {_shares(spread.day)}",
            f"        within_day: {_percent(spread.within_day.value)} # {_shares(spread.within_day)}",
            f"        within_day_lasts: {_duration(lasts.value)} # {_duration(lasts.low)} to {_duration(lasts.high)}",
        ]
    else:
        lines.append("      # forecast_error: too few days to tell")
    trend = series.trend
    if trend.share_per_year.is_known:
        slope = trend.share_per_year
        lines.append(
            f"      # trend: {100 * slope.value:+.1f} % a year ({100 * slope.low:+.1f} to {100 * slope.high:+.1f}; "
            f"p {trend.p:.2f}), not taken out"
        )
    return [*lines, *_profile(series, interval_s)]


def _profile(series: SeriesFit, interval_s: int) -> list[str]:
    mean = np.nan_to_num(series.mean)
    used = np.flatnonzero(mean.any(axis=0))
    first, last = int(used[0]), int(used[-1])
    clock = first * interval_s
    lines = ["      profile:", f'        from: "{clock // 3600:02d}:{clock % 3600 // 60:02d}"']
    lines += [f"        {word}: null" for word in _GROUPS]
    for word, n, figures in zip(WEEKDAYS, series.n_days.tolist(), mean[:, first : last + 1], strict=True):
        lines.append(f"        {word}: {_list(figures)} # {n} days" if n else f"        {word}: null # no counts")
    return lines


def _list(figures: Floats) -> str:
    return "[" + ", ".join(_plain(figure) for figure in figures.tolist()) + "]"


def _plain(figure: float) -> str:
    """A number without an exponent, to five digits."""
    return f"{figure:.0f}" if figure >= 10_000 else f"{figure:.5g}" if figure >= 1e-3 else f"{figure:.6f}"


def _times(key: str, time: TimeFit) -> list[str]:
    interval = _seconds_range(time.mean_s)
    zeros = f"; 0 s in {time.n_zero} more" if time.n_zero else ""
    return [f"      # {key}: n {time.n}, mean {interval}, cv {time.cv.value:.2f}{zeros}", f'      {key}: "{time.text}"']


def _key(name: str) -> str:
    """A name as a YAML key, quoted where it must be."""
    plain = name.replace("_", "").replace("-", "")
    is_plain = plain.isascii() and plain.isalnum() and not name[0].isdigit() and not name.startswith("-")
    is_word = name.lower() in ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
    return name if is_plain and not is_word else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %" if share < 0.9995 else f"{100 * share:.4g} %"


def _shares(figure: Figure) -> str:
    return f"{100 * figure.low:.3g} to {100 * figure.high:.3g} %" if figure.has_interval else "no interval"


def _seconds_range(figure: Figure) -> str:
    value = f"{figure.value:.0f} s"
    return f"{value} ({figure.low:.0f} to {figure.high:.0f} s)" if figure.has_interval else value


def _duration(seconds: float) -> str:
    """A length of time, to the minute from an hour on."""
    step = 60 if seconds >= 3600 and seconds % DAY_SECONDS else 1
    return format_duration(round(seconds / step) * step * TICKS_PER_SECOND)


__all__ = ["arrivals_fragment", "handle_fragment", "patience_fragment", "redial_fragment"]
