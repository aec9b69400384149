"""Small random centres in which journeys take every turn, with all times whole minutes, so that almost all of it ties.

Warm transfers, wrong queues, unknown customers, closed channels, follow-ups, news, messages, posts, routes and
overflow by condition; two teams that know different intents, and sometimes a third that comes and goes by shifts.
"""

import random

HUMAN = {
    "phone": "live",
    "desk": "live",
    "chat": "chat",
    "mail": "deferred",
    "text": "messaging",
    "forum": "community",
}
LINES = ("phone", "desk", "chat")
LETTERS = ("mail", "text", "forum")
WORKED_INTENTS = ("x", "y", "z")


class JourneyCentre:
    """Writes one centre by chance.

    Args:
        number: Which one; equal numbers write equal centres.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.chance = random.Random(7000 + number)
        others = [name for name in HUMAN if name != "phone"]
        self.human = ["phone", *self.chance.sample(others, self.chance.randint(2, 3))]
        if not set(self.human) & set(LETTERS):
            self.human[-1] = self.chance.choice(LETTERS)
        self.bot = ["bot"] * self._maybe(0.4)
        self.known = {"north": "xyz" if self._maybe(0.4) else "xz", "south": self._pick(["y", "yz", "xyz"])}
        self.has_shifts = self._maybe(0.35)
        self.queues = self._queues()

    def text(self) -> str:
        """Return the scenario."""
        channels = [
            *(f"{name}: {self._kind(name)}" for name in self.human),
            *(f"{b}: {{kind: self_service}}" for b in self.bot),
        ]
        lines = [
            "schema: 1",
            f"name: journeys {self.number}",
            "run: {start: 2026-03-02, measure: 2 days}",
            "intents: {x: {share: 50 %, product: cards}, y: {share: 50 %}, z: {share: 0 %, product: loans}}",
            f"segments: {{u: {{share: 50 %{self._patience()}}}, v: {{share: 50 %{self._patience()}}}}}",
            f"channels: {{{', '.join(channels)}}}",
            "service:",
            *(f"  {intent}: {{{', '.join(self._services(intent))}}}" for intent in WORKED_INTENTS),
            f"queues: {{{', '.join(f'{queue}: {{{body}}}' for queue, body in self.queues.items())}}}",
            "pools:",
            *self._pools(),
            "serves:",
            *self._serves(),
            f"what_next: {{{', '.join(self._next())}, at_most: {self.chance.randint(3, 5)} visits}}",
            "levels: {1: {handle_time: 1.5 times, solved: 0.5 times}, 2: {handle_time: 1.25 times, solved: 0.8 times}}",
            f"context: {{{self._context()}}}",
            f"already_solved: {self.chance.choice([1, 2])} min",
            f"lost_story: {{extra_talk: {self.chance.choice([1, 2])} min, solved: {self._pick([0.4, 0.7])} times}}",
            f"kept_story: {{reading: {self.chance.choice([0, 1])} min}}",
            "change_of_channel: 0 s",
            *self._causes(),
            *self._access(),
            *self._effects(),
            *self._demand(),
        ]
        return "\n".join(lines) + "\n"

    def _maybe(self, chance: float) -> bool:
        return self.chance.random() < chance

    def _pick(self, among: list) -> object:
        return self.chance.choice(among)

    def _minutes(self, least: int, most: int) -> str:
        if self._maybe(0.35):
            return '"empirical ' + ", ".join(f"{minute} min" for minute in range(least, most + 1)) + '"'
        return f"{self.chance.randint(least, most)} min"

    def _kind(self, name: str) -> str:
        parts = [f"kind: {HUMAN[name]}"]
        if name in LINES and self._maybe(0.4):
            close = self._pick([", at_close: disconnect", ""])
            parts.append(f"open: daily 08:30-09:{self.chance.randint(20, 50)}{close}")
        if name == "chat":
            parts.append(f"at_once: {self.chance.randint(1, 3)} chats")
        if name == "mail":
            parts.append(f"at_once: {self.chance.randint(1, 2)} mails")
        if name in ("chat", "mail", "text") and self._maybe(0.4):
            parts.append("slowdown: {2 x: 1.5 times, 3 x: 2 times}")
        if name == "text":
            parts += [f"at_once: {self.chance.randint(1, 3)} talks", f"answers_after: {self._minutes(1, 6)}"]
            parts += self._pick([[], [f"released_after: {self.chance.randint(0, 4)} min"]] * 1)
            parts += self._pick([[], ["replies_to: its agent"], ["replies_to: the queue"]])
        if name in LETTERS and self._maybe(0.8):
            parts.append(f"tolerated: {self._minutes(2, 12)}")
        if self._maybe(0.45):
            parts += [
                f"intent_recognised: {self._pick([30, 60])} %",
                f"wrong_queue_takes: {self.chance.randint(1, 2)} min",
            ]
        if self._maybe(0.35):
            parts.append(f"identified: {self._pick([40, 70])} %")
        return f"{{{', '.join(parts)}}}"

    def _patience(self) -> str:
        rows = [f"{name}: {self._minutes(1, 8)}" for name in self.human if name in LINES and self._maybe(0.6)]
        return f", patience: {{{', '.join(rows)}}}" if rows else ""

    def _services(self, intent: str) -> list[str]:
        rows = [f"{name}: {self._service(intent, name)}" for name in self.human]
        contained, helped = self._pick([30, 60]), self._pick([50, 100])
        session = f"lasts: {self._minutes(1, 3)}, contained: {contained} %, of_these_solved: {helped} %"
        return rows + [f"bot: {{{session}, leftover_takes: 1.5 times}}" for _ in self.bot if intent != "z"]

    def _service(self, intent: str, name: str) -> str:
        parts = [f"talk: {self._minutes(1, 6)}", f"solved: {self._pick([40, 70, 100])} %"]
        if self._maybe(0.5):
            parts.append(f"wrap_up: {self._minutes(1, 3)}")
        if self._maybe(0.2):
            parts.append(f"redirects: {self._pick([20, 40])} %")
        if self._maybe(0.4):
            parts.append(f"reopens: {self._pick([40, 80])} %")
        if self._maybe(0.5):
            parts.append(f"passed_on: {{{self._passed_on(intent, name)}}}")
        if self._maybe(0.45):
            parts.append(f"follow_up: {{{self._follow_up(2, 25)}}}")
        if name in LETTERS and self._maybe(0.6):
            parts.append(f"keep_informed: {{{self._follow_up(1, 9)}}}")
        if name == "text":
            parts.append(f"turns: {self.chance.randint(1, 4)} turns")
        if name == "forum" and self._maybe(0.8):
            parts += [f"peers: {self._pick([50, 100])} %", f"peers_answer_after: {self._minutes(1, 9)}"]
            parts.append(f"of_these_solved: {self._pick([40, 80])} %")
        return f"{{{', '.join(parts)}}}"

    def _passed_on(self, intent: str, name: str) -> str:
        answered = [other for other in self.human if other != "forum"]
        on = self._pick([name if name in answered else answered[0], self._pick(answered)])
        to = self._pick([other for other in "xyz" if other != intent or on != name])
        parts = [f"to: {to}", f"on: {on}", f"share: {self._pick([30, 60])} %"]
        if self._maybe(0.3):
            parts.append("lost: 30 %")
        if name in LINES and on in LINES and self._maybe(0.75):
            parts += [f"warm: {self._pick(['true', '60 %'])}", f"conference: {self._minutes(1, 5)}"][
                : self._pick([1, 2, 2])
            ]
        elif self._maybe(0.4):
            parts.append(f"after: {self._minutes(1, 3)}")
        return ", ".join(parts)

    def _follow_up(self, least: int, most: int) -> str:
        start = self.chance.randint(least, most - 2)
        after = f"{start} min" if self._maybe(0.6) else f'"empirical {start} min, {start + 1} min, {start + 2} min"'
        share, prevents = self._pick([60, 100]), self._pick([0, 50, 100])
        on = self._pick([name for name in self.human if name != "forum"])
        return f"share: {share} %, on: {on}, after: {after}, talk: {self._minutes(1, 3)}, prevents: {prevents} %"

    def _queues(self) -> dict[str, str]:
        queues = {}
        for name in self.human:
            limit = self._pick(["", "", f", limit: {self.chance.randint(0, 2)} waiting"]) if name in LINES else ""
            special = [f"{name}_special"] * self._maybe(0.45)
            for queue in special:
                queues[queue] = f'of: {name}, when: "{self._when(name)}"{self._overflow(name, [f"{name}_spare"])}'
            rest = [f"{name}_rest"] * ("y" in self.known["north"])
            queues[f"{name}_y"] = (
                f"of: {name}, intents: y{limit}{self._overflow(name, [f'{name}_spare', *special, *rest])}"
            )
            queues[f"{name}_rest"] = f"of: {name}{limit}{self._overflow(name, [f'{name}_spare', *special])}"
            queues[f"{name}_spare"] = f"of: {name}{self._pick([limit, self._overflow(name, special)])}"
        return queues

    def _overflow(self, name: str, targets: list[str]) -> str:
        if not targets or self._maybe(0.4):
            return ""
        rows, ages = [], [self.chance.randint(1, 4) for _ in targets]
        for queue, age in zip(self.chance.sample(targets, self.chance.randint(1, len(targets))), ages, strict=False):
            when = f', when: "{self._when(name)}"' if self._maybe(0.6) else ""
            rows.append(f"{queue}: {{after: {age} min{when}}}")
        return f", overflow: {{{', '.join(rows)}}}"

    def _when(self, name: str) -> str:
        start = self.chance.randint(0, 20)
        forms = [
            f"between 09:{start:02d} and 09:{start + 12:02d}",
            "visit over 0",
            "segment is u",
            "intent is y",
            "intent is not x",
            "product is cards",
            "not during outage",
            "reason is not first",
            f"{name}_rest hold over {self.chance.randint(0, 2)} contacts",
            f"{name}_rest hold under 2 contacts",
            f"{name}_y hold over 0 contacts",
        ]
        return " and ".join(self.chance.sample(forms, self._pick([1, 1, 2])))

    def _pools(self) -> list[str]:
        lines = []
        for pool, intents in self.known.items():
            channels = ", ".join(f"{name}: level {self.chance.randint(1, 3)}" for name in self.human)
            knows = ", ".join(f"{intent}: level {self.chance.randint(1, 3)}" for intent in intents)
            pushes = self._pick(["", "", "redirects: 20 %, "])
            staff = f"staff: {{daily: {self.chance.randint(1, 2)}}}"
            lines.append(
                f"  {pool}: {{{pushes}headcount: on_queue, {staff}, skills: {{{channels}}}, intents: {{{knows}}}}}"
            )
        if self.has_shifts:
            written = [name for name in self.human if name in LETTERS]
            channels = ", ".join(f"{name}: level {self.chance.randint(1, 3)}" for name in written)
            shifts = ", ".join(f"s{number}: {self._shift()}" for number in range(self.chance.randint(1, 2)))
            lines.append(f"  west: {{headcount: on_queue, shifts: {{{shifts}}}, skills: {{{channels}}}}}")
        return lines

    def _shift(self) -> str:
        start, end = self.chance.randint(0, 10), self.chance.randint(20, 50)
        rest = f'b: {{at: "09:{start + 5:02d}", lasts: {self.chance.randint(1, 5)} min}}' if self._maybe(0.5) else ""
        return (
            f'{{hours: "daily 09:{start:02d}-09:{end:02d}", agents: {self.chance.randint(1, 2)}, breaks: {{{rest}}}}}'
        )

    def _serves(self) -> list[str]:
        rows: dict[str, list[str]] = {pool: [] for pool in self.known}
        west: list[str] = []
        for queue in self.queues:
            name, part = queue.split("_")
            if name in LETTERS and self.has_shifts:
                west.append(f"{queue}: {self._serve()}")
            if part == "y":
                rows["south"].append(f"{queue}: {self._serve()}")
                if "y" in self.known["north"] and self._maybe(0.3):
                    rows["north"].append(f"{queue}: {{rank: 4, after: 2 min}}")
            else:
                rows["north"].append(f"{queue}: {self._serve()}")
                if part in ("special", "spare"):
                    rows["south"].append(f"{queue}: {self._serve()}")
        if west:
            rows["west"] = west
        return [f"  {pool}: {{{', '.join(served)}}}" for pool, served in rows.items()]

    def _serve(self) -> str:
        return str(self._pick(["{}", "{}", "{rank: 2}", "{after: 1 min}", "{rank: 3, after: 2 min}"]))

    def _next(self) -> list[str]:
        rows = []
        for cause in ("abandoned", "blocked", "closed", "disconnected", "not_solved", "redirected", "lost_on_the_way"):
            least = 0 if cause in ("abandoned", "not_solved", "redirected", "lost_on_the_way") else 1
            rows.append(
                f"{cause}: {{{self._shares(85)}, after: {self._minutes(least, 4)}, gives_up_more: 15 % a visit}}"
            )
        rows.append(f"unanswered: {{{self._shares(90)}, after: {self._minutes(0, 4)}}}")
        rows.append(f"reopened: {{{self._shares(95)}, after: {self._minutes(12, 40)}}}")
        if self.bot or "forum" in self.human:
            rows.append(f"bot_gone: {{{self._shares(85)}, after: {self._minutes(1, 4)}}}")
        if self.bot:
            rows.append(f"bot_failed: {{{self._shares(90)}, after: {self._pick(['0 s', '1 min'])}}}")
        return rows

    def _shares(self, whole: int) -> str:
        among = self.chance.sample(self.human, self.chance.randint(1, 2))
        return ", ".join(f"{name}: {whole // len(among)} %" for name in among)

    def _context(self) -> str:
        steps = ("same_channel", "other_channel", "from_bot", "transfer")
        rows = [f"{step}: kept {self._pick([30, 60, 100])} %" for step in steps]
        rows.append(f"recognised: {self._pick([0, 50, 100, 100])} %")
        if self._maybe(0.5):
            rows.append(f"known_after: {self.chance.randint(1, 8)} min")
        return ", ".join(rows)

    def _causes(self) -> list[str]:
        because = ["{process: 60 %, knowledge: 40 %}", "{process: 50 %, story_lost: 20 %, other: 30 %}"]
        return [f"not_solved_because: {self._pick(because)}"] if self._maybe(0.7) else []

    def _access(self) -> list[str]:
        if self._maybe(0.45):
            return []
        closed, *rest = self.chance.sample(self.human, len(self.human))
        first, second = rest[0], rest[1]
        return [f"access: {{u: {{{closed}: {{{first}: 40 %, {second}: {{share: 40 %, as: z}}}}}}}}"]

    def _effects(self) -> list[str]:
        if self._maybe(0.7):
            return []
        return ["effects: {tool: {handle_time: 0.5 times, wrap_up: 3 times, channels: phone, source: assumption}}"]

    def _demand(self) -> list[str]:
        outage = '{outage: {starts: "2026-03-02 09:10", lasts: 10 min, volume: 1 times}}'
        lines = ["demand:", "  counts: first_contacts", f"  incidents: {outage}", "  by_channel:"]
        for name in [*self.human, *self.bot]:
            minutes = sorted(self.chance.randint(0, 25) for _ in range(self.chance.randint(3, 9)))
            lines += [f"    {name}:", "      at:"]
            lines += [
                f'        - {{at: "2026-03-02 09:{minute:02d}:00", intent: {self._pick(["x", "y"])}, '
                f"segment: {self._pick(['u', 'v'])}}}"
                for minute in minutes
            ]
        return lines
