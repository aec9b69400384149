"""What one contact came to, by its own draws: resolved or not, where it went on, why it did not help, what follows."""

from typing import NamedTuple

from sim.rules.lifecycle import Cause, ChannelKind, Outcome, Reason, Story, Way
from sim.streams import Stream
from tests.naive.told import Contact, Told

_ROW_OF = {
    Outcome.ABANDONED: Cause.ABANDONED,
    Outcome.BLOCKED: Cause.BLOCKED,
    Outcome.CLOSED: Cause.CLOSED,
    Outcome.DISCONNECTED: Cause.DISCONNECTED,
    Outcome.CONTAINED: Cause.BOT_GONE,
}


class Ending(NamedTuple):
    """What a contact came to."""

    is_resolved: int
    way: int
    cause: int


class Endings:
    """Tells the endings of contacts.

    Args:
        told: The record; takes which contacts were found solved.
    """

    def __init__(self, told: Told) -> None:
        self.told, self.world, self.behaviour = told, told.world, told.world.behaviour

    def of(self, contact: Contact, *, is_found: bool) -> Ending:
        """What a contact came to by its own draws: resolved or not, where it went on, why it did not help."""
        nothing = Ending(-1, int(Way.NONE), -1)
        if contact.talk_end_tick < 0:
            return nothing
        if is_found:
            self.told.is_found.add(contact.key)
            self.told.seen["found solved"] += 1
            return nothing
        behaviour, place = self.behaviour, (contact.intent, contact.channel)
        if self.told.kind(contact) == ChannelKind.SELF_SERVICE:
            is_contained = self.told.chance(Stream.CONTAINED, contact) < float(behaviour.contained[place])
            outcome = Outcome.CONTAINED if is_contained else Outcome.ANSWERED
            self.told.expect("outcome", contact, contact.outcome, outcome)
        if self.told.kind(contact) == ChannelKind.SELF_SERVICE or contact.outcome == Outcome.CONTAINED:
            helped = self.told.chance(Stream.CONTAINED_SOLVED, contact) < float(behaviour.contained_solved[place])
            return Ending(int(contact.outcome == Outcome.CONTAINED and helped), int(Way.NONE), -1)
        way = self._way(contact)
        self.told.seen[f"way {Way(way).name}"] += 1
        if way != Way.NONE:
            return Ending(0, way, -1)
        return self._solved(contact)

    def _way(self, contact: Contact) -> int:
        """Where the conversation sends the customer."""
        behaviour, place = self.behaviour, (contact.intent, contact.channel)
        if not self.told.knows(self.told.opener(contact), contact.intent):
            return int(Way.WRONG_QUEUE)
        pool = self.world.staffing.pool[self.told.closer(contact)]
        keeps = (1.0 - float(behaviour.redirects[place])) * (1.0 - float(behaviour.pool_redirects[pool]))
        if self.told.chance(Stream.REDIRECTED, contact) < 1.0 - keeps:
            return int(Way.SENT_ELSEWHERE)
        passed = float(behaviour.passed_share[place])
        if self._was_passed_on(contact) or self.told.chance(Stream.PASSED_ON, contact) >= passed:
            return int(Way.NONE)
        if self.told.chance(Stream.LOST_ON_THE_WAY, contact) < float(behaviour.passed_lost[place]):
            return int(Way.LOST_ON_THE_WAY)
        is_warm = self.told.chance(Stream.WARM, contact) < float(behaviour.passed_warm[place])
        return int(Way.PASSED_ON_WARM if is_warm else Way.PASSED_ON)

    def _was_passed_on(self, contact: Contact) -> bool:
        """A leg on which a contact was passed on goes no further; one from a wrong queue may."""
        parent = self.told.journeys[contact.issue][contact.after_visit]
        return contact.reason == Reason.TRANSFER and parent.way != Way.WRONG_QUEUE

    def _solved(self, contact: Contact) -> Ending:
        """Whether the conversation resolves the issue, and why not: the story, the level, or what is drawn."""
        base = float(self.behaviour.solved[contact.intent, contact.channel])
        level = float(self.behaviour.level_solved[contact.level])
        story = float(self.behaviour.lost_solved) if contact.story == Story.LOST else 1.0
        u, causes = self.told.chance(Stream.RESOLVED, contact), self.world.names.causes
        if u < base * level * story:
            return Ending(1, int(Way.NONE), -1)
        if u < base * level:
            self.told.seen["cause story_lost"] += 1
            return Ending(0, int(Way.NONE), causes.index("story_lost"))
        if u < base * story:
            self.told.seen["cause level"] += 1
            return Ending(0, int(Way.NONE), causes.index("level"))
        drawn, shares = self.told.chance(Stream.CAUSE, contact), self.behaviour.cause_share.tolist()
        cause = next((number for number, share in enumerate(shares) if drawn < share), -1)
        self.told.seen["cause drawn"] += cause >= 0
        return Ending(0, int(Way.NONE), cause)

    def row(self, contact: Contact, way: int) -> Cause:
        """Name the row of `what_next` that a contact leads to."""
        if way != Way.NONE:
            return Cause.REDIRECTED if way == Way.SENT_ELSEWHERE else Cause.LOST_ON_THE_WAY
        if contact.outcome != Outcome.ANSWERED:
            return _ROW_OF[Outcome(contact.outcome)]
        is_bot = self.told.kind(contact) == ChannelKind.SELF_SERVICE
        return Cause.BOT_FAILED if is_bot else Cause.NOT_SOLVED


def reason_of(cause: Cause, is_other_channel: bool) -> Reason:
    """Why a contact is made, by what led to it."""
    fixed = {
        Cause.BOT_FAILED: Reason.ESCALATION,
        Cause.UNANSWERED: Reason.CHASE,
        Cause.REDIRECTED: Reason.REDIRECT,
    }
    if cause in fixed:
        return fixed[cause]
    if is_other_channel:
        return Reason.SWITCH
    return Reason.RETURN if cause in (Cause.NOT_SOLVED, Cause.BOT_GONE, Cause.REOPENED) else Reason.REDIAL
