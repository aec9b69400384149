"""A whole scenario that loads without faults, and a way to break it at marked places.

A test says what it changes (`"of: phone"` → `"of: @@phnoe"`) and which faults it expects; `@@` stands where the
caret must be. Marks and faults are compared in the order of the file.
"""

from collections.abc import Callable

import pytest

from sim.errors import Fault, ScenarioError
from sim.scenario.load import load_text

WHOLE = """\
schema: 1
name: Whole
run: {start: 2026-03-02, measure: 1 week}
base: apart
demand:
  counts: first_contacts
  interval: 30 min
  by_channel:
    phone:
      profile:
        from: "08:00"
        weekday: [4, 5, 6]
    chat: {volume: {weekday: 20 contacts}, shape: as phone}
    email:
      rate: {"08:00": 5 per h, "10:00": 0 per h}
intents:
  help: {share: 60 %}
  sale: {share: 40 %}
segments:
  people:
    share: 70 %
    patience: {phone: "mean 3 min, cv 0.8", chat: 4 min}
  firms: {share: 30 %}
channels:
  phone: {kind: live, open: mon-fri 08:00-10:00}
  chat: {kind: chat, open: as phone, at_once: 3 chats, slowdown: {2 chats: 1.1 times}}
  email: {kind: deferred, worked: mon-fri 08:00-18:00, reply_within: 6 working hours}
service:
  help:
    phone: {talk: "mean 5 min, cv 0.8", wrap_up: 30 s}
    chat: {talk: 8 min}
    email: {talk: 3 min, solved: 50 %}
  sale:
    phone: {talk: 4 min}
    chat: {talk: {by_time: {"00:00": 6 min, "12:00": "mean 9 min, cv 0.5"}}}
    email: {talk: 3 min}
what_next:
  abandoned: {same: 50 %, email: 5 %, after: "exponential, mean 15 min", gives_up_more: 20 % a visit}
  not_solved: {same: 60 %, after: {phone: 1 h, chat: 2 h, email: 3 h}}
queues:
  calls: {of: phone}
  texts: {of: [chat, email]}
pools:
  day:
    headcount: on_queue
    skills: {phone: level 3, chat: level 2}
    staff: {from: "08:00", weekday: [3, 4, 5, 2]}
  desk:
    headcount: scheduled
    shrinkage: {in_office: 10 %}
    skills: {email: level 3, chat: {level: level 1, of_agents: 50 %}}
    shifts:
      early: {hours: "mon-fri 08:00-16:00", agents: 2, breaks: {lunch: {at: "12:00", lasts: 30 min}}}
serves:
  day: [calls, texts]
  desk: {texts: {rank: first, after: 20 s}}
levels: {level 1: {handle_time: 1.3 times}}
kpis: {service_level: {phone: 80 % in 20 s, email: 95 % in 6 working hours}}
strategies:
  apart: {}
  shared:
    start_from: apart
    add: [train]
    context: {other_channel: kept 90 %}
steps:
  train: {pools: {desk: {skills: {phone: level 1}}}}
"""

MARK = "@@"
FILE = "plan.yaml"


def changed(*edits: tuple[str, str]) -> str:
    """Return the whole scenario with texts replaced, each of which must stand in it exactly once."""
    text = WHOLE
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the scenario"
        text = text.replace(old, new)
    return text


def faults_in(text: str) -> tuple[Fault, ...]:
    """Load a text that must have faults."""
    with pytest.raises(ScenarioError) as caught:
        load_text(text, FILE)
    return caught.value.faults


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks out of a text and return where they stood, as (line, column)."""
    places = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        while MARK in line:
            places.append((number + 1, line.index(MARK) + 1))
            line = line.replace(MARK, "", 1)
        lines[number] = line
    return "\n".join(lines), places


@pytest.fixture
def whole() -> str:
    """The scenario without faults."""
    return WHOLE


@pytest.fixture
def change() -> Callable[..., str]:
    """Return `change((old, new), …)`: the scenario with texts replaced."""
    return changed


@pytest.fixture
def refuse() -> Callable[..., None]:
    """Return `refuse([(old, new), …], "path: message (…)", …)`: assert these errors at the marks; warnings are free."""

    def check(edits: list[tuple[str, str]], *sentences: str) -> None:
        text, places = marked(changed(*edits))
        lines = text.split("\n")
        expected = [
            f"{FILE}:{line}:{column}: {sentence}\n  {lines[line - 1].rstrip()}\n  {' ' * (column - 1)}^"
            for (line, column), sentence in zip(places, sentences, strict=True)
        ]
        assert [fault.render() for fault in faults_in(text) if fault.severity == "error"] == expected

    return check


def replaced(text: str, *edits: tuple[str, str]) -> str:
    """Return a scenario with texts replaced, each of which must stand in it exactly once."""
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the scenario"
        text = text.replace(old, new)
    return text
