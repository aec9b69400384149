"""Communities: other customers may answer a post before a moderator does (MODEL.md 2)."""

from typing import TYPE_CHECKING

from sim.engine.reference.clock import Moment
from sim.engine.reference.contact import Contact
from sim.engine.reference.draws import Draws
from sim.rules.lifecycle import Outcome
from sim.rules.order import Rank, event_order
from sim.streams import Stream, draw
from sim.world.world import World

if TYPE_CHECKING:
    from sim.engine.reference.centre import Centre

_PEERS, _AFTER, _SOLVED = int(Stream.PEERS), int(Stream.PEERS_AFTER), int(Stream.CONTAINED_SOLVED)
_ANSWER_ORDER = event_order(Rank.WORK, 0)


class Peers:
    """Answers posts that still wait.

    Args:
        world: The world.
        draws: Addressed uniforms.
        centre: The centre in which they wait.

    Attributes:
        are_there: Whether anybody ever answers.
    """

    def __init__(self, world: World, draws: Draws, centre: "Centre") -> None:
        replies, tables = world.behaviour.replies, world.behaviour.tables.tolist()
        self._draws, self._centre = draws, centre
        self._share: list[list[float]] = replies.peers.tolist()
        self._after: list[list[list[int]]] = [
            [tables[t] if t >= 0 else [] for t in row] for row in replies.peers_after.tolist()
        ]
        self.are_there = bool((replies.peers > 0.0).any())

    def read(self, contact: Contact) -> None:
        """A post comes to a community: perhaps somebody will answer it, if it still waits then."""
        n, c = contact.intent, contact.channel
        share = self._share[n][c]
        if share == 0.0 or self._chance(_PEERS, contact) >= share:
            return
        after = draw(self._after[n][c], self._draws.of(_AFTER, contact.index, contact.visit))
        env = self._centre.env
        Moment(env, env.now + after, _ANSWER_ORDER + contact.ident, self._on_answer, contact)

    def _on_answer(self, moment: Moment) -> None:
        contact: Contact = moment.subject
        centre = self._centre
        if not contact.is_waiting or contact.answered_tick >= 0:
            return
        now, need = centre.env.now, contact.need
        solved = centre.tables.contained_solved[contact.intent][contact.channel]
        contact.talk_end_tick = now
        contact.is_resolved = int(self._chance(_SOLVED, contact) < solved)
        need.is_told = True
        if need.told_tick < 0:
            need.told_tick = now
        centre.leave_queue(contact, Outcome.CONTAINED)

    def _chance(self, stream: int, contact: Contact) -> float:
        return self._draws.of(stream, contact.index, contact.visit) * 2.0**-53
