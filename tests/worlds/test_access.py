"""A channel closed to a segment: who turns elsewhere, who complains, who gives up (MODEL.md 6)."""

CENTRE = """
intents: {help: {}, complaint: {share: 0 %}}
segments: {everyday: {share: 50 %}, private: {share: 50 %}}
channels: {phone: {kind: live}, chat: {kind: chat}, mail: {kind: deferred}}
service:
  help: {phone: {talk: 5 min}, chat: {talk: 8 min}, mail: {talk: 10 min}}
  complaint: {phone: {talk: 30 min}, chat: {talk: 30 min}, mail: {talk: 20 min}}
queues: {phone: {of: phone}, chat: {of: chat}, mail: {of: mail}}
pools:
  callers: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}
  writers: {headcount: on_queue, staff: {daily: 2}, skills: {chat: level 3, mail: level 3}}
serves: {callers: [phone], writers: [chat, mail]}
"""
NEVER = "solved: 0.000000001 %"


def test_who_finds_it_closed_turns_to_another_channel_on_the_same_tick(play):
    """Everyday customers come by chat; it stays their first contact, and private ones are not touched."""
    day = play(
        CENTRE + "access: {everyday: {phone: {chat: 100 %}}}", phone="09:00 segment=everyday, 09:00 segment=private"
    )
    day.contacts("""
        issue   | visit | reason | channel | intent | queue | arrived | answered | talk_end | after_visit | led_by
        phone 1 | 0     | first  | chat    | help   | chat  | 09:00   | 09:00    | 09:08    | -           | -
        phone 2 | 0     | first  | phone   | help   | phone | 09:00   | 09:00    | 09:05    | -           | -
    """)
    day.issues("""
        issue   | outcome  | ended | n_contacts
        phone 1 | resolved | 09:08 | 1
        phone 2 | resolved | 09:05 | 1
    """)


def test_who_gives_up_is_closed_out_for_good(play):
    """What is missing to 100 % ends closed on the closed channel; no row of what_next is theirs."""
    day = play(
        CENTRE + "access: {everyday: {phone: {chat: 0 %}}}\nwhat_next: {closed: {mail: 100 %, after: 1 min}}",
        phone="09:00 segment=everyday",
    )
    day.contacts("""
        issue   | visit | channel | queue | agent | arrived | queued | answered | ended | outcome | is_resolved
        phone 1 | 0     | phone   | -     | -     | 09:00   | -      | -        | 09:00 | closed  | -
    """)
    day.issues("""
        issue   | outcome | ended | n_contacts
        phone 1 | lost    | 09:00 | 1
    """)


def test_who_complains_keeps_the_complaint(play):
    """A mail as a complaint, not solved; the call after it is turned into a mail again, reason and intent kept."""
    day = play(
        CENTRE.replace("mail: {talk: 20 min}", f"mail: {{talk: 20 min, {NEVER}}}")
        + "access: {everyday: {phone: {mail: {share: 100 %, as: complaint}}}}\n"
        + "what_next: {at_most: 2 visits, not_solved: {phone: 100 %, after: 1 h}}",
        phone="09:00 segment=everyday",
    )
    day.contacts("""
        issue   | visit | reason | channel | intent    | answered | talk_end | outcome  | is_resolved
        phone 1 | 0     | first  | mail    | complaint | 09:00    | 09:20    | answered | 0
        phone 1 | 1     | switch | mail    | complaint | 10:20    | 10:40    | answered | 0
    """)
    day.issues("""
        issue   | outcome | ended | n_contacts
        phone 1 | lost    | 10:40 | 2
    """)


def test_a_complaint_goes_on_as_one_where_the_channel_is_open(play):
    """The chat of the return is open to them, and worked as a complaint."""
    day = play(
        CENTRE.replace("mail: {talk: 20 min}", f"mail: {{talk: 20 min, {NEVER}}}")
        + "access: {everyday: {phone: {mail: {share: 100 %, as: complaint}}}}\n"
        + "what_next: {at_most: 2 visits, not_solved: {chat: 100 %, after: 1 h}}",
        phone="09:00 segment=everyday",
    )
    day.contacts("""
        issue   | visit | reason | channel | intent    | answered | talk_end | is_resolved
        phone 1 | 0     | first  | mail    | complaint | 09:00    | 09:20    | 0
        phone 1 | 1     | switch | chat    | complaint | 10:20    | 10:50    | 1
    """)


def test_every_customer_contact_finds_it_closed_not_only_the_first(play):
    """The chat does not help; the call after it is turned into a chat again."""
    day = play(
        CENTRE.replace("chat: {talk: 8 min}", f"chat: {{talk: 8 min, {NEVER}}}")
        + "access: {everyday: {phone: {chat: 100 %}}}\n"
        + "what_next: {at_most: 2 visits, not_solved: {phone: 100 %, after: 1 h}}",
        chat="09:00 segment=everyday",
    )
    day.contacts("""
        issue  | visit | reason | channel | arrived | talk_end | led_by
        chat 1 | 0     | first  | chat    | 09:00   | 09:08    | -
        chat 1 | 1     | switch | chat    | 10:08   | 10:16    | not_solved
    """)


def test_it_is_closed_before_anything_is_offered(play):
    """All would take the offer of the chat, but who finds the phone closed gives up before it is made."""
    day = play(
        CENTRE + "access: {everyday: {phone: {mail: 0 %}}}\nsteer: {everyday: {any: {offer: chat}}}",
        phone="09:00 segment=everyday",
    )
    day.contacts("""
        issue   | channel | outcome
        phone 1 | phone   | closed
    """)


def test_who_turned_elsewhere_is_offered_what_all_are_offered(play):
    """From the phone to the mail, from there to the chat."""
    day = play(
        CENTRE + "access: {everyday: {phone: {mail: 100 %}}}\nsteer: {everyday: {any: {offer: chat}}}",
        phone="09:00 segment=everyday",
    )
    day.contacts("""
        issue   | visit | reason | channel | outcome
        phone 1 | 0     | first  | chat    | answered
    """)


def test_legs_come_to_a_closed_channel(play):
    """Passed on from the chat to the phone, the customer is called by a colleague; the door is not used."""
    day = play(
        CENTRE.replace("chat: {talk: 8 min}", "chat: {talk: 8 min, passed_on: {on: phone, share: 100 %}}")
        + "access: {everyday: {phone: {mail: 100 %}}}",
        chat="09:00 segment=everyday",
    )
    day.contacts("""
        issue  | visit | reason   | channel | answered | talk_end | is_resolved
        chat 1 | 0     | first    | chat    | 09:00    | 09:08    | 0
        chat 1 | 1     | transfer | phone   | 09:08    | 09:13    | 1
    """)


def test_what_a_machine_hands_on_comes_to_a_closed_channel(play):
    """The leg of self-service goes through to a person on the phone."""
    day = play(
        CENTRE.replace("channels: {", "channels: {bot: {kind: self_service}, ").replace(
            "help: {phone: {talk", "help: {bot: {lasts: 2 min, contained: 0 %}, phone: {talk"
        )
        + "access: {everyday: {phone: {mail: 100 %}}}\nwhat_next: {bot_failed: {phone: 100 %, after: 0 s}}",
        bot="09:00 segment=everyday",
    )
    day.contacts("""
        issue | visit | reason     | channel | answered | talk_end
        bot 1 | 0     | first      | bot     | 09:00    | 09:02
        bot 1 | 1     | escalation | phone   | 09:02    | 09:07
    """)


def test_who_would_chase_on_a_closed_channel_and_gives_up_still_waits_for_the_letter(play):
    """The call of 11:30 is not taken; the letter, answered in the afternoon, resolves the issue."""
    day = play(
        CENTRE.replace("mail: {kind: deferred}", "mail: {kind: deferred, tolerated: 2 h}").replace(
            "writers: {headcount: on_queue, staff: {daily: 2}",
            'writers: {headcount: on_queue, staff: {daily: {"15:00": 1}}',
        )
        + "access: {everyday: {phone: {chat: 0 %}}}\nwhat_next: {unanswered: {phone: 100 %, after: 30 min}}",
        mail="09:00 segment=everyday",
    )
    day.contacts("""
        issue  | visit | reason | channel | arrived | answered | ended | outcome
        mail 1 | 0     | first  | mail    | 09:00   | 15:00    | 15:10 | answered
        mail 1 | 1     | chase  | phone   | 11:30   | -        | 11:30 | closed
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        mail 1 | resolved | 15:10 | 2
    """)


def test_it_is_closed_to_them_at_all_hours(play):
    """At night nobody finds the hours closed who finds the channel closed: all write a mail at once."""
    day = play(
        CENTRE.replace("phone: {kind: live}", "phone: {kind: live, open: daily 08:00-20:00}")
        + "access: {everyday: {phone: {mail: 100 %}}}",
        phone="22:00 segment=everyday, 22:00 segment=private",
    )
    day.contacts("""
        issue   | visit | channel | arrived | answered | outcome
        phone 1 | 0     | mail    | 22:00   | 22:00    | answered
        phone 2 | 0     | phone   | 22:00   | -        | closed
    """)


def test_who_finds_the_other_channel_outside_its_hours_does_as_its_row_says(play):
    """Turned to the chat at night, closed out there by the clock; that is a closed contact like any other."""
    day = play(
        CENTRE.replace("chat: {kind: chat}", "chat: {kind: chat, open: daily 08:00-20:00}")
        + "access: {everyday: {phone: {chat: 100 %}}}\nwhat_next: {closed: {mail: 100 %, after: 1 min}}",
        phone="22:00 segment=everyday",
    )
    day.contacts("""
        issue   | visit | reason | channel | arrived | answered | ended | outcome  | led_by
        phone 1 | 0     | first  | chat    | 22:00   | -        | 22:00 | closed   | -
        phone 1 | 1     | switch | mail    | 22:01   | 22:01    | 22:11 | answered | closed
    """)


def test_a_patience_of_its_own_holds_on_the_channel_they_turn_to(play):
    """Patient on the phone, hasty in the chat: with all writers busy they leave after their minute there."""
    day = play(
        CENTRE.replace("daily: 2}, skills: {chat", "daily: 1}, skills: {chat").replace(
            "everyday: {share: 50 %}", "everyday: {share: 50 %, patience: {phone: 1 h, chat: 1 min}}"
        )
        + "access: {everyday: {phone: {chat: 100 %}}}",
        mail="09:00 segment=private",
        phone="09:01 segment=everyday",
    )
    day.contacts("""
        issue   | visit | channel | answered | ended | outcome
        mail 1  | 0     | mail    | 09:00    | 09:10 | answered
        phone 1 | 0     | chat    | -        | 09:02 | abandoned
    """)
