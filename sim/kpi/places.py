"""Where the rows of one table stand in another: the issue of a contact; the contact of a turn, of a move."""

import numpy as np
from numpy.typing import NDArray

from sim.record.record import Record

Ints = NDArray[np.int64]


def issue_row(record: Record) -> Ints:
    """Row of the issue of each contact."""
    return np.searchsorted(record.issues["issue"], record.contacts["issue"]).astype(np.int64)


def contact_row(record: Record, issue: Ints, visit: Ints) -> Ints:
    """Find contacts by issue and visit.

    Args:
        record: Contacts by (issue, visit).
        issue: (n,) issue keys of the record.
        visit: (n,) visit numbers, −1 for none.

    Returns:
        (n,) rows of the contacts, −1 where there is no such contact.
    """
    known, keys = record.contacts["visit"], record.issues["issue"]
    n_visits = max(int(known.max(initial=0)), int(visit.max(initial=0))) + 2
    place = issue_row(record) * n_visits + known
    wanted = np.searchsorted(keys, issue) * n_visits + visit
    row = np.searchsorted(place, wanted)
    return np.where(np.append(place, -2)[row] == wanted, row, -1).astype(np.int64)
