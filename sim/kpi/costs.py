"""Costs: what was used times what it costs, and who bears what no contact has taken (MODEL.md 12).

The bill of a replication is wages of all paid time, licences, platform, lines, messages, sessions and dialling. An
hour in which an agent works contacts is charged to them; the rest of the paid time (idle, breaks, holidays, the extra
pay of overtime) and licences are borne by the contacts of the team, the platform by all contacts, by the time they
took or each alike. What nobody can bear (a team that worked nothing) stands in the whole alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.kpi.cells import ByCut
from sim.kpi.sums import Sums
from sim.kpi.usage import COST_CUTS, Usage
from sim.scenario.costs import ChannelCosts, Worth
from sim.scenario.model import EVERY
from sim.scenario.scenario import Centre
from sim.units import Money
from sim.world.world import Names

Floats = NDArray[np.float64]

DAYS_OF_A_YEAR = 365.0
DAYS_OF_A_MONTH = DAYS_OF_A_YEAR / 12.0


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of one strategy, by index.

    Attributes:
        symbol: The currency.
        hour: (pools,) a paid hour: wage and premium, what the employer adds included.
        overtime: Pay of an hour of overtime, as a factor.
        licence_day: (pools,) licence of a full-time head, by day.
        platform_day: Platform, by day.
        capital_day: What is used up of what was bought, by day.
        contact, minute, message: (channels,) by contact, by minute on the line, by message.
        is_from_arrival: (channels,) minutes run while the customer waits.
        dial_minute: A minute in which customers are rung.
        solved, lost: (intents,) won with a resolved issue, lost with a lost one.
        by_time: Whether what no contact has taken is borne by the time contacts took; else by each alike.
    """

    symbol: str
    hour: Floats
    overtime: float
    licence_day: Floats
    platform_day: float
    capital_day: float
    contact: Floats
    minute: Floats
    message: Floats
    is_from_arrival: NDArray[np.bool_]
    dial_minute: float
    solved: Floats
    lost: Floats
    by_time: bool


def prices_of(centre: Centre, names: Names) -> Prices | None:
    """Read the prices of a centre; None where it states none."""
    costs = centre.costs
    if costs is None:
        return None
    channels = [costs.channels.get(name, ChannelCosts()) for name in names.channels]
    platform, loaded = costs.platform, 1.0 + costs.employer_adds
    capital_day = _amount(platform.capital) / (platform.life * DAYS_OF_A_YEAR) if platform.life else 0.0
    return Prices(
        symbol=centre.currency,
        hour=(_by_pool(costs.wages, names) + _by_pool(costs.premium, names)) * loaded,
        overtime=costs.overtime,
        licence_day=_by_pool(costs.licences, names) / DAYS_OF_A_MONTH,
        platform_day=_amount(platform.month) / DAYS_OF_A_MONTH,
        capital_day=capital_day,
        contact=np.array([_amount(channel.contact) for channel in channels]),
        minute=np.array([_amount(channel.minute) for channel in channels]),
        message=np.array([_amount(channel.message) for channel in channels]),
        is_from_arrival=np.array([channel.minutes_from == "arrival" for channel in channels]),
        dial_minute=_amount(costs.dialling),
        solved=np.array([_amount(costs.worth.get(name, Worth()).solved) for name in names.intents]),
        lost=np.array([_amount(costs.worth.get(name, Worth()).lost) for name in names.intents]),
        by_time=costs.idle_to == "time",
    )


def _amount(money: Money | None) -> float:
    return 0.0 if money is None else money.amount


def _by_pool(amounts: Mapping[str, Money], names: Names) -> Floats:
    return np.array([_amount(amounts.get(pool, amounts.get(EVERY))) for pool in names.pools])


def with_costs(sums: Sums, prices: Prices | None) -> Sums:
    """Add the costs of a replication to its sums.

    Args:
        sums: With what was used.
        prices: None leaves the sums without costs.
    """
    if prices is None or sums.usage is None:
        return sums
    bill = costs_of(sums.usage, prices)
    return replace(sums, values={**sums.values, **bill, **_worth(sums, prices, bill["cost"])})


def _worth(sums: Sums, prices: Prices, cost: ByCut) -> dict[str, ByCut]:
    """What issues born in the window are worth, and what is left of it after the bill."""
    won = prices.solved * sums.values["issues_resolved"]["intent"]
    lost = prices.lost * sums.values["issues_lost"]["intent"]
    gained = _by_intent(won - lost)
    balance = {cut: gained[cut] - cost[cut] for cut in gained}
    return {"value_won": _by_intent(won), "value_lost": _by_intent(lost), "balance": balance}


def _by_intent(values: Floats) -> ByCut:
    return {"all": np.array([values.sum()]), "intent": values}


def costs_of(usage: Usage, prices: Prices) -> dict[str, ByCut]:
    """Draw up the bill of a replication.

    Returns:
        By name of sum, by cut: "cost" by all of `COST_CUTS`, its parts as a whole and wages and licences by pool;
        "cost_failure" is what contacts cost that a failure has caused.
    """
    hours = usage.paid_h + (prices.overtime - 1.0) * usage.overtime_h
    wages, licences = prices.hour * hours, prices.licence_day * usage.days * usage.fte
    worked = prices.hour * usage.of["charged_h"]["all"][:, 0]
    platform = (prices.platform_day + prices.capital_day) * usage.days
    lines, messages = _of_lines(usage, prices, "all").sum(), prices.message @ usage.of["messages"]["all"]
    sessions = prices.contact @ usage.of["used"]["all"]
    dialling = prices.dial_minute * usage.of["dial_min"]["all"].sum()
    parts = {
        "cost_wages": _both(wages),
        "cost_idle": _both(wages - worked),
        "cost_licences": _both(licences),
        "cost_platform": _whole(platform),
        "cost_lines": _whole(lines),
        "cost_messages": _whole(messages.sum()),
        "cost_sessions": _whole(sessions.sum()),
        "cost_dialling": _whole(dialling),
    }
    total = sum(parts[name]["all"] for name in parts if name != "cost_idle")
    cost = {cut: _borne(usage, prices, cut, wages - worked + licences, platform) for cut in COST_CUTS if cut != "all"}
    return {**parts, "cost": {"all": np.asarray(total), **cost}, "cost_failure": {"all": cost["repeat"][1:]}}


def _both(by_pool: Floats) -> ByCut:
    return {"all": np.array([by_pool.sum()]), "pool": by_pool}


def _whole(amount: float) -> ByCut:
    return {"all": np.array([float(amount)])}


def _of_lines(usage: Usage, prices: Prices, cut: str) -> Floats:
    """Cost of minutes on the line by an index of a cut."""
    minutes = np.where(prices.is_from_arrival[:, None], usage.of["arrival_min"][cut], usage.of["answer_min"][cut])
    found: Floats = prices.minute @ minutes
    return found


def _borne(usage: Usage, prices: Prices, cut: str, by_team: Floats, platform: float) -> Floats:
    """What the contacts of each index of a cut cost: their own, and what they bear of the rest."""
    of = usage.of
    own = prices.hour @ of["charged_h"][cut] + prices.contact @ of["used"][cut] + prices.message @ of["messages"][cut]
    own = own + _of_lines(usage, prices, cut) + prices.dial_minute * of["dial_min"][cut].sum(axis=0)
    taken, all_taken = (of["charged_h" if prices.by_time else "worked"][c] for c in (cut, "all"))
    share = np.divide(taken, all_taken, out=np.zeros_like(taken), where=all_taken > 0)
    used = of["charged_h" if prices.by_time else "used"]
    whole = used["all"].sum()
    of_platform = used[cut].sum(axis=0) / whole if whole > 0 else np.zeros(taken.shape[1])
    found: Floats = own + by_team @ share + platform * of_platform
    return found
