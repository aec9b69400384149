"""The first-contact volume that was found, in sentences above the tables."""

from sim.errors import printable
from sim.experiment.volume import RowVolume, Volume

_LITTLE = 0.003
"""Standard error up to which a simulated count is said without ±."""


def volume_lines(volume: Volume | None) -> list[str]:
    """Say what the counts given are, and how many first contacts were found behind them.

    Args:
        volume: What was found; None where the scenario states it.

    Returns:
        A sentence, and one for each row; nothing without a volume.
    """
    if volume is None:
        return []
    counts, strategy = volume.counts, printable(volume.strategy)
    lines = [f"Counts given are contacts {counts}, repeats included; first contacts as found on {strategy}:"]
    lines += [f"  {printable(row.row)}: {_found(row, counts)}." for row in volume.rows]
    lines += [f"  {printable(row)}: a trace, its arrivals are taken as first contacts." for row in volume.traces]
    return lines


def _found(row: RowVolume, counts: str) -> str:
    """Say what was found for one row; how far chance leaves it open where that is more than a little."""
    off = f"{100 * row.off:+.1f} %".replace("-0.0", "+0.0").replace("-", "\N{MINUS SIGN}")
    if row.standard_error > _LITTLE:
        off += f" ± {196 * row.standard_error:.1f} %"
    shares = f"{100 * row.first_contact_share:.1f} first contacts, {100 * row.repeat_share:.1f} repeats"
    return f"{row.given:,.0f} given, {row.simulated:,.0f} simulated ({off}); for 100 {counts} {shares}"
