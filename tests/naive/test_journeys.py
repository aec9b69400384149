"""Journeys that take every turn, told again from the draws of random small worlds and the ticks of their records.

What `test_records` is for the first part of journeys, this is for the second: warm transfers, wrong queues, who is
identified, the lag of the story, closed channels, follow-ups and news, messages, posts, routes and overflow by
condition, what led to a contact and why one did not help; and the work of all of it.
"""

from collections import Counter

import pytest

from sim.engine import run
from sim.rules.lifecycle import Outcome, Reason
from sim.scenario.load import load_text
from sim.world.build import build
from tests.naive.journey_worlds import JourneyCentre
from tests.naive.labour import Labour
from tests.naive.standing import Standing
from tests.naive.tales import Tale
from tests.naive.told import Told

ENGINES = ["reference"]
N_WORLDS = 100
_seen: dict[str, dict[int, Counter[str]]] = {}

LEAST = {
    "access: gave up": 20,
    "access: turned elsewhere": 80,
    "access: as another intent": 40,
    "closed by the hours": 40,
    "not identified": 100,
    "taken for something else": 200,
    "way WRONG_QUEUE": 80,
    "way SENT_ELSEWHERE": 50,
    "way PASSED_ON": 50,
    "way PASSED_ON_WARM": 20,
    "way LOST_ON_THE_WAY": 10,
    "hand-off put off to the opening": 3,
    "warm: leg ANSWERED": 10,
    "warm: leg ABANDONED": 5,
    "warm: leg BLOCKED": 1,
    "warm: leg CLOSED": 1,
    "warm: held with a wait": 10,
    "warm: conference cut": 1,
    "story KEPT": 200,
    "story LOST": 200,
    "story of one not identified": 40,
    "story not visible yet": 20,
    "cause story_lost": 20,
    "cause level": 50,
    "cause drawn": 50,
    "found solved": 20,
    "reopened": 50,
    "linked: withdrawn": 50,
    "follow_up: made": 100,
    "follow_up: needless": 5,
    "follow_up: prevents": 5,
    "follow_up: in vain": 5,
    "keep_informed: made": 100,
    "keep_informed: needless": 50,
    "keep_informed: prevents": 5,
    "keep_informed: in vain": 5,
    "chase prevented": 5,
    "unasked: put off to the opening": 20,
    "unasked: withdrawn": 50,
    "conversations of several turns": 100,
    "answer: place held": 100,
    "answer: place released": 100,
    "answer: back to its agent": 10,
    "answer: its agent has no room": 10,
    "answer: agent away": 1,
    "taken beside a held place": 20,
    "peers answered": 50,
    "peers too late": 20,
    "route True": 300,
    "route False": 300,
    "overflow True": 300,
    "overflow False": 300,
    "overflow: full": 10,
    "blocked": 20,
    "abandoned after a move": 20,
    "orders compared": 200,
    "condition WAITING": 300,
    "condition TIME_OF_DAY": 100,
    "condition INCIDENT_ON": 100,
    "condition SEGMENT": 100,
    "condition INTENT": 100,
    "condition PRODUCT": 100,
    "condition VISIT": 100,
    "condition REASON": 100,
}
"""How often each feature must have been checked at least, over all worlds."""


def tell(number: int, engine: str) -> Told:
    """Run a random world and tell its record again."""
    world = build(load_text(JourneyCentre(number).text(), "journeys.yaml"), "as_is", number, 0)
    told = Told(world, run(world, engine=engine))
    for issue in told.journeys:
        Tale(told, issue).tell()
    labour = Labour(told)
    labour.check()
    Standing(told, labour).check()
    met = _seen.setdefault(engine, {})
    met[number] = told.seen
    for contact in told.contacts.values():
        met[number][Reason(contact.reason).name] += 1
        met[number][Outcome(contact.outcome).name] += 1
    return told


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", range(N_WORLDS))
def test_a_journey_told_again_is_the_same_story(number: int, engine: str) -> None:
    """Every contact, turn, move and spell of a random small world follows from its draws and its own ticks."""
    told = tell(number, engine)
    assert not told.faults, "\n".join([*told.faults[:5], JourneyCentre(number).text()])


@pytest.mark.parametrize("engine", ENGINES)
def test_the_journeys_take_every_turn(engine: str) -> None:
    """Each feature was checked often enough, and every reason and outcome met, balking apart, which others test."""
    for number in range(N_WORLDS):
        if number not in _seen.get(engine, {}):
            tell(number, engine)
    seen: Counter[str] = sum(_seen[engine].values(), Counter())
    missed = {name: (seen[name], least) for name, least in LEAST.items() if seen[name] < least}
    assert not missed
    words = {outcome.name for outcome in Outcome} | {reason.name for reason in Reason}
    assert not words - {"BALKED", "CALLBACK_MISSED", "UNREACHED", "CAMPAIGN", "EXPIRED"} - set(seen)
