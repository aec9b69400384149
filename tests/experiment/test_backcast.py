"""Facts about simulated beside actual: hand-worked bands, errors against a naive twin, coverage, people."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from math import isnan, nan, sqrt
from pathlib import Path

import numpy as np
import pytest

from sim.engine import run
from sim.experiment.backcast import Backcast, backcast, band_of, strategy_of_actuals, weighted_error
from sim.experiment.plan import Plan
from sim.experiment.study import carry_out
from sim.kpi import INTERVAL_COLUMNS, interval_rows
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.world.build import lower

SCENARIO = """\
schema: 1
name: Beside
run: {start: 2026-03-02, measure: 2 days, zone: Europe/Warsaw}
demand: {counts: first_contacts, by_channel: {phone: {rate: {"00:00": 60 per h}}}}
intents: {any: {}}
segments: {all: {}}
channels: {phone: {kind: live}}
service: {any: {phone: {talk: 1 min}}}
queues: {calls: {of: phone}}
pools: {team: {headcount: on_queue, staff: {daily: 9}, skills: {phone: level 3}}}
serves: {team: [calls]}
kpis: {service_level: {phone: 80 % in 20 s}}
"""
"""Measured are Monday 2026-03-02 and Tuesday 2026-03-03; no replication of it is run."""

TEN = 20
"""The half-hour from 10:00."""


def beside(folder: Path, csv: str, replications: list[list[dict[str, float]]], text: str = SCENARIO) -> Backcast:
    """Lay interval rows written by hand beside a CSV."""
    (folder / "file.csv").write_text(csv)
    (folder / "scenario.yaml").write_text(f"{text}actuals: file.csv\n")
    return backcast(load(folder / "scenario.yaml"), [columns(rows) for rows in replications])


def columns(rows: list[dict[str, float]]) -> Mapping[str, np.ndarray]:
    """Interval rows with 0 for what is not given."""
    return {
        name: np.array([row.get(name, 0) for row in rows], dtype=float if name.endswith("_s") else np.int64)
        for name in INTERVAL_COLUMNS
    }


def offered(*counts: float, interval: int = TEN) -> list[list[dict[str, float]]]:
    """Replications with so many offered in one half-hour."""
    return [[{"interval": interval, "offered": count}] for count in counts]


def day(csv: str) -> str:
    """A CSV of offered."""
    return f"date,time,offered\n{csv}"


@pytest.mark.parametrize(
    ("actual", "verdict"), [(10, "inside"), (14.8, "inside"), (14.9, "above"), (5.2, "inside"), (5.1, "below")]
)
def test_the_band_is_that_of_one_more_period(tmp_path, actual, verdict):
    """8, 9, 10, 11, 12 in five replications: 10 ± 2.776 · √2.5 · √1.2 = 4.809."""
    found = beside(tmp_path, day(f"2026-03-02,10:00,{actual}\n"), offered(8, 9, 10, 11, 12))
    total = found.totals[0]
    assert (total.simulated, total.actual, total.verdict) == (10, actual, verdict)
    assert total.half_width == pytest.approx(2.7764451 * sqrt(2.5) * sqrt(1.2))
    assert found.errors[0].n_outside == (verdict != "inside")


def test_fewer_than_five_replications_judge_nothing(tmp_path):
    """Four replications show figures, but no band and no verdict."""
    found = beside(tmp_path, day("2026-03-02,10:00,99\n"), offered(8, 9, 11, 12))
    assert (found.totals[0].simulated, found.totals[0].verdict) == (10, "not judged")
    assert (found.errors[0].n_judged, isnan(found.errors[0].by_chance)) == (0, True)


def test_both_sides_count_the_same_half_hours(tmp_path):
    """Half-hours without a row, or with an empty cell, count on neither side; a simulated one without rows is 0."""
    rows = [
        [{"interval": at, "offered": 10} for at in (TEN, TEN + 1, TEN + 2)] + [{"interval": 48 + TEN, "offered": 70}]
        for _ in range(5)
    ]
    found = beside(tmp_path, day("2026-03-02,10:00,9\n2026-03-02,10:30,\n2026-03-02,11:30,4\n"), rows)
    assert (found.totals[0].simulated, found.totals[0].actual) == (10, 13)
    assert (found.errors[0].error, found.errors[0].bias) == (5 / 13, (1 - 4) / 13)
    assert found.unmeasured["calls"] == pytest.approx(20 / 30)


def test_ratios_are_ratios_of_sums_weighted_by_contacts(tmp_path):
    """Two half-hours by hand: asa, aht, service level and abandonment rate, over the window and in errors."""
    csv = (
        "date,time,offered,answered,answered_within,abandoned,asa,aht\n"
        "2026-03-02,10:00,10,8,6,2,30,200\n"
        "2026-03-02,10:30,40,24,24,6,10,280\n"
    )
    one = {"offered": 20, "answered": 16, "answered_in_target": 12, "abandoned": 4, "wait_s": 320, "handled": 10,
           "handle_s": 2500}  # fmt: skip
    two = {"offered": 20, "answered": 18, "answered_in_target": 9, "abandoned": 2, "wait_s": 180, "handled": 30,
           "handle_s": 7200}  # fmt: skip
    found = beside(tmp_path, csv, [[{"interval": TEN, **one}, {"interval": TEN + 1, **two}]] * 5)
    totals = {total.measure.name: (total.simulated, total.actual) for total in found.totals}
    assert totals == {
        "offered": (40, 50),
        "answered": (34, 32),
        "service_level_abandons_negative": (21 / 40, 30 / 50),
        "abandonment_rate": (6 / 40, 8 / 50),
        "asa": (pytest.approx(500 / 34), (8 * 30 + 24 * 10) / 32),
        "aht": (9700 / 40, (8 * 200 + 24 * 280) / 32),
    }
    errors = {errors.measure.name: (errors.error, errors.bias) for errors in found.errors}
    assert errors["offered"] == (30 / 50, (10 - 20) / 50)
    assert errors["asa"] == pytest.approx(((8 * 10 + 24 * 0) / 32, (8 * -10) / 32))
    assert errors["aht"] == pytest.approx(((8 * 50 + 24 * 40) / 32, (8 * 50 - 24 * 40) / 32))
    assert errors["service_level_abandons_negative"] == pytest.approx((40 * 0.15 / 50, 40 * -0.15 / 50))
    relative = next(e.relative for e in found.errors if e.measure.name == "asa")
    assert relative == pytest.approx(2.5 / 15)


def test_without_offered_counts_stand_for_rates(tmp_path):
    """A file of answered within and abandoned alone is compared as counts; asa alone is weighted as simulated."""
    rows = [[{"interval": TEN, "answered_in_target": 5, "abandoned": 1, "wait_s": 60, "answered": 6},
             {"interval": TEN + 1, "wait_s": 20, "answered": 2}]] * 5  # fmt: skip
    csv = "date,time,answered_within,abandoned,asa\n2026-03-02,10:00,4,2,12\n2026-03-02,10:30,,,20\n"
    totals = {t.measure.name: (t.simulated, t.actual) for t in beside(tmp_path, csv, rows).totals}
    assert totals == {"answered_within": (5, 4), "abandoned": (1, 2), "asa": (80 / 8, (6 * 12 + 2 * 20) / 8)}


def test_dates_outside_the_window_are_a_typical_week(tmp_path):
    """Two Mondays and a Tuesday of last year stand beside one Monday and one Tuesday: m = 2 narrows the band."""
    csv = day("2025-03-03,10:00,8\n2025-03-10,10:00,14\n2025-03-04,10:00,3\n2025-03-05,10:00,99\n")
    found = beside(tmp_path, csv, [[*a, *b] for a, b in zip(offered(8, 9, 10, 11, 12), offered(2, 2, 2, 2, 2, interval=68), strict=True)])  # fmt: skip  # noqa: E501
    assert (found.is_week, found.days, found.first_day) == (True, ("mon", "tue"), "2025-03-03")
    grid = found.grids["calls", "offered"]
    assert grid.actual[:, TEN].tolist() == [11, 3]
    assert grid.high[0, TEN] == pytest.approx(10 + 2.7764451 * sqrt(2.5) * sqrt(1 / 2 + 1 / 5))
    assert (found.totals[0].simulated, found.totals[0].actual) == (12, 14)


def test_means_over_more_days_than_simulated_stand_beside_ratios_of_sums(tmp_path):
    """Two Mondays beside one: busy replications weigh more, 140 / 60 s instead of the mean of ratios, 1.8 s."""
    rows = [
        [{"interval": TEN, "answered": h, "wait_s": w}] for h, w in ((10, 10), (10, 10), (20, 100), (10, 10), (10, 10))
    ]
    csv = "date,time,answered,asa\n2025-03-03,10:00,10,2\n2025-03-10,10:00,12,2\n"
    asa = next(t for t in beside(tmp_path, csv, rows).totals if t.measure.name == "asa")
    assert asa.simulated == pytest.approx(140 / 60)
    once = beside(tmp_path, csv.replace("2025-03-03", "2026-03-02"), rows).totals[1]
    assert once.simulated == pytest.approx(1.8)


def test_a_file_by_weekday_stands_beside_means_of_weekdays(tmp_path):
    """Over two weeks the simulated Monday is the mean of two; weekdays that were not measured are left out."""
    text = SCENARIO.replace("2 days", "8 days")
    rows = [[{"interval": TEN, "offered": 4}, {"interval": 7 * 48 + TEN, "offered": 8}]] * 5
    found = beside(tmp_path, "weekday,time,offered\nmon,10:00,6\n", rows, text)
    assert (found.days, found.totals[0].simulated, found.totals[0].verdict) == (("mon",), 6, "inside")


def test_clock_times_of_a_night_with_25_hours_are_summed(tmp_path):
    """On 2026-10-25 in Warsaw 02:00 comes twice, as intervals 4 and 6; 03:00 is the eighth, not the sixth."""
    text = SCENARIO.replace("start: 2026-03-02, measure: 2 days", "start: 2026-10-25, measure: 1 day")
    rows = [[{"interval": at, "offered": 1 << at} for at in range(10)]] * 5
    found = beside(tmp_path, day("2026-10-25,02:00,80\n2026-10-25,02:30,\n2026-10-25,03:00,256\n"), rows, text)
    assert found.grids["calls", "offered"].simulated[0, [4, 6]].tolist() == [2**4 + 2**6, 2**8]


def test_clock_times_that_a_night_skips_are_left_out(tmp_path):
    """On 2026-03-29 in Warsaw there is no 02:00; 03:00 is interval 4."""
    text = SCENARIO.replace("start: 2026-03-02, measure: 2 days", "start: 2026-03-29, measure: 1 day")
    rows = [[{"interval": 4, "offered": 7}]] * 5
    found = beside(tmp_path, day("2026-03-29,02:00,3\n2026-03-29,02:30,3\n2026-03-29,03:00,7\n"), rows, text)
    assert (found.totals[0].simulated, found.totals[0].actual, found.errors[0].n_compared) == (7, 7, 1)


def test_counts_are_multiplied_by_the_scale_of_demand(tmp_path):
    """With scale 0.1 the counts of the file are a tenth; waits are not."""
    text = SCENARIO.replace("{counts: first_contacts,", "{counts: first_contacts, scale: 0.1 times,")
    rows = [[{"interval": TEN, "offered": 5, "answered": 5, "wait_s": 100}]] * 5
    csv = "date,time,offered,answered,asa\n2026-03-02,10:00,60,50,20\n"
    found = beside(tmp_path, csv, rows, text)
    assert [(t.simulated, t.actual) for t in found.totals] == [(5, 6), (5, 5), (20, 20)]
    assert found.scale == 0.1


def test_rows_of_an_hour_take_two_half_hours(tmp_path):
    """A file by the hour sums the simulated half-hours of each hour."""
    rows = [[{"interval": at, "offered": 3} for at in (TEN, TEN + 1, TEN + 2)]] * 5
    found = beside(tmp_path, day("2026-03-02,10:00,6\n2026-03-02,11:00,3\n"), rows)
    assert found.grids["calls", "offered"].simulated[0, 10:12].tolist() == [6, 3]


def test_people_are_wrong_where_the_wait_is_outside(tmp_path):
    """Worse waits than simulated: too many people; neighbouring half-hours are one stretch, the weightiest first."""
    csv = "date,time,answered,asa\n" + "".join(
        f"2026-03-02,{clock},{answered},{asa}\n"
        for clock, answered, asa in (("10:00", 10, 60), ("10:30", 30, 40), ("11:00", 10, 20), ("12:00", 10, 1))
    )
    rows = [
        [{"interval": TEN + at, "answered": 10, "wait_s": 200 + number} for at in (0, 1, 2, 4)] for number in range(5)
    ]
    found = beside(tmp_path, csv, rows)
    told = [(s.weekday, s.start_s // 1800, s.end_s // 1800, s.has_too_many, s.contacts) for s in found.misstaffed]
    assert told == [(0, 20, 22, True, 40), (0, 24, 25, False, 10)]
    assert found.misstaffed[0].actual == pytest.approx((10 * 60 + 30 * 40) / 40)
    assert found.misstaffed[0].simulated == pytest.approx(20.2)
    assert found.misstaffed[0].surplus == pytest.approx(1)


def test_weighted_errors_equal_a_naive_twin():
    """Loops over cells, from the definition, give the same error, bias and error by chance."""
    rng = np.random.default_rng(7)
    for is_count in (True, False):
        simulated, actual = rng.gamma(2, 5, 60), rng.gamma(2, 5, 60)
        weight = rng.poisson(4, 60).astype(float)
        simulated[rng.random(60) < 0.1] = nan
        actual[rng.random(60) < 0.1] = nan
        top = gap = total = 0.0
        for s, a, w in zip(simulated, actual, weight, strict=True):
            if isnan(s) or isnan(a):
                continue
            top += abs(s - a) * (1 if is_count else w)
            gap += (s - a) * (1 if is_count else w)
            total += a if is_count else w
        assert weighted_error(simulated, actual, weight, is_count) == pytest.approx((top / total, gap / total))


def test_the_error_by_chance_leaves_each_replication_out_once(tmp_path):
    """8, 9, 10, 11, 12: each against the mean of the other four, as a share of itself."""
    counts = (8, 9, 10, 11, 12)
    found = beside(tmp_path, day("2026-03-02,10:00,10\n"), offered(*counts))
    naive = [abs((50 - count) / 4 - count) / count for count in counts]
    assert found.errors[0].by_chance == pytest.approx(sum(naive) / 5)


def test_bands_hold_for_one_more_draw_of_the_same_kind():
    """Of 4,000 normal draws 95 % lie inside the band of 10 others; 2 % is over five standard errors."""
    rng = np.random.default_rng(11)
    mean, width = band_of(rng.normal(50, 7, (10, 4000)))
    share = np.mean(np.abs(rng.normal(50, 7, 4000) - mean) <= width)
    assert share == pytest.approx(0.95, abs=0.02)


# --- simulated by ourselves -------------------------------------------------------------------------------------------

CENTRE = """\
schema: 1
name: Own data
run: {start: 2026-03-02, measure: 1 day}
demand:
  counts: first_contacts
  by_channel: {phone: {rate: {"00:00": 0 per h, "08:00": 90 per h, "18:00": 0 per h}}}
intents: {any: {}}
segments: {all: {patience: {phone: "exponential, mean 3 min"}}}
channels: {phone: {kind: live}}
service: {any: {phone: {talk: "exponential, mean 4 min"}}}
what_next: {abandoned: {same: 50 %}}
queues: {calls: {of: phone}}
pools: {team: {headcount: on_queue, staff: {daily: {"08:00": 7, "18:00": 0}}, skills: {phone: level 3}}}
serves: {team: [calls]}
kpis: {service_level: {phone: 80 % in 20 s}}
strategies: {now: {}, more: {pools: {team: {staff: {daily: {"08:00": 8, "18:00": 0}}}}}}
"""


WITH_MAIL = (
    CENTRE.replace("by_channel: {", 'by_channel: {mail: {rate: {"00:00": 9 per h}}, ')
    .replace("channels: {", "channels: {mail: {kind: deferred}, ")
    .replace("any: {phone", "any: {mail: {talk: 1 min}, phone")
    .replace("queues: {", "queues: {mails: {of: mail}, ")
    .replace("skills: {", "skills: {mail: level 3, ")
    .replace("[calls]", "[mails, calls]")
)
"""The same with a second queue, which comes first."""


def simulated(scenario: Scenario, n: int, seed: int) -> list[Mapping[str, np.ndarray]]:
    """Interval rows of n replications of the base."""
    worlds = [lower(scenario, scenario.base).world(seed, number) for number in range(n)]
    return [interval_rows(run(world), world) for world in worlds]


def as_csv(scenario: Scenario, rows: Mapping[str, np.ndarray], hours: range) -> str:
    """Write interval rows of one replication as a centre would count them."""
    lines = ["date,time,offered,answered,answered_within_20s,abandoned,asa,aht"]
    by_interval = {int(number): place for place, number in enumerate(rows["interval"])}
    run_of = scenario.centres[scenario.base].run
    for number in range(run_of.measure * 48):
        moment = datetime.combine(run_of.start, datetime.min.time()) + timedelta(minutes=30 * number)
        if moment.hour not in hours:
            continue
        place = by_interval.get(number)
        found = {name: float(column[place]) if place is not None else 0.0 for name, column in rows.items()}
        asa = f"{found['wait_s'] / found['answered']:.3f}" if found["answered"] else ""
        aht = f"{found['handle_s'] / found['handled']:.3f}" if found["handled"] else ""
        counts = (found[name] for name in ("offered", "answered", "answered_in_target", "abandoned"))
        lines.append(f"{moment:%Y-%m-%d,%H:%M},{','.join(f'{count:g}' for count in counts)},{asa},{aht}".replace(
            ".000", ".0"))  # fmt: skip
    return "\n".join(lines) + "\n"


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str, str], Scenario]:
    """Load a centre with actuals of its own kind."""

    def make(text: str, csv: str) -> Scenario:
        (tmp_path / "own.csv").write_text(csv)
        (tmp_path / "own.yaml").write_text(f"{text}actuals: own.csv\n")
        return load(tmp_path / "own.yaml")

    return make


def test_data_of_the_same_centre_lie_inside_95_times_of_100(tmp_path):
    """Days simulated under other seeds: of 12 × 120 figures 92 to 97.5 % lie inside (they are not independent)."""
    (tmp_path / "own.yaml").write_text(f"{CENTRE}actuals: own.csv\n")
    (tmp_path / "own.csv").write_text("date,time,offered\n2026-03-02,08:00,1\n")
    scenario = load(tmp_path / "own.yaml")
    replications = simulated(scenario, 40, seed=1)
    n_judged = n_outside = n_totals = n_totals_outside = 0
    for rows in simulated(scenario, 12, seed=2):
        (tmp_path / "own.csv").write_text(as_csv(scenario, rows, range(8, 18)))
        found = backcast(scenario, replications)
        n_judged += sum(errors.n_judged for errors in found.errors)
        n_outside += sum(errors.n_outside for errors in found.errors)
        n_totals += len(found.totals)
        n_totals_outside += sum(total.verdict != "inside" for total in found.totals)
    assert n_judged > 1300
    assert 0.925 <= 1 - n_outside / n_judged <= 0.975
    assert (n_totals, n_totals_outside <= 9) == (72, True)


def test_a_typical_week_of_the_same_centre_lies_inside_too(tmp_path):
    """Means of 8 Mondays beside a simulated Monday: 92 to 98 % of 6 × 120 figures lie inside, whatever busy days do."""
    (tmp_path / "own.yaml").write_text(f"{CENTRE}actuals: own.csv\n")
    (tmp_path / "own.csv").write_text("date,time,offered\n2025-03-03,08:00,1\n")
    scenario = load(tmp_path / "own.yaml")
    replications, real = simulated(scenario, 40, seed=1), simulated(scenario, 48, seed=3)
    n_judged = n_outside = n_totals_outside = 0
    for first in range(0, 48, 8):
        text = ""
        for week, rows in enumerate(real[first : first + 8]):
            head, _, body = as_csv(scenario, rows, range(8, 18)).partition("\n")
            monday = datetime(2025, 3, 3) + timedelta(weeks=week)
            text = (text or f"{head}\n") + body.replace("2026-03-02", f"{monday:%Y-%m-%d}")
        (tmp_path / "own.csv").write_text(text)
        found = backcast(scenario, replications)
        assert found.is_week
        n_judged += sum(errors.n_judged for errors in found.errors)
        n_outside += sum(errors.n_outside for errors in found.errors)
        n_totals_outside += sum(total.verdict != "inside" for total in found.totals)
    assert n_judged > 650
    assert 0.92 <= 1 - n_outside / n_judged <= 0.98
    assert n_totals_outside <= 6


MONDAYS = (
    CENTRE.replace("1 day", "16 weeks")
    .replace('"00:00": 0 per h, "08:00": 90 per h, "18:00": 0 per h', "PLACE")
    .replace(
        "{rate: {PLACE}}",
        '{rate: {mon: {"00:00": 0 per h, "10:00": 30 per h, "14:00": 0 per h}, tue: {"00:00": 0 per h}}}',
    )
    .replace('staff: {daily: {"08:00": 7, "18:00": 0}}', 'staff: {mon: {"10:00": 3, "14:00": 0}}')
    .partition("strategies:")[0]
)


def test_an_agent_more_or_less_is_named_where_it_is(tmp_path):
    """The real centre has an agent less from 11 to 12, one more from 13 to 14: there, and only there, it is said."""
    (tmp_path / "own.yaml").write_text(f"{MONDAYS}actuals: own.csv\n")
    (tmp_path / "own.csv").write_text("date,time,offered\n2026-03-02,10:00,1\n")
    scenario = load(tmp_path / "own.yaml")
    real = load(
        tmp_path / "own.yaml",
        sets=['pools.team.staff.mon={"10:00": 3, "11:00": 2, "12:00": 3, "13:00": 4, "14:00": 0}'],
    )
    (tmp_path / "own.csv").write_text(as_csv(real, simulated(real, 1, seed=5)[0], range(10, 14)))
    found = backcast(scenario, simulated(scenario, 20, seed=1))
    spans = {
        has_too_many: [(s.start_s / 3600, s.end_s / 3600) for s in found.misstaffed if s.has_too_many == has_too_many]
        for has_too_many in (True, False)
    }
    assert [span for span in spans[True] if span[0] < 12 and span[1] > 11], spans
    assert [span for span in spans[False] if span[0] < 14 and span[1] > 13], spans
    assert all(start >= 11 and end <= 12.5 for start, end in spans[True]), spans
    assert all(start >= 12.5 for start, _ in spans[False]), spans
    assert {s.weekday for s in found.misstaffed} == {0}


def test_stored_fresh_and_read_back_are_one(tmp_path, own):
    """A study says the same whether it was run, run and stored, or read from its folder; fewer are the first ones."""
    csv = "date,time,queue,offered,asa,aht\n2026-03-02,10:00,calls,40,12,240\n2026-03-02,10:30,mails,5,30,250\n"
    scenario = own(WITH_MAIL, csv)
    plan = Plan(scenario, ("now", "more"), "now", seed=1, replications=6, keeps_contacts=False)
    fresh = carry_out(plan, lambda *_: None, lambda _: None)
    stored = carry_out(replace(plan, out=tmp_path / "results"), lambda *_: None, lambda _: None)
    again = carry_out(replace(plan, out=tmp_path / "results"), lambda *_: None, lambda _: None)
    assert (stored.is_reused, again.is_reused) == (False, True)
    for one, other in zip(fresh.intervals, again.intervals, strict=True):
        assert all(np.array_equal(one[name], other[name]) for name in INTERVAL_COLUMNS)
    assert fresh.backcast().totals == stored.backcast().totals == again.backcast().totals
    fewer = carry_out(replace(plan, out=tmp_path / "results", replications=5), lambda *_: None, lambda _: None)
    assert len(fewer.intervals) == 5
    assert fewer.backcast().replications == 5


def test_a_wider_run_than_asked_for_is_cut_to_what_was_asked(tmp_path, own):
    """A stored run of one strategy is replaced by one of both; the comparison has the replications asked for."""
    scenario = own(CENTRE, "date,time,offered\n2026-03-02,10:00,40\n")
    plan = Plan(scenario, ("now",), "now", seed=1, replications=7, keeps_contacts=False, out=tmp_path / "results")
    carry_out(plan, lambda *_: None, lambda _: None)
    both = carry_out(replace(plan, strategies=("now", "more"), replications=5), lambda *_: None, lambda _: None)
    assert len(both.intervals) == 5


def test_the_strategy_beside_the_actuals_can_be_named(tmp_path, own):
    """Without a name it is the base; without that strategy in a plan there is nothing to compare."""
    scenario = own(CENTRE, "date,time,offered\n2026-03-02,10:00,40\n")
    assert strategy_of_actuals(scenario) == "now"
    (tmp_path / "named.yaml").write_text(f"{CENTRE}actuals: {{file: own.csv, strategy: more}}\n")
    named = load(tmp_path / "named.yaml")
    assert strategy_of_actuals(named) == "more"
    plan = Plan(named, ("now",), "now", seed=1, replications=5)
    assert carry_out(plan, lambda *_: None, lambda _: None).backcast() is None
    plan = Plan(named, ("now", "more"), "now", seed=1, replications=5)
    assert carry_out(plan, lambda *_: None, lambda _: None).backcast().strategy == "more"
