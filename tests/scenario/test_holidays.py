"""Facts about holidays and dates in a scenario: countries become dates, and what does not meet is said."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import holidays
import pytest
import yaml

from sim.errors import ScenarioError
from sim.experiment.frozen import write_scenario
from sim.scenario.holidays import with_dates
from sim.scenario.layers import Layered
from sim.scenario.load import load, load_text
from sim.scenario.resolve import resolved_text, resolved_values
from sim.scenario.types import days_with, word_of_day
from sim.world.build import lower

PLAIN = {
    "schema": "1",
    "name": "plain",
    "run": "{start: 2026-12-21, measure: 2 weeks, zone: Europe/Warsaw, holidays: PL}",
    "demand": "{counts: first_contacts, by_channel: {phone: {profile: {daily: [2], holiday: [1]}}}}",
    "intents": "{help: {}}",
    "segments": "{everybody: {}}",
    "channels": "{phone: {kind: live}}",
    "service": "{help: {phone: {talk: 1 min}}}",
    "queues": "{phone: {of: phone}}",
    "pools": "{team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}}",
    "serves": "{team: [phone]}",
    "strategies": "{one: {}, two: {change_of_channel: 5 s}}",
}
RUN = "{{start: 2026-12-21, measure: 2 weeks, holidays: {}}}"


def text_of(**keys: str) -> str:
    """Write the plain centre with some top-level keys replaced."""
    return "".join(f"{key}: {value}\n" for key, value in {**PLAIN, **keys}.items())


def warnings_of(**keys: str) -> list[str]:
    """First lines of the warnings of the plain centre with some keys replaced, without the file."""
    warnings = load_text(text_of(**keys), "plan.yaml").warnings
    return [warning.split("\n")[0].removeprefix("plan.yaml:") for warning in warnings]


# --- a country becomes dates --------------------------------------------------------------------------------------


def test_a_country_becomes_the_dates_the_package_knows():
    """All holidays of every year that the run and 60 days after it touch, with English names, in all strategies."""
    scenario = load_text(text_of(), "plan.yaml")
    known = dict(sorted(holidays.country_holidays("PL", years=[2026, 2027], language="en_US").items()))
    assert [centre.run.holidays for centre in scenario.centres.values()] == [known, known]
    assert known[date(2026, 12, 25)] == "Christmas Day"
    assert scenario.layered.data["run"]["holidays"] == {day.isoformat(): name for day, name in known.items()}


@pytest.mark.parametrize(
    ("run", "years"),
    [
        ("{start: 2026-03-02, measure: 1 week, holidays: PL}", {2026}),
        ("{start: 2026-11-01, measure: 1 day, follow: 1 day, holidays: PL}", {2026, 2027}),
        ("{start: 2026-10-31, measure: 1 day, follow: 1 day, holidays: PL}", {2026, 2027}),
        ("{start: 2026-10-30, measure: 1 day, follow: 1 day, holidays: PL}", {2026}),
        ("{start: 2026-01-01, measure: 1 day, holidays: PL}", {2025, 2026}),
        ("{start: 2026-01-02, measure: 1 day, holidays: PL}", {2026}),
        ("{measure: 2026-12-21 to 2026-12-24, holidays: PL}", {2026, 2027}),
    ],
)
def test_the_years_are_those_the_calendars_touch(run, years):
    """From the night before the start to 60 days after the end, where working clocks still run."""
    scenario = load_text(text_of(run=run), "plan.yaml")
    assert {day.year for day in scenario.centres["one"].run.holidays} == years


def test_the_years_reach_back_to_what_waits_at_the_start():
    """A backlog of 20 days before 15 January came in December."""
    run = {"start": "2026-01-15", "measure": "1 day", "holidays": "PL"}
    backlog = {"email": {"contacts": "9 contacts", "oldest": "20 days"}}
    for given, years in ((run, {"2026"}), ({**run, "backlog_at_start": backlog}, {"2025", "2026"})):
        frozen, faults = with_dates(Layered(data={"run": given}))
        assert faults == []
        assert {day[:4] for day in frozen.data["run"]["holidays"]} == years


def test_years_without_known_holidays_are_warned_of():
    """The package knows Poland up to 2100; after that the run has no holidays, and says so."""
    (warning,) = warnings_of(run="{start: 2101-03-01, measure: 1 week, holidays: PL}")
    assert warning.startswith("3:53: warning: run.holidays: no holidays of PL are known for 2101")


def test_a_subdivision_has_holidays_of_its_own_and_observed_days():
    """New York keeps Election Day; a holiday on a Saturday is also observed on the Friday before."""
    found = load_text(text_of(run=RUN.format("US-NY")), "plan.yaml").centres["one"].run.holidays
    plain = load_text(text_of(run=RUN.format("US")), "plan.yaml").centres["one"].run.holidays
    assert set(plain) < set(found)
    assert date(2026, 7, 3) in plain
    assert date(2026, 7, 4) in plain


def test_norway_is_a_country():
    """NO is not false: 17 May is Constitution Day."""
    found = load_text(text_of(run=RUN.format("NO")), "plan.yaml").centres["one"].run.holidays
    assert found[date(2026, 5, 17)] == "Constitution Day"


def test_names_are_english_whatever_the_machine_speaks(monkeypatch):
    """The language of the computer does not reach the fingerprint."""
    monkeypatch.setenv("LANGUAGE", "pl")
    found = load_text(text_of(), "plan.yaml").centres["one"].run.holidays
    assert found[date(2026, 12, 25)] == "Christmas Day"


def test_dates_with_names_are_taken_as_they_are():
    """A planner's own list needs no package and may name any day."""
    found = load_text(text_of(run=RUN.format("{2026-12-24: Shortest Day of Sales}")), "plan.yaml")
    assert found.centres["one"].run.holidays == {date(2026, 12, 24): "Shortest Day of Sales"}


def test_a_run_without_holidays_has_none(tmp_path):
    """The default is no holidays at all, also after null has taken a country out."""
    path = tmp_path / "plan.yaml"
    path.write_text(text_of())
    assert load(path).centres["one"].run.holidays
    assert load(path, sets=["run.holidays=null"]).centres["one"].run.holidays == {}


def test_a_country_of_the_command_line_becomes_dates(tmp_path):
    """`--set run.holidays=US` wins over the file; its faults point at it."""
    path = tmp_path / "plan.yaml"
    path.write_text(text_of())
    found = load(path, sets=["run.holidays=US"]).centres["two"].run.holidays
    assert found[date(2026, 11, 26)] == "Thanksgiving Day"
    with pytest.raises(ScenarioError, match=r"--set:1:1: run.holidays: there are no holidays of this country"):
        load(path, sets=["run.holidays=USSR"])


# --- frozen into the run ------------------------------------------------------------------------------------------


@pytest.fixture
def no_package(monkeypatch):
    """Make every look at the package `holidays` fail."""
    return lambda: monkeypatch.setitem(sys.modules, "holidays", None)


def test_the_resolved_scenario_repeats_without_the_package(tmp_path, no_package):
    """The frozen file names dates, not a country; it loads without the package, with the same fingerprint."""
    scenario = load_text(text_of(), "plan.yaml")
    write_scenario(scenario, tmp_path, 1, 20)
    no_package()
    again = load(tmp_path / "scenario.resolved.yaml")
    assert again.centres["two"].run.holidays == scenario.centres["two"].run.holidays
    assert again.layered.data["run"]["holidays"]["2026-12-25"] == "Christmas Day"
    assert load_text(resolved_text(scenario), "again.yaml").fingerprint == scenario.fingerprint


def test_the_fingerprint_is_that_of_the_dates():
    """A country and its dates written out are one scenario; another date is another one."""
    named = load_text(text_of(), "plan.yaml")
    dates = named.layered.data["run"]["holidays"]
    run = yaml.safe_load(PLAIN["run"])

    def written(found: dict[str, str]) -> str:
        full = {**run, "start": "2026-12-21", "holidays": found}
        return load_text(
            text_of(run=yaml.safe_dump(full, default_flow_style=True, width=10**6)), "plan.yaml"
        ).fingerprint

    assert written(dates) == named.fingerprint
    assert written({**dates, "2026-12-31": "Bridge"}) != named.fingerprint


def test_every_date_stands_where_the_country_is_written():
    """`show --resolved` gives each date with the line of run.holidays."""
    values = {value.path: value for value in resolved_values(load_text(text_of(), "plan.yaml"), "two")}
    assert (values["run.holidays.2026-12-25"].value, values["run.holidays.2026-12-25"].origin) == (
        "Christmas Day", "plan.yaml:3",
    )  # fmt: skip


def test_help_does_not_import_the_package():
    """Importing the face of the program and its commands does not look at holidays."""
    code = "import sim, sim.scenario.load, sim.commands.app, sys; sys.exit('holidays' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=root).returncode == 0


# --- faults -------------------------------------------------------------------------------------------------------

RUN_OF_WHOLE = "run: {start: 2026-03-02, measure: 1 week}"


CODE = "a code such as US, US-NY or PL, or dates with names"
WRONG_HOLIDAYS = {
    "@@pl": f'run.holidays: there are no holidays of this country (got pl; allowed: {CODE}; did you mean "PL"?)',
    "@@Germany": (
        f'run.holidays: there are no holidays of this country (got Germany; allowed: {CODE}; did you mean "DE"?)'
    ),
    "@@GB-WSL": (
        "run.holidays: GB has no such subdivision (got GB-WSL; allowed: GB-ENG, GB-NIR, GB-SCT, GB-WLS; "
        'did you mean "GB-WLS"?)'
    ),
    "@@3": (
        "run.holidays: 3 is neither a country such as US, US-NY or PL nor dates with names, for example "
        "{2026-05-25: Memorial Day}"
    ),
    "{@@2026-02-30: Day}": 'run.holidays.2026-02-30: "2026-02-30" is not in the calendar',
    "{2026-03-03: @@7}": "run.holidays.2026-03-03: 7 is not the name of a holiday",
    "{@@May: Day}": 'run.holidays.May: "May" is not a date; write it as year-month-day, for example 2026-03-02',
    '{2026-03-03: Day, @@" 2026-03-03": Day}': "run.holidays. 2026-03-03: this date stands here twice",
}


@pytest.mark.parametrize("written", WRONG_HOLIDAYS)
def test_wrong_holidays_are_faults_at_their_place(refuse, written):
    """Unknown countries, subdivisions and dates are refused with the nearest that is known."""
    refuse([(RUN_OF_WHOLE, f"{RUN_OF_WHOLE[:-1]}, holidays: {written}}}")], WRONG_HOLIDAYS[written])


def test_another_fault_of_the_run_is_still_the_only_one(refuse):
    """Where the days of the run are not known the country is only looked at."""
    edit = (RUN_OF_WHOLE, "run: {start: 2026-03-02, measure: @@soon, holidays: PL}")
    refuse([edit], 'run.measure: "soon" is not a time such as "20 s", "3.5 min" or "1 h 30 min"')


# --- words for days -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "day", "is_holiday", "word"),
    [
        (["daily", "weekday", "fri", "holiday", "2026-12-25"], "2026-12-25", True, "2026-12-25"),
        (["daily", "weekday", "fri", "holiday", "2026-12-25"], "2026-12-26", True, "holiday"),
        (["daily", "weekday", "friday", "holiday"], "2026-12-25", False, "friday"),
        (["daily", "weekday"], "2026-12-25", True, "weekday"),
        (["daily"], "2026-12-25", True, "daily"),
        (["holiday", "2026-12-24"], "2026-12-25", False, None),
    ],
)
def test_the_narrowest_word_wins(table, day, is_holiday, word):
    """A date > holiday > one weekday > weekday > daily; a holiday without a row is an ordinary day."""
    weekday = date.fromisoformat(day).weekday()
    assert word_of_day(table, weekday, day, is_holiday) == word
    assert word_of_day(table[::-1], weekday, day, is_holiday) == word


def test_a_wrong_date_or_word_in_a_table_is_a_fault(refuse):
    """A date that is not in the calendar and a mistyped holiday stand at their keys."""
    refuse(
        [('staff: {from: "08:00", weekday: [3, 4, 5, 2]}', "staff: {daily: 1, @@2026-02-30: 1, @@holidy: 2}")],
        'pools.day.staff.2026-02-30: "2026-02-30" is not in the calendar',
        "pools.day.staff.holidy: not a day (got holidy; allowed: from, interval, mon … sun, weekday, weekend, daily, "
        'holiday, dates such as 2026-12-24; did you mean "holiday"?)',
    )


@pytest.mark.parametrize(
    ("row", "means"),
    [
        ("profile: {daily: [2], holiday: [1], 2026-12-24: [5]}", [2, 5, 1, 2]),
        ('rate: {daily: {"00:00": 4 per h, "00:30": 0 per h}, holiday: {"00:00": 0 per h}}', [2, 2, 0, 2]),
        ('rate: {2026-12-24: {"00:00": 4 per h, "00:30": 0 per h}}', [0, 2, 0, 0]),
    ],
)
def test_demand_has_rows_for_holidays_and_dates(row, means):
    """Means of 23 to 26 December by local day, the 25th being the only holiday."""
    keys = {
        "run": "{start: 2026-12-23, measure: 4 days, holidays: {2026-12-25: Christmas Day}}",
        "demand": f"{{counts: first_contacts, by_channel: {{phone: {{{row}}}}}}}",
    }
    plan = lower(load_text(text_of(**keys), "plan.yaml"), "one").demand
    days = [0.0] * 4
    for place, day in enumerate(plan.day.tolist()):
        days[day] += plan.mean[place]
    assert days == pytest.approx(means)


def test_a_weekly_csv_may_have_rows_for_holidays(tmp_path):
    """`holiday` stands in the column of weekdays like any other word for days."""
    (tmp_path / "week.csv").write_text("weekday,time,contacts\ndaily,00:00,2\nHoliday,00:00,1\n")
    run = "{start: 2026-12-24, measure: 3 days, holidays: {2026-12-25: Christmas Day}}"
    demand = "{counts: first_contacts, by_channel: {phone: {file: week.csv}}}"
    (tmp_path / "plan.yaml").write_text(text_of(run=run, demand=demand))
    plan = lower(load(tmp_path / "plan.yaml"), "one").demand
    assert dict(zip(plan.day.tolist(), plan.mean.tolist(), strict=True)) == {0: 2, 1: 1, 2: 2}


def test_keys_by_day_are_checked_together():
    """mon and monday are one day; two dates are not."""
    assert days_with().func({"mon": 1, "2026-12-24": 2, "2026-12-25": 3, "holiday": 4})
    with pytest.raises(ValueError, match="the same day as mon"):
        days_with().func({"mon": 1, "monday": 2})


# --- what does not meet -------------------------------------------------------------------------------------------

HEADS = "{{team: {{headcount: on_queue, staff: {}, skills: {{phone: level 3}}}}}}"
ORDINARY = "demand, hours and staff are those of ordinary days on"
KNOWN = "2026-12-24 (Christmas Eve), 2026-12-25 (Christmas Day), 2026-12-26 (Second Day of Christmas), 2027-01-01"


def test_holidays_that_everything_knows_of_are_silent():
    """A row for holidays in demand, and hours and heads that meet, give no warning."""
    assert warnings_of() == []
    both = {"channels": "{phone: {kind: live, open: always and holiday closed}}"}
    assert warnings_of(**both, pools=HEADS.format("{daily: 1, holiday: 0}")) == []


def test_holidays_that_nothing_knows_of_are_named():
    """The days are named, where the country is written; dates that are known of are left out."""
    demand = "{counts: first_contacts, by_channel: {phone: {profile: {daily: [2]}}}}"
    (warning,) = warnings_of(demand=demand)
    assert warning.startswith(
        f"3:65: warning: run.holidays: demand, hours and staff are those of ordinary days on {KNOWN}"
    )
    (warning,) = warnings_of(
        demand=demand, channels="{phone: {kind: live, open: always and 2026-12-24 to 2026-12-26 00:00-24:00}}"
    )
    assert "ordinary days on 2027-01-01 (New Year's Day) (allowed" in warning
    events = demand[:-1] + ", events: {feast: {on: holiday, volume: 0.5 times}}}"
    assert warnings_of(demand=events) == []


def test_holidays_outside_the_run_do_not_matter():
    """A week without a holiday needs no row for it."""
    run = "{start: 2026-03-02, measure: 1 week, holidays: PL}"
    assert warnings_of(run=run, demand="{counts: first_contacts, by_channel: {phone: {profile: {daily: [2]}}}}") == []


def test_rows_for_holidays_of_a_run_without_any_are_never_used():
    """Every table and all hours that name `holiday` are warned of, at their place."""
    warnings = warnings_of(
        run="{start: 2026-12-21, measure: 2 weeks}",
        channels="{phone: {kind: live, open: always and holiday closed}}",
        pools=HEADS.format("{daily: 1, holiday: 0}"),
    )
    assert [warning.split(": ")[2] for warning in warnings] == [
        "demand.by_channel.phone.profile.holiday", "channels.phone.open", "pools.team.staff.holiday",
    ]  # fmt: skip
    assert all("the run has no holidays, so this is never used" in warning for warning in warnings)


def test_dates_outside_the_run_are_never_used():
    """The first and last day of the run count as inside, the days around it do not."""
    days = "{daily: 1, 2026-12-20: 1, 2026-12-21: 2, 2027-01-03: 2, 2027-01-04: 2}"
    warnings = warnings_of(pools=HEADS.format(days))
    assert [warning.split(": ", 2)[2] for warning in warnings] == [
        f"pools.team.staff.{day}: the run goes from 2026-12-21 to 2027-01-03, so this is never used"
        for day in ("2026-12-20", "2027-01-04")
    ]


@pytest.mark.parametrize("staff", ["{holiday: 1}", "{2026-12-24: 1, 2027-06-01: 1}"])
def test_a_team_of_special_days_is_there(staff):
    """A pool with heads on holidays or dates only is no empty pool."""
    assert not [warning for warning in warnings_of(pools=HEADS.format(staff)) if "ever there" in warning]


@pytest.mark.parametrize("hours", ["never and holiday 08:00-16:00", "2026-12-24 08:00-16:00"])
def test_a_shift_of_special_days_is_there(hours):
    """A shift that works on holidays or on a date only is no empty shift."""
    pools = f"{{team: {{headcount: on_queue, shifts: {{day: {{hours: {hours}, agents: 1}}}}, skills: {{phone: 3}}}}}}"
    load_text(text_of(pools=pools), "plan.yaml")


def test_a_team_of_holidays_without_holidays_is_never_there(refuse):
    """Heads on holidays only, in a run that has none, are nobody."""
    refuse(
        [("  day:\n", "  @@day:\n"), ('staff: {from: "08:00", weekday: [3, 4, 5, 2]}', "staff: {holiday: 1}")],
        "pools.day: nobody of this pool is ever there",
    )


def test_open_doors_without_people_on_a_holiday():
    """A channel that is open on holidays while its people are away is warned of, with the days."""
    (warning,) = warnings_of(pools=HEADS.format("{daily: 1, holiday: 0, 2026-12-26: 1}"))
    assert "channels.phone" in warning
    assert "phone is open on 2026-12-24 (Christmas Eve), 2026-12-25 (Christmas Day), 2027-01-01 (New Year's" in warning


def test_people_before_closed_doors_on_a_holiday():
    """People who are there while all their channels are closed are warned of; an ordinary Sunday is not repeated."""
    closed = "{phone: {kind: live, open: daily 08:00-20:00 and holiday closed}}"
    (warning,) = warnings_of(channels=closed, pools=HEADS.format('{daily: {"08:00": 1, "20:00": 0}}'))
    assert f"pools.team: somebody of this pool is there on {KNOWN}" in warning
    assert "none of its channels is open or worked" in warning


def test_what_is_so_every_sunday_is_not_said_again_of_a_holiday():
    """A holiday on a Sunday on which people or doors miss each other as on every Sunday gives no warning of its own."""
    run = "{start: 2026-12-21, measure: 2 weeks, holidays: {2026-12-27: Feast}}"
    closed = "{phone: {kind: live, open: mon-sat 08:00-20:00}}"
    staffed = HEADS.format('{daily: {"08:00": 1, "20:00": 0}}')
    assert not [w for w in warnings_of(run=run, channels=closed, pools=staffed) if "2026-12-27" in w]
    alone = HEADS.format("{weekday: 1, sat: 1}")
    assert not [w for w in warnings_of(run=run, pools=alone) if "2026-12-27" in w]


def test_a_night_before_a_holiday_is_not_alone():
    """A closed holiday on which only the night shift of the day before ends is no reason to warn."""
    night = "{phone: {kind: live, open: daily 22:00-06:00 and holiday closed}}"
    shifts = "{n: {hours: daily 22:00-06:00 and holiday closed, agents: 1}}"
    pools = f"{{team: {{headcount: on_queue, shifts: {shifts}, skills: {{phone: 3}}}}}}"
    assert warnings_of(channels=night, pools=pools) == []


def test_the_night_of_the_day_before_mans_the_early_hours():
    """On Christmas Eve the doors are open until 05:00 and the night shift of the 23rd is still there."""
    channels = "{phone: {kind: live, open: always and 2026-12-24 00:00-05:00}}"
    shifts = "{n: {hours: daily 22:00-06:00 and 2026-12-24 closed, agents: 1}}"
    pools = f"{{team: {{headcount: on_queue, shifts: {shifts}, skills: {{phone: 3}}}}}}"
    assert not [warning for warning in warnings_of(channels=channels, pools=pools) if "2026-12-24" in warning]


def test_a_channel_that_is_not_in_service_needs_nobody():
    """Holidays before a channel opens for good are no open doors."""
    channels = "{phone: {kind: live, in_service: from 2026-12-26}}"
    (warning,) = warnings_of(channels=channels, pools=HEADS.format("{daily: 1, holiday: 0}"))
    assert "phone is open on 2026-12-26 (Second Day of Christmas), 2027-01-01 (New Year's Day), and" in warning


def test_a_team_that_meets_its_channel_only_on_holidays_is_no_error():
    """Nights on ordinary days and the day on holidays: the plain week misses the channel, which is only a warning."""
    channels = "{phone: {kind: live, open: daily 08:00-20:00}}"
    staff = '{daily: {"21:00": 1}, holiday: {"08:00": 1, "20:00": 0}}'
    warnings = warnings_of(channels=channels, pools=HEADS.format(staff))
    assert any("this pool is never there while phone is open" in warning for warning in warnings)


def test_a_break_may_lie_in_the_hours_of_an_exception():
    """A break at 21:00 belongs to the late duty of one date; the ordinary days do without it."""
    shifts = (
        "{day: {hours: daily 08:00-16:00 and 2026-12-24 14:00-22:00, agents: 1, "
        'breaks: {tea: {at: "21:00", lasts: 15 min}}}}'
    )
    pools = f"{{team: {{headcount: on_queue, shifts: {shifts}, skills: {{phone: 3}}}}}}"
    staffing = lower(load_text(text_of(pools=pools), "plan.yaml"), "one").staffing
    assert staffing.spell_duty.tolist() == [3]
