"""Contacts that do not fit their channel or queue: turns, peers, warm hand-overs, follow-ups, access, routes."""

from collections.abc import Iterator
from datetime import timedelta

from sim.errors import Fault
from sim.scenario.centre import ASYNC
from sim.scenario.customers import FollowUp, PassedOn, Service
from sim.scenario.known import Path
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre
from sim.scenario.week import hours_of
from sim.units import format_share

_ROUNDING = 5e-4
_ON_THE_LINE = ("live", "chat")
_MOST_INDUCING = 32
_MOST_ROWS = 126


def check_contacts(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield what does not fit together in a centre whose names are right."""
    for intent, by_channel in centre.service.items():
        for channel, service in by_channel.items():
            if channel in centre.channels and service.lasts is None:
                yield from _check_service(centre, layered, intent, channel, service)
    yield from _check_recognition(centre, layered)
    yield from _check_access(centre, layered)
    yield from _check_overflow(centre, layered)
    yield from _check_induced(centre, layered)


def most_visits(centre: Centre) -> int:
    """Most customer contacts of an issue: with legs and contacts of the centre the visits of an issue have numbers."""
    services = [service for by_channel in centre.service.values() for service in by_channel.values()]
    has_legs = any(service.lasts is not None or service.passed_on is not None for service in services)
    has_legs = has_legs or any(channel.intent_recognised < 1.0 for channel in centre.channels.values())
    has_own = any(service.follow_up is not None or service.keep_informed is not None for service in services)
    return 200 if not has_legs and not has_own else 50


def _check_service(centre: Centre, layered: Layered, intent: str, channel: str, service: Service) -> Iterator[Fault]:
    """Check a conversation against the kind of its channel."""
    kind, path = centre.channels[channel].kind, ("service", intent, channel)
    yield from _check_measured(centre, layered, channel, service, path)
    if service.turns > 1 and kind != "messaging":
        message = f"{channel} is {kind}; only conversations of messages have turns"
        yield layered.fault((*path, "turns"), message, key=True)
    if service.turns > 1 and kind == "messaging" and centre.channels[channel].answers_after is None:
        message = "a conversation of several turns needs to know how long customers take to answer"
        allowed = f'channels.{channel}: {{answers_after: "mean 20 min, cv 1"}}'
        yield layered.fault((*path, "turns"), message, allowed=allowed)
    if (service.peers or service.peers_answer_after is not None) and kind != "community":
        message = f"{channel} is {kind}; other customers answer on community channels only"
        yield layered.fault((*path, "peers"), message, key=True)
    if service.keep_informed is not None and kind not in ASYNC:
        message = f"{channel} is {kind}; nobody waits for a reply there"
        yield layered.fault((*path, "keep_informed"), message, key=True)
    if service.follow_up is not None and not service.reopens:
        message = "no issue opens again (reopens), so a follow-up costs work and prevents nothing"
        yield layered.fault((*path, "follow_up"), message, key=True, severity="warning")
    if service.keep_informed is not None and centre.channels[channel].tolerated is None:
        message = "nobody asks again (tolerated), so keeping them informed costs work and prevents nothing"
        yield layered.fault((*path, "keep_informed"), message, key=True, severity="warning")
    for word in ("follow_up", "keep_informed"):
        plan: FollowUp | None = getattr(service, word)
        if plan is not None:
            yield from _check_open(centre, layered, plan, (*path, word, "on"))
    if service.passed_on is not None and service.passed_on.warm:
        yield from _check_warm(centre, layered, channel, service.passed_on, (*path, "passed_on"))


def _check_measured(centre: Centre, layered: Layered, name: str, service: Service, path: Path) -> Iterator[Fault]:
    """Figures with several contacts in hand are converted by the slowdown of their channel, so there must be one."""
    channel, number = centre.channels[name], service.measured_at
    if number is None:
        return
    if channel.kind == "live":
        message = f"{name} is live, one at a time, so nothing is measured with {number} contacts in hand"
        yield layered.fault((*path, "measured_at"), message, key=True)
    elif channel.slowdown_at(number) == 1.0:
        message = f"{name} is not slower with {number} contacts in hand, so there is nothing to take out"
        allowed = f"channels.{name}.slowdown: {{{number} contacts: 1.25 times}}, or no measured_at"
        yield layered.fault((*path, "measured_at"), message, key=True, allowed=allowed)


def _check_open(centre: Centre, layered: Layered, plan: FollowUp, path: Path) -> Iterator[Fault]:
    """Check that what the centre wants to do itself can be done at some time."""
    if not any(_is_open_on(centre, plan.on, day) for day in range(centre.run.days)):
        yield layered.fault(path, f"{plan.on} is never open, so this can never be made", value=plan.on)


def _is_open_on(centre: Centre, name: str, number: int) -> bool:
    """Whether a channel can be used for contacts of the centre on a day of the run."""
    channel, day = centre.channels[name], centre.run.start + timedelta(days=number)
    if channel.in_service is not None and day not in channel.in_service:
        return False
    return channel.kind in ASYNC or bool(hours_of(centre, name, "open").spans_on(day, day in centre.run.holidays))


def _check_warm(centre: Centre, layered: Layered, channel: str, passed: PassedOn, path: Path) -> Iterator[Fault]:
    """An agent stays on the line only where both channels have one."""
    for name in dict.fromkeys((channel, passed.on or channel)):
        kind = centre.channels[name].kind
        if kind not in _ON_THE_LINE:
            message = f"{name} is {kind}; an agent can stay only on live and chat channels"
            yield layered.fault((*path, "warm"), message, key=True, allowed="no warm")


def _check_recognition(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Who is taken for something else must be taken for something."""
    for name, channel in centre.channels.items():
        served = [intent for intent, by_channel in centre.service.items() if name in by_channel]
        if channel.intent_recognised < 1.0 and len(served) < 2:
            message = f"there is no other intent on {name} that a contact could be taken for"
            yield layered.fault(("channels", name, "intent_recognised"), message, key=True)


def _check_access(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that who finds a channel closed finds another one open."""
    for segment, by_channel in centre.access.items():
        for channel, places in by_channel.items():
            path = ("access", segment, channel)
            total = sum(place.share for place in places.values())
            if total > 1.0 + _ROUNDING:
                message = f"the shares add up to {format_share(round(total, 6))}, more than 100 %"
                yield layered.fault(path, message, key=True, allowed="what is missing to 100 % gives up")
            for name in places:
                if name in by_channel:
                    message = f"{name} is closed to {segment}, too"
                    yield layered.fault((*path, name), message, key=True, allowed="a channel that is open to them")
        for intent, offer in centre.steer.get(segment, {}).items():
            if offer.to in by_channel:
                key = "offer" if offer.offer is not None else "straight_to"
                message = f"{offer.to} is closed to {segment} (access)"
                yield layered.fault(("steer", segment, intent, key), message, value=offer.to)


def _check_overflow(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that what goes over goes elsewhere."""
    for name, queue in centre.queues.items():
        for other in queue.overflow:
            path = ("queues", name, "overflow", other)
            if other == name:
                yield layered.fault(path, "this is the queue it waits in already", key=True)


def _check_induced(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that there are keys for the issues that channels add."""
    if centre.induced and len(centre.demand.rows) > _MOST_ROWS:
        message = f"with induced issues there are at most {_MOST_ROWS} rows of demand"
        yield layered.fault(("induced",), message, key=True)
    for name in centre.induced:
        if list(centre.channels).index(name) >= _MOST_INDUCING:
            message = f"only the first {_MOST_INDUCING} channels of the file can add issues"
            yield layered.fault(("induced", name), message, key=True)
