"""Facts about slips in prices: pools and channels there are not, currencies, what is paid for what, life of capital.

A case says what is changed, with `@@` where the caret must stand, and the sentence that must be told there.
"""

from functools import partial

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, WHOLE, faults_in, marked, replaced

COSTS = """\
costs:
  wages: {day: 19.50 EUR/h, desk: 18 EUR/h}
  premium: {desk: 1.20 EUR/h}
  employer_adds: 21 %
  overtime: 1.5 times
  licences: 35 EUR per agent and month
  platform: {month: 2000 EUR per month, capital: 180000 EUR, life: 5 years}
  channels:
    phone: {contact: 0.02 EUR per contact, minute: 0.018 EUR per min, minutes_from: arrival}
    chat: {contact: 0.09 EUR per session, minute: 0.01 EUR per min}
    email: {contact: 0.01 EUR per contact, message: 0.002 EUR per message}
  dialling: 0.03 EUR per min
  worth: {sale: {solved: 310 EUR, lost: 120 EUR}}
  idle_to: time
"""
PRICED = WHOLE.replace("name: Whole\n", "name: Whole\ncurrency: EUR\n") + COSTS

edited = partial(replaced, PRICED)
Case = tuple[str, str, str]

NAMES: dict[str, Case] = {
    "worth of no intent": (
        "worth: {sale",
        "worth: {@@sael",
        'costs.worth.sael: there is no intent of this name (got sael; allowed: help, sale; did you mean "sale"?)',
    ),
    "worth in another currency": (
        "solved: 310 EUR",
        "solved: @@310 USD",
        "costs.worth.sale.solved: all money of a scenario is in one currency, EUR (got 310 USD)",
    ),
    "worth of an hour": (
        "lost: 120 EUR",
        "lost: @@120 EUR/h",
        (
            'costs.worth.sale.lost: "120 EUR/h" is paid per h; here it is per issue or once, for example 19.50 EUR '
            "per issue"
        ),
    ),
    "no pool": (
        "day: 19.50 EUR/h",
        "@@dai: 19.50 EUR/h",
        'costs.wages.dai: there is no pool of this name (got dai; allowed: day, desk; did you mean "day"?)',
    ),
    "a premium for no pool": (
        "{desk: 1.20",
        "{@@dsk: 1.20",
        'costs.premium.dsk: there is no pool of this name (got dsk; allowed: day, desk; did you mean "desk"?)',
    ),
    "a licence for no pool": (
        "licences: 35 EUR per agent and month",
        "licences: {@@dsk: 35 EUR per agent and month}",
        'costs.licences.dsk: there is no pool of this name (got dsk; allowed: day, desk; did you mean "desk"?)',
    ),
    "no channel": (
        "    email: {contact: 0.01",
        "    @@emial: {contact: 0.01",
        (
            "costs.channels.emial: there is no channel of this name (got emial; allowed: phone, chat, email; did "
            'you mean "email"?)'
        ),
    ),
    "no word of costs": (
        "  premium: {desk",
        "  @@premum: {desk",
        (
            "costs.premum: unknown key (got premum; allowed: wages, premium, employer_adds, overtime, licences, "
            'platform, channels, dialling, worth, idle_to; did you mean "premium"?)'
        ),
    ),
    "minutes from no event": (
        "minutes_from: arrival",
        "minutes_from: @@ring",
        "costs.channels.phone.minutes_from: not one of the allowed words (got ring; allowed: answer, arrival)",
    ),
    "idle time to nobody known": (
        "idle_to: time",
        "idle_to: @@money",
        "costs.idle_to: not one of the allowed words (got money; allowed: time, contacts)",
    ),
}

_ONE = "all money of a scenario is in one currency, EUR"
CURRENCY: dict[str, Case] = {
    "wages": ("desk: 18 EUR/h", "desk: @@18 USD/h", f"costs.wages.desk: {_ONE} (got 18 USD per h)"),
    "premium": ("{desk: 1.20 EUR", "{desk: @@1.20 USD", f"costs.premium.desk: {_ONE} (got 1.2 USD per h)"),
    "one licence for all": (
        "licences: 35 EUR",
        "licences: @@35 USD",
        f"costs.licences: {_ONE} (got 35 USD per agent and month)",
    ),
    "platform": ("month: 2000 EUR", "month: @@2000 $", f"costs.platform.month: {_ONE} (got 2000 $ per month)"),
    "capital": ("capital: 180000 EUR", "capital: @@180000 €", f"costs.platform.capital: {_ONE} (got 180000 €)"),
    "dialling": ("dialling: 0.03 EUR", "dialling: @@0.03 USD", f"costs.dialling: {_ONE} (got 0.03 USD per min)"),
    "contact": (
        "phone: {contact: 0.02 EUR",
        "phone: {contact: @@0.02 GBP",
        f"costs.channels.phone.contact: {_ONE} (got 0.02 GBP per contact)",
    ),
    "minute": (
        "minute: 0.018 EUR",
        "minute: @@0.018 GBP",
        f"costs.channels.phone.minute: {_ONE} (got 0.018 GBP per min)",
    ),
    "message": (
        "message: 0.002 EUR",
        "message: @@0.002 GBP",
        f"costs.channels.email.message: {_ONE} (got 0.002 GBP per message)",
    ),
}

PAID_FOR: dict[str, Case] = {
    "a wage by the minute": (
        "desk: 18 EUR/h",
        "desk: @@18 EUR/min",
        'costs.wages.desk: "18 EUR/min" is paid per min; here it is per h, for example 19.50 EUR per h',
    ),
    "a wage by nothing": (
        "desk: 18 EUR/h",
        "desk: @@18 EUR",
        'costs.wages.desk: "18 EUR" is paid once; here it is per h, for example 19.50 EUR per h',
    ),
    "a wage as a number": (
        "day: 19.50 EUR/h",
        "day: @@19.50",
        'costs.wages.day: 19.5 has no unit; did you mean "19.5 EUR per h"?',
    ),
    "a wage with a comma": (
        "day: 19.50 EUR/h",
        'day: @@"19,50 EUR/h"',
        'costs.wages.day: "19,50 EUR/h" has a comma in a number; write 19.50',
    ),
    "a licence by the month": (
        "35 EUR per agent and month",
        "@@35 EUR per month",
        (
            'costs.licences: "35 EUR per month" is paid per month; here it is per agent and month, for example '
            "19.50 EUR per agent and month"
        ),
    ),
    "licences as a list": (
        "35 EUR per agent and month",
        "@@[35 EUR per agent and month]",
        'costs.licences: a list cannot be read; write a number and its unit, for example "20 EUR per agent and month"',
    ),
    "a message by the contact": (
        "0.002 EUR per message",
        "@@0.002 EUR per contact",
        (
            'costs.channels.email.message: "0.002 EUR per contact" is paid per contact; here it is per message, for '
            "example 19.50 EUR per message"
        ),
    ),
    "a contact by the call": (
        "0.02 EUR per contact",
        "@@0.02 EUR per call",
        (
            'costs.channels.phone.contact: "0.02 EUR per call" is paid per call; here it is per contact or per '
            "session, for example 19.50 EUR per contact"
        ),
    ),
    "a platform once": (
        "2000 EUR per month",
        "@@2000 EUR",
        'costs.platform.month: "2000 EUR" is paid once; here it is per month, for example 19.50 EUR per month',
    ),
    "capital by the month": (
        "180000 EUR,",
        "@@180000 EUR per month,",
        'costs.platform.capital: "180000 EUR per month" is paid per month; here it is once, for example 19.50 EUR',
    ),
    "dialling once": (
        "0.03 EUR per min",
        "@@0.03 EUR",
        'costs.dialling: "0.03 EUR" is paid once; here it is per min, for example 19.50 EUR per min',
    ),
}

_WRITTEN = "email is deferred, and nobody stays on the line there (allowed: message: 0.05 EUR per message)"
_MESSAGE = ", message: 0.002 EUR per message"
KINDS: dict[str, Case] = {
    "a minute of mail": (
        _MESSAGE,
        ", @@minute: 0.002 EUR per min",
        f"costs.channels.email.minute: {_WRITTEN}",
    ),
    "minutes of mail since": (
        _MESSAGE,
        ", @@minutes_from: arrival",
        f"costs.channels.email.minutes_from: {_WRITTEN}",
    ),
    "a message on the phone": (
        "minute: 0.018 EUR per min,",
        "@@message: 0.02 EUR per message,",
        "costs.channels.phone.message: phone is live, and is not counted in messages (allowed: contact or minute)",
    ),
    "a message of a chat": (
        "minute: 0.01 EUR per min",
        "@@message: 0.01 EUR per message",
        "costs.channels.chat.message: chat is chat, and is not counted in messages (allowed: contact or minute)",
    ),
}

_LIFE = "capital and life belong together: 180000 EUR used for 5 years"
FACTORS: dict[str, Case] = {
    "capital without life": (
        "capital: 180000 EUR, life: 5 years",
        "@@capital: 180000 EUR",
        f"costs.platform.capital: {_LIFE}",
    ),
    "life of no capital": ("capital: 180000 EUR, life", "@@life", f"costs.platform.life: {_LIFE}"),
    "life of months": (
        "5 years",
        "@@60 months",
        'costs.platform.life: "60 months" is not a number of years; write for example 5 years',
    ),
    "no life": (
        "5 years",
        "@@0 years",
        'costs.platform.life: "0 years" is not a life; it is above 0 and at most 100 years',
    ),
    "too long a life": (
        "5 years",
        "@@100.5 years",
        'costs.platform.life: "100.5 years" is not a life; it is above 0 and at most 100 years',
    ),
    "life of nothing": (
        "5 years",
        "@@nan years",
        'costs.platform.life: "nan years" is not a number of years; write for example 5 years',
    ),
    "the employer's share as a number": (
        "21 %",
        "@@21",
        'costs.employer_adds: 21 is not between 0 and 100 %; did you mean "21 %"?',
    ),
    "less than the wage": (
        "21 %",
        "@@-3 %",
        'costs.employer_adds: "-3 %" is negative; it should be a share such as "30 %" or 0.3',
    ),
    "overtime as a share": ("1.5 times", "@@50 %", 'costs.overtime: "50 %" is not a factor such as "2.5 times"'),
    "overtime for nothing": (
        "1.5 times",
        "@@0 times",
        'costs.overtime: "0 times" is not above 0; a factor looks like "2.5 times"',
    ),
}

ALL: dict[str, Case] = {
    f"{group}: {name}": case
    for group, cases in (
        ("name", NAMES),
        ("currency", CURRENCY),
        ("paid for", PAID_FOR),
        ("kind", KINDS),
        ("factor", FACTORS),
    )
    for name, case in cases.items()
}


def test_the_prices_have_no_fault() -> None:
    """What the other tests break is right, and says nothing doubtful."""
    assert load_text(PRICED).warnings == ()


@pytest.mark.parametrize("case", ALL)
def test_a_slip_is_told_once_at_its_place(case: str) -> None:
    """One slip, one message, with path, value and what is allowed, the caret under it."""
    old, new, sentence = ALL[case]
    text, [(line, column)] = marked(edited((old, new)))
    told = [fault.render().splitlines()[0] for fault in faults_in(text)]
    assert told == [f"{FILE}:{line}:{column}: {sentence}"]


def test_costs_need_a_currency() -> None:
    """Without one they are refused, and what they are written in is proposed."""
    text, [(line, column)] = marked(edited(("currency: EUR\n", ""), ("costs:\n", "@@costs:\n")))
    sentence = "costs: costs are stated, and the scenario names no currency (allowed: currency: EUR)"
    assert [fault.render().splitlines()[0] for fault in faults_in(text)] == [f"{FILE}:{line}:{column}: {sentence}"]
    assert load_text(replaced(PRICED, ("currency: EUR\n", "currency: eur\n"))).warnings == ()


@pytest.mark.parametrize(
    ("wages", "unpaid"),
    [("  wages: {day: 19.50 EUR/h}\n", ["desk"]), ("  wages: {desk: 18 EUR/h}\n", ["day"]), ("", ["day", "desk"])],
)
def test_pools_nobody_pays_are_pointed_out(wages: str, unpaid: list[str]) -> None:
    """A pool without a wage is a warning that names it; a premium alone is no wage."""
    text = edited(("  wages: {day: 19.50 EUR/h, desk: 18 EUR/h}\n", wages))
    (warning,) = load_text(text).warnings
    assert f"nothing is paid for {', '.join(unpaid)} (allowed: wages: {{{unpaid[0]}: 19 EUR/h}})" in warning


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("wages: {day: 19.50 EUR/h, desk: 18 EUR/h}", "wages: 19.50 EUR/h"),
        ("wages: {day: 19.50 EUR/h, desk: 18 EUR/h}", "wages: {day: 0 EUR/h, desk: eur 18 per hour}"),
        ("  licences: 35 EUR per agent and month\n", "  licences: {day: 35 EUR/agent/month}\n"),
        ("employer_adds: 21 %", "employer_adds: 0.21"),
        ("employer_adds: 21 %", "employer_adds: 150 %"),
        (", capital: 180000 EUR, life: 5 years", ""),
        ("month: 2000 EUR per month, ", ""),
        ("life: 5 years", "life: 7.5 years"),
        ("life: 5 years", "life: 1 year"),
        ("life: 5 years", "life: 100 years"),
        ("  idle_to: time\n", "  idle_to: contacts\n"),
        (", minutes_from: arrival", ""),
        ("  dialling: 0.03 EUR per min\n", ""),
        ("    email: {contact: 0.01 EUR per contact, message: 0.002 EUR per message}\n", ""),
    ],
)
def test_what_may_be_left_out_or_said_otherwise_is_right(old: str, new: str) -> None:
    """Short forms, limits, other words, and what has a default."""
    assert load_text(edited((old, new))).warnings == ()


def test_a_strategy_may_have_its_own_prices() -> None:
    """A step may change a price; a slip there is told with its path in the strategy."""
    better = "    context: {other_channel: kept 90 %}\n"
    assert load_text(edited((better, better + "    costs: {licences: {day: 50 EUR per agent and month}}\n")))
    text, [(line, _)] = marked(edited((better, better + "    costs: {wages: {@@night: 50 EUR/h}}\n")))
    told = [fault.render().splitlines()[0] for fault in faults_in(text)]
    assert len(told) == 1
    assert told[0].startswith(f"{FILE}:{line}:")
    assert "there is no pool of this name" in told[0]


LEAKS = {
    "a life in no number": ("life: 5 years", "life: @@x years"),
    "a bare life": ("life: 5 years", "life: @@5.5"),
    "a life before its start": ("life: 5 years", "life: @@-5.5"),
    "a negative share of the employer": ("employer_adds: 21 %", "employer_adds: @@-0.5"),
}


@pytest.mark.parametrize("case", LEAKS)
def test_numbers_are_checked_as_texts_are(case: str) -> None:
    """A number without its unit, below 0 or that is none is a fault in the words of a planner."""
    text, [(line, column)] = marked(edited(LEAKS[case]))
    (told,) = [fault.render().splitlines()[0] for fault in faults_in(text)]
    assert told.startswith(f"{FILE}:{line}:{column}:")
    assert "convert" not in told
