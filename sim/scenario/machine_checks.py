"""Self-service that does not fit: people on a machine's channel, a machine in a queue, a way on that leads nowhere."""

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.customers import WhatNext
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre


def check_machines(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield what does not fit the channels that are self-service."""
    machines = {name for name, channel in centre.channels.items() if channel.kind == "self_service"}
    for intent, by_channel in centre.service.items():
        for channel, service in by_channel.items():
            path = ("service", intent, channel)
            if channel in machines and service.lasts is None:
                yield layered.fault(path, f"{channel} is self-service; give lasts and contained", key=True)
            if channel not in machines and channel in centre.channels and service.lasts is not None:
                kind = centre.channels[channel].kind
                yield layered.fault((*path, "lasts"), f"{channel} is {kind}; give talk and solved", key=True)
    for name, queue in centre.queues.items():
        for channel in machines.intersection(queue.of):
            message = f"nobody waits for {channel}, which is self-service"
            yield layered.fault(("queues", name, "of"), message, value=channel)
    for name, pool in centre.pools.items():
        for channel in machines.intersection(pool.skills):
            message = f"nobody works {channel}, which is self-service"
            yield layered.fault(("pools", name, "skills", channel), message, key=True)
    yield from _check_ways_on(centre, layered, machines)


def _check_ways_on(centre: Centre, layered: Layered, machines: set[str]) -> Iterator[Fault]:
    """Check that what a machine hands on reaches people, and warn where nobody takes what it cannot do."""
    tables: list[tuple[tuple[str, ...], WhatNext]] = [(("what_next",), centre.what_next)]
    tables += [(("segments", name, "what_next"), segment.what_next) for name, segment in centre.segments.items()]
    for path, rows in tables:
        row = rows.bot_failed
        for channel in (*machines, "same") if row is not None else ():
            if row is not None and row.shares.get(channel, 0.0) > 0.0 and (channel != "same" or machines):
                message = "what self-service could not do cannot go back to self-service, or it would never end"
                yield layered.fault((*path, "bot_failed", channel), message, key=True, allowed="a channel with people")
    fails = any(s.lasts is not None and s.contained < 1.0 for by in centre.service.values() for s in by.values())
    if machines and fails and all(rows.bot_failed is None for _, rows in tables):
        message = "self-service fails some, and nothing says where they go: they give up"
        yield layered.fault(
            ("what_next",), message, key=True, severity="warning", allowed="bot_failed: {phone: 80 %, after: 0 s}"
        )
