"""Conditions, lowered: each as (fact, subject, comparison, value), and what their subjects point at."""

import numpy as np

from sim.rules.condition import Fact
from sim.rules.lifecycle import Reason
from sim.scenario.condition import KIND_OF, Condition
from sim.scenario.scenario import Centre
from sim.units import WeeklyHours
from sim.world.calendar import DAY_SECONDS, LocalCalendar
from sim.world.incidents import span_of
from sim.world.world import ConditionFacts, Ints, Names, frozen


class ConditionTable:
    """Lowers conditions of one centre, and gathers the spans and meters they name.

    Args:
        centre: The checked centre.
        names: Its names.
        calendar: The horizon.
    """

    def __init__(self, centre: Centre, names: Names, calendar: LocalCalendar) -> None:
        self._centre, self._names, self._calendar = centre, names, calendar
        self._spans: list[tuple[Ints, Ints]] = []
        self._meters: list[tuple[int, int]] = []
        given = (intent.product for intent in centre.intents.values())
        self._products = list(dict.fromkeys(product for product in given if product is not None))

    def rows(self, conditions: tuple[Condition, ...]) -> Ints:
        """Lower conditions that hold together, (conditions, 4)."""
        return frozen(np.asarray([self._row(condition) for condition in conditions]).reshape(-1, 4))

    def _row(self, condition: Condition) -> list[int]:
        fact, name = condition.fact, condition.name
        subject, value = 0, condition.value
        if fact == Fact.TIME_OF_DAY:
            first, last = condition.span
            daily = WeeklyHours((((first, last if last > first else last + DAY_SECONDS),),) * 7)
            subject = self._span(*self._calendar.spans(daily))
        elif fact == Fact.INCIDENT_ON:
            start, end = span_of(self._centre.demand.incidents[name], self._calendar)
            subject = self._span(frozen([start]), frozen([end]))
        elif fact == Fact.RECENT_SERVICE:
            subject = self._meter(self._names.queues.index(name), condition.within)
        elif fact == Fact.PRODUCT:
            value = self._products.index(name)
        elif fact == Fact.REASON:
            value = int(Reason[name.upper()])
        elif fact in (Fact.SEGMENT, Fact.INTENT):
            value = getattr(self._names, KIND_OF[fact]).index(name)
        elif fact in KIND_OF:
            subject = getattr(self._names, KIND_OF[fact]).index(name)
        return [int(fact), subject, int(condition.compare), value]

    def _span(self, starts: Ints, ends: Ints) -> int:
        self._spans.append((starts, ends))
        return len(self._spans) - 1

    def _meter(self, queue: int, ticks: int) -> int:
        if (queue, ticks) not in self._meters:
            self._meters.append((queue, ticks))
        return self._meters.index((queue, ticks))

    def facts(self) -> ConditionFacts:
        """What the subjects of all conditions lowered so far point at."""
        products = [intent.product for intent in self._centre.intents.values()]
        return ConditionFacts(
            tuple(start for start, _ in self._spans),
            tuple(end for _, end in self._spans),
            frozen([queue for queue, _ in self._meters]),
            frozen([ticks for _, ticks in self._meters]),
            frozen([-1 if product is None else self._products.index(product) for product in products]),
        )
