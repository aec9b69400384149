"""Naive twin of the costs: an invoice made row by row, as in a spreadsheet, one agent and one contact at a time.

Prices are plain numbers (`Tariff`); the program reads the same ones from the words of a scenario (`words_of`).
No NumPy, no shared helper of `sim.kpi`.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from sim.kpi import Sums, measure, prices_of, with_costs
from sim.record.record import Record
from sim.scenario.costs import Costs
from sim.world.world import World
from tests.naive.kpi_facts_twin import (
    ANSWERED,
    BALKED,
    BLOCKED,
    CALLBACK_MISSED,
    CAMPAIGN,
    CHAT,
    CLOSED,
    CONTAINED,
    FIRST_CALL,
    FOLLOW_UP,
    HOUR,
    LIVE,
    LOST,
    N_ROWS,
    NOT_SOLVED,
    OFF_QUEUE,
    OVERTIME,
    RESOLVED,
    SELF_SERVICE,
    NaiveFacts,
)

MINUTE = HOUR // 60
MONTH_DAYS = 365 / 12
ON_LINE = (LIVE, CHAT, SELF_SERVICE)
PARTS = ("wages", "licences", "platform", "lines", "messages", "sessions", "dialling")

Invoice = dict[str, dict[tuple[str, int], float]]
Row = dict[str, int]


@dataclass(frozen=True)
class Tariff:
    """Prices as plain numbers: of pools and channels by index, 0 for what costs nothing."""

    wages: tuple[float, ...] = (0.0, 0.0)
    premium: tuple[float, ...] = (0.0, 0.0)
    employer_adds: float = 0.0
    overtime: float = 1.0
    licences: tuple[float, ...] = (0.0, 0.0)
    month: float = 0.0
    capital: float = 0.0
    life: float = 1.0
    contact: tuple[float, ...] = (0.0,) * 6
    minute: tuple[float, ...] = (0.0,) * 6
    message: tuple[float, ...] = (0.0,) * 6
    from_arrival: tuple[bool, ...] = (False,) * 6
    dialling: float = 0.0
    solved: tuple[float, ...] = (0.0, 0.0)
    lost: tuple[float, ...] = (0.0, 0.0)
    idle_to: str = "time"

    def times(self, factor: float) -> "Tariff":
        """All prices times a factor; shares and factors as they are."""
        scaled = {
            name: tuple(price * factor for price in getattr(self, name))
            for name in ("wages", "premium", "licences", "contact", "minute", "message", "solved", "lost")
        }
        alone = {name: getattr(self, name) * factor for name in ("month", "capital", "dialling")}
        return replace(self, **scaled, **alone)


def words_of(tariff: Tariff, world: World) -> dict[str, Any]:
    """Write prices as a scenario states them."""
    pools, channels = world.names.pools, world.names.channels
    words: dict[str, Any] = {
        name: {pool: f"{price!r} EUR per {per}" for pool, price in zip(pools, getattr(tariff, name), strict=False)}
        for name, per in (("wages", "h"), ("premium", "h"), ("licences", "agent and month"))
    }
    by_channel: dict[str, Any] = {}
    for number, channel in enumerate(channels):
        by_channel[channel] = {
            "contact": f"{tariff.contact[number]!r} EUR per contact",
            "minute": f"{tariff.minute[number]!r} EUR per min",
            "message": f"{tariff.message[number]!r} EUR per message",
            "minutes_from": "arrival" if tariff.from_arrival[number] else "answer",
        }
    platform = {"month": f"{tariff.month!r} EUR per month", "capital": f"{tariff.capital!r} EUR"}
    return words | {
        "employer_adds": f"{tariff.employer_adds * 100!r} %",
        "overtime": f"{tariff.overtime!r} times",
        "platform": platform | {"life": f"{tariff.life!r} years"},
        "channels": by_channel,
        "dialling": f"{tariff.dialling!r} EUR per min",
        "worth": {
            intent: {"solved": f"{tariff.solved[number]!r} EUR", "lost": f"{tariff.lost[number]!r} EUR"}
            for number, intent in enumerate(world.names.intents[:2])
        },
        "idle_to": tariff.idle_to,
    }


def priced(record: Record, world: World, words: dict[str, Any]) -> Sums:
    """Measure a record and price it with the `costs` of a scenario."""
    centre: Any = SimpleNamespace(costs=Costs(**words), currency="EUR")
    return with_costs(measure(record, world), prices_of(centre, world.names))


class CostTwin(NaiveFacts):
    """The invoice of one record."""

    def __init__(self, record: Record, world: World, tariff: Tariff) -> None:
        super().__init__(record, world)
        self.tariff = tariff
        self.sums: Invoice = defaultdict(lambda: defaultdict(float))
        self.pools = range(len(world.names.pools))
        self.of_contact = {(c["issue"], c["visit"]): c for c in self.contacts}
        days = [int(t) for t in world.horizon.day_tick]
        self.measured = [d for d, tick in enumerate(days[:-1]) if self.start <= tick < self.stop]
        self.days = len(self.measured)
        self.charged: dict[int, dict[tuple[int, int], float]] = {p: defaultdict(float) for p in self.pools}
        for agent in range(len(world.staffing.pool)):
            self.walk(agent)
        for pool in self.pools:
            self.team(pool)
        self.platform()
        for contact in self.contacts:
            self.used(contact)
        for part in PARTS:
            self.sums["cost"]["all", 0] += self.sums[f"cost_{part}"]["all", 0]
        self.worth()
        self.sums["cost_failure"]["all", 0] = self.sums["cost"]["repeat", 1]

    def worth(self) -> None:
        """What issues born in the window are worth, whatever their contacts cost; calls of campaigns are none."""
        sums = {name: self.sums[name] for name in ("value_won", "value_lost", "balance")}
        for issue in self.issues:
            if self.start <= issue["arrived_tick"] < self.stop and issue["issue"] < FIRST_CALL:
                intent = issue["intent"]
                solved, given_up = (dict(enumerate(row)) for row in (self.tariff.solved, self.tariff.lost))
                won = solved.get(intent, 0.0) * (issue["outcome"] == RESOLVED)
                lost = given_up.get(intent, 0.0) * (issue["outcome"] == LOST)
                for key in (("all", 0), ("intent", intent)):
                    sums["value_won"][key] += won
                    sums["value_lost"][key] += lost
                    sums["balance"][key] += won - lost
        sums["balance"]["all", 0] -= self.sums["cost"]["all", 0]
        for intent in range(len(self.world.names.intents)):
            sums["balance"]["intent", intent] -= self.sums["cost"]["intent", intent]

    # people

    def walk(self, agent: int) -> None:
        """Go through an agent's time from change to change, and share each piece among the contacts in hand."""
        pool = int(self.world.staffing.pool[agent])
        duties = [d for d in self.duties if d["agent"] == agent and d["kind"] != OFF_QUEUE]
        spells = [s for s in self.spells if s["agent"] == agent]
        marks = {self.start, self.stop, *(s[end] for s in duties + spells for end in ("start_tick", "end_tick"))}
        for a, b in pairwise(sorted(mark for mark in marks if self.start <= mark <= self.stop)):
            hand = [s for s in spells if s["start_tick"] <= a and b <= s["end_tick"]]
            if any(d["start_tick"] <= a and b <= d["end_tick"] for d in duties):
                load = sum(int(self.channels.weight[s["channel"]]) for s in hand)
                for s in hand:
                    share = int(self.channels.weight[s["channel"]]) / load
                    self.charged[pool][s["issue"], s["visit"]] += (b - a) / HOUR * share

    def team(self, pool: int) -> None:
        """Wages and licences of a team; its contacts bear the time they took, and their share of the rest."""
        tariff, staffing = self.tariff, self.world.staffing
        overtime_h = 0.0
        for duty in self.duties:
            if duty["kind"] == OVERTIME and int(staffing.pool[duty["agent"]]) == pool:
                overtime_h += max(0, min(duty["end_tick"], self.stop) - max(duty["start_tick"], self.start)) / HOUR
        paid_h = sum(int(staffing.paid_ticks[pool][d]) for d in self.measured) / HOUR + overtime_h
        rate = (tariff.wages[pool] + tariff.premium[pool]) * (1 + tariff.employer_adds)
        wages = rate * (paid_h + (tariff.overtime - 1) * overtime_h)
        heads = paid_h / (self.days / 7 * staffing.full_time_ticks / HOUR)
        licences = tariff.licences[pool] * heads * self.days / MONTH_DAYS
        charged_h = sum(self.charged[pool].values())
        idle = wages - rate * charged_h
        for name, amount in (("wages", wages), ("idle", idle), ("licences", licences)):
            self.sums[f"cost_{name}"]["all", 0] += amount
            self.sums[f"cost_{name}"]["pool", pool] += amount
        for key, hours in self.charged[pool].items():
            self.bear(self.of_contact[key], rate * hours)
        self.share_out(idle + licences, self.charged[pool], [c for c in self.contacts if self.is_by(pool, c)])

    def is_by(self, pool: int, c: Row) -> bool:
        """Whether an agent of the pool had it last, and it ended in the window."""
        return c["pool"] == pool and c["answered_tick"] >= 0 and self.start <= c["ended_tick"] < self.stop

    def platform(self) -> None:
        tariff = self.tariff
        whole = tariff.month * self.days / MONTH_DAYS + tariff.capital / (tariff.life * 365) * self.days
        self.sums["cost_platform"]["all", 0] += whole
        together: dict[tuple[int, int], float] = defaultdict(float)
        for pool in self.pools:
            for key, hours in self.charged[pool].items():
                together[key] += hours
        self.share_out(whole, together, [c for c in self.contacts if self.got_through(c)])

    def share_out(self, amount: float, hours: dict[tuple[int, int], float], each: list[Row]) -> None:
        """Let contacts bear what none has taken: by the hours they took, or each alike."""
        if self.tariff.idle_to == "contacts":
            for c in each:
                self.bear(c, amount / len(each))
        elif sum(hours.values()) > 0:
            for key, taken in hours.items():
                self.bear(self.of_contact[key], amount * taken / sum(hours.values()))

    # what is used besides people

    def got_through(self, c: Row) -> bool:
        """It stood in a queue, or a session began; the centre's own only when it was answered."""
        if not self.here(c):
            return False
        if c["reason"] in (FOLLOW_UP, CALLBACK_MISSED, CAMPAIGN):
            return c["answered_tick"] >= 0
        if self.is_machine(c):
            return c["outcome"] in (ANSWERED, CONTAINED)
        return c["outcome"] not in (BALKED, BLOCKED, CLOSED)

    def used(self, c: Row) -> None:
        if not self.here(c):
            return
        channel, tariff = c["channel"], self.tariff
        amounts = {
            "sessions": tariff.contact[channel] * self.got_through(c),
            "lines": tariff.minute[channel] * self.on_line(c) / MINUTE,
            "messages": tariff.message[channel] * self.n_messages(c),
            "dialling": tariff.dialling * c["dial_ticks"] / MINUTE,
        }
        for name, amount in amounts.items():
            self.sums[f"cost_{name}"]["all", 0] += amount
            self.bear(c, amount)

    def on_line(self, c: Row) -> int:
        """Ticks for which the line is paid."""
        if self.kind(c) not in ON_LINE:
            return 0
        over = c["talk_end_tick"] if c["talk_end_tick"] >= 0 else c["ended_tick"]
        is_rung = self.is_callback(c) or c["reason"] in (FOLLOW_UP, CALLBACK_MISSED, CAMPAIGN)
        runs_from = c["answered_tick"]
        if self.tariff.from_arrival[c["channel"]] and not is_rung:
            runs_from = c["arrived_tick"]
        return over - runs_from if over >= 0 and runs_from >= 0 else 0

    def n_messages(self, c: Row) -> int:
        """What the customer wrote first and its reply (of whoever), and what both wrote after that."""
        if self.kind(c) in ON_LINE or (self.is_of_customers(c) and not self.got_through(c)):
            return 0
        later = [turn for turn in self.turns_of(c) if turn["turn"] > 0]
        return (
            int(self.is_of_customers(c)) + (self.reply(c) >= 0) + sum(1 + (turn["replied_tick"] >= 0) for turn in later)
        )

    # who bears it

    def bear(self, c: Row, amount: float) -> None:
        head = self.charged_to(c)
        is_repeat = self.is_by_customer(head) and head["visit"] > 0
        keys = {"channel": c["channel"], "segment": c["segment"], "intent": c["intent"], "repeat": int(is_repeat)}
        for key in {**keys, "cause": self.cause(head)}.items():
            if key[1] >= 0:
                self.sums["cost"][key] += amount

    def cause(self, head: Row) -> int:
        before = self.before(head)
        if head["led_by"] == NOT_SOLVED and before is not None and before["cause"] >= 0:
            return N_ROWS + before["cause"]
        return head["led_by"]


def random_tariff(chance: random.Random) -> Tariff:
    """Prices of two pools and six channels; each kind of price is left out now and then."""

    def some(number: int, highest: float) -> tuple[float, ...]:
        return tuple(round(chance.choice([0, 1, 1, 1]) * chance.uniform(0.01, highest), 3) for _ in range(number))

    kinds = range(6)
    on_line = [price * (kind in ON_LINE) for kind, price in zip(kinds, some(6, 0.2), strict=True)]
    written = [price * (kind not in ON_LINE) for kind, price in zip(kinds, some(6, 0.2), strict=True)]
    return Tariff(
        wages=some(2, 30.0),
        premium=some(2, 3.0),
        employer_adds=chance.choice([0.0, 0.25]),
        overtime=chance.choice([1.0, 1.5, 0.5]),
        licences=some(2, 90.0),
        month=some(1, 3000.0)[0],
        capital=some(1, 90_000.0)[0],
        life=chance.choice([1.0, 5.0, 7.5]),
        contact=some(6, 0.5),
        minute=tuple(on_line),
        message=tuple(written),
        from_arrival=tuple(chance.choice([False, kind in ON_LINE]) for kind in kinds),
        dialling=some(1, 0.2)[0],
        solved=some(2, 300.0),
        lost=some(2, 90.0),
        idle_to=chance.choice(["time", "contacts"]),
    )
