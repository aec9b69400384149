"""People who are never there when they are needed: figures past midnight, breaks outside a shift, empty pools."""

from collections.abc import Iterator
from itertools import pairwise

from sim.errors import Fault
from sim.scenario.centre import ASYNC, Pool, Shift
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre
from sim.scenario.types import As
from sim.scenario.week import (
    Span,
    described,
    hours_of,
    hours_of_week,
    is_there_by_exception,
    merged,
    presence_of,
    seconds_in,
    without,
)
from sim.units import TICKS_PER_SECOND

_DAY = 86_400
_MOST_PEOPLE = 100_000
_MOST_DUTIES = 5_000_000
_MOST_IDLE = 0.1
_MOST_ROUNDED = 0.01


def check_people(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield faults of staffing figures and of pools that are away in opening hours."""
    for name, pool in centre.pools.items():
        found = [*_check_staff(pool, name, layered), *_check_shifts(pool, name, layered)]
        found += _check_whole(pool, name, layered)
        yield from found
        if any(fault.severity == "error" for fault in found):
            continue
        if pool.off_queue_spell < 60 * TICKS_PER_SECOND:
            yield layered.fault(("pools", name, "off_queue_spell"), "must be at least 1 min")
        if pool.roster is not None:
            yield from _check_starving(centre, layered, name)
            continue
        presence = presence_of(pool)
        if not presence and is_there_by_exception(pool, bool(centre.run.holidays)):
            continue
        if not presence:
            yield layered.fault(("pools", name), "nobody of this pool is ever there", key=True)
            continue
        yield from _check_meeting(centre, layered, name, presence)
        yield from _check_starving(centre, layered, name)
    yield from _check_manned(centre, layered)
    yield from _check_crowd(centre, layered)


def channels_of(centre: Centre, pool: str) -> list[str]:
    """Channels that a pool serves and has the skill for, in file order."""
    served = {channel for queue in centre.serves.get(pool, {}) for channel in centre.queues[queue].of}
    return [c for c in centre.channels if c in served and c in centre.pools[pool].skills]


def _check_meeting(centre: Centre, layered: Layered, name: str, presence: list[Span]) -> Iterator[Fault]:
    """Check that a pool is there while its channels are open; missing all of them is an error, some a warning.

    It looks at a plain week: where there are exceptions, the pool may be of use on those days, and nothing is an error.
    Deferred work is done whenever somebody is there, and a channel that is never open has no hours to miss.
    """
    mine = channels_of(centre, name)
    hours = {c: hours_of_week(centre, c, "open") for c in mine if centre.channels[c].kind not in ASYNC}
    missed = [c for c, spans in hours.items() if spans and without(presence, spans) == presence]
    by_exception = is_there_by_exception(centre.pools[name], bool(centre.run.holidays)) or any(
        any(hours_of(centre, c, "open").exceptions) for c in missed
    )
    severity = "error" if len(missed) == len(mine) and not by_exception else "warning"
    for channel in missed:
        message = f"this pool is never there while {channel} is open"
        allowed = f"staff or shifts within channels.{channel}.open"
        yield layered.fault(("pools", name), message, key=True, severity=severity, allowed=allowed)
    useful = [span for c in mine for span in hours.get(c) or hours_of_week(centre, c, "worked")]
    idle = without(presence, merged(useful))
    if mine and not missed and seconds_in(idle) > _MOST_IDLE * seconds_in(presence):
        message = (
            f"for {seconds_in(idle) / 3600:.1f} of {seconds_in(presence) / 3600:.1f} h a week somebody of this pool is "
            f"there while none of its channels is open or worked ({described(idle)})"
        )
        yield layered.fault(("pools", name), message, key=True, severity="warning")


def _check_manned(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn of hours in which a live channel is open and nobody who serves it is scheduled.

    Rosters are of dates and not of a plain week, so where one serves the channel nothing is said.
    """
    for name, channel in centre.channels.items():
        pools = [pool for pool in centre.pools if name in channels_of(centre, pool)]
        if channel.kind in ASYNC or not pools or any(centre.pools[pool].roster is not None for pool in pools):
            continue
        manned = merged([span for pool in pools for span in presence_of(centre.pools[pool])])
        alone = without(hours_of_week(centre, name, "open"), manned)
        if alone and manned and alone != hours_of_week(centre, name, "open"):
            message = f"{name} is open {described(alone)}, and nobody who serves it is scheduled"
            yield layered.fault(("channels", name, "open"), message, severity="warning")


def _check_whole(pool: Pool, name: str, layered: Layered) -> Iterator[Fault]:
    """Check that persons are whole; those that pay for holidays are rounded when they are scheduled."""
    for shift_name, shift in (pool.shifts or {}).items():
        path = ("pools", name, "shifts", shift_name, "agents")
        if pool.headcount != "paid" and shift.agents % 1:
            message = "people with shifts are whole persons"
            allowed = f"{int(shift.agents)} or {int(shift.agents) + 1}, or another shift for the part-timer"
            yield layered.fault(path, message, value=f"{shift.agents:g}", allowed=allowed)
    if pool.headcount == "paid" and pool.shifts:
        exact = sum(shift.agents for shift in pool.shifts.values()) * (1.0 - pool.shrinkage.out_of_office)
        whole = int(exact + 0.5)
        if exact > 0 and abs(whole - exact) > _MOST_ROUNDED * exact:
            message = f"{exact:.2f} people are scheduled on average, out of office taken off; {whole} are simulated"
            yield layered.fault(("pools", name, "shifts"), message, key=True, severity="warning")


def _check_crowd(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Refuse more people, or more duties of persons, than a computer can hold."""
    people, duties = 0.0, 0.0
    days = centre.run.days
    for pool in centre.pools.values():
        persons = sum(shift.agents for shift in (pool.shifts or {}).values())
        heads = [heads for day in pool.staff.days.values() for heads in day.heads] if pool.staff else []
        people += max(heads, default=0.0) / (1.0 - pool.shrinkage.in_office) + persons
        duties += persons * days
    if people > _MOST_PEOPLE:
        message = f"{people:,.0f} people in all pools; the most is {_MOST_PEOPLE:,}"
        yield layered.fault(("pools",), message, key=True)
    if duties > _MOST_DUTIES:
        message = f"{duties:,.0f} duties in one replication; the most is {_MOST_DUTIES:,}"
        yield layered.fault(
            ("pools",), message, key=True, allowed="a shorter run, or staff by interval for large teams"
        )


def _check_staff(pool: Pool, name: str, layered: Layered) -> Iterator[Fault]:
    if pool.staff is None:
        return
    if not 60 <= pool.staff.interval // TICKS_PER_SECOND <= _DAY:
        yield layered.fault(("pools", name, "staff", "interval"), "must be 1 min to 24 h")
        return
    length = pool.staff.interval // TICKS_PER_SECOND
    if "starts" in pool.staff.model_fields_set and not any(heads.is_list for heads in pool.staff.days.values()):
        message = "from is the first clock time of lists; one number holds from 00:00 to 24:00"
        allowed = 'clock times, for example {"09:00": 2, "17:00": 0}'
        yield layered.fault(("pools", name, "staff", "from"), message, key=True, allowed=allowed)
    for day, heads in pool.staff.days.items():
        if heads.is_list and pool.staff.starts + len(heads.figures) * length > _DAY:
            room = (_DAY - pool.staff.starts) // length
            message = f"{len(heads.figures)} intervals run past midnight; there is room for {room}"
            yield layered.fault(("pools", name, "staff", day), message)


def _check_shifts(pool: Pool, name: str, layered: Layered) -> Iterator[Fault]:
    for shift_name, shift in (pool.shifts or {}).items():
        path = ("pools", name, "shifts", shift_name)
        if isinstance(shift.hours, As):
            yield layered.fault((*path, "hours"), "shifts have hours of their own, for example mon-fri 08:00-16:00")
            continue
        every_day = (*shift.hours.spans, *shift.hours.exceptions)
        if any(end - start > _DAY for spans in every_day for start, end in spans):
            yield layered.fault((*path, "hours"), "a duty is longer than a day")
        for wrong in _overlapping_breaks(shift):
            message = "the break begins while another one lasts; it starts right after it"
            yield layered.fault((*path, "breaks", wrong, "at"), message, severity="warning")
        for pause_name, pause in shift.breaks.items():
            at = (pause.at, pause.at + _DAY)
            spans = [span for day in every_day for span in day]
            if not any(start <= second < end for start, end in spans for second in at):
                yield layered.fault(
                    (*path, "breaks", pause_name, "at"), "the break lies outside the hours of the shift"
                )


def _overlapping_breaks(shift: Shift) -> list[str]:
    """Names of breaks that begin before the one before them, by clock time, is over."""
    by_clock = sorted(shift.breaks.items(), key=lambda item: item[1].at)
    pairs = pairwise(by_clock)
    return [name for (_, one), (name, other) in pairs if other.at < one.at + one.lasts // TICKS_PER_SECOND]


def _check_starving(centre: Centre, layered: Layered, name: str) -> Iterator[Fault]:
    """Warn of a pool that works several kinds at one rank: the kind that waits shorter starves the other."""
    by_rank: dict[int, list[str]] = {}
    for queue, serve in centre.serves.get(name, {}).items():
        if serve.rank is not None:
            by_rank.setdefault(serve.rank, []).append(queue)
    for rank, queues in by_rank.items():
        kinds = {q: {centre.channels[c].kind for c in centre.queues[q].of} for q in queues}
        live = [q for q, kind in kinds.items() if not kind & ASYNC]
        deferred = [q for q, kind in kinds.items() if kind & ASYNC]
        if live and deferred:
            message = (
                f"{', '.join(live)} will starve: at rank {rank} the older contact goes first, "
                f"and {', '.join(deferred)} wait for hours"
            )
            yield layered.fault(("serves", name), message, key=True, severity="warning", allowed="a rank of its own")
