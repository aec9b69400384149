"""Journeys that do not fit: names that stand for nothing, and outcomes of service that lead nowhere.

`check_journey_names` looks for names; `check_journeys` at a centre whose names are right.
"""

from collections.abc import Iterable, Iterator

from sim.errors import Fault
from sim.rules.lifecycle import BUILT_IN_CAUSES, Reason
from sim.scenario.condition import KIND_OF, Condition
from sim.scenario.customers import WhatNext
from sim.scenario.known import Path, check_known
from sim.scenario.layers import Layered
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.scenario.steering import ANY
from sim.units import format_share, quote

_ROUNDING = 5e-4
_TOTAL = "all"
_ONE_OF = {
    "queues": "queue",
    "channels": "channel",
    "pools": "pool",
    "segments": "segment",
    "intents": "intent",
    "products": "product",
    "incidents": "incident",
    "reasons": "reason",
}


def check_journey_names(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a fault for every name of offers, routes, effects and outcomes that stands for nothing."""
    channels, intents = list(centre.channels), list(centre.intents)
    for segment, by_intent in centre.steer.items():
        yield from check_known(layered, [segment], list(centre.segments), "segment", ("steer",))
        yield from check_known(layered, by_intent, [*intents, ANY], "intent", ("steer", segment))
        for intent, offer in by_intent.items():
            path: Path = ("steer", segment, intent)
            key = "offer" if offer.offer is not None else "straight_to"
            yield from check_known(layered, [offer.to], channels, "channel", (*path, key))
            yield from _check_when(centre, layered, offer.when, (*path, "when"))
    for name, queue in centre.queues.items():
        yield from _check_when(centre, layered, queue.when, ("queues", name, "when"))
        if queue.callback is not None:
            yield from _check_when(centre, layered, queue.callback.when, ("queues", name, "callback", "when"))
        yield from check_known(layered, queue.overflow, list(centre.queues), "queue", ("queues", name, "overflow"))
        for other, rule in queue.overflow.items():
            yield from _check_when(centre, layered, rule.when, ("queues", name, "overflow", other, "when"))
    for segment, by_channel in centre.access.items():
        yield from check_known(layered, [segment], list(centre.segments), "segment", ("access",))
        yield from check_known(layered, by_channel, channels, "channel", ("access", segment))
        for channel, places in by_channel.items():
            path = ("access", segment, channel)
            yield from check_known(layered, places, channels, "channel", path)
            for name, place in places.items():
                wanted = [] if place.intent is None else [place.intent]
                yield from check_known(layered, wanted, intents, "intent", (*path, name, "as"))
    for name, effect in centre.effects.items():
        yield from check_known(layered, effect.channels or (), channels, "channel", ("effects", name, "channels"))
        yield from check_known(layered, effect.intents or (), intents, "intent", ("effects", name, "intents"))
    averted = [name for name in centre.averted if name != EVERY]
    yield from check_known(layered, averted, intents, "intent", ("averted",))
    yield from check_known(layered, centre.induced, channels, "channel", ("induced",))
    for name, induced in centre.induced.items():
        yield from check_known(layered, induced.intents or (), intents, "intent", ("induced", name, "intents"))
    causes = [*centre.not_solved_because, *BUILT_IN_CAUSES, *_rows()]
    yield from check_known(layered, centre.caused_by, causes, "cause", ("caused_by",))
    yield from _check_departments(centre, layered)
    yield from _check_service_names(centre, layered)


def _check_departments(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield departments without a name, or with that of the total."""
    paid = {("pools", name, "cost_centre"): pool.cost_centre for name, pool in centre.pools.items()}
    caused = {("caused_by", cause): department for cause, department in centre.caused_by.items()}
    for path, department in (paid | caused).items():
        if "cost_centre" in path and "cost_centre" not in centre.pools[path[1]].model_fields_set:
            continue
        if department.strip() in ("", _TOTAL):
            message = f"{quote(department)} is no name of a department"
            yield layered.fault(path, message, allowed="a name such as billing; all is the row of all of them")


def _rows() -> Iterable[str]:
    return WhatNext.model_fields


def _check_when(centre: Centre, layered: Layered, when: tuple[Condition, ...], path: Path) -> Iterator[Fault]:
    """Check the names in conditions."""
    known = {kind: list(getattr(centre, kind)) for kind in ("queues", "channels", "pools", "segments", "intents")}
    known["products"] = [intent.product for intent in centre.intents.values() if intent.product is not None]
    known["incidents"] = list(centre.demand.incidents)
    known["reasons"] = [reason.name.lower() for reason in Reason]
    for condition in when:
        if condition.fact in KIND_OF:
            kind = KIND_OF[condition.fact]
            yield from check_known(layered, [condition.name], known[kind], _ONE_OF[kind], path)


def _check_service_names(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check where contacts are passed on and followed up, and that people are there."""
    for intent, by_channel in centre.service.items():
        for channel, service in by_channel.items():
            path: Path = ("service", intent, channel)
            passed = service.passed_on
            if passed is not None:
                to, on = passed.to, passed.on
                yield from check_known(
                    layered, [to] if to else [], list(centre.intents), "intent", (*path, "passed_on", "to")
                )
                yield from check_known(
                    layered, [on] if on else [], list(centre.channels), "channel", (*path, "passed_on", "on")
                )
                if on in centre.channels and centre.channels[on].kind in ("self_service", "community"):
                    message = f"{on} is {centre.channels[on].kind}; a contact is passed on to people"
                    yield layered.fault((*path, "passed_on", "on"), message, value=on)
                if to in (None, intent) and on in (None, channel):
                    yield layered.fault((*path, "passed_on"), "this is where the contact is already", key=True)
            for word in ("follow_up", "keep_informed"):
                plan = getattr(service, word)
                if plan is not None:
                    where = (*path, word, "on")
                    yield from check_known(layered, [plan.on], list(centre.channels), "channel", where)
                    if plan.on in centre.channels and centre.channels[plan.on].kind in ("self_service", "community"):
                        message = (
                            f"{plan.on} is {centre.channels[plan.on].kind}; the centre makes these contacts by people"
                        )
                        yield layered.fault(where, message, value=plan.on)


def check_journeys(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield what is wrong or doubtful with the journeys of a centre whose names are right."""
    causes = centre.not_solved_because
    if causes and abs(sum(causes.values()) - 1.0) > _ROUNDING:
        total = format_share(round(sum(causes.values()), 6))
        yield layered.fault(("not_solved_because",), f"the shares add up to {total}, not to 100 %", key=True)
    services = [service for by_channel in centre.service.values() for service in by_channel.values()]
    asked = any(channel.tolerated is not None for channel in centre.channels.values()) or any(
        queue.callback is not None and queue.callback.tolerated is not None for queue in centre.queues.values()
    )
    sent = any(service.redirects for service in services) or any(pool.redirects for pool in centre.pools.values())
    lost = any(service.passed_on is not None and service.passed_on.lost for service in services)
    opened = any(service.reopens for service in services)
    rows = [centre.what_next, *(segment.what_next for segment in centre.segments.values())]
    for word, is_needed, what in (
        ("unanswered", asked, "some wait for a reply, or a callback, longer than they tolerate, and nobody asks again"),
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
