"""Sums of issues born in the measured window, followed to the end of the horizon (KPIS.md 6)."""

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, Cells, summed
from sim.kpi.clock import open_before
from sim.kpi.facts import Facts
from sim.kpi.links import Links
from sim.kpi.row import ISSUE
from sim.record.record import Record
from sim.rules.lifecycle import IssueOutcome, Outcome, Reason, Story
from sim.units import TICKS_PER_SECOND
from sim.world.campaigns import is_campaign
from sim.world.incidents import is_induced
from sim.world.world import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_TICKS_PER_DAY = 86_400 * TICKS_PER_SECOND


def journey_sums(record: Record, facts: Facts, links: Links, world: World) -> dict[str, ByCut]:
    """Measure journeys.

    Args:
        record: What happened; contacts by (issue, visit), issues by key.
        facts: What each contact is (`read_facts`).
        links: How they hang together (`read_links`).
        world: The world it happened in.

    Returns:
        By name of sum, by cut ("all", "channel", "segment", "intent" of the issue), an array by index; of the issues
        that were averted, which left no trace but their number, only "all".
    """
    weights: dict[str, NDArray[np.float64] | Mask] = {}
    weights |= _outcomes(record, world)
    weights |= _contacts_of_issues(record, facts, links, world)
    weights |= _kinds_of_contacts(record, facts, links)
    weights |= _first_contacts(record, links, world)
    is_born = born_in_window(record, world)
    cells = _issue_cells(record, world)
    sums = {name: cells.sums(weight * is_born, ISSUE) for name, weight in weights.items()}
    return sums | {"issues_averted": {"all": np.array([float(world.n_averted)])}}


def born_in_window(record: Record, world: World) -> Mask:
    """Mask the issues whose first contact arrived in the measured window; those of campaigns are no customers' own."""
    arrived = record.issues["arrived_tick"]
    is_in_window = (arrived >= world.horizon.measure_start) & (arrived < world.horizon.measure_end)
    return is_in_window & ~is_campaign(record.issues["issue"])


def _issue_cells(record: Record, world: World) -> Cells:
    """Group issues by their indices."""
    issues, names = record.issues, world.names
    return Cells(
        {cut: issues[cut] for cut in ("channel", "segment", "intent")},
        {"channel": len(names.channels), "segment": len(names.segments), "intent": len(names.intents)},
    )


def _outcomes(record: Record, world: World) -> dict[str, Floats | Mask]:
    """How issues stand, and how long they took; one number an issue."""
    issues, outcome = record.issues, record.issues["outcome"]
    is_resolved, has_one = outcome == IssueOutcome.RESOLVED, issues["n_contacts"] == 1
    lasted_s = (issues["ended_tick"] - issues["arrived_tick"]) / TICKS_PER_SECOND
    return {
        "issues": np.ones(len(outcome)),
        "issues_induced": is_induced(issues["issue"]),
        "issues_resolved": is_resolved,
        "issues_lost": outcome == IssueOutcome.LOST,
        "issues_open": outcome == IssueOutcome.OPEN,
        "issues_resolved_by_one": is_resolved & has_one,
        "issues_with_one_contact": has_one,
        "issue_contacts": issues["n_contacts"].astype(np.float64),
        "resolution_s": is_resolved * lasted_s,
        "resolution_working_s": _working_s(record, is_resolved, world),
    }


def _working_s(record: Record, is_resolved: Mask, world: World) -> Floats:
    """Open time from first contact to resolution on the working hours of the first channel [s]; else 0."""
    issues, time_s = record.issues, np.zeros(len(is_resolved))
    for c in np.unique(issues["channel"][is_resolved]):
        mine = np.flatnonzero(is_resolved & (issues["channel"] == c))
        spans = world.channels.work_start[c], world.channels.work_end[c]
        open_at_end = open_before(issues["ended_tick"][mine], *spans)
        time_s[mine] = (open_at_end - open_before(issues["arrived_tick"][mine], *spans)) / TICKS_PER_SECOND
    return time_s


def _contacts_of_issues(record: Record, facts: Facts, links: Links, world: World) -> dict[str, Floats | Mask]:
    """What the contacts of each issue add up to; one number an issue."""
    contacts, n_issues, n_channels = record.contacts, len(record.issues["issue"]), len(world.names.channels)
    row = links.row
    wait_ticks, reply_ticks = waits_of_customers(record, facts, world)
    is_repeat = (facts.is_answered | (contacts["outcome"] == Outcome.ANSWERED)) & (contacts["story"] == Story.LOST)
    pairs = np.sort((row * n_channels + contacts["channel"])[~facts.is_of_centre])
    pairs = pairs[_starts(pairs)]
    return {
        "issue_wait_s": summed(row, wait_ticks, n_issues) / TICKS_PER_SECOND,
        "issue_reply_wait_s": summed(row, reply_ticks, n_issues) / TICKS_PER_SECOND,
        "issue_repeats": summed(row, is_repeat, n_issues),
        "issue_channels": np.bincount(pairs // n_channels, minlength=n_issues).astype(np.float64),
    }


def waits_of_customers(record: Record, facts: Facts, world: World) -> tuple[Ints, Ints]:
    """Tell how long each contact kept its customer waiting, legs too.

    Returns:
        (n,) time in the queues of live and chat channels, and on the others time to the reply (to the
        withdrawal, to what another customer answered, or to the end of the horizon), both [ticks].
    """
    for_reply = facts.is_queued & ~facts.is_live
    until = np.minimum(facts.stop_tick, world.horizon.end)
    reply_ticks: Ints = for_reply * (until - record.contacts["arrived_tick"])
    wait_ticks: Ints = (facts.is_queued & facts.is_live & ~facts.is_callback) * facts.wait_ticks
    return wait_ticks, reply_ticks


def _kinds_of_contacts(record: Record, facts: Facts, links: Links) -> dict[str, Floats | Mask]:
    """How many contacts of some kind each issue took; one number an issue."""
    reason, n_issues = record.contacts["reason"], len(record.issues["issue"])
    masks = {
        "issue_chases": reason == Reason.CHASE,
        "issue_transfers": reason == Reason.TRANSFER,
        "issue_follow_ups": reason == Reason.FOLLOW_UP,
        "issue_duplicates": links.is_duplicate,
    }
    sums: dict[str, Floats | Mask] = {name: summed(links.row, mask, n_issues) for name, mask in masks.items()}
    by_person = summed(links.row, facts.is_by_person, n_issues)
    return sums | {"issues_deflected": (record.issues["outcome"] == IssueOutcome.RESOLVED) & (by_person == 0)}


def _first_contacts(record: Record, links: Links, world: World) -> dict[str, Floats | Mask]:
    """Resolution by, and silence after, the earliest handled contact; one number an issue.

    A contact counts with its legs: handled when one of them was, resolved when one of them did it, over when the
    last of them was. A further contact is the next customer contact of the issue, arrived within W of that;
    without a whole day of follow-up nothing is observed (0/0).
    """
    n_issues, days, row = len(record.issues["issue"]), world.repeat_days, links.row
    handled = np.flatnonzero(links.is_handled)
    head, talk_end = links.head[handled], record.contacts["talk_end_tick"][handled]
    is_handled, is_resolved, is_first = (np.zeros(len(row), dtype=np.bool_) for _ in range(3))
    is_handled[head] = True
    is_resolved[head[record.contacts["is_resolved"][handled] == 1]] = True
    order = np.lexsort((talk_end, row[handled]))
    is_first[head[order][_starts(row[handled][order])]] = True
    over = np.full(len(row), -1, dtype=np.int64)
    np.maximum.at(over, head, talk_end)
    is_silent = (links.next_tick > over + days * _TICKS_PER_DAY) & (days >= 1)
    is_observed = is_handled & (days >= 1)
    masks = {
        "issues_handled": is_first,
        "fcr_resolved": is_first & is_resolved,
        "issues_handled_followed": is_first & is_observed,
        "fcr_silent": is_first & is_silent,
        "contacts_followed": is_observed,
        "contacts_silent": is_observed & is_silent,
    }
    return {name: summed(row, mask, n_issues) for name, mask in masks.items()}


def _starts(row: Ints) -> Mask:
    """Mask the first of each run of equal rows."""
    is_start = np.ones(len(row), dtype=np.bool_)
    is_start[1:] = row[1:] != row[:-1]
    return is_start
