"""Callbacks that expire, that are made when it is quiet, and that are offered out of hours (MODEL.md 8)."""

import pytest

from tests.worlds.test_callbacks import EVERYDAY, calls, centre
from tests.worlds.test_missed_contacts import ABANDONED, TWO, redial
from tests.worlds.test_missed_contacts import centre as missing

# --- expiry -------------------------------------------------------------------------------------------------------


def test_a_callback_that_nobody_made_in_time_has_expired(play):
    """Accepted at 09:01, over at 09:03; the agent rings nobody at 09:05, and the vip of 09:06 finds her free."""
    day = play(centre(f"answers: 100 %, expires: 2 min, {EVERYDAY}"), phone=calls("09:00", "09:01", "09:06 vip"))
    day.contacts("""
        issue   | queued | answered | ended | outcome  | agent  | dial | attempts | is_resolved
        phone 1 | 09:00  | 09:00    | 09:05 | answered | team 1 | 0 s  | 0        | 1
        phone 2 | 09:01  | -        | 09:03 | expired  | -      | 0 s  | 0        | -
        phone 3 | 09:06  | 09:06    | 09:11 | answered | team 1 | 0 s  | 0        | 1
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:05 | 1
        phone 2 | lost     | 09:03 | 1
        phone 3 | resolved | 09:11 | 1
    """)


@pytest.mark.parametrize(
    ("expires", "ended", "outcome"), [("4 min", "09:10:20", "answered"), ("239.999999 s", "09:04:59.999999", "expired")]
)
def test_on_the_tick_the_agent_frees_it_is_still_made(play, expires, ended, outcome):
    """Over at 09:05 (rank 5), when the agent has dialled (rank 3); one tick earlier it is too late."""
    day = play(centre(f"answers: 100 %, expires: {expires}"), phone=calls("09:00", "09:01"))
    day.contacts(f"""
        issue   | ended   | outcome
        phone 1 | 09:05   | answered
        phone 2 | {ended} | {outcome}
    """)


def test_a_ring_is_carried_through(play):
    """Over at 09:05:10, in the ring of 09:05 to 09:05:20: answered."""
    day = play(centre("answers: 100 %, expires: 4 min 10 s"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | answered | ended    | outcome  | dial
        phone 1 | 09:00    | 09:05    | answered | 0 s
        phone 2 | 09:05:20 | 09:10:20 | answered | 20 s
    """)


def test_a_ring_carried_through_in_vain_is_the_end(play):
    """Two tries are left of three; it has expired at the end of the ring, and the agent is free for the vip."""
    day = play(
        centre(f"answers: 0 %, tries: 3 tries, expires: 4 min 10 s, {EVERYDAY}"),
        phone=calls("09:00", "09:01", "09:02 vip"),
    )
    day.contacts("""
        issue   | answered | ended    | outcome  | dial | attempts | agent
        phone 1 | 09:00    | 09:05    | answered | 0 s  | 0        | team 1
        phone 2 | -        | 09:05:20 | expired  | 20 s | 1        | -
        phone 3 | 09:05:20 | 09:10:20 | answered | 0 s  | 0        | team 1
    """)


def test_it_expires_while_it_rests(play):
    """Rung in vain to 09:05:20, again at 09:25:20; over at 09:11, and not rung again."""
    day = play(centre("answers: 0 %, tries: 2 tries, expires: 10 min"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | ended | outcome  | dial | attempts
        phone 1 | 09:05 | answered | 0 s  | 0
        phone 2 | 09:11 | expired  | 20 s | 1
    """)


def test_rested_on_the_tick_it_expires_it_is_dialled(play):
    """Rested at 09:25:20 (rank 4), over at 09:25:20 (rank 5): the second ring is carried through, and answered."""
    day = play(centre('answers: "0 %, 100 %", tries: 2 tries, expires: 24 min 20 s'), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | answered | outcome  | attempts
        phone 1 | 09:00    | answered | 0
        phone 2 | 09:25:40 | answered | 2
    """)


def test_the_expired_go_on_by_their_row(play):
    """A letter 10 min later, led to by the row expired, not by unreached."""
    then = "what_next: {expired: {mail: 100 %, after: 10 min}, unreached: {same: 100 %, after: 1 min}}\n"
    day = play(centre("answers: 100 %, expires: 2 min", more=then), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | visit | reason | channel | arrived | ended | outcome  | led_by
        phone 1 | 0     | first  | phone   | 09:00   | 09:05 | answered | -
        phone 2 | 0     | first  | phone   | 09:01   | 09:03 | expired  | -
        phone 2 | 1     | switch | mail    | 09:13   | 09:23 | answered | expired
    """)


def test_a_scheduled_one_expires_from_its_time(play):
    """Wanted at 09:02, over at 09:04, while call 1 is talked to."""
    day = play(
        centre("answers: 100 %, kind: scheduled, due: 1 min, within: 5 min, expires: 2 min"),
        phone=calls("09:00", "09:01"),
    )
    day.contacts("""
        issue   | ended | outcome  | deadline
        phone 1 | 09:05 | answered | -
        phone 2 | 09:04 | expired  | 09:07
    """)


def test_who_was_missed_is_rung_for_a_time_only(play):
    """Made at 09:03, over at 09:04:30; the customer comes at 09:12 by the row abandoned, and the issue goes on."""
    day = play(missing(f"{ABANDONED}, expires: 90 s", redial("10 min")), phone=TWO)
    day.contacts("""
        issue   | visit | reason          | queued | answered | ended    | outcome   | after_visit | led_by
        phone 1 | 0     | first           | 09:00  | 09:00    | 09:05    | answered  | -           | -
        phone 2 | 0     | first           | 09:01  | -        | 09:02    | abandoned | -           | -
        phone 2 | 1     | callback_missed | 09:03  | -        | 09:04:30 | expired   | 0           | -
        phone 2 | 2     | redial          | 09:12  | 09:12    | 09:17    | answered  | 0           | abandoned
    """)


def test_what_expires_at_the_end_of_the_horizon_is_open(play):
    """Over at midnight, which the horizon leaves out."""
    text = centre("answers: 100 %, expires: 1 h").replace("measure: 2 days", "measure: 1 day")
    day = play(text.replace("40 min 50 s", "2 h"), phone=calls("22:30 long", "23:00"))
    day.contacts("""
        issue   | ended | outcome
        phone 1 | -     | answered
        phone 2 | -     | open
    """)


# --- when it is quiet ---------------------------------------------------------------------------------------------

QUIET = f"answers: 100 %, kind: when_quiet, {EVERYDAY}"


def test_a_quiet_callback_waits_until_nobody_else_does(play):
    """Accepted at 09:01; the vips of 09:02 and 09:09 go before it."""
    day = play(centre(QUIET), phone=calls("09:00", "09:01", "09:02 vip", "09:09 vip"))
    day.contacts("""
        issue   | queued | answered | callback
        phone 1 | 09:00  | 09:00    | 0
        phone 2 | 09:01  | 09:15:20 | 1
        phone 3 | 09:02  | 09:05    | 0
        phone 4 | 09:09  | 09:10    | 0
    """)


def test_quiet_callbacks_go_by_age_among_themselves(play):
    """09:01 before 09:02, whatever their queue's rank."""
    text = centre(QUIET).replace("serves: {team: [phone]", "serves: {team: {phone: fifth}")
    day = play(text, phone=calls("09:00", "09:01", "09:02"))
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:05:20
        phone 3 | 09:10:40
    """)


BESIDE_MAIL = """
channels: {phone: {kind: live}, mail: {kind: deferred GIVES}}
service: {help: {phone: {talk: 5 min}, mail: {talk: 10 min}}}
queues: {phone: {of: phone SCORE, callback: {kind: when_quiet, answers: OFTEN}}, mail: {of: mail SCORE}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, mail: level 3}}}
serves: {team: {phone: {rank: first}, mail: {rank: fourth}}}
"""


def beside_mail(gives="", often="100 %", score="") -> str:
    return BESIDE_MAIL.replace(" GIVES", gives).replace("OFTEN", often).replace(" SCORE", score)


@pytest.mark.parametrize("score", ["", ", score: weighted wait", ", score: least slack"])
def test_a_letter_of_the_last_rank_goes_before_it(play, score):
    """Phone is the first rank, but the callback stands behind all: the letter of 09:04 is taken at 09:05."""
    day = play(beside_mail(score=score), phone="09:00, 09:01", mail="09:04")
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        phone 2 | 09:15:20
        mail 1  | 09:05
    """)


def test_it_interrupts_nothing_though_calls_do(play):
    """Rested at 09:25:20 beside the letter of 09:20, which goes on to 09:30: rung then."""
    text = beside_mail(gives=", gives_way_to: phone", often='"0 %, 100 %", tries: 2 tries')
    day = play(text, phone="09:00, 09:01", mail="09:20")
    day.contacts("""
        issue   | answered | attempts
        phone 1 | 09:00    | 0
        phone 2 | 09:30:20 | 2
        mail 1  | 09:20    | 0
    """)


@pytest.mark.parametrize("score", ["", ", score: weighted wait"])
def test_work_put_down_is_taken_up_before_it(play, score):
    """Call 1 interrupts the letter at 09:00, call 2 accepts at 09:01: the letter goes on at 09:05, to 09:12."""
    day = play(beside_mail(gives=", gives_way_to: phone", score=score), mail="08:57", phone="09:00, 09:01")
    day.contacts("""
        issue   | answered | ended
        mail 1  | 08:57    | 09:12
        phone 1 | 09:00    | 09:05
        phone 2 | 09:12:20 | 09:17:20
    """)


def test_idle_agents_kept_back_hold_for_it(play):
    """Two agents, one kept idle for the vips: free at 09:05 and 09:06, rung at 09:06."""
    text = """
    segments: {everyday: {share: 50 %}, vip: {share: 50 %}}
    service: {help: {phone: {talk: 5 min}}}
    queues: {vip: {of: phone, segments: vip}, phone: {of: phone, callback: {answers: 100 %, kind: when_quiet}}}
    pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}}
    serves: {team: {vip: first, phone: {rank: first, keeps_idle: 1 agent}}}
    """
    day = play(text, phone="09:00 segment=vip, 09:01 segment=vip, 09:02 segment=everyday")
    day.contacts("""
        issue   | answered | callback
        phone 1 | 09:00    | 0
        phone 2 | 09:01    | 0
        phone 3 | 09:06:20 | 1
    """)


def test_it_stands_in_nobodys_way_for_the_announced_wait_but_in_the_queues_limit(play):
    """Accepts at 5 min; the vip hears 5 min as well, for the callback stands behind, and leaves at 10 min only."""
    day = play(
        centre(QUIET, channel='balks: "0 % at 5 min, 100 % at 10 min"', queue="limit: 2 waiting"),
        phone=calls("09:00", "09:01", "09:02 vip", "09:03 vip"),
    )
    day.contacts("""
        issue   | answered | outcome
        phone 1 | 09:00    | answered
        phone 2 | 09:10:20 | answered
        phone 3 | 09:05    | answered
        phone 4 | -        | blocked
    """)


def test_by_age_whatever_the_weights_of_their_queues(play):
    """Weighted a hundred to one: the callback of 09:01 goes before that of 09:02 all the same."""
    text = """
    segments: {everyday: {share: 50 %}, vip: {share: 50 %}}
    service: {help: {phone: {talk: 5 min}}}
    queues:
      vip: {of: phone, segments: vip, score: weighted wait, weight: 100 times, callback: {OFFER}}
      rest: {of: phone, score: weighted wait, callback: {OFFER}}
    pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}}
    serves: {team: {vip: first, rest: first}}
    """.replace("OFFER", "answers: 100 %, kind: when_quiet")
    day = play(text, phone="09:00 segment=vip, 09:01 segment=everyday, 09:02 segment=vip")
    day.contacts("""
        issue   | queue | answered
        phone 1 | vip   | 09:00
        phone 2 | rest  | 09:05:20
        phone 3 | vip   | 09:10:40
    """)


def test_what_was_waited_before_gives_it_no_place(play):
    """Call 2 waited two minutes before it came again at 09:05; call 3 of 09:04 is older as a callback."""
    text = centre(
        "answers: 100 %, kind: when_quiet, when: between 09:04 and 12:00",
        patience="patience: 2 min",
        more="what_next: {abandoned: {same: 100 %, after: 2 min}}\ncontext: {waiting_counts: true}\n",
    )
    day = play(text, phone=calls("08:59 long", "09:01", "09:04"))
    day.contacts("""
        issue   | visit | queued | answered | outcome
        phone 1 | 0     | 08:59  | 08:59    | answered
        phone 2 | 0     | 09:01  | -        | abandoned
        phone 2 | 1     | 09:05  | 09:45:30 | answered
        phone 3 | 0     | 09:04  | 09:40:10 | answered
    """)


def test_its_promise_runs_from_the_request(play):
    """Accepted at 09:01, promised for 10:01."""
    day = play(centre(f"{QUIET}, within: 1 h"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | deadline
        phone 1 | -
        phone 2 | 10:01
    """)


# --- out of hours -------------------------------------------------------------------------------------------------


def closed(
    offer: str = "answers: 100 %", accepted: str = "100 %", hours: str = "daily 09:00-10:00", **more: str
) -> str:
    return centre(f"{offer}, closed: {{accepted: {accepted}}}", channel=f"open: {hours}", **more)


def test_who_finds_it_closed_is_rung_at_the_opening(play):
    """08:00 accepted, promised for an hour after the opening; the vip of nine comes after it."""
    day = play(closed(f"answers: 100 %, within: 1 h, {EVERYDAY}"), phone=calls("08:00", "09:00 vip"))
    day.contacts("""
        issue   | arrived | queued | queue | answered | ended    | outcome  | callback | deadline | dial
        phone 1 | 08:00   | 08:00  | phone | 09:00:20 | 09:05:20 | answered | 1        | 10:00    | 20 s
        phone 2 | 09:00   | 09:00  | phone | 09:05:20 | 09:10:20 | answered | 0        | -        | 0 s
    """)


def test_who_refuses_finds_it_closed(play):
    """As without an offer, and goes on by the row closed."""
    then = "what_next: {closed: {same: 100 %, after: 1 h}}\n"
    day = play(closed(accepted="0 %", more=then), phone=calls("08:00"))
    day.contacts("""
        issue   | visit | queued | queue | ended | outcome  | callback
        phone 1 | 0     | -      | -     | 08:00 | closed   | 2
        phone 1 | 1     | 09:00  | phone | 09:05 | answered | 0
    """)


def test_places_are_by_the_time_of_the_call_not_by_the_issue(play):
    """The issue with the lower key comes over from the closed hotline at 08:00; phone 1 called at 07:30."""
    text = """
    channels: {hotline: {kind: live, open: daily 20:00-21:00}, phone: {kind: live, open: daily 09:00-10:00}}
    service: {help: {hotline: {talk: 5 min}, phone: {talk: 5 min}}}
    queues: {hotline: {of: hotline}, calls: {of: phone, callback: {answers: 100 %, closed: {accepted: 100 %}}}}
    pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, hotline: level 3}}}
    serves: {team: [hotline, calls]}
    what_next: {closed: {phone: 100 %, after: 1 h}}
    """
    day = play(text, hotline="07:00", phone="07:30")
    day.contacts("""
        issue     | visit | queued | answered | outcome
        hotline 1 | 0     | -      | -        | closed
        hotline 1 | 1     | 08:00  | 09:05:40 | answered
        phone 1   | 0     | 07:30  | 09:00:20 | answered
    """)


def test_at_the_opening_the_better_rank_and_the_longer_wait_go_first(play):
    """Everyday has the worse rank and called first; of the two vips the first to call has the higher key."""
    text = (
        closed()
        .replace("queues: {phone: {of: phone, ", "queues: {vip: {of: phone, segments: vip, ")
        .replace(", mail: {of: mail}", "SPLIT, mail: {of: mail}")
    )
    offer = "callback: {answers: 100 %, closed: {accepted: 100 %}}"
    text = text.replace("SPLIT", f", rest: {{of: phone, {offer}}}").replace("team: [phone]", "team: {rest: 2, vip: 1}")
    day = play(text, phone=calls("07:00", "08:00 vip", "08:30 vip"))
    day.contacts("""
        issue   | queue | answered
        phone 1 | rest  | 09:11
        phone 2 | vip   | 09:00:20
        phone 3 | vip   | 09:05:40
    """)


def test_on_the_ticks_of_opening_and_closing(play):
    """Open at nine sharp, closed at ten sharp: rung on Tuesday at nine."""
    day = play(closed(), phone=calls("09:00", "10:00"))
    day.contacts("""
        issue   | queued | answered     | callback
        phone 1 | 09:00  | 09:00        | 0
        phone 2 | 10:00  | tue 09:00:20 | 1
    """)


def test_a_scheduled_one_counts_from_the_opening(play):
    """30 min after nine, promised 10 min later, over 20 min later: the team comes at 09:45 and 9:55 is too late."""
    offer = "answers: 100 %, kind: scheduled, due: 30 min, within: 10 min, expires: 20 min"
    play(closed(offer), phone=calls("08:00")).contacts("""
        issue   | queued | answered | deadline
        phone 1 | 08:00  | 09:30:20 | 09:40
    """)
    late = closed(offer, staff='staff: {daily: {"09:55": 1}}')
    play(late, phone=calls("08:00")).contacts("""
        issue   | ended | outcome
        phone 1 | 09:50 | expired
    """)


def test_it_expires_from_the_opening(play):
    """Called at 08:00 and an hour to live: over at ten, while nobody is there."""
    text = closed("answers: 100 %, expires: 1 h", staff="staff: {tue: 1}")
    play(text, phone=calls("08:00")).contacts("""
        issue   | ended | outcome
        phone 1 | 10:00 | expired
    """)


def test_where_it_never_opens_again_it_stays_open(play):
    """Called on the evening of the last day."""
    for offer in ("answers: 100 %", "answers: 100 %, kind: scheduled, due: 1 h", "answers: 100 %, kind: when_quiet"):
        day = play(closed(offer), phone=calls("tue 20:00"))
        day.contacts("""
            issue   | queued    | ended | outcome | callback
            phone 1 | tue 20:00 | -     | open    | 1
        """)
        day.issues("""
            issue   | outcome | n_contacts
            phone 1 | open    | 1
        """)


def test_a_channel_that_is_not_in_service_offers_nothing(play):
    """From Tuesday on there is a phone: on Monday it is closed."""
    text = closed().replace("channels: {phone: {", "channels: {phone: {in_service: from 2026-03-03, ")
    day = play(text, phone=calls("09:30", "tue 08:00"))
    day.contacts("""
        issue   | answered     | outcome  | callback
        phone 1 | -            | closed   | 0
        phone 2 | tue 09:00:20 | answered | 1
    """)


def test_without_the_word_it_is_closed_as_ever_and_conditions_are_for_the_open_hours(play):
    """Nothing is offered without closed; with it, `when` is not asked."""
    day = play(centre("answers: 100 %", channel="open: daily 09:00-10:00"), phone=calls("08:00"))
    assert day.record.contacts["callback"].tolist() == [0]
    day = play(closed("answers: 100 %, when: segment is vip"), phone=calls("08:00"))
    assert day.record.contacts["callback"].tolist() == [1]


def test_who_asks_again_before_the_opening_is_linked(play):
    """Tolerated for 20 min; the letter of 08:30 is opened at once and withdraws the callback."""
    more = "what_next: {unanswered: {mail: 100 %, after: 10 min}}\ncontext: {recognised: 100 %}\n"
    day = play(closed("answers: 100 %, tolerated: 20 min", more=more), phone=calls("08:00"))
    day.contacts("""
        issue   | visit | reason | answered | ended | outcome
        phone 1 | 0     | first  | -        | 08:30 | withdrawn
        phone 1 | 1     | chase  | 08:30    | 08:40 | answered
    """)


def test_a_leg_on_a_closed_channel_is_offered_nothing(play):
    """Passed on at 10:03, after closing."""
    text = """
    intents: {help: {share: 100 %}, tax: {share: 0 %}}
    channels: {phone: {kind: live}, desk: {kind: live, open: daily 09:00-10:00}}
    service:
      help: {phone: {talk: 5 min, passed_on: {to: tax, on: desk, share: 100 %}}, desk: {talk: 5 min}}
      tax: {desk: {talk: 5 min}, phone: {talk: 5 min}}
    queues: {phone: {of: phone}, desk: {of: desk, callback: {answers: 100 %, closed: {accepted: 100 %}}}}
    pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, desk: level 3}}}
    serves: {team: [phone, desk]}
    """
    day = play(text, phone="09:58 intent=help")
    day.contacts("""
        issue   | visit | reason   | outcome  | callback
        phone 1 | 0     | first    | answered | 0
        phone 1 | 1     | transfer | closed   | 0
    """)
