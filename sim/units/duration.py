"""Lengths of time, reply times and rates, to and from ticks of one microsecond."""

import re
from dataclasses import dataclass
from fractions import Fraction

from sim.units.number import NUMBER, clean, exact, is_bare, not_readable, quote, refuse_comma, unit_missing

TICKS_PER_SECOND = 1_000_000
SECONDS_PER_DAY = 86_400
TICKS_PER_DAY = SECONDS_PER_DAY * TICKS_PER_SECOND
LONGEST_DAYS = 36_525

_UNIT_TICKS = {
    "week": 7 * TICKS_PER_DAY,
    "day": TICKS_PER_DAY,
    "h": 3_600 * TICKS_PER_SECOND,
    "min": 60 * TICKS_PER_SECOND,
    "s": TICKS_PER_SECOND,
    "ms": 1_000,
    "µs": 1,
}
_UNIT_WORDS = {
    "week": "week weeks",
    "day": "day days",
    "h": "h hr hrs hour hours",
    "min": "min mins minute minutes",
    "s": "s sec secs second seconds",
    "ms": "ms millisecond milliseconds",
    "µs": "µs μs us microsecond microseconds",
}
_UNIT_OF_WORD = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
_PART = re.compile(rf"\s?({NUMBER})\s?([^\W\d_]*)")
_RATE = re.compile(rf"({NUMBER})\s?(?:[^\W\d_]+ )?(?:per|/|an?)\s?([^\W\d_]+)")
_WORKING = re.compile(rf"({NUMBER}) ?(?:working|business|open) ([^\W\d_]+)")
_TIME = 'a time such as "20 s", "3.5 min" or "1 h 30 min"'
_REPLY = '"6 working hours" or "24 h"'


@dataclass(frozen=True, slots=True)
class ReplyTime:
    """How soon an answer is due.

    Attributes:
        ticks: Length [ticks].
        working: True when only open time counts, False for the wall clock.
    """

    ticks: int
    working: bool


def parse_duration(text: object) -> int:
    """Read a length of time such as `20 s`, `3.5 min`, `1 h 30 min`, `2 days` or `1 week`.

    Parts go from the larger unit to the smaller, each unit once. A day is 24 hours.

    Args:
        text: What was written.

    Returns:
        Length [ticks], 0 to 36,525 days, rounded half up to a tick.

    Raises:
        ValueError: If the unit is missing or unknown, the length is negative or over 36,525 days, or above 0
            but shorter than half a tick.

    >>> parse_duration("3.5 min")
    210000000
    """
    if not isinstance(text, str) or is_bare(text):
        raise ValueError(unit_missing(text, "s", "min"))
    refuse_comma(text)
    plain = clean(text)
    total, last_size, at = Fraction(0), 0, 0
    while at < len(plain) or not at:
        match = _PART.match(plain, at)
        if match is None or (not match[2] and plain[match.end() : match.end() + 1].strip()):
            raise ValueError(not_readable(text, _TIME))
        size = _unit_size(match[1], match[2], text)
        if last_size and size >= last_size:
            raise ValueError(f'{quote(text)}: write each unit once, the larger first, as in "1 h 30 min"')
        total += exact(match[1]) * size
        last_size, at = size, match.end()
    return _whole_ticks(total, text)


def parse_span_of_days(text: object) -> int:
    """Read a whole number of days, such as `1 week`, `2 days` or `0 days`.

    Args:
        text: What was written.

    Returns:
        Days, 0 to 36,525.

    Raises:
        ValueError: If the unit is missing or the span is not a whole number of days.

    >>> parse_span_of_days("2 weeks")
    14
    """
    if not isinstance(text, str) or is_bare(text):
        raise ValueError(unit_missing(text, "days", "weeks"))
    ticks = parse_duration(text)
    if ticks % TICKS_PER_DAY:
        raise ValueError(f'{quote(text)} is not a whole number of days; write for example "2 days" or "1 week"')
    return ticks // TICKS_PER_DAY


def parse_reply_time(text: object) -> ReplyTime:
    """Read a reply time: `6 working hours`, `90 working minutes` (open time only) or `24 h` (wall clock).

    A working day is refused, because its length would depend on the weekday.

    Args:
        text: What was written.

    Returns:
        The length and the clock it is measured on.

    Raises:
        ValueError: If it is no time, or mixes the two clocks.

    >>> parse_reply_time("6 working hours")
    ReplyTime(ticks=21600000000, working=True)
    """
    if not isinstance(text, str) or is_bare(text):
        raise ValueError(unit_missing(text, "working hours", "h"))
    plain = clean(text)
    match = _WORKING.fullmatch(plain)
    if match is None:
        if re.search(r"\b(?:working|business|open)\b", plain):
            raise ValueError(f"{quote(text)} cannot be read as one reply time; write for example {_REPLY}")
        return ReplyTime(parse_duration(text), working=False)
    unit = _UNIT_OF_WORD.get(match[2])
    if unit in ("day", "week"):
        raise ValueError(f"{quote(text)}: a working {unit} has no fixed length; write it in working hours")
    return ReplyTime(parse_duration(f"{match[1]} {match[2]}"), working=True)


def parse_rate(text: object) -> float:
    """Read how often something happens: `95 per h`, `12 per min`, `300 per day`, `95/h`, `95 calls per h`.

    Args:
        text: What was written.

    Returns:
        Rate [per second], 0 or more.

    Raises:
        ValueError: If the unit of time is missing or unknown.

    >>> parse_rate("12 per min")
    0.2
    """
    if not isinstance(text, str) or is_bare(text):
        raise ValueError(unit_missing(text, "per h", "per day"))
    match = _RATE.fullmatch(clean(text))
    if match is None:
        raise ValueError(not_readable(text, 'a rate such as "95 per h"'))
    unit = _UNIT_OF_WORD.get(match[2])
    if unit is None:
        raise ValueError(f'{quote(text)}: {quote(match[2])} is not a unit of time; write for example "95 per h"')
    return float(exact(match[1]) * TICKS_PER_SECOND / _UNIT_TICKS[unit])


def format_duration(ticks: int) -> str:
    """Write a length of time for people, so that `parse_duration` reads it back exactly.

    Args:
        ticks: Length [ticks]. A negative one (a slack, a difference) gets a "-" and is not read back.

    Returns:
        Days, hours, minutes and seconds that are not zero; below a second in ms or µs; "0 s" for nothing.

    >>> format_duration(80_000_000), format_duration(350_000), format_duration(90_500_000)
    ('1 min 20 s', '350 ms', '1 min 30.5 s')
    """
    if ticks < 0:
        return "-" + format_duration(-ticks)
    days, rest = divmod(ticks, TICKS_PER_DAY)
    hours, rest = divmod(rest, _UNIT_TICKS["h"])
    minutes, rest = divmod(rest, _UNIT_TICKS["min"])
    parts = [f"{days} day{'s' if days > 1 else ''}"] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{minutes} min"] if minutes else []
    if rest or not parts:
        unit = "s" if parts or rest == 0 or rest >= TICKS_PER_SECOND else "ms" if rest >= 1_000 else "µs"
        parts.append(f"{_scaled(rest, _UNIT_TICKS[unit])} {unit}")
    return " ".join(parts)


def _unit_size(number: str, word: str, text: str) -> int:
    """Return the length of one unit [ticks], or raise what is wrong with the word."""
    unit = _UNIT_OF_WORD.get(word)
    if unit is not None:
        return _UNIT_TICKS[unit]
    if not word:
        number = number[:20]
        raise ValueError(f'{quote(text)}: {number} has no unit; did you mean "{number} s" or "{number} min"?')
    if word in ("m", "mn"):
        raise ValueError(f'{quote(text)}: "{word}" could be minutes or months; write "{number[:20]} min"')
    if word in ("month", "months", "year", "years"):
        raise ValueError(f"{quote(text)}: a {word.rstrip('s')} has no fixed length; write it in days or weeks")
    raise ValueError(f"{quote(text)}: {quote(word)} is not a unit of time; the units are s, min, h, days and weeks")


def _whole_ticks(total: Fraction, text: str) -> int:
    if total > LONGEST_DAYS * TICKS_PER_DAY:
        raise ValueError(f"{quote(text)} is too long; the most is {LONGEST_DAYS} days")
    ticks = (2 * total.numerator + total.denominator) // (2 * total.denominator)
    if total and not ticks:
        raise ValueError(f"{quote(text)} is shorter than the smallest step of time, 1 µs")
    return ticks


def _scaled(ticks: int, size: int) -> str:
    whole, rest = divmod(ticks, size)
    digits = str(size + rest)[1:].rstrip("0") if rest else ""
    return f"{whole}.{digits}" if digits else str(whole)
