"""Facts about what tenure does: the levels that agents have had time to learn."""

import numpy as np
import pytest

from sim.rules.routing import HIGHEST_LEVEL

LEARNED = "learning: {level 2: 30 days, level 3: 120 days}"


def team(n: int, words: str, skills: str = "{phone: level 3}") -> dict[str, str]:
    """A team of n by interval with these words."""
    return {
        "channels": "{phone: {kind: live}, chat: {kind: chat}}",
        "pools": f"{{team: {{headcount: on_queue, staff: {{daily: {n}}}, skills: {skills}, {words}}}}}",
    }


def levels(blueprint, channel: int = 0) -> list[int]:
    """Levels of the agents on a channel."""
    found: list[int] = blueprint.staffing.channel_level[:, channel].tolist()
    return found


@pytest.mark.parametrize(
    ("tenure", "level"),
    [("0 days", 1), ("29 days", 1), ("30 days", 2), ("119 days", 2), ("120 days", 3), ("4000 days", 3)],
)
def test_a_level_can_be_had_from_its_time_on(plan, tenure, level):
    """Below 30 days level 1, from then on 2, from 120 days 3, for everybody."""
    assert levels(plan(**team(3, f"tenure: {tenure}, {LEARNED}"))) == [level] * 3


def test_tenures_are_those_at_even_quantiles(plan):
    """Four agents, uniform 0 to 160 days: 20, 60, 100 and 140 days are levels 1, 2, 2 and 3, each once."""
    found = levels(plan(**team(4, f"tenure: uniform 0 days to 160 days, {LEARNED}")))
    assert sorted(found) == [1, 2, 2, 3]


def test_one_agent_has_the_median(plan):
    """The only one of a team has been there for half the way: 80 days of 160."""
    assert levels(plan(**team(1, f"tenure: uniform 0 days to 160 days, {LEARNED}"))) == [2]


def test_who_has_which_tenure_goes_by_squares_of_the_golden_ratio(plan):
    """By hand: the fractions of 0, 1, 4, 9 and 16 times 0.618 are 0, .618, .472, .562 and .889: ranks 0, 3, 1, 2, 4.

    Five tenures, 10 to 90 days in steps of 20; a level is learned every 20 days.
    """
    words = "tenure: uniform 0 days to 100 days, learning: {level 2: 20 days, level 3: 40 days, level 4: 60 days, "
    found = levels(plan(**team(5, words + "level 5: 80 days}", "{phone: level 5}")))
    assert found == [1, 4, 2, 3, 5]


@pytest.mark.parametrize("share", [0.38, 0.5, 0.62])
def test_tenure_has_nothing_to_do_with_what_a_share_of_the_agents_can(plan, share):
    """Of 400 agents those with the chat and those without have the same mix of tenures, whatever the share."""
    skills = f"{{phone: level 3, chat: {{level: 3, of_agents: {share}}}}}"
    blueprint = plan(**team(400, f"tenure: uniform 0 days to 240 days, {LEARNED}", skills))
    phone, chat = np.array(levels(blueprint)), np.array(levels(blueprint, 1))
    assert (phone == 3).mean() == pytest.approx(0.5, abs=0.01)
    assert (phone[chat > 0] == 3).mean() == pytest.approx(0.5, abs=0.05)
    assert (phone[:200] == 3).mean() == pytest.approx(0.5, abs=0.05)


def test_the_lower_of_skill_and_tenure_counts(plan):
    """After 200 days level 3 can be had: the skill at 2 stays 2, that at 5 becomes 3, what is not trained stays so."""
    skills = "{phone: level 2, chat: {level: 5, of_agents: 50 %}}"
    blueprint = plan(**team(2, f"tenure: 200 days, {LEARNED}", skills))
    assert (levels(blueprint), levels(blueprint, 1)) == ([2, 2], [0, 3])


def test_intents_are_learned_too(plan):
    """A named intent at level 3 is worked at 1 by newcomers; where none is named the channel says it all."""
    words = f"tenure: 5 days, {LEARNED}"
    named = plan(**team(2, words + ", intents: {help: level 3}"))
    assert named.staffing.intent_level.tolist() == [[1], [1]]
    unnamed = plan(**team(2, words))
    assert (unnamed.staffing.intent_level[:, 0].tolist(), levels(unnamed)) == ([1, 1], [1, 1])
    assert plan(**team(2, "absent: 0 %")).staffing.intent_level.tolist() == [[HIGHEST_LEVEL]] * 2
