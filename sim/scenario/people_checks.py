"""Single people who do not fit: rosters that cannot be read or miss the run, nobody who comes, levels out of reach."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sim.errors import Fault
from sim.scenario.centre import Pool
from sim.scenario.csv_text import CsvError
from sim.scenario.layers import Layered
from sim.scenario.roster_rows import Person, read_roster
from sim.scenario.scenario import Centre

_MOST_PERSONS = 100_000
_MOST_POOLS_OF_CHANCE = 256
"""Addresses of absence have so many numbers of pools (`sim.streams.address`, visit)."""


def check_persons(centre: Centre, layered: Layered, folder: str) -> Iterator[Fault]:
    """Yield faults of rosters, absence and learning."""
    for place, (name, pool) in enumerate(centre.pools.items()):
        yield from _check_roster(centre, layered, name, pool, folder)
        yield from _check_learning(layered, name, pool)
        if pool.absent == 1.0:
            message = "all people of this pool are absent every day"
            yield layered.fault(("pools", name, "absent"), message, severity="warning")
        if (pool.absent or pool.late is not None) and place >= _MOST_POOLS_OF_CHANCE:
            message = f"only the first {_MOST_POOLS_OF_CHANCE} pools can have people who are absent or late"
            yield layered.fault(("pools", name), message, key=True)


def _check_roster(centre: Centre, layered: Layered, name: str, pool: Pool, folder: str) -> Iterator[Fault]:
    """Check a roster, and what stands beside it in its pool."""
    if pool.roster is None:
        return
    path = ("pools", name, "roster")
    if pool.headcount != "scheduled":
        message = "a roster is what people are scheduled for"
        yield layered.fault(("pools", name, "headcount"), message, value=pool.headcount, allowed="scheduled")
    if pool.shrinkage.in_office > 0.0:
        message = "the roster says who is off the queues when; here only out_of_office can be given"
        yield layered.fault(("pools", name, "shrinkage"), message, key=True)
    try:
        persons = read_roster(folder, pool.roster)
    except CsvError as error:
        for fault in error.faults:
            yield fault if fault.line else layered.fault(path, fault.message, value=pool.roster)
        return
    if len(persons) > _MOST_PERSONS:
        yield layered.fault(path, f"{len(persons):,} people; the most is {_MOST_PERSONS:,}", value=pool.roster)
    yield from _check_inside(centre, layered, path, persons)


def _check_inside(
    centre: Centre, layered: Layered, path: tuple[str, str, str], persons: tuple[Person, ...]
) -> Iterator[Fault]:
    """Warn of a roster that has no row inside the run, or none on the queues."""
    start = datetime.combine(centre.run.start, time())
    end = start + timedelta(days=centre.run.days)
    inside = [duty for person in persons for duty in person.duties if duty.start < end and duty.end > start]
    if not inside:
        last = (end - timedelta(days=1)).date()
        message = f"the roster has no row inside the run, {start.date()} to {last}: nobody of this pool is ever there"
        yield layered.fault(path, message, severity="warning")
    elif all(sum((b - a for a, b in duty.off_queue), timedelta()) == duty.end - duty.start for duty in inside):
        message = "nobody of this roster is ever on the queues during the run"
        yield layered.fault(path, message, severity="warning", allowed="activity: on_queue")


def _check_learning(layered: Layered, name: str, pool: Pool) -> Iterator[Fault]:
    """Check that a tenure ends, and that what is learned reaches the levels of the pool."""
    if pool.tenure is None or pool.learning is None:
        return
    if pool.tenure.is_never:
        message = "people have been there for some time; never is none"
        yield layered.fault(("pools", name, "tenure"), message, allowed="mean 300 days, cv 0.8")
        return
    highest = max(pool.learning)
    for table in ("skills", "intents"):
        for skill_name, skill in (getattr(pool, table) or {}).items():
            if skill.level > highest:
                message = f"nobody gets beyond level {highest}: learning names no higher one"
                path = ("pools", name, table, skill_name)
                yield layered.fault(path, message, value=f"level {skill.level}", severity="warning")
