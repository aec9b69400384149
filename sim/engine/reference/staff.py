"""The stories of a person's duties, of a team's headcount and of a channel's hours."""

from collections.abc import Generator

from simpy import Event

from sim.engine.reference.clock import Moment
from sim.engine.reference.crew import Agent, Team
from sim.engine.reference.presence import Floor
from sim.rules.order import AGENT_OFFSET, Rank, event_order

Duty = tuple[int, int, list[tuple[int, int]]]
"""Start, end, and the off-queue spells (start, length) of one planned duty."""


def shift(floor: Floor, agent: Agent, duties: list[Duty]) -> Generator[Event, None, None]:
    """A person comes, has breaks, and goes, duty after duty.

    A spell that is due while an earlier one still lasts begins right after it; one that is not over
    when the duty ends is cut by it.
    """
    ident = AGENT_OFFSET + agent.index
    for start, end, spells in duties:
        yield Moment(floor.env, start, event_order(Rank.START, ident))
        floor.come(agent, until=end)
        for at, ticks in spells:
            yield Moment(floor.env, max(at, floor.env.now), event_order(Rank.STOP, ident))
            floor.begin_break(agent, ticks)
        yield Moment(floor.env, end, event_order(Rank.STOP, ident))
        floor.end_shift(agent)


def stops(floor: Floor, ticks: list[tuple[int, list[Agent]]]) -> Generator[Event, None, None]:
    """Just before the first closing, shift end or break start of a tick, those whom it concerns take nothing more."""
    for tick, agents in ticks:
        yield Moment(floor.env, tick, event_order(Rank.STOP, 0) - 1)
        for agent in agents:
            floor.stop_taking(agent)


def headcount(floor: Floor, team: Team, changes: list[tuple[int, int]]) -> Generator[Event, None, None]:
    """The wanted number of a team changes at the starts of intervals."""
    ident = AGENT_OFFSET + (team.agents[0].index if team.agents else 0)
    for tick, heads in changes:
        rank = Rank.START if heads > team.planned else Rank.STOP
        yield Moment(floor.env, tick, event_order(rank, ident))
        floor.set_heads(team, heads)


def opening_hours(floor: Floor, channel: int, spans: list[tuple[int, int]]) -> Generator[Event, None, None]:
    """A channel opens and closes."""
    for start, end in spans:
        yield Moment(floor.env, start, event_order(Rank.START, channel))
        floor.open(channel)
        yield Moment(floor.env, end, event_order(Rank.STOP, channel))
        floor.close(channel)
