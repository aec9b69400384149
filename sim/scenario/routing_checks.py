"""Routing that does not fit: what gives way to what, scores of one rank, callbacks on channels nobody waits on."""

from collections.abc import Iterator

from sim.errors import Fault
from sim.rules.lifecycle import DEFAULT_PRIORITY, ChannelKind
from sim.scenario.centre import Queue
from sim.scenario.known import check_known
from sim.scenario.layers import Layered
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.scenario.types import As

_ON_THE_LINE = ("live", "chat")
_OF_SCORE = {"weight": ("weighted wait", 1.0), "points": ("conversation", 0)}
"""Words that belong to one score, with what they are where nothing is said."""


def check_routing_names(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a fault for every channel that other channels name and that is none."""
    known = list(centre.channels)
    for name, channel in centre.channels.items():
        for word in ("beside", "gives_way_to"):
            yield from check_known(layered, getattr(channel, word) or (), known, "channel", ("channels", name, word))
        if isinstance(channel.lines, As):
            yield from _check_shared_lines(centre, layered, name, channel.lines.name)


def _check_shared_lines(centre: Centre, layered: Layered, name: str, other: str) -> Iterator[Fault]:
    """Lines are shared with a channel that has some of its own."""
    path = ("channels", name, "lines")
    if other not in centre.channels:
        yield from check_known(layered, [other], list(centre.channels), "channel", path)
    elif not isinstance(centre.channels[other].lines, int) and not _is_slip(layered, other):
        message = f"{other} has no lines of its own to share"
        yield layered.fault(path, message, value=f"as {other}", allowed=f"channels.{other}.lines: 40 lines")


def _is_slip(layered: Layered, channel: str) -> bool:
    """Whether lines of a channel are written that cannot be read; that is told there."""
    text = layered.data["channels"][channel]
    lines = text.get("lines") if isinstance(text, dict) else None
    return lines is not None and not str(lines).startswith("as ")


def check_routing(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield what does not fit together in a centre whose names are right."""
    for name, channel in centre.channels.items():
        if channel.gives_way_to is not None and name in channel.gives_way_to:
            yield layered.fault(("channels", name, "gives_way_to"), f"{name} cannot give way to itself", value=name)
    for name, queue in centre.queues.items():
        yield from _check_score(layered, name, queue)
        for word in ("callback", "missed", "longest_wait"):
            others = [c for c in queue.of if centre.channels[c].kind not in _ON_THE_LINE]
            if getattr(queue, word) is not None and others:
                kinds = f"{', '.join(others)} {'is' if len(others) == 1 else 'are'} neither live nor chat"
                what = "nobody waits on the line" if word == "longest_wait" else "nobody is called back"
                yield layered.fault(("queues", name, word), f"{kinds}; {what} there", key=True)
    yield from _check_silent(centre, layered)
    for pool in centre.serves:
        yield from _check_one_score(centre, layered, pool)
    yield from _check_unreached(centre, layered)


def _check_silent(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Customers leave chats without a word, and agents need some time to find out."""
    for name, segment in centre.segments.items():
        for channel, share in segment.leaves_silently.items():
            path = ("segments", name, "leaves_silently")
            if channel != EVERY and centre.channels[channel].kind != "chat":
                message = f"{channel} is {centre.channels[channel].kind}; customers leave chats without a word"
                yield layered.fault((*path, channel), message, key=True)
            chats = [c for c in centre.channels if centre.channels[c].kind == "chat" and channel in (c, EVERY)]
            unsaid = [c for c in chats if share > 0.0 and centre.channels[c].silent_takes is None]
            if unsaid:
                message = f"say how long an agent of {unsaid[0]} needs to find out"
                yield layered.fault(path, message, key=True, allowed=f"channels.{unsaid[0]}.silent_takes: 2 min")


def _check_score(layered: Layered, name: str, queue: Queue) -> Iterator[Fault]:
    """Words of a score stand beside that score."""
    for word, (score, unsaid) in _OF_SCORE.items():
        if getattr(queue, word) != unsaid and queue.score != score:
            message = f"this belongs to score: {score}"
            yield layered.fault(("queues", name, word), message, key=True)


def _check_one_score(centre: Centre, layered: Layered, pool: str) -> Iterator[Fault]:
    """Contacts of one rank are compared by one score."""
    scores: dict[int, dict[str, list[str]]] = {}
    for name, serve in centre.serves[pool].items():
        queue = centre.queues[name]
        kinds = [ChannelKind[centre.channels[c].kind.upper()] for c in queue.of]
        ranks = {DEFAULT_PRIORITY[kind] for kind in kinds} if serve.rank is None else {serve.rank}
        for rank in ranks:
            scores.setdefault(rank, {}).setdefault(queue.score, []).append(name)
    for rank, by_score in scores.items():
        if len(by_score) > 1:
            said = "; ".join(f"{', '.join(names)}: {score}" for score, names in by_score.items())
            message = f"queues of rank {rank} have different scores, which cannot be compared ({said})"
            yield layered.fault(("serves", pool), message, key=True, allowed="one score, or a rank of its own")


def _check_unreached(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn where those who were not reached, or waited too long, have nothing to do."""
    offers = [queue.callback for queue in centre.queues.values() if queue.callback is not None]
    rows = [centre.what_next, *(segment.what_next for segment in centre.segments.values())]
    can_fail = any(min(offer.answers) < 1.0 for offer in offers)
    if can_fail and all(row.unreached is None for row in rows):
        message = "some who want to be called back do not answer, and nothing says what they do: they give up"
        yield layered.fault(
            ("what_next",), message, key=True, severity="warning", allowed="a row unreached in what_next"
        )
    limited = [name for name, queue in centre.queues.items() if queue.longest_wait is not None]
    if limited and all(row.expired is None for row in rows):
        message = "who has waited so long is let go, and nothing says where they turn: they give up"
        path = ("queues", limited[0], "longest_wait")
        yield layered.fault(
            path, message, severity="warning", allowed="expired: {email: 70 %, after: 0 s} in what_next"
        )
    if any(offer.expires is not None for offer in offers) and all(row.expired is None for row in rows):
        message = "some who want to be called back are not called in time, and nothing says what they do: they give up"
        yield layered.fault(("what_next",), message, key=True, severity="warning", allowed="a row expired in what_next")
