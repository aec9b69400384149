"""Callbacks: offers to who would have to wait, and calls to who did not get through (MODEL.md 8).

The agent is seized first, then dials: the ring is in hand and paid, and at its end the customer answers or not. An
attempt that fails rests and comes again with its place, until there have been enough or its time is up. Where a call
stands, and what can happen to it, is the table of `rules.callback`.
"""

from typing import TYPE_CHECKING

from sim.engine.reference.clock import Moment, Story
from sim.engine.reference.contact import Contact
from sim.engine.reference.crew import Agent
from sim.engine.reference.draws import Draws
from sim.engine.reference.facts import Facts, Rows
from sim.rules.callback import ENDS, CallEvent, CallState, move
from sim.rules.estimate import curve_at
from sim.rules.lifecycle import LEGS, Offer, Outcome, Reason
from sim.rules.order import Rank, event_order
from sim.streams import Stream, draw
from sim.world.campaigns import campaign_of
from sim.world.world import Callback, Dialling, Missed, World

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_TAKEN, _ANSWERS, _DUE = int(Stream.CALLBACK_TAKEN), int(Stream.CALLBACK_ANSWERS), int(Stream.CALLBACK_DUE)
_RING_ORDER, _REST_ORDER = event_order(Rank.WORK, 0), event_order(Rank.ARRIVAL, 0)
_EXPIRY_ORDER = event_order(Rank.PATIENCE, 0) + 1
"""After the customer's asking again on the same tick."""
_ACCEPTED, _REFUSED = int(Offer.ACCEPTED), int(Offer.REFUSED)
_MISSED, _CAMPAIGN = int(Reason.CALLBACK_MISSED), int(Reason.CAMPAIGN)


class Ring:
    """Where a call of the centre stands.

    Attributes:
        dialling: How it is dialled.
        state: Where it stands.
        moment: The end of the ring or of the rest; another one is stale.
        tolerance: Table of how long its customer waits before asking again, None for ever.
        missed: The plan behind it where it is made to who did not get through.
        is_quiet: Whether it is made only when nobody else waits for the agent.
    """

    __slots__ = ("answers", "dialling", "is_quiet", "missed", "moment", "state", "tolerance")

    def __init__(self, dialling: Dialling, state: CallState, missed: "Unasked | None" = None) -> None:
        self.dialling, self.state, self.missed = dialling, state, missed
        self.answers: list[float] = dialling.answers.tolist()
        self.tolerance: list[int] | None = None
        self.is_quiet = False
        self.moment: Moment | None = None

    def meet(self, event: CallEvent) -> None:
        """Go on to the state that an event leads to."""
        self.state = move(self.state, event)

    @property
    def is_ringing(self) -> bool:
        """Whether an agent has it in hand and the customer has not answered yet."""
        return self.state in (CallState.RINGING, CallState.LATE)

    @property
    def is_resting(self) -> bool:
        """Whether its time has not come yet, or an attempt has failed."""
        return self.state == CallState.RESTING


class Unasked:
    """A call that the centre means to make to a customer who did not get through.

    Attributes:
        parent: The contact that failed.
        rule: How it is made.
        queue: Where it is queued.
        ring: Where the call stands.
        contact: The call, once it is made.
    """

    __slots__ = ("contact", "parent", "queue", "ring", "rule", "story")

    def __init__(self, parent: Contact, rule: Missed, queue: int) -> None:
        self.parent, self.rule, self.queue = parent, rule, queue
        self.ring = Ring(rule.dialling, CallState.PLANNED, self)
        self.contact: Contact | None = None
        self.story: Story | None = None

    @property
    def is_dropped(self) -> bool:
        """Whether it will not be made."""
        return self.ring.state == CallState.DROPPED

    @property
    def is_reached(self) -> bool:
        """Whether the customer has answered it."""
        return self.ring.state == CallState.ANSWERED


class Callbacks:
    """Offers callbacks and dials.

    Args:
        world: The world.
        draws: Addressed uniforms.
        facts: What conditions look at.
        centre: The centre that makes them.

    Attributes:
        offers, missed: By queue, the rules; None where there is none.
        are_missed: Whether anybody is rung unasked.
    """

    def __init__(self, world: World, draws: Draws, facts: Facts, centre: "Centre") -> None:
        behaviour = world.behaviour
        self._draws, self._facts, self._centre = draws, facts, centre
        self._campaigns = world.campaigns
        self._tables: list[list[int]] = behaviour.tables.tolist()
        self.offers: list[Callback | None] = list(behaviour.callbacks)
        self.missed: list[Missed | None] = list(behaviour.missed)
        self.are_missed = any(rule is not None for rule in self.missed)
        self._outcomes = [() if rule is None else tuple(rule.outcomes.tolist()) for rule in self.missed]
        self._curves: list[tuple[list[int], list[float]]] = [
            ([], []) if rule is None else (rule.tick.tolist(), rule.share.tolist()) for rule in self.offers
        ]
        self._conditions: list[Rows] = [[] if rule is None else rule.conditions.tolist() for rule in self.offers]

    # --- offers ---------------------------------------------------------------------------------------------------

    def offer(self, contact: Contact) -> bool:
        """Offer a callback to a customer who would have to wait; true where it is taken.

        Who takes it leaves the line and keeps the place; who does not is perhaps less patient.
        """
        queue = contact.queue
        rule = self.offers[queue]
        if rule is None or not self._facts.hold(self._conditions[queue], contact):
            return False
        ticks, shares = self._curves[queue]
        wait = self._centre.estimates.when_busy(queue, ticks[-1])
        if not self._takes(contact, rule, curve_at(wait, ticks, shares)):
            contact.patience_factor *= rule.refused
            return False
        self._promise(contact, rule, contact.queued_tick)
        return True

    def offer_closed(self, contact: Contact) -> bool:
        """Offer a callback to a customer who finds the channel closed by its hours; true where it is taken.

        Who takes it has a place in the queue from now on, and is rung when the channel is open.
        """
        queue = self._centre.queue_of(contact)
        rule = self.offers[queue] if queue >= 0 and contact.reason not in LEGS else None
        if rule is None or rule.closed_share < 0.0 or not self._takes(contact, rule, rule.closed_share):
            return False
        now = self._centre.env.now
        contact.queue, contact.queued_tick, contact.since_tick = queue, now, now
        contact.carried_ticks = contact.waited_before if self._centre.tables.carries_age else 0
        self._promise(contact, rule, self._centre.when_open(contact.channel, now))
        return True

    def _takes(self, contact: Contact, rule: Callback, share: float) -> bool:
        """Whether a customer takes the offer."""
        ring = Ring(rule.dialling, CallState.OFFERED)
        if self._draws.of(_TAKEN, contact.index, contact.visit) * 2.0**-53 >= share:
            ring.meet(CallEvent.REFUSE)
            contact.offered = _REFUSED
            return False
        contact.offered, contact.ring = _ACCEPTED, ring
        ring.tolerance = self._tables[rule.tolerance] if rule.tolerance >= 0 else None
        ring.is_quiet = bool(rule.is_quiet)
        ring.meet(CallEvent.ACCEPT if rule.due < 0 else CallEvent.ACCEPT_FOR_LATER)
        return True

    def _promise(self, contact: Contact, rule: Callback, due: int) -> None:
        """Let who has taken an offer wait for it: from a tick on, or a while after it."""
        if rule.due >= 0:
            due += draw(self._tables[rule.due], self._draws.of(_DUE, contact.index, contact.visit))
        if rule.dialling.within_ticks >= 0:
            contact.deadline_tick = due + rule.dialling.within_ticks
        self._centre.leave_the_line(contact)
        if rule.dialling.expires_ticks >= 0:
            self.expire_at(contact, due + rule.dialling.expires_ticks)
        if rule.due >= 0:
            contact.since_tick, contact.carried_ticks = due, 0
            self._rest(contact, due)
            return
        if rule.is_quiet:
            contact.carried_ticks = 0
        self._centre.join(contact)

    # --- dialling -------------------------------------------------------------------------------------------------

    def dial(self, agent: Agent, contact: Contact, now: int) -> None:
        """An agent takes a callback and dials."""
        ring = contact.ring
        assert ring is not None
        ring.meet(CallEvent.DIAL)
        contact.attempts += 1
        self._centre.work.hold(agent, contact, now)
        tick = now + ring.dialling.ring_ticks
        ring.moment = Moment(self._centre.env, tick, _RING_ORDER + contact.ident, self._on_ring_end, contact)

    def _on_ring_end(self, moment: Moment) -> None:
        """It has rung long enough: the customer answers, or the attempt has failed."""
        contact: Contact = moment.subject
        ring, now, agent = contact.ring, self._centre.env.now, contact.agent
        assert ring is not None
        if ring.moment is not moment:
            return
        assert agent is not None
        self._stop_ringing(contact, now)
        attempt = contact.attempts - 1
        share = ring.answers[min(attempt, len(ring.answers) - 1)]
        u = self._draws.at_step(_ANSWERS, contact.index, contact.visit, attempt) * 2.0**-53
        if u < share:
            ring.meet(CallEvent.ANSWER)
            if ring.missed is not None:
                self._centre.reopen_lost(ring.missed.parent)
            self._centre.begin(agent, contact, now)
            return
        self._centre.work.let_go(agent, contact, now)
        ring.meet(CallEvent.LAST_NO_ANSWER if contact.attempts >= ring.dialling.tries else CallEvent.NO_ANSWER)
        if ring.is_resting:
            self._rest(contact, now + ring.dialling.every_ticks)
        else:
            self._centre.end(contact, Outcome[ring.state.name])
        self._centre.when_free(agent, now)

    def _stop_ringing(self, contact: Contact, now: int) -> None:
        """Count a ring that is over."""
        assert contact.ring is not None
        contact.ring.moment = None
        contact.dial_ticks += now - contact.spell_start
        self._centre.work.close_spell(contact, now)

    def _rest(self, contact: Contact, tick: int) -> None:
        """Nothing happens to a callback until a tick; then it stands in its queue again."""
        ring = contact.ring
        assert ring is not None
        contact.outcome, contact.agent = int(Outcome.OPEN), None
        self._centre.resting[contact.ident] = contact
        ring.moment = Moment(self._centre.env, tick, _REST_ORDER + contact.ident, self._on_rest_end, contact)

    def _on_rest_end(self, moment: Moment) -> None:
        contact: Contact = moment.subject
        assert contact.ring is not None
        if contact.ring.moment is moment:
            self._wake(contact)
            contact.ring.meet(CallEvent.DUE)
            self._centre.give_back(contact)

    def _wake(self, contact: Contact) -> None:
        assert contact.ring is not None
        contact.ring.moment = None
        del self._centre.resting[contact.ident]

    # --- calls that are not made, or not gone on with -------------------------------------------------------------

    def expire_at(self, contact: Contact, tick: int) -> None:
        """Let a call expire that has not been answered by a tick."""
        Moment(self._centre.env, tick, _EXPIRY_ORDER + contact.ident, self._on_expiry, contact)

    def _on_expiry(self, moment: Moment) -> None:
        """Its time is up; a ring is carried through."""
        contact: Contact = moment.subject
        ring = contact.ring
        assert ring is not None
        if ring.state in ENDS:
            return
        was_resting = ring.is_resting
        ring.meet(CallEvent.EXPIRE)
        if not ring.is_ringing:
            self._put_aside(contact, Outcome.EXPIRED, was_resting)

    def withdraw(self, contact: Contact) -> None:
        """A callback that waits or rests is not needed any more; one that rings goes on."""
        ring = contact.ring
        assert ring is not None
        if not ring.is_ringing:
            was_resting = ring.is_resting
            ring.meet(CallEvent.WITHDRAW)
            self._put_aside(contact, Outcome.WITHDRAWN, was_resting)

    def _put_aside(self, contact: Contact, outcome: Outcome, was_resting: bool) -> None:
        """End a call that waits or rests."""
        if was_resting:
            self._wake(contact)
            self._centre.end(contact, outcome)
        else:
            self._centre.leave_queue(contact, outcome)

    # --- unasked --------------------------------------------------------------------------------------------------

    def plan(self, contact: Contact) -> Unasked | None:
        """Perhaps mean to ring the customer of a contact that did not get through."""
        queue = contact.queue if contact.queue >= 0 else self._centre.queue_of(contact)
        rule = self.missed[queue] if queue >= 0 else None
        if rule is None or contact.outcome not in self._outcomes[queue]:
            return None
        return Unasked(contact, rule, queue)

    def arrive(self, plan: Unasked, contact: Contact) -> None:
        """Queue the call itself."""
        plan.contact, dialling = contact, plan.rule.dialling
        contact.reason = _MISSED
        if dialling.within_ticks >= 0:
            contact.deadline_tick = plan.parent.ended_tick + dialling.within_ticks
        if dialling.expires_ticks >= 0:
            self.expire_at(contact, self._centre.env.now + dialling.expires_ticks)
        self.queue(contact, plan.ring, plan.queue)

    def arrive_of_campaign(self, contact: Contact) -> None:
        """Queue a call of a campaign: its customer has made no contact."""
        number, day = campaign_of(contact.issue)
        campaign = self._campaigns[number]
        contact.reason, contact.need.n_made = _CAMPAIGN, 0
        self._centre.ledger.issue_contacts[contact.index] = 0
        self.expire_at(contact, int(campaign.until_tick[day]))
        self.queue(contact, Ring(campaign.dialling, CallState.PLANNED))

    def queue(self, contact: Contact, ring: Ring, queue: int = -1) -> None:
        """Queue a planned call whose time has come, in a given queue or in the first that takes it."""
        contact.ring = ring
        ring.meet(CallEvent.DUE)
        self._centre.arrive_outbound(contact, queue)

    def drop(self, plan: Unasked) -> None:
        """There is no reason for a planned call any more."""
        if not plan.is_dropped:
            plan.ring.meet(CallEvent.DROP)

    def cross(self, plan: Unasked | None) -> None:
        """The customer has come first: the call is not made, or not gone on with."""
        if plan is None or plan.ring.state in ENDS:
            return
        ring, contact = plan.ring, plan.contact
        was_ringing, was_resting = ring.is_ringing, ring.is_resting
        ring.meet(CallEvent.CROSS)
        if contact is None:
            return
        if was_ringing:
            self._hang_up(contact)
        else:
            self._put_aside(contact, Outcome.WITHDRAWN, was_resting)

    def _hang_up(self, contact: Contact) -> None:
        """End a ring at once; the ring so far is paid."""
        agent, now = contact.agent, self._centre.env.now
        assert agent is not None
        self._stop_ringing(contact, now)
        self._centre.work.let_go(agent, contact, now)
        self._centre.end(contact, Outcome.WITHDRAWN)
        self._centre.when_free(agent, now)
