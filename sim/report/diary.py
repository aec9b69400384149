"""The diary of an agent as a table to read, or as one JSON document."""

import json
from typing import Any

from sim.errors import printable
from sim.experiment.diary import CONTACT, IDLE, Diary, Entry, PlannedDuty
from sim.units import TICKS_PER_SECOND

_WORDS = {"on_queue": "on the queues", "off_queue": "off the queues", "overtime": "overtime", IDLE: "  idle"}
_TOTALS = {"on_queue": "on the queues", "busy": "busy", "idle": "idle", "off_queue": "off the queues"}
_HEADS = ("from", "to", "for", "what", "intent", "issue", "visit", "became of it")
_NUMBERS = frozenset({2, 5, 6})


def diary_page(diary: Diary) -> str:
    """Give a diary as plain text: who and when, the plan, the day on the local clock, and its totals."""
    world = f"strategy {printable(diary.strategy)}, seed {diary.seed}, replication {diary.replication}"
    lines = [f"{printable(diary.agent)} on {diary.day:%a %Y-%m-%d} ({diary.zone}); {world}"]
    lines += [_plan_line(diary, duty) for duty in diary.planned]
    if diary.has_plan and not diary.planned:
        lines.append("no duty is planned to start on this day")
    lines += ["", *_table([_row(diary, entry) for entry in diary.entries])] if diary.entries else []
    lines += ["", _totals_line(diary) if diary.entries else "not there on this day"]
    return "\n".join(lines) + "\n"


def _plan_line(diary: Diary, duty: PlannedDuty) -> str:
    """Say what was planned, and whether the person came."""
    off = [f"{_clock(diary, start)} to {_clock(diary, end)}" for start, end in duty.off_queue]
    text = f"planned {_clock(diary, duty.start)} to {_clock(diary, duty.end)}"
    text += f", off the queues {', '.join(off)}" if off else ""
    if duty.came < 0:
        return f"{text}: did not come"
    return f"{text}: came {_length(duty.came - duty.start)} late" if duty.came > duty.start else text


def _row(diary: Diary, entry: Entry) -> tuple[str, ...]:
    what = f"  {printable(entry.channel)}" if entry.kind == CONTACT else _WORDS[entry.kind]
    start, end = (tick - tick % TICKS_PER_SECOND for tick in (entry.start, entry.end))  # as the clock shows them
    cells = (_clock(diary, start), _clock(diary, end), _length(end - start), what)
    if entry.kind != CONTACT:
        return (*cells, "", "", "", "")
    return (*cells, printable(entry.intent), str(entry.issue), str(entry.visit), entry.became)


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    """Line up the rows under their heads; columns of contacts are left out where there is none."""
    has_contacts = any(row[-1] for row in rows)
    heads = _HEADS if has_contacts else _HEADS[:4]
    table = [heads, *(row[: len(heads)] for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(heads))]
    return [
        "  ".join(
            cell.rjust(width) if place in _NUMBERS else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]


def _totals_line(diary: Diary) -> str:
    parts = [f"{words} {_length(diary.totals[name])}" for name, words in _TOTALS.items()]
    if diary.totals["overtime"]:
        parts[0] += f" (overtime {_length(diary.totals['overtime'])})"
    contacts = f"{diary.n_contacts} contact{'' if diary.n_contacts == 1 else 's'}"
    return f"in all: {', '.join(parts)}; {contacts}"


def _clock(diary: Diary, tick: int) -> str:
    """Write a tick on the local clock; midnight at the end of the day is 24:00:00."""
    moment = diary.clock(tick)
    if moment.date() > diary.day and moment.hour == moment.minute == moment.second == 0:
        return "24:00:00"
    return f"{moment:%H:%M:%S}" if moment.date() == diary.day else f"{moment:%m-%d %H:%M:%S}"


def _length(ticks: int) -> str:
    """Write a length of time as on a stop watch, to the second, half up.

    >>> _length(3_725_500_000)
    '1:02:06'
    """
    seconds = (ticks + TICKS_PER_SECOND // 2) // TICKS_PER_SECOND
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def diary_document(diary: Diary) -> str:
    """Give a diary as one JSON document; times are local with their offset, lengths in seconds."""
    document = {
        "schema": "busyhour/diary@1",
        "agent": diary.agent,
        "strategy": diary.strategy,
        "seed": diary.seed,
        "replication": diary.replication,
        "day": diary.day.isoformat(),
        "zone": diary.zone,
        "planned": [_plan_entry(diary, duty) for duty in diary.planned],
        "entries": [_entry(diary, entry) for entry in diary.entries],
        "totals_s": {name: ticks / TICKS_PER_SECOND for name, ticks in diary.totals.items()},
        "contacts": diary.n_contacts,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _plan_entry(diary: Diary, duty: PlannedDuty) -> dict[str, Any]:
    return {
        "start": diary.clock(duty.start).isoformat(),
        "end": diary.clock(duty.end).isoformat(),
        "off_queue": [[diary.clock(tick).isoformat() for tick in span] for span in duty.off_queue],
        "came": diary.clock(duty.came).isoformat() if duty.came >= 0 else None,
    }


def _entry(diary: Diary, entry: Entry) -> dict[str, Any]:
    times: dict[str, Any] = {
        "kind": entry.kind,
        "start": diary.clock(entry.start).isoformat(),
        "end": diary.clock(entry.end).isoformat(),
    }
    if entry.kind != CONTACT:
        return times
    contact = {"channel": entry.channel, "intent": entry.intent, "issue": entry.issue, "visit": entry.visit}
    return {**times, **contact, "became": entry.became}
