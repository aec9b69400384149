"""First contacts behind counts of contacts offered or handled: closed forms, refusals, freezing, reuse."""

from dataclasses import replace

import numpy as np
import pytest

import sim
import sim.experiment.study
from sim.errors import DataError, ScenarioError
from sim.experiment.frozen import FILE
from sim.experiment.manifest import read_manifest
from sim.experiment.study import carry_out, repeat, solved_alone
from sim.experiment.volume import Volume, is_unsolved, with_volume
from sim.experiment.volume_search import CEILING, Search
from sim.experiment.volume_solving import find_volume, solve_volume
from sim.experiment.volume_trials import LIMIT, count
from sim.rules.lifecycle import Outcome
from sim.scenario.load import load, load_text
from sim.theory import solve_erlang_a
from sim.world.build import build, lower


def centre(
    rows: str,
    *,
    counts: str = "offered",
    run: str = "measure: 1 day",
    phone_agents: int = 60,
    chat_agents: object = 60,
    patience: str = "never",
    solved: tuple[str, str] = ("100 %", "100 %"),
    what_next: str = "{}",
    more: str = "",
):
    """A centre of two channels, each with agents of its own, open day and night."""
    return load_text(
        f"""\
schema: 1
name: Counts
run: {{start: 2026-03-02, {run}, replications: 3, seed: 5}}
demand:
  counts: {counts}
  {more}
  by_channel: {{{rows}}}
intents: {{any: {{}}}}
segments: {{all: {{patience: {{phone: "{patience}", chat: "{patience}"}}}}}}
channels: {{phone: {{kind: live}}, chat: {{kind: chat}}}}
service:
  any:
    phone: {{talk: "exponential, mean 5 min", solved: {solved[0]}}}
    chat: {{talk: "exponential, mean 5 min", solved: {solved[1]}}}
what_next: {what_next}
queues: {{calls: {{of: phone}}, chats: {{of: chat}}}}
pools:
  phones: {{headcount: on_queue, staff: {{daily: {{"00:00": {phone_agents}}}}}, skills: {{phone: level 3}}}}
  chats: {{headcount: on_queue, staff: {{daily: {{"00:00": {chat_agents}}}}}, skills: {{chat: level 3}}}}
serves: {{phones: [calls], chats: [chats]}}
strategies:
  as_now: {{}}
  more_people: {{pools: {{phones: {{staff: {{daily: {{"00:00": {phone_agents + 3}}}}}}}}}}}
""",
        "counts.yaml",
    )


BY_DAY = 'phone: {rate: {"00:00": 0 per h, "08:00": 120 per h, "18:00": 0 per h}}'
CHATS = 'chat: {rate: {"00:00": 0 per h, "08:00": 80 per h, "18:00": 0 per h}}'
AGAIN = '{not_solved: {same: 100 %, after: "fixed 20 min"}, at_most: 20 visits}'


@pytest.fixture(scope="module")
def unsolved():
    """Calls by rate, 30 % not solved; all of those call again."""
    return centre(BY_DAY, solved=("70 %", "100 %"), what_next=AGAIN)


@pytest.fixture(scope="module")
def volume(unsolved):
    """What is found for it."""
    return find_volume(unsolved, jobs=1)


@pytest.fixture
def no_search(monkeypatch):
    """Any search for the volume fails the test."""

    def refuse(*_, **__):
        pytest.fail("the volume was searched for")

    monkeypatch.setattr(sim.experiment.study, "find_volume", refuse)


def nothing(*_):
    """Take progress and notes."""


def test_with_returns_alone_the_share_is_one_less_the_returns(volume):
    """Nobody waits, a share r calls again: offered = first / (1 − r), so 70 % are first contacts at r = 30 %."""
    (row,) = volume.rows
    assert row.given == pytest.approx(1200)
    assert row.first_contact_share == pytest.approx(0.7, rel=4 * row.standard_error + 0.002)
    assert row.repeat_share == pytest.approx(0.3, rel=0.03)
    assert abs(row.off) <= 0.005
    assert row.standard_error < 0.0026 or volume.replications == 20


def test_with_redials_the_share_is_that_of_erlang_a():
    """MODEL: Λ = λ / (1 − p · P_ab(Λ)); half an hour later redials mix with the others, and P_ab is Erlang A's at Λ."""
    per_hour, redial, agents = 60, 0.8, 5
    found = find_volume(
        centre(
            f'phone: {{rate: {{"00:00": {per_hour} per h}}}}',
            run="settle: 1 day, measure: 3 days",
            phone_agents=agents,
            patience="exponential, mean 3 min",
            what_next='{abandoned: {same: 80 %, after: "exponential, mean 1 h"}, at_most: 100 visits}',
        ),
        jobs=1,
    )
    abandoned = solve_erlang_a(per_hour / 3600, 300.0, 180.0, agents).abandonment_probability
    assert 0.1 < abandoned < 0.3
    assert found.rows[0].first_contact_share == pytest.approx(1 - redial * abandoned, rel=0.012)


def test_channels_between_which_customers_switch_are_solved_together():
    """Nobody waits: S = A + MᵀS with the shares M that come next, so A = (1 − Mᵀ) S for the counts S given."""
    given = np.array([120.0, 80.0])
    moves = np.array([[0.3 * 0.5, 0.3 * 0.5], [0.2 * 0.5, 0.2 * 0.5]])
    rows = f"{BY_DAY}, {CHATS}"
    other = '{not_solved: {shares: {phone: 50 %, chat: 50 %}, after: "fixed 20 min"}, at_most: 20 visits}'
    found = find_volume(centre(rows, solved=("70 %", "80 %"), what_next=other), jobs=1)
    wanted = (given - moves.T @ given) / given
    assert [row.row for row in found.rows] == ["phone", "chat"]
    for row, share in zip(found.rows, wanted.tolist(), strict=True):
        assert row.first_contact_share == pytest.approx(share, rel=4 * row.standard_error + 0.005)
        assert abs(row.off) <= 0.005


def test_more_first_contacts_than_are_handled_may_come():
    """Four in ten hang up and never call again: for 100 calls handled more than 100 come."""
    agents, per_hour = 5, 60
    found = find_volume(
        centre(
            f'phone: {{rate: {{"00:00": {per_hour} per h}}}}',
            counts="handled",
            run="measure: 2 days",
            phone_agents=agents,
            patience="exponential, mean 3 min",
        ),
        jobs=1,
    )
    (row,) = found.rows
    abandoned = solve_erlang_a(row.first_contact_share * per_hour / 3600, 300.0, 180.0, agents).abandonment_probability
    assert row.first_contact_share > 1.05
    assert row.first_contact_share * (1 - abandoned) == pytest.approx(1.0, rel=0.015)
    assert row.repeat_share == 0


def test_more_than_the_base_can_handle_is_refused():
    """One agent with calls of 5 min handles at most about 288 a day: 1,200 is a fault at its row that says how many."""
    scenario = centre(
        'phone: {rate: {"00:00": 50 per h}}', counts="handled", phone_agents=1, patience="exponential, mean 3 min"
    )
    with pytest.raises(ScenarioError) as caught:
        find_volume(scenario, jobs=1)
    (fault,) = caught.value.faults
    assert (fault.path, fault.line) == ("demand.by_channel.phone", 7)
    assert fault.message.startswith("1,200 contacts handled are given over the measured window; as_now comes to 2")
    assert "people" in fault.message
    assert "handle times" in fault.message


def test_the_volume_is_found_on_the_base_strategy():
    """One agent cannot handle 720 calls of 5 min a day, three more can: what counts is which strategy is the base."""
    scenario = centre(
        'phone: {rate: {"00:00": 30 per h}}', counts="handled", phone_agents=1, patience="exponential, mean 3 min"
    )
    with pytest.raises(ScenarioError, match="as_now comes to"):
        find_volume(scenario, jobs=1)
    found = find_volume(replace(scenario, base="more_people"), jobs=1)
    assert found.strategy == "more_people"
    assert found.rows[0].first_contact_share > 1


def test_a_channel_on_which_nobody_is_ever_answered_is_refused():
    """Agents come after all have hung up: none is handled however many come."""
    evening = '0, "23:00": 5'
    scenario = centre(CHATS, counts="handled", chat_agents=evening, patience="exponential, mean 1 min")
    with pytest.raises(ScenarioError, match=r"chat: 800 contacts handled .* comes to 0 with"):
        find_volume(scenario, jobs=1)


def test_repeats_that_alone_exceed_the_count_are_refused():
    """120 chats a day come from failed calls; 48 given in all is a fault that names what_next."""
    rows = f'{BY_DAY}, chat: {{rate: {{"00:00": 2 per h}}}}'
    switch = '{not_solved: {chat: 100 %, after: "fixed 20 min"}, at_most: 2 visits}'
    with pytest.raises(ScenarioError) as caught:
        find_volume(centre(rows, solved=("90 %", "100 %"), what_next=switch), jobs=1)
    (fault,) = caught.value.faults
    assert fault.path == "demand.by_channel.chat"
    assert "repeats and switches alone" in fault.message
    assert "what_next" in fault.message


def test_counts_by_intent_are_met_by_intent():
    """Of one intent half come again, of the other none: 50 % and 100 % first contacts, whatever channel they use."""
    text = """\
schema: 1
name: Intents
run: {start: 2026-03-02, measure: 1 day}
demand:
  counts: offered
  by_intent:
    hard: {rate: {"00:00": 0 per h, "08:00": 80 per h, "18:00": 0 per h}}
    easy: {rate: {"00:00": 0 per h, "08:00": 80 per h, "18:00": 0 per h}}
intents: {hard: {}, easy: {}}
segments: {all: {prefers: {phone: 60 %, mail: 40 %}}}
channels: {phone: {kind: live}, mail: {kind: deferred}}
service:
  hard: {phone: {talk: 3 min, solved: 50 %}, mail: {talk: 3 min, solved: 50 %}}
  easy: {phone: {talk: 3 min}, mail: {talk: 3 min}}
what_next: {not_solved: {same: 100 %, after: "fixed 20 min"}, at_most: 20 visits}
queues: {all: {of: [phone, mail]}}
pools: {team: {headcount: on_queue, staff: {daily: {"00:00": 60}}, skills: {phone: level 3, mail: level 3}}}
serves: {team: [all]}
"""
    found = find_volume(load_text(text), jobs=1)
    shares = found.shares
    assert list(shares) == ["hard", "easy"]
    assert shares["hard"] == pytest.approx(0.5, rel=4 * found.rows[0].standard_error + 0.005)
    assert shares["easy"] == pytest.approx(1.0, rel=4 * found.rows[1].standard_error + 0.005)


def test_the_chance_of_the_days_falls_out():
    """A day factor of 30 % leaves the share where it is, although simulated days lie far from the counts given."""
    error = "forecast_error: {day: 30 %}"
    found = find_volume(centre(BY_DAY, solved=("70 %", "100 %"), what_next=AGAIN, more=error), jobs=1)
    assert found.rows[0].first_contact_share == pytest.approx(0.7, rel=0.012)


def test_rows_without_counts_and_traces_stay_as_they_are():
    """Nothing is searched for a row of zeros; a trace is first contacts as it stands, and named."""
    rows = 'phone: {rate: {"00:00": 0 per h}}, chat: {at: [2026-03-02 09:00:00]}'
    scenario = centre(rows, solved=("70 %", "70 %"), what_next=AGAIN)
    found = find_volume(scenario)
    assert (found.rows, found.traces, found.rounds, found.replications) == ((), ("chat",), 0, 0)
    solved = solve_volume(scenario)
    assert solved.centres["as_now"].demand.first_contacts == {"phone": 1.0}
    assert not is_unsolved(solved)
    assert len(build(solved, "as_now", 1, 0).arrivals.issue) == 1


def test_the_counts_given_are_those_of_the_measured_window():
    """120 an hour for ten hours, one of them doubled and one halved by incidents: 1,200 + 120 − 60, of one day."""
    incidents = (
        "incidents: {more: {starts: 2026-03-03 09:00, lasts: 1 h, volume: 2 times}, "
        "fewer: {starts: 2026-03-03 12:00, lasts: 1 h, volume: 0.5 times}}"
    )
    found = find_volume(centre(BY_DAY, run="settle: 1 day, measure: 1 day", more=incidents), jobs=1)
    assert found.rows[0].given == pytest.approx(1260)
    assert found.rows[0].first_contact_share == pytest.approx(1.0, abs=0.002)


def test_a_stated_share_is_kept_and_the_others_are_found():
    """`first_contacts: {chat: 50 %}` states one row only."""
    rows = f"{BY_DAY}, {CHATS}"
    scenario = centre(rows, solved=("70 %", "100 %"), what_next=AGAIN, more="first_contacts: {chat: 50 %}")
    found = find_volume(scenario, jobs=1)
    assert list(found.shares) == ["phone"]
    demand = with_volume(scenario, found.shares).centres["as_now"].demand
    assert demand.first_contacts == {"phone": found.shares["phone"], "chat": 0.5}


def test_a_scenario_that_states_its_volume_is_left_alone(monkeypatch, plan):
    """First contacts given, or their share: nothing is searched for and the scenario comes back as it is."""
    monkeypatch.setattr("sim.experiment.volume_solving.find_volume", None)
    first = plan().scenario
    stated = centre(BY_DAY, more="first_contacts: 70 %")
    assert not is_unsolved(first)
    assert not is_unsolved(stated)
    assert solve_volume(first) is first
    assert sim.solve_volume(stated) is stated


def test_an_unsolved_scenario_is_not_built(unsolved):
    """Building without the volume is refused in words that name what finds it."""
    assert is_unsolved(unsolved)
    for build_one in (lambda: lower(unsolved, "as_now"), lambda: sim.build(unsolved, "as_now", 1, 0)):
        with pytest.raises(DataError, match=r"sim\.solve_volume\(scenario\)"):
            build_one()


def test_shares_are_frozen_for_every_strategy(unsolved, volume):
    """All strategies get the share found on the base, to four digits, under the fingerprint of the file."""
    solved = with_volume(unsolved, volume.shares)
    share = volume.shares["phone"]
    assert share == float(f"{share:.4g}")
    assert {name: c.demand.first_contacts for name, c in solved.centres.items()} == {
        "as_now": {"phone": share},
        "more_people": {"phone": share},
    }
    assert solved.fingerprint == unsolved.fingerprint
    assert unsolved.centres["as_now"].demand.first_contacts is None
    assert "first_contacts" not in unsolved.layered.data["demand"]
    worlds = [build(solved, name, 1, 0).arrivals for name in solved.centres]
    assert worlds[0].tick.tolist() == worlds[1].tick.tolist()


def test_a_share_above_one_is_written_and_read_back(unsolved):
    """112.3 % is a share that may stand in a scenario: more come than are handled."""
    solved = with_volume(unsolved, {"phone": 1.123})
    assert solved.layered.data["demand"]["first_contacts"] == {"phone": "112.3 %"}
    assert solved.centres["as_now"].demand.first_contacts == {"phone": 1.123}


def test_counts_are_those_of_the_definition(unsolved, volume):
    """Contact by contact: arrived in the window and stood in a queue (N) or was answered (H); visits above 0 repeat."""
    solved = with_volume(unsolved, volume.shares)
    world = build(solved, "as_now", seed=5, replication=0)
    record = sim.run(world)
    window = range(world.horizon.measure_start, world.horizon.measure_end)
    rows = list(
        zip(*(record.contacts[name].tolist() for name in ("arrived_tick", "channel", "outcome", "visit")), strict=True)
    )
    queued = {Outcome.ANSWERED, Outcome.ABANDONED, Outcome.DISCONNECTED, Outcome.OPEN}
    for counts, outcomes in (("offered", queued), ("handled", {Outcome.ANSWERED})):
        found = count(record, world, "channel", counts)
        mine = [(channel, visit) for tick, channel, outcome, visit in rows if tick in window and outcome in outcomes]
        for channel in (0, 1):
            assert found.counted[channel] == sum(c == channel for c, _ in mine)
            assert found.repeats[channel] == sum(c == channel and visit > 0 for c, visit in mine)
    first = [tick for tick, _, _, visit in rows if visit == 0 and tick in window]
    assert found.first.tolist() == [len(first), 0]


def test_the_found_volume_reads_back_from_plain_data(volume):
    """What the manifest holds gives the same volume."""
    assert Volume.from_dict(volume.as_dict()) == volume


def test_one_process_and_two_find_the_same(unsolved, volume):
    """The number of processes changes no digit."""
    assert find_volume(unsolved, jobs=2) == volume


def test_the_volume_is_that_of_the_scenario_whatever_seed_is_run(plan, unsolved, volume):
    """--seed changes the replications that are run, not the volume."""
    study = carry_out(plan_of(plan, unsolved, seed=99), nothing, nothing)
    assert study.plan.volume == volume
    assert study.plan.volume.seed == 5


def plan_of(plan, scenario, **more):
    """A plan over the unsolved scenario, stored in a new folder."""
    return plan(scenario=scenario, strategies=("as_now", "more_people"), base="as_now", **more)


def test_a_resolved_file_repeats_the_digests_without_a_search(plan, unsolved, volume, monkeypatch):
    """The folder holds the shares: running from it, or running its file, needs no search and gives the same records."""
    study = carry_out(plan_of(plan, unsolved, replications=2), nothing, nothing)
    monkeypatch.setattr(sim.experiment.study, "find_volume", None)
    assert repeat(study.folder, 1, nothing).different == ()
    again = load(study.folder / FILE)
    assert again.centres["as_now"].demand.first_contacts == volume.shares
    other = carry_out(plan_of(plan, again, replications=2, out=None), nothing, nothing)
    assert other.records == study.records
    assert other.plan.volume is None


def test_the_manifest_carries_what_was_found(plan, unsolved, volume):
    """Row, counts, given, simulated, shares, rounds and replications stand in the manifest of the run."""
    study = carry_out(plan_of(plan, unsolved, replications=1), nothing, nothing)
    assert study.replications == 1
    assert read_manifest(study.folder).volume == volume
    assert study.folder.name == f"counts-{unsolved.fingerprint[:8]}-s1"


def test_a_complete_run_is_reused_without_a_search(plan, unsolved, volume, no_search, monkeypatch):
    """Fewer replications, or one strategy, are read with their volume; more are run, on the stored volume."""
    with monkeypatch.context() as patch:
        patch.setattr(sim.experiment.study, "find_volume", find_volume)
        first = carry_out(plan_of(plan, unsolved, replications=2), nothing, nothing)
    again = carry_out(plan_of(plan, unsolved, replications=1), nothing, nothing)
    assert again.is_reused
    assert again.plan.volume == volume
    assert again.plan.scenario.centres["as_now"].demand.first_contacts == volume.shares
    more = carry_out(plan_of(plan, unsolved, replications=3), nothing, nothing)
    assert not more.is_reused
    assert {name: found[:2] for name, found in more.records.items()} == first.records
    assert solved_alone(plan_of(plan, unsolved), nothing).volume == volume


def test_a_stored_volume_of_another_seed_is_not_taken(plan, unsolved, volume, monkeypatch):
    """With another run.seed the volume is found again, on other customers, and a run on the old one is replaced."""
    carry_out(plan_of(plan, unsolved, replications=1), nothing, nothing)
    searches = []

    def counted(scenario, *rest):
        searches.append(scenario)
        return replace(find_volume(scenario, *rest), rounds=99)

    monkeypatch.setattr(sim.experiment.study, "find_volume", counted)
    centres = {
        name: c.model_copy(update={"run": c.run.model_copy(update={"seed": 6})}) for name, c in unsolved.centres.items()
    }
    other = replace(unsolved, centres=centres)
    study = carry_out(plan_of(plan, other, replications=1), nothing, nothing)
    assert len(searches) == 1
    assert not study.is_reused
    assert read_manifest(study.folder).volume.seed == 6
    assert study.plan.volume.rows[0].repeat_share != volume.rows[0].repeat_share


def test_the_search_is_told_round_by_round(plan, unsolved):
    """Every round says how far each row is from its count."""
    told = []
    carry_out(plan_of(plan, unsolved, replications=1, out=None), nothing, nothing, told.append)
    assert told[0] == "solving the first-contact volume on as_now: contacts offered are given"
    assert told[1].startswith("solving the first-contact volume, round 1: phone +1")
    assert 3 <= len(told) <= 6


def searched(answer, rows: int = 1, rounds: int = 12):
    """Search with an answer that maps shares to ratios; give the shares of each round and the search."""
    search = Search(np.full(rows, 0.8))
    tried = []
    for _ in range(rounds):
        tried.append(search.shares)
        ratio = answer(search.shares)
        if (abs(ratio - 1) <= 0.002).all():
            break
        search.learn(ratio)
    return tried, search


@pytest.mark.parametrize("power", [0.3, 0.6, 1.0, 2.0, 4.0, 6.0])
def test_the_search_comes_to_rest_whatever_the_answer(power):
    """Counts that go with a power of the share, from nearly saturated to snowballing, are met within ten rounds."""
    tried, _ = searched(lambda shares: (shares / 0.6) ** power)
    assert len(tried) <= 10
    assert (tried[-1][0] / 0.6) ** power == pytest.approx(1.0, abs=0.002)


def test_the_search_comes_to_rest_at_a_kink():
    """One to one up to 60 %, six to one above it: where redials set in."""
    tried, _ = searched(lambda s: np.where(s < 0.6, s / 0.62, 0.6 / 0.62 * (s / 0.6) ** 6))
    assert len(tried) <= 10


@pytest.mark.parametrize(
    ("mix", "given"), [([[0.4, 0.6], [0.7, 0.3]], [0.7, 0.65]), ([[0.3, 0.7], [0.1, 0.9]], [0.72, 0.65])]
)
def test_the_search_solves_rows_that_live_off_each_other(mix, given):
    """Most of a row's count comes from the other: a row alone would lead its own share astray."""
    tried, _ = searched(lambda shares: np.array(mix) @ shares / np.array(given), rows=2)
    assert len(tried) <= 8
    assert np.array(mix) @ tried[-1] == pytest.approx(given, rel=0.002)


def test_a_count_that_will_not_rise_is_seen_before_the_ceiling():
    """However many come, 70 % of the count is reached: seen after a few rounds."""
    _, search = searched(lambda shares: 0.7 * (1 - np.exp(-5 * shares)), rounds=4)
    assert search.is_saturated.tolist() == [True]
    assert search.shares[0] < CEILING


def test_one_rise_without_an_answer_is_not_yet_a_verdict():
    """It may be the doing of another row: only twice running is a count given up."""
    search = Search(np.array([0.8]))
    verdicts = []
    for _ in range(3):
        search.learn(np.array([0.7]))
        verdicts.append(search.is_saturated[0])
    assert verdicts == [False, False, True]


def test_more_replications_overrule_fewer():
    """Four replications had said that 80 % is too much; twenty say 85 %."""
    search = Search(np.array([0.8]))
    search.learn(np.array([1.05]), sample=4)
    assert search.shares[0] < 0.8
    for _ in range(4):
        search.learn(search.shares / 0.85, sample=20)
    assert search.shares[0] == pytest.approx(0.85, abs=0.001)


def test_a_count_that_rises_slowly_is_not_given_up():
    """At 30 % of the rise of the share the count is met at 174 %."""
    tried, search = searched(lambda shares: (shares / 1.74) ** 0.3)
    assert not search.is_saturated.any()
    assert tried[-1][0] == pytest.approx(1.74, rel=0.01)


def test_the_limit_is_that_of_the_model():
    """MODEL.md 4: within 1 %."""
    assert LIMIT == 0.01


def test_too_few_counts_are_not_said_to_be_met(tmp_path):
    """A hundredth of a contact a day says nothing: no search, all are taken as first contacts, and that is said."""
    from sim.report.volume import volume_lines

    text = (
        "schema: 1\nname: few\nrun: {start: 2026-03-02, measure: 1 day}\n"
        "demand: {counts: handled, by_channel: {phone: {profile: {daily: [0.01]}}}}\n"
        "intents: {help: {}}\nsegments: {everybody: {}}\nchannels: {phone: {kind: live}}\n"
        "service: {help: {phone: {talk: 1 min}}}\nqueues: {phone: {of: phone}}\n"
        "pools: {team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}}\nserves: {team: [phone]}\n"
    )
    volume = find_volume(load_text(text))
    assert (volume.rows, volume.few) == ((), ("phone",))
    assert "too few are given to tell" in "\n".join(volume_lines(volume))
