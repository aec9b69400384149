"""A contact: one attempt at one issue on one channel, with everything the engine knows about it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.reference.clock import Moment, Story
    from sim.engine.reference.crew import Agent
    from sim.engine.reference.lanes import Lane


class Contact:
    """One contact, from its arrival to its row in the record.

    `index` is the place of its issue among the world's arrivals, `ident` its order among contacts of one tick
    (`rules.order.contact_ident` at step 0), `slot` the slot of the day it arrives in.

    `work_left` is what remains of the present piece of work (talk, then wrap-up) [2⁻²⁰ tick] as of
    `charged_tick`; a moment it no longer points to is stale. What has not happened yet stands as a default of
    the class, so that making a contact costs little.
    """

    queue = -1
    lane: "Lane | None" = None
    agent: "Agent | None" = None
    queued_tick = -1
    carried_ticks = 0
    """Routing age brought along from earlier visits."""
    answered_tick = -1
    talk_end_tick = -1
    ended_tick = -1
    outcome = -1
    is_resolved = -1
    story = 0
    level = 0
    talk_ticks = 0
    wrap_up_ticks = 0
    deadline_tick = -1
    told_before = False
    """Whether an earlier contact of the issue was answered, so that there is a story to keep or lose."""
    is_same_channel = True
    """Whether the contact before was on the same channel."""
    waited_before = 0
    """Time waited on the issue so far."""
    is_waiting = False
    is_over = False
    """Whether the customer has been released: left, turned away, or done talking."""
    line_held = False
    has_spells = False
    """Whether its spells of work are written one by one: it was in hand more than once, or still is."""
    spell_start = 0
    charged_tick = 0
    work_left = 0
    work_rate = 0
    wrap_up_work = 0
    work_moment: "Moment | None" = None
    leave_moment: "Moment | None" = None
    retest_moment: "Moment | None" = None
    customer: "Story | None" = None

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
    ) -> None:
        self.index = index
        self.ident = ident
        self.issue = issue
        self.visit = visit
        self.reason = reason
        self.channel = channel
        self.segment = segment
        self.intent = intent
        self.arrived_tick = tick
        self.slot = slot
