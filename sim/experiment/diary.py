"""The diary of an agent: one local day of one person in one replication, minute by minute, as numbers and words.

Everything is cut at the midnights of the day. Between the spans of presence and the spells of work in hand lie the
idle gaps: time on the queues with nothing in hand. Owns gathering only; pages are the matter of `sim.report.diary`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sim.engine import run
from sim.errors import UsageError, nearest_name
from sim.record import Record
from sim.rules.lifecycle import Duty, Outcome, Way
from sim.scenario.roster_rows import read_roster
from sim.scenario.scenario import Centre
from sim.world.build import Blueprint
from sim.world.world import World

IDLE, CONTACT = "idle", "contact"
Span = tuple[int, int]

_WORDS_OF_WAY = {
    Way.SENT_ELSEWHERE: "sent elsewhere",
    Way.PASSED_ON: "passed on",
    Way.LOST_ON_THE_WAY: "passed on, lost on the way",
    Way.PASSED_ON_WARM: "passed on warm",
    Way.WRONG_QUEUE: "wrong queue, passed on",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a diary.

    Attributes:
        kind: "on_queue", "off_queue" or "overtime" (presence), "idle", or "contact" (one in hand).
        start, end: From when to when [ticks].
        channel, intent: Of a contact; empty for others.
        issue, visit: Which contact; −1 for others.
        became: What became of a contact, in words; empty for others.
    """

    kind: str
    start: int
    end: int
    channel: str = ""
    intent: str = ""
    issue: int = -1
    visit: int = -1
    became: str = ""


@dataclass(frozen=True, slots=True)
class PlannedDuty:
    """A planned duty that starts on the day.

    Attributes:
        start, end: Planned [ticks].
        off_queue: Planned spans off the queues within it [ticks].
        came: When the person came [ticks]; −1 when not at all.
    """

    start: int
    end: int
    off_queue: tuple[Span, ...]
    came: int


@dataclass(frozen=True, slots=True)
class Diary:
    """One day of one agent.

    Attributes:
        agent: Name of the agent: pool, number, and the name in the roster where there is one.
        strategy, seed, replication: Of which world.
        day: The local day.
        zone: Name of the time zone.
        origin: First local midnight of the run, in UTC, and its tick.
        has_plan: Whether the agent is a person with planned duties, and not a head by interval.
        planned: Duties that start on the day.
        entries: Presence, and in it idle gaps and contacts, by start.
        totals: Ticks on the queues (overtime included), busy, idle, off the queues, in overtime, by these names.
        n_contacts: Different contacts that were in hand.
    """

    agent: str
    strategy: str
    seed: int
    replication: int
    day: date
    zone: str
    origin: tuple[datetime, int]
    has_plan: bool
    planned: tuple[PlannedDuty, ...]
    entries: tuple[Entry, ...]
    totals: dict[str, int]
    n_contacts: int

    def clock(self, tick: int) -> datetime:
        """Local date and time of a tick, with its offset."""
        moment, at = self.origin
        return (moment + timedelta(microseconds=tick - at)).astimezone(ZoneInfo(self.zone))


def find_agent(blueprint: Blueprint, folder: str, text: str) -> tuple[int, str]:
    """Find an agent by the name of the pool and the number in it, from 1, or by the name in the pool's roster.

    Args:
        blueprint: The strategy, lowered.
        folder: Folder that paths of rosters are relative to.
        text: For example "phone_team 3".

    Returns:
        Index and full name of the agent.

    Raises:
        UsageError: There is no such pool, or no such agent in it.
    """
    names = blueprint.names.pools
    fitting = [name for name in names if text == name or text.startswith(f"{name} ")]
    if not fitting:
        near = nearest_name(text.rpartition(" ")[0] or text, names)
        hint = f'did you mean "{near}"?' if near else f"pools are {', '.join(names)}"
        raise UsageError(f'--agent is a pool and a number in it, for example "{names[0]} 1" (got "{text}"); {hint}')
    pool = max(fitting, key=len)
    word = text[len(pool) :].strip()
    members = np.flatnonzero(blueprint.staffing.pool == names.index(pool)).tolist()
    known = _names_of(blueprint.centre, pool, folder)
    number = known.index(word) + 1 if word in known else int(word) if word.isdecimal() else 0
    if not 1 <= number <= len(members):
        there = f"{len(members)} agents, 1 to {len(members)}" if len(members) > 1 else f"{len(members)} agent"
        also = ", or as in the roster" if known else ""
        raise UsageError(f'there is no agent "{word}" in {pool}: it has {there if members else "no agent"}{also}')
    name = f" ({known[number - 1]})" if known else ""
    return members[number - 1], f"{pool} {number}{name}"


def _names_of(centre: Centre, pool: str, folder: str) -> list[str]:
    """Names of the persons of a roster, in order of their numbers; none of other pools."""
    roster = centre.pools[pool].roster
    return [] if roster is None else [person.name for person in read_roster(folder, roster)]


def diary_of(
    blueprint: Blueprint, agent: tuple[int, str], seed: int, replication: int, day: date | None = None
) -> Diary:
    """Run one world and keep the diary of one agent.

    Args:
        blueprint: The strategy, lowered.
        agent: As `find_agent` gives it.
        seed: Root seed.
        replication: Number of the replication.
        day: The local day; None: the first measured one on which the agent is planned or there.

    Raises:
        UsageError: The day lies outside the run.
    """
    centre, days = blueprint.centre, len(blueprint.horizon.day_tick) - 1
    last = centre.run.start + timedelta(days=days - 1)
    if day is not None and not centre.run.start <= day <= last:
        raise UsageError(f"--day {day} lies outside the run, {centre.run.start} to {last}")
    world = blueprint.world(seed, replication)
    record = run(world)
    number = _first_day(world, record, agent[0]) if day is None else (day - centre.run.start).days
    edges = int(world.horizon.day_tick[number]), int(world.horizon.day_tick[number + 1])
    presence = list(_presence(record, agent[0], edges))
    contacts = list(_contacts(record, world, agent[0], edges))
    on_queue = [(entry.start, entry.end) for entry in presence if entry.kind != "off_queue"]
    gaps = list(_without(on_queue, _union([(entry.start, entry.end) for entry in contacts])))
    idle = [Entry(IDLE, start, end) for start, end in gaps]
    totals = _totals(presence, gaps)
    ranks = (*(kind.name.lower() for kind in Duty), IDLE, CONTACT)
    entries = sorted([*presence, *idle, *contacts], key=lambda e: (e.start, ranks.index(e.kind), e.issue, e.visit))
    midnight = datetime.combine(centre.run.start, time(), ZoneInfo(world.zone)).astimezone(UTC)
    pool = world.staffing.pool[agent[0]]
    return Diary(
        agent=agent[1],
        strategy=blueprint.strategy,
        seed=seed,
        replication=replication,
        day=centre.run.start + timedelta(days=number),
        zone=world.zone,
        origin=(midnight, int(world.horizon.day_tick[0])),
        has_plan=centre.pools[world.names.pools[pool]].staff is None,
        planned=tuple(_planned(world, agent[0], edges)),
        entries=tuple(entries),
        totals=totals,
        n_contacts=len({(entry.issue, entry.visit) for entry in contacts}),
    )


def _first_day(world: World, record: Record, agent: int) -> int:
    """The first measured day on which an agent is planned or there; the first measured one when there is none."""
    ticks, horizon = world.horizon.day_tick, world.horizon
    plan, duties = world.staffing.plan, record.duties
    there = np.concatenate([plan.duty_start[plan.duty_agent == agent], duties["start_tick"][duties["agent"] == agent]])
    there = there[(there >= horizon.measure_start) & (there < horizon.measure_end)]
    first = int(there.min()) if len(there) else horizon.measure_start
    return int(np.searchsorted(ticks, first, side="right")) - 1


def _rows(table: Any, agent: int, edges: Span) -> Iterator[dict[str, int]]:
    """Rows of a table of spans of an agent that overlap a day, with start and end cut to it."""
    mine = (table["agent"] == agent) & (table["end_tick"] > edges[0]) & (table["start_tick"] < edges[1])
    for place in np.flatnonzero(mine).tolist():
        row = {name: int(column[place]) for name, column in table.items()}
        yield row | {"start": max(row["start_tick"], edges[0]), "end": min(row["end_tick"], edges[1])}


def _presence(record: Record, agent: int, edges: Span) -> Iterator[Entry]:
    for row in _rows(record.duties, agent, edges):
        yield Entry(Duty(row["kind"]).name.lower(), row["start"], row["end"])


def _contacts(record: Record, world: World, agent: int, edges: Span) -> Iterator[Entry]:
    """Spells of work in hand, each with what became of its contact."""
    contacts, spells = record.contacts, record.spells
    for row in _rows(spells, agent, edges):
        issue, visit = row["issue"], row["visit"]
        place = int(np.flatnonzero((contacts["issue"] == issue) & (contacts["visit"] == visit))[0])
        contact = {name: int(column[place]) for name, column in contacts.items()}
        of_it = np.sort(spells["start_tick"][(spells["issue"] == issue) & (spells["visit"] == visit)])
        number, goes_on = int((of_it < row["start_tick"]).sum()), bool((of_it >= row["end_tick"]).any())
        yield Entry(
            CONTACT,
            row["start"],
            row["end"],
            world.names.channels[row["channel"]],
            world.names.intents[contact["intent"]],
            issue,
            visit,
            _rang(contact, number) or _became(contact, goes_on, row["end_tick"] == world.horizon.end),
        )


def _rang(contact: dict[str, int], number: int) -> str:
    """Say what became of a ring: the first spells of a contact are those, at agents or at the customer's; else ""."""
    rings = contact["offers"] + contact["attempts"]
    if number >= rings:
        return ""
    is_taken = number == rings - 1 and (contact["answered_tick"] >= 0 or contact["is_silent"] == 1)
    if contact["attempts"]:
        return "rings the customer, who answers" if is_taken else "rings the customer in vain"
    return "rings" if is_taken and contact["missed_offers"] == rings - 1 else "rings, not taken"


def _became(contact: dict[str, int], goes_on: bool, is_cut: bool) -> str:
    """Say what became of a contact after a spell of work on it."""
    if goes_on:
        return "goes on later"
    if contact["is_silent"]:
        return "nobody there any more"
    if is_cut:
        return "in hand when the run ends"
    if contact["ended_tick"] < 0:
        return "waits when the run ends"
    if contact["outcome"] != Outcome.ANSWERED:
        return Outcome(contact["outcome"]).name.lower()
    way = _WORDS_OF_WAY.get(Way(contact["way"]))
    return way or {1: "resolved", 0: "not resolved"}.get(contact["is_resolved"], "answered")


def _totals(presence: list[Entry], gaps: list[Span]) -> dict[str, int]:
    """Add up a day by kind of time."""
    of = {kind: sum(e.end - e.start for e in presence if e.kind == kind) for kind in ("on_queue", "overtime")}
    on_queue, idle = sum(of.values()), sum(end - start for start, end in gaps)
    return {
        "on_queue": on_queue,
        "busy": on_queue - idle,
        "idle": idle,
        "off_queue": sum(e.end - e.start for e in presence if e.kind == "off_queue"),
        "overtime": of["overtime"],
    }


def _union(spans: list[Span]) -> list[Span]:
    """Spans in which at least one of some spans lies, ascending."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _without(spans: list[Span], others: list[Span]) -> Iterator[Span]:
    """What is left of spans outside others; both ascending and disjoint."""
    for start, end in spans:
        at = start
        for first, last in others:
            if last <= at or first >= end:
                continue
            if first > at:
                yield at, first
            at = max(at, last)
        if at < end:
            yield at, end


def _planned(world: World, agent: int, edges: Span) -> Iterator[PlannedDuty]:
    """Planned duties of an agent that start on a day, and when the person came to each."""
    plan, real = world.staffing.plan, world.staffing
    begin, end = plan.off_queue_spans()
    starts = (plan.duty_start >= edges[0]) & (plan.duty_start < edges[1])
    for duty in np.flatnonzero((plan.duty_agent == agent) & starts).tolist():
        same = (real.duty_agent == agent) & (real.duty_end == plan.duty_end[duty])
        off = [(int(begin[n]), int(end[n])) for n in np.flatnonzero(plan.spell_duty == duty) if begin[n] < end[n]]
        came = int(real.duty_start[same][0]) if same.any() else -1
        yield PlannedDuty(int(plan.duty_start[duty]), int(plan.duty_end[duty]), tuple(off), came)
