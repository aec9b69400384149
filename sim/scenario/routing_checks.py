"""Routing that does not fit: what gives way to what, scores of one rank, callbacks on channels nobody waits on."""

from collections.abc import Iterator

from sim.errors import Fault
from sim.rules.lifecycle import DEFAULT_PRIORITY, ChannelKind
from sim.scenario.centre import Queue
from sim.scenario.known import check_known
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre

_ON_THE_LINE = ("live", "chat")
_OF_SCORE = {"weight": ("weighted wait", 1.0), "points": ("conversation", 0)}
"""Words that belong to one score, with what they are where nothing is said."""


def check_routing_names(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a fault for every channel that other channels name and that is none."""
    known = list(centre.channels)
    for name, channel in centre.channels.items():
        for word in ("beside", "gives_way_to"):
            yield from check_known(layered, getattr(channel, word) or (), known, "channel", ("channels", name, word))


def check_routing(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield what does not fit together in a centre whose names are right."""
    for name, channel in centre.channels.items():
        if channel.gives_way_to is not None and name in channel.gives_way_to:
            yield layered.fault(("channels", name, "gives_way_to"), f"{name} cannot give way to itself", value=name)
    for name, queue in centre.queues.items():
        yield from _check_score(layered, name, queue)
        for word in ("callback", "missed"):
            others = [c for c in queue.of if centre.channels[c].kind not in _ON_THE_LINE]
            if getattr(queue, word) is not None and others:
                kinds = f"{', '.join(others)} {'is' if len(others) == 1 else 'are'} neither live nor chat"
                yield layered.fault(("queues", name, word), f"{kinds}; nobody is called back there", key=True)
    for pool in centre.serves:
        yield from _check_one_score(centre, layered, pool)
    yield from _check_unreached(centre, layered)


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
    """Warn where those who were not reached have nothing to do."""
    offers = [queue.callback for queue in centre.queues.values() if queue.callback is not None]
    rows = [centre.what_next, *(segment.what_next for segment in centre.segments.values())]
    can_fail = any(min(offer.answers) < 1.0 for offer in offers)
    if can_fail and all(row.unreached is None for row in rows):
        message = "some who want to be called back do not answer, and nothing says what they do: they give up"
        yield layered.fault(
            ("what_next",), message, key=True, severity="warning", allowed="a row unreached in what_next"
        )
    if any(offer.expires is not None for offer in offers) and all(row.expired is None for row in rows):
        message = "some who want to be called back are not called in time, and nothing says what they do: they give up"
        yield layered.fault(("what_next",), message, key=True, severity="warning", allowed="a row expired in what_next")
