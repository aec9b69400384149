"""Cells of a demand plan: every (row, day, interval) in which somebody can come, with its mean count.

Rows are those of the scenario, then those that incidents and channels add. A row that comes exactly as written is
rounded here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.scenario.demand import Demand
from sim.streams import pack_issue
from sim.units import TICKS_PER_SECOND
from sim.world.calendar import Interval, LocalCalendar
from sim.world.incidents import Extra, Thinning, coming
from sim.world.means import Means
from sim.world.who import Mix

BY_CHANCE = -1
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Cell:
    """One (row, day, interval) with a positive mean.

    Attributes:
        key: Key of its first issue.
        row: Number of the row in the plan.
        day: Local day.
        place: How many intervals after midnight it lies in real time; on most days its ordinal.
        start, length: Its span [ticks].
        mean: Mean count.
        coming: Share of it that comes when incidents take something away by chance.
        exact: The count itself where there is no chance, else `BY_CHANCE`.
    """

    key: int
    row: int
    day: int
    place: int
    start: int
    length: int
    mean: float
    coming: float
    exact: int


class Cells:
    """Lays the rows of a demand on the calendar.

    Args:
        demand: The demand of a centre.
        calendar: The horizon.
        means: What its rows bring.
        extras: What incidents add.
        thinnings: What incidents take away.
        mix: Who comes.
    """

    def __init__(
        self,
        demand: Demand,
        calendar: LocalCalendar,
        means: Means,
        extras: list[Extra],
        thinnings: tuple[Thinning, ...],
        mix: Mix,
    ) -> None:
        self._calendar, self._means, self._mix = calendar, means, mix
        self._rows = list(demand.rows.items())
        self._interval = demand.interval // TICKS_PER_SECOND
        self._extras, self._thinnings = extras, thinnings

    def all(self) -> Iterator[Cell]:
        """Yield the cells by day, then row, then interval."""
        for day in range(self._calendar.days):
            spans = list(self._calendar.intervals(day, self._interval))
            figures: dict[int, list[float]] = {}
            for number, (name, row) in enumerate(self._rows):
                if not row.is_trace:
                    by_clock = self._means.of(name, day)
                    figures[number] = [float(by_clock[span.clock]) * self._part_of(span) for span in spans]
                    yield from self._of_row(number, number, 0, day, spans, figures[number])
            for number, extra in enumerate(self._extras, len(self._rows)):
                parts = [_part(span, extra.start, extra.end) for span in spans]
                share = extra.factor * self._mix.share_of(extra.parent, extra.intents)
                more = [
                    mean * share * (part.end - part.start) / (span.end - span.start)
                    for mean, span, part in zip(figures[extra.parent], spans, parts, strict=True)
                ]
                yield from self._of_row(number, extra.parent, extra.first, day, parts, more, extra.key_row)

    def _part_of(self, span: Interval) -> float:
        """Which part of a whole interval a span is; a change of the clock may cut it."""
        return (span.end - span.start) / (self._interval * TICKS_PER_SECOND)

    def _of_row(
        self,
        number: int,
        parent: int,
        first: int,
        day: int,
        spans: list[Interval],
        means: list[float],
        key_row: int = -1,
    ) -> Iterator[Cell]:
        """Yield the cells of one row on one day.

        Exact figures are rounded so that the sum up to each interval is right to within one half.
        """
        is_exact = self._rows[parent][1].exact
        midnight, length = self._calendar.tick(day, 0), self._interval * TICKS_PER_SECOND
        total, given = 0.0, 0
        for span, mean in zip(spans, means, strict=True):
            if mean <= 0.0:
                continue
            comes = coming(self._thinnings, number, span.start, span.end, self._mix.intents_of(number))
            count = BY_CHANCE
            if is_exact:
                total += mean * comes
                count = int(np.floor(total + 0.5 + _ROUNDING)) - given
                given += count
            yield Cell(
                key=pack_issue(parent if key_row < 0 else key_row, day, span.ordinal, first),
                row=number,
                day=day,
                place=(span.start - midnight) // length,
                start=span.start,
                length=span.end - span.start,
                mean=mean,
                coming=comes,
                exact=count,
            )


def _part(span: Interval, start: int, end: int) -> Interval:
    """The part of an interval that lies between two ticks; of no length where none does."""
    first = min(max(span.start, start), span.end)
    return replace(span, start=first, end=max(first, min(span.end, end)))
