"""The engines against a naive twin of every routing rule (`routing_twin`) on random small worlds full of ties."""

from collections import Counter
from functools import cache

import pytest

from sim.engine import run
from sim.scenario.load import load_text
from sim.world.build import build
from tests.naive.routing_customers import CONTACT_COLUMNS, ISSUE_COLUMNS, MOVE_COLUMNS, SPELL_COLUMNS, Row
from tests.naive.routing_twin import RoutingTwin
from tests.naive.routing_worlds import random_centre

ENGINES = ["reference"]
N_WORLDS = 240

DECIDES = {
    "rank of queues": 20,
    "rank of pools": 20,
    "longest wait": 5,
    "weighted wait": 5,
    "conversation": 3,
    "least slack": 5,
    "shortest work": 5,
    "equal scores": 50,
    "equal scores and queued ticks": 50,
    "longest idle": 20,
    "least loaded matters": 10,
    "most proficient matters": 10,
    "random matters": 20,
    "only not there": 50,
    "only not listed": 50,
    "only not skilled": 50,
    "only too young": 50,
    "only ring too narrow": 50,
    "only kept idle": 50,
    "only weight": 50,
    "only maximum": 50,
    "only beside": 50,
    "interrupted": 100,
    "interrupted by pool": 3,
    "interrupted by rank": 5,
    "interrupted by start": 20,
    "interrupted by index": 20,
    "which work of an agent": 10,
    "goes before put down": 50,
    "latest put down first": 20,
    "waits for put down": 20,
    "put down does not fit": 20,
    "resume cost": 20,
    "wrap-up resumed": 3,
    "given back": 50,
    "given back and taken": 50,
    "slowed down": 500,
    "level": 500,
    "change of channel": 100,
    "overflow": 200,
    "overflow full": 20,
    "overflow when": 50,
    "queue when": 50,
    "carried age": 50,
    "announced by queue length": 50,
    "announced by head of line": 20,
    "announced by last served": 20,
    "announced by mean of last": 20,
    "announced by nobody": 5,
    "announced otherwise than by length": 50,
    "balked": 50,
    "limit": 100,
    "lines": 100,
}
"""How often each rule has to make a difference in all worlds together, at least."""


@cache
def twin_of(number: int) -> RoutingTwin:
    """Return the twin of a random centre, played to the end."""
    return RoutingTwin(build(load_text(random_centre(number), "routing.yaml"), "as_is", number, 0)).play()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", range(N_WORLDS))
def test_the_engine_routes_as_the_naive_twin_does(number: int, engine: str) -> None:
    """Every contact, spell of work, move and issue of a random world is the same in both, column by column."""
    twin = twin_of(number)
    record = run(twin.world, engine=engine)
    assert tuple(record.contacts) == CONTACT_COLUMNS
    for names, expected, table in (
        (CONTACT_COLUMNS, twin.contact_rows(), record.contacts),
        (SPELL_COLUMNS, twin.spell_rows(), record.spells),
        (MOVE_COLUMNS, twin.move_rows(), record.moves),
        (ISSUE_COLUMNS, twin.issue_rows(), record.issues),
    ):
        got = [tuple(row) for row in zip(*(table[name].tolist() for name in names), strict=True)]
        assert got == expected, _first_difference(names, expected, got) + random_centre(number)


def test_the_random_worlds_force_every_rule() -> None:
    """Each rule makes a difference: without it another contact, agent or tick would have been chosen."""
    decided = sum((twin_of(number).decided for number in range(N_WORLDS)), Counter[str]())
    assert {name: decided[name] for name, least in DECIDES.items() if decided[name] < least} == {}
    assert decided.keys() == DECIDES.keys(), "each rule that the twin counts has its least number"


def _first_difference(names: tuple[str, ...], expected: list[Row], got: list[Row]) -> str:
    for one, other in zip(expected, got, strict=False):
        if one != other:
            cells = [f"{name}: twin {a}, engine {b}" for name, a, b in zip(names, one, other, strict=True) if a != b]
            return f"row {dict(zip(names, one, strict=True))}: {'; '.join(cells)}\n"
    return f"{len(expected)} rows expected, {len(got)} found: {set(got) ^ set(expected)}\n"
