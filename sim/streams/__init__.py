"""Chance: addressed uniforms, the catalog of streams, distributions, and their quantile tables.

Nothing here has state and no generator object travels: a draw is a pure function of its address
(`sim.streams.address`), a time is a table lookup (`sim.streams.tables`). Refuses to know what a stream
is used for beyond its catalog row, and refuses text (`sim.scenario.distribution`).

    catalog.py        the streams and their fixed numbers
    philox.py         a counter in, four random words out
    address.py        keys of issues and agent-days; the uniform at an address
    formulas.py       quantiles, moments and checks of the families
    fits.py           parameters from a mean and a cv, or from quantiles
    families.py       the catalog of families
    distributions.py  a distribution as data
    tables.py         octave quantile tables: uniform to ticks
"""

from sim.streams.address import (
    pack_agent_day,
    pack_agent_days,
    pack_issue,
    pack_issues,
    row_of,
    uniform,
    uniform_pair,
    uniforms,
    unpack_issue,
)
from sim.streams.catalog import CATALOG, Stream, StreamRow
from sim.streams.distributions import FAMILIES, Distribution, Family
from sim.streams.tables import (
    MAX_TICKS,
    N_KNOTS,
    NEVER_TICKS,
    build_table,
    draw,
    draw_array,
    table_moments,
    threshold,
    uniform_to_float,
)

__all__ = [
    "CATALOG",
    "FAMILIES",
    "MAX_TICKS",
    "NEVER_TICKS",
    "N_KNOTS",
    "Distribution",
    "Family",
    "Stream",
    "StreamRow",
    "build_table",
    "draw",
    "draw_array",
    "pack_agent_day",
    "pack_agent_days",
    "pack_issue",
    "pack_issues",
    "row_of",
    "table_moments",
    "threshold",
    "uniform",
    "uniform_pair",
    "uniform_to_float",
    "uniforms",
    "unpack_issue",
]
