"""Hand-worked worlds: a small centre in YAML, arrivals in clock times, and the rows the record must hold.

A test says what differs from the plain centre (`PLAIN`: one line of calls of one minute, one agent who is always
there) by whole top-level keys, names the arrivals of each channel, and writes the expected rows as a table with
the columns it cares about. Clock times are of Monday 2026-03-02 unless a day stands before them (`tue 09:00`); a
dash is "did not happen". `phone 2` is the second issue of the demand row phone (or of the campaign of that name),
`team 1` the first agent of pool team.

A further engine runs every world by one more name in `ENGINES`.
"""

import re
import textwrap
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from fractions import Fraction

import numpy as np
import pytest

from sim.engine import run
from sim.record.record import Record
from sim.rules.lifecycle import Cause, Duty, IssueOutcome, Outcome, Reason, Story, Way
from sim.scenario.load import load_text
from sim.streams.address import unpack_issue
from sim.world.build import build
from sim.world.campaigns import CAMPAIGN_ROW
from sim.world.world import World

ENGINES = ["reference"]

PLAIN = {
    "schema": "1",
    "name": "hand",
    "run": "{start: 2026-03-02, measure: 1 day}",
    "intents": "{help: {}}",
    "segments": "{everybody: {}}",
    "channels": "{phone: {kind: live}}",
    "service": "{help: {phone: {talk: 1 min}}}",
    "queues": "{phone: {of: phone}}",
    "pools": "{team: {headcount: on_queue, staff: {daily: 1}, skills: {phone: level 3}}}",
    "serves": "{team: [phone]}",
}
"""The plain centre by top-level key; a test replaces whole keys."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {"us": 1, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000}

TICKS = {"arrived", "queued", "answered", "talk_end", "ended", "deadline", "start", "end"}
TICKS |= {"asked", "taken", "replied", "tick"}
LENGTHS = {"talk", "wrap_up", "hold", "dial", "ring", "ghost", "reserved"}
AGENTS = {"agent", "own_agent"}
NAMED = {
    "channel": "channels",
    "segment": "segments",
    "intent": "intents",
    "queue": "queues",
    "from_queue": "queues",
    "to_queue": "queues",
    "pool": "pools",
    "cause": "causes",
}
WORDS: dict[tuple[str, str], type[IntEnum]] = {
    ("contacts", "reason"): Reason,
    ("contacts", "outcome"): Outcome,
    ("contacts", "story"): Story,
    ("contacts", "way"): Way,
    ("contacts", "led_by"): Cause,
    ("issues", "outcome"): IssueOutcome,
    ("duties", "kind"): Duty,
}


def column_of(word: str) -> str:
    """Return the record's column that a table names by `word`."""
    if word in TICKS:
        return word if word == "tick" else f"{word}_tick"
    return f"{word}_ticks" if word in LENGTHS else word


@dataclass(frozen=True)
class Played:
    """A world that has been run, and its record in the words of a planner."""

    world: World
    record: Record
    rows: tuple[str, ...]

    def contacts(self, table: str) -> None:
        """Assert the contacts, in order of (issue, visit)."""
        self._expect("contacts", table)

    def issues(self, table: str) -> None:
        """Assert the issues, in order of their keys."""
        self._expect("issues", table)

    def spells(self, table: str) -> None:
        """Assert the spells of work in hand, by agent and start."""
        self._expect("spells", table)

    def duties(self, table: str) -> None:
        """Assert the spans of presence, by agent and start."""
        self._expect("duties", table)

    def turns(self, table: str) -> None:
        """Assert the turns of conversations, in order of (issue, visit, turn)."""
        self._expect("turns", table)

    def moves(self, table: str) -> None:
        """Assert the moves from queue to queue, in order of (issue, visit, tick)."""
        self._expect("moves", table)

    def _expect(self, kind: str, table: str) -> None:
        lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
        words, *cells = [[cell.strip() for cell in line.split("|")] for line in lines]
        assert all(len(row) == len(words) for row in cells), "each row of the table needs a cell for each column"
        expected = [[self._read(kind, w, cell) for w, cell in zip(words, row, strict=True)] for row in cells]
        columns = getattr(self.record, kind)
        got = [list(row) for row in zip(*(columns[column_of(w)].tolist() for w in words), strict=True)]
        if got != expected:
            pytest.fail(self._difference(kind, words, expected, got), pytrace=False)

    def _difference(self, kind: str, words: list[str], expected: list[list[int]], got: list[list[int]]) -> str:
        def drawn(rows: list[list[int]], others: list[list[int]]) -> str:
            shown = [[f" {word}" for word in words]]
            for number, row in enumerate(rows):
                twin = others[number] if number < len(others) else [None] * len(row)
                marks = ["*" if a != b else " " for a, b in zip(row, twin, strict=True)]
                shown.append([m + self._show(kind, w, v) for m, w, v in zip(marks, words, row, strict=True)])
            widths = [max(len(line[i]) for line in shown) for i in range(len(words))]
            return "\n".join(" |".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in shown)

        return (
            f"{kind} differ (* marks the cells), engine {self.record.engine}\n"
            f"expected by hand:\n{drawn(expected, got)}\ngot:\n{drawn(got, expected)}"
        )

    def _read(self, kind: str, word: str, cell: str) -> int:
        if cell == "-":
            return -1
        if word in TICKS:
            return self._tick(cell)
        if word in LENGTHS:
            number, unit = cell.split()
            return int(Fraction(number) * UNITS[unit])
        if (kind, word) in WORDS:
            return int(WORDS[kind, word][cell.upper()])
        if word in NAMED:
            return int(getattr(self.world.names, NAMED[word]).index(cell))
        if word in AGENTS:
            pool, number = cell.rsplit(maxsplit=1)
            return int(self._agents(self.world.names.pools.index(pool))[int(number) - 1])
        if word == "issue":
            row, number = cell.rsplit(maxsplit=1)
            return self._issues(row)[int(number) - 1]
        return int(cell)

    def _show(self, kind: str, word: str, value: int) -> str:
        if word in TICKS:
            return self._clock(value)
        if value == -1:
            return "-"
        if word in LENGTHS:
            return f"{value / 1e6:.6f}".rstrip("0").rstrip(".") + " s"
        if (kind, word) in WORDS:
            return WORDS[kind, word](value).name.lower()
        if word in NAMED:
            return str(getattr(self.world.names, NAMED[word])[value])
        if word in AGENTS:
            pool = int(self.world.staffing.pool[value])
            return f"{self.world.names.pools[pool]} {self._agents(pool).index(value) + 1}"
        if word == "issue":
            row = self._row_of(value)
            return f"{row} {self._issues(row).index(value) + 1}"
        return str(value)

    def _agents(self, pool: int) -> list[int]:
        return np.flatnonzero(self.world.staffing.pool == pool).tolist()

    def _issues(self, row: str) -> list[int]:
        return [key for key in sorted(self.world.arrivals.issue.tolist()) if self._row_of(key) == row]

    def _row_of(self, key: int) -> str:
        """Name the demand row, or the campaign, of an issue."""
        row, _, number, _ = unpack_issue(key)
        return self.world.campaigns[number].name if row == CAMPAIGN_ROW else self.rows[row]

    def _tick(self, cell: str) -> int:
        *day, clock = cell.split()
        return self._midnights()[self._days().index(day[0]) if day else 0] + clock_ticks(clock)

    def _clock(self, tick: int) -> str:
        if tick == -1:
            return "-"
        midnights = self._midnights()
        day = min(bisect_right(midnights, tick), len(self.world.horizon.weekday)) - 1
        if tick > self.world.horizon.end:
            day = bisect_right(midnights, tick) - 1
        seconds, micros = divmod(tick - midnights[day], 1_000_000)
        text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        text += f".{micros:06d}" if micros else ""
        return f"{self._days()[day]} {text}" if day else text

    def _midnights(self) -> list[int]:
        """Return the start of each day of the horizon and of a week after it, for deadlines."""
        start = self.world.horizon.day_tick.tolist()
        return start + [start[-1] + number * 24 * UNITS["h"] for number in range(1, 7)]

    def _days(self) -> list[str]:
        first = int(self.world.horizon.weekday[0])
        return [WEEKDAYS[(first + number) % 7] for number in range(len(self._midnights()))]


def clock_ticks(clock: str) -> int:
    """Return the ticks since midnight of `09:00`, `09:00:05` or `09:00:05.000001`."""
    hours, minutes, *seconds = clock.split(":")
    return int((Fraction(hours) * 60 + Fraction(minutes)) * 60_000_000 + Fraction(*seconds or "0") * 1_000_000)


def demand_of(arrivals: Mapping[str, str], start: date, incidents: str, campaigns: str) -> str:
    """Write the demand of a trace: by row, arrivals as `09:00, tue 10:00:05 intent=card segment=private`."""
    lines = ["demand:", "  counts: first_contacts", f"  incidents: {incidents or '{}'}"]
    lines += [f"  campaigns: {campaigns or '{}'}", "  by_channel:"]
    for row, text in arrivals.items():
        lines += [f"    {row}:", "      at:"]
        lines += [f"        - {arrival_of(arrival.strip(), start)}" for arrival in text.split(",")]
    return "\n".join(lines)


def arrival_of(text: str, start: date) -> str:
    """Write one arrival of a trace in the scenario language; its day is the first of that name from `start` on."""
    words = text.split()
    ahead = WEEKDAYS.index(words.pop(0)) - start.weekday() if words[0] in WEEKDAYS else 0
    clock = words.pop(0)
    clock = clock if clock.count(":") == 2 else f"{clock}:00"
    extras = "".join(f", {name}: {value}" for name, value in (word.split("=") for word in words))
    return f'{{at: "{start + timedelta(ahead % 7)} {clock}"{extras}}}'


def centre_of(text: str, arrivals: Mapping[str, str], incidents: str = "", campaigns: str = "") -> str:
    """Complete a test's keys to a whole scenario: the plain centre and the demand."""
    text = textwrap.dedent(text).strip()
    given = set(re.findall(r"^(\w+):", text, flags=re.MULTILINE))
    plain = [f"{key}: {value}" for key, value in PLAIN.items() if key not in given]
    whole = "\n".join([*plain, text])
    start = re.search(r"^run:.*start: ([\d-]+)", whole, flags=re.MULTILINE)
    assert start, "a test states `run` on one line"
    return f"{whole}\n{demand_of(arrivals, date.fromisoformat(start[1]), incidents, campaigns)}\n"


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Name each engine in turn."""
    return str(request.param)


@pytest.fixture
def play(engine: str) -> Callable[..., Played]:
    """Return `play(yaml, phone="09:00, 09:01")`: the centre run with these arrivals, a keyword a demand row.

    Incidents of the demand are written as `incidents="{outage: {…}}"`, campaigns likewise.
    """

    def run_world(text: str = "", /, incidents: str = "", campaigns: str = "", **arrivals: str) -> Played:
        scenario = load_text(centre_of(text, arrivals, incidents, campaigns), "hand.yaml")
        world = build(scenario, "as_is", 1, 0)
        return Played(world, run(world, engine=engine), tuple(arrivals))

    return run_world
