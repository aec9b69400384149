"""Facts about slips in lines, longest waits, rings at agents, silent leavers and agents of customers' own.

A case says what is changed, with `@@` in the line where the message must stand, and words that it must hold: the path
of the slip and one that says what is wrong. The sentences themselves are free.
"""

from functools import partial

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, faults_in, marked, replaced

LIMITS = """\
schema: 1
name: Limits
run: {start: 2026-03-02, measure: 1 week}
demand:
  counts: first_contacts
  by_channel:
    phone: {rate: {"00:00": 5 per h}}
    video: {rate: {"00:00": 1 per h}}
    chat: {rate: {"00:00": 5 per h}}
    email: {rate: {"00:00": 1 per h}}
    text: {rate: {"00:00": 1 per h}}
    forum: {rate: {"00:00": 1 per h}}
    app: {rate: {"00:00": 1 per h}}
intents:
  help: {}
segments:
  everyday:
    share: 70 %
    patience: 4 min
    leaves_silently: {chat: 50 %}
  private:
    share: 30 %
    population: 4000 customers
    adviser:
      share: 60 %
      of: desk
channels:
  phone:
    kind: live
    lines: 40 lines
    rings:
      answered_after: 6 s
      missed: 3 %
      missed_after: 25 s
      declined: 1 %
      declined_after: 4 s
      unavailable_for: 90 s
  video: {kind: live, lines: as phone}
  chat:
    kind: chat
    rings: 10 s
    silent_takes: 2 min
  email: {kind: deferred}
  text: {kind: messaging, answers_after: 20 min}
  forum: {kind: community}
  app: {kind: self_service}
service:
  help:
    phone: {talk: 5 min}
    video: {talk: 5 min}
    chat: {talk: 8 min}
    email: {talk: 10 min}
    text: {talk: 6 min}
    forum: {talk: 4 min}
    app: {lasts: 2 min, contained: 60 %}
what_next:
  abandoned: {same: 50 %, after: 10 min}
  bot_failed: {phone: 100 %, after: 0 s}
  expired: {email: 70 %, after: 0 s}
queues:
  calls:
    of: [phone, video]
    prefers: [adviser, last agent here, last agent, most frequent agent]
    reserved_for: 30 s
    longest_wait: 20 min
  chats: {of: chat}
  mails: {of: email}
  texts: {of: text}
  posts: {of: forum}
pools:
  team:
    headcount: on_queue
    staff: {daily: 3}
    skills: {phone: level 3, video: level 3, chat: level 3, email: level 3, text: level 3, forum: level 3}
  desk:
    headcount: on_queue
    staff: {daily: 2}
    skills: {phone: level 3, video: level 3}
serves:
  team: [calls, chats, mails, texts, posts]
  desk: [calls]
context:
  same_agent: kept 90 %
strategies: {plain: {}}
"""
"""Every word of these limits and relations; the tests below break it."""


edited = partial(replaced, LIMITS)


def test_the_limits_have_no_fault() -> None:
    """What the other tests break is right, and says nothing doubtful."""
    assert load_text(LIMITS).warnings == ()


Case = tuple[str, str, tuple[str, ...]]

LINES: dict[str, Case] = {
    "lines of nobody": ("lines: as phone", "lines: @@as fone", ("channels.video.lines", "fone", "did you mean")),
    "lines of one without": ("lines: as phone", "lines: @@as chat", ("channels.video.lines", "chat", "40 lines")),
    "lines of itself": ("lines: as phone", "lines: @@as video", ("channels.video.lines", "video")),
    "lines of no name": ("lines: as phone", 'lines: @@"as "', ("channels.video.lines",)),
    "lines without their unit": ("lines: as phone", "lines: @@40", ("channels.video.lines", "lines")),
    "negative lines": ("lines: as phone", "lines: @@-1 lines", ("channels.video.lines", "-1")),
    "parts of lines": ("lines: as phone", "lines: @@2.5 lines", ("channels.video.lines", "2.5")),
    "lines by a word": ("lines: as phone", "lines: @@like phone", ("channels.video.lines", "like phone")),
}

LONGEST: dict[str, Case] = {
    "longest wait of letters": (
        "mails: {of: email}",
        "mails: {of: email, @@longest_wait: 1 h}",
        ("queues.mails.longest_wait", "email"),
    ),
    "longest wait of messages": (
        "texts: {of: text}",
        "texts: {of: text, @@longest_wait: 1 h}",
        ("queues.texts.longest_wait", "text"),
    ),
    "longest wait of posts": (
        "posts: {of: forum}",
        "posts: {of: forum, @@longest_wait: 1 h}",
        ("queues.posts.longest_wait", "forum"),
    ),
    "longest wait of a mixed queue": (
        "  chats: {of: chat}\n  mails: {of: email}\n",
        "  chats: {of: [chat, email], @@longest_wait: 1 h}\n  mails: {of: email}\n",
        ("queues.chats.longest_wait", "email"),
    ),
    "longest wait without its unit": (
        "longest_wait: 20 min",
        "longest_wait: @@20",
        ("queues.calls.longest_wait", "unit"),
    ),
    "negative longest wait": ("longest_wait: 20 min", "longest_wait: @@-1 s", ("queues.calls.longest_wait", "-1 s")),
    "longest wait as a spread": (
        "longest_wait: 20 min",
        'longest_wait: @@"mean 20 min, cv 1"',
        ("queues.calls.longest_wait", "mean 20 min"),
    ),
    "longest wait, misspelt": (
        "longest_wait: 20 min",
        "@@longest_waits: 20 min",
        ("queues.calls.longest_waits", "longest_wait"),
    ),
    "expired to no channel": (
        "expired: {email: 70 %, after: 0 s}",
        "expired: {@@emial: 70 %, after: 0 s}",
        ("what_next.expired", "emial"),
    ),
    "expired, misspelt": (
        "expired: {email: 70 %, after: 0 s}",
        "@@expire: {email: 70 %, after: 0 s}",
        ("what_next.expire", "expired"),
    ),
}

RINGS: dict[str, Case] = {
    **{
        f"rings of {channel}": (
            f"{channel}: {{kind: {kind}",
            f"{channel}: {{@@rings: 6 s, kind: {kind}",
            (f"channels.{channel}.rings", "chats"),
        )
        for channel, kind in {
            "email": "deferred",
            "text": "messaging",
            "forum": "community",
            "app": "self_service",
        }.items()
    },
    "rings without a unit": ("rings: 10 s", "rings: @@10", ("channels.chat.rings", "unit")),
    "rings as a spread": ("rings: 10 s", 'rings: @@"mean 10 s, cv 1"', ("channels.chat.rings", "mean 10 s")),
    "rings as a list": ("rings: 10 s", "rings: @@[10 s, 20 s]", ("channels.chat.rings",)),
    "negative rings": ("rings: 10 s", "rings: @@-1 s", ("channels.chat.rings", "-1 s")),
    "ring without its unit": (
        "answered_after: 6 s",
        "answered_after: @@6",
        ("channels.phone.rings.answered_after", "unit"),
    ),
    "missed without its unit": ("missed: 3 %", "missed: @@3", ("channels.phone.rings.missed",)),
    "missed more than all": ("missed: 3 %", "missed: @@103 %", ("channels.phone.rings.missed", "103 %")),
    "missed less than none": ("missed: 3 %", "missed: @@-3 %", ("channels.phone.rings.missed", "-3 %")),
    "all but all missed": ("missed: 3 %", "missed: @@96 %", ("channels.phone.rings.missed", "95 %")),
    "too many missed and declined": (
        "missed: 3 %\n      missed_after: 25 s\n      declined: 1 %",
        "missed: @@50 %\n      missed_after: 25 s\n      declined: 46 %",
        ("channels.phone.rings.missed", "95 %"),
    ),
    "declined more than all": ("declined: 1 %", "declined: @@101 %", ("channels.phone.rings.declined", "101 %")),
    "missed after without its unit": (
        "missed_after: 25 s",
        "missed_after: @@25",
        ("channels.phone.rings.missed_after", "unit"),
    ),
    "declined after without its unit": (
        "declined_after: 4 s",
        "declined_after: @@4",
        ("channels.phone.rings.declined_after", "unit"),
    ),
    "negative declined after": (
        "declined_after: 4 s",
        "declined_after: @@-4 s",
        ("channels.phone.rings.declined_after", "-4 s"),
    ),
    "unavailable for no time": (
        "unavailable_for: 90 s",
        "unavailable_for: @@0 s",
        ("channels.phone.rings.unavailable_for", "0 s"),
    ),
    "unavailable without its unit": (
        "unavailable_for: 90 s",
        "unavailable_for: @@90",
        ("channels.phone.rings.unavailable_for", "unit"),
    ),
    "unavailable, misspelt": (
        "unavailable_for: 90 s",
        "@@unavailable: 90 s",
        ("channels.phone.rings.unavailable", "unavailable_for"),
    ),
    "rings, misspelt": ("rings: 10 s", "@@ring: 10 s", ("channels.chat.ring", "rings")),
}

SILENT: dict[str, Case] = {
    "silent on the phone": (
        "leaves_silently: {chat: 50 %}",
        "leaves_silently: {chat: 50 %, @@phone: 50 %}",
        ("segments.everyday.leaves_silently.phone", "live"),
    ),
    "silent letters": (
        "leaves_silently: {chat: 50 %}",
        "leaves_silently: {chat: 50 %, @@email: 50 %}",
        ("segments.everyday.leaves_silently.email", "deferred"),
    ),
    "silent on no channel": (
        "leaves_silently: {chat: 50 %}",
        "leaves_silently: {@@chatt: 50 %}",
        ("segments.everyday.leaves_silently", "chatt", "did you mean"),
    ),
    "silent more than all": (
        "leaves_silently: {chat: 50 %}",
        "leaves_silently: {chat: @@150 %}",
        ("segments.everyday.leaves_silently", "150 %"),
    ),
    "silent, all more than all": (
        "leaves_silently: {chat: 50 %}",
        "leaves_silently: @@150 %",
        ("segments.everyday.leaves_silently", "150 %"),
    ),
    "silent without its unit": (
        "leaves_silently: {chat: 50 %}",
        "leaves_silently: {chat: @@50}",
        ("segments.everyday.leaves_silently",),
    ),
    "silent, found in no time said": (
        "    silent_takes: 2 min\n",
        "",
        ("segments.everyday.leaves_silently", "channels.chat.silent_takes"),
    ),
    "found out on the phone": (
        "    lines: 40 lines\n",
        "    lines: 40 lines\n    @@silent_takes: 2 min\n",
        ("channels.phone.silent_takes", "chat"),
    ),
    "found out in letters": (
        "email: {kind: deferred}",
        "email: {kind: deferred, @@silent_takes: 2 min}",
        ("channels.email.silent_takes", "chat"),
    ),
    "found out without a unit": ("silent_takes: 2 min", "silent_takes: @@2", ("channels.chat.silent_takes", "unit")),
    "found out before": ("silent_takes: 2 min", "silent_takes: @@-2 min", ("channels.chat.silent_takes", "-2 min")),
    "found out as a spread": (
        "silent_takes: 2 min",
        'silent_takes: @@"mean 2 min, cv 1"',
        ("channels.chat.silent_takes", "mean 2 min"),
    ),
    "silent, misspelt": (
        "leaves_silently: {chat: 50 %}",
        "@@leaves_silent: {chat: 50 %}",
        ("segments.everyday.leaves_silent", "leaves_silently"),
    ),
}

OWN: dict[str, Case] = {
    "nobody": ("population: 4000 customers", "population: @@0 customers", ("segments.private.population", "one")),
    "population without its unit": (
        "population: 4000 customers",
        "population: @@4000",
        ("segments.private.population", "customers"),
    ),
    "population of contacts": (
        "population: 4000 customers",
        "population: @@4000 contacts",
        ("segments.private.population", "customers"),
    ),
    "part of a customer": (
        "population: 4000 customers",
        "population: @@0.5 customers",
        ("segments.private.population", "0.5"),
    ),
    "less than nobody": (
        "population: 4000 customers",
        "population: @@-1 customers",
        ("segments.private.population", "-1"),
    ),
    "advisers of nobody": (
        "    population: 4000 customers\n    adviser:",
        "    @@adviser:",
        ("segments.private.adviser", "segments.private.population"),
    ),
    "advisers of no pool": ("of: desk", "of: @@desc", ("segments.private.adviser.of", "desc", "did you mean")),
    "advisers of a list": ("of: desk", "of: @@[desk, team]", ("segments.private.adviser.of",)),
    "advisers for more than all": (
        "share: 60 %",
        "share: @@160 %",
        ("segments.private.adviser.share", "160 %"),
    ),
    "advisers without a share": ("      share: 60 %\n", "", ("segments.private.adviser", "share")),
    "advisers without a pool": ("      of: desk\n", "", ("segments.private.adviser", "of")),
    "adviser as a name": (
        "adviser:\n      share: 60 %\n      of: desk\n",
        "adviser: @@desk\n",
        ("segments.private.adviser",),
    ),
    "a word of advisers, misspelt": ("of: desk", "@@off: desk", ("segments.private.adviser.off", "of")),
    "prefers nobody known": (
        "[adviser, last agent here, last agent, most frequent agent]",
        "@@[adviser, best agent]",
        ("queues.calls.prefers", "best agent", "last agent"),
    ),
    "prefers with underscores": (
        "[adviser, last agent here, last agent, most frequent agent]",
        "@@last_agent",
        ("queues.calls.prefers", "last agent"),
    ),
    "prefers twice": (
        "[adviser, last agent here, last agent, most frequent agent]",
        "@@[last agent, adviser, last agent]",
        ("queues.calls.prefers", "twice"),
    ),
    "prefers a number": (
        "[adviser, last agent here, last agent, most frequent agent]",
        "@@3",
        ("queues.calls.prefers", "name"),
    ),
    "prefers a pool": (
        "[adviser, last agent here, last agent, most frequent agent]",
        "@@desk",
        ("queues.calls.prefers", "desk", "adviser"),
    ),
    "reserved for nobody": (
        "    prefers: [adviser, last agent here, last agent, most frequent agent]\n    reserved_for",
        "    @@reserved_for",
        ("queues.calls.reserved_for", "queues.calls.prefers"),
    ),
    "reserved without a unit": ("reserved_for: 30 s", "reserved_for: @@30", ("queues.calls.reserved_for", "unit")),
    "reserved before": ("reserved_for: 30 s", "reserved_for: @@-30 s", ("queues.calls.reserved_for", "-30 s")),
    "reserved as a spread": (
        "reserved_for: 30 s",
        'reserved_for: @@"mean 30 s, cv 1"',
        ("queues.calls.reserved_for", "mean 30 s"),
    ),
    "reserved, misspelt": (
        "reserved_for: 30 s",
        "@@reserved: 30 s",
        ("queues.calls.reserved", "reserved_for"),
    ),
    "same agent more than all": (
        "same_agent: kept 90 %",
        "same_agent: @@kept 190 %",
        ("context.same_agent", "190 %"),
    ),
    "same agent, misspelt": (
        "same_agent: kept 90 %",
        "@@same_agents: kept 90 %",
        ("context.same_agents", "same_agent"),
    ),
}

ALL = {
    f"{topic}: {name}": case
    for topic, cases in (
        ("lines", LINES),
        ("longest wait", LONGEST),
        ("rings", RINGS),
        ("silent", SILENT),
        ("own agent", OWN),
    )
    for name, case in cases.items()
}


@pytest.mark.parametrize("case", ALL)
def test_a_slip_is_told_once_at_its_place(case: str) -> None:
    """One message, in the marked line (where one is marked), with the path and the key words."""
    old, new, words = ALL[case]
    text, places = marked(edited((old, new)))
    told = [fault.render().splitlines()[0] for fault in faults_in(text) if fault.severity == "error"]
    lines = [f"{FILE}:{line}:" for line, _ in places] or [f"{FILE}:"]
    assert len(told) == 1, told
    assert told[0].startswith(lines[0]), told
    assert all(word in told[0] for word in words), told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    lines: 40 lines\n", "    lines: 0 lines\n"),
        ("lines: as phone", "lines: 3 lines"),
        ("longest_wait: 20 min", "longest_wait: 0 s"),
        ("    longest_wait: 20 min\n", ""),
        ("rings: 10 s", "rings: 0 s"),
        ("rings: 10 s", "rings: {}"),
        ("rings: 10 s", "rings: {missed: 95 %}"),
        ("missed: 3 %", "missed: 94 %"),
        ("      answered_after: 6 s\n", ""),
        ("declined_after: 4 s", "declined_after: 0 s"),
        ("missed_after: 25 s", "missed_after: 0 s"),
        ("unavailable_for: 90 s", "unavailable_for: 1 h"),
        ("leaves_silently: {chat: 50 %}", "leaves_silently: 100 %"),
        ("leaves_silently: {chat: 50 %}", "leaves_silently: {chat: 0 %}"),
        ("    leaves_silently: {chat: 50 %}\n", ""),
        ("silent_takes: 2 min", "silent_takes: 0 s"),
        ("population: 4000 customers", "population: 1 customer"),
        ("share: 60 %", "share: 0 %"),
        ("share: 60 %", "share: 100 %"),
        ("reserved_for: 30 s", "reserved_for: 0 s"),
        ("    reserved_for: 30 s\n", ""),
        ("[adviser, last agent here, last agent, most frequent agent]", "adviser"),
        ("[adviser, last agent here, last agent, most frequent agent]", "[most frequent agent]"),
        ("same_agent: kept 90 %", "same_agent: kept 0 %"),
        ("same_agent: kept 90 %", "same_agent: 90 %"),
        ("context:\n  same_agent: kept 90 %\n", ""),
    ],
)
def test_what_may_be_left_out_or_said_otherwise_is_right(old: str, new: str) -> None:
    """Short forms, limits, and what has a default."""
    assert load_text(edited((old, new))).warnings == ()


def test_two_channels_that_share_one_anothers_lines_have_none() -> None:
    """Both are told, each at its place."""
    text, places = marked(edited(("lines: 40 lines", "lines: @@as video"), ("lines: as phone", "lines: @@as phone")))
    told = [fault.render().splitlines()[0] for fault in faults_in(text) if fault.severity == "error"]
    assert [head.startswith(f"{FILE}:{line}:{column}:") for head, (line, column) in zip(told, places, strict=True)]
    assert ["no lines of its own" in head for head in told] == [True, True]


def test_a_slip_in_lines_that_others_share_is_told_once() -> None:
    """40 has no unit; that video shares them is right."""
    text = edited(("lines: 40 lines", "lines: 40"))
    assert len([fault for fault in faults_in(text) if fault.severity == "error"]) == 1


def test_the_example_of_a_population_can_be_read() -> None:
    """What the reference, and the fault of `population`, show as right has no comma, which no number may have."""
    (told,) = faults_in(edited(("population: 4000 customers", "population: 0 customers")))
    load_text(edited(("population: 4000 customers", f"population: {told.allowed}")))


def test_silent_of_all_channels_needs_the_time_of_every_chat() -> None:
    """`leaves_silently: 50 %` holds on chats alone, and says so where one of them says no time."""
    text = edited(("leaves_silently: {chat: 50 %}", "leaves_silently: 50 %"), ("    silent_takes: 2 min\n", ""))
    told = [fault.render() for fault in faults_in(text) if fault.severity == "error"]
    assert len(told) == 1, told
    assert "channels.chat.silent_takes" in told[0]


@pytest.mark.parametrize(
    ("edits", "word"),
    [
        ((("  expired: {email: 70 %, after: 0 s}\n", ""),), "expired"),
        (
            (
                ("  desk: [calls]\n", "  desk: [chats]\n"),
                ("phone: level 3, video: level 3}\nserves", "chat: level 3}\nserves"),
            ),
            "desk",
        ),
        (
            (
                ("    adviser:\n      share: 60 %\n      of: desk\n", ""),
                ("  desk: [calls]\n", "  desk: [calls]\n"),
            ),
            "advisers",
        ),
    ],
)
def test_what_leads_nowhere_is_pointed_out(edits: tuple[tuple[str, str], ...], word: str) -> None:
    """Who is let go and has nowhere to turn, advisers whom nobody reaches, and a wish for advisers nobody has."""
    warnings = load_text(edited(*edits)).warnings
    assert [word in warning for warning in warnings] == [True], warnings


def test_all_of_it_may_stand_in_a_strategy() -> None:
    """Limits and relations differ between strategies."""
    strategies = """\
strategies:
  plain: {}
  free:
    queues: {calls: {prefers: [], reserved_for: null, longest_wait: null}}
    channels: {phone: {rings: null, lines: null}, video: {lines: null}}
    context: {same_agent: null}
  strict: {queues: {calls: {longest_wait: 1 min}}, channels: {phone: {rings: {missed: 0 %}}}}
"""
    assert load_text(edited(("strategies: {plain: {}}\n", strategies))).warnings == ()
