"""Exact arrivals: traces of the scenario, and what waits already when a replication starts (MODEL.md 4 and 5)."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sim.scenario.scenario import Centre
from sim.scenario.trace_rows import arrivals_of
from sim.streams import pack_issue
from sim.units import TICKS_PER_SECOND
from sim.world.calendar import LocalCalendar
from sim.world.world import Ints, Names, frozen

BACKLOG_ROW = 254


@dataclass(frozen=True, slots=True)
class TraceRow:
    """Exact arrivals of one row, in the order of the text; −1 where intent or segment is drawn."""

    tick: Ints
    issue: Ints
    intent: Ints
    segment: Ints


def traces_of(centre: Centre, names: Names, calendar: LocalCalendar, folder: str) -> list[tuple[int, TraceRow]]:
    """Lay traces on the calendar, each with the number of its row.

    Arrivals outside the horizon are left out (a check names them).
    """
    interval = centre.demand.interval // TICKS_PER_SECOND
    found = []
    for number, row in enumerate(centre.demand.rows.values()):
        if not row.is_trace:
            continue
        rows: list[tuple[int, int, int, int]] = []
        for arrival in arrivals_of(row, folder):
            moment = datetime.fromisoformat(arrival.at)
            day = moment.date().toordinal() - calendar.start.toordinal()
            if not 0 <= day < calendar.days:
                continue
            second = moment.hour * 3600 + moment.minute * 60 + moment.second
            tick = calendar.tick(day, second) + moment.microsecond
            intent = -1 if arrival.intent is None else names.intents.index(arrival.intent)
            segment = -1 if arrival.segment is None else names.segments.index(arrival.segment)
            rows.append((pack_issue(number, day, second // interval, 0), tick, intent, segment))
        found.append((number, _trace(rows)))
    return found


def _trace(rows: list[tuple[int, int, int, int]]) -> TraceRow:
    """Number arrivals within their intervals in the order of the text, so that a line more changes no other."""
    keys: list[int] = []
    counts: dict[int, int] = {}
    for first_key, *_ in rows:
        keys.append(first_key + counts.get(first_key, 0))
        counts[first_key] = counts.get(first_key, 0) + 1
    return TraceRow(
        tick=frozen([r[1] for r in rows]),
        issue=frozen(keys),
        intent=frozen([r[2] for r in rows]),
        segment=frozen([r[3] for r in rows]),
    )


def backlog_of(centre: Centre, names: Names, calendar: LocalCalendar, first_number: int) -> list[tuple[int, TraceRow]]:
    """Lay what waits at the start of the run on the calendar: one row a channel, numbered from `first_number`.

    The ages of n contacts are spread evenly: the k-th has waited k/n of the oldest one's time.
    """
    start = calendar.tick(0, 0)
    found: list[tuple[int, TraceRow]] = []
    for name, backlog in centre.run.backlog_at_start.items():
        channel, count = names.channels.index(name), backlog.contacts
        ordinal = np.arange(count, dtype=np.int64)
        age = (ordinal + 1) * backlog.oldest // max(1, count)
        drawn = np.full(count, -1)
        trace = TraceRow(
            tick=frozen(start - age),
            issue=frozen(pack_issue(BACKLOG_ROW, 0, channel, 0) + ordinal),
            intent=frozen(drawn),
            segment=frozen(drawn),
        )
        found.append((first_number + len(found), trace))
    return found
