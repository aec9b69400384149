"""What holds for every queue of any centre: Little's law, limits and lines, no idle hands, priority."""

from hypothesis import given, seed

from sim.rules.lifecycle import ChannelKind, Outcome
from tests.invariants.centres import SEED, centres, quick
from tests.invariants.life import Contact, Life, Span, Spell, life_of, most_at_once, without


def _area(spans: list[Span]) -> int:
    """Integrate the number of spans that hold, from change to change."""
    changes: dict[int, int] = {}
    for start, end in spans:
        changes[start] = changes.get(start, 0) + 1
        changes[end] = changes.get(end, 0) - 1
    area = held = before = 0
    for tick in sorted(changes):
        area += held * (tick - before)
        held, before = held + changes[tick], tick
    assert held == 0
    return area


@seed(SEED)
@quick
@given(centres())
def test_littles_law_holds_on_each_sample_path(text: str) -> None:
    """By queue, ∫ number waiting dt = Σ waits, and ∫ number there dt = Σ waits + Σ time in hand + time set aside.

    The number there is read off the ticks of the rows, time in hand off the spells, breaks off the duties.
    """
    life = life_of(text)
    world = life.world
    for queue in range(len(world.names.queues)):
        mine = [c for c in life.contacts if c.queue == queue]
        there = [(c.queued_tick, c.ended_tick if c.ended_tick >= 0 else life.end) for c in mine]
        waits = sum(end - start for c in mine for start, end in life.waits[c])
        in_hand = sum(s.end - s.start for c in mine for s in life.spells_of[c.issue, c.visit])
        assert _area([span for c in mine for span in life.waits[c]]) == waits
        assert _area(there) == waits + in_hand + sum(_set_aside(life, c) for c in mine)


def _set_aside(life: Life, c: Contact) -> int:
    """Time between being answered and being over, neither in hand nor in the queue [ticks]."""
    if c.answered_tick < 0:
        return 0
    whole = [(c.answered_tick, c.ended_tick if c.ended_tick >= 0 else life.end)]
    in_hand = [(s.start, s.end) for s in life.spells_of[c.issue, c.visit]]
    breaks = [(d.start, d.end) for s in life.spells_of[c.issue, c.visit] for d in life.presence[s.agent] if d.kind == 1]
    aside = without(without(whole, in_hand), life.waits[c])
    assert not without(aside, breaks), c
    return sum(end - start for start, end in aside)


@seed(SEED)
@quick
@given(centres())
def test_limits_and_lines_hold(text: str) -> None:
    """No more contacts wait in a queue than its limit, no more wait and talk on a channel than it has lines."""
    life = life_of(text)
    world = life.world
    for queue, limit in enumerate(world.routing.limit.tolist()):
        first = [(c, life.waits[c][:1]) for c in life.contacts if c.queue == queue]
        waiting = [span for c, spans in first for span in spans if span[0] == c.queued_tick]
        assert limit < 0 or most_at_once(waiting) <= limit
    for channel, lines in enumerate(world.channels.lines.tolist()):
        assert lines < 0 or most_at_once(_on_the_line(life, channel)) <= lines


def _on_the_line(life: Life, channel: int) -> list[Span]:
    mine = [c for c in life.contacts if c.channel == channel and c.queued_tick >= 0]
    ends = [next(t for t in (c.talk_end_tick, c.ended_tick, life.end) if t >= 0) for c in mine]
    return [(c.queued_tick, end) for c, end in zip(mine, ends, strict=True)]


@seed(SEED)
@quick
@given(centres())
def test_only_the_full_block(text: str) -> None:
    """A contact is blocked only on a tick at which its lines or its queue may be full."""
    life = life_of(text)
    world = life.world
    for c in life.contacts:
        if c.outcome == Outcome.BLOCKED:
            t = c.arrived_tick
            queue = int(world.routing.queue[c.channel, c.intent, c.segment])
            lines, limit = int(world.channels.lines[c.channel]), int(world.routing.limit[queue])
            waiting = sum(_may_wait(life, o, t) for o in life.contacts if o.queue == queue)
            on_line = sum(start <= t <= end for start, end in _on_the_line(life, c.channel))
            assert 0 <= lines <= on_line or 0 <= limit <= waiting, c


def _may_wait(life: Life, c: Contact, tick: int) -> bool:
    """Tell whether a contact may be waiting on a tick, if only until another event of that tick."""
    return tick in (c.queued_tick, c.ended_tick) or any(start <= tick <= end for start, end in life.waits[c])


@seed(SEED)
@quick
@given(centres())
def test_nobody_idles_while_somebody_eligible_waits(text: str) -> None:
    """While a contact waits, each agent who takes work, may work it and may take it by its age has no room for it."""
    life = life_of(text)
    takes = [life.takes_work(agent) for agent in range(life.n_agents)]
    for c, spans in life.waits.items():
        for agent in range(life.n_agents):
            if life.priority(agent, c):
                start = life.eligible_from(agent, c)
                waiting = [(max(a, start), b) for a, b in spans if max(a, start) < b]
                for span in _both(waiting, takes[agent]):
                    assert not _has_room(life, agent, c, span), (agent, c, span)


def _both(one: list[Span], other: list[Span]) -> list[Span]:
    return [(max(a, x), min(b, y)) for a, b in one for x, y in other if max(a, x) < min(b, y)]


def _has_room(life: Life, agent: int, c: Contact, span: Span) -> bool:
    """Tell whether at some time of a span an agent's hands had room for one more contact."""
    spells = [s for s in life.hands[agent] if s.start < span[1] and s.end > span[0]]
    cuts = sorted({span[0], *(t for s in spells for t in (s.start, s.end) if span[0] <= t < span[1])})
    held = ([s.channel for s in spells if s.start <= tick < s.end] for tick in cuts)
    return any(life.fits([*channels, c.channel]) for channels in held)


@seed(SEED)
@quick
@given(centres())
def test_whoever_is_taken_had_the_best_claim(text: str) -> None:
    """A contact taken from the queue leaves none behind that the agent should have taken: first by rank, then by age.

    Only contacts are looked at that waited before and after that tick, were old enough before it, and fit beside
    everything the agent held on that tick.
    """
    life = life_of(text)
    by_place = {(c.issue, c.visit): c for c in life.contacts}
    for agent in range(life.n_agents):
        takes = life.takes_work(agent)
        for spell in life.hands[agent]:
            c, t = by_place[spell.issue, spell.visit], spell.start
            was_waiting = any(end == t for _, end in life.waits[c])
            if was_waiting and any(start <= t < end for start, end in takes):
                for other in life.contacts:
                    if other is not c and _should_go_first(life, agent, spell, c, other):
                        raise AssertionError((agent, t, c, other))


def _should_go_first(life: Life, agent: int, spell: Spell, taken: Contact, other: Contact) -> bool:
    t, rank = spell.start, life.priority(agent, other) if other.queue >= 0 else 0
    if not rank or not any(start < t < end for start, end in life.waits[other]):
        return False
    if life.eligible_from(agent, other) >= t:
        return False
    mine, theirs = (life.priority(agent, taken), *_claim(life, taken)), (rank, *_claim(life, other))
    beside = [s.channel for s in life.hands[agent] if s.start <= t <= s.end and s is not spell]
    return theirs < mine and life.fits([*beside, other.channel])


def _claim(life: Life, c: Contact) -> tuple[int, int, int, int]:
    return c.queued_tick - life.carried(c), c.queued_tick, c.issue, c.visit


@seed(SEED)
@quick
@given(centres())
def test_an_arrival_goes_to_the_best_agent(text: str) -> None:
    """Who answers a contact on arrival has the lowest rank of all who may, then is idle longest, then comes first.

    Idle since the last tick at which the agent came on duty or back from a break, took or ended any contact. Only
    agents are looked at who took work before and after that tick, had room on it, and changed nothing else on it.
    """
    life = life_of(text)
    takes = [life.takes_work(agent) for agent in range(life.n_agents)]
    for c in life.contacts:
        spells = life.spells_of[c.issue, c.visit]
        if not spells or not c.queued_tick == c.answered_tick == spells[0].start:
            continue
        t, chosen = c.answered_tick, spells[0].agent
        mine = _agent_claim(life, chosen, c, t, spells[0])
        for agent in range(life.n_agents):
            rank = life.priority(agent, c)
            if agent == chosen or not rank or life.eligible_from(agent, c) > t:
                continue
            beside = [s.channel for s in life.hands[agent] if s.start <= t <= s.end]
            is_there = any(start < t < end for start, end in takes[agent])
            if is_there and life.fits([*beside, c.channel]):
                theirs = _agent_claim(life, agent, c, t, None)
                assert None in (mine, theirs) or mine < theirs, (c, mine, theirs)  # type: ignore[operator]


def _agent_claim(life: Life, agent: int, c: Contact, tick: int, took: Spell | None) -> tuple[int, int, int] | None:
    """Return (rank, idle since, index), or None when something else of the agent falls on this very tick."""
    touched = [t for s in life.hands[agent] if s is not took for t in (s.start, s.end) if t <= tick]
    touched += [d.start for d in life.presence[agent] if d.kind == 0 and d.start <= tick]
    if tick in touched:
        return None
    return life.priority(agent, c), max(touched), agent


@seed(SEED)
@quick
@given(centres())
def test_deferred_contacts_wait_for_ever(text: str) -> None:
    """A deferred contact that got in is answered or still there at the end."""
    life = life_of(text)
    world = life.world
    for c in life.contacts:
        if world.channels.kind[c.channel] == ChannelKind.DEFERRED:
            assert c.outcome in (Outcome.ANSWERED, Outcome.OPEN, Outcome.BLOCKED), c
