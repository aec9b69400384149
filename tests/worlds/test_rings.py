"""Rings: the longer a contact has waited, the lower the level of those who may take it (MODEL.md 7, widening)."""

RINGS = """
pools:
  masters: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 5}}
  apprentices: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 2}}
serves: {masters: {phone: first}, apprentices: {phone: {rank: first, by_level: {level 4: 0 s, level 2: 30 s}}}}
"""


def test_a_lower_level_takes_who_has_waited(play):
    """The master takes the first at once; the second waits 30 s for the apprentice, who was idle all the time."""
    day = play(RINGS, phone="09:00, 09:00:10")
    day.contacts("""
        issue   | agent         | answered
        phone 1 | masters 1     | 09:00
        phone 2 | apprentices 1 | 09:00:40
    """)


def test_who_becomes_free_before_the_ring_widens_takes_it(play):
    """The master is free at 09:01, 20 s after the second has come; the apprentice would have been asked at 09:01:10."""
    day = play(RINGS, phone="09:00, 09:00:40")
    day.contacts("""
        issue   | agent     | answered
        phone 1 | masters 1 | 09:00
        phone 2 | masters 1 | 09:01
    """)


def test_a_master_who_is_free_on_the_tick_the_ring_widens_goes_first(play):
    """Ends of work go before re-tests: at 09:01 sharp it is the master."""
    day = play(RINGS, phone="09:00, 09:00:30")
    day.contacts("""
        issue   | agent     | answered
        phone 1 | masters 1 | 09:00
        phone 2 | masters 1 | 09:01
    """)


def test_below_the_lowest_ring_nobody_takes_it(play):
    """A level that no ring names never takes a contact, however long it waits."""
    day = play(RINGS.replace("level 2: 30 s", "level 3: 30 s"), phone="09:00, 09:00:10")
    day.contacts("""
        issue   | agent     | answered
        phone 1 | masters 1 | 09:00
        phone 2 | masters 1 | 09:01
    """)


def test_the_age_of_the_pool_holds_beside_that_of_the_level(play):
    """after: 45 s is later than the ring of 30 s; the master is busy until 09:05."""
    day = play(
        RINGS.replace("{rank: first, by", "{rank: first, after: 45 s, by") + "service: {help: {phone: {talk: 5 min}}}",
        phone="09:00, 09:00:10",
    )
    day.contacts("""
        issue   | agent         | answered
        phone 1 | masters 1     | 09:00
        phone 2 | apprentices 1 | 09:00:55
    """)


def test_a_ring_by_intent_is_by_the_lower_of_both_skills(play):
    """An agent at level 5 on the phone and 2 in the intent is asked as level 2."""
    day = play(
        RINGS.replace("skills: {phone: level 2}}", "skills: {phone: level 5}, intents: {help: level 2}}"),
        phone="09:00, 09:00:10",
    )
    day.contacts("""
        issue   | agent         | answered
        phone 1 | masters 1     | 09:00
        phone 2 | apprentices 1 | 09:00:40
    """)
