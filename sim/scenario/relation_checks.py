"""Relationships that do not fit: advisers of nobody, agents of their own whom no customer has."""

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.known import check_known
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre


def check_adviser_names(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a fault for every pool of advisers that is none."""
    for name, segment in centre.segments.items():
        if segment.adviser is not None:
            path = ("segments", name, "adviser", "of")
            yield from check_known(layered, [segment.adviser.of], list(centre.pools), "pool", path)


def check_relations(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield what does not fit together in a centre whose names are right."""
    advised = [name for name, segment in centre.segments.items() if segment.adviser is not None]
    for name, segment in centre.segments.items():
        if segment.population is not None and segment.population < 1:
            message = "there must be at least one customer"
            yield layered.fault(("segments", name, "population"), message, allowed="4000 customers")
        if segment.adviser is not None and segment.population is None:
            message = "an adviser belongs to a customer who comes again; say how many there are"
            allowed = f"segments.{name}.population: 4000 customers"
            yield layered.fault(("segments", name, "adviser"), message, key=True, allowed=allowed)
    for name, queue in centre.queues.items():
        if queue.reserved_for is not None and not queue.prefers:
            message = "nobody is preferred, so nothing is reserved"
            allowed = f"queues.{name}.prefers: [adviser, last agent]"
            yield layered.fault(("queues", name, "reserved_for"), message, key=True, allowed=allowed)
        if "adviser" in queue.prefers and not advised:
            message = "no segment has advisers"
            allowed = "adviser: {share: 60 %, of: desk} for a segment"
            yield layered.fault(("queues", name, "prefers"), message, severity="warning", allowed=allowed)
    for name in advised:
        yield from _check_able(centre, layered, name)


def _check_able(centre: Centre, layered: Layered, segment: str) -> Iterator[Fault]:
    """Warn of advisers whose pool serves no queue that prefers them: they never get their own customers."""
    adviser = centre.segments[segment].adviser
    assert adviser is not None
    asked = [name for name, queue in centre.queues.items() if "adviser" in queue.prefers]
    if asked and not any(name in centre.serves.get(adviser.of, {}) for name in asked):
        message = f"{adviser.of} serves none of the queues that prefer advisers ({', '.join(asked)})"
        yield layered.fault(("segments", segment, "adviser", "of"), message, severity="warning", value=adviser.of)
