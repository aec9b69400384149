"""Bare numbers, and what the whole grammar shares: cleaning text, quoting what was got, saying what is wrong.

A number is digits with an optional decimal point and an exponent of one or two digits, at most 40
characters, so that exact arithmetic on it stays cheap whatever is written. It has no sign: no quantity may
be negative.
"""

import math
import re
from collections.abc import Mapping
from fractions import Fraction

NUMBER = r"(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:e[+-]?[0-9]{1,2}(?![0-9]))?"
QUANTITY = re.compile(rf"({NUMBER})\s*(.*)", re.DOTALL)

_BARE = re.compile(NUMBER)
_COMMA = re.compile(r"(?<![0-9])([0-9]++),([0-9]++)")
_SEPARATOR = re.compile(r"(?<![0-9]),|,(?![0-9])|\band\b")
_LONGEST = 40
_SHOWN = 60
_DIGITS = 30

_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        "\u200b": " ",
        "×": "x",
        "％": "%",
    }
)


def clean(text: str) -> str:
    """Return the text in small letters, look-alike characters replaced, each run of white space as one space.

    >>> clean(" 30\u00a0% ")
    '30 %'
    """
    return " ".join(text.translate(_LOOKALIKES).lower().split())


def quote(value: object) -> str:
    """Return what was got: text in quotes, anything else as a planner would call it; short and safe to print.

    >>> quote("20"), quote(20), quote(True), quote([1])
    ('"20"', '20', 'true', 'a list')
    """
    if isinstance(value, str):
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value[: _SHOWN + 1])
        return f'"{shown}"' if len(shown) <= _SHOWN else f'"{shown[: _SHOWN - 1]}…"'
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) >= 10**_DIGITS:
        return f"a number of more than {_DIGITS} digits"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def parse_number(value: object) -> Fraction:
    """Read a bare number, 0 or more, exactly.

    Args:
        value: An int, a float or text such as "3.5".

    Returns:
        The number as written: 0.1 is one tenth.

    Raises:
        ValueError: If it is not a number, is negative or not finite, or has a decimal comma.

    >>> parse_number("2.5"), parse_number(0.1)
    (Fraction(5, 2), Fraction(1, 10))
    """
    if isinstance(value, str):
        plain = clean(value)
        if _BARE.fullmatch(plain) is None:
            raise ValueError(not_readable(value, 'a number such as "2.5"'))
        return exact(plain)
    if not is_number(value):
        raise ValueError(f"{quote(value)} is not a number")
    assert isinstance(value, int | float)
    finite = math.isfinite(value) if isinstance(value, float) else abs(value) < 10**_DIGITS
    if not finite:
        raise ValueError(f"{quote(value)} cannot be used: it is not finite, or far too large")
    if value < 0:
        raise ValueError(f"{quote(value)} is negative; it must be 0 or more")
    return Fraction(repr(value))


def is_number(value: object) -> bool:
    """Return whether YAML gave a number (true and false are none)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_bare(value: object) -> bool:
    """Return whether the value is a number without a unit, given as a number or as text."""
    return _BARE.fullmatch(clean(value)) is not None if isinstance(value, str) else is_number(value)


def exact(number: str) -> Fraction:
    """Return the exact value of text that matches `NUMBER`.

    Raises:
        ValueError: If it is longer than 40 characters.
    """
    if len(number) > _LONGEST:
        raise ValueError(f"{quote(number)} has too many digits; {_LONGEST} characters are the most")
    return Fraction(number)


def split_list(plain: str) -> list[str]:
    """Split cleaned text at its commas and at "and"; a comma between two digits is left for complaint.

    >>> split_list("10 s,20 s, 3,5 s and 40 s")
    ['10 s', '20 s', '3,5 s', '40 s']
    """
    return [part.strip() for part in _SEPARATOR.split(plain)]


def unit_missing(value: object, *units: str) -> str:
    """Return the message for a value without a unit, proposing the units it may have meant.

    >>> unit_missing("20", "s", "min")
    '"20" has no unit; did you mean "20 s" or "20 min"?'
    """
    if not is_bare(value):
        return f'{quote(value)} cannot be read; write a number and its unit, for example "20 {units[0]}"'
    shown = quote(value).strip('"')
    proposals = " or ".join(f'"{shown} {unit}"' for unit in units)
    if isinstance(value, int | float) and not 0 <= value < math.inf:
        return f'{quote(value)} has no unit and must be 0 or more; write for example "20 {units[0]}"'
    return f"{quote(value)} has no unit; did you mean {proposals}?"


def refuse_comma(value: str) -> None:
    """Raise ValueError if there is a comma between two digits, saying how to write the number."""
    if _COMMA.search(clean(value)):
        raise ValueError(not_readable(value, ""))


def not_readable(value: object, like: str) -> str:
    """Return the message for text outside the grammar, naming the usual slip when it is one.

    Args:
        value: What was written.
        like: What would be right, as 'a share such as "30 %"'.
    """
    if not isinstance(value, str):
        return f"{quote(value)} is not {like}"
    plain = clean(value)
    if not plain:
        return f"nothing is written; it should be {like}"
    comma = _COMMA.search(plain)
    if comma:
        point = f"{comma[1]}.{comma[2]}"
        joined = f" (or {comma[1]}{comma[2]}, without a separator)" if len(comma[2]) == 3 else ""
        return f"{quote(value)} has a comma in a number; write {point}{joined}"
    if re.search(r"[0-9]['_][0-9]", plain):
        return f"{quote(value)} has a separator in a number; write the digits without it"
    if re.match(r"-\s*[0-9.]", plain):
        return f"{quote(value)} is negative; it should be {like}"
    return f"{quote(value)} is not {like}"
