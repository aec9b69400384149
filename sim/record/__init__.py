"""The record: what happened, as columns.

Owns the columns, their order, the digest and the invariants that every record keeps; refuses to know how it
came about (any engine) and what it means (kpi).
"""

from sim.record.record import Record, Table

__all__ = ["Record", "Table"]
