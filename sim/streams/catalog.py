"""The catalog of random streams: fixed written numbers, who addresses each, and what each is for.

A number is part of every result ever printed: it is never changed and never used again, new streams
take new numbers. Streams 2j and 2j + 1 come out of one block (`sim.streams.address.uniform_pair`), so
what is asked together stands together. 0 to 15 are for demand, 16 to 31 for contacts, 32 and up for
agents; 48 and up for contacts again.
"""

from dataclasses import dataclass
from enum import IntEnum


class Stream(IntEnum):
    """A stream of uniforms; the value is its number in an address. `CATALOG` says what each is for."""

    DAY_COMMON = 0
    DAY_OWN = 1
    COUNT = 2
    TIME = 3
    SEGMENT = 4
    INTENT = 5
    CHANNEL = 6
    INTERVAL_FACTOR = 7
    INCIDENT = 8
    AVERTED = 9

    TALK = 16
    WRAP_UP = 17
    PATIENCE = 18
    LEAVES_AT_ONCE = 19
    BALK = 20
    RESOLVED = 21
    STORY = 22
    NEXT_CHANNEL = 23
    NEXT_DELAY = 24
    ROUTE_RANDOM = 25
    CONTAINED = 26
    CONTAINED_SOLVED = 27
    STEER = 28
    TOLERANCE = 29
    CHASE_CHANNEL = 30
    CHASE_DELAY = 31

    ABSENCE = 32
    TRAINED = 33
    LATE = 34
    LATE_BY = 35

    RECOGNISED = 48
    CAUSE = 49
    REDIRECTED = 50
    PASSED_ON = 51
    LOST_ON_THE_WAY = 52
    REOPENED = 53
    REOPEN_CHANNEL = 54
    REOPEN_DELAY = 55
    HAND_OFF_DELAY = 56
    CONFERENCE = 57
    WARM = 58
    ACCESS = 59
    TAKEN_FOR = 60
    TAKEN_FOR_WHAT = 61
    IDENTIFIED = 62
    ANSWERS_AFTER = 63
    PEERS = 64
    PEERS_AFTER = 65
    FOLLOW_UP = 66
    FOLLOW_UP_DELAY = 67
    FOLLOW_UP_HELPS = 68
    INFORMED_HELPS = 69
    INFORMED = 70
    INFORMED_DELAY = 71
    CALLBACK_TAKEN = 72
    CALLBACK_DUE = 73
    CALLBACK_ANSWERS = 74
    OFFER = 76
    LEAVES_SILENTLY = 77
    CUSTOMER = 78
    CASE = 100


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One row of the catalog.

    Attributes:
        stream: The stream.
        addressed_by: The fields that vary in its addresses, besides seed and replication; the others are 0.
        used_for: What its uniform decides.
    """

    stream: Stream
    addressed_by: str
    used_for: str


CATALOG = (
    StreamRow(Stream.DAY_COMMON, "day", "the part of a day's demand factor that all demand rows share"),
    StreamRow(Stream.DAY_OWN, "row, day", "the part of a day's demand factor that is a demand row's own"),
    StreamRow(Stream.COUNT, "row, day, interval", "the number of issues that arrive in an interval"),
    StreamRow(Stream.TIME, "issue", "the time of arrival within its interval"),
    StreamRow(Stream.SEGMENT, "issue", "the customer segment"),
    StreamRow(Stream.INTENT, "issue", "the intent"),
    StreamRow(Stream.CHANNEL, "issue", "the first channel"),
    StreamRow(Stream.INTERVAL_FACTOR, "row, day, interval", "the overdispersion of an interval's demand"),
    StreamRow(Stream.INCIDENT, "issue, step (the incident)", "whether an issue comes despite an incident"),
    StreamRow(Stream.AVERTED, "issue", "whether an issue comes where a strategy averts some"),
    StreamRow(Stream.TALK, "issue, visit, step", "the talk time, hold included"),
    StreamRow(Stream.WRAP_UP, "issue, visit, step", "the wrap-up time"),
    StreamRow(Stream.PATIENCE, "issue, visit, step", "how long the customer is willing to wait"),
    StreamRow(Stream.LEAVES_AT_ONCE, "issue, visit, step", "whether the customer leaves rather than wait at all"),
    StreamRow(Stream.BALK, "issue, visit, step", "whether the customer balks at the announced wait"),
    StreamRow(Stream.RESOLVED, "issue, visit, step", "whether the contact resolves the issue"),
    StreamRow(Stream.STORY, "issue, visit, step", "whether, and for how long, the story has to be told again"),
    StreamRow(Stream.NEXT_CHANNEL, "issue, visit, step", "whether and on which channel the customer tries again"),
    StreamRow(Stream.NEXT_DELAY, "issue, visit, step", "how long until the customer tries again"),
    StreamRow(Stream.ROUTE_RANDOM, "issue, visit, step", "a routing rule's random choice"),
    StreamRow(Stream.CONTAINED, "issue, visit, step", "whether self-service contains the contact"),
    StreamRow(Stream.CONTAINED_SOLVED, "issue, visit, step", "whether a contained contact resolves the issue"),
    StreamRow(Stream.STEER, "issue", "whether the customer takes what is offered at entry"),
    StreamRow(Stream.TOLERANCE, "issue, visit, step", "how long the customer waits for a reply before asking again"),
    StreamRow(Stream.CHASE_CHANNEL, "issue, visit, step", "whether and on which channel the customer asks again"),
    StreamRow(Stream.CHASE_DELAY, "issue, visit, step", "how long until the customer asks again"),
    StreamRow(Stream.ABSENCE, "agent, day, visit (the pool)", "whether the agent is absent that day"),
    StreamRow(Stream.TRAINED, "agent, day", "reserved: the training of the agent that day"),
    StreamRow(Stream.LATE, "agent, day, visit (the pool), step (the duty)", "whether the agent comes late to a duty"),
    StreamRow(Stream.LATE_BY, "agent, day, visit (the pool), step (the duty)", "how late"),
    StreamRow(Stream.RECOGNISED, "issue, visit, step", "whether a second contact on an open issue is recognised"),
    StreamRow(Stream.CAUSE, "issue, visit, step", "why a conversation did not resolve the issue"),
    StreamRow(Stream.REDIRECTED, "issue, visit, step", "whether the agent sends the customer elsewhere"),
    StreamRow(Stream.PASSED_ON, "issue, visit, step", "whether the contact is passed on to another skill"),
    StreamRow(Stream.LOST_ON_THE_WAY, "issue, visit, step", "whether what is passed on is lost on the way"),
    StreamRow(Stream.REOPENED, "issue, visit, step", "whether a resolved issue opens again"),
    StreamRow(Stream.REOPEN_CHANNEL, "issue, visit, step", "on which channel it does"),
    StreamRow(Stream.REOPEN_DELAY, "issue, visit, step", "how long until it does"),
    StreamRow(Stream.HAND_OFF_DELAY, "issue, visit, step", "how long until what is passed on arrives"),
    StreamRow(Stream.CONFERENCE, "issue, visit, step", "how long an agent stays with the one who takes over"),
    StreamRow(Stream.WARM, "issue, visit, step", "whether an agent stays until another one takes over"),
    StreamRow(Stream.ACCESS, "issue, visit, step", "where the customer turns who finds a channel closed to them"),
    StreamRow(Stream.TAKEN_FOR, "issue, visit, step", "whether the contact is taken for what it is"),
    StreamRow(Stream.TAKEN_FOR_WHAT, "issue, visit, step", "what else it is taken for"),
    StreamRow(Stream.IDENTIFIED, "issue, visit, step", "whether the centre knows who is there"),
    StreamRow(Stream.ANSWERS_AFTER, "issue, visit, step (the turn)", "how long until the customer answers a message"),
    StreamRow(Stream.PEERS, "issue, visit, step", "whether another customer would answer"),
    StreamRow(Stream.PEERS_AFTER, "issue, visit, step", "how long until they would"),
    StreamRow(Stream.FOLLOW_UP, "issue, visit, step", "whether a follow-up is planned after a resolved contact"),
    StreamRow(Stream.FOLLOW_UP_DELAY, "issue, visit, step", "how long after"),
    StreamRow(Stream.FOLLOW_UP_HELPS, "issue, visit, step", "whether it keeps the issue from opening again"),
    StreamRow(Stream.INFORMED_HELPS, "issue, visit, step", "whether being informed keeps the customer from asking"),
    StreamRow(Stream.INFORMED, "issue, visit, step", "whether the customer is to be informed while waiting"),
    StreamRow(Stream.INFORMED_DELAY, "issue, visit, step", "how long after the contact came"),
    StreamRow(Stream.CALLBACK_TAKEN, "issue, visit, step", "whether the customer takes the offer of a callback"),
    StreamRow(Stream.CALLBACK_DUE, "issue, visit, step", "for when the customer wants it"),
    StreamRow(Stream.CALLBACK_ANSWERS, "issue, visit, step (the attempt)", "whether the customer answers"),
    StreamRow(Stream.OFFER, "issue, visit, step (the offer)", "whether an agent takes, misses or declines it"),
    StreamRow(Stream.LEAVES_SILENTLY, "issue, visit, step", "whether a customer leaves a chat without a word"),
    StreamRow(Stream.CUSTOMER, "issue", "which customer of the segment's population it is"),
    StreamRow(Stream.CASE, "draw, visit (the input)", "what is not known of a business case"),
)
"""One row a stream, in the order of their numbers."""
