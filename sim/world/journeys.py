"""Journeys, lowered: what the centre does itself, turns of messages, posts, who causes and who pays."""

import numpy as np

from sim.rules.lifecycle import BUILT_IN_CAUSES
from sim.scenario.customers import FollowUp
from sim.scenario.scenario import Centre
from sim.world.quantiles import QuantileTables
from sim.world.world import Departments, FollowUps, Names, Replies, frozen

REPLIES_TO = {"the queue": 0, "its agent": 1, "its agent beyond the limit": 2}
"""Who gets an answer that comes when the place is not held any more, as in `world.Replies.to_agent`."""


def names_of(centre: Centre) -> Names:
    """The names of everything in a centre, in file order."""
    return Names(
        channels=tuple(centre.channels),
        segments=tuple(centre.segments),
        intents=tuple(centre.intents),
        queues=tuple(centre.queues),
        pools=tuple(centre.pools),
        causes=tuple(dict.fromkeys((*centre.not_solved_because, *BUILT_IN_CAUSES))),
        cost_centres=tuple(
            dict.fromkeys(
                (
                    *(pool.cost_centre or name for name, pool in centre.pools.items()),
                    *centre.caused_by.values(),
                    *centre.channels,
                )
            )
        ),
    )


def lower_departments(centre: Centre, names: Names) -> Departments:
    """Lower who pays for pools, and who causes what."""
    place = {name: number for number, name in enumerate(names.cost_centres)}
    return Departments(
        pool=frozen([place[pool.cost_centre or name] for name, pool in centre.pools.items()]),
        cause=frozen([place.get(centre.caused_by.get(cause, ""), -1) for cause in names.failure_causes]),
        channel=frozen([place[name] for name in names.channels]),
    )


def lower_follow_ups(centre: Centre, names: Names, tables: QuantileTables, field: str) -> FollowUps:
    """Lower one of `follow_up` and `keep_informed`."""
    shape = len(names.intents), len(names.channels)
    share, prevents = np.zeros(shape), np.zeros(shape)
    channel, after, talk = (np.full(shape, -1) for _ in range(3))
    for n, intent in enumerate(names.intents):
        for c, name in enumerate(names.channels):
            service = centre.service.get(intent, {}).get(name)
            plan: FollowUp | None = None if service is None else getattr(service, field)
            if plan is not None:
                share[n, c], prevents[n, c] = plan.share, plan.prevents
                channel[n, c] = names.channels.index(plan.on)
                after[n, c], talk[n, c] = tables.index(plan.after, 0), tables.index(plan.talk)
    return FollowUps(frozen(share, float), frozen(channel), frozen(after), frozen(talk), frozen(prevents, float))


def lower_replies(centre: Centre, names: Names, tables: QuantileTables) -> Replies:
    """Lower turns of messages and the answers of other customers."""
    shape = len(names.intents), len(names.channels)
    turns, peers, peers_after = np.ones(shape), np.zeros(shape), np.full(shape, -1)
    for n, intent in enumerate(names.intents):
        for c, name in enumerate(names.channels):
            service = centre.service.get(intent, {}).get(name)
            if service is not None:
                turns[n, c], peers[n, c] = service.turns, service.peers
                if service.peers_answer_after is not None:
                    peers_after[n, c] = tables.index(service.peers_answer_after)
    channels = list(centre.channels.values())
    return Replies(
        turns=frozen(turns),
        answers_after=frozen([-1 if c.answers_after is None else tables.index(c.answers_after) for c in channels]),
        released_ticks=frozen([-1 if c.released_after is None else c.released_after for c in channels]),
        to_agent=frozen([REPLIES_TO[c.replies_to] for c in channels]),
        peers=frozen(peers, float),
        peers_after=frozen(peers_after),
    )
