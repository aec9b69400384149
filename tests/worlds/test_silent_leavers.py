"""Customers who leave a chat without a word: gone, and still in the queue until an agent opens them (MODEL.md 7).

Whether one leaves silently is drawn by issue and visit; unless a world says otherwise, all of the hasty ones do.
"""

from sim.streams import Stream, uniform


def centre(
    channel: str = "", queue: str = "", share: str = "100 %", talk: str = "10 min", patience: str = "3 min"
) -> str:
    return f"""
channels: {{chat: {{kind: chat, at_once: 1 chat, silent_takes: 2 min{channel}}}}}
service: {{help: {{chat: {{talk: {talk}}}}}}}
segments:
  hasty: {{share: 50 %, patience: {patience}, leaves_silently: {{chat: {share}}}}}
  calm: {{share: 50 %}}
queues: {{chat: {{of: chat{queue}}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{chat: level 3}}}}}}
serves: {{team: [chat]}}
"""


def chats(text: str) -> str:
    """Write `09:00 h, 09:05 c`: hasty and calm customers."""
    return text.replace(" h", " segment=hasty").replace(" c", " segment=calm")


def test_who_left_silently_is_opened_in_turn_and_found_gone(play):
    """Chat 2 has left at 09:04; opened at 09:10 it takes two minutes, and chat 3 waits for them too."""
    day = play(centre(), chat=chats("09:00 c, 09:01 h, 09:05 c"))
    day.contacts("""
        issue  | queued | agent  | pool | answered | talk_end | ended | outcome   | is_silent | talk  | ghost | level
        chat 1 | 09:00  | team 1 | team | 09:00    | 09:10    | 09:10 | answered  | 0         | 600 s | 0 s   | 3
        chat 2 | 09:01  | -      | -    | -        | -        | 09:04 | abandoned | 1         | 0 s   | 120 s | 0
        chat 3 | 09:05  | team 1 | team | 09:12    | 09:22    | 09:22 | answered  | 0         | 600 s | 0 s   | 3
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:00 | 09:10 | chat 1
        team 1 | 09:10 | 09:12 | chat 2
        team 1 | 09:12 | 09:22 | chat 3
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        chat 1 | resolved | 09:10 | 1
        chat 2 | lost     | 09:04 | 1
        chat 3 | resolved | 09:22 | 1
    """)


def test_some_leave_silently_and_some_do_not(play):
    """At 50 %, chat 2 is drawn to stand in the queue as a ghost, chat 3 is not."""
    day = play(centre(share="50 %"), chat=chats("10:30 c, 10:31 h, 10:32 h"))
    keys = sorted(day.world.arrivals.issue.tolist())
    assert [uniform(1, 0, Stream.LEAVES_SILENTLY, key) < 2**52 for key in keys] == [False, True, False]
    day.contacts("""
        issue  | answered | ended | outcome   | is_silent | ghost
        chat 1 | 10:30    | 10:40 | answered  | 0         | 0 s
        chat 2 | -        | 10:34 | abandoned | 1         | 120 s
        chat 3 | -        | 10:35 | abandoned | 0         | 0 s
    """)


def test_nobody_leaves_silently_at_no_percent(play):
    """Chat 3 is answered as soon as chat 1 is over."""
    day = play(centre(share="0 %"), chat=chats("09:00 c, 09:01 h, 09:05 c"))
    day.contacts("""
        issue  | answered | ended | outcome   | is_silent | ghost
        chat 1 | 09:00    | 09:10 | answered  | 0         | 0 s
        chat 2 | -        | 09:04 | abandoned | 0         | 0 s
        chat 3 | 09:10    | 09:20 | answered  | 0         | 0 s
    """)


def test_who_is_answered_before_has_not_left(play):
    """Patience of chat 2 ends on the tick it is answered (rank 3 before 5): no ghost."""
    day = play(centre(talk="4 min"), chat=chats("09:00 c, 09:01 h"))
    day.contacts("""
        issue  | answered | ended | outcome  | is_silent | ghost
        chat 1 | 09:00    | 09:04 | answered | 0         | 0 s
        chat 2 | 09:04    | 09:08 | answered | 0         | 0 s
    """)


def test_who_has_no_patience_at_all_leaves_a_ghost_at_once(play):
    """Chat 2 is gone on the tick it comes; its ghost waits until 09:10."""
    day = play(centre(patience="0 s"), chat=chats("09:00 c, 09:01 h"))
    day.contacts("""
        issue  | queued | ended | outcome   | is_silent | ghost
        chat 1 | 09:00  | 09:10 | answered  | 0         | 0 s
        chat 2 | 09:01  | 09:01 | abandoned | 1         | 120 s
    """)


def test_the_customer_goes_on_from_the_tick_they_left(play):
    """Gone at 09:04, again at 09:05: the ghost is opened at 09:05 (rank 3), the redial (rank 4) waits behind it."""
    day = play(
        centre(talk="5 min") + "what_next: {at_most: 2 visits, abandoned: {same: 100 %, after: 1 min}}",
        chat=chats("09:00 c, 09:01 h"),
    )
    day.contacts("""
        issue  | visit | reason | queued | answered | ended | outcome   | is_silent | ghost
        chat 1 | 0     | first  | 09:00  | 09:00    | 09:05 | answered  | 0         | 0 s
        chat 2 | 0     | first  | 09:01  | -        | 09:04 | abandoned | 1         | 120 s
        chat 2 | 1     | redial | 09:05  | 09:07    | 09:12 | answered  | 0         | 0 s
    """)


def test_an_issue_may_leave_two_ghosts(play):
    """Gone at 09:04 and, come again at 09:05, at 09:08: both are opened, and the issue is lost at the second."""
    day = play(
        centre() + "what_next: {at_most: 2 visits, abandoned: {same: 100 %, after: 1 min}}",
        chat=chats("09:00 c, 09:01 h"),
    )
    day.contacts("""
        issue  | visit | queued | ended | outcome   | is_silent | ghost
        chat 1 | 0     | 09:00  | 09:10 | answered  | 0         | 0 s
        chat 2 | 0     | 09:01  | 09:04 | abandoned | 1         | 120 s
        chat 2 | 1     | 09:05  | 09:08 | abandoned | 1         | 120 s
    """)
    day.spells("""
        agent  | start | end   | issue  | visit
        team 1 | 09:00 | 09:10 | chat 1 | 0
        team 1 | 09:10 | 09:12 | chat 2 | 0
        team 1 | 09:12 | 09:14 | chat 2 | 1
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        chat 1 | resolved | 09:10 | 1
        chat 2 | lost     | 09:08 | 2
    """)


def test_a_ghost_holds_no_line(play):
    """Two lines: full at 09:03, free again when chat 2 has left at 09:04."""
    day = play(centre(channel=", lines: 2 lines"), chat=chats("09:00 c, 09:01 h, 09:03 c, 09:05 c, 09:06 c"))
    day.contacts("""
        issue  | queued | answered | ended | outcome
        chat 1 | 09:00  | 09:00    | 09:10 | answered
        chat 2 | 09:01  | -        | 09:04 | abandoned
        chat 3 | -      | -        | 09:03 | blocked
        chat 4 | 09:05  | 09:12    | 09:22 | answered
        chat 5 | -      | -        | 09:06 | blocked
    """)


def test_a_ghost_that_is_opened_gives_no_line_back_twice(play):
    """After 09:12 the line of chat 1 and that of chat 2 are free, once each: two chats get in, the third is blocked."""
    day = play(centre(channel=", lines: 2 lines"), chat=chats("09:00 c, 09:01 h, 09:12:30 c, 09:13 c, 09:14 c"))
    day.contacts("""
        issue  | queued   | answered | outcome
        chat 1 | 09:00    | 09:00    | answered
        chat 2 | 09:01    | -        | abandoned
        chat 3 | 09:12:30 | 09:12:30 | answered
        chat 4 | 09:13    | 09:22:30 | answered
        chat 5 | -        | -        | blocked
    """)


def test_a_ghost_counts_in_the_limit_of_its_queue_until_it_is_opened(play):
    """One may wait: the ghost does until 09:10, so chat 3 is blocked at 09:05 and chat 4 waits at 09:11."""
    day = play(centre(queue=", limit: 1 waiting"), chat=chats("09:00 c, 09:01 h, 09:05 c, 09:11 c"))
    day.contacts("""
        issue  | queued | answered | ended | outcome
        chat 1 | 09:00  | 09:00    | 09:10 | answered
        chat 2 | 09:01  | -        | 09:04 | abandoned
        chat 3 | -      | -        | 09:05 | blocked
        chat 4 | 09:11  | 09:12    | 09:22 | answered
    """)


def test_a_ghost_counts_in_the_wait_announced(play):
    """(Q + 1) x 10 min over one agent: 20 min are announced at 09:05 with the ghost before it, and chat 3 balks."""
    day = play(centre(channel=', balks: "0 % at 10 min, 100 % at 20 min"'), chat=chats("09:00 c, 09:01 h, 09:05 c"))
    day.contacts("""
        issue  | ended | outcome
        chat 1 | 09:10 | answered
        chat 2 | 09:04 | abandoned
        chat 3 | 09:05 | balked
    """)


def test_closing_takes_ghosts_out(play):
    """Disconnected at 09:08: chat 3 as such, the ghost of chat 2 without a further trace."""
    day = play(
        centre(channel=", open: daily 09:00-09:08, at_close: disconnect"), chat=chats("09:00 c, 09:01 h, 09:05 c")
    )
    day.contacts("""
        issue  | answered | ended | outcome      | is_silent | ghost
        chat 1 | 09:00    | 09:10 | answered     | 0         | 0 s
        chat 2 | -        | 09:04 | abandoned    | 1         | 0 s
        chat 3 | -        | 09:08 | disconnected | 0         | 0 s
    """)
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:00 | 09:10 | chat 1
    """)


def test_closing_that_serves_who_waits_serves_ghosts(play):
    """Opened at 09:10, two minutes after closing."""
    day = play(centre(channel=", open: daily 09:00-09:08"), chat=chats("09:00 c, 09:01 h, 09:05 c"))
    day.contacts("""
        issue  | answered | ended | outcome   | is_silent | ghost
        chat 1 | 09:00    | 09:10 | answered  | 0         | 0 s
        chat 2 | -        | 09:04 | abandoned | 1         | 120 s
        chat 3 | 09:12    | 09:22 | answered  | 0         | 0 s
    """)


def test_the_end_of_the_horizon_takes_ghosts_out(play):
    """Still in the queue at midnight: abandoned, and no time of anybody."""
    day = play(centre(), chat=chats("23:55 c, 23:56 h"))
    day.contacts("""
        issue  | answered | ended | outcome   | is_silent | ghost
        chat 1 | 23:55    | -     | answered  | 0         | 0 s
        chat 2 | -        | 23:59 | abandoned | 1         | 0 s
    """)


def test_a_ghost_in_hand_at_the_end_of_the_horizon_has_cost_so_much(play):
    """Opened at 23:59, half of its two minutes are spent."""
    day = play(centre(talk="4 min"), chat=chats("23:55 c, 23:55:30 h"))
    day.contacts("""
        issue  | answered | ended    | outcome   | is_silent | ghost
        chat 1 | 23:55    | 23:59    | answered  | 0         | 0 s
        chat 2 | -        | 23:58:30 | abandoned | 1         | 60 s
    """)
    day.spells("""
        agent  | start | end       | issue
        team 1 | 23:55 | 23:59     | chat 1
        team 1 | 23:59 | tue 00:00 | chat 2
    """)


def test_an_agent_finishes_a_ghost_after_the_end_of_the_shift(play):
    """Opened at 09:10, the shift ends at 09:11: a minute of overtime."""
    day = play(
        centre().replace("staff: {daily: 1}", "shifts: {early: {hours: 'daily 09:00-09:11', agents: 1}}"),
        chat=chats("09:00 c, 09:01 h, 09:05 c"),
    )
    day.contacts("""
        issue  | answered | outcome   | ghost
        chat 1 | 09:00    | answered  | 0 s
        chat 2 | -        | abandoned | 120 s
        chat 3 | -        | open      | 0 s
    """)
    day.duties("""
        agent  | start | end   | kind
        team 1 | 09:00 | 09:11 | on_queue
        team 1 | 09:11 | 09:12 | overtime
    """)


def test_with_rings_a_ghost_rings_first(play):
    """Six seconds of ring, then two minutes until it is found."""
    day = play(centre(channel=", rings: 6 s"), chat=chats("09:00 c, 09:01 h, 09:05 c"))
    day.contacts("""
        issue  | answered | ended    | outcome   | ring | ghost | offers
        chat 1 | 09:00:06 | 09:10:06 | answered  | 6 s  | 0 s   | 1
        chat 2 | -        | 09:04    | abandoned | 6 s  | 120 s | 1
        chat 3 | 09:12:18 | 09:22:18 | answered  | 6 s  | 0 s   | 1
    """)


def test_a_ghost_may_be_missed_too(play):
    """Missed at 10:40:26, offered again a minute later, before chat 3, which came after."""
    day = play(centre(channel=", rings: {answered_after: 6 s, missed: 50 %}"), chat=chats("10:30 c, 10:31 h, 10:35 c"))
    keys = sorted(day.world.arrivals.issue.tolist())
    drawn = [uniform(1, 0, Stream.OFFER, keys[i], 0, step) < 2**52 for i, step in ((0, 0), (1, 0), (1, 1), (2, 0))]
    assert drawn == [False, True, False, False]
    day.contacts("""
        issue  | answered | ended    | outcome   | ring | ghost | offers | missed_offers
        chat 1 | 10:30:06 | 10:40:06 | answered  | 6 s  | 0 s   | 1      | 0
        chat 2 | -        | 10:34    | abandoned | 26 s | 120 s | 2      | 1
        chat 3 | 10:43:38 | 10:53:38 | answered  | 6 s  | 0 s   | 1      | 0
    """)


def test_an_overflow_moves_a_ghost(play):
    """Five minutes old at 09:06, two after it has left: it goes over, and the other team finds it."""
    day = play(
        centre()
        .replace("{chat: {of: chat}}", "{chat: {of: chat, overflow: {backup: {after: 5 min}}}, backup: {of: chat}}")
        .replace("pools: {", "pools: {back: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}, ")
        .replace("serves: {", "serves: {back: [backup], "),
        chat=chats("09:00 c, 09:01 h"),
    )
    day.contacts("""
        issue  | queue  | agent  | answered | ended | outcome   | ghost
        chat 1 | chat   | team 1 | 09:00    | 09:10 | answered  | 0 s
        chat 2 | backup | -      | -        | 09:04 | abandoned | 120 s
    """)
    day.moves("""
        issue  | from_queue | to_queue | tick
        chat 2 | chat       | backup   | 09:06
    """)
    day.spells("""
        agent  | start | end   | issue
        back 1 | 09:06 | 09:08 | chat 2
        team 1 | 09:00 | 09:10 | chat 1
    """)


def test_a_ghost_takes_a_place_beside_a_chat(play):
    """Two places: the ghost takes one from 09:08 to 09:10, so chat 4 is opened at 09:10, beside chat 3."""
    day = play(
        centre(talk="8 min").replace("at_once: 1 chat", "at_once: 2 chats"),
        chat=chats("09:00 c, 09:02 c, 09:03 h, 09:04 c"),
    )
    day.contacts("""
        issue  | answered | ended | outcome   | ghost
        chat 1 | 09:00    | 09:08 | answered  | 0 s
        chat 2 | 09:02    | 09:10 | answered  | 0 s
        chat 3 | -        | 09:06 | abandoned | 120 s
        chat 4 | 09:10    | 09:18 | answered  | 0 s
    """)


def test_a_ghost_keeps_its_place_before_who_came_later(play):
    """Ghosts of 09:01 and 09:03 with a chat between them: opened in the order they came."""
    day = play(centre(), chat=chats("09:00 c, 09:01 h, 09:02 c, 09:03 h"))
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:00 | 09:10 | chat 1
        team 1 | 09:10 | 09:12 | chat 2
        team 1 | 09:12 | 09:22 | chat 3
        team 1 | 09:22 | 09:24 | chat 4
    """)


def test_on_other_channels_they_hang_up(play):
    """The same customers on the phone: nobody stays in the queue."""
    day = play(
        """
        channels: {phone: {kind: live}, chat: {kind: chat, silent_takes: 2 min}}
        service: {help: {phone: {talk: 10 min}, chat: {talk: 10 min}}}
        segments: {everybody: {patience: 3 min, leaves_silently: 100 %}}
        queues: {phone: {of: phone}, chat: {of: chat}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, chat: level 3}}}
        serves: {team: [phone, chat]}
        """,
        phone="09:00, 09:01",
        chat="09:02",
    )
    day.contacts("""
        issue   | answered | ended | outcome   | is_silent | ghost
        phone 1 | 09:00    | 09:10 | answered  | 0         | 0 s
        phone 2 | -        | 09:04 | abandoned | 0         | 0 s
        chat 1  | -        | 09:05 | abandoned | 1         | 120 s
    """)


def test_a_ghost_is_opened_though_the_issue_is_solved_elsewhere(play):
    """Chat 2 rings up after a minute and is solved by 09:06; its ghost is opened at 09:10 all the same."""
    day = play(
        """
        channels: {chat: {kind: chat, at_once: 1 chat, silent_takes: 2 min}, phone: {kind: live}}
        service: {help: {phone: {talk: 1 min}, chat: {talk: 10 min}}}
        segments: {hasty: {share: 50 %, patience: 3 min, leaves_silently: {chat: 100 %}}, calm: {share: 50 %}}
        queues: {phone: {of: phone}, chat: {of: chat}}
        pools:
          team: {headcount: on_queue, staff: {daily: 1}, skills: {chat: level 3}}
          desk: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}
        serves: {team: [chat], desk: [phone]}
        what_next: {abandoned: {phone: 100 %, after: 1 min}}
        """,
        chat=chats("09:00 c, 09:01 h"),
    )
    day.contacts("""
        issue  | visit | reason | channel | answered | ended | outcome   | is_silent | ghost
        chat 1 | 0     | first  | chat    | 09:00    | 09:10 | answered  | 0         | 0 s
        chat 2 | 0     | first  | chat    | -        | 09:04 | abandoned | 1         | 120 s
        chat 2 | 1     | switch | phone   | 09:05    | 09:06 | answered  | 0         | 0 s
    """)
    day.issues("""
        issue  | outcome  | ended | n_contacts
        chat 1 | resolved | 09:10 | 1
        chat 2 | resolved | 09:06 | 2
    """)


def test_who_leaves_silently_while_it_rings_is_opened_like_any_ghost(play):
    """Gone at 09:02:40, ten seconds into the ring: nobody knows, it rings on to 09:03 and is found at 09:05."""
    day = play(
        centre(channel=", rings: 30 s", talk="2 min", patience="150 s"), chat=chats("09:00 c, 09:00:10 h, 09:05 c")
    )
    day.contacts("""
        issue  | answered | ended    | outcome   | is_silent | ring | ghost | offers | missed_offers
        chat 1 | 09:00:30 | 09:02:30 | answered  | 0         | 30 s | 0 s   | 1      | 0
        chat 2 | -        | 09:02:40 | abandoned | 1         | 30 s | 120 s | 1      | 0
        chat 3 | 09:05:30 | 09:07:30 | answered  | 0         | 30 s | 0 s   | 1      | 0
    """)


def test_the_longest_wait_ends_no_ghost(play):
    """Who has left was let go by nobody: the ghost of chat 2 stands in the queue after its five minutes, too."""
    day = play(centre(queue=", longest_wait: 5 min"), chat=chats("09:00 c, 09:01 h, 09:02 c"))
    day.contacts("""
        issue  | answered | ended | outcome   | ghost
        chat 1 | 09:00    | 09:10 | answered  | 0 s
        chat 2 | -        | 09:04 | abandoned | 120 s
        chat 3 | -        | 09:07 | expired   | 0 s
    """)


def test_a_ghost_takes_its_time_however_much_is_in_hand(play):
    """Two in hand go at half the rate; the ghost is found in two minutes all the same, and slows chat 2 like a chat."""
    day = play(
        centre(channel=", slowdown: {2 chats: 2 times}", talk="8 min").replace("at_once: 1 chat", "at_once: 2 chats"),
        chat=chats("09:00 c, 09:02 c, 09:03 h, 09:04 c"),
    )
    day.contacts("""
        issue  | answered | ended | talk  | ghost
        chat 1 | 09:00    | 09:14 | 840 s | 0 s
        chat 2 | 09:02    | 09:18 | 960 s | 0 s
        chat 3 | -        | 09:06 | 0 s   | 120 s
        chat 4 | 09:16    | 09:25 | 540 s | 0 s
    """)


def test_each_visit_is_drawn_anew(play):
    """At 50 % the customer of 09:30 leaves without a word at first, and hangs up the second time."""
    day = play(
        centre(share="50 %", talk="20 min") + "what_next: {at_most: 2 visits, abandoned: {same: 100 %, after: 1 min}}",
        chat=chats("09:25 c, 09:30 h"),
    )
    key = max(day.world.arrivals.issue.tolist())
    assert [uniform(1, 0, Stream.LEAVES_SILENTLY, key, visit) < 2**52 for visit in (0, 1)] == [True, False]
    day.contacts("""
        issue  | visit | queued | ended | outcome   | is_silent | ghost
        chat 1 | 0     | 09:25  | 09:45 | answered  | 0         | 0 s
        chat 2 | 0     | 09:30  | 09:33 | abandoned | 1         | 120 s
        chat 2 | 1     | 09:34  | 09:37 | abandoned | 0         | 0 s
    """)


def test_what_a_silent_leaver_waited_counts_where_waiting_counts(play):
    """Two minutes waited before make the redial of 09:09 older than chat 3, though it is a ghost from 09:11 on."""
    day = play(
        centre(talk="10 min", patience="2 min")
        + "what_next: {at_most: 2 visits, abandoned: {same: 100 %, after: 1 min}}\n"
        + "context: {waiting_counts: true}",
        chat=chats("09:00 c, 09:06 h, 09:08:30 c"),
    )
    day.contacts("""
        issue  | visit | queued   | answered | outcome   | ghost
        chat 1 | 0     | 09:00    | 09:00    | answered  | 0 s
        chat 2 | 0     | 09:06    | -        | abandoned | 120 s
        chat 2 | 1     | 09:09    | -        | abandoned | 120 s
        chat 3 | 0     | 09:08:30 | 09:14    | answered  | 0 s
    """)


def test_a_ghost_is_found_before_patience_ends_on_that_tick(play):
    """At 09:12 the ghost of 09:01 is found (rank 3), and chat 2 is taken, whose customer would have left (rank 5)."""
    day = play(centre(), chat=chats("09:00 c, 09:09 h, 09:01 h"))
    day.contacts("""
        issue  | queued | answered | ended | outcome   | is_silent
        chat 1 | 09:00  | 09:00    | 09:10 | answered  | 0
        chat 2 | 09:09  | 09:12    | 09:22 | answered  | 0
        chat 3 | 09:01  | -        | 09:04 | abandoned | 1
    """)


def test_who_left_silently_was_not_served_from_that_tick_on(play):
    """One of two is served at 09:05, when chat 2 has left and its ghost still waits: chat 3 joins the other queue."""
    day = play(
        centre()
        .replace("{chat: {of: chat}}", "{other: {of: chat, when: chat served under 80 % in 30 min}, chat: {of: chat}}")
        .replace("serves: {team: [chat]}", "serves: {team: [chat, other]}"),
        chat=chats("09:00 c, 09:01 h, 09:03 c, 09:05 c"),
    )
    day.contacts("""
        issue  | queue | queued | ended | outcome
        chat 1 | chat  | 09:00  | 09:10 | answered
        chat 2 | chat  | 09:01  | 09:04 | abandoned
        chat 3 | chat  | 09:03  | 09:22 | answered
        chat 4 | other | 09:05  | 09:32 | answered
    """)
