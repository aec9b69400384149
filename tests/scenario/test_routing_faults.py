"""Facts about slips in routing and callbacks: what gives way, what stands beside what, scores, agents, offers, idle.

A case says what is changed, with `@@` in the line where the message must stand, and words that it must hold: the path
of the slip and one that says what is wrong. The sentences themselves are free.
"""

from functools import partial

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, faults_in, marked, replaced

ROUTING = """\
schema: 1
name: Routing
run: {start: 2026-03-02, measure: 1 week}
demand:
  counts: first_contacts
  by_channel:
    phone: {rate: {"00:00": 5 per h}}
    chat: {rate: {"00:00": 5 per h}}
    email: {rate: {"00:00": 1 per h}}
    letter: {rate: {"00:00": 1 per h}}
    text: {rate: {"00:00": 1 per h}}
    forum: {rate: {"00:00": 1 per h}}
intents:
  help: {}
segments:
  everyday: {share: 70 %, patience: 4 min}
  private: {share: 30 %}
channels:
  phone:
    kind: live
    beside: nothing
  chat:
    kind: chat
    beside: [chat, email]
  email:
    kind: deferred
    gives_way_to: [phone, chat]
    resume_cost: 20 s
    reply_within: 24 h
  letter:
    kind: deferred
    gives_way_to: phone
  text:
    kind: messaging
    answers_after: 20 min
    gives_way_to: phone
  forum:
    kind: community
    gives_way_to: [phone]
service:
  help:
    phone: {talk: 5 min}
    chat: {talk: 8 min}
    email: {talk: 10 min}
    letter: {talk: 10 min}
    text: {talk: 6 min}
    forum: {talk: 4 min}
what_next:
  unanswered: {phone: 40 %, after: 30 min}
  unreached: {same: 50 %, after: 1 h}
  expired: {same: 20 %, after: 1 h}
  abandoned: {same: 50 %, after: 10 min}
queues:
  vip:
    of: phone
    segments: private
    score: weighted wait
    weight: 2 times
  calls:
    of: phone
    score: weighted wait
    agent: most proficient
    callback:
      accepted: "35 % at 2 min, 55 % at 10 min"
      when: calls wait over 2 min
      kind: hold_place
      ring: 25 s
      answers: "70 %, 50 %, 30 %"
      tries: 3 tries
      every: 20 min
      refused: 0.8 times
      tolerated: 1 h
      within: 2 h
      expires: 8 h
      closed: {accepted: 60 %}
    missed:
      who: [abandoned, blocked]
      within: 1 h
      after: 1 min
      ring: 15 s
      answers: "60 %, 40 %"
      tries: 2 attempts
      every: 10 min
  chats:
    of: chat
    score: conversation
    points: 10 points
    agent: least loaded
    callback: {kind: scheduled, due: "mean 2 h, cv 1", answers: 80 %}
  mails: {of: [email, letter], score: least slack}
  texts: {of: text, score: shortest work, agent: random}
  posts: {of: forum}
pools:
  team:
    headcount: on_queue
    staff: {daily: 3}
    skills: {phone: level 3, chat: level 3, email: level 3, letter: level 3, text: level 3, forum: level 3}
serves:
  team:
    vip: first
    calls: first
    chats: second
    texts: third
    mails:
      rank: fourth
      keeps_idle: 2 agents
    posts: fifth
strategies: {plain: {}}
"""
"""Every word of routing and callbacks; the tests below break it."""


edited = partial(replaced, ROUTING)


def test_the_routing_has_no_fault() -> None:
    """What the other tests break is right, and says nothing doubtful."""
    assert load_text(ROUTING).warnings == ()


Case = tuple[str, str, tuple[str, ...]]

GIVES_WAY: dict[str, Case] = {
    "a call that gives way": (
        "    beside: nothing\n",
        "    beside: nothing\n    @@gives_way_to: chat\n",
        ("channels.phone.gives_way_to", "interrupted"),
    ),
    "a chat that gives way": (
        "    beside: [chat, email]\n",
        "    beside: [chat, email]\n    @@gives_way_to: phone\n",
        ("channels.chat.gives_way_to", "interrupted"),
    ),
    "way for no channel": (
        "gives_way_to: [phone, chat]",
        "gives_way_to: [phone, @@chatt]",
        ("channels.email.gives_way_to", "chatt", "did you mean"),
    ),
    "way for one that is not": (
        "gives_way_to: [phone, chat]",
        "gives_way_to: @@fone",
        ("channels.email.gives_way_to", "fone"),
    ),
    "way for itself": (
        "gives_way_to: [phone, chat]",
        "@@gives_way_to: [phone, email]",
        ("channels.email.gives_way_to", "itself"),
    ),
    "way for a number": (
        "gives_way_to: [phone, chat]",
        "gives_way_to: @@[phone, 3]",
        ("channels.email.gives_way_to", "name"),
    ),
    "way for nothing": (
        "gives_way_to: [phone, chat]",
        "gives_way_to: @@nothing",
        ("channels.email.gives_way_to", "nothing"),
    ),
    "resume cost without its unit": (
        "resume_cost: 20 s",
        "resume_cost: @@20",
        ("channels.email.resume_cost", "unit"),
    ),
    "negative resume cost": ("resume_cost: 20 s", "resume_cost: @@-20 s", ("channels.email.resume_cost", "-20 s")),
    "resume cost as a spread": (
        "resume_cost: 20 s",
        'resume_cost: @@"mean 20 s, cv 1"',
        ("channels.email.resume_cost", "mean 20 s"),
    ),
    "gives way, misspelt": (
        "resume_cost: 20 s",
        "@@gives_way: phone",
        ("channels.email.gives_way", "gives_way_to"),
    ),
}

BESIDE: dict[str, Case] = {
    "beside no channel": (
        "beside: [chat, email]",
        "beside: [chat, @@emial]",
        ("channels.chat.beside", "emial", "did you mean"),
    ),
    "beside one that is not": ("beside: [chat, email]", "beside: @@mail", ("channels.chat.beside", "mail")),
    "beside nothing in a list": (
        "beside: [chat, email]",
        "beside: [chat, @@nothing]",
        ("channels.chat.beside", "nothing"),
    ),
    "beside a number": ("beside: [chat, email]", "beside: @@2", ("channels.chat.beside", "name")),
    "beside as a table": ("beside: [chat, email]", "beside: @@{chat: 2}", ("channels.chat.beside", "name")),
}

SCORES: dict[str, Case] = {
    "no score": ("score: least slack", "score: @@least slak", ("queues.mails.score", "least slack")),
    "score of underscores": (
        "score: conversation",
        "score: @@longest_wait",
        ("queues.chats.score", "longest wait"),
    ),
    "weight of another score": (
        "score: conversation\n    points: 10 points",
        "score: conversation\n    @@weight: 2 times",
        ("queues.chats.weight", "weighted wait"),
    ),
    "weight of no score": (
        "posts: {of: forum}",
        "posts: {of: forum, @@weight: 2 times}",
        ("queues.posts.weight", "weighted wait"),
    ),
    "points of another score": (
        "    segments: private\n    score: weighted wait\n    weight: 2 times",
        "    segments: private\n    score: weighted wait\n    @@points: 2 points",
        ("queues.vip.points", "conversation"),
    ),
    "weight without its unit": ("weight: 2 times", "weight: @@2", ("queues.vip.weight", "unit")),
    "negative weight": ("weight: 2 times", "weight: @@-2 times", ("queues.vip.weight", "-2 times")),
    "no weight": ("weight: 2 times", "weight: @@0 times", ("queues.vip.weight", "0 times")),
    "points without their unit": ("points: 10 points", "points: @@10", ("queues.chats.points", "unit")),
    "parts of points": ("points: 10 points", "points: @@2.5 points", ("queues.chats.points", "2.5 points")),
    "negative points": ("points: 10 points", "points: @@-1 points", ("queues.chats.points", "-1 points")),
    "two scores at a rank": (
        "chats: second",
        "chats: first",
        ("serves.team", "score"),
    ),
    "two scores at the default rank": (
        "    vip: first\n    calls: first\n",
        "    vip: {}\n    calls: {}\n    letters: {}\n",
        ("serves.team", "letters"),
    ),
}

AGENTS: dict[str, Case] = {
    "no rule": ("agent: random", "agent: @@randomly", ("queues.texts.agent", "random")),
    "rule of underscores": ("agent: least loaded", "agent: @@least_loaded", ("queues.chats.agent", "least loaded")),
    "two rules": (
        "agent: most proficient",
        "agent: @@[most proficient, random]",
        ("queues.calls.agent",),
    ),
}

OFFERS: dict[str, Case] = {
    "callback of letters": (
        "score: least slack}",
        "score: least slack, @@callback: {answers: 50 %}}",
        ("queues.mails.callback", "email, letter"),
    ),
    "callback of messages": (
        "score: shortest work,",
        "score: shortest work, @@callback: {answers: 50 %},",
        ("queues.texts.callback", "text"),
    ),
    "callback of a mixed queue": (
        "    of: chat\n",
        "    of: [chat, email]\n",
        ("queues.chats.callback", "email"),
    ),
    "callback that nobody answers or not": (
        'answers: "70 %, 50 %, 30 %"',
        "@@tolerate: 1 h",
        ("queues.calls.callback.tolerate", "tolerated"),
    ),
    "callback without answers": (
        'callback: {kind: scheduled, due: "mean 2 h, cv 1", answers: 80 %}',
        "@@callback: {kind: scheduled, due: 2 h}",
        ("queues.chats.callback", "answers"),
    ),
    "callback as a word": (
        'callback: {kind: scheduled, due: "mean 2 h, cv 1", answers: 80 %}',
        "callback: @@yes",
        ("queues.chats.callback",),
    ),
    "answers more than all": (
        'answers: "70 %, 50 %, 30 %"',
        'answers: @@"70 %, 150 %"',
        ("queues.calls.callback.answers", "150 %"),
    ),
    "answers without their unit": (
        'answers: "70 %, 50 %, 30 %"',
        'answers: @@"70 %, often"',
        ("queues.calls.callback.answers", "often"),
    ),
    "answers with an end of nothing": (
        'answers: "70 %, 50 %, 30 %"',
        'answers: @@"70 %, "',
        ("queues.calls.callback.answers",),
    ),
    "answers of none": ('answers: "70 %, 50 %, 30 %"', "answers: @@[]", ("queues.calls.callback.answers", "share")),
    "no tries": ("tries: 3 tries", "tries: @@0 tries", ("queues.calls.callback.tries", "1 to 20")),
    "too many tries": ("tries: 3 tries", "tries: @@21 tries", ("queues.calls.callback.tries", "1 to 20")),
    "tries without their unit": ("tries: 3 tries", "tries: @@3", ("queues.calls.callback.tries", "unit")),
    "no ring": ("ring: 25 s", "ring: @@0 s", ("queues.calls.callback.ring", "ring")),
    "ring without its unit": ("ring: 25 s", "ring: @@25", ("queues.calls.callback.ring", "unit")),
    "every without its unit": ("every: 20 min", "every: @@20", ("queues.calls.callback.every", "unit")),
    "accepted more than all": (
        'accepted: "35 % at 2 min, 55 % at 10 min"',
        'accepted: @@"35 % at 2 min, 155 % at 10 min"',
        ("queues.calls.callback.accepted", "155 %"),
    ),
    "accepted backwards": (
        'accepted: "35 % at 2 min, 55 % at 10 min"',
        'accepted: @@"35 % at 10 min, 55 % at 2 min"',
        ("queues.calls.callback.accepted",),
    ),
    "offered when the boss says so": (
        "when: calls wait over 2 min",
        "when: @@the boss says so",
        ("queues.calls.callback.when", "the boss says so"),
    ),
    "offered when an unknown queue is long": (
        "when: calls wait over 2 min",
        "when: @@cals wait over 2 min",
        ("queues.calls.callback.when", "calls"),
    ),
    "no kind of callback": (
        "kind: hold_place",
        "kind: @@when_quite",
        ("queues.calls.callback.kind", "hold_place"),
    ),
    "due though the place is held": (
        "kind: hold_place",
        "kind: hold_place\n      @@due: 2 h",
        ("queues.calls.callback.due", "scheduled"),
    ),
    "scheduled for no time": (
        "kind: hold_place",
        "kind: @@scheduled",
        ("queues.calls.callback", "due"),
    ),
    "due never": ('due: "mean 2 h, cv 1"', "due: @@never", ("queues.chats.callback.due", "never")),
    "due too wide": (
        'due: "mean 2 h, cv 1"',
        'due: @@"mean 30 days, cv 9"',
        ("queues.chats.callback.due", "90 days"),
    ),
    "due without its unit": ('due: "mean 2 h, cv 1"', "due: @@2", ("queues.chats.callback.due", "unit")),
    "refused for nothing": ("refused: 0.8 times", "refused: @@0 times", ("queues.calls.callback.refused", "0 times")),
    "refused as a share": ("refused: 0.8 times", "refused: @@80 %", ("queues.calls.callback.refused", "80 %")),
    "tolerated without its unit": ("tolerated: 1 h", "tolerated: @@1", ("queues.calls.callback.tolerated", "unit")),
    "promise as working hours": (
        "within: 2 h",
        "within: @@2 working hours",
        ("queues.calls.callback.within", "2 working hours"),
    ),
    "a word of the other one": (
        "tolerated: 1 h",
        "tolerated: 1 h\n      @@who: abandoned",
        ("queues.calls.callback.who",),
    ),
}

MISSED: dict[str, Case] = {
    "missed letters": (
        "score: least slack}",
        "score: least slack, @@missed: {who: abandoned, answers: 50 %}}",
        ("queues.mails.missed", "email, letter"),
    ),
    "who is no ending": (
        "who: [abandoned, blocked]",
        "who: @@[abandoned, blockt]",
        ("queues.calls.missed.who", "blockt"),
    ),
    "who answered": ("who: [abandoned, blocked]", "who: @@answered", ("queues.calls.missed.who", "answered")),
    "who was cut off": (
        "who: [abandoned, blocked]",
        "who: @@disconnected",
        ("queues.calls.missed.who", "disconnected"),
    ),
    "who is nobody": ("who: [abandoned, blocked]", "who: @@[]", ("queues.calls.missed.who",)),
    "who as a table": ("who: [abandoned, blocked]", "who: @@{abandoned: 50 %}", ("queues.calls.missed.who",)),
    "who is not said": ("      who: [abandoned, blocked]\n", "", ("queues.calls.missed", "who")),
    "missed without answers": ('      answers: "60 %, 40 %"\n', "", ("queues.calls.missed", "answers")),
    "promise without its unit": (
        "within: 1 h",
        "within: @@1",
        ("queues.calls.missed.within", "unit"),
    ),
    "after without its unit": ("after: 1 min", "after: @@1", ("queues.calls.missed.after", "unit")),
    "negative after": ("after: 1 min", "after: @@-1 min", ("queues.calls.missed.after", "-1 min")),
    "no ring of the missed": ("ring: 15 s", "ring: @@0 s", ("queues.calls.missed.ring", "ring")),
    "no tries of the missed": ("tries: 2 attempts", "tries: @@0 attempts", ("queues.calls.missed.tries", "1 to 20")),
    "offered words for the missed": (
        "ring: 15 s",
        "@@accepted: 50 %",
        ("queues.calls.missed.accepted",),
    ),
    "row of unreached to no channel": (
        "unreached: {same: 50 %, after: 1 h}",
        "unreached: {@@fone: 50 %, after: 1 h}",
        ("what_next.unreached", "fone"),
    ),
    "row misspelt": (
        "unreached: {same: 50 %, after: 1 h}",
        "@@unreachable: {same: 50 %, after: 1 h}",
        ("what_next.unreachable", "unreached"),
    ),
}

FURTHER: dict[str, Case] = {
    "over at once": ("expires: 8 h", "expires: @@0 s", ("queues.calls.callback.expires", "8 h")),
    "over in no unit": ("expires: 8 h", "expires: @@8", ("queues.calls.callback.expires", "unit")),
    "a share alone": ("closed: {accepted: 60 %}", "closed: @@60 %", ("queues.calls.callback.closed",)),
    "more than all": (
        "closed: {accepted: 60 %}",
        "closed: {accepted: @@160 %}",
        ("queues.calls.callback.closed.accepted", "160 %"),
    ),
    "no share": ("closed: {accepted: 60 %}", "@@closed: {}", ("queues.calls.callback.closed", "accepted")),
    "a condition of its own": (
        "closed: {accepted: 60 %}",
        "closed: {accepted: 60 %, @@when: segment is private}",
        ("queues.calls.callback.closed.when",),
    ),
    "a quiet one with a time": (
        "kind: hold_place",
        "kind: when_quiet\n      @@due: 1 h",
        ("queues.calls.callback.due", "scheduled"),
    ),
    "a kind misspelt": ("kind: hold_place", "kind: @@when_idle", ("queues.calls.callback.kind", "when_quiet")),
    "out of hours to who was missed": (
        "      ring: 15 s\n",
        "      ring: 15 s\n      @@closed: {accepted: 50 %}\n",
        ("queues.calls.missed.closed",),
    ),
}

IDLE: dict[str, Case] = {
    "kept without its unit": ("keeps_idle: 2 agents", "keeps_idle: @@2", ("serves.team.mails.keeps_idle", "agents")),
    "kept contacts": (
        "keeps_idle: 2 agents",
        "keeps_idle: @@2 contacts",
        ("serves.team.mails.keeps_idle", "agents"),
    ),
    "part of an agent": (
        "keeps_idle: 2 agents",
        "keeps_idle: @@1.5 agents",
        ("serves.team.mails.keeps_idle", "1.5"),
    ),
    "less than none": (
        "keeps_idle: 2 agents",
        "keeps_idle: @@-1 agents",
        ("serves.team.mails.keeps_idle", "-1"),
    ),
    "share kept": ("keeps_idle: 2 agents", "keeps_idle: @@20 %", ("serves.team.mails.keeps_idle", "20 %")),
    "kept, misspelt": (
        "keeps_idle: 2 agents",
        "@@keep_idle: 2 agents",
        ("serves.team.mails.keep_idle", "keeps_idle"),
    ),
}

ALL = {
    f"{topic}: {name}": case
    for topic, cases in (
        ("gives way", GIVES_WAY),
        ("beside", BESIDE),
        ("score", SCORES),
        ("agent", AGENTS),
        ("callback", OFFERS),
        ("missed", MISSED),
        ("further callback", FURTHER),
        ("idle", IDLE),
    )
    for name, case in cases.items()
}


@pytest.mark.parametrize("case", ALL)
def test_a_slip_is_told_at_its_place(case: str) -> None:
    """One of the errors stands in the marked line (where one is marked) and holds path and key word."""
    old, new, words = ALL[case]
    text, places = marked(edited((old, new)))
    told = [fault.render().splitlines()[0] for fault in faults_in(text) if fault.severity == "error"]
    lines = [f"{FILE}:{line}:" for line, _ in places] or [f"{FILE}:"]
    assert [head for head in told if head.startswith(lines[0]) and all(word in head for word in words)], told


@pytest.mark.parametrize("case", ALL)
def test_a_slip_is_told_once(case: str) -> None:
    """One slip, one message; two where it leaves something else undone."""
    old, new, _ = ALL[case]
    text, _ = marked(edited((old, new)))
    told = [fault.render() for fault in faults_in(text) if fault.severity == "error"]
    assert len(told) <= 2, told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("beside: [chat, email]", "beside: chat"),
        ("beside: [chat, email]", "beside: nothing"),
        ("    beside: nothing\n", ""),
        ("    gives_way_to: [phone, chat]\n", ""),
        ("    resume_cost: 20 s\n", "    resume_cost: 0 s\n"),
        ("    beside: nothing\n", "    beside: nothing\n    resume_cost: 10 s\n"),
        ("    weight: 2 times\n", ""),
        ("    points: 10 points\n", ""),
        ("points: 10 points", "points: 0 points"),
        ("agent: random", "agent: longest idle"),
        ("posts: {of: forum}", "posts: {of: forum, score: longest wait, agent: random}"),
        ('answers: "70 %, 50 %, 30 %"', "answers: [70 %, 50 %, 30 %]"),
        ('answers: "70 %, 50 %, 30 %"', "answers: 70 %"),
        ('answers: "70 %, 50 %, 30 %"', "answers: 0.7"),
        ('accepted: "35 % at 2 min, 55 % at 10 min"', "accepted: 40 %"),
        ("tries: 3 tries", "tries: 20 tries"),
        ("tries: 3 tries", "tries: 1 try"),
        ("tolerated: 1 h", 'tolerated: "exponential, mean 1 h"'),
        ("tolerated: 1 h", "tolerated: never"),
        ("refused: 0.8 times", "refused: 1.2 times"),
        ("when: calls wait over 2 min", "when: segment is everyday and calls hold over 3 contacts"),
        ("who: [abandoned, blocked]", "who: [abandoned, balked, blocked, closed]"),
        ("who: [abandoned, blocked]", "who: closed"),
        ("      after: 1 min\n      ring", "      ring"),
        ("keeps_idle: 2 agents", "keeps_idle: 1 agent"),
        ("keeps_idle: 2 agents", "keeps_idle: 0 agents"),
    ],
)
def test_what_may_be_left_out_or_said_otherwise_is_right(old: str, new: str) -> None:
    """Short forms, lists and texts, limits, and what has a default."""
    assert load_text(edited((old, new))).warnings == ()


def test_those_who_are_not_reached_and_have_nothing_to_do_are_pointed_out() -> None:
    """Without a row unreached they give up: a warning; where everybody answers there is nobody to warn of."""
    text = edited(("  unreached: {same: 50 %, after: 1 h}\n", ""))
    assert ["unreached" in warning for warning in load_text(text).warnings] == [True]
    sure = text.replace('answers: "70 %, 50 %, 30 %"', "answers: 100 %").replace("answers: 80 %", "answers: 100 %")
    assert load_text(sure).warnings == ()


def test_those_who_wait_for_a_callback_longer_than_they_tolerate_and_cannot_ask_are_pointed_out() -> None:
    """`tolerated` without a row unanswered, as for letters."""
    text = edited(("  unanswered: {phone: 40 %, after: 30 min}\n", ""))
    assert ["unanswered" in warning for warning in load_text(text).warnings] == [True]


def test_those_who_are_not_called_in_time_and_have_nothing_to_do_are_pointed_out() -> None:
    """Without a row expired they give up: a warning; where nothing expires there is nobody to warn of."""
    text = edited(("  expired: {same: 20 %, after: 1 h}\n", ""))
    assert ["expired" in warning for warning in load_text(text).warnings] == [True]
    assert load_text(text.replace("      expires: 8 h\n", "")).warnings == ()


def test_all_of_it_may_stand_in_a_strategy() -> None:
    """Routing and callbacks differ between strategies; steps add them."""
    strategies = """\
strategies:
  plain: {}
  strict: {channels: {email: {gives_way_to: null, resume_cost: 0 s}, chat: {beside: nothing}}}
  no_offers: {queues: {calls: {callback: null, missed: null}, chats: {callback: null}}}
  other: {add: [quiet]}
steps:
  quiet:
    queues: {calls: {agent: random, missed: {tries: 5 tries}}, vip: {weight: 3 times}}
    serves: {team: {mails: {keeps_idle: 1 agent}}}
"""
    text = edited(("strategies: {plain: {}}\n", strategies))
    assert load_text(text).warnings == ()


def test_the_plain_centre_of_a_queue_needs_none_of_it() -> None:
    """Queues of one rank without a score are of one score, and may stand beside one of the same at another rank."""
    text = edited(("    texts: third\n", "    texts: 7\n"), ("    posts: fifth\n", "    posts: 8\n"))
    assert load_text(text).warnings == ()
