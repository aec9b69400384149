"""What holds for every contact and issue of any centre: it ends once, its row agrees with itself, nothing vanishes."""

from itertools import groupby, pairwise

import numpy as np
from hypothesis import given, seed

from sim.rules.lifecycle import CAUSE_OF_OUTCOME, Cause, ChannelKind, Duty, IssueOutcome, Outcome, Reason, Story
from tests.invariants.centres import SEED, centres, play, quick
from tests.invariants.life import Contact, Life, Spell, life_of

TURNED_AWAY = {Outcome.BALKED, Outcome.BLOCKED, Outcome.CLOSED}
LEFT = {Outcome.ABANDONED, Outcome.DISCONNECTED}


@seed(SEED)
@quick
@given(centres())
def test_each_contact_ends_exactly_once(text: str) -> None:
    """There is one row for each visit of each issue, visits count on from 0, and each row has one outcome."""
    life = life_of(text)
    world = life.world
    assert {c.issue for c in life.contacts} <= set(world.arrivals.issue.tolist())
    for _, journey in groupby(life.contacts, key=lambda c: c.issue):
        visits = list(journey)
        assert [c.visit for c in visits] == list(range(len(visits)))
        assert all(c.outcome in set(Outcome) for c in visits)
        assert all(a.ended_tick >= 0 or a.talk_end_tick >= 0 for a, _ in pairwise(visits))


@seed(SEED)
@quick
@given(centres())
def test_issues_are_resolved_lost_or_open(text: str) -> None:
    """Every issue of the world has one row, which counts its contacts and follows from the last of them."""
    world, record = play(text)
    contacts = {key: list(rows) for key, rows in groupby(life_of(text).contacts, key=lambda c: c.issue)}
    assert record.issues["issue"].tolist() == sorted(world.arrivals.issue.tolist())
    outcome = record.issues["outcome"]
    assert len(outcome) == sum(int((outcome == kind).sum()) for kind in IssueOutcome)
    columns = ("issue", "outcome", "ended_tick", "n_contacts", "arrived_tick", "channel", "segment", "intent")
    for issue, kind, ended, n_contacts, *first in zip(*(record.issues[name].tolist() for name in columns), strict=True):
        journey = contacts.get(issue, [])
        assert n_contacts == len(journey) <= world.behaviour.max_visits
        assert first == [journey[0].arrived_tick, journey[0].channel, journey[0].segment, journey[0].intent]
        is_solved = [c.is_resolved == 1 for c in journey]
        assert not any(is_solved[:-1])
        assert (kind == IssueOutcome.RESOLVED) == is_solved[-1]
        assert (ended < 0) == (kind == IssueOutcome.OPEN)
        if kind != IssueOutcome.OPEN:
            last = journey[-1]
            assert ended == (last.talk_end_tick if last.answered_tick >= 0 else last.ended_tick)


@seed(SEED)
@quick
@given(centres())
def test_the_ticks_of_a_contact_are_in_order(text: str) -> None:
    """Arrived ≤ queued ≤ answered ≤ end of talk ≤ ended; what comes later never stands without what comes before."""
    life = life_of(text)
    world = life.world
    for c in life.contacts:
        ticks = [c.arrived_tick, c.queued_tick, c.answered_tick, c.talk_end_tick, c.ended_tick]
        happened = [tick for tick in ticks if tick >= 0]
        assert happened == sorted(happened), c
        assert happened[-1] < world.horizon.end, c
        assert c.queued_tick in (-1, c.arrived_tick), c
        assert c.answered_tick < 0 or c.queued_tick >= 0, c
        assert c.talk_end_tick < 0 or c.answered_tick >= 0, c


@seed(SEED)
@quick
@given(centres())
def test_outcome_and_columns_agree(text: str) -> None:
    """What a row says in one column does not contradict another."""
    life = life_of(text)
    world = life.world
    for c in life.contacts:
        is_deferred = world.channels.kind[c.channel] == ChannelKind.DEFERRED
        was_answered = c.outcome == Outcome.ANSWERED or (c.outcome == Outcome.OPEN and c.answered_tick >= 0)
        assert (c.answered_tick >= 0) == was_answered, c
        assert (c.answered_tick >= 0) == (c.agent >= 0) == (c.pool >= 0) == (c.level > 0), c
        assert c.agent < 0 or world.staffing.pool[c.agent] == c.pool, c
        assert (c.queue >= 0) == (c.queued_tick >= 0) == (c.outcome not in TURNED_AWAY), c
        assert c.queue in (-1, world.routing.queue[c.channel, c.intent, c.segment]), c
        if c.outcome in TURNED_AWAY:
            assert c.ended_tick == c.arrived_tick, c
        if c.outcome in LEFT:
            assert c.ended_tick >= c.queued_tick, c
        if c.outcome == Outcome.OPEN:
            assert c.ended_tick == -1, c
        assert (c.is_resolved >= 0) == (c.talk_end_tick >= 0), c
        assert c.answered_tick >= 0 or (c.talk_ticks, c.wrap_up_ticks, c.story) == (0, 0, Story.NONE), c
        assert not (is_deferred and c.outcome in {*LEFT, Outcome.BALKED, Outcome.CLOSED}), c
        has_deadline = is_deferred and c.queued_tick >= 0 and world.channels.reply_ticks[c.channel] >= 0
        assert c.deadline_tick == -1 if not has_deadline else c.deadline_tick != c.arrived_tick, c
        if has_deadline and not world.channels.reply_is_working[c.channel]:
            assert c.deadline_tick == c.arrived_tick + world.channels.reply_ticks[c.channel], c


@seed(SEED)
@quick
@given(centres())
def test_reasons_and_stories_follow_from_the_visit_before(text: str) -> None:
    """A first contact is one, a switch changes the channel, redial and return keep it; a told story is kept or lost."""
    life = life_of(text)
    world = life.world
    for _, rows in groupby(life_of(text).contacts, key=lambda c: c.issue):
        journey = list(rows)
        assert journey[0].reason == Reason.FIRST
        for number, (before, c) in enumerate(pairwise(journey), 1):
            assert c.reason == _reason(before, c), c
            failed = before.talk_end_tick if before.answered_tick >= 0 else before.ended_tick
            assert c.arrived_tick >= failed, c
            assert before.outcome != Outcome.ABANDONED or c.arrived_tick > failed, c
            was_told = any(b.answered_tick >= 0 for b in journey[:number])
            assert (c.story != Story.NONE) == (was_told and c.answered_tick >= 0), c
            is_same = before.channel == c.channel
            keep = world.behaviour.keep[0] if is_same else world.behaviour.keep[1]
            assert c.story != Story.LOST or keep < 1.0, c
            assert c.story != Story.KEPT or keep > 0.0, c


def _reason(before: Contact, c: Contact) -> Reason:
    if before.channel != c.channel:
        return Reason.SWITCH
    return Reason.RETURN if CAUSE_OF_OUTCOME[Outcome(before.outcome)] == Cause.NOT_SOLVED else Reason.REDIAL


@seed(SEED)
@quick
@given(centres())
def test_handle_time_is_talk_and_wrap_up_and_the_sum_of_spells(text: str) -> None:
    """Time in hand for talk and wrap-up of a contact adds up to its spells, over all agents who worked it."""
    life = life_of(text)
    for c in life.contacts:
        spells = life.spells_of[c.issue, c.visit]
        assert c.talk_ticks + c.wrap_up_ticks == sum(s.end - s.start for s in spells), c
        if not spells:
            continue
        assert spells[0].start == c.answered_tick or _goes_on_break(life, spells[0], c.answered_tick), c
        assert c.ended_tick in (-1, spells[-1].end), c
        if c.talk_end_tick >= 0:
            in_talk = sum(max(0, min(s.end, c.talk_end_tick) - s.start) for s in spells)
            assert c.talk_ticks == in_talk, c
        else:
            assert c.wrap_up_ticks == 0, c


def _goes_on_break(life: Life, first: Spell, answered: int) -> bool:
    """Tell whether deferred work was set aside on the very tick it was opened, for a break that starts there."""
    return any((d.start, d.kind) == (answered, Duty.OFF_QUEUE) for d in life.presence[first.agent])


@seed(SEED)
@quick
@given(centres())
def test_only_closed_doors_turn_away_as_closed(text: str) -> None:
    """A live or chat contact is `closed` exactly when it comes outside the hours; opening counts, closing does not."""
    life = life_of(text)
    world = life.world
    for c in life.contacts:
        if world.channels.kind[c.channel] == ChannelKind.DEFERRED:
            continue
        start, end = world.channels.open_start[c.channel], world.channels.open_end[c.channel]
        is_open = bool(np.any((start <= c.arrived_tick) & (c.arrived_tick < end)))
        assert (c.outcome == Outcome.CLOSED) == (not is_open), c


@seed(SEED)
@quick
@given(centres())
def test_who_waits_at_closing_is_disconnected_where_that_is_the_choice(text: str) -> None:
    """Disconnected contacts end at a closing tick; on such a channel nobody waits across one, others have none."""
    life = life_of(text)
    world = life.world
    for c in life.contacts:
        closings = world.channels.open_end[c.channel].tolist()
        is_cut = (
            not world.channels.serves_at_close[c.channel] and world.channels.kind[c.channel] != ChannelKind.DEFERRED
        )
        if c.outcome == Outcome.DISCONNECTED:
            assert is_cut, c
            assert c.ended_tick in closings, c
        if is_cut:
            assert not [t for t in closings for start, end in life.waits[c] if start < t < end], c
