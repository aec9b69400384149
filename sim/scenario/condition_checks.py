"""Conditions that can never hold where they stand: what they ask for excludes itself, or never is there.

Each is a warning: nothing is wrong, but what hangs on the condition never happens. And recent service, which needs a
target to be told by.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import inf

from sim.errors import Fault
from sim.rules.condition import SERVED_UNIT, Compare, Fact
from sim.rules.lifecycle import Reason
from sim.rules.order import LAST_VISIT
from sim.scenario.centre import ASYNC
from sim.scenario.condition import Condition
from sim.scenario.known import Path
from sim.scenario.layers import Layered
from sim.scenario.reach import joined_queues
from sim.scenario.scenario import Centre
from sim.scenario.steering import ANY
from sim.scenario.week import DAY, Span, hours_of, is_always_open, merged, most_people, without

_REASONS = tuple(reason.name.lower() for reason in Reason)
_FIRST = (Reason.FIRST.name.lower(),)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where conditions stand, and for which contacts they are looked at.

    Attributes:
        path: Where in the scenario.
        when: The conditions, which hold together.
        intents, segments: What the contacts can be.
        channels: Channels of which one is open whenever they are looked at, () where all may be closed.
        is_first: They are looked at for first contacts only.
    """

    path: Path
    when: tuple[Condition, ...]
    intents: tuple[str, ...]
    segments: tuple[str, ...]
    channels: tuple[str, ...] = ()
    is_first: bool = False


def check_conditions(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a warning for conditions that never hold, and for overflows that other filters would not let in."""
    for place in _places(centre):
        why = next(_never(centre, place), "") if place.when else ""
        if why:
            yield layered.fault(place.path, f"this never holds: {why}", severity="warning")
        yield from _check_served(centre, layered, place)
    yield from _check_overflow(centre, layered)


def _check_served(centre: Centre, layered: Layered, place: _Place) -> Iterator[Fault]:
    """Recent service counts answers within the target of their channel, on the wall clock: there must be one."""
    queues = dict.fromkeys(condition.name for condition in place.when if condition.fact == Fact.RECENT_SERVICE)
    for queue in queues:
        targets = {channel: centre.kpis.service_level.get(channel) for channel in centre.queues[queue].of}
        working = [name for name, target in targets.items() if target is not None and target.within.working]
        without_one = [name for name, target in targets.items() if target is None]
        if working:
            message = f"{', '.join(working)} promises in working hours, and recent service is told by the wall clock"
            allowed = f"kpis.service_level: {{{working[0]}: 80 % in 2 h}}, or a condition on the wait"
            yield layered.fault(place.path, message, allowed=allowed)
        if without_one:
            message = f"{', '.join(without_one)} has no service level, so whoever is answered counts as served in time"
            allowed = f"kpis.service_level: {{{without_one[0]}: 80 % in 20 s}}"
            yield layered.fault(place.path, message, severity="warning", allowed=allowed)


def _places(centre: Centre) -> Iterator[_Place]:
    """All places of conditions, with the contacts they are looked at for."""
    all_intents, all_segments = tuple(centre.intents), tuple(centre.segments)
    for segment, by_intent in centre.steer.items():
        for intent, offer in by_intent.items():
            others = tuple(name for name in all_intents if name not in by_intent)
            intents = others if intent == ANY else (intent,)
            yield _Place(("steer", segment, intent, "when"), offer.when, intents, (segment,), is_first=True)
    for name, queue in centre.queues.items():
        whose = queue.intents or all_intents, queue.segments or all_segments
        waited_on = any(centre.channels[channel].kind in ASYNC for channel in queue.of)
        at_entry = () if waited_on else queue.of
        path: Path = ("queues", name)
        # who was missed while it was closed is put into a queue all the same
        yield _Place((*path, "when"), queue.when, *whose, at_entry if queue.missed is None else ())
        if queue.callback is not None:
            yield _Place((*path, "callback", "when"), queue.callback.when, *whose, at_entry)
        for other, rule in queue.overflow.items():
            yield _Place((*path, "overflow", other, "when"), rule.when, *whose)


def _never(centre: Centre, place: _Place) -> Iterator[str]:
    """Yield why the conditions of a place cannot hold together; nothing where they can."""
    yield from _never_of_contact(centre, place)
    yield from _never_between(centre, place)
    yield from _never_open(centre, place)
    yield from _never_numbers(centre, place)
    incidents = [c for c in place.when if c.fact == Fact.INCIDENT_ON]
    for name in {c.name for c in incidents if c.value} & {c.name for c in incidents if not c.value}:
        yield f"it is during {name}, and not during it"


def _never_of_contact(centre: Centre, place: _Place) -> Iterator[str]:
    """Segments, intents, products and reasons that no contact has which comes here."""
    product_of = {name: intent.product for name, intent in centre.intents.items()}
    tests = {fact: [c for c in place.when if c.fact == fact] for fact in Fact}
    segments = [name for name in place.segments if _fits(name, tests[Fact.SEGMENT])]
    intents = [name for name in place.intents if _fits(name, tests[Fact.INTENT])]
    intents = [name for name in intents if _fits(product_of[name], tests[Fact.PRODUCT])]
    reasons = [name for name in (_FIRST if place.is_first else _REASONS) if _fits(name, tests[Fact.REASON])]
    if not segments:
        yield f"no contact here is of such a segment (here is {', '.join(place.segments)})"
    if not intents and place.intents:
        yield f"no contact here is of such an intent (here is {', '.join(place.intents)})"
    if not reasons:
        yield "only first contacts are led elsewhere" if place.is_first else "no contact has all these reasons"


def _fits(name: str | None, tests: list[Condition]) -> bool:
    return all((test.name == name) == (test.compare == Compare.IS) for test in tests)


def _never_between(centre: Centre, place: _Place) -> Iterator[str]:
    """Times of day that exclude one another, or at which nothing is open that contacts come on."""
    day, left = [(0, DAY)], [(0, DAY)]
    for condition in place.when:
        if condition.fact == Fact.TIME_OF_DAY:
            left = without(left, without(day, _of_day([condition.span])))
    if not left:
        yield "these times of day have nothing in common"
    elif left != day and place.channels:
        is_open = merged([span for name in place.channels for span in _open_times(centre, name)])
        if not without(left, without(day, is_open)):
            names = " or ".join(place.channels)
            yield f"contacts come here only while {names} is open, which it is at no such time of day"


def _of_day(spans: list[Span]) -> list[Span]:
    """Spans of the clock as parts of one day, what goes past midnight at its beginning."""
    found = []
    for first, last in spans:
        last += DAY if last <= first else 0
        found += [(first, min(last, DAY))] + ([(0, min(last - DAY, DAY))] if last > DAY else [])
    return merged(found)


def _open_times(centre: Centre, name: str) -> list[Span]:
    """Times of day at which a channel is open on some day of the run."""
    run, hours = centre.run, hours_of(centre, name, "open")
    days = [run.start + timedelta(days=number) for number in range(-1, run.days)]
    return _of_day(sorted({span for day in days for span in hours.spans_on(day, day in run.holidays)}))


def _never_open(centre: Centre, place: _Place) -> Iterator[str]:
    """Channels that are never closed, or closed while contacts come on them, or open and closed at once."""
    tests = [c for c in place.when if c.fact == Fact.IS_OPEN]
    shut = [c.name for c in tests if not c.value]
    for name in shut:
        channel = centre.channels[name]
        if any(c.name == name and c.value for c in tests):
            yield f"{name} is open and closed"
        elif place.channels == (name,):
            yield f"contacts come here only while {name} is open"
        elif channel.in_service is None and channel.kind in ASYNC:
            yield f"{name} is {channel.kind}, which takes contacts at any hour"
        elif channel.in_service is None and is_always_open(centre, name):
            yield f"{name} is always open"


def _never_numbers(centre: Centre, place: _Place) -> Iterator[str]:
    """Numbers that nothing reaches, or that lie over one and under another with none between."""
    ranges: dict[tuple[Fact, str, int], tuple[float, float]] = {}
    for condition in place.when:
        if condition.compare not in (Compare.OVER, Compare.UNDER):
            continue
        what = condition.fact, condition.name, condition.within
        least, most = ranges.get(what, (0, _most(centre, place, condition)))
        if condition.compare == Compare.OVER:
            ranges[what] = max(least, condition.value + 1), most
        else:
            ranges[what] = least, min(most, condition.value - 1)
    for (fact, name, within), (least, most) in ranges.items():
        top = _most(centre, place, Condition(fact, name, Compare.OVER, 0, within=within))
        if least > top:
            yield _TOO_MANY[fact].format(name=name, most=int(top))
        elif least > most:
            yield "no number lies over the one and under the other" if least > 0 else "nothing is under 0"


_TOO_MANY = {
    Fact.IDLE_AGENTS: "at most {most} of {name} are there",
    Fact.RECENT_SERVICE: "no more than 100 % are served in time",
    Fact.VISIT: "the last visit here is {most} (0 is the first contact)",
}


def _most(centre: Centre, place: _Place, condition: Condition) -> float:
    """The largest value that a fact can have."""
    if condition.fact == Fact.IDLE_AGENTS:
        return most_people(centre, condition.name)
    if condition.fact == Fact.RECENT_SERVICE:
        return SERVED_UNIT
    if condition.fact == Fact.VISIT:
        return 0 if place.is_first else last_visit(centre)
    return inf


def last_visit(centre: Centre) -> int:
    """A visit number that no contact exceeds: every customer contact with its legs, each with contacts of the centre.

    Legs are what self-service hands on, what was in the wrong queue, and what is passed on, once or in a row.
    """
    services = {(i, c): service for i, by_channel in centre.service.items() for c, service in by_channel.items()}
    longest = 0
    for start in services:
        at, seen = start, [start]
        while at in services and (passed := services[at].passed_on) is not None:
            at = passed.to or at[0], passed.on or at[1]
            if at in seen:
                return LAST_VISIT
            seen.append(at)
        longest = max(longest, len(seen) - 1)
    legs = longest + any(service.lasts is not None for service in services.values())
    legs += any(channel.intent_recognised < 1.0 for channel in centre.channels.values())
    own = sum(any(getattr(s, word) is not None for s in services.values()) for word in ("follow_up", "keep_informed"))
    own += any(queue.missed is not None for queue in centre.queues.values())
    return centre.what_next.at_most * (1 + legs) * (1 + own) - 1


def _check_overflow(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn where contacts go over to a queue that would not take them at the door: an overflow does not ask it.

    A queue of no intents or no segments says that nobody comes to it by another way.
    """
    for name, queue in centre.queues.items():
        for other, rule in queue.overflow.items():
            kinds = list(_over(centre, name, rule.when))
            to, strange = centre.queues[other], []
            for word, place in (("of", 0), ("intents", 1), ("segments", 2)):
                let_in = getattr(to, word)
                wrong = dict.fromkeys(kind[place] for kind in kinds if let_in is not None and kind[place] not in let_in)
                strange += [f"{', '.join(wrong)} ({word})"] if wrong else []
            if () in (to.intents, to.segments):
                continue
            if set(to.when) - set(rule.when):
                strange.append("when its conditions do not hold (when)")
            if strange:
                message = (
                    f"{other} itself does not take {', '.join(strange)}; what goes over waits and is served there all "
                    "the same"
                )
                path = ("queues", name, "overflow", other)
                allowed = f"what of, intents, segments and when of {other} let in, or conditions in this overflow"
                yield layered.fault(path, message, key=True, severity="warning", allowed=allowed)


def _over(centre: Centre, name: str, when: tuple[Condition, ...]) -> Iterator[tuple[str, str, str]]:
    """Contacts that join a queue and may go over under some conditions: channel, intent, segment."""
    of_segment = [c for c in when if c.fact == Fact.SEGMENT]
    of_intent = [c for c in when if c.fact == Fact.INTENT]
    for channel in centre.queues[name].of:
        for intent in centre.intents:
            if channel in centre.service.get(intent, {}) and _fits(intent, of_intent):
                for segment in centre.segments:
                    if _fits(segment, of_segment) and name in joined_queues(centre, channel, intent, segment):
                        yield channel, intent, segment
