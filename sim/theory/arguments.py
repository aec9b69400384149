"""What the formulas of this room accept: one check a kind of argument, each with its message.

Every check raises ValueError naming the argument, what is allowed and what was got; `nan` never passes.
"""

import math


def require_not_negative(name: str, value: float) -> None:
    """Raise ValueError unless the value is finite and 0 or more."""
    if not 0.0 <= value < math.inf:
        raise ValueError(f"{name} must be a number of 0 or more (got {value})")


def require_positive(name: str, value: float) -> None:
    """Raise ValueError unless the value is finite and more than 0."""
    if not 0.0 < value < math.inf:
        raise ValueError(f"{name} must be a number more than 0 (got {value})")


def require_count(name: str, value: int, least: int) -> None:
    """Raise ValueError unless the value is a whole number of `least` or more."""
    if not least <= value < math.inf or value != int(value):
        raise ValueError(f"{name} must be a whole number of {least} or more (got {value})")


def require_patience(patience_s: float) -> None:
    """Raise ValueError unless the mean patience is more than 0 (`inf`: nobody leaves)."""
    if not patience_s > 0.0:
        raise ValueError(f"patience_s must be more than 0 s (got {patience_s}); without any patience it is erlang_b")


def require_wait(within_s: float) -> None:
    """Raise ValueError unless the longest wait that counts is 0 or more (`inf` counts every wait)."""
    if not within_s >= 0.0:
        raise ValueError(f"within_s must be 0 s or more (got {within_s})")


def require_stable(load: float, servers: int) -> None:
    """Raise ValueError when waiting calls would pile up without end."""
    if load >= servers:
        raise ValueError(
            f"a load of {load:.6g} Erlang needs at least {math.floor(load) + 1} servers (got {servers}): "
            "the queue would grow without end"
        )
