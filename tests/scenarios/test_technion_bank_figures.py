"""The figures of scenarios/technion_bank_day.yaml are those of the day, computed here again.

Talk, patience and what lies between calls are fitted as `busyhour fit` does; counts, agents and their kinds of call are
computed from the calls by the rules that stand in the scenario.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.data.handle import TimeFit, fit_handle, fit_times
from sim.data.patience import PatienceFit, fit_patience
from sim.scenario.centre import Pool
from sim.scenario.distribution import Distribution, parse_distribution
from sim.scenario.load import load
from sim.scenario.scenario import Centre
from tests.data.made import contacts_of

KINDS = ("regular", "new_customer", "stock_exchange", "internet")
AWAY_S = 20 * 60
HAD_WAITED_S = 20.0
OPENS = 14
"""The half-hour of the day at which the bank opens: 07:00."""

Floats = NDArray[np.float64]
Calls = list[tuple[int, int, float]]


@pytest.fixture(scope="module")
def centre(technion_bank_day: Path) -> Centre:
    return load(technion_bank_day).centres["as_it_was"]


def _calls_of_agents(day_calls: Any) -> dict[str, Calls]:
    """By agent: start, end and wait before of each call answered, in the order of their starts."""
    found: dict[str, Calls] = {}
    for place in np.argsort(day_calls.start_s, kind="stable"):
        if day_calls.server[place] != "none" and day_calls.start_s[place] > 0:
            call = (int(day_calls.start_s[place]), int(day_calls.end_s[place]), float(day_calls.wait_s[place]))
            found.setdefault(str(day_calls.server[place]), []).append(call)
    return found


def _presence(calls: Calls) -> Floats:
    """Share of each half-hour of the day an agent is there; away where nothing is answered for over 20 minutes."""
    spans, (start, end, _) = [], calls[0]
    for next_start, next_end, _ in calls[1:]:
        if next_start - end > AWAY_S:
            spans.append((start, end))
            start = next_start
        end = max(end, next_end)
    spans.append((start, end))
    edge = np.arange(49) * 1800.0
    found = np.zeros(48)
    for first, last in spans:
        found += np.diff(np.clip(edge, first, last)) / 1800.0
    return found


def _between_calls(calls: Calls) -> list[float]:
    """Gaps of at most 20 minutes before callers who had waited for 20 s or more; overlaps count 0."""
    gaps = []
    for (_, last_end, _), (start, _, wait) in pairwise(calls):
        gap = start - last_end
        if gap <= AWAY_S and wait >= HAD_WAITED_S:
            gaps.append(max(0.0, float(gap)))
    return gaps


def _team_of(agent: str, day_calls: Any) -> str:
    """The large team, or the desk of the kind most often answered where fewer than half are regular."""
    kinds = day_calls.kind[(day_calls.server == agent) & (day_calls.start_s > 0)].tolist()
    if 2 * kinds.count("regular") >= len(kinds):
        return "large_team"
    return max(KINDS, key=kinds.count) + "_desk"


def _heads(pool: Pool) -> Floats:
    """Heads written for each half-hour of the Sunday, shape (48,)."""
    assert pool.staff is not None
    found, first = np.zeros(48), pool.staff.starts // 1800
    figures = pool.staff.days["sun"].figures
    found[first : first + len(figures)] = figures
    return found


def _only(timed: Any) -> Distribution:
    """The distribution of a time that is the same all day."""
    ((_, distribution),) = timed
    assert isinstance(distribution, Distribution)
    return distribution


def _is_the_same(written: Distribution, fitted: str) -> bool:
    """Whether two distributions have the same 5, 25, 50, 75, 90 and 95 % quantiles, within 2 %."""
    shares = np.asarray([0.05, 0.25, 0.5, 0.75, 0.9, 0.95])
    return bool(np.allclose(written.quantile(shares), parse_distribution(fitted).quantile(shares), rtol=0.02))


def _stated(fit: TimeFit) -> tuple[int, ...]:
    """The number of times, their mean and its interval [s], as comments state them."""
    return fit.n, round(fit.mean_s.value), round(fit.mean_s.low), round(fit.mean_s.high)


def test_2239_calls_asked_for_an_agent_and_728_of_them_left(day_calls: Any) -> None:
    """Abandoned 32.5 %, mean wait 116.85 s, of the answered 134.85 s, of those who left 79.51 s, in 20 s 18.0 %."""
    assert (len(day_calls.kind), int((~day_calls.is_answered).sum())) == (2239, 728)
    assert day_calls.wait_s.mean() == pytest.approx(116.85, abs=0.01)
    assert day_calls.wait_s[day_calls.is_answered].mean() == pytest.approx(134.85, abs=0.01)
    assert day_calls.wait_s[~day_calls.is_answered].mean() == pytest.approx(79.51, abs=0.01)
    assert (day_calls.is_answered & (day_calls.wait_s <= 20)).mean() == pytest.approx(0.180, abs=0.001)


@pytest.mark.parametrize("kind", KINDS)
def test_the_calls_of_each_hour_are_counted(kind: str, day_calls: Any, centre: Centre) -> None:
    """17 figures a kind of call; those who came before 07:00 (three) are in the first hour."""
    profile = centre.demand.rows[kind].profile
    assert profile is not None
    hour = np.maximum(day_calls.queued_s[day_calls.kind == kind] // 3600, 7)
    assert profile.starts == 7 * 3600
    assert list(profile.days["sun"]) == np.bincount(hour, minlength=24)[7:].tolist()


def _patience(day_calls: Any, kinds: Sequence[str]) -> PatienceFit:
    """Patience fitted to the calls of some kinds."""
    mine = np.isin(day_calls.kind, kinds)
    is_answered = day_calls.is_answered[mine]
    return fit_patience(contacts_of(wait_s=day_calls.wait_s[mine], is_answered=is_answered, is_abandoned=~is_answered))


@pytest.mark.parametrize(
    ("kinds", "waited", "left", "quarter", "half"),
    [
        (KINDS, 1971, 728, (67, 62, 74), (308, 256, 434)),
        (("regular",), 1352, 424, (69, 63, 78), None),
        (("new_customer",), 375, 223, (54, 43, 60), (161, 122, 181)),
        (("stock_exchange",), 124, 19, (265, 139, np.inf), None),
        (("internet",), 120, 62, (73, 41, 128), (256, 152, 464)),
    ],
)
def test_patience_is_kaplan_meiers(kinds: Any, waited: int, left: int, quarter: Any, half: Any, day_calls: Any) -> None:
    """Waited, left, and the seconds by which a quarter and half are gone with their 95 % intervals, as commented."""
    fit = _patience(day_calls, kinds)
    assert (fit.n_waited, fit.n_left) == (waited, left)
    reached = fit.survival.reached_s(0.75)
    assert (reached.value, reached.low, reached.high) == quarter
    assert fit.median_s.is_known == (half is not None)
    if half is not None:
        assert (fit.median_s.value, fit.median_s.low, fit.median_s.high) == half


@pytest.mark.parametrize("kind", KINDS)
def test_patience_is_written_as_fitted(kind: str, day_calls: Any, centre: Centre) -> None:
    """The distribution that `busyhour fit patience` proposes for this kind of call."""
    assert _is_the_same(_only(centre.segments["callers"].patience[kind]), _patience(day_calls, (kind,)).text)


def test_talk_is_as_fitted(day_calls: Any, centre: Centre) -> None:
    """By kind of call: n, mean and its interval as the comments have them, and the distribution as fitted."""
    talk = np.where(day_calls.is_answered, day_calls.end_s - day_calls.start_s, np.nan)
    fit = fit_handle(contacts_of(talk_s=talk, intent=day_calls.kind, is_answered=day_calls.is_answered))
    found = {part.name: part for part in fit.by_intent}
    assert {name: _stated(part) for name, part in found.items()} == {
        "regular": (1145, 173, 163, 184),
        "new_customer": (175, 130, 109, 150),
        "stock_exchange": (121, 302, 240, 364),
        "internet": (68, 514, 266, 762),
    }
    for kind in KINDS:
        assert _is_the_same(_only(centre.service["any"][kind].talk), found[kind].text), kind


def test_what_lies_between_two_calls_is_wrap_up(day_calls: Any, centre: Centre) -> None:
    """1,076 gaps above 0 s before callers who had waited: mean 46 s (37 to 54 s), the same for every kind of call."""
    gaps = np.asarray([gap for calls in _calls_of_agents(day_calls).values() for gap in _between_calls(calls)])
    fit = fit_times("between calls", gaps[gaps > 0])
    assert _stated(fit) == (1076, 46, 37, 54)
    for kind in KINDS:
        assert _is_the_same(_only(centre.service["any"][kind].wrap_up), fit.text)


def test_the_teams_are_fourteen_agents_and_desks_of_one_one_and_two(day_calls: Any) -> None:
    """18 agents answered on that day; four of them answered regular calls in fewer than half of the cases."""
    teams = [_team_of(agent, day_calls) for agent in _calls_of_agents(day_calls)]
    assert {team: teams.count(team) for team in teams} == {
        "large_team": 14,
        "new_customer_desk": 1,
        "stock_exchange_desk": 1,
        "internet_desk": 2,
    }


def test_heads_are_those_who_were_there(day_calls: Any, centre: Centre) -> None:
    """Mean number present in each half-hour from 07:00, by team, rounded to a tenth of an agent."""
    present: dict[str, Floats] = {name: np.zeros(48) for name in centre.pools}
    for agent, calls in _calls_of_agents(day_calls).items():
        present[_team_of(agent, day_calls)] += _presence(calls)
    for name, pool in centre.pools.items():
        assert np.abs(_heads(pool) - present[name])[OPENS:].max() <= 0.05 + 1e-9, name


@pytest.mark.parametrize("kind", ["new_customer", "stock_exchange", "internet"])
def test_skills_are_those_seen_at_work(kind: str, day_calls: Any, centre: Centre) -> None:
    """Share of the large team, by time there, that answered such a call."""
    there = {
        agent: _presence(calls).sum()
        for agent, calls in _calls_of_agents(day_calls).items()
        if _team_of(agent, day_calls) == "large_team"
    }
    able = set(day_calls.server[day_calls.is_answered & (day_calls.kind == kind)].tolist())
    share = sum(hours for agent, hours in there.items() if agent in able) / sum(there.values())
    assert centre.pools["large_team"].skills[kind].of_agents == round(share, 2)
