"""Callbacks, lowered: what is offered, and whom the centre rings unasked."""

from sim.rules.lifecycle import Outcome
from sim.scenario.callback import Callback as OfferText
from sim.scenario.callback import Missed as MissedText
from sim.scenario.callback import Ringing as RingingText
from sim.scenario.scenario import Centre
from sim.world.conditions import ConditionTable
from sim.world.quantiles import QuantileTables
from sim.world.world import Callback, Dialling, Missed, frozen


def lower_callbacks(
    centre: Centre, tables: QuantileTables, conditions: ConditionTable
) -> tuple[tuple[Callback | None, ...], tuple[Missed | None, ...]]:
    """Lower the offers and the calls to who was missed, one of each a queue."""
    queues = centre.queues.values()
    offers = tuple(None if q.callback is None else _offer(q.callback, tables, conditions) for q in queues)
    return offers, tuple(None if q.missed is None else _missed(q.missed) for q in queues)


def lower_dialling(text: RingingText, within: int | None = None, expires: int | None = None) -> Dialling:
    """Lower how customers are rung; the promise and the end of it [ticks] belong to callbacks only."""
    return Dialling(
        ring_ticks=text.ring,
        answers=frozen(text.answers, float),
        tries=text.tries,
        every_ticks=text.every,
        within_ticks=-1 if within is None else within,
        expires_ticks=-1 if expires is None else expires,
    )


def _offer(text: OfferText, tables: QuantileTables, conditions: ConditionTable) -> Callback:
    return Callback(
        dialling=lower_dialling(text, text.within, text.expires),
        tick=frozen([tick for tick, _ in text.accepted]),
        share=frozen([share for _, share in text.accepted], float),
        conditions=conditions.rows(text.when),
        due=-1 if text.due is None else tables.index(text.due, 0),
        is_quiet=int(text.kind == "when_quiet"),
        closed_share=-1.0 if text.closed is None else text.closed.accepted,
        refused=text.refused,
        tolerance=-1 if text.tolerated is None or text.tolerated.is_never else tables.index(text.tolerated),
    )


def _missed(text: MissedText) -> Missed:
    outcomes = sorted(int(Outcome[word.upper()]) for word in text.who)
    dialling = lower_dialling(text, text.within, text.expires)
    return Missed(dialling=dialling, outcomes=frozen(outcomes), after_ticks=text.after)
