"""Facts about slips in the second part of journeys: turns, peers, warm hand-overs, access, routes, follow-ups, causes.

A case says what is changed, with `@@` in the line where the message must stand, and words that it must hold: the path
of the slip and one that says what is wrong. The sentences themselves are free.
"""

from functools import partial

import pytest

from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, faults_in, marked, replaced

JOURNEYS = """\
schema: 1
name: Journeys
run: {start: 2026-03-02, measure: 1 week}
demand:
  counts: first_contacts
  incidents:
    app_outage: {starts: "2026-03-03 10:00", lasts: 2 h, volume: 2 times}
  by_channel:
    bot: {rate: {"00:00": 5 per h}}
    phone: {rate: {"00:00": 5 per h}}
    mail: {rate: {"00:00": 1 per h}}
    whatsapp: {rate: {"00:00": 1 per h}}
    forum: {rate: {"00:00": 1 per h}}
intents:
  loan: {share: 70 %, product: credit}
  card: {share: 30 %, product: cards}
  complaint: {share: 0 %}
segments:
  everyday: {share: 70 %, patience: 4 min}
  private: {share: 30 %}
channels:
  bot: {kind: self_service}
  phone: {kind: live, intent_recognised: 90 %, wrong_queue_takes: 45 s, identified: 95 %}
  mail: {kind: deferred, reply_within: 24 h, tolerated: "exponential, mean 1 day"}
  sms:
    kind: deferred
  whatsapp:
    kind: messaging
    at_once: 4 conversations
    answers_after: "mean 20 min, cv 1"
    released_after: 10 min
    replies_to: its agent
    reply_within: 1 h
    tolerated: 4 h
  forum:
    kind: community
    reply_within: 24 h
service:
  loan:
    bot: {lasts: 2 min, contained: 60 %}
    phone:
      talk: 4 min
      reopens: 5 %
      passed_on: {to: card, share: 30 %, warm: 60 %, conference: 60 s}
      follow_up: {share: 50 %, on: phone, after: 1 day, talk: "mean 2 min, cv 0.5", prevents: 60 %}
    mail:
      talk: 6 min
      keep_informed: {share: 100 %, on: sms, after: 3 h, talk: 1 min, prevents: 80 %}
    whatsapp:
      talk: "mean 6 min, cv 0.6"
      turns: 3 turns
    forum:
      talk: 4 min
      peers: 60 %
      peers_answer_after: "mean 3 h, cv 1"
      of_these_solved: 70 %
  card:
    bot: {lasts: 3 min, contained: 60 %}
    phone: {talk: 9 min}
    mail: {talk: 12 min}
    whatsapp: {talk: 6 min}
    forum: {talk: 4 min}
  complaint:
    phone: {talk: 9 min}
    mail: {talk: 12 min}
    whatsapp: {talk: 7 min}
what_next:
  bot_failed: {phone: 80 %, after: 0 s}
  bot_gone: {phone: 50 %, after: 1 h}
  unanswered: {phone: 40 %, after: 30 min}
  reopened: {same: 90 %, after: 2 h}
  not_solved: {same: 60 %, after: 1 h}
queues:
  night: {of: phone, when: between 20:00 and 08:00}
  calls:
    of: phone
    overflow:
      backup: {after: 2 min, when: calls hold over 5 contacts}
  backup: {of: phone}
  letters: {of: [mail, sms]}
  messages: {of: whatsapp}
  posts: {of: forum}
pools:
  team:
    headcount: on_queue
    staff: {daily: 3}
    skills: {phone: level 3, mail: level 3, sms: level 3, whatsapp: level 3}
    cost_centre: service
  moderators: {headcount: on_queue, staff: {daily: 1}, skills: {forum: level 3}}
serves:
  team: {night: 1, calls: 1, backup: 1, letters: 4, messages: 3}
  moderators: {posts: {after: 12 h}}
steer:
  private: {any: {offer: mail, accepted: 20 %, when: calls served under 80 % in 30 min}}
access:
  everyday:
    phone: {whatsapp: 60 %, mail: {share: 10 %, as: complaint}}
induced:
  mail: {share: 8 %, intents: [loan]}
kpis: {service_level: {phone: 80 % in 20 s}}
not_solved_because: {process: 60 %, knowledge: 40 %}
caused_by: {process: operations, story_lost: it, abandoned: planning}
context:
  known_after: 10 min
  recognised: 30 %
already_solved: 1 min
strategies: {apart: {}}
"""
"""Every word of the second part of journeys; the tests below break it."""


edited = partial(replaced, JOURNEYS)


def test_the_journeys_have_no_fault() -> None:
    """What the other tests break is right, and says nothing doubtful."""
    assert load_text(JOURNEYS).warnings == ()


Case = tuple[str, str, tuple[str, ...]]

WARM: dict[str, Case] = {
    "warm with a delay": (
        "conference: 60 s}",
        "@@conference: 60 s, after: 10 min}",
        ("service.loan.phone.passed_on", "after"),
    ),
    "conference without warm": ("warm: 60 %, conference", "@@conference", ("service.loan.phone.passed_on", "warm")),
    "warm from the mail": (
        "      talk: 6 min\n",
        "      talk: 6 min\n      passed_on: {to: card, share: 10 %, @@warm: true}\n",
        ("service.loan.mail.passed_on", "mail"),
    ),
    "warm to the mail": (
        "{to: card, share: 30 %,",
        "{on: mail, @@share: 30 %,",
        ("service.loan.phone.passed_on", "mail"),
    ),
    "warm more than all": ("warm: 60 %", "warm: @@160 %", ("service.loan.phone.passed_on.warm", "160 %")),
    "warm as a word": ("warm: 60 %", "warm: @@often", ("service.loan.phone.passed_on.warm", "often")),
    "warm as a length": ("warm: 60 %", "warm: @@60 s", ("service.loan.phone.passed_on.warm", "60 s")),
    "conference without its unit": (
        "conference: 60 s",
        "conference: @@60",
        ("service.loan.phone.passed_on.conference", "unit"),
    ),
    "conference without an end": (
        "conference: 60 s",
        "conference: @@never",
        ("service.loan.phone.passed_on.conference", "never"),
    ),
    "negative conference": (
        "conference: 60 s",
        "conference: @@-60 s",
        ("service.loan.phone.passed_on.conference", "-60 s"),
    ),
}

RECOGNITION: dict[str, Case] = {
    "no time to find out": (
        "wrong_queue_takes: 45 s, ",
        "@@",
        ("channels.phone", "wrong_queue_takes"),
    ),
    "recognised more than all": (
        "intent_recognised: 90 %",
        "intent_recognised: @@190 %",
        ("channels.phone.intent_recognised", "190 %"),
    ),
    "recognised by self-service": (
        "{kind: self_service}",
        "{kind: self_service, @@intent_recognised: 90 %, wrong_queue_takes: 45 s}",
        ("channels.bot.intent_recognised", "self-service"),
    ),
    "nothing to be taken for": (
        "  sms:\n    kind: deferred\n",
        "  sms:\n    kind: deferred\n    @@intent_recognised: 90 %\n    wrong_queue_takes: 45 s\n",
        ("channels.sms", "other intent"),
    ),
    "finding out without its unit": (
        "wrong_queue_takes: 45 s",
        "wrong_queue_takes: @@45",
        ("channels.phone.wrong_queue_takes", "unit"),
    ),
    "negative finding out": (
        "wrong_queue_takes: 45 s",
        "wrong_queue_takes: @@-45 s",
        ("channels.phone.wrong_queue_takes", "-45 s"),
    ),
    "identified more than all": ("identified: 95 %", "identified: @@195 %", ("channels.phone.identified", "195 %")),
    "identified as a length": ("identified: 95 %", "identified: @@95 s", ("channels.phone.identified", "95 s")),
    "mistyped word of a channel": (
        "identified: 95 %",
        "@@identifyed: 95 %",
        ("channels.phone.identifyed", 'did you mean "identified"'),
    ),
    "lag without its unit": ("known_after: 10 min", "known_after: @@10", ("context.known_after", "unit")),
    "negative lag": ("known_after: 10 min", "known_after: @@-10 min", ("context.known_after", "-10 min")),
    "lag as a word": ("known_after: 10 min", "known_after: @@soon", ("context.known_after", "soon")),
}

ACCESS: dict[str, Case] = {
    "segment of access": ("  everyday:\n    phone", "  @@evryday:\n    phone", ("access.evryday", "everyday")),
    "closed channel": ("phone: {whatsapp", "@@fone: {whatsapp", ("access.everyday.fone", "phone")),
    "other channel": ("{whatsapp: 60 %", "{@@whatsup: 60 %", ("access.everyday.phone.whatsup", "whatsapp")),
    "intent of a complaint": ("as: complaint}", "as: @@complant}", ("access.everyday.phone.mail.as", "complaint")),
    "more than all": ("{whatsapp: 60 %", "@@{whatsapp: 95 %", ("access.everyday.phone", "100 %")),
    "one more than all": ("{whatsapp: 60 %", "{whatsapp: @@160 %", ("access.everyday.phone.whatsapp", "160 %")),
    "negative share": ("{whatsapp: 60 %", "{whatsapp: @@-60 %", ("access.everyday.phone.whatsapp", "-60 %")),
    "share that is missing": (
        "mail: {share: 10 %, as: complaint}",
        "@@mail: {as: complaint}",
        ("access.everyday.phone.mail", "share"),
    ),
    "closed to itself": ("{whatsapp: 60 %", "{@@phone: 60 %", ("access.everyday.phone", "closed")),
    "closed in a circle": (
        "    phone: {whatsapp: 60 %, mail: {share: 10 %, as: complaint}}",
        "    phone: {@@whatsapp: 60 %}\n    whatsapp: {mail: 100 %}",
        ("access.everyday.phone.whatsapp", "closed"),
    ),
    "offer of a closed channel": (
        "  private: {any",
        "  everyday: {any: {offer: @@phone}}\n  private: {any",
        ("steer.everyday.any", "closed"),
    ),
    "straight to a closed channel": (
        "  private: {any",
        "  everyday: {loan: {straight_to: @@phone}}\n  private: {any",
        ("steer.everyday.loan", "closed"),
    ),
    "a complaint nobody works there": (
        "    whatsapp: {talk: 7 min}\n",
        "",
        ("service.complaint", "whatsapp"),
    ),
}

FOLLOW_UPS: dict[str, Case] = {
    "by no channel": ("on: phone,", "on: @@fone,", ("service.loan.phone.follow_up.on", "phone")),
    "by a machine": ("on: phone,", "on: @@bot,", ("service.loan.phone.follow_up.on", "self_service")),
    "by the community": ("on: phone,", "on: @@forum,", ("service.loan.phone.follow_up.on", "community")),
    "share of all and more": (
        "{share: 50 %, on",
        "{share: @@150 %, on",
        ("service.loan.phone.follow_up.share", "150 %"),
    ),
    "prevents all and more": (
        "prevents: 60 %",
        "prevents: @@160 %",
        ("service.loan.phone.follow_up.prevents", "160 %"),
    ),
    "delay without its unit": (
        "after: 1 day, talk",
        "after: @@1, talk",
        ("service.loan.phone.follow_up.after", "unit"),
    ),
    "talk without an end": (
        'talk: "mean 2 min, cv 0.5"',
        "talk: @@never",
        ("service.loan.phone.follow_up.talk", "never"),
    ),
    "no talk": (
        ', talk: "mean 2 min, cv 0.5"',
        "@@",
        ("service.loan.phone.follow_up", "talk"),
    ),
    "no channel": ("on: phone, after", "@@after", ("service.loan.phone.follow_up", "on")),
    "mistyped word": ("prevents: 60 %", "@@prevent: 60 %", ("service.loan.phone.follow_up.prevent", "prevents")),
    "of a machine": (
        "bot: {lasts: 2 min, contained: 60 %}",
        "bot: {lasts: 2 min, @@follow_up: {share: 1 %, on: sms, after: 1 day, talk: 1 min, prevents: 60 %}}",
        ("service.loan.bot.follow_up", "self-service"),
    ),
    "informed on the phone": (
        "    phone: {talk: 9 min}\n    mail: {talk: 12 min}\n    whatsapp: {talk: 6",
        (
            "    phone: {talk: 9 min, @@keep_informed: {share: 1 %, on: sms, after: 3 h, talk: 1 min, prevents: 0 %}}\n"
            "    mail: {talk: 12 min}\n    whatsapp: {talk: 6"
        ),
        ("service.card.phone.keep_informed", "phone"),
    ),
    "informed by no channel": ("on: sms,", "on: @@smms,", ("service.loan.mail.keep_informed.on", "sms")),
    "informed by a machine": ("on: sms,", "on: @@bot,", ("service.loan.mail.keep_informed.on", "self_service")),
    "on letters out of service": (
        "  sms:\n    kind: deferred\n",
        "  sms:\n    kind: deferred\n    in_service: from 2027-01-01\n",
        ("service.loan.mail.keep_informed", "sms"),
    ),
    "on calls out of service": (
        "  sms:\n    kind: deferred\n",
        "  sms:\n    kind: live\n    in_service: from 2027-01-01\n",
        ("service.loan.mail.keep_informed", "sms"),
    ),
    "on a channel always closed": (
        "  sms:\n    kind: deferred\n",
        "  sms:\n    kind: live\n    open: holiday 08:00-10:00\n",
        ("service.loan.mail.keep_informed", "sms"),
    ),
    "nobody who can": (
        "sms: level 3, ",
        "",
        ("sms",),
    ),
}

KINDS: dict[str, Case] = {
    "turns on the phone": (
        "      talk: 4 min\n      reopens",
        "      talk: 4 min\n      @@turns: 3 turns\n      reopens",
        ("service.loan.phone.turns", "live"),
    ),
    "no turns": ("turns: 3 turns", "turns: @@0 turns", ("service.loan.whatsapp.turns", "turns")),
    "half a turn": ("turns: 3 turns", "turns: @@2.5 turns", ("service.loan.whatsapp.turns", "2.5")),
    "turns without their unit": ("turns: 3 turns", "turns: @@3", ("service.loan.whatsapp.turns", "unit")),
    "turns of customers who never answer": (
        '    answers_after: "mean 20 min, cv 1"\n',
        "",
        ("service.loan.whatsapp", "answers_after"),
    ),
    "answers without an end": (
        'answers_after: "mean 20 min, cv 1"',
        "answers_after: @@never",
        ("channels.whatsapp.answers_after", "never"),
    ),
    "answers without their unit": (
        'answers_after: "mean 20 min, cv 1"',
        "answers_after: @@20",
        ("channels.whatsapp.answers_after", "unit"),
    ),
    "released without its unit": (
        "released_after: 10 min",
        "released_after: @@10",
        ("channels.whatsapp.released_after", "unit"),
    ),
    "negative release": (
        "released_after: 10 min",
        "released_after: @@-10 min",
        ("channels.whatsapp.released_after", "-10 min"),
    ),
    "replies to nobody": (
        "replies_to: its agent",
        "replies_to: @@anybody",
        ("channels.whatsapp.replies_to", "its agent"),
    ),
    "answers on the line": (
        "{kind: live, intent",
        "{kind: live, @@answers_after: 20 min, intent",
        ("channels.phone.answers_after", "messaging"),
    ),
    "release of a letter": (
        "mail: {kind: deferred,",
        "mail: {kind: deferred, @@released_after: 20 min,",
        ("channels.mail.released_after", "messaging"),
    ),
    "no conversations at all": (
        "at_once: 4 conversations",
        "at_once: @@0 conversations",
        ("channels.whatsapp.at_once", "1"),
    ),
    "kind of a channel": ("kind: messaging", "kind: @@messages", ("channels.whatsapp.kind", "messaging")),
    "peers who never answer": (
        '      peers_answer_after: "mean 3 h, cv 1"\n',
        "",
        ("service.loan.forum", "peers_answer_after"),
    ),
    "peers without an end": (
        'peers_answer_after: "mean 3 h, cv 1"',
        "peers_answer_after: @@never",
        ("service.loan.forum.peers_answer_after", "never"),
    ),
    "peers in a conversation": (
        "      turns: 3 turns\n",
        "      turns: 3 turns\n      @@peers: 60 %\n      peers_answer_after: 3 h\n",
        ("service.loan.whatsapp.peers", "messaging"),
    ),
    "peers by mail": (
        "      talk: 6 min\n",
        "      talk: 6 min\n      @@peers: 60 %\n      peers_answer_after: 3 h\n",
        ("service.loan.mail.peers", "deferred"),
    ),
    "more peers than all": ("peers: 60 %", "peers: @@160 %", ("service.loan.forum.peers", "160 %")),
    "more helped than all": (
        "of_these_solved: 70 %",
        "of_these_solved: @@170 %",
        ("service.loan.forum.of_these_solved", "170 %"),
    ),
    "peers of a machine": (
        "bot: {lasts: 2 min, contained: 60 %}",
        "bot: {lasts: 2 min, contained: 60 %, @@peers: 60 %}",
        ("service.loan.bot.peers", "self-service"),
    ),
}

CONDITIONS: dict[str, Case] = {
    "incident": ("when: between 20:00 and 08:00", "when: @@during outage", ("queues.night.when", "app_outage")),
    "no incident": (
        "when: between 20:00 and 08:00",
        "when: @@not during ap_outage",
        ("queues.night.when", "app_outage"),
    ),
    "segment": ("when: between 20:00 and 08:00", "when: @@segment is privat", ("queues.night.when", "private")),
    "segment that is not": (
        "when: between 20:00 and 08:00",
        "when: @@segment is not privat",
        ("queues.night.when", "private"),
    ),
    "intent": ("when: between 20:00 and 08:00", "when: @@intent is loans", ("queues.night.when", "loan")),
    "product": ("when: between 20:00 and 08:00", "when: @@product is card", ("queues.night.when", "cards")),
    "visit in words": (
        "when: between 20:00 and 08:00",
        "when: @@visit over one",
        ("queues.night.when", "visit over one"),
    ),
    "visit that is": ("when: between 20:00 and 08:00", "when: @@visit is 1", ("queues.night.when", "visit is 1")),
    "share served without its sign": (
        "when: between 20:00 and 08:00",
        "when: @@calls served under 80 in 30 min",
        ("queues.night.when", "80"),
    ),
    "share served of more than all": (
        "when: between 20:00 and 08:00",
        "when: @@calls served under 180 % in 30 min",
        ("queues.night.when", "180 %"),
    ),
    "no time to look back": (
        "when: between 20:00 and 08:00",
        "when: @@calls served under 80 % in 0 min",
        ("queues.night.when", "longer"),
    ),
    "time to look back without its unit": (
        "when: between 20:00 and 08:00",
        "when: @@calls served under 80 % in 30",
        ("queues.night.when", "unit"),
    ),
    "queue that served": (
        "calls served under 80 %",
        "@@cals served under 80 %",
        ("steer.private.any.when", "calls"),
    ),
}

QUEUES: dict[str, Case] = {
    "everybody only at night": (
        "calls hold over 5 contacts}\n  backup: {of: phone}",
        "calls hold over 5 contacts}\n    when: visit over 0\n  backup: {of: phone, when: visit under 3}",
        ("queues", "phone"),
    ),
    "overflow to no queue": ("backup: {after", "@@bckup: {after", ("queues.calls.overflow.bckup", "backup")),
    "overflow to itself": ("backup: {after", "@@calls: {after", ("queues.calls.overflow.calls", "already")),
    "overflow at no age": ("{after: 2 min, when", "@@{when", ("queues.calls.overflow.backup", "after")),
    "overflow without its unit": (
        "{after: 2 min, when",
        "{after: @@2, when",
        ("queues.calls.overflow.backup.after", "unit"),
    ),
    "negative age": (
        "{after: 2 min, when",
        "{after: @@-2 min, when",
        ("queues.calls.overflow.backup.after", "-2 min"),
    ),
    "overflow when nothing known": (
        "when: calls hold over 5 contacts",
        "when: @@the boss says so",
        ("queues.calls.overflow.backup.when", "the boss says so"),
    ),
    "overflow when an unknown queue is long": (
        "when: calls hold over 5 contacts",
        "when: @@cals hold over 5 contacts",
        ("queues.calls.overflow.backup.when", "calls"),
    ),
    "overflow to who has not learned it": (
        "backup: {after",
        "@@posts: {after: 1 h}\n      backup: {after",
        ("queues.calls.overflow.posts", "phone"),
    ),
}

INDUCED_AND_CAUSES: dict[str, Case] = {
    "induced by no channel": ("  mail: {share: 8 %", "  @@mial: {share: 8 %", ("induced.mial", "mail")),
    "induced intent": ("intents: [loan]}", "intents: @@[laon]}", ("induced.mail.intents", "loan")),
    "induced more than all": ("share: 8 %", "share: @@800 %", ("induced.mail.share", "800 %")),
    "negative induced": ("share: 8 %", "share: @@-8 %", ("induced.mail.share", "-8 %")),
    "induced by no share": ("{share: 8 %, intents: [loan]}", "@@{intents: [loan]}", ("induced.mail", "share")),
    "caused by no cause": ("process: operations", "@@proces: operations", ("caused_by.proces", "process")),
    "caused by a row that is not": (
        "abandoned: planning",
        "@@abandonned: planning",
        ("caused_by.abandonned", "abandoned"),
    ),
    "caused by nobody": ("process: operations", "process: @@[]", ("caused_by.process",)),
    "cost centre of two": ("cost_centre: service", "cost_centre: @@[service, it]", ("pools.team.cost_centre",)),
    "product of two": ("product: credit", "product: @@[credit, cards]", ("intents.loan.product",)),
}

ALL = {
    f"{topic}: {name}": case
    for topic, cases in (
        ("warm", WARM),
        ("recognition", RECOGNITION),
        ("access", ACCESS),
        ("follow-up", FOLLOW_UPS),
        ("kinds", KINDS),
        ("conditions", CONDITIONS),
        ("queues", QUEUES),
        ("induced and causes", INDUCED_AND_CAUSES),
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
    """No more than one message an intent for one slip, of which there are three."""
    old, new, _ = ALL[case]
    text, _ = marked(edited((old, new)))
    assert len([fault for fault in faults_in(text) if fault.severity == "error"]) <= 3


@pytest.mark.parametrize(
    "when",
    [
        "during app_outage",
        "not during app_outage and segment is private",
        "intent is not loan and product is cards",
        "[visit under 1, calls served over 50 % in 1 h]",
        "calls served under 80 % in the last 30 min",
    ],
)
def test_conditions_over_the_further_facts_are_read(when: str) -> None:
    """Each is a condition of an offer and of a queue, alone, joined by and, and in a list."""
    assert load_text(edited(("calls served under 80 % in 30 min", when))).warnings == ()
    assert load_text(edited(("when: between 20:00 and 08:00", f"when: {when}"))).warnings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("warm: 60 %", "warm: true"),
        ("warm: 60 %, conference: 60 s", "warm: false"),
        ("warm: 60 %, conference: 60 s", "warm: 0 %"),
        ("replies_to: its agent", "replies_to: the queue"),
        ("    released_after: 10 min\n", ""),
        ("mail: {share: 10 %, as: complaint}", "mail: 40 %"),
        ("{share: 8 %, intents: [loan]}", "8 %"),
        (" intent_recognised: 90 %, wrong_queue_takes: 45 s,", ""),
        ("caused_by: {process: operations, story_lost: it, abandoned: planning}", "caused_by: {}"),
    ],
)
def test_what_may_be_left_out_or_said_otherwise_is_right(old: str, new: str) -> None:
    """Shares as true or a percentage, the short forms, and what has a default."""
    assert load_text(edited((old, new))).warnings == ()


def test_all_of_it_may_stand_in_a_strategy() -> None:
    """Access, induced, causes and routes differ between strategies; steps add them."""
    strategies = """\
strategies:
  apart: {}
  open: {access: {everyday: null}, induced: {mail: null}}
  other: {add: [closed]}
steps:
  closed:
    access: {private: {phone: {mail: 50 %}}}
    steer: {private: null}
    induced: {whatsapp: 5 %}
    caused_by: {knowledge: training}
    queues: {calls: {overflow: {backup: {after: 1 min}}}}
"""
    text = edited(("strategies: {apart: {}}\n", strategies))
    assert load_text(text).warnings == ()
