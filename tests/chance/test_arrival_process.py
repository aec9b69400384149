"""Arrivals with a changing rate are a Poisson process: the time-rescaling test (MODEL.md 4).

A process with the cumulative mean M is Poisson where M of its arrival times is a Poisson process of rate 1: gaps
exponential with mean 1, one gap independent of the next, counts of stretches, days and times of day with variance
equal to their mean (Brown, Barbieri, Ventura, Kass and Frank 2002, Neural Computation 14). M is written down here from
the scenario's words alone, minute by minute of a naive clock, so a night of 23 or 25 hours, an incident or a trend in
the wrong place shows as gaps of the wrong length. All tests have a false-alarm rate of 1 in 1,000 and a fixed seed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pytest
from scipy import stats

from sim.scenario.load import load_text
from sim.world.build import lower
from tests.naive.minute_clock import MINUTE, MinuteClock

FALSE_ALARM = 1e-3
SEED = 20261025
ZONE = "Europe/Warsaw"
HOUR = 60 * MINUTE

Floats = np.ndarray
HOLIDAYS = {date(2026, 1, 1): "New Year", date(2026, 6, 11): "in the plain week", date(2026, 10, 23): "in autumn"}
STEPS = {0: 240, 120: 300, 180: 60, 480: 420, 750: 180, 1020: 30, 1320: 240}
"""Contacts an hour of the row with a rate, from these minutes of the clock on."""
LISTS = {
    "weekday": (90, 200, 40, 0, 150, 75),
    "sat": (60, 60, 5),
    "sun": (110, 3, 190, 160),
    "holiday": (0, 40, 0, 320),
    "2026-06-12": (10, 250),
}
"""Contacts a half-hour of the row with a profile, from 01:30 on; the narrowest word holds."""


def rate_of_steps(_day: date, minute: int) -> float:
    """Contacts a minute of `STEPS`."""
    return STEPS[max(start for start in STEPS if start <= minute)] / 60


def rate_of_lists(day: date, minute: int) -> float:
    """Contacts a minute of `LISTS`."""
    weekday = day.weekday()
    word = "weekday" if weekday < 5 else ("sat", "sun")[weekday - 5]
    word = "holiday" if day in HOLIDAYS else word
    figures = LISTS[day.isoformat() if day.isoformat() in LISTS else word]
    place = (minute - 90) // 30
    return figures[place] / 30 if 0 <= place < len(figures) else 0.0


ROWS = {"rate": rate_of_steps, "profile": rate_of_lists}
STEPS_TEXT = ", ".join(f'"{at // 60:02d}:{at % 60:02d}": {rate} per h' for at, rate in STEPS.items())
LISTS_TEXT = ", ".join(f"{day}: {list(figures)}" for day, figures in LISTS.items())
ROW_TEXT = {"rate": f"rate: {{{STEPS_TEXT}}}", "profile": f'profile: {{from: "01:30", {LISTS_TEXT}}}'}
HOLIDAYS_TEXT = ", ".join(f"{day}: {name}" for day, name in HOLIDAYS.items())


def centre(start: date, days: int, row: str, more: str = "") -> str:
    """A centre with one row, two intents of 30 % and 70 %."""
    return f"""
schema: 1
name: process
run: {{start: {start}, measure: {days} days, zone: {ZONE}, holidays: {{{HOLIDAYS_TEXT}}}}}
demand:
  counts: first_contacts
  by_channel: {{phone: {{{ROW_TEXT[row]}}}}}
{more}
intents: {{card: {{share: 30 %}}, loan: {{share: 70 %}}}}
segments: {{everybody: {{}}}}
channels: {{phone: {{kind: live}}}}
service: {{card: {{phone: {{talk: 1 min}}}}, loan: {{phone: {{talk: 1 min}}}}}}
queues: {{phone: {{of: phone}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}}}
serves: {{team: [phone]}}
"""


@dataclass(frozen=True)
class Process:
    """Arrivals of some replications, and the mean that should lie behind them."""

    clock: MinuteClock
    cumulative: Floats
    ticks: tuple[np.ndarray, ...]
    intents: tuple[np.ndarray, ...]

    @property
    def rescaled(self) -> Floats:
        """Arrivals of all replications one after another, in expected arrivals since the start."""
        knots = np.arange(len(self.cumulative)) * MINUTE
        whole = self.cumulative[-1]
        parts = [number * whole + np.interp(ticks, knots, self.cumulative) for number, ticks in enumerate(self.ticks)]
        return np.concatenate(parts)


def process(
    start: date,
    days: int,
    row: str,
    more: str = "",
    factor: Callable[[MinuteClock], Floats] | None = None,
    replications: int = 1,
) -> Process:
    """Draw a process and write down its cumulative mean, with a factor by minute where something changes it."""
    clock = MinuteClock(ZONE, start, days)
    is_within = clock.day < days
    rate = ROWS[row]
    by_day = np.array([[rate(clock.date(day), 10 * ten) for ten in range(144)] for day in range(days)])
    mean = by_day[clock.day[is_within], clock.clock[is_within] // 10]
    if factor is not None:
        mean = mean * factor(clock)[is_within]
    blueprint = lower(load_text(centre(start, days, row, more), "process.yaml"), "as_is")
    drawn = [blueprint.world(SEED, number).arrivals for number in range(replications)]
    cumulative = np.concatenate(([0.0], np.cumsum(mean)))
    return Process(clock, cumulative, tuple(d.tick for d in drawn), tuple(d.intent for d in drawn))


# --- the three questions ------------------------------------------------------------------------------------------


def p_of_exponential_gaps(rescaled: Floats) -> float:
    """Probability of gaps this far from an exponential with mean 1, by Kolmogorov and Smirnov."""
    return float(stats.kstest(np.diff(rescaled, prepend=0.0), "expon").pvalue)


def p_of_independent_gaps(rescaled: Floats) -> float:
    """Probability of neighbouring gaps this far from independent, by their rank correlation."""
    gaps = np.diff(rescaled, prepend=0.0)
    return float(stats.spearmanr(gaps[:-1], gaps[1:]).pvalue)


def p_of_poisson_counts(counts: Floats, mean: Floats) -> float:
    """Probability, on both sides, of counts as near or as far from their means as these; 0 where none can come.

    The sum of (count - mean)² / mean has mean n and variance the sum of 2 + 1 / mean; a gamma with both stands for it.
    """
    if counts[mean == 0].any():
        return 0.0
    likely = mean >= 1
    statistic = float(((counts - mean)[likely] ** 2 / mean[likely]).sum())
    spread = float((2 + 1 / mean[likely]).sum() / likely.sum())
    law = stats.gamma(likely.sum() / spread, scale=spread)
    return float(2 * min(law.cdf(statistic), law.sf(statistic)))


def p_of_stretches(rescaled: Floats, whole: float, stretch: float) -> float:
    """Probability of counts by stretches of equal mean as even or uneven as these."""
    n = int(whole // stretch)
    counts = np.bincount((rescaled // stretch).astype(int), minlength=n)[:n]
    return p_of_poisson_counts(counts, np.full(n, stretch))


def p_of_cells(found: Process, cell: np.ndarray) -> float:
    """Probability of counts by groups of minutes, such as those of a day or of a time of day, off."""
    cell, n = cell[: len(found.cumulative) - 1], len(found.ticks)
    mean = n * np.bincount(cell, weights=np.diff(found.cumulative))
    minutes = np.concatenate(found.ticks) // MINUTE
    return p_of_poisson_counts(np.bincount(cell[minutes], minlength=len(mean)), mean)


def p_of_the_total(n: int, whole: float) -> float:
    """Probability, on both sides, of so many or so few arrivals in all."""
    return float(2 * min(stats.poisson(whole).cdf(n), stats.poisson(whole).sf(n - 1)))


def least_p(found: Process) -> dict[str, float]:
    """All questions to one process; the questions are asked at one joint false-alarm rate (Bonferroni)."""
    rescaled, whole = found.rescaled, found.cumulative[-1] * len(found.ticks)
    answers = {
        "gaps": p_of_exponential_gaps(rescaled),
        "neighbours": p_of_independent_gaps(rescaled),
        "total": p_of_the_total(len(rescaled), whole),
    }
    for stretch in (3.0, 25.0, 200.0):
        answers[f"counts by {stretch:.0f}"] = p_of_stretches(rescaled, whole, stretch)
    answers["days"] = p_of_cells(found, found.clock.day)
    answers["times of day"] = p_of_cells(found, found.clock.clock // 15)
    return {name: len(answers) * p for name, p in answers.items()}


def assert_poisson(found: Process) -> None:
    """Assert that no question is answered with less than the false-alarm rate."""
    answers = least_p(found)
    assert {name: p for name, p in answers.items() if p < FALSE_ALARM} == {}


# --- plain rates, weeks with a change of the clock ----------------------------------------------------------------


WEEKS = {"spring": date(2026, 3, 24), "plain": date(2026, 6, 9), "autumn": date(2026, 10, 20)}


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("week", WEEKS)
def test_a_week_of_changing_rates_is_poisson(week: str, row: str) -> None:
    """Seven days, two replications of them, with a night of 23 or 25 hours: unit-rate Poisson after rescaling."""
    assert_poisson(process(WEEKS[week], 7, row, replications=2))


@pytest.mark.parametrize("row", ROWS)
def test_a_year_in_one_world_is_poisson(row: str) -> None:
    """From January to December in one world, both changes of the clock inside."""
    assert_poisson(process(date(2026, 1, 1), 365, row))


@pytest.mark.parametrize(("week", "day", "hours"), [("spring", 5, 23), ("plain", 5, 24), ("autumn", 5, 25)])
def test_the_night_of_the_change_alone_is_poisson(week: str, day: int, hours: int) -> None:
    """The Sunday of the change, 40 replications: 2:00 to 3:00 never, once or twice, each run with its own customers."""
    found = process(date.fromordinal(WEEKS[week].toordinal() + day), 1, "profile", replications=40)
    assert len(found.cumulative) - 1 == hours * 60
    figures = 3 + 190
    assert found.cumulative[-1] == pytest.approx(110 + 160 + {23: 0, 24: 1, 25: 2}[hours] * figures)
    assert_poisson(found)


def test_the_two_runs_of_the_repeated_hour_are_independent() -> None:
    """Counts of the first and the second 2:00 to 3:00 do not go together (400 nights), and have the same mean."""
    found = process(date(2026, 10, 25), 1, "rate", replications=400)
    counts = np.array([[((t >= at * HOUR) & (t < (at + 1) * HOUR)).sum() for at in (2, 3)] for t in found.ticks])
    assert stats.spearmanr(*counts.T).pvalue > FALSE_ALARM
    assert p_of_the_total(int(counts[:, 0].sum()), 400 * 300.0) > FALSE_ALARM
    assert p_of_the_total(int(counts[:, 1].sum()), 400 * 300.0) > FALSE_ALARM


@pytest.mark.parametrize("row", ROWS)
def test_a_wrong_mean_is_noticed(row: str) -> None:
    """The questions see a night of 24 hours where there are 25, a mean 10 % too high, and too even arrivals."""
    found = process(WEEKS["autumn"], 7, row, replications=2)
    plain = process(WEEKS["plain"], 7, row, replications=2)
    n = len(plain.cumulative)
    shifted = Process(
        found.clock, np.concatenate((plain.cumulative, np.full(60, plain.cumulative[-1]))), found.ticks, ()
    )
    assert len(found.cumulative) == n + 60
    assert min(least_p(shifted).values()) < FALSE_ALARM
    assert min(least_p(Process(plain.clock, 1.1 * plain.cumulative, plain.ticks, ())).values()) < FALSE_ALARM
    even = np.sort(plain.rescaled)[::2] / 2
    assert p_of_exponential_gaps(even) < FALSE_ALARM
    assert p_of_stretches(even, float(even[-1]), 25.0) < FALSE_ALARM


def means_by_minute(zone: str, day: date, minutes: int) -> tuple[Floats, Floats]:
    """Mean contacts by minute of one day, of the plan and by the clock; interval k has k + 1 contacts."""
    figures = np.arange(1, 24 * 60 // minutes + 1)
    text = centre(day, 1, "rate").replace(ROW_TEXT["rate"], f"profile: {{daily: {figures.tolist()}}}")
    text = text.replace(f"zone: {ZONE}", f"zone: {zone}").replace("demand:\n", f"demand:\n  interval: {minutes} min\n")
    plan = lower(load_text(text, "process.yaml"), "as_is").demand
    clock = MinuteClock(zone, day, 1)
    found = np.zeros(len(clock.day))
    for start, length, mean in zip(plan.start // MINUTE, plan.length // MINUTE, plan.mean, strict=True):
        found[start : start + length] += mean / length
    return found, np.where(clock.day == 0, figures[clock.clock // minutes] / minutes, 0)


@pytest.mark.parametrize("minutes", [15, 30, 60])
@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Warsaw", date(2026, 3, 29)),
        ("Europe/Warsaw", date(2026, 10, 25)),
        ("America/Santiago", date(2026, 9, 6)),
        ("America/Santiago", date(2026, 4, 4)),
        ("Australia/Lord_Howe", date(2026, 10, 4)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
    ],
)
def test_every_minute_of_a_changed_day_has_the_rate_of_its_clock(zone: str, day: date, minutes: int) -> None:
    """No minute is left out and none counts twice, also where an interval loses or repeats its half."""
    found, wanted = means_by_minute(zone, day, minutes)
    assert np.flatnonzero(np.abs(found - wanted) > 1e-9).tolist() == []


# --- an incident, a trend -----------------------------------------------------------------------------------------


def between(clock: MinuteClock, starts: datetime, minutes: int) -> np.ndarray:
    """Which minutes lie in a stretch of real time that begins at a local time."""
    first = clock.instant((starts.date() - clock.first).days, starts.hour * 60 + starts.minute)
    at = np.arange(len(clock.day))
    return (at >= first) & (at < first + minutes)


INCIDENTS = {
    "on the grid": ("2026-10-22 10:00", "3 h", 180, "2.5 times"),
    "between intervals": ("2026-10-22 09:37", "2 h 11 min", 131, "2.5 times"),
    "over the change": ("2026-10-25 01:40", "2 h 30 min", 150, "1.7 times"),
    "over midnight": ("2026-10-23 23:10", "95 min", 95, "3 times"),
    "fewer": ("2026-10-22 08:20", "7 h", 420, "0.4 times"),
}


@pytest.mark.parametrize("name", INCIDENTS)
@pytest.mark.parametrize("intents", [None, "card"])
def test_a_row_with_an_incident_is_poisson(name: str, intents: str | None) -> None:
    """A factor on all, or on the 30 % of one intent, for hours that begin anywhere and run in real time."""
    starts, lasts, minutes, volume = INCIDENTS[name]
    times = float(volume.split()[0])
    share = 1.0 if intents is None else 0.3
    only = "" if intents is None else f", intents: {intents}"
    more = f'  incidents: {{outage: {{starts: "{starts}", lasts: {lasts}, volume: {volume}{only}}}}}'
    moment = datetime.fromisoformat(starts)

    def factor(clock: MinuteClock) -> Floats:
        return 1 + share * (times - 1) * between(clock, moment, minutes)

    found = process(WEEKS["autumn"], 7, "rate", more, factor, replications=3)
    assert_poisson(found)
    inside = np.flatnonzero(between(found.clock, moment, minutes))
    first, last = inside[0] * MINUTE, (inside[-1] + 1) * MINUTE
    during = [(t >= first) & (t < last) for t in found.ticks]
    n = sum(int(d.sum()) for d in during)
    whole = 3 * (found.cumulative[inside[-1] + 1] - found.cumulative[inside[0]])
    assert p_of_the_total(n, whole) > FALSE_ALARM
    cards = sum(int((i[d] == 0).sum()) for i, d in zip(found.intents, during, strict=True))
    wanted = 0.3 if intents is None else 0.3 * times / (0.7 + 0.3 * times)
    assert stats.binomtest(cards, n, wanted).pvalue > FALSE_ALARM
    outside = sum(int((i[~d] == 0).sum()) for i, d in zip(found.intents, during, strict=True))
    assert stats.binomtest(outside, sum(map(len, found.ticks)) - n, 0.3).pvalue > FALSE_ALARM


def test_a_year_with_events_is_poisson() -> None:
    """Holidays, a date and a span of dates with 1.6 times the figures that hold on them, a week with 0.2 times."""
    more = (
        "  events: {sale: {on: [holiday, 2026-06-12, 2026-02-02 to 2026-02-06], volume: 1.6 times},"
        " quiet: {on: 2026-10-22 to 2026-10-28, volume: 0.2 times, rows: phone}}"
    )

    def factor(clock: MinuteClock) -> Floats:
        busy = {*HOLIDAYS, date(2026, 6, 12), *(date(2026, 2, day) for day in range(2, 7))}
        quiet = {date(2026, 10, day) for day in range(22, 29)}
        dates = [clock.date(day) for day in range(clock.days + 2)]
        return np.array([(1.6 if day in busy else 1) * (0.2 if day in quiet else 1) for day in dates])[clock.day]

    assert_poisson(process(date(2026, 1, 1), 365, "profile", more, factor))


@pytest.mark.parametrize(
    ("trend", "a_year", "since", "until"),
    [
        ("+80 % a year", 0.8, date(2026, 1, 1), date(2027, 1, 1)),
        ("-60 % a year from 2026-03-01 to 2026-09-30", -0.6, date(2026, 3, 1), date(2026, 9, 30)),
        ("+50 % a year from 2025-01-01", 0.5, date(2025, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_year_with_a_trend_is_poisson(trend: str, a_year: float, since: date, until: date) -> None:
    """Growth compounds from day to day between its dates, from the start of the run unless stated."""

    def factor(clock: MinuteClock) -> Floats:
        days = [(min(clock.date(day), until) - since).days for day in range(clock.days + 2)]
        return (1 + a_year) ** (np.maximum(days, 0) / 365.25)[clock.day]

    found = process(date(2026, 1, 1), 365, "profile", f'  trend: {{phone: "{trend}"}}', factor)
    assert_poisson(found)
    plain = process(date(2026, 1, 1), 365, "profile")
    wrong = Process(found.clock, plain.cumulative * found.cumulative[-1] / plain.cumulative[-1], found.ticks, ())
    assert min(least_p(wrong).values()) < FALSE_ALARM
