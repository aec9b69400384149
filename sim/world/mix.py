"""The expected mix of first contacts, and what hangs on it before anything is drawn."""

import numpy as np

from sim.world.demand import DemandPlan
from sim.world.world import Behaviour, Floats, Names, Routing, frozen


def expected_contacts(demand: DemandPlan, names: Names) -> Floats:
    """Expected first contacts over the horizon, shape (channels, intents, segments).

    Intent and segment of a trace count by the mix, whatever its rows name.
    """
    expected = np.zeros((len(names.channels), len(names.intents), len(names.segments)))
    volume = np.bincount(demand.row, weights=demand.mean * demand.coming, minlength=len(demand.parent))
    for number, trace in demand.traces:
        volume[number] += len(trace.tick)
    intents = np.diff(demand.intent_share, axis=1, prepend=0.0)
    segments = np.diff(demand.segment_share, axis=1, prepend=0.0)
    prefers = np.diff(demand.channel_share, axis=1, prepend=0.0)
    for row, channel in enumerate(demand.channel.tolist()):
        if channel >= 0:
            expected[channel] += volume[row] * np.outer(intents[row], segments[row])
        else:
            by_channel = (segments[row][:, None] * prefers).T
            expected += volume[row] * by_channel[:, None, :] * intents[row][None, :, None]
    return expected


def queue_handle(demand: DemandPlan, names: Names, behaviour: Behaviour, routing: Routing) -> Floats:
    """Configured mean handle time of each queue's mix of first contacts [ticks], shape (queues,).

    A queue that takes contacts only at times counts all it may take; one that no first contact joins takes the plain
    mean over what can join it, or come over to it.
    """
    expected = expected_contacts(demand, names)
    handle = np.broadcast_to(behaviour.mean_handle.T[:, :, None], expected.shape)
    means = np.zeros(len(names.queues))
    for queue in range(len(means)):
        joins = (routing.queue == queue) & (handle > 0)
        if len(routing.when[queue]) or not joins.any():
            joins = (routing.takes[queue] != 0) & (handle > 0)
        weight = expected[joins]
        if joins.any():
            means[queue] = np.average(handle[joins], weights=weight if weight.sum() > 0 else None)
    return frozen(means, float)
