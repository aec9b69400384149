"""Small scenarios and ways to call the command line."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.commands.app import app

BY_HAND = """\
schema: 1
name: By hand
question: One agent or two?
run: {start: 2026-03-02, measure: 1 day, replications: 2}
demand:
  counts: first_contacts
  by_channel: {phone: {at: [2026-03-02 09:00:00, 2026-03-02 09:01:00, 2026-03-02 09:02:00]}}
intents: {any: {}}
segments: {all: {}}
channels: {phone: {kind: live}}
service: {any: {phone: {talk: 5 min}}}
queues: {calls: {of: phone}}
pools: {team: {headcount: on_queue, staff: {daily: {"08:00": 1, "18:00": 0}}, skills: {phone: level 3}}}
serves: {team: [calls]}
strategies:
  one: {}
  two: {pools: {team: {staff: {daily: {"08:00": 2, "18:00": 0}}}}}
kpis: {service_level: {phone: 80 % in 20 s}}
"""
"""Three calls a minute apart, five minutes each. One agent: waits of 0, 4 and 8 min. Two: 0, 0 and 3 min."""

SMALL = """\
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
channels: {phone: {kind: live}, mail: {kind: deferred, reply_within: 24 h}}
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
  five: {pools: {team: {staff: {daily: {"08:00": 5, "13:00": 0}}}}}
kpis: {service_level: {phone: 80 % in 20 s}}
"""

Busyhour = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the scenarios by_hand.yaml and small.yaml."""
    (tmp_path / "by_hand.yaml").write_text(BY_HAND, encoding="utf-8")
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def busyhour(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Busyhour:
    """Call the command line in this process; what comes back has exit_code, stdout and stderr."""

    def call(*words: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["busyhour", *words])
        return CliRunner().invoke(app, list(words))

    return call


@pytest.fixture
def start(folder: Path) -> Callable[..., "subprocess.Popen[str]"]:
    """Start the command line as a process of its own group, stdout and stderr piped."""
    root = Path(__file__).resolve().parents[2]

    def begin(*words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, str(root / "cli.py"), *words],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return begin
