"""Agents kept idle: work that starts only while more than so many of a pool are idle (MODEL.md 7, Reservation)."""

CENTRE = """
channels: {phone: {kind: live}, mail: {kind: deferred}}
service: {help: {phone: {talk: 5 min}, mail: {talk: 10 min}}}
queues: {phone: {of: phone}, mail: {of: mail}}
pools: {team: {headcount: on_queue, staff: {daily: HEADS}, skills: {phone: level 3, mail: level 3}}}
serves: {team: {phone: 1, mail: {rank: 4, keeps_idle: KEEPS}}}
"""


def team(heads: int, keeps: str) -> str:
    return CENTRE.replace("HEADS", str(heads)).replace("KEEPS", keeps)


def test_a_letter_is_taken_while_more_than_so_many_are_idle(play):
    """Two are idle at 09:00, one at 09:01: mail 2 waits until both are, at 09:10."""
    day = play(team(2, "1 agent"), mail="09:00, 09:01")
    day.contacts("""
        issue  | agent  | queued | answered | ended
        mail 1 | team 1 | 09:00  | 09:00    | 09:10
        mail 2 | team 1 | 09:01  | 09:10    | 09:20
    """)


def test_as_many_as_are_kept_is_not_more(play):
    """Two of two are idle all day, and two are kept."""
    day = play(team(2, "2 agents"), mail="09:00", phone="09:05")
    day.contacts("""
        issue   | answered | outcome
        mail 1  | -        | open
        phone 1 | 09:05    | answered
    """)


def test_with_none_kept_the_only_one_takes_it(play):
    """The only agent takes it."""
    day = play(team(1, "0 agents"), mail="09:00")
    day.contacts("""
        issue  | answered
        mail 1 | 09:00
    """)


def test_calls_are_taken_by_those_who_were_kept(play):
    """The reservation is for the letters: the call takes the last idle agent."""
    day = play(team(2, "1 agent"), mail="09:00", phone="09:01")
    day.contacts("""
        issue   | agent  | answered
        mail 1  | team 1 | 09:00
        phone 1 | team 2 | 09:01
    """)


def test_whoever_becomes_free_asks_again(play):
    """One is free at 09:05, which is not enough; at 09:06 both are, and agent 2, who has just become free, takes it."""
    day = play(team(2, "1 agent"), phone="09:00, 09:01", mail="09:02")
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:00    | 09:05
        phone 2 | team 2 | 09:01    | 09:06
        mail 1  | team 2 | 09:06    | 09:16
    """)


def test_two_who_become_free_on_one_tick_are_asked_one_by_one(play):
    """At 09:05 agent 1 is the first to be free and finds one idle; agent 2 finds two, and takes the letter."""
    day = play(team(2, "1 agent"), phone="09:00, 09:00", mail="09:02")
    day.contacts("""
        issue   | agent  | answered
        phone 1 | team 1 | 09:00
        phone 2 | team 2 | 09:00
        mail 1  | team 2 | 09:05
    """)


def test_a_call_of_the_tick_comes_after_the_letter(play):
    """Ends of work go before arrivals: at 09:06 agent 2 takes the letter, the call agent 1."""
    day = play(team(2, "1 agent"), phone="09:00, 09:01, 09:06", mail="09:02")
    day.contacts("""
        issue   | agent  | answered
        phone 1 | team 1 | 09:00
        phone 2 | team 2 | 09:01
        phone 3 | team 1 | 09:06
        mail 1  | team 2 | 09:06
    """)


def test_a_letter_and_a_call_of_one_tick_go_by_issue_key(play):
    """Three are idle, two are kept. The call first: two are left, too few; the letter first: both are taken."""
    table = """
        issue   | answered
        phone 1 | 09:00
        mail 1  | WHEN
    """
    play(team(3, "2 agents"), phone="09:00", mail="09:00").contacts(table.replace("WHEN", "09:05"))
    play(team(3, "2 agents"), mail="09:00", phone="09:00").contacts("""
        issue   | answered
        mail 1  | 09:00
        phone 1 | 09:00
    """)


def test_a_waiting_call_is_pulled_before_idle_agents_are_counted(play):
    """At 09:05 call 3 takes agent 1, at 09:06 one is idle, at 09:10 two."""
    day = play(team(2, "1 agent"), phone="09:00, 09:01, 09:03", mail="09:02")
    day.contacts("""
        issue   | agent  | answered | ended
        phone 1 | team 1 | 09:00    | 09:05
        phone 2 | team 2 | 09:01    | 09:06
        phone 3 | team 1 | 09:05    | 09:10
        mail 1  | team 1 | 09:10    | 09:20
    """)


def test_the_idle_of_other_pools_do_not_count(play):
    """Five others idle in the next room: of this pool there is one."""
    text = team(1, "1 agent").replace(
        "pools: {", "pools: {others: {headcount: on_queue, staff: {daily: 5}, skills: {phone: level 3}}, "
    )
    day = play(text.replace("serves: {", "serves: {others: [phone], "), mail="09:00")
    day.contacts("""
        issue  | answered
        mail 1 | -
    """)


def test_each_pool_keeps_its_own(play):
    """Home (rank 3) keeps one of one and may not; back (rank 4) keeps none and takes it."""
    day = play(
        """
        channels: {mail: {kind: deferred}}
        service: {help: {mail: {talk: 10 min}}}
        queues: {mail: {of: mail}}
        pools:
          home: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}
          back: {headcount: on_queue, staff: {daily: 1}, skills: {mail: level 3}}
        serves: {home: {mail: {rank: 3, keeps_idle: 1 agent}}, back: {mail: 4}}
        """,
        mail="09:00, 09:01",
    )
    day.contacts("""
        issue  | agent  | answered
        mail 1 | back 1 | 09:00
        mail 2 | back 1 | 09:10
    """)


def with_shifts(keeps: str, *shifts: str) -> str:
    lines = "".join(f"\n      {name}: {{{shift}}}" for name, shift in zip("abc", shifts, strict=False))
    pools = (
        f"pools:\n  team:\n    headcount: on_queue\n    shifts:{lines}\n    skills: {{phone: level 3, mail: level 3}}\n"
    )
    plain = "\n".join(line for line in team(0, keeps).splitlines() if not line.startswith("pools"))
    return f"{plain}\n{pools}"


TEA = 'hours: "daily 09:00-18:00", agents: 1, breaks: {tea: {at: "09:30", lasts: 30 min}}'
DAY = 'hours: "daily 09:00-18:00", agents: 1'


def test_who_rests_is_not_idle_and_who_comes_back_takes_it(play):
    """Agent 1 is back at 10:00: two are idle, and the letter of 09:40 is hers."""
    day = play(with_shifts("1 agent", TEA, DAY), mail="09:40")
    day.contacts("""
        issue  | agent  | answered
        mail 1 | team 1 | 10:00
    """)


def test_a_letter_on_the_tick_the_break_ends_finds_both_idle(play):
    """Ends of breaks go before arrivals; agent 2 is the longer idle."""
    day = play(with_shifts("1 agent", TEA, DAY), mail="10:00")
    day.contacts("""
        issue  | agent  | answered
        mail 1 | team 2 | 10:00
    """)


def test_a_letter_on_the_tick_a_break_starts_finds_one_idle(play):
    """Starts of breaks, too."""
    day = play(with_shifts("1 agent", TEA, DAY), mail="09:30")
    day.contacts("""
        issue  | agent  | answered
        mail 1 | team 1 | 10:00
    """)


def test_returned_work_is_taken_only_while_enough_are_idle(play):
    """At 10:00 the letter returns and one agent is idle; agent 3 comes at eleven and takes it."""
    day = play(
        with_shifts(
            "1 agent",
            'hours: "daily 09:00-10:00", agents: 1',
            'hours: "daily 09:00-18:00", agents: 1',
            'hours: "daily 11:00-18:00", agents: 1',
        ),
        mail="09:55",
    )
    day.spells("""
        agent  | start | end   | issue
        team 1 | 09:55 | 10:00 | mail 1
        team 3 | 11:00 | 11:05 | mail 1
    """)


HALVES = """
channels: {chat: {kind: chat}, mail: {kind: deferred, weight: 50 %}}
service: {help: {chat: {talk: 5 min}, mail: {talk: 10 min}}}
queues: {chat: {of: chat}, mail: {of: mail}}
pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {chat: level 3, mail: level 3}}}
serves: {team: {chat: 1, mail: {rank: 4, keeps_idle: 1 agent}}}
"""


def test_who_has_something_in_hand_is_not_idle_though_there_is_room(play):
    """Agent 1 holds half a chat, agent 2 nothing: one is idle. At 09:05 both are."""
    day = play(HALVES, chat="09:00", mail="09:01")
    day.contacts("""
        issue  | agent  | answered
        chat 1 | team 1 | 09:00
        mail 1 | team 1 | 09:05
    """)


def test_who_takes_it_need_not_be_idle(play):
    """Agents 2 and 3 are idle since 09:05, one is kept: agent 1, with half a chat since 09:01, is asked first."""
    text = HALVES.replace("{daily: 2}", "{daily: 3}").replace(
        "chat: {talk: 5 min}", 'chat: {talk: {by_time: {"00:00": 30 min, "09:02": 3 min}}}'
    )
    day = play(text, chat="09:01, 09:02, 09:02", mail="09:06")
    day.contacts("""
        issue  | agent  | answered | ended
        chat 1 | team 1 | 09:01    | 09:31
        chat 2 | team 2 | 09:02    | 09:05
        chat 3 | team 3 | 09:02    | 09:05
        mail 1 | team 1 | 09:06    | 09:16
    """)


def test_none_kept_still_asks_for_one_who_is_idle(play):
    """More than 0 idle: the only agent holds half a chat and has room, but is not idle."""
    day = play(
        HALVES.replace("{daily: 2}", "{daily: 1}").replace("keeps_idle: 1 agent", "keeps_idle: 0 agents"),
        chat="09:00",
        mail="09:01",
    )
    day.contacts("""
        issue  | answered
        chat 1 | 09:00
        mail 1 | 09:05
    """)


def test_live_work_may_be_reserved_too(play):
    """Calls of everybody only while more than one is idle; the private ones have a queue of their own."""
    day = play(
        """
        segments: {everyday: {share: 50 %}, private: {share: 50 %}}
        service: {help: {phone: {talk: 5 min}}}
        queues: {private: {of: phone, segments: private}, phone: {of: phone}}
        pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {phone: level 3}}}
        serves: {team: {private: 1, phone: {rank: 2, keeps_idle: 1 agent}}}
        """,
        phone="09:00 segment=everyday, 09:01 segment=everyday, 09:02 segment=private",
    )
    day.contacts("""
        issue   | queue   | agent  | answered
        phone 1 | phone   | team 1 | 09:00
        phone 2 | phone   | team 2 | 09:07
        phone 3 | private | team 2 | 09:02
    """)


def test_reserved_work_of_an_old_age_waits_on(play):
    """A pool that takes who has waited a minute and keeps one: the re-test of 09:02 finds one idle, 09:05 two."""
    text = team(2, "1 agent").replace("rank: 4,", "rank: 4, after: 1 min,")
    day = play(text, phone="09:00", mail="09:01")
    day.contacts("""
        issue   | answered
        phone 1 | 09:00
        mail 1  | 09:05
    """)


def test_reserved_work_interrupts_nobody_while_too_few_are_idle(play):
    """The email would give way to letters, but letters are taken only while more than one is idle."""
    day = play(
        """
        channels: {letter: {kind: deferred}, email: {kind: deferred, gives_way_to: letter}}
        service: {help: {letter: {talk: 5 min}, email: {talk: 10 min}}}
        queues: {letter: {of: letter}, email: {of: email}}
        pools: {team: {headcount: on_queue, staff: {daily: 2}, skills: {letter: level 3, email: level 3}}}
        serves: {team: {letter: {rank: 1, keeps_idle: 1 agent}, email: 4}}
        """,
        email="09:00, 09:01",
        letter="09:02",
    )
    day.contacts("""
        issue    | agent  | answered | ended
        email 1  | team 1 | 09:00    | 09:10
        email 2  | team 2 | 09:01    | 09:11
        letter 1 | team 2 | 09:11    | 09:16
    """)


def test_who_finds_all_the_idle_kept_has_to_wait_and_is_offered_a_callback(play):
    """One idle agent, who is kept: the caller accepts at 09:00; two are idle from ten, and the second rings."""
    day = play(
        """
        service: {help: {phone: {talk: 5 min}}}
        queues: {phone: {of: phone, callback: {answers: 100 %}}}
        pools: {team: {headcount: on_queue, staff: {daily: {"00:00": 1, "10:00": 2}}, skills: {phone: level 3}}}
        serves: {team: {phone: {keeps_idle: 1 agent}}}
        """,
        phone="09:00",
    )
    day.contacts("""
        issue   | queued | answered | callback | attempts
        phone 1 | 09:00  | 10:00:20 | 1        | 1
    """)
