"""Words that are legal and do nothing: hours nobody waits for, numbers no agent ever has in hand.

Each is a warning that says what the word does not do, and which one does it.
"""

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.centre import ASYNC, MOST_AT_ONCE, Channel, in_hand
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre
from sim.scenario.staff_checks import channels_of
from sim.scenario.types import As
from sim.scenario.week import is_always_open, most_people


def check_doubts(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a warning for every word of a centre without faults that changes nothing."""
    yield from _check_open(centre, layered)
    yield from _check_slowdown(centre, layered)
    yield from _check_kept_idle(centre, layered)


def _check_open(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn of opening hours of channels that take contacts at any hour, unless other hours are told by them."""
    hours = [way for channel in centre.channels.values() for way in (channel.open, channel.worked)]
    named = {way.name for way in hours if isinstance(way, As)}
    for name, channel in centre.channels.items():
        if channel.kind in ASYNC and name not in named and not is_always_open(centre, name):
            message = (
                f"{name} is {channel.kind}: contacts are taken at any hour, and these hours change nothing; who works "
                "when is set by staff or shifts, the clock of working hours by worked"
            )
            yield layered.fault(("channels", name, "open"), message, severity="warning", allowed="worked, or no open")


def _check_slowdown(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn of slowdowns at numbers of contacts that no agent ever has in hand."""
    for name, channel in centre.channels.items():
        if not channel.slowdown:
            continue
        path = ("channels", name, "slowdown")
        most = max((_most_in_hand(centre, pool, name) for pool in centre.pools), default=0)
        written = {in_hand(key): key for key in layered.data["channels"][name]["slowdown"]}
        for number in channel.slowdown:
            if number > most:
                message = f"nobody who works {name} ever has {number} contacts in hand; the most is {most}"
                allowed = "at_once, weight and beside of the channels say how many there are"
                yield layered.fault((*path, written[number]), message, key=True, severity="warning", allowed=allowed)


def _most_in_hand(centre: Centre, pool: str, name: str) -> int:
    """Most contacts an agent of a pool can have in hand, one of a channel among them, if every skill is there.

    The lightest go in first, so that the most fit in. An answer may come back to its agent beyond every limit.
    """
    mine = {other: centre.channels[other] for other in channels_of(centre, pool)}
    if name not in mine:
        return 0
    if any(channel.replies_to == "its agent beyond the limit" for channel in mine.values()):
        return MOST_AT_ONCE
    most, room = 1, 1 - mine[name].takes
    for other, channel in sorted(mine.items(), key=lambda item: item[1].takes):
        if _may_join(mine[name], name, channel, other):
            alone = channel.most if _may_join(channel, other, channel, other) else 1
            count = min(alone - (other == name), room // channel.takes)
            most, room = most + count, room - count * channel.takes
    return most


def _may_join(one: Channel, name: str, other: Channel, other_name: str) -> bool:
    """Whether contacts of two channels can be in one agent's hands, in one order or the other."""
    return any(way.beside is None or to in way.beside for way, to in ((one, other_name), (other, name)))


def _check_kept_idle(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn of queues that a pool would take from only while more agents are idle than there ever are."""
    for name, served in centre.serves.items():
        for queue, serve in served.items():
            if serve.keeps_idle is None:
                continue
            most = most_people(centre, name)
            if 0 < most <= serve.keeps_idle:
                message = (
                    f"never taken by this pool: at most {most} of {name} are there, so not more than that are idle"
                )
                path = ("serves", name, queue, "keeps_idle")
                allowed = f"0 to {most - 1} agents"
                yield layered.fault(
                    path, message, severity="warning", value=f"{serve.keeps_idle} agents", allowed=allowed
                )
