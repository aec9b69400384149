"""Customers who come again, and the agents their contacts are meant for (MODEL.md 2 and 7)."""

from dataclasses import replace

import numpy as np

from sim.rules.routing import Own
from sim.scenario.centre import OWN_AGENTS
from sim.scenario.scenario import Centre
from sim.streams import Stream, uniforms
from sim.world.world import Arrivals, Names, Relations, frozen

_UNIT = 2.0**-53


def lower_relations(centre: Centre, names: Names) -> Relations:
    """Lower populations, advisers and what queues prefer."""
    segments, queues = centre.segments.values(), centre.queues.values()
    people = [0 if s.population is None else s.population for s in segments]
    shares = [0.0 if s.adviser is None else s.adviser.share for s in segments]
    return Relations(
        population=frozen(people),
        advised=frozen([int(n * share + 0.5) for n, share in zip(people, shares, strict=True)]),
        adviser_pool=frozen([-1 if s.adviser is None else names.pools.index(s.adviser.of) for s in segments]),
        prefers=tuple(frozen([Own(OWN_AGENTS.index(word)) for word in queue.prefers]) for queue in queues),
        reserved_ticks=frozen([queue.reserved_for or 0 for queue in queues]),
    )


def with_customers(arrivals: Arrivals, relations: Relations, seed: int, replication: int) -> Arrivals:
    """Draw which customer of its segment's population each issue is of.

    Every customer is as likely as any other; who comes depends on the issue alone.
    """
    people = relations.population[arrivals.segment]
    if not people.any():
        return arrivals
    u = uniforms(seed, replication, Stream.CUSTOMER, arrivals.issue) * _UNIT
    customer = np.floor(u * people).astype(np.int64)
    return replace(arrivals, customer=frozen(np.where(people > 0, customer, -1)))
