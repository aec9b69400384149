"""Who may serve whom: agents gathered into groups, and the lanes of contacts that the same groups may serve."""

from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent, Group, Hands, Team
from sim.engine.reference.lanes import Lane
from sim.engine.reference.tables import Tables
from sim.rules.routing import NEVER_DELAY, level_of
from sim.world.world import World

_QUIET_RANK = 1 << 30
"""After every priority of a profile."""

Able = tuple[tuple[int, int], ...]
"""Groups by number that may serve a lane, each with the age from which on it may."""


class LaneMap:
    """The lanes of a centre, opened as they are needed.

    Args:
        world: The world.
        tables: Its figures as lists.
        hands: The numbering of what agents hold.

    Attributes:
        teams: The people of each pool.
        agents: All of them, by index.
        groups: Agents of one pool with equal skills.
    """

    def __init__(self, world: World, tables: Tables, hands: Hands) -> None:
        self._tables, self._hands = tables, hands
        self.teams = [Team(p) for p in range(len(world.names.pools))]
        self.agents: list[Agent] = []
        self.groups: list[Group] = []
        self._lanes: dict[tuple[int, int, Able, bool, bool], Lane] = {}
        self._of_agents: list[Lane] = []
        self._man(world)
        n_channels, n_intents = len(world.names.channels), len(world.names.intents)
        self.inbound = [
            [[self.find(queue, channel, intent) for intent in range(n_intents)] for channel in range(n_channels)]
            for queue in range(len(world.names.queues))
        ]
        """Lanes by queue, channel and intent."""

    def _man(self, world: World) -> None:
        """Make the agents and gather those of a pool with equal skills into groups."""
        staffing = world.staffing
        found: dict[tuple[int, tuple[int, ...], tuple[int, ...]], Group] = {}
        rows = zip(staffing.pool.tolist(), staffing.channel_level.tolist(), staffing.intent_level.tolist(), strict=True)
        for index, (pool, channel_level, intent_level) in enumerate(rows):
            key = (pool, tuple(channel_level), tuple(intent_level))
            group = found.get(key)
            if group is None:
                group = found[key] = Group(*key, self._hands)
                group.is_paced = self._tables.holds_several(group.channel_level)
                self.groups.append(group)
            agent = Agent(index, group, self.teams[pool])
            group.agents[index] = agent
            self.teams[pool].agents.append(agent)
            self.agents.append(agent)

    def all(self) -> list[Lane]:
        """All lanes that are open, in the order in which they were opened, those of single agents last."""
        return [*self._lanes.values(), *self._of_agents]

    def add(self, lane: Lane) -> None:
        """Add a lane that a single agent serves."""
        self._of_agents.append(lane)

    def in_order(self, lanes: list[Lane]) -> list[Contact]:
        """All who wait in some lanes, in the order in which agents who have all of them before them would take them."""
        tables = self._tables
        ranked = []
        for lane in lanes:
            pools = [group.pool for level in lane.candidates for group, _ in level]
            rank = min((tables.priority[pool][lane.queue][lane.channel] for pool in pools), default=0)
            place = _QUIET_RANK if lane.is_quiet else rank
            ranked += [(place, contact.entry, contact) for contact in lane.waiting()]
        return [contact for *_, contact in sorted(ranked, key=lambda row: (row[0], row[1][:4] if row[1] else ()))]

    def find(self, queue: int, channel: int, intent: int, is_outbound: bool = False, is_quiet: bool = False) -> Lane:
        """Find or open the lane of a queue for a channel and an intent."""
        able = tuple(
            (number, self._delay(group, queue, channel, intent))
            for number, group in enumerate(self.groups)
            if self._tables.priority[group.pool][queue][channel]
            and group.channel_level[channel]
            and group.intent_level[intent]
        )
        able = tuple((number, delay) for number, delay in able if delay < NEVER_DELAY)
        lane = self._lanes.get((queue, channel, able, is_outbound, is_quiet))
        return self._open(queue, channel, able, is_outbound, is_quiet) if lane is None else lane

    def _delay(self, group: Group, queue: int, channel: int, intent: int) -> int:
        """Age from which on a group may serve contacts: that of its pool, or of its level where that is later."""
        level = level_of(group.channel_level[channel], group.intent_level[intent])
        tables = self._tables
        return max(tables.delay[group.pool][queue], tables.level_delay[group.pool][queue][level])

    def _open(self, queue: int, channel: int, able: Able, is_outbound: bool, is_quiet: bool) -> Lane:
        ranks = {number: self._tables.priority[self.groups[number].pool][queue][channel] for number, _ in able}
        candidates = [
            [(self.groups[number], delay) for number, delay in able if ranks[number] == rank]
            for rank in sorted(set(ranks.values()))
        ]
        lane = Lane(queue, channel, candidates, is_outbound, is_quiet)
        self._lanes[queue, channel, able, is_outbound, is_quiet] = lane
        for number, delay in able:
            self._list(self.groups[number], lane, delay)
        return lane

    def _list(self, group: Group, lane: Lane, delay: int) -> None:
        """Put a lane among those a group serves, by priority."""
        tables, lanes = self._tables, [item for level in group.lanes for item in level]
        lanes.append((lane, delay))
        ranks = {
            id(lane): _QUIET_RANK if lane.is_quiet else tables.priority[group.pool][lane.queue][lane.channel]
            for lane, _ in lanes
        }
        group.lanes = [[item for item in lanes if ranks[id(item[0])] == rank] for rank in sorted(set(ranks.values()))]
        queues = [item[0].queue for item in lanes]
        keeps = tables.keeps_idle[group.pool]
        group.is_scored = any(tables.score[q] or keeps[q] >= 0 or tables.is_personal[q] for q in queues)
