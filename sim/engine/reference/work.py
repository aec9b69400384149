"""Work in hand: talk, then wrap-up, at the pace that the number of contacts in hand allows.

Elapsed work is charged exactly at each change of that number and the end is recomputed (MODEL.md 7,
Slowdown); the moment of an end that was overtaken is stale and recognised as such.
"""

from bisect import bisect_right
from collections.abc import Callable

from sim.engine.reference.clock import Clock, Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent, Hands
from sim.engine.reference.draws import Draws, FirstTimes, arrival_slots
from sim.engine.reference.ledger import Ledger
from sim.engine.reference.messages import Messages
from sim.engine.reference.tables import Tables
from sim.rules.handle import WORK_BITS, WORK_UNIT, scaled, solved_probability, time_for
from sim.rules.journey import story_is_kept
from sim.rules.lifecycle import LEGS, ChannelKind, Outcome, Story, Way
from sim.rules.order import Rank, event_order
from sim.rules.routing import idle_key, level_of
from sim.streams import Stream, draw
from sim.world.world import World

_TALK, _WRAP_UP, _STORY, _RESOLVED = int(Stream.TALK), int(Stream.WRAP_UP), int(Stream.STORY), int(Stream.RESOLVED)
_CAUSE, _REDIRECTED, _PASSED_ON = int(Stream.CAUSE), int(Stream.REDIRECTED), int(Stream.PASSED_ON)
_LOST_ON_THE_WAY = int(Stream.LOST_ON_THE_WAY)
_WARM, _CONFERENCE = int(Stream.WARM), int(Stream.CONFERENCE)
_SENT_ELSEWHERE, _PASSED_WAY, _LOST_WAY = int(Way.SENT_ELSEWHERE), int(Way.PASSED_ON), int(Way.LOST_ON_THE_WAY)
_WARM_WAY, _WRONG_QUEUE = int(Way.PASSED_ON_WARM), int(Way.WRONG_QUEUE)
_MESSAGING = int(ChannelKind.MESSAGING)
_WORK_ORDER = event_order(Rank.WORK, 0)
_ANSWERED, _KEPT, _LOST = int(Outcome.ANSWERED), int(Story.KEPT), int(Story.LOST)


class Work:
    """Opens contacts, paces them, ends them.

    Args:
        world: The world.
        tables: Its figures as lists.
        env: The clock.
        draws: Addressed uniforms.
        ledger: Where spells are written.
        hands: The numbering of what agents hold.
        talk_is_over: Called when the conversation of a contact ends (its customer is free to go).
        is_free_again: Called when a contact has left an agent's hands.
    """

    def __init__(
        self,
        world: World,
        tables: Tables,
        env: Clock,
        draws: Draws,
        ledger: Ledger,
        hands: Hands,
        talk_is_over: Callable[[Contact, int], None],
        is_free_again: Callable[[Agent, int], None],
    ) -> None:
        self._tables, self._env, self._draws, self._ledger, self._hands = tables, env, draws, ledger, hands
        who = world.arrivals.intent, world.arrivals.channel, arrival_slots(world)
        self._first_talk = FirstTimes(world, draws, _TALK, world.behaviour.talk[who])
        self._first_wrap_up = FirstTimes(world, draws, _WRAP_UP, world.behaviour.wrap_up[who])
        self._talk_is_over, self._is_free_again = talk_is_over, is_free_again
        self.messages: Messages

    def open(self, agent: Agent, contact: Contact, now: int) -> None:
        """Put a contact into an agent's hands and start (or go on with) the work on it."""
        extra = self._change_of_channel(agent, contact) if agent.last_channel != contact.channel else 0
        if contact.answered_tick < 0:
            contact.answered_tick = now
            self._prepare(agent, contact)
        contact.work_left += extra
        self.resume(agent, contact, now)

    def hold(self, agent: Agent, contact: Contact, now: int) -> None:
        """Put a contact into an agent's hands on which nothing proceeds yet: it rings at the customer's."""
        contact.agent = agent
        contact.spell_start = contact.charged_tick = contact.hold_start = now
        agent.in_hand.append(contact)
        agent.hands = self._hands.with_one(agent.hands, contact.channel)
        agent.idle_key = idle_key(now, agent.index)
        if agent.group.is_paced:
            agent.group.offer(agent)
            self._set_pace(agent, now)

    def close_spell(self, contact: Contact, now: int) -> None:
        """End the spell in which nothing proceeded; the next begins on the same tick."""
        assert contact.agent is not None
        self._ledger.spell(contact.agent.index, contact.spell_start, now, contact)
        contact.spell_start = contact.charged_tick = now
        contact.hold_start = -1

    def let_go(self, agent: Agent, contact: Contact, now: int) -> None:
        """Take a contact out of an agent's hands on which nothing was done."""
        self.put_down(agent, contact, now)
        contact.is_suspended = False
        contact.agent = None

    def begin(self, agent: Agent, contact: Contact, now: int) -> None:
        """Start the talk of a contact that is in hand already."""
        contact.answered_tick = now
        contact.outcome = _ANSWERED
        self._prepare(agent, contact)
        contact.work_left += self._change_of_channel(agent, contact)
        self._run(contact, self._pace(agent, contact), now)

    def _change_of_channel(self, agent: Agent, contact: Contact) -> int:
        """Work that an agent needs who takes a contact of another channel than the last one."""
        before, agent.last_channel = agent.last_channel, contact.channel
        return 0 if before in (-1, contact.channel) else self._tables.change_ticks << WORK_BITS

    def resume(self, agent: Agent, contact: Contact, now: int) -> None:
        """Take up work; what was put down before costs something to find into again."""
        if contact.is_suspended:
            contact.is_suspended = False
            contact.work_left += self._tables.resume_ticks[contact.channel] << WORK_BITS
        self.take_up(agent, contact, now)

    def _prepare(self, agent: Agent, contact: Contact) -> None:
        """Settle what the conversation will cost: drawn times × level and residue, then seconds for the story."""
        tables, index, visit, n, c = self._tables, contact.index, contact.visit, contact.intent, contact.channel
        group = agent.group
        is_able = contact.taken_for == n or bool(group.intent_level[n])
        is_misrouted = not is_able and not contact.need.is_resolved
        if is_misrouted:
            contact.way = _WRONG_QUEUE
        level = level_of(group.channel_level[c], group.intent_level[n if is_able else contact.taken_for])
        contact.level = level
        factor = tables.level_handle[level] * contact.residue * tables.effect_talk[n][c]
        if contact.task is not None:
            contact.work_left = scaled(draw(contact.task, self._draws.of(_TALK, index, visit)), factor) << WORK_BITS
            return
        if is_misrouted:
            contact.work_left = scaled(tables.wrong_ticks[c], tables.level_handle[level]) << WORK_BITS
            contact.need.is_told = True
            return
        if visit == 0 and not contact.is_steered:
            base = self._first_talk.of(index)
            base_wrap_up = self._first_wrap_up.of(index) if self._first_wrap_up.is_used else 0
        else:
            base = draw(tables.talk[n][c][contact.slot], self._draws.of(_TALK, index, visit))
            table = tables.wrap_up[n][c][contact.slot]
            base_wrap_up = 0 if table is None else draw(table, self._draws.of(_WRAP_UP, index, visit))
        talk = base if factor == 1.0 else scaled(base, factor)
        if contact.need.is_resolved:
            contact.is_found_solved = True
            contact.work_left = tables.solved_ticks << WORK_BITS
            return
        extra = self._find_story(agent, contact) if contact.need.is_told and visit > 0 else 0
        contact.need.is_told = True
        contact.need.told_to.add(agent.index)
        if tables.kind[c] == _MESSAGING:
            talk = self.messages.begin(contact, talk).work >> WORK_BITS
        contact.work_left = (talk + extra) << WORK_BITS
        if base_wrap_up > 0:
            wrap_up_factor = tables.level_handle[level] * contact.residue * tables.effect_wrap_up[n][c]
            contact.wrap_up_work = scaled(base_wrap_up, wrap_up_factor) << WORK_BITS

    def _find_story(self, agent: Agent, contact: Contact) -> int:
        """Find or miss what the customer told before; returns the work it adds to the talk [ticks].

        An agent who was told it remembers it in person, whatever the systems show.
        """
        tables, u = self._tables, self._chance(_STORY, contact)
        if tables.keep_same_agent >= 0.0 and agent.index in contact.need.told_to:
            is_kept = u < tables.keep_same_agent
        else:
            is_kept = story_is_kept(u, tables.keep, contact.step) and self._can_be_seen(contact)
        if is_kept:
            contact.story = _KEPT
            return tables.kept_ticks
        contact.story = _LOST
        return tables.lost_ticks

    def _can_be_seen(self, contact: Contact) -> bool:
        """Whether what was told can be seen: the customer is known, and it was told long enough ago."""
        if contact.reason in LEGS:
            return True
        told_tick, lag = contact.need.told_tick, self._tables.known_ticks
        return contact.is_identified and (not lag or 0 <= told_tick <= contact.answered_tick - lag)

    def take_up(self, agent: Agent, contact: Contact, now: int) -> None:
        """Let the work on a contact run in an agent's hands."""
        contact.agent = agent
        if contact.conversation is not None:
            contact.conversation.take(agent, now)
        contact.outcome = _ANSWERED
        contact.spell_start = now
        contact.charged_tick = now
        agent.in_hand.append(contact)
        agent.hands = self._hands.with_one(agent.hands, contact.channel)
        agent.idle_key = idle_key(now, agent.index)
        if not agent.group.is_paced:
            self._run(contact, WORK_UNIT, now)
            return
        agent.group.offer(agent)
        if len(agent.in_hand) > 1:
            self._set_pace(agent, now)
        else:
            self._run(contact, self._pace(agent, contact), now)

    def _pace(self, agent: Agent, contact: Contact) -> int:
        """Work done a tick on a contact, by how many are in hand."""
        rates = self._tables.rate[contact.channel]
        return rates[min(len(agent.in_hand), len(rates) - 1)]

    def _run(self, contact: Contact, work_rate: int, now: int) -> None:
        """Schedule the end of the present piece of work."""
        contact.work_rate = work_rate
        work = contact.work_left
        end = now + (-(-work >> WORK_BITS) if work_rate == WORK_UNIT else time_for(work, work_rate))
        step = 0 if contact.talk_end_tick < 0 else 1
        contact.work_moment = Moment(self._env, end, _WORK_ORDER + contact.ident + step, self._on_end, contact)

    def _charge(self, contact: Contact, now: int) -> None:
        """Subtract the work done since the last charge."""
        contact.work_left = max(0, contact.work_left - (now - contact.charged_tick) * contact.work_rate)
        contact.charged_tick = now

    def _set_pace(self, agent: Agent, now: int) -> None:
        """Charge all work in hand and go on at the pace of the present number."""
        for contact in agent.in_hand:
            if contact.hold_start >= 0:
                continue
            pace = self._pace(agent, contact)
            if contact.work_rate != pace or contact.charged_tick == now:
                self._charge(contact, now)
                self._run(contact, pace, now)

    def _on_end(self, moment: Moment) -> None:
        contact: Contact = moment.subject
        if contact.work_moment is not moment:
            return
        now = self._env.now
        contact.charged_tick = now
        contact.work_left = 0
        conversation = contact.conversation
        if contact.talk_end_tick >= 0:
            self._end_contact(contact, now)
        elif conversation is not None and not conversation.is_last:
            assert contact.agent is not None
            self.messages.pause(contact, contact.agent, now)
        else:
            self._end_talk(contact, now)

    def _end_talk(self, contact: Contact, now: int) -> None:
        contact.talk_end_tick = now
        contact.talk_ticks += now - contact.spell_start
        if self._tables.kind[contact.channel] == _MESSAGING:
            self.messages.write_turn(contact, now)
        contact.is_resolved = -1 if contact.is_found_solved or contact.task is not None else self._result(contact)
        if contact.way == _WARM_WAY:
            contact.hold_start, contact.work_moment = now, None
            self._talk_is_over(contact, now)
            return
        self._talk_is_over(contact, now)
        self._wrap_up(contact, now)

    def confer(self, sender: Contact, now: int) -> None:
        """The next agent has taken over: the one who stayed leaves after a conference."""
        table = self._tables.conference[sender.intent][sender.channel]
        lasts = 0 if table is None else draw(table, self._draws.of(_CONFERENCE, sender.index, sender.visit))
        order = _WORK_ORDER + sender.ident + 2
        Moment(self._env, now + lasts, order, lambda moment: self.end_hold(moment.subject, self._env.now), sender)

    def end_hold(self, sender: Contact, now: int) -> None:
        """Nothing keeps an agent any longer who stayed with a customer; nothing happens to one who left before."""
        if sender.hold_start < 0:
            return
        sender.hold_ticks += now - sender.hold_start
        sender.hold_start, sender.charged_tick = -1, now
        self._wrap_up(sender, now)

    def _wrap_up(self, contact: Contact, now: int) -> None:
        """Go on with wrap-up after the talk, or be done."""
        if not contact.wrap_up_work:
            self._end_contact(contact, now)
            return
        assert contact.agent is not None
        contact.work_left = contact.wrap_up_work
        self._run(contact, self._pace(contact.agent, contact), now)

    def _result(self, contact: Contact) -> int:
        """Settle what the conversation has come to: sent elsewhere, passed on, resolved (1) or not (0), and why."""
        tables = self._tables
        if contact.way == _WRONG_QUEUE:
            return 0
        if not tables.is_plain and (self._is_sent_elsewhere(contact) or self._is_passed_on(contact)):
            return 0
        base, level = tables.solved[contact.intent][contact.channel], tables.level_solved[contact.level]
        story = tables.lost_solved if contact.story == _LOST else 1.0
        p = solved_probability(base, level, story)
        u = 0.0 if p >= 1.0 else self._chance(_RESOLVED, contact)
        if u < p:
            return 1
        if u < solved_probability(base, level, max(1.0, story)):
            contact.cause = tables.story_cause
        elif u < solved_probability(base, max(1.0, level), story):
            contact.cause = tables.level_cause
        elif tables.cause_share:
            place = bisect_right(tables.cause_share, self._chance(_CAUSE, contact))
            contact.cause = min(place, len(tables.cause_share) - 1)
        return 0

    def _is_sent_elsewhere(self, contact: Contact) -> bool:
        """Whether the agent sends the customer elsewhere: the work does not fit here, or the team's own numbers."""
        assert contact.agent is not None
        own = self._tables.redirects[contact.intent][contact.channel]
        share = 1.0 - (1.0 - own) * (1.0 - self._tables.pool_redirects[contact.agent.group.pool])
        if share == 0.0 or self._chance(_REDIRECTED, contact) >= share:
            return False
        contact.way = _SENT_ELSEWHERE
        return True

    def _is_passed_on(self, contact: Contact) -> bool:
        """Whether the contact is passed on to another skill; what is lost on the way gets there no more."""
        tables, n, c = self._tables, contact.intent, contact.channel
        share = tables.passed_share[n][c]
        if share == 0.0 or contact.is_passed or self._chance(_PASSED_ON, contact) >= share:
            return False
        lost = tables.passed_lost[n][c]
        if lost > 0.0 and self._chance(_LOST_ON_THE_WAY, contact) < lost:
            contact.way = _LOST_WAY
            return True
        warm = tables.passed_warm[n][c]
        is_warm = warm > 0.0 and self._chance(_WARM, contact) < warm
        contact.way = _WARM_WAY if is_warm else _PASSED_WAY
        return True

    def _chance(self, stream: int, contact: Contact) -> float:
        return self._draws.of(stream, contact.index, contact.visit) * 2.0**-53

    def _end_contact(self, contact: Contact, now: int) -> None:
        agent = contact.agent
        assert agent is not None
        contact.ended_tick = now
        self.put_down(agent, contact, now)
        self._ledger.contact(contact)
        self._is_free_again(agent, now)

    def put_down(self, agent: Agent, contact: Contact, now: int) -> None:
        """Take a contact out of an agent's hands, whatever is left of the work on it."""
        agent.hands = self._hands.without_one(agent.hands, contact.channel)
        contact.is_suspended = True
        self.lay_aside(agent, contact, now)

    def lay_aside(self, agent: Agent, contact: Contact, now: int) -> None:
        """Stop the work on a contact; whether it still takes room is the caller's business."""
        if now > contact.charged_tick:
            self._charge(contact, now)
        contact.work_moment = None
        if contact.ended_tick < 0 or contact.has_spells:
            self._ledger.spell(agent.index, contact.spell_start, now, contact)
        if contact.talk_end_tick < 0:
            contact.talk_ticks += now - contact.spell_start
        else:
            contact.wrap_up_ticks += now - max(contact.talk_end_tick + contact.hold_ticks, contact.spell_start)
        agent.in_hand.remove(contact)
        agent.idle_key = idle_key(now, agent.index)
        if agent.group.is_paced and agent.in_hand:
            self._set_pace(agent, now)

    def is_done(self, contact: Contact, now: int) -> bool:
        """Tell whether the present piece of work ends on this very tick."""
        return contact.work_moment is not None and contact.work_left <= (now - contact.charged_tick) * contact.work_rate
