"""Facts about arrivals: expected counts, day factors, and counts that only add issues when volume grows."""

from pathlib import Path

import numpy as np
import pytest
from scipy import special, stats

from sim.scenario.load import load
from sim.streams.address import unpack_issue
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower
from sim.world.demand import poisson_quantile

HOUR = 3600 * TICKS_PER_SECOND
WEEK = "{start: 2026-03-02, measure: 1 week}"


def demand(row: str, more: str = "") -> str:
    """The demand of one row of phone contacts."""
    return f"{{counts: first_contacts, {more}by_channel: {{phone: {row}}}}}"


def means(blueprint, row: int = 0) -> dict[float, float]:
    """Expected contacts by start hour of the interval."""
    plan = blueprint.demand
    mine = plan.row == row
    return {start / HOUR: mean for start, mean in zip(plan.start[mine].tolist(), plan.mean[mine].tolist(), strict=True)}


# --- expected counts ----------------------------------------------------------------------------------------------


def test_a_profile_is_one_figure_an_interval(plan):
    """A list starts at its clock time; a day that no list holds for has nobody, nor has a figure of 0."""
    blueprint = plan(run=WEEK, demand=demand('{profile: {from: "08:00", mon: [3, 0, 5], weekend: [1]}}'))
    assert means(blueprint) == {8: 3, 9: 5, 128: 1, 152: 1}


def test_scale_and_share_of_first_contacts_multiply(plan):
    """Two tenths of half of the figures: one tenth."""
    text = "{counts: offered, first_contacts: 50 %, scale: 0.2 times, by_channel: {phone: {profile: {daily: [30]}}}}"
    assert means(plan(demand=text)) == {0: pytest.approx(3)}


def test_a_rate_holds_until_the_next_clock_time(plan):
    """95 an hour are 47.5 a half-hour, until 10:00."""
    blueprint = plan(demand=demand('{rate: {"08:00": 95 per h, "10:00": 0 per h}}'))
    assert means(blueprint) == {8: 47.5, 8.5: 47.5, 9: 47.5, 9.5: 47.5}


def test_a_volume_is_spread_like_its_shape(plan):
    """Sixty chats where calls come 1 : 2 : 3 are 10, 20 and 30; on a day without calls there are none."""
    text = (
        '{counts: first_contacts, by_channel: {phone: {profile: {from: "08:00", weekday: [1, 2, 3]}}, '
        "chat: {volume: {weekday: 60 contacts}, shape: as phone}}}"
    )
    blueprint = plan(
        run=WEEK,
        demand=text,
        channels="{phone: {kind: live}, chat: {kind: chat}}",
        service="{help: {phone: {talk: 1 min}, chat: {talk: 1 min}}}",
        queues="{phone: {of: [phone, chat]}}",
        pools="{team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: 3, chat: 3}}}",
    )
    assert list(means(blueprint, 1).items())[:3] == [(8, 10), (8.5, 20), (9, 30)]
    assert sum(means(blueprint, 1).values()) == 300


def test_a_file_gives_the_counts_of_its_days(tmp_path: Path, text):
    """A CSV by date holds on its dates, on the local calendar."""
    (tmp_path / "calls.csv").write_text("date,time,contacts\n2026-03-02,08:00,3\n2026-03-03,09:00,4\n")
    (tmp_path / "plan.yaml").write_text(text(run=WEEK, demand=demand("{file: calls.csv}")))
    assert means(lower(load(tmp_path / "plan.yaml"), "as_is")) == {8: 3, 33: 4}


def test_a_repeated_hour_counts_twice_and_a_skipped_one_not_at_all(plan):
    """Counts are by the local clock: on the autumn night 02:00 comes twice, on the spring night never."""
    row = demand('{profile: {from: "02:00", daily: [7]}}')
    autumn = plan(run="{start: 2026-10-25, measure: 1 day, zone: Europe/Warsaw}", demand=row)
    spring = plan(run="{start: 2026-03-29, measure: 1 day, zone: Europe/Warsaw}", demand=row)
    assert means(autumn) == {2: 7, 3: 7}
    assert means(spring) == {}


# --- counts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mean", [1e-9, 0.01, 0.5, 1.0, 3.7, 20.0, 450.0, 12_000.0])
def test_counts_are_poisson_quantiles(mean):
    """The count is the smallest whose distribution function reaches u, as scipy has it, also at the very ends."""
    u = np.concatenate((np.linspace(0, 1, 2001)[:-1], [2.0**-53, 1 - 2.0**-53, 1 - 2.0**-30]))
    ours = poisson_quantile(u, np.full_like(u, mean))
    theirs = np.maximum(stats.poisson(mean).ppf(u), 0)
    reached = stats.poisson(mean).cdf(ours)
    assert ((ours == theirs) | (np.abs(reached - u) < 1e-12)).all()


def test_counts_at_the_steps_of_the_distribution():
    """Just above a step of the distribution function there is one more."""
    steps = stats.poisson(2.5).cdf(np.arange(8))
    mean = np.full(8, 2.5)
    assert poisson_quantile(steps + 1e-12, mean).tolist() == list(range(1, 9))
    assert poisson_quantile(steps - 1e-12, mean).tolist() == list(range(8))


@pytest.mark.parametrize("mean", [0.5, 2.5, 20.0, 450.0, 12_000.0])
def test_on_a_step_the_count_is_the_one_that_reaches_it(mean):
    """Where u is the very value of the distribution function, rounded down to 53 bits, there is none more."""
    counts = np.unique(stats.poisson(mean).ppf(np.linspace(0.01, 0.99, 99)))
    u = np.floor(special.pdtr(counts, mean) * 2.0**53) * 2.0**-53
    assert poisson_quantile(u, np.full_like(u, mean)).tolist() == counts.tolist()


@pytest.mark.parametrize("spread", ["0 %", "20 %"])
def test_more_volume_only_adds_issues(plan, spread):
    """With 30 % more calls every issue of before is there at its own tick, with its own intent and segment."""
    common = {
        "run": WEEK,
        "intents": "{help: {share: 30 %}, sale: {share: 70 %}}",
        "segments": "{a: {share: 50 %}, b: {share: 50 %}}",
        "service": "{help: {phone: {talk: 1 min}}, sale: {phone: {talk: 1 min}}}",
    }
    error = f"forecast_error: {{day: {spread}, shared_by_channels: 50 %}}, "
    row = '{profile: {from: "08:00", daily: [5, 9, 20, 3]}}'
    less = plan(**common, demand=demand(row, error)).world(7, 3).arrivals
    more = plan(**common, demand=demand(row, f"scale: 1.3 times, {error}")).world(7, 3).arrivals
    rows = {}
    for arrivals in (less, more):
        columns = (arrivals.tick, arrivals.segment, arrivals.intent, arrivals.channel)
        table = zip(*(column.tolist() for column in columns), strict=True)
        rows[id(arrivals)] = dict(zip(arrivals.issue.tolist(), table, strict=True))
    assert len(less.issue) < len(more.issue)
    assert rows[id(less)].items() <= rows[id(more)].items()


def test_arrivals_are_in_their_interval_and_in_order(plan):
    """Issues are sorted by (tick, key), and each tick lies in the interval that its key names."""
    arrivals = plan(run=WEEK, demand=demand('{profile: {from: "08:00", daily: [50, 90]}}')).world(1, 0).arrivals
    pairs = list(zip(arrivals.tick.tolist(), arrivals.issue.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert len(set(arrivals.issue.tolist())) == len(pairs)
    for tick, key in pairs:
        _, day, interval, _ = unpack_issue(key)
        start = day * 24 * HOUR + interval * HOUR // 2
        assert start <= tick < start + HOUR // 2


# --- day factors --------------------------------------------------------------------------------------------------


def day_counts(blueprint, n_replications: int, rows: int = 1) -> np.ndarray:
    """Contacts of the day by replication and row."""
    counts = np.zeros((n_replications, rows))
    for replication in range(n_replications):
        issue = blueprint.world(11, replication).arrivals.issue
        counts[replication] = np.bincount(issue >> 41, minlength=rows)[:rows]
    return counts


def test_the_day_factor_has_mean_one_and_the_spread_stated(plan):
    """2,000 days of 400 expected contacts with 20 %: variance 400 + 80², inside 99.9 % intervals."""
    error = "forecast_error: {day: 20 %}, "
    counts = day_counts(plan(demand=demand("{profile: {daily: [200, 200]}}", error)), 2000)[:, 0]
    sd = (400 + 80**2) ** 0.5
    assert abs(counts.mean() - 400) < 3.3 * sd / 2000**0.5
    assert counts.std(ddof=1) == pytest.approx(sd, rel=0.06)


def test_rows_share_the_part_of_the_day_factor_that_is_common(plan):
    """Half of the variance of the factor is common: two rows go together with correlation 0.5."""
    keys = {
        "channels": "{phone: {kind: live}, chat: {kind: chat}}",
        "service": "{help: {phone: {talk: 1 min}, chat: {talk: 1 min}}}",
        "queues": "{phone: {of: [phone, chat]}}",
        "pools": "{team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: 3, chat: 3}}}",
    }
    text = (
        "{counts: first_contacts, forecast_error: {day: 30 %, shared_by_channels: %s}, "
        "by_channel: {phone: {profile: {daily: [1000]}}, chat: {profile: {daily: [1000]}}}}"
    )
    for share, wanted in (("0 %", 0.0), ("50 %", 0.5), ("100 %", 1.0)):
        counts = day_counts(plan(**keys, demand=text.replace("%s", share)), 400, 2)
        assert np.corrcoef(counts.T)[0, 1] == pytest.approx(wanted, abs=0.13)


def test_without_a_spread_the_counts_are_those_of_the_plan(plan):
    """A forecast error of 0 % changes no issue."""
    plain = plan(demand=demand("{profile: {daily: [200]}}")).world(3, 1).arrivals
    zero = plan(demand=demand("{profile: {daily: [200]}}", "forecast_error: {day: 0 %}, ")).world(3, 1).arrivals
    assert plain.issue.tolist() == zero.issue.tolist()


# --- traces -------------------------------------------------------------------------------------------------------


def test_a_trace_is_the_same_in_every_replication(plan):
    """Exact arrivals have their ticks, to the microsecond, whatever the seed."""
    at = '["2026-03-02 09:00:05.25", "2026-03-02 08:00", {at: "2026-03-02 09:00:05.250001", intent: help}]'
    blueprint = plan(demand=demand(f"{{at: {at}}}"))
    for seed, replication in ((1, 0), (2, 5)):
        ticks = blueprint.world(seed, replication).arrivals.tick
        assert ticks.tolist() == [8 * HOUR, 9 * HOUR + 5_250_000, 9 * HOUR + 5_250_001]


def test_the_same_arrival_twenty_times_is_twenty_issues(plan):
    """Arrivals at one instant are issues of their own, numbered within their interval."""
    arrivals = plan(demand=demand(f"{{at: [{', '.join(20 * ['2026-03-02 09:00:00'])}]}}")).world(1, 0).arrivals
    assert arrivals.tick.tolist() == [9 * HOUR] * 20
    assert [unpack_issue(key)[3] for key in arrivals.issue.tolist()] == list(range(20))


def test_what_lies_outside_the_horizon_is_left_out(plan):
    """Of arrivals the evening before, at the last tick and on the next midnight only the middle one counts."""
    at = '["2026-03-01 23:59:59", "2026-03-02 23:59:59.999999", "2026-03-03 00:00:00"]'
    blueprint = plan(demand=demand(f"{{at: {at}}}"))
    assert blueprint.world(1, 0).arrivals.tick.tolist() == [24 * HOUR - 1]


# --- who comes ----------------------------------------------------------------------------------------------------


def test_demand_by_intent_draws_the_channel_by_preference(plan):
    """4,000 issues of one intent divide over channels as the segments prefer, inside 99.9 % intervals."""
    blueprint = plan(
        demand="{counts: first_contacts, by_intent: {help: {profile: {daily: [4000]}}}}",
        segments="{a: {share: 25 %, prefers: {phone: 100 %}}, b: {share: 75 %, prefers: {phone: 40 %, chat: 60 %}}}",
        channels="{phone: {kind: live}, chat: {kind: chat}}",
        service="{help: {phone: {talk: 1 min}, chat: {talk: 1 min}}}",
        queues="{phone: {of: [phone, chat]}}",
        pools="{team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: 3, chat: 3}}}",
    )
    arrivals = blueprint.world(5, 0).arrivals
    n = len(arrivals.tick)
    assert (arrivals.channel == 1).mean() == pytest.approx(0.45, abs=3.3 * 0.5 / n**0.5)
    assert (arrivals.segment == 0).mean() == pytest.approx(0.25, abs=3.3 * 0.44 / n**0.5)
    assert not ((arrivals.segment == 0) & (arrivals.channel == 1)).any()


def test_a_share_of_nothing_is_never_drawn(plan):
    """Of 5,000 issues none has the intent or the segment with 0 %, wherever it stands in the list."""
    for zero in range(3):
        shares = ["50 %", "50 %"]
        shares.insert(zero, "0 %")
        intents = "{" + ", ".join(f"i{n}: {{share: {share}}}" for n, share in enumerate(shares)) + "}"
        service = "{" + ", ".join(f"i{n}: {{phone: {{talk: 1 min}}}}" for n in range(3)) + "}"
        blueprint = plan(demand=demand("{profile: {daily: [5000]}}"), intents=intents, service=service)
        assert not (blueprint.world(1, 0).arrivals.intent == zero).any()
