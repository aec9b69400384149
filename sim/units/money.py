"""Money: an amount with its symbol, and what it is paid for: `19.50 EUR/h`, `35 EUR per agent and month`."""

import re
from dataclasses import dataclass

from sim.units.number import NUMBER, clean, exact, not_readable, quote, unit_missing

_AMOUNT = re.compile(rf"({NUMBER})\s*([^\s0-9/.]+)\s*(?:(/|per\s)\s*(.+))?")
_SYMBOL_FIRST = re.compile(rf"([^\s0-9/.]+)\s*({NUMBER})\s*(?:(/|per\s)\s*(.+))?")
_WORDS = {
    "hour": "h",
    "hours": "h",
    "minute": "min",
    "minutes": "min",
    "agent per month": "agent and month",
    "agent/month": "agent and month",
    "month and agent": "agent and month",
    "contacts": "contact",
    "messages": "message",
    "sessions": "session",
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money.

    Attributes:
        amount: 0 or more.
        symbol: The currency as written, in capitals where it is letters.
        per: What it is paid for: "h", "min", "contact", "agent and month"…; "" for an amount once.
    """

    amount: float
    symbol: str
    per: str = ""

    def __str__(self) -> str:
        """Write it as it is read."""
        return f"{self.amount:g} {self.symbol}" + (f" per {self.per}" if self.per else "")


def parse_money(text: object, *per: str) -> Money:
    """Read an amount of money.

    Args:
        text: What was written; the symbol may stand before or after the number.
        per: What it may be paid for, the usual one first; "" for an amount once.

    Raises:
        ValueError: It is not money, or paid for something else.

    >>> parse_money("19.50 EUR/h", "h"), parse_money("€ 35 per agent and month", "agent and month")
    (Money(amount=19.5, symbol='EUR', per='h'), Money(amount=35.0, symbol='€', per='agent and month'))
    """
    example = f"19.50 EUR{' per ' + per[0] if per and per[0] else ''}"
    if not isinstance(text, str):
        raise ValueError(unit_missing(text, *[f"EUR per {one}" if one else "EUR" for one in per or ("",)]))
    plain = clean(text)
    match, first = _AMOUNT.fullmatch(plain), _SYMBOL_FIRST.fullmatch(plain)
    if match is not None:
        number, symbol, paid_for = match[1], match[2], match[4] or ""
    elif first is not None:
        number, symbol, paid_for = first[2], first[1], first[4] or ""
    else:
        raise ValueError(not_readable(text, f'an amount such as "{example}"'))
    paid_for = _WORDS.get(paid_for, paid_for)
    if paid_for not in per:
        allowed = " or ".join(f"per {one}" if one else "once" for one in per)
        said = f"per {paid_for}" if paid_for else "once"
        raise ValueError(f"{quote(text)} is paid {said}; here it is {allowed}, for example {example}")
    return Money(float(exact(number)), symbol.upper() if symbol.isalpha() else symbol, paid_for)
