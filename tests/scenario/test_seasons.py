"""Trends, events, incidents, traces from a CSV, windows by date: what they mean, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.dates import DateSpan, Trend, parse_date_span
from sim.scenario.load import load, load_text
from sim.units import TICKS_PER_SECOND
from sim.world.build import lower

CENTRE = """
schema: 1
name: seasons
run: {start: 2026-03-02, measure: 2 weeks}
demand:
  counts: first_contacts
  MORE
  by_channel:
    phone: {profile: {from: "08:00", daily: [100, 50]}}
    chat: {rate: {"08:00": 40 per h, "09:00": 0 per h}}
intents: {help: {share: 75 %}, sale: {share: 25 %}}
segments: {everybody: {}}
channels: {phone: {kind: live}, chat: {kind: chat}}
service: {help: {phone: {talk: 1 min}, chat: {talk: 1 min}}, sale: {phone: {talk: 1 min}, chat: {talk: 1 min}}}
queues: {all: {of: [phone, chat]}}
pools: {team: {headcount: on_queue, staff: {daily: 9}, skills: {phone: level 3, chat: level 3}}}
serves: {team: [all]}
"""


def text(more: str) -> str:
    return CENTRE.replace("MORE", more)


def totals(more: str) -> dict[int, float]:
    """Expected calls by day, incidents included."""
    plan = lower(load_text(text(more)), "as_is").demand
    found: dict[int, float] = {}
    for parent, day, mean, coming in zip(plan.parent[plan.row], plan.day, plan.mean, plan.coming, strict=True):
        if parent == 0:
            found[int(day)] = found.get(int(day), 0.0) + float(mean * coming)
    return found


# --- what they mean -----------------------------------------------------------------------------------------------


def test_an_event_multiplies_the_days_it_is_on():
    """A sale of three days and one more day; other days and other rows stay."""
    found = totals("events: {sale: {on: [2026-03-04 to 2026-03-06, 2026-03-09], volume: 1.5 times, rows: phone}}")
    assert [found[day] for day in range(9)] == pytest.approx([150, 150, 225, 225, 225, 150, 150, 225, 150])


def test_events_on_holidays_and_events_together_multiply():
    """On a holiday on which there is a sale both factors hold."""
    run = "run: {start: 2026-03-02, measure: 2 weeks, holidays: {2026-03-04: Rest, 2026-03-11: Rest too}}"
    more = "events: {rest: {on: holiday, volume: 0.5 times}, sale: {on: 2026-03-04, volume: 3 times}}"
    plan = lower(load_text(text(more).replace("run: {start: 2026-03-02, measure: 2 weeks}", run)), "as_is").demand
    phone = {day: float(plan.mean[(plan.row == 0) & (plan.day == day)].sum()) for day in (2, 9)}
    assert phone == pytest.approx({2: 225, 9: 75})


def test_a_trend_compounds_from_its_first_day():
    """+21 % a year is a factor 1.1 after half a year; figures hold on the first day; the last day ends it."""
    trend = Trend(0.21, date(2025, 1, 1), date(2025, 12, 31))
    start = date(2026, 3, 2)
    assert trend.factor(date(2024, 6, 1), start) == 1.0
    assert trend.factor(date(2025, 1, 1), start) == 1.0
    assert trend.factor(date(2025, 7, 2), start) == pytest.approx(1.21 ** (182 / 365.25))
    assert trend.factor(date(2026, 6, 1), start) == trend.factor(date(2025, 12, 31), start)
    assert Trend(-0.5).factor(date(2028, 3, 1), start) == pytest.approx(0.5 ** (730 / 365.25))


def test_a_trend_holds_for_its_row():
    """Phone shrinks by the year, chat does not change."""
    found = totals('trend: {phone: "-6 % a year from 2025-03-02"}')
    assert found[0] == pytest.approx(150 * 0.94 ** (365 / 365.25))
    assert found[13] == pytest.approx(150 * 0.94 ** (378 / 365.25))


def test_an_incident_adds_its_share_while_it_lasts():
    """From 08:15 for half an hour 3 times as many sales come: 2 × 25 % of 50 + 50 % of 50 half-hour means."""
    more = "incidents: {outage: {starts: 2026-03-03 08:15, lasts: 30 min, volume: 3 times, intents: sale}}"
    assert totals(more)[1] == pytest.approx(150 + 2 * 0.25 * (50 + 25))
    assert totals(more)[2] == pytest.approx(150)


def test_an_incident_may_take_away():
    """For half an hour only a fifth of those who want help come."""
    more = "incidents: {outage: {starts: 2026-03-03 08:15, lasts: 30 min, volume: 0.2 times, intents: help}}"
    assert totals(more)[1] == pytest.approx(150 - 0.8 * 0.75 * (50 + 25))


def test_a_window_may_be_named_by_its_days():
    """Four weeks of March, a week to settle before them."""
    centre = load_text(
        text("").replace("start: 2026-03-02, measure: 2 weeks", "measure: 2026-03-02 to 2026-03-29, settle: 1 week")
    ).centres["as_is"]
    assert (centre.run.start, centre.run.measure, centre.run.settle) == (date(2026, 2, 23), 28, 7)


def test_spans_of_days():
    """Each way of writing days, both ends included."""
    assert parse_date_span("2026-04-15") == DateSpan(date(2026, 4, 15), date(2026, 4, 15))
    assert parse_date_span("2026-04-15 to 2026-04-18") == DateSpan(date(2026, 4, 15), date(2026, 4, 18))
    assert parse_date_span("from 2026-06-01") == DateSpan(date(2026, 6, 1), None)
    assert date(2026, 9, 30) in parse_date_span("until 2026-09-30")
    assert date(2026, 10, 1) not in parse_date_span("until 2026-09-30")


def test_a_trace_comes_from_a_csv_as_from_the_text(tmp_path: Path):
    """The same arrivals written in a CSV (with BOM and semicolons) make the same world but for its name."""
    rows = [("2026-03-02 09:00:05.25", "sale", ""), ("2026-03-03 10:00:00", "", "everybody")]
    listed = "[{at: 2026-03-02 09:00:05.25, intent: sale}, {at: 2026-03-03 10:00:00, segment: everybody}]"
    lines = "\n".join(";".join(row) for row in rows)
    (tmp_path / "calls.csv").write_text(f"\ufeffat;intent;segment\n{lines}\n", encoding="utf-8")
    body = text("").replace('{profile: {from: "08:00", daily: [100, 50]}}', "TRACE")
    (tmp_path / "file.yaml").write_text(body.replace("TRACE", "{trace: calls.csv}"), encoding="utf-8")
    (tmp_path / "text.yaml").write_text(body.replace("TRACE", f"{{at: {listed}}}"), encoding="utf-8")
    worlds = [lower(load(tmp_path / name), "as_is").world(1, 0).arrivals for name in ("file.yaml", "text.yaml")]
    assert (worlds[0].tick == worlds[1].tick).all()
    assert (worlds[0].issue == worlds[1].issue).all()
    assert (worlds[0].intent == worlds[1].intent).all()
    assert 9 * 3600 * TICKS_PER_SECOND + 5_250_000 in worlds[0].tick.tolist()


def test_another_trace_is_another_scenario(tmp_path: Path):
    """The fingerprint holds what is in the CSV."""
    body = text("").replace('{profile: {from: "08:00", daily: [100, 50]}}', "{trace: calls.csv}")
    (tmp_path / "plan.yaml").write_text(body, encoding="utf-8")
    prints = set()
    for second in ("05", "06"):
        (tmp_path / "calls.csv").write_text(f"at\n2026-03-02 09:00:{second}\n", encoding="utf-8")
        prints.add(load(tmp_path / "plan.yaml").fingerprint)
    assert len(prints) == 2


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("trend: {fone: +5 % a year}", "there is no row of demand of this name (got fone; allowed: phone, chat; did"),
        ("trend: {phone: 5 % a month}", '"5 % a month" is not a trend; write for example "+18 % a year"'),
        ("trend: {phone: -100 % a year}", "out of range"),
        ("trend: {phone: +5 % a year from 2026-13-01}", "not in the calendar"),
        ("trend: {phone: +5 % a year from 2026-03-01 to 2025-03-01}", "ends before it begins"),
        ("events: {sale: {on: someday, volume: 2 times}}", '"someday" is not a day or a span of days'),
        ("events: {sale: {on: [], volume: 2 times}}", "no day is named"),
        ("events: {sale: {on: 2026-03-09 to 2026-03-02, volume: 2 times}}", "ends before it begins"),
        ("events: {sale: {on: 2026-03-09, volume: 2}}", "has no unit"),
        ("events: {sale: {on: 2026-03-09, volume: 2 times, rows: post}}", "there is no row of demand of this name"),
        ("incidents: {x: {starts: 2026-03-03, lasts: 1 h, volume: 2 times}}", "is not a date and time"),
        ("incidents: {x: {starts: 2026-03-03 25:00, lasts: 1 h, volume: 2 times}}", "not on the clock"),
        (
            "incidents: {x: {starts: 2026-03-03 10:00, lasts: 1 h, volume: 2 times, intents: sail}}",
            'there is no intent of this name (got sail; allowed: help, sale; did you mean "sale"?)',
        ),
        ("forecast_error: {carries_over: 100 %}", "must stay below 100 %"),
        ("forecast_error: {wihtin_day: 5 %}", "within_day"),
        ("first_contacts: {phone: -5 %}", "demand.first_contacts"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(more: str, message: str):
    """Each slip is one fault with its place and what would be right."""
    with pytest.raises(ScenarioError) as caught:
        load_text(text(more.replace("first_contacts: {", "first_contacts: {")))
    rendered = str(caught.value)
    assert message in rendered
    assert "demand" in rendered


@pytest.mark.parametrize(
    ("measure", "message"),
    [
        ("measure: 2026-03-29 to 2026-03-02", "ends before it begins"),
        ("measure: from 2026-03-02", "has a first and a last day"),
        ("start: 2026-03-01, measure: 2026-03-02 to 2026-03-08", "the run starts on 2026-03-02"),
        ("measure: 1 week", "start"),
    ],
)
def test_a_window_that_cannot_be_is_refused(measure: str, message: str):
    """Days in the wrong order, without an end, against the start, or no start at all."""
    with pytest.raises(ScenarioError) as caught:
        load_text(text("").replace("start: 2026-03-02, measure: 2 weeks", measure))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("csv", "message"),
    [
        ("", "the header must name at"),
        ("at\n", "the file has no arrivals below its header"),
        ("time,intent\n2026-03-02 09:00,sale\n", "the header must name at"),
        ("at,at\n2026-03-02 09:00,2026-03-02 09:00\n", "the header must name at"),
        ("at\n2026-03-02 25:00\n", "not a local date and time"),
        ("at\n2026-03-02T09:00:00+01:00\n", "leave the zone out"),
        ("at,intent\n2026-03-02 09:00,sail\n", "there is no intent of this name (got sail"),
        ("at,segment\n2026-03-02 09:00,nobody\n", "there is no segment of this name (got nobody"),
        (None, "there is no such file"),
    ],
)
def test_a_trace_that_cannot_be_read_is_refused(tmp_path: Path, csv: str | None, message: str):
    """Faults of the CSV have its line, faults of the file the place in the scenario."""
    if csv is not None:
        (tmp_path / "calls.csv").write_text(csv, encoding="utf-8")
    body = text("").replace('{profile: {from: "08:00", daily: [100, 50]}}', "{trace: calls.csv}")
    (tmp_path / "plan.yaml").write_text(body, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "plan.yaml")
    assert message in str(caught.value)


def test_what_a_horizon_never_meets_is_a_warning():
    """An incident, an event and a service beyond the horizon change nothing, and that is said."""
    more = (
        "incidents: {late: {starts: 2026-05-03 10:00, lasts: 1 h, volume: 2 times}}\n"
        "  events: {later: {on: 2026-06-01, volume: 2 times}, rest: {on: holiday, volume: 2 times}}"
    )
    body = text(more).replace("chat: {kind: chat}}", "chat: {kind: chat, in_service: from 2027-01-01}}")
    warnings = " ".join(load_text(body).warnings)
    for part in ("outside the horizon", "they change nothing", "there are no holidays", "never in service"):
        assert part in warnings


def test_repeats_cannot_be_watched_longer_than_they_are_followed():
    """A window of 7 days with 2 days of follow-up is an error; with 7 it is not."""
    body = text("") + "kpis: {repeat_within: 7 days}\n"
    with pytest.raises(ScenarioError, match="contacts are followed for 2 days only"):
        load_text(body.replace("measure: 2 weeks", "measure: 2 weeks, follow: 2 days"))
    assert load_text(body.replace("measure: 2 weeks", "measure: 2 weeks, follow: 1 week")).centres["as_is"]


def test_an_exact_row_has_no_forecast_error():
    """What comes exactly as written cannot vary."""
    with pytest.raises(ScenarioError, match="what comes exactly as written has no forecast error"):
        load_text(text("").replace("phone: {profile", "phone: {exact: true, forecast_error: 5 %, profile"))
