"""Taken for something else: the wait in the wrong queue, the time to find out, the way on (MODEL.md 6)."""

CENTRE = """
intents: {help: {share: 50 %}, tax: {share: 50 %}}
channels: {phone: {kind: live, intent_recognised: 0 %, wrong_queue_takes: 45 s}}
service: {help: {phone: {talk: 5 min, wrap_up: 1 min}}, tax: {phone: {talk: 20 min}}}
queues: {help: {of: phone, intents: help}, tax: {of: phone, intents: tax}}
pools:
  general: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {help: level 3}}
  experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {tax: level 3}}
serves: {general: [help], experts: [tax]}
"""


def test_who_cannot_work_it_finds_out_and_passes_it_on_cold(play):
    """45 s with the expert, no wrap-up; the leg comes to the right queue on the same tick, with its story."""
    day = play(CENTRE, phone="09:00 intent=help")
    day.contacts("""
        issue   | visit | reason   | intent | queue | agent     | arrived  | answered | talk_end | ended    | talk
        phone 1 | 0     | first    | help   | tax   | experts 1 | 09:00    | 09:00    | 09:00:45 | 09:00:45 | 45 s
        phone 1 | 1     | transfer | help   | help  | general 1 | 09:00:45 | 09:00:45 | 09:05:45 | 09:06:45 | 300 s
    """)
    day.contacts("""
        issue   | visit | outcome  | is_resolved | way         | wrap_up | hold | story | after_visit | led_by
        phone 1 | 0     | answered | 0           | wrong_queue | 0 s     | 0 s  | none  | -           | -
        phone 1 | 1     | answered | 1           | none        | 60 s    | 0 s  | kept  | 0           | -
    """)
    day.issues("""
        issue   | outcome  | ended    | n_contacts
        phone 1 | resolved | 09:05:45 | 1
    """)


def test_it_waits_for_the_wrong_agents_though_the_right_ones_are_idle(play):
    """Call 1 is worked by the expert until 09:20:45; only then it is found that call 2 is not for them."""
    day = play(CENTRE, phone="09:00 intent=tax, 09:02 intent=help")
    day.contacts("""
        issue   | visit | intent | queue | agent     | queued   | answered | talk_end | ended    | way
        phone 1 | 0     | tax    | help  | general 1 | 09:00    | 09:00    | 09:00:45 | 09:00:45 | wrong_queue
        phone 1 | 1     | tax    | tax   | experts 1 | 09:00:45 | 09:00:45 | 09:20:45 | 09:20:45 | none
        phone 2 | 0     | help   | tax   | experts 1 | 09:02    | 09:20:45 | 09:21:30 | 09:21:30 | wrong_queue
        phone 2 | 1     | help   | help  | general 1 | 09:21:30 | 09:21:30 | 09:26:30 | 09:27:30 | none
    """)


def test_the_leg_is_queued_on_the_tick_its_wrong_agent_frees(play):
    """Each waits with the other's agent; both find out at 09:00:45, and the legs cross on that tick."""
    day = play(CENTRE, phone="09:00 intent=tax, 09:00 intent=help")
    day.contacts("""
        issue   | visit | agent     | queued   | answered | talk_end
        phone 1 | 0     | general 1 | 09:00    | 09:00    | 09:00:45
        phone 1 | 1     | experts 1 | 09:00:45 | 09:00:45 | 09:20:45
        phone 2 | 0     | experts 1 | 09:00    | 09:00    | 09:00:45
        phone 2 | 1     | general 1 | 09:00:45 | 09:00:45 | 09:05:45
    """)


def test_who_can_work_it_anyway_works_it(play):
    """The expert knows help too: a whole conversation, from the wrong queue, and nothing else."""
    day = play(
        CENTRE.replace("intents: {tax: level 3}", "intents: {tax: level 3, help: level 3}"), phone="09:00 intent=help"
    )
    day.contacts("""
        issue   | visit | reason | intent | queue | agent     | talk_end | ended | is_resolved | way
        phone 1 | 0     | first  | help   | tax   | experts 1 | 09:05    | 09:06 | 1           | none
    """)


def test_who_knows_less_of_the_true_intent_works_it_at_that_level(play):
    """The expert is at level 1 of help, at which work takes twice as long."""
    day = play(
        CENTRE.replace("intents: {tax: level 3}", "intents: {tax: level 3, help: level 1}")
        + "levels: {1: {handle_time: 2 times}}",
        phone="09:00 intent=help",
    )
    day.contacts("""
        issue   | visit | queue | agent     | level | talk_end | ended
        phone 1 | 0     | tax   | experts 1 | 1     | 09:10    | 09:12
    """)


def test_the_level_of_who_opens_it_scales_the_time_to_find_out(play):
    """Beginners take 90 s to find out; the leg goes to others, of level 3."""
    day = play(
        CENTRE.replace(
            "{phone: level 3}, intents: {tax: level 3}",
            "{phone: level 1}, intents: {tax: level 1}",
        )
        + "levels: {1: {handle_time: 2 times}}",
        phone="09:00 intent=help",
    )
    day.contacts("""
        issue   | visit | answered | talk_end | talk
        phone 1 | 0     | 09:00    | 09:01:30 | 90 s
        phone 1 | 1     | 09:01:30 | 09:06:30 | 300 s
    """)


def test_what_was_told_to_the_wrong_agent_may_be_lost(play):
    """The story counts as told: with `transfer: kept 0 %` it is told again, two minutes more."""
    day = play(CENTRE + "context: {transfer: kept 0 %}\nlost_story: {extra_talk: 2 min}", phone="09:00 intent=help")
    day.contacts("""
        issue   | visit | story | talk
        phone 1 | 0     | none  | 45 s
        phone 1 | 1     | lost  | 420 s
    """)


def test_the_wrong_agent_needs_the_time_to_find_out_and_no_more(play):
    """Talk is the 45 s, whatever is lost: the return of 10:05:45 is told again to nobody but the right one."""
    day = play(
        CENTRE.replace("help: {phone: {talk: 5 min", "help: {phone: {solved: 0.000000001 %, talk: 5 min")
        + "what_next: {at_most: 2 visits, not_solved: {same: 100 %, after: 1 h}}\n"
        + "context: {same_channel: kept 0 %}\nlost_story: {extra_talk: 2 min}",
        phone="09:00 intent=help",
    )
    day.contacts("""
        issue   | visit | reason   | queue | answered | talk_end | talk  | is_resolved | way
        phone 1 | 0     | first    | tax   | 09:00    | 09:00:45 | 45 s  | 0           | wrong_queue
        phone 1 | 1     | transfer | help  | 09:00:45 | 09:05:45 | 300 s | 0           | none
        phone 1 | 2     | return   | tax   | 10:05:45 | 10:06:30 | 45 s  | 0           | wrong_queue
        phone 1 | 3     | transfer | help  | 10:06:30 | 10:11:30 | 300 s | 0           | none
    """)


def test_a_linked_letter_is_withdrawn_when_the_wrong_agent_opens_the_chase(play):
    """The call of 11:30 is found out at 11:30:45 and resolved at 11:35:45; the letter was withdrawn at 11:30."""
    day = play(LETTERS_AND_CALLS.replace("11:25", "15:00") + "context: {recognised: 100 %}", mail="09:00 intent=help")
    day.contacts("""
        issue  | visit | reason   | agent     | answered | talk_end | ended    | outcome
        mail 1 | 0     | first    | -         | -        | -        | 11:30    | withdrawn
        mail 1 | 1     | chase    | experts 1 | 11:30    | 11:30:45 | 11:30:45 | answered
        mail 1 | 2     | transfer | general 1 | 11:30:45 | 11:35:45 | 11:35:45 | answered
    """)


def test_who_leaves_the_wrong_queue_is_taken_for_something_else_again(play):
    """Both calls wait for the busy expert, three minutes each, and the issue is lost: its intent is the true one."""
    day = play(
        CENTRE
        + "segments: {everybody: {patience: 3 min}}\n"
        + "what_next: {at_most: 2 visits, abandoned: {same: 100 %, after: 5 min}}",
        phone="09:00 intent=tax, 09:01 intent=help",
    )
    day.contacts("""
        issue   | visit | reason   | intent | queue | answered | ended    | outcome   | led_by    | after_visit
        phone 1 | 0     | first    | tax    | help  | 09:00    | 09:00:45 | answered  | -         | -
        phone 1 | 1     | transfer | tax    | tax   | 09:00:45 | 09:20:45 | answered  | -         | 0
        phone 2 | 0     | first    | help   | tax   | -        | 09:04    | abandoned | -         | -
        phone 2 | 1     | redial   | help   | tax   | -        | 09:12    | abandoned | abandoned | 0
    """)
    day.issues("""
        issue   | intent | outcome  | ended    | n_contacts
        phone 1 | tax    | resolved | 09:20:45 | 1
        phone 2 | help   | lost     | 09:12    | 2
    """)


def test_a_leg_of_self_service_is_never_taken_for_something_else(play):
    """What the machine hands on comes to the right queue at once; the machine takes all for what they are."""
    day = play(
        CENTRE.replace("channels: {", "channels: {bot: {kind: self_service}, ")
        .replace("{help: {phone: {talk: 5 min", "{help: {bot: {lasts: 2 min, contained: 0 %}, phone: {talk: 5 min")
        .replace("tax: {phone: {talk", "tax: {bot: {lasts: 3 min, contained: 0 %}, phone: {talk")
        + "what_next: {bot_failed: {phone: 100 %, after: 0 s}}",
        bot="09:00 intent=help",
    )
    day.contacts("""
        issue | visit | reason     | queue | agent     | answered | talk_end | way
        bot 1 | 0     | first      | -     | -         | 09:00    | 09:02    | none
        bot 1 | 1     | escalation | help  | general 1 | 09:02    | 09:07    | none
    """)


LETTERS_AND_CALLS = """
intents: {help: {share: 50 %}, tax: {share: 50 %}}
channels:
  phone: {kind: live, intent_recognised: 0 %, wrong_queue_takes: 45 s}
  mail: {kind: deferred, tolerated: 2 h}
service:
  help: {phone: {talk: 5 min}, mail: {talk: 10 min}}
  tax: {phone: {talk: 20 min}, mail: {talk: 20 min}}
queues: {mail: {of: mail}, help: {of: phone, intents: help}, tax: {of: phone, intents: tax}}
pools:
  writers: {headcount: on_queue, staff: {daily: {"11:25": 1}}, skills: {mail: level 3}}
  general: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {help: level 3}}
  experts: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {tax: level 3}}
serves: {writers: [mail], general: [help], experts: [tax]}
what_next: {unanswered: {phone: 100 %, after: 30 min}}
already_solved: 1 min
"""


def test_an_issue_resolved_already_is_found_solved_in_the_wrong_queue_too(play):
    """The chase of 11:30 waits for the expert to 11:40; the letter was answered at 11:35: one minute, and no leg."""
    day = play(LETTERS_AND_CALLS, mail="09:00 intent=help", phone="11:19:15 intent=tax")
    day.contacts("""
        issue   | visit | reason   | queue | agent     | answered | talk_end | is_resolved | way
        mail 1  | 0     | first    | mail  | writers 1 | 11:25    | 11:35    | 1           | none
        mail 1  | 1     | chase    | tax   | experts 1 | 11:40    | 11:41    | -           | none
        phone 1 | 0     | first    | help  | general 1 | 11:19:15 | 11:20    | 0           | wrong_queue
        phone 1 | 1     | transfer | tax   | experts 1 | 11:20    | 11:40    | 1           | none
    """)


def test_a_letter_may_be_taken_for_something_else_too(play):
    """Two minutes to find out whom it is for; then it is answered by those who know."""
    day = play(
        """
        intents: {help: {share: 50 %}, tax: {share: 50 %}}
        channels: {mail: {kind: deferred, intent_recognised: 0 %, wrong_queue_takes: 2 min}}
        service: {help: {mail: {talk: 10 min}}, tax: {mail: {talk: 20 min}}}
        queues: {help: {of: mail, intents: help}, tax: {of: mail, intents: tax}}
        pools:
          general: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}, intents: {help: level 3}}
          experts: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}, intents: {tax: level 3}}
        serves: {general: [help], experts: [tax]}
        """,
        mail="09:00 intent=help",
    )
    day.contacts("""
        issue  | visit | reason   | queue | agent     | answered | talk_end | ended | way
        mail 1 | 0     | first    | tax   | experts 1 | 09:00    | 09:02    | 09:02 | wrong_queue
        mail 1 | 1     | transfer | help  | general 1 | 09:02    | 09:12    | 09:12 | none
    """)


def test_the_end_of_the_horizon_cuts_the_finding_out(play):
    """Half of it is done at midnight: nothing is decided, and no leg made."""
    day = play(CENTRE, phone="23:59:30 intent=help")
    day.contacts("""
        issue   | visit | answered | talk_end | ended | outcome  | talk | is_resolved
        phone 1 | 0     | 23:59:30 | -        | -     | answered | 30 s | -
    """)
    day.issues("""
        issue   | outcome | ended | n_contacts
        phone 1 | open    | -     | 1
    """)


def test_all_are_recognised_unless_it_is_said(play):
    """With 100 % each goes where it belongs."""
    day = play(
        CENTRE.replace(", intent_recognised: 0 %, wrong_queue_takes: 45 s", ", intent_recognised: 100 %"),
        phone="09:00 intent=help, 09:00 intent=tax",
    )
    day.contacts("""
        issue   | visit | queue | agent     | talk_end | way
        phone 1 | 0     | help  | general 1 | 09:05    | none
        phone 2 | 0     | tax   | experts 1 | 09:20    | none
    """)


def test_a_message_is_found_out_in_one_turn(play):
    """45 s and no pause of the customer; the leg is a conversation of its own with the right agent."""
    day = play(
        """
        intents: {help: {share: 50 %}, tax: {share: 50 %}}
        channels: {text: {kind: messaging, answers_after: 20 min, intent_recognised: 0 %, wrong_queue_takes: 45 s}}
        service: {help: {text: {talk: 4 min, turns: 2 turns}}, tax: {text: {talk: 4 min, turns: 2 turns}}}
        queues: {help: {of: text, intents: help}, tax: {of: text, intents: tax}}
        pools:
          general: {headcount: on_queue, staff: {daily: 1}, skills: {text: level 3}, intents: {help: level 3}}
          experts: {headcount: on_queue, staff: {daily: 1}, skills: {text: level 3}, intents: {tax: level 3}}
        serves: {general: [help], experts: [tax]}
        """,
        text="09:00 intent=help",
    )
    day.contacts("""
        issue  | visit | reason   | agent     | answered | talk_end | way
        text 1 | 0     | first    | experts 1 | 09:00    | 09:00:45 | wrong_queue
        text 1 | 1     | transfer | general 1 | 09:00:45 | 09:24:45 | none
    """)
    turns = day.record.turns
    leg = turns["visit"] == 1
    assert turns["turn"][leg].tolist() == [0, 1]
    assert turns["replied_tick"][leg].tolist() == [(9 * 3600 + 165) * 1_000_000, (9 * 3600 + 1485) * 1_000_000]


def test_all_other_intents_are_equally_likely(play):
    """Of two hundred calls for help about half each are taken for tax and for loans, none for what has no service."""
    calls = ", ".join(f"{hour:02d}:{minute:02d} intent=help" for hour in range(4, 24) for minute in range(0, 60, 6))
    day = play(
        CENTRE.replace("tax: {share: 50 %}}", "tax: {share: 50 %}, loan: {share: 0 %}, other: {share: 0 %}}")
        .replace("tax: {phone: {talk: 20 min}}}", "tax: {phone: {talk: 1 min}}, loan: {phone: {talk: 1 min}}}")
        .replace("tax: {of: phone, intents: tax}}", "tax: {of: phone, intents: tax}, loan: {of: phone, intents: loan}}")
        .replace("{tax: level 3}}", "{tax: level 3, loan: level 3}}")
        .replace("experts: [tax]", "experts: [tax, loan]"),
        phone=calls,
    )
    contacts = day.record.contacts
    taken_for = [day.world.names.queues[queue] for queue in contacts["queue"][contacts["visit"] == 0].tolist()]
    assert len(taken_for) == 200
    assert set(taken_for) == {"tax", "loan"}
    assert abs(taken_for.count("tax") - 100) < 4 * 50**0.5
