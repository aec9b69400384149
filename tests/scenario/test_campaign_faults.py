"""Facts about slips in campaigns: names, times, days on which nobody can be rung, mixes, people who cannot do it.

Cases as in `test_routing_faults`.
"""

from functools import partial

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, faults_in, marked, replaced

CAMPAIGN = """\
schema: 1
name: Campaign
run: {start: 2026-03-02, measure: 1 week}
demand:
  counts: first_contacts
  campaigns:
    renewals:
      on: phone
      intent: renewal
      segment: everyday
      calls: {weekday: 20 contacts}
      at: "09:00"
      until: "17:00"
      ring: 25 s
      answers: "60 %, 40 %"
      tries: 3 tries
      every: 1 h
  by_channel:
    phone: {rate: {mon: {"09:00": 5 per h, "17:00": 0 per h}}}
    email: {rate: {mon: {"09:00": 5 per h, "17:00": 0 per h}}}
intents:
  help: {share: {"*": 100 %}}
  renewal: {share: {"*": 0 %}}
segments:
  everyday: {share: 70 %, patience: 4 min}
  private: {share: 30 %}
channels:
  phone: {kind: live, open: mon-fri 08:00-18:00}
  email: {kind: deferred}
  desk: {kind: live, open: mon-fri 09:00-10:00 and 2026-03-03 closed}
service:
  help: {phone: {talk: 5 min}, email: {talk: 10 min}, desk: {talk: 5 min}}
  renewal: {phone: {talk: 5 min}}
queues:
  list: {of: phone, when: reason is campaign}
  calls: {of: phone}
  mails: {of: email}
  desk: {of: desk}
pools:
  team:
    headcount: on_queue
    staff: {weekday: {"08:00": 3, "18:00": 0}}
    skills: {phone: level 3, email: level 3, desk: level 3}
    intents: {help: level 3, renewal: level 3}
serves: {team: {calls: first, desk: first, list: {rank: second, keeps_idle: 1 agent}, mails: third}}
strategies: {plain: {}}
"""
edited = partial(replaced, CAMPAIGN)
Case = tuple[str, str, tuple[str, ...]]
PLACE = "demand.campaigns.renewals"

SLIPS: dict[str, Case] = {
    "no channel": ("      on: phone\n", "      on: @@fone\n", (f"{PLACE}.on", "phone")),
    "no intent": ("intent: renewal", "intent: @@renewals", (f"{PLACE}.intent", "renewal")),
    "no segment": ("segment: everyday", "segment: @@everybody", (f"{PLACE}.segment", "everyday")),
    "no line": ("      on: phone\n", "      on: @@email\n", (f"{PLACE}.on", "deferred", "live")),
    "over before it begins": ('until: "17:00"', 'until: @@"09:00"', (f"{PLACE}.until", "later")),
    "no end": ('      until: "17:00"\n', "", (PLACE, "until")),
    "no day": ("{weekday: 20 contacts}", "{@@workday: 20 contacts}", (f"{PLACE}.calls", "weekday")),
    "part of a customer": ("20 contacts", "@@20.5 contacts", (f"{PLACE}.calls.weekday",)),
    "no unit": ("{weekday: 20 contacts}", "{weekday: @@20}", (f"{PLACE}.calls.weekday", "unit")),
    "too many": ("20 contacts", "@@2000000 contacts", (f"{PLACE}.calls.weekday", "1,000,000")),
    "closed on all days": (
        "calls: {weekday: 20 contacts}",
        "calls: {weekday: 20 contacts, @@weekend: 5 contacts}",
        (f"{PLACE}.calls.weekend", "closed"),
    ),
    "closed all the time": (
        'at: "09:00"\n      until: "17:00"',
        'at: "18:00"\n      until: "20:00"',
        (f"{PLACE}.calls.weekday", "closed"),
    ),
    "over on the tick of the opening": (
        'at: "09:00"\n      until: "17:00"',
        'at: "06:00"\n      until: "08:00"',
        (f"{PLACE}.calls.weekday", "closed"),
    ),
    "not in service": (
        "phone: {kind: live, open: mon-fri 08:00-18:00}",
        "phone: {kind: live, open: mon-fri 08:00-18:00, in_service: from 2026-03-10}",
        (f"{PLACE}.calls.weekday", "closed"),
    ),
    "never answered": ('answers: "60 %, 40 %"', 'answers: @@"160 %"', (f"{PLACE}.answers", "160 %")),
    "no ring": ("ring: 25 s", "ring: @@0 s", (f"{PLACE}.ring", "20 s")),
    "no try": ("tries: 3 tries", "tries: @@0 tries", (f"{PLACE}.tries", "1 to 20")),
    "a promise": ("ring: 25 s", "@@within: 1 h", (f"{PLACE}.within",)),
    "an expiry of its own": ("ring: 25 s", "@@expires: 1 h", (f"{PLACE}.expires",)),
    "no service": (
        "  renewal: {phone: {talk: 5 min}}\n",
        "  renewal: {email: {talk: 5 min}}\n",
        (PLACE, "service.renewal.phone"),
    ),
    "nobody who can": (
        "intents: {help: level 3, renewal: level 3}",
        "intents: {help: level 3}",
        ("queues.list", "renewal"),
    ),
}


def test_the_campaign_has_no_fault() -> None:
    """What the other tests break is right, and says nothing doubtful."""
    assert load_text(CAMPAIGN).warnings == ()


@pytest.mark.parametrize(("old", "new", "words"), SLIPS.values(), ids=SLIPS)
def test_one_slip_is_said_at_its_place(old: str, new: str, words: tuple[str, ...]) -> None:
    """One of at most two errors stands in the marked line, where one is marked, and says what is wrong."""
    text, places = marked(edited((old, new)))
    told = [fault.render().splitlines()[0] for fault in faults_in(text) if fault.severity == "error"]
    head = f"{FILE}:{places[0][0]}:" if places else f"{FILE}:"
    assert [line for line in told if line.startswith(head) and all(word in line for word in words)], told
    assert len(told) <= 2, told


def test_a_mix_that_is_not_given() -> None:
    """Shares by channel that leave out the campaign's: who is rung is to be said."""
    text = edited(
        ("      intent: renewal\n      segment: everyday\n", ""),
        ("      on: phone\n", "      on: desk\n"),
        ('help: {share: {"*": 100 %}}', "help: {share: {phone: 100 %, email: 100 %}}"),
        ('renewal: {share: {"*": 0 %}}', "renewal: {share: {phone: 0 %, email: 0 %}}"),
    )
    faults = [fault.render() for fault in faults_in(text)]
    assert any(PLACE in fault and "intents have no shares on desk" in fault for fault in faults), faults


def test_single_days_on_which_it_is_closed_are_pointed_out() -> None:
    """The desk is closed on Tuesday 3 March, and open on the other weekdays."""
    text = edited(("      on: phone\n", "      on: desk\n"), ("intent: renewal", "intent: help"))
    warnings = [warning for warning in load_text(text).warnings if PLACE in warning]
    assert ["tue 2026-03-03" in warning for warning in warnings] == [True], warnings


def test_calls_in_line_with_customers_are_pointed_out() -> None:
    """Without a queue of their own; on a channel that no customer uses there is nobody to stand in line with."""
    served = ", list: {rank: second, keeps_idle: 1 agent}"
    text = edited(("  list: {of: phone, when: reason is campaign}\n", ""), (served, ""))
    assert ["in line with customers" in warning for warning in load_text(text).warnings] == [True]
    desk = edited(("      on: phone\n", "      on: desk\n"), ("intent: renewal", "intent: help"))
    assert not any("in line" in warning for warning in load_text(desk.replace(" and 2026-03-03 closed", "")).warnings)


def test_hours_past_midnight_are_those_of_the_day_before() -> None:
    """Open on weekdays from 20:00 to 02:00: on Saturday, too, from midnight on."""
    text = edited(
        ("      on: phone\n", "      on: desk\n"),
        ("intent: renewal", "intent: help"),
        ("open: mon-fri 09:00-10:00 and 2026-03-03 closed", "open: mon-fri 20:00-02:00"),
        ("{weekday: 20 contacts}", "{sat: 20 contacts}"),
        ('at: "09:00"\n      until: "17:00"', 'at: "00:30"\n      until: "01:30"'),
        ('staff: {weekday: {"08:00": 3, "18:00": 0}}', "staff: {daily: 3}"),
    )
    assert not [warning for warning in load_text(text).warnings if PLACE in warning]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      segment: everyday\n", ""),
        ("{weekday: 20 contacts}", "{weekday: 20 contacts, 2026-03-03: 5 contacts, weekend: 0 contacts}"),
        ('until: "17:00"', 'until: "24:00"'),
        ('at: "09:00"', 'at: "00:00"'),
    ],
)
def test_what_may_be_left_out_or_said_otherwise_is_right(old: str, new: str) -> None:
    """Drawn from the mix, days by name, the ends of the day, days without calls."""
    assert load_text(edited((old, new))).warnings == ()
