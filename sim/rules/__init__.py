"""The semantics of the centre as plain functions and tables, shared by every engine.

What can be said without "then wait" is a rule and stands here, on scalars and small one-dimensional
tables; what needs a calendar belongs to an engine (DESIGN.md, decision 1). Nothing here imports NumPy-heavy
code, SimPy or Numba, and nothing here draws chance: a rule is handed its uniforms.
"""
