"""Scenario + strategy + seed + replication → World: flat read-only arrays in which names became indices.

Owns calendars, staffing plans, arrivals and the lowering of every figure to ticks, tables and thresholds,
so that an engine adds, subtracts, multiplies, divides and compares and never computes a logarithm
(DESIGN.md, decision 3). `build.py` is the way in; `world.py` says what a world holds.
"""
