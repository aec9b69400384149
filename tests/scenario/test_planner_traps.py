"""Traps that a planner fell into on a first try: each is told, or no longer a trap."""

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load, load_text

PHONE = """
schema: 1
name: Traps
run: {start: 2026-03-02, measure: 1 week}
demand: {counts: first_contacts, by_channel: {phone: {rate: {weekday: {"08:00": 10 per h, "18:00": 0 per h}}}}}
intents: {help: {}}
segments: {people: {}}
channels: {phone: {kind: live, open: OPEN}}
service: {help: {phone: {talk: 4 min}}}
queues: {calls: {of: phone}}
pools: {team: {headcount: on_queue, POOL, skills: {phone: level 3}}}
serves: {team: [calls]}
"""


def centre(hours: str = "mon-fri 08:00-18:00", pool: str = 'staff: {weekday: {"08:00": 4, "18:00": 0}}') -> str:
    return PHONE.replace("OPEN", hours).replace("POOL", pool)


def test_hours_that_nobody_covers_are_named():
    """Open on Saturday with nobody scheduled: a warning names the hours, as the calls would only be lost."""
    (warning,) = load_text(centre(hours="mon-fri 08:00-18:00 and sat 08:00-12:00")).warnings
    assert "phone is open sat 08:00-12:00, and nobody who serves it is scheduled" in warning


def test_people_who_are_there_while_all_is_closed_are_named():
    """A number for the whole day in a centre of ten hours: 70 of 120 hours a week are for nothing."""
    (warning,) = load_text(centre(pool="staff: {weekday: 4}")).warnings
    assert "for 70.0 of 120.0 h a week somebody of this pool is there while none of its channels is open" in warning


def test_from_before_a_single_number_is_refused():
    """`from` would be ignored: one number holds all day, a list starts at `from`."""
    with pytest.raises(ScenarioError, match="one number holds from 00:00 to 24:00"):
        load_text(centre(pool='staff: {from: "08:00", weekday: 4}'))


@pytest.mark.parametrize("headcount", ["on_queue", "scheduled"])
def test_persons_with_shifts_are_whole(headcount):
    """Nine and a half persons cannot come; paid heads may be broken, as holidays are."""
    pool = "shifts: {s: {hours: mon-fri 08:00-18:00, agents: 9.5}}"
    text = centre(pool=pool).replace("headcount: on_queue", f"headcount: {headcount}")
    with pytest.raises(ScenarioError, match=r"whole persons \(got 9.5; allowed: 9 or 10"):
        load_text(text)


def test_rounded_paid_persons_are_told():
    """Nine paid with 15 % out of office are 7.65 scheduled; that 8 are simulated is said."""
    pool = "shifts: {s: {hours: mon-fri 08:00-18:00, agents: 9}}, shrinkage: {out_of_office: 15 %}"
    text = centre(pool=pool).replace("headcount: on_queue", "headcount: paid")
    assert (
        "7.65 people are scheduled on average, out of office taken off; 8 are simulated" in load_text(text).warnings[0]
    )


def test_an_overlay_may_put_a_clock_time_between_others(tmp_path):
    """More heads at lunch: the times of the overlay come last in the text and stand in their place all the same."""
    base, more = tmp_path / "base.yaml", tmp_path / "more.yaml"
    base.write_text(centre(), encoding="utf-8")
    more.write_text('pools: {team: {staff: {weekday: {"11:00": 6, "14:00": 4}}}}', encoding="utf-8")
    staff = load(base, [more]).centres["as_is"].pools["team"].staff
    assert [second // 3600 for second, _ in staff.days["weekday"].steps] == [8, 11, 14, 18]


def test_a_rate_may_be_written_in_any_order():
    """Rates hold from their clock time on, whatever the order of the text."""
    from sim.world.build import lower

    text = centre().replace('{"08:00": 10 per h, "18:00": 0 per h}', '{"18:00": 0 per h, "08:00": 10 per h}')
    one, other = (lower(load_text(t), "as_is").demand for t in (centre(), text))
    assert one.mean.tolist() == other.mean.tolist()
    assert one.mean.sum() == pytest.approx(500)


def test_a_fault_of_one_strategy_names_it():
    """A step that replaces a list leaves a queue without a pool in one strategy only: the fault says which."""
    text = (
        centre()
        + """
base: plain
strategies:
  plain: {}
  odd: {serves: {team: []}}
"""
    )
    with pytest.raises(ScenarioError, match=r"nobody serves this queue \(in strategy odd\)"):
        load_text(text)


def test_a_row_whose_name_begins_with_as_can_lend_its_shape():
    """`shape: assist` is the row assist, not what is left of it without `as`."""
    from sim.world.build import lower

    text = (
        centre()
        .replace("phone", "assist")
        .replace(
            "{counts: first_contacts, by_channel: {",
            "{counts: first_contacts, by_channel: {chat: {volume: {mon: 5 contacts}, shape: assist}, ",
        )
    )
    text = text.replace("channels: {", "channels: {chat: {kind: chat, open: as assist}, ")
    text = text.replace("service: {help: {", "service: {help: {chat: {talk: 4 min}, ")
    text = text.replace("of: assist", "of: [assist, chat]").replace("skills: {", "skills: {chat: level 3, ")
    demand = lower(load_text(text), "as_is").demand
    assert demand.mean[demand.row == 0].sum() == pytest.approx(5)
