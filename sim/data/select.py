"""Choosing the contacts of one channel of a file: times of several channels are never fitted as one."""

from collections import Counter
from dataclasses import fields, replace

import numpy as np

from sim.data.records import Contacts
from sim.errors import UsageError, nearest_name

_MOST_NAMED = 8


def only_channel(contacts: Contacts, wanted: str | None) -> Contacts:
    """Take the contacts of one channel.

    Args:
        contacts: Contacts of a file.
        wanted: Name of a channel in the file; None where it holds only one.

    Raises:
        UsageError: The file has no such channel, or several and none is named.
    """
    counts = Counter(str(name) for name in contacts.channel)
    listed = ", ".join(f"{name or 'none named'} {count:,}" for name, count in counts.most_common(_MOST_NAMED))
    if wanted is None:
        if len(counts) > 1:
            raise UsageError(f"{contacts.source}: the file holds several channels ({listed}); fit one: --only NAME")
        return contacts
    if wanted not in counts:
        near = nearest_name(wanted, list(counts))
        hint = f'; did you mean "{near}"?' if near else ""
        raise UsageError(f"--only {wanted}: the file has no such channel; there are {listed}{hint}")
    mine = np.asarray(contacts.channel == wanted)
    columns = {
        field.name: getattr(contacts, field.name)[mine]
        for field in fields(contacts)
        if isinstance(getattr(contacts, field.name), np.ndarray)
    }
    return replace(contacts, **columns)
