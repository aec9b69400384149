"""What a user names: one KPI of one channel, queue, pool, segment, intent, cause or cost centre."""

import pytest

from sim.errors import UsageError
from sim.experiment.answer import find_cell
from sim.world.world import Names

NAMES = Names(
    channels=("phone",),
    segments=("all",),
    intents=("any",),
    queues=("calls",),
    pools=("team",),
    causes=("process", "phone"),
    cost_centres=("team", "phone", "planning"),
)


@pytest.mark.parametrize(
    ("text", "cut", "of"),
    [
        ("failure_share", "all", "all"),
        ("failure_share:phone", "channel", "phone"),
        ("failure_share:team", "pool", "team"),
        ("failure_share:abandoned", "cause", "abandoned"),
        ("failure_share:process", "cause", "process"),
        ("failure_share:planning", "caused_by", "planning"),
        ("asa:calls", "queue", "calls"),
    ],
)
def test_channels_and_teams_go_before_causes_and_cost_centres(text: str, cut: str, of: str) -> None:
    """A cost centre often has the name of its pool or channel; who says that name means the pool or the channel."""
    kpi, found_cut, found_of = find_cell([NAMES], text)
    assert (kpi.name, found_cut, found_of) == (text.partition(":")[0], cut, of)


def test_only_failure_demand_has_causes() -> None:
    """Nothing waits because of a cause."""
    with pytest.raises(UsageError, match="names nothing to look at"):
        find_cell([NAMES], "asa:planning")
