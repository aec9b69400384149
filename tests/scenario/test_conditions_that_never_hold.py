"""Facts about conditions that never hold where they stand, and overflows into queues that would not let them in."""

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, faults_in

TEXT = """\
schema: 1
name: Never
run: {start: 2026-03-02, measure: 1 week}
demand:
  counts: first_contacts
  incidents: {outage: {starts: "2026-03-03 10:00", lasts: 2 h, volume: 2 times}}
  by_channel:
    phone: {rate: {weekday: {"08:00": 5 per h, "18:00": 0 per h}}}
    chat: {rate: {"00:00": 5 per h}}
    mail: {rate: {"00:00": 1 per h}}
intents: {loan: {share: 70 %, product: credit}, card: {share: 30 %, product: cards}}
segments: {everyday: {share: 70 %}, private: {share: 30 %}}
channels:
  phone: {kind: live, open: mon-fri 08:00-18:00}
  chat: {kind: chat}
  mail: {kind: deferred}
  late: {kind: live, open: mon 20:00-02:00}
service:
  loan: {phone: {talk: 4 min}, chat: {talk: 4 min}, mail: {talk: 4 min}}
  card: {phone: {talk: 4 min}, chat: {talk: 4 min}, mail: {talk: 4 min}}
what_next: {at_most: 4 visits}
queues:
  desk: {of: phone, intents: card}
  first: {of: phone}
  calls: {of: phone}
  chats: {of: chat}
  mails: {of: mail}
pools:
  team: {headcount: on_queue, staff: {daily: {"00:00": 2, "08:00": 5}}, skills: {phone: 3, chat: 3, mail: 3}}
serves: {team: {desk: 1, first: 1, calls: 1, chats: 2, mails: 4}}
steer: {private: {loan: {offer: mail}, any: {offer: mail}}}
kpis: {service_level: {phone: 80 % in 20 s, mail: 95 % in 6 working hours}}
"""
OF_QUEUE = ("first: {of: phone}", "first: {of: phone, when: %s}")
OF_DESK = ("desk: {of: phone, intents: card}", "desk: {of: phone, intents: card, when: %s}")
OF_MAILS = ("  mails: {of: mail}", "  early: {of: mail, when: %s}\n  mails: {of: mail}")
OF_ALL = ("  first: {of: phone}", "  first: {of: [phone, chat], when: %s}")
OF_CALLBACK = ("calls: {of: phone}", "calls: {of: phone, callback: {answers: 100 %%, when: %s}}")
OF_OVERFLOW = ("first: {of: phone}", "first: {of: phone, overflow: {calls: {after: 1 min, when: %s}}}")
OF_STEER = ("loan: {offer: mail}", "loan: {offer: mail, when: %s}")
OF_ANY = ("any: {offer: mail}", "any: {offer: mail, when: %s}")


def text_with(place: tuple[str, str], when: str, *edits: tuple[str, str]) -> str:
    """Return the scenario with conditions at a place; an early queue is served like the others."""
    text = TEXT
    for old, new in ((place[0], place[1] % f'"{when}"'), *edits):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.replace("mails: 4}}", "mails: 4, early: 4}}") if place is OF_MAILS else text


def told(text: str) -> list[str]:
    """Warnings of conditions and overflows, without their place."""
    lines = [warning.splitlines()[0].partition(": warning: ")[2] for warning in load_text(text, FILE).warnings]
    return [line for line in lines if "when" in line.partition(":")[0] or "overflow" in line.partition(":")[0]]


NEVER = {
    "two segments": (OF_QUEUE, "segment is private and segment is everyday", "segment (here is everyday, private)"),
    "a segment and not it": (OF_QUEUE, "segment is private and segment is not private", "no contact here is of such a"),
    "neither segment": (OF_QUEUE, "segment is not private and segment is not everyday", "no contact here is of such a"),
    "not its intent": (OF_DESK, "intent is loan", "no contact here is of such an intent (here is card)"),
    "not its product": (OF_DESK, "product is credit", "no contact here is of such an intent (here is card)"),
    "intent of another product": (
        OF_QUEUE,
        "intent is loan and product is cards",
        "no contact here is of such an intent",
    ),
    "not its segment": (OF_STEER, "segment is everyday", "no contact here is of such a segment (here is private)"),
    "not its offer": (OF_STEER, "intent is card", "no contact here is of such an intent (here is loan)"),
    "has its own offer": (OF_ANY, "intent is loan", "no contact here is of such an intent (here is card)"),
    "two reasons": (OF_QUEUE, "reason is first and reason is chase", "no contact has all these reasons"),
    "no further contact": (OF_STEER, "reason is return", "only first contacts are led elsewhere"),
    "no further visit": (OF_STEER, "visit over 0", "the last visit here is 0 (0 is the first contact)"),
    "more visits than there are": (OF_QUEUE, "visit over 3", "the last visit here is 3"),
    "more idle than there are": (OF_QUEUE, "team has over 5 idle agents", "at most 5 of team are there"),
    "more than all in time": (OF_QUEUE, "calls served over 100 % in 1 h", "no more than 100 % are served in time"),
    "fewer than none": (OF_OVERFLOW, "calls hold under 0 contacts", "nothing is under 0"),
    "no wait between": (
        OF_OVERFLOW,
        "first waits over 2 min and first waits under 1 min",
        "no number lies over the one",
    ),
    "no number between": (
        OF_OVERFLOW,
        "first holds over 2 contacts and first holds under 3 contacts",
        "no number lies",
    ),
    "no common time": (OF_OVERFLOW, "between 22:00 and 02:00 and between 02:00 and 03:00", "have nothing in common"),
    "closed at that time": (
        OF_QUEUE,
        "between 18:00 and 08:00",
        "only while phone is open, which it is at no such time",
    ),
    "no callback at that time": (OF_CALLBACK, "between 18:00 and 20:00", "only while phone is open, which it is at no"),
    "closed by its contacts": (OF_QUEUE, "phone is closed", "contacts come here only while phone is open"),
    "open and closed": (OF_OVERFLOW, "phone is open and phone is closed", "phone is open and closed"),
    "never closed": (OF_OVERFLOW, "mail is closed", "mail is deferred, which takes contacts at any hour"),
    "always open": (OF_OVERFLOW, "chat is closed", "chat is always open"),
    "during and not": (OF_OVERFLOW, "during outage and not during outage", "it is during outage, and not during it"),
}


@pytest.mark.parametrize("case", NEVER)
def test_a_condition_that_never_holds_is_a_warning_that_says_why(case):
    """One warning, at the path of the condition."""
    place, when, why = NEVER[case]
    [line] = [line for line in told(text_with(place, when)) if "never holds" in line]
    assert line.partition(": this never holds: ")[0].endswith("when")
    assert why in line


HOLDS = {
    "one segment": (OF_QUEUE, "segment is private and segment is not everyday"),
    "its product": (OF_DESK, "product is cards and intent is not loan"),
    "what has no offer of its own": (
        OF_ANY,
        "intent is card and product is cards and reason is first and visit under 1",
    ),
    "the last visit": (OF_QUEUE, "visit over 2"),
    "all idle": (OF_QUEUE, "team has over 4 idle agents"),
    "all but none in time": (OF_QUEUE, "calls served over 99 % in 1 h and calls served under 100 % in 2 h"),
    "one number between": (OF_OVERFLOW, "first holds over 2 contacts and first holds under 4 contacts"),
    "two queues": (OF_OVERFLOW, "first holds over 5 contacts and calls hold under 2 contacts"),
    "a common minute": (OF_OVERFLOW, "between 22:00 and 02:00 and between 01:59 and 03:00"),
    "the last open minute": (OF_QUEUE, "between 17:59 and 08:00"),
    "after closing who waits is there": (OF_OVERFLOW, "between 18:00 and 20:00"),
    "customers are led elsewhere when it is closed": (OF_STEER, "between 18:00 and 20:00 and phone is closed"),
    "closed by another channel": (OF_QUEUE, "late is closed"),
    "mail comes at any time": (OF_MAILS, "between 18:00 and 20:00"),
    "one of two channels is closed": (OF_ALL, "between 18:00 and 20:00 and phone is closed"),
    "during one": (OF_OVERFLOW, "during outage"),
}


@pytest.mark.parametrize("case", HOLDS)
def test_a_condition_that_can_hold_is_no_warning(case):
    """What is at the edge can hold."""
    assert told(text_with(*HOLDS[case])) == []


def test_a_channel_that_is_in_service_for_a_time_is_closed_at_others():
    """Mail that is there for two days only is closed on the others."""
    days = ("{kind: deferred}", "{kind: deferred, in_service: 2026-03-02 to 2026-03-03}")
    assert told(text_with(OF_OVERFLOW, "mail is closed", days)) == []


def test_who_was_missed_while_it_was_closed_joins_by_the_conditions_of_that_time():
    """A queue that rings who found it closed has them at times at which it is closed."""
    text = text_with(OF_QUEUE, "between 19:00 and 20:00")
    assert len(told(text)) == 1
    assert told(text.replace('20:00"}', '20:00", missed: {who: closed, answers: 100 %}}')) == []


def test_hours_past_midnight_are_hours_of_the_next_morning():
    """Open from 20:00 to 02:00: 01:00 is open, 02:00 is not."""
    late = ("phone: {kind: live, open: mon-fri 08:00-18:00}", "phone: {kind: live, open: as late}")
    assert told(text_with(OF_QUEUE, "between 01:00 and 01:30", late)) == []
    assert len(told(text_with(OF_QUEUE, "between 02:00 and 20:00", late))) == 1


FOLLOWED = "follow_up: {on: mail, after: 1 h, talk: 1 min, prevents: 50 %}"


ODD = "mon 08:00-10:00 and wed 09:00-12:00"


def test_a_time_of_day_at_which_it_is_open_on_one_day_is_open():
    """Open on Monday until 10:00 and on Wednesday until 12:00: 11:00 can be, 13:00 cannot."""
    days = ("phone: {kind: live, open: mon-fri 08:00-18:00}", f"phone: {{kind: live, open: {ODD}}}")
    assert told(text_with(OF_QUEUE, "between 11:00 and 11:30", days)) == []
    assert len(told(text_with(OF_QUEUE, "between 13:00 and 14:00", days))) == 1


def test_mail_comes_at_any_time_whatever_hours_are_written():
    """Opening hours of a deferred channel keep nobody out, so that no time of day is impossible."""
    hours = ("mail: {kind: deferred}", "mail: {kind: deferred, open: mon-fri 08:00-18:00}")
    assert told(text_with(OF_MAILS, "between 19:00 and 20:00", hours)) == []


@pytest.mark.parametrize(
    ("edits", "most"),
    [
        ([], 3),
        ([("loan: {phone: {talk: 4 min}", "loan: {phone: {talk: 4 min, passed_on: {to: card, share: 5 %}}")], 7),
        ([("phone: {kind: live,", "phone: {kind: live, intent_recognised: 90 %, wrong_queue_takes: 1 min,")], 7),
        ([("loan: {phone: {talk: 4 min}", f"loan: {{phone: {{talk: 4 min, reopens: 5 %, {FOLLOWED}}}")], 7),
        (
            [
                ("loan: {phone: {talk: 4 min}", "loan: {phone: {talk: 4 min, passed_on: {to: card, share: 5 %}}"),
                ("card: {phone: {talk: 4 min}", "card: {phone: {talk: 4 min, passed_on: {to: loan, share: 5 %}}"),
            ],
            255,
        ),
    ],
    ids=["customer contacts", "passed on", "wrong queue", "followed up", "passed on in a circle"],
)
def test_visits_count_legs_and_contacts_of_the_centre(edits, most):
    """Four customer contacts are visits 0 to 3; with a leg, or a follow-up, of each they are 0 to 7."""
    assert [line for line in told(text_with(OF_QUEUE, f"visit over {most - 1}", *edits)) if "visit" in line] == []
    [line] = told(text_with(OF_QUEUE, f"visit over {most}", *edits))
    assert f"the last visit here is {most} " in line


# --- overflow -----------------------------------------------------------------------------------------------------

OVER = ("first: {of: phone}", "first: {of: phone, overflow: {%s: {after: 1 min}}}")
SERVED = "%s itself does not take %s; what goes over waits and is served there all the same"


@pytest.mark.parametrize(
    ("first", "to", "what"),
    [
        ("{of: phone, overflow: {desk: {after: 1 min}}}", "desk", "loan (intents)"),
        ("{of: phone, overflow: {mails: {after: 1 min}}}", "mails", "phone (of)"),
        ("{of: [phone, chat], overflow: {mails: {after: 1 min}}}", "mails", "phone, chat (of)"),
        ("{of: [phone, chat], overflow: {desk: {after: 1 min}}}", "desk", "chat (of), loan (intents)"),
        ("{of: phone, overflow: {vip: {after: 1 min}}}", "vip", "everyday (segments)"),
        ("{of: phone, overflow: {night: {after: 1 min}}}", "night", "when its conditions do not hold (when)"),
    ],
)
def test_an_overflow_into_a_queue_that_lets_others_in_is_a_warning(first, to, what):
    """It names what the queue would not take at the door; today it is served there, as an overflow asks nothing."""
    text = with_first(first)
    [line] = told(text)
    assert line.startswith(f"queues.first.overflow.{to}: {SERVED % (to, what)}")


@pytest.mark.parametrize(
    "first",
    [
        "{of: phone, overflow: {calls: {after: 1 min}}}",
        "{of: phone, overflow: {desk: {after: 1 min, when: intent is card}}}",
        "{of: phone, segments: private, overflow: {vip: {after: 1 min}}}",
        "{of: phone, overflow: {vip: {after: 1 min, when: segment is not everyday}}}",
        "{of: phone, overflow: {none: {after: 1 min}}}",
        "{of: phone, overflow: {night: {after: 1 min, when: chat is open and between 08:00 and 12:00}}}",
    ],
)
def test_an_overflow_of_what_the_queue_takes_is_no_warning(first):
    """The same contacts, those that conditions pick out, or a queue that says nobody comes to it by another way."""
    assert told(with_first(first)) == []


def with_first(first: str) -> str:
    """Return the scenario with a first queue that goes over, and queues of some contacts only after the others."""
    vip = "  vip: {of: phone, segments: private}\n  none: {of: phone, intents: []}\n"
    vip += "  night: {of: phone, when: between 08:00 and 12:00}\n"
    text = TEXT.replace("first: {of: phone}", f"first: {first}").replace("  mails: {of", f"{vip}  mails: {{of")
    desk = "  desk: {of: phone, intents: card}\n"
    text = text.replace(desk, "").replace("  mails:", f"{desk}  mails:")
    return text.replace("mails: 4}}", "mails: 4, vip: 1, none: 1, night: 1}}")


# --- recent service -----------------------------------------------------------------------------------------------

SERVED_UNDER = "served under 80 % in 30 min"


@pytest.mark.parametrize("place", [OF_QUEUE, OF_CALLBACK, OF_OVERFLOW, OF_STEER, OF_MAILS])
def test_recent_service_without_a_target_counts_any_answer_and_is_a_warning(place):
    """Chats have no service level; calls have one, so that nothing is said of them."""
    [line] = told(text_with(place, f"chats {SERVED_UNDER}"))
    assert "chat has no service level, so whoever is answered counts as served in time" in line
    assert line.endswith("(allowed: kpis.service_level: {chat: 80 % in 20 s})")
    assert told(text_with(place, f"calls {SERVED_UNDER}")) == []


def test_recent_service_of_a_promise_in_working_hours_is_refused():
    """Mails are promised in working hours, and the share of late is counted by the wall clock."""
    [fault] = faults_in(text_with(OF_OVERFLOW, f"mails {SERVED_UNDER}"))
    assert (fault.path, fault.severity) == ("queues.first.overflow.calls.when", "error")
    assert fault.message == "mail promises in working hours, and recent service is told by the wall clock"
    in_hours = ("mail: 95 % in 6 working hours", "mail: 95 % in 6 h")
    assert told(text_with(OF_OVERFLOW, f"mails {SERVED_UNDER}", in_hours)) == []


def test_a_target_without_a_share_is_one():
    """20 s alone is a time to be told by."""
    only_time = ("phone: 80 % in 20 s", "phone: 20 s")
    assert told(text_with(OF_OVERFLOW, f"calls {SERVED_UNDER}", only_time)) == []
