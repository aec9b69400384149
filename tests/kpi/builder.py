"""Small hand-made worlds and records for tests of KPIs: say what matters, the rest is filled in."""

from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any

import numpy as np

from sim.record.record import (
    CONTACT_COLUMNS,
    DUTY_COLUMNS,
    ISSUE_COLUMNS,
    MOVE_COLUMNS,
    SPELL_COLUMNS,
    TURN_COLUMNS,
    Record,
    columns_of,
    table_of,
)
from sim.rules.lifecycle import LEGS, OF_CENTRE, ChannelKind, Outcome
from sim.units import TICKS_PER_SECOND
from sim.world.world import (
    Arrivals,
    Behaviour,
    Channels,
    Departments,
    Horizon,
    Names,
    Routing,
    Staffing,
    World,
    frozen,
)

Row = dict[str, Any]
Planned = tuple[int, int, int, Sequence[tuple[int, int]]]
"""Agent, start, end and spells (start, ticks) of one planned duty."""

S = TICKS_PER_SECOND
HOUR = 3600 * S
DAY = 24 * HOUR

CONTACT_DEFAULTS: dict[str, int] = {
    "visit": 0,
    "reason": 0,
    "channel": 0,
    "segment": 0,
    "intent": 0,
    "queue": 0,
    "pool": -1,
    "agent": -1,
    "queued_tick": -1,
    "answered_tick": -1,
    "talk_end_tick": -1,
    "ended_tick": -1,
    "is_resolved": -1,
    "story": 0,
    "level": 0,
    "talk_ticks": 0,
    "wrap_up_ticks": 0,
    "deadline_tick": -1,
    "cause": -1,
    "way": 0,
    "hold_ticks": 0,
    "led_by": -1,
    "dial_ticks": 0,
    "attempts": 0,
    "callback": 0,
    "offers": 0,
    "missed_offers": 0,
    "ring_ticks": 0,
    "is_silent": 0,
    "ghost_ticks": 0,
    "own_agent": -1,
    "reserved_ticks": 0,
}
"""What is not said; a contact after the first of its issue is led to by the one before (`after_visit`)."""


def build_world(
    *,
    kinds: tuple[int, ...] = (ChannelKind.LIVE,),
    target_s: tuple[float, ...] = (20.0,),
    target_share: float = 0.8,
    target_is_working: tuple[int, ...] | None = None,
    reply_s: tuple[float, ...] | None = None,
    weights: tuple[int, ...] | None = None,
    capacity: int = 6,
    spans_h: tuple[tuple[float, float], ...] | None = None,
    n_queues: int = 1,
    n_segments: int = 1,
    n_intents: int = 1,
    agent_pools: tuple[int, ...] = (0,),
    priority: Any = None,
    queue_of: Any = None,
    settle: int = 0,
    measure: int = 1,
    follow: int = 0,
    repeat_days: int | None = None,
    interval_s: int = 1800,
    short_s: float = 5.0,
    paid_h: float = 8.0,
    scheduled_h: float = 8.0,
    full_time_h: float = 40.0,
    day_lengths_h: tuple[int, ...] | None = None,
    causes: tuple[str, ...] = ("level", "story_lost"),
    cost_centres: tuple[str, ...] | None = None,
    pays: tuple[int, ...] | None = None,
    causing: dict[int, int] | None = None,
    n_averted: int = 0,
    planned: Sequence[Planned] = (),
) -> World:
    """Make a world; channels, queues and pools are numbered, every array that KPIs do not read is empty.

    `planned` are duties of persons with their spells off the queues, by agent and start. Unless said otherwise every
    pool pays for itself, and each channel is a cost centre of its own; `causing` says which
    cost centre causes a failure cause.
    """
    n_channels, n_pools = len(kinds), max(agent_pools) + 1
    n_days = settle + measure + follow
    lengths = day_lengths_h or (24,) * n_days
    day_tick = np.concatenate([[0], np.cumsum(lengths)]) * HOUR
    spans = spans_h if spans_h is not None else ((0.0, float(sum(lengths))),)
    starts = frozen([round(a * HOUR) for a, _ in spans])
    ends = frozen([round(b * HOUR) for _, b in spans])
    ones = np.ones(n_channels, dtype=np.int64)
    if queue_of is None:
        by_channel = np.arange(n_channels)[:, None, None] % n_queues
        queue_of = np.broadcast_to(by_channel, (n_channels, n_intents, n_segments))
    if priority is None:
        priority = np.ones((n_pools, n_queues, n_channels))
    channels = _filled(
        Channels,
        kind=frozen(kinds),
        weight=frozen(weights or ones * capacity),
        capacity=capacity,
        open_start=(starts,) * n_channels,
        open_end=(ends,) * n_channels,
        work_start=(starts,) * n_channels,
        work_end=(ends,) * n_channels,
        reply_ticks=frozen([round(r * S) if r >= 0 else -1 for r in (reply_s or (-1,) * n_channels)]),
        target_ticks=frozen([round(t * S) if t >= 0 else -1 for t in target_s]),
        target_share=frozen([target_share] * n_channels, np.float64),
        target_is_working=frozen(target_is_working or 0 * ones),
    )
    spells = [(number, *spell) for number, (*_, found) in enumerate(planned) for spell in found]
    staffing = _filled(
        Staffing,
        pool=frozen(agent_pools),
        duty_agent=frozen([duty[0] for duty in planned]),
        duty_start=frozen([duty[1] for duty in planned]),
        duty_end=frozen([duty[2] for duty in planned]),
        spell_duty=frozen([spell[0] for spell in spells]),
        spell_start=frozen([spell[1] for spell in spells]),
        spell_ticks=frozen([spell[2] for spell in spells]),
        scheduled_ticks=frozen(np.full((n_pools, n_days), scheduled_h * HOUR)),
        paid_ticks=frozen(np.full((n_pools, n_days), paid_h * HOUR)),
        full_time_ticks=round(full_time_h * HOUR),
    )
    pools, channel_names = tuple(f"p{p}" for p in range(n_pools)), tuple(f"c{c}" for c in range(n_channels))
    names = Names(
        channel_names,
        tuple(f"s{s}" for s in range(n_segments)),
        tuple(f"n{n}" for n in range(n_intents)),
        tuple(f"q{q}" for q in range(n_queues)),
        pools,
        causes,
        (*pools, *channel_names) if cost_centres is None else (*cost_centres, *channel_names),
    )
    n_causes, n_centres = len(names.failure_causes), len(names.cost_centres)
    departments = Departments(
        pool=frozen(range(n_pools) if pays is None else pays),
        cause=frozen([(causing or {}).get(cause, -1) for cause in range(n_causes)]),
        channel=frozen(range(n_centres - n_channels, n_centres)),
    )
    world: World = _filled(
        World,
        strategy="base",
        seed=1,
        replication=0,
        fingerprint="hand",
        zone="UTC",
        start_date="2026-03-02",
        short_abandon_ticks=round(short_s * S),
        repeat_days=follow if repeat_days is None else repeat_days,
        names=names,
        horizon=Horizon(
            day_tick=frozen(day_tick),
            weekday=frozen(np.arange(n_days) % 7),
            measure_start=int(day_tick[settle]),
            measure_end=int(day_tick[settle + measure]),
            interval_ticks=interval_s * S,
            slot_tick=frozen([0]),
            slot=frozen([0]),
        ),
        arrivals=_filled(Arrivals),
        channels=channels,
        behaviour=_filled(Behaviour),
        routing=_filled(Routing, queue=frozen(queue_of), priority=frozen(priority)),
        staffing=staffing,
        departments=departments,
        n_averted=n_averted,
    )
    return world


def _filled(part: Any, **given: Any) -> Any:
    """Make a world or a part of one; what is neither given nor has a default, KPIs do not read, and it is empty."""
    unread = {field.name: frozen([]) for field in fields(part) if field.default is MISSING}
    return part(**{**unread, **given})


def answered(issue: int, arrived_s: float, wait_s: float = 0.0, talk_s: float = 60.0, **more: Any) -> Row:
    """Row of a contact answered after a wait and ended after talk, `hold_s` (0) and `wrap_up_s` (0)."""
    wrap_up_s, hold_s = more.pop("wrap_up_s", 0.0), more.pop("hold_s", 0.0)
    opened = arrived_s + wait_s
    return {
        "issue": issue,
        "arrived_tick": round(arrived_s * S),
        "queued_tick": round(arrived_s * S),
        "answered_tick": round(opened * S),
        "talk_end_tick": round((opened + talk_s) * S),
        "ended_tick": round((opened + talk_s + hold_s + wrap_up_s) * S),
        "talk_ticks": round(talk_s * S),
        "hold_ticks": round(hold_s * S),
        "wrap_up_ticks": round(wrap_up_s * S),
        "outcome": Outcome.ANSWERED,
        "is_resolved": 1,
        "pool": 0,
        "agent": 0,
        "level": 3,
        **more,
    }


def left(issue: int, arrived_s: float, wait_s: float, outcome: int = Outcome.ABANDONED, **more: Any) -> Row:
    """Row of a contact that queued and ended unanswered after a wait."""
    return {
        "issue": issue,
        "arrived_tick": round(arrived_s * S),
        "queued_tick": round(arrived_s * S),
        "ended_tick": round((arrived_s + wait_s) * S),
        "outcome": outcome,
        **more,
    }


def turned_away(issue: int, arrived_s: float, outcome: int, **more: Any) -> Row:
    """Row of a contact that entered no queue."""
    tick = round(arrived_s * S)
    return {"issue": issue, "arrived_tick": tick, "ended_tick": tick, "outcome": outcome, "queue": -1, **more}


def session(issue: int, arrived_s: float, lasts_s: float, outcome: int = Outcome.CONTAINED, **more: Any) -> Row:
    """Row of a session of self-service that was contained and resolved, unless said otherwise."""
    tick, end = round(arrived_s * S), round((arrived_s + lasts_s) * S)
    return {
        "issue": issue,
        "arrived_tick": tick,
        "queue": -1,
        "answered_tick": tick,
        "talk_end_tick": end,
        "ended_tick": end,
        "talk_ticks": end - tick,
        "outcome": outcome,
        "is_resolved": int(outcome == Outcome.CONTAINED),
        **more,
    }


def waiting(issue: int, arrived_s: float, **more: Any) -> Row:
    """Row of a contact still in its queue at the end."""
    tick = round(arrived_s * S)
    return {"issue": issue, "arrived_tick": tick, "queued_tick": tick, "outcome": Outcome.OPEN, **more}


def build_record(
    contacts: Sequence[Row],
    issues: Sequence[Row] | None = None,
    spells: Sequence[tuple[int, ...]] = (),
    duties: Sequence[tuple[int, ...]] = (),
    turns: Sequence[tuple[int, ...]] = (),
    moves: Sequence[tuple[int, ...]] = (),
) -> Record:
    """Make a record; issues not given are resolved by their last contact where that one resolved."""
    rows = [{**CONTACT_DEFAULTS, "after_visit": contact.get("visit", 0) - 1, **contact} for contact in contacts]
    if issues is None:
        issues = issues_of(rows)
    return Record(
        "base",
        1,
        0,
        "hand",
        _table(rows, CONTACT_COLUMNS, ("issue", "visit")),
        _table(issues, ISSUE_COLUMNS, ("issue",)),
        _table(_named(spells, SPELL_COLUMNS), SPELL_COLUMNS, ("agent", "start_tick")),
        _table(_named(duties, DUTY_COLUMNS), DUTY_COLUMNS, ("agent", "start_tick")),
        _table(_named(turns, TURN_COLUMNS), TURN_COLUMNS, ("issue", "visit", "turn")),
        _table(_named(moves, MOVE_COLUMNS), MOVE_COLUMNS, ("issue", "visit", "tick")),
    )


def issues_of(rows: list[dict[str, Any]]) -> list[dict[str, int]]:
    """Sum up contacts to issues: resolved at the first contact that resolved, open otherwise."""
    issues: dict[int, dict[str, int]] = {}
    for row in sorted(rows, key=lambda r: (r["issue"], r["visit"])):
        first = {name: row[name] for name in ("issue", "arrived_tick", "segment", "intent", "channel")}
        ends = {"outcome": 2, "ended_tick": -1, "n_contacts": 0, "customer": -1}
        issue = issues.setdefault(row["issue"], {**first, **ends})
        issue["n_contacts"] += row["reason"] not in LEGS | OF_CENTRE
        if row["is_resolved"] == 1 and issue["outcome"] == 2:
            issue["outcome"], issue["ended_tick"] = 0, row["talk_end_tick"]
    return list(issues.values())


def _named(rows: Sequence[tuple[int, ...]], columns: dict[str, str]) -> list[Row]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _table(rows: Sequence[Row], columns: dict[str, str], keys: tuple[str, ...]) -> Any:
    values = np.array([[int(row[name]) for name in columns] for row in rows], dtype=np.int64)
    return table_of(columns_of(values.tobytes(), list(columns)), columns, keys)
