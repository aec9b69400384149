"""Campaigns: customers whom the centre rings of its own accord, when agents have time (MODEL.md 8)."""

import pytest

from sim.world.campaigns import is_campaign

CENTRE = """
run: {start: 2026-03-02, measure: 2 days}
intents: {help: {share: 100 %}, renewal: {share: 0 %}}
channels: {phone: {kind: live, CHANNEL}, mail: {kind: deferred}}
service:
  help: {phone: {talk: 5 min}, mail: {talk: 10 min}}
  renewal: {phone: {talk: 3 min, SERVICE}, mail: {talk: 10 min}}
queues: {list: {of: phone, when: reason is campaign}, calls: {of: phone}, mails: {of: mail}}
pools:
  team: {headcount: on_queue, staff: {daily: AGENTS}, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}
serves: {team: {calls: first, list: {rank: second, KEEPS}}, writers: [mails]}
what_next: {NEXT}
"""
CALLS = "{mon: 2 contacts}"


def centre(agents: int = 1, keeps: str = "", service: str = "", then: str = "", channel: str = "") -> str:
    text = CENTRE.replace("AGENTS", str(agents)).replace("NEXT", then)
    for word, given in (("KEEPS", keeps), ("SERVICE", service), ("CHANNEL", channel)):
        text = text.replace(f", {word}", f", {given}" if given else "")
    return text


def renewals(calls: str = CALLS, at: str = "09:00", until: str = "17:00", more: str = "answers: 100 %") -> str:
    return f'{{renewals: {{on: phone, intent: renewal, calls: {calls}, at: "{at}", until: "{until}", {more}}}}}'


def test_the_list_is_rung_from_its_time_on_in_order(play):
    """Two calls at nine, one agent: a ring of 20 s and 3 min each. Nobody made a contact, so none is counted."""
    day = play(centre(), campaigns=renewals(), phone="20:00")
    day.contacts("""
        issue      | visit | reason   | channel | queue | arrived | queued | answered | ended    | outcome  | dial
        phone 1    | 0     | first    | phone   | calls | 20:00   | 20:00  | 20:00    | 20:05    | answered | 0 s
        renewals 1 | 0     | campaign | phone   | list  | 09:00   | 09:00  | 09:00:20 | 09:03:20 | answered | 20 s
        renewals 2 | 0     | campaign | phone   | list  | 09:00   | 09:00  | 09:03:40 | 09:06:40 | answered | 20 s
    """)
    day.contacts("""
        issue      | intent  | deadline | after_visit | led_by | callback | story | is_resolved | talk
        phone 1    | help    | -        | -           | -      | 0        | none  | 1           | 300 s
        renewals 1 | renewal | -        | -           | -      | 0        | none  | 1           | 180 s
        renewals 2 | renewal | -        | -           | -      | 0        | none  | 1           | 180 s
    """)
    day.issues("""
        issue      | outcome  | arrived | ended    | n_contacts
        phone 1    | resolved | 20:00   | 20:05    | 1
        renewals 1 | resolved | 09:00   | 09:03:20 | 0
        renewals 2 | resolved | 09:00   | 09:06:40 | 0
    """)


def test_customers_who_call_go_first(play):
    """The caller of 09:01 is served at 09:03:20, between the two."""
    day = play(centre(), campaigns=renewals(), phone="09:01")
    day.contacts("""
        issue      | queued | answered
        phone 1    | 09:01  | 09:03:20
        renewals 1 | 09:00  | 09:00:20
        renewals 2 | 09:00  | 09:08:40
    """)


def test_a_call_on_the_tick_of_the_list_goes_by_its_lower_key(play):
    """Both at nine (rank 4): demand has the lower keys."""
    day = play(centre(), campaigns=renewals("{mon: 1 contact}"), phone="09:00")
    day.contacts("""
        issue      | answered
        phone 1    | 09:00
        renewals 1 | 09:05:20
    """)


def test_idle_agents_are_kept_for_callers(play):
    """Two agents, one kept: the caller of 09:01 takes the other one, and renewal 2 waits until both are idle."""
    day = play(centre(agents=2, keeps="keeps_idle: 1 agent"), campaigns=renewals(), phone="09:01")
    day.contacts("""
        issue      | agent  | answered | ended
        phone 1    | team 2 | 09:01    | 09:06
        renewals 1 | team 1 | 09:00:20 | 09:03:20
        renewals 2 | team 2 | 09:06:20 | 09:09:20
    """)


def test_who_does_not_answer_is_rung_again(play):
    """In vain at 09:00:20 and 09:00:40; again an hour later."""
    day = play(centre(), campaigns=renewals(more='answers: "0 %, 100 %", tries: 2 tries, every: 1 h'), phone="20:00")
    day.contacts("""
        issue      | answered | ended    | outcome  | dial | attempts
        phone 1    | 20:00    | 20:05    | answered | 0 s  | 0
        renewals 1 | 10:00:40 | 10:03:40 | answered | 40 s | 2
        renewals 2 | 10:04    | 10:07    | answered | 40 s | 2
    """)


def test_who_is_not_reached_does_nothing(play):
    """No row of what_next holds for who never knew of it."""
    then = "unreached: {mail: 100 %, after: 1 min}, expired: {mail: 100 %, after: 1 min}"
    day = play(centre(then=then), campaigns=renewals(more="answers: 0 %"), phone="20:00")
    day.contacts("""
        issue      | ended    | outcome   | dial | attempts
        phone 1    | 20:05    | answered  | 0 s  | 0
        renewals 1 | 09:00:20 | unreached | 20 s | 1
        renewals 2 | 09:00:40 | unreached | 20 s | 1
    """)
    day.issues("""
        issue      | outcome  | ended    | n_contacts
        phone 1    | resolved | 20:05    | 1
        renewals 1 | lost     | 09:00:20 | 0
        renewals 2 | lost     | 09:00:40 | 0
    """)


@pytest.mark.parametrize(
    ("until", "first", "second"),
    [
        ("09:00:10", "09:03:20 answered", "09:00:10 expired"),
        ("09:03:20", "09:03:20 answered", "09:06:40 answered"),
        ("09:03:19", "09:03:20 answered", "09:03:19 expired"),
    ],
)
def test_when_the_ringing_ends_who_waits_is_rung_no_more(play, until, first, second):
    """A ring or a talk is carried through; on the tick the agent frees (rank 3) the next is dialled, then it ends."""
    day = play(centre(), campaigns=renewals(until=until), phone="20:00")
    day.contacts(f"""
        issue      | ended | outcome
        phone 1    | 20:05 | answered
        renewals 1 | {first.replace(" ", " | ")}
        renewals 2 | {second.replace(" ", " | ")}
    """)


def test_a_ring_over_the_end_in_vain_is_the_last(play):
    """Over at 09:00:10: renewal 1 rings on, in vain, and is not tried again."""
    campaigns = renewals(until="09:00:10", more="answers: 0 %, tries: 3 tries")
    day = play(centre(), campaigns=campaigns, phone="20:00")
    day.contacts("""
        issue      | ended    | outcome  | dial | attempts
        phone 1    | 20:05    | answered | 0 s  | 0
        renewals 1 | 09:00:20 | expired  | 20 s | 1
        renewals 2 | 09:00:10 | expired  | 0 s  | 0
    """)


def test_each_day_has_its_list(play):
    """One on Monday, two on Tuesday by the word daily; with 0 on Monday there are none."""
    day = play(centre(), campaigns=renewals("{mon: 1 contact, daily: 2 contacts}"), phone="20:00")
    day.contacts("""
        issue      | arrived   | answered
        phone 1    | 20:00     | 20:00
        renewals 1 | 09:00     | 09:00:20
        renewals 2 | tue 09:00 | tue 09:00:20
        renewals 3 | tue 09:00 | tue 09:03:40
    """)
    day = play(centre(), campaigns=renewals("{mon: 0 contacts, tue: 1 contact}"), phone="20:00")
    assert is_campaign(day.world.arrivals.issue).sum() == 1


def test_while_the_channel_is_closed_nobody_is_rung(play):
    """Open from ten to 10:03: renewal 1 rings at ten, renewal 2 expires at 17:00."""
    day = play(centre(channel="open: daily 10:00-10:03"), campaigns=renewals(), phone="tue 10:00")
    day.contacts("""
        issue      | answered  | ended     | outcome
        phone 1    | tue 10:00 | tue 10:05 | answered
        renewals 1 | 10:00:20  | 10:03:20  | answered
        renewals 2 | -         | 17:00     | expired
    """)


@pytest.mark.parametrize("at_most", ["1 visit", "3 visits"])
def test_who_was_not_helped_goes_on_like_any_customer(play, at_most):
    """A letter an hour later, by the row not_solved, undiminished: their first contact, be it the only one allowed."""
    then = f"not_solved: {{mail: 100 %, after: 1 h, gives_up_more: 99.99 % a visit}}, at_most: {at_most}"
    day = play(
        centre(service="solved: 0.000000001 %", then=then), campaigns=renewals("{mon: 1 contact}"), phone="20:00"
    )
    day.contacts("""
        issue      | visit | reason   | channel | arrived  | answered | ended    | after_visit | led_by     | story
        phone 1    | 0     | first    | phone   | 20:00    | 20:00    | 20:05    | -           | -          | none
        renewals 1 | 0     | campaign | phone   | 09:00    | 09:00:20 | 09:03:20 | -           | -          | none
        renewals 1 | 1     | switch   | mail    | 10:03:20 | 10:03:20 | 10:13:20 | 0           | not_solved | kept
    """)
    day.issues("""
        issue      | outcome  | ended    | n_contacts
        phone 1    | resolved | 20:05    | 1
        renewals 1 | resolved | 10:13:20 | 1
    """)


def test_who_was_not_helped_and_has_no_row_is_lost(play):
    """At the end of the talk."""
    day = play(centre(service="solved: 0.000000001 %"), campaigns=renewals("{mon: 1 contact}"), phone="20:00")
    day.issues("""
        issue      | outcome  | ended    | n_contacts
        phone 1    | resolved | 20:05    | 1
        renewals 1 | lost     | 09:03:20 | 0
    """)


def test_what_is_still_to_do_at_the_end_of_the_horizon_is_open(play):
    """One rings over midnight, one waits."""
    text = centre().replace("measure: 2 days", "measure: 1 day")
    day = play(text, campaigns=renewals(at="23:59:50", until="24:00"), phone="20:00")
    day.contacts("""
        issue      | ended | outcome  | dial | attempts
        phone 1    | 20:05 | answered | 0 s  | 0
        renewals 1 | -     | open     | 10 s | 1
        renewals 2 | -     | open     | 0 s  | 0
    """)


def test_two_campaigns_wait_in_one_queue_by_time_then_key(play):
    """The second in the file is there at 08:59; of those at nine the first of the file goes first."""
    early = renewals("{mon: 1 contact}", at="08:59").strip("{}").replace("renewals:", "early:") + "}"
    late = renewals("{mon: 1 contact}").strip("{}") + "}"
    day = play(centre(), campaigns=f"{{{late}, {early}}}", phone="08:58")
    day.contacts("""
        issue      | answered
        phone 1    | 08:58
        renewals 1 | 09:06:40
        early 1    | 09:03:20
    """)


def test_without_a_queue_of_their_own_they_stand_in_line(play):
    """By age: renewal 2 of nine goes before the caller of 09:01."""
    text = centre().replace("list: {of: phone, when: reason is campaign}, ", "").replace(", list: {rank: second}", "")
    day = play(text, campaigns=renewals(), phone="09:01")
    day.contacts("""
        issue      | queue | answered
        phone 1    | calls | 09:06:40
        renewals 1 | calls | 09:00:20
        renewals 2 | calls | 09:03:40
    """)


def test_intent_and_segment_are_drawn_from_the_channels_mix(play):
    """Half and half of 400, whoever is not named."""
    text = centre().replace(
        "help: {share: 100 %}, renewal: {share: 0 %}", "help: {share: 50 %}, renewal: {share: 50 %}"
    )
    text += "segments: {everyday: {share: 50 %}, vip: {share: 50 %}}\n"
    campaigns = '{drawn: {on: phone, calls: {mon: 400 contacts}, at: "09:00", until: "10:00", answers: 50 %}}'
    world = play(text, campaigns=campaigns, phone="20:00 intent=help segment=vip").world
    mine = is_campaign(world.arrivals.issue)
    assert mine.sum() == 400
    assert 160 < world.arrivals.intent[mine].sum() < 240
    assert 160 < world.arrivals.segment[mine].sum() < 240
