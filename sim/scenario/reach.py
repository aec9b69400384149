"""Who reaches whom: contacts nobody takes, queues nobody serves, intents nobody can resolve.

Channels are reachable when demand comes on them or when customers turn to them from a reachable channel.
"""

from collections.abc import Iterator
from contextlib import suppress

from sim.errors import Fault
from sim.rules.condition import Fact
from sim.scenario.campaign import Campaign
from sim.scenario.centre import Pool, Skill
from sim.scenario.csv_text import CsvError
from sim.scenario.customers import NextRow, PassedOn, Service
from sim.scenario.demand import ArrivalAt
from sim.scenario.layers import Layered
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.scenario.trace_rows import arrivals_of

_MOST_DELAYS = 14


def check_reach(centre: Centre, layered: Layered, folder: str) -> Iterator[Fault]:
    """Yield faults of contacts that lead nowhere."""
    yield from _check_served(centre, layered)
    channels = reachable_channels(centre)
    traced = _traced(centre, folder)
    for channel in channels:
        intents = worked_intents(centre, channel, traced)
        for intent in intents:
            if channel not in centre.service.get(intent, {}):
                yield layered.fault(
                    ("service", intent) if intent in centre.service else ("intents", intent),
                    f"{intent} arrives on {channel}, but service.{intent}.{channel} is not given",
                    key=True,
                    allowed="talk and solved for every channel its customers use",
                )
        if centre.channels[channel].kind != "self_service":
            yield from _check_queues(centre, layered, channel, intents, arriving_segments(centre, traced))
    yield from _check_follow_ups(centre, layered, traced)
    yield from _check_campaigns(centre, layered, channels, traced)
    yield from _check_joined(centre, layered, channels, traced)
    for intent in centre.intents:
        used = [c for c in channels if intent in arriving_intents(centre, c, traced)]
        used = [c for c in used if c in centre.service.get(intent, {})]
        if used and not any(_can_resolve(centre.service[intent][channel]) for channel in used):
            message = f"nobody can resolve {intent}: solved is 0 % on every channel its customers use"
            yield layered.fault(("service", intent), message, key=True)


def _check_follow_ups(centre: Centre, layered: Layered, traced: tuple[ArrivalAt, ...]) -> Iterator[Fault]:
    """Check that somebody can make the contacts that the centre makes itself."""
    for intent, by_channel in centre.service.items():
        for service in by_channel.values():
            for plan in service.plans:
                if centre.channels[plan.on].kind not in ("self_service", "community"):
                    yield from _check_queues(centre, layered, plan.on, [intent], arriving_segments(centre, traced))


def _check_campaigns(
    centre: Centre, layered: Layered, channels: list[str], traced: tuple[ArrivalAt, ...]
) -> Iterator[Fault]:
    """Check that somebody can make the calls of campaigns, and warn where they stand in line with customers."""
    for name, campaign in centre.demand.campaigns.items():
        if centre.channels[campaign.on].kind != "live":
            continue
        path = ("demand", "campaigns", name)
        intents, segments = called(centre, campaign, traced)
        for intent in intents:
            if campaign.on not in centre.service.get(intent, {}):
                message = f"customers are rung on {campaign.on}, but service.{intent}.{campaign.on} is not given"
                yield layered.fault(path, message, key=True, value=intent, allowed="talk and solved for it")
        yield from _check_queues(centre, layered, campaign.on, intents, segments)
        if campaign.on not in channels:
            continue
        joined = {q for i in intents for s in segments for q in joined_queues(centre, campaign.on, i, s)}
        if not any(c.fact == Fact.REASON and c.name == "campaign" for q in joined for c in centre.queues[q].when):
            message = "its calls stand in line with customers, by age, and count in limits and announced waits"
            allowed = "a queue of their own before the others, with when: reason is campaign"
            yield layered.fault(path, message, key=True, severity="warning", allowed=allowed)


def called(centre: Centre, campaign: Campaign, traced: tuple[ArrivalAt, ...]) -> tuple[list[str], list[str]]:
    """Intents and segments of the customers of a campaign: those given, or all that can be drawn."""
    on, by_intent = campaign.on, centre.demand.by_intent
    drawn = [
        name
        for name, intent in centre.intents.items()
        if (name in by_intent if by_intent is not None else intent.share.get(on, intent.share.get(EVERY, 0.0)) > 0)
    ]
    intents = drawn if campaign.intent is None else [campaign.intent]
    return intents, arriving_segments(centre, traced) if campaign.segment is None else [campaign.segment]


def _can_resolve(service: Service) -> bool:
    """Whether an issue can be resolved by a conversation, or by a session that contains and helps."""
    if service.lasts is None:
        return service.solved > 0
    return service.contained > 0 and service.of_these_solved > 0


def next_rows(centre: Centre) -> Iterator[NextRow]:
    """All rows of `what_next`, for everybody and for segments."""
    for rows in (centre.what_next, *(segment.what_next for segment in centre.segments.values())):
        yield from (row for _, row in rows.given())


def reachable_channels(centre: Centre) -> list[str]:
    """Channels on which contacts can arrive, in file order."""
    demand = centre.demand
    if demand.by_channel is not None:
        found = set(demand.by_channel)
    else:
        found = {c for segment in centre.segments.values() for c, share in segment.prefers.items() if share > 0}
    found.update(to.on for _, _, to in _hand_offs(centre) if to.on is not None)
    found.update(centre.induced)
    found.update(_offered(centre))
    for row in next_rows(centre):
        found.update(channel for channel, share in row.shares.items() if share > 0 and channel in centre.channels)
    return [channel for channel in centre.channels if channel in found]


def arriving_intents(centre: Centre, channel: str, traced: tuple[ArrivalAt, ...]) -> list[str]:
    """Intents whose contacts can arrive on a channel, first or by switching."""
    demand = centre.demand
    switched = any(row.shares.get(channel, 0.0) > 0 for row in next_rows(centre))
    switched = switched or channel in centre.induced or channel in _offered(centre)
    found = {arrival.intent for arrival in traced}
    if switched:
        places = [place for by in centre.access.values() for instead in by.values() for place in instead.values()]
        found.update(place.intent for place in places)
    if demand.by_intent is not None:
        return [name for name in centre.intents if name in found or name in demand.by_intent]
    sources = list(demand.by_channel or ()) if switched else [c for c in demand.by_channel or () if c == channel]
    return [
        name
        for name, intent in centre.intents.items()
        if name in found or any(intent.share.get(source, intent.share.get(EVERY, 0.0)) > 0 for source in sources)
    ]


def _offered(centre: Centre) -> set[str]:
    """Channels that customers are led to, or turn to where another one is closed to them."""
    found = {offer.to for by_intent in centre.steer.values() for offer in by_intent.values()}
    return found.union(*(places for by_channel in centre.access.values() for places in by_channel.values()))


def worked_intents(centre: Centre, channel: str, traced: tuple[ArrivalAt, ...]) -> list[str]:
    """Intents as which contacts of a channel can be worked: those that arrive, and those passed on to it."""
    found = set(arriving_intents(centre, channel, traced))
    for intent, source, to in _hand_offs(centre):
        if (to.on or source) == channel:
            found.add(to.to or intent)
    if centre.channels[channel].intent_recognised < 1.0:
        found.update(intent for intent, by_channel in centre.service.items() if channel in by_channel)
    return [name for name in centre.intents if name in found]


def _hand_offs(centre: Centre) -> Iterator[tuple[str, str, PassedOn]]:
    """All ways in which contacts are passed on: intent and channel they come from, and where to."""
    for intent, by_channel in centre.service.items():
        for channel, service in by_channel.items():
            if service.passed_on is not None:
                yield intent, channel, service.passed_on


def arriving_segments(centre: Centre, traced: tuple[ArrivalAt, ...]) -> list[str]:
    """Segments of which some customers come."""
    sources = list(centre.demand.by_channel) if centre.demand.by_channel is not None else [EVERY]
    named = {arrival.segment for arrival in traced}
    return [
        name
        for name, segment in centre.segments.items()
        if name in named or any(segment.share.get(s, segment.share.get(EVERY, 0.0)) > 0 for s in sources)
    ]


def _traced(centre: Centre, folder: str) -> tuple[ArrivalAt, ...]:
    """All exact arrivals; those of a CSV that cannot be read are left out (another check names its faults)."""
    found: list[ArrivalAt] = []
    for row in centre.demand.rows.values():
        with suppress(CsvError):
            found += arrivals_of(row, folder)
    return tuple(found)


def has_skill(skills: dict[str, Skill] | None, name: str) -> bool:
    """Tell whether some agents of a pool have a skill; no table of intents means all of them."""
    return skills is None or (name in skills and skills[name].of_agents > 0)


def _check_served(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Check that every queue is served and that a pool knows the channels of what it serves."""
    for name, queue in centre.queues.items():
        pools = [pool for pool, served in centre.serves.items() if name in served]
        if not pools:
            yield layered.fault(
                ("queues", name),
                "nobody serves this queue",
                key=True,
                allowed=f"name it under serves, for a pool: [{name}]",
            )
            continue
        for channel in queue.of:
            if not any(has_skill(centre.pools[pool].skills, channel) for pool in pools):
                yield layered.fault(
                    ("queues", name),
                    f"no pool that serves this queue has the skill {channel}",
                    key=True,
                    value=", ".join(pools),
                    allowed=f"pools.<pool>.skills: {{{channel}: level 3}}",
                )
        served = [centre.serves[pool][name] for pool in pools]
        delays = {max(s.after, age) for s in served for age in s.by_level.values() or (0,)} - {0}
        if len(delays) > _MOST_DELAYS:
            yield layered.fault(("queues", name), f"at most {_MOST_DELAYS} different delays for one queue", key=True)
    for pool in centre.pools:
        if not centre.serves.get(pool):
            yield layered.fault(("pools", pool), "this pool serves no queue", key=True, severity="warning")


def _check_queues(
    centre: Centre, layered: Layered, channel: str, intents: list[str], segments: list[str]
) -> Iterator[Fault]:
    """Check that contacts of a channel find a queue and somebody with the skill for their intent."""
    for intent in intents:
        for segment in segments:
            joined = list(joined_queues(centre, channel, intent, segment))
            wrong = [*_check_taken(centre, layered, joined, (channel, intent, segment))]
            wrong += [fault for queue in joined for fault in _check_able(centre, layered, queue, channel, intent)]
            yield from wrong
            if wrong:
                break


def _check_joined(
    centre: Centre, layered: Layered, channels: list[str], traced: tuple[ArrivalAt, ...]
) -> Iterator[Fault]:
    """Warn of queues that no contact ever joins, because an earlier one takes all."""
    joined = {other for queue in centre.queues.values() for other in queue.overflow}
    campaigns = centre.demand.campaigns.values()
    for campaign in campaigns:
        intents, segments = called(centre, campaign, traced)
        joined.update(q for i in intents for s in segments for q in joined_queues(centre, campaign.on, i, s))
    followed = {plan.on for by in centre.service.values() for s in by.values() for plan in s.plans}
    segments = arriving_segments(centre, traced)
    for channel in {*channels, *followed}.intersection(centre.channels):
        intents = list(centre.intents) if channel in followed else worked_intents(centre, channel, traced)
        for intent in intents:
            joined.update(name for segment in segments for name in joined_queues(centre, channel, intent, segment))
    for name, queue in centre.queues.items():
        earlier = [other for other in list(centre.queues)[: list(centre.queues).index(name)] if other in joined]
        if name not in joined and any(set(queue.of) & set(centre.queues[other].of) for other in earlier):
            message = "no contact ever joins this queue: the first queue that takes a contact is the one it joins"
            allowed = "its line before the others, or intents, segments or when for those"
            yield layered.fault(("queues", name), message, key=True, severity="warning", allowed=allowed)


def joined_queues(centre: Centre, channel: str, intent: str, segment: str) -> Iterator[str]:
    """Queues that such contacts may join, in file order, up to the first that takes them at any time."""
    for name, queue in centre.queues.items():
        is_intent = queue.intents is None or intent in queue.intents
        if channel in queue.of and is_intent and (queue.segments is None or segment in queue.segments):
            yield name
            if not queue.when:
                return


def _check_taken(centre: Centre, layered: Layered, joined: list[str], who: tuple[str, str, str]) -> Iterator[Fault]:
    """Check that some queue takes a contact at any time."""
    channel, intent, segment = who
    contact = f"{channel} contacts of intent {intent} and segment {segment}"
    if not joined:
        message = f"no queue takes {contact}"
        yield layered.fault(("queues",), message, key=True, allowed=f"a queue with of: {channel}")
    elif centre.queues[joined[-1]].when:
        message = f"no queue takes {contact} when these conditions do not hold"
        allowed = f"a later queue with of: {channel} and without when"
        yield layered.fault(("queues", joined[-1], "when"), message, key=True, allowed=allowed)


def _check_able(centre: Centre, layered: Layered, queue: str, channel: str, intent: str) -> Iterator[Fault]:
    """Check that somebody can work a contact in a queue, and in those it may go over to."""
    for name in (queue, *centre.queues[queue].overflow):
        serving = [pool for pool_name, pool in centre.pools.items() if name in centre.serves.get(pool_name, {})]
        if serving and not any(_can_work(pool, channel, intent) for pool in serving):
            message = f"nobody who serves it can work intent {intent} on {channel}"
            place = ("queues", queue) if name == queue else ("queues", queue, "overflow", name)
            yield layered.fault(place, message, key=True, allowed="the intent among a pool's intents")


def _can_work(pool: Pool, channel: str, intent: str) -> bool:
    return has_skill(pool.skills, channel) and has_skill(pool.intents, intent)
