"""Levels of agents: what their pool can, spread over its members, and what their tenure allows (MODEL.md 7, Skills)."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.routing import HIGHEST_LEVEL
from sim.scenario.centre import Pool, Skill
from sim.scenario.people import level_of_tenure
from sim.scenario.scenario import Centre
from sim.units import TICKS_PER_SECOND
from sim.world.world import Ints, Names

_GOLDEN = 0.6180339887498949


def levels_of(centre: Centre, names: Names, pool_of: Ints) -> tuple[Ints, Ints]:
    """Give the levels of all agents by channel and by intent, 0 where they have not the skill.

    An agent of a pool that names no intents has the highest level in all of them; the one on the channel counts.

    Args:
        centre: The centre.
        names: Its names, for the order of the columns.
        pool_of: (agents,) pool index.

    Returns:
        (agents, channels) and (agents, intents) levels.
    """
    by_channel = np.zeros((len(pool_of), len(names.channels)), dtype=np.int64)
    by_intent = np.zeros((len(pool_of), len(names.intents)), dtype=np.int64)
    for number, pool in enumerate(centre.pools.values()):
        members = np.flatnonzero(pool_of == number)
        _lay_skills(by_channel, members, pool.skills, names.channels)
        if pool.intents is None:
            by_intent[members] = HIGHEST_LEVEL
        else:
            _lay_skills(by_intent, members, pool.intents, names.intents)
        most = learned_levels(pool, len(members))[:, None]
        by_channel[members] = np.minimum(by_channel[members], most)
        by_intent[members] = np.minimum(by_intent[members], most)
    return by_channel, by_intent


def _lay_skills(levels: Ints, members: Ints, skills: dict[str, Skill], names: tuple[str, ...]) -> None:
    """Write the levels of a pool's skills into the table of all agents."""
    for name, skill in skills.items():
        levels[members[_has_skill(len(members), skill.of_agents)], names.index(name)] = skill.level


def _has_skill(n_members: int, share: float) -> NDArray[np.bool_]:
    """Which members of a pool have a skill, spread evenly over them, shape (members,) bool."""
    edges = np.floor(np.arange(n_members + 1) * share + 1e-9)
    has: NDArray[np.bool_] = np.diff(edges) > 0
    return has


def learned_levels(pool: Pool, n_members: int) -> Ints:
    """Give the level that each member of a pool has had time to learn; the highest where nothing is said.

    The r-th shortest of n tenures (0 first) is that at quantile (r + ½)/n. Member k has the rank of the fraction of
    k² times the golden ratio: in plain order the first shift would be the newest, and with k for k² a skill of 38 %
    or 62 % of the agents would be that of the newest, too.
    """
    if pool.learning is None or pool.tenure is None or not n_members:
        return np.full(n_members, HIGHEST_LEVEL, dtype=np.int64)
    place = (np.arange(n_members, dtype=np.float64) ** 2 * _GOLDEN) % 1.0
    rank = np.argsort(np.argsort(place))
    tenure = pool.tenure.quantile((rank + 0.5) / n_members) * TICKS_PER_SECOND
    return np.asarray([level_of_tenure(pool.learning, round(ticks)) for ticks in tenure.tolist()], dtype=np.int64)
