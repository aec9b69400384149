"""Runs a world on SimPy: starts all stories, lets the clock run to the end of the horizon, closes the books."""

from sim.engine.reference.clock import Clock, Story
from sim.engine.reference.crew import Agent
from sim.engine.reference.customer import demand
from sim.engine.reference.presence import Floor
from sim.engine.reference.staff import Duty, headcount, opening_hours, shift, stops
from sim.record import Record
from sim.world.world import Staffing, World


def run_reference(world: World) -> Record:
    """Run one world on the SimPy reference engine.

    Events at the end of the horizon itself do not happen: the horizon is half-open.
    """
    env = Clock()
    floor = Floor(world, env)
    _start_hours(floor)
    _start_people(floor)
    Story(demand(floor)).go_on()
    env.run(until=world.horizon.end)
    floor.stop()
    return floor.ledger.record("reference")


def _start_hours(floor: Floor) -> None:
    channels = floor.world.channels
    for channel, (starts, ends) in enumerate(zip(channels.open_start, channels.open_end, strict=True)):
        spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
        floor.env.process(opening_hours(floor, channel, spans))


def _start_people(floor: Floor) -> None:
    staffing = floor.world.staffing
    changes: dict[int, list[tuple[int, int]]] = {}
    for pool, tick, heads in zip(
        staffing.heads_pool.tolist(), staffing.heads_tick.tolist(), staffing.heads.tolist(), strict=True
    ):
        changes.setdefault(pool, []).append((tick, heads))
    for pool, rows in changes.items():
        team = floor.teams[pool]
        floor.staff_by_heads(team)
        floor.env.process(headcount(floor, team, rows))
    duties_of = _duties(staffing)
    floor.env.process(stops(floor, _stops(floor, duties_of)))
    for agent, duties in duties_of.items():
        floor.env.process(shift(floor, floor.agents[agent], duties))


def _stops(floor: Floor, duties_of: dict[int, list[Duty]]) -> list[tuple[int, list[Agent]]]:
    """Gather who has a shift end or a break start, by tick."""
    at: dict[int, list[Agent]] = {}
    for agent, duties in duties_of.items():
        for _, end, spells in duties:
            for tick in {end, *(start for start, _ in spells)}:
                at.setdefault(tick, []).append(floor.agents[agent])
    return sorted(at.items(), key=lambda item: item[0])


def _duties(staffing: Staffing) -> dict[int, list[Duty]]:
    """Gather planned duties with their spells by agent."""
    spells: dict[int, list[tuple[int, int]]] = {}
    for duty, start, ticks in zip(
        staffing.spell_duty.tolist(), staffing.spell_start.tolist(), staffing.spell_ticks.tolist(), strict=True
    ):
        spells.setdefault(duty, []).append((start, ticks))
    duties: dict[int, list[Duty]] = {}
    rows = zip(staffing.duty_agent.tolist(), staffing.duty_start.tolist(), staffing.duty_end.tolist(), strict=True)
    for number, (agent, start, end) in enumerate(rows):
        duties.setdefault(agent, []).append((start, end, spells.get(number, [])))
    return duties
