"""Callbacks offered to customers who would have to wait, and how they are dialled (MODEL.md 8 and 15, Callbacks).

`vip` customers are offered none where a test needs callers who wait on the line: `when: segment is everyday`.
"""

CENTRE = """
run: {start: 2026-03-02, measure: 2 days}
segments: {everyday: {share: 50 %, PATIENCE}, vip: {share: 50 %}}
intents: {help: {share: 100 %}, long: {share: 0 %}}
channels: {phone: {kind: live, CHANNEL}, mail: {kind: deferred}}
service:
  help: {phone: {talk: 5 min}, mail: {talk: 10 min}}
  long: {phone: {talk: 40 min 50 s}, mail: {talk: 10 min}}
queues: {phone: {of: phone, callback: {OFFER}, QUEUE}, mail: {of: mail}}
pools:
  team: {headcount: on_queue, STAFF, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: {"WRITE": 1}}, skills: {mail: level 3}}
serves: {team: [phone], writers: [mail]}
already_solved: 1 min
"""
EVERYDAY = "when: segment is everyday"


def centre(offer="answers: 100 %", patience="", channel="", queue="", staff="", write="00:00", more="") -> str:
    text = CENTRE.replace("OFFER", offer).replace("STAFF", staff or "staff: {daily: 1}").replace("WRITE", write)
    for word, given in (("PATIENCE", patience), ("CHANNEL", channel), ("QUEUE", queue)):
        text = text.replace(f", {word}", f", {given}" if given else "")
    return text + more


def calls(*texts: str) -> str:
    """Write arrivals: everyday customers who need help, unless they say `vip` or `long`."""
    words = []
    for text in texts:
        segment = "vip" if "vip" in text else "everyday"
        intent = "long" if "long" in text else "help"
        clock = text.replace("vip", "").replace("long", "").strip()
        words.append(f"{clock} intent={intent} segment={segment}")
    return ", ".join(words)


def test_who_would_wait_is_called_back_in_turn(play):
    """At 09:05 the agent dials for 20 s; the conversation starts when the customer answers, and is as long as ever."""
    day = play(centre(), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | reason | arrived | queued | answered | talk_end | ended    | outcome  | talk  | is_resolved
        phone 1 | first  | 09:00   | 09:00  | 09:00    | 09:05    | 09:05    | answered | 300 s | 1
        phone 2 | first  | 09:01   | 09:01  | 09:05:20 | 09:10:20 | 09:10:20 | answered | 300 s | 1
    """)
    day.contacts("""
        issue   | visit | queue | agent  | dial | attempts | callback | deadline | story | after_visit | led_by
        phone 1 | 0     | phone | team 1 | 0 s  | 0        | 0        | -        | none  | -           | -
        phone 2 | 0     | phone | team 1 | 20 s | 1        | 1        | -        | none  | -           | -
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05    | 1
        phone 2 | resolved | 09:10:20 | 1
    """)


def test_the_ring_is_in_the_agents_hands(play):
    """A ring is a spell of its own, the conversation the next."""
    day = play(centre(), phone=calls("09:00", "09:01"))
    day.spells("""
        agent  | start    | end      | issue   | visit | channel
        team 1 | 09:00    | 09:05    | phone 1 | 0     | phone
        team 1 | 09:05    | 09:05:20 | phone 2 | 0     | phone
        team 1 | 09:05:20 | 09:10:20 | phone 2 | 0     | phone
    """)


def test_the_ring_is_twenty_seconds_unless_said_otherwise(play):
    """45 s here."""
    day = play(centre("answers: 100 %, ring: 45 s"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | answered | dial
        phone 1 | 09:00    | 0 s
        phone 2 | 09:05:45 | 45 s
    """)


def test_who_finds_somebody_free_is_offered_nothing(play):
    """The second caller comes on the tick the agent frees."""
    day = play(centre(), phone=calls("09:00", "09:05"))
    day.contacts("""
        issue   | answered | callback | attempts
        phone 1 | 09:00    | 0        | 0
        phone 2 | 09:05    | 0        | 0
    """)


def test_the_place_in_the_queue_is_held(play):
    """Call 2 was before the vip who waits on the line, call 4 after."""
    day = play(centre(f"answers: 100 %, {EVERYDAY}"), phone=calls("09:00", "09:01", "09:02 vip", "09:03"))
    day.contacts("""
        issue   | queued | answered | callback
        phone 1 | 09:00  | 09:00    | 0
        phone 2 | 09:01  | 09:05:20 | 1
        phone 3 | 09:02  | 09:10:20 | 0
        phone 4 | 09:03  | 09:15:40 | 1
    """)


def test_of_two_of_one_tick_the_lower_issue_goes_first_callback_or_not(play):
    """The vip waits on the line since 09:01 like call 2; then with the keys the other way round."""
    offer = centre(f"answers: 100 %, {EVERYDAY}")
    play(offer, phone=calls("09:00", "09:01", "09:01 vip")).contacts("""
        issue   | answered | callback
        phone 1 | 09:00    | 0
        phone 2 | 09:05:20 | 1
        phone 3 | 09:10:20 | 0
    """)
    play(offer, phone=calls("09:00", "09:01 vip", "09:01")).contacts("""
        issue   | answered | callback
        phone 1 | 09:00    | 0
        phone 2 | 09:05    | 0
        phone 3 | 09:10:20 | 1
    """)


def test_who_is_to_be_called_back_has_no_patience(play):
    """30 s of patience, and still there after 4 min."""
    day = play(centre(patience="patience: 30 s"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | answered | outcome
        phone 1 | 09:00    | answered
        phone 2 | 09:05:20 | answered
    """)


def test_who_refuses_waits_with_the_patience_left(play):
    """Half of 2 min: gone at 09:02; who was offered nothing has it whole."""
    offer = "answers: 100 %, accepted: 0 %, refused: 0.5 times, when: between 09:01 and 10:00"
    day = play(centre(offer, patience="patience: 2 min"), phone=calls("09:00", "09:00:30", "09:01"))
    day.contacts("""
        issue   | answered | ended    | outcome   | callback | dial
        phone 1 | 09:00    | 09:05    | answered  | 0        | 0 s
        phone 2 | -        | 09:02:30 | abandoned | 0        | 0 s
        phone 3 | -        | 09:02    | abandoned | 2        | 0 s
    """)


def test_who_refused_is_answered_on_the_tick_the_patience_left_ends(play):
    """Half of 8 min end at 09:05, when the agent frees."""
    offer = "answers: 100 %, accepted: 0 %, refused: 0.5 times"
    day = play(centre(offer, patience="patience: 8 min"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | answered | outcome  | callback
        phone 1 | 09:00    | answered | 0
        phone 2 | 09:05    | answered | 2
    """)


def test_refusing_costs_no_patience_by_default(play):
    """2 min as ever."""
    day = play(centre("answers: 100 %, accepted: 0 %", patience="patience: 2 min"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | ended | outcome   | callback
        phone 1 | 09:05 | answered  | 0
        phone 2 | 09:03 | abandoned | 2
    """)


def test_accepted_by_the_announced_wait(play):
    """5 min for the first in the line: refused; 10 min for the second: accepted."""
    day = play(
        centre('answers: 100 %, accepted: "0 % at 5 min, 100 % at 10 min"'), phone=calls("09:00", "09:01", "09:02")
    )
    day.contacts("""
        issue   | answered | callback
        phone 1 | 09:00    | 0
        phone 2 | 09:05    | 2
        phone 3 | 09:10:20 | 1
    """)


def test_who_is_to_be_called_back_counts_in_the_announced_wait(play):
    """Call 2 accepts at 5 min; call 3 hears 10 min, as one is before it, and refuses."""
    day = play(
        centre('answers: 100 %, accepted: "100 % at 5 min, 0 % at 10 min"'), phone=calls("09:00", "09:01", "09:02")
    )
    day.contacts("""
        issue   | answered | callback
        phone 1 | 09:00    | 0
        phone 2 | 09:05:20 | 1
        phone 3 | 09:10:20 | 2
    """)


def test_offered_only_while_the_condition_holds(play):
    """Nobody waits when call 2 comes; call 3 finds one waiting, which is over 0."""
    day = play(centre("answers: 100 %, when: phone holds over 0 contacts"), phone=calls("09:00", "09:01", "09:02"))
    day.contacts("""
        issue   | answered | callback
        phone 1 | 09:00    | 0
        phone 2 | 09:05    | 0
        phone 3 | 09:10:20 | 1
    """)


def test_who_accepts_does_not_turn_away(play):
    """Everybody turns away on hearing 5 min; the offer is made before."""
    day = play(centre(channel="balks: 100 % at 1 min"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | answered | outcome  | callback
        phone 1 | 09:00    | answered | 0
        phone 2 | 09:05:20 | answered | 1
    """)


def test_who_refuses_may_turn_away(play):
    """Refused, and gone on arrival."""
    day = play(centre("answers: 100 %, accepted: 0 %", channel="balks: 100 % at 1 min"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | queued | ended | outcome  | callback
        phone 1 | 09:00  | 09:05 | answered | 0
        phone 2 | -      | 09:01 | balked   | 2
    """)


def test_a_full_queue_offers_nothing_and_callbacks_fill_it(play):
    """One may wait: call 2, to be called back. Call 3 is blocked."""
    day = play(centre(queue="limit: 1 waiting"), phone=calls("09:00", "09:01", "09:02"))
    day.contacts("""
        issue   | answered | ended    | outcome  | callback
        phone 1 | 09:00    | 09:05    | answered | 0
        phone 2 | 09:05:20 | 09:10:20 | answered | 1
        phone 3 | -        | 09:02    | blocked  | 0
    """)


def test_who_accepts_leaves_the_line(play):
    """Two lines, one of them in talk: each finds the other free, as who came before has left it."""
    day = play(centre(channel="lines: 2 lines"), phone=calls("09:00", "09:01", "09:02", "09:03"))
    day.contacts("""
        issue   | answered | outcome  | callback
        phone 1 | 09:00    | answered | 0
        phone 2 | 09:05:20 | answered | 1
        phone 3 | 09:10:40 | answered | 1
        phone 4 | 09:16    | answered | 1
    """)


def test_who_refuses_keeps_the_line(play):
    """The third finds both lines taken."""
    day = play(
        centre("answers: 100 %, accepted: 0 %", channel="lines: 2 lines"), phone=calls("09:00", "09:01", "09:02")
    )
    day.contacts("""
        issue   | answered | outcome  | callback
        phone 1 | 09:00    | answered | 0
        phone 2 | 09:05    | answered | 2
        phone 3 | -        | blocked  | 0
    """)


def test_a_leg_is_offered_nothing(play):
    """Passed on at 09:05 to the one expert, who is busy: the customer waits."""
    day = play(
        """
        intents: {help: {share: 100 %}, tax: {share: 0 %}}
        service:
          help: {phone: {talk: 5 min, passed_on: {to: tax, share: 100 %}}}
          tax: {phone: {talk: 20 min}}
        queues: {tax: {of: phone, intents: tax, callback: {answers: 100 %}}, phone: {of: phone}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
          experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
        serves: {team: [phone], experts: [tax]}
        """,
        phone="09:00 intent=help, 09:01 intent=tax, 09:02 intent=tax",
    )
    day.contacts("""
        issue   | visit | reason   | queue | queued | answered | callback
        phone 1 | 0     | first    | phone | 09:00  | 09:00    | 0
        phone 1 | 1     | transfer | tax   | 09:05  | 09:41:20 | 0
        phone 2 | 0     | first    | tax   | 09:01  | 09:01    | 0
        phone 3 | 0     | first    | tax   | 09:02  | 09:21:20 | 1
    """)


def test_a_redial_is_offered_one_too(play):
    """Any contact of the customer: offered from the second visit on."""
    day = play(
        centre(
            "answers: 100 %, when: visit over 0",
            patience="patience: 30 s",
            more="what_next: {abandoned: {same: 100 %, after: 2 min}}\n",
        ),
        phone=calls("09:00", "09:01"),
    )
    day.contacts("""
        issue   | visit | reason | queued   | answered | outcome   | callback
        phone 1 | 0     | first  | 09:00    | 09:00    | answered  | 0
        phone 2 | 0     | first  | 09:01    | -        | abandoned | 0
        phone 2 | 1     | redial | 09:03:30 | 09:05:20 | answered  | 1
    """)


# --- customers who do not answer ----------------------------------------------------------------------------------


def test_who_never_answers_is_not_reached(play):
    """One try, the default: the ring is over at 09:05:20, and so is the contact; nothing is said of what comes next."""
    day = play(centre("answers: 0 %"), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | agent  | queued | answered | talk_end | ended    | outcome   | dial | attempts | is_resolved
        phone 1 | team 1 | 09:00  | 09:00    | 09:05    | 09:05    | answered  | 0 s  | 0        | 1
        phone 2 | -      | 09:01  | -        | -        | 09:05:20 | unreached | 20 s | 1        | -
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05    | 1
        phone 2 | lost     | 09:05:20 | 1
    """)
    day.spells("""
        agent  | start | end      | issue
        team 1 | 09:00 | 09:05    | phone 1
        team 1 | 09:05 | 09:05:20 | phone 2
    """)


def test_each_attempt_has_its_own_chance_and_rests_before_the_next(play):
    """Not answered at 09:05:20; 20 min later, at 09:25:20, the second ring, answered at its end."""
    day = play(centre('answers: "0 %, 100 %", tries: 2 tries'), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | queued | answered | ended    | outcome  | dial | attempts | talk
        phone 1 | 09:00  | 09:00    | 09:05    | answered | 0 s  | 0        | 300 s
        phone 2 | 09:01  | 09:25:40 | 09:30:40 | answered | 40 s | 2        | 300 s
    """)
    day.spells("""
        agent  | start    | end      | issue
        team 1 | 09:00    | 09:05    | phone 1
        team 1 | 09:05    | 09:05:20 | phone 2
        team 1 | 09:25:20 | 09:25:40 | phone 2
        team 1 | 09:25:40 | 09:30:40 | phone 2
    """)


def test_the_last_chance_holds_on(play):
    """0 % for the first attempt and for the others: three rings, 10 min apart."""
    day = play(centre("answers: 0 %, tries: 3 tries, every: 10 min"), phone=calls("09:00", "09:01"))
    day.spells("""
        agent  | start    | end      | issue
        team 1 | 09:00    | 09:05    | phone 1
        team 1 | 09:05    | 09:05:20 | phone 2
        team 1 | 09:15:20 | 09:15:40 | phone 2
        team 1 | 09:25:40 | 09:26    | phone 2
    """)
    day.contacts("""
        issue   | ended | outcome   | dial | attempts
        phone 1 | 09:05 | answered  | 0 s  | 0
        phone 2 | 09:26 | unreached | 60 s | 3
    """)


def test_more_chances_than_tries_are_not_used(play):
    """The second would be answered, but there is one try."""
    day = play(centre('answers: "0 %, 100 %", tries: 1 try'), phone=calls("09:00", "09:01"))
    day.contacts("""
        issue   | outcome   | attempts
        phone 1 | answered  | 0
        phone 2 | unreached | 1
    """)


def test_the_unreached_go_on_by_their_row(play):
    """From the end of the last ring: a letter 10 min later."""
    day = play(
        centre("answers: 0 %", more="what_next: {unreached: {mail: 100 %, after: 10 min}}\n"),
        phone=calls("09:00", "09:01"),
    )
    day.contacts("""
        issue   | visit | reason | channel | arrived  | ended    | outcome   | after_visit | led_by
        phone 1 | 0     | first  | phone   | 09:00    | 09:05    | answered  | -           | -
        phone 2 | 0     | first  | phone   | 09:01    | 09:05:20 | unreached | -           | -
        phone 2 | 1     | switch | mail    | 09:15:20 | 09:25:20 | answered  | 0           | unreached
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05    | 1
        phone 2 | resolved | 09:25:20 | 2
    """)


def test_after_an_unanswered_ring_the_agent_is_free_on_that_tick(play):
    """The vip, who waits on the line, is answered at 09:05:20."""
    day = play(centre(f"answers: 0 %, tries: 2 tries, {EVERYDAY}"), phone=calls("09:00", "09:01", "09:02 vip"))
    day.contacts("""
        issue   | answered | ended    | outcome   | attempts
        phone 1 | 09:00    | 09:05    | answered  | 0
        phone 2 | -        | 09:25:40 | unreached | 2
        phone 3 | 09:05:20 | 09:10:20 | answered  | 0
    """)


def test_who_rests_is_not_dialled_though_the_agent_is_idle_and_keeps_the_place(play):
    """Rested at 09:25:20, while call 3 is talked to; at 09:27 it goes before the vip of 09:23."""
    day = play(
        centre(f'answers: "0 %, 100 %", tries: 2 tries, {EVERYDAY}'),
        phone=calls("09:00", "09:01", "09:22 vip", "09:23 vip"),
    )
    day.contacts("""
        issue   | queued | answered | ended    | attempts
        phone 1 | 09:00  | 09:00    | 09:05    | 0
        phone 2 | 09:01  | 09:27:20 | 09:32:20 | 2
        phone 3 | 09:22  | 09:22    | 09:27    | 0
        phone 4 | 09:23  | 09:32:20 | 09:37:20 | 0
    """)


def test_while_it_rests_who_waits_goes_before_it(play):
    """The agent frees at 09:25, 20 s too early for the callback: the vip of 09:21 is taken."""
    day = play(
        centre(f'answers: "0 %, 100 %", tries: 2 tries, {EVERYDAY}'),
        phone=calls("09:00", "09:01", "09:20 vip", "09:21 vip"),
    )
    day.contacts("""
        issue   | answered | attempts
        phone 1 | 09:00    | 0
        phone 2 | 09:30:20 | 2
        phone 3 | 09:20    | 0
        phone 4 | 09:25    | 0
    """)


TWO_LINES = """
channels: {hotline: {kind: live}, phone: {kind: live}}
service: {help: {hotline: {talk: 5 min}, phone: {talk: 5 min}}}
queues:
  hotline: {of: hotline}
  phone: {of: phone, callback: {answers: "0 %, 100 %", tries: 2 tries}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, hotline: level 3}}}
serves: {team: {hotline: 1, phone: 1}}
"""


def test_rested_on_the_tick_a_call_comes_they_go_by_issue_key(play):
    """Both at 09:25:20 and rank 4: the row that stands first is looked at first."""
    play(TWO_LINES, phone="09:00, 09:01", hotline="09:25:20").contacts("""
        issue     | answered | attempts
        phone 1   | 09:00    | 0
        phone 2   | 09:25:40 | 2
        hotline 1 | 09:30:40 | 0
    """)
    play(TWO_LINES, hotline="09:25:20", phone="09:00, 09:01").contacts("""
        issue     | answered | attempts
        hotline 1 | 09:25:20 | 0
        phone 1   | 09:00    | 0
        phone 2   | 09:30:40 | 2
    """)


def test_rested_on_the_tick_an_agent_frees_whoever_frees_takes_the_other_first(play):
    """The agent frees at 09:25:20 (rank 3), the callback is rested at 09:25:20 (rank 4): the waiting call is taken."""
    day = play(TWO_LINES, phone="09:00, 09:01", hotline="09:20:20, 09:21")
    day.contacts("""
        issue     | answered | attempts
        phone 1   | 09:00    | 0
        phone 2   | 09:30:40 | 2
        hotline 1 | 09:20:20 | 0
        hotline 2 | 09:25:20 | 0
    """)


def test_a_call_on_the_tick_an_unanswered_ring_ends_finds_the_agent_free(play):
    """The ring ends at 09:05:20 (rank 3), the call comes at 09:05:20 (rank 4)."""
    day = play(centre(f"answers: 0 %, {EVERYDAY}"), phone=calls("09:00", "09:01", "09:05:20 vip"))
    day.contacts("""
        issue   | answered | outcome
        phone 1 | 09:00    | answered
        phone 2 | -        | unreached
        phone 3 | 09:05:20 | answered
    """)


def test_a_rested_callback_interrupts_what_gives_way_to_its_channel(play):
    """Pushed at 09:25:20 like any call: the letter is put down for the ring and goes on at 09:25:40."""
    day = play(
        """
        channels: {phone: {kind: live}, email: {kind: deferred, gives_way_to: phone}}
        service: {help: {phone: {talk: 5 min}, email: {talk: 10 min}}}
        queues: {phone: {of: phone, callback: {answers: 0 %, tries: 2 tries}}, email: {of: email}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, email: level 3}}}
        serves: {team: [phone, email]}
        """,
        phone="09:00, 09:01",
        email="09:20",
    )
    day.spells("""
        agent  | start    | end      | issue
        team 1 | 09:00    | 09:05    | phone 1
        team 1 | 09:05    | 09:05:20 | phone 2
        team 1 | 09:20    | 09:25:20 | email 1
        team 1 | 09:25:20 | 09:25:40 | phone 2
        team 1 | 09:25:40 | 09:30:20 | email 1
    """)
