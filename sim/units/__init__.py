"""The one grammar of quantities: what a planner writes ↔ ticks, shares, factors, counts, rates, hours.

Every `parse_` function is pure, takes what YAML gave (text or a bare number) and raises ValueError, and
nothing else, with a sentence that says what was got and what would be right. A bare number where a unit is
needed is never guessed: the message proposes the units. Numbers are `20`, `3.5` or `.5`: a decimal point,
no comma, no thousands separator. Words may be in any case; non-breaking and thin spaces count as spaces,
long dashes as "-", "×" as "x".

    number.py    bare numbers, and what all of the grammar shares
    duration.py  lengths of time, reply times, rates
    measure.py   shares, factors, counts, curves
    hours.py     clock times and weekly opening hours
    money.py     amounts of money, and what they are paid for

Distributions are read by `sim.scenario.distribution`.
"""

from sim.units.duration import (
    LONGEST_DAYS,
    SECONDS_PER_DAY,
    TICKS_PER_DAY,
    TICKS_PER_SECOND,
    ReplyTime,
    format_duration,
    parse_duration,
    parse_rate,
    parse_reply_time,
    parse_span_of_days,
)
from sim.units.hours import DAY_NAMES, HOLIDAY, Spans, WeeklyHours, parse_clock, parse_hours
from sim.units.measure import (
    LARGEST_COUNT,
    format_share,
    parse_count,
    parse_curve,
    parse_curve_over,
    parse_factor,
    parse_factors_by_number,
    parse_percent,
    parse_share,
)
from sim.units.money import Money, parse_money
from sim.units.number import clean, parse_number, quote

__all__ = [
    "DAY_NAMES",
    "HOLIDAY",
    "LARGEST_COUNT",
    "LONGEST_DAYS",
    "SECONDS_PER_DAY",
    "TICKS_PER_DAY",
    "TICKS_PER_SECOND",
    "Money",
    "ReplyTime",
    "Spans",
    "WeeklyHours",
    "clean",
    "format_duration",
    "format_share",
    "parse_clock",
    "parse_count",
    "parse_curve",
    "parse_curve_over",
    "parse_duration",
    "parse_factor",
    "parse_factors_by_number",
    "parse_hours",
    "parse_money",
    "parse_number",
    "parse_percent",
    "parse_rate",
    "parse_reply_time",
    "parse_share",
    "parse_span_of_days",
    "quote",
]
