"""Prices that do not fit: of pools and channels there are not, in another currency, of what a channel does not have."""

from collections.abc import Iterator
from typing import Any

from sim.errors import Fault
from sim.scenario.costs import ChannelCosts, Costs
from sim.scenario.known import check_known
from sim.scenario.layers import Layered
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.units import Money

Path = tuple[str | int, ...]
_BY_POOL = ("wages", "premium", "licences")
_ON_LINE = ("live", "chat", "self_service")


def check_cost_names(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield a fault for every pool and channel with a price that is none."""
    if centre.costs is None:
        return
    for word in _BY_POOL:
        pools = [name for name in getattr(centre.costs, word) if name != EVERY]
        yield from check_known(layered, pools, list(centre.pools), "pool", ("costs", word))
    yield from check_known(layered, centre.costs.channels, list(centre.channels), "channel", ("costs", "channels"))
    yield from check_known(layered, centre.costs.worth, list(centre.intents), "intent", ("costs", "worth"))


def check_costs(centre: Centre, layered: Layered) -> Iterator[Fault]:
    """Yield what does not fit together in a centre whose names are right."""
    costs = centre.costs
    if costs is None:
        return
    if not centre.currency:
        symbols = {money.symbol for _, money in _amounts(costs)}
        message = "costs are stated, and the scenario names no currency"
        allowed = f"currency: {min(symbols) if symbols else 'EUR'}"
        yield layered.fault(("costs",), message, key=True, allowed=allowed)
    else:
        for path, money in _amounts(costs):
            if money.symbol != centre.currency.upper():
                message = f"all money of a scenario is in one currency, {centre.currency}"
                yield layered.fault(_written(layered, path), message, value=str(money))
    unpaid = [name for name in centre.pools if not {name, EVERY} & costs.wages.keys()]
    if unpaid:
        message = f"nothing is paid for {', '.join(unpaid)}"
        yield layered.fault(
            ("costs",), message, key=True, severity="warning", allowed=f"wages: {{{unpaid[0]}: 19 EUR/h}}"
        )
    for name, prices in costs.channels.items():
        yield from _check_channel(layered, centre.channels[name].kind, name, prices)


def _check_channel(layered: Layered, kind: str, name: str, prices: ChannelCosts) -> Iterator[Fault]:
    """Lines are of calls, chats and sessions; messages are of what is written."""
    path = ("costs", "channels", name)
    if kind not in _ON_LINE and (prices.minute is not None or "minutes_from" in prices.model_fields_set):
        word = "minute" if prices.minute is not None else "minutes_from"
        message = f"{name} is {kind}, and nobody stays on the line there"
        yield layered.fault((*path, word), message, key=True, allowed="message: 0.05 EUR per message")
    if kind in _ON_LINE and prices.message is not None:
        message = f"{name} is {kind.replace('_', '-')}, and is not counted in messages"
        yield layered.fault((*path, "message"), message, key=True, allowed="contact or minute")


def _amounts(costs: Costs) -> Iterator[tuple[Path, Money]]:
    """All amounts with their places."""
    for word in _BY_POOL:
        for pool, money in getattr(costs, word).items():
            yield ("costs", word, pool), money
    beside: dict[Path, Any] = {
        ("costs", "platform", "month"): costs.platform.month,
        ("costs", "platform", "capital"): costs.platform.capital,
        ("costs", "dialling"): costs.dialling,
    }
    for name, prices in costs.channels.items():
        for word in ("contact", "minute", "message"):
            beside["costs", "channels", name, word] = getattr(prices, word)
    for intent, worth in costs.worth.items():
        for word in ("solved", "lost"):
            beside["costs", "worth", intent, word] = getattr(worth, word)
    yield from ((path, money) for path, money in beside.items() if money is not None)


def _written(layered: Layered, path: Path) -> Path:
    """The path as it is written: one amount for every pool stands without a pool."""
    return path if path in layered.positions else path[:-1]
