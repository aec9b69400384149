"""What a strategy assumes besides its people and queues: issues averted and induced, patience, effects (MODEL.md 2).

And what is taken out of times that were measured on the floor.
"""

from sim.errors import printable
from sim.scenario.centre import Names
from sim.scenario.customers import Effect
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.units import format_share


def assumed_lines(centres: dict[str, Centre]) -> list[str]:
    """Say what each strategy assumes, one line a strategy that assumes anything.

    Args:
        centres: The strategies that are shown, by name.
    """
    lines = []
    for name, centre in centres.items():
        parts = [*_averted(centre), *_induced(centre), *_patience(centre), *_effects(centre), *_measured(centre)]
        if parts:
            lines.append(f"{printable(name)} assumes: {'; '.join(printable(part) for part in parts)}.")
    return lines


def _averted(centre: Centre) -> list[str]:
    shares = {name: share for name, share in centre.averted.items() if share > 0.0}
    return [
        f"{format_share(share)} of the issues{'' if name == EVERY else f' for {name}'} are averted"
        for name, share in shares.items()
    ]


def _induced(centre: Centre) -> list[str]:
    return [
        f"{format_share(induced.share)} more issues{_only(induced.intents)} speak where {name} is offered"
        for name, induced in centre.induced.items()
        if induced.share > 0.0
    ]


def _patience(centre: Centre) -> list[str]:
    factor = centre.patience_factor
    return [] if factor == 1.0 else [f"customers' patience is {factor:g} times what it was"]


def _effects(centre: Centre) -> list[str]:
    return [f"{_factors(effect)} ({name}: {effect.source})" for name, effect in centre.effects.items()]


def _factors(effect: Effect) -> str:
    words = {
        "handle time": effect.handle_time,
        "wrap-up": effect.wrap_up,
        "the share solved": effect.solved,
        "the share contained": effect.contained,
    }
    said = [f"{word} {factor:g} times" for word, factor in words.items() if factor != 1.0]
    where = "" if effect.channels is None else f" on {', '.join(effect.channels)}"
    return f"{', '.join(said) or 'nothing changed'}{where}{_only(effect.intents)}"


def _only(intents: Names | None) -> str:
    return "" if intents is None else f" for {', '.join(intents)}"


def _measured(centre: Centre) -> list[str]:
    """What is taken out of times that were measured with several contacts in hand, one part a channel and number."""
    found: dict[tuple[str, int], None] = {}
    for by_channel in centre.service.values():
        for name, service in by_channel.items():
            if service.measured_at is not None:
                found.setdefault((name, service.measured_at))
    return [
        f"times on {name} measured with {number} in hand are {centre.channels[name].slowdown_at(number):g} times those "
        "of one contact alone"
        for name, number in found
    ]
