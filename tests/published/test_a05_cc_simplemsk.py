"""ContactCenters SimpleMSK: three types, two groups that share one of them, three periods, callers who leave.

Counts are by type and by period of arrival. Occupancy is that of group 0, and its clock runs to the end of the last
contact of the day, not to closing: up to then the last period's agents stay, idle or not.
"""

import numpy as np
import pytest

from sim.record.record import Record
from sim.rules.lifecycle import Duty, Outcome
from sim.scenario.load import load
from sim.units import TICKS_PER_SECOND
from sim.world.world import World
from tests.published.days import (
    HERE,
    IN_TARGET_TICKS,
    Day,
    Estimate,
    assert_agree,
    mean,
    printed_rows,
    ratio,
    run_days,
    waits,
)

PERIOD_TICKS = 2 * 3600 * TICKS_PER_SECOND
TYPES, PERIODS = 3, 3
GROUP = 0


def busy_ticks(world: World, record: Record) -> int:
    """Time in which agents of the group had a contact in hand."""
    spells = record.spells
    of_group = world.staffing.pool[spells["agent"]] == GROUP
    return int((spells["end_tick"] - spells["start_tick"])[of_group].sum())


def agent_ticks(world: World, record: Record) -> int:
    """Agents' time of the group from opening to the end of the day's last contact.

    Until closing it is that of the people there, those over the new number who end a call among them; from then
    on it is that of the last period's number, and of those who were over it before and still are.
    """
    staffing, duties = world.staffing, record.duties
    closes = int(world.channels.open_end[0][0])
    ends = max(closes, int(record.contacts["ended_tick"].max()))
    planned = staffing.heads[(staffing.heads_pool == GROUP) & (staffing.heads_tick < closes)]
    of_group = world.staffing.pool[duties["agent"]] == GROUP
    start, end = duties["start_tick"][of_group], duties["end_tick"][of_group]
    was_over = (duties["kind"][of_group] == Duty.OVERTIME) & (start < closes)
    before = np.maximum(np.minimum(end, closes) - start, 0).sum()
    after = np.maximum(end - closes, 0)[was_over].sum()
    return int(before + after) + int(planned[-1]) * (ends - closes)


def measure(world: World, record: Record) -> Day:
    """Sum up a day."""
    contacts, wait = record.contacts, waits(record)
    outcome, kind = contacts["outcome"], contacts["intent"]
    assert np.isin(outcome, (Outcome.ANSWERED, Outcome.ABANDONED)).all(), "contacts are served or they leave"
    in_target = (outcome == Outcome.ANSWERED) & (wait < IN_TARGET_TICKS)
    period = (contacts["arrived_tick"] - world.channels.open_start[0][0]) // PERIOD_TICKS
    return {
        "served": float((outcome == Outcome.ANSWERED).sum()),
        "abandoned": float((outcome == Outcome.ABANDONED).sum()),
        "abandoned late": float(((outcome == Outcome.ABANDONED) & (wait >= IN_TARGET_TICKS)).sum()),
        "in target": float(in_target.sum()),
        "busy": float(busy_ticks(world, record)),
        "there": float(agent_ticks(world, record)),
        **{
            f"Type {k}, period {p}": float((in_target & (kind == k) & (period == p)).sum())
            for k in range(TYPES)
            for p in range(PERIODS)
        },
    }


def figures() -> dict[str, Estimate]:
    """Run the case and estimate its figures."""
    day = run_days(load(HERE / "a05_cc_simplemsk.yaml"), measure)
    return {
        "Number of served contacts": mean(day["served"]),
        "Number of contacts having abandoned": mean(day["abandoned"]),
        "Service level": ratio(day["in target"], day["served"] + day["abandoned late"]),
        "Occupancy ratio": ratio(day["busy"], day["there"]),
        **{
            f"Number of contacts meeting target service level, {item}": mean(values)
            for item, values in day.items()
            if item.startswith("Type")
        },
    }


@pytest.mark.slow
def test_three_types_and_two_groups_are_those_of_contactcenters() -> None:
    """Served, abandoned, service level, occupancy and the counts by type and period agree with the printed ones."""
    assert_agree(printed_rows("a05_cc_simplemsk.csv", "SimpleMSK"), figures())
