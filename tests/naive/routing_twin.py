"""A naive twin of every routing rule: who takes what, what gives way, how fast work goes, who goes over.

Written from MODEL.md 3, 7 and 15 and from scenarios/REFERENCE.md alone. The twin looks at every contact and every agent
for each event, keeps no order, and charges all work in hand from event to event. It knows pools, queues, ranks, delays,
rings, agents kept idle, weights, maxima, what stands beside what, scores, agent rules, interruptions, slowdown, levels,
changes of channel, overflow, conditions, limits, lines, announced waits, patience, reply deadlines, redials and shifts
without breaks; heads by interval never change.

`decided` counts how often each rule made a difference, so that a test can show that the worlds force them all.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from sim.rules.condition import Compare, Fact
from sim.rules.estimate import Estimate
from sim.rules.lifecycle import Cause, ChannelKind, IssueOutcome, Outcome
from sim.rules.routing import AgentRule, Score
from sim.streams import Stream
from sim.world.world import World
from tests.naive.routing_customers import (
    FUTURE,
    IN_HAND,
    PUT_DOWN,
    STOPPED,
    TALKING,
    WAITING,
    WRAPPING,
    Contact,
    Customers,
    Row,
)

UNIT = 1 << 20
"""Work of one tick at full speed."""
NEVER_DUE = 1 << 62


class RoutingTwin:
    """The slow simulator of one world; `play` runs it, then the rows can be read."""

    def __init__(self, world: World) -> None:
        assert not world.staffing.heads_tick.any(), "heads of the twin never change"
        assert not len(world.staffing.spell_duty), "nobody of the twin has a break"
        self.world = world
        self.clock = 0
        self.n_put_down = 0
        self.agents = range(len(world.staffing.pool))
        duties = world.staffing.duty_agent, world.staffing.duty_start, world.staffing.duty_end
        self.duties = list(zip(*(column.tolist() for column in duties), strict=True))
        self.is_there = [agent not in {duty[0] for duty in self.duties} for agent in self.agents]
        self.touched = [0 for _ in self.agents]
        self.last_channel = [-1 for _ in self.agents]
        self.spells: list[Row] = []
        self.moves: list[Row] = []
        self.decided: Counter[str] = Counter()
        self.customers = Customers(world)
        self.contacts = self.customers.first_contacts()
        self.answers: list[tuple[int, int]] = []

    def play(self) -> "RoutingTwin":
        """Run to the end of the horizon."""
        end = self.world.horizon.end
        while True:
            tick, rank, agent, *_, step, contact = min(self._events(), key=lambda e: e[:5])
            self._charge(min(tick, end))
            if tick >= end:
                break
            if contact is None:
                self._come(agent) if rank == 1 else self._go(agent)
            elif rank == 3:
                self._end_of_work(contact)
            elif rank == 5:
                self._stop(contact, Outcome.ABANDONED)
            elif contact.state == FUTURE:
                self._arrive(contact)
            elif step == 0:
                contact.retested.add(tick)
                self._push(contact)
            else:
                self._look_at_overflow(contact, step - 1)
        for contact in self.contacts:
            if contact.state in IN_HAND:
                self._close_spell(contact)
        return self

    # --- what the record must hold --------------------------------------------------------------------------------

    def contact_rows(self) -> list[Row]:
        """Return the values of `CONTACT_COLUMNS`, by (issue, visit)."""
        return sorted(c.row(self._pool(c.agent)) for c in self.contacts if c.state != FUTURE)

    def spell_rows(self) -> list[Row]:
        """Return the values of `SPELL_COLUMNS`, by agent, start and (issue, visit)."""
        return sorted(self.spells, key=lambda spell: (*spell[:2], *spell[3:]))

    def move_rows(self) -> list[Row]:
        """Return the values of `MOVE_COLUMNS`, by (issue, visit) and tick."""
        return sorted(self.moves, key=lambda move: (*move[:2], move[4]))

    def issue_rows(self) -> list[Row]:
        """Return the values of `ISSUE_COLUMNS`, by issue."""
        found = []
        for issue in sorted({contact.issue for contact in self.contacts}):
            mine = [contact for contact in self.contacts if contact.issue == issue]
            n_made, last = sum(contact.state != FUTURE for contact in mine), mine[-1]
            if last.talk_end >= 0:
                found.append((issue, int(IssueOutcome.RESOLVED), last.talk_end, n_made))
            elif last.state == STOPPED:
                found.append((issue, int(IssueOutcome.LOST), last.ended, n_made))
            else:
                found.append((issue, int(IssueOutcome.OPEN), -1, n_made))
        return found

    # --- events ---------------------------------------------------------------------------------------------------

    def _events(self) -> Iterator[tuple[int, int, int, int, int, Contact | None]]:
        """Name all that may happen next: (tick, rank, issue, visit, step, contact), or the agent for the issue."""
        yield self.world.horizon.end, 0, 0, 0, 0, None
        for agent, start, end in self.duties:
            if not self.is_there[agent] and start >= self.clock:
                yield start, 1, agent, 0, 0, None
            elif self.is_there[agent]:
                yield end, 2, agent, 0, 0, None
        for contact in self.contacts:
            if contact.state == FUTURE:
                yield contact.arrived, 4, *contact.key, 0, contact
            elif contact.state in IN_HAND:
                yield self.clock + -(-max(0, contact.left) // self._rate(contact)), 3, *contact.key, 0, contact
            elif contact.state == WAITING:
                yield contact.queued + contact.patience, 5, *contact.key, 0, contact
                for tick in self._ripe_ticks(contact):
                    if tick > contact.queued and tick >= self.clock and tick not in contact.retested:
                        yield tick, 4, *contact.key, 0, contact
                for number, rule in enumerate(self.world.routing.overflow[contact.queue]):
                    if (
                        contact.answered < 0
                        and rule.after > contact.joined_at_age
                        and (contact.queue, number) not in contact.looked_at
                    ):
                        yield contact.queued + rule.after, 4, *contact.key, 1 + number, contact

    def _ripe_ticks(self, contact: Contact) -> set[int]:
        """Return the ticks at which somebody joins those who may take a contact, by the age it has then."""
        able = [agent for agent in self.agents if self._rank(agent, contact) and self._level(agent, contact)]
        return {contact.queued + self._least_age(agent, contact) - contact.carried for agent in able}

    def _least_age(self, agent: int, contact: Contact) -> int:
        """Return the age from which an agent may take a contact: that of the pool and that of the level."""
        routing, pool, level = self.world.routing, self.world.staffing.pool[agent], self._level(agent, contact)
        return int(max(routing.delay[pool, contact.queue], routing.level_delay[pool, contact.queue, level]))

    def _charge(self, now: int) -> None:
        """Work on everything in hand up to now."""
        for contact in self.contacts:
            if contact.state in IN_HAND:
                rate = self._rate(contact)
                contact.left -= (now - self.clock) * rate
                contact.spent[contact.state] += now - self.clock
                self.decided["slowed down"] += rate < UNIT and now > self.clock
        self.clock = now

    def _rate(self, contact: Contact) -> int:
        rates = self.world.channels.rate[contact.channel]
        return int(rates[min(len(self._held(contact.agent)), len(rates) - 1)])

    def _come(self, agent: int) -> None:
        self.is_there[agent], self.touched[agent] = True, self.clock
        self._pull(agent)

    def _go(self, agent: int) -> None:
        """End a shift: live work is finished, deferred work goes back to its queue and is pushed at once."""
        self.is_there[agent] = False
        is_deferred = self.world.channels.kind == ChannelKind.DEFERRED
        mine = [c for c in self.contacts if c.agent == agent and is_deferred[c.channel]]
        back = [c for c in mine if c.state == PUT_DOWN or (c.state in IN_HAND and c.left > 0)]
        for contact in back:
            self.decided["given back"] += 1
            if contact.state in IN_HAND:
                self._close_spell(contact)
            contact.state, contact.number_put_down = WAITING, -1
            if contact.talk_end < 0:
                contact.outcome = int(Outcome.OPEN)
        for contact in sorted(back, key=lambda c: c.key):
            self._push(contact)

    def _arrive(self, contact: Contact) -> None:
        lines = int(self.world.channels.lines[contact.channel])
        on_lines = [c for c in self.contacts if c.channel == contact.channel and c.state in (WAITING, TALKING)]
        if 0 <= lines <= len(on_lines):
            self.decided["lines"] += 1
            self._stop(contact, Outcome.BLOCKED)
            return
        queue = self._queue_of(contact)
        is_full = self._is_full(queue)
        contact.state, contact.queue, contact.queued = WAITING, queue, self.clock
        self._push(contact)
        if contact.state == WAITING and is_full:
            self.decided["limit"] += 1
            self._stop(contact, Outcome.BLOCKED)
        elif contact.state == WAITING and len(self.world.channels.balk_tick[contact.channel]):
            self._hear_the_wait(contact)

    def _hear_the_wait(self, contact: Contact) -> None:
        """Tell a customer who has to wait how long, as if it did not wait yet."""
        estimate = Estimate(int(self.world.routing.estimate[contact.queue]))
        announced = self._announced(contact, estimate)
        self.decided[f"announced by {estimate.name.lower().replace('_', ' ')}"] += 1
        if announced != self._announced(contact, Estimate.QUEUE_LENGTH):
            self.decided["announced otherwise than by length"] += 1
        if self.customers.balks(contact, announced):
            self.decided["balked"] += 1
            self._stop(contact, Outcome.BALKED)

    def _announced(self, contact: Contact, estimate: Estimate) -> int:
        """Estimate the wait of who has just joined a queue; the one who asks is not counted."""
        routing, queue = self.world.routing, contact.queue
        others = [c for c in self.contacts if c.state == WAITING and c.queue == queue and c is not contact]
        waits = [wait for of, wait in self.answers if of == queue]
        lists = routing.priority.any(axis=2)
        there = [self._pool(agent) for agent in self.agents if self.is_there[agent] or self._held(agent)]
        agents = sum(1 / int(lists[pool].sum()) for pool in there if lists[pool, queue])
        if not agents:
            self.decided["announced by nobody"] += 1
            return int(self.world.channels.balk_tick[contact.channel][-1])
        if estimate == Estimate.HEAD_OF_LINE:
            return max((self.clock - c.queued for c in others), default=0)
        if estimate == Estimate.LAST_SERVED and waits:
            return waits[-1]
        if estimate == Estimate.MEAN_OF_LAST and waits:
            last = waits[-int(routing.of_last[queue]) :]
            return (2 * sum(last) + len(last)) // (2 * len(last))
        return int((len(others) + 1) * float(routing.mean_handle[queue]) / agents + 0.5)

    def _queue_of(self, contact: Contact) -> int:
        """Return the first queue that takes a contact and whose conditions hold."""
        routing = self.world.routing
        takes = routing.takes[:, contact.channel, contact.intent, contact.segment].tolist()
        able = [queue for queue, is_taken in enumerate(takes) if is_taken]
        found = next(queue for queue in able if self._holds(routing.when[queue].tolist(), contact))
        self.decided["queue when"] += found != able[0]
        return found

    def _is_full(self, queue: int) -> bool:
        limit = int(self.world.routing.limit[queue])
        return 0 <= limit <= sum(c.state == WAITING and c.queue == queue for c in self.contacts)

    def _end_of_work(self, contact: Contact) -> None:
        if contact.state == TALKING:
            contact.talk_end = self.clock
            if contact.wrap_up > 0:
                contact.state, contact.left = WRAPPING, self._scaled(contact.wrap_up, contact.level) * UNIT
                return
        self._close_spell(contact)
        self.touched[contact.agent] = self.clock
        self._stop(contact, Outcome.ANSWERED)
        self._pull(contact.agent)

    def _stop(self, contact: Contact, outcome: Outcome) -> None:
        contact.state, contact.outcome, contact.ended = STOPPED, int(outcome), self.clock
        if outcome in (Outcome.BLOCKED, Outcome.BALKED):
            contact.queue = contact.queued = contact.deadline = -1
        if outcome != Outcome.ANSWERED:
            again = self.customers.next_contact(contact, Cause[outcome.name], self.clock)
            if again is not None:
                self.contacts.insert(self.contacts.index(contact) + 1, again)

    def _look_at_overflow(self, contact: Contact, number: int) -> None:
        rule = self.world.routing.overflow[contact.queue][number]
        contact.looked_at.add((contact.queue, number))
        if not self._holds(rule.conditions.tolist(), contact):
            self.decided["overflow when"] += 1
        elif self._is_full(rule.to):
            self.decided["overflow full"] += 1
        else:
            self.decided["overflow"] += 1
            self.moves.append((*contact.key, contact.queue, rule.to, self.clock))
            contact.queue, contact.joined_at_age = rule.to, rule.after
            self._push(contact)

    def _holds(self, conditions: list[list[int]], contact: Contact) -> bool:
        return all(self._holds_one(*condition, contact) for condition in conditions)

    def _holds_one(self, fact: int, subject: int, compare: int, value: int, contact: Contact) -> bool:
        spans = self.world.condition_facts
        facts: dict[int, Callable[[], int]] = {
            Fact.TIME_OF_DAY: lambda: int(
                any(
                    start <= self.clock < end
                    for start, end in zip(spans.span_start[subject], spans.span_end[subject], strict=True)
                )
            ),
            Fact.WAITING: lambda: sum(c.state == WAITING and c.queue == subject for c in self.contacts),
            Fact.IDLE_AGENTS: lambda: self._n_idle(subject),
            Fact.SEGMENT: lambda: contact.segment,
            Fact.INTENT: lambda: contact.intent,
            Fact.VISIT: lambda: contact.visit,
        }
        found = facts[fact]()
        outcomes = {Compare.OVER: found > value, Compare.UNDER: found < value, Compare.IS: found == value}
        return outcomes.get(Compare(compare), found != value)

    # --- who takes whom -------------------------------------------------------------------------------------------

    def _push(self, contact: Contact) -> None:
        """Give a contact to somebody with room, else to somebody whose work gives way, else let it wait."""
        free = [agent for agent in self.agents if self._may_take(agent, contact)]
        if not free:
            self._interrupt_for(contact)
            return
        best = min(self._rank(agent, contact) for agent in free)
        tied = [agent for agent in free if self._rank(agent, contact) == best]
        self.decided["rank of pools"] += len(tied) < len(free)
        self._take(self._agent_by_rule(tied, contact), contact)

    def _agent_by_rule(self, tied: list[int], contact: Contact) -> int:
        rule = AgentRule(int(self.world.routing.agent_rule[contact.queue]))

        def idle(agent: int) -> tuple[int, int]:
            return self.touched[agent], agent

        def least_loaded(agent: int) -> int:
            return sum(int(self.world.channels.weight[c.channel]) for c in self._held(agent))

        longest_idle = min(tied, key=idle)
        if rule == AgentRule.RANDOM:
            n = self.customers.uniform(Stream.ROUTE_RANDOM, contact)
            found = tied[n * len(tied) >> 53]
        elif rule == AgentRule.LEAST_LOADED:
            found = min(tied, key=lambda agent: (least_loaded(agent), *idle(agent)))
        elif rule == AgentRule.MOST_PROFICIENT:
            found = min(tied, key=lambda agent: (-self._level(agent, contact), *idle(agent)))
        else:
            found = longest_idle
            self.decided["longest idle"] += found != min(tied)
        self.decided[rule.name.lower().replace("_", " ") + " matters"] += found != longest_idle
        return found

    def _pull(self, agent: int) -> None:
        """Fill an agent who has room: who may interrupt, what was put down last, who else waits."""
        while self._takes_work(agent):
            waiting = [c for c in self.contacts if c.state == WAITING and self._may_take(agent, c)]
            put_down = [c for c in self.contacts if c.state == PUT_DOWN and c.agent == agent]
            if put_down:
                last = max(put_down, key=lambda c: c.number_put_down)
                others = [c for c in waiting if not self._gives_way(last, c)]
                waiting = [c for c in waiting if self._gives_way(last, c)]
                self.decided["waits for put down"] += bool(others and not waiting)
                if not waiting:
                    if self._unfit(agent, last, None):
                        self.decided["put down does not fit"] += 1
                        return
                    self.decided["latest put down first"] += len(put_down) > 1
                    self._resume(last)
                    continue
                self.decided["goes before put down"] += 1
            if not waiting:
                return
            self._take(agent, self._best(agent, waiting))

    def _best(self, agent: int, waiting: list[Contact]) -> Contact:
        """Of the contacts an agent may take: rank, score, earlier queued tick, issue, visit."""

        def plain(contact: Contact) -> tuple[int, ...]:
            return contact.queued, *contact.key

        best = min(waiting, key=lambda c: (self._rank(agent, c), self._score(c), *plain(c)))
        alike = [c for c in waiting if self._rank(agent, c) == self._rank(agent, best)]
        self.decided["rank of queues"] += min(waiting, key=lambda c: (self._score(c), *plain(c))) is not best
        if min(alike, key=plain) is not best:
            self.decided[Score(int(self.world.routing.score[best.queue])).name.lower().replace("_", " ")] += 1
        ties = [c for c in alike if self._score(c) == self._score(best) and c is not best]
        self.decided["equal scores"] += bool(ties)
        self.decided["equal scores and queued ticks"] += any(c.queued == best.queued for c in ties)
        return best

    def _score(self, contact: Contact) -> float:
        """Return the value by which the least goes first."""
        routing = self.world.routing
        age = self.clock - contact.queued + contact.carried
        score = Score(int(routing.score[contact.queue]))
        if score == Score.WEIGHTED_WAIT:
            return -age * int(routing.weight[contact.queue])
        if score == Score.CONVERSATION:
            return -(age + int(routing.points_ticks[contact.queue]))
        if score == Score.LEAST_SLACK:
            return contact.deadline if contact.deadline >= 0 else NEVER_DUE
        if score == Score.SHORTEST_WORK:
            return float(self.world.behaviour.mean_handle[contact.intent, contact.channel])
        return -age

    def _interrupt_for(self, contact: Contact) -> None:
        """Put down the one work that makes room: best pool, worst ranked work, latest start, lowest agent."""
        choices = []
        for agent in self.agents:
            works = [w for w in self._held(agent) if self._may_make_room(agent, w, contact)]
            if works:
                work = max(works, key=lambda w: (self._rank(agent, w), w.since, *w.key))
                self.decided["which work of an agent"] += len(works) > 1
                choices.append((self._rank(agent, contact), -self._rank(agent, work), -work.since, agent, work))
        if not choices:
            return
        *_, agent, work = min(choices, key=lambda choice: choice[:4])
        for place, name in enumerate(("pool", "rank", "start", "index")):
            alike = [c for c in choices if c[:place] == min(choices, key=lambda choice: choice[:4])[:place]]
            self.decided[f"interrupted by {name}"] += len({c[place] for c in alike}) > 1
        self.decided["interrupted"] += 1
        self._close_spell(work)
        work.state, work.number_put_down = PUT_DOWN, self.n_put_down
        self.n_put_down += 1
        self._take(agent, contact)

    def _may_make_room(self, agent: int, work: Contact, contact: Contact) -> bool:
        return self._gives_way(work, contact) and work.left > 0 and self._may_take(agent, contact, work)

    def _gives_way(self, work: Contact, contact: Contact) -> bool:
        return bool(self.world.channels.gives_way[work.channel, contact.channel])

    def _take(self, agent: int, contact: Contact) -> None:
        is_change = self.last_channel[agent] not in (-1, contact.channel)
        change = self.world.behaviour.change_ticks if is_change else 0
        self.decided["change of channel"] += change > 0
        self.last_channel[agent], contact.agent = contact.channel, agent
        if contact.answered < 0:
            contact.answered, contact.level = self.clock, self._level(agent, contact)
            contact.left = self._scaled(contact.talk, contact.level) * UNIT
            self.decided["level"] += self._scaled(contact.talk, contact.level) != contact.talk
            self.decided["carried age"] += contact.carried > 0
            self.answers.append((contact.queue, self.clock - contact.queued))
            self._go_on(contact)
        else:
            self.decided["given back and taken"] += 1
            self._resume(contact)
        contact.left += change * UNIT

    def _go_on(self, contact: Contact) -> None:
        """Take work into the hands of its agent."""
        contact.state = TALKING if contact.talk_end < 0 else WRAPPING
        contact.outcome, contact.number_put_down = int(Outcome.ANSWERED), -1
        contact.since = self.touched[contact.agent] = self.clock

    def _resume(self, contact: Contact) -> None:
        """Go on with work that was put down."""
        cost = int(self.world.channels.resume_ticks[contact.channel])
        contact.left += cost * UNIT
        self.decided["resume cost"] += cost > 0
        self.decided["wrap-up resumed"] += contact.talk_end >= 0
        self._go_on(contact)

    def _close_spell(self, contact: Contact) -> None:
        if self.clock > contact.since:
            self.spells.append((contact.agent, contact.since, self.clock, *contact.key, contact.channel))

    # --- what can be counted --------------------------------------------------------------------------------------

    def _pool(self, agent: int) -> int:
        return int(self.world.staffing.pool[agent]) if agent >= 0 else -1

    def _takes_work(self, agent: int) -> bool:
        """Whether an agent is there and not about to go: at the tick of a shift end nothing is taken any more."""
        return self.is_there[agent] and not any(who == agent and end == self.clock for who, _, end in self.duties)

    def _held(self, agent: int) -> list[Contact]:
        return [c for c in self.contacts if c.agent == agent and c.state in IN_HAND]

    def _n_idle(self, pool: int) -> int:
        return sum(self._pool(a) == pool and self._takes_work(a) and not self._held(a) for a in self.agents)

    def _rank(self, agent: int, contact: Contact) -> int:
        pool = self.world.staffing.pool[agent]
        return int(self.world.routing.priority[pool, contact.queue, contact.channel])

    def _level(self, agent: int, contact: Contact) -> int:
        """Return the lower of the levels in channel and intent, 0 where either is missing."""
        staffing = self.world.staffing
        return int(min(staffing.channel_level[agent, contact.channel], staffing.intent_level[agent, contact.intent]))

    def _scaled(self, ticks: int, level: int) -> int:
        """Return ticks times the factor of a level, rounded half up."""
        return int(ticks * float(self.world.behaviour.level_handle[level]) + 0.5)

    def _may_take(self, agent: int, contact: Contact, without: Contact | None = None) -> bool:
        """Whether an agent may take a contact that waits, once the work `without` is put down."""
        reasons = [*self._not_eligible(agent, contact), *self._unfit(agent, contact, without)]
        if len(reasons) == 1:
            self.decided[f"only {reasons[0]}"] += 1
        return not reasons

    def _not_eligible(self, agent: int, contact: Contact) -> list[str]:
        """Name what forbids it whatever the agent has in hand."""
        routing, pool = self.world.routing, int(self.world.staffing.pool[agent])
        age, level = self.clock - contact.queued + contact.carried, self._level(agent, contact)
        kept = int(routing.keeps_idle[pool, contact.queue])
        tests = {
            "not there": not self._takes_work(agent),
            "not listed": self._rank(agent, contact) == 0,
            "not skilled": level == 0,
            "too young": age < routing.delay[pool, contact.queue],
            "ring too narrow": level > 0 and age < routing.level_delay[pool, contact.queue, level],
            "kept idle": kept >= 0 and self._n_idle(pool) <= kept,
        }
        return [name for name, forbids in tests.items() if forbids]

    def _unfit(self, agent: int, contact: Contact, without: Contact | None) -> list[str]:
        """Name what an agent has in hand that leaves no room."""
        channels = self.world.channels
        held = [c.channel for c in self._held(agent) if c is not without]
        load = sum(int(channels.weight[channel]) for channel in [*held, contact.channel])
        tests = {
            "weight": load > channels.capacity,
            "maximum": held.count(contact.channel) >= channels.maximum[contact.channel],
            "beside": not all(channels.beside[channel, contact.channel] for channel in held),
        }
        return [name for name, forbids in tests.items() if forbids]
