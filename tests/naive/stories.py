"""Whether a story is known to who opens a contact, and which contacts of an issue are withdrawn for another."""

from sim.rules.lifecycle import Cause, ChannelKind, Outcome, Reason, Step, Story
from sim.streams import Stream
from tests.naive.told import LEGS, Contact, Told


class Stories:
    """Tells the stories of one issue.

    Args:
        told: The record; knows who is identified.
        journey: The contacts of the issue by visit.
    """

    def __init__(self, told: Told, journey: list[Contact]) -> None:
        self.told, self.behaviour, self.journey = told, told.world.behaviour, journey

    def check(self, contact: Contact, last: Contact | None) -> None:
        """Known or lost by the step just made, by who is identified, and by the lag; none where nothing was told."""
        if contact.answered_tick < 0:
            self.told.expect("story", contact, contact.story, int(Story.NONE))
            return
        told = [self._told_tick(c) for c in self.journey if c is not contact and c.reason != Reason.FOLLOW_UP]
        ends = [c.talk_end_tick for c in self.journey if c is not contact and c.is_resolved == 1]
        if contact.answered_tick in (
            *told,
            *ends,
            *(c.arrived_tick for c in self.journey if c.led_by == Cause.REOPENED),
        ):
            return  # which was first on that tick is not in the record
        right = Story.NONE
        is_bot = self.told.kind(contact) == ChannelKind.SELF_SERVICE
        is_wrong = not self.told.knows(self.told.opener(contact), contact.intent) if not is_bot else False
        has_story = last is not None and not is_wrong and any(0 <= tick < contact.answered_tick for tick in told)
        if has_story and not is_bot and not self._is_resolved_at(contact.answered_tick):
            right = Story.KEPT if self._is_kept(contact, last) else Story.LOST
            self.told.seen[f"story {right.name}"] += 1
        self.told.expect("story", contact, contact.story, int(right))

    def _told_tick(self, contact: Contact) -> int:
        """From when on something was told in a contact: opened, or answered by a peer; −1 for never."""
        return (
            contact.talk_end_tick
            if contact.outcome == Outcome.CONTAINED and contact.answered_tick < 0
            else contact.answered_tick
        )

    def _is_resolved_at(self, tick: int) -> bool:
        """Whether the issue is resolved at a tick, by the resolutions and reopenings of the record."""
        made = [(c.talk_end_tick, 1) for c in self.journey if c.is_resolved == 1]
        made += [(c.arrived_tick, 0) for c in self.journey if c.led_by == Cause.REOPENED]
        return max((change for change in made if change[0] <= tick), default=(0, 0))[1] == 1

    def _is_kept(self, contact: Contact, last: Contact | None) -> bool:
        assert last is not None
        if contact.key not in self.told.known:
            self.told.seen["story of one not identified"] += 1
            return False
        if contact.reason not in LEGS and self.behaviour.known_ticks and not self._is_visible(contact):
            self.told.seen["story not visible yet"] += 1
            return False
        step = Step.SAME_CHANNEL if last.channel == contact.channel else Step.OTHER_CHANNEL
        if self.told.kind(last) == ChannelKind.SELF_SERVICE and last.answered_tick >= 0:
            step = Step.FROM_BOT
        if contact.reason == Reason.TRANSFER:
            step = Step.TRANSFER
        return self.told.chance(Stream.STORY, contact) < float(self.behaviour.keep[step])

    def _is_visible(self, contact: Contact) -> bool:
        """Whether the lag since the end of talk of the first contact in which it was told is over."""
        tellers = [c for c in self.journey if c.reason != Reason.FOLLOW_UP and c is not contact]
        ends = [c.talk_end_tick for c in tellers if 0 <= self._told_tick(c) < contact.answered_tick]
        ended = [end for end in ends if end >= 0]
        return bool(ended) and min(ended) + self.behaviour.known_ticks <= contact.answered_tick


def check_links(told: Told, journey: list[Contact], linked: set[int], withdrawn: set[int]) -> None:
    """Of a letter and its one chase, both known and recognised, the first opened withdraws the other."""
    gone = [c for c in journey if c.outcome == Outcome.WITHDRAWN and c.reason != Reason.FOLLOW_UP]
    for contact in gone:
        by = [c for c in journey if c.answered_tick == contact.ended_tick]
        is_known = any(c.visit in linked or contact.visit in linked for c in by)
        is_known = is_known and contact.key in told.known and any(c.key in told.known for c in by)
        told.expect("withdrawn by one that is known", contact, is_known, True)
        told.seen["linked: withdrawn"] += 1
    for contact in journey:
        if contact.reason == Reason.FOLLOW_UP and contact.outcome == Outcome.WITHDRAWN:
            told.expect("withdrawn for a reason", contact, contact.visit in withdrawn, True)
    for chase in (c for c in journey if c.visit in linked):
        letter = journey[chase.after_visit]
        if letter.key in told.known:
            _check_pair(told, letter, chase)


def _check_pair(told: Told, letter: Contact, chase: Contact) -> None:
    """The first of two to be opened withdraws the other where that one waits unopened."""
    for opened, waits in ((letter, chase), (chase, letter)):
        is_waiting = 0 <= waits.queued_tick < opened.answered_tick and (
            waits.answered_tick > opened.answered_tick or waits.answered_tick < 0
        )
        is_gone = (
            waits.outcome in (Outcome.CONTAINED, Outcome.DISCONNECTED) and waits.ended_tick == opened.answered_tick
        )
        if is_waiting and not is_gone and (waits.ended_tick < 0 or waits.ended_tick >= opened.answered_tick):
            right = (int(Outcome.WITHDRAWN), opened.answered_tick)
            told.expect("withdrawn", waits, (waits.outcome, waits.ended_tick), right)
