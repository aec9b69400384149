"""What rings at agents is in their hands: beside other work, at the ends of shifts, closings and the horizon."""

from sim.streams import Stream, uniform
from tests.worlds.ringing import PHONE, RINGS, SURE, offered, shift


def chats(rings: str = RINGS, more: str = "", talk: str = "1 min") -> str:
    return f"""
channels: {{chat: {{kind: chat, at_once: 2 chats, rings: {{{rings}}}{more}}}}}
service: {{help: {{chat: {{talk: {talk}}}}}}}
queues: {{chat: {{of: chat}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{chat: level 3}}}}}}
serves: {{team: [chat]}}
"""


def test_a_ring_takes_a_place_in_the_hands(play):
    """Two chats ring at once; the third waits until the first is over."""
    day = play(chats("answered_after: 30 s"), chat="09:00, 09:00:05, 09:00:10")
    day.contacts("""
        issue  | queued   | answered | ended    | ring
        chat 1 | 09:00    | 09:00:30 | 09:01:30 | 30 s
        chat 2 | 09:00:05 | 09:00:35 | 09:01:35 | 30 s
        chat 3 | 09:00:10 | 09:02    | 09:03    | 30 s
    """)


def test_who_has_other_work_is_not_off_the_queue_but_takes_nothing(play):
    """Chat 2 is missed at 10:30:40 with chat 1 in hand: no time off the queue, and chat 2 rings again at 10:31:40."""
    day = play(chats(), chat="10:30, 10:30:20")
    offered(day, "T", "M T")
    day.contacts("""
        issue  | queued   | answered | ended    | ring | offers | missed_offers
        chat 1 | 10:30    | 10:30:06 | 10:31:06 | 6 s  | 1      | 0
        chat 2 | 10:30:20 | 10:31:46 | 10:32:46 | 26 s | 2      | 1
    """)
    day.duties("""
        agent  | start    | end       | kind
        team 1 | 00:00    | tue 00:00 | on_queue
    """)


def test_who_works_all_the_time_is_never_off_the_queue(play):
    """Chat 1 lasts five minutes; at 10:31:40 chat 2 is pulled beside it."""
    day = play(chats(talk="5 min"), chat="10:30, 10:30:20")
    offered(day, "T", "M T")
    day.contacts("""
        issue  | answered | ended
        chat 1 | 10:30:06 | 10:35:06
        chat 2 | 10:31:46 | 10:36:46
    """)
    day.duties("""
        agent  | start | end       | kind
        team 1 | 00:00 | tue 00:00 | on_queue
    """)


def test_another_ring_goes_on_after_one_was_missed(play):
    """Chat 1 is missed at 11:00:20; chat 2, which rings from 11:00:16, is taken at 11:00:22 all the same."""
    day = play(chats(), chat="11:00, 11:00:16")
    offered(day, "M T", "T")
    day.contacts("""
        issue  | answered | ended    | offers | missed_offers
        chat 1 | 11:01:26 | 11:02:26 | 2      | 1
        chat 2 | 11:00:22 | 11:01:22 | 1      | 0
    """)


def test_missed_twice_the_agent_is_back_a_minute_after_the_second(play):
    """Missed at 18:00:20 and at 18:00:30: both ring again at 18:01:30."""
    day = play(chats(), chat="18:00, 18:00:10")
    offered(day, "M T", "M T")
    day.contacts("""
        issue  | answered | ended    | ring | offers | missed_offers
        chat 1 | 18:01:36 | 18:02:36 | 26 s | 2      | 1
        chat 2 | 18:01:36 | 18:02:36 | 26 s | 2      | 1
    """)


def test_at_the_end_of_the_horizon_what_rings_is_open(play):
    """Two of six seconds are rung at midnight."""
    day = play(SURE, phone="23:59:58")
    day.contacts("""
        issue   | agent | queued   | answered | ended | outcome | ring | offers | talk
        phone 1 | -     | 23:59:58 | -        | -     | open    | 2 s  | 1      | 0 s
    """)
    day.spells("""
        agent  | start    | end       | issue
        team 1 | 23:59:58 | tue 00:00 | phone 1
    """)


def test_a_ring_goes_on_after_the_end_of_the_shift(play):
    """Taken at 10:00:03: the call is worked in overtime, which begins with the ring."""
    day = play(SURE + shift("09:00-10:00"), phone="09:59:57, 09:59:58")
    day.contacts("""
        issue   | answered | ended    | outcome
        phone 1 | 10:00:03 | 10:01:03 | answered
        phone 2 | -        | -        | open
    """)
    day.duties("""
        agent  | start | end      | kind
        team 1 | 09:00 | 10:00    | on_queue
        team 1 | 10:00 | 10:01:03 | overtime
    """)


def test_a_ring_that_ends_on_the_tick_of_the_shift_end_is_taken(play):
    """The shift ends at rank 2, the ring at rank 3: it is taken, and worked in overtime."""
    day = play(SURE + shift("09:00-10:00"), phone="09:59:54")
    day.contacts("""
        issue   | answered | ended | outcome
        phone 1 | 10:00    | 10:01 | answered
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 10:00 | on_queue
        team 1 | 10:00 | 10:01 | overtime
    """)


def test_who_misses_after_the_end_of_the_shift_goes(play):
    """Missed at 11:20:10, ten seconds into overtime: the agent goes, and nobody is there for the call."""
    day = play(PHONE + shift("09:00-11:20"), phone="11:19:50")
    offered(day, "M T")
    day.contacts("""
        issue   | answered | ended | outcome | ring | offers | missed_offers
        phone 1 | -        | -     | open    | 20 s | 1      | 1
    """)
    day.duties("""
        agent  | start | end      | kind
        team 1 | 09:00 | 11:20    | on_queue
        team 1 | 11:20 | 11:20:10 | overtime
    """)


def test_the_shift_ends_while_the_agent_is_unavailable(play):
    """Missed at 11:00:20, off the queue until the shift ends at 11:01: no overtime."""
    day = play(PHONE + shift("09:00-11:01"), phone="11:00")
    offered(day, "M T")
    day.contacts("""
        issue   | answered | outcome
        phone 1 | -        | open
    """)
    day.duties("""
        agent  | start    | end      | kind
        team 1 | 09:00    | 11:00:20 | on_queue
        team 1 | 11:00:20 | 11:01    | off_queue
    """)


def test_a_break_that_is_due_begins_after_the_missed_ring_and_keeps_its_length(play):
    """Due at 11:01, begun at 11:01:10, over at 11:06:10, when the call rings again."""
    tea = ', breaks: {tea: {at: "11:01", lasts: 5 min}}'
    day = play(PHONE + shift("09:00-12:00", breaks=tea), phone="11:00:50")
    offered(day, "M T")
    day.contacts("""
        issue   | answered | offers | missed_offers
        phone 1 | 11:06:16 | 2      | 1
    """)
    day.duties("""
        agent  | start    | end      | kind
        team 1 | 09:00    | 11:01:10 | on_queue
        team 1 | 11:01:10 | 11:06:10 | off_queue
        team 1 | 11:06:10 | 12:00    | on_queue
    """)


def test_closing_does_not_touch_what_rings(play):
    """Call 1 rings at 10:00 and is taken; call 2 waits, and is disconnected."""
    day = play(
        "channels: {phone: {kind: live, open: daily 09:00-10:00, at_close: disconnect, rings: 6 s}}",
        phone="09:59:57, 09:59:58",
    )
    day.contacts("""
        issue   | answered | ended    | outcome
        phone 1 | 10:00:03 | 10:01:03 | answered
        phone 2 | -        | 10:00    | disconnected
    """)


EMAIL = """
channels: {phone: {kind: live, rings: {RINGS}}, email: {kind: deferred, gives_way_to: phone}}
service: {help: {phone: {talk: 5 min}, email: {talk: 10 min}}}
queues: {phone: {of: phone}, email: {of: email}}
pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, email: level 3}}}
serves: {team: [phone, email]}
"""


def test_a_ring_interrupts_what_gives_way(play):
    """The email stands still from the first second of the ring: 4 of 10 min are done, 6 are left at 09:09:06."""
    day = play(EMAIL.replace("{RINGS}", "6 s"), phone="09:04", email="09:00")
    day.contacts("""
        issue   | answered | ended    | talk
        phone 1 | 09:04:06 | 09:09:06 | 300 s
        email 1 | 09:00    | 09:15:06 | 600 s
    """)
    day.spells("""
        agent  | start    | end      | issue
        team 1 | 09:00    | 09:04    | email 1
        team 1 | 09:04    | 09:04:06 | phone 1
        team 1 | 09:04:06 | 09:09:06 | phone 1
        team 1 | 09:09:06 | 09:15:06 | email 1
    """)


def test_a_leg_rings_again(play):
    """Passed on after a minute: the leg is a visit of its own, and rings at the other team."""
    day = play(
        SURE
        + """
intents: {help: {share: 100 %}, deal: {share: 0 %}}
service:
  help: {phone: {talk: 1 min, passed_on: {to: deal, share: 100 %}}}
  deal: {phone: {talk: 2 min}}
pools:
  team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {help: level 3}}
  desk: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}, intents: {deal: level 3}}
serves: {team: [phone], desk: [phone]}
""",
        phone="09:00",
    )
    day.contacts("""
        issue   | visit | reason   | agent  | queued   | answered | ended    | ring | offers
        phone 1 | 0     | first    | team 1 | 09:00    | 09:00:06 | 09:01:06 | 6 s  | 1
        phone 1 | 1     | transfer | desk 1 | 09:01:06 | 09:01:12 | 09:03:12 | 6 s  | 1
    """)


def test_missed_after_closing_it_waits_on(play):
    """Closing was at 11:20, while it rang: nobody disconnects it later, and it rings again at 11:21:10."""
    day = play(
        f"channels: {{phone: {{kind: live, open: daily 09:00-11:20, at_close: disconnect, rings: {{{RINGS}}}}}}}",
        phone="11:19:50",
    )
    offered(day, "M T")
    day.contacts("""
        issue   | answered | ended    | outcome
        phone 1 | 11:21:16 | 11:22:16 | answered
    """)


def test_what_a_missed_ring_interrupted_is_not_taken_up_while_unavailable(play):
    """Missed at 11:04:20: nothing is taken until 11:05:20, then the call goes before the rest of the email."""
    day = play(EMAIL.replace("{RINGS}", f"{{{RINGS}}}"), phone="11:04", email="11:00")
    assert uniform(1, 0, Stream.OFFER, int(day.world.arrivals.issue.min()), 0, 0) < 2**52
    day.spells("""
        agent  | start    | end      | issue
        team 1 | 11:00    | 11:04    | email 1
        team 1 | 11:04    | 11:04:20 | phone 1
        team 1 | 11:05:20 | 11:05:26 | phone 1
        team 1 | 11:05:26 | 11:10:26 | phone 1
        team 1 | 11:10:26 | 11:16:26 | email 1
    """)


def test_a_ring_of_no_time_is_an_offer_all_the_same(play):
    """Answered after 0 s: call 1 is taken on the tick it comes, before the patience of 0 s; call 2 finds nobody."""
    day = play(
        "channels: {phone: {kind: live, rings: {missed: 50 %}}}\nsegments: {everybody: {patience: 0 s}}",
        phone="14:30, 14:30",
    )
    offered(day, "T", "T")
    day.contacts("""
        issue   | queued | answered | ended | outcome   | ring | offers
        phone 1 | 14:30  | 14:30    | 14:31 | answered  | 0 s  | 1
        phone 2 | 14:30  | -        | 14:30 | abandoned | 0 s  | 0
    """)


def test_a_ring_in_hand_slows_the_chat_beside_it(play):
    """In hand is in hand: 30 s alone, then 90 s of work at half the rate, from the ring of chat 2 on."""
    day = play(chats("answered_after: 30 s", more=", slowdown: {2 chats: 2 times}", talk="2 min"), chat="09:00, 09:01")
    day.contacts("""
        issue  | answered | ended    | talk  | ring
        chat 1 | 09:00:30 | 09:04    | 210 s | 30 s
        chat 2 | 09:01:30 | 09:04:45 | 195 s | 30 s
    """)


def test_callbacks_do_not_ring_at_agents(play):
    """Call 2 is to be called back: the agent dials at once, and it rings at the customer's."""
    day = play(SURE + "queues: {phone: {of: phone, callback: {answers: 100 %, ring: 20 s}}}", phone="09:00, 09:00:30")
    day.contacts("""
        issue   | answered | ended    | ring | offers | dial
        phone 1 | 09:00:06 | 09:01:06 | 6 s  | 1      | 0 s
        phone 2 | 09:01:26 | 09:02:26 | 0 s  | 0      | 20 s
    """)


STAFF = "pools: {team: {headcount: on_queue, staff: {daily: {'00:00': 2, 'NINE': 1}}, skills: {phone: level 3}}}\n"


def test_when_the_team_shrinks_who_rings_is_not_idle(play):
    """Both ring at 09:00, when one has to go: agent 1, who finishes first, and works in overtime."""
    day = play(SURE + STAFF.replace("NINE", "09:00"), phone="08:59:57, 08:59:58")
    day.duties("""
        agent  | start | end       | kind
        team 1 | 00:00 | 09:00     | on_queue
        team 1 | 09:00 | 09:01:03  | overtime
        team 2 | 00:00 | tue 00:00 | on_queue
    """)


def test_when_the_team_shrinks_who_misses_goes(play):
    """At 11:00 one has to go; agent 2 misses call 2 at 11:00:16, the first to have nothing in hand, and goes."""
    day = play(PHONE + STAFF.replace("NINE", "11:00"), phone="10:59:55, 10:59:56")
    offered(day, "T", "M")
    day.contacts("""
        issue   | agent  | answered | offers
        phone 1 | team 1 | 11:00:01 | 1
        phone 2 | team 1 | 11:01:07 | 2
    """)
    day.duties("""
        agent  | start | end       | kind
        team 1 | 00:00 | tue 00:00 | on_queue
        team 2 | 00:00 | 11:00     | on_queue
        team 2 | 11:00 | 11:00:16  | overtime
    """)
