"""Naive twin of sim.kpi: every sum written from its definition in plain loops, one contact at a time.

No NumPy, no shared helper: a World and a Record are read through lists. Slow on purpose.
"""

from collections import defaultdict
from itertools import pairwise
from typing import Any

S = 1_000_000
HOUR = 3600 * S
DEFERRED, SELF_SERVICE = 2, 3
ANSWERED, ABANDONED, BALKED, BLOCKED, CLOSED, DISCONNECTED, OPEN, CONTAINED, WITHDRAWN = range(9)
FIRST, REDIAL, RETURN, SWITCH, ESCALATION, REDIRECT, TRANSFER, CHASE, FOLLOW_UP = range(9)
RESOLVED, LOST, ISSUE_OPEN = range(3)
STORY_LOST = 2
ON_QUEUE, OFF_QUEUE, OVERTIME = range(3)

Twin = dict[str, dict[tuple[str, int], float]]


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


class Naive:
    """All sums of one record."""

    def __init__(self, record: Any, world: Any) -> None:
        self.world, self.record = world, record
        self.sums: Twin = defaultdict(lambda: defaultdict(float))
        self.contacts, self.issues = rows_of(record.contacts), rows_of(record.issues)
        self.spells, self.duties = rows_of(record.spells), rows_of(record.duties)
        horizon = world.horizon
        self.start, self.stop = horizon.measure_start, horizon.measure_end
        self.end = int(horizon.day_tick[-1])
        self.channels = world.channels
        self.by_issue: dict[int, list[dict[str, int]]] = defaultdict(list)
        for contact in self.contacts:
            self.by_issue[contact["issue"]].append(contact)
        for contact in self.contacts:
            self.contact(contact)
        self.per_group()
        self.intervals()
        self.agents()
        self.issue_sums()

    # facts of one contact

    def here(self, c: dict[str, int]) -> bool:
        return self.start <= c["arrived_tick"] < self.stop

    def queue(self, c: dict[str, int]) -> int:
        if c["queue"] >= 0:
            return c["queue"]
        return int(self.world.routing.queue[c["channel"]][c["intent"]][c["segment"]])

    def is_machine(self, c: dict[str, int]) -> bool:
        return int(self.channels.kind[c["channel"]]) == SELF_SERVICE

    def is_inbound(self, c: dict[str, int]) -> bool:
        return not self.is_machine(c) and c["reason"] != FOLLOW_UP

    def is_live(self, c: dict[str, int]) -> bool:
        return int(self.channels.kind[c["channel"]]) not in (DEFERRED, SELF_SERVICE)

    def is_by_customer(self, c: dict[str, int]) -> bool:
        return c["reason"] in (FIRST, REDIAL, RETURN, SWITCH, REDIRECT, CHASE)

    def is_answered(self, c: dict[str, int]) -> bool:
        is_said = self.is_live(c) or c["talk_end_tick"] >= 0
        return self.is_inbound(c) and c["outcome"] == ANSWERED and is_said

    def is_handled(self, c: dict[str, int]) -> bool:
        return self.is_answered(c) and c["talk_end_tick"] >= 0

    def is_open(self, c: dict[str, int]) -> bool:
        is_unanswered = c["outcome"] == OPEN or (c["outcome"] == ANSWERED and not self.is_answered(c))
        return self.is_inbound(c) and is_unanswered

    def is_queued(self, c: dict[str, int]) -> bool:
        return self.is_inbound(c) and c["outcome"] in (ANSWERED, ABANDONED, DISCONNECTED, OPEN, WITHDRAWN)

    def is_abandoned(self, c: dict[str, int]) -> bool:
        return self.is_inbound(c) and c["outcome"] == ABANDONED

    # how contacts of an issue hang together

    def continues(self, c: dict[str, int]) -> dict[str, int] | None:
        """The contact a leg or a redirected one goes on from: the one whose talk ended last before it came."""
        if c["reason"] not in (ESCALATION, TRANSFER, REDIRECT):
            return None
        found = None
        for d in self.by_issue[c["issue"]]:
            is_kind = self.is_machine(d) if c["reason"] == ESCALATION else self.is_handled(d)
            is_before = is_kind and 0 <= d["talk_end_tick"] <= c["arrived_tick"]
            if is_before and (found is None or d["talk_end_tick"] >= found["talk_end_tick"]):
                found = d
        return found

    def led_to(self, c: dict[str, int], reason: int) -> bool:
        return any(d["reason"] == reason and self.continues(d) is c for d in self.by_issue[c["issue"]])

    def charged_to(self, c: dict[str, int]) -> dict[str, int]:
        """The customer contact behind a leg."""
        before = self.continues(c) if c["reason"] in (ESCALATION, TRANSFER) else None
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
        return self.is_answered(c) and bool(solved) and not any(tick >= max(solved) for tick in came)

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
        return c["answered_tick"] if self.is_live(c) else c["talk_end_tick"]

    def wait(self, c: dict[str, int]) -> int:
        if c["outcome"] in (ABANDONED, DISCONNECTED, WITHDRAWN) and c["answered_tick"] < 0:
            return c["ended_tick"] - c["queued_tick"]
        until = c["answered_tick"] if c["answered_tick"] >= 0 else self.end
        return until - c["queued_tick"]

    def reply_wait(self, c: dict[str, int]) -> int:
        gone = self.end
        if self.is_answered(c):
            gone = c["talk_end_tick"]
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
        if not (self.here(c) and self.has_target(c) and self.is_queued(c)) or c["outcome"] == WITHDRAWN:
            return False
        return not (self.is_open(c) and self.meets(c, self.end))

    # sums

    def add(self, name: str, c: dict[str, int], value: float = 1.0) -> None:
        keys = {"all": 0, "channel": c["channel"], "segment": c["segment"], "intent": c["intent"]}
        for cut, index in {**keys, "queue": self.queue(c), "pool": c["pool"]}.items():
            if index >= 0:
                self.sums[name][cut, index] += value

    def contact(self, c: dict[str, int]) -> None:
        if self.here(c):
            self.counts(c)
            if self.has_target(c):
                self.service(c)
            self.passing(c)
            if self.is_machine(c):
                self.session(c)
            elif self.is_live(c):
                self.waits(c)
            else:
                self.replies(c)
        is_done = c["answered_tick"] >= 0 and self.start <= c["ended_tick"] < self.stop
        if c["reason"] == FOLLOW_UP and is_done and not self.is_machine(c):
            self.add("follow_ups_done", c)
            self.add("follow_up_s", c, (c["talk_ticks"] + c["wrap_up_ticks"]) / S)
        if self.is_answered(c) and self.start <= c["ended_tick"] < self.stop:
            self.add("handled", c)
            self.add("talk_s", c, c["talk_ticks"] / S)
            self.add("wrap_up_s", c, c["wrap_up_ticks"] / S)
            self.add("handle_s", c, (c["talk_ticks"] + c["wrap_up_ticks"]) / S)
            self.add("session_s", c, (c["ended_tick"] - c["answered_tick"]) / S)
        if not self.is_live(c) and self.is_queued(c) and c["arrived_tick"] < self.stop:
            gone = c["talk_end_tick"] if self.is_answered(c) else c["ended_tick"]
            if self.is_open(c) or gone >= self.stop:
                self.add("backlog_at_end", c)

    def counts(self, c: dict[str, int]) -> None:
        word = {ABANDONED: "abandoned", DISCONNECTED: "disconnected", BLOCKED: "blocked"}
        word |= {BALKED: "balked", CLOSED: "closed", WITHDRAWN: "withdrawn"}
        if c["outcome"] in (BALKED, BLOCKED, CLOSED) or (c["outcome"] in word and self.is_inbound(c)):
            self.add(word[c["outcome"]], c)
        if self.is_queued(c):
            for name in ("offered", "offered_or_blocked", "offered_or_balked", "offered_or_closed"):
                self.add(name, c)
        elif c["outcome"] in (BLOCKED, BALKED, CLOSED):
            self.add("offered_or_" + word[c["outcome"]], c)
        elif self.is_machine(c):
            self.add("offered_or_blocked", c)
            self.add("offered_or_closed", c)
        if self.is_answered(c):
            self.add("answered", c)
        if self.is_open(c):
            self.add("still_open", c)
        if self.is_abandoned(c) and not self.is_short(c):
            self.add("abandoned_over_short", c)

    def passing(self, c: dict[str, int]) -> None:
        names = {"transferred": self.led_to(c, TRANSFER), "redirected": self.led_to(c, REDIRECT)}
        names |= {"chases": c["reason"] == CHASE, "follow_ups": c["reason"] == FOLLOW_UP}
        names |= {"passed_on": c["way"] in (2, 3), "lost_on_the_way": c["way"] == 3}
        for name, is_one in {**names, "duplicates_worked": self.is_duplicate(c)}.items():
            if is_one:
                self.add(name, c)

    def session(self, c: dict[str, int]) -> None:
        if c["outcome"] not in (ANSWERED, CONTAINED):
            return
        self.add("sessions", c)
        if c["talk_end_tick"] < 0:
            return
        is_contained, a_day_later = c["outcome"] == CONTAINED, c["talk_end_tick"] + 24 * HOUR
        self.add("sessions_ended", c)
        self.add("sessions_contained", c, is_contained)
        self.add("sessions_resolved", c, c["is_resolved"] == 1)
        self.add("sessions_escalated", c, self.led_to(c, ESCALATION))
        self.add("sessions_not_escalated", c, not self.led_to(c, ESCALATION))
        self.add("session_lasted_s", c, (c["ended_tick"] - c["arrived_tick"]) / S)
        if a_day_later < self.end:
            self.add("sessions_followed", c)
            self.add("sessions_truly_contained", c, is_contained and not self.is_back(c, a_day_later))

    def service(self, c: dict[str, int]) -> None:
        is_short, is_early = self.is_short(c), self.is_early(c)
        if self.is_queued(c):
            self.add("offered_with_target", c)
        if self.is_abandoned(c) and not is_early:
            self.add("abandoned_over_target", c)
        if self.counts_in_service_level(c):
            self.add("sl_offered", c)
            if not is_early:
                self.add("sl_offered_less_early", c)
            if not is_short:
                self.add("sl_offered_less_short", c)
        if self.in_target(c):
            self.add("answered_in_target", c)
        if self.in_target(c) or is_early:
            self.add("sl_in_target_or_early", c)
        if self.in_target(c) or is_short:
            self.add("sl_in_target_or_short", c)
        if self.is_answered(c):
            self.add("sl_answered", c)
        if self.is_answered(c) or self.is_abandoned(c):
            self.add("sl_genesys", c)
            self.add("sl_genesys_flow_outs", c)
            if not is_short:
                self.add("sl_genesys_less_short", c)
                self.add("sl_genesys_flow_outs_less_short", c)

    def waits(self, c: dict[str, int]) -> None:
        wait_s = self.wait(c) / S if self.is_queued(c) else 0.0
        if self.is_answered(c):
            self.add("live_answered", c)
            self.add("answered_wait_s", c, wait_s)
        if self.is_abandoned(c):
            self.add("live_abandoned", c)
            self.add("abandoned_wait_s", c, wait_s)
        if self.is_answered(c) or self.is_abandoned(c):
            self.add("live_waited", c)
            self.add("wait_s", c, wait_s)
            if self.has_target(c):
                self.add("live_waited_with_target", c)
                target_s = int(self.channels.target_ticks[c["channel"]]) / S
                self.add("excess_wait_s", c, max(0.0, wait_s - target_s))
            keys = {"all": 0, "queue": self.queue(c), **{k: c[k] for k in ("channel", "segment", "intent")}}
            for key in keys.items():
                if key[1] >= 0:
                    self.sums["max_wait_s"][key] = max(self.sums["max_wait_s"].get(key, 0.0), wait_s)

    def replies(self, c: dict[str, int]) -> None:
        if not self.is_queued(c):
            return
        if self.is_answered(c):
            self.add("replies", c)
            self.add("reply_s", c, (c["talk_end_tick"] - c["arrived_tick"]) / S)
            spans = self.work_spans(c["channel"])
            working = open_ticks_between(c["arrived_tick"], c["talk_end_tick"], spans)
            self.add("reply_working_s", c, working / S)
            self.add("opening_wait_s", c, self.wait(c) / S)
        if int(self.channels.reply_ticks[c["channel"]]) < 0:
            return
        deadline = c["deadline_tick"] if c["deadline_tick"] >= 0 else float("inf")
        if self.is_answered(c):
            is_breach = c["talk_end_tick"] > deadline
        elif self.is_open(c):
            is_breach = deadline < self.end
        else:
            is_breach = c["ended_tick"] > deadline
        if is_breach:
            self.add("reply_breaches", c)
        elif self.is_answered(c):
            self.add("replies_in_time", c)
        if is_breach or self.is_answered(c):
            self.add("replies_due", c)

    def per_group(self) -> None:
        priority = self.world.routing.priority
        for p in range(len(self.world.names.pools)):
            total = self.sums["sl_answered"].get(("pool", p), 0.0)
            for c in self.contacts:
                q = self.queue(c)
                if not (self.here(c) and self.has_target(c) and q >= 0 and int(priority[p][q][c["channel"]])):
                    continue
                late = self.is_abandoned(c) and not self.is_early(c)
                total += late or c["outcome"] == BLOCKED
            self.sums["sl_per_group"]["pool", p] = total

    def intervals(self) -> None:
        days = [int(t) for t in self.world.horizon.day_tick]
        length = self.world.horizon.interval_ticks
        for first, last in pairwise(days):
            for a in range(first, last, length):
                if self.start <= a < self.stop:
                    self.interval(a, min(a + length, last))

    def interval(self, a: int, b: int) -> None:
        for channel in range(len(self.world.names.channels)):
            if int(self.channels.target_ticks[channel]) < 0:
                continue
            mine = [c for c in self.contacts if c["channel"] == channel and a <= c["arrived_tick"] < b]
            n = sum(self.counts_in_service_level(c) and not self.is_short(c) for c in mine)
            good = sum(self.in_target(c) for c in mine)
            opens, closes = self.channels.open_start[channel], self.channels.open_end[channel]
            spans = [(int(x), int(y)) for x, y in zip(opens, closes, strict=True)]
            is_met = n > 0 and good >= float(self.channels.target_share[channel]) * n - 1e-9
            is_empty = n == 0 and open_ticks_between(a, b, spans) > 0
            for key in (("all", 0), ("channel", channel)):
                self.sums["intervals_met"][key] += is_met
                self.sums["intervals_busy"][key] += n > 0
                self.sums["intervals_met_or_empty"][key] += is_met or is_empty
                self.sums["intervals_open"][key] += n > 0 or is_empty

    def agents(self) -> None:
        staffing = self.world.staffing
        days = [d for d, t in enumerate(self.world.horizon.day_tick[:-1]) if self.start <= int(t) < self.stop]
        add = self.add_pool
        for p in range(len(self.world.names.pools)):
            paid = sum(int(staffing.paid_ticks[p][d]) for d in days) / HOUR
            add("paid_h", p, paid)
            add("off_queue_h", p, paid)
            add("fte", p, paid / (len(days) / 7 * staffing.full_time_ticks / HOUR))
            add("scheduled_h", p, sum(int(staffing.scheduled_ticks[p][d]) for d in days) / HOUR)
        for duty in self.duties:
            p = int(staffing.pool[duty["agent"]])
            hours = max(0, min(duty["end_tick"], self.stop) - max(duty["start_tick"], self.start)) / HOUR
            if duty["kind"] != OFF_QUEUE:
                add("on_queue_h", p, hours)
                add("off_queue_h", p, -hours)
            if duty["kind"] == OVERTIME:
                add("overtime_h", p, hours)
                add("paid_h", p, hours)
                add("off_queue_h", p, hours)
                add("fte", p, hours / (len(days) / 7 * staffing.full_time_ticks / HOUR))
        for agent in range(len(staffing.pool)):
            self.agent(agent)

    def add_pool(self, name: str, pool: int, value: float) -> None:
        self.sums[name]["all", 0] += value
        self.sums[name]["pool", pool] += value

    def agent(self, agent: int) -> None:
        """Cut the agent's time at every change and look at each piece."""
        duties = [d for d in self.duties if d["agent"] == agent and d["kind"] != OFF_QUEUE]
        spells = [s for s in self.spells if s["agent"] == agent]
        marks = {self.start, self.stop}
        for span in duties + spells:
            marks |= {span["start_tick"], span["end_tick"]}
        cuts = sorted(m for m in marks if self.start <= m <= self.stop)
        pool = int(self.world.staffing.pool[agent])
        for a, b in pairwise(cuts):
            hand = [s for s in spells if s["start_tick"] <= a and b <= s["end_tick"]]
            if not hand or not any(d["start_tick"] <= a and b <= d["end_tick"] for d in duties):
                continue
            load = sum(int(self.channels.weight[s["channel"]]) for s in hand)
            self.add_pool("busy_h", pool, (b - a) / HOUR)
            self.add_pool("in_hand_h", pool, (b - a) / HOUR * len(hand))
            self.add_pool("load_h", pool, (b - a) / HOUR * load / self.channels.capacity)
            for s in hand:
                charged = (b - a) / S * int(self.channels.weight[s["channel"]]) / load
                self.add_pool("charged_s", pool, charged)
                self.sums["charged_s"]["channel", s["channel"]] += charged

    def issue_sums(self) -> None:
        days = sum(int(t) >= self.stop for t in self.world.horizon.day_tick[:-1])
        for issue in self.issues:
            if self.start <= issue["arrived_tick"] < self.stop:
                mine = list(self.by_issue[issue["issue"]])
                mine.sort(key=lambda c: c["visit"])
                self.one_issue(issue, mine)
                self.first_contact(issue, mine, days)

    def add_issue(self, name: str, issue: dict[str, int], value: float = 1.0) -> None:
        self.sums[name]["all", 0] += value
        for cut in ("channel", "segment", "intent"):
            self.sums[name][cut, issue[cut]] += value

    def one_issue(self, issue: dict[str, int], mine: list[dict[str, int]]) -> None:
        add, state = self.add_issue, ("issues_resolved", "issues_lost", "issues_open")
        add("issues", issue)
        add(state[issue["outcome"]], issue)
        add("issue_contacts", issue, issue["n_contacts"])
        add("issue_channels", issue, len({c["channel"] for c in mine if c["reason"] != FOLLOW_UP}))
        if issue["outcome"] == RESOLVED:
            add("resolution_s", issue, (issue["ended_tick"] - issue["arrived_tick"]) / S)
            spans = self.work_spans(issue["channel"])
            working = open_ticks_between(issue["arrived_tick"], issue["ended_tick"], spans)
            add("resolution_working_s", issue, working / S)
            if not any(c["answered_tick"] >= 0 and not self.is_machine(c) for c in mine):
                add("issues_deflected", issue)
        if issue["n_contacts"] == 1:
            add("issues_with_one_contact", issue)
            if issue["outcome"] == RESOLVED:
                add("issues_resolved_by_one", issue)
        for c in mine:
            add("issue_chases", issue, c["reason"] == CHASE)
            add("issue_transfers", issue, c["reason"] == TRANSFER)
            add("issue_follow_ups", issue, c["reason"] == FOLLOW_UP)
            add("issue_duplicates", issue, self.is_duplicate(c))
            if c["outcome"] == ANSWERED and c["story"] == STORY_LOST:
                add("issue_repeats", issue)
            if self.is_queued(c) and self.is_live(c):
                add("issue_wait_s", issue, self.wait(c) / S)
            elif self.is_queued(c):
                add("issue_reply_wait_s", issue, self.reply_wait(c) / S)

    def first_contact(self, issue: dict[str, int], mine: list[dict[str, int]], days: int) -> None:
        groups: dict[int, list[dict[str, int]]] = defaultdict(list)
        for c in mine:
            if self.is_handled(c):
                groups[self.charged_to(c)["visit"]].append(c)
        ends = {visit: [c["talk_end_tick"] for c in group] for visit, group in groups.items()}
        first = (
            min((c["talk_end_tick"], c["visit"], visit) for visit, group in groups.items() for c in group)[2]
            if groups
            else -1
        )
        for visit, group in groups.items():
            head = next(c for c in mine if c["visit"] == visit)
            is_silent = not self.is_back(head, max(ends[visit]) + days * 24 * HOUR)
            if visit == first:
                self.add_issue("issues_handled", issue)
                self.add_issue("fcr_resolved", issue, any(c["is_resolved"] == 1 for c in group))
            if days >= 1:
                self.add_issue("contacts_followed", issue)
                self.add_issue("contacts_silent", issue, is_silent)
                if visit == first:
                    self.add_issue("issues_handled_followed", issue)
                    self.add_issue("fcr_silent", issue, is_silent)
