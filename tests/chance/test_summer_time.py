"""Days of 23 and 25 hours in Europe/Warsaw: a skipped hour has no demand, a repeated one has it twice (MODEL.md 4)."""

import numpy as np
import pytest
from scipy.special import stdtrit

from sim.engine import run
from sim.scenario.load import load_text
from sim.streams.address import unpack_issue
from sim.world.build import Blueprint, lower

SEED = 20260302
HOUR = 3_600_000_000
SPRING, AUTUMN, PLAIN = "2026-03-29", "2026-10-25", "2026-06-14"
HOURS = {SPRING: 23, PLAIN: 24, AUTUMN: 25}
MEAN = 100.0
"""Contacts between 2:00 and 3:00; from 12:00 to 13:00 there are half as many."""


def day_of(date: str, interval: str = "30 min") -> Blueprint:
    """Lower a centre of one day with demand from 2:00 to 3:00 and from 12:00 to 13:00 by the local clock."""
    text = f"""
schema: 1
name: clock
run: {{start: {date}, measure: 1 day, zone: Europe/Warsaw}}
demand:
  counts: first_contacts
  interval: {interval}
  by_channel:
    phone:
      rate:
        {{"00:00": 0 per h, "02:00": {MEAN} per h, "03:00": 0 per h, "12:00": {MEAN / 2} per h, "13:00": 0 per h}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels: {{phone: {{kind: live}}}}
service: {{help: {{phone: {{talk: 10 s}}}}}}
queues: {{phone: {{of: phone}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}}}
serves: {{team: [phone]}}
"""
    return lower(load_text(text, "clock.yaml"), "as_is")


@pytest.mark.parametrize(("date", "hours"), HOURS.items())
@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_a_day_has_as_many_intervals_as_its_hours(date: str, hours: int, minutes: int) -> None:
    """With demand all day, intervals of 15, 30 and 60 min fill 23, 24 and 25 hours without a gap, each once."""
    text_plan = day_of(date, f"{minutes} min")
    assert text_plan.horizon.end == hours * HOUR
    whole = lower(load_text(_all_day(date, minutes), "all_day.yaml"), "as_is").demand
    order = np.argsort(whole.start)
    start, end = whole.start[order], (whole.start + whole.length)[order]
    assert len(start) == hours * 60 // minutes
    assert start[0] == 0
    assert end[-1] == hours * HOUR
    assert (start[1:] == end[:-1]).all()
    assert len({unpack_issue(key)[:3] for key in whole.key.tolist()}) == len(start)


def _all_day(date: str, minutes: int) -> str:
    return f"""
schema: 1
name: all day
run: {{start: {date}, measure: 1 day, zone: Europe/Warsaw}}
demand: {{counts: first_contacts, interval: {minutes} min, by_channel: {{phone: {{rate: {{"00:00": 1 per h}}}}}}}}
intents: {{help: {{}}}}
segments: {{everybody: {{}}}}
channels: {{phone: {{kind: live}}}}
service: {{help: {{phone: {{talk: 10 s}}}}}}
queues: {{phone: {{of: phone}}}}
pools: {{team: {{headcount: on_queue, staff: {{daily: 1}}, skills: {{phone: level 3}}}}}}
serves: {{team: [phone]}}
"""


@pytest.mark.parametrize(("date", "times"), [(SPRING, 0), (PLAIN, 1), (AUTUMN, 2)])
def test_the_hour_from_two_to_three_counts_never_once_or_twice(date: str, times: int) -> None:
    """Its mean count is 0, 1 or 2 times the figure (99.9 %, 200 days), in the right hours; noon is untouched."""
    blueprint = day_of(date)
    noon = (12 if times == 1 else 11 if times == 0 else 13) * HOUR
    night, midday = [], []
    for replication in range(200):
        tick = blueprint.world(SEED, replication).arrivals.tick
        is_night = (tick >= 2 * HOUR) & (tick < (2 + times) * HOUR)
        is_noon = (tick >= noon) & (tick < noon + HOUR)
        assert (is_night | is_noon).all()
        night.append(int(is_night.sum()))
        midday.append(int(is_noon.sum()))
    for counts, mean in ((night, times * MEAN), (midday, MEAN / 2)):
        half_width = stdtrit(199, 0.9995) * np.std(counts, ddof=1) / 200**0.5
        assert abs(np.mean(counts) - mean) <= half_width
        assert half_width <= 0.05 * mean


def test_the_two_runs_of_a_repeated_hour_are_customers_of_their_own() -> None:
    """The second 2:00-3:00 has its own issues: other keys, other counts, other times within the hour."""
    arrivals = day_of(AUTUMN).world(SEED, 0).arrivals
    runs = [(arrivals.tick >= hour * HOUR) & (arrivals.tick < (hour + 1) * HOUR) for hour in (2, 3)]
    first, second = (arrivals.tick[inside] % HOUR for inside in runs)
    assert not set(first.tolist()) & set(second.tolist())
    assert len(set(arrivals.issue.tolist())) == len(arrivals.issue)


@pytest.mark.parametrize(("date", "hours"), HOURS.items())
def test_people_who_are_there_all_day_are_there_for_all_its_hours(date: str, hours: int) -> None:
    """One head all day is 23, 24 or 25 hours on the queue and paid for as many."""
    world = day_of(date).world(SEED, 0)
    duties = run(world).duties
    assert int((duties["end_tick"] - duties["start_tick"]).sum()) == hours * HOUR
    assert int(world.staffing.paid_ticks.sum()) == hours * HOUR
