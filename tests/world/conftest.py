"""A plain centre in YAML of which a test replaces whole top-level keys."""

from collections.abc import Callable

import pytest

from sim.scenario.load import load_text
from sim.world.build import Blueprint, lower

PLAIN = {
    "schema": "1",
    "name": "plain",
    "run": "{start: 2026-03-02, measure: 1 day}",
    "demand": "{counts: first_contacts, by_channel: {phone: {profile: {daily: [2]}}}}",
    "intents": "{help: {}}",
    "segments": "{everybody: {}}",
    "channels": "{phone: {kind: live}}",
    "service": "{help: {phone: {talk: 1 min}}}",
    "queues": "{phone: {of: phone}}",
    "pools": "{team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}}",
    "serves": "{team: [phone]}",
}


def text_of(**keys: str) -> str:
    """Write the plain centre with some top-level keys replaced."""
    return "\n".join(f"{key}: {value}" for key, value in {**PLAIN, **keys}.items()) + "\n"


@pytest.fixture
def text() -> Callable[..., str]:
    """Return `text(key=yaml, …)`: the plain centre with these top-level keys, as YAML."""
    return text_of


@pytest.fixture
def plan() -> Callable[..., Blueprint]:
    """Return `plan(key=yaml, …)`: the blueprint of the plain centre with these top-level keys."""

    def lowered(**keys: str) -> Blueprint:
        scenario = load_text(text_of(**keys), "plain.yaml")
        return lower(scenario, scenario.base)

    return lowered
