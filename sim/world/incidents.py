"""Incidents: what makes more or fewer customers come for a while (MODEL.md 4).

More is a row of demand of its own, laid over the row it adds to, so that it only adds issues: they are numbered
after all the row could have, apart for each incident. Fewer is thinning: each issue that would have come is kept by
its own uniform; a row that comes exactly as written loses its part before it is rounded.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.demand import Incident
from sim.scenario.scenario import Centre
from sim.streams import Stream, row_of, uniforms
from sim.world.calendar import LocalCalendar
from sim.world.factors import UNIT
from sim.world.world import Floats, Ints, Names

Mask = NDArray[np.bool_]

FIRST_EXTRA = 1 << 19
"""Ordinal of the first issue that an incident can add to an interval of a row; below are the row's own."""

MOST_EXTRA = 1 << 15
"""Issues that one incident, or one channel, can add to an interval of a row."""

INDUCED_ROW = 128
"""Row in the keys of issues that speak only where a channel is offered, for the first row of a scenario."""

MOST_ROWS = 126
"""Rows of demand of a scenario that offers such channels."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A row of demand that an incident adds to another row.

    Attributes:
        parent: Number of the row it adds to.
        start, end: When [ticks].
        factor: What it adds, as a factor on the mean of those intents in the row.
        intents: Indices of the intents that come, ascending; all of the row's when empty.
        first: Ordinal of its first issue in an interval.
        key_row: Row in the keys of its issues.
        channel: Channel on which they come, −1: as those of the row.
    """

    parent: int
    start: int
    end: int
    factor: float
    intents: tuple[int, ...]
    first: int
    key_row: int
    channel: int = -1


@dataclass(frozen=True, slots=True)
class Thinning:
    """Issues that do not come.

    Attributes:
        number: Number of the incident in the file: the step of its draws.
        start, end: When [ticks].
        keeps: Share that still comes.
        row: (rows of the plan,) whether the row is concerned.
        intent: (intents,) whether the intent is concerned.
    """

    number: int
    start: int
    end: int
    keeps: float
    row: Mask
    intent: Mask


def extras_of(centre: Centre, names: Names, calendar: LocalCalendar) -> list[Extra]:
    """List the rows that incidents add, in the order of the file."""
    found = []
    for number, incident in enumerate(centre.demand.incidents.values()):
        if incident.volume <= 1.0:
            continue
        start, end = span_of(incident, calendar)
        intents = tuple(sorted(names.intents.index(name) for name in incident.intents or ()))
        first = FIRST_EXTRA + number * MOST_EXTRA
        rows = _rows(centre, incident)
        found += [Extra(row, start, end, incident.volume - 1.0, intents, first, row) for row in rows]
    return found


def induced_of(centre: Centre, names: Names, calendar: LocalCalendar) -> list[Extra]:
    """List the rows of issues that speak only where a channel is offered: over the whole horizon, with own keys."""
    start, end = calendar.tick(0, 0), calendar.tick(calendar.days, 0)
    found = []
    for name, induced in centre.induced.items():
        channel = names.channels.index(name)
        intents = tuple(sorted(names.intents.index(intent) for intent in induced.intents or ()))
        for row, (of, demand) in enumerate(centre.demand.rows.items()):
            is_meant = centre.demand.by_intent is None or induced.intents is None or of in induced.intents
            if is_meant and not demand.is_trace:
                first, key_row = channel * MOST_EXTRA, INDUCED_ROW + row
                found.append(Extra(row, start, end, induced.share, intents, first, key_row, channel))
    return found


def is_induced(issue: Ints) -> Mask:
    """Mask the issues that speak only because a channel is offered."""
    row = row_of(issue)
    return (row >= INDUCED_ROW) & (row < INDUCED_ROW + MOST_ROWS)


def thinnings_of(centre: Centre, names: Names, calendar: LocalCalendar, parent: list[int]) -> tuple[Thinning, ...]:
    """List what incidents take away; `parent` is the row of the scenario behind each row of the plan."""
    found = []
    for number, incident in enumerate(centre.demand.incidents.values()):
        if incident.volume >= 1.0:
            continue
        rows = _rows(centre, incident)
        row = np.asarray([behind in rows for behind in parent])
        intent = np.asarray([incident.intents is None or name in incident.intents for name in names.intents])
        found.append(Thinning(number, *span_of(incident, calendar), incident.volume, row, intent))
    return tuple(found)


def coming(thinnings: tuple[Thinning, ...], row: int, start: int, end: int, intent_share: Floats) -> float:
    """Share of the issues of a row in an interval that still come.

    Args:
        thinnings: What incidents take away.
        row: Number of the row in the plan.
        start, end: The interval [ticks].
        intent_share: (intents,) shares of the intents in the row.
    """
    share = 1.0
    for thinning in thinnings:
        overlap = min(end, thinning.end) - max(start, thinning.start)
        if thinning.row[row] and overlap > 0:
            concerned = float(intent_share[thinning.intent].sum())
            share *= 1.0 - (1.0 - thinning.keeps) * concerned * overlap / (end - start)
    return share


def kept(
    thinnings: tuple[Thinning, ...], seed: int, replication: int, issue: Ints, tick: Ints, row: Ints, intent: Ints
) -> Mask:
    """Tell which issues come all the same.

    Args:
        thinnings: What incidents take away.
        seed: Root seed.
        replication: Number of the replication.
        issue, tick, row, intent: Columns of the issues, (n,) each.
    """
    comes = np.ones(len(issue), dtype=np.bool_)
    for thinning in thinnings:
        meant = (tick >= thinning.start) & (tick < thinning.end) & thinning.row[row] & thinning.intent[intent]
        mine = np.flatnonzero(meant)
        u = uniforms(seed, replication, Stream.INCIDENT, issue[mine], step=thinning.number) * UNIT
        comes[mine[u >= thinning.keeps]] = False
    return comes


def _rows(centre: Centre, incident: Incident) -> list[int]:
    """Numbers of the rows an incident concerns: those named, else all that are not traces."""
    rows = centre.demand.rows
    by_intent = centre.demand.by_intent is not None
    return [
        number
        for number, (name, row) in enumerate(rows.items())
        if not row.is_trace
        and (incident.rows is None or name in incident.rows)
        and (not by_intent or incident.intents is None or name in incident.intents)
    ]


def span_of(incident: Incident, calendar: LocalCalendar) -> tuple[int, int]:
    """First tick of an incident and the first after it."""
    moment = incident.starts
    day = moment.date().toordinal() - calendar.start.toordinal()
    start = calendar.tick(day, moment.hour * 3600 + moment.minute * 60 + moment.second)
    return start, start + incident.lasts


__all__ = ["FIRST_EXTRA", "MOST_EXTRA", "Extra", "Thinning", "coming", "extras_of", "kept", "span_of", "thinnings_of"]
