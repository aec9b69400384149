"""The paths of issues: which channels a customer went through, in which order and why, and what came of it.

A path is the contacts of an issue by visit, each by its channel and, but for the first, its reason: "bot > phone
(escalation) > phone (redial)". Legs and contacts of the centre are steps too, for they are what happened. Owns the
counting of one replication; the estimates over replications are `sim.experiment.paths`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import summed
from sim.kpi.facts import handle_time, read_facts
from sim.kpi.journey_sums import born_in_window, waits_of_customers
from sim.kpi.places import issue_row
from sim.record.record import Record
from sim.rules.lifecycle import IssueOutcome, Reason
from sim.units import TICKS_PER_SECOND
from sim.world.world import Names, World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PATH_CUTS: dict[str, str] = {"channel": "channels", "segment": "segments", "intent": "intents"}
"""What paths can be cut by, beside "all", and the names behind it; the channel is that of the first contact."""

PATH_SUMS: dict[str, str] = {
    "issues": "Issues born in the window that took the path",
    "resolved": "Those of them that were resolved by the end of the horizon",
    "wait_s": "Time of their customers in queues of live and chat channels [s]",
    "reply_wait_s": "Time of their customers from messages, letters and posts to the reply [s]",
    "handle_s": "Talk, hold and wrap-up of all people on them, follow-ups included [s]",
}
"""What is summed of the issues of a path."""

_ARROW = " > "


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of one replication of one strategy.

    Attributes:
        strategy, replication: Which one.
        names: Identities behind the indices.
        path: (rows,) the path in words; an issue without any contact has the path "".
        index: By cut of `PATH_CUTS`, (rows,) index.
        sums: By name of `PATH_SUMS`, (rows,); rows are ordered by path, then by channel, segment and intent.
    """

    strategy: str
    replication: int
    names: Names
    path: tuple[str, ...]
    index: Mapping[str, Ints]
    sums: Mapping[str, Floats]


def measure_paths(record: Record, world: World) -> Paths:
    """Count the paths of the issues born in the measured window.

    Args:
        record: What happened.
        world: The world it happened in.

    Returns:
        One row for each path, first channel, segment and intent that occurred together.
    """
    issues, born = record.issues, np.flatnonzero(born_in_window(record, world))
    path, words = _paths_of_issues(record, world.names)
    sizes = (len(words), *(len(getattr(world.names, kind)) for kind in PATH_CUTS.values()))
    place = np.ravel_multi_index((path[born], *(issues[cut][born] for cut in PATH_CUTS)), sizes)
    used, row = np.unique(place, return_inverse=True)
    number, *index = np.unravel_index(used, sizes)
    amounts = {name: amount[born] for name, amount in _amounts(record, world).items()}
    return Paths(
        record.strategy,
        record.replication,
        world.names,
        tuple(words[k] for k in number.tolist()),
        dict(zip(PATH_CUTS, index, strict=True)),
        {name: summed(row, amount, len(used)) for name, amount in amounts.items()},
    )


def _amounts(record: Record, world: World) -> dict[str, Floats]:
    """What is summed, one number an issue."""
    n_issues = len(record.issues["issue"])
    facts, row = read_facts(record, world), issue_row(record)
    wait_ticks, reply_ticks = waits_of_customers(record, facts, world)
    handle_ticks = ~facts.is_session * handle_time(record)
    return {
        "issues": np.ones(n_issues),
        "resolved": (record.issues["outcome"] == IssueOutcome.RESOLVED).astype(np.float64),
        "wait_s": summed(row, wait_ticks, n_issues) / TICKS_PER_SECOND,
        "reply_wait_s": summed(row, reply_ticks, n_issues) / TICKS_PER_SECOND,
        "handle_s": summed(row, handle_ticks, n_issues) / TICKS_PER_SECOND,
    }


def _paths_of_issues(record: Record, names: Names) -> tuple[Ints, list[str]]:
    """Number the paths of all issues in the order of their words.

    Issues are told apart one step at a time: those alike so far part by what their next contact is.

    Returns:
        (issues,) number of the path of each, and the words of each number.
    """
    contacts, row, n_issues = record.contacts, issue_row(record), len(record.issues["issue"])
    step, n_kinds = contacts["channel"] * len(Reason) + contacts["reason"], len(names.channels) * len(Reason)
    first = np.searchsorted(row, np.arange(n_issues))
    n_steps = np.searchsorted(row, np.arange(n_issues), side="right") - first
    path, words = np.zeros(n_issues, dtype=np.int64), [""]
    for number in range(int(n_steps.max(initial=0))):
        goes_on = np.flatnonzero(n_steps > number)
        longer = path[goes_on] * n_kinds + step[first[goes_on] + number]
        found, which = np.unique(longer, return_inverse=True)
        path[goes_on] = len(words) + which
        words += [_longer(words[code // n_kinds], code % n_kinds, names) for code in found.tolist()]
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.empty(len(words), dtype=np.int64)
    rank[order] = np.arange(len(words))
    return rank[path], [words[number] for number in order]


def _longer(words: str, step: int, names: Names) -> str:
    """Add a contact to a path in words; a first contact needs no reason."""
    channel, number = divmod(step, len(Reason))
    reason = Reason(number)
    text = names.channels[channel]
    if reason != Reason.FIRST:
        text += f" ({reason.name.lower().replace('_', ' ')})"
    return f"{words}{_ARROW}{text}" if words else text
