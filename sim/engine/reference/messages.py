"""Conversations of messages: turns of an agent, and pauses in which the customer is to answer (MODEL.md 2).

In a pause the contact takes room but nobody works on it. The room is held for a while; an answer that comes later
goes to the agent who had the contact, where the channel says so and there is room, else to the queue.
"""

from typing import TYPE_CHECKING

from sim.engine.reference.clock import Clock, Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent
from sim.engine.reference.draws import Draws
from sim.rules.handle import WORK_BITS, share_of_turn
from sim.rules.order import Rank, event_order
from sim.streams import Stream, draw
from sim.world.world import World

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_ANSWERS_AFTER = int(Stream.ANSWERS_AFTER)
_BEYOND = 2
_RELEASE_ORDER, _ANSWER_ORDER = event_order(Rank.WORK, 0) + 3, event_order(Rank.ARRIVAL, 0)


class Conversation:
    """Where a conversation stands.

    Attributes:
        talk_ticks: The agents' own time over all turns.
        n_turns: How many there are.
        turn: The present one, 0 first.
        asked_tick: When the customer's last message came.
        taken_tick: When an agent took it up, −1 when nobody has yet.
        agent: Who had it last.
        is_paused: The customer is to answer.
        is_held: Room is held for it.
    """

    __slots__ = ("agent", "asked_tick", "is_held", "is_paused", "n_turns", "taken_tick", "talk_ticks", "turn")

    def __init__(self, talk_ticks: int, n_turns: int, asked_tick: int) -> None:
        self.talk_ticks, self.n_turns, self.asked_tick = talk_ticks, n_turns, asked_tick
        self.turn = 0
        self.taken_tick = -1
        self.agent: Agent | None = None
        self.is_paused = False
        self.is_held = False

    def take(self, agent: Agent, now: int) -> None:
        """An agent takes up the customer's message, or goes on with it."""
        self.agent = agent
        if self.taken_tick < 0:
            self.taken_tick = now

    @property
    def has_reply(self) -> bool:
        """Whether a first reply was sent."""
        return self.turn > 0 or self.is_paused

    @property
    def is_last(self) -> bool:
        """Whether the present turn is the last."""
        return self.turn == self.n_turns - 1

    @property
    def work(self) -> int:
        """Work of the present turn [2⁻²⁰ tick]."""
        return share_of_turn(self.talk_ticks, self.n_turns, self.turn) << WORK_BITS


class Messages:
    """Pauses conversations and goes on with them.

    Args:
        world: The world.
        env: The clock.
        draws: Addressed uniforms.
        centre: The centre they are held in.
    """

    def __init__(self, world: World, env: Clock, draws: Draws, centre: "Centre") -> None:
        replies, tables = world.behaviour.replies, world.behaviour.tables.tolist()
        self._env, self._draws, self._centre = env, draws, centre
        self._turns: list[list[int]] = replies.turns.tolist()
        self._answers_after: list[list[int] | None] = [
            tables[t] if t >= 0 else None for t in replies.answers_after.tolist()
        ]
        self._released: list[int] = replies.released_ticks.tolist()
        self._to_agent: list[int] = replies.to_agent.tolist()
        self._paused: dict[int, Contact] = {}

    def begin(self, contact: Contact, talk_ticks: int) -> Conversation:
        """Begin a conversation whose turns take a time in all."""
        n_turns = self._turns[contact.intent][contact.channel]
        contact.conversation = Conversation(talk_ticks, n_turns, contact.arrived_tick)
        return contact.conversation

    def write_turn(self, contact: Contact, replied_tick: int) -> None:
        """Write the present turn of a conversation; where there is none its only one: found out, or not taken up."""
        conversation = contact.conversation
        if conversation is None:
            index = -1 if contact.agent is None else contact.agent.index
            self._centre.ledger.turn(contact, 0, index, contact.arrived_tick, contact.answered_tick, replied_tick)
            return
        is_taken = conversation.taken_tick >= 0
        agent = conversation.agent.index if is_taken and conversation.agent is not None else -1
        asked, taken = conversation.asked_tick, conversation.taken_tick
        self._centre.ledger.turn(contact, conversation.turn, agent, asked, taken, replied_tick)

    def pause(self, contact: Contact, agent: Agent, now: int) -> None:
        """A turn is over and the customer is to answer: the agent works on something else, the room is held."""
        conversation, channel = contact.conversation, contact.channel
        assert conversation is not None
        self.write_turn(contact, now)
        self._centre.work.lay_aside(agent, contact, now)
        if contact.informed is not None:
            self._centre.follow_ups.drop(contact.informed)
        conversation.is_paused = conversation.is_held = True
        agent.held.append(contact)
        self._paused[contact.ident] = contact
        table = self._answers_after[channel]
        step = conversation.turn
        u = self._draws.at_step(_ANSWERS_AFTER, contact.index, contact.visit, step)
        after = 0 if table is None else draw(table, u)
        Moment(self._env, now + after, _ANSWER_ORDER + contact.ident, self._on_answer, contact)
        if self._released[channel] >= 0:
            tick = now + self._released[channel]
            Moment(self._env, tick, _RELEASE_ORDER + contact.ident, self._on_release, (contact, conversation.turn))
        self._centre.when_free(agent, now)

    def _on_release(self, moment: Moment) -> None:
        """The customer has not answered for too long: the room is free."""
        contact, turn = moment.subject
        conversation = contact.conversation
        if conversation.is_held and conversation.turn == turn:
            agent = conversation.agent
            self.release(contact)
            self._centre.when_free(agent, self._env.now)

    def release(self, contact: Contact) -> None:
        """Give up the room that is held for a conversation."""
        conversation = contact.conversation
        assert conversation is not None
        assert conversation.agent is not None
        agent = conversation.agent
        conversation.is_held = False
        agent.held.remove(contact)
        agent.hands = self._centre.hands.without_one(agent.hands, contact.channel)

    def _on_answer(self, moment: Moment) -> None:
        """The customer's answer is there: the next turn begins, or it waits for somebody to take it up."""
        contact: Contact = moment.subject
        conversation, now = contact.conversation, self._env.now
        assert conversation is not None
        agent = conversation.agent
        assert agent is not None
        del self._paused[contact.ident]
        conversation.is_paused = False
        conversation.turn += 1
        conversation.asked_tick, conversation.taken_tick = now, -1
        contact.work_left = conversation.work
        was_held = conversation.is_held
        if was_held:
            self.release(contact)
        to_agent = self._to_agent[contact.channel]
        has_room = to_agent == _BEYOND or self._centre.hands.admits[agent.hands][contact.channel]
        if (was_held or to_agent) and agent.takes_work and has_room:
            self._centre.work.open(agent, contact, now)
            return
        contact.since_tick, contact.carried_ticks = now, 0
        self._centre.give_back(contact)
        if was_held:
            self._centre.when_free(agent, now)

    def stop(self) -> None:
        """Write the conversations whose customers are to answer when the horizon ends."""
        for contact in self._paused.values():
            self._centre.ledger.contact(contact)
