"""Do the numbers of the streams stay what they were, and does every stream say what it is for?"""

from sim.streams import CATALOG, Stream

# Written out a second time on purpose: a number is part of every published result. Add lines, change none.
FROZEN = {
    "DAY_COMMON": 0,
    "DAY_OWN": 1,
    "COUNT": 2,
    "TIME": 3,
    "SEGMENT": 4,
    "INTENT": 5,
    "CHANNEL": 6,
    "INTERVAL_FACTOR": 7,
    "INCIDENT": 8,
    "AVERTED": 9,
    "TALK": 16,
    "WRAP_UP": 17,
    "PATIENCE": 18,
    "LEAVES_AT_ONCE": 19,
    "BALK": 20,
    "RESOLVED": 21,
    "STORY": 22,
    "NEXT_CHANNEL": 23,
    "NEXT_DELAY": 24,
    "ROUTE_RANDOM": 25,
    "CONTAINED": 26,
    "CONTAINED_SOLVED": 27,
    "STEER": 28,
    "TOLERANCE": 29,
    "CHASE_CHANNEL": 30,
    "CHASE_DELAY": 31,
    "ABSENCE": 32,
    "TRAINED": 33,
    "LATE": 34,
    "LATE_BY": 35,
    "RECOGNISED": 48,
    "CAUSE": 49,
    "REDIRECTED": 50,
    "PASSED_ON": 51,
    "LOST_ON_THE_WAY": 52,
    "REOPENED": 53,
    "REOPEN_CHANNEL": 54,
    "REOPEN_DELAY": 55,
    "HAND_OFF_DELAY": 56,
    "CONFERENCE": 57,
    "WARM": 58,
    "ACCESS": 59,
    "TAKEN_FOR": 60,
    "TAKEN_FOR_WHAT": 61,
    "IDENTIFIED": 62,
    "ANSWERS_AFTER": 63,
    "PEERS": 64,
    "PEERS_AFTER": 65,
    "FOLLOW_UP": 66,
    "FOLLOW_UP_DELAY": 67,
    "FOLLOW_UP_HELPS": 68,
    "INFORMED_HELPS": 69,
    "INFORMED": 70,
    "INFORMED_DELAY": 71,
    "CALLBACK_TAKEN": 72,
    "CALLBACK_DUE": 73,
    "CALLBACK_ANSWERS": 74,
    "OFFER": 76,
    "LEAVES_SILENTLY": 77,
    "CUSTOMER": 78,
    "CASE": 100,
}


def test_numbers_never_change():
    """Each name has the number it was published with; `__members__` shows two names of one number too."""
    assert {name: int(stream) for name, stream in Stream.__members__.items()} == FROZEN


def test_numbers_are_distinct_and_fit_their_field():
    """No two streams share a number, and all are below 2^17."""
    assert len(set(FROZEN.values())) == len(FROZEN)
    assert all(0 <= number < 1 << 17 for number in FROZEN.values())


def test_catalog_has_one_row_a_stream_in_order():
    """The catalog lists every stream once, by number, with who addresses it and what for."""
    assert [row.stream for row in CATALOG] == sorted(Stream)
    assert all(row.addressed_by and row.used_for for row in CATALOG)
