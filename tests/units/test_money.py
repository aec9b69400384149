"""Amounts of money: what is read, what is refused and in which words, what is printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.units import Money, parse_money

SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=200)
HOUR, MONTH, USE = ("h",), ("agent and month",), ("contact", "session")


@pytest.mark.parametrize(
    ("text", "per", "amount", "symbol", "paid_for"),
    [
        ("19.50 EUR/h", HOUR, 19.5, "EUR", "h"),
        ("19.50 EUR / h", HOUR, 19.5, "EUR", "h"),
        ("19.50 EUR per h", HOUR, 19.5, "EUR", "h"),
        ("19.50 eur per Hour", HOUR, 19.5, "EUR", "h"),
        ("19 EUR per hours", HOUR, 19.0, "EUR", "h"),
        ("19\u00a0€/h", HOUR, 19.0, "€", "h"),
        ("€19/h", HOUR, 19.0, "€", "h"),
        ("$ 0.018 per min", ("min",), 0.018, "$", "min"),
        ("0.018 USD/minute", ("min",), 0.018, "USD", "min"),
        ("0.018 USD/minutes", ("min",), 0.018, "USD", "min"),
        ("35 EUR per agent and month", MONTH, 35.0, "EUR", "agent and month"),
        ("35 EUR per agent per month", MONTH, 35.0, "EUR", "agent and month"),
        ("35 EUR per month and agent", MONTH, 35.0, "EUR", "agent and month"),
        ("35 EUR/agent/month", MONTH, 35.0, "EUR", "agent and month"),
        ("0.09 EUR per session", USE, 0.09, "EUR", "session"),
        ("0.09 EUR per contacts", USE, 0.09, "EUR", "contact"),
        ("0.09 EUR per sessions", USE, 0.09, "EUR", "session"),
        ("0.05 EUR per messages", ("message",), 0.05, "EUR", "message"),
        ("2000 EUR per month", ("month",), 2000.0, "EUR", "month"),
        ("180000 EUR", ("",), 180_000.0, "EUR", ""),
        ("EUR 180000", ("",), 180_000.0, "EUR", ""),
        ("5EUR", ("",), 5.0, "EUR", ""),
        ("1e5 zł", ("",), 100_000.0, "ZŁ", ""),
        ("0 EUR", ("",), 0.0, "EUR", ""),
    ],
)
def test_money(text: str, per: tuple[str, ...], amount: float, symbol: str, paid_for: str) -> None:
    """An amount is read with its symbol before or behind, and what it is paid for in any usual words."""
    assert parse_money(text, *per) == Money(amount, symbol, paid_for)


@pytest.mark.parametrize(
    ("value", "per", "message"),
    [
        ("5 EUR", HOUR, '"5 EUR" is paid once; here it is per h, for example 19.50 EUR per h'),
        ("5 EUR per day", HOUR, '"5 EUR per day" is paid per day; here it is per h, for example 19.50 EUR per h'),
        ("5 EUR/h/h", HOUR, '"5 EUR/h/h" is paid per h/h; here it is per h, for example 19.50 EUR per h'),
        ("5 EUR/h", ("",), '"5 EUR/h" is paid per h; here it is once, for example 19.50 EUR'),
        (
            "5 EUR per message",
            USE,
            (
                '"5 EUR per message" is paid per message; here it is per contact or per session, for example '
                "19.50 EUR per contact"
            ),
        ),
        ("5", ("",), '"5" is not an amount such as "19.50 EUR"'),
        ("EUR/h", HOUR, '"EUR/h" is not an amount such as "19.50 EUR per h"'),
        ("5 /h", HOUR, '"5 /h" is not an amount such as "19.50 EUR per h"'),
        ("5 EUR per", HOUR, '"5 EUR per" is not an amount such as "19.50 EUR per h"'),
        ("5 EUR perh", HOUR, '"5 EUR perh" is not an amount such as "19.50 EUR per h"'),
        ("5 EUR each h", HOUR, '"5 EUR each h" is not an amount such as "19.50 EUR per h"'),
        ("5 US dollars", ("",), '"5 US dollars" is not an amount such as "19.50 EUR"'),
        ("180 000 EUR", ("",), '"180 000 EUR" is not an amount such as "19.50 EUR"'),
        ("inf EUR", ("",), '"inf EUR" is not an amount such as "19.50 EUR"'),
        ("1e999 EUR", ("",), '"1e999 EUR" is not an amount such as "19.50 EUR"'),
        ("19,50 EUR/h", HOUR, '"19,50 EUR/h" has a comma in a number; write 19.50'),
        (
            "180,000 EUR",
            ("",),
            '"180,000 EUR" has a comma in a number; write 180.000 (or 180000, without a separator)',
        ),
        ("-5 EUR", ("",), '"-5 EUR" is negative; it should be an amount such as "19.50 EUR"'),
        ("", HOUR, 'nothing is written; it should be an amount such as "19.50 EUR per h"'),
        (5, ("",), '5 has no unit; did you mean "5 EUR"?'),
        (5, HOUR, '5 has no unit; did you mean "5 EUR per h"?'),
        (None, HOUR, 'null cannot be read; write a number and its unit, for example "20 EUR per h"'),
        (True, ("",), 'true cannot be read; write a number and its unit, for example "20 EUR"'),
        ([1], USE, 'a list cannot be read; write a number and its unit, for example "20 EUR per contact"'),
    ],
)
def test_what_is_no_money_is_refused(value: object, per: tuple[str, ...], message: str) -> None:
    """Each slip has one sentence: what was got, and what would be right."""
    with pytest.raises(ValueError) as caught:
        parse_money(value, *per)
    assert str(caught.value) == message


@SETTINGS
@given(
    st.floats(0, 1e9, allow_nan=False, width=32), st.sampled_from(["EUR", "€", "$"]), st.sampled_from(["", "h", *MONTH])
)
def test_money_is_read_as_it_is_printed(amount: float, symbol: str, per: str) -> None:
    """What `str` writes is read again: the same symbol and purpose, the amount to the six digits that are written."""
    read = parse_money(str(Money(amount, symbol, per)), per)
    assert (read.symbol, read.per) == (symbol, per)
    assert read.amount == pytest.approx(amount, rel=1e-5)
