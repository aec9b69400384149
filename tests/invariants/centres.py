"""Random small centres for Hypothesis: every part of the scenario language that an engine sees, times full of ties.

One world has up to some 40 issues in about an hour of a Monday. `north` is a pool that knows everything, so that no
centre is refused; all else is drawn. `play` runs a centre and keeps the result, as each test asks for the same ones.
"""

from functools import cache
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from sim.engine import run
from sim.record.record import Record
from sim.scenario.load import load_text
from sim.world.build import build
from sim.world.world import World

SEED = 20260302
N_CENTRES = 60

quick = settings(
    max_examples=N_CENTRES,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
"""With `@seed(SEED)` every test meets the same centres, so each is run once."""

CAUSES = ("abandoned", "balked", "blocked", "closed", "disconnected", "not_solved")


@cache
def play(text: str) -> tuple[World, Record]:
    """Run a centre once and remember what happened."""
    world = build(load_text(text, "random.yaml"), "as_is", SEED, 0)
    return world, run(world)


@st.composite
def centres(draw: st.DrawFn) -> str:
    """Draw a whole scenario text."""
    channels = ["a", "b", "c"][: draw(st.integers(1, 3))]
    kinds = {name: draw(st.sampled_from(["live", "chat", "deferred"])) for name in channels}
    queues = draw(_queues(channels))
    pools = ["north", "south", "west"][: draw(st.integers(1, 3))]
    people = {pool: draw(_pool(pool, channels)) for pool in pools}
    with_demand = channels if draw(st.booleans()) else channels[:1]
    centre = {
        "schema": 1,
        "name": "random",
        "run": {"start": "2026-03-02", "measure": "1 day", "follow": f"{draw(st.integers(0, 1))} days"},
        "intents": {"x": {"share": "50 %"}, "y": {"share": "50 %"}},
        "segments": {name: draw(_segment(channels, "50 %")) for name in ("u", "v")},
        "channels": {name: draw(_channel(kind)) for name, kind in kinds.items()},
        "service": {intent: {name: draw(_service()) for name in channels} for intent in "xy"},
        "what_next": draw(_what_next(channels)),
        "queues": queues,
        "pools": people,
        "serves": {pool: draw(_serves(pool, list(queues))) for pool in pools},
        "levels": {1: {"handle_time": "1.5 times", "solved": "0.5 times"}, 2: {"handle_time": "1.1 times"}},
        "change_of_channel": draw(st.sampled_from(["0 s", "10 s"])),
        "context": {
            "same_channel": draw(st.sampled_from(["kept 100 %", "kept 40 %", "kept 100 %"])),
            "other_channel": draw(st.sampled_from(["kept 0 %", "kept 60 %", "kept 0 %"])),
            "waiting_counts": draw(st.booleans()),
        },
        "lost_story": {"extra_talk": "30 s", "solved": "0.7 times"},
        "kept_story": {"reading": "10 s"},
        "demand": {
            "counts": "first_contacts",
            "by_channel": {name: draw(_demand()) for name in with_demand},
        },
    }
    return yaml.safe_dump(centre, sort_keys=False)


def _minutes(least: int, most: int) -> st.SearchStrategy[str]:
    """Draw a time: mostly a fixed number of minutes, so that ends tie, else a spread."""
    fixed = st.integers(least, most).map(lambda n: f"{n} min")
    spread = st.sampled_from([f"mean {most} min, cv 0.8", f"exponential, mean {most} min"])
    return st.one_of(fixed, fixed, spread)


def _channel(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    hours = st.sampled_from(
        ["always", "daily 08:00-09:25", "daily 09:03-23:00", "daily 09:00-09:20 and daily 09:30-10:00"]
    )
    optional: dict[str, st.SearchStrategy[Any]] = {"open": hours}
    if kind != "deferred":
        optional |= {
            "lines": st.integers(2, 6).map(lambda n: f"{n} lines"),
            "at_close": st.sampled_from(["serve who waits", "disconnect"]),
            "balks": st.sampled_from(["5 % at 1 min, 50 % at 9 min"]),
        }
    if kind == "chat":
        optional |= {
            "at_once": st.integers(1, 4).map(lambda n: f"{n} chats"),
            "weight": st.sampled_from(["30 %", "50 %"]),
        }
    if kind == "deferred":
        optional |= {
            "at_once": st.integers(1, 2).map(lambda n: f"{n} mails"),
            "reply_within": st.sampled_from(["20 min", "30 working minutes"]),
            "worked": st.sampled_from(["daily 09:10-09:30 and daily 10:00-11:00"]),
        }
    if kind != "live":
        optional["slowdown"] = st.sampled_from([{"2 x": "1.3 times", "3 x": "1.7 times"}])
    return st.fixed_dictionaries({"kind": st.just(kind)}, optional=optional)


@st.composite
def _queues(draw: st.DrawFn, channels: list[str]) -> dict[str, Any]:
    def queue(**given: Any) -> dict[str, Any]:
        limit = draw(st.sampled_from([None, None, None, 0, 2, 4]))
        return given if limit is None else {**given, "limit": f"{limit} waiting"}

    shape = draw(st.sampled_from(["each", "one", "by intent", "by segment"]))
    if shape == "each":
        return {f"q_{name}": queue(of=name) for name in channels}
    if shape == "by intent":
        return {"q_x": queue(of=channels, intents="x"), "q_rest": queue(of=channels)}
    if shape == "by segment":
        return {"q_u": queue(of=channels, segments="u"), "q_rest": queue(of=channels)}
    return {"q_all": queue(of=channels)}


@st.composite
def _pool(draw: st.DrawFn, pool: str, channels: list[str]) -> dict[str, Any]:
    level = st.integers(1, 4).map(lambda n: f"level {n}")
    skill = (
        level
        if pool == "north"
        else st.fixed_dictionaries({"level": level, "of_agents": st.sampled_from(["50 %", "100 %"])})
    )
    known = channels if pool == "north" else draw(st.lists(st.sampled_from(channels), min_size=1, unique=True))
    found: dict[str, Any] = {"skills": {name: draw(skill) for name in known}}
    if pool != "north" and draw(st.booleans()):
        found["intents"] = {name: draw(skill) for name in draw(st.sampled_from(["x", "y", "xy"]))}
    if draw(st.booleans()):
        clocks = draw(st.lists(st.integers(1, 50), max_size=5, unique=True).map(sorted))
        heads = {"00:00": draw(st.integers(1, 3)), **{f"09:{m:02d}": draw(st.integers(0, 4)) for m in clocks}}
        return {**found, "headcount": "on_queue", "staff": {"daily": heads}}
    found["headcount"] = draw(st.sampled_from(["on_queue", "scheduled", "paid"]))
    if found["headcount"] != "on_queue":
        found["shrinkage"] = {"in_office": "20 %", "out_of_office": "10 %"}
        found["off_queue_spell"] = "4 min"
    found["shifts"] = {f"s{number}": draw(_shift()) for number in range(draw(st.integers(1, 2)))}
    return found


@st.composite
def _shift(draw: st.DrawFn) -> dict[str, Any]:
    hours = draw(
        st.sampled_from(
            [
                "daily 08:55-09:45",
                "daily 09:00-09:30",
                "daily 00:00-24:00",
                "daily 09:00-09:20 and daily 09:23-09:50",
                "daily 20:00-09:15",
            ]
        )
    )
    breaks = {}
    for number in range(draw(st.integers(0, 2))):
        minute, lasts = draw(st.integers(1, 14)), draw(st.integers(1, 6))
        breaks[f"b{number}"] = {"at": f"09:{minute:02d}", "lasts": f"{lasts} min"}
    return {"hours": hours, "agents": draw(st.integers(1, 2)), "breaks": breaks}


def _segment(channels: list[str], share: str) -> st.SearchStrategy[dict[str, Any]]:
    patience = {name: st.one_of(st.just("never"), _minutes(0, 5), _minutes(0, 5)) for name in channels}
    required = {"share": st.just(share), "patience": st.fixed_dictionaries(patience)}
    return st.fixed_dictionaries(required, optional={"leaves_at_once": st.sampled_from(["0 %", "30 %"])})


def _service() -> st.SearchStrategy[dict[str, Any]]:
    required = {"talk": _minutes(1, 7), "solved": st.sampled_from(["50 %", "80 %", "100 %"])}
    return st.fixed_dictionaries(required, optional={"wrap_up": _minutes(1, 2)})


@st.composite
def _what_next(draw: st.DrawFn, channels: list[str]) -> dict[str, Any]:
    rows: dict[str, Any] = {"at_most": f"{draw(st.integers(1, 4))} visits"}
    for cause in CAUSES:
        if draw(st.integers(0, 3)):
            shares = {"same": "40 %", draw(st.sampled_from(channels)): "50 %"}
            rows[cause] = {
                **shares,
                "after": draw(st.sampled_from(["0 min", "0 min", "1 min", "4 min"])),
                "gives_up_more": "20 % a visit",
            }
    return rows


def _serves(pool: str, queues: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    optional = {"rank": st.integers(1, 3), "after": st.integers(0, 3).map(lambda n: f"{n} min")}
    serve = st.fixed_dictionaries({}, optional=optional)
    if pool == "north":
        return st.fixed_dictionaries(dict.fromkeys(queues, serve))
    return st.fixed_dictionaries({queues[0]: serve}, optional=dict.fromkeys(queues[1:], serve))


@st.composite
def _demand(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.integers(0, 3)) == 0:
        return {
            "rate": {
                "00:00": "0 per h",
                "09:00": f"{draw(st.integers(5, 40))} per h",
                "09:30": "2 per h",
                "10:00": "0 per h",
            }
        }
    minutes = draw(st.lists(st.integers(0, 35), min_size=4, max_size=18).map(sorted))
    return {"at": [f"2026-03-02 09:{minute:02d}:00" for minute in minutes]}
