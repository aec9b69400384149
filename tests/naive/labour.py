"""The work of a record, told again: talk by its draws, turns of messages, holds, wrap-up, and what fits into hands.

Who took what and when is the record's; how much work it was, how long a customer's answer took, who had to take it, how
long a sender was held, and that the time of an issue is the time of its spells, follows from the world and MODEL.md 7,
9 and 15.
"""

from itertools import pairwise

from sim.rules.lifecycle import ChannelKind, Duty, Outcome, Reason, Story, Way
from sim.streams import Stream
from tests.naive.told import ON_THE_LINE, Contact, Spell, Told, Turn

WORK_UNIT = 1 << 20


class Labour:
    """Tells the work of a record.

    Args:
        told: The record, after its issues were told (`is_found`, `residue`, `taken_for`).
    """

    def __init__(self, told: Told) -> None:
        self.told, self.world, self.behaviour = told, told.world, told.world.behaviour
        self.end = self.world.horizon.end
        self.holds = {agent: self._held_places(agent) for agent in told.work}

    def check(self) -> None:
        """Compare every contact, every turn, every hand, and every issue's handle time."""
        for contact in self.told.contacts.values():
            self._check_level(contact)
            self._check_times(contact)
            if self.told.kind(contact) == ChannelKind.SELF_SERVICE:
                self._check_session(contact)
            elif self.told.kind(contact) == ChannelKind.MESSAGING:
                self._check_turns(contact)
            elif contact.talk_end_tick >= 0 and contact.answered_tick >= 0:
                self._check_charged("talk", contact, contact.answered_tick, contact.talk_end_tick, self._talk(contact))
            self._check_hold_and_wrap_up(contact)
            self._check_peers(contact)
        for issue, journey in self.told.journeys.items():
            handle = sum(c.talk_ticks + c.hold_ticks + c.wrap_up_ticks for c in journey if self.told.spells[c.key])
            spells = sum(_lasts(spell) for c in journey for spell in self.told.spells[c.key])
            self.told.expect(f"handle time of issue {issue}", journey[0], handle, spells)
        for agent in self.told.work:
            self._check_hands(agent)

    # --- amounts ------------------------------------------------------------------------------------------------

    def _talk(self, contact: Contact) -> int:
        """Return the work of a talk [ticks] with one in hand, seconds of the story included."""
        behaviour, level = self.behaviour, float(self.behaviour.level_handle[self._level(contact)])
        if contact.key in self.told.is_found:
            return int(behaviour.solved_ticks)
        if contact.reason == Reason.FOLLOW_UP:
            return self._unasked_talk(contact, level)
        if contact.way == Way.WRONG_QUEUE:
            return _scaled(int(self.world.channels.wrong_ticks[contact.channel]), level)
        factor = level * float(behaviour.effect_talk[contact.intent, contact.channel])
        factor *= self.told.residue.get(contact.key, 1.0)
        drawn = self.told.ticks(behaviour.talk[contact.intent, contact.channel, 0], Stream.TALK, contact)
        return _scaled(drawn, factor) + self._story_ticks(contact)

    def _story_ticks(self, contact: Contact) -> int:
        if contact.key in self.told.is_found or contact.way == Way.WRONG_QUEUE:
            return 0
        return {Story.NONE: 0, Story.KEPT: self.behaviour.kept_ticks, Story.LOST: self.behaviour.lost_ticks}[
            Story(contact.story)
        ]

    def _unasked_talk(self, contact: Contact, level: float) -> int:
        """Return the work of a contact of the centre: the one of its parent's plan on this channel."""
        parent = self.told.journeys[contact.issue][contact.after_visit]
        plans = self.behaviour.follow_up if parent.is_resolved == 1 else self.behaviour.keep_informed
        if contact.arrived_tick < parent.talk_end_tick or parent.talk_end_tick < 0:
            plans = self.behaviour.keep_informed
        drawn = self.told.ticks(plans.talk[parent.intent, parent.channel], Stream.TALK, contact)
        return _scaled(drawn, level * float(self.behaviour.effect_talk[contact.intent, contact.channel]))

    def _level(self, contact: Contact) -> int:
        """Return the level of who opened a contact: in its channel, and its intent or the one it was taken for."""
        opener, staffing = self.told.opener(contact), self.world.staffing
        level = int(staffing.intent_level[opener, contact.intent])
        if not level:
            level = int(staffing.intent_level[opener, self.told.taken_for[contact.key]])
        return min(level, int(staffing.channel_level[opener, contact.channel]))

    def _check_level(self, contact: Contact) -> None:
        """The level is that of who opened it, and who had it last stands in the record; nobody where nobody did."""
        spells, staffing = self.told.spells[contact.key], self.world.staffing
        last = spells[-1].agent if spells else -1
        pool = int(staffing.pool[last]) if spells else -1
        self.told.expect("agent and pool", contact, (contact.agent, contact.pool), (last, pool))
        for spell in spells:
            self.told.expect("channel of a spell", contact, spell.channel, contact.channel)
        if len({spell.agent for spell in spells}) < 2:
            self.told.expect("level", contact, contact.level, self._level(contact) if spells else 0)

    # --- talk, hold, wrap-up ------------------------------------------------------------------------------------

    def _check_times(self, contact: Contact) -> None:
        """Ticks ascend; talk, hold and wrap-up are the spells; nobody is in hand who was not opened."""
        life = (contact.arrived_tick, contact.queued_tick, contact.answered_tick, contact.talk_end_tick)
        made = [tick for tick in (*life, contact.ended_tick) if tick >= 0]
        self.told.expect("ticks", contact, made, sorted(made))
        spells = self.told.spells[contact.key]
        is_session = self.told.kind(contact) == ChannelKind.SELF_SERVICE
        self.told.expect("a spell", contact, bool(spells), contact.answered_tick >= 0 and not is_session)
        is_back = contact.outcome == Outcome.WITHDRAWN and bool(spells)
        is_back |= contact.outcome == Outcome.OPEN and self.told.is_back_in_queue(contact, self.end)
        is_done = contact.outcome == Outcome.CONTAINED and is_session
        is_answered = contact.outcome == Outcome.ANSWERED or is_back or is_done
        self.told.expect("answered", contact, is_answered, contact.answered_tick >= 0)
        if not spells:
            times = (0 if is_session else contact.talk_ticks, contact.hold_ticks, contact.wrap_up_ticks)
            self.told.expect("no time in hand", contact, times, (0, 0, 0))
            return
        self.told.expect("first spell", contact, spells[0].start_tick, contact.answered_tick)
        talk_end = contact.talk_end_tick if contact.talk_end_tick >= 0 else self.end
        talk = sum(_lasts(piece) for piece in _cut(spells, 0, talk_end))
        rest = sum(_lasts(piece) for piece in _cut(spells, talk_end, self.end))
        self.told.expect("talk in hand", contact, contact.talk_ticks, talk)
        self.told.expect("hold and wrap-up in hand", contact, contact.hold_ticks + contact.wrap_up_ticks, rest)
        if contact.ended_tick >= 0 and contact.outcome != Outcome.WITHDRAWN:
            self.told.expect("ended", contact, contact.ended_tick, spells[-1].end_tick)

    def _check_session(self, contact: Contact) -> None:
        if contact.talk_end_tick < 0:
            return
        table = self.behaviour.talk[contact.intent, contact.channel, 0]
        lasts = self.told.ticks(table, Stream.TALK, contact)
        times = contact.talk_ticks, contact.talk_end_tick, contact.ended_tick
        self.told.expect("session", contact, times, (lasts, *[contact.arrived_tick + lasts] * 2))

    def _check_charged(self, what: str, contact: Contact, begin: int, end: int, work: int) -> None:
        """Charge the pieces of a contact's spells at the rate of what was in hand: it is the work, to the last tick."""
        charged, last_rate = 0, WORK_UNIT
        for piece in _cut(self.told.spells[contact.key], begin, end):
            mine = [s for s in self.told.work[piece.agent] if s.start_tick < piece.end_tick > piece.start_tick]
            cuts = {tick for s in mine for tick in s[1:3] if piece.start_tick < tick < piece.end_tick}
            for start, stop in pairwise(sorted({piece.start_tick, piece.end_tick, *cuts})):
                k = sum(s.start_tick <= start and stop <= s.end_tick for s in mine)
                rates = self.world.channels.rate[contact.channel]
                last_rate = int(rates[min(k, len(rates) - 1)])
                charged += (stop - start) * last_rate
        is_right = 0 <= charged - work * WORK_UNIT < last_rate
        if not is_right and work:
            self.told.expect(f"{what} in work", contact, charged / WORK_UNIT / 60e6, work / 60e6)
        elif not work:
            self.told.expect(f"{what} in work", contact, charged, 0)

    def _check_hold_and_wrap_up(self, contact: Contact) -> None:
        """A warm sender holds until the leg is answered and the conference over; then the wrap-up follows."""
        if contact.talk_end_tick < 0 or contact.answered_tick < 0:
            return
        hold = self._hold(contact) if contact.way == Way.PASSED_ON_WARM else 0
        self.told.expect("hold", contact, contact.hold_ticks, hold)
        if contact.ended_tick < 0 or self.told.kind(contact) == ChannelKind.SELF_SERVICE:
            return
        self._check_charged(
            "wrap-up", contact, contact.talk_end_tick + hold, contact.ended_tick, self._wrap_up(contact)
        )

    def _wrap_up(self, contact: Contact) -> int:
        """Return the work of a wrap-up; none for what the centre makes, found solved, or not theirs."""
        table = int(self.behaviour.wrap_up[contact.intent, contact.channel, 0])
        is_cut = contact.key in self.told.is_found or contact.way == Way.WRONG_QUEUE
        if table < 0 or is_cut or contact.reason == Reason.FOLLOW_UP:
            return 0
        factor = float(self.behaviour.level_handle[self._level(contact)])
        factor *= float(self.behaviour.effect_wrap_up[contact.intent, contact.channel])
        factor *= self.told.residue.get(contact.key, 1.0)
        return _scaled(self.told.ticks(table, Stream.WRAP_UP, contact), factor)

    def _hold(self, contact: Contact) -> int:
        legs = [
            leg
            for leg in self.told.journeys[contact.issue]
            if leg.reason == Reason.TRANSFER and leg.after_visit == contact.visit
        ]
        if not legs:
            return 0
        leg, place = legs[0], (contact.intent, contact.channel)
        self.told.seen["warm: leg " + Outcome(leg.outcome).name] += 1
        if leg.answered_tick < 0:
            return (leg.ended_tick if leg.ended_tick >= 0 else self.end) - contact.talk_end_tick
        table = int(self.behaviour.conference[place])
        until = leg.answered_tick + (self.told.ticks(table, Stream.CONFERENCE, contact) if table >= 0 else 0)
        if 0 <= leg.talk_end_tick < until:
            self.told.seen["warm: conference cut"] += 1
            until = leg.talk_end_tick
        self.told.seen["warm: held with a wait"] += leg.answered_tick > contact.talk_end_tick
        return min(until, self.end) - contact.talk_end_tick

    def _check_peers(self, contact: Contact) -> None:
        """A peer answers what still waits unopened when they would; nobody else does."""
        peers = float(self.behaviour.replies.peers[contact.intent, contact.channel])
        is_peer = contact.outcome == Outcome.CONTAINED and self.told.kind(contact) == ChannelKind.COMMUNITY
        if self.told.kind(contact) != ChannelKind.COMMUNITY or self.told.chance(Stream.PEERS, contact) >= peers:
            self.told.expect("peers", contact, is_peer, False)
            return
        table = self.behaviour.replies.peers_after[contact.intent, contact.channel]
        due = contact.arrived_tick + self.told.ticks(table, Stream.PEERS_AFTER, contact)
        left = min((tick for tick in (contact.answered_tick, contact.ended_tick) if tick >= 0), default=self.end)
        if is_peer:
            got = (contact.ended_tick, contact.talk_end_tick, contact.agent, contact.pool, contact.talk_ticks)
            self.told.expect("peers", contact, (*got, contact.level), (due, due, -1, -1, 0, 0))
            self.told.seen["peers answered"] += 1
        elif left > due and due < self.end:
            self.told.expect("peers", contact, is_peer, True)
        else:
            self.told.seen["peers too late"] += 1

    # --- turns of messages --------------------------------------------------------------------------------------

    def _check_turns(self, contact: Contact) -> None:
        """Asked by the customer, taken by whom it must be, and each with its part of the work."""
        turns = self.told.turns[contact.key]
        n_turns = int(self.behaviour.replies.turns[contact.intent, contact.channel])
        is_one = contact.key in self.told.is_found or contact.way == Way.WRONG_QUEUE
        if is_one or contact.reason == Reason.FOLLOW_UP:
            n_turns = 1
        if contact.queued_tick < 0:
            self.told.expect("turns of what was not queued", contact, len(turns), 0)
            return
        asked: int | None = contact.arrived_tick
        talk, story = self._talk_and_story(contact)
        for number in range(n_turns):
            if asked is None or asked >= self.end:
                self.told.expect("turns", contact, len(turns), number)
                break
            if number >= len(turns):
                self.told.expect("turns", contact, len(turns), f"more than {number}")
                break
            turn = turns[number]
            self.told.expect("asked", contact, (turn.turn, turn.asked_tick), (number, asked))
            if number:
                self._check_taken(contact, turns[number - 1], turn)
            else:
                self.told.expect("first taken", contact, turn.taken_tick, contact.answered_tick)
            if turn.replied_tick >= 0:
                work = talk * (number + 1) // n_turns - talk * number // n_turns + (0 if number else story)
                self._check_charged(f"turn {number}", contact, turn.taken_tick, turn.replied_tick, work)
                in_hand = [s for s in self.told.spells[contact.key] if s.start_tick < turn.replied_tick]
                self.told.expect("agent of a turn", contact, turn.agent, in_hand[-1].agent)
            asked = self._next_asked(contact, turn)
        else:
            self.told.expect("turns", contact, len(turns), n_turns)
            self.told.expect("end of the last turn", contact, contact.talk_end_tick, turns[-1].replied_tick)
            self.told.seen["conversations of several turns"] += n_turns > 1

    def _talk_and_story(self, contact: Contact) -> tuple[int, int]:
        """Return the work that is split over the turns, and the seconds for the story, which go to the first."""
        if contact.answered_tick < 0:
            return 0, 0
        story = self._story_ticks(contact)
        return self._talk(contact) - story, story

    def _next_asked(self, contact: Contact, turn: Turn) -> int | None:
        """When the customer answers a reply; None while there is none."""
        table = int(self.behaviour.replies.answers_after[contact.channel])
        if turn.replied_tick < 0:
            return None
        return turn.replied_tick + (
            self.told.ticks(table, Stream.ANSWERS_AFTER, contact, turn.turn) if table >= 0 else 0
        )

    def _check_taken(self, contact: Contact, before: Turn, turn: Turn) -> None:
        """Who takes an answer: who holds the place for it, at once; else, if so said and there is room, its agent."""
        agent = self._closer_of(contact, before)
        asked, released = turn.asked_tick, self._released(contact, agent, before.replied_tick)
        takes = self._takes_work(agent, asked)
        first = next((s for s in self.told.spells[contact.key] if s.start_tick >= asked), None)
        at_once = first is not None and (first.start_tick, first.agent) == (asked, agent)
        self.told.expect("taken", contact, turn.taken_tick, -1 if first is None else first.start_tick)
        if takes is None:
            return
        if released > asked:
            if takes:
                self.told.expect("taken by who held the place", contact, at_once, True)
                self.told.seen["answer: place held"] += 1
            else:
                self.told.expect("taken by who is away", contact, at_once, False)
                self.told.seen["answer: agent away"] += 1
            return
        self.told.seen["answer: place released"] += 1
        if self.behaviour.replies.to_agent[contact.channel]:
            room = self.has_room(agent, contact, asked)
            if takes and room:
                self.told.expect("taken by its agent", contact, at_once, True)
                self.told.seen["answer: back to its agent"] += 1
            elif room is False:
                self.told.expect("its agent has no room", contact, at_once, False)
                self.told.seen["answer: its agent has no room"] += 1

    def is_released(self, contact: Contact, before: Turn, tick: int) -> bool:
        """Tell whether the place held since a reply is free at a tick."""
        return self._released(contact, self._closer_of(contact, before), before.replied_tick) <= tick

    def _closer_of(self, contact: Contact, turn: Turn) -> int:
        """Return the agent who sent a reply."""
        return next(s.agent for s in self.told.spells[contact.key] if s.start_tick < turn.replied_tick <= s.end_tick)

    def _released(self, contact: Contact, agent: int, replied: int) -> int:
        """When a place held since a reply is free: after its time, or when its agent goes."""
        after = int(self.behaviour.replies.released_ticks[contact.channel])
        gone = [end for _, end, kind in self.told.duties[agent] if kind == Duty.ON_QUEUE and end >= replied]
        rests = [start for start, _, kind in self.told.duties[agent] if kind == Duty.OFF_QUEUE]
        leaves = min((end for end in gone if end not in rests), default=self.end)
        return min(leaves, self.end if after < 0 else replied + after)

    def _takes_work(self, agent: int, tick: int) -> bool | None:
        """Whether an agent takes work at a tick: on duty, not resting; None where a break may be due and put off."""
        return any(start <= tick < end for start, end, kind in self.told.duties[agent] if kind == Duty.ON_QUEUE)

    def has_room(self, agent: int, contact: Contact, tick: int) -> bool | None:
        """Whether one more fits into an agent's hands at a tick; None where that hangs on the order of the tick."""
        sure = [s.channel for s in self.told.work[agent] if s.start_tick < tick < s.end_tick]
        maybe = [s.channel for s in self.told.work[agent] if s.start_tick == tick and s[3:5] != contact.key]
        for start, end, channel, key in self.holds[agent]:
            if key != contact.key and start < tick < end:
                sure.append(channel)
            elif key != contact.key and tick in (start, end):
                maybe.append(channel)
        maybe += [s.channel for s in self.told.work[agent] if s.end_tick == tick and self._goes_on(s)]
        fits, fits_all = self.fits([*sure, contact.channel]), self.fits([*sure, *maybe, contact.channel])
        return fits if fits == fits_all else None

    def _goes_on(self, spell: Spell) -> bool:
        """Whether work left an agent's hands on a tick in rank 4 or 5 perhaps: a hold whose leg was withdrawn."""
        return self.told.contacts[spell.issue, spell.visit].way == Way.PASSED_ON_WARM

    def fits(self, held: list[int]) -> bool:
        load = sum(int(self.world.channels.weight[channel]) for channel in held)
        most = max((held.count(channel) - int(self.world.channels.maximum[channel]) for channel in held), default=0)
        return load <= self.world.channels.capacity and most <= 0

    def places_of(self, agent: int) -> list[tuple[int, int, int]]:
        """Return the spans in which an agent's places are held for answers: (start, end, channel)."""
        return [(start, end, channel) for start, end, channel, _ in self.holds[agent] if start < end]

    # --- hands --------------------------------------------------------------------------------------------------

    def _held_places(self, agent: int) -> list[tuple[int, int, int, tuple[int, int]]]:
        """Return the spans in which an agent's places are held for answers: (start, end, channel, contact)."""
        places = []
        for key, turns in self.told.turns.items():
            contact = self.told.contacts[key]
            for number, turn in enumerate(turns):
                is_last = turn.replied_tick == contact.talk_end_tick
                if turn.replied_tick < 0 or is_last or self._closer_of(contact, turn) != agent:
                    continue
                end = self._released(contact, agent, turn.replied_tick)
                if number + 1 < len(turns):
                    end = min(end, turns[number + 1].asked_tick)
                places.append((turn.replied_tick, end, contact.channel, key))
        return places

    def _check_hands(self, agent: int) -> None:
        """Nothing in hand off duty, never more in hand or held than fits."""
        working = [(start, end) for start, end, kind in self.told.duties[agent] if kind != Duty.OFF_QUEUE]
        for spell in self.told.work[agent]:
            contact = self.told.contacts[spell.issue, spell.visit]
            covered = sum(
                min(end, spell.end_tick) - max(start, spell.start_tick)
                for start, end in working
                if start < spell.end_tick and end > spell.start_tick
            )
            self.told.expect("in hand on duty", contact, covered, _lasts(spell))
            tick = spell.start_tick
            held = [s.channel for s in self.told.work[agent] if s.start_tick <= tick < s.end_tick]
            kept = [channel for start, end, channel, _ in self.holds[agent] if start < tick < end]
            self.told.seen["taken beside a held place"] += bool(kept)
            self.told.expect("fits", contact, self.fits(held + kept), True)
            if contact.reason == Reason.FOLLOW_UP and self.told.kind(contact) in ON_THE_LINE:
                self.told.expect("made while open", contact, self.told.is_open(contact.channel, tick), True)


def _scaled(ticks: int, factor: float) -> int:
    """Multiply once, rounded half up, at least a tick unless it was none."""
    return max(1, int(ticks * factor + 0.5)) if ticks else 0


def _lasts(spell: Spell) -> int:
    return spell.end_tick - spell.start_tick


def _cut(spells: list[Spell], begin: int, end: int) -> list[Spell]:
    """Return what of some spells lies between two ticks."""
    pieces = [s._replace(start_tick=max(s.start_tick, begin), end_tick=min(s.end_tick, end)) for s in spells]
    return [piece for piece in pieces if piece.start_tick < piece.end_tick]
