"""Campaigns that do not fit: nobody to ring, on a channel that is no line, closed, or with too many calls."""

from collections.abc import Iterator
from datetime import date, timedelta

from sim.errors import Fault
from sim.scenario.campaign import Campaign
from sim.scenario.known import Path, check_known
from sim.scenario.layers import Layered
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.scenario.types import DAY_NAMES, word_of_day
from sim.scenario.week import DAY, Day, hours_of

MOST_CAMPAIGNS = 512
MOST_CALLS = 1_000_000
_MOST_SHOWN = 3
_ROUNDING = 5e-4


def check_campaign_names(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a fault for every channel, intent and segment of a campaign that is none."""
    for name, campaign in centre.demand.campaigns.items():
        path = ("demand", "campaigns", name)
        yield from check_known(layered, [campaign.on], list(centre.channels), "channel", (*path, "on"))
        for kind, known in (("intent", list(centre.intents)), ("segment", list(centre.segments))):
            given = getattr(campaign, kind)
            yield from check_known(layered, [] if given is None else [given], known, kind, (*path, kind))


def check_campaigns(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield faults of the campaigns of a centre whose names are right."""
    campaigns = centre.demand.campaigns
    if len(campaigns) > MOST_CAMPAIGNS:
        message = f"at most {MOST_CAMPAIGNS} campaigns"
        yield layered.fault(("demand", "campaigns"), message, key=True, value=str(len(campaigns)))
    for name, campaign in campaigns.items():
        path: Path = ("demand", "campaigns", name)
        kind = centre.channels[campaign.on].kind
        if kind != "live":
            message = f"{campaign.on} is {kind}; customers are rung on a live channel"
            yield layered.fault((*path, "on"), message, value=campaign.on)
            continue
        for word, calls in campaign.calls.items():
            if calls > MOST_CALLS:
                message = f"{calls:,} calls on one day; the most is {MOST_CALLS:,}"
                yield layered.fault((*path, "calls", word), message)
        yield from _check_mix(centre, layered, campaign, path)
        yield from _check_open(centre, layered, campaign, path)


def _check_mix(centre: Centre, layered: Layered, campaign: Campaign, path: Path) -> Iterator[Fault]:
    """What is drawn needs a mix on the channel of the campaign."""
    if centre.demand.by_intent is not None:
        return
    for word, shares in (
        ("intent", [intent.share for intent in centre.intents.values()]),
        ("segment", [segment.share for segment in centre.segments.values()]),
    ):
        total = sum(share.get(campaign.on, share.get(EVERY, 0.0)) for share in shares)
        if getattr(campaign, word) is None and abs(total - 1.0) > _ROUNDING:
            message = f"{word}s have no shares on {campaign.on} from which those of the campaign could be drawn"
            yield layered.fault(path, message, key=True, allowed=f"{word}: and a name")


def _check_open(centre: Centre, layered: Layered, campaign: Campaign, path: Path) -> Iterator[Fault]:
    """Refuse calls by a word for days on all of which the channel is closed, and warn of single such days."""
    by_word: dict[str, list[tuple[date, bool]]] = {}
    for number in range(centre.run.days):
        day = centre.run.start + timedelta(days=number)
        word = word_of_day(campaign.calls, day.weekday(), day.isoformat(), day in centre.run.holidays)
        if word is not None and campaign.calls[word] > 0:
            by_word.setdefault(word, []).append((day, _is_open(centre, campaign, day)))
    for word, days in by_word.items():
        closed = [day for day, is_open in days if not is_open]
        place = (*path, "calls", word)
        if len(closed) == len(days):
            message = f"{campaign.on} is closed from at to until on all of these days, so nobody can be rung"
            allowed = f"other days or times, or channels.{campaign.on}.open"
            yield layered.fault(place, message, key=True, allowed=allowed)
        elif closed:
            shown = ", ".join(f"{DAY_NAMES[day.weekday()]} {day}" for day in closed[:_MOST_SHOWN])
            more = f" and {len(closed) - _MOST_SHOWN} more" if len(closed) > _MOST_SHOWN else ""
            message = f"{campaign.on} is closed from at to until on {shown}{more}: nobody is rung then"
            yield layered.fault(place, message, key=True, severity="warning")


def _is_open(centre: Centre, campaign: Campaign, day: date) -> bool:
    """Whether the channel of a campaign is open at some time from `at` to `until` on a date."""
    channel = centre.channels[campaign.on]
    if channel.in_service is not None and day not in channel.in_service:
        return False
    hours, before = hours_of(centre, campaign.on, "open"), day - timedelta(days=1)
    spans = list(Day(day, day in centre.run.holidays).spans(hours))
    spans += [(first - DAY, last - DAY) for first, last in Day(before, before in centre.run.holidays).spans(hours)]
    return any(first < campaign.until and last > campaign.at for first, last in spans)
