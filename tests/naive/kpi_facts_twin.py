"""Naive twin of the facts behind KPIs: what a contact is, how those of an issue hang together; plain loops.

No NumPy, no shared helper: a World and a Record are read through lists. Slow on purpose.
"""

from collections import defaultdict
from typing import Any

S = 1_000_000
HOUR = 3600 * S
LIVE, CHAT, DEFERRED, SELF_SERVICE, MESSAGING, COMMUNITY = range(6)
ANSWERED, ABANDONED, BALKED, BLOCKED, CLOSED, DISCONNECTED, OPEN, CONTAINED, WITHDRAWN, UNREACHED, EXPIRED = range(11)
FIRST, REDIAL, RETURN, SWITCH, ESCALATION, REDIRECT, TRANSFER, CHASE, FOLLOW_UP, CALLBACK_MISSED, CAMPAIGN = range(11)
RESOLVED, LOST, ISSUE_OPEN = range(3)
STORY_LOST = 2
ON_QUEUE, OFF_QUEUE, OVERTIME = range(3)
WAY_NONE, SENT_ELSEWHERE, PASSED_ON, LOST_ON_THE_WAY, PASSED_ON_WARM, WRONG_QUEUE = range(6)
NOT_SOLVED, N_ROWS = 5, 14
FIRST_INDUCED, LAST_INDUCED = 128 << 41, (254 << 41) - 1
FIRST_CALL = 255 << 41


def rows_of(table: Any) -> list[dict[str, int]]:
    columns = {name: [int(x) for x in column] for name, column in table.items()}
    n = len(next(iter(columns.values())))
    return [{name: column[k] for name, column in columns.items()} for k in range(n)]


def open_ticks_between(a: int, b: int, spans: list[tuple[int, int]]) -> int:
    """Open time in [a, b)."""
    return sum(max(0, min(b, end) - max(a, start)) for start, end in spans)


def is_by_deadline(arrived: int, tick: int, allowed: int, spans: list[tuple[int, int]] | None) -> bool:
    """Is the tick not after the earliest instant with `allowed` open time since arrival?

    On open spans: the open time before the tick is below what is allowed, or exactly that and the tick is the
    first with it.
    """
    if spans is None:
        return tick <= arrived + allowed
    gone = open_ticks_between(arrived, tick, spans)
    if gone < allowed:
        return True
    return gone == allowed and open_ticks_between(arrived, tick - 1, spans) < allowed


class NaiveFacts:
    """A record read one contact at a time."""

    def __init__(self, record: Any, world: Any) -> None:
        self.world, self.record = world, record
        self.contacts, self.issues = rows_of(record.contacts), rows_of(record.issues)
        self.spells, self.duties = rows_of(record.spells), rows_of(record.duties)
        self.turns, self.moves = rows_of(record.turns), rows_of(record.moves)
        horizon = world.horizon
        self.start, self.stop = horizon.measure_start, horizon.measure_end
        self.end = int(horizon.day_tick[-1])
        self.channels = world.channels
        self.by_issue: dict[int, list[dict[str, int]]] = defaultdict(list)
        for contact in self.contacts:
            self.by_issue[contact["issue"]].append(contact)

    # facts of one contact

    def here(self, c: dict[str, int]) -> bool:
        return self.start <= c["arrived_tick"] < self.stop

    def queue(self, c: dict[str, int]) -> int:
        if c["queue"] >= 0:
            return c["queue"]
        return int(self.world.routing.queue[c["channel"]][c["intent"]][c["segment"]])

    def is_machine(self, c: dict[str, int]) -> bool:
        return int(self.channels.kind[c["channel"]]) == SELF_SERVICE

    def kind(self, c: dict[str, int]) -> int:
        return int(self.channels.kind[c["channel"]])

    def is_of_customers(self, c: dict[str, int]) -> bool:
        return not self.is_machine(c) and c["reason"] not in (FOLLOW_UP, CALLBACK_MISSED, CAMPAIGN)

    def is_callback(self, c: dict[str, int]) -> bool:
        """An accepted callback: it flowed out of the stay it was accepted in, whatever became of it."""
        return self.is_of_customers(c) and c["callback"] == 1

    def is_inbound(self, c: dict[str, int]) -> bool:
        return self.is_of_customers(c) and not self.is_callback(c)

    def is_reached(self, c: dict[str, int]) -> bool:
        """The centre rang somebody up, and they spoke."""
        return (self.is_callback(c) or c["reason"] == CALLBACK_MISSED) and c["answered_tick"] >= 0

    def is_worked(self, c: dict[str, int]) -> bool:
        return self.is_answered(c) or (self.is_callback(c) and c["answered_tick"] >= 0)

    def is_live(self, c: dict[str, int]) -> bool:
        return self.kind(c) in (LIVE, CHAT)

    def turns_of(self, c: dict[str, int]) -> list[dict[str, int]]:
        return [t for t in self.turns if t["issue"] == c["issue"] and t["visit"] == c["visit"]]

    def reply(self, c: dict[str, int]) -> int:
        """When the first reply was sent, -1 while it was not; without messages that is the end of talk."""
        first = [t["replied_tick"] for t in self.turns_of(c) if t["turn"] == 0 and t["replied_tick"] >= 0]
        return first[0] if first else c["talk_end_tick"]

    def handle(self, c: dict[str, int]) -> int:
        return c["talk_ticks"] + c["hold_ticks"] + c["wrap_up_ticks"]

    def is_by_customer(self, c: dict[str, int]) -> bool:
        return c["reason"] in (FIRST, REDIAL, RETURN, SWITCH, REDIRECT, CHASE)

    def is_answered(self, c: dict[str, int]) -> bool:
        """On the line: an agent has it; else a reply was sent, though the customer may be waiting for another."""
        if not self.is_inbound(c):
            return False
        if self.is_live(c):
            return c["outcome"] == ANSWERED
        return c["outcome"] in (ANSWERED, OPEN) and self.reply(c) >= 0

    def is_handled(self, c: dict[str, int]) -> bool:
        return (self.is_answered(c) or self.is_reached(c)) and c["talk_end_tick"] >= 0

    def is_open(self, c: dict[str, int]) -> bool:
        return self.is_inbound(c) and c["outcome"] in (OPEN, ANSWERED) and not self.is_answered(c)

    def is_by_peer(self, c: dict[str, int]) -> bool:
        return self.is_inbound(c) and c["outcome"] == CONTAINED

    def is_queued(self, c: dict[str, int]) -> bool:
        return self.is_callback(c) or (self.is_inbound(c) and c["outcome"] not in (BALKED, BLOCKED, CLOSED))

    def is_abandoned(self, c: dict[str, int]) -> bool:
        return self.is_inbound(c) and c["outcome"] == ABANDONED

    # how contacts of an issue hang together

    def before(self, c: dict[str, int]) -> dict[str, int] | None:
        """The contact that led to one."""
        return next((d for d in self.by_issue[c["issue"]] if d["visit"] == c["after_visit"]), None)

    def led_to(self, c: dict[str, int], reason: int) -> bool:
        return any(d["reason"] == reason and self.before(d) is c for d in self.by_issue[c["issue"]])

    def charged_to(self, c: dict[str, int]) -> dict[str, int]:
        """The customer contact behind a leg."""
        before = self.before(c) if c["reason"] in (ESCALATION, TRANSFER) else None
        return c if before is None else self.charged_to(before)

    def is_back(self, c: dict[str, int], latest: int) -> bool:
        """Whether a further customer contact of the issue arrived up to a tick."""
        return any(
            self.is_by_customer(d) and d["visit"] > c["visit"] and d["arrived_tick"] <= latest
            for d in self.by_issue[c["issue"]]
        )

    def is_duplicate(self, c: dict[str, int]) -> bool:
        """Whether the issue was resolved while it waited, and nobody had come again when it was opened."""
        mine = self.by_issue[c["issue"]]
        solved = [d["talk_end_tick"] for d in mine if d["is_resolved"] == 1]
        solved = [tick for tick in solved if c["arrived_tick"] < tick <= c["answered_tick"]]
        came = [d["arrived_tick"] for d in mine if self.is_by_customer(d) and d["arrived_tick"] < c["answered_tick"]]
        is_opened = self.is_answered(c) or self.is_reached(c)
        return is_opened and bool(solved) and not any(tick >= max(solved) for tick in came)

    def work_spans(self, channel: int) -> list[tuple[int, int]]:
        starts, ends = self.channels.work_start[channel], self.channels.work_end[channel]
        return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]

    def has_target(self, c: dict[str, int]) -> bool:
        return int(self.channels.target_ticks[c["channel"]]) >= 0

    def meets(self, c: dict[str, int], tick: int) -> bool:
        channel = c["channel"]
        allowed = int(self.channels.target_ticks[channel])
        working = int(self.channels.target_is_working[channel]) and allowed > 0
        return is_by_deadline(c["queued_tick"], tick, allowed, self.work_spans(channel) if working else None)

    def answer_tick(self, c: dict[str, int]) -> int:
        return c["answered_tick"] if self.is_live(c) else self.reply(c)

    def wait(self, c: dict[str, int]) -> int:
        if c["outcome"] in (ABANDONED, DISCONNECTED, EXPIRED, WITHDRAWN, CONTAINED) and c["answered_tick"] < 0:
            return c["ended_tick"] - c["queued_tick"]
        until = c["answered_tick"] if c["answered_tick"] >= 0 else self.end
        return until - c["queued_tick"]

    def reply_wait(self, c: dict[str, int]) -> int:
        gone = self.end
        if self.is_answered(c):
            gone = self.reply(c)
        elif not self.is_open(c):
            gone = c["ended_tick"]
        return gone - c["arrived_tick"]

    def in_target(self, c: dict[str, int]) -> bool:
        return self.has_target(c) and self.is_answered(c) and self.meets(c, self.answer_tick(c))

    def is_short(self, c: dict[str, int]) -> bool:
        return self.is_abandoned(c) and self.wait(c) <= self.world.short_abandon_ticks

    def is_early(self, c: dict[str, int]) -> bool:
        return self.is_abandoned(c) and self.meets(c, c["ended_tick"])

    def counts_in_service_level(self, c: dict[str, int]) -> bool:
        if not (self.here(c) and self.has_target(c) and self.is_queued(c)):
            return False
        if c["outcome"] in (WITHDRAWN, UNREACHED, EXPIRED) or self.is_by_peer(c) or self.is_callback(c):
            return False
        return not (self.is_open(c) and self.meets(c, self.end))
