"""Facts about single slips in a scenario: one message each, at its place, in a planner's words."""

import pytest

from sim.scenario.load import load_text


def test_the_whole_scenario_has_no_fault(whole):
    """What the other tests break is right, and says nothing doubtful."""
    assert load_text(whole).warnings == ()


ONE_FAULT = {
    "unknown key": (
        "of: phone}",
        "of: phone, @@intnts: help}",
        (
            "queues.calls.intnts: unknown key (got intnts; allowed: of, intents, segments, limit, score, "
            "weight, points, agent, prefers, reserved_for, when, announces, callback, missed, longest_wait, overflow; "
            'did you mean "intents"?)'
        ),
    ),
    "mistyped key that must be there": (
        "headcount: on_queue",
        "@@headcont: on_queue",
        (
            "pools.day.headcont: unknown key (got headcont; allowed: headcount, staff, shifts, roster, "
            "shrinkage, skills, intents, redirects, cost_centre, "
            'off_queue_spell, absent, late, tenure, learning; did you mean "headcount"?)'
        ),
    ),
    "missing key": (
        "  phone: {kind: live, open: mon-fri 08:00-10:00}",
        "  @@phone: {open: mon-fri 08:00-10:00}",
        ("channels.phone.kind: kind is missing (allowed: live, chat, deferred, self_service, messaging, community)"),
    ),
    "number without its unit": (
        "measure: 1 week",
        "measure: @@7",
        'run.measure: 7 has no unit; did you mean "7 days" or "7 weeks"?',
    ),
    "duration without its unit": (
        "wrap_up: 30 s",
        "wrap_up: @@30",
        (
            'service.help.phone.wrap_up: 30 has no unit; did you mean "30 s" or "30 min"? A distribution looks like '
            '"mean 5 min, cv 0.8", "exponential, mean 2 min", "half under 4 min, 90 % under 11 min" or "3 min"'
        ),
    ),
    "percent without its sign": (
        "share: 60 %",
        "share: @@60",
        'intents.help.share: 60 is not between 0 and 100 %; did you mean "60 %"?',
    ),
    "word that is none of the allowed": (
        "kind: live",
        "kind: @@life",
        (
            "channels.phone.kind: not one of the allowed words (got life; allowed: live, chat, "
            'deferred, self_service, messaging, community; did you mean "live"?)'
        ),
    ),
    "text where a mapping belongs": (
        "calls: {of: phone}",
        "calls: @@phone",
        (
            "queues.calls: must be a mapping (keys with values) (got phone; allowed: of, intents, segments, limit, "
            "score, weight, points, agent, prefers, reserved_for, when, announces, callback, missed, longest_wait, "
            "overflow)"
        ),
    ),
    "list where a mapping belongs": (
        "run: {start: 2026-03-02, measure: 1 week}",
        "run: @@[2026-03-02]",
        (
            "run: must be a mapping (keys with values) (got a list; allowed: start, zone, settle, measure, follow, "
            "holidays, replications, seed, backlog_at_start)"
        ),
    ),
    "mapping where a list belongs": (
        "weekday: [4, 5, 6]",
        'weekday: @@{"08:00": 4}',
        "demand.by_channel.phone.profile.weekday: must be a list (got a mapping)",
    ),
    "number where text belongs": (
        "name: Whole",
        "name: @@7",
        "name: must be text; put it in quotes (got 7)",
    ),
    "list where text belongs": ("name: Whole", "name: @@[7]", "name: must be text (got a list)"),
    "truth where a word belongs": (
        "of: phone}",
        "of: @@true}",
        "queues.calls.of: true is not a name; write a name or a list of names",
    ),
    "list of lists where names belong": (
        "day: [calls, texts]",
        "day: @@[calls, [texts]]",
        "serves.day: a list is not a name; write a name or a list of names",
    ),
    "name that does not exist": (
        "of: phone}",
        "of: @@phnoe}",
        (
            "queues.calls.of: there is no channel of this name (got phnoe; allowed: phone, chat, "
            'email; did you mean "phone"?)'
        ),
    ),
    "name in a list": (
        "of: [chat, email]",
        "of: [chat, @@emial, email]",
        (
            "queues.texts.of[1]: there is no channel of this name (got emial; allowed: phone, chat, "
            'email; did you mean "email"?)'
        ),
    ),
    "name as a key": (
        "skills: {phone: level 3, chat: level 2}",
        "skills: {phone: level 3, @@chta: level 2, chat: level 2}",
        (
            "pools.day.skills.chta: there is no channel of this name (got chta; allowed: phone, chat, "
            'email; did you mean "chat"?)'
        ),
    ),
    "sign for every channel where one is meant": (
        "of: phone}",
        'of: [phone, @@"*"]}',
        "queues.calls.of[1]: there is no channel of this name (got *; allowed: phone, chat, email)",
    ),
    "mistyped word of a row of what_next": (
        "{same: 60 %, after: {",
        "{same: 60 %, @@aftr: {",
        (
            "what_next.not_solved.aftr: no channel and no word of this row (got aftr; allowed: phone, chat, "
            "email, same, "
            'after, once_open, gives_up_more; did you mean "after"?)'
        ),
    ),
    "mistyped word with a time": (
        'after: "exponential, mean 15 min"',
        "@@aftr: 15 min",
        (
            "what_next.abandoned.aftr: no channel and no word of this row (got aftr; allowed: phone, chat, "
            "email, same, "
            'after, once_open, gives_up_more; did you mean "after"?)'
        ),
    ),
    "channel with the name of a word": (
        "  email: {kind: deferred",
        "  @@same: {kind: live}\n  email: {kind: deferred",
        "channels.same: a channel cannot have this name; it is a word of the scenario language (got same)",
    ),
    "word that is no day": (
        "weekday: [4, 5, 6]",
        "@@wekday: [4, 5, 6]",
        (
            "demand.by_channel.phone.profile.wekday: not a day (got wekday; allowed: from, mon … sun, "
            'weekday, weekend, daily, holiday, dates such as 2026-12-24; did you mean "weekday"?)'
        ),
    ),
    "one day in two spellings": (
        "weekday: [4, 5, 6]",
        "mon: [1]\n        @@monday: [4, 5, 6]",
        "demand.by_channel.phone.profile.monday: the same day as mon (got monday)",
    ),
    "mistyped word of staff": (
        "weekday: [3, 4, 5, 2]",
        "@@intervl: 1 h, weekday: [3, 4, 5, 2]",
        (
            "pools.day.staff.intervl: not a day (got intervl; allowed: from, interval, mon … sun, "
            "weekday, weekend, daily, holiday, dates such as 2026-12-24; "
            'did you mean "interval"?)'
        ),
    ),
    "rate at a time that is none": (
        '"10:00": 0 per h',
        '@@"10": 0 per h',
        'demand.by_channel.email.rate.10: "10" is not a time of day such as "08:00" or "17:30"',
    ),
    "rate without its unit": (
        "5 per h",
        "@@5",
        'demand.by_channel.email.rate.08:00: 5 has no unit; did you mean "5 per h" or "5 per day"?',
    ),
    "rate off the grid of intervals": (
        '"10:00": 0 per h',
        '@@"10:15": 0 per h',
        "demand.by_channel.email.rate.10:15: not the start of an interval of 30 min (demand.interval) (got 10:15)",
    ),
    "one clock time in two spellings": (
        '"10:00": 0 per h',
        '@@"08:00:00": 0 per h',
        "demand.by_channel.email.rate.08:00:00: this clock time stands twice (got 08:00:00)",
    ),
    "interval of staff beyond a day": (
        "weekday: [3, 4, 5, 2]",
        "interval: @@36525 days, weekday: 3",
        "pools.day.staff.interval: must be 1 min to 24 h",
    ),
    "staff past the end of the week": (
        'staff: {from: "08:00", weekday: [3, 4, 5, 2]}',
        'staff: {from: "23:00", sun: @@[3, 4, 5, 2]}',
        "pools.day.staff.sun: 4 intervals run past midnight; there is room for 2",
    ),
    "heads below zero": (
        "[3, 4, 5, 2]",
        "[3, @@-4, 5, 2]",
        "pools.day.staff.weekday[1]: -4 is not a number of people; write a plain number, 0 or more",
    ),
    "heads at a time that is none": (
        "weekday: [3, 4, 5, 2]",
        'weekday: {"08:00": 3, @@"25:00": 0}',
        'pools.day.staff.weekday.25:00: "25:00" is not on the clock; times of day go from 00:00 to 24:00',
    ),
    "heads for no time": (
        "weekday: [3, 4, 5, 2]",
        "@@weekday: {}",
        'pools.day.staff.weekday: nobody is named; write heads by clock time, for example {"08:00": 4, "20:00": 0}',
    ),
    "too many people": (
        "agents: 2",
        "agents: @@2000000",
        "pools.desk.shifts.early.agents: 2000000 people are too many; the most is 100,000",
    ),
    "table by time that starts late": (
        '"00:00": 6 min',
        '@@"01:00": 6 min',
        (
            'service.sale.chat.talk.by_time.01:00: by_time must start at "00:00", so that every '
            "arrival has a distribution"
        ),
    ),
    "distribution in a table by time": (
        '"12:00": "mean 9 min, cv 0.5"',
        '"12:00": @@mean 9 min',
        (
            'service.sale.chat.talk.by_time.12:00: "mean 9 min" is not a distribution: a mean alone does '
            "not say how the "
            'times spread; write "mean 9 min, cv 0.8" or "exponential, mean 9 min"'
        ),
    ),
    "talk that never ends": (
        "chat: {talk: 8 min}",
        "chat: {talk: @@never}",
        "service.help.chat.talk: only patience may be never (got never; allowed: a length of time)",
    ),
    "delay that never ends": (
        "email: 3 h}",
        "email: @@never}",
        "what_next.not_solved.after.email: only patience may be never (got never; allowed: a length of time)",
    ),
    "times beyond ninety days": (
        "chat: {talk: 8 min}",
        'chat: {talk: @@"mean 2 days, cv 3"}',
        (
            "service.help.chat.talk: it spreads so wide that its longest times go beyond 90 days, the "
            "most a time may last "
            "(got mean 2 days, cv 3; allowed: a smaller mean or cv, gamma instead of lognormal, or times as quantiles)"
        ),
    ),
    "times beyond ninety days in a table": (
        '"12:00": "mean 9 min, cv 0.5"',
        '"12:00": @@"exponential, mean 30 days"',
        (
            "service.sale.chat.talk.by_time.12:00: it spreads so wide that its longest times go beyond "
            "90 days, the most a "
            "time may last (got exponential, mean 30 days; allowed: a smaller mean or cv, gamma instead of "
            "lognormal, or "
            "times as quantiles)"
        ),
    ),
    "digits of another script": (
        "at_once: 3 chats",
        "at_once: @@٣ chats",
        'channels.chat.at_once: "٣ chats" is not a count such as "3 chats"',
    ),
    "volume in digits of another script": (
        "20 contacts",
        "@@٢٠ contacts",
        (
            'demand.by_channel.chat.volume.weekday: "٢٠ contacts" is not a volume; write it in contacts, for example '
            "1900 contacts"
        ),
    ),
    "lines in people": (
        "phone: {kind: live,",
        "phone: {kind: live, lines: @@20 agents,",
        'channels.phone.lines: "20 agents" has another unit; did you mean "20 lines"?',
    ),
    "limit without its unit": (
        "calls: {of: phone}",
        "calls: {of: phone, limit: @@20}",
        'queues.calls.limit: 20 has no unit; did you mean "20 waiting"?',
    ),
    "visits without their unit": (
        "what_next:\n",
        "what_next:\n  at_most: @@7\n",
        'what_next.at_most: 7 has no unit; did you mean "7 visits"?',
    ),
    "missing length of time": (
        'lunch: {at: "12:00", lasts: 30 min}',
        '@@lunch: {at: "12:00"}',
        "pools.desk.shifts.early.breaks.lunch.lasts: lasts is missing (allowed: for example lasts: 20 s)",
    ),
    "measured on a line of one": (
        "phone: {talk: 4 min}",
        "phone: {talk: 4 min, @@measured_at: 2 calls}",
        (
            "service.sale.phone.measured_at: phone is live, one at a time, so nothing is measured with 2 contacts in "
            "hand"
        ),
    ),
    "measured where nothing is slower": (
        "email: {talk: 3 min, solved: 50 %}",
        "email: {talk: 3 min, @@measured_at: 2 mails, solved: 50 %}",
        (
            "service.help.email.measured_at: email is not slower with 2 contacts in hand, so there is nothing to take "
            "out (allowed: channels.email.slowdown: {2 contacts: 1.25 times}, or no measured_at)"
        ),
    ),
    "measured alone": (
        "chat: {talk: 8 min}",
        "chat: {talk: 8 min, measured_at: @@1 chat}",
        (
            "service.help.chat.measured_at: talk is given for one contact in hand, so nothing slows it down; write 2 "
            "or more"
        ),
    ),
    "missing distribution": (
        "sale:\n    phone: {talk: 4 min}",
        ("sale:\n    phone: {talk: 4 min, @@follow_up: {on: email, after: 1 h, prevents: 50 %}}"),
        ('service.sale.phone.follow_up.talk: talk is missing (allowed: for example talk: "mean 5 min, cv 0.8")'),
    ),
    "count without what it counts": (
        "at_once: 3 chats",
        "at_once: @@3",
        'channels.chat.at_once: 3 has no unit; did you mean "3 chats"?',
    ),
    "more at once than hands": (
        "at_once: 3 chats",
        "at_once: @@999999999 chats",
        "channels.chat.at_once: an agent holds 1 to 100 contacts at once",
    ),
    "pace out of range": (
        "2 chats: 1.1 times",
        "2 chats: @@1e9 times",
        (
            'channels.chat.slowdown.2 chats: "1e9 times" is out of range; a factor on handle time goes '
            "from 0.01 to 100 times"
        ),
    ),
    "pace of no number": (
        "2 chats: 1.1 times",
        "@@two chats: 1.1 times",
        (
            'channels.chat.slowdown.two chats: "two chats" is not a number of contacts in hand; write for example '
            "2 chats: 1.11 times"
        ),
    ),
    "level there is not": (
        "levels: {level 1:",
        "levels: {@@level 9:",
        'levels.level 9: "level 9" is not a level; write 1 to 5, for example level 3',
    ),
    "level in two spellings": (
        "levels: {level 1: {handle_time: 1.3 times}",
        "levels: {level 1: {handle_time: 1.3 times}, @@1: {solved: 2 times}",
        "levels.1: this level stands here twice",
    ),
    "deadline of a live channel": (
        "phone: {kind: live,",
        "phone: {kind: live, @@reply_within: 2 h,",
        (
            "channels.phone.reply_within: this is for deferred, messaging and community channels; use "
            "kpis.service_level for live ones"
        ),
    ),
    "interval that does not divide a day": (
        "interval: 30 min",
        "interval: @@7 min",
        "demand.interval: an interval must divide a day and be at least 3 min, for example 30 min",
    ),
    "first contacts of a row that is none": (
        "counts: first_contacts",
        "counts: handled\n  first_contacts: {@@fone: 70 %}",
        (
            "demand.first_contacts.fone: there is no row of demand of this name (got fone; allowed: phone, chat, "
            'email; did you mean "phone"?)'
        ),
    ),
    "two sources for one row": (
        "    email:\n      rate:",
        "    @@email:\n      file: counts.csv\n      rate:",
        "demand.by_channel.email: give exactly one of profile, rate, volume, file, at, trace; given: rate, file",
    ),
    "contact that takes nothing": (
        "email: {kind: deferred,",
        "email: {kind: deferred, weight: @@0.1 %,",
        "channels.email.weight: a contact takes at least 1 % of an agent",
    ),
    "shape of nothing": (
        "shape: as phone",
        "shape: @@as phnoe",
        (
            "demand.by_channel.chat.shape: there is no row of this shape (got as phnoe; allowed: as phone, as email; "
            'did you mean "as phone"?)'
        ),
    ),
    "profile past midnight": (
        'from: "08:00"\n        weekday: [4, 5, 6]',
        'from: "23:00"\n        weekday: @@[4, 5, 6]',
        "demand.by_channel.phone.profile.weekday: 3 intervals run past midnight; there is room for 2",
    ),
    "profile off the grid": (
        'from: "08:00"\n        weekday: [4, 5, 6]',
        'from: @@"08:10"\n        weekday: [4, 5, 6]',
        "demand.by_channel.phone.profile.from: not the start of an interval of 30 min (demand.interval)",
    ),
    "date that is none": (
        "start: 2026-03-02",
        "start: @@02/03/2026",
        'run.start: "02/03/2026" is not a date; write it as year-month-day, for example 2026-03-02',
    ),
    "date that is not in the calendar": (
        "start: 2026-03-02",
        "start: @@2026-02-30",
        'run.start: "2026-02-30" is not in the calendar',
    ),
    "date out of reach": (
        "start: 2026-03-02",
        "start: @@9999-12-31",
        'run.start: "9999-12-31" is too far away; the years go from 1970 to 2200',
    ),
    "time zone there is not": (
        "measure: 1 week}",
        "measure: 1 week, zone: @@Europe/Warsow}",
        'run.zone: "Europe/Warsow" is not a time zone; write a name such as Europe/Warsaw or UTC',
    ),
    "no measured window": (
        "measure: 1 week",
        "measure: @@0 days",
        "run.measure: the measured window must be at least 1 day",
    ),
    "shares of what is next above all": (
        "  abandoned: {same: 50 %, email: 5 %",
        "  @@abandoned: {same: 90 %, email: 15 %",
        (
            "what_next.abandoned: the shares add up to 105 %, more than 100 % (allowed: what is "
            "missing to 100 % gives up)"
        ),
    ),
    "hours that go round in a circle": (
        "phone: {kind: live, open: mon-fri 08:00-10:00}",
        "phone: {kind: live, open: @@as phone}",
        "channels.phone.open: the hours go round in a circle: phone → phone",
    ),
    "channel that an intent cannot use": (
        "  sale:\n    phone: {talk: 4 min}\n    chat: {talk: {by_time",
        "  @@sale:\n    chat: {talk: {by_time",
        (
            "service.sale: sale arrives on phone, but service.sale.phone is not given (allowed: talk "
            "and solved for every "
            "channel its customers use)"
        ),
    ),
    "break outside its shift": (
        'at: "12:00"',
        'at: @@"17:00"',
        "pools.desk.shifts.early.breaks.lunch.at: the break lies outside the hours of the shift",
    ),
    "working hours that are never": (
        "reply_within: 6 working hours",
        "reply_within: @@900 working hours",
        (
            "channels.email.reply_within: longer than the working hours of 8 weeks (allowed: channels.email.worked has "
            "2 days 2 h a week)"
        ),
    ),
    "strategy that changes demand": (
        "    context: {other_channel: kept 90 %}",
        "    @@demand: {}",
        (
            "strategies.shared.demand: a strategy cannot change this (got demand; allowed: access, add, "
            "already_solved, averted, caused_by, change_of_channel, channels, context, costs, "
            "effects, induced, investments, kept_story, "
            "levels, lost_story, not_solved_because, patience_factor, pools, queues, serves, service, start_from, "
            "steer, what_next)"
        ),
    ),
    "mistyped word of a strategy": (
        "    context: {other_channel: kept 90 %}",
        "    @@contxt: {other_channel: kept 90 %}",
        (
            "strategies.shared.contxt: unknown key (got contxt; allowed: access, add, already_solved, "
            "averted, caused_by, change_of_channel, channels, context, costs, "
            "effects, induced, investments, kept_story, levels, "
            "lost_story, not_solved_because, "
            "patience_factor, pools, queues, serves, service, start_from, steer, what_next; did you mean "
            '"context"?)'
        ),
    ),
    "strategy that starts from nothing": (
        "start_from: apart",
        "start_from: @@aprt",
        (
            "strategies.shared.start_from: there is no strategy of this name (got aprt; allowed: "
            'apart; did you mean "apart"?)'
        ),
    ),
    "strategy that starts from itself": (
        "start_from: apart",
        "start_from: @@shared",
        "strategies.shared.start_from: there is no strategy of this name (got shared; allowed: apart)",
    ),
    "circle of strategies": (
        "apart: {}",
        "apart: {start_from: @@shared}",
        "strategies.apart.start_from: the strategies go round in a circle: apart → shared → apart",
    ),
    "step there is not": (
        "add: [train]",
        "add: [train, @@trian]",
        'strategies.shared.add[1]: there is no step of this name (got trian; allowed: train; did you mean "train"?)',
    ),
    "step that is no name": (
        "add: [train]",
        "add: [@@{train: 1}]",
        "strategies.shared.add[0]: there is no step of this name (got a mapping; allowed: train)",
    ),
    "steps that are no list": (
        "add: [train]",
        "add: @@train",
        "strategies.shared.add: must be a list of steps (got train)",
    ),
    "base there is not": (
        "base: apart",
        "base: @@apat",
        'base: there is no strategy of this name (got apat; allowed: apart, shared; did you mean "apart"?)',
    ),
    "base that is no name": ("base: apart", "base: @@[apart]", "base: must be text (got a list)"),
    "strategy that is no mapping": (
        "apart: {}",
        "apart: @@yes",
        "strategies.apart: must be a mapping (keys with values), or {} for the file as it is (got yes)",
    ),
    "mistyped word of a step that nobody adds": (
        "steps:\n",
        "steps:\n  spare: {@@pols: {}}\n",
        (
            "steps.spare.pols: unknown key (got pols; allowed: access, already_solved, averted, caused_by, "
            "change_of_channel, channels, context, costs, "
            "effects, induced, investments, kept_story, levels, lost_story, "
            "not_solved_because, patience_factor, "
            'pools, queues, requires, serves, service, steer, what_next; did you mean "pools"?)'
        ),
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_one_fault_is_one_message_at_its_place(refuse, case):
    """A single slip gives a single message: file, line, column, path, what is wrong, what would be right."""
    old, new, sentence = ONE_FAULT[case]
    refuse([(old, new)], sentence)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("calls: {of: phone}", "calls: {of: phone, limit: 5 waiting}"),
        ("calls: {of: phone}", "calls: {of: phone, limit: 1 contact}"),
        ("at_once: 3 chats", "at_once: 3 web-chats"),
        ("what_next:\n", "what_next:\n  at_most: 6 tries\n"),
        ("measure: 1 week}", "measure: 1 week, backlog_at_start: {email: {contacts: 120 e-mails, oldest: 3 h}}}"),
    ],
)
def test_counts_are_written_in_the_word_of_their_key_or_of_the_channel(change, old, new):
    """Channels have any name, and so have what they count; a limit is written in waiting or in contacts."""
    assert load_text(change((old, new))).warnings == ()
