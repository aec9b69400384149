"""Steering at entry, lowered: which offer holds for whom, and its conditions as numbers."""

import numpy as np

from sim.rules.condition import Fact
from sim.scenario.scenario import Centre
from sim.scenario.steering import ANY, OF_KIND, Condition
from sim.units import WeeklyHours
from sim.world.calendar import DAY_SECONDS, LocalCalendar
from sim.world.world import Ints, Names, Offer, Steering, frozen


def lower_steering(centre: Centre, names: Names, calendar: LocalCalendar) -> Steering:
    """Lower the offers of a centre, in the order of the file."""
    rule = np.full((len(names.segments), len(names.intents)), -1)
    offers: list[Offer] = []
    spans: list[tuple[Ints, Ints]] = []
    for segment, by_intent in centre.steer.items():
        for intent, offer in by_intent.items():
            number = len(offers)
            offers.append(
                Offer(
                    channel=names.channels.index(offer.to),
                    tick=frozen([tick for tick, _ in offer.accepted]),
                    share=frozen([share for _, share in offer.accepted], float),
                    refused=offer.refused,
                    conditions=frozen(np.asarray([_row(c, names, calendar, spans) for c in offer.when]).reshape(-1, 4)),
                )
            )
            row = rule[names.segments.index(segment)]
            if intent == ANY:
                row[row < 0] = number
            else:
                row[names.intents.index(intent)] = number
    return Steering(frozen(rule), tuple(offers), tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _row(condition: Condition, names: Names, calendar: LocalCalendar, spans: list[tuple[Ints, Ints]]) -> list[int]:
    """One condition as (fact, subject, comparison, value); a span of the clock becomes one on the tick axis."""
    if condition.fact == Fact.TIME_OF_DAY:
        first, last = condition.span
        daily = WeeklyHours((((first, last if last > first else last + DAY_SECONDS),),) * 7)
        spans.append(calendar.spans(daily))
        return [int(condition.fact), len(spans) - 1, int(condition.compare), condition.value]
    subjects: tuple[str, ...] = getattr(names, OF_KIND[condition.fact])
    return [int(condition.fact), subjects.index(condition.name), int(condition.compare), condition.value]
