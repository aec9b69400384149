"""Sums where customers wait for a reply: deferred work, messages, communities (KPIS.md 2 and 7).

Booked by arrival in the measured window, turns of a conversation with their contact. Times in seconds.
"""

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut, Cells, summed
from sim.kpi.clock import NEVER, open_before
from sim.kpi.facts import Facts
from sim.kpi.places import contact_row
from sim.kpi.row import CONTACT
from sim.record.record import Record
from sim.rules.lifecycle import ChannelKind
from sim.units import TICKS_PER_SECOND
from sim.world.world import World

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Weights = dict[str, Mask | Floats]


def reply_sums(cells: Cells, record: Record, facts: Facts, world: World) -> dict[str, ByCut]:
    """Measure replies.

    Args:
        cells: Contacts by all their indices (`contact_cells`).
        record: What happened.
        facts: What each contact is (`read_facts`).
        world: The world it happened in.

    Returns:
        By name of sum, by the cuts of contacts, an array by index.
    """
    weights = _replies(record, facts, world) | _turns(record, facts) | _answers_of_peers(record, facts, world)
    return {name: cells.sums(weight, CONTACT) for name, weight in weights.items()}


def _replies(record: Record, facts: Facts, world: World) -> Weights:
    """Replies, deadlines and backlog; one number a contact."""
    arrived, end = record.contacts["arrived_tick"], world.horizon.measure_end
    for_reply = ~facts.is_live & facts.is_queued
    replied = facts.in_window & for_reply & facts.is_answered
    in_time, breach = _deadline_masks(record, facts, world)
    return {
        "replies": replied,
        "replies_in_time": in_time,
        "reply_breaches": breach,
        "replies_due": in_time | breach,
        "backlog_at_end": for_reply & (arrived < end) & (facts.stop_tick >= end),
        "reply_s": replied * ((facts.reply_tick - arrived) / TICKS_PER_SECOND),
        "reply_working_s": _reply_working_s(record, facts, replied, world),
        "opening_wait_s": replied * (facts.wait_ticks / TICKS_PER_SECOND),
    }


def _deadline_masks(record: Record, facts: Facts, world: World) -> tuple[Mask, Mask]:
    """Mask contacts with a reply deadline: replied in time; or breached, replied or not."""
    contacts = record.contacts
    due = facts.in_window & ~facts.is_live & facts.is_queued
    due &= world.channels.reply_ticks[contacts["channel"]] >= 0
    deadline = np.where(contacts["deadline_tick"] >= 0, contacts["deadline_tick"], NEVER)
    seen_until = np.minimum(facts.stop_tick, world.horizon.end)
    is_late = np.where(facts.is_open, seen_until > deadline, facts.stop_tick > deadline)
    return due & facts.is_answered & ~is_late, due & is_late


def _reply_working_s(record: Record, facts: Facts, replied: Mask, world: World) -> Floats:
    """Open time from arrival to reply on the working hours of each channel [s]; 0 where not replied."""
    contacts = record.contacts
    time_s = np.zeros(len(replied))
    for c in np.unique(contacts["channel"][replied]):
        mine = np.flatnonzero(replied & (contacts["channel"] == c))
        spans = world.channels.work_start[c], world.channels.work_end[c]
        before_reply = open_before(facts.reply_tick[mine], *spans)
        time_s[mine] = (before_reply - open_before(contacts["arrived_tick"][mine], *spans)) / TICKS_PER_SECOND
    return time_s


def _turns(record: Record, facts: Facts) -> Weights:
    """Turns of conversations: how many there are once it is over, and how long the later ones take."""
    turns, n_contacts = record.turns, len(facts.is_queued)
    row, is_replied = contact_row(record, turns["issue"], turns["visit"]), turns["replied_tick"] >= 0
    is_later = is_replied & (turns["turn"] > 0)
    taken_s = is_later * ((turns["replied_tick"] - turns["asked_tick"]) / TICKS_PER_SECOND)
    n_replies = summed(row, is_replied, n_contacts)
    here = facts.in_window & facts.is_answered
    is_over = here & (n_replies > 0) & (record.contacts["talk_end_tick"] >= 0)
    return {
        "later_replies": here * summed(row, is_later, n_contacts),
        "later_reply_s": here * summed(row, taken_s, n_contacts),
        "conversations": is_over,
        "turns": is_over * n_replies,
    }


def _answers_of_peers(record: Record, facts: Facts, world: World) -> Weights:
    """Posts that other customers answered, among those that ended in any way."""
    contacts = record.contacts
    is_post = facts.is_queued & (world.channels.kind[contacts["channel"]] == ChannelKind.COMMUNITY)
    by_peers = facts.in_window & facts.is_flow_out & ~facts.is_callback
    answered_s = (contacts["ended_tick"] - contacts["arrived_tick"]) / TICKS_PER_SECOND
    return {
        "posts_ended": facts.in_window & is_post & ~facts.is_open,
        "peer_answers": by_peers,
        "peer_answer_s": by_peers * answered_s,
        "peer_resolved": by_peers & (contacts["is_resolved"] == 1),
    }
