"""The order of strategies and of replications and the number of processes change no byte of any record."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np
import pytest

from tests.chance.centres import STRATEGIES, centre, job, jobs_in_one_go, played

TEXT = centre(strategies=STRATEGIES)
NAMES, REPLICATIONS = ["apart", "together"], [0, 1, 2]
Digests = dict[tuple[str, int], tuple[str, str]]


@pytest.fixture(scope="module")
def digests() -> Digests:
    """Digests of worlds and records, strategy by strategy, replication by replication."""
    return jobs_in_one_go(TEXT, NAMES, REPLICATIONS)


def test_strategies_and_replications_differ(digests: Digests) -> None:
    """No two records of the comparison are the same, so equal digests below mean something."""
    assert len({record for _, record in digests.values()}) == len(NAMES) * len(REPLICATIONS)


def test_the_order_of_strategies_and_replications_changes_nothing(digests: Digests) -> None:
    """Run backwards, in one process: the same bytes."""
    assert jobs_in_one_go(TEXT, NAMES[::-1], REPLICATIONS[::-1]) == digests


def test_the_order_of_strategies_in_the_file_changes_no_record(digests: Digests) -> None:
    """Strategies written the other way round: the same records."""
    apart, together = STRATEGIES.strip().split("\n  apart: {}\n")
    swapped = f"{apart}\n{together}\n  apart: {{}}\n"
    found = jobs_in_one_go(centre(strategies=swapped), NAMES, REPLICATIONS[:2])
    assert {key: record for key, (_, record) in found.items()} == {key: digests[key][1] for key in found}


def test_two_processes_give_the_same_bytes(digests: Digests) -> None:
    """Each job built and run in one of two fresh processes, which share nothing with this one."""
    jobs = list(product(NAMES, REPLICATIONS))[::-1]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(job, TEXT, strategy, replication) for strategy, replication in jobs]
        assert {key: future.result() for key, future in zip(jobs, futures, strict=True)} == digests


def test_two_strategies_see_the_same_customers() -> None:
    """World rows of both strategies are equal, and so is the wrap-up of first calls answered in both."""
    (apart, one), (together, other) = (played(TEXT, strategy) for strategy in NAMES)
    for name in ("issue", "tick", "segment", "intent", "channel"):
        assert np.array_equal(getattr(apart.arrivals, name), getattr(together.arrivals, name))
    assert one.digest() != other.digest()
    assert np.array_equal(one.issues["issue"], other.issues["issue"])
    rows = []
    for record in (one, other):
        c = record.contacts
        first = (c["visit"] == 0) & (c["channel"] == 0) & (c["ended_tick"] >= 0) & (c["answered_tick"] >= 0)
        wrapped = zip(c["issue"][first].tolist(), c["wrap_up_ticks"][first].tolist(), strict=True)
        rows.append(dict(wrapped))
    both = rows[0].keys() & rows[1].keys()
    assert len(both) > 150
    assert [rows[0][issue] for issue in both] == [rows[1][issue] for issue in both]
