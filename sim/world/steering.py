"""Steering at entry, lowered: which offer holds for whom, and which channels are closed to whom."""

import numpy as np

from sim.scenario.scenario import Centre
from sim.scenario.steering import ANY
from sim.world.conditions import ConditionTable
from sim.world.world import Instead, Names, Offer, Steering, frozen


def lower_steering(centre: Centre, names: Names, conditions: ConditionTable) -> Steering:
    """Lower offers and access of a centre, in the order of the file."""
    rule = np.full((len(names.segments), len(names.intents)), -1)
    offers: list[Offer] = []
    for segment, by_intent in centre.steer.items():
        for intent, offer in by_intent.items():
            number = len(offers)
            offers.append(
                Offer(
                    channel=names.channels.index(offer.to),
                    tick=frozen([tick for tick, _ in offer.accepted]),
                    share=frozen([share for _, share in offer.accepted], float),
                    refused=offer.refused,
                    conditions=conditions.rows(offer.when),
                )
            )
            row = rule[names.segments.index(segment)]
            if intent == ANY:
                row[row < 0] = number
            else:
                row[names.intents.index(intent)] = number
    closed = np.full((len(names.segments), len(names.channels)), -1)
    instead: list[Instead] = []
    for segment, by_channel in centre.access.items():
        for channel, places in by_channel.items():
            closed[names.segments.index(segment), names.channels.index(channel)] = len(instead)
            intents = [-1 if place.intent is None else names.intents.index(place.intent) for place in places.values()]
            instead.append(
                Instead(
                    share=frozen(np.cumsum([place.share for place in places.values()]), float),
                    channel=frozen([names.channels.index(name) for name in places]),
                    intent=frozen(intents),
                )
            )
    return Steering(frozen(rule), tuple(offers), frozen(closed), tuple(instead))
