"""The way in: from a scenario and a strategy to worlds.

`Blueprint` holds what is the same in every replication (calendar, plans, tables); `Blueprint.world` draws
one replication. `build` does both for one world.
"""

from dataclasses import dataclass

import numpy as np

from sim.errors import DataError
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre, Scenario
from sim.world.absence import Absence, plan_absence, staffing_of_replication
from sim.world.calendar import LocalCalendar
from sim.world.campaigns import CampaignPlan, plan_campaigns, with_campaigns
from sim.world.conditions import ConditionTable
from sim.world.demand import DemandPlan, draw_arrivals, plan_demand, without_averted
from sim.world.journeys import lower_departments, names_of
from sim.world.lower import lower_behaviour, lower_channels, lower_routing, slot_seconds
from sim.world.relations import lower_relations, with_customers
from sim.world.staffing import plan_staffing
from sim.world.steering import lower_steering
from sim.world.world import (
    Arrivals,
    Behaviour,
    Channels,
    ConditionFacts,
    Departments,
    Floats,
    Horizon,
    Names,
    Relations,
    Routing,
    Staffing,
    Steering,
    World,
    frozen,
)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One strategy of a scenario, lowered; every replication is drawn from it. `staffing` is the planned one."""

    strategy: str
    fingerprint: str
    centre: Centre
    names: Names
    horizon: Horizon
    demand: DemandPlan
    campaigns: CampaignPlan
    averted: Floats
    channels: Channels
    behaviour: Behaviour
    steering: Steering
    condition_facts: ConditionFacts
    routing: Routing
    relations: Relations
    staffing: Staffing
    absence: Absence
    departments: Departments

    def world(self, seed: int, replication: int) -> World:
        """Draw one replication.

        Args:
            seed: 0 to 2⁶⁴ − 1.
            replication: 0 to 2³² − 1.
        """
        drawn = draw_arrivals(self.demand, seed, replication)
        arrivals = without_averted(drawn, self.averted, seed, replication)
        n_averted = self._born_in_window(drawn) - self._born_in_window(arrivals)
        called = with_campaigns(arrivals, self.campaigns, seed, replication)
        return World(
            strategy=self.strategy,
            seed=seed,
            replication=replication,
            fingerprint=self.fingerprint,
            zone=self.centre.run.zone,
            start_date=self.centre.run.start.isoformat(),
            short_abandon_ticks=self.centre.kpis.short_abandon,
            repeat_days=self.centre.repeat_days,
            names=self.names,
            horizon=self.horizon,
            arrivals=with_customers(called, self.relations, seed, replication),
            channels=self.channels,
            behaviour=self.behaviour,
            steering=self.steering,
            condition_facts=self.condition_facts,
            routing=self.routing,
            relations=self.relations,
            staffing=staffing_of_replication(self.staffing, self.absence, self.horizon.day_tick, seed, replication),
            departments=self.departments,
            n_averted=n_averted,
            campaigns=self.campaigns.campaigns,
        )

    def _born_in_window(self, arrivals: Arrivals) -> int:
        start, end = self.horizon.measure_start, self.horizon.measure_end
        return int(np.searchsorted(arrivals.tick, end) - np.searchsorted(arrivals.tick, start))


def lower(scenario: Scenario, strategy: str) -> Blueprint:
    """Lower one strategy of a scenario.

    Raises:
        KeyError: The scenario has no such strategy.
        DataError: The volume of first contacts behind its counts is not known yet.
    """
    centre = scenario.centres[strategy]
    if centre.demand.open_rows:
        raise DataError(
            f"demand.counts: {centre.demand.counts} hold repeats, and how many are first contacts is not known yet: "
            "sim.solve_volume(scenario) finds it, demand.first_contacts states it"
        )
    names = names_of(centre)
    run = centre.run
    calendar = LocalCalendar(run.start, run.days, run.zone, frozenset(run.holidays), lead=run.lead)
    slots = slot_seconds(centre)
    days = calendar.day_ticks()
    slot_tick, slot = calendar.slots(slots)
    horizon = Horizon(
        day_tick=days,
        weekday=frozen([calendar.weekday(day) for day in range(calendar.days)]),
        measure_start=int(days[run.settle]),
        measure_end=int(days[run.settle + run.measure]),
        interval_ticks=centre.demand.interval,
        slot_tick=slot_tick,
        slot=slot,
    )
    demand = plan_demand(centre, names, calendar, scenario.folder)
    conditions = ConditionTable(centre, names, calendar)
    behaviour = lower_behaviour(centre, names, slots, conditions)
    steering = lower_steering(centre, names, conditions)
    routing = lower_routing(centre, names, demand, behaviour, conditions)
    plans = plan_staffing(centre, names, calendar, scenario.folder)
    return Blueprint(
        strategy=strategy,
        fingerprint=scenario.fingerprint,
        centre=centre,
        names=names,
        horizon=horizon,
        demand=demand,
        campaigns=plan_campaigns(centre, names, calendar, demand),
        averted=frozen([centre.averted.get(name, centre.averted.get(EVERY, 0.0)) for name in names.intents], float),
        channels=lower_channels(centre, names, calendar),
        behaviour=behaviour,
        steering=steering,
        condition_facts=conditions.facts(),
        routing=routing,
        relations=lower_relations(centre, names),
        staffing=plans.staffing,
        absence=plan_absence(centre, plans),
        departments=lower_departments(centre, names),
    )


def build(scenario: Scenario, strategy: str, seed: int, replication: int) -> World:
    """Build one world of a scenario; for many replications lower once and draw from the blueprint."""
    return lower(scenario, strategy).world(seed, replication)
