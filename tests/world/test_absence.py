"""Facts about who does not come and who comes late: drawn from a plan, each person and day on its own."""

from dataclasses import fields, make_dataclass, replace

import numpy as np
import pytest

from sim.scenario.distribution import parse_distribution
from sim.streams import Stream, build_table, draw, pack_agent_day, uniform
from sim.units import TICKS_PER_SECOND
from sim.world.world import Staffing

MINUTE = 60 * TICKS_PER_SECOND
HOUR = 60 * MINUTE
WEEK = "{start: 2026-03-02, measure: 1 week}"
HALF = 1 << 52
EVENING_BEFORE = 4095


def pool(**keys: str) -> str:
    """A team with the phone, and these keys."""
    return "{team: " + team(**keys) + "}"


def team(**keys: str) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in {"skills": "{phone: 3}", **keys}.items()) + "}"


def heads(staffing: Staffing, number: int = 0) -> list[tuple[float, int]]:
    """Changes of headcount of a pool as (hour, heads)."""
    mine = staffing.heads_pool == number
    return [
        (t / HOUR, h) for t, h in zip(staffing.heads_tick[mine].tolist(), staffing.heads[mine].tolist(), strict=True)
    ]


def duties(staffing: Staffing) -> list[tuple[int, float, float]]:
    """Duties as (agent, start hour, end hour)."""
    rows = zip(staffing.duty_agent.tolist(), staffing.duty_start.tolist(), staffing.duty_end.tolist(), strict=True)
    return [(agent, start / HOUR, end / HOUR) for agent, start, end in rows]


def spells(staffing: Staffing) -> list[tuple[int, float, float]]:
    """Spells off the queues as (duty, start minute, minutes)."""
    rows = zip(staffing.spell_duty.tolist(), staffing.spell_start.tolist(), staffing.spell_ticks.tolist(), strict=True)
    return [(duty, start / MINUTE, ticks / MINUTE) for duty, start, ticks in rows]


def is_absent(member: int, day: int, number: int = 0, replication: int = 0, seed: int = 1) -> bool:
    """Whether an agent of a pool with 50 % absence is away on a day, by the address of the draw alone."""
    return uniform(seed, replication, Stream.ABSENCE, pack_agent_day(member, day), visit=number) < HALF


EARLY = '{early: {hours: "daily 08:00-16:00", agents: 4, breaks: {lunch: {at: "12:00", lasts: 30 min}}}}'


# --- nobody absent, everybody absent --------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [{}, {"absent": "0 %"}, {"late": "{share: 0 %, by: 5 min}"}])
def test_a_plan_without_absence_is_the_staffing_itself(plan, keys):
    """Nothing is drawn, nothing is copied, and the digest of the world is that of the plan without these words."""
    blueprint = plan(run=WEEK, pools=pool(headcount="on_queue", shifts=EARLY, **keys))
    world, plain = blueprint.world(1, 0), plan(run=WEEK, pools=pool(headcount="on_queue", shifts=EARLY)).world(1, 0)
    assert world.staffing is blueprint.staffing
    assert world.staffing.planned is None
    assert world.staffing.plan is world.staffing
    assert replace(world, fingerprint="").digest() == replace(plain, fingerprint="").digest()


def test_when_all_are_absent_nobody_comes_and_all_are_paid(plan):
    """At 100 % no heads, no duties and no spells are left; scheduled and paid time are those of the plan."""
    everybody = team(headcount="scheduled", shifts=EARLY, absent="100 %")
    others = team(headcount="on_queue", staff='{daily: {"08:00": 3, "16:00": 0}}', absent="100 %")
    blueprint = plan(run=WEEK, pools=f"{{a: {everybody}, b: {others}}}", serves="{a: [phone], b: [phone]}")
    staffing = blueprint.world(1, 0).staffing
    assert (duties(staffing), spells(staffing), heads(staffing, 1)) == ([], [], [])
    assert staffing.planned is blueprint.staffing
    assert staffing.paid_ticks.tolist() == blueprint.staffing.paid_ticks.tolist()
    assert staffing.scheduled_ticks[0].tolist() == [32 * HOUR] * 7
    assert len(staffing.pool) == 7


def test_what_a_world_does_not_have_leaves_no_trace_in_its_digest(plan):
    """The digest is that of a staffing that knows nothing of absence: worlds of before have the digest of before."""
    world = plan(pools=pool(headcount="on_queue", shifts=EARLY)).world(1, 0)
    names = [field.name for field in fields(Staffing) if field.name != "planned"]
    before = make_dataclass("Before", names)(*(getattr(world.staffing, name) for name in names))
    assert replace(world, staffing=before).digest() == world.digest()


# --- persons --------------------------------------------------------------------------------------------------------


def test_each_person_is_absent_by_a_draw_of_person_and_day(plan):
    """Four persons, seven days: whose draw lies below 50 % has neither duty nor lunch that day; others have both."""
    blueprint = plan(run=WEEK, pools=pool(headcount="on_queue", shifts=EARLY, absent="50 %"))
    for replication in range(3):
        staffing = blueprint.world(1, replication).staffing
        there = [(a, d) for a in range(4) for d in range(7) if not is_absent(a, d, replication=replication)]
        assert duties(staffing) == [(a, 24 * d + 8, 24 * d + 16) for a, d in there]
        assert spells(staffing) == [(n, 60 * (24 * d + 12), 30) for n, (_, d) in enumerate(there)]
        assert 0 < len(there) < 28


def test_absence_hangs_on_nothing_else(plan):
    """More agents, here and in another pool, a longer run and more contacts change nobody's absence."""
    one = team(headcount="on_queue", shifts='{early: {hours: "daily 08:00-16:00", agents: 2}}')
    two = team(headcount="on_queue", shifts='{early: {hours: "daily 08:00-16:00", agents: 5}}', absent="50 %")
    more = team(headcount="on_queue", shifts='{early: {hours: "daily 08:00-16:00", agents: 9}}')
    serves = "{a: [phone], b: [phone]}"
    plain = plan(run=WEEK, pools=f"{{a: {one}, b: {two}}}", serves=serves).world(1, 0).staffing
    large = plan(
        run="{start: 2026-03-02, measure: 2 weeks}",
        pools=f"{{a: {more}, b: {two.replace('agents: 5', 'agents: 6')}}}",
        serves=serves,
        demand="{counts: first_contacts, by_channel: {phone: {profile: {daily: [90]}}}}",
    ).world(1, 0)
    there = {(a - 2, s) for a, s, _ in duties(plain) if a >= 2}
    assert there == {(a - 9, s) for a, s, _ in duties(large.staffing) if 9 <= a < 14 and s < 168}
    assert there == {(a, 24 * d + 8) for a in range(5) for d in range(7) if not is_absent(a, d, number=1)}


def test_a_night_belongs_to_the_day_it_starts_on(plan):
    """Who is absent on Monday does not come on Monday night and is missing until Tuesday morning; the night that
    began before the run has a day of its own."""
    night = '{night: {hours: "daily 22:00-06:00", agents: 6}}'
    staffing = plan(
        run="{start: 2026-03-02, measure: 2 days}", pools=pool(headcount="on_queue", shifts=night, absent="50 %")
    ).world(1, 0)
    expected = []
    for agent in range(6):
        days = [EVENING_BEFORE, 0, 1]
        spans = [(0, 6), (22, 30), (46, 54)]
        expected += [(agent, *span) for day, span in zip(days, spans, strict=True) if not is_absent(agent, day)]
    assert duties(staffing.staffing) == expected


def test_both_duties_of_a_day_are_missed(plan):
    """A split shift has one draw a day: both parts happen, or none does."""
    split = '{split: {hours: "daily 08:00-10:00, 16:00-18:00", agents: 5}}'
    staffing = plan(run=WEEK, pools=pool(headcount="on_queue", shifts=split, absent="50 %")).world(1, 0).staffing
    there = [(a, d) for a in range(5) for d in range(7) if not is_absent(a, d)]
    assert duties(staffing) == [(a, 24 * d + h, 24 * d + h + 2) for a, d in there for h in (8, 16)]


# --- heads by interval ----------------------------------------------------------------------------------------------


def test_heads_are_those_below_the_wanted_number_who_come(plan):
    """At every change and every midnight the heads are the k below the wanted number who are not absent that day."""
    staff = '{weekday: {"00:00": 2, "08:00": 6, "12:00": 3}, weekend: 4}'
    blueprint = plan(run=WEEK, pools=pool(headcount="on_queue", staff=staff, absent="50 %"))
    staffing = blueprint.world(1, 0).staffing
    wanted = [(24 * d + h, n) for d in range(5) for h, n in ((0, 2), (8, 6), (12, 3))] + [(120, 4), (144, 4)]
    expected, current = [], 0
    for hour, number in wanted:
        come = sum(not is_absent(k, hour // 24) for k in range(number))
        if come != current:
            expected.append((hour, come))
            current = come
    assert heads(staffing) == expected
    assert len(staffing.pool) == 6


def test_heads_change_at_midnight_though_the_same_number_is_wanted(plan):
    """Eight heads all week: each local day has its own number, also where a day has 23 hours."""
    blueprint = plan(
        run="{start: 2026-03-28, measure: 3 days, zone: Europe/Warsaw}",
        pools=pool(headcount="on_queue", staff="{daily: 8}", absent="50 %"),
    )
    come = [sum(not is_absent(k, day) for k in range(8)) for day in range(3)]
    rows = list(zip([0, 24, 47], come, strict=True))
    assert come[0] != come[1] != come[2]
    assert heads(blueprint.world(1, 0).staffing) == rows


def test_pools_of_heads_have_absences_of_their_own(plan):
    """Two pools of eight heads: the second draws by its own number, not what the first draws."""
    eight = team(headcount="on_queue", staff="{daily: 8}", absent="50 %")
    staffing = (
        plan(run=WEEK, pools=f"{{a: {eight}, b: {eight}}}", serves="{a: [phone], b: [phone]}").world(1, 0).staffing
    )
    for number in (0, 1):
        come = [sum(not is_absent(k, day, number) for k in range(8)) for day in range(7)]
        changes = [(24 * d, n) for d, n in enumerate(come) if d == 0 or n != come[d - 1]]
        assert heads(staffing, number) == changes


def test_a_pool_without_absence_keeps_its_heads_beside_one_that_has(plan):
    """Absence of one pool leaves the rows of the others as they are."""
    a = team(headcount="on_queue", staff='{daily: {"08:00": 3, "16:00": 0}}')
    b = team(headcount="on_queue", staff="{daily: 4}", absent="100 %")
    staffing = plan(pools=f"{{a: {a}, b: {b}}}", serves="{a: [phone], b: [phone]}").world(1, 0).staffing
    assert (heads(staffing, 0), heads(staffing, 1)) == ([(8, 3), (16, 0)], [])


# --- late -----------------------------------------------------------------------------------------------------------


def test_everybody_late_by_the_same_time(plan):
    """Ten minutes late: duties begin at 08:10, end as planned, and are scheduled and paid as planned."""
    blueprint = plan(pools=pool(headcount="on_queue", shifts=EARLY, late="{share: 100 %, by: 10 min}"))
    staffing = blueprint.world(1, 0).staffing
    assert duties(staffing) == [(a, 8 + 1 / 6, 16) for a in range(4)]
    assert spells(staffing) == [(a, 720, 30) for a in range(4)]
    assert staffing.paid_ticks.tolist() == [[32 * HOUR]]
    assert [(a, s, e) for a, s, e in duties(staffing.plan)] == [(a, 8, 16) for a in range(4)]


def late_breaks(by: str, breaks: str) -> dict[str, str]:
    """One person from eight to noon who comes late by so much, with these breaks."""
    shifts = f'{{day: {{hours: "mon 08:00-12:00", agents: 1, breaks: {{{breaks}}}}}}}'
    return {"pools": pool(headcount="on_queue", shifts=shifts, late=f"{{share: 100 %, by: {by}}}")}


TEA = 'tea: {at: "08:30", lasts: 30 min}'


@pytest.mark.parametrize(
    ("by", "left"),
    [
        ("29 min", [(0, 510, 30)]),
        ("30 min", [(0, 510, 30)]),
        ("31 min", [(0, 511, 29)]),
        ("59 min", [(0, 539, 1)]),
        ("60 min", []),
        ("61 min", []),
    ],
)
def test_a_break_that_has_begun_is_cut_to_what_is_left(plan, by, left):
    """Tea is 08:30 to 09:00: who comes within it has the rest of it, who comes at its end or later has none."""
    assert spells(plan(**late_breaks(by, TEA)).world(1, 0).staffing) == left


def test_a_break_that_waits_for_another_is_cut_where_it_really_lies(plan):
    """Tea of 08:30 to 09:00 pushes a call home of 08:45 (20 min) to 09:00; who comes at 09:05 has 15 min of it left."""
    breaks = TEA + ', home: {at: "08:45", lasts: 20 min}'
    assert spells(plan(**late_breaks("65 min", breaks)).world(1, 0).staffing) == [(0, 545, 15)]


@pytest.mark.parametrize(("by", "comes"), [("239 min", True), ("240 min", False), ("300 min", False)])
def test_late_beyond_the_end_is_not_there_at_all(plan, by, comes):
    """Four hours late to a duty of four hours: there is none."""
    assert len(duties(plan(**late_breaks(by, TEA)).world(1, 0).staffing)) == comes


def test_who_is_late_and_how_late_is_drawn_for_each_duty(plan):
    """Each of two duties a day has a draw of its own, found by address: agent, day, pool, and number of the duty."""
    by = '"exponential, mean 30 min"'
    split = '{split: {hours: "daily 08:00-10:00, 16:00-18:00", agents: 3}}'
    blueprint = plan(run=WEEK, pools=pool(headcount="on_queue", shifts=split, late=f"{{share: 50 %, by: {by}}}"))
    table = build_table(parse_distribution("exponential, mean 30 min")).tolist()
    expected = []
    for agent, day, turn in ((a, d, t) for a in range(3) for d in range(7) for t in range(2)):
        start, key = (24 * day + (8, 16)[turn]) * HOUR, pack_agent_day(agent, day)
        late = uniform(1, 4, Stream.LATE, key, step=turn) < HALF
        begin = start + late * draw(table, uniform(1, 4, Stream.LATE_BY, key, step=turn))
        if begin < start + 2 * HOUR:
            expected.append((agent, begin, start + 2 * HOUR))
    staffing = blueprint.world(1, 4).staffing
    rows = zip(staffing.duty_agent.tolist(), staffing.duty_start.tolist(), staffing.duty_end.tolist(), strict=True)
    assert list(rows) == expected
    assert 10 < np.isin(staffing.duty_start, blueprint.staffing.duty_start).sum() < len(expected)


def test_nobody_is_late_at_the_start_of_the_run(plan):
    """The night that began the evening before is there from the first tick; the next one begins at 22:10."""
    night = '{night: {hours: "daily 22:00-06:00", agents: 1}}'
    staffing = plan(pools=pool(headcount="on_queue", shifts=night, late="{share: 100 %, by: 10 min}")).world(1, 0)
    assert duties(staffing.staffing) == [(0, 0, 6), (0, 22 + 1 / 6, 30)]


def test_a_duty_from_midnight_may_begin_late(plan):
    """One that begins with the run at midnight is late like any other."""
    shifts = '{night: {hours: "daily 00:00-06:00", agents: 1}}'
    staffing = plan(pools=pool(headcount="on_queue", shifts=shifts, late="{share: 100 %, by: 6 min}")).world(1, 0)
    assert duties(staffing.staffing) == [(0, 0.1, 6)]


def test_who_is_absent_is_not_late(plan):
    """Absence and lateness are drawn apart: everybody absent is nobody late, and half absent are the same persons."""
    words = {"headcount": "on_queue", "shifts": EARLY, "absent": "50 %"}
    late = plan(run=WEEK, pools=pool(**words, late="{share: 100 %, by: 10 min}")).world(1, 0).staffing
    there = [(a, d) for a in range(4) for d in range(7) if not is_absent(a, d)]
    assert duties(late) == [(a, 24 * d + 8 + 1 / 6, 24 * d + 16) for a, d in there]


def test_as_many_are_absent_as_was_said(plan):
    """Of 50 persons over 28 days and 10 replications 5 % are absent, to within four standard deviations (0.74 %)."""
    shifts = '{early: {hours: "daily 08:00-16:00", agents: 50}}'
    blueprint = plan(
        run="{start: 2026-03-02, measure: 28 days}", pools=pool(headcount="on_queue", shifts=shifts, absent="5 %")
    )
    there = sum(len(blueprint.world(1, replication).staffing.duty_agent) for replication in range(10))
    assert 1 - there / 14_000 == pytest.approx(0.05, abs=0.0074)


def test_replications_differ_and_repeat(plan):
    """Two replications have other absences; the same one twice has the same, and the digest of the world knows it."""
    blueprint = plan(run=WEEK, pools=pool(headcount="on_queue", shifts=EARLY, absent="20 %"))
    digests = [blueprint.world(1, replication).digest() for replication in (0, 1, 0)]
    assert digests[0] == digests[2] != digests[1]
    assert duties(blueprint.world(1, 0).staffing) != duties(blueprint.world(1, 1).staffing)
