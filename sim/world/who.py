"""Who comes: first channel, intent and segment of the issues of each row of a demand plan (MODEL.md 4)."""

import numpy as np

from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.world.incidents import Extra
from sim.world.world import Floats, Names, frozen


class Mix:
    """Shares of segments and intents by row of a plan: scenario rows, rows incidents add, backlog.

    Args:
        centre: The checked centre.
        names: Its names.
        extras: The rows incidents add.

    Attributes:
        channel: First channel of each row, −1 where it is drawn.
        intent: Intent of each row, −1 where it is drawn.
    """

    def __init__(self, centre: Centre, names: Names, extras: list[Extra]) -> None:
        self._centre, self._names = centre, names
        self._segment_rows: list[Floats] = []
        self._intent_rows: list[Floats] = []
        self.channel: list[int] = []
        self.intent: list[int] = []
        for name in centre.demand.rows:
            self._add(name)
        for extra in extras:
            self._add_extra(extra)

    def _add(self, name: str) -> None:
        """Add a row of the scenario."""
        if self._centre.demand.by_channel is not None:
            self.channel.append(self._names.channels.index(name))
            self.intent.append(-1)
            self._segment_rows.append(self._segments(name))
            self._intent_rows.append(self._intents(name))
        else:
            intent = self._names.intents.index(name)
            self.channel.append(-1)
            self.intent.append(intent)
            self._segment_rows.append(self._segments(EVERY))
            self._intent_rows.append(np.eye(len(self._names.intents))[intent])

    def _add_extra(self, extra: Extra) -> None:
        """Add a row of an incident or of a channel: the mix of its parent, only of those intents."""
        self.channel.append(self.channel[extra.parent] if extra.channel < 0 else extra.channel)
        self.intent.append(self.intent[extra.parent])
        self._segment_rows.append(self._segment_rows[extra.parent])
        chosen = np.zeros(len(self._names.intents))
        chosen[list(extra.intents) or slice(None)] = 1.0
        part = self._intent_rows[extra.parent] * chosen
        self._intent_rows.append(part / part.sum() if part.sum() > 0 else part)

    def share_of(self, row: int, intents: tuple[int, ...]) -> float:
        """Share of a row's issues that come for some intents; all of them when none is named."""
        return float(self._intent_rows[row][list(intents)].sum()) if intents else 1.0

    def intents_of(self, row: int) -> Floats:
        """Shares of the intents in a row, (intents,)."""
        return self._intent_rows[row]

    def _segments(self, channel: str) -> Floats:
        rows = self._centre.segments.values()
        return np.asarray([row.share.get(channel, row.share.get(EVERY, 0.0)) for row in rows], dtype=float)

    def _intents(self, channel: str) -> Floats:
        rows = self._centre.intents.values()
        return np.asarray([row.share.get(channel, row.share.get(EVERY, 0.0)) for row in rows], dtype=float)

    def shares(self, backlog: list[str], weights: Floats) -> tuple[Floats, Floats]:
        """Give cumulative shares of all rows, backlog included.

        Args:
            backlog: Channels with a backlog, one row each, after the others.
            weights: Expected volume of each row of the scenario: what mixes the intents of a backlog where demand
                is by intent.

        Returns:
            Shares of segments, (rows, segments), and of intents, (rows, intents), each row ascending to 1.
        """
        segments, intents = list(self._segment_rows), list(self._intent_rows)
        for name in backlog:
            segments.append(self._backlog_segments(name))
            intents.append(self._backlog_intents(name, weights))
        return (
            frozen(np.cumsum(np.asarray(segments), axis=1), float),
            frozen(np.cumsum(np.asarray(intents), axis=1), float),
        )

    def _backlog_segments(self, channel: str) -> Floats:
        if self._centre.demand.by_channel is not None:
            return self._segments(channel)
        prefer = np.asarray([segment.prefers.get(channel, 0.0) for segment in self._centre.segments.values()])
        mixed = self._segments(EVERY) * prefer
        return mixed / mixed.sum() if mixed.sum() > 0 else self._segments(EVERY)

    def _backlog_intents(self, channel: str, weights: Floats) -> Floats:
        if self._centre.demand.by_channel is not None:
            return self._intents(channel)
        mixed = np.zeros(len(self._names.intents))
        np.add.at(mixed, self.intent[: len(weights)], np.maximum(weights, 1e-12))
        shares: Floats = mixed / mixed.sum()
        return shares
