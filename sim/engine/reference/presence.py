"""Coming, breaks and leaving: what moves people on and off the floor (MODEL.md 7, People).

A team staffed by interval loses its idle agents first (longest idle), then whoever finishes first: the next who
puts a contact down takes nothing new and goes with empty hands, while the others work on. Persons with a shift
leave themselves, after live work, and hand deferred work back. Whoever would leave while somebody
still waits on a closed channel that serves those who wait takes them first, in overtime.
"""

from heapq import heapify, heappop, heappush

from sim.engine.reference.centre import Centre
from sim.engine.reference.clock import Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent, Team
from sim.rules.lifecycle import ChannelKind, Duty, Outcome
from sim.rules.order import AGENT_OFFSET, Rank, event_order
from sim.rules.routing import idle_key

_BREAK_END_ORDER = event_order(Rank.START, AGENT_OFFSET)


class Floor(Centre):
    """A centre whose people come and go."""

    def staff_by_heads(self, team: Team) -> None:
        """Make a team one that is staffed by interval: everybody is away."""
        team.off = [agent.index for agent in team.agents]
        heapify(team.off)

    # --- coming and going ---------------------------------------------------------------------------------------

    def come(self, agent: Agent, until: int = -1) -> None:
        """An agent comes on duty, or goes on into the next duty from overtime, and looks for work.

        Args:
            agent: Who.
            until: Planned end of a person's duty, −1 for a team staffed by interval.
        """
        if agent.is_present:
            self._begin_span(agent, Duty.ON_QUEUE, self.env.now)
        else:
            agent.team.n_present += 1
            agent.is_present = True
            agent.span_start = self.env.now
            agent.span_kind = int(Duty.ON_QUEUE)
        agent.is_leaving = False
        agent.stop_tick = until
        agent.review()
        self._be_free(agent)

    def step_away(self, agent: Agent, ticks: int) -> None:
        """Book the time in which an agent takes nothing as time off the queue, unless something is in hand."""
        if agent.is_leaving:
            return
        super().step_away(agent, ticks)
        is_to_drop = agent.drops_since >= 0 or bool(agent.team.drops)
        if not agent.in_hand and agent.span_kind == Duty.ON_QUEUE and not is_to_drop:
            self._begin_span(agent, Duty.OFF_QUEUE, self.env.now)

    def _on_return(self, moment: Moment) -> None:
        agent: Agent = moment.subject
        if agent.away_moment is not moment or agent.stop_tick == self.env.now:
            return
        super()._on_return(moment)
        if agent.is_on_break:
            return
        if agent.span_kind == Duty.OFF_QUEUE:
            self._begin_span(agent, Duty.ON_QUEUE, self.env.now)
        self._be_free(agent)

    def _be_free(self, agent: Agent) -> None:
        """Stand among the free agents as of now, and pull."""
        agent.idle_key = idle_key(self.env.now, agent.index)
        self.pull(agent, self.env.now)
        agent.group.offer(agent)

    def _begin_span(self, agent: Agent, kind: Duty, at: int) -> None:
        """Close the span an agent is in and begin another."""
        self.ledger.duty(agent.index, agent.span_start, at, agent.span_kind)
        agent.span_start = at
        agent.span_kind = int(kind)

    def _go(self, agent: Agent) -> None:
        """An agent goes off duty; no room is held for conversations any more."""
        for contact in list(agent.held):
            self.messages.release(contact)
        self.ledger.duty(agent.index, agent.span_start, self.env.now, agent.span_kind)
        agent.is_present = agent.is_leaving = agent.is_on_break = agent.takes_work = False
        agent.away_moment = None
        agent.team.n_present -= 1
        interrupted, agent.interrupted = agent.interrupted, []
        for contact in sorted(interrupted, key=lambda c: c.ident):
            self.give_back(contact)
        self.relations.release_all(agent)

    def when_free(self, agent: Agent, now: int) -> None:
        """Leave, begin a break that is due, or take the next contact, in this order."""
        if agent.is_leaving:
            self._try_to_leave(agent)
        elif agent.drops_since >= 0 or agent.team.drops:
            self._try_to_drop(agent)
        elif agent.breaks_due:
            self._try_break(agent)
        elif agent.is_present:
            self.pull(agent, now)
            agent.group.offer(agent)

    # --- headcount by interval ----------------------------------------------------------------------------------

    def set_heads(self, team: Team, heads: int) -> None:
        """The wanted number of a team staffed by interval changes."""
        rises = heads > team.planned
        team.planned = heads
        if rises:
            self._raise_heads(team)
        else:
            self._lower_heads(team)

    def _raise_heads(self, team: Team) -> None:
        """Those who were to leave stay, the latest first; then people come, the lowest index first."""
        to_stay = len(team.drops) + len(team.leavers) - max(0, team.n_present - team.planned)
        while to_stay > 0 and team.drops:
            team.drops.pop()
            to_stay -= 1
        while to_stay > 0:
            self._stay(team.leavers.pop())
            to_stay -= 1
        while team.n_present < team.planned:
            self.come(self.agents[heappop(team.off)])

    def _stay(self, agent: Agent) -> None:
        agent.drops_since = -1
        agent.review()
        self.pull(agent, self.env.now)
        agent.group.offer(agent)

    def _lower_heads(self, team: Team) -> None:
        over = team.n_present - team.planned - len(team.drops) - len(team.leavers)
        idle = sorted((a for a in team.agents if a.is_present and not a.in_hand), key=lambda a: a.idle_key)
        for agent in idle[:over]:
            self._drop(agent)
        team.drops += [self.env.now] * (over - min(over, len(idle)))

    def _drop(self, agent: Agent) -> None:
        self._go(agent)
        heappush(agent.team.off, agent.index)

    def _try_to_drop(self, agent: Agent) -> None:
        """Somebody of a team that is over its number has put a contact down, and is the one to leave."""
        team, now = agent.team, self.env.now
        if agent.drops_since < 0:
            agent.drops_since = team.drops.pop(0)
            team.leavers.append(agent)
            agent.review()
            self.relations.release_all(agent)
        if self.pull_closed(agent, now) or agent.in_hand:
            return
        team.leavers.remove(agent)
        self._begin_span(agent, Duty.OVERTIME, agent.drops_since)
        agent.drops_since = -1
        self._drop(agent)

    # --- shifts -------------------------------------------------------------------------------------------------

    def stop_taking(self, agent: Agent) -> None:
        """Let an agent whose duty ends or whose break begins on this tick take nothing on it any more.

        Called for all of them before the first of these events, so that work one hands back does not go to another.
        """
        agent.takes_work = False

    def end_shift(self, agent: Agent) -> None:
        """A person's shift ends: nothing new, deferred work goes back, live work is finished in overtime."""
        if agent.is_on_break:
            agent.wake_moment = None
            agent.team.n_present += 1
        agent.is_leaving = True
        agent.is_on_break = False
        agent.away_moment = None
        agent.breaks_due = []
        agent.review()
        self._begin_span(agent, Duty.OVERTIME, self.env.now)
        returned = agent.suspended + agent.interrupted
        agent.suspended, agent.interrupted = [], []
        for contact in list(agent.in_hand):
            if self._is_deferred(contact) and not self.work.is_done(contact, self.env.now):
                self.work.put_down(agent, contact, self.env.now)
                returned.append(contact)
        for contact in sorted(returned, key=lambda c: c.ident):
            self.give_back(contact)
        self.relations.release_all(agent)
        self._try_to_leave(agent)

    def _try_to_leave(self, agent: Agent) -> None:
        if not self.pull_closed(agent, self.env.now) and not agent.in_hand:
            self._go(agent)

    def _is_deferred(self, contact: Contact) -> bool:
        return self.tables.is_async[contact.channel]

    # --- breaks -------------------------------------------------------------------------------------------------

    def begin_break(self, agent: Agent, ticks: int) -> None:
        """A break is due: it starts after live work, deferred work waits for its end, it keeps its length."""
        agent.breaks_due.append(ticks)
        agent.review()
        if not agent.is_on_break:
            self._try_break(agent)

    def _try_break(self, agent: Agent) -> None:
        now = self.env.now
        if any(not self._is_deferred(c) or self.work.is_done(c, now) for c in agent.in_hand):
            return
        for contact in list(agent.in_hand):
            self.work.put_down(agent, contact, now)
            agent.suspended.append(contact)
        agent.is_on_break = True
        agent.team.n_present -= 1
        self._begin_span(agent, Duty.OFF_QUEUE, now)
        end = now + agent.breaks_due.pop(0)
        agent.wake_moment = Moment(self.env, end, _BREAK_END_ORDER + agent.index, self._on_break_end, agent)

    def _on_break_end(self, moment: Moment) -> None:
        agent: Agent = moment.subject
        now = self.env.now
        if agent.wake_moment is not moment or agent.stop_tick == now:
            return
        agent.is_on_break = False
        agent.team.n_present += 1
        if agent.breaks_due:
            self._try_break(agent)
            return
        agent.review()
        self._begin_span(agent, Duty.ON_QUEUE if agent.away_moment is None else Duty.OFF_QUEUE, now)
        agent.interrupted += agent.suspended
        agent.suspended = []
        self._be_free(agent)

    # --- the end of the horizon ---------------------------------------------------------------------------------

    def stop(self) -> None:
        """Write down what is still going on when the horizon ends."""
        end = self.env.now
        for agent in self.agents:
            for contact in agent.in_hand + agent.suspended + agent.interrupted:
                if contact in agent.in_hand:
                    self._cut(contact, agent, end)
                self._write_open(contact)
            if agent.is_present:
                self._cut_duty(agent, end)
        for lane in self.lanes.all():
            for contact in lane.waiting():
                self._write_open(contact)
        for contact in self.resting.values():
            self.ledger.contact(contact)
        self.sessions.stop(end)
        self.messages.stop()

    def _write_open(self, contact: Contact) -> None:
        if self.tables.kind[contact.channel] == ChannelKind.MESSAGING and contact.talk_end_tick < 0:
            self.messages.write_turn(contact, -1)
        if contact.reserved_since >= 0:
            contact.reserved_ticks += self.env.now - contact.reserved_since
        self.ledger.contact(contact)

    def _cut(self, contact: Contact, agent: Agent, end: int) -> None:
        """Count what was worked on a contact in hand up to the end of the horizon."""
        if contact.ring is not None and contact.ring.is_ringing:
            contact.dial_ticks += end - contact.spell_start
            contact.outcome = int(Outcome.OPEN)
        elif contact.offer_moment is not None:
            contact.ring_ticks += end - contact.spell_start
            contact.agent = None
        elif contact.is_silent:
            contact.ghost_ticks += end - contact.spell_start
            contact.agent = None
        elif contact.talk_end_tick < 0:
            contact.talk_ticks += end - contact.spell_start
        else:
            if contact.hold_start >= 0:
                contact.hold_ticks += end - contact.hold_start
            contact.wrap_up_ticks += end - max(contact.talk_end_tick + contact.hold_ticks, contact.spell_start)
        self.ledger.spell(agent.index, contact.spell_start, end, contact)

    def _cut_duty(self, agent: Agent, end: int) -> None:
        self.ledger.duty(agent.index, agent.span_start, end, agent.span_kind)
