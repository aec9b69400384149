"""How long measuring a record takes against running it, in one run; a tenth or less is wanted."""

import statistics
import sys
import time
from pathlib import Path

from sim.engine import run
from sim.kpi import measure
from sim.scenario.load import load
from sim.world.build import lower

SCENARIO = Path(__file__).with_name("mmcm.yaml")


def main() -> int:
    """Print both times of some rounds and the median ratio; exit 1 above a tenth."""
    blueprint = lower(load(SCENARIO), "as_is")
    ratios = []
    for number in range(3):
        world = blueprint.world(seed=1, replication=number)
        start = time.process_time()
        record = run(world)
        run_s = time.process_time() - start
        start = time.process_time()
        measure(record, world)
        measure_s = time.process_time() - start
        ratios.append(measure_s / run_s)
        n_contacts = len(record.contacts["issue"])
        print(f"round {number}: {n_contacts:,} contacts run in {run_s:.2f} s, measured in {measure_s:.2f} s")
    print(f"median ratio {statistics.median(ratios):.3f}")
    return 0 if statistics.median(ratios) <= 0.1 else 1


if __name__ == "__main__":
    sys.exit(main())
