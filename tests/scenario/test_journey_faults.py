"""Facts about slips in journeys: self-service, steering, conditions, outcomes, chases, effects; each at its place."""

from functools import partial

import pytest

from sim.errors import Fault
from sim.scenario.condition import FORMS
from sim.scenario.load import load_text
from tests.scenario.conftest import FILE, faults_in, marked, replaced

JOURNEYS = """\
schema: 1
name: Journeys
run: {start: 2026-03-02, measure: 1 week}
demand:
  counts: first_contacts
  by_channel:
    bot: {rate: {"00:00": 5 per h}}
    phone: {rate: {"00:00": 5 per h}}
    mail: {rate: {"00:00": 1 per h}}
intents: {help: {share: 70 %}, tax: {share: 30 %}}
segments:
  people: {share: 70 %, patience: 4 min}
  firms: {share: 30 %, what_next: {bot_failed: {phone: 95 %, after: 0 s}}}
channels:
  bot: {kind: self_service, lines: 20 lines}
  phone: {kind: live}
  mail: {kind: deferred, reply_within: 24 h, tolerated: "exponential, mean 1 day"}
service:
  help:
    bot: {lasts: 2 min, contained: 60 %, of_these_solved: 80 %, leftover_takes: 1.2 times}
    phone: {talk: 4 min, redirects: 2 %, passed_on: {to: tax, share: 10 %, lost: 5 %}, reopens: 3 %}
    mail: {talk: 6 min, solved: 80 %}
  tax:
    bot: {lasts: 3 min, contained: 20 %}
    phone: {talk: 9 min}
    mail: {talk: 12 min, solved: 70 %}
what_next:
  at_most: 5 visits
  bot_failed: {phone: 80 %, after: 0 s}
  bot_gone: {same: 20 %, phone: 50 %, after: 1 h}
  redirected: {mail: 60 %, after: 10 min}
  unanswered: {phone: 40 %, after: 30 min}
  reopened: {same: 90 %, after: 2 h}
  lost_on_the_way: {same: 70 %, after: 10 min}
  not_solved: {same: 60 %, after: 1 h}
queues: {calls: {of: phone}, letters: {of: mail}}
pools:
  team: {headcount: on_queue, staff: {daily: 3}, skills: {phone: level 3, mail: level 3}, redirects: 1 %}
serves: {team: [calls, letters]}
steer:
  people:
    help:
      offer: bot
      accepted: 20 % at 1 min, 60 % at 5 min
      when: calls wait over 60 s and phone is open
      refused: 0.8 times
  firms: {any: {straight_to: phone}}
effects:
  desktop: {handle_time: 0.9 times, channels: phone, intents: [help], source: assumption}
patience_factor: 1.1 times
averted: {help: 5 %}
already_solved: 1 min
not_solved_because: {process: 60 %, knowledge: 40 %}
context: {same_channel: kept 90 %, other_channel: kept 40 %, from_bot: kept 50 %, transfer: kept 70 %, recognised: 30 %}
lost_story: {extra_talk: 1 min}
strategies: {apart: {}}
"""
"""Every word of journeys; the tests below break it."""


edited = partial(replaced, JOURNEYS)
CONDITIONS = "; ".join(form.example for form in FORMS)


def heads(faults: tuple[Fault, ...]) -> list[str]:
    """Place and sentence of each error, without the line of the file."""
    return [fault.render().splitlines()[0] for fault in faults if fault.severity == "error"]


def test_the_journeys_have_no_fault() -> None:
    """What the other tests break is right, and says nothing doubtful."""
    assert load_text(JOURNEYS).warnings == ()


ONE_FAULT = {
    "segment that is not steered": (
        "  firms: {any:",
        "  @@frms: {any:",
        'steer.frms: there is no segment of this name (got frms; allowed: people, firms; did you mean "firms"?)',
    ),
    "intent that is not steered": (
        "    help:\n      offer",
        "    @@hlep:\n      offer",
        (
            "steer.people.hlep: there is no intent of this name (got hlep; allowed: help, tax, any; did you mean "
            '"help"?)'
        ),
    ),
    "offer of no channel": (
        "offer: bot",
        "offer: @@bto",
        (
            "steer.people.help.offer: there is no channel of this name (got bto; allowed: bot, phone, mail; did "
            'you mean "bot"?)'
        ),
    ),
    "way straight to no channel": (
        "straight_to: phone",
        "straight_to: @@fone",
        (
            "steer.firms.any.straight_to: there is no channel of this name (got fone; allowed: bot, phone, mail; "
            'did you mean "phone"?)'
        ),
    ),
    "offer and way straight": (
        "help:\n      offer: bot\n",
        "@@help:\n      offer: bot\n      straight_to: phone\n",
        "steer.people.help: give either offer (they may refuse) or straight_to, not both and not neither",
    ),
    "neither offer nor way": (
        "{any: {straight_to: phone}}",
        "{@@any: {when: phone is open}}",
        "steer.firms.any: give either offer (they may refuse) or straight_to, not both and not neither",
    ),
    "acceptance of who is not asked": (
        "{straight_to: phone}",
        "{straight_to: phone, @@accepted: 50 %}",
        "steer.firms.any.accepted: who is led straight to a channel is not asked",
    ),
    "refusal of who is not asked": (
        "{straight_to: phone}",
        "{straight_to: phone, @@refused: 0.5 times}",
        "steer.firms.any.refused: who is led straight to a channel is not asked",
    ),
    "acceptance beyond all": (
        "20 % at 1 min, 60 % at 5 min",
        "@@20 % at 1 min, 160 % at 5 min",
        'steer.people.help.accepted: "160 %" is not between 0 and 100 %',
    ),
    "refusal as a share": (
        "refused: 0.8 times",
        "refused: @@80 %",
        'steer.people.help.refused: "80 %" is not a factor such as "2.5 times"',
    ),
    "queue of a condition": (
        "calls wait over 60 s and phone is open",
        "@@cals wait over 60 s",
        (
            "steer.people.help.when: there is no queue of this name (got cals; allowed: calls, letters; did you "
            'mean "calls"?)'
        ),
    ),
    "channel of a condition": (
        "calls wait over 60 s and phone is open",
        "@@fone is closed",
        (
            "steer.people.help.when: there is no channel of this name (got fone; allowed: bot, phone, mail; did "
            'you mean "phone"?)'
        ),
    ),
    "team of a condition": (
        "calls wait over 60 s and phone is open",
        "@@crew has under 2 idle agents",
        "steer.people.help.when: there is no pool of this name (got crew; allowed: team)",
    ),
    "condition about nothing known": (
        "calls wait over 60 s and phone is open",
        "@@calls wait over 60 s and the moon is full",
        f'steer.people.help.when: "the moon is full" is not a condition; write for example {CONDITIONS}',
    ),
    "condition with another word": (
        "calls wait over 60 s and phone is open",
        "@@calls wait more than 60 s",
        f'steer.people.help.when: "calls wait more than 60 s" is not a condition; write for example {CONDITIONS}',
    ),
    "condition without its unit": (
        "calls wait over 60 s and phone is open",
        "@@calls wait over 60",
        'steer.people.help.when: "60" has no unit; did you mean "60 s" or "60 min"?',
    ),
    "condition with a number in words": (
        "calls wait over 60 s and phone is open",
        "@@calls hold over five contacts",
        'steer.people.help.when: "five contacts" is not a count such as "3 contacts"',
    ),
    "condition on no time": (
        "calls wait over 60 s and phone is open",
        "@@between 08:00 and 08:00",
        "steer.people.help.when: the time between 08:00 and 08:00 is empty",
    ),
    "condition off the clock": (
        "calls wait over 60 s and phone is open",
        "@@between 08:00 and 25:00",
        'steer.people.help.when: "25:00" is not on the clock; times of day go from 00:00 to 24:00',
    ),
    "number as a condition": (
        "calls wait over 60 s and phone is open",
        "@@7",
        f"steer.people.help.when: 7 is not a condition; write for example {CONDITIONS}",
    ),
    "channel of an effect": (
        "channels: phone, intents",
        "channels: @@fone, intents",
        (
            "effects.desktop.channels: there is no channel of this name (got fone; allowed: bot, phone, mail; did "
            'you mean "phone"?)'
        ),
    ),
    "intent of an effect": (
        "intents: [help]",
        "intents: @@hlep",
        (
            "effects.desktop.intents: there is no intent of this name (got hlep; allowed: help, tax; did you mean "
            '"help"?)'
        ),
    ),
    "effect without a source": (
        "desktop: {handle_time: 0.9 times, channels: phone, intents: [help], source: assumption",
        "@@desktop: {handle_time: 0.9 times, channels: phone, intents: [help]",
        "effects.desktop.source: source is missing (allowed: for example source: assumption)",
    ),
    "effect as a share": (
        "handle_time: 0.9 times",
        "handle_time: @@90 %",
        'effects.desktop.handle_time: "90 %" is not a factor such as "2.5 times"',
    ),
    "effect of nothing left": (
        "handle_time: 0.9 times",
        "handle_time: @@0 times",
        'effects.desktop.handle_time: "0 times" is not above 0; a factor looks like "2.5 times"',
    ),
    "passed on to no intent": (
        "to: tax,",
        "to: @@txa,",
        (
            "service.help.phone.passed_on.to: there is no intent of this name (got txa; allowed: help, tax; did "
            'you mean "tax"?)'
        ),
    ),
    "passed on to itself": (
        "passed_on: {to: tax,",
        "@@passed_on: {to: help,",
        "service.help.phone.passed_on: this is where the contact is already",
    ),
    "passed on to its own channel": (
        "passed_on: {to: tax,",
        "@@passed_on: {on: phone,",
        "service.help.phone.passed_on: this is where the contact is already",
    ),
    "passed on to no channel": (
        "to: tax,",
        "on: @@fone,",
        (
            "service.help.phone.passed_on.on: there is no channel of this name (got fone; allowed: bot, phone, "
            'mail; did you mean "phone"?)'
        ),
    ),
    "passed on to nowhere": (
        "passed_on: {to: tax,",
        "@@passed_on: {",
        "service.help.phone.passed_on: say where to: another intent (to), another channel (on), or both",
    ),
    "passed on by no share": (
        "passed_on: {to: tax, share: 10 %,",
        "@@passed_on: {to: tax,",
        "service.help.phone.passed_on.share: share is missing (allowed: for example share: 30 %)",
    ),
    "passed on more than all": (
        "share: 10 %, lost: 5 %",
        "share: @@110 %, lost: 5 %",
        'service.help.phone.passed_on.share: "110 %" is not between 0 and 100 %',
    ),
    "passed on where nobody works it": (
        (
            "tax:\n    bot: {lasts: 3 min, contained: 20 %}\n    phone: {talk: 9 min}\n    mail: {talk: 12 min, "
            "solved: 70 %}\n"
        ),
        "@@tax:\n    bot: {lasts: 3 min, contained: 20 %}\n    mail: {talk: 12 min, solved: 70 %}\n",
        (
            "service.tax: tax arrives on phone, but service.tax.phone is not given (allowed: talk and solved for "
            "every channel its customers use)"
        ),
    ),
    "averted for no intent": (
        "averted: {help",
        "averted: {@@hlep",
        'averted.hlep: there is no intent of this name (got hlep; allowed: help, tax; did you mean "help"?)',
    ),
    "averted more than all": (
        "averted: {help: 5 %",
        "averted: {help: @@500 %",
        'averted.help: "500 %" is not between 0 and 100 %',
    ),
    "person and machine at once": (
        "bot: {lasts: 3 min,",
        "@@bot: {lasts: 3 min, talk: 1 min,",
        "service.tax.bot: give either talk (a person serves) or lasts (self-service), not both and not neither",
    ),
    "neither person nor machine": (
        "bot: {lasts: 3 min, contained: 20 %}",
        "@@bot: {contained: 20 %}",
        "service.tax.bot: give either talk (a person serves) or lasts (self-service), not both and not neither",
    ),
    "talk with a machine": (
        "bot: {lasts: 3 min, contained: 20 %}",
        "@@bot: {talk: 3 min}",
        "service.tax.bot: bot is self-service; give lasts and contained",
    ),
    "session with a person": (
        "phone: {talk: 9 min}",
        "phone: {@@lasts: 9 min}",
        "service.tax.phone.lasts: phone is live; give talk and solved",
    ),
    "share solved of a machine": (
        "contained: 20 %}",
        "contained: 20 %, @@solved: 50 %}",
        (
            "service.tax.bot.solved: this does not belong to self-service (got solved; allowed: lasts, contained, "
            "of_these_solved, leftover_takes)"
        ),
    ),
    "reopening of a machine": (
        "contained: 20 %}",
        "contained: 20 %, @@reopens: 5 %}",
        (
            "service.tax.bot.reopens: this does not belong to self-service (got reopens; allowed: lasts, "
            "contained, of_these_solved, leftover_takes)"
        ),
    ),
    "containment of a person": (
        "phone: {talk: 9 min}",
        "phone: {talk: 9 min, @@contained: 20 %}",
        (
            "service.tax.phone.contained: this does not belong to a person (got contained; allowed: talk, wrap_up, "
            "measured_at, turns, solved, redirects, passed_on, reopens, peers, peers_answer_after, follow_up, "
            "keep_informed)"
        ),
    ),
    "session that never ends": (
        "bot: {lasts: 3 min,",
        "bot: {lasts: @@never,",
        "service.tax.bot.lasts: only patience may be never (got never; allowed: a length of time)",
    ),
    "leftover without its unit": (
        "leftover_takes: 1.2 times",
        "leftover_takes: @@1.2",
        'service.help.bot.leftover_takes: 1.2 has no unit; did you mean "1.2 times"?',
    ),
    "people who work a machine": (
        "mail: level 3}",
        "mail: level 3, @@bot: level 3}",
        "pools.team.skills.bot: nobody works bot, which is self-service",
    ),
    "machine that hands on to itself": (
        "bot_failed: {phone: 80 %",
        "bot_failed: {@@same: 10 %, phone: 80 %",
        (
            "what_next.bot_failed.same: what self-service could not do cannot go back to self-service, or it would "
            "never end (allowed: a channel with people)"
        ),
    ),
    "machine that hands on to a machine": (
        "bot_failed: {phone: 80 %",
        "bot_failed: {@@bot: 10 %, phone: 80 %",
        (
            "what_next.bot_failed.bot: what self-service could not do cannot go back to self-service, or it would "
            "never end (allowed: a channel with people)"
        ),
    ),
    "machine that hands a segment on to itself": (
        "bot_failed: {phone: 95 %",
        "bot_failed: {@@same: 95 %",
        (
            "segments.firms.what_next.bot_failed.same: what self-service could not do cannot go back to "
            "self-service, or it would never end (allowed: a channel with people)"
        ),
    ),
    "more than all handed on": (
        "bot_failed: {phone: 80 %",
        "@@bot_failed: {phone: 80 %, mail: 30 %",
        (
            "what_next.bot_failed: the shares add up to 110 %, more than 100 % (allowed: what is missing to 100 % "
            "gives up)"
        ),
    ),
    "more than all ask again": (
        "unanswered: {phone: 40 %",
        "@@unanswered: {phone: 70 %, mail: 50 %",
        (
            "what_next.unanswered: the shares add up to 120 %, more than 100 % (allowed: what is missing to 100 % "
            "gives up)"
        ),
    ),
    "mistyped word of what reopens": (
        "reopened: {same: 90 %",
        "reopened: {@@smae: 90 %",
        (
            "what_next.reopened.smae: there is no channel of this name (got smae; allowed: bot, phone, mail, same, "
            'after, once_open, gives_up_more; did you mean "same"?)'
        ),
    ),
    "mistyped row": (
        "  reopened:",
        "  @@repened:",
        (
            "what_next.repened: unknown key (got repened; allowed: abandoned, balked, blocked, closed, "
            "disconnected, not_solved, bot_failed, bot_gone, redirected, unanswered, reopened, lost_on_the_way, "
            'unreached, expired, at_most; did you mean "reopened"?)'
        ),
    ),
    "causes that leave some": (
        "not_solved_because: {process: 60 %",
        "@@not_solved_because: {process: 50 %",
        "not_solved_because: the shares add up to 90 %, not to 100 %",
    ),
    "tolerance of who waits on the line": (
        "phone: {kind: live}",
        "phone: {kind: live, @@tolerated: 3 min}",
        (
            "channels.phone.tolerated: this is for deferred, messaging and community channels; on others customers "
            "have patience (segments)"
        ),
    ),
    "tolerance of a machine": (
        "lines: 20 lines",
        "@@tolerated: 3 min",
        (
            "channels.bot.tolerated: this is for deferred, messaging and community channels; on others customers have "
            "patience (segments)"
        ),
    ),
    "tolerance without its unit": (
        '"exponential, mean 1 day"',
        "@@2",
        (
            'channels.mail.tolerated: 2 has no unit; did you mean "2 s" or "2 min"? A distribution looks like '
            '"mean 5 min, cv 0.8", "exponential, mean 2 min", "half under 4 min, 90 % under 11 min" or "3 min"'
        ),
    ),
    "deadline of a machine": (
        "lines: 20 lines",
        "@@reply_within: 6 h",
        (
            "channels.bot.reply_within: this is for deferred, messaging and community channels; use kpis.service_level "
            "for live ones"
        ),
    ),
    "mistyped word of context": (
        "from_bot: kept",
        "@@frombot: kept",
        (
            "context.frombot: unknown key (got frombot; allowed: same_channel, other_channel, from_bot, same_agent, "
            'transfer, known_after, recognised, waiting_counts; did you mean "from_bot"?)'
        ),
    ),
    "story kept too often": (
        "transfer: kept 70 %",
        "transfer: @@kept 170 %",
        'context.transfer: "170 %" is not between 0 and 100 %',
    ),
    "recognised as a story": (
        "recognised: 30 %",
        "recognised: @@kept 30 %",
        'context.recognised: "kept 30 %" is not a share such as "30 %" or 0.3',
    ),
    "already solved without its unit": (
        "already_solved: 1 min",
        "already_solved: @@1",
        'already_solved: 1 has no unit; did you mean "1 s" or "1 min"?',
    ),
    "team that sends all and more": (
        "redirects: 1 %}",
        "redirects: @@101 %}",
        'pools.team.redirects: "101 %" is not between 0 and 100 %',
    ),
    "no contact at all": (
        "5 visits",
        "@@0 visits",
        "what_next.at_most: must be 1 to 50 visits",
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_one_slip_in_a_journey_is_one_message_at_its_place(case: str) -> None:
    """A single slip gives a single message: line, column, path, what is wrong, what would be right."""
    old, new, sentence = ONE_FAULT[case]
    text, [(line, column)] = marked(edited((old, new)))
    assert heads(faults_in(text)) == [f"{FILE}:{line}:{column}: {sentence}"]


def test_a_machine_in_a_queue_is_refused() -> None:
    """Nobody waits for self-service, so it stands in no queue."""
    text, [(line, column)] = marked(edited(("letters: {of: mail}", "letters: {of: @@[mail, bot]}")))
    message = "queues.letters.of: nobody waits for bot, which is self-service (got bot)"
    assert f"{FILE}:{line}:{column}: {message}" in heads(faults_in(text))


def test_a_skill_for_what_is_passed_on_is_missed_on_every_channel() -> None:
    """A team that knows one intent of two is told each queue that it leaves without anybody."""
    text, places = marked(
        edited(
            ("redirects: 1 %}", "redirects: 1 %, intents: {help: level 3}}"),
            ("{calls: {of: phone}, letters:", "{@@calls: {of: phone}, @@letters:"),
        )
    )
    assert heads(faults_in(text)) == [
        f"{FILE}:{line}:{column}: queues.{queue}: nobody who serves it can work intent tax on {channel} "
        "(allowed: the intent among a pool's intents)"
        for (line, column), queue, channel in zip(places, ("calls", "letters"), ("phone", "mail"), strict=True)
    ]


def test_slips_of_several_kinds_are_told_together() -> None:
    """Unknown names, shares, units and kinds in one go, in the order of the file."""
    text, places = marked(
        edited(
            ("phone: {kind: live}", "phone: {kind: live, @@tolerated: 3 min}"),
            ("to: tax,", "to: @@txa,"),
            ("bot_gone: {same: 20 %", "bot_gone: {same: @@200 %"),
            ("straight_to: phone", "straight_to: @@fone"),
            ("recognised: 30 %", "recognised: @@30 times"),
        )
    )
    told = heads(faults_in(text))
    assert [tuple(map(int, head.split(":")[1:3])) for head in told] == places
