"""The floor: contacts come in, wait, are answered, leave.

Two ways in for every match (MODEL.md 7): **push** when a contact arrives or becomes eligible (choose an agent), and
**pull** when an agent has room (choose a contact). Both are completed within the event that causes them, so
at no time does an eligible contact wait while an agent who may take it has room.
"""

from bisect import bisect_right

from sim.engine.reference.callbacks import Callbacks
from sim.engine.reference.clock import Clock, Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent, Hands
from sim.engine.reference.door import Door
from sim.engine.reference.draws import Draws
from sim.engine.reference.estimates import Estimates
from sim.engine.reference.facts import Facts
from sim.engine.reference.follow_up import FollowUps
from sim.engine.reference.lane_map import LaneMap
from sim.engine.reference.lanes import Entry, Lane
from sim.engine.reference.leaving import Leaving
from sim.engine.reference.ledger import Ledger
from sim.engine.reference.matches import Matches
from sim.engine.reference.messages import Messages
from sim.engine.reference.offers import Offers
from sim.engine.reference.peers import Peers
from sim.engine.reference.relations import Relations
from sim.engine.reference.routes import Routes
from sim.engine.reference.sessions import Sessions
from sim.engine.reference.tables import Tables
from sim.engine.reference.work import Work
from sim.rules.deadline import deadline_tick
from sim.rules.journey import next_opening
from sim.rules.lifecycle import LEGS, ChannelKind, IssueOutcome, Outcome
from sim.rules.order import AGENT_OFFSET, Rank, event_order
from sim.rules.routing import eligible_tick, entry_key, waiting_key
from sim.streams import Stream
from sim.world.world import World

_PATIENCE, _AT_ONCE, _BALK = int(Stream.PATIENCE), int(Stream.LEAVES_AT_ONCE), int(Stream.BALK)
_SELF_SERVICE, _MESSAGING = int(ChannelKind.SELF_SERVICE), int(ChannelKind.MESSAGING)
_OPEN = int(Outcome.OPEN)
_RETURN_ORDER = event_order(Rank.START, AGENT_OFFSET)
_PATIENCE_ORDER, _ARRIVAL_ORDER = event_order(Rank.PATIENCE, 0), event_order(Rank.ARRIVAL, 0)


class Centre:
    """One centre while the clock runs.

    Args:
        world: The world.
        env: The clock.
    """

    def __init__(self, world: World, env: Clock) -> None:
        self.world = world
        self.env = env
        self.tables = Tables(world)
        self.draws = Draws(world)
        self.ledger = Ledger(world)
        tables = self.tables
        self.hands = Hands(tables.weight, tables.maximum, tables.capacity, tables.beside)
        self.work = Work(
            world, self.tables, env, self.draws, self.ledger, self.hands, self._talk_is_over, self.when_free
        )
        self.messages = Messages(world, env, self.draws, self)
        self.work.messages = self.messages
        self.sessions = Sessions(self.tables, env, self.draws, self.ledger, self.free_line)
        self.peers = Peers(world, self.draws, self)
        self.follow_ups = FollowUps(world, self.draws, self)
        self.resting: dict[int, Contact] = {}
        """Callbacks between two attempts, or before their time."""
        self._slot_starts: list[int] = world.horizon.slot_tick.tolist()
        self._slots: list[int] = world.horizon.slot.tolist()
        self.is_open = [False] * len(world.names.channels)
        self.lines_used = [0] * len(world.names.channels)
        self.n_waiting = [0] * len(world.names.queues)
        self.matches = Matches(self)
        self.facts = Facts(world.condition_facts, self)
        self.door = Door(world, self.draws, self.facts, self)
        self.routes = Routes(world.routing, self.facts, self)
        self.callbacks = Callbacks(world, self.draws, self.facts, self)
        self.offers = Offers(world.channels.ringing, self.draws, self, self.step_away)
        self.leaving = Leaving(world, self.draws, self)
        self.relations = Relations(world, self)
        self.lanes = LaneMap(world, self.tables, self.hands)
        self.teams, self.agents, self._lanes = self.lanes.teams, self.lanes.agents, self.lanes.inbound
        self.estimates = Estimates(world.routing, self)
        self._clocks = [
            _WorkingClock(start.tolist(), end.tolist())
            for start, end in zip(world.channels.work_start, world.channels.work_end, strict=True)
        ]

    def _outbound_lane(self, contact: Contact, queue: int) -> Lane:
        """The lane in which a contact waits that the centre makes itself; shut while its channel is closed."""
        is_quiet = contact.ring is not None and contact.ring.is_quiet
        lane = self.lanes.find(queue, contact.channel, contact.taken_for, is_outbound=True, is_quiet=is_quiet)
        lane.is_shut = not self.is_open[contact.channel] and not self.tables.is_async[contact.channel]
        return lane

    def slot_at(self, tick: int) -> int:
        """The slot of the day that holds at a tick."""
        starts, slots = self._slot_starts, self._slots
        return slots[bisect_right(starts, tick) - 1]

    # --- arriving -----------------------------------------------------------------------------------------------

    def arrive(self, contact: Contact) -> None:
        """A contact comes in: turned away at the door, answered at once, or made to wait."""
        now = self.env.now
        tables, channel = self.tables, contact.channel
        is_async = tables.is_async[channel]
        if not self.takes(channel):
            if not (self.is_in_service(channel) and self.callbacks.offer_closed(contact)):
                self.turn_away(contact, Outcome.CLOSED)
            return
        lines = tables.lines[channel]
        if lines >= 0:
            group = tables.line_group[channel]
            if self.lines_used[group] >= lines:
                self.turn_away(contact, Outcome.BLOCKED)
                return
            self.lines_used[group] += 1
            contact.line_held = True
        if tables.kind[channel] == _SELF_SERVICE:
            self.sessions.start(contact, now)
            return
        queue = contact.queue = self.queue_of(contact)
        contact.lane = self.usual_lane(contact)
        contact.queued_tick = contact.since_tick = now
        contact.carried_ticks = contact.waited_before if tables.carries_age else 0
        if is_async:
            contact.deadline_tick = self._deadline(channel, now)
        if self.relations.wants[queue]:
            self.relations.reserve(contact)
        if not self.push(contact, now):
            self._let_wait(contact, queue, now, is_async)
        elif contact.offer_moment is not None:
            self.leaving.start_patience(contact, now)

    def usual_lane(self, contact: Contact) -> Lane:
        """The lane in which a customer's contact stands that anybody may take who is able."""
        return self._lanes[contact.queue][contact.channel][contact.taken_for]

    def arrive_outbound(self, contact: Contact, known_queue: int = -1) -> None:
        """A contact of the centre itself: made at once, or when an agent has time while the channel is open."""
        queue = contact.queue = self.queue_of(contact) if known_queue < 0 else known_queue
        contact.lane = self._outbound_lane(contact, queue)
        contact.queued_tick = contact.since_tick = self.env.now
        if not self.push(contact, self.env.now):
            self.join(contact)
            if self.routes.overflows[queue]:
                self.routes.plan(contact, -1)

    def queue_of(self, contact: Contact) -> int:
        """The queue that a contact would join now; −1 where nobody waits for its channel."""
        if self.routes.has_conditions:
            return self.routes.queue_of(contact)
        return self.tables.queue[contact.channel][contact.taken_for][contact.segment]

    def has_place(self, queue: int) -> bool:
        """Whether one more contact may wait in a queue."""
        limit = self.tables.limit[queue]
        return limit < 0 or self.n_waiting[queue] < limit

    def takes(self, channel: int) -> bool:
        """Whether a channel takes contacts now: it is in service and open; what waits for a reply waits over night."""
        return self.is_in_service(channel) and (self.is_open[channel] or self.tables.is_async[channel])

    def is_in_service(self, channel: int) -> bool:
        """Whether there is this channel now."""
        return self.tables.service_start[channel] <= self.env.now < self.tables.service_end[channel]

    def when_open(self, channel: int, tick: int) -> int:
        """The first tick from a given one on at which a channel takes contacts.

        Where it never opens again, that is the end of the horizon, so that a contact never comes.
        """
        tables, end = self.tables, self.world.horizon.end
        if tables.is_async[channel] or tick >= end:
            return tick
        opening = next_opening(tick, tables.open_start[channel], tables.open_end[channel])
        return end if opening < 0 else opening

    def _let_wait(self, contact: Contact, queue: int, now: int, is_async: bool) -> None:
        """Nobody is free: blocked by a full queue, gone on hearing the wait, or waiting."""
        if not self.has_place(queue):
            self.turn_away(contact, Outcome.BLOCKED)
            return
        is_asked = not is_async and self.callbacks.offers[queue] is not None and contact.reason not in LEGS
        if is_asked and self.callbacks.offer(contact):
            return
        if self.leaving.balks(contact, queue):
            self.turn_away(contact, Outcome.BALKED)
            return
        self.join(contact)
        if not is_async:
            self.leaving.start_patience(contact, now)
            if self.routes.ends[queue]:
                self.routes.limit(contact)
        elif self.peers.are_there:
            self.peers.read(contact)
        if self.routes.overflows[queue]:
            self.routes.plan(contact, -1)

    def join(self, contact: Contact) -> None:
        """Let a contact stand in its lane and be looked at again when more pools may take it."""
        lane = contact.lane
        assert lane is not None
        self.n_waiting[contact.queue] += 1
        if contact.talk_end_tick < 0 and not contact.is_silent:
            contact.outcome = _OPEN
        lane.join(contact, self._entry_key(contact))
        if lane.owner is not None:
            self.relations.stand(contact)
        elif lane.delays:
            self._plan_retest(contact, lane, 1)

    def _entry_key(self, contact: Contact) -> int:
        key, score = waiting_key(contact.since_tick, contact.carried_ticks), self.tables.score[contact.queue]
        if not score or (contact.lane is not None and contact.lane.is_quiet):
            return key
        mean = self.tables.mean_handle[contact.intent][contact.channel]
        return entry_key(score, key, contact.deadline_tick, mean)

    def leave_the_line(self, contact: Contact) -> None:
        """A customer who is to be called back hangs up and keeps the place among what the centre does itself."""
        self.free_line(contact)
        contact.outcome = _OPEN
        contact.lane = self._outbound_lane(contact, contact.queue)

    def go_over(self, contact: Contact, queue: int) -> None:
        """A waiting contact goes over to another queue, with its age and its patience."""
        assert contact.lane is not None
        self.take_out(contact)
        contact.retest_moment = None
        self.ledger.move(contact, contact.queue, queue, self.env.now)
        contact.queue = queue
        if contact.lane.is_outbound:
            contact.lane = self._outbound_lane(contact, queue)
        else:
            contact.lane = self.usual_lane(contact)
        contact.end_moment = None
        if not self.push(contact, self.env.now):
            self.join(contact)
            if self.routes.ends[queue] and contact.ring is None and not contact.lane.is_outbound:
                self.routes.limit(contact)

    def turn_away(self, contact: Contact, outcome: Outcome) -> None:
        """End a contact at the door; it never stood in a queue."""
        contact.queued_tick = contact.queue = contact.deadline_tick = -1
        self._end_unanswered(contact, outcome)

    def _end_unanswered(self, contact: Contact, outcome: Outcome) -> None:
        contact.outcome = int(outcome)
        contact.ended_tick = self.env.now
        if self.tables.kind[contact.channel] == _MESSAGING and contact.queued_tick >= 0:
            self.messages.write_turn(contact, -1)
        contact.is_over = True
        if contact.queued_tick >= 0:
            contact.waited_before += contact.ended_tick - contact.queued_tick
        self.free_line(contact)
        self.ledger.contact(contact)
        if contact.informed is not None:
            self.follow_ups.drop(contact.informed)
        if contact.sender is not None:
            self.work.end_hold(contact.sender, self.env.now)

    def end(self, contact: Contact, outcome: Outcome) -> None:
        """End a contact that stands in no queue and is in nobody's hands, and tell its customer."""
        assert contact.customer is not None
        if outcome == Outcome.ABANDONED and self.facts.has_meters:
            self.facts.note(contact, self.env.now)
        self._end_unanswered(contact, outcome)
        contact.customer.go_on()

    def begin(self, agent: Agent, contact: Contact, now: int) -> None:
        """A customer who was rung has answered."""
        if contact.need.waiting:
            self._close_linked(contact)
        self.work.begin(agent, contact, now)

    def free_line(self, contact: Contact) -> None:
        """Give back the line a contact holds."""
        if contact.line_held:
            contact.line_held = False
            self.lines_used[self.tables.line_group[contact.channel]] -= 1

    def _deadline(self, channel: int, now: int) -> int:
        ticks = self.tables.reply_ticks[channel]
        if ticks < 0:
            return -1
        if not self.tables.reply_is_working[channel]:
            return now + ticks
        clock = self._clocks[channel]
        return deadline_tick(now, ticks, clock.start, clock.end, clock.before)

    # --- waiting and leaving ------------------------------------------------------------------------------------

    def leave_queue(self, contact: Contact, outcome: Outcome) -> None:
        """End a waiting contact and tell its customer."""
        self.take_out(contact)
        if contact.is_silent:
            self.ledger.contact(contact)
        else:
            self.end(contact, outcome)

    def take_out(self, contact: Contact) -> None:
        """Take a waiting contact out of its lane."""
        assert contact.lane is not None
        contact.lane.leave(contact)
        self.n_waiting[contact.queue] -= 1
        if contact.reserved_since >= 0:
            contact.reserved_ticks += self.env.now - contact.reserved_since
            contact.reserved_since = -1

    def withdraw(self, contact: Contact) -> None:
        """A contact that waits is not needed any more."""
        self.leave_queue(contact, Outcome.WITHDRAWN)

    def _plan_retest(self, contact: Contact, lane: Lane, step: int) -> None:
        """Look again at the next age at which more pools may take the contact."""
        now = self.env.now
        for place in range(step - 1, len(lane.delays)):
            tick = eligible_tick(contact.since_tick, contact.carried_ticks, lane.delays[place])
            if tick > now:
                order = _ARRIVAL_ORDER + contact.ident + place + 1
                contact.retest_moment = Moment(self.env, tick, order, self._on_retest, (contact, place + 2))
                return

    def _on_retest(self, moment: Moment) -> None:
        contact, step = moment.subject
        if contact.retest_moment is moment and contact.is_waiting and not self.push(contact, self.env.now):
            self._plan_retest(contact, contact.lane, step)

    def open(self, channel: int) -> None:
        """A channel opens: what the centre means to do itself on it may be done again."""
        self.is_open[channel] = True
        lanes = self._outbound_lanes(channel)
        for lane in lanes:
            lane.is_shut = False
        for contact in self.lanes.in_order(lanes):
            self.push(contact, self.env.now)

    def close(self, channel: int) -> None:
        """A channel closes: those who wait are served later or disconnected now."""
        self.is_open[channel] = False
        if self.tables.is_async[channel]:
            return
        for lane in self._outbound_lanes(channel):
            lane.is_shut = True
        if self.tables.serves_at_close[channel]:
            return
        lanes = [lane for lane in self.lanes.all() if lane.channel == channel and not lane.is_outbound]
        waiting = [contact for lane in lanes for contact in lane.waiting()]
        for contact in sorted(waiting, key=lambda c: c.ident):
            if contact.is_waiting:
                self.leave_queue(contact, Outcome.DISCONNECTED)

    def _outbound_lanes(self, channel: int) -> list[Lane]:
        return [lane for lane in self.lanes.all() if lane.is_outbound and lane.channel == channel]

    # --- push and pull ------------------------------------------------------------------------------------------

    def push(self, contact: Contact, now: int) -> bool:
        """Find an agent for a contact: lowest priority, then longest idle, then lowest index.

        The queue may say otherwise; where nobody has room, the contact may interrupt other work.
        """
        lane = contact.lane
        assert lane is not None
        if lane.is_shut:
            return False
        channel = contact.channel
        age = now - contact.since_tick + contact.carried_ticks
        if self.tables.has_rule[contact.queue]:
            return self.matches.push(contact, lane, age, now)
        for level in lane.candidates:
            best: Agent | None = None
            for group, delay in level:
                if delay <= age:
                    free = group.longest_idle(channel)
                    if free is not None and (best is None or free.idle_key < best.idle_key):
                        best = free
            if best is not None:
                self.answer(best, contact, now)
                return True
        return self.tables.interrupts[channel] and not lane.is_quiet and self.matches.interrupt(contact, lane, age, now)

    def answer(self, agent: Agent, contact: Contact, now: int) -> None:
        """Put a contact into an agent's hands."""
        if contact.is_waiting:
            self.take_out(contact)
            contact.retest_moment = contact.overflow_moment = None
        if contact.own_agent >= 0 and contact.lane is not None and contact.lane.owner is not None:
            contact.lane = self.usual_lane(contact)
        if contact.answered_tick < 0:
            if contact.ring is not None:
                self.callbacks.dial(agent, contact, now)
                return
            if self.offers.rings[contact.channel]:
                self.offers.ring(agent, contact, now)
                return
        self.take_up(agent, contact, now)

    def take_up(self, agent: Agent, contact: Contact, now: int) -> None:
        """An agent opens a contact, or goes on with one."""
        contact.leave_moment = None
        if contact.is_silent:
            self.leaving.find_out(agent, contact, now)
            return
        is_first = contact.answered_tick < 0
        if is_first and contact.need.waiting:
            self._close_linked(contact)
        self.work.open(agent, contact, now)
        if is_first and contact.sender is not None:
            self.work.confer(contact.sender, now)
        if is_first and contact.task is None:
            if self.facts.has_meters:
                self.facts.note(contact, now)
            if self.estimates.remembers:
                self.estimates.note(contact, now)

    def _close_linked(self, contact: Contact) -> None:
        """Withdraw the contacts of the issue that still wait and are known to belong to one that is opened."""
        for other in list(contact.need.waiting):
            is_known = other.link == contact.link
            if other is contact or not is_known or other.answered_tick >= 0:
                continue
            if other.ring is not None:
                self.callbacks.withdraw(other)
            elif other.is_waiting:
                self.leave_queue(other, Outcome.WITHDRAWN)
            elif other.offer_moment is not None:
                self.offers.stop(other, Outcome.WITHDRAWN)

    def pull(self, agent: Agent, now: int) -> None:
        """Fill an agent's hands from the queues, as long as there is room and somebody to take."""
        while agent.takes_work and self.hands.has_room[agent.hands]:
            if agent.interrupted:
                if not self._go_back(agent, now):
                    break
                continue
            contact = self.pick(agent, now)
            if contact is None:
                break
            self.answer(agent, contact, now)

    def _go_back(self, agent: Agent, now: int) -> bool:
        """Take up the latest work that gave way, or first what it gives way to; false where nothing fits."""
        latest = agent.interrupted[-1]
        contact = self.pick(agent, now, only=self.tables.gives_way[latest.channel])
        if contact is not None:
            self.answer(agent, contact, now)
        elif self.hands.admits[agent.hands][latest.channel]:
            self.work.resume(agent, agent.interrupted.pop(), now)
        else:
            return False
        return True

    def pull_closed(self, agent: Agent, now: int) -> bool:
        """Let an agent who is about to leave take somebody who still waits on a closed channel."""
        contact = self.pick(agent, now, only_closed=True)
        if contact is None:
            return False
        self.answer(agent, contact, now)
        return True

    def pick(self, agent: Agent, now: int, only_closed: bool = False, only: list[int] | None = None) -> Contact | None:
        """Find the contact for an agent: lowest priority, then oldest, then (queued, issue, visit).

        Args:
            agent: Who has room.
            now: Current tick.
            only_closed: Only those that still wait on a closed channel.
            only: By channel, whether it is asked for; all where not given.
        """
        admits = self.hands.admits[agent.hands]
        if agent.group.is_scored:
            return self.matches.pick(agent, now, only_closed, only)
        for level in agent.group.lanes:
            best: Entry | None = None
            for lane, delay in level:
                if not lane.n_waiting or not admits[lane.channel] or lane.is_shut:
                    continue
                if only_closed and (self.is_open[lane.channel] or self.tables.is_async[lane.channel]):
                    continue
                if only is not None and (lane.is_quiet or not only[lane.channel]):
                    continue
                head = lane.head()
                if now - head[0] >= delay and (best is None or head < best):
                    best = head
            if best is not None:
                return best[4]
        return None

    def reopen_lost(self, contact: Contact) -> None:
        """A customer is reached: a thread of the issue goes on, and if it was lost it is open again."""
        contact.need.n_threads += 1
        if self.ledger.issue_outcome[contact.index] == IssueOutcome.LOST:
            self.ledger.issue_outcome[contact.index] = int(IssueOutcome.OPEN)
            self.ledger.issue_ended[contact.index] = -1

    def give_back(self, contact: Contact) -> None:
        """Return deferred work to its queue, with its age and its remaining work, and push it at once."""
        if not self.push(contact, self.env.now):
            self.join(contact)

    # --- ends of work -------------------------------------------------------------------------------------------

    def _talk_is_over(self, contact: Contact, now: int) -> None:
        if contact.line_held:
            self.free_line(contact)
        contact.waited_before += contact.answered_tick - contact.queued_tick
        contact.is_over = True
        if self.relations.is_used:
            self.relations.note(contact)
        if contact.need.told_tick < 0 and not contact.is_found_solved and contact.task is None:
            contact.need.told_tick = now
        if contact.informed is not None:
            self.follow_ups.drop(contact.informed)
        assert contact.customer is not None
        contact.customer.go_on()
        if contact.sender is not None:
            self.work.end_hold(contact.sender, now)

    def step_away(self, agent: Agent, ticks: int) -> None:
        """Let an agent who has not taken an offer take nothing for a while; `presence` books the time."""
        agent.away_moment = Moment(self.env, self.env.now + ticks, _RETURN_ORDER + agent.index, self._on_return, agent)
        agent.review()

    def _on_return(self, moment: Moment) -> None:
        """An agent takes contacts again."""
        agent: Agent = moment.subject
        if agent.away_moment is moment:
            agent.away_moment = None
            agent.review()

    def when_free(self, agent: Agent, now: int) -> None:
        """What an agent does whose hands got emptier; `presence` adds breaks and leaving."""
        if agent.takes_work:
            self.pull(agent, now)
            agent.group.offer(agent)


class _WorkingClock:
    """Spans of a working clock with the open time before each."""

    __slots__ = ("before", "end", "start")

    def __init__(self, start: list[int], end: list[int]) -> None:
        self.start, self.end = start, end
        self.before: list[int] = []
        total = 0
        for first, last in zip(start, end, strict=True):
            self.before.append(total)
            total += last - first
