"""A contact: one attempt at one issue on one channel, with everything the engine knows about it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.reference.callbacks import Ring, Unasked
    from sim.engine.reference.clock import Moment, Story
    from sim.engine.reference.crew import Agent
    from sim.engine.reference.follow_up import Plan
    from sim.engine.reference.lanes import Entry, Lane
    from sim.engine.reference.messages import Conversation
    from sim.engine.reference.need import Need


class Contact:
    """One contact, from its arrival to its row in the record.

    `index` is the place of its issue among the world's arrivals, `ident` its order among contacts of one tick
    (`rules.order.contact_ident` at step 0), `slot` the slot of the day it arrives in.

    `work_left` is what remains of the present piece of work (talk, then wrap-up) [2⁻²⁰ tick] as of
    `charged_tick`; a moment it no longer points to is stale.
    """

    __slots__ = (
        "after_visit",
        "agent",
        "answered_tick",
        "arrived_tick",
        "attempts",
        "carried_ticks",
        "cause",
        "channel",
        "charged_tick",
        "chased",
        "conversation",
        "customer",
        "deadline_tick",
        "dial_ticks",
        "end_moment",
        "ended_tick",
        "entry",
        "followed",
        "from_channel",
        "ghost_ticks",
        "has_spells",
        "hold_start",
        "hold_ticks",
        "ident",
        "index",
        "informed",
        "intent",
        "is_denied",
        "is_found_solved",
        "is_identified",
        "is_over",
        "is_passed",
        "is_resolved",
        "is_silent",
        "is_steered",
        "is_suspended",
        "is_waiting",
        "issue",
        "lane",
        "leave_moment",
        "led_by",
        "level",
        "line_held",
        "link",
        "missed_offers",
        "need",
        "offer_moment",
        "offered",
        "offers",
        "outcome",
        "overflow_moment",
        "own_agent",
        "patience_factor",
        "queue",
        "queued_tick",
        "reason",
        "reopened",
        "reserved_since",
        "reserved_ticks",
        "residue",
        "retest_moment",
        "ring",
        "ring_ticks",
        "segment",
        "sender",
        "since_tick",
        "slot",
        "spell_start",
        "step",
        "story",
        "taken_for",
        "talk_end_tick",
        "talk_ticks",
        "task",
        "unasked",
        "visit",
        "waited_before",
        "way",
        "work_left",
        "work_moment",
        "work_rate",
        "wrap_up_ticks",
        "wrap_up_work",
    )

    def __init__(
        self,
        index: int,
        ident: int,
        issue: int,
        visit: int,
        reason: int,
        channel: int,
        segment: int,
        intent: int,
        tick: int,
        slot: int,
        need: "Need",
    ) -> None:
        self.index = index
        self.ident = ident
        self.issue = issue
        self.visit = visit
        self.reason = reason
        self.channel = channel
        self.segment = segment
        self.intent = intent
        self.taken_for = intent
        """The intent for which it is queued; another one where it was not recognised."""
        self.arrived_tick = tick
        self.slot = slot
        self.queue = -1
        self.lane: Lane | None = None
        self.agent: Agent | None = None
        self.queued_tick = -1
        self.since_tick = -1
        """Since when it has stood in its queue: queued, or its customer's last message."""
        self.carried_ticks = 0
        """Routing age brought along from earlier visits."""
        self.answered_tick = -1
        self.talk_end_tick = -1
        self.ended_tick = -1
        self.outcome = -1
        self.is_resolved = -1
        self.story = 0
        self.level = 0
        self.talk_ticks = 0
        self.wrap_up_ticks = 0
        self.deadline_tick = -1
        self.step = 0
        """Kind of step (`rules.lifecycle.Step`) that led from the contact before to this one."""
        self.need = need
        self.is_found_solved = False
        """Whether the issue was resolved already when it was opened."""
        self.link = visit
        """Number of the set of contacts of the issue that the centre knows to belong together."""
        self.is_steered = False
        """Whether the customer took what was offered at entry."""
        self.patience_factor = 1.0
        self.way = 0
        """Where the conversation has sent the customer (`rules.lifecycle.Way`)."""
        self.chased: Contact | None = None
        """The contact whose answer this one asks for."""
        self.reopened: Contact | None = None
        """The contact that had resolved the issue which this one opens again."""
        self.dial_ticks = 0
        self.attempts = 0
        self.offered = 0
        """Whether a callback was offered: 1 accepted, 2 refused."""
        self.offers = 0
        """How often it has rung at an agent."""
        self.missed_offers = 0
        self.ring_ticks = 0
        self.offer_moment: Moment | None = None
        """The end of its ring at an agent, None while it does not ring."""
        self.is_silent = False
        """Its customer has left the queue without a word, and it still stands there."""
        self.ghost_ticks = 0
        self.own_agent = -1
        """The agent it is meant for, −1 for nobody."""
        self.reserved_ticks = 0
        self.reserved_since = -1
        """Since when it has stood for that agent alone, −1 while it does not."""
        self.ring: Ring | None = None
        """Where it stands as a callback."""
        self.unasked: Unasked | None = None
        """The call that the centre means to make because the contact before it did not get through."""
        self.after_visit = -1
        self.from_channel = -1
        """Channel of the contact before it."""
        self.led_by = -1
        self.is_identified = True
        self.is_denied = False
        """Whether the channel was closed to its customer, who gave up."""
        self.is_passed = False
        """Whether it was passed on to another skill already; once is enough."""
        self.sender: Contact | None = None
        """The contact whose agent stays until this leg has been taken over."""
        self.hold_start = -1
        """Since when its agent has stayed after the talk, −1 when not."""
        self.hold_ticks = 0
        self.task: list[int] | None = None
        """Quantile table of the work where the centre itself makes the contact."""
        self.informed: Plan | None = None
        self.followed: Plan | None = None
        self.conversation: Conversation | None = None
        self.overflow_moment: Moment | None = None
        self.end_moment: Moment | None = None
        """When the centre ends it because it has waited too long."""
        self.cause = -1
        self.residue = 1.0
        """Factor on handle time: what self-service hands on is harder."""
        self.waited_before = 0
        """Time waited on the issue so far."""
        self.is_waiting = False
        self.entry: Entry | None = None
        """Its place in a lane while it waits."""
        self.is_suspended = False
        """Whether work on it was put down before it was done."""
        self.is_over = False
        """Whether the customer has been released: left, turned away, or done talking."""
        self.line_held = False
        self.has_spells = False
        """Whether its spells of work are written one by one: it was in hand more than once, or still is."""
        self.spell_start = 0
        self.charged_tick = 0
        self.work_left = 0
        self.work_rate = 0
        self.wrap_up_work = 0
        self.work_moment: Moment | None = None
        self.leave_moment: Moment | None = None
        self.retest_moment: Moment | None = None
        self.customer: Story | None = None

    @property
    def has_reply(self) -> bool:
        """Whether its customer has heard something: it is over, or a first message was answered."""
        if self.is_over or (self.ring is not None and self.answered_tick >= 0):
            return True
        return self.conversation is not None and self.conversation.has_reply
