"""Naive twin of sim.kpi: every sum written from its definition in plain loops, one contact at a time.

No NumPy, no shared helper: a World and a Record are read through lists. Slow on purpose.
"""

from collections import defaultdict
from itertools import pairwise
from typing import Any

from tests.naive.kpi_facts_twin import (
    ABANDONED,
    ANSWERED,
    BALKED,
    BLOCKED,
    CALLBACK_MISSED,
    CAMPAIGN,
    CHASE,
    CLOSED,
    COMMUNITY,
    CONTAINED,
    DISCONNECTED,
    ESCALATION,
    EXPIRED,
    FIRST_CALL,
    FIRST_INDUCED,
    FOLLOW_UP,
    HOUR,
    LAST_INDUCED,
    LOST_ON_THE_WAY,
    N_ROWS,
    NOT_SOLVED,
    OFF_QUEUE,
    ON_QUEUE,
    OVERTIME,
    PASSED_ON,
    PASSED_ON_WARM,
    REDIRECT,
    RESOLVED,
    STORY_LOST,
    TRANSFER,
    UNREACHED,
    WITHDRAWN,
    WRONG_QUEUE,
    NaiveFacts,
    S,
    open_ticks_between,
)

Twin = dict[str, dict[tuple[str, int], float]]


class Naive(NaiveFacts):
    """All sums of one record."""

    def __init__(self, record: Any, world: Any) -> None:
        super().__init__(record, world)
        self.sums: Twin = defaultdict(lambda: defaultdict(float))
        for contact in self.contacts:
            self.contact(contact)
        self.per_group()
        self.intervals()
        self.agents()
        self.issue_sums()
        self.sums["issues_averted"]["all", 0] = world.n_averted

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
            self.moved(c)
            self.came(c)
            self.messages(c)
            self.peers(c)
            self.callbacks(c)
            self.offers(c)
            self.missed(c)
            self.campaign(c)
            if self.is_machine(c):
                self.session(c)
            elif self.is_live(c):
                self.waits(c)
            else:
                self.replies(c)
        is_done = c["answered_tick"] >= 0 and self.start <= c["ended_tick"] < self.stop
        if c["reason"] == CAMPAIGN and self.start <= c["ended_tick"] < self.stop:
            self.add("campaign_h", c, (self.handle(c) + c["dial_ticks"]) / HOUR)
        if c["reason"] in (FOLLOW_UP, CALLBACK_MISSED, CAMPAIGN) and is_done and not self.is_machine(c):
            if c["reason"] == FOLLOW_UP:
                self.add("follow_ups_done", c)
                self.add("follow_up_s", c, self.handle(c) / S)
            self.worked(c)
        if self.is_worked(c) and self.start <= c["ended_tick"] < self.stop:
            self.add("handled", c)
            self.add("talk_s", c, c["talk_ticks"] / S)
            self.add("hold_s", c, c["hold_ticks"] / S)
            self.add("wrap_up_s", c, c["wrap_up_ticks"] / S)
            self.add("handle_s", c, self.handle(c) / S)
            self.worked(c)
            self.add("session_s", c, (c["ended_tick"] - c["answered_tick"]) / S)
        if not self.is_live(c) and self.is_queued(c) and c["arrived_tick"] < self.stop:
            gone = self.reply(c) if self.is_answered(c) else c["ended_tick"]
            if self.is_open(c) or gone >= self.stop:
                self.add("backlog_at_end", c)

    def counts(self, c: dict[str, int]) -> None:
        word = {ABANDONED: "abandoned", DISCONNECTED: "disconnected", EXPIRED: "disconnected", BLOCKED: "blocked"}
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
        if self.is_by_peer(c) or self.is_callback(c):
            self.add("flow_outs", c)
        if self.is_abandoned(c) and not self.is_short(c):
            self.add("abandoned_over_short", c)

    def passing(self, c: dict[str, int]) -> None:
        is_in_h = self.is_answered(c)
        names = {"transferred": is_in_h and self.led_to(c, TRANSFER)}
        names |= {"redirected": is_in_h and self.led_to(c, REDIRECT)}
        names |= {"chases": c["reason"] == CHASE, "follow_ups": c["reason"] == FOLLOW_UP}
        arrived = self.led_to(c, TRANSFER)
        names |= {"passed_on": c["way"] in (PASSED_ON, LOST_ON_THE_WAY, PASSED_ON_WARM)}
        names |= {"passed_on_arrived": arrived and c["way"] in (PASSED_ON, LOST_ON_THE_WAY, PASSED_ON_WARM)}
        names |= {"passed_on_warm": arrived and c["way"] == PASSED_ON_WARM}
        names |= {"lost_on_the_way": c["way"] == LOST_ON_THE_WAY}
        names |= {"wrong_queue": self.is_answered(c) and c["way"] == WRONG_QUEUE}
        for name, is_one in {**names, "duplicates_worked": is_in_h and self.is_duplicate(c)}.items():
            if is_one:
                self.add(name, c)

    def moved(self, c: dict[str, int]) -> None:
        """Each queue it left for another one has had it, and there it has flowed out."""
        names = ["offered", "offered_or_blocked", "offered_or_balked", "offered_or_closed", "flow_outs"]
        if self.has_target(c):
            names += ["offered_with_target", "sl_genesys_flow_outs", "sl_genesys_flow_outs_less_short"]
        for move in self.moves:
            if (move["issue"], move["visit"]) == (c["issue"], c["visit"]) and self.is_queued(c):
                for name in names:
                    self.sums[name]["queue", move["from_queue"]] += 1

    def messages(self, c: dict[str, int]) -> None:
        replied = [t for t in self.turns_of(c) if t["replied_tick"] >= 0]
        if self.is_answered(c) and replied:
            for turn in replied:
                if turn["turn"] > 0:
                    self.add("later_replies", c)
                    self.add("later_reply_s", c, (turn["replied_tick"] - turn["asked_tick"]) / S)
            if c["talk_end_tick"] >= 0:
                self.add("conversations", c)
                self.add("turns", c, len(replied))

    def peers(self, c: dict[str, int]) -> None:
        if self.kind(c) == COMMUNITY and self.is_queued(c) and not self.is_open(c):
            self.add("posts_ended", c)
        if self.is_by_peer(c):
            self.add("peer_answers", c)
            self.add("peer_answer_s", c, (c["ended_tick"] - c["arrived_tick"]) / S)
            self.add("peer_resolved", c, c["is_resolved"] == 1)

    def callbacks(self, c: dict[str, int]) -> None:
        """Offers, what became of accepted ones, and the two speeds of answer that count them."""
        is_taken, is_reached = self.is_callback(c), self.is_callback(c) and c["answered_tick"] >= 0
        waited_s = (c["answered_tick"] - c["queued_tick"]) / S
        self.add("callbacks_offered", c, c["callback"] > 0)
        self.add("dial_h", c, c["dial_ticks"] / HOUR)
        is_live = self.is_live(c) and self.is_answered(c)
        self.add("answered_or_accepted", c, is_live or is_taken)
        if is_live or is_reached:
            self.add("connected", c)
            self.add("connect_s", c, waited_s)
        if not is_taken:
            return
        self.add("callbacks_accepted", c)
        self.add("callbacks_reached", c, is_reached)
        self.add("callbacks_unreached", c, c["outcome"] == UNREACHED)
        self.add("callbacks_expired", c, c["outcome"] == EXPIRED)
        self.add("callbacks_resolved", c, c["is_resolved"] == 1)
        asked = [d for d in self.by_issue[c["issue"]] if d["reason"] == CHASE and self.before(d) is c]
        self.add("callback_chases", c, len(asked))
        if is_reached:
            self.add("callback_wait_s", c, waited_s)
        if is_reached or c["ended_tick"] >= 0:
            self.add("callbacks_over", c)
            self.add("callback_attempts", c, c["attempts"])
            if c["deadline_tick"] >= 0:
                self.add("callbacks_promised", c)
                self.add("callback_promises_kept", c, is_reached and c["answered_tick"] <= c["deadline_tick"])

    def offers(self, c: dict[str, int]) -> None:
        """Rings at agents, who left without a word, and who was meant for an agent of their own."""
        self.add("offers", c, c["offers"])
        self.add("missed_offers", c, c["missed_offers"])
        self.add("ring_h", c, c["ring_ticks"] / HOUR)
        self.add("ghost_h", c, c["ghost_ticks"] / HOUR)
        self.add("silent", c, self.is_abandoned(c) and c["is_silent"])
        if c["own_agent"] >= 0 and self.is_worked(c):
            self.add("with_own_agent", c)
            self.add("by_own_agent", c, c["agent"] == c["own_agent"])
        if self.is_live(c) and self.is_answered(c):
            self.add("reserved_s", c, c["reserved_ticks"] / S)

    def missed(self, c: dict[str, int]) -> None:
        """Calls to who did not get through."""
        if c["reason"] != CALLBACK_MISSED:
            return
        is_reached, is_crossed = c["answered_tick"] >= 0, c["outcome"] == WITHDRAWN
        self.add("missed_rung", c)
        self.add("missed_reached", c, is_reached)
        self.add("missed_crossed", c, is_crossed)
        self.add("missed_unreached", c, c["outcome"] == UNREACHED)
        self.add("missed_expired", c, c["outcome"] == EXPIRED)
        self.add("missed_resolved", c, c["is_resolved"] == 1)
        if is_reached or c["ended_tick"] >= 0:
            self.add("missed_over", c)
            if c["deadline_tick"] >= 0 and not is_crossed:
                self.add("missed_promised", c)
                self.add("missed_promises_kept", c, is_reached and c["answered_tick"] <= c["deadline_tick"])

    def campaign(self, c: dict[str, int]) -> None:
        """Calls of campaigns, whose customers have made no contact."""
        if c["reason"] != CAMPAIGN:
            return
        is_reached = c["answered_tick"] >= 0
        self.add("campaign_calls", c)
        self.add("campaign_reached", c, is_reached)
        self.add("campaign_over", c, is_reached or c["ended_tick"] >= 0)
        self.add("campaign_unreached", c, c["outcome"] == UNREACHED)
        self.add("campaign_expired", c, c["outcome"] == EXPIRED)
        self.add("campaign_resolved", c, c["is_resolved"] == 1)

    # failure demand

    def is_repeat(self, c: dict[str, int]) -> bool:
        return self.is_by_customer(c) and c["visit"] > 0

    def add_failure(self, name: str, c: dict[str, int], value: float, is_one: bool) -> None:
        """Add to a sum of repeats, with why and by whom; or to one of everything, which those are shares of."""
        if c["issue"] >= FIRST_CALL:
            return
        keys = {"all": 0, "channel": c["channel"], "segment": c["segment"], "intent": c["intent"], "pool": c["pool"]}
        if is_one:
            keys |= self.reasons(c)
        for cut, index in keys.items():
            if index >= 0:
                self.sums[name][cut, index] += value
        names = self.world.names
        for cut, words in (("cause", names.failure_causes), ("caused_by", names.cost_centres)):
            for index in range(0 if is_one else len(words)):
                self.sums[name][cut, index] += value
                if cut == "caused_by":
                    self.sums[name]["paid_by", index] += value

    def reasons(self, c: dict[str, int]) -> dict[str, int]:
        head, who = self.charged_to(c), self.world.departments
        failed, cause = self.before(head), head["led_by"]
        if cause == NOT_SOLVED and failed is not None and failed["cause"] >= 0:
            cause = N_ROWS + failed["cause"]
        by = int(who.cause[cause]) if cause >= 0 else -1
        if by < 0 and failed is not None:
            by = int(who.pool[failed["pool"]] if failed["pool"] >= 0 else who.channel[failed["channel"]])
        return {"cause": cause, "caused_by": by, "paid_by": int(who.pool[c["pool"]]) if c["pool"] >= 0 else -1}

    def came(self, c: dict[str, int]) -> None:
        if self.is_by_customer(c):
            self.add_failure("customer_contacts", c, 1.0, is_one=False)
            if self.is_repeat(c):
                self.add_failure("failure_contacts", c, 1.0, is_one=True)

    def worked(self, c: dict[str, int]) -> None:
        self.add_failure("work_h", c, self.handle(c) / HOUR, is_one=False)
        if self.is_repeat(self.charged_to(c)):
            self.add_failure("failure_h", c, self.handle(c) / HOUR, is_one=True)

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
        if self.is_by_peer(c) or self.is_callback(c):
            self.add("sl_genesys_flow_outs", c)
            self.add("sl_genesys_flow_outs_less_short", c)
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
            self.add("reply_s", c, (self.reply(c) - c["arrived_tick"]) / S)
            spans = self.work_spans(c["channel"])
            working = open_ticks_between(c["arrived_tick"], self.reply(c), spans)
            self.add("reply_working_s", c, working / S)
            self.add("opening_wait_s", c, self.wait(c) / S)
        if int(self.channels.reply_ticks[c["channel"]]) < 0:
            return
        deadline = c["deadline_tick"] if c["deadline_tick"] >= 0 else float("inf")
        if self.is_answered(c):
            is_breach = self.reply(c) > deadline
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
        self.persons()

    def persons(self) -> None:
        """Look at each piece of a person's time: what was planned, and what was done."""
        staffing = self.world.staffing.planned or self.world.staffing
        pools = {int(staffing.pool[agent]) for agent in staffing.duty_agent}
        for agent in range(len(staffing.pool)):
            pool = int(staffing.pool[agent])
            mine = [d for d in self.duties if d["agent"] == agent]
            plan = self.plan_of(agent)
            edges = {self.start, self.stop, *(t for a, b, _ in plan for t in (a, b))}
            edges |= {d[name] for d in mine for name in ("start_tick", "end_tick")}
            for a, b in pairwise(sorted(t for t in edges if self.start <= t <= self.stop)):
                hours = (b - a) / HOUR
                wanted = next((is_off for x, y, is_off in plan if x <= a and b <= y), None)
                done = next((d["kind"] for d in mine if d["start_tick"] <= a and b <= d["end_tick"]), None)
                if pool in pools and done in (ON_QUEUE, OVERTIME):
                    self.add_pool("persons_on_queue_h", pool, hours)
                if wanted is not None:
                    self.add_pool("planned_h", pool, hours)
                    self.add_pool("planned_on_queue_h", pool, 0.0 if wanted else hours)
                    self.add_pool("adherent_h", pool, hours if done == (OFF_QUEUE if wanted else ON_QUEUE) else 0.0)

    def plan_of(self, agent: int) -> list[tuple[int, int, bool]]:
        """Pieces of an agent's plan: from, to, and whether off the queues; spells that meet follow each other."""
        staffing, plan = self.world.staffing.planned or self.world.staffing, []
        for duty, owner in enumerate(staffing.duty_agent.tolist()):
            if owner != agent:
                continue
            at, end = int(staffing.duty_start[duty]), int(staffing.duty_end[duty])
            for number, of in enumerate(staffing.spell_duty.tolist()):
                if of == duty:
                    begin = min(end, max(at, int(staffing.spell_start[number])))
                    stop = min(end, begin + int(staffing.spell_ticks[number]))
                    plan += [(at, begin, False), (begin, stop, True)]
                    at = stop
            plan.append((at, end, False))
        return [piece for piece in plan if piece[0] < piece[1]]

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
            if self.start <= issue["arrived_tick"] < self.stop and issue["issue"] < FIRST_CALL:
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
        add("issues_induced", issue, FIRST_INDUCED <= issue["issue"] <= LAST_INDUCED)
        add(state[issue["outcome"]], issue)
        add("issue_contacts", issue, issue["n_contacts"])
        add(
            "issue_channels",
            issue,
            len({c["channel"] for c in mine if c["reason"] not in (FOLLOW_UP, CALLBACK_MISSED, CAMPAIGN)}),
        )
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
            if (c["outcome"] == ANSWERED or self.is_answered(c)) and c["story"] == STORY_LOST:
                add("issue_repeats", issue)
            if self.is_callback(c):
                continue
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
