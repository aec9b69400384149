"""Relationship: contacts wait for an agent of their own first, then for anybody (MODEL.md 7).

Who belongs to whom is settled when a contact comes: its customer's adviser, or who has talked with the customer last or
most often. While that agent is on shift the contact stands in a lane of its own for a while, which the agent serves
before any other work and without delay; then, or when the agent goes, it waits like all others, with its age. The
history of customers begins empty.
"""

from collections import Counter
from typing import TYPE_CHECKING

from sim.engine.reference.clock import Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent
from sim.engine.reference.lanes import Lane
from sim.rules.lifecycle import Reason
from sim.rules.order import Rank, event_order
from sim.rules.routing import NEVER_DELAY, Own, level_of
from sim.world.world import World

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_RELEASE_ORDER = event_order(Rank.ARRIVAL, 0) + 1
_TRANSFER = int(Reason.TRANSFER)


class History:
    """Who has talked with a customer.

    Attributes:
        last: The agent who did last, −1 nobody.
        last_in: Likewise by queue.
        count: How often each agent did.
        when: Number of the conversation in which each agent did last, to break ties.
    """

    __slots__ = ("count", "last", "last_in", "when")

    def __init__(self) -> None:
        self.last = -1
        self.last_in: dict[int, int] = {}
        self.count: Counter[int] = Counter()
        self.when: dict[int, int] = {}

    def note(self, agent: int, queue: int) -> None:
        """Remember a conversation."""
        self.last = self.last_in[queue] = agent
        self.count[agent] += 1
        self.when[agent] = self.count.total()

    def most_frequent(self) -> int:
        """The agent who did most often, of several the one who did last; −1 nobody."""
        return max(self.count, key=lambda agent: (self.count[agent], self.when[agent]), default=-1)


class Relations:
    """Finds agents of their own for contacts, and reserves contacts for them.

    Args:
        world: The world.
        centre: The centre they wait in.

    Attributes:
        wants: By queue, whether contacts are meant for agents of their own.
        is_used: Whether any are.
    """

    def __init__(self, world: World, centre: "Centre") -> None:
        relations = world.relations
        self._centre = centre
        self._prefers: list[list[int]] = [kinds.tolist() for kinds in relations.prefers]
        self._reserved: list[int] = relations.reserved_ticks.tolist()
        self._advised: list[int] = relations.advised.tolist()
        self._advisers = [
            [a for a, pool in enumerate(world.staffing.pool.tolist()) if pool == p]
            for p in relations.adviser_pool.tolist()
        ]
        self._customer = world.arrivals.customer
        self._history: dict[tuple[int, int], History] = {}
        self._own: dict[tuple[int, int, int], Lane] = {}
        self.wants = [bool(kinds) for kinds in self._prefers]
        self.is_used = any(self.wants)

    def _who(self, contact: Contact) -> tuple[int, int]:
        """Whom a history belongs to: a customer of the population, or else whoever has this one issue."""
        customer = int(self._customer[contact.index])
        return (contact.segment, customer) if customer >= 0 else (-1, contact.index)

    def note(self, contact: Contact) -> None:
        """Remember who has talked with a customer, once the conversation is over."""
        if contact.agent is not None:
            self._history.setdefault(self._who(contact), History()).note(contact.agent.index, contact.queue)

    # --- finding ----------------------------------------------------------------------------------------------------

    def reserve(self, contact: Contact) -> None:
        """Let a contact that comes to a queue stand for its own agent, where it has one who is on shift."""
        if not contact.is_identified or contact.reason == _TRANSFER:
            return
        own = [self._centre.agents[index] for index in self._agents_of(contact)]
        able = [agent for agent in own if self._is_able(agent, contact)]
        here = [agent for agent in able if agent.is_present and not agent.is_leaving and agent.drops_since < 0]
        if here:
            contact.lane = self._lane(here[0], contact)
        if able:
            contact.own_agent = (here or able)[0].index

    def _agents_of(self, contact: Contact) -> list[int]:
        """The agents a contact is meant for, in the order in which its queue prefers them."""
        history = self._history.get(self._who(contact))
        found = {Own.ADVISER: self._adviser(contact)}
        if history is not None:
            found[Own.LAST_AGENT] = history.last
            found[Own.LAST_AGENT_HERE] = history.last_in.get(contact.queue, -1)
            found[Own.MOST_FREQUENT_AGENT] = history.most_frequent()
        chosen = [found.get(Own(kind), -1) for kind in self._prefers[contact.queue]]
        return [agent for agent in chosen if agent >= 0]

    def _adviser(self, contact: Contact) -> int:
        """The adviser of a customer: those who have one are shared out evenly; −1 for the others."""
        customer, segment = int(self._customer[contact.index]), contact.segment
        advisers = self._advisers[segment]
        if not 0 <= customer < self._advised[segment] or not advisers:
            return -1
        return advisers[customer % len(advisers)]

    def _is_able(self, agent: Agent, contact: Contact) -> bool:
        tables, group = self._centre.tables, agent.group
        if not tables.priority[group.pool][contact.queue][contact.channel]:
            return False
        level = level_of(group.channel_level[contact.channel], group.intent_level[contact.taken_for])
        return level > 0 and tables.level_delay[group.pool][contact.queue][level] < NEVER_DELAY

    def _lane(self, agent: Agent, contact: Contact) -> Lane:
        """Find or open the lane of an agent's own contacts of a queue and a channel."""
        key = agent.index, contact.queue, contact.channel
        lane = self._own.get(key)
        if lane is None:
            lane = self._own[key] = Lane(contact.queue, contact.channel, [], owner=agent)
            agent.own_lanes.append(lane)
            self._centre.lanes.add(lane)
        return lane

    # --- waiting ----------------------------------------------------------------------------------------------------

    def stand(self, contact: Contact) -> None:
        """A contact has begun to wait for its own agent."""
        now = self._centre.env.now
        contact.reserved_since = now
        tick, order = contact.queued_tick + self._reserved[contact.queue], _RELEASE_ORDER + contact.ident
        contact.retest_moment = Moment(self._centre.env, max(tick, now), order, self._on_time, contact)

    def _on_time(self, moment: Moment) -> None:
        contact: Contact = moment.subject
        if contact.retest_moment is moment and contact.is_waiting:
            self._release(contact)

    def _release(self, contact: Contact) -> None:
        """A contact has waited long enough for its own agent: now anybody may take it."""
        self._centre.take_out(contact)
        contact.retest_moment = None
        contact.lane = self._centre.usual_lane(contact)
        self._centre.give_back(contact)

    def release_all(self, agent: Agent) -> None:
        """An agent goes: whoever waits for that agent waits for anybody."""
        waiting = [contact for lane in agent.own_lanes for contact in lane.waiting()]
        for contact in sorted(waiting, key=lambda c: c.ident):
            if contact.is_waiting:
                self._release(contact)

    def pick(self, agent: Agent, only_closed: bool, only: list[int] | None) -> Contact | None:
        """The contact that has waited longest for this agent in particular; arguments as in `Centre.pick`."""
        admits, centre = self._centre.hands.admits[agent.hands], self._centre
        heads = [
            lane.head()
            for lane in agent.own_lanes
            if lane.n_waiting
            and admits[lane.channel]
            and (only is None or only[lane.channel])
            and not (only_closed and (centre.is_open[lane.channel] or centre.tables.is_async[lane.channel]))
        ]
        return min(heads)[4] if heads else None
