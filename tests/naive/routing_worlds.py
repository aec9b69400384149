"""Random small centres for the twin of routing rules: times of whole minutes, so that almost everything ties.

The number of a centre decides everything about it. Each rule of MODEL.md 7 that the scenario language has is left out
in some centres and stands in others; a count in the test shows that each makes a difference often enough.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass

CHANNELS = ("a", "b", "c", "d")
POOLS = ("north", "south", "west")
SCORES = ("longest wait", "weighted wait", "conversation", "least slack", "shortest work")
AGENT_RULES = ("longest idle", "least loaded", "least loaded", "most proficient", "most proficient", "random")
MOODS = ("any", "any", "scores", "agents", "redials", "shifts")
"""What a centre is made for: by chance few would let scores, agent rules or carried age decide anything."""
KINDS = {
    "any": ("live", "chat", "chat", "deferred", "deferred"),
    "scores": ("live", "deferred"),
    "agents": ("live", "chat", "chat"),
    "redials": ("live", "live", "chat"),
    "shifts": ("live", "chat", "deferred", "deferred"),
}
ESTIMATES = ("queue length", "head of line", "last served", "mean of last 3")
RINGS = ("by_level: {level 4: 0 s, level 1: 1 min}", "by_level: {level 3: 1 min, level 2: 2 min}")
EXTRAS = {"weighted wait": ("weight", ("0.2 times", "1 times", "5 times")), "conversation": ("points", (0, 2, 9))}


def random_centre(number: int) -> str:
    """Write the scenario of one centre."""
    return Centre(random.Random(number), number).text()


@dataclass
class Centre:
    """One centre in the making."""

    chance: random.Random
    number: int

    def text(self) -> str:
        """Draw all parts and write them."""
        chance = self.chance
        self.mood = MOODS[self.number % len(MOODS)]
        self.channels = CHANNELS[: chance.randint(2, 4)]
        self.kinds = {name: chance.choice(KINDS[self.mood]) for name in self.channels}
        self.pools = POOLS[: {"scores": 1, "redials": 1, "agents": 3}.get(self.mood, chance.randint(1, 3))]
        self.start = chance.choice(["09:00", "09:00", "09:00", "23:48"])
        names = self._queue_names()
        self.queues = tuple(names)
        self.estimates = ESTIMATES
        self.score = "longest wait" if self.mood == "redials" and chance.random() < 0.8 else chance.choice(SCORES)
        is_mixed = self.mood == "any" and chance.random() < 0.2
        scores = {queue: chance.choice(SCORES) if is_mixed else self.score for queue in names}
        lines = [
            "schema: 1",
            f"name: routing {self.number}",
            "run: {start: 2026-03-02, measure: 1 day}",
            "intents: {x: {share: 50 %}, y: {share: 50 %}}",
            f"segments: {{u: {self._segment()}, v: {self._segment()}}}",
            *self._block("channels", {name: self._channel(name) for name in self.channels}),
            *self._block("service", {intent: self._services() for intent in "xy"}),
            *self._block("queues", {queue: self._queue(queue, of, scores[queue]) for queue, of in names.items()}),
            *self._block("pools", {pool: self._pool(pool) for pool in self.pools}),
            *self._block("serves", {pool: self._serves(pool, is_mixed) for pool in self.pools}),
            "levels: {1: {handle_time: 2 times}, 2: {handle_time: 1.5 times}, 4: {handle_time: 0.5 times}}",
            f"change_of_channel: {chance.choice(['0 s', '0 s', '1 min'])}",
            f"context: {{waiting_counts: {chance.choice(['true', 'true', 'false'])}}}",
            *self._block("what_next", self._what_next()),
            "demand:",
            "  counts: first_contacts",
            "  by_channel:",
            *self._demand(),
        ]
        return "\n".join(lines) + "\n"

    @staticmethod
    def _block(key: str, rows: dict[str, str]) -> list[str]:
        return [f"{key}:", *(f"  {name}: {row}" for name, row in rows.items())]

    def _rarely(self, *texts: str) -> str:
        """Return nothing in half of the cases, else one of the texts."""
        return self.chance.choice(texts) if self.chance.random() < 0.5 else ""

    def _joined(self, *parts: str) -> str:
        return f"{{{', '.join(part for part in parts if part)}}}"

    def _minutes(self, least: int, most: int) -> str:
        if self.chance.random() < 0.3:
            return '"empirical ' + ", ".join(f"{minute} min" for minute in range(least, most + 1)) + '"'
        return f"{self.chance.randint(least, most)} min"

    def _segment(self) -> str:
        live = [name for name in self.channels if self.kinds[name] != "deferred"]
        rows = [
            f"{name}: {self._minutes(0, 4)}" for name in live if self.chance.random() < 0.6 or self.mood == "redials"
        ]
        return self._joined(
            "share: 50 %",
            f"patience: {self._joined(*rows)}" if rows else "",
            self._rarely("leaves_at_once: 40 %"),
        )

    def _channel(self, name: str) -> str:
        chance, kind = self.chance, self.kinds[name]
        others = [other for other in self.channels if other != name]
        beside = [other for other in self.channels if chance.random() < 0.6]
        parts = [f"kind: {kind}", f"beside: {_listed(beside)}" if chance.random() < 0.35 else ""]
        parts.append(self._rarely("slowdown: {2 x: 2 times}", "slowdown: {2 x: 1.5 times, 3 x: 2 times}"))
        if kind != "deferred" and self.mood != "redials" and chance.random() < 0.3:
            parts.append('balks: "20 % at 30 s, 80 % at 4 min"')
        if kind == "live":
            return self._joined(*parts, self._rarely("weight: 50 %"), self._rarely("lines: 3 lines"))
        if kind == "chat":
            at_once = f"at_once: {chance.randint(1, 4)} chats"
            return self._joined(*parts, at_once, self._rarely("weight: 20 %", "weight: 40 %", "weight: 60 %"))
        gives_way = [other for other in others if chance.random() < 0.7]
        due = ("reply_within: 5 min", "reply_within: 8 min", "reply_within: 4 working minutes")
        return self._joined(
            *parts,
            self._rarely("at_once: 2 x", "at_once: 3 x, weight: 30 %", "weight: 50 %"),
            f"gives_way_to: {_listed(gives_way)}" if gives_way and chance.random() < 0.9 else "",
            self._rarely("resume_cost: 1 min"),
            chance.choice(["", *due]),
            self._rarely('worked: "daily 09:00-09:03 and daily 09:06-24:00"'),
        )

    def _services(self) -> str:
        return self._joined(*(f"{name}: {self._service()}" for name in self.channels))

    def _service(self) -> str:
        wrap_up = f"wrap_up: {self._minutes(1, 2)}" if self.chance.random() < 0.4 else ""
        return self._joined(f"talk: {self._minutes(1, 6)}", wrap_up)

    def _queue_names(self) -> dict[str, str]:
        """Return queues with what they take; the last of those of a channel takes whoever is left."""
        everything = f"of: {_listed(self.channels)}"
        shape = self.chance.choice(["each", "each", "each", "by intent", "by segment", "one"])
        found = {
            "one": {"all": everything},
            "by intent": {"q_x": f"{everything}, intents: x", "q_rest": everything},
            "by segment": {"q_u": f"{everything}, segments: u", "q_rest": everything},
            "each": {f"q_{name}": f"of: {name}" for name in self.channels},
        }[shape]
        return {**found, "spare": everything} if self.chance.random() < 0.6 else found

    def _queue(self, name: str, of: str, score: str) -> str:
        chance = self.chance
        parts = [of, f"score: {score}", f"agent: {chance.choice(AGENT_RULES)}"]
        if "last served" in self.estimates or chance.random() < 0.7:
            parts.append(f"announces: {chance.choice(self.estimates)}")
        if score in EXTRAS:
            word, values = EXTRAS[score]
            parts.append(f"{word}: {chance.choice(values)}" + (" points" if word == "points" else ""))
        if chance.random() < 0.1:
            parts.append(f"limit: {chance.choice([0, 1, 3])} waiting")
        if "spare" in self.queues and name != "spare" and chance.random() < 0.15:
            parts.append(f'when: "{self._condition()}"')
        others = [queue for queue in self.queues if queue != name]
        if others and chance.random() < 0.5:
            rules = {other: self._overflow() for other in chance.sample(others, min(len(others), 2))}
            parts.append(f"overflow: {self._joined(*(f'{other}: {rule}' for other, rule in rules.items()))}")
        return self._joined(*parts)

    def _overflow(self) -> str:
        when = f'when: "{self._condition()}"' if self.chance.random() < 0.4 else ""
        return self._joined(f"after: {self.chance.randint(1, 4)} min", when)

    def _condition(self) -> str:
        hour, minute = self.start.split(":")
        start, end = (f"{hour}:{int(minute) + later:02d}" for later in (3, 8))
        return self.chance.choice(
            [
                f"{self.chance.choice(self.queues)} hold over {self.chance.randint(0, 1)} contacts",
                f"{self.chance.choice(self.pools)} has over 0 idle agents",
                f"between {start} and {end}",
                "segment is u",
                "intent is x and visit under 1",
            ]
        )

    def _pool(self, name: str) -> str:
        chance = self.chance
        known = [channel for channel in self.channels if name == "north" or chance.random() < 0.8] or self.channels
        skills = self._joined(*(f"{channel}: level {chance.randint(1, 5)}" for channel in known))
        levels = {intent: f"{intent}: level {chance.randint(1, 5)}" for intent in "xy"}
        some = ["", f"intents: {self._joined(*levels.values())}"]
        some += [] if name == "north" else [f"intents: {{{level}}}" for level in levels.values()]
        heads = f"staff: {{daily: {chance.choice([1, 1, 2, 2, 3])}}}"
        if self.mood == "shifts":
            heads = f"shifts: {self._joined(*(self._shift(shift) for shift in ('early', 'late')))}"
        return self._joined("headcount: on_queue", heads, f"skills: {skills}", chance.choice(some))

    def _shift(self, name: str) -> str:
        """Write a shift that begins or ends while contacts come."""
        hour, first = self.start.split(":")
        turn = f"{hour}:{int(first) + self.chance.randint(2, 9):02d}"
        hours = f"00:00-{turn}" if name == "early" else f"{turn}-24:00"
        return f'{name}: {{hours: "daily {hours}", agents: {self.chance.randint(1, 2)}}}'

    def _serves(self, pool: str, is_mixed: bool) -> str:
        """Serve some queues; where their scores differ each has a rank of its own."""
        chance = self.chance
        served = [queue for queue in self.queues if pool == "north" or chance.random() < 0.7] or [self.queues[0]]
        ranks = chance.sample(range(1, 9), len(served))
        rows = []
        for queue, own in zip(served, ranks, strict=True):
            if self.mood != "any":
                after = ", after: 2 min" if self.mood == "redials" and chance.random() < 0.3 else ""
                rows.append(f"{queue}: {{rank: {chance.choice([1, 1, 1, 2])}{after}}}")
                continue
            rank = f"rank: {own}" if is_mixed else chance.choice(["rank: 1", "rank: 1", "rank: 2", ""])
            after = chance.choice(["after: 1 min", "after: 2 min"]) if chance.random() < 0.25 else ""
            rings = chance.choice(RINGS) if chance.random() < 0.25 else ""
            kept = f"keeps_idle: {chance.choice([0, 1, 1, 2])} agents" if chance.random() < 0.2 else ""
            rows.append(f"{queue}: {self._joined(rank, after, rings, kept)}")
        return self._joined(*rows)

    def _what_next(self) -> dict[str, str]:
        rows = {"at_most": f"{self.chance.randint(2, 4)} visits"}
        for cause in ("abandoned", "blocked", "balked"):
            other = self.chance.choice(self.channels)
            after = f"after: {self.chance.choice([0, 0, 1, 3])} min"
            shares = self.chance.choice(["same: 100 %", "same: 50 %", f"same: 50 %, {other}: 50 %"])
            shares = "same: 100 %" if self.mood == "redials" else shares
            rows[cause] = self._joined(shares, after, self._rarely("gives_up_more: 25 % a visit"))
        return rows

    def _demand(self) -> list[str]:
        chance, (hour, first) = self.chance, self.start.split(":")
        lines = []
        for channel in chance.sample(self.channels, len(self.channels)):
            lines += [f"    {channel}:", "      at:"]
            latest = 4 if self.kinds[channel] == "deferred" else 9
            n_most = 6 if self.mood == "agents" else 9
            for minute in sorted(chance.randint(0, latest) for _ in range(chance.randint(3, n_most))):
                who = f"intent: {chance.choice('xy')}, segment: {chance.choice('uv')}"
                lines.append(f'        - {{at: "2026-03-02 {hour}:{int(first) + minute:02d}:00", {who}}}')
        return lines


def _listed(names: Iterable[str]) -> str:
    """Write names as a list, or `nothing`."""
    chosen = list(names)
    return f"[{', '.join(chosen)}]" if chosen else "nothing"
