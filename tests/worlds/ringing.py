"""Centres whose contacts ring at agents, and what is drawn for their offers."""

from sim.streams import Stream, uniform

RINGS = "answered_after: 6 s, missed: 50 %, missed_after: 20 s"
PHONE = f"channels: {{phone: {{kind: live, rings: {{{RINGS}}}}}}}\n"
SURE = "channels: {phone: {kind: live, rings: 6 s}}\n"


def team(agents: int) -> str:
    return f"pools: {{team: {{headcount: on_queue, staff: {{daily: {agents}}}, skills: {{phone: level 3}}}}}}\n"


def shift(hours: str, agents: int = 1, breaks: str = "") -> str:
    early = f'{{hours: "daily {hours}", agents: {agents}{breaks}}}'
    return f"pools: {{team: {{headcount: on_queue, shifts: {{early: {early}}}, skills: {{phone: level 3}}}}}}\n"


def offered(day, *fates: str, missed: float = 0.5, declined: float = 0.0) -> None:
    """Assert what is drawn for the offers of each issue, in the order of the keys: `M T` misses one, takes the next."""
    for key, fate in zip(sorted(day.world.arrivals.issue.tolist()), fates, strict=True):
        drawn = [uniform(1, 0, Stream.OFFER, key, 0, step) / 2**53 for step in range(len(fate.split()))]
        words = ["M" if u < missed else "D" if u < missed + declined else "T" for u in drawn]
        assert words == fate.split(), (key, drawn)
