"""The order of events on one tick (MODEL.md 3 and 15).

Events on one tick are carried through one after the other, by rank, then by identity: contact events by
(issue key, visit, step), agent events by agent index, channel hours by channel index. Rank and identity are
packed into one integer, so that the least integer comes first and no two events tie.
"""

from enum import IntEnum


class Rank(IntEnum):
    """Who goes first on one tick."""

    START = 1
    """Openings, shift starts, break ends."""
    STOP = 2
    """Closings, shift ends, break starts."""
    WORK = 3
    """Ends of talk, of wrap-up."""
    ARRIVAL = 4
    """Arrivals of every kind and re-tests of eligibility."""
    PATIENCE = 5
    """Patience, tolerance, maximum wait."""


VISIT_BITS = 8
STEP_BITS = 4
ISSUE_BITS = 49
_CONTACT_BITS = ISSUE_BITS + VISIT_BITS + STEP_BITS
_RANK_UNIT = 1 << _CONTACT_BITS
LAST_VISIT = (1 << VISIT_BITS) - 1
"""No contact has this visit number: events of an issue that belong to no contact yet are ordered by it."""
AGENT_OFFSET = 1 << 20
"""Agents and pools come after the channels of a rank: ident = AGENT_OFFSET + index."""


def contact_ident(issue: int, visit: int, step: int = 0) -> int:
    """Pack what identifies an event of a contact.

    Args:
        issue: Issue key, 0 to 2⁴⁹ − 1.
        visit: Visit number, 0 to 255.
        step: What happens within the visit (0 arrival or talk, 1 and up re-tests, wrap-up), 0 to 15.

    Returns:
        An integer that orders by issue, then visit, then step.

    >>> contact_ident(1, 0) < contact_ident(1, 0, 1) < contact_ident(1, 1) < contact_ident(2, 0)
    True
    """
    return ((issue << VISIT_BITS) | visit) << STEP_BITS | step


def event_order(rank: int, ident: int) -> int:
    """Pack rank and identity into one integer; the least goes first on a tick.

    >>> event_order(Rank.WORK, 99) < event_order(Rank.ARRIVAL, 0)
    True
    """
    return rank * _RANK_UNIT + ident
