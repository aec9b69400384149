"""Journeys that do not fit: offers, effects, causes and outcomes of service that name nothing or lead nowhere."""

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.known import Path, check_known
from sim.scenario.layers import Layered
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.scenario.steering import ANY, OF_KIND
from sim.units import format_share

_ROUNDING = 5e-4


def check_journey_names(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a fault for every name of offers, effects and outcomes that stands for nothing."""
    for segment, by_intent in centre.steer.items():
        yield from check_known(layered, [segment], list(centre.segments), "segment", ("steer",))
        yield from check_known(layered, by_intent, [*centre.intents, ANY], "intent", ("steer", segment))
        for intent, offer in by_intent.items():
            path: Path = ("steer", segment, intent)
            key = "offer" if offer.offer is not None else "straight_to"
            yield from check_known(layered, [offer.to], list(centre.channels), "channel", (*path, key))
            for condition in offer.when:
                if condition.fact in OF_KIND:
                    kind = OF_KIND[condition.fact]
                    known = list(getattr(centre, kind))
                    yield from check_known(layered, [condition.name], known, kind[:-1], (*path, "when"))
    for name, effect in centre.effects.items():
        yield from check_known(
            layered, effect.channels or (), list(centre.channels), "channel", ("effects", name, "channels")
        )
        yield from check_known(
            layered, effect.intents or (), list(centre.intents), "intent", ("effects", name, "intents")
        )
    averted = [name for name in centre.averted if name != EVERY]
    yield from check_known(layered, averted, list(centre.intents), "intent", ("averted",))
    for intent, by_channel in centre.service.items():
        for channel, service in by_channel.items():
            if service.passed_on is not None:
                path = ("service", intent, channel, "passed_on")
                to, on = service.passed_on.to, service.passed_on.on
                yield from check_known(layered, [to] if to else [], list(centre.intents), "intent", (*path, "to"))
                yield from check_known(layered, [on] if on else [], list(centre.channels), "channel", (*path, "on"))
                if on in centre.channels and centre.channels[on].kind == "self_service":
                    message = f"{on} is self-service; a contact is passed on to people"
                    yield layered.fault((*path, "on"), message, value=on)
                if to in (None, intent) and on in (None, channel):
                    yield layered.fault(path, "this is where the contact is already", key=True)


def check_journeys(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield what is wrong or doubtful with the journeys of a centre whose names are right."""
    causes = centre.not_solved_because
    if causes and abs(sum(causes.values()) - 1.0) > _ROUNDING:
        total = format_share(round(sum(causes.values()), 6))
        yield layered.fault(("not_solved_because",), f"the shares add up to {total}, not to 100 %", key=True)
    services = [service for by_channel in centre.service.values() for service in by_channel.values()]
    asked = any(channel.tolerated is not None for channel in centre.channels.values())
    sent = any(service.redirects for service in services) or any(pool.redirects for pool in centre.pools.values())
    lost = any(service.passed_on is not None and service.passed_on.lost for service in services)
    opened = any(service.reopens for service in services)
    rows = [centre.what_next, *(segment.what_next for segment in centre.segments.values())]
    for word, is_needed, what in (
        ("unanswered", asked, "some wait for a reply longer than they tolerate (tolerated), and nobody asks again"),
        ("redirected", sent, "some are sent elsewhere (redirects), and nothing says where: they give up"),
        (
            "lost_on_the_way",
            lost,
            "some are lost on the way (passed_on.lost), and nothing says what they do: they give up",
        ),
        ("reopened", opened, "some resolved issues open again (reopens), and nobody comes back"),
    ):
        is_given = any(getattr(row, word) is not None for row in rows)
        if is_needed and not is_given:
            yield layered.fault(
                ("what_next",), what, key=True, severity="warning", allowed=f"a row {word} in what_next"
            )
