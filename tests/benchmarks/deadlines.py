"""How long a million working-time deadlines take on two years of hours with holidays and changes of the clock."""

import sys
import time
from datetime import date

import numpy as np

from sim.kpi.clock import NEVER, deadlines
from sim.units import TICKS_PER_SECOND, parse_hours
from sim.world.calendar import LocalCalendar

N = 1_000_000
HOUR = 3600 * TICKS_PER_SECOND
HOURS = "mon-fri 08:00-20:00 and sat 09:00-14:00 and sun 22:00-06:00 and holiday 10:00-14:00 and 2026-12-24 08:00-13:00"
HOLIDAYS = frozenset(date(year, month, day) for year in (2026, 2027) for month, day in ((1, 1), (5, 1), (12, 25)))
MOST_S = 5.0


def main() -> int:
    """Print the times of laying the spans and of the deadlines of some rounds; exit 1 above five seconds a round."""
    start = time.process_time()
    calendar = LocalCalendar(date(2026, 1, 1), 730, "Europe/Warsaw", HOLIDAYS)
    starts, ends = calendar.spans(parse_hours(HOURS))
    print(f"{len(starts):,} spans of two years laid in {time.process_time() - start:.3f} s")
    chance = np.random.default_rng(1)
    longest_s = 0.0
    for number, hours in enumerate((1, 6, 40)):
        arrived = chance.integers(0, int(ends[-1]), N)
        start = time.process_time()
        found = deadlines(arrived, hours * HOUR, starts, ends)
        round_s = time.process_time() - start
        longest_s = max(longest_s, round_s)
        late = int((found == NEVER).sum())
        print(
            f"round {number}: {N:,} deadlines of {hours} working hours in {round_s:.2f} s, {late:,} after the horizon"
        )
    return 0 if longest_s <= MOST_S else 1


if __name__ == "__main__":
    sys.exit(main())
