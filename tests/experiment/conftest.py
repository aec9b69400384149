"""A small scenario with two strategies, and plans over it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.experiment.plan import Plan
from sim.scenario.load import load_text
from sim.scenario.scenario import Scenario

TEXT = """\
schema: 1
name: Small
run: {start: 2026-03-02, measure: 1 day, replications: 4}
demand:
  counts: first_contacts
  by_channel:
    phone: {rate: {"00:00": 0 per h, "09:00": 60 per h, "10:00": 0 per h}}
    mail: {rate: {"00:00": 0 per h, "09:00": 20 per h, "10:00": 0 per h}}
intents: {any: {}}
segments: {all: {patience: {phone: "exponential, mean 3 min"}}}
channels: {phone: {kind: live, lines: 60 lines}, mail: {kind: deferred, reply_within: 24 h}}
service:
  any:
    phone: {talk: "exponential, mean 4 min", solved: 90 %}
    mail: {talk: "exponential, mean 3 min"}
what_next: {abandoned: {same: 50 %}, not_solved: {same: 50 %}}
queues: {calls: {of: phone}, mails: {of: mail}}
pools:
  team: {headcount: on_queue, staff: {daily: {"08:00": 4, "13:00": 0}}, skills: {phone: level 3, mail: level 3}}
serves: {team: [calls, mails]}
strategies:
  four: {}
  one_queue:
    queues: {mails: null, calls: null, all: {of: [phone, mail]}}
    serves: {team: {calls: null, mails: null, all: first}}
kpis: {service_level: {phone: 80 % in 20 s}}
"""


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """Two strategies with different queues."""
    return load_text(TEXT, "small.yaml")


@pytest.fixture
def plan(scenario: Scenario, tmp_path: Path) -> Callable[..., Plan]:
    """Make a plan over the scenario, 3 replications stored in a new folder, with changes."""

    def make(**changes: Any) -> Plan:
        chosen: dict[str, Any] = {
            "scenario": scenario,
            "strategies": ("four", "one_queue"),
            "base": "four",
            "seed": 1,
            "replications": 3,
            "jobs": 1,
            "out": tmp_path / "results",
        }
        return Plan(**(chosen | changes))

    return make
