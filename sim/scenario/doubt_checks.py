"""Words that are legal and do nothing: hours nobody waits for, numbers no agent ever has in hand.

Each is a warning that says what the word does not do, and which one does it.
"""

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.centre import ASYNC
from sim.scenario.layers import Layered
from sim.scenario.scenario import Centre
from sim.scenario.types import As
from sim.scenario.week import hours_of
from sim.units import parse_hours

_ALWAYS = parse_hours("always")


def check_doubts(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a warning for every word of a centre without faults that changes nothing."""
    yield from _check_open(centre, layered)


def _check_open(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Warn of opening hours of channels that take contacts at any hour, unless other hours are told by them."""
    hours = [way for channel in centre.channels.values() for way in (channel.open, channel.worked)]
    named = {way.name for way in hours if isinstance(way, As)}
    for name, channel in centre.channels.items():
        if channel.kind in ASYNC and name not in named and hours_of(centre, name, "open") != _ALWAYS:
            message = (
                f"{name} is {channel.kind}: contacts are taken at any hour, and these hours change nothing; who works "
                "when is set by staff or shifts, the clock of working hours by worked"
            )
            yield layered.fault(("channels", name, "open"), message, severity="warning", allowed="worked, or no open")
