"""Numbers for people: as many digits as the half width supports, with units, times in the words of a clock."""

from math import floor, isfinite, isnan, log10

BLANK = "–"
MINUS = "\N{MINUS SIGN}"
_DEFAULT_DECIMALS = 4
_MOST_DECIMALS = 4


def shown(value: float, half_width: float, unit: str, is_difference: bool = False) -> tuple[str, str]:
    """Write a value and its half width.

    Args:
        value: The value, in the unit of the catalog; nan is blank.
        half_width: Half the width of its interval; nan for none.
        unit: Unit of the catalog: "share" is written as %, its differences in points; "s" as times.
        is_difference: Write the sign, also of a positive number.

    Returns:
        The value with its unit, and the half width ("" without one).

    >>> shown(0.79342, 0.0062, "share"), shown(0.0312, 0.0051, "share", is_difference=True)
    (('79.3 %', '0.6'), ('+3.1 pts', '0.5'))
    >>> shown(34.21, 1.32, "s"), shown(4821.0, 65.0, "s"), shown(1530.4, float("nan"), "contacts")
    (('34.2 s', '1.3 s'), ('1 h 20 min', '1 min'), ('1,530', ''))
    """
    if isnan(value):
        return BLANK, ""
    has_interval = isfinite(half_width)
    width = half_width if has_interval and half_width > 1e-9 * abs(value) else 0.0
    if unit == "share":
        text, wide = _plain(100 * value, 100 * width, 3)
        return _signed(text, value, is_difference) + (" pts" if is_difference else " %"), _if(has_interval, wide)
    if unit == "money":
        text, wide = _money(value, width)
        return _signed(text, value, is_difference), _if(has_interval, wide)
    if unit == "s":
        text, wide = _time(abs(value), width)
        return _signed(text, value, is_difference), _if(has_interval, wide)
    text, wide = _plain(value, width, 3)
    tail = " h" if unit == "h" else ""
    return _signed(text, value, is_difference) + tail, _if(has_interval, wide)


def _if(condition: bool, text: str) -> str:
    return text if condition else ""


def _signed(text: str, value: float, is_difference: bool) -> str:
    """Put the sign before a number that may already have one."""
    bare = text.lstrip("-" + MINUS)
    is_zero = not any(digit in bare for digit in "123456789")
    if is_zero:
        return bare
    if value < 0:
        return MINUS + bare
    return ("+" if is_difference else "") + bare


def _plain(value: float, width: float, blank_digits: int) -> tuple[str, str]:
    """Write a number and its half width with the same decimals."""
    decimals = _decimals(width) if width > 0 else _decimals_of(value, blank_digits)
    return f"{value:,.{decimals}f}", f"{width:,.{decimals}f}" if width > 0 else "0"


def _money(value: float, width: float) -> tuple[str, str]:
    """Write an amount and its half width: cents where it is small or exact to them, else as far as the width says."""
    if width == 0.0 or width < 1.0:
        decimals = 2 if abs(value) < 10_000 or width else 0
        return f"{value:,.{decimals}f}", f"{width:,.{decimals}f}" if width else "0"
    return _plain(value, width, 3)


def _decimals(width: float) -> int:
    """Decimals that leave one digit of a half width, two when it begins with 1 or 2."""
    place = floor(log10(width))
    leading = width / 10.0**place
    return min(_MOST_DECIMALS, max(0, -place + (1 if leading < 2.95 else 0)))


def _decimals_of(value: float, digits: int) -> int:
    """Decimals of a number that has no half width: so many digits in all; none of a whole number."""
    if value == 0 or float(value).is_integer():
        return 0
    return min(_DEFAULT_DECIMALS, max(0, digits - 1 - floor(log10(abs(value)))))


def _time(seconds: float, width: float) -> tuple[str, str]:
    """Write a length of time and its half width."""
    if seconds < 120:
        text, wide = _plain(seconds, width, 3)
        return f"{text} s", f"{wide} s"
    wide = _width_of_time(width)
    if seconds < 7200:
        minutes, rest = divmod(round(seconds), 60)
        return (f"{minutes} min {rest:02d} s", wide) if minutes < 60 else (_hours(seconds), wide)
    if seconds < 3 * 86_400:
        return _hours(seconds), wide
    text, wide = _plain(seconds / 86_400, width / 86_400, 3)
    return f"{text} days", f"{wide} days"


def _hours(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02d} min"


def _width_of_time(width: float) -> str:
    if width < 60:
        return f"{_plain(width, width, 2)[1]} s"
    if width < 7200:
        return f"{width / 60:.0f} min"
    return f"{width / 3600:.1f} h"
