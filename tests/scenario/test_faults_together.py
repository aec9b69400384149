"""Facts about scenarios with several faults: all in one go, each once; shares, reach, people, layers of strategies."""

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load_text


def messages(text: str) -> list[str]:
    """Path and sentence of each fault."""
    with pytest.raises(ScenarioError) as caught:
        load_text(text, "plan.yaml")
    heads = [fault.render().splitlines()[0] for fault in caught.value.faults if fault.severity == "error"]
    return [head.split(": ", 1)[1] for head in heads]


def test_shares_that_do_not_add_up_are_told_for_each_channel(refuse):
    """Shares of segments count on each channel on its own, so each is named."""
    by_channel = [f"segments: the shares of segments on {c} add up to 90 %, not to 100 %" for c in ("chat", "email")]
    last = "segments: the shares of segments on phone add up to 90 %, not to 100 %"
    text = [("segments:\n  people:\n    share: 70 %", "@@@@@@segments:\n  people:\n    share: 60 %")]
    refuse(text, *by_channel, last)


def test_what_nobody_takes_or_works_is_told_for_the_queue(change):
    """A queue nobody serves, contacts no queue takes, an intent nobody can resolve: each has its message."""
    unserved = change(("  texts: {of: [chat, email]}", "  texts: {of: [chat, email]}\n  spare: {of: phone}"))
    untaken = change(("texts: {of: [chat, email]}", "texts: {of: [chat, email], intents: help}"))
    hopeless = change(("  help:\n    phone:", "  help:\n    phone:"), ("{share: 60 %}", "{share: 100 %}"))
    hopeless = hopeless.replace("{share: 40 %}", "{share: 0 %}").replace("wrap_up: 30 s", "solved: 0 %")
    hopeless = hopeless.replace("{talk: 8 min}", "{talk: 8 min, solved: 0 %}").replace("solved: 50 %", "solved: 0 %")
    assert messages(unserved) == [
        "queues.spare: nobody serves this queue (allowed: name it under serves, for a pool: [spare])"
    ]
    assert messages(untaken) == [
        "queues: no queue takes chat contacts of intent sale and segment people (allowed: a queue with of: chat)",
        "queues: no queue takes email contacts of intent sale and segment people (allowed: a queue with of: email)",
    ]
    assert messages(hopeless) == [
        "service.help: nobody can resolve help: solved is 0 % on every channel its customers use"
    ]


def test_a_segment_that_never_comes_needs_no_queue(change):
    """A segment with a share of 0 % on every channel is nobody, so no queue has to take it."""
    text = change(("share: 70 %", "share: 100 %"), ("firms: {share: 30 %}", "firms: {share: 0 %}"))
    text = text.replace("calls: {of: phone}", "calls: {of: phone, segments: people}")
    assert load_text(text).centres.keys() == {"apart", "shared"}


NIGHT = ('staff: {from: "08:00", weekday: [3, 4, 5, 2]}', 'staff: {from: "20:00", weekday: [3, 4, 5, 2]}')


def test_a_team_that_misses_all_its_opening_hours_is_refused(refuse):
    """A pool of callers that is there only at night never meets one; each channel it misses is named."""
    only_calls = ("day: [calls, texts]", "day: [calls]")
    refuse(
        [NIGHT, only_calls, ("  day:\n", "  @@day:\n")],
        (
            "pools.day: this pool is never there while phone is open (allowed: staff or shifts within "
            "channels.phone.open)"
        ),
    )


def test_a_team_that_misses_some_of_its_opening_hours_is_doubtful(change):
    """A pool that works calls by day and chats all night may be away while one of them is open."""
    text = change(NIGHT, ("chat: {kind: chat, open: as phone", "chat: {kind: chat, open: always"))
    warnings = load_text(text, "plan.yaml").warnings
    assert any("warning: pools.day: this pool is never there while phone is open" in text for text in warnings)


def test_deferred_work_and_closed_channels_have_no_hours_to_miss(change):
    """Mails are written at night, and a channel that a planner closes for good has no hours that people could miss."""
    night = change(NIGHT, ("skills: {phone: level 3, chat: level 2}", "skills: {email: level 3}"))
    night = night.replace("day: [calls, texts]", "day: [texts]")
    night = night.replace("desk: {texts:", "desk: {calls: second, texts:")
    night = night.replace("skills: {email: level 3, chat:", "skills: {phone: level 3, email: level 3, chat:")
    assert "never there" not in " ".join(load_text(night).warnings)
    assert load_text(change(("open: mon-fri 08:00-10:00}", "open: never}"))).centres


def test_faults_of_types_and_of_names_come_in_one_go(refuse):
    """Missing keys, units, unknown names and shapes are told together, each once, although there are two strategies."""
    refuse(
        [
            ("start: 2026-03-02, measure: 1 week", "start: 2026-03-02, measure: @@1"),
            ("    share: 70 %", "    share: @@70"),
            ("of: phone}", "of: @@phnoe}"),
            (
                "headcount: on_queue\n    skills: {phone: level 3, chat: level 2}",
                "skills: {@@phne: level 3, chat: level 2}",
            ),
            ("  day:\n", "  @@day:\n"),
            ("{talk: 8 min}", "{@@tallk: 8 min}"),
            ("day: [calls, texts]", "day: [@@cals, texts]"),
            ("80 % in 20 s", "@@80 in 20 s"),
            ("other_channel: kept 90 %", "other_channel: @@kept 190 %"),
        ],
        'run.measure: 1 has no unit; did you mean "1 days" or "1 weeks"?',
        'segments.people.share: 70 is not between 0 and 100 %; did you mean "70 %"?',
        "service.help.chat.tallk: unknown key (got tallk; allowed: talk, wrap_up, measured_at, turns, solved, "
        "redirects, passed_on, reopens, follow_up, keep_informed, peers, peers_answer_after, "
        'lasts, contained, of_these_solved, leftover_takes; did you mean "talk"?)',
        (
            "queues.calls.of: there is no channel of this name (got phnoe; allowed: phone, chat, "
            'email; did you mean "phone"?)'
        ),
        "pools.day.headcount: headcount is missing (allowed: on_queue, scheduled, paid)",
        (
            "pools.day.skills.phne: there is no channel of this name (got phne; allowed: phone, chat, "
            'email; did you mean "phone"?)'
        ),
        'serves.day[0]: there is no queue of this name (got cals; allowed: calls, texts; did you mean "calls"?)',
        'kpis.service_level.phone: "80" is not between 0 and 100 %; did you mean "80 %"?',
        'strategies.shared.context.other_channel: "190 %" is not between 0 and 100 %',
    )


def test_a_name_in_a_part_that_is_wrong_still_counts(refuse):
    """A channel with a fault of its own is not also missed by everything that names it."""
    refuse(
        [("phone: {kind: live, open", "phone: {kind: @@life, open"), ("weekday: [4, 5, 6]", 'weekday: [4, @@"5", 6]')],
        'demand.by_channel.phone.profile.weekday[1]: "5" is not a number of contacts for an interval; write a plain '
        "number, 0 or more",
        (
            "channels.phone.kind: not one of the allowed words (got life; allowed: live, chat, "
            'deferred, self_service, messaging, community; did you mean "live"?)'
        ),
    )


def test_several_faults_of_one_value_are_all_told(refuse):
    """Lists and tables with wrong entries give a message for each."""
    refuse(
        [("weekday: [3, 4, 5, 2]", 'weekday: [@@-1, 2, @@many, 3], sat: {@@"8": 1, @@"9": 1}')],
        "pools.day.staff.weekday[0]: -1 is not a number of people; write a plain number, 0 or more",
        'pools.day.staff.weekday[2]: "many" is not a number of people; write a plain number, 0 or more',
        'pools.day.staff.sat.8: "8" is not a time of day such as "08:00" or "17:30"',
        'pools.day.staff.sat.9: "9" is not a time of day such as "08:00" or "17:30"',
    )


def test_a_queue_that_a_strategy_deletes_is_missed_where_it_is_named(refuse):
    """`null` in an overlay deletes a queue; what still serves it is told once."""
    refuse(
        [
            ("context: {other_channel: kept 90 %}", "queues: {texts: null, both: {of: [chat, email]}}"),
            ("day: [calls, texts]", "day: [calls, @@texts]"),
            ("desk: {texts:", "desk: {@@texts:"),
        ],
        (
            "serves.day[1]: there is no queue of this name: null takes it out in plan.yaml:64 (in strategy shared) "
            "(got texts; allowed: calls, both)"
        ),
        (
            "serves.desk.texts: there is no queue of this name: null takes it out in plan.yaml:64 (in strategy shared) "
            "(got texts; allowed: calls, both)"
        ),
    )


def test_a_fault_in_a_step_stands_where_the_step_is_written(refuse):
    """Steps and strategies are checked where they apply, and their faults have the path at which they are written."""
    refuse(
        [("{phone: level 1}", "{phone: @@level 7}"), ("other_channel: kept 90 %", "other_channel: @@kept 190 %")],
        'strategies.shared.context.other_channel: "190 %" is not between 0 and 100 %',
        'steps.train.pools.desk.skills.phone: "level 7" is not a level; write 1 to 5, for example level 3',
    )


def test_a_circle_of_hours_is_told_once(refuse):
    """Hours of two channels that refer to each other are one fault, whoever else refers to them."""
    refuse(
        [
            ("phone: {kind: live, open: mon-fri 08:00-10:00}", "phone: {kind: live, open: @@as chat}"),
            ("worked: mon-fri 08:00-18:00", "worked: as chat"),
        ],
        "channels.phone.open: the hours go round in a circle: phone → chat → phone",
    )


def test_more_contacts_than_can_be_counted_are_refused(refuse):
    """Millions of contacts in one interval, or in one replication, are refused before memory is gone."""
    refuse(
        [
            ("demand:\n", "@@demand:\n"),
            ("    phone:\n      profile", "    @@phone:\n      profile"),
            ("weekday: [4, 5, 6]", "weekday: [4, 5, 9000000]"),
        ],
        (
            "demand: up to 63,001,043 contacts in one replication; the most is 20,000,000 (allowed: a "
            "smaller demand.scale "
            "or a shorter run)"
        ),
        "demand.by_channel.phone: up to 9,000,000 contacts in one interval, chance included; the most is 500,000 "
        "(allowed: a smaller demand.scale or a shorter demand.interval)",
    )


def test_chance_counts_among_what_can_be_counted(change):
    """A day factor of up to tens of times the mean makes 200,000 expected contacts too many; else they fit."""
    peak = ("weekday: [4, 5, 6]", "weekday: [200000]")
    rare = ("measure: 1 week", "measure: 1 day")
    assert load_text(change(peak, rare)).centres
    wide = change(peak, rare, ("interval: 30 min", "interval: 30 min\n  forecast_error: {day: 100 %}"))
    assert [text for text in messages(wide) if "contacts in one interval, chance included; the most is" in text]


def test_weights_without_a_common_measure_are_refused(change):
    """What contacts take of an agent must be countable in whole units that fit a machine word."""
    odd = "".join(f"  c{n}: {{kind: chat, weight: {100 / n:.4f} %}}\n" for n in (97, 89, 83, 79, 73, 71, 67, 61))
    text = change(("  email: {kind: deferred", f"{odd}  email: {{kind: deferred"))
    assert any("have no common measure" in message for message in messages(text))


def test_a_missing_part_of_the_whole_file_has_no_line(whole):
    """What is missing at the top is told of the file, not of a line that has nothing to do with it."""
    text = whole.replace("name: Whole\n", "")
    with pytest.raises(ScenarioError) as caught:
        load_text(text, "plan.yaml")
    assert str(caught.value).startswith("plan.yaml: name: name is missing")
