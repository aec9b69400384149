"""Scores: which of the contacts of one rank goes first when an agent has room (MODEL.md 7, Pull)."""

TWO_QUEUES = """
channels: {phone: {kind: live}, vip: {kind: live}}
service: {help: {phone: {talk: 5 min}, vip: {talk: 5 min}}}
queues: {phone: {of: phone, PHONE}, vip: {of: vip, VIP}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, vip: level 3}}}
serves: {team: [phone, vip]}
"""


def two_queues(phone: str, vip: str) -> str:
    return TWO_QUEUES.replace("PHONE", phone).replace("VIP", vip)


WEIGHTED = two_queues("score: weighted wait", "score: weighted wait, weight: 3 times")


def test_a_weighted_wait_overtakes_a_longer_one(play):
    """At 09:05 the vip has waited 2 x 3 = 6, call 2 only 4."""
    day = play(WEIGHTED, phone="09:00, 09:01", vip="09:03")
    day.contacts("""
        issue   | queued | answered
        phone 1 | 09:00  | 09:00
        phone 2 | 09:01  | 09:10
        vip 1   | 09:03  | 09:05
    """)


def test_equal_weighted_waits_go_by_the_earlier_queued_tick(play):
    """At 09:10 call 2 has waited 9 min and the vip 3 x 3 min: call 2 came first."""
    day = play(WEIGHTED, phone="09:00, 09:01", vip="09:03, 09:07")
    day.contacts("""
        issue   | queued | answered
        phone 1 | 09:00  | 09:00
        phone 2 | 09:01  | 09:10
        vip 1   | 09:03  | 09:05
        vip 2   | 09:07  | 09:15
    """)


def test_equal_weighted_waits_of_one_tick_go_by_issue_key(play):
    """Both of weight 1 and queued at 09:01: row phone before row vip."""
    day = play(two_queues("score: weighted wait", "score: weighted wait"), phone="09:00, 09:01", vip="09:01")
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:05
        vip 1   | 09:10
    """)


def test_a_hair_more_than_equal_goes_first(play):
    """At 09:10 the vip's 3 min and 1 us count 9 min and 3 us, call 2 has waited 9 min."""
    day = play(WEIGHTED, phone="09:00, 09:01", vip="09:03, 09:06:59.999999")
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:15
        vip 1   | 09:05
        vip 2   | 09:10
    """)


def test_a_small_weight_is_served_last(play):
    """A thousandth: 4 min of the vip count less than 1 min of call 2."""
    day = play(
        two_queues("score: weighted wait", "score: weighted wait, weight: 0.001 times"),
        phone="09:00, 09:04",
        vip="09:01",
    )
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:05
        vip 1   | 09:10
    """)


def test_a_better_rank_goes_before_any_weight(play):
    """Scores order within a rank only."""
    text = two_queues("score: weighted wait", "score: weighted wait, weight: 100 times")
    day = play(text.replace("[phone, vip]", "{phone: 1, vip: 2}"), phone="09:00, 09:04:50", vip="09:01")
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:05
        vip 1   | 09:10
    """)


def test_a_better_rank_may_have_another_score(play):
    """Longest wait first, weighted wait second: nothing is compared."""
    text = two_queues("score: longest wait", "score: weighted wait, weight: 100 times")
    day = play(text.replace("[phone, vip]", "{phone: 2, vip: 1}"), phone="09:00, 09:01", vip="09:04:50")
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:10
        vip 1   | 09:05
    """)


CARRIED = (
    WEIGHTED.replace("phone: {talk: 5 min}", "phone: {talk: 7 min}")
    + """
segments: {everybody: {patience: {vip: {by_time: {"00:00": 1 min, "09:01": never}}}}}
what_next: {abandoned: {same: 100 %, after: 2 min}}
context: {waiting_counts: COUNTS}
"""
)


def test_what_was_waited_before_is_weighted_too(play):
    """At 09:05 the vip has waited (1 + 2) x 3 = 9, call 2 only 7; without the minute before it is 6."""
    calls = {"phone": "08:58, 08:58", "vip": "09:00"}
    play(CARRIED.replace("COUNTS", "true"), **calls).contacts("""
        issue   | visit | queued | answered | outcome
        phone 1 | 0     | 08:58  | 08:58    | answered
        phone 2 | 0     | 08:58  | 09:10    | answered
        vip 1   | 0     | 09:00  | -        | abandoned
        vip 1   | 1     | 09:03  | 09:05    | answered
    """)
    play(CARRIED.replace("COUNTS", "false"), **calls).contacts("""
        issue   | visit | queued | answered | outcome
        phone 1 | 0     | 08:58  | 08:58    | answered
        phone 2 | 0     | 08:58  | 09:05    | answered
        vip 1   | 0     | 09:00  | -        | abandoned
        vip 1   | 1     | 09:03  | 09:12    | answered
    """)


# --- conversation -------------------------------------------------------------------------------------------------


POINTS = two_queues("score: conversation", "score: conversation, points: 10 points").replace("5 min", "20 min")


def test_a_point_is_worth_a_minute(play):
    """At 09:20 call 2 has 12 points of waiting, the vip 3 + 10."""
    day = play(POINTS, phone="09:00, 09:08", vip="09:17")
    day.contacts("""
        issue   | queued | answered
        phone 1 | 09:00  | 09:00
        phone 2 | 09:08  | 09:40
        vip 1   | 09:17  | 09:20
    """)


def test_equal_points_go_by_the_earlier_queued_tick(play):
    """12 against 2 + 10."""
    day = play(POINTS, phone="09:00, 09:08", vip="09:18")
    day.contacts("""
        issue   | queued | answered
        phone 1 | 09:00  | 09:00
        phone 2 | 09:08  | 09:20
        vip 1   | 09:18  | 09:40
    """)


def test_minutes_of_points_are_not_rounded(play):
    """11:59 against 1:59.5 + 10: half a second more."""
    day = play(POINTS, phone="09:00, 09:08:01", vip="09:18:00.5")
    day.contacts("""
        issue   | queued     | answered
        phone 1 | 09:00      | 09:00
        phone 2 | 09:08:01   | 09:40
        vip 1   | 09:18:00.5 | 09:20
    """)


def test_points_hold_within_a_queue_for_all(play):
    """Within one queue the longest wait goes first."""
    day = play(POINTS, vip="09:00, 09:01, 09:02")
    day.contacts("""
        issue | answered
        vip 1 | 09:00
        vip 2 | 09:20
        vip 3 | 09:40
    """)


# --- least slack --------------------------------------------------------------------------------------------------


LETTERS = """
run: {start: 2026-03-02, measure: 2 days}
channels:
  mail: {kind: deferred, MAIL}
  form: {kind: deferred, FORM}
  note: {kind: deferred}
service: {help: {mail: {talk: 10 min}, form: {talk: 10 min}, note: {talk: 10 min}}}
queues: QUEUES
pools:
  team: {headcount: on_queue, staff: {daily: {"18:00": 1}}, skills: {mail: level 3, form: level 3, note: level 3}}
serves: SERVES
"""
THREE = (
    "{mail: {of: mail, score: least slack}, form: {of: form, score: least slack}, note: {of: note, score: least slack}}"
)
ONE = "{all: {of: [mail, form, note], score: least slack}}"


def letters(mail: str, form: str, queues: str) -> str:
    serves = "{team: [all]}" if queues == ONE else "{team: [mail, form, note]}"
    return LETTERS.replace("MAIL", mail).replace("FORM", form).replace("QUEUES", queues).replace("SERVES", serves)


DUE = """
    issue  | deadline  | answered
    mail 1 | tue 03:00 | 18:10
    form 1 | 23:00     | 18:00
    note 1 | -         | 18:20
"""


def test_the_next_deadline_goes_first_and_those_without_one_last(play):
    """Mail of 09:00 is due at tue 03:00, the form of 17:00 at 23:00; the note, the oldest, has no deadline."""
    day = play(letters("reply_within: 18 h", "reply_within: 6 h", THREE), mail="09:00", form="17:00", note="08:00")
    day.contacts(DUE)


def test_within_one_queue_deadlines_order_too(play):
    """The same three in one queue."""
    day = play(letters("reply_within: 18 h", "reply_within: 6 h", ONE), mail="09:00", form="17:00", note="08:00")
    day.contacts(DUE)


def test_equal_deadlines_go_by_the_earlier_queued_tick(play):
    """The form (row 1) of 15:00 and the mail (row 2) of 09:00 are both due at 21:00: the mail was first."""
    for queues in (THREE, ONE):
        day = play(letters("reply_within: 12 h", "reply_within: 6 h", queues), form="15:00", mail="09:00")
        day.contacts("""
            issue  | deadline | answered
            form 1 | 21:00    | 18:10
            mail 1 | 21:00    | 18:00
        """)


def test_equal_deadlines_of_one_tick_go_by_issue_key(play):
    """Both of 09:00 and due at 21:00: the form is the first row."""
    for queues in (THREE, ONE):
        day = play(letters("reply_within: 12 h", "reply_within: 12 h", queues), form="09:00", mail="09:00")
        day.contacts("""
            issue  | answered
            form 1 | 18:00
            mail 1 | 18:10
        """)


def test_those_without_a_deadline_go_by_the_queued_tick(play):
    """Two notes, in their order."""
    day = play(letters("reply_within: 12 h", "reply_within: 12 h", THREE), note="09:00, 09:01", mail="17:59")
    day.contacts("""
        issue  | answered
        note 1 | 18:10
        note 2 | 18:20
        mail 1 | 18:00
    """)


def test_what_is_overdue_goes_first_the_longest_overdue_before(play):
    """At 18:00 the form is 3 h late, mail 1 one hour, mail 2 has an hour left."""
    day = play(letters("reply_within: 4 h", "reply_within: 1 h", THREE), mail="13:00, 15:00", form="14:00")
    day.contacts("""
        issue  | deadline | answered
        mail 1 | 17:00    | 18:10
        mail 2 | 19:00    | 18:20
        form 1 | 15:00    | 18:00
    """)


def test_deadlines_of_different_clocks_compare_by_when_they_are_due(play):
    """The form has 1 working hour left at 18:00, due tue 09:00; the mail 13 h of the wall, due tue 07:00."""
    day = play(
        letters("reply_within: 14 h", 'worked: "daily 08:00-18:00", reply_within: 2 working hours', THREE),
        mail="17:00",
        form="17:00",
    )
    day.contacts("""
        issue  | deadline  | answered
        mail 1 | tue 07:00 | 18:00
        form 1 | tue 09:00 | 18:10
    """)


# --- shortest work ------------------------------------------------------------------------------------------------


INTENTS = """
intents: {long: {share: 50 %}, short: {share: 50 %}}
"""
CHERRIES = (
    INTENTS
    + """
channels: {phone: {kind: live}}
service: {long: {phone: {talk: 8 min}}, short: {phone: {talk: 2 min, WRAP}}}
queues: {phone: {of: phone, score: shortest work}}
"""
)


def test_the_shortest_work_goes_first_within_a_queue(play):
    """Both short ones before the long one that came before them."""
    day = play(
        CHERRIES.replace(", WRAP", ""),
        phone="09:00 intent=long, 09:01 intent=long, 09:02 intent=short, 09:03 intent=short",
    )
    day.contacts("""
        issue   | answered | ended
        phone 1 | 09:00    | 09:08
        phone 2 | 09:12    | 09:20
        phone 3 | 09:08    | 09:10
        phone 4 | 09:10    | 09:12
    """)


def test_wrap_up_is_work(play):
    """2 min of talk and 7 of wrap-up are longer than 8 of talk."""
    day = play(
        CHERRIES.replace("WRAP", "wrap_up: 7 min"),
        phone="09:00 intent=long, 09:01 intent=short, 09:02 intent=long",
    )
    day.contacts("""
        issue   | answered | ended
        phone 1 | 09:00    | 09:08
        phone 2 | 09:16    | 09:25
        phone 3 | 09:08    | 09:16
    """)


def test_equal_work_goes_by_the_longer_wait(play):
    """2 min and 6 of wrap-up are 8 min, too: in the order they came."""
    day = play(
        CHERRIES.replace("WRAP", "wrap_up: 6 min"),
        phone="09:00 intent=long, 09:01 intent=short, 09:02 intent=long, 09:03 intent=short",
    )
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:08
        phone 3 | 09:16
        phone 4 | 09:24
    """)


def test_it_is_the_mean_that_counts_not_the_work_to_come(play):
    """Mean 5 min between 1 and 9 is longer than 4 min whatever is drawn."""
    day = play(
        INTENTS
        + """
service: {long: {phone: {talk: "uniform 1 min to 9 min"}}, short: {phone: {talk: 4 min}}}
queues: {phone: {of: phone, score: shortest work}}
""",
        phone="09:00 intent=short, 09:01 intent=long, 09:02 intent=short, 09:03 intent=long, 09:03 intent=short",
    )
    first, _, second, _, third = day.record.contacts["answered_tick"].tolist()
    assert [second - first, third - first] == [4 * 60_000_000, 8 * 60_000_000]


def test_the_shortest_work_goes_first_among_queues(play):
    """Two queues at one rank: the chat-like calls of 2 min before the older ones of 5."""
    day = play(
        two_queues("score: shortest work", "score: shortest work").replace("vip: {talk: 5 min}", "vip: {talk: 2 min}"),
        phone="09:00, 09:01",
        vip="09:04, 09:04",
    )
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:09
        vip 1   | 09:05
        vip 2   | 09:07
    """)


def test_equal_work_of_two_queues_goes_by_the_earlier_queued_tick(play):
    """Both of 5 min; the vip of 09:01 before call 2 of 09:02."""
    day = play(two_queues("score: shortest work", "score: shortest work"), phone="09:00, 09:02", vip="09:01")
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:10
        vip 1   | 09:05
    """)


def test_the_shortest_that_is_old_enough_is_taken(play):
    """A pool that takes who has waited 3 min leaves the short one of 09:07 and takes the long one of 09:01."""
    day = play(
        CHERRIES.replace(", WRAP", "") + "serves: {team: {phone: {after: 3 min}}}",
        phone="08:57 intent=long, 09:01 intent=long, 09:07 intent=short",
    )
    day.contacts("""
        issue   | queued | answered | ended
        phone 1 | 08:57  | 09:00    | 09:08
        phone 2 | 09:01  | 09:08    | 09:16
        phone 3 | 09:07  | 09:16    | 09:18
    """)


def test_whatever_the_score_an_idle_agent_takes_who_comes(play):
    """Scores order who waits; nobody waits here."""
    day = play(
        CHERRIES.replace(", WRAP", "")
        + "pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}}",
        phone="09:00 intent=long, 09:00 intent=short",
    )
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:00
    """)
