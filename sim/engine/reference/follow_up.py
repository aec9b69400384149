"""What the centre does itself: it informs who waits for a reply, and follows up what is resolved (MODEL.md 9)."""

from typing import TYPE_CHECKING

from sim.engine.reference.clock import Moment, Steps, Story
from sim.engine.reference.contact import Contact
from sim.engine.reference.draws import Draws
from sim.rules.lifecycle import Outcome, Reason
from sim.rules.order import LAST_VISIT, Rank, contact_ident, event_order
from sim.streams import Stream, draw
from sim.world.world import FollowUps as Figures
from sim.world.world import World

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_ARRIVAL_ORDER = event_order(Rank.ARRIVAL, 0)
_REASON = int(Reason.FOLLOW_UP)


class Plan:
    """One contact that the centre means to make.

    Attributes:
        parent: The contact after which it is made.
        contact: The contact itself, once it is made.
        is_needless: There is no reason for it any more.
        is_done: It has been carried out.
    """

    __slots__ = ("contact", "is_done", "is_needless", "kind", "parent", "story")

    def __init__(self, kind: "Kind", parent: Contact) -> None:
        self.kind, self.parent = kind, parent
        self.contact: Contact | None = None
        self.story: Story | None = None
        self.is_needless = False
        self.is_done = False


class Kind:
    """Figures of one kind of such contacts, as lists by intent and channel, and its streams."""

    def __init__(self, figures: Figures, tables: list[list[int]], streams: tuple[Stream, Stream, Stream], step: int):
        self.share: list[list[float]] = figures.share.tolist()
        self.channel: list[list[int]] = figures.channel.tolist()
        self.after = [[tables[t] if t >= 0 else [] for t in row] for row in figures.after.tolist()]
        self.talk = [[tables[t] if t >= 0 else [] for t in row] for row in figures.talk.tolist()]
        self.prevents: list[list[float]] = figures.prevents.tolist()
        self.planned, self.delay, self.helps = (int(stream) for stream in streams)
        self.step = step
        self.is_used = bool((figures.share > 0.0).any())


class FollowUps:
    """Plans contacts of the centre, makes them, and tells whom they keep from coming again.

    Args:
        world: The world.
        draws: Addressed uniforms.
        centre: The centre that makes them.

    Attributes:
        informs: Whether anybody is informed while waiting.
        follows: Whether anything resolved is followed up.
    """

    def __init__(self, world: World, draws: Draws, centre: "Centre") -> None:
        behaviour = world.behaviour
        tables: list[list[int]] = behaviour.tables.tolist()
        self._draws, self._centre = draws, centre
        self._informed = Kind(
            behaviour.keep_informed, tables, (Stream.INFORMED, Stream.INFORMED_DELAY, Stream.INFORMED_HELPS), 0
        )
        self._followed = Kind(
            behaviour.follow_up, tables, (Stream.FOLLOW_UP, Stream.FOLLOW_UP_DELAY, Stream.FOLLOW_UP_HELPS), 1
        )
        self.informs, self.follows = self._informed.is_used, self._followed.is_used

    def inform(self, contact: Contact) -> None:
        """Perhaps plan to inform the customer of a contact that waits for a reply."""
        contact.informed = self._plan(self._informed, contact)

    def follow(self, contact: Contact) -> None:
        """Perhaps plan to follow up a contact that has resolved its issue."""
        contact.followed = self._plan(self._followed, contact)

    def _plan(self, kind: Kind, parent: Contact) -> Plan | None:
        n, c = parent.intent, parent.channel
        share = kind.share[n][c]
        if share == 0.0 or self._chance(kind.planned, parent) >= share:
            return None
        plan = Plan(kind, parent)
        centre = self._centre
        tick = centre.env.now + draw(kind.after[n][c], self._draws.of(kind.delay, parent.index, parent.visit))
        plan.story = Story(self._carry_out(plan, centre.when_open(kind.channel[n][c], tick)))
        plan.story.go_on()
        return plan

    def _carry_out(self, plan: Plan, tick: int) -> Steps:
        """Make a planned contact when it is due, unless there is no reason for it any more."""
        centre, parent = self._centre, plan.parent
        ident = contact_ident(parent.issue, LAST_VISIT, plan.kind.step)
        yield Moment(centre.env, tick, _ARRIVAL_ORDER + ident)
        if plan.is_needless or not centre.takes(plan.kind.channel[parent.intent][parent.channel]):
            return
        contact = plan.contact = self._make(plan)
        centre.arrive_outbound(contact)
        if not contact.is_over:
            yield None
        plan.is_done = contact.outcome == Outcome.ANSWERED

    def _make(self, plan: Plan) -> Contact:
        """The contact itself: the next visit of the issue, on the channel and with the work that were planned."""
        parent, need, now = plan.parent, plan.parent.need, self._centre.env.now
        channel = plan.kind.channel[parent.intent][parent.channel]
        ident, slot = contact_ident(parent.issue, need.n_visits), self._centre.slot_at(now)
        contact = Contact(
            parent.index,
            ident,
            parent.issue,
            need.n_visits,
            _REASON,
            channel,
            parent.segment,
            need.intent,
            now,
            slot,
            need,
        )
        need.n_visits += 1
        contact.after_visit = parent.visit
        contact.link = -1
        contact.task = plan.kind.talk[parent.intent][parent.channel]
        contact.customer = plan.story
        return contact

    def drop(self, plan: Plan | None) -> None:
        """There is no reason for a planned contact any more; one that waits in its queue is withdrawn."""
        if plan is None or plan.is_done:
            return
        plan.is_needless = True
        if plan.contact is not None and plan.contact.is_waiting:
            self._centre.withdraw(plan.contact)

    def prevents(self, plan: Plan | None) -> bool:
        """Tell whether a contact that was made keeps its customer from coming again."""
        if plan is None or not plan.is_done:
            return False
        share = plan.kind.prevents[plan.parent.intent][plan.parent.channel]
        return self._chance(plan.kind.helps, plan.parent) < share

    def _chance(self, stream: int, contact: Contact) -> float:
        return self._draws.of(stream, contact.index, contact.visit) * 2.0**-53
