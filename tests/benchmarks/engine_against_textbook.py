"""Contacts a second of the reference engine against a textbook SimPy model, in one run.

The job is M/M/c+M: 95 erlangs, 100 agents, mean patience = mean handle time, about 1,000,000 contacts. The
textbook model is what most people write first: a process a customer, a `Resource`, `request | timeout`, no
records. The engine keeps full records. Both are timed by processor time, in alternating rounds; what counts
is the ratio within a round.

    python tests/benchmarks/engine_against_textbook.py [--contacts N] [--rounds N]
"""

import argparse
import random
import resource
import statistics
import sys
import time
from pathlib import Path

import simpy

from sim.engine import run
from sim.scenario.load import load
from sim.world.build import lower

SCENARIO = Path(__file__).with_name("mmcm.yaml")
HANDLE_S, PATIENCE_S, AGENTS, ERLANGS = 300.0, 300.0, 100, 95.0


def run_textbook(n_contacts: int, seed: int) -> float:
    """Run the textbook model; returns its share of customers who left."""
    env = simpy.Environment()
    agents = simpy.Resource(env, AGENTS)
    rng = random.Random(seed)
    left = []

    def customer():
        with agents.request() as request:
            answered = yield request | env.timeout(rng.expovariate(1 / PATIENCE_S))
            if request in answered:
                yield env.timeout(rng.expovariate(1 / HANDLE_S))
                left.append(False)
            else:
                left.append(True)

    def source():
        for _ in range(n_contacts):
            yield env.timeout(rng.expovariate(ERLANGS / HANDLE_S))
            env.process(customer())

    env.process(source())
    env.run()
    return sum(left) / len(left)


def main() -> int:
    """Print one line a round and the median ratio; exit 1 when the engine is slower or takes over 2 GB."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    days = max(1, round(options.contacts / (ERLANGS / HANDLE_S * 86_400)))
    blueprint = lower(load(SCENARIO, sets=[f"run.measure={days} days"]), "as_is")
    ratios = []
    for number in range(options.rounds):
        world = blueprint.world(seed=1, replication=number)
        start = time.process_time()
        record = run(world, "reference")
        engine_s = time.process_time() - start
        n_contacts = len(record.contacts["issue"])
        del world, record
        memory_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        start = time.process_time()
        left = run_textbook(n_contacts, seed=number)
        textbook_s = time.process_time() - start
        ratios.append(textbook_s / engine_s)
        print(
            f"round {number}: {n_contacts:,} contacts; engine {n_contacts / engine_s:,.0f}/s with full records, "
            f"textbook {n_contacts / textbook_s:,.0f}/s ({left:.2%} left); ratio {ratios[-1]:.2f}; "
            f"peak memory {memory_gb:.2f} GB"
        )
    ratio = statistics.median(ratios)
    print(f"median ratio {ratio:.2f} (1 or more wanted), peak memory {memory_gb:.2f} GB (2 or less wanted)")
    return 0 if ratio >= 1 and memory_gb <= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
