"""run(world): chooses an engine and names it in the record.

All engines give the same record for the same world, byte for byte, so the choice is only a matter of time.
"""

from sim.engine.choice import ENGINES, run

__all__ = ["ENGINES", "run"]
