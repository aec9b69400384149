"""Campaigns on the calendar: the calls the centre means to make of its own accord, each an issue of its own.

Their keys stand in a row of their own, the day, the number of the campaign in the file and the place in the list of the
day: another campaign, or a longer list, changes no draw of any other issue.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.scenario import Centre
from sim.streams import Stream, pack_issue, row_of, uniforms, unpack_issue
from sim.world.calendar import LocalCalendar
from sim.world.callbacks import lower_dialling
from sim.world.calls import Campaign
from sim.world.demand import DemandPlan, pick
from sim.world.factors import UNIT
from sim.world.who import Mix
from sim.world.world import Arrivals, Floats, Ints, Names, frozen

Mask = NDArray[np.bool_]

CAMPAIGN_ROW = 255
"""Row in the keys of the issues of campaigns; no row of demand and no backlog has it."""

FIRST_CALL = pack_issue(CAMPAIGN_ROW, 0, 0, 0)
"""The least key of a call of a campaign; no other issue has a greater one."""


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """The calls of all campaigns over the horizon, the same in every replication; all columns (calls,).

    Attributes:
        campaigns: How customers are rung, by number.
        number: Which campaign.
        issue, tick: Key and tick at which the call is there.
        channel: Channel on which it is made.
        intent, segment: −1 where they are drawn.
        intent_share: (campaigns, intents) cumulative shares.
        segment_share: (campaigns, segments) cumulative shares.
    """

    campaigns: tuple[Campaign, ...]
    number: Ints
    issue: Ints
    tick: Ints
    channel: Ints
    intent: Ints
    segment: Ints
    intent_share: Floats
    segment_share: Floats


def is_campaign(issue: Ints) -> Mask:
    """Mask the issues of campaigns."""
    mask: Mask = row_of(issue) == CAMPAIGN_ROW
    return mask


def campaign_of(issue: int) -> tuple[int, int]:
    """Tell (number of the campaign, local day) of the issue of a campaign."""
    _, day, number, _ = unpack_issue(issue)
    return number, day


def plan_campaigns(centre: Centre, names: Names, calendar: LocalCalendar, demand: DemandPlan) -> CampaignPlan:
    """Lay the campaigns of a centre on the calendar.

    Args:
        centre: The checked centre.
        names: Its names.
        calendar: The horizon.
        demand: Its demand, whose volumes mix the intents where it is by intent.
    """
    texts = list(centre.demand.campaigns.values())
    columns: list[list[int]] = []
    for number, text in enumerate(texts):
        channel = names.channels.index(text.on)
        intent = -1 if text.intent is None else names.intents.index(text.intent)
        segment = -1 if text.segment is None else names.segments.index(text.segment)
        for day in range(calendar.days):
            word = calendar.word(text.calls, day)
            tick = calendar.ascending(day, [text.at, text.until])[0]
            columns += [
                [number, pack_issue(CAMPAIGN_ROW, day, number, k), tick, channel, intent, segment]
                for k in range(text.calls[word] if word is not None else 0)
            ]
    table = np.asarray(columns, dtype=np.int64).reshape(-1, 6)
    weights = np.bincount(demand.row, weights=demand.mean, minlength=len(demand.parent)).astype(np.float64)
    segment_share, intent_share = Mix(centre, names, []).shares([text.on for text in texts], weights[: demand.n_rows])
    return CampaignPlan(
        tuple(_lowered(centre, calendar, name) for name in centre.demand.campaigns),
        number=frozen(table[:, 0]),
        issue=frozen(table[:, 1]),
        tick=frozen(table[:, 2]),
        channel=frozen(table[:, 3]),
        intent=frozen(table[:, 4]),
        segment=frozen(table[:, 5]),
        intent_share=frozen(intent_share[demand.n_rows :], float),
        segment_share=frozen(segment_share[demand.n_rows :], float),
    )


def _lowered(centre: Centre, calendar: LocalCalendar, name: str) -> Campaign:
    text = centre.demand.campaigns[name]
    until = [calendar.tick(day, text.until) for day in range(calendar.days)]
    return Campaign(name=name, dialling=lower_dialling(text), until_tick=frozen(until))


def with_campaigns(arrivals: Arrivals, plan: CampaignPlan, seed: int, replication: int) -> Arrivals:
    """Add the calls of campaigns to the issues of a replication, in order of (tick, key)."""
    if not len(plan.issue):
        return arrivals
    u_segment = uniforms(seed, replication, Stream.SEGMENT, plan.issue) * UNIT
    u_intent = uniforms(seed, replication, Stream.INTENT, plan.issue) * UNIT
    segment = np.where(plan.segment >= 0, plan.segment, pick(u_segment, plan.segment_share[plan.number]))
    intent = np.where(plan.intent >= 0, plan.intent, pick(u_intent, plan.intent_share[plan.number]))
    columns = [
        np.concatenate(pair)
        for pair in (
            (arrivals.issue, plan.issue),
            (arrivals.tick, plan.tick),
            (arrivals.segment, segment),
            (arrivals.intent, intent),
            (arrivals.channel, plan.channel),
            (arrivals.customer, np.full_like(plan.channel, -1)),
        )
    ]
    order = np.lexsort([columns[0], columns[1]])
    return Arrivals(*(frozen(column[order]) for column in columns))


def campaign_work(plan: CampaignPlan, names: Names, mean_handle: Floats) -> Floats:
    """Expected work of the calls of campaigns by channel over the horizon [ticks], shape (channels,).

    Each call is reached with the chance that some attempt is answered, and rings once for every attempt.

    Args:
        plan: The calls.
        names: Names of the world.
        mean_handle: (intents, channels) mean handle time [ticks].
    """
    work = np.zeros(len(names.channels))
    for number, campaign in enumerate(plan.campaigns):
        mine = np.flatnonzero(plan.number == number)
        if not len(mine):
            continue
        dialling, channel = campaign.dialling, int(plan.channel[mine[0]])
        answers = dialling.answers[np.minimum(np.arange(dialling.tries), len(dialling.answers) - 1)]
        missed = np.cumprod(1.0 - answers)
        rings = 1.0 + float(missed[:-1].sum())
        shares = np.diff(plan.intent_share[number], prepend=0.0)
        given = int(plan.intent[mine[0]])
        handle = float(mean_handle[given, channel] if given >= 0 else shares @ mean_handle[:, channel])
        work[channel] += len(mine) * (rings * dialling.ring_ticks + (1.0 - float(missed[-1])) * handle)
    return work
