"""The longest wait of a queue: the centre lets nobody on the line wait longer (MODEL.md 7, Limits; 3, rank 5)."""

ONE = "service: {help: {phone: {talk: 10 min}}}"


def test_who_has_waited_so_long_is_ended_and_leaves_a_message(play):
    """Call 2 waits from 09:01 and is ended at 09:03; the message it leaves comes on that tick, and is a switch."""
    day = play(
        """
        channels: {phone: {kind: live}, voicemail: {kind: deferred}}
        queues: {phone: {of: phone, longest_wait: 2 min}, messages: {of: voicemail}}
        service: {help: {phone: {talk: 10 min}, voicemail: {talk: 1 min}}}
        what_next: {expired: {voicemail: 100 %, after: 0 s}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3, voicemail: level 3}}}
        serves: {team: [phone, messages]}
        """,
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | visit | reason | channel   | queue    | queued          | answered | ended | outcome
        phone 1 | 0     | first  | phone     | phone    | 09:00           | 09:00    | 09:10 | answered
        phone 2 | 0     | first  | phone     | phone    | 09:01           | -        | 09:03 | expired
        phone 2 | 1     | switch | voicemail | messages | 09:03:00.000001 | 09:10    | 09:11 | answered
    """)


def test_an_answer_on_that_tick_comes_first(play):
    """Work ends at rank 3, the longest wait at rank 5: at 09:10 call 2 is answered, though it has waited 9 min."""
    day = play(f"{ONE}\nqueues: {{phone: {{of: phone, longest_wait: 9 min}}}}", phone="09:00, 09:01")
    day.contacts("""
        issue   | queued | answered | outcome
        phone 1 | 09:00  | 09:00    | answered
        phone 2 | 09:01  | 09:10    | answered
    """)


def test_patience_on_that_tick_comes_first(play):
    """Both end at 09:03: the customer has left before the centre could end it."""
    day = play(
        f"{ONE}\nqueues: {{phone: {{of: phone, longest_wait: 2 min}}}}\nsegments: {{everybody: {{patience: 2 min}}}}",
        phone="09:00, 09:01, 09:01:30",
    )
    day.contacts("""
        issue   | queued   | answered | ended    | outcome
        phone 1 | 09:00    | 09:00    | 09:10    | answered
        phone 2 | 09:01    | -        | 09:03    | abandoned
        phone 3 | 09:01:30 | -        | 09:03:30 | abandoned
    """)


def test_a_longest_wait_of_nothing_lets_nobody_wait(play):
    """Who finds the agent free is answered; who does not is ended on the tick of the call, and gives the line back."""
    day = play(
        """
        channels: {phone: {kind: live, lines: 2 lines}}
        queues: {phone: {of: phone, longest_wait: 0 s}}
        service: {help: {phone: {talk: 10 min}}}
        """,
        phone="09:00, 09:01, 09:01, 09:02",
    )
    day.contacts("""
        issue   | queued | answered | ended | outcome
        phone 1 | 09:00  | 09:00    | 09:10 | answered
        phone 2 | 09:01  | -        | 09:01 | expired
        phone 3 | -      | -        | 09:01 | blocked
        phone 4 | 09:02  | -        | 09:02 | expired
    """)


def test_over_to_another_queue_its_longest_wait_counts_from_the_first(play):
    """Call 2 goes over at 09:02; in the other queue 3 min are the most, all of its wait counts: it ends at 09:04."""
    day = play(
        """
        queues:
          phone: {of: phone, longest_wait: 30 min, overflow: {backup: {after: 1 min}}}
          backup: {of: phone, longest_wait: 3 min}
        service: {help: {phone: {talk: 10 min}}}
        pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}}
        serves: {team: [phone, backup]}
        """,
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | queue  | queued | answered | ended | outcome
        phone 1 | phone  | 09:00  | 09:00    | 09:10 | answered
        phone 2 | backup | 09:01  | -        | 09:04 | expired
    """)


def test_over_after_more_than_its_longest_wait_it_ends_at_once(play):
    """Call 2 goes over at 09:06 with 5 min waited, where 3 are the most: it ends on that tick, if nobody takes it."""
    day = play(
        """
        queues: {phone: {of: phone, overflow: {backup: {after: 5 min}}}, backup: {of: phone, longest_wait: 3 min}}
        service: {help: {phone: {talk: 10 min}}}
        serves: {team: [phone, backup]}
        """,
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | queue  | queued | answered | ended | outcome
        phone 1 | phone  | 09:00  | 09:00    | 09:10 | answered
        phone 2 | backup | 09:01  | -        | 09:06 | expired
    """)


def test_a_queue_without_one_takes_the_limit_off(play):
    """Call 2 goes over at 09:02 into a queue that ends nobody: it is answered at 09:10."""
    day = play(
        """
        queues: {phone: {of: phone, longest_wait: 2 min, overflow: {backup: {after: 1 min}}}, backup: {of: phone}}
        service: {help: {phone: {talk: 10 min}}}
        serves: {team: [phone, backup]}
        """,
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | queue  | queued | answered | outcome
        phone 1 | phone  | 09:00  | 09:00    | answered
        phone 2 | backup | 09:01  | 09:10    | answered
    """)


def test_who_is_called_back_is_not_ended(play):
    """Call 2 has accepted a callback and holds its place: it waits for the agent, whatever the longest wait."""
    day = play(
        """
        queues: {phone: {of: phone, longest_wait: 2 min, callback: {answers: 100 %, ring: 20 s}}}
        service: {help: {phone: {talk: 10 min}}}
        """,
        phone="09:00, 09:01",
    )
    day.contacts("""
        issue   | queued | answered | outcome  | callback
        phone 1 | 09:00  | 09:00    | answered | 0
        phone 2 | 09:01  | 09:10:20 | answered | 1
    """)
