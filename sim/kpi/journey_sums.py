"""Sums of issues born in the measured window, followed to the end of the horizon (KPIS.md 6)."""

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, Cells, summed
from sim.kpi.facts import Facts
from sim.kpi.row import ISSUE
from sim.record.record import Record
from sim.rules.lifecycle import IssueOutcome, Outcome, Story
from sim.units import TICKS_PER_SECOND
from sim.world.world import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_TICKS_PER_DAY = 86_400 * TICKS_PER_SECOND


def journey_sums(record: Record, facts: Facts, world: World) -> dict[str, ByCut]:
    """Measure journeys.

    Args:
        record: What happened; contacts by (issue, visit), issues by key.
        facts: What each contact is (`read_facts`).
        world: The world it happened in.

    Returns:
        By name of sum, by cut ("all", "channel", "segment", "intent" of the issue), an array by index.
    """
    issues = record.issues
    arrived = issues["arrived_tick"]
    is_born = (arrived >= world.horizon.measure_start) & (arrived < world.horizon.measure_end)
    weights: dict[str, NDArray[np.float64] | Mask] = {}
    weights |= _outcomes(record)
    weights |= _contacts_of_issues(record, facts, world)
    weights |= _first_contacts(record, facts, world)
    cells = _issue_cells(record, world)
    return {name: cells.sums(weight * is_born, ISSUE) for name, weight in weights.items()}


def _issue_cells(record: Record, world: World) -> Cells:
    """Group issues by their indices."""
    issues, names = record.issues, world.names
    return Cells(
        {cut: issues[cut] for cut in ("channel", "segment", "intent")},
        {"channel": len(names.channels), "segment": len(names.segments), "intent": len(names.intents)},
    )


def _outcomes(record: Record) -> dict[str, Floats | Mask]:
    """How issues stand, and how long they took; one number an issue."""
    issues, outcome = record.issues, record.issues["outcome"]
    is_resolved, has_one = outcome == IssueOutcome.RESOLVED, issues["n_contacts"] == 1
    lasted_s = (issues["ended_tick"] - issues["arrived_tick"]) / TICKS_PER_SECOND
    return {
        "issues": np.ones(len(outcome)),
        "issues_resolved": is_resolved,
        "issues_lost": outcome == IssueOutcome.LOST,
        "issues_open": outcome == IssueOutcome.OPEN,
        "issues_resolved_by_one": is_resolved & has_one,
        "issues_with_one_contact": has_one,
        "issue_contacts": issues["n_contacts"].astype(np.float64),
        "resolution_s": is_resolved * lasted_s,
    }


def _contacts_of_issues(record: Record, facts: Facts, world: World) -> dict[str, Floats | Mask]:
    """What the contacts of each issue add up to; one number an issue."""
    contacts, n_issues, n_channels = record.contacts, len(record.issues["issue"]), len(world.names.channels)
    row = _issue_row(record)
    waiting = facts.is_queued & facts.is_live
    for_reply = facts.is_queued & ~facts.is_live
    until = np.minimum(facts.stop_tick, world.horizon.end)
    reply_ticks = for_reply * (until - contacts["arrived_tick"])
    is_repeat = (contacts["outcome"] == Outcome.ANSWERED) & (contacts["story"] == Story.LOST)
    pairs = np.sort(row * n_channels + contacts["channel"])
    pairs = pairs[_starts(pairs)]
    return {
        "issue_wait_s": summed(row, waiting * facts.wait_ticks, n_issues) / TICKS_PER_SECOND,
        "issue_reply_wait_s": summed(row, reply_ticks, n_issues) / TICKS_PER_SECOND,
        "issue_repeats": summed(row, is_repeat, n_issues),
        "issue_channels": np.bincount(pairs // n_channels, minlength=n_issues).astype(np.float64),
    }


def _first_contacts(record: Record, facts: Facts, world: World) -> dict[str, Floats | Mask]:
    """Resolution by, and silence after, the earliest handled contact; one number an issue.

    Handled = talk has ended, so its outcome is known. A further contact is the next visit of the issue,
    arrived within W of the end of talk; without a whole day of follow-up nothing is observed (0/0).
    """
    contacts, n_issues = record.contacts, len(record.issues["issue"])
    row, talk_end = _issue_row(record), record.contacts["talk_end_tick"]
    days = world.repeat_days
    is_handled = facts.is_answered & (talk_end >= 0)
    handled_row = row[is_handled]
    is_first = np.zeros(len(row), dtype=np.bool_)
    is_first[np.flatnonzero(is_handled)[_starts(handled_row)]] = True
    same_issue = np.append(row[1:] == row[:-1], False) if len(row) else np.zeros(0, dtype=np.bool_)
    next_arrival = np.append(contacts["arrived_tick"][1:], 0) if len(row) else row
    is_silent = ~(same_issue & (next_arrival <= talk_end + days * _TICKS_PER_DAY)) & (days >= 1)
    is_observed = is_handled & (days >= 1)
    masks = {
        "issues_handled": is_first,
        "fcr_resolved": is_first & (contacts["is_resolved"] == 1),
        "issues_handled_followed": is_first & is_observed,
        "fcr_silent": is_first & is_silent,
        "contacts_followed": is_observed,
        "contacts_silent": is_observed & is_silent,
    }
    return {name: summed(row, mask, n_issues) for name, mask in masks.items()}


def _issue_row(record: Record) -> Ints:
    """Row of the issue of each contact."""
    return np.searchsorted(record.issues["issue"], record.contacts["issue"]).astype(np.int64)


def _starts(row: Ints) -> Mask:
    """Mask the first of each run of equal rows."""
    is_start = np.ones(len(row), dtype=np.bool_)
    is_start[1:] = row[1:] != row[:-1]
    return is_start
