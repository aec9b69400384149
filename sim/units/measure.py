"""Shares, factors, counts of things, and curves of shares."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from sim.units.duration import parse_duration
from sim.units.number import (
    QUANTITY,
    clean,
    exact,
    is_bare,
    not_readable,
    parse_number,
    quote,
    split_list,
    unit_missing,
)

LARGEST_COUNT = 1_000_000_000

_SHARE = 'a share such as "30 %" or 0.3'
_Measure = TypeVar("_Measure", int, float)


def parse_share(x: object) -> float:
    """Read a share: `30 %`, `30%`, `30 percent`, `0.3`, 0 or 1.

    Args:
        x: Text or a number.

    Returns:
        Share, 0 to 1.

    Raises:
        ValueError: If it lies outside 0 to 100 % or is not a share; 30 proposes "30 %".

    >>> parse_share("30 %"), parse_share(0.3)
    (0.3, 0.3)
    """
    if isinstance(x, str):
        match = QUANTITY.fullmatch(clean(x))
        if match is None or match[2] not in ("", "%", "percent", "per cent"):
            raise ValueError(not_readable(x, _SHARE))
        value, in_percent = exact(match[1]), bool(match[2])
    else:
        value, in_percent = _plain_number(x, _SHARE), False
    share = value / 100 if in_percent else value
    if share > 1:
        shown = quote(x).strip('"')
        hint = f'; did you mean "{shown} %"?' if not in_percent and value <= 100 else ""
        raise ValueError(f"{quote(x)} is not between 0 and 100 %{hint}")
    return float(share)


def parse_percent(x: object) -> float:
    """Read a percentage that may be more than 100 %: `112 %`.

    Args:
        x: Text with a percent sign, or what `parse_share` reads.

    Returns:
        The ratio, 0 or more.

    Raises:
        ValueError: If it is negative or not a percentage.

    >>> parse_percent("112 %"), parse_percent(0.5)
    (1.12, 0.5)
    """
    match = QUANTITY.fullmatch(clean(x)) if isinstance(x, str) else None
    if match is not None and match[2] in ("%", "percent", "per cent"):
        return float(exact(match[1]) / 100)
    return parse_share(x)


def format_share(x: float) -> str:
    """Write a share in percent, so that `parse_share` reads the same number back.

    Args:
        x: Share, usually 0 to 1; a difference of shares may be negative.

    >>> format_share(0.3), format_share(0.055)
    ('30 %', '5.5 %')
    """
    return f"{(Decimal(repr(float(x))) * 100).normalize():f} %"


def parse_factor(x: object) -> float:
    """Read a factor such as `2.5 times` or `2.5x`.

    Args:
        x: What was written.

    Returns:
        Factor, above 0.

    Raises:
        ValueError: If "times" is missing, or the factor is not above 0.

    >>> parse_factor("2.5 times")
    2.5
    """
    if not isinstance(x, str) or is_bare(x):
        raise ValueError(unit_missing(x, "times"))
    match = QUANTITY.fullmatch(clean(x))
    if match is None or match[2] not in ("times", "time", "x"):
        raise ValueError(not_readable(x, 'a factor such as "2.5 times"'))
    factor = float(exact(match[1]))
    if factor <= 0:
        raise ValueError(f'{quote(x)} is not above 0; a factor looks like "2.5 times"')
    return factor


def parse_count(x: object, unit: str) -> int:
    """Read a whole number of things, such as `160 lines` or `3 chats`.

    Args:
        x: What was written.
        unit: What is counted, singular or plural ("lines"); "" for counts that are plain numbers.

    Returns:
        Count, 0 to 1,000,000,000.

    Raises:
        ValueError: If the unit is missing or another one, or the count is not whole, negative or too large.

    >>> parse_count("160 lines", "lines"), parse_count("1 line", "lines"), parse_count(4, "")
    (160, 1, 4)
    """
    like = f"a count such as {quote(f'3 {plural(unit)}') if unit else '3'}"
    if isinstance(x, str):
        match = QUANTITY.fullmatch(clean(x))
        if match is None:
            raise ValueError(not_readable(x, like))
        number, word = exact(match[1]), match[2]
    else:
        number, word = _plain_number(x, like), ""
    if unit and not word:
        raise ValueError(unit_missing(x, unit if number == 1 else plural(unit)))
    if not same_noun(word, unit):
        raise ValueError(_other_unit(x, number, unit) if unit and word[0].isalpha() else not_readable(x, like))
    if number.denominator != 1:
        raise ValueError(f"{quote(x)} is not a whole number; it should be {like}")
    if number > LARGEST_COUNT:
        raise ValueError(f"{quote(x)} is too large; the most is {LARGEST_COUNT:,}")
    return int(number)


def _other_unit(x: object, number: Fraction, unit: str) -> str:
    """Say which word counts these things, with the number that was written where that is plural."""
    shown = int(number) if number.denominator == 1 and number != 1 else 3
    return f'{quote(x)} has another unit; did you mean "{shown} {plural(unit)}"?'


def parse_factors_by_number(mapping: object, unit: str) -> dict[int, float]:
    """Read factors by how many there are: `{2 chats: 1.11 times, 3 chats: 1.46 times}`.

    Args:
        mapping: Counts with their unit → factors.
        unit: What is counted, singular or plural ("chats").

    Returns:
        Count (1 or more, rising) → factor; empty for an empty mapping.

    Raises:
        ValueError: If a count or factor cannot be read, a count is 0 or stands there twice.

    >>> parse_factors_by_number({"3 chats": "1.46 times", "2 chats": "1.11 times"}, "chats")
    {2: 1.11, 3: 1.46}
    """
    if not isinstance(mapping, Mapping):
        raise ValueError(f"{quote(mapping)} is not a mapping such as {{2 {plural(unit)}: 1.11 times}}")
    factors: dict[int, float] = {}
    for key, value in mapping.items():
        number = parse_count(key, unit)
        if number in factors or not number:
            problem = "is given twice" if number else "cannot have a factor"
            raise ValueError(f"{quote(key)} {problem}; write each number from 1 on once")
        factors[number] = parse_factor(value)
    return dict(sorted(factors.items()))


def parse_curve(text: object) -> tuple[tuple[int, float], ...]:
    """Read a curve of shares over time: `35 % at 2 min, 55 % at 10 min`.

    Between its points a curve is a straight line, outside them it is flat. One share alone is a flat curve.

    Args:
        text: What was written.

    Returns:
        Points (time [ticks], share 0 to 1), times rising.

    Raises:
        ValueError: If a point cannot be read or the times do not rise.

    >>> parse_curve("35 % at 2 min, 55 % at 10 min")
    ((120000000, 0.35), (600000000, 0.55))
    """
    return _curve(text, 0, parse_duration, "35 % at 2 min, 55 % at 10 min")


def parse_curve_over(text: object, unit: str) -> tuple[tuple[float, float], ...]:
    """Read a curve of shares over a plain measure: `0 % at 0 points, 4 % at 3 points`.

    Args:
        text: What was written.
        unit: The name of the measure, singular or plural ("points").

    Returns:
        Points (measure, share 0 to 1), measures rising.

    Raises:
        ValueError: If a point cannot be read or the measures do not rise.

    >>> parse_curve_over("0 % at 0 points, 4 % at 2.5 points", "points")
    ((0.0, 0.0), (2.5, 0.04))
    """

    def measure(at: str) -> float:
        match = QUANTITY.fullmatch(clean(at))
        if match is None or not same_noun(match[2], unit):
            raise ValueError(f"{quote(at)} is not a number of {plural(unit)}")
        return float(exact(match[1]))

    return _curve(text, 0.0, measure, f"0 % at 0 {plural(unit)}, 4 % at 3 {plural(unit)}")


def plural(noun: str) -> str:
    """Return the plural of an English noun given in either number; words in -ing (waiting) have none.

    >>> plural("line"), plural("tries"), plural("try"), plural("waiting")
    ('lines', 'tries', 'tries', 'waiting')
    """
    if not noun or noun in ("people", "kept") or noun.endswith(("ing", "s")):
        return noun
    if noun == "person":
        return "people"
    if re.search("[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("x", "ch", "sh")) else "s")


def same_noun(one: str, other: str) -> bool:
    """Return whether two words name the same thing, in either number; the case does not count."""
    return plural(clean(one)) == plural(clean(other))


def _plain_number(x: object, like: str) -> Fraction:
    try:
        return parse_number(x)
    except ValueError as error:
        raise ValueError(f"{error}; it should be {like}") from None


def _curve(
    text: object, origin: _Measure, read: Callable[[str], _Measure], example: str
) -> tuple[tuple[_Measure, float], ...]:
    if not isinstance(text, str):
        return ((origin, parse_share(text)),)
    parts = split_list(clean(text))
    points: list[tuple[_Measure, float]] = []
    for part in parts:
        share, has_at, at = part.partition(" at ")
        if not has_at and len(parts) > 1:
            raise ValueError(f'{quote(text)}: {quote(part)} has no "at"; write for example "{example}"')
        points.append((read(at) if has_at else origin, parse_share(share)))
    for (before, _), (after, _) in pairwise(points):
        if after <= before:
            raise ValueError(f'{quote(text)}: each point must come after the last; write for example "{example}"')
    return tuple(points)
