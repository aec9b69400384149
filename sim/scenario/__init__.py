"""YAML → Scenario: the language planners write, its layers, its schema and its checks.

Owns the grammar of files, the defaults (only here, in the pydantic models) and every fault a planner can
make; refuses to know how anything is simulated. `load.py` is the way in.
"""
