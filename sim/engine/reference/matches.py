"""Matches of agents and contacts by other rules than the usual one: scores, agent rules, interruptions (MODEL.md 7)."""

from typing import TYPE_CHECKING

from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent
from sim.engine.reference.lanes import Lane
from sim.rules.routing import AgentRule, head_key, level_of
from sim.streams import Stream

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_RANDOM = int(Stream.ROUTE_RANDOM)


class Matches:
    """Finds agents for contacts and contacts for agents.

    Args:
        centre: The centre whose agents and queues they are.
    """

    def __init__(self, centre: "Centre") -> None:
        self._centre = centre

    # --- contacts for agents --------------------------------------------------------------------------------------

    def pick(self, agent: Agent, now: int, only_closed: bool, only: list[int] | None) -> Contact | None:
        """Find the contact for an agent where queues are ordered by scores; arguments as in `Centre.pick`."""
        centre, admits = self._centre, self._centre.hands.admits[agent.hands]
        own = centre.relations.pick(agent, only_closed, only)
        if own is not None:
            return own
        for level in agent.group.lanes:
            found: list[tuple[int, int, int, int, Contact]] = []
            for lane, delay in level:
                if not lane.n_waiting or not admits[lane.channel] or lane.is_shut:
                    continue
                if only_closed and (centre.is_open[lane.channel] or centre.tables.is_async[lane.channel]):
                    continue
                if only is not None and (lane.is_quiet or not only[lane.channel]):
                    continue
                if not self.may_take(agent.group.pool, lane.queue):
                    continue
                head = lane.first_of_age(now, delay)
                if head is not None:
                    found.append((self._head_key(lane, head[0], now), *head[1:]))
            if found:
                return min(found)[4]
        return None

    def _head_key(self, lane: Lane, key: int, now: int) -> int:
        tables, queue = self._centre.tables, lane.queue
        if lane.is_quiet:
            return key
        return head_key(tables.score[queue], key, now, tables.queue_weight[queue], tables.points_ticks[queue])

    # --- agents for contacts --------------------------------------------------------------------------------------

    def push(self, contact: Contact, lane: Lane, age: int, now: int) -> bool:
        """Find an agent by the rule of the queue, over all with room in the pools of the lowest priority."""
        if lane.owner is not None:
            return self._push_to_owner(contact, lane.owner, now)
        for level in lane.candidates:
            agents = [
                agent
                for group, delay in level
                if delay <= age and self.may_take(group.pool, lane.queue)
                for agent in group.with_room(contact.channel)
            ]
            if agents:
                self._centre.answer(self._choose(contact, agents), contact, now)
                return True
        may_interrupt = self._centre.tables.interrupts[contact.channel] and not lane.is_quiet
        return may_interrupt and self.interrupt(contact, lane, age, now)

    def _push_to_owner(self, contact: Contact, owner: Agent, now: int) -> bool:
        """Give a contact to the agent it is meant for, who may have to put other work down for it."""
        if not owner.takes_work:
            return False
        if self._centre.hands.admits[owner.hands][contact.channel]:
            self._centre.answer(owner, contact, now)
            return True
        given = [work for work in owner.in_hand if self._gives_way(owner, work, contact, now)]
        if given:
            self._put_down(owner, max(given, key=lambda work: self._rank(owner, work)), contact, now)
        return bool(given)

    def may_take(self, pool: int, queue: int) -> bool:
        """Whether a pool takes contacts of a queue now: some of its agents may have to be left idle."""
        keeps = self._centre.tables.keeps_idle[pool][queue]
        if keeps < 0:
            return True
        agents = self._centre.teams[pool].agents
        return sum(agent.takes_work and not agent.in_hand for agent in agents) > keeps

    def _choose(self, contact: Contact, agents: list[Agent]) -> Agent:
        """Choose by the rule of the contact's queue; ties go to the longest idle, then to the lowest index."""
        rule = self._centre.tables.agent_rule[contact.queue]
        if rule == AgentRule.RANDOM:
            u = self._centre.draws.of(_RANDOM, contact.index, contact.visit) * 2.0**-53
            return sorted(agents, key=lambda agent: agent.index)[int(u * len(agents))]
        if rule == AgentRule.LEAST_LOADED:
            load = self._centre.hands.load
            return min(agents, key=lambda agent: (load[agent.hands], agent.idle_key))
        if rule == AgentRule.LONGEST_IDLE:
            return min(agents, key=lambda agent: agent.idle_key)
        return min(agents, key=lambda agent: (-self._level(agent, contact), agent.idle_key))

    def _level(self, agent: Agent, contact: Contact) -> int:
        return level_of(agent.group.channel_level[contact.channel], agent.group.intent_level[contact.taken_for])

    # --- interruptions --------------------------------------------------------------------------------------------

    def interrupt(self, contact: Contact, lane: Lane, age: int, now: int) -> bool:
        """Let a contact that finds nobody free interrupt the work that matters least, where any gives way to it."""
        for level in lane.candidates:
            found = [
                (*self._rank(agent, work), agent, work)
                for group, delay in level
                if delay <= age and self.may_take(group.pool, lane.queue)
                for agent in group.agents.values()
                if agent.takes_work
                for work in agent.in_hand
                if self._gives_way(agent, work, contact, now)
            ]
            if found:
                *_, agent, work = max(found, key=lambda row: row[:4])
                self._put_down(agent, work, contact, now)
                return True
        return False

    def _put_down(self, agent: Agent, work: Contact, contact: Contact, now: int) -> None:
        """Let an agent put work down and take a contact instead."""
        self._centre.work.put_down(agent, work, now)
        agent.interrupted.append(work)
        self._centre.answer(agent, contact, now)

    def _rank(self, agent: Agent, work: Contact) -> tuple[int, int, int, int]:
        """How little work in hand matters: its priority, how late it was taken up, agent and contact."""
        priority = self._centre.tables.priority[agent.group.pool][work.queue][work.channel]
        return priority, work.spell_start, -agent.index, work.ident

    def _gives_way(self, agent: Agent, work: Contact, contact: Contact, now: int) -> bool:
        """Whether work in hand may be interrupted by a contact, and there would be room for it then."""
        centre = self._centre
        if not centre.tables.gives_way[work.channel][contact.channel] or centre.work.is_done(work, now):
            return False
        hands = centre.hands.without_one(agent.hands, work.channel)
        return centre.hands.admits[hands][contact.channel]
